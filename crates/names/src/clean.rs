//! From written text to clean words: what is invisible or decoration goes, letters that are typed
//! in several ways become one, and words are cut where scripts change.

use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::decompose_canonical;

use crate::normal::{MAX_CHARACTERS, MAX_TOKEN_CHARACTERS, MAX_TOKENS};
use crate::writing::Writing;
use crate::zawgyi;

/// One cleaned word.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Word {
    /// Letters for equality: lower case, without marks that writers leave out.
    pub(crate) text: String,
    /// Letters for reading: as `text`, but Latin and Cyrillic letters keep their marks, which say how they sound.
    pub(crate) marked: String,
    /// The writing of the word.
    pub(crate) writing: Writing,
    /// Whether a full stop followed, which makes one letter an initial.
    pub(crate) stopped: bool,
    /// Whether it was cut out of a run as a surname, given name or syllable of a name in a script
    /// without gaps: then it is surely no foreign name.
    pub(crate) native: bool,
}

enum Kind {
    /// A letter of a word.
    Letter(Writing),
    /// Nothing: the word goes on as if it were not there.
    Nothing,
    /// The end of a word.
    Gap,
}

/// The words of a text. Reads at most `4 * MAX_CHARACTERS` characters of it and keeps at most
/// [`MAX_CHARACTERS`] letters, [`MAX_TOKENS`] words and [`MAX_TOKEN_CHARACTERS`] letters a word;
/// the flag says whether something was cut.
pub(crate) fn words(text: &str) -> (Vec<Word>, bool) {
    let mut cut = text.chars().nth(4 * MAX_CHARACTERS).is_some();
    let converted;
    let mut text = text;
    if text.contains('\u{1039}') || text.contains('\u{1031}') || text.contains('\u{103B}') {
        let start: String = text.chars().take(4 * MAX_CHARACTERS).collect();
        if zawgyi::is_zawgyi(&start) {
            converted = zawgyi::to_unicode(&start);
            text = &converted;
        }
    }
    let mut builder = Builder::default();
    let mut letters = 0_usize;
    for c in text.chars().take(4 * MAX_CHARACTERS).nfkc() {
        match kind(c, builder.writing, builder.last) {
            Kind::Nothing => {}
            Kind::Gap => builder.end(c == '.'),
            Kind::Letter(writing) => {
                letters += 1;
                if letters > MAX_CHARACTERS || builder.done.len() > MAX_TOKENS {
                    cut = true;
                    break;
                }
                builder.push(c, writing);
            }
        }
    }
    builder.end(false);
    let mut done = builder.done;
    if done.len() > MAX_TOKENS {
        done.truncate(MAX_TOKENS);
        cut = true;
    }
    (done, cut || builder.cut)
}

fn kind(c: char, current: Option<Writing>, last: Option<char>) -> Kind {
    match c {
        // Tatweel, vowel points and Quranic marks are left out or put in at will.
        'ـ' | '\u{610}'..='\u{61A}' | '\u{64B}'..='\u{65F}' | '\u{670}' | '\u{6D6}'..='\u{6ED}' => {
            Kind::Nothing
        }
        '\u{5F3}' | '\'' | '’' if matches!(last, Some('ג' | 'ז' | 'צ' | 'ת')) => {
            Kind::Letter(Writing::Hebrew)
        }
        '\u{5BE}' => Kind::Gap,
        '\u{591}'..='\u{5C7}' | '\u{5F3}' | '\u{5F4}' => Kind::Nothing,
        // Apostrophes, ayn and hamza signs stand inside words.
        '\'' | '’' | '‘' | '`' | '´' | 'ʻ' | 'ʼ' | 'ʹ' | 'ʺ' | 'ʽ' | 'ʾ' | 'ʿ' | 'ˈ' | '＇'
        | '"' | '“' | '”' => Kind::Nothing,
        '\u{300}'..='\u{36F}' => match current {
            Some(writing) => Kind::Letter(writing),
            None => Kind::Nothing,
        },
        // Zero-width, direction and other format signs, variation selectors, control characters.
        '\u{AD}'
        | '\u{61C}'
        | '\u{180E}'
        | '\u{200B}'..='\u{200F}'
        | '\u{202A}'..='\u{202E}'
        | '\u{2060}'..='\u{206F}'
        | '\u{FEFF}'
        | '\u{FE00}'..='\u{FE0F}'
        | '\u{E0000}'..='\u{E0FFF}' => Kind::Nothing,
        '\t' | '\n' | '\r' => Kind::Gap,
        c if c.is_control() => Kind::Nothing,
        'ー' if current != Some(Writing::Kana) => Kind::Gap,
        c => match Writing::of(c) {
            Some(writing) => Kind::Letter(writing),
            None if is_vowel_sign(c) && current.is_some() => {
                Kind::Letter(current.unwrap_or(Writing::Other))
            }
            None => Kind::Gap,
        },
    }
}

/// Signs of the Indic and South-East Asian scripts that are part of a syllable though no letters.
fn is_vowel_sign(c: char) -> bool {
    matches!(u32::from(c), 0x900..=0xDFF | 0xE31 | 0xE34..=0xE4E | 0xEB1..=0xECD | 0x17B4..=0x17D3)
}

#[derive(Default)]
struct Builder {
    done: Vec<Word>,
    text: String,
    marked: String,
    count: usize,
    writing: Option<Writing>,
    last: Option<char>,
    mixed: bool,
    cut: bool,
}

impl Builder {
    fn push(&mut self, c: char, writing: Writing) {
        let switch = match self.writing {
            None => false,
            Some(now) if now == writing => false,
            // Look-alike letters of the other alphabet inside one word are a slip or a disguise.
            Some(Writing::Latin) if writing == Writing::Cyrillic => {
                self.mixed = true;
                false
            }
            Some(Writing::Cyrillic) if writing == Writing::Latin => {
                self.mixed = true;
                false
            }
            Some(_) => true,
        };
        if switch {
            self.end(false);
        }
        if self.writing.is_none() {
            self.writing = Some(writing);
        }
        self.last = Some(c);
        if self.count >= MAX_TOKEN_CHARACTERS {
            self.cut = true;
            return;
        }
        self.count += 1;
        for lower in c.to_lowercase() {
            if let Some(plain) = unified(lower) {
                self.marked.push(plain);
            }
        }
    }

    fn end(&mut self, stopped: bool) {
        let writing = self.writing.take();
        self.last = None;
        self.count = 0;
        let mixed = std::mem::take(&mut self.mixed);
        let mut marked = std::mem::take(&mut self.marked);
        let Some(mut writing) = writing else { return };
        if mixed {
            (marked, writing) = undisguised(&marked);
        }
        self.text.clear();
        for c in marked.chars() {
            push_plain(c, writing, &mut self.text);
        }
        if self.text.is_empty() {
            return;
        }
        self.done.push(Word {
            text: self.text.clone(),
            marked,
            writing,
            stopped,
            native: false,
        });
    }
}

/// The one letter that stands for all ways to type it; `None` for what is dropped.
fn unified(c: char) -> Option<char> {
    Some(match c {
        'أ' | 'إ' | 'آ' | 'ٱ' | 'ٲ' | 'ٳ' => 'ا',
        'ى' | 'ی' | 'ئ' | 'ې' | 'ۍ' | 'ێ' | 'ے' => 'ي',
        'ؤ' => 'و',
        'ة' | 'ۀ' | 'ہ' | 'ھ' | 'ۃ' | 'ۂ' => 'ه',
        'ک' | 'ڪ' => 'ك',
        'ء' => return None,
        'ך' => 'כ',
        'ם' => 'מ',
        'ן' => 'נ',
        'ף' => 'פ',
        'ץ' => 'צ',
        '’' | '\'' => '\u{5F3}',
        'ё' => 'е',
        // Hiragana are read as katakana.
        '\u{3041}'..='\u{3096}' => {
            return char::from_u32(u32::from(c).saturating_add(0x60));
        }
        c => return Some(crate::reading::han::simplified(c)),
    })
}

/// Appends the letter without the marks that writers leave out. Cyrillic й, ў and ї are letters of
/// their own, not a letter with a mark.
fn push_plain(c: char, writing: Writing, out: &mut String) {
    match (writing, c) {
        (_, c) if c.is_ascii() => out.push(c),
        (_, '\u{300}'..='\u{36F}') => {}
        (Writing::Latin, 'ß') => out.push_str("ss"),
        (Writing::Latin, 'æ') => out.push_str("ae"),
        (Writing::Latin, 'œ') => out.push_str("oe"),
        (Writing::Latin, 'ø') => out.push('o'),
        (Writing::Latin, 'ł') => out.push('l'),
        (Writing::Latin, 'đ' | 'ð') => out.push('d'),
        (Writing::Latin, 'þ') => out.push_str("th"),
        (Writing::Latin, 'ə') => out.push('a'),
        (Writing::Latin, 'ı') => out.push('i'),
        (Writing::Latin, 'ħ') => out.push('h'),
        (Writing::Latin, 'ŋ') => out.push('n'),
        (Writing::Latin, c) => {
            decompose_canonical(c, |part| {
                if !matches!(part, '\u{300}'..='\u{36F}') {
                    out.push(part);
                }
            });
        }
        (_, c) => out.push(c),
    }
}

const LOOK_ALIKE: [(char, char); 14] = [
    ('a', 'а'),
    ('b', 'в'),
    ('c', 'с'),
    ('e', 'е'),
    ('h', 'н'),
    ('i', 'і'),
    ('j', 'ј'),
    ('k', 'к'),
    ('m', 'м'),
    ('o', 'о'),
    ('p', 'р'),
    ('t', 'т'),
    ('x', 'х'),
    ('y', 'у'),
];

/// A word of Latin and Cyrillic letters, all turned into the writing most of them have.
fn undisguised(word: &str) -> (String, Writing) {
    let cyrillic = word
        .chars()
        .filter(|c| Writing::of(*c) == Some(Writing::Cyrillic))
        .count();
    let latin = word
        .chars()
        .filter(|c| Writing::of(*c) == Some(Writing::Latin))
        .count();
    let to_cyrillic = cyrillic >= latin;
    let turned = word
        .chars()
        .map(|c| {
            let found = LOOK_ALIKE.iter().find(|(latin, cyrillic)| {
                if to_cyrillic {
                    *latin == c
                } else {
                    *cyrillic == c
                }
            });
            match found {
                Some((latin, cyrillic)) => {
                    if to_cyrillic {
                        *cyrillic
                    } else {
                        *latin
                    }
                }
                None => c,
            }
        })
        .collect();
    (
        turned,
        if to_cyrillic {
            Writing::Cyrillic
        } else {
            Writing::Latin
        },
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(text: &str) -> Vec<String> {
        words(text).0.into_iter().map(|word| word.text).collect()
    }

    #[test]
    fn invisible_signs_and_decoration_go() {
        assert_eq!(
            texts("\u{202E}Ol\u{200B}ga\u{0} \u{2066}Vey"),
            ["olga", "vey"]
        );
        assert_eq!(texts("مُحَمَّــد"), ["محمد"]);
        assert_eq!(texts("Ya\u{301}ra 🙂 12"), ["yara"]);
        assert_eq!(texts("O’Brel-Łan"), ["obrel", "lan"]);
        assert_eq!(texts("Алёна"), ["алена"]);
        assert!(texts("🙂 -- 42").is_empty());
    }

    #[test]
    fn letters_typed_in_several_ways_are_one() {
        assert_eq!(texts("فاطمة"), texts("فاطمه"));
        assert_eq!(texts("علی کریمی"), texts("علي كريمي"));
        assert_eq!(texts("أحمد"), texts("احمد"));
        assert_eq!(texts("ﻃﻼل"), texts("طلال"));
        assert_eq!(texts("Ａｎａ"), ["ana"]);
    }

    #[test]
    fn scripts_split_words_and_disguises_do_not() {
        assert_eq!(texts("刘Bo"), ["刘", "bo"]);
        // A Latin o and c among Cyrillic letters.
        assert_eq!(texts("Сoкoлов"), ["соколов"]);
    }
}
