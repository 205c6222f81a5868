### For those who write programs.

title = Интеграторам
lead = Всё на этих страницах берётся из одной схемы GraphQL. Что может страница, может и ваша программа.
endpoint = Адрес
endpoint-how = Отправляйте документы методом POST в JSON; подписки — по WebSocket или server-sent events.
graphiql = Открыть GraphiQL
schema = Скачать схему
sample = Первый запрос
queries = Запросы
mutations = Изменения
subscriptions = В реальном времени
types = Типы
reference = Справочник
reference-how = Составлено из самой схемы, на английском языке.
