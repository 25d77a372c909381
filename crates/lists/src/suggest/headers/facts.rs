//! Headers of everything else that a list tells of a person.

use super::{Guess, fact, is};
use crate::Target;

/// Facts of the portrait, addresses, prose and remarks.
#[expect(clippy::too_many_lines, reason = "a table of words, one row a meaning")]
pub(super) fn guess(h: &str) -> Option<Guess> {
    let meaning = |target| Some(Guess::Meaning(target));
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
            "case background",
            "background",
            "circumstances",
            "text",
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
