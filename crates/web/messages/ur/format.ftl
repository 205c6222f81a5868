### Sums, days and distances.

money-billion = { $amount } ارب { $mark }
money-crore = { $amount } کروڑ { $mark }
money-million = { $amount } ملین { $mark }
money-plain = { $amount } { $mark }
today = آج
in-days = { $days ->
        [one] { $days } دن میں
       *[other] { $days } دنوں میں
    }
days-ago = { $days ->
        [one] { $days } دن پہلے
       *[other] { $days } دن پہلے
    }
