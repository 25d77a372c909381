# الشخص نفسه في ملفين، وكم هم خارج كل القوائم.

title-matches = ربما شخص واحد
title-estimate = كم شخصًا خارج كل القوائم
matches-heading = أزواج قد تكون لشخص واحد
matches-intro = ملفان في كل مرة جنبًا إلى جنب، مع ما يرجّح أنهما لشخص واحد وما يرجّح خلافه. القرار لك؛ لا يُدمج شيء ولا يضيع شيء، وكل قرار يُسحب بخطوة واحدة. في الجلسة 50 زوجًا.
matches-after-import = ابحث عمن كان هنا قبل هذه القائمة من أهلها
matches-begin = ابدأ
matches-progress = حُسم { $done } من { $of }
matches-decided = قرارك الأخير: { $decision }.
matches-undo = u · اسحبه
matches-undo-default = سُحب فورًا: كان سهوًا.
matches-evidence = ما يرجّح أنهما شخص واحد وما يرجّح خلافه
matches-says = دلالته
matches-all-names = كل الأسماء
matches-script-Latn = حروف لاتينية
matches-script-Arab = حروف عربية
matches-script-Cyrl = حروف كيريلية
matches-script-Hani = رموز صينية
matches-script-Mymr = حروف بورمية
matches-script-Hebr = حروف عبرية
matches-script-Hang = حروف كورية
matches-script-Kana = حروف يابانية
matches-script-Grek = حروف يونانية
matches-script-Geor = حروف جورجية
matches-script-Armn = حروف أرمنية
matches-script-Ethi = حروف إثيوبية
matches-script-Tibt = حروف تبتية
matches-script-Khmr = حروف خميرية
matches-script-Thai = حروف تايلندية
matches-script-Deva = حروف ديفاناغارية
matches-sure-almost = يكاد يكون مؤكدًا أنهما شخص واحد.
matches-sure-probably = الأرجح أنهما شخص واحد.
matches-sure-perhaps = ربما كانا شخصًا واحدًا.
matches-sure-hardly = يُستبعد أن يكونا شخصًا واحدًا.
matches-sure-kin = الأقرب أنهما شخصان من عائلة واحدة.
matches-field-name = الاسم
matches-field-father = اسم الأب
matches-field-mother = اسم الأم
matches-field-birth = تاريخ الولادة
matches-field-origin = الأصل
matches-field-place = المكان
matches-field-sex = الجنس
matches-field-arrest = تاريخ الاعتقال
matches-field-country = البلد
matches-field-identity = رقم أعطته جهة رسمية
matches-near = متقاربان
matches-generation = بينهما جيل
matches-strongly-for = يرجّح بقوة أنهما شخص واحد
matches-for = يرجّح أنهما شخص واحد
matches-little-for = يرجّح قليلًا أنهما شخص واحد
matches-nothing = لا يدل على شيء
matches-little-against = يُضعف ذلك قليلًا
matches-against = يُضعف ذلك
matches-strongly-against = يُضعف ذلك بقوة
matches-learned-more = (أكثر مما قبل قراراتكم)
matches-learned-less = (أقل مما قبل قراراتكم)
matches-taught = غيّرت قرارات المراجعين هنا ({ $same } شخص واحد، { $apart } شخصان) دلالة هذه الحقول. وما يُسحب منها يخرج من الحساب فورًا.
matches-unsure = 3 · لست متأكدًا: اسألني بعد 30 يومًا
matches-keys = المفاتيح: 1 الشخص نفسه، 2 شخصان، 3 لست متأكدًا، u لسحب القرار الأخير؛ مع المفتاح الذي يستعمله متصفحك لذلك (Alt أو Alt مع Shift).
matches-everything = كل ما عدا ذلك مما يُعرف عنهما
matches-leave = اترك الجلسة؛ ما حُسم يبقى محسومًا
matches-decided-before = حُسم سابقًا: { $decision }، { $day }. وتغيّر ما يُعرف منذ ذلك.
matches-rest = كانت هذه جلسة من 50 زوجًا. أرح عينيك: العين المتعبة تجمع ما يجب أن يبقى متفرقًا.
matches-another-sitting = خمسون أخرى
matches-looked = { $n ->
    [zero] لم يُنظر في أحد.
    [one] نُظر في شخص واحد؛ لا زوج حتى الآن.
    [two] نُظر في شخصين؛ لا زوج حتى الآن.
    [few] نُظر في { $n } أشخاص؛ لا زوج حتى الآن.
    [many] نُظر في { $n } شخصًا؛ لا زوج حتى الآن.
   *[other] نُظر في { $n } شخص؛ لا زوج حتى الآن.
}
matches-look-further = تابع البحث
matches-none-left = لا أزواج أخرى بين من يحق لك الاطلاع عليهم.
matches-own-decisions = قراراتي في الأيام السبعة الأخيرة
matches-export = القرارات جدولًا لتعلّم الأوزان (بلا أسماء)
matches-no-decisions = لم تحسم شيئًا في الأيام السبعة الأخيرة.
matches-not-readable = شخص لا يحق لك الاطلاع عليه الآن
matches-look-first = انظر إلى الشخص
matches-history = كل النسخ
matches-undo-reason = لماذا تُسحب
matches-undo-chosen = اسحب ما هو مؤشَّر
matches-nothing-chosen = لم يؤشَّر على شيء.
matches-not-undone = { $n ->
    [zero] سُحب كل شيء.
    [one] بقي قرار واحد كما هو: غيّره أحد منذ ذلك.
    [two] بقي قراران كما هما: غيّرهما أحد منذ ذلك.
    [few] بقيت { $n } قرارات كما هي: غيّرها أحد منذ ذلك.
    [many] بقي { $n } قرارًا كما هو: غيّره أحد منذ ذلك.
   *[other] بقي { $n } قرار كما هو: غيّره أحد منذ ذلك.
}
matches-possible-heading = من عساه يكون هذا الشخص أيضًا
matches-possible-none = لا أحد يشبه هذا الشخص بين من يحق لك الاطلاع عليهم.
matches-known-heading = أهذا الشخص مسجّل من قبل؟
matches-known-help = هنا أشخاص بهذا الاسم أو بما يشبهه. لم يُسجّل شيء بعد. إن كان واحدًا منهم فافتح صفحته وأضف ما تعرف؛ وإلا فتابع.
matches-known-new = ليس أحدًا من هؤلاء: سجّل شخصًا جديدًا
matches-known-stop = دع ذلك

estimate-heading = كم شخصًا خارج كل القوائم
estimate-intro = حيث تتقاطع قوائم عدة يدل التقاطع على من ليسوا في أي منها. الحاصل مجال لا رقم واحد: كثيرًا ما تختلف الطرائق، والاختلاف عندئذ هو النتيجة.
estimate-result = من هذه القوائم
estimate-refused = لا تقدير.
estimate-no-causes = يقول المجال كم قد يكون عددهم، لا لماذا ولا من هم. ليس إحصاءً ولا يثبت شيئًا عن شخص بعينه. قبل أن يخرج من الدار: تصنيفه تصنيف القوائم التي بُني منها، وتُحذف الأعداد الصغيرة.
estimate-sensitivity = كل طريقة مع مجالها: كم يتوقف على الاختيار
estimate-method = الطريقة
estimate-figure = العدد الكلي
estimate-interval = مجال 95 %
estimate-plot = مرسومًا
estimate-scale = مقياس واحد لكل الصفوف بحسب النسبة: المسافة نفسها نسبة نفسها. الشريط هو المجال والعلامة هي الرقم.
estimate-models = كل النماذج التي جُرّبت، الأفضل أولًا
estimate-model = النموذج
estimate-overlaps = ما عُدَّ
estimate-choose = من قوائم هذا السجل
estimate-no-lists = هنا أقل من قائمتين مستوردتين يحق لك الاطلاع عليهما.
estimate-lists = القوائم، من اثنتين إلى سبع
estimate-assume = لقائمتين فقط: أصرّح بأن الوجود في إحداهما لا يغيّر احتمال الوجود في الأخرى.
estimate-submit = قدّر
estimate-table = من جدول
estimate-table-help = قيم مفصولة بفواصل في الأعمدة dataset وpattern وcount: في النمط رقم لكل قائمة، 1 حيث يوجد الشخص فيها. يُقرأ الجدول ثم يُنسى.
estimate-table-file = ملف
estimate-table-text = أو الجدول نفسه
estimate-beyond = يفوق كل قياس
estimate-from-to = { $low } إلى { $high }
estimate-on-lists = عدد الأشخاص { $people } في { $lists } قوائم.
estimate-only-on = في { $lists } فقط
estimate-summary = بين { $low } و{ $high } شخصًا في المجموع؛ منهم { $known } في القوائم.
estimate-method-chao = الحد الأدنى (Chao)
estimate-method-two = قائمتان بافتراض الاستقلال
estimate-method-averaged = نماذج لوغاريتمية خطية، متوسطها
estimate-method-decomposable = نماذج قابلة للتفكيك، متوسطها
estimate-method-latent = أصناف كامنة
estimate-method-differ = لوغاريتمي خطي، الناس متفاوتون
estimate-method-differ-much = لوغاريتمي خطي، الناس متفاوتون كثيرًا
estimate-method-span = كل الطرائق معًا
estimate-method-stepwise-bic = لوغاريتمي خطي خطوة خطوة (BIC)
estimate-method-stepwise-aic = لوغاريتمي خطي خطوة خطوة (AIC)
estimate-method-best-bic = لوغاريتمي خطي، الأفضل وفق BIC
estimate-method-best-aic = لوغاريتمي خطي، الأفضل وفق AIC
estimate-caution-two = قائمتان: لا يصح هذا إلا إذا كان الوجود في إحداهما لا يغيّر احتمال الوجود في الأخرى. ولا تستطيع القائمتان اختبار ذلك.
estimate-caution-chains = الأصناف الكامنة لم تستقر: انتهت تشغيلاتها متباعدة بنسبة تصل إلى { $factor }.
estimate-caution-differ = يناسب هذه القوائمَ أن يتفاوت الناس في سهولة إدراجهم: من أُدرج في واحدة فالأرجح أن يُدرج في التالية. الطرائق التي تغفل ذلك تقول أقل مما يجب. قل المدى بين كل الطرائق، وأن العدد قد يكون أكبر.
estimate-caution-pairs = هذه الأزواج من القوائم لا يجمعها أحد، فلا يعرف أي نموذج كيف تترابط: { $pairs }.
estimate-caution-methods = تختلف الطرائق بنسبة { $factor }. اختيار الطريقة يحسم الرقم؛ والاختلاف نفسه هو النتيجة.
estimate-caution-models = نماذج تكاد تطابق بالقدر نفسه تقول حتى { $most } بدلًا من { $best }.
estimate-caution-assumptions = تفترض كل الأرقام أن أحدًا لم يُغفل ولم يُجمع خطأً عند ربط القوائم، وأن أحدًا لم يأتِ ولم يذهب في الأثناء، وأن لكل شخص احتمالًا ما لأن يُدرج.
estimate-refused-one = قائمة واحدة لا تقول شيئًا عمن ليسوا فيها: يلزم اثنتان متقاطعتان على الأقل.
estimate-refused-two = لا يمكن مع قائمتين اختبار هل يغيّر الوجود في إحداهما احتمال الوجود في الأخرى. أشّر على التصريح إن كنت تضمن أنه لا يغيّره.
estimate-refused-many = { $n ->
    [zero] القوائم أكثر من سبع: ادمج ما يستقي من المصدر نفسه.
    [one] القوائم أكثر من سبع: ادمج ما يستقي من المصدر نفسه.
    [two] القوائم أكثر من سبع: ادمج ما يستقي من المصدر نفسه.
    [few] { $n } قوائم أكثر من سبع: ادمج ما يستقي من المصدر نفسه.
    [many] { $n } قائمة أكثر من سبع: ادمج ما يستقي من المصدر نفسه.
   *[other] { $n } قائمة أكثر من سبع: ادمج ما يستقي من المصدر نفسه.
}
estimate-refused-overlap = لا أحد في قائمتين. بلا تقاطع لا تقدير محدود؛ انظر أولًا هل فاتت أزواج.
estimate-refused-apart = القائمة { $list } لا يجمعها أحد بغيرها: اتركها أو ابحث عن أزواج فاتت.
estimate-refused-thin = { $people } فقط في أكثر من قائمة: أقل من 10 لا تحمل تقديرًا.
estimate-refused-model = لا نموذج تسمح به القوائم له تقدير محدود: قوائم كثيرة لا يجمعها أحد.
estimate-fault-columns = يجب أن يسمّي السطر الأول العمودين pattern وcount، وdataset حيث توجد جداول عدة.
estimate-fault-empty = ليس في الجدول صفوف.
estimate-fault-long = الجدول أطول من أي جدول معقول.
estimate-fault-row = لا يمكن قراءة الجدول: { $says }
