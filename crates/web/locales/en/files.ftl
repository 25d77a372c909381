title-compare = Compare
title-review = Review
compare-heading = Are these one person?
compare-left = { $n ->
    [0] This is the last pair that waits.
    [one] One more pair waits.
   *[other] { $n } more pairs wait.
  }
col-agreement = Do they agree?
agreement-same = same
agreement-similar = similar
agreement-different = different
agreement-unknown = not known
compare-question = What do you say?
compare-same = 1 · The same person: link the files
compare-apart = 2 · Two people: keep them apart
compare-later = 3 · Not now
field-link-reasons = Why
help-link-reasons = One sentence that somebody will understand in five years. A link can be withdrawn; nothing is rewritten.
compare-submit = Keep this decision
unlink-question = Withdraw this link?
unlink-apart = The two files stand apart again, each with its own entries. Nothing is lost.
unlink-stops = A stop that one of them received stays where it was received.
field-unlink-reason = Why they are not one person
unlink-submit = Withdraw the link
choose-heading = Link another file
choose-intro = Search for the person you think is the same. You will see both side by side before anything is linked.
choose-compare = Compare
review-heading = Review
review-empty = Nothing waits. Pairs that may be one person, and rows of lists that nobody could read with certainty, come here.
review-pairs = Perhaps the same person
review-rows = Rows of lists to look at
review-look = Look at both
review-look-row = Look at the row
review-row-heading = A row to look at
review-row-cells = The row as it came
review-row-question = What shall it become?
field-review-note = A note, if it helps
review-row-submit = Decide
review-rows-waiting = { $n ->
    [one] One row waits
   *[other] { $n } rows wait
  }
