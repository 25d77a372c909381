//! Deciding about a pair, taking a decision back, and finding what was decided.

use access::{Export, Visible};
use casework::register::{Link, decided_by};
use kernel::{CompartmentId, Day, EntryId, FileId};
use linkage::weigh;
use store::{Carrier, Transaction};

use super::{Decided, DecisionLine, Labelled, decision_between, portrait, settled};
use crate::{
    Caller, DeskError, Draft, History, Result,
    bilaterals::redraft,
    files::FACET_CLASS,
    house::House,
    people::{PersonLine, line},
};

/// Own decisions are found for so many days.
const RECENT_DAYS: i32 = 7;
/// So many decisions are told at once.
const MOST_DECISIONS: i64 = 5_000;

impl House {
    /// Decides about a pair: `same` links the files, `apart` keeps them apart, `unsure` asks again
    /// later. An earlier decision about the two becomes the history of this one.
    ///
    /// # Errors
    /// [`DeskError::Absent`] when the caller may not read both or write about one of them; a refusal
    /// when nothing was decided or it was decided so already.
    pub async fn decide_pair(
        &self,
        caller: &Caller,
        one: FileId,
        other: FileId,
        decision: &str,
        reasons: &str,
    ) -> Result<EntryId> {
        if !matches!(decision, "same" | "apart" | "unsure") {
            return Err(DeskError::refused("refused-decision-missing"));
        }
        let mut transaction = self.read().await?;
        let (first, second) = self.two(caller, &mut transaction, one, other).await?;
        drop(transaction);
        if first.files.contains(&other) {
            return Err(DeskError::refused("refused-linked-already"));
        }
        let link = |to: FileId| Link {
            other: to,
            decision: decision.to_owned(),
            reasons: reasons.trim().to_owned(),
        };
        if let Some(before) = decision_between(&first, &second) {
            if before.decision == decision && decision != "unsure" {
                let now = self.now();
                if settled(&before, &first, &second, now) {
                    return Err(DeskError::refused("refused-linked-already"));
                }
            }
            let entry = self.entry(caller, before.entry).await?.into_inner();
            let stored = casework::body::<Link>(&entry)?;
            if self
                .write_right(caller, entry.outer.compartment, "link")
                .is_ok()
            {
                let draft = redraft(&entry, &link(stored.other))?;
                self.revise(caller, before.entry, before.version, &draft)
                    .await?;
                return Ok(before.entry);
            }
        }
        let place = self
            .link_place(caller, &first, &second)
            .ok_or(DeskError::Absent)?;
        let to = if place == first.line.file {
            second.line.file
        } else {
            first.line.file
        };
        self.record(caller, place, &Draft::new(&link(to))?).await
    }

    /// Takes a decision back in one step: what was decided before it holds again, or nothing.
    ///
    /// # Errors
    /// [`DeskError::Absent`] when the caller may not read or write it, or it is no decision;
    /// [`DeskError::Conflict`] when somebody changed it since.
    pub async fn undo_decision(
        &self,
        caller: &Caller,
        entry: EntryId,
        version: u32,
        reason: &str,
    ) -> Result<()> {
        let versions = self.entry_versions(caller, entry).await?.into_inner();
        let present = versions
            .last()
            .filter(|entry| entry.kind() == "link" && !entry.is_withdrawn())
            .ok_or(DeskError::Absent)?;
        if present.outer.version != version {
            return Err(DeskError::Conflict(entry));
        }
        let before = versions
            .iter()
            .rev()
            .nth(1)
            .filter(|before| !before.is_withdrawn());
        match before {
            Some(before) => {
                let draft = redraft(before, &casework::body::<Link>(before)?)?;
                self.revise(caller, entry, version, &draft).await
            }
            None => self.withdraw(caller, entry, version, reason).await,
        }
    }

    /// What the caller decided in the last days, newest first.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn own_decisions(&self, caller: &Caller) -> Result<Visible<Vec<DecisionLine>>> {
        let permit = self.list_right(caller)?;
        let today = self.now().day();
        let user = caller.actor.user;
        let values: Vec<String> = (0..=RECENT_DAYS)
            .map(|days| {
                format!(
                    "decided={}",
                    decided_by(user, Day::from_number(today.number() - days))
                )
            })
            .collect();
        let mut transaction = self.read().await?;
        let mut found = self
            .decisions(caller, &mut transaction, &values, 300)
            .await?;
        found.retain(|(_, decided, _)| {
            decided.by == user && today.since(decided.at.day()) <= RECENT_DAYS
        });
        found.sort_by_key(|(_, decided, _)| std::cmp::Reverse((decided.at, decided.entry)));
        found.truncate(100);
        let mut lines = Vec::new();
        for (file, decided, other) in found {
            let Some(first) = self.line_alone(caller, &mut transaction, file).await? else {
                continue;
            };
            lines.push(DecisionLine {
                first,
                second: self.line_alone(caller, &mut transaction, other).await?,
                decided,
            });
        }
        Ok(Visible::new(&permit, lines))
    }

    /// Decisions in files whose index carries one of these facets.
    pub(super) async fn decisions(
        &self,
        caller: &Caller,
        transaction: &mut Transaction,
        facets: &[String],
        most: i64,
    ) -> Result<Vec<(FileId, Decided, FileId)>> {
        let mut weighted = Vec::new();
        for place in self.searched(caller) {
            for facet in facets {
                weighted.push((place.index.hash(FACET_CLASS, facet), 1));
            }
        }
        let files: Vec<FileId> = transaction
            .candidates(caller.viewer(), &weighted, Carrier::Anything, most, most)
            .await?
            .into_iter()
            .map(|(file, _)| file)
            .collect();
        let mut found = Vec::new();
        for part in files.chunks(200) {
            for person in self.opened(caller, transaction, part).await? {
                for (entry, link) in person.history.bodies::<Link>() {
                    found.push((
                        entry.outer.file,
                        Decided {
                            entry: entry.outer.id,
                            version: entry.outer.version,
                            decision: link.decision,
                            by: entry.inner.by,
                            at: entry.inner.recorded_at,
                        },
                        link.other,
                    ));
                }
            }
        }
        found.sort_by_key(|(_, decided, _)| decided.entry);
        found.dedup_by_key(|(_, decided, _)| decided.entry);
        Ok(found)
    }

    /// Decisions *same* and *apart* as examples, for those who may take links out: what
    /// [`linkage::correction`] and the labels of [`linkage::Options`] learn from. The odds are those of the
    /// weights before anything was learned.
    ///
    /// # Errors
    /// [`DeskError::Absent`] when the caller may nowhere export links.
    pub async fn labelled(&self, caller: &Caller) -> Result<Visible<Vec<Labelled>>> {
        let permit = self.list_right(caller)?;
        let may = |compartment| {
            access::permit::<Export>(&caller.actor, &access::Resource::new(compartment, "link"))
                .is_ok()
        };
        if !access::readable(&caller.actor)
            .iter()
            .any(|(compartment, _)| may(*compartment))
        {
            return Err(DeskError::Absent);
        }
        let facets = ["link=same".to_owned(), "link=apart".to_owned()];
        let mut transaction = self.read().await?;
        let decisions = self
            .decisions(caller, &mut transaction, &facets, MOST_DECISIONS)
            .await?;
        let mut labelled = Vec::new();
        // Each file by itself: what is linked would be compared with itself.
        for (one, decided, other) in decisions {
            if decided.decision == "unsure" {
                continue;
            }
            let (Some(first), Some(second)) = (
                self.alone(caller, &mut transaction, one).await?,
                self.alone(caller, &mut transaction, other).await?,
            ) else {
                continue;
            };
            if !may(first.1) {
                continue;
            }
            let (first, second) = (portrait(&first.0), portrait(&second.0));
            let population = self
                .population(caller, &mut transaction, &first.names)
                .await?;
            let weighed = weigh(&first, &second, population);
            labelled.push(Labelled {
                one,
                other,
                same: decided.decision == "same",
                log_odds: weighed.log_odds,
                weights: weighed.weights,
            });
        }
        Ok(Visible::new(&permit, labelled))
    }

    /// One file by itself, without those it is linked with, and its compartment.
    pub(super) async fn alone(
        &self,
        caller: &Caller,
        transaction: &mut Transaction,
        file: FileId,
    ) -> Result<Option<(History, CompartmentId)>> {
        let Ok((_, open)) = self.open_file(caller, transaction, file).await else {
            return Ok(None);
        };
        let history = self.history(caller, transaction, &open).await?;
        Ok(Some((history.into_inner(), open.compartment)))
    }

    async fn line_alone(
        &self,
        caller: &Caller,
        transaction: &mut Transaction,
        file: FileId,
    ) -> Result<Option<PersonLine>> {
        let Ok((stored, open)) = self.open_file(caller, transaction, file).await else {
            return Ok(None);
        };
        let history = self.history(caller, transaction, &open).await?;
        Ok(Some(line(file, stored.created, &history)))
    }
}
