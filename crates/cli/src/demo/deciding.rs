//! What is decided for the people whose stories are told: acts weighed and signed, two strategies under
//! the calendars of their countries, levers, and what followed an act.

use casework::{
    assessments::{Assessment, Effect, FactorAnswer},
    coordination::Act,
    countries::{Authority, Country, Post, Window},
    levers::Lever,
    strategy::{Argument, Strategy, Tactic},
};
use desk::{Draft, House, Result};
use kernel::{CompartmentId, Day, FileId};

use super::cast::Cast;

/// Who decides, for whom, and when.
pub(super) struct Deciding<'a> {
    pub(super) house: &'a House,
    pub(super) cast: &'a Cast,
    pub(super) today: Day,
}

impl Deciding<'_> {
    /// Decides for the people of the stories, in order.
    pub(super) async fn tell(&self, people: &[FileId]) -> Result<()> {
        let desk = self.cast.compartment("desk")?;
        self.countries(desk).await?;
        let lever = self.levers(desk).await?;
        let mut weighed = 0;
        for file in people {
            weighed += self.weigh(*file, weighed).await?;
        }
        self.strategies(people, lever).await?;
        self.followed(people).await
    }

    /// Weighs the public acts that nothing but the missing weighing blocks. Some wait for a second
    /// person, some came out against the act.
    async fn weigh(&self, file: FileId, before: usize) -> Result<usize> {
        let (irina, tomas) = (self.cast.caller("irina")?, self.cast.caller("tomas")?);
        // What only one officer reads waits for a second one for ever.
        if self.house.strategy(irina, file).await.is_err()
            || self.house.strategy(tomas, file).await.is_err()
        {
            return Ok(0);
        }
        let mut weighed = 0;
        for act in gates::acts().all().filter(|act| act.public) {
            let judged = self.house.judge(irina, file, &act.code).await?;
            // Nobody weighs what is blocked anyway, or speaking for the dead and the free.
            let otherwise_blocked = judged.verdict.derivation.iter().any(|step| {
                matches!(step.rule, gates::Rule::Deceased | gates::Rule::Released)
                    || (step.gate != 8 && step.gives == gates::Outcome::Block)
            });
            if otherwise_blocked {
                continue;
            }
            let number = before + weighed;
            let outcome = match number % 7 {
                3 => "private_only",
                5 => "with_conditions",
                _ => "public",
            };
            let answer = |factor: &str, pull: &str, words: &str| FactorAnswer {
                factor: factor.to_owned(),
                pull: pull.to_owned(),
                words: Some(words.to_owned()),
                certainty: Some("fairly_sure".to_owned()),
            };
            let assessment = Assessment {
                act: act.code.clone(),
                actor: "the ministry".to_owned(),
                factors: vec![
                    answer(
                        "negotiation",
                        "neither",
                        "Nobody talks about an exchange or a pardon at present.",
                    ),
                    answer(
                        "relatives_at_risk",
                        "private",
                        "The family lives in the same town and is known there.",
                    ),
                    answer(
                        "forgotten",
                        "public",
                        "The name has not been heard outside for months.",
                    ),
                ],
                outcome: outcome.to_owned(),
                private_until: None,
                conditions: (outcome == "with_conditions")
                    .then(|| "No word about the family.".to_owned()),
                reasons: "The quiet way was tried twice and was not answered.".to_owned(),
                dissent: (number % 7 == 3)
                    .then(|| "The embassy would speak before the hearing.".to_owned()),
                decided_by: irina.actor.user,
                decided_on: self.today,
            };
            let entry = self
                .house
                .record(irina, file, &Draft::new(&assessment)?)
                .await?;
            if number % 7 != 1 {
                self.house.sign(tomas, entry, 1, None).await?;
            }
            weighed += 1;
        }
        Ok(weighed)
    }

    async fn strategies(&self, people: &[FileId], lever: FileId) -> Result<()> {
        let (irina, tomas) = (self.cast.caller("irina")?, self.cast.caller("tomas")?);
        for (number, file) in people.iter().take(6).enumerate() {
            if self.house.strategy(tomas, *file).await.is_err() {
                continue;
            }
            let tactic = |what: &str, act: &str, from: i32, until: i32| Tactic {
                what: what.to_owned(),
                act: Some(act.to_owned()),
                owner: Some(irina.actor.user),
                from: Some(self.today.plus(from)),
                until: Some(self.today.plus(until)),
                state: "planned".to_owned(),
                ..Tactic::default()
            };
            let strategy = Strategy {
                aims: "A doctor of their own choice before winter, and letters from home."
                    .to_owned(),
                stance: if number % 2 == 0 {
                    "quiet_first"
                } else {
                    "mixed"
                }
                .to_owned(),
                quiet_until: (number % 2 == 0).then(|| self.today.plus(33)),
                tactics: vec![
                    tactic(
                        "Ask the ministry of health for an examination",
                        "ask_medical",
                        -6,
                        12,
                    ),
                    Tactic {
                        after: Some(1),
                        lever: Some(lever),
                        fallback: Some("Ask the ombudsman".to_owned()),
                        ..tactic(
                            "The ambassador raises it at the spring talks",
                            "raise_privately",
                            14,
                            30,
                        )
                    },
                ],
                arguments: vec![
                    Argument {
                        side: "for".to_owned(),
                        words:
                            "The last three requests for a doctor were granted after a quiet word."
                                .to_owned(),
                    },
                    Argument {
                        side: "against".to_owned(),
                        words: "Winter comes; waiting costs health.".to_owned(),
                    },
                ],
                dissent: None,
                review_on: self.today.plus(34),
            };
            let entry = self
                .house
                .record(irina, *file, &Draft::new(&strategy)?)
                .await?;
            if number % 3 != 2 {
                self.house
                    .sign(tomas, entry, 1, Some("Agreed.".to_owned()))
                    .await?;
            }
        }
        Ok(())
    }

    /// What was seen after an act of weeks ago.
    async fn followed(&self, people: &[FileId]) -> Result<()> {
        let irina = self.cast.caller("irina")?;
        let mut looked = 0;
        for file in people {
            let Ok(seen) = self.house.assessments(irina, *file).await else {
                continue;
            };
            let acts: Vec<(kernel::EntryId, Act)> = seen
                .1
                .iter()
                .filter(|view| view.act.on.plus(7) <= self.today)
                .map(|view| (view.entry, view.act.clone()))
                .collect();
            for (entry, act) in acts.into_iter().take(1) {
                let effect = Effect {
                    of: entry,
                    act: act.act,
                    country: None,
                    on: self.today,
                    effect: if looked % 2 == 0 { "better" } else { "same" }.to_owned(),
                    retaliation: None,
                    lesson: Some("The answer came after the visit, not before.".to_owned()),
                    reviewed: None,
                };
                self.house
                    .record(irina, *file, &Draft::new(&effect)?)
                    .await?;
                looked += 1;
            }
        }
        Ok(())
    }

    async fn levers(&self, desk: CompartmentId) -> Result<FileId> {
        let irina = self.cast.caller("irina")?;
        let lever = |title: &str, direction: &str, instrument: &str, owner: &str| Lever {
            title: title.to_owned(),
            direction: direction.to_owned(),
            instrument: instrument.to_owned(),
            country: Some("XV".to_owned()),
            owner: owner.to_owned(),
            may_offer: Some("the ambassador".to_owned()),
            legal_basis: Some("Decision of the cabinet of last May".to_owned()),
            from: Some(self.today.plus(-40)),
            until: Some(self.today.plus(160)),
            reversible: Some(true),
            risk_to_person: Some("May raise the price if it becomes known.".to_owned()),
            reviewed_on: Some(self.today.plus(-12)),
            status: "available".to_owned(),
            ..Lever::default()
        };
        let mut first = None;
        for (title, direction, instrument, owner) in [
            (
                "A place at the spring fair",
                "inducement",
                "summit_invitation",
                "Ministry of Trade",
            ),
            (
                "Easier visas for students",
                "inducement",
                "visa_facilitation",
                "Ministry of the Interior",
            ),
            (
                "Vote on the harbour loan",
                "cost",
                "loan_vote",
                "Ministry of Finance",
            ),
        ] {
            let draft = Draft::new(&lever(title, direction, instrument, owner))?;
            let file = self.house.open_lever(irina, desk, draft).await?;
            first.get_or_insert(file);
        }
        first.ok_or(desk::DeskError::Inside("no lever was opened"))
    }

    async fn countries(&self, desk: CompartmentId) -> Result<()> {
        let irina = self.cast.caller("irina")?;
        for (title, codes, who_decides, window, from) in [
            (
                "Veldoria",
                &["XV"][..],
                "The presidential office; courts follow it.",
                ("Founding day amnesty", "amnesty"),
                45,
            ),
            (
                "Qasran",
                &["XQ"],
                "The security council, case by case.",
                ("Feast of the harvest", "religious_holiday"),
                20,
            ),
            (
                "The inner sea",
                &["XV", "XQ", "XZ"],
                "Each state for itself; the council of the sea is listened to.",
                ("Council of the sea", "forum_session"),
                70,
            ),
        ] {
            let country = Country {
                title: title.to_owned(),
                codes: codes.iter().map(|code| (*code).to_owned()).collect(),
                who_decides: Some(who_decides.to_owned()),
                how_it_answered: Some("Quietly, and after visits rather than before.".to_owned()),
                ..Country::default()
            };
            let file = self
                .house
                .open_country(irina, desk, &Draft::new(&country)?)
                .await?;
            let first = self.today.plus(from);
            let window = Window {
                title: window.0.to_owned(),
                kind: window.1.to_owned(),
                from: first,
                until: Some(first.plus(3)),
                repeats: "yearly".to_owned(),
                later: Vec::new(),
                chance: Some("Lists are made six weeks before.".to_owned()),
                risk: Some("Whoever was named in public is taken off.".to_owned()),
            };
            self.house
                .record(irina, file, &Draft::new(&window)?)
                .await?;
            if codes.len() > 1 {
                continue;
            }
            let authority = Authority {
                name: format!("High court of {title}"),
                kind: "court".to_owned(),
                powers: vec!["convict".to_owned(), "appeal".to_owned()],
                ..Authority::default()
            };
            self.house
                .record(irina, file, &Draft::new(&authority)?)
                .await?;
            let post = Post {
                whose: "ours".to_owned(),
                kind: "embassy".to_owned(),
                place: Some("the capital".to_owned()),
                reach: Some(
                    "The courts of the capital in an hour; the colonies in a day.".to_owned(),
                ),
                attends_trials: Some(true),
                visits_prisons: Some(false),
                contact: None,
            };
            self.house.record(irina, file, &Draft::new(&post)?).await?;
        }
        Ok(())
    }
}
