### The page of one company.

all = Все компании
not-verified = Эта компания не проверена; страницу видят только её сотрудники и сотрудники форума.
profile = О компании
facts = Сведения
country = Страна
region = Регион
legal-form = Правовая форма
size = Размер
languages = Рабочие языки
verified = Проверена { $day }, следующая проверка до { $until }
evidence = Что проверено: { $evidence }
offers = Предложения
needs = Потребности
nothing = Сейчас ничего не опубликовано.
how-much = Сколько
amount = { $amount } { $unit }
price = Цена
budget = Бюджет
open-until = Действует до
introduce = Запросить знакомство
no-introduce-sign-in = Чтобы запросить знакомство, войдите от проверенной компании другой страны.
no-introduce-own = Это ваша компания.
no-introduce-unverified = Ваша компания сможет запрашивать знакомства после проверки.
