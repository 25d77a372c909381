# Dates as people say them.
weekday-1 = Monday
weekday-2 = Tuesday
weekday-3 = Wednesday
weekday-4 = Thursday
weekday-5 = Friday
weekday-6 = Saturday
weekday-7 = Sunday
weekday-short-1 = Mon
weekday-short-2 = Tue
weekday-short-3 = Wed
weekday-short-4 = Thu
weekday-short-5 = Fri
weekday-short-6 = Sat
weekday-short-7 = Sun
month-1 = January
month-2 = February
month-3 = March
month-4 = April
month-5 = May
month-6 = June
month-7 = July
month-8 = August
month-9 = September
month-10 = October
month-11 = November
month-12 = December
month-short-1 = Jan
month-short-2 = Feb
month-short-3 = Mar
month-short-4 = Apr
month-short-5 = May
month-short-6 = Jun
month-short-7 = Jul
month-short-8 = Aug
month-short-9 = Sep
month-short-10 = Oct
month-short-11 = Nov
month-short-12 = Dec
season-21 = spring
season-22 = summer
season-23 = autumn
season-24 = winter
date-exact = { $weekday } { $day } { $month } { $year }
date-weekday = { $weekday } { $day } { $month }
date-day = { $day } { $month }
date-year = { $day } { $month } { $year }
date-month = { $month } { $year }
date-season = { $season } { $year }
date-about = about { $date }
date-doubtful = { $date } (in doubt)
date-between = between { $from } and { $to }
date-from = { $from } or later
date-until = { $to } or earlier
date-unknown = we do not know when
date-as-written = { $date } (written as { $text })
date-with-distance = { $date }, { $distance }
date-moment = { $date }, { $time } ({ $zone })
date-instant = { $date }, { $time } UTC
relative-ahead = { $n ->
    [0] today
    [1] tomorrow
   *[other] in { $n } days
  }
relative-ago = { $n ->
    [0] today
    [1] yesterday
   *[other] { $n } days ago
  }
days = { $n ->
    [one] { $n } day
   *[other] { $n } days
  }
day-number = day { $n }
days-since = { $days }, since { $since }
since = since
