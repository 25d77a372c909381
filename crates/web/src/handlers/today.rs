//! *Today*: what must I do now, and who is being forgotten?

use std::sync::Arc;

use access::{Import, Write};
use desk::{today::Ringing, wishes::Burst};

use super::{may_somewhere, roles, said, shown};
use crate::{
    pages::{Due, Forgotten, Place, Today},
    paths,
    text::{Count, Value},
    visit::{Answer, Fail, Visit, go_to, page},
};

fn due(visit: &Visit, ringing: &Ringing) -> Due {
    let t = visit.texts;
    let today = visit.today();
    let clock = said::message_or(t, &format!("clock-{}", ringing.clock), || {
        ringing.clock.replace('_', " ")
    });
    let clock = if ringing.clock == "consent_ends" {
        // What has ended is asked again where that is safe, and never by a call on the day.
        let again = ringing.safe_contact.as_ref().map_or_else(
            || t.msg("said-no-contact"),
            |(day, how)| {
                let again = t.with("said-ask-again-on", "day", t.day_exact(*day).as_str());
                match how {
                    Some(how) => format!("{again} ({how})"),
                    None => again,
                }
            },
        );
        format!("{clock} · {again}")
    } else {
        clock
    };
    let what = if ringing.text.is_empty() || ringing.clock == "consent_ends" {
        clock
    } else {
        format!("{clock} · {}", ringing.text)
    };
    let href = match (&ringing.person, ringing.clock.as_str()) {
        (Some(_), "request_unanswered") => paths::answer(ringing.file, ringing.entry),
        (Some(_), "stop_unconfirmed") => paths::confirm_stop(ringing.file, ringing.entry),
        (Some(_), "follow_up") => paths::follow_ups(ringing.file),
        (Some(_), "consent_ends") => paths::said(ringing.file),
        (Some(_), "assessment_ends" | "effect_review" | "worse_unreviewed") => {
            paths::assessments(ringing.file)
        }
        (Some(_), "strategy_review" | "quiet_ends" | "tactic_window_ends") => {
            paths::strategy(ringing.file)
        }
        (None, "lever_window_ends") => paths::lever(ringing.file),
        (Some(_), clock) if casework::clocks::clock(clock).is_some() => {
            paths::wellbeing(ringing.file)
        }
        (Some(_), _) => paths::person(ringing.file),
        (None, _) => paths::meeting(ringing.file),
    };
    Due {
        what,
        day: Some(ringing.due.day()),
        person: ringing.person.as_ref().map(|person| shown::line(t, person)),
        people: u32::from(ringing.person.is_some()),
        overdue: ringing.due.day() < today,
        href,
    }
}

/// Somebody who reads no people anywhere sees the page of an empty house, with their own rooms.
async fn seen(visit: &Visit) -> Result<Option<access::Visible<desk::today::Today>>, Fail> {
    match visit.house()?.today(visit.caller()?).await {
        Ok(today) => Ok(Some(today)),
        Err(desk::DeskError::Absent) => Ok(None),
        Err(error) => Err(error.into()),
    }
}

/// So many of one clock stand on the first page; the others are counted, and stand on *What waits*.
const OF_ONE_CLOCK: usize = 6;

/// What rings now, the most urgent first. Where many ring for the same reason the first page says how many
/// more there are, so that what rings once is not lost among them.
fn ringing_now(visit: &Visit, now: &[Ringing], all: bool) -> Vec<Due> {
    let t = visit.texts;
    let mut counted: Vec<(&str, usize)> = Vec::new();
    let mut shown = Vec::new();
    for ringing in now {
        let place = counted
            .iter()
            .position(|(clock, _)| *clock == ringing.clock)
            .unwrap_or_else(|| {
                counted.push((&ringing.clock, 0));
                counted.len() - 1
            });
        let Some((_, number)) = counted.get_mut(place) else {
            continue;
        };
        *number += 1;
        if all || *number <= OF_ONE_CLOCK {
            shown.push(due(visit, ringing));
        }
    }
    if all {
        return shown;
    }
    for (clock, number) in counted {
        let more = number.saturating_sub(OF_ONE_CLOCK);
        if more > 0 {
            let words = said::message_or(t, &format!("clock-{clock}"), || clock.replace('_', " "));
            shown.push(Due {
                what: t.msg_args(
                    "today-more",
                    &[("n", Value::from(more)), ("clock", Value::Text(&words))],
                ),
                day: None,
                person: None,
                people: 0,
                overdue: false,
                href: paths::waiting(),
            });
        }
    }
    shown
}

async fn page_of(visit: &Visit, only_waiting: bool) -> Answer {
    let t = visit.texts;
    let caller = visit.caller()?;
    let seen = seen(visit).await?;
    let may_begin =
        may_somewhere::<Import>(caller, "source") || may_somewhere::<Write>(caller, "name");
    let mut layout = visit.layout("title-today", Some(Place::Today));
    let mut shown_page = Today {
        layout: layout.clone(),
        roles: roles::now(t, caller),
        alarms: Vec::new(),
        now: Vec::new(),
        week: Vec::new(),
        forgotten: Vec::new(),
        people: 0,
        may_begin,
    };
    for burst in visit.house()?.bursts(caller).await? {
        let (id, count, who) = match burst {
            Burst::Reporter(_, name, count) => ("today-burst-reporter", count, name),
            Burst::Country(code, count) => {
                ("today-burst-country", count, t.term("countries", &code))
            }
        };
        shown_page
            .alarms
            .push(t.msg_args(id, &[("n", Value::from(count)), ("who", Value::Text(&who))]));
    }
    if let Some(today) = seen {
        shown_page.now = ringing_now(visit, &today.now, only_waiting);
        if today.reviews > 0 {
            shown_page.now.push(Due {
                what: t.count("today-reviews", today.reviews),
                day: None,
                person: None,
                people: 0,
                overdue: false,
                href: paths::review(),
            });
        }
        let reviews = u32::try_from(today.reviews).unwrap_or(u32::MAX);
        let clocks = u32::try_from(today.now.len()).unwrap_or(u32::MAX);
        let waiting = clocks.saturating_add(reviews);
        visit.site.keep_waiting(caller.actor.user, waiting, reviews);
        layout.waiting = Some(waiting);
        layout.reviews = reviews;
        let mut week: Vec<Due> = today
            .week
            .iter()
            .map(|ringing| due(visit, ringing))
            .collect();
        let horizon = visit.today().plus(7);
        week.extend(
            today
                .meetings
                .iter()
                .filter(|(_, meeting)| meeting.day <= horizon)
                .map(|(file, meeting)| Due {
                    what: meeting.title.clone(),
                    day: Some(meeting.day),
                    person: None,
                    people: 0,
                    overdue: false,
                    href: paths::meeting(file),
                }),
        );
        week.sort_by_key(|due| due.day);
        shown_page.week = week;
        shown_page.people = u64::try_from(today.people).unwrap_or(0);
        if !only_waiting {
            shown_page.forgotten = today
                .forgotten
                .iter()
                .map(|person| Forgotten {
                    person: shown::line(t, person),
                    silence: Count::since(person.last_done.unwrap_or(person.since), visit.today()),
                })
                .collect();
        }
        shown_page.layout = layout;
    }
    page(&shown_page)
}

/// The first page.
pub(crate) async fn today(visit: Arc<Visit>) -> Answer {
    // Whoever reads one person begins with that person.
    if let Some(file) = visit.caller()?.only_file() {
        return Ok(go_to(&paths::person(file)));
    }
    page_of(&visit, false).await
}

/// What is waiting for the member.
pub(crate) async fn waiting(visit: Arc<Visit>) -> Answer {
    page_of(&visit, true).await
}
