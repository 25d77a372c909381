//! *The house in a few hundred lines*: files, members, links, stops, verdicts and erasure in plain
//! collections. This is the readable specification; a property test drives it and the real desk
//! with the same commands, and any difference fails.
//!
//! What it says, in order:
//!
//! 1. A file lives in one compartment and is read by its current, active members with a reading role.
//! 2. The same person in two files is a link; a link through a file one may not read does not join.
//! 3. What one may not read does not exist: reading it and reading nothing are one.
//! 4. A refusal stops acts in every file of the person, whoever may read it; outside its own file
//!    it is a stop without reason or origin.
//! 5. An act needs a clear verdict at the moment of the write.
//! 6. A public act was weighed by one officer and signed by another, after the last wish.
//! 7. An erased file is gone for everybody, with its stops and links.

use std::collections::{BTreeMap, BTreeSet};

use gates::{
    Act, Assessed, AssessmentFact, BestInterestFact, Cited, GateFacts, Giver, Outcome, Relation,
    RelayFact, Scope, StopFact, WishFact, WishState,
};
use kernel::{Day, EntryId, Instant, OrganisationId, UserId};

/// A user of the model, by number.
pub type User = usize;
/// A compartment, by number.
pub type Compartment = usize;
/// A file, by number.
pub type File = usize;
/// An entry, by number.
pub type Note = usize;

/// The roles that the model knows: what they may do with wishes and acts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ModelRole {
    /// Reads and writes casework, acts.
    Officer,
    /// Reads and writes casework, does not act; reads "ask the case lead" for public acts.
    Documenter,
}

/// A wish of the model: one scope, one state.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ModelWish {
    /// Who gave it.
    pub relation: Relation,
    /// Which scope, 1 to 26.
    pub scope: u8,
    /// Yes or no.
    pub state: WishState,
}

/// What an entry of the model holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Content {
    /// A name.
    Name,
    /// A wish.
    Wish(ModelWish),
    /// A relay of the vetted partner for these scopes.
    Relay(Vec<u8>),
    /// A reported stop, for these acts.
    Stop(Vec<String>),
    /// An act that was done.
    Act(String),
    /// An act was weighed, and may be done.
    Weighed(String),
    /// Another officer signed a weighing.
    Signature(Note),
}

impl Content {
    /// Whether it is the desk's alone: others neither read nor write it.
    const fn is_of_the_desk(&self) -> bool {
        matches!(self, Self::Weighed(_) | Self::Signature(_))
    }
}

/// An entry of the model.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ModelEntry {
    /// Where.
    pub file: File,
    /// What.
    pub content: Content,
    /// Who raised it: whom a stop says to ask.
    pub by: User,
    /// Whether it was withdrawn.
    pub withdrawn: bool,
    /// Its version.
    pub version: u32,
}

/// The whole house.
#[derive(Clone, Debug, Default)]
pub struct Model {
    /// Role of a current member, by user and compartment.
    pub members: BTreeMap<(User, Compartment), ModelRole>,
    /// Compartment of each file.
    pub files: Vec<Compartment>,
    /// Files that were erased.
    pub erased: BTreeSet<File>,
    /// Entries in the order of writing.
    pub entries: Vec<ModelEntry>,
    /// Active links.
    pub links: BTreeSet<(File, File)>,
}

/// Why the model did not do what was asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ModelRefusal {
    /// Denied or absent: one.
    Absent,
    /// The gates do not allow it.
    Gated,
}

impl Model {
    fn role(&self, user: User, file: File) -> Option<ModelRole> {
        let compartment = self.files.get(file)?;
        self.members.get(&(user, *compartment)).copied()
    }

    /// Whether the user may read the file.
    #[must_use]
    pub fn reads(&self, user: User, file: File) -> bool {
        !self.erased.contains(&file) && self.role(user, file).is_some()
    }

    /// Everything linked with a file, itself included; through readable files only where `user` is given.
    #[must_use]
    pub fn cluster(&self, file: File, user: Option<User>) -> BTreeSet<File> {
        let mut cluster = BTreeSet::from([file]);
        loop {
            let next: BTreeSet<File> = self
                .links
                .iter()
                .flat_map(|(one, other)| [(*one, *other), (*other, *one)])
                .filter(|(one, _)| cluster.contains(one))
                .map(|(_, other)| other)
                .filter(|other| !self.erased.contains(other))
                .filter(|other| user.is_none_or(|user| self.reads(user, *other)))
                .collect();
            if next.is_subset(&cluster) {
                return cluster;
            }
            cluster.extend(next);
        }
    }

    /// The files the user may read.
    #[must_use]
    pub fn list(&self, user: User) -> BTreeSet<File> {
        (0..self.files.len())
            .filter(|file| self.reads(user, *file))
            .collect()
    }

    /// The present entries on the person's page: number and version.
    ///
    /// # Errors
    /// [`ModelRefusal::Absent`].
    pub fn page(&self, user: User, file: File) -> Result<BTreeSet<(Note, u32)>, ModelRefusal> {
        if !self.reads(user, file) {
            return Err(ModelRefusal::Absent);
        }
        let cluster = self.cluster(file, Some(user));
        Ok(self
            .entries
            .iter()
            .enumerate()
            .filter(|(_, entry)| cluster.contains(&entry.file) && !entry.withdrawn)
            .filter(|(_, entry)| self.reads_content(user, entry))
            .map(|(note, entry)| (note, entry.version))
            .collect())
    }

    /// Whether the user may read what an entry of a readable file holds.
    fn reads_content(&self, user: User, entry: &ModelEntry) -> bool {
        !entry.content.is_of_the_desk() || self.role(user, entry.file) == Some(ModelRole::Officer)
    }

    /// Whether the user may write this into the file.
    #[must_use]
    pub fn writes(&self, user: User, file: File, content: &Content) -> bool {
        self.reads(user, file)
            && match (self.role(user, file), content) {
                (Some(ModelRole::Officer), _) => true,
                (Some(ModelRole::Documenter), Content::Act(_)) => false,
                (Some(ModelRole::Documenter), content) if content.is_of_the_desk() => false,
                (Some(ModelRole::Documenter), _) => true,
                (None, _) => false,
            }
    }

    /// The verdict on an act for the person of a file, as the user may see it.
    ///
    /// # Errors
    /// [`ModelRefusal::Absent`].
    pub fn verdict(
        &self,
        user: User,
        file: File,
        act: &Act,
        today: Day,
        now: Instant,
        ids: &Ids,
    ) -> Result<Outcome, ModelRefusal> {
        if !self.reads(user, file) {
            return Err(ModelRefusal::Absent);
        }
        let seen = self.cluster(file, Some(user));
        let whole = self.cluster(file, None);
        let mut facts = GateFacts::none(ids.ours);
        facts.verified = Some(today);
        let officer = self
            .members
            .iter()
            .any(|((member, _), role)| *member == user && *role == ModelRole::Officer);
        if !officer {
            facts.outsider_asks = Some(String::new());
        }
        for (note, entry) in self.entries.iter().enumerate() {
            if entry.withdrawn || !whole.contains(&entry.file) {
                continue;
            }
            let cited = Cited {
                id: ids.entry(note),
                version: entry.version,
            };
            let readable = seen.contains(&entry.file) && self.reads_content(user, entry);
            match (&entry.content, readable) {
                (Content::Wish(wish), true) => {
                    facts
                        .wishes
                        .extend(Scope::new(wish.scope).map(|scope| WishFact {
                            entry: cited,
                            giver: Giver {
                                relation: wish.relation,
                                who: ids.giver(wish.relation),
                            },
                            scope,
                            state: wish.state,
                            condition: None,
                            condition_met: false,
                            not_before: None,
                            after_event: None,
                            given_on: today,
                            valid_until: None,
                            until_they_say_stop: false,
                            under_pressure: false,
                            settled: false,
                            withdrawn: false,
                        }))
                }
                (Content::Wish(wish), false) => {
                    let refused = matches!(wish.state, WishState::Refused | WishState::Withdrawn);
                    let acts = stopped_by(wish.scope);
                    if refused && !acts.is_empty() {
                        facts.stops.push(foreign_stop(acts, entry.by, ids));
                    }
                }
                (Content::Stop(acts), true) => facts.stops.push(StopFact {
                    origin: Some(cited),
                    acts: acts.clone(),
                    until: None,
                    ask: ids.name(entry.by),
                    confirmed: false,
                    welfare: false,
                    lifted: false,
                }),
                (Content::Stop(acts), false) => {
                    facts.stops.push(foreign_stop(acts.clone(), entry.by, ids))
                }
                (Content::Relay(scopes), true) => facts.relays.push(RelayFact {
                    entry: cited,
                    partner: ids.partner,
                    vetted_until: Some(today.plus(300)),
                    scopes: scopes
                        .iter()
                        .filter_map(|scope| Scope::new(*scope))
                        .collect(),
                    given_on: today,
                    valid_until: None,
                    withdrawn: false,
                }),
                (Content::Weighed(act), true) => {
                    let counts = |later: &ModelEntry| {
                        !later.withdrawn
                            && seen.contains(&later.file)
                            && self.reads_content(user, later)
                    };
                    // A wish that came later calls for a new weighing.
                    let overtaken =
                        self.entries.iter().skip(note).any(|later| {
                            matches!(later.content, Content::Wish(_)) && counts(later)
                        });
                    let seconded = self
                        .entries
                        .iter()
                        .any(|other| other.content == Content::Signature(note) && counts(other));
                    facts.assessments.push(AssessmentFact {
                        entry: cited,
                        act: act.clone(),
                        outcome: Assessed::Public,
                        private_until: None,
                        conditions: None,
                        decided_on: today,
                        until: today.plus(30),
                        overtaken,
                        seconded,
                        withdrawn: false,
                    });
                }
                (Content::Relay(_) | Content::Weighed(_), false)
                | (Content::Name | Content::Act(_) | Content::Signature(_), _) => {}
            }
        }
        facts.best_interests = Vec::<BestInterestFact>::new();
        Ok(gates::verdict(act, &facts, now).outcome)
    }

    /// Erases a file with everything that hung on it.
    pub fn erase(&mut self, file: File) {
        self.erased.insert(file);
        self.links
            .retain(|(one, other)| *one != file && *other != file);
    }
}

fn foreign_stop(acts: Vec<String>, by: User, ids: &Ids) -> StopFact {
    StopFact {
        origin: None,
        acts,
        until: None,
        ask: ids.name(by),
        confirmed: true,
        welfare: false,
        lifted: false,
    }
}

/// The acts that a refusal of this scope stops: those that need it, and those that follow it.
fn stopped_by(number: u8) -> Vec<String> {
    let Some(scope) = Scope::new(number) else {
        return Vec::new();
    };
    gates::acts()
        .all()
        .filter(|act| {
            act.all.contains(&scope) || act.follows.contains(&scope) || act.any == [scope]
        })
        .map(|act| act.code.clone())
        .collect()
}

/// What the model needs to name: only identities, never content.
#[derive(Clone, Debug)]
pub struct Ids {
    /// Our own organisation.
    pub ours: OrganisationId,
    /// The vetted partner.
    pub partner: OrganisationId,
    /// Display names of the users.
    pub names: Vec<String>,
    /// The users.
    pub users: Vec<UserId>,
}

impl Ids {
    /// A made-up entry id for a number: verdicts do not depend on ids.
    #[must_use]
    pub fn entry(&self, note: Note) -> EntryId {
        let mut bytes = [0_u8; 16];
        for (target, source) in bytes
            .iter_mut()
            .skip(8)
            .zip(u64::try_from(note).unwrap_or(0).to_be_bytes())
        {
            *target = source;
        }
        EntryId::from_bytes(bytes)
    }

    fn name(&self, user: User) -> String {
        self.names.get(user).cloned().unwrap_or_default()
    }

    fn giver(&self, relation: Relation) -> String {
        match relation {
            Relation::Person => String::new(),
            Relation::Relative => "mother".to_owned(),
            Relation::Counsel => "counsel".to_owned(),
            Relation::Guardian => "guardian".to_owned(),
            Relation::Representative => "representative".to_owned(),
        }
    }
}
