//! Names in the scripts that the crate claims, in the tables of `testdata`.

use std::collections::BTreeMap;

use names::{Prepared, compare, compare_prepared, prepare};

#[expect(
    clippy::unwrap_used,
    reason = "the tables are part of the crate; a broken one fails the test"
)]
fn table(text: &str) -> Vec<Vec<String>> {
    csv::Reader::from_reader(text.as_bytes())
        .records()
        .map(|row| row.unwrap().iter().map(str::to_owned).collect())
        .collect()
}

#[test]
fn every_script_meets_latin_and_no_stranger() {
    let rows = table(include_str!("../testdata/vectors.csv"));
    assert!(rows.len() > 50);
    for row in &rows {
        let score = compare(&row[1], &row[2]);
        assert!(
            score.same(),
            "{row:?} {:.2} {}",
            score.probability,
            score.explanation()
        );
    }
    let (mut strangers, mut wrong) = (0, Vec::new());
    for row in &rows {
        for other in rows.iter().filter(|other| other[1] != row[1]) {
            strangers += 1;
            let score = compare(&row[1], &other[2]);
            if score.same() {
                wrong.push(format!(
                    "{} / {} {:.2}",
                    row[1], other[2], score.probability
                ));
            }
        }
    }
    assert!(wrong.len() * 500 <= strangers, "{wrong:?} of {strangers}");
}

#[test]
fn any_two_scripts_meet() {
    let rows = table(include_str!("../testdata/one_name_in_many_scripts.csv"));
    let (mut pairs, mut missed) = (0, Vec::new());
    for (place, row) in rows.iter().enumerate() {
        for other in rows.iter().skip(place + 1) {
            let score = compare(&row[1], &other[1]);
            if row[0] != other[0] {
                assert!(!score.same(), "{row:?} {other:?} {}", score.explanation());
                continue;
            }
            pairs += 1;
            if !score.same() {
                missed.push(format!(
                    "{} / {} {:.2}",
                    row[1], other[1], score.probability
                ));
            }
        }
    }
    // Burmese, Chinese and Thai write foreign names the most freely.
    assert!(missed.len() * 10 <= pairs, "{missed:?} of {pairs}");
}

/// Every name of a Latin list against every name of its Persian twin, names alone.
#[test]
fn a_latin_list_finds_its_persian_twin() {
    let mut words: BTreeMap<String, Vec<(String, String)>> = BTreeMap::new();
    for row in table(include_str!("../testdata/persian_words.csv")) {
        words
            .entry(row[0].clone())
            .or_default()
            .push((row[1].clone(), row[2].clone()));
    }
    let mut names: Vec<(Prepared, Prepared)> = Vec::new();
    for (place, given) in words["given"].iter().enumerate() {
        for (step, family) in words["family"].iter().enumerate() {
            if (place * 7 + step * 3) % 4 == 0 {
                names.push((
                    prepare(&format!("{}, {}", family.0.to_uppercase(), given.0)),
                    prepare(&format!("{} {}", given.1, family.1)),
                ));
            }
        }
    }
    let (mut hits, mut found) = (0_u32, 0_u32);
    for (place, (one, _)) in names.iter().enumerate() {
        for (second, (_, other)) in names.iter().enumerate() {
            // One pair in several hundred is right, and each name has a homonym in part.
            if compare_prepared(one, other).evidence >= 4.3 {
                found += 1;
                hits += u32::from(place == second);
            }
        }
    }
    let f1 = 2.0 * f64::from(hits) / (f64::from(found) + names.len() as f64);
    assert!(
        f1 >= 0.93,
        "{f1:.3}: {hits} of {} right, {found} found",
        names.len()
    );
}

#[test]
fn short_forms_initials_and_parts_are_explained() {
    for (one, other, how) in [
        ("Sasha Vorsk", "Aleksandr Vorsk", "a short form"),
        ("Y. Karimov", "Yusuf Karimov", "an initial"),
        ("Abu Bakr Sol", "Abubakr Sol", "alike"),
        ("Juan de la Cruz", "Juan Delacruz", "alike"),
        ("Wangluo Tamir", "Wang luo Tamir", "written together"),
        ("Ivan Petrovich Sidorov", "Иван Сидоров", "only in one name"),
        ("Ana Sol née Vey", "Ana Sol", "only in one name"),
    ] {
        let score = compare(one, other);
        assert!(score.same(), "{one} / {other} {score:?}");
        assert!(score.explanation().contains(how), "{}", score.explanation());
    }
    for (one, other) in [
        ("Asif Rahimov", "Mahir Asif oglu Rahimov"),
        ("Ivan Petrovich Sidorov", "Pyotr Petrovich Sidorov"),
        ("Sasha Vorsk", "Misha Vorsk"),
        ("김서준", "김서진"),
        ("Иван Сидоров", "Иван Сидоренко"),
        ("Ana", "Ana Sol"),
        ("李明", "黎敏"),
    ] {
        let score = compare(one, other);
        assert!(!score.same(), "{one} / {other} {score:?}");
    }
}
