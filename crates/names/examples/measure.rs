//! Measures search keys and comparison on files that are not part of this crate.
//!
//! * `measure pairs FILE…`: columns `name_a,name_b,script_language,same`; precision, recall and F1
//!   at probability 0.5 and at the best threshold, a line for each language. Only pairs all of whose
//!   Latin words fall into the four tenths of words kept back are judged, unless `--all` is given.
//! * `measure people FILE`: columns `person_id,list,row,name`, one line for each name of a row;
//!   the share of true pairs of rows that share a key, by pair of lists, and candidates per row.
//! * `measure speed FILE`: the same columns; names normalised and keyed, and comparisons, a second.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::error::Error;
use std::time::Instant;

use names::{KeyClass, NormalName, SearchKey, compare_normal, normalise, query_keys, search_keys};

type Outcome = Result<(), Box<dyn Error>>;

fn main() -> Outcome {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let mut out = std::io::stdout().lock();
    match arguments.split_first() {
        Some((verb, files)) if verb == "pairs" => pairs(files, &mut out),
        Some((verb, files)) if verb == "people" => people(files, &mut out),
        Some((verb, files)) if verb == "speed" => speed(files, &mut out),
        _ => Err("usage: measure pairs|people|speed FILE…".into()),
    }
}

#[derive(Default)]
struct Judged {
    scores: Vec<(f32, bool)>,
    keyed: usize,
}

impl Judged {
    fn at(&self, threshold: f32) -> (f64, f64, f64) {
        let (mut hit, mut wrong, mut missed) = (0_u32, 0_u32, 0_u32);
        for (score, same) in &self.scores {
            match (*score >= threshold, *same) {
                (true, true) => hit += 1,
                (true, false) => wrong += 1,
                (false, true) => missed += 1,
                (false, false) => {}
            }
        }
        let share = |part: u32, rest: u32| f64::from(part) / f64::from((part + rest).max(1));
        let (precision, recall) = (share(hit, wrong), share(hit, missed));
        let f1 = 2.0 * f64::from(hit) / f64::from((2 * hit + wrong + missed).max(1));
        (precision, recall, f1)
    }

    fn best(&self) -> (f32, (f64, f64, f64)) {
        (1..200_u16)
            .map(|step| f32::from(step) / 200.0)
            .map(|threshold| (threshold, self.at(threshold)))
            .max_by(|a, b| a.1.2.total_cmp(&b.1.2))
            .unwrap_or((0.5, (0.0, 0.0, 0.0)))
    }
}

/// Whether a pair is kept back: by its words, so that no word judged was looked at before.
fn kept_back(name: &str) -> bool {
    name.split_whitespace().all(|word| {
        let mix = word.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
        });
        (mix >> 20) % 10 < 4
    })
}

fn pairs(files: &[String], out: &mut impl std::io::Write) -> Outcome {
    let all = files.iter().any(|file| file == "--all");
    let mut judged: BTreeMap<String, Judged> = BTreeMap::new();
    for file in files.iter().filter(|file| *file != "--all") {
        let mut reader = csv::Reader::from_path(file)?;
        for row in reader.deserialize() {
            let row: HashMap<String, String> = row?;
            let cell = |column: &str| row.get(column).map_or("", String::as_str);
            let same = cell("same") == "1";
            if !all && !kept_back(cell("name_a")) {
                continue;
            }
            let score =
                compare_normal(&normalise(cell("name_a")), &normalise(cell("name_b"))).probability;
            let keys: BTreeSet<SearchKey> = search_keys(cell("name_b")).into_iter().collect();
            let shared = same
                && query_keys(cell("name_a"))
                    .iter()
                    .any(|key| keys.contains(key));
            for group in [cell("script_language"), "all"] {
                let entry = judged.entry(group.to_owned()).or_default();
                entry.scores.push((score, same));
                entry.keyed += usize::from(shared);
            }
        }
    }
    writeln!(
        out,
        "language pairs key-recall | at 0.5 P R F1 | best threshold P R F1"
    )?;
    for (language, judged) in &judged {
        let (p, r, f) = judged.at(0.5);
        let (threshold, (bp, br, bf)) = judged.best();
        let positives = judged.scores.iter().filter(|(_, same)| *same).count();
        writeln!(
            out,
            "{language:10} {:6} {:.3} | {p:.3} {r:.3} {f:.3} | {threshold:.3} {bp:.3} {br:.3} {bf:.3}",
            judged.scores.len(),
            ratio(judged.keyed, positives),
        )?;
    }
    Ok(())
}

fn ratio(part: usize, whole: usize) -> f64 {
    let narrow = |number: usize| f64::from(u32::try_from(number).unwrap_or(u32::MAX));
    narrow(part) / narrow(whole.max(1))
}

struct Row {
    person: String,
    list: String,
    names: Vec<String>,
}

fn rows(files: &[String]) -> Result<Vec<Row>, Box<dyn Error>> {
    let mut rows: BTreeMap<(String, String), Row> = BTreeMap::new();
    for file in files {
        let mut reader = csv::Reader::from_path(file)?;
        for line in reader.deserialize() {
            let (person, list, row, name): (String, String, String, String) = line?;
            rows.entry((list.clone(), row))
                .or_insert_with(|| Row {
                    person,
                    list,
                    names: Vec::new(),
                })
                .names
                .push(name);
        }
    }
    Ok(rows.into_values().collect())
}

fn people(files: &[String], out: &mut impl std::io::Write) -> Outcome {
    let rows = rows(files)?;
    let stored: Vec<BTreeSet<SearchKey>> = rows
        .iter()
        .map(|row| {
            row.names
                .iter()
                .flat_map(|name| search_keys(name))
                .collect()
        })
        .collect();
    let queried: Vec<BTreeSet<SearchKey>> = rows
        .iter()
        .map(|row| row.names.iter().flat_map(|name| query_keys(name)).collect())
        .collect();
    let normal: Vec<Vec<NormalName>> = rows
        .iter()
        .map(|row| row.names.iter().map(|name| normalise(name)).collect())
        .collect();
    let mut index: HashMap<&SearchKey, Vec<usize>> = HashMap::new();
    for (place, keys) in stored.iter().enumerate() {
        for key in keys {
            index.entry(key).or_default().push(place);
        }
    }
    let names: usize = rows.iter().map(|row| row.names.len()).sum();
    let keys: usize = stored.iter().map(BTreeSet::len).sum();
    let mut candidates = 0_usize;
    let mut two = 0_usize;
    let mut found: BTreeMap<String, (usize, usize, usize)> = BTreeMap::new();
    let mut missed: Vec<(usize, usize)> = Vec::new();
    let mut by_class: BTreeMap<KeyClass, usize> = BTreeMap::new();
    let mut judged = Judged::default();
    let mut pairs = 0_usize;
    for (place, row) in rows.iter().enumerate() {
        let mut shared: HashMap<usize, BTreeSet<KeyClass>> = HashMap::new();
        let mut count: HashMap<usize, usize> = HashMap::new();
        for key in queried.get(place).into_iter().flatten() {
            for other in index
                .get(key)
                .into_iter()
                .flatten()
                .filter(|other| **other != place)
            {
                shared.entry(*other).or_default().insert(key.class);
                *count.entry(*other).or_default() += 1;
            }
        }
        candidates += shared.len();
        two += count.values().filter(|count| **count >= 2).count();
        let score = |other: usize| {
            let ones = normal.get(place).into_iter().flatten();
            ones.flat_map(|one| {
                normal
                    .get(other)
                    .into_iter()
                    .flatten()
                    .map(move |other| compare_normal(one, other).probability)
            })
            .fold(0.0_f32, f32::max)
        };
        for other in shared.keys().filter(|other| **other > place) {
            let same = rows
                .get(*other)
                .is_some_and(|other| other.person == row.person);
            judged.scores.push((score(*other), same));
        }
        for (other, later) in rows.iter().enumerate().skip(place + 1) {
            if later.person != row.person {
                continue;
            }
            pairs += 1;
            let lists = format!("{} + {}", row.list, later.list);
            let entry = found.entry(lists).or_default();
            entry.0 += 1;
            if let Some(classes) = shared.get(&other) {
                entry.1 += 1;
                for class in classes {
                    *by_class.entry(*class).or_default() += 1;
                }
                if count.get(&other).is_some_and(|count| *count >= 2) {
                    entry.2 += 1;
                }
            } else {
                judged.scores.push((0.0, true));
                missed.push((place, other));
            }
        }
    }
    writeln!(
        out,
        "rows {} names {names} keys per name {:.2}",
        rows.len(),
        ratio(keys, names)
    )?;
    writeln!(
        out,
        "candidates per row: one key {:.1}, two keys {:.1}",
        ratio(candidates, rows.len()),
        ratio(two, rows.len())
    )?;
    let reached: usize = found.values().map(|(_, one, _)| one).sum();
    let reached_two: usize = found.values().map(|(_, _, two)| two).sum();
    writeln!(
        out,
        "true pairs {pairs}, sharing a key {:.4}, two keys {:.4}",
        ratio(reached, pairs),
        ratio(reached_two, pairs)
    )?;
    for (class, hits) in by_class {
        writeln!(out, "  by class {class:?} {:.4}", ratio(hits, pairs))?;
    }
    for (lists, (all, one, two)) in &found {
        writeln!(
            out,
            "  {lists}: {all} pairs, one key {:.4}, two keys {:.4}",
            ratio(*one, *all),
            ratio(*two, *all)
        )?;
    }
    let (p, r, f) = judged.at(0.5);
    let (threshold, (bp, br, bf)) = judged.best();
    writeln!(
        out,
        "names alone over candidates: at 0.5 P {p:.3} R {r:.3} F1 {f:.3}; best at {threshold:.3} P {bp:.3} R {br:.3} F1 {bf:.3}"
    )?;
    for (one, other) in missed.iter().take(40) {
        if let (Some(one), Some(other)) = (rows.get(*one), rows.get(*other)) {
            writeln!(out, "  missed {:?} {:?}", one.names, other.names)?;
        }
    }
    Ok(())
}

fn speed(files: &[String], out: &mut impl std::io::Write) -> Outcome {
    let names: Vec<String> = rows(files)?.into_iter().flat_map(|row| row.names).collect();
    let rounds = 300_000_usize.div_ceil(names.len().max(1));
    let start = Instant::now();
    let mut keys = 0_usize;
    for _ in 0..rounds {
        for name in &names {
            keys += search_keys(name).len();
        }
    }
    let seconds = start.elapsed().as_secs_f64();
    let done = rounds * names.len();
    writeln!(
        out,
        "{done} names normalised and keyed ({keys} keys) in {seconds:.2} s"
    )?;
    let normal: Vec<NormalName> = names.iter().map(|name| normalise(name)).collect();
    let start = Instant::now();
    let mut compared = 0_u32;
    let mut likely = 0_u32;
    for step in [1_usize, 7, 31] {
        for (one, other) in normal.iter().zip(normal.iter().skip(step)) {
            compared += 1;
            likely += u32::from(compare_normal(one, other).probability > 0.5);
        }
    }
    let seconds = start.elapsed().as_secs_f64();
    writeln!(
        out,
        "{:.0} comparisons a second ({likely} of {compared} likely)",
        f64::from(compared) / seconds
    )?;
    Ok(())
}
