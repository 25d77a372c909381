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
progress-reload = تنظر هذه الصفحة من جديد وحدها كل بضع ثوانٍ. يمكنك مغادرتها، والاستيراد يستمر.
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
lists-doubt-bidi-control = في الخلية علامات تقلب اتجاه الكتابة أو لا تُرى
lists-doubt-birth-after-arrest = الميلاد بعد الاعتقال
lists-doubt-blank-line = سطر فارغ
lists-doubt-coloured-row = الصف ملوَّن، ولهذا معنى عند من أعدّ القائمة
lists-doubt-day-number = رقم يوم مجرّد من جدول، قُرئ تاريخًا
lists-doubt-day-or-month = لا يمكن تمييز اليوم من الشهر؛ تُحفظ السنة
lists-doubt-death-claim = تقول القائمة إن الشخص توفي؛ على أحدهم أن يتثبّت
lists-doubt-duplicate-key = صف آخر تحت المفتاح نفسه في القائمة
lists-doubt-duplicate-row = الصف نفسه مرة أخرى
lists-doubt-empty-name = لا اسم لأحد في الصف
lists-doubt-error-value = لم يستطع الجدول حساب هذه الخلية
lists-doubt-formula-cell = تبدأ الخلية كأنها صيغة؛ تُحفظ نصًّا
lists-doubt-future-date = التاريخ في المستقبل فلا يُستعمل
lists-doubt-hidden-row = الصف مخفي في الجدول؛ ربما حُجب عمدًا
lists-doubt-identical-row = الخلايا نفسها في صف آخر؛ قد يتشابه شخصان حقًّا
lists-doubt-identity-number = رقم وثيقة شخصية؛ يُحفظ مع الصف الخام فقط
lists-doubt-impossible-date = لا يوجد يوم كهذا
lists-doubt-lost-characters = ضاعت حروف قبل أن تصل القائمة إلينا
lists-doubt-markup = في الخلية علامات صفحة ويب؛ تُحفظ نصًّا
lists-doubt-minor = الشخص طفل أو كان طفلًا
lists-doubt-misplaced-quote = علامة اقتباس في غير موضعها، فقد تكون الأعمدة انزاحت
lists-doubt-no-person-key = ليس في الصف مفتاح للشخص؛ يُعدّ قائمًا بذاته
lists-doubt-not-a-record = ملاحظة في الملف، لا صف عن أحد
lists-doubt-nul-byte = أُزيلت من الخلية علامة لا توجد في نص
lists-doubt-other-calendar = تبدو السنة من تقويم آخر
lists-doubt-overlong-cell = خلية أطول مما يُعقل
lists-doubt-overlong-line = سطر أطول مما يُعقل
lists-doubt-page-line = رقم صفحة، لا صف عن أحد
lists-doubt-possible-honorific = قد يبدأ الاسم بلقب تشريف
lists-doubt-prose-suggests = في السرد أكثر مما قُرئ منه
lists-doubt-rejoined-cell = خلية كانت مقطوعة فضُمّت من جديد
lists-doubt-release-before-arrest = الإفراج قبل الاعتقال
lists-doubt-repeated-header = الترويسة مرة أخرى
lists-doubt-too-few-columns = في الصف خلايا أقل مما يجب؛ ولا يُعرف أيها ناقص
lists-doubt-too-many-columns = في الصف خلايا أكثر مما يجب؛ قد تكون الأعمدة انزاحت
lists-doubt-total-line = مجموع، لا صف عن أحد
lists-doubt-two-digit-year = السنة من رقمين؛ القرن تخمين
lists-doubt-unclosed-quote = علامة اقتباس لم تُغلق؛ لا يُفقد إلا هذا السطر
lists-doubt-unknown-country = البلد غير معروف
lists-doubt-unknown-word = كلمة لم تُقابَل بكلماتنا
lists-doubt-unmapped-table = أعمدة هذا الجدول ليست أعمدة القائمة
lists-doubt-unreadable-age = العمر لا يُقرأ
lists-doubt-unreadable-date = التاريخ لا يُقرأ
lists-doubt-unreadable-number = الرقم لا يُقرأ
lists-doubt-wish = هنا رغبة لأحدهم؛ يجب أن يقرأها إنسان
lists-doubt-withheld = طلب أحدهم حجب هذا
lists-doubt-wrong-encoding = كُتبت الخلية بترميز غير بقية الملف
lists-doubt-rule-broken = ما قُرئ يخالف قاعدة في السجل فتُرك
lists-doubt-same-name = عدة صفوف في القائمة السابقة بهذا الاسم؛ لا يُعرف أيها هذا
lists-doubt-edited-here = غيّر أحدهم هذا هنا منذ القائمة السابقة؛ والجديد منها ينتظر
lists-doubt-shared-with-rows = قد يقول صف آخر في القائمة الشيء نفسه عن هذا الشخص؛ تُرك كما هو
lists-doubt-no-longer-listed = لم يعد الصف في القائمة؛ ولا يترتب على ذلك شيء بنفسه
row-missing = لم يعد في القائمة
lists-reason-prose-of-a-form = الخلايا نثر على صيغة ثابتة
