# A person's page.
title-person = A person
title-done = What has been done
portrait-alt = Portrait
also = also
person-minor = A child: no photograph, no name in public unless the guardian and the child agree.
contact-none = we do not know of any
too-long = too long
stop-open = Stop reported, not yet confirmed.
stop-confirm-by = To be confirmed by
stop-confirm = Confirm it
how-are-they = How are they?
how-empty = We do not know how they are. What the family, counsel or a doctor tells us belongs here.
how-record = Record how they are
what-may-we-do = What may we do?
as-of-for-you = as of now, for you:
may-empty = No act is set up in this register.
more-reasons = { $n ->
    [one] and one more reason
   *[other] and { $n } more reasons
  }
somebody-said-stop = Somebody said stop
what-is-planned = What is planned
planned-empty = Nothing is planned. Aims, deadlines and quiet times belong here.
what-has-been-done = What has been done
done-empty = Nothing has been done yet that we know of. Raising in a meeting, a request, a visit or a call to the family appears here.
print-all = Everything that has been done, to print
as-known-on = As known to us on
timeline-label = { $n ->
    [one] A line of days with one mark; the table below says the same.
   *[other] A line of days with { $n } marks; the table below says the same.
  }
mark-done = done
mark-answered = answered
mark-refused = refused
mark-happened = happened
no-answer = no answer known
record-something = Record something
sensitive-open = Show what is sensitive here
reported-by = reported by
recorded = recorded
versions = { $n ->
    [one] one version
   *[other] { $n } versions
  }
correct = correct
withdraw = withdraw
files-heading = Where this stands
files-help = This page joins every file about this person that you may read.
files-openings = who opened it
files-withdraw-link = withdraw the link
files-link = Link another file
files-erase = Erase
