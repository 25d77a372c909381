//! Evidence: documents, pictures, messages and things, where each came from, through whose hands it
//! went, and what the program found in it. Words of the field follow the Berkeley Protocol: the
//! original is never altered, every hand is in the log, and a copy is said to be one.

use kernel::{Entry, EntryId, PartialDate};
use serde::{Deserialize, Serialize};

use crate::{
    body::Body,
    faults::{Checker, Faults},
    form::{Field, Input},
    rows::{self, Row},
    sources::Cell,
};

/// Most words by which a document is found.
pub const MOST_DOCUMENT_WORDS: usize = 4_000;
/// Most lines of metadata that are kept of a document.
pub const MOST_METADATA: usize = 300;
/// Most characters of one line of metadata.
pub const LONGEST_METADATA: usize = 1_000;

/// The evidence passed from one hand to another.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Handover {
    /// When.
    pub on: PartialDate,
    /// Who handed it over.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<String>,
    /// Who took it.
    pub to: String,
    /// By which means: vocabulary `handover_means`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub means: Option<String>,
    /// What was handed over, if not all of it, and why.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
}

/// Content that lies in the register as a blob of the same file.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stored {
    /// The address of the blob: SHA-256 of its ciphertext, as hexadecimal digits.
    pub address: String,
    /// SHA-256 of the content, as hexadecimal digits.
    pub sha256: String,
    /// Its bytes.
    pub bytes: u64,
    /// What it is, by its content: a media type.
    pub media_type: String,
}

impl Stored {
    fn check(&self, checker: &mut Checker, place: &str) {
        let is_hash = |text: &str| text.len() == 64 && text.bytes().all(|b| b.is_ascii_hexdigit());
        if !is_hash(&self.address) || !is_hash(&self.sha256) {
            checker.fault(place, "fault-unreadable", Vec::new());
        }
        checker.required_line(place, &self.media_type);
    }
}

/// What the program keeps and what it found out itself. People do not write into it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Kept {
    /// The content as it came. Never altered.
    pub original: Stored,
    /// The name that it had when it came.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// How reading it went: vocabulary `readings`.
    pub reading: String,
    /// What was wrong, in a word of the reader.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub detail: Option<String>,
    /// The text that was found.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<Stored>,
    /// Whether there is more text than was kept.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub text_cut: bool,
    /// Whether a copy without metadata could be made: vocabulary `clean_copies`.
    pub cleaning: String,
    /// The copy without metadata: what is given to others.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub clean: Option<Stored>,
    /// What the document says about itself: author, device, place, times.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub metadata: Vec<Cell>,
    /// The words by which it is found.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub words: Vec<String>,
    /// Whether it has more words than that.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub words_cut: bool,
}

impl Kept {
    /// Every blob that this names.
    pub fn blobs(&self) -> impl Iterator<Item = &Stored> {
        std::iter::once(&self.original)
            .chain(&self.text)
            .chain(&self.clean)
    }

    fn check(&self, checker: &mut Checker) {
        for stored in self.blobs() {
            stored.check(checker, "kept");
        }
        checker.optional_line("kept", self.name.as_ref());
        checker.optional_line("kept", self.detail.as_ref());
        checker.code("kept", "readings", &self.reading);
        checker.code("kept", "clean_copies", &self.cleaning);
        let long = |text: &str, most: usize| text.chars().nth(most).is_some();
        if self.metadata.len() > MOST_METADATA
            || self.words.len() > MOST_DOCUMENT_WORDS
            || self.words.iter().any(|word| long(word, 60))
            || self.metadata.iter().any(|Cell(name, value)| {
                long(name, LONGEST_METADATA) || long(value, LONGEST_METADATA)
            })
        {
            checker.fault(
                "kept",
                "fault-too-many",
                vec![("most", MOST_METADATA.to_string())],
            );
        }
    }
}

/// A piece of evidence.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Evidence {
    /// What it is, in our words.
    pub title: String,
    /// Which form it has: vocabulary `evidence_forms`.
    pub form: String,
    /// What is to be seen, read or heard.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// When it was made.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub original_date: Option<PartialDate>,
    /// Its language.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    /// From whom or where we have it. The identities of a partner's sources stay with the partner.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub came_from: Option<String>,
    /// How it was obtained: vocabulary `obtained_ways`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub obtained: Option<String>,
    /// When it was collected.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub collected: Option<PartialDate>,
    /// Who collected it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub collector: Option<String>,
    /// With which tool or by which method it was captured.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tool: Option<String>,
    /// What whoever opens it must know first: vocabulary `evidence_cautions`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub cautions: Vec<String>,
    /// Where the thing itself lies, if it is not only a file.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kept_at: Option<String>,
    /// The custody log: who handed it to whom.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub custody: Vec<Handover>,
    /// The evidence that this came attached to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub part_of: Option<EntryId>,
    /// What the program keeps and found in it; nothing for a thing of which there is no file.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kept: Option<Kept>,
}

impl Body for Evidence {
    const WORD: &'static str = "evidence";
    const SCHEMA: u16 = 1;
    const FORM: &'static [Field] = &[
        Field::new("title", Input::Line).required(),
        Field::choice("form", "evidence_forms").required(),
        Field::new("description", Input::Text),
        Field::new("original_date", Input::PartialDate),
        Field::new("language", Input::Language),
        Field::new("came_from", Input::Line).sensitive(),
        Field::choice("obtained", "obtained_ways"),
        Field::new("collected", Input::PartialDate),
        Field::new("collector", Input::Name).sensitive(),
        Field::new("tool", Input::Line),
        Field::choices("cautions", "evidence_cautions"),
        Field::new("kept_at", Input::Line).sensitive(),
        Field::new(
            "custody",
            Input::Items(&[
                Field::new("on", Input::PartialDate).required(),
                Field::new("from", Input::Name),
                Field::new("to", Input::Name).required(),
                Field::choice("means", "handover_means"),
                Field::new("note", Input::Text),
            ]),
        )
        .sensitive(),
        Field::new("part_of", Input::Entry),
        Field::new("kept", Input::Json),
    ];

    fn check(&self) -> Result<(), Faults> {
        let mut checker = Checker::default();
        checker.required_line("title", &self.title);
        checker.code("form", "evidence_forms", &self.form);
        checker.optional_text("description", self.description.as_ref());
        checker.optional_date("original_date", self.original_date.as_ref());
        checker.language("language", self.language.as_ref());
        checker.optional_line("came_from", self.came_from.as_ref());
        checker.optional_code("obtained", "obtained_ways", self.obtained.as_ref());
        checker.optional_date("collected", self.collected.as_ref());
        checker.optional_line("collector", self.collector.as_ref());
        checker.optional_line("tool", self.tool.as_ref());
        checker.codes("cautions", "evidence_cautions", &self.cautions);
        checker.optional_line("kept_at", self.kept_at.as_ref());
        checker.count("custody", self.custody.len());
        for (row, handover) in self.custody.iter().enumerate() {
            let place = |field: &str| format!("custody.{row}.{field}");
            checker.date(&place("on"), &handover.on);
            checker.optional_line(&place("from"), handover.from.as_ref());
            checker.required_line(&place("to"), &handover.to);
            checker.optional_code(&place("means"), "handover_means", handover.means.as_ref());
            checker.text(&place("note"), &handover.note);
        }
        if let Some(kept) = &self.kept {
            kept.check(&mut checker);
        }
        checker.finish()
    }

    fn project(&self, _entry: &Entry, rows: &mut Vec<Row>) {
        rows::push_words(rows, &self.title);
        if let Some(description) = &self.description {
            rows::push_words(rows, description);
        }
        rows::facet(rows, "evidence", &self.form);
        if let Some(kept) = &self.kept {
            rows.push(Row::WordKey(rows::content_word(&kept.original.sha256)));
            if let Some(name) = &kept.name {
                rows::push_words(rows, name);
            }
            rows.extend(kept.words.iter().cloned().map(Row::WordKey));
        }
    }

    fn sample() -> Self {
        let stored = |byte: &str, media_type: &str| Stored {
            address: byte.repeat(32),
            sha256: "b7".repeat(32),
            bytes: 20_480,
            media_type: media_type.to_owned(),
        };
        Self {
            title: "Letter from the colony".to_owned(),
            form: "document".to_owned(),
            description: Some(
                "Two pages, written by hand, on the conditions in cell 4.".to_owned(),
            ),
            original_date: Some(PartialDate::year(2026)),
            language: Some("be".to_owned()),
            came_from: Some("her sister".to_owned()),
            obtained: Some("handed_over".to_owned()),
            collected: Some(PartialDate::year(2026)),
            collector: Some("Lantern Circle".to_owned()),
            tool: Some("scanned at 300 dots an inch".to_owned()),
            cautions: vec!["source_identifiable".to_owned()],
            kept_at: Some("safe 2, folder 14".to_owned()),
            custody: vec![Handover {
                on: PartialDate::year(2026),
                from: Some("her sister".to_owned()),
                to: "Lantern Circle".to_owned(),
                means: Some("in_person".to_owned()),
                note: "both pages".to_owned(),
            }],
            part_of: Some(EntryId::from_bytes([9; 16])),
            kept: Some(Kept {
                original: stored("a1", "application/pdf"),
                name: Some("letter.pdf".to_owned()),
                reading: "read".to_owned(),
                text: Some(stored("a2", "text/plain")),
                cleaning: "made".to_owned(),
                clean: Some(stored("a3", "application/pdf")),
                metadata: vec![Cell("author".to_owned(), "reader 7".to_owned())],
                words: vec!["colony".to_owned()],
                ..Kept::default()
            }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn faults(change: impl Fn(&mut Evidence)) -> Option<Faults> {
        let mut body = Evidence::sample();
        change(&mut body);
        body.check().err()
    }

    #[test]
    fn a_thing_without_a_file_is_evidence_too() {
        assert_eq!(faults(|body| body.kept = None), None);
    }

    #[test]
    fn what_the_program_kept_is_checked_like_anything_else() {
        for change in [
            (|kept: &mut Kept| kept.original.address = "a1".to_owned()) as fn(&mut Kept),
            |kept| kept.original.sha256 = "zz".repeat(32),
            |kept| kept.reading = "guessed".to_owned(),
            |kept| kept.cleaning = String::new(),
            |kept| kept.words = vec!["w".to_owned(); MOST_DOCUMENT_WORDS + 1],
            |kept| kept.metadata = vec![Cell("x".repeat(LONGEST_METADATA + 1), String::new())],
        ] {
            let faults = faults(|body| change(body.kept.as_mut().unwrap()));
            assert!(faults.is_some_and(|faults| faults.names("kept")));
        }
    }

    #[test]
    fn every_hand_in_the_log_has_a_name() {
        let faults = faults(|body| {
            let nobody = Handover {
                to: " ".to_owned(),
                ..body.custody[0].clone()
            };
            body.custody.push(nobody);
        })
        .unwrap();
        assert!(faults.names("custody.1.to"), "{faults:?}");
    }
}
