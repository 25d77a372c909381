//! Two files that may be one person, and what waits to be decided.

use std::sync::Arc;

use access::Write;
use axum::http::StatusCode;
use casework::register::Link;
use desk::{DeskError, History, Person};
use kernel::{EntryId, FileId};

use super::{entries, may, may_somewhere, said, shown};
use crate::{
    pages::{
        Agreement, ChooseOther, ComparePage, ComparedField, ConfirmPage, Marked, Pager, Place,
        ReviewQueue, Written,
    },
    paths,
    text::Texts,
    visit::{Answer, Fail, Visit, go_to, page, page_with},
};

async fn asked(visit: &Visit) -> Result<Person, Fail> {
    let file: FileId = visit.id("file")?;
    let person = visit
        .house()?
        .person(visit.caller()?, file)
        .await?
        .into_inner();
    if !may::<Write>(visit.caller()?, person.compartment, "link") {
        return Err(Fail::Absent);
    }
    Ok(person)
}

async fn choose_page(visit: &Visit, text: &str) -> Answer {
    let person = asked(visit).await?;
    let found = if text.is_empty() {
        Vec::new()
    } else {
        visit
            .house()?
            .find(visit.caller()?, text, 30)
            .await?
            .iter()
            .filter(|found| !person.files.contains(&found.person.file))
            .map(|found| {
                (
                    shown::listed(visit, &found.person),
                    paths::compare(person.file, found.person.file),
                )
            })
            .collect()
    };
    page(&ChooseOther {
        layout: visit.layout("title-link", Some(Place::People)),
        person: shown::line(visit.texts, &person.line),
        action: paths::link(person.file),
        text: text.to_owned(),
        found,
        searched: !text.is_empty(),
        matches_href: paths::possible_matches(person.file),
    })
}

/// What to compare a file with: looked for by its own name at first.
pub(crate) async fn choose(visit: Arc<Visit>) -> Answer {
    choose_page(&visit, "").await
}

/// The same, with what was searched for.
pub(crate) async fn search_other(visit: Arc<Visit>) -> Answer {
    let text: String = visit.field("text").trim().chars().take(300).collect();
    choose_page(&visit, &text).await
}

const COMPARED: [&str; 6] = ["name", "fact", "detention", "charge", "claim", "source"];

pub(crate) fn compared(t: Texts, one: &History, other: &History) -> Vec<ComparedField> {
    let titles = |history: &History, kind: &str| {
        history
            .of_kind(kind)
            .map(|entry| entries::title(t, entry))
            .take(12)
            .collect::<Vec<_>>()
    };
    COMPARED
        .into_iter()
        .map(|kind| {
            let (first, second) = (titles(one, kind), titles(other, kind));
            let agreement = if first.is_empty() || second.is_empty() {
                Agreement::Unknown
            } else if first == second {
                Agreement::Same
            } else if first.iter().any(|title| second.contains(title)) {
                Agreement::Similar
            } else {
                Agreement::Different
            };
            let marked = |own: &[String], others: &[String]| {
                own.iter()
                    .map(|title| Marked {
                        pieces: vec![(
                            title.clone(),
                            !others.is_empty() && !others.contains(title),
                        )],
                        written: Written::unknown(title),
                    })
                    .collect()
            };
            ComparedField {
                name: entries::kind_name(t, kind),
                first: marked(&first, &second),
                second: marked(&second, &first),
                agreement,
            }
        })
        .filter(|field| !(field.first.is_empty() && field.second.is_empty()))
        .collect()
}

async fn compare_page(visit: &Visit, error: Option<String>) -> Result<ComparePage, Fail> {
    let t = visit.texts;
    let caller = visit.caller()?;
    let first = asked(visit).await?;
    let other: FileId = visit.id("other")?;
    let (_, second) = visit
        .house()?
        .side_by_side(caller, first.file, other)
        .await?;
    let titles = caller.compartments();
    let title = |person: &Person| {
        titles
            .iter()
            .find(|(id, _, _)| *id == person.compartment)
            .map(|(_, title, _)| title.clone())
            .unwrap_or_default()
    };
    let fields = compared(t, &first.history, &second.history);
    let same = fields
        .iter()
        .filter(|field| matches!(field.agreement, Agreement::Same | Agreement::Similar))
        .count();
    let different = fields
        .iter()
        .filter(|field| field.agreement == Agreement::Different)
        .count();
    Ok(ComparePage {
        layout: visit.layout("title-compare", Some(Place::People)),
        first: shown::line(t, &first.line),
        second: shown::line(t, &second.line),
        compartments: (title(&first), title(&second)),
        why: vec![
            t.count("compare-agree", same),
            t.count("compare-differ", different),
        ],
        fields,
        reasons: visit.field("reasons").to_owned(),
        error,
        action: paths::compare(first.file, other),
        back_href: paths::person(first.file),
        left: None,
    })
}

/// Two files side by side.
pub(crate) async fn compare(visit: Arc<Visit>) -> Answer {
    page(&compare_page(&visit, None).await?)
}

/// The decision is an entry; nothing is merged and nothing lost.
pub(crate) async fn decide(visit: Arc<Visit>) -> Answer {
    let t = visit.texts;
    let first = asked(&visit).await?;
    let other: FileId = visit.id("other")?;
    let decision = match visit.field("decision") {
        "same" => "same",
        "apart" => "apart",
        _ => return Ok(go_to(&paths::person(first.file))),
    };
    let link = Link {
        other,
        decision: decision.to_owned(),
        reasons: visit.field("reasons").trim().to_owned(),
    };
    let says = match visit
        .house()?
        .link_files(visit.caller()?, first.file, &link)
        .await
    {
        Ok(_) => return Ok(go_to(&paths::person(first.file))),
        Err(DeskError::Faults(faults)) => faults
            .0
            .iter()
            .map(|fault| said::fault(t, fault.message_id, &fault.arguments))
            .collect::<Vec<_>>()
            .join(" "),
        Err(DeskError::Refused(id, arguments)) => said::refusal(t, id, &arguments),
        Err(error) => return Err(error.into()),
    };
    page_with(
        StatusCode::UNPROCESSABLE_ENTITY,
        &compare_page(&visit, Some(says)).await?,
    )
}

async fn link_of(visit: &Visit) -> Result<(Person, EntryId, u32), Fail> {
    let person = asked(visit).await?;
    let id: EntryId = visit.id("link")?;
    let version = person
        .history
        .bodies::<Link>()
        .into_iter()
        .find(|(entry, _)| entry.outer.id == id)
        .map(|(entry, _)| entry.outer.version)
        .ok_or(Fail::Absent)?;
    Ok((person, id, version))
}

/// Asks before a link is withdrawn.
pub(crate) async fn withdraw_link_page(visit: Arc<Visit>) -> Answer {
    let (person, link, _) = link_of(&visit).await?;
    page(&ConfirmPage::withdraw_link(
        visit.layout("title-link", Some(Place::People)),
        shown::line(visit.texts, &person.line),
        paths::withdraw_link(person.file, link),
    ))
}

/// Withdraws a link: the two stand apart again, each with what it had.
pub(crate) async fn withdraw_link(visit: Arc<Visit>) -> Answer {
    let (person, link, version) = link_of(&visit).await?;
    visit
        .house()?
        .withdraw(visit.caller()?, link, version, visit.field("reason"))
        .await?;
    Ok(go_to(&paths::person(person.file)))
}

/// What waits to be decided, and the way to rows of lists.
pub(crate) async fn review(visit: Arc<Visit>) -> Answer {
    let caller = visit.caller()?;
    if !may_somewhere::<Write>(caller, "review") {
        return Err(Fail::Absent);
    }
    let rows = visit.house()?.reviews_waiting(caller).await?;
    page(&ReviewQueue {
        layout: visit.layout("title-review", Some(Place::Review)),
        pairs: Vec::new(),
        pager: Pager::default(),
        rows,
    })
}
