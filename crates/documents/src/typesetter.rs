//! Typst inside the process: one template, one set of data, a few fonts, and nothing else.

use std::{collections::BTreeSet, sync::LazyLock};

use serde_json::{Value, json};
use typst::{
    Library, LibraryExt as _, World,
    diag::{FileError, FileResult, SourceDiagnostic},
    foundations::{Bytes, Datetime, Duration, Smart},
    syntax::{FileId, Source},
    text::{Font, FontBook},
    utils::LazyHash,
};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards};
use unicode_script::{Script, ScriptExtension, UnicodeScript as _};

use crate::{
    DocumentError, Fonts, text,
    typefaces::{self, Typeface},
};

/// The only file a template can read besides itself.
const DATA: &str = "data.json";

/// More text than any brief holds; keeps a mistake upstream from occupying a processor for minutes.
const LONGEST_TEXT: usize = 4_000_000;

/// The standard library is the same for every document.
static LIBRARY: LazyLock<LazyHash<Library>> = LazyLock::new(|| LazyHash::new(Library::default()));

/// A template with what it is to be filled with.
pub(crate) struct Job {
    /// Typst source; part of the program, never composed from what people wrote.
    pub(crate) template: &'static str,
    /// What people wrote; the template reads it as data.
    pub(crate) data: Value,
    /// Language of the document, as a BCP 47 tag: decides the form of Han characters.
    pub(crate) language: String,
    /// Typefaces that single names ask for.
    pub(crate) typefaces: Vec<&'static Typeface>,
}

/// What the template may see. Everything else on the machine is denied.
struct ClosedWorld {
    book: LazyHash<FontBook>,
    fonts: Vec<Font>,
    template: Source,
    data: Bytes,
}

impl World for ClosedWorld {
    fn library(&self) -> &LazyHash<Library> {
        &LIBRARY
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &self.book
    }

    fn main(&self) -> FileId {
        self.template.id()
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        if id == self.template.id() {
            Ok(self.template.clone())
        } else {
            Err(FileError::AccessDenied)
        }
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        let ours = id.get().root() == self.template.id().get().root();
        if ours && id.get().vpath().get_without_slash() == DATA {
            Ok(self.data.clone())
        } else {
            Err(FileError::AccessDenied)
        }
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.fonts.get(index).cloned()
    }

    /// No clock: the same input gives the same bytes.
    fn today(&self, _offset: Option<Duration>) -> Option<Datetime> {
        None
    }
}

/// Sets a template with its data and returns a tagged PDF (PDF/UA-1).
///
/// The data gets one more key, `faces`, with the families for reading (`serif`) and for notes
/// (`sans`), in the order in which they are to be tried.
pub(crate) fn typeset(job: Job, fonts: &Fonts) -> Result<Vec<u8>, DocumentError> {
    let mut data = job.data;
    let mut length = 0;
    let mut alphabet = BTreeSet::new();
    each_string(&mut data, &mut |string| {
        length += string.len();
        if length <= LONGEST_TEXT {
            *string = text::clean(string);
            alphabet.extend(string.chars());
        }
    });
    if length > LONGEST_TEXT {
        return Err(DocumentError::TooLong {
            limit: LONGEST_TEXT,
        });
    }

    let chosen = choose(&alphabet, &job.language, job.typefaces, fonts)?;
    if !chosen.uncovered.is_empty() {
        each_string(&mut data, &mut |string| {
            if string.contains(|character| chosen.uncovered.contains(&character)) {
                *string = spell_out(string, &chosen.uncovered);
            }
        });
    }
    if let Some(object) = data.as_object_mut() {
        object.insert("faces".to_owned(), faces(&chosen.families, &job.language));
    }

    let world = ClosedWorld {
        book: LazyHash::new(FontBook::from_fonts(&chosen.fonts)),
        fonts: chosen.fonts,
        template: Source::detached(job.template),
        data: Bytes::new(serde_json::to_vec(&data).map_err(DocumentError::Data)?),
    };
    let pdf = compile(&world);
    // Typst remembers what it has set in a cache of the process. People's names have no business
    // there once the document is made.
    comemo::evict(0);
    pdf
}

/// Runs Typst; a warning is a failure.
fn compile(world: &ClosedWorld) -> Result<Vec<u8>, DocumentError> {
    let typst::diag::Warned { output, warnings } = typst::compile::<PagedDocument>(world);
    let document = output.map_err(|errors| refused(errors.iter()))?;
    if !warnings.is_empty() {
        return Err(refused(warnings.iter()));
    }
    let standards = PdfStandards::new(&[PdfStandard::Ua_1])
        .map_err(|error| DocumentError::Typesetting(error.message().to_string()))?;
    let options = PdfOptions {
        ident: Smart::Auto,
        // Neither program nor version: it tells a finder of the file what to look for.
        creator: Smart::Custom(None),
        timestamp: None,
        page_ranges: None,
        standards,
        tagged: true,
        pretty: false,
    };
    typst_pdf::pdf(&document, &options).map_err(|errors| refused(errors.iter()))
}

/// The messages of Typst. They speak of the template, which is ours, by line and by kind.
fn refused<'a>(diagnostics: impl Iterator<Item = &'a SourceDiagnostic>) -> DocumentError {
    let messages: BTreeSet<String> = diagnostics
        .map(|diagnostic| diagnostic.message.to_string())
        .collect();
    DocumentError::Typesetting(messages.into_iter().collect::<Vec<_>>().join("; "))
}

/// The fonts for a text, and the characters that none of them has.
struct Chosen {
    fonts: Vec<Font>,
    families: Vec<&'static Typeface>,
    uncovered: BTreeSet<char>,
}

impl Chosen {
    fn add(&mut self, typeface: &'static Typeface, fonts: &Fonts) -> Result<(), DocumentError> {
        if !self.families.contains(&typeface) {
            self.fonts.extend(fonts.load(typeface)?);
            self.families.push(typeface);
        }
        Ok(())
    }
}

/// Whether one of the fonts draws the character.
fn is_covered(fonts: &[Font], character: char) -> bool {
    text::needs_no_glyph(character)
        || fonts
            .iter()
            .any(|font| font.info().coverage.contains(u32::from(character)))
}

/// Picks the typefaces for the characters in use: first by script, then, for signs that several
/// scripts or none own, wherever they are found.
fn choose(
    alphabet: &BTreeSet<char>,
    language: &str,
    asked: Vec<&'static Typeface>,
    fonts: &Fonts,
) -> Result<Chosen, DocumentError> {
    let mut chosen = Chosen {
        fonts: Vec::new(),
        families: Vec::new(),
        uncovered: BTreeSet::new(),
    };
    chosen.add(&typefaces::SERIF, fonts)?;
    chosen.add(&typefaces::SANS, fonts)?;
    let mut scripts: Vec<Script> = Vec::new();
    for script in alphabet.iter().map(|character| character.script()) {
        if !scripts.contains(&script) {
            scripts.push(script);
        }
    }
    for script in &scripts {
        if let Some(typeface) = typefaces::of_script(*script) {
            chosen.add(typeface, fonts)?;
        }
    }
    let names_bring_han = asked.iter().any(|face| typefaces::HAN.contains(face));
    for typeface in asked {
        chosen.add(typeface, fonts)?;
    }
    let wants_han = scripts
        .iter()
        .any(|script| typefaces::is_east_asian(*script));
    if wants_han && (!names_bring_han || is_east_asian_language(language)) {
        let sample: String = alphabet.iter().collect();
        chosen.add(typefaces::han_face(language, &sample), fonts)?;
    }

    let mut open: Vec<char> = alphabet
        .iter()
        .copied()
        .filter(|character| !is_covered(&chosen.fonts, *character))
        .collect();
    for candidate in candidates(&open, language) {
        if open.is_empty() {
            break;
        }
        // These are signs, not somebody's script: without the font they are spelled out.
        let Ok(found) = fonts.load(candidate) else {
            continue;
        };
        if open.iter().any(|character| is_covered(&found, *character)) {
            chosen.add(candidate, fonts)?;
            open.retain(|character| !is_covered(&found, *character));
        }
    }
    chosen.uncovered = open.into_iter().collect();
    Ok(chosen)
}

/// Typefaces that may hold characters which the scripts in use do not bring along.
fn candidates(open: &[char], language: &str) -> Vec<&'static Typeface> {
    let mut list: Vec<&'static Typeface> = Vec::new();
    for character in open {
        let extension: ScriptExtension = character.script_extension();
        for script in extension.iter() {
            if let Some(typeface) = typefaces::of_script(script) {
                list.push(typeface);
            }
        }
    }
    list.extend(&typefaces::SIGNS);
    // Full-width forms and East Asian punctuation belong to no script by name.
    let wide = |character: &char| matches!(character, '\u{2E80}'..='\u{33FF}' | '\u{FE30}'..='\u{FE4F}' | '\u{FF00}'..='\u{FFEF}');
    if open.iter().any(wide) {
        list.push(typefaces::han_face(language, ""));
    }
    list.dedup();
    list
}

fn is_east_asian_language(language: &str) -> bool {
    matches!(
        language.split('-').next(),
        Some("zh" | "yue" | "nan" | "hak" | "lzh" | "ja" | "ko")
    )
}

/// The order in which families are tried. Latin first, so that figures and punctuation match the
/// words around them; in a document in Arabic or Hebrew letters those go first for the same reason.
/// Han families have wide Latin figures of their own, which are left aside.
fn faces(families: &[&'static Typeface], language: &str) -> Value {
    let leading = leading_typeface(language);
    let others: Vec<&str> = families
        .iter()
        .filter(|face| ![&typefaces::SERIF, &typefaces::SANS].contains(face))
        .map(|face| face.family)
        .collect();
    let order = |latin: &'static str| {
        let mut order = Vec::new();
        if let Some(first) = leading.filter(|first| families.contains(first)) {
            order.push(first.family);
        }
        order.push(latin);
        for other in &others {
            if !order.contains(other) {
                order.push(other);
            }
        }
        order
    };
    json!({
        "serif": order(typefaces::SERIF.family),
        "sans": order(typefaces::SANS.family),
    })
}

/// The typeface whose figures and punctuation suit a language that is written from right to left.
fn leading_typeface(language: &str) -> Option<&'static Typeface> {
    match language.split('-').next()? {
        "ar" | "fa" | "ur" | "ps" | "ug" | "ckb" | "sd" | "prs" => {
            typefaces::of_script(Script::Arabic)
        }
        "he" | "yi" => typefaces::of_script(Script::Hebrew),
        _ => None,
    }
}

/// Visits every string of the data. Keys are ours and need no cleaning.
fn each_string(value: &mut Value, visit: &mut impl FnMut(&mut String)) {
    match value {
        Value::String(string) => visit(string),
        Value::Array(items) => items.iter_mut().for_each(|item| each_string(item, visit)),
        Value::Object(object) => object
            .values_mut()
            .for_each(|item| each_string(item, visit)),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

/// Replaces characters that no font has by their number.
fn spell_out(string: &str, uncovered: &BTreeSet<char>) -> String {
    let mut spelled = String::with_capacity(string.len());
    for character in string.chars() {
        if uncovered.contains(&character) {
            spelled.push_str(&text::spelled_out(character));
        } else {
            spelled.push(character);
        }
    }
    spelled
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::FontFolder;

    fn set(template: &'static str) -> Result<Vec<u8>, DocumentError> {
        let fonts = Fonts::new(vec![FontFolder::new("/usr/share/fonts")]);
        let job = Job {
            template,
            data: json!({ "word": "word" }),
            language: "en".to_owned(),
            typefaces: Vec::new(),
        };
        typeset(job, &fonts)
    }

    /// The door is shut for the template itself, not only for what people write.
    #[test]
    fn no_file_is_open_to_a_template() {
        for template in [
            r#"#read("/etc/passwd")"#,
            r#"#read("../../../../etc/passwd")"#,
            r#"#read("Cargo.toml")"#,
            r#"#import "other.typ""#,
            r#"#import "@preview/example:0.1.0": *"#,
            r#"#image("/usr/share/pixmaps/debian-logo.png")"#,
        ] {
            assert!(
                matches!(set(template), Err(DocumentError::Typesetting(_))),
                "{template}"
            );
        }
    }

    #[test]
    fn a_warning_is_a_failure() {
        let page = |family: &'static str| -> &'static str { family };
        let good = page(r#"#set document(title: "T"); #set text(font: "Noto Serif"); x"#);
        let missing = page(r#"#set document(title: "T"); #set text(font: "Nowhere Sans"); x"#);
        assert!(set(good).is_ok());
        let error = set(missing).unwrap_err().to_string();
        assert!(error.contains("nowhere sans"), "{error}");
    }

    #[test]
    fn there_is_no_clock() {
        assert!(set("#datetime.today()").is_err());
    }
}
