//! A list as it was written: tables, rows and cells with what is odd about them, before anybody
//! says what they mean.

use serde::{Deserialize, Serialize};

/// The kind of file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Format {
    /// Text with a delimiter: CSV, TSV and their kin.
    Delimited,
    /// Office Open XML spreadsheet.
    Xlsx,
    /// OpenDocument spreadsheet.
    Ods,
    /// JSON: a list of records, an object of records, or one record after the other.
    Json,
    /// A page: its tables, or its entries.
    Html,
    /// A text of entries, numbered or labelled.
    Text,
    /// A text document: its tables, or its entries.
    Word,
    /// A PDF whose text can be read: its table, or its entries.
    Pdf,
}

/// Which encoding a text file is read with, and why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EncodingChoice {
    /// WHATWG name, as `UTF-8` or `windows-1251`.
    pub name: String,
    /// Why: `asked`, `byte_order_mark`, `valid_utf8`, `mostly_utf8`, `nul_pattern`, `letters`, `detector`.
    pub reason: String,
    /// Lines of the sample that are not valid in it.
    pub damaged_lines: u64,
}

/// One table: a text file has one, a spreadsheet one a sheet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RawTable {
    /// What was read.
    pub format: Format,
    /// Name of the sheet, in spreadsheets.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sheet: Option<String>,
    /// True where the sheet itself is hidden.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub hidden: bool,
    /// One text a column, as written. Columns of a table without a header are `column 1`, `column 2` …
    pub headers: Vec<String>,
    /// The line or spreadsheet row of the header; nothing where there is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub header_line: Option<u64>,
    /// What stands above the header, one text a row.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub titles: Vec<String>,
    /// The encoding, for text files.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub encoding: Option<EncodingChoice>,
    /// The delimiter, for text files.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub delimiter: Option<char>,
    /// The quote, for text files.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quote: Option<char>,
}

/// Something odd about one cell.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "is")]
pub enum CellNote {
    /// Held NUL bytes, which were taken out; the text was not cut.
    Nul,
    /// Was not valid in the encoding of the file and was read with another one.
    WrongEncoding {
        /// The encoding assumed for this cell.
        assumed: String,
    },
    /// Holds the sign for a character that somebody before us could not read.
    Replacement,
    /// A formula of a spreadsheet, as text; it was not evaluated.
    Formula,
    /// An error value of a spreadsheet.
    ErrorValue,
    /// A number that the spreadsheet shows as a date; the text is the date in ISO 8601.
    DateNumber {
        /// The number that stands in the file.
        serial: String,
    },
    /// A plain number of a spreadsheet: leading zeros, if there were any, are lost.
    Number,
    /// Was cut because it is over the limit; the row is refused.
    Cut,
}

/// One cell.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RawCell {
    /// The text as written, line breaks as `\n`.
    #[serde(rename = "t")]
    pub text: String,
    /// What is odd about it.
    #[serde(rename = "n", default, skip_serializing_if = "Option::is_none")]
    pub note: Option<CellNote>,
}

impl RawCell {
    /// A cell with nothing odd about it.
    #[must_use]
    pub fn plain(text: &str) -> Self {
        Self {
            text: text.to_owned(),
            note: None,
        }
    }
}

/// Something odd about a whole row.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "is")]
pub enum RowNote {
    /// Fewer cells than columns: refused, because nobody knows which ones are missing.
    TooFewCells {
        /// Columns of the table.
        expected: usize,
        /// Cells of the row.
        found: usize,
    },
    /// More cells than columns: refused, because the columns may have shifted.
    TooManyCells {
        /// Columns of the table.
        expected: usize,
        /// Cells of the row.
        found: usize,
    },
    /// A quote that never closes: this line is refused, the next one is read.
    UnclosedQuote,
    /// A quote where none can be: refused, because the columns may have shifted.
    MisplacedQuote,
    /// A cell over the limit: refused.
    TooLongCell {
        /// Place of the column, from 0.
        column: usize,
        /// Characters found.
        characters: usize,
        /// The limit.
        limit: usize,
    },
    /// A line over the limit: refused.
    TooLongLine {
        /// Bytes of the line.
        bytes: u64,
        /// The limit.
        limit: usize,
    },
    /// Nothing in it.
    Blank,
    /// The header again.
    RepeatedHeader,
    /// A value among records that is none, as the time of writing.
    NotARecord,
    /// A sign that divides cells stood inside this cell without quotes; the pieces were put together
    /// again, because only this cell of the row holds prose.
    Rejoined {
        /// Place of the column, from 0.
        column: usize,
    },
    /// Hidden in the spreadsheet.
    Hidden,
    /// Its cells are filled with a colour, which somewhere means something.
    Coloured {
        /// The colour as `RRGGBB`, or `theme N`.
        colour: String,
    },
}

/// One row of a table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RawRow {
    /// Where it stands: `line:12` in a text, `Sheet!12` in a spreadsheet. Unique within the file.
    #[serde(rename = "k")]
    pub row_key: String,
    /// The physical line on which it starts, or its row in the spreadsheet; the first is 1.
    #[serde(rename = "l")]
    pub line: u64,
    /// Its cells. May be fewer or more than columns in a row that is refused.
    #[serde(rename = "c")]
    pub cells: Vec<RawCell>,
    /// What is odd about it.
    #[serde(rename = "n", default, skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<RowNote>,
    /// The bytes of the row, where something is odd about it; cut at [`crate::Limits::raw_bytes`].
    #[serde(
        rename = "r",
        default,
        skip_serializing_if = "Option::is_none",
        with = "hexadecimal"
    )]
    pub raw: Option<Vec<u8>>,
}

impl RawRow {
    /// Whether nothing may be imported from it.
    #[must_use]
    pub fn is_refused(&self) -> bool {
        self.notes.iter().any(|note| {
            matches!(
                note,
                RowNote::TooFewCells { .. }
                    | RowNote::TooManyCells { .. }
                    | RowNote::UnclosedQuote
                    | RowNote::MisplacedQuote
                    | RowNote::TooLongCell { .. }
                    | RowNote::TooLongLine { .. }
            )
        })
    }
}

/// A piece of a list in the order of the file: first a table, then its rows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Part {
    /// A table begins.
    Table(RawTable),
    /// A row of the last table.
    Row(RawRow),
}

mod hexadecimal {
    use serde::{Deserialize, Deserializer, Serializer, de::Error};

    pub(super) fn serialize<S: Serializer>(
        bytes: &Option<Vec<u8>>,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        match bytes {
            None => serializer.serialize_none(),
            Some(bytes) => {
                let digit = |value: u8| char::from_digit(u32::from(value), 16).unwrap_or('0');
                let text: String = bytes
                    .iter()
                    .flat_map(|byte| [digit(byte >> 4), digit(byte & 15)])
                    .collect();
                serializer.serialize_str(&text)
            }
        }
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Option<Vec<u8>>, D::Error> {
        let Some(text) = Option::<String>::deserialize(deserializer)? else {
            return Ok(None);
        };
        let value = |byte: u8| {
            char::from(byte)
                .to_digit(16)
                .and_then(|v| u8::try_from(v).ok())
        };
        text.as_bytes()
            .chunks(2)
            .map(|pair| match pair {
                [high, low] => Some(value(*high)? << 4 | value(*low)?),
                _ => None,
            })
            .collect::<Option<Vec<u8>>>()
            .map(Some)
            .ok_or_else(|| D::Error::custom("not hexadecimal"))
    }
}
