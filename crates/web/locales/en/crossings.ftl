# The same person in files of other offices, which know nothing of each other.

title-elsewhere = Perhaps elsewhere too
elsewhere-heading = The same person elsewhere
elsewhere-intro = Another office that you know nothing of may hold a file on one of your people. Here you are asked. Nothing of your file is seen by anybody unless you reveal it and the other lead reveals theirs.
elsewhere-questions = Questions
elsewhere-no-questions = You are not asked anything at the moment.
elsewhere-open = Another office may hold a file on this person. Answer by { $day }.
elsewhere-open-reveals = You reveal, if the other lead does. You can change that until { $day }.
elsewhere-open-declines = You decline. You can change that until { $day }.
elsewhere-under-way = Nothing will be said before { $day }, whatever happens.
elsewhere-nothing = Nothing came of it: the other lead declined or did not answer, or there is nobody.
elsewhere-met = Another office holds a file on this person. You both revealed.
elsewhere-met-who = { $by }, { $office }, tells you:
elsewhere-told = What you tell the other lead
elsewhere-told-help = They see your name, your office and these words, and that your file exists; nothing else. Say how to reach you. Write nothing that would harm anybody in other hands.
elsewhere-reveal = Reveal, if they do too
elsewhere-decline = Decline
elsewhere-link = Link with their file
elsewhere-link-help = Neither office can read the other's file by it. What stops an act in the one stops it in the other. The link stands in your file and can be withdrawn there.
elsewhere-link-reasons = The leads of both files revealed them to each other.
elsewhere-linked = The link stands in your file.
elsewhere-places = Your compartments
elsewhere-places-help = A compartment takes part only if you say so. Names and births then leave it as keyed hashes, which only the server can compare and nobody can read.
elsewhere-takes-part = { $files ->
    [one] Takes part with one person, as known on { $day }.
   *[other] Takes part with { $files } people, as known on { $day }.
}
elsewhere-stays-out = Takes no part.
elsewhere-sealed = Sealed: the server has no key of it. Whoever takes the running server could try names against the hashes that you offer. Take part only if that is a price you can pay.
elsewhere-offer = Take part
elsewhere-offer-again = Offer anew what is known today
elsewhere-leave = Take no part any more
elsewhere-how = How this works, and what nobody can learn from it
elsewhere-how-days = The lead of the older file is asked first, alone, for seven days. The other lead is asked in the seven days after, and only if the first revealed. Then the question ends, on a day that was fixed before. A no, no answer, and nobody there look the same.
elsewhere-how-random = At least half of all questions are about people drawn at random, about whom nobody else holds a file. That you are asked therefore says little. A name takes part only when nothing was changed in it for 30 days.
elsewhere-how-ledger = That you answered stands in the ledger; what you answered does not.
elsewhere-ask-heading = Questions of today
elsewhere-ask-intro = Each of these may be about two files that meet. You see nothing of either, and nobody can tell you more. Asking one goes to the lead of one file, then perhaps to the other.
elsewhere-ask-none = There is nothing to ask: fewer than two compartments take part.
elsewhere-ask-number = Question { $number }
elsewhere-ask = Ask
elsewhere-asked = Asked. What comes of it is between the leads.
elsewhere-ask-help = There are always as many questions on a day, whether files meet or not; more cannot be asked. What is not asked today may come again.
