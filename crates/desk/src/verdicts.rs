//! From entries to verdicts: what follows from writing an entry (stops, links, stamps), the facts
//! that the gates read, and acts that are bound to what they were judged on.

use access::{Role, Visible};
use casework::{
    Body,
    matters::Detention,
    people::Fact,
    register::Link,
    wishes::{BestInterest, Clarification, CounselApproval, Lock, Relay, Stop, Wish},
};
use gates::{
    Act, Answer, BestInterestFact, Cited, CounselFact, GateFacts, LockFact, Relation, RelayFact,
    ReleaseFact, Scope, StopFact, Verdict, WishFact, WishState,
};
use kernel::{Day, Entry, FileId, Instant, LinkId, PartialDate, StopId, UserId};
use store::{StoredStop, Transaction};

use crate::{
    Caller, DeskError, Draft, Result,
    files::{History, OpenFile},
    house::House,
};

/// A verdict together with what it was judged on. Only [`House::judge`] makes one.
#[derive(Clone, Debug)]
pub struct Judged {
    /// The verdict, checked by the independent checker.
    pub verdict: Verdict,
    /// The files of the person with their stamps, whether the caller may read them or not.
    stamps: Vec<(FileId, i64)>,
}

fn cited(entry: &Entry) -> Cited {
    Cited {
        id: entry.outer.id,
        version: entry.outer.version,
    }
}

fn first_day(date: Option<&PartialDate>, recorded: Day) -> Day {
    // Known less exactly, the earliest possible day counts: consent then ends sooner, never later.
    date.and_then(PartialDate::earliest).unwrap_or(recorded)
}

pub(crate) fn scope(code: &str) -> Option<Scope> {
    Scope::all().find(|scope| scope.code() == code)
}

fn relation(code: &str) -> Relation {
    match code {
        "person" => Relation::Person,
        "representative" => Relation::Representative,
        "guardian" => Relation::Guardian,
        "counsel" => Relation::Counsel,
        _ => Relation::Relative,
    }
}

fn wish_state(code: &str) -> WishState {
    match code {
        "granted" => WishState::Granted,
        "granted_with_conditions" => WishState::GrantedWithConditions,
        "refused" => WishState::Refused,
        "withdrawn" => WishState::Withdrawn,
        "unable_to_ask" => WishState::UnableToAsk,
        _ => WishState::NotAsked,
    }
}

/// The acts that a refusal of these scopes stops for everybody: public ones that need or follow
/// them, and private ones that need them.
pub(crate) fn acts_stopped_by(scopes: &[Scope]) -> Vec<String> {
    gates::acts()
        .all()
        .filter(|act| {
            scopes.iter().any(|scope| {
                act.all.contains(scope) || act.follows.contains(scope) || act.any == [*scope]
            })
        })
        .map(|act| act.code.clone())
        .collect()
}

impl House {
    /// What follows from an entry, in its own transaction: it may raise or end stops, make or
    /// withdraw a link, and grow the stamps of every file of the person.
    pub(crate) async fn follow(
        &self,
        transaction: &mut Transaction,
        file: &OpenFile,
        entry: &Entry,
        now: Instant,
    ) -> Result<()> {
        let Some(kind) = casework::kinds::kind(entry.kind()) else {
            return Ok(());
        };
        match kind.word {
            Link::WORD => {
                transaction.unlink(entry.outer.id).await?;
                let link = casework::body::<Link>(entry)?;
                if !entry.is_withdrawn() && link.decision == "same" {
                    let id = LinkId::new(self.register.clock(), self.register.randomness());
                    transaction
                        .link(id, file.id, link.other, entry.outer.id)
                        .await?;
                    transaction.bump_cluster(file.id).await?;
                }
                return Ok(());
            }
            Wish::WORD | Lock::WORD | Stop::WORD => {
                transaction.end_stops_of(entry.outer.id, file.id).await?;
                if !entry.is_withdrawn()
                    && let Some((acts, until, ask, confirmed)) = stop_of(entry)?
                {
                    transaction
                        .raise_stop(&StoredStop {
                            id: StopId::new(self.register.clock(), self.register.randomness()),
                            file: file.id,
                            acts: acts.join(" "),
                            until,
                            ask,
                            entry: entry.outer.id,
                            confirmed,
                            created: now,
                        })
                        .await?;
                }
            }
            _ => {}
        }
        if kind.gate_relevant {
            transaction.bump_cluster(file.id).await?;
        }
        Ok(())
    }

    /// Everything the gates need to know of a person, as far as the caller may know it; the rest
    /// arrives as stops.
    pub(crate) async fn gate_facts(
        &self,
        caller: &Caller,
        transaction: &mut Transaction,
        history: &History,
        cluster: &[(FileId, i64)],
        visible: &[FileId],
        now: Instant,
    ) -> Result<GateFacts> {
        let mut facts = GateFacts::none(self.organisation);
        let clarified = history.bodies::<Clarification>();
        for (entry, wish) in history.bodies::<Wish>() {
            // What was cleared up counts for the words it was cleared up for, and for no others.
            let cleared = |scope: &str, what: &str| {
                clarified.iter().any(|(_, clear)| {
                    clear.wish == entry.outer.id
                        && clear.wish_version == entry.outer.version
                        && clear.scope == scope
                        && clear.what == what
                        && clear.on <= now.day()
                })
            };
            let given_on = first_day(Some(&wish.given_on), entry.outer.recorded);
            for line in &wish.scopes {
                let Some(scope) = scope(&line.scope) else {
                    continue;
                };
                let (not_before, after_event) = wish.begins(line);
                facts.wishes.push(WishFact {
                    entry: cited(entry),
                    giver: gates::Giver {
                        relation: relation(&wish.giver.relation),
                        who: wish
                            .giver
                            .name
                            .clone()
                            .or_else(|| wish.giver.kinship.clone())
                            .unwrap_or_default(),
                    },
                    scope,
                    state: wish_state(&line.state),
                    condition: line.condition.clone(),
                    condition_met: cleared(&line.scope, "condition_met"),
                    not_before,
                    after_event: after_event.map(str::to_owned),
                    given_on,
                    valid_until: entry.inner.valid_until,
                    until_they_say_stop: wish.until_they_say_stop,
                    under_pressure: wish.under_pressure,
                    settled: cleared(&line.scope, "settled"),
                    withdrawn: false,
                });
            }
        }
        let organisations = transaction.organisations().await?;
        for (entry, relay) in history.bodies::<Relay>() {
            facts.relays.push(RelayFact {
                entry: cited(entry),
                partner: relay.partner,
                vetted_until: organisations
                    .iter()
                    .find(|organisation| organisation.id == relay.partner)
                    .and_then(|organisation| organisation.vetted_until)
                    .map(Instant::day),
                scopes: relay.scopes.iter().filter_map(|code| scope(code)).collect(),
                given_on: first_day(Some(&relay.given_on), entry.outer.recorded),
                valid_until: entry.inner.valid_until,
                withdrawn: false,
            });
        }
        for (entry, decision) in history.bodies::<BestInterest>() {
            facts.best_interests.push(BestInterestFact {
                entry: cited(entry),
                officers: decision.officers,
                scopes: decision
                    .scopes
                    .iter()
                    .filter_map(|code| scope(code))
                    .collect(),
                decided_on: decision.decided_on,
                valid_until: entry.inner.valid_until,
                withdrawn: false,
            });
        }
        for (entry, approval) in history.bodies::<CounselApproval>() {
            facts.counsel.push(CounselFact {
                entry: cited(entry),
                counsel: approval.counsel,
                scopes: approval
                    .scopes
                    .iter()
                    .filter_map(|code| scope(code))
                    .collect(),
                answer: if approval.answer == "approved" {
                    Answer::Approved
                } else {
                    Answer::Objected
                },
                given_on: first_day(approval.given_on.as_ref(), entry.outer.recorded),
                withdrawn: false,
            });
        }
        for (entry, lock) in history.bodies::<Lock>() {
            facts.locks.push(LockFact {
                entry: cited(entry),
                owner: lock.owner,
                acts: lock.acts,
                until: lock.until,
                lifted: false,
            });
        }
        facts.assessments = crate::assessments::assessment_facts(history);
        facts.pauses = self.pauses(caller, transaction, history).await?;
        self.stop_facts(transaction, history, cluster, visible, now, &mut facts)
            .await?;
        person_facts(history, now.day(), &mut facts);
        // Partners stand outside the desk: for a public act they always read "ask the case lead".
        if !caller.has_role(Role::DeskOfficer) {
            facts.outsider_asks = Some(String::new());
        }
        Ok(facts)
    }

    async fn stop_facts(
        &self,
        transaction: &mut Transaction,
        history: &History,
        cluster: &[(FileId, i64)],
        visible: &[FileId],
        now: Instant,
        facts: &mut GateFacts,
    ) -> Result<()> {
        for stop in transaction.stops_of(cluster, now).await? {
            let origin = if visible.contains(&stop.file) {
                history.current().find(|entry| entry.outer.id == stop.entry)
            } else {
                None
            };
            // A refusal or a lock that the caller may read speaks for itself.
            if origin.is_some_and(|entry| entry.kind() != Stop::WORD) {
                continue;
            }
            let ask = match transaction.user(stop.ask).await? {
                Some(user) => user.display_name,
                None => String::new(),
            };
            facts.stops.push(StopFact {
                origin: origin.map(cited),
                acts: stop.acts.split(' ').map(str::to_owned).collect(),
                until: stop.until.map(Instant::day),
                ask,
                // Whether it was confirmed is known only where it came from.
                confirmed: origin.is_none() || stop.confirmed,
                welfare: origin.is_some_and(|entry| {
                    casework::body::<Stop>(entry).is_ok_and(|stop| stop.is_for_welfare())
                }),
                lifted: false,
            });
        }
        Ok(())
    }

    /// The verdict on an act for the person of this file, as the caller may see it.
    ///
    /// # Errors
    /// [`DeskError::Absent`] when the caller may not read the file, or there is no such act.
    pub async fn judge(&self, caller: &Caller, file: FileId, act: &str) -> Result<Judged> {
        let act = gates::acts().get(act).ok_or(DeskError::Absent)?;
        let mut transaction = self.read().await?;
        let (history, facts, stamps) = self.facts_for(caller, &mut transaction, file).await?;
        drop(history);
        self.judged(act, &facts, stamps)
    }

    /// The verdicts on every act.
    ///
    /// # Errors
    /// [`DeskError::Absent`] when the caller may not read the file.
    pub async fn judge_all(&self, caller: &Caller, file: FileId) -> Result<Vec<Judged>> {
        let mut transaction = self.read().await?;
        let (_, facts, stamps) = self.facts_for(caller, &mut transaction, file).await?;
        gates::acts()
            .all()
            .map(|act| self.judged(act, &facts, stamps.clone()))
            .collect()
    }

    pub(crate) fn judged(
        &self,
        act: &Act,
        facts: &GateFacts,
        stamps: Vec<(FileId, i64)>,
    ) -> Result<Judged> {
        let now = self.now();
        let verdict = gates::verdict(act, facts, now);
        // Two programs agree or nothing is done.
        gates::check(&verdict, facts, now)
            .map_err(|_| DeskError::Inside("the checker refuses a verdict"))?;
        Ok(Judged { verdict, stamps })
    }

    /// The joined history of a person with the gate facts and the stamps.
    pub(crate) async fn facts_for(
        &self,
        caller: &Caller,
        transaction: &mut Transaction,
        file: FileId,
    ) -> Result<(Visible<History>, GateFacts, Vec<(FileId, i64)>)> {
        let (history, visible) = self.person_history(caller, transaction, file).await?;
        let cluster = transaction.cluster(file).await?;
        let facts = self
            .gate_facts(
                caller,
                transaction,
                &history,
                &cluster,
                &visible,
                self.now(),
            )
            .await?;
        Ok((history, facts, cluster))
    }

    /// The entries of every file of a person that the caller may read, joined, and these files.
    pub(crate) async fn person_history(
        &self,
        caller: &Caller,
        transaction: &mut Transaction,
        file: FileId,
    ) -> Result<(Visible<History>, Vec<FileId>)> {
        let visible = transaction.visible_cluster(caller.viewer(), file).await?;
        if !visible.contains(&file) {
            return Err(DeskError::Absent);
        }
        let mut joined: Option<Visible<History>> = None;
        let mut readable = Vec::new();
        for file in visible {
            // A member whose sealed key is not at hand reads nothing there, and goes without.
            let Ok((_, open)) = self.open_file(caller, transaction, file).await else {
                continue;
            };
            let history = self.history(caller, transaction, &open).await?;
            readable.push(file);
            joined = Some(match joined {
                None => history,
                Some(before) => before.zip(history).map(|(mut one, other)| {
                    one.join(other);
                    one
                }),
            });
        }
        if !readable.contains(&file) {
            return Err(DeskError::Absent);
        }
        Ok((joined.ok_or(DeskError::Absent)?, readable))
    }

    /// Writes an entry that is an act, bound to the verdict it was judged on: whatever was withdrawn
    /// or stopped in between wins.
    ///
    /// # Errors
    /// [`DeskError::Gated`] when the verdict is not *clear*, [`DeskError::Overtaken`] when its ground
    /// has changed.
    pub async fn act(
        &self,
        caller: &Caller,
        file: FileId,
        judged: &Judged,
        draft: &Draft,
    ) -> Result<kernel::EntryId> {
        if judged.verdict.outcome != gates::Outcome::Clear {
            return Err(DeskError::Gated(Box::new(judged.verdict.clone())));
        }
        let now = self.now();
        let mut transaction = self.write().await?;
        let cluster = transaction.cluster(file).await?;
        if cluster != judged.stamps {
            return Err(DeskError::Overtaken);
        }
        transaction.require_stamps(&judged.stamps).await?;
        // Not everything that calls for a new weighing grows the stamps: a hearing, a like act that
        // went badly for somebody else. So the gates are asked once more, of what is written now.
        let act = gates::acts()
            .get(&judged.verdict.act)
            .ok_or(DeskError::Absent)?;
        let (_, facts, stamps) = self.facts_for(caller, &mut transaction, file).await?;
        if self.judged(act, &facts, stamps)?.verdict.outcome != gates::Outcome::Clear {
            return Err(DeskError::Overtaken);
        }
        let id = self
            .record_in(caller, &mut transaction, file, draft, now)
            .await?;
        transaction.commit().await?;
        Ok(id)
    }
}

pub(crate) type StopParts = (Vec<String>, Option<Instant>, UserId, bool);

/// The stop that an entry raises, if it raises one.
pub(crate) fn stop_of(entry: &Entry) -> Result<Option<StopParts>> {
    match entry.kind() {
        Wish::WORD => {
            let wish = casework::body::<Wish>(entry)?;
            let refused: Vec<Scope> = wish
                .scopes
                .iter()
                .filter(|line| {
                    matches!(
                        wish_state(&line.state),
                        WishState::Refused | WishState::Withdrawn
                    )
                })
                .filter_map(|line| scope(&line.scope))
                .collect();
            let acts = acts_stopped_by(&refused);
            let any = !acts.is_empty();
            Ok(any.then_some((acts, None, entry.inner.by, true)))
        }
        Lock::WORD => {
            let lock = casework::body::<Lock>(entry)?;
            Ok(Some((
                lock.acts,
                Some(lock.until.plus(1).start()),
                lock.owner,
                true,
            )))
        }
        Stop::WORD => {
            let stop = casework::body::<Stop>(entry)?;
            Ok(stop.is_in_force().then(|| {
                (
                    stop.acts.clone(),
                    None,
                    entry.inner.by,
                    stop.confirmed.is_some(),
                )
            }))
        }
        _ => Ok(None),
    }
}

/// Minor, released, deceased, and when the facts were last looked at.
fn person_facts(history: &History, today: Day, facts: &mut GateFacts) {
    for (entry, fact) in history.bodies::<Fact>() {
        match fact.field.as_str() {
            "birth" => {
                // In doubt a minor: the latest possible birth counts.
                let latest = fact.date.as_ref().and_then(PartialDate::latest);
                if latest.is_some_and(|born| is_minor(born, today)) {
                    facts.person.minor = Some(cited(entry));
                }
            }
            "death" => facts.person.deceased = Some(cited(entry)),
            _ => {}
        }
    }
    let detentions = history.bodies::<Detention>();
    let newest = detentions.iter().max_by_key(|(entry, detention)| {
        (
            detention.from.earliest(),
            entry.inner.recorded_at,
            entry.outer.id,
        )
    });
    if let Some((entry, detention)) = newest {
        if matches!(
            detention.stage.as_str(),
            "released_conditional" | "released_unconditional"
        ) {
            let on = detention
                .until
                .as_ref()
                .and_then(PartialDate::earliest)
                .unwrap_or(entry.outer.recorded);
            facts.person.released = Some(ReleaseFact {
                entry: cited(entry),
                on,
            });
        }
        if detention.stage == "died_in_custody" {
            facts.person.deceased = Some(cited(entry));
        }
    }
    let of_facts = || {
        history.current().filter(|entry| {
            matches!(
                entry.kind(),
                "fact"
                    | "detention"
                    | "charge"
                    | "claim"
                    | "contact"
                    | "hearing"
                    | "source"
                    | "observation"
                    | "wellness_check"
            )
        })
    };
    facts.recorded = of_facts().map(|entry| entry.outer.recorded).max();
    facts.verified = of_facts()
        .filter(|entry| entry.inner.confidence.is_verified())
        .map(|entry| entry.outer.recorded)
        .max();
}

/// Whether somebody born on this day is under eighteen.
pub(crate) fn is_minor(born: Day, today: Day) -> bool {
    let born = born.civil();
    let come_of_age = kernel::Day::new(born.year() + 18, born.month(), born.day())
        .or_else(|| kernel::Day::new(born.year() + 18, 3, 1));
    come_of_age.is_none_or(|day| today < day)
}
