//! PDF: the letters of each page in the order in which they are read, and what the file says about
//! itself. Pictures are not decoded and scripts are not run.

use hayro_interpret::font::Glyph;
use hayro_interpret::hayro_cmap::BfString;
use hayro_interpret::{
    BlendMode, ClipPath, Context, Device, GlyphDrawMode, Image, InterpreterCache,
    InterpreterSettings, Paint, PathDrawMode, SoftMask, interpret_page,
};
use hayro_syntax::object::{Dict, Object, Stream};
use hayro_syntax::page::Page;
use hayro_syntax::{LoadPdfError, Pdf};
use kurbo::{Affine, BezPath, Point, Rect};
use unicode_normalization::UnicodeNormalization as _;

use super::{Collected, Reading, Trouble, xmp};

/// Letters of one page that are looked at: what is over it is no page.
const MOST_LETTERS: usize = 200_000;

pub(super) fn open(bytes: &[u8]) -> Result<Pdf, Trouble> {
    Pdf::new(bytes.to_vec()).map_err(|error| match error {
        LoadPdfError::Decryption(_) => Trouble::new(Reading::Encrypted, ""),
        LoadPdfError::Invalid => Trouble::damaged(""),
    })
}

/// Reads a document.
pub(super) fn read(bytes: &[u8], out: &mut Collected) -> Result<(), Trouble> {
    let pdf = open(bytes)?;
    metadata(&pdf, out);
    let cache = InterpreterCache::new();
    let pages = pdf.pages();
    let most = out.limits().pages;
    for page in pages.iter().take(most) {
        out.text(&letters_of(&pdf, &cache, page).into_text());
        out.text("\n");
        if out.is_full() {
            return Ok(());
        }
    }
    if pages.len() > most {
        return Err(Trouble::new(Reading::OverLimit, "pages"));
    }
    Ok(())
}

/// A text of a PDF: UTF-16 where it says so, else close enough to Latin.
fn text_of(bytes: &[u8]) -> String {
    if let Some(rest) = bytes.strip_prefix(b"\xfe\xff") {
        let (pairs, _) = rest.as_chunks::<2>();
        let units: Vec<u16> = pairs.iter().map(|pair| u16::from_be_bytes(*pair)).collect();
        return String::from_utf16_lossy(&units);
    }
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    match std::str::from_utf8(bytes) {
        Ok(text) => text.to_owned(),
        Err(_) => bytes.iter().map(|byte| char::from(*byte)).collect(),
    }
}

fn metadata(pdf: &Pdf, out: &mut Collected) {
    let about = pdf.metadata();
    for (name, value) in [
        ("title", &about.title),
        ("author", &about.author),
        ("subject", &about.subject),
        ("keywords", &about.keywords),
        ("creator", &about.creator),
        ("producer", &about.producer),
    ] {
        if let Some(value) = value {
            out.metadata(name, &text_of(value));
        }
    }
    for (name, date) in [
        ("created", &about.creation_date),
        ("modified", &about.modification_date),
    ] {
        if let Some(date) = date {
            out.metadata(
                name,
                &format!(
                    "{:04}-{:02}-{:02} {:02}:{:02}:{:02}",
                    date.year, date.month, date.day, date.hour, date.minute, date.second
                ),
            );
        }
    }
    let catalog = pdf.xref().get::<Dict<'_>>(pdf.xref().root_id());
    if let Some(packet) = catalog
        .as_ref()
        .and_then(|catalog| catalog.get::<Stream<'_>>(b"Metadata".as_slice()))
        .and_then(|stream| stream.decoded().ok())
    {
        xmp::read(&packet, out);
    }
    for (word, name) in [
        (b"JavaScript".as_slice(), "script inside"),
        (b"EmbeddedFiles".as_slice(), "files inside"),
    ] {
        let inside = catalog
            .as_ref()
            .and_then(|catalog| catalog.get::<Dict<'_>>(b"Names".as_slice()))
            .is_some_and(|names| names.get::<Object<'_>>(word).is_some());
        if inside {
            out.metadata(name, "yes");
        }
    }
}

/// Why the letters of a document cannot be had.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::read) enum Unreadable {
    Encrypted,
    Damaged,
    TooLong,
}

/// The letters of each page, for whoever looks for a table among them. A document with more pages, or more
/// letters than fit, is refused: half a list is worse than none.
pub(in crate::read) fn letters(bytes: &[u8], most: usize) -> Result<Vec<Vec<Letter>>, Unreadable> {
    let pdf = open(bytes).map_err(|trouble| {
        if trouble.reading == Reading::Encrypted {
            Unreadable::Encrypted
        } else {
            Unreadable::Damaged
        }
    })?;
    let cache = InterpreterCache::new();
    let mut left = MOST_LETTERS * 4;
    let mut pages = Vec::new();
    if pdf.pages().len() > most {
        return Err(Unreadable::TooLong);
    }
    for page in pdf.pages().iter() {
        let found = letters_of(&pdf, &cache, page);
        left = left.checked_sub(found.0.len()).ok_or(Unreadable::TooLong)?;
        pages.push(found.0);
    }
    Ok(pages)
}

/// The text of letters that stand on one line.
pub(in crate::read) fn line_of(mut letters: Vec<Letter>) -> String {
    let mut text = String::new();
    put_line(&mut letters, &mut text);
    text.nfkc().collect()
}

fn letters_of<'a>(pdf: &'a Pdf, cache: &'a InterpreterCache<'a>, page: &'a Page<'a>) -> Letters {
    let mut context = Context::new(
        Affine::IDENTITY,
        Rect::new(0.0, 0.0, 1.0, 1.0),
        cache,
        pdf.xref(),
        InterpreterSettings::default(),
    );
    let mut letters = Letters::default();
    interpret_page(page, &mut context, &mut letters);
    letters
}

/// A letter at its place, in units of the page from its lower left corner.
#[derive(Clone, Debug)]
pub(in crate::read) struct Letter {
    pub(in crate::read) text: String,
    pub(in crate::read) x: f64,
    pub(in crate::read) end: f64,
    pub(in crate::read) y: f64,
    pub(in crate::read) size: f64,
}

/// Takes the letters of a page and lets everything else pass.
#[derive(Default)]
struct Letters(Vec<Letter>);

impl Device<'_> for Letters {
    fn set_soft_mask(&mut self, _: Option<SoftMask<'_>>) {}
    fn set_blend_mode(&mut self, _: BlendMode) {}
    fn draw_path(&mut self, _: &BezPath, _: Affine, _: &Paint<'_>, _: &PathDrawMode) {}
    fn push_clip_path(&mut self, _: &ClipPath) {}
    fn push_transparency_group(&mut self, _: f32, _: Option<SoftMask<'_>>, _: BlendMode) {}
    fn draw_image(&mut self, _: Image<'_, '_>, _: Affine) {}
    fn pop_clip_path(&mut self) {}
    fn pop_transparency_group(&mut self) {}

    fn draw_glyph(
        &mut self,
        glyph: &Glyph<'_>,
        transform: Affine,
        glyph_transform: Affine,
        _: &Paint<'_>,
        _: &GlyphDrawMode,
    ) {
        if self.0.len() >= MOST_LETTERS {
            return;
        }
        let text = match glyph.as_unicode() {
            Some(BfString::Char(letter)) => letter.to_string(),
            Some(BfString::String(letters)) => letters,
            // A letter without a name is a gap in the word and not a letter of our choice.
            None => "\u{fffd}".to_owned(),
        };
        let place = transform * glyph_transform;
        let start = place * Point::new(0.0, 0.0);
        let size = (place * Point::new(0.0, 1_000.0)).distance(start);
        let advance = match glyph {
            Glyph::Outline(glyph) => glyph.advance_width().map_or(500.0, f64::from),
            Glyph::Type3(_) => 500.0,
        };
        let end = place * Point::new(advance, 0.0);
        if [start.x, start.y, end.x, size]
            .iter()
            .all(|n| n.is_finite())
        {
            self.0.push(Letter {
                text,
                x: start.x.min(end.x),
                end: start.x.max(end.x),
                y: start.y,
                size: size.max(0.1),
            });
        }
    }
}

impl Letters {
    /// The letters as lines: those that stand beside each other are one.
    fn into_text(self) -> String {
        let mut text = String::new();
        let mut line: Vec<Letter> = Vec::new();
        for letter in self.0 {
            let same = line.last().is_none_or(|before| {
                let tall = before.size.max(letter.size);
                (before.y - letter.y).abs() < tall * 0.4
                    // A column that begins again further left on the same height is another line.
                    && (letter.x - before.end).abs() < tall * 40.0
            });
            if !same {
                put_line(&mut line, &mut text);
            }
            line.push(letter);
        }
        put_line(&mut line, &mut text);
        // Letters are drawn in the forms that they have within a word; words are looked for without.
        text.nfkc().collect()
    }
}

/// Whether a letter is written from right to left.
fn is_right_to_left(text: &str) -> bool {
    text.chars().any(|c| {
        matches!(c, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{feff}')
            && c.is_alphabetic()
    })
}

/// Ends a line. Whatever the order in which letters were drawn, they are read by their places: from
/// the left, or from the right where most letters are of such a script.
fn put_line(line: &mut Vec<Letter>, text: &mut String) {
    if line.is_empty() {
        return;
    }
    line.sort_by(|a, b| a.x.total_cmp(&b.x));
    let mut words: Vec<Vec<Letter>> = Vec::new();
    for letter in line.drain(..) {
        if letter.text.trim().is_empty() {
            words.push(Vec::new());
            continue;
        }
        let apart = words
            .last()
            .and_then(|word| word.last())
            .is_none_or(|before| letter.x - before.end > before.size.max(letter.size) * 0.18);
        match words.last_mut() {
            Some(word) if !apart || word.is_empty() => word.push(letter),
            _ => words.push(vec![letter]),
        }
    }
    words.retain(|word| !word.is_empty());
    let right = |word: &Vec<Letter>| word.iter().any(|letter| is_right_to_left(&letter.text));
    let rights = words.iter().filter(|word| right(word)).count();
    let from_right = rights * 2 > words.len();
    if from_right {
        words.reverse();
    }
    let mut first = true;
    for mut word in words {
        if right(&word) {
            word.reverse();
        }
        if !first {
            text.push(' ');
        }
        first = false;
        text.extend(word.iter().map(|letter| letter.text.as_str()));
    }
    text.push('\n');
}

#[cfg(test)]
mod tests {
    use super::*;

    fn letters(word: &str, x: f64, y: f64, backwards: bool) -> Vec<Letter> {
        let count = word.chars().count();
        word.chars()
            .enumerate()
            .map(|(place, c)| {
                let step = if backwards { count - 1 - place } else { place };
                let x = x + f64::from(u32::try_from(step).unwrap()) * 5.0;
                Letter {
                    text: c.to_string(),
                    x,
                    end: x + 5.0,
                    y,
                    size: 10.0,
                }
            })
            .collect()
    }

    #[test]
    fn words_are_read_by_their_places() {
        let mut page = letters("cell", 0.0, 100.0, false);
        page.extend(letters("four", 24.0, 100.0, false));
        page.extend(letters("below", 0.0, 80.0, false));
        assert_eq!(Letters(page).into_text(), "cell four\nbelow\n");
    }

    #[test]
    fn writing_from_right_to_left_is_read_in_its_order() {
        // Drawn from the left, as many programs do, and from the right, as others do.
        for backwards in [false, true] {
            let mut page = Vec::new();
            for (word, x) in [("سجن", 30.0), ("رقم", 10.0)] {
                // On the page the first letter of a word stands at its right.
                let mut drawn = letters(word, x, 50.0, true);
                if backwards {
                    drawn.reverse();
                }
                page.extend(drawn);
            }
            assert_eq!(Letters(page).into_text(), "سجن رقم\n");
        }
    }
}
