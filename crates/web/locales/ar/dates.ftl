# التواريخ كما يقولها الناس.
weekday-1 = الاثنين
weekday-2 = الثلاثاء
weekday-3 = الأربعاء
weekday-4 = الخميس
weekday-5 = الجمعة
weekday-6 = السبت
weekday-7 = الأحد
weekday-short-1 = الاثنين
weekday-short-2 = الثلاثاء
weekday-short-3 = الأربعاء
weekday-short-4 = الخميس
weekday-short-5 = الجمعة
weekday-short-6 = السبت
weekday-short-7 = الأحد
month-1 = يناير
month-2 = فبراير
month-3 = مارس
month-4 = أبريل
month-5 = مايو
month-6 = يونيو
month-7 = يوليو
month-8 = أغسطس
month-9 = سبتمبر
month-10 = أكتوبر
month-11 = نوفمبر
month-12 = ديسمبر
month-short-1 = يناير
month-short-2 = فبراير
month-short-3 = مارس
month-short-4 = أبريل
month-short-5 = مايو
month-short-6 = يونيو
month-short-7 = يوليو
month-short-8 = أغسطس
month-short-9 = سبتمبر
month-short-10 = أكتوبر
month-short-11 = نوفمبر
month-short-12 = ديسمبر
season-21 = ربيع
season-22 = صيف
season-23 = خريف
season-24 = شتاء
date-exact = { $weekday } { $day } { $month } { $year }
date-weekday = { $weekday } { $day } { $month }
date-day = { $day } { $month }
date-year = { $day } { $month } { $year }
date-month = { $month } { $year }
date-season = { $season } { $year }
date-about = نحو { $date }
date-doubtful = { $date } (مشكوك فيه)
date-between = بين { $from } و{ $to }
date-from = { $from } أو بعده
date-until = { $to } أو قبله
date-unknown = لا نعرف متى
date-as-written = { $date } (كُتب هكذا: { $text })
date-with-distance = { $date }، { $distance }
date-moment = { $date }، { $time } ({ $zone })
date-instant = { $date }، { $time } بالتوقيت العالمي
relative-ahead = { $n ->
    [0] اليوم
    [1] غدًا
    [two] بعد يومين
    [few] بعد { $n } أيام
    [many] بعد { $n } يومًا
   *[other] بعد { $n } يوم
  }
relative-ago = { $n ->
    [0] اليوم
    [1] أمس
    [two] قبل يومين
    [few] قبل { $n } أيام
    [many] قبل { $n } يومًا
   *[other] قبل { $n } يوم
  }
days = { $n ->
    [zero] أقل من يوم
    [one] يوم واحد
    [two] يومان
    [few] { $n } أيام
    [many] { $n } يومًا
   *[other] { $n } يوم
  }
day-number = اليوم { $n }
days-since = { $days }، منذ { $since }
since = منذ
