//! The message files, built into the program. What the gates say in English stands in their own
//! crate: one source for the rules and the pages.

use super::Locale;

macro_rules! files {
    ($folder:literal: $($name:literal),* $(,)?) => {
        &[
            $((
                concat!($folder, "/", $name),
                include_str!(concat!("../../locales/", $folder, "/", $name, ".ftl")),
            ),)*
        ]
    };
}

const ENGLISH: &[(&str, &str)] = files!("en":
    "common", "dates", "entrance", "today", "people", "person", "evidence", "record", "wishes", "strategy", "levers", "countries", "wellbeing", "roles", "files", "matches", "crossings",
    "meetings", "requests", "imports", "members", "ledger", "help", "faults", "entered", "fields",
    "terms", "answers",
);

const ENGLISH_GATES: (&str, &str) = ("gates", include_str!("../../../gates/data/gates.ftl"));

const ARABIC: &[(&str, &str)] = files!("ar":
    "common", "dates", "entrance", "today", "people", "person", "evidence", "record", "wishes", "strategy", "levers", "countries", "wellbeing", "roles", "files", "matches", "crossings",
    "meetings", "requests", "imports", "members", "ledger", "help", "faults", "entered", "fields",
    "terms", "gates", "answers",
);

/// Names and contents of the files of a locale.
pub(super) fn of(locale: Locale) -> impl Iterator<Item = (&'static str, &'static str)> {
    let (files, gates) = match locale {
        Locale::English | Locale::Pseudo => (ENGLISH, Some(ENGLISH_GATES)),
        Locale::Arabic => (ARABIC, None),
    };
    files.iter().copied().chain(gates)
}
