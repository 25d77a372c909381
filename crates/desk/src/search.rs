//! Search: people by a name in any script and order, whole, in part or misspelt, or by words of
//! their files (O2b).
//!
//! The blind index only knows "equal", so a question is turned into keys that forgive
//! ([`names::query_keys`]), the rarest keys bring candidates, and the names of these are opened and
//! compared. Only rows that are published and that the reader may read count, for what is found
//! and for its order.

use std::collections::{
    BTreeMap, BTreeSet,
    btree_map::Entry::{Occupied, Vacant},
};

use access::Visible;
use casework::{Body as _, Row, people::Name};
use kernel::FileId;
use names::{KeyClass, NormalName, Prepared, Token};
use store::{Carried, Carrier, Transaction};

use crate::{
    Caller, House, Result,
    files::WORD_CLASS,
    house::CompartmentKeys,
    people::{PersonLine, ShownName},
};

/// Somebody found by a search.
#[derive(Clone, Debug, PartialEq)]
pub struct Found {
    /// The person.
    pub person: PersonLine,
    /// How alike the best name and the question are, 0 to 1; 0 for people found by other words.
    pub score: f32,
    /// The name that is most alike; none for people found by other words.
    pub matched: Option<ShownName>,
}

impl Found {
    /// Whether the person bears the name that was searched for; the others have similar names.
    #[must_use]
    pub fn is_same(&self) -> bool {
        self.score >= names::SAME
    }
}

/// Rows are counted up to here: beyond, a key is simply common.
const COUNTED: i64 = 400;
/// So many rows of the index bring candidates.
const ROWS: i64 = 800;
/// So many rows of a common word are held against another word.
const WITHIN: i64 = 3_000;
/// So many names are compared.
const CANDIDATES: usize = 100;
/// So many files are looked at that only words brought.
const BY_WORDS: i64 = 60;
/// Names less alike than this are not shown: one key in common by chance.
const LEAST: f32 = 0.08;
/// What the beginning of a name is worth, and a part of it against the whole.
const BEGINNING: f32 = 0.5;
const IN_PART: f32 = 0.98;
/// Longer questions are cut: nobody has a longer name.
const LONGEST: usize = 300;

/// A name that is asked for, ready to be held against others.
pub(crate) struct Question {
    name: NormalName,
    prepared: Prepared,
}

impl Question {
    pub(crate) fn new(text: &str) -> Self {
        let name = names::normalise(text);
        Self {
            prepared: Prepared::new(&name),
            name,
        }
    }

    /// How alike a name is, from 0 to 1. A question of fewer words than the name is held against
    /// each part of it of as many words; the beginning of a word counts for half.
    pub(crate) fn likeness(&self, text: &str) -> f32 {
        let name = names::normalise(text);
        let whole = names::compare_prepared(&self.prepared, &Prepared::new(&name)).probability;
        let asked = self.name.tokens().len();
        if whole >= IN_PART || asked == 0 {
            return whole;
        }
        let mut best = whole;
        if asked < name.tokens().len() && name.tokens().len() <= 6 {
            for part in parts(&name, asked) {
                let part = names::prepare(&part);
                let likeness = names::compare_prepared(&self.prepared, &part).probability;
                best = best.max(likeness * IN_PART);
            }
        }
        if best < BEGINNING && self.begins(&name) {
            best = BEGINNING;
        }
        best
    }

    /// Whether every word that was typed begins a word of the name, by its letters or its sound.
    fn begins(&self, name: &NormalName) -> bool {
        self.name.tokens().iter().all(|typed| {
            name.tokens().iter().any(|word| {
                word.text().starts_with(typed.text())
                    || typed.sounds().first().is_some_and(|typed| {
                        typed.len() > 1
                            && word
                                .sounds()
                                .iter()
                                .any(|word| word.starts_with(typed.as_str()))
                    })
            })
        })
    }
}

/// The parts of a name of so many words, in the order of the name.
fn parts(name: &NormalName, words: usize) -> Vec<String> {
    let tokens: Vec<&Token> = name.tokens().iter().collect();
    (0_u32..1 << tokens.len())
        .filter(|chosen| chosen.count_ones() as usize == words)
        .map(|chosen| {
            let taken: Vec<&str> = tokens
                .iter()
                .enumerate()
                .filter(|(place, _)| chosen >> place & 1 == 1)
                .map(|(_, token)| token.text())
                .collect();
            taken.join(" ")
        })
        .collect()
}

/// What a key is worth where nothing else tells: its own letters before its sound.
const fn rank(class: KeyClass) -> u8 {
    match class {
        KeyClass::Exact => 0,
        KeyClass::HanPair => 1,
        KeyClass::Romanised => 2,
        KeyClass::Skeleton => 3,
        KeyClass::Prefix => 4,
    }
}

/// A key that few carry says more than one that many carry.
pub(crate) fn weight(carriers: i64) -> i64 {
    let share = COUNTED * 2 / carriers.max(1);
    1 + 4 * i64::from(share.max(1).ilog2())
}

impl House {
    /// The compartments in which the caller reads people and whose keys are at hand.
    pub(crate) fn searched<'a>(&self, caller: &'a Caller) -> Vec<&'a CompartmentKeys> {
        let whole = access::readable(&caller.actor)
            .into_iter()
            .filter(|(_, kinds)| kinds.contains(Name::WORD))
            .map(|(compartment, _)| compartment);
        let single = access::readable_files(&caller.actor)
            .into_iter()
            .filter(|(_, _, kinds)| kinds.contains(Name::WORD))
            .map(|(compartment, ..)| compartment);
        let places: std::collections::BTreeSet<_> = whole.chain(single).collect();
        places
            .into_iter()
            .filter_map(|compartment| caller.keyring.get(&compartment))
            .collect()
    }

    /// Names that may be this one, the likeliest first, by the keys of the index alone.
    pub(crate) async fn name_candidates(
        &self,
        caller: &Caller,
        transaction: &mut Transaction,
        text: &str,
        most: usize,
    ) -> Result<Vec<Carried>> {
        let keys = names::query_keys(text);
        let places = self.searched(caller);
        let mut ranked: BTreeMap<i64, u8> = BTreeMap::new();
        for place in &places {
            for key in &keys {
                ranked.insert(
                    place.index.hash(key.class.code(), &key.text),
                    rank(key.class),
                );
            }
        }
        let hashes: Vec<i64> = ranked.keys().copied().take(4_000).collect();
        let mut counts = transaction
            .carried(caller.viewer(), &hashes, Carrier::Names, COUNTED)
            .await?;
        counts.sort_by_key(|(hash, carriers)| (*carriers, ranked.get(hash).copied(), *hash));
        // The rarest keys are asked first, as many as stay cheap; a question of common names only
        // still gets its first ones.
        let mut asked = Vec::new();
        let mut rows = 0;
        for (hash, carriers) in &counts {
            rows += carriers;
            if rows > ROWS && !asked.is_empty() {
                break;
            }
            asked.push((*hash, weight(*carriers)));
        }
        let limit = i64::try_from(most).unwrap_or(i64::MAX);
        let mut found = transaction.carriers(&asked, ROWS, limit).await?;
        let all_common = counts
            .first()
            .is_some_and(|(_, carriers)| *carriers >= COUNTED);
        if all_common {
            let mut both = self.bearing_both(transaction, text, &places, limit).await?;
            found.retain(|one| both.iter().all(|known| known.entry != one.entry));
            both.append(&mut found);
            both.truncate(most);
            found = both;
        }
        Ok(found)
    }

    /// Names in which two words meet that thousands bear each.
    async fn bearing_both(
        &self,
        transaction: &mut Transaction,
        text: &str,
        places: &[&CompartmentKeys],
        limit: i64,
    ) -> Result<Vec<Carried>> {
        let name = names::normalise(text);
        let words: Vec<names::SearchKey> = name
            .tokens()
            .iter()
            .filter(|token| token.role().is_word())
            .filter_map(|token| {
                let mut keys = names::query_keys(token.text());
                keys.sort_by_key(|key| match key.class {
                    KeyClass::Skeleton => 0,
                    KeyClass::Romanised => 1,
                    other => 2 + rank(other),
                });
                keys.into_iter().next()
            })
            .take(2)
            .collect();
        let [one, other] = words.as_slice() else {
            return Ok(Vec::new());
        };
        let mut found = Vec::new();
        for place in places.iter().take(8) {
            let hash = |key: &names::SearchKey| place.index.hash(key.class.code(), &key.text);
            found.extend(
                transaction
                    .carrying_both(hash(one), hash(other), WITHIN, limit)
                    .await?,
            );
        }
        Ok(found)
    }

    /// Finds people by a name in any script, or by words: the most alike first, then those found by
    /// words of their files.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn find(
        &self,
        caller: &Caller,
        text: &str,
        limit: usize,
    ) -> Result<Visible<Vec<Found>>> {
        let permit = self.list_right(caller)?;
        let text: String = text.chars().take(LONGEST).collect();
        let question = Question::new(&text);
        let mut transaction = self.read().await?;
        let candidates = self
            .name_candidates(caller, &mut transaction, &text, CANDIDATES)
            .await?;
        // Names alone decide who is worth opening as a whole.
        let scores = self
            .name_scores(caller, &mut transaction, &candidates, &question)
            .await?;
        let by_name: Vec<FileId> = scores
            .iter()
            .filter(|(score, _)| *score >= LEAST)
            .take(limit)
            .map(|(_, file)| *file)
            .collect();
        let mut found: Vec<Found> = self
            .opened(caller, &mut transaction, &by_name)
            .await?
            .into_iter()
            .map(|opened| found_by_name(&question, opened.line))
            .filter(|found| found.matched.is_some())
            .collect();
        found.sort_by(|a, b| {
            b.score
                .total_cmp(&a.score)
                .then(a.person.file.cmp(&b.person.file))
        });
        if found.len() < limit {
            let by_words = self
                .found_by_words(caller, &mut transaction, &text, &by_name)
                .await?;
            found.extend(by_words);
            found.truncate(limit);
        }
        Ok(Visible::new(&permit, found))
    }

    /// People in whose readable entries a word of the question stands, beside those found by name.
    async fn found_by_words(
        &self,
        caller: &Caller,
        transaction: &mut Transaction,
        text: &str,
        known: &[FileId],
    ) -> Result<Vec<Found>> {
        let words = casework::words(text);
        let mut hashes = BTreeSet::new();
        for place in self.searched(caller) {
            for word in &words {
                hashes.insert(place.index.hash(WORD_CLASS, word));
            }
        }
        let hashes: Vec<i64> = hashes.into_iter().take(1_000).collect();
        let mut counts = transaction
            .carried(caller.viewer(), &hashes, Carrier::Anything, BY_WORDS * 2)
            .await?;
        counts.sort_by_key(|(hash, carriers)| (*carriers, *hash));
        let weighted: Vec<(i64, i64)> = counts
            .into_iter()
            .map(|(hash, carriers)| (hash, weight(carriers)))
            .collect();
        let files: Vec<FileId> = transaction
            .candidates(
                caller.viewer(),
                &weighted,
                Carrier::Anything,
                BY_WORDS * 2,
                BY_WORDS,
            )
            .await?
            .into_iter()
            .map(|(file, _)| file)
            .filter(|file| !known.contains(file))
            .collect();
        Ok(self
            .opened(caller, transaction, &files)
            .await?
            .into_iter()
            // Where kinds are sealed, only the open entries say whether the word is for this reader.
            .filter(|opened| {
                opened
                    .history
                    .current()
                    .flat_map(casework::kinds::project)
                    .any(|row| matches!(row, Row::WordKey(word) if words.contains(&word)))
            })
            .map(|opened| Found {
                person: opened.line,
                score: 0.0,
                matched: None,
            })
            .collect())
    }

    /// How alike the question and the best of these names in each file are, the most alike first.
    pub(crate) async fn name_scores(
        &self,
        caller: &Caller,
        transaction: &mut Transaction,
        candidates: &[Carried],
        question: &Question,
    ) -> Result<Vec<(f32, FileId)>> {
        let mut files: Vec<FileId> = candidates.iter().map(|one| one.file).collect();
        files.sort_unstable();
        files.dedup();
        let wrapped: BTreeMap<FileId, (i64, Vec<u8>)> = transaction
            .file_keys(&files)
            .await?
            .into_iter()
            .map(|(file, epoch, wrapped)| (file, (epoch, wrapped)))
            .collect();
        let mut keys: BTreeMap<FileId, sealing::FileKey> = BTreeMap::new();
        let mut best: BTreeMap<FileId, f32> = BTreeMap::new();
        for stored in transaction
            .carried_entries(caller.viewer(), candidates)
            .await?
        {
            let file = stored.outer.file;
            let (Some((epoch, wrapped)), Ok(compartment)) = (
                wrapped.get(&file),
                self.keys_of(caller, stored.outer.compartment),
            ) else {
                continue;
            };
            let key = match keys.entry(file) {
                Occupied(known) => known.into_mut(),
                Vacant(place) => {
                    place.insert(self.unwrap_file_key(compartment, file, *epoch, wrapped)?)
                }
            };
            let entry = self.open_entry(key, &stored)?;
            if entry.kind() == Name::WORD && !entry.is_withdrawn() {
                let name = casework::body::<Name>(&entry)?;
                let known = best.entry(file).or_default();
                *known = known.max(question.likeness(&name.text));
            }
        }
        let mut scores: Vec<(f32, FileId)> = best
            .into_iter()
            .map(|(file, score)| (score, file))
            .collect();
        scores.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        Ok(scores)
    }
}

fn found_by_name(question: &Question, person: PersonLine) -> Found {
    let best = person
        .names
        .iter()
        .map(|name| (question.likeness(&name.text), name))
        .reduce(|best, next| if next.0 > best.0 { next } else { best })
        .map(|(score, name)| (score, name.clone()));
    match best {
        Some((score, name)) => Found {
            person,
            score,
            matched: Some(name),
        },
        None => Found {
            person,
            score: 0.0,
            matched: None,
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_and_beginnings_are_found_and_strangers_are_not() {
        let likeness = |typed: &str, name: &str| Question::new(typed).likeness(name);
        assert!(likeness("Karimov", "Yusuf Karimov") >= names::SAME);
        assert!(likeness("Karimov Yusuf", "Yusuf Karimov") >= names::SAME);
        assert!(likeness("Юсуф Каримов", "Yusuf Karimov") >= names::SAME);
        assert!(likeness("刘望", "刘望") >= names::SAME);
        assert!(likeness("ဟိန်းအောင်", "Hein Aung") >= names::SAME);
        let beginning = likeness("kari", "Yusuf Karimov");
        assert!((BEGINNING..names::SAME).contains(&beginning), "{beginning}");
        assert!(likeness("Nadia Belch", "Yusuf Karimov") < LEAST);
        assert!(likeness("", "Yusuf Karimov") < LEAST);
    }

    #[test]
    fn a_rare_key_weighs_more() {
        assert!(weight(1) > weight(10) && weight(10) > weight(COUNTED));
        assert!(weight(COUNTED) > 0);
    }
}
