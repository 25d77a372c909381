//! Thai letters: vowels written before the consonant they follow in speech, letters made silent.

const SILENCER: char = '\u{E4C}';

const fn consonant(letter: char) -> &'static str {
    match letter {
        'ก' => "k",
        'ข' | 'ฃ' | 'ค' | 'ฅ' | 'ฆ' => "kh",
        'ง' => "ng",
        'จ' => "ch",
        'ฉ' | 'ช' | 'ฌ' => "ch",
        'ซ' | 'ส' | 'ศ' | 'ษ' => "s",
        'ญ' | 'ย' => "y",
        'ฎ' | 'ด' => "d",
        'ฏ' | 'ต' => "t",
        'ฐ' | 'ฑ' | 'ฒ' | 'ถ' | 'ท' | 'ธ' => "th",
        'ณ' | 'น' => "n",
        'บ' => "b",
        'ป' => "p",
        'ผ' | 'พ' | 'ภ' => "ph",
        'ฝ' | 'ฟ' => "f",
        'ม' => "m",
        'ร' => "r",
        'ล' | 'ฬ' => "l",
        'ว' => "w",
        'ห' | 'ฮ' => "h",
        _ => "",
    }
}

const fn vowel(letter: char) -> &'static str {
    match letter {
        'ะ' | 'ั' | 'า' => "a",
        'ำ' => "am",
        'ิ' | 'ี' => "i",
        'ึ' | 'ื' | 'ุ' | 'ู' => "u",
        'เ' => "e",
        'แ' => "ae",
        'โ' => "o",
        'ไ' | 'ใ' => "ai",
        'ฤ' => "ri",
        _ => "",
    }
}

/// Thai in Latin letters, as people write names. A vowel that is not written is put as *a* between
/// two opening consonants of a word of two, else left out.
pub(crate) fn roman(word: &str) -> String {
    let letters: Vec<char> = word.chars().collect();
    let mut out = String::with_capacity(word.len());
    let mut held = "";
    let mut rest = letters.as_slice();
    while let Some((letter, tail)) = rest.split_first() {
        rest = tail;
        // A letter under the silencer, with the vowel between them, is not heard.
        if let [SILENCER, after @ ..] | [_, SILENCER, after @ ..] = tail
            && !consonant(*letter).is_empty()
            && tail
                .first()
                .is_some_and(|c| *c == SILENCER || consonant(*c).is_empty())
        {
            rest = after;
            continue;
        }
        let next = tail.first().copied().unwrap_or('\0');
        let sound = consonant(*letter);
        if matches!(letter, 'เ' | 'แ' | 'โ' | 'ไ' | 'ใ') {
            held = vowel(*letter);
        } else if *letter == 'อ' {
            // Carries a vowel, or is one itself after a consonant.
            if held.is_empty() && vowel(next).is_empty() && !out.is_empty() {
                out.push('o');
            }
            out.push_str(std::mem::take(&mut held));
        } else if *letter == 'ห' && !out.is_empty() && consonant(next) == "m" {
            // Lifts the tone of the next letter.
        } else if !sound.is_empty() {
            // A doubled r is an a.
            if *letter == 'ร' && next == 'ร' {
                out.push('a');
                rest = tail.get(1..).unwrap_or(&[]);
                continue;
            }
            out.push_str(sound);
            // The vowel follows the cluster, not its first letter.
            if !matches!(next, 'ร' | 'ล' | 'ว') || held.is_empty() {
                out.push_str(std::mem::take(&mut held));
            }
        } else {
            out.push_str(vowel(*letter));
        }
    }
    out.push_str(held);
    out
}

#[cfg(test)]
mod tests {
    use super::roman;

    #[test]
    fn silent_letters_go_and_vowels_follow() {
        assert_eq!(roman("อานันท์"), "anan");
        assert_eq!(roman("ปราณี"), "prani");
        assert_eq!(roman("สุขใส"), "sukhsai");
        assert_eq!(roman("แซ่ตั้ง"), "saetang");
        assert_eq!(roman(""), "");
    }
}
