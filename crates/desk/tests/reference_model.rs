//! The reference model and the real desk, driven with the same random commands, agree.

#![expect(
    clippy::panic,
    clippy::indexing_slicing,
    clippy::unwrap_used,
    reason = "a test that cannot go on ends here"
)]

use std::collections::BTreeSet;

use access::Role;
use casework::{
    assessments::{Assessment, FactorAnswer},
    coordination::Act,
    register::Link,
    wishes::{Giver, Relay, ScopeWish, Stop, Wish},
};
use desk::{Caller, DeskError, Draft, House};
use gates::{Outcome, Relation, WishState};
use kernel::{CompartmentId, EntryId, FileId, PartialDate};
use testkit::{
    EnginePlace, SeededRandomness, TestHouse, engines,
    model::{Content, Ids, Model, ModelEntry, ModelRefusal, ModelRole, ModelWish},
};

const USERS: usize = 4;
const SCOPES: [u8; 8] = [4, 5, 10, 12, 16, 17, 18, 25];

struct Drive<'a> {
    house: &'a House,
    administrator: Caller,
    callers: Vec<Caller>,
    compartments: Vec<CompartmentId>,
    model: Model,
    files: Vec<FileId>,
    entries: Vec<EntryId>,
    links: Vec<(EntryId, usize, usize)>,
    ids: Ids,
    draws: SeededRandomness,
    trail: Vec<String>,
}

impl Drive<'_> {
    fn draw(&self, below: usize) -> usize {
        usize::try_from(self.draws.below(u64::try_from(below.max(1)).unwrap())).unwrap()
    }

    async fn refresh(&mut self) {
        for number in 0..USERS {
            let user = self.ids.users[number];
            self.callers[number] = self.house.ordinary_caller(user).await.unwrap();
        }
    }

    async fn step(&mut self) {
        let user = self.draw(USERS);
        let choice = self.draw(100);
        match choice {
            0..=14 => self.open_file(user).await,
            15..=39 => self.record(user).await,
            40..=47 => self.withdraw(user).await,
            48..=57 => self.link(user).await,
            58..=61 => self.unlink(user).await,
            62..=69 => self.change_membership().await,
            70..=72 => self.erase(user).await,
            73..=82 => self.act(user).await,
            83..=88 => self.weigh(user).await,
            _ => self.look(user).await,
        }
    }

    async fn open_file(&mut self, user: usize) {
        let compartment = self.draw(self.compartments.len());
        self.trail.push(format!(
            "u{user} opens f{} in c{compartment}",
            self.files.len()
        ));
        let drafts = [
            testkit::name(&format!("Model {}", self.files.len()), "official"),
            testkit::detention("XV", "Tumzha", (2024, 5)),
        ];
        let real = self
            .house
            .open_person(&self.callers[user], self.compartments[compartment], &drafts)
            .await;
        let allowed = self.model.members.contains_key(&(user, compartment));
        match real {
            Ok(file) => {
                assert!(allowed, "opened without membership: {:#?}", self.trail);
                let number = self.files.len();
                self.files.push(file);
                self.model.files.push(compartment);
                let person = self.house.person(&self.callers[user], file).await.unwrap();
                for entry in person.history.current() {
                    self.entries.push(entry.outer.id);
                    self.model.entries.push(ModelEntry {
                        file: number,
                        content: Content::Name,
                        by: user,
                        withdrawn: false,
                        version: 1,
                    });
                }
            }
            Err(DeskError::Absent) => assert!(!allowed, "refused to a member: {:#?}", self.trail),
            Err(other) => panic!("{other}: {:#?}", self.trail),
        }
    }

    fn content(&self) -> Content {
        match self.draw(10) {
            0..=5 => Content::Wish(ModelWish {
                relation: [Relation::Person, Relation::Relative, Relation::Counsel][self.draw(3)],
                scope: SCOPES[self.draw(SCOPES.len())],
                state: [
                    WishState::Granted,
                    WishState::Refused,
                    WishState::Withdrawn,
                    WishState::UnableToAsk,
                ][self.draw(4)],
            }),
            6..=7 => Content::Relay(vec![SCOPES[self.draw(SCOPES.len())], 5]),
            _ => Content::Stop(vec![
                ["all_public", "raise_privately", "write_letters"][self.draw(3)].to_owned(),
            ]),
        }
    }

    fn draft(&self, content: &Content) -> Draft {
        let today = PartialDate::day(self.house.now().day());
        match content {
            Content::Wish(wish) => Draft::new(&Wish {
                giver: match wish.relation {
                    Relation::Person => Giver {
                        relation: "person".to_owned(),
                        name: None,
                        kinship: None,
                    },
                    Relation::Counsel => Giver {
                        relation: "counsel".to_owned(),
                        name: Some("counsel".to_owned()),
                        kinship: None,
                    },
                    _ => Giver {
                        relation: "relative".to_owned(),
                        name: Some("mother".to_owned()),
                        kinship: None,
                    },
                },
                words: "Her own words.".to_owned(),
                how_known: "spoken".to_owned(),
                scopes: vec![ScopeWish {
                    scope: format!("c{:02}", wish.scope),
                    state: match wish.state {
                        WishState::Granted => "granted",
                        WishState::Refused => "refused",
                        WishState::Withdrawn => "withdrawn",
                        _ => "unable_to_ask",
                    }
                    .to_owned(),
                    ..ScopeWish::default()
                }],
                given_on: today,
                read_back: true,
                ..Wish::default()
            })
            .unwrap(),
            Content::Relay(scopes) => Draft::new(&Relay {
                partner: self.ids.partner,
                attested_by: "field office".to_owned(),
                words: "They agree to quiet words.".to_owned(),
                scopes: scopes
                    .iter()
                    .map(|scope| format!("c{scope:02}"))
                    .collect::<BTreeSet<_>>()
                    .into_iter()
                    .collect(),
                given_on: today,
            })
            .unwrap(),
            Content::Stop(acts) => Draft::new(&Stop {
                acts: acts.clone(),
                reported_by: "an aunt".to_owned(),
                channel: "telephone".to_owned(),
                ..Stop::default()
            })
            .unwrap(),
            Content::Act(act) => Draft::new(&Act {
                act: act.clone(),
                on: self.house.now().day(),
                text: None,
                by: "desk".to_owned(),
                audience: None,
                basis: None,
                verdict: None,
            })
            .unwrap(),
            Content::Weighed(act) => Draft::new(&Assessment {
                act: act.clone(),
                actor: "the desk".to_owned(),
                factors: vec![FactorAnswer {
                    factor: "forgotten".to_owned(),
                    pull: "neither".to_owned(),
                    ..FactorAnswer::default()
                }],
                outcome: "public".to_owned(),
                private_until: None,
                conditions: None,
                reasons: "Nobody has said the name for long.".to_owned(),
                dissent: None,
                decided_by: self.ids.users[0],
                decided_on: self.house.now().day(),
            })
            .unwrap(),
            Content::Name | Content::Signature(_) => unreachable!(),
        }
    }

    async fn record(&mut self, user: usize) {
        if self.files.is_empty() {
            return;
        }
        let file = self.draw(self.files.len());
        let content = self.content();
        self.trail
            .push(format!("u{user} records {content:?} in f{file}"));
        let allowed = self.model.writes(user, file, &content);
        let real = self
            .house
            .record(&self.callers[user], self.files[file], &self.draft(&content))
            .await;
        match real {
            Ok(entry) => {
                assert!(allowed, "written without right: {:#?}", self.trail);
                self.entries.push(entry);
                self.model.entries.push(ModelEntry {
                    file,
                    content,
                    by: user,
                    withdrawn: false,
                    version: 1,
                });
            }
            Err(DeskError::Absent) => assert!(!allowed, "refused with right: {:#?}", self.trail),
            Err(other) => panic!("{other}: {:#?}", self.trail),
        }
    }

    async fn withdraw(&mut self, user: usize) {
        if self.entries.is_empty() {
            return;
        }
        let note = self.draw(self.entries.len());
        let entry = self.model.entries[note].clone();
        if entry.withdrawn || !matches!(entry.content, Content::Wish(_) | Content::Relay(_)) {
            return;
        }
        self.trail.push(format!("u{user} withdraws e{note}"));
        let allowed = self.model.writes(user, entry.file, &entry.content);
        match self
            .house
            .withdraw(
                &self.callers[user],
                self.entries[note],
                entry.version,
                "a mistake",
            )
            .await
        {
            Ok(()) => {
                assert!(allowed, "withdrawn without right: {:#?}", self.trail);
                self.model.entries[note].withdrawn = true;
                self.model.entries[note].version += 1;
            }
            Err(DeskError::Absent) => assert!(!allowed, "refused with right: {:#?}", self.trail),
            Err(other) => panic!("{other}: {:#?}", self.trail),
        }
    }

    async fn link(&mut self, user: usize) {
        if self.files.len() < 2 {
            return;
        }
        let (one, other) = (self.draw(self.files.len()), self.draw(self.files.len()));
        if one == other || self.model.links.contains(&(one.min(other), one.max(other))) {
            return;
        }
        self.trail
            .push(format!("u{user} links f{one} and f{other}"));
        let allowed = self.model.reads(user, one) && self.model.reads(user, other);
        let link = Link {
            other: self.files[other],
            decision: "same".to_owned(),
            reasons: "the same birth date".to_owned(),
        };
        match self
            .house
            .link_files(&self.callers[user], self.files[one], &link)
            .await
        {
            Ok(entry) => {
                assert!(allowed, "linked without right: {:#?}", self.trail);
                self.model.links.insert((one.min(other), one.max(other)));
                self.links.push((entry, one, other));
                self.entries.push(entry);
                self.model.entries.push(ModelEntry {
                    file: one,
                    content: Content::Name,
                    by: user,
                    withdrawn: false,
                    version: 1,
                });
            }
            Err(DeskError::Absent) => assert!(!allowed, "refused with right: {:#?}", self.trail),
            Err(other) => panic!("{other}: {:#?}", self.trail),
        }
    }

    async fn unlink(&mut self, user: usize) {
        if self.links.is_empty() {
            return;
        }
        let position = self.draw(self.links.len());
        let (entry, one, other) = self.links[position];
        self.trail
            .push(format!("u{user} unlinks f{one} and f{other}"));
        let allowed = self.model.reads(user, one);
        match self
            .house
            .withdraw(&self.callers[user], entry, 1, "another person")
            .await
        {
            Ok(()) => {
                assert!(allowed, "unlinked without right: {:#?}", self.trail);
                self.links.swap_remove(position);
                self.model.links.remove(&(one.min(other), one.max(other)));
                let note = self
                    .entries
                    .iter()
                    .position(|known| *known == entry)
                    .unwrap();
                self.model.entries[note].withdrawn = true;
                self.model.entries[note].version = 2;
            }
            Err(DeskError::Absent) => assert!(!allowed, "refused with right: {:#?}", self.trail),
            Err(other) => panic!("{other}: {:#?}", self.trail),
        }
    }

    async fn change_membership(&mut self) {
        let user = self.draw(USERS);
        let compartment = self.draw(self.compartments.len());
        let role = if self.draw(2) == 0 {
            ModelRole::Officer
        } else {
            ModelRole::Documenter
        };
        let word = |role| match role {
            ModelRole::Officer => Role::DeskOfficer,
            ModelRole::Documenter => Role::Documenter,
        };
        let id = self.ids.users[user];
        let place = self.compartments[compartment];
        match self.model.members.get(&(user, compartment)).copied() {
            Some(old) => {
                self.trail.push(format!("u{user} leaves c{compartment}"));
                let status =
                    [access::MemberStatus::Ended, access::MemberStatus::Suspended][self.draw(2)];
                self.house
                    .set_membership_status(&self.administrator, place, id, word(old), status)
                    .await
                    .unwrap();
                self.model.members.remove(&(user, compartment));
            }
            None => {
                self.trail
                    .push(format!("u{user} joins c{compartment} as {role:?}"));
                self.house
                    .admit(&self.administrator, place, id, word(role))
                    .await
                    .unwrap();
                self.model.members.insert((user, compartment), role);
            }
        }
        self.refresh().await;
    }

    async fn erase(&mut self, user: usize) {
        if self.files.is_empty() {
            return;
        }
        let file = self.draw(self.files.len());
        // Two officers of the compartment are needed; the model erases when both are there.
        let compartment = self.model.files[file];
        let officers: Vec<usize> = (0..USERS)
            .filter(|user| {
                self.model.members.get(&(*user, compartment)) == Some(&ModelRole::Officer)
            })
            .collect();
        let _ = user;
        if officers.len() < 2 || self.model.erased.contains(&file) {
            return;
        }
        self.trail.push(format!(
            "u{} and u{} erase f{file}",
            officers[0], officers[1]
        ));
        for officer in officers.iter().take(2) {
            self.house
                .erase(&self.callers[*officer], self.files[file], "asked for")
                .await
                .unwrap();
        }
        self.model.erase(file);
        self.links
            .retain(|(_, one, other)| *one != file && *other != file);
    }

    /// One officer weighs a public act; another one of the same compartment signs, if there is one.
    async fn weigh(&mut self, user: usize) {
        if self.files.is_empty() {
            return;
        }
        let file = self.draw(self.files.len());
        let act = ["raise_publicly", "write_letters"][self.draw(2)];
        self.trail.push(format!("u{user} weighs {act} for f{file}"));
        let content = Content::Weighed(act.to_owned());
        let allowed = self.model.writes(user, file, &content);
        let mut draft = self.draft(&content);
        draft.body["decided_by"] = self.ids.users[user].to_string().into();
        let weighed = match self
            .house
            .record(&self.callers[user], self.files[file], &draft)
            .await
        {
            Ok(entry) => entry,
            Err(DeskError::Absent) => {
                assert!(!allowed, "refused with right: {:#?}", self.trail);
                return;
            }
            Err(other) => panic!("{other}: {:#?}", self.trail),
        };
        assert!(allowed, "weighed without right: {:#?}", self.trail);
        let note = self.entries.len();
        self.keep(weighed, file, content, user);
        for other in 0..USERS {
            let signature = Content::Signature(note);
            let may = self.model.writes(other, file, &signature);
            let signed = self
                .house
                .sign(&self.callers[other], weighed, 1, None)
                .await;
            match signed {
                Ok(entry) => {
                    assert!(
                        may && other != user,
                        "signed without right: {:#?}",
                        self.trail
                    );
                    self.keep(entry, file, signature, other);
                }
                Err(DeskError::Absent) => assert!(!may, "refused with right: {:#?}", self.trail),
                Err(DeskError::Refused(..)) => {
                    assert_eq!(other, user, "somebody else was refused: {:#?}", self.trail);
                }
                Err(error) => panic!("{error}: {:#?}", self.trail),
            }
        }
    }

    fn keep(&mut self, entry: kernel::EntryId, file: usize, content: Content, by: usize) {
        self.entries.push(entry);
        self.model.entries.push(ModelEntry {
            file,
            content,
            by,
            withdrawn: false,
            version: 1,
        });
    }

    async fn act(&mut self, user: usize) {
        if self.files.is_empty() {
            return;
        }
        let file = self.draw(self.files.len());
        let act = ["raise_privately", "raise_publicly", "write_letters"][self.draw(3)];
        self.trail.push(format!("u{user} does {act} for f{file}"));
        let expected = self.expected(user, file, act);
        let content = Content::Act(act.to_owned());
        let judged = match self
            .house
            .judge(&self.callers[user], self.files[file], act)
            .await
        {
            Ok(judged) => judged,
            Err(DeskError::Absent) => {
                assert_eq!(expected, Err(ModelRefusal::Absent), "{:#?}", self.trail);
                return;
            }
            Err(other) => panic!("{other}: {:#?}", self.trail),
        };
        assert_eq!(
            Ok(judged.verdict.outcome),
            expected,
            "{:#?}\n{:#?}",
            judged.verdict.reasons,
            self.trail
        );
        match self
            .house
            .act(
                &self.callers[user],
                self.files[file],
                &judged,
                &self.draft(&content),
            )
            .await
        {
            Ok(entry) => {
                assert_eq!(expected, Ok(Outcome::Clear), "{:#?}", self.trail);
                assert!(self.model.writes(user, file, &content), "{:#?}", self.trail);
                self.entries.push(entry);
                self.model.entries.push(ModelEntry {
                    file,
                    content,
                    by: user,
                    withdrawn: false,
                    version: 1,
                });
            }
            Err(DeskError::Gated(_)) => {
                assert_ne!(expected, Ok(Outcome::Clear), "{:#?}", self.trail)
            }
            Err(DeskError::Absent) => assert!(
                !self.model.writes(user, file, &content),
                "{:#?}",
                self.trail
            ),
            Err(other) => panic!("{other}: {:#?}", self.trail),
        }
    }

    fn expected(&self, user: usize, file: usize, act: &str) -> Result<Outcome, ModelRefusal> {
        let now = self.house.now();
        self.model.verdict(
            user,
            file,
            gates::acts().get(act).unwrap(),
            now.day(),
            now,
            &self.ids,
        )
    }

    /// Everything one user sees: the list, a page, a verdict.
    async fn look(&mut self, user: usize) {
        self.trail.push(format!("u{user} looks"));
        let query = desk::PeopleQuery {
            newest: true,
            ..desk::PeopleQuery::default()
        };
        let mine: BTreeSet<FileId> = self.files.iter().copied().collect();
        let listed: BTreeSet<FileId> = match self.house.people(&self.callers[user], &query).await {
            Ok(page) => {
                let mut seen = BTreeSet::new();
                for person in &page.people {
                    // A linked person stands on one line; the page shows which files it is made of.
                    let files = self
                        .house
                        .person(&self.callers[user], person.file)
                        .await
                        .unwrap()
                        .files
                        .clone();
                    seen.extend(files);
                }
                seen.into_iter()
                    .filter(|file| mine.contains(file))
                    .collect()
            }
            Err(DeskError::Absent) => BTreeSet::new(),
            Err(other) => panic!("{other}: {:#?}", self.trail),
        };
        let expected: BTreeSet<FileId> = self
            .model
            .list(user)
            .into_iter()
            .map(|file| self.files[file])
            .collect();
        assert_eq!(listed, expected, "{:#?}", self.trail);
        for file in 0..self.files.len() {
            let real = self
                .house
                .person(&self.callers[user], self.files[file])
                .await;
            match (real, self.model.page(user, file)) {
                (Ok(person), Ok(expected)) => {
                    let shown: BTreeSet<(usize, u32)> = person
                        .history
                        .current()
                        // What the program writes down by itself after a no is not in the model.
                        .filter(|entry| entry.kind() != "follow_up")
                        .map(|entry| {
                            let note = self
                                .entries
                                .iter()
                                .position(|known| *known == entry.outer.id)
                                .unwrap();
                            (note, entry.outer.version)
                        })
                        .collect();
                    assert_eq!(shown, expected, "{:#?}", self.trail);
                    for judged in &person.verdicts {
                        let expected = self.expected(user, file, &judged.verdict.act);
                        assert_eq!(
                            Ok(judged.verdict.outcome),
                            expected,
                            "{} {:#?}\n{:#?}",
                            judged.verdict.act,
                            judged.verdict.reasons,
                            self.trail
                        );
                    }
                }
                (Err(DeskError::Absent), Err(ModelRefusal::Absent)) => {}
                (real, expected) => {
                    panic!("{:?} against {expected:?}: {:#?}", real.err(), self.trail)
                }
            }
        }
    }
}

async fn drive(engine: &EnginePlace, seeds: std::ops::Range<u64>, steps: usize) {
    let test = TestHouse::begin(engine).await;
    let house = &test.house;
    let administrator = test.caller(test.administrator).await;
    let partner = house
        .add_organisation(
            &administrator,
            "Lantern Circle",
            "partner",
            Some(house.now().plus_days(300)),
        )
        .await
        .unwrap();
    for seed in seeds {
        let mut users = Vec::new();
        let mut names = Vec::new();
        for number in 0..USERS {
            let login = format!("model-{seed}-{number}");
            let member = desk::members::NewMember {
                login: &login,
                display_name: &login,
                organisation: house.organisation(),
                password: testkit::PASSWORD,
                must_change: false,
                locale: "en",
            };
            users.push(house.add_member(&administrator, &member).await.unwrap());
            names.push(login);
        }
        let mut compartments = Vec::new();
        for number in 0..3 {
            compartments.push(
                house
                    .add_compartment(
                        &administrator,
                        &format!("compartment {seed} {number}"),
                        house.organisation(),
                        false,
                        &[],
                    )
                    .await
                    .unwrap(),
            );
        }
        let mut drive = Drive {
            callers: vec![administrator.clone(); USERS],
            administrator: administrator.clone(),
            compartments,
            model: Model::default(),
            files: Vec::new(),
            entries: Vec::new(),
            links: Vec::new(),
            ids: Ids {
                ours: house.organisation(),
                partner,
                names,
                users,
            },
            draws: SeededRandomness::new(seed),
            trail: vec![format!("seed {seed} on {}", engine.engine)],
            house,
        };
        for (user, compartment, role) in [
            (0, 0, ModelRole::Officer),
            (1, 0, ModelRole::Officer),
            (1, 1, ModelRole::Officer),
            (2, 1, ModelRole::Documenter),
            (3, 2, ModelRole::Officer),
        ] {
            let word = match role {
                ModelRole::Officer => Role::DeskOfficer,
                ModelRole::Documenter => Role::Documenter,
            };
            house
                .admit(
                    &drive.administrator,
                    drive.compartments[compartment],
                    drive.ids.users[user],
                    word,
                )
                .await
                .unwrap();
            drive.model.members.insert((user, compartment), role);
        }
        drive.refresh().await;
        for _ in 0..steps {
            drive.step().await;
        }
        for user in 0..USERS {
            drive.look(user).await;
        }
    }
}

/// A register of a few hundred members is as large as any; a larger one only makes a long run longer.
const SEQUENCES_OF_A_REGISTER: u64 = 50;

/// Which sequences: the everyday ones, or what the environment asks for (`make test-long`: 10,000).
fn sequences() -> std::ops::Range<u64> {
    let number = |name: &str, usual: u64| {
        std::env::var(name)
            .ok()
            .and_then(|text| text.parse().ok())
            .unwrap_or(usual)
    };
    let first = number("UNFORGOTTEN_MODEL_FIRST", 0);
    first..first + number("UNFORGOTTEN_MODEL_SEQUENCES", 12)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_model_and_the_desk_agree_on_both_engines() {
    let sequences = sequences();
    let mut first = sequences.start;
    while first < sequences.end {
        let last = sequences.end.min(first + SEQUENCES_OF_A_REGISTER);
        for engine in engines() {
            drive(&engine, first..last, 30).await;
        }
        first = last;
    }
}
