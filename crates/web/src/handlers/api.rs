//! The interface for programs: JSON under `/api/v1`. It takes a bearer session, never a cookie.

use std::sync::Arc;

use axum::{
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use casework::Kind;
use desk::{DeskError, Draft, PeopleQuery};
use kernel::{Confidence, Day, Entry, EntryId, FileId, Label, PartialDate};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{entries, said};
use crate::visit::{Answer, Fail, Visit};

fn reply(value: &impl Serialize) -> Answer {
    reply_with(StatusCode::OK, value)
}

fn reply_with(status: StatusCode, value: &impl Serialize) -> Answer {
    let bytes = serde_json::to_vec(value).map_err(|_| Fail::Inside)?;
    Ok((status, [(header::CONTENT_TYPE, "application/json")], bytes).into_response())
}

fn tagged(mut response: Response, version: u32) -> Response {
    if let Ok(tag) = HeaderValue::from_str(&format!("\"{version}\"")) {
        response.headers_mut().insert(header::ETAG, tag);
    }
    response
}

/// Log-in of a program: name, password and a code at once.
#[derive(Deserialize, ToSchema)]
pub(crate) struct LogIn {
    /// Log-in name.
    name: String,
    /// Password.
    password: String,
    /// The code of the moment, or a recovery code.
    code: String,
}

/// A session: sent back as `Authorization: Bearer TOKEN`.
#[derive(Serialize, ToSchema)]
pub(crate) struct Token {
    /// The token.
    token: String,
}

pub(crate) async fn log_in(visit: Arc<Visit>) -> Answer {
    let sent: LogIn = visit.json()?;
    let house = visit.house()?;
    let first = house.log_in(&sent.name, &sent.password).await?;
    let token = house.second_step(&first.token, &sent.code).await?;
    reply(&Token {
        token: token.to_text().to_string(),
    })
}

pub(crate) async fn lock(visit: Arc<Visit>) -> Answer {
    visit.house()?.lock(visit.caller()?).await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}

pub(crate) async fn description(_visit: Arc<Visit>) -> Answer {
    reply(&crate::openapi_json())
}

/// A person in a list.
#[derive(Serialize, ToSchema)]
pub(crate) struct PersonRow {
    /// The file.
    id: String,
    /// Names, their own script first.
    names: Vec<String>,
    /// Country code.
    #[serde(skip_serializing_if = "Option::is_none")]
    country: Option<String>,
    /// Stage, a code of the vocabulary `stages`.
    #[serde(skip_serializing_if = "Option::is_none")]
    stage: Option<String>,
    /// Place.
    #[serde(skip_serializing_if = "Option::is_none")]
    place: Option<String>,
    /// Held since, as a day.
    #[serde(skip_serializing_if = "Option::is_none")]
    held_since: Option<String>,
    /// The last day anything was done.
    #[serde(skip_serializing_if = "Option::is_none")]
    last_done: Option<String>,
    /// How alike name and question are, 0 to 1; only when something was searched for.
    #[serde(skip_serializing_if = "Option::is_none")]
    score: Option<f32>,
}

fn row(line: &desk::PersonLine, score: Option<f32>) -> PersonRow {
    PersonRow {
        id: line.file.to_string(),
        names: line.names.iter().map(|name| name.text.clone()).collect(),
        country: line.country.clone(),
        stage: line.stage.clone(),
        place: line.place.clone(),
        held_since: line.held_since.map(Day::iso),
        last_done: line.last_done.map(Day::iso),
        score,
    }
}

/// A page of people.
#[derive(Serialize, ToSchema)]
pub(crate) struct PeopleReply {
    /// The people.
    people: Vec<PersonRow>,
    /// `after` of the next page.
    next: Option<String>,
    /// How many the caller may read in all.
    total: i64,
}

pub(crate) async fn people(visit: Arc<Visit>) -> Answer {
    let take = |name: &str| visit.query(name).map(str::to_owned);
    let query = PeopleQuery {
        country: take("country"),
        stage: take("stage"),
        sex: take("sex"),
        source: take("source"),
        newest: visit.query("sort") == Some("newest"),
        after: take("after"),
    };
    let people = visit.house()?.people(visit.caller()?, &query).await?;
    reply(&PeopleReply {
        people: people.people.iter().map(|line| row(line, None)).collect(),
        next: people.next.clone(),
        total: people.total,
    })
}

/// A search.
#[derive(Deserialize, ToSchema)]
pub(crate) struct Find {
    /// A name in any script, or words.
    text: String,
    /// At most so many, 200 at the most.
    #[serde(default = "twenty")]
    limit: usize,
}

const fn twenty() -> usize {
    20
}

/// What a search found, best first.
#[derive(Serialize, ToSchema)]
pub(crate) struct FindReply {
    /// The people.
    found: Vec<PersonRow>,
}

pub(crate) async fn find(visit: Arc<Visit>) -> Answer {
    let sent: Find = visit.json()?;
    let text: String = sent.text.chars().take(300).collect();
    let found = visit
        .house()?
        .find(visit.caller()?, &text, sent.limit.min(200))
        .await?;
    reply(&FindReply {
        found: found
            .iter()
            .map(|found| row(&found.person, Some(found.score)))
            .collect(),
    })
}

/// One reason of a verdict.
#[derive(Serialize, ToSchema)]
pub(crate) struct ReasonReply {
    /// The rule.
    rule: String,
    /// The entry, if the caller may know of one.
    entry: Option<String>,
    /// The sentence.
    says: String,
    /// Who can lift it.
    who_can_lift: String,
}

/// A verdict.
#[derive(Serialize, ToSchema)]
pub(crate) struct VerdictReply {
    /// The act.
    act: String,
    /// `clear`, `hold` or `block`.
    verdict: String,
    /// The reasons, the strictest first.
    reasons: Vec<ReasonReply>,
}

fn verdict_reply(verdict: &gates::Verdict) -> VerdictReply {
    VerdictReply {
        act: verdict.act.clone(),
        verdict: verdict.outcome.code().to_owned(),
        reasons: verdict
            .reasons
            .iter()
            .map(|reason| ReasonReply {
                rule: serde_json::to_value(reason.rule)
                    .ok()
                    .and_then(|rule| rule.as_str().map(str::to_owned))
                    .unwrap_or_default(),
                entry: reason.entry.map(|entry| entry.to_string()),
                says: gates::english(&reason.says),
                who_can_lift: gates::english(&reason.who_can_lift.message()),
            })
            .collect(),
    }
}

/// A verdict as JSON, also as the answer to an act that is not allowed.
pub(crate) fn verdict_json(verdict: &gates::Verdict) -> serde_json::Value {
    serde_json::to_value(verdict_reply(verdict)).unwrap_or_default()
}

/// An entry.
#[derive(Serialize, ToSchema)]
pub(crate) struct EntryReply {
    /// The entry.
    id: String,
    /// Its version, also in `ETag`.
    version: u32,
    /// Its file.
    file: String,
    /// The kind.
    kind: String,
    /// The label.
    label: String,
    /// How sure the recorder is.
    confidence: String,
    /// When it happened, as EDTF.
    happened: Option<String>,
    /// The last day on which it holds.
    valid_until: Option<String>,
    /// The day it was recorded.
    recorded: String,
    /// Source entries.
    sources: Vec<String>,
    /// Why it was withdrawn, if it was.
    withdrawn: Option<String>,
    /// The body, by the schema of its kind.
    #[schema(value_type = Object)]
    body: serde_json::Value,
}

fn entry_reply(entry: &Entry) -> EntryReply {
    EntryReply {
        id: entry.outer.id.to_string(),
        version: entry.outer.version,
        file: entry.outer.file.to_string(),
        kind: entry.kind().to_owned(),
        label: entry.inner.label.text().to_owned(),
        confidence: entry.inner.confidence.code().to_owned(),
        happened: entry.inner.happened.as_ref().map(PartialDate::edtf),
        valid_until: entry.inner.valid_until.map(Day::iso),
        recorded: entry.outer.recorded.iso(),
        sources: entry
            .inner
            .sources
            .iter()
            .map(ToString::to_string)
            .collect(),
        withdrawn: entry.inner.withdrawn.clone(),
        body: entry.inner.body.clone(),
    }
}

/// A person.
#[derive(Serialize, ToSchema)]
pub(crate) struct PersonReply {
    /// The line as in lists.
    person: PersonRow,
    /// Every readable file that is the same person.
    files: Vec<String>,
    /// A verdict for each act.
    verdicts: Vec<VerdictReply>,
}

pub(crate) async fn person(visit: Arc<Visit>) -> Answer {
    let person = visit
        .house()?
        .person(visit.caller()?, visit.id("file")?)
        .await?;
    reply(&PersonReply {
        person: row(&person.line, None),
        files: person.files.iter().map(ToString::to_string).collect(),
        verdicts: person
            .verdicts
            .iter()
            .map(|judged| verdict_reply(&judged.verdict))
            .collect(),
    })
}

pub(crate) async fn verdict(visit: Arc<Visit>) -> Answer {
    let judged = visit
        .house()?
        .judge(visit.caller()?, visit.id("file")?, visit.param("act"))
        .await?;
    reply(&verdict_reply(&judged.verdict))
}

/// Entries of a person.
#[derive(Serialize, ToSchema)]
pub(crate) struct EntriesReply {
    /// The present version of each.
    entries: Vec<EntryReply>,
}

pub(crate) async fn entries(visit: Arc<Visit>) -> Answer {
    let person = visit
        .house()?
        .person(visit.caller()?, visit.id("file")?)
        .await?;
    reply(&EntriesReply {
        entries: person.history.current().map(entry_reply).collect(),
    })
}

/// What is to be recorded.
#[derive(Deserialize, ToSchema)]
pub(crate) struct DraftRequest {
    /// The kind.
    kind: String,
    /// The body, by the schema of its kind.
    #[schema(value_type = Object)]
    body: serde_json::Value,
    /// `TLP:RED` … `TLP:CLEAR`; `TLP:AMBER+STRICT` when left out.
    label: Option<String>,
    /// `confirmed`, `credible`, `alleged` or `disputed`; `credible` when left out.
    confidence: Option<String>,
    /// When it happened, as EDTF.
    happened: Option<String>,
    /// The last day on which it holds.
    valid_until: Option<String>,
    /// Source entries.
    #[serde(default)]
    sources: Vec<String>,
}

impl DraftRequest {
    fn draft(self) -> Result<(&'static Kind, Draft), Fail> {
        let kind = casework::kind(&self.kind).ok_or(Fail::Malformed("no such kind"))?;
        let label = match self.label {
            None => Label::default(),
            Some(text) => Label::ALL
                .into_iter()
                .find(|known| known.text() == text)
                .ok_or(Fail::Malformed("no such label"))?,
        };
        let confidence = match self.confidence {
            None => Confidence::Credible,
            Some(text) => Confidence::parse(&text).ok_or(Fail::Malformed("no such confidence"))?,
        };
        let happened = self
            .happened
            .map(|text| {
                PartialDate::parse(&text).map_err(|_| Fail::Malformed("happened is not a date"))
            })
            .transpose()?;
        let valid_until = self
            .valid_until
            .map(|text| Day::parse_iso(&text).ok_or(Fail::Malformed("valid_until is not a day")))
            .transpose()?;
        let sources = self
            .sources
            .iter()
            .map(|id| {
                id.parse::<EntryId>()
                    .map_err(|_| Fail::Malformed("a source is not an id"))
            })
            .collect::<Result<_, _>>()?;
        kind.check(&self.body).map_err(DeskError::from)?;
        Ok((
            kind,
            Draft {
                kind: kind.word.to_owned(),
                body: self.body,
                label,
                confidence,
                happened,
                valid_until,
                sources,
                on_behalf_of: None,
                same_origin_as: None,
            },
        ))
    }
}

/// What was written.
#[derive(Serialize, ToSchema)]
pub(crate) struct Written {
    /// The entry.
    id: String,
    /// Its version.
    version: u32,
}

pub(crate) async fn record(visit: Arc<Visit>) -> Answer {
    let sent: DraftRequest = visit.json()?;
    let (kind, draft) = sent.draft()?;
    if !kind.subjects.contains(&casework::Subject::Person) {
        return Err(Fail::Absent);
    }
    let file: FileId = visit.id("file")?;
    let id = super::record::keep(&visit, file, &draft).await?;
    Ok(tagged(
        reply_with(
            StatusCode::CREATED,
            &Written {
                id: id.to_string(),
                version: 1,
            },
        )?,
        1,
    ))
}

pub(crate) async fn entry(visit: Arc<Visit>) -> Answer {
    let entry = visit
        .house()?
        .entry(visit.caller()?, visit.id("entry")?)
        .await?;
    Ok(tagged(reply(&entry_reply(&entry))?, entry.outer.version))
}

/// The version in `If-Match`, without which nothing is overwritten.
fn condition(visit: &Visit) -> Result<u32, Fail> {
    let text = visit
        .headers
        .get(header::IF_MATCH)
        .and_then(|value| value.to_str().ok())
        .ok_or(Fail::ConditionMissing)?;
    text.trim_matches('"')
        .parse()
        .map_err(|_| Fail::Malformed("If-Match is not a version"))
}

pub(crate) async fn revise(visit: Arc<Visit>) -> Answer {
    let version = condition(&visit)?;
    let sent: DraftRequest = visit.json()?;
    let (_, draft) = sent.draft()?;
    let id: EntryId = visit.id("entry")?;
    visit
        .house()?
        .revise(visit.caller()?, id, version, &draft)
        .await?;
    Ok(tagged(
        reply(&Written {
            id: id.to_string(),
            version: version + 1,
        })?,
        version + 1,
    ))
}

/// Why an entry is withdrawn.
#[derive(Deserialize, ToSchema)]
pub(crate) struct Withdrawal {
    /// The reason, which stays in its history.
    reason: String,
}

pub(crate) async fn withdraw(visit: Arc<Visit>) -> Answer {
    let version = condition(&visit)?;
    let sent: Withdrawal = visit.json()?;
    let id: EntryId = visit.id("entry")?;
    visit
        .house()?
        .withdraw(visit.caller()?, id, version, &sent.reason)
        .await?;
    Ok(tagged(
        reply(&Written {
            id: id.to_string(),
            version: version + 1,
        })?,
        version + 1,
    ))
}

/// A meeting.
#[derive(Serialize, ToSchema)]
pub(crate) struct MeetingRow {
    /// The file.
    id: String,
    /// A code that names nobody.
    code: String,
    /// The title.
    title: String,
    /// The day.
    day: String,
    /// People on its list.
    people: usize,
}

/// Meetings.
#[derive(Serialize, ToSchema)]
pub(crate) struct MeetingsReply {
    /// The newest first.
    meetings: Vec<MeetingRow>,
}

fn meeting_row(line: &desk::bilaterals::MeetingLine) -> MeetingRow {
    MeetingRow {
        id: line.file.to_string(),
        code: line.meeting.code.clone(),
        title: line.meeting.title.clone(),
        day: line.meeting.day.iso(),
        people: line.people,
    }
}

pub(crate) async fn meetings(visit: Arc<Visit>) -> Answer {
    let meetings = visit.house()?.meetings(visit.caller()?).await?;
    reply(&MeetingsReply {
        meetings: meetings.iter().map(meeting_row).collect(),
    })
}

/// Somebody who could be raised.
#[derive(Serialize, ToSchema)]
pub(crate) struct CandidateReply {
    /// The person.
    person: PersonRow,
    /// Whether they may be chosen now.
    eligible: bool,
    /// Whether they are on the list.
    on_list: bool,
    /// The verdict on raising them in private.
    verdict: VerdictReply,
    /// What speaks for it.
    reasons_for: Vec<String>,
    /// What speaks against it.
    reasons_against: Vec<String>,
}

/// A meeting with everybody who could be raised.
#[derive(Serialize, ToSchema)]
pub(crate) struct MeetingReply {
    /// The meeting.
    meeting: MeetingRow,
    /// Those on the list first.
    candidates: Vec<CandidateReply>,
}

pub(crate) async fn meeting(visit: Arc<Visit>) -> Answer {
    let t = visit.texts;
    let view = visit
        .house()?
        .meeting(visit.caller()?, visit.id("meeting")?)
        .await?;
    let said_all = |list: &[desk::bilaterals::Consideration]| {
        list.iter()
            .map(|known| said::consideration(t, known))
            .collect()
    };
    reply(&MeetingReply {
        meeting: meeting_row(&view.line),
        candidates: view
            .candidates
            .iter()
            .map(|candidate| CandidateReply {
                person: row(&candidate.person, None),
                eligible: candidate.eligible,
                on_list: candidate
                    .raised
                    .as_ref()
                    .is_some_and(|(_, _, raised)| raised.state != "dropped"),
                verdict: verdict_reply(&candidate.judged.verdict),
                reasons_for: said_all(&candidate.reasons_for),
                reasons_against: said_all(&candidate.reasons_against),
            })
            .collect(),
    })
}

/// One person of a brief.
#[derive(Serialize, ToSchema)]
pub(crate) struct BriefPersonReply {
    /// Names, their own script first.
    names: Vec<String>,
    /// What is asked, as codes of the vocabulary `asks`.
    asks: Vec<String>,
    /// Facts with the day they were last confirmed.
    facts: Vec<FactReply>,
}

/// A fact with its freshness.
#[derive(Serialize, ToSchema)]
pub(crate) struct FactReply {
    /// What it is about.
    about: String,
    /// The words.
    text: String,
    /// The day it was recorded or last confirmed.
    checked: String,
    /// Whether it was verified at all.
    verified: bool,
    /// Whether it is older than the warning.
    stale: bool,
}

/// A brief.
#[derive(Serialize, ToSchema)]
pub(crate) struct BriefReply {
    /// The narrowest label of what went into it.
    label: String,
    /// The people, in speaking order.
    people: Vec<BriefPersonReply>,
    /// Names of those on the list who may not be raised today.
    not_today: Vec<Vec<String>>,
    /// Sources, numbered from 1.
    sources: Vec<String>,
}

pub(crate) async fn brief(visit: Arc<Visit>) -> Answer {
    let t = visit.texts;
    let brief = visit
        .house()?
        .brief(visit.caller()?, visit.id("meeting")?)
        .await?;
    reply(&BriefReply {
        label: brief.label.text().to_owned(),
        people: brief
            .people
            .iter()
            .map(|person| BriefPersonReply {
                names: person.names.iter().map(|name| name.text.clone()).collect(),
                asks: person.raised.asks.clone(),
                facts: person
                    .facts
                    .iter()
                    .map(|fact| FactReply {
                        about: fact.about.to_owned(),
                        text: match &fact.term {
                            Some((word, code)) => {
                                format!("{} {}", entries::scope_words(t, word, code), fact.text)
                                    .trim()
                                    .to_owned()
                            }
                            None => fact.text.clone(),
                        },
                        checked: fact.checked.iso(),
                        verified: fact.verified,
                        stale: fact.stale,
                    })
                    .collect(),
            })
            .collect(),
        not_today: brief
            .not_today
            .iter()
            .map(|(names, _)| names.iter().map(|name| name.text.clone()).collect())
            .collect(),
        sources: brief.sources.clone(),
    })
}
