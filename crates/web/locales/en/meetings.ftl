title-meetings = Meetings
title-meeting = A meeting
title-outcome = What came of it
meetings-heading = Meetings
meetings-empty = No meeting is planned. A meeting gathers the people who could be raised, says why or why not, and grows into a brief.
meetings-coming = To come
meetings-past = Past
meeting-plan = Plan a meeting
col-meeting = Meeting
col-counterpart = With
col-in-the-brief = In the brief
meeting-ready = { $ready } of { $n } ready
meeting-outcome-missing = outcome missing
meeting-with = With
meeting-speaks = speaks for us:
meeting-ask = The ask:
meeting-ask-empty = not written yet
meeting-could = Who could be raised
meeting-could-empty = Nobody of this country that you may read of.
meeting-could-no-more = Nobody else of this country that you may read of.
reasons-for = For:
reasons-against = Against:
meeting-dropped = raised before, then dropped without a reason
meeting-add = Add to the brief
meeting-brief = The brief
pages-count = { $n ->
    [one] { $n } page
   *[other] { $n } pages
  }
meeting-brief-empty = Nobody is in it yet. Add people from the list; three to five are heard best.
page-number = page { $n }
meeting-lost = May no longer be raised:
brief-asks = Ask:
brief-no-ask = no ask yet
brief-say = Say:
brief-do-not-say = Do not say:
brief-verified = Facts verified
brief-never-verified = Nobody has verified the facts
brief-stale = look again
brief-edit = Asks and words
brief-up = Earlier
brief-down = Later
brief-remove = Take out
brief-download = The brief as PDF
outcome-record = Record what came of it
outcome-heading = What came of it
outcome-intro = One row for each person. Only whether they were raised is needed; a promise becomes a request with a date.
outcome-submit = Keep the outcome
meeting-more = { $n ->
    [one] Show { $n } more, who comes later in this order
   *[other] Show { $n } more, who come later in this order
  }
