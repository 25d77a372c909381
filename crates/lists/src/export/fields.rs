//! What the fields of an export mean, for whoever reads it without us.

use serde::Serialize;

/// One field.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct FieldNote {
    /// Its path; `[]` stands for each element of a list.
    pub path: &'static str,
    /// What it means.
    pub means: &'static str,
    /// The vocabulary of its codes, if it has one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub vocabulary: Option<&'static str>,
}

const fn field(path: &'static str, means: &'static str) -> FieldNote {
    FieldNote {
        path,
        means,
        vocabulary: None,
    }
}

const fn coded(path: &'static str, means: &'static str, vocabulary: &'static str) -> FieldNote {
    FieldNote {
        path,
        means,
        vocabulary: Some(vocabulary),
    }
}

/// The fields of a person.
///
/// Dates are objects with a text after EDTF (ISO 8601-2): a year, a month, a day, a range with a
/// stroke, `~` for about, `?` for doubtful; with the calendar and the words of the source where they
/// differ.
pub const FIELDS: &[FieldNote] = &[
    field(
        "id",
        "identifier without a meaning, stable between exports to the same reader",
    ),
    field(
        "label",
        "TLP 2.0 label of the person's data; never translated",
    ),
    field(
        "confidence",
        "how sure the least sure statement is: confirmed, credible, alleged or disputed",
    ),
    field("names[].text", "a name in its own script"),
    coded("names[].usage", "which kind of name", "usages"),
    coded(
        "names[].parts[]",
        "role and text of parts of the name that are known",
        "name_part_roles",
    ),
    field(
        "birth",
        "birth as exactly as it is known, often only a range of years",
    ),
    field("death", "death as a source claims it"),
    coded("sex", "sex", "sexes"),
    coded("facts[]", "field and text", "person_facts"),
    field(
        "detentions[].country",
        "ISO 3166 code of the country that holds the person; ZZ is unknown",
    ),
    coded(
        "detentions[].stage",
        "how far the detention has come",
        "stages",
    ),
    field("detentions[].place", "place of detention as written"),
    field("detentions[].from", "beginning"),
    field(
        "detentions[].until",
        "end; absent while it lasts or nobody knows",
    ),
    field("charges[].text", "the charge in its original words"),
    field("charges[].law", "the law"),
    field("charges[].article", "the article of the law"),
    field("charges[].verdict_on", "when the verdict was given"),
    field("charges[].sentence", "the sentence in words"),
    field(
        "charges[].expected_release",
        "when the sentence should end; says nothing of a release",
    ),
    field("claims[].organisation", "whose statement it is"),
    field("claims[].status", "the statement in their words"),
    coded(
        "claims[].code",
        "our code for the statement",
        "claim_statuses",
    ),
    field("claims[].as_of", "as of when they say so"),
    field("sources[].title", "where something is known from"),
    field("sources[].url", "its address; never opened by the program"),
    field(
        "last_done",
        "the last day on which anything was done for the person",
    ),
];
