//! Latin letters and pairs of letters, by their place in the word.

use unicode_normalization::char::decompose_canonical;

const fn vowel(letter: u8) -> bool {
    matches!(letter, b'a' | b'e' | b'i' | b'o' | b'u')
}

/// Letters that are not plain ASCII once their marks are taken off, or whose marks change the sound.
fn plain(marked: &str) -> Vec<u8> {
    let mut out = Vec::with_capacity(marked.len());
    for c in marked.chars() {
        match c {
            'a'..='z' => out.push(u8::try_from(c).unwrap_or(b'a')),
            'č' | 'ć' | 'ĉ' | 'ç' | 'ċ' => out.push(b'C'),
            'š' | 'ś' | 'ş' | 'ș' | 'ŝ' => out.push(b'S'),
            'ž' | 'ź' | 'ż' => out.push(b'Z'),
            'ţ' | 'ț' => out.extend(b"ts"),
            'đ' => out.extend(b"dj"),
            'ð' => out.push(b'd'),
            'þ' => out.extend(b"th"),
            'ŭ' => out.push(b'w'),
            'ə' | 'ä' => out.push(b'A'),
            'ö' | 'ø' | 'ő' | 'œ' => out.push(b'O'),
            'ü' | 'ű' => out.push(b'U'),
            'å' => out.push(b'o'),
            'æ' => out.push(b'A'),
            'ı' => out.push(b'i'),
            'ł' => out.push(b'L'),
            'ğ' => out.push(b'G'),
            'ñ' | 'ń' | 'ň' => out.push(b'N'),
            'ß' => out.extend(b"ss"),
            'ħ' | 'ẖ' | 'ḫ' | 'ḥ' => out.push(b'h'),
            'ŋ' => out.extend(b"ng"),
            'ř' => out.push(b'R'),
            c => decompose_canonical(c, |part| {
                if part.is_ascii_lowercase() {
                    out.extend(u8::try_from(part));
                }
            }),
        }
    }
    out
}

/// The symbols of a word.
pub(super) fn symbols(marked: &str) -> Vec<u8> {
    let letters = plain(marked);
    let mut out: Vec<u8> = Vec::with_capacity(letters.len());
    let mut rest = letters.as_slice();
    let mut before = 0_u8;
    while let Some((letter, tail)) = rest.split_first() {
        let next = tail.first().copied().unwrap_or(0);
        let (taken, symbol) = one(*letter, next, rest, before);
        out.push(symbol);
        let (used, left) = rest.split_at_checked(taken).unwrap_or((rest, &[]));
        before = used.last().copied().unwrap_or(*letter);
        rest = left;
    }
    out
}

/// How many letters the next symbol takes, and the symbol.
fn one(letter: u8, next: u8, rest: &[u8], before: u8) -> (usize, u8) {
    let start = before == 0;
    let any_vowel = |c: u8| vowel(c) || matches!(c, b'y' | b'A' | b'O' | b'U');
    // A consonant closes a syllable where no vowel follows.
    let closes = !any_vowel(next);
    if any_vowel(letter) && letter != b'y' || (letter == b'y' && !any_vowel(next)) {
        return vowel_symbol(letter, next, before);
    }
    if letter == next {
        let closes = !rest.get(2).copied().is_some_and(any_vowel);
        // Doubled: the letter once, and the place of the second one.
        let symbol = match letter {
            b's' => b's',
            b'c' => b'c',
            other => single(other, rest.get(2).copied().unwrap_or(0), before, closes),
        };
        return (2, symbol);
    }
    let third = rest.get(2).copied().unwrap_or(0);
    match (letter, next) {
        (b's', b'c') if third == b'h' => (3, b'X'),
        (b't', b's') if rest.starts_with(b"tsch") => (4, b'#'),
        (b't', b'c' | b's') if third == b'h' => (3, b'#'),
        (b'd', b'z') if third == b'h' => (3, b'J'),
        (b'd', b'j' | b'Z') => (2, b'J'),
        (b's', b'h') => (2, b'S'),
        (b's', b'z') => (2, b'&'),
        (b'c', b'h') => (2, b'H'),
        (b'c', b'k') => (2, b')'),
        (b'c', b'z') => (2, b'#'),
        (b't', b'h') => (2, b'T'),
        (b't', b's' | b'z') => (2, b'`'),
        (b'p', b'h') => (2, b'P'),
        (b'k', b'h') => (2, b'Q'),
        (b'g', b'h') => (2, b'G'),
        (b'd', b'h') => (2, b'd'),
        (b'd', b'z') => (2, b'D'),
        (b'z', b'h') => (2, b'Z'),
        (b'q', b'u') => (2, b'k'),
        (b'g', b'n') if !start && !closes => (1, b'.'),
        _ => (1, single(letter, next, before, closes)),
    }
}

fn vowel_symbol(letter: u8, next: u8, before: u8) -> (usize, u8) {
    let start = before == 0;
    let after_vowel = vowel(before) || matches!(before, b'y' | b'A' | b'O' | b'U');
    let end = next == 0;
    if letter == next && matches!(letter, b'a' | b'e' | b'o') {
        return (
            2,
            match letter {
                b'a' => b'@',
                b'e' => b'{',
                _ => b'0',
            },
        );
    }
    let symbol = match letter {
        b'A' => b'<',
        b'O' => b':',
        b'U' => b';',
        b'y' => {
            if after_vowel {
                b'_'
            } else if end {
                b'3'
            } else {
                b'y'
            }
        }
        _ if after_vowel => match letter {
            b'a' => b'6',
            b'e' => b'7',
            b'i' => b'8',
            b'o' => b'9',
            _ => b'}',
        },
        _ if start => letter.to_ascii_uppercase(),
        _ if end => match letter {
            b'a' => b'2',
            b'e' => b'1',
            b'i' => b'3',
            b'o' => b'4',
            _ => b'5',
        },
        _ => letter,
    };
    (1, symbol)
}

fn single(letter: u8, next: u8, before: u8, closes: bool) -> u8 {
    let soft = matches!(next, b'e' | b'i' | b'y');
    let start = before == 0;
    match letter {
        b'C' => b'#',
        b'S' | b'Z' | b'G' => letter,
        b'L' => b'|',
        b'N' => b'V',
        b'R' => b'r',
        b'c' if soft => b'C',
        b'g' if before == b'n' => b'N',
        b'g' if soft => b'L',
        b'g' if closes => b'.',
        b'h' if start => b'B',
        b'h' if closes => b'M',
        b'r' if closes => b'R',
        b'l' if closes => b'F',
        b'n' if closes => b'Y',
        b's' if closes => b'!',
        b't' if closes => b'\'',
        b'd' if closes => b'(',
        b'k' | b'c' | b'q' if closes => b')',
        b'p' if closes => b'*',
        b'b' if closes => b'+',
        b'f' if closes => b',',
        b'm' if closes => b'-',
        b'v' if closes => b'/',
        b'w' if closes => b'=',
        b'z' if closes => b'"',
        b'x' => b'[',
        b'q' => b'\\',
        b'j' if start => b']',
        b'j' if closes => b'?',
        b'y' if start => b'^',
        b'y' => b'>',
        b'c' => b'c',
        other => other,
    }
}

/// The usual sound of a symbol.
pub(super) const fn sound(symbol: u8) -> u8 {
    match symbol {
        b'a' | b'A' | b'2' | b'6' | b'@' | b'<' => b'a',
        b'e' | b'E' | b'1' | b'7' => b'e',
        b'i' | b'I' | b'3' | b'8' | b'y' | b'{' => b'i',
        b'o' | b'O' | b'4' | b'9' | b':' => b'o',
        b'u' | b'U' | b'5' | b'}' | b'0' | b';' => b'u',
        b'_' | b'^' | b'>' => b'y',
        b'b' | b'+' => b'b',
        b'c' | b'k' | b')' | b'\\' | b'[' => b'k',
        b'C' | b's' | b'!' | b'`' => b's',
        b'H' | b'#' => b'c',
        b'S' | b'X' | b'&' => b'x',
        b'Z' | b'J' | b'j' | b']' | b'?' => b'j',
        b'd' | b'(' => b'd',
        b't' | b'\'' | b'T' => b't',
        b'f' | b'P' | b',' => b'f',
        b'g' | b'L' | b'G' | b'.' | b'N' => b'g',
        b'h' | b'B' | b'M' | b'Q' => b'h',
        b'l' | b'F' | b'|' => b'l',
        b'm' | b'-' => b'm',
        b'n' | b'Y' | b'V' => b'n',
        b'p' | b'*' => b'p',
        b'r' | b'R' => b'r',
        b'v' | b'/' => b'v',
        b'w' | b'=' => b'w',
        b'z' | b'"' | b'D' => b'z',
        _ => 0,
    }
}
