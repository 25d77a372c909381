//! Stops: reported in one step, confirmed by a second channel, ended by their rule.

use std::sync::Arc;

use access::{Lift, Write};
use axum::http::StatusCode;
use casework::wishes::{Confirmed, Lifted, Stop};
use desk::{DeskError, Draft, Person};
use kernel::EntryId;

use super::asked;
use crate::{
    handlers::{
        fields::{self, Envelope},
        may, people, record, said, shown,
    },
    pages::{Choice, ConfirmPage, Control, Field, Form, Place},
    paths,
    visit::{Answer, Fail, Visit, go_to, page, page_with},
};

fn stop_form(visit: &Visit, person: &Person, error: Option<String>) -> ConfirmPage {
    let t = visit.texts;
    let sent: Vec<&str> = visit.fields("acts").collect();
    let ground = match visit.field("ground") {
        "" => visit.query("ground").unwrap_or("asked"),
        ground => ground,
    };
    let welfare = ground == "welfare";
    let acts = casework::vocabulary("stop_acts")
        .map(|vocabulary| {
            vocabulary
                .offered()
                .map(|term| Choice {
                    value: term.code.clone(),
                    text: people::stop_act(t, &term.code),
                    chosen: if sent.is_empty() {
                        term.code == if welfare { "all" } else { "all_public" }
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
    // Who asks stands first; why is asked last, and has an answer already.
    page.form.fields.push(Field::new(
        "ground",
        &t.msg("field-stop-ground"),
        Control::Choice(fields::vocabulary_choices(t, "stop_grounds", &[ground])),
    ));
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
    let ground = visit.field("ground");
    let stop = Stop {
        acts: visit.fields("acts").map(str::to_owned).collect(),
        ground: (!ground.is_empty()).then(|| ground.to_owned()),
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
        Ok(_) => Ok(go_to(&paths::follow_ups(person.file))),
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
    match visit
        .house()?
        .revise(caller, entry.outer.id, version, &draft)
        .await
    {
        Ok(()) => Ok(go_to(&paths::person(person.file))),
        Err(DeskError::Refused(id, arguments)) => {
            let says = said::refusal(t, id, &arguments);
            page_with(
                StatusCode::UNPROCESSABLE_ENTITY,
                &confirm_form(&visit, &person, &entry, &stop, Some(says)),
            )
        }
        Err(error) => Err(error.into()),
    }
}

async fn liftable(visit: &Visit) -> Result<(Person, kernel::Entry, Stop), Fail> {
    let person = asked(visit, "stop").await?;
    let id: EntryId = visit.id("stop")?;
    let (entry, stop) = person
        .history
        .bodies::<Stop>()
        .into_iter()
        .find(|(entry, _)| entry.outer.id == id)
        .map(|(entry, stop)| (entry.clone(), stop))
        .ok_or(Fail::Absent)?;
    if !stop.is_in_force() || !may::<Lift>(visit.caller()?, entry.outer.compartment, "stop") {
        return Err(Fail::Absent);
    }
    Ok((person, entry, stop))
}

fn lift_form(
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
        paths::lift_stop(person.file, entry.outer.id),
        vec![
            Field::new("version", "", Control::Hidden).value(&entry.outer.version.to_string()),
            Field::new(
                "finding",
                &t.msg("field-stop-lifted-finding"),
                Control::Choice(fields::vocabulary_choices(
                    t,
                    "stop_findings",
                    &[visit.field("finding")],
                )),
            )
            .required(),
            Field::new("reason", &t.msg("stop-lift-reason"), Control::Text(3))
                .value(visit.field("reason"))
                .required(),
            Field::new("channel", &t.msg("stop-lift-channel"), Control::Line)
                .value(visit.field("channel"))
                .required(),
        ],
        &t.msg("stop-lift-submit"),
    )
    .cancel(paths::person(person.file));
    form.error = error;
    ConfirmPage {
        layout: visit.layout("title-stop", Some(Place::People)),
        person: Some(shown::line(t, &person.line)),
        question: t.msg("stop-lift-question"),
        consequences: vec![
            t.list(&acts),
            t.msg("stop-lift-stays"),
            t.msg("stop-lift-rule"),
        ],
        honest: Vec::new(),
        affected: Vec::new(),
        form,
        grave: true,
    }
}

/// Asks before a stop ends.
pub(crate) async fn lift_stop_page(visit: Arc<Visit>) -> Answer {
    let (person, entry, stop) = liftable(&visit).await?;
    page(&lift_form(&visit, &person, &entry, &stop, None))
}

/// Ends a stop by its rule.
pub(crate) async fn lift_stop(visit: Arc<Visit>) -> Answer {
    let t = visit.texts;
    let (person, entry, stop) = liftable(&visit).await?;
    let caller = visit.caller()?;
    let again = |says: String| {
        page_with(
            StatusCode::UNPROCESSABLE_ENTITY,
            &lift_form(&visit, &person, &entry, &stop, Some(says)),
        )
    };
    let (reason, channel) = (visit.field("reason").trim(), visit.field("channel").trim());
    if reason.is_empty() || channel.is_empty() {
        return again(said::fault(t, "fault-missing", &[]));
    }
    let mut ended = stop.clone();
    ended.lifted = Some(Lifted {
        by: caller.actor.user,
        reason: reason.to_owned(),
        finding: Some(visit.field("finding").to_owned()).filter(|finding| !finding.is_empty()),
        channel: Some(channel.to_owned()),
        on: visit.today(),
    });
    let kind = casework::kind("stop").ok_or(Fail::Inside)?;
    let body = casework::value(&ended).map_err(DeskError::from)?;
    let draft = record::draft(kind, body, Envelope::of(&entry));
    let version: u32 = visit
        .field("version")
        .parse()
        .map_err(|_| Fail::Malformed("no version"))?;
    match visit
        .house()?
        .revise(caller, entry.outer.id, version, &draft)
        .await
    {
        Ok(()) => Ok(go_to(&paths::person(person.file))),
        Err(DeskError::Refused(id, arguments)) => again(said::refusal(t, id, &arguments)),
        Err(DeskError::Faults(_)) => again(said::fault(t, "fault-missing", &[])),
        Err(error) => Err(error.into()),
    }
}
