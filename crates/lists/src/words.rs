//! Words of foreign lists in several languages: months, "about", "unknown", totals, header words.
//! All in small letters.

/// Words before a date that say "about".
pub(crate) const ABOUT: &[&str] = &[
    "approximately",
    "approx",
    "about",
    "around",
    "circa",
    "ca",
    "c",
    "~",
    "≈",
    "около",
    "примерно",
    "приблизительно",
    "ок",
    "aproximadamente",
    "aprox",
    "alrededor de",
    "hacia",
    "environ",
    "vers",
    "حوالي",
    "نحو",
    "تقريبا",
    "تقریبا",
    "حدود",
    "约",
    "大约",
    "około",
    "каля",
    "близько",
];

/// Words that may stand before a date and say nothing more.
pub(crate) const BEFORE_A_DATE: &[&str] = &[
    "born in",
    "born on",
    "born",
    "b",
    "on",
    "in",
    "the",
    "род",
    "родился",
    "родилась",
    "в",
    "en",
    "el",
    "nacido en",
    "nacida en",
    "nacido",
    "nacida",
    "né en",
    "née en",
    "le",
    "ur",
    "нар",
    "нарадзіўся",
    "سنة",
    "عام",
    "مواليد",
    "سال",
    "متولد",
];

/// Words that may stand after a year and say nothing more.
pub(crate) const AFTER_A_YEAR: &[&str] = &[
    "года",
    "году",
    "год",
    "гг.",
    "г.",
    "г",
    "року",
    "рік",
    "р.",
    "р",
    "г.р.",
    "рожд.",
    "م",
    "ad",
    "a.d.",
];

/// Words inside a date that say nothing.
pub(crate) const DATE_FILLERS: &[&str] = &[
    "of", "de", "del", "the", "st", "nd", "rd", "th", "г", "года", "год", "do", "da", "and", "to",
    "from", "по", "с", "between", "и", "entre", "y", "a", "من", "إلى", "до",
];

const MONTHS: [&[&str]; 12] = [
    &[
        "january",
        "jan",
        "январь",
        "январе",
        "января",
        "янв",
        "enero",
        "ene",
        "janvier",
        "janv",
        "студзень",
        "студзеня",
        "січень",
        "січня",
        "يناير",
        "كانون الثاني",
        "ژانویه",
        "ocak",
        "stycznia",
        "styczeń",
        "yanvar",
    ],
    &[
        "february",
        "feb",
        "февраль",
        "феврале",
        "февраля",
        "фев",
        "февр",
        "febrero",
        "février",
        "fevrier",
        "fév",
        "люты",
        "лютага",
        "лютий",
        "лютого",
        "فبراير",
        "شباط",
        "فوریه",
        "şubat",
        "lutego",
        "luty",
        "fevral",
    ],
    &[
        "march",
        "mar",
        "март",
        "марте",
        "марта",
        "мар",
        "marzo",
        "mars",
        "сакавік",
        "сакавіка",
        "березень",
        "березня",
        "مارس",
        "آذار",
        "mart",
        "marca",
        "marzec",
    ],
    &[
        "april",
        "apr",
        "апрель",
        "апреле",
        "апреля",
        "апр",
        "abril",
        "abr",
        "avril",
        "avr",
        "красавік",
        "красавіка",
        "квітень",
        "квітня",
        "أبريل",
        "ابريل",
        "إبريل",
        "نيسان",
        "آوریل",
        "nisan",
        "kwietnia",
        "kwiecień",
        "aprel",
    ],
    &[
        "may",
        "май",
        "мае",
        "мая",
        "mayo",
        "mai",
        "травень",
        "травня",
        "مايو",
        "أيار",
        "ايار",
        "مه",
        "mayıs",
        "maja",
        "maj",
    ],
    &[
        "june",
        "jun",
        "июнь",
        "июне",
        "июня",
        "июн",
        "junio",
        "juin",
        "чэрвень",
        "чэрвеня",
        "червень",
        "червня",
        "يونيو",
        "حزيران",
        "ژوئن",
        "haziran",
        "czerwca",
        "czerwiec",
        "iyun",
    ],
    &[
        "july",
        "jul",
        "июль",
        "июле",
        "июля",
        "июл",
        "julio",
        "juillet",
        "juil",
        "ліпень",
        "ліпеня",
        "липень",
        "липня",
        "يوليو",
        "تموز",
        "ژوئیه",
        "temmuz",
        "lipca",
        "lipiec",
        "iyul",
    ],
    &[
        "august",
        "aug",
        "август",
        "августе",
        "августа",
        "авг",
        "agosto",
        "ago",
        "août",
        "aout",
        "жнівень",
        "жніўня",
        "серпень",
        "серпня",
        "أغسطس",
        "اغسطس",
        "آب",
        "اوت",
        "ağustos",
        "sierpnia",
        "sierpień",
        "avqust",
    ],
    &[
        "september",
        "sept",
        "sep",
        "сентябрь",
        "сентябре",
        "сентября",
        "сен",
        "сент",
        "septiembre",
        "setiembre",
        "septembre",
        "верасень",
        "верасня",
        "вересень",
        "вересня",
        "سبتمبر",
        "أيلول",
        "ايلول",
        "سپتامبر",
        "eylül",
        "września",
        "wrzesień",
        "sentyabr",
    ],
    &[
        "october",
        "oct",
        "октябрь",
        "октябре",
        "октября",
        "окт",
        "octubre",
        "octobre",
        "кастрычнік",
        "кастрычніка",
        "жовтень",
        "жовтня",
        "أكتوبر",
        "اكتوبر",
        "اکتبر",
        "ekim",
        "października",
        "październik",
        "oktyabr",
    ],
    &[
        "november",
        "nov",
        "ноябрь",
        "ноябре",
        "ноября",
        "ноя",
        "нояб",
        "noviembre",
        "novembre",
        "лістапад",
        "лістапада",
        "листопад",
        "листопада",
        "نوفمبر",
        "نوامبر",
        "kasım",
        "listopada",
        "noyabr",
    ],
    &[
        "december",
        "dec",
        "декабрь",
        "декабре",
        "декабря",
        "дек",
        "diciembre",
        "dic",
        "décembre",
        "decembre",
        "déc",
        "снежань",
        "снежня",
        "грудень",
        "грудня",
        "ديسمبر",
        "دسامبر",
        "aralık",
        "grudnia",
        "grudzień",
        "dekabr",
    ],
];

/// The number of a month by its name.
pub(crate) fn month(word: &str) -> Option<u32> {
    (1_u32..)
        .zip(MONTHS)
        .find(|(_, names)| names.contains(&word))
        .map(|(number, _)| number)
}

/// A season by its name: 21 spring to 24 winter.
pub(crate) fn season(word: &str) -> Option<u8> {
    match word {
        "spring" | "весна" | "весной" | "весны" | "primavera" | "printemps" | "ربيع" => {
            Some(21)
        }
        "summer" | "лето" | "летом" | "лета" | "verano" | "été" | "صيف" => {
            Some(22)
        }
        "autumn" | "fall" | "осень" | "осенью" | "осени" | "otoño" | "automne" | "خريف" => {
            Some(23)
        }
        "winter" | "зима" | "зимой" | "зимы" | "invierno" | "hiver" | "شتاء" => {
            Some(24)
        }
        _ => None,
    }
}

/// Whether a cell says in words that nothing is known.
pub(crate) fn says_unknown(text: &str) -> bool {
    // The longest of these words is shorter; most cells are not looked at further.
    if text.len() > 60 {
        return false;
    }
    let lower = text.trim().trim_end_matches('.').to_lowercase();
    matches!(
        lower.as_str(),
        "" | "-"
            | "--"
            | "—"
            | "–"
            | "?"
            | "??"
            | "???"
            | "unknown"
            | "not known"
            | "unk"
            | "n/a"
            | "na"
            | "n.a"
            | "none"
            | "null"
            | "nil"
            | "no data"
            | "not available"
            | "no name"
            | "unnamed"
            | "unidentified"
            | "anonymous"
            | "неизвестно"
            | "неизвестен"
            | "неизвестна"
            | "неизв"
            | "нет данных"
            | "нет"
            | "н/д"
            | "не установлено"
            | "невядома"
            | "невідомо"
            | "desconocido"
            | "desconocida"
            | "se desconoce"
            | "s/d"
            | "s/n"
            | "n/d"
            | "sin datos"
            | "sin fecha"
            | "inconnu"
            | "inconnue"
            | "غير معروف"
            | "مجهول"
            | "غير محدد"
            | "لا يوجد"
            | "نامعلوم"
            | "نامشخص"
            | "不详"
            | "不詳"
            | "未知"
            | "不明"
            | "bilinmiyor"
            | "naməlum"
            | "nieznany"
            | "nieznana"
            | "99-99-9999"
            | "xxx"
    )
}

/// The value of a digit in any of the scripts that lists use.
pub(crate) fn digit_value(c: char) -> Option<u32> {
    let code = u32::from(c);
    let from = match code {
        0x30..=0x39 => 0x30,
        0x660..=0x669 => 0x660,
        0x6F0..=0x6F9 => 0x6F0,
        0x966..=0x96F => 0x966,
        0xE50..=0xE59 => 0xE50,
        0x1040..=0x1049 => 0x1040,
        0x17E0..=0x17E9 => 0x17E0,
        0xFF10..=0xFF19 => 0xFF10,
        _ => return None,
    };
    Some(code - from)
}

/// Marks that only say the direction and are common in honest right-to-left text.
pub(crate) fn is_direction_mark(c: char) -> bool {
    matches!(c, '\u{200e}' | '\u{200f}' | '\u{61c}' | '\u{feff}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{200b}' | '\u{2060}')
}

/// Marks that change how a name is shown without being seen: overrides, embeddings, zero width.
pub(crate) fn is_deceptive_mark(c: char) -> bool {
    matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{200b}' | '\u{2060}' | '\u{feff}' | '\u{ad}' | '\u{180e}' | '\u{e0000}'..='\u{e007f}')
}

/// First words of a line that counts and names nobody.
const TOTALS: &[&str] = &[
    "total",
    "totals",
    "grand total",
    "sum",
    "subtotal",
    "count",
    "итого",
    "всего",
    "разом",
    "усяго",
    "المجموع",
    "الإجمالي",
    "إجمالي",
    "جمع",
    "مجموع",
    "合计",
    "合計",
    "总计",
    "總計",
    "共计",
    "toplam",
    "cəmi",
    "razem",
    "suma",
    "en total",
    "စုစုပေါင်း",
];

/// First words of a page line.
const PAGES: &[&str] = &[
    "page",
    "p.",
    "страница",
    "стр.",
    "página",
    "pág.",
    "صفحة",
    "صفحه",
    "页",
    "第",
    "strona",
    "sayfa",
    "စာမျက်နှာ",
];

fn begins(text: &str, list: &[&str]) -> bool {
    let lower = text.trim().to_lowercase();
    list.iter().any(|word| {
        lower
            .strip_prefix(word)
            .is_some_and(|rest| !rest.starts_with(char::is_alphabetic))
    })
}

/// Whether a cell begins like a line of totals.
pub(crate) fn begins_total(text: &str) -> bool {
    begins(text, TOTALS)
}

/// Whether a cell begins like a page line.
pub(crate) fn begins_page(text: &str) -> bool {
    begins(text, PAGES) && text.chars().any(|c| digit_value(c).is_some())
}
