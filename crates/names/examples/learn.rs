//! Learns which symbols of two writings stand for each other, and the curves from weights to
//! probabilities. The same files give the same tables.
//!
//! `learn OUT_DIR FILE…`: columns `name_a,name_b,script_language,same,kind`, Latin first. Writes
//! `correspondences.tsv` and `calibration.tsv` into the folder. A file that ends in `name_words.tsv`
//! (tab-separated: language, kind, word, Latin spellings parted by bars) gives spellings of one word
//! for the curve between Latin words. Only words that are not kept back
//! (see `material`) are learned from.

mod material;

use std::collections::BTreeMap;
use std::error::Error;
use std::fmt::Write as _;
use std::path::Path;

use material::{Dice, Parted, RUN_TOGETHER, Twin};
use names::calibration::{Calibration, Curve, Laid};
use names::correspondence::{Counts, Table, Tables};
use names::symbols::{Class, MAX_RUN, Spelling};
use names::{normalise, prepare};

type Outcome<T> = Result<T, Box<dyn Error>>;

/// Curves are fitted on words that the weights they judge were not learned from: the words are
/// parted this often, each part judged by weights learned from the others.
const FOLDS: usize = 4;

fn main() -> Outcome<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let Some((folder, files)) = arguments.split_first() else {
        return Err("usage: learn OUT_DIR FILE…".into());
    };
    let mut log = std::io::stderr().lock();
    let (variants, files): (Vec<String>, Vec<String>) = files
        .iter()
        .cloned()
        .partition(|file| file.ends_with("name_words.tsv"));
    let parted = material::part(&material::read(&files)?);
    let lines = learn_all(&parted.learned, &mut log)?;
    let folder = Path::new(folder);
    std::fs::write(
        folder.join("correspondences.tsv"),
        format!("{COUNTS_HEAD}{lines}"),
    )?;
    let mut folds: Vec<(Tables, Words)> = Vec::with_capacity(FOLDS);
    for fold in 0..FOLDS {
        let (judged, learned) = part_fold(&parted, fold, FOLDS);
        let lines = learn_all(&learned, &mut std::io::sink())?;
        folds.push((
            Tables::new(&names::correspondence::read_counts(&lines)),
            judged,
        ));
    }
    let variants = read_variants(&variants)?;
    let curves = curves(&folds, &variants, &mut log)?;
    let names = name_curves(&parted, &folds, &Calibration::read(&curves), &mut log)?;
    std::fs::write(
        folder.join("calibration.tsv"),
        format!("{CURVES_HEAD}{curves}{names}"),
    )?;
    Ok(())
}

/// Words or phrases by language.
type Words = BTreeMap<String, Vec<Twin>>;

/// One of several parts of the words learned from, by families, and all other parts.
fn part_fold(parted: &Parted, fold: usize, folds: usize) -> (Words, Words) {
    let (mut inside, mut outside) = (BTreeMap::new(), BTreeMap::new());
    for (language, twins) in &parted.learned {
        for twin in twins {
            let family = parted.families.get(&twin.0).unwrap_or(&twin.0);
            let mix = family
                .bytes()
                .fold(7_usize, |mix, byte| (mix * 31 + usize::from(byte)) % 65_521);
            let side = if mix % folds == fold {
                &mut inside
            } else {
                &mut outside
            };
            side.entry(language.clone())
                .or_insert_with(Vec::new)
                .push(twin.clone());
        }
    }
    (inside, outside)
}

/// How often the words of a language count beside those of another language in the same letters.
fn weight(language: &str) -> usize {
    // The few Persian words stand against many foreign names in Arabic.
    if language == "persian" { 4 } else { 1 }
}

/// The counts of all classes, as lines of the data file.
fn learn_all(words: &Words, log: &mut impl std::io::Write) -> Outcome<String> {
    let mut by_class: BTreeMap<Class, Vec<(Spelling, Spelling)>> = BTreeMap::new();
    for (language, twins) in words {
        for (latin, other) in twins {
            if let (Some(latin), Some(other)) = (spelling(latin), spelling(other)) {
                let pairs = by_class.entry(other.class).or_default();
                pairs.extend(std::iter::repeat_n((latin, other), weight(language)));
            }
        }
    }
    let mut lines = String::new();
    for (class, pairs) in by_class {
        if class != Class::Latin {
            lines.push_str(&learn(class, &pairs, log)?.lines(0.5));
        }
    }
    Ok(lines)
}

const COUNTS_HEAD: &str = "\
# How often a Latin symbol (second column) was laid beside a symbol of another class (third column),
# a space standing for none. Written by the example program `learn`; sources in ATTRIBUTION.md.
";
const CURVES_HEAD: &str = "\
# Curves from weights to log odds. Written by the example program `learn`; sources in ATTRIBUTION.md.
# word, run: two classes; factors of the constant, the weight, the weight a symbol, the symbols.
# name: factors of the constant, the least and the average word, and a constant for one word.
# whole: factors of the constant and of the run.
";

/// A name as one run of symbols.
fn spelling(name: &str) -> Option<Spelling> {
    let normal = normalise(name);
    let mut out: Option<Spelling> = None;
    for token in normal.tokens() {
        let own = token.spellings().first()?;
        match &mut out {
            None => out = Some(own.clone()),
            Some(run) if run.class == own.class => run.symbols.extend(&own.symbols),
            Some(_) => return None,
        }
    }
    let mut out = out?;
    out.symbols.truncate(MAX_RUN);
    Some(out)
}

/// Rounds of counting and weighing.
const ROUNDS: usize = 8;
/// From this round on the worst pairs are left out: their words do not belong together.
const TRUST_FROM: usize = 3;
/// The share that is left out.
const MISTRUSTED: usize = 40;

/// Expectation and maximisation: counts symbols over all ways to lay the words side by side, each
/// way as much as the weights so far make it likely.
fn learn(
    class: Class,
    pairs: &[(Spelling, Spelling)],
    log: &mut impl std::io::Write,
) -> Outcome<Counts> {
    let mut counts = Counts::new(class);
    for round in 0..ROUNDS {
        let table = Table::from_counts(&counts);
        let mut ways: Vec<Ways> = pairs
            .iter()
            .map(|(latin, other)| Ways::new(&table, latin, other))
            .collect();
        let mean: f64 = ways.iter().map(|way| way.total).sum::<f64>() / as_number(ways.len());
        if round >= TRUST_FROM {
            ways.sort_by(|a, b| b.total.total_cmp(&a.total));
            ways.truncate(ways.len() - ways.len() / MISTRUSTED);
        }
        counts = Counts::new(class);
        for way in &ways {
            way.count(&table, &mut counts);
        }
        writeln!(
            log,
            "{} round {round}: {} pairs, {mean:.4} a symbol",
            class.name(),
            ways.len()
        )?;
    }
    Ok(counts)
}

fn as_number(count: usize) -> f64 {
    f64::from(u32::try_from(count).unwrap_or(u32::MAX))
}

/// All ways to lay two words side by side.
struct Ways<'a> {
    latin: &'a [u8],
    other: &'a [u8],
    /// Sums over the ways to lay the beginnings.
    forth: Vec<f64>,
    /// Sums over the ways to lay the ends.
    back: Vec<f64>,
    /// The logarithm of the sum over all ways, a symbol.
    total: f64,
}

impl<'a> Ways<'a> {
    fn new(table: &Table, latin: &'a Spelling, other: &'a Spelling) -> Self {
        let (latin, other) = (latin.symbols.as_slice(), other.symbols.as_slice());
        let width = other.len() + 1;
        let mut forth = vec![0.0_f64; (latin.len() + 1) * width];
        let mut back = forth.clone();
        let step = |first: Option<&u8>, second: Option<&u8>| {
            f64::from(table.weight(first.copied(), second.copied())).exp()
        };
        let get =
            |values: &[f64], i: usize, j: usize| values.get(i * width + j).copied().unwrap_or(0.0);
        for i in 0..=latin.len() {
            for j in 0..=other.len() {
                let mut sum = f64::from(u8::from(i == 0 && j == 0));
                if i > 0 && j > 0 {
                    sum += get(&forth, i - 1, j - 1) * step(latin.get(i - 1), other.get(j - 1));
                }
                if i > 0 {
                    sum += get(&forth, i - 1, j) * step(latin.get(i - 1), None);
                }
                if j > 0 {
                    sum += get(&forth, i, j - 1) * step(None, other.get(j - 1));
                }
                if let Some(slot) = forth.get_mut(i * width + j) {
                    *slot = sum;
                }
            }
        }
        for i in (0..=latin.len()).rev() {
            for j in (0..=other.len()).rev() {
                let last = i == latin.len() && j == other.len();
                let mut sum = f64::from(u8::from(last));
                if i < latin.len() && j < other.len() {
                    sum += get(&back, i + 1, j + 1) * step(latin.get(i), other.get(j));
                }
                if i < latin.len() {
                    sum += get(&back, i + 1, j) * step(latin.get(i), None);
                }
                if j < other.len() {
                    sum += get(&back, i, j + 1) * step(None, other.get(j));
                }
                if let Some(slot) = back.get_mut(i * width + j) {
                    *slot = sum;
                }
            }
        }
        let total = forth.last().copied().unwrap_or(0.0).max(1e-300).ln()
            / as_number(latin.len() + other.len()).max(1.0);
        Self {
            latin,
            other,
            forth,
            back,
            total,
        }
    }

    #[expect(
        clippy::cast_possible_truncation,
        reason = "a share between 0 and 1 loses nothing that counts"
    )]
    fn count(&self, table: &Table, counts: &mut Counts) {
        let width = self.other.len() + 1;
        let all = self.forth.last().copied().unwrap_or(0.0);
        if all <= 0.0 {
            return;
        }
        let forth = |i: usize, j: usize| self.forth.get(i * width + j).copied().unwrap_or(0.0);
        let back = |i: usize, j: usize| self.back.get(i * width + j).copied().unwrap_or(0.0);
        let mut add = |from: (usize, usize), latin: Option<u8>, other: Option<u8>| {
            let to = (
                from.0 + usize::from(latin.is_some()),
                from.1 + usize::from(other.is_some()),
            );
            let weight = f64::from(table.weight(latin, other)).exp();
            let share = forth(from.0, from.1) * weight * back(to.0, to.1) / all;
            counts.add(latin, other, share as f32);
        };
        for i in 0..=self.latin.len() {
            for j in 0..=self.other.len() {
                let (latin, other) = (self.latin.get(i).copied(), self.other.get(j).copied());
                if latin.is_some() && other.is_some() {
                    add((i, j), latin, other);
                }
                if latin.is_some() {
                    add((i, j), latin, None);
                }
                if other.is_some() {
                    add((i, j), None, other);
                }
            }
        }
    }
}

/// Wrong partners drawn for each right one.
const WRONG: usize = 20;
/// Fewer pairs than this do not make a curve.
const FEWEST: usize = 40;

type Group = Vec<(Spelling, Spelling)>;

/// Pairs of words by their classes.
fn groups(words: &Words) -> BTreeMap<(Class, Class), Group> {
    let mut groups: BTreeMap<(Class, Class), Group> = BTreeMap::new();
    let mut add = |one: &str, other: &str| {
        if let (Some(one), Some(other)) = (spelling(one), spelling(other)) {
            let pair = if one.class <= other.class {
                (one, other)
            } else {
                (other, one)
            };
            groups
                .entry((pair.0.class, pair.1.class))
                .or_default()
                .push(pair);
        }
    };
    let mut by_latin: BTreeMap<&str, Vec<(&str, &str)>> = BTreeMap::new();
    let mut by_other: BTreeMap<(&str, &str), Vec<&str>> = BTreeMap::new();
    for (language, twins) in words {
        for (latin, other) in twins {
            add(latin, other);
            by_latin.entry(latin).or_default().push((language, other));
            if matches!(language.as_str(), "russian" | "arabic") {
                by_other.entry((language, other)).or_default().push(latin);
            }
        }
    }
    // Words of two other scripts meet where the Latin word is the same, and Latin words where
    // another script writes them alike.
    for others in by_latin.values() {
        for (place, (language, one)) in others.iter().enumerate() {
            for (second, other) in others.iter().skip(place + 1) {
                if language != second {
                    add(one, other);
                }
            }
        }
    }
    for latins in by_other.values() {
        for (place, one) in latins.iter().enumerate() {
            for other in latins.iter().skip(place + 1) {
                add(one, other);
            }
        }
    }
    groups
}

/// What a curve sees of a pair, whether it is the same word, and how much the pair counts.
type Row<const N: usize> = ([f64; N], bool, f64);

/// Latin spellings of one word, words of one language and kind together.
type Variants = BTreeMap<String, Vec<Vec<Spelling>>>;

fn read_variants(files: &[String]) -> Outcome<Variants> {
    let mut out = Variants::new();
    for file in files {
        for line in std::fs::read_to_string(file)?.lines() {
            let cells: Vec<&str> = line.split('\t').collect();
            if let [language, kind, _, latin] = cells.as_slice() {
                let kind = if kind.starts_with("given") {
                    "given"
                } else {
                    kind
                };
                out.entry(format!("{language} {kind}"))
                    .or_default()
                    .push(latin.split('|').filter_map(spelling).collect());
            }
        }
    }
    Ok(out)
}

/// Judges spellings of one word and of other words of the same language and kind.
fn judge_variants(tables: &Tables, variants: &Variants, rows: &mut Vec<Row<4>>) {
    let mut dice = Dice(5);
    for words in variants.values() {
        for spellings in words {
            for (place, one) in spellings.iter().enumerate() {
                for other in spellings
                    .iter()
                    .skip(place + 1)
                    .filter(|other| *other != one)
                {
                    let mut add = |other: &Spelling, same: bool, counts: f64| {
                        let features = Curve::features(tables.lay(one, other)).map(f64::from);
                        rows.push((features, same, counts));
                    };
                    add(other, true, 1.0);
                    for _ in 0..WRONG {
                        if let Some(wrong) = dice.pick(words).and_then(|words| words.first())
                            && !spellings.contains(wrong)
                        {
                            add(wrong, false, 1.0 / as_number(WRONG));
                        }
                    }
                }
            }
        }
    }
}

fn curves(
    folds: &[(Tables, Words)],
    variants: &Variants,
    log: &mut impl std::io::Write,
) -> Outcome<String> {
    let mut rows: BTreeMap<(Class, Class), Vec<Row<4>>> = BTreeMap::new();
    for (tables, words) in folds {
        for (classes, pairs) in groups(words) {
            judge_words(tables, &pairs, rows.entry(classes).or_default());
        }
    }
    if let Some((tables, _)) = folds.first() {
        let latin = rows.entry((Class::Latin, Class::Latin)).or_default();
        if !variants.is_empty() {
            latin.clear();
        }
        judge_variants(tables, variants, latin);
    }
    let mut out = String::new();
    for ((first, second), rows) in &rows {
        let count = rows.iter().filter(|(_, same, _)| *same).count();
        let [a, b, c, d] = fit(rows);
        writeln!(log, "{first:?} {second:?}: {count} pairs")?;
        if count < FEWEST {
            continue;
        }
        for kind in ["word", "run"] {
            writeln!(
                out,
                "{kind}\t{}\t{}\t{a:.3}\t{b:.3}\t{c:.3}\t{d:.3}",
                first.name(),
                second.name()
            )?;
        }
    }
    Ok(out)
}

fn judge_words(tables: &Tables, pairs: &Group, rows: &mut Vec<Row<4>>) {
    let mut dice = Dice(7);
    let mut add = |laid: Laid, same: bool, counts: f64| {
        rows.push((Curve::features(laid).map(f64::from), same, counts));
    };
    for (one, other) in pairs {
        add(tables.lay(one, other), true, 1.0);
        for _ in 0..WRONG {
            if let Some((stranger, wrong)) = dice.pick(pairs)
                && stranger != one
                && wrong != other
            {
                add(tables.lay(one, wrong), false, 1.0 / as_number(WRONG));
            }
        }
    }
}

/// The factors that make the labels most likely: Newton's steps, held back a little so that pairs
/// that are easily told apart do not drive the factors to infinity.
fn fit<const N: usize>(rows: &[Row<N>]) -> [f64; N] {
    const HOLD: f64 = 0.5;
    let mut factors = [0.0; N];
    for _ in 0..40 {
        let mut slope = factors.map(|factor| -HOLD * factor);
        let mut bend = [[0.0; N]; N];
        for (place, row) in bend.iter_mut().enumerate() {
            if let Some(slot) = row.get_mut(place) {
                *slot = HOLD;
            }
        }
        for (features, same, counts) in rows {
            let sum: f64 = factors.iter().zip(features).map(|(a, b)| a * b).sum();
            let chance = 1.0 / (1.0 + (-sum).exp());
            let miss = f64::from(u8::from(*same)) - chance;
            let spread = (chance * (1.0 - chance)).max(1e-6) * counts;
            for ((slope, row), feature) in slope.iter_mut().zip(&mut bend).zip(features) {
                *slope += counts * miss * feature;
                for (slot, other) in row.iter_mut().zip(features) {
                    *slot += spread * feature * other;
                }
            }
        }
        let step = solve(bend, slope);
        for (factor, step) in factors.iter_mut().zip(step) {
            *factor += step;
        }
    }
    factors
}

/// Solves a small system of equations by elimination.
fn solve<const N: usize>(mut left: [[f64; N]; N], mut right: [f64; N]) -> [f64; N] {
    for pivot in 0..N {
        let row = left.get(pivot).copied().unwrap_or([0.0; N]);
        let value = right.get(pivot).copied().unwrap_or(0.0);
        let head = row.get(pivot).copied().unwrap_or(0.0);
        if head.abs() < 1e-12 {
            continue;
        }
        for (place, (other, target)) in left.iter_mut().zip(&mut right).enumerate() {
            if place == pivot {
                continue;
            }
            let share = other.get(pivot).copied().unwrap_or(0.0) / head;
            for (slot, number) in other.iter_mut().zip(row) {
                *slot -= share * number;
            }
            *target -= share * value;
        }
    }
    let mut out = [0.0; N];
    for (place, (slot, (row, value))) in out.iter_mut().zip(left.iter().zip(right)).enumerate() {
        let head = row.get(place).copied().unwrap_or(1.0);
        *slot = if head.abs() < 1e-12 {
            0.0
        } else {
            value / head
        };
    }
    out
}

/// Names put together for each language and fold.
const COMPOSED: usize = 700;

fn name_curves(
    parted: &Parted,
    folds: &[(Tables, Words)],
    calibration: &Calibration,
    log: &mut impl std::io::Write,
) -> Outcome<String> {
    let mut names: Vec<Row<4>> = Vec::new();
    let mut wholes: Vec<Row<2>> = Vec::new();
    let languages = folds
        .iter()
        .flat_map(|(tables, words)| words.iter().map(move |entry| (tables, entry)));
    for (tables, (language, twins)) in languages {
        let language = language.as_str();
        for pair in material::compose(parted, language, twins, COMPOSED) {
            let (one, other) = (prepare(&pair.latin), prepare(&pair.other));
            if language == RUN_TOGETHER {
                if let Some(odds) = names::run_log_odds(tables, calibration, &one, &other) {
                    wholes.push(([1.0, f64::from(odds)], pair.same, 1.0));
                }
            } else if let Some((least, average)) =
                names::word_log_odds(tables, calibration, &one, &other)
            {
                names.push((
                    [1.0, f64::from(least), f64::from(average), 0.0],
                    pair.same,
                    1.0,
                ));
            }
        }
        if language != RUN_TOGETHER {
            singles(parted, twins, |latin, other, same| {
                let (one, other) = (prepare(latin), prepare(other));
                if let Some((least, average)) =
                    names::word_log_odds(tables, calibration, &one, &other)
                {
                    let counts = if same { 1.0 } else { 0.2 };
                    names.push((
                        [1.0, f64::from(least), f64::from(average), 1.0],
                        same,
                        counts,
                    ));
                }
            });
        }
    }
    let name = fit(&names);
    let whole = fit(&wholes);
    writeln!(
        log,
        "names {} {name:?}, runs {} {whole:?}",
        names.len(),
        wholes.len()
    )?;
    let line = |kind: &str, factors: &[f64]| {
        factors.iter().fold(kind.to_owned(), |mut line, factor| {
            let _ = write!(line, "\t{factor:.3}");
            line
        })
    };
    Ok(format!(
        "{}\n{}\n",
        line("name", &name),
        line("whole", &whole)
    ))
}

/// Single words: each with its twin, and with ten strangers that together weigh twice as much.
fn singles(parted: &Parted, twins: &[Twin], mut add: impl FnMut(&str, &str, bool)) {
    let mut dice = Dice(3);
    for (latin, other) in twins {
        add(latin, other, true);
        for _ in 0..10 {
            if let Some((stranger, wrong)) = dice.pick(twins)
                && parted.apart(stranger, latin)
            {
                add(latin, wrong, false);
            }
        }
    }
}
