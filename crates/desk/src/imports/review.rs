//! Rows that wait for a person: shown by what is doubted, decided one by one or all of a kind, and
//! every decision can be taken back.

use std::collections::{BTreeMap, HashMap};

use access::{Read, Resource, Visible};
use casework::{
    Body as _,
    sources::{Resolved, Review, Source},
};
use kernel::{CompartmentId, Entry, EntryId, FileId};
use sealing::FileKey;
use store::Transaction;

use super::kept_out::brings_back;
use crate::{
    Caller, DeskError, PersonLine, Result,
    bilaterals::redraft,
    files::{FACET_CLASS, next_version},
    house::House,
    people::line,
};

/// Rows that are counted and told apart; beyond them only the first ones are.
const MOST_SCANNED: usize = 5_000;
/// Rows decided in one transaction.
const CHUNK: usize = 100;

/// Which waiting rows are asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ReviewQuery {
    /// Of this list.
    pub list: Option<String>,
    /// With this doubt among others, by its code.
    pub doubt: Option<String>,
    /// Only those in which nothing else is doubted.
    pub alone: bool,
    /// How many of them to pass over.
    pub from: usize,
    /// How many to show.
    pub limit: usize,
}

impl ReviewQuery {
    fn asks_for(&self, line: &ReviewLine) -> bool {
        let doubts = &line.review.doubts;
        self.list
            .as_ref()
            .is_none_or(|list| line.review.list == *list)
            && self.doubt.as_ref().is_none_or(|code| {
                doubts.iter().any(|doubt| doubt.code == *code)
                    && (!self.alone || doubts.iter().all(|doubt| doubt.code == *code))
            })
    }
}

/// A row that waits for a decision.
#[derive(Clone, Debug)]
pub struct ReviewLine {
    /// The entry.
    pub entry: EntryId,
    /// Its version.
    pub version: u32,
    /// The file it stands in.
    pub file: FileId,
    /// Its compartment.
    pub compartment: CompartmentId,
    /// The person, where the row made or met one.
    pub person: Option<PersonLine>,
    /// The row with its doubts.
    pub review: Review,
}

/// Waiting rows of one list with one doubt.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct ReviewGroup {
    /// The list.
    pub list: String,
    /// The code of the doubt.
    pub doubt: String,
    /// How many rows.
    pub rows: usize,
    /// In how many of them nothing else is doubted: those can be decided together.
    pub alone: usize,
}

/// What waits.
#[derive(Clone, Debug, Default)]
pub struct ReviewQueue {
    /// Kinds of doubts list by list. A row with two doubts is in two of them.
    pub groups: Vec<ReviewGroup>,
    /// How many rows the question is about.
    pub rows: usize,
    /// Whether there are more than were counted.
    pub more: bool,
    /// Some of them.
    pub lines: Vec<ReviewLine>,
}

/// A waiting row and the entries that came of it.
#[derive(Clone, Debug)]
pub struct Understood {
    /// The row.
    pub line: ReviewLine,
    /// The present entries that rest on it: what was understood.
    pub entries: Vec<Entry>,
    /// Where it stood in the file.
    pub place: Option<String>,
}

/// What a decision about several rows did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Decided {
    /// By which it is taken back.
    pub group: String,
    /// Rows that were decided.
    pub rows: usize,
    /// Rows that somebody else decided in the meantime: left as they are.
    pub passed_over: usize,
}

impl House {
    /// The open rows that the caller may read, without their people.
    async fn waiting(
        &self,
        caller: &Caller,
        transaction: &mut Transaction,
        facet: &str,
    ) -> Result<(Vec<ReviewLine>, bool)> {
        let mut lines = Vec::new();
        let mut compartments: Vec<CompartmentId> = caller.keyring.keys().copied().collect();
        compartments.sort();
        for compartment in compartments {
            let resource = Resource::new(compartment, Review::WORD);
            if access::permit::<Read>(&caller.actor, &resource).is_err() {
                continue;
            }
            let keys = self.keys_of(caller, compartment)?;
            let hash = keys.index.hash(FACET_CLASS, facet);
            let mut opened: HashMap<FileId, FileKey> = HashMap::new();
            for (file, entry) in transaction.files_by_hash(compartment, hash).await? {
                if lines.len() >= MOST_SCANNED {
                    return Ok((lines, true));
                }
                let versions = transaction.versions_of(caller.viewer(), entry).await?;
                let Some(stored) = versions.last() else {
                    continue;
                };
                if let std::collections::hash_map::Entry::Vacant(place) = opened.entry(file) {
                    place.insert(self.file_key(transaction, file, keys).await?);
                }
                let Some(key) = opened.get(&file) else {
                    continue;
                };
                let opened_entry = self.open_entry(key, stored)?;
                if opened_entry.is_withdrawn() {
                    continue;
                }
                if let Ok(review) = casework::body::<Review>(&opened_entry) {
                    lines.push(ReviewLine {
                        entry,
                        version: stored.outer.version,
                        file,
                        compartment,
                        person: None,
                        review,
                    });
                }
            }
        }
        Ok((lines, false))
    }

    /// How many rows wait for a decision where the caller may read them.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn reviews_waiting(&self, caller: &Caller) -> Result<usize> {
        let mut transaction = self.read().await?;
        let mut waiting = 0;
        for (compartment, keys) in caller.keyring.iter() {
            let resource = Resource::new(*compartment, Review::WORD);
            if access::permit::<Read>(&caller.actor, &resource).is_ok() {
                let hash = keys.index.hash(FACET_CLASS, "review=open");
                waiting += transaction.files_by_hash(*compartment, hash).await?.len();
            }
        }
        Ok(waiting)
    }

    /// Rows that wait for a decision.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn reviews(
        &self,
        caller: &Caller,
        query: &ReviewQuery,
    ) -> Result<Visible<ReviewQueue>> {
        let permit = self.list_right(caller)?;
        let mut transaction = self.read().await?;
        let (mut lines, more) = self
            .waiting(caller, &mut transaction, "review=open")
            .await?;
        let mut groups: BTreeMap<(String, String), (usize, usize)> = BTreeMap::new();
        for line in &lines {
            let mut codes: Vec<&str> = line
                .review
                .doubts
                .iter()
                .map(|doubt| doubt.code.as_str())
                .collect();
            codes.sort_unstable();
            codes.dedup();
            let alone = usize::from(codes.len() == 1);
            for code in codes {
                let counts = groups
                    .entry((line.review.list.clone(), code.to_owned()))
                    .or_default();
                counts.0 += 1;
                counts.1 += alone;
            }
        }
        lines.retain(|line| query.asks_for(line));
        let rows = lines.len();
        let mut shown: Vec<ReviewLine> = lines
            .into_iter()
            .skip(query.from)
            .take(query.limit)
            .collect();
        for line in &mut shown {
            line.person = self.person_at(caller, &mut transaction, line.file).await?;
        }
        Ok(Visible::new(
            &permit,
            ReviewQueue {
                groups: groups
                    .into_iter()
                    .map(|((list, doubt), (rows, alone))| ReviewGroup {
                        list,
                        doubt,
                        rows,
                        alone,
                    })
                    .collect(),
                rows,
                more,
                lines: shown,
            },
        ))
    }

    /// The person in a file, where the caller may read a name there.
    async fn person_at(
        &self,
        caller: &Caller,
        transaction: &mut Transaction,
        file: FileId,
    ) -> Result<Option<PersonLine>> {
        let Ok((stored, open)) = self.open_file(caller, transaction, file).await else {
            return Ok(None);
        };
        let history = self.history(caller, transaction, &open).await?;
        Ok(history
            .of_kind("name")
            .next()
            .is_some()
            .then(|| line(stored.id, stored.created, &history)))
    }

    /// People in these files, as far as the caller may read a name there: for lists of rows that name
    /// their people.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn people_at(
        &self,
        caller: &Caller,
        files: &[FileId],
    ) -> Result<Visible<Vec<PersonLine>>> {
        let permit = self.list_right(caller)?;
        let mut transaction = self.read().await?;
        let mut people = Vec::with_capacity(files.len());
        for file in files {
            people.extend(self.person_at(caller, &mut transaction, *file).await?);
        }
        Ok(Visible::new(&permit, people))
    }

    /// One row that waits, with what was understood of it.
    ///
    /// # Errors
    /// [`DeskError::Absent`].
    pub async fn review_row(&self, caller: &Caller, entry: EntryId) -> Result<Visible<Understood>> {
        let permit = self.list_right(caller)?;
        let stored = self.entry(caller, entry).await?;
        let review = casework::body::<Review>(&stored)?;
        let mut transaction = self.read().await?;
        let (row, open) = self
            .open_file(caller, &mut transaction, stored.outer.file)
            .await?;
        let history = self.history(caller, &mut transaction, &open).await?;
        let source = history
            .bodies::<Source>()
            .into_iter()
            .find(|(_, source)| {
                source.row_key.as_deref() == Some(review.row_key.as_str())
                    && source.title == review.list
            })
            .map(|(entry, source)| (entry.outer.id, source.reference));
        let entries = source.as_ref().map_or_else(Vec::new, |(source, _)| {
            history
                .current()
                .filter(|entry| entry.inner.sources.contains(source))
                .cloned()
                .collect()
        });
        let person = history
            .of_kind("name")
            .next()
            .is_some()
            .then(|| line(row.id, row.created, &history));
        Ok(Visible::new(
            &permit,
            Understood {
                line: ReviewLine {
                    entry,
                    version: stored.outer.version,
                    file: row.id,
                    compartment: row.compartment,
                    person,
                    review,
                },
                entries,
                place: source.and_then(|(_, place)| place),
            },
        ))
    }

    /// Writes a waiting row anew.
    async fn rewrite_review(
        &self,
        caller: &Caller,
        transaction: &mut Transaction,
        id: EntryId,
        version: u32,
        change: impl FnOnce(&mut Review) + Send,
    ) -> Result<()> {
        let versions = transaction.versions_of(caller.viewer(), id).await?;
        let stored = versions.last().ok_or(DeskError::Absent)?;
        let (_, open) = self
            .open_file(caller, transaction, stored.outer.file)
            .await?;
        let _read = self.read_right(caller, open.compartment, Review::WORD)?;
        self.write_right(caller, open.compartment, Review::WORD)?;
        let entry = self.open_entry(&open.key, stored)?;
        if entry.outer.version != version {
            return Err(DeskError::Conflict(id));
        }
        let mut review = casework::body::<Review>(&entry)?;
        let back = |review: &Review| {
            review
                .resolved
                .as_ref()
                .is_some_and(|resolved| brings_back(&resolved.decision))
        };
        let before = back(&review);
        change(&mut review);
        if back(&review) != before {
            self.carry_out(caller, transaction, &open, &review, !before)
                .await?;
        }
        let draft = redraft(&entry, &review)?;
        let now = self.now();
        caller.keep_effect(transaction, now).await?;
        let mut inner = self.inner(caller, &draft, entry.inner.originator, now)?;
        inner.supersedes = entry.inner.supersedes;
        let next = next_version(transaction, id, version).await?;
        let (new, opened) = self.seal_entry(&open, id, next, inner, now)?;
        self.append(transaction, &open, new, &opened, now).await
    }

    /// Decides about waiting rows, one or many. Rows that somebody else decided in the meantime are
    /// passed over.
    ///
    /// # Errors
    /// When the caller may not decide, or the decision says nothing.
    pub async fn resolve_reviews(
        &self,
        caller: &Caller,
        rows: &[(EntryId, u32)],
        decision: &str,
    ) -> Result<Decided> {
        if decision.trim().is_empty() {
            return Err(DeskError::refused("refused-decision-missing"));
        }
        let group = kernel::identifier(self.register.clock(), self.register.randomness());
        let mut decided = Decided {
            group: group.to_string(),
            ..Decided::default()
        };
        let on = self.now().day();
        for chunk in rows.chunks(CHUNK) {
            let mut transaction = self.write().await?;
            for (entry, version) in chunk {
                let resolved = Resolved {
                    decision: decision.trim().to_owned(),
                    by: caller.actor.user,
                    on,
                    group: Some(decided.group.clone()),
                };
                match self
                    .rewrite_review(caller, &mut transaction, *entry, *version, |review| {
                        review.resolved = Some(resolved);
                    })
                    .await
                {
                    Ok(()) => decided.rows += 1,
                    Err(DeskError::Conflict(_)) if rows.len() > 1 => decided.passed_over += 1,
                    Err(error) => return Err(error),
                }
            }
            transaction.commit().await?;
        }
        Ok(decided)
    }

    /// Decides about all rows of a list in which one thing is doubted and nothing else. `counted` is how
    /// many the person saw: when there are others by now, they are shown again first.
    ///
    /// # Errors
    /// [`DeskError::Overtaken`] when there are more or fewer; otherwise as for single rows.
    pub async fn resolve_group(
        &self,
        caller: &Caller,
        list: &str,
        doubt: &str,
        counted: usize,
        decision: &str,
    ) -> Result<Decided> {
        let query = ReviewQuery {
            list: Some(list.to_owned()),
            doubt: Some(doubt.to_owned()),
            alone: true,
            ..ReviewQuery::default()
        };
        let mut transaction = self.read().await?;
        let (lines, _) = self
            .waiting(caller, &mut transaction, "review=open")
            .await?;
        drop(transaction);
        let rows: Vec<(EntryId, u32)> = lines
            .iter()
            .filter(|line| query.asks_for(line))
            .map(|line| (line.entry, line.version))
            .collect();
        if rows.len() != counted || rows.is_empty() {
            return Err(DeskError::Overtaken);
        }
        self.resolve_reviews(caller, &rows, decision).await
    }

    /// Takes a decision back: its rows wait again. Returns how many.
    ///
    /// # Errors
    /// [`DeskError::Absent`] when there is no such decision; when the caller may not decide.
    pub async fn take_back_decision(&self, caller: &Caller, group: &str) -> Result<usize> {
        let mut reading = self.read().await?;
        let (lines, _) = self
            .waiting(caller, &mut reading, &format!("decision={group}"))
            .await?;
        drop(reading);
        if lines.is_empty() {
            return Err(DeskError::Absent);
        }
        for chunk in lines.chunks(CHUNK) {
            let mut transaction = self.write().await?;
            for line in chunk {
                self.rewrite_review(
                    caller,
                    &mut transaction,
                    line.entry,
                    line.version,
                    |review| {
                        review.resolved = None;
                    },
                )
                .await?;
            }
            transaction.commit().await?;
        }
        Ok(lines.len())
    }
}
