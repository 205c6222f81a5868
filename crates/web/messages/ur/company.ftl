### The page of one company.

all = تمام کمپنیاں
not-verified = اس کمپنی کی تصدیق نہیں ہوئی؛ یہ صفحہ صرف اس کے لوگ اور فورم کا عملہ دیکھتا ہے۔
profile = تعارف
facts = حقائق
country = ملک
region = علاقہ
legal-form = قانونی شکل
size = حجم
languages = بولی جانے والی زبانیں
verified = { $day } کو تصدیق ہوئی، دوبارہ جائزہ { $until } تک
evidence = کیا دیکھا گیا: { $evidence }
offers = پیشکشیں
needs = ضروریات
nothing = اس وقت کچھ شائع نہیں۔
how-much = کتنا
amount = { $amount } { $unit }
price = قیمت
budget = بجٹ
open-until = آخری تاریخ
introduce = تعارف کی درخواست
no-introduce-sign-in = تعارف کی درخواست کے لیے دوسرے ملک کی تصدیق شدہ کمپنی کی طرف سے داخل ہوں۔
no-introduce-own = یہ آپ کی اپنی کمپنی ہے۔
no-introduce-unverified = تصدیق کے بعد آپ کی کمپنی تعارف کی درخواست کر سکے گی۔
