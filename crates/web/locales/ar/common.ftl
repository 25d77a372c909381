# ما تشترك فيه كل الصفحات.
product = لن يُنسَوا
skip-to-content = انتقل إلى المحتوى
practice-banner = سجل للتدريب: كل الأشخاص هنا من صنع الخيال.
label-clear = يجوز إعلانه للجميع، في حدود ما وافق عليه كل شخص.
label-green = للأوساط المعنية فقط، ولا يُنشر في القنوات العامة أبدًا.
label-amber = لمؤسستنا ولمن تخدمهم.
label-amber-strict = لمؤسستنا وحدها.
label-red = للقراء المعيَّنين بأسمائهم فقط.
search-label = ابحث عن شخص بأي كتابة
search-placeholder = أي اسم، بأي كتابة
search-submit = ابحث
waiting = { $n ->
    [zero] لا شيء في انتظارك
    [one] أمر واحد في انتظارك
    [two] أمران في انتظارك
    [few] { $n } أمور في انتظارك
    [many] { $n } أمرًا في انتظارك
   *[other] { $n } أمر في انتظارك
  }
lock-now = أقفل الآن
waiting-look = ما ينتظرك
nav-waits = في الانتظار
page-watch = { $n ->
    [zero] دعها تنظر من جديد وحدها
    [one] دعها تنظر من جديد وحدها كل ثانية
    [two] دعها تنظر من جديد وحدها كل ثانيتين
    [few] دعها تنظر من جديد وحدها كل { $n } ثوانٍ
    [many] دعها تنظر من جديد وحدها كل { $n } ثانية
   *[other] دعها تنظر من جديد وحدها كل { $n } ثانية
  }
page-watching = { $n ->
    [zero] تنظر هذه الصفحة من جديد وحدها.
    [one] تنظر هذه الصفحة من جديد كل ثانية.
    [two] تنظر هذه الصفحة من جديد كل ثانيتين.
    [few] تنظر هذه الصفحة من جديد كل { $n } ثوانٍ.
    [many] تنظر هذه الصفحة من جديد كل { $n } ثانية.
   *[other] تنظر هذه الصفحة من جديد كل { $n } ثانية.
  }
page-watch-stop = أوقف ذلك
nav-label = الأقسام
nav-today = اليوم
nav-people = الأشخاص
nav-meetings = الاجتماعات
nav-requests = الطلبات
nav-imports = الاستيراد
nav-review = المراجعة
nav-elsewhere = في مكان آخر
nav-members = الأعضاء
nav-compartments = الأقسام المغلقة
nav-ledger = السجل المتسلسل
nav-help = مساعدة
nav-about = ما الذي يحميه هذا البرنامج وما الذي لا يحميه
go-back = رجوع
overdue = فات موعده:
people-count = { $n ->
    [zero] لا أحد
    [one] شخص واحد
    [two] شخصان
    [few] { $n } أشخاص
    [many] { $n } شخصًا
   *[other] { $n } شخص
  }
list-comma = {"، "}
list-last = { $first } و{ $last }
form-faults = { $n ->
    [one] إجابة واحدة تحتاج إلى نظرة أخرى:
    [two] إجابتان تحتاجان إلى نظرة أخرى:
    [few] { $n } إجابات تحتاج إلى نظرة أخرى:
    [many] { $n } إجابة تحتاج إلى نظرة أخرى:
   *[other] { $n } إجابة تحتاج إلى نظرة أخرى:
  }
field-needed = (مطلوب)
field-year = السنة
field-month = الشهر أو الفصل
field-day = اليوم
field-about = تقريبًا
field-doubtful = مشكوك فيه
field-date-other = بين تاريخين
field-date-other-help = مثل 1975/1979 أو 1979-05-03/1979-06-12
field-whole-day = اليوم
field-time = التوقيت المحلي
field-zone = بتوقيت
date-not-known = غير معروف
outcome-clear = متاح
outcome-hold = معلَّق
outcome-block = ممنوع
outcome-ask = اسأل
confidence-confirmed = مؤكَّد
confidence-credible = موثوق
confidence-alleged = مزعوم
confidence-disputed = محل خلاف
origins = { $n ->
    [zero] لم يُذكر مصدر أصلي
    [one] مصدر أصلي واحد
    [two] مصدران مستقلان
    [few] { $n } مصادر مستقلة
    [many] { $n } مصدرًا مستقلًا
   *[other] { $n } مصدر مستقل
  }
import-a-list = استورد قائمة
add-a-person = أضف شخصًا
pager-label = صفحات هذه القائمة
pager-of = { $shown } من { $total }
pager-shown = المعروض: { $n }
pager-first = العودة إلى البداية
pager-next = التالي
col-when = متى
col-what = ماذا
col-whom = مع من
col-answer = الجواب
meaning-clear = لا شيء يحول دونه.
meaning-hold = يجب حسم أمرٍ أولًا.
meaning-block = لا يجوز فعل هذا.
meaning-ask = ما يحق لك قراءته هنا لا يجيب عن هذا. اسأل المسؤول عن الملف.
refused-why = لماذا
refused-who = من يستطيع تغيير ذلك
refused-instead = ما الذي يمكن فعله اليوم بدلًا من ذلك
who-can-change-this = من يستطيع تغيير هذا
we-do-not-know = لا نعرف
never = لم يحدث
times = { $n ->
    [one] مرة واحدة
    [two] مرتين
    [few] { $n } مرات
    [many] { $n } مرة
   *[other] { $n } مرة
  }
in-the-ledger = في السجل المتسلسل
col-field = البند
col-by = من قِبل
col-person = الشخص
col-compartment = القسم
col-organisation = المؤسسة
col-row = الصف
col-reason = السبب
who-can-lift = من يستطيع تغيير ذلك: { $who }
