title-ledger = السجل المتسلسل
title-openings = الاطلاعات
ledger-heading = السجل المتسلسل
ledger-intro = كل قيد يترك هنا علامة في اللحظة نفسها، ولا يمكن تغيير علامة بعد ذلك من دون أن ينكشف التغيير.
ledger-waiting = { $n ->
    [one] علامة واحدة تنتظر الترقيم.
    [two] علامتان تنتظران الترقيم.
    [few] { $n } علامات تنتظر الترقيم.
    [many] { $n } علامة تنتظر الترقيم.
   *[other] { $n } علامة تنتظر الترقيم.
  }
ledger-leaves = الأحدث
ledger-empty = لا شيء بعد.
ledger-closed-help = ما لا يحق لك قراءته لا يُقال عنه إلا أن علامة تقوم هناك، وأي نوع هي، وفي أي يوم.
leaf-closed = مغلق أمامك
leaf-kind-entry = قيد
leaf-kind-batch = استيراد
leaf-kind-event = حدث
leaf-kind-opening = اطلاع
leaf-kind-blob = وثيقة أو صورة
ledger-verify = كيف تتحقق
ledger-verify-why = تعرض هذه الصفحة الآلةُ التي قد يُشك فيها. من أراد اليقين فليسأل آلة أخرى:
ledger-verify-all = كل شيء مقابل كل شيء، على الجهاز الذي فيه السجل:
ledger-verify-kept = أن شيئًا لم يُقطع ولم يُوقَّع من جديد منذ نقطة تحقق حفظتَها في مكان آخر:
ledger-verify-one = أن قيدًا واحدًا قائم في السجل المتسلسل، لمن لا يثق بنا:
ledger-key = المفتاح الموقِّع؛ قارنه بالمفتاح الذي تسلمتَه باليد
ledger-note = نقطة التحقق، لتُحفظ في مكان آخر
ledger-note-help = لا محتوى فيها. اطبعها أو أرسلها إلى من يحفظها لك.
ledger-backups = مدة حفظ المفاتيح في النسخ الاحتياطية
event-first-start = بدأ السجل
event-member-added = أُضيف عضو
event-member-admitted = مُنح عضو دورًا
event-member-status = أُدخل عضو أو عُلّق أو أُنهي
event-log-in = سجّل الدخول
event-password-changed = غيّر كلمة المرور
event-password-restored = اختار كلمة مرور جديدة بعد فقدها
event-restoration-asked = طلب استعادة كلمة مرور مفقودة
event-restoration-agreed = وافق على استعادة كلمة مرور مفقودة
event-second-factor-set = أعدّ الرموز
event-second-factor-given = أعدّ الرموز لغيره
event-recovery-code-used = استعمل رمز استرداد
event-recovery-codes-made = أنشأ رموز استرداد جديدة
event-sessions-ended = أنهى جلسات أخرى
event-language-set = اختار لغة
event-operator-command = أمر على الجهاز
event-organisation-added = أُضيفت مؤسسة
event-organisation-vetted = دُقّق في مؤسسة
event-compartment-added = فُتح قسم
event-keyring-days = حدّد مدة حفظ المفاتيح في النسخ الاحتياطية
event-restored = استُعيد من نسخة احتياطية
col-leaf = الرقم
checkpoint-leaves = مجموع العلامات
checkpoint-signed = وُقّع
checkpoint-age = { $n ->
    [zero] قبل أقل من دقيقة
    [one] قبل دقيقة
    [two] قبل دقيقتين
    [few] قبل { $n } دقائق
    [many] قبل { $n } دقيقة
   *[other] قبل { $n } دقيقة
  }
checkpoint-root = الجذر
checkpoint-witnesses = الشهود
checkpoint-no-witnesses = لا أحد بعد
checkpoint-none = تُوقَّع أول نقطة تحقق خلال ثانية.
leaf-heading = العلامة
leaf-holds = قائمة تحت نقطة التحقق الموقّعة. جرى التحقق الآن.
leaf-fails = ليست قائمة تحت نقطة التحقق. أخبر المدير فورًا بطريق غير هذا الجهاز.
leaf-waits = تنتظر الترقيم؛ انظر بعد ثانية.
leaf-hash = بصمتها
leaf-path = الطريق إلى الجذر
leaf-checkpoint = نقطة التحقق
openings-heading = من فتح هذا
openings-empty = لم يفتحه أحد بعد.
col-how = كيف
