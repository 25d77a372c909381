//! From a file to rows: what `lists` understands, as the desk stages it, and a first look that reads
//! only the head.

use casework::sources::{Cell, Doubt};
use kernel::{Day, Label};
use lists::{
    Format, ListError, Mapping, Outcome, Part, RawRow, RawTable, Session, Suggestion, Tally,
    UnderstoodRow, suggest_all,
};

use super::{IMPORT, ImportRow, Reading, RowKey};
use crate::{DeskError, Draft, Result};

/// Bytes of rows that are looked at for a suggestion: wide lists have fewer rows to look at.
const LOOK_BYTES: usize = 12 << 20;
/// Rows that are read to find further tables of a file.
const LOOK_ROWS: usize = 30_000;

/// A first look at a file.
#[derive(Clone, Debug)]
pub struct Look {
    /// The tables that were found, each with its first rows.
    pub tables: Vec<(RawTable, Vec<RawRow>)>,
    /// What the columns may mean, for all tables together.
    pub suggestion: Suggestion,
    /// Whether there was more of the file than was looked at.
    pub more: bool,
}

/// Looks at the head of a file: the first rows of each of its tables, and what the columns may mean.
/// However large the file is, no more is read than a suggestion needs.
///
/// # Errors
/// When the file cannot be read as a list or holds no table.
pub fn look<P>(parts: P, source: &str, today: Day) -> std::result::Result<Look, ListError>
where
    P: IntoIterator<Item = std::result::Result<Part, ListError>>,
{
    let mut tables: Vec<(RawTable, Vec<RawRow>)> = Vec::new();
    let (mut rows_read, mut bytes, mut more) = (0_usize, 0_usize, false);
    for part in parts {
        match part? {
            Part::Table(table) => tables.push((table, Vec::new())),
            Part::Row(row) => {
                rows_read += 1;
                let only_table = tables.len() == 1;
                let Some((table, rows)) = tables.last_mut() else {
                    continue;
                };
                let full = rows.len() >= lists::SAMPLE_ROWS || bytes > LOOK_BYTES;
                let one_table = matches!(
                    table.format,
                    Format::Delimited | Format::Json | Format::Text
                );
                if full && (one_table && only_table || rows_read >= LOOK_ROWS) {
                    more = true;
                    break;
                }
                if !full {
                    bytes += row
                        .cells
                        .iter()
                        .map(|cell| 40 + cell.text.len())
                        .sum::<usize>();
                    rows.push(row);
                }
            }
        }
    }
    let suggestion = suggest_all(&tables, source, today).ok_or(ListError::Empty)?;
    Ok(Look {
        tables,
        suggestion,
        more,
    })
}

/// The rows of a list, understood one by one, as [`crate::House::import`] takes them.
pub struct ListRows<P> {
    parts: P,
    session: Session,
}

impl<P> ListRows<P>
where
    P: Iterator<Item = std::result::Result<Part, ListError>>,
{
    /// Reads these parts with this mapping. Days after `today` lie in the future.
    #[must_use]
    pub fn new(parts: P, mapping: Mapping, today: Day) -> Self {
        Self {
            parts,
            session: Session::new(mapping, today),
        }
    }

    /// The mapping in use.
    #[must_use]
    pub fn mapping(&self) -> &Mapping {
        self.session.mapping()
    }

    /// The next row as `lists` understands it.
    ///
    /// # Errors
    /// When the file or its reader fails; nothing follows then.
    pub fn understood(&mut self) -> Option<std::result::Result<UnderstoodRow, ListError>> {
        loop {
            let part = match self.parts.next()? {
                Ok(part) => part,
                Err(error) => return Some(Err(error)),
            };
            match self.session.take(&part) {
                Ok(Some(row)) => return Some(Ok(row)),
                Ok(None) => {}
                Err(error) => return Some(Err(error)),
            }
        }
    }
}

impl<P> Iterator for ListRows<P>
where
    P: Iterator<Item = std::result::Result<Part, ListError>>,
{
    type Item = Result<ImportRow>;

    fn next(&mut self) -> Option<Self::Item> {
        self.understood()
            .map(|row| row.map(import_row).map_err(DeskError::Unreadable))
    }
}

/// Writes the feedback sheet for the source: what became of each of its rows, read from the file alone.
/// It is formula-safe, and cannot tell what we hold, who else speaks of somebody, or what was decided.
/// `say` puts a doubt into words. Returns how the rows ended.
///
/// # Errors
/// When the file or its reader fails, or the sheet cannot be written.
pub fn write_feedback<P, W>(
    rows: &mut ListRows<P>,
    mut out: W,
    banner: &str,
    say: impl Fn(&lists::Doubt) -> String,
) -> std::result::Result<Tally, ListError>
where
    P: Iterator<Item = std::result::Result<Part, ListError>>,
    W: std::io::Write,
{
    let empty = lists::feedback([], &say);
    lists::write_csv(&mut out, Label::Amber, banner, &empty.headers, [])?;
    while let Some(row) = rows.understood() {
        let sheet = lists::feedback([&row?], &say);
        lists::append_csv(&mut out, sheet.rows.iter().map(Vec::as_slice))?;
    }
    Ok(rows.session.tally())
}

/// A suggestion as a small readable file to be looked at, changed and used again. It holds what the
/// columns mean and why, and no cell of the list.
///
/// # Errors
/// When the mapping cannot be written as TOML.
pub fn profile_text(suggestion: &Suggestion) -> std::result::Result<String, ListError> {
    let plain = |id: &str| {
        id.trim_start_matches("lists-reason-")
            .replace(['-', '_'], " ")
    };
    let mut out = String::from(
        "# What the columns of this list mean. Look at it, change it, and use it again:\n\
         #   unforgotten import FILE --source NAME --mapping THIS_FILE\n",
    );
    if !suggestion.questions.is_empty() {
        let questions: Vec<String> = suggestion.questions.iter().map(|it| plain(it)).collect();
        out.push_str(&format!(
            "# Only a person can say: {}.\n",
            questions.join(", ")
        ));
    }
    let mut columns = suggestion.mapping.columns.iter();
    for line in suggestion.mapping.to_toml()?.lines() {
        if line == "[[column]]"
            && let Some(column) = columns.next()
            && let Some(why) = suggestion
                .columns
                .iter()
                .find(|why| why.header.trim() == column.header.trim())
        {
            let reasons: Vec<String> = why.reasons.iter().map(|it| plain(it)).collect();
            out.push_str(&format!(
                "# {} ({:.0} % sure)\n",
                reasons.join(", "),
                why.confidence * 100.0
            ));
        }
        out.push_str(line);
        out.push('\n');
    }
    Ok(out)
}

/// A row that `lists` understood, ready to be staged.
#[must_use]
pub fn import_row(row: UnderstoodRow) -> ImportRow {
    // Another row under a key that was used already may be another person: it never joins the first.
    let repeated = row
        .doubts
        .iter()
        .any(|doubt| matches!(doubt.code.as_str(), "duplicate_key" | "identical_row"));
    let names = || {
        row.drafts
            .iter()
            .filter(|draft| draft.kind == "name")
            .filter_map(|draft| draft.body.get("text")?.as_str())
            .next()
            .map(str::trim)
    };
    let row_key = match (&row.record_key, names()) {
        (Some(key), _) if repeated => RowKey::Repeated(key.clone()),
        (Some(key), _) => RowKey::Own(key.clone()),
        // Without a key of the list's own the place would do only until a line is added above it.
        (None, Some(name)) => RowKey::StandIn(format!("name:{name}")),
        (None, None) => RowKey::StandIn(row.row_key.clone()),
    };
    let (notices, doubts): (Vec<_>, Vec<_>) = row
        .doubts
        .into_iter()
        .partition(|doubt| doubt.weight == lists::Weight::Notice);
    ImportRow {
        row_key,
        place: row.row_key,
        line: row.line,
        person_key: row.person_key.filter(|_| !repeated),
        reading: match row.outcome {
            Outcome::Accept => Reading::Accept,
            Outcome::Review => Reading::Review,
            Outcome::Reject => Reading::Reject,
            Outcome::Skip => Reading::Skip,
        },
        doubts: doubts.into_iter().map(doubt).collect(),
        notices: notices.into_iter().map(doubt).collect(),
        cells: row
            .cells
            .into_iter()
            .map(|(column, cell)| Cell(column, cell))
            .collect(),
        drafts: row
            .drafts
            .into_iter()
            .map(|draft| Draft {
                kind: draft.kind,
                body: draft.body,
                label: draft.label.unwrap_or(Label::AmberStrict),
                confidence: draft.confidence,
                happened: draft.happened,
                valid_until: None,
                sources: Vec::new(),
                on_behalf_of: Some(IMPORT.to_owned()),
                same_origin_as: None,
            })
            .collect(),
    }
}

fn doubt(doubt: lists::Doubt) -> Doubt {
    let detail = match (doubt.detail.is_empty(), doubt.raw.is_empty()) {
        (_, true) => doubt.detail,
        (true, false) => super::cut(&doubt.raw, 200),
        (false, false) => format!("{} ({})", doubt.detail, super::cut(&doubt.raw, 200)),
    };
    Doubt {
        column: doubt.column.map(|column| super::cut(&column, 200)),
        code: doubt.code,
        detail,
    }
}
