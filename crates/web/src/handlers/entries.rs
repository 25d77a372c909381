//! Entries as lines and values: one way for every kind, driven by its form.

use casework::{Field, Input, Kind};
use desk::History;
use kernel::{Entry, FileId, PartialDate};

use super::{fields, may_record, said, shown};
use crate::{
    pages::{EntryLine, Knowledge, Written},
    paths,
    text::Texts,
    visit::{Fail, Visit},
};

/// A field of an entry, ready to show.
pub(crate) struct Shown {
    /// The name in the form.
    pub(crate) name: String,
    /// What people read.
    pub(crate) label: String,
    /// The value in words.
    pub(crate) value: String,
    /// Whether pages keep it folded.
    pub(crate) sensitive: bool,
    /// Whether the value is somebody's own words.
    pub(crate) words: bool,
}

/// A field, what was entered, and the vocabulary with the code it was taken from.
type Named<'a> = (&'a Field, String, Option<(&'static str, String)>);

/// The field of a form that a sent name belongs to: numbers and codes of rows are left out.
fn asked<'a>(kind: &'a Kind, name: &str) -> Option<Named<'a>> {
    if let Some(field) = kind.field(name) {
        return Some((field, name.to_owned(), None));
    }
    let mut parts = name.splitn(3, '.');
    let (list, key) = (parts.next()?, parts.next()?);
    let rest = parts.next();
    let field = kind.form.iter().find(|field| field.name == list)?;
    let coded = match field.input {
        Input::Keyed { .. } => field.vocabulary.map(|word| (word, key.to_owned())),
        _ => None,
    };
    match rest {
        Some(rest) => {
            let path = format!("{list}.{rest}");
            let inner = kind.field(&path)?;
            Some((inner, path, coded))
        }
        None => matches!(field.input, Input::Keyed { .. }).then(|| (field, list.to_owned(), coded)),
    }
}

fn value(t: Texts, field: &Field, keyed_main: bool, text: &str) -> Option<String> {
    Some(match field.input {
        Input::Keyed {
            main_vocabulary, ..
        } if keyed_main => t.term(main_vocabulary, text),
        Input::Choice | Input::Choices => t.term(field.vocabulary.unwrap_or_default(), text),
        Input::Country => t.term("countries", text),
        Input::PartialDate => {
            PartialDate::parse(text).map_or_else(|_| text.to_owned(), |date| t.partial(&date))
        }
        Input::Day => {
            kernel::Day::parse_iso(text).map_or_else(|| text.to_owned(), |day| t.day_exact(day))
        }
        Input::Flag => {
            if !matches!(text, "true" | "yes" | "on" | "1") {
                return None;
            }
            t.msg("choice-yes")
        }
        Input::YesNo => t.msg(if matches!(text, "true" | "yes") {
            "choice-yes"
        } else {
            "choice-no"
        }),
        Input::File
        | Input::Entry
        | Input::User
        | Input::TwoUsers
        | Input::Organisation
        | Input::Json
        | Input::Cells => {
            return None;
        }
        _ => text.to_owned(),
    })
}

/// The filled fields of a body, in the order of its form. Ids are left out: they say nothing to people.
pub(crate) fn values(t: Texts, kind: &Kind, body: &serde_json::Value) -> Vec<Shown> {
    let pairs = casework::form_from_body(kind, body).unwrap_or_default();
    of_pairs(t, kind, &pairs)
}

/// The same, from pairs of the form.
pub(crate) fn of_pairs(t: Texts, kind: &Kind, pairs: &[(String, String)]) -> Vec<Shown> {
    let mut list: Vec<Shown> = Vec::new();
    for (name, text) in pairs {
        if text.trim().is_empty() {
            continue;
        }
        if name.ends_with(".calendar") || (name.ends_with(".zone") && kind.field(name).is_none()) {
            continue;
        }
        let base = name.strip_suffix(".local").or_else(|| {
            name.strip_suffix(".text").filter(|base| {
                kind.field(base)
                    .is_some_and(|field| field.input == Input::PartialDate)
            })
        });
        let looked_up = base.unwrap_or(name);
        let Some((field, path, coded)) = asked(kind, looked_up) else {
            continue;
        };
        let main = coded.is_some() && matches!(field.input, Input::Keyed { .. });
        let said = if base.is_some() {
            Some(text.clone())
        } else {
            value(t, field, main, text)
        };
        let Some(said) = said else { continue };
        let mut label = match &coded {
            Some((word, code)) => scope_words(t, word, code),
            None => fields::label(t, kind, &path),
        };
        if coded.is_some() && !main {
            label = format!("{label}: {}", fields::label(t, kind, &path));
        }
        if let Some(known) = list.iter_mut().find(|known| known.name == *looked_up) {
            known.value.push_str(&t.msg("list-comma"));
            known.value.push_str(&said);
            continue;
        }
        list.push(Shown {
            name: looked_up.to_owned(),
            label,
            value: said,
            sensitive: field.sensitive,
            words: matches!(field.input, Input::Text)
                && matches!(field.name, "words" | "original_text" | "text"),
        });
    }
    list
}

/// The words for a code; scopes have theirs with the gates.
pub(crate) fn scope_words(t: Texts, word: &str, code: &str) -> String {
    if word == "scopes" {
        return said::gate(t, &gates::Message::new(format!("gate-scope-{code}")));
    }
    t.term(word, code)
}

/// Which fields make the line that stands for an entry.
const fn title_fields(kind: &str) -> &'static [&'static str] {
    match kind.as_bytes() {
        b"name" => &["text"],
        b"fact" => &["field", "value", "date"],
        b"matter" => &["title"],
        b"detention" => &["stage", "place_text"],
        b"charge" => &["law", "article", "original_text"],
        b"hearing" => &["court", "purpose", "moment", "day"],
        b"wish" => &["giver.relation", "giver.kinship"],
        b"relay" => &["words"],
        b"best_interest" => &["reason"],
        b"counsel_approval" => &["answer"],
        b"stop" => &["acts", "lifted.finding"],
        b"clarification" => &["what", "scope"],
        b"follow_up" => &["what", "text"],
        b"solitary" => &["from", "until"],
        b"hunger_strike" => &["from", "until", "fluids"],
        b"wellness_check" => &["visit", "answer", "on"],
        b"lock" => &["acts", "until"],
        b"source" => &["title", "reference"],
        b"evidence" => &["title", "form"],
        b"claim" => &["organisation", "status_text"],
        b"request" => &["what", "to"],
        b"answer" => &["code", "text"],
        b"raised" => &["counterpart", "state"],
        b"act" => &["act", "by"],
        b"contact" => &["with", "on"],
        b"link" => &["decision"],
        b"meeting" => &["code", "title"],
        _ => &[],
    }
}

/// The words that stand for an entry in a line.
pub(crate) fn title(t: Texts, entry: &Entry) -> String {
    let Some(kind) = casework::kind(entry.kind()) else {
        return entry.kind().to_owned();
    };
    let all = values(t, kind, &entry.inner.body);
    let wanted = title_fields(kind.word);
    let chosen: Vec<&str> = wanted
        .iter()
        .filter_map(|name| all.iter().find(|shown| shown.name == *name))
        .map(|shown| shown.value.as_str())
        .collect();
    if chosen.is_empty() {
        kind_name(t, kind.word)
    } else {
        let words = chosen.join(" · ");
        match words.char_indices().nth(160) {
            Some((end, _)) => format!("{}…", words.get(..end).unwrap_or_default()),
            None => words,
        }
    }
}

/// The name of a kind.
pub(crate) fn kind_name(t: Texts, word: &str) -> String {
    said::message_or(t, &format!("kind-{word}"), || word.replace('_', " "))
}

fn language_of(entry: &Entry) -> Option<String> {
    entry
        .inner
        .body
        .get("language")
        .and_then(serde_json::Value::as_str)
        .map(str::to_owned)
}

/// One entry as a line of a person's page.
pub(crate) fn line(
    visit: &Visit,
    person: FileId,
    entry: &Entry,
    history: &History,
) -> Result<EntryLine, Fail> {
    let t = visit.texts;
    let caller = visit.caller()?;
    let language = language_of(entry);
    let kind = casework::kind(entry.kind());
    let all = kind
        .map(|kind| values(t, kind, &entry.inner.body))
        .unwrap_or_default();
    let used = title_fields(entry.kind());
    let words = all
        .iter()
        .find(|shown| shown.words && !used.contains(&shown.name.as_str()));
    let notes = all
        .iter()
        .filter(|shown| !used.contains(&shown.name.as_str()))
        .filter(|shown| words.is_none_or(|words| words.name != shown.name))
        .map(|shown| format!("{}: {}", shown.label, shown.value))
        .collect();
    let writes = may_record(caller, entry.outer.compartment, entry.kind()) && kind.is_some();
    let plain_title = title(t, entry);
    let title = if matches!(entry.kind(), "name" | "charge") {
        shown::written(&plain_title, language.as_deref())
    } else {
        Written::unknown(&plain_title)
    };
    let versions = history
        .all()
        .filter(|other| other.outer.id == entry.outer.id)
        .count();
    Ok(EntryLine {
        title,
        words: words.map(|words| shown::written(&words.value, language.as_deref())),
        notes,
        happened: entry.inner.happened.clone(),
        recorded: entry.outer.recorded,
        knowledge: Some(Knowledge {
            confidence: entry.inner.confidence,
            origins: origins(entry, history),
        }),
        reported_by: reported_by(entry, history).map(|who| Written::unknown(&who)),
        label: entry.inner.label,
        versions: u32::try_from(versions).unwrap_or(u32::MAX),
        history_href: paths::history(person, entry.outer.id),
        edit_href: writes.then(|| paths::edit(person, entry.outer.id)),
        withdraw_href: writes.then(|| paths::withdraw(person, entry.outer.id)),
        sensitive: all.iter().any(|shown| shown.sensitive),
    })
}

/// Sources that did not learn it from each other, as far as they are noted and readable.
fn origins(entry: &Entry, history: &History) -> u32 {
    let mut known: Vec<kernel::EntryId> = Vec::new();
    for source in &entry.inner.sources {
        let origin = history
            .current()
            .find(|other| other.outer.id == *source)
            .map(|other| other.inner.same_origin_as.unwrap_or(other.outer.id));
        if let Some(origin) = origin
            && !known.contains(&origin)
        {
            known.push(origin);
        }
    }
    u32::try_from(known.len()).unwrap_or(u32::MAX)
}

fn reported_by(entry: &Entry, history: &History) -> Option<String> {
    if let Some(organisation) = entry
        .inner
        .body
        .get("organisation")
        .and_then(serde_json::Value::as_str)
    {
        return Some(organisation.to_owned());
    }
    entry.inner.sources.iter().find_map(|source| {
        let other = history.current().find(|other| other.outer.id == *source)?;
        let source = casework::body::<casework::sources::Source>(other).ok()?;
        Some(source.organisation.unwrap_or(source.title))
    })
}
