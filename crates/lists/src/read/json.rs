//! JSON read pair by pair, in the order of the file.
//!
//! A reader that makes a map of an object loses the first of two people of one name; this one keeps
//! every pair. Values are held one record at a time, never the whole file.

use std::io::BufRead;

use encoding_rs::UTF_8;

use super::encoding;
use crate::{CellNote, ListError};

/// How deep lists and objects may lie in each other.
const DEPTH: usize = 32;

/// A value as it is written.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Value {
    Null,
    /// Truth values and numbers, as written.
    Plain(String),
    Text(String, Option<CellNote>),
    List(Vec<Value>),
    Object(Vec<(String, Value)>),
}

impl Value {
    /// Whether it holds objects: one, or a list with at least one.
    pub(super) fn has_objects(&self) -> bool {
        match self {
            Self::Object(_) => true,
            Self::List(values) => values.iter().any(|v| matches!(v, Self::Object(_))),
            _ => false,
        }
    }
}

/// Takes values off a stream.
pub(super) struct Lexer<R> {
    input: R,
    /// The line that is being read, from 1.
    pub(super) line: u64,
    /// Bytes taken since [`Lexer::begin_record`].
    used: usize,
    limit: usize,
}

impl<R: BufRead> Lexer<R> {
    pub(super) fn new(input: R, limit: usize) -> Self {
        Self {
            input,
            line: 1,
            used: 0,
            limit,
        }
    }

    /// A record begins: its bytes are counted from here.
    pub(super) fn begin_record(&mut self) {
        self.used = 0;
    }

    /// Bytes of the record so far.
    pub(super) fn used(&self) -> usize {
        self.used
    }

    fn damaged(&self, what: &str) -> ListError {
        ListError::Damaged(format!("JSON, line {}: {what}", self.line))
    }

    fn look(&mut self) -> Result<Option<u8>, ListError> {
        loop {
            match self.input.fill_buf() {
                Ok(bytes) => return Ok(bytes.first().copied()),
                Err(error) if error.kind() == std::io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error.into()),
            }
        }
    }

    fn take(&mut self) -> Result<Option<u8>, ListError> {
        let byte = self.look()?;
        if let Some(byte) = byte {
            self.input.consume(1);
            self.used += 1;
            if byte == b'\n' {
                self.line += 1;
            }
            if self.used > self.limit {
                return Err(ListError::OverLimit {
                    what: "record_bytes".to_owned(),
                    limit: u64::try_from(self.limit).unwrap_or(u64::MAX),
                });
            }
        }
        Ok(byte)
    }

    /// The next byte that is no blank, left in its place.
    pub(super) fn peek(&mut self) -> Result<Option<u8>, ListError> {
        while let Some(byte) = self.look()? {
            if !matches!(byte, b' ' | b'\n' | b'\r' | b'\t') {
                return Ok(Some(byte));
            }
            self.input.consume(1);
            if byte == b'\n' {
                self.line += 1;
            }
        }
        Ok(None)
    }

    /// Takes a sign if it comes next.
    pub(super) fn accept(&mut self, sign: u8) -> Result<bool, ListError> {
        let next = self.peek()? == Some(sign);
        if next {
            self.take()?;
        }
        Ok(next)
    }

    pub(super) fn expect(&mut self, sign: u8) -> Result<(), ListError> {
        if self.accept(sign)? {
            Ok(())
        } else {
            Err(self.damaged(&format!("{:?} is missing", char::from(sign))))
        }
    }

    /// The name of the next pair, with its colon.
    pub(super) fn name(&mut self) -> Result<String, ListError> {
        let (name, _) = self.text()?;
        self.expect(b':')?;
        Ok(name)
    }

    /// The next value, whole.
    pub(super) fn value(&mut self) -> Result<Value, ListError> {
        self.value_at(0)
    }

    fn value_at(&mut self, depth: usize) -> Result<Value, ListError> {
        if depth > DEPTH {
            return Err(ListError::OverLimit {
                what: "depth".to_owned(),
                limit: u64::try_from(DEPTH).unwrap_or(u64::MAX),
            });
        }
        match self.peek()? {
            Some(b'"') => self.text().map(|(text, note)| Value::Text(text, note)),
            Some(b'[') => {
                self.take()?;
                self.rest_of_list(depth).map(Value::List)
            }
            Some(b'{') => {
                self.take()?;
                let mut pairs = Vec::new();
                if self.accept(b'}')? {
                    return Ok(Value::Object(pairs));
                }
                loop {
                    let name = self.name()?;
                    pairs.push((name, self.value_at(depth + 1)?));
                    if !self.accept(b',')? {
                        break;
                    }
                }
                self.expect(b'}')?;
                Ok(Value::Object(pairs))
            }
            Some(_) => self.plain(),
            None => Err(self.damaged("it ends in the middle")),
        }
    }

    /// The values of a list whose bracket was taken.
    pub(super) fn rest_of_list(&mut self, depth: usize) -> Result<Vec<Value>, ListError> {
        let mut values = Vec::new();
        if self.accept(b']')? {
            return Ok(values);
        }
        loop {
            values.push(self.value_at(depth + 1)?);
            if !self.accept(b',')? {
                break;
            }
        }
        self.expect(b']')?;
        Ok(values)
    }

    fn plain(&mut self) -> Result<Value, ListError> {
        let mut word = String::new();
        while let Some(byte) = self.look()? {
            if !(byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'-' | b'.')) {
                break;
            }
            self.take()?;
            word.push(char::from(byte));
        }
        let number = word
            .bytes()
            .next()
            .is_some_and(|b| b.is_ascii_digit() || b == b'-');
        match word.as_str() {
            "null" | "NaN" => Ok(Value::Null),
            "true" | "false" => Ok(Value::Plain(word)),
            _ if number && word.len() <= 400 && word.parse::<f64>().is_ok() => {
                Ok(Value::Plain(word))
            }
            _ => Err(self.damaged("a value that is none")),
        }
    }

    fn text(&mut self) -> Result<(String, Option<CellNote>), ListError> {
        self.expect(b'"')?;
        let mut bytes: Vec<u8> = Vec::new();
        loop {
            match self.take()? {
                None => return Err(self.damaged("a text that never ends")),
                Some(b'"') => break,
                Some(b'\\') => self.escape(&mut bytes)?,
                Some(byte) => bytes.push(byte),
            }
        }
        Ok(encoding::decode(&bytes, UTF_8))
    }

    fn escape(&mut self, bytes: &mut Vec<u8>) -> Result<(), ListError> {
        let plain = match self.take()? {
            Some(b'n') => b'\n',
            Some(b't') => b'\t',
            Some(b'r') => b'\r',
            Some(b'b') => 8,
            Some(b'f') => 12,
            Some(byte @ (b'"' | b'\\' | b'/')) => byte,
            Some(b'u') => {
                let mut code = self.code_unit()?;
                if (0xD800..0xDC00).contains(&code) && self.look()? == Some(b'\\') {
                    self.take()?;
                    if self.take()? != Some(b'u') {
                        return Err(self.damaged("half a character"));
                    }
                    let low = self.code_unit()?;
                    if !(0xDC00..0xE000).contains(&low) {
                        return Err(self.damaged("half a character"));
                    }
                    code = 0x1_0000 + ((code - 0xD800) << 10) + (low - 0xDC00);
                }
                // Half a character that stands alone is lost, and said to be.
                let character = char::from_u32(code).unwrap_or('\u{fffd}');
                let mut room = [0; 4];
                bytes.extend_from_slice(character.encode_utf8(&mut room).as_bytes());
                return Ok(());
            }
            _ => return Err(self.damaged("an unknown escape")),
        };
        bytes.push(plain);
        Ok(())
    }

    fn code_unit(&mut self) -> Result<u32, ListError> {
        let mut code = 0;
        for _ in 0..4 {
            let digit = self
                .take()?
                .and_then(|byte| char::from(byte).to_digit(16))
                .ok_or_else(|| self.damaged("an unknown escape"))?;
            code = code * 16 + digit;
        }
        Ok(code)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Value, ListError> {
        Lexer::new(text.as_bytes(), 10_000).value()
    }

    #[test]
    fn both_pairs_of_one_name_are_kept() {
        let Value::Object(pairs) =
            read(r#"{"a": 1, "b": [null, true], "a": "x\u00e9\n"}"#).unwrap()
        else {
            panic!("an object");
        };
        let names: Vec<&str> = pairs.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(names, ["a", "b", "a"]);
        assert_eq!(pairs[2].1, Value::Text("xé\n".to_owned(), None));
        assert_eq!(
            read(r#""\ud83d\ude00""#).unwrap(),
            Value::Text("😀".to_owned(), None)
        );
    }

    #[test]
    fn what_is_broken_deep_or_long_is_named() {
        for text in [
            "{",
            "[1,",
            "\"abc",
            "{\"a\" 1}",
            "[tru]",
            "\"\\x\"",
            "[1 2]",
        ] {
            assert!(matches!(read(text), Err(ListError::Damaged(_))), "{text}");
        }
        let deep = "[".repeat(100_000);
        assert!(matches!(read(&deep), Err(ListError::OverLimit { what, .. }) if what == "depth"));
        let long = format!("\"{}\"", "a".repeat(20_000));
        assert!(
            matches!(read(&long), Err(ListError::OverLimit { what, .. }) if what == "record_bytes")
        );
    }
}
