//! Burmese letters: a run of syllables without spaces, each read by its opening and its rhyme as
//! people spell it in Latin letters (*aung*, *kyaw*, *htet*).

use crate::sound::{Unit, sure};

const VIRAMA: char = '\u{1039}';
const KILLER: char = '\u{103A}';

const fn is_consonant(c: char) -> bool {
    matches!(c, '\u{1000}'..='\u{1021}' | '\u{103F}' | '\u{1023}'..='\u{1027}' | '\u{1029}' | '\u{102A}')
}

/// The syllables of a run of Burmese letters.
pub(crate) fn syllables(word: &str) -> Vec<String> {
    let letters: Vec<char> = word.chars().collect();
    let mut out: Vec<String> = Vec::new();
    let mut stacked = false;
    for (place, letter) in letters.iter().enumerate() {
        let next = letters.get(place + 1).copied();
        let after = letters.get(place + 2).copied();
        // A consonant that is killed, or that another is stacked under, closes the syllable before it.
        let closes = matches!(next, Some(KILLER | VIRAMA))
            || (matches!(next, Some('\u{1037}')) && after == Some(KILLER));
        let opens = is_consonant(*letter) && !closes && !stacked;
        stacked = *letter == VIRAMA;
        match out.last_mut() {
            Some(last) if !opens => last.push(*letter),
            _ => out.push(letter.to_string()),
        }
    }
    out
}

/// Reads a word into sounds, syllable by syllable.
pub(crate) fn read(word: &str) -> Vec<Unit> {
    let mut out = Vec::with_capacity(word.len());
    for syllable in syllables(word) {
        out.extend(syllable_sounds(&syllable).bytes().map(sure));
    }
    out
}

/// A word as people spell it in Latin letters.
pub(crate) fn roman(word: &str) -> String {
    syllables(word)
        .iter()
        .map(|syllable| {
            syllable_sounds(syllable)
                .replace('x', "sh")
                .replace('c', "ch")
        })
        .collect()
}

fn syllable_sounds(syllable: &str) -> String {
    let mut opening: Option<char> = None;
    let (mut y, mut r, mut w, mut h) = (false, false, false, false);
    let mut vowels: Vec<char> = Vec::new();
    let mut finals: Option<char> = None;
    let mut stacked_under: Option<char> = None;
    let letters: Vec<char> = syllable.chars().collect();
    for (place, letter) in letters.iter().enumerate() {
        let after_virama = place
            .checked_sub(1)
            .and_then(|before| letters.get(before))
            .is_some_and(|before| *before == VIRAMA);
        match *letter {
            'ျ' => y = true,
            'ြ' => r = true,
            'ွ' => w = true,
            'ှ' => h = true,
            c if is_consonant(c) => {
                if after_virama {
                    stacked_under = Some(c);
                } else if opening.is_none() {
                    opening = Some(c);
                } else {
                    finals = Some(c);
                }
            }
            '\u{102B}'..='\u{1032}' | '\u{1036}' => vowels.push(*letter),
            _ => {}
        }
    }
    let mut out = String::new();
    if let Some(opening) = opening {
        out.push_str(opening_sound(opening, y, r, h));
    }
    out.push_str(rhyme(&vowels, finals, w));
    if let Some(under) = stacked_under {
        out.push_str(opening_sound(under, false, false, false));
        out.push('a');
    }
    out
}

fn opening_sound(letter: char, y: bool, r: bool, h: bool) -> &'static str {
    let glide = y || r;
    match letter {
        'က' => {
            if glide {
                "ky"
            } else {
                "k"
            }
        }
        'ခ' => {
            if glide {
                "c"
            } else {
                "k"
            }
        }
        'ဂ' | 'ဃ' => {
            if glide {
                "j"
            } else {
                "g"
            }
        }
        'င' | 'န' | 'ဏ' => "n",
        'စ' | 'ဆ' => "s",
        'ဇ' | 'ဈ' => "z",
        'ည' | 'ဉ' => "ny",
        'တ' | 'ထ' | 'ဋ' | 'ဌ' => "t",
        'ဒ' | 'ဓ' | 'ဍ' | 'ဎ' => "d",
        'ပ' | 'ဖ' => {
            if glide {
                "py"
            } else {
                "p"
            }
        }
        'ဗ' | 'ဘ' => {
            if glide {
                "by"
            } else {
                "b"
            }
        }
        'မ' => {
            if glide {
                "my"
            } else {
                "m"
            }
        }
        'ယ' | 'ရ' if h => "x",
        'ယ' => "y",
        'ရ' => "y",
        'လ' | 'ဠ' => {
            if glide {
                "ly"
            } else {
                "l"
            }
        }
        'ဝ' => "w",
        'သ' | 'ဿ' => "t",
        'ဟ' => "h",
        'ဣ' | 'ဤ' => "i",
        'ဥ' | 'ဦ' => "u",
        'ဧ' => "e",
        'ဩ' | 'ဪ' => "o",
        _ => "",
    }
}

fn rhyme(vowels: &[char], finals: Option<char>, w: bool) -> &'static str {
    let has = |vowel: char| vowels.contains(&vowel);
    let aw = has('ေ') && (has('ာ') || has('ါ'));
    let ai = has('ိ') && (has('ု') || has('ူ'));
    let i = has('ိ') || has('ီ');
    let u = has('ု') || has('ူ');
    match finals {
        Some('က') => match () {
            () if aw => "auk",
            () if ai => "ek",
            () if w => "wet",
            () => "et",
        },
        Some('င') => match () {
            () if aw => "aun",
            () if ai => "en",
            () if w => "win",
            () => "in",
        },
        Some('စ') => "it",
        Some('ည' | 'ဉ') => {
            if w {
                "we"
            } else {
                "i"
            }
        }
        Some('ယ') => {
            if w {
                "we"
            } else {
                "e"
            }
        }
        Some('တ' | 'ပ' | 'ဒ' | 'ဗ' | 'ဋ') => match () {
            () if u => "ok",
            () if i => "et",
            () if w => "ut",
            () => "at",
        },
        Some('န' | 'မ' | 'ဏ') => match () {
            () if u => "on",
            () if i => "en",
            () if w => "un",
            () => "an",
        },
        // Foreign names kill letters that Burmese syllables do not end in: they are heard.
        Some('လ') => {
            if aw {
                "ol"
            } else if i {
                "il"
            } else if has('ေ') {
                "el"
            } else {
                "al"
            }
        }
        Some('သ' | 'ဆ') => {
            if aw {
                "os"
            } else if i {
                "is"
            } else {
                "as"
            }
        }
        Some('ဖ') => "af",
        Some(_) => "a",
        None => match () {
            () if aw => "o",
            () if ai => {
                if w {
                    "we"
                } else {
                    "o"
                }
            }
            () if has('\u{1036}') && u => "on",
            () if has('\u{1036}') && i => "en",
            () if has('\u{1036}') => {
                if w {
                    "un"
                } else {
                    "an"
                }
            }
            () if i => {
                if w {
                    "wi"
                } else {
                    "i"
                }
            }
            () if u => "u",
            () if has('ေ') || has('ဲ') => {
                if w {
                    "we"
                } else {
                    "e"
                }
            }
            () if w => "wa",
            () => "a",
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reading::latin;
    use crate::sound::{folded, sounds};

    #[test]
    fn syllables_are_cut_where_they_open() {
        assert_eq!(syllables("ညွန့်သူထက်ဇော်"), ["ညွန့်", "သူ", "ထက်", "ဇော်"]);
        assert_eq!(syllables("အောင်မင်း"), ["အောင်", "မင်း"]);
        assert_eq!(syllables("").len(), 0);
    }

    #[test]
    fn syllables_sound_as_people_spell_them() {
        for (burmese, latin) in [
            ("ဟိန်း", "hein"),
            ("သူ", "thu"),
            ("ထက်", "htet"),
            ("ဇင်", "zin"),
            ("ကြည်", "kyi"),
            ("စိုး", "soe"),
            ("ဆွေ", "swe"),
            ("ညို", "nyo"),
            ("အောင်", "aung"),
            ("ဝင်း", "win"),
        ] {
            assert_eq!(
                folded(&sounds(&read(burmese))),
                folded(&sounds(&latin::read(latin))),
                "{burmese} {latin}"
            );
        }
    }
}
