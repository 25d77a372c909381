//! Chinese characters by their Mandarin syllables, and the Latin spellings people use for them:
//! Pinyin, Wade-Giles, and Cantonese as written in Hong Kong.

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::reading::han::surname_reading;

/// Opening consonants; the longer ones first.
const OPENINGS: [(&str, u8); 23] = [
    ("zh", b'J'),
    ("ch", b'C'),
    ("sh", b'S'),
    ("b", b'B'),
    ("p", b'P'),
    ("m", b'M'),
    ("f", b'F'),
    ("d", b'D'),
    ("t", b'T'),
    ("n", b'N'),
    ("l", b'L'),
    ("g", b'G'),
    ("k", b'K'),
    ("h", b'H'),
    ("j", b'I'),
    ("q", b'Q'),
    ("x", b'X'),
    ("r", b'R'),
    ("z", b'Z'),
    ("c", b'E'),
    ("s", b'A'),
    ("y", b'Y'),
    ("w", b'W'),
];

/// What follows the opening, without the closing n or ng.
const VOWELS: [(&str, u8); 20] = [
    ("a", b'a'),
    ("o", b'o'),
    ("e", b'e'),
    ("i", b'i'),
    ("u", b'u'),
    ("v", b'v'),
    ("ai", b'b'),
    ("ei", b'c'),
    ("ao", b'd'),
    ("ou", b'f'),
    ("ia", b'g'),
    ("ie", b'h'),
    ("iao", b'j'),
    ("iu", b'k'),
    ("ua", b'l'),
    ("uo", b'm'),
    ("uai", b'n'),
    ("ui", b'p'),
    ("ue", b'q'),
    ("io", b'r'),
];

/// The syllables of a word, one a character, lower case.
fn syllables(word: &str) -> Vec<&'static str> {
    let alone = word.chars().nth(1).is_none();
    word.chars()
        .map(|c| {
            alone
                .then(|| surname_reading(c))
                .flatten()
                .unwrap_or_else(|| any_ascii::any_ascii_char(c))
        })
        .collect()
}

/// The symbols of a word.
pub(super) fn symbols(word: &str) -> Vec<u8> {
    let mut out = Vec::with_capacity(word.len());
    for syllable in syllables(word) {
        let lower = syllable.to_ascii_lowercase();
        let mut rest = lower.trim();
        if rest == "er" {
            out.push(b'y');
            continue;
        }
        let mut opening = 0;
        for (letters, symbol) in OPENINGS {
            if let Some(after) = rest.strip_prefix(letters) {
                opening = symbol;
                out.push(symbol);
                rest = after;
                break;
            }
        }
        let (vowel, closing) = if let Some(vowel) = rest.strip_suffix("ng") {
            (vowel, b'w')
        } else if let Some(vowel) = rest.strip_suffix('n') {
            (vowel, b'x')
        } else {
            (rest, 0)
        };
        if let Some((_, symbol)) = VOWELS.iter().find(|(letters, _)| *letters == vowel) {
            out.push(match (*symbol, opening, closing) {
                // The i of zhi, chi, shi, zi, ci, si, ri hardly sounds.
                (b'i', b'J' | b'C' | b'S' | b'Z' | b'E' | b'A' | b'R', 0) => b'1',
                // These syllables mostly write a bare foreign consonant.
                (b'e', b'T' | b'D' | b'K' | b'G', 0) => b'2',
                (b'u', b'F' | b'M' | b'P' | b'B', 0) => b'3',
                (b'e', b'L', 0) => b'4',
                (symbol, ..) => symbol,
            });
        }
        if closing != 0 {
            out.push(closing);
        }
    }
    out
}

/// The usual sound of a symbol.
pub(super) const fn sound(symbol: u8) -> u8 {
    match symbol {
        b'J' | b'I' => b'j',
        b'C' | b'Q' => b'c',
        b'S' | b'X' => b'x',
        b'E' | b'A' => b's',
        b'Z' => b'z',
        b'B' => b'b',
        b'P' => b'p',
        b'M' => b'm',
        b'F' => b'f',
        b'D' => b'd',
        b'T' => b't',
        b'N' => b'n',
        b'L' => b'l',
        b'G' => b'g',
        b'K' => b'k',
        b'H' => b'h',
        b'R' => b'r',
        b'Y' => b'y',
        b'W' => b'w',
        b'a' | b'b' | b'd' | b'g' | b'l' => b'a',
        b'o' | b'f' | b'm' | b'r' => b'o',
        b'e' | b'c' | b'h' | b'2' | b'4' => b'e',
        b'i' | b'1' | b'j' => b'i',
        b'u' | b'v' | b'k' | b'n' | b'p' | b'q' | b'3' => b'u',
        b'w' | b'x' => b'n',
        b'y' => b'r',
        _ => 0,
    }
}

/// A name word of one or two characters as people write it in Latin letters.
pub(super) fn latin_spellings(word: &str) -> Vec<String> {
    if word.chars().nth(2).is_some() {
        return Vec::new();
    }
    let syllables: Vec<String> = syllables(word)
        .iter()
        .map(|syllable| syllable.trim().to_ascii_lowercase())
        .collect();
    let mut out = vec![syllables.concat()];
    let giles: String = syllables
        .iter()
        .map(|syllable| wade_giles(syllable))
        .collect();
    if !out.contains(&giles) {
        out.push(giles);
    }
    let cantonese: Option<String> = word
        .chars()
        .map(|c| CANTONESE_READINGS.get(&c).copied())
        .collect();
    out.extend(cantonese);
    out
}

/// A Pinyin syllable as Wade and Giles wrote it, without apostrophes and marks.
fn wade_giles(pinyin: &str) -> String {
    let whole = match pinyin {
        "zi" => "tzu",
        "ci" => "tzu",
        "si" => "ssu",
        "zhi" | "chi" => "chih",
        "shi" => "shih",
        "ri" => "jih",
        "you" => "yu",
        "yan" => "yen",
        "ye" => "yeh",
        "yong" => "yung",
        "er" => "erh",
        "ge" | "ke" => "ko",
        "he" => "ho",
        "yi" => "i",
        _ => "",
    };
    if !whole.is_empty() {
        return whole.to_owned();
    }
    let (opening, last) = [
        ("zh", "ch"),
        ("ch", "ch"),
        ("sh", "sh"),
        ("b", "p"),
        ("d", "t"),
        ("g", "k"),
        ("j", "ch"),
        ("q", "ch"),
        ("x", "hs"),
        ("r", "j"),
        ("z", "ts"),
        ("c", "ts"),
    ]
    .iter()
    .find_map(|(pinyin_opening, giles)| {
        pinyin
            .strip_prefix(pinyin_opening)
            .map(|rest| (*giles, rest))
    })
    .unwrap_or_else(|| {
        let split = usize::from(!pinyin.starts_with(['a', 'e', 'o', 'y', 'w']));
        pinyin.split_at_checked(split).unwrap_or(("", pinyin))
    });
    let rhyme = match (last, opening) {
        ("ian", _) => "ien",
        ("ie", _) => "ieh",
        ("ue", _) => "ueh",
        ("ong", _) => "ung",
        ("iong", _) => "iung",
        ("uo", "k" | "h" | "sh") => "uo",
        ("uo", _) => "o",
        ("ui", "k") => "uei",
        (other, _) => other,
    };
    format!("{opening}{rhyme}")
}

/// Characters usual in names and how Cantonese bearers write them: character, spelling, by turns.
const CANTONESE: &str = "陈 chan 黄 wong 王 wong 李 lee 梁 leung 林 lam 张 cheung 何 ho 刘 lau 吴 ng 郑 cheng 杨 yeung 周 chow 蔡 choi 叶 yip 罗 lo 邓 tang 谢 tse 郭 kwok 冯 fung 朱 chu 许 hui 徐 tsui 苏 so 曾 tsang 胡 wu 高 ko 马 ma 卢 lo 潘 poon 余 yu 袁 yuen 江 kong 钟 chung 孔 hung 关 kwan 杜 to 姚 yiu 萧 siu 石 shek 邱 yau 赵 chiu 孙 suen 宋 sung 唐 tong 方 fong 彭 pang 莫 mok 廖 liu 谭 tam 麦 mak 温 wan 黎 lai 岑 shum 区 au 欧 au 简 kan 古 koo 卓 cheuk 倪 ngai 伍 ng 甘 kam 尹 wan 凌 ling 司徒 szeto 任 yam 沈 shum 蒋 tseung 洪 hung 戴 tai 汤 tong 龙 lung 陆 luk 夏 ha 韩 hon 康 hong 文 man 大 tai 小 siu 志 chi 明 ming 华 wah 国 kwok 伟 wai 强 keung 健 kin 家 ka 俊 chun 浩 ho 子 tsz 杰 kit 豪 ho 德 tak 光 kwong 荣 wing 永 wing 成 shing 建 kin 平 ping 辉 fai 雄 hung 英 ying 美 mei 玲 ling 丽 lai 芳 fong 慧 wai 敏 man 仪 yee 婷 ting 嘉 ka 欣 yan 诗 sze 思 sze 雅 nga 芬 fan 珍 chun 凤 fung 兰 lan 月 yuet 秀 sau 燕 yin 霞 ha 娟 kuen 少 siu 天 tin 耀 yiu 祖 cho 文 man 军 kwan 生 sang 义 yee 仁 yan 信 shun 贤 yin 良 leung 东 tung 南 nam 海 hoi 山 shan 金 kam 银 ngan 宝 po 福 fuk 寿 sau 安 on 宁 ning 乐 lok 庆 hing 兴 hing 立 lap 正 ching 中 chung 宏 wang 广 kwong 达 tat 勇 yung 峰 fung 龙 lung 凯 hoi 威 wai 世 sai 景 king 炳 ping 锦 kam 汉 hon 启 kai 振 chun 权 kuen 泽 chak 之 chi 锋 fung 庭 ting 颖 wing 怡 yee 玉 yuk 惠 wai 淑 shuk 佩 pui 莲 lin 琼 king 素 so 雪 suet 梅 mui 红 hung 云 wan 晓 hiu 琪 ki 瑶 yiu 心 sum 悦 yuet 朗 long 轩 hin 希 hei 晴 ching 柏 pak 铭 ming 毅 ngai 彦 yin 卫 wai 新 sun 民 man 智 chi";

static CANTONESE_READINGS: LazyLock<HashMap<char, &'static str>> = LazyLock::new(|| {
    let mut out = HashMap::new();
    let mut words = CANTONESE.split(' ');
    while let (Some(character), Some(spelling)) = (words.next(), words.next()) {
        let mut letters = character.chars();
        if let (Some(only), None) = (letters.next(), letters.next()) {
            out.entry(only).or_insert(spelling);
        }
    }
    out
});

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn syllables_have_their_old_spellings() {
        for (pinyin, giles) in [
            ("xiao", "hsiao"),
            ("zhang", "chang"),
            ("dong", "tung"),
            ("guo", "kuo"),
            ("luo", "lo"),
            ("mao", "mao"),
            ("ouyang", "ouyang"),
        ] {
            assert_eq!(wade_giles(pinyin), giles);
        }
        assert!(latin_spellings("志明").contains(&"chiming".to_owned()));
        assert!(latin_spellings("陈").contains(&"chan".to_owned()));
    }
}
