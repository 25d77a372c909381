title-members = الأعضاء
title-compartments = الأقسام المغلقة
title-exposure = مدى الانكشاف
members-heading = الأعضاء
col-member = العضو
col-status = الحالة
col-roles = الأدوار
col-last-seen = آخر حضور
member-no-codes = الرموز غير معدّة
member-no-roles = لا دور بعد
role-desk-officer = مسؤول مكتب
role-documenter = موثِّق
role-analyst = محلل
role-administrator = مدير
role-in-compartment = { $role } في { $compartment }
status-invited = مدعوّ
status-active = فعّال
status-suspended = موقوف
status-ended = منتهٍ
invite-heading = ادعُ عضوًا
invite-intro = الدعوة لا تفتح شيئًا بعد. الأدوار يمنحها في كل قسم من يديره.
invite-hand-over = سلّم هذه للعضو الجديد بوسيلة آمنة، وله وحده. تصلح للدخول الأول.
field-member-name = كيف يُنادى
field-member-login = اسم الدخول
field-member-organisation = المؤسسة
help-member-login = ليس اسمه الحقيقي إن كان ذلك يعرّضه للخطر.
invite-submit = ادعُ
members-import-heading = أعضاء من جدول
members-import-intro = جدول بصيغة CSV أو XLSX بهذه الأعمدة. سترى ما سيحدث قبل أن يحدث شيء.
members-import-read = ما قُرئ
members-import-submit = { $n ->
    [one] نفّذ هذا
    [two] نفّذ هذين
    [few] نفّذ هذه الـ{ $n }
    [many] نفّذ هذه الـ{ $n }
   *[other] نفّذ هذه الـ{ $n }
  }
members-import-file-submit = اقرأ الجدول
field-members-table = الجدول
table-name = كيف يُنادى
table-login = اسم الدخول
table-organisation = المؤسسة؛ والاسم الجديد ينشئ مؤسسة جديدة
table-role = دور
table-compartment = القسم الذي يسري فيه الدور
col-what-happens = ما الذي سيحدث
member-roles = الأدوار
member-take = اسحبه
member-give = امنح الدور
field-role = الدور
field-compartment = القسم
member-access = الدخول
member-access-help = الإيقاف ينهي كل جلسة فورًا على كل جهاز. وما سجّله يبقى.
member-suspend = أوقفه الآن
member-resume = أدخله من جديد
member-end = أنهِ العضوية
exposure-link = ما كان يستطيع فتحه وما فتحه
exposure-heading = مدى الانكشاف
exposure-intro = إن ضاع جهاز أو كلمة مرور، فهذا ما قد يعرفه آخرون.
exposure-could = ملفات كان يستطيع فتحها
exposure-did = ملفات فتحها
col-opened = فُتح
compartments-heading = الأقسام المغلقة
compartments-intro = القسم هو من يحق له أن يعلم. كل ملف في قسم واحد لا غير. وما لا يحق لك قراءته لا وجود له عندك.
compartments-empty = لا تنتمي إلى أي قسم بعد.
col-keeping = الحفظ
col-members = الأعضاء
compartment-ordinary = عادي
compartment-sealed = مختوم
compartment-ordinary-help = يُفتح بمفتاح هذا الخادم لأعضائه. ومن يسيطر على الخادم وهو يعمل يستطيع قراءته.
compartment-sealed-help = لا تفتحه إلا مفاتيح توجد ما دام أعضاؤه داخلين. لا المدير ولا نسخة احتياطية تستطيع قراءته.
compartment-new = افتح قسمًا
field-compartment-name = اسمه
field-compartment-sealed = مختوم: لا تفتحه إلا مفاتيح أعضائه
help-compartment-sealed = إن فقد كل الأعضاء مفاتيحهم وضاعت حصص الاسترداد، ضاع ما فيه.
compartment-new-submit = افتحه
compartment-epoch = { $n ->
    [one] المفتاح الأول
   *[other] المفتاح رقم { $n }
  }
compartment-shares = { $needed } من { $n } حصص تفتحه من جديد
compartment-members = الأعضاء
compartment-new-key = غيّر مفتاحه
compartment-new-key-help = بعد مغادرة عضو أو ضياع جهاز. ما قُرئ من قبل لا يمكن محوه من الذاكرة.
