//! Kana, taken apart into consonants and vowels. Vowels that only carry a foreign consonant (the
//! *u* of *ku*, the *o* of *to*) have symbols of their own.

const fn parts(letter: char) -> Option<(u8, u8)> {
    Some(match letter {
        'ア' => (0, b'A'),
        'イ' => (0, b'I'),
        'ウ' => (0, b'U'),
        'エ' => (0, b'E'),
        'オ' => (0, b'O'),
        'カ' => (b'k', b'a'),
        'キ' => (b'k', b'i'),
        'ク' => (b'k', b'u'),
        'ケ' => (b'k', b'e'),
        'コ' => (b'k', b'o'),
        'ガ' => (b'g', b'a'),
        'ギ' => (b'g', b'i'),
        'グ' => (b'g', b'u'),
        'ゲ' => (b'g', b'e'),
        'ゴ' => (b'g', b'o'),
        'サ' => (b's', b'a'),
        'シ' => (b'S', b'i'),
        'ス' => (b's', b'v'),
        'セ' => (b's', b'e'),
        'ソ' => (b's', b'o'),
        'ザ' => (b'z', b'a'),
        'ジ' | 'ヂ' => (b'j', b'q'),
        'ズ' | 'ヅ' => (b'z', b'v'),
        'ゼ' => (b'z', b'e'),
        'ゾ' => (b'z', b'o'),
        'タ' => (b't', b'a'),
        'チ' => (b'c', b'q'),
        'ツ' => (b'T', b'v'),
        'テ' => (b't', b'e'),
        'ト' => (b't', b'x'),
        'ダ' => (b'd', b'a'),
        'デ' => (b'd', b'e'),
        'ド' => (b'd', b'x'),
        'ナ' => (b'n', b'a'),
        'ニ' => (b'n', b'i'),
        'ヌ' => (b'n', b'u'),
        'ネ' => (b'n', b'e'),
        'ノ' => (b'n', b'o'),
        'ハ' => (b'h', b'a'),
        'ヒ' => (b'h', b'i'),
        'フ' => (b'f', b'u'),
        'ヘ' => (b'h', b'e'),
        'ホ' => (b'h', b'o'),
        'バ' => (b'b', b'a'),
        'ビ' => (b'b', b'i'),
        'ブ' => (b'b', b'u'),
        'ベ' => (b'b', b'e'),
        'ボ' => (b'b', b'o'),
        'パ' => (b'p', b'a'),
        'ピ' => (b'p', b'i'),
        'プ' => (b'p', b'u'),
        'ペ' => (b'p', b'e'),
        'ポ' => (b'p', b'o'),
        'マ' => (b'm', b'a'),
        'ミ' => (b'm', b'i'),
        'ム' => (b'm', b'w'),
        'メ' => (b'm', b'e'),
        'モ' => (b'm', b'o'),
        'ヤ' => (b'y', b'a'),
        'ユ' => (b'y', b'u'),
        'ヨ' => (b'y', b'o'),
        'ラ' => (b'r', b'a'),
        'リ' => (b'r', b'i'),
        'ル' => (b'r', b'w'),
        'レ' => (b'r', b'e'),
        'ロ' => (b'r', b'o'),
        'ワ' | 'ヷ' => (b'W', b'a'),
        'ヰ' => (b'W', b'i'),
        'ヱ' => (b'W', b'e'),
        'ヲ' => (b'W', b'o'),
        'ヴ' => (b'V', b'u'),
        'ン' => (0, b'N'),
        'ー' => (0, b'-'),
        'ッ' => (0, b'Q'),
        _ => return None,
    })
}

/// The symbols of a word; hiragana are already turned into katakana.
pub(super) fn symbols(word: &str) -> Vec<u8> {
    let mut out: Vec<u8> = Vec::with_capacity(word.len());
    for letter in word.chars() {
        let small = match letter {
            'ァ' => b'a',
            'ィ' => b'i',
            'ゥ' => b'u',
            'ェ' => b'e',
            'ォ' => b'o',
            'ャ' => b'1',
            'ュ' => b'2',
            'ョ' => b'3',
            'ヮ' => b'a',
            _ => 0,
        };
        if small == 0 {
            if let Some((consonant, vowel)) = parts(letter) {
                if consonant != 0 {
                    out.push(consonant);
                }
                out.push(vowel);
            }
            continue;
        }
        // A small letter takes the place of the vowel before it.
        let last = out.last().copied().unwrap_or(0);
        match last {
            b'U' => {
                out.pop();
                out.push(b'W');
            }
            b'a' | b'i' | b'u' | b'e' | b'o' | b'v' | b'x' | b'q' | b'w' => {
                out.pop();
            }
            _ => {}
        }
        let soft = matches!(out.last(), Some(b'S' | b'j' | b'c'));
        match (small, soft) {
            (b'1', true) => out.push(b'a'),
            (b'2', true) => out.push(b'u'),
            (b'3', true) => out.push(b'o'),
            (b'1', false) => out.extend(b"ya"),
            (b'2', false) => out.extend(b"yu"),
            (b'3', false) => out.extend(b"yo"),
            (vowel, _) => out.push(vowel),
        }
    }
    out
}

/// The usual sound of a symbol.
pub(super) const fn sound(symbol: u8) -> u8 {
    match symbol {
        b'A' => b'a',
        b'I' => b'i',
        b'U' => b'u',
        b'E' => b'e',
        b'O' => b'o',
        b'S' => b'x',
        b'T' => b's',
        b'V' => b'v',
        b'W' => b'w',
        b'N' => b'n',
        b'v' | b'w' => b'u',
        b'x' => b'o',
        b'q' => b'i',
        b'-' | b'Q' => 0,
        b'a'..=b'z' => symbol,
        _ => 0,
    }
}
