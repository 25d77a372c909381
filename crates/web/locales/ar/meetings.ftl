title-meetings = الاجتماعات
title-meeting = اجتماع
title-outcome = النتيجة
meetings-heading = الاجتماعات
meetings-empty = لا اجتماع مخططًا. يجمع الاجتماع من يمكن إثارة أسمائهم، ويقول لماذا أو لماذا لا، وينمو ليصير مذكرة إحاطة.
meetings-coming = القادمة
meetings-past = الماضية
meeting-plan = خطّط لاجتماع
col-meeting = الاجتماع
col-counterpart = مع
col-in-the-brief = في مذكرة الإحاطة
meeting-ready = { $ready } من { $n } جاهزون
meeting-outcome-missing = النتيجة لم تُسجَّل
meeting-with = مع
meeting-speaks = يتكلم باسمنا:
meeting-ask = الطلب:
meeting-ask-empty = لم يُكتب بعد
meeting-could = من يمكن إثارة اسمه
meeting-could-empty = لا أحد من هذا البلد ممن يحق لك القراءة عنهم.
meeting-could-no-more = لا أحد غيرهم من هذا البلد ممن يحق لك القراءة عنهم.
reasons-for = مع:
reasons-against = ضد:
meeting-dropped = أُثير اسمه من قبل ثم تُرك بلا سبب
meeting-add = أضف إلى المذكرة
meeting-brief = مذكرة الإحاطة
pages-count = { $n ->
    [zero] بلا صفحات
    [one] صفحة واحدة
    [two] صفحتان
    [few] { $n } صفحات
    [many] { $n } صفحة
   *[other] { $n } صفحة
  }
meeting-brief-empty = لا أحد فيها بعد. أضف أشخاصًا من القائمة؛ ثلاثة إلى خمسة أسماء تُسمع أفضل من غيرها.
page-number = صفحة { $n }
meeting-lost = لم يعد جائزًا إثارة اسمه:
brief-asks = الطلب:
brief-no-ask = لا طلب بعد
brief-say = قل:
brief-do-not-say = لا تقل:
brief-verified = جرى التحقق من الوقائع
brief-never-verified = لم يتحقق أحد من الوقائع
brief-stale = انظر فيها من جديد
brief-edit = الطلبات والعبارات
brief-up = أبكر
brief-down = أبعد
brief-remove = أخرِجه
brief-download = المذكرة بصيغة PDF
outcome-record = سجّل النتيجة
outcome-heading = النتيجة
outcome-intro = صف لكل شخص. المطلوب فقط هل أُثير اسمه؛ والوعد يصير طلبًا له موعد.
outcome-submit = احفظ النتيجة
meeting-more = { $n ->
    [zero] لا أحد بعد هذا
    [one] اعرض شخصا آخر يأتي بعدهم في هذا الترتيب
    [two] اعرض شخصين آخرين يأتيان بعدهم في هذا الترتيب
    [few] اعرض { $n } أشخاص آخرين يأتون بعدهم في هذا الترتيب
    [many] اعرض { $n } شخصا آخر يأتون بعدهم في هذا الترتيب
   *[other] اعرض { $n } شخص آخر يأتون بعدهم في هذا الترتيب
  }
