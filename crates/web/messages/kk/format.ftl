### Sums, days and distances.

money-billion = { $amount } млрд { $mark }
money-crore = { $amount } крор { $mark }
money-million = { $amount } млн { $mark }
money-plain = { $amount } { $mark }
today = бүгін
in-days = { $days ->
        [one] { $days } күннен кейін
       *[other] { $days } күннен кейін
    }
days-ago = { $days ->
        [one] { $days } күн бұрын
       *[other] { $days } күн бұрын
    }
