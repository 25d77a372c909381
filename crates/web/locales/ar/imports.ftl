title-imports = الاستيراد
imports-heading = الاستيراد
imports-empty = لم ترد أي قائمة بعد. قائمة شريك تصير ملفات أشخاص، لكلٍّ مصدره. لا يُحفظ شيء قبل أن ترى ما سيحدث.
upload-intro = قائمة على هيئة جدول أو JSON أو صفحة ويب أو مستند أو نص، بأي كتابة وترميز.
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
result-undone = أُلغي هذا الاستيراد. وسُحب ما لم يلمسه أحد.
result-published = يراه كل من يحق له منذ
result-show = اعرض
result-no-rows = لا صفوف من هذا النوع.
undo-link = تراجع عن هذا الاستيراد
undo-question = أتتراجع عن هذا الاستيراد؟
undo-untouched = { $n ->
    [zero] لا صف يُسحب.
    [one] يُسحب ما جاء به صف واحد، ما لم يلمسه أحد منذئذ.
    [two] يُسحب ما جاء به صفان، ما لم يلمسه أحد منذئذ.
    [few] يُسحب ما جاءت به { $n } صفوف، ما لم يلمسه أحد منذئذ.
    [many] يُسحب ما جاء به { $n } صفًا، ما لم يلمسه أحد منذئذ.
   *[other] يُسحب ما جاء به { $n } صف، ما لم يلمسه أحد منذئذ.
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
lists-reason-name-in-parts = يقول العنوان إنه جزء من اسم؛ وبقيته في أعمدة أخرى
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
lists-doubt-withdrawn-by-hand = سُحب هنا باليد
lists-doubt-erased-before = لا يُحفظ شيء من الصف، إذ مُحي شخص بهذا المفتاح في
lists-reason-prose-of-a-form = الخلايا نثر على صيغة ثابتة
reason-as-last-time = كما في القائمة السابقة
reason-somebody-said = قال أحدهم ذلك
mapping-as-last-time = تُقرأ الأعمدة كما في القائمة السابقة من هذا المصدر.
mapping-title = فوق الأعمدة مكتوب: { $text }
mapping-rows-looked-at = { $n ->
    [one] نُظر في صف واحد لهذا.
    [two] نُظر في صفين لهذا.
    [few] نُظر في { $n } صفوف لهذا.
   *[other] نُظر في { $n } صفًّا لهذا.
  }
mapping-columns-gone = يذكر الترتيب المحفوظ أعمدة ليست في هذا الملف: { $names }
mapping-is-row-key = مفتاح الصف
mapping-is-person-key = مفتاح الشخص
mapping-look-at-unsure = انظر في أول عمود مشكوك فيه
mapping-words = كلماتهم وكلماتنا
mapping-no-name = لا عمود يُعدّ اسمًا. اختر العمود الذي فيه الاسم، وإلا لم يدخل أحد.
mapping-keep-heading = حفظ ترتيب الأعمدة
mapping-keep-intro = يُحفظ مع المصدر على كل حال. وهو ملفٌّ صغير يُقرأ ويُعدَّل ويُتبادل، ولا يحمل أي خلية من القائمة.
mapping-keep-link = احفظه ملفًّا
mapping-use-heading = استعمال ترتيب من ملف
mapping-use-profile = استعمله
mapping-profile-missing = اختر الملف الذي فيه ترتيب الأعمدة.
mapping-profile-unreadable = ليس هذا الملف ترتيبًا للأعمدة: إما كبير جدًّا أو ليس نصًّا.
field-import-profile = ملف ترتيب الأعمدة
reading-heading = هل تبدو الخلايا بلا معنى؟
reading-intro = قل كيف يُقرأ الملف. ويبدأ اختيار الأعمدة من جديد.
reading-found = كما وجد البرنامج
reading-again = اقرأه مرة أخرى
field-import-encoding = الترميز
field-import-header-line = سطر الترويسة
field-import-header-line-help = فارغ: يبحث عنه البرنامج. 0: لا توجد ترويسة.
field-import-calendar = السنوات التي لا يمكن أن تكون من تقويمنا هي من التقويم
field-import-identity = أرقام وثائق الناس
field-import-extent = هذا الملف
calendar-unsaid = لا أحد يعرف: تنتظر هذه الصفوف
calendar-gregorian = الميلادي
calendar-persian = الفارسي
calendar-islamic = الهجري
calendar-ethiopic = الإثيوبي
calendar-buddhist = البوذي
calendar-minguo = المينغوو
identity-review = كل صف فيه رقم ينتظر إنسانًا
identity-keep = تُحفظ مع الصف الخام، ولا ينتظر صف بسببها
extent-unsaid = القائمة كلها، إلا إذا غاب أكثر من نصف السابقة
extent-whole = القائمة كلها: من غاب عنها يُعلَّم
extent-part = جزء، كالجديد منها: لا يُبحث عن أحد
column-of = العمود { $number } من { $columns }
column-splits = ما يصير إليه ما يقول عدة أشياء في خلية واحدة
column-question = ماذا يقول هذا العمود؟
column-several = اختر معنى أو أكثر. وقد تقول عدة أعمدة الشيء نفسه: أجزاء اسم واحد، أو حكم واحد، أو جلسة واحدة.
column-details = ما يتبعه: نوع الاسم، ترتيب كلماته، العلامات، المفاتيح
column-next = احفظ وانظر في العمود التالي
column-stay = احفظ وأرني ما يصير إليه
column-done = احفظ وعُد إلى كل الأعمدة
field-column-usage = اسم من هذا النوع
field-column-order = كلمات الاسم
field-column-preferred = هذا هو الاسم الذي تستعمله الصفحات
field-column-divider = العلامة التي تفصل عدة تهم في خلية واحدة
field-column-group = يتبع أعمدة المجموعة نفسها
field-column-group-help = كلمة من عندك، مثل «الاعتقال الثاني»، حين يحكي صف واحد عن عدة أمور.
field-column-row-key = مفتاح الصف في القائمة نفسها: به يُعثر على الصف من جديد
field-column-person-key = مفتاح الشخص في القائمة نفسها، حين يكون لشخص عدة صفوف
name-order-unknown = لا أحد يقول
name-order-given-first = الاسم الشخصي أولًا
name-order-family-first = اسم العائلة أولًا
meaning-person = الشخص
meaning-custody = الاحتجاز
meaning-trial = التهمة والمحاكمة
meaning-words = بالكلمات
meaning-facts = المزيد عن الشخص
meaning-histories = ما فُعل وقيل ورُغب فيه
meaning-none = لا شيء مما لدينا
history-raised = إثارة الحالة
history-contact = اتصال
history-hearing = جلسة
history-wish = رغبة
history-request = طلب
history-part-on = اليوم
history-part-due = الموعد الأخير
history-part-by = من قِبل من
history-part-to = إلى من
history-part-where = أين
history-part-text = النص
history-part-answer = الجواب
history-part-public = علنًا أم لا
history-part-with = مع من
history-part-words = الكلمات
history-part-denied = مُنع أم لا
history-part-court = المحكمة
history-part-purpose = الغرض
history-part-result = النتيجة
history-part-what = ما طُلب
history-part-channel = الطريق
words-heading = كلماتهم وكلماتنا
words-intro = تبقى كلمتهم إلى جانب كلمتنا أيًّا كان الاختيار. وما لم يُقرأ يأتي أولًا.
words-empty = لا كلمة لهم تنتظر رمزًا.
words-submit = احفظ
words-unsaid = تبقى كما هي، بلا رمز
words-standing = حال الشخص
words-claim-statuses = ما يسمّونه به
words-sexes = الجنس
words-country = البلد
col-word = كلمتهم
col-code = رمزنا
standing-held = محتجز
standing-pretrial-detention = في الحبس الاحتياطي
standing-house-arrest = تحت الإقامة الجبرية
standing-released = مُفرج عنه
standing-bail = مُفرج عنه بكفالة
standing-at-liberty = طليق
standing-wanted = مطلوب
standing-exile = في المنفى
standing-missing = مفقود
standing-died = متوفى
import-persons = { $n ->
    [one] تتحدث الصفوف عن شخص واحد.
    [two] تتحدث الصفوف عن شخصين.
    [few] تتحدث الصفوف عن { $n } أشخاص.
   *[other] تتحدث الصفوف عن { $n } شخصًا.
  }
import-missing = { $n ->
    [one] صف واحد من القائمة السابقة ليس في هذه. عُلِّم للمراجعة، ولا يُحذف شيء.
    [two] صفان من القائمة السابقة ليسا في هذه. عُلِّما للمراجعة، ولا يُحذف شيء.
    [few] { $n } صفوف من القائمة السابقة ليست في هذه. عُلِّم كل منها للمراجعة، ولا يُحذف شيء.
   *[other] { $n } صفًّا من القائمة السابقة ليست في هذه. عُلِّم كل منها للمراجعة، ولا يُحذف شيء.
  }
import-unmarked = { $n ->
    [one] صف واحد من القائمة السابقة ليس في هذا الملف، وهو أكثر من نصفها. فعُدّ الملف جزءًا من القائمة ولم يُعلَّم شيء.
    [two] صفان من القائمة السابقة ليسا في هذا الملف، وهما أكثر من نصفها. فعُدّ الملف جزءًا من القائمة ولم يُعلَّم شيء.
    [few] { $n } صفوف من القائمة السابقة ليست في هذا الملف، وهي أكثر من نصفها. فعُدّ الملف جزءًا من القائمة ولم يُعلَّم شيء.
   *[other] { $n } صفًّا من القائمة السابقة ليست في هذا الملف، وهي أكثر من نصفها. فعُدّ الملف جزءًا من القائمة ولم يُعلَّم شيء.
  }
import-untold = { $n ->
    [one] صف آخر جدير بالذكر ولا متّسع له في التقرير.
    [two] صفان آخران جديران بالذكر ولا متّسع لهما في التقرير.
    [few] { $n } صفوف أخرى جديرة بالذكر ولا متّسع لها في التقرير.
   *[other] { $n } صفًّا آخر جديرة بالذكر ولا متّسع لها في التقرير.
  }
import-disk-full = القرص ممتلئ. لم يُستورد شيء، والقراءة ما زالت تعمل.
import-question-country = لا يجيب إلا إنسان: أي بلد يحتجز هؤلاء؟
import-question-date-order = لا يجيب إلا إنسان: في تواريخ مثل 03/04 هل اليوم أولًا؟
import-question-row-key = لا عمود يميّز الصفوف بيقين: يُعثر عليها من جديد بالاسم.
import-question-name = لا يجيب إلا إنسان: أي عمود فيه الاسم؟
import-question-header = لا ترويسة: انظر في كل عمود.
import-question-encoding = الترميز تخمين: انظر في الأسماء.
import-question-colours = بعض الصفوف ملوَّن، ولهذا معنى عند من أعدّ القائمة.
import-question-hidden-rows = بعض الصفوف مخفي في الجدول: تدخل محجوبة وتنتظر.
import-question-calendar = بعض السنوات من تقويم آخر: أيّ تقويم؟
import-question-identity-numbers = فيها أرقام وثائق الناس: هل يجب أن ينتظر كل صف كهذا؟
feedback-link = ورقة للشريك (CSV)
feedback-banner = { $source }: ما آلت إليه صفوفكم
waiting-heading = صفوف قوائم تنتظر
waiting-intro = ما كان سليمًا دخل. والباقي ينتظر إنسانًا هنا، مع الصف كما جاء.
waiting-empty = لا صف ينتظر.
waiting-more = ينتظر أكثر مما عُدّ هنا. احسم بعضها أولًا.
waiting-all = كل أنواع الشكوك
waiting-nobody = بلا اسم
waiting-doubts = ما يُشك فيه
waiting-understood = ما فُهم
waiting-together = { $n ->
    [one] في صف واحد منها لا شك آخر. له:
    [two] في صفين منها لا شك آخر. لهما معًا:
    [few] في { $n } صفوف منها لا شك آخر. لها جميعًا:
   *[other] في { $n } صفًّا منها لا شك آخر. لها جميعًا:
  }
waiting-together-submit = احسمها جميعًا
waiting-decided = { $n ->
    [one] حُسم صف واحد.
    [two] حُسم صفان.
    [few] حُسمت { $n } صفوف.
   *[other] حُسم { $n } صفًّا.
  }
waiting-take-back = تراجع عنه
col-doubt = ما يُشك فيه
row-missing = لم يعد في القائمة
