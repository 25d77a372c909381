//! Stories name days as seen from today, and people and files by a word; here these become dates
//! and ids.
//!
//! * `@-12`, `@0`, `@+3`: a day; `@-400m`, `@-2000y`: only its month, its year.
//! * `@at:+1 09:30 Asia/Tbilisi`: a moment in a place; `@in:40 Asia/Tbilisi`: so many minutes from now.
//! * `@user:`, `@organisation:`, `@file:`, `@entry:` and a word: an id.

use std::collections::HashMap;

use desk::{DeskError, Result};
use kernel::{Day, EntryId, FileId, Instant, Moment, OrganisationId, UserId};
use serde_json::Value;

/// What words stand for.
pub(super) struct Words {
    pub(super) now: Instant,
    pub(super) users: HashMap<String, UserId>,
    pub(super) organisations: HashMap<String, OrganisationId>,
    pub(super) files: HashMap<String, FileId>,
    pub(super) entries: HashMap<String, EntryId>,
}

fn unknown(text: &str) -> DeskError {
    DeskError::List(format!("the demonstration does not know {text}"))
}

impl Words {
    /// The day so many days from today.
    pub(super) fn day(&self, offset: i32) -> Day {
        self.now.day().plus(offset)
    }

    /// Puts dates and ids into a body.
    pub(super) fn resolve(&self, value: &mut Value) -> Result<()> {
        match value {
            Value::String(text) => {
                if let Some(rest) = text.strip_prefix('@') {
                    *value = self.meaning(rest).ok_or_else(|| unknown(text))?;
                }
            }
            Value::Array(items) => {
                for item in items {
                    self.resolve(item)?;
                }
            }
            Value::Object(fields) => {
                for (_, field) in fields.iter_mut() {
                    self.resolve(field)?;
                }
            }
            _ => {}
        }
        Ok(())
    }

    fn meaning(&self, text: &str) -> Option<Value> {
        let id = |text: String| Some(Value::from(text));
        match text.split_once(':') {
            Some(("user", word)) => id(self.users.get(word)?.to_string()),
            Some(("organisation", word)) => id(self.organisations.get(word)?.to_string()),
            Some(("file", word)) => id(self.files.get(word)?.to_string()),
            Some(("entry", word)) => id(self.entries.get(word)?.to_string()),
            Some(("at", rest)) => {
                let (offset, rest) = rest.split_once(' ')?;
                let (time, zone) = rest.split_once(' ')?;
                let day = self.day(offset.parse().ok()?).iso();
                serde_json::to_value(Moment::new(&format!("{day} {time}"), zone).ok()?).ok()
            }
            Some(("in", rest)) => {
                let (minutes, zone) = rest.split_once(' ')?;
                let at = self.now.plus_seconds(minutes.parse::<i64>().ok()? * 60);
                serde_json::to_value(moment_at(at, zone)?).ok()
            }
            Some(_) => None,
            None => {
                let (offset, kept) = match text.chars().last() {
                    Some('m') => (text.get(..text.len() - 1)?, 7),
                    Some('y') => (text.get(..text.len() - 1)?, 4),
                    _ => (text, 10),
                };
                let iso = self.day(offset.parse().ok()?).iso();
                iso.get(..kept).map(Value::from)
            }
        }
    }
}

/// The wall clock of a place at an instant: read as if it were the world's, then corrected by what
/// the place is ahead of it.
fn moment_at(at: Instant, zone: &str) -> Option<Moment> {
    let text = |instant: Instant| -> Option<String> {
        let minutes = instant.seconds().div_euclid(60).rem_euclid(24 * 60);
        let day = instant.day().iso();
        Some(format!("{day} {:02}:{:02}", minutes / 60, minutes % 60))
    };
    let guess = Moment::new(&text(at)?, zone).ok()?;
    let ahead = at.seconds().div_euclid(60) * 60 - guess.instant.seconds();
    Moment::new(&text(at.plus_seconds(ahead))?, zone).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words() -> Words {
        Words {
            now: Moment::new("2026-11-24 08:15", "UTC").unwrap().instant,
            users: HashMap::new(),
            organisations: HashMap::new(),
            files: HashMap::from([("a".to_owned(), FileId::from_bytes([7; 16]))]),
            entries: HashMap::new(),
        }
    }

    #[test]
    fn days_moments_and_ids_take_the_place_of_words() {
        let mut value = serde_json::json!({
            "day": "@-1", "month": "@-30m", "year": "@-400y", "file": "@file:a", "kept": "me@home",
            "moment": "@at:+1 09:30 Asia/Tbilisi", "soon": ["@in:40 Asia/Yangon"],
        });
        words().resolve(&mut value).unwrap();
        assert_eq!(value["day"], "2026-11-23");
        assert_eq!(value["month"], "2026-10");
        assert_eq!(value["year"], "2025");
        assert_eq!(value["file"], FileId::from_bytes([7; 16]).to_string());
        assert_eq!(value["kept"], "me@home");
        assert_eq!(value["moment"]["local"], "2026-11-25 09:30");
        assert_eq!(value["soon"][0]["local"], "2026-11-24 15:25");
        let soon: Moment = serde_json::from_value(value["soon"][0].clone()).unwrap();
        assert_eq!(soon.instant, words().now.plus_seconds(40 * 60));
    }

    #[test]
    fn an_unknown_word_is_a_mistake() {
        for wrong in ["@user:nobody", "@", "@+x", "@at:+1 25:99 UTC", "@moon:1"] {
            assert!(words().resolve(&mut Value::from(wrong)).is_err(), "{wrong}");
        }
    }
}
