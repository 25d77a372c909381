//! Which symbols of two writings stand for each other, and how strongly: learned from pairs of names.
//!
//! What is learned is counts: how often, over all ways to lay a Latin word beside its form in another
//! script, a Latin symbol stood beside a symbol of that script or beside nothing. A weight is the
//! natural logarithm of how much more often two symbols stand together than chance would have it.
//! Symbols that were rarely seen lean on how near their usual sounds are.
//!
//! Two scripts neither of which is Latin meet through Latin: the chance that both write the same
//! Latin symbol. Latin meets itself through all other scripts: *ch* and *tch* are near because they
//! are written alike elsewhere.

use std::sync::LazyLock;

use crate::calibration::Laid;
use crate::phonetics::{exchange_cost, gap_cost};
use crate::symbols::{Class, FIRST_SYMBOL, MAX_RUN, SYMBOLS, Spelling};

/// The learned counts, as the learning program wrote them.
const LEARNED: &str = include_str!("../data/correspondences.tsv");

/// Weights are kept in parts of a natural logarithm.
pub const PARTS: f32 = 64.0;
/// The width of a row of weights.
pub(crate) const WIDTH: usize = 96;
/// How many imagined sightings the usual sounds are worth.
const IMAGINED: f32 = 1.0;
/// No weight lies beyond this on either side.
const BOUND: f32 = 9.0;

/// How often symbols of one class were laid beside Latin symbols.
#[derive(Clone, Debug)]
pub struct Counts {
    class: Class,
    both: Vec<f32>,
    latin_alone: Vec<f32>,
    other_alone: Vec<f32>,
}

impl Counts {
    /// Nothing seen yet.
    #[must_use]
    pub fn new(class: Class) -> Self {
        Self {
            class,
            both: vec![0.0; SYMBOLS * SYMBOLS],
            latin_alone: vec![0.0; SYMBOLS],
            other_alone: vec![0.0; SYMBOLS],
        }
    }

    /// The class beside Latin.
    #[must_use]
    pub fn class(&self) -> Class {
        self.class
    }

    /// Adds sightings: a Latin symbol or none beside a symbol of the class or none.
    pub fn add(&mut self, latin: Option<u8>, other: Option<u8>, times: f32) {
        let place = |symbol: u8| usize::from(symbol.saturating_sub(FIRST_SYMBOL));
        let slot = match (latin, other) {
            (Some(latin), Some(other)) => self.both.get_mut(place(latin) * SYMBOLS + place(other)),
            (Some(latin), None) => self.latin_alone.get_mut(place(latin)),
            (None, Some(other)) => self.other_alone.get_mut(place(other)),
            (None, None) => None,
        };
        if let Some(slot) = slot {
            *slot += times;
        }
    }

    /// All sightings of at least this size, as the data file has them: class, Latin symbol or
    /// space, other symbol or space, tenths of sightings.
    #[must_use]
    pub fn lines(&self, least: f32) -> String {
        use std::fmt::Write as _;
        let mut out = String::new();
        let name = |place: Option<usize>| {
            place
                .and_then(|place| u8::try_from(place).ok())
                .map_or(' ', |place| char::from(FIRST_SYMBOL + place))
        };
        let mut line = |latin: Option<usize>, other: Option<usize>, times: f32| {
            if times >= least {
                let _ = writeln!(
                    out,
                    "{}\t{}\t{}\t{:.1}",
                    self.class.name(),
                    name(latin),
                    name(other),
                    times
                );
            }
        };
        for latin in 0..SYMBOLS {
            for other in 0..SYMBOLS {
                line(Some(latin), Some(other), self.both(latin, other));
            }
            line(Some(latin), None, get(&self.latin_alone, latin));
        }
        for other in 0..SYMBOLS {
            line(None, Some(other), get(&self.other_alone, other));
        }
        out
    }

    fn both(&self, latin: usize, other: usize) -> f32 {
        get(&self.both, latin * SYMBOLS + other)
    }

    fn seen(&self) -> (Vec<f32>, Vec<f32>) {
        let mut latin = self.latin_alone.clone();
        let mut other = self.other_alone.clone();
        for (row, seen) in self.both.chunks(SYMBOLS).zip(latin.iter_mut()) {
            for (times, seen_other) in row.iter().zip(other.iter_mut()) {
                *seen += times;
                *seen_other += times;
            }
        }
        (latin, other)
    }

    /// The weights that follow from the counts.
    fn ratios(&self) -> Ratios {
        let (latin_seen, other_seen) = self.seen();
        let total: f32 = latin_seen.iter().sum::<f32>().max(1.0);
        let other_total: f32 = other_seen.iter().sum::<f32>().max(1.0);
        let hidden = matches!(self.class, Class::Arabic | Class::Hebrew);
        let mut out = Ratios::new();
        for latin in 0..SYMBOLS {
            let sound = sound_at(Class::Latin, latin);
            let seen = get(&latin_seen, latin);
            for other in 0..SYMBOLS {
                let expected = seen * get(&other_seen, other) / total;
                let near = prior_ratio(sound, sound_at(self.class, other));
                let ratio = (self.both(latin, other) + IMAGINED * near) / (expected + IMAGINED);
                out.set(latin, other, ratio);
            }
            let gap = prior_gap(sound, hidden);
            put(
                &mut out.first_alone,
                latin,
                (get(&self.latin_alone, latin) + IMAGINED * gap) / (seen + IMAGINED),
            );
            put(&mut out.first_share, latin, seen / total);
        }
        for other in 0..SYMBOLS {
            let seen = get(&other_seen, other);
            let gap = prior_gap(sound_at(self.class, other), hidden);
            put(
                &mut out.second_alone,
                other,
                (get(&self.other_alone, other) + IMAGINED * gap) / (seen + IMAGINED),
            );
            put(&mut out.second_share, other, seen / other_total);
        }
        out
    }
}

fn get(values: &[f32], place: usize) -> f32 {
    values.get(place).copied().unwrap_or(0.0)
}

fn put(values: &mut [f32], place: usize, value: f32) {
    if let Some(slot) = values.get_mut(place) {
        *slot = value;
    }
}

fn sound_at(class: Class, place: usize) -> u8 {
    u8::try_from(place).map_or(0, |place| {
        class.usual_sound(FIRST_SYMBOL.saturating_add(place))
    })
}

/// How much more often than by chance two symbols meet, going by their usual sounds.
fn prior_ratio(one: u8, other: u8) -> f32 {
    (2.3 - 4.5 * exchange_cost(one, other)).exp()
}

/// How often a symbol has no partner, going by its usual sound.
fn prior_gap(sound: u8, hidden: bool) -> f32 {
    (-0.4 - 4.0 * gap_cost(sound, hidden)).exp()
}

/// Ratios to chance between two classes.
#[derive(Clone, Debug)]
struct Ratios {
    both: Vec<f32>,
    first_alone: Vec<f32>,
    second_alone: Vec<f32>,
    first_share: Vec<f32>,
    second_share: Vec<f32>,
}

impl Ratios {
    fn new() -> Self {
        Self {
            both: vec![0.0; SYMBOLS * SYMBOLS],
            first_alone: vec![0.0; SYMBOLS],
            second_alone: vec![0.0; SYMBOLS],
            first_share: vec![0.0; SYMBOLS],
            second_share: vec![0.0; SYMBOLS],
        }
    }

    fn set(&mut self, first: usize, second: usize, ratio: f32) {
        put(&mut self.both, first * SYMBOLS + second, ratio);
    }

    fn row(&self, first: usize) -> &[f32] {
        self.both
            .get(first * SYMBOLS..(first + 1) * SYMBOLS)
            .unwrap_or(&[])
    }

    fn table(&self) -> Table {
        let part = |ratio: &f32| to_parts(ratio.max(1e-9).ln());
        let mut weights = vec![0_i16; SYMBOLS * WIDTH];
        for (row, out) in self.both.chunks(SYMBOLS).zip(weights.chunks_mut(WIDTH)) {
            for (ratio, weight) in row.iter().zip(out) {
                *weight = part(ratio);
            }
        }
        let alone = |values: &[f32]| {
            let mut out = [0_i16; WIDTH];
            for (ratio, weight) in values.iter().zip(&mut out) {
                *weight = part(ratio);
            }
            out
        };
        Table {
            weights,
            first_alone: alone(&self.first_alone),
            second_alone: alone(&self.second_alone),
        }
    }
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "the value is clamped to a few hundred before"
)]
fn to_parts(weight: f32) -> i16 {
    (weight.clamp(-BOUND, BOUND) * PARTS).round() as i16
}

fn to_logarithm(parts: i32) -> f32 {
    f32::from(i16::try_from(parts).unwrap_or(if parts < 0 { i16::MIN } else { i16::MAX })) / PARTS
}

/// The weights between two classes, in parts of a natural logarithm.
#[derive(Clone, Debug)]
pub struct Table {
    weights: Vec<i16>,
    first_alone: [i16; WIDTH],
    second_alone: [i16; WIDTH],
}

impl Table {
    /// The table that follows from counts of Latin beside another class; Latin comes first.
    #[must_use]
    pub fn from_counts(counts: &Counts) -> Self {
        counts.ratios().table()
    }

    /// The weight of a step: two symbols beside each other, or one beside nothing.
    #[must_use]
    pub fn weight(&self, first: Option<u8>, second: Option<u8>) -> f32 {
        let place = |symbol: u8| usize::from(symbol.saturating_sub(FIRST_SYMBOL));
        let found = match (first, second) {
            (Some(first), Some(second)) => self.weights.get(place(first) * WIDTH + place(second)),
            (Some(first), None) => self.first_alone.get(place(first)),
            (None, Some(second)) => self.second_alone.get(place(second)),
            (None, None) => None,
        };
        f32::from(found.copied().unwrap_or(0)) / PARTS
    }

    /// The best total weight of laying two words side by side. The symbols are places, from 0.
    pub(crate) fn align(&self, first: &[u8], second: &[u8]) -> i32 {
        const LONGEST: usize = crate::symbols::MAX_RUN;
        let mut alone = [0_i32; LONGEST];
        let mut row = [0_i32; LONGEST];
        let mut total = 0;
        for ((symbol, alone), cell) in second.iter().zip(&mut alone).zip(&mut row) {
            *alone = i32::from(
                self.second_alone
                    .get(usize::from(*symbol))
                    .copied()
                    .unwrap_or(0),
            );
            total += *alone;
            *cell = total;
        }
        let mut corner = 0_i32;
        let mut last = total;
        for symbol in first {
            let place = usize::from(*symbol);
            let weights = self
                .weights
                .get(place * WIDTH..(place + 1) * WIDTH)
                .unwrap_or(&[]);
            let gap = i32::from(self.first_alone.get(place).copied().unwrap_or(0));
            let mut diagonal = corner;
            corner += gap;
            let mut left = corner;
            for ((other, alone), cell) in second.iter().zip(&alone).zip(&mut row) {
                let weight = i32::from(weights.get(usize::from(*other)).copied().unwrap_or(0));
                let above = *cell;
                let best = (diagonal + weight).max(above + gap).max(left + alone);
                diagonal = above;
                *cell = best;
                left = best;
            }
            last = left;
        }
        last
    }
}

/// The tables between all classes.
#[derive(Clone, Debug)]
pub struct Tables {
    tables: Vec<Table>,
}

impl Tables {
    /// The tables that follow from the counts of all classes.
    #[must_use]
    pub fn new(counts: &[Counts]) -> Self {
        tables(counts)
    }

    /// Lays two spellings side by side.
    #[must_use]
    pub fn lay(&self, one: &Spelling, other: &Spelling) -> Laid {
        let places = |spelling: &Spelling| -> Vec<u8> {
            spelling
                .symbols
                .iter()
                .take(MAX_RUN)
                .map(|symbol| symbol.saturating_sub(FIRST_SYMBOL))
                .collect()
        };
        self.lay_places(one.class, &places(one), other.class, &places(other))
    }

    /// As [`Tables::lay`], for symbols counted from 0. Symmetric.
    pub(crate) fn lay_places(
        &self,
        class: Class,
        one: &[u8],
        other_class: Class,
        other: &[u8],
    ) -> Laid {
        let symbols = u8::try_from(one.len() + other.len()).unwrap_or(u8::MAX);
        let weight = if (class, one) <= (other_class, other) {
            self.between(class, other_class)
                .map_or(0, |table| table.align(one, other))
        } else {
            self.between(other_class, class)
                .map_or(0, |table| table.align(other, one))
        };
        Laid {
            weight: to_logarithm(weight),
            symbols: f32::from(symbols),
        }
    }

    /// The table for two classes, the first not after the second.
    pub(crate) fn between(&self, first: Class, second: Class) -> Option<&Table> {
        self.tables.get(place(first.place(), second.place()))
    }
}

const fn place(first: usize, second: usize) -> usize {
    first * Class::ALL.len() + second
}

/// Reads what [`Counts::lines`] wrote; lines that begin with `#` are comments.
#[must_use]
pub fn read_counts(text: &str) -> Vec<Counts> {
    let mut all: Vec<Counts> = Class::ALL.into_iter().map(Counts::new).collect();
    for line in text.lines().filter(|line| !line.starts_with('#')) {
        let mut cells = line.split('\t');
        let (Some(class), Some(latin), Some(other), Some(times)) =
            (cells.next(), cells.next(), cells.next(), cells.next())
        else {
            continue;
        };
        let symbol = |cell: &str| cell.bytes().next().filter(|byte| *byte != b' ');
        if let Some(class) = Class::from_name(class)
            && let Some(counts) = all.get_mut(class.place())
            && let Ok(times) = times.parse()
        {
            counts.add(symbol(latin), symbol(other), times);
        }
    }
    all
}

/// The tables from the learned counts.
pub(crate) static TABLES: LazyLock<Tables> = LazyLock::new(|| tables(&read_counts(LEARNED)));

fn tables(counts: &[Counts]) -> Tables {
    let mut ratios: Vec<Ratios> = counts.iter().map(Counts::ratios).collect();
    let with_itself = latin_ratios(&ratios);
    if let Some(slot) = ratios.first_mut() {
        *slot = with_itself;
    }
    let mut out = Vec::with_capacity(Class::ALL.len() * Class::ALL.len());
    for first in 0..Class::ALL.len() {
        for second in 0..Class::ALL.len() {
            let table = match (first, ratios.get(first), ratios.get(second)) {
                (0, _, Some(direct)) => direct.table(),
                (_, Some(one), Some(_)) if first == second => {
                    let mut ratios = through_latin(one, one);
                    lean_on_itself(&mut ratios, &one.second_share);
                    ratios.table()
                }
                (_, Some(one), Some(other)) if first < second => through_latin(one, other).table(),
                _ => Table {
                    weights: Vec::new(),
                    first_alone: [0; WIDTH],
                    second_alone: [0; WIDTH],
                },
            };
            out.push(table);
        }
    }
    Tables { tables: out }
}

/// Two classes that meet in what Latin symbols they write.
fn through_latin(one: &Ratios, other: &Ratios) -> Ratios {
    let mut out = Ratios::new();
    for latin in 0..SYMBOLS {
        let share = get(&one.first_share, latin);
        if share <= 0.0 {
            continue;
        }
        let alone_one = get(&one.first_alone, latin);
        let alone_other = get(&other.first_alone, latin);
        for (place, ratio) in one.row(latin).iter().enumerate() {
            let strength = share * ratio;
            for (sum, other) in out
                .both
                .iter_mut()
                .skip(place * SYMBOLS)
                .zip(other.row(latin))
            {
                *sum += strength * other;
            }
            if let Some(sum) = out.first_alone.get_mut(place) {
                *sum += strength * alone_other;
            }
        }
        for (sum, ratio) in out.second_alone.iter_mut().zip(other.row(latin)) {
            *sum += share * ratio * alone_one;
        }
    }
    for (sum, alone) in out.first_alone.iter_mut().zip(&one.second_alone) {
        *sum = (*sum + alone).min(1.0);
    }
    for (sum, alone) in out.second_alone.iter_mut().zip(&other.second_alone) {
        *sum = (*sum + alone).min(1.0);
    }
    out
}

/// A letter is above all itself.
fn lean_on_itself(ratios: &mut Ratios, shares: &[f32]) {
    for one in 0..SYMBOLS {
        for other in 0..SYMBOLS {
            let given = if one == other {
                itself(get(shares, one))
            } else {
                0.0
            };
            if let Some(ratio) = ratios.both.get_mut(one * SYMBOLS + other) {
                *ratio = (1.0 - GIVEN) * *ratio + GIVEN * given;
            }
        }
    }
}

/// How much more often than by chance a symbol of this share meets itself.
fn itself(share: f32) -> f32 {
    (1.0 / share.max(0.004)).max(12.0)
}

/// How much each class says about Latin spellings of one sound: those that keep sounds apart say most.
const SAYS: [(Class, f32); 4] = [
    (Class::Cyrillic, 0.5),
    (Class::Kana, 0.15),
    (Class::Hangul, 0.15),
    (Class::Arabic, 0.2),
];
/// How much of the weight between Latin spellings is not learned but given: a letter is itself.
const GIVEN: f32 = 0.5;

fn latin_ratios(all: &[Ratios]) -> Ratios {
    let mut out = Ratios::new();
    for (class, says) in SAYS {
        let Some(ratios) = all.get(class.place()) else {
            continue;
        };
        for one in 0..SYMBOLS {
            let seen = get(&ratios.first_share, one);
            if let Some(share) = out.first_share.get_mut(one) {
                *share += says * seen;
            }
            if let Some(share) = out.second_share.get_mut(one) {
                *share += says * seen;
            }
            let mut alone = get(&ratios.first_alone, one);
            for (place, ratio) in ratios.row(one).iter().enumerate() {
                let share = get(&ratios.second_share, place);
                let strength = share * ratio;
                alone += strength * get(&ratios.second_alone, place);
                if strength <= 0.0 {
                    continue;
                }
                for other in 0..SYMBOLS {
                    if let Some(sum) = out.both.get_mut(one * SYMBOLS + other) {
                        *sum += says * strength * get(&ratios.both, other * SYMBOLS + place);
                    }
                }
            }
            if let Some(sum) = out.first_alone.get_mut(one) {
                *sum += says * alone.min(1.0);
            }
        }
    }
    for one in 0..SYMBOLS {
        let sound = sound_at(Class::Latin, one);
        for other in 0..SYMBOLS {
            let given = if one == other {
                itself(get(&out.first_share, one))
            } else {
                prior_ratio(sound, sound_at(Class::Latin, other))
            };
            if let Some(sum) = out.both.get_mut(one * SYMBOLS + other) {
                *sum = (1.0 - GIVEN) * *sum + GIVEN * given;
            }
        }
        if let Some(sum) = out.first_alone.get_mut(one) {
            *sum = ((1.0 - GIVEN) * *sum + GIVEN * prior_gap(sound, false)).min(1.0);
        }
    }
    out.second_alone = out.first_alone.clone();
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_are_written_and_read_again() {
        let mut counts = Counts::new(Class::Hebrew);
        counts.add(Some(b'k'), Some(b'+'), 12.0);
        counts.add(Some(b'a'), None, 3.0);
        counts.add(None, Some(b'-'), 2.0);
        counts.add(Some(b'z'), Some(b'-'), 0.1);
        let lines = counts.lines(0.5);
        assert_eq!(lines.lines().count(), 3);
        let read = read_counts(&format!("# comment\nnonsense\n{lines}"));
        let again = read
            .iter()
            .find(|counts| counts.class() == Class::Hebrew)
            .unwrap();
        assert_eq!(again.lines(0.5), lines);
    }

    #[test]
    fn what_was_seen_together_weighs_more() {
        let mut counts = Counts::new(Class::Arabic);
        for (latin, other) in [(b'k', b'5'), (b't', b'6')] {
            counts.add(Some(latin), Some(other), 500.0);
        }
        let table = Table::from_counts(&counts);
        let seen = table.weight(Some(b'k'), Some(b'5'));
        assert!(
            seen > 0.3 && seen > table.weight(Some(b'k'), Some(b'6')) + 2.0,
            "{seen}"
        );
    }

    #[test]
    fn an_unwritten_vowel_costs_less_than_one_left_out() {
        let arabic = TABLES.between(Class::Latin, Class::Arabic).unwrap();
        let cyrillic = TABLES.between(Class::Latin, Class::Cyrillic).unwrap();
        assert!(arabic.weight(Some(b'a'), None) > cyrillic.weight(Some(b'a'), None) + 1.0);
    }

    #[test]
    fn the_learned_table_knows_every_script() {
        for class in Class::ALL.into_iter().skip(1) {
            let lines = LEARNED
                .lines()
                .filter(|line| line.starts_with(class.name()))
                .count();
            assert!(lines > 100, "{class:?} {lines}");
        }
    }
}
