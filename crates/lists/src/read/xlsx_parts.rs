//! The parts of a spreadsheet other than its sheets: the archive with its limits, shared texts,
//! styles (which numbers are dates, which fills have a colour) and the list of sheets.

use std::cell::RefCell;
use std::collections::HashMap;
use std::io::{BufReader, Read, Seek, SeekFrom};
use std::rc::Rc;

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use zip::{CompressionMethod, ZipArchive};

use crate::{Limits, ListError};

/// Anything that can be read at a place.
pub(super) trait Input: Read + Seek {}
impl<T: Read + Seek> Input for T {}

/// One file, read by the archive's directory and by its parts in turn.
#[derive(Clone)]
struct Shared(Rc<RefCell<Box<dyn Input>>>);

impl Read for Shared {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        self.0.borrow_mut().read(buffer)
    }
}

impl Seek for Shared {
    fn seek(&mut self, to: SeekFrom) -> std::io::Result<u64> {
        self.0.borrow_mut().seek(to)
    }
}

/// The compressed bytes of one part, whatever else reads the file in between.
struct Stored {
    file: Shared,
    at: u64,
    left: u64,
}

impl Read for Stored {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let room = usize::try_from(self.left)
            .unwrap_or(usize::MAX)
            .min(buffer.len());
        let Some(buffer) = buffer.get_mut(..room).filter(|room| !room.is_empty()) else {
            return Ok(0);
        };
        self.file.seek(SeekFrom::Start(self.at))?;
        let count = self.file.read(buffer)?;
        let moved = u64::try_from(count).unwrap_or(u64::MAX);
        self.at += moved;
        self.left = self.left.saturating_sub(moved);
        Ok(count)
    }
}

/// Counts what comes out of the decompressor and stops where it is more than is allowed; the size
/// that the archive declares is not believed.
struct Measured<R> {
    input: R,
    left: Rc<RefCell<u64>>,
    part_left: u64,
}

pub(super) const OVER_BYTES: &str = "over the limit of archive_bytes";
pub(super) const OVER_RATIO: &str = "over the limit of archive_ratio";

impl<R: Read> Read for Measured<R> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let count = self.input.read(buffer)?;
        let moved = u64::try_from(count).unwrap_or(u64::MAX);
        if moved > self.part_left {
            return Err(std::io::Error::other(OVER_RATIO));
        }
        self.part_left -= moved;
        let mut left = self.left.borrow_mut();
        if moved > *left {
            return Err(std::io::Error::other(OVER_BYTES));
        }
        *left -= moved;
        Ok(count)
    }
}

/// A part as XML.
pub(super) type Xml = Reader<BufReader<Box<dyn Read>>>;

/// The archive, opened and measured.
pub(super) struct Archive {
    archive: ZipArchive<Shared>,
    file: Shared,
    left: Rc<RefCell<u64>>,
    limits: Limits,
}

impl Archive {
    pub(super) fn open<R: Read + Seek + 'static>(
        input: R,
        limits: Limits,
    ) -> Result<Self, ListError> {
        let file = Shared(Rc::new(RefCell::new(Box::new(input))));
        let archive = ZipArchive::new(file.clone())
            .map_err(|error| ListError::DamagedSpreadsheet(error.to_string()))?;
        if archive.len() > limits.archive_entries {
            return Err(ListError::OverLimit {
                what: "archive_entries".to_owned(),
                limit: u64::try_from(limits.archive_entries).unwrap_or(u64::MAX),
            });
        }
        let left = Rc::new(RefCell::new(limits.archive_bytes));
        Ok(Self {
            archive,
            file,
            left,
            limits,
        })
    }

    /// Opens a part by name; nothing when it is not there.
    pub(super) fn part(&mut self, name: &str) -> Result<Option<Xml>, ListError> {
        let Some(index) = self.archive.index_for_name(name) else {
            return Ok(None);
        };
        let damaged =
            |error: zip::result::ZipError| ListError::DamagedSpreadsheet(error.to_string());
        let (at, compressed, declared, method) = {
            let part = self.archive.by_index_raw(index).map_err(damaged)?;
            if part.encrypted() {
                return Err(ListError::NotAList("an encrypted spreadsheet".to_owned()));
            }
            let at = part
                .data_start()
                .ok_or_else(|| ListError::DamagedSpreadsheet(name.to_owned()))?;
            (at, part.compressed_size(), part.size(), part.compression())
        };
        if declared > *self.left.borrow() {
            return Err(self.over("archive_bytes"));
        }
        let free = 16 << 20;
        let part_left = compressed
            .saturating_mul(self.limits.archive_ratio)
            .max(free);
        if declared > part_left {
            return Err(self.over("archive_ratio"));
        }
        let stored = Stored {
            file: self.file.clone(),
            at,
            left: compressed,
        };
        let left = Rc::clone(&self.left);
        let input: Box<dyn Read> = match method {
            CompressionMethod::Stored => Box::new(Measured {
                input: stored,
                left,
                part_left,
            }),
            CompressionMethod::Deflated => Box::new(Measured {
                input: flate2::read::DeflateDecoder::new(stored),
                left,
                part_left,
            }),
            _ => {
                return Err(ListError::DamagedSpreadsheet(
                    "unknown compression".to_owned(),
                ));
            }
        };
        Ok(Some(Reader::from_reader(BufReader::with_capacity(
            64 << 10,
            input,
        ))))
    }

    fn over(&self, what: &str) -> ListError {
        over(&self.limits, what)
    }

    pub(super) fn limits(&self) -> &Limits {
        &self.limits
    }

    /// The names of all parts.
    pub(super) fn names(&self) -> impl Iterator<Item = String> {
        self.archive
            .file_names()
            .filter_map(|name| name.ok().map(std::borrow::Cow::into_owned))
    }

    /// A part as it is, at most so many bytes of it.
    pub(super) fn bytes(&mut self, name: &str, most: u64) -> Result<Option<Vec<u8>>, ListError> {
        let limits = self.limits;
        let Some(part) = self.part(name)? else {
            return Ok(None);
        };
        let mut bytes = Vec::new();
        part.into_inner()
            .take(most.saturating_add(1))
            .read_to_end(&mut bytes)
            .map_err(|error| input_fault(&error, name, &limits))?;
        if u64::try_from(bytes.len()).unwrap_or(u64::MAX) > most {
            return Err(over(&limits, "archive_bytes"));
        }
        Ok(Some(bytes))
    }

    /// A short part as text.
    pub(super) fn small_text(&mut self, name: &str) -> Result<Option<String>, ListError> {
        let Some(xml) = self.part(name)? else {
            return Ok(None);
        };
        let mut text = String::new();
        xml.into_inner()
            .take(1_000)
            .read_to_string(&mut text)
            .map_err(|_| ListError::DamagedSpreadsheet(name.to_owned()))?;
        Ok(Some(text))
    }

    pub(super) fn has(&self, name: &str) -> bool {
        self.archive.index_for_name(name).is_some()
    }
}

fn over(limits: &Limits, what: &str) -> ListError {
    let limit = match what {
        "archive_ratio" => limits.archive_ratio,
        "shared_strings_bytes" => limits.shared_strings_bytes,
        _ => limits.archive_bytes,
    };
    ListError::OverLimit {
        what: what.to_owned(),
        limit,
    }
}

/// What is wrong with the compressed bytes of a part.
fn input_fault(error: &std::io::Error, part: &str, limits: &Limits) -> ListError {
    match error.to_string() {
        text if text.contains(OVER_RATIO) => over(limits, "archive_ratio"),
        text if text.contains(OVER_BYTES) => over(limits, "archive_bytes"),
        text => ListError::DamagedSpreadsheet(format!("{part}: {text}")),
    }
}

/// The next event of a part, with every fault named and entities refused.
pub(super) fn next_event<'b>(
    xml: &mut Xml,
    buffer: &'b mut Vec<u8>,
    part: &str,
    limits: &Limits,
) -> Result<Event<'b>, ListError> {
    buffer.clear();
    match xml.read_event_into(buffer) {
        Ok(Event::DocType(_)) => Err(ListError::XmlEntity(part.to_owned())),
        Ok(event) => Ok(event),
        Err(quick_xml::Error::Io(error)) => Err(input_fault(&error, part, limits)),
        Err(error) => Err(ListError::DamagedSpreadsheet(format!("{part}: {error}"))),
    }
}

/// An attribute by its local name.
pub(super) fn attribute(start: &BytesStart<'_>, name: &str) -> Option<String> {
    start
        .attributes()
        .with_checks(false)
        .flatten()
        .find(|attribute| attribute.key.local_name().into_inner() == name)
        .map(
            |attribute| match quick_xml::escape::unescape(&attribute.value) {
                Ok(text) => text.into_owned(),
                Err(_) => attribute.value.into_owned(),
            },
        )
}

/// The text that an event adds, with character references resolved.
pub(super) fn text_of(event: &Event<'_>) -> Option<String> {
    match event {
        Event::Text(text) => Some(text.xml10_content().into_owned()),
        Event::CData(text) => Some(text.xml10_content().into_owned()),
        Event::GeneralRef(reference) => {
            if let Ok(Some(character)) = reference.resolve_char_ref() {
                return Some(character.to_string());
            }
            Some(match reference.xml10_content().as_ref() {
                "amp" => "&".to_owned(),
                "lt" => "<".to_owned(),
                "gt" => ">".to_owned(),
                "quot" => "\"".to_owned(),
                "apos" => "'".to_owned(),
                other => format!("&{other};"),
            })
        }
        _ => None,
    }
}

/// `_x000D_` and its kin, by which spreadsheets write control characters.
pub(super) fn unescape_spreadsheet(text: &str) -> String {
    if !text.contains("_x") {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find("_x") {
        let (before, from) = rest.split_at(at);
        out.push_str(before);
        let code = from.get(2..6).filter(|_| from.get(6..7) == Some("_"));
        match code
            .and_then(|code| u32::from_str_radix(code, 16).ok())
            .and_then(char::from_u32)
        {
            Some(character) => {
                out.push(character);
                rest = from.get(7..).unwrap_or_default();
            }
            None => {
                out.push_str("_x");
                rest = from.get(2..).unwrap_or_default();
            }
        }
    }
    out.push_str(rest);
    out
}

/// The table of shared texts.
pub(super) fn shared_strings(archive: &mut Archive) -> Result<Vec<Box<str>>, ListError> {
    const PART: &str = "xl/sharedStrings.xml";
    let limits = *archive.limits();
    let Some(mut xml) = archive.part(PART)? else {
        return Ok(Vec::new());
    };
    let mut strings = Vec::new();
    let mut buffer = Vec::new();
    let mut current = String::new();
    let (mut in_text, mut phonetic) = (false, false);
    let mut held: u64 = 0;
    loop {
        let event = next_event(&mut xml, &mut buffer, PART, &limits)?;
        match &event {
            Event::Start(start) => match start.local_name().into_inner() {
                "t" => in_text = true,
                "rPh" => phonetic = true,
                _ => {}
            },
            Event::End(end) => match end.local_name().into_inner() {
                "t" => in_text = false,
                "rPh" => phonetic = false,
                "si" => {
                    // Each string costs its bytes and its place in the table.
                    held =
                        held.saturating_add(u64::try_from(current.len()).unwrap_or(u64::MAX) + 32);
                    if held > limits.shared_strings_bytes {
                        return Err(over(&limits, "shared_strings_bytes"));
                    }
                    strings.push(unescape_spreadsheet(&current).into_boxed_str());
                    current.clear();
                }
                _ => {}
            },
            // `<si/>` and `<t/>` are empty texts.
            Event::Empty(empty) if empty.local_name().into_inner() == "si" => {
                strings.push("".into())
            }
            Event::Eof => return Ok(strings),
            other if in_text && !phonetic => {
                if let Some(text) = text_of(other) {
                    current.push_str(&text);
                    if u64::try_from(current.len()).unwrap_or(u64::MAX)
                        > limits.shared_strings_bytes
                    {
                        return Err(over(&limits, "shared_strings_bytes"));
                    }
                }
            }
            _ => {}
        }
    }
}

/// What a cell format says.
#[derive(Clone, Debug, Default)]
pub(super) struct Style {
    pub(super) date: bool,
    pub(super) colour: Option<String>,
}

/// Cell formats in the order in which cells refer to them.
pub(super) fn styles(archive: &mut Archive) -> Result<Vec<Style>, ListError> {
    const PART: &str = "xl/styles.xml";
    let limits = *archive.limits();
    let Some(mut xml) = archive.part(PART)? else {
        return Ok(Vec::new());
    };
    let mut formats: HashMap<u32, bool> = HashMap::new();
    let mut fills: Vec<Option<String>> = Vec::new();
    let mut styles = Vec::new();
    let (mut in_fills, mut in_formats) = (false, false);
    let mut solid = false;
    let mut buffer = Vec::new();
    loop {
        let event = next_event(&mut xml, &mut buffer, PART, &limits)?;
        match &event {
            Event::Start(start) | Event::Empty(start) => match start.local_name().into_inner() {
                "numFmt" => {
                    let id = attribute(start, "numFmtId").and_then(|id| id.parse().ok());
                    if let (Some(id), Some(code)) = (id, attribute(start, "formatCode")) {
                        formats.insert(id, is_date_format(&code));
                    }
                }
                "fills" => in_fills = true,
                "cellXfs" => in_formats = true,
                "fill" if in_fills => fills.push(None),
                "patternFill" if in_fills => {
                    solid = attribute(start, "patternType")
                        .is_some_and(|kind| kind != "none" && kind != "gray125");
                }
                "fgColor" if in_fills && solid => {
                    let colour = attribute(start, "rgb")
                        .map(|rgb| {
                            rgb.get(rgb.len().saturating_sub(6)..)
                                .unwrap_or_default()
                                .to_owned()
                        })
                        .or_else(|| attribute(start, "theme").map(|theme| format!("theme {theme}")))
                        .or_else(|| {
                            attribute(start, "indexed").map(|index| format!("index {index}"))
                        });
                    if let Some(last) = fills.last_mut() {
                        *last = colour.filter(|colour| !colour.eq_ignore_ascii_case("FFFFFF"));
                    }
                }
                "xf" if in_formats => {
                    let number = attribute(start, "numFmtId").and_then(|id| id.parse::<u32>().ok());
                    let fill = attribute(start, "fillId").and_then(|id| id.parse::<usize>().ok());
                    let date = number.is_some_and(|id| {
                        matches!(id, 14..=22 | 27..=36 | 45..=47 | 50..=58)
                            || formats.get(&id).copied().unwrap_or(false)
                    });
                    let colour = fill.and_then(|fill| fills.get(fill).cloned()).flatten();
                    styles.push(Style { date, colour });
                }
                _ => {}
            },
            Event::End(end) => match end.local_name().into_inner() {
                "fills" => in_fills = false,
                "cellXfs" => in_formats = false,
                _ => {}
            },
            Event::Eof => return Ok(styles),
            _ => {}
        }
        if styles.len() > 100_000 || fills.len() > 100_000 {
            return Err(ListError::DamagedSpreadsheet(
                "too many cell formats".to_owned(),
            ));
        }
    }
}

/// Whether a number format shows a day, month or year.
fn is_date_format(code: &str) -> bool {
    let mut quoted = false;
    let mut bracket = false;
    let mut escaped = false;
    for sign in code.chars() {
        if escaped {
            escaped = false;
            continue;
        }
        match sign {
            '"' => quoted = !quoted,
            '\\' | '_' => escaped = true,
            '[' => bracket = true,
            ']' => bracket = false,
            'd' | 'D' | 'm' | 'M' | 'y' | 'Y' if !quoted && !bracket => return true,
            _ => {}
        }
    }
    false
}

/// A sheet of the workbook.
#[derive(Clone, Debug)]
pub(super) struct SheetPart {
    pub(super) name: String,
    pub(super) path: String,
    pub(super) hidden: bool,
}

/// The sheets in their order, and whether days count from 1904.
pub(super) fn workbook(archive: &mut Archive) -> Result<(Vec<SheetPart>, bool), ListError> {
    const PART: &str = "xl/workbook.xml";
    const RELATIONS: &str = "xl/_rels/workbook.xml.rels";
    let limits = *archive.limits();
    if !archive.has(PART) {
        return Err(ListError::NotAList(
            "an archive, not a spreadsheet".to_owned(),
        ));
    }
    let mut targets: HashMap<String, String> = HashMap::new();
    let mut buffer = Vec::new();
    if let Some(mut xml) = archive.part(RELATIONS)? {
        loop {
            match next_event(&mut xml, &mut buffer, RELATIONS, &limits)? {
                Event::Start(start) | Event::Empty(start) => {
                    if let (Some(id), Some(target)) =
                        (attribute(&start, "Id"), attribute(&start, "Target"))
                    {
                        let path = target
                            .strip_prefix('/')
                            .map_or_else(|| format!("xl/{target}"), str::to_owned);
                        targets.insert(id, path);
                    }
                }
                Event::Eof => break,
                _ => {}
            }
        }
    }
    let mut sheets = Vec::new();
    let mut from_1904 = false;
    if let Some(mut xml) = archive.part(PART)? {
        loop {
            match next_event(&mut xml, &mut buffer, PART, &limits)? {
                Event::Start(start) | Event::Empty(start) => {
                    match start.local_name().into_inner() {
                        "workbookPr" => {
                            from_1904 = attribute(&start, "date1904")
                                .is_some_and(|v| v == "1" || v == "true");
                        }
                        "sheet" => {
                            let id = attribute(&start, "id").unwrap_or_default();
                            if let (Some(name), Some(path)) =
                                (attribute(&start, "name"), targets.get(&id))
                            {
                                sheets.push(SheetPart {
                                    name,
                                    path: path.clone(),
                                    hidden: attribute(&start, "state")
                                        .is_some_and(|state| state != "visible"),
                                });
                            }
                        }
                        _ => {}
                    }
                }
                Event::Eof => break,
                _ => {}
            }
        }
    }
    if sheets.is_empty() {
        return Err(ListError::DamagedSpreadsheet("no sheets".to_owned()));
    }
    Ok((sheets, from_1904))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn date_formats_are_told_from_numbers() {
        for code in ["yyyy-mm-dd", "d/m/yy", "[$-409]mmmm d;@"] {
            assert!(is_date_format(code), "{code}");
        }
        for code in ["0.00", "General", "#,##0 \"days\"", "[Red]0", "\\d0"] {
            assert!(!is_date_format(code), "{code}");
        }
    }

    #[test]
    fn spreadsheet_escapes_are_undone() {
        assert_eq!(unescape_spreadsheet("a_x000D_b_xZ_x0041_"), "a\rb_xZA");
    }
}
