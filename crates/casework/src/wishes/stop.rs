//! A stop: acts at once on anybody's word, is confirmed by a second channel, and ends by its rule.

use kernel::{Day, Entry, UserId};
use serde::{Deserialize, Serialize};

use crate::{
    body::Body,
    faults::{Checker, Faults},
    form::{Field, Input},
    iso_day,
    rows::{self, Row},
};

/// Hours in which a stop should be confirmed by a second channel.
pub const CONFIRM_STOP_WITHIN_HOURS: i64 = 72;

/// A stop was confirmed by a second channel.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Confirmed {
    /// Who confirmed it.
    pub by: UserId,
    /// By which channel, in words.
    pub channel: String,
    /// When.
    #[serde(with = "iso_day")]
    pub on: Day,
}

/// A stop was lifted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lifted {
    /// Who lifted it.
    pub by: UserId,
    /// Why.
    pub reason: String,
    /// What it turned out to be: vocabulary `stop_findings`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub finding: Option<String>,
    /// By which way whoever said stop took it back, or the check on which the end rests.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub channel: Option<String>,
    /// When.
    #[serde(with = "iso_day")]
    pub on: Day,
}

/// Somebody heard that something must stop. It acts at once, on anybody's word.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stop {
    /// Which acts: vocabulary `stop_acts`.
    pub acts: Vec<String>,
    /// Why: vocabulary `stop_grounds`; somebody asked, where nothing is said. A welfare stop outranks
    /// every other aim.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ground: Option<String>,
    /// Who said so.
    pub reported_by: String,
    /// How it reached us, in words.
    pub channel: String,
    /// In their words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub words: Option<String>,
    /// The confirmation.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub confirmed: Option<Confirmed>,
    /// The end of the stop.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lifted: Option<Lifted>,
}

impl Stop {
    /// Whether it still stops.
    #[must_use]
    pub const fn is_in_force(&self) -> bool {
        self.lifted.is_none()
    }

    /// Whether it was set because the person's well-being needs it.
    #[must_use]
    pub fn is_for_welfare(&self) -> bool {
        self.ground.as_deref() == Some("welfare")
    }

    /// Whether a confirmation is a second one: another member, or another way than the first word came.
    #[must_use]
    pub fn is_second_channel(&self, recorded_by: UserId, by: UserId, channel: &str) -> bool {
        let plain = |text: &str| text.split_whitespace().collect::<String>().to_lowercase();
        !plain(channel).is_empty() && (by != recorded_by || plain(channel) != plain(&self.channel))
    }

    /// Whether this member may end it with this finding. What is called forged or mistaken is judged by
    /// somebody who neither recorded nor confirmed it; and a welfare stop is never ended by whoever set it.
    #[must_use]
    pub fn may_be_lifted_by(&self, recorded_by: UserId, by: UserId, finding: &str) -> bool {
        let involved = by == recorded_by
            || self
                .confirmed
                .as_ref()
                .is_some_and(|second| second.by == by);
        match finding {
            "forged" | "mistaken" => !involved,
            _ => !(self.is_for_welfare() && by == recorded_by),
        }
    }

    /// Whether another form of it stops less: acts are gone, or it was ended.
    #[must_use]
    pub fn is_weakened_by(&self, later: &Self) -> bool {
        self.acts.iter().any(|act| !later.acts.contains(act))
            || (self.is_for_welfare() && !later.is_for_welfare())
            || self.lifted != later.lifted
    }
}

impl Body for Stop {
    const WORD: &'static str = "stop";
    const SCHEMA: u16 = 1;
    const FORM: &'static [Field] = &[
        Field::choices("acts", "stop_acts").required(),
        Field::choice("ground", "stop_grounds"),
        Field::new("reported_by", Input::Name)
            .required()
            .sensitive(),
        Field::new("channel", Input::Line).required().sensitive(),
        Field::new("words", Input::Text).sensitive(),
        Field::new("confirmed.by", Input::User).with_group(),
        Field::new("confirmed.channel", Input::Line).with_group(),
        Field::new("confirmed.on", Input::Day).with_group(),
        Field::new("lifted.by", Input::User).with_group(),
        Field::new("lifted.reason", Input::Text).with_group(),
        Field::choice("lifted.finding", "stop_findings"),
        Field::new("lifted.channel", Input::Line),
        Field::new("lifted.on", Input::Day).with_group(),
    ];

    fn check(&self) -> Result<(), Faults> {
        let mut checker = Checker::default();
        checker.some_codes("acts", "stop_acts", &self.acts);
        checker.optional_code("ground", "stop_grounds", self.ground.as_ref());
        // What the well-being of the person needs is not a choice among public acts.
        if self.is_for_welfare() && !self.acts.iter().any(|act| act == "all") {
            checker.fault("acts", "fault-welfare-stops-all", Vec::new());
        }
        checker.required_line("reported_by", &self.reported_by);
        checker.required_line("channel", &self.channel);
        checker.optional_text("words", self.words.as_ref());
        if let Some(confirmed) = &self.confirmed {
            checker.required_line("confirmed.channel", &confirmed.channel);
            checker.day("confirmed.on", confirmed.on);
        }
        if let Some(lifted) = &self.lifted {
            checker.required_text("lifted.reason", &lifted.reason);
            checker.optional_code("lifted.finding", "stop_findings", lifted.finding.as_ref());
            checker.optional_line("lifted.channel", lifted.channel.as_ref());
            checker.day("lifted.on", lifted.on);
        }
        checker.finish()
    }

    fn project(&self, entry: &Entry, rows: &mut Vec<Row>) {
        if self.confirmed.is_none() && self.lifted.is_none() {
            let at = entry
                .inner
                .recorded_at
                .plus_seconds(CONFIRM_STOP_WITHIN_HOURS * 3_600);
            rows::due(rows, "stop_unconfirmed", at);
        }
    }

    fn sample() -> Self {
        Self {
            acts: vec!["raise_publicly".to_owned()],
            ground: Some("asked".to_owned()),
            reported_by: "the sister".to_owned(),
            channel: "telephone".to_owned(),
            words: Some("Please take the article down.".to_owned()),
            confirmed: Some(Confirmed {
                by: UserId::from_bytes([3; 16]),
                channel: "in person".to_owned(),
                on: Day::from_number(20_760),
            }),
            lifted: Some(Lifted {
                by: UserId::from_bytes([4; 16]),
                reason: "The article was taken down.".to_owned(),
                finding: Some("taken_back".to_owned()),
                channel: Some("telephone, the number we know".to_owned()),
                on: Day::from_number(20_765),
            }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ONE: UserId = UserId::from_bytes([1; 16]);
    const TWO: UserId = UserId::from_bytes([2; 16]);
    const THREE: UserId = UserId::from_bytes([3; 16]);

    fn heard() -> Stop {
        Stop {
            acts: vec!["all_public".to_owned()],
            reported_by: "the sister".to_owned(),
            channel: "Telephone".to_owned(),
            ..Stop::default()
        }
    }

    #[test]
    fn a_second_channel_is_another_person_or_another_way() {
        let stop = heard();
        assert!(!stop.is_second_channel(ONE, ONE, " telephone "));
        assert!(!stop.is_second_channel(ONE, TWO, "  "));
        assert!(stop.is_second_channel(ONE, TWO, "telephone"));
        assert!(stop.is_second_channel(ONE, ONE, "in person"));
    }

    #[test]
    fn whoever_is_involved_does_not_call_it_forged() {
        let mut stop = heard();
        assert!(!stop.may_be_lifted_by(ONE, ONE, "forged"));
        assert!(stop.may_be_lifted_by(ONE, TWO, "forged"));
        assert!(stop.may_be_lifted_by(ONE, ONE, "taken_back"));
        stop.confirmed = Some(Confirmed {
            by: TWO,
            channel: "in person".to_owned(),
            on: Day::from_number(20_760),
        });
        assert!(!stop.may_be_lifted_by(ONE, TWO, "mistaken"));
        assert!(stop.may_be_lifted_by(ONE, THREE, "mistaken"));
        stop.ground = Some("welfare".to_owned());
        assert!(!stop.may_be_lifted_by(ONE, ONE, "taken_back"));
        assert!(stop.may_be_lifted_by(ONE, TWO, "taken_back"));
    }

    #[test]
    fn less_of_a_stop_is_noticed() {
        let stop = heard();
        let mut later = stop.clone();
        later.acts.push("visit".to_owned());
        assert!(!stop.is_weakened_by(&later));
        assert!(later.is_weakened_by(&stop));
        later.lifted = Stop::sample().lifted;
        assert!(stop.is_weakened_by(&later));
    }

    #[test]
    fn a_welfare_stop_stops_everything() {
        let mut stop = heard();
        stop.ground = Some("welfare".to_owned());
        assert!(stop.check().unwrap_err().names("acts"));
        stop.acts = vec!["all".to_owned()];
        assert_eq!(stop.check(), Ok(()));
    }
}
