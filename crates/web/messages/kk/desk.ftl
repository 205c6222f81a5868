### What waits for whoever has signed in.

title = Сәлеметсіз бе, { $name }
waiting = Сізді күтуде
nothing-waits = Сіздің жауабыңызды ештеңе күтіп тұрған жоқ.
introductions = { $number ->
        [one] { $number } таныстыру сұрауы
       *[other] { $number } таныстыру сұрауы
    }
agreements = { $number ->
        [one] растайтын { $number } келісім
       *[other] растайтын { $number } келісім
    }
ventures = { $number ->
        [one] { $number } кәсіпорын жауап күтуде
       *[other] { $number } кәсіпорын жауап күтуде
    }
cases = { $number ->
        [one] { $number } ашық іс
       *[other] { $number } ашық іс
    }
verified = Компанияңызға бәрі ашық.
draft = Компанияңыз — тек мүшелеріне көрінетін жоба. Тексеруге жіберіңіз.
in-review = Модератор компанияңызды тексеруде. Оған дейін жоба жасауға болады, жариялауға болмайды.
rejected = Компания қабылданбады. Себебін оқып, түзетіп, қайта жіберіңіз.
suspended = Компания тоқтатылды: оқуға және шағымдануға болады.
my-company = Менің компаниям
next = Енді не істеу керек
next-listing = Ұсыныс немесе қажеттілік жазу
next-matches = Кім сай келетінін көру
next-agreement = Қол қойылған келісімді енгізу
next-venture = Бірлескен кәсіпорынды енгізу
next-browse = Каталогты ашу
next-moderation = Кезекті ашу
next-register = Компанияңызды тіркеу
next-account = Кімнің атынан әрекет ететініңізді таңдау
