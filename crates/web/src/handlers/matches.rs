//! Pairs that may be one person: a sitting of fifty, one after the other, with scripts off (O2b).
//!
//! Where a sitting stands is in its address: a signed cursor and how many pairs were decided. Nothing
//! about a pair is kept but the decision.

use std::sync::Arc;

use access::{Export, Write};
use axum::{http::StatusCode, response::Response};
use desk::{
    DeskError,
    matches::{Accord, Decided, Field, OpenPair, Possible, SITTING, Weight},
};
use kernel::{EntryId, FileId, PartialDate, script_of};

use super::{exports, house, may_somewhere, register, said, shown};
use crate::{
    pages::{
        DecisionRow, DecisionsPage, EvidenceRow, KnownPage, Link, Marked, MatchesPage, PairPage,
        Place, PossiblePage, PossibleRow, Progress, Undo, Written,
    },
    paths,
    text::Texts,
    visit::{Answer, Fail, Visit, go_to, page, page_with},
};

fn reviewer(visit: &Visit) -> Result<(), Fail> {
    if may_somewhere::<Write>(visit.caller()?, "link") {
        Ok(())
    } else {
        Err(Fail::Absent)
    }
}

/// Where a sitting stands, from what came in the address or the form.
fn progress(after: &str, done: &str) -> Progress {
    Progress {
        done: done.parse().unwrap_or(0).min(SITTING),
        of: SITTING,
        after: after.to_owned(),
    }
}

fn asked(visit: &Visit) -> Progress {
    progress(
        visit.query("after").unwrap_or_default(),
        visit.query("done").unwrap_or_default(),
    )
}

fn sent(visit: &Visit) -> Progress {
    progress(visit.field("after"), visit.field("done"))
}

fn address(progress: &Progress, last: Option<&str>) -> String {
    let mut query = form_urlencoded::Serializer::new(String::new());
    if !progress.after.is_empty() {
        query.append_pair("after", &progress.after);
    }
    query.append_pair("done", &progress.done.to_string());
    if let Some(last) = last {
        query.append_pair("last", last);
    }
    format!("{}?{}", paths::matches_next(), query.finish())
}

fn decision_value(entry: EntryId, version: u32) -> String {
    format!("{entry}:{version}")
}

fn read_decision(text: &str) -> Option<(EntryId, u32)> {
    let (entry, version) = text.split_once(':')?;
    Some((entry.parse().ok()?, version.parse().ok()?))
}

/// The decision that was made before this page, with its way back; only one's own.
async fn undo(visit: &Visit) -> Result<Option<Undo>, Fail> {
    let Some((entry, version)) = visit.query("last").and_then(read_decision) else {
        return Ok(None);
    };
    let caller = visit.caller()?;
    let Ok(stored) = visit.house()?.entry(caller, entry).await else {
        return Ok(None);
    };
    if stored.kind() != "link"
        || stored.is_withdrawn()
        || stored.outer.version != version
        || stored.inner.by != caller.actor.user
    {
        return Ok(None);
    }
    let decision = stored
        .inner
        .body
        .get("decision")
        .and_then(serde_json::Value::as_str)
        .unwrap_or_default()
        .to_owned();
    Ok(Some(Undo {
        decision: decision_value(entry, version),
        says: visit.texts.with(
            "matches-decided",
            "decision",
            visit.texts.term("link_decisions", &decision).as_str(),
        ),
    }))
}

/// How sure a comparison is, in a sentence.
fn sure(t: Texts, probability: f32, rather_kin: bool) -> String {
    t.msg(match probability {
        _ if rather_kin => "matches-sure-kin",
        p if p >= 0.95 => "matches-sure-almost",
        p if p >= 0.6 => "matches-sure-probably",
        p if p >= 0.25 => "matches-sure-perhaps",
        _ => "matches-sure-hardly",
    })
}

const fn field_message(field: Field) -> &'static str {
    match field {
        Field::FatherName => "matches-field-father",
        Field::MotherName => "matches-field-mother",
        Field::BirthDate => "matches-field-birth",
        Field::BirthPlace => "matches-field-origin",
        Field::Place => "matches-field-place",
        Field::Sex => "matches-field-sex",
        Field::ArrestDate => "matches-field-arrest",
        Field::Country => "matches-field-country",
        Field::Identity => "matches-field-identity",
        _ => "matches-field-name",
    }
}

const fn accord_message(accord: Accord) -> &'static str {
    match accord {
        Accord::Same => "agreement-same",
        Accord::Similar => "agreement-similar",
        Accord::Near => "matches-near",
        Accord::Different => "agreement-different",
        Accord::Generation => "matches-generation",
    }
}

/// A weight in words, and its side.
fn says(bits: f32) -> (&'static str, &'static str) {
    match bits {
        bits if bits >= 6.0 => ("matches-strongly-for", "for"),
        bits if bits >= 2.5 => ("matches-for", "for"),
        bits if bits >= 0.4 => ("matches-little-for", "for"),
        bits if bits > -0.4 => ("matches-nothing", "none"),
        bits if bits > -2.5 => ("matches-little-against", "against"),
        bits if bits > -5.5 => ("matches-against", "against"),
        _ => ("matches-strongly-against", "against"),
    }
}

/// A value as people read it.
fn value(t: Texts, field: Field, text: &str) -> String {
    match field {
        Field::BirthDate | Field::ArrestDate => {
            PartialDate::parse(text).map_or_else(|_| text.to_owned(), |date| t.partial(&date))
        }
        Field::Sex => t.term("sexes", text),
        Field::Country => t.term("countries", text),
        _ => text.to_owned(),
    }
}

/// A text with the words marked that the other does not have.
fn marked(own: &str, other: &str) -> Marked {
    let known: Vec<String> = other.split_whitespace().map(str::to_lowercase).collect();
    let mut pieces: Vec<(String, bool)> = Vec::new();
    for word in own.split_whitespace() {
        let differs = !known.contains(&word.to_lowercase());
        match pieces.last_mut() {
            Some((text, before)) if *before == differs => {
                text.push(' ');
                text.push_str(word);
            }
            Some((text, _)) => {
                text.push(' ');
                pieces.push((word.to_owned(), differs));
            }
            None => pieces.push((word.to_owned(), differs)),
        }
    }
    Marked {
        written: Written::unknown(own),
        pieces,
    }
}

fn evidence(t: Texts, weights: &[Weight]) -> Vec<EvidenceRow> {
    weights
        .iter()
        .map(|weight| {
            let (message, side) = says(weight.bits + weight.learned);
            let (first, second) = (
                value(t, weight.field, &weight.left),
                value(t, weight.field, &weight.right),
            );
            EvidenceRow {
                name: t.msg(field_message(weight.field)),
                first: marked(&first, &second),
                second: marked(&second, &first),
                accord: t.msg(accord_message(weight.accord)),
                says: t.msg(message),
                learned: match weight.learned {
                    bits if bits >= 0.4 => t.msg("matches-learned-more"),
                    bits if bits <= -0.4 => t.msg("matches-learned-less"),
                    _ => String::new(),
                },
                side,
            }
        })
        .collect()
}

/// What agrees and what differs, in one line.
fn reasons(t: Texts, weights: &[Weight]) -> String {
    let parts: Vec<String> = weights
        .iter()
        .map(|weight| {
            format!(
                "{}: {}",
                t.msg(field_message(weight.field)),
                t.msg(accord_message(weight.accord))
            )
        })
        .collect();
    parts.join("; ")
}

fn decided_words(t: Texts, decided: &Decided, visit: &Visit) -> String {
    t.msg_args(
        "matches-decided-before",
        &[
            (
                "decision",
                t.term("link_decisions", &decided.decision).as_str().into(),
            ),
            (
                "day",
                t.day_words(decided.at.day(), visit.today()).as_str().into(),
            ),
        ],
    )
}

fn names(t: Texts, list: &[desk::ShownName]) -> Vec<(Written, String)> {
    list.iter()
        .map(|name| {
            let script = script_of(&name.text);
            let id = format!("matches-script-{}", script.code());
            let words = said::message_or(t, &id, || script.code().to_owned());
            (shown::name(name), words)
        })
        .collect()
}

async fn pair_page(
    visit: &Visit,
    open: &OpenPair,
    progress: Progress,
    again: bool,
    error: Option<String>,
) -> Result<PairPage, Fail> {
    let t = visit.texts;
    let pair = &open.pair;
    let entered = visit.field("reasons");
    Ok(PairPage {
        layout: visit.layout("title-compare", Some(Place::Review)),
        progress,
        first: shown::line(t, &pair.first),
        second: shown::line(t, &pair.second),
        first_names: names(t, &pair.first.names),
        second_names: names(t, &pair.second.names),
        sure: sure(t, pair.weighed.probability, pair.weighed.rather_kin),
        again: pair
            .decided
            .as_ref()
            .filter(|_| again)
            .map(|decided| decided_words(t, decided, visit)),
        evidence: evidence(t, &pair.weighed.weights),
        fields: register::compared(t, &open.first, &open.second),
        ids: (pair.first.file.to_string(), pair.second.file.to_string()),
        taught: open.taught.says_something().then(|| {
            t.msg_args(
                "matches-taught",
                &[
                    ("same", t.number(open.taught.same).as_str().into()),
                    ("apart", t.number(open.taught.apart).as_str().into()),
                ],
            )
        }),
        reasons: if error.is_some() {
            entered.to_owned()
        } else {
            reasons(t, &pair.weighed.weights)
        },
        error,
        undo: undo(visit).await?,
    })
}

async fn start_page(
    visit: &Visit,
    progress: Progress,
    says: Vec<String>,
    go_on: Option<Link>,
) -> Answer {
    page(&MatchesPage {
        layout: visit.layout("title-matches", Some(Place::Review)),
        says,
        go_on,
        undo: undo(visit).await?,
        may_export: may_somewhere::<Export>(visit.caller()?, "link"),
        progress,
    })
}

/// Before a sitting.
pub(crate) async fn start(visit: Arc<Visit>) -> Answer {
    reviewer(&visit)?;
    let t = visit.texts;
    let begin = Link {
        href: paths::matches_next(),
        text: t.msg("matches-begin"),
    };
    start_page(
        &visit,
        progress("", ""),
        vec![t.msg("matches-intro")],
        Some(begin),
    )
    .await
}

/// The next pair; or that there is none, or that the sitting is over.
pub(crate) async fn next(visit: Arc<Visit>) -> Answer {
    reviewer(&visit)?;
    let t = visit.texts;
    let caller = visit.caller()?;
    let mut standing = asked(&visit);
    if standing.done >= SITTING {
        let rest = Progress {
            done: 0,
            ..standing.clone()
        };
        let link = Link {
            href: address(&rest, None),
            text: t.msg("matches-another-sitting"),
        };
        return start_page(&visit, standing, vec![t.msg("matches-rest")], Some(link)).await;
    }
    let search = visit
        .house()?
        .next_pair(caller, visit.query("after"))
        .await?
        .into_inner();
    standing.after = search.after.clone().unwrap_or_default();
    let Some(pair) = search.pair else {
        let looked = t.count("matches-looked", search.looked);
        return match search.after {
            Some(_) => {
                let link = Link {
                    href: address(&standing, visit.query("last")),
                    text: t.msg("matches-look-further"),
                };
                start_page(&visit, standing, vec![looked], Some(link)).await
            }
            None => start_page(&visit, standing, vec![t.msg("matches-none-left")], None).await,
        };
    };
    let open = visit
        .house()?
        .pair(caller, pair.first.file, pair.second.file)
        .await?;
    page(&pair_page(&visit, &open, standing, true, None).await?)
}

/// Decides about a pair and goes on to the next.
pub(crate) async fn decide(visit: Arc<Visit>) -> Answer {
    reviewer(&visit)?;
    let t = visit.texts;
    let caller = visit.caller()?;
    let house = visit.house()?;
    let (one, other): (FileId, FileId) = (
        visit.field("one").parse().map_err(|_| Fail::Absent)?,
        visit.field("other").parse().map_err(|_| Fail::Absent)?,
    );
    let mut standing = sent(&visit);
    let outcome = house
        .decide_pair(
            caller,
            one,
            other,
            visit.field("decision"),
            visit.field("reasons"),
        )
        .await;
    let error = match outcome {
        Ok(entry) => {
            let version = house.entry(caller, entry).await?.outer.version;
            standing.done += 1;
            return Ok(go_to(&address(
                &standing,
                Some(&decision_value(entry, version)),
            )));
        }
        // Somebody else was quicker.
        Err(DeskError::Refused("refused-linked-already", _)) => {
            return Ok(go_to(&address(&standing, None)));
        }
        Err(DeskError::Refused(id, arguments)) => said::refusal(t, id, &arguments),
        Err(DeskError::Faults(faults)) => faults
            .0
            .iter()
            .map(|fault| said::fault(t, fault.message_id, &fault.arguments))
            .collect::<Vec<_>>()
            .join(" "),
        Err(error) => return Err(error.into()),
    };
    let open = house.pair(caller, one, other).await?;
    page_with(
        StatusCode::UNPROCESSABLE_ENTITY,
        &pair_page(&visit, &open, standing, false, Some(error)).await?,
    )
}

/// Takes the last decision back and shows the pair again.
pub(crate) async fn undo_last(visit: Arc<Visit>) -> Answer {
    reviewer(&visit)?;
    let (entry, version) = read_decision(visit.field("decision")).ok_or(Fail::Absent)?;
    visit
        .house()?
        .undo_decision(
            visit.caller()?,
            entry,
            version,
            &visit.texts.msg("matches-undo-default"),
        )
        .await?;
    let mut standing = sent(&visit);
    standing.done = standing.done.saturating_sub(1);
    Ok(go_to(&address(&standing, None)))
}

async fn decisions_page(visit: &Visit, error: Option<String>) -> Result<DecisionsPage, Fail> {
    let t = visit.texts;
    let lines = visit.house()?.own_decisions(visit.caller()?).await?;
    Ok(DecisionsPage {
        layout: visit.layout("title-matches", Some(Place::Review)),
        rows: lines
            .iter()
            .map(|line| DecisionRow {
                first: shown::line(t, &line.first),
                second: line.second.as_ref().map(|second| shown::line(t, second)),
                decision: t.term("link_decisions", &line.decided.decision),
                when: t.day_words(line.decided.at.day(), visit.today()),
                value: decision_value(line.decided.entry, line.decided.version),
                history_href: paths::history(line.first.file, line.decided.entry),
            })
            .collect(),
        error,
    })
}

/// What the caller decided in the last days.
pub(crate) async fn decisions(visit: Arc<Visit>) -> Answer {
    reviewer(&visit)?;
    page(&decisions_page(&visit, None).await?)
}

/// Takes back all the chosen decisions. One that somebody changed since is told and left.
pub(crate) async fn undo_many(visit: Arc<Visit>) -> Answer {
    reviewer(&visit)?;
    let t = visit.texts;
    let chosen: Vec<(EntryId, u32)> = visit.fields("decision").filter_map(read_decision).collect();
    if chosen.is_empty() {
        let says = t.msg("matches-nothing-chosen");
        return page_with(
            StatusCode::UNPROCESSABLE_ENTITY,
            &decisions_page(&visit, Some(says)).await?,
        );
    }
    let reason = match visit.field("reason").trim() {
        "" => t.msg("matches-undo-default"),
        reason => reason.to_owned(),
    };
    let mut left = 0_usize;
    for (entry, version) in chosen.into_iter().take(200) {
        match visit
            .house()?
            .undo_decision(visit.caller()?, entry, version, &reason)
            .await
        {
            Ok(()) => {}
            Err(DeskError::Conflict(_) | DeskError::Absent) => left += 1,
            Err(error) => return Err(error.into()),
        }
    }
    if left > 0 {
        let says = t.count("matches-not-undone", left);
        return page_with(
            StatusCode::CONFLICT,
            &decisions_page(&visit, Some(says)).await?,
        );
    }
    Ok(go_to(&paths::matches_decisions()))
}

/// Decisions as examples to learn weights from, without names: ids, the decision, what each field
/// brought.
pub(crate) async fn export(visit: Arc<Visit>) -> Answer {
    reviewer(&visit)?;
    let labelled = visit.house()?.labelled(visit.caller()?).await?;
    let mut text = exports::row(["one", "other", "same", "log_odds", "weights"].map(str::to_owned));
    for label in labelled.iter() {
        let weights: Vec<String> = label
            .weights
            .iter()
            .map(|weight| format!("{}={:.1}", weight.field.word(), weight.bits))
            .collect();
        text.push_str(&exports::row([
            label.one.to_string(),
            label.other.to_string(),
            u8::from(label.same).to_string(),
            format!("{:.2}", label.log_odds),
            weights.join(" "),
        ]));
    }
    house::download(
        "text/csv; charset=utf-8",
        "decisions.csv",
        text.into_bytes(),
    )
}

fn possible_rows(
    visit: &Visit,
    possible: &[Possible],
    compared_with: Option<FileId>,
) -> Vec<PossibleRow> {
    let t = visit.texts;
    possible
        .iter()
        .map(|possible| PossibleRow {
            person: shown::listed(visit, &possible.person),
            sure: sure(t, possible.weighed.probability, possible.weighed.rather_kin),
            why: reasons(t, &possible.weighed.weights),
            decided: possible
                .decided
                .as_ref()
                .map(|decided| decided_words(t, decided, visit)),
            href: compared_with.map(|file| paths::compare(file, possible.person.file)),
        })
        .collect()
}

/// Who else a person may be.
pub(crate) async fn possible(visit: Arc<Visit>) -> Answer {
    reviewer(&visit)?;
    let file: FileId = visit.id("file")?;
    let caller = visit.caller()?;
    let possible = visit.house()?.possible_matches(caller, file).await?;
    let person = visit.house()?.person(caller, file).await?;
    page(&PossiblePage {
        layout: visit.layout("title-matches", Some(Place::People)),
        person: shown::line(visit.texts, &person.line),
        rows: possible_rows(&visit, &possible, Some(file)),
    })
}

/// Before somebody is entered who may be known already: whom they may be, and what was entered, to
/// be sent again. Nothing where nobody like them is known.
pub(crate) async fn known_perhaps(
    visit: &Visit,
    drafts: &[desk::Draft],
) -> Result<Option<Response>, Fail> {
    if visit.field("known") == "new" {
        return Ok(None);
    }
    let possible = visit
        .house()?
        .known_perhaps(visit.caller()?, drafts)
        .await?;
    if possible.is_empty() {
        return Ok(None);
    }
    let entered = visit
        .pairs()
        .iter()
        .filter(|(name, _)| !matches!(name.as_str(), "csrf" | "once" | "known"))
        .cloned()
        .collect();
    page(&KnownPage {
        layout: visit.layout("title-matches", Some(Place::People)),
        rows: possible_rows(visit, &possible, None),
        entered,
    })
    .map(Some)
}
