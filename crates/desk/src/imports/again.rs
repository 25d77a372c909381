//! A list that came before comes again: its rows are found and compared, and those that are gone are
//! marked. Nothing is deleted, and nothing is concluded from being gone.

use std::collections::BTreeMap;

use casework::{
    Body as _,
    sources::{Cell, Doubt, Review, Source},
};
use kernel::{Entry, EntryId, FileId};
use store::Transaction;

use super::{
    CHUNK, Extent, IMPORT, ImportReport, ImportRow, ReportLine, RowKey, RowOutcome, Sound,
    canonical,
    kept_out::{Decided, TakenOut, decided, withdrawal},
    remember_said,
    report::{End, Room, changed},
    review_draft, said,
    staging::Staging,
};
use crate::{
    Draft, Result,
    bilaterals::redraft,
    files::{History, OpenFile, WORD_CLASS},
    house::House,
};

/// The reason for which an import withdraws what a list does not say any more.
pub(super) const NO_LONGER_SAID: &str = "the source no longer says so";
/// The doubt under which a row stands that the list does not have any more.
const NO_LONGER_LISTED: &str = "no_longer_listed";

/// Rows under one key that are compared with a new one: more people of one name in one list are for
/// somebody to look at anyway.
const MOST_OF_ONE_KEY: u32 = 50;

/// The key of the n-th row under one key.
pub(super) fn numbered(base: &str, number: u32) -> String {
    if number <= 1 {
        base.to_owned()
    } else {
        format!("{base}#{number}")
    }
}

/// An earlier row and the file it stands in.
pub(super) struct EarlierRow {
    pub(super) open: OpenFile,
    pub(super) history: History,
    pub(super) entry: Entry,
    pub(super) row: Source,
    pub(super) key: String,
}

impl EarlierRow {
    /// Somebody withdrew it by hand.
    pub(super) fn is_withdrawn(&self) -> bool {
        self.entry.is_withdrawn()
    }

    fn cells(&self) -> Vec<Cell> {
        self.row
            .cells
            .iter()
            .filter(|cell| !cell.1.is_empty())
            .cloned()
            .collect()
    }
}

/// Whether a row was there before.
pub(super) enum FoundAgain {
    /// It was not: the key under which it is kept.
    New(String),
    /// It waits for a decision, without anybody's name.
    Waiting,
    /// It was.
    Row(Box<EarlierRow>),
    /// It may be one of several earlier rows of one name, or another one; the key under which it waits.
    Unclear(String),
}

#[derive(Default)]
struct Changes {
    conflicts: bool,
    shared: bool,
    any: bool,
    /// What the list says again although somebody withdrew it.
    said_again: Vec<Doubt>,
}

impl House {
    /// The earlier row under this key, if there is one that the caller can open. One that somebody
    /// withdrew is an earlier row too, where no other one stands in its place.
    async fn earlier_row(
        &self,
        staging: &Staging<'_>,
        transaction: &mut Transaction,
        key: &str,
    ) -> Result<Option<EarlierRow>> {
        let word = casework::row_word(&staging.into.source, key);
        match self.row_by_word(staging, transaction, &word, key).await? {
            Some(found) => Ok(Some(found)),
            None => {
                let withdrawn = casework::withdrawn_word(&word);
                self.row_by_word(staging, transaction, &withdrawn, key)
                    .await
            }
        }
    }

    /// The row of a list that is found under a word of the index.
    pub(super) async fn row_by_word(
        &self,
        staging: &Staging<'_>,
        transaction: &mut Transaction,
        word: &str,
        key: &str,
    ) -> Result<Option<EarlierRow>> {
        let hash = staging.keys.index.hash(WORD_CLASS, word);
        for (file, entry) in transaction
            .files_by_hash(staging.into.compartment, hash)
            .await?
        {
            let (_, open) = self.open_file(staging.caller, transaction, file).await?;
            let history = self
                .history(staging.caller, transaction, &open)
                .await?
                .into_inner();
            let found = history.last(entry).and_then(|stored| {
                let row = casework::body::<Source>(stored).ok()?;
                Some((stored.clone(), row))
            });
            if let Some((entry, row)) = found {
                return Ok(Some(EarlierRow {
                    open,
                    history,
                    entry,
                    row,
                    key: key.to_owned(),
                }));
            }
        }
        Ok(None)
    }

    /// Finds a row of a source that was imported before.
    pub(super) async fn find_again(
        &self,
        staging: &mut Staging<'_>,
        transaction: &mut Transaction,
        row: &ImportRow,
    ) -> Result<FoundAgain> {
        let base = row.row_key.base();
        let cells = row.kept_cells();
        let mut found: Vec<EarlierRow> = Vec::new();
        for number in 1..=MOST_OF_ONE_KEY {
            let key = numbered(&base, number);
            let Some(earlier) = self.earlier_row(staging, transaction, &key).await? else {
                break;
            };
            let same = earlier.cells() == cells;
            if same && !staging.met.contains(&earlier.entry.outer.id) {
                staging.met.insert(earlier.entry.outer.id);
                return Ok(FoundAgain::Row(Box::new(earlier)));
            }
            found.push(earlier);
        }
        let stored = u32::try_from(found.len()).unwrap_or(MOST_OF_ONE_KEY);
        if stored == 0 {
            // A row without a name that waited before still waits.
            let waiting = staging.keys.index.hash(
                WORD_CLASS,
                &casework::review_word(&staging.into.source, &base),
            );
            let named = row.drafts.iter().any(|draft| draft.kind == "name");
            let waits = !named
                && !transaction
                    .files_by_hash(staging.into.compartment, waiting)
                    .await?
                    .is_empty();
            return Ok(if waits {
                FoundAgain::Waiting
            } else {
                FoundAgain::New(Self::number(staging, row, 0))
            });
        }
        let own = matches!(row.row_key, RowKey::Own(_));
        let free: Vec<usize> = found
            .iter()
            .enumerate()
            .filter(|(_, earlier)| !staging.met.contains(&earlier.entry.outer.id))
            .map(|(place, _)| place)
            .collect();
        let chosen = match free.as_slice() {
            // Everybody under this key was met: one more came to the list.
            [] => return Ok(FoundAgain::New(Self::number(staging, row, stored))),
            [only] if found.len() == 1 => *only,
            [first, ..] if own && *first == 0 => 0,
            _ => {
                // None of them may be taken for gone, and none may be written over.
                staging
                    .met
                    .extend(found.iter().map(|earlier| earlier.entry.outer.id));
                let key = Self::number(staging, row, stored);
                let waiting = staging.keys.index.hash(
                    WORD_CLASS,
                    &casework::review_word(&staging.into.source, &key),
                );
                let waits = !transaction
                    .files_by_hash(staging.into.compartment, waiting)
                    .await?
                    .is_empty();
                return Ok(if waits {
                    FoundAgain::Waiting
                } else {
                    FoundAgain::Unclear(key)
                });
            }
        };
        let earlier = found.swap_remove(chosen);
        staging.met.insert(earlier.entry.outer.id);
        Ok(FoundAgain::Row(Box::new(earlier)))
    }

    /// A row that was there before: the same, or changed.
    pub(super) async fn stage_again(
        &self,
        staging: &mut Staging<'_>,
        transaction: &mut Transaction,
        row: &ImportRow,
        sound: &Sound<'_>,
        earlier: EarlierRow,
    ) -> Result<End> {
        let file = earlier.open.id;
        staging.known_people.insert(file);
        if let Some(key) = &row.person_key {
            staging.remember_person(key, &earlier.open);
            remember_said(staging, &earlier.open, &earlier.history)?;
        }
        let (before, after) = (earlier.cells(), row.kept_cells());
        if before == after && !staging.remapped {
            return Ok(End::plain(RowOutcome::Unchanged, Some(file)));
        }
        staging.taken = transaction
            .taken_versions(file)
            .await?
            .into_iter()
            .collect();
        let staged = staging.staged();
        let changes = self.stage_changes(staging, &earlier, sound)?;
        if before == after && !changes.any && changes.said_again.is_empty() {
            return Ok(End::plain(RowOutcome::Unchanged, Some(file)));
        }
        if before != after {
            let source = Source {
                cells: after.clone(),
                ..earlier.row.clone()
            };
            let draft = redraft(&earlier.entry, &source)?;
            self.stage_entry(
                staging,
                &earlier.open,
                earlier.entry.outer.id,
                earlier.entry.outer.version + 1,
                &draft,
                None,
            )?;
        }
        let mut doubts = sound.doubts.clone();
        for (wanted, code) in [
            (changes.conflicts, "edited_here"),
            (changes.shared, "shared_with_rows"),
        ] {
            if wanted {
                doubts.push(Doubt {
                    column: None,
                    code: code.to_owned(),
                    detail: String::new(),
                });
            }
        }
        let says_again = !changes.said_again.is_empty();
        doubts.extend(changes.said_again);
        let needs_review = sound.needs_review || changes.conflicts || changes.shared || says_again;
        let waiting = earlier
            .history
            .bodies::<Review>()
            .into_iter()
            .any(|(_, review)| {
                review.row_key == earlier.key
                    && review.resolved.is_none()
                    && !is_mark_of_absence(&review)
            });
        if needs_review && !waiting {
            self.stage_review(staging, &earlier.open, &earlier.key, row, &doubts)?;
        }
        if staging.into.dry_run {
            staging.forget(staged);
        }
        Ok(End {
            outcome: if needs_review {
                RowOutcome::Review
            } else {
                RowOutcome::Updated
            },
            file: Some(file),
            doubts,
            changes: changed(&before, &after),
        })
    }

    fn stage_changes(
        &self,
        staging: &mut Staging<'_>,
        earlier: &EarlierRow,
        sound: &Sound<'_>,
    ) -> Result<Changes> {
        let (open, history) = (&earlier.open, &earlier.history);
        let row = earlier.entry.outer.id;
        // Where further rows of the list speak of this person, they may say what this one said.
        let shared = history.bodies::<Source>().iter().any(|(entry, source)| {
            entry.outer.id != row && source.medium == "list" && source.title == earlier.row.title
        });
        let mut old: BTreeMap<String, Vec<&Entry>> = BTreeMap::new();
        for entry in history
            .current()
            .filter(|entry| entry.inner.sources.contains(&row))
        {
            old.entry(entry.kind().to_owned()).or_default().push(entry);
        }
        let taken_out = TakenOut::of(history, row);
        let mut changes = Changes::default();
        let mut fresh: Vec<&Draft> = Vec::new();
        for draft in &sound.drafts {
            let body = canonical(draft)?;
            let same = old.get_mut(&draft.kind).and_then(|entries| {
                let position = entries.iter().position(|entry| entry.inner.body == body)?;
                Some(entries.remove(position))
            });
            let said_by_another = shared
                && draft.kind != "charge"
                && (history
                    .of_kind(&draft.kind)
                    .any(|entry| entry.inner.body == body)
                    || !staging.first_said(open.id, said(draft)?));
            if same.is_some() || said_by_another {
                continue;
            }
            let Some(withdrawn) = taken_out.said(draft, &body) else {
                fresh.push(draft);
                continue;
            };
            // It was withdrawn by hand and stays so; that the list insists is asked about once.
            if matches!(
                decided(history, &earlier.row.title, &earlier.key, withdrawn),
                Decided::Never
            ) {
                let doubt = withdrawal(withdrawn);
                if !changes.said_again.contains(&doubt) {
                    changes.said_again.push(doubt);
                }
            }
        }
        for draft in fresh {
            changes.any = true;
            let mut draft = draft.clone();
            draft.sources = vec![row];
            // The entry it most likely replaces: of the same kind, and of the same field where there is one.
            let replaced = old
                .get_mut(&draft.kind)
                .filter(|_| !shared || draft.kind == "charge")
                .and_then(|entries| {
                    let field = draft.body.get("field");
                    let position = entries
                        .iter()
                        .position(|entry| entry.inner.body.get("field") == field)?;
                    Some(entries.remove(position))
                });
            match replaced {
                // What somebody changed by hand is theirs: the list's new word waits for a person.
                Some(entry) if edited_by_hand(history, entry) => changes.conflicts = true,
                Some(entry) => {
                    self.stage_entry(
                        staging,
                        open,
                        entry.outer.id,
                        entry.outer.version + 1,
                        &draft,
                        None,
                    )?;
                }
                None => {
                    self.stage_new(staging, open, &draft)?;
                }
            }
        }
        for entry in old.into_values().flatten() {
            if entry.kind() == Review::WORD || edited_by_hand(history, entry) {
                continue;
            }
            changes.any = true;
            if shared && entry.kind() != "charge" {
                changes.shared = true;
                continue;
            }
            self.stage_entry(
                staging,
                open,
                entry.outer.id,
                entry.outer.version + 1,
                &as_draft(entry),
                Some(NO_LONGER_SAID),
            )?;
        }
        Ok(changes)
    }

    /// Marks the earlier rows that this list does not have any more, each in the file it speaks of, for
    /// somebody to look at.
    pub(super) async fn mark_missing(
        &self,
        staging: &mut Staging<'_>,
        report: &mut ImportReport,
        room: &mut Room,
    ) -> Result<()> {
        if !staging.again || staging.into.extent == Extent::Part {
            return Ok(());
        }
        let earlier = self.earlier_rows(staging).await?;
        let gone: Vec<(FileId, EntryId)> = earlier
            .iter()
            .filter(|(_, entry)| !staging.met.contains(entry))
            .copied()
            .collect();
        if staging.into.extent == Extent::Unsaid && gone.len() * 2 > earlier.len() {
            report.unmarked = u64::try_from(gone.len()).unwrap_or(u64::MAX);
            return Ok(());
        }
        for chunk in gone.chunks(CHUNK) {
            let mut transaction = self.read().await?;
            for (file, entry) in chunk {
                self.mark_row(staging, &mut transaction, (*file, *entry), report, room)
                    .await?;
            }
            drop(transaction);
            if !staging.into.dry_run {
                self.flush(staging).await?;
            }
        }
        Ok(())
    }

    async fn mark_row(
        &self,
        staging: &mut Staging<'_>,
        transaction: &mut Transaction,
        (file, entry): (FileId, EntryId),
        report: &mut ImportReport,
        room: &mut Room,
    ) -> Result<()> {
        // Somebody may have erased it while the list was read.
        let Ok((_, open)) = self.open_file(staging.caller, transaction, file).await else {
            return Ok(());
        };
        let history = self
            .history(staging.caller, transaction, &open)
            .await?
            .into_inner();
        let Some((stored, row)) = history
            .bodies::<Source>()
            .into_iter()
            .find(|(stored, _)| stored.outer.id == entry)
        else {
            return Ok(());
        };
        let key = row.row_key.clone().unwrap_or_default();
        let marked = history.bodies::<Review>().iter().any(|(mark, review)| {
            review.row_key == key
                && review.list == row.title
                && is_mark_of_absence(review)
                && (review.resolved.is_none() || mark.inner.recorded_at > stored.inner.recorded_at)
        });
        if marked {
            return Ok(());
        }
        let doubts = vec![Doubt {
            column: None,
            code: NO_LONGER_LISTED.to_owned(),
            detail: String::new(),
        }];
        report.missing += 1;
        report.tell(
            ReportLine {
                row_key: key.clone(),
                place: row.reference.clone().unwrap_or_default(),
                line: 0,
                outcome: RowOutcome::Missing,
                doubts: doubts.clone(),
                changes: Vec::new(),
                cells: Vec::new(),
                file: Some(file),
            },
            room,
        );
        if staging.into.dry_run {
            return Ok(());
        }
        let review = Review {
            row_key: key,
            list: row.title.clone(),
            cells: row.cells.clone(),
            doubts,
            resolved: None,
        };
        self.stage_new(staging, &open, &review_draft(&review)?)?;
        Ok(())
    }
}

fn is_mark_of_absence(review: &Review) -> bool {
    review
        .doubts
        .iter()
        .any(|doubt| doubt.code == NO_LONGER_LISTED)
}

/// Whether somebody changed an imported entry by hand: a later version does not come from the list.
fn edited_by_hand(history: &History, entry: &Entry) -> bool {
    let versions: Vec<&Entry> = history
        .all()
        .filter(|other| other.outer.id == entry.outer.id)
        .collect();
    entry.outer.version > 1
        && !versions.windows(2).all(|pair| match pair {
            [one, other] => {
                one.inner.sources == other.inner.sources
                    && one.inner.recorded_at != other.inner.recorded_at
                    && other.inner.on_behalf_of.as_deref() == Some(IMPORT)
            }
            _ => true,
        })
}

fn as_draft(entry: &Entry) -> Draft {
    Draft {
        kind: entry.kind().to_owned(),
        body: entry.inner.body.clone(),
        label: entry.inner.label,
        confidence: entry.inner.confidence,
        happened: entry.inner.happened.clone(),
        valid_until: entry.inner.valid_until,
        sources: entry.inner.sources.clone(),
        on_behalf_of: Some(IMPORT.to_owned()),
        same_origin_as: entry.inner.same_origin_as,
    }
}
