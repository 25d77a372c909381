//! Rows of lists that wait for somebody: by what is doubted, one by one, or all of a kind at once.

use std::sync::Arc;

use access::{Lift, Write};
use desk::{
    DeskError,
    imports::{BROUGHT_BACK, ERASED, KEPT_OUT, ReviewLine, ReviewQuery, Understood, WITHDRAWN},
};
use kernel::EntryId;

use super::{entries, may_somewhere, said, shown};
use crate::{
    pages::{
        Choice, DecideTogether, DoubtedRows, Pager, Place, WaitingRow, WaitingRowPage, WaitingRows,
        Written,
    },
    paths,
    text::Texts,
    visit::{Answer, Fail, Visit, go_to, page, page_with},
};
use axum::http::StatusCode;

/// Rows on one page.
const ROWS: usize = 30;
/// The doubt about numbers of people's papers.
const IDENTITY: &str = "identity_number";
/// The decision that holds for all lists of the source that come from now on.
const ALWAYS: &str = "kept_always";

fn may_decide(visit: &Visit) -> Result<(), Fail> {
    if may_somewhere::<Write>(visit.caller()?, "review") {
        Ok(())
    } else {
        Err(Fail::Absent)
    }
}

fn reasons(t: Texts, line: &ReviewLine) -> Vec<String> {
    line.review
        .doubts
        .iter()
        .take(8)
        .map(|doubt| {
            let says = said::doubt(t, &doubt.code);
            let detail: String = doubt.detail.chars().take(300).collect();
            match (&doubt.column, detail.is_empty()) {
                (Some(column), true) => format!("{column}: {says}"),
                (Some(column), false) => format!("{column}: {says}: {detail}"),
                (None, true) => says,
                (None, false) => format!("{says}: {detail}"),
            }
        })
        .collect()
}

/// What can be decided: about a row that says something, or about whether somebody who was taken out
/// comes back. That somebody stays out is chosen already.
fn decisions<'a>(visit: &Visit, mut doubts: impl Iterator<Item = &'a str>) -> Vec<Choice> {
    let t = visit.texts;
    let choice = |code: &str| {
        let id = code.replace('_', "-");
        Choice::new(code, &t.msg(&format!("review-decision-{id}")))
    };
    let Some(out) = doubts.find(|doubt| matches!(*doubt, WITHDRAWN | ERASED)) else {
        return ["accepted", "corrected", "skipped"].map(choice).into();
    };
    let mut stays = choice(KEPT_OUT);
    stays.chosen = true;
    let may_return = out == WITHDRAWN
        || visit
            .caller()
            .is_ok_and(|caller| may_somewhere::<Lift>(caller, "name"));
    let back = may_return.then(|| {
        if out == ERASED {
            Choice::new(BROUGHT_BACK, &t.msg("review-decision-let-in"))
        } else {
            choice(BROUGHT_BACK)
        }
    });
    std::iter::once(stays).chain(back).collect()
}

/// What a reader calls the row: nothing, where saying it would say who was erased.
fn key_of(t: Texts, line: &ReviewLine) -> String {
    if line.review.doubts.iter().any(|doubt| doubt.code == ERASED) {
        t.msg("review-erased-row")
    } else {
        line.review.row_key.clone()
    }
}

fn waiting(t: Texts, line: &ReviewLine) -> WaitingRow {
    WaitingRow {
        person: line.person.as_ref().map(|person| shown::line(t, person)),
        list: line.review.list.clone(),
        key: key_of(t, line),
        reasons: reasons(t, line),
        href: paths::review_row(line.entry),
    }
}

fn address(list: &str, doubt: &str) -> String {
    let query = form_urlencoded::Serializer::new(String::new())
        .append_pair("list", list)
        .append_pair("doubt", doubt)
        .finish();
    format!("{}?{query}", paths::review_rows())
}

/// Kinds of doubts, list by list; or the rows of one kind.
pub(crate) async fn list(visit: Arc<Visit>) -> Answer {
    may_decide(&visit)?;
    page(&rows_page(&visit).await?)
}

async fn rows_page(visit: &Visit) -> Result<WaitingRows, Fail> {
    let t = visit.texts;
    let text = |name: &str| {
        visit
            .query(name)
            .filter(|text| !text.is_empty())
            .map(str::to_owned)
    };
    let (list, doubt) = (text("list"), text("doubt"));
    let one = list.is_some() && doubt.is_some();
    let from: usize = visit
        .query("from")
        .and_then(|from| from.parse().ok())
        .unwrap_or(0);
    let query = ReviewQuery {
        list: list.clone(),
        doubt: doubt.clone(),
        alone: false,
        from,
        limit: if one { ROWS } else { 0 },
    };
    let queue = visit.house()?.reviews(visit.caller()?, &query).await?;
    let together = match (&list, &doubt) {
        (Some(list), Some(doubt)) => queue
            .groups
            .iter()
            .find(|group| group.list == *list && group.doubt == *doubt && group.alone > 1)
            .map(|group| {
                let mut decisions = decisions(visit, std::iter::once(doubt.as_str()));
                if doubt == IDENTITY {
                    decisions.push(Choice::new(ALWAYS, &t.msg("review-decision-kept-always")));
                }
                DecideTogether {
                    list: list.clone(),
                    doubt: doubt.clone(),
                    counted: u64::try_from(group.alone).unwrap_or(0),
                    decisions,
                    action: paths::review_rows(),
                }
            }),
        _ => None,
    };
    let next = from + queue.lines.len();
    let here = match (&list, &doubt) {
        (Some(list), Some(doubt)) => address(list, doubt),
        _ => paths::review_rows(),
    };
    Ok(WaitingRows {
        layout: visit.layout("title-review", Some(Place::Review)),
        decided: text("decided").map(|group| {
            let count = visit
                .query("count")
                .and_then(|count| count.parse::<u64>().ok())
                .unwrap_or(0);
            (
                t.count("waiting-decided", count),
                paths::review_decision(group),
            )
        }),
        more: queue.more,
        groups: if one {
            Vec::new()
        } else {
            queue
                .groups
                .iter()
                .take(100)
                .map(|group| DoubtedRows {
                    list: group.list.clone(),
                    doubt: said::doubt(t, &group.doubt),
                    rows: u64::try_from(group.rows).unwrap_or(0),
                    href: address(&group.list, &group.doubt),
                })
                .collect()
        },
        rows: queue.lines.iter().map(|line| waiting(t, line)).collect(),
        together,
        pager: Pager {
            shown: u32::try_from(queue.lines.len()).unwrap_or(u32::MAX),
            total: u64::try_from(queue.rows).ok(),
            first_href: (from > 0).then(|| here.clone()),
            next_href: (one && next < queue.rows).then(|| format!("{here}&from={next}")),
        },
        all_href: one.then(paths::review_rows),
    })
}

fn decided(group: &str, rows: usize) -> String {
    format!("{}?decided={group}&count={rows}", paths::review_rows())
}

/// Decides about all rows of a list in which one thing is doubted and nothing else.
pub(crate) async fn decide(visit: Arc<Visit>) -> Answer {
    may_decide(&visit)?;
    let (list, doubt) = (visit.field("list"), visit.field("doubt"));
    let counted: usize = visit
        .field("counted")
        .parse()
        .map_err(|_| Fail::Malformed("a number of rows"))?;
    let house = visit.house()?;
    let caller = visit.caller()?;
    let decision = visit.field("decision");
    if decision == ALWAYS && doubt == IDENTITY {
        let query = ReviewQuery {
            list: Some(list.to_owned()),
            doubt: Some(IDENTITY.to_owned()),
            alone: true,
            from: 0,
            limit: 1,
        };
        let queue = house.reviews(caller, &query).await?;
        let line = queue.lines.first().ok_or(Fail::Absent)?;
        house
            .keep_identity_numbers(caller, line.compartment, list)
            .await?;
    }
    let done = house
        .resolve_group(caller, list, doubt, counted, decision)
        .await?;
    Ok(go_to(&decided(&done.group, done.rows)))
}

async fn row_of(visit: &Visit) -> Result<Understood, Fail> {
    may_decide(visit)?;
    let entry: EntryId = visit.id("entry")?;
    let row = visit.house()?.review_row(visit.caller()?, entry).await?;
    Ok(row.into_inner())
}

fn row_page(visit: &Visit, row: &Understood, error: Option<String>) -> WaitingRowPage {
    let t = visit.texts;
    let line = &row.line;
    let cell = |text: &str| Written::unknown(&text.chars().take(1_000).collect::<String>());
    WaitingRowPage {
        layout: visit.layout("title-review", Some(Place::Review)),
        list: line.review.list.clone(),
        place: row.place.clone().unwrap_or_else(|| key_of(t, line)),
        person: line.person.as_ref().map(|person| shown::line(t, person)),
        reasons: reasons(t, line),
        cells: line
            .review
            .cells
            .iter()
            .filter(|known| !known.1.trim().is_empty())
            .take(60)
            .map(|known| (cell(&known.0), cell(&known.1)))
            .collect(),
        understood: row
            .entries
            .iter()
            .take(40)
            .map(|entry| {
                (
                    entries::kind_name(t, entry.kind()),
                    Written::unknown(&entries::title(t, entry)),
                )
            })
            .collect(),
        decisions: decisions(
            visit,
            line.review.doubts.iter().map(|doubt| doubt.code.as_str()),
        ),
        action: paths::review_row(line.entry),
        error,
    }
}

/// One row with its doubts.
pub(crate) async fn row(visit: Arc<Visit>) -> Answer {
    let row = row_of(&visit).await?;
    page(&row_page(&visit, &row, None))
}

/// Decides about a row.
pub(crate) async fn resolve(visit: Arc<Visit>) -> Answer {
    let row = row_of(&visit).await?;
    let decision = match (visit.field("decision"), visit.field("note").trim()) {
        ("", _) => String::new(),
        (decision, "") => decision.to_owned(),
        (decision, note) => format!("{decision}: {note}"),
    };
    match visit
        .house()?
        .resolve_reviews(
            visit.caller()?,
            &[(row.line.entry, row.line.version)],
            &decision,
        )
        .await
    {
        Ok(done) => Ok(go_to(&decided(&done.group, done.rows))),
        Err(DeskError::Refused(id, arguments)) => {
            let says = said::refusal(visit.texts, id, &arguments);
            page_with(
                StatusCode::UNPROCESSABLE_ENTITY,
                &row_page(&visit, &row, Some(says)),
            )
        }
        Err(error) => Err(error.into()),
    }
}

/// Takes a decision back: its rows wait again.
pub(crate) async fn take_back(visit: Arc<Visit>) -> Answer {
    may_decide(&visit)?;
    visit
        .house()?
        .take_back_decision(visit.caller()?, visit.param("group"))
        .await?;
    Ok(go_to(&paths::review_rows()))
}
