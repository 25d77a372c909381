//! Kana and Devanagari: syllables whose parts change each other.

/// Katakana in Latin letters; hiragana are already turned into katakana.
pub(crate) fn roman(word: &str) -> String {
    let mut out = String::with_capacity(word.len());
    let mut double = false;
    let mut letters = word.chars().peekable();
    while let Some(letter) = letters.next() {
        match letter {
            'ー' => {}
            'ッ' => double = true,
            'ャ' | 'ュ' | 'ョ' => {
                if out.ends_with('i') {
                    out.pop();
                }
                if !(out.ends_with('j') || out.ends_with("sh") || out.ends_with("ch")) {
                    out.push('y');
                }
                out.push(match letter {
                    'ャ' => 'a',
                    'ュ' => 'u',
                    _ => 'o',
                });
            }
            'ァ' | 'ィ' | 'ゥ' | 'ェ' | 'ォ' => {
                // The small vowel takes the place of the one before: te and small i are "ti".
                if out.ends_with(['a', 'e', 'i', 'o', 'u']) {
                    out.pop();
                }
                if out.is_empty() {
                    out.push('w');
                }
                out.push(match letter {
                    'ァ' => 'a',
                    'ィ' => 'i',
                    'ゥ' => 'u',
                    'ェ' => 'e',
                    _ => 'o',
                });
            }
            'ヴ' => out.push_str("vu"),
            'ン' => {
                let before_labial = letters
                    .peek()
                    .is_some_and(|next| matches!(next, 'バ'..='ポ'));
                out.push(if before_labial { 'm' } else { 'n' });
            }
            _ => {
                let syllable = super::ascii(letter.encode_utf8(&mut [0; 4]));
                if std::mem::take(&mut double)
                    && let Some(first) = syllable.chars().next()
                    && !matches!(first, 's' | 'c')
                {
                    out.push(first);
                }
                out.push_str(&syllable);
            }
        }
    }
    out
}

/// Devanagari in Latin letters, with the *a* that every consonant carries unless a sign or the end
/// of the word takes it away.
pub(crate) fn devanagari(word: &str) -> String {
    let mut out = String::with_capacity(word.len());
    let mut carries = false;
    for letter in word.chars() {
        let consonant = match letter {
            'क' | 'ख' => "k",
            'ग' | 'घ' => "g",
            'ङ' | 'ञ' | 'ण' | 'न' => "n",
            'च' | 'छ' => "ch",
            'ज' | 'झ' => "j",
            'ट' | 'ठ' | 'त' | 'थ' => "t",
            'ड' | 'ढ' | 'द' | 'ध' => "d",
            'प' => "p",
            'फ' => "ph",
            'ब' | 'भ' => "b",
            'म' => "m",
            'य' => "y",
            'र' => "r",
            'ल' | 'ळ' => "l",
            'व' => "v",
            'श' | 'ष' => "sh",
            'स' => "s",
            'ह' => "h",
            _ => "",
        };
        if !consonant.is_empty() {
            if carries {
                out.push('a');
            }
            out.push_str(consonant);
            carries = true;
            continue;
        }
        let vowel = match letter {
            'अ' | 'आ' | 'ा' => "a",
            'इ' | 'ई' | 'ि' | 'ी' => "i",
            'उ' | 'ऊ' | 'ु' | 'ू' => "u",
            'ऋ' | 'ृ' => "ri",
            'ए' | 'े' | 'ऐ' | 'ै' => "e",
            'ओ' | 'ो' | 'औ' | 'ौ' => "o",
            'ं' | 'ँ' => {
                if carries {
                    out.push('a');
                }
                carries = false;
                out.push('n');
                continue;
            }
            '\u{94D}' => {
                carries = false;
                continue;
            }
            // The dot below makes j a z and ph an f.
            '\u{93C}' => {
                for (plain, dotted) in [("ph", "f"), ("j", "z")] {
                    if out.ends_with(plain) {
                        out.truncate(out.len() - plain.len());
                        out.push_str(dotted);
                    }
                }
                continue;
            }
            _ => continue,
        };
        if carries && matches!(letter, 'अ'..='औ') {
            out.push('a');
        }
        carries = false;
        out.push_str(vowel);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn syllables_join() {
        assert_eq!(roman("ジュン"), "jun");
        assert_eq!(roman("ファール"), "faru");
        assert_eq!(roman("ティム"), "timu");
        assert_eq!(devanagari("रमेश"), "ramesh");
        assert_eq!(devanagari("शर्मा"), "sharma");
        assert_eq!(devanagari("कुमार"), "kumar");
    }
}
