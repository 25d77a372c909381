# What every page shares.
product = Unforgotten
skip-to-content = Skip to the content
practice-banner = Practice register: every person here is invented.
label-clear = May be told to the world, within what each person agreed to.
label-green = For the community, never for public channels.
label-amber = For our organisation and those it serves.
label-amber-strict = For our organisation only.
label-red = For the named readers only.
search-label = Search for a person, in any script
search-placeholder = any name, any script
search-submit = Search
waiting = { $n ->
    [0] nothing waiting
   *[other] { $n } waiting
  }
lock-now = Lock now
waiting-look = what waits
nav-waits = waiting
page-watch = { $n ->
    [one] Look again by itself every second
   *[other] Look again by itself every { $n } seconds
  }
page-watching = { $n ->
    [one] This page looks again every second.
   *[other] This page looks again every { $n } seconds.
  }
page-watch-stop = Stop that
nav-label = Rooms
nav-today = Today
nav-people = People
nav-meetings = Meetings
nav-requests = Requests
nav-imports = Imports
nav-review = Review
nav-elsewhere = Elsewhere
nav-members = Members
nav-compartments = Compartments
nav-ledger = Ledger
nav-help = Help
nav-about = What this protects, and what not
go-back = Go back
overdue = Overdue:
people-count = { $n ->
    [one] { $n } person
   *[other] { $n } people
  }
list-comma = {", "}
list-last = { $first } and { $last }
form-faults = { $n ->
    [one] One answer needs another look:
   *[other] { $n } answers need another look:
  }
field-needed = (needed)
field-year = Year
field-month = Month or season
field-day = Day
field-about = about
field-doubtful = in doubt
field-date-other = Between two dates
field-date-other-help = As 1975/1979 or 1979-05-03/1979-06-12
field-whole-day = Day
field-time = Local time
field-zone = Time at
date-not-known = not known
outcome-clear = clear
outcome-hold = hold
outcome-block = block
outcome-ask = ask
confidence-confirmed = confirmed
confidence-credible = credible
confidence-alleged = alleged
confidence-disputed = disputed
origins = { $n ->
    [0] no origin noted
    [one] one origin
   *[other] { $n } independent origins
  }
import-a-list = Import a list
add-a-person = Add a person
pager-label = Pages of this list
pager-of = { $shown } of { $total }
pager-shown = { $n } shown
pager-first = Back to the beginning
pager-next = Next
col-when = When
col-what = What
col-whom = With whom
col-answer = Answer
meaning-clear = Nothing stands in the way.
meaning-hold = Something must be settled first.
meaning-block = This must not be done.
meaning-ask = What you may read here does not answer this. Ask the case lead.
refused-why = Why
refused-who = Who can change it
refused-instead = What can be done today instead
who-can-change-this = who can change this
we-do-not-know = we do not know
never = never
times = { $n ->
    [one] once
   *[other] { $n } times
  }
in-the-ledger = in the ledger
col-field = What
col-by = By
col-person = Person
col-compartment = Compartment
col-organisation = Organisation
col-row = Row
col-reason = Reason
who-can-lift = Who can change it: { $who }
