### What was just done.

Flash-introduction-asked = Ваш запрос отправлен. Ответ появится здесь и придёт письмом.
Flash-introduction-accepted = Принято: контакты обеих сторон открыты.
Flash-introduction-declined = Отклонено.
Flash-company-registered = Ваша компания сохранена как черновик. Подтвердите пароль, чтобы действовать от её имени.
Flash-company-submitted = Подано. Модератор обычно отвечает в течение пяти рабочих дней.
Flash-listing-saved = Черновик сохранён.
Flash-listing-published = Опубликовано: появится в совпадениях за секунды.
Flash-listing-closed = Закрыто.
Flash-agreement-proposed = Предложено. Вступит в счёт, когда подтвердят остальные стороны.
Flash-confirmed = Подтверждено.
Flash-disputed = Ваши слова теперь стоят рядом с версией.
Flash-venture-proposed = Предприятие внесено. Остальные стороны подтверждают условия.
Flash-stage-proposed = Этап предложен.
Flash-milestone-saved = Веха записана.
Flash-outcome-reported = Результат внесён. Будет учтён после подтверждения всеми.
Flash-case-decided = Решение принято. Компания уведомлена.
