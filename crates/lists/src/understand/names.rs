//! Names out of cells: cleaned for use, with parts only where the shape itself tells them.

use serde_json::{Value, json};
use unicode_normalization::UnicodeNormalization;

use crate::words;

/// A name ready for an entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct CleanName {
    pub(super) text: String,
    /// Role and text, empty where nobody can tell.
    pub(super) parts: Vec<(String, String)>,
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

fn roles(parts: Vec<(&'static str, String)>) -> Vec<(String, String)> {
    parts
        .into_iter()
        .map(|(role, text)| (role.to_owned(), text))
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
    let parts = roles(parts_by_form(&text));
    if !parts.is_empty() {
        return Some(CleanName { text, parts, usage });
    }
    // `FAMILY, Given` is the one shape that says by itself which part is which.
    if let Some((family, given)) = text.split_once(',')
        && !given.contains(',')
        && !family.trim().is_empty()
        && !given.trim().is_empty()
    {
        let (family, given) = (family.trim().to_owned(), given.trim().to_owned());
        return Some(CleanName {
            parts: roles(vec![("family", family), ("given", given)]),
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

/// Reads a cell with one name and perhaps another one in brackets: `Vel Ana (also known as Anka)`.
pub(super) fn read_all(text: &str) -> Vec<CleanName> {
    const ALSO: &[&str] = &[
        "он же",
        "она же",
        "known as",
        "also known as",
        "aka",
        "a.k.a.",
        "alias",
        "псевдоним",
        "alias",
        "conocido como",
        "conocida como",
        "المعروف",
        "الملقب",
        "又名",
        "化名",
    ];
    if let Some((before, rest)) = text.split_once('(')
        && let Some((remark, after)) = rest.split_once(')')
        && after.trim().is_empty()
    {
        let remark = remark.trim();
        let lower = remark.to_lowercase();
        let other = ALSO
            .iter()
            .filter(|word| lower.starts_with(**word))
            .max_by_key(|word| word.len())
            .and_then(|word| remark.get(word.len()..))
            .filter(|other| !other.trim().is_empty());
        if let Some(other) = other {
            let alias = read(other.trim_start_matches([':', ' '])).map(|name| CleanName {
                usage: Some("alias"),
                ..name
            });
            return read(before).into_iter().chain(alias).collect();
        }
    }
    read(text).into_iter().collect()
}

/// The father's name is no family name: what the words of a name say by their own form.
fn parts_by_form(text: &str) -> Vec<(&'static str, String)> {
    by_son_or_daughter(text)
        .or_else(|| by_patronymic(text))
        .unwrap_or_default()
}

/// `Rashad Turin oglu Babajew`, `Zaur Babajew, Tahir oğlu`, `Zakirov Parviz Aidyn-oglu`.
fn by_son_or_daughter(text: &str) -> Option<Vec<(&'static str, String)>> {
    const SON_OR_DAUGHTER: &[&str] = &[
        "oglu", "oğlu", "oqlu", "ogly", "ogli", "оглы", "оглу", "qizi", "qızı", "kizi", "kızı",
        "gizi", "кызы", "гызы",
    ];
    let links = |word: &str| SON_OR_DAUGHTER.contains(&word.to_lowercase().as_str());
    let name = |words: &[&str]| words.join(" ");
    if let Some((before, father)) = text.split_once(',') {
        let (before, father): (Vec<&str>, Vec<&str>) = (
            before.split_whitespace().collect(),
            father.split_whitespace().collect(),
        );
        if let ([given, family @ ..], [_, link]) = (before.as_slice(), father.as_slice())
            && links(link)
            && !family.is_empty()
        {
            return Some(vec![
                ("given", (*given).to_owned()),
                ("family", name(family)),
                ("patronymic", name(&father)),
            ]);
        }
        return None;
    }
    let words: Vec<&str> = text.split_whitespace().collect();
    if let [family, given, last] = words.as_slice()
        && last.rsplit_once('-').is_some_and(|(_, link)| links(link))
    {
        return Some(vec![
            ("family", (*family).to_owned()),
            ("given", (*given).to_owned()),
            ("patronymic", (*last).to_owned()),
        ]);
    }
    let at = words.iter().position(|word| links(word))?;
    let (before, after) = words.split_at_checked(at + 1)?;
    match before {
        // Family name first, as registers write it.
        [family, given, father, link] if after.is_empty() => Some(vec![
            ("family", (*family).to_owned()),
            ("given", (*given).to_owned()),
            ("patronymic", format!("{father} {link}")),
        ]),
        [given, father, link] => {
            let mut parts = vec![
                ("given", (*given).to_owned()),
                ("patronymic", format!("{father} {link}")),
            ];
            if !after.is_empty() {
                parts.push(("family", name(after)));
            }
            Some(parts)
        }
        _ => None,
    }
}

/// A Slavic father's name stands last where the family name stands first, else in the middle.
fn by_patronymic(text: &str) -> Option<Vec<(&'static str, String)>> {
    let words: Vec<&str> = text.split_whitespace().collect();
    let [first, second, third] = words.as_slice() else {
        return None;
    };
    let is_patronymic = |word: &str| {
        let lower = word.to_lowercase();
        lower.chars().count() > 4
            && ["вич", "вна", "ична", "ьич"]
                .iter()
                .any(|end| lower.ends_with(end))
    };
    let roles = match (is_patronymic(second), is_patronymic(third)) {
        (false, true) => [("family", first), ("given", second), ("patronymic", third)],
        (true, false) => [("given", first), ("patronymic", second), ("family", third)],
        _ => return None,
    };
    Some(
        roles
            .into_iter()
            .map(|(role, word)| (role, (*word).to_owned()))
            .collect(),
    )
}

/// A Burmese form of address before a name in Latin letters, the rest, and whether it can be
/// nothing else.
pub(super) fn address_of(text: &str) -> Option<(&str, &str, bool)> {
    let (address, rest) = text.split_once(' ')?;
    let rest = rest.trim();
    if rest.is_empty() {
        return None;
    }
    match address {
        "U" | "Daw" => Some((address, rest, true)),
        "Ko" | "Ma" | "Maung" => Some((address, rest, false)),
        _ => None,
    }
}

/// The same form of address in Burmese letters.
pub(super) fn native_address(address: &str) -> Option<&'static str> {
    match address {
        "U" => Some("ဦး"),
        "Daw" => Some("ဒေါ်"),
        _ => None,
    }
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
            roles(vec![
                ("family", "VEL".to_owned()),
                ("given", "Ana".to_owned())
            ])
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
    fn the_fathers_name_is_no_family_name() {
        let parts = |text: &str| {
            read(text)
                .unwrap()
                .parts
                .into_iter()
                .map(|(role, text)| format!("{role}={text}"))
                .collect::<Vec<_>>()
                .join(" ")
        };
        for (text, wanted) in [
            (
                "Rashad Turin oglu Babajew",
                "given=Rashad patronymic=Turin oglu family=Babajew",
            ),
            (
                "Zaur Babajew, Tahir oğlu",
                "given=Zaur family=Babajew patronymic=Tahir oğlu",
            ),
            (
                "Zakirov Parviz Aidyn-oglu",
                "family=Zakirov given=Parviz patronymic=Aidyn-oglu",
            ),
            (
                "Leila Eldar qizi Amirova",
                "given=Leila patronymic=Eldar qizi family=Amirova",
            ),
            (
                "Крюков Егор Викторович",
                "family=Крюков given=Егор patronymic=Викторович",
            ),
            (
                "Анна Петровна Лазарева",
                "given=Анна patronymic=Петровна family=Лазарева",
            ),
            ("Крюков Егор", ""),
        ] {
            assert_eq!(parts(text), wanted, "{text}");
        }
    }

    #[test]
    fn a_name_in_brackets_is_another_name() {
        let names: Vec<(String, Option<&str>)> = read_all("Крюков Егор (он же Орлов)")
            .into_iter()
            .map(|name| (name.text, name.usage))
            .collect();
        assert_eq!(
            names,
            [
                ("Крюков Егор".to_owned(), None),
                ("Орлов".to_owned(), Some("alias"))
            ]
        );
        assert_eq!(read_all("Ana Vel (sister of Ivo)").len(), 1);
        assert_eq!(address_of("Daw Khin Mar"), Some(("Daw", "Khin Mar", true)));
        assert_eq!(address_of("Maung Win"), Some(("Maung", "Win", false)));
        assert_eq!(address_of("Daw"), None);
    }

    #[test]
    fn other_names_are_divided() {
        assert_eq!(split("Ana; Anka"), ["Ana", "Anka"]);
        assert_eq!(split("VEL, Ana"), ["VEL, Ana"]);
        assert_eq!(split("Ana Vel, Anka Vel"), ["Ana Vel", "Anka Vel"]);
    }
}
