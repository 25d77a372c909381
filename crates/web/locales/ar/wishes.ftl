title-wish = رغبة
wish-heading = سجّل رغبة
wish-intro = ما الذي يجوز قوله، ولمن، وما الذي يجب ألا يحدث أبدًا: أولًا بكلمات صاحب الرغبة، ثم خطوة خطوة. لا موافقة على ما لم يُسأل عنه. والسكوت ليس موافقة.
wish-scopes = ما الذي يجوز فعله
wish-scopes-help = «لم يُسأل» جواب كامل. لا تسأل إلا عما يمكنك السؤال عنه بأمان الآن.
wish-condition-open = بشرط، أو لبعض الناس فقط
field-wish-condition = بأي شرط
field-wish-audience = لمن فقط
wish-go-read-back = تابع إلى القراءة عليه
group-keeping = الحفظ والمشاركة
group-private = الكلام على انفراد
group-public = الكلام في العلن
group-presence = الحضور
group-later = لاحقًا
read-back-heading = اقرأها عليه
read-back-intro = اقرأ هذا على صاحب الرغبة ببطء، واسأله هل هذا ما قصده. له أن يغيّر أي شيء، الآن أو لاحقًا، من دون أن يفقد عوننا.
read-back-words = { $n ->
    [one] كلمة واحدة للقراءة بصوت مسموع.
    [two] كلمتان للقراءة بصوت مسموع.
    [few] { $n } كلمات للقراءة بصوت مسموع.
    [many] { $n } كلمة للقراءة بصوت مسموع.
   *[other] { $n } كلمة للقراءة بصوت مسموع.
  }
read-back-question = هل قُرئت عليه؟
read-back-yes = نعم، وقال إن هذا ما قصده
read-back-no = لم تكن قراءتها عليه ممكنة بأمان
read-back-submit = احفظ الرغبة
read-back-change = غيّر شيئًا
