//! Headers of keys, names, and what a person is: birth, age, sex.

use super::{Guess, has, is, name};
use crate::{NameOrder, Target};

/// The part of a name that a column holds.
fn part_of_name(h: &str) -> Option<&'static str> {
    const PARTS: [(&str, &[&str]); 4] = [
        (
            "given",
            &[
                "first name",
                "firstname",
                "first names",
                "given name",
                "given names",
                "givenname",
                "forename",
                "forenames",
                "prénom",
                "prénoms",
                "prenom",
                "primer nombre",
                "vorname",
                "الاسم الأول",
                "اسم الأول",
                "نام کوچک",
                "имена",
            ],
        ),
        (
            "family",
            &[
                "last name",
                "lastname",
                "last names",
                "surname",
                "surnames",
                "family name",
                "familyname",
                "nom de famille",
                "apellido",
                "apellidos",
                "nachname",
                "familienname",
                "фамилия",
                "прізвище",
                "прозвішча",
                "soyad",
                "soyadı",
                "اسم العائلة",
                "الكنية",
                "نام خانوادگی",
                "姓",
                "姓氏",
            ],
        ),
        (
            "patronymic",
            &[
                "patronymic",
                "father name",
                "fathers name",
                "father s name",
                "father",
                "name of father",
                "отчество",
                "по батькові",
                "імя па бацьку",
                "اسم الأب",
                "اسم الاب",
                "نام پدر",
                "ata adı",
                "baba adı",
            ],
        ),
        ("other", &["middle name", "middle names"]),
    ];
    PARTS
        .iter()
        .find(|(_, forms)| is(h, forms))
        .map(|(role, _)| *role)
}

/// Keys and names.
#[expect(clippy::too_many_lines, reason = "a table of words, one row a meaning")]
pub(super) fn guess(h: &str) -> Option<Guess> {
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
    if is(
        h,
        &[
            "case number",
            "case no",
            "case nr",
            "number of case",
            "case ref",
            "case reference",
            "criminal case number",
            "criminal case no",
            "docket",
            "docket number",
            "docket no",
            "номер дела",
            "номер уголовного дела",
            "№ дела",
            "дело №",
            "нумар справы",
            "номер справи",
            "expediente",
            "número de causa",
            "numéro d affaire",
            "dava no",
            "esas no",
            "رقم القضية",
            "رقم الدعوى",
            "شماره پرونده",
            "案号",
        ],
    ) {
        return meaning(Target::CaseNumber);
    }
    if let Some(role) = part_of_name(h) {
        return meaning(crate::suggest::name_parts::part(role));
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
    None
}
