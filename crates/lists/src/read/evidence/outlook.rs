//! Messages saved by Outlook (MSG): properties in an OLE compound file (\[MS-OXMSG\]).

use std::io::{Cursor, Read, Write};

use cfb::CompoundFile;

use super::{Collected, Reading, Trouble, kind::Kind, page};

type Compound<'a> = CompoundFile<Cursor<&'a [u8]>>;

/// Properties that are listed: their number and what they are.
const LISTED: [(&str, &str); 12] = [
    ("0C1A", "sender"),
    ("0C1F", "sender address"),
    ("5D01", "sender address"),
    ("0042", "on behalf of"),
    ("0E04", "to"),
    ("0E03", "cc"),
    ("0E02", "bcc"),
    ("0037", "subject"),
    ("1035", "message id"),
    ("0076", "received by"),
    ("3FF8", "created by"),
    ("3FFA", "last changed by"),
];

/// Reads a compound file, if it is a message; says which kind it is.
pub(super) fn read(bytes: &[u8], out: &mut Collected) -> Result<Kind, Trouble> {
    let mut file =
        CompoundFile::open(Cursor::new(bytes)).map_err(|_| Trouble::damaged("compound file"))?;
    if file.exists("/EncryptedPackage") {
        return Err(Trouble::new(Reading::Encrypted, ""));
    }
    if !file.exists("/__properties_version1.0") {
        // An old Office document: we have no reader for it.
        return Ok(Kind::Unknown);
    }
    message(&mut file, "", out)?;
    for storage in storages(&file) {
        attachment(&mut file, &storage, out)?;
    }
    Ok(Kind::Outlook)
}

/// The storages of attachments, in their order.
fn storages(file: &Compound<'_>) -> Vec<String> {
    let mut names: Vec<String> = file
        .read_root_storage()
        .filter(|entry| entry.is_storage() && entry.name().starts_with("__attach_version1.0_#"))
        .map(|entry| entry.name().to_owned())
        .collect();
    names.sort();
    names
}

/// The content of a stream, at most so many bytes.
fn stream(file: &mut Compound<'_>, path: &str, most: u64) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    file.open_stream(path)
        .ok()?
        .take(most)
        .read_to_end(&mut bytes)
        .ok()?;
    Some(bytes)
}

/// A text property: in two-byte letters, or in those of the sender's machine.
fn text(file: &mut Compound<'_>, folder: &str, number: &str) -> Option<String> {
    const MOST: u64 = 16 << 20;
    if let Some(bytes) = stream(file, &format!("{folder}/__substg1.0_{number}001F"), MOST) {
        let (pairs, _) = bytes.as_chunks::<2>();
        let units: Vec<u16> = pairs.iter().map(|pair| u16::from_le_bytes(*pair)).collect();
        return Some(String::from_utf16_lossy(&units));
    }
    let bytes = stream(file, &format!("{folder}/__substg1.0_{number}001E"), MOST)?;
    super::decoded(&bytes).ok()
}

fn message(file: &mut Compound<'_>, folder: &str, out: &mut Collected) -> Result<(), Trouble> {
    for (number, name) in LISTED {
        if let Some(value) = text(file, folder, number) {
            out.metadata(name, &value);
        }
    }
    let transport = text(file, folder, "007D").unwrap_or_default();
    let mut header = String::new();
    for line in transport.lines() {
        // A line that begins with a blank goes on with the one before it.
        if line.starts_with([' ', '\t']) {
            header.push(' ');
            header.push_str(line.trim());
            continue;
        }
        list(&std::mem::replace(&mut header, line.to_owned()), out);
    }
    list(&header, out);
    for (name, number) in [
        ("From", "0C1A"),
        ("To", "0E04"),
        ("Cc", "0E03"),
        ("Subject", "0037"),
    ] {
        if let Some(value) = text(file, folder, number).filter(|value| !value.trim().is_empty()) {
            out.text(&format!("{name}: {}\n", value.trim()));
        }
    }
    out.text("\n");
    if let Some(body) = text(file, folder, "1000").filter(|body| !body.trim().is_empty()) {
        out.text(&body);
        return Ok(());
    }
    if let Some(html) = text(file, folder, "1013") {
        return page(&html, out);
    }
    if let Some(bytes) = stream(file, &format!("{folder}/__substg1.0_10130102"), 16 << 20) {
        return page(&super::decoded(&bytes)?, out);
    }
    Ok(())
}

fn list(header: &str, out: &mut Collected) {
    if let Some((name, value)) = header.split_once(':') {
        out.metadata(name, value);
    }
}

fn attachment(file: &mut Compound<'_>, storage: &str, out: &mut Collected) -> Result<(), Trouble> {
    let folder = format!("/{storage}");
    let name = ["3707", "3704", "3001"]
        .iter()
        .find_map(|number| text(file, &folder, number).filter(|name| !name.trim().is_empty()))
        .unwrap_or_default();
    let most = out.limits().attachment_bytes + 1;
    if let Some(bytes) = stream(file, &format!("{folder}/__substg1.0_37010102"), most) {
        return out.attachment(&name, bytes);
    }
    // A message inside a message is a storage and no file of its own. It is made one, so that it is
    // evidence like any other attachment, with its own text, its own metadata and its own attachments.
    let inner = format!("{folder}/__substg1.0_3701000D");
    if file.is_storage(&inner) {
        let bytes = as_file(file, &inner, most).ok_or(Trouble::damaged("message inside"))?;
        let name = if name.trim().is_empty() {
            text(file, &inner, "0037").unwrap_or_default()
        } else {
            name
        };
        let name = match name.trim() {
            "" => "message.msg".to_owned(),
            name if name.to_ascii_lowercase().ends_with(".msg") => name.to_owned(),
            // A subject may hold signs that a path would be made of.
            name => format!("{}.msg", name.replace(['/', '\\'], " ")),
        };
        out.attachment(&name, bytes)?;
    }
    Ok(())
}

/// Bytes of the header of properties of a message that stands for itself, and of one inside another
/// (\[MS-OXMSG\] 2.4.1): the second one lacks the last eight, which are reserved.
const HEADERS: (usize, usize) = (32, 24);

/// Copies a message out of the one around it, into a compound file of its own.
fn as_file(file: &mut Compound<'_>, inner: &str, most: u64) -> Option<Vec<u8>> {
    let mut copy = CompoundFile::create(Cursor::new(Vec::new())).ok()?;
    // The names of named properties stand once, in the outermost message.
    let parts: Vec<(std::path::PathBuf, bool)> = file
        .walk_storage(inner)
        .ok()?
        .skip(1)
        .map(|entry| (entry.path().to_owned(), entry.is_stream()))
        .collect();
    let mut left = most;
    for (path, is_stream) in parts {
        let to = std::path::Path::new("/").join(path.strip_prefix(inner).ok()?);
        if !is_stream {
            copy.create_storage(&to).ok()?;
            continue;
        }
        let mut bytes = Vec::new();
        file.open_stream(&path)
            .ok()?
            .take(left)
            .read_to_end(&mut bytes)
            .ok()?;
        left = left.checked_sub(u64::try_from(bytes.len()).ok()?)?;
        if to == std::path::Path::new("/__properties_version1.0") && bytes.len() >= HEADERS.1 {
            let reserved = vec![0; HEADERS.0 - HEADERS.1];
            bytes.splice(HEADERS.1..HEADERS.1, reserved);
        }
        copy.create_stream(&to).ok()?.write_all(&bytes).ok()?;
    }
    if !copy.exists("/__properties_version1.0") {
        copy.create_stream("/__properties_version1.0")
            .ok()?
            .write_all(&[0; 32])
            .ok()?;
    }
    Some(copy.into_inner().into_inner())
}
