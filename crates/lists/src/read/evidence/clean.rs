//! A copy of a file that says nothing about who made it, with what, where and when. The original is
//! never touched. A copy is read again before it is handed out: one that still says something is none.

use std::{
    collections::BTreeSet,
    io::{Cursor, Write as _},
};

use hayro_syntax::object::Object;
use hayro_write::{ChunkSettings, ExtractionQuery, extract};
use pdf_writer::{Pdf as NewPdf, Ref};
use quick_xml::{
    Reader, Writer,
    events::{BytesEnd, BytesStart, Event},
};
use zip::{CompressionMethod, ZipWriter, write::SimpleFileOptions};

use super::super::xlsx_parts::{Archive, attribute};
use super::{
    Cleaning, EvidenceLimits, Reading, Trouble, kind::Kind, metadata_of, office, pdf, picture,
};

/// Who is said to have commented or changed something in a copy.
pub(super) const NOBODY: &str = "Author";

type Copied = Result<Vec<u8>, Cleaning>;

/// Makes the copy, if there is a way.
pub(super) fn copy(
    kind: Kind,
    bytes: &[u8],
    limits: &EvidenceLimits,
) -> (Cleaning, Option<Vec<u8>>) {
    let copied = match kind {
        Kind::Text => return (Cleaning::NotNeeded, None),
        Kind::Jpeg => jpeg(bytes),
        Kind::Png => png(bytes),
        Kind::WebP => webp(bytes),
        Kind::Pdf => pages(bytes, limits),
        Kind::Word => word(bytes, limits),
        Kind::OpenText => open_text(bytes, limits),
        _ => Err(Cleaning::NoWay),
    };
    match copied {
        Ok(copy) => match metadata_of(kind, &copy, limits) {
            Some(left) if left.is_empty() => (Cleaning::Made, Some(copy)),
            _ => (Cleaning::Damaged, None),
        },
        Err(why) => (why, None),
    }
}

/// A picture inside a document, without its metadata; nothing for a kind that we cannot clean.
fn picture_inside(bytes: &[u8]) -> Copied {
    match super::kind::of(bytes) {
        Kind::Jpeg => jpeg(bytes),
        Kind::Png => png(bytes),
        Kind::WebP => webp(bytes),
        _ => Err(Cleaning::NoWay),
    }
}

/// Keeps what is needed to see the picture, and how it is turned.
fn jpeg(bytes: &[u8]) -> Copied {
    let segments = picture::segments(bytes).ok_or(Cleaning::Damaged)?;
    let mut copy = vec![0xff, 0xd8];
    let turned = picture::orientation(bytes);
    if turned != 1 {
        let [high, low] = turned.to_be_bytes();
        // EXIF with one field: in the first directory, the orientation.
        let mut exif = picture::EXIF.to_vec();
        exif.extend_from_slice(b"MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01");
        exif.extend_from_slice(&[high, low, 0, 0, 0, 0, 0, 0]);
        put_segment(&mut copy, 0xe1, &exif);
    }
    for segment in &segments {
        // Application segments say who made it; of them only Adobe's is needed for the colours.
        let kept = match segment.marker {
            0xee => segment.content.starts_with(b"Adobe"),
            0xe0 => segment.content.starts_with(b"JFIF\0"),
            0xe1..=0xef | 0xfe => false,
            _ => true,
        };
        if !kept {
            continue;
        }
        // A thumbnail may hide behind the first bytes of JFIF.
        let content = match segment.marker {
            0xe0 => {
                let mut head = segment.content.get(..12).ok_or(Cleaning::Damaged)?.to_vec();
                head.extend_from_slice(&[0, 0]);
                put_segment(&mut copy, 0xe0, &head);
                continue;
            }
            _ => segment.content,
        };
        put_segment(&mut copy, segment.marker, content);
        copy.extend_from_slice(segment.scan);
    }
    // Whatever stands behind the end, further pictures of the same moment for example, stays behind.
    copy.extend_from_slice(&[0xff, 0xd9]);
    Ok(copy)
}

fn put_segment(copy: &mut Vec<u8>, marker: u8, content: &[u8]) {
    let length = u16::try_from(content.len() + 2).unwrap_or(u16::MAX);
    copy.extend_from_slice(&[0xff, marker]);
    copy.extend_from_slice(&length.to_be_bytes());
    copy.extend_from_slice(content);
}

fn png(bytes: &[u8]) -> Copied {
    const KEPT: [&[u8]; 13] = [
        b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"sBIT", b"bKGD",
        b"acTL", b"fcTL", b"fdAT",
    ];
    let mut copy = b"\x89PNG\r\n\x1a\n".to_vec();
    for chunk in picture::chunks(bytes).ok_or(Cleaning::Damaged)? {
        if KEPT.contains(&chunk.kind) {
            copy.extend_from_slice(chunk.whole);
        }
    }
    Ok(copy)
}

fn webp(bytes: &[u8]) -> Copied {
    const KEPT: [&[u8]; 6] = [b"VP8 ", b"VP8L", b"VP8X", b"ALPH", b"ANIM", b"ANMF"];
    /// Flags of the first chunk: colour profile, EXIF, XMP.
    const SAYS: u8 = 0b0010_1100;
    let mut copy = b"RIFF\0\0\0\0WEBP".to_vec();
    for chunk in picture::riff(bytes).ok_or(Cleaning::Damaged)? {
        if !KEPT.contains(&chunk.kind) {
            continue;
        }
        let at = copy.len();
        copy.extend_from_slice(chunk.whole);
        if chunk.kind == b"VP8X"
            && let Some(flags) = copy.get_mut(at + 8)
        {
            *flags &= !SAYS;
        }
    }
    let length = u32::try_from(copy.len() - 8).map_err(|_| Cleaning::TooLarge)?;
    if let Some(place) = copy.get_mut(4..8) {
        place.copy_from_slice(&length.to_le_bytes());
    }
    Ok(copy)
}

/// The pages of a PDF in a new one: no information, no earlier versions, no comments, forms, scripts
/// or files, which are not on the pages.
fn pages(bytes: &[u8], limits: &EvidenceLimits) -> Copied {
    let old = pdf::open(bytes).map_err(|trouble: Trouble| match trouble.reading {
        Reading::Encrypted => Cleaning::Encrypted,
        _ => Cleaning::Damaged,
    })?;
    let count = old.pages().len();
    if count == 0 {
        return Err(Cleaning::Damaged);
    }
    if count > limits.pages {
        return Err(Cleaning::TooLarge);
    }
    let mut number = Ref::new(1);
    let catalog = number.bump();
    let queries: Vec<ExtractionQuery> = (0..count).map(ExtractionQuery::new_page).collect();
    let extracted = extract(
        &old,
        Box::new(|| number.bump()),
        ChunkSettings::default(),
        |_| {},
        &queries,
    )
    .map_err(|_| Cleaning::Damaged)?;
    let mut kids = Vec::with_capacity(count);
    for root in &extracted.root_refs {
        kids.push(*root.as_ref().map_err(|_| Cleaning::Damaged)?);
    }
    let mut new = NewPdf::new();
    new.catalog(catalog).pages(extracted.page_tree_parent_ref);
    new.pages(extracted.page_tree_parent_ref)
        .count(i32::try_from(kids.len()).map_err(|_| Cleaning::TooLarge)?)
        .kids(kids);
    new.extend(&extracted.chunk);
    let mut copy = new.finish();
    // Pictures on the pages are copied as they are: what they say about the camera is overwritten.
    let again = pdf::open(&copy).map_err(|_| Cleaning::Damaged)?;
    let hidden = again.objects().into_iter().any(|object| match object {
        Object::Stream(stream) => {
            let filters = stream.filters();
            // The library does not name its filters to others; it only prints them.
            filters.len() > 1
                && filters.iter().any(|filter| {
                    matches!(format!("{filter:?}").as_str(), "DctDecode" | "JpxDecode")
                })
        }
        _ => false,
    });
    if hidden {
        return Err(Cleaning::NoWay);
    }
    for sign in [picture::EXIF, picture::XMP, picture::MORE_XMP] {
        overwrite(&mut copy, sign);
    }
    Ok(copy)
}

/// Fills application segments that begin so with zeros; their length stays.
fn overwrite(bytes: &mut [u8], sign: &[u8]) {
    let places: Vec<usize> = memchr::memmem::find_iter(bytes, sign).collect();
    for at in places {
        let Some(head) = at.checked_sub(4).and_then(|head| bytes.get(head..at)) else {
            continue;
        };
        let &[0xff, 0xe1, high, low] = head else {
            continue;
        };
        let length = usize::from(u16::from_be_bytes([high, low])).saturating_sub(2);
        let end = (at + length).min(bytes.len());
        if let Some(content) = bytes.get_mut(at..end) {
            content.fill(0);
        }
    }
}

/// What becomes of a part of a document.
enum Fate {
    /// As it is.
    Keep,
    /// It is left out, and what names it as well.
    Drop,
    /// This stands in its place.
    Replace(&'static str),
    /// A picture, without its metadata.
    Picture,
    /// XML, without these elements and attributes.
    Rewrite,
    /// A file inside: there is no clean copy.
    Refuse,
}

/// Empties the parts of a document that say who made it.
fn rewritten(
    bytes: &[u8],
    limits: &EvidenceLimits,
    fate: impl Fn(&str) -> Fate,
    rules: &Rules,
) -> Copied {
    let fault = |_| Cleaning::Damaged;
    let mut archive =
        Archive::open(Cursor::new(bytes.to_vec()), limits.of_lists()).map_err(fault)?;
    let names: Vec<String> = archive
        .names()
        .filter(|name| !name.ends_with('/'))
        .collect();
    let dropped: BTreeSet<String> = names
        .iter()
        .filter(|name| matches!(fate(name), Fate::Drop))
        .cloned()
        .collect();
    let mut out = ZipWriter::new(Cursor::new(Vec::new()));
    let moment = zip::DateTime::default();
    for name in &names {
        let content = match fate(name) {
            Fate::Drop => continue,
            Fate::Refuse => return Err(Cleaning::HoldsFiles),
            Fate::Replace(text) => text.as_bytes().to_vec(),
            fate => {
                let content = archive
                    .bytes(name, limits.archive_bytes)
                    .map_err(fault)?
                    .ok_or(Cleaning::Damaged)?;
                match fate {
                    Fate::Picture => picture_inside(&content)?,
                    Fate::Rewrite => rules.apply(&content, &dropped)?,
                    _ => content,
                }
            }
        };
        // The kind of an OpenDocument is read without decompressing it.
        let method = if name == "mimetype" {
            CompressionMethod::Stored
        } else {
            CompressionMethod::Deflated
        };
        let options = SimpleFileOptions::default()
            .compression_method(method)
            .last_modified_time(moment);
        out.start_file(name.as_str(), options)
            .map_err(|_| Cleaning::Damaged)?;
        out.write_all(&content).map_err(|_| Cleaning::Damaged)?;
    }
    out.finish()
        .map(Cursor::into_inner)
        .map_err(|_| Cleaning::Damaged)
}

/// What is taken out of XML.
struct Rules {
    /// Elements that go with everything in them.
    elements: &'static [&'static str],
    /// Elements that stay and lose their text.
    emptied: &'static [&'static str],
    /// Attributes that go.
    attributes: &'static [&'static str],
    /// Attributes that say "somebody".
    named: &'static [&'static str],
    /// Endings of kinds of relationships that go.
    relations: &'static [&'static str],
}

impl Rules {
    fn drops(&self, start: &BytesStart<'_>, dropped: &BTreeSet<String>) -> bool {
        let local = start.local_name().into_inner();
        if self.elements.contains(&local) {
            return true;
        }
        match local {
            "Relationship" => {
                let kind = attribute(start, "Type").unwrap_or_default();
                let target = attribute(start, "Target").unwrap_or_default();
                self.relations.iter().any(|end| kind.ends_with(end))
                    || dropped.contains(target.trim_start_matches("../").trim_start_matches('/'))
            }
            "Override" => attribute(start, "PartName")
                .is_some_and(|part| dropped.contains(part.trim_start_matches('/'))),
            "file-entry" => {
                attribute(start, "full-path").is_some_and(|part| dropped.contains(&part))
            }
            _ => false,
        }
    }

    fn start<'a>(&self, start: &BytesStart<'_>) -> BytesStart<'a> {
        let mut copy = BytesStart::new(start.name().as_ref().to_owned());
        for attribute in start.attributes().with_checks(false).flatten() {
            let local = attribute.key.local_name().into_inner();
            if self.attributes.contains(&local) || local.starts_with("rsid") {
                continue;
            }
            if self.named.contains(&local) {
                copy.push_attribute((attribute.key.as_ref(), NOBODY));
            } else {
                copy.push_attribute(attribute);
            }
        }
        copy
    }

    fn apply(&self, content: &[u8], dropped: &BTreeSet<String>) -> Copied {
        let mut xml = Reader::from_reader(content);
        let mut out = Writer::new(Vec::new());
        let mut buffer = Vec::new();
        let mut put = |event: Event<'_>| out.write_event(event).map_err(|_| Cleaning::Damaged);
        let (mut inside, mut empty) = (0_usize, 0_usize);
        loop {
            buffer.clear();
            match xml
                .read_event_into(&mut buffer)
                .map_err(|_| Cleaning::Damaged)?
            {
                Event::DocType(_) => return Err(Cleaning::Damaged),
                Event::Comment(_) | Event::PI(_) => {}
                Event::Start(start) => {
                    if inside > 0 || self.drops(&start, dropped) {
                        inside += 1;
                        continue;
                    }
                    if empty > 0 || self.emptied.contains(&start.local_name().into_inner()) {
                        empty += 1;
                    }
                    put(Event::Start(self.start(&start)))?;
                }
                Event::Empty(start) => {
                    if inside == 0 && !self.drops(&start, dropped) {
                        put(Event::Empty(self.start(&start)))?;
                    }
                }
                Event::End(end) => {
                    if inside > 0 {
                        inside -= 1;
                        continue;
                    }
                    empty = empty.saturating_sub(1);
                    put(Event::End(BytesEnd::new(end.name().as_ref().to_owned())))?;
                }
                Event::Text(_) | Event::CData(_) | Event::GeneralRef(_)
                    if inside > 0 || empty > 0 => {}
                Event::Text(text) => put(Event::Text(text))?,
                Event::Eof => return Ok(out.into_inner()),
                other => put(other)?,
            }
        }
    }
}

fn word(bytes: &[u8], limits: &EvidenceLimits) -> Copied {
    const CORE: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?><cp:coreProperties xmlns:cp=\"http://schemas.openxmlformats.org/package/2006/metadata/core-properties\"/>";
    const APP: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?><Properties xmlns=\"http://schemas.openxmlformats.org/officeDocument/2006/extended-properties\"/>";
    const RULES: Rules = Rules {
        elements: &[
            "rsids",
            "attachedTemplate",
            "mailMerge",
            "docVars",
            "person",
        ],
        emptied: &[],
        attributes: &["date", "dateUtc", "userId", "providerId"],
        named: &["author", "initials"],
        relations: &[
            "/attachedTemplate",
            "/customXml",
            "/thumbnail",
            "/custom-properties",
            "/printerSettings",
        ],
    };
    let fate = |name: &str| -> Fate {
        if office::is_embedded(name) {
            return Fate::Refuse;
        }
        match name {
            "docProps/core.xml" => Fate::Replace(CORE),
            "docProps/app.xml" => Fate::Replace(APP),
            _ if name.starts_with("docProps/") || name.starts_with("customXml/") => Fate::Drop,
            _ if name.contains("printerSettings") => Fate::Drop,
            _ if name.starts_with("word/media/") => Fate::Picture,
            _ if name.ends_with(".xml") || name.ends_with(".rels") => Fate::Rewrite,
            _ if name.ends_with(".odttf") => Fate::Keep,
            _ => Fate::Refuse,
        }
    };
    rewritten(bytes, limits, fate, &RULES)
}

fn open_text(bytes: &[u8], limits: &EvidenceLimits) -> Copied {
    const META: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?><office:document-meta xmlns:office=\"urn:oasis:names:tc:opendocument:xmlns:office:1.0\" office:version=\"1.2\"/>";
    const RULES: Rules = Rules {
        elements: &[],
        emptied: &[
            "creator",
            "initials",
            "date",
            "creator-initials",
            "sender-initials",
        ],
        attributes: &[],
        named: &[],
        relations: &[],
    };
    let fate = |name: &str| -> Fate {
        if office::is_embedded(name) {
            return Fate::Refuse;
        }
        match name {
            "mimetype" => Fate::Keep,
            "meta.xml" => Fate::Replace(META),
            "settings.xml" | "layout-cache" | "manifest.rdf" => Fate::Drop,
            _ if name.starts_with("Thumbnails/") || name.starts_with("Configurations2/") => {
                Fate::Drop
            }
            _ if name.starts_with("Pictures/") => Fate::Picture,
            _ if name.ends_with(".xml") => Fate::Rewrite,
            _ if name.starts_with("Fonts/") => Fate::Keep,
            _ => Fate::Refuse,
        }
    };
    rewritten(bytes, limits, fate, &RULES)
}
