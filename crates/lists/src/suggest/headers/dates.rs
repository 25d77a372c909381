//! Headers of a life's dates: birth, age, sex, arrest, release, death.

use super::{Guess, is};
use crate::Target;

/// Birth to death.
#[expect(clippy::too_many_lines, reason = "a table of words, one row a meaning")]
pub(super) fn guess(h: &str) -> Option<Guess> {
    let meaning = |target| Some(Guess::Meaning(target));
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
    None
}
