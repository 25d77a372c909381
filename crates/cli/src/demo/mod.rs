//! A register filled with invented people, so that every page has something true to show.
//!
//! Nobody here exists: names are put together from words, the countries are invented (their codes
//! are from the range that ISO 3166-1 leaves to its users), and so are towns, prisons, courts and
//! laws. Days are reckoned from the day of filling, so the demonstration never goes stale.
//!
//! # Who works here
//!
//! | log-in | is | sees |
//! |---|---|---|
//! | `irina.vale` | desk officer, leads the casework | the desk, the partner's compartment, the sealed one |
//! | `tomas.berg` | desk officer | the desk; a negotiation in the sealed compartment reaches him as "ask Irina Vale" |
//! | `partner.lin` | documenter at Lantern Circle, a vetted partner | the partner's compartment only |
//! | `ada.noor` | analyst | reads the desk, records no wishes |
//! | the administrator | runs members, backups, audit | nobody's file |
//!
//! Organisations: the ministry itself, its embassy office, Lantern Circle (vetted), Plain Paper
//! Bureau (not vetted: its relay carries nothing), an allied ministry.
//!
//! # Whose stories are told
//!
//! * **Veldoria** (XV, Cyrillic): the printers' trial with four defendants. *Alena Viarbickaja*, a
//!   teacher whose mother refuses publicity; *Maksim Taporaŭ*, who wants to be named, with a hearing
//!   in forty minutes; *Zlata Kruhlova*, of whom a partner and the desk keep a file each; *Arseniy
//!   Berestin*, quietly negotiated for in the sealed compartment.
//! * **Qasran** (XQ, Arabic): a nurse, a poet on hunger strike, a minor, a lawyer whose counsel has
//!   not answered.
//! * **Maubin** (XM, Burmese): a union organiser, a student carried by two officers' decision, a
//!   weaver who died in custody.
//! * **Hanlu** (XH, Han): a bookseller, a statistician whose words were given under pressure, a released
//!   editor who must be asked anew.
//! * **Azhdara** (XZ, Persian, Georgian and Ge'ez letters): tomorrow's meeting, nine people on its
//!   list and four of them ready; the other five each for a reason of their own.
//! * **Forgotten**: people for whom nobody has done anything since their files were opened.
//!
//! Everybody else is known from rows of seven imported lists, one of which came twice.

mod afterwards;
mod cast;
mod clock;
mod deciding;
mod lists;
mod relative;
mod stories;
#[cfg(test)]
mod tests;
mod words;

use std::{collections::HashMap, fmt::Write as _, sync::Arc};

use desk::{Caller, DeskError, House, Result};
use kernel::{FileId, Instant};
use zeroize::Zeroizing;

pub(crate) use cast::Account;
pub(crate) use clock::DemoClock;

use cast::Cast;

/// How many days ago the register was begun.
const FIRST_DAY: i64 = 432;

/// What the demonstration is told from outside.
pub(crate) struct DemoOptions {
    /// The clock with which the house was begun; it stands in the past until the register is filled.
    pub(crate) clock: Arc<DemoClock>,
    /// Where the pages will be, for the printed sheet.
    pub(crate) address: String,
    /// The log-in name of the administrator.
    pub(crate) administrator_login: String,
    /// Their password.
    pub(crate) administrator_password: Zeroizing<String>,
}

/// The log-ins of a filled register.
pub(crate) struct DemoAccounts {
    /// Where the pages are.
    pub(crate) address: String,
    /// One for each role, the administrator last.
    pub(crate) accounts: Vec<Account>,
}

impl DemoAccounts {
    /// The sheet that is shown once: address, log-ins, and codes as they stand at this instant.
    ///
    /// # Errors
    /// When a secret cannot be read, which no secret of ours is.
    pub(crate) fn sheet(&self, now: Instant) -> Result<Zeroizing<String>> {
        let seconds = u64::try_from(now.seconds()).unwrap_or(0);
        let left = 30 - seconds % 30;
        let mut sheet = Zeroizing::new(String::new());
        let line = |sheet: &mut Zeroizing<String>, text: std::fmt::Arguments<'_>| {
            sheet
                .write_fmt(text)
                .map_err(|_| DeskError::Inside("a line cannot be written"))
        };
        line(
            &mut sheet,
            format_args!(
                "A register of invented people is open at {}\n\n",
                self.address
            ),
        )?;
        for account in &self.accounts {
            let code = self.code(account, now)?;
            line(
                &mut sheet,
                format_args!(
                    "{} — {} ({})\n  password  {}\n  code      {} (valid for {left} seconds, once)\n  secret    {}\n\n",
                    account.login,
                    account.name,
                    account.role,
                    account.password.as_str(),
                    code.as_str(),
                    account.secret.as_str(),
                ),
            )?;
        }
        line(
            &mut sheet,
            format_args!("New codes come from the secret, in any app for one-time codes.\n"),
        )?;
        Ok(sheet)
    }

    /// The one-time code of an account at this instant.
    ///
    /// # Errors
    /// When the secret cannot be read.
    pub(crate) fn code(&self, account: &Account, now: Instant) -> Result<Zeroizing<String>> {
        let secret = sealing::TotpSecret::parse(&account.secret)?;
        let seconds = u64::try_from(now.seconds()).unwrap_or(0);
        Ok(Zeroizing::new(secret.code_at(seconds).to_string()))
    }
}

/// What happens on a day of the telling.
#[derive(Clone, Copy)]
enum Step {
    /// A story's file is opened.
    Open(usize),
    /// An entry of a story.
    Tell(usize, usize),
    /// A list comes in, and something is done for its people.
    List(usize),
}

/// Fills an empty register. Its house must have been begun with the clock of the options; the clock
/// shows the present when this is done.
///
/// # Errors
/// When a story or list breaks a rule of the house, or the store fails.
pub(crate) async fn fill(
    house: &House,
    administrator: &Caller,
    options: &DemoOptions,
) -> Result<DemoAccounts> {
    let present = options.clock.present();
    let today = present.day();
    let stories = stories::read()?;
    let countries = words::countries()?;
    let cast = Cast::gather(house, administrator, options, present).await?;
    let mut teller = stories::Teller::new(
        house,
        &cast,
        relative::Words {
            now: present,
            users: cast.users.clone(),
            organisations: cast.organisations.clone(),
            files: HashMap::new(),
            entries: HashMap::new(),
        },
    );
    let mut taken = stories::names(&stories);
    for (ago, step) in steps(&stories) {
        options.clock.go_to(i64::from(ago));
        match step {
            Step::Open(story) => {
                if let Some(story) = stories.get(story) {
                    teller.open(story).await?;
                }
            }
            Step::Tell(story, entry) => {
                if let Some(story) = stories.get(story)
                    && let Some(told) = story.entries.get(entry)
                {
                    teller.tell(story, told).await?;
                }
            }
            Step::List(list) => {
                let Some(list) = lists::LISTS.get(list) else {
                    continue;
                };
                let country = countries
                    .iter()
                    .find(|country| country.code == list.country)
                    .ok_or(DeskError::Inside("a list of a country without words"))?;
                let names = list.bring(house, &cast, country, today, &mut taken).await?;
                if list.second_edition || list.compartment != "desk" {
                    continue;
                }
                let files = afterwards::by_name(house, &cast).await?;
                let people: Vec<FileId> = names
                    .iter()
                    .filter_map(|name| files.get(name).copied())
                    .collect();
                afterwards::Afterwards {
                    house,
                    cast: &cast,
                    words: &teller.words,
                    country,
                    ago: list.ago,
                    handed_over: list.ago > 200,
                    dice: words::Dice::new(u64::from(list.ago.unsigned_abs())),
                }
                .tell(&people)
                .await?;
            }
        }
    }
    options.clock.go_to(0);
    // In the order in which the stories stand, so that the same people have the same each time.
    let files: Vec<FileId> = stories
        .iter()
        .filter(|story| story.subject == "person")
        .filter_map(|story| teller.words.files.get(&story.key).copied())
        .collect();
    deciding::Deciding {
        house,
        cast: &cast,
        today,
    }
    .tell(&files)
    .await?;
    house.register().keep_time().await?;
    Ok(DemoAccounts {
        address: options.address.clone(),
        accounts: cast.accounts,
    })
}

/// Everything that happens, the oldest first.
fn steps(stories: &[stories::Story]) -> Vec<(i32, Step)> {
    let mut steps = Vec::new();
    for (position, story) in stories.iter().enumerate() {
        steps.push((story.opened, Step::Open(position)));
        let skipped = story.opening_entries();
        for (entry, told) in story.entries.iter().enumerate().skip(skipped) {
            steps.push((
                told.ago.unwrap_or(story.opened),
                Step::Tell(position, entry),
            ));
        }
    }
    for (position, list) in lists::LISTS.iter().enumerate() {
        steps.push((list.ago, Step::List(position)));
    }
    steps.sort_by_key(|(ago, _)| std::cmp::Reverse(*ago));
    steps
}
