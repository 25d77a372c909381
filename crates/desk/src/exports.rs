//! Ours out: what the reader may see, in open formats, readable without this program.

use access::{Export, Resource, Visible};
use casework::{
    Body as _,
    evidence::Evidence,
    matters::{Charge, Detention},
    people::{Fact, Name, is_sensitive},
    sources::{Claim, Source},
};
use kernel::{Day, Entry, EntryId, FileId, Label, PartialDate};
use lists::{ExportCharge, ExportClaim, ExportDetention, ExportName, ExportPerson, ExportSource};
use serde::Serialize;
use store::FileCursor;

use crate::{
    Caller, DeskError, Result,
    bilaterals::sentence_text,
    evidence::{OpenedContent, Which},
    files::{EXPORT, History},
    house::House,
    people::{PeopleQuery, last_done, shown_names},
};

/// The open formats in which a list of people goes out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ListFormat {
    /// Comma-separated text in UTF-8, one person a row.
    Csv,
    /// A spreadsheet, one person a row.
    Xlsx,
    /// One JSON object: the label, what the fields mean, the people.
    Json,
    /// FollowTheMoney entities, one a line.
    FollowTheMoney,
}

impl ListFormat {
    /// Every format.
    pub const ALL: [Self; 4] = [Self::Csv, Self::Xlsx, Self::Json, Self::FollowTheMoney];

    /// The ending of a file of this format, which is also its word in addresses and commands.
    #[must_use]
    pub const fn extension(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Xlsx => "xlsx",
            Self::Json => "json",
            Self::FollowTheMoney => "ftm",
        }
    }

    /// Its media type.
    #[must_use]
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Csv => "text/csv; charset=utf-8",
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            Self::Json => "application/json",
            Self::FollowTheMoney => "application/x-ndjson",
        }
    }
}

/// The columns of a table of people, in order; `lists::FIELDS` says what most of them mean.
const COLUMNS: [&str; 13] = [
    "id",
    "names",
    "sex",
    "birth",
    "country",
    "stage",
    "place",
    "held since",
    "charges",
    "claims",
    "last done",
    "confidence",
    "label",
];

fn joined(texts: impl Iterator<Item = String>) -> String {
    texts.collect::<Vec<_>>().join(" / ")
}

fn cells(person: &ExportPerson) -> Vec<String> {
    let detention = person.detentions.last();
    let of = |take: fn(&ExportDetention) -> String| detention.map(take).unwrap_or_default();
    vec![
        person.id.clone(),
        joined(person.names.iter().map(|name| name.text.clone())),
        person.sex.clone().unwrap_or_default(),
        person
            .birth
            .as_ref()
            .map(PartialDate::edtf)
            .unwrap_or_default(),
        of(|detention| detention.country.clone()),
        of(|detention| detention.stage.clone()),
        of(|detention| detention.place.clone().unwrap_or_default()),
        of(|detention| detention.from.edtf()),
        joined(person.charges.iter().map(|charge| {
            [charge.article.as_deref(), Some(charge.text.as_str())]
                .into_iter()
                .flatten()
                .collect::<Vec<_>>()
                .join(" ")
        })),
        joined(
            person
                .claims
                .iter()
                .map(|claim| format!("{}: {}", claim.organisation, claim.status)),
        ),
        person.last_done.map(Day::iso).unwrap_or_default(),
        person.confidence.code().to_owned(),
        person.label.text().to_owned(),
    ]
}

/// Writes a list of people. Above it stands the narrowest label of what is in it, and the banner; no
/// cell of it is a formula.
///
/// # Errors
/// When it cannot be written, as a spreadsheet of more rows than a sheet has.
pub fn write_list(
    format: ListFormat,
    banner: &str,
    day: Day,
    people: Vec<Visible<ExportPerson>>,
) -> Result<Vec<u8>> {
    let people: Vec<ExportPerson> = people.into_iter().map(Visible::into_inner).collect();
    let label = people
        .iter()
        .map(|person| person.label)
        .max()
        .unwrap_or_default();
    let banner = format!("{banner} · {}", day.iso());
    let headers = COLUMNS.map(str::to_owned);
    let failed = |error: std::io::Error| DeskError::Store(store::StoreError::Io(error));
    let mut bytes = Vec::new();
    match format {
        ListFormat::Csv => {
            let rows: Vec<Vec<String>> = people.iter().map(cells).collect();
            lists::write_csv(
                &mut bytes,
                label,
                &banner,
                &headers,
                rows.iter().map(Vec::as_slice),
            )
            .map_err(|error| failed(std::io::Error::other(error)))?;
        }
        ListFormat::Xlsx => {
            let rows: Vec<Vec<String>> = people.iter().map(cells).collect();
            bytes = lists::xlsx(
                label,
                &banner,
                "People",
                &headers,
                rows.iter().map(Vec::as_slice),
            )
            .map_err(|error| failed(std::io::Error::other(error)))?;
        }
        ListFormat::Json => {
            lists::write_json(&mut bytes, label, &banner, day, people).map_err(failed)?;
        }
        ListFormat::FollowTheMoney => {
            lists::write_follow_the_money(&mut bytes, &banner, people).map_err(failed)?;
        }
    }
    Ok(bytes)
}

/// A whole file, exported entry by entry.
#[derive(Clone, Debug, Serialize)]
pub struct ExportedFile {
    /// The file.
    pub id: String,
    /// Its compartment.
    pub compartment: String,
    /// All versions of all entries, oldest first.
    pub entries: Vec<ExportedEntry>,
}

/// One version of an entry, in clear.
#[derive(Clone, Debug, Serialize)]
pub struct ExportedEntry {
    /// The entry.
    pub id: String,
    /// The version.
    pub version: u32,
    /// The day it was recorded.
    pub recorded: String,
    /// The inner envelope with the body.
    #[serde(flatten)]
    pub inner: kernel::Inner,
}

/// A person as they go out in a list: what the reader may read and export, without what a hostile
/// reader could use first (health, identity numbers, family, religion); `export --all` has those too.
fn exported(file: FileId, history: &History, may: impl Fn(&Entry) -> bool) -> ExportPerson {
    let shown: Vec<&Entry> = history.current().filter(|entry| may(entry)).collect();
    let mut person = ExportPerson {
        id: file.to_string(),
        label: shown
            .iter()
            .map(|entry| entry.inner.label)
            .max()
            .unwrap_or(Label::AmberStrict),
        confidence: shown
            .iter()
            .map(|entry| entry.inner.confidence)
            .max()
            .unwrap_or_default(),
        names: Vec::new(),
        birth: None,
        death: None,
        sex: None,
        facts: Vec::new(),
        detentions: Vec::new(),
        charges: Vec::new(),
        claims: Vec::new(),
        sources: Vec::new(),
        last_done: last_done(history),
    };
    let order: Vec<String> = shown_names(history)
        .into_iter()
        .map(|name| name.text)
        .collect();
    for (entry, name) in history.bodies::<Name>() {
        if may(entry) && person.names.iter().all(|known| known.text != name.text) {
            person.names.push(ExportName {
                parts: name
                    .parts
                    .into_iter()
                    .map(|part| (part.role, part.text))
                    .collect(),
                text: name.text,
                usage: name.usage,
            });
        }
    }
    person
        .names
        .sort_by_key(|name| order.iter().position(|text| *text == name.text));
    for (entry, fact) in history.bodies::<Fact>() {
        if !may(entry) || is_sensitive(&fact.field) {
            continue;
        }
        match fact.field.as_str() {
            "birth" => person.birth = fact.date,
            "death" => person.death = fact.date,
            "sex" => person.sex = fact.code.or(Some(fact.value)),
            _ => person
                .facts
                .push((fact.field, fact.code.unwrap_or(fact.value))),
        }
    }
    let mut detentions = history.bodies::<Detention>();
    detentions.retain(|(entry, _)| may(entry));
    detentions.sort_by_key(|(entry, detention)| {
        (
            detention.from.earliest(),
            entry.inner.recorded_at,
            entry.outer.id,
        )
    });
    person.detentions = detentions
        .into_iter()
        .map(|(_, detention)| ExportDetention {
            country: detention.country,
            stage: detention.stage,
            place: Some(detention.place_text).filter(|text| !text.is_empty()),
            from: detention.from,
            until: detention.until,
        })
        .collect();
    for (entry, charge) in history.bodies::<Charge>() {
        if may(entry) {
            person.charges.push(ExportCharge {
                sentence: charge
                    .sentence
                    .as_ref()
                    .map(sentence_text)
                    .or(charge.penalty_text),
                text: charge.original_text,
                law: charge.law,
                article: charge.article,
                verdict_on: charge.verdict_on,
                expected_release: charge.expected_release,
            });
        }
    }
    for (entry, claim) in history.bodies::<Claim>() {
        if may(entry) {
            person.claims.push(ExportClaim {
                organisation: claim.organisation,
                status: claim.status_text,
                code: claim.status_code,
                as_of: claim.as_of,
            });
        }
    }
    for (entry, source) in history.bodies::<Source>() {
        let source = ExportSource {
            title: source.title,
            url: source.url,
        };
        if may(entry) && !person.sources.contains(&source) {
            person.sources.push(source);
        }
    }
    person
}

/// A content of a piece of evidence that goes out with everything else.
#[derive(Clone, Debug)]
pub struct ExportedContent {
    /// The file it stands in.
    pub file: FileId,
    /// The entry of the evidence.
    pub entry: EntryId,
    /// What people call it.
    pub title: String,
    /// Which content.
    pub which: Which,
    /// Its narrowest label.
    pub label: Label,
    /// What is opened piece by piece with [`House::content_piece`].
    pub content: OpenedContent,
}

impl House {
    /// The contents of every piece of present evidence in a file that the caller may read and export: the
    /// copy without metadata, the original and the text, as far as there are such. Each opening is logged.
    ///
    /// # Errors
    /// When the store fails. What the caller may not read is left out.
    pub async fn export_evidence(
        &self,
        caller: &Caller,
        file: FileId,
    ) -> Result<Vec<Visible<ExportedContent>>> {
        let mut transaction = self.read().await?;
        let Ok((stored, open)) = self.open_file(caller, &mut transaction, file).await else {
            return Ok(Vec::new());
        };
        let resource = Resource::new(stored.compartment, Evidence::WORD);
        let (Ok(permit), Ok(_export)) = (
            self.read_right(caller, stored.compartment, Evidence::WORD),
            access::permit::<Export>(&caller.actor, &resource),
        ) else {
            return Ok(Vec::new());
        };
        let history = self.history(caller, &mut transaction, &open).await?;
        drop(transaction);
        let mut out = Vec::new();
        for (entry, body) in history.bodies::<Evidence>() {
            if body.kept.is_none() {
                continue;
            }
            for which in [Which::Copy, Which::Original, Which::Text] {
                match self.open_content(caller, entry.outer.id, which).await {
                    Ok(content) => out.push(Visible::new(
                        &permit,
                        ExportedContent {
                            file,
                            entry: entry.outer.id,
                            title: body.title.clone(),
                            which,
                            label: entry.inner.label,
                            content: content.into_inner(),
                        },
                    )),
                    Err(DeskError::Absent) => {}
                    Err(error) => return Err(error),
                }
            }
        }
        Ok(out)
    }

    /// Every person the caller may read and export, as the list of people shows them, a batch at a
    /// time to `sink`. Compartments where the caller may not export are left out, and so are kinds.
    ///
    /// # Errors
    /// When the caller may export nowhere, or the store fails.
    pub async fn export_people(
        &self,
        caller: &Caller,
        query: &PeopleQuery,
        sink: &mut (dyn FnMut(Visible<ExportPerson>) -> Result<()> + Send),
    ) -> Result<u64> {
        let may = |compartment| {
            access::permit::<Export>(&caller.actor, &Resource::new(compartment, "name")).is_ok()
        };
        if !caller.keyring.keys().any(|compartment| may(*compartment)) {
            return Err(DeskError::Absent);
        }
        let order = query.order();
        let hashes = query.hashes(caller);
        let mut after: Option<FileCursor> = None;
        let mut count = 0;
        loop {
            let mut transaction = self.read().await?;
            let files = if hashes.is_empty() {
                transaction
                    .files(caller.viewer(), "person", order, after, 500)
                    .await?
            } else {
                transaction
                    .files_with(caller.viewer(), &hashes, order, after, 500)
                    .await?
            };
            let Some(last) = files.last() else { break };
            after = Some(FileCursor {
                sort: last.sort_value(order),
                id: last.id,
            });
            let mut opened: Vec<FileId> = Vec::new();
            for stored in &files {
                if !may(stored.compartment) {
                    continue;
                }
                let Ok(open) = self.open_stored(caller, &mut transaction, stored).await else {
                    continue;
                };
                let history = self.history(caller, &mut transaction, &open).await?;
                if history.of_kind("name").next().is_none() {
                    continue;
                }
                let permit = self.read_right(caller, stored.compartment, "name")?;
                let row = exported(stored.id, &history, |entry| {
                    access::permit::<Export>(
                        &caller.actor,
                        &Resource::new(entry.outer.compartment, entry.kind())
                            .in_file(entry.outer.file),
                    )
                    .is_ok()
                });
                opened.push(stored.id);
                count += 1;
                sink(Visible::new(&permit, row))?;
            }
            drop(transaction);
            self.log_openings_as(caller, &opened, EXPORT).await?;
        }
        Ok(count)
    }

    /// Every file the caller may read and export, whole, to `sink`.
    ///
    /// # Errors
    /// As for people.
    pub async fn export_files(
        &self,
        caller: &Caller,
        sink: &mut (dyn FnMut(Visible<ExportedFile>) -> Result<()> + Send),
    ) -> Result<u64> {
        let mut count = 0;
        let compartments: Vec<_> = caller
            .keyring
            .keys()
            .copied()
            .filter(|compartment| {
                access::permit::<Export>(&caller.actor, &Resource::new(*compartment, "name"))
                    .is_ok()
            })
            .collect();
        if compartments.is_empty() {
            return Err(DeskError::Absent);
        }
        for compartment in compartments {
            let mut after = None;
            loop {
                let mut transaction = self.read().await?;
                let files = transaction
                    .files_of_compartment(compartment, after, 500)
                    .await?;
                let Some(last) = files.last() else { break };
                after = Some(last.id);
                let mut opened = Vec::new();
                for stored in &files {
                    let Ok(open) = self.open_stored(caller, &mut transaction, stored).await else {
                        continue;
                    };
                    let history = self.history(caller, &mut transaction, &open).await?;
                    if history.all().next().is_none() {
                        continue;
                    }
                    let permit = self.read_right(caller, stored.compartment, "name")?;
                    let file = ExportedFile {
                        id: stored.id.to_string(),
                        compartment: compartment.to_string(),
                        entries: history
                            .all()
                            .map(|entry| ExportedEntry {
                                id: entry.outer.id.to_string(),
                                version: entry.outer.version,
                                recorded: entry.outer.recorded.iso(),
                                inner: entry.inner.clone(),
                            })
                            .collect(),
                    };
                    opened.push(stored.id);
                    count += 1;
                    sink(Visible::new(&permit, file))?;
                }
                drop(transaction);
                self.log_openings_as(caller, &opened, EXPORT).await?;
            }
        }
        Ok(count)
    }
}
