//! Arabic and Hebrew letters: consonants, and long vowels that may also be consonants.

use crate::sound::{NOTHING, Unit, any, either, sure};

/// Reads an Arabic, Persian, Uyghur or Kurdish word; a second reading leaves out the article.
pub(crate) fn read_arabic(word: &str) -> Vec<Vec<Unit>> {
    // Abd is joined to what follows by the article: it is left out, as in the Latin reading.
    if let Some(rest) = word.strip_prefix("عبدال") {
        let mut units = vec![sure(b'a'), sure(b'b'), sure(b'd'), sure(b'a')];
        units.extend(arabic(rest, false));
        return vec![units];
    }
    match word.strip_prefix("ال") {
        Some(rest) if rest.chars().nth(2).is_some() => {
            vec![arabic(rest, true), arabic(word, true)]
        }
        _ => vec![arabic(word, true)],
    }
}

fn arabic(word: &str, start: bool) -> Vec<Unit> {
    let mut out: Vec<Unit> = Vec::with_capacity(word.len());
    let mut letters = word.chars().peekable();
    let mut place = 0_usize;
    while let Some(letter) = letters.next() {
        let first = start && place == 0;
        place += 1;
        let next = letters.peek().copied();
        let unit = match letter {
            'ا' => {
                // An opening alif only carries the long vowel after it.
                if first && matches!(next, Some('و' | 'ي')) && letters.clone().nth(1).is_some() {
                    match letters.next() {
                        Some('و') => sure(b'o'),
                        _ => sure(b'i'),
                    }
                } else {
                    sure(b'a')
                }
            }
            'ع' => {
                if first {
                    sure(b'a')
                } else {
                    sure(NOTHING)
                }
            }
            'ە' | 'ۂ' => sure(b'e'),
            'ۇ' | 'ۆ' | 'ۈ' | 'ۅ' | 'ۉ' => sure(b'u'),
            'و' => {
                if first {
                    sure(b'w')
                } else {
                    either(b'u', b'v')
                }
            }
            'ۋ' | 'ڤ' => sure(b'v'),
            'ي' => {
                if first {
                    sure(b'y')
                } else {
                    sure(b'i')
                }
            }
            'ب' => sure(b'b'),
            'پ' => sure(b'p'),
            'ت' if matches!(next, Some('ش' | 'س')) => either(NOTHING, b't'),
            'ت' | 'ط' | 'ٹ' => sure(b't'),
            'ث' => either(b's', b't'),
            'ج' => either(b'j', b'g'),
            'چ' => sure(b'c'),
            'ح' | 'خ' => sure(b'h'),
            'د' | 'ڈ' => sure(b'd'),
            'ض' => either(b'd', b'z'),
            'ذ' | 'ظ' => either(b'z', b'd'),
            'ر' | 'ڕ' | 'ڑ' => sure(b'r'),
            'ز' => sure(b'z'),
            'ژ' => sure(b'j'),
            'س' | 'ص' => sure(b's'),
            'ش' => sure(b'x'),
            'غ' | 'ڠ' => either(b'g', b'h'),
            'ف' | 'ڢ' => sure(b'f'),
            'ق' | 'گ' | 'ڨ' | 'ݣ' => sure(b'g'),
            'ك' => sure(b'k'),
            'ل' | 'ڵ' => sure(b'l'),
            'م' => sure(b'm'),
            'ن' | 'ں' | 'ڭ' => sure(b'n'),
            'ه' => {
                if next.is_none() && place > 1 {
                    sure(b'a')
                } else {
                    sure(b'h')
                }
            }
            _ => sure(NOTHING),
        };
        if unit != sure(NOTHING) {
            out.push(unit);
        }
    }
    out
}

/// Reads a Hebrew word; final letters are already made plain and a geresh follows its letter.
pub(crate) fn read_hebrew(word: &str) -> Vec<Unit> {
    let mut out: Vec<Unit> = Vec::with_capacity(word.len());
    let mut letters = word.chars().peekable();
    let mut first = true;
    while let Some(letter) = letters.next() {
        let marked = letters.next_if_eq(&'\u{5F3}').is_some();
        let last = letters.peek().is_none();
        let unit = match letter {
            'א' => {
                if first && letters.next_if_eq(&'ו').is_some() {
                    sure(b'o')
                } else if first && letters.next_if_eq(&'י').is_some() {
                    sure(b'i')
                } else {
                    sure(b'a')
                }
            }
            'ע' => sure(b'a'),
            'ב' => either(b'b', b'v'),
            'ג' if marked => sure(b'j'),
            'ג' => sure(b'g'),
            'ד' => sure(b'd'),
            'ה' => {
                if last && !first {
                    sure(b'a')
                } else {
                    sure(b'h')
                }
            }
            'ו' => {
                if letters.next_if_eq(&'ו').is_some() || first {
                    sure(b'v')
                } else {
                    either(b'o', b'v')
                }
            }
            'ז' if marked => sure(b'j'),
            'ז' => sure(b'z'),
            'ח' => sure(b'h'),
            'ט' => sure(b't'),
            'י' => {
                letters.next_if_eq(&'י');
                if first { sure(b'y') } else { sure(b'i') }
            }
            'כ' => either(b'k', b'h'),
            'ל' => sure(b'l'),
            'מ' => sure(b'm'),
            'נ' => sure(b'n'),
            'ס' => sure(b's'),
            'פ' => either(b'p', b'f'),
            'צ' if marked => sure(b'c'),
            'צ' => sure(b's'),
            'ק' => sure(b'k'),
            'ר' => sure(b'r'),
            'ש' => any(b'x', b's', b's'),
            'ת' => sure(b't'),
            _ => continue,
        };
        first = false;
        out.push(unit);
    }
    out
}
