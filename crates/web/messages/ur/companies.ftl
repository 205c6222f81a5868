### The directory.

title = کمپنیاں
lead = دونوں ملکوں کی تصدیق شدہ کمپنیاں، تازہ ترین سب سے پہلے۔
about = قازقستان اور پاکستان کی تصدیق شدہ کمپنیاں: ملک، علاقے اور شعبے کے لحاظ سے۔
found = نتائج
in-use = زیرِ استعمال فلٹر
drop-filter = فلٹر ہٹائیں، { $facet }: { $value }
drop-all = سب ہٹائیں
nobody-after = اس کے بعد کوئی نہیں۔
nobody-yet = ابھی کسی کمپنی کی تصدیق نہیں ہوئی۔
nobody-fits = کوئی کمپنی ان سب فلٹروں پر پوری نہیں اترتی۔
one-is-not-enough = کوئی ایک ہٹانا کافی نہیں۔
found-without = ان میں سے کوئی ایک ہٹائیں تو نتیجہ ملے گا:
pair = { $facet }: { $value }
show-all = تمام کمپنیاں دکھائیں
facet-search = نام
facet-country = ملک
facet-region = علاقہ
facet-sector = شعبہ
facet-subsector = ذیلی شعبہ
search = نام، کسی بھی رسم الخط میں
narrow = ملک، علاقہ، شعبہ
any = کوئی بھی
show = دکھائیں
