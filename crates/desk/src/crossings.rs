//! The same person in files of two compartments whose members do not know of each other (O2b).
//!
//! Nobody compares what two compartments hold. A lead *offers* the names of a compartment: keyed
//! hashes, made in the lead's hands and sealed for the server alone ([`offers`]). On each day the
//! server draws a fixed number of *questions* ([`round`]); some are about files that may meet, the rest
//! are about files drawn at random, and nobody can tell which. The *matching officer* sees numbers
//! without content and asks; the lead of the older file answers first, alone; the lead of the younger
//! one is asked only when that one revealed, or when the question was a random one. On a fixed day the
//! question ends. A *no*, no answer, and nobody there look the same from everywhere. Only where both
//! revealed does each see what the other chose to tell.

mod offers;
mod round;

use access::{INSTALLATION, Propose, Read, Resource, Sign, Visible, Write};
use casework::register::Link;
use kernel::{CompartmentId, CrossingId, Day, EntryId, FileId};
use store::{StoredCrossing, Transaction};

use crate::{Caller, DeskError, Draft, Result, house::House, people::PersonLine};
use offers::{Offer, changed};
use round::{Answer, Crossing};

/// The lead of the older file answers within so many days of the asking; the other within as many
/// more. Then the question ends.
pub const ANSWER_DAYS: i32 = 7;
/// Questions that are drawn on a day, and so asked at most.
pub const QUESTIONS: usize = 6;
/// Of those, at most so many are about files that may meet.
pub const MEANT: usize = 3;
/// A file takes part once nothing that tells people apart was written in it for so many days: a name
/// written to see whether somebody else has it gives no answer soon.
pub const RESTING_DAYS: i32 = 30;
/// What came of a question is shown for so many days after its end.
pub const SHOWN_DAYS: i32 = 30;
/// A lead tells no more characters than these.
pub const MOST_TOLD: usize = 600;
/// Questions are kept for so many days: as long, two files are not asked about again.
const KEPT_DAYS: i32 = 180;

/// A compartment of which the caller is a lead.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LedPlace {
    /// The compartment.
    pub compartment: CompartmentId,
    /// Its name.
    pub title: String,
    /// Whether it is sealed.
    pub sealed: bool,
    /// Since when it takes part, and with how many files.
    pub taking_part: Option<(Day, i64)>,
}

/// A question as the matching officer sees it: a number, and whether it was asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unasked {
    /// A random number.
    pub id: CrossingId,
    /// Whether it was asked.
    pub asked: bool,
}

/// Where a question stands, as far as the lead of one side may know.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Standing {
    /// It can be answered until this day; what the lead said so far, if anything.
    Open {
        /// The last day.
        until: Day,
        /// Whether the lead reveals or declines, once they said so.
        reveals: Option<bool>,
    },
    /// Nothing will be said before this day, whatever happens.
    UnderWay {
        /// The day on which it ends.
        ends: Day,
    },
    /// Nothing came of it: declined, not answered, or nobody there.
    Nothing,
    /// Both revealed.
    Met {
        /// The office that has the other file.
        office: String,
        /// Who answered there.
        by: String,
        /// What they chose to tell.
        told: String,
        /// The other file, to link with.
        other: FileId,
        /// Whether the link stands in the own file.
        linked: bool,
    },
}

/// A question about a file of one's own.
#[derive(Clone, Debug, PartialEq)]
pub struct Question {
    /// The question.
    pub id: CrossingId,
    /// The person, as one knows them.
    pub person: PersonLine,
    /// The compartment of the file.
    pub place: String,
    /// Where it stands.
    pub standing: Standing,
}

/// What a lead answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reply {
    /// Another office may know of the file, and of these words.
    Reveal(String),
    /// Nothing is told.
    Decline,
}

/// Which side of a question may be answered on this day, and what stands for the other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Turn {
    Early,
    Open(Day),
    UnderWay(Day),
    Over,
}

fn turn(crossing: &Crossing, side: usize, asked: Day, today: Day) -> Turn {
    let opens = asked.plus(if side == 0 { 0 } else { ANSWER_DAYS });
    let ends = asked.plus(2 * ANSWER_DAYS);
    // The second is asked when the first revealed, or when nobody is meant at all.
    let reached = side == 0 || crossing.drawn || crossing.reveals(0);
    if today < opens || !reached {
        Turn::Early
    } else if today >= ends {
        Turn::Over
    } else if today < opens.plus(ANSWER_DAYS) {
        Turn::Open(opens.plus(ANSWER_DAYS - 1))
    } else {
        Turn::UnderWay(ends)
    }
}

impl House {
    fn lead_right(&self, caller: &Caller, compartment: CompartmentId) -> Result<()> {
        let _permit =
            access::permit::<Sign>(&caller.actor, &Resource::new(compartment, "crossings"))?;
        Ok(())
    }

    fn led<'a>(
        &self,
        caller: &'a Caller,
    ) -> Vec<(CompartmentId, &'a crate::house::CompartmentKeys)> {
        let mut led: Vec<_> = caller
            .keyring
            .iter()
            .filter(|(compartment, _)| self.lead_right(caller, **compartment).is_ok())
            .map(|(compartment, keys)| (*compartment, keys))
            .collect();
        led.sort_by(|a, b| a.1.title.cmp(&b.1.title).then(a.0.cmp(&b.0)));
        led
    }

    /// The right of a lead to see this at all: of any compartment they lead.
    fn led_right(&self, caller: &Caller) -> Result<access::Permit<Read>> {
        let (first, _) = self
            .led(caller)
            .into_iter()
            .next()
            .ok_or(DeskError::Absent)?;
        Ok(access::permit::<Read>(
            &caller.actor,
            &Resource::new(first, "crossings"),
        )?)
    }

    /// Whether the caller leads any compartment, or asks.
    #[must_use]
    pub fn may_see_crossings(&self, caller: &Caller) -> (bool, bool) {
        (
            !self.led(caller).is_empty(),
            caller.may_administer::<Propose>("crossings"),
        )
    }

    /// The compartments that the caller leads, and whether each takes part.
    ///
    /// # Errors
    /// [`DeskError::Absent`] for whoever leads none.
    pub async fn led_places(&self, caller: &Caller) -> Result<Visible<Vec<LedPlace>>> {
        let permit = self.led_right(caller)?;
        let mut transaction = self.read().await?;
        let taking = transaction.crossing_places().await?;
        let places = self
            .led(caller)
            .into_iter()
            .map(|(compartment, keys)| LedPlace {
                compartment,
                title: keys.title.clone(),
                sealed: keys.sealed,
                taking_part: taking
                    .iter()
                    .find(|(known, ..)| *known == compartment)
                    .map(|(_, since, files)| (*since, *files)),
            })
            .collect();
        Ok(Visible::new(&permit, places))
    }

    /// Lets a compartment take part with all people in it, as they are known now. Returns how many.
    /// Asked again, what was offered before is offered anew.
    ///
    /// # Errors
    /// [`DeskError::Absent`] for whoever does not lead it.
    pub async fn offer_for_crossing(
        &self,
        caller: &Caller,
        compartment: CompartmentId,
    ) -> Result<usize> {
        self.lead_right(caller, compartment)?;
        let _reads = self.read_right(caller, compartment, "name")?;
        let key = sealing::IndexKey::new(&self.server_secret("crossing names"));
        let mut offers = Vec::new();
        let mut transaction = self.read().await?;
        let mut after = None;
        loop {
            let files = transaction
                .files_of_compartment(compartment, after, 200)
                .await?;
            let Some(last) = files.last() else { break };
            after = Some(last.id);
            for stored in &files {
                let Ok((known, open)) = self.open_file(caller, &mut transaction, stored.id).await
                else {
                    continue;
                };
                let history = self
                    .history(caller, &mut transaction, &open)
                    .await?
                    .into_inner();
                let offer = Offer::of(
                    &key,
                    &crate::matches::portrait(&history),
                    changed(&history, known.created),
                );
                if offer.says_something() {
                    offers.push((stored.id, self.seal_offer(stored.id, &offer)?));
                }
            }
        }
        drop(transaction);
        let mut transaction = self.write().await?;
        transaction
            .offer_for_crossing(compartment, self.now().day(), &offers)
            .await?;
        self.event(
            &mut transaction,
            caller.actor.user,
            "crossing_offered",
            *compartment.as_bytes(),
            b"",
        )
        .await?;
        transaction.commit().await?;
        Ok(offers.len())
    }

    /// Ends the part of a compartment: what was offered is destroyed, and no question about its
    /// files is open any more.
    ///
    /// # Errors
    /// [`DeskError::Absent`] for whoever does not lead it.
    pub async fn leave_crossing(&self, caller: &Caller, compartment: CompartmentId) -> Result<()> {
        self.lead_right(caller, compartment)?;
        let mut transaction = self.write().await?;
        transaction.leave_crossing(compartment).await?;
        self.event(
            &mut transaction,
            caller.actor.user,
            "crossing_left",
            *compartment.as_bytes(),
            b"",
        )
        .await?;
        transaction.commit().await?;
        Ok(())
    }

    /// The questions of today, drawn when they are first looked at: always as many, in an order that
    /// says nothing; none while fewer than two compartments take part.
    ///
    /// # Errors
    /// [`DeskError::Absent`] for everybody but the matching officer.
    pub async fn crossings_of_today(&self, caller: &Caller) -> Result<Visible<Vec<Unasked>>> {
        let permit =
            access::permit::<Read>(&caller.actor, &Resource::new(INSTALLATION, "crossings"))?;
        let _officer =
            access::permit::<Propose>(&caller.actor, &Resource::new(INSTALLATION, "crossings"))?;
        let today = self.now().day();
        let mut transaction = self.write().await?;
        let mut drawn = transaction.crossings_since(today).await?;
        if drawn.is_empty() {
            self.draw(&mut transaction, today).await?;
            drawn = transaction.crossings_since(today).await?;
        }
        transaction.commit().await?;
        let mut questions = Vec::with_capacity(drawn.len());
        for stored in &drawn {
            questions.push(Unasked {
                id: stored.id,
                asked: self.open_crossing(stored)?.asked.is_some(),
            });
        }
        Ok(Visible::new(&permit, questions))
    }

    /// Asks a question of today: the lead of the one file first.
    ///
    /// # Errors
    /// [`DeskError::Absent`] for everybody but the matching officer, and for a number that is none of
    /// today's; a refusal for one that was asked.
    pub async fn ask_crossing(&self, caller: &Caller, id: CrossingId) -> Result<()> {
        let _officer =
            access::permit::<Propose>(&caller.actor, &Resource::new(INSTALLATION, "crossings"))?;
        let today = self.now().day();
        let mut transaction = self.write().await?;
        let stored = transaction
            .crossings_since(today)
            .await?
            .into_iter()
            .find(|stored| stored.id == id)
            .ok_or(DeskError::Absent)?;
        let mut crossing = self.open_crossing(&stored)?;
        if crossing.asked.is_some() {
            return Err(DeskError::refused("refused-crossing-asked"));
        }
        crossing.asked = Some((caller.actor.user, today.number()));
        self.keep_crossing(&mut transaction, &stored, &crossing)
            .await?;
        self.event(
            &mut transaction,
            caller.actor.user,
            "crossing_asked",
            *id.as_bytes(),
            b"",
        )
        .await?;
        transaction.commit().await?;
        Ok(())
    }

    /// The questions about files of the compartments that the caller leads.
    ///
    /// # Errors
    /// [`DeskError::Absent`] for whoever leads none.
    pub async fn crossing_questions(&self, caller: &Caller) -> Result<Visible<Vec<Question>>> {
        let permit = self.led_right(caller)?;
        let today = self.now().day();
        let mut transaction = self.read().await?;
        let taking = transaction.crossing_places().await?;
        let oldest = today.plus(-(2 * ANSWER_DAYS + SHOWN_DAYS + 1));
        let mut questions = Vec::new();
        for stored in transaction.crossings_since(oldest).await? {
            let crossing = self.open_crossing(&stored)?;
            let Some(asked) = crossing.asked_on() else {
                continue;
            };
            for side in 0..2 {
                let standing = self
                    .standing(caller, &mut transaction, &crossing, side, asked, today)
                    .await?;
                let (Some(standing), Some(own)) = (standing, crossing.sides.get(side)) else {
                    continue;
                };
                let met = matches!(standing, Standing::Met { .. });
                // Whoever left is asked nothing more; what both revealed stays.
                if !met && !taking.iter().any(|(known, ..)| *known == own.compartment) {
                    continue;
                }
                let Some(opened) = self
                    .opened(caller, &mut transaction, &[own.file])
                    .await?
                    .pop()
                else {
                    continue;
                };
                let place = caller
                    .keyring
                    .get(&own.compartment)
                    .map(|keys| keys.title.clone())
                    .unwrap_or_default();
                questions.push(Question {
                    id: stored.id,
                    person: opened.line,
                    place,
                    standing,
                });
            }
        }
        Ok(Visible::new(&permit, questions))
    }

    /// What the lead of one side may know; nothing for whoever does not lead it, or while it is not
    /// their turn, or once it is long over.
    async fn standing(
        &self,
        caller: &Caller,
        transaction: &mut Transaction,
        crossing: &Crossing,
        side: usize,
        asked: Day,
        today: Day,
    ) -> Result<Option<Standing>> {
        let (Some(own), Some(other)) = (crossing.sides.get(side), crossing.sides.get(1 - side))
        else {
            return Ok(None);
        };
        if self.lead_right(caller, own.compartment).is_err() {
            return Ok(None);
        }
        Ok(match turn(crossing, side, asked, today) {
            Turn::Early => None,
            Turn::Open(until) => Some(Standing::Open {
                until,
                reveals: own.answer.as_ref().map(|answer| answer.reveals),
            }),
            Turn::UnderWay(ends) => Some(Standing::UnderWay { ends }),
            Turn::Over if today > asked.plus(2 * ANSWER_DAYS + SHOWN_DAYS) => None,
            Turn::Over => match other.answer.as_ref() {
                Some(theirs) if crossing.both_reveal() => {
                    let office = match transaction.compartment(other.compartment).await? {
                        Some(stored) => transaction
                            .organisations()
                            .await?
                            .into_iter()
                            .find(|office| office.id == stored.organisation)
                            .map(|office| office.name)
                            .unwrap_or_default(),
                        None => String::new(),
                    };
                    let by = transaction
                        .user(theirs.by)
                        .await?
                        .map(|user| user.display_name)
                        .unwrap_or_default();
                    Some(Standing::Met {
                        office,
                        by,
                        told: theirs.told.clone(),
                        other: other.file,
                        linked: own.linked,
                    })
                }
                _ => Some(Standing::Nothing),
            },
        })
    }

    /// Answers a question about a file of one's own, or changes the answer while it can be answered.
    /// Either answer leaves the same line in the ledger.
    ///
    /// # Errors
    /// [`DeskError::Absent`] for whoever does not lead the compartment, or when it cannot be answered
    /// now; a refusal when nothing, or too much, is told.
    pub async fn answer_crossing(
        &self,
        caller: &Caller,
        id: CrossingId,
        file: FileId,
        reply: &Reply,
    ) -> Result<()> {
        let (reveals, told) = match reply {
            Reply::Reveal(told) => (true, told.trim().to_owned()),
            Reply::Decline => (false, String::new()),
        };
        if reveals && told.is_empty() {
            return Err(DeskError::refused("refused-crossing-nothing-told"));
        }
        if told.chars().count() > MOST_TOLD {
            return Err(DeskError::refused("refused-crossing-too-long"));
        }
        let mut transaction = self.write().await?;
        let (stored, mut crossing, side) = self
            .own_side(caller, &mut transaction, id, file, |standing| {
                matches!(standing, Standing::Open { .. })
            })
            .await?;
        let user = caller.actor.user;
        if let Some(own) = crossing.sides.get_mut(side) {
            own.answer = Some(Answer {
                by: user,
                reveals,
                told,
            });
        }
        self.keep_crossing(&mut transaction, &stored, &crossing)
            .await?;
        // The ledger knows that it was answered, about which own file; not how.
        self.event(
            &mut transaction,
            user,
            "crossing_answered",
            *file.as_bytes(),
            b"",
        )
        .await?;
        transaction.commit().await?;
        Ok(())
    }

    /// Links the own file with the one of the other office, once both revealed: stops of the one then
    /// hold for the other. The entry stands in the own file and is withdrawn like any other link.
    ///
    /// # Errors
    /// [`DeskError::Absent`] before both revealed, or for whoever may not write links there; a refusal
    /// when it is linked.
    pub async fn link_crossing(
        &self,
        caller: &Caller,
        id: CrossingId,
        file: FileId,
        reasons: &str,
    ) -> Result<EntryId> {
        let now = self.now();
        let mut transaction = self.write().await?;
        let (stored, mut crossing, side) = self
            .own_side(caller, &mut transaction, id, file, |standing| {
                matches!(standing, Standing::Met { .. })
            })
            .await?;
        let (_, open) = self.open_file(caller, &mut transaction, file).await?;
        let _permit =
            access::permit::<Write>(&caller.actor, &Resource::new(open.compartment, "link"))?;
        let other = crossing
            .sides
            .get(1 - side)
            .map(|other| other.file)
            .ok_or(DeskError::Absent)?;
        match crossing.sides.get_mut(side) {
            Some(own) if !own.linked => own.linked = true,
            _ => return Err(DeskError::refused("refused-linked-already")),
        }
        let draft = Draft::new(&Link {
            other,
            decision: "same".to_owned(),
            reasons: reasons.trim().to_owned(),
        })?;
        caller.keep_effect(&mut transaction, now).await?;
        let entry = EntryId::new(self.register.clock(), self.register.randomness());
        let inner = self.inner(caller, &draft, caller.actor.organisation, now)?;
        let (sealed, opened) = self.seal_entry(&open, entry, 1, inner, now)?;
        self.append(&mut transaction, &open, sealed, &opened, now)
            .await?;
        self.keep_crossing(&mut transaction, &stored, &crossing)
            .await?;
        transaction.commit().await?;
        Ok(entry)
    }

    /// A question whose side with this file the caller leads and that stands as it must.
    async fn own_side(
        &self,
        caller: &Caller,
        transaction: &mut Transaction,
        id: CrossingId,
        file: FileId,
        stands: fn(&Standing) -> bool,
    ) -> Result<(StoredCrossing, Crossing, usize)> {
        let today = self.now().day();
        let taking = transaction.crossing_places().await?;
        let stored = transaction
            .crossings_since(today.plus(-KEPT_DAYS))
            .await?
            .into_iter()
            .find(|stored| stored.id == id)
            .ok_or(DeskError::Absent)?;
        let crossing = self.open_crossing(&stored)?;
        let side = crossing
            .sides
            .iter()
            .position(|side| side.file == file)
            .ok_or(DeskError::Absent)?;
        let asked = crossing.asked_on().ok_or(DeskError::Absent)?;
        let standing = self
            .standing(caller, transaction, &crossing, side, asked, today)
            .await?
            .filter(stands)
            .ok_or(DeskError::Absent)?;
        let there = crossing
            .sides
            .get(side)
            .is_some_and(|own| taking.iter().any(|(known, ..)| *known == own.compartment));
        if !there && !matches!(standing, Standing::Met { .. }) {
            return Err(DeskError::Absent);
        }
        // Erased in between, it is there no more.
        self.open_file(caller, transaction, file).await?;
        Ok((stored, crossing, side))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use kernel::UserId;
    use round::Side;

    fn crossing(drawn: bool, first: Option<bool>) -> Crossing {
        let side = |number: u8, reveals: Option<bool>| Side {
            file: FileId::from_bytes([number; 16]),
            compartment: CompartmentId::from_bytes([number; 16]),
            answer: reveals.map(|reveals| Answer {
                by: UserId::from_bytes([number; 16]),
                reveals,
                told: "words".to_owned(),
            }),
            linked: false,
        };
        Crossing {
            drawn,
            asked: None,
            sides: [side(1, first), side(2, Some(true))],
        }
    }

    /// Whatever the other side does, a side hears the same things on the same days until the end.
    #[test]
    fn the_days_of_a_side_do_not_depend_on_the_other() {
        let asked = Day::from_number(100);
        for day in 100..150 {
            let today = Day::from_number(day);
            let of = |crossing: &Crossing, side| turn(crossing, side, asked, today);
            for first in [None, Some(false), Some(true)] {
                let one = of(&crossing(false, first), 0);
                assert_eq!(one, of(&crossing(true, first), 0), "{day}");
                assert_eq!(one, of(&crossing(false, Some(true)), 0), "{day}");
            }
            // The second: asked at random, and asked because the first revealed, are the same.
            assert_eq!(
                of(&crossing(true, None), 1),
                of(&crossing(false, Some(true)), 1)
            );
            // Not asked, because the first declined or was silent, are the same.
            assert_eq!(of(&crossing(false, None), 1), Turn::Early);
            assert_eq!(of(&crossing(false, Some(false)), 1), Turn::Early);
        }
    }

    #[test]
    fn only_two_reveals_of_files_that_meet_show_anything() {
        assert!(crossing(false, Some(true)).both_reveal());
        assert!(!crossing(true, Some(true)).both_reveal());
        assert!(!crossing(false, Some(false)).both_reveal());
        assert!(!crossing(false, None).both_reveal());
    }
}
