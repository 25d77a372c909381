//! The rows of all lists in columns of numbers: each distinct text is kept once.

use std::collections::HashMap;

use kernel::{DateValue, Day, PartialDate};
use serde::{Deserialize, Serialize};

use crate::date::{Compact, DayOrder, plain_digits, read_date};
use crate::fields::{ColumnMap, Field, sex_code};
use crate::intern::{Interner, QuickHash, Texts};

/// Reads the date in a cell.
pub type DateReader = fn(&str, DayOrder) -> PartialDate;

/// How names are compared in a register.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NameShape {
    /// Given name and surname are columns of their own on every list; both orders are tried.
    Parts,
    /// Names are whole, in any script and order; a row may have several.
    #[default]
    Whole,
}

/// What kind of value a column holds, and so how two are compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// A word: a part of a name, a place, a free text.
    Word,
    /// A set of whole names.
    Names,
    /// A date.
    Date,
    /// A code that is the same or not.
    Code,
}

/// A compared column of the register.
#[derive(Clone, Debug)]
pub(crate) struct Column {
    pub(crate) field: Field,
    /// The field's word, or the header of a free column.
    pub(crate) label: String,
    pub(crate) kind: Kind,
    /// For each row the number of its value; 0 where it has none.
    pub(crate) values: Vec<u32>,
}

/// Rows of one or several lists, ready to be linked.
#[derive(Clone, Debug)]
pub struct Register {
    pub(crate) shape: NameShape,
    pub(crate) order: DayOrder,
    reader: DateReader,
    pub(crate) columns: Vec<Column>,
    record_ids: Texts,
    pub(crate) lists: Interner,
    pub(crate) list_of: Vec<u32>,
    pub(crate) words: Interner,
    /// Whether every word so far is of plain Latin letters.
    pub(crate) all_latin: bool,
    date_texts: Interner,
    date_of_text: Vec<u32>,
    date_numbers: HashMap<Compact, u32, QuickHash>,
    pub(crate) dates: Vec<Compact>,
    pub(crate) names: Interner,
    /// Sets of names: where each begins among the members, and the members.
    set_numbers: HashMap<Vec<u32>, u32, QuickHash>,
    pub(crate) sets: Vec<Vec<u32>>,
}

impl Register {
    /// An empty register. `order` says how unclear dates are read, `reader` reads dates where the
    /// caller has a better reader than ours.
    #[must_use]
    pub fn new(shape: NameShape, order: DayOrder, reader: Option<DateReader>) -> Self {
        Self {
            shape,
            order,
            reader: reader.unwrap_or(read_date),
            columns: Vec::new(),
            record_ids: Texts::default(),
            lists: Interner::default(),
            list_of: Vec::new(),
            words: Interner::default(),
            all_latin: true,
            date_texts: Interner::default(),
            date_of_text: vec![0],
            date_numbers: HashMap::with_hasher(QuickHash::default()),
            dates: vec![Compact::default()],
            names: Interner::default(),
            set_numbers: HashMap::with_hasher(QuickHash::default()),
            sets: vec![Vec::new()],
        }
    }

    /// How many rows there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.list_of.len()
    }

    /// Whether there are no rows.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.list_of.is_empty()
    }

    /// How names are compared here.
    #[must_use]
    pub fn shape(&self) -> NameShape {
        self.shape
    }

    /// The list's own number of a row, or the number of the row where the list has none.
    #[must_use]
    pub fn record_id(&self, row: u32) -> &str {
        self.record_ids.get(row as usize)
    }

    /// The list that a row is from.
    #[must_use]
    pub fn list(&self, row: u32) -> &str {
        self.lists
            .text(self.list_of.get(row as usize).copied().unwrap_or_default())
    }

    /// Adds a row of a list and says its number. Cells that are missing count as empty; a row
    /// without a name is kept and links to nobody by name.
    pub fn push<Cell: AsRef<str>>(&mut self, list: &str, map: &ColumnMap, cells: &[Cell]) -> u32 {
        let row = self.list_of.len();
        let cell = |field: Field| {
            map.place(field)
                .and_then(|place| cells.get(place))
                .map(|cell| cell.as_ref().trim())
                .unwrap_or_default()
        };
        match cell(Field::RecordId) {
            "" => self.record_ids.push(&(row + 1).to_string()),
            id => self.record_ids.push(id),
        }
        let list_name = match cell(Field::List) {
            "" => list,
            told => told,
        };
        let list_number = self.lists.intern(list_name);
        self.list_of.push(list_number);
        self.push_names(map, cells);
        for field in [
            Field::FatherName,
            Field::MotherName,
            Field::BirthPlace,
            Field::Place,
            Field::Identity,
        ] {
            let number = self.word(cell(field));
            self.put(field, field.word(), Kind::Word, number);
        }
        for column in map
            .columns
            .iter()
            .filter(|column| column.field == Field::Free)
        {
            let number = self.word(
                cells
                    .get(column.place)
                    .map(AsRef::as_ref)
                    .unwrap_or_default(),
            );
            self.put(Field::Free, &column.header, Kind::Word, number);
        }
        let sex = match sex_code(cell(Field::Sex)) {
            Some(code) => self.words.intern(code),
            None => 0,
        };
        self.put(Field::Sex, Field::Sex.word(), Kind::Code, sex);
        let country = self.word(cell(Field::Country));
        self.put(Field::Country, Field::Country.word(), Kind::Code, country);
        let arrest = self.date(cell(Field::ArrestDate));
        let mut birth = self.date(cell(Field::BirthDate));
        if birth == 0 {
            birth = self.date(cell(Field::BirthYear));
        }
        if birth == 0 {
            birth = self.birth_from_age(cell(Field::AgeAtArrest), arrest);
        }
        self.put(Field::BirthDate, Field::BirthDate.word(), Kind::Date, birth);
        self.put(
            Field::ArrestDate,
            Field::ArrestDate.word(),
            Kind::Date,
            arrest,
        );
        for column in &mut self.columns {
            column.values.resize(row + 1, 0);
        }
        u32::try_from(row).unwrap_or(u32::MAX)
    }

    fn push_names<Cell: AsRef<str>>(&mut self, map: &ColumnMap, cells: &[Cell]) {
        let told = |field: Field| {
            map.columns
                .iter()
                .filter(move |column| column.field == field)
                .filter_map(|column| cells.get(column.place))
                .map(|cell| cell.as_ref().trim())
                .find(|cell| !cell.is_empty())
                .unwrap_or_default()
        };
        let (given, surname) = (told(Field::GivenName), told(Field::Surname));
        if self.shape == NameShape::Parts {
            let number = self.word(given);
            self.put(
                Field::GivenName,
                Field::GivenName.word(),
                Kind::Word,
                number,
            );
            let number = self.word(surname);
            self.put(Field::Surname, Field::Surname.word(), Kind::Word, number);
            return;
        }
        let mut members = Vec::new();
        if !given.is_empty() || !surname.is_empty() {
            self.add_name(&mut members, &format!("{given} {surname}"));
        }
        for column in &map.columns {
            if matches!(column.field, Field::FullName | Field::OtherName) {
                let cell = cells
                    .get(column.place)
                    .map(AsRef::as_ref)
                    .unwrap_or_default();
                // Lists put several names into one cell; a comma parts surname and given name.
                for name in cell.split([';', '|', '\n', '/']) {
                    self.add_name(&mut members, name);
                }
            }
        }
        members.truncate(MOST_NAMES);
        let number = if members.is_empty() {
            0
        } else {
            let fresh = u32::try_from(self.sets.len()).unwrap_or(u32::MAX);
            let number = *self.set_numbers.entry(members.clone()).or_insert(fresh);
            if number == fresh {
                self.sets.push(members);
            }
            number
        };
        self.put(Field::FullName, Field::FullName.word(), Kind::Names, number);
    }

    fn add_name(&mut self, members: &mut Vec<u32>, name: &str) {
        let trimmed = name.trim();
        if trimmed.is_empty() {
            return;
        }
        let number = self.names.intern(trimmed);
        if !members.contains(&number) {
            members.push(number);
        }
    }

    /// Puts a value into the last row; the column is made when its first value comes.
    fn put(&mut self, field: Field, label: &str, kind: Kind, number: u32) {
        let row = self.list_of.len() - 1;
        let place = self
            .columns
            .iter()
            .position(|column| column.field == field && column.label == label);
        let place = match place {
            Some(place) => place,
            None if number == 0 => return,
            None => {
                self.columns.push(Column {
                    field,
                    label: label.to_owned(),
                    kind,
                    values: Vec::new(),
                });
                self.columns.len() - 1
            }
        };
        if let Some(column) = self.columns.get_mut(place) {
            column.values.resize(row, 0);
            column.values.push(number);
        }
    }

    /// The number of a word, cleaned so that writing habits do not part equal ones.
    fn word(&mut self, cell: &str) -> u32 {
        let trimmed = cell.trim();
        if trimmed.is_empty() {
            return 0;
        }
        if trimmed.bytes().all(|byte| byte.is_ascii_lowercase()) {
            return self.words.intern(trimmed);
        }
        let mut clean = String::with_capacity(trimmed.len());
        for part in trimmed.split(|c: char| {
            c.is_whitespace()
                || c.is_control()
                || matches!(c, ',' | '.' | '-' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}')
        }) {
            if part.is_empty() {
                continue;
            }
            if !clean.is_empty() {
                clean.push(' ');
            }
            clean.extend(part.chars().flat_map(char::to_lowercase));
            if clean.len() > MOST_BYTES {
                break;
            }
        }
        self.all_latin &= clean.is_ascii();
        self.words.intern(&clean)
    }

    fn date(&mut self, cell: &str) -> u32 {
        let trimmed = cell.trim();
        if trimmed.is_empty() || trimmed.len() > 64 {
            return 0;
        }
        let text = self.date_texts.intern(trimmed);
        if let Some(known) = self.date_of_text.get(text as usize) {
            return *known;
        }
        let compact = Compact::of(&(self.reader)(trimmed, self.order));
        let number = self.date_number(compact);
        self.date_of_text.push(number);
        number
    }

    fn date_number(&mut self, compact: Compact) -> u32 {
        if compact.is_unknown() {
            return 0;
        }
        let fresh = u32::try_from(self.dates.len()).unwrap_or(u32::MAX);
        let number = *self.date_numbers.entry(compact).or_insert(fresh);
        if number == fresh {
            self.dates.push(compact);
        }
        number
    }

    /// The span of birth days that an age at arrest leaves.
    fn birth_from_age(&mut self, age: &str, arrest: u32) -> u32 {
        let plain = plain_digits(age);
        let mut ages = plain
            .split(|c: char| !c.is_ascii_digit())
            .filter_map(|part| part.parse::<i16>().ok())
            .filter(|age| *age < 120);
        let (Some(youngest), Some(day)) = (ages.next(), self.dates.get(arrest as usize).copied())
        else {
            return 0;
        };
        if arrest == 0 {
            return 0;
        }
        let oldest = ages.next().unwrap_or(youngest).max(youngest);
        let years = |count: i16| i32::from(count) * 1461 / 4;
        let mut compact = Compact::of(&PartialDate::of(DateValue::Range(
            Some(Day::from_number(day.first - years(oldest + 1))),
            Some(Day::from_number(day.last - years(youngest))),
        )));
        compact.loose = plain.contains(|c: char| c.is_alphabetic() || c == '?');
        self.date_number(compact)
    }

    /// The place of the column with this field.
    pub(crate) fn column(&self, field: Field) -> Option<usize> {
        self.columns.iter().position(|column| column.field == field)
    }

    /// What a row has in a column, for people to read.
    pub(crate) fn text_of(&self, column: usize, row: u32) -> String {
        let Some(column) = self.columns.get(column) else {
            return String::new();
        };
        let number = column.values.get(row as usize).copied().unwrap_or_default();
        match column.kind {
            Kind::Word | Kind::Code => self.words.text(number).to_owned(),
            Kind::Names => {
                let members = self
                    .sets
                    .get(number as usize)
                    .map(Vec::as_slice)
                    .unwrap_or_default();
                let texts: Vec<&str> = members.iter().map(|name| self.names.text(*name)).collect();
                texts.join("; ")
            }
            Kind::Date => self
                .dates
                .get(number as usize)
                .map(date_text)
                .unwrap_or_default(),
        }
    }
}

/// At most this many names of one row are compared.
const MOST_NAMES: usize = 6;
/// Words are cut beyond this many bytes.
const MOST_BYTES: usize = 200;

fn date_text(compact: &Compact) -> String {
    use crate::date::Precision;
    let value = match compact.precision {
        Precision::Unknown => return String::new(),
        Precision::Span => DateValue::Range(
            Some(Day::from_number(compact.first)),
            Some(Day::from_number(compact.last)),
        ),
        Precision::Year => DateValue::Year(compact.year),
        Precision::Month => DateValue::Month(compact.year, compact.month),
        Precision::Day => DateValue::Day(Day::from_number(compact.first)),
    };
    PartialDate {
        about: compact.loose,
        ..PartialDate::of(value)
    }
    .edtf()
}
