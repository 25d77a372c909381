//! OpenDocument spreadsheets, sheet by sheet and row by row.
//!
//! One part holds all sheets. Repeated empty rows and cells, of which every such file has a million,
//! cost nothing; formulas are text, and what a date shows is not believed but its value.

use std::collections::{HashMap, VecDeque};

use quick_xml::events::{BytesStart, Event};

use super::grid::{self, GridRow, HEADER_ROWS};
use super::xlsx_parts::{Archive, Xml, attribute, next_event, text_of};
use super::{ReadOptions, Source};
use crate::{CellNote, Format, Limits, ListError, Part, RawCell, RawTable};

const PART: &str = "content.xml";
/// A filled row that says it stands a thousand times is a bomb or a slip.
const MOST_REPEATS: u64 = 1_000;

pub(super) struct OpenSheets {
    xml: Xml,
    buffer: Vec<u8>,
    options: ReadOptions,
    limits: Limits,
    /// Background colours by the name of a cell style.
    colours: HashMap<String, String>,
    style: Option<String>,
    hidden_styles: Vec<String>,
    sheet: Option<Sheet>,
    rows: u64,
    found: Vec<String>,
    ended: bool,
}

struct Sheet {
    name: String,
    hidden: bool,
    wanted: bool,
    header: Option<Vec<String>>,
    columns: usize,
    waiting: VecDeque<GridRow>,
    /// The number of the last row, repeats counted.
    last: u64,
    begun: bool,
    ended: bool,
}

/// A row as it is being read.
#[derive(Default)]
struct OpenRow {
    repeats: u64,
    hidden: bool,
    cells: Vec<RawCell>,
    colours: Vec<Option<String>>,
    /// Empty cells that count only if something follows them.
    gap: usize,
}

#[derive(Default)]
struct OpenCell {
    repeats: usize,
    kind: String,
    value: Option<String>,
    date: Option<String>,
    formula: Option<String>,
    colour: Option<String>,
    text: String,
    paragraphs: usize,
}

impl OpenSheets {
    pub(super) fn open(
        mut archive: Archive,
        options: &ReadOptions,
        limits: Limits,
    ) -> Result<Self, ListError> {
        let Some(xml) = archive.part(PART)? else {
            return Err(ListError::DamagedSpreadsheet(format!("{PART} is missing")));
        };
        Ok(Self {
            xml,
            buffer: Vec::new(),
            options: options.clone(),
            limits,
            colours: HashMap::new(),
            style: None,
            hidden_styles: Vec::new(),
            sheet: None,
            rows: 0,
            found: Vec::new(),
            ended: false,
        })
    }

    fn over(&self, what: &str, limit: u64) -> ListError {
        ListError::OverLimit {
            what: what.to_owned(),
            limit: limit.max(u64::try_from(self.limits.columns).unwrap_or(0)),
        }
    }

    /// Reads on to the next row of the open sheet, or to the next sheet.
    fn read_row(&mut self) -> Result<Option<(GridRow, u64)>, ListError> {
        let mut buffer = std::mem::take(&mut self.buffer);
        let row = self.read_row_with(&mut buffer);
        self.buffer = buffer;
        row
    }

    fn read_row_with(&mut self, buffer: &mut Vec<u8>) -> Result<Option<(GridRow, u64)>, ListError> {
        let mut row: Option<OpenRow> = None;
        let mut cell: Option<OpenCell> = None;
        let mut skipped = 0_usize;
        let mut bytes = 0_usize;
        loop {
            let event = next_event(&mut self.xml, buffer, PART, &self.limits)?;
            let empty = matches!(event, Event::Empty(_));
            match &event {
                Event::Start(start) | Event::Empty(start) => {
                    match start.local_name().into_inner() {
                        "style" => {
                            self.style = attribute(start, "name");
                        }
                        "table-cell-properties" => {
                            if let (Some(style), Some(colour)) =
                                (&self.style, attribute(start, "background-color"))
                                && let Some(colour) = colour.strip_prefix('#')
                                && !colour.eq_ignore_ascii_case("ffffff")
                                && self.colours.len() < 10_000
                            {
                                self.colours
                                    .insert(style.clone(), colour.to_ascii_uppercase());
                            }
                        }
                        "table-properties" => {
                            if let (Some(style), Some("false")) =
                                (&self.style, attribute(start, "display").as_deref())
                            {
                                self.hidden_styles.push(style.clone());
                            }
                        }
                        "table" => {
                            let name = attribute(start, "name").unwrap_or_default();
                            let hidden = attribute(start, "style-name")
                                .is_some_and(|style| self.hidden_styles.contains(&style));
                            self.begin_sheet(name, hidden);
                        }
                        "table-row" => {
                            let open = OpenRow {
                                repeats: number(start, "number-rows-repeated"),
                                hidden: attribute(start, "visibility")
                                    .is_some_and(|v| v != "visible"),
                                ..OpenRow::default()
                            };
                            if empty {
                                if let Some(found) = self.finish_row(open)? {
                                    return Ok(Some(found));
                                }
                            } else {
                                row = Some(open);
                                bytes = 0;
                            }
                        }
                        "table-cell" | "covered-table-cell" => {
                            let open = self.begin_cell(start);
                            if empty {
                                if let Some(row) = &mut row {
                                    place(row, open, self.limits.columns)?;
                                }
                            } else {
                                cell = Some(open);
                            }
                        }
                        "p" if skipped == 0 => {
                            if let Some(cell) = &mut cell {
                                if cell.paragraphs > 0 {
                                    cell.text.push('\n');
                                }
                                cell.paragraphs += 1;
                            }
                        }
                        "s" | "tab" if skipped == 0 => {
                            if let Some(cell) = &mut cell {
                                cell.text.push(' ');
                            }
                        }
                        "line-break" if skipped == 0 => {
                            if let Some(cell) = &mut cell {
                                cell.text.push('\n');
                            }
                        }
                        "annotation" if !empty => skipped += 1,
                        _ => {}
                    }
                }
                Event::End(end) => match end.local_name().into_inner() {
                    "style" => self.style = None,
                    "annotation" => skipped = skipped.saturating_sub(1),
                    "table-cell" | "covered-table-cell" => {
                        if let (Some(row), Some(open)) = (&mut row, cell.take()) {
                            place(row, open, self.limits.columns)?;
                        }
                    }
                    "table-row" => {
                        if let Some(open) = row.take()
                            && let Some(found) = self.finish_row(open)?
                        {
                            return Ok(Some(found));
                        }
                    }
                    "table" => {
                        if let Some(sheet) = &mut self.sheet {
                            sheet.ended = true;
                        }
                        return Ok(None);
                    }
                    _ => {}
                },
                Event::Eof => {
                    self.ended = true;
                    if let Some(sheet) = &mut self.sheet {
                        sheet.ended = true;
                    }
                    return Ok(None);
                }
                other => {
                    if skipped == 0
                        && let Some(cell) = &mut cell
                        && let Some(text) = text_of(other)
                    {
                        bytes += text.len();
                        if bytes > self.limits.line_bytes * 4 {
                            let limit = u64::try_from(self.limits.line_bytes * 4);
                            return Err(ListError::OverLimit {
                                what: "row_bytes".to_owned(),
                                limit: limit.unwrap_or(u64::MAX),
                            });
                        }
                        cell.text.push_str(&text);
                    }
                }
            }
        }
    }

    fn begin_sheet(&mut self, name: String, hidden: bool) {
        let wanted = self.options.sheets.is_empty() || self.options.sheets.contains(&name);
        self.found.push(name.clone());
        self.sheet = Some(Sheet {
            name,
            hidden,
            wanted,
            header: None,
            columns: 0,
            waiting: VecDeque::new(),
            last: 0,
            begun: false,
            ended: false,
        });
    }

    fn begin_cell(&self, start: &BytesStart<'_>) -> OpenCell {
        OpenCell {
            repeats: usize::try_from(number(start, "number-columns-repeated"))
                .unwrap_or(usize::MAX),
            kind: attribute(start, "value-type").unwrap_or_default(),
            value: attribute(start, "value"),
            date: attribute(start, "date-value"),
            formula: attribute(start, "formula"),
            colour: attribute(start, "style-name")
                .and_then(|style| self.colours.get(&style).cloned()),
            text: String::new(),
            paragraphs: 0,
        }
    }

    /// The row with its number and how often it stands there; nothing for empty ones.
    fn finish_row(&mut self, row: OpenRow) -> Result<Option<(GridRow, u64)>, ListError> {
        let repeats = row.repeats.max(1);
        let Some(sheet) = &mut self.sheet else {
            return Ok(None);
        };
        let number = sheet.last + 1;
        sheet.last = sheet.last.saturating_add(repeats);
        if row.cells.is_empty() || !sheet.wanted {
            return Ok(None);
        }
        if repeats > MOST_REPEATS {
            return Err(self.over("repeated_rows", MOST_REPEATS));
        }
        let colour = grid::common_colour(&row.cells, &row.colours);
        Ok(Some((
            GridRow {
                number,
                hidden: row.hidden,
                colour,
                cells: row.cells,
            },
            repeats,
        )))
    }

    /// The next row of the open sheet into its queue; false at its end.
    fn fill(&mut self) -> Result<bool, ListError> {
        match self.read_row()? {
            None => Ok(false),
            Some((row, repeats)) => {
                if let Some(sheet) = &mut self.sheet {
                    for more in 0..repeats {
                        let mut row = row.clone();
                        row.number += more;
                        sheet.waiting.push_back(row);
                    }
                }
                Ok(true)
            }
        }
    }

    /// Finds the header of the sheet that has just begun.
    fn begin_table(&mut self) -> Result<Option<RawTable>, ListError> {
        while self
            .sheet
            .as_ref()
            .is_some_and(|sheet| sheet.waiting.len() < HEADER_ROWS && !sheet.ended)
        {
            self.fill()?;
        }
        let Some(sheet) = &mut self.sheet else {
            return Ok(None);
        };
        sheet.begun = true;
        let rest = sheet
            .waiting
            .split_off(sheet.waiting.len().min(HEADER_ROWS));
        let Some(begun) = grid::begin(&mut sheet.waiting, self.options.header_row) else {
            return Ok(None);
        };
        sheet.waiting.extend(rest);
        sheet.columns = begun.headers.len();
        sheet.header = begun.header_line.map(|_| begun.headers.clone());
        Ok(Some(RawTable {
            format: Format::Ods,
            sheet: Some(sheet.name.clone()),
            hidden: sheet.hidden,
            headers: begun.headers,
            header_line: begun.header_line,
            titles: begun.titles,
            encoding: None,
            delimiter: None,
            quote: None,
        }))
    }
}

impl Source for OpenSheets {
    fn next_part(&mut self) -> Result<Option<Part>, ListError> {
        loop {
            let (begun, ended) = match &self.sheet {
                Some(sheet) => (sheet.begun, sheet.ended),
                None => (true, true),
            };
            if !begun {
                if let Some(table) = self.begin_table()? {
                    return Ok(Some(Part::Table(table)));
                }
                continue;
            }
            if let Some(sheet) = &mut self.sheet
                && let Some(row) = sheet.waiting.pop_front()
            {
                self.rows += 1;
                if self.rows > self.limits.rows {
                    return Err(ListError::OverLimit {
                        what: "rows".to_owned(),
                        limit: self.limits.rows,
                    });
                }
                let key = format!("{}!{}", sheet.name, row.number);
                let row = grid::finish(
                    row,
                    sheet.columns,
                    sheet.header.as_deref(),
                    key,
                    &self.limits,
                );
                return Ok(Some(Part::Row(row)));
            }
            if ended {
                if self.ended {
                    let missing = self
                        .options
                        .sheets
                        .iter()
                        .find(|asked| !self.found.contains(asked));
                    return match missing {
                        Some(asked) => Err(ListError::NoSuchSheet(asked.clone())),
                        None if self.found.is_empty() => {
                            Err(ListError::DamagedSpreadsheet("no sheets".to_owned()))
                        }
                        None => Ok(None),
                    };
                }
                self.sheet = None;
                // The beginning of the next sheet is found with its first row.
                self.fill()?;
                continue;
            }
            self.fill()?;
        }
    }
}

fn number(start: &BytesStart<'_>, name: &str) -> u64 {
    attribute(start, name)
        .and_then(|n| n.parse().ok())
        .unwrap_or(1)
        .max(1)
}

fn place(row: &mut OpenRow, cell: OpenCell, columns: usize) -> Result<(), ListError> {
    let repeats = cell.repeats;
    let colour = cell.colour.clone();
    let cell = finish_cell(cell);
    if cell.text.is_empty() {
        row.gap = row.gap.saturating_add(repeats);
        return Ok(());
    }
    let width = row
        .cells
        .len()
        .saturating_add(row.gap)
        .saturating_add(repeats);
    if width > columns {
        return Err(ListError::OverLimit {
            what: "columns".to_owned(),
            limit: u64::try_from(columns).unwrap_or(u64::MAX),
        });
    }
    for _ in 0..std::mem::take(&mut row.gap) {
        row.cells.push(RawCell::plain(""));
        row.colours.push(None);
    }
    for _ in 0..repeats {
        row.cells.push(cell.clone());
        row.colours.push(colour.clone());
    }
    Ok(())
}

fn finish_cell(cell: OpenCell) -> RawCell {
    if let Some(formula) = cell.formula {
        let formula = formula
            .split_once('=')
            .map_or(formula.as_str(), |(_, rest)| rest);
        return RawCell {
            text: format!("={formula}"),
            note: Some(CellNote::Formula),
        };
    }
    match (cell.kind.as_str(), cell.date, cell.value) {
        ("date", Some(date), _) => RawCell::plain(date.strip_suffix("T00:00:00").unwrap_or(&date)),
        ("float", _, Some(value)) => RawCell {
            text: super::xlsx::number_text(&value),
            note: Some(CellNote::Number),
        },
        _ => RawCell::plain(cell.text.trim()),
    }
}
