//! Who the person is: names in every script they are written in, and the facts of a portrait.

use kernel::{Entry, PartialDate, Script, script_of};
use serde::{Deserialize, Serialize};

use crate::{
    body::Body,
    faults::{Checker, Faults},
    form::{Field, Input},
    rows::{self, Row},
};

/// One part of a name. Names are lists of parts, never "first" and "last".
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct NamePart {
    /// What the part is: vocabulary `name_part_roles`.
    pub role: String,
    /// The part as written.
    pub text: String,
}

/// A name of a person in one script and one usage.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Name {
    /// The whole name as it is written.
    pub text: String,
    /// The script, where the letters do not tell; [`Name::script`] gives it in any case.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub script: Option<Script>,
    /// The language (BCP 47), if known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    /// What the name is used for: vocabulary `usages`.
    pub usage: String,
    /// The parts, where somebody told them apart.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub parts: Vec<NamePart>,
    /// The transliteration scheme, if it is a transliteration.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scheme: Option<String>,
    /// Whether pages call the person by this name.
    #[serde(default)]
    pub preferred: bool,
}

impl Name {
    /// The script the name is written in.
    #[must_use]
    pub fn script(&self) -> Script {
        self.script.clone().unwrap_or_else(|| script_of(&self.text))
    }
}

impl Body for Name {
    const WORD: &'static str = "name";
    const SCHEMA: u16 = 1;
    const FORM: &'static [Field] = &[
        Field::new("text", Input::Name).required(),
        Field::choice("usage", "usages").required(),
        Field::new("preferred", Input::Flag),
        Field::new("language", Input::Language),
        Field::new("script", Input::Line),
        Field::new("scheme", Input::Line),
        Field::new(
            "parts",
            Input::Items(&[
                Field::choice("role", "name_part_roles").required(),
                Field::new("text", Input::Name).required(),
            ]),
        ),
    ];

    fn check(&self) -> Result<(), Faults> {
        let mut checker = Checker::default();
        checker.required_line("text", &self.text);
        checker.code("usage", "usages", &self.usage);
        checker.language("language", self.language.as_ref());
        checker.optional_line("scheme", self.scheme.as_ref());
        if let Some(script) = &self.script {
            let code = script.code();
            if code.len() != 4 || !code.bytes().all(|b| b.is_ascii_alphabetic()) {
                checker.fault("script", "fault-script", Vec::new());
            }
        }
        checker.count("parts", self.parts.len());
        for (row, part) in self.parts.iter().enumerate() {
            checker.code(&format!("parts.{row}.role"), "name_part_roles", &part.role);
            checker.required_line(&format!("parts.{row}.text"), &part.text);
        }
        checker.finish()
    }

    fn project(&self, _entry: &Entry, rows: &mut Vec<Row>) {
        rows.extend(name_keys(&self.text));
    }

    fn sample() -> Self {
        Self {
            text: "Алена Каліна".to_owned(),
            script: None,
            language: Some("be".to_owned()),
            usage: "official".to_owned(),
            parts: vec![
                NamePart {
                    role: "given".to_owned(),
                    text: "Алена".to_owned(),
                },
                NamePart {
                    role: "family".to_owned(),
                    text: "Каліна".to_owned(),
                },
            ],
            scheme: None,
            preferred: true,
        }
    }
}

/// The search keys of a name.
fn name_keys(text: &str) -> impl Iterator<Item = Row> {
    names::search_keys(text)
        .into_iter()
        .map(|key| Row::NameKey {
            class: key.class.code(),
            text: key.text,
        })
}

/// One fact of the portrait: what the person did comes before what they are charged with.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fact {
    /// Which fact: vocabulary `person_facts`.
    pub field: String,
    /// The fact in words.
    #[serde(default)]
    pub value: String,
    /// The date, for birth and death.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<PartialDate>,
    /// The code: vocabulary `sexes` for sex, a country for nationality and citizenship.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
}

/// Facts that pages keep folded: they say what a hostile reader could use.
#[must_use]
pub fn is_sensitive(field: &str) -> bool {
    matches!(
        field,
        "health_note" | "identity_number" | "family" | "ethnicity" | "religion" | "minority"
    )
}

impl Body for Fact {
    const WORD: &'static str = "fact";
    const SCHEMA: u16 = 1;
    const FORM: &'static [Field] = &[
        Field::choice("field", "person_facts").required(),
        Field::new("value", Input::Text),
        Field::new("date", Input::PartialDate),
        Field::new("code", Input::Line),
    ];

    fn check(&self) -> Result<(), Faults> {
        let mut checker = Checker::default();
        checker.code("field", "person_facts", &self.field);
        checker.text("value", &self.value);
        checker.optional_date("date", self.date.as_ref());
        if self.date.is_none() && self.code.is_none() {
            checker.present("value", &self.value);
        }
        match (self.field.as_str(), &self.code) {
            ("sex", code) => checker.code("code", "sexes", code.as_deref().unwrap_or_default()),
            ("nationality" | "citizenship", code) => {
                checker.optional_country("code", code.as_ref());
            }
            (_, code) => checker.optional_line("code", code.as_ref()),
        }
        checker.finish()
    }

    fn project(&self, _entry: &Entry, rows: &mut Vec<Row>) {
        let code = self.code.as_deref().unwrap_or_default();
        match self.field.as_str() {
            "sex" => rows::facet(rows, "sex", code),
            "nationality" => rows::facet(rows, "nationality", code),
            "birth" => {
                if let Some(until) = self.date.as_ref().and_then(rows::minor_until) {
                    rows::facet(rows, "minor", &until);
                }
            }
            "occupation" | "activity" | "residence" | "origin" => {
                rows::push_words(rows, &self.value);
            }
            _ => {}
        }
    }

    fn sample() -> Self {
        Self {
            field: "occupation".to_owned(),
            value: "schoolteacher and editor of a village paper".to_owned(),
            date: None,
            code: None,
        }
    }
}
