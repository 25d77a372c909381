//! The same person in two files, found and decided (O2b): warnings when somebody is entered, pairs
//! for reviewers, decisions that can be taken back.
//!
//! Everything here stays within what the caller may read: candidates come from the blind index of
//! compartments whose names the caller reads, and what weighs for or against is taken from entries
//! opened for that caller. Nothing is stored but the decision: an entry of kind `link` in one of the
//! two files, with its history.

mod decisions;
mod teaching;

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use access::Visible;
use casework::{
    matters::Detention,
    people::{Fact, Name},
    register::Link,
};
use kernel::{EntryId, FileId, Instant, PartialDate, UserId};
pub use linkage::{Accord, Field, Portrait, Taught, Weighed, Weight};
use linkage::{Population, weigh_taught};
use store::{Carrier, FileCursor, FileOrder, Transaction};
pub(crate) use teaching::Lessons;

use crate::{
    Caller, DeskError, Draft, History, Result,
    house::House,
    people::{Opened, PersonLine},
    search::Question,
};

/// From this probability on a pair is put before a reviewer.
pub const PROPOSED: f32 = 0.10;
/// From this probability on somebody entered is said to be known perhaps.
pub const WARNED: f32 = 0.03;
/// The decision *not sure* holds for so many days; then the pair is asked about again.
pub const UNSURE_DAYS: i32 = 30;
/// Pairs of one sitting.
pub const SITTING: u32 = 50;
/// So many people are looked at before a page answers that it has found no pair yet.
const LOOKED: usize = 150;
/// Candidates of one name, and those that are opened and weighed.
const CANDIDATES: usize = 60;
const WEIGHED: usize = 12;
/// Names of one person that are looked up.
const NAMES: usize = 4;
/// Names less alike than this are not weighed.
const ALIKE: f32 = 0.3;
/// How far carriers of a word are counted, to tell how rare it is.
const COUNTED: i64 = 5_000;

/// Somebody who may be the person in question.
#[derive(Clone, Debug, PartialEq)]
pub struct Possible {
    /// The person.
    pub person: PersonLine,
    /// What speaks for it and against it.
    pub weighed: Weighed,
    /// What was decided about the two, if anything was.
    pub decided: Option<Decided>,
}

/// What was decided about two files.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decided {
    /// The entry that holds it.
    pub entry: EntryId,
    /// Its version.
    pub version: u32,
    /// `same`, `apart` or `unsure`.
    pub decision: String,
    /// Who decided.
    pub by: UserId,
    /// When.
    pub at: Instant,
}

/// Two people who may be one.
#[derive(Clone, Debug, PartialEq)]
pub struct Pair {
    /// The one.
    pub first: PersonLine,
    /// The other.
    pub second: PersonLine,
    /// What speaks for one person and against it.
    pub weighed: Weighed,
    /// What was decided before, if the pair is asked about again.
    pub decided: Option<Decided>,
}

/// A pair with everything that is known of both.
#[derive(Clone, Debug)]
pub struct OpenPair {
    /// The pair.
    pub pair: Pair,
    /// What is known of the one.
    pub first: History,
    /// What is known of the other.
    pub second: History,
    /// Their portraits: what was weighed.
    pub portraits: (Portrait, Portrait),
    /// What the decisions of reviewers taught in the compartment of the second file.
    pub taught: Arc<Taught>,
}

/// Where the search for pairs has come.
#[derive(Clone, Debug, PartialEq)]
pub struct Search {
    /// The next pair, if one was found.
    pub pair: Option<Pair>,
    /// Where to go on: before the person of the pair, who may have more pairs; or after those who were
    /// looked at. Nothing once everybody was.
    pub after: Option<String>,
    /// How many people were looked at for it.
    pub looked: usize,
}

/// One decision in the list of a reviewer.
#[derive(Clone, Debug, PartialEq)]
pub struct DecisionLine {
    /// The person in whose file it stands.
    pub first: PersonLine,
    /// The other, if the reader may still read it.
    pub second: Option<PersonLine>,
    /// What was decided.
    pub decided: Decided,
}

/// A decision as an example to learn weights from.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct Labelled {
    /// One file.
    pub one: FileId,
    /// The other.
    pub other: FileId,
    /// Whether they are one person.
    pub same: bool,
    /// The binary logarithm of the odds that the comparison gives today.
    pub log_odds: f32,
    /// What each field brings.
    pub weights: Vec<Weight>,
}

/// What is known of a person, as far as it tells people apart.
#[must_use]
pub fn portrait(history: &History) -> Portrait {
    let mut portrait = Portrait::default();
    let put = |list: &mut Vec<String>, text: &str| {
        let text = text.trim();
        if !text.is_empty() && list.len() < 8 && !list.iter().any(|known| known == text) {
            list.push(text.to_owned());
        }
    };
    let put_date = |list: &mut Vec<PartialDate>, date: &PartialDate| {
        if !date.is_unknown() && list.len() < 8 && !list.contains(date) {
            list.push(date.clone());
        }
    };
    for (_, name) in history.bodies::<Name>() {
        put(&mut portrait.names, &name.text);
        for part in &name.parts {
            match part.role.as_str() {
                "patronymic" => put(&mut portrait.fathers, &part.text),
                "mother" => put(&mut portrait.mothers, &part.text),
                _ => {}
            }
        }
    }
    for (_, fact) in history.bodies::<Fact>() {
        let code = fact.code.as_deref().unwrap_or_default();
        match fact.field.as_str() {
            "birth" => {
                if let Some(date) = &fact.date {
                    put_date(&mut portrait.births, date);
                }
            }
            "sex" if code != "unknown" => put(&mut portrait.sexes, code),
            "origin" => put(&mut portrait.birth_places, &fact.value),
            "residence" => put(&mut portrait.places, &fact.value),
            "identity_number" => put(&mut portrait.identities, &fact.value),
            _ => {}
        }
    }
    for (_, detention) in history.bodies::<Detention>() {
        put(&mut portrait.places, &detention.place_text);
        put(&mut portrait.countries, &detention.country);
        put_date(&mut portrait.arrests, &detention.from);
    }
    portrait
}

/// Whether a kind tells people apart: a change of such an entry opens a decision again.
pub(crate) fn tells_apart(kind: &str) -> bool {
    matches!(kind, "name" | "fact")
}

/// The newest decision about two people.
fn decision_between(one: &Opened, other: &Opened) -> Option<Decided> {
    let toward = |from: &Opened, to: &Opened| {
        from.history
            .bodies::<Link>()
            .into_iter()
            .filter(|(_, link)| to.files.contains(&link.other))
            .map(|(entry, link)| Decided {
                entry: entry.outer.id,
                version: entry.outer.version,
                decision: link.decision,
                by: entry.inner.by,
                at: entry.inner.recorded_at,
            })
            .collect::<Vec<_>>()
    };
    let mut all = toward(one, other);
    all.extend(toward(other, one));
    all.into_iter()
        .max_by_key(|decided| (decided.at, decided.entry))
}

/// Whether something that tells people apart was written since.
fn changed_since(person: &Opened, at: Instant) -> bool {
    person
        .history
        .all()
        .any(|entry| tells_apart(entry.kind()) && entry.inner.recorded_at > at)
}

fn settled(decided: &Decided, one: &Opened, other: &Opened, now: Instant) -> bool {
    if decided.decision == "same" {
        return true;
    }
    if changed_since(one, decided.at) || changed_since(other, decided.at) {
        return false;
    }
    decided.decision != "unsure" || now.day().since(decided.at.day()) < UNSURE_DAYS
}

impl House {
    /// How many people the caller reads, and how rare these names are among them: of several, the
    /// rarest counts, of its words the spelling that most share.
    async fn population(
        &self,
        caller: &Caller,
        transaction: &mut Transaction,
        names: &[String],
    ) -> Result<Population> {
        let people = transaction.count_files(caller.viewer(), "person").await?;
        #[expect(
            clippy::cast_precision_loss,
            reason = "counts of people are far below 2^53"
        )]
        let people = people.max(20) as f64;
        let places = self.searched(caller);
        let mut rarest = 0.0_f64;
        for name in names.iter().take(NAMES) {
            let mut bits = 0.0_f64;
            for token in names::normalise(name)
                .tokens()
                .iter()
                .filter(|token| token.role().is_word())
                .take(4)
            {
                let mut most = 1_i64;
                for key in names::search_keys(token.text()) {
                    if !matches!(
                        key.class,
                        names::KeyClass::Romanised | names::KeyClass::Skeleton
                    ) {
                        continue;
                    }
                    let hashes: Vec<i64> = places
                        .iter()
                        .map(|place| place.index.hash(key.class.code(), &key.text))
                        .collect();
                    let carriers: i64 = transaction
                        .carried(caller.viewer(), &hashes, Carrier::Names, COUNTED)
                        .await?
                        .iter()
                        .map(|(_, carriers)| carriers)
                        .sum();
                    most = most.max(carriers);
                }
                #[expect(clippy::cast_precision_loss, reason = "counts up to a few thousands")]
                let most = most as f64;
                bits += (people / most).log2().max(0.0);
            }
            rarest = rarest.max(bits);
        }
        #[expect(clippy::cast_possible_truncation, reason = "bits below a hundred")]
        Ok(Population {
            people,
            name_rarity: rarest as f32,
        })
    }

    /// People who may be the one of this portrait, the likeliest first, without those in `own`.
    async fn candidates_for(
        &self,
        caller: &Caller,
        transaction: &mut Transaction,
        portrait: &Portrait,
        own: &[FileId],
        least: f32,
    ) -> Result<Vec<(Opened, Weighed)>> {
        let mut best: BTreeMap<FileId, f32> = BTreeMap::new();
        for name in portrait.names.iter().take(NAMES) {
            let mut candidates = self
                .name_candidates(caller, transaction, name, CANDIDATES)
                .await?;
            candidates.retain(|candidate| !own.contains(&candidate.file));
            let question = Question::new(name);
            for (score, file) in self
                .name_scores(caller, transaction, &candidates, &question)
                .await?
            {
                let known = best.entry(file).or_default();
                *known = known.max(score);
            }
        }
        let mut alike: Vec<(f32, FileId)> = best
            .into_iter()
            .filter(|(_, score)| *score >= ALIKE)
            .map(|(file, score)| (score, file))
            .collect();
        if alike.is_empty() {
            return Ok(Vec::new());
        }
        let nothing = Taught::default();
        alike.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        // Namesakes beyond these: the oldest files come first, as they do everywhere else.
        let files: Vec<FileId> = alike
            .into_iter()
            .take(WEIGHED * 2)
            .map(|(_, file)| file)
            .collect();
        let population = self
            .population(caller, transaction, &portrait.names)
            .await?;
        let taught = self.taught_everywhere(caller, transaction).await?;
        let mut weighed: Vec<(Opened, Weighed)> = self
            .opened(caller, transaction, &files)
            .await?
            .into_iter()
            .filter(|opened| !opened.files.iter().any(|file| own.contains(file)))
            .map(|opened| {
                let taught = taught
                    .get(&opened.compartment)
                    .map_or(&nothing, |taught| taught.as_ref());
                let other = self::portrait(&opened.history);
                let weighed = weigh_taught(portrait, &other, population, taught);
                (opened, weighed)
            })
            .filter(|(_, weighed)| weighed.probability >= least)
            .collect();
        weighed.sort_by(|a, b| {
            b.1.log_odds
                .total_cmp(&a.1.log_odds)
                .then(a.0.line.file.cmp(&b.0.line.file))
        });
        weighed.truncate(WEIGHED);
        Ok(weighed)
    }

    /// People whom somebody about to be entered may be, the likeliest first.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn known_perhaps(
        &self,
        caller: &Caller,
        drafts: &[Draft],
    ) -> Result<Visible<Vec<Possible>>> {
        let permit = self.list_right(caller)?;
        let mut entered = Portrait::default();
        for draft in drafts {
            if draft.kind == "name"
                && let Some(text) = draft.body.get("text").and_then(serde_json::Value::as_str)
            {
                entered.names.push(text.to_owned());
            }
        }
        let mut transaction = self.read().await?;
        let possible = self
            .candidates_for(caller, &mut transaction, &entered, &[], 0.0)
            .await?
            .into_iter()
            // A name is all that is known yet: whoever bears the same one is worth a look.
            .filter(|(_, weighed)| {
                weighed.probability >= WARNED
                    || weighed
                        .weights
                        .first()
                        .is_some_and(|weight| weight.bits > 0.0)
            })
            .map(|(opened, weighed)| Possible {
                person: opened.line,
                weighed,
                decided: None,
            })
            .collect();
        Ok(Visible::new(&permit, possible))
    }

    /// Who else this person may be, the likeliest first, with what was decided about each.
    ///
    /// # Errors
    /// [`DeskError::Absent`].
    pub async fn possible_matches(
        &self,
        caller: &Caller,
        file: FileId,
    ) -> Result<Visible<Vec<Possible>>> {
        let mut transaction = self.read().await?;
        let person = self
            .opened(caller, &mut transaction, &[file])
            .await?
            .pop()
            .ok_or(DeskError::Absent)?;
        let permit = self.read_right(caller, person.compartment, "name")?;
        let possible = self
            .candidates_for(
                caller,
                &mut transaction,
                &portrait(&person.history),
                &person.files,
                WARNED,
            )
            .await?
            .into_iter()
            .map(|(opened, weighed)| Possible {
                decided: decision_between(&person, &opened),
                person: opened.line,
                weighed,
            })
            .collect();
        Ok(Visible::new(&permit, possible))
    }

    /// The next pair that nobody has decided, from the newest people to the oldest. Ends after so
    /// many people without a pair, so that no page waits long.
    ///
    /// # Errors
    /// When the cursor is forged or the store fails.
    pub async fn next_pair(&self, caller: &Caller, after: Option<&str>) -> Result<Visible<Search>> {
        let permit = self.list_right(caller)?;
        let mut from = after.map(|text| self.read_cursor(text)).transpose()?;
        let mut transaction = self.read().await?;
        let mut looked = 0;
        let now = self.now();
        let place = |from: Option<FileCursor>| from.map(|cursor| self.cursor(cursor));
        loop {
            let files = transaction
                .files(caller.viewer(), "person", FileOrder::Newest, from, 25)
                .await?;
            if files.is_empty() {
                break;
            }
            for stored in &files {
                let here = FileCursor {
                    sort: stored.sort_value(FileOrder::Newest),
                    id: stored.id,
                };
                let person = self
                    .opened_stored(caller, &mut transaction, std::slice::from_ref(stored))
                    .await?
                    .pop();
                looked += 1;
                if let Some(person) = person {
                    let pair = self
                        .undecided(caller, &mut transaction, &person, now)
                        .await?
                        .into_iter()
                        .next();
                    if pair.is_some() {
                        return Ok(Visible::new(
                            &permit,
                            Search {
                                pair,
                                after: place(from),
                                looked,
                            },
                        ));
                    }
                }
                from = Some(here);
            }
            if looked >= LOOKED {
                return Ok(Visible::new(
                    &permit,
                    Search {
                        pair: None,
                        after: place(from),
                        looked,
                    },
                ));
            }
        }
        Ok(Visible::new(
            &permit,
            Search {
                pair: None,
                after: None,
                looked,
            },
        ))
    }

    async fn undecided(
        &self,
        caller: &Caller,
        transaction: &mut Transaction,
        person: &Opened,
        now: Instant,
    ) -> Result<Vec<Pair>> {
        let candidates = self
            .candidates_for(
                caller,
                transaction,
                &portrait(&person.history),
                &person.files,
                PROPOSED,
            )
            .await?;
        let mut pairs = Vec::new();
        for (other, weighed) in candidates {
            if weighed.rather_kin || self.link_place(caller, person, &other).is_none() {
                continue;
            }
            let decided = decision_between(person, &other);
            if decided
                .as_ref()
                .is_some_and(|decided| settled(decided, person, &other, now))
            {
                continue;
            }
            pairs.push(Pair {
                first: person.line.clone(),
                second: other.line,
                weighed,
                decided,
            });
        }
        Ok(pairs)
    }

    /// Pairs that nobody has decided, each once, from the newest people to the oldest. Looks at
    /// everybody the caller reads until it has so many.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn undecided_pairs(
        &self,
        caller: &Caller,
        most: usize,
    ) -> Result<Visible<Vec<Pair>>> {
        let permit = self.list_right(caller)?;
        let now = self.now();
        let mut transaction = self.read().await?;
        let mut pairs: Vec<Pair> = Vec::new();
        let mut told: BTreeSet<(FileId, FileId)> = BTreeSet::new();
        let mut from = None;
        loop {
            let files = transaction
                .files(caller.viewer(), "person", FileOrder::Newest, from, 25)
                .await?;
            let Some(last) = files.last() else { break };
            from = Some(FileCursor {
                sort: last.sort_value(FileOrder::Newest),
                id: last.id,
            });
            for person in self.opened_stored(caller, &mut transaction, &files).await? {
                for pair in self
                    .undecided(caller, &mut transaction, &person, now)
                    .await?
                {
                    let (one, other) = (pair.first.file, pair.second.file);
                    if pairs.len() < most && told.insert((one.min(other), one.max(other))) {
                        pairs.push(pair);
                    }
                }
            }
            if pairs.len() >= most {
                break;
            }
        }
        Ok(Visible::new(&permit, pairs))
    }

    /// The file of the two in which the caller may write the decision.
    fn link_place(&self, caller: &Caller, one: &Opened, other: &Opened) -> Option<FileId> {
        [one, other]
            .into_iter()
            .find(|opened| self.write_right(caller, opened.compartment, "link").is_ok())
            .map(|opened| opened.line.file)
    }

    async fn two(
        &self,
        caller: &Caller,
        transaction: &mut Transaction,
        one: FileId,
        other: FileId,
    ) -> Result<(Opened, Opened)> {
        let first = self.opened(caller, transaction, &[one]).await?.pop();
        let second = self.opened(caller, transaction, &[other]).await?.pop();
        match (first, second) {
            (Some(first), Some(second)) => Ok((first, second)),
            _ => Err(DeskError::Absent),
        }
    }

    /// Two people side by side with what speaks for one person. The opening is logged for every file.
    ///
    /// # Errors
    /// [`DeskError::Absent`] when the caller may not read both.
    pub async fn pair(
        &self,
        caller: &Caller,
        one: FileId,
        other: FileId,
    ) -> Result<Visible<OpenPair>> {
        let mut transaction = self.read().await?;
        let (first, second) = self.two(caller, &mut transaction, one, other).await?;
        let permit = self.read_right(caller, first.compartment, "name")?;
        let portraits = (portrait(&first.history), portrait(&second.history));
        let population = self
            .population(caller, &mut transaction, &portraits.0.names)
            .await?;
        let taught = self
            .taught(caller, &mut transaction, second.compartment)
            .await?;
        drop(transaction);
        let files: Vec<FileId> = first.files.iter().chain(&second.files).copied().collect();
        self.log_openings(caller, &files).await?;
        let pair = Pair {
            decided: decision_between(&first, &second),
            first: first.line,
            second: second.line,
            weighed: weigh_taught(&portraits.0, &portraits.1, population, &taught),
        };
        Ok(Visible::new(
            &permit,
            OpenPair {
                pair,
                first: first.history,
                second: second.history,
                portraits,
                taught,
            },
        ))
    }
}
