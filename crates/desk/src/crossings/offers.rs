//! What a lead offers of a file, and which two files may meet by it.
//!
//! Names and births become hashes under a key that only the server has, in the hands of the lead who
//! reads them; what leaves the compartment is those hashes, sealed together. So the server can tell
//! that two files may be of one person without a key of either compartment, and nobody else can tell
//! anything, not even how often a name occurs.

use std::collections::{BTreeMap, BTreeSet};

use kernel::{CompartmentId, Day, FileId, Instant};
use names::{KeyClass, normalise, search_keys_of};
use sealing::IndexKey;
use serde::{Deserialize, Serialize};

use crate::{files::History, matches::Portrait};

/// A name whose words more files bear than these says nothing by itself.
const COMMON: usize = 200;
/// Where no birth speaks for it, the name must be rarer than this.
const RARE: usize = 4;
/// Hashes of one file: an absurd name must not fill the register.
const MOST: usize = 64;

const PAIR_CLASS: u8 = 211;
const WHOLE_CLASS: u8 = 212;
const DAY_CLASS: u8 = 213;
const YEAR_CLASS: u8 = 214;

/// What is compared of one file.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Offer {
    /// The last day on which something was written that tells people apart.
    pub(super) changed: i32,
    /// Hashes of two words of a name together, by their sound, in any order; of whole names.
    pub(super) names: Vec<i64>,
    /// Hashes of days of birth known to the day.
    pub(super) days: Vec<i64>,
    /// Hashes of years of birth.
    pub(super) years: Vec<i64>,
}

impl Offer {
    /// What is offered of a person.
    pub(super) fn of(key: &IndexKey, portrait: &Portrait, changed: Day) -> Self {
        let mut names = BTreeSet::new();
        for text in &portrait.names {
            let name = normalise(text);
            let words: Vec<&[String]> = name
                .tokens()
                .iter()
                .filter(|token| token.role().is_word())
                .map(|token| token.skeletons())
                .take(6)
                .collect();
            for (place, one) in words.iter().enumerate() {
                for other in words.iter().skip(place + 1) {
                    for a in one.iter().take(2) {
                        for b in other.iter().take(2) {
                            let (low, high) = if a <= b { (a, b) } else { (b, a) };
                            names.insert(key.hash(PAIR_CLASS, &format!("{low} {high}")));
                        }
                    }
                }
            }
            // Names that are not written in words, and words that were joined or cut.
            let single: BTreeSet<&String> = words.iter().flat_map(|word| word.iter()).collect();
            for found in search_keys_of(&name) {
                let whole = match found.class {
                    KeyClass::HanPair => found.text.chars().count() > 1,
                    KeyClass::Skeleton => words.len() > 1 && !single.contains(&found.text),
                    _ => false,
                };
                if whole {
                    names.insert(key.hash(WHOLE_CLASS, &found.text));
                }
            }
        }
        let mut days = BTreeSet::new();
        let mut years = BTreeSet::new();
        for birth in &portrait.births {
            let (Some(first), Some(last)) = (birth.earliest(), birth.latest()) else {
                continue;
            };
            if first == last {
                days.insert(key.hash(DAY_CLASS, &first.to_string()));
            }
            // "About 1979" may be the year before or after: every year that it may be.
            let (from, to) = (first.to_string(), last.to_string());
            let year = |text: &str| text.get(..4).and_then(|year| year.parse::<i32>().ok());
            if let (Some(from), Some(to)) = (year(&from), year(&to)) {
                for year in (from..=to).take(12) {
                    years.insert(key.hash(YEAR_CLASS, &year.to_string()));
                }
            }
        }
        let most = |set: BTreeSet<i64>| set.into_iter().take(MOST).collect();
        Self {
            changed: changed.number(),
            names: most(names),
            days: most(days),
            years: most(years),
        }
    }

    /// Whether it has a name to compare.
    pub(super) const fn says_something(&self) -> bool {
        !self.names.is_empty()
    }
}

/// The last day on which something was written that tells people apart.
pub(super) fn changed(history: &History, created: Day) -> Day {
    history
        .all()
        .filter(|entry| crate::matches::tells_apart(entry.kind()))
        .map(|entry| Instant::day(entry.inner.recorded_at))
        .fold(created, Day::max)
}

/// A file that takes part.
#[derive(Clone, Debug)]
pub(super) struct Taking {
    pub(super) file: FileId,
    pub(super) compartment: CompartmentId,
    pub(super) created: Day,
    pub(super) offer: Offer,
}

fn share(one: &[i64], other: &[i64]) -> bool {
    one.iter().any(|hash| other.contains(hash))
}

/// Which files of two compartments may be of one person, the likeliest first; as places in `files`,
/// of each pair the older file first.
pub(super) fn may_meet(files: &[Taking]) -> Vec<(usize, usize)> {
    let mut bearers: BTreeMap<i64, Vec<usize>> = BTreeMap::new();
    for (place, taking) in files.iter().enumerate() {
        for hash in &taking.offer.names {
            bearers.entry(*hash).or_default().push(place);
        }
    }
    let mut found: BTreeMap<(usize, usize), i32> = BTreeMap::new();
    for places in bearers.values().filter(|places| places.len() <= COMMON) {
        for (at, one) in places.iter().enumerate() {
            for other in places.iter().skip(at + 1) {
                let (Some(a), Some(b)) = (files.get(*one), files.get(*other)) else {
                    continue;
                };
                if a.compartment == b.compartment {
                    continue;
                }
                let born = match (a.offer.years.is_empty(), b.offer.years.is_empty()) {
                    (false, false) if !share(&a.offer.years, &b.offer.years) => continue,
                    (false, false) if share(&a.offer.days, &b.offer.days) => 8,
                    (false, false) => 4,
                    _ if places.len() > RARE => continue,
                    _ => 0,
                };
                let rare = 8 - i32::try_from(places.len().ilog2()).unwrap_or(8);
                let pair = if (a.created, a.file) <= (b.created, b.file) {
                    (*one, *other)
                } else {
                    (*other, *one)
                };
                let known = found.entry(pair).or_default();
                *known = (*known + 1).max(born + rare);
            }
        }
    }
    let mut found: Vec<((usize, usize), i32)> = found.into_iter().collect();
    found.sort_by_key(|(pair, score)| (std::cmp::Reverse(*score), *pair));
    found.into_iter().map(|(pair, _)| pair).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use kernel::PartialDate;
    use sealing::SecretKey;

    fn taking(number: u8, place: u8, names: &[&str], birth: &str) -> Taking {
        let portrait = Portrait {
            names: names.iter().map(|name| (*name).to_owned()).collect(),
            births: PartialDate::parse(birth).into_iter().collect(),
            ..Portrait::default()
        };
        Taking {
            file: FileId::from_bytes([number; 16]),
            compartment: CompartmentId::from_bytes([place; 16]),
            created: Day::from_number(i32::from(number)),
            offer: Offer::of(
                &IndexKey::new(&SecretKey::new([1; 32])),
                &portrait,
                Day::from_number(1),
            ),
        }
    }

    #[test]
    fn one_person_meets_across_scripts_and_compartments_only() {
        let files = [
            taking(4, 2, &["Юсуф Каримов"], "1979"),
            taking(1, 1, &["Yusuf Karimov"], "1979-05-12"),
            taking(2, 1, &["Karimov, Yusuf"], "1979-05-12"),
            taking(3, 2, &["Yusuf Karimov"], "1950"),
            taking(5, 3, &["Orkhan Tarin"], "1979-05-12"),
            taking(6, 3, &["刘望"], ""),
            taking(7, 2, &["刘望"], "1988"),
        ];
        let pairs: BTreeSet<(usize, usize)> = may_meet(&files).into_iter().collect();
        assert_eq!(pairs, BTreeSet::from([(1, 0), (2, 0), (5, 6)]));
    }

    #[test]
    fn what_is_offered_is_no_text() {
        let taking = taking(1, 1, &["Yusuf Karimov"], "1979-05-12");
        let text = serde_json::to_string(&taking.offer).unwrap();
        for word in ["Yusuf", "ysf", "yusuf", "arimov", "1979"] {
            assert!(!text.contains(word), "{text}");
        }
        assert!(taking.offer.says_something());
        assert!(!super::Offer::default().says_something());
    }
}
