//! Countries and regions: who decides, which days can move something, what stands there, and how the
//! government answered before (O1d).

use std::collections::BTreeMap;

use access::Visible;
use casework::{
    Body as _,
    countries::{Authority, Country, Post, Window},
    requests::{Answer, Request},
};
use kernel::{CompartmentId, Day, EntryId, FileId};
use store::FileOrder;

use crate::{
    Caller, DeskError, Draft, Result,
    files::{FACET_CLASS, History},
    house::House,
};

/// Counts below this are not shown one by one: they may be one person.
pub const LEAST_COUNT: usize = 5;
/// Days ahead that the calendar of a country shows.
const AHEAD: i32 = 366;

/// A country or region in the list.
#[derive(Clone, Debug)]
pub struct CountryLine {
    /// Its file.
    pub file: FileId,
    /// The compartment.
    pub compartment: CompartmentId,
    /// What is said of it.
    pub country: Country,
    /// The next window, if there is one within a year.
    pub next: Option<(Day, Day, Window)>,
}

/// How requests by one channel were answered.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Answered {
    /// How many requests went by it.
    pub sent: usize,
    /// How many got any answer.
    pub answered: usize,
    /// Answers by code, the commonest first.
    pub codes: Vec<(String, usize)>,
}

/// A country or region with what is known of it.
#[derive(Clone, Debug)]
pub struct CountryView {
    /// The line.
    pub line: CountryLine,
    /// The entry of what is said of it, with its version.
    pub entry: (EntryId, u32),
    /// Bodies and officials: entry, number of independent sources, authority.
    pub authorities: Vec<(EntryId, usize, Authority)>,
    /// Windows: entry, window.
    pub windows: Vec<(EntryId, Window)>,
    /// The calendar of the coming year, with that of the regions it belongs to.
    pub calendar: Vec<(Day, Day, Window)>,
    /// Posts: entry, post.
    pub posts: Vec<(EntryId, Post)>,
    /// How the government answered, by channel.
    pub answers: BTreeMap<String, Answered>,
    /// How many people the caller reads of there.
    pub people: usize,
    /// Regions it belongs to, or countries in it, that have a file: file, title.
    pub related: Vec<(FileId, String)>,
}

fn line_of(stored: &store::StoredFile, history: &History, today: Day) -> Option<CountryLine> {
    let (_, country) = history.bodies::<Country>().into_iter().next_back()?;
    let next = history
        .bodies::<Window>()
        .into_iter()
        .flat_map(|(_, window)| {
            window
                .between(today, today.plus(AHEAD))
                .into_iter()
                .map(move |(from, until)| (from, until, window.clone()))
        })
        .min_by_key(|(from, until, _)| (*from, *until));
    Some(CountryLine {
        file: stored.id,
        compartment: stored.compartment,
        country,
        next,
    })
}

/// Sources that do not share an origin: what one told the other is one source.
fn independent(entry: &kernel::Entry, history: &History) -> usize {
    let origin = |id: &EntryId| {
        history
            .current()
            .find(|source| source.outer.id == *id)
            .and_then(|source| source.inner.same_origin_as)
            .unwrap_or(*id)
    };
    let origins: std::collections::BTreeSet<EntryId> =
        entry.inner.sources.iter().map(origin).collect();
    origins.len()
}

impl House {
    /// Opens the file of a country or region.
    ///
    /// # Errors
    /// When the caller may not, or a field breaks a rule.
    pub async fn open_country(
        &self,
        caller: &Caller,
        compartment: CompartmentId,
        draft: &Draft,
    ) -> Result<FileId> {
        self.open_new(caller, compartment, "country", std::slice::from_ref(draft))
            .await
    }

    /// The countries and regions the caller may see, by title.
    ///
    /// # Errors
    /// [`DeskError::Absent`] when they read countries nowhere.
    pub async fn countries(&self, caller: &Caller) -> Result<Visible<Vec<CountryLine>>> {
        let (compartment, _) = access::readable(&caller.actor)
            .into_iter()
            .find(|(_, kinds)| kinds.contains(Country::WORD))
            .ok_or(DeskError::Absent)?;
        let permit = self.read_right(caller, compartment, Country::WORD)?;
        let mut transaction = self.read().await?;
        let today = self.now().day();
        let mut lines: Vec<CountryLine> = self
            .country_files(caller, &mut transaction, None)
            .await?
            .iter()
            .filter_map(|(stored, history)| line_of(stored, history, today))
            .collect();
        lines.sort_by(|a, b| (&a.country.title, a.file).cmp(&(&b.country.title, b.file)));
        Ok(Visible::new(&permit, lines))
    }

    /// One country or region.
    ///
    /// # Errors
    /// [`DeskError::Absent`].
    pub async fn country(&self, caller: &Caller, file: FileId) -> Result<Visible<CountryView>> {
        let mut transaction = self.read().await?;
        let (stored, open) = self.open_file(caller, &mut transaction, file).await?;
        let permit = self.read_right(caller, stored.compartment, Country::WORD)?;
        let history = self
            .history(caller, &mut transaction, &open)
            .await?
            .into_inner();
        let today = self.now().day();
        let line = line_of(&stored, &history, today).ok_or(DeskError::Absent)?;
        let entry = history
            .bodies::<Country>()
            .into_iter()
            .next_back()
            .map(|(entry, _)| (entry.outer.id, entry.outer.version))
            .ok_or(DeskError::Absent)?;
        let mut calendar = Vec::new();
        let mut related = Vec::new();
        for (other, history) in self.country_files(caller, &mut transaction, None).await? {
            let Some((_, country)) = history.bodies::<Country>().into_iter().next_back() else {
                continue;
            };
            let shares = country
                .codes
                .iter()
                .any(|code| line.country.codes.contains(code));
            if !shares {
                continue;
            }
            if other.id != file {
                related.push((other.id, country.title.clone()));
            }
            // A country shares the windows of its region, not the other way round.
            if other.id == file || country.is_region() {
                for (_, window) in history.bodies::<Window>() {
                    for (from, until) in window.between(today, today.plus(AHEAD)) {
                        calendar.push((from, until, window.clone()));
                    }
                }
            }
        }
        calendar.sort_by(|a, b| (a.0, a.1, &a.2.title).cmp(&(b.0, b.1, &b.2.title)));
        calendar.dedup();
        related.sort_by(|a, b| (&a.1, a.0).cmp(&(&b.1, b.0)));
        let (answers, people) = self
            .answers_of(caller, &mut transaction, &line.country.codes)
            .await?;
        let view = CountryView {
            entry,
            authorities: history
                .bodies::<Authority>()
                .into_iter()
                .map(|(entry, authority)| (entry.outer.id, independent(entry, &history), authority))
                .collect(),
            windows: history
                .bodies::<Window>()
                .into_iter()
                .map(|(entry, window)| (entry.outer.id, window))
                .collect(),
            posts: history
                .bodies::<Post>()
                .into_iter()
                .map(|(entry, post)| (entry.outer.id, post))
                .collect(),
            calendar,
            answers,
            people,
            related,
            line,
        };
        Ok(Visible::new(&permit, view))
    }

    /// Requests and answers for people of these countries, by channel, and how many people there are.
    async fn answers_of(
        &self,
        caller: &Caller,
        transaction: &mut store::Transaction,
        codes: &[String],
    ) -> Result<(BTreeMap<String, Answered>, usize)> {
        let hash = |facet: &str| -> Vec<i64> {
            caller
                .keyring
                .values()
                .map(|keys| keys.index.hash(FACET_CLASS, facet))
                .collect()
        };
        let countries: Vec<i64> = codes
            .iter()
            .flat_map(|code| hash(&format!("country={code}")))
            .collect();
        let people = transaction
            .files_with(
                caller.viewer(),
                std::slice::from_ref(&countries),
                FileOrder::Newest,
                None,
                100_000,
            )
            .await?
            .iter()
            .filter(|stored| stored.subject.as_deref() != Some("meeting"))
            .count();
        let mut answers: BTreeMap<String, Answered> = BTreeMap::new();
        for stored in transaction
            .files_with(
                caller.viewer(),
                &[countries, hash("request=sent")],
                FileOrder::Newest,
                None,
                2_000,
            )
            .await?
        {
            let Ok(open) = self.open_stored(caller, transaction, &stored).await else {
                continue;
            };
            let history = self.history(caller, transaction, &open).await?;
            let given = history.bodies::<Answer>();
            for (entry, request) in history.bodies::<Request>() {
                let count = answers.entry(request.channel).or_default();
                count.sent += 1;
                let mut any = false;
                for (_, answer) in given
                    .iter()
                    .filter(|(_, answer)| answer.request == Some(entry.outer.id))
                {
                    any = true;
                    match count
                        .codes
                        .iter_mut()
                        .find(|(code, _)| *code == answer.code)
                    {
                        Some((_, number)) => *number += 1,
                        None => count.codes.push((answer.code.clone(), 1)),
                    }
                }
                count.answered += usize::from(any);
            }
        }
        for count in answers.values_mut() {
            count
                .codes
                .sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        }
        Ok((answers, people))
    }
}
