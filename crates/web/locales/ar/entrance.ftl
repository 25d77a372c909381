# الدخول.
title-entrance = الدخول
title-account = الحساب
field-user-name = اسمك عند الدخول
field-password = كلمة المرور
field-password-again = كلمة المرور نفسها مرة أخرى
field-password-old = كلمة المرور الحالية
field-password-new = كلمة المرور الجديدة
field-passphrase = عبارة مرور هذا السجل
field-code = الرمز
field-first-code = الرمز الظاهر الآن
help-password = خمسة عشر حرفًا على الأقل. بضع كلمات تتذكرها خير من رموز تنساها.
help-code = ستة أرقام من برنامج الرموز، أو أحد رموز الاسترداد.
help-first-code = ستة أرقام. بهذا نتأكد من أنه يعمل قبل أن تعتمد عليه.
start-heading = ابدأ سجلًا
start-intro = لا أحد يعمل هنا بعد. العضو الأول هو المدير: يدعو الآخرين، ويفتح الأقسام، ويمنح الأدوار. والمدير لا يقرأ ما في الأقسام المختومة.
start-intro-honest = اكتب عبارة مرور هذا السجل واحفظها بعيدًا عن هذا الجهاز. من دونها، ومن دون حصص الاسترداد، لا يستطيع أحد فتح السجل من جديد، ولا نحن.
start-submit = أنشئ حساب المدير
unlock-heading = هذا السجل مقفل
unlock-intro = الجهاز يعمل، لكن لا مفتاح لديه، ولا يمكن قراءة شيء من السجل. على من يحمل عبارة المرور أن يدخلها هنا.
unlock-submit = افتح القفل
log-in-heading = تسجيل الدخول
log-in-lost = إن ضاعت كلمة مرورك فبوسع عضوين معًا أن يعيداها. اسأل المدير.
log-in-submit = تابع
code-heading = خطوة أخرى
code-intro = لا ينبغي أن تكفي كلمة مرور مسروقة لفتح هذه الملفات.
code-submit = ادخل
password-heading = اختر كلمة مرور جديدة
password-intro = تنتهي كل جلساتك الأخرى عند تغييرها، وتُغلَّف مفاتيح الملفات التي يحق لك قراءتها من جديد بكلمة المرور الجديدة.
password-submit = غيّر كلمة المرور
codes-heading = إعداد الرموز
codes-intro = أدخل هذا السر في برنامج رموز على هاتفك أو حاسوبك. بعدها يعرض رمزًا جديدًا كل 30 ثانية من دون أي اتصال.
codes-link = إن كان البرنامج على هذا الجهاز فقد يقبل هذا العنوان بدلًا من ذلك:
codes-submit = الرموز تعمل، فعّلها
recovery-heading = رموز الاسترداد
recovery-intro = إن فقدت برنامج الرموز، فكل رمز من هذه يفتح حسابك مرة واحدة. تُعرض الآن ولن تُعرض ثانية. اكتبها على ورقة واحفظ الورقة في مكان آخر.
recovery-done = لقد كتبتها
restore-heading = استعادة كلمة مرور مفقودة
restore-intro = يقوم بهذا عضوان معًا، حتى لا يستولي أحد على حساب وحده. تأكدا بالصوت أو وجهًا لوجه من أنه صاحب الحساب فعلًا. أما مفاتيح الأقسام المختومة فيعيد منحها من يحملونها.
restore-word = قل هذه الكلمات للعضو بوسيلة آمنة. تصلح مرة واحدة، حتى الغد، وتؤدي إلى اختيار كلمة مرور جديدة.
restore-waiting = بانتظار عضو ثانٍ
restore-asked = طُلبت
restore-agreed = وافق { $name }
restore-agree = تأكدتُ أنا أيضًا: أوافق
restore-begin = ابدأ
field-restore-name = من الذي فقد كلمة مروره
field-restore-how = كيف تأكدت من أنه صاحب الحساب
restore-submit = اطلب عضوًا ثانيًا
account-heading = حسابك:
account-roles = ما يحق لك
account-roles-none = ليس لك دور بعد. المدير يمنح الأدوار في كل قسم.
account-safety = كلمة المرور والرموز
account-password-since = كلمة المرور لم تتغير منذ
account-password-age = { $n ->
    [zero] اليوم
    [one] يوم واحد
    [two] يومان
    [few] { $n } أيام
    [many] { $n } يومًا
   *[other] { $n } يوم
  }
account-password-unknown = لا يُعرف منذ متى لم تتغير كلمة المرور.
account-password-change = غيّرها
account-codes-since = الرموز مطلوبة منذ
account-recovery-left = { $n ->
    [zero] لم يبق رمز استرداد.
    [one] بقي رمز استرداد واحد.
    [two] بقي رمزا استرداد.
    [few] بقيت { $n } رموز استرداد.
    [many] بقي { $n } رمز استرداد.
   *[other] بقي { $n } رمز استرداد.
  }
account-recovery-new = أنشئ رموزًا جديدة
recovery-new-heading = رموز استرداد جديدة
recovery-new-intro = تحل عشرة رموز جديدة محل القديمة، وتبطل القديمة منذ تلك اللحظة. تظهر مرة واحدة: جهّز ورقة.
help-recovery-code = رمز هذه اللحظة، كي لا يصنع من يجد نافذتك مفتوحة طريقًا للعودة.
recovery-submit = أنشئ الرموز
account-codes-change = أعد إعدادها
account-codes-none = لم تُعدّ الرموز.
account-codes-set-up = أعدّها
account-sessions = أين أنت داخل الآن
account-sessions-help = أنهِ ما لا تعرفه، ثم غيّر كلمة مرورك.
account-session-this = هذه الجلسة
account-session-began = منذ
account-session-used = آخر استعمال
account-session-end = أنهِها
account-sessions-end-others = أنهِ كل الجلسات ما عدا هذه
account-sessions-only = لست داخلًا في أي مكان آخر.
locked-heading = أُقفل
locked-text = انتهت جلستك على هذا الجهاز وزال مفتاحها. أغلق هذه النافذة إن كان غيرك يستعمل الجهاز.
log-in-again = سجّل الدخول من جديد
