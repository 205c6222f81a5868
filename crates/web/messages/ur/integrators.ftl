### For those who write programs.

title = انٹیگریٹرز کے لیے
lead = ان صفحات کی ہر چیز ایک GraphQL اسکیما سے ہے۔ جو صفحہ کر سکتا ہے، آپ کا پروگرام بھی کر سکتا ہے۔
endpoint = پتہ
endpoint-how = دستاویزات POST سے JSON میں بھیجیں؛ سبسکرپشن WebSocket یا server-sent events سے۔
graphiql = GraphiQL کھولیں
schema = اسکیما حاصل کریں
sample = پہلا سوال
queries = سوالات
mutations = تبدیلیاں
subscriptions = براہِ راست
types = اقسام
reference = حوالہ
reference-how = خود اسکیما سے تیار، انگریزی میں۔
