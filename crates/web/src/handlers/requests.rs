//! What was asked of authorities, and what they answered.

use std::sync::Arc;

use axum::http::StatusCode;
use casework::{Fault, requests::Request};
use desk::{DeskError, Person, today::RequestLine as Line};
use kernel::{EntryId, FileId};

use super::{
    fields::{self, Envelope, Offered},
    may_record, record, shown,
};
use crate::{
    pages::{Form, Pager, Place, RecordPage, RequestLine, Requests, Written},
    paths,
    visit::{Answer, Fail, Visit, go_to, page, page_with},
};

fn line(visit: &Visit, line: &Line) -> RequestLine {
    let t = visit.texts;
    let today = visit.today();
    let answer = line.answers.last();
    let late = today.since(line.request.due_on);
    RequestLine {
        person: shown::line(t, &line.person),
        what: t.term("asks", &line.request.what),
        to: line.request.to.clone(),
        channel: t.term("channels", &line.request.channel),
        sent: line.request.sent_on,
        due: line.request.due_on,
        overdue_days: (answer.is_none() && late > 0).then_some(late),
        answer: answer.map(|answer| {
            Written::unknown(
                &answer
                    .text
                    .clone()
                    .unwrap_or_else(|| t.term("responses", &answer.code)),
            )
        }),
        answer_href: answer
            .is_none()
            .then(|| paths::answer(line.person.file, line.entry)),
        href: paths::history(line.person.file, line.entry),
    }
}

/// Overdue first, then those that wait, then those that were answered.
pub(crate) async fn list(visit: Arc<Visit>) -> Answer {
    let today = visit.today();
    let lines = visit.house()?.requests(visit.caller()?).await?;
    let pick = |wanted: fn(&Line, kernel::Day) -> bool| {
        lines
            .iter()
            .filter(|line| wanted(line, today))
            .map(|known| line(&visit, known))
            .collect::<Vec<_>>()
    };
    let mut answered = pick(|line, _| !line.answers.is_empty());
    answered.reverse();
    answered.truncate(100);
    page(&Requests {
        layout: visit.layout("title-requests", Some(Place::Requests)),
        overdue: pick(|line, today| line.answers.is_empty() && line.request.due_on < today),
        waiting: pick(|line, today| line.answers.is_empty() && line.request.due_on >= today),
        pager: Pager {
            shown: u32::try_from(answered.len()).unwrap_or(0),
            ..Pager::default()
        },
        answered,
    })
}

async fn asked(visit: &Visit) -> Result<(Person, EntryId), Fail> {
    let file: FileId = visit.id("file")?;
    let entry: EntryId = visit.id("entry")?;
    let person = visit
        .house()?
        .person(visit.caller()?, file)
        .await?
        .into_inner();
    let known = person
        .history
        .bodies::<Request>()
        .iter()
        .any(|(known, _)| known.outer.id == entry);
    if !known || !may_record(visit.caller()?, person.compartment, "answer") {
        return Err(Fail::Absent);
    }
    Ok((person, entry))
}

fn answer_form(
    visit: &Visit,
    person: &Person,
    request: EntryId,
    entered: &[(String, String)],
    faults: &[Fault],
) -> Result<RecordPage, Fail> {
    let t = visit.texts;
    let kind = casework::kind("answer").ok_or(Fail::Inside)?;
    let mut list = fields::shown(t, kind, entered, faults, &Offered::default());
    // Which request it answers stands in the address.
    list.retain(|field| !matches!(field.name.as_str(), "request" | "raised"));
    list.extend(Envelope::default().fields(t, entered, faults, &Offered::default()));
    Ok(RecordPage {
        layout: visit.layout("title-record", Some(Place::Requests)),
        person: Some(shown::line(t, &person.line)),
        heading: super::entries::kind_name(t, "answer"),
        intro: None,
        form: Form::new(
            paths::answer(person.file, request),
            list,
            &t.msg("record-submit"),
        )
        .cancel(paths::requests()),
    })
}

/// The form for an answer.
pub(crate) async fn answer_page(visit: Arc<Visit>) -> Answer {
    let (person, request) = asked(&visit).await?;
    let entered = vec![("on".to_owned(), visit.today().iso())];
    page(&answer_form(&visit, &person, request, &entered, &[])?)
}

/// Records an answer.
pub(crate) async fn answer(visit: Arc<Visit>) -> Answer {
    let (person, request) = asked(&visit).await?;
    let kind = casework::kind("answer").ok_or(Fail::Inside)?;
    let mut pairs: Vec<(String, String)> = visit
        .pairs()
        .iter()
        .filter(|(name, _)| name != "request" && name != "raised")
        .cloned()
        .collect();
    pairs.push(("request".to_owned(), request.to_string()));
    let faults = match record::drafted(kind, &pairs, None) {
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
        &answer_form(&visit, &person, request, visit.pairs(), &faults)?,
    )
}
