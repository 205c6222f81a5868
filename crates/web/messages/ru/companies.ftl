### The directory.

title = Компании
lead = Проверенные компании обеих стран, последние проверенные — первыми.
about = Проверенные компании Казахстана и Пакистана по странам, регионам и отраслям.
found = Найдено
in-use = Действующие фильтры
drop-filter = Снять фильтр «{ $facet }»: { $value }
drop-all = Снять все
nobody-after = Дальше никого нет.
nobody-yet = Пока ни одна компания не проверена.
nobody-fits = Нет компаний, подходящих под все фильтры.
one-is-not-enough = Снять один из них недостаточно.
found-without = Кто-то найдётся, если снять один из них:
pair = { $facet }: { $value }
show-all = Показать все компании
facet-search = Название
facet-country = Страна
facet-region = Регион
facet-sector = Отрасль
facet-subsector = Подотрасль
search = Название, на любой графике
narrow = Страна, регион, отрасль
any = Любой
show = Показать
