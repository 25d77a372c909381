//! Ids, partial dates, scripts, languages, labels, envelopes, clock and randomness: no input or output.
