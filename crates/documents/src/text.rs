//! What people wrote, made safe to set: no invisible reordering, no line that runs off the page.

use unicode_script::{Script, UnicodeScript as _};
use unicode_segmentation::UnicodeSegmentation as _;

use crate::typefaces;

/// After how many letters without a natural place to break a line may be broken anyway. Longer than
/// nearly every word, shorter than the narrowest column.
const LONGEST_UNBROKEN: usize = 24;

/// Where a line may be broken without a mark.
const BREAK_HERE: char = '\u{200B}';

/// Makes one string safe to set.
///
/// Explicit reordering (embeddings, overrides, isolates) goes: a name must not be able to turn the
/// sentence around it. The marks that correct spelling needs (joiners, directional marks) stay.
/// Other control characters become spaces, line ends become `\n`.
pub(crate) fn clean(raw: &str) -> String {
    let mut plain = String::with_capacity(raw.len());
    let mut characters = raw.chars().peekable();
    while let Some(character) = characters.next() {
        match character {
            '\r' if characters.peek() == Some(&'\n') => {}
            '\r' | '\n' | '\u{0B}' | '\u{0C}' | '\u{85}' | '\u{2028}' | '\u{2029}' => {
                plain.push('\n');
            }
            hidden if is_hidden(hidden) => {}
            control if control.is_control() => plain.push(' '),
            other => plain.push(other),
        }
    }
    // What shows nothing is nothing: a name of joiners only must not pass for a name.
    if plain.chars().all(needs_no_glyph) {
        return String::new();
    }
    allow_breaks(&without_stray_marks(plain.trim()))
}

/// A mark of one script on a letter of another has no typeface that could draw both: it is written
/// out, so that the document is set and the reader sees that something is there.
fn without_stray_marks(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    for cluster in text.graphemes(true) {
        let mut characters = cluster.chars();
        let Some(base) = characters.next() else {
            continue;
        };
        plain.push(base);
        for mark in characters {
            let script = mark.script();
            let stray = !matches!(script, Script::Common | Script::Inherited | Script::Unknown)
                && script != base.script();
            if stray {
                plain.push_str(&spelled_out(mark));
            } else {
                plain.push(mark);
            }
        }
    }
    plain
}

/// Characters that show nothing and can only deceive: reordering, tags, annotations,
/// non-characters.
fn is_hidden(character: char) -> bool {
    matches!(character,
        '\u{202A}'..='\u{202E}'
        | '\u{2066}'..='\u{206F}'
        | '\u{FEFF}'
        | '\u{FFF9}'..='\u{FFFC}'
        | '\u{E0000}'..='\u{E007F}'
        | '\u{FDD0}'..='\u{FDEF}')
        || u32::from(character) & 0xFFFE == 0xFFFE
}

/// Puts places to break into words that are too long for a line, never inside a letter with its
/// marks. Scripts written without spaces have their own places and are left alone.
fn allow_breaks(text: &str) -> String {
    let mut broken = String::with_capacity(text.len());
    let mut unbroken = 0_usize;
    for cluster in text.graphemes(true) {
        let first = cluster.chars().next().unwrap_or(' ');
        if first.is_whitespace() || first == BREAK_HERE || breaks_by_itself(first.script()) {
            unbroken = 0;
        } else if unbroken >= LONGEST_UNBROKEN {
            broken.push(BREAK_HERE);
            unbroken = 1;
        } else {
            unbroken += 1;
        }
        broken.push_str(cluster);
    }
    broken
}

/// Whether lines of the script are broken without spaces.
fn breaks_by_itself(script: Script) -> bool {
    typefaces::is_east_asian(script)
        || matches!(
            script,
            Script::Thai | Script::Lao | Script::Khmer | Script::Myanmar | Script::Tibetan
        )
}

/// The script that sets the direction and the typeface of a text: the first one that is a script.
pub(crate) fn leading_script(text: &str) -> Option<Script> {
    text.chars()
        .map(|character| character.script())
        .find(|script| !matches!(script, Script::Common | Script::Inherited | Script::Unknown))
}

/// Whether a character needs no glyph: it steers the line and shows nothing.
pub(crate) fn needs_no_glyph(character: char) -> bool {
    character.is_whitespace()
        || matches!(character,
            '\u{AD}' | '\u{34F}' | '\u{61C}' | '\u{115F}' | '\u{1160}' | '\u{17B4}' | '\u{17B5}'
            | '\u{180B}'..='\u{180F}' | '\u{200B}'..='\u{200F}' | '\u{2060}'..='\u{2064}'
            | '\u{3164}' | '\u{FE00}'..='\u{FE0F}' | '\u{FFA0}' | '\u{E0100}'..='\u{E01EF}')
}

/// Writes out a character that no typeface has, so that the reader sees that something is there.
pub(crate) fn spelled_out(character: char) -> String {
    format!("[U+{:04X}]", u32::from(character))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn reordering_goes_and_spelling_stays() {
        assert_eq!(clean("a\u{202E}b\u{2066}c\u{2069}"), "abc");
        assert_eq!(clean("می\u{200C}خواهم"), "می\u{200C}خواهم");
        assert_eq!(clean("one\r\ntwo\u{0}three\tfour"), "one\ntwo three four");
    }

    #[test]
    fn a_mark_on_a_foreign_letter_is_written_out() {
        assert_eq!(clean("0!\u{7EB}"), "0![U+07EB]");
        assert_eq!(clean("e\u{301} ကို"), "e\u{301} ကို");
    }

    #[test]
    fn what_shows_nothing_is_nothing() {
        assert_eq!(clean(" \u{200B}\u{200D}\u{2060}\n"), "");
    }

    #[test]
    fn long_words_may_break_and_burmese_is_left_alone() {
        assert_eq!(clean(&"a".repeat(24)).chars().count(), 24);
        assert_eq!(clean(&"a".repeat(49)).matches(BREAK_HERE).count(), 2);
        let burmese = "ဒေါ်ခင်မာဦး".repeat(20);
        assert_eq!(clean(&burmese), burmese);
    }

    proptest! {
        #[test]
        fn nothing_visible_is_lost(raw in "\\PC{0,200}") {
            let visible = |text: &str| text.chars()
                .filter(|c| !needs_no_glyph(*c) && !c.is_control() && !is_hidden(*c))
                .collect::<String>();
            // A stray mark is written out instead of drawn; nothing else may change.
            prop_assert_eq!(visible(&clean(&raw)), visible(&without_stray_marks(&raw)));
            for character in raw.chars().filter(|c| !needs_no_glyph(*c) && !c.is_control() && !is_hidden(*c)) {
                let made = clean(&raw).replace(BREAK_HERE, "");
                prop_assert!(made.contains(character) || made.contains(&spelled_out(character)));
            }
        }

        #[test]
        fn no_control_survives(raw in any::<String>()) {
            prop_assert!(clean(&raw).chars().all(|c| c == '\n' || !(c.is_control() || is_hidden(c))));
        }
    }
}
