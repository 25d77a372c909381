title-imports = الاستيراد
imports-heading = الاستيراد
imports-empty = لم ترد أي قائمة بعد. قائمة شريك بصيغة CSV أو XLSX تصير ملفات أشخاص، لكلٍّ مصدره. لا يُحفظ شيء قبل أن ترى ما سيحدث.
upload-intro = قائمة بصيغة CSV أو XLSX، بأي كتابة وترميز.
upload-nothing-yet = لا يُحفظ شيء بعد: سترى أولًا ما فُهم من كل عمود، ثم ما سيحدث لكل صف.
field-list = القائمة
field-list-source = ممَّن وردت
field-list-compartment = من يحق له قراءة ما فيها
upload-submit = اقرأها
col-source = المصدر
col-rows = الصفوف
col-state = الحالة
mapping-heading = ماذا تعني الأعمدة؟
mapping-intro = اقتراح من العناوين والخانات؛ يرجى النظر. يُحفظ اختيارك للقائمة التالية من هذا المصدر.
col-column = العمود
col-samples = مثلًا
col-means = يُفهم على أنه
mapping-unsure = انظر مرتين
mapping-whole-list = للقائمة كلها
mapping-submit = أرني ما سيحدث
field-list-country = البلد، حيث لا يذكره الصف
field-list-date-order = تواريخ مثل 03/04/2026
date-order-day-first = اليوم أولًا
date-order-month-first = الشهر أولًا
rehearsal-heading = ما الذي سيحدث
rehearsal-intro = لم يُحفظ شيء بعد.
row-created = أشخاص جدد
row-updated = تغيّر
row-unchanged = كما كان
row-review = يحتاج إلى نظرة
row-skipped = تُرك
row-rejected = لا يمكن استعماله
row-all = مجموع الصفوف
report-save = التقرير كاملًا بصيغة
rehearsal-submit = { $n ->
    [one] استورد هذا الصف
    [two] استورد هذين الصفين
    [few] استورد هذه الصفوف الـ{ $n }
    [many] استورد هذه الصفوف الـ{ $n }
   *[other] استورد هذه الصفوف الـ{ $n }
  }
rehearsal-back = العودة إلى الأعمدة
rehearsal-rows = صفوف ينبغي أن تعرفها
col-became = يصير
col-cell = الخانة
progress-heading = الاستيراد جارٍ
progress-of = { $done } من { $rows } صف
progress-so-far = { $done } صف حتى الآن
progress-began = بدأ
progress-reload = يمكنك مغادرة هذه الصفحة، والاستيراد يستمر.
progress-look = انظر الآن
progress-cancel = أوقفه واترك كل شيء كما كان
result-heading = ما الذي فعله الاستيراد
result-failed = لم يُستورد شيء.
result-published = يراه كل من يحق له منذ
result-show = اعرض
result-no-rows = لا صفوف من هذا النوع.
undo-link = تراجع عن هذا الاستيراد
undo-question = أتتراجع عن هذا الاستيراد؟
undo-untouched = { $n ->
    [zero] لا قيد يُسحب.
    [one] يُسحب قيد واحد لم يمسّه أحد منذئذ.
    [two] يُسحب قيدان لم يمسّهما أحد منذئذ.
    [few] تُسحب { $n } قيود لم يمسّها أحد منذئذ.
    [many] يُسحب { $n } قيدًا لم يمسّه أحد منذئذ.
   *[other] يُسحب { $n } قيد لم يمسّه أحد منذئذ.
  }
undo-edited = { $n ->
    [zero] لم يعمل أحد على ما ورد.
    [one] يبقى قيد واحد عمل عليه أحد منذئذ؛ وهو مذكور أدناه.
    [two] يبقى قيدان عمل عليهما أحد منذئذ؛ وهما مذكوران أدناه.
    [few] تبقى { $n } قيود عمل عليها أحد منذئذ؛ وهي مذكورة أدناه.
    [many] يبقى { $n } قيدًا عمل عليه أحد منذئذ؛ وهو مذكور أدناه.
   *[other] يبقى { $n } قيد عمل عليه أحد منذئذ؛ وهو مذكور أدناه.
  }
undo-honest = ما قيل أو أُرسل استنادًا إلى هذه القائمة لا يمكن استرداده.
undo-submit = تراجع عن الاستيراد
became-created = شخص جديد
lists-reason-header = العنوان يقول ذلك
lists-reason-dates = الخانات تواريخ
lists-reason-no-dates = العنوان يذكر تاريخًا ولا تاريخ في الخانات
lists-reason-some-dates = بعض الخانات تواريخ
lists-reason-names = الخانات تشبه الأسماء
lists-reason-sexes = الخانات تقول أنثى أو ذكر
lists-reason-statuses = الخانات تشبه الحالات
lists-reason-places-and-statuses = الأماكن والحالات في عمود واحد
lists-reason-several-in-a-cell = في الخانة الواحدة عدة أشياء
lists-reason-empty = الخانات فارغة
lists-reason-not-understood = لا العنوان ولا الخانات تقول ما هو
lists-reason-articles = الخانات تشبه مواد القانون
lists-reason-addresses = الخانات عناوين على الشبكة
lists-reason-prose = الخانات جمل كاملة
