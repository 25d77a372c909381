//! Invented people in invented countries, in several scripts.

use documents::brief::{
    BriefDocument, BriefWords, CopyNumber, Direction, Fact, FactHeading, Freshness, LastRaised,
    OwnName, Paper, PersonNotToday, PersonToRaise, Raising,
};
use kernel::Label;

fn some(text: &str) -> Option<String> {
    Some(text.to_owned())
}

fn all(texts: &[&str]) -> Vec<String> {
    texts.iter().map(|text| (*text).to_owned()).collect()
}

pub(crate) fn own_name(text: &str, language: &str) -> OwnName {
    OwnName {
        text: text.to_owned(),
        language: some(language),
    }
}

fn fact(about: FactHeading, text: &str, freshness: Option<(&str, bool)>, sources: &[u32]) -> Fact {
    Fact {
        about,
        text: text.to_owned(),
        freshness: freshness.map(|(text, stale)| Freshness {
            text: text.to_owned(),
            stale,
        }),
        sources: sources.to_vec(),
    }
}

/// Someone of whom nothing is known but the name.
pub(crate) fn bare_person(name: OwnName) -> PersonToRaise {
    PersonToRaise {
        own_name: name,
        reader_name: None,
        pronunciation: None,
        who: None,
        facts: Vec::new(),
        ask: None,
        say: Vec::new(),
        do_not_say: Vec::new(),
        expected_reply: None,
        rejoinder: None,
        last_raised: None,
        wishes: None,
        basis: None,
        backfire: None,
        follow_up: None,
    }
}

/// A brief that says nothing but what the meeting is.
pub(crate) fn bare_brief() -> BriefDocument {
    BriefDocument {
        label: Label::AmberStrict,
        code: "M-0412".to_owned(),
        language: "en".to_owned(),
        direction: Direction::LeftToRight,
        paper: Paper::A4,
        copy: None,
        printed: None,
        event: "Consultations".to_owned(),
        date: None,
        principal: None,
        counterpart: None,
        spoken_language: None,
        ask: None,
        people: Vec::new(),
        not_today: Vec::new(),
        raised: Vec::new(),
        sources: Vec::new(),
        words: BriefWords::default(),
    }
}

/// Names, languages, what the reader reads, how to say it.
pub(crate) const NAMES: [(&str, &str, Option<&str>, Option<&str>); 7] = [
    (
        "Алена Вярбіцкая",
        "be",
        Some("Alena Viarbickaja"),
        Some("a-LYE-na vyar-BITS-ka-ya"),
    ),
    (
        "ناديا الحمداني",
        "ar",
        Some("Nadia al-Hamdani"),
        Some("NA-dya al-ham-DA-nee"),
    ),
    (
        "مهتاب فرخزادیان",
        "fa",
        Some("Mahtab Farrokhzadian"),
        Some("mah-TAHB far-rokh-za-di-YAHN"),
    ),
    (
        "林雨晴",
        "zh-Hans",
        Some("Lin Yuqing"),
        Some("leen yoo-ching; Lin is the family name"),
    ),
    (
        "ဒေါ်ခင်မာဦး",
        "my",
        Some("Daw Khin Mar Oo"),
        Some("daw kin mah OO; no family name"),
    ),
    (
        "ሰላማዊት ገብረ",
        "am",
        Some("Selamawit Gebre"),
        Some("se-la-ma-WEET GEB-re"),
    ),
    ("Lina Marovec", "sl", None, Some("LEE-na MA-ro-vets")),
];

/// The name with that place, beginning anew after the last.
#[expect(
    clippy::indexing_slicing,
    reason = "a remainder is less than its divisor"
)]
pub(crate) fn named(
    index: usize,
) -> (
    &'static str,
    &'static str,
    Option<&'static str>,
    Option<&'static str>,
) {
    NAMES[index % NAMES.len()]
}

/// The person of [`NAMES`] with that place, with everything a brief can say.
pub(crate) fn full_person(index: usize) -> PersonToRaise {
    let (name, language, reader, pronunciation) = named(index);
    PersonToRaise {
        own_name: own_name(name, language),
        reader_name: reader.map(str::to_owned),
        pronunciation: pronunciation.map(str::to_owned),
        who: some(
            "Teacher of chemistry and founder of a reading room for girls in Northgate. Mother of \
             two; her brother was released in 2024.",
        ),
        facts: vec![
            fact(
                FactHeading::Status,
                "In custody since 7 October 2025, day 412",
                Some(("checked 20 Nov, 2 days ago", false)),
                &[1],
            ),
            fact(
                FactHeading::Charge,
                "“Assistance to an extremist formation”, article 361-4; no act is named in the indictment",
                Some(("checked 12 Oct, 41 days ago", false)),
                &[1, 2],
            ),
            fact(
                FactHeading::Sentence,
                "Six years, appeal refused on 3 September 2026",
                None,
                &[2],
            ),
            fact(
                FactHeading::Place,
                "Women’s colony no. 4, Southmere, 380 km from home",
                Some(("checked 1 Mar, 266 days ago", true)),
                &[3],
            ),
            fact(
                FactHeading::Health,
                "Reported by her cell-mate: untreated asthma, two attacks in the summer",
                Some(("heard 2 Nov, 20 days ago", false)),
                &[3],
            ),
        ],
        ask: some(
            "Transfer to a hospital outside the colony, and a visit by her mother before the end of the year.",
        ),
        say: all(&[
            "We have followed her case since the first day and will go on doing so.",
            "A medical transfer is within the powers of the prison service; no court is needed.",
        ]),
        do_not_say: all(&[
            "The name of her employer, or that letters have reached her.",
            "Anything about an exchange: the family has asked us not to.",
        ]),
        expected_reply: some("“A matter for the courts.”"),
        rejoinder: some(
            "The transfer is an administrative decision under article 92 of the code they gave us in May.",
        ),
        last_raised: Some(LastRaised {
            date: "14 May 2026".to_owned(),
            by: some("the State Secretary"),
            answer: some("promised to look into it; nothing followed"),
        }),
        wishes: some(
            "She wants to be named. Her mother wants no press before the visit; counsel agrees with both.",
        ),
        basis: some("Attested relay of 2 Nov, valid to 1 May"),
        backfire: some(
            "After the statement of 2025 she was moved to a punishment cell for ten days. Raise in private only.",
        ),
        follow_up: some(
            "Human rights desk (Bern), by 4 December: tell the mother what was answered",
        ),
    }
}

/// A whole brief in English for so many people.
pub(crate) fn english(people: usize) -> BriefDocument {
    BriefDocument {
        copy: Some(CopyNumber { number: 2, of: 7 }),
        printed: some("Sun 22 Nov 2026, 13:05"),
        event: "Human rights consultations with XA".to_owned(),
        date: some("Tuesday 24 November 2026, 10:30, Northgate"),
        principal: some("Minister for Foreign Affairs"),
        counterpart: some("Deputy Minister of Justice of XA"),
        spoken_language: some("Russian, consecutive interpretation (ours)"),
        ask: some(
            "Let the sick be treated outside the colonies before winter, and let their families see them.",
        ),
        people: (0..people).map(full_person).collect(),
        not_today: vec![
            PersonNotToday {
                own_name: own_name("ხათუნა ბერიძე", "ka"),
                reader_name: some("Khatuna Beridze"),
                why: "Her appeal is heard on Thursday; counsel asks for silence until then."
                    .to_owned(),
            },
            PersonNotToday {
                own_name: own_name("Jonas Petrauskis", "lt"),
                reader_name: None,
                why: "His family has not yet been asked.".to_owned(),
            },
        ],
        raised: (0..people.max(3))
            .map(|index| {
                let (name, _, reader, _) = named(index);
                Raising {
                    person: reader.unwrap_or(name).to_owned(),
                    date: "14 May 2026".to_owned(),
                    by: some("State Secretary"),
                    answer: some("noted; a list was asked for"),
                }
            })
            .collect(),
        sources: all(&[
            "Counsel’s note of 20 November 2026, by hand",
            "Judgment of the Southmere regional court, 3 September 2026, published in extract",
            "Conversation with a former cell-mate, 2 November 2026; her name is kept by the desk",
        ]),
        ..bare_brief()
    }
}

/// A whole brief in Arabic; only the label and the meeting code are in Latin letters.
pub(crate) fn arabic() -> BriefDocument {
    let person = |name: &str, language: &str, reader: Option<&str>| PersonToRaise {
        own_name: own_name(name, language),
        reader_name: reader.map(str::to_owned),
        pronunciation: None,
        who: some("معلمة كيمياء ومؤسِّسة قاعة مطالعة للبنات. أم لطفلين، وأُفرج عن شقيقها عام 2024."),
        facts: vec![
            fact(
                FactHeading::Status,
                "قيد الاحتجاز منذ 7 أكتوبر 2025، اليوم 412",
                Some(("جرى التحقق في 20 نوفمبر، قبل يومين", false)),
                &[1],
            ),
            fact(
                FactHeading::Charge,
                "«مساعدة تشكيل متطرف»، المادة 361-4؛ ولا يذكر قرار الاتهام أي فعل",
                None,
                &[1],
            ),
            fact(
                FactHeading::Place,
                "سجن النساء رقم 4، ساوثمير، على بعد 380 كم من بيتها",
                Some(("جرى التحقق في 1 مارس، قبل 266 يومًا", true)),
                &[],
            ),
        ],
        ask: some("نقلها إلى مستشفى خارج السجن، وزيارة من والدتها قبل نهاية العام."),
        say: all(&[
            "نتابع حالتها منذ اليوم الأول وسنواصل ذلك.",
            "النقل الطبي من صلاحيات إدارة السجون ولا يحتاج إلى محكمة.",
        ]),
        do_not_say: all(&[
            "اسم جهة عملها.",
            "أي حديث عن تبادل: فقد طلبت الأسرة منا ذلك.",
        ]),
        expected_reply: None,
        rejoinder: None,
        last_raised: Some(LastRaised {
            date: "14 مايو 2026".to_owned(),
            by: some("وكيل الوزارة"),
            answer: some("وعدوا بالنظر في الأمر"),
        }),
        wishes: some("تريد أن يُذكر اسمها. ولا تريد والدتها نشر شيء قبل الزيارة."),
        basis: some("تفويض موثَّق بتاريخ 2 نوفمبر، صالح حتى 1 مايو"),
        backfire: some("بعد بيان عام 2025 نُقلت إلى زنزانة عقابية عشرة أيام. يُطرح الأمر سرًّا فقط."),
        follow_up: some("مكتب حقوق الإنسان، قبل 4 ديسمبر"),
    };
    BriefDocument {
        language: "ar".to_owned(),
        direction: Direction::RightToLeft,
        copy: Some(CopyNumber { number: 2, of: 7 }),
        printed: some("الأحد 22 نوفمبر 2026، 13:05"),
        event: "مشاورات حقوق الإنسان مع XA".to_owned(),
        date: some("الثلاثاء 24 نوفمبر 2026، الساعة 10:30"),
        principal: some("وزير الخارجية"),
        counterpart: some("نائب وزير العدل في XA"),
        spoken_language: some("الروسية، ترجمة تتابعية (من جانبنا)"),
        ask: some("أن يُعالَج المرضى خارج السجون قبل الشتاء، وأن تراهم عائلاتهم."),
        people: vec![
            person("ناديا الحمداني", "ar", None),
            person("Алена Вярбіцкая", "be", Some("ألينا فياربيتسكايا")),
            person("林雨晴", "zh-Hant", Some("لين يوتشينغ")),
        ],
        not_today: vec![PersonNotToday {
            own_name: own_name("ხათუნა ბერიძე", "ka"),
            reader_name: some("خاتونا بيريدزه"),
            why: "يُنظر في استئنافها يوم الخميس؛ ويطلب محاميها الصمت حتى ذلك الحين.".to_owned(),
        }],
        raised: vec![Raising {
            person: "ناديا الحمداني".to_owned(),
            date: "14 مايو 2026".to_owned(),
            by: some("وكيل الوزارة"),
            answer: some("أُخذ علمًا؛ وطُلبت قائمة"),
        }],
        sources: all(&["مذكرة المحامي بتاريخ 20 نوفمبر 2026"]),
        words: arabic_words(),
        ..bare_brief()
    }
}

fn arabic_words() -> BriefWords {
    let word = str::to_owned;
    BriefWords {
        date: word("التاريخ"),
        principal: word("المسؤول"),
        counterpart: word("الطرف المقابل"),
        spoken_language: word("لغة اللقاء"),
        label: word("التداول"),
        ask: word("نطلب"),
        people: word("من سيُطرح أمرهم"),
        ask_for_person: word("الطلب"),
        say: word("يقال"),
        do_not_say: word("لا يقال"),
        expected_reply: word("قد يقولون"),
        rejoinder: word("فنقول"),
        status: word("الوضع"),
        charge: word("التهمة"),
        sentence: word("الحكم"),
        place: word("المكان"),
        health: word("الصحة"),
        stale: word("قديم"),
        last_raised: word("آخر مرة طُرح"),
        wishes: word("الرغبات"),
        basis: word("سند تحركنا"),
        backfire: word("إن ساء الأمر"),
        follow_up: word("المتابعة"),
        not_today: word("لا يُطرح أمرهم اليوم"),
        annex: word("ملحق"),
        raised: word("ما طُرح في الاثني عشر شهرًا الماضية"),
        raised_person: word("الشخص"),
        raised_date: word("التاريخ"),
        raised_by: word("من طرح"),
        raised_answer: word("الجواب"),
        sources: word("المصادر"),
        page: word("صفحة {page} من {pages}"),
        copy: word("نسخة {copy} من {copies}"),
        printed: word("طُبع {date}"),
        digits: word("٠١٢٣٤٥٦٧٨٩"),
    }
}
