//! Candidates: pairs of rows that share a key.
//!
//! Each key is made of parts that survive different damage, so that a pair escapes only when all of
//! them are damaged. A block of rows that is too large is cut by further columns, in two ways side
//! by side, so that one missing value does not lose the pair.

use serde::{Deserialize, Serialize};

use crate::fields::Field;
use crate::intern::stir;
use crate::view::View;
use crate::word::Word;

/// What of a word a key takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Part {
    Sound,
    Skeleton,
    Start,
    End,
}

impl Part {
    const fn of(self, word: &Word) -> u32 {
        match self {
            Self::Sound => word.sound,
            Self::Skeleton => word.skeleton,
            Self::Start => word.start,
            Self::End => word.end,
        }
    }
}

/// What of a row besides its names a key takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Atom {
    /// The day of birth, exchanged day and month made one.
    Day,
    /// The year of birth, each that it may be.
    Year,
    /// Month and day of birth.
    MonthDay,
    /// The day of arrest.
    Arrest,
    /// Year and month of arrest.
    ArrestMonth,
    /// A place by its sound: of the case.
    Place,
    /// The place of birth.
    BirthPlace,
    /// The father's name by its sound.
    Father,
    /// A number given by an authority.
    Identity,
    /// What stands in one free column.
    Free,
    /// What stands in two free columns together.
    TwoFree,
    /// The initials of the names, without order.
    Initials,
    /// The sex.
    Sex,
}

/// How many words of the names a key takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Words {
    None,
    One(Part),
    Two(Part, Part),
}

/// One kind of key.
#[derive(Clone, Copy, Debug)]
struct Key {
    name: &'static str,
    words: Words,
    atoms: &'static [Atom],
}

const fn key(name: &'static str, words: Words, atoms: &'static [Atom]) -> Key {
    Key { name, words, atoms }
}

use Atom::{
    Arrest, ArrestMonth, BirthPlace, Day, Father, Free, Identity, Initials, MonthDay, Place, Sex,
    TwoFree, Year,
};
use Part::{End, Skeleton, Sound, Start};
use Words::{None as Nameless, One, Two};

/// The keys, in the order of how much they find.
const KEYS: &[Key] = &[
    key("two words by sound", Two(Sound, Sound), &[]),
    key("two words by skeleton", Two(Skeleton, Skeleton), &[]),
    key("word by sound, year", One(Sound), &[Year]),
    key("word by sound, place", One(Sound), &[Place]),
    key(
        "word by sound, beginning of another",
        Two(Sound, Start),
        &[],
    ),
    key("word by sound, end of another", Two(Sound, End), &[]),
    key("beginning, day of birth", One(Start), &[Day]),
    key("end, day of birth", One(End), &[Day]),
    key("word by skeleton, year", One(Skeleton), &[Year]),
    key("word by skeleton, place", One(Skeleton), &[Place]),
    key(
        "word by skeleton, month and day of birth",
        One(Skeleton),
        &[MonthDay],
    ),
    key("beginnings of two, year", Two(Start, Start), &[Year]),
    key("ends of two, year", Two(End, End), &[Year]),
    key("beginning and end, year", Two(Start, End), &[Year]),
    key("beginnings of two, place", Two(Start, Start), &[Place]),
    key("ends of two, place", Two(End, End), &[Place]),
    key("beginning and end, place", Two(Start, End), &[Place]),
    key("beginning, year, place", One(Start), &[Year, Place]),
    key("end, year, place", One(End), &[Year, Place]),
    key(
        "beginning, month and day of birth, place",
        One(Start),
        &[MonthDay, Place],
    ),
    key(
        "end, month and day of birth, place",
        One(End),
        &[MonthDay, Place],
    ),
    key("day of birth, place", Nameless, &[Day, Place]),
    key("day of birth and of arrest", Nameless, &[Day, Arrest]),
    key("word by sound, arrest", One(Sound), &[Arrest]),
    key(
        "word by skeleton, month of arrest",
        One(Skeleton),
        &[ArrestMonth],
    ),
    key("beginning, arrest", One(Start), &[Arrest]),
    key("end, arrest", One(End), &[Arrest]),
    key("arrest, place, year", Nameless, &[Arrest, Place, Year]),
    key("word by skeleton, father", One(Skeleton), &[Father]),
    key(
        "word by skeleton, place of birth",
        One(Skeleton),
        &[BirthPlace],
    ),
    key("day of birth, place of birth", Nameless, &[Day, BirthPlace]),
    key("number", Nameless, &[Identity]),
    key("word by sound, free column", One(Sound), &[Free]),
    key("two free columns", Nameless, &[TwoFree]),
    key("day of birth, free column", Nameless, &[Day, Free]),
];

/// Keys that take no names: the names of their pairs are learned from.
const TEACH_NAMES: &[Key] = &[
    key("day of birth, place", Nameless, &[Day, Place]),
    key("day of birth and of arrest", Nameless, &[Day, Arrest]),
    key("arrest, place, year", Nameless, &[Arrest, Place, Year]),
    key("day of birth, place of birth", Nameless, &[Day, BirthPlace]),
    key("number", Nameless, &[Identity]),
    key("two free columns", Nameless, &[TwoFree]),
    key("day of birth", Nameless, &[Day]),
];

/// Keys that take names only: the other columns of their pairs are learned from.
const TEACH_OTHERS: &[Key] = &[
    key("two words by sound", Two(Sound, Sound), &[]),
    key("two words by skeleton", Two(Skeleton, Skeleton), &[]),
];

/// By what a block that is too large is cut.
const CUTS: &[Atom] = &[Year, Place, ArrestMonth, Initials, BirthPlace, Father, Sex];

/// How candidates are sought.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Budget {
    /// Blocks of at most this many rows are compared pair by pair; larger ones are cut first.
    pub block: usize,
    /// Blocks that cannot be cut further are still compared up to this many rows, then passed over.
    pub last_block: usize,
    /// At most this many pairs are tried for one key.
    pub pairs_per_key: usize,
}

impl Default for Budget {
    fn default() -> Self {
        Self {
            block: 20,
            last_block: 80,
            pairs_per_key: 40_000_000,
        }
    }
}

/// What a search for candidates did under one key.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeyReport {
    /// The key in words.
    pub key: String,
    /// Pairs tried.
    pub pairs: usize,
    /// Pairs in blocks too large to be tried.
    pub passed_over: usize,
}

const ROW_BITS: u32 = 28;
/// The most rows that a register may have.
pub(crate) const MOST_ROWS: usize = 1 << ROW_BITS;
/// At most this many words of a row go into keys of two words.
const MOST_IN_PAIRS: usize = 8;

struct Columns {
    birth: Option<usize>,
    arrest: Option<usize>,
    place: Option<usize>,
    birth_place: Option<usize>,
    father: Option<usize>,
    identity: Option<usize>,
    sex: Option<usize>,
    free: Vec<usize>,
}

/// Seeks candidates in a view.
pub(crate) struct Blocker<'a> {
    view: &'a View<'a>,
    columns: Columns,
    budget: Budget,
    /// Rows from this one on are new: a pair needs at least one of them.
    first_new: u32,
    across_only: bool,
}

/// Values of a row for an atom: few.
type Few = ([u32; 7], usize);

impl<'a> Blocker<'a> {
    pub(crate) fn new(
        view: &'a View<'a>,
        budget: Budget,
        first_new: u32,
        across_only: bool,
    ) -> Self {
        let column = |field| view.register.column(field);
        Self {
            view,
            columns: Columns {
                birth: column(Field::BirthDate),
                arrest: column(Field::ArrestDate),
                place: column(Field::Place),
                birth_place: column(Field::BirthPlace),
                father: column(Field::FatherName),
                identity: column(Field::Identity),
                sex: column(Field::Sex),
                free: view
                    .facets
                    .iter()
                    .enumerate()
                    .filter(|(_, facet)| facet.field == Field::Free)
                    .map(|(place, _)| place)
                    .collect(),
            },
            budget,
            first_new,
            across_only,
        }
    }

    /// The keys that the columns allow.
    fn usable(&self, keys: &[Key]) -> Vec<Key> {
        keys.iter()
            .filter(|key| key.atoms.iter().all(|atom| self.has(*atom)))
            .copied()
            .collect()
    }

    /// How many keys are sought under.
    pub(crate) fn key_count(&self) -> usize {
        self.usable(KEYS).len()
    }

    fn has(&self, atom: Atom) -> bool {
        match atom {
            Day | Year | MonthDay => self.columns.birth,
            Arrest | ArrestMonth => self.columns.arrest,
            Place => self.columns.place,
            BirthPlace => self.columns.birth_place,
            Father => self.columns.father,
            Identity => self.columns.identity,
            Sex => self.columns.sex,
            Free => self.columns.free.first().copied(),
            TwoFree => self.columns.free.get(1).copied(),
            Initials => Some(0),
        }
        .is_some()
    }

    fn values(&self, row: u32, atom: Atom) -> Few {
        let one = |value: u32| ([value, 0, 0, 0, 0, 0, 0], usize::from(value != 0));
        let value = |column: Option<usize>| column.map_or(0, |column| self.view.value(row, column));
        let date = |column: Option<usize>| {
            column.and_then(|column| self.view.date(column, self.view.value(row, column)))
        };
        let sound = |column: Option<usize>| {
            let number = value(column);
            self.view
                .words
                .get(number as usize)
                .filter(|_| number != 0)
                .map_or(0, |word| if word.sound == 0 { number } else { word.sound })
        };
        match atom {
            Day => one(date(self.columns.birth)
                .and_then(|date| date.day_key())
                .unwrap_or_default()),
            MonthDay => one(date(self.columns.birth)
                .and_then(|date| date.month_day_key())
                .unwrap_or_default()),
            Year => {
                let mut few: Few = ([0; 7], 0);
                if let Some(date) = date(self.columns.birth) {
                    for (slot, year) in few.0.iter_mut().zip(date.years()) {
                        *slot = u32::from(year.unsigned_abs());
                        few.1 += 1;
                    }
                }
                few
            }
            Arrest => one(date(self.columns.arrest)
                .and_then(|date| date.day_key())
                .unwrap_or_default()),
            ArrestMonth => one(date(self.columns.arrest)
                .filter(|date| date.month != 0)
                .map_or(0, |date| {
                    u32::from(date.year.unsigned_abs()) << 4 | u32::from(date.month.unsigned_abs())
                })),
            Place => one(sound(self.columns.place)),
            BirthPlace => one(sound(self.columns.birth_place)),
            Father => one(sound(self.columns.father)),
            Identity => one(value(self.columns.identity)),
            Free => few(self.frees(row)),
            TwoFree => {
                let frees: Vec<u32> = self.frees(row).collect();
                few(frees.iter().enumerate().flat_map(|(place, first)| {
                    frees
                        .iter()
                        .skip(place + 1)
                        .map(|second| short(stir(u64::from(*first), u64::from(*second))))
                }))
            }
            Sex => one(value(self.columns.sex)),
            Initials => {
                let tokens = self.view.tokens(row);
                let sum = tokens
                    .iter()
                    .filter(|word| word.sound != 0)
                    .take(2)
                    .fold(0_u32, |sum, word| sum + (1 << ((word.initial & 0x1f) % 29)));
                one(sum)
            }
        }
    }

    /// What stands in the free columns of a row, each with its column, by its sound.
    fn frees(&self, row: u32) -> impl Iterator<Item = u32> + '_ {
        self.columns.free.iter().filter_map(move |column| {
            let number = self.view.value(row, *column);
            let word = self.view.words.get(number as usize)?;
            let value = if word.sound == 0 { number } else { word.sound };
            (number != 0).then(|| short(stir(*column as u64 + 1, u64::from(value))))
        })
    }

    /// The keys of a row, each as its hash and the row in one number.
    fn emit(&self, key: &Key, row: u32, out: &mut Vec<u64>) {
        let seed = hash_name(key.name);
        let tokens = self.view.tokens(row);
        let begin = out.len();
        match key.words {
            Nameless => out.push(seed),
            One(part) => {
                for word in tokens {
                    let value = part.of(word);
                    if value != 0 {
                        out.push(stir(seed, u64::from(value)));
                    }
                }
            }
            Two(one, other) => {
                for (i, first) in tokens.iter().enumerate().take(MOST_IN_PAIRS) {
                    for (j, second) in tokens.iter().enumerate().take(MOST_IN_PAIRS) {
                        if i == j || (one == other && i > j) {
                            continue;
                        }
                        let (mut a, mut b) = (one.of(first), other.of(second));
                        if a == 0 || b == 0 {
                            continue;
                        }
                        if one == other && a > b {
                            std::mem::swap(&mut a, &mut b);
                        }
                        out.push(stir(stir(seed, u64::from(a)), u64::from(b)));
                    }
                }
            }
        }
        for atom in key.atoms {
            let (values, count) = self.values(row, *atom);
            let end = out.len();
            match count {
                0 => {
                    out.truncate(begin);
                    return;
                }
                1 => {
                    for hash in out.iter_mut().skip(begin) {
                        *hash = stir(*hash, u64::from(values[0]));
                    }
                }
                _ => {
                    for place in begin..end {
                        let Some(base) = out.get(place).copied() else {
                            break;
                        };
                        for value in values.iter().take(count).skip(1) {
                            out.push(stir(base, u64::from(*value)));
                        }
                        if let Some(slot) = out.get_mut(place) {
                            *slot = stir(base, u64::from(values[0]));
                        }
                    }
                }
            }
        }
        for hash in out.iter_mut().skip(begin) {
            *hash = (stir(*hash, 1) >> ROW_BITS) << ROW_BITS | u64::from(row);
        }
    }

    fn entries(&self, key: &Key) -> Vec<u64> {
        let rows = u32::try_from(self.view.len()).unwrap_or(u32::MAX);
        let mut entries = Vec::with_capacity(self.view.len() * 2);
        for row in 0..rows {
            self.emit(key, row, &mut entries);
        }
        entries.sort_unstable();
        entries.dedup();
        entries
    }

    /// Tries all pairs of a key. The order of blocks is that of their hashes, so the first pairs
    /// are a fair sample.
    pub(crate) fn search(&self, place: usize, mut visit: impl FnMut(u32, u32)) -> KeyReport {
        match self.usable(KEYS).get(place) {
            Some(key) => self.search_key(key, self.budget.pairs_per_key, &mut visit),
            None => KeyReport::default(),
        }
    }

    /// Tries pairs to learn from: up to `most` for each key. `names` says whether the names of the
    /// pairs are to be learned (the keys then take no names) or the other columns.
    pub(crate) fn teach(
        &self,
        names: bool,
        most: usize,
        mut visit: impl FnMut(usize, u32, u32),
    ) -> usize {
        let keys = self.usable(if names { TEACH_NAMES } else { TEACH_OTHERS });
        for (place, key) in keys.iter().enumerate() {
            self.search_key(key, most, &mut |one, other| visit(place, one, other));
        }
        keys.len()
    }

    /// The columns that a teaching key takes and so cannot teach.
    pub(crate) fn taken(&self, names: bool, place: usize) -> Vec<usize> {
        let keys = self.usable(if names { TEACH_NAMES } else { TEACH_OTHERS });
        let Some(key) = keys.get(place) else {
            return Vec::new();
        };
        let mut taken: Vec<usize> = key
            .atoms
            .iter()
            .filter_map(|atom| match atom {
                // Taken below, all of them.
                Free | TwoFree => None,
                Day | Year | MonthDay => self.columns.birth,
                Arrest | ArrestMonth => self.columns.arrest,
                Place => self.columns.place,
                BirthPlace => self.columns.birth_place,
                Father => self.columns.father,
                Identity => self.columns.identity,
                Sex => self.columns.sex,
                Initials => None,
            })
            .collect();
        if key.atoms.iter().any(|atom| matches!(atom, Free | TwoFree)) {
            taken.extend(&self.columns.free);
        }
        if !names {
            taken.extend(
                [
                    Field::GivenName,
                    Field::Surname,
                    Field::FullName,
                    Field::FatherName,
                ]
                .into_iter()
                .filter_map(|field| self.view.register.column(field)),
            );
        }
        taken
    }

    fn search_key(&self, key: &Key, most: usize, visit: &mut impl FnMut(u32, u32)) -> KeyReport {
        let entries = self.entries(key);
        let mut report = KeyReport {
            key: key.name.to_owned(),
            ..KeyReport::default()
        };
        let mut rows: Vec<u32> = Vec::new();
        for block in entries.chunk_by(|one, other| one >> ROW_BITS == other >> ROW_BITS) {
            if block.len() < 2 {
                continue;
            }
            rows.clear();
            rows.extend(
                block
                    .iter()
                    .map(|entry| (entry & (MOST_ROWS as u64 - 1)) as u32),
            );
            if !self.any_new(&rows) {
                continue;
            }
            if report.pairs >= most {
                report.passed_over += pairs_of(rows.len());
                continue;
            }
            self.block(key, &rows, CUTS, 0, &mut report, visit);
        }
        report
    }

    fn any_new(&self, rows: &[u32]) -> bool {
        rows.last().is_some_and(|last| *last >= self.first_new)
    }

    fn block(
        &self,
        key: &Key,
        rows: &[u32],
        cuts: &[Atom],
        depth: usize,
        report: &mut KeyReport,
        visit: &mut impl FnMut(u32, u32),
    ) {
        if rows.len() <= self.budget.block {
            report.pairs += self.pairs(rows, visit);
            return;
        }
        let mut left = cuts;
        let mut ways = 0;
        while let Some((cut, rest)) = left.split_first() {
            left = rest;
            if ways == 2 || depth == 2 {
                break;
            }
            if !self.has(*cut) || key.atoms.contains(cut) {
                continue;
            }
            ways += 1;
            let mut parts: Vec<(u32, u32)> = rows
                .iter()
                .flat_map(|row| {
                    let (values, count) = self.values(*row, *cut);
                    values.into_iter().take(count).map(|value| (value, *row))
                })
                .collect();
            parts.sort_unstable();
            let mut part_rows: Vec<u32> = Vec::new();
            for part in parts.chunk_by(|one, other| one.0 == other.0) {
                if part.len() < 2 {
                    continue;
                }
                part_rows.clear();
                part_rows.extend(part.iter().map(|(_, row)| *row));
                if self.any_new(&part_rows) {
                    self.block(key, &part_rows, rest, depth + 1, report, visit);
                }
            }
        }
        if ways == 0 {
            if rows.len() <= self.budget.last_block {
                report.pairs += self.pairs(rows, visit);
            } else {
                report.passed_over += pairs_of(rows.len());
            }
        }
    }

    fn pairs(&self, rows: &[u32], visit: &mut impl FnMut(u32, u32)) -> usize {
        let mut tried = 0;
        let mut left = rows;
        while let Some((one, rest)) = left.split_first() {
            left = rest;
            for other in rest {
                // Rows are in order, so the second is new if any is.
                if *other < self.first_new {
                    continue;
                }
                if self.across_only && self.same_list(*one, *other) {
                    continue;
                }
                tried += 1;
                visit(*one, *other);
            }
        }
        tried
    }

    fn same_list(&self, one: u32, other: u32) -> bool {
        let lists = &self.view.register.list_of;
        lists.get(one as usize) == lists.get(other as usize)
    }
}

/// A hash as a value of an atom: never nought, which is "nothing".
const fn short(hash: u64) -> u32 {
    (hash >> 32) as u32 | 1
}

/// The first values.
fn few(values: impl Iterator<Item = u32>) -> Few {
    let mut few: Few = ([0; 7], 0);
    for (slot, value) in few.0.iter_mut().zip(values) {
        *slot = value;
        few.1 += 1;
    }
    few
}

const fn pairs_of(rows: usize) -> usize {
    rows * rows.saturating_sub(1) / 2
}

fn hash_name(name: &str) -> u64 {
    crate::intern::hash_text(name.as_bytes())
}
