//! From what a row says to the entries it would make.

use kernel::{Confidence, Label, PartialDate};
use serde_json::{Value, json};

use super::gather::{Gathered, country_code, line, printable};
use super::names;
use super::{Draft, UnderstoodRow};

impl Gathered<'_> {
    pub(super) fn draft(&self, kind: &str, body: Value) -> Draft {
        Draft {
            kind: kind.to_owned(),
            body,
            happened: None,
            confidence: self.mapping.confidence,
            label: None,
        }
    }

    pub(super) fn drafts(&self, understood: &UnderstoodRow) -> Vec<Draft> {
        let mut out = Vec::new();
        let preferred = self
            .names
            .iter()
            .position(|(_, _, preferred)| *preferred)
            .unwrap_or(0);
        for (place, (name, usage, _)) in self.names.iter().enumerate() {
            out.push(self.draft("name", names::body(name, usage, place == preferred)));
        }
        self.fact_drafts(&mut out);
        self.episode_drafts(&mut out);
        for (key, history) in &self.histories {
            out.extend(history.draft(self, key));
        }
        if let Some(status) = &self.status {
            out.push(self.claim(status));
        }
        if let Some(words) = &self.silence {
            out.push(self.wish(words, "refused"));
        }
        out.push(self.source(understood));
        if self.withheld {
            for draft in &mut out {
                draft.label = Some(Label::Red);
            }
        }
        out
    }

    fn fact_drafts(&self, out: &mut Vec<Draft>) {
        if let Some(birth) = &self.birth {
            let value = birth.source_text.clone().unwrap_or_else(|| birth.edtf());
            let mut draft = self.draft(
                "fact",
                json!({"field": "birth", "value": value, "date": birth}),
            );
            draft.happened = Some(birth.clone());
            out.push(draft);
        }
        for (field, value, code) in &self.facts {
            out.push(self.draft(
                "fact",
                json!({"field": field, "value": value, "code": code}),
            ));
        }
        for (field, value) in &self.other_facts {
            let mut body = json!({"field": field, "value": value});
            if matches!(field.as_str(), "nationality" | "citizenship")
                && let Some(code) = self.aligned_country(value).or_else(|| country_code(value))
                && let Some(map) = body.as_object_mut()
            {
                map.insert("code".to_owned(), Value::from(code));
            }
            let mut draft = self.draft("fact", body);
            if field == "health_note" || field == "identity_number" {
                draft.label = Some(Label::Red);
            }
            out.push(draft);
        }
        for text in &self.narrative {
            out.push(self.draft(
                "fact",
                json!({"field": "portrait_text", "value": printable(text)}),
            ));
        }
        if self.died || self.death.is_some() {
            let date = self.death.clone().unwrap_or_else(PartialDate::unknown);
            let value = self.status.clone().unwrap_or_else(|| "died".to_owned());
            let mut draft = self.draft(
                "fact",
                json!({"field": "death", "value": printable(&value), "date": date}),
            );
            draft.confidence = Confidence::Alleged;
            draft.happened = (!date.is_unknown()).then_some(date);
            out.push(draft);
        }
    }

    fn claim(&self, status: &str) -> Draft {
        let mut body = json!({
            "organisation": if self.mapping.source.is_empty() { "?" } else { &self.mapping.source },
            "status_text": line(status),
        });
        if let Some(map) = body.as_object_mut() {
            if let Some(code) = self.code_of("claim_statuses", status) {
                map.insert("status_code".to_owned(), Value::from(code));
            }
            if let Some(as_of) = &self.mapping.as_of {
                map.insert("as_of".to_owned(), json!(as_of));
            }
            if let Some(url) = &self.url {
                map.insert("reference".to_owned(), Value::from(url.clone()));
            }
        }
        let mut draft = self.draft("claim", body);
        if self.believed {
            draft.confidence = Confidence::Alleged;
        }
        draft
    }

    /// The family's request as the list passes it on, about publicity of any kind.
    pub(super) fn wish(&self, words: &str, state: &str) -> Draft {
        const PUBLIC: [&str; 7] = ["c08", "c10", "c11", "c13", "c14", "c15", "c16"];
        let scopes: Vec<Value> = PUBLIC
            .iter()
            .map(|scope| json!({"scope": scope, "state": state}))
            .collect();
        let given = self
            .mapping
            .as_of
            .clone()
            .unwrap_or_else(PartialDate::unknown);
        self.draft(
            "wish",
            json!({
                "giver": {"relation": "relative"},
                "words": printable(words),
                "how_known": "relayed",
                "scopes": scopes,
                "given_on": given,
                "until_they_say_stop": true,
            }),
        )
    }

    fn source(&self, understood: &UnderstoodRow) -> Draft {
        let cells: Vec<Value> = understood
            .cells
            .iter()
            .map(|(column, cell)| json!([column, cell]))
            .collect();
        let mut body = json!({
            "medium": "list",
            "title": if self.mapping.source.is_empty() { "?" } else { &self.mapping.source },
            "reference": understood.row_key,
            "cells": cells,
        });
        if let Some(map) = body.as_object_mut() {
            let key = understood
                .record_key
                .as_ref()
                .unwrap_or(&understood.row_key);
            map.insert("row_key".to_owned(), Value::from(key.clone()));
            if let Some(url) = &self.url {
                map.insert("url".to_owned(), Value::from(url.clone()));
            }
        }
        self.draft("source", body)
    }
}
