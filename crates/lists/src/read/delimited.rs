//! Delimited text: sniffing, the header, and rows with their notes.

use std::collections::VecDeque;
use std::io::{BufRead, BufReader, Read, Seek, SeekFrom};

use encoding_rs::{CoderResult, Decoder, Encoding, UTF_8};

use super::encoding::{self, Chosen};
use super::grid;
use super::header::{self, Candidate};
use super::records::{Damage, Record, Records};
use super::{HeaderRow, ReadOptions, Source};
use crate::{CellNote, Format, Limits, ListError, Part, RawCell, RawRow, RawTable, RowNote};

/// How much is looked at to choose encoding and delimiter.
const SAMPLE: usize = 1 << 20;
/// How many records are looked at to find the header.
const HEADER_ROWS: usize = 40;

pub(super) struct Delimited {
    records: Records<Box<dyn BufRead>>,
    encoding: &'static Encoding,
    limits: Limits,
    table: Option<RawTable>,
    header: Option<Vec<String>>,
    columns: usize,
    waiting: VecDeque<Record>,
    /// The only column with prose, in a table without header and without quotes.
    prose: Option<usize>,
    delimiter: u8,
    rows: u64,
}

impl Delimited {
    pub(super) fn open<R: Read + Seek + 'static>(
        mut input: R,
        options: &ReadOptions,
        limits: Limits,
    ) -> Result<Self, ListError> {
        let mut sample = Vec::new();
        input
            .by_ref()
            .take(u64::try_from(SAMPLE).unwrap_or(u64::MAX))
            .read_to_end(&mut sample)?;
        if sample.is_empty() {
            return Err(ListError::Empty);
        }
        let chosen = encoding::choose(&sample, options.encoding.as_deref())?;
        input.seek(SeekFrom::Start(u64::try_from(chosen.mark).unwrap_or(0)))?;
        let sample = sample.get(chosen.mark..).unwrap_or_default();
        let text: Vec<u8> = if chosen.is_utf16() {
            let (text, _) = chosen.encoding.decode_without_bom_handling(sample);
            text.into_owned().into_bytes()
        } else {
            sample.to_vec()
        };
        let source = text_source(input, &chosen);
        refuse_rubbish(&text)?;
        let quote = options.quote.unwrap_or_else(|| sniff_quote(&text));
        let terminator =
            if memchr::memchr(b'\n', &text).is_none() && memchr::memchr(b'\r', &text).is_some() {
                b'\r'
            } else {
                b'\n'
            };
        let delimiter = match options.delimiter {
            Some(delimiter) => delimiter,
            None => sniff_delimiter(&text, quote, terminator),
        };
        let byte = |sign: char| u8::try_from(sign).ok().filter(u8::is_ascii);
        let (Some(delimiter_byte), Some(quote_byte)) = (byte(delimiter), byte(quote)) else {
            return Err(ListError::Mapping(
                "delimiter and quote must be ASCII signs".to_owned(),
            ));
        };
        let records = Records::new(source, delimiter_byte, quote_byte, terminator, &limits);
        let mut reader = Self {
            records,
            encoding: if chosen.is_utf16() {
                UTF_8
            } else {
                chosen.encoding
            },
            limits,
            table: None,
            header: None,
            columns: 0,
            waiting: VecDeque::new(),
            prose: None,
            delimiter: delimiter_byte,
            rows: 0,
        };
        reader.begin(options, &chosen, delimiter, quote)?;
        Ok(reader)
    }

    /// Reads the first records, finds the header among them and describes the table.
    fn begin(
        &mut self,
        options: &ReadOptions,
        chosen: &Chosen,
        delimiter: char,
        quote: char,
    ) -> Result<(), ListError> {
        while self.waiting.len() < HEADER_ROWS {
            let Some(record) = self.records.next_record()? else {
                break;
            };
            if let (Some(Damage::TooLongLine(_)), true) = (record.damage, self.waiting.is_empty()) {
                return Err(ListError::OverLimit {
                    what: "first_line_bytes".to_owned(),
                    limit: u64::try_from(self.limits.line_bytes).unwrap_or(u64::MAX),
                });
            }
            self.waiting.push_back(record);
        }
        let texts: Vec<Vec<String>> = self
            .waiting
            .iter()
            .map(|record| {
                if record.damage.is_some() {
                    return Vec::new();
                }
                record
                    .fields
                    .iter()
                    .map(|f| encoding::decode(f, self.encoding).0)
                    .collect()
            })
            .collect();
        if texts.iter().flatten().all(|text| text.trim().is_empty()) {
            return Err(ListError::Empty);
        }
        let place = match options.header_row {
            HeaderRow::Find => {
                let rows: Vec<Candidate<'_>> = texts
                    .iter()
                    .map(|cells| Candidate {
                        cells: cells.iter().map(String::as_str).collect(),
                    })
                    .collect();
                header::find(&rows)
            }
            HeaderRow::None => None,
            HeaderRow::At(line) => self.waiting.iter().position(|record| record.line == line),
        };
        let usual = usual_width(&texts);
        let (headers, header_line, titles) =
            match place.and_then(|place| texts.get(place).map(|t| (place, t))) {
                Some((place, header)) => {
                    let line = self.waiting.get(place).map(|record| record.line);
                    let titles = texts
                        .iter()
                        .take(place)
                        .map(|cells| cells.join(" ").trim().to_owned())
                        .filter(|title| !title.is_empty())
                        .collect();
                    self.waiting.drain(..=place);
                    self.header = Some(header.clone());
                    (header.clone(), line, titles)
                }
                None => {
                    let names = (1..=usual)
                        .map(|number| format!("column {number}"))
                        .collect();
                    (names, None, Vec::new())
                }
            };
        if headers.len() > self.limits.columns {
            return Err(ListError::OverLimit {
                what: "columns".to_owned(),
                limit: u64::try_from(self.limits.columns).unwrap_or(u64::MAX),
            });
        }
        let quoted = self
            .waiting
            .iter()
            .any(|record| u8::try_from(quote).is_ok_and(|quote| record.raw.contains(&quote)));
        if header_line.is_none() && !quoted {
            self.prose = prose_column(&texts, headers.len());
        }
        self.columns = headers.len();
        self.records.expect_fields(self.columns);
        self.table = Some(RawTable {
            format: Format::Delimited,
            sheet: None,
            hidden: false,
            headers,
            header_line,
            titles,
            encoding: Some(chosen.describe()),
            delimiter: Some(delimiter),
            quote: Some(quote),
        });
        Ok(())
    }

    /// Puts the pieces of prose together again that an unquoted delimiter cut, where that is plain:
    /// one column of the table holds prose, and every surplus piece goes on after a blank.
    fn rejoin(&self, record: &mut Record) -> Option<RowNote> {
        let column = self.prose?;
        let surplus = record.fields.len().checked_sub(self.columns)?;
        if record.damage.is_some() || surplus == 0 || surplus > 20 {
            return None;
        }
        let pieces = record.fields.get(column + 1..=column + surplus)?;
        if !pieces.iter().all(|piece| piece.first() == Some(&b' ')) {
            return None;
        }
        let pieces: Vec<Vec<u8>> = record.fields.drain(column + 1..=column + surplus).collect();
        let cell = record.fields.get_mut(column)?;
        for piece in pieces {
            cell.push(self.delimiter);
            cell.extend(piece);
        }
        Some(RowNote::Rejoined { column })
    }

    fn row(&self, mut record: Record) -> RawRow {
        let mut notes = Vec::new();
        notes.extend(self.rejoin(&mut record));
        match record.damage {
            Some(Damage::UnclosedQuote) => notes.push(RowNote::UnclosedQuote),
            Some(Damage::MisplacedQuote) => notes.push(RowNote::MisplacedQuote),
            Some(Damage::TooLongLine(bytes)) => {
                notes.push(RowNote::TooLongLine {
                    bytes,
                    limit: self.limits.line_bytes,
                });
            }
            None => {}
        }
        let blank = record
            .fields
            .iter()
            .all(|f| f.iter().all(|b| b.is_ascii_whitespace()));
        let mut cells = Vec::with_capacity(record.fields.len());
        for (column, field) in record
            .fields
            .iter()
            .take(self.limits.columns + 1)
            .enumerate()
        {
            let (text, note) = encoding::decode(field, self.encoding);
            // A character has at least one byte, so most cells need no count.
            if field.len() > self.limits.cell_characters
                && text.chars().count() > self.limits.cell_characters
            {
                notes.push(RowNote::TooLongCell {
                    column,
                    characters: text.chars().count(),
                    limit: self.limits.cell_characters,
                });
                cells.push(RawCell {
                    text: text.chars().take(1000).collect(),
                    note: Some(CellNote::Cut),
                });
            } else {
                cells.push(RawCell { text, note });
            }
        }
        if blank && notes.is_empty() {
            notes.push(RowNote::Blank);
        } else if self
            .header
            .as_ref()
            .is_some_and(|header| grid::same(header, &cells))
        {
            notes.push(RowNote::RepeatedHeader);
        } else if record.damage.is_none() {
            let (expected, found) = (self.columns, record.fields.len());
            if found < expected {
                notes.push(RowNote::TooFewCells { expected, found });
            } else if found > expected {
                notes.push(RowNote::TooManyCells { expected, found });
            }
        }
        let odd = !notes.is_empty() || cells.iter().any(|cell| cell.note.is_some());
        let mut raw = record.raw;
        raw.truncate(self.limits.raw_bytes);
        RawRow {
            row_key: format!("line:{}", record.line),
            line: record.line,
            cells,
            notes,
            raw: odd.then_some(raw),
        }
    }
}

impl Source for Delimited {
    fn next_part(&mut self) -> Result<Option<Part>, ListError> {
        if let Some(table) = self.table.take() {
            return Ok(Some(Part::Table(table)));
        }
        let record = match self.waiting.pop_front() {
            Some(record) => record,
            None => match self.records.next_record()? {
                Some(record) => record,
                None => return Ok(None),
            },
        };
        self.rows += 1;
        if self.rows > self.limits.rows {
            return Err(ListError::OverLimit {
                what: "rows".to_owned(),
                limit: self.limits.rows,
            });
        }
        Ok(Some(Part::Row(self.row(record))))
    }
}

/// The text after its byte order mark as it is read: UTF-16 becomes UTF-8, other encodings stay.
pub(super) fn text_source<R: Read + 'static>(input: R, chosen: &Chosen) -> Box<dyn BufRead> {
    if chosen.is_utf16() {
        Box::new(Transcoder::new(input, chosen.encoding))
    } else {
        Box::new(BufReader::with_capacity(256 << 10, input))
    }
}

/// Whether no sign divides most lines into the same number of cells.
pub(super) fn is_no_table(text: &[u8]) -> bool {
    let quote = sniff_quote(text);
    let (_, agreeing, looked) = sniff(text, quote, b'\n');
    agreeing * 10 < looked * 7
}

fn usual_width(rows: &[Vec<String>]) -> usize {
    let mut widths: Vec<usize> = rows
        .iter()
        .map(Vec::len)
        .filter(|width| *width > 0)
        .collect();
    widths.sort_unstable();
    // The widest of the most frequent.
    let mut best = (0, 0);
    for width in &widths {
        let count = widths.iter().filter(|other| *other == width).count();
        if count >= best.1 {
            best = (*width, count);
        }
    }
    best.0
}

/// The column whose cells are much longer than all others, if there is one.
fn prose_column(rows: &[Vec<String>], width: usize) -> Option<usize> {
    let whole: Vec<&Vec<String>> = rows.iter().filter(|row| row.len() == width).collect();
    let average = |column: usize| {
        let sum: usize = whole
            .iter()
            .filter_map(|row| row.get(column))
            .map(|text| text.chars().count())
            .sum();
        sum / whole.len().max(1)
    };
    let mut averages: Vec<(usize, usize)> = (0..width).map(|c| (average(c), c)).collect();
    averages.sort_unstable();
    let (longest, column) = averages.pop()?;
    let second = averages.pop().map_or(0, |(average, _)| average);
    (longest >= 60 && longest >= second * 2).then_some(column)
}

/// A file that is no text is refused with the name of what it looks like.
fn refuse_rubbish(text: &[u8]) -> Result<(), ListError> {
    let head = text.get(..text.len().min(64 << 10)).unwrap_or_default();
    let controls = head
        .iter()
        .filter(|b| {
            (**b < 0x20 && !matches!(**b, b'\t' | b'\n' | b'\r' | 0x0b | 0x0c | 0x1a | 0x1b))
                || **b == 0x7f
        })
        .count();
    // A damaged list has a stray NUL here and there; a program or a picture is full of them.
    if controls * 100 > head.len().max(400) {
        return Err(ListError::NotAList("binary data".to_owned()));
    }
    Ok(())
}

fn sniff_quote(text: &[u8]) -> char {
    let count = |quote: u8| {
        text.windows(2)
            .take(256 << 10)
            .filter(|pair| matches!(pair, [b',' | b';' | b'\t' | b'|' | b'\n', second] if *second == quote))
            .count()
    };
    let (double, single) = (count(b'"'), count(b'\''));
    if double == 0 && single >= 4 {
        '\''
    } else {
        '"'
    }
}

/// The delimiter under which most records of the sample have the same number of fields. Whole records
/// are compared, not lines, because a list with prose has more broken lines than records.
fn sniff_delimiter(text: &[u8], quote: char, terminator: u8) -> char {
    sniff(text, quote, terminator).0
}

/// The delimiter, how many records agree under it, and how many were looked at.
fn sniff(text: &[u8], quote: char, terminator: u8) -> (char, usize, usize) {
    let quote = u8::try_from(quote).unwrap_or(b'"');
    let head = text.get(..text.len().min(256 << 10)).unwrap_or_default();
    let limits = Limits {
        quote_lookahead_bytes: 16 << 10,
        ..Limits::default()
    };
    let mut best = (',', 0_usize, 0_usize, 1_usize);
    for candidate in [',', ';', '\t', '|'] {
        let Ok(byte) = u8::try_from(candidate) else {
            continue;
        };
        let mut records = Records::new(head, byte, quote, terminator, &limits);
        let mut counts: Vec<usize> = Vec::new();
        let mut looked = 0_usize;
        while counts.len() < 100 && looked < 1_000 {
            let Ok(Some(record)) = records.next_record() else {
                break;
            };
            let blank = record.fields.iter().all(|f| f.trim_ascii().is_empty());
            looked += usize::from(!blank);
            if record.damage.is_none() && record.fields.len() > 1 {
                counts.push(record.fields.len());
            }
        }
        for width in &counts {
            let agreeing = counts.iter().filter(|other| *other == width).count();
            if (agreeing, *width) > (best.1, best.2) {
                best = (candidate, agreeing, *width, looked);
            }
        }
    }
    (best.0, best.1, best.3)
}

/// Turns UTF-16 into UTF-8 as it is read.
struct Transcoder<R> {
    input: R,
    decoder: Decoder,
    incoming: Vec<u8>,
    outgoing: Vec<u8>,
    place: usize,
    ended: bool,
}

impl<R: Read> Transcoder<R> {
    fn new(input: R, encoding: &'static Encoding) -> Self {
        Self {
            input,
            decoder: encoding.new_decoder_without_bom_handling(),
            incoming: vec![0; 64 << 10],
            outgoing: Vec::new(),
            place: 0,
            ended: false,
        }
    }

    fn refill(&mut self) -> std::io::Result<()> {
        while self.place >= self.outgoing.len() && !self.ended {
            let count = self.input.read(&mut self.incoming)?;
            self.ended = count == 0;
            let read = self.incoming.get(..count).unwrap_or_default();
            let room = self
                .decoder
                .max_utf8_buffer_length(count)
                .unwrap_or(256 << 10);
            self.outgoing.clear();
            self.outgoing.resize(room, 0);
            let (result, _, written, _) =
                self.decoder
                    .decode_to_utf8(read, &mut self.outgoing, self.ended);
            if result == CoderResult::OutputFull {
                return Err(std::io::Error::other("the text could not be decoded"));
            }
            self.outgoing.truncate(written);
            self.place = 0;
        }
        Ok(())
    }
}

impl<R: Read> Read for Transcoder<R> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let available = self.fill_buf()?;
        let count = available.len().min(buffer.len());
        if let (Some(to), Some(from)) = (buffer.get_mut(..count), available.get(..count)) {
            to.copy_from_slice(from);
        }
        self.consume(count);
        Ok(count)
    }
}

impl<R: Read> BufRead for Transcoder<R> {
    fn fill_buf(&mut self) -> std::io::Result<&[u8]> {
        self.refill()?;
        Ok(self.outgoing.get(self.place..).unwrap_or_default())
    }

    fn consume(&mut self, amount: usize) {
        self.place = (self.place + amount).min(self.outgoing.len());
    }
}
