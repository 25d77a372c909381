//! Wishes in the giver's words, read back before they are kept; and stops, which act at once.

use std::sync::Arc;

use access::Write;
use axum::http::StatusCode;
use casework::{
    Fault,
    wishes::{Confirmed, Stop},
};
use desk::{DeskError, Draft, Person};
use kernel::{EntryId, FileId};

use super::{
    entries,
    fields::{self, Envelope, Offered},
    may, people, record, said, shown,
};
use crate::{
    pages::{
        Choice, ConfirmPage, Control, Field, Form, Place, ReadBackPage, ScopeGroup, ScopeRow,
        WishPage,
    },
    paths,
    visit::{Answer, Fail, Visit, go_to, page, page_with},
};

/// The scopes that belong together, by message and numbers.
const GROUPS: [(&str, &[u8]); 4] = [
    ("scopes-kept", &[1, 2, 3, 4, 23, 24, 25]),
    ("scopes-private", &[5, 6, 7, 12, 20, 21, 22]),
    ("scopes-presence", &[15, 16, 17, 18, 19]),
    ("scopes-public", &[8, 9, 10, 11, 13, 14, 26]),
];

/// Words that a reading aloud may have.
const MOST_WORDS: usize = 120;

async fn asked(visit: &Visit, kind: &str) -> Result<Person, Fail> {
    let file: FileId = visit.id("file")?;
    let person = visit
        .house()?
        .person(visit.caller()?, file)
        .await?
        .into_inner();
    if !super::may_record(visit.caller()?, person.compartment, kind) {
        return Err(Fail::Absent);
    }
    Ok(person)
}

fn wish_page(
    visit: &Visit,
    person: &Person,
    entered: &[(String, String)],
    faults: &[Fault],
) -> Result<WishPage, Fail> {
    let t = visit.texts;
    let kind = casework::kind("wish").ok_or(Fail::Inside)?;
    let offered = Offered {
        entries: people::sources(&person.history),
        ..Offered::default()
    };
    let all = fields::shown(t, kind, entered, faults, &offered);
    let one = |name: &str| {
        entered
            .iter()
            .find(|(key, _)| key == name)
            .map_or("", |(_, value)| value.as_str())
    };
    let groups = GROUPS
        .into_iter()
        .map(|(title, numbers)| ScopeGroup {
            title: t.msg(title),
            rows: numbers
                .iter()
                .map(|number| {
                    let code = format!("c{number:02}");
                    let state = one(&format!("scopes.{code}"));
                    ScopeRow {
                        text: entries::scope_words(t, "scopes", &code),
                        state: if state.is_empty() {
                            "not_asked".to_owned()
                        } else {
                            state.to_owned()
                        },
                        condition: one(&format!("scopes.{code}.condition")).to_owned(),
                        audience: one(&format!("scopes.{code}.audience")).to_owned(),
                        error: faults
                            .iter()
                            .find(|fault| {
                                fault.field == format!("scopes.{code}")
                                    || fault.field.starts_with(&format!("scopes.{code}."))
                            })
                            .map(|fault| said::fault(t, fault.message_id, &fault.arguments)),
                        code,
                    }
                })
                .collect(),
        })
        .collect();
    let states = casework::vocabulary("scope_states")
        .map(|vocabulary| {
            vocabulary
                .offered()
                .map(|term| (term.code.clone(), t.term("scope_states", &term.code)))
                .collect()
        })
        .unwrap_or_default();
    let first = [
        "giver.relation",
        "giver.name",
        "giver.kinship",
        "words",
        "language",
        "how_known",
        "given_on",
    ];
    let (before, rest): (Vec<Field>, Vec<Field>) = all
        .into_iter()
        .filter(|field| !field.name.starts_with("scopes") && field.name != "read_back")
        .partition(|field| first.contains(&field.name.as_str()));
    let mut more = rest;
    more.extend(Envelope::default().fields(t, entered, faults, &offered));
    let error = faults
        .iter()
        .find(|fault| matches!(fault.field.as_str(), "scopes" | "body"))
        .map(|fault| said::fault(t, fault.message_id, &fault.arguments));
    Ok(WishPage {
        layout: visit.layout("title-wish", Some(Place::People)),
        person: shown::line(t, &person.line),
        action: paths::read_back(person.file),
        fields: before,
        groups,
        states,
        more_fields: more,
        error,
    })
}

/// The form for a wish.
pub(crate) async fn form(visit: Arc<Visit>) -> Answer {
    let person = asked(&visit, "wish").await?;
    page(&wish_page(&visit, &person, &[], &[])?)
}

/// Back to the form with everything that was entered.
pub(crate) async fn change(visit: Arc<Visit>) -> Answer {
    let person = asked(&visit, "wish").await?;
    page(&wish_page(&visit, &person, visit.pairs(), &[])?)
}

/// What was left at *not asked* says nothing and is not kept.
fn said_scopes(pairs: &[(String, String)]) -> Vec<(String, String)> {
    pairs
        .iter()
        .filter(|(name, value)| {
            !(name.starts_with("scopes.") && name.matches('.').count() == 1 && value == "not_asked")
        })
        .cloned()
        .collect()
}

fn script(visit: &Visit, draft: &Draft) -> Result<Vec<String>, Fail> {
    let t = visit.texts;
    let wish: casework::wishes::Wish =
        serde_json::from_value(draft.body.clone()).map_err(|_| Fail::Inside)?;
    let mut sentences = vec![t.msg("read-back-begin")];
    let mut by_state: Vec<(String, Vec<String>)> = Vec::new();
    for line in &wish.scopes {
        let mut what = entries::scope_words(t, "scopes", &line.scope);
        if let Some(condition) = &line.condition {
            what = format!("{what} ({condition})");
        }
        match by_state.iter_mut().find(|(state, _)| *state == line.state) {
            Some((_, list)) => list.push(what),
            None => by_state.push((line.state.clone(), vec![what])),
        }
    }
    for (state, list) in by_state {
        sentences.push(format!(
            "{}: {}.",
            t.term("scope_states", &state),
            t.list(&list)
        ));
    }
    if let Some(day) = draft.valid_until {
        sentences.push(t.with("read-back-until", "day", t.day_exact(day).as_str()));
    } else if wish.until_they_say_stop {
        sentences.push(t.msg("read-back-until-stop"));
    }
    sentences.push(t.msg("read-back-end"));
    // Longer than this nobody keeps in mind: the rest is asked in a second reading.
    let mut words = 0;
    sentences.retain(|sentence| {
        words += sentence.split_whitespace().count();
        words <= MOST_WORDS * 2
    });
    Ok(sentences)
}

/// Shows what will be kept, to be read back to the giver.
pub(crate) async fn read_back(visit: Arc<Visit>) -> Answer {
    let person = asked(&visit, "wish").await?;
    let kind = casework::kind("wish").ok_or(Fail::Inside)?;
    match record::drafted(kind, &said_scopes(visit.pairs()), None) {
        Ok(draft) => {
            let text = |name: &str| draft.body.get(name).and_then(serde_json::Value::as_str);
            let words = text("words")
                .filter(|words| !words.is_empty())
                .map(|words| shown::written(words, text("language")));
            page(&ReadBackPage {
                layout: visit.layout("title-wish", Some(Place::People)),
                person: shown::line(visit.texts, &person.line),
                words,
                script: script(&visit, &draft)?,
                entered: visit
                    .pairs()
                    .iter()
                    .filter(|(name, _)| !matches!(name.as_str(), "csrf" | "once" | "read_back"))
                    .cloned()
                    .collect(),
                action: paths::record_wish(person.file),
                change_action: format!("{}/change", paths::record_wish(person.file)),
            })
        }
        Err(faults) => page_with(
            StatusCode::UNPROCESSABLE_ENTITY,
            &wish_page(&visit, &person, visit.pairs(), &faults)?,
        ),
    }
}

/// Keeps a wish.
pub(crate) async fn record(visit: Arc<Visit>) -> Answer {
    let person = asked(&visit, "wish").await?;
    let kind = casework::kind("wish").ok_or(Fail::Inside)?;
    let faults = match record::drafted(kind, &said_scopes(visit.pairs()), None) {
        Ok(draft) => match visit
            .house()?
            .record(visit.caller()?, person.file, &draft)
            .await
        {
            Ok(_) => return Ok(go_to(&paths::person(person.file))),
            Err(DeskError::Faults(faults)) => faults.0,
            Err(error) => return Err(error.into()),
        },
        Err(faults) => faults,
    };
    page_with(
        StatusCode::UNPROCESSABLE_ENTITY,
        &wish_page(&visit, &person, visit.pairs(), &faults)?,
    )
}

fn stop_form(visit: &Visit, person: &Person, error: Option<String>) -> ConfirmPage {
    let t = visit.texts;
    let sent: Vec<&str> = visit.fields("acts").collect();
    let acts = casework::vocabulary("stop_acts")
        .map(|vocabulary| {
            vocabulary
                .offered()
                .map(|term| Choice {
                    value: term.code.clone(),
                    text: people::stop_act(t, &term.code),
                    chosen: if sent.is_empty() {
                        term.code == "all_public"
                    } else {
                        sent.contains(&term.code.as_str())
                    },
                })
                .collect()
        })
        .unwrap_or_default();
    let mut page = ConfirmPage::report_stop(
        visit.layout("title-stop", Some(Place::People)),
        shown::line(t, &person.line),
        paths::report_stop(person.file),
        acts,
    );
    for field in &mut page.form.fields {
        if matches!(field.name.as_str(), "reported_by" | "channel" | "words") {
            field.value = visit.field(&field.name).to_owned();
        }
    }
    page.form.error = error;
    page
}

/// Somebody said stop: asks which acts.
pub(crate) async fn stop_page(visit: Arc<Visit>) -> Answer {
    let person = asked(&visit, "stop").await?;
    page(&stop_form(&visit, &person, None))
}

/// Records a stop. It acts at once, so that what is left open is filled with "not known" rather than refused.
pub(crate) async fn report_stop(visit: Arc<Visit>) -> Answer {
    let t = visit.texts;
    let person = asked(&visit, "stop").await?;
    let or_unknown = |name: &str| match visit.field(name).trim() {
        "" => t.msg("stop-not-known"),
        text => text.to_owned(),
    };
    let words = visit.field("words").trim();
    let stop = Stop {
        acts: visit.fields("acts").map(str::to_owned).collect(),
        reported_by: or_unknown("reported_by"),
        channel: or_unknown("channel"),
        words: (!words.is_empty()).then(|| words.to_owned()),
        confirmed: None,
        lifted: None,
    };
    let draft = Draft::new(&stop)?;
    match visit
        .house()?
        .record(visit.caller()?, person.file, &draft)
        .await
    {
        Ok(_) => Ok(go_to(&paths::person(person.file))),
        Err(DeskError::Faults(faults)) => {
            let says: Vec<String> = faults
                .0
                .iter()
                .map(|fault| said::fault(t, fault.message_id, &fault.arguments))
                .collect();
            page_with(
                StatusCode::UNPROCESSABLE_ENTITY,
                &stop_form(&visit, &person, Some(says.join(" "))),
            )
        }
        Err(error) => Err(error.into()),
    }
}

async fn stop_of(visit: &Visit) -> Result<(Person, kernel::Entry, Stop), Fail> {
    let person = asked(visit, "stop").await?;
    let id: EntryId = visit.id("stop")?;
    let (entry, stop) = person
        .history
        .bodies::<Stop>()
        .into_iter()
        .find(|(entry, _)| entry.outer.id == id)
        .map(|(entry, stop)| (entry.clone(), stop))
        .ok_or(Fail::Absent)?;
    if stop.confirmed.is_some() || !may::<Write>(visit.caller()?, entry.outer.compartment, "stop") {
        return Err(Fail::Absent);
    }
    Ok((person, entry, stop))
}

fn confirm_form(
    visit: &Visit,
    person: &Person,
    entry: &kernel::Entry,
    stop: &Stop,
    error: Option<String>,
) -> ConfirmPage {
    let t = visit.texts;
    let acts: Vec<String> = stop
        .acts
        .iter()
        .map(|code| people::stop_act(t, code))
        .collect();
    let mut form = Form::new(
        paths::confirm_stop(person.file, entry.outer.id),
        vec![
            Field::new("version", "", Control::Hidden).value(&entry.outer.version.to_string()),
            Field::new(
                "channel",
                &t.msg("field-stop-confirm-channel"),
                Control::Line,
            )
            .value(visit.field("channel"))
            .required(),
        ],
        &t.msg("stop-confirm"),
    )
    .cancel(paths::person(person.file));
    form.error = error;
    ConfirmPage {
        layout: visit.layout("title-stop", Some(Place::People)),
        person: Some(shown::line(t, &person.line)),
        question: t.msg("stop-confirm-question"),
        consequences: vec![t.list(&acts), t.msg("stop-confirm-stays")],
        honest: Vec::new(),
        affected: Vec::new(),
        form,
        grave: false,
    }
}

/// Confirming a stop by a second channel.
pub(crate) async fn confirm_stop_page(visit: Arc<Visit>) -> Answer {
    let (person, entry, stop) = stop_of(&visit).await?;
    page(&confirm_form(&visit, &person, &entry, &stop, None))
}

/// Confirms.
pub(crate) async fn confirm_stop(visit: Arc<Visit>) -> Answer {
    let t = visit.texts;
    let (person, entry, mut stop) = stop_of(&visit).await?;
    let channel = visit.field("channel").trim();
    if channel.is_empty() {
        let says = said::fault(t, "fault-missing", &[]);
        return page_with(
            StatusCode::UNPROCESSABLE_ENTITY,
            &confirm_form(&visit, &person, &entry, &stop, Some(says)),
        );
    }
    let caller = visit.caller()?;
    stop.confirmed = Some(Confirmed {
        by: caller.actor.user,
        channel: channel.to_owned(),
        on: visit.today(),
    });
    let kind = casework::kind("stop").ok_or(Fail::Inside)?;
    let draft = record::draft(
        kind,
        casework::value(&stop).map_err(DeskError::from)?,
        Envelope::of(&entry),
    );
    let version: u32 = visit
        .field("version")
        .parse()
        .map_err(|_| Fail::Malformed("no version"))?;
    visit
        .house()?
        .revise(caller, entry.outer.id, version, &draft)
        .await?;
    Ok(go_to(&paths::person(person.file)))
}
