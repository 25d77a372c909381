//! Names out of cells: cleaned for use, with parts only where the shape itself tells them.

use serde_json::{Value, json};
use unicode_normalization::UnicodeNormalization;

use crate::words;

/// A name ready for an entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct CleanName {
    pub(super) text: String,
    /// Role and text, empty where nobody can tell.
    pub(super) parts: Vec<(&'static str, String)>,
    /// The usage that the cell itself says, as `Awang (pen name)` does.
    pub(super) usage: Option<&'static str>,
}

/// Without marks that cannot be seen, without doubled blanks and quotes around.
pub(super) fn clean(text: &str) -> String {
    let visible: String = text
        .nfc()
        .filter(|c| {
            !words::is_direction_mark(*c)
                && !words::is_deceptive_mark(*c)
                && (!c.is_control() || c.is_whitespace())
                && *c != '\u{fffd}'
        })
        .collect();
    let joined = visible.split_whitespace().collect::<Vec<_>>().join(" ");
    joined
        .trim_matches(|c: char| matches!(c, '"' | '“' | '”' | '«' | '»' | ',' | ';' | ' '))
        .chars()
        .take(1000)
        .collect()
}

/// Reads one name; nothing when the cell names nobody.
pub(super) fn read(text: &str) -> Option<CleanName> {
    let mut text = clean(text);
    let mut usage = None;
    if let Some((name, remark)) = text.strip_suffix(')').and_then(|t| t.rsplit_once('('))
        && let Some(said) = usage_of(remark)
    {
        usage = Some(said);
        text = clean(name);
    }
    if words::says_unknown(&text) || !text.chars().any(char::is_alphabetic) && !has_letters(&text) {
        return None;
    }
    // `FAMILY, Given` is the one shape that says by itself which part is which.
    if let Some((family, given)) = text.split_once(',')
        && !given.contains(',')
        && !family.trim().is_empty()
        && !given.trim().is_empty()
    {
        let (family, given) = (family.trim().to_owned(), given.trim().to_owned());
        return Some(CleanName {
            parts: vec![("family", family), ("given", given)],
            text,
            usage,
        });
    }
    Some(CleanName {
        text,
        parts: Vec::new(),
        usage,
    })
}

/// Scripts whose letters are marks to the standard's eyes.
fn has_letters(text: &str) -> bool {
    text.chars().any(|c| !c.is_ascii() && c.is_alphanumeric())
}

fn usage_of(remark: &str) -> Option<&'static str> {
    match remark.trim().to_lowercase().as_str() {
        "pen name" | "псевдоним" | "seudónimo" | "笔名" | "筆名" => Some("pen_name"),
        "lay name" | "birth name" | "née" | "урожденная" | "урождённая" => {
            Some("birth")
        }
        "religious name" | "dharma name" | "法名" | "法号" => Some("religious"),
        "married name" => Some("married"),
        "nickname" | "alias" | "aka" | "a.k.a." => Some("alias"),
        _ => None,
    }
}

/// The other names in one cell.
pub(super) fn split(text: &str) -> Vec<&str> {
    let divider = [";", "\n", "|", " / ", "；", "؛", "、"]
        .into_iter()
        .find(|divider| text.contains(divider));
    match divider {
        Some(divider) => text
            .split(divider)
            .map(str::trim)
            .filter(|t| !t.is_empty())
            .collect(),
        // A comma divides names only where the pieces are names of several words: `VEL, Ana` is one.
        None if text.split(',').count() > 1
            && text
                .split(',')
                .all(|piece| piece.split_whitespace().count() > 1) =>
        {
            text.split(',').map(str::trim).collect()
        }
        None => vec![text.trim()],
    }
}

pub(super) fn body(name: &CleanName, usage: &str, preferred: bool) -> Value {
    let mut body = json!({
        "text": name.text,
        "usage": name.usage.unwrap_or(usage),
        "preferred": preferred,
    });
    if !name.parts.is_empty()
        && let Some(map) = body.as_object_mut()
    {
        let parts: Vec<Value> = name
            .parts
            .iter()
            .map(|(role, text)| json!({"role": role, "text": text}))
            .collect();
        map.insert("parts".to_owned(), Value::Array(parts));
    }
    body
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_cleaned_and_never_taken_apart_by_guess() {
        assert_eq!(clean(" \u{200f}Ana\u{200b}  Vel \u{202e}"), "Ana Vel");
        assert_eq!(
            read("VEL, Ana").unwrap().parts,
            [("family", "VEL".to_owned()), ("given", "Ana".to_owned())]
        );
        assert!(read("Ana Vel").unwrap().parts.is_empty());
        assert_eq!(read("Awang (pen name)").unwrap().usage, Some("pen_name"));
        for nobody in ["", "unknown", "N/A", "неизвестно", "123", "-"] {
            assert_eq!(read(nobody), None, "{nobody}");
        }
        assert_eq!(read("=Ana Vel").unwrap().text, "=Ana Vel");
        assert!(read("ခင်မာ").is_some());
    }

    #[test]
    fn other_names_are_divided() {
        assert_eq!(split("Ana; Anka"), ["Ana", "Anka"]);
        assert_eq!(split("VEL, Ana"), ["VEL, Ana"]);
        assert_eq!(split("Ana Vel, Anka Vel"), ["Ana Vel", "Anka Vel"]);
    }
}
