//! Documents, messages and pictures that are kept as evidence: the text and the metadata in them,
//! what is attached to them, and a copy that says nothing about who made it where.
//!
//! Everything here runs in the child process, on bytes in memory. Nothing is fetched: addresses in a
//! document are text. Nothing is believed: sizes are measured while they grow, depth is limited by
//! whoever asks for one level at a time, and what cannot be read is named.

mod clean;
mod kind;
mod mail;
mod office;
mod outlook;
pub(super) mod pdf;
mod picture;
#[cfg(test)]
mod samples;
#[cfg(test)]
mod tests;
mod xmp;

use std::panic::{AssertUnwindSafe, catch_unwind};

use serde::{Deserialize, Serialize};

use super::{document::Document, encoding, markup};
use crate::{Limits, ListError, ListReader, Part, ReadOptions};
use kind::Kind;

/// How large evidence may be in each direction. They go to the child and hold on its answers too.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct EvidenceLimits {
    /// Bytes of a file that is read at all; a larger one is kept unread.
    pub input_bytes: u64,
    /// Characters of text that are kept.
    pub text_characters: usize,
    /// Lines of metadata.
    pub metadata: usize,
    /// Characters of one line of metadata.
    pub metadata_characters: usize,
    /// Attachments of one message.
    pub attachments: usize,
    /// Bytes of all attachments of one message together.
    pub attachment_bytes: u64,
    /// Files inside an archive.
    pub archive_entries: usize,
    /// Bytes of an archive after decompression, all its parts together.
    pub archive_bytes: u64,
    /// How many times larger a part of an archive may become; parts under 16 MiB are free.
    pub archive_ratio: u64,
    /// Pages of a document that are read.
    pub pages: usize,
    /// Memory that the child may use beyond what it had when it started.
    pub memory_bytes: u64,
    /// Seconds of processor time of the child.
    pub cpu_seconds: u64,
    /// Seconds that the parent waits for the child, all waits together.
    pub wait_seconds: u64,
}

impl Default for EvidenceLimits {
    fn default() -> Self {
        Self {
            input_bytes: 48 << 20,
            text_characters: 1_000_000,
            metadata: 300,
            metadata_characters: 1_000,
            attachments: 100,
            attachment_bytes: 96 << 20,
            archive_entries: 2_000,
            archive_bytes: 128 << 20,
            archive_ratio: 200,
            pages: 2_000,
            memory_bytes: 512 << 20,
            cpu_seconds: 20,
            wait_seconds: 40,
        }
    }
}

impl EvidenceLimits {
    /// The same for the readers of lists.
    pub(crate) fn of_lists(&self) -> Limits {
        Limits {
            archive_entries: self.archive_entries,
            archive_bytes: self.archive_bytes,
            archive_ratio: self.archive_ratio,
            document_bytes: 24 << 20,
            memory_bytes: self.memory_bytes,
            cpu_seconds: self.cpu_seconds,
            ..Limits::default()
        }
    }
}

/// How reading went: codes of the vocabulary `readings`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reading {
    /// There is text.
    Read,
    /// It was read and there is no text in it: a picture, a scan.
    NoText,
    /// We have no reader for it.
    UnknownKind,
    /// It is locked with a password.
    Encrypted,
    /// It is larger than what is read.
    TooLarge,
    /// It was attached to something that was attached to something, too often.
    TooDeep,
    /// Something inside is over a limit: a bomb, or too much of it.
    OverLimit,
    /// It declares XML entities, which no honest writer does.
    Entities,
    /// It is broken inside.
    Damaged,
    /// The process that read it was ended.
    Failed,
}

/// Whether a copy without metadata could be made: codes of the vocabulary `clean_copies`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Cleaning {
    /// It was made.
    Made,
    /// There is nothing beside the content: plain text.
    NotNeeded,
    /// We know no way for this kind.
    NoWay,
    /// There are whole files inside, which a copy would carry along.
    HoldsFiles,
    /// It is locked with a password.
    Encrypted,
    /// It is broken, or the copy did not come out clean.
    Damaged,
    /// It is larger than what is read.
    TooLarge,
}

macro_rules! codes {
    ($name:ident: $($variant:ident = $code:literal),* $(,)?) => {
        impl $name {
            /// The code in the vocabulary.
            #[must_use]
            pub const fn code(self) -> &'static str {
                match self {
                    $(Self::$variant => $code,)*
                }
            }
        }
    };
}

codes!(Reading: Read = "read", NoText = "no_text", UnknownKind = "unknown_kind", Encrypted = "encrypted",
    TooLarge = "too_large", TooDeep = "too_deep", OverLimit = "over_limit", Entities = "entities",
    Damaged = "damaged", Failed = "failed");
codes!(Cleaning: Made = "made", NotNeeded = "not_needed", NoWay = "no_way", HoldsFiles = "holds_files",
    Encrypted = "encrypted", Damaged = "damaged", TooLarge = "too_large");

/// What was found in a file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Findings {
    /// What it is, by its content: a media type.
    pub media_type: String,
    /// How reading went.
    pub reading: Reading,
    /// What was wrong, in a word.
    pub detail: Option<String>,
    /// Whether there is more text than was kept.
    pub text_cut: bool,
    /// What the file says about itself: name and value.
    pub metadata: Vec<(String, String)>,
    /// Whether a copy without metadata could be made.
    pub cleaning: Cleaning,
}

/// Something attached to a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attachment {
    /// The name that it had.
    pub name: String,
    /// Its content.
    pub bytes: Vec<u8>,
}

/// Everything that was made of one file.
#[derive(Clone, Debug)]
pub struct Made {
    /// What it is and how reading went.
    pub findings: Findings,
    /// The text in it; empty where there is none.
    pub text: String,
    /// What is attached to it, unread.
    pub attachments: Vec<Attachment>,
    /// The copy without metadata, where one could be made.
    pub clean: Option<Vec<u8>>,
}

/// Why a file gave nothing, or not all.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Trouble {
    reading: Reading,
    detail: Option<String>,
}

impl Trouble {
    pub(super) fn new(reading: Reading, detail: &str) -> Self {
        Self {
            reading,
            detail: (!detail.is_empty()).then(|| detail.to_owned()),
        }
    }

    pub(super) fn damaged(detail: &str) -> Self {
        Self::new(Reading::Damaged, detail)
    }
}

impl From<ListError> for Trouble {
    fn from(error: ListError) -> Self {
        match error {
            ListError::OverLimit { what, .. } => Self::new(Reading::OverLimit, &what),
            ListError::XmlEntity(_) => Self::new(Reading::Entities, ""),
            ListError::NotAList(what) if what.contains("encrypted") => {
                Self::new(Reading::Encrypted, "")
            }
            _ => Self::damaged(""),
        }
    }
}

/// What a reader collects, within the limits.
pub(super) struct Collected {
    text: String,
    characters: usize,
    cut: bool,
    metadata: Vec<(String, String)>,
    attachments: Vec<Attachment>,
    attached: u64,
    limits: EvidenceLimits,
}

impl Collected {
    fn new(limits: EvidenceLimits) -> Self {
        Self {
            text: String::new(),
            characters: 0,
            cut: false,
            metadata: Vec::new(),
            attachments: Vec::new(),
            attached: 0,
            limits,
        }
    }

    pub(super) const fn limits(&self) -> &EvidenceLimits {
        &self.limits
    }

    /// Adds text. Control characters are taken out, but for ends of lines and tabs.
    pub(super) fn text(&mut self, text: &str) {
        for character in text.chars() {
            if self.characters >= self.limits.text_characters {
                self.cut = true;
                return;
            }
            match character {
                '\r' => {}
                '\n' if self.text.ends_with("\n\n") => {}
                c if c.is_control() && c != '\n' && c != '\t' => {}
                c => {
                    self.text.push(c);
                    self.characters += 1;
                }
            }
        }
    }

    /// Whether there is no room for more text.
    pub(super) const fn is_full(&self) -> bool {
        self.cut
    }

    /// Adds a line of metadata, once.
    pub(super) fn metadata(&mut self, name: &str, value: &str) {
        let short = |text: &str| -> String {
            text.split_whitespace()
                .collect::<Vec<_>>()
                .join(" ")
                .chars()
                .filter(|c| !c.is_control())
                .take(self.limits.metadata_characters)
                .collect()
        };
        let line = (short(name), short(value));
        if !line.1.is_empty()
            && self.metadata.len() < self.limits.metadata
            && !self.metadata.contains(&line)
        {
            self.metadata.push(line);
        }
    }

    /// Adds an attachment.
    pub(super) fn attachment(&mut self, name: &str, bytes: Vec<u8>) -> Result<(), Trouble> {
        self.attached += u64::try_from(bytes.len()).unwrap_or(u64::MAX);
        if self.attachments.len() >= self.limits.attachments {
            return Err(Trouble::new(Reading::OverLimit, "attachments"));
        }
        if self.attached > self.limits.attachment_bytes {
            return Err(Trouble::new(Reading::OverLimit, "attachment_bytes"));
        }
        // A name is a name: whatever path it claims is not part of it.
        let name: String = name
            .rsplit(['/', '\\'])
            .next()
            .unwrap_or_default()
            .trim_start_matches('.')
            .chars()
            .filter(|c| !c.is_control())
            .take(200)
            .collect();
        self.attachments.push(Attachment { name, bytes });
        Ok(())
    }
}

/// Reads one file, one level deep: what is attached is handed out, not read.
///
/// Runs in the child process; [`crate::read_evidence_in_child`] gives the same from there.
#[must_use]
pub fn read(bytes: &[u8], limits: &EvidenceLimits) -> Made {
    let head = bytes.get(..bytes.len().min(4_096)).unwrap_or_default();
    if u64::try_from(bytes.len()).unwrap_or(u64::MAX) > limits.input_bytes {
        return unread(
            kind::of(head).media_type(),
            Reading::TooLarge,
            Cleaning::TooLarge,
        );
    }
    let mut kind = kind::of(bytes);
    let mut collected = Collected::new(*limits);
    // A library that gives up must not take the answer of the other parts with it.
    let outcome = catch_unwind(AssertUnwindSafe(|| {
        collect(&mut kind, bytes, &mut collected)
    }))
    .unwrap_or_else(|_| Err(Trouble::damaged("the reader gave up")));
    let (cleaning, clean) = catch_unwind(AssertUnwindSafe(|| clean::copy(kind, bytes, limits)))
        .unwrap_or((Cleaning::Damaged, None));
    let (reading, detail) = match outcome {
        Ok(()) if collected.text.trim().is_empty() => (
            if matches!(kind, Kind::Unknown | Kind::Packed) {
                Reading::UnknownKind
            } else {
                Reading::NoText
            },
            None,
        ),
        Ok(()) => (Reading::Read, None),
        Err(trouble) => (trouble.reading, trouble.detail),
    };
    let readable = matches!(reading, Reading::Read | Reading::OverLimit);
    Made {
        findings: Findings {
            media_type: kind.media_type().to_owned(),
            reading,
            detail,
            text_cut: collected.cut,
            metadata: collected.metadata,
            cleaning,
        },
        text: if readable && !collected.text.trim().is_empty() {
            collected.text
        } else {
            String::new()
        },
        attachments: collected.attachments,
        clean,
    }
}

fn unread(media_type: &str, reading: Reading, cleaning: Cleaning) -> Made {
    Made {
        findings: Findings {
            media_type: media_type.to_owned(),
            reading,
            detail: None,
            text_cut: false,
            metadata: Vec::new(),
            cleaning,
        },
        text: String::new(),
        attachments: Vec::new(),
        clean: None,
    }
}

/// The metadata of a file alone: by which a copy is looked at again.
fn metadata_of(kind: Kind, bytes: &[u8], limits: &EvidenceLimits) -> Option<Vec<(String, String)>> {
    let mut collected = Collected::new(*limits);
    let mut kind = kind;
    collect(&mut kind, bytes, &mut collected).ok()?;
    Some(collected.metadata)
}

fn collect(kind: &mut Kind, bytes: &[u8], out: &mut Collected) -> Result<(), Trouble> {
    match *kind {
        Kind::Text => {
            out.text(&decoded(bytes)?);
            Ok(())
        }
        Kind::Page => page(&decoded(bytes)?, out),
        Kind::Pdf => pdf::read(bytes, out),
        Kind::Mail => mail::read(bytes, out),
        Kind::Compound => outlook::read(bytes, out).map(|found| *kind = found),
        Kind::Archive => office::read(bytes, out).map(|found| *kind = found),
        // What an archive has turned out to be when a copy is looked at again.
        Kind::Word | Kind::OpenText | Kind::Sheet | Kind::Slides | Kind::OpenOther => {
            office::read(bytes, out).map(|_| ())
        }
        Kind::Outlook => outlook::read(bytes, out).map(|_| ()),
        Kind::Jpeg | Kind::Png | Kind::WebP | Kind::Tiff | Kind::Heif => {
            picture::read(*kind, bytes, out)
        }
        Kind::Gif | Kind::Sound | Kind::Film => Ok(()),
        Kind::Packed | Kind::Unknown => Err(Trouble::new(Reading::UnknownKind, "")),
    }
}

/// A text in whichever encoding it is.
fn decoded(bytes: &[u8]) -> Result<String, Trouble> {
    let sample = bytes.get(..bytes.len().min(1 << 20)).unwrap_or_default();
    let chosen = encoding::choose(sample, None)?;
    let rest = bytes.get(chosen.mark..).unwrap_or_default();
    let (text, _, _) = chosen.encoding.decode(rest);
    Ok(text.into_owned())
}

/// A page in HTML: its lines, then the cells of its tables.
fn page(text: &str, out: &mut Collected) -> Result<(), Trouble> {
    page_metadata(text, out);
    let document = markup::read(text, &out.limits.of_lists())?;
    put_document(&document, out);
    Ok(())
}

fn put_document(document: &Document, out: &mut Collected) {
    for line in &document.lines {
        out.text(&line.text);
        out.text("\n");
    }
    for row in document.tables.iter().flatten() {
        out.text(&row.join("\t"));
        out.text("\n");
    }
}

/// Title and `meta` of a page.
fn page_metadata(text: &str, out: &mut Collected) {
    let head = text
        .char_indices()
        .nth(20_000)
        .map_or(text, |(at, _)| text.split_at(at).0);
    let lower = head.to_ascii_lowercase();
    if let Some(title) = lower.find("<title").and_then(|at| head.get(at..)) {
        let inside = title.split_once('>').map_or("", |(_, rest)| rest);
        let inside = inside.split('<').next().unwrap_or_default();
        out.metadata("title", &markup::unescape(inside));
    }
    for (at, _) in lower.match_indices("<meta").take(100) {
        let tag = head
            .get(at..)
            .and_then(|tag| tag.split('>').next())
            .unwrap_or_default();
        let (name, value) = (
            markup::attribute(tag, "name").or_else(|| markup::attribute(tag, "property")),
            quoted(tag, "content"),
        );
        if let (Some(name), Some(value)) = (name, value) {
            out.metadata(name, &markup::unescape(value));
        }
    }
}

/// An attribute that may hold blanks.
fn quoted<'a>(tag: &'a str, name: &str) -> Option<&'a str> {
    let at = tag.to_ascii_lowercase().find(&format!("{name}="))?;
    let rest = tag.get(at + name.len() + 1..)?;
    let sign = rest.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    rest.get(1..)?.split(sign).next()
}

/// The cells of a spreadsheet as text.
fn sheets(bytes: &[u8], out: &mut Collected) -> Result<(), Trouble> {
    let reader = ListReader::open(
        std::io::Cursor::new(bytes.to_vec()),
        &ReadOptions::default(),
        &out.limits.of_lists(),
    )?;
    for part in reader {
        match part? {
            Part::Table(table) => {
                for title in &table.titles {
                    out.text(title);
                    out.text("\n");
                }
                out.text(&table.headers.join("\t"));
                out.text("\n");
            }
            Part::Row(row) => {
                let cells: Vec<&str> = row.cells.iter().map(|cell| cell.text.as_str()).collect();
                out.text(&cells.join("\t"));
                out.text("\n");
            }
        }
        if out.is_full() {
            break;
        }
    }
    Ok(())
}
