title-people = People
title-search = Search
people-heading = People
people-none = Nobody is here yet. Add a person, or import a list.
people-none-filtered = Nobody fits these filters.
filter-country = Country
filter-stage = Stage
filter-sex = Sex
filter-source = Source
filter-sort = Order
filter-submit = Show
filter-none = Show everyone
export-list = This list as
export-banner = Saved by { $name } on { $when }. Filter: { $filter }. Keep it as its label says; what it says grows old.
export-everybody = everybody
detained-for = detained
nothing-done-for = nothing done for
search-heading = Search:
search-same = { $n ->
    [one] One person with this name
   *[other] { $n } people with this name
  }
search-similar = { $n ->
    [one] One person with a similar name
   *[other] { $n } people with similar names
  }
search-by-words = { $n ->
    [one] One person in whose file these words stand
   *[other] { $n } people in whose files these words stand
  }
search-no-match = Nobody with this name that you may read of.
search-only-similar = Those below have similar names.
search-nothing-similar = Nobody has a similar name either.
search-no-match-help = Try another spelling, another script, or one part of the name only. Somebody may be here under an alias.
sort-forgotten = longest forgotten first
sort-newest = newest first
found-other-spelling = found by another spelling
found-other-script = found by another script
found-similar = sounds or looks alike
found-by-words = the words stand in the file
