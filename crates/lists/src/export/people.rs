//! People going out as data: plain structures, and the JSON that is made of them.
//!
//! The caller fills them with what the reader may see; nothing here knows where it comes from. Texts
//! stay as they are: JSON has no cells that a program would evaluate, and whoever makes a table of
//! them has [`crate::csv_safe`].

use std::io::Write;

use kernel::{Confidence, Day, Label, PartialDate};
use serde::{Deserialize, Serialize};

/// A name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExportName {
    /// The name in its own script.
    pub text: String,
    /// Vocabulary `usages`.
    pub usage: String,
    /// Role (vocabulary `name_part_roles`) and text of parts that are known.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub parts: Vec<(String, String)>,
}

/// A detention.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExportDetention {
    /// ISO 3166 code of the country that holds the person.
    pub country: String,
    /// Vocabulary `stages`.
    pub stage: String,
    /// Where.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<String>,
    /// From when.
    pub from: PartialDate,
    /// Until when, if it is over.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<PartialDate>,
}

/// A charge, with the verdict if there is one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExportCharge {
    /// The charge in its original words.
    pub text: String,
    /// The law.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub law: Option<String>,
    /// The article.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub article: Option<String>,
    /// When the verdict was given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub verdict_on: Option<PartialDate>,
    /// The sentence in words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sentence: Option<String>,
    /// When the person should be free. Never a statement that they are.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expected_release: Option<PartialDate>,
}

/// What another body says of the person: its claim, not a finding of ours.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExportClaim {
    /// Who says it.
    pub organisation: String,
    /// In their words.
    pub status: String,
    /// Vocabulary `claim_statuses`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    /// As of when.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub as_of: Option<PartialDate>,
}

/// Where something is known from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExportSource {
    /// Its title.
    pub title: String,
    /// Its address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
}

/// A person as the reader may see them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExportPerson {
    /// An identifier that means nothing outside, the same one in every export to the same reader.
    pub id: String,
    /// The narrowest label of what is said here.
    pub label: Label,
    /// The least sure of what is said here.
    pub confidence: Confidence,
    /// The name that pages use comes first.
    pub names: Vec<ExportName>,
    /// Birth.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub birth: Option<PartialDate>,
    /// Death.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub death: Option<PartialDate>,
    /// Vocabulary `sexes`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sex: Option<String>,
    /// Other facts: vocabulary `person_facts`, and the text.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub facts: Vec<(String, String)>,
    /// Detentions, the latest last.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub detentions: Vec<ExportDetention>,
    /// Charges.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub charges: Vec<ExportCharge>,
    /// What other bodies say.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub claims: Vec<ExportClaim>,
    /// Sources.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sources: Vec<ExportSource>,
    /// The last day on which anything was done for the person.
    #[serde(default, skip_serializing_if = "Option::is_none", with = "day")]
    pub last_done: Option<Day>,
}

/// A day as `2026-11-01`.
mod day {
    use kernel::Day;
    use serde::{Deserialize, Deserializer, Serializer};

    #[expect(clippy::ref_option, reason = "the shape that serde asks for")]
    pub(super) fn serialize<S: Serializer>(day: &Option<Day>, out: S) -> Result<S::Ok, S::Error> {
        match day {
            Some(day) => out.serialize_str(&day.iso()),
            None => out.serialize_none(),
        }
    }

    pub(super) fn deserialize<'d, D: Deserializer<'d>>(input: D) -> Result<Option<Day>, D::Error> {
        let text = Option::<String>::deserialize(input)?;
        text.map(|text| {
            kernel::Day::parse_iso(&text).ok_or_else(|| serde::de::Error::custom("not a day"))
        })
        .transpose()
    }
}

/// Writes people as one JSON object: the label first, then what the fields mean, then the people,
/// one a line, so that a large file can be read piece by piece.
///
/// # Errors
/// When the output cannot be written.
pub fn write_json<W: Write, P: IntoIterator<Item = ExportPerson>>(
    mut out: W,
    label: Label,
    banner: &str,
    day: Day,
    people: P,
) -> std::io::Result<()> {
    let text = |value: &str| serde_json::to_string(value).map_err(std::io::Error::other);
    writeln!(out, "{{\"label\":{},", text(&label.to_string())?)?;
    writeln!(out, "\"banner\":{},", text(banner)?)?;
    writeln!(out, "\"written_on\":{},", text(&day.iso())?)?;
    writeln!(out, "\"format\":1,")?;
    let fields = serde_json::to_string(super::FIELDS).map_err(std::io::Error::other)?;
    writeln!(out, "\"fields\":{fields},")?;
    writeln!(out, "\"people\":[")?;
    for (place, person) in people.into_iter().enumerate() {
        let comma = if place == 0 { "" } else { ",\n" };
        let person = serde_json::to_string(&person).map_err(std::io::Error::other)?;
        write!(out, "{comma}{person}")?;
    }
    writeln!(out, "\n]}}")?;
    out.flush()
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    pub(in crate::export) fn person(name: &str) -> ExportPerson {
        ExportPerson {
            id: "a1".to_owned(),
            label: Label::Amber,
            confidence: Confidence::Credible,
            names: vec![
                ExportName {
                    text: name.to_owned(),
                    usage: "official".to_owned(),
                    parts: vec![
                        ("given".to_owned(), "Ana".to_owned()),
                        ("patronymic".to_owned(), "Ivovna".to_owned()),
                    ],
                },
                ExportName {
                    text: "Anka".to_owned(),
                    usage: "alias".to_owned(),
                    parts: Vec::new(),
                },
            ],
            birth: Some(PartialDate::parse("1979-05~").unwrap()),
            death: None,
            sex: Some("female".to_owned()),
            facts: vec![
                ("occupation".to_owned(), "=teacher".to_owned()),
                ("identity_number".to_owned(), "123456".to_owned()),
                ("health_note".to_owned(), "asthma".to_owned()),
            ],
            detentions: vec![ExportDetention {
                country: "XA".to_owned(),
                stage: "serving".to_owned(),
                place: Some("Northgate".to_owned()),
                from: PartialDate::parse("2020-01-02").unwrap(),
                until: None,
            }],
            charges: vec![ExportCharge {
                text: "insult".to_owned(),
                law: Some("Criminal Code".to_owned()),
                article: Some("715".to_owned()),
                verdict_on: Some(PartialDate::parse("2020-11").unwrap()),
                sentence: Some("3 years".to_owned()),
                expected_release: Some(PartialDate::parse("2031").unwrap()),
            }],
            claims: vec![ExportClaim {
                organisation: "Lantern Circle".to_owned(),
                status: "active".to_owned(),
                code: Some("political_prisoner".to_owned()),
                as_of: None,
            }],
            sources: vec![ExportSource {
                title: "A list".to_owned(),
                url: Some("https://list.example.invalid/1".to_owned()),
            }],
            last_done: Day::new(2026, 10, 9),
        }
    }

    #[test]
    fn json_reads_back_and_says_its_label_and_its_fields_first() {
        let people = vec![person("Ana Vel"), person("\"Ivo\"\n")];
        let mut out = Vec::new();
        write_json(
            &mut out,
            Label::Amber,
            "people",
            Day::new(2026, 11, 1).unwrap(),
            people.clone(),
        )
        .unwrap();
        let text = String::from_utf8(out).unwrap();
        assert!(text.starts_with("{\"label\":\"TLP:AMBER\""), "{text}");
        let read: serde_json::Value = serde_json::from_str(&text).unwrap();
        let back: Vec<ExportPerson> = serde_json::from_value(read["people"].clone()).unwrap();
        assert_eq!(back, people);
        // Every field that goes out is explained.
        let explained: Vec<&str> = super::super::FIELDS
            .iter()
            .map(|field| field.path)
            .collect();
        for name in read["people"][0].as_object().unwrap().keys() {
            assert!(
                explained
                    .iter()
                    .any(|path| path.split(['.', '[']).next() == Some(name)),
                "{name} is not explained"
            );
        }
        let mut empty = Vec::new();
        write_json(
            &mut empty,
            Label::Clear,
            "",
            Day::new(2026, 11, 1).unwrap(),
            [],
        )
        .unwrap();
        let read: serde_json::Value = serde_json::from_slice(&empty).unwrap();
        assert_eq!(read["people"], serde_json::json!([]));
    }
}
