//! Every kind of evidence, read and copied; and bytes that no honest program wrote.

use std::time::Instant;

use proptest::prelude::*;

use super::{Cleaning, EvidenceLimits, Made, Reading, read, samples};

fn made(bytes: &[u8]) -> Made {
    read(bytes, &EvidenceLimits::default())
}

fn says(made: &Made, name: &str) -> Option<String> {
    made.findings
        .metadata
        .iter()
        .find(|(known, _)| known == name)
        .map(|(_, value)| value.clone())
}

/// What the copy of a sample says about itself, and its text.
fn again(first: &Made) -> Made {
    assert_eq!(
        first.findings.cleaning,
        Cleaning::Made,
        "{:?}",
        first.findings
    );
    made(first.clean.as_ref().unwrap())
}

#[test]
fn a_letter_is_read_with_its_comments_and_copied_without_its_authors() {
    let first = made(&samples::docx());
    assert_eq!(first.findings.reading, Reading::Read);
    assert!(
        first
            .findings
            .media_type
            .ends_with("wordprocessingml.document")
    );
    for word in [
        "Zoya Ardent writes from cell 4",
        "731",
        "ask the sister",
        "added later",
    ] {
        assert!(first.text.contains(word), "{word}: {}", first.text);
    }
    assert!(!first.text.contains("taken out"));
    assert_eq!(says(&first, "creator").as_deref(), Some("Reader Seven"));
    assert_eq!(says(&first, "Company").as_deref(), Some("Lantern Circle"));
    assert_eq!(says(&first, "Machine").as_deref(), Some("DESK-77"));
    assert_eq!(
        says(&first, "author of a comment or change").as_deref(),
        Some("Reader Seven")
    );
    let copy = again(&first);
    assert_eq!(copy.findings.metadata, []);
    assert_eq!(copy.text, first.text);
    let mut parts = zip::ZipArchive::new(std::io::Cursor::new(first.clean.unwrap())).unwrap();
    for index in 0..parts.len() {
        let mut content = Vec::new();
        let mut part = parts.by_index(index).unwrap();
        std::io::Read::read_to_end(&mut part, &mut content).unwrap();
        let text = String::from_utf8_lossy(&content);
        for secret in [
            "Reader",
            "readerseven",
            "00AB12CD",
            "DESK-77",
            "CAMERA",
            "custom.xml",
        ] {
            assert!(
                !text.contains(secret),
                "{secret} in {}",
                part.name().unwrap()
            );
        }
    }
}

#[test]
fn a_letter_with_files_in_it_has_no_clean_copy() {
    let letter = samples::archive(&[
        (
            "word/document.xml",
            b"<w:document><w:t>text</w:t></w:document>",
        ),
        ("word/embeddings/list.xlsx", b"PK"),
    ]);
    let made = made(&letter);
    assert_eq!(made.findings.cleaning, Cleaning::HoldsFiles);
    assert_eq!(made.clean, None);
    assert_eq!(
        says(&made, "file inside").as_deref(),
        Some("word/embeddings/list.xlsx")
    );
}

#[test]
fn an_open_document_is_read_and_copied() {
    let first = made(&samples::odt());
    assert!(first.text.contains("Зоя пишет из камеры"), "{}", first.text);
    assert_eq!(
        says(&first, "initial-creator").as_deref(),
        Some("Reader Seven")
    );
    let copy = again(&first);
    assert!(copy.text.contains("Зоя пишет из камеры"));
    assert!(!copy.text.contains("Reader"), "{}", copy.text);
}

#[test]
fn pages_of_a_pdf_are_read_and_copied_without_their_history() {
    let first = made(&samples::pdf());
    assert!(
        first.text.contains("Zoya Ardent was moved to Tumzha"),
        "{:?}",
        first.text
    );
    assert!(first.text.contains("at night, without papers."));
    assert_eq!(says(&first, "author").as_deref(), Some("Reader Seven"));
    assert_eq!(says(&first, "CreatorTool").as_deref(), Some("Press 9"));
    let copy = again(&first);
    assert_eq!(copy.text, first.text);
    let bytes = first.clean.unwrap();
    for secret in [&b"Reader Seven"[..], b"Press 9", b"CAMERA-77", b"LENS-5"] {
        assert_eq!(
            memchr::memmem::find(&bytes, secret),
            None,
            "{}",
            String::from_utf8_lossy(secret)
        );
    }
}

#[test]
fn pictures_tell_the_camera_and_their_copies_do_not() {
    for (name, bytes) in [
        ("jpeg", samples::jpeg(6)),
        ("png", samples::png()),
        ("webp", samples::webp()),
    ] {
        let first = made(&bytes);
        assert_eq!(first.findings.reading, Reading::NoText, "{name}");
        let told = format!("{:?}", first.findings.metadata);
        assert!(told.contains("CAMERA-77"), "{name}: {told}");
        let copy = again(&first);
        assert_eq!(copy.findings.metadata, [], "{name}");
        let copy = first.clean.unwrap();
        for secret in [
            &b"CAMERA-77"[..],
            b"LENS-5",
            b"eader",
            b"behind",
            b"second picture",
            b"by-line",
        ] {
            assert_eq!(memchr::memmem::find(&copy, secret), None, "{name}");
        }
    }
    // It still stands upright.
    let copy = made(&samples::jpeg(6)).clean.unwrap();
    assert_eq!(super::picture::orientation(&copy), 6);
    assert_eq!(
        super::picture::orientation(&made(&samples::jpeg(1)).clean.unwrap()),
        1
    );
}

#[test]
fn a_message_gives_its_text_its_heads_and_what_was_attached() {
    let first = made(&samples::eml());
    assert_eq!(first.findings.media_type, "message/rfc822");
    for word in [
        "Зоя is in Tumzha",
        "Subject: зоя moved",
        "Sister <sister@example.invalid>",
    ] {
        assert!(first.text.contains(word), "{word}: {}", first.text);
    }
    assert!(says(&first, "Received").is_some_and(|text| text.contains("203.0.113.9")));
    assert_eq!(first.findings.cleaning, Cleaning::NoWay);
    let names: Vec<&str> = first
        .attachments
        .iter()
        .map(|one| one.name.as_str())
        .collect();
    assert_eq!(names, ["cell.jpg", "message.eml"]);
    assert_eq!(first.attachments[0].bytes, samples::jpeg(1));
    let inner = made(&first.attachments[1].bytes);
    assert_eq!(inner.findings.media_type, "message/rfc822");
    assert!(inner.text.contains("the inner text"));
}

#[test]
fn a_message_that_the_library_gives_up_on_is_read_as_text() {
    let bytes = include_bytes!("../../../testdata/regressions/eml/parts-that-close-each-other.eml");
    let first = made(bytes);
    assert_eq!(first.findings.reading, Reading::Read);
    assert!(first.text.contains("To: c@d.invalid"), "{}", first.text);
}

#[test]
fn a_message_of_outlook_is_read_as_well() {
    let first = made(&samples::msg());
    assert_eq!(first.findings.media_type, "application/vnd.ms-outlook");
    for word in ["Зоя is in Tumzha", "moved at night"] {
        assert!(first.text.contains(word), "{word}: {}", first.text);
    }
    assert_eq!(says(&first, "X-Mailer").as_deref(), Some("Press 9"));
    assert_eq!(
        says(&first, "Received").as_deref(),
        Some("from relay by other")
    );
    let names = |made: &Made| -> Vec<String> {
        let names = made.attachments.iter().map(|one| one.name.clone());
        names.collect()
    };
    assert_eq!(names(&first), ["cell.jpg", "moved again.msg"]);
    assert_eq!(first.attachments[0].bytes, samples::jpeg(1));
    // The message inside is a message of its own, and so is the one inside that.
    let inner = made(&first.attachments[1].bytes);
    assert_eq!(inner.findings.media_type, "application/vnd.ms-outlook");
    assert!(inner.text.contains("the inner text"), "{}", inner.text);
    assert_eq!(names(&inner), ["order.txt", "message.msg"]);
    assert_eq!(inner.attachments[0].bytes, b"the order of the guard");
    let innermost = made(&inner.attachments[1].bytes);
    assert!(innermost.text.contains("the innermost text"));
}

#[test]
#[ignore = "writes the seeds of the fuzz targets that are no text"]
fn write_fuzz_seeds() {
    for (target, bytes) in [
        ("msg", samples::msg()),
        ("pdf", samples::pdf()),
        ("eml", samples::eml()),
    ] {
        let folder = std::path::Path::new("../../fuzz/seeds").join(target);
        std::fs::create_dir_all(&folder).unwrap();
        std::fs::write(folder.join(format!("sample.{target}")), bytes).unwrap();
    }
}

#[test]
fn pages_and_texts_are_read_in_their_encoding_and_nothing_is_run() {
    let first = made(samples::PAGE.as_bytes());
    assert_eq!(first.findings.media_type, "text/html");
    assert!(first.text.contains("Zoya is in Tumzha"), "{}", first.text);
    assert!(!first.text.contains("steal"));
    assert_eq!(says(&first, "title").as_deref(), Some("Found & kept"));
    assert_eq!(says(&first, "author").as_deref(), Some("Reader Seven"));
    let (cyrillic, _, _) =
        encoding_rs::WINDOWS_1251.encode("Зоя Ардент переведена ночью в другую колонию");
    assert!(made(&cyrillic).text.contains("переведена ночью"));
    let (utf_16, arabic) = (
        made(b"\xff\xfeZ\0o\0y\0a\0"),
        made("زويا نُقلت ليلاً".as_bytes()),
    );
    assert_eq!(utf_16.text, "Zoya");
    assert_eq!(arabic.findings.cleaning, Cleaning::NotNeeded);
    assert!(arabic.text.contains("نُقلت"));
}

#[test]
fn what_we_have_no_reader_for_is_named() {
    for (bytes, media_type, reading) in [
        (
            &b"\x7fELF\x02\x01"[..],
            "application/octet-stream",
            Reading::UnknownKind,
        ),
        (b"OggS\0\0", "audio/unknown", Reading::NoText),
        (b"\0\0\0\x20ftypisom", "video/unknown", Reading::NoText),
        (b"Rar!\x1a\x07", "application/zip", Reading::UnknownKind),
        (b"PK\x03\x04broken", "application/zip", Reading::Damaged),
        (b"%PDF-1.7 broken", "application/pdf", Reading::Damaged),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
            "application/octet-stream",
            Reading::Damaged,
        ),
        (b"", "text/plain", Reading::NoText),
    ] {
        let made = made(bytes);
        assert_eq!(made.findings.media_type, media_type, "{bytes:?}");
        assert_eq!(made.findings.reading, reading, "{bytes:?}");
        assert_eq!(made.clean, None);
    }
}

#[test]
fn bombs_entities_and_archives_in_archives_are_named_within_seconds() {
    let zeros = vec![b' '; 100 << 20];
    let bomb = samples::archive(&[("word/document.xml", &zeros)]);
    assert!(bomb.len() < 1 << 20);
    let entities = samples::archive(&[(
        "word/document.xml",
        b"<!DOCTYPE d [<!ENTITY a SYSTEM \"file:///etc/passwd\">]><d><t>&a;</t></d>",
    )]);
    let mut nested = samples::archive(&[("inner.zip", b"x")]);
    for _ in 0..20 {
        nested = samples::archive(&[("inner.zip", &nested)]);
    }
    let many: Vec<(String, Vec<u8>)> = (0..3_000)
        .map(|n| (format!("word/{n}.xml"), Vec::new()))
        .collect();
    let many: Vec<(&str, &[u8])> = many
        .iter()
        .map(|(name, bytes)| (name.as_str(), bytes.as_slice()))
        .collect();
    let crowd = samples::archive(&many);
    let mails = {
        let mut text = "From: a@b\r\nTo: c@d\r\nSubject: x\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n".to_owned();
        for _ in 0..200 {
            text.push_str("--b\r\nContent-Type: application/octet-stream\r\nContent-Disposition: attachment\r\n\r\nx\r\n");
        }
        text.into_bytes()
    };
    for (bytes, reading) in [
        (&bomb, Reading::OverLimit),
        (&entities, Reading::Entities),
        (&nested, Reading::UnknownKind),
        (&crowd, Reading::OverLimit),
        (&mails, Reading::OverLimit),
    ] {
        let before = Instant::now();
        let made = made(bytes);
        assert_eq!(made.findings.reading, reading);
        assert!(!made.text.contains("root:"));
        assert!(
            before.elapsed().as_secs() < 5,
            "{reading:?}: {:?}",
            before.elapsed()
        );
    }
    let small = EvidenceLimits {
        input_bytes: 1_000,
        ..EvidenceLimits::default()
    };
    let large = read(&samples::docx(), &small);
    assert_eq!(large.findings.reading, Reading::TooLarge);
}

#[test]
fn a_long_text_is_cut_and_says_so() {
    let limits = EvidenceLimits {
        text_characters: 1_000,
        ..EvidenceLimits::default()
    };
    let made = read("word ".repeat(1_000).as_bytes(), &limits);
    assert!(made.findings.text_cut);
    assert_eq!(made.text.chars().count(), 1_000);
}

/// Within the limits, whatever it is.
fn bounded(bytes: &[u8]) {
    let limits = EvidenceLimits::default();
    let made = read(bytes, &limits);
    assert!(made.text.chars().count() <= limits.text_characters);
    assert!(made.findings.metadata.len() <= limits.metadata);
    assert!(made.attachments.len() <= limits.attachments);
    assert_eq!(
        made.findings.cleaning == Cleaning::Made,
        made.clean.is_some()
    );
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, ..ProptestConfig::default() })]

    /// Any bytes behind the sign of any kind.
    #[test]
    fn any_bytes_are_read_within_the_limits(
        sign in prop::sample::select(vec![
            &b"PK\x03\x04"[..], b"%PDF-1.4\n", b"\xff\xd8\xff\xe1", b"\x89PNG\r\n\x1a\n", b"RIFF\0\0\0\0WEBP",
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"II*\0", b"MM\0*", b"\0\0\0\x18ftypheic", b"<html>",
            b"From: a\r\nTo: b\r\nSubject: c\r\n", b"",
        ]),
        rest in prop::collection::vec(any::<u8>(), 0..4_000),
    ) {
        bounded(&[sign, &rest].concat());
    }

    /// A good file with some of it changed, cut out or doubled.
    #[test]
    fn a_broken_file_is_read_within_the_limits(
        which in 0_usize..10,
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>(), 0_u8..4), 1..12),
    ) {
        let (_, mut bytes) = samples::all().swap_remove(which);
        for (place, byte, how) in changes {
            if bytes.is_empty() {
                break;
            }
            let at = place.index(bytes.len());
            match how {
                0 => bytes[at] = byte,
                1 => bytes[at] ^= 1 << (byte % 8),
                2 => { bytes.drain(at..(at + usize::from(byte)).min(bytes.len())); }
                _ => {
                    let part = bytes[at..(at + usize::from(byte)).min(bytes.len())].to_vec();
                    bytes.splice(at..at, part);
                }
            }
        }
        bounded(&bytes);
    }
}
