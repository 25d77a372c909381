//! The brief as a reader and a finder of the file would see it.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stderr,
    reason = "a test that cannot go on stops, and says which tool it missed"
)]

use std::{
    fs,
    path::PathBuf,
    process::Command,
    sync::{
        LazyLock,
        atomic::{AtomicU32, Ordering},
    },
};

use documents::{
    DocumentError, FontFolder, Fonts,
    brief::{BriefDocument, CopyNumber, FactHeading, LastRaised, render_pdf},
};
use kernel::Label;
use proptest::prelude::*;

mod common;

/// Read once for all tests of this process.
static FONTS: LazyLock<Fonts> =
    LazyLock::new(|| Fonts::new(vec![FontFolder::new("/usr/share/fonts")]));

static COUNTER: AtomicU32 = AtomicU32::new(0);

fn set(brief: &BriefDocument) -> Vec<u8> {
    match render_pdf(brief, &FONTS) {
        Ok(pdf) => pdf,
        Err(error) => panic!("{error}"),
    }
}

/// What a poppler tool says about a file; `None` if the tool is not installed.
fn ask(tool: &str, before: &[&str], pdf: &[u8], after: &[&str]) -> Option<String> {
    let name = format!(
        "brief-{}-{}.pdf",
        std::process::id(),
        COUNTER.fetch_add(1, Ordering::Relaxed)
    );
    let path: PathBuf = std::env::temp_dir().join(name);
    fs::write(&path, pdf).unwrap();
    let output = Command::new(tool)
        .args(before)
        .arg(&path)
        .args(after)
        .output();
    fs::remove_file(&path).unwrap();
    match output {
        Ok(output) => {
            assert!(output.status.success(), "{tool} refuses the file");
            Some(String::from_utf8(output.stdout).unwrap())
        }
        Err(_) => {
            eprintln!("{tool} is not installed (poppler-utils); not checked");
            None
        }
    }
}

fn text_of(pdf: &[u8]) -> Option<String> {
    ask("pdftotext", &["-enc", "UTF-8"], pdf, &["-"])
}

/// Letters only: line ends, steering marks and spaces depend on the extractor.
fn letters(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).collect()
}

#[track_caller]
fn assert_holds(text: &str, wanted: &str) {
    assert!(
        letters(text).contains(&letters(wanted)),
        "{wanted:?} is not in:\n{text}"
    );
}

#[test]
fn everything_the_caller_gives_is_on_paper() {
    let pdf = set(&common::english(7));
    let Some(text) = text_of(&pdf) else { return };
    for wanted in [
        "Human rights consultations with XA",
        "Tuesday 24 November 2026, 10:30, Northgate",
        "Minister for Foreign Affairs",
        "Deputy Minister of Justice of XA",
        "Let the sick be treated outside the colonies",
        "a-LYE-na vyar-BITS-ka-ya",
        "Teacher of chemistry",
        "Six years, appeal refused",
        "checked 12 Oct, 41 days ago",
        "out of date",
        "Transfer to a hospital",
        "no court is needed",
        "Anything about an exchange",
        "A matter for the courts",
        "promised to look into it",
        "She wants to be named",
        "Attested relay of 2 Nov",
        "punishment cell",
        "tell the mother",
        "Khatuna Beridze",
        "counsel asks for silence",
        "Raised in the last 12 months",
        "a list was asked for",
        "her name is kept by the desk",
        "Copy 2 of 7",
        "Printed Sun 22 Nov 2026",
    ] {
        assert_holds(&text, wanted);
    }
    for (name, _, reader, _) in common::NAMES {
        // The order of marks within a Burmese or Arabic syllable is the extractor's affair:
        // every letter must be there, and in simple scripts the name as a whole.
        let found = letters(&text);
        for letter in letters(name).chars() {
            assert!(found.contains(letter), "{letter} of {name}");
        }
        if let Some(reader) = reader {
            assert_holds(&text, reader);
        }
    }
    assert_holds(&text, "Алена Вярбіцкая");
    assert_holds(&text, "林雨晴");
    assert_holds(&text, "ሰላማዊት ገብረ");
    assert_holds(&text, "ხათუნა ბერიძე");
}

#[test]
fn the_label_and_the_page_number_stand_on_every_page() {
    for label in Label::ALL {
        let mut brief = common::english(2);
        brief.label = label;
        let Some(text) = text_of(&set(&brief)) else {
            return;
        };
        let pages: Vec<&str> = text.trim_end_matches('\u{C}').split('\u{C}').collect();
        assert!(pages.len() >= 3);
        for (index, page) in pages.iter().enumerate() {
            // In header and footer; the first page says it once more in words of handling.
            let marks = page
                .lines()
                .filter(|line| line.contains(label.text()))
                .count();
            assert_eq!(marks, if index == 0 { 3 } else { 2 }, "{page}");
            assert_holds(page, &format!("Page {} of {}", index + 1, pages.len()));
            assert_holds(page, "Copy 2 of 7");
        }
    }
}

/// At least 12 points, as the protocol demands, in the header and in the footer.
#[test]
fn the_label_is_large_enough() {
    let Some(boxes) = ask("pdftotext", &["-bbox"], &set(&common::english(1)), &["-"]) else {
        return;
    };
    let heights: Vec<f64> = boxes
        .lines()
        .filter(|line| line.contains("TLP:AMBER+STRICT"))
        .map(|line| {
            let value = |key: &str| -> f64 {
                let (_, rest) = line.split_once(&format!("{key}=\"")).unwrap();
                rest.split_once('"').unwrap().0.parse().unwrap()
            };
            value("yMax") - value("yMin")
        })
        .collect();
    // The box of a word is as high as ascender and descender, 1.362 times the size in Noto Sans.
    let large = heights
        .iter()
        .filter(|height| **height >= 12.0 * 1.36)
        .count();
    let pages = boxes.matches("<page ").count();
    assert_eq!(large, pages * 2, "{heights:?}");
}

#[test]
fn every_font_is_embedded_and_can_be_searched() {
    for brief in [common::english(7), common::arabic()] {
        let Some(list) = ask("pdffonts", &[], &set(&brief), &[]) else {
            return;
        };
        let mut count = 0;
        for line in list.lines().skip(2) {
            // Columns from the right: object, generation, uni, sub, emb.
            let columns: Vec<&str> = line.split_whitespace().rev().collect();
            assert_eq!(&columns[2..5], &["yes", "yes", "yes"], "{line}");
            count += 1;
        }
        assert!(count >= 5, "{list}");
    }
}

#[test]
fn the_file_names_nobody() {
    let pdf = set(&common::english(3));
    let Some(info) = ask("pdfinfo", &[], &pdf, &[]) else {
        return;
    };
    assert!(info.contains("M-0412"), "{info}");
    assert!(info.contains("Tagged:          yes"), "{info}");
    for absent in [
        "Author",
        "Creator",
        "Producer",
        "CreationDate",
        "ModDate",
        "Keywords",
        "Subject",
    ] {
        assert!(!info.contains(absent), "{absent} in {info}");
    }
    let raw = String::from_utf8_lossy(&pdf);
    for absent in ["Viarbickaja", "Minister", "Typst", "krilla", "/usr/share"] {
        assert!(!raw.contains(absent), "{absent}");
    }
}

#[test]
fn the_same_input_gives_the_same_bytes() {
    let fresh = Fonts::new(vec![FontFolder::new("/usr/share/fonts")]);
    let brief = common::english(3);
    let other = render_pdf(&brief, &fresh).map_err(|error| error.to_string());
    assert_eq!(other.as_deref(), Ok(set(&brief).as_slice()));
}

#[test]
fn what_is_not_given_leaves_no_trace() {
    let mut brief = common::bare_brief();
    brief.people = vec![common::bare_person(common::own_name("Lina Marovec", "sl"))];
    let Some(text) = text_of(&set(&brief)) else {
        return;
    };
    let words = &brief.words;
    for absent in [
        &words.ask,
        &words.people,
        &words.say,
        &words.do_not_say,
        &words.status,
        &words.health,
        &words.stale,
        &words.last_raised,
        &words.wishes,
        &words.basis,
        &words.backfire,
        &words.follow_up,
        &words.not_today,
        &words.annex,
        &words.raised,
        &words.sources,
        &words.principal,
        &words.counterpart,
        &words.spoken_language,
    ] {
        assert!(!text.contains(absent.as_str()), "{absent} in {text}");
    }
    for absent in ["Copy", "Printed", "none", "{", "}"] {
        assert!(!text.contains(absent), "{absent} in {text}");
    }
    assert_holds(&text, "Lina Marovec");
    assert_holds(&text, "Page 1 of 1");
}

#[test]
fn arabic_has_its_own_words_and_digits_and_the_label_stays() {
    let pdf = set(&common::arabic());
    let Some(text) = text_of(&pdf) else { return };
    assert!(text.contains("TLP:AMBER+STRICT"));
    for english in ["Handling", "Follow-up", "Page", "Copy", "Annex"] {
        assert!(!text.contains(english), "{english}");
    }
    for digit in ['١', '٢'] {
        assert!(text.contains(digit), "{digit}");
    }
    assert_holds(&text, "Алена Вярбіцкая");
}

/// The page mirrors: in a right-to-left brief the label stands in the left half of the header, in
/// a left-to-right brief in the right half.
#[test]
fn the_page_mirrors() {
    let first_label = |brief: &BriefDocument| -> Option<f64> {
        let boxes = ask("pdftotext", &["-bbox"], &set(brief), &["-"])?;
        let line = boxes
            .lines()
            .find(|line| line.contains("TLP:AMBER+STRICT"))?
            .to_owned();
        let (_, rest) = line.split_once("xMin=\"")?;
        rest.split_once('"')?.0.parse().ok()
    };
    let Some(left_to_right) = first_label(&common::english(1)) else {
        return;
    };
    let right_to_left = first_label(&common::arabic()).unwrap();
    assert!(left_to_right > 300.0, "{left_to_right}");
    assert!(right_to_left < 100.0, "{right_to_left}");
}

/// Everything that means something to Typst, to PDF or to the bidirectional algorithm.
const HOSTILE: [&str; 16] = [
    r#"#read("/etc/passwd")"#,
    r#"#{ read("/etc/passwd") }"#,
    "$x^2$ $ sum $",
    "*bold* _italic_ `raw` ```block```",
    "@person-0 <person-0> #label(\"a\")",
    r"\ \\ \u{41} \#",
    "= Heading\n- list\n+ enum\n/ term: x",
    "// comment /* block */",
    "\"quoted\" 'single' -- --- ... ~ \\n",
    "\u{202E}desrever\u{202C} \u{2066}isolate\u{2069} \u{200F}mark",
    "nul\u{0} bell\u{7} escape\u{1B}[31m tab\t",
    "<script>alert(1)</script> &amp; %PDF-1.7 endobj (paren) <<dict>>",
    "{page} {pages} {date} {copy}",
    "😀 \u{10FFFE} \u{E000} \u{FFFD} \u{1F3F3}\u{FE0F}\u{200D}\u{1F308}",
    "Z\u{310}\u{311}\u{312}\u{313}\u{314}\u{315}\u{316}algo",
    "“عربي English עברית 中文 မြန်မာ” → ✓ №",
];

/// A brief in which every string is the given one.
fn filled_with(text: &str) -> BriefDocument {
    let word = || text.to_owned();
    let mut brief = common::english(3);
    brief.event = word();
    brief.date = Some(word());
    brief.principal = Some(word());
    brief.counterpart = Some(word());
    brief.spoken_language = Some(word());
    brief.ask = Some(word());
    brief.printed = Some(word());
    for person in &mut brief.people {
        person.own_name.text = word();
        person.own_name.language = Some(word());
        person.reader_name = Some(word());
        person.pronunciation = Some(word());
        person.who = Some(word());
        for fact in &mut person.facts {
            fact.text = word();
            fact.about = FactHeading::Other(word());
            if let Some(freshness) = &mut fact.freshness {
                freshness.text = word();
            }
        }
        person.ask = Some(word());
        person.say = vec![word(), word()];
        person.do_not_say = vec![word()];
        person.expected_reply = Some(word());
        person.rejoinder = Some(word());
        person.last_raised = Some(LastRaised {
            date: word(),
            by: Some(word()),
            answer: Some(word()),
        });
        person.wishes = Some(word());
        person.basis = Some(word());
        person.backfire = Some(word());
        person.follow_up = Some(word());
    }
    for one in &mut brief.not_today {
        one.own_name.text = word();
        one.reader_name = Some(word());
        one.why = word();
    }
    for one in &mut brief.raised {
        one.person = word();
        one.date = word();
        one.by = Some(word());
        one.answer = Some(word());
    }
    brief.sources.fill(text.to_owned());
    brief
}

#[test]
fn what_people_write_is_never_read_as_markup() {
    for hostile in HOSTILE {
        let pdf = set(&filled_with(hostile));
        let Some(text) = text_of(&pdf) else { return };
        assert!(!text.contains("root:"), "the disk was read: {hostile}");
        if hostile.is_ascii() {
            assert_holds(&text, hostile);
        }
    }
    // Character by character, in a place with room for the whole line.
    let mut brief = common::bare_brief();
    let exact = r##"#read("/etc/passwd") $x$ *a* _b_ @c <d> \e // f ~ -- 'g'"##;
    brief.principal = Some(exact.to_owned());
    let Some(text) = text_of(&set(&brief)) else {
        return;
    };
    assert!(text.contains(exact), "{text}");
}

/// An empty string is as good as nothing: no heading stands alone, nothing breaks.
#[test]
fn empty_strings_leave_no_trace() {
    let brief = filled_with(" \n\u{200B} ");
    let Some(text) = text_of(&set(&brief)) else {
        return;
    };
    let words = &brief.words;
    for absent in [
        &words.ask,
        &words.say,
        &words.do_not_say,
        &words.wishes,
        &words.principal,
    ] {
        assert!(!text.contains(absent.as_str()), "{absent} in {text}");
    }
}

#[test]
fn an_override_cannot_turn_the_sentence_around() {
    let mut brief = common::bare_brief();
    brief.principal = Some("released \u{202E}ton\u{202C} yet".to_owned());
    let Some(text) = text_of(&set(&brief)) else {
        return;
    };
    assert!(text.contains("released ton yet"), "{text}");
}

#[test]
fn a_sign_without_a_font_is_spelled_out() {
    let mut brief = common::bare_brief();
    brief.principal = Some("wave \u{E000} here".to_owned());
    let Some(text) = text_of(&set(&brief)) else {
        return;
    };
    assert!(text.contains("wave [U+E000] here"), "{text}");
}

/// However long a name is, it stays on the paper.
#[test]
fn ten_thousand_letters_stay_on_the_page() {
    for letter in ["W", "ع", "Ж", "林", "မ", "W\u{301}"] {
        let mut brief = common::english(1);
        let long = letter.repeat(10_000 / letter.chars().count());
        brief.people[0].own_name.text = long.clone();
        brief.people[0].reader_name = Some(long.clone());
        brief.people[0].facts[0].freshness.as_mut().unwrap().text = long.clone();
        brief.event = long.clone();
        brief.raised[0].person = long;
        let Some(boxes) = ask("pdftotext", &["-bbox"], &set(&brief), &["-"]) else {
            return;
        };
        for line in boxes.lines().filter(|line| line.contains("<word ")) {
            let value = |key: &str| -> f64 {
                let (_, rest) = line.split_once(&format!("{key}=\"")).unwrap();
                rest.split_once('"').unwrap().0.parse().unwrap()
            };
            assert!(
                value("xMin") >= 30.0 && value("xMax") <= 565.0,
                "{letter}: {line}"
            );
            assert!(
                value("yMin") >= 0.0 && value("yMax") <= 842.0,
                "{letter}: {line}"
            );
        }
    }
}

#[test]
fn contradictions_are_refused() {
    let refuse = |change: fn(&mut BriefDocument)| {
        let mut brief = common::english(1);
        change(&mut brief);
        render_pdf(&brief, &FONTS).unwrap_err()
    };
    for code in ["", "Alena Viarbickaja", "Алена", "a/b", &"x".repeat(41)] {
        let mut brief = common::english(1);
        brief.code = code.to_owned();
        assert!(
            matches!(render_pdf(&brief, &FONTS), Err(DocumentError::Code)),
            "{code}"
        );
    }
    assert!(matches!(
        refuse(|b| b.language = "English".to_owned()),
        DocumentError::Language
    ));
    assert!(matches!(
        refuse(|b| b.copy = Some(CopyNumber { number: 8, of: 7 })),
        DocumentError::CopyNumber { number: 8, of: 7 }
    ));
    assert!(matches!(
        refuse(|b| b.sources.truncate(1)),
        DocumentError::UnknownSource { known: 1, .. }
    ));
    assert!(matches!(
        refuse(|b| b.ask = Some("x".repeat(5_000_000))),
        DocumentError::TooLong { .. }
    ));
}

#[test]
fn a_brief_in_latin_letters_reads_no_large_font() {
    let fonts = Fonts::new(vec![FontFolder::new("/usr/share/fonts")]);
    assert_eq!(fonts.bytes_read(), 0);
    let mut brief = common::english(1);
    brief.people = vec![common::full_person(6)];
    brief.not_today.clear();
    assert!(render_pdf(&brief, &fonts).is_ok());
    assert!(fonts.bytes_read() < 4_000_000, "{}", fonts.bytes_read());
    brief.people.push(common::full_person(3));
    assert!(render_pdf(&brief, &fonts).is_ok());
    assert!(fonts.bytes_read() > 20_000_000, "{}", fonts.bytes_read());
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    /// Whatever is typed, a brief comes out.
    #[test]
    fn any_text_can_be_set(text in any::<String>(), name in "\\PC{1,60}") {
        let mut brief = common::english(1);
        brief.people[0].own_name.text = name.clone();
        brief.people[0].reader_name = Some(name);
        brief.people[0].who = Some(text.clone());
        brief.people[0].say = vec![text.clone()];
        brief.event = text;
        let refusal = render_pdf(&brief, &FONTS).err().map(|error| error.to_string());
        prop_assert_eq!(refusal, None);
    }
}
