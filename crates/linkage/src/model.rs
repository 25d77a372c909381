//! What has been learned: how often each agreement occurs for one person and for two, and what
//! that makes of a pair of rows.

use serde::{Deserialize, Serialize};

use crate::date;
use crate::fields::Field;
use crate::register::{Kind, NameShape};
use crate::view::{View, level_count, level_name};
use crate::word;

/// The weights of one column.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ColumnWeights {
    /// What the column holds.
    pub field: Field,
    /// The field's word, or the header of a free column.
    pub label: String,
    /// How its values are compared.
    pub kind: Kind,
    /// Each level of agreement.
    pub levels: Vec<LevelWeight>,
}

/// The weight of one level of agreement.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LevelWeight {
    /// Its name.
    pub level: String,
    /// The share of pairs of rows of one person that agree so, of those where both are known.
    pub one_person: f64,
    /// The same share of pairs of rows of two persons.
    pub two_persons: f64,
    /// Binary logarithm that makes the rarity of values even out over pairs of two persons;
    /// absent where rarity says nothing.
    pub rarity_centre: Option<f64>,
}

/// What has been learned of the lists; can be kept and used again.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Model {
    /// The columns.
    pub columns: Vec<ColumnWeights>,
    /// The share of all pairs of rows that are of one person.
    pub one_person: f64,
    /// The share of all pairs of rows that are of kin.
    pub kin: f64,
    /// The share of pairs of one person in which given name and surname changed places.
    pub exchanged: f64,
    /// What reviewers' labels make of the log odds (base 2): added, and multiplied.
    pub correction: (f64, f64),
}

/// What a model gives to a pair before anything is compared, with look-up tables for speed.
#[derive(Clone, Debug)]
pub(crate) struct Weights {
    columns: Vec<ColumnTable>,
    exchanged: f32,
    /// The columns in the order of comparing: the cheap ones first.
    order: Vec<usize>,
    pub(crate) prior: f32,
    kin_prior: f32,
    correction: (f32, f32),
}

/// The weights of one column, laid out for speed.
#[derive(Clone, Copy, Debug)]
struct ColumnTable {
    /// The bits of each level.
    bits: [f32; MOST_LEVELS],
    /// How much the rarity of the values counts at each level.
    rarity: [f32; MOST_LEVELS],
    /// The most bits that unequal values may get, rarity aside.
    most: f32,
    /// How much rarity counts there.
    most_rarity: f32,
}

/// No kind of value has more levels.
const MOST_LEVELS: usize = 9;

impl ColumnTable {
    /// The bits of a level and how much rarity counts there.
    fn at(&self, level: u8) -> (f32, f32) {
        let place = usize::from(level);
        (
            self.bits.get(place).copied().unwrap_or_default(),
            self.rarity.get(place).copied().unwrap_or_default(),
        )
    }
}

/// Most bits that any single value may bring.
const MOST_BITS: f32 = 24.0;

fn bits_of(one: f64, two: f64) -> f32 {
    ((one.max(1e-9) / two.max(1e-9)).log2() as f32).clamp(-MOST_BITS, MOST_BITS)
}

impl Model {
    /// A model for the columns of a view that knows nothing but common sense; learning starts here.
    pub(crate) fn start(view: &View<'_>) -> Self {
        let columns = view
            .facets
            .iter()
            .zip(&view.register.columns)
            .map(|(facet, column)| ColumnWeights {
                field: facet.field,
                label: column.label.clone(),
                kind: facet.kind,
                levels: (0..level_count(facet.kind))
                    .map(|level| LevelWeight {
                        level: level_name(facet.kind, u8::try_from(level).unwrap_or_default())
                            .to_owned(),
                        one_person: common_sense(facet.kind, facet.field)
                            .get(level)
                            .copied()
                            .unwrap_or(0.01),
                        two_persons: 0.1,
                        rarity_centre: None,
                    })
                    .collect(),
            })
            .collect();
        let total = crate::view::ratio(view.len(), 1).max(2.0);
        Self {
            columns,
            one_person: 0.2 / total,
            kin: 0.02 / total,
            exchanged: 0.02,
            correction: (0.0, 1.0),
        }
    }

    /// Whether it was learned for the columns of this view.
    pub(crate) fn fits(&self, view: &View<'_>) -> bool {
        self.columns.len() == view.facets.len()
            && self
                .columns
                .iter()
                .zip(&view.register.columns)
                .all(|(known, column)| known.field == column.field && known.label == column.label)
    }

    /// The look-up tables.
    pub(crate) fn weights(&self, view: &View<'_>) -> Weights {
        let bits: Vec<Vec<f32>> = self
            .columns
            .iter()
            .zip(&view.facets)
            .map(|(column, facet)| {
                column
                    .levels
                    .iter()
                    .enumerate()
                    .map(|(level, weight)| {
                        if level == 0 {
                            0.0
                        } else if column.kind == Kind::Date {
                            let days = facet.to_the_day * facet.to_the_day;
                            date_bits(&column.levels, level, days)
                        } else if counts_by_value(column.kind, level) {
                            bits_of(weight.one_person, 1.0)
                        } else {
                            bits_of(weight.one_person, weight.two_persons)
                        }
                    })
                    .collect()
            })
            .collect();
        let centres: Vec<Vec<Option<f32>>> = self
            .columns
            .iter()
            .map(|column| {
                column
                    .levels
                    .iter()
                    .enumerate()
                    .map(|(level, weight)| {
                        if counts_by_value(column.kind, level) {
                            Some(0.0)
                        } else {
                            weight.rarity_centre.map(|centre| centre as f32)
                        }
                    })
                    .collect()
            })
            .collect();
        let columns = bits
            .iter()
            .zip(&centres)
            .zip(&self.columns)
            .map(|((bits, centres), column)| {
                let mut table = ColumnTable {
                    bits: [0.0; MOST_LEVELS],
                    rarity: [0.0; MOST_LEVELS],
                    most: f32::MIN,
                    most_rarity: rarity_share(column.kind),
                };
                // Unequal words, or sets of names that may share a name.
                let first = if column.kind == Kind::Names { 1 } else { 2 };
                let slots = table.bits.iter_mut().zip(&mut table.rarity);
                for (level, ((slot, rarity), (bits, centre))) in
                    slots.zip(bits.iter().zip(centres)).enumerate()
                {
                    *slot = bits + centre.unwrap_or(0.0);
                    if centre.is_some() {
                        *rarity = if level > 1 || column.kind == Kind::Names {
                            rarity_share(column.kind)
                        } else {
                            1.0
                        };
                    }
                    if level >= first {
                        table.most = table.most.max(*slot);
                    }
                }
                table
            })
            .collect();
        let mut order: Vec<usize> = (0..view.width()).collect();
        order.sort_by_key(
            |place| match view.facets.get(*place).map(|facet| facet.kind) {
                Some(Kind::Date) => 0,
                Some(Kind::Code) => 1,
                Some(Kind::Word) => 2,
                _ => 3,
            },
        );
        Weights {
            columns,
            exchanged: bits_of(self.exchanged, 1.0 - self.exchanged),
            order,
            prior: bits_of_odds(self.one_person),
            kin_prior: bits_of_odds(self.kin),
            correction: (self.correction.0 as f32, self.correction.1 as f32),
        }
    }
}

/// The bits of a level of two dates. How exactly dates are known says nothing about who is who:
/// what agrees is weighed among pairs of dates known as exactly. `days` is the share of pairs that
/// are both known to the day.
fn date_bits(levels: &[LevelWeight], level: usize, days: f64) -> f32 {
    use date::level::{DIFFERENT, GENERATION, NEAR, ONE_PART, SAME, SAME_COARSE, SWAPPED, WITHIN};
    let of = |level: u8| levels.get(usize::from(level));
    let one = |level: u8| of(level).map_or(0.0, |weight| weight.one_person);
    let two = |level: u8| of(level).map_or(0.0, |weight| weight.two_persons);
    let apart = one(NEAR) + one(DIFFERENT) + one(GENERATION);
    let (exact, coarse) = (
        one(SAME) + one(SWAPPED) + one(ONE_PART),
        one(SAME_COARSE) + one(WITHIN),
    );
    // Pairs of one person that lie apart, as exactly known as those that agree.
    let among_days = exact + apart * exact / (exact + coarse).max(1e-9);
    let among_others = coarse + apart * coarse / (exact + coarse).max(1e-9);
    let level = u8::try_from(level).unwrap_or_default();
    match level {
        SAME => bits_of(one(SAME) / among_days.max(1e-9), 1.0),
        SAME_COARSE | WITHIN => bits_of(coarse / among_others.max(1e-9), 1.0),
        SWAPPED | ONE_PART => bits_of(
            one(level) / among_days.max(1e-9),
            two(level) / days.max(1e-3),
        ),
        _ => bits_of(one(level), two(level)),
    }
}

fn bits_of_odds(share: f64) -> f32 {
    (share / (1.0 - share).max(1e-12)).max(1e-15).log2() as f32
}

/// Whether two persons agree at this level just as often as the value is frequent.
fn counts_by_value(kind: Kind, level: usize) -> bool {
    match kind {
        Kind::Word => level == usize::from(word::level::SAME),
        Kind::Date => (1..=3).contains(&level),
        Kind::Names | Kind::Code => false,
    }
}

/// Whether the rarity of the two values counts at this level.
pub(crate) fn rarity_counts(kind: Kind, level: usize) -> bool {
    match kind {
        Kind::Word => (2..=4).contains(&level),
        Kind::Names => (1..=4).contains(&level),
        Kind::Date | Kind::Code => false,
    }
}

/// How much of a rarity counts: values that are unequal may be rare because they are misspelt.
pub(crate) fn rarity_share(kind: Kind) -> f32 {
    match kind {
        Kind::Names => 0.6,
        _ => 1.0,
    }
}

/// Shares of agreement for one person where nothing was learned yet: level by level, missing first.
pub(crate) fn common_sense(kind: Kind, field: Field) -> &'static [f64] {
    match kind {
        Kind::Word if matches!(field, Field::Place | Field::BirthPlace | Field::Free) => {
            &[0.0, 0.70, 0.04, 0.03, 0.02, 0.01, 0.20]
        }
        Kind::Word => &[0.0, 0.72, 0.08, 0.09, 0.05, 0.01, 0.05],
        Kind::Names => &[0.0, 0.45, 0.16, 0.12, 0.10, 0.08, 0.05, 0.025, 0.015],
        Kind::Date => &[0.0, 0.74, 0.08, 0.08, 0.02, 0.03, 0.02, 0.028, 0.002],
        Kind::Code => &[0.0, 0.97, 0.03],
    }
}

/// What the comparison of two rows found in one column.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Found {
    pub(crate) column: usize,
    pub(crate) level: u8,
    pub(crate) bits: f32,
}

impl Weights {
    /// The bits of a level, with the rarity of the values where it counts. `rarity` gives the
    /// smaller of the two.
    fn weighed(&self, column: usize, level: u8, rarity: impl FnOnce() -> f32) -> f32 {
        let Some(table) = self.columns.get(column) else {
            return 0.0;
        };
        let (bits, share) = table.at(level);
        if share > 0.0 {
            (bits - share * rarity()).clamp(-MOST_BITS, MOST_BITS)
        } else {
            bits
        }
    }

    fn rarity(view: &View<'_>, column: usize, one: u32, other: u32) -> f32 {
        let Some(facet) = view.facets.get(column) else {
            return 0.0;
        };
        let of = |value: u32| {
            facet
                .rarity
                .get(value as usize)
                .copied()
                .unwrap_or_default()
        };
        if facet.kind == Kind::Date {
            // A date lies within a wider one by chance as often as the wider one is wide.
            return of(one).max(of(other));
        }
        of(one).min(of(other))
    }

    fn straight(&self, view: &View<'_>, column: usize, one: u32, other: u32) -> (u8, f32) {
        let level = view.level(column, one, other);
        if level == 0 {
            return (0, 0.0);
        }
        let bits = self.weighed(column, level, || Self::rarity(view, column, one, other));
        (level, bits)
    }

    /// The bits of a pair, or nothing once it is sure that they stay under `least`.
    pub(crate) fn quick(&self, view: &View<'_>, one: u32, other: u32, least: f32) -> Option<f32> {
        let (first, second) = (view.row(one), view.row(other));
        let mut sum = 0.0;
        // What the words still to be compared can bring at most.
        let mut hope = 0.0;
        for place in &self.order {
            let (a, b) = pick(first, second, *place);
            if a == 0 || b == 0 {
                continue;
            }
            match view.facets.get(*place).map(|facet| facet.kind) {
                Some(Kind::Word | Kind::Names) => hope += self.hope(view, *place, a, b),
                _ => sum += self.straight(view, *place, a, b).1,
            }
        }
        let may_exchange = self.may_exchange(view, first, second);
        if !may_exchange && sum + hope < least {
            return None;
        }
        for place in &self.order {
            let (a, b) = pick(first, second, *place);
            if a == 0 || b == 0 {
                continue;
            }
            let most = match view.facets.get(*place).map(|facet| facet.kind) {
                Some(Kind::Word | Kind::Names) => self.hope(view, *place, a, b),
                _ => continue,
            };
            hope -= most;
            sum += self.straight(view, *place, a, b).1;
            if !may_exchange && sum + hope < least {
                return None;
            }
        }
        if may_exchange && let Some(gain) = self.exchange_gain(view, first, second) {
            sum += gain.max(0.0);
        }
        (sum >= least).then_some(sum)
    }

    fn hope(&self, view: &View<'_>, column: usize, one: u32, other: u32) -> f32 {
        let Some(table) = self.columns.get(column) else {
            return MOST_BITS;
        };
        let rarity = || Self::rarity(view, column, one, other);
        if one == other && table.most_rarity >= 1.0 {
            self.weighed(column, word::level::SAME, rarity)
        } else {
            (table.most - table.most_rarity * rarity()).clamp(0.0, MOST_BITS)
        }
    }

    /// Whether given name and surname may have changed places: a word of one row sounds as the
    /// other part of the other row.
    fn may_exchange(&self, view: &View<'_>, first: &[u32], second: &[u32]) -> bool {
        let (Some(given), Some(surname)) = (view.given, view.surname) else {
            return false;
        };
        let alike = |place: usize| {
            let (a, b) = pick(first, second, place);
            a != 0 && a == b
        };
        // Where one part is the same as it stands, nothing has changed places.
        if alike(given) || alike(surname) {
            return false;
        }
        let cross = |one: &[u32], other: &[u32]| {
            let a = one.get(given).copied().unwrap_or_default();
            let b = other.get(surname).copied().unwrap_or_default();
            if a == 0 || b == 0 {
                return false;
            }
            a == b
                || matches!(
                    (view.words.get(a as usize), view.words.get(b as usize)),
                    (Some(a), Some(b)) if a.sound == b.sound && a.sound != 0
                )
        };
        cross(first, second) || cross(second, first)
    }

    /// What is gained by reading given name and surname of one row the other way round.
    fn exchange_gain(&self, view: &View<'_>, first: &[u32], second: &[u32]) -> Option<f32> {
        let (given, surname) = (view.given?, view.surname?);
        let get = |row: &[u32], place: usize| row.get(place).copied().unwrap_or_default();
        let straight = self
            .straight(view, given, get(first, given), get(second, given))
            .1
            + self
                .straight(view, surname, get(first, surname), get(second, surname))
                .1;
        // Each word is as rare as in the part where it is more frequent.
        let cross = |one: u32, other: u32| {
            let level = view.word_level(one, other);
            if level == 0 {
                return 0.0;
            }
            let common = |word: u32| {
                Self::rarity(view, given, word, word).max(Self::rarity(view, surname, word, word))
            };
            self.weighed(surname, level, || common(one).min(common(other)))
        };
        let crossed = cross(get(first, given), get(second, surname))
            + cross(get(first, surname), get(second, given))
            + self.exchanged;
        Some(crossed - straight)
    }

    /// What each column found.
    pub(crate) fn found(&self, view: &View<'_>, one: u32, other: u32) -> (Vec<Found>, Option<f32>) {
        let (first, second) = (view.row(one), view.row(other));
        let found = (0..view.width())
            .map(|column| {
                let (a, b) = pick(first, second, column);
                let (level, bits) = self.straight(view, column, a, b);
                Found {
                    column,
                    level,
                    bits,
                }
            })
            .collect();
        let gain = if self.may_exchange(view, first, second) {
            self.exchange_gain(view, first, second)
                .filter(|gain| *gain > 0.0)
        } else {
            None
        };
        (found, gain)
    }

    /// The bits for kin against two strangers, if the pair looks like kin at all: everything a
    /// family shares counts as for one person, the given name and the date of birth as for two.
    pub(crate) fn kin_bits(
        &self,
        view: &View<'_>,
        one: u32,
        other: u32,
        found: &[Found],
    ) -> Option<f32> {
        let level_of = |field: Field| {
            found.iter().find(|found| {
                view.facets
                    .get(found.column)
                    .is_some_and(|facet| facet.field == field)
            })
        };
        let generation =
            level_of(Field::BirthDate).is_some_and(|found| found.level == date::level::GENERATION);
        let named_alike = match view.register.shape {
            NameShape::Parts => {
                let surname = level_of(Field::Surname).map_or(0, |found| found.level);
                let given = level_of(Field::GivenName).map_or(0, |found| found.level);
                if !(1..=4).contains(&surname) {
                    return None;
                }
                (1..word::level::ALIKE).contains(&given)
            }
            NameShape::Whole => {
                let names = level_of(Field::FullName).map_or(0, |found| found.level);
                if names == 0 || (names >= 4 && !whole_kin(view, one, other)) {
                    return None;
                }
                names < 4
            }
        };
        // Kin bear another given name, but for the son called after his father.
        if named_alike && !generation {
            return None;
        }
        let mut bits = 0.0;
        for found in found {
            let Some(facet) = view.facets.get(found.column) else {
                continue;
            };
            bits += match facet.field {
                Field::Surname
                | Field::FatherName
                | Field::MotherName
                | Field::Place
                | Field::BirthPlace
                | Field::ArrestDate
                | Field::Country => found.bits,
                Field::FullName if named_alike => found.bits - CALLED_AFTER,
                Field::GivenName if named_alike => found.bits - CALLED_AFTER,
                Field::FullName => KIN_NAME_BITS,
                Field::BirthDate => match found.level {
                    date::level::SAME | date::level::SWAPPED | date::level::ONE_PART => {
                        KIN_SAME_BIRTH + found.bits
                    }
                    date::level::GENERATION | date::level::DIFFERENT => 0.5,
                    _ => -0.5,
                },
                Field::Identity => found.bits.min(0.0),
                Field::Sex if named_alike => found.bits,
                _ => 0.0,
            };
        }
        Some(bits)
    }

    /// The binary log odds of kin before anything is compared.
    pub(crate) const fn kin_prior_bits(&self) -> f32 {
        self.kin_prior
    }

    /// The binary log odds that a pair is of one person, from its bits and those for kin.
    pub(crate) fn log_odds(&self, bits: f32, kin: Option<f32>) -> f32 {
        let for_one = self.prior + bits;
        let against = match kin {
            // Two strangers or kin: log2(1 + 2^k).
            Some(kin) => (1.0 + (self.kin_prior + kin).min(100.0).exp2()).log2(),
            None => 0.0,
        };
        let plain = for_one - against;
        self.correction.0 + self.correction.1 * plain
    }
}

/// Twins are rare: a shared day of birth counts this many bits less for kin than for one person.
const KIN_SAME_BIRTH: f32 = -6.5;
/// Few sons are called after their father: so many bits less than for one person.
const CALLED_AFTER: f32 = 4.0;
/// What one shared word of a whole name is taken to be worth for kin.
const KIN_NAME_BITS: f32 = 7.0;

fn whole_kin(view: &View<'_>, one: u32, other: u32) -> bool {
    let Some(column) = view.register.column(Field::FullName) else {
        return false;
    };
    let first = |row: u32| {
        let set = view.value(row, column);
        let name = view
            .register
            .sets
            .get(set as usize)
            .and_then(|set| set.first())
            .copied();
        view.register.names.text(name.unwrap_or_default())
    };
    crate::whole::share_one_word(first(one), first(other))
}

fn pick(first: &[u32], second: &[u32], place: usize) -> (u32, u32) {
    (
        first.get(place).copied().unwrap_or_default(),
        second.get(place).copied().unwrap_or_default(),
    )
}

/// A probability from binary log odds.
pub(crate) fn probability(log_odds: f32) -> f32 {
    1.0 / (1.0 + (-log_odds.clamp(-120.0, 120.0)).exp2())
}
