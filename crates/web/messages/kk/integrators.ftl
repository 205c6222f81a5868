### For those who write programs.

title = Интеграторларға
lead = Осы беттердегінің бәрі бір GraphQL схемасынан алынады. Бет істей алғанды бағдарламаңыз да істей алады.
endpoint = Мекенжай
endpoint-how = Құжаттарды POST арқылы JSON түрінде жіберіңіз; жазылымдар WebSocket немесе server-sent events арқылы.
graphiql = GraphiQL ашу
schema = Схеманы жүктеп алу
sample = Алғашқы сұрау
queries = Сұраулар
mutations = Өзгерістер
subscriptions = Нақты уақытта
types = Түрлер
reference = Анықтамалық
reference-how = Схеманың өзінен жасалған, ағылшын тілінде.
