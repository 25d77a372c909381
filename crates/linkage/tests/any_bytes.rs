//! Whatever stands in a list, linking ends, keeps every row, and repeats itself: invalid encodings read
//! as replacement characters, names of ten thousand characters, directions, emoji, empty cells.

use linkage::estimate::{EstimateOptions, estimate, tables_from_rows};
use linkage::{
    Accord, DayOrder, Effort, LinkError, Options, Population, Portrait, Table, detect_columns,
    link_tables, read_date, weigh,
};
use proptest::prelude::*;

/// Texts as bytes give them, and those that hurt.
fn cell() -> impl Strategy<Value = String> {
    prop_oneof![
        proptest::collection::vec(any::<u8>(), 0..24)
            .prop_map(|bytes| String::from_utf8_lossy(&bytes).into_owned()),
        any::<String>(),
        Just(String::new()),
        Just(" \u{a0}\u{3000}".to_owned()),
        Just("x".to_owned()),
        Just("\u{202e}Yusuf\u{202c} \u{2067}Karimov\u{2069}".to_owned()),
        Just("👩‍👩‍👧‍👦 🏳️‍🌈".to_owned()),
        Just("\u{0}\u{1}\u{fffd}".to_owned()),
        Just("ي\u{651}\u{651}\u{651}".to_owned()),
        Just("99/99/9999".to_owned()),
        Just("-2147483648".to_owned()),
        Just("9".repeat(400)),
        Just("Karimov ".repeat(1_300)),
        Just("ё".repeat(10_000)),
        "[A-Z][a-z]{2,7} [A-Z][a-z]{2,7}",
        "(19|20)[0-9]{2}-[01][0-9]-[0-3][0-9]",
    ]
}

fn header() -> impl Strategy<Value = Vec<String>> {
    proptest::collection::vec(
        prop_oneof![
            Just("name".to_owned()),
            Just("full_name".to_owned()),
            Just("given_name".to_owned()),
            Just("surname".to_owned()),
            Just("dob".to_owned()),
            Just("place".to_owned()),
            Just("sex".to_owned()),
            Just("record_id".to_owned()),
            Just("الاسم".to_owned()),
            cell(),
        ],
        0..7,
    )
}

fn tables() -> impl Strategy<Value = Vec<Table>> {
    proptest::collection::vec(
        (
            cell(),
            header(),
            // Rows shorter and longer than the header.
            proptest::collection::vec(proptest::collection::vec(cell(), 0..9), 0..14),
        )
            .prop_map(|(name, header, rows)| Table { name, header, rows }),
        0..3,
    )
}

fn quick() -> Options {
    Options {
        effort: Effort {
            random_pairs: 500,
            taught_pairs: 200,
            rounds: 4,
            seed: 1,
        },
        threads: 1,
        ..Options::default()
    }
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 60,
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn lists_of_anything_are_linked_or_refused(tables in tables()) {
        let rows: usize = tables.iter().map(|table| table.rows.len()).sum();
        match link_tables(&tables, &quick(), &|| 0.0) {
            Ok((register, linked)) => {
                prop_assert_eq!(register.len(), rows);
                prop_assert_eq!(linked.clusters.of_row.len(), rows, "no row is dropped");
                for pair in &linked.pairs {
                    prop_assert!((0.0..=1.0).contains(&pair.probability));
                    prop_assert!(pair.one != pair.other);
                    prop_assert!((pair.one as usize) < rows && (pair.other as usize) < rows);
                }
                let (_, again) = link_tables(&tables, &quick(), &|| 0.0).unwrap();
                prop_assert_eq!(again.clusters.of_row, linked.clusters.of_row);
            }
            Err(LinkError::Columns { .. }) => {}
            Err(other) => prop_assert!(false, "{}", other),
        }
    }

    #[test]
    fn columns_dates_and_tables_of_anything_are_read_or_refused(
        header in header(),
        rows in proptest::collection::vec(proptest::collection::vec(cell(), 0..9), 0..20),
        told in proptest::collection::vec((cell(), cell(), cell()), 0..12),
    ) {
        let _map = detect_columns(&header, &rows, &[]);
        for text in rows.iter().flatten() {
            for order in [DayOrder::DayFirst, DayOrder::MonthFirst] {
                let date = read_date(text, order);
                if let (Some(first), Some(last)) = (date.earliest(), date.latest()) {
                    prop_assert!(first <= last, "{text}");
                }
            }
        }
        if let Ok(tables) = tables_from_rows(told.iter().map(|(a, b, c)| (a.as_str(), b.as_str(), c.as_str()))) {
            for table in tables {
                let _refused_or_not = estimate(&table, &EstimateOptions::default());
            }
        }
    }

    /// Both ways round the same, within bounds, and a person is themselves.
    #[test]
    fn portraits_of_anything_are_weighed(
        one in proptest::collection::vec(cell(), 6), other in proptest::collection::vec(cell(), 6),
        people in prop_oneof![Just(0.0), Just(f64::MAX), 1.0..1e7_f64], rarity in -5.0..60.0_f32,
    ) {
        let portrait = |cells: &[String]| Portrait {
            names: cells.iter().take(2).cloned().collect(),
            fathers: cells.iter().skip(2).take(1).cloned().collect(),
            births: cells.iter().skip(3).take(1).map(|text| read_date(text, DayOrder::DayFirst)).collect(),
            places: cells.iter().skip(4).cloned().collect(),
            identities: cells.iter().take(1).cloned().collect(),
            ..Portrait::default()
        };
        let population = Population { people, name_rarity: rarity };
        let (one, other) = (portrait(&one), portrait(&other));
        let (there, back) = (weigh(&one, &other, population), weigh(&other, &one, population));
        prop_assert!((0.0..=1.0).contains(&there.probability));
        prop_assert!((there.log_odds - back.log_odds).abs() < 1e-3, "{there:?} {back:?}");
        for weight in weigh(&one, &one, population).weights {
            prop_assert!(weight.accord == Accord::Same || weight.bits >= -10.0, "{weight:?}");
        }
    }
}
