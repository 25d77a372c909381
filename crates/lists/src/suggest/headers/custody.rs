//! Headers of a trial and of custody: verdict, sentence, charge, status, place.

use super::{Guess, is};
use crate::Target;

/// Verdict to country.
#[expect(clippy::too_many_lines, reason = "a table of words, one row a meaning")]
pub(super) fn guess(h: &str) -> Option<Guess> {
    let meaning = |target| Some(Guess::Meaning(target));
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
    None
}
