//! Recording, correcting, withdrawing: one way for every kind, driven by the kinds table.

use std::sync::Arc;

use access::Write;
use axum::http::StatusCode;
use casework::{Fault, Kind, coordination::Act, requests::Request};
use desk::{DeskError, Draft, Person};
use kernel::{CompartmentId, Entry, EntryId, FileId};

use super::{
    compartments_for, entries,
    fields::{self, Envelope, Offered},
    may, people, said, shown,
};
use crate::{
    pages::{
        Choice, ConfirmPage, ConflictField, ConflictPage, Control, Field, Form, HistoryPage, Place,
        RecordPage, Version, VersionField, Written,
    },
    paths,
    visit::{Answer, Fail, Visit, go_to, page, page_with},
};

/// A strategy is looked at again after so many days, unless somebody says otherwise.
const REVIEW_DAYS: i32 = 30;

/// A draft from what a form sent.
pub(crate) fn draft(kind: &Kind, body: serde_json::Value, envelope: Envelope) -> Draft {
    Draft {
        kind: kind.word.to_owned(),
        body,
        label: envelope.label,
        confidence: envelope.confidence,
        happened: envelope.happened,
        valid_until: envelope.valid_until,
        sources: envelope.sources,
        on_behalf_of: envelope.on_behalf_of,
        same_origin_as: None,
    }
}

/// Reads a draft from what was sent; faults by field otherwise.
pub(crate) fn drafted(
    kind: &Kind,
    pairs: &[(String, String)],
    before: Option<&Entry>,
) -> Result<Draft, Vec<Fault>> {
    let (read, mut faults) = fields::read(pairs);
    let body = match before {
        Some(entry) => kind
            .upcast(entry.inner.schema, entry.inner.body.clone())
            .map_err(|_| {
                vec![Fault {
                    field: "body".to_owned(),
                    message_id: "fault-unreadable",
                    arguments: Vec::new(),
                }]
            })
            .and_then(|body| {
                casework::edit_from_form(kind, &body, &read).map_err(|faults| faults.0)
            }),
        None => casework::body_from_form(kind, &read).map_err(|faults| faults.0),
    };
    let envelope = Envelope::read(&read, before.map(Envelope::of).unwrap_or_default());
    match (body, envelope) {
        (Ok(body), Ok(envelope)) if faults.is_empty() => {
            let mut draft = draft(kind, body, envelope);
            draft.same_origin_as = before.and_then(|entry| entry.inner.same_origin_as);
            Ok(draft)
        }
        (body, envelope) => {
            for found in body.err().into_iter().chain(envelope.err()).flatten() {
                if !faults.iter().any(|known| known.field == found.field) {
                    faults.push(found);
                }
            }
            Err(faults)
        }
    }
}

pub(crate) async fn offered(visit: &Visit, person: Option<&Person>) -> Result<Offered, Fail> {
    let mut offered = Offered::of(visit).await?;
    if let Some(person) = person {
        offered.entries = people::sources(&person.history);
        for entry in person
            .history
            .current()
            .filter(|entry| matches!(entry.kind(), "request" | "raised" | "wish" | "act"))
        {
            offered.entries.push((
                entry.outer.id,
                entry.kind().to_owned(),
                entries::title(visit.texts, entry),
            ));
        }
    }
    Ok(offered)
}

pub(crate) fn whole_fault(visit: &Visit, faults: &[Fault], form: &[Field]) -> Option<String> {
    let shown = |fault: &Fault| {
        form.iter().any(|field| {
            field.error.is_some()
                && (fault.field == field.name || fault.field.starts_with(&field.name))
        })
    };
    let rest: Vec<String> = faults
        .iter()
        .filter(|fault| !shown(fault))
        .map(|fault| said::fault(visit.texts, fault.message_id, &fault.arguments))
        .collect();
    (!rest.is_empty()).then(|| rest.join(" "))
}

#[expect(
    clippy::too_many_arguments,
    reason = "a page is made of what was asked, entered and offered"
)]
fn record_page(
    visit: &Visit,
    person: &Person,
    kind: &Kind,
    entered: &[(String, String)],
    faults: &[Fault],
    offered: &Offered,
    envelope: &Envelope,
    version: Option<(EntryId, u32)>,
) -> RecordPage {
    let t = visit.texts;
    let mut list = fields::shown(t, kind, entered, faults, offered);
    list.extend(envelope.fields(t, entered, faults, offered));
    let action = match version {
        Some((entry, version)) => {
            list.push(Field::new("version", "", Control::Hidden).value(&version.to_string()));
            paths::edit(person.file, entry)
        }
        None => paths::record(person.file, kind.word),
    };
    let error = whole_fault(visit, faults, &list);
    let mut form =
        Form::new(action, list, &t.msg("record-submit")).cancel(paths::person(person.file));
    form.error = error;
    let intro = said::message_or(t, &format!("kind-{}-intro", kind.word), String::new);
    RecordPage {
        layout: visit.layout("title-record", Some(Place::People)),
        person: Some(shown::line(t, &person.line)),
        heading: entries::kind_name(t, kind.word),
        intro: (!intro.is_empty()).then_some(intro),
        form,
    }
}

/// The person and the kind of the address; a kind that people's files do not have is absent.
async fn asked(visit: &Visit) -> Result<(Person, &'static Kind), Fail> {
    let file: FileId = visit.id("file")?;
    let kind = casework::kind(visit.param("kind")).ok_or(Fail::Absent)?;
    if !kind.subjects.contains(&casework::Subject::Person)
        || matches!(kind.word, "raised" | "link" | "signature")
    {
        return Err(Fail::Absent);
    }
    let person = visit
        .house()?
        .person(visit.caller()?, file)
        .await?
        .into_inner();
    if !super::may_record(visit.caller()?, person.compartment, kind.word) {
        return Err(Fail::Absent);
    }
    Ok((person, kind))
}

/// The form for a new entry.
pub(crate) async fn form(visit: Arc<Visit>) -> Answer {
    let (person, kind) = asked(&visit).await?;
    let offered = offered(&visit, Some(&person)).await?;
    let mut entered: Vec<(String, String)> = Vec::new();
    let today = visit.today();
    // What is known already need not be typed: today, and the act from a verdict's page.
    for (name, value) in [
        ("on", today.iso()),
        ("sent_on", today.iso()),
        ("due_on", today.plus(30).iso()),
        ("decided_on", today.iso()),
        ("act", visit.query("act").unwrap_or_default().to_owned()),
        (
            "answer",
            visit.query("answer").unwrap_or_default().to_owned(),
        ),
        (
            "scopes",
            visit.query("scopes").unwrap_or_default().to_owned(),
        ),
        ("wish", visit.query("wish").unwrap_or_default().to_owned()),
        (
            "wish_version",
            visit.query("wish_version").unwrap_or_default().to_owned(),
        ),
        ("scope", visit.query("scope").unwrap_or_default().to_owned()),
        ("what", visit.query("what").unwrap_or_default().to_owned()),
        ("of", visit.query("of").unwrap_or_default().to_owned()),
        (
            "country",
            visit.query("country").unwrap_or_default().to_owned(),
        ),
        ("review_on", today.plus(REVIEW_DAYS).iso()),
    ] {
        let day = kind.form.iter().find(|field| field.name == name);
        let from_address = matches!(name, "act" | "of" | "country")
            || matches!(kind.word, "clarification" | "counsel_approval");
        if day.is_some_and(|field| from_address || matches!(field.input, casework::Input::Day)) {
            entered.push((name.to_owned(), value));
        }
    }
    page(&record_page(
        &visit,
        &person,
        kind,
        &entered,
        &[],
        &offered,
        &Envelope::default(),
        None,
    ))
}

/// The act that a draft stands for, if it is one that is done from today on. What was done before is
/// told as it was: the gates decide about deeds, not about memory.
fn act_of(visit: &Visit, draft: &Draft) -> Option<String> {
    match draft.kind.as_str() {
        "act" => {
            let act: Act = serde_json::from_value(draft.body.clone()).ok()?;
            (act.on >= visit.today()).then_some(act.act)
        }
        "request" => {
            let request: Request = serde_json::from_value(draft.body.clone()).ok()?;
            let act = desk::wishes::act_of_request(&request);
            (request.sent_on >= visit.today()).then(|| act.to_owned())
        }
        _ => None,
    }
}

/// Records an entry: as an act under its verdict where it is one.
pub(crate) async fn keep(visit: &Visit, file: FileId, draft: &Draft) -> desk::Result<EntryId> {
    let (Ok(house), Ok(caller)) = (visit.house(), visit.caller()) else {
        return Err(DeskError::Absent);
    };
    match act_of(visit, draft) {
        Some(act) => {
            let judged = house.judge(caller, file, &act).await?;
            house.act(caller, file, &judged, draft).await
        }
        None => house.record(caller, file, draft).await,
    }
}

/// Records.
pub(crate) async fn record(visit: Arc<Visit>) -> Answer {
    let (person, kind) = asked(&visit).await?;
    let faults = match drafted(kind, visit.pairs(), None) {
        Ok(draft) => match keep(&visit, person.file, &draft).await {
            Ok(_) => return Ok(go_to(&paths::person(person.file))),
            Err(DeskError::Faults(faults)) => faults.0,
            Err(error) => return Err(error.into()),
        },
        Err(faults) => faults,
    };
    let offered = offered(&visit, Some(&person)).await?;
    page_with(
        StatusCode::UNPROCESSABLE_ENTITY,
        &record_page(
            &visit,
            &person,
            kind,
            visit.pairs(),
            &faults,
            &offered,
            &Envelope::default(),
            None,
        ),
    )
}

fn new_person_page(
    visit: &Visit,
    faults: &[Fault],
    error: Option<String>,
) -> Result<RecordPage, Fail> {
    let t = visit.texts;
    let kind = casework::kind("name").ok_or(Fail::Inside)?;
    let compartments = compartments_for(visit.caller()?, "name");
    if compartments.is_empty() {
        return Err(Fail::Absent);
    }
    let entered = if visit.pairs().is_empty() {
        vec![
            ("usage".to_owned(), "official".to_owned()),
            ("preferred".to_owned(), "yes".to_owned()),
        ]
    } else {
        visit.pairs().to_vec()
    };
    let chosen = visit.field("compartment");
    let mut list = vec![
        Field::new(
            "compartment",
            &t.msg("field-compartment"),
            Control::Choice(
                compartments
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
                    .collect(),
            ),
        )
        .required(),
    ];
    list.extend(fields::shown(
        t,
        kind,
        &entered,
        faults,
        &Offered::default(),
    ));
    list.extend(Envelope::default().fields(t, &entered, faults, &Offered::default()));
    let whole = error.or_else(|| whole_fault(visit, faults, &list));
    let mut form =
        Form::new(paths::new_person(), list, &t.msg("record-submit")).cancel(paths::people());
    form.error = whole;
    Ok(RecordPage {
        layout: visit.layout("title-record", Some(Place::People)),
        person: None,
        heading: t.msg("new-person-heading"),
        intro: Some(t.msg("new-person-intro")),
        form,
    })
}

/// The form for a new person.
pub(crate) async fn new_person(visit: Arc<Visit>) -> Answer {
    if !super::may_somewhere::<Write>(visit.caller()?, "name") {
        return Err(Fail::Absent);
    }
    page(&new_person_page(&visit, &[], None)?)
}

/// Opens a file for a new person.
pub(crate) async fn open_person(visit: Arc<Visit>) -> Answer {
    let kind = casework::kind("name").ok_or(Fail::Inside)?;
    let compartment: CompartmentId = visit
        .field("compartment")
        .parse()
        .map_err(|_| Fail::Absent)?;
    let faults = match drafted(kind, visit.pairs(), None) {
        Ok(draft) => {
            if super::may_somewhere::<Write>(visit.caller()?, "link")
                && let Some(known) =
                    super::matches::known_perhaps(&visit, std::slice::from_ref(&draft)).await?
            {
                return Ok(known);
            }
            match visit
                .house()?
                .open_person(visit.caller()?, compartment, &[draft])
                .await
            {
                Ok(file) => return Ok(go_to(&paths::person(file))),
                Err(DeskError::Faults(faults)) => faults.0,
                Err(error) => return Err(error.into()),
            }
        }
        Err(faults) => faults,
    };
    page_with(
        StatusCode::UNPROCESSABLE_ENTITY,
        &new_person_page(&visit, &faults, None)?,
    )
}

/// The entry of the address with its versions, and the person in whose file it stands.
async fn versions(visit: &Visit) -> Result<(Person, Vec<Entry>), Fail> {
    let file: FileId = visit.id("file")?;
    let entry: EntryId = visit.id("entry")?;
    let house = visit.house()?;
    let caller = visit.caller()?;
    let versions = house.entry_versions(caller, entry).await?.into_inner();
    let person = house.person(caller, file).await?.into_inner();
    if versions
        .first()
        .is_none_or(|first| !person.files.contains(&first.outer.file))
    {
        return Err(Fail::Absent);
    }
    Ok((person, versions))
}

fn newest(versions: &[Entry]) -> Result<&Entry, Fail> {
    versions.last().ok_or(Fail::Absent)
}

fn editable(visit: &Visit, entry: &Entry) -> Result<&'static Kind, Fail> {
    let kind = casework::kind(entry.kind()).ok_or(Fail::Absent)?;
    if entry.is_withdrawn()
        || !super::may_record(visit.caller()?, entry.outer.compartment, kind.word)
    {
        return Err(Fail::Absent);
    }
    Ok(kind)
}

pub(crate) fn stored_pairs(kind: &Kind, entry: &Entry) -> Result<Vec<(String, String)>, Fail> {
    let body = kind
        .upcast(entry.inner.schema, entry.inner.body.clone())
        .map_err(|error| Fail::Desk(Box::new(error.into())))?;
    casework::form_from_body(kind, &body).map_err(|error| Fail::Desk(Box::new(error.into())))
}

/// The form for a correction.
pub(crate) async fn edit_page(visit: Arc<Visit>) -> Answer {
    let (person, versions) = versions(&visit).await?;
    let entry = newest(&versions)?;
    let kind = editable(&visit, entry)?;
    let offered = offered(&visit, Some(&person)).await?;
    let pairs = stored_pairs(kind, entry)?;
    let version = Some((entry.outer.id, entry.outer.version));
    page(&record_page(
        &visit,
        &person,
        kind,
        &pairs,
        &[],
        &offered,
        &Envelope::of(entry),
        version,
    ))
}

/// Corrects; where somebody else did meanwhile, both meet on one page.
pub(crate) async fn edit(visit: Arc<Visit>) -> Answer {
    let (person, versions) = versions(&visit).await?;
    let present = newest(&versions)?;
    let kind = editable(&visit, present)?;
    let version: u32 = visit
        .field("version")
        .parse()
        .map_err(|_| Fail::Malformed("no version"))?;
    let read = versions
        .iter()
        .find(|known| known.outer.version == version)
        .ok_or(Fail::Absent)?;
    let faults = match drafted(kind, visit.pairs(), Some(read)) {
        Ok(draft) => match visit
            .house()?
            .revise(visit.caller()?, present.outer.id, version, &draft)
            .await
        {
            Ok(()) => return Ok(go_to(&paths::person(person.file))),
            Err(DeskError::Conflict(_)) => return conflict(&visit, kind, read).await,
            Err(DeskError::Faults(faults)) => faults.0,
            Err(error) => return Err(error.into()),
        },
        Err(faults) => faults,
    };
    let offered = offered(&visit, Some(&person)).await?;
    let version = Some((present.outer.id, version));
    page_with(
        StatusCode::UNPROCESSABLE_ENTITY,
        &record_page(
            &visit,
            &person,
            kind,
            visit.pairs(),
            &faults,
            &offered,
            &Envelope::of(read),
            version,
        ),
    )
}

/// All values of a name in one line of text.
fn joined(pairs: &[(String, String)], name: &str) -> String {
    let values: Vec<&str> = pairs
        .iter()
        .filter(|(key, _)| key == name)
        .map(|(_, value)| value.as_str())
        .collect();
    values.join("\n")
}

async fn conflict(visit: &Visit, kind: &'static Kind, read: &Entry) -> Answer {
    // Theirs came after this request had read the entry.
    let (person, versions) = versions(visit).await?;
    let present = newest(&versions)?;
    let mut page = meeting_editors(visit, kind, read, present).await?;
    page.person = Some(shown::line(visit.texts, &person.line));
    page.action = paths::conflict(person.file, present.outer.id);
    page.leave_href = paths::person(person.file);
    page_with(StatusCode::CONFLICT, &page)
}

/// The page on which two editors meet: yours, theirs, before. Where it leads is the caller's to say.
pub(crate) async fn meeting_editors(
    visit: &Visit,
    kind: &'static Kind,
    read: &Entry,
    present: &Entry,
) -> Result<ConflictPage, Fail> {
    let t = visit.texts;
    let (yours, _) = fields::read(visit.pairs());
    let known = |name: &str| {
        kind.field(name).is_some()
            || kind
                .form
                .iter()
                .any(|field| name.starts_with(&format!("{}.", field.name)))
    };
    let yours: Vec<(String, String)> = yours
        .into_iter()
        .filter(|(name, value)| known(name) && !value.is_empty())
        .collect();
    let (before, theirs) = (stored_pairs(kind, read)?, stored_pairs(kind, present)?);
    let mut names: Vec<String> = Vec::new();
    for (name, _) in before.iter().chain(&theirs).chain(&yours) {
        if !names.contains(name) {
            names.push(name.clone());
        }
    }
    let fields = names
        .into_iter()
        .map(|name| ConflictField {
            label: fields::label(t, kind, &name),
            before: joined(&before, &name),
            yours: flagged(&joined(&yours, &name)),
            theirs: flagged(&joined(&theirs, &name)),
            name,
        })
        .collect();
    Ok(ConflictPage {
        layout: visit.layout("title-conflict", Some(Place::People)),
        person: None,
        other_member: member_name(visit, present).await?,
        other_when: present.inner.recorded_at,
        fields,
        version: present.outer.version,
        action: String::new(),
        leave_href: String::new(),
    })
}

/// The two spellings of a ticked box are one.
fn flagged(value: &str) -> String {
    if value == "yes" {
        "true".to_owned()
    } else {
        value.to_owned()
    }
}

/// What was chosen, field by field, between yours and theirs.
pub(crate) fn settled(visit: &Visit, kind: &'static Kind) -> Vec<(String, String)> {
    let mut settled: Vec<(String, String)> = Vec::new();
    for (key, theirs) in visit.pairs() {
        let Some(name) = key.strip_prefix("theirs-") else {
            continue;
        };
        let value = match visit.field(&format!("choose-{name}")) {
            "yours" => visit.field(&format!("yours-{name}")),
            _ => theirs,
        };
        for line in value.split('\n') {
            settled.push((name.to_owned(), line.to_owned()));
        }
    }
    // Texts of several lines are one value.
    for field in kind
        .form
        .iter()
        .filter(|field| matches!(field.input, casework::Input::Text))
    {
        let whole = joined(&settled, field.name);
        settled.retain(|(name, _)| name != field.name);
        settled.push((field.name.to_owned(), whole));
    }
    settled
}

/// The choice between yours and theirs becomes the next version.
pub(crate) async fn settle(visit: Arc<Visit>) -> Answer {
    let (person, versions) = versions(&visit).await?;
    let present = newest(&versions)?;
    let kind = editable(&visit, present)?;
    let version: u32 = visit
        .field("version")
        .parse()
        .map_err(|_| Fail::Malformed("no version"))?;
    let settled = settled(&visit, kind);
    let draft = drafted(kind, &settled, Some(present))
        .map_err(|faults| Fail::Desk(Box::new(DeskError::Faults(casework::Faults(faults)))))?;
    visit
        .house()?
        .revise(visit.caller()?, present.outer.id, version, &draft)
        .await?;
    Ok(go_to(&paths::person(person.file)))
}

/// Who recorded a version, as far as the reader may know.
async fn member_name(visit: &Visit, entry: &Entry) -> Result<String, Fail> {
    Ok(member_names(visit).await?.of(visit, entry.inner.by))
}

/// Names of members, as far as the reader may know them.
pub(crate) struct Names(Vec<(kernel::UserId, String)>);

impl Names {
    pub(crate) fn of(&self, visit: &Visit, user: kernel::UserId) -> String {
        if user == desk::PROGRAM {
            return visit.texts.msg("member-program");
        }
        self.0.iter().find(|(id, _)| *id == user).map_or_else(
            || visit.texts.msg("member-somebody"),
            |(_, name)| name.clone(),
        )
    }
}

pub(crate) async fn member_names(visit: &Visit) -> Result<Names, Fail> {
    let caller = visit.caller()?;
    Ok(Names(match visit.house()?.members(caller).await {
        Ok(lines) => lines
            .into_iter()
            .map(|line| (line.id, line.display_name))
            .collect(),
        // Whoever does not look after members knows those they work with.
        Err(DeskError::Absent) => visit
            .house()?
            .colleagues(caller)
            .await?
            .into_iter()
            .map(|colleague| (colleague.user, colleague.display_name))
            .chain([(caller.actor.user, caller.display_name.clone())])
            .collect(),
        Err(error) => return Err(error.into()),
    }))
}

/// All versions of an entry.
pub(crate) async fn history(visit: Arc<Visit>) -> Answer {
    let t = visit.texts;
    let (person, versions) = versions(&visit).await?;
    let present = newest(&versions)?;
    let names = member_names(&visit).await?;
    let mut shown_versions: Vec<Version> = Vec::new();
    let mut before: Vec<(String, String)> = Vec::new();
    for entry in &versions {
        let values = casework::kind(entry.kind())
            .map(|kind| entries::values(t, kind, &entry.inner.body))
            .unwrap_or_default();
        let now: Vec<(String, String)> = values
            .iter()
            .map(|shown| (shown.name.clone(), shown.value.clone()))
            .collect();
        let first = before.is_empty();
        shown_versions.push(Version {
            number: entry.outer.version,
            recorded: entry.inner.recorded_at,
            by: names.of(&visit, entry.inner.by),
            fields: values
                .into_iter()
                .map(|shown| VersionField {
                    changed: !first && !before.contains(&(shown.name.clone(), shown.value.clone())),
                    name: shown.label,
                    value: Written::unknown(&shown.value),
                })
                .collect(),
            withdrawn: entry.inner.withdrawn.clone(),
            leaf_href: may::<access::Read>(visit.caller()?, access::INSTALLATION, "audit")
                .then(|| paths::leaf(format!("{}-{}", entry.outer.id, entry.outer.version))),
        });
        before = now;
    }
    shown_versions.reverse();
    let writes = !present.is_withdrawn()
        && super::may_record(visit.caller()?, present.outer.compartment, present.kind());
    page(&HistoryPage {
        layout: visit.layout("title-history", Some(Place::People)),
        person: Some(shown::line(t, &person.line)),
        kind: entries::kind_name(t, present.kind()),
        versions: shown_versions,
        edit_href: writes.then(|| paths::edit(person.file, present.outer.id)),
        withdraw_href: writes.then(|| paths::withdraw(person.file, present.outer.id)),
        back_href: paths::person(person.file),
    })
}

fn withdraw_form(
    visit: &Visit,
    person: &Person,
    entry: &Entry,
    error: Option<String>,
) -> ConfirmPage {
    let action = paths::withdraw(person.file, entry.outer.id);
    let mut page = ConfirmPage::withdraw(
        visit.layout("title-withdraw", Some(Place::People)),
        shown::line(visit.texts, &person.line),
        action,
        entry.outer.version,
        Vec::new(),
    );
    page.form.error = error;
    page
}

/// Asks before an entry is withdrawn.
pub(crate) async fn withdraw_page(visit: Arc<Visit>) -> Answer {
    let (person, versions) = versions(&visit).await?;
    let entry = newest(&versions)?;
    editable(&visit, entry)?;
    page(&withdraw_form(&visit, &person, entry, None))
}

/// Withdraws an entry: it stays in the history and counts for nothing.
pub(crate) async fn withdraw(visit: Arc<Visit>) -> Answer {
    let (person, versions) = versions(&visit).await?;
    let entry = newest(&versions)?;
    editable(&visit, entry)?;
    let version: u32 = visit
        .field("version")
        .parse()
        .map_err(|_| Fail::Malformed("no version"))?;
    match visit
        .house()?
        .withdraw(
            visit.caller()?,
            entry.outer.id,
            version,
            visit.field("reason"),
        )
        .await
    {
        Ok(()) => Ok(go_to(&paths::person(person.file))),
        Err(DeskError::Refused(id, arguments)) => page_with(
            StatusCode::UNPROCESSABLE_ENTITY,
            &withdraw_form(
                &visit,
                &person,
                entry,
                Some(said::refusal(visit.texts, id, &arguments)),
            ),
        ),
        Err(error) => Err(error.into()),
    }
}
