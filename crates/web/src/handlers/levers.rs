//! The register of levers: what is free, what is promised, and to whom.

use std::sync::Arc;

use axum::http::StatusCode;
use casework::{Body as _, Fault, levers::Lever};
use desk::{DeskError, levers::LeverView};
use kernel::{CompartmentId, FileId};

use super::{
    compartments_for,
    fields::{self, Envelope, Offered},
    may_record, may_somewhere, record, shown,
};
use crate::{
    pages::{
        Block, Cell, Choice, Control, Field, Form, Link, Notice, Place, RecordPage, RoomPage,
        Table, Tone,
    },
    paths,
    visit::{Answer, Fail, Visit, go_to, page, page_with},
};

/// What is set by moving the lever, never by the form.
const BY_MOVING: [&str; 3] = ["status", "held_for", "moved_words"];

fn holder(visit: &Visit, view: &LeverView) -> Cell {
    let t = visit.texts;
    match (&view.holder, view.lever.held_for) {
        (Some(person), _) => {
            let line = shown::line(t, person);
            Cell::new(line.name.text).href(line.href)
        }
        (None, Some(_)) => Cell::new(t.msg("lever-held-elsewhere")),
        (None, None) => Cell::default(),
    }
}

/// Every lever the member may see.
pub(crate) async fn list(visit: Arc<Visit>) -> Answer {
    let t = visit.texts;
    let caller = visit.caller()?;
    let levers = visit.house()?.levers(caller).await?;
    let mut blocks = Vec::new();
    if may_somewhere::<access::Write>(caller, Lever::WORD) {
        blocks.push(Block::Links(vec![Link {
            href: paths::new_lever(),
            text: t.msg("levers-add"),
        }]));
    }
    if levers.is_empty() {
        blocks.push(Block::Empty(t.msg("levers-empty")));
    } else {
        let name = |field: &str| t.msg(&format!("field-lever-{field}"));
        blocks.push(Block::Table(Table {
            heads: vec![
                name("title"),
                name("direction"),
                name("owner"),
                name("until"),
                name("status"),
                t.msg("col-held-for"),
            ],
            rows: levers
                .iter()
                .map(|view| {
                    let lever = &view.lever;
                    vec![
                        Cell::new(lever.title.clone())
                            .href(paths::lever(view.file))
                            .aside(t.term("lever_instruments", &lever.instrument)),
                        Cell::new(t.term("lever_directions", &lever.direction)),
                        Cell::new(lever.owner.clone()),
                        Cell::new(
                            lever
                                .until
                                .map(|day| t.day_words(day, visit.today()))
                                .unwrap_or_default(),
                        ),
                        Cell::new(t.term("lever_statuses", &lever.status)),
                        holder(&visit, view),
                    ]
                })
                .collect(),
        }));
    }
    let mut layout = visit.layout("title-levers", Some(Place::Levers));
    layout.label_banner = (!levers.is_empty()).then_some(kernel::Label::Red);
    page(&RoomPage {
        layout,
        person: None,
        heading: t.msg("levers-heading"),
        blocks,
    })
}

fn facts(visit: &Visit, lever: &Lever) -> Vec<(String, String)> {
    let t = visit.texts;
    let today = visit.today();
    let name = |field: &str| t.msg(&format!("field-lever-{field}"));
    let day = |day: Option<kernel::Day>| day.map(|day| t.day_words(day, today));
    [
        (
            "direction",
            Some(t.term("lever_directions", &lever.direction)),
        ),
        (
            "instrument",
            Some(t.term("lever_instruments", &lever.instrument)),
        ),
        (
            "country",
            lever.country.as_ref().map(|code| t.term("countries", code)),
        ),
        ("owner", Some(lever.owner.clone())),
        ("may_offer", lever.may_offer.clone()),
        ("legal_basis", lever.legal_basis.clone()),
        ("aimed_at", lever.aimed_at.clone()),
        ("from", day(lever.from)),
        ("until", day(lever.until)),
        (
            "reversible",
            lever
                .reversible
                .map(|yes| t.msg(if yes { "choice-yes" } else { "choice-no" })),
        ),
        ("cost", lever.cost.clone()),
        ("risk_to_person", lever.risk_to_person.clone()),
        ("reviewed_on", day(lever.reviewed_on)),
        ("status", Some(t.term("lever_statuses", &lever.status))),
        ("moved_words", lever.moved_words.clone()),
    ]
    .into_iter()
    .filter_map(|(field, words)| Some((name(field), words?)))
    .collect()
}

fn lever_page(visit: &Visit, view: &LeverView, problem: Option<String>) -> Result<RoomPage, Fail> {
    let t = visit.texts;
    let lever = &view.lever;
    let mut known = facts(visit, lever);
    let holder = holder(visit, view);
    let mut blocks = Vec::new();
    if holder.text.is_empty() {
        blocks.push(Block::Facts(known));
    } else {
        known.push((t.msg("col-held-for"), holder.text.clone()));
        blocks.push(Block::Facts(known));
        if let Some(href) = holder.href {
            blocks.push(Block::Links(vec![Link {
                href,
                text: holder.text,
            }]));
        }
    }
    if may_record(visit.caller()?, view.compartment, Lever::WORD) {
        blocks.push(Block::Heading(t.msg("lever-move-heading")));
        blocks.push(Block::Sentence(t.msg("lever-move-intro")));
        let statuses = casework::vocabulary("lever_statuses")
            .map(|statuses| {
                statuses
                    .offered()
                    .map(|term| Choice {
                        chosen: term.code == lever.status,
                        text: t.term("lever_statuses", &term.code),
                        value: term.code.clone(),
                    })
                    .collect()
            })
            .unwrap_or_default();
        let whom = lever.held_for.map(|file| file.to_string());
        let mut form = Form::new(
            paths::move_lever(view.file),
            vec![
                Field::new("version", "", Control::Hidden).value(&view.version.to_string()),
                Field::new(
                    "status",
                    &t.msg("field-lever-status"),
                    Control::Choice(statuses),
                )
                .required(),
                Field::new("person", &t.msg("lever-move-person"), Control::Line)
                    .value(&whom.unwrap_or_default()),
                Field::new("words", &t.msg("field-lever-moved_words"), Control::Text(2)),
            ],
            &t.msg("lever-move-submit"),
        );
        form.error = problem;
        blocks.push(Block::Form(form));
        blocks.push(Block::Links(vec![Link {
            href: paths::edit_lever(view.file),
            text: t.msg("lever-change"),
        }]));
    }
    let mut layout = visit.layout("title-levers", Some(Place::Levers));
    layout.label_banner = Some(kernel::Label::Red);
    if visit.query("moved").is_some() {
        layout.notice = Some(Notice {
            tone: Tone::Done,
            text: t.term("lever_statuses", &lever.status),
        });
    }
    Ok(RoomPage {
        layout,
        person: None,
        heading: lever.title.clone(),
        blocks,
    })
}

/// One lever.
pub(crate) async fn lever(visit: Arc<Visit>) -> Answer {
    let file: FileId = visit.id("file")?;
    let view = visit.house()?.lever(visit.caller()?, file).await?;
    page(&lever_page(&visit, &view, None)?)
}

fn form_page(
    visit: &Visit,
    action: String,
    back: String,
    entered: &[(String, String)],
    faults: &[Fault],
    extra: Vec<Field>,
) -> Result<RecordPage, Fail> {
    let t = visit.texts;
    let kind = casework::kind(Lever::WORD).ok_or(Fail::Inside)?;
    let mut list = extra;
    list.extend(fields::shown(t, kind, entered, faults, &Offered::default()));
    list.retain(|field| !BY_MOVING.contains(&field.name.as_str()));
    let whole = record::whole_fault(visit, faults, &list);
    let mut form = Form::new(action, list, &t.msg("record-submit")).cancel(back);
    form.error = whole;
    Ok(RecordPage {
        layout: visit.layout("title-levers", Some(Place::Levers)),
        person: None,
        heading: t.msg("levers-heading"),
        intro: Some(t.msg("lever-move-intro")),
        form,
    })
}

/// The choice of the compartment in which a file is opened.
pub(crate) fn compartment_field(visit: &Visit, kind: &str) -> Result<Field, Fail> {
    let t = visit.texts;
    let compartments = compartments_for(visit.caller()?, kind);
    if compartments.is_empty() {
        return Err(Fail::Absent);
    }
    let chosen = visit.field("compartment");
    let choices = compartments
        .iter()
        .enumerate()
        .map(|(position, (id, title))| {
            let value = id.to_string();
            Choice {
                chosen: value == chosen || (chosen.is_empty() && position == 0),
                value,
                text: title.clone(),
            }
        })
        .collect();
    Ok(Field::new(
        "compartment",
        &t.msg("field-compartment"),
        Control::Choice(choices),
    )
    .required())
}

/// The form for a new lever.
pub(crate) async fn new(visit: Arc<Visit>) -> Answer {
    let compartment = compartment_field(&visit, Lever::WORD)?;
    page(&form_page(
        &visit,
        paths::new_lever(),
        paths::levers(),
        &[],
        &[],
        vec![compartment],
    )?)
}

/// Opens a lever: free, until somebody moves it.
pub(crate) async fn open(visit: Arc<Visit>) -> Answer {
    let kind = casework::kind(Lever::WORD).ok_or(Fail::Inside)?;
    let compartment: CompartmentId = visit
        .field("compartment")
        .parse()
        .map_err(|_| Fail::Absent)?;
    let mut pairs: Vec<(String, String)> = visit
        .pairs()
        .iter()
        .filter(|(name, _)| !BY_MOVING.contains(&name.as_str()))
        .cloned()
        .collect();
    pairs.push(("status".to_owned(), "available".to_owned()));
    let faults = match record::drafted(kind, &pairs, None) {
        Ok(draft) => match visit
            .house()?
            .open_lever(visit.caller()?, compartment, draft)
            .await
        {
            Ok(file) => return Ok(go_to(&paths::lever(file))),
            Err(DeskError::Faults(faults)) => faults.0,
            Err(error) => return Err(error.into()),
        },
        Err(faults) => faults,
    };
    let field = compartment_field(&visit, Lever::WORD)?;
    page_with(
        StatusCode::UNPROCESSABLE_ENTITY,
        &form_page(
            &visit,
            paths::new_lever(),
            paths::levers(),
            visit.pairs(),
            &faults,
            vec![field],
        )?,
    )
}

fn version_field(version: u32) -> Field {
    Field::new("version", "", Control::Hidden).value(&version.to_string())
}

async fn editable(visit: &Visit) -> Result<LeverView, Fail> {
    let file: FileId = visit.id("file")?;
    let view = visit
        .house()?
        .lever(visit.caller()?, file)
        .await?
        .into_inner();
    if !may_record(visit.caller()?, view.compartment, Lever::WORD) {
        return Err(Fail::Absent);
    }
    Ok(view)
}

/// The form for what is said of a lever.
pub(crate) async fn edit_page(visit: Arc<Visit>) -> Answer {
    let view = editable(&visit).await?;
    let kind = casework::kind(Lever::WORD).ok_or(Fail::Inside)?;
    let stored = casework::value(&view.lever)
        .and_then(|body| casework::form_from_body(kind, &body))
        .map_err(|error| Fail::Desk(Box::new(error.into())))?;
    page(&form_page(
        &visit,
        paths::edit_lever(view.file),
        paths::lever(view.file),
        &stored,
        &[],
        vec![version_field(view.version)],
    )?)
}

/// Changes what is said of a lever; where it stands stays.
pub(crate) async fn edit(visit: Arc<Visit>) -> Answer {
    let view = editable(&visit).await?;
    let kind = casework::kind(Lever::WORD).ok_or(Fail::Inside)?;
    let version: u32 = visit
        .field("version")
        .parse()
        .map_err(|_| Fail::Malformed("no version"))?;
    let before = visit
        .house()?
        .entry(visit.caller()?, view.entry)
        .await?
        .into_inner();
    let stored = record::stored_pairs(kind, &before)?;
    let mut pairs: Vec<(String, String)> = visit
        .pairs()
        .iter()
        .filter(|(name, _)| !BY_MOVING.contains(&name.as_str()))
        .cloned()
        .collect();
    pairs.extend(
        stored
            .into_iter()
            .filter(|(name, _)| BY_MOVING.contains(&name.as_str())),
    );
    let faults = match record::drafted(kind, &pairs, Some(&before)) {
        Ok(mut draft) => {
            // The form asks nothing of the envelope.
            let kept = Envelope::of(&before);
            draft.label = kept.label;
            draft.sources = kept.sources;
            match visit
                .house()?
                .revise(visit.caller()?, view.entry, version, &draft)
                .await
            {
                Ok(()) => return Ok(go_to(&paths::lever(view.file))),
                Err(DeskError::Faults(faults)) => faults.0,
                Err(error) => return Err(error.into()),
            }
        }
        Err(faults) => faults,
    };
    page_with(
        StatusCode::UNPROCESSABLE_ENTITY,
        &form_page(
            &visit,
            paths::edit_lever(view.file),
            paths::lever(view.file),
            visit.pairs(),
            &faults,
            vec![version_field(version)],
        )?,
    )
}

/// Offers, accepts, uses, takes back or frees a lever.
pub(crate) async fn move_to(visit: Arc<Visit>) -> Answer {
    let view = editable(&visit).await?;
    let version: u32 = visit
        .field("version")
        .parse()
        .map_err(|_| Fail::Malformed("no version"))?;
    let status = visit.field("status");
    // The address of the person's page, as somebody copies it, or its last part.
    let whom = visit.field("person").trim().trim_end_matches('/');
    let whom = whom.rsplit('/').next().unwrap_or_default();
    let holder: Option<FileId> = match whom {
        "" => None,
        text => Some(text.parse().map_err(|_| Fail::Absent)?),
    };
    let takes = matches!(status, "offered" | "accepted" | "used");
    let words = visit.field("words").to_owned();
    let moved = visit
        .house()?
        .move_lever(
            visit.caller()?,
            view.entry,
            version,
            status,
            holder.filter(|_| takes),
            Some(words),
        )
        .await;
    match moved {
        Ok(()) => Ok(go_to(&format!("{}?moved=1", paths::lever(view.file)))),
        Err(DeskError::Absent) => page_with(
            StatusCode::UNPROCESSABLE_ENTITY,
            &lever_page(&visit, &view, Some(visit.texts.msg("lever-person-unknown")))?,
        ),
        Err(error) => Err(error.into()),
    }
}
