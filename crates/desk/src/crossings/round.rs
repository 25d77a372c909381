//! The questions of a day: how they are drawn, and what is kept of them under seal.

use std::collections::BTreeSet;

use kernel::{CompartmentId, CrossingId, Day, FileId, UserId};
use serde::{Deserialize, Serialize};
use store::{StoredCrossing, Transaction};

use super::{
    KEPT_DAYS, MEANT, QUESTIONS, RESTING_DAYS,
    offers::{Offer, Taking, may_meet},
};
use crate::{
    DeskError, Result,
    house::{House, PROGRAM},
};

/// Every stored question is as long as every other, whatever was answered.
const LENGTH: usize = 8_192;

/// A side of a question. The side of the older file comes first; of files drawn at random, any.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Side {
    pub(super) file: FileId,
    pub(super) compartment: CompartmentId,
    pub(super) answer: Option<Answer>,
    pub(super) linked: bool,
}

/// What a lead answered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Answer {
    pub(super) by: UserId,
    pub(super) reveals: bool,
    pub(super) told: String,
}

/// A question as it lies under seal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Crossing {
    /// Whether the two files were drawn at random: then nothing ever comes of it.
    pub(super) drawn: bool,
    /// Who asked, on which day.
    pub(super) asked: Option<(UserId, i32)>,
    pub(super) sides: [Side; 2],
}

impl Crossing {
    pub(super) fn new(drawn: bool, one: &Taking, other: &Taking) -> Self {
        let side = |taking: &Taking| Side {
            file: taking.file,
            compartment: taking.compartment,
            answer: None,
            linked: false,
        };
        Self {
            drawn,
            asked: None,
            sides: [side(one), side(other)],
        }
    }

    pub(super) fn asked_on(&self) -> Option<Day> {
        self.asked.map(|(_, day)| Day::from_number(day))
    }

    pub(super) fn reveals(&self, side: usize) -> bool {
        self.sides
            .get(side)
            .and_then(|side| side.answer.as_ref())
            .is_some_and(|answer| answer.reveals)
    }

    pub(super) fn both_reveal(&self) -> bool {
        !self.drawn && self.reveals(0) && self.reveals(1)
    }

    fn about(&self, file: FileId) -> bool {
        self.sides.iter().any(|side| side.file == file)
    }

    fn pair(&self) -> (FileId, FileId) {
        let [one, other] = &self.sides;
        (one.file.min(other.file), one.file.max(other.file))
    }
}

impl House {
    pub(super) fn seal_offer(&self, file: FileId, offer: &Offer) -> Result<Vec<u8>> {
        let plain = serde_json::to_vec(offer)
            .map_err(|_| DeskError::Inside("an offer cannot be written"))?;
        Ok(sealing::seal(
            &self.server_secret("crossing offers"),
            file.as_bytes(),
            &plain,
            self.register.randomness(),
        ))
    }

    fn seal_crossing(&self, id: CrossingId, crossing: &Crossing) -> Result<Vec<u8>> {
        let mut plain = serde_json::to_vec(crossing)
            .map_err(|_| DeskError::Inside("a question cannot be written"))?;
        if plain.len() > LENGTH {
            return Err(DeskError::refused("refused-crossing-too-long"));
        }
        plain.resize(LENGTH, b' ');
        Ok(sealing::seal(
            &self.server_secret("crossings"),
            id.as_bytes(),
            &plain,
            self.register.randomness(),
        ))
    }

    pub(super) fn open_crossing(&self, stored: &StoredCrossing) -> Result<Crossing> {
        let plain = sealing::open(
            &self.server_secret("crossings"),
            stored.id.as_bytes(),
            &stored.sealed,
        )?;
        serde_json::from_slice(&plain).map_err(|_| DeskError::Inside("a question cannot be read"))
    }

    pub(super) async fn keep_crossing(
        &self,
        transaction: &mut Transaction,
        stored: &StoredCrossing,
        crossing: &Crossing,
    ) -> Result<()> {
        let sealed = self.seal_crossing(stored.id, crossing)?;
        if transaction.set_crossing(stored, sealed).await? {
            Ok(())
        } else {
            Err(DeskError::Overtaken)
        }
    }

    /// A number below `bound` that nobody can guess.
    fn chance(&self, bound: usize) -> usize {
        let number = u64::from_be_bytes(self.random_bytes::<8>());
        let bound = u64::try_from(bound.max(1)).unwrap_or(1);
        usize::try_from(number % bound).unwrap_or(0)
    }

    /// Two files of different compartments at random. The compartments are drawn first: in a small one,
    /// where somebody might lay out a single name to see what happens, being asked says least.
    fn any_two<'a>(
        &self,
        files: &'a [Taking],
        places: &[CompartmentId],
    ) -> Option<(&'a Taking, &'a Taking)> {
        let one = self.chance(places.len());
        let other = (one + 1 + self.chance(places.len().saturating_sub(1))) % places.len().max(1);
        let of = |place: usize| {
            let place = places.get(place)?;
            let there: Vec<&Taking> = files
                .iter()
                .filter(|taking| taking.compartment == *place)
                .collect();
            there.get(self.chance(there.len())).copied()
        };
        Some((of(one)?, of(other)?))
    }

    /// Draws the questions of a day and forgets old ones.
    pub(super) async fn draw(&self, transaction: &mut Transaction, today: Day) -> Result<()> {
        transaction
            .forget_crossings_before(today.plus(-KEPT_DAYS))
            .await?;
        let secret = self.server_secret("crossing offers");
        let mut files = Vec::new();
        for stored in transaction.crossing_offers().await? {
            let plain = sealing::open(&secret, stored.file.as_bytes(), &stored.sealed)?;
            let offer: Offer = serde_json::from_slice(&plain)
                .map_err(|_| DeskError::Inside("an offer cannot be read"))?;
            if today.since(Day::from_number(offer.changed)) >= RESTING_DAYS {
                files.push(Taking {
                    file: stored.file,
                    compartment: stored.compartment,
                    created: stored.created,
                    offer,
                });
            }
        }
        let places: BTreeSet<CompartmentId> =
            files.iter().map(|taking| taking.compartment).collect();
        let places: Vec<CompartmentId> = places.into_iter().collect();
        if places.len() < 2 {
            return Ok(());
        }
        let mut asked: BTreeSet<(FileId, FileId)> = BTreeSet::new();
        for stored in transaction.crossings_since(today.plus(-KEPT_DAYS)).await? {
            let crossing = self.open_crossing(&stored)?;
            // One that nobody asked was never a question.
            if !crossing.drawn && crossing.asked.is_some() {
                asked.insert(crossing.pair());
            }
        }
        let mut questions: Vec<Crossing> = Vec::with_capacity(QUESTIONS);
        for (older, younger) in may_meet(&files) {
            if questions.len() >= MEANT {
                break;
            }
            let (Some(older), Some(younger)) = (files.get(older), files.get(younger)) else {
                continue;
            };
            let question = Crossing::new(false, older, younger);
            // A file is asked about once a day; two that are linked meet already.
            let known = asked.contains(&question.pair())
                || questions
                    .iter()
                    .any(|one| one.about(older.file) || one.about(younger.file))
                || transaction
                    .cluster(older.file)
                    .await?
                    .iter()
                    .any(|(file, _)| *file == younger.file);
            if !known {
                questions.push(question);
            }
        }
        while questions.len() < QUESTIONS {
            let Some((one, other)) = self.any_two(&files, &places) else {
                return Ok(());
            };
            questions.push(Crossing::new(true, one, other));
        }
        // Ids are random and the store gives them in their order: the order says nothing.
        for question in &questions {
            let id = CrossingId::from_bytes(self.random_bytes::<16>());
            let sealed = self.seal_crossing(id, question)?;
            transaction.add_crossing(id, today, sealed).await?;
        }
        self.event(transaction, PROGRAM, "crossing_round", [0; 16], b"")
            .await
    }

    /// Takes what was told out of every question about a file that is erased.
    pub(crate) async fn forget_crossings(
        &self,
        transaction: &mut Transaction,
        file: FileId,
    ) -> Result<()> {
        let since = self.now().day().plus(-KEPT_DAYS);
        for stored in transaction.crossings_since(since).await? {
            let mut crossing = self.open_crossing(&stored)?;
            if crossing.about(file) {
                crossing.drawn = true;
                for side in &mut crossing.sides {
                    side.answer = None;
                    if side.file == file {
                        side.file = FileId::from_bytes([0; 16]);
                    }
                }
                self.keep_crossing(transaction, &stored, &crossing).await?;
            }
        }
        Ok(())
    }
}
