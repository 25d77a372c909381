//! Who was taken out stays out: rows that somebody withdrew by hand, and people who were erased, do not
//! come back as somebody new with the next list. A person decides whether they do at all
//! (docs/decisions/0017).

use access::{Lift, Resource};
use casework::sources::{Doubt, Review, Source};
use kernel::{Day, Entry, EntryId};
use store::Transaction;

use super::{
    ImportRow, RowOutcome,
    again::{EarlierRow, NO_LONGER_SAID},
    report::End,
    staging::Staging,
};
use crate::{
    Caller, DeskError, Draft, Result,
    erasure::marks,
    files::{History, OpenFile, WORD_CLASS, next_version},
    house::House,
};

/// The doubt under which a row waits that was withdrawn by hand.
pub const WITHDRAWN: &str = "withdrawn_by_hand";
/// The doubt under which a row waits whose person was erased.
pub const ERASED: &str = "erased_before";
/// The decision that leaves it out: from then on such rows are passed over.
pub const KEPT_OUT: &str = "kept_out";
/// The decision that brings it back.
pub const BROUGHT_BACK: &str = "brought_back";

/// Whether a decision, which may have a note behind it, brings back what was taken out.
pub(super) fn brings_back(decision: &str) -> bool {
    decision
        .strip_prefix(BROUGHT_BACK)
        .is_some_and(|note| note.is_empty() || note.starts_with(':'))
}

pub(super) fn doubt(code: &str, detail: String) -> Doubt {
    Doubt {
        column: None,
        code: code.to_owned(),
        detail,
    }
}

/// Whether this is the last version of something that a hand withdrew, and not a later list.
pub(super) fn by_hand(entry: &Entry) -> bool {
    entry
        .inner
        .withdrawn
        .as_deref()
        .is_some_and(|reason| reason != NO_LONGER_SAID)
}

/// When and why an entry was withdrawn, in the words of a doubt.
pub(super) fn withdrawal(entry: &Entry) -> Doubt {
    let reason = entry.inner.withdrawn.as_deref().unwrap_or_default();
    let day = entry.inner.recorded_at.day();
    doubt(WITHDRAWN, super::cut(&format!("{day}: {reason}"), 1_000))
}

/// What was decided, if anything, about a row that was withdrawn at this moment.
pub(super) enum Decided {
    /// Nothing yet; it has not been asked.
    Never,
    /// It waits.
    Waits,
    /// It stays out.
    Out,
}

/// What stands in the file about the row since it was withdrawn.
pub(super) fn decided(history: &History, list: &str, key: &str, withdrawn: &Entry) -> Decided {
    history
        .bodies::<Review>()
        .into_iter()
        .rfind(|(entry, review)| {
            review.row_key == key
                && review.list == list
                && review.doubts.iter().any(|doubt| doubt.code == WITHDRAWN)
                && (review.resolved.is_none()
                    || entry.inner.recorded_at >= withdrawn.inner.recorded_at)
        })
        .map_or(Decided::Never, |(_, review)| {
            if review.resolved.is_none() {
                Decided::Waits
            } else {
                Decided::Out
            }
        })
}

impl House {
    /// A row whose own entry, or whose person's only row, was withdrawn by hand: it waits once, and is
    /// passed over when somebody has said so.
    pub(super) fn stage_withdrawn(
        &self,
        staging: &mut Staging<'_>,
        row: &ImportRow,
        earlier: &EarlierRow,
        key: &str,
    ) -> Result<End> {
        let file = earlier.open.id;
        staging.known_people.insert(file);
        let doubts = vec![withdrawal(&earlier.entry)];
        match decided(&earlier.history, &earlier.row.title, key, &earlier.entry) {
            Decided::Waits => Ok(End::plain(RowOutcome::Unchanged, Some(file))),
            Decided::Out => Ok(End::with(RowOutcome::Skipped, Some(file), doubts)),
            Decided::Never => {
                self.stage_review(staging, &earlier.open, key, row, &doubts)?;
                Ok(End::with(RowOutcome::Review, Some(file), doubts))
            }
        }
    }

    /// A row of a person all of whose other rows were withdrawn by hand.
    pub(super) async fn withdrawn_person(
        &self,
        staging: &Staging<'_>,
        transaction: &mut Transaction,
        row: &ImportRow,
    ) -> Result<Option<EarlierRow>> {
        let (true, Some(key)) = (staging.again, row.kept_person_key()) else {
            return Ok(None);
        };
        let word = casework::person_word(&staging.into.source, &key);
        self.row_by_word(staging, transaction, &casework::withdrawn_word(&word), &key)
            .await
    }

    /// A row about somebody who was erased. Nothing of the row is kept: not its cells, and not its key.
    pub(super) async fn stage_erased(
        &self,
        staging: &mut Staging<'_>,
        transaction: &mut Transaction,
        row: &ImportRow,
        (hash, on): (i64, Day),
    ) -> Result<End> {
        let doubts = vec![doubt(ERASED, on.to_string())];
        let key = format!("{}{hash:016x}", marks::ROW_KEY);
        let word = casework::review_word(&staging.into.source, &key);
        let hash_of_word = staging.keys.index.hash(WORD_CLASS, &word);
        let known = transaction
            .files_by_hash(staging.into.compartment, hash_of_word)
            .await?;
        for (file, entry) in known {
            let (_, open) = self.open_file(staging.caller, transaction, file).await?;
            let history = self.history(staging.caller, transaction, &open).await?;
            let review = history
                .bodies::<Review>()
                .into_iter()
                .find(|(stored, _)| stored.outer.id == entry)
                .map(|(_, review)| review.resolved);
            match review {
                Some(None) => return Ok(End::plain(RowOutcome::Unchanged, None)),
                Some(Some(_)) => return Ok(End::with(RowOutcome::Skipped, None, doubts)),
                None => {}
            }
        }
        if staging.asked_of_erased.insert(hash) {
            let open = self.waiting_file(staging)?;
            let nothing = ImportRow {
                cells: Vec::new(),
                ..row.clone()
            };
            self.stage_review(staging, &open, &key, &nothing, &doubts)?;
        }
        Ok(End::with(RowOutcome::Review, None, doubts))
    }

    /// Does what a decision about something taken out says: brings it back, or, when such a decision is
    /// taken back, takes it out again.
    pub(super) async fn carry_out(
        &self,
        caller: &Caller,
        transaction: &mut Transaction,
        open: &OpenFile,
        review: &Review,
        back: bool,
    ) -> Result<()> {
        let is = |code: &str| review.doubts.iter().any(|doubt| doubt.code == code);
        if is(ERASED) {
            return self
                .let_in_again(caller, transaction, open, review, back)
                .await;
        }
        if !is(WITHDRAWN) {
            return Ok(());
        }
        let history = self.history(caller, transaction, open).await?.into_inner();
        let changed = if back {
            brought_back(&history, review)
        } else {
            taken_out_again(&history, review)
        };
        let now = self.now();
        for (entry, withdrawn) in changed {
            self.write_right(caller, open.compartment, entry.kind())?;
            let mut inner = entry.inner.clone();
            inner.withdrawn = withdrawn;
            inner.by = caller.actor.user;
            inner.recorded_at = now;
            let next = next_version(transaction, entry.outer.id, entry.outer.version).await?;
            let (new, opened) = self.seal_entry(open, entry.outer.id, next, inner, now)?;
            self.append(transaction, open, new, &opened, now).await?;
        }
        Ok(())
    }

    /// Two officers erased them; who lets them in again must be one.
    async fn let_in_again(
        &self,
        caller: &Caller,
        transaction: &mut Transaction,
        open: &OpenFile,
        review: &Review,
        back: bool,
    ) -> Result<()> {
        let _officer =
            access::permit::<Lift>(&caller.actor, &Resource::new(open.compartment, "name"))?;
        let hash =
            marks::hash_of(&review.row_key).ok_or(DeskError::Inside("a row names no key"))?;
        marks::let_in(transaction, open.compartment, hash, back).await?;
        let word = if back {
            "erased_let_in"
        } else {
            "erased_kept_out"
        };
        self.event(
            transaction,
            caller.actor.user,
            word,
            *open.id.as_bytes(),
            b"",
        )
        .await
    }
}

/// The rows of the list that a review is about: the one with its key, or, where the list brought a new
/// row of a person, all of them.
fn rows_of<'a>(history: &'a History, review: &Review) -> Vec<&'a Entry> {
    let rows: Vec<(&Entry, Source)> = last_of::<Source>(history)
        .filter(|(_, row)| row.medium == "list" && row.title == review.list)
        .collect();
    let own: Vec<&Entry> = rows
        .iter()
        .filter(|(_, row)| row.row_key.as_deref() == Some(review.row_key.as_str()))
        .map(|(entry, _)| *entry)
        .collect();
    if own.is_empty() {
        rows.into_iter().map(|(entry, _)| entry).collect()
    } else {
        own
    }
}

fn last_of<B: casework::Body>(history: &History) -> impl Iterator<Item = (&Entry, B)> {
    history
        .current()
        .chain(history.withdrawn())
        .filter(|entry| entry.kind() == B::WORD)
        .filter_map(|entry| Some((entry, casework::body::<B>(entry).ok()?)))
}

/// What comes back: the row, and what was withdrawn with it for the same reason; where the row itself
/// stood all the time, everything of it that a hand withdrew.
fn brought_back<'a>(history: &'a History, review: &Review) -> Vec<(&'a Entry, Option<String>)> {
    let mut out = Vec::new();
    for row in rows_of(history, review) {
        let reason = row.inner.withdrawn.as_ref();
        if reason.is_some() {
            out.push((row, None));
        }
        let said = history
            .withdrawn()
            .filter(|entry| entry.inner.sources.contains(&row.outer.id) && by_hand(entry))
            .filter(|entry| reason.is_none() || entry.inner.withdrawn.as_ref() == reason);
        out.extend(said.map(|entry| (entry, None)));
    }
    out
}

/// What a decision had brought back, with the reason for which it was withdrawn before.
fn taken_out_again<'a>(history: &'a History, review: &Review) -> Vec<(&'a Entry, Option<String>)> {
    let before = |entry: &Entry| -> Option<String> {
        history
            .all()
            .filter(|other| {
                other.outer.id == entry.outer.id && other.outer.version < entry.outer.version
            })
            .last()
            .and_then(|other| other.inner.withdrawn.clone())
    };
    let rows: Vec<EntryId> = rows_of(history, review)
        .iter()
        .map(|row| row.outer.id)
        .collect();
    history
        .current()
        .filter(|entry| {
            rows.contains(&entry.outer.id)
                || entry.inner.sources.iter().any(|row| rows.contains(row))
        })
        .filter_map(|entry| Some((entry, Some(before(entry)?))))
        .collect()
}

/// What hands withdrew of what a row says, against what the row says now.
pub(super) struct TakenOut<'a>(Vec<&'a Entry>);

impl<'a> TakenOut<'a> {
    pub(super) fn of(history: &'a History, row: EntryId) -> Self {
        Self(
            history
                .withdrawn()
                .filter(|entry| by_hand(entry) && entry.inner.sources.contains(&row))
                .collect(),
        )
    }

    /// The entry that said just this.
    pub(super) fn said(&self, draft: &Draft, body: &serde_json::Value) -> Option<&'a Entry> {
        self.0
            .iter()
            .find(|entry| entry.kind() == draft.kind && entry.inner.body == *body)
            .copied()
    }
}
