//! A mapping bound to a table: which cell of a row says what.

use kernel::Day;

use super::gather::{Gathered, doubt, notice};
use super::{Doubt, Outcome, UnderstoodRow, Weight};
use crate::{Mapping, RawRow, RawTable, RowNote, Target, words};

/// A mapping bound to the columns of a table.
pub(super) struct Bound {
    headers: Vec<String>,
    targets: Vec<Vec<Target>>,
    row_key: Vec<usize>,
    person_key: Vec<usize>,
}

impl Bound {
    pub(super) fn new(mapping: &Mapping, table: &RawTable) -> Self {
        let headers: Vec<String> = table.headers.iter().map(|h| h.trim().to_owned()).collect();
        let targets = headers
            .iter()
            .map(|header| {
                mapping
                    .column(header)
                    .map(|c| c.targets.clone())
                    .unwrap_or_default()
            })
            .collect();
        let places = |names: &[String]| {
            names
                .iter()
                .filter_map(|name| headers.iter().position(|h| h == name.trim()))
                .collect()
        };
        let (row_key, person_key) = (places(&mapping.row_key), places(&mapping.person_key));
        Self {
            headers,
            targets,
            row_key,
            person_key,
        }
    }

    pub(super) fn reads_anything(&self) -> bool {
        self.targets.iter().any(|targets| !targets.is_empty())
    }

    fn key(row: &RawRow, columns: &[usize]) -> Option<String> {
        let parts: Vec<&str> = columns
            .iter()
            .filter_map(|c| row.cells.get(*c))
            .map(|cell| cell.text.trim())
            .collect();
        (!parts.is_empty() && parts.iter().all(|p| !p.is_empty())).then(|| {
            let text: String = parts
                .join("|")
                .chars()
                .filter(|c| !c.is_control())
                .take(500)
                .collect();
            text
        })
    }

    /// Understands one row by itself.
    pub(super) fn understand(&self, row: &RawRow, mapping: &Mapping, today: Day) -> UnderstoodRow {
        let ignored = |column: usize| {
            self.targets
                .get(column)
                .is_some_and(|targets| targets.contains(&Target::Ignore))
        };
        let record_key = Self::key(row, &self.row_key);
        // A key of a row stands for a person only where no column counts people.
        let person_key = if self.person_key.is_empty() {
            record_key.clone()
        } else {
            Self::key(row, &self.person_key)
        };
        let cells = row
            .cells
            .iter()
            .enumerate()
            .filter(|(column, cell)| !ignored(*column) && !cell.text.is_empty())
            .map(|(column, cell)| (self.header(column), cell.text.clone()))
            .collect();
        let mut understood = UnderstoodRow {
            row_key: row.row_key.clone(),
            line: row.line,
            record_key,
            person_key,
            outcome: Outcome::Accept,
            doubts: Vec::new(),
            drafts: Vec::new(),
            cells,
            raw: row.raw.clone(),
        };
        if let Some(doubt) = refusal(row) {
            understood.outcome = Outcome::Reject;
            understood.doubts.push(doubt);
            return understood;
        }
        if let Some(code) = names_nobody(row) {
            understood.outcome = Outcome::Skip;
            understood.doubts.push(notice(None, code, ""));
            return understood;
        }
        let mut gathered = Gathered::new(mapping, today);
        gathered.notes_of_row(row);
        if understood.person_key.is_none() && !self.person_key.is_empty() {
            gathered.doubts.push(notice(None, "no_person_key", ""));
        }
        for (column, cell) in row.cells.iter().enumerate() {
            let header = self.headers.get(column).map_or("", String::as_str);
            let targets = self.targets.get(column).map_or(&[][..], Vec::as_slice);
            if targets.contains(&Target::Ignore) {
                continue;
            }
            gathered.oddities(header, &cell.text, cell.note.as_ref());
            if cell.text.trim().is_empty() {
                continue;
            }
            for target in targets {
                gathered.cell(header, cell.text.trim(), target);
            }
        }
        gathered.finish(&mut understood);
        understood
            .doubts
            .sort_by_key(|doubt| (std::cmp::Reverse(doubt.weight), urgency(&doubt.code)));
        if understood
            .doubts
            .iter()
            .any(|doubt| doubt.weight == Weight::Review)
        {
            understood.outcome = Outcome::Review;
        }
        understood
    }

    fn header(&self, column: usize) -> String {
        match self.headers.get(column).filter(|header| !header.is_empty()) {
            Some(header) => header.clone(),
            None => format!("column {}", column + 1),
        }
    }
}

/// Which of several reasons a row is shown under: what may hurt somebody comes first, what a whole
/// column shares comes last.
fn urgency(code: &str) -> u8 {
    match code {
        "death_claim" => 0,
        "withheld" | "hidden_row" => 1,
        "minor" => 2,
        "wish" => 3,
        "identity_number" => 9,
        _ => 5,
    }
}

/// Why nothing may be taken from the row.
fn refusal(row: &RawRow) -> Option<Doubt> {
    let (code, detail) = row.notes.iter().find_map(|note| match note {
        RowNote::TooFewCells { expected, found } => {
            Some(("too_few_columns", format!("{found} < {expected}")))
        }
        RowNote::TooManyCells { expected, found } => {
            Some(("too_many_columns", format!("{found} > {expected}")))
        }
        RowNote::UnclosedQuote => Some(("unclosed_quote", String::new())),
        RowNote::MisplacedQuote => Some(("misplaced_quote", String::new())),
        RowNote::TooLongCell {
            characters, limit, ..
        } => Some(("overlong_cell", format!("{characters} > {limit}"))),
        RowNote::TooLongLine { bytes, limit } => {
            Some(("overlong_line", format!("{bytes} > {limit}")))
        }
        _ => None,
    })?;
    Some(Doubt {
        detail,
        ..doubt(None, code, "", Weight::Refusal)
    })
}

/// Rows that hold no person.
fn names_nobody(row: &RawRow) -> Option<&'static str> {
    if row.notes.contains(&RowNote::Blank) {
        return Some("blank_line");
    }
    if row.notes.contains(&RowNote::RepeatedHeader) {
        return Some("repeated_header");
    }
    if row.notes.contains(&RowNote::NotARecord) {
        return Some("not_a_record");
    }
    let filled: Vec<&str> = row
        .cells
        .iter()
        .map(|cell| cell.text.trim())
        .filter(|text| !text.is_empty())
        .collect();
    let has_number = filled
        .iter()
        .any(|text| text.chars().any(|c| words::digit_value(c).is_some()));
    if filled.len() > 3 || filled.len() * 2 > row.cells.len() || !has_number {
        return None;
    }
    let first = filled.first()?;
    if words::begins_total(first) {
        Some("total_line")
    } else if words::begins_page(first) {
        Some("page_line")
    } else {
        None
    }
}
