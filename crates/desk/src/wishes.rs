//! What follows from a word: the rule by which a stop is confirmed and ended, everything that a
//! withdrawal or a stop touches, and stops that come in bursts (O1c).

use std::collections::{BTreeMap, btree_map::Entry};

use access::{Lift, Read, Resource};
use casework::{
    Body as _,
    bilaterals::Raised,
    coordination::Act,
    requests::{Answer, Request},
    wishes::{FollowUp, Relay, Stop, Wish},
};
use kernel::{Day, Entry as Kept, EntryId, FileId, Instant, UserId};
use store::{Transaction, Viewer};

use crate::{
    Caller, DeskError, Draft, Result,
    files::{DOCUMENT, EXPORT, History, OpenFile},
    house::{House, PROGRAM},
    verdicts::{acts_stopped_by, scope, stop_of},
};

/// So many stops by one reporter, or on one country, within a day are a burst.
pub const BURST: usize = 5;
/// The time in which they are counted.
const BURST_SECONDS: i64 = 24 * 3_600;
/// Most things that one word is followed by; more is a matter for a list, not for one officer.
const MOST_FOLLOW_UPS: usize = 200;
/// Days within which what the world can see is followed up, and what it cannot.
const FOLLOW_UP_DAYS: [i32; 2] = [1, 3];

/// Many stops in a short time: somebody may be acting in bad faith, or something grave has happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Burst {
    /// By one reporter: who, their name, how many.
    Reporter(UserId, String, usize),
    /// On people of one country: its code, how many.
    Country(String, usize),
}

/// One thing that a word touches, and how far it is.
#[derive(Clone, Debug, PartialEq)]
pub struct Touched {
    /// The entry that tracks it.
    pub entry: Kept,
    /// What is tracked.
    pub follow_up: FollowUp,
}

/// What a thing to be followed up is made of: its kind, the entry, its words, who did it, whether the
/// world can see it.
struct Thing {
    what: &'static str,
    touched: Option<EntryId>,
    text: String,
    by: UserId,
    seen: bool,
}

impl House {
    /// Refuses a new version of a stop that its rule does not allow: a confirmation needs a second
    /// channel, an end needs the right to lift and somebody who may judge it, and nothing else makes a
    /// stop smaller.
    pub(crate) fn check_stop_revision(
        &self,
        caller: &Caller,
        versions: &[Kept],
        draft: &Draft,
    ) -> Result<()> {
        let (Some(first), Some(last)) = (versions.first(), versions.last()) else {
            return Err(DeskError::Absent);
        };
        let recorded_by = first.inner.by;
        let me = caller.actor.user;
        let before = casework::body::<Stop>(last)?;
        let after: Stop = serde_json::from_value(draft.body.clone())
            .map_err(|_| DeskError::refused("refused-stop-unreadable"))?;
        if after.confirmed != before.confirmed {
            let second = after.confirmed.as_ref().is_some_and(|confirmed| {
                before.confirmed.is_none()
                    && confirmed.by == me
                    && before.is_second_channel(recorded_by, me, &confirmed.channel)
            });
            if !second {
                return Err(DeskError::refused("refused-second-channel"));
            }
        }
        if !before.is_weakened_by(&after) {
            return Ok(());
        }
        let whole = before.acts.iter().all(|act| after.acts.contains(act))
            && before.is_for_welfare() == after.is_for_welfare();
        match (&before.lifted, &after.lifted) {
            // It stops again: that needs no leave.
            (Some(_), None) if whole => Ok(()),
            (None, Some(lifted)) if whole && lifted.by == me => {
                self.lift_right(caller, first)?;
                let finding = lifted.finding.as_deref().unwrap_or_default();
                if finding.is_empty() {
                    return Err(DeskError::refused("refused-finding-missing"));
                }
                if before.may_be_lifted_by(recorded_by, me, finding) {
                    Ok(())
                } else {
                    Err(DeskError::refused("refused-lift-involved"))
                }
            }
            _ => Err(DeskError::refused("refused-stop-smaller")),
        }
    }

    /// Refuses that somebody who is involved withdraws a stop that is in force: that is calling it mistaken.
    pub(crate) fn check_stop_withdrawal(caller: &Caller, versions: &[Kept]) -> Result<()> {
        let (Some(first), Some(last)) = (versions.first(), versions.last()) else {
            return Err(DeskError::Absent);
        };
        let stop = casework::body::<Stop>(last)?;
        let me = caller.actor.user;
        if stop.is_in_force() && !stop.may_be_lifted_by(first.inner.by, me, "mistaken") {
            return Err(DeskError::refused("refused-lift-involved"));
        }
        Ok(())
    }

    fn lift_right(&self, caller: &Caller, entry: &Kept) -> Result<()> {
        let resource = Resource::new(entry.outer.compartment, entry.kind())
            .in_file(entry.outer.file)
            .drafted_by(entry.inner.by, &caller.actor);
        let _lift = access::permit::<Lift>(&caller.actor, &resource)?;
        Ok(())
    }

    /// Writes down, in the transaction of a no or a stop, everything in its file that it touches, each
    /// with somebody who answers for it. Other files of the person are left alone: what stands there
    /// would tell their readers that somebody said no.
    pub(crate) async fn follow_up(
        &self,
        caller: &Caller,
        transaction: &mut Transaction,
        open: &OpenFile,
        cause: &Kept,
        now: Instant,
    ) -> Result<()> {
        if !matches!(cause.kind(), Wish::WORD | Stop::WORD) || cause.is_withdrawn() {
            return Ok(());
        }
        let Some((acts, ..)) = stop_of(cause)? else {
            return Ok(());
        };
        let history = self.history(caller, transaction, open).await?.into_inner();
        let mut things = touched_by(cause, &acts, &history, now.day());
        if acts.iter().any(|act| is_seen(act)) || acts.iter().any(|act| act == "share_with_ally") {
            for opening in transaction.openings_of_file(open.id, 500).await? {
                let what = match opening.way {
                    EXPORT => "export",
                    DOCUMENT => "printed",
                    _ => continue,
                };
                things.push(Thing {
                    what,
                    touched: None,
                    text: opening.at.day().iso(),
                    by: opening.user,
                    seen: false,
                });
            }
        }
        let known = history.bodies::<FollowUp>();
        let mut active: BTreeMap<UserId, bool> = BTreeMap::new();
        things.retain(|thing| {
            !known.iter().any(|(_, known)| {
                known.cause == cause.outer.id
                    && known.touched == thing.touched
                    && known.text == thing.text
            })
        });
        things.truncate(MOST_FOLLOW_UPS);
        let [soon, later] = FOLLOW_UP_DAYS;
        for thing in things {
            let answers = match active.entry(thing.by) {
                Entry::Occupied(known) => *known.get(),
                Entry::Vacant(unknown) => {
                    let here = thing.by != PROGRAM
                        && transaction
                            .user(thing.by)
                            .await?
                            .is_some_and(|user| user.status == 1);
                    *unknown.insert(here)
                }
            };
            let follow_up = FollowUp {
                cause: cause.outer.id,
                what: thing.what.to_owned(),
                touched: thing.touched,
                text: thing.text,
                owner: if answers { thing.by } else { caller.actor.user },
                due: now.day().plus(if thing.seen { soon } else { later }),
                done: None,
            };
            let mut draft = Draft::new(&follow_up)?;
            draft.label = cause.inner.label;
            self.append_new(caller, transaction, open, &draft, now)
                .await?;
        }
        Ok(())
    }

    /// What a wish or a stop of a person touches, in the order in which it is due.
    ///
    /// # Errors
    /// [`DeskError::Absent`] when the caller may not read the file.
    pub async fn touched(
        &self,
        caller: &Caller,
        file: FileId,
        cause: EntryId,
    ) -> Result<Vec<Touched>> {
        let mut transaction = self.read().await?;
        let (history, _) = self.person_history(caller, &mut transaction, file).await?;
        let mut list: Vec<Touched> = history
            .bodies::<FollowUp>()
            .into_iter()
            .filter(|(_, follow_up)| follow_up.cause == cause)
            .map(|(entry, follow_up)| Touched {
                entry: entry.clone(),
                follow_up,
            })
            .collect();
        list.sort_by_key(|touched| {
            (
                touched.follow_up.done.is_some(),
                touched.follow_up.due,
                touched.entry.outer.id,
            )
        });
        Ok(list)
    }

    /// Bursts of stops within a day: by reporter for whoever reads the audit, and by reporter and
    /// country, over the people they may read, for whoever lifts stops.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn bursts(&self, caller: &Caller) -> Result<Vec<Burst>> {
        let audits = caller.may_administer::<Read>("audit");
        let lifts = caller.actor.memberships.iter().any(|membership| {
            let resource = Resource::new(membership.compartment, Stop::WORD);
            access::permit::<Lift>(&caller.actor, &resource).is_ok()
        });
        if !audits && !lifts {
            return Ok(Vec::new());
        }
        let viewer = if audits {
            Viewer::System
        } else {
            caller.viewer()
        };
        let since = self.now().plus_seconds(-BURST_SECONDS);
        let mut transaction = self.read().await?;
        let recent = transaction.recent_stops(viewer, since).await?;
        if recent.len() < BURST {
            return Ok(Vec::new());
        }
        let mut reporters: BTreeMap<UserId, usize> = BTreeMap::new();
        for (_, _, by) in &recent {
            *reporters.entry(*by).or_default() += 1;
        }
        let mut bursts = Vec::new();
        for (user, count) in reporters {
            if count >= BURST {
                let name = transaction.user(user).await?;
                let name = name.map(|user| user.display_name).unwrap_or_default();
                bursts.push(Burst::Reporter(user, name, count));
            }
        }
        if lifts {
            let files: Vec<FileId> = recent.iter().map(|(_, file, _)| *file).collect();
            let opened = self.opened(caller, &mut transaction, &files).await?;
            let mut countries: BTreeMap<String, usize> = BTreeMap::new();
            for person in opened {
                let stops = recent
                    .iter()
                    .filter(|(_, file, _)| person.files.contains(file))
                    .count();
                if let Some(country) = person.line.country {
                    *countries.entry(country).or_default() += stops;
                }
            }
            bursts.extend(
                countries
                    .into_iter()
                    .filter(|(_, count)| *count >= BURST)
                    .map(|(country, count)| Burst::Country(country, count)),
            );
        }
        Ok(bursts)
    }
}

fn is_seen(act: &str) -> bool {
    gates::acts()
        .get(act)
        .map_or(act == "all_public" || act == "all", |act| act.public)
}

/// The entries of a file that a no or a stop touches: what the world can still see, what is planned or
/// waits for an answer, and who was told on whose behalf.
fn touched_by(cause: &Kept, acts: &[String], history: &History, today: Day) -> Vec<Thing> {
    let covered = gates::covered(acts);
    let concerned: Vec<gates::Scope> = match casework::body::<Wish>(cause) {
        Ok(wish) if cause.kind() == Wish::WORD => wish
            .scopes
            .iter()
            .filter(|line| matches!(line.state.as_str(), "refused" | "withdrawn"))
            .filter_map(|line| scope(&line.scope))
            .collect(),
        _ => covered
            .iter()
            .filter_map(|code| gates::acts().get(code))
            .flat_map(gates::Act::concerns)
            .collect(),
    };
    let mut things = Vec::new();
    for (entry, act) in history.bodies::<Act>() {
        if !covered.contains(&act.act.as_str()) {
            continue;
        }
        let seen = is_seen(&act.act);
        let what = match act.act.as_str() {
            "share_with_ally" => "share",
            "write_letters" => "letters",
            _ if seen => "public_act",
            // What was said in private cannot be unsaid; what is still to come can be called off.
            _ if act.on >= today => "private_act",
            _ => continue,
        };
        let words = act.text.or(act.audience).unwrap_or(act.by);
        things.push(Thing {
            what,
            touched: Some(entry.outer.id),
            text: short(&words, act.on),
            by: entry.inner.by,
            seen,
        });
    }
    if covered.contains(&"raise_privately") {
        for (entry, raised) in history.bodies::<Raised>() {
            if raised.state == "planned" && raised.meeting_on >= today {
                things.push(Thing {
                    what: "meeting",
                    touched: Some(entry.outer.id),
                    text: short(&raised.meeting_code, raised.meeting_on),
                    by: entry.inner.by,
                    seen: true,
                });
            }
        }
    }
    let answers = history.bodies::<Answer>();
    for (entry, request) in history.bodies::<Request>() {
        let open = !answers
            .iter()
            .any(|(_, answer)| answer.request == Some(entry.outer.id));
        if open && covered.contains(&act_of_request(&request)) {
            things.push(Thing {
                what: "request",
                touched: Some(entry.outer.id),
                text: short(&request.to, request.sent_on),
                by: entry.inner.by,
                seen: false,
            });
        }
    }
    for (entry, relay) in history.bodies::<Relay>() {
        let scopes: Vec<gates::Scope> =
            relay.scopes.iter().filter_map(|code| scope(code)).collect();
        if scopes.iter().any(|scope| concerned.contains(scope)) {
            things.push(Thing {
                what: "relay",
                touched: Some(entry.outer.id),
                text: short(&relay.attested_by, entry.outer.recorded),
                by: entry.inner.by,
                seen: false,
            });
        }
    }
    things
}

/// The act that a request is: asking for care or a sign of life goes on under a stop that does not name it.
#[must_use]
pub fn act_of_request(request: &Request) -> &'static str {
    match request.what.as_str() {
        "medical_transfer" | "medical_care" => "ask_medical",
        "proof_of_life" => "ask_proof_of_life",
        _ => "raise_privately",
    }
}

/// The beginning of a text with its day, on one line.
fn short(text: &str, on: Day) -> String {
    let mut line: String = text
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
        .chars()
        .take(160)
        .collect();
    if line.is_empty() {
        return on.iso();
    }
    line.push_str(" · ");
    line.push_str(&on.iso());
    line
}

/// The acts that a refusal of these scopes would stop, for pages that say what follows.
#[must_use]
pub fn follows_from_refusal(codes: &[&str]) -> Vec<String> {
    let scopes: Vec<gates::Scope> = codes.iter().filter_map(|code| scope(code)).collect();
    acts_stopped_by(&scopes)
}
