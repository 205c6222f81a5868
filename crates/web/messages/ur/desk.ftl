### What waits for whoever has signed in.

title = السلام علیکم، { $name }
waiting = آپ کے منتظر
nothing-waits = آپ کے جواب کا کوئی کام منتظر نہیں۔
introductions = { $number ->
        [one] تعارف کی { $number } درخواست
       *[other] تعارف کی { $number } درخواستیں
    }
agreements = { $number ->
        [one] تصدیق کے لیے { $number } معاہدہ
       *[other] تصدیق کے لیے { $number } معاہدے
    }
ventures = { $number ->
        [one] { $number } منصوبہ جواب کا منتظر
       *[other] { $number } منصوبے جواب کے منتظر
    }
cases = { $number ->
        [one] { $number } زیرِ التوا معاملہ
       *[other] { $number } زیرِ التوا معاملات
    }
verified = آپ کی کمپنی کے لیے سب کچھ کھلا ہے۔
draft = آپ کی کمپنی ایک مسودہ ہے جسے صرف اس کے ارکان دیکھتے ہیں۔ تصدیق کے لیے جمع کرائیں۔
in-review = ناظم آپ کی کمپنی کا جائزہ لے رہا ہے۔ تب تک مسودے بن سکتے ہیں، اشاعت نہیں۔
rejected = آپ کی کمپنی مسترد ہوئی۔ وجہ پڑھ کر درست کریں اور دوبارہ جمع کرائیں۔
suspended = آپ کی کمپنی معطل ہے: آپ پڑھ اور اپیل کر سکتے ہیں۔
my-company = میری کمپنی
next = آگے کیا
next-listing = پیشکش یا ضرورت لکھیں
next-matches = دیکھیں کون موزوں ہے
next-agreement = دستخط شدہ معاہدہ درج کریں
next-venture = مشترکہ منصوبہ درج کریں
next-browse = فہرست دیکھیں
next-moderation = قطار کھولیں
next-register = اپنی کمپنی کا اندراج کریں
next-account = چنیں کہ کس کی طرف سے کام کرنا ہے
