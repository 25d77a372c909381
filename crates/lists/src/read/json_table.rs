//! Records of a JSON file as the rows of a table.
//!
//! Nested values become columns with paths such as `detentions/0/place`; a list of plain values
//! becomes one cell with a line each. What the first records do not have goes to a last column, so
//! that nothing is lost and the file is read once.

use std::collections::hash_map::DefaultHasher;
use std::collections::{BTreeSet, HashMap, VecDeque};
use std::hash::{Hash, Hasher};
use std::io::BufRead;

use super::grid::{self, GridRow};
use super::json::{Lexer, Value};
use super::{ReadOptions, Source};
use crate::{
    CellNote, EncodingChoice, Format, Limits, ListError, Part, RawCell, RawRow, RawTable, RowNote,
};

/// How many records, and bytes of them, are looked at to name the columns.
const SAMPLE: usize = 2_000;
const SAMPLE_BYTES: usize = 8 << 20;

/// What the rows of the present table are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Shape {
    /// Pairs of one object: the name of a pair is the name of a record.
    Pairs,
    /// Values of one list.
    Values,
    /// One object after the other.
    Sequence,
    /// Nothing more to come.
    Ended,
}

struct Item {
    name: Option<String>,
    value: Value,
    line: u64,
}

pub(super) struct Json {
    lexer: Lexer<Box<dyn BufRead>>,
    limits: Limits,
    options: ReadOptions,
    encoding: EncodingChoice,
    shape: Shape,
    /// The present list lies in an object, which goes on after it.
    wrapped: bool,
    waiting: VecDeque<Item>,
    table: Option<RawTable>,
    /// Lists of arrays are tables already.
    grid: Option<Option<Vec<String>>>,
    columns: HashMap<String, usize>,
    width: usize,
    lists: BTreeSet<String>,
    seen: HashMap<u64, u32>,
    sheet: Option<String>,
    number: u64,
    last_line: u64,
    rows: u64,
}

impl Json {
    pub(super) fn open(
        input: Box<dyn BufRead>,
        encoding: EncodingChoice,
        options: &ReadOptions,
        limits: Limits,
    ) -> Result<Self, ListError> {
        let mut reader = Self {
            lexer: Lexer::new(input, limits.line_bytes.saturating_mul(4)),
            limits,
            options: options.clone(),
            encoding,
            shape: Shape::Ended,
            wrapped: false,
            waiting: VecDeque::new(),
            table: None,
            grid: None,
            columns: HashMap::new(),
            width: 0,
            lists: BTreeSet::new(),
            seen: HashMap::new(),
            sheet: None,
            number: 0,
            last_line: 0,
            rows: 0,
        };
        reader.begin()?;
        Ok(reader)
    }

    fn begin(&mut self) -> Result<(), ListError> {
        self.lexer.begin_record();
        if self.lexer.accept(b'[')? {
            self.shape = if self.lexer.accept(b']')? {
                Shape::Ended
            } else {
                Shape::Values
            };
            return self.begin_table(Vec::new());
        }
        self.lexer.expect(b'{')?;
        self.shape = if self.lexer.accept(b'}')? {
            Shape::Ended
        } else {
            Shape::Pairs
        };
        let mut titles = Vec::new();
        let mut first: Vec<Item> = Vec::new();
        let mut bytes = 0;
        while self.shape == Shape::Pairs && first.len() < SAMPLE && bytes < SAMPLE_BYTES {
            let line = self.lexer.line;
            self.lexer.begin_record();
            let name = self.lexer.name()?;
            let value = if self.lexer.accept(b'[')? {
                // `"data": [{…}, …]` holds the table; `"Ana Vel": [{…}]` is a person.
                let inner = self.lexer.peek()?;
                if matches!(inner, Some(b'{' | b'[')) && !name.contains([' ', ',']) {
                    titles.extend(first.iter().filter_map(title));
                    first.clear();
                    self.sheet = Some(name);
                    self.shape = Shape::Values;
                    self.wrapped = true;
                    break;
                }
                Value::List(self.lexer.rest_of_list(0)?)
            } else {
                self.lexer.value()?
            };
            bytes += self.lexer.used();
            first.push(Item {
                name: Some(name),
                value,
                line,
            });
            self.after_pair()?;
        }
        let records = first.iter().filter(|item| item.value.has_objects()).count();
        if !first.is_empty() && records * 2 < first.len() {
            // The pairs are the fields of one record; more records may follow.
            let line = first.first().map_or(1, |item| item.line);
            let pairs = first
                .into_iter()
                .map(|item| (item.name.unwrap_or_default(), item.value))
                .collect();
            if self.shape == Shape::Pairs {
                return Err(ListError::OverLimit {
                    what: "columns".to_owned(),
                    limit: u64::try_from(self.limits.columns).unwrap_or(u64::MAX),
                });
            }
            self.shape = Shape::Sequence;
            self.waiting.push_back(Item {
                name: None,
                value: Value::Object(pairs),
                line,
            });
        } else {
            self.waiting.extend(first);
        }
        self.begin_table(titles)
    }

    /// After a pair of the outer object: another one, or its end.
    fn after_pair(&mut self) -> Result<(), ListError> {
        if !self.lexer.accept(b',')? {
            self.lexer.expect(b'}')?;
            self.shape = Shape::Ended;
        }
        Ok(())
    }

    /// The next record from the file.
    fn read_item(&mut self) -> Result<Option<Item>, ListError> {
        self.lexer.begin_record();
        match self.shape {
            Shape::Ended => Ok(None),
            Shape::Sequence => {
                // Lines of JSON may be divided by commas, and often are.
                while self.lexer.accept(b',')? {}
                if self.lexer.peek()?.is_none() {
                    self.shape = Shape::Ended;
                    return Ok(None);
                }
                let line = self.lexer.line;
                let value = self.lexer.value()?;
                Ok(Some(Item {
                    name: None,
                    value,
                    line,
                }))
            }
            Shape::Values => {
                self.lexer.peek()?;
                let line = self.lexer.line;
                let value = self.lexer.value()?;
                if !self.lexer.accept(b',')? {
                    self.lexer.expect(b']')?;
                    self.shape = Shape::Ended;
                }
                Ok(Some(Item {
                    name: None,
                    value,
                    line,
                }))
            }
            Shape::Pairs => {
                self.lexer.peek()?;
                let line = self.lexer.line;
                let name = self.lexer.name()?;
                let value = self.lexer.value()?;
                self.after_pair()?;
                Ok(Some(Item {
                    name: Some(name),
                    value,
                    line,
                }))
            }
        }
    }

    /// Looks at the first records and names the columns.
    fn begin_table(&mut self, titles: Vec<String>) -> Result<(), ListError> {
        let mut bytes = 0;
        while self.waiting.len() < SAMPLE && bytes < SAMPLE_BYTES {
            let Some(item) = self.read_item()? else {
                break;
            };
            bytes += self.lexer.used();
            self.waiting.push_back(item);
        }
        if self.waiting.is_empty() {
            return Err(ListError::Empty);
        }
        self.number = 0;
        self.last_line = 0;
        self.columns.clear();
        self.lists.clear();
        let arrays = self
            .waiting
            .iter()
            .filter(|item| matches!(item.value, Value::List(_)))
            .count();
        if arrays * 2 > self.waiting.len() && self.waiting.iter().all(|i| i.name.is_none()) {
            return self.begin_grid(titles);
        }
        self.grid = None;
        for item in &self.waiting {
            note_lists("", &item.value, &mut self.lists);
        }
        let mut headers: Vec<String> = Vec::new();
        let named = self
            .waiting
            .iter()
            .filter(|item| item.name.is_some())
            .count();
        if named > 0 {
            headers.push(name_of_keys(&self.waiting).to_owned());
        }
        let mut known: BTreeSet<String> = BTreeSet::new();
        for item in &self.waiting {
            if named > 0 && !item.value.has_objects() {
                continue;
            }
            let mut cells = Vec::new();
            flatten("", &item.value, &self.lists, &mut cells);
            for (path, _) in cells {
                if known.insert(path.clone()) {
                    let top = path.split('/').next().unwrap_or_default();
                    let beside = headers
                        .iter()
                        .rposition(|h| h.split('/').next() == Some(top))
                        .filter(|place| *place > 0 || named == 0);
                    match beside {
                        Some(place) => headers.insert(place + 1, path),
                        None => headers.push(path),
                    }
                }
                // Here and not after the record: looking for a place among all columns is not free.
                if headers.len() > self.limits.columns {
                    return Err(ListError::OverLimit {
                        what: "columns".to_owned(),
                        limit: u64::try_from(self.limits.columns).unwrap_or(u64::MAX),
                    });
                }
            }
        }
        if self.shape != Shape::Ended {
            headers.push("other".to_owned());
        }
        let from = usize::from(named > 0);
        self.columns = headers
            .iter()
            .enumerate()
            .skip(from)
            .map(|(place, path)| (path.clone(), place))
            .collect();
        self.width = headers.len();
        self.table = Some(self.describe(headers, Some(1), titles));
        Ok(())
    }

    fn begin_grid(&mut self, titles: Vec<String>) -> Result<(), ListError> {
        let mut first: VecDeque<GridRow> = self
            .waiting
            .iter()
            .take(grid::HEADER_ROWS)
            .enumerate()
            .map(|(place, item)| grid_row(u64::try_from(place).unwrap_or(0) + 1, &item.value))
            .collect();
        let looked = first.len();
        let Some(begun) = grid::begin(&mut first, self.options.header_row) else {
            return Err(ListError::Empty);
        };
        self.waiting.drain(..looked - first.len());
        self.number = u64::try_from(looked - first.len()).unwrap_or(0);
        if begun.headers.len() > self.limits.columns {
            return Err(ListError::OverLimit {
                what: "columns".to_owned(),
                limit: u64::try_from(self.limits.columns).unwrap_or(u64::MAX),
            });
        }
        self.width = begun.headers.len();
        self.grid = Some(begun.header_line.map(|_| begun.headers.clone()));
        let titles = titles.into_iter().chain(begun.titles).collect();
        self.table = Some(self.describe(begun.headers, begun.header_line, titles));
        Ok(())
    }

    fn describe(
        &self,
        headers: Vec<String>,
        header_line: Option<u64>,
        titles: Vec<String>,
    ) -> RawTable {
        RawTable {
            format: Format::Json,
            sheet: self.sheet.clone(),
            hidden: false,
            headers,
            header_line,
            titles,
            encoding: Some(self.encoding.clone()),
            delimiter: None,
            quote: None,
        }
    }

    fn row(&mut self, item: Item) -> RawRow {
        self.number += 1;
        let line = item.line.max(self.last_line + 1);
        self.last_line = line;
        if let Some(header) = &self.grid {
            let mut row = grid_row(self.number, &item.value);
            row.number = line;
            let key = format!("record:{}", self.number);
            return grid::finish(row, self.width, header.as_deref(), key, &self.limits);
        }
        let mut cells = vec![RawCell::plain(""); self.width];
        let mut notes = Vec::new();
        let row_key = match &item.name {
            Some(name) => {
                let count = self.seen.entry(hash(name)).or_default();
                *count += 1;
                if let Some(cell) = cells.first_mut() {
                    cell.text.clone_from(name);
                }
                format!("{}#{count}", name.chars().take(200).collect::<String>())
            }
            None => format!("record:{}", self.number),
        };
        if item.name.is_some() && !item.value.has_objects() {
            notes.push(RowNote::NotARecord);
        }
        let mut flat = Vec::new();
        flatten("", &item.value, &self.lists, &mut flat);
        for (path, leaf) in flat {
            if leaf.text.is_empty() {
                continue;
            }
            let known = self.columns.get(&path).copied();
            let place = known.unwrap_or(self.width.saturating_sub(1));
            let Some(cell) = cells.get_mut(place) else {
                continue;
            };
            if !cell.text.is_empty() {
                cell.text.push('\n');
            }
            if known.is_none() {
                cell.text.push_str(&path);
                cell.text.push_str(": ");
            }
            cell.text.push_str(&leaf.text);
            cell.note = cell.note.take().or(leaf.note);
        }
        for (column, cell) in cells.iter_mut().enumerate() {
            notes.extend(grid::shorten(column, cell, &self.limits));
        }
        RawRow {
            row_key,
            line,
            cells,
            notes,
            raw: None,
        }
    }

    /// After a list inside an object: the next list of it is the next table.
    fn next_list(&mut self) -> Result<bool, ListError> {
        while self.wrapped {
            self.wrapped = false;
            if !self.lexer.accept(b',')? {
                self.lexer.expect(b'}')?;
                break;
            }
            self.lexer.begin_record();
            let name = self.lexer.name()?;
            self.wrapped = true;
            if self.lexer.accept(b'[')? {
                if matches!(self.lexer.peek()?, Some(b'{' | b'[')) {
                    self.sheet = Some(name);
                    self.shape = Shape::Values;
                    self.begin_table(Vec::new())?;
                    return Ok(true);
                }
                self.lexer.rest_of_list(0)?;
            } else {
                self.lexer.value()?;
            }
        }
        Ok(false)
    }
}

impl Source for Json {
    fn next_part(&mut self) -> Result<Option<Part>, ListError> {
        loop {
            if let Some(table) = self.table.take() {
                return Ok(Some(Part::Table(table)));
            }
            let item = match self.waiting.pop_front() {
                Some(item) => Some(item),
                None => self.read_item()?,
            };
            if let Some(item) = item {
                self.rows += 1;
                if self.rows > self.limits.rows {
                    return Err(ListError::OverLimit {
                        what: "rows".to_owned(),
                        limit: self.limits.rows,
                    });
                }
                return Ok(Some(Part::Row(self.row(item))));
            }
            if !self.next_list()? {
                return Ok(None);
            }
        }
    }
}

fn hash(name: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    name.hash(&mut hasher);
    hasher.finish()
}

/// Pairs above the table that say something about it.
fn title(item: &Item) -> Option<String> {
    let mut cells = Vec::new();
    flatten("", &item.value, &BTreeSet::new(), &mut cells);
    match cells.as_slice() {
        [(_, only)] if !only.text.is_empty() => Some(format!(
            "{}: {}",
            item.name.as_deref().unwrap_or_default(),
            only.text.chars().take(500).collect::<String>()
        )),
        _ => None,
    }
}

/// Names of pairs are names of people where most of them are several words without numbers.
fn name_of_keys(items: &VecDeque<Item>) -> &'static str {
    let names = items
        .iter()
        .filter_map(|item| item.name.as_deref())
        .filter(|name| {
            name.trim().contains(' ') && !name.chars().any(|c| c.is_ascii_digit())
                || !name.is_ascii() && !name.chars().any(char::is_numeric)
        })
        .count();
    if names * 2 > items.len() {
        "name"
    } else {
        "key"
    }
}

/// The path without the numbers of list places.
fn pattern(path: &str) -> String {
    path.split('/')
        .map(|step| {
            if !step.is_empty() && step.bytes().all(|b| b.is_ascii_digit()) {
                "*"
            } else {
                step
            }
        })
        .collect::<Vec<_>>()
        .join("/")
}

fn join(prefix: &str, step: &str) -> String {
    // A stroke inside a name would look like a step.
    let step = step.replace('/', "∕");
    if prefix.is_empty() {
        step
    } else {
        format!("{prefix}/{step}")
    }
}

/// Remembers where lists of objects stand, so that a single object there is read as a list of one.
fn note_lists(prefix: &str, value: &Value, lists: &mut BTreeSet<String>) {
    match value {
        Value::Object(pairs) => {
            for (name, value) in pairs {
                note_lists(&join(prefix, name), value, lists);
            }
        }
        Value::List(values) if value.has_objects() => {
            lists.insert(pattern(prefix));
            for value in values {
                note_lists(&join(prefix, "0"), value, lists);
            }
        }
        _ => {}
    }
}

fn flatten(
    prefix: &str,
    value: &Value,
    lists: &BTreeSet<String>,
    cells: &mut Vec<(String, RawCell)>,
) {
    let path = || {
        if prefix.is_empty() {
            "value".to_owned()
        } else {
            prefix.to_owned()
        }
    };
    match value {
        Value::Null => cells.push((path(), RawCell::plain(""))),
        Value::Plain(text) => cells.push((path(), RawCell::plain(text))),
        Value::Text(text, note) => cells.push((
            path(),
            RawCell {
                text: text.clone(),
                note: note.clone(),
            },
        )),
        Value::Object(pairs) => {
            let prefix = if !prefix.is_empty() && lists.contains(&pattern(prefix)) {
                join(prefix, "0")
            } else {
                prefix.to_owned()
            };
            for (name, value) in pairs {
                flatten(&join(&prefix, name), value, lists, cells);
            }
        }
        Value::List(values) if value.has_objects() => {
            for (place, value) in values.iter().enumerate() {
                match value {
                    Value::Object(pairs) => {
                        let prefix = join(prefix, &place.to_string());
                        for (name, value) in pairs {
                            flatten(&join(&prefix, name), value, lists, cells);
                        }
                    }
                    // What is no object among objects is kept apart from them.
                    other => {
                        cells.push((join(prefix, "other"), RawCell::plain(&in_words(other))));
                    }
                }
            }
        }
        Value::List(values) => {
            let lines: Vec<String> = values
                .iter()
                .map(in_words)
                .filter(|l| !l.is_empty())
                .collect();
            let note = values.iter().find_map(|value| match value {
                Value::Text(_, note) => note.clone(),
                _ => None::<CellNote>,
            });
            cells.push((
                path(),
                RawCell {
                    text: lines.join("\n"),
                    note,
                },
            ));
        }
    }
}

/// A value inside a cell of a list.
fn in_words(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::Plain(text) | Value::Text(text, _) => text.clone(),
        Value::List(values) => values.iter().map(in_words).collect::<Vec<_>>().join(", "),
        Value::Object(pairs) => pairs
            .iter()
            .map(|(name, value)| format!("{name}: {}", in_words(value)))
            .collect::<Vec<_>>()
            .join(", "),
    }
}

fn grid_row(number: u64, value: &Value) -> GridRow {
    let cells = match value {
        Value::List(values) => values
            .iter()
            .map(|value| match value {
                Value::Text(text, note) => RawCell {
                    text: text.clone(),
                    note: note.clone(),
                },
                other => RawCell::plain(&in_words(other)),
            })
            .collect(),
        other => vec![RawCell::plain(&in_words(other))],
    };
    GridRow {
        number,
        hidden: false,
        colour: None,
        cells,
    }
}
