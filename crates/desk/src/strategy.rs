//! The strategy for one person: as it stands, who signed it, what has made it stale, and the days that
//! fall into it (O1a, O1d).

use access::Visible;
use casework::{
    Body as _,
    assessments::Assessment,
    countries::{Country, Window},
    levers::Lever,
    strategy::{Signature, Strategy},
};
use kernel::{Day, Entry, EntryId, FileId, Instant, UserId};
use store::{FileOrder, Transaction};

use crate::{
    Caller, DeskError, Draft, Result,
    files::{History, OpenFile},
    house::House,
    people::{PersonLine, line, newest_detention},
};

/// Kinds whose arrival calls for a new look: a transfer, a hearing, a charge, a wish, a change of
/// health, an answer.
const TRIGGERS: [&str; 10] = [
    "detention",
    "hearing",
    "charge",
    "wish",
    "counsel_approval",
    "observation",
    "solitary",
    "hunger_strike",
    "mistreatment",
    "answer",
];

/// Facts that are a change of health.
const HEALTH_FACTS: [&str; 1] = ["health"];

/// Days shown before and after a strategy on its calendar.
const MARGIN: i32 = 14;

/// What has happened since a strategy or an assessment was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trigger {
    /// The kind of the entry, or `review` and `assessment` for a day that has passed.
    pub kind: String,
    /// The entry, if it is one.
    pub entry: Option<EntryId>,
    /// When it was recorded, or the day that has passed.
    pub on: Day,
}

/// Somebody stands behind a version.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signed {
    /// Who.
    pub by: UserId,
    /// Their name.
    pub name: String,
    /// When.
    pub on: Day,
    /// What they add.
    pub words: Option<String>,
}

/// A strategy as it stands.
#[derive(Clone, Debug)]
pub struct StrategyView {
    /// The person.
    pub person: PersonLine,
    /// The entry.
    pub entry: EntryId,
    /// Its present version.
    pub version: u32,
    /// The strategy.
    pub strategy: Strategy,
    /// Who put this version forward, and when.
    pub put_forward: Signed,
    /// Who signed it besides.
    pub signed: Vec<Signed>,
    /// Whether the caller may sign it now.
    pub may_sign: bool,
    /// What has made it stale, the newest first.
    pub stale: Vec<Trigger>,
    /// Windows of the country and its regions that fall into it: first day, last day, what.
    pub windows: Vec<(Day, Day, Window)>,
    /// Titles of the levers it uses, as far as the caller may know of them.
    pub levers: Vec<(FileId, String)>,
    /// Names of the owners of its tactics.
    pub owners: Vec<(UserId, String)>,
}

impl StrategyView {
    /// Whether a second person stands behind it.
    #[must_use]
    pub fn is_agreed(&self) -> bool {
        !self.signed.is_empty()
    }

    /// The first and the last day that its calendar shows.
    #[must_use]
    pub fn span(&self, today: Day) -> (Day, Day) {
        span(&self.strategy, today)
    }
}

fn span(strategy: &Strategy, today: Day) -> (Day, Day) {
    let days = || {
        strategy
            .tactics
            .iter()
            .flat_map(|tactic| [tactic.from, tactic.until])
            .chain([Some(strategy.review_on), strategy.quiet_until, Some(today)])
            .flatten()
    };
    let first = days().min().unwrap_or(today).plus(-MARGIN);
    let last = days().max().unwrap_or(today).plus(MARGIN);
    (first, last)
}

/// What was recorded after this instant and calls for a new look, the newest first.
pub(crate) fn triggers(history: &History, since: Instant) -> Vec<Trigger> {
    let mut found: Vec<Trigger> = history
        .current()
        .filter(|entry| entry.inner.recorded_at > since)
        .filter(|entry| {
            TRIGGERS.contains(&entry.kind())
                || (entry.kind() == "fact"
                    && entry
                        .inner
                        .body
                        .get("field")
                        .and_then(serde_json::Value::as_str)
                        .is_some_and(|field| HEALTH_FACTS.contains(&field)))
                || (entry.kind() == "effect"
                    && entry
                        .inner
                        .body
                        .get("effect")
                        .and_then(serde_json::Value::as_str)
                        == Some("worse"))
        })
        .map(|entry| Trigger {
            kind: entry.kind().to_owned(),
            entry: Some(entry.outer.id),
            on: entry.outer.recorded,
        })
        .collect();
    found.sort_by_key(|trigger| std::cmp::Reverse((trigger.on, trigger.entry)));
    found
}

/// The signatures that stand under the present version of an entry, of people other than its author.
pub(crate) fn signatures_under(history: &History, entry: &Entry) -> Vec<Signature> {
    let mut signed: Vec<Signature> = history
        .bodies::<Signature>()
        .into_iter()
        .filter(|(signature, body)| {
            body.is_under(entry.outer.id, entry.outer.version)
                && body.by == signature.inner.by
                && body.by != entry.inner.by
        })
        .map(|(_, body)| body)
        .collect();
    signed.sort_by_key(|body| (body.on, body.by));
    signed.dedup_by_key(|body| body.by);
    signed
}

impl House {
    /// The strategy of a person; nothing where there is none yet.
    ///
    /// # Errors
    /// [`DeskError::Absent`] when the caller may not read strategies there.
    pub async fn strategy(
        &self,
        caller: &Caller,
        file: FileId,
    ) -> Result<Visible<Option<StrategyView>>> {
        let mut transaction = self.read().await?;
        let (stored, _) = self.open_file(caller, &mut transaction, file).await?;
        let permit = self.read_right(caller, stored.compartment, Strategy::WORD)?;
        let (history, _) = self.person_history(caller, &mut transaction, file).await?;
        let history = history.into_inner();
        let Some((entry, strategy)) = history
            .bodies::<Strategy>()
            .into_iter()
            .max_by_key(|(entry, _)| (entry.inner.recorded_at, entry.outer.id))
            .map(|(entry, strategy)| (entry.clone(), strategy))
        else {
            return Ok(Visible::new(&permit, None));
        };
        let today = self.now().day();
        let mut stale = triggers(&history, entry.inner.recorded_at);
        if strategy.review_on < today {
            stale.insert(
                0,
                Trigger {
                    kind: "review".to_owned(),
                    entry: None,
                    on: strategy.review_on,
                },
            );
        }
        let mut signed = Vec::new();
        for signature in signatures_under(&history, &entry) {
            signed.push(Signed {
                by: signature.by,
                name: self.display_name(&mut transaction, signature.by).await?,
                on: signature.on,
                words: signature.words,
            });
        }
        let put_forward = Signed {
            by: entry.inner.by,
            name: self.display_name(&mut transaction, entry.inner.by).await?,
            on: entry.outer.recorded,
            words: None,
        };
        let may_sign = entry.inner.by != caller.actor.user
            && signed.iter().all(|signed| signed.by != caller.actor.user)
            && self.sign_right(caller, &entry).is_ok();
        let (first, last) = span(&strategy, today);
        let country = newest_detention(&history).map(|(_, detention)| detention.country);
        let windows = match country {
            Some(country) => {
                self.windows_in(caller, &mut transaction, &country, first, last)
                    .await?
            }
            None => Vec::new(),
        };
        let mut levers = Vec::new();
        let mut owners = Vec::new();
        for tactic in &strategy.tactics {
            if let Some(lever) = tactic.lever
                && levers.iter().all(|(known, _)| *known != lever)
                && let Some(title) = self.lever_title(caller, &mut transaction, lever).await?
            {
                levers.push((lever, title));
            }
            if let Some(owner) = tactic.owner
                && owners.iter().all(|(known, _)| *known != owner)
            {
                owners.push((owner, self.display_name(&mut transaction, owner).await?));
            }
        }
        let view = StrategyView {
            person: line(file, stored.created, &history),
            entry: entry.outer.id,
            version: entry.outer.version,
            strategy,
            put_forward,
            signed,
            may_sign,
            stale,
            windows,
            levers,
            owners,
        };
        Ok(Visible::new(&permit, Some(view)))
    }

    pub(crate) async fn display_name(
        &self,
        transaction: &mut Transaction,
        user: UserId,
    ) -> Result<String> {
        Ok(transaction
            .user(user)
            .await?
            .map(|user| user.display_name)
            .unwrap_or_default())
    }

    async fn lever_title(
        &self,
        caller: &Caller,
        transaction: &mut Transaction,
        file: FileId,
    ) -> Result<Option<String>> {
        let Ok((stored, open)) = self.open_file(caller, transaction, file).await else {
            return Ok(None);
        };
        if self
            .read_right(caller, stored.compartment, Lever::WORD)
            .is_err()
        {
            return Ok(None);
        }
        let history = self.history(caller, transaction, &open).await?;
        Ok(history
            .bodies::<Lever>()
            .into_iter()
            .next_back()
            .map(|(_, lever)| lever.title))
    }

    /// The windows of a country, and of regions it belongs to, between two days.
    pub(crate) async fn windows_in(
        &self,
        caller: &Caller,
        transaction: &mut Transaction,
        country: &str,
        first: Day,
        last: Day,
    ) -> Result<Vec<(Day, Day, Window)>> {
        let mut windows = Vec::new();
        for (_, history) in self
            .country_files(caller, transaction, Some(country))
            .await?
        {
            for (_, window) in history.bodies::<Window>() {
                for (from, until) in window.between(first, last) {
                    windows.push((from, until, window.clone()));
                }
            }
        }
        windows.sort_by(|a, b| (a.0, a.1, &a.2.title).cmp(&(b.0, b.1, &b.2.title)));
        Ok(windows)
    }

    /// Files of countries and regions that the caller may read, with what they hold; of one country
    /// only, where one is named.
    pub(crate) async fn country_files(
        &self,
        caller: &Caller,
        transaction: &mut Transaction,
        country: Option<&str>,
    ) -> Result<Vec<(store::StoredFile, History)>> {
        let mut found = Vec::new();
        for stored in transaction
            .files(caller.viewer(), "country", FileOrder::Newest, None, 500)
            .await?
        {
            let Ok(open) = self.open_stored(caller, transaction, &stored).await else {
                continue;
            };
            let history = self.history(caller, transaction, &open).await?;
            let about = history
                .bodies::<Country>()
                .into_iter()
                .next_back()
                .is_some_and(|(_, body)| {
                    country.is_none_or(|code| body.codes.iter().any(|known| known == code))
                });
            if about {
                found.push((stored, history.into_inner()));
            }
        }
        Ok(found)
    }

    /// Whether the caller may sign this entry: not what they wrote themselves.
    pub(crate) fn sign_right(
        &self,
        caller: &Caller,
        entry: &Entry,
    ) -> Result<access::Permit<access::Sign>> {
        let resource = access::Resource::new(entry.outer.compartment, entry.kind())
            .drafted_by(entry.inner.by, &caller.actor);
        Ok(access::permit::<access::Sign>(&caller.actor, &resource)?)
    }

    /// Puts the caller's name under this version of a strategy or an assessment.
    ///
    /// # Errors
    /// [`DeskError::Absent`] when the caller may not read or sign it, [`DeskError::Conflict`] when
    /// there is a newer version, [`DeskError::Refused`] when they signed it already.
    pub async fn sign(
        &self,
        caller: &Caller,
        entry: EntryId,
        version: u32,
        words: Option<String>,
    ) -> Result<EntryId> {
        let before = self.entry(caller, entry).await?;
        let mut draft = Draft::new(&Signature {
            of: entry,
            version,
            by: caller.actor.user,
            on: self.now().day(),
            words,
        })?;
        draft.label = before.inner.label;
        self.record(caller, before.outer.file, &draft).await
    }

    /// A signature is made in one's own name, under the present version of what stands in the same
    /// file, once, and not under one's own draft.
    pub(crate) async fn check_signature(
        &self,
        caller: &Caller,
        transaction: &mut Transaction,
        open: &OpenFile,
        draft: &Draft,
    ) -> Result<()> {
        if draft.kind != Signature::WORD {
            return Ok(());
        }
        let signature: Signature =
            serde_json::from_value(draft.body.clone()).map_err(|_| DeskError::Absent)?;
        if signature.by != caller.actor.user {
            return Err(DeskError::refused("refused-signature-of-another"));
        }
        let history = self.history(caller, transaction, open).await?;
        let entry = history
            .current()
            .find(|entry| entry.outer.id == signature.of)
            .filter(|entry| matches!(entry.kind(), Strategy::WORD | Assessment::WORD))
            .ok_or(DeskError::Absent)?;
        if entry.outer.version != signature.version {
            return Err(DeskError::Conflict(signature.of));
        }
        let _sign = self
            .sign_right(caller, entry)
            .map_err(|_| DeskError::refused("refused-signature-own-draft"))?;
        if signatures_under(&history, entry)
            .iter()
            .any(|known| known.by == signature.by)
        {
            return Err(DeskError::refused("refused-signature-twice"));
        }
        Ok(())
    }
}
