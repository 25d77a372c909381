//! A register made ready for comparing: rows side by side in memory, words read, rarities counted.

use std::thread;

use crate::date::{self, Compact, Precision};
use crate::fields::Field;
use crate::register::{Kind, NameShape, Register};
use crate::whole::{self, WholeName};
use crate::word::{self, Word};

/// What the view knows of one column.
#[derive(Clone, Debug)]
pub(crate) struct Facet {
    pub(crate) field: Field,
    pub(crate) kind: Kind,
    /// Binary logarithm of the share of rows with each value.
    pub(crate) rarity: Vec<f32>,
    /// The dates by number, as this column means them.
    dates: Vec<Compact>,
    /// The share of known dates that are known to the day.
    pub(crate) to_the_day: f64,
}

/// A register made ready.
pub(crate) struct View<'a> {
    pub(crate) register: &'a Register,
    pub(crate) facets: Vec<Facet>,
    /// The values of each row, one row after the other.
    rows: Vec<u32>,
    pub(crate) words: Vec<Word>,
    names: Vec<WholeName>,
    /// The words of the names of each row: where they begin, and the words.
    token_starts: Vec<u32>,
    tokens: Vec<Word>,
    pub(crate) given: Option<usize>,
    pub(crate) surname: Option<usize>,
}

/// Does a piece of work for each number below `count`, on `threads` threads, in order.
pub(crate) fn in_parallel<Out: Send>(
    count: usize,
    threads: usize,
    work: impl Fn(usize) -> Out + Sync,
) -> Vec<Out> {
    let threads = threads.max(1);
    let share = count.div_ceil(threads).max(1);
    let mut out = Vec::with_capacity(count);
    thread::scope(|scope| {
        let handles: Vec<_> = (0..threads)
            .map(|part| {
                let work = &work;
                scope.spawn(move || {
                    (part * share..((part + 1) * share).min(count))
                        .map(work)
                        .collect::<Vec<Out>>()
                })
            })
            .collect();
        for handle in handles {
            match handle.join() {
                Ok(part) => out.extend(part),
                Err(panic) => std::panic::resume_unwind(panic),
            }
        }
    });
    out
}

/// A number as a share of a total.
#[expect(
    clippy::cast_precision_loss,
    reason = "shares need no more than 53 bits"
)]
pub(crate) fn ratio(part: usize, whole: usize) -> f64 {
    part as f64 / whole.max(1) as f64
}

impl<'a> View<'a> {
    /// Makes a register ready.
    pub(crate) fn new(register: &'a Register, threads: usize) -> Self {
        let total = register.len();
        let latin = register.all_latin;
        let words = in_parallel(register.words.len(), threads, |number| {
            let text = register
                .words
                .text(u32::try_from(number).unwrap_or_default());
            if latin {
                Word::latin(text)
            } else {
                Word::any(text)
            }
        });
        let names = in_parallel(register.names.len(), threads, |number| {
            WholeName::read(
                register
                    .names
                    .text(u32::try_from(number).unwrap_or_default()),
            )
        });
        let mut view = Self {
            register,
            facets: Vec::new(),
            rows: Vec::new(),
            words,
            names,
            token_starts: Vec::new(),
            tokens: Vec::new(),
            given: register.column(Field::GivenName),
            surname: register.column(Field::Surname),
        };
        view.facets = (0..register.columns.len())
            .map(|column| view.facet(column))
            .collect();
        let width = view.facets.len();
        view.rows = vec![0; width * total];
        for (place, column) in register.columns.iter().enumerate() {
            for (row, value) in view.rows.chunks_exact_mut(width.max(1)).zip(&column.values) {
                if let Some(slot) = row.get_mut(place) {
                    *slot = *value;
                }
            }
        }
        view.count_within_country();
        view.fill_tokens();
        view
    }

    /// Names and places are as frequent as within their country, not as within all lists together.
    fn count_within_country(&mut self) {
        let Some(place) = self.register.column(Field::Country) else {
            return;
        };
        let Some(column) = self.register.columns.get(place) else {
            return;
        };
        let mut counts: std::collections::HashMap<u32, usize> = std::collections::HashMap::new();
        for value in column.values.iter().filter(|value| **value != 0) {
            *counts.entry(*value).or_default() += 1;
        }
        let known: usize = counts.values().sum();
        let together: f64 = counts
            .values()
            .map(|count| ratio(*count, known).powi(2))
            .sum();
        let shift = together.max(1e-6).log2() as f32;
        for facet in &mut self.facets {
            if matches!(
                facet.field,
                Field::GivenName
                    | Field::Surname
                    | Field::FullName
                    | Field::FatherName
                    | Field::MotherName
                    | Field::Place
                    | Field::BirthPlace
            ) {
                for rarity in &mut facet.rarity {
                    *rarity = (*rarity - shift).min(0.0);
                }
            }
        }
    }

    fn facet(&self, place: usize) -> Facet {
        let Some(column) = self.register.columns.get(place) else {
            return Facet {
                field: Field::Free,
                kind: Kind::Code,
                rarity: Vec::new(),
                dates: Vec::new(),
                to_the_day: 0.0,
            };
        };
        let (rarity, dates) = match column.kind {
            Kind::Word | Kind::Code => (value_rarity(&column.values, self.words.len()), Vec::new()),
            Kind::Names => (self.set_rarity(&column.values), Vec::new()),
            Kind::Date => self.date_rarity(&column.values),
        };
        let known: Vec<&Compact> = column
            .values
            .iter()
            .filter(|value| **value != 0)
            .filter_map(|value| dates.get(*value as usize))
            .collect();
        let days = known
            .iter()
            .filter(|date| date.precision == Precision::Day)
            .count();
        Facet {
            field: column.field,
            kind: column.kind,
            rarity,
            to_the_day: ratio(days, known.len()),
            dates,
        }
    }

    /// How rare each set of names is: that of its rarest name, whose words are taken as independent.
    fn set_rarity(&self, values: &[u32]) -> Vec<f32> {
        let mut counts: std::collections::HashMap<(u8, u32), u32> =
            std::collections::HashMap::new();
        let parts = |word: &Word| [(0_u8, word.sound), (1, word.skeleton)];
        let mut rows = 0_usize;
        for value in values.iter().filter(|value| **value != 0) {
            rows += 1;
            let mut seen: Vec<(u8, u32)> = Vec::new();
            for name in self.members(*value) {
                seen.extend(
                    name.words
                        .iter()
                        .filter(|word| word.sound != 0)
                        .flat_map(parts),
                );
            }
            seen.sort_unstable();
            seen.dedup();
            for part in seen {
                *counts.entry(part).or_default() += 1;
            }
        }
        // Between how often it sounds so, which spellings split, and how often its consonants are
        // so, which strangers share.
        let share = |word: &Word| {
            let of = |part| {
                let count = counts.get(&part).copied().unwrap_or(1).max(1);
                (f64::from(count) / ratio(rows.max(1), 1)).log2()
            };
            let [sound, skeleton] = parts(word).map(of);
            f64::midpoint(sound, skeleton)
        };
        (0..self.register.sets.len())
            .map(|set| {
                let members = self.members(u32::try_from(set).unwrap_or_default());
                members
                    .map(|name| {
                        let mut shares: Vec<f64> = name
                            .words
                            .iter()
                            .filter(|word| word.sound != 0)
                            .map(share)
                            .collect();
                        shares.sort_by(f64::total_cmp);
                        shares.iter().take(3).sum::<f64>().max(-26.0) as f32
                    })
                    .fold(0.0_f32, f32::min)
            })
            .collect()
    }

    fn members(&self, set: u32) -> impl Iterator<Item = &WholeName> {
        self.register
            .sets
            .get(set as usize)
            .into_iter()
            .flatten()
            .filter_map(|name| self.names.get(*name as usize))
    }

    /// How rare each date is, from the share of its year and, within the year, of its day. A day
    /// that far too many people share stands for "the year is known" and is read so.
    fn date_rarity(&self, values: &[u32]) -> (Vec<f32>, Vec<Compact>) {
        let mut years: std::collections::HashMap<i16, usize> = std::collections::HashMap::new();
        let mut firsts: std::collections::HashMap<(i8, i8), usize> =
            std::collections::HashMap::new();
        let (mut known, mut days) = (0_usize, 0_usize);
        for value in values.iter().filter(|value| **value != 0) {
            let Some(date) = self.register.dates.get(*value as usize) else {
                continue;
            };
            known += 1;
            *years.entry(date.year).or_default() += 1;
            if date.precision == Precision::Day {
                days += 1;
                *firsts.entry((date.month, date.day)).or_default() += 1;
            }
        }
        let stands_for_year = |date: &Compact| {
            let count = firsts
                .get(&(date.month, date.day))
                .copied()
                .unwrap_or_default();
            count >= 20 && ratio(count, days) > TOO_MANY_ON_A_DAY / 365.0
        };
        let dates: Vec<Compact> = self
            .register
            .dates
            .iter()
            .map(|date| {
                // Only the first of January is ever written for "some day of the year".
                if date.precision == Precision::Day
                    && date.day == 1
                    && date.month == 1
                    && stands_for_year(date)
                {
                    date.as_year()
                } else {
                    *date
                }
            })
            .collect();
        let rarity = dates
            .iter()
            .map(|date| {
                let year = years.get(&date.year).copied().unwrap_or(1).max(1);
                let within = match date.precision {
                    Precision::Day => 1.0 / 365.0,
                    Precision::Month => 1.0 / 12.0,
                    Precision::Span => f64::from(date.last - date.first + 1) / 365.0,
                    Precision::Year | Precision::Unknown => 1.0,
                };
                (ratio(year, known) * within).min(1.0).log2() as f32
            })
            .collect();
        (rarity, dates)
    }

    fn fill_tokens(&mut self) {
        let total = self.register.len();
        let mut starts = Vec::with_capacity(total + 1);
        let mut tokens: Vec<Word> = Vec::new();
        let names = self.register.column(Field::FullName);
        let parts: Vec<usize> = [self.given, self.surname].into_iter().flatten().collect();
        // Names of several words are taken apart once for each distinct text.
        let mut apart: std::collections::HashMap<u32, Vec<Word>> = std::collections::HashMap::new();
        let whole = self.register.shape == NameShape::Whole;
        starts.push(0);
        for row in 0..total {
            let begin = tokens.len();
            if whole {
                let set = names.map_or(0, |column| self.value(row as u32, column));
                for name in self.members(set) {
                    for word in &name.words {
                        let known = tokens.get(begin..).unwrap_or_default();
                        if !known.iter().any(|other| {
                            other.sound == word.sound && other.skeleton == word.skeleton
                        }) {
                            tokens.push(*word);
                        }
                    }
                }
                tokens.truncate(begin + MOST_TOKENS);
            } else {
                for column in &parts {
                    let value = self.value(row as u32, *column);
                    let Some(word) = self.words.get(value as usize).filter(|_| value != 0) else {
                        continue;
                    };
                    let text = self.register.words.text(value);
                    if text.contains(' ') {
                        let pieces = apart.entry(value).or_insert_with(|| {
                            text.split(' ')
                                .map(|piece| {
                                    if self.register.all_latin {
                                        Word::latin(piece)
                                    } else {
                                        Word::any(piece)
                                    }
                                })
                                .collect()
                        });
                        tokens.extend(pieces.iter().take(3));
                    } else {
                        tokens.push(*word);
                    }
                }
            }
            starts.push(u32::try_from(tokens.len()).unwrap_or(u32::MAX));
        }
        self.token_starts = starts;
        self.tokens = tokens;
    }

    /// How many columns there are.
    pub(crate) fn width(&self) -> usize {
        self.facets.len()
    }

    /// How many rows there are.
    pub(crate) fn len(&self) -> usize {
        self.register.len()
    }

    /// The values of a row.
    pub(crate) fn row(&self, row: u32) -> &[u32] {
        let start = row as usize * self.facets.len();
        self.rows
            .get(start..start + self.facets.len())
            .unwrap_or_default()
    }

    /// One value of a row.
    pub(crate) fn value(&self, row: u32, column: usize) -> u32 {
        if self.rows.is_empty() {
            return self
                .register
                .columns
                .get(column)
                .and_then(|column| column.values.get(row as usize))
                .copied()
                .unwrap_or_default();
        }
        self.row(row).get(column).copied().unwrap_or_default()
    }

    /// The words of the names of a row.
    pub(crate) fn tokens(&self, row: u32) -> &[Word] {
        let start = self
            .token_starts
            .get(row as usize)
            .copied()
            .unwrap_or_default();
        let end = self
            .token_starts
            .get(row as usize + 1)
            .copied()
            .unwrap_or(start);
        self.tokens
            .get(start as usize..end as usize)
            .unwrap_or_default()
    }

    /// A date as its column means it.
    pub(crate) fn date(&self, column: usize, number: u32) -> Option<&Compact> {
        self.facets
            .get(column)?
            .dates
            .get(number as usize)
            .filter(|_| number != 0)
    }

    /// How two values of one column agree.
    pub(crate) fn level(&self, column: usize, one: u32, other: u32) -> u8 {
        if one == 0 || other == 0 {
            return 0;
        }
        let Some(facet) = self.facets.get(column) else {
            return 0;
        };
        match facet.kind {
            Kind::Word => self.word_level(one, other),
            Kind::Code => {
                if one == other {
                    code_level::SAME
                } else {
                    code_level::DIFFERENT
                }
            }
            Kind::Date => match (
                facet.dates.get(one as usize),
                facet.dates.get(other as usize),
            ) {
                (Some(one), Some(other)) => date::agreement(one, other),
                _ => 0,
            },
            Kind::Names => {
                if one == other && self.members(one).any(|name| !name.is_nameless()) {
                    return word::level::SAME;
                }
                let mut best = 0;
                for first in self.members(one) {
                    for second in self.members(other) {
                        let level = whole::agreement(first, second);
                        if level != 0 && (best == 0 || level < best) {
                            best = level;
                        }
                        if best == 1 {
                            return best;
                        }
                    }
                }
                best
            }
        }
    }

    /// How two words agree.
    pub(crate) fn word_level(&self, one: u32, other: u32) -> u8 {
        if one == 0 || other == 0 {
            return word::level::MISSING;
        }
        if one == other {
            return word::level::SAME;
        }
        match (self.words.get(one as usize), self.words.get(other as usize)) {
            (Some(one), Some(other)) => word::agreement(one, other),
            _ => word::level::MISSING,
        }
    }
}

/// How two codes agree.
pub(crate) mod code_level {
    /// The same.
    pub(crate) const SAME: u8 = 1;
    /// Not the same.
    pub(crate) const DIFFERENT: u8 = 2;
    /// How many levels there are.
    pub(crate) const COUNT: usize = 3;
    /// Their names, for explanations.
    pub(crate) const NAMES: [&str; COUNT] = ["missing", "same", "different"];
}

/// A day of the year that holds this many times its share stands for the year.
const TOO_MANY_ON_A_DAY: f64 = 4.0;
/// At most this many words of a row are looked up.
const MOST_TOKENS: usize = 16;

fn value_rarity(values: &[u32], count: usize) -> Vec<f32> {
    let mut counts = vec![0_u32; count];
    let mut known = 0_usize;
    for value in values.iter().filter(|value| **value != 0) {
        known += 1;
        if let Some(slot) = counts.get_mut(*value as usize) {
            *slot += 1;
        }
    }
    counts
        .into_iter()
        .map(|count| ratio(count.max(1) as usize, known).log2() as f32)
        .collect()
}

/// How many levels a kind of value has.
pub(crate) const fn level_count(kind: Kind) -> usize {
    match kind {
        Kind::Word => word::level::COUNT,
        Kind::Names => whole::level::COUNT,
        Kind::Date => date::level::COUNT,
        Kind::Code => code_level::COUNT,
    }
}

/// The name of a level.
pub(crate) fn level_name(kind: Kind, level: u8) -> &'static str {
    let names: &[&'static str] = match kind {
        Kind::Word => &word::level::NAMES,
        Kind::Names => &whole::level::NAMES,
        Kind::Date => &date::level::NAMES,
        Kind::Code => &code_level::NAMES,
    };
    names.get(usize::from(level)).copied().unwrap_or("missing")
}
