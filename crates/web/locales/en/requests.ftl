title-requests = Requests
requests-heading = Requests
requests-empty = Nothing has been asked yet. What we ask authorities for a person, when an answer is due and what they say belongs here.
requests-overdue = Overdue
requests-waiting = Waiting for an answer
requests-answered = Answered
col-for = For
col-asked = Asked
col-of-whom = Of whom
col-sent = Sent
request-overdue = { $n ->
    [one] { $n } day overdue
   *[other] { $n } days overdue
  }
request-due = due
request-answer = record the answer
