//! Words of status, sex and place, in the languages that lists come in, and what they mean for us.
//!
//! A mapping's own table comes first; these are what is known without one. What a source says stays
//! its claim: the words are kept beside every code.

use std::collections::HashMap;
use std::sync::LazyLock;

/// What a status word says about custody.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Standing {
    Held,
    Pretrial,
    HouseArrest,
    Released,
    Bail,
    AtLiberty,
    Wanted,
    Exile,
    Missing,
    Dead,
    Unknown,
}

/// The code by which a mapping writes a standing.
pub(crate) fn code_of(standing: Standing) -> Option<&'static str> {
    Some(match standing {
        Standing::Held => "held",
        Standing::Pretrial => "pretrial_detention",
        Standing::HouseArrest => "house_arrest",
        Standing::Released => "released",
        Standing::Bail => "bail",
        Standing::AtLiberty => "at_liberty",
        Standing::Wanted => "wanted",
        Standing::Exile => "exile",
        Standing::Missing => "missing",
        Standing::Dead => "died",
        Standing::Unknown => return None,
    })
}

const STANDINGS: &[(Standing, &[&str])] = &[
    (
        Standing::Held,
        &[
            "imprisoned",
            "in prison",
            "prisoner",
            "in custody",
            "detained",
            "in detention",
            "det",
            "held",
            "jailed",
            "arrested",
            "serving",
            "serving sentence",
            "convicted",
            "sentenced",
            "incarcerated",
            "под стражей",
            "в заключении",
            "заключен",
            "заключён",
            "заключена",
            "задержан",
            "задержана",
            "арестован",
            "арестована",
            "в колонии",
            "отбывает наказание",
            "preso",
            "presa",
            "detenido",
            "detenida",
            "encarcelado",
            "encarcelada",
            "détenu",
            "détenue",
            "emprisonné",
            "معتقل",
            "معتقلة",
            "محتجز",
            "محتجزة",
            "سجين",
            "مسجون",
            "محكوم",
            "زندانی",
            "بازداشت",
            "在押",
            "被捕",
            "服刑",
            "拘留",
            "羈押",
            "羁押",
        ],
    ),
    (
        Standing::Pretrial,
        &[
            "pretrial",
            "pre-trial",
            "pretrial detention",
            "pre-trial detention",
            "on remand",
            "remand",
            "awaiting trial",
            "under investigation",
            "сизо",
            "в сизо",
            "под следствием",
            "en prisión preventiva",
            "prisión preventiva",
            "procesado",
            "procesada",
            "قيد التحقيق",
            "موقوف",
        ],
    ),
    (
        Standing::HouseArrest,
        &[
            "house arrest",
            "under house arrest",
            "home arrest",
            "домашний арест",
            "под домашним арестом",
            "arresto domiciliario",
            "casa por cárcel",
            "إقامة جبرية",
            "الإقامة الجبرية",
        ],
    ),
    (
        Standing::Released,
        &[
            "released",
            "free",
            "freed",
            "rel",
            "set free",
            "discharged",
            "acquitted",
            "former prisoner",
            "освобожден",
            "освобождён",
            "освобождена",
            "на свободе",
            "свободен",
            "liberado",
            "liberada",
            "excarcelado",
            "excarcelada",
            "libéré",
            "libérée",
            "مفرج عنه",
            "مفرج عنها",
            "أفرج عنه",
            "آزاد",
            "获释",
            "獲釋",
            "释放",
            "释出",
        ],
    ),
    (
        Standing::Bail,
        &[
            "bail",
            "on bail",
            "released on bail",
            "conditional release",
            "parole",
            "подписка о невыезде",
            "под залог",
            "libertad condicional",
            "مفرج عنه بكفالة",
            "مفرج عنها بكفالة",
            "بكفالة",
            "取保候审",
        ],
    ),
    (
        Standing::AtLiberty,
        &[
            "at liberty",
            "at large",
            "not detained",
            "at liberty before serving sentence",
            "non-custodial",
            "restriction of freedom",
            "suspended sentence",
            "en libertad",
        ],
    ),
    (
        Standing::Wanted,
        &[
            "wanted",
            "in hiding",
            "fugitive",
            "hiding",
            "в розыске",
            "prófugo",
            "مطلوب",
        ],
    ),
    (
        Standing::Exile,
        &[
            "exile",
            "in exile",
            "abroad",
            "fled",
            "deported",
            "banished",
            "эмиграция",
            "выслан",
            "exiliado",
            "exiliada",
            "desterrado",
            "desterrada",
        ],
    ),
    (
        Standing::Missing,
        &[
            "missing",
            "disappeared",
            "forcibly disappeared",
            "пропал",
            "пропала",
            "desaparecido",
            "desaparecida",
            "مفقود",
            "مختفي",
            "失踪",
            "失蹤",
        ],
    ),
    (
        Standing::Dead,
        &[
            "died",
            "dead",
            "deceased",
            "died in custody",
            "killed",
            "executed",
            "умер",
            "умерла",
            "скончался",
            "погиб",
            "murió",
            "fallecido",
            "fallecida",
            "muerto",
            "décédé",
            "متوفى",
            "متوفي",
            "توفي",
            "قتل",
            "متوفاة",
            "死亡",
            "去世",
            "已故",
        ],
    ),
    (
        Standing::Unknown,
        &[
            "unknown",
            "status unknown",
            "unclear",
            "неизвестно",
            "desconocido",
            "غير معروف",
            "不详",
            "不詳",
        ],
    ),
];

static BY_WORD: LazyLock<HashMap<&'static str, Standing>> = LazyLock::new(|| {
    let words = STANDINGS.iter().rev();
    words
        .flat_map(|(standing, words)| words.iter().map(|word| (*word, *standing)))
        .collect()
});

/// Reads a status. The second value is true where the word carries a question mark.
pub(crate) fn standing(text: &str) -> (Option<Standing>, bool) {
    let plain = plain(text);
    let believed = plain.ends_with('?');
    let word = plain.trim_end_matches(['?', ' ', ';', '.', '!']);
    if word.is_empty() {
        return (None, believed);
    }
    (BY_WORD.get(word).copied(), believed)
}

/// Reads a status of several words, as `died in custody` or `مفرج عنه بكفالة`. Death weighs most,
/// then conditions; what is only expected, or denied, is no status.
pub(crate) fn phrase(text: &str) -> (Option<Standing>, bool) {
    let whole = standing(text);
    if whole.0.is_some() {
        return whole;
    }
    let plain = plain(text);
    let parts: Vec<&str> = plain
        .split(|c: char| !c.is_alphanumeric() && !matches!(u32::from(c), 0x300..=0x36F))
        .filter(|part| !part.is_empty())
        .collect();
    const NOT_SO: &[&str] = &[
        "expected",
        "due",
        "not",
        "no",
        "never",
        "may",
        "will",
        "pending",
        "не",
        "ожидается",
        "скоро",
        "próxima",
        "غير",
        "لم",
        "لن",
    ];
    if parts.len() > 6 || parts.iter().any(|part| NOT_SO.contains(part)) {
        return (None, whole.1);
    }
    let mut found: Vec<(Standing, usize)> = Vec::new();
    for from in 0..parts.len() {
        for until in (from + 1..=parts.len()).rev() {
            let words = parts.get(from..until).unwrap_or_default().join(" ");
            if let Some(standing) = BY_WORD.get(words.as_str()) {
                found.push((*standing, until - from));
                break;
            }
        }
    }
    let weight = |standing: Standing| match standing {
        Standing::Dead => 3,
        Standing::Bail | Standing::HouseArrest => 2,
        Standing::Unknown => 0,
        _ => 1,
    };
    let best = found
        .into_iter()
        .max_by_key(|(standing, length)| (weight(*standing), *length))
        .map(|(standing, _)| standing);
    (best, whole.1)
}

/// Small letters, underscores as blanks, blanks single, without direction marks.
pub(crate) fn plain(text: &str) -> String {
    let lower: String = text
        .chars()
        .filter(|c| !crate::words::is_direction_mark(*c))
        .flat_map(char::to_lowercase)
        .map(|c| if c == '_' { ' ' } else { c })
        .collect();
    lower.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The code of vocabulary `sexes` for a word.
pub(crate) fn sex(text: &str) -> Option<&'static str> {
    match plain(text).trim_end_matches('.') {
        "m" | "male" | "man" | "boy" | "м" | "муж" | "мужской" | "мужчина" | "h" | "hombre"
        | "masculino" | "varón" | "homme" | "masculin" | "ذكر" | "مرد" | "男" | "erkek"
        | "kişi" | "ကျား" | "mężczyzna" => Some("male"),
        "f" | "female" | "woman" | "girl" | "w" | "ж" | "жен" | "женский" | "женщина" | "mujer"
        | "femenino" | "femme" | "féminin" | "أنثى" | "انثى" | "زن" | "女" | "kadın" | "qadın"
        | "မ" | "kobieta" => Some("female"),
        "x" | "other" | "non-binary" | "nonbinary" | "другое" | "otro" | "آخر" => {
            Some("other")
        }
        _ => None,
    }
}

/// The kind of custody that the name of a place tells: vocabulary `custody_types`.
pub(crate) fn custody_of(place: &str) -> &'static str {
    let plain = plain(place);
    let has = |words: &[&str]| words.iter().any(|word| plain.contains(word));
    if has(&["house arrest", "домашн", "arresto domiciliario"]) {
        "house_arrest"
    } else if has(&["psychiatr", "психиатр", "psiquiátric", "نفسي"]) {
        "psychiatric"
    } else if has(&["hospital", "больниц", "مستشفى"]) {
        "hospital_under_guard"
    } else if has(&["military", "عسكري", "военн", "militar"]) {
        "military"
    } else if has(&["labour camp", "labor camp", "лагерь", "labour colony"]) {
        "labour_camp"
    } else if has(&[
        "penal colony",
        "penal settlement",
        "колони",
        "correctional colony",
        "ик №",
        "ик-",
    ]) {
        "penal_colony"
    } else if has(&[
        "remand",
        "pre-trial",
        "pretrial",
        "сизо",
        "detention cent",
        "مركز توقيف",
        "看守所",
        "следственн",
    ]) {
        "remand"
    } else if has(&[
        "police",
        "полици",
        "увд",
        "изолятор временного",
        "comisaría",
        "شرطة",
        "派出所",
    ]) {
        "police_lockup"
    } else if has(&[
        "security service",
        "кгб",
        "kgb",
        "intelligence",
        "أمن الدولة",
        "مخابرات",
    ]) {
        "security_service"
    } else if has(&[
        "prison",
        "jail",
        "тюрьм",
        "سجن",
        "زندان",
        "cárcel",
        "carcel",
        "penitenciari",
        "监狱",
        "監獄",
        "ထောင်",
        "həbsxana",
        "reclusorio",
    ]) {
        "prison"
    } else {
        "unknown"
    }
}

/// Whether a remark says that the family, or the person, does not want to stand on public lists.
pub(crate) fn asks_for_silence(text: &str) -> bool {
    let plain = plain(text);
    const ASKS: &[&str] = &[
        "left off",
        "leave off",
        "not to be named",
        "not be named",
        "do not name",
        "do not publish",
        "don't publish",
        "not for publication",
        "no publicity",
        "refuses publicity",
        "refused publicity",
        "withhold",
        "withheld",
        "keep private",
        "not to be published",
        "remove from public",
        "confidential",
        "asked not to",
        "не публиковать",
        "не разглашать",
        "просит не",
        "просят не",
        "просила не",
        "no publicar",
        "no difundir",
        "pide no",
        "عدم النشر",
        "لا تنشر",
        "لا للنشر",
        "ne pas publier",
        "不公开",
        "不要公开",
    ];
    ASKS.iter().any(|ask| plain.contains(ask))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn statuses_are_read_and_the_question_mark_survives() {
        assert_eq!(standing("IMPRISONED"), (Some(Standing::Held), false));
        assert_eq!(standing("REL?"), (Some(Standing::Released), true));
        assert_eq!(
            standing("house_arrest"),
            (Some(Standing::HouseArrest), false)
        );
        assert_eq!(
            standing("at liberty before serving sentence;"),
            (Some(Standing::AtLiberty), false)
        );
        assert_eq!(standing("مفرج عنه"), (Some(Standing::Released), false));
        assert_eq!(standing("Penal colony No. 5"), (None, false));
        assert_eq!(standing("expected release"), (None, false));
        for (text, wanted) in [
            ("died in prison hospital", Some(Standing::Dead)),
            ("توفي في السجن", Some(Standing::Dead)),
            ("مفرج عنه بكفالة", Some(Standing::Bail)),
            ("released, 2021", Some(Standing::Released)),
            ("release expected in May", None),
            ("not released", None),
            ("ожидается освобождён", None),
        ] {
            assert_eq!(phrase(text).0, wanted, "{text}");
        }
    }

    #[test]
    fn a_place_tells_its_kind() {
        assert_eq!(custody_of("Penal colony No. 33"), "penal_colony");
        assert_eq!(custody_of("Bir Siham Military Prison"), "military");
        assert_eq!(custody_of("سجن تلمار المركزي"), "prison");
        assert_eq!(custody_of("Northgate"), "unknown");
    }

    #[test]
    fn a_request_for_silence_is_heard() {
        assert!(asks_for_silence("Family asked to be left off public lists"));
        assert!(asks_for_silence("Просят не публиковать"));
        assert!(!asks_for_silence("wife, two children"));
    }
}
