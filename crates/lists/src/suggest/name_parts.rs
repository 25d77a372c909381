//! Names whose parts stand in several columns: which columns are parts, and which only look like it.

use super::headers;
use crate::{Mapping, NameOrder, RawRow, RawTable, Target};

/// Headers that say *name* and mean the given name where another column has the family name.
const GIVEN_BESIDE_FAMILY: [&str; 13] = [
    "name",
    "names",
    "имя",
    "імя",
    "ім я",
    "nombre",
    "nombres",
    "nome",
    "nom",
    "ad",
    "الاسم",
    "اسم",
    "نام",
];

fn role_of(targets: &[Target]) -> Option<&str> {
    targets.iter().find_map(|target| match target {
        Target::NamePart { role, .. } => Some(role.as_str()),
        _ => None,
    })
}

/// Settles what only all columns together can tell.
pub(super) fn settle(mapping: &mut Mapping, table: &RawTable, rows: &[&RawRow]) {
    let has = |mapping: &Mapping, wanted: &str| {
        mapping
            .columns
            .iter()
            .any(|column| role_of(&column.targets) == Some(wanted))
    };
    if has(mapping, "given") && !has(mapping, "family") {
        // `Nom` beside `Prénom` is the family name.
        turn(mapping, "family", |header| header == "nom");
    }
    let family = mapping
        .columns
        .iter()
        .position(|column| role_of(&column.targets) == Some("family"));
    if let (Some(family), false) = (family, has(mapping, "given")) {
        let given = mapping.columns.iter().position(|column| {
            GIVEN_BESIDE_FAMILY.contains(&headers::plain(&column.header).as_str())
                && column
                    .targets
                    .iter()
                    .any(|target| matches!(target, Target::Name { .. }))
        });
        // A column *name* that holds the family name as well is the whole name.
        if let Some(given) = given
            && !holds(rows, given, family)
        {
            let header = headers::plain(&table.headers.get(given).cloned().unwrap_or_default());
            turn(mapping, "given", |known| known == header);
        }
    }
    // A father's name is a part of a name only where the rest of it stands in columns too, and a family
    // name alone is the name, unless another column has the whole one.
    if !has(mapping, "given") {
        let whole = mapping.columns.iter().any(|column| {
            let is_name = |target: &Target| matches!(target, Target::Name { .. });
            column.targets.iter().any(is_name)
        });
        for column in &mut mapping.columns {
            match role_of(&column.targets) {
                Some("family") if !whole => {
                    column.targets = vec![Target::Name {
                        usage: "known_as".to_owned(),
                        order: NameOrder::FamilyFirst,
                        preferred: false,
                    }];
                }
                Some(_) => column.targets = vec![Target::Keep],
                None => {}
            }
        }
    }
    family_first(mapping, table, rows);
}

fn turn(mapping: &mut Mapping, role: &str, is: impl Fn(&str) -> bool) {
    for column in &mut mapping.columns {
        if is(&headers::plain(&column.header))
            && column
                .targets
                .iter()
                .any(|target| matches!(target, Target::Name { .. }))
        {
            column.targets = vec![part(role)];
        }
    }
}

/// A part with what is usual.
pub(super) fn part(role: &str) -> Target {
    Target::NamePart {
        role: role.to_owned(),
        usage: "known_as".to_owned(),
        order: NameOrder::Unknown,
    }
}

/// Whether most cells of one column hold what stands in the other one.
fn holds(rows: &[&RawRow], whole: usize, part: usize) -> bool {
    let pairs: Vec<(String, String)> = rows
        .iter()
        .filter_map(|row| {
            let text = |place: usize| Some(row.cells.get(place)?.text.trim().to_lowercase());
            Some((text(whole)?, text(part)?))
        })
        .filter(|(whole, part)| !whole.is_empty() && !part.is_empty())
        .collect();
    let held = pairs
        .iter()
        .filter(|(whole, part)| whole.contains(part.as_str()))
        .count();
    held * 2 > pairs.len()
}

/// Where the family name is said first: in scripts of which that is the rule, and beside a father's name
/// in Cyrillic, as registers write it.
fn family_first(mapping: &mut Mapping, table: &RawTable, rows: &[&RawRow]) {
    let fathers = mapping
        .columns
        .iter()
        .any(|column| role_of(&column.targets) == Some("patronymic"));
    for (place, header) in table.headers.iter().enumerate() {
        let Some(column) = mapping
            .columns
            .iter_mut()
            .find(|column| column.header == header.trim())
        else {
            continue;
        };
        if role_of(&column.targets) != Some("family") {
            continue;
        }
        let scripts: Vec<String> = rows
            .iter()
            .filter_map(|row| row.cells.get(place))
            .filter(|cell| !cell.text.trim().is_empty())
            .map(|cell| kernel::script_of(&cell.text).code().to_owned())
            .collect();
        let first = scripts
            .iter()
            .filter(|script| match script.as_str() {
                "Hani" | "Hans" | "Hant" | "Hang" | "Kore" | "Jpan" | "Hira" | "Kana" => true,
                "Cyrl" => fathers,
                _ => false,
            })
            .count();
        if first * 2 > scripts.len() {
            for target in &mut column.targets {
                if let Target::NamePart { order, .. } = target {
                    *order = NameOrder::FamilyFirst;
                }
            }
        }
    }
}
