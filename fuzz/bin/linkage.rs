//! A list of anything, lines and commas: linked or refused, with every row, and the same again.
#![no_main]

use libfuzzer_sys::fuzz_target;
use linkage::{Effort, Options, Table, link_tables};

fuzz_target!(|bytes: &[u8]| {
    let text = String::from_utf8_lossy(bytes);
    let mut lines = text
        .lines()
        .take(40)
        .map(|line| line.split(',').map(str::to_owned).collect::<Vec<String>>());
    let table = Table {
        name: "list".to_owned(),
        header: lines.next().unwrap_or_default(),
        rows: lines.collect(),
    };
    let options = Options {
        effort: Effort {
            random_pairs: 200,
            taught_pairs: 100,
            rounds: 3,
            seed: 1,
        },
        threads: 1,
        ..Options::default()
    };
    let tables = [table];
    if let Ok((register, linked)) = link_tables(&tables, &options, &|| 0.0) {
        assert_eq!(register.len(), tables[0].rows.len());
        assert_eq!(linked.clusters.of_row.len(), register.len());
        let (_, again) = link_tables(&tables, &options, &|| 0.0).expect("linked before");
        assert_eq!(again.clusters, linked.clusters);
    }
});
