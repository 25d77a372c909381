//! Colours of rows: what the titles of a table say about them.

use std::collections::BTreeMap;

use crate::understand::status;
use crate::{RawRow, RawTable, RowNote};

/// The word for a colour: the plain name that a title would use.
fn words_of(colour: &str) -> &'static [&'static str] {
    let part = |at: usize| {
        colour
            .get(at..at + 2)
            .and_then(|digits| u8::from_str_radix(digits, 16).ok())
    };
    let (Some(red), Some(green), Some(blue)) = (part(0), part(2), part(4)) else {
        return &[];
    };
    let (high, low) = (red.max(green).max(blue), red.min(green).min(blue));
    if high - low < 30 {
        return &["grey", "gray", "серый", "серым", "gris", "رمادي"];
    }
    match (red >= 180, green >= 150, blue >= 150) {
        (true, true, false) if red.abs_diff(green) < 60 => &[
            "yellow",
            "жёлтый",
            "желтый",
            "жёлтым",
            "желтым",
            "amarillo",
            "amarilla",
            "amarillas",
            "أصفر",
            "黄色",
        ],
        (true, _, false) if green >= 80 => {
            &["orange", "оранжевый", "оранжевым", "naranja", "برتقالي"]
        }
        (true, false, false) => &[
            "red",
            "красный",
            "красным",
            "rojo",
            "roja",
            "rojas",
            "أحمر",
            "红色",
        ],
        (false, true, false) => &[
            "green",
            "зелёный",
            "зеленый",
            "зелёным",
            "зеленым",
            "verde",
            "verdes",
            "أخضر",
            "绿色",
        ],
        (false, _, true) => &[
            "blue",
            "синий",
            "синим",
            "голубой",
            "azul",
            "azules",
            "أزرق",
            "蓝色",
        ],
        _ => &[],
    }
}

/// Colours of the sample and the codes that the titles give them, for a person to confirm.
pub(super) fn meanings(table: &RawTable, rows: &[&RawRow]) -> BTreeMap<String, String> {
    let mut out = BTreeMap::new();
    let colours = rows
        .iter()
        .flat_map(|row| &row.notes)
        .filter_map(|note| match note {
            RowNote::Coloured { colour } => Some(colour),
            _ => None,
        });
    for colour in colours {
        let key = colour.to_lowercase();
        if !out.contains_key(&key)
            && let Some(code) = meaning(&table.titles, colour)
        {
            out.insert(key, code.to_owned());
        }
    }
    out
}

fn meaning(titles: &[String], colour: &str) -> Option<&'static str> {
    let words = words_of(colour);
    titles.iter().find_map(|title| {
        let lower = title.to_lowercase();
        let at = words
            .iter()
            .filter_map(|word| lower.find(word).map(|at| at + word.len()))
            .min()?;
        let clause = lower.get(at..)?.split(['.', ';', '\n']).next()?;
        let parts: Vec<&str> = clause
            .split(|c: char| !c.is_alphanumeric())
            .filter(|part| !part.is_empty())
            .take(12)
            .collect();
        (0..parts.len()).find_map(|from| {
            (1..=3).rev().find_map(|length| {
                let phrase = parts.get(from..from + length)?.join(" ");
                status::standing(&phrase).0.and_then(status::code_of)
            })
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_gives_a_colour_its_meaning() {
        let titles = ["Names were romanised. Yellow rows: reported released. Red cells: died; green rows were asked.".to_owned()];
        assert_eq!(meaning(&titles, "FFFF00"), Some("released"));
        assert_eq!(meaning(&titles, "FF0000"), Some("died"));
        assert_eq!(meaning(&titles, "00B050"), None);
        assert_eq!(meaning(&titles, "theme 4"), None);
    }
}
