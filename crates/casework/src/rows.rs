//! The rows by which entries are found, counted and rung. They are thrown away and made again from
//! the entries at any time.

use std::collections::BTreeSet;

use kernel::{Day, Instant, PartialDate};
use unicode_normalization::{UnicodeNormalization as _, char::is_combining_mark};

/// One row that the store indexes, always as a keyed hash or a number, never as text.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Row {
    /// A search key of a name.
    NameKey {
        /// The class of the key: how alike two names with the same key are.
        class: u8,
        /// The key.
        text: String,
    },
    /// A normalised word, or an exact key such as [`row_word`].
    WordKey(String),
    /// A property that lists filter by.
    Facet {
        /// Which property.
        name: &'static str,
        /// Its value.
        value: String,
    },
    /// A clock of the entry rings. Whether something that came later has silenced it (an answer to
    /// a request, say) is seen when the agenda is read.
    Due {
        /// When it rings.
        at: Instant,
        /// Which clock.
        clock: &'static str,
    },
    /// Something that statistics count.
    Count {
        /// What is counted.
        name: &'static str,
        /// The class it is counted under.
        value: String,
    },
    /// Something was done for the person on this day: what "forgotten since" is reckoned from.
    Done(Day),
}

/// Words kept of one text; a longer one is found by its beginning.
const MOST_WORDS: usize = 64;
/// Characters of one text that are looked at.
const MOST_CHARACTERS: usize = 4_000;

/// The words by which a text is found, and by which a query is looked up. Case, marks and
/// compatibility forms do not matter; `751-2` and `30.5` are one word each; Han text, which has no
/// gaps, is cut into pairs of characters.
#[must_use]
pub fn words(text: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    collect(text, MOST_WORDS, &mut found);
    found
}

/// The words of a whole document, at most so many, and whether there are more.
#[must_use]
pub fn document_words(text: &str, most: usize) -> (BTreeSet<String>, bool) {
    let mut found = BTreeSet::new();
    let mut rest = text;
    while !rest.is_empty() && found.len() <= most {
        // Cut at a blank, so that no word is cut; text without blanks is cut anyway.
        let room = rest
            .char_indices()
            .nth(MOST_CHARACTERS)
            .map_or(rest.len(), |(at, _)| at);
        let (part, _) = rest.split_at(room);
        let end = if room < rest.len() {
            part.rfind(char::is_whitespace)
                .filter(|end| *end > 0)
                .unwrap_or(room)
        } else {
            room
        };
        let (part, after) = rest.split_at(end);
        collect(part, most + 1, &mut found);
        rest = after.trim_start();
    }
    let more = found.len() > most;
    while found.len() > most {
        found.pop_last();
    }
    (found, more)
}

fn collect(text: &str, most: usize, found: &mut BTreeSet<String>) {
    let clean: Vec<char> = text
        .chars()
        .take(MOST_CHARACTERS)
        .nfkd()
        .filter(|c| !is_combining_mark(*c))
        .flat_map(char::to_lowercase)
        .nfc()
        .collect();
    let mut word = String::new();
    let mut before: Option<char> = None;
    for (position, &c) in clean.iter().enumerate() {
        let joins = matches!(c, '-' | '.' | '/')
            && before.is_some_and(char::is_numeric)
            && clean
                .get(position + 1)
                .is_some_and(|next| next.is_numeric());
        if c.is_alphanumeric() || joins {
            word.push(c);
        } else {
            keep(found, &word, most);
            word.clear();
        }
        before = Some(c);
    }
    keep(found, &word, most);
}

fn keep(found: &mut BTreeSet<String>, word: &str, most: usize) {
    if word.is_empty() || found.len() >= most {
        return;
    }
    let characters: Vec<char> = word.chars().collect();
    if characters.len() > 2 && characters.iter().any(|c| is_han(*c)) {
        for pair in characters.windows(2).take(most - found.len()) {
            found.insert(pair.iter().collect());
        }
    } else {
        found.insert(characters.into_iter().take(60).collect());
    }
}

const fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}' | '\u{20000}'..='\u{3134F}')
}

/// The exact key of one row of a list, so that importing the list again finds the same file.
#[must_use]
pub fn row_word(list: &str, key: &str) -> String {
    format!("row:{}:{}", list.trim(), key.trim())
}

/// The word under which all rows of a list about one person are found again.
#[must_use]
pub fn person_word(list: &str, key: &str) -> String {
    format!("person:{list}:{key}")
}

/// How the keys of withdrawn entries begin. No word of a search holds a blank.
pub const WITHDRAWN: &str = "withdrawn ";

/// The exact key of a row or a person of a list whose entry was withdrawn, so that the next list does not
/// bring it back as somebody new.
#[must_use]
pub fn withdrawn_word(key: &str) -> String {
    format!("{WITHDRAWN}{key}")
}

/// The exact key of a content, so that the same document is found again.
#[must_use]
pub fn content_word(sha256: &str) -> String {
    format!("content:{sha256}")
}

/// The exact key of a row that waits for review.
#[must_use]
pub fn review_word(list: &str, key: &str) -> String {
    format!("review:{}:{}", list.trim(), key.trim())
}

/// Age at which somebody is no longer a child (Convention on the Rights of the Child, article 1).
pub const ADULT_AGE: i16 = 18;

/// Value of the facet `minor`: the last year in which somebody born then may still be a child.
/// Nothing when the date of birth is unknown or open-ended.
#[must_use]
pub fn minor_until(birth: &PartialDate) -> Option<String> {
    let year = birth.latest()?.year().checked_add(ADULT_AGE)?;
    Some(format!("{year:04}"))
}

/// The values of the facet `minor` that somebody who is a child on this day may have. Those of the
/// first year may have had their birthday already; the date of birth decides.
pub fn minor_values(today: Day) -> impl Iterator<Item = String> {
    let year = today.year();
    (year..=year.saturating_add(ADULT_AGE)).map(|year| format!("{year:04}"))
}

pub(crate) fn push_words(rows: &mut Vec<Row>, text: &str) {
    rows.extend(words(text).into_iter().map(Row::WordKey));
}

pub(crate) fn facet(rows: &mut Vec<Row>, name: &'static str, value: &str) {
    if !value.is_empty() {
        rows.push(Row::Facet {
            name,
            value: value.to_owned(),
        });
    }
}

pub(crate) fn count(rows: &mut Vec<Row>, name: &'static str, value: &str) {
    if !value.is_empty() {
        rows.push(Row::Count {
            name,
            value: value.to_owned(),
        });
    }
}

pub(crate) fn due(rows: &mut Vec<Row>, clock: &'static str, at: Instant) {
    rows.push(Row::Due { at, clock });
}

#[cfg(test)]
mod tests {
    use super::*;

    fn set(words: &[&str]) -> BTreeSet<String> {
        words.iter().map(|w| (*w).to_owned()).collect()
    }

    #[test]
    fn words_are_found_however_they_are_typed() {
        assert_eq!(
            words("Penal colony No. 33; Tumzha"),
            set(&["penal", "colony", "no", "33", "tumzha"])
        );
        assert_eq!(words("ÉCOLE école"), set(&["ecole"]));
        assert_eq!(
            words("Art. 751-2, 30.5 § 1."),
            set(&["art", "751-2", "30.5", "1"])
        );
        assert_eq!(words("第三监狱"), set(&["第三", "三监", "监狱"]));
        assert_eq!(words("  ;—\n"), set(&[]));
        assert!(words(&"many words ".repeat(10)).len() == 2);
        let long: String = (0..500).map(|n| format!("w{n} ")).collect();
        assert_eq!(words(&long).len(), MOST_WORDS);
    }

    #[test]
    fn a_document_is_found_by_words_from_its_end() {
        let long: String = (0..9_000).map(|n| format!("page{n} ")).collect();
        let (words, more) = document_words(&long, 10_000);
        assert_eq!((words.len(), more), (9_000, false));
        assert!(words.contains("page8999"));
        let (words, more) = document_words(&long, 100);
        assert_eq!((words.len(), more), (100, true));
        // A text without one blank is looked at to its end as well.
        let (words, _) = document_words(&"监狱第三".repeat(4_000), 100);
        assert_eq!(words, set(&["监狱", "狱第", "第三", "三监"]));
        assert_eq!(document_words(" \n ", 5), (set(&[]), false));
    }

    #[test]
    fn children_are_found_by_the_year_they_grow_up() {
        let today = Day::new(2026, 11, 1).unwrap();
        let child = minor_until(&PartialDate::year(2010)).unwrap();
        let adult = minor_until(&PartialDate::parse("1990-05").unwrap()).unwrap();
        assert!(minor_values(today).any(|value| value == child));
        assert!(!minor_values(today).any(|value| value == adult));
        assert_eq!(minor_until(&PartialDate::unknown()), None);
        // Born today: a child for eighteen years more.
        let newborn = minor_until(&PartialDate::day(today)).unwrap();
        assert!(minor_values(today).any(|value| value == newborn));
    }
}
