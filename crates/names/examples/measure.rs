//! Measures search keys and comparison on files that are not part of this crate.
//!
//! * `measure pairs FILE…`: columns `name_a,name_b,script_language,same,kind`; precision, recall and
//!   F1 at the published threshold and at the best one, and how well the probabilities are meant, a
//!   line for each language. Only words kept back from learning are judged (see `material`). With
//!   `SHOW_ERRORS=n` in the environment it prints the first n errors of each language.
//! * `measure twins FILE…`: columns `person_id,name_a,name_b`, the second a spelling in another list;
//!   every name of one list against every name of the other, names alone: precision, recall and F1
//!   at the best threshold, and where a name takes only its best partner that takes it back.
//! * `measure people FILE`: columns `person_id,list,row,name`, one line for each name of a row;
//!   the share of true pairs of rows that share a key, by pair of lists, and candidates per row.
//! * `measure speed FILE…`: the columns of `pairs`; names normalised, and comparisons, a second.

mod material;

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::error::Error;
use std::time::Instant;

use material::{Pair, Parted, RUN_TOGETHER, Twin, words};
use names::{
    KeyClass, Prepared, SAME, Score, SearchKey, compare, compare_prepared, normalise, prepare,
    query_keys, search_keys,
};

type Outcome = Result<(), Box<dyn Error>>;

fn main() -> Outcome {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let mut out = std::io::stdout().lock();
    match arguments.split_first() {
        Some((verb, files)) if verb == "pairs" => pairs(files, &mut out),
        Some((verb, files)) if verb == "twins" => twins(files, &mut out),
        Some((verb, files)) if verb == "people" => people(files, &mut out),
        Some((verb, files)) if verb == "speed" => speed(files, &mut out),
        _ => Err("usage: measure pairs|twins|people|speed FILE…".into()),
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

    /// The mean square of the misses, and how far on average the probabilities in twenty classes lie
    /// from the share of pairs that are the same.
    fn calibration(&self) -> (f64, f64) {
        let mut classes = [(0.0_f64, 0.0_f64, 0.0_f64); 20];
        let mut brier = 0.0;
        for (score, same) in &self.scores {
            let (score, same) = (f64::from(*score), f64::from(u8::from(*same)));
            brier += (score - same) * (score - same);
            let class = (1_u8..20)
                .filter(|edge| score >= f64::from(*edge) / 20.0)
                .count();
            if let Some((count, sum, hits)) = classes.get_mut(class) {
                *count += 1.0;
                *sum += score;
                *hits += same;
            }
        }
        let all = classes
            .iter()
            .map(|(count, ..)| count)
            .sum::<f64>()
            .max(1.0);
        let error: f64 = classes
            .iter()
            .map(|(_, sum, hits)| (sum - hits).abs())
            .sum();
        (brier / all, error / all)
    }

    fn best(&self) -> (f32, (f64, f64, f64)) {
        (1..200_u16)
            .map(|step| f32::from(step) / 200.0)
            .map(|threshold| (threshold, self.at(threshold)))
            .max_by(|a, b| a.1.2.total_cmp(&b.1.2))
            .unwrap_or((0.5, (0.0, 0.0, 0.0)))
    }
}

/// Names put together for each language from words that were kept back.
const COMPOSED: usize = 1_500;

fn pairs(files: &[String], out: &mut impl std::io::Write) -> Outcome {
    let show = errors_to_show();
    let pairs = material::read(files)?;
    let parted = material::part(&pairs);
    writeln!(
        out,
        "names put together from words kept back: a third the same, a third strangers, a third sharing a word"
    )?;
    let mut judged: BTreeMap<String, Judged> = BTreeMap::new();
    for (language, twins) in &parted.kept {
        let mut shown = 0;
        for pair in material::compose(&parted, language, twins, COMPOSED) {
            let score = judge(&mut judged, language, &pair.latin, &pair.other, pair.same);
            if (score.probability >= SAME) != pair.same && shown < show {
                shown += 1;
                writeln!(
                    out,
                    "{language} {} {} | {} {:.3} {}",
                    pair.same,
                    pair.latin,
                    pair.other,
                    score.probability,
                    score.explanation()
                )?;
            }
        }
    }
    report(&judged, out)?;
    writeln!(out, "pairs of the files all of whose words were kept back")?;
    let mut judged: BTreeMap<String, Judged> = BTreeMap::new();
    let kept = kept_words(&parted);
    for pair in &pairs {
        if kept.holds(pair) {
            judge(
                &mut judged,
                &pair.language,
                &pair.latin,
                &pair.other,
                pair.same,
            );
        }
    }
    report(&judged, out)?;
    writeln!(
        out,
        "names in two scripts neither of which is Latin, from words kept back"
    )?;
    let mut judged: BTreeMap<String, Judged> = BTreeMap::new();
    for (languages, twins) in kept_between(&parted) {
        for pair in material::compose(&parted, &languages, &twins, 300) {
            judge(&mut judged, &languages, &pair.latin, &pair.other, pair.same);
        }
    }
    report(&judged, out)
}

/// The words kept back, to ask about pairs.
fn kept_words(parted: &Parted) -> KeptWords<'_> {
    let mut out = KeptWords::default();
    for (language, twins) in &parted.kept {
        for (latin, other) in twins {
            out.latin.insert((language, latin));
            out.other.insert((language, other));
        }
    }
    out
}

/// Words kept back in two scripts that share a Latin word, by the two languages.
fn kept_between(parted: &Parted) -> BTreeMap<String, Vec<Twin>> {
    let mut by_latin: BTreeMap<&str, Vec<(&str, &str)>> = BTreeMap::new();
    for (language, twins) in &parted.kept {
        for (latin, other) in twins {
            by_latin.entry(latin).or_default().push((language, other));
        }
    }
    let mut out: BTreeMap<String, Vec<Twin>> = BTreeMap::new();
    for others in by_latin.values() {
        for (place, (one, word)) in others.iter().enumerate() {
            for (other, second) in others.iter().skip(place + 1) {
                if one != other {
                    out.entry(format!("{one}-{other}"))
                        .or_default()
                        .push(((*word).to_owned(), (*second).to_owned()));
                }
            }
        }
    }
    out
}

/// The words kept back with their languages.
#[derive(Default)]
struct KeptWords<'a> {
    latin: BTreeSet<(&'a str, &'a str)>,
    other: BTreeSet<(&'a str, &'a str)>,
}

impl KeptWords<'_> {
    /// Whether every word of a pair was kept back.
    fn holds(&self, pair: &Pair) -> bool {
        let language = pair.language.as_str();
        if language == RUN_TOGETHER {
            return self
                .latin
                .contains(&(language, pair.latin.to_lowercase().as_str()))
                && self.other.contains(&(language, pair.other.as_str()));
        }
        let all = |name: &str, kept: &BTreeSet<(&str, &str)>| {
            words(name)
                .iter()
                .all(|word| kept.contains(&(language, word.as_str())))
        };
        all(&pair.latin, &self.latin) && all(&pair.other, &self.other)
    }
}

fn judge(
    judged: &mut BTreeMap<String, Judged>,
    language: &str,
    one: &str,
    other: &str,
    same: bool,
) -> Score {
    let score = compare(one, other);
    let keys: BTreeSet<SearchKey> = search_keys(other).into_iter().collect();
    let shared = same && query_keys(one).iter().any(|key| keys.contains(key));
    for group in [language, "all"] {
        let entry = judged.entry(group.to_owned()).or_default();
        entry.scores.push((score.probability, same));
        entry.keyed += usize::from(shared);
    }
    score
}

fn report(judged: &BTreeMap<String, Judged>, out: &mut impl std::io::Write) -> Outcome {
    writeln!(
        out,
        "{:18} {:>6} key-recall | at {SAME}: P R F1 | best threshold: P R F1 | Brier, calibration error",
        "language", "pairs"
    )?;
    for (language, judged) in judged {
        let (p, r, f) = judged.at(SAME);
        let (threshold, (bp, br, bf)) = judged.best();
        let positives = judged.scores.iter().filter(|(_, same)| *same).count();
        let (brier, error) = judged.calibration();
        writeln!(
            out,
            "{language:18} {:6} {:.3} | {p:.3} {r:.3} {f:.3} | {threshold:.3}: {bp:.3} {br:.3} {bf:.3} | {brier:.4} {error:.4}",
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

fn twins(files: &[String], out: &mut impl std::io::Write) -> Outcome {
    for file in files {
        let mut ones: BTreeMap<(String, String), Prepared> = BTreeMap::new();
        let mut others: BTreeMap<(String, String), Prepared> = BTreeMap::new();
        for line in csv::Reader::from_path(file)?.deserialize() {
            let (person, one, other): (String, String, String) = line?;
            let prepared = prepare(&one);
            ones.insert((person.clone(), one), prepared);
            let prepared = prepare(&other);
            others.insert((person, other), prepared);
        }
        let start = Instant::now();
        // Of every name the best partner and its evidence; the second best must be worse.
        let mut of_one: Vec<(f32, usize)> = vec![(f32::NEG_INFINITY, 0); ones.len()];
        let mut of_other: Vec<(f32, usize)> = vec![(f32::NEG_INFINITY, 0); others.len()];
        let mut all: Vec<(f32, bool, usize, usize)> = Vec::new();
        let mut true_pairs = 0_u32;
        for (place, ((person, _), one)) in ones.iter().enumerate() {
            for (second, ((other_person, _), other)) in others.iter().enumerate() {
                let evidence = compare_prepared(one, other).evidence;
                let same = person == other_person;
                true_pairs += u32::from(same);
                if evidence > -2.0 || same {
                    all.push((evidence, same, place, second));
                }
                for (slot, partner) in [
                    (of_one.get_mut(place), second),
                    (of_other.get_mut(second), place),
                ] {
                    if let Some(slot) = slot
                        && evidence > slot.0
                    {
                        *slot = (evidence, partner);
                    }
                }
            }
        }
        let seconds = start.elapsed().as_secs_f64();
        all.sort_by(|a, b| b.0.total_cmp(&a.0));
        let best = |pairs: &mut dyn Iterator<Item = &(f32, bool, usize, usize)>| {
            let (mut hits, mut count) = (0_u32, 0_u32);
            let mut best = (0.0, 0.0, 0.0, 0.0_f32);
            for (evidence, same, _, _) in pairs {
                count += 1;
                hits += u32::from(*same);
                let f1 = 2.0 * f64::from(hits) / f64::from(count + true_pairs);
                if f1 > best.2 {
                    let (p, r) = (
                        f64::from(hits) / f64::from(count),
                        f64::from(hits) / f64::from(true_pairs),
                    );
                    best = (p, r, f1, *evidence);
                }
            }
            best
        };
        let mutual = |pair: &&(f32, bool, usize, usize)| {
            of_one.get(pair.2).is_some_and(|best| best.0 <= pair.0)
                && of_other.get(pair.3).is_some_and(|best| best.0 <= pair.0)
        };
        let (p, r, f, at) = best(&mut all.iter());
        let (mp, mr, mf, mutual_at) = best(&mut all.iter().filter(mutual));
        writeln!(
            out,
            "{file}: {} x {} names, {true_pairs} true pairs, {seconds:.1} s | all pairs, evidence {at:.2}: P {p:.3} R {r:.3} F1 {f:.3} | best partners, evidence {mutual_at:.2}: P {mp:.3} R {mr:.3} F1 {mf:.3}",
            ones.len(),
            others.len(),
        )?;
        let names = |place: usize, second: usize| {
            (
                ones.keys().nth(place).map_or("", |(_, name)| name.as_str()),
                others
                    .keys()
                    .nth(second)
                    .map_or("", |(_, name)| name.as_str()),
            )
        };
        let wrong = all.iter().filter(|pair| !pair.1).take(errors_to_show());
        let missed = all
            .iter()
            .rev()
            .filter(|pair| pair.1)
            .take(errors_to_show());
        for (evidence, same, place, second) in wrong.chain(missed) {
            let (one, other) = names(*place, *second);
            writeln!(
                out,
                "  {same} {evidence:.2} {one} | {other} | {}",
                compare(one, other).explanation()
            )?;
        }
    }
    Ok(())
}

/// How many errors of each kind to print.
fn errors_to_show() -> usize {
    std::env::var("SHOW_ERRORS")
        .ok()
        .and_then(|count| count.parse().ok())
        .unwrap_or(0)
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
    let normal: Vec<Vec<Prepared>> = rows
        .iter()
        .map(|row| row.names.iter().map(|name| prepare(name)).collect())
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
                    .map(move |other| compare_prepared(one, other).probability)
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
    let pairs = material::read(files)?;
    let names: Vec<&str> = pairs
        .iter()
        .flat_map(|pair| [pair.latin.as_str(), pair.other.as_str()])
        .collect();
    // The tables are read once, before the clock starts.
    let _ = compare_prepared(&prepare("Ana"), &prepare("Ana Sol"));
    let rounds = 300_000_usize.div_ceil(names.len().max(1));
    let done = rounds * names.len();
    let mut timed = |what: &str, each: &mut dyn FnMut(&str) -> usize| -> Outcome {
        let start = Instant::now();
        let mut sum = 0_usize;
        for _ in 0..rounds {
            for name in &names {
                sum += each(name);
            }
        }
        let seconds = start.elapsed().as_secs_f64();
        writeln!(
            out,
            "{what}: {:.0} names a second ({sum} counted)",
            ratio(done, 1) / seconds
        )?;
        Ok(())
    };
    timed("normalised", &mut |name| normalise(name).tokens().len())?;
    timed("normalised and prepared", &mut |name| {
        usize::from(prepare(name).is_nameless())
    })?;
    timed("normalised and keyed", &mut |name| search_keys(name).len())?;
    let mut by_language: BTreeMap<&str, Vec<(Prepared, Prepared)>> = BTreeMap::new();
    for pair in &pairs {
        by_language
            .entry(&pair.language)
            .or_default()
            .push((prepare(&pair.latin), prepare(&pair.other)));
    }
    let (mut compared, mut seconds) = (0_usize, 0.0);
    for (language, pairs) in &by_language {
        let start = Instant::now();
        let mut likely = 0_usize;
        for _ in 0..20 {
            for (one, other) in pairs {
                likely += usize::from(compare_prepared(one, other).probability >= SAME);
            }
        }
        let taken = start.elapsed().as_secs_f64();
        let count = 20 * pairs.len();
        writeln!(
            out,
            "{language}: {:.0} comparisons a second ({:.3} the same)",
            ratio(count, 1) / taken,
            ratio(likely, count)
        )?;
        compared += count;
        seconds += taken;
    }
    writeln!(
        out,
        "all: {:.0} comparisons a second",
        ratio(compared, 1) / seconds
    )?;
    Ok(())
}
