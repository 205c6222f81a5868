### Signing in and out, and for whom one acts.

title = داخلہ
email = ای میل پتہ
password = پاس ورڈ
sign-in = داخل ہوں
no-account = ابھی کھاتہ نہیں؟
register = اندراج کریں
account = آپ کا کھاتہ
as-for = آپ { $name } کے طور پر { $company } کی طرف سے کام کر رہے ہیں۔
as-staff = آپ { $name } کے طور پر فورم کی طرف سے کام کر رہے ہیں: { $duty }۔
as-himself = آپ { $name } کے طور پر، کسی کمپنی کے بغیر کام کر رہے ہیں۔
act-for = آپ کس کی طرف سے کام کریں گے؟
act-as-himself = صرف اپنی طرف سے
act-for-forum = فورم کی طرف سے
switch = تبدیل کریں
sign-out = خارج ہوں
confirm-title = تصدیق کریں کہ یہ آپ ہیں
confirm-why = کچھ کاموں کے لیے پاس ورڈ دوبارہ مانگا جاتا ہے، تاکہ کھلے چھوڑے آلے پر کوئی اور یہ نہ کر سکے۔
confirm = تصدیق کریں
register-company = ایک اور کمپنی کا اندراج
