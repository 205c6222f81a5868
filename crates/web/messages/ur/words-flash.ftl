### What was just done.

Flash-introduction-asked = آپ کی درخواست بھیج دی گئی۔ جواب یہاں نظر آئے گا اور خط سے بھی ملے گا۔
Flash-introduction-accepted = قبول ہو گیا: دونوں طرف کے رابطے اب کھلے ہیں۔
Flash-introduction-declined = معذرت بھیج دی گئی۔
Flash-company-registered = آپ کی کمپنی مسودے کے طور پر محفوظ ہو گئی۔ اس کی طرف سے کام کرنے کے لیے پاس ورڈ کی تصدیق کریں۔
Flash-company-submitted = جمع ہو گئی۔ ناظم عموماً پانچ کاری دنوں میں جواب دیتا ہے۔
Flash-listing-saved = مسودہ محفوظ ہو گیا۔
Flash-listing-published = شائع ہو گیا: چند لمحوں میں موزوں کمپنیوں میں نظر آئے گا۔
Flash-listing-closed = بند کر دیا گیا۔
Flash-agreement-proposed = تجویز کر دیا گیا۔ باقی سب فریقوں کی تصدیق پر شمار ہوگا۔
Flash-confirmed = تصدیق ہو گئی۔
Flash-disputed = آپ کے الفاظ اب اس نسخے کے ساتھ درج ہیں۔
Flash-venture-proposed = منصوبہ درج ہو گیا۔ دوسرے فریق شرائط کی تصدیق کریں گے۔
Flash-stage-proposed = مرحلہ تجویز کر دیا گیا۔
Flash-milestone-saved = سنگِ میل درج ہو گیا۔
Flash-outcome-reported = نتیجہ درج ہو گیا۔ سب کی تصدیق پر شمار ہوگا۔
Flash-case-decided = فیصلہ ہو گیا۔ کمپنی کو اطلاع دے دی گئی۔
