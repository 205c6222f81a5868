### Requests to meet.

title = Знакомства
received = Полученные
sent = Отправленные
closed = Закрытые
none = Здесь пусто.
to-matches = Посмотреть, кто подходит
about = По объявлению: { $listing }
expires = Истекает
accept = Принять
decline = Отклонить
declined-because = Причина:
contacts = Контакты
to-agreement = Внести подписанное
ask = Запросить знакомство: { $name }
ask-how = Напишите, кто вы и о чём хотите поговорить. На ответ есть 21 день; контакты откроются только после согласия.
message = Сообщение
message-hint = Короткая причина повышает шанс на согласие.
send = Отправить запрос
back = Назад
decline-title = Отклонить это знакомство?
decline-sentence = Отменить это нельзя. Причину увидите только вы двое.
decline-reason = Причина
