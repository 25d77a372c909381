//! Pictures: what they say about the camera, the place and the time.

use std::io::Cursor;

use exif::{Exif, In, Reader, Tag, Value};

use super::{Collected, Trouble, kind::Kind, xmp};

/// The beginning of a JPEG segment that holds EXIF.
pub(super) const EXIF: &[u8] = b"Exif\0\0";
/// The beginning of a JPEG segment that holds XMP.
pub(super) const XMP: &[u8] = b"http://ns.adobe.com/xap/1.0/\0";
/// The beginning of a JPEG segment that holds more XMP.
pub(super) const MORE_XMP: &[u8] = b"http://ns.adobe.com/xmp/extension/\0";

/// Lists the metadata of a picture. Its text is not read: no guess is made from a picture.
pub(super) fn read(kind: Kind, bytes: &[u8], out: &mut Collected) -> Result<(), Trouble> {
    if let Some(exif) = exif_of(bytes) {
        list(&exif, out);
    }
    match kind {
        Kind::Jpeg => {
            let segments = segments(bytes).ok_or_else(|| Trouble::damaged(""))?;
            for segment in &segments {
                match segment.marker {
                    0xe1 => {
                        if let Some(packet) = segment.content.strip_prefix(XMP) {
                            xmp::read(packet, out);
                        }
                    }
                    0xed => out.metadata("IPTC", "present"),
                    0xfe => out.metadata("comment", &String::from_utf8_lossy(segment.content)),
                    _ => {}
                }
            }
        }
        Kind::Png => {
            for chunk in chunks(bytes).ok_or_else(|| Trouble::damaged(""))? {
                match chunk.kind {
                    b"tEXt" | b"iTXt" | b"zTXt" => {
                        let mut parts = chunk.content.splitn(2, |byte| *byte == 0);
                        let name = String::from_utf8_lossy(parts.next().unwrap_or_default());
                        let value = parts.next().unwrap_or_default();
                        if chunk.kind == b"zTXt" {
                            out.metadata(&name, "(compressed)");
                        } else if let Some(at) = memchr::memmem::find(value, b"<x:xmpmeta") {
                            xmp::read(value.get(at..).unwrap_or_default(), out);
                        } else {
                            out.metadata(&name, &String::from_utf8_lossy(value));
                        }
                    }
                    b"tIME" => out.metadata("modified", &time(chunk.content)),
                    _ => {}
                }
            }
        }
        Kind::WebP => {
            for chunk in riff(bytes).ok_or_else(|| Trouble::damaged(""))? {
                if chunk.kind == b"XMP " {
                    xmp::read(chunk.content, out);
                }
            }
        }
        _ => {}
    }
    Ok(())
}

fn time(content: &[u8]) -> String {
    match content {
        [high, low, month, day, hour, minute, second] => format!(
            "{}-{month:02}-{day:02} {hour:02}:{minute:02}:{second:02}",
            u16::from_be_bytes([*high, *low])
        ),
        _ => String::new(),
    }
}

fn exif_of(bytes: &[u8]) -> Option<Exif> {
    let mut reader = Reader::new();
    reader.continue_on_error(true);
    match reader.read_from_container(&mut Cursor::new(bytes)) {
        Ok(exif) => Some(exif),
        Err(exif::Error::PartialResult(partial)) => Some(partial.into_inner().0),
        Err(_) => None,
    }
}

fn list(exif: &Exif, out: &mut Collected) {
    for field in exif.fields() {
        // Pointers and raw blocks say nothing to people; that they are there does.
        let value = match &field.value {
            Value::Undefined(bytes, _) if bytes.len() > 64 => format!("{} bytes", bytes.len()),
            Value::Byte(bytes) if bytes.len() > 64 => format!("{} bytes", bytes.len()),
            _ => field.display_value().with_unit(exif).to_string(),
        };
        let name = if field.ifd_num == In::THUMBNAIL {
            format!("thumbnail {}", field.tag)
        } else {
            field.tag.to_string()
        };
        // What the camera needs to show the picture upright stays in a copy.
        if field.tag == Tag::Orientation && field.ifd_num == In::PRIMARY {
            continue;
        }
        out.metadata(&name, &value);
    }
}

/// How a picture must be turned to stand upright: 1 to 8; 1 where nothing is said.
pub(super) fn orientation(bytes: &[u8]) -> u16 {
    exif_of(bytes)
        .and_then(|exif| {
            exif.get_field(Tag::Orientation, In::PRIMARY)
                .and_then(|field| field.value.get_uint(0))
        })
        .and_then(|value| u16::try_from(value).ok())
        .filter(|value| (1..=8).contains(value))
        .unwrap_or(1)
}

/// A segment of a JPEG: its marker, what it holds, and the coded picture that follows a scan.
pub(super) struct Segment<'a> {
    pub(super) marker: u8,
    pub(super) content: &'a [u8],
    /// What stands behind a start of scan, up to the next marker.
    pub(super) scan: &'a [u8],
}

/// The segments of a JPEG up to its end; nothing when it is broken before that.
pub(super) fn segments(bytes: &[u8]) -> Option<Vec<Segment<'_>>> {
    let mut rest = bytes.strip_prefix(b"\xff\xd8")?;
    let mut segments = Vec::new();
    loop {
        rest = rest.strip_prefix(b"\xff")?;
        // Any number of fill bytes may stand before a marker.
        while let Some(after) = rest.strip_prefix(b"\xff") {
            rest = after;
        }
        let (marker, after) = rest.split_first()?;
        rest = after;
        if *marker == 0xd9 {
            return Some(segments);
        }
        if matches!(marker, 0x01 | 0xd0..=0xd7) {
            continue;
        }
        let (length, after) = rest.split_first_chunk::<2>()?;
        let length = usize::from(u16::from_be_bytes(*length)).checked_sub(2)?;
        let (content, after) = after.split_at_checked(length)?;
        rest = after;
        let mut scan: &[u8] = &[];
        if *marker == 0xda {
            let end = scan_end(rest);
            let (coded, after) = rest.split_at_checked(end)?;
            scan = coded;
            rest = after;
            // Many pictures lack their end marker; every viewer shows them.
            if rest.is_empty() {
                segments.push(Segment {
                    marker: *marker,
                    content,
                    scan,
                });
                return Some(segments);
            }
        }
        segments.push(Segment {
            marker: *marker,
            content,
            scan,
        });
        if segments.len() > 100_000 {
            return None;
        }
    }
}

/// Where the coded picture ends: at a marker that is neither a stuffed byte nor a restart.
fn scan_end(bytes: &[u8]) -> usize {
    let mut from = 0;
    while let Some(at) = bytes
        .get(from..)
        .and_then(|rest| memchr::memchr(0xff, rest))
        .map(|at| at + from)
    {
        match bytes.get(at + 1) {
            Some(0x00 | 0xd0..=0xd7) => from = at + 2,
            Some(0xff) => from = at + 1,
            Some(_) => return at,
            None => break,
        }
    }
    bytes.len()
}

/// A chunk of a PNG or of a RIFF file.
pub(super) struct Chunk<'a> {
    pub(super) kind: &'a [u8],
    pub(super) content: &'a [u8],
    /// The whole of it: length, kind, content and, for PNG, the checksum.
    pub(super) whole: &'a [u8],
}

/// The chunks of a PNG up to its end.
pub(super) fn chunks(bytes: &[u8]) -> Option<Vec<Chunk<'_>>> {
    let mut rest = bytes.strip_prefix(b"\x89PNG\r\n\x1a\n")?;
    let mut chunks = Vec::new();
    loop {
        let length = usize::try_from(u32::from_be_bytes(*rest.first_chunk::<4>()?)).ok()?;
        let (whole, after) = rest.split_at_checked(length.checked_add(12)?)?;
        rest = after;
        let chunk = Chunk {
            kind: whole.get(4..8)?,
            content: whole.get(8..8 + length)?,
            whole,
        };
        let last = chunk.kind == b"IEND";
        chunks.push(chunk);
        if last {
            return Some(chunks);
        }
        if chunks.len() > 100_000 {
            return None;
        }
    }
}

/// The chunks of a WebP.
pub(super) fn riff(bytes: &[u8]) -> Option<Vec<Chunk<'_>>> {
    let (head, rest) = bytes.split_at_checked(12)?;
    if !head.starts_with(b"RIFF") || !head.ends_with(b"WEBP") {
        return None;
    }
    let declared = usize::try_from(u32::from_le_bytes(*head.get(4..)?.first_chunk::<4>()?)).ok()?;
    let mut rest = rest.get(..declared.checked_sub(4)?.min(rest.len()))?;
    let mut chunks = Vec::new();
    while rest.len() >= 8 {
        let length =
            usize::try_from(u32::from_le_bytes(*rest.get(4..)?.first_chunk::<4>()?)).ok()?;
        let padded = length.checked_add(length % 2)?.checked_add(8)?;
        let (whole, after) = rest.split_at_checked(padded.min(rest.len()))?;
        rest = after;
        chunks.push(Chunk {
            kind: whole.get(..4)?,
            content: whole.get(8..8 + length)?,
            whole,
        });
        if chunks.len() > 100_000 {
            return None;
        }
    }
    Some(chunks)
}
