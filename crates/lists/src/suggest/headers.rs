//! Header words in several languages, and what they suggest.

use crate::{NameOrder, Target};

/// What a header suggests.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Guess {
    /// A meaning.
    Meaning(Target),
    /// The source's own key of a row.
    RowKey,
    /// The source's own key of a person.
    PersonKey,
}

/// A header as it is compared: small letters, words divided by single blanks.
pub(super) fn plain(header: &str) -> String {
    let mut out = String::new();
    for c in header.chars() {
        if crate::words::is_direction_mark(c) {
            continue;
        }
        if c.is_alphanumeric() || !c.is_ascii() && !c.is_whitespace() {
            out.extend(c.to_lowercase());
        } else {
            out.push(' ');
        }
    }
    out.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn name(usage: &str, order: NameOrder, preferred: bool) -> Target {
    Target::Name {
        usage: usage.to_owned(),
        order,
        preferred,
    }
}

fn fact(field: &str) -> Target {
    Target::Fact {
        field: field.to_owned(),
    }
}

fn has(header: &str, words: &[&str]) -> bool {
    words
        .iter()
        .any(|word| header.split(' ').any(|part| part == *word))
}

fn is(header: &str, forms: &[&str]) -> bool {
    forms.contains(&header)
}

/// The meaning of a header by its words; nothing when it tells nothing. The rules go from the
/// special to the general: the first that fits is taken.
#[expect(clippy::too_many_lines, reason = "a table of words, one row a meaning")]
pub(super) fn guess(header: &str) -> Option<Guess> {
    let plain = plain(header);
    // `articles/0`, `charge 3`: one of several columns of a kind.
    let h = plain
        .trim_end_matches(|c: char| c.is_ascii_digit())
        .trim_end();
    let meaning = |target| Some(Guess::Meaning(target));
    if is(
        h,
        &[
            "id",
            "record id",
            "record number",
            "record no",
            "case id",
            "entry id",
            "persecution id",
            "prosecution id",
            "partner id",
            "list id",
            "uid",
            "key",
            "ref",
            "reference number",
            "row id",
            "номер записи",
            "ид",
            "رقم السجل",
            "编号",
            "編號",
            "identificador",
        ],
    ) || (has(h, &["record"]) && has(h, &["number", "id", "no"]))
    {
        return Some(Guess::RowKey);
    }
    if is(
        h,
        &[
            "person id",
            "prisoner id",
            "detainee id",
            "individual id",
            "person key",
            "id персоны",
        ],
    ) {
        return Some(Guess::PersonKey);
    }
    if is(
        h,
        &[
            "no",
            "nr",
            "n",
            "index",
            "#",
            "№",
            "م",
            "ت",
            "序号",
            "number",
            "row",
            "п п",
            "№ п п",
            "စဉ်",
            "ردیف",
        ],
    ) {
        return meaning(Target::Keep);
    }
    if has(
        h,
        &[
            "passport",
            "nrc",
            "ssn",
            "dni",
            "cedula",
            "cédula",
            "паспорт",
        ],
    ) || is(
        h,
        &[
            "identity number",
            "national id",
            "national number",
            "id number",
            "id no",
            "id card",
            "identity card",
            "номер паспорта",
            "رقم الهوية",
            "الرقم الوطني",
            "身份证",
            "身份证号",
            "မှတ်ပုံတင်",
        ],
    ) {
        return meaning(Target::IdentityNumber);
    }
    if h.contains("characters")
        || is(
            h,
            &[
                "name local",
                "local name",
                "native name",
                "name native",
                "name in own script",
                "original name",
                "name original",
                "name zh",
                "name ar",
                "name fa",
                "name my",
                "name in arabic",
                "name in chinese",
                "chinese name",
                "arabic name",
                "persian name",
                "burmese name",
            ],
        )
    {
        return meaning(name("official", NameOrder::Unknown, false));
    }
    if (h.contains("transliterat") && h.contains("name"))
        || is(
            h,
            &[
                "pinyin name",
                "pinyin",
                "name en",
                "english name",
                "name english",
                "latin name",
                "romanised name",
                "romanized name",
                "name latin",
            ],
        )
        || (h.contains("name") && h.contains("translit"))
    {
        return meaning(name("transliteration", NameOrder::Unknown, false));
    }
    if is(
        h,
        &[
            "aliases",
            "alias",
            "aka",
            "a k a",
            "also known as",
            "other names",
            "other name",
            "nickname",
            "nicknames",
            "additional name s",
            "additional names",
            "alternate names",
            "alternative names",
            "variants",
            "псевдоним",
            "он же",
            "другие имена",
            "alias es",
            "apodo",
            "الاسم المستعار",
            "别名",
            "別名",
            "曾用名",
        ],
    ) || ((h.contains("alternate")
        || h.contains("alternative")
        || h.contains("additional")
        || h.contains("other"))
        && h.contains("name"))
    {
        return meaning(Target::Aliases {
            usage: if h.contains("pen") && !h.contains("lay") {
                "pen_name"
            } else {
                "alias"
            }
            .to_owned(),
        });
    }
    if is(
        h,
        &[
            "judge",
            "prosecutor",
            "судья",
            "прокурор",
            "juez",
            "fiscal",
            "lawyer",
            "court",
            "суд",
            "case name",
            "case name ru",
        ],
    ) || h.starts_with("case name")
    {
        return meaning(Target::Keep);
    }
    if is(
        h,
        &[
            "name",
            "names",
            "full name",
            "fullname",
            "main name",
            "person",
            "prisoner",
            "prisoner name",
            "detainee",
            "detainee name",
            "name of prisoner",
            "name of detainee",
            "name ru",
            "фио",
            "ф и о",
            "имя",
            "фамилия имя отчество",
            "фамилия имя",
            "імя",
            "прізвище",
            "прозвішча",
            "nombre",
            "nombre completo",
            "nombres y apellidos",
            "apellidos y nombres",
            "nom",
            "nom complet",
            "الاسم",
            "اسم",
            "الاسم الثلاثي",
            "الاسم الكامل",
            "نام",
            "نام و نام خانوادگی",
            "姓名",
            "名字",
            "人名",
            "အမည်",
            "ad soyad",
            "imię i nazwisko",
        ],
    ) || h.starts_with("name ")
    {
        let order =
            if h.starts_with("фамилия") || h.starts_with("apellidos") || h == "фио" || h == "ф и о"
            {
                NameOrder::FamilyFirst
            } else {
                NameOrder::Unknown
            };
        let usage = if h == "name"
            || h.contains("full")
            || h.contains("main")
            || h.starts_with("الاسم")
            || h.starts_with("фио")
        {
            "official"
        } else {
            "known_as"
        };
        return meaning(name(usage, order, true));
    }
    if is(
        h,
        &[
            "dob",
            "date of birth",
            "birth date",
            "birthdate",
            "birthday",
            "born",
            "birth",
            "birth year",
            "year of birth",
            "yob",
            "дата рождения",
            "год рождения",
            "г р",
            "д р",
            "дата нараджэння",
            "fecha de nacimiento",
            "nacimiento",
            "fecha nac",
            "año de nacimiento",
            "date de naissance",
            "né le",
            "المواليد",
            "تاريخ الميلاد",
            "تاريخ الولادة",
            "سنة الميلاد",
            "تاریخ تولد",
            "سال تولد",
            "出生日期",
            "出生",
            "出生年月",
            "生日",
            "မွေးသက္ကရာဇ်",
            "doğum tarixi",
            "doğum tarihi",
            "data urodzenia",
        ],
    ) {
        return meaning(Target::Birth);
    }
    if is(
        h,
        &[
            "age",
            "age at arrest",
            "age at detention",
            "age when arrested",
            "age persecution began",
            "возраст",
            "edad",
            "âge",
            "العمر",
            "سن",
            "年龄",
            "年齡",
            "အသက်",
        ],
    ) || h.starts_with("age ")
    {
        return meaning(Target::AgeAtArrest);
    }
    if is(
        h,
        &[
            "sex",
            "gender",
            "пол",
            "стать",
            "sexo",
            "género",
            "genero",
            "sexe",
            "الجنس",
            "جنسیت",
            "性别",
            "性別",
            "လိင်",
            "cins",
            "cinsiyet",
            "płeć",
        ],
    ) {
        return meaning(Target::Sex);
    }
    if is(
        h,
        &[
            "expected release date",
            "expected release",
            "release expected",
            "due for release",
            "projected release",
            "end of sentence",
            "ожидаемая дата освобождения",
            "конец срока",
            "fecha prevista de liberación",
            "تاريخ الإفراج المتوقع",
            "预计释放日期",
            "预计获释",
        ],
    ) || (h.contains("release")
        && (h.contains("expected") || h.contains("projected") || h.contains("planned")))
    {
        return meaning(Target::ExpectedRelease);
    }
    if is(
        h,
        &[
            "release date",
            "released",
            "date of release",
            "actual release date",
            "released on",
            "дата освобождения",
            "освобожден",
            "освобождён",
            "fecha de liberación",
            "fecha de excarcelación",
            "date de libération",
            "تاريخ الإفراج",
            "تاریخ آزادی",
            "释放日期",
            "获释日期",
        ],
    ) || (h.contains("release") && h.contains("date"))
    {
        return meaning(Target::Release);
    }
    if is(
        h,
        &[
            "died",
            "death",
            "date of death",
            "death date",
            "deceased",
            "died on",
            "дата смерти",
            "умер",
            "смерть",
            "fecha de muerte",
            "fallecimiento",
            "décès",
            "تاريخ الوفاة",
            "الوفاة",
            "死亡日期",
            "死亡",
        ],
    ) {
        return meaning(Target::Death);
    }
    if is(
        h,
        &[
            "formal arrest date",
            "formally arrested",
            "formal arrest",
            "date of formal arrest",
            "正式逮捕日期",
        ],
    ) {
        return meaning(Target::FormalArrest);
    }
    if is(
        h,
        &[
            "arrested",
            "arrest",
            "arrest date",
            "date of arrest",
            "detained",
            "detention date",
            "date of detention",
            "date detained",
            "arrested on",
            "detained since",
            "detained on",
            "persecution started",
            "дата ареста",
            "дата задержания",
            "арестован",
            "задержан",
            "fecha de detención",
            "fecha de detencion",
            "fecha de arresto",
            "detenido el",
            "date d arrestation",
            "تاريخ الاعتقال",
            "تاريخ التوقيف",
            "تاریخ بازداشت",
            "تاریخ دستگیری",
            "逮捕日期",
            "被捕日期",
            "拘留日期",
            "ဖမ်းဆီးသည့်ရက်",
            "həbs tarixi",
            "data aresztowania",
        ],
    ) || (h.contains("arrest") && h.contains("date"))
    {
        return meaning(Target::Arrest);
    }
    if is(
        h,
        &[
            "verdict date",
            "first verdict date",
            "date of verdict",
            "sentence date",
            "sentencing date",
            "date of sentence",
            "convicted on",
            "дата приговора",
            "fecha de sentencia",
            "تاريخ الحكم",
            "判决日期",
        ],
    ) || ((h.contains("verdict") || h.contains("sentenc")) && h.contains("date"))
    {
        return meaning(Target::VerdictDate);
    }
    if is(
        h,
        &[
            "verdict",
            "judgment",
            "judgement",
            "verdict essence en",
            "приговор",
            "veredicto",
            "fallo",
            "判决",
        ],
    ) || h.starts_with("verdict essence")
    {
        return meaning(Target::Verdict);
    }
    if h.contains("month") && (h.contains("term") || h.contains("sentence") || h == "months") {
        return meaning(Target::SentenceMonths);
    }
    if (h.contains("year") && (h.contains("sentence") || h.contains("term"))) || h == "years" {
        return meaning(Target::SentenceYears);
    }
    if h == "days" || (h.contains("day") && h.contains("sentence")) {
        return meaning(Target::SentenceDays);
    }
    if is(
        h,
        &[
            "decision",
            "sentence",
            "term",
            "sentence length",
            "prison term",
            "срок",
            "наказание",
            "condena",
            "pena",
            "sentencia",
            "peine",
            "الحكم",
            "مدة الحكم",
            "حکم",
            "刑期",
            "判刑",
            "ပြစ်ဒဏ်",
        ],
    ) {
        return meaning(Target::Sentence);
    }
    if is(
        h,
        &[
            "penalty",
            "punishment",
            "kind of penalty",
            "вид наказания",
            "tipo de pena",
            "العقوبة",
        ],
    ) {
        return meaning(Target::Penalty);
    }
    if is(
        h,
        &[
            "articles",
            "article",
            "charges",
            "charge",
            "statute",
            "offence",
            "offense",
            "offences",
            "accusation",
            "article and part",
            "articles of law",
            "обвинение",
            "статья",
            "статьи",
            "обвинения",
            "delito",
            "delitos",
            "cargos",
            "cargo",
            "acusación",
            "chef d accusation",
            "accusations",
            "التهمة",
            "التهم",
            "اتهام",
            "اتهامات",
            "罪名",
            "指控",
            "စွဲချက်",
            "ittiham",
            "zarzuty",
        ],
    ) || h.starts_with("charge")
        || h.starts_with("article")
    {
        return meaning(Target::Charge { divider: None });
    }
    if is(
        h,
        &[
            "status",
            "detention status",
            "state",
            "current status",
            "person state en",
            "situation",
            "статус",
            "состояние",
            "estado",
            "situación",
            "situación actual",
            "statut",
            "الوضع",
            "الحالة",
            "وضعیت",
            "状态",
            "狀態",
            "现状",
            "အခြေအနေ",
            "vəziyyət",
            "durum",
        ],
    ) || h.ends_with("status")
        || h.starts_with("person state")
    {
        return meaning(Target::Status);
    }
    if is(
        h,
        &[
            "prison",
            "facility",
            "place of detention",
            "detention place",
            "current or last detention facility",
            "prison facility",
            "penal facility",
            "penal facility ru",
            "detention facility",
            "detained at",
            "held at",
            "тюрьма",
            "место заключения",
            "место содержания",
            "колония",
            "учреждение",
            "prisión",
            "prision",
            "cárcel",
            "carcel",
            "centro de reclusión",
            "recinto",
            "recintos",
            "lugar de reclusión",
            "lieu de détention",
            "السجن",
            "مكان الاحتجاز",
            "زندان",
            "监狱",
            "監獄",
            "关押地点",
            "羁押地",
            "အကျဉ်းထောင်",
            "həbsxana",
            "więzienie",
        ],
    ) || h.contains("facility")
    {
        return meaning(Target::Place);
    }
    if is(
        h,
        &[
            "city",
            "town",
            "place",
            "location",
            "place of arrest",
            "arrest place",
            "city ru",
            "region",
            "region en",
            "province",
            "город",
            "место ареста",
            "место",
            "ciudad",
            "lugar",
            "lugar de detención",
            "ville",
            "lieu",
            "المدينة",
            "مكان الاعتقال",
            "شهر",
            "城市",
            "地点",
            "地區",
            "မြို့",
            "şəhər",
        ],
    ) {
        return meaning(Target::Town);
    }
    if is(
        h,
        &[
            "country",
            "country code",
            "страна",
            "país",
            "pais",
            "pays",
            "البلد",
            "الدولة",
            "کشور",
            "国家",
            "國家",
        ],
    ) {
        return meaning(Target::Country);
    }
    for (field, forms) in [
        (
            "nationality",
            &[
                "nationality",
                "национальность",
                "nacionalidad",
                "الجنسية",
                "国籍",
            ][..],
        ),
        (
            "citizenship",
            &["citizenship", "гражданство", "ciudadanía", "تابعیت"],
        ),
        (
            "occupation",
            &[
                "occupation",
                "profession",
                "job",
                "occupation ru",
                "occupation en",
                "профессия",
                "род занятий",
                "должность",
                "profesión",
                "profesion",
                "ocupación",
                "oficio",
                "المهنة",
                "شغل",
                "职业",
                "職業",
                "အလုပ်အကိုင်",
            ],
        ),
        (
            "affiliation",
            &[
                "affiliation",
                "organisation",
                "organization",
                "party",
                "movement",
                "организация",
                "партия",
                "organización",
                "partido",
                "الانتماء",
                "组织",
            ],
        ),
        (
            "ethnicity",
            &[
                "ethnic group",
                "ethnicity",
                "этническая принадлежность",
                "etnia",
                "القومية",
                "民族",
            ],
        ),
        (
            "religion",
            &[
                "religion",
                "faith",
                "религия",
                "religión",
                "الديانة",
                "宗教",
            ],
        ),
        (
            "residence",
            &[
                "residence",
                "home town",
                "hometown",
                "lives in",
                "address",
                "место жительства",
                "адрес",
                "residencia",
                "domicilio",
                "مكان الإقامة",
                "العنوان",
                "居住地",
                "住址",
            ],
        ),
        (
            "origin",
            &[
                "place of birth",
                "birthplace",
                "место рождения",
                "lugar de nacimiento",
                "مكان الولادة",
                "籍贯",
                "出生地",
            ],
        ),
        (
            "activity",
            &[
                "activity",
                "issues",
                "issue",
                "activities",
                "profile",
                "деятельность",
                "actividad",
                "النشاط",
            ],
        ),
        (
            "health_note",
            &[
                "health",
                "health issues",
                "medical",
                "illness",
                "здоровье",
                "salud",
                "الصحة",
                "健康",
            ],
        ),
        (
            "family",
            &[
                "family",
                "relatives",
                "семья",
                "родственники",
                "familia",
                "العائلة",
            ],
        ),
    ] {
        if is(h, forms) {
            return meaning(fact(field));
        }
    }
    if is(
        h,
        &[
            "url",
            "link",
            "web",
            "website",
            "page",
            "profile url",
            "ссылка",
            "enlace",
            "الرابط",
            "链接",
        ],
    ) {
        return meaning(Target::Address);
    }
    if is(
        h,
        &[
            "short summary",
            "summary",
            "story",
            "story en",
            "description",
            "biography",
            "bio",
            "narrative",
            "details",
            "detention timeline",
            "история",
            "описание",
            "биография",
            "resumen",
            "historia",
            "descripción",
            "résumé",
            "القصة",
            "السيرة",
            "简介",
            "详情",
        ],
    ) {
        return meaning(Target::Narrative);
    }
    if is(
        h,
        &[
            "notes",
            "note",
            "remarks",
            "remark",
            "comments",
            "comment",
            "примечание",
            "примечания",
            "комментарий",
            "notas",
            "observaciones",
            "remarques",
            "ملاحظات",
            "توضیحات",
            "备注",
            "備註",
            "မှတ်ချက်",
            "qeyd",
            "uwagi",
        ],
    ) {
        return meaning(Target::Note);
    }
    if is(
        h,
        &[
            "withheld",
            "do not publish",
            "publication refused",
            "no publicity",
            "confidential",
        ],
    ) {
        return meaning(Target::Withheld);
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headers_of_many_lists_are_known() {
        for (header, wanted) in [
            ("Date of Birth", Target::Birth),
            ("المواليد", Target::Birth),
            ("Expected Release Date", Target::ExpectedRelease),
            ("Actual Release Date", Target::Release),
            ("articles/12", Target::Charge { divider: None }),
            ("Sentence Length Years", Target::SentenceYears),
            ("imprisonment_term_months", Target::SentenceMonths),
            ("Current or Last Detention Facility", Target::Place),
            ("تاريخ الاعتقال", Target::Arrest),
            ("Formal Arrest Date", Target::FormalArrest),
            ("verdict_date", Target::VerdictDate),
            ("Detention Timeline ", Target::Narrative),
        ] {
            assert_eq!(guess(header), Some(Guess::Meaning(wanted)), "{header}");
        }
        assert_eq!(guess("partner_id"), Some(Guess::RowKey));
        assert_eq!(guess("CECC Record Number"), Some(Guess::RowKey));
        assert_eq!(guess("person_id"), Some(Guess::PersonKey));
        assert_eq!(guess("blorb"), None);
    }
}
