//! People as entities of FollowTheMoney, the model of investigative data tools: one JSON object a line.
//!
//! Its dates know a year, a month and a day; what they cannot say (about, a range, another calendar)
//! goes to the notes in words. Numbers of papers and remarks about health never go out this way: the
//! tools that read it are made for searching and matching.

use std::io::Write;

use kernel::{Label, PartialDate};
use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256};

use super::people::ExportPerson;

/// Facts that have a property of their own.
const PROPERTIES: [(&str, &str); 6] = [
    ("occupation", "position"),
    ("nationality", "nationality"),
    ("citizenship", "citizenship"),
    ("ethnicity", "ethnicity"),
    ("religion", "religion"),
    ("residence", "address"),
];

/// Facts that stay here whatever the label.
const KEPT: [&str; 2] = ["identity_number", "health_note"];

#[derive(Default)]
struct Properties(Map<String, Value>);

impl Properties {
    fn add(&mut self, name: &str, value: &str) {
        if value.trim().is_empty() {
            return;
        }
        let list = self
            .0
            .entry(name.to_owned())
            .or_insert_with(|| Value::Array(Vec::new()));
        if let Some(list) = list.as_array_mut() {
            let value = Value::from(value);
            if !list.contains(&value) {
                list.push(value);
            }
        }
    }

    /// A date where the model can say it; in words in any case where it cannot say all of it.
    fn date(&mut self, name: &str, date: &PartialDate) {
        if date.is_unknown() {
            return;
        }
        let edtf = date.edtf();
        let plain = edtf.trim_end_matches(['~', '?', '%']);
        if plain.len() <= 10 && plain.bytes().all(|b| b.is_ascii_digit() || b == b'-') {
            self.add(name, plain);
        }
        if plain != edtf || !self.0.contains_key(name) {
            self.add("notes", &format!("{name}: {edtf}"));
        }
    }
}

/// A key that is the same for the same parts and says nothing of them.
fn key(parts: &[&str]) -> String {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update(u64::try_from(part.len()).unwrap_or(u64::MAX).to_le_bytes());
        hash.update(part.as_bytes());
    }
    hash.finalize()
        .iter()
        .take(20)
        .map(|byte| format!("{byte:02x}"))
        .collect()
}

fn entity(id: &str, schema: &str, label: Label, properties: Properties) -> Value {
    // The label is no property of the model: it stands beside them, and in the notes of the person.
    json!({
        "id": id,
        "schema": schema,
        "label": label.to_string(),
        "properties": properties.0,
    })
}

/// Writes people with their prosecutions as FollowTheMoney entities.
///
/// # Errors
/// When the output cannot be written.
pub fn write_follow_the_money<W: Write, P: IntoIterator<Item = ExportPerson>>(
    mut out: W,
    banner: &str,
    people: P,
) -> std::io::Result<()> {
    for person in people {
        for entity in entities(&person, banner) {
            serde_json::to_writer(&mut out, &entity).map_err(std::io::Error::other)?;
            out.write_all(b"\n")?;
        }
    }
    out.flush()
}

fn entities(person: &ExportPerson, banner: &str) -> Vec<Value> {
    let id = format!("unforgotten-{}", key(&[&person.id]));
    let mut properties = Properties::default();
    properties.add("notes", format!("{} {banner}", person.label).trim_end());
    for (place, name) in person.names.iter().enumerate() {
        let weak = name.usage == "alias" && !name.text.trim().contains(' ');
        let property = match (place, weak) {
            (0, _) => "name",
            (_, true) => "weakAlias",
            _ => "alias",
        };
        properties.add(property, &name.text);
        for (role, text) in &name.parts {
            match role.as_str() {
                "given" => properties.add("firstName", text),
                "family" => properties.add("lastName", text),
                "patronymic" => properties.add("fatherName", text),
                "honorific" => properties.add("title", text),
                _ => {}
            }
        }
    }
    if let Some(birth) = &person.birth {
        properties.date("birthDate", birth);
    }
    if let Some(death) = &person.death {
        properties.date("deathDate", death);
    }
    if let Some(sex) = person.sex.as_deref() {
        properties.add("gender", sex);
    }
    for (field, text) in &person.facts {
        if KEPT.contains(&field.as_str()) {
            continue;
        }
        match PROPERTIES.iter().find(|(ours, _)| ours == field) {
            Some((_, theirs)) => properties.add(theirs, text),
            None => properties.add("notes", &format!("{field}: {text}")),
        }
    }
    for detention in &person.detentions {
        if detention.country != "ZZ" {
            properties.add("country", &detention.country.to_lowercase());
        }
        let mut words = vec![format!("detention: {}", detention.stage)];
        words.extend(detention.place.clone());
        words.push(format!("from {}", detention.from.edtf()));
        words.extend(
            detention
                .until
                .as_ref()
                .map(|until| format!("until {}", until.edtf())),
        );
        properties.add("notes", &words.join(", "));
    }
    for claim in &person.claims {
        properties.add(
            "notes",
            &format!("{} says: {}", claim.organisation, claim.status),
        );
    }
    for source in &person.sources {
        properties.add("publisher", &source.title);
        if let Some(url) = &source.url {
            properties.add("sourceUrl", url);
        }
    }
    let mut out = vec![entity(&id, "Person", person.label, properties)];
    for (place, charge) in person.charges.iter().enumerate() {
        let case = format!(
            "unforgotten-{}",
            key(&[&person.id, "charge", &place.to_string()])
        );
        let mut properties = Properties::default();
        properties.add("name", &charge.text);
        let article = [charge.law.as_deref(), charge.article.as_deref()];
        let article: Vec<&str> = article.into_iter().flatten().collect();
        properties.add("category", &article.join(" "));
        if let Some(day) = &charge.verdict_on {
            properties.date("closeDate", day);
        }
        if let Some(sentence) = &charge.sentence {
            properties.add("status", sentence);
        }
        if let Some(day) = &charge.expected_release {
            properties.add(
                "notes",
                &format!("expected release (not a release): {}", day.edtf()),
            );
        }
        out.push(entity(&case, "CourtCase", person.label, properties));
        let mut properties = Properties::default();
        properties.add("party", &id);
        properties.add("case", &case);
        properties.add("role", "defendant");
        let party = format!(
            "unforgotten-{}",
            key(&[&person.id, "party", &place.to_string()])
        );
        out.push(entity(&party, "CourtCaseParty", person.label, properties));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::super::people::tests::person;
    use super::*;

    #[test]
    fn entities_follow_the_model_and_keep_back_what_must_not_be_searched() {
        let mut out = Vec::new();
        write_follow_the_money(&mut out, "people", [person("Ana Vel")]).unwrap();
        let text = String::from_utf8(out).unwrap();
        let entities: Vec<Value> = text
            .lines()
            .map(|l| serde_json::from_str(l).unwrap())
            .collect();
        let schemas: Vec<&str> = entities
            .iter()
            .map(|e| e["schema"].as_str().unwrap())
            .collect();
        assert_eq!(schemas, ["Person", "CourtCase", "CourtCaseParty"]);
        let person = &entities[0]["properties"];
        assert_eq!(person["name"], json!(["Ana Vel"]));
        assert_eq!(person["weakAlias"], json!(["Anka"]));
        assert_eq!(person["fatherName"], json!(["Ivovna"]));
        assert_eq!(person["birthDate"], json!(["1979-05"]));
        assert_eq!(person["country"], json!(["xa"]));
        let notes = person["notes"].to_string();
        assert!(
            notes.contains("TLP:AMBER people") && notes.contains("birthDate: 1979-05~"),
            "{notes}"
        );
        assert!(!text.contains("123456") && !text.contains("asthma"));
        assert_eq!(entities[2]["properties"]["party"][0], entities[0]["id"]);
        assert_eq!(entities[2]["properties"]["case"][0], entities[1]["id"]);
        assert!(!text.contains("\"a1\""), "our own identifiers stay here");
        for entity in &entities {
            for values in entity["properties"].as_object().unwrap().values() {
                assert!(values.as_array().unwrap().iter().all(Value::is_string));
            }
        }
    }
}
