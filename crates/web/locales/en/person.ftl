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
print-person = print this page
print-printed = Printed
print-copy = Copy no. and for whom:
print-help = Print it with your browser. What is folded is not printed; open it first if it must be. This opening is in the ledger.
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
back-to-person = Back to the person
contact-family = last contact with family
contact-counsel = counsel
contact-doctor = doctor
whereabouts-unknown = we do not know where they are
stop-public = Every public act is stopped.
verdict-against = What stands in the way
verdict-passed = What carries it, and what was asked
section-names = Names
section-names-empty = Names in every script and spelling belong here.
section-facts = About the person
section-facts-empty = Birth, work, what the person did for others: it belongs here, before any charge.
section-detentions = Detention
section-detentions-empty = Arrest, places of detention and releases belong here.
section-charges = Charges
section-charges-empty = What they are charged with, in the original words and with the article, belongs here.
section-hearings = Hearings
section-hearings-empty = Hearings to come and past ones belong here.
section-wishes = Wishes
section-wishes-empty = Nobody has been asked yet. What the person, the family and counsel want belongs here, in their words.
section-health = Health and contacts
section-health-empty = Visits, letters, doctors and what they say belong here.
section-claims = What others say
section-claims-empty = Findings of other bodies belong here, under their names; they are never ours.
section-sources = Sources
section-sources-empty = Where each thing comes from belongs here.
section-add = Add
