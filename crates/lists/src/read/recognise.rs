//! Which kind of file it is, by what stands in it and never by its name.

use std::io::{BufReader, Read, Seek, SeekFrom};

use super::delimited::{self, Delimited};
use super::encoding::{self, Chosen};
use super::json_table::Json;
use super::ods::OpenSheets;
use super::xlsx::Spreadsheet;
use super::xlsx_parts::Archive;
use super::{ReadOptions, Source, document, entries, markup, word};
use crate::{Format, Limits, ListError};

/// How much of a text is looked at.
const SAMPLE: usize = 1 << 20;

/// An archive: what lies in it says what it is.
pub(super) const ARCHIVE: &str = "zip";

/// A PDF: whether there is a table in it shows only when its letters are read.
pub(super) const PDF: &str = "pdf";

/// Names a file by its first bytes; nothing for what may be text.
pub(super) fn by_first_bytes(head: &[u8]) -> Option<&'static str> {
    const SIGNS: [(&[u8], &str); 21] = [
        (b"PK\x03\x04", ARCHIVE),
        (b"PK\x05\x06", ARCHIVE),
        (
            b"\xd0\xcf\x11\xe0",
            "an old Office file or a saved message (save a list as XLSX or CSV; anything else can be kept as evidence)",
        ),
        (b"%PDF", PDF),
        (b"{\\rtf", "a text document in RTF (save it as DOCX)"),
        (b"\x89PNG", "a picture"),
        (b"\xff\xd8\xff", "a picture"),
        (b"GIF8", "a picture"),
        (b"II*\0", "a picture"),
        (b"MM\0*", "a picture"),
        (b"RIFF", "a sound, film or picture"),
        (b"OggS", "a sound or film"),
        (b"ID3", "a sound"),
        (b"\x7fELF", "a program"),
        (b"MZ\x90", "a program"),
        (b"\x1f\x8b", "a compressed file"),
        (b"BZh", "a compressed file"),
        (b"\xfd7zXZ", "a compressed file"),
        (b"7z\xbc\xaf", "a compressed file"),
        (b"Rar!", "a compressed file"),
        (b"SQLite format", "a database"),
    ];
    if head.get(4..8) == Some(b"ftyp") {
        return Some("a film or picture");
    }
    if is_mail(head) {
        return Some("a mail message (it can be kept as evidence)");
    }
    SIGNS
        .iter()
        .find(|(sign, _)| head.starts_with(sign))
        .map(|(_, name)| *name)
}

/// The first lines are headers of a message.
pub(super) fn is_mail(head: &[u8]) -> bool {
    const HEADERS: [&str; 9] = [
        "from:",
        "to:",
        "date:",
        "subject:",
        "received:",
        "return-path:",
        "message-id:",
        "mime-version:",
        "delivered-to:",
    ];
    let text = String::from_utf8_lossy(head).to_ascii_lowercase();
    let found = text
        .lines()
        .take_while(|line| !line.trim().is_empty())
        .filter(|line| HEADERS.iter().any(|header| line.starts_with(header)))
        .count();
    found >= 3
}

/// Opens an archive by what lies in it.
pub(super) fn open_archive<R: Read + Seek + 'static>(
    input: R,
    options: &ReadOptions,
    limits: Limits,
) -> Result<Box<dyn Source>, ListError> {
    let mut archive = Archive::open(input, limits)?;
    if archive.has("xl/workbook.xml") {
        return Ok(Box::new(Spreadsheet::open(archive, options, limits)?));
    }
    if archive.has("word/document.xml") {
        let document = word::read(&mut archive, "word/document.xml")?;
        return Ok(Box::new(document::parts(
            &document,
            Format::Word,
            None,
            options,
            &limits,
        )?));
    }
    let kind = archive.small_text("mimetype")?.unwrap_or_default();
    if archive.has("content.xml") {
        if kind.contains("opendocument.spreadsheet") {
            return Ok(Box::new(OpenSheets::open(archive, options, limits)?));
        }
        if kind.contains("opendocument.text") {
            let document = word::read(&mut archive, "content.xml")?;
            return Ok(Box::new(document::parts(
                &document,
                Format::Word,
                None,
                options,
                &limits,
            )?));
        }
    }
    let nested = archive.names().any(|name| {
        let lower = name.to_ascii_lowercase();
        [
            ".zip", ".gz", ".7z", ".rar", ".xlsx", ".docx", ".tar", ".jar",
        ]
        .iter()
        .any(|end| lower.ends_with(end))
    });
    let what = if archive.has("ppt/presentation.xml") || kind.contains("opendocument.presentation")
    {
        "a presentation (it can be kept as evidence)"
    } else if archive.has("xl/workbook.bin") {
        "a binary spreadsheet (save it as XLSX)"
    } else if nested {
        "an archive with further archives or documents inside, which are not opened"
    } else {
        "an archive, not a list"
    };
    Err(ListError::NotAList(what.to_owned()))
}

/// Opens a text by its first part.
pub(super) fn open_text<R: Read + Seek + 'static>(
    mut input: R,
    options: &ReadOptions,
    limits: Limits,
) -> Result<Box<dyn Source>, ListError> {
    let mut sample = Vec::new();
    input
        .by_ref()
        .take(u64::try_from(SAMPLE).unwrap_or(u64::MAX))
        .read_to_end(&mut sample)?;
    if sample.is_empty() {
        return Err(ListError::Empty);
    }
    let chosen = encoding::choose(&sample, options.encoding.as_deref())?;
    let whole = sample.len() < SAMPLE;
    let sample = sample.get(chosen.mark..).unwrap_or_default();
    let utf8: Vec<u8> = if chosen.is_utf16() {
        let (text, _) = chosen.encoding.decode_without_bom_handling(sample);
        text.into_owned().into_bytes()
    } else {
        sample.to_vec()
    };
    input.seek(SeekFrom::Start(u64::try_from(chosen.mark).unwrap_or(0)))?;
    let begins = utf8.trim_ascii_start();
    // Whoever says what divides the cells has said that it is a table of text.
    if options.delimiter.is_none() {
        if matches!(begins.first(), Some(b'{' | b'[')) && looks_like_json(begins) {
            let describe = chosen.describe();
            let source = delimited::text_source(input, &chosen);
            return Ok(Box::new(Json::open(source, describe, options, limits)?));
        }
        if begins.first() == Some(&b'<') {
            match page_kind(begins) {
                Some(true) => {
                    let text = whole_text(input, &chosen, &limits)?;
                    let document = markup::read(&text, &limits)?;
                    return Ok(Box::new(document::parts(
                        &document,
                        Format::Html,
                        Some(&chosen.describe()),
                        options,
                        &limits,
                    )?));
                }
                Some(false) => {
                    return Err(ListError::NotAList(
                        "a file in XML (it can be kept as evidence)".to_owned(),
                    ));
                }
                None => {}
            }
        }
        let (text, _) = if chosen.is_utf16() {
            encoding_rs::UTF_8.decode_without_bom_handling(&utf8)
        } else {
            chosen.encoding.decode_without_bom_handling(&utf8)
        };
        if delimited::is_no_table(&utf8) && entries::looks_like_entries(&text) {
            let text = whole_text(input, &chosen, &limits)?;
            let document = document::Document {
                lines: text
                    .split(['\n', '\u{c}'])
                    .map(document::Line::plain)
                    .collect(),
                tables: Vec::new(),
            };
            // Without entries after all it is read as a table of one column.
            match document::parts(
                &document,
                Format::Text,
                Some(&chosen.describe()),
                options,
                &limits,
            ) {
                Ok(parts) => return Ok(Box::new(parts)),
                Err(ListError::NotAList(_)) if whole => {
                    let bytes = std::io::Cursor::new(text.into_bytes());
                    return Ok(Box::new(Delimited::open(bytes, options, limits)?));
                }
                Err(error) => return Err(error),
            }
        }
    }
    input.seek(SeekFrom::Start(0))?;
    Ok(Box::new(Delimited::open(input, options, limits)?))
}

/// An object or a list of something: `{"`, `[{`, `["`, `[[`, empty ones; not `[Ana]` or `{a}`.
fn looks_like_json(text: &[u8]) -> bool {
    let mut signs = text.iter().copied().filter(|b| !b.is_ascii_whitespace());
    matches!(
        (signs.next(), signs.next()),
        (Some(b'{'), Some(b'"' | b'}')) | (Some(b'['), Some(b'{' | b'[' | b'"' | b']'))
    )
}

/// True for a page, false for other XML, nothing for text that begins with the sign.
fn page_kind(text: &[u8]) -> Option<bool> {
    let head = text.get(..text.len().min(4096)).unwrap_or_default();
    let lower = String::from_utf8_lossy(head).to_ascii_lowercase();
    let page = [
        "<!doctype html",
        "<html",
        "<table",
        "<body",
        "<head",
        "<div",
        "<ol",
        "<p>",
    ]
    .iter()
    .any(|tag| lower.contains(tag));
    if page {
        Some(true)
    } else if lower.starts_with("<?xml") || lower.starts_with("<!doctype") {
        Some(false)
    } else {
        None
    }
}

fn whole_text<R: Read + 'static>(
    input: R,
    chosen: &Chosen,
    limits: &Limits,
) -> Result<String, ListError> {
    let mut input = BufReader::new(input);
    let bytes = document::read_all(&mut input, limits)?;
    let (text, _) = chosen.encoding.decode_without_bom_handling(&bytes);
    // A NUL cuts no text; here nothing but the missing sign tells of it.
    Ok(text.replace('\0', ""))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_are_told_by_what_stands_in_the_file() {
        assert_eq!(by_first_bytes(b"%PDF-1.7"), Some(PDF));
        assert_eq!(
            by_first_bytes(b"\0\0\0\x20ftypmp42"),
            Some("a film or picture")
        );
        let mail = b"Return-Path: <a@b.invalid>\r\nFrom: a\r\nSubject: list\r\n\r\nhello";
        assert!(by_first_bytes(mail).is_some_and(|what| what.contains("mail")));
        assert_eq!(by_first_bytes(b"from,to,date\n"), None);
        assert!(looks_like_json(b"[ {\"a\": 1}]"));
        assert!(!looks_like_json(b"[Ana],[Vel]"));
        assert_eq!(page_kind(b"<!DOCTYPE html><html>"), Some(true));
        assert_eq!(page_kind(b"<?xml version='1.0'?><x/>"), Some(false));
        assert_eq!(page_kind(b"<ana>,vel"), None);
    }
}
