//! How the person is: days since each kind of contact, clocks that run, solitary and hunger strike
//! counted in days (O1b, V2b, V2c).

use casework::{
    clocks::{Clock, clock},
    matters::{Charge, Detention, Hearing},
    wellbeing::{Contact, HungerStrike, Mistreatment, Observation, Solitary, WellnessCheck},
    wishes::Stop,
};
use kernel::{Confidence, Day, Entry, EntryId, Instant};

use crate::{
    files::History,
    people::{is_held, newest_detention},
};

/// One line of the ledger of contacts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ContactLine {
    /// With whom, or how: vocabulary `contact_kinds`.
    pub kind: String,
    /// The last one that was: its first possible day, the entry, how well it is known, how many sources.
    pub last: Option<(Day, EntryId, Confidence, usize)>,
    /// The last one that was denied, if it came after the last that was.
    pub denied: Option<(Day, EntryId)>,
    /// How often it was denied in all.
    pub denials: usize,
}

/// How far a clock is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Alarm {
    /// It runs.
    Runs,
    /// It warns, or has rung softly.
    Amber,
    /// It has rung.
    Red,
}

/// A clock that runs for a person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Running {
    /// The clock.
    pub clock: &'static Clock,
    /// The entry that started it.
    pub entry: EntryId,
    /// When it rings.
    pub rings: Instant,
    /// How far it is.
    pub alarm: Alarm,
}

/// A stretch that is counted in days, the first day being day 1.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Counted<T> {
    /// The entry.
    pub entry: EntryId,
    /// What is counted.
    pub body: T,
    /// The first day.
    pub from: Day,
    /// Today's number.
    pub day: i32,
}

/// Everything about how a person is, as far as the reader may know.
#[derive(Clone, Debug, PartialEq)]
pub struct Wellbeing {
    /// Contacts, in the order of the vocabulary.
    pub contacts: Vec<ContactLine>,
    /// The last sign of any kind that somebody outside had.
    pub last_sign: Option<Day>,
    /// Solitary that has not ended.
    pub solitary: Vec<Counted<Solitary>>,
    /// Hunger strikes that have not ended.
    pub strikes: Vec<Counted<HungerStrike>>,
    /// Signs of mistreatment that stand.
    pub mistreatment: Vec<(Entry, Mistreatment)>,
    /// The last wellness check that was held.
    pub checked: Option<(Day, EntryId)>,
    /// What was seen, newest first.
    pub observations: Vec<(Entry, Observation)>,
    /// Clocks that run, the most urgent first.
    pub running: Vec<Running>,
    /// Welfare stops in force.
    pub stops: Vec<(Entry, Stop)>,
    /// Whether the person is held, as far as we know.
    pub held: bool,
}

/// One contact from whatever entry tells of it.
struct Seen {
    kinds: Vec<&'static str>,
    on: Option<Day>,
    denied: bool,
    sign: bool,
    entry: EntryId,
    confidence: Confidence,
    sources: usize,
}

/// The contacts that a wellness check was.
fn kinds_of_check(check: &WellnessCheck) -> Vec<&'static str> {
    match check.visit.as_str() {
        "consular" => vec!["consular"],
        "national_mechanism" | "icrc" | "organisation" => vec!["independent_visit"],
        "family" => vec!["family_visit"],
        "counsel" if check.private == Some(true) => vec!["counsel", "private_counsel"],
        "counsel" => vec!["counsel"],
        "medical" => vec!["doctor"],
        "remote_call" => vec!["call"],
        _ => Vec::new(),
    }
}

fn seen(history: &History) -> Vec<Seen> {
    let offered = casework::vocabulary("contact_kinds");
    let codes: Vec<&'static str> = offered
        .iter()
        .flat_map(|vocabulary| vocabulary.terms.iter())
        .map(|term| term.code.as_str())
        .collect();
    let mut list = Vec::new();
    let mut add = |entry: &Entry, kinds, on, denied, sign| {
        list.push(Seen {
            kinds,
            on,
            denied,
            sign,
            entry: entry.outer.id,
            confidence: entry.inner.confidence,
            sources: entry.inner.sources.len(),
        });
    };
    for (entry, contact) in history.bodies::<Contact>() {
        let mut kinds: Vec<&'static str> = codes
            .iter()
            .copied()
            .filter(|code| *code == contact.with)
            .collect();
        // Whoever met counsel alone has met counsel.
        if contact.with == "private_counsel" {
            kinds.push("counsel");
        }
        let sign = contact.is_a_sign();
        add(entry, kinds, contact.on.earliest(), contact.denied, sign);
    }
    for (entry, check) in history.bodies::<WellnessCheck>() {
        let held = check.was_held();
        let asked = check.requested_on;
        let on = check.on.earliest().or(asked.filter(|_| !held));
        add(entry, kinds_of_check(&check), on, !held, held);
    }
    list
}

/// The ledger of contacts.
#[must_use]
pub fn contacts(history: &History) -> Vec<ContactLine> {
    let seen = seen(history);
    casework::vocabulary("contact_kinds")
        .iter()
        .flat_map(|vocabulary| vocabulary.offered())
        .map(|term| {
            let of_kind = || {
                seen.iter()
                    .filter(|seen| seen.kinds.contains(&term.code.as_str()))
            };
            let last = of_kind()
                .filter(|seen| !seen.denied)
                .filter_map(|seen| Some((seen.on?, seen.entry, seen.confidence, seen.sources)))
                .max_by_key(|(day, entry, ..)| (*day, *entry));
            let denied = of_kind()
                .filter(|seen| seen.denied)
                .filter_map(|seen| Some((seen.on?, seen.entry)))
                .max()
                .filter(|(day, _)| last.is_none_or(|(last, ..)| *day >= last));
            ContactLine {
                kind: term.code.clone(),
                last,
                denied,
                denials: of_kind().filter(|seen| seen.denied).count(),
            }
        })
        .collect()
}

/// The first day on which somebody outside had a sign of the person, on or after this day.
fn sign_since(history: &History, day: Day) -> bool {
    seen(history)
        .iter()
        .any(|seen| seen.sign && seen.on.is_some_and(|on| on >= day))
}

fn met_since(history: &History, kinds: &[&str], day: Day) -> bool {
    seen(history).iter().any(|seen| {
        !seen.denied
            && seen.on.is_some_and(|on| on >= day)
            && seen.kinds.iter().any(|kind| kinds.contains(kind))
    })
}

fn is_concerned(history: &History) -> bool {
    history
        .bodies::<HungerStrike>()
        .iter()
        .any(|(_, strike)| strike.until.is_none())
        || history
            .bodies::<Mistreatment>()
            .iter()
            .any(|(_, flag)| flag.ended.is_none())
}

/// Whether something that came later has silenced a clock of well-being that this entry started.
pub(crate) fn silenced(history: &History, entry: EntryId, word: &str, rings: Instant) -> bool {
    let Some(clock) = clock(word) else {
        return false;
    };
    // Clocks of well-being run for people who are held; whoever is free answers for themselves.
    if newest_detention(history).is_some_and(|(_, detention)| !is_held(&detention.stage)) {
        return true;
    }
    let started = rings.plus_seconds(-clock.hours * 3_600).day();
    match word {
        "counsel_access" => met_since(history, &["counsel", "private_counsel"], started),
        "judicial_review" => {
            history
                .bodies::<Hearing>()
                .iter()
                .any(|(_, hearing)| hearing.first_day().is_some_and(|day| day >= started))
                || history.bodies::<Charge>().iter().any(|(_, charge)| {
                    charge
                        .laid
                        .as_ref()
                        .and_then(kernel::PartialDate::earliest)
                        .is_some_and(|day| day >= started)
                })
        }
        "disappearance" => {
            let found = newest_detention(history).is_some_and(|(newest, detention)| {
                newest.outer.id != entry && !detention.is_whereabouts_unknown()
            });
            found || met_since(history, &["proof_of_life"], started)
        }
        "after_transfer" => met_since(
            history,
            &[
                "consular",
                "doctor",
                "counsel",
                "independent_visit",
                "proof_of_life",
            ],
            started,
        ),
        "since_contact_amber" | "since_contact_red" => sign_since(history, started.plus(1)),
        "since_wellness_check" => check_since(history, started.plus(1)),
        "since_wellness_weekly" => !is_concerned(history) || check_since(history, started.plus(1)),
        _ => false,
    }
}

fn check_since(history: &History, day: Day) -> bool {
    history
        .bodies::<WellnessCheck>()
        .iter()
        .any(|(_, check)| check.was_held() && check.on.earliest().is_some_and(|on| on >= day))
}

/// The clocks that run for a person, the most urgent first.
#[must_use]
pub fn running(history: &History, now: Instant) -> Vec<Running> {
    let mut list: Vec<Running> = Vec::new();
    for entry in history.current() {
        for row in casework::project(entry) {
            let casework::Row::Due { at, clock: word } = row else {
                continue;
            };
            let Some(clock) = clock(word) else {
                continue;
            };
            if silenced(history, entry.outer.id, word, at) {
                continue;
            }
            let alarm = if now >= at && clock.alarm == "red" {
                Alarm::Red
            } else if now >= clock.warns_from(at) {
                Alarm::Amber
            } else {
                Alarm::Runs
            };
            list.push(Running {
                clock,
                entry: entry.outer.id,
                rings: at,
                alarm,
            });
        }
    }
    // The louder of two that count the same days speaks for both.
    let red = list
        .iter()
        .any(|running| running.clock.word == "since_contact_red" && running.alarm == Alarm::Red);
    let solitary = list
        .iter()
        .filter(|running| running.clock.word.starts_with("solitary_") && now >= running.rings)
        .map(|running| (running.entry, running.rings))
        .max();
    list.retain(|running| {
        let softer = red && running.clock.word == "since_contact_amber";
        let earlier = solitary.is_some_and(|(entry, rings)| {
            running.clock.word.starts_with("solitary_")
                && running.entry == entry
                && running.rings < rings
        });
        !softer && !earlier
    });
    list.sort_by_key(|running| {
        (
            std::cmp::Reverse(running.alarm),
            running.rings,
            running.clock.word.as_str(),
            running.entry,
        )
    });
    list
}

fn counted<T>(entry: &Entry, body: T, from: Option<Day>, today: Day) -> Option<Counted<T>> {
    let from = from?;
    Some(Counted {
        entry: entry.outer.id,
        body,
        from,
        day: today.since(from) + 1,
    })
}

/// Everything about how a person is.
#[must_use]
pub fn wellbeing(history: &History, now: Instant) -> Wellbeing {
    let today = now.day();
    let mut observations: Vec<(Entry, Observation)> = history
        .bodies::<Observation>()
        .into_iter()
        .map(|(entry, body)| (entry.clone(), body))
        .collect();
    observations.sort_by_key(|(entry, body)| {
        std::cmp::Reverse((
            body.on.earliest().unwrap_or(entry.outer.recorded),
            entry.outer.id,
        ))
    });
    Wellbeing {
        contacts: contacts(history),
        last_sign: seen(history)
            .iter()
            .filter(|seen| seen.sign)
            .filter_map(|seen| seen.on)
            .max(),
        solitary: history
            .bodies::<Solitary>()
            .into_iter()
            .filter(|(_, body)| body.until.is_none())
            .filter_map(|(entry, body)| {
                let from = body.from.earliest();
                counted(entry, body, from, today)
            })
            .collect(),
        strikes: history
            .bodies::<HungerStrike>()
            .into_iter()
            .filter(|(_, body)| body.until.is_none())
            .filter_map(|(entry, body)| {
                let from = body.from.earliest();
                counted(entry, body, from, today)
            })
            .collect(),
        mistreatment: history
            .bodies::<Mistreatment>()
            .into_iter()
            .filter(|(_, body)| body.ended.is_none())
            .map(|(entry, body)| (entry.clone(), body))
            .collect(),
        checked: history
            .bodies::<WellnessCheck>()
            .into_iter()
            .filter(|(_, check)| check.was_held())
            .filter_map(|(entry, check)| Some((check.on.earliest()?, entry.outer.id)))
            .max(),
        observations,
        running: running(history, now),
        stops: history
            .bodies::<Stop>()
            .into_iter()
            .filter(|(_, stop)| stop.is_in_force() && stop.is_for_welfare())
            .map(|(entry, stop)| (entry.clone(), stop))
            .collect(),
        held: newest_detention(history)
            .is_some_and(|(_, detention): (Entry, Detention)| is_held(&detention.stage)),
    }
}
