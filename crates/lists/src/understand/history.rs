//! What a list tells of things done: raised, contacts, hearings, wishes, requests.
//!
//! A history is made into the entry of its kind where the row says enough for one, and into a note
//! with the same words where it does not: nothing is filled in.

use kernel::PartialDate;
use serde_json::{Map, Value, json};

use super::gather::{Gathered, cut, line, printable};
use super::status::plain;
use super::{Draft, Weight};
use crate::words;

/// The parts of one event as the row gives them.
#[derive(Clone, Debug, Default)]
pub(super) struct History {
    on: Option<PartialDate>,
    due: Option<PartialDate>,
    /// Other parts, with the header of their column.
    parts: Vec<(String, String)>,
}

impl History {
    pub(super) fn take(
        &mut self,
        row: &mut Gathered<'_>,
        kind: &str,
        part: &str,
        header: &str,
        text: &str,
    ) {
        if words::says_unknown(text) || plain(text) == "no" {
            return;
        }
        match part {
            "on" | "due" => {
                let date = row.date(header, text, part == "due" || kind == "hearing");
                if date.is_unknown() {
                    self.parts.push((header.to_owned(), text.to_owned()));
                } else if part == "on" {
                    self.on = Some(date);
                } else {
                    self.due = Some(date);
                }
            }
            // `Last family visit`: the header says what it was, the cell when.
            code if casework_contact(code) => {
                self.parts.push(("with".to_owned(), code.to_owned()));
                let date = row.date(header, text, false);
                if !date.is_unknown() {
                    self.on = Some(date);
                }
            }
            _ => self.parts.push((part.to_owned(), text.to_owned())),
        }
    }

    fn part(&self, name: &str) -> Option<&str> {
        self.parts
            .iter()
            .find(|(part, _)| part == name)
            .map(|(_, text)| text.as_str())
    }

    /// The entry; the first word of the key is the kind of history.
    pub(super) fn draft(&self, row: &Gathered<'_>, key: &str) -> Option<Draft> {
        let kind = key.split(' ').next().unwrap_or_default();
        if self.on.is_none() && self.due.is_none() && self.parts.is_empty() {
            return None;
        }
        let entry = match kind {
            "contact" => self.contact(row),
            "hearing" => self.hearing(row),
            "request" => self.request(row),
            "raised" => self.raised(row),
            "wish" => self.part("words").map(|words| {
                let mut draft = row.wish(words, "not_asked");
                if let (Some(map), Some(on)) = (draft.body.as_object_mut(), &self.on) {
                    map.insert("given_on".to_owned(), json!(on));
                }
                draft
            }),
            _ => None,
        };
        let mut draft = entry.unwrap_or_else(|| self.note(row, kind));
        draft.happened.clone_from(&self.on);
        Some(draft)
    }

    fn contact(&self, row: &Gathered<'_>) -> Option<Draft> {
        let with = self.part("with")?;
        let code = row
            .code_of("contact_kinds", with)
            .or_else(|| contact_code(with).map(str::to_owned))?;
        let denied = self
            .part("denied")
            .is_some_and(|text| !matches!(plain(text).as_str(), "no" | "false" | "0" | "нет"));
        let mut body = Map::new();
        body.insert("with".to_owned(), Value::from(code));
        let on = self.on.clone().unwrap_or_else(PartialDate::unknown);
        body.insert("on".to_owned(), json!(on));
        body.insert("denied".to_owned(), Value::from(denied));
        if let Some(words) = self.part("words") {
            body.insert("words".to_owned(), Value::from(printable(words)));
        }
        Some(row.draft("contact", Value::Object(body)))
    }

    /// A hearing has a court and a day.
    fn hearing(&self, row: &Gathered<'_>) -> Option<Draft> {
        let mut body = json!({"court": line(self.part("court")?), "day": self.on.as_ref()?});
        let map = body.as_object_mut()?;
        for part in ["purpose", "result"] {
            if let Some(text) = self.part(part) {
                map.insert(part.to_owned(), Value::from(line(text)));
            }
        }
        Some(row.draft("hearing", body))
    }

    /// A request has a day it was sent and a day it is due; without both it is told in a note.
    fn request(&self, row: &Gathered<'_>) -> Option<Draft> {
        let sent = self.on.as_ref()?.exact_day()?;
        let due = self.due.as_ref()?.exact_day().filter(|due| *due >= sent)?;
        let what = self.part("what").unwrap_or("other");
        let code = row
            .code_of("asks", what)
            .unwrap_or_else(|| ask_code(what).to_owned());
        let channel = self
            .part("channel")
            .and_then(|text| row.code_of("channels", text))
            .unwrap_or_else(|| "letter".to_owned());
        Some(row.draft(
            "request",
            json!({
                "to": line(self.part("to")?),
                "what": code,
                "text": printable(self.part("text").unwrap_or(what)),
                "channel": channel,
                "sent_on": sent,
                "due_on": due,
            }),
        ))
    }

    /// What was raised by whom on which day is an act that happened.
    fn raised(&self, row: &Gathered<'_>) -> Option<Draft> {
        let on = self.on.as_ref()?.exact_day()?;
        let by = self.part("by")?;
        let public = self.part("public").is_some_and(|text| {
            matches!(plain(text).as_str(), "yes" | "true" | "1" | "да" | "public")
        });
        let act = if public {
            "raise_publicly"
        } else {
            "raise_privately"
        };
        let mut body = json!({"act": act, "on": on, "by": line(by)});
        let map = body.as_object_mut()?;
        if let Some(to) = self.part("to") {
            map.insert("audience".to_owned(), Value::from(line(to)));
        }
        let words: Vec<&str> = ["where", "text", "answer"]
            .iter()
            .filter_map(|part| self.part(part))
            .collect();
        if !words.is_empty() {
            map.insert("text".to_owned(), Value::from(printable(&words.join("\n"))));
        }
        Some(row.draft("act", body))
    }

    fn note(&self, row: &Gathered<'_>, kind: &str) -> Draft {
        let mut lines = vec![kind.to_owned()];
        if let Some(on) = &self.on {
            lines.push(format!(
                "on: {}",
                on.source_text.clone().unwrap_or_else(|| on.edtf())
            ));
        }
        if let Some(due) = &self.due {
            lines.push(format!(
                "due: {}",
                due.source_text.clone().unwrap_or_else(|| due.edtf())
            ));
        }
        lines.extend(
            self.parts
                .iter()
                .map(|(part, text)| format!("{part}: {text}")),
        );
        row.draft("note", json!({"text": printable(&lines.join("\n"))}))
    }
}

impl Gathered<'_> {
    /// A wish decides what may be done: somebody has to read it, and say which acts it speaks of.
    pub(super) fn review_wishes(&mut self) {
        let words: Vec<String> = self
            .histories
            .iter()
            .filter(|(key, _)| key.starts_with("wish"))
            .filter_map(|(_, history)| history.part("words").map(cut))
            .collect();
        for raw in words {
            self.doubts
                .push(super::gather::doubt(None, "wish", &raw, Weight::Review));
        }
    }
}

fn casework_contact(code: &str) -> bool {
    matches!(
        code,
        "counsel"
            | "private_counsel"
            | "family_visit"
            | "letter"
            | "doctor"
            | "consular"
            | "independent_visit"
            | "proof_of_life"
    )
}

/// Our code for whom there was contact with.
fn contact_code(text: &str) -> Option<&'static str> {
    let plain = plain(text);
    let has = |words: &[&str]| words.iter().any(|word| plain.contains(word));
    Some(
        if has(&["lawyer", "counsel", "attorney", "адвокат", "abogad", "محام"]) {
            "counsel"
        } else if has(&["letter", "письм", "carta", "رسالة"]) {
            "letter"
        } else if has(&["doctor", "medical", "врач", "médic", "طبيب"]) {
            "doctor"
        } else if has(&[
            "consul",
            "embassy",
            "посольств",
            "консул",
            "embajada",
            "قنصل",
            "سفارة",
        ]) {
            "consular"
        } else if has(&["red cross", "icrc", "monitor", "independent", "ombuds"]) {
            "independent_visit"
        } else if has(&["proof of life", "video", "phone", "call", "звонок"]) {
            "proof_of_life"
        } else if has(&[
            "family",
            "wife",
            "husband",
            "mother",
            "father",
            "sister",
            "brother",
            "relative",
            "семь",
            "мать",
            "жена",
            "famil",
            "madre",
            "esposa",
            "عائلة",
            "زوجة",
        ]) {
            "family_visit"
        } else {
            return None;
        },
    )
}

/// Our code for what was asked.
fn ask_code(text: &str) -> &'static str {
    let plain = plain(text);
    let has = |words: &[&str]| words.iter().any(|word| plain.contains(word));
    if has(&["pardon", "amnesty", "помилован", "амнист", "indulto", "عفو"]) {
        "pardon_or_amnesty"
    } else if has(&["transfer to hospital", "medical transfer"]) {
        "medical_transfer"
    } else if has(&[
        "medical",
        "doctor",
        "treatment",
        "лечен",
        "врач",
        "médic",
        "علاج",
    ]) {
        "medical_care"
    } else if has(&["family visit", "свидани", "visita familiar"]) {
        "family_visit"
    } else if has(&["lawyer", "counsel", "адвокат", "abogad"]) {
        "counsel_access"
    } else if has(&["attend trial", "trial access", "observe the trial"]) {
        "trial_access"
    } else if has(&["consular"]) {
        "consular_access"
    } else if has(&["solitary", "карцер", "aislamiento"]) {
        "end_solitary"
    } else if has(&["drop charges", "drop the charges"]) {
        "drop_charges"
    } else if has(&["release", "освобо", "liberaci", "إفراج"]) {
        "release"
    } else {
        "other"
    }
}
