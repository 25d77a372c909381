//! Cyrillic letters: Russian, Belarusian, Ukrainian, Kazakh, Tajik and their neighbours.

use crate::sound::{NOTHING, Unit, either, is_vowel, sure};

/// Reads a word.
pub(crate) fn read(word: &str) -> Vec<Unit> {
    // Г is g in Russian and h in Belarusian and Ukrainian, whose own letters give them away; both
    // readings are kept because the same person is written in either.
    let western = word
        .chars()
        .any(|c| matches!(c, 'і' | 'ї' | 'є' | 'ґ' | 'ў'));
    let mut out: Vec<Unit> = Vec::with_capacity(word.len());
    let mut letters = word.chars().peekable();
    while let Some(letter) = letters.next() {
        let before = out.last().map_or(NOTHING, |unit| unit.first);
        let soft_start = before == NOTHING || is_vowel(before);
        let sound = match letter {
            'а' | 'ә' => b'a',
            'б' => b'b',
            'в' => b'v',
            'г' => {
                out.push(if western {
                    either(b'h', b'g')
                } else {
                    either(b'g', b'h')
                });
                continue;
            }
            'ґ' | 'ғ' | 'қ' | 'ҡ' | 'ҝ' => b'g',
            'д' => {
                if letters.next_if_eq(&'ж').is_some() {
                    b'j'
                } else {
                    b'd'
                }
            }
            'е' | 'э' | 'є' | 'ѣ' => {
                if letters.next_if_eq(&'й').is_some() {
                    out.push(sure(b'e'));
                    continue;
                }
                b'e'
            }
            'ж' | 'җ' => b'j',
            'з' => b'z',
            'и' | 'ы' | 'і' | 'ї' | 'ӣ' | 'ѵ' => {
                letters.next_if(|next| matches!(next, 'й' | 'и' | 'ы'));
                b'i'
            }
            'й' | 'ј' => {
                // Ай is written ai, ay or ei like the vowel of "day".
                if before == b'a' {
                    let vowel_follows = letters
                        .peek()
                        .is_some_and(|next| matches!(next, 'а' | 'е' | 'и' | 'о' | 'у'));
                    if !vowel_follows && let Some(last) = out.last_mut() {
                        *last = sure(b'e');
                        continue;
                    }
                }
                b'y'
            }
            'к' => b'k',
            'л' | 'љ' => b'l',
            'м' => b'm',
            'н' | 'ң' | 'њ' => b'n',
            'о' | 'ө' => b'o',
            'п' => b'p',
            'р' => b'r',
            'с' | 'ҫ' => b's',
            'т' => b't',
            'у' | 'ү' | 'ұ' | 'ӯ' => b'u',
            'ў' => b'v',
            'ф' => b'f',
            'х' | 'һ' | 'ҳ' => b'h',
            'ц' => b's',
            'ч' | 'ҷ' | 'ћ' | 'ҹ' => b'c',
            'ш' | 'щ' => b'x',
            'ђ' | 'џ' => b'j',
            'ю' => {
                if soft_start {
                    out.push(sure(b'y'));
                }
                b'u'
            }
            'я' => {
                if soft_start {
                    out.push(sure(b'y'));
                }
                b'a'
            }
            _ => continue,
        };
        // A doubled consonant is one sound.
        if before == sound && !is_vowel(sound) {
            continue;
        }
        out.push(sure(sound));
    }
    out
}
