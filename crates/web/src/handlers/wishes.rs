//! Wishes in the giver's words, read back before they are kept; and stops, which act at once.

mod follow_ups;
mod said;
mod script;
mod stops;

use std::sync::Arc;

use axum::http::StatusCode;
use casework::{Fault, wishes::Wish};
use desk::{DeskError, Draft, Person};
use kernel::FileId;

pub(crate) use self::{
    follow_ups::{follow_up_done, follow_ups},
    said::{clear_up, said_page},
    script::{readings, script},
    stops::{confirm_stop, confirm_stop_page, lift_stop, lift_stop_page, report_stop, stop_page},
};
use super::{
    entries,
    fields::{self, Envelope, Offered},
    people, record, said as words_of, shown,
};
use crate::{
    pages::{Field, Place, ReadBackPage, ScopeGroup, ScopeRow, WishPage},
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
    let mut known = people::sources(&person.history);
    known.extend(person.history.of_kind("evidence").map(|entry| {
        (
            entry.outer.id,
            "evidence".to_owned(),
            entries::title(t, entry),
        )
    }));
    let offered = Offered {
        entries: known,
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
                            .map(|fault| words_of::fault(t, fault.message_id, &fault.arguments)),
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
        "proxy",
        "proxy_shown_by",
        "may_be_said",
        "to_whom",
        "never",
        "words",
        "language",
        "how_known",
        "evidence",
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
        .map(|fault| words_of::fault(t, fault.message_id, &fault.arguments));
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

/// Whether somebody said no, so that something may be touched by it.
fn refuses(draft: &Draft) -> bool {
    serde_json::from_value::<Wish>(draft.body.clone()).is_ok_and(|wish| {
        wish.scopes
            .iter()
            .any(|line| matches!(line.state.as_str(), "refused" | "withdrawn"))
    })
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
            let wish: Wish =
                serde_json::from_value(draft.body.clone()).map_err(|_| Fail::Inside)?;
            let spoken = script::texts_for(wish.language.as_deref(), visit.texts);
            page(&ReadBackPage {
                layout: visit.layout("title-wish", Some(Place::People)),
                person: shown::line(visit.texts, &person.line),
                words,
                boxes: [
                    ("field-wish-may_be_said", &wish.may_be_said),
                    ("field-wish-to_whom", &wish.to_whom),
                    ("field-wish-never", &wish.never),
                ]
                .into_iter()
                .filter_map(|(label, said)| {
                    let said = said.as_deref()?;
                    Some((
                        visit.texts.msg(label),
                        shown::written(said, wish.language.as_deref()),
                    ))
                })
                .collect(),
                texts: spoken,
                readings: readings(spoken, &wish, draft.valid_until),
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
            Ok(_) if refuses(&draft) => return Ok(go_to(&paths::follow_ups(person.file))),
            Ok(_) => return Ok(go_to(&paths::said(person.file))),
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
