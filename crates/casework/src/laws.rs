//! What holds for every kind, whoever wrote it. Tests of this crate run it over the whole table;
//! with the feature `laws` other crates run it over theirs, and a scratch copy with a new kind too.

use kernel::{
    CompartmentId, Confidence, Day, Entry, EntryId, FileId, Inner, Instant, KindWord, Label,
    OrganisationId, Outer, Retention, UserId,
};
use serde_json::{Map, Value};

use crate::{
    body::KindError,
    faults::{LONGEST_NAME, LONGEST_TEXT},
    filling::{body_from_form, edit_from_form, form_from_body},
    form::{Field, Input},
    kinds::Kind,
    vocabularies::vocabulary,
};

/// A law that a kind breaks.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{kind}: {law}: {detail}")]
pub struct Broken {
    /// The kind.
    pub kind: &'static str,
    /// The law, in a sentence.
    pub law: &'static str,
    /// What was seen.
    pub detail: String,
}

/// An entry of today's schema with this body, for tests.
#[must_use]
pub fn entry_with(kind: &Kind, body: Value) -> Entry {
    let recorded_at = Instant::from_milliseconds(1_793_500_000_000);
    Entry {
        outer: Outer {
            id: EntryId::from_bytes([11; 16]),
            version: 1,
            file: FileId::from_bytes([12; 16]),
            compartment: CompartmentId::from_bytes([13; 16]),
            recorded: recorded_at.day(),
            due: None,
            retention: Retention::Casework,
            kind: Some(KindWord::new(kind.word)),
            label: Some(Label::AmberStrict),
        },
        inner: Inner {
            kind: KindWord::new(kind.word),
            schema: kind.schema,
            label: Label::AmberStrict,
            originator: OrganisationId::from_bytes([14; 16]),
            sources: Vec::new(),
            confidence: Confidence::Credible,
            happened: None,
            valid_until: Some(Day::from_number(20_900)),
            by: UserId::from_bytes([15; 16]),
            recorded_at,
            on_behalf_of: None,
            supersedes: None,
            withdrawn: None,
            same_origin_as: None,
            body,
        },
    }
}

/// Runs every law over one kind.
///
/// # Errors
/// The first law that is broken.
pub fn laws(kind: &Kind) -> Result<(), Broken> {
    let bench = Bench { kind };
    let sample = kind
        .sample()
        .map_err(|error| bench.broken("the sample can be written", error))?;
    bench.passes(&sample)?;
    bench.table()?;
    bench.keeps_what_it_does_not_know(&sample)?;
    bench.schemas(&sample)?;
    bench.projections(&sample)?;
    bench.form_reads_back(&sample)?;
    bench.form_covers_the_body(&sample)?;
    bench.form_asks_for_what_is_needed(&sample)?;
    bench.texts_are_limited(&sample)
}

struct Bench<'a> {
    kind: &'a Kind,
}

impl Bench<'_> {
    fn broken(&self, law: &'static str, detail: impl ToString) -> Broken {
        Broken {
            kind: self.kind.word,
            law,
            detail: detail.to_string(),
        }
    }

    fn holds(
        &self,
        holds: bool,
        law: &'static str,
        detail: impl FnOnce() -> String,
    ) -> Result<(), Broken> {
        if holds {
            Ok(())
        } else {
            Err(self.broken(law, detail()))
        }
    }

    fn passes(&self, sample: &Value) -> Result<(), Broken> {
        self.kind
            .check(sample)
            .map_err(|faults| self.broken("the sample passes the check", faults))
    }

    /// Vocabularies exist where codes are chosen, and names are used once.
    fn table(&self) -> Result<(), Broken> {
        let mut names: Vec<&str> = Vec::new();
        for field in self.kind.form {
            self.holds(
                !names.contains(&field.name),
                "field names are used once",
                || field.name.to_owned(),
            )?;
            names.push(field.name);
            self.vocabulary_of(field)?;
            let inside = match field.input {
                Input::Items(fields) => fields,
                Input::Keyed {
                    main_vocabulary,
                    fields,
                    ..
                } => {
                    self.holds(
                        vocabulary(main_vocabulary).is_some(),
                        "vocabularies exist",
                        || main_vocabulary.to_owned(),
                    )?;
                    fields
                }
                _ => &[],
            };
            for field in inside {
                self.vocabulary_of(field)?;
            }
        }
        Ok(())
    }

    fn vocabulary_of(&self, field: &Field) -> Result<(), Broken> {
        let coded = matches!(
            field.input,
            Input::Choice | Input::Choices | Input::Keyed { .. }
        );
        self.holds(
            coded == field.vocabulary.is_some()
                && field
                    .vocabulary
                    .is_none_or(|word| vocabulary(word).is_some()),
            "vocabularies exist",
            || field.name.to_owned(),
        )
    }

    /// A field that a newer program wrote survives JSON and an edit, at the top, in groups and in
    /// the items of lists.
    fn keeps_what_it_does_not_know(&self, sample: &Value) -> Result<(), Broken> {
        let law = "unknown fields survive";
        let mut newer = sample.clone();
        plant(&mut newer, self.kind.form);
        let text = newer.to_string();
        let read: Value = serde_json::from_str(&text).map_err(|error| self.broken(law, error))?;
        self.holds(read == newer, law, || "JSON".to_owned())?;
        self.kind
            .check(&newer)
            .map_err(|faults| self.broken(law, faults))?;
        let pairs = form_from_body(self.kind, &newer).map_err(|error| self.broken(law, error))?;
        let edited =
            edit_from_form(self.kind, &newer, &pairs).map_err(|faults| self.broken(law, faults))?;
        self.holds(planted(&edited) == planted(&newer), law, || {
            format!("{} planted, edited to {edited}", planted(&newer))
        })
    }

    fn schemas(&self, sample: &Value) -> Result<(), Broken> {
        let same = self.kind.upcast(self.kind.schema, sample.clone());
        self.holds(
            same.as_ref() == Ok(sample),
            "upcasting today's schema changes nothing",
            || format!("{same:?}"),
        )?;
        let newer = self.kind.upcast(self.kind.schema + 1, sample.clone());
        self.holds(
            matches!(newer, Err(KindError::NeedsUpgrade { .. })),
            "a newer schema needs an upgrade",
            || format!("{newer:?}"),
        )
    }

    fn projections(&self, sample: &Value) -> Result<(), Broken> {
        let mut entry = entry_with(self.kind, sample.clone());
        let rows = self.kind.project(&entry);
        self.holds(
            rows == self.kind.project(&entry) && rows == crate::project(&entry),
            "projecting twice gives the same",
            || format!("{rows:?}"),
        )?;
        entry.inner.schema = self.kind.schema + 1;
        self.holds(
            self.kind.project(&entry).is_empty(),
            "a newer schema projects nothing",
            String::new,
        )?;
        entry.inner.schema = self.kind.schema;
        entry.inner.withdrawn = Some("recorded twice".to_owned());
        self.holds(
            self.kind.project(&entry).iter().all(
                |row| matches!(row, crate::Row::WordKey(word) if word.starts_with(crate::WITHDRAWN)),
            ),
            "a withdrawn entry projects nothing by which it could be searched",
            String::new,
        )
    }

    fn form_reads_back(&self, sample: &Value) -> Result<(), Broken> {
        let law = "the form reads back";
        let pairs = form_from_body(self.kind, sample).map_err(|error| self.broken(law, error))?;
        let read = body_from_form(self.kind, &pairs).map_err(|faults| self.broken(law, faults))?;
        let canonical = |value: &Value| {
            self.kind
                .canonical(value.clone())
                .map_err(|error| self.broken(law, error))
        };
        self.holds(canonical(&read)? == canonical(sample)?, law, || {
            format!("{sample} became {read}")
        })?;
        let again = form_from_body(self.kind, &read).map_err(|error| self.broken(law, error))?;
        self.holds(again == pairs, law, || {
            format!("{pairs:?} became {again:?}")
        })
    }

    /// Every field of the body is in the form: a generic page can record the kind.
    fn form_covers_the_body(&self, sample: &Value) -> Result<(), Broken> {
        let law = "the form has every field of the body";
        for (key, value) in sample.as_object().into_iter().flatten() {
            if self.kind.form.iter().any(|field| field.name == key) {
                continue;
            }
            for inner in value.as_object().into_iter().flat_map(Map::keys) {
                let name = format!("{key}.{inner}");
                self.holds(
                    self.kind.form.iter().any(|field| field.name == name),
                    law,
                    || name.clone(),
                )?;
            }
            self.holds(
                value.is_object()
                    && self
                        .kind
                        .form
                        .iter()
                        .any(|field| field.group() == Some(key)),
                law,
                || key.clone(),
            )?;
        }
        Ok(())
    }

    /// What the check misses is marked as required in the form, and what is marked is missed.
    fn form_asks_for_what_is_needed(&self, sample: &Value) -> Result<(), Broken> {
        let pairs = form_from_body(self.kind, sample)
            .map_err(|error| self.broken("the form reads back", error))?;
        for field in self.kind.form.iter().filter(|field| field.required) {
            let inside = format!("{}.", field.name);
            let without: Vec<(String, String)> = pairs
                .iter()
                .filter(|(name, _)| name != field.name && !name.starts_with(&inside))
                .cloned()
                .collect();
            self.holds(
                without.len() < pairs.len(),
                "the sample fills every required field",
                || field.name.to_owned(),
            )?;
            let missed = body_from_form(self.kind, &without)
                .err()
                .is_some_and(|faults| faults.names(field.name));
            self.holds(missed, "a required field is missed", || {
                field.name.to_owned()
            })?;
        }
        for key in sample.as_object().into_iter().flat_map(Map::keys) {
            let mut without = sample.clone();
            if let Some(object) = without.as_object_mut() {
                object.shift_remove(key);
            }
            // Only a body that is no longer readable misses the field itself.
            let needed = self.kind.canonical(without).is_err();
            let marked =
                self.kind.form.iter().any(|field| {
                    field.required && (field.name == key || field.group() == Some(key))
                });
            self.holds(
                !needed || marked,
                "the form covers what is required",
                || key.clone(),
            )?;
        }
        Ok(())
    }

    fn texts_are_limited(&self, sample: &Value) -> Result<(), Broken> {
        let pairs = form_from_body(self.kind, sample)
            .map_err(|error| self.broken("the form reads back", error))?;
        for field in self.kind.form {
            let longest = match field.input {
                Input::Line | Input::Name | Input::Address => LONGEST_NAME,
                Input::Text => LONGEST_TEXT,
                _ => continue,
            };
            if let Some(group) = field.group() {
                self.holds(
                    sample.get(group).is_some(),
                    "the sample fills every group",
                    || group.to_owned(),
                )?;
            }
            let set = |text: String| -> Vec<(String, String)> {
                pairs
                    .iter()
                    .filter(|(name, _)| name != field.name)
                    .cloned()
                    .chain([(field.name.to_owned(), text)])
                    .collect()
            };
            for (text, law) in [
                ("x".repeat(longest + 1), "texts are limited in length"),
                (
                    "before\u{0}after".to_owned(),
                    "texts have no control characters",
                ),
            ] {
                let refused = body_from_form(self.kind, &set(text))
                    .err()
                    .is_some_and(|faults| faults.names(field.name));
                self.holds(refused, law, || field.name.to_owned())?;
            }
        }
        Ok(())
    }
}

const UNKNOWN: &str = "from_a_newer_program";

/// Puts an unknown field into the body, into every group, and into every item of its lists.
fn plant(value: &mut Value, form: &[Field]) {
    let Some(object) = value.as_object_mut() else {
        return;
    };
    for (key, inner) in object.iter_mut() {
        let is_group = form.iter().any(|field| field.group() == Some(key));
        let has_items = form.iter().any(|field| {
            field.name == key && matches!(field.input, Input::Items(_) | Input::Keyed { .. })
        });
        if is_group && let Some(group) = inner.as_object_mut() {
            group.insert(UNKNOWN.to_owned(), Value::from("kept"));
        }
        if has_items {
            for item in inner.as_array_mut().into_iter().flatten() {
                if let Some(item) = item.as_object_mut() {
                    item.insert(UNKNOWN.to_owned(), Value::from("kept"));
                }
            }
        }
    }
    object.insert(UNKNOWN.to_owned(), Value::from("kept"));
}

/// How often the planted field is found.
fn planted(value: &Value) -> usize {
    match value {
        Value::Object(object) => object
            .iter()
            .map(|(key, value)| usize::from(key == UNKNOWN) + planted(value))
            .sum(),
        Value::Array(items) => items.iter().map(planted).sum(),
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kinds::KINDS;

    #[test]
    fn every_kind_keeps_the_laws() {
        for kind in KINDS {
            laws(kind).unwrap();
        }
    }
}
