//! People: the list, the page of a person.

use std::collections::BTreeMap;

use access::Visible;
pub use casework::matters::is_held;
use casework::{
    bilaterals::Raised,
    people::Name,
    requests::{Answer, Request},
};
use kernel::{CompartmentId, Day, Direction, Entry, FileId, Script};
use store::{FileCursor, FileOrder};

use crate::{
    Caller, DeskError, Draft, Result,
    files::{DOCUMENT, FACET_CLASS, History},
    house::House,
    verdicts::Judged,
};

/// A name as it is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ShownName {
    /// The name.
    pub text: String,
    /// Its script.
    pub script: Script,
    /// Its direction.
    pub direction: Direction,
    /// Its language, where it is known.
    pub language: Option<String>,
    /// How it is used.
    pub usage: String,
}

/// One line of a list of people.
#[derive(Clone, Debug, PartialEq)]
pub struct PersonLine {
    /// The file.
    pub file: FileId,
    /// Names: in their own script first, then the reader's.
    pub names: Vec<ShownName>,
    /// Country, stage, place of the newest detention.
    pub country: Option<String>,
    /// The stage.
    pub stage: Option<String>,
    /// The place.
    pub place: Option<String>,
    /// Since when the person has been held, if they are.
    pub held_since: Option<Day>,
    /// The last day anything was done for the person, as far as the reader may know.
    pub last_done: Option<Day>,
    /// The day the file was opened: "nothing was ever done" counts from here.
    pub since: Day,
}

/// Somebody opened for a list: everything readable, with the line that is made of it.
#[derive(Clone, Debug)]
pub(crate) struct Opened {
    pub(crate) line: PersonLine,
    pub(crate) history: History,
    /// Every readable file of the person.
    pub(crate) files: Vec<FileId>,
    pub(crate) compartment: CompartmentId,
}

/// What a list of people is asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PeopleQuery {
    /// Country code of the detaining authority.
    pub country: Option<String>,
    /// Stage.
    pub stage: Option<String>,
    /// Sex.
    pub sex: Option<String>,
    /// Title of a source list.
    pub source: Option<String>,
    /// Newest first instead of longest forgotten first.
    pub newest: bool,
    /// Signed cursor to go on from.
    pub after: Option<String>,
}

impl PeopleQuery {
    pub(crate) const fn order(&self) -> FileOrder {
        if self.newest {
            FileOrder::Newest
        } else {
            FileOrder::Forgotten
        }
    }

    /// For every filter that is set, the hashes that a file may carry, one a compartment.
    pub(crate) fn hashes(&self, caller: &Caller) -> Vec<Vec<i64>> {
        [
            ("country", self.country.as_ref()),
            ("stage", self.stage.as_ref()),
            ("sex", self.sex.as_ref()),
            ("list", self.source.as_ref()),
        ]
        .into_iter()
        .filter_map(|(name, value)| Some((name, value.filter(|value| !value.is_empty())?)))
        .map(|(name, value)| {
            caller
                .keyring
                .values()
                .map(|keys| keys.index.hash(FACET_CLASS, &format!("{name}={value}")))
                .collect()
        })
        .collect()
    }
}

/// A page of people.
#[derive(Clone, Debug, PartialEq)]
pub struct PeoplePage {
    /// The lines.
    pub people: Vec<PersonLine>,
    /// Where to go on, if there is more.
    pub next: Option<String>,
    /// How many people the reader may read in all.
    pub total: i64,
}

/// A person with everything the reader may know.
#[derive(Clone, Debug)]
pub struct Person {
    /// The file that was asked for.
    pub file: FileId,
    /// Every readable file that is the same person.
    pub files: Vec<FileId>,
    /// The compartment of the file that was asked for.
    pub compartment: CompartmentId,
    /// The line as in lists.
    pub line: PersonLine,
    /// All entries.
    pub history: History,
    /// A verdict for each act.
    pub verdicts: Vec<Judged>,
}

/// How many people a page of a list shows.
pub const PAGE: i64 = 50;

/// Names as they are shown: the person's own script first, then the reader's.
#[must_use]
pub fn shown_names(history: &History) -> Vec<ShownName> {
    let mut names: Vec<(u8, usize, ShownName)> = Vec::new();
    for (position, (_, name)) in history.bodies::<Name>().into_iter().enumerate() {
        let script = name.script();
        let own = u8::from(script.code() == "Latn");
        let rank = u8::from(!name.preferred) * 4 + usage_rank(&name.usage) + own;
        let shown = ShownName {
            direction: kernel::direction_of(&name.text),
            script,
            language: name.language.clone(),
            usage: name.usage.clone(),
            text: name.text,
        };
        if names.iter().all(|(_, _, known)| known.text != shown.text) {
            names.push((rank, position, shown));
        }
    }
    names.sort_by_key(|(rank, position, _)| (*rank, *position));
    names.into_iter().map(|(_, _, name)| name).collect()
}

fn usage_rank(usage: &str) -> u8 {
    match usage {
        "official" | "birth" => 0,
        "known_as" | "married" | "religious" => 0,
        _ => 2,
    }
}

/// The newest detention of a person, if any.
#[must_use]
pub fn newest_detention(history: &History) -> Option<(Entry, casework::matters::Detention)> {
    history
        .bodies::<casework::matters::Detention>()
        .into_iter()
        .max_by_key(|(entry, detention)| {
            (
                detention.from.earliest(),
                entry.inner.recorded_at,
                entry.outer.id,
            )
        })
        .map(|(entry, detention)| (entry.clone(), detention))
}

/// The last day anything was done for the person: the one definition, over what the reader may read.
#[must_use]
pub fn last_done(history: &History) -> Option<Day> {
    history
        .current()
        .flat_map(casework::kinds::project)
        .filter_map(|row| match row {
            casework::Row::Done(day) => Some(day),
            _ => None,
        })
        .max()
}

pub(crate) fn line(file: FileId, since: Day, history: &History) -> PersonLine {
    let detention = newest_detention(history);
    PersonLine {
        file,
        names: shown_names(history),
        country: detention
            .as_ref()
            .map(|(_, detention)| detention.country.clone()),
        stage: detention
            .as_ref()
            .map(|(_, detention)| detention.stage.clone()),
        place: detention
            .as_ref()
            .map(|(_, detention)| detention.place_text.clone())
            .filter(|place| !place.is_empty()),
        held_since: detention
            .as_ref()
            .filter(|(_, detention)| is_held(&detention.stage))
            .and_then(|(_, detention)| detention.from.earliest()),
        last_done: last_done(history),
        since,
    }
}

impl House {
    pub(crate) async fn lines(
        &self,
        caller: &Caller,
        transaction: &mut store::Transaction,
        files: &[store::StoredFile],
    ) -> Result<Vec<PersonLine>> {
        let opened = self.opened_stored(caller, transaction, files).await?;
        Ok(opened.into_iter().map(|opened| opened.line).collect())
    }

    /// The people in these files as far as the caller may read them, in the order of the question;
    /// one who has several of the files comes once.
    pub(crate) async fn opened(
        &self,
        caller: &Caller,
        transaction: &mut store::Transaction,
        files: &[FileId],
    ) -> Result<Vec<Opened>> {
        let stored = transaction.files_of(caller.viewer(), files).await?;
        self.opened_stored(caller, transaction, &stored).await
    }

    pub(crate) async fn opened_stored(
        &self,
        caller: &Caller,
        transaction: &mut store::Transaction,
        files: &[store::StoredFile],
    ) -> Result<Vec<Opened>> {
        // Whoever has one file only, as nearly everybody has, is opened together with the others.
        let single: Vec<FileId> = files
            .iter()
            .filter(|stored| !stored.linked)
            .map(|stored| stored.id)
            .collect();
        let mut keys: BTreeMap<FileId, (i64, Vec<u8>)> = transaction
            .file_keys(&single)
            .await?
            .into_iter()
            .map(|(file, epoch, wrapped)| (file, (epoch, wrapped)))
            .collect();
        let mut entries: BTreeMap<FileId, Vec<store::StoredEntry>> = BTreeMap::new();
        for entry in transaction.entries_of_all(caller.viewer(), &single).await? {
            entries.entry(entry.outer.file).or_default().push(entry);
        }
        let mut people = Vec::with_capacity(files.len());
        let mut shown: Vec<FileId> = Vec::new();
        for stored in files {
            if shown.contains(&stored.id) {
                continue;
            }
            let Ok((history, together)) = (if stored.linked {
                self.person_history(caller, transaction, stored.id).await
            } else {
                self.opened_alone(
                    caller,
                    stored,
                    keys.remove(&stored.id),
                    &entries.remove(&stored.id).unwrap_or_default(),
                )
                .map(|history| (history, vec![stored.id]))
            }) else {
                continue;
            };
            shown.extend(&together);
            // In sealed compartments the subject is not lifted: only people have names.
            if history.of_kind("name").next().is_none() && stored.subject.is_none() {
                continue;
            }
            people.push(Opened {
                line: line(stored.id, stored.created, &history),
                history: history.into_inner(),
                files: together,
                compartment: stored.compartment,
            });
        }
        Ok(people)
    }

    /// The history of a file whose key and entries were fetched with those of others.
    fn opened_alone(
        &self,
        caller: &Caller,
        file: &store::StoredFile,
        key: Option<(i64, Vec<u8>)>,
        stored: &[store::StoredEntry],
    ) -> Result<Visible<History>> {
        let (epoch, wrapped) = key.ok_or(DeskError::Absent)?;
        let keys = self.keys_of(caller, file.compartment)?;
        let key = self.unwrap_file_key(keys, file.id, epoch, &wrapped)?;
        let entries = stored
            .iter()
            .map(|row| self.open_entry(&key, row))
            .collect::<Result<Vec<_>>>()?;
        Ok(Visible::<Vec<Entry>>::readable(&caller.actor, entries).map(History::of))
    }

    /// A page of people the caller may read.
    ///
    /// # Errors
    /// When the cursor is forged or the store fails.
    pub async fn people(
        &self,
        caller: &Caller,
        query: &PeopleQuery,
    ) -> Result<Visible<PeoplePage>> {
        let order = query.order();
        let mut transaction = self.read().await?;
        let hashes = query.hashes(caller);
        let total = transaction.count_files(caller.viewer(), "person").await?;
        let after = query
            .after
            .as_deref()
            .map(|text| self.read_cursor(text))
            .transpose()?;
        let mut files = if hashes.is_empty() {
            transaction
                .files(caller.viewer(), "person", order, after, PAGE + 1)
                .await?
        } else {
            transaction
                .files_with(caller.viewer(), &hashes, order, after, PAGE + 1)
                .await?
        };
        let page = usize::try_from(PAGE).unwrap_or(usize::MAX);
        let more = files.len() > page;
        files.truncate(page);
        let next = files.last().filter(|_| more).map(|last| {
            self.cursor(FileCursor {
                sort: last.sort_value(order),
                id: last.id,
            })
        });
        let mut people = self.lines(caller, &mut transaction, &files).await?;
        if !query.newest {
            people.sort_by_key(|line| (line.last_done, line.since, line.file));
        }
        let permit = self.list_right(caller)?;
        Ok(Visible::new(
            &permit,
            PeoplePage {
                people,
                next,
                total,
            },
        ))
    }

    /// The right to see lists: of any compartment whose people the caller reads.
    pub(crate) fn list_right(&self, caller: &Caller) -> Result<access::Permit<access::Read>> {
        access::readable(&caller.actor)
            .into_iter()
            .find(|(_, kinds)| kinds.contains("name"))
            .map(|(compartment, _)| self.read_right(caller, compartment, "name"))
            .or_else(|| {
                // Whoever reads one person sees lists of one.
                let (compartment, file, _) = access::readable_files(&caller.actor)
                    .into_iter()
                    .find(|(_, _, kinds)| kinds.contains("name"))?;
                Some(self.read_right_in(caller, compartment, file, "name"))
            })
            .unwrap_or(Err(DeskError::Absent))
    }

    pub(crate) fn cursor(&self, cursor: FileCursor) -> String {
        let mut bytes = cursor.sort.to_be_bytes().to_vec();
        bytes.extend_from_slice(cursor.id.as_bytes());
        sealing::sign_cursor(&self.data_key.cursor_key(), &bytes)
    }

    pub(crate) fn read_cursor(&self, text: &str) -> Result<FileCursor> {
        let bytes = sealing::open_cursor(&self.data_key.cursor_key(), text)
            .map_err(|_| DeskError::Absent)?;
        let (sort, id) = bytes.split_first_chunk::<8>().ok_or(DeskError::Absent)?;
        Ok(FileCursor {
            sort: i64::from_be_bytes(*sort),
            id: FileId::from_slice(id).ok_or(DeskError::Absent)?,
        })
    }

    /// The page of a person; the opening is logged for every file it shows.
    ///
    /// # Errors
    /// [`DeskError::Absent`].
    pub async fn person(&self, caller: &Caller, file: FileId) -> Result<Visible<Person>> {
        let person = self.read_person(caller, file).await?;
        self.log_openings(caller, &person.files).await?;
        Ok(person)
    }

    /// The same for paper, which is logged as a document of its own: a sheet goes where no page goes.
    ///
    /// # Errors
    /// [`DeskError::Absent`].
    pub async fn person_to_print(&self, caller: &Caller, file: FileId) -> Result<Visible<Person>> {
        let person = self.read_person(caller, file).await?;
        self.log_openings_as(caller, &person.files, DOCUMENT)
            .await?;
        Ok(person)
    }

    async fn read_person(&self, caller: &Caller, file: FileId) -> Result<Visible<Person>> {
        let mut transaction = self.read().await?;
        let (stored, open) = self.open_file(caller, &mut transaction, file).await?;
        let permit = self.read_right_in(caller, stored.compartment, stored.id, "name")?;
        let (history, files) = self.person_history(caller, &mut transaction, file).await?;
        let cluster = transaction.cluster(file).await?;
        let facts = self
            .gate_facts(
                caller,
                &mut transaction,
                &history,
                &cluster,
                &files,
                self.now(),
            )
            .await?;
        drop(transaction);
        let verdicts = gates::acts()
            .all()
            .map(|act| self.judged(act, &facts, cluster.clone()))
            .collect::<Result<Vec<_>>>()?;
        let history = history.into_inner();
        let person = Person {
            file,
            files,
            compartment: open.compartment,
            line: line(file, stored.created, &history),
            history,
            verdicts,
        };
        Ok(Visible::new(&permit, person))
    }

    /// Opens a file for a person with a name and whatever else is known already.
    ///
    /// # Errors
    /// When the caller may not write there, or the name is empty.
    pub async fn open_person(
        &self,
        caller: &Caller,
        compartment: CompartmentId,
        drafts: &[Draft],
    ) -> Result<FileId> {
        if !drafts.iter().any(|draft| draft.kind == "name") {
            return Err(DeskError::refused("refused-name-missing"));
        }
        self.open_new(caller, compartment, "person", drafts).await
    }
}

/// How often a person was raised, and how often something was answered.
#[must_use]
pub fn raised_counts(history: &History) -> (usize, usize) {
    let raised = history.bodies::<Raised>();
    let times = raised
        .iter()
        .filter(|(_, raised)| raised.was_raised())
        .count()
        + history.bodies::<Request>().len();
    let answers = raised
        .iter()
        .filter(|(_, raised)| raised.answer_code.is_some())
        .count()
        + history.bodies::<Answer>().len();
    (times, answers)
}
