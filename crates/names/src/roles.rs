//! The part a word plays in a name, where a closed list of words makes it sure.

use crate::normal::Role;
use crate::symbols::is_burmese_syllable;
use crate::writing::Writing;

const SONS: &[&str] = &[
    "bin", "ibn", "ben", "bint", "bnt", "ould", "wuld", "oglu", "ogly", "ogli", "kizi", "qizi",
    "kyzy", "uly", "qyzy", "zade", "оглы", "оглу", "оғлы", "угли", "кызы", "қызы", "кизи", "улы",
    "ұлы", "بن", "ابن", "بنت", "ولد", "بنه", "בן", "בת",
];
const ARTICLES: &[&str] = &[
    "al", "el", "ul", "as", "ar", "ad", "an", "at", "az", "ash", "es", "аль", "эль", "ال",
];
const LINKS: &[&str] = &[
    "van", "von", "der", "den", "de", "del", "della", "di", "da", "dos", "das", "du", "la", "las",
    "los", "le", "y", "zu", "zur", "af", "av", "фон", "ван", "де",
];
const KUNYAS: &[&str] = &[
    "abu", "abou", "abo", "umm", "um", "oum", "أبو", "ابو", "ام", "абу", "אבו",
];
const TITLES: &[&str] = &[
    "mr",
    "mrs",
    "ms",
    "dr",
    "prof",
    "sr",
    "sra",
    "mme",
    "don",
    "dona",
    "doña",
    "rinpoche",
    "geshe",
    "khenpo",
    "tulku",
    "ashin",
    "sayadaw",
    "bhikkhu",
    "swami",
    "sister",
    "haji",
    "hajji",
    "hadji",
    "sheikh",
    "shaykh",
    "sheik",
    "shaikh",
    "sayyid",
    "sayed",
    "seyyed",
    "mullah",
    "ayatollah",
    "rev",
    "fr",
    "khun",
    "иеромонах",
    "игумен",
    "протоиерей",
    "г",
    "гр",
    "гжн",
    "др",
    "دكتور",
    "الدكتور",
    "الشيخ",
    "شيخ",
    "السيد",
    "سيد",
    "السيده",
    "حاجي",
    "الحاج",
    "د",
    "先生",
    "女士",
    "氏",
    "씨",
];
const NOBODY: &[&str] = &[
    "unknown",
    "unnamed",
    "anonymous",
    "nn",
    "none",
    "unidentified",
    "неизвестно",
    "неизвестный",
    "неизвестная",
    "аноним",
    "مجهول",
    "مجهوله",
    "نامشخص",
    "ناشناس",
    "desconocido",
    "desconocida",
    "inconnu",
    "不明",
    "无名",
    "佚名",
];

/// Words that say so only together with another: *no name*, *N/A*, غير معروف. Alone each may be
/// a name or the beginning of one.
const NOBODY_TOGETHER: &[&str] = &["n", "a", "no", "not", "name", "known", "غير", "معروف"];

/// Syllables that Burmese names are made of, in their usual Latin spellings. A name all of whose
/// other words are among them is surely Burmese.
const BURMESE: &[&str] = &[
    "aung", "aye", "ba", "bo", "chan", "chaw", "chit", "cho", "eain", "ei", "gyi", "hein", "hla",
    "hlaing", "hmwe", "hnin", "hpone", "htay", "htet", "htike", "htin", "htoo", "htun", "htut",
    "htwe", "htway", "kaung", "kay", "khaing", "khant", "khin", "khine", "ko", "kyaw", "kyi",
    "kyaing", "lay", "lin", "linn", "lwin", "ma", "maung", "maw", "may", "min", "mo", "moe", "mon",
    "mu", "my", "mya", "myat", "myint", "myo", "naing", "nanda", "nandar", "nay", "new", "ni",
    "nilar", "nu", "nwe", "nway", "nyein", "nyi", "nyo", "nyunt", "ohn", "oo", "paing", "pa", "pe",
    "phone", "phyo", "phyoe", "phyu", "pwint", "pyae", "pyay", "san", "sanda", "sandar", "sann",
    "saw", "sein", "shein", "shwe", "si", "sint", "soe", "su", "swe", "tar", "tha", "than",
    "thant", "thaw", "thazin", "thein", "thet", "thida", "thiha", "thin", "thinn", "thu", "thura",
    "thuzar", "thwe", "thway", "tin", "toe", "tun", "tut", "wai", "wah", "wathan", "win", "wint",
    "wunna", "wutt", "ya", "yadanar", "yan", "yamin", "yar", "ye", "yee", "yi", "yin", "yu",
    "zarni", "zaw", "zay", "zayar", "zeya", "zin", "zun",
];

/// Burmese words of address, Latin and Burmese.
const BURMESE_ADDRESS: &[&str] = &[
    "u",
    "daw",
    "ko",
    "ma",
    "maung",
    "mg",
    "ဦး",
    "ဒေါ်",
    "ကို",
    "မ",
    "မောင်",
];

/// What the word is by itself.
pub(crate) fn role_of(text: &str, writing: Writing, stopped: bool) -> Role {
    let one_letter = text.chars().nth(1).is_none();
    if one_letter && matches!(writing, Writing::Latin | Writing::Cyrillic) && text != "y" {
        return Role::Initial;
    }
    if stopped && one_letter && writing != Writing::Han {
        return Role::Initial;
    }
    for (words, role) in [
        (SONS, Role::Kinship),
        (ARTICLES, Role::Particle),
        (LINKS, Role::Particle),
        (KUNYAS, Role::Kunya),
        (TITLES, Role::Honorific),
    ] {
        if words.contains(&text) {
            return role;
        }
    }
    Role::Name
}

/// Whether the words together say that the name is not known.
pub(crate) fn is_nobody<'a>(words: impl Iterator<Item = &'a str>) -> bool {
    let (mut count, mut plain) = (0_usize, false);
    for word in words {
        count += 1;
        if NOBODY.contains(&word) {
            plain = true;
        } else if !NOBODY_TOGETHER.contains(&word) {
            return false;
        }
    }
    count != 1 || plain
}

/// Whether a first word is a Burmese form of address: it is one only before two other words, or
/// one for *U* and *Daw*, at least half of which, all for *Ma*, are Burmese.
pub(crate) fn is_burmese_address(first: &str, others: &[(&str, Writing)]) -> bool {
    if !BURMESE_ADDRESS.contains(&first) || others.is_empty() {
        return false;
    }
    let is_burmese = |(word, writing): &&(&str, Writing)| {
        *writing == Writing::Burmese
            || (*writing == Writing::Latin && (BURMESE.contains(word) || is_burmese_syllable(word)))
    };
    let burmese = others.iter().filter(is_burmese).count();
    match first {
        "u" | "daw" | "ဦး" | "ဒေါ်" => 2 * burmese >= others.len(),
        // Also a Chinese surname.
        "ma" => others.len() >= 2 && burmese == others.len(),
        _ => others.len() >= 2 && 2 * burmese >= others.len(),
    }
}
