title-imports = Imports
imports-heading = Imports
imports-empty = No list has come in yet. A partner's list becomes files of people, each with its source. Nothing is kept before you have seen what would happen.
upload-intro = A list as a table, a spreadsheet, JSON, a web page, a text document or plain text, in any script and encoding.
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
result-undone = This import was undone. What nobody had touched is withdrawn.
result-published = Everybody who may see it sees it since
result-show = Show
result-no-rows = No rows of this kind.
undo-link = Undo this import
undo-question = Undo this import?
undo-untouched = { $n ->
    [one] What one row brought is withdrawn, as far as nobody touched it since.
   *[other] What { $n } rows brought is withdrawn, as far as nobody touched it since.
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
lists-reason-name-in-parts = the header says a part of a name; the other columns have the rest
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
lists-doubt-bidi-control = signs that turn the direction of writing, or cannot be seen, stand in the cell
lists-doubt-birth-after-arrest = the birth lies after the arrest
lists-doubt-blank-line = an empty line
lists-doubt-coloured-row = the row is coloured, which means something to whoever made the list
lists-doubt-day-number = a bare day number of a spreadsheet, read as a date
lists-doubt-day-or-month = day and month cannot be told apart; the year is kept
lists-doubt-death-claim = the list says that the person died; somebody has to make sure
lists-doubt-duplicate-key = another row stands under the same key of the list
lists-doubt-duplicate-row = the same row again
lists-doubt-empty-name = nobody's name stands in the row
lists-doubt-error-value = the spreadsheet could not calculate this cell
lists-doubt-formula-cell = the cell begins like a formula; it is kept as text
lists-doubt-future-date = the date lies in the future and is not used
lists-doubt-hidden-row = the row is hidden in the spreadsheet; it may have been withheld
lists-doubt-identical-row = the same cells stand in another row; two people may honestly be alike
lists-doubt-identity-number = a number of somebody's papers; it is kept with the raw row only
lists-doubt-impossible-date = there is no such day
lists-doubt-lost-characters = characters were lost before the list came to us
lists-doubt-markup = the cell holds marks of a web page; they are kept as text
lists-doubt-minor = the person is, or was, a child
lists-doubt-misplaced-quote = a quotation mark stands where none can be, so the columns may have moved
lists-doubt-no-person-key = the row has no key of the person; it stands for itself
lists-doubt-not-a-record = a remark of the file, not a row about anybody
lists-doubt-nul-byte = a sign that no text has was taken out of the cell
lists-doubt-other-calendar = the year seems to be of another calendar
lists-doubt-overlong-cell = a cell is longer than any honest one
lists-doubt-overlong-line = a line is longer than any honest one
lists-doubt-page-line = a page number, not a row about anybody
lists-doubt-possible-honorific = the name may begin with an honorific
lists-doubt-prose-suggests = the story says more than was read from it
lists-doubt-rejoined-cell = a cell that was cut in two was put together again
lists-doubt-release-before-arrest = the release lies before the arrest
lists-doubt-repeated-header = the header again
lists-doubt-too-few-columns = the row has too few cells; nobody knows which are missing
lists-doubt-too-many-columns = the row has too many cells; the columns may have moved
lists-doubt-total-line = a total, not a row about anybody
lists-doubt-two-digit-year = the year has two digits; the century is a guess
lists-doubt-unclosed-quote = a quotation mark is never closed; only this line is lost
lists-doubt-unknown-country = the country is not known
lists-doubt-unknown-word = a word that the list's words were not aligned with
lists-doubt-unmapped-table = the columns of this table are not those of the list
lists-doubt-unreadable-age = the age cannot be read
lists-doubt-unreadable-date = the date cannot be read
lists-doubt-unreadable-number = the number cannot be read
lists-doubt-wish = somebody's wish stands here; a person has to read it
lists-doubt-withheld = somebody asked that this be withheld
lists-doubt-wrong-encoding = the cell was written in another encoding than the rest
lists-doubt-rule-broken = what was read breaks a rule of the register and was left out
lists-doubt-same-name = several rows of the last list have this name; nobody can say which this is
lists-doubt-edited-here = somebody changed this here since the last list; its new word waits
lists-doubt-shared-with-rows = another row of the list may say the same of this person; it was left as it is
lists-doubt-no-longer-listed = the row is no longer in the list; nothing follows from that by itself
lists-doubt-withdrawn-by-hand = withdrawn here by hand
lists-doubt-erased-before = nothing of the row is kept, as a person with this key was erased on
lists-reason-prose-of-a-form = the cells are prose of a fixed form
reason-as-last-time = as in the last list
reason-somebody-said = somebody said so
mapping-as-last-time = The columns are read as in the last list from this source.
mapping-title = Above the columns stands: { $text }
mapping-rows-looked-at = { $n ->
    [one] One row was looked at for this.
   *[other] { $n } rows were looked at for this.
  }
mapping-columns-gone = The kept mapping names columns that this file does not have: { $names }
mapping-is-row-key = key of the row
mapping-is-person-key = key of the person
mapping-look-at-unsure = Look at the first doubtful column
mapping-words = Their words and ours
mapping-no-name = No column is taken for a name. Choose the one that holds it; otherwise nobody would come in.
mapping-keep-heading = Keep the mapping
mapping-keep-intro = It is kept with the source anyway. As a small file it can be read, changed and shared; it holds no cell of the list.
mapping-keep-link = Save it as a file
mapping-use-heading = Use a mapping from a file
mapping-use-profile = Use it
mapping-profile-missing = Choose the file with the mapping.
mapping-profile-unreadable = This file is no mapping: it is too large, or no text.
field-import-profile = The file with the mapping
reading-heading = The cells look like rubbish?
reading-intro = Say how the file is to be read. What was chosen for the columns begins anew.
reading-found = as the program found
reading-again = Read it again
field-import-encoding = Encoding
field-import-header-line = Line of the header
field-import-header-line-help = Empty: the program looks for it. 0: there is none.
field-import-calendar = Years that cannot be ours are of the calendar
field-import-identity = Numbers of people’s papers
field-import-extent = This file is
calendar-unsaid = nobody knows: such rows wait
calendar-gregorian = Gregorian
calendar-persian = Persian
calendar-islamic = Islamic
calendar-ethiopic = Ethiopic
calendar-buddhist = Buddhist
calendar-minguo = Minguo
identity-review = every row with one waits for a person
identity-keep = kept with the raw row, no row waits because of one
extent-unsaid = the whole list, unless more than half of the last one is missing
extent-whole = the whole list: whoever is gone is marked
extent-part = a part, such as what is new: nobody is looked for
column-of = column { $number } of { $columns }
column-splits = What becomes of cells that say several things
column-question = What does this column say?
column-several = Choose one or several. Several columns may say the same: parts of one name, of one sentence, of one hearing.
column-details = What goes with it: kind of name, order of its words, signs, keys
column-next = Keep, and look at the next column
column-stay = Keep, and show what becomes of it
column-done = Keep, and back to all columns
field-column-usage = A name of this kind
field-column-order = The words of the name
field-column-preferred = This is the name that pages use
field-column-divider = Sign that divides several charges in one cell
field-column-group = Belongs together with columns of the same group
field-column-group-help = A word of your own, such as “second arrest”, where one row tells of several.
field-column-row-key = The list’s own key of the row: by it the row is found again
field-column-person-key = The list’s own key of the person, where somebody has several rows
name-order-unknown = nobody says
name-order-given-first = given name first
name-order-family-first = family name first
meaning-person = The person
meaning-custody = Custody
meaning-trial = Charge and trial
meaning-words = In words
meaning-facts = More about the person
meaning-histories = What was done, said and wished
meaning-none = Nothing of ours
history-raised = raised
history-contact = contact
history-hearing = hearing
history-wish = wish
history-request = request
history-part-on = day
history-part-due = due
history-part-by = by whom
history-part-to = to whom
history-part-where = where
history-part-text = text
history-part-answer = answer
history-part-public = in public or not
history-part-with = with whom
history-part-words = words
history-part-denied = denied or not
history-part-court = court
history-part-purpose = purpose
history-part-result = result
history-part-what = what was asked
history-part-channel = channel
words-heading = Their words and ours
words-intro = Their word stays beside ours, whatever is chosen. What nobody could read stands first.
words-empty = No words of theirs wait for a code.
words-submit = Keep
words-unsaid = kept as it is, without a code
words-standing = how somebody stands
words-claim-statuses = what they call somebody
words-sexes = sex
words-country = country
col-word = Their word
col-code = Our code
standing-held = held
standing-pretrial-detention = in pre-trial detention
standing-house-arrest = under house arrest
standing-released = released
standing-bail = on bail
standing-at-liberty = at liberty
standing-wanted = wanted
standing-exile = in exile
standing-missing = missing
standing-died = died
import-persons = { $n ->
    [one] The rows speak of one person.
   *[other] The rows speak of { $n } people.
  }
import-missing = { $n ->
    [one] One row of the last list is not in this one. It is marked for review; nothing is deleted.
   *[other] { $n } rows of the last list are not in this one. Each is marked for review; nothing is deleted.
  }
import-unmarked = { $n ->
    [one] One row of the last list is not in this file, more than half of it. It was taken for a part of the list, and nothing is marked.
   *[other] { $n } rows of the last list are not in this file, more than half of it. It was taken for a part of the list, and nothing is marked.
  }
import-untold = { $n ->
    [one] One more row is worth telling about; the report has no room for it.
   *[other] { $n } more rows are worth telling about; the report has no room for them.
  }
import-disk-full = The disk is full. Nothing was imported; reading still works.
import-question-country = Only a person can say: which country holds the people?
import-question-date-order = Only a person can say: in dates such as 03/04, is the day first?
import-question-row-key = No column tells one row from another for certain: rows are found again by name.
import-question-name = Only a person can say: which column holds the name?
import-question-header = There is no header: look at every column.
import-question-encoding = The encoding is a guess: look at the names.
import-question-colours = Some rows are coloured, which means something to whoever made the list.
import-question-hidden-rows = Some rows are hidden in the spreadsheet: they come in as withheld, and wait.
import-question-calendar = Some years are of another calendar: which one?
import-question-identity-numbers = There are numbers of people’s papers: must every such row wait?
feedback-link = The sheet for the partner (CSV)
feedback-banner = { $source }: what became of your rows
waiting-heading = Rows of lists that wait
waiting-intro = What is sound has come in. The rest waits here for somebody, with the row as it came.
waiting-empty = No row waits.
waiting-more = More rows wait than are counted here. Decide some of them first.
waiting-all = All kinds of doubts
waiting-nobody = Nobody’s name
waiting-doubts = What is doubted
waiting-understood = What was understood
waiting-together = { $n ->
    [one] In one of these rows nothing else is doubted. For it:
   *[other] In { $n } of these rows nothing else is doubted. For all of them:
  }
waiting-together-submit = Decide about all of them
waiting-decided = { $n ->
    [one] One row was decided.
   *[other] { $n } rows were decided.
  }
waiting-take-back = Take it back
col-doubt = What is doubted
row-missing = no longer in the list
