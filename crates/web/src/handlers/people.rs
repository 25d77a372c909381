//! People: the list, the search, the page of a person.

use std::sync::Arc;

use access::{Export, Lift, Write};
use casework::{
    bilaterals::Raised,
    coordination::Act,
    matters::{Charge, Detention, Hearing},
    people::Fact,
    requests::{Answer, Request},
    sources::Source,
    strategy::Strategy,
    wellbeing::Contact as Seen,
    wishes::{CONFIRM_STOP_WITHIN_HOURS, Lock, Stop},
};
use desk::{History, Judged, PeopleQuery, Person, exports::ListFormat};
use gates::Outcome as Given;
use kernel::{Day, EntryId, FileId, PartialDate};

use super::{entries, fields, may, may_record, may_somewhere, said, shown, wellbeing, wishes};
use crate::{
    pages::{
        Choice, Condition, Contact, DoneLine, Event, FileLine, Found, Knowledge, Layout, Link,
        Mark, OpenStop, Outcome, Pager, PeopleFilters, PeopleList, PersonDone, PersonHead,
        PersonPage, PersonPrint, Place, Planned, Reason, SearchResults, Section, Timeline,
        VerdictLine, VerdictPage, Written,
    },
    paths,
    text::{Count, Texts},
    visit::{Answer as Answered, Fail, Visit, page},
};

/// The whole list of searched names that a page shows.
const FOUND: usize = 60;
/// Longest text that is searched for.
const LONGEST_SEARCH: usize = 300;

fn chosen(visit: &Visit, word: &str, name: &str) -> Vec<Choice> {
    let present = visit.query(name).unwrap_or_default();
    let mut choices = vec![Choice {
        value: String::new(),
        text: visit.texts.msg("filter-all"),
        chosen: present.is_empty(),
    }];
    choices.extend(fields::vocabulary_choices(visit.texts, word, &[present]));
    choices
}

/// What the address asks of the list of people: its filters, its order, where to go on.
pub(crate) fn asked(visit: &Visit) -> PeopleQuery {
    let take = |name: &str| visit.query(name).map(str::to_owned);
    PeopleQuery {
        country: take("country"),
        stage: take("stage"),
        sex: take("sex"),
        source: take("source"),
        newest: visit.query("sort") == Some("newest"),
        after: take("after"),
    }
}

/// The same in words, for above a list on paper.
pub(crate) fn filter_words(visit: &Visit) -> String {
    let t = visit.texts;
    let words: Vec<String> = [
        ("country", "countries"),
        ("stage", "stages"),
        ("sex", "sexes"),
    ]
    .into_iter()
    .filter_map(|(name, vocabulary)| Some(t.term(vocabulary, visit.query(name)?)))
    .chain(visit.query("source").map(str::to_owned))
    .collect();
    if words.is_empty() {
        t.msg("export-everybody")
    } else {
        words.join(" · ")
    }
}

/// Everyone the member may read of.
pub(crate) async fn list(visit: Arc<Visit>) -> Answered {
    let t = visit.texts;
    let caller = visit.caller()?;
    let query = asked(&visit);
    let people = visit.house()?.people(caller, &query).await?;
    let filters: Vec<(&str, &str)> = ["country", "stage", "sex", "source", "sort"]
        .into_iter()
        .filter_map(|name| Some((name, visit.query(name)?)))
        .collect();
    let with_filters = |path: String, after: Option<&str>| {
        let mut query = form_urlencoded::Serializer::new(String::new());
        query.extend_pairs(&filters);
        if let Some(after) = after {
            query.append_pair("after", after);
        }
        match query.finish() {
            text if text.is_empty() => path,
            text => format!("{path}?{text}"),
        }
    };
    let address = |after: Option<&str>| with_filters(paths::people(), after);
    let source = visit
        .query("source")
        .map(|title| Choice::new(title, title).chosen());
    let sources = std::iter::once(Choice {
        value: String::new(),
        text: t.msg("filter-all"),
        chosen: source.is_none(),
    })
    .chain(source)
    .collect();
    let sort = ["forgotten", "newest"]
        .into_iter()
        .map(|order| Choice {
            value: order.to_owned(),
            text: t.msg(&format!("sort-{order}")),
            chosen: (order == "newest") == query.newest,
        })
        .collect();
    page(&PeopleList {
        layout: visit.layout("title-people", Some(Place::People)),
        filtered: filters.iter().any(|(name, _)| *name != "sort"),
        filters: PeopleFilters {
            country: chosen(&visit, "countries", "country"),
            stage: chosen(&visit, "stages", "stage"),
            sex: chosen(&visit, "sexes", "sex"),
            source: sources,
            sort,
        },
        pager: Pager {
            shown: u32::try_from(people.people.len()).unwrap_or(u32::MAX),
            total: u64::try_from(people.total).ok(),
            first_href: query.after.as_ref().map(|_| address(None)),
            next_href: people.next.as_deref().map(|next| address(Some(next))),
        },
        people: people
            .people
            .iter()
            .map(|person| shown::listed(&visit, person))
            .collect(),
        exports: if may_somewhere::<Export>(caller, "name") {
            ListFormat::ALL
                .into_iter()
                .map(|format| Link {
                    href: with_filters(paths::people_export(format.extension()), None),
                    text: format.extension().to_uppercase(),
                })
                .collect()
        } else {
            Vec::new()
        },
        may_add: may_somewhere::<Write>(caller, "name"),
    })
}

fn reason_found(t: Texts, found: &desk::Found) -> (Option<Written>, String) {
    let first = found.person.names.first();
    let id = match (&found.matched, first) {
        (None, _) => "found-by-words",
        (Some(best), Some(first)) if best.text == first.text && found.is_same() => "found-same",
        (Some(best), Some(first)) if best.script != first.script => "found-other-script",
        _ if found.is_same() => "found-other-spelling",
        _ => "found-similar",
    };
    let matched = found
        .matched
        .as_ref()
        .filter(|best| first.is_none_or(|first| first.text != best.text))
        .map(shown::name);
    (matched, t.msg(id))
}

/// Search by a name in any script. Posted, so that no name stands in an address.
pub(crate) async fn search(visit: Arc<Visit>) -> Answered {
    let t = visit.texts;
    let caller = visit.caller()?;
    let text: String = visit
        .field("text")
        .trim()
        .chars()
        .take(LONGEST_SEARCH)
        .collect();
    let found = visit.house()?.find(caller, &text, FOUND).await?;
    let (by_name, by_words): (Vec<&desk::Found>, Vec<&desk::Found>) =
        found.iter().partition(|found| found.matched.is_some());
    let (same, similar): (Vec<&desk::Found>, Vec<&desk::Found>) =
        by_name.into_iter().partition(|found| found.is_same());
    let show = |list: Vec<&desk::Found>| {
        list.into_iter()
            .map(|found| {
                let (matched, reason) = reason_found(t, found);
                Found {
                    person: shown::listed(&visit, &found.person),
                    matched,
                    reason,
                }
            })
            .collect()
    };
    let (same, similar, by_words) = (show(same), show(similar), show(by_words));
    let mut layout = visit.layout("title-search", Some(Place::People));
    layout.search.clone_from(&text);
    // The language is changed from the list: a search cannot be asked again without its text.
    layout.path = paths::people();
    page(&SearchResults {
        layout,
        same,
        similar,
        by_words,
        may_add: may_somewhere::<Write>(caller, "name"),
    })
}

pub(crate) const fn outcome(given: Given, asks_lead: bool) -> Outcome {
    if asks_lead {
        return Outcome::Ask;
    }
    match given {
        Given::Clear => Outcome::Clear,
        Given::Hold => Outcome::Hold,
        Given::Block => Outcome::Block,
    }
}

/// Whether the verdict says no more than "ask the case lead".
pub(crate) fn asks_lead(verdict: &gates::Verdict) -> bool {
    verdict
        .reasons
        .iter()
        .filter(|reason| reason.weight == verdict.outcome)
        .all(|reason| matches!(reason.who_can_lift, gates::Lifter::Ask(_)))
        && verdict.outcome != Given::Clear
}

pub(crate) fn act_name(t: Texts, code: &str) -> String {
    said::gate(t, &gates::Message::new(format!("gate-act-{code}")))
}

fn verdict_line(t: Texts, file: FileId, judged: &Judged) -> VerdictLine {
    let verdict = &judged.verdict;
    let href = paths::verdict(file, &verdict.act);
    let deciding = verdict.reasons.first();
    let reason = match deciding {
        Some(reason) => said::gate(t, &reason.says),
        None => verdict
            .basis
            .as_ref()
            .and_then(|basis| basis.says().into_iter().next())
            .map(|message| said::gate(t, &message))
            .unwrap_or_default(),
    };
    let lift = (verdict.outcome != Given::Clear).then(|| Link {
        href: href.clone(),
        text: t.msg("who-can-change-this"),
    });
    VerdictLine {
        act: act_name(t, &verdict.act),
        outcome: outcome(verdict.outcome, asks_lead(verdict)),
        reason,
        more: u32::try_from(verdict.reasons.len().saturating_sub(1)).unwrap_or(0),
        href,
        lift,
    }
}

fn head(visit: &Visit, person: &Person) -> PersonHead {
    let t = visit.texts;
    let today = visit.today();
    let line = &person.line;
    let (name, reading) = shown::two_names(t, &line.names);
    let also = line
        .names
        .iter()
        .map(shown::name)
        .filter(|other| *other != name && reading.as_ref() != Some(other))
        .take(6)
        .collect();
    let facts = person.history.bodies::<Fact>();
    let description = ["occupation", "activity", "affiliation"]
        .into_iter()
        .flat_map(|field| facts.iter().filter(move |(_, fact)| fact.field == field))
        .map(|(_, fact)| Written::unknown(&fact.value))
        .filter(|written| !written.text.is_empty())
        .take(3)
        .collect();
    let charge = person
        .history
        .bodies::<Charge>()
        .into_iter()
        .next_back()
        .map(|(_, charge)| match (&charge.law, &charge.article) {
            (_, Some(article)) => t.with("charged-under", "article", article.as_str()),
            _ => charge.translation.unwrap_or(charge.original_text),
        });
    let minor = facts
        .iter()
        .filter(|(_, fact)| fact.field == "birth")
        .filter_map(|(_, fact)| fact.date.as_ref().and_then(PartialDate::latest))
        .any(|born| today.since(born) < 18 * 365 + 4);
    let mut whereabouts = shown::whereabouts(t, line);
    if let Some(distance) = desk::newest_detention(&person.history)
        .and_then(|(_, detention)| detention.distance_home_km)
    {
        whereabouts.push(t.count("kilometres-from-home", distance));
    }
    if whereabouts.is_empty() {
        whereabouts.push(t.msg("whereabouts-unknown"));
    }
    PersonHead {
        name,
        reading,
        also,
        portrait_href: None,
        description,
        charge,
        detained: line.held_since.map(|since| Count::since(since, today)),
        whereabouts,
        contacts: if line.held_since.is_some() {
            contacts(visit, person)
        } else {
            Vec::new()
        },
        minor,
    }
}

/// The contacts that stand beside the name: those that are known, and those that should be.
fn contacts(visit: &Visit, person: &Person) -> Vec<Contact> {
    let t = visit.texts;
    let state = desk::wellbeing::wellbeing(&person.history, visit.site.now());
    wellbeing::contacts(t, person.file, &state, visit.today())
        .into_iter()
        .filter(|row| row.since.is_some() || row.alarm)
        .map(|row| Contact {
            whom: row.what,
            since: row.since,
            alarm: row.alarm,
        })
        .collect()
}

/// How many things that a no touches are still open.
fn open_follow_ups(person: &Person) -> usize {
    person
        .history
        .bodies::<casework::wishes::FollowUp>()
        .iter()
        .filter(|(_, follow_up)| follow_up.done.is_none())
        .count()
}

fn conditions(visit: &Visit, person: &Person) -> Vec<Condition> {
    let t = visit.texts;
    let state = desk::wellbeing::wellbeing(&person.history, visit.site.now());
    let known = |href: &str| {
        person
            .history
            .current()
            .find(|entry| paths::history(person.file, entry.outer.id) == href)
            .map(|entry| Knowledge {
                confidence: entry.inner.confidence,
                origins: u32::try_from(entry.inner.sources.len()).unwrap_or(0),
            })
    };
    let mut first: Vec<Condition> = wellbeing::standing(t, person.file, &state)
        .into_iter()
        .filter_map(|standing| {
            Some(Condition {
                knowledge: known(&standing.href)?,
                what: standing.what,
                since: None,
                href: standing.href,
            })
        })
        .collect();
    first.extend(
        wellbeing::clocks(t, person.file, &state)
            .into_iter()
            .filter(|clock| clock.class == "red")
            .filter_map(|clock| {
                Some(Condition {
                    knowledge: known(&clock.href)?,
                    what: clock.what,
                    since: Some(clock.day),
                    href: clock.href,
                })
            }),
    );
    first.extend(told(t, person.file, &person.history));
    first.truncate(8);
    first
}

/// What was told of their health and of contacts, newest first.
fn told(t: Texts, person: FileId, history: &History) -> Vec<Condition> {
    let mut list: Vec<(Option<Day>, Condition)> = history
        .bodies::<Fact>()
        .into_iter()
        .filter(|(_, fact)| fact.field == "health_note")
        .map(|(entry, fact)| {
            let since = fact.date.as_ref().and_then(PartialDate::earliest);
            (
                since,
                Condition {
                    what: fact.value,
                    since,
                    knowledge: Knowledge {
                        confidence: entry.inner.confidence,
                        origins: u32::try_from(entry.inner.sources.len()).unwrap_or(0),
                    },
                    href: paths::history(person, entry.outer.id),
                },
            )
        })
        .collect();
    list.extend(
        history
            .bodies::<Seen>()
            .into_iter()
            .filter(|(_, contact)| contact.words.is_some() || contact.denied)
            .map(|(entry, contact)| {
                let since = contact.on.earliest();
                let kind = t.term("contact_kinds", &contact.with);
                let what = match (contact.denied, contact.words) {
                    (true, _) => t.with("contact-denied", "what", kind.as_str()),
                    (false, Some(words)) => words,
                    (false, None) => kind,
                };
                (
                    since,
                    Condition {
                        what,
                        since,
                        knowledge: Knowledge {
                            confidence: entry.inner.confidence,
                            origins: u32::try_from(entry.inner.sources.len()).unwrap_or(0),
                        },
                        href: paths::history(person, entry.outer.id),
                    },
                )
            }),
    );
    list.sort_by_key(|(since, _)| std::cmp::Reverse(*since));
    list.into_iter()
        .map(|(_, condition)| condition)
        .take(5)
        .collect()
}

fn planned(t: Texts, person: FileId, history: &History, today: Day) -> Vec<Planned> {
    let mut list = Vec::new();
    for (entry, hearing) in history.bodies::<Hearing>() {
        if let Some(day) = hearing.first_day().filter(|day| *day >= today) {
            list.push(Planned {
                what: t.with("planned-hearing", "court", hearing.court.as_str()),
                day: Some(day),
                overdue: false,
                href: Some(paths::history(person, entry.outer.id)),
            });
        }
    }
    let answered: Vec<EntryId> = history
        .bodies::<Answer>()
        .iter()
        .filter_map(|(_, answer)| answer.request)
        .collect();
    for (entry, request) in history.bodies::<Request>() {
        if !answered.contains(&entry.outer.id) {
            list.push(Planned {
                what: t.with("planned-answer", "to", request.to.as_str()),
                day: Some(request.due_on),
                overdue: request.due_on < today,
                href: Some(paths::answer(person, entry.outer.id)),
            });
        }
    }
    for (_, raised) in history.bodies::<Raised>() {
        if raised.state == "planned" && raised.meeting_on >= today {
            list.push(Planned {
                what: t.with("planned-meeting", "code", raised.meeting_code.as_str()),
                day: Some(raised.meeting_on),
                overdue: false,
                href: Some(paths::meeting(raised.meeting)),
            });
        }
        if let (Some(promise), Some(due)) = (&raised.promise, raised.promise_due) {
            list.push(Planned {
                what: promise.clone(),
                day: Some(due),
                overdue: due < today,
                href: None,
            });
        }
    }
    for (_, strategy) in history.bodies::<Strategy>() {
        list.push(Planned {
            what: t.with(
                "planned-strategy",
                "stance",
                t.term("stances", &strategy.stance).as_str(),
            ),
            day: Some(strategy.review_on),
            overdue: strategy.review_on < today,
            href: Some(paths::strategy(person)),
        });
    }
    for (entry, lock) in history.bodies::<Lock>() {
        if lock.until >= today {
            list.push(Planned {
                what: t.msg("planned-quiet"),
                day: Some(lock.until),
                overdue: false,
                href: Some(paths::history(person, entry.outer.id)),
            });
        }
    }
    list.sort_by_key(|planned| planned.day);
    list
}

/// Everything that has been done and has happened, newest first.
fn done(t: Texts, person: FileId, history: &History) -> Vec<DoneLine> {
    let answers = history.bodies::<Answer>();
    let answer_to = |entry: EntryId| {
        answers
            .iter()
            .find(|(_, answer)| answer.request == Some(entry) || answer.raised == Some(entry))
            .map(|(_, answer)| answer)
    };
    let mut list = Vec::new();
    let mut push = |day: Option<Day>,
                    mark,
                    what: String,
                    whom: String,
                    answer: Option<Written>,
                    entry: EntryId| {
        if let Some(day) = day {
            list.push(DoneLine {
                day,
                mark,
                what,
                whom,
                answer,
                href: paths::history(person, entry),
            });
        }
    };
    for (entry, raised) in history.bodies::<Raised>() {
        if raised.was_raised() {
            let mut answer = raised
                .answer_code
                .as_ref()
                .map(|code| t.term("responses", code));
            if let Some(text) = &raised.answer_text {
                answer = Some(text.clone());
            }
            push(
                Some(raised.meeting_on),
                Mark::Done,
                t.msg("done-raised"),
                raised.counterpart,
                answer.map(|text| Written::unknown(&text)),
                entry.outer.id,
            );
        }
    }
    for (entry, request) in history.bodies::<Request>() {
        let answer = answer_to(entry.outer.id);
        let words = answer.map(|answer| {
            answer
                .text
                .clone()
                .unwrap_or_else(|| t.term("responses", &answer.code))
        });
        push(
            Some(request.sent_on),
            Mark::Done,
            t.with(
                "done-request",
                "what",
                t.term("asks", &request.what).as_str(),
            ),
            request.to,
            words.map(|text| Written::unknown(&text)),
            entry.outer.id,
        );
    }
    for (entry, answer) in &answers {
        let refused = matches!(
            answer.code.as_str(),
            "denied" | "rejected" | "counter_accusation" | "retaliated"
        );
        push(
            Some(answer.on),
            if refused {
                Mark::Refused
            } else {
                Mark::Answered
            },
            t.term("responses", &answer.code),
            answer.answered_by.clone().unwrap_or_default(),
            answer.text.as_deref().map(Written::unknown),
            entry.outer.id,
        );
    }
    for (entry, act) in history.bodies::<Act>() {
        push(
            Some(act.on),
            Mark::Done,
            act_name(t, &act.act),
            act.audience.unwrap_or(act.by),
            None,
            entry.outer.id,
        );
    }
    for (entry, contact) in history.bodies::<Seen>() {
        let mark = if contact.denied {
            Mark::Refused
        } else {
            Mark::Happened
        };
        push(
            contact.on.earliest(),
            mark,
            t.term("contact_kinds", &contact.with),
            String::new(),
            None,
            entry.outer.id,
        );
    }
    for (entry, detention) in history.bodies::<Detention>() {
        push(
            detention.from.earliest(),
            Mark::Happened,
            t.term("stages", &detention.stage),
            detention.place_text,
            None,
            entry.outer.id,
        );
    }
    for (entry, hearing) in history.bodies::<Hearing>() {
        push(
            hearing.first_day(),
            Mark::Happened,
            t.with("planned-hearing", "court", hearing.court.as_str()),
            String::new(),
            hearing.result.as_deref().map(Written::unknown),
            entry.outer.id,
        );
    }
    list.sort_by_key(|line| std::cmp::Reverse(line.day));
    list
}

fn summary(t: Texts, history: &History) -> Vec<String> {
    let (raised, answered) = desk::raised_counts(history);
    if raised == 0 {
        return Vec::new();
    }
    vec![
        t.count("done-raised-times", raised),
        t.count("done-answered-times", answered),
    ]
}

fn timeline(t: Texts, lines: &[DoneLine], today: Day) -> Option<Timeline> {
    let past: Vec<&DoneLine> = lines.iter().filter(|line| line.day <= today).collect();
    let from = past.iter().map(|line| line.day).min()?;
    let events = past
        .into_iter()
        .map(|line| Event {
            day: line.day,
            mark: line.mark,
            text: format!("{}: {}", t.day_exact(line.day), line.what),
        })
        .collect();
    Some(Timeline::new(t, from, today, events))
}

/// The sections of the page: anchor, the kinds they hold, the kind that is added there.
const SECTIONS: &[(&str, &[&str], &str)] = &[
    ("names", &["name"], "name"),
    ("facts", &["fact"], "fact"),
    ("detentions", &["detention"], "detention"),
    ("charges", &["charge", "covered"], "charge"),
    ("hearings", &["hearing"], "hearing"),
    (
        "wishes",
        &[
            "wish",
            "relay",
            "best_interest",
            "counsel_approval",
            "stop",
            "lock",
            "clarification",
            "follow_up",
        ],
        "wish",
    ),
    (
        "health",
        &[
            "contact",
            "observation",
            "solitary",
            "hunger_strike",
            "mistreatment",
            "wellness_check",
        ],
        "contact",
    ),
    (
        "requests",
        &["request", "answer", "raised", "act"],
        "request",
    ),
    ("claims", &["claim"], "claim"),
    ("evidence", &["evidence"], "evidence"),
    ("sources", &["source", "note"], "source"),
];

/// A section shows so many entries; the rest is on the page to print.
const SECTION_ENTRIES: usize = 12;

fn sections(visit: &Visit, person: &Person) -> Result<Vec<Section>, Fail> {
    let t = visit.texts;
    let caller = visit.caller()?;
    SECTIONS
        .iter()
        .map(|(id, kinds, add)| {
            let lines = person
                .history
                .current()
                .filter(|entry| kinds.contains(&entry.kind()))
                .collect::<Vec<_>>()
                .into_iter()
                .rev()
                .take(SECTION_ENTRIES)
                .map(|entry| entries::line(visit, person.file, entry, &person.history))
                .collect::<Result<Vec<_>, Fail>>()?;
            let add = match *add {
                // Evidence has a page of its own, where it is opened and files are sent.
                "evidence" => may::<access::Read>(caller, person.compartment, add).then(|| Link {
                    href: paths::all_evidence(person.file),
                    text: t.msg("evidence-open"),
                }),
                add => may_record(caller, person.compartment, add).then(|| Link {
                    href: paths::record(person.file, add),
                    text: entries::kind_name(t, add),
                }),
            };
            Ok(Section {
                id,
                title: t.msg(&format!("section-{id}")),
                empty: t.msg(&format!("section-{id}-empty")),
                open: matches!(*id, "names" | "detentions" | "wishes") && !lines.is_empty(),
                entries: lines,
                add,
            })
        })
        .collect()
}

fn open_stops(visit: &Visit, person: &Person) -> Vec<OpenStop> {
    let t = visit.texts;
    person
        .history
        .bodies::<Stop>()
        .into_iter()
        .filter(|(_, stop)| stop.is_in_force())
        .map(|(entry, stop)| {
            let acts: Vec<String> = stop.acts.iter().map(|code| stop_act(t, code)).collect();
            let caller = visit.caller();
            let confirmed = stop.confirmed.is_some();
            OpenStop {
                heading: t.msg(if stop.is_for_welfare() {
                    "stop-welfare"
                } else if confirmed {
                    "stop-in-force"
                } else {
                    "stop-open"
                }),
                confirmed,
                lift_href: caller
                    .is_ok_and(|caller| may::<Lift>(caller, entry.outer.compartment, "stop"))
                    .then(|| paths::lift_stop(person.file, entry.outer.id)),
                says: t.list(&acts),
                reported: entry.inner.recorded_at,
                confirm_by: entry
                    .inner
                    .recorded_at
                    .plus_seconds(CONFIRM_STOP_WITHIN_HOURS * 3_600),
                confirm_href: visit
                    .caller()
                    .is_ok_and(|caller| may::<Write>(caller, entry.outer.compartment, "stop"))
                    .then_some(())
                    .filter(|()| !confirmed)
                    .map(|()| paths::confirm_stop(person.file, entry.outer.id)),
            }
        })
        .collect()
}

pub(crate) fn stop_act(t: Texts, code: &str) -> String {
    match code {
        "all_public" => t.msg("stop-all-public"),
        "all" => t.msg("stop-all"),
        code => act_name(t, code),
    }
}

fn banner(history: &History) -> Option<kernel::Label> {
    history
        .current()
        .map(|entry| entry.inner.label)
        .max_by_key(|label| kernel::Label::ALL.iter().position(|known| known == label))
        .filter(|label| !matches!(label, kernel::Label::Clear | kernel::Label::Green))
}

pub(crate) fn room(visit: &Visit, title_id: &'static str, history: &History) -> Layout {
    let mut layout = visit.layout(title_id, Some(Place::People));
    layout.label_banner = banner(history);
    layout
}

/// The page of a person: who, how are they, what may we do, what is planned, what has been done.
pub(crate) async fn person(visit: Arc<Visit>) -> Answered {
    let file: FileId = visit.id("file")?;
    let person = visit.house()?.person(visit.caller()?, file).await?;
    page(&person_page(&visit, &person)?)
}

/// The same facts for paper: no rooms to go to, little ink, and whose copy it is.
pub(crate) async fn print(visit: Arc<Visit>) -> Answered {
    let file: FileId = visit.id("file")?;
    let caller = visit.caller()?;
    let person = visit.house()?.person_to_print(caller, file).await?;
    let mut person_page = person_page(&visit, &person)?;
    // Paper is always labelled, also below what a page would say.
    person_page
        .layout
        .label_banner
        .get_or_insert(kernel::Label::Green);
    page(&PersonPrint {
        page: person_page,
        by: caller.display_name.clone(),
        reference: shown::reference(file),
    })
}

fn person_page(visit: &Visit, person: &Person) -> Result<PersonPage, Fail> {
    let t = visit.texts;
    let caller = visit.caller()?;
    let file = person.file;
    if !person.history.current().any(|entry| {
        matches!(
            entry.kind(),
            "name" | "fact" | "detention" | "wish" | "claim"
        )
    }) {
        // A meeting, a matter, a list: their files have pages of their own.
        return Err(Fail::Absent);
    }
    let today = visit.today();
    let all = done(t, file, &person.history);
    let line = timeline(t, &all, today);
    let titles = caller.compartments();
    let links = person.history.bodies::<casework::register::Link>();
    let files = person
        .files
        .iter()
        .map(|linked| {
            let compartment =
                visit_compartment(&person.history, *linked).unwrap_or(person.compartment);
            let link = links
                .iter()
                .find(|(entry, link)| {
                    link.decision == "same"
                        && (link.other == *linked || entry.outer.file == *linked)
                })
                .filter(|_| *linked != file);
            FileLine {
                compartment: titles
                    .iter()
                    .find(|(id, _, _)| *id == compartment)
                    .map(|(_, title, _)| title.clone())
                    .unwrap_or_default(),
                reference: shown::reference(*linked),
                this: *linked == file,
                withdraw_link_href: link
                    .filter(|(entry, _)| may::<Write>(caller, entry.outer.compartment, "link"))
                    .map(|(entry, _)| paths::withdraw_link(file, entry.outer.id)),
                openings_href: paths::openings(linked),
            }
        })
        .collect();
    let record_menu = casework::kinds::kinds_of(casework::Subject::Person)
        .filter(|kind| {
            !matches!(
                kind.word,
                "raised" | "link" | "stop" | "clarification" | "follow_up" | "signature" | "effect"
            )
        })
        .filter(|kind| may_record(caller, person.compartment, kind.word))
        .map(|kind| Link {
            // These two have pages of their own.
            href: match kind.word {
                "strategy" => paths::strategy(file),
                "assessment" => paths::assessments(file),
                word => paths::record(file, word),
            },
            text: entries::kind_name(t, kind.word),
        })
        .collect();
    Ok(PersonPage {
        layout: room(visit, "title-person", &person.history),
        head: head(visit, person),
        stops: open_stops(visit, person),
        conditions: conditions(visit, person),
        counsel: counsel_links(visit, person)?,
        wellbeing_href: paths::wellbeing(file),
        said_href: paths::said(file),
        follow_ups: open_follow_ups(person),
        follow_ups_href: paths::follow_ups(file),
        record_condition_href: may_record(caller, person.compartment, "contact")
            .then(|| paths::record(file, "contact")),
        verdicts: person
            .verdicts
            .iter()
            .map(|judged| verdict_line(t, file, judged))
            .collect(),
        as_of: visit.site.now(),
        planned: planned(t, file, &person.history, today),
        done_summary: summary(t, &person.history),
        timeline: line,
        done: all
            .into_iter()
            .filter(|line| line.day <= today)
            .take(10)
            .collect(),
        done_href: paths::person_done(file),
        print_href: paths::person_print(file),
        sections: sections(visit, person)?,
        record_menu,
        stop_href: paths::report_stop(file),
        files,
        link_href: may::<Write>(caller, person.compartment, "link").then(|| paths::link(file)),
        erase_href: may::<Lift>(caller, person.compartment, "name").then(|| paths::erase(file)),
    })
}

/// What counsel does on the page of the person they defend.
fn counsel_links(visit: &Visit, person: &Person) -> Result<Vec<Link>, Fail> {
    let t = visit.texts;
    if !visit.caller()?.has_role(access::Role::Counsel) {
        return Ok(Vec::new());
    }
    let file = person.file;
    let answer = |answer: &str, scopes: &str, id: &str| Link {
        href: format!(
            "{}?answer={answer}&{scopes}",
            paths::record(file, "counsel_approval")
        ),
        text: t.msg(id),
    };
    Ok(vec![
        answer("approved", "scopes=c17", "counsel-approve-hearing"),
        answer("approved", "scopes=c18", "counsel-approve-visit"),
        answer("objected", "scopes=c18", "counsel-refuse-visit"),
        answer("objected", "scopes=c10", "counsel-object"),
        Link {
            href: paths::record(file, "claim"),
            text: t.msg("counsel-correct"),
        },
        Link {
            href: paths::all_evidence(file),
            text: t.msg("counsel-papers"),
        },
    ])
}

fn visit_compartment(history: &History, file: FileId) -> Option<kernel::CompartmentId> {
    history
        .all()
        .find(|entry| entry.outer.file == file)
        .map(|entry| entry.outer.compartment)
}

/// Everything that has been done, to print.
pub(crate) async fn done_of(visit: Arc<Visit>) -> Answered {
    let t = visit.texts;
    let file: FileId = visit.id("file")?;
    let person = visit.house()?.person(visit.caller()?, file).await?;
    let all = done(t, file, &person.history);
    page(&PersonDone {
        layout: room(&visit, "title-done", &person.history),
        person: shown::line(t, &person.line),
        done_summary: summary(t, &person.history),
        timeline: timeline(t, &all, visit.today()),
        done: all,
    })
}

/// How an entry that a verdict rests on is named, if it is among the readable ones.
fn entry_link(t: Texts, file: FileId, history: &History, entry: Option<EntryId>) -> Option<Link> {
    let entry = history
        .current()
        .find(|known| Some(known.outer.id) == entry)?;
    Some(Link {
        href: paths::history(file, entry.outer.id),
        text: entries::kind_name(t, entry.kind()),
    })
}

/// The one step that would lift a reason.
fn step(visit: &Visit, person: &Person, reason: &gates::Reason) -> Option<Link> {
    let t = visit.texts;
    let caller = visit.caller().ok()?;
    let (kind, message) = match &reason.who_can_lift {
        gates::Lifter::Consent
        | gates::Lifter::NextContact
        | gates::Lifter::Guardian
        | gates::Lifter::Giver
        | gates::Lifter::Person => ("wish", "step-record-wish"),
        gates::Lifter::PrivateBasis => ("relay", "step-record-relay"),
        gates::Lifter::Counsel => ("counsel_approval", "step-record-counsel"),
        gates::Lifter::Verifier => ("source", "step-record-source"),
        gates::Lifter::Assessor => {
            return may_record(caller, person.compartment, "assessment").then(|| Link {
                href: paths::assess(person.file, visit.param("act")),
                text: t.msg("step-weigh"),
            });
        }
        gates::Lifter::SecondPerson | gates::Lifter::EffectReviewer => {
            return may::<access::Read>(caller, person.compartment, "assessment").then(|| Link {
                href: paths::assessments(person.file),
                text: t.msg("step-look-at-weighing"),
            });
        }
        gates::Lifter::Officer => return wishes::clear_up(visit, person, reason),
        gates::Lifter::SecondChannel | gates::Lifter::Welfare => {
            let (entry, stop) = person
                .history
                .bodies::<Stop>()
                .into_iter()
                .find(|(entry, _)| Some(entry.outer.id) == reason.entry)?;
            if may::<Lift>(caller, entry.outer.compartment, "stop") {
                return Some(Link {
                    href: paths::lift_stop(person.file, entry.outer.id),
                    text: t.msg("step-lift-stop"),
                });
            }
            return stop.confirmed.is_none().then(|| Link {
                href: paths::confirm_stop(person.file, entry.outer.id),
                text: t.msg("stop-confirm"),
            });
        }
        _ => return None,
    };
    may_record(caller, person.compartment, kind).then(|| Link {
        href: paths::record(person.file, kind),
        text: t.msg(message),
    })
}

/// One verdict with its derivation.
pub(crate) async fn verdict(visit: Arc<Visit>) -> Answered {
    let t = visit.texts;
    let caller = visit.caller()?;
    let file: FileId = visit.id("file")?;
    let act = visit.param("act");
    let person = visit.house()?.person(caller, file).await?;
    let judged = person
        .verdicts
        .iter()
        .find(|judged| judged.verdict.act == act)
        .ok_or(Fail::Absent)?;
    let verdict = &judged.verdict;
    let against = verdict
        .reasons
        .iter()
        .map(|reason| Reason {
            outcome: outcome(
                reason.weight,
                matches!(reason.who_can_lift, gates::Lifter::Ask(_)),
            ),
            says: said::gate(t, &reason.says),
            who_can_lift: (reason.weight != Given::Clear)
                .then(|| said::lifter(t, &reason.who_can_lift)),
            rule: format!("{} · {:?}", reason.gate, reason.rule),
            entry: entry_link(t, file, &person.history, reason.entry),
            step: step(&visit, &person, reason),
        })
        .collect();
    let mut passed: Vec<Reason> = verdict
        .basis
        .iter()
        .flat_map(|basis| basis.says().into_iter().zip(&basis.parts))
        .map(|(message, part)| Reason {
            outcome: Outcome::Clear,
            says: said::gate(t, &message),
            who_can_lift: None,
            rule: part.scope.code(),
            entry: entry_link(t, file, &person.history, Some(part.entry)),
            step: None,
        })
        .collect();
    passed.extend(
        verdict
            .derivation
            .iter()
            .filter(|step| step.rule == gates::Rule::Passed)
            .map(|step| Reason {
                outcome: Outcome::Clear,
                says: said::gate(t, &gates::Message::new("gate-passed")),
                who_can_lift: None,
                rule: format!("{}", step.gate),
                entry: None,
                step: None,
            }),
    );
    let instead = person
        .verdicts
        .iter()
        .filter(|other| {
            other.verdict.outcome == Given::Clear
                && other.verdict.act != act
                && verdict.outcome != Given::Clear
        })
        .map(|other| Link {
            href: paths::verdict(file, &other.verdict.act),
            text: act_name(t, &other.verdict.act),
        })
        .collect();
    page(&VerdictPage {
        layout: room(&visit, "title-person", &person.history),
        person: shown::line(t, &person.line),
        act: act_name(t, act),
        outcome: outcome(verdict.outcome, asks_lead(verdict)),
        as_of: visit.site.now(),
        against,
        passed,
        instead,
        record: (verdict.outcome == Given::Clear && may_record(caller, person.compartment, "act"))
            .then(|| Link {
                href: format!("{}?act={act}", paths::record(file, "act")),
                text: t.msg("verdict-record"),
            }),
    })
}

/// The names of the sources of a person, for choices.
pub(crate) fn sources(history: &History) -> Vec<(EntryId, String, String)> {
    history
        .bodies::<Source>()
        .into_iter()
        .map(|(entry, source)| (entry.outer.id, "source".to_owned(), source.title))
        .collect()
}
