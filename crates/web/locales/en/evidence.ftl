# Evidence: what there is, one piece of it, and papers that come without a person.
title-evidence = Evidence
title-look = Whom is this about?
title-drop = A paper without a person
section-evidence = Evidence
section-evidence-empty = Letters, court papers, photographs, messages: each with where it comes from and through whose hands it went.
evidence-open = Open the evidence, and add to it
evidence-heading = Evidence
evidence-add = Add evidence
evidence-add-intro = Everything but the files may stay empty. Each file is read apart from everything else, sealed, and never changed. Nothing that it links to is fetched.
evidence-files = Files
evidence-files-help = Documents, messages, pictures: several at once, each at most { $megabytes } MB.
evidence-folder = Or a whole folder
evidence-folder-help = Where your browser can: every file in it, those in folders inside it too.
evidence-title-help = Left empty, the name of the file stands here. Of several files each keeps its own name.
evidence-form-likely = as the file looks
evidence-send = Send and keep
evidence-untitled = a paper without a name
evidence-no-file = no file: a thing, or kept elsewhere
evidence-kept = { $n ->
    [one] It is kept.
   *[other] { $n } pieces are kept, with what was attached.
  }
evidence-more = { $n ->
    [one] One older piece is not shown here.
   *[other] { $n } older pieces are not shown here.
  }
evidence-attached = { $n ->
    [one] one thing came attached to it
   *[other] { $n } things came attached to it
  }
evidence-part-of = Came attached to
evidence-parts = Came attached to it:
evidence-know-first = Know before you open it:
evidence-file = The file
evidence-get-copy = Save the copy without metadata
evidence-get-original = Save the original
evidence-get-text = Save the text
evidence-get-help = Give others the copy, never the original. Every opening is logged.
evidence-hash = Its fingerprint
evidence-metadata = { $n ->
    [one] What the file says about itself: one line
   *[other] What the file says about itself: { $n } lines
  }
evidence-text = The text in it
evidence-text-part = Part
evidence-text-before = the part before
evidence-text-after = the part after
evidence-text-cut = The text is longer than what was kept; the original has all of it.
evidence-words-cut = It has more words than are searched for; the rest is found only by reading.
evidence-custody = Through whose hands it went
evidence-custody-empty = Nobody is named yet.
evidence-custody-add = Add a hand
evidence-custody-submit = Add to the log
size-bytes = { $n ->
    [one] 1 byte
   *[other] { $n } bytes
  }
size-kilobytes = { $n } kB
size-megabytes = { $n } MB
drop-intro = A letter, a message or a list that came to you: it is read, and you are shown who of the people you may read is named in it. Nothing is kept before you choose.
look-file = The paper
look-send = Read it
look-intro = Nothing is kept yet. A name in a paper is not a person: look before you choose.
look-parts = Attached:
look-whom = Named in it, among the people you may write to
look-nobody = Nobody whom you may write to is named in it, or the text could not be read.
look-another = Somebody else
look-search = Look for the name
look-keep = Keep it with this person
look-drop = Throw it away
people-drop = A paper without a person
refused-evidence-kept = What the program found in a file is not changed by hand. Add the file as evidence instead.
refused-evidence-too-large = A file is larger than { $megabytes } MB. Nothing of it was kept. Cut it, or record where it lies as evidence without a file.
refused-evidence-too-many = there were too many files at once; send this one again
refused-evidence-one-too-large = larger than { $megabytes } MB; nothing of it was kept
refused-evidence-empty = the file is empty; nothing was kept
refused-evidence-missing = No file was sent.
refused-too-many-papers = Too many papers wait for a look. Finish or throw away some of them first.
refused-look-nobody = Choose whom it is about, or look for a name.
reading-detail-archive-ratio = it grows too much when it is unpacked
reading-detail-archive-bytes = it is too large when it is unpacked
reading-detail-archive-entries = there are too many parts in it
reading-detail-attachments = there is too much attached to it
reading-detail-attachment-bytes = what is attached to it is too large
reading-detail-pages = it has too many pages
reading-detail-document-bytes = it is too long
kind-evidence = a piece of evidence
kind-evidence-intro = For a thing of which there is no file. Files are added on the page of the evidence.
field-evidence-title = What it is
field-evidence-form = Its form
field-evidence-description = What is to be seen, read or heard
field-evidence-original_date = When it was made
field-evidence-language = Language
field-evidence-came_from = From whom or where we have it
field-evidence-obtained = How it was obtained
field-evidence-collected = When it was collected
field-evidence-collector = Who collected it
field-evidence-tool = Tool or method
field-evidence-cautions = What to know before opening it
field-evidence-kept_at = Where the thing itself lies
field-evidence-custody = Custody log
field-evidence-custody-on = When
field-evidence-custody-from = From
field-evidence-custody-to = To
field-evidence-custody-means = By which means
field-evidence-custody-note = Remark
field-evidence-part_of = Came attached to
field-evidence-kept = What the program found
term-evidence_forms-document = document
term-evidence_forms-court_paper = court paper
term-evidence_forms-medical_record = medical record
term-evidence_forms-letter = letter
term-evidence_forms-photograph = photograph
term-evidence_forms-film = film
term-evidence_forms-sound = sound
term-evidence_forms-message = message
term-evidence_forms-web_capture = captured web page
term-evidence_forms-testimony = testimony
term-evidence_forms-list = list
term-evidence_forms-thing = thing
term-evidence_forms-other = something else
term-obtained_ways-handed_over = handed over
term-obtained_ways-sent = sent to us
term-obtained_ways-public_source = from a public source
term-obtained_ways-recorded_by_us = recorded by us
term-obtained_ways-from_authority = from an authority
term-obtained_ways-from_counsel = from counsel
term-obtained_ways-from_partner = from a partner
term-obtained_ways-found = found
term-obtained_ways-other = another way
term-handover_means-in_person = in person
term-handover_means-courier = by courier
term-handover_means-post = by post
term-handover_means-sealed_message = by an encrypted message
term-handover_means-mail = by e-mail
term-handover_means-upload = put into the register
term-handover_means-diplomatic_bag = in the diplomatic bag
term-handover_means-storage_device = on a storage device
term-handover_means-other = by other means
term-evidence_cautions-graphic = injuries or violence
term-evidence_cautions-child = a child
term-evidence_cautions-sexual = sexual violence
term-evidence_cautions-death = a dead person
term-evidence_cautions-source_identifiable = shows who gave it
term-evidence_cautions-bystanders = other people can be recognised
term-evidence_cautions-location = shows a place that must stay secret
term-readings-read = text was read
term-readings-no_text = there is no text in it
term-readings-unknown_kind = we have no reader for it; it is kept as it came
term-readings-encrypted = locked with a password; it is kept as it came
term-readings-too_large = too large to be read; it is kept as it came
term-readings-too_deep = attached too deep inside; it is kept unread
term-readings-over_limit = reading was ended
term-readings-entities = it declares entities, which no honest document does; it was not read
term-readings-damaged = it is damaged; what could not be read is kept as it came
term-readings-failed = the reader was ended; it is kept as it came
term-clean_copies-made = The copy says nothing about who made it, where and when. What is written or to be seen in it stays.
term-clean_copies-not_needed = It is plain text: there is nothing beside what is written.
term-clean_copies-no_way = For this kind of file no clean copy can be made.
term-clean_copies-holds_files = There are files inside: no clean copy can be made.
term-clean_copies-encrypted = It is locked: no clean copy can be made.
term-clean_copies-damaged = It is damaged, or did not come out clean: there is no clean copy.
term-clean_copies-too_large = It is too large: no clean copy was made.
