//! Invented files of every kind that is read, made here so that nobody's real paper is a fixture.

use std::io::{Cursor, Write};

use pdf_writer::{Content, Finish as _, Name, Pdf, Rect, Ref, Str, TextStr};
use zip::{ZipWriter, write::SimpleFileOptions};

/// An archive with these parts.
pub(super) fn archive(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut out = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in parts {
        out.start_file(*name, SimpleFileOptions::default()).unwrap();
        out.write_all(content).unwrap();
    }
    out.finish().unwrap().into_inner()
}

/// A letter in DOCX: a table, a comment, tracked changes, properties, a picture with a place.
pub(super) fn docx() -> Vec<u8> {
    let document = br#"<?xml version="1.0"?><w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>
<w:p w:rsidR="00AB12CD"><w:r><w:t>Zoya Ardent writes from cell 4</w:t></w:r></w:p>
<w:p><w:ins w:id="1" w:author="Reader Seven" w:date="2026-03-01T10:00:00Z"><w:r><w:t>added later</w:t></w:r></w:ins>
<w:del w:id="2" w:author="Reader Seven"><w:r><w:delText>taken out</w:delText></w:r></w:del></w:p>
<w:tbl><w:tr><w:tc><w:p><w:r><w:t>article</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>731</w:t></w:r></w:p></w:tc></w:tr></w:tbl>
</w:body></w:document>"#;
    let jpeg = jpeg(6);
    archive(&[
        ("[Content_Types].xml", br#"<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/><Override PartName="/docProps/custom.xml" ContentType="application/vnd.openxmlformats-officedocument.custom-properties+xml"/></Types>"#),
        ("_rels/.rels", br#"<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/><Relationship Id="r2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/custom-properties" Target="docProps/custom.xml"/></Relationships>"#),
        ("word/document.xml", document),
        ("word/_rels/settings.xml.rels", br#"<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/attachedTemplate" Target="file:///C:/Users/readerseven/Normal.dotm" TargetMode="External"/></Relationships>"#),
        ("word/settings.xml", br#"<?xml version="1.0"?><w:settings xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><w:attachedTemplate r:id="r1"/><w:rsids><w:rsidRoot w:val="00AB12CD"/></w:rsids></w:settings>"#),
        ("word/comments.xml", br#"<?xml version="1.0"?><w:comments xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:comment w:id="0" w:author="Reader Seven" w:initials="RS"><w:p><w:r><w:t>ask the sister</w:t></w:r></w:p></w:comment></w:comments>"#),
        ("word/media/image1.jpeg", &jpeg),
        ("docProps/core.xml", br#"<?xml version="1.0"?><cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:creator>Reader Seven</dc:creator><cp:lastModifiedBy>Reader Nine</cp:lastModifiedBy></cp:coreProperties>"#),
        ("docProps/app.xml", br#"<?xml version="1.0"?><Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"><Company>Lantern Circle</Company></Properties>"#),
        ("docProps/custom.xml", br#"<?xml version="1.0"?><Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties" xmlns:vt="http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"><property name="Machine"><vt:lpwstr>DESK-77</vt:lpwstr></property></Properties>"#),
    ])
}

pub(super) fn odt() -> Vec<u8> {
    archive(&[
        ("mimetype", b"application/vnd.oasis.opendocument.text"),
        ("content.xml", r#"<?xml version="1.0"?><office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" xmlns:dc="http://purl.org/dc/elements/1.1/"><office:body><office:text><text:p>Зоя пишет из камеры</text:p><text:p><office:annotation><dc:creator>Reader Seven</dc:creator><text:p>ask</text:p></office:annotation></text:p></office:text></office:body></office:document-content>"#.as_bytes()),
        ("meta.xml", br#"<?xml version="1.0"?><office:document-meta xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:meta="urn:oasis:names:tc:opendocument:xmlns:meta:1.0" xmlns:dc="http://purl.org/dc/elements/1.1/"><office:meta><meta:initial-creator>Reader Seven</meta:initial-creator><dc:date>2026-03-01</dc:date></office:meta></office:document-meta>"#),
        ("settings.xml", b"<settings><item>PRINTER-12</item></settings>"),
        ("META-INF/manifest.xml", br#"<?xml version="1.0"?><manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"><manifest:file-entry manifest:full-path="settings.xml" manifest:media-type="text/xml"/><manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>"#),
    ])
}

/// A page with an author, a picture with a place, and an XMP packet.
pub(super) fn pdf() -> Vec<u8> {
    let [catalog, tree, page, font, content, info, picture, packet] =
        [1, 2, 3, 4, 5, 6, 7, 8].map(Ref::new);
    let mut pdf = Pdf::new();
    pdf.catalog(catalog).pages(tree).metadata(packet);
    pdf.pages(tree).kids([page]).count(1);
    let mut one = pdf.page(page);
    one.media_box(Rect::new(0.0, 0.0, 595.0, 842.0))
        .parent(tree)
        .contents(content);
    one.resources().fonts().pair(Name(b"F1"), font);
    one.resources().x_objects().pair(Name(b"Im1"), picture);
    one.finish();
    pdf.type1_font(font).base_font(Name(b"Helvetica"));
    let mut letters = Content::new();
    letters.begin_text();
    letters.set_font(Name(b"F1"), 14.0);
    letters.next_line(72.0, 700.0);
    letters.show(Str(b"Zoya Ardent was moved to Tumzha"));
    letters.next_line(0.0, -20.0);
    letters.show(Str(b"at night, without papers."));
    letters.end_text();
    letters.x_object(Name(b"Im1"));
    pdf.stream(content, &letters.finish());
    let jpeg = jpeg(1);
    let mut image = pdf.image_xobject(picture, &jpeg);
    image.filter(pdf_writer::Filter::DctDecode);
    image.width(1).height(1).bits_per_component(8);
    image.color_space().device_gray();
    image.finish();
    pdf.stream(packet, br#"<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="r"><rdf:Description xmlns:xmp="x" xmp:CreatorTool="Press 9"><dc:rights xmlns:dc="d">Lantern Circle</dc:rights></rdf:Description></rdf:RDF></x:xmpmeta>"#)
        .pair(Name(b"Type"), Name(b"Metadata"))
        .pair(Name(b"Subtype"), Name(b"XML"));
    pdf.document_info(info)
        .author(TextStr("Reader Seven"))
        .producer(TextStr("Press 9"));
    pdf.finish()
}

/// EXIF with an orientation, a camera and its number.
fn exif(turned: u8) -> Vec<u8> {
    let mut exif = b"Exif\0\0MM\0*\0\0\0\x08\0\x02".to_vec();
    // Orientation, a short.
    exif.extend_from_slice(&[0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, turned, 0, 0]);
    // Make, ten letters at offset 38.
    exif.extend_from_slice(&[0x01, 0x0f, 0, 2, 0, 0, 0, 10, 0, 0, 0, 38]);
    exif.extend_from_slice(&[0, 0, 0, 0]);
    exif.extend_from_slice(b"CAMERA-77\0");
    exif
}

fn segment(marker: u8, content: &[u8]) -> Vec<u8> {
    let length = u16::try_from(content.len() + 2).unwrap().to_be_bytes();
    [&[0xff, marker], &length[..], content].concat()
}

/// A picture that no camera took: enough of a JPEG to be taken apart.
pub(super) fn jpeg(turned: u8) -> Vec<u8> {
    [
        b"\xff\xd8".to_vec(),
        segment(0xe0, b"JFIF\0\x01\x01\0\0\x01\0\x01\x01\x01abc"),
        segment(0xe1, &exif(turned)),
        segment(0xe1, b"http://ns.adobe.com/xap/1.0/\0<x:xmpmeta xmlns:x=\"a\"><r xmlns:e=\"e\" e:Lens=\"LENS-5\"/></x:xmpmeta>"),
        segment(0xed, b"Photoshop 3.0\0by-line"),
        segment(0xfe, b"taken by reader seven"),
        segment(0xdb, &[0; 65]),
        segment(0xc0, &[8, 0, 1, 0, 1, 1, 1, 0x11, 0]),
        segment(0xda, &[1, 1, 0, 0, 63, 0]),
        b"\x12\xff\x00\x34\xff\xd0\x56\xff\xd9".to_vec(),
        b"a second picture of the same moment".to_vec(),
    ]
    .concat()
}

pub(super) fn png() -> Vec<u8> {
    let chunk = |kind: &[u8], content: &[u8]| -> Vec<u8> {
        let length = u32::try_from(content.len()).unwrap().to_be_bytes();
        [&length[..], kind, content, &[0; 4]].concat()
    };
    [
        b"\x89PNG\r\n\x1a\n".to_vec(),
        chunk(b"IHDR", &[0, 0, 0, 1, 0, 0, 0, 1, 8, 0, 0, 0, 0]),
        chunk(b"tEXt", b"Author\0Reader Seven"),
        chunk(b"tIME", &[7, 234, 3, 1, 10, 0, 0]),
        chunk(b"eXIf", exif(1).get(6..).unwrap()),
        chunk(b"IDAT", b"x"),
        chunk(b"IEND", b""),
        b"behind the end".to_vec(),
    ]
    .concat()
}

pub(super) fn webp() -> Vec<u8> {
    let chunk = |kind: &[u8], content: &[u8]| -> Vec<u8> {
        let length = u32::try_from(content.len()).unwrap().to_le_bytes();
        let pad: &[u8] = if content.len() % 2 == 1 { &[0] } else { &[] };
        [kind, &length[..], content, pad].concat()
    };
    let body = [
        chunk(b"VP8X", &[0b0010_1100, 0, 0, 0, 0, 0, 0, 0, 0, 0]),
        chunk(b"VP8 ", b"abc"),
        chunk(b"EXIF", exif(1).get(6..).unwrap()),
        chunk(b"XMP ", b"<x:xmpmeta><r e:Lens=\"LENS-5\"/></x:xmpmeta>"),
    ]
    .concat();
    let length = u32::try_from(body.len() + 4).unwrap().to_le_bytes();
    [b"RIFF", &length[..], b"WEBP", &body].concat()
}

/// A message with a text, a picture and a message in it.
pub(super) fn eml() -> Vec<u8> {
    let jpeg = base64(&jpeg(1));
    format!(
        "Received: from relay.example.invalid (203.0.113.9)\r\nFrom: Sister <sister@example.invalid>\r\nTo: desk@example.invalid\r\nSubject: =?utf-8?B?0LfQvtGP?= moved\r\nDate: Tue, 3 Nov 2026 10:00:00 +0000\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b1\r\n\r\n--b1\r\nContent-Type: text/plain; charset=windows-1251\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n=C7=EE=FF is in Tumzha. See https://list.example.invalid/1 \r\n--b1\r\nContent-Type: image/jpeg\r\nContent-Disposition: attachment; filename=\"..\\..\\cell.jpg\"\r\nContent-Transfer-Encoding: base64\r\n\r\n{jpeg}\r\n--b1\r\nContent-Type: message/rfc822\r\n\r\nFrom: guard@example.invalid\r\nTo: sister@example.invalid\r\nSubject: inner\r\nDate: Mon, 2 Nov 2026 10:00:00 +0000\r\n\r\nthe inner text\r\n--b1--\r\n"
    )
    .into_bytes()
}

pub(super) fn base64(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    bytes
        .chunks(3)
        .flat_map(|chunk| {
            let group = chunk
                .iter()
                .chain(std::iter::repeat(&0))
                .take(3)
                .fold(0_u32, |group, byte| group << 8 | u32::from(*byte));
            let filled = chunk.len();
            [18, 12, 6, 0]
                .into_iter()
                .enumerate()
                .map(move |(place, shift)| {
                    if place > filled {
                        '='
                    } else {
                        char::from(LETTERS[usize::try_from(group >> shift & 63).unwrap()])
                    }
                })
        })
        .collect()
}

/// A message as Outlook saves it, with an attachment and a message inside.
pub(super) fn msg() -> Vec<u8> {
    let mut file = cfb::CompoundFile::create(Cursor::new(Vec::new())).unwrap();
    let wide = |text: &str| -> Vec<u8> { text.encode_utf16().flat_map(u16::to_le_bytes).collect() };
    let mut put = |path: &str, content: &[u8]| {
        if let Some((folder, _)) = path
            .rsplit_once('/')
            .filter(|(folder, _)| !folder.is_empty())
        {
            file.create_storage_all(folder).unwrap();
        }
        file.create_stream(path)
            .unwrap()
            .write_all(content)
            .unwrap();
    };
    put("/__properties_version1.0", &[0; 32]);
    put("/__substg1.0_0C1A001F", &wide("Sister"));
    put("/__substg1.0_0037001F", &wide("moved at night"));
    put("/__substg1.0_1000001F", &wide("Зоя is in Tumzha"));
    put(
        "/__substg1.0_007D001F",
        &wide("Received: from relay\r\n by other\r\nX-Mailer: Press 9\r\n"),
    );
    put(
        "/__attach_version1.0_#00000000/__substg1.0_3707001F",
        &wide("cell.jpg"),
    );
    put(
        "/__attach_version1.0_#00000000/__substg1.0_37010102",
        &jpeg(1),
    );
    put(
        "/__attach_version1.0_#00000001/__substg1.0_3701000D/__substg1.0_1000001F",
        &wide("the inner text"),
    );
    let inner = "/__attach_version1.0_#00000001/__substg1.0_3701000D";
    put(&format!("{inner}/__properties_version1.0"), &[0; 24]);
    put(
        &format!("{inner}/__substg1.0_0037001F"),
        &wide("moved/again"),
    );
    put(
        &format!("{inner}/__attach_version1.0_#00000000/__substg1.0_3707001F"),
        &wide("order.txt"),
    );
    put(
        &format!("{inner}/__attach_version1.0_#00000000/__substg1.0_37010102"),
        b"the order of the guard",
    );
    // Twice inside: each level is a message of its own.
    let innermost = format!("{inner}/__attach_version1.0_#00000001/__substg1.0_3701000D");
    put(
        &format!("{innermost}/__substg1.0_1000001F"),
        &wide("the innermost text"),
    );
    file.into_inner().into_inner()
}

pub(super) const PAGE: &str = "<!DOCTYPE html><html><head><title>Found &amp; kept</title><meta name=\"author\" content=\"Reader Seven\"><script>steal()</script></head><body><p>Zoya is in <b>Tumzha</b></p><img src=\"http://track.example.invalid/1.gif\"></body></html>";

/// Every sample with a word that its text holds, or none.
pub(super) fn all() -> Vec<(&'static str, Vec<u8>)> {
    vec![
        ("docx", docx()),
        ("odt", odt()),
        ("pdf", pdf()),
        ("jpeg", jpeg(6)),
        ("png", png()),
        ("webp", webp()),
        ("eml", eml()),
        ("msg", msg()),
        ("html", PAGE.as_bytes().to_vec()),
        ("text", "Zoya is in Tumzha".as_bytes().to_vec()),
    ]
}
