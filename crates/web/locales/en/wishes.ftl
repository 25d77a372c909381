title-wish = A wish
wish-heading = Record a wish
wish-intro = What may be said, to whom, and what must never happen: first in the giver's own words, then step by step. Nothing is agreed to that was not asked. Silence is not consent.
wish-scopes = What may be done
wish-scopes-help = “Not asked” is a full answer. Ask only what you can ask safely now.
wish-condition-open = on a condition, or only for some
field-wish-condition = On what condition
field-wish-audience = Only for whom
wish-go-read-back = Go on to reading it back
group-keeping = Keep and share
group-private = Speak in private
group-public = Speak in public
group-presence = Be there
group-later = Later
read-back-heading = Read it back
read-back-intro = Read this to the giver, slowly. Ask whether it is what they meant. They may change anything, now or later, without losing our help.
read-back-words = { $n ->
    [one] One word to read aloud.
   *[other] { $n } words to read aloud.
  }
read-back-question = Was it read back?
read-back-yes = Yes, and they said it is what they meant
read-back-no = It could not be read back safely
read-back-submit = Keep the wish
read-back-change = Change something
