### What the parties said to a version.

somebody = a company
proposed = Version { $number }, proposed by { $company }, { $day }
