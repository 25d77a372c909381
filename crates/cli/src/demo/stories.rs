//! Stories written by hand: who somebody is, what was done to them, what they and theirs want, and
//! what was done for them. They stand in `data/stories`, in order of days, as short as they can be
//! written; this module completes them and tells them to the house one entry after the other.

use std::collections::{HashMap, HashSet};

use casework::{
    bilaterals::Meeting,
    people::{Fact, Name},
};
use desk::{DeskError, Draft, House, Result};
use kernel::{Confidence, Day, FileId, Label, PartialDate};
use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::{cast::Cast, relative::Words};

const FILES: [(&str, &str); 7] = [
    ("meetings", include_str!("data/stories/meetings.toml")),
    ("veldoria", include_str!("data/stories/veldoria.toml")),
    ("qasran", include_str!("data/stories/qasran.toml")),
    ("maubin", include_str!("data/stories/maubin.toml")),
    ("hanlu", include_str!("data/stories/hanlu.toml")),
    ("azhdara", include_str!("data/stories/azhdara.toml")),
    ("forgotten", include_str!("data/stories/forgotten.toml")),
];

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    story: Vec<Story>,
}

/// One file of the house.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Story {
    /// The word by which other stories name it.
    pub(super) key: String,
    #[serde(default = "person")]
    pub(super) subject: String,
    #[serde(default = "desk")]
    compartment: String,
    #[serde(default = "irina")]
    by: String,
    country: String,
    /// How many days ago the file was opened.
    pub(super) opened: i32,
    /// Names as text, language and usage; the first is the one that pages use.
    #[serde(default)]
    names: Vec<[String; 3]>,
    #[serde(default)]
    facts: Map<String, Value>,
    #[serde(default)]
    pub(super) entries: Vec<Told>,
}

/// One entry of a story.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Told {
    kind: String,
    /// How many days ago it was recorded; when the file was opened, if it does not say.
    pub(super) ago: Option<i32>,
    by: Option<String>,
    key: Option<String>,
    /// The last day on which it holds, as seen from today.
    until: Option<i32>,
    label: Option<Label>,
    confidence: Option<Confidence>,
    #[serde(default)]
    sources: Vec<String>,
    body: Map<String, Value>,
}

fn person() -> String {
    "person".to_owned()
}

fn desk() -> String {
    "desk".to_owned()
}

fn irina() -> String {
    "irina".to_owned()
}

/// The stories, in the order of their files.
pub(super) fn read() -> Result<Vec<Story>> {
    let mut stories = Vec::new();
    for (name, text) in FILES {
        let file: File = toml::from_str(text)
            .map_err(|error| DeskError::List(format!("the stories of {name}: {error}")))?;
        stories.extend(file.story);
    }
    Ok(stories)
}

/// Every name of a story, so that no list makes it again.
pub(super) fn names(stories: &[Story]) -> HashSet<String> {
    let names = stories.iter().flat_map(|story| &story.names);
    names.map(|[text, _, _]| text.clone()).collect()
}

impl Story {
    /// How many of its entries are written when the file is opened: what a meeting or matter is.
    pub(super) fn opening_entries(&self) -> usize {
        usize::from(self.subject != "person")
    }
}

struct MeetingInfo {
    file: FileId,
    meeting: Meeting,
}

/// Tells stories to a house.
pub(super) struct Teller<'a> {
    pub(super) house: &'a House,
    pub(super) cast: &'a Cast,
    pub(super) words: Words,
    meetings: HashMap<String, MeetingInfo>,
}

impl<'a> Teller<'a> {
    pub(super) fn new(house: &'a House, cast: &'a Cast, words: Words) -> Self {
        Self {
            house,
            cast,
            words,
            meetings: HashMap::new(),
        }
    }

    /// Opens the file of a story with its names, its portrait, or its meeting or matter.
    pub(super) async fn open(&mut self, story: &Story) -> Result<()> {
        let caller = self.cast.caller(&story.by)?;
        let compartment = self.cast.compartment(&story.compartment)?;
        let mut drafts = Vec::new();
        for (position, [text, language, usage]) in story.names.iter().enumerate() {
            let mut draft = Draft::new(&Name {
                text: text.clone(),
                language: Some(language.clone()).filter(|tag| !tag.is_empty()),
                usage: usage.clone(),
                preferred: position == 0,
                ..Name::default()
            })?;
            draft.confidence = Confidence::Confirmed;
            drafts.push(draft);
        }
        for (field, value) in &story.facts {
            let mut value = value.clone();
            self.words.resolve(&mut value)?;
            drafts.push(Draft::new(&fact(field, &value))?);
        }
        for told in story.entries.iter().take(story.opening_entries()) {
            drafts.push(self.draft(story, told)?);
        }
        let file = self
            .house
            .open_new(caller, compartment, &story.subject, &drafts)
            .await
            .map_err(|error| told_where(story, "opening", error))?;
        self.words.files.insert(story.key.clone(), file);
        if story.subject == "meeting"
            && let Some(draft) = drafts.first()
        {
            let meeting = serde_json::from_value(draft.body.clone())
                .map_err(|error| DeskError::List(format!("{}: {error}", story.key)))?;
            self.meetings
                .insert(story.key.clone(), MeetingInfo { file, meeting });
        }
        Ok(())
    }

    /// Records one entry of a story.
    pub(super) async fn tell(&mut self, story: &Story, told: &Told) -> Result<()> {
        let caller = self.cast.caller(told.by.as_ref().unwrap_or(&story.by))?;
        let file = self
            .words
            .files
            .get(&story.key)
            .copied()
            .ok_or(DeskError::Inside(
                "a story is told before its file is opened",
            ))?;
        let entry = if told.kind == "on_list" {
            self.put_on_list(story, told, file).await
        } else {
            let draft = self.draft(story, told)?;
            self.house.record(caller, file, &draft).await
        }
        .map_err(|error| told_where(story, &told.kind, error))?;
        if let Some(key) = &told.key {
            self.words
                .entries
                .insert(format!("{}.{key}", story.key), entry);
        }
        Ok(())
    }

    /// Puts the person on the list of a coming meeting, under the verdict of that day.
    async fn put_on_list(
        &self,
        story: &Story,
        told: &Told,
        file: FileId,
    ) -> Result<kernel::EntryId> {
        let caller = self.cast.caller(told.by.as_ref().unwrap_or(&story.by))?;
        let info = self.meeting_of(&told.body)?;
        let mut changes = Value::Object(told.body.clone());
        self.words.resolve(&mut changes)?;
        if let Some(fields) = changes.as_object_mut() {
            fields.remove("meeting");
        }
        let mut wrong = None;
        let entry = self
            .house
            .put_on_list(caller, info.file, file, |raised| {
                let merged = casework::value(raised).map(|mut value| {
                    if let (Some(target), Some(fields)) =
                        (value.as_object_mut(), changes.as_object())
                    {
                        target.extend(fields.clone());
                    }
                    serde_json::from_value(value)
                });
                match merged {
                    Ok(Ok(changed)) => *raised = changed,
                    Ok(Err(error)) => wrong = Some(error.to_string()),
                    Err(error) => wrong = Some(error.to_string()),
                }
            })
            .await?;
        wrong.map_or(Ok(entry), |wrong| Err(DeskError::List(wrong)))
    }

    fn meeting_of(&self, body: &Map<String, Value>) -> Result<&MeetingInfo> {
        body.get("meeting")
            .and_then(Value::as_str)
            .and_then(|key| self.meetings.get(key))
            .ok_or(DeskError::Inside(
                "a story names a meeting that was not opened",
            ))
    }

    fn draft(&self, story: &Story, told: &Told) -> Result<Draft> {
        let recorded = self.words.day(-told.ago.unwrap_or(story.opened));
        let mut body = told.body.clone();
        if told.kind == "raised" {
            let info = self.meeting_of(&body)?;
            body.insert("meeting".to_owned(), json!(info.file.to_string()));
            let meeting = &info.meeting;
            for (field, value) in [
                ("meeting_code", &meeting.code),
                ("meeting_on", &meeting.day.iso()),
                ("counterpart", &meeting.counterpart),
            ] {
                body.entry(field).or_insert_with(|| json!(value));
            }
        }
        complete(&told.kind, &story.country, recorded, &mut body);
        let mut body = Value::Object(body);
        self.words
            .resolve(&mut body)
            .map_err(|error| told_where(story, &told.kind, error))?;
        let mut sources = Vec::new();
        for key in &told.sources {
            let entry = self
                .words
                .entries
                .get(&format!("{}.{key}", story.key))
                .ok_or_else(|| DeskError::List(format!("{}: no source {key}", story.key)))?;
            sources.push(*entry);
        }
        // What is told of somebody rests on the document that the story names once, as `paper`.
        if sources.is_empty() && matches!(told.kind.as_str(), "detention" | "charge" | "claim") {
            sources.extend(self.words.entries.get(&format!("{}.paper", story.key)));
        }
        Ok(Draft {
            kind: told.kind.clone(),
            happened: happened(&body),
            body,
            label: told.label.unwrap_or_default(),
            confidence: told.confidence.unwrap_or(Confidence::Credible),
            valid_until: told.until.map(|offset| self.words.day(offset)),
            sources,
            on_behalf_of: None,
            same_origin_as: None,
        })
    }
}

fn told_where(story: &Story, kind: &str, error: DeskError) -> DeskError {
    DeskError::List(format!("story {}, {kind}: {error}", story.key))
}

/// A fact of the portrait, from what a story writes as `field = value`.
pub(super) fn fact(field: &str, value: &Value) -> Fact {
    let text = value.as_str().unwrap_or_default();
    let mut fact = Fact {
        field: field.to_owned(),
        ..Fact::default()
    };
    match field {
        "sex" | "nationality" | "citizenship" => fact.code = Some(text.to_owned()),
        "birth" | "death" => fact.date = PartialDate::parse(text).ok(),
        _ => fact.value = text.to_owned(),
    }
    fact
}

/// What goes without saying in a story.
fn complete(kind: &str, country: &str, recorded: Day, body: &mut Map<String, Value>) {
    let mut usual = |field: &str, value: Value| {
        body.entry(field).or_insert(value);
    };
    match kind {
        "detention" => usual("country", json!(country)),
        "wish" => {
            usual("given_on", json!(recorded.iso()));
            usual("how_known", json!("spoken"));
            let mut scopes = body
                .remove("scopes")
                .and_then(|scopes| scopes.as_array().cloned())
                .unwrap_or_default();
            for (word, state) in [
                ("yes", "granted"),
                ("no", "refused"),
                ("no_longer", "withdrawn"),
                ("unable", "unable_to_ask"),
            ] {
                let listed = body.remove(word);
                for scope in listed
                    .as_ref()
                    .and_then(Value::as_str)
                    .unwrap_or_default()
                    .split_whitespace()
                {
                    scopes.push(json!({"scope": scope, "state": state}));
                }
            }
            body.insert("scopes".to_owned(), Value::Array(scopes));
        }
        "relay" | "counsel_approval" => usual("given_on", json!(recorded.iso())),
        "best_interest" => {
            usual("decided_on", json!(recorded.iso()));
            usual("officers", json!(["@user:irina", "@user:tomas"]));
        }
        "contact" => usual("on", json!(recorded.iso())),
        "answer" => usual("on", json!(recorded.iso())),
        "request" => {
            usual("sent_on", json!(recorded.iso()));
            usual("due_on", json!(recorded.plus(14).iso()));
            usual("channel", json!("note_verbale"));
        }
        "act" => usual("on", json!(recorded.iso())),
        _ => {}
    }
}

/// When what a body tells happened in the world.
pub(super) fn happened(body: &Value) -> Option<PartialDate> {
    let local = body.pointer("/moment/local").and_then(Value::as_str);
    [
        "from",
        "on",
        "sent_on",
        "given_on",
        "decided_on",
        "meeting_on",
        "laid",
        "as_of",
        "day",
    ]
    .into_iter()
    .filter_map(|field| body.get(field).and_then(Value::as_str))
    .chain(local.and_then(|text| text.get(..10)))
    .find_map(|text| PartialDate::parse(text).ok())
}
