//! How a person is: days since each contact, clocks, solitary and hunger strike in days, what was seen.

use std::sync::Arc;

use access::Write;
use desk::wellbeing::{Alarm, Wellbeing, wellbeing};
use kernel::{Day, FileId};

use super::{entries, may, may_record, people, said, shown};
use crate::{
    pages::{ClockRow, ContactRow, Knowledge, Link, Place, Standing, WellbeingPage},
    paths,
    text::{Count, Texts},
    visit::{Answer, Visit, page},
};

/// After so many days without one, a contact is overdue for somebody who is held; others are only counted.
const CONTACT_DAYS: [(&str, i32); 4] = [
    ("family_visit", 30),
    ("counsel", 14),
    ("doctor", 60),
    ("independent_visit", 90),
];

/// Days in a row after which solitary is prolonged.
const SOLITARY_DAYS: i32 = 15;

/// The ledger of contacts as the pages show it.
pub(crate) fn contacts(t: Texts, file: FileId, state: &Wellbeing, today: Day) -> Vec<ContactRow> {
    state
        .contacts
        .iter()
        .map(|line| {
            let longest = CONTACT_DAYS
                .iter()
                .find(|(kind, _)| *kind == line.kind)
                .map(|(_, days)| *days);
            let too_long = longest.is_some_and(|longest| {
                line.last.is_none_or(|(day, ..)| today.since(day) > longest)
            });
            ContactRow {
                what: t.term("contact_kinds", &line.kind),
                since: line.last.map(|(day, ..)| Count::since(day, today)),
                known: line.last.map(|(_, _, confidence, sources)| Knowledge {
                    confidence,
                    origins: u32::try_from(sources).unwrap_or(u32::MAX),
                }),
                href: line.last.map(|(_, entry, ..)| paths::history(file, entry)),
                denied: line.denied.map(|(day, _)| {
                    t.with("wellbeing-denied-since", "day", t.day_exact(day).as_str())
                }),
                alarm: state.held && too_long,
            }
        })
        .collect()
}

/// What stands: welfare stops, solitary, hunger strike, signs of mistreatment.
pub(crate) fn standing(t: Texts, file: FileId, state: &Wellbeing) -> Vec<Standing> {
    let mut list = Vec::new();
    for (entry, stop) in &state.stops {
        list.push(Standing {
            what: t.msg("stop-welfare"),
            notes: stop.words.iter().cloned().collect(),
            grave: true,
            href: paths::history(file, entry.outer.id),
        });
    }
    for solitary in &state.solitary {
        let grave = solitary.day > SOLITARY_DAYS;
        list.push(Standing {
            what: t.count("wellbeing-solitary", solitary.day),
            notes: if grave {
                vec![t.msg("wellbeing-solitary-prohibited")]
            } else {
                Vec::new()
            },
            grave,
            href: paths::history(file, solitary.entry),
        });
    }
    for strike in &state.strikes {
        let mut notes = vec![t.term("fluids", &strike.body.fluids)];
        notes.extend(strike.body.weights.iter().map(|weight| {
            t.msg_args(
                "wellbeing-weight",
                &[
                    ("kilograms", crate::text::Value::Text(&weight.kilograms)),
                    ("day", crate::text::Value::Text(&t.day_exact(weight.on))),
                ],
            )
        }));
        if let Some(wishes) = &strike.body.written_wishes {
            notes.push(format!("{}: {wishes}", t.msg("wellbeing-strike-wishes")));
        }
        list.push(Standing {
            what: t.count("wellbeing-strike", strike.day),
            notes,
            grave: true,
            href: paths::history(file, strike.entry),
        });
    }
    for (entry, _) in &state.mistreatment {
        list.push(Standing {
            what: t.msg("wellbeing-mistreatment"),
            notes: vec![t.msg("wellbeing-mistreatment-help")],
            grave: true,
            href: paths::history(file, entry.outer.id),
        });
    }
    list
}

/// The clocks that run, the most urgent first.
pub(crate) fn clocks(t: Texts, file: FileId, state: &Wellbeing) -> Vec<ClockRow> {
    state
        .running
        .iter()
        .map(|running| {
            let (class, alarm) = match running.alarm {
                Alarm::Runs => ("runs", "wellbeing-alarm-runs"),
                Alarm::Amber => ("amber", "wellbeing-alarm-amber"),
                Alarm::Red => ("red", "wellbeing-alarm-red"),
            };
            let owner = format!("role-{}", running.clock.owner.replace('_', "-"));
            ClockRow {
                what: said::message_or(t, &format!("clock-{}", running.clock.word), || {
                    running.clock.word.replace('_', " ")
                }),
                day: running.rings.day(),
                class,
                alarm: t.msg(alarm),
                owner: said::message_or(t, &owner, || running.clock.owner.replace('_', " ")),
                source: running.clock.source.clone(),
                mark: t.msg(&format!(
                    "wellbeing-mark-{}",
                    running.clock.mark.to_lowercase()
                )),
                href: paths::history(file, running.entry),
            }
        })
        .collect()
}

/// The page.
pub(crate) async fn wellbeing_page(visit: Arc<Visit>) -> Answer {
    let t = visit.texts;
    let file: FileId = visit.id("file")?;
    let caller = visit.caller()?;
    let person = visit.house()?.person(caller, file).await?;
    let state = wellbeing(&person.history, visit.site.now());
    let record = casework::kinds::KINDS
        .iter()
        .filter(|kind| kind.capability == "wellbeing")
        .filter(|kind| may_record(caller, person.compartment, kind.word))
        .map(|kind| Link {
            href: paths::record(file, kind.word),
            text: entries::kind_name(t, kind.word),
        })
        .collect();
    let mut layout = people::room(&visit, "title-wellbeing", &person.history);
    layout.place = Some(Place::People);
    page(&WellbeingPage {
        layout,
        person: shown::line(t, &person.line),
        standing: standing(t, file, &state),
        last_sign: state.last_sign,
        checked: state.checked.map(|(day, _)| day),
        contacts: contacts(t, file, &state, visit.today()),
        clocks: clocks(t, file, &state),
        observed: state
            .observations
            .iter()
            .map(|(entry, seen)| {
                (
                    seen.what.clone(),
                    seen.on.earliest(),
                    paths::history(file, entry.outer.id),
                )
            })
            .collect(),
        record,
        stop_href: may::<Write>(caller, person.compartment, "stop")
            .then(|| format!("{}?ground=welfare", paths::report_stop(file))),
    })
}
