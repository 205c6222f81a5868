### The roadmap and its initiatives.

title = Жол картасы мен бастамалар
lead = Екі ел не жоспарлады және әр істің барысы туралы не белгілі.
not-official = Ресми жол картасының мәтіні жарияланбаған. Бұл бағыттар — біздің топтастыруымыз.
targets = Мақсаттар
corridor = Құрлық жолдары
corridor-how = Метродағыдай бекеттер сызбасы: реті мен түйіндері, қашықтық пен шекарасыз.
corridor-title = Қазақстаннан Пәкістанға екі жол
corridor-desc = Бірі Түрікменстан, Герат, Қандағар арқылы, екіншісі Өзбекстан, Мазари-Шариф, Кабул арқылы өтеді.
stop-kazakhstan = Қазақстан
stop-pakistan = Пәкістан
stop-turkmenistan = Түрікменстан
stop-uzbekistan = Өзбекстан
stop-herat = Герат
stop-kandahar = Қандағар
stop-mazar = Мазари-Шариф
stop-kabul = Кабул
no-initiative = Бұл бағытта бастама енгізілмеген.
known = Не белгілі
risks = Тәуекелдер
sources = Дереккөздер:
