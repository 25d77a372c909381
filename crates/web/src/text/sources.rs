//! The message files, built into the program.

use super::Locale;

macro_rules! files {
    ($folder:literal: $($name:literal),* $(,)?) => {
        &[$((
            concat!($folder, "/", $name),
            include_str!(concat!("../../locales/", $folder, "/", $name, ".ftl")),
        )),*]
    };
}

const ENGLISH: &[(&str, &str)] = files!("en":
    "common", "dates", "entrance", "today", "people", "person", "record", "wishes", "files",
    "meetings", "requests", "imports", "members", "ledger", "help", "faults", "terms", "gates",
);

const ARABIC: &[(&str, &str)] = files!("ar":
    "common", "dates", "entrance", "today", "people", "person", "record", "wishes", "files",
    "meetings", "requests", "imports", "members", "ledger", "help", "faults", "terms", "gates",
);

/// Names and contents of the files of a locale.
pub(super) const fn of(locale: Locale) -> &'static [(&'static str, &'static str)] {
    match locale {
        Locale::English | Locale::Pseudo => ENGLISH,
        Locale::Arabic => ARABIC,
    }
}
