//! Which encoding a text is in, and how a cell that breaks it is read.
//!
//! Two rules, both stated, neither silent: the file has one encoding, chosen from its first part
//! with a reason; a cell that is not valid in it is read with the single-byte encoding whose letters
//! fit together best, and is marked, so that a person looks at the row.

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1251, WINDOWS_1252, WINDOWS_1256};

use crate::{CellNote, EncodingChoice, ListError};

/// The encoding of a file.
#[derive(Clone, Debug)]
pub(super) struct Chosen {
    pub(super) encoding: &'static Encoding,
    /// Bytes of the byte order mark to skip.
    pub(super) mark: usize,
    pub(super) reason: &'static str,
    pub(super) damaged_lines: u64,
}

impl Chosen {
    pub(super) fn describe(&self) -> EncodingChoice {
        EncodingChoice {
            name: self.encoding.name().to_owned(),
            reason: self.reason.to_owned(),
            damaged_lines: self.damaged_lines,
        }
    }

    pub(super) fn is_utf16(&self) -> bool {
        self.encoding == UTF_16LE || self.encoding == UTF_16BE
    }
}

/// Chooses the encoding from the first bytes of the file.
pub(super) fn choose(sample: &[u8], asked: Option<&str>) -> Result<Chosen, ListError> {
    let marked = Encoding::for_bom(sample);
    if let Some(name) = asked {
        let encoding = Encoding::for_label(name.as_bytes())
            .ok_or_else(|| ListError::UnknownEncoding(name.to_owned()))?;
        let mark = marked
            .filter(|(found, _)| *found == encoding)
            .map_or(0, |(_, length)| length);
        return Ok(Chosen {
            encoding,
            mark,
            reason: "asked",
            damaged_lines: 0,
        });
    }
    if let Some((encoding, mark)) = marked {
        let damaged_lines = if encoding == UTF_8 {
            damaged(sample).0
        } else {
            0
        };
        return Ok(Chosen {
            encoding,
            mark,
            reason: "byte_order_mark",
            damaged_lines,
        });
    }
    if let Some(encoding) = by_nul_pattern(sample) {
        return Ok(Chosen {
            encoding,
            mark: 0,
            reason: "nul_pattern",
            damaged_lines: 0,
        });
    }
    let (damaged_lines, good_lines) = damaged(sample);
    if damaged_lines == 0 {
        return Ok(Chosen {
            encoding: UTF_8,
            mark: 0,
            reason: "valid_utf8",
            damaged_lines,
        });
    }
    // Text that happens to be valid as several bytes of UTF-8 is hardly ever anything else.
    if good_lines >= damaged_lines {
        return Ok(Chosen {
            encoding: UTF_8,
            mark: 0,
            reason: "mostly_utf8",
            damaged_lines,
        });
    }
    let (encoding, sure) = by_letters(sample);
    if sure {
        return Ok(Chosen {
            encoding,
            mark: 0,
            reason: "letters",
            damaged_lines: 0,
        });
    }
    let mut detector = chardetng::EncodingDetector::new(chardetng::Iso2022JpDetection::Deny);
    detector.feed(sample, true);
    let encoding = detector.guess(None, chardetng::Utf8Detection::Deny);
    Ok(Chosen {
        encoding,
        mark: 0,
        reason: "detector",
        damaged_lines: 0,
    })
}

/// Lines that are not valid UTF-8, and lines that are and hold more than ASCII.
fn damaged(sample: &[u8]) -> (u64, u64) {
    let (mut bad, mut good) = (0, 0);
    let mut lines = sample.split(|byte| *byte == b'\n').peekable();
    while let Some(line) = lines.next() {
        match std::str::from_utf8(line) {
            Ok(text) if text.is_ascii() => {}
            Ok(_) => good += 1,
            // The sample may end inside a letter.
            Err(error) if lines.peek().is_none() && error.error_len().is_none() => {}
            Err(_) => bad += 1,
        }
    }
    (bad, good)
}

/// UTF-16 without a mark: ASCII characters make every other byte a NUL.
fn by_nul_pattern(sample: &[u8]) -> Option<&'static Encoding> {
    let head = sample.get(..sample.len().min(4096))?;
    let (mut even, mut odd, mut pairs) = (0_usize, 0_usize, 0_usize);
    for pair in head.chunks_exact(2) {
        if let [first, second] = pair {
            pairs += 1;
            even += usize::from(*first == 0);
            odd += usize::from(*second == 0);
        }
    }
    if pairs >= 4 && odd * 10 > pairs * 4 && even * 20 < pairs {
        Some(UTF_16LE)
    } else if pairs >= 4 && even * 10 > pairs * 4 && odd * 20 < pairs {
        Some(UTF_16BE)
    } else {
        None
    }
}

/// The explicit rule for single-byte text: of windows-1251, windows-1256 and windows-1252 the one
/// whose letters fit together. Cyrillic never has a capital after a small letter within a word;
/// Arabic words hold Arabic letters only; Latin text has ASCII letters around the accented ones.
/// The second value is false where the best one still has faults.
pub(super) fn by_letters(bytes: &[u8]) -> (&'static Encoding, bool) {
    let mut best: (&'static Encoding, usize) = (WINDOWS_1252, usize::MAX);
    for encoding in [WINDOWS_1252, WINDOWS_1251, WINDOWS_1256] {
        let faults = faults_of(encoding, bytes);
        if faults < best.1 {
            best = (encoding, faults);
        }
    }
    let high = bytes.iter().filter(|byte| **byte >= 0x80).count();
    (best.0, best.1 * 10 <= high)
}

fn faults_of(encoding: &'static Encoding, bytes: &[u8]) -> usize {
    let (text, _) = encoding.decode_without_bom_handling(bytes);
    let mut faults = 0;
    let mut before: Option<char> = None;
    let mut ascii_letters = 0_usize;
    let mut accented = 0_usize;
    for letter in text.chars() {
        let high = !letter.is_ascii();
        if high && !letter.is_alphabetic() && !is_mark(letter) {
            faults += 1;
        }
        if high && letter.is_control() {
            faults += 2;
        }
        if let Some(before) = before
            && before.is_alphabetic()
            && letter.is_alphabetic()
            && (high || !before.is_ascii())
        {
            if before.is_lowercase() && letter.is_uppercase() {
                faults += 1;
            }
            if family(before) != family(letter) {
                faults += 1;
            }
        }
        if letter.is_ascii_alphabetic() {
            ascii_letters += 1;
        } else if high && family(letter) == 1 {
            accented += 1;
        }
        before = Some(letter);
    }
    // In Latin text the accented letters are few among plain ones.
    if encoding == WINDOWS_1252 && accented * 2 > ascii_letters {
        faults += accented;
    }
    faults
}

/// 1 Latin, 2 Cyrillic, 3 Arabic, 0 anything else.
fn family(letter: char) -> u8 {
    match u32::from(letter) {
        0x41..=0x24F => 1,
        0x400..=0x52F => 2,
        0x600..=0x6FF => 3,
        _ => 0,
    }
}

/// Signs that stand in honest text: quotes, dashes, the number sign, no-break space, Arabic comma.
fn is_mark(letter: char) -> bool {
    matches!(
        letter,
        '\u{a0}'
            | '«'
            | '»'
            | '–'
            | '—'
            | '‘'
            | '’'
            | '“'
            | '”'
            | '„'
            | '№'
            | '…'
            | '·'
            | '°'
            | '§'
            | '،'
            | '؛'
            | '؟'
            | '\u{200c}'
            | '\u{200d}'
            | '\u{200e}'
            | '\u{200f}'
            | '\u{64b}'..='\u{652}' | 'ª' | 'º' | '¿' | '¡'
    )
}

/// Reads one cell. NULs are taken out and noted; invalid bytes are read by the stated rule and noted.
pub(super) fn decode(bytes: &[u8], encoding: &'static Encoding) -> (String, Option<CellNote>) {
    let mut note = None;
    let held: Vec<u8>;
    let mut bytes = bytes;
    if memchr::memchr(0, bytes).is_some() {
        held = bytes.iter().copied().filter(|byte| *byte != 0).collect();
        bytes = &held;
        note = Some(CellNote::Nul);
    }
    if encoding == UTF_8 {
        return match std::str::from_utf8(bytes) {
            Ok(text) => {
                if note.is_none() && text.contains('\u{fffd}') {
                    note = Some(CellNote::Replacement);
                }
                (text.to_owned(), note)
            }
            Err(_) => assumed(bytes),
        };
    }
    match encoding.decode_without_bom_handling_and_without_replacement(bytes) {
        Some(text) => (text.into_owned(), note),
        None => assumed(bytes),
    }
}

fn assumed(bytes: &[u8]) -> (String, Option<CellNote>) {
    let (encoding, _) = by_letters(bytes);
    let (text, _) = encoding.decode_without_bom_handling(bytes);
    (
        text.into_owned(),
        Some(CellNote::WrongEncoding {
            assumed: encoding.name().to_owned(),
        }),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn single_byte_names_are_told_apart_by_their_letters() {
        for (text, encoding) in [
            ("Вершинин Антон Игоревич", WINDOWS_1251),
            ("Лейла Эльчин кызы", WINDOWS_1251),
            ("سامي مروان حجاج", WINDOWS_1256),
            ("Señor Niño", WINDOWS_1252),
            ("Iván Abdón Peña", WINDOWS_1252),
        ] {
            let (bytes, _, bad) = encoding.encode(text);
            assert!(!bad);
            let (found, note) = decode(&bytes, UTF_8);
            assert_eq!(found, text);
            assert_eq!(
                note,
                Some(CellNote::WrongEncoding {
                    assumed: encoding.name().to_owned()
                })
            );
        }
    }

    #[test]
    fn a_file_keeps_one_encoding_and_says_why() {
        let chosen = |bytes: &[u8]| {
            let chosen = choose(bytes, None).unwrap();
            (chosen.encoding.name(), chosen.reason)
        };
        assert_eq!(chosen(b"a,b\n1,2\n"), ("UTF-8", "valid_utf8"));
        assert_eq!(
            chosen("\u{feff}имя\n".as_bytes()),
            ("UTF-8", "byte_order_mark")
        );
        assert_eq!(
            chosen(b"\xff\xfea\0,\0b\0"),
            ("UTF-16LE", "byte_order_mark")
        );
        assert_eq!(
            chosen(b"a\0,\0b\0\n\x001\0,\x002\0"),
            ("UTF-16LE", "nul_pattern")
        );
        let (cyrillic, _, _) = WINDOWS_1251.encode("Фамилия;Имя\nВершинин;Антон\nЛазарева;Нина\n");
        assert_eq!(chosen(&cyrillic), ("windows-1251", "letters"));
        let mut mixed = "имя\nАнтон\nНина\n".as_bytes().to_vec();
        mixed.extend_from_slice(&WINDOWS_1251.encode("Пётр\n").0);
        assert_eq!(chosen(&mixed), ("UTF-8", "mostly_utf8"));
        assert!(matches!(
            choose(b"a", Some("klingon")),
            Err(ListError::UnknownEncoding(_))
        ));
    }

    #[test]
    fn nul_bytes_are_noted_and_cut_nothing() {
        assert_eq!(
            decode(b"An\0na", UTF_8),
            ("Anna".to_owned(), Some(CellNote::Nul))
        );
        assert_eq!(
            decode("a\u{fffd}".as_bytes(), UTF_8).1,
            Some(CellNote::Replacement)
        );
    }
}
