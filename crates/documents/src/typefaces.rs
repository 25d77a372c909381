//! Which typeface sets which script, and which file of which package holds it.
//!
//! One family per script, a book face where the Noto project has drawn one. The reader's script
//! comes in two families (serif for what is said, sans for what is noted in the margin).

use unicode_script::Script;

/// Debian package of everything but Chinese, Japanese and Korean.
const CORE: &str = "fonts-noto-core";
/// Debian package of Chinese, Japanese and Korean.
const CJK: &str = "fonts-noto-cjk";

/// One family and the files that hold its cuts.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Typeface {
    /// The family name inside the files.
    pub(crate) family: &'static str,
    /// The Debian package that brings the files.
    pub(crate) package: &'static str,
    /// File name and, for collections, the number of the face within.
    pub(crate) files: &'static [(&'static str, u32)],
}

/// Latin, Greek and Cyrillic for reading.
pub(crate) static SERIF: Typeface = Typeface {
    family: "Noto Serif",
    package: CORE,
    files: &[
        ("NotoSerif-Regular.ttf", 0),
        ("NotoSerif-Bold.ttf", 0),
        ("NotoSerif-Italic.ttf", 0),
    ],
};

/// Latin, Greek and Cyrillic for notes, headings and page furniture.
pub(crate) static SANS: Typeface = Typeface {
    family: "Noto Sans",
    package: CORE,
    files: &[("NotoSans-Regular.ttf", 0), ("NotoSans-Bold.ttf", 0)],
};

/// Where signs are looked for that no script owns, in this order.
pub(crate) static SIGNS: [Typeface; 3] = [
    Typeface {
        family: "Noto Sans Symbols",
        package: CORE,
        files: &[("NotoSansSymbols-Regular.ttf", 0)],
    },
    Typeface {
        family: "Noto Sans Symbols2",
        package: CORE,
        files: &[("NotoSansSymbols2-Regular.ttf", 0)],
    },
    Typeface {
        family: "Noto Sans Math",
        package: CORE,
        files: &[("NotoSansMath-Regular.ttf", 0)],
    },
];

/// How Han characters are drawn differs by country; a name is owed the form its bearer writes.
/// One collection of 26 MB holds all of them. Only the regular cut is used: the bold one would cost
/// as much again and is not needed at the size in which names are set.
pub(crate) static HAN: [Typeface; 5] = [
    Typeface {
        family: "Noto Serif CJK SC",
        package: CJK,
        files: &[("NotoSerifCJK-Regular.ttc", 2)],
    },
    Typeface {
        family: "Noto Serif CJK TC",
        package: CJK,
        files: &[("NotoSerifCJK-Regular.ttc", 3)],
    },
    Typeface {
        family: "Noto Serif CJK HK",
        package: CJK,
        files: &[("NotoSerifCJK-Regular.ttc", 4)],
    },
    Typeface {
        family: "Noto Serif CJK JP",
        package: CJK,
        files: &[("NotoSerifCJK-Regular.ttc", 0)],
    },
    Typeface {
        family: "Noto Serif CJK KR",
        package: CJK,
        files: &[("NotoSerifCJK-Regular.ttc", 1)],
    },
];

/// A family with a regular and a bold cut for each of the given scripts.
macro_rules! scripts {
    ($($script:ident => $family:literal, $($file:literal),+;)+) => {
        /// The typefaces of single scripts.
        static BY_SCRIPT: &[(Script, Typeface)] = &[
            $((Script::$script, Typeface {
                family: $family,
                package: CORE,
                files: &[$(($file, 0)),+],
            }),)+
        ];
    };
}

scripts! {
    Arabic => "Noto Naskh Arabic", "NotoNaskhArabic-Regular.ttf", "NotoNaskhArabic-Bold.ttf";
    Armenian => "Noto Serif Armenian", "NotoSerifArmenian-Regular.ttf", "NotoSerifArmenian-Bold.ttf";
    Bengali => "Noto Serif Bengali", "NotoSerifBengali-Regular.ttf", "NotoSerifBengali-Bold.ttf";
    Cherokee => "Noto Sans Cherokee", "NotoSansCherokee-Regular.ttf", "NotoSansCherokee-Bold.ttf";
    Devanagari => "Noto Serif Devanagari", "NotoSerifDevanagari-Regular.ttf", "NotoSerifDevanagari-Bold.ttf";
    Ethiopic => "Noto Serif Ethiopic", "NotoSerifEthiopic-Regular.ttf", "NotoSerifEthiopic-Bold.ttf";
    Georgian => "Noto Serif Georgian", "NotoSerifGeorgian-Regular.ttf", "NotoSerifGeorgian-Bold.ttf";
    Gujarati => "Noto Serif Gujarati", "NotoSerifGujarati-Regular.ttf", "NotoSerifGujarati-Bold.ttf";
    Gurmukhi => "Noto Serif Gurmukhi", "NotoSerifGurmukhi-Regular.ttf", "NotoSerifGurmukhi-Bold.ttf";
    Hebrew => "Noto Serif Hebrew", "NotoSerifHebrew-Regular.ttf", "NotoSerifHebrew-Bold.ttf";
    Kannada => "Noto Serif Kannada", "NotoSerifKannada-Regular.ttf", "NotoSerifKannada-Bold.ttf";
    Khmer => "Noto Serif Khmer", "NotoSerifKhmer-Regular.ttf", "NotoSerifKhmer-Bold.ttf";
    Lao => "Noto Serif Lao", "NotoSerifLao-Regular.ttf", "NotoSerifLao-Bold.ttf";
    Malayalam => "Noto Serif Malayalam", "NotoSerifMalayalam-Regular.ttf", "NotoSerifMalayalam-Bold.ttf";
    Mongolian => "Noto Sans Mongolian", "NotoSansMongolian-Regular.ttf";
    Myanmar => "Noto Serif Myanmar", "NotoSerifMyanmar-Regular.ttf", "NotoSerifMyanmar-Bold.ttf";
    Nko => "Noto Sans NKo", "NotoSansNKo-Regular.ttf";
    Oriya => "Noto Sans Oriya", "NotoSansOriya-Regular.ttf", "NotoSansOriya-Bold.ttf";
    Sinhala => "Noto Serif Sinhala", "NotoSerifSinhala-Regular.ttf", "NotoSerifSinhala-Bold.ttf";
    Syriac => "Noto Sans Syriac", "NotoSansSyriac-Regular.ttf";
    Tamil => "Noto Serif Tamil", "NotoSerifTamil-Regular.ttf", "NotoSerifTamil-Bold.ttf";
    Telugu => "Noto Serif Telugu", "NotoSerifTelugu-Regular.ttf", "NotoSerifTelugu-Bold.ttf";
    Thaana => "Noto Sans Thaana", "NotoSansThaana-Regular.ttf", "NotoSansThaana-Bold.ttf";
    Thai => "Noto Serif Thai", "NotoSerifThai-Regular.ttf", "NotoSerifThai-Bold.ttf";
    Tibetan => "Noto Serif Tibetan", "NotoSerifTibetan-Regular.ttf", "NotoSerifTibetan-Bold.ttf";
    Tifinagh => "Noto Sans Tifinagh", "NotoSansTifinagh-Regular.ttf";
}

/// Whether the script is written with Han characters or beside them.
pub(crate) fn is_east_asian(script: Script) -> bool {
    matches!(
        script,
        Script::Han | Script::Hiragana | Script::Katakana | Script::Hangul | Script::Bopomofo
    )
}

/// The form of Han characters for a language tag and, where that says nothing, for the text itself:
/// kana are Japanese, Hangul is Korean, all else is set in the simplified form.
pub(crate) fn han_face(language: &str, text: &str) -> &'static Typeface {
    let [simplified, traditional, hongkong, japanese, korean] = &HAN;
    let tag = language.to_ascii_lowercase();
    let mut parts = tag.split('-');
    match parts.next() {
        Some("ja") => return japanese,
        Some("ko") => return korean,
        Some("zh" | "yue" | "nan" | "hak" | "lzh") => {
            for part in parts {
                match part {
                    "hk" | "mo" => return hongkong,
                    "hant" | "tw" => return traditional,
                    "hans" | "cn" | "sg" => return simplified,
                    _ => {}
                }
            }
            return simplified;
        }
        _ => {}
    }
    for script in text.chars().map(Script::from) {
        match script {
            Script::Hiragana | Script::Katakana => return japanese,
            Script::Hangul => return korean,
            _ => {}
        }
    }
    simplified
}

/// The typeface of a script; `None` for scripts that the reader's families hold, that no script in
/// particular owns, or that we have no typeface for.
pub(crate) fn of_script(script: Script) -> Option<&'static Typeface> {
    BY_SCRIPT
        .iter()
        .find(|(known, _)| *known == script)
        .map(|(_, typeface)| typeface)
}

/// Whether a script is written from right to left.
pub(crate) fn is_right_to_left(script: Script) -> bool {
    matches!(
        script,
        Script::Arabic
            | Script::Hebrew
            | Script::Syriac
            | Script::Thaana
            | Script::Nko
            | Script::Adlam
            | Script::Mandaic
            | Script::Samaritan
            | Script::Hanifi_Rohingya
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn han_follows_the_language_then_the_text() {
        assert_eq!(han_face("zh-Hant", "").family, "Noto Serif CJK TC");
        assert_eq!(han_face("zh-HK", "").family, "Noto Serif CJK HK");
        assert_eq!(han_face("ja", "").family, "Noto Serif CJK JP");
        assert_eq!(han_face("en", "山田たろう").family, "Noto Serif CJK JP");
        assert_eq!(han_face("en", "김").family, "Noto Serif CJK KR");
        assert_eq!(han_face("en", "林").family, "Noto Serif CJK SC");
    }
}
