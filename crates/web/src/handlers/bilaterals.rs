//! Meetings: who could be raised and why not, the brief, and what came of it.

use std::sync::Arc;

use access::{Export, Write};
use axum::http::StatusCode;
use casework::{
    Fault,
    bilaterals::{Meeting, Raised},
};
use desk::{
    DeskError,
    bilaterals::{Candidate as Possible, MeetingLine as Line, MeetingOutcome},
};
use kernel::{CompartmentId, Entry, FileId};

use super::{
    compartments_for,
    fields::{self, Offered},
    house, may, may_somewhere, people, record, said, shown,
};
use crate::{
    pages::{
        Briefed, Candidate, Choice, Control, Field, Form, MeetingLine, MeetingPage, Meetings,
        OutcomePage, OutcomeRow, Place, RecordPage,
    },
    paths,
    visit::{Answer, Fail, Visit, go_to, page, page_with},
};

/// People on one page of a brief, about: for the count that the meeting's page shows.
const PEOPLE_A_PAGE: usize = 2;

fn line(visit: &Visit, line: &Line) -> MeetingLine {
    let people = u32::try_from(line.people).unwrap_or(u32::MAX);
    MeetingLine {
        code: line.meeting.code.clone(),
        title: line.meeting.title.clone(),
        day: line.meeting.day,
        counterpart: line.meeting.counterpart.clone(),
        people,
        ready: people,
        outcome_missing: line.meeting.day < visit.today() && line.people > 0,
        href: paths::meeting(line.file),
    }
}

/// All meetings.
pub(crate) async fn list(visit: Arc<Visit>) -> Answer {
    let caller = visit.caller()?;
    let today = visit.today();
    let meetings = visit.house()?.meetings(caller).await?;
    let mut coming: Vec<MeetingLine> = meetings
        .iter()
        .filter(|known| known.meeting.day >= today)
        .map(|known| line(&visit, known))
        .collect();
    coming.sort_by_key(|line| line.day);
    page(&Meetings {
        layout: visit.layout("title-meetings", Some(Place::Meetings)),
        coming,
        past: meetings
            .iter()
            .filter(|known| known.meeting.day < today)
            .map(|known| line(&visit, known))
            .collect(),
        may_add: may_somewhere::<Write>(caller, "meeting"),
    })
}

fn form(visit: &Visit, entered: &[(String, String)], faults: &[Fault]) -> Result<RecordPage, Fail> {
    let t = visit.texts;
    let kind = casework::kind("meeting").ok_or(Fail::Inside)?;
    let compartments = compartments_for(visit.caller()?, "meeting");
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
    let mut list = vec![
        Field::new(
            "compartment",
            &t.msg("field-compartment"),
            Control::Choice(choices),
        )
        .required(),
    ];
    list.extend(fields::shown(t, kind, entered, faults, &Offered::default()));
    Ok(RecordPage {
        layout: visit.layout("title-meeting", Some(Place::Meetings)),
        person: None,
        heading: super::entries::kind_name(t, "meeting"),
        intro: None,
        form: Form::new(paths::new_meeting(), list, &t.msg("record-submit"))
            .cancel(paths::meetings()),
    })
}

/// The form for a new meeting.
pub(crate) async fn new(visit: Arc<Visit>) -> Answer {
    page(&form(
        &visit,
        &[("day".to_owned(), visit.today().plus(1).iso())],
        &[],
    )?)
}

/// Plans a meeting.
pub(crate) async fn plan(visit: Arc<Visit>) -> Answer {
    let kind = casework::kind("meeting").ok_or(Fail::Inside)?;
    let compartment: CompartmentId = visit
        .field("compartment")
        .parse()
        .map_err(|_| Fail::Absent)?;
    let faults = match record::drafted(kind, visit.pairs(), None) {
        Ok(draft) => {
            let meeting: Meeting = serde_json::from_value(draft.body).map_err(|_| Fail::Inside)?;
            match visit
                .house()?
                .plan_meeting(visit.caller()?, compartment, &meeting)
                .await
            {
                Ok(file) => return Ok(go_to(&paths::meeting(file))),
                Err(DeskError::Faults(faults)) => faults.0,
                Err(error) => return Err(error.into()),
            }
        }
        Err(faults) => faults,
    };
    page_with(
        StatusCode::UNPROCESSABLE_ENTITY,
        &form(&visit, visit.pairs(), &faults)?,
    )
}

/// The entry with the details of the meeting of the address, in all its versions; for whoever may
/// correct it.
async fn details(visit: &Visit) -> Result<(FileId, Vec<Entry>), Fail> {
    let file: FileId = visit.id("meeting")?;
    let caller = visit.caller()?;
    let house = visit.house()?;
    let line = house.meeting_details(caller, file).await?;
    if !may::<Write>(caller, line.compartment, "meeting") {
        return Err(Fail::Absent);
    }
    let versions = house.entry_versions(caller, line.entry).await?.into_inner();
    Ok((file, versions))
}

fn edit_form(
    visit: &Visit,
    file: FileId,
    version: u32,
    entered: &[(String, String)],
    faults: &[Fault],
) -> Result<RecordPage, Fail> {
    let t = visit.texts;
    let kind = casework::kind("meeting").ok_or(Fail::Inside)?;
    let mut list = fields::shown(t, kind, entered, faults, &Offered::default());
    list.push(Field::new("version", "", Control::Hidden).value(&version.to_string()));
    Ok(RecordPage {
        layout: visit.layout("title-meeting", Some(Place::Meetings)),
        person: None,
        heading: super::entries::kind_name(t, "meeting"),
        intro: None,
        form: Form::new(paths::edit_meeting(file), list, &t.msg("record-submit"))
            .cancel(paths::meeting(file)),
    })
}

/// The form for correcting a meeting.
pub(crate) async fn edit_page(visit: Arc<Visit>) -> Answer {
    let (file, versions) = details(&visit).await?;
    let present = versions.last().ok_or(Fail::Absent)?;
    let kind = casework::kind("meeting").ok_or(Fail::Inside)?;
    let pairs = record::stored_pairs(kind, present)?;
    page(&edit_form(
        &visit,
        file,
        present.outer.version,
        &pairs,
        &[],
    )?)
}

fn version_read(visit: &Visit) -> Result<u32, Fail> {
    visit
        .field("version")
        .parse()
        .map_err(|_| Fail::Malformed("no version"))
}

/// Corrects a meeting; where somebody else did meanwhile, both meet on one page.
pub(crate) async fn edit(visit: Arc<Visit>) -> Answer {
    let (file, versions) = details(&visit).await?;
    let kind = casework::kind("meeting").ok_or(Fail::Inside)?;
    let version = version_read(&visit)?;
    let read = versions
        .iter()
        .find(|known| known.outer.version == version)
        .ok_or(Fail::Absent)?;
    let faults = match record::drafted(kind, visit.pairs(), Some(read)) {
        Ok(draft) => match visit
            .house()?
            .revise(visit.caller()?, read.outer.id, version, &draft)
            .await
        {
            Ok(()) => return Ok(go_to(&paths::meeting(file))),
            Err(DeskError::Conflict(_)) => {
                let (_, versions) = details(&visit).await?;
                let present = versions.last().ok_or(Fail::Absent)?;
                let mut both = record::meeting_editors(&visit, kind, read, present).await?;
                both.action = paths::meeting_conflict(file);
                both.leave_href = paths::meeting(file);
                return page_with(StatusCode::CONFLICT, &both);
            }
            Err(DeskError::Faults(faults)) => faults.0,
            Err(error) => return Err(error.into()),
        },
        Err(faults) => faults,
    };
    page_with(
        StatusCode::UNPROCESSABLE_ENTITY,
        &edit_form(&visit, file, version, visit.pairs(), &faults)?,
    )
}

/// The choice between two corrections becomes the next version.
pub(crate) async fn settle(visit: Arc<Visit>) -> Answer {
    let (file, versions) = details(&visit).await?;
    let present = versions.last().ok_or(Fail::Absent)?;
    let kind = casework::kind("meeting").ok_or(Fail::Inside)?;
    let settled = record::settled(&visit, kind);
    let draft = record::drafted(kind, &settled, Some(present))
        .map_err(|faults| Fail::Desk(Box::new(DeskError::Faults(casework::Faults(faults)))))?;
    visit
        .house()?
        .revise(
            visit.caller()?,
            present.outer.id,
            version_read(&visit)?,
            &draft,
        )
        .await?;
    Ok(go_to(&paths::meeting(file)))
}

fn on_list(candidate: &Possible) -> Option<&Raised> {
    candidate
        .raised
        .as_ref()
        .map(|(_, _, raised)| raised)
        .filter(|raised| raised.state != "dropped")
}

fn possible(visit: &Visit, possible: &Possible) -> Candidate {
    let t = visit.texts;
    let verdict = &possible.judged.verdict;
    let said_all = |list: &[desk::bilaterals::Consideration]| {
        list.iter()
            .map(|consideration| said::consideration(t, consideration))
            .collect::<Vec<_>>()
            .join(" · ")
    };
    let why_not = (!possible.eligible).then(|| {
        verdict
            .reasons
            .first()
            .map(|reason| said::gate(t, &reason.says))
            .unwrap_or_else(|| t.msg("meeting-facts-old"))
    });
    Candidate {
        person: shown::line(t, &possible.person),
        file: possible.person.file.to_string(),
        outcome: people::outcome(verdict.outcome, people::asks_lead(verdict)),
        why_not,
        verdict_href: paths::verdict(possible.person.file, &verdict.act),
        reasons_for: said_all(&possible.reasons_for),
        reasons_against: said_all(&possible.reasons_against),
        dropped: possible
            .raised
            .as_ref()
            .is_some_and(|(_, _, raised)| raised.state == "dropped"),
    }
}

fn briefed(visit: &Visit, position: usize, candidate: &Possible, raised: &Raised) -> Briefed {
    let t = visit.texts;
    let entry = candidate.raised.as_ref().map(|(entry, _, _)| *entry);
    Briefed {
        person: shown::line(t, &candidate.person),
        file: candidate.person.file.to_string(),
        asks: raised.asks.iter().map(|ask| t.term("asks", ask)).collect(),
        say: raised.say.clone().unwrap_or_default(),
        do_not_say: raised.do_not_say.clone().unwrap_or_default(),
        verified: candidate.verified,
        stale: candidate.stale,
        page: u32::try_from(position / PEOPLE_A_PAGE + 1).unwrap_or(1),
        edit_href: entry.map_or_else(
            || paths::person(candidate.person.file),
            |entry| paths::edit(candidate.person.file, entry),
        ),
        lost: (!candidate.eligible).then(|| {
            candidate
                .judged
                .verdict
                .reasons
                .first()
                .map(|reason| said::gate(t, &reason.says))
                .unwrap_or_else(|| t.msg("meeting-facts-old"))
        }),
    }
}

/// How many people who may be chosen, and how many who may not, a meeting shows at first: a page
/// must stay small where the line is bad.
const CANDIDATES: usize = 30;
const NOT_ELIGIBLE: usize = 12;

/// A meeting: everyone who could be raised, and the brief that grows.
pub(crate) async fn meeting(visit: Arc<Visit>) -> Answer {
    let caller = visit.caller()?;
    let file: FileId = visit.id("meeting")?;
    let view = visit.house()?.meeting(caller, file).await?;
    let meeting = &view.line.meeting;
    let brief: Vec<Briefed> = view
        .candidates
        .iter()
        .filter_map(|candidate| Some((candidate, on_list(candidate)?)))
        .enumerate()
        .map(|(position, (candidate, raised))| briefed(&visit, position, candidate, raised))
        .collect();
    let mut layout = visit.layout("title-meeting", Some(Place::Meetings));
    layout.label_banner = Some(kernel::Label::AmberStrict);
    let writes = may::<Write>(caller, view.line.compartment, "raised");
    let all = visit.query("all").is_some();
    let (mut free, mut held) = (0, 0);
    let mut candidates = Vec::new();
    let mut left = 0;
    for candidate in &view.candidates {
        if on_list(candidate).is_some() {
            continue;
        }
        let shown = if candidate.eligible {
            &mut free
        } else {
            &mut held
        };
        *shown += 1;
        let most = if candidate.eligible {
            CANDIDATES
        } else {
            NOT_ELIGIBLE
        };
        if all || *shown <= most {
            candidates.push(possible(&visit, candidate));
        } else {
            left += 1;
        }
    }
    page(&MeetingPage {
        layout,
        code: meeting.code.clone(),
        title: meeting.title.clone(),
        moment: meeting.moment.clone(),
        day: meeting.day,
        counterpart: meeting.counterpart.clone(),
        principal: meeting.principal.clone().unwrap_or_default(),
        ask: meeting.ask.clone().unwrap_or_default(),
        candidates,
        more: (left > 0).then(|| (left, format!("{}?all=1", paths::meeting(file)))),
        pages: u32::try_from(brief.len().div_ceil(PEOPLE_A_PAGE)).unwrap_or(u32::MAX),
        brief_href: (!brief.is_empty() && may::<Export>(caller, view.line.compartment, "meeting"))
            .then(|| paths::brief(file, "pdf")),
        outcome_href: (writes && !brief.is_empty() && meeting.day <= visit.today())
            .then(|| paths::outcome(file)),
        brief,
        action: paths::meeting_people(file),
        edit_href: may::<Write>(caller, view.line.compartment, "meeting")
            .then(|| paths::edit_meeting(file)),
    })
}

/// Puts people on the list, takes them off, moves them.
pub(crate) async fn people(visit: Arc<Visit>) -> Answer {
    let caller = visit.caller()?;
    let house = visit.house()?;
    let meeting: FileId = visit.id("meeting")?;
    let view = house.meeting(caller, meeting).await?;
    let listed: Vec<&Possible> = view
        .candidates
        .iter()
        .filter(|candidate| on_list(candidate).is_some())
        .collect();
    for (verb, value) in visit.pairs() {
        let Ok(file) = value.parse::<FileId>() else {
            continue;
        };
        let candidate = view
            .candidates
            .iter()
            .find(|candidate| candidate.person.file == file);
        match verb.as_str() {
            "add" => {
                let candidate = candidate.ok_or(Fail::Absent)?;
                if let Some((entry, version, raised)) = candidate
                    .raised
                    .as_ref()
                    .filter(|(_, _, raised)| raised.state == "dropped")
                {
                    // Back on the list, under the verdict of this moment.
                    if !candidate.eligible {
                        return Err(
                            DeskError::Gated(Box::new(candidate.judged.verdict.clone())).into()
                        );
                    }
                    let mut raised = raised.clone();
                    raised.state = "planned".to_owned();
                    raised.why_not = None;
                    house
                        .record_outcomes(
                            caller,
                            &[MeetingOutcome {
                                entry: *entry,
                                version: *version,
                                raised,
                            }],
                        )
                        .await?;
                } else {
                    let order = u32::try_from(listed.len() + 1).unwrap_or(u32::MAX);
                    house
                        .put_on_list(caller, meeting, file, move |raised| {
                            raised.order = Some(order)
                        })
                        .await?;
                }
            }
            "remove" => {
                let (entry, version, _) = candidate
                    .and_then(|candidate| candidate.raised.as_ref())
                    .ok_or(Fail::Absent)?;
                house
                    .take_off_list(caller, *entry, *version, visit.field("why_not"))
                    .await?;
            }
            "up" | "down" => {
                let position = listed
                    .iter()
                    .position(|candidate| candidate.person.file == file)
                    .ok_or(Fail::Absent)?;
                let other = if verb == "up" {
                    position.checked_sub(1)
                } else {
                    Some(position + 1).filter(|next| *next < listed.len())
                };
                let Some(other) = other else { continue };
                let mut order: Vec<&Possible> = listed.clone();
                order.swap(position, other);
                let outcomes: Vec<MeetingOutcome> = order
                    .iter()
                    .enumerate()
                    .filter_map(|(place, candidate)| {
                        let (entry, version, raised) = candidate.raised.as_ref()?;
                        let place = u32::try_from(place + 1).ok();
                        (raised.order != place).then(|| MeetingOutcome {
                            entry: *entry,
                            version: *version,
                            raised: Raised {
                                order: place,
                                ..raised.clone()
                            },
                        })
                    })
                    .collect();
                house.record_outcomes(caller, &outcomes).await?;
            }
            _ => {}
        }
    }
    Ok(go_to(&paths::meeting(meeting)))
}

/// The brief as a document. Its name says no more than the meeting's code.
pub(crate) async fn brief(visit: Arc<Visit>) -> Answer {
    let caller = visit.caller()?;
    let file: FileId = visit.id("meeting")?;
    let view = visit.house()?.meeting(caller, file).await?;
    if !may::<Export>(caller, view.line.compartment, "meeting") {
        return Err(Fail::Absent);
    }
    let code = view.line.meeting.code.clone();
    let brief = visit.house()?.brief(caller, file).await?;
    let documents = Arc::clone(&visit.site.documents);
    let locale = visit.texts.locale().code();
    // Setting a document keeps a processor busy: beside the async workers.
    let set = tokio::task::spawn_blocking(move || documents.brief_pdf(&brief, locale)).await;
    match set {
        Ok(Ok(bytes)) => house::download("application/pdf", &format!("brief-{code}.pdf"), bytes),
        Ok(Err(why)) => {
            tracing::error!(why, "a brief could not be set");
            Err(Fail::Inside)
        }
        Err(_) => Err(Fail::Inside),
    }
}

/// What the outcome form asks of each person.
const ASKED: [&str; 9] = [
    "state",
    "tone",
    "answer_code",
    "answer_text",
    "impact",
    "promise",
    "promise_due",
    "tell_family_by",
    "why_not",
];

fn rows(
    view: &desk::bilaterals::MeetingView,
) -> impl Iterator<Item = (&Possible, &(kernel::EntryId, u32, Raised))> {
    view.candidates
        .iter()
        .filter_map(|candidate| Some((candidate, candidate.raised.as_ref()?)))
        .filter(|(_, (_, _, raised))| raised.state != "dropped")
}

fn outcome_form(
    visit: &Visit,
    view: &desk::bilaterals::MeetingView,
    faults: &[(FileId, Vec<Fault>)],
    error: Option<String>,
) -> Result<OutcomePage, Fail> {
    let t = visit.texts;
    let kind = casework::kind("raised").ok_or(Fail::Inside)?;
    let list = rows(view)
        .map(|(candidate, (_, version, raised))| {
            let file = candidate.person.file;
            let ending = format!(".{file}");
            let sent: Vec<(String, String)> = visit
                .pairs()
                .iter()
                .filter_map(|(name, value)| {
                    Some((name.strip_suffix(&ending)?.to_owned(), value.clone()))
                })
                .collect();
            let entered = if sent.is_empty() {
                casework::value(raised)
                    .ok()
                    .and_then(|body| casework::form_from_body(kind, &body).ok())
                    .unwrap_or_default()
            } else {
                sent
            };
            let none = Vec::new();
            let own = faults
                .iter()
                .find(|(known, _)| *known == file)
                .map_or(&none, |(_, faults)| faults);
            let mut list: Vec<Field> = fields::shown(t, kind, &entered, own, &Offered::default())
                .into_iter()
                .filter(|field| ASKED.contains(&field.name.as_str()))
                .collect();
            for field in &mut list {
                field.name.push_str(&ending);
                field.required = false;
            }
            list.push(
                Field::new(&format!("version{ending}"), "", Control::Hidden)
                    .value(&version.to_string()),
            );
            OutcomeRow {
                person: shown::line(t, &candidate.person),
                asks: raised.asks.iter().map(|ask| t.term("asks", ask)).collect(),
                fields: list,
            }
        })
        .collect();
    Ok(OutcomePage {
        layout: visit.layout("title-outcome", Some(Place::Meetings)),
        code: view.line.meeting.code.clone(),
        title: view.line.meeting.title.clone(),
        day: view.line.meeting.day,
        rows: list,
        action: paths::outcome(view.line.file),
        back_href: paths::meeting(view.line.file),
        error,
    })
}

/// The outcome form.
pub(crate) async fn outcome_page(visit: Arc<Visit>) -> Answer {
    let file: FileId = visit.id("meeting")?;
    let view = visit.house()?.meeting(visit.caller()?, file).await?;
    if !may::<Write>(visit.caller()?, view.line.compartment, "raised") {
        return Err(Fail::Absent);
    }
    page(&outcome_form(&visit, &view, &[], None)?)
}

/// Records what came of each person.
pub(crate) async fn outcome(visit: Arc<Visit>) -> Answer {
    let file: FileId = visit.id("meeting")?;
    let caller = visit.caller()?;
    let view = visit.house()?.meeting(caller, file).await?;
    if !may::<Write>(caller, view.line.compartment, "raised") {
        return Err(Fail::Absent);
    }
    let kind = casework::kind("raised").ok_or(Fail::Inside)?;
    let mut outcomes = Vec::new();
    let mut faults = Vec::new();
    for (candidate, (entry, version, raised)) in rows(&view) {
        let ending = format!(".{}", candidate.person.file);
        let sent: Vec<(String, String)> = visit
            .pairs()
            .iter()
            .filter_map(|(name, value)| {
                Some((name.strip_suffix(&ending)?.to_owned(), value.clone()))
            })
            .collect();
        if sent.is_empty() {
            continue;
        }
        let (read, mut found) = fields::read(&sent);
        let body = casework::value(raised).map_err(DeskError::from)?;
        // Fields that the form does not ask stay as they are.
        let mut pairs: Vec<(String, String)> = casework::form_from_body(kind, &body)
            .map_err(DeskError::from)?
            .into_iter()
            .filter(|(name, _)| !ASKED.contains(&name.as_str()))
            .collect();
        pairs.extend(read);
        match casework::edit_from_form(kind, &body, &pairs) {
            Ok(body) if found.is_empty() => {
                let raised: Raised = serde_json::from_value(body).map_err(|_| Fail::Inside)?;
                let version = visit
                    .field(&format!("version{ending}"))
                    .parse()
                    .unwrap_or(*version);
                outcomes.push(MeetingOutcome {
                    entry: *entry,
                    version,
                    raised,
                });
            }
            Ok(_) => faults.push((candidate.person.file, found)),
            Err(more) => {
                found.extend(more.0);
                faults.push((candidate.person.file, found));
            }
        }
    }
    if !faults.is_empty() {
        return page_with(
            StatusCode::UNPROCESSABLE_ENTITY,
            &outcome_form(&visit, &view, &faults, None)?,
        );
    }
    visit.house()?.record_outcomes(caller, &outcomes).await?;
    Ok(go_to(&paths::meeting(file)))
}
