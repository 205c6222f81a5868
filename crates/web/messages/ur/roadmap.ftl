### The roadmap and its initiatives.

title = روڈ میپ اور اقدامات
lead = دونوں ملکوں نے کیا کرنے کا عزم کیا، اور ہر کام کہاں تک پہنچا۔
not-official = سرکاری روڈ میپ کا متن عام نہیں۔ یہ ستون ہماری اپنی ترتیب ہیں۔
targets = اہداف
corridor = زمینی راستے
corridor-how = میٹرو جیسا خاکہ: پڑاؤ کی ترتیب اور ملنے کی جگہیں، نہ فاصلے نہ سرحدیں۔
corridor-title = قازقستان سے پاکستان تک دو راستے
corridor-desc = ایک ترکمانستان، ہرات اور قندھار سے؛ دوسرا ازبکستان، مزار شریف اور کابل سے گزرتا ہے۔
stop-kazakhstan = قازقستان
stop-pakistan = پاکستان
stop-turkmenistan = ترکمانستان
stop-uzbekistan = ازبکستان
stop-herat = ہرات
stop-kandahar = قندھار
stop-mazar = مزار شریف
stop-kabul = کابل
no-initiative = اس ستون کے تحت کوئی اقدام درج نہیں۔
known = کیا معلوم ہے
risks = خطرات
sources = ذرائع:
