# صفحة شخص.
title-person = شخص
title-done = ما الذي فُعل
portrait-alt = صورة شخصية
also = أيضًا
person-minor = طفل: لا صورة ولا اسم في العلن إلا بموافقة وليّه وموافقته هو.
contact-none = لا نعلم بأي اتصال
too-long = طال الوقت
stop-open = أُبلغ عن طلب توقف لم يؤكَّد بعد.
stop-confirm-by = ينبغي تأكيده قبل
stop-confirm = أكّده
how-are-they = كيف الحال؟
how-empty = لا نعرف كيف الحال. ما تقوله لنا الأسرة أو المحامي أو الطبيب يُسجَّل هنا.
how-record = سجّل كيف الحال
what-may-we-do = ماذا يجوز لنا أن نفعل؟
as-of-for-you = الآن، بالنسبة إليك:
may-empty = لم يُعرَّف أي فعل في هذا السجل.
more-reasons = { $n ->
    [one] وسبب آخر
    [two] وسببان آخران
    [few] و{ $n } أسباب أخرى
    [many] و{ $n } سببًا آخر
   *[other] و{ $n } سبب آخر
  }
somebody-said-stop = طلب أحدهم التوقف
what-is-planned = ما المخطَّط له
planned-empty = لا شيء مخطَّط. الأهداف والمواعيد وفترات الصمت مكانها هنا.
what-has-been-done = ما الذي فُعل
done-empty = لم يُفعل شيء بعد على حد علمنا. إثارة الاسم في اجتماع، أو طلب، أو زيارة، أو اتصال بالأسرة: كل ذلك يظهر هنا.
print-all = كل ما فُعل، للطباعة
print-person = اطبع هذه الصفحة
print-printed = طُبعت
print-copy = رقم النسخة ولمن هي:
print-help = اطبعها من المتصفح. ما هو مطويّ لا يُطبع؛ افتحه أولًا إن لزم. هذا الاطلاع مسجَّل في السجل المتسلسل.
as-known-on = على حد علمنا يوم
timeline-label = { $n ->
    [one] خط زمني عليه علامة واحدة، والجدول أدناه يقول الشيء نفسه.
    [two] خط زمني عليه علامتان، والجدول أدناه يقول الشيء نفسه.
    [few] خط زمني عليه { $n } علامات، والجدول أدناه يقول الشيء نفسه.
    [many] خط زمني عليه { $n } علامة، والجدول أدناه يقول الشيء نفسه.
   *[other] خط زمني عليه { $n } علامة، والجدول أدناه يقول الشيء نفسه.
  }
mark-done = فُعل
mark-answered = أُجيب
mark-refused = رُفض
mark-happened = حدث
no-answer = لا نعرف جوابًا
record-something = سجّل شيئًا
sensitive-open = أظهر ما هو حساس هنا
reported-by = أبلغ به
recorded = سُجّل
versions = { $n ->
    [one] نسخة واحدة
    [two] نسختان
    [few] { $n } نسخ
    [many] { $n } نسخة
   *[other] { $n } نسخة
  }
correct = صحّح
withdraw = اسحب
files-heading = أين يوجد هذا
files-help = تجمع هذه الصفحة كل ملف عن هذا الشخص يحق لك قراءته.
files-openings = من فتحه
files-withdraw-link = اسحب الربط
files-link = اربط ملفًا آخر
files-erase = امحُ
back-to-person = العودة إلى الشخص
contact-family = آخر اتصال بالأسرة
contact-counsel = المحامي
contact-doctor = الطبيب
whereabouts-unknown = لا نعرف أين هو
stop-public = كل عمل علني متوقف.
verdict-against = ما الذي يحول دونه
verdict-passed = ما الذي يسنده، وما الذي سُئل عنه
section-names = الأسماء
section-names-empty = الأسماء بكل كتابة وإملاء مكانها هنا.
section-facts = عن الشخص
section-facts-empty = الميلاد والعمل وما فعله الشخص من أجل غيره: مكانه هنا، قبل أي تهمة.
section-detentions = الاحتجاز
section-detentions-empty = الاعتقال وأماكن الاحتجاز والإفراج مكانها هنا.
section-charges = التهم
section-charges-empty = التهم بنصها الأصلي ومادتها مكانها هنا.
section-hearings = الجلسات
section-hearings-empty = الجلسات القادمة والماضية مكانها هنا.
section-wishes = الرغبات
section-wishes-empty = لم يُسأل أحد بعد. ما يريده الشخص والأسرة والمحامي مكانه هنا، بكلماتهم.
section-health = الصحة والاتصالات
section-health-empty = الزيارات والرسائل والأطباء وما يقولونه مكانها هنا.
section-claims = ما يقوله آخرون
section-claims-empty = استنتاجات الجهات الأخرى مكانها هنا، بأسمائها، وليست استنتاجاتنا أبدًا.
section-sources = المصادر
section-sources-empty = من أين جاء كل شيء: مكانه هنا.
section-add = أضف
