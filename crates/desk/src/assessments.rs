//! The weighing of acts and the look at what followed them (O1e).

use access::Visible;
use casework::{
    Body as _,
    assessments::{ASSESSMENT_DAYS, Assessment, Effect, Reviewed},
    coordination::Act,
};
use gates::{Assessed, AssessmentFact, Cited, PauseFact};
use kernel::{Day, Entry, EntryId, FileId};
use store::{FileOrder, Transaction};

use crate::{
    Caller, DeskError, Draft, Result,
    files::{FACET_CLASS, History},
    house::House,
    people::newest_detention,
    strategy::{Signed, Trigger, signatures_under, triggers},
};

/// An assessment as it stands.
#[derive(Clone, Debug)]
pub struct AssessmentView {
    /// The entry.
    pub entry: EntryId,
    /// Its version.
    pub version: u32,
    /// The assessment.
    pub assessment: Assessment,
    /// The last day on which it holds.
    pub until: Day,
    /// The name of who decided.
    pub decided_by: String,
    /// Who signed it besides.
    pub signed: Vec<Signed>,
    /// Whether the caller may sign it now.
    pub may_sign: bool,
    /// What has happened since.
    pub overtaken: Vec<Trigger>,
}

/// An act that was done, with the looks at what followed.
#[derive(Clone, Debug)]
pub struct ActView {
    /// The entry of the act.
    pub entry: EntryId,
    /// The act.
    pub act: Act,
    /// What followed: entry, version, look.
    pub effects: Vec<(EntryId, u32, Effect)>,
    /// The day on which somebody should look next, if one is left.
    pub next_look: Option<Day>,
}

fn outcome(code: &str) -> Assessed {
    match code {
        "public" => Assessed::Public,
        "with_conditions" => Assessed::WithConditions,
        "private_first" => Assessed::PrivateFirst,
        "private_only" => Assessed::PrivateOnly,
        // A word that this program does not know must not open anything.
        _ => Assessed::DoNotAct,
    }
}

fn cited(entry: &Entry) -> Cited {
    Cited {
        id: entry.outer.id,
        version: entry.outer.version,
    }
}

/// What the gates need to know of the weighings in a history.
pub(crate) fn assessment_facts(history: &History) -> Vec<AssessmentFact> {
    history
        .bodies::<Assessment>()
        .into_iter()
        .map(|(entry, assessment)| AssessmentFact {
            entry: cited(entry),
            outcome: outcome(&assessment.outcome),
            private_until: assessment.private_until,
            conditions: assessment.conditions.clone(),
            decided_on: assessment.decided_on,
            until: assessment.last_day(entry.inner.valid_until),
            overtaken: !triggers(history, entry.inner.recorded_at).is_empty(),
            // The second person is neither who wrote it nor who decided it.
            seconded: signatures_under(history, entry)
                .iter()
                .any(|signature| signature.by != assessment.decided_by),
            withdrawn: false,
            act: assessment.act,
        })
        .collect()
}

/// The days on which an act's effect is looked at that no look has covered yet.
pub(crate) fn next_look(act: &Act, entry: EntryId, history: &History) -> Option<Day> {
    let looks: Vec<Day> = history
        .bodies::<Effect>()
        .into_iter()
        .filter(|(_, effect)| effect.of == entry)
        .map(|(_, effect)| effect.on)
        .collect();
    casework::assessments::EFFECT_REVIEW_DAYS
        .iter()
        .map(|days| act.on.plus(*days))
        .find(|day| !looks.iter().any(|look| look >= day))
}

impl House {
    /// Acts that pause for a person: after a like act in the same country somebody was worse off, and
    /// nobody has looked at it. As far as the caller may read such looks.
    pub(crate) async fn pauses(
        &self,
        caller: &Caller,
        transaction: &mut Transaction,
        history: &History,
    ) -> Result<Vec<PauseFact>> {
        let Some((_, detention)) = newest_detention(history) else {
            return Ok(Vec::new());
        };
        let hashes: Vec<i64> = caller
            .keyring
            .values()
            .flat_map(|keys| {
                gates::acts().all().map(|act| {
                    let value = Effect::pause_value(&detention.country, &act.code);
                    keys.index.hash(FACET_CLASS, &format!("worse={value}"))
                })
            })
            .collect();
        let mut pauses = Vec::new();
        for stored in transaction
            .files_with(caller.viewer(), &[hashes], FileOrder::Newest, None, 100)
            .await?
        {
            let Ok(open) = self.open_stored(caller, transaction, &stored).await else {
                continue;
            };
            let other = self.history(caller, transaction, &open).await?;
            pauses.extend(
                other
                    .bodies::<Effect>()
                    .into_iter()
                    .filter(|(_, effect)| {
                        effect.pauses() && effect.country.as_deref() == Some(&detention.country)
                    })
                    .map(|(entry, effect)| PauseFact {
                        entry: cited(entry),
                        act: effect.act,
                    }),
            );
        }
        pauses.sort();
        Ok(pauses)
    }

    /// The assessments in the files of a person, the newest first, and the acts with what followed.
    ///
    /// # Errors
    /// [`DeskError::Absent`] when the caller may not read assessments there.
    pub async fn assessments(
        &self,
        caller: &Caller,
        file: FileId,
    ) -> Result<Visible<(Vec<AssessmentView>, Vec<ActView>)>> {
        let mut transaction = self.read().await?;
        let (stored, _) = self.open_file(caller, &mut transaction, file).await?;
        let permit = self.read_right(caller, stored.compartment, Assessment::WORD)?;
        let (history, _) = self.person_history(caller, &mut transaction, file).await?;
        let history = history.into_inner();
        let mut views = Vec::new();
        for (entry, assessment) in history.bodies::<Assessment>() {
            let mut signed = Vec::new();
            for signature in signatures_under(&history, entry) {
                signed.push(Signed {
                    by: signature.by,
                    name: self.display_name(&mut transaction, signature.by).await?,
                    on: signature.on,
                    words: signature.words,
                });
            }
            let may_sign = entry.inner.by != caller.actor.user
                && assessment.decided_by != caller.actor.user
                && signed.iter().all(|signed| signed.by != caller.actor.user)
                && self.sign_right(caller, entry).is_ok();
            views.push(AssessmentView {
                entry: entry.outer.id,
                version: entry.outer.version,
                until: assessment.last_day(entry.inner.valid_until),
                decided_by: self
                    .display_name(&mut transaction, assessment.decided_by)
                    .await?,
                signed,
                may_sign,
                overtaken: triggers(&history, entry.inner.recorded_at),
                assessment,
            });
        }
        views.sort_by_key(|view| std::cmp::Reverse((view.assessment.decided_on, view.entry)));
        let mut acts: Vec<ActView> = history
            .bodies::<Act>()
            .into_iter()
            .map(|(entry, act)| {
                let mut effects: Vec<(EntryId, u32, Effect)> = history
                    .bodies::<Effect>()
                    .into_iter()
                    .filter(|(_, effect)| effect.of == entry.outer.id)
                    .map(|(look, effect)| (look.outer.id, look.outer.version, effect))
                    .collect();
                effects.sort_by_key(|(id, _, effect)| (effect.on, *id));
                ActView {
                    entry: entry.outer.id,
                    next_look: next_look(&act, entry.outer.id, &history),
                    act,
                    effects,
                }
            })
            .collect();
        acts.sort_by_key(|view| std::cmp::Reverse((view.act.on, view.entry)));
        Ok(Visible::new(&permit, (views, acts)))
    }

    /// Says that an assessment still holds: the same words, decided today, for the full time again.
    /// Whoever signed it signs anew.
    ///
    /// # Errors
    /// [`DeskError::Absent`], [`DeskError::Conflict`] when somebody changed it meanwhile.
    pub async fn reaffirm(&self, caller: &Caller, entry: EntryId, version: u32) -> Result<()> {
        let before = self.entry(caller, entry).await?;
        let mut assessment = casework::body::<Assessment>(&before)?;
        let today = self.now().day();
        assessment.decided_on = today;
        assessment.decided_by = caller.actor.user;
        let mut draft = Draft::of(&before);
        draft.body = casework::value(&assessment)?;
        draft.valid_until = Some(today.plus(ASSESSMENT_DAYS));
        self.revise(caller, entry, version, &draft).await
    }

    /// Looks at a bad effect and lets like acts go on: not by who recorded it.
    ///
    /// # Errors
    /// [`DeskError::Absent`], [`DeskError::Conflict`], [`DeskError::Refused`] for one's own look.
    pub async fn review_effect(
        &self,
        caller: &Caller,
        entry: EntryId,
        version: u32,
        words: &str,
    ) -> Result<()> {
        let before = self.entry(caller, entry).await?;
        let mut effect = casework::body::<Effect>(&before)?;
        effect.reviewed = Some(Reviewed {
            by: caller.actor.user,
            on: self.now().day(),
            words: words.trim().to_owned(),
        });
        let mut draft = Draft::of(&before);
        draft.body = casework::value(&effect)?;
        self.revise(caller, entry, version, &draft).await
    }

    /// To withdraw the look ends the pause as well, so the same holds.
    pub(crate) fn check_effect_withdrawal(&self, caller: &Caller, before: &Entry) -> Result<()> {
        let pauses = casework::body::<Effect>(before).is_ok_and(|effect| effect.pauses());
        if pauses && self.sign_right(caller, before).is_err() {
            return Err(DeskError::refused("refused-effect-review"));
        }
        Ok(())
    }

    /// A pause ends by somebody who may sign, in their own name, and who did not record it.
    pub(crate) fn check_effect(
        &self,
        caller: &Caller,
        draft: &Draft,
        before: Option<&Entry>,
    ) -> Result<()> {
        if draft.kind != Effect::WORD {
            return Ok(());
        }
        let effect: Effect =
            serde_json::from_value(draft.body.clone()).map_err(|_| DeskError::Absent)?;
        let known = before.and_then(|entry| casework::body::<Effect>(entry).ok());
        let reviewed_before = known.as_ref().and_then(|effect| effect.reviewed.as_ref());
        if effect.reviewed.as_ref() != reviewed_before {
            let (Some(review), Some(before)) = (&effect.reviewed, before) else {
                return Err(DeskError::refused("refused-effect-review"));
            };
            if review.by != caller.actor.user || self.sign_right(caller, before).is_err() {
                return Err(DeskError::refused("refused-effect-review"));
            }
        } else if known.as_ref().is_some_and(Effect::pauses) && !effect.pauses() {
            // To call it something else would end the pause without anybody having looked.
            return Err(DeskError::refused("refused-effect-review"));
        }
        Ok(())
    }
}
