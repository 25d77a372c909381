//! Office documents (Office Open XML and OpenDocument): text of every part that has some, and what
//! the document says about who made it.

use std::{collections::BTreeSet, io::Cursor};

use quick_xml::events::{BytesStart, Event};

use super::super::xlsx_parts::{Archive, attribute, next_event, text_of};
use super::{Collected, Trouble, kind::Kind, sheets};

/// Reads a document and says which kind it is.
pub(super) fn read(bytes: &[u8], out: &mut Collected) -> Result<Kind, Trouble> {
    let mut archive = Archive::open(Cursor::new(bytes.to_vec()), out.limits().of_lists())?;
    let kind = kind(&mut archive)?;
    match kind {
        Kind::Word | Kind::Slides | Kind::Sheet => office_metadata(&mut archive, out)?,
        Kind::OpenText | Kind::OpenOther => pairs(&mut archive, "meta.xml", out)?,
        _ => return Ok(kind),
    }
    if kind == Kind::Sheet {
        sheets(bytes, out)?;
        return Ok(kind);
    }
    for name in text_parts(&archive, kind) {
        part(&mut archive, &name, kind == Kind::Word, out)?;
        if out.is_full() {
            break;
        }
    }
    Ok(kind)
}

/// What lies in an archive says what it is.
pub(super) fn kind(archive: &mut Archive) -> Result<Kind, Trouble> {
    if archive.has("word/document.xml") {
        return Ok(Kind::Word);
    }
    if archive.has("xl/workbook.xml") {
        return Ok(Kind::Sheet);
    }
    if archive.has("ppt/presentation.xml") {
        return Ok(Kind::Slides);
    }
    let declared = archive.small_text("mimetype")?.unwrap_or_default();
    Ok(match declared.trim() {
        "application/vnd.oasis.opendocument.text" => Kind::OpenText,
        other if other.starts_with("application/vnd.oasis.opendocument") => Kind::OpenOther,
        _ => Kind::Packed,
    })
}

/// The parts with text, in the order in which they are read.
fn text_parts(archive: &Archive, kind: Kind) -> Vec<String> {
    if matches!(kind, Kind::OpenText | Kind::OpenOther) {
        return vec!["content.xml".to_owned()];
    }
    let rank = |name: &str| -> Option<u8> {
        let name = name.strip_suffix(".xml")?;
        if kind == Kind::Slides {
            return if name.starts_with("ppt/slides/slide") {
                Some(0)
            } else if name.starts_with("ppt/notesSlides/") || name.starts_with("ppt/comments/") {
                Some(1)
            } else {
                None
            };
        }
        let part = name.strip_prefix("word/")?;
        Some(match part {
            "document" => 0,
            "footnotes" | "endnotes" => 1,
            "comments" => 2,
            _ if part.starts_with("header") || part.starts_with("footer") => 3,
            _ => return None,
        })
    };
    // Slides are numbered: the second comes before the tenth.
    let mut parts: Vec<(u8, usize, String)> = archive
        .names()
        .filter_map(|name| rank(&name).map(|rank| (rank, name.len(), name)))
        .collect();
    parts.sort();
    parts.into_iter().map(|(_, _, name)| name).collect()
}

/// The text of one part.
fn part(
    archive: &mut Archive,
    name: &str,
    marked: bool,
    out: &mut Collected,
) -> Result<(), Trouble> {
    let limits = *archive.limits();
    let Some(mut xml) = archive.part(name)? else {
        return Err(Trouble::damaged(name));
    };
    let open = name == "content.xml";
    let mut buffer = Vec::new();
    let (mut in_text, mut skipped) = (open, 0_usize);
    let mut authors = BTreeSet::new();
    loop {
        let event = next_event(&mut xml, &mut buffer, name, &limits)?;
        match &event {
            Event::Start(start) | Event::Empty(start) => {
                let empty = matches!(event, Event::Empty(_));
                let local = start.local_name().into_inner().to_owned();
                match local.as_str() {
                    "t" => in_text = !empty,
                    "tab" | "s" if skipped == 0 => out.text(" "),
                    "br" | "cr" | "line-break" if skipped == 0 => out.text("\n"),
                    "instrText" | "delText" | "tracked-changes" if !empty => skipped += 1,
                    _ => {}
                }
                if marked {
                    author(start, &mut authors);
                }
            }
            Event::End(end) => match end.local_name().into_inner() {
                "t" => in_text = open,
                "p" | "h" => out.text("\n"),
                "tc" | "table-cell" => out.text("\t"),
                "instrText" | "delText" | "tracked-changes" => skipped = skipped.saturating_sub(1),
                _ => {}
            },
            Event::Eof => break,
            other => {
                if in_text
                    && skipped == 0
                    && let Some(text) = text_of(other)
                {
                    out.text(&text);
                }
            }
        }
        if out.is_full() {
            break;
        }
    }
    for author in authors {
        out.metadata("author of a comment or change", &author);
    }
    Ok(())
}

/// Who commented or changed something.
fn author(start: &BytesStart<'_>, authors: &mut BTreeSet<String>) {
    if let Some(author) = attribute(start, "author")
        && authors.len() < 100
        && author != super::clean::NOBODY
    {
        authors.insert(author);
    }
}

fn office_metadata(archive: &mut Archive, out: &mut Collected) -> Result<(), Trouble> {
    for name in [
        "docProps/core.xml",
        "docProps/app.xml",
        "docProps/custom.xml",
    ] {
        pairs(archive, name, out)?;
    }
    let embedded: Vec<String> = archive
        .names()
        .filter(|name| is_embedded(name))
        .take(50)
        .collect();
    for name in embedded {
        out.metadata("file inside", &name);
    }
    Ok(())
}

/// Whether a part is a whole file of another program, or a program.
pub(super) fn is_embedded(name: &str) -> bool {
    [
        "/embeddings/",
        "/activeX/",
        "vbaProject",
        "oleObject",
        "/ctrlProps/",
    ]
    .iter()
    .any(|sign| name.contains(sign))
        || (name.ends_with(".bin") && !name.contains("printerSettings"))
        || ["Object ", "Basic/", "Scripts/", "ObjectReplacements/"]
            .iter()
            .any(|sign| name.starts_with(sign))
}

/// The properties in a part: the name of each element and the text in it.
fn pairs(archive: &mut Archive, name: &str, out: &mut Collected) -> Result<(), Trouble> {
    let limits = *archive.limits();
    let Some(mut xml) = archive.part(name)? else {
        return Ok(());
    };
    let mut buffer = Vec::new();
    let mut current = String::new();
    let mut text = String::new();
    loop {
        match next_event(&mut xml, &mut buffer, name, &limits)? {
            Event::Start(start) => {
                text.clear();
                let local = start.local_name().into_inner();
                // Properties of one's own carry their name as an attribute.
                if let Some(own) = attribute(&start, "name").filter(|name| !name.is_empty()) {
                    current = own;
                } else if !matches!(
                    local,
                    "lpwstr" | "lpstr" | "i4" | "bool" | "filetime" | "r8"
                ) {
                    current = local.to_owned();
                }
            }
            Event::End(_) => {
                if !text.trim().is_empty() {
                    out.metadata(&current, &text);
                }
                text.clear();
            }
            Event::Eof => return Ok(()),
            other => {
                if let Some(more) = text_of(&other)
                    && text.len() < 4_000
                {
                    text.push_str(&more);
                }
            }
        }
    }
}
