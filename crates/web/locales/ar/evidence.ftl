# الأدلة: ما الموجود منها، وقطعة واحدة، وأوراق تصل دون ذكر صاحبها.
title-evidence = الأدلة
title-look = عمّن هذه الورقة؟
title-drop = ورقة بلا صاحب
section-evidence = الأدلة
section-evidence-empty = رسائل وأوراق محاكم وصور ومراسلات: لكل منها مصدرها والأيدي التي مرّت بها.
evidence-open = افتح الأدلة وأضف إليها
evidence-heading = الأدلة
evidence-add = أضف دليلًا
evidence-add-intro = يجوز أن يبقى كل شيء فارغًا سوى الملفات. يُقرأ كل ملف بمعزل عن كل ما عداه، ويُختم، ولا يُغيَّر أبدًا. ولا يُجلَب شيء من روابطه.
evidence-files = الملفات
evidence-files-help = مستندات ورسائل وصور: عدة ملفات معًا، كل منها { $megabytes } ميغابايت على الأكثر.
evidence-folder = أو مجلد كامل
evidence-folder-help = حيث يستطيع متصفحك: كل ملف فيه، وما في المجلدات التي بداخله أيضًا.
evidence-title-help = إن تُرك فارغًا وُضع اسم الملف. وإن تعددت الملفات احتفظ كل منها باسمه.
evidence-form-likely = بحسب ما يبدو عليه الملف
evidence-send = أرسل واحفظ
evidence-untitled = ورقة بلا اسم
evidence-no-file = لا ملف: شيء مادي أو محفوظ في مكان آخر
evidence-kept = { $n ->
    [one] حُفظ الدليل.
    [two] حُفظ دليلان مع المرفقات.
    [few] حُفظت { $n } أدلة مع المرفقات.
    [many] حُفظ { $n } دليلًا مع المرفقات.
   *[other] حُفظ { $n } دليل مع المرفقات.
  }
evidence-more = { $n ->
    [one] دليل أقدم واحد لا يظهر هنا.
    [two] دليلان أقدم لا يظهران هنا.
    [few] { $n } أدلة أقدم لا تظهر هنا.
    [many] { $n } دليلًا أقدم لا تظهر هنا.
   *[other] { $n } دليل أقدم لا تظهر هنا.
  }
evidence-attached = { $n ->
    [one] أُرفق به شيء واحد
    [two] أُرفق به شيئان
    [few] أُرفقت به { $n } أشياء
   *[other] أُرفق به { $n } شيئًا
  }
evidence-part-of = وصل مرفقًا بـ
evidence-parts = وصل مرفقًا به:
evidence-know-first = اعلم قبل أن تفتحه:
evidence-file = الملف
evidence-get-copy = احفظ النسخة الخالية من البيانات الوصفية
evidence-get-original = احفظ الأصل
evidence-get-text = احفظ النص
evidence-get-help = أعطِ الآخرين النسخة، لا الأصل أبدًا. كل فتح يُدوَّن.
evidence-hash = بصمته
evidence-metadata = { $n ->
    [one] ما يقوله الملف عن نفسه: سطر واحد
    [two] ما يقوله الملف عن نفسه: سطران
    [few] ما يقوله الملف عن نفسه: { $n } أسطر
    [many] ما يقوله الملف عن نفسه: { $n } سطرًا
   *[other] ما يقوله الملف عن نفسه: { $n } سطر
  }
evidence-text = النص الذي فيه
evidence-text-part = الجزء
evidence-text-before = الجزء السابق
evidence-text-after = الجزء التالي
evidence-text-cut = النص أطول مما حُفظ؛ والأصل فيه كله.
evidence-words-cut = فيه كلمات أكثر مما يُبحث فيه؛ والباقي لا يوجد إلا بالقراءة.
evidence-custody = الأيدي التي مرّ بها
evidence-custody-empty = لم يُذكر أحد بعد.
evidence-custody-add = أضف يدًا
evidence-custody-submit = أضف إلى السجل
size-bytes = { $n ->
    [one] بايت واحد
    [two] بايتان
    [few] { $n } بايتات
    [many] { $n } بايتًا
   *[other] { $n } بايت
  }
size-kilobytes = { $n } كيلوبايت
size-megabytes = { $n } ميغابايت
drop-intro = رسالة أو مراسلة أو قائمة وصلت إليك: تُقرأ، ويظهر لك من ورد اسمه فيها ممن يجوز لك أن تقرأ عنهم. لا يُحفظ شيء قبل أن تختار.
look-file = الورقة
look-send = اقرأها
look-intro = لم يُحفظ شيء بعد. الاسم في ورقة ليس شخصًا: انظر قبل أن تختار.
look-parts = المرفقات:
look-whom = ورد اسمه فيها، ممن يجوز لك أن تكتب في ملفه
look-nobody = لم يرد فيها اسم أحد يجوز لك أن تكتب في ملفه، أو تعذّرت قراءة النص.
look-another = شخص آخر
look-search = ابحث عن الاسم
look-keep = احفظها مع هذا الشخص
look-drop = تخلّص منها
people-drop = ورقة بلا صاحب
refused-evidence-kept = ما وجده البرنامج في ملف لا يُغيَّر باليد. أضف الملف دليلًا بدلًا من ذلك.
refused-evidence-too-large = أحد الملفات أكبر من { $megabytes } ميغابايت. لم يُحفظ منه شيء. جزّئه، أو سجّل مكانه دليلًا بلا ملف.
refused-evidence-too-many = أُرسلت ملفات كثيرة دفعة واحدة؛ أرسل هذا الملف من جديد
refused-evidence-one-too-large = أكبر من { $megabytes } ميغابايت؛ لم يُحفظ منه شيء
refused-evidence-empty = الملف فارغ؛ لم يُحفظ شيء
refused-evidence-missing = لم يُرسل أي ملف.
refused-too-many-papers = أوراق كثيرة تنتظر النظر فيها. أنهِ بعضها أو تخلّص منه أولًا.
refused-look-nobody = اختر عمّن هذه الورقة، أو ابحث عن اسم.
reading-detail-archive-ratio = يتضخم كثيرًا عند فكّه
reading-detail-archive-bytes = كبير جدًا بعد فكّه
reading-detail-archive-entries = أجزاؤه كثيرة جدًا
reading-detail-attachments = مرفقاته كثيرة جدًا
reading-detail-attachment-bytes = مرفقاته كبيرة جدًا
reading-detail-pages = صفحاته كثيرة جدًا
reading-detail-document-bytes = طويل جدًا
kind-evidence = دليل
kind-evidence-intro = لشيء مادي لا ملف له. أما الملفات فتضاف في صفحة الأدلة.
field-evidence-title = ما هو
field-evidence-form = شكله
field-evidence-description = ما يُرى أو يُقرأ أو يُسمع فيه
field-evidence-original_date = متى صُنع
field-evidence-language = اللغة
field-evidence-came_from = ممّن أو من أين حصلنا عليه
field-evidence-obtained = كيف حُصل عليه
field-evidence-collected = متى جُمع
field-evidence-collector = من جمعه
field-evidence-tool = الأداة أو الطريقة
field-evidence-cautions = ما ينبغي معرفته قبل فتحه
field-evidence-kept_at = أين يوجد الشيء نفسه
field-evidence-custody = سجل الحيازة
field-evidence-custody-on = متى
field-evidence-custody-from = من
field-evidence-custody-to = إلى
field-evidence-custody-means = بأي وسيلة
field-evidence-custody-note = ملاحظة
field-evidence-part_of = وصل مرفقًا بـ
field-evidence-kept = ما وجده البرنامج
term-evidence_forms-document = مستند
term-evidence_forms-court_paper = ورقة محكمة
term-evidence_forms-medical_record = سجل طبي
term-evidence_forms-letter = رسالة
term-evidence_forms-photograph = صورة
term-evidence_forms-film = فيلم
term-evidence_forms-sound = تسجيل صوتي
term-evidence_forms-message = مراسلة
term-evidence_forms-web_capture = صفحة ويب ملتقطة
term-evidence_forms-testimony = شهادة
term-evidence_forms-list = قائمة
term-evidence_forms-thing = شيء مادي
term-evidence_forms-other = شيء آخر
term-obtained_ways-handed_over = سُلّم باليد
term-obtained_ways-sent = أُرسل إلينا
term-obtained_ways-public_source = من مصدر علني
term-obtained_ways-recorded_by_us = سجّلناه نحن
term-obtained_ways-from_authority = من سلطة رسمية
term-obtained_ways-from_counsel = من المحامي
term-obtained_ways-from_partner = من شريك
term-obtained_ways-found = عُثر عليه
term-obtained_ways-other = بطريقة أخرى
term-handover_means-in_person = باليد
term-handover_means-courier = مع رسول
term-handover_means-post = بالبريد
term-handover_means-sealed_message = برسالة مشفّرة
term-handover_means-mail = بالبريد الإلكتروني
term-handover_means-upload = وُضع في السجل
term-handover_means-diplomatic_bag = في الحقيبة الدبلوماسية
term-handover_means-storage_device = على وسيط تخزين
term-handover_means-other = بوسيلة أخرى
term-evidence_cautions-graphic = إصابات أو عنف
term-evidence_cautions-child = طفل
term-evidence_cautions-sexual = عنف جنسي
term-evidence_cautions-death = شخص متوفى
term-evidence_cautions-source_identifiable = يكشف من أعطاه
term-evidence_cautions-bystanders = يمكن التعرف على آخرين
term-evidence_cautions-location = يكشف مكانًا يجب أن يبقى سرًا
term-readings-read = قُرئ النص
term-readings-no_text = لا نص فيه
term-readings-unknown_kind = لا قارئ لدينا له؛ حُفظ كما وصل
term-readings-encrypted = مقفل بكلمة مرور؛ حُفظ كما وصل
term-readings-too_large = أكبر من أن يُقرأ؛ حُفظ كما وصل
term-readings-too_deep = مرفق في عمق أبعد مما يُقرأ؛ حُفظ دون قراءة
term-readings-over_limit = أُنهيت القراءة
term-readings-entities = يعلن كيانات لا يعلنها مستند سليم النية؛ لم يُقرأ
term-readings-damaged = تالف؛ حُفظ كما وصل ما تعذّرت قراءته
term-readings-failed = أُنهي القارئ؛ حُفظ كما وصل
term-clean_copies-made = لا تقول النسخة شيئًا عمّن صنعها وأين ومتى. ويبقى ما هو مكتوب أو مرئي فيها.
term-clean_copies-not_needed = نص مجرد: لا شيء فيه سوى المكتوب.
term-clean_copies-no_way = لا يمكن صنع نسخة نظيفة من هذا النوع من الملفات.
term-clean_copies-holds_files = في داخله ملفات: لا يمكن صنع نسخة نظيفة.
term-clean_copies-encrypted = مقفل: لا يمكن صنع نسخة نظيفة.
term-clean_copies-damaged = تالف، أو لم تخرج النسخة نظيفة: لا نسخة نظيفة.
term-clean_copies-too_large = كبير جدًا: لم تُصنع نسخة نظيفة.
