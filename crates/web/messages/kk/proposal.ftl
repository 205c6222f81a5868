### What the parties said to a version.

somebody = компания
proposed = { $number }-нұсқа, ұсынған { $company }, { $day }
