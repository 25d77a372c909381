title-compare = مقارنة
title-review = مراجعة
compare-heading = أهذان شخص واحد؟
compare-left = { $n ->
    [zero] هذا آخر زوج ينتظر.
    [one] ينتظر زوج آخر.
    [two] ينتظر زوجان آخران.
    [few] تنتظر { $n } أزواج أخرى.
    [many] ينتظر { $n } زوجًا آخر.
   *[other] ينتظر { $n } زوج آخر.
  }
col-agreement = هل يتفقان؟
agreement-same = متطابق
agreement-similar = متشابه
agreement-different = مختلف
agreement-unknown = غير معروف
compare-question = ماذا ترى؟
compare-same = 1 · الشخص نفسه: اربط الملفين
compare-apart = 2 · شخصان: أبقهما منفصلين
compare-later = 3 · ليس الآن
field-link-reasons = لماذا
help-link-reasons = جملة واحدة يفهمها من يقرؤها بعد خمس سنوات. يمكن سحب الربط، ولا شيء يُعاد كتابته.
compare-submit = احفظ هذا القرار
unlink-question = أتسحب هذا الربط؟
unlink-apart = يعود الملفان منفصلين، ولكلٍّ قيوده. لا يضيع شيء.
unlink-stops = طلب التوقف الذي تلقاه أحدهما يبقى حيث ورد.
field-unlink-reason = لماذا ليسا شخصًا واحدًا
unlink-submit = اسحب الربط
choose-heading = اربط ملفًا آخر
choose-intro = ابحث عمّن تظنه الشخص نفسه. سترى الاثنين جنبًا إلى جنب قبل أي ربط.
choose-compare = قارن
review-heading = مراجعة
review-empty = لا شيء ينتظر. الأزواج التي قد تكون شخصًا واحدًا، وصفوف القوائم التي لم يتيقن أحد من قراءتها، تأتي إلى هنا.
review-pairs = ربما الشخص نفسه
review-rows = صفوف قوائم تحتاج إلى نظرة
review-look = انظر إلى الاثنين
review-look-row = انظر إلى الصف
review-row-heading = صف يحتاج إلى نظرة
review-row-cells = الصف كما ورد
review-row-question = ماذا يصبح؟
field-review-note = ملاحظة، إن أفادت
review-row-submit = قرّر
review-rows-waiting = { $n ->
    [one] صف واحد ينتظر
    [two] صفان ينتظران
    [few] { $n } صفوف تنتظر
   *[other] { $n } صفًّا تنتظر
  }
