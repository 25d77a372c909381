title-imports = Imports
imports-heading = Imports
imports-empty = No list has come in yet. A partner's list as CSV or XLSX becomes files of people, each with its source. Nothing is kept before you have seen what would happen.
upload-intro = A list as CSV or XLSX, in any script and encoding.
upload-nothing-yet = Nothing is kept yet: next you see what each column is taken for, then what would happen to each row.
field-list = The list
field-list-source = Who it comes from
field-list-compartment = Who may read what it says
upload-submit = Read it
col-source = Source
col-rows = Rows
col-state = State
mapping-heading = What do the columns mean?
mapping-intro = Suggested from headers and cells; please look. Your choice is kept for the next list from this source.
col-column = Column
col-samples = For example
col-means = Is taken for
mapping-unsure = look twice
mapping-whole-list = For the whole list
mapping-submit = Show what would happen
field-list-country = Country, where a row says none
field-list-date-order = Dates such as 03/04/2026 are
date-order-day-first = day first
date-order-month-first = month first
rehearsal-heading = What would happen
rehearsal-intro = Nothing has been kept yet.
row-created = new people
row-updated = changed
row-unchanged = already so
row-review = to be looked at
row-skipped = skipped
row-rejected = cannot be used
row-all = rows in all
report-save = The whole report as
rehearsal-submit = { $n ->
    [one] Import this row
   *[other] Import these { $n } rows
  }
rehearsal-back = Back to the columns
rehearsal-rows = Rows to know about
col-became = Becomes
col-cell = Cell
progress-heading = Import under way
progress-of = { $done } of { $rows } rows
progress-so-far = { $done } rows so far
progress-began = Began
progress-reload = You may leave this page; the import goes on.
progress-look = Look now
progress-cancel = Stop it and leave everything as it was
result-heading = What the import did
result-failed = Nothing was imported.
result-published = Everybody who may see it sees it since
result-show = Show
result-no-rows = No rows of this kind.
undo-link = Undo this import
undo-question = Undo this import?
undo-untouched = { $n ->
    [one] One entry that nobody touched since is withdrawn.
   *[other] { $n } entries that nobody touched since are withdrawn.
  }
undo-edited = { $n ->
    [0] Nobody has worked on what came in.
    [one] One entry that somebody worked on since stays; it is listed below.
   *[other] { $n } entries that somebody worked on since stay; they are listed below.
  }
undo-honest = What was already said or sent on the ground of this list cannot be called back.
undo-submit = Undo the import
became-created = a new person
lists-reason-header = the header says so
lists-reason-dates = the cells are dates
lists-reason-no-dates = the header speaks of a date, the cells hold none
lists-reason-some-dates = some cells are dates
lists-reason-names = the cells look like names
lists-reason-sexes = the cells say female or male
lists-reason-statuses = the cells look like statuses
lists-reason-places-and-statuses = places and statuses stand in one column
lists-reason-several-in-a-cell = several stand in one cell
lists-reason-empty = the cells are empty
lists-reason-not-understood = neither the header nor the cells say what it is
lists-reason-articles = the cells look like articles of law
lists-reason-addresses = the cells are addresses on the net
lists-reason-prose = the cells are whole sentences
