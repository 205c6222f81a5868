### Requests to meet.

title = تعارف
received = موصولہ
sent = بھیجے گئے
closed = بند
none = یہاں کچھ نہیں۔
to-matches = دیکھیں کون موزوں ہے
about = بابت: { $listing }
expires = آخری تاریخ
accept = قبول کریں
decline = معذرت کریں
declined-because = وجہ:
contacts = رابطے
to-agreement = دستخط شدہ دستاویز درج کریں
ask = { $name } سے تعارف کی درخواست
ask-how = بتائیں آپ کون ہیں اور کس بارے میں بات کریں گے۔ جواب کے لیے 21 دن ہیں؛ رابطے صرف قبولیت پر کھلتے ہیں۔
message = پیغام
message-hint = مختصر وجہ سے ہاں کا امکان بڑھ جاتا ہے۔
send = درخواست بھیجیں
back = واپس
decline-title = اس تعارف سے معذرت کریں؟
decline-sentence = یہ واپس نہیں ہو سکتا۔ وجہ صرف آپ دونوں دیکھیں گے۔
decline-reason = وجہ
