### Signing in and out, and for whom one acts.

title = Кіру
email = Электрондық пошта
password = Құпиясөз
sign-in = Кіру
no-account = Тіркелгіңіз жоқ па?
register = Тіркелу
account = Тіркелгіңіз
as-for = Сіз { $company } компаниясы атынан { $name } ретінде әрекет етесіз.
as-staff = Сіз форум атынан { $name } ретінде әрекет етесіз: { $duty }.
as-himself = Сіз { $name } ретінде, компаниясыз әрекет етесіз.
act-for = Кімнің атынан әрекет етесіз?
act-as-himself = Тек өз атыңыздан
act-for-forum = Форум атынан
switch = Ауысу
sign-out = Шығу
confirm-title = Бұл сіз екеніңізді растаңыз
confirm-why = Кейбір қадамдарға құпиясөз тағы керек: ашық қалған құрылғыда бөтен адам жасай алмайды.
confirm = Растау
register-company = Тағы бір компания тіркеу
