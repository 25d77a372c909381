//! What the columns of a source mean: a small readable file, saved per source and used again.

use std::collections::BTreeMap;

use kernel::{Calendar, Confidence, PartialDate};
use serde::{Deserialize, Serialize};

use crate::{DateOrder, ListError, RawTable, ReadOptions};

/// How the words of a name follow each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Default)]
#[serde(rename_all = "snake_case")]
pub enum NameOrder {
    /// Nobody says; no parts are told apart.
    #[default]
    Unknown,
    /// Given name first.
    GivenFirst,
    /// Family name first.
    FamilyFirst,
}

/// What a column says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "as", rename_all = "snake_case", deny_unknown_fields)]
pub enum Target {
    /// One name.
    Name {
        /// Vocabulary `usages`: `official`, `known_as`, `transliteration` …
        #[serde(default = "known_as")]
        usage: String,
        /// Order of its words.
        #[serde(default)]
        order: NameOrder,
        /// The name that pages use, if there are several.
        #[serde(default)]
        preferred: bool,
    },
    /// A part of one name that stands in several columns: they are put together.
    NamePart {
        /// Vocabulary `name_part_roles`: `given`, `family`, `patronymic` …
        role: String,
        /// Vocabulary `usages`.
        #[serde(default = "known_as")]
        usage: String,
        /// Whether the family name comes first when the name is said.
        #[serde(default)]
        order: NameOrder,
    },
    /// Other names in one cell, divided by semicolons, commas, strokes or lines.
    Aliases {
        /// Vocabulary `usages`.
        #[serde(default = "alias")]
        usage: String,
    },
    /// Birth: a date, or a year.
    Birth,
    /// Age at the arrest.
    AgeAtArrest,
    /// Sex.
    Sex,
    /// The country that holds the person, as code or name.
    Country,
    /// A fact of the portrait.
    Fact {
        /// Vocabulary `person_facts`.
        field: String,
    },
    /// An identity number: kept raw, never a fact without somebody's decision.
    IdentityNumber,
    /// When the person was taken.
    Arrest,
    /// When the arrest was formally declared.
    FormalArrest,
    /// The source's status of the person.
    Status,
    /// Where the person is held, with or without an address.
    Place,
    /// The town of the arrest or of the place.
    Town,
    /// A cell that says either where the person is held or how they stand: released, at home, unknown.
    PlaceOrStatus,
    /// One charge, or several divided by a sign.
    Charge {
        /// What divides several charges; one charge a cell where absent.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        divider: Option<String>,
    },
    /// The number under which a court keeps the case: rows with one number are one matter.
    CaseNumber,
    /// The court that has the case.
    Court,
    /// What came out of the trial, in words.
    Verdict,
    /// When the verdict was given.
    VerdictDate,
    /// The sentence in words: `3 years 6 months`, `life`.
    Sentence,
    /// Years of the sentence.
    SentenceYears,
    /// Months of the sentence.
    SentenceMonths,
    /// Days of the sentence.
    SentenceDays,
    /// The kind of penalty.
    Penalty,
    /// When the person should be free. Never read as being free.
    ExpectedRelease,
    /// When the person was set free.
    Release,
    /// Death: a date, or a word that says so. Always goes to review.
    Death,
    /// Where the source writes about the person.
    Address,
    /// What the source tells, in prose.
    Narrative,
    /// A remark, which may hold a wish of the family.
    Note,
    /// A request to be left off public lists.
    Withheld,
    /// Prose of a fixed form, as in memory books: what its own words name is taken out.
    Prose,
    /// A cell of a further detention, hearing or contact of the same row.
    Of {
        /// The name of the group: cells of one group belong together.
        group: String,
        /// What the cell says there.
        meaning: Box<Target>,
    },
    /// A part of something that was done.
    History {
        /// `raised`, `contact`, `hearing`, `wish` or `request`.
        kind: String,
        /// `on` and `due` for days; for `raised`: `by`, `to`, `where`, `text`, `answer`, `public`; for
        /// `contact`: `with`, `words`, `denied`, or a code of vocabulary `contact_kinds` whose cell is the
        /// day; for `hearing`: `court`, `purpose`, `result`; for `wish`: `words`; for `request`: `to`,
        /// `what`, `text`, `channel`.
        part: String,
    },
    /// Kept raw, not understood.
    Keep,
    /// Not even kept.
    Ignore,
}

fn known_as() -> String {
    "known_as".to_owned()
}

fn alias() -> String {
    "alias".to_owned()
}

/// One column. It may say several things.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Column {
    /// The header, as written but for blanks around it.
    pub header: String,
    /// What it says; raw only when empty.
    #[serde(default)]
    pub targets: Vec<Target>,
}

/// What is done with numbers of people's papers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Default)]
#[serde(rename_all = "snake_case")]
pub enum IdentityRule {
    /// Every row with one goes to a person.
    #[default]
    Review,
    /// Somebody has decided for the whole column: kept raw beside the entries, and no more.
    Keep,
}

fn is_default<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}

/// How a source's list is read: columns, keys, words. Written as TOML, small enough to read and share.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mapping {
    /// Version of this file format: 1.
    pub format: u32,
    /// The name of the source.
    #[serde(default)]
    pub source: String,
    /// Grows with every change.
    #[serde(default)]
    pub version: u32,
    /// The country that holds the people, where no column says it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub country: Option<String>,
    /// Which of two small numbers in a date is the day.
    #[serde(default)]
    pub date_order: DateOrder,
    /// The calendar of years that no honest date of ours can have, where the source uses another one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub calendar: Option<Calendar>,
    /// What is done with numbers of people's papers.
    #[serde(default, skip_serializing_if = "is_default")]
    pub identity_numbers: IdentityRule,
    /// As of when the source says all this.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub as_of: Option<PartialDate>,
    /// How sure we are of what the source says.
    #[serde(default)]
    pub confidence: Confidence,
    /// Columns whose cells together are the source's own key of a row.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub row_key: Vec<String>,
    /// Columns whose cells together are the source's own key of a person, where a person has several rows.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub person_key: Vec<String>,
    /// How the file is read.
    #[serde(default)]
    pub reading: ReadOptions,
    /// Their words and our codes: vocabulary, then word, then code. Words in small letters.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub words: BTreeMap<String, BTreeMap<String, String>>,
    /// The columns.
    #[serde(default, rename = "column", skip_serializing_if = "Vec::is_empty")]
    pub columns: Vec<Column>,
}

impl Default for Mapping {
    fn default() -> Self {
        Self {
            format: 1,
            source: String::new(),
            version: 1,
            country: None,
            date_order: DateOrder::default(),
            calendar: None,
            identity_numbers: IdentityRule::default(),
            as_of: None,
            confidence: Confidence::default(),
            row_key: Vec::new(),
            person_key: Vec::new(),
            reading: ReadOptions::default(),
            words: BTreeMap::new(),
            columns: Vec::new(),
        }
    }
}

impl Mapping {
    /// Reads the TOML form, or the JSON form if the text begins with a brace.
    ///
    /// # Errors
    /// When the text is neither, or of a later format.
    pub fn parse(text: &str) -> Result<Self, ListError> {
        let mapping: Self = if text.trim_start().starts_with('{') {
            serde_json::from_str(text).map_err(|error| ListError::Mapping(error.to_string()))?
        } else {
            toml::from_str(text).map_err(|error| ListError::Mapping(error.message().to_owned()))?
        };
        if mapping.format != 1 {
            return Err(ListError::Mapping(format!(
                "format {} is newer than this program",
                mapping.format
            )));
        }
        Ok(mapping)
    }

    /// The TOML form.
    ///
    /// # Errors
    /// When it holds something that TOML cannot say, which no mapping of [`crate::suggest`] does.
    pub fn to_toml(&self) -> Result<String, ListError> {
        toml::to_string(self).map_err(|error| ListError::Mapping(error.to_string()))
    }

    /// The targets of a column by its header.
    #[must_use]
    pub fn column(&self, header: &str) -> Option<&Column> {
        let header = header.trim();
        self.columns
            .iter()
            .find(|column| column.header.trim() == header)
    }

    /// Our code for a word of theirs, by this mapping's own table.
    #[must_use]
    pub fn code(&self, vocabulary: &str, word: &str) -> Option<&str> {
        self.words
            .get(vocabulary)?
            .get(&word.trim().to_lowercase())
            .map(String::as_str)
    }

    /// This mapping and what another one knows besides: columns that this one does not name, words
    /// that it does not align. For workbooks whose sheets have headers of their own.
    #[must_use]
    pub fn join(mut self, other: Self) -> Self {
        for column in other.columns {
            if self.column(&column.header).is_none() {
                self.columns.push(column);
            }
        }
        for (vocabulary, words) in other.words {
            let mine = self.words.entry(vocabulary).or_default();
            for (word, code) in words {
                mine.entry(word).or_insert(code);
            }
        }
        self.country = self.country.or(other.country);
        self
    }

    /// The next version of this mapping, where something in it changed; the same one otherwise.
    #[must_use]
    pub fn after(mut self, before: &Self) -> Self {
        self.version = before.version;
        if self != *before {
            self.version = before.version.saturating_add(1);
        }
        self
    }

    /// Columns that the mapping names and the table does not have, keys first. A mapping with a
    /// missing key column must not be used.
    #[must_use]
    pub fn missing(&self, table: &RawTable) -> Vec<String> {
        let has = |name: &str| {
            table
                .headers
                .iter()
                .any(|header| header.trim() == name.trim())
        };
        self.row_key
            .iter()
            .chain(&self.person_key)
            .chain(self.columns.iter().map(|column| &column.header))
            .filter(|name| !has(name))
            .cloned()
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mapping_reads_back_from_both_forms() {
        let mapping = Mapping {
            source: "Lantern Circle".to_owned(),
            country: Some("XV".to_owned()),
            row_key: vec!["id".to_owned()],
            as_of: Some(PartialDate::year(2026)),
            words: BTreeMap::from([(
                "status".to_owned(),
                BTreeMap::from([("np".to_owned(), "not_recognised".to_owned())]),
            )]),
            columns: vec![
                Column {
                    header: "name".to_owned(),
                    targets: vec![Target::Name {
                        usage: "official".to_owned(),
                        order: NameOrder::FamilyFirst,
                        preferred: true,
                    }],
                },
                Column {
                    header: "born".to_owned(),
                    targets: vec![Target::Birth],
                },
                Column {
                    header: "charges".to_owned(),
                    targets: vec![Target::Charge {
                        divider: Some(",".to_owned()),
                    }],
                },
            ],
            ..Mapping::default()
        };
        assert_eq!(
            Mapping::parse(&mapping.to_toml().unwrap()).unwrap(),
            mapping
        );
        assert_eq!(
            Mapping::parse(&serde_json::to_string(&mapping).unwrap()).unwrap(),
            mapping
        );
        assert_eq!(mapping.code("status", " NP "), Some("not_recognised"));
    }

    #[test]
    fn a_newer_format_and_unknown_words_are_refused() {
        assert!(matches!(
            Mapping::parse("format = 2"),
            Err(ListError::Mapping(_))
        ));
        assert!(Mapping::parse("format = 1\ncolour = \"red\"").is_err());
        assert!(
            Mapping::parse(
                "format = 1\n[[column]]\nheader = \"a\"\ntargets = [{ as = \"mystery\" }]"
            )
            .is_err()
        );
    }
}
