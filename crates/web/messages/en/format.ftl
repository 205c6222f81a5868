### Sums, days and distances.

money-billion = { $mark }{ $amount } billion
money-crore = { $mark }{ $amount } crore
money-million = { $mark }{ $amount } million
money-plain = { $mark }{ $amount }
today = today
in-days = in { $days ->
        [one] { $days } day
       *[other] { $days } days
    }
days-ago = { $days ->
        [one] { $days } day ago
       *[other] { $days } days ago
    }
