//! Where we know it from: sources, other bodies' claims, and what an import keeps for itself.

use kernel::{Day, Entry, PartialDate, UserId};
use serde::{Deserialize, Serialize};

use crate::{
    body::Body,
    faults::{Checker, Faults, LONGEST_TEXT},
    form::{Field, Input},
    iso_day,
    rows::{self, Row},
};

/// A column of a list and the raw cell under it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cell(
    /// The column.
    pub String,
    /// The cell as it came, formula signs, control characters and all.
    pub String,
);

/// Cells are raw evidence: their length is limited, their characters are not.
fn check_cells(checker: &mut Checker, cells: &[Cell]) {
    checker.count("cells", cells.len());
    for (row, Cell(column, cell)) in cells.iter().enumerate() {
        for (part, text) in [("column", column), ("cell", cell)] {
            if text.chars().nth(LONGEST_TEXT).is_some() {
                checker.fault(
                    &format!("cells.{row}.{part}"),
                    "fault-too-long",
                    vec![("longest", LONGEST_TEXT.to_string())],
                );
            }
        }
    }
}

/// Something that other entries rest on: a list and its row, a document, an interview.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Source {
    /// What it is: vocabulary `media`.
    pub medium: String,
    /// Its title; for a list the name under which it is imported.
    pub title: String,
    /// Page, number or other place in it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reference: Option<String>,
    /// Its web address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// The organisation it comes from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub organisation: Option<String>,
    /// When we received it.
    #[serde(
        default,
        with = "iso_day::option",
        skip_serializing_if = "Option::is_none"
    )]
    pub received: Option<Day>,
    /// The list's own key of the row.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub row_key: Option<String>,
    /// The list's own key of the person, where several rows are one person.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub person_key: Option<String>,
    /// The row as it came.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub cells: Vec<Cell>,
}

impl Body for Source {
    const WORD: &'static str = "source";
    const SCHEMA: u16 = 1;
    const FORM: &'static [Field] = &[
        Field::choice("medium", "media").required(),
        Field::new("title", Input::Line).required(),
        Field::new("reference", Input::Line),
        Field::new("url", Input::Address),
        Field::new("organisation", Input::Name),
        Field::new("received", Input::Day),
        Field::new("row_key", Input::Line),
        Field::new("person_key", Input::Line),
        Field::new("cells", Input::Cells).sensitive(),
    ];

    fn check(&self) -> Result<(), Faults> {
        let mut checker = Checker::default();
        checker.code("medium", "media", &self.medium);
        checker.required_line("title", &self.title);
        checker.optional_line("reference", self.reference.as_ref());
        checker.address("url", self.url.as_ref());
        checker.optional_line("organisation", self.organisation.as_ref());
        checker.optional_day("received", self.received);
        checker.optional_line("row_key", self.row_key.as_ref());
        checker.optional_line("person_key", self.person_key.as_ref());
        check_cells(&mut checker, &self.cells);
        checker.finish()
    }

    fn project(&self, _entry: &Entry, rows: &mut Vec<Row>) {
        if let Some(key) = &self.person_key {
            rows.push(Row::WordKey(rows::person_word(&self.title, key)));
        }
        if self.medium == "list" {
            rows::facet(rows, "list", &self.title);
        }
        if let Some(key) = &self.row_key {
            rows.push(Row::WordKey(rows::row_word(&self.title, key)));
        }
    }

    fn project_withdrawn(&self, rows: &mut Vec<Row>) {
        let person = self.person_key.as_ref();
        let row = self.row_key.as_ref();
        for key in person
            .map(|key| rows::person_word(&self.title, key))
            .into_iter()
            .chain(row.map(|key| rows::row_word(&self.title, key)))
        {
            rows.push(Row::WordKey(rows::withdrawn_word(&key)));
        }
    }

    fn sample() -> Self {
        Self {
            medium: "list".to_owned(),
            title: "Lantern Circle".to_owned(),
            reference: Some("page 3".to_owned()),
            url: Some("https://list.example.invalid/en/person/kalina-2".to_owned()),
            organisation: Some("Lantern Circle".to_owned()),
            received: Some(Day::from_number(20_758)),
            row_key: Some("2".to_owned()),
            person_key: Some("77".to_owned()),
            cells: vec![Cell("status".to_owned(), "active".to_owned())],
        }
    }
}

/// What another body says of the person: theirs, never our finding.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Claim {
    /// Who says it.
    pub organisation: String,
    /// By which definition.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scheme: Option<String>,
    /// Their words.
    pub status_text: String,
    /// The nearest code: vocabulary `claim_statuses`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status_code: Option<String>,
    /// As of when.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub as_of: Option<PartialDate>,
    /// Where they say it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reference: Option<String>,
}

impl Body for Claim {
    const WORD: &'static str = "claim";
    const SCHEMA: u16 = 1;
    const FORM: &'static [Field] = &[
        Field::new("organisation", Input::Name).required(),
        Field::new("scheme", Input::Line),
        Field::new("status_text", Input::Line).required(),
        Field::choice("status_code", "claim_statuses"),
        Field::new("as_of", Input::PartialDate),
        Field::new("reference", Input::Line),
    ];

    fn check(&self) -> Result<(), Faults> {
        let mut checker = Checker::default();
        checker.required_line("organisation", &self.organisation);
        checker.optional_line("scheme", self.scheme.as_ref());
        checker.required_line("status_text", &self.status_text);
        checker.optional_code("status_code", "claim_statuses", self.status_code.as_ref());
        checker.optional_date("as_of", self.as_of.as_ref());
        checker.optional_line("reference", self.reference.as_ref());
        checker.finish()
    }

    fn project(&self, _entry: &Entry, rows: &mut Vec<Row>) {
        rows::facet(
            rows,
            "claim",
            self.status_code.as_deref().unwrap_or_default(),
        );
    }

    fn sample() -> Self {
        Self {
            organisation: "Lantern Circle".to_owned(),
            scheme: Some("its own definition of 2021".to_owned()),
            status_text: "recognised on 4 March".to_owned(),
            status_code: Some("political_prisoner".to_owned()),
            as_of: Some(PartialDate::year(2026)),
            reference: Some("https://list.example.invalid/en/news/14".to_owned()),
        }
    }
}

/// How the columns of a list are read. Stands in the file of the source.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Profile {
    /// The mapping, as the importer writes it.
    pub mapping: serde_json::Value,
    /// Grows with every change of the mapping.
    #[serde(default)]
    pub version: u32,
}

impl Body for Profile {
    const WORD: &'static str = "profile";
    const SCHEMA: u16 = 1;
    const FORM: &'static [Field] = &[
        Field::new("mapping", Input::Json).required(),
        Field::new("version", Input::Number),
    ];

    fn check(&self) -> Result<(), Faults> {
        let mut checker = Checker::default();
        if !self.mapping.is_object() {
            checker.fault("mapping", "fault-json", Vec::new());
        }
        // A mapping names columns; one that is longer than ten full texts is no mapping.
        if self.mapping.to_string().len() > 10 * LONGEST_TEXT {
            checker.fault(
                "mapping",
                "fault-too-long",
                vec![("longest", (10 * LONGEST_TEXT).to_string())],
            );
        }
        checker.finish()
    }

    fn sample() -> Self {
        Self {
            mapping: serde_json::json!({"columns": [{"header": "name", "field": "name"}]}),
            version: 1,
        }
    }
}

/// Why a row needs a person's eyes.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Doubt {
    /// The column, if it is about one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub column: Option<String>,
    /// The message id of the doubt.
    pub code: String,
    /// What was found, in words.
    #[serde(default)]
    pub detail: String,
}

/// What was decided on a row in review.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Resolved {
    /// The decision, in a word of the importer.
    pub decision: String,
    /// Who decided.
    pub by: UserId,
    /// When.
    #[serde(with = "iso_day")]
    pub on: Day,
    /// What was decided together, so that it is taken back together.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub group: Option<String>,
}

/// A row of a list that waits for somebody to look at it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Review {
    /// The list's own key of the row.
    pub row_key: String,
    /// The name under which the list is imported.
    pub list: String,
    /// The row as it came.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub cells: Vec<Cell>,
    /// Why.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub doubts: Vec<Doubt>,
    /// The decision.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub resolved: Option<Resolved>,
}

impl Body for Review {
    const WORD: &'static str = "review";
    const SCHEMA: u16 = 1;
    const FORM: &'static [Field] = &[
        Field::new("row_key", Input::Line).required(),
        Field::new("list", Input::Line).required(),
        Field::new("cells", Input::Cells).sensitive(),
        Field::new(
            "doubts",
            Input::Items(&[
                Field::new("column", Input::Line),
                Field::new("code", Input::Line).required(),
                Field::new("detail", Input::Text),
            ]),
        ),
        Field::new("resolved.decision", Input::Line).with_group(),
        Field::new("resolved.by", Input::User).with_group(),
        Field::new("resolved.on", Input::Day).with_group(),
        Field::new("resolved.group", Input::Line),
    ];

    fn check(&self) -> Result<(), Faults> {
        let mut checker = Checker::default();
        checker.required_line("row_key", &self.row_key);
        checker.required_line("list", &self.list);
        check_cells(&mut checker, &self.cells);
        checker.count("doubts", self.doubts.len());
        for (row, doubt) in self.doubts.iter().enumerate() {
            checker.optional_line(&format!("doubts.{row}.column"), doubt.column.as_ref());
            checker.required_line(&format!("doubts.{row}.code"), &doubt.code);
            checker.text(&format!("doubts.{row}.detail"), &doubt.detail);
        }
        if let Some(resolved) = &self.resolved {
            checker.required_line("resolved.decision", &resolved.decision);
            checker.day("resolved.on", resolved.on);
            checker.optional_line("resolved.group", resolved.group.as_ref());
        }
        checker.finish()
    }

    fn project(&self, _entry: &Entry, rows: &mut Vec<Row>) {
        rows.push(Row::WordKey(rows::review_word(&self.list, &self.row_key)));
        let state = if self.resolved.is_some() {
            "resolved"
        } else {
            "open"
        };
        rows::facet(rows, "review", state);
        let group = self.resolved.as_ref().and_then(|it| it.group.as_deref());
        rows::facet(rows, "decision", group.unwrap_or_default());
    }

    fn sample() -> Self {
        Self {
            row_key: "line:14".to_owned(),
            list: "Lantern Circle".to_owned(),
            cells: vec![Cell("born".to_owned(), "30.02.1979".to_owned())],
            doubts: vec![Doubt {
                column: Some("born".to_owned()),
                code: "no-such-day".to_owned(),
                detail: "there is no 30 February".to_owned(),
            }],
            resolved: Some(Resolved {
                decision: "accepted".to_owned(),
                by: UserId::from_bytes([3; 16]),
                on: Day::from_number(20_765),
                group: Some("0190".to_owned()),
            }),
        }
    }
}
