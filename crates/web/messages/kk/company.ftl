### The page of one company.

all = Барлық компаниялар
not-verified = Бұл компания тексерілмеген; бетті тек өз адамдары мен форум қызметкерлері көреді.
profile = Компания туралы
facts = Мәліметтер
country = Ел
region = Өңір
legal-form = Құқықтық нысаны
size = Көлемі
languages = Жұмыс тілдері
verified = { $day } тексерілді, келесі тексеру { $until } дейін
evidence = Не тексерілді: { $evidence }
offers = Ұсыныстар
needs = Қажеттіліктер
nothing = Қазір ештеңе жарияланбаған.
how-much = Қанша
amount = { $amount } { $unit }
price = Бағасы
budget = Бюджет
open-until = Соңғы күні
introduce = Таныстыру сұрау
no-introduce-sign-in = Таныстыру сұрау үшін басқа елдің тексерілген компаниясы атынан кіріңіз.
no-introduce-own = Бұл өз компанияңыз.
no-introduce-unverified = Компанияңыз тексерілген соң таныстыру сұрай алады.
