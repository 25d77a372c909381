title-requests = الطلبات
requests-heading = الطلبات
requests-empty = لم يُطلب شيء بعد. ما نطلبه من السلطات لأجل شخص، وموعد الجواب وما يقولونه: مكانه هنا.
requests-overdue = فات موعدها
requests-waiting = بانتظار جواب
requests-answered = أُجيب عنها
col-for = من أجل
col-asked = المطلوب
col-of-whom = ممَّن
col-sent = أُرسل
request-overdue = { $n ->
    [zero] يحين موعده اليوم
    [one] متأخر يومًا واحدًا
    [two] متأخر يومين
    [few] متأخر { $n } أيام
    [many] متأخر { $n } يومًا
   *[other] متأخر { $n } يوم
  }
request-due = موعده
request-answer = سجّل الجواب
