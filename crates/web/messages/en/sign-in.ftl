### Signing in and out, and for whom one acts.

title = Sign in
email = E-mail address
password = Password
sign-in = Sign in
no-account = No account yet?
register = Register
account = Your account
as-for = You act as { $name } for { $company }.
as-staff = You act as { $name } for the forum: { $duty }.
as-himself = You act as { $name }, for no company.
act-for = For whom do you act?
act-as-himself = For yourself only
act-for-forum = For the forum
switch = Switch
sign-out = Sign out
confirm-title = Confirm that it is you
confirm-why = Some steps ask for the password once more, so that nobody can take them on a device that was left open.
confirm = Confirm
register-company = Register another company
