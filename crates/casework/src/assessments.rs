//! Would this act, by this actor, now, make somebody worse off? The weighing before an act and the
//! look at what followed it (O1e).

use kernel::{Day, Entry, EntryId, UserId};
use serde::{Deserialize, Serialize};

use crate::{
    body::Body,
    faults::{Checker, Faults},
    form::{Field, Input},
    iso_day,
    rows::{self, Row},
};

/// An assessment holds at most so many days; then it is reaffirmed or made anew.
pub const ASSESSMENT_DAYS: i32 = 30;
/// Days after an act on which its effect is looked at.
pub const EFFECT_REVIEW_DAYS: [i32; 2] = [7, 30];
/// The factors that are asked first; the others stay folded until somebody opens them.
pub const SEVEN_QUESTIONS: usize = 7;

/// What one factor says.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FactorAnswer {
    /// The factor: vocabulary `factors`.
    pub factor: String,
    /// Where it pulls: vocabulary `pulls`.
    pub pull: String,
    /// Why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub words: Option<String>,
    /// How sure: vocabulary `certainties`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub certainty: Option<String>,
}

/// The weighing of one act for one person. Its end stands in the envelope, at most
/// [`ASSESSMENT_DAYS`] after the decision. There is no score: named people decide, with
/// reasons, and for public acts a second person signs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Assessment {
    /// The act: vocabulary `acts`.
    pub act: String,
    /// Who would act.
    pub actor: String,
    /// What each factor says, each at most once. What shows it stands among the sources of the entry.
    pub factors: Vec<FactorAnswer>,
    /// What was decided: vocabulary `assessment_outcomes`.
    pub outcome: String,
    /// The last day on which only private steps are taken, where the outcome is private first.
    #[serde(
        default,
        with = "iso_day::option",
        skip_serializing_if = "Option::is_none"
    )]
    pub private_until: Option<Day>,
    /// The conditions, where the outcome has some.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub conditions: Option<String>,
    /// Why it was decided so.
    pub reasons: String,
    /// What somebody holds against it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dissent: Option<String>,
    /// Who decided.
    pub decided_by: UserId,
    /// When.
    #[serde(with = "iso_day")]
    pub decided_on: Day,
}

impl Assessment {
    /// The last day on which it holds, whatever its envelope says.
    #[must_use]
    pub fn last_day(&self, valid_until: Option<Day>) -> Day {
        let latest = self.decided_on.plus(ASSESSMENT_DAYS);
        valid_until.map_or(latest, |day| day.min(latest))
    }
}

impl Body for Assessment {
    const WORD: &'static str = "assessment";
    const SCHEMA: u16 = 1;
    const FORM: &'static [Field] = &[
        Field::choice("act", "acts").required(),
        Field::new("actor", Input::Line).required(),
        Field::new(
            "factors",
            Input::Keyed {
                key: "factor",
                main: "pull",
                main_vocabulary: "pulls",
                fields: &[
                    Field::new("words", Input::Text),
                    Field::choice("certainty", "certainties"),
                ],
            },
        )
        .of("factors")
        .required(),
        Field::choice("outcome", "assessment_outcomes").required(),
        Field::new("private_until", Input::Day),
        Field::new("conditions", Input::Text),
        Field::new("reasons", Input::Text).required(),
        Field::new("dissent", Input::Text),
        Field::new("decided_by", Input::User).required(),
        Field::new("decided_on", Input::Day).required(),
    ];

    fn check(&self) -> Result<(), Faults> {
        let mut checker = Checker::default();
        checker.code("act", "acts", &self.act);
        checker.required_line("actor", &self.actor);
        if self.factors.is_empty() {
            checker.fault("factors", "fault-missing", Vec::new());
        }
        checker.count("factors", self.factors.len());
        for (position, answer) in self.factors.iter().enumerate() {
            let field = format!("factors.{}", answer.factor);
            checker.code(&field, "factors", &answer.factor);
            checker.code(&field, "pulls", &answer.pull);
            checker.optional_text(&format!("{field}.words"), answer.words.as_ref());
            checker.optional_code(
                &format!("{field}.certainty"),
                "certainties",
                answer.certainty.as_ref(),
            );
            // Whoever says where a factor pulls says why; nobody need say why it was left open.
            if !matches!(answer.pull.as_str(), "not_looked_at" | "neither") {
                checker.present(
                    &format!("{field}.words"),
                    answer.words.as_deref().unwrap_or_default(),
                );
            }
            if self
                .factors
                .iter()
                .take(position)
                .any(|earlier| earlier.factor == answer.factor)
            {
                checker.fault(&field, "fault-twice", vec![("code", answer.factor.clone())]);
            }
        }
        checker.code("outcome", "assessment_outcomes", &self.outcome);
        checker.optional_day("private_until", self.private_until);
        if self.outcome == "private_first" && self.private_until.is_none() {
            checker.fault("private_until", "fault-missing", Vec::new());
        }
        checker.optional_text("conditions", self.conditions.as_ref());
        if self.outcome == "with_conditions" {
            checker.present("conditions", self.conditions.as_deref().unwrap_or_default());
        }
        checker.required_text("reasons", &self.reasons);
        checker.optional_text("dissent", self.dissent.as_ref());
        checker.day("decided_on", self.decided_on);
        checker.finish()
    }

    fn project(&self, entry: &Entry, rows: &mut Vec<Row>) {
        let end = self.last_day(entry.inner.valid_until);
        rows::due(rows, "assessment_ends", end.plus(1).start());
        rows::count(rows, "assessed", &self.outcome);
    }

    fn sample() -> Self {
        Self {
            act: "raise_publicly".to_owned(),
            actor: "the minister".to_owned(),
            factors: vec![
                FactorAnswer {
                    factor: "relatives_at_risk".to_owned(),
                    pull: "private".to_owned(),
                    words: Some("Her brother works in a state school.".to_owned()),
                    certainty: Some("fairly_sure".to_owned()),
                },
                FactorAnswer {
                    factor: "forgotten".to_owned(),
                    pull: "public".to_owned(),
                    words: Some("Nobody has said her name for seven months.".to_owned()),
                    certainty: None,
                },
            ],
            outcome: "private_first".to_owned(),
            private_until: Some(Day::from_number(20_770)),
            conditions: Some("No word about the school.".to_owned()),
            reasons: "The court decides on the 12th; until then the quiet way is open.".to_owned(),
            dissent: Some("The liaison would wait for the appeal.".to_owned()),
            decided_by: UserId::from_bytes([3; 16]),
            decided_on: Day::from_number(20_758),
        }
    }
}

/// Somebody looked at a bad effect and let like acts go on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reviewed {
    /// Who.
    pub by: UserId,
    /// When.
    #[serde(with = "iso_day")]
    pub on: Day,
    /// What follows for like acts.
    pub words: String,
}

/// What followed an act. A correlation, never a proof.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Effect {
    /// The entry of the act.
    pub of: EntryId,
    /// The act: vocabulary `acts`.
    pub act: String,
    /// The country in which the person was held.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub country: Option<String>,
    /// When somebody looked.
    #[serde(with = "iso_day")]
    pub on: Day,
    /// How the person is since: vocabulary `effects`.
    pub effect: String,
    /// What was done to the person or to others in return.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub retaliation: Option<String>,
    /// What to remember.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lesson: Option<String>,
    /// A bad effect was looked at by somebody else, and like acts may go on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reviewed: Option<Reviewed>,
}

impl Effect {
    /// Whether like acts in the same country pause.
    #[must_use]
    pub fn pauses(&self) -> bool {
        self.effect == "worse" && self.reviewed.is_none()
    }

    /// The value of the facet `worse` by which a pause is found.
    #[must_use]
    pub fn pause_value(country: &str, act: &str) -> String {
        format!("{country} {act}")
    }
}

impl Body for Effect {
    const WORD: &'static str = "effect";
    const SCHEMA: u16 = 1;
    const FORM: &'static [Field] = &[
        Field::new("of", Input::Entry).required(),
        Field::choice("act", "acts").required(),
        Field::new("country", Input::Country),
        Field::new("on", Input::Day).required(),
        Field::choice("effect", "effects").required(),
        Field::new("retaliation", Input::Text),
        Field::new("lesson", Input::Text),
        Field::new("reviewed.by", Input::User).with_group(),
        Field::new("reviewed.on", Input::Day).with_group(),
        Field::new("reviewed.words", Input::Text).with_group(),
    ];

    fn check(&self) -> Result<(), Faults> {
        let mut checker = Checker::default();
        checker.code("act", "acts", &self.act);
        checker.optional_country("country", self.country.as_ref());
        checker.day("on", self.on);
        checker.code("effect", "effects", &self.effect);
        checker.optional_text("retaliation", self.retaliation.as_ref());
        checker.optional_text("lesson", self.lesson.as_ref());
        if let Some(reviewed) = &self.reviewed {
            checker.day("reviewed.on", reviewed.on);
            checker.required_text("reviewed.words", &reviewed.words);
        }
        checker.finish()
    }

    fn project(&self, entry: &Entry, rows: &mut Vec<Row>) {
        rows::count(rows, "effect", &self.effect);
        if self.pauses() {
            if let Some(country) = &self.country {
                rows::facet(rows, "worse", &Self::pause_value(country, &self.act));
            }
            rows::due(rows, "worse_unreviewed", entry.inner.recorded_at);
        }
    }

    fn sample() -> Self {
        Self {
            of: EntryId::from_bytes([7; 16]),
            act: "raise_publicly".to_owned(),
            country: Some("XV".to_owned()),
            on: Day::from_number(20_768),
            effect: "worse".to_owned(),
            retaliation: Some("Two visits were cancelled the week after.".to_owned()),
            lesson: Some("Not in the week of the hearing.".to_owned()),
            reviewed: Some(Reviewed {
                by: UserId::from_bytes([4; 16]),
                on: Day::from_number(20_770),
                words: "The visits were resumed; like acts may go on outside hearings.".to_owned(),
            }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vocabularies::vocabulary;

    #[test]
    fn what_pulls_is_explained_and_what_was_decided_is_whole() {
        let faults = |change: fn(&mut Assessment)| {
            let mut assessment = Assessment::sample();
            change(&mut assessment);
            assessment.check()
        };
        assert!(faults(|_| ()).is_ok());
        assert!(
            faults(|a| a.factors[0].words = None)
                .unwrap_err()
                .names("factors.relatives_at_risk.words")
        );
        assert!(
            faults(|a| a.private_until = None)
                .unwrap_err()
                .names("private_until")
        );
        assert!(
            faults(|a| {
                a.outcome = "with_conditions".to_owned();
                a.conditions = None;
            })
            .unwrap_err()
            .names("conditions")
        );
        assert!(faults(|a| a.factors.clear()).unwrap_err().names("factors"));
    }

    #[test]
    fn an_assessment_never_holds_longer_than_its_rule() {
        let assessment = Assessment::sample();
        let latest = assessment.decided_on.plus(ASSESSMENT_DAYS);
        assert_eq!(assessment.last_day(None), latest);
        assert_eq!(assessment.last_day(Some(latest.plus(300))), latest);
        let sooner = assessment.decided_on.plus(3);
        assert_eq!(assessment.last_day(Some(sooner)), sooner);
    }

    #[test]
    fn the_factors_are_those_of_the_field() {
        let factors = vocabulary("factors").unwrap();
        assert_eq!(factors.offered().count(), 27);
        assert!(factors.offered().count() > SEVEN_QUESTIONS);
    }

    #[test]
    fn only_a_bad_effect_that_nobody_looked_at_pauses() {
        let mut effect = Effect::sample();
        assert!(!effect.pauses());
        effect.reviewed = None;
        assert!(effect.pauses());
        effect.effect = "unknown".to_owned();
        assert!(!effect.pauses());
    }
}
