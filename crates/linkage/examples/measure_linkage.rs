//! Measures linkage and estimation on files that are not part of this crate.
//!
//! * `measure_linkage persons FILE [TRUTH_COLUMN]`: links one list whose column `truth_id` says who is who;
//!   prints ceilings, precision, recall and F1 of pairs and clusters, calibration, seconds, memory.
//!   With `CEILING=1` in the environment it prints what a judge without mistakes could reach, and nothing else.
//! * `measure lists FILE…`: links several lists, each with a column `truth_id`; prints the same, for
//!   all pairs of rows and for those between two lists.
//!   With `CLUSTERS=FILE` in the environment it also writes list, row and cluster; with `KEYS=1` any
//!   run prints keys and weights, with `SHOW=N` examples of what went wrong.
//! * `measure coverage [RUNS]`: estimates populations of known size and prints how often the interval
//!   holds the truth, and the mean logarithm of estimate by truth.
//! * `measure estimate FILE`: columns `dataset,pattern,count`; prints every estimate, or the refusal.

use std::collections::HashMap;
use std::error::Error;
use std::hash::{Hash, Hasher};
use std::io::Write;
use std::time::Instant;

use linkage::estimate::{EstimateOptions, estimate, tables_from_rows};
use linkage::{
    Clusters, Explainer, Linked, Options, Pair, Register, Table, link, link_tables, register_for,
};

type Outcome<T = ()> = Result<T, Box<dyn Error>>;

fn main() -> Outcome {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let mut out = std::io::stdout().lock();
    match arguments.split_first() {
        Some((verb, rest)) if verb == "persons" => persons(rest, &mut out),
        Some((verb, rest)) if verb == "lists" => lists(rest, &mut out),
        Some((verb, rest)) if verb == "estimate" => tables(rest, &mut out),
        Some((verb, rest)) if verb == "coverage" => coverage(rest, &mut out),
        _ => {
            Err("usage: measure persons FILE [TRUTH_COLUMN] | lists FILE… | estimate TABLES | coverage [RUNS]".into())
        }
    }
}

/// The most memory this process has had, in MiB.
fn peak_memory() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    status
        .lines()
        .find_map(|line| line.strip_prefix("VmHWM:"))
        .and_then(|rest| rest.trim().split(' ').next())
        .and_then(|kib| kib.parse::<u64>().ok())
        .unwrap_or_default()
        / 1024
}

fn persons(arguments: &[String], out: &mut impl Write) -> Outcome {
    let file = arguments.first().ok_or("which file?")?;
    let truth_column = arguments.get(1).map_or("truth_id", String::as_str);
    let start = Instant::now();
    let clock = move || start.elapsed().as_secs_f64();
    let mut reader = csv::Reader::from_path(file)?;
    let header: Vec<String> = reader.headers()?.iter().map(str::to_owned).collect();
    let truth_place = header
        .iter()
        .position(|name| name == truth_column)
        .ok_or("no truth column")?;
    // What links must not see the truth.
    let shown: Vec<String> = header
        .iter()
        .map(|name| {
            if name == truth_column {
                String::new()
            } else {
                name.clone()
            }
        })
        .collect();
    let mut options = Options::default();
    if let Ok(text) = std::env::var("MEAN") {
        options.cohesion.least_mean = text.parse()?;
    }
    if let Ok(text) = std::env::var("BLOCK") {
        options.budget.block = text.parse()?;
        options.budget.last_block = options.budget.block * 3;
    }
    let ceiling = std::env::var("CEILING").is_ok();
    if ceiling {
        options.report_from = 0.0;
    }
    options.columns = told(&shown)?;
    // The first rows tell what the columns hold.
    let sample: Vec<Vec<String>> = csv::Reader::from_path(file)?
        .records()
        .take(500)
        .map(|record| record.map(|record| record.iter().map(str::to_owned).collect()))
        .collect::<Result<_, _>>()?;
    let lists = [("list", shown.as_slice(), sample.as_slice())];
    let (mut register, maps) = register_for(lists.into_iter(), &options)?;
    let map = maps.first().ok_or("no columns")?;
    let mut record = csv::StringRecord::new();
    let mut truth: Vec<u32> = Vec::new();
    let mut numbers: HashMap<String, u32> = HashMap::new();
    let mut texts: Vec<Vec<u64>> = Vec::new();
    while reader.read_record(&mut record)? {
        let cells: Vec<&str> = record.iter().collect();
        register.push("list", map, &cells);
        if ceiling {
            texts.push(telling(&shown, &cells));
        }
        let fresh = u32::try_from(numbers.len())?;
        let who = cells
            .get(truth_place)
            .copied()
            .unwrap_or_default()
            .to_owned();
        truth.push(*numbers.entry(who).or_insert(fresh));
    }
    let read = clock();
    let linked = link(&register, &options, &clock)?;
    let total = clock();
    writeln!(
        out,
        "rows {} read {read:.2} s, total {total:.2} s, peak {} MiB",
        register.len(),
        peak_memory()
    )?;
    if ceiling {
        return ceilings(&linked, &truth, &texts, out);
    }
    report(&register, &linked, &truth, out)?;
    Ok(())
}

/// What `COLUMNS` in the environment says of these headers: `place=suburb,free=postcode`, as `--column` does.
fn told(header: &[String]) -> Outcome<Vec<(linkage::Field, String)>> {
    let mut columns = Vec::new();
    for pair in std::env::var("COLUMNS")
        .unwrap_or_default()
        .split(',')
        .filter(|pair| !pair.is_empty())
    {
        let (field, name) = pair.split_once('=').ok_or("COLUMNS is field=header,…")?;
        if header.iter().any(|known| known == name) {
            let field = linkage::Field::from_word(field).ok_or("no such field")?;
            columns.push((field, name.to_owned()));
        }
    }
    Ok(columns)
}

/// How each cell that tells people apart begins, as numbers: three letters, or the year of a date.
fn telling(header: &[String], cells: &[&str]) -> Vec<u64> {
    header
        .iter()
        .zip(cells)
        .filter(|(name, cell)| {
            !cell.is_empty() && !matches!(name.as_str(), "" | "record_id" | "gender" | "sex")
        })
        .map(|(_, cell)| {
            let dated = cell.starts_with(|c: char| c.is_ascii_digit());
            let begins: String = cell.chars().take(if dated { 4 } else { 3 }).collect();
            let mut hasher = std::hash::DefaultHasher::new();
            begins.to_lowercase().hash(&mut hasher);
            hasher.finish()
        })
        .collect()
}

/// What a judge who makes no mistake could reach: on the pairs that were kept for judging; and on all pairs, if
/// two rows of one person of which no two cells begin alike can be known by nobody.
fn ceilings(linked: &Linked, truth: &[u32], texts: &[Vec<u64>], out: &mut impl Write) -> Outcome {
    let mut people: HashMap<u32, Vec<usize>> = HashMap::new();
    for (row, who) in truth.iter().enumerate() {
        people.entry(*who).or_default().push(row);
    }
    let (mut all, mut in_common) = (0, 0);
    for rows in people.values() {
        for (place, one) in rows.iter().enumerate() {
            for other in rows.iter().skip(place + 1) {
                all += 1;
                let shared = match (texts.get(*one), texts.get(*other)) {
                    (Some(one), Some(other)) => one.iter().any(|begins| other.contains(begins)),
                    _ => false,
                };
                in_common += usize::from(shared);
            }
        }
    }
    let kept = linked
        .pairs
        .iter()
        .filter(|pair| truth.get(pair.one as usize) == truth.get(pair.other as usize))
        .count();
    for (what, found) in [("the pairs kept", kept), ("all pairs", in_common)] {
        let recall = share(found, all);
        writeln!(
            out,
            "a perfect judge on {what}: R {recall:.4} F1 {:.4}",
            f1(1.0, recall)
        )?;
    }
    Ok(())
}

fn lists(files: &[String], out: &mut impl Write) -> Outcome {
    let start = Instant::now();
    let clock = move || start.elapsed().as_secs_f64();
    let mut tables = Vec::new();
    let mut truth = Vec::new();
    let mut numbers: HashMap<String, u32> = HashMap::new();
    for file in files {
        let mut reader = csv::Reader::from_path(file)?;
        let mut header: Vec<String> = reader.headers()?.iter().map(str::to_owned).collect();
        let place = header
            .iter()
            .position(|name| name == "truth_id")
            .ok_or("no truth column")?;
        header.remove(place);
        let mut rows = Vec::new();
        for record in reader.records() {
            let mut row: Vec<String> = record?.iter().map(str::to_owned).collect();
            let fresh = u32::try_from(numbers.len())?;
            truth.push(*numbers.entry(row.remove(place)).or_insert(fresh));
            rows.push(row);
        }
        tables.push(Table {
            name: file.clone(),
            header,
            rows,
        });
    }
    let options = Options {
        columns: tables
            .first()
            .map_or(Ok(Vec::new()), |table| told(&table.header))?,
        ..Options::default()
    };
    let (register, linked) = link_tables(&tables, &options, &clock)?;
    writeln!(
        out,
        "rows {} total {:.2} s, peak {} MiB",
        register.len(),
        clock(),
        peak_memory()
    )?;
    report(&register, &linked, &truth, out)?;
    if let Ok(file) = std::env::var("CLUSTERS") {
        let mut writer = csv::Writer::from_path(file)?;
        for (row, cluster) in (0_u32..).zip(&linked.clusters.of_row) {
            writer.write_record([
                short(register.list(row)),
                register.record_id(row),
                &cluster.to_string(),
            ])?;
        }
        writer.flush()?;
    }
    let explainer = Explainer::new(&register, &linked.model, 2).ok_or("model")?;
    let wanted: usize = std::env::var("SHOW")
        .ok()
        .and_then(|text| text.parse().ok())
        .unwrap_or(0);
    let wrong = linked.pairs.iter().filter(|pair| {
        pair.probability > 0.5 && truth.get(pair.one as usize) != truth.get(pair.other as usize)
    });
    for pair in wrong.take(wanted) {
        writeln!(
            out,
            "wrong {}",
            serde_json::to_string(&explainer.explain(pair.one, pair.other))?
        )?;
    }
    let mut people: HashMap<u32, Vec<u32>> = HashMap::new();
    for (row, who) in (0_u32..).zip(&truth) {
        people.entry(*who).or_default().push(row);
    }
    let mut missed: HashMap<String, (usize, usize)> = HashMap::new();
    let mut shown = 0;
    for rows in people.values() {
        for (place, one) in rows.iter().enumerate() {
            for other in rows.iter().skip(place + 1) {
                let slot = missed
                    .entry(format!(
                        "{} {}",
                        short(register.list(*one)),
                        short(register.list(*other))
                    ))
                    .or_default();
                slot.0 += 1;
                let apart = linked.clusters.of_row.get(*one as usize)
                    != linked.clusters.of_row.get(*other as usize);
                slot.1 += usize::from(apart);
                if apart && shown < wanted {
                    shown += 1;
                    writeln!(
                        out,
                        "missed {}",
                        serde_json::to_string(&explainer.explain(*one, *other))?
                    )?;
                }
            }
        }
    }
    let mut missed: Vec<_> = missed.into_iter().collect();
    missed.sort();
    for (lists, (all, missed)) in missed {
        writeln!(out, "  {lists:50} true pairs {all:5} missed {missed:5}")?;
    }
    Ok(())
}

fn short(list: &str) -> &str {
    list.rsplit('/').next().unwrap_or(list)
}

fn tables(files: &[String], out: &mut impl Write) -> Outcome {
    let file = files.first().ok_or("which file?")?;
    let mut reader = csv::Reader::from_path(file)?;
    let records: Vec<csv::StringRecord> = reader.records().collect::<Result<_, _>>()?;
    let cell =
        |record: &csv::StringRecord, place: usize| record.get(place).unwrap_or_default().to_owned();
    let rows: Vec<(String, String, String)> = records
        .iter()
        .map(|record| (cell(record, 0), cell(record, 1), cell(record, 2)))
        .collect();
    for table in tables_from_rows(
        rows.iter()
            .map(|(a, b, c)| (a.as_str(), b.as_str(), c.as_str())),
    )? {
        let start = Instant::now();
        match estimate(&table, &EstimateOptions::default()) {
            Ok(report) => {
                for estimate in &report.estimates {
                    writeln!(
                        out,
                        "{:14} {:45} {:9.0} ({:.0} to {:.0})  {}",
                        estimate.dataset,
                        estimate.method,
                        estimate.estimate,
                        estimate.low,
                        estimate.high,
                        estimate.model
                    )?;
                }
                for caution in &report.cautions {
                    writeln!(out, "  {caution}")?;
                }
            }
            Err(refusal) => writeln!(out, "{:14} refused: {refusal}", table.dataset())?,
        }
        writeln!(out, "  {:.2} s", start.elapsed().as_secs_f64())?;
    }
    Ok(())
}

/// A population of known size: kinds of people with their share and the chance of being on each
/// list, and how much being on the first list changes the chance of being on the second.
struct Scenario {
    name: &'static str,
    kinds: &'static [(f64, &'static [f64])],
    pull: f64,
}

const SCENARIOS: &[Scenario] = &[
    Scenario {
        name: "3 lists, independent",
        kinds: &[(1.0, &[0.3, 0.25, 0.35])],
        pull: 1.0,
    },
    Scenario {
        name: "4 lists, independent, thin",
        kinds: &[(1.0, &[0.08, 0.1, 0.12, 0.09])],
        pull: 1.0,
    },
    Scenario {
        name: "4 lists, first pulls second",
        kinds: &[(1.0, &[0.25, 0.2, 0.3, 0.2])],
        pull: 2.0,
    },
    Scenario {
        name: "4 lists, two kinds",
        kinds: &[
            (0.6, &[0.15, 0.1, 0.2, 0.12]),
            (0.4, &[0.45, 0.4, 0.35, 0.5]),
        ],
        pull: 1.0,
    },
    Scenario {
        name: "5 lists, two kinds, first pulls",
        kinds: &[
            (0.7, &[0.1, 0.15, 0.1, 0.12, 0.08]),
            (0.3, &[0.4, 0.35, 0.3, 0.3, 0.4]),
        ],
        pull: 1.6,
    },
];

const PEOPLE: u32 = 2_000;

fn coverage(arguments: &[String], out: &mut impl Write) -> Outcome {
    let runs: u32 = arguments.first().map_or(Ok(20), |text| text.parse())?;
    let mut options = EstimateOptions::default();
    // Shorter chains than for a figure that is to be told.
    options.latent.burn_in = 4_000;
    options.latent.thinning = 10;
    let mut state = 1_u64;
    let mut uniform = move || {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        f64::from((state >> 33) as u32) / f64::from(1_u32 << 31)
    };
    for scenario in SCENARIOS {
        let mut found: std::collections::BTreeMap<String, (usize, usize, f64)> =
            std::collections::BTreeMap::new();
        for _ in 0..runs {
            let mut counts: HashMap<String, u64> = HashMap::new();
            for _ in 0..PEOPLE {
                let mut pick = uniform();
                let kind = scenario.kinds.iter().find(|(share, _)| {
                    pick -= share;
                    pick < 0.0
                });
                let chances = kind
                    .or(scenario.kinds.last())
                    .map_or(&[][..], |kind| kind.1);
                let mut pattern = String::new();
                for (list, chance) in chances.iter().enumerate() {
                    let pulled = list == 1 && pattern == "1";
                    let chance = if pulled {
                        chance * scenario.pull
                    } else {
                        *chance
                    };
                    pattern.push(if uniform() < chance { '1' } else { '0' });
                }
                if pattern.contains('1') {
                    *counts.entry(pattern).or_default() += 1;
                }
            }
            let rows: Vec<(&str, u64)> = counts
                .iter()
                .map(|(pattern, count)| (pattern.as_str(), *count))
                .collect();
            let table = linkage::estimate::CaptureTable::new(scenario.name, &rows)?;
            let Ok(report) = estimate(&table, &options) else {
                continue;
            };
            for estimate in report.estimates {
                let slot = found.entry(estimate.method).or_default();
                slot.0 += 1;
                slot.1 += usize::from((estimate.low..=estimate.high).contains(&f64::from(PEOPLE)));
                slot.2 += (estimate.estimate / f64::from(PEOPLE)).ln();
            }
        }
        writeln!(out, "{}", scenario.name)?;
        for (method, (all, held, bias)) in found {
            writeln!(
                out,
                "  {method:45} covers {:.2} of {all}, mean log bias {:+.3}",
                share(held, all),
                bias / share(all, 1)
            )?;
        }
    }
    Ok(())
}

fn report(register: &Register, linked: &Linked, truth: &[u32], out: &mut impl Write) -> Outcome {
    for phase in &linked.statistics.phases {
        writeln!(out, "  {:18} {:6.2} s", phase.phase, phase.seconds)?;
    }
    if std::env::var("KEYS").is_ok() {
        for key in &linked.statistics.keys {
            writeln!(
                out,
                "  {:45} {:>11} tried {:>12} passed over",
                key.key, key.pairs, key.passed_over
            )?;
        }
        for column in &linked.model.columns {
            writeln!(out, "  {}", column.label)?;
            for level in column.levels.iter().skip(1) {
                writeln!(
                    out,
                    "    {:24} {:.5} {:.7} {:?}",
                    level.level, level.one_person, level.two_persons, level.rarity_centre
                )?;
            }
        }
        writeln!(
            out,
            "  one person {:e} kin {:e} exchanged {:.4} correction {:?}",
            linked.model.one_person,
            linked.model.kin,
            linked.model.exchanged,
            linked.model.correction
        )?;
    }
    writeln!(
        out,
        "tried {} kept {}",
        linked.statistics.candidate_pairs, linked.statistics.kept_pairs
    )?;
    let mut people: HashMap<u32, Vec<u32>> = HashMap::new();
    for (row, who) in (0_u32..).zip(truth) {
        people.entry(*who).or_default().push(row);
    }
    let true_pairs: usize = people
        .values()
        .map(|rows| rows.len() * (rows.len() - 1) / 2)
        .sum();
    let same = |pair: &Pair| truth.get(pair.one as usize) == truth.get(pair.other as usize);
    writeln!(
        out,
        "true pairs {true_pairs}, share reached at most {:.4} (estimated)",
        linked.statistics.reach.share_at_most
    )?;
    // What a perfect judge could do with the pairs kept, and with all pairs under this judge.
    let explainer = Explainer::new(register, &linked.model, 2).ok_or("model")?;
    let mut all_under_judge = 0_usize;
    for rows in people.values() {
        for (place, one) in rows.iter().enumerate() {
            for other in rows.iter().skip(place + 1) {
                all_under_judge += usize::from(explainer.log_odds(*one, *other) >= 0.0);
            }
        }
    }
    let found = linked.pairs.iter().filter(|pair| same(pair)).count();
    writeln!(
        out,
        "true pairs among those given back {:.4}; true pairs this judge takes, reached or not {:.4}",
        share(found, true_pairs),
        share(all_under_judge, true_pairs)
    )?;
    let wanted: usize = std::env::var("SHOW")
        .ok()
        .and_then(|text| text.parse().ok())
        .unwrap_or(0);
    for pair in linked
        .pairs
        .iter()
        .filter(|pair| pair.probability > 0.5 && !same(pair))
        .step_by(50)
        .take(wanted)
    {
        writeln!(
            out,
            "wrong {}",
            serde_json::to_string(&explainer.explain(pair.one, pair.other))?
        )?;
    }
    let mut best = (0.0, 0.0, 0.0, 0.0);
    let mut hit = 0_usize;
    for (place, pair) in linked.pairs.iter().enumerate() {
        hit += usize::from(same(pair));
        let (p, r) = (share(hit, place + 1), share(hit, true_pairs));
        let f = f1(p, r);
        if f > best.0 {
            best = (f, p, r, f64::from(pair.probability));
        }
    }
    writeln!(
        out,
        "pairs, best threshold {:.3}: P {:.4} R {:.4} F1 {:.4}",
        best.3, best.1, best.2, best.0
    )?;
    let (p, r, f) = clusters(&linked.clusters, truth, true_pairs);
    writeln!(
        out,
        "clusters: P {p:.4} R {r:.4} F1 {f:.4}, {} clusters for {} persons, {} joins refused",
        linked.statistics.clusters,
        people.len(),
        linked.clusters.refused.len()
    )?;
    calibration(&linked.pairs, same, out)
}

fn clusters(clusters: &Clusters, truth: &[u32], true_pairs: usize) -> (f64, f64, f64) {
    let mut joined = 0_usize;
    let mut right = 0_usize;
    for rows in clusters.groups() {
        joined += rows.len() * (rows.len() - 1) / 2;
        let mut who: HashMap<Option<&u32>, usize> = HashMap::new();
        for row in &rows {
            *who.entry(truth.get(*row as usize)).or_default() += 1;
        }
        right += who
            .values()
            .map(|count| count * (count - 1) / 2)
            .sum::<usize>();
    }
    let (p, r) = (share(right, joined), share(right, true_pairs));
    (p, r, f1(p, r))
}

/// Of the pairs given a probability, how many are true: in ten steps, and the mean distance.
fn calibration(pairs: &[Pair], same: impl Fn(&Pair) -> bool, out: &mut impl Write) -> Outcome {
    let mut steps = [(0_usize, 0_usize, 0.0_f64); 10];
    for pair in pairs {
        let step = ((pair.probability * 10.0) as usize).min(9);
        if let Some(slot) = steps.get_mut(step) {
            slot.0 += 1;
            slot.1 += usize::from(same(pair));
            slot.2 += f64::from(pair.probability);
        }
    }
    let mut distance = 0.0;
    for (step, (count, right, sum)) in steps.iter().enumerate().filter(|(_, step)| step.0 > 0) {
        let (said, is) = (sum / share(*count, 1), share(*right, *count));
        distance += (said - is).abs() * share(*count, pairs.len());
        writeln!(
            out,
            "  said {:.1}-{:.1}: mean {said:.3}, true {is:.3} of {count}",
            share(step, 10),
            share(step + 1, 10)
        )?;
    }
    writeln!(out, "expected calibration error {distance:.4}")?;
    Ok(())
}

#[expect(clippy::cast_precision_loss, reason = "counts are far below 2^53")]
fn share(part: usize, whole: usize) -> f64 {
    part as f64 / whole.max(1) as f64
}

fn f1(p: f64, r: f64) -> f64 {
    2.0 * p * r / (p + r).max(1e-12)
}
