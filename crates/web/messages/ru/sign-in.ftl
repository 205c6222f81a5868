### Signing in and out, and for whom one acts.

title = Вход
email = Адрес электронной почты
password = Пароль
sign-in = Войти
no-account = Ещё нет учётной записи?
register = Зарегистрироваться
account = Ваша учётная запись
as-for = Вы действуете как { $name } от имени компании { $company }.
as-staff = Вы действуете как { $name } от форума: { $duty }.
as-himself = Вы действуете как { $name }, не от имени компании.
act-for = От чьего имени вы действуете?
act-as-himself = Только от себя
act-for-forum = От форума
switch = Переключиться
sign-out = Выйти
confirm-title = Подтвердите, что это вы
confirm-why = Для некоторых шагов пароль нужен ещё раз, чтобы никто не сделал их на оставленном устройстве.
confirm = Подтвердить
register-company = Зарегистрировать ещё одну компанию
