### What the parties said to a version.

somebody = компания
proposed = Версия { $number }, предложила { $company }, { $day }
