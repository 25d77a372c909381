//! Linking from rows to clusters: who is joined, who is kept apart, and what never changes.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "helpers of tests: a broken invariant should stop the test"
)]

use linkage::{
    Decisions, Effort, Explainer, Field, Labelled, LinkError, Linked, Options, Register, Table,
    link, link_new, link_tables, register_for,
};
use proptest::prelude::*;

const HEADER: [&str; 8] = [
    "id",
    "given name",
    "surname",
    "dob",
    "sex",
    "city",
    "arrest date",
    "truth",
];

/// A small source of numbers, so that every run is the same.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, limit: u64) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) % limit) as usize
    }
}

const STARTS: [&str; 24] = [
    "tar", "mir", "zol", "ker", "bas", "nud", "rov", "lem", "sab", "gor", "fen", "dal", "pir",
    "vash", "hum", "jad", "ots", "yel", "chan", "quor", "strel", "bren", "mald", "ush",
];
const ENDS: [&str; 16] = [
    "in", "ova", "ek", "und", "ami", "osk", "eld", "ur", "iba", "ost", "ane", "ilo", "uk", "esh",
    "orn", "aq",
];

fn word(numbers: &mut Numbers) -> String {
    let middle = STARTS[numbers.below(24)];
    format!(
        "{}{}{}",
        STARTS[numbers.below(24)],
        middle,
        ENDS[numbers.below(16)]
    )
}

fn misspelt(word: &str, numbers: &mut Numbers) -> String {
    let mut letters: Vec<char> = word.chars().collect();
    let place = 1 + numbers.below(letters.len() as u64 - 2);
    match numbers.below(3) {
        0 => letters.swap(place, place - 1),
        1 => letters[place] = 'e',
        _ => {
            letters.remove(place);
        }
    }
    letters.into_iter().collect()
}

/// Two lists of invented people, many on both, with damage on the second; the last cell is who it is.
fn two_lists(people: usize, seed: u64) -> Vec<Vec<String>> {
    let mut numbers = Numbers(seed);
    let cities: Vec<String> = (0..30).map(|_| word(&mut numbers)).collect();
    let mut rows = Vec::new();
    for person in 0..people {
        let (given, surname) = (word(&mut numbers), word(&mut numbers));
        let (year, month, day) = (
            1950 + numbers.below(50),
            1 + numbers.below(12),
            1 + numbers.below(28),
        );
        let sex = if numbers.below(4) == 0 { "f" } else { "m" };
        let city = cities[numbers.below(30)].clone();
        let arrest = format!(
            "{}-{:02}-{:02}",
            2010 + numbers.below(15),
            1 + numbers.below(12),
            1 + numbers.below(28)
        );
        let row = |id: String, given: &str, surname: &str, dob: String, city: &str| {
            [
                &id,
                given,
                surname,
                &dob,
                sex,
                city,
                &arrest,
                &person.to_string(),
            ]
            .map(str::to_owned)
            .to_vec()
        };
        rows.push(row(
            format!("a{person}"),
            &given,
            &surname,
            format!("{year}-{month:02}-{day:02}"),
            &city,
        ));
        if numbers.below(2) == 0 {
            let given = if numbers.below(3) == 0 {
                misspelt(&given, &mut numbers)
            } else {
                given
            };
            let surname = if numbers.below(3) == 0 {
                misspelt(&surname, &mut numbers)
            } else {
                surname
            };
            let dob = match numbers.below(5) {
                0 => format!("{year}"),
                1 => String::new(),
                _ => format!("{year}-{month:02}-{day:02}"),
            };
            let city = if numbers.below(5) == 0 {
                cities[numbers.below(30)].clone()
            } else {
                city
            };
            rows.push(row(format!("b{person}"), &given, &surname, dob, &city));
        }
    }
    rows
}

fn header() -> Vec<String> {
    HEADER.map(str::to_owned).to_vec()
}

fn options() -> Options {
    Options {
        effort: Effort {
            random_pairs: 60_000,
            ..Effort::default()
        },
        ..Options::default()
    }
}

fn run(rows: &[Vec<String>], options: &Options) -> (Register, Linked) {
    let table = Table {
        name: "list".to_owned(),
        header: header(),
        rows: rows.to_vec(),
    };
    link_tables(&[table], options, &|| 0.0).unwrap()
}

/// For each row, the ids of its cluster in order: what does not depend on the order of rows.
fn groups(register: &Register, linked: &Linked) -> Vec<Vec<String>> {
    let mut groups: Vec<Vec<String>> = linked
        .clusters
        .groups()
        .iter()
        .map(|rows| {
            let mut ids: Vec<String> = rows
                .iter()
                .map(|row| register.record_id(*row).to_owned())
                .collect();
            ids.sort();
            ids
        })
        .collect();
    groups.sort();
    groups
}

fn f1(rows: &[Vec<String>], linked: &Linked) -> f64 {
    let (mut right, mut joined, mut all) = (0.0, 0.0, 0.0);
    for one in 0..rows.len() {
        for other in one + 1..rows.len() {
            let same = rows[one][7] == rows[other][7];
            let together = linked.clusters.of_row[one] == linked.clusters.of_row[other];
            all += f64::from(u8::from(same));
            joined += f64::from(u8::from(together));
            right += f64::from(u8::from(same && together));
        }
    }
    2.0 * right / (joined + all)
}

#[test]
fn damaged_rows_find_their_person() {
    let rows = two_lists(900, 3);
    let (_, linked) = run(&rows, &options());
    let f1 = f1(&rows, &linked);
    assert!(f1 > 0.985, "{f1}");
    assert!(
        linked.statistics.reach.share_at_most > 0.97,
        "{:?}",
        linked.statistics.reach
    );
    // Far fewer pairs are tried than there are.
    assert!(
        linked.statistics.candidate_pairs < rows.len() * rows.len() / 10,
        "{:?}",
        linked.statistics.candidate_pairs
    );
}

/// Appends a row that is alike and somebody else.
fn with(mut rows: Vec<Vec<String>>, extra: &[[&str; 8]]) -> Vec<Vec<String>> {
    rows.extend(extra.iter().map(|row| row.map(str::to_owned).to_vec()));
    rows
}

fn together(register: &Register, linked: &Linked, one: &str, other: &str) -> bool {
    let row = |id: &str| {
        (0..register.len() as u32)
            .find(|row| register.record_id(*row) == id)
            .unwrap()
    };
    linked.clusters.of_row[row(one) as usize] == linked.clusters.of_row[row(other) as usize]
}

#[test]
fn kin_are_not_the_person() {
    let rows = with(
        two_lists(900, 4),
        &[
            [
                "brother1",
                "Anton",
                "Quorbaseld",
                "1990-05-17",
                "m",
                "Velm",
                "2021-03-04",
                "x1",
            ],
            [
                "brother2",
                "Viktor",
                "Quorbaseld",
                "1992-11-02",
                "m",
                "Velm",
                "2021-03-04",
                "x2",
            ],
            [
                "father",
                "Samir",
                "Ushtarane",
                "1951-02-09",
                "m",
                "Velm",
                "2020-10-10",
                "x3",
            ],
            [
                "son",
                "Samir",
                "Ushtarane",
                "1979-08-30",
                "m",
                "Velm",
                "2020-10-10",
                "x4",
            ],
            [
                "twice1",
                "Maria",
                "Strelgorilo",
                "1988-06-06",
                "f",
                "Velm",
                "2019-01-02",
                "x5",
            ],
            [
                "twice2",
                "Maria",
                "Strelgorilo",
                "1988",
                "f",
                "Velm",
                "2019-01-02",
                "x5",
            ],
        ],
    );
    let (register, linked) = run(&rows, &options());
    assert!(!together(&register, &linked, "brother1", "brother2"));
    let why = Explainer::new(&register, &linked.model, 1)
        .unwrap()
        .explain(register.len() as u32 - 4, register.len() as u32 - 3);
    assert!(!together(&register, &linked, "father", "son"), "{why:#?}");
    assert!(together(&register, &linked, "twice1", "twice2"));
    let explainer = Explainer::new(&register, &linked.model, 1).unwrap();
    let last = register.len() as u32;
    let why = explainer.explain(last - 6, last - 5);
    assert!(why.rather_kin, "{why:#?}");
    assert!(why.kin_bits.is_some_and(|bits| bits > 10.0), "{why:#?}");
}

#[test]
fn every_edge_explains_itself() {
    let rows = two_lists(400, 5);
    let (register, linked) = run(&rows, &options());
    let explainer = Explainer::new(&register, &linked.model, 1).unwrap();
    assert!(linked.clusters.edges.len() > 100);
    for edge in &linked.clusters.edges {
        let why = explainer.explain(edge.one, edge.other);
        assert!(
            (why.probability - edge.probability).abs() < 1e-3,
            "{why:#?} {edge:?}"
        );
        if why.kin_bits.is_none() {
            let sum: f32 = why.prior_bits
                + why.columns.iter().map(|column| column.bits).sum::<f32>()
                + why.exchanged_bits.unwrap_or(0.0);
            assert!((sum - edge.log_odds).abs() < 1e-2, "{why:#?}");
        }
    }
}

#[test]
fn decisions_are_kept_and_labels_teach() {
    let rows = two_lists(400, 6);
    let (_, plain) = run(&rows, &options());
    let edge = plain.clusters.edges[0];
    let stranger = (0..rows.len() as u32)
        .find(|row| {
            plain.clusters.of_row[*row as usize] != plain.clusters.of_row[edge.one as usize]
        })
        .unwrap();
    let decided = Options {
        decisions: Decisions {
            must_link: vec![(edge.one, stranger)],
            cannot_link: vec![(edge.other, edge.one)],
        },
        ..options()
    };
    let (_, linked) = run(&rows, &decided);
    let of = &linked.clusters.of_row;
    assert_eq!(of[edge.one as usize], of[stranger as usize]);
    assert_ne!(of[edge.one as usize], of[edge.other as usize]);
    // Reviewers who say no to everything a little unsure make the rest less sure.
    let labels = plain
        .pairs
        .iter()
        .filter(|pair| pair.log_odds < 25.0)
        .map(|pair| Labelled {
            one: pair.one,
            other: pair.other,
            same: false,
        })
        .collect();
    let (_, taught) = run(
        &rows,
        &Options {
            labels,
            ..options()
        },
    );
    assert!(
        taught.model.correction.0 < plain.model.correction.0,
        "{:?}",
        taught.model.correction
    );
}

#[test]
fn contradicting_decisions_are_refused() {
    let rows = two_lists(20, 7);
    let decided = Options {
        decisions: Decisions {
            must_link: vec![(0, 1), (1, 2)],
            cannot_link: vec![(0, 2)],
        },
        ..options()
    };
    let table = Table {
        name: "list".to_owned(),
        header: header(),
        rows,
    };
    assert!(matches!(
        link_tables(&[table], &decided, &|| 0.0),
        Err(LinkError::Contradiction(_))
    ));
}

#[test]
fn new_rows_join_a_register_as_if_all_were_linked_at_once() {
    let rows = two_lists(700, 8);
    let (old, new): (Vec<_>, Vec<_>) = rows
        .iter()
        .cloned()
        .partition(|row| row[0].starts_with('a'));
    let lists = [("list", header(), Vec::new())];
    let (mut register, maps) = register_for(
        lists
            .iter()
            .map(|(name, header, rows)| (*name, header.as_slice(), rows.as_slice())),
        &options(),
    )
    .unwrap();
    for row in &old {
        register.push("old", &maps[0], row);
    }
    let before = link(&register, &options(), &|| 0.0).unwrap();
    for row in &new {
        register.push("new", &maps[0], row);
    }
    let at_once = link(&register, &options(), &|| 0.0).unwrap();
    let frozen = Options {
        model: Some(at_once.model.clone()),
        ..options()
    };
    let step = link_new(&register, &before.clusters, &frozen, &|| 0.0).unwrap();
    // Where all at once joins no two old clusters, both ways give the same persons.
    assert_eq!(groups(&register, &step), groups(&register, &at_once));
    assert!(step.statistics.candidate_pairs < at_once.statistics.candidate_pairs);
    assert_eq!(step.statistics.new_rows, new.len());
    assert!(
        step.clusters
            .edges
            .iter()
            .all(|edge| edge.other as usize >= old.len())
    );
}

#[test]
fn one_list_against_another_only() {
    let rows = two_lists(300, 9);
    let tables: Vec<Table> = ["a", "b"]
        .iter()
        .map(|list| Table {
            name: (*list).to_owned(),
            header: header(),
            rows: rows
                .iter()
                .filter(|row| row[0].starts_with(list))
                .cloned()
                .collect(),
        })
        .collect();
    let across = Options {
        across_only: true,
        ..options()
    };
    let (register, linked) = link_tables(&tables, &across, &|| 0.0).unwrap();
    assert!(!linked.pairs.is_empty());
    assert!(
        linked
            .pairs
            .iter()
            .all(|pair| register.list(pair.one) != register.list(pair.other))
    );
}

#[test]
fn names_in_other_scripts_meet() {
    let latin = Table {
        name: "latin".to_owned(),
        header: ["id", "name", "born", "city"].map(str::to_owned).to_vec(),
        rows: [
            ["l1", "Yusuf Karimov", "1979-05-12", "Velm"],
            ["l2", "Nadia Belch", "1985", "Tor"],
            ["l3", "Hussein Tarin", "1990", "Tor"],
        ]
        .map(|row| row.map(str::to_owned).to_vec())
        .to_vec(),
    };
    let others = Table {
        name: "other".to_owned(),
        header: ["id", "ФИО", "дата рождения", "город"]
            .map(str::to_owned)
            .to_vec(),
        rows: [
            ["c1", "Каримов Юсуф", "12.05.1979", "Вельм"],
            ["c2", "Пётр Морск", "1961", "Тор"],
        ]
        .map(|row| row.map(str::to_owned).to_vec())
        .to_vec(),
    };
    let (register, linked) = link_tables(&[latin, others], &options(), &|| 0.0).unwrap();
    assert_eq!(groups(&register, &linked), [["c1", "l1"]]);
}

/// Somebody whose surname is missing in one row and whose given name in the other is another, and who was
/// born on another day there: what the list says in columns of its own brings them together.
#[test]
fn free_columns_bring_rows_together_that_share_no_name() {
    let mut numbers = Numbers(11);
    let mut rows = Vec::new();
    for person in 0..400 {
        let (given, surname) = (word(&mut numbers), word(&mut numbers));
        let (cell, case) = (word(&mut numbers), word(&mut numbers));
        let born = format!(
            "{}-05-{:02}",
            1950 + numbers.below(50),
            1 + numbers.below(28)
        );
        rows.push(vec![
            format!("{person}a"),
            given.clone(),
            surname,
            born.clone(),
            cell.clone(),
            case.clone(),
        ]);
        if person % 2 == 0 {
            let (given, born) = if person == 0 {
                (word(&mut numbers), String::new())
            } else {
                (given, born)
            };
            rows.push(vec![
                format!("{person}b"),
                given,
                String::new(),
                born,
                cell,
                case,
            ]);
        }
    }
    let tables = [Table {
        name: "t".to_owned(),
        header: ["id", "given name", "surname", "dob", "cell", "case"]
            .map(str::to_owned)
            .to_vec(),
        rows,
    }];
    let kept = |told: &[&str]| {
        let options = Options {
            columns: told
                .iter()
                .map(|name| (Field::Free, (*name).to_owned()))
                .collect(),
            report_from: 0.0,
            ..options()
        };
        let (register, linked) = link_tables(&tables, &options, &|| 0.0).unwrap();
        linked.pairs.iter().any(|pair| {
            [register.record_id(pair.one), register.record_id(pair.other)] == ["0a", "0b"]
        })
    };
    assert!(!kept(&[]), "nothing else can have brought them together");
    assert!(kept(&["cell", "case"]));
}

#[test]
fn bad_input_has_a_defined_result() {
    let long = "x".repeat(10_000);
    let rows: Vec<Vec<String>> = [
        ["", "", "", "", "", "", "", ""],
        [
            "1",
            "\u{202e}\u{200f}",
            "😀",
            "99-99-9999",
            "?",
            "\0",
            "32.13.2020",
            "",
        ],
        ["2", &long, &long, &long, &long, &long, &long, ""],
        ["3", "a", "", "0000-00-00", "m", "", "", ""],
        ["4", "unknown", "unknown", "", "", "", "", ""],
        ["5", "unknown", "unknown", "", "", "", "", ""],
    ]
    .map(|row| row.map(str::to_owned).to_vec())
    .to_vec();
    let (register, linked) = run(&rows, &options());
    assert_eq!(register.len(), 6);
    assert_eq!(linked.clusters.of_row.len(), 6);
    assert!(run(&[], &options()).1.pairs.is_empty());
    let table = Table {
        name: "t".to_owned(),
        header: vec!["city".to_owned()],
        rows: vec![vec!["x".to_owned()]; 3],
    };
    let error = link_tables(std::slice::from_ref(&table), &options(), &|| 0.0).unwrap_err();
    assert!(
        error
            .to_string()
            .contains("no column of the list holds a name"),
        "{error}"
    );
    let told = Options {
        columns: vec![(Field::FullName, "city".to_owned())],
        ..options()
    };
    assert!(link_tables(&[table], &told, &|| 0.0).is_ok());
    let bad = Options {
        threshold: 1.5,
        ..options()
    };
    let table = Table {
        name: "t".to_owned(),
        header: header(),
        rows,
    };
    assert!(matches!(
        link_tables(&[table], &bad, &|| 0.0),
        Err(LinkError::Threshold(_))
    ));
}

#[test]
fn a_cluster_can_be_cut_and_a_model_kept() {
    let rows = two_lists(300, 10);
    let (_, mut linked) = run(&rows, &options());
    let edge = linked.clusters.edges[3];
    assert!(!linked.clusters.cut(edge.one, edge.other).is_empty());
    assert_ne!(
        linked.clusters.of_row[edge.one as usize],
        linked.clusters.of_row[edge.other as usize]
    );
    let text = serde_json::to_string(&linked.model).unwrap();
    let read: linkage::Model = serde_json::from_str(&text).unwrap();
    assert!((read.one_person / linked.model.one_person - 1.0).abs() < 1e-9);
    assert_eq!(read.columns.len(), linked.model.columns.len());
    let kept = Options {
        model: Some(read),
        ..options()
    };
    assert_eq!(
        run(&rows, &kept).1.clusters.of_row,
        run(&rows, &options()).1.clusters.of_row
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]

    #[test]
    fn the_order_of_rows_does_not_matter(seed in 0_u64..1_000, turn in 1_usize..200) {
        let rows = two_lists(150, seed);
        let (register, linked) = run(&rows, &options());
        let mut turned = rows.clone();
        turned.rotate_left(turn % rows.len());
        turned.reverse();
        // The same weights: what is drawn at random differs with the order.
        let frozen = Options { model: Some(linked.model.clone()), ..options() };
        let (register_turned, linked_turned) = run(&turned, &frozen);
        prop_assert_eq!(groups(&register, &linked), groups(&register_turned, &linked_turned));
    }

    #[test]
    fn decisions_hold_whatever_the_rows(seed in 0_u64..1_000, picks in proptest::collection::vec((0_u32..200, 0_u32..200), 1..12)) {
        let rows = two_lists(160, seed);
        let picks: Vec<(u32, u32)> = picks.into_iter().filter(|(a, b)| a != b && (*a as usize) < rows.len() && (*b as usize) < rows.len()).collect();
        let (must, cannot) = picks.split_at(picks.len() / 2);
        let decisions = Decisions { must_link: must.to_vec(), cannot_link: cannot.to_vec() };
        let table = Table { name: "list".to_owned(), header: header(), rows };
        match link_tables(&[table], &Options { decisions: decisions.clone(), ..options() }, &|| 0.0) {
            Ok((_, linked)) => {
                let of = |row: u32| linked.clusters.of_row[row as usize];
                for (a, b) in &decisions.must_link {
                    prop_assert_eq!(of(*a), of(*b));
                }
                for (a, b) in &decisions.cannot_link {
                    prop_assert_ne!(of(*a), of(*b));
                }
            }
            Err(error) => prop_assert!(matches!(error, LinkError::Contradiction(_)), "{}", error),
        }
    }
}
