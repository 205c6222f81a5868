### Sums, days and distances.

money-billion = { $amount } млрд { $mark }
money-crore = { $amount } крор { $mark }
money-million = { $amount } млн { $mark }
money-plain = { $amount } { $mark }
today = сегодня
in-days = через { $days ->
        [one] { $days } день
        [few] { $days } дня
        [many] { $days } дней
       *[other] { $days } дня
    }
days-ago = { $days ->
        [one] { $days } день назад
        [few] { $days } дня назад
        [many] { $days } дней назад
       *[other] { $days } дня назад
    }
