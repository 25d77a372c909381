//! Evidence: sent, read, kept, looked at, taken out again; and papers that come without a person.

use std::{
    collections::HashMap,
    pin::Pin,
    sync::{Arc, Mutex, PoisonError},
    task::{Context, Poll},
};

use access::{Visible, Write};
use axum::{
    body::{Body, Bytes},
    http::{HeaderValue, StatusCode, header},
    response::IntoResponse,
};
use casework::{
    Kind,
    evidence::{Evidence, Handover, Kept},
    sources::Cell,
};
use desk::{
    Caller, DeskError, Found, History, House, Person,
    evidence::{OpenedContent, Paper, PaperReader, Which, likely_form},
    spool::Spool,
};
use hyper::body::Frame;
use kernel::{Entry, EntryId, FileId, Instant, UserId};
use tokio::sync::mpsc;

use super::{entries, fields, may, may_record, may_somewhere, people, record, said, shown};
use crate::{
    pages::{
        Choice, Control, CustodyLine, EvidenceFile, EvidenceLine, EvidenceList, EvidencePage,
        Field, Form, FormPage, Link, LookPage, LookPerson, Place,
    },
    paths,
    security::headers,
    text::Texts,
    visit::{Answer, Fail, Visit, go_to, page, page_with},
};

/// Pieces of evidence that a list shows.
const LISTED: usize = 60;
/// Characters of a text that one page shows.
const TEXT_PART: usize = 5_000;
/// Lines of metadata that a page shows, and characters of each.
const METADATA: (usize, usize) = (60, 120);
/// Papers that wait for a look at once, for everybody together.
const MOST_WAITING: usize = 32;
/// A paper that nobody went on with is thrown away after this long.
const WAITS_SECONDS: i64 = 3_600;
/// People that a look suggests.
const SUGGESTED: usize = 8;

/// A paper that waits for a look, sealed in its temporary file.
struct Waiting {
    owner: UserId,
    came: Instant,
    paper: Paper,
}

/// The papers that wait, by a random number in their address.
#[derive(Default)]
pub(crate) struct Papers(Mutex<HashMap<String, Arc<Waiting>>>);

impl Papers {
    fn all(&self) -> std::sync::MutexGuard<'_, HashMap<String, Arc<Waiting>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn of(&self, id: &str, caller: &Caller) -> Option<Arc<Waiting>> {
        self.all()
            .get(id)
            .filter(|waiting| waiting.owner == caller.actor.user)
            .cloned()
    }

    fn forget(&self, id: &str) {
        self.all().remove(id);
    }

    fn keep(&self, id: String, waiting: Waiting, now: Instant) -> Result<(), Fail> {
        let mut all = self.all();
        all.retain(|_, waiting| waiting.came.plus_seconds(WAITS_SECONDS) > now);
        if all.len() >= MOST_WAITING {
            return Err(Fail::Desk(Box::new(DeskError::refused(
                "refused-too-many-papers",
            ))));
        }
        all.insert(id, Arc::new(waiting));
        Ok(())
    }
}

fn kind() -> Result<&'static Kind, Fail> {
    casework::kind("evidence").ok_or(Fail::Inside)
}

fn reader(visit: &Visit) -> Result<PaperReader, Fail> {
    Ok(visit.house()?.paper_reader(visit.site.parser.clone()))
}

/// Reads a paper in its child, which this waits for.
async fn read(reader: &PaperReader, name: String, content: Spool) -> Result<Paper, Fail> {
    let reader = reader.clone();
    tokio::task::spawn_blocking(move || reader.read(&name, content))
        .await
        .map_err(|_| Fail::Inside)?
        .map_err(crate::security::uploads::disk)
}

/// Bytes in words.
fn size(t: Texts, bytes: u64) -> String {
    match bytes {
        0..1_000 => t.count("size-bytes", bytes),
        1_000..1_000_000 => t.count("size-kilobytes", bytes.div_ceil(1_000)),
        _ => t.count("size-megabytes", bytes.div_ceil(1_000_000)),
    }
}

fn reading(t: Texts, code: &str, detail: Option<&str>) -> String {
    let words = t.term("readings", code);
    match detail {
        Some(detail) => {
            let says = said::message_or(
                t,
                &format!("reading-detail-{}", detail.replace('_', "-")),
                || detail.to_owned(),
            );
            format!("{words} ({says})")
        }
        None => words,
    }
}

fn terms(t: Texts, vocabulary: &str, codes: &[String]) -> Vec<String> {
    codes.iter().map(|code| t.term(vocabulary, code)).collect()
}

/// The person of the address, with a right to read evidence of theirs.
async fn asked(visit: &Visit) -> Result<Visible<Person>, Fail> {
    let file: FileId = visit.id("file")?;
    Ok(visit.house()?.person(visit.caller()?, file).await?)
}

/// The link to a piece of evidence of the same person.
fn link_to(file: FileId, history: &History, entry: EntryId) -> Option<Link> {
    let pieces = history.bodies::<Evidence>();
    let (_, body) = pieces.iter().find(|(known, _)| known.outer.id == entry)?;
    Some(Link {
        href: paths::evidence(file, entry),
        text: body.title.clone(),
    })
}

fn line(t: Texts, file: FileId, history: &History, entry: &Entry, body: &Evidence) -> EvidenceLine {
    EvidenceLine {
        title: body.title.clone(),
        href: paths::evidence(file, entry.outer.id),
        made: body.original_date.clone(),
        form: t.term("evidence_forms", &body.form),
        size: body.kept.as_ref().map(|kept| size(t, kept.original.bytes)),
        reading: body.kept.as_ref().map_or_else(
            || t.msg("evidence-no-file"),
            |kept| reading(t, &kept.reading, kept.detail.as_deref()),
        ),
        cautions: terms(t, "evidence_cautions", &body.cautions),
        part_of: body.part_of.and_then(|whole| link_to(file, history, whole)),
        recorded: entry.outer.recorded,
        label: entry.inner.label,
    }
}

/// The fields of the form with which files are sent.
async fn upload_form(
    visit: &Visit,
    file: FileId,
    entered: &[(String, String)],
    error: Option<String>,
) -> Result<Form, Fail> {
    let t = visit.texts;
    let offered = fields::Offered::of(visit).await?;
    let mut list = vec![
        Field::new(
            "files",
            &t.msg("evidence-files"),
            Control::Files(String::new()),
        )
        .help(&t.with(
            "evidence-files-help",
            "megabytes",
            desk::evidence::MOST_BYTES >> 20,
        )),
        Field::new("folder", &t.msg("evidence-folder"), Control::Folder)
            .help(&t.msg("evidence-folder-help")),
    ];
    for mut field in fields::shown(t, kind()?, entered, &[], &offered) {
        if ["custody", "part_of", "kept"]
            .iter()
            .any(|name| field.name.starts_with(name))
        {
            continue;
        }
        // What is not said is taken from the file itself.
        field.required = false;
        if field.name == "title" {
            field.help = Some(t.msg("evidence-title-help"));
        }
        if field.name == "form"
            && let Control::Choice(choices) = &mut field.control
        {
            let nothing = Choice::new("", &t.msg("evidence-form-likely"));
            let chosen = choices.iter().any(|choice| choice.chosen);
            choices.insert(0, if chosen { nothing } else { nothing.chosen() });
        }
        list.push(field);
    }
    list.extend(
        fields::Envelope::default()
            .fields(t, entered, &[], &offered)
            .into_iter()
            .filter(|field| {
                matches!(
                    field.name.as_str(),
                    "envelope.label"
                        | "envelope.confidence"
                        | "envelope.on_behalf_of"
                        | "envelope.form"
                )
            }),
    );
    let mut form = Form::new(paths::all_evidence(file), list, &t.msg("evidence-send"))
        .cancel(paths::person(file));
    form.error = error;
    Ok(form)
}

async fn list_page(
    visit: &Visit,
    person: &Person,
    entered: &[(String, String)],
    done: Vec<String>,
    faults: Vec<String>,
) -> Result<EvidenceList, Fail> {
    let t = visit.texts;
    let caller = visit.caller()?;
    let mut bodies = person.history.bodies::<Evidence>();
    bodies.sort_by_key(|(entry, _)| std::cmp::Reverse((entry.inner.recorded_at, entry.outer.id)));
    let form = if may_record(caller, person.compartment, "evidence") {
        let error = (!faults.is_empty()).then(|| faults.join("\n"));
        Some(upload_form(visit, person.file, entered, error).await?)
    } else {
        None
    };
    Ok(EvidenceList {
        layout: people::room(visit, "title-evidence", &person.history),
        person: shown::line(t, &person.line),
        done,
        more: (bodies.len() > LISTED)
            .then(|| t.count("evidence-more", bodies.len().saturating_sub(LISTED))),
        pieces: bodies
            .iter()
            .take(LISTED)
            .map(|(entry, body)| line(t, person.file, &person.history, entry, body))
            .collect(),
        form,
    })
}

/// The evidence of a person, and the form for more.
pub(crate) async fn list(visit: Arc<Visit>) -> Answer {
    let person = asked(&visit).await?;
    let caller = visit.caller()?;
    if !may::<access::Read>(caller, person.compartment, "evidence") {
        return Err(Fail::Absent);
    }
    let kept: Vec<EntryId> = visit
        .query("kept")
        .map(|kept| kept.split('-').filter_map(hexadecimal).collect())
        .unwrap_or_default();
    let done = became(visit.texts, &person.history, &kept);
    page(&list_page(&visit, &person, &[], done, Vec::new()).await?)
}

/// The page of the evidence, which says of each of these what became of it.
fn kept_address(file: FileId, kept: &[EntryId]) -> String {
    let kept: Vec<String> = kept
        .iter()
        .map(|entry| format!("{:x}", u128::from_be_bytes(*entry.as_bytes())))
        .collect();
    format!("{}?kept={}", paths::all_evidence(file), kept.join("-"))
}

/// An id as it stands in an address of several.
fn hexadecimal(text: &str) -> Option<EntryId> {
    let number = u128::from_str_radix(text, 16).ok()?;
    EntryId::from_slice(&number.to_be_bytes())
}

/// One line for each file: its name, how reading it went, and how many came attached to it.
fn became(t: Texts, history: &History, kept: &[EntryId]) -> Vec<String> {
    let pieces = history.bodies::<Evidence>();
    kept.iter()
        .filter_map(|wanted| {
            let (_, body) = pieces.iter().find(|(entry, _)| entry.outer.id == *wanted)?;
            let file = body.kept.as_ref()?;
            let mut says = format!(
                "{} — {}",
                body.title,
                reading(t, &file.reading, file.detail.as_deref())
            );
            let attached = pieces
                .iter()
                .filter(|(_, other)| other.part_of == Some(*wanted))
                .count();
            if attached > 0 {
                says.push_str(" · ");
                says.push_str(&t.count("evidence-attached", attached));
            }
            Some(says)
        })
        .collect()
}

/// What was sent, with what the file itself says where nothing was entered.
fn completed(pairs: &[(String, String)], name: &str, media_type: &str) -> Vec<(String, String)> {
    let mut pairs = pairs.to_vec();
    let empty = |pairs: &[(String, String)], field: &str| {
        pairs
            .iter()
            .all(|(known, value)| known != field || value.trim().is_empty())
    };
    for (field, value) in [("title", name), ("form", likely_form(media_type))] {
        if empty(&pairs, field) {
            pairs.retain(|(known, _)| known != field);
            pairs.push((field.to_owned(), value.to_owned()));
        }
    }
    pairs
}

/// Keeps one paper; what is wrong with what was entered, in words, otherwise.
async fn keep(
    visit: &Visit,
    file: FileId,
    pairs: &[(String, String)],
    paper: &Paper,
) -> Result<Result<EntryId, String>, Fail> {
    let t = visit.texts;
    let name = if paper.name.is_empty() {
        t.msg("evidence-untitled")
    } else {
        paper.name.clone()
    };
    let pairs = completed(pairs, &name, &paper.findings.media_type);
    let says = |faults: &[casework::Fault]| -> String {
        faults
            .iter()
            .map(|fault| said::fault(t, fault.message_id, &fault.arguments))
            .collect::<Vec<_>>()
            .join(" ")
    };
    let draft = match record::drafted(kind()?, &pairs, None) {
        Ok(draft) => draft,
        Err(faults) => return Ok(Err(says(&faults))),
    };
    match visit
        .house()?
        .keep_evidence(visit.caller()?, file, &draft, paper)
        .await
    {
        // What was attached follows the paper itself.
        Ok(kept) => kept.first().copied().map(Ok).ok_or(Fail::Inside),
        Err(DeskError::Refused(id, arguments)) => Ok(Err(said::refusal(t, id, &arguments))),
        Err(DeskError::Faults(faults)) => Ok(Err(says(&faults.0))),
        Err(error) => Err(error.into()),
    }
}

/// Takes files and keeps them with the person.
pub(crate) async fn upload(visit: Arc<Visit>) -> Answer {
    let t = visit.texts;
    let file: FileId = visit.id("file")?;
    let caller = visit.caller()?;
    visit.house()?.may_keep_evidence(caller, file).await?;
    let reader = reader(&visit)?;
    let sent = visit.papers(&reader).await?;
    let several = sent.papers.len() > 1;
    let (mut kept, mut faults) = (Vec::new(), Vec::new());
    // A title stands for one paper; of several each keeps its own name.
    let pairs: Vec<(String, String)> = sent
        .pairs
        .into_iter()
        .filter(|(name, _)| !(several && name == "title"))
        .collect();
    let nothing = sent.papers.is_empty() && sent.left.is_empty();
    for (name, why) in sent.left {
        let megabytes = desk::evidence::MOST_BYTES >> 20;
        faults.push(format!("{name}: {}", t.with(why, "megabytes", megabytes)));
    }
    for (content, name) in sent.papers {
        let paper = read(&reader, name.clone(), content).await?;
        match keep(&visit, file, &pairs, &paper).await? {
            Ok(entry) => kept.push(entry),
            Err(fault) => faults.push(format!("{name}: {fault}")),
        }
    }
    if nothing {
        faults.push(t.msg("refused-evidence-missing"));
    }
    if faults.is_empty() {
        return Ok(go_to(&kept_address(file, &kept)));
    }
    let person = asked(&visit).await?;
    let (read, _) = fields::read(&pairs);
    let done = became(t, &person.history, &kept);
    page_with(
        StatusCode::UNPROCESSABLE_ENTITY,
        &list_page(&visit, &person, &read, done, faults).await?,
    )
}

/// A piece of evidence of the person of the address.
async fn piece_asked(visit: &Visit) -> Result<(Visible<Person>, Entry, Evidence), Fail> {
    let person = asked(visit).await?;
    let wanted: EntryId = visit.id("entry")?;
    let (entry, body) = person
        .history
        .bodies::<Evidence>()
        .into_iter()
        .find(|(entry, _)| entry.outer.id == wanted)
        .map(|(entry, body)| (entry.clone(), body))
        .ok_or(Fail::Absent)?;
    Ok((person, entry, body))
}

fn custody_form(
    visit: &Visit,
    file: FileId,
    entry: &Entry,
    error: Option<String>,
) -> Result<Form, Fail> {
    let t = visit.texts;
    let asked = kind()?;
    let value = |name: &str| visit.field(name).to_owned();
    let label = |name: &str| fields::label(t, asked, &format!("custody.{name}"));
    let mut means = vec![Choice::new("", &t.msg("choice-nothing"))];
    means.extend(fields::vocabulary_choices(
        t,
        "handover_means",
        &[visit.field("means")],
    ));
    let list = vec![
        Field::new("on", &label("on"), Control::Day)
            .value(&visit.today().iso())
            .required(),
        Field::new("from", &label("from"), Control::Line).value(&value("from")),
        Field::new("to", &label("to"), Control::Line)
            .value(&value("to"))
            .required(),
        Field::new("means", &label("means"), Control::Choice(means)),
        Field::new("note", &label("note"), Control::Line).value(&value("note")),
        Field::new("version", "", Control::Hidden).value(&entry.outer.version.to_string()),
    ];
    let mut form = Form::new(
        paths::custody(file, entry.outer.id),
        list,
        &t.msg("evidence-custody-submit"),
    );
    form.error = error;
    Ok(form)
}

/// A part of a text, the first being 1, and how many there are. Parts end where lines do.
fn part_of_text(text: &str, wanted: usize) -> (String, usize, usize) {
    let mut parts: Vec<String> = Vec::new();
    let mut part = String::new();
    let mut length = 0;
    for line in text.split_inclusive('\n') {
        for character in line.chars() {
            part.push(character);
            length += 1;
            if length >= TEXT_PART * 2 {
                parts.push(std::mem::take(&mut part));
                length = 0;
            }
        }
        if length >= TEXT_PART {
            parts.push(std::mem::take(&mut part));
            length = 0;
        }
    }
    if !part.is_empty() || parts.is_empty() {
        parts.push(part);
    }
    let count = parts.len();
    let number = wanted.clamp(1, count);
    (parts.swap_remove(number - 1), number, count)
}

async fn file_of(
    visit: &Visit,
    file: FileId,
    entry: &Entry,
    kept: &Kept,
) -> Result<EvidenceFile, Fail> {
    let t = visit.texts;
    let id = entry.outer.id;
    let (house, caller) = (visit.house()?, visit.caller()?);
    let text = if kept.text.is_some() {
        let opened = house.open_content(caller, id, Which::Text).await?;
        Some(house.content_text(&opened, 4 << 20).await?)
    } else {
        None
    };
    let wanted = visit
        .query("part")
        .and_then(|part| part.parse().ok())
        .unwrap_or(1);
    let (text, number, count) = match text {
        Some(text) => {
            let (part, number, count) = part_of_text(&text, wanted);
            (Some(part), number, count)
        }
        None => (None, 1, 1),
    };
    let at = |number: usize| format!("{}?part={number}", paths::evidence(file, id));
    let short = |text: &str| -> String {
        match text.char_indices().nth(METADATA.1) {
            Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()),
            None => text.to_owned(),
        }
    };
    let mut notes = Vec::new();
    if kept.text_cut {
        notes.push(t.msg("evidence-text-cut"));
    }
    if kept.words_cut {
        notes.push(t.msg("evidence-words-cut"));
    }
    let number_of = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
    Ok(EvidenceFile {
        size: size(t, kept.original.bytes),
        media_type: kept.original.media_type.clone(),
        reading: reading(t, &kept.reading, kept.detail.as_deref()),
        cleaning: t.term("clean_copies", &kept.cleaning),
        copy_href: (kept.clean.is_some() || kept.cleaning == "not_needed")
            .then(|| paths::evidence_content(file, id, Which::Copy.word())),
        original_href: paths::evidence_content(file, id, Which::Original.word()),
        text_href: kept
            .text
            .as_ref()
            .map(|_| paths::evidence_content(file, id, Which::Text.word())),
        sha256: kept.original.sha256.clone(),
        metadata_count: number_of(kept.metadata.len()),
        metadata: kept
            .metadata
            .iter()
            .take(METADATA.0)
            .map(|Cell(name, value)| (short(name), short(value)))
            .collect(),
        text,
        text_part: number_of(number),
        text_parts: number_of(count),
        text_before: (number > 1).then(|| at(number - 1)),
        text_after: (number < count).then(|| at(number + 1)),
        notes,
    })
}

async fn piece_page(
    visit: &Visit,
    person: &Person,
    entry: &Entry,
    body: &Evidence,
    error: Option<String>,
) -> Result<EvidencePage, Fail> {
    let t = visit.texts;
    let caller = visit.caller()?;
    let asked = kind()?;
    let id = entry.outer.id;
    let (mut facts, mut sensitive) = (Vec::new(), Vec::new());
    for shown in entries::values(t, asked, &entry.inner.body) {
        if shown.name == "title" || shown.name.starts_with("custody") || shown.name == "cautions" {
            continue;
        }
        let line = (shown.label, shown.value);
        if asked
            .field(&shown.name)
            .is_some_and(|field| field.sensitive)
        {
            sensitive.push(line);
        } else {
            facts.push(line);
        }
    }
    let file = match &body.kept {
        Some(kept) => Some(file_of(visit, person.file, entry, kept).await?),
        None => None,
    };
    let writes = may_record(caller, entry.outer.compartment, "evidence");
    let versions = person
        .history
        .all()
        .filter(|known| known.outer.id == id)
        .count();
    Ok(EvidencePage {
        layout: people::room(visit, "title-evidence", &person.history),
        person: shown::line(t, &person.line),
        list_href: paths::all_evidence(person.file),
        title: body.title.clone(),
        cautions: terms(t, "evidence_cautions", &body.cautions),
        part_of: body
            .part_of
            .and_then(|whole| link_to(person.file, &person.history, whole)),
        parts: person
            .history
            .bodies::<Evidence>()
            .into_iter()
            .filter(|(_, part)| part.part_of == Some(id))
            .map(|(part, _)| part.outer.id)
            .filter_map(|part| link_to(person.file, &person.history, part))
            .take(LISTED)
            .collect(),
        facts,
        sensitive,
        file,
        custody: body
            .custody
            .iter()
            .map(|line| CustodyLine {
                on: line.on.clone(),
                from: line.from.clone(),
                to: line.to.clone(),
                means: line
                    .means
                    .as_ref()
                    .map(|code| t.term("handover_means", code)),
                note: line.note.clone(),
            })
            .collect(),
        form: if writes {
            Some(custody_form(visit, person.file, entry, error)?)
        } else {
            None
        },
        recorded: entry.outer.recorded,
        label: entry.inner.label,
        history_href: paths::history(person.file, id),
        versions: u32::try_from(versions).unwrap_or(1),
        edit_href: writes.then(|| paths::edit(person.file, id)),
        withdraw_href: writes.then(|| paths::withdraw(person.file, id)),
    })
}

/// One piece of evidence: what is said of it, what was found in it, through whose hands it went.
pub(crate) async fn piece(visit: Arc<Visit>) -> Answer {
    let (person, entry, body) = piece_asked(&visit).await?;
    page(&piece_page(&visit, &person, &entry, &body, None).await?)
}

/// The body with one more line in its custody log; whatever else stands in it stays as it is.
fn with_handover(entry: &Entry, handover: &Handover) -> Result<serde_json::Value, Fail> {
    let line = serde_json::to_value(handover).map_err(|_| Fail::Inside)?;
    let mut body = entry.inner.body.clone();
    let object = body.as_object_mut().ok_or(Fail::Inside)?;
    match object.get_mut("custody").and_then(|log| log.as_array_mut()) {
        Some(log) => log.push(line),
        None => {
            object.insert("custody".to_owned(), serde_json::Value::Array(vec![line]));
        }
    }
    Ok(body)
}

/// Adds a line to the custody log.
pub(crate) async fn custody(visit: Arc<Visit>) -> Answer {
    let (person, entry, body) = piece_asked(&visit).await?;
    let filled =
        |name: &str| Some(visit.field(name).trim().to_owned()).filter(|text| !text.is_empty());
    let faults = match kernel::Day::parse_iso(visit.field("on")) {
        Some(on) => {
            let handover = Handover {
                on: kernel::PartialDate::day(on),
                from: filled("from"),
                to: visit.field("to").trim().to_owned(),
                means: filled("means"),
                note: visit.field("note").trim().to_owned(),
            };
            let version = visit.field("version").parse().map_err(|_| Fail::Absent)?;
            let mut draft = record::draft(
                kind()?,
                with_handover(&entry, &handover)?,
                fields::Envelope::of(&entry),
            );
            draft.same_origin_as = entry.inner.same_origin_as;
            match visit
                .house()?
                .revise(visit.caller()?, entry.outer.id, version, &draft)
                .await
            {
                Ok(()) => return Ok(go_to(&paths::evidence(person.file, entry.outer.id))),
                Err(DeskError::Faults(faults)) => faults.0,
                Err(error) => return Err(error.into()),
            }
        }
        None => vec![casework::Fault {
            field: "on".to_owned(),
            message_id: "fault-day",
            arguments: Vec::new(),
        }],
    };
    let says: Vec<String> = faults
        .iter()
        .map(|fault| said::fault(visit.texts, fault.message_id, &fault.arguments))
        .collect();
    page_with(
        StatusCode::UNPROCESSABLE_ENTITY,
        &piece_page(&visit, &person, &entry, &body, Some(says.join(" "))).await?,
    )
}

/// The pieces of an opened content, as they are asked for.
struct Pieces(mpsc::Receiver<Result<Bytes, std::io::Error>>);

impl hyper::body::Body for Pieces {
    type Data = Bytes;
    type Error = std::io::Error;

    fn poll_frame(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, std::io::Error>>> {
        self.get_mut()
            .0
            .poll_recv(context)
            .map(|piece| piece.map(|piece| piece.map(Frame::data)))
    }
}

async fn give(
    house: Arc<House>,
    content: OpenedContent,
    to: mpsc::Sender<Result<Bytes, std::io::Error>>,
) {
    for number in 0..content.pieces() {
        let piece = house
            .content_piece(&content, number)
            .await
            .map(|piece| Bytes::copy_from_slice(&piece))
            .map_err(|_| std::io::Error::other("a piece cannot be read"));
        let broken = piece.is_err();
        // Whoever asked may have gone away.
        if to.send(piece).await.is_err() || broken {
            return;
        }
    }
}

/// Gives out a content: always to be saved, never to be shown by the browser.
pub(crate) async fn content(visit: Arc<Visit>) -> Answer {
    let which = Which::parse(visit.param("which")).ok_or(Fail::Absent)?;
    let (_, entry, _) = piece_asked(&visit).await?;
    let opened = visit
        .house()?
        .open_content(visit.caller()?, entry.outer.id, which)
        .await?
        .into_inner();
    let (sender, receiver) = mpsc::channel(2);
    let disposition = headers::attachment(&opened.name);
    let length = HeaderValue::from(opened.bytes);
    tokio::spawn(give(visit.shared_house()?, opened, sender));
    Ok((
        [
            (
                header::CONTENT_TYPE,
                HeaderValue::from_static("application/octet-stream"),
            ),
            (header::CONTENT_DISPOSITION, disposition),
            (header::CONTENT_LENGTH, length),
        ],
        Body::new(Pieces(receiver)),
    )
        .into_response())
}

fn drop_form(visit: &Visit, error: Option<String>) -> Result<FormPage, Fail> {
    let t = visit.texts;
    if !may_somewhere::<Write>(visit.caller()?, "evidence") {
        return Err(Fail::Absent);
    }
    let mut form = Form::new(
        paths::drop_paper(),
        vec![
            Field::new("files", &t.msg("look-file"), Control::File(String::new()))
                .help(&t.with(
                    "evidence-files-help",
                    "megabytes",
                    desk::evidence::MOST_BYTES >> 20,
                ))
                .required(),
        ],
        &t.msg("look-send"),
    )
    .cancel(paths::people());
    form.error = error;
    Ok(FormPage {
        layout: visit.layout("title-drop", Some(Place::People)),
        heading: t.msg("title-drop"),
        intro: vec![t.msg("drop-intro")],
        form,
    })
}

/// The form for a paper that does not say whom it is about.
pub(crate) async fn drop_page(visit: Arc<Visit>) -> Answer {
    page(&drop_form(&visit, None)?)
}

/// Takes such a paper and goes to the look.
pub(crate) async fn drop_paper(visit: Arc<Visit>) -> Answer {
    let t = visit.texts;
    drop_form(&visit, None)?;
    let reader = reader(&visit)?;
    let sent = visit.papers(&reader).await?;
    let Some((content, name)) = sent.papers.into_iter().next() else {
        let says = t.msg("refused-evidence-missing");
        return page_with(
            StatusCode::UNPROCESSABLE_ENTITY,
            &drop_form(&visit, Some(says))?,
        );
    };
    let paper = read(&reader, name, content).await?;
    let mut bytes = [0_u8; 16];
    visit.site.randomness.fill(&mut bytes);
    let id: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
    let now = visit.site.now();
    let waiting = Waiting {
        owner: visit.caller()?.actor.user,
        came: now,
        paper,
    };
    visit.site.papers.keep(id.clone(), waiting, now)?;
    Ok(go_to(&paths::look(id)))
}

fn suggested(t: Texts, found: &[Found], chosen: &str) -> Vec<LookPerson> {
    found
        .iter()
        .map(|found| {
            let (name, reading) = shown::two_names(t, &found.person.names);
            LookPerson {
                file: found.person.file,
                name,
                reading,
                where_held: found.person.place.clone().unwrap_or_default(),
                chosen: found.person.file.to_string() == chosen,
            }
        })
        .collect()
}

async fn look_at(
    visit: &Visit,
    waiting: &Waiting,
    error: Option<String>,
) -> Result<LookPage, Fail> {
    let t = visit.texts;
    let (house, caller) = (visit.house()?, visit.caller()?);
    let paper = &waiting.paper;
    let look_for = visit.field("look_for").trim();
    let found = if look_for.is_empty() {
        house.named_in(caller, paper, SUGGESTED).await?
    } else {
        house.find(caller, look_for, SUGGESTED).await?
    };
    // Whom one may only read is no place for a paper.
    let mut writable = Vec::new();
    for one in found.into_inner() {
        if house
            .may_keep_evidence(caller, one.person.file)
            .await
            .is_ok()
        {
            writable.push(one);
        }
    }
    let text: String = paper.text.chars().take(TEXT_PART / 2).collect();
    let entered = visit.field("title").trim();
    Ok(LookPage {
        layout: visit.layout("title-look", Some(Place::People)),
        name: paper.name.clone(),
        size: size(t, paper.content.bytes()),
        reading: reading(
            t,
            paper.findings.reading.code(),
            paper.findings.detail.as_deref(),
        ),
        parts: paper
            .parts
            .iter()
            .map(|part| part.name.clone())
            .take(LISTED)
            .collect(),
        text: (!text.trim().is_empty()).then_some(text),
        action: visit.path.clone(),
        error,
        people: suggested(t, &writable, visit.field("person")),
        look_for: look_for.to_owned(),
        title: if entered.is_empty() {
            paper.name.clone()
        } else {
            entered.to_owned()
        },
        came_from: visit.field("came_from").to_owned(),
    })
}

fn waiting(visit: &Visit) -> Result<Arc<Waiting>, Fail> {
    visit
        .site
        .papers
        .of(visit.param("paper"), visit.caller()?)
        .ok_or(Fail::Absent)
}

/// A look at a paper: what it is, who is named in it among those whom one may read.
pub(crate) async fn look(visit: Arc<Visit>) -> Answer {
    let waiting = waiting(&visit)?;
    page(&look_at(&visit, &waiting, None).await?)
}

/// Keeps the paper with whom somebody chose, looks for somebody else, or throws it away.
pub(crate) async fn decide(visit: Arc<Visit>) -> Answer {
    let t = visit.texts;
    let waiting = waiting(&visit)?;
    match visit.field("do") {
        "search" => return page(&look_at(&visit, &waiting, None).await?),
        "drop" => {
            visit.site.papers.forget(visit.param("paper"));
            return Ok(go_to(&paths::people()));
        }
        _ => {}
    }
    let Ok(file) = visit.field("person").parse::<FileId>() else {
        let says = t.msg("refused-look-nobody");
        return page_with(
            StatusCode::UNPROCESSABLE_ENTITY,
            &look_at(&visit, &waiting, Some(says)).await?,
        );
    };
    let pairs: Vec<(String, String)> = ["title", "came_from"]
        .into_iter()
        .map(|name| (name.to_owned(), visit.field(name).to_owned()))
        .collect();
    match keep(&visit, file, &pairs, &waiting.paper).await? {
        Ok(entry) => {
            visit.site.papers.forget(visit.param("paper"));
            Ok(go_to(&kept_address(file, &[entry])))
        }
        Err(says) => page_with(
            StatusCode::UNPROCESSABLE_ENTITY,
            &look_at(&visit, &waiting, Some(says)).await?,
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_shown_part_by_part_and_none_of_it_is_lost() {
        let text: String = (0..3_000).map(|n| format!("line {n}\n")).collect();
        let (_, _, count) = part_of_text(&text, 1);
        assert!(count > 3);
        let together: String = (1..=count).map(|n| part_of_text(&text, n).0).collect();
        assert_eq!(together, text);
        assert_eq!(part_of_text(&text, 99).1, count);
        assert_eq!(part_of_text("", 0), (String::new(), 1, 1));
        assert!(part_of_text(&"x".repeat(50_000), 1).0.len() <= TEXT_PART * 2);
    }

    #[test]
    fn what_is_not_entered_is_taken_from_the_file() {
        let pair = |name: &str, value: &str| (name.to_owned(), value.to_owned());
        let pairs = completed(
            &[pair("title", " "), pair("language", "be")],
            "cell.jpg",
            "image/jpeg",
        );
        assert_eq!(
            pairs,
            [
                pair("language", "be"),
                pair("title", "cell.jpg"),
                pair("form", "photograph")
            ]
        );
        let pairs = completed(
            &[pair("title", "A letter"), pair("form", "letter")],
            "x",
            "text/plain",
        );
        assert_eq!(pairs, [pair("title", "A letter"), pair("form", "letter")]);
    }
}
