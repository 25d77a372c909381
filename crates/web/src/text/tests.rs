use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};

use kernel::{Day, Moment, PartialDate};

use super::*;

fn day(text: &str) -> Day {
    Day::parse_iso(text).unwrap()
}

fn english() -> Texts {
    Texts::of(Locale::English)
}

fn arabic() -> Texts {
    Texts::of(Locale::Arabic)
}

fn files(folder: &Path, extension: &str, found: &mut Vec<PathBuf>) {
    let Ok(entries) = fs::read_dir(folder) else {
        return;
    };
    for entry in entries {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files(&path, extension, found);
        } else if path.extension().is_some_and(|e| e == extension) {
            found.push(path);
        }
    }
}

/// Everything between double quotes in our templates and sources.
fn quoted() -> BTreeSet<String> {
    let here = Path::new(".");
    let mut found = Vec::new();
    files(&here.join("templates"), "html", &mut found);
    files(&here.join("src"), "rs", &mut found);
    let mut texts = BTreeSet::new();
    for path in found {
        let source = fs::read_to_string(path).unwrap();
        for piece in source.split('"') {
            texts.insert(piece.to_owned());
        }
    }
    texts
}

/// Ids that other crates ask for, and those whose last part is put together with a code.
const COMPOSED: &[&str] = &[
    "kind-",
    "field-",
    "fault-",
    "refused-",
    "lists-error-",
    "lists-reason-",
    "clock-",
    "consider-",
    "term-",
    "gate-",
];

/// The beginnings of ids that are put together at run time, as in `format!("month-{month}")`.
fn beginnings(quoted: &BTreeSet<String>) -> Vec<String> {
    quoted
        .iter()
        .filter_map(|text| text.split_once('{').map(|(start, _)| start))
        .filter(|start| {
            start.len() > 3
                && start.ends_with('-')
                && start.chars().all(|c| c.is_ascii_lowercase() || c == '-')
        })
        .map(str::to_owned)
        .collect()
}

#[test]
fn the_files_can_be_read_and_no_id_stands_twice() {
    for locale in Locale::ALL {
        assert_eq!(Texts::of(locale).faults(), &[] as &[String], "{locale:?}");
    }
}

#[test]
fn both_languages_have_the_same_messages() {
    let ids = |locale| message_ids(locale).into_iter().collect::<BTreeSet<_>>();
    let (en, ar) = (ids(Locale::English), ids(Locale::Arabic));
    assert_eq!(
        en.difference(&ar).collect::<Vec<_>>(),
        Vec::<&&str>::new(),
        "missing in Arabic"
    );
    assert_eq!(
        ar.difference(&en).collect::<Vec<_>>(),
        Vec::<&&str>::new(),
        "missing in English"
    );
    assert!(en.len() > 300);
}

#[test]
fn no_message_is_written_for_nothing() {
    let quoted = quoted();
    let composed = beginnings(&quoted);
    let unused: Vec<_> = message_ids(Locale::English)
        .into_iter()
        .filter(|id| !COMPOSED.iter().any(|start| id.starts_with(start)))
        .filter(|id| !composed.iter().any(|start| id.starts_with(start.as_str())))
        .filter(|id| !quoted.contains(*id))
        .collect();
    assert!(unused.is_empty(), "never asked for: {unused:?}");
}

#[test]
fn every_message_that_is_asked_for_is_there() {
    let here = Path::new(".");
    let mut found = Vec::new();
    files(&here.join("templates"), "html", &mut found);
    files(&here.join("src"), "rs", &mut found);
    let mut missing = BTreeSet::new();
    for path in found {
        let source = fs::read_to_string(&path).unwrap();
        if path.ends_with("text/tests.rs") {
            continue;
        }
        for ask in [".msg(\"", ".count(\"", ".with(\"", ".msg_args(\""] {
            for piece in source.split(ask).skip(1) {
                let id = piece.split('"').next().unwrap();
                for locale in [Locale::English, Locale::Arabic] {
                    if !Texts::of(locale).has(id) {
                        missing.insert(format!("{id} ({})", locale.code()));
                    }
                }
            }
        }
    }
    assert!(missing.is_empty(), "{missing:#?}");
}

/// The values that each message takes are the same in both languages.
#[test]
fn both_languages_use_the_same_values() {
    let values = |locale| {
        let mut of: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
        for (_, source) in sources::of(locale) {
            let mut id = "";
            for line in source.lines().filter(|line| !line.starts_with('#')) {
                if line.starts_with(|c: char| c.is_ascii_lowercase()) {
                    id = line.split(" =").next().unwrap();
                }
                for piece in line.split('$').skip(1) {
                    let name = piece
                        .chars()
                        .take_while(|c| c.is_ascii_alphanumeric() || *c == '_')
                        .collect();
                    of.entry(id).or_default().insert(name);
                }
            }
        }
        of
    };
    assert_eq!(values(Locale::English), values(Locale::Arabic));
}

#[test]
fn a_missing_message_shows() {
    assert_eq!(english().msg("no-such-message"), "⟦no-such-message⟧");
    assert!(english().msg("relative-ago").starts_with("⟦relative-ago"));
}

#[test]
fn values_are_isolated_and_plurals_chosen() {
    assert_eq!(
        english()
            .count("people-count", 1)
            .replace(['\u{2068}', '\u{2069}'], ""),
        "1 person"
    );
    assert_eq!(
        english().with("restore-agreed", "name", "علی"),
        "\u{2068}علی\u{2069} has agreed"
    );
    assert_eq!(arabic().count("days", 2), "يومان");
    let plain = |n| {
        arabic()
            .count("days", n)
            .replace(['\u{2068}', '\u{2069}'], "")
    };
    assert_eq!(plain(3), "3 أيام");
    assert_eq!(plain(11), "11 يومًا");
    assert_eq!(plain(100), "100 يوم");
}

#[test]
fn the_pseudo_locale_is_about_a_third_longer() {
    let (mut short, mut long) = (0, 0);
    for id in message_ids(Locale::English) {
        let before = english().msg(id);
        if before.starts_with('⟦') {
            continue;
        }
        let after = Texts::of(Locale::Pseudo).msg(id);
        assert!(after.starts_with('[') && after.ends_with(']'), "{after}");
        short += before.chars().count();
        long += after.chars().count();
    }
    let ratio = f64::from(u32::try_from(long).unwrap()) / f64::from(u32::try_from(short).unwrap());
    assert!((1.25..1.55).contains(&ratio), "{ratio}");
}

#[test]
fn dates_are_said_as_people_say_them() {
    let t = english();
    let today = day("2026-11-01");
    for (date, said) in [
        ("2026-11-03", "Tue 3 Nov, in 2 days"),
        ("2026-11-02", "Mon 2 Nov, tomorrow"),
        ("2026-11-01", "Sun 1 Nov, today"),
        ("2026-10-31", "Sat 31 Oct, yesterday"),
        ("2026-10-25", "Sun 25 Oct, 7 days ago"),
        ("2026-10-05", "Mon 5 Oct"),
        ("2026-06-05", "5 Jun"),
        ("2024-06-05", "5 Jun 2024"),
    ] {
        assert_eq!(t.day_words(day(date), today), said);
    }
    assert_eq!(
        t.when(day("2026-11-03"), today).to_string(),
        "<time datetime=\"2026-11-03\" title=\"Tuesday 3 November 2026\">Tue 3 Nov, in 2 days</time>"
    );
    assert_eq!(
        arabic().day_words(day("2026-11-03"), today),
        "الثلاثاء 3 نوفمبر، بعد يومين"
    );
    let moment = Moment::new("2026-11-24 09:30", "Asia/Tbilisi").unwrap();
    assert!(
        t.moment(&moment, today)
            .to_string()
            .contains("Tue 24 Nov, 09:30 (Asia/Tbilisi)")
    );
    let count = Count::since(day("2026-04-22"), today);
    assert!(
        t.days_since(&count, today)
            .to_string()
            .contains(">193 days, since 22 Apr<")
    );
}

#[test]
fn partial_dates_stay_as_they_are() {
    for (stored, said) in [
        ("1979-21", "spring 1979"),
        ("1979~", "about 1979"),
        ("1979-05", "May 1979"),
        ("1979-05-12?", "12 May 1979 (in doubt)"),
        ("unknown", "we do not know when"),
        ("1975/1979", "between 1 Jan 1975 and 31 Dec 1979"),
        ("../1979-05-12", "12 May 1979 or earlier"),
        ("1979-05-12/..", "12 May 1979 or later"),
    ] {
        assert_eq!(
            english().partial(&PartialDate::parse(stored).unwrap()),
            said
        );
    }
    let persian = PartialDate::parse("1979").unwrap().with_source_text("۱۳۵۸");
    assert_eq!(
        english()
            .partial(&persian)
            .replace(['\u{2068}', '\u{2069}'], ""),
        "1979 (written as ۱۳۵۸)"
    );
}

#[test]
fn languages_are_negotiated() {
    assert_eq!(
        Locale::negotiate("fr, ar-EG;q=0.8, en;q=0.5"),
        Locale::Arabic
    );
    assert_eq!(
        Locale::negotiate("en-GB,en;q=0.9,ar;q=0.1"),
        Locale::English
    );
    assert_eq!(Locale::negotiate("*"), Locale::English);
    assert_eq!(Locale::negotiate("ar;q=0"), Locale::English);
}

#[test]
fn thousands_stand_apart() {
    assert_eq!(english().number(1_234_567_u32), "1\u{202f}234\u{202f}567");
    assert_eq!(english().number(999_u32), "999");
}

/// Every code of every vocabulary has words in both languages.
#[test]
fn vocabularies_have_words() {
    let folder = Path::new("../casework/vocabularies");
    let mut found = Vec::new();
    files(folder, "toml", &mut found);
    let mut missing = Vec::new();
    for path in found {
        let vocabulary: kernel::Vocabulary =
            toml::from_str(&fs::read_to_string(&path).unwrap()).unwrap();
        for term in &vocabulary.terms {
            let id = format!("term-{}-{}", vocabulary.word, term.code);
            for locale in [Locale::English, Locale::Arabic] {
                if !Texts::of(locale).has(&id) {
                    missing.push(format!("{id} ({})", locale.code()));
                }
            }
        }
    }
    assert!(missing.is_empty(), "{missing:#?}");
}
