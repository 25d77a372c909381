//! Delimited text as records, line by line, so that one broken quote costs one line and no more.

use std::collections::VecDeque;
use std::io::BufRead;

use crate::{Limits, ListError};

/// What is wrong with a record as a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Damage {
    UnclosedQuote,
    MisplacedQuote,
    TooLongLine(u64),
}

/// One record: its fields as bytes, without quotes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Record {
    /// Physical line on which it starts, from 1.
    pub(super) line: u64,
    pub(super) fields: Vec<Vec<u8>>,
    pub(super) raw: Vec<u8>,
    pub(super) damage: Option<Damage>,
}

/// Fields of a record that goes over several lines, and how many lines follow its first.
type Closed = (Vec<Vec<u8>>, usize);

#[derive(Clone, Debug)]
struct Line {
    number: u64,
    text: Vec<u8>,
    /// Bytes of the line where it was too long to keep.
    too_long: Option<u64>,
}

/// Reads records from a stream with bounded memory.
pub(super) struct Records<R> {
    input: R,
    delimiter: u8,
    quote: u8,
    terminator: u8,
    expected: Option<usize>,
    line_bytes: usize,
    lookahead_bytes: usize,
    /// Bytes that may still be looked at ahead in vain: a file of broken quotes must not cost its
    /// length squared.
    patience: usize,
    number: u64,
    ahead: VecDeque<Line>,
    ended: bool,
}

impl<R: BufRead> Records<R> {
    pub(super) fn new(input: R, delimiter: u8, quote: u8, terminator: u8, limits: &Limits) -> Self {
        Self {
            input,
            delimiter,
            quote,
            terminator,
            expected: None,
            line_bytes: limits.line_bytes,
            lookahead_bytes: limits.quote_lookahead_bytes,
            patience: 256 << 20,
            number: 0,
            ahead: VecDeque::new(),
            ended: false,
        }
    }

    /// How many fields a record should have; decides whether a quoted line break is one.
    pub(super) fn expect_fields(&mut self, fields: usize) {
        self.expected = Some(fields);
    }

    fn read_line(&mut self) -> Result<Option<Line>, ListError> {
        if self.ended {
            return Ok(None);
        }
        let mut text = Vec::new();
        let mut length: u64 = 0;
        let mut any = false;
        loop {
            let available = match self.input.fill_buf() {
                Ok(available) => available,
                Err(error) if error.kind() == std::io::ErrorKind::Interrupted => continue,
                Err(error) => return Err(error.into()),
            };
            if available.is_empty() {
                self.ended = true;
                break;
            }
            any = true;
            let end = memchr::memchr(self.terminator, available);
            let piece = end
                .and_then(|end| available.get(..end))
                .unwrap_or(available);
            length = length.saturating_add(u64::try_from(piece.len()).unwrap_or(u64::MAX));
            let room = self.line_bytes.saturating_sub(text.len()).min(piece.len());
            text.extend_from_slice(piece.get(..room).unwrap_or_default());
            let used = end.map_or(available.len(), |end| end + 1);
            self.input.consume(used);
            // A file whose first line has no end is refused without reading all of it.
            if self.number == 0
                && length > u64::try_from(self.line_bytes.saturating_mul(4)).unwrap_or(u64::MAX)
            {
                return Err(ListError::OverLimit {
                    what: "first_line_bytes".to_owned(),
                    limit: u64::try_from(self.line_bytes).unwrap_or(u64::MAX),
                });
            }
            if end.is_some() {
                break;
            }
        }
        if !any {
            return Ok(None);
        }
        self.number += 1;
        let too_long =
            (length > u64::try_from(self.line_bytes).unwrap_or(u64::MAX)).then_some(length);
        if too_long.is_some() {
            // Enough to recognise the line by; the rest of it is of no use to anybody.
            text.truncate(4096);
        } else if text.last() == Some(&b'\r') {
            text.pop();
        }
        Ok(Some(Line {
            number: self.number,
            text,
            too_long,
        }))
    }

    fn line_ahead(&mut self, place: usize) -> Result<Option<&Line>, ListError> {
        while self.ahead.len() <= place {
            match self.read_line()? {
                Some(line) => self.ahead.push_back(line),
                None => return Ok(None),
            }
        }
        Ok(self.ahead.get(place))
    }

    fn next_line(&mut self) -> Result<Option<Line>, ListError> {
        match self.ahead.pop_front() {
            Some(line) => Ok(Some(line)),
            None => self.read_line(),
        }
    }

    /// The next record, or nothing at the end.
    pub(super) fn next_record(&mut self) -> Result<Option<Record>, ListError> {
        let Some(first) = self.next_line()? else {
            return Ok(None);
        };
        if let Some(bytes) = first.too_long {
            return Ok(Some(Record {
                line: first.number,
                fields: vec![first.text.clone()],
                raw: first.text,
                damage: Some(Damage::TooLongLine(bytes)),
            }));
        }
        let mut splitter = Splitter::new(self.delimiter, self.quote);
        splitter.feed(&first.text);
        if !splitter.in_quotes() {
            let damage = splitter.misplaced.then_some(Damage::MisplacedQuote);
            return Ok(Some(Record {
                line: first.number,
                fields: splitter.finish(),
                raw: first.text,
                damage,
            }));
        }
        let closed = if splitter.misplaced {
            None
        } else {
            self.closing(splitter)?
        };
        if let Some((fields, used)) = closed {
            let mut raw = first.text;
            for line in self.ahead.drain(..used) {
                raw.push(b'\n');
                raw.extend_from_slice(&line.text);
            }
            return Ok(Some(Record {
                line: first.number,
                fields,
                raw,
                damage: None,
            }));
        }
        let mut splitter = Splitter::new(self.delimiter, self.quote);
        splitter.feed(&first.text);
        Ok(Some(Record {
            line: first.number,
            fields: splitter.finish(),
            raw: first.text,
            damage: Some(Damage::UnclosedQuote),
        }))
    }

    /// Looks for the line on which an open quote closes properly. Gives the fields and how many
    /// further lines belong to the record.
    fn closing(&mut self, mut splitter: Splitter) -> Result<Option<Closed>, ListError> {
        let mut place = 0;
        let mut seen = 0_usize;
        let budget = self.lookahead_bytes.min(self.patience);
        let mut all_whole = true;
        let (delimiter, quote, expected) = (self.delimiter, self.quote, self.expected);
        let found = loop {
            let Some(line) = self.line_ahead(place)? else {
                break None;
            };
            seen = seen.saturating_add(line.text.len() + 1);
            if line.too_long.is_some() || seen > budget {
                break None;
            }
            if all_whole {
                let mut alone = Splitter::new(delimiter, quote);
                alone.feed(&line.text);
                all_whole = !alone.in_quotes()
                    && !alone.misplaced
                    && Some(alone.count()) == expected.filter(|fields| *fields > 1);
            }
            splitter.line_break();
            splitter.feed(&line.text);
            place += 1;
            if splitter.misplaced {
                break None;
            }
            if !splitter.in_quotes() {
                break Some(place);
            }
        };
        let Some(used) = found else {
            self.patience = self.patience.saturating_sub(seen);
            return Ok(None);
        };
        let fields = splitter.finish();
        // A quote that closes by chance, while every line it swallowed is a whole record by itself
        // and the sum is none, is a quote that never closed.
        if self
            .expected
            .is_some_and(|expected| fields.len() != expected)
            && all_whole
        {
            return Ok(None);
        }
        Ok(Some((fields, used)))
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    Start,
    Plain,
    Quoted,
    AfterQuote,
}

/// Splits the text of one record into fields.
struct Splitter {
    delimiter: u8,
    quote: u8,
    state: State,
    fields: Vec<Vec<u8>>,
    field: Vec<u8>,
    misplaced: bool,
}

impl Splitter {
    fn new(delimiter: u8, quote: u8) -> Self {
        Self {
            delimiter,
            quote,
            state: State::Start,
            fields: Vec::new(),
            field: Vec::new(),
            misplaced: false,
        }
    }

    fn in_quotes(&self) -> bool {
        self.state == State::Quoted
    }

    fn count(&self) -> usize {
        self.fields.len() + 1
    }

    fn line_break(&mut self) {
        self.field.push(b'\n');
    }

    fn end_field(&mut self) {
        self.fields.push(std::mem::take(&mut self.field));
        self.state = State::Start;
    }

    fn feed(&mut self, text: &[u8]) {
        for &byte in text {
            match self.state {
                State::Start if byte == self.quote => self.state = State::Quoted,
                State::Start | State::Plain if byte == self.delimiter => self.end_field(),
                State::Start | State::Plain => {
                    self.field.push(byte);
                    self.state = State::Plain;
                }
                State::Quoted if byte == self.quote => self.state = State::AfterQuote,
                State::Quoted => self.field.push(byte),
                State::AfterQuote if byte == self.delimiter => self.end_field(),
                State::AfterQuote if byte == self.quote => {
                    self.field.push(byte);
                    self.state = State::Quoted;
                }
                // Some programs pad after the quote.
                State::AfterQuote if byte == b' ' => {}
                State::AfterQuote => {
                    self.misplaced = true;
                    self.field.push(byte);
                    self.state = State::Plain;
                }
            }
        }
    }

    fn finish(mut self) -> Vec<Vec<u8>> {
        self.end_field();
        self.fields
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn read(text: &[u8], expected: usize) -> Vec<Record> {
        let mut records = Records::new(text, b',', b'"', b'\n', &Limits::default());
        records.expect_fields(expected);
        let mut all = Vec::new();
        while let Some(record) = records.next_record().unwrap() {
            all.push(record);
        }
        all
    }

    fn shown(records: &[Record]) -> Vec<(u64, Vec<String>, Option<Damage>)> {
        records
            .iter()
            .map(|record| {
                let fields = record
                    .fields
                    .iter()
                    .map(|f| String::from_utf8_lossy(f).into_owned());
                (record.line, fields.collect(), record.damage)
            })
            .collect()
    }

    #[test]
    fn an_unclosed_quote_costs_its_own_line() {
        for follower in [
            "2,\"b, c\",x",
            "2,b,x\n3,\"b\",x",
            "2,\"\"\"b\"\"\",x",
            "2,,\"x\"",
        ] {
            let text = format!("1,\"a,x\n{follower}\n9,z,x\n");
            let records = read(text.as_bytes(), 3);
            assert_eq!(records[0].damage, Some(Damage::UnclosedQuote), "{follower}");
            assert_eq!(records[1].line, 2, "{follower}");
            assert!(
                records[1..]
                    .iter()
                    .all(|r| r.damage.is_none() && r.fields.len() == 3),
                "{follower}"
            );
        }
    }

    #[test]
    fn a_line_break_in_quotes_is_one_record_and_lines_count_physically() {
        let records = read(b"1,\"a\r\nb, c\",x\r\n2,b,\"y\"\r\n", 3);
        assert_eq!(
            shown(&records),
            [
                (1, vec!["1".into(), "a\nb, c".into(), "x".into()], None),
                (3, vec!["2".into(), "b".into(), "y".into()], None),
            ]
        );
    }

    #[test]
    fn a_misplaced_quote_is_noted() {
        let records = read(b"1,\"a\"b,x\n2,5\" pipe,x\n", 3);
        assert_eq!(records[0].damage, Some(Damage::MisplacedQuote));
        assert_eq!(records[1].damage, None);
        assert_eq!(records[1].fields[1], b"5\" pipe");
    }

    #[test]
    fn a_line_over_the_limit_is_refused_and_the_next_one_read() {
        let limits = Limits {
            line_bytes: 10,
            ..Limits::default()
        };
        let mut records = Records::new(
            &b"aaaaaaaaaaaaaaaaaaaa\nb,c\n"[..],
            b',',
            b'"',
            b'\n',
            &limits,
        );
        let first = records.next_record().unwrap().unwrap();
        assert_eq!(first.damage, Some(Damage::TooLongLine(20)));
        assert_eq!(records.next_record().unwrap().unwrap().fields.len(), 2);
    }

    proptest! {
        #[test]
        fn what_was_written_by_the_rules_reads_back(
            rows in prop::collection::vec(prop::collection::vec("[a-z,\" \n]{0,8}", 3), 1..8)
        ) {
            let mut text = String::new();
            for row in &rows {
                let cells: Vec<_> =
                    row.iter().map(|c| format!("\"{}\"", c.replace('"', "\"\""))).collect();
                text.push_str(&cells.join(","));
                text.push_str("\r\n");
            }
            let records = read(text.as_bytes(), 3);
            prop_assert_eq!(records.len(), rows.len());
            for (record, row) in records.iter().zip(&rows) {
                prop_assert_eq!(record.damage, None);
                for (field, cell) in record.fields.iter().zip(row) {
                    prop_assert_eq!(field.as_slice(), cell.as_bytes());
                }
            }
        }

        #[test]
        fn any_bytes_end_and_every_line_is_accounted_for(
            bytes in prop::collection::vec(prop::sample::select(b"a,\"\n\r\0\xff;".to_vec()), 0..200)
        ) {
            let records = read(&bytes, 2);
            let lines = bytes.split(|b| *b == b'\n').count()
                - usize::from(bytes.last().is_none_or(|b| *b == b'\n'));
            let held: usize = records
                .iter()
                .map(|r| 1 + r.raw.iter().filter(|b| **b == b'\n').count())
                .sum();
            prop_assert_eq!(held, lines);
        }
    }
}
