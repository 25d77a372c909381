title-ledger = السجل المتسلسل
title-openings = الاطلاعات
ledger-heading = السجل المتسلسل
ledger-intro = كل قيد يترك هنا علامة في اللحظة نفسها، ولا يمكن تغيير علامة بعد ذلك من دون أن ينكشف التغيير. ترى علامات ما يحق لك قراءته.
ledger-waiting = { $n ->
    [one] علامة واحدة تنتظر الترقيم.
    [two] علامتان تنتظران الترقيم.
    [few] { $n } علامات تنتظر الترقيم.
    [many] { $n } علامة تنتظر الترقيم.
   *[other] { $n } علامة تنتظر الترقيم.
  }
ledger-leaves = الأحدث
ledger-empty = لا شيء بعد مما يحق لك رؤيته.
col-leaf = الرقم
checkpoint-leaves = مجموع العلامات
checkpoint-signed = وُقّع
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
