### The roadmap and its initiatives.

title = Дорожная карта и инициативы
lead = Что наметили две страны и что известно о ходе каждого дела.
not-official = Текст официальной дорожной карты не опубликован. Эти направления — наша группировка.
targets = Цели
corridor = Сухопутные пути
corridor-how = Схема остановок, как в метро: порядок и узлы, без расстояний и границ.
corridor-title = Два пути из Казахстана в Пакистан
corridor-desc = Один ведёт через Туркменистан, Герат и Кандагар, другой — через Узбекистан, Мазари-Шариф и Кабул.
stop-kazakhstan = Казахстан
stop-pakistan = Пакистан
stop-turkmenistan = Туркменистан
stop-uzbekistan = Узбекистан
stop-herat = Герат
stop-kandahar = Кандагар
stop-mazar = Мазари-Шариф
stop-kabul = Кабул
no-initiative = По этому направлению инициатив не внесено.
known = Что известно
risks = Риски
sources = Источники:
