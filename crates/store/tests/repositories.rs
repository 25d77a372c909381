//! Every repository, from one text on both engines. Bodies and hashes are made up here: the store is
//! blind and takes whatever it is given.
#![expect(clippy::unwrap_used, reason = "what fails in a helper fails the test")]

use kernel::{
    BatchId, CompartmentId, Day, EntryId, FileId, Instant, JobId, KindWord, Label, LeafId, LinkId,
    OrganisationId, Outer, Retention, StopId, UserId,
};
use store::{
    BatchState, Carrier, FileCursor, FileOrder, JobEnd, LeafKind, NewEntry, NewFile, Place,
    Projection, Register, StoreError, StoredCompartment, StoredMembership, StoredOpening,
    StoredOrganisation, StoredSession, StoredStop, StoredUser, Transaction, Viewer,
};
use testkit::{EnginePlace, FakeClock, SeededRandomness, engines};

use std::sync::Arc;

const KEY: &str = "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f";
const USER: UserId = UserId::from_bytes([1; 16]);
const OTHER_USER: UserId = UserId::from_bytes([2; 16]);
const A: CompartmentId = CompartmentId::from_bytes([0xa; 16]);
const B: CompartmentId = CompartmentId::from_bytes([0xb; 16]);
const SEALED: CompartmentId = CompartmentId::from_bytes([0xc; 16]);

struct Fixture {
    register: Register,
    clock: Arc<FakeClock>,
    randomness: Arc<SeededRandomness>,
    place: Place,
    engine: &'static str,
}

fn user(id: UserId, login: &str) -> StoredUser {
    StoredUser {
        id,
        login: login.to_owned(),
        display_name: login.to_owned(),
        organisation: OrganisationId::from_bytes([9; 16]),
        status: 1,
        locale: "en".to_owned(),
        password: String::new(),
        public_key: vec![0; 32],
        second_factor: None,
        last_step: 0,
        recovery: String::new(),
        must_change: false,
    }
}

fn membership(
    user: UserId,
    compartment: CompartmentId,
    role: &str,
    status: i64,
) -> StoredMembership {
    StoredMembership {
        user,
        compartment,
        role: role.to_owned(),
        status,
        since: FakeClock::BEGINNING,
        file: None,
    }
}

impl Fixture {
    /// A register with two users, three compartments and three grants.
    async fn new(place: &EnginePlace) -> Self {
        let clock = Arc::new(FakeClock::moving(FakeClock::BEGINNING, 1));
        let randomness = Arc::new(SeededRandomness::new(3));
        let register = Register::create(
            &place.place,
            KEY,
            [5; 16],
            "Test",
            "{}",
            clock.clone(),
            randomness.clone(),
        )
        .await
        .unwrap();
        let mut transaction = register.write().await.unwrap();
        let at = FakeClock::BEGINNING;
        let organisation = StoredOrganisation {
            id: OrganisationId::from_bytes([9; 16]),
            name: "Office".to_owned(),
            kind: "own".to_owned(),
            vetted_until: None,
        };
        transaction
            .add_organisation(&organisation, at)
            .await
            .unwrap();
        transaction.add_user(&user(USER, "vera"), at).await.unwrap();
        transaction
            .add_user(&user(OTHER_USER, "iosif"), at)
            .await
            .unwrap();
        for (id, sealed) in [(A, false), (B, false), (SEALED, true)] {
            let compartment = StoredCompartment {
                id,
                sealed,
                epoch: 1,
                organisation: organisation.id,
                title: vec![1],
            };
            transaction.add_compartment(&compartment, at).await.unwrap();
        }
        for (one, compartment, role) in [
            (USER, A, "reader"),
            (USER, SEALED, "reader"),
            (OTHER_USER, B, "reader"),
        ] {
            transaction
                .set_membership(&membership(one, compartment, role, 1))
                .await
                .unwrap();
        }
        let grants = ["name", "note", "source"]
            .map(|kind| ("reader".to_owned(), kind.to_owned(), "read".to_owned()));
        transaction.set_grants(&grants).await.unwrap();
        transaction.commit().await.unwrap();
        Self {
            register,
            clock,
            randomness,
            place: place.place.clone(),
            engine: place.engine,
        }
    }

    async fn write(&self) -> Transaction {
        self.register.write().await.unwrap()
    }

    async fn read(&self) -> Transaction {
        self.register.read().await.unwrap()
    }

    fn file_id(&self) -> FileId {
        FileId::new(self.clock.as_ref(), self.randomness.as_ref())
    }

    fn leaf(&self) -> LeafId {
        LeafId::new(self.clock.as_ref(), self.randomness.as_ref())
    }

    async fn file(&self, compartment: CompartmentId, batch: Option<BatchId>) -> FileId {
        let id = self.file_id();
        let mut transaction = self.write().await;
        transaction
            .open_file(&new_file(id, compartment, batch))
            .await
            .unwrap();
        transaction.commit().await.unwrap();
        id
    }

    /// Writes a version of an entry with these hashes; its leaf as well.
    async fn entry(&self, file: FileId, compartment: CompartmentId, hashes: &[i64]) -> EntryId {
        let id = EntryId::new(self.clock.as_ref(), self.randomness.as_ref());
        self.version(id, file, compartment, 1, hashes)
            .await
            .unwrap();
        id
    }

    async fn version(
        &self,
        id: EntryId,
        file: FileId,
        compartment: CompartmentId,
        version: u32,
        hashes: &[i64],
    ) -> Result<(), StoreError> {
        let mut transaction = self.write().await;
        let entry = new_entry(id, file, compartment, version, hashes);
        let leaf = self.leaf();
        transaction.append_entry(&entry, leaf).await?;
        transaction
            .add_leaf(
                leaf,
                LeafKind::Entry,
                *id.as_bytes(),
                i64::from(version),
                [7; 32],
                FakeClock::BEGINNING,
            )
            .await?;
        transaction.commit().await
    }

    async fn close(self) {
        self.register.close().await;
    }
}

fn new_file(id: FileId, compartment: CompartmentId, batch: Option<BatchId>) -> NewFile {
    NewFile {
        id,
        compartment,
        subject: (compartment != SEALED).then(|| "person".to_owned()),
        created: FakeClock::BEGINNING.day(),
        batch,
        epoch: 1,
        wrapped: vec![3; 40],
    }
}

fn new_entry(
    id: EntryId,
    file: FileId,
    compartment: CompartmentId,
    version: u32,
    hashes: &[i64],
) -> NewEntry {
    NewEntry {
        outer: Outer {
            id,
            version,
            file,
            compartment,
            recorded: FakeClock::BEGINNING.day(),
            due: None,
            retention: Retention::Casework,
            kind: (compartment != SEALED).then(|| KindWord::new("name")),
            label: (compartment != SEALED).then(Label::default),
        },
        sealed: vec![u8::try_from(version).unwrap(); 60],
        projection: Projection {
            hashes: hashes.to_vec(),
            clocks: Vec::new(),
            done: Vec::new(),
        },
    }
}

const MEMBER: Viewer = Viewer::Member(USER);

#[tokio::test]
async fn versions_follow_each_other_and_of_two_writers_one_is_told() {
    for place in engines() {
        let test = Fixture::new(&place).await;
        let file = test.file(A, None).await;
        let id = test.entry(file, A, &[10]).await;
        test.version(id, file, A, 2, &[20]).await.unwrap();
        for wrong in [1, 2, 4] {
            let refused = test.version(id, file, A, wrong, &[30]).await;
            assert!(
                matches!(refused, Err(StoreError::Conflict)),
                "{}: {wrong} {refused:?}",
                test.engine
            );
        }
        // Two at once: one of them wins, the other is a conflict and leaves nothing behind.
        let (one, two) = tokio::join!(
            test.version(id, file, A, 3, &[31]),
            test.version(id, file, A, 3, &[32])
        );
        assert_eq!(
            u8::from(one.is_ok()) + u8::from(two.is_ok()),
            1,
            "{}",
            test.engine
        );
        assert!(
            matches!(one.and(two), Err(StoreError::Conflict)),
            "{}",
            test.engine
        );
        let mut transaction = test.read().await;
        let stored = transaction.versions_of(MEMBER, id).await.unwrap();
        assert_eq!(
            stored
                .iter()
                .map(|entry| entry.outer.version)
                .collect::<Vec<_>>(),
            [1, 2, 3]
        );
        assert_eq!(stored[0].sealed, [1; 60]);
        // The index knows the newest only.
        for (hash, hits) in [(10, 0), (20, 0)] {
            assert_eq!(
                transaction
                    .candidates(MEMBER, &[(hash, 1)], Carrier::Anything, 99, 9)
                    .await
                    .unwrap()
                    .len(),
                hits,
                "{}",
                test.engine
            );
        }
        assert_eq!(
            transaction
                .candidates(MEMBER, &[(31, 1), (32, 1)], Carrier::Anything, 99, 9)
                .await
                .unwrap()
                .len(),
            1,
            "{}",
            test.engine
        );
        drop(transaction);
        test.close().await;
    }
}

#[tokio::test]
async fn what_one_may_not_read_is_in_no_answer() {
    for place in engines() {
        let test = Fixture::new(&place).await;
        let (mine, other, sealed) = (
            test.file(A, None).await,
            test.file(B, None).await,
            test.file(SEALED, None).await,
        );
        let mut entries = Vec::new();
        for (file, compartment) in [(mine, A), (other, B), (sealed, SEALED)] {
            entries.push(test.entry(file, compartment, &[42]).await);
        }
        let mut transaction = test.read().await;
        let expected: [(Viewer, Vec<FileId>); 4] = [
            (MEMBER, vec![mine, sealed]),
            (Viewer::Member(OTHER_USER), vec![other]),
            (Viewer::Operator, vec![mine, other]),
            (Viewer::System, vec![mine, other, sealed]),
        ];
        for (viewer, readable) in expected {
            let mut found: Vec<FileId> = transaction
                .candidates(viewer, &[(42, 1)], Carrier::Anything, 99, 9)
                .await
                .unwrap()
                .into_iter()
                .map(|(file, _)| file)
                .collect();
            found.sort();
            assert_eq!(found, readable, "{} {viewer:?}", test.engine);
            let listed = transaction
                .files(viewer, "person", FileOrder::Newest, None, 9)
                .await
                .unwrap();
            assert_eq!(listed.len(), readable.len(), "{} {viewer:?}", test.engine);
            for (file, entry) in [mine, other, sealed].into_iter().zip(&entries) {
                let there = readable.contains(&file);
                assert_eq!(
                    transaction.file(viewer, file).await.unwrap().is_some(),
                    there
                );
                assert_eq!(
                    transaction.entries_of(viewer, file).await.unwrap().len(),
                    usize::from(there)
                );
                assert_eq!(
                    transaction.versions_of(viewer, *entry).await.unwrap().len(),
                    usize::from(there)
                );
            }
            let counted = transaction.count_files(viewer, "person").await.unwrap();
            let ordinary = readable.iter().filter(|file| **file != sealed).count();
            assert_eq!(counted, i64::try_from(ordinary).unwrap());
        }
        drop(transaction);
        // Every status of a membership and of the user but active reads nothing.
        for status in [0, 2, 3] {
            let mut transaction = test.write().await;
            transaction
                .set_membership(&membership(USER, A, "reader", status))
                .await
                .unwrap();
            assert!(
                transaction.file(MEMBER, mine).await.unwrap().is_none(),
                "{} {status}",
                test.engine
            );
            assert!(transaction.file(MEMBER, sealed).await.unwrap().is_some());
            let mut changed = user(USER, "vera");
            changed.status = status;
            transaction.update_user(&changed).await.unwrap();
            assert_eq!(
                transaction
                    .candidates(MEMBER, &[(42, 1)], Carrier::Anything, 99, 9)
                    .await
                    .unwrap(),
                [],
                "{} {status}",
                test.engine
            );
            assert!(
                transaction.file(MEMBER, sealed).await.unwrap().is_none(),
                "{} {status}",
                test.engine
            );
        }
        // A role that does not read the kind reads nothing either.
        let mut transaction = test.write().await;
        transaction
            .set_membership(&membership(OTHER_USER, B, "reader", 3))
            .await
            .unwrap();
        transaction
            .set_membership(&membership(OTHER_USER, B, "keeper", 1))
            .await
            .unwrap();
        assert!(
            transaction
                .file(Viewer::Member(OTHER_USER), other)
                .await
                .unwrap()
                .is_none()
        );
        drop(transaction);
        test.close().await;
    }
}

#[tokio::test]
async fn pages_of_files_go_on_where_they_ended() {
    for place in engines() {
        let test = Fixture::new(&place).await;
        let mut files = Vec::new();
        for number in 0..7_i32 {
            let file = test.file(A, None).await;
            let id = EntryId::new(test.clock.as_ref(), test.randomness.as_ref());
            let mut entry = new_entry(id, file, A, 1, &[i64::from(number)]);
            if number % 2 == 0 {
                entry
                    .projection
                    .done
                    .push(Day::from_number(20_000 - number));
            }
            let mut transaction = test.write().await;
            transaction.append_entry(&entry, test.leaf()).await.unwrap();
            transaction.commit().await.unwrap();
            files.push(file);
        }
        let mut transaction = test.read().await;
        for order in [FileOrder::Forgotten, FileOrder::Newest] {
            let whole = transaction
                .files(MEMBER, "person", order, None, 100)
                .await
                .unwrap();
            assert_eq!(whole.len(), 7);
            let (mut paged, mut after) = (Vec::new(), None);
            loop {
                let page = transaction
                    .files(MEMBER, "person", order, after, 2)
                    .await
                    .unwrap();
                let Some(last) = page.last() else { break };
                after = Some(FileCursor {
                    sort: last.sort_value(order),
                    id: last.id,
                });
                paged.extend(page);
            }
            assert_eq!(paged, whole, "{} {order:?}", test.engine);
        }
        // Those for whom nothing was ever done come first, then the longest ago.
        let forgotten = transaction
            .files(MEMBER, "person", FileOrder::Forgotten, None, 100)
            .await
            .unwrap();
        let done: Vec<Option<i32>> = forgotten
            .iter()
            .map(|file| file.last_done.map(Day::number))
            .collect();
        assert_eq!(
            done,
            [
                None,
                None,
                None,
                Some(19_994),
                Some(19_996),
                Some(19_998),
                Some(20_000)
            ]
        );
        drop(transaction);
        test.close().await;
    }
}

/// What is staged, undone or of a kind that one may not read counts for nothing in a search: neither
/// how many carry a word nor whom it finds.
#[tokio::test]
async fn only_what_is_published_and_readable_is_counted() {
    for place in engines() {
        let test = Fixture::new(&place).await;
        let mine = test.file(A, None).await;
        test.entry(mine, A, &[77, 80]).await;
        let hidden = EntryId::new(test.clock.as_ref(), test.randomness.as_ref());
        let mut secret = new_entry(hidden, mine, A, 1, &[81]);
        secret.outer.kind = Some(KindWord::new("lock"));
        let mut transaction = test.write().await;
        transaction
            .append_entry(&secret, test.leaf())
            .await
            .unwrap();
        transaction.commit().await.unwrap();
        let (batch, file, entry) = staged(&test, None).await;
        let told = async |expected: &[(i64, i64)], with_list: bool| {
            let mut transaction = test.read().await;
            for carrier in [Carrier::Names, Carrier::Anything] {
                let mut counts = transaction
                    .carried(MEMBER, &[77, 80, 82], carrier, 9)
                    .await
                    .unwrap();
                counts.sort_unstable();
                assert_eq!(counts, expected, "{} {carrier:?}", test.engine);
                let found: Vec<(FileId, i64)> = transaction
                    .candidates(MEMBER, &[(77, 2), (80, 5)], carrier, 9, 9)
                    .await
                    .unwrap();
                let mut wanted = vec![(mine, 7)];
                wanted.extend(with_list.then_some((file, 2)));
                assert_eq!(found, wanted, "{} {carrier:?}", test.engine);
            }
            let both = transaction.carrying_both(77, 80, 9, 9).await.unwrap();
            assert_eq!(both.len(), 1, "{}", test.engine);
            assert_eq!(both[0].file, mine);
            let carriers = transaction
                .carriers(&[(77, 2), (80, 5)], 9, 9)
                .await
                .unwrap();
            assert_eq!(
                carriers
                    .iter()
                    .map(|one| (one.file, one.weight))
                    .collect::<Vec<_>>(),
                if with_list {
                    vec![(mine, 7), (file, 2)]
                } else {
                    vec![(mine, 7)]
                },
                "{}",
                test.engine
            );
            let entries = transaction
                .carried_entries(MEMBER, &carriers)
                .await
                .unwrap();
            assert_eq!(entries.len(), carriers.len());
            let others = transaction
                .carried_entries(Viewer::Member(OTHER_USER), &carriers)
                .await
                .unwrap();
            assert_eq!(others, []);
            // A kind that the role does not read.
            let unread = transaction
                .carried(MEMBER, &[81], Carrier::Anything, 9)
                .await
                .unwrap();
            assert_eq!(unread, [], "{}", test.engine);
            let unread = transaction
                .candidates(MEMBER, &[(81, 1)], Carrier::Anything, 9, 9)
                .await
                .unwrap();
            assert_eq!(unread, [], "{}", test.engine);
        };
        told(&[(77, 1), (80, 1)], false).await;
        let mut transaction = test.write().await;
        transaction.publish_batch(batch, vec![1]).await.unwrap();
        transaction.commit().await.unwrap();
        told(&[(77, 2), (80, 1)], true).await;
        let mut transaction = test.read().await;
        assert_eq!(
            transaction
                .carried(MEMBER, &[77], Carrier::Names, 1)
                .await
                .unwrap(),
            [(77, 1)],
            "counted no further than asked"
        );
        drop(transaction);
        // Somebody works on the file of the list: undoing keeps it, under its own number.
        test.version(entry, file, A, 2, &[77]).await.unwrap();
        let mut transaction = test.write().await;
        let kept = BatchId::new(test.clock.as_ref(), test.randomness.as_ref());
        transaction.undo_batch(batch, kept).await.unwrap();
        transaction.commit().await.unwrap();
        told(&[(77, 2), (80, 1)], true).await;
        let (another, _, _) = staged(&test, None).await;
        let mut transaction = test.write().await;
        transaction.publish_batch(another, vec![1]).await.unwrap();
        let kept = BatchId::new(test.clock.as_ref(), test.randomness.as_ref());
        transaction.undo_batch(another, kept).await.unwrap();
        transaction.commit().await.unwrap();
        told(&[(77, 2), (80, 1)], true).await;
        test.close().await;
    }
}

async fn staged(test: &Fixture, updates: Option<(EntryId, FileId)>) -> (BatchId, FileId, EntryId) {
    let batch = BatchId::new(test.clock.as_ref(), test.randomness.as_ref());
    let (file, id) = (
        test.file_id(),
        EntryId::new(test.clock.as_ref(), test.randomness.as_ref()),
    );
    let mut transaction = test.write().await;
    transaction
        .open_batch(batch, A, None, USER, FakeClock::BEGINNING)
        .await
        .unwrap();
    transaction
        .open_files(&[new_file(file, A, Some(batch))])
        .await
        .unwrap();
    let mut entries = vec![new_entry(id, file, A, 1, &[77])];
    entries.extend(updates.map(|(entry, file)| new_entry(entry, file, A, 2, &[78])));
    transaction
        .stage_entries(&entries, batch, test.leaf(), 0)
        .await
        .unwrap();
    transaction.commit().await.unwrap();
    (batch, file, id)
}

#[tokio::test]
async fn an_import_is_seen_at_once_or_not_at_all_and_can_be_undone() {
    for place in engines() {
        let test = Fixture::new(&place).await;
        let before = test.file(A, None).await;
        let known = test.entry(before, A, &[70]).await;
        let (batch, file, entry) = staged(&test, Some((known, before))).await;
        let seen = async |test: &Fixture| {
            let mut transaction = test.read().await;
            let new = transaction.file(MEMBER, file).await.unwrap().is_some();
            assert_eq!(
                transaction.entries_of(MEMBER, file).await.unwrap().len(),
                usize::from(new)
            );
            assert_eq!(
                transaction
                    .candidates(MEMBER, &[(77, 1)], Carrier::Anything, 99, 9)
                    .await
                    .unwrap()
                    .len(),
                usize::from(new)
            );
            assert_eq!(
                transaction
                    .candidates(MEMBER, &[(78, 1)], Carrier::Anything, 99, 9)
                    .await
                    .unwrap()
                    .len(),
                usize::from(new)
            );
            let old = transaction
                .candidates(MEMBER, &[(70, 1)], Carrier::Anything, 99, 9)
                .await
                .unwrap()
                .len();
            let versions = transaction.versions_of(MEMBER, known).await.unwrap().len();
            (new, old, versions)
        };
        assert_eq!(seen(&test).await, (false, 1, 1), "{}", test.engine);
        let mut transaction = test.write().await;
        transaction.publish_batch(batch, vec![1]).await.unwrap();
        transaction.commit().await.unwrap();
        assert_eq!(seen(&test).await, (true, 0, 2), "{}", test.engine);
        let mut transaction = test.write().await;
        assert!(matches!(
            transaction.publish_batch(batch, vec![1]).await,
            Err(StoreError::Overtaken)
        ));
        assert_eq!(transaction.present_and_next(known).await.unwrap(), (2, 3));
        drop(transaction);
        // Somebody works on the new file: undoing keeps it and takes the rest away.
        let mut transaction = test.write().await;
        let kept = BatchId::new(test.clock.as_ref(), test.randomness.as_ref());
        assert_eq!(transaction.undo_batch(batch, kept).await.unwrap(), []);
        assert!(transaction.file(MEMBER, file).await.unwrap().is_none());
        assert_eq!(
            transaction.versions_of(MEMBER, known).await.unwrap().len(),
            1
        );
        // The number of the undone version is not given out again.
        assert_eq!(transaction.present_and_next(known).await.unwrap(), (1, 3));
        drop(transaction);
        test.version(entry, file, A, 2, &[79]).await.unwrap();
        let mut transaction = test.write().await;
        assert_eq!(
            transaction.undo_batch(batch, kept).await.unwrap(),
            [file],
            "{}",
            test.engine
        );
        assert!(matches!(
            transaction.undo_batch(batch, kept).await,
            Err(StoreError::Overtaken)
        ));
        transaction.commit().await.unwrap();
        let mut transaction = test.read().await;
        assert!(transaction.file(MEMBER, file).await.unwrap().is_some());
        assert_eq!(
            transaction.versions_of(MEMBER, known).await.unwrap().len(),
            1
        );
        assert_eq!(
            transaction.batches_in(BatchState::Undone).await.unwrap(),
            [batch]
        );
        assert_eq!(
            transaction.batches_in(BatchState::Kept).await.unwrap(),
            [kept]
        );
        drop(transaction);
        test.close().await;
    }
}

#[tokio::test]
async fn a_discarded_import_leaves_what_was_there_as_it_was() {
    for place in engines() {
        let test = Fixture::new(&place).await;
        let before = test.file(A, None).await;
        let known = test.entry(before, A, &[70]).await;
        let digest = test.register.projection_digest().await.unwrap();
        let (batch, file, _) = staged(&test, Some((known, before))).await;
        assert_ne!(test.register.projection_digest().await.unwrap(), digest);
        let mut transaction = test.write().await;
        transaction.discard_batch(batch).await.unwrap();
        transaction.commit().await.unwrap();
        assert_eq!(
            test.register.projection_digest().await.unwrap(),
            digest,
            "{}",
            test.engine
        );
        let mut transaction = test.read().await;
        assert!(
            transaction
                .file(Viewer::System, file)
                .await
                .unwrap()
                .is_none()
        );
        assert!(transaction.file_key(file).await.unwrap().is_none());
        assert_eq!(transaction.present_and_next(known).await.unwrap(), (1, 2));
        assert_eq!(
            transaction.batch_state(batch).await.unwrap(),
            Some(BatchState::Discarded)
        );
        assert_eq!(transaction.sanity().await.unwrap(), []);
        drop(transaction);
        test.close().await;
    }
}

#[tokio::test]
async fn links_join_the_files_of_a_person_as_far_as_one_may_see() {
    for place in engines() {
        let test = Fixture::new(&place).await;
        // a1 — b — a2: for whoever does not read b, a1 and a2 are two people.
        let (a1, b, a2) = (
            test.file(A, None).await,
            test.file(B, None).await,
            test.file(A, None).await,
        );
        let entries = [EntryId::from_bytes([1; 16]), EntryId::from_bytes([2; 16])];
        let mut transaction = test.write().await;
        for ((one, other), entry) in [(a1, b), (b, a2)].into_iter().zip(entries) {
            let id = LinkId::new(test.clock.as_ref(), test.randomness.as_ref());
            transaction.link(id, one, other, entry).await.unwrap();
        }
        let all: Vec<FileId> = transaction
            .cluster(a2)
            .await
            .unwrap()
            .into_iter()
            .map(|(file, _)| file)
            .collect();
        let mut expected = vec![a1, b, a2];
        expected.sort();
        assert_eq!(all, expected, "{}", test.engine);
        assert_eq!(
            transaction.visible_cluster(MEMBER, a1).await.unwrap(),
            [a1],
            "{}",
            test.engine
        );
        assert_eq!(transaction.visible_cluster(MEMBER, b).await.unwrap(), []);
        assert_eq!(
            transaction
                .visible_cluster(Viewer::Operator, a1)
                .await
                .unwrap(),
            expected
        );
        // Every file of the person grows its stamp when one of them is written into.
        let before = transaction.cluster(a1).await.unwrap();
        transaction.bump_cluster(a2).await.unwrap();
        let after = transaction.cluster(a1).await.unwrap();
        assert!(
            before
                .iter()
                .zip(&after)
                .all(|(one, other)| one.0 == other.0 && one.1 < other.1)
        );
        assert!(matches!(
            transaction.require_stamps(&before).await,
            Err(StoreError::Overtaken)
        ));
        transaction.require_stamps(&after).await.unwrap();
        assert_eq!(
            transaction
                .unlink(entries[1])
                .await
                .unwrap()
                .map(|(one, other)| (one.min(other), one.max(other))),
            Some((b.min(a2), b.max(a2)))
        );
        assert_eq!(transaction.unlink(entries[1]).await.unwrap(), None);
        assert_eq!(
            transaction
                .visible_cluster(Viewer::System, a2)
                .await
                .unwrap(),
            [a2]
        );
        assert!(
            !transaction
                .file(Viewer::System, a2)
                .await
                .unwrap()
                .unwrap()
                .linked
        );
        assert!(
            transaction
                .file(Viewer::System, b)
                .await
                .unwrap()
                .unwrap()
                .linked
        );
        assert_eq!(transaction.sanity().await.unwrap(), []);
        drop(transaction);
        test.close().await;
    }
}

#[tokio::test]
async fn stops_act_until_they_end() {
    for place in engines() {
        let test = Fixture::new(&place).await;
        let file = test.file(A, None).await;
        let (entry, until) = (
            EntryId::from_bytes([1; 16]),
            FakeClock::BEGINNING.plus_days(2),
        );
        let stop = |until, acts: &str| StoredStop {
            id: StopId::new(test.clock.as_ref(), test.randomness.as_ref()),
            file,
            acts: acts.to_owned(),
            until,
            ask: USER,
            entry,
            confirmed: false,
            created: FakeClock::BEGINNING,
        };
        let (one, two) = (stop(None, "all_public"), stop(Some(until), "visit"));
        let mut transaction = test.write().await;
        let stamp = transaction.cluster(file).await.unwrap();
        transaction.raise_stop(&one).await.unwrap();
        transaction.raise_stop(&two).await.unwrap();
        assert_ne!(transaction.cluster(file).await.unwrap(), stamp);
        let mut expected = vec![one.clone(), two];
        expected.sort_by_key(|stop| stop.id);
        assert_eq!(
            transaction
                .stops_of(&[(file, 0)], until.plus_seconds(-1))
                .await
                .unwrap(),
            expected
        );
        assert_eq!(
            transaction.stops_of(&[(file, 0)], until).await.unwrap(),
            [one],
            "{}",
            test.engine
        );
        assert_eq!(transaction.end_stops_of(entry, file).await.unwrap(), 2);
        assert_eq!(transaction.end_stops_of(entry, file).await.unwrap(), 0);
        assert_eq!(
            transaction
                .stops_of(&[(file, 0)], FakeClock::BEGINNING)
                .await
                .unwrap(),
            []
        );
        drop(transaction);
        test.close().await;
    }
}

#[tokio::test]
async fn a_piece_of_work_is_done_by_one_and_a_late_worker_is_refused() {
    for place in engines() {
        let test = Fixture::new(&place).await;
        let at = FakeClock::BEGINNING;
        let mut transaction = test.write().await;
        let id = JobId::new(test.clock.as_ref(), test.randomness.as_ref());
        transaction.ask_for(id, "settle", "[]", at).await.unwrap();
        assert!(
            transaction
                .lease_job(at.plus_seconds(-1), at)
                .await
                .unwrap()
                .is_none(),
            "not due yet"
        );
        let first = transaction
            .lease_job(at, at.plus_seconds(30))
            .await
            .unwrap()
            .unwrap();
        assert_eq!((first.attempts, first.word.as_str()), (0, "settle"));
        assert!(
            transaction
                .lease_job(at.plus_seconds(29), at.plus_seconds(60))
                .await
                .unwrap()
                .is_none()
        );
        // The lease runs out: another takes over, and the first one's result does not count any more.
        let second = transaction
            .lease_job(at.plus_seconds(30), at.plus_seconds(60))
            .await
            .unwrap()
            .unwrap();
        assert_eq!(second.attempts, 1);
        assert!(second.fence > first.fence);
        assert!(
            !transaction.end_job(&first, &JobEnd::Done).await.unwrap(),
            "{}",
            test.engine
        );
        assert!(
            transaction
                .end_job(
                    &second,
                    &JobEnd::Again(at.plus_seconds(90), "busy".to_owned())
                )
                .await
                .unwrap()
        );
        assert!(
            transaction
                .lease_job(at.plus_seconds(89), at.plus_seconds(99))
                .await
                .unwrap()
                .is_none()
        );
        let third = transaction
            .lease_job(at.plus_seconds(90), at.plus_seconds(99))
            .await
            .unwrap()
            .unwrap();
        assert!(
            transaction
                .end_job(&third, &JobEnd::WaitsForMember)
                .await
                .unwrap()
        );
        assert_eq!(transaction.job_counts().await.unwrap(), (0, 0, 1));
        assert_eq!(transaction.wake_waiting_jobs().await.unwrap(), 1);
        let fourth = transaction
            .lease_job(at.plus_days(1), at.plus_days(2))
            .await
            .unwrap()
            .unwrap();
        assert!(
            transaction
                .end_job(&fourth, &JobEnd::Failed("gone".to_owned()))
                .await
                .unwrap()
        );
        assert_eq!(transaction.job_counts().await.unwrap(), (0, 1, 0));
        transaction.commit().await.unwrap();
        test.close().await;
    }
}

fn session(handle: u8, last_used: Instant) -> StoredSession {
    StoredSession {
        handle_hash: [handle; 32],
        user: USER,
        created: FakeClock::BEGINNING,
        last_used,
        expires: FakeClock::BEGINNING.plus_seconds(3_600),
        two_factor: true,
        wrapped: vec![4; 70],
    }
}

#[tokio::test]
async fn sessions_end_by_age_by_idleness_and_with_their_user() {
    for place in engines() {
        let test = Fixture::new(&place).await;
        let at = FakeClock::BEGINNING;
        let idle = |now: Instant| now.plus_seconds(-900);
        let mut transaction = test.write().await;
        transaction.begin_session(&session(1, at)).await.unwrap();
        transaction.begin_session(&session(2, at)).await.unwrap();
        assert_eq!(
            transaction.session([1; 32], at, idle(at)).await.unwrap(),
            Some(session(1, at))
        );
        assert!(
            transaction
                .session([3; 32], at, idle(at))
                .await
                .unwrap()
                .is_none()
        );
        let later = at.plus_seconds(900);
        assert!(
            transaction
                .session([1; 32], later, idle(later))
                .await
                .unwrap()
                .is_none(),
            "idle"
        );
        transaction
            .touch_session([1; 32], at.plus_seconds(3_590))
            .await
            .unwrap();
        let (before, end) = (at.plus_seconds(3_599), at.plus_seconds(3_600));
        assert!(
            transaction
                .session([1; 32], before, idle(before))
                .await
                .unwrap()
                .is_some()
        );
        assert!(
            transaction
                .session([1; 32], end, idle(end))
                .await
                .unwrap()
                .is_none(),
            "as old as allowed"
        );
        for status in [0, 2, 3] {
            let mut changed = user(USER, "vera");
            changed.status = status;
            transaction.update_user(&changed).await.unwrap();
            assert!(
                transaction
                    .session([1; 32], before, idle(before))
                    .await
                    .unwrap()
                    .is_none(),
                "{status}"
            );
        }
        transaction.update_user(&user(USER, "vera")).await.unwrap();
        assert_eq!(
            transaction
                .sweep_sessions(before, idle(before))
                .await
                .unwrap(),
            1
        );
        let own = transaction
            .sessions_of(USER, before, idle(before))
            .await
            .unwrap();
        assert_eq!(own.len(), 1);
        assert_eq!(own[0].handle_hash, [1; 32]);
        assert!(
            transaction
                .sessions_of(USER, end, idle(end))
                .await
                .unwrap()
                .is_empty(),
            "what has ended is not listed"
        );
        assert_eq!(transaction.end_sessions_of(USER).await.unwrap(), 1);
        assert!(
            transaction
                .session([1; 32], at, idle(at))
                .await
                .unwrap()
                .is_none()
        );
        // A code of the second factor is good once, and never an older one after it.
        assert!(transaction.use_step(USER, 50).await.unwrap());
        assert!(!transaction.use_step(USER, 50).await.unwrap());
        assert!(!transaction.use_step(USER, 49).await.unwrap());
        drop(transaction);
        test.close().await;
    }
}

#[tokio::test]
async fn a_clock_that_is_set_back_revives_nothing() {
    for place in engines() {
        let test = Fixture::new(&place).await;
        let at = FakeClock::BEGINNING;
        let mut transaction = test.write().await;
        transaction.begin_session(&session(1, at)).await.unwrap();
        transaction.commit().await.unwrap();
        test.clock.advance(2 * 3_600);
        let now = test.register.now();
        assert!(now > at.plus_seconds(7_000));
        assert_eq!(test.register.keep_time().await.unwrap(), 0);
        for back in [-3_600, -365 * 86_400, -20 * 365 * 86_400] {
            test.clock.advance(back);
            assert!(test.register.now() >= now, "{}", test.engine);
            let mut transaction = test.read().await;
            let now = test.register.now();
            assert!(
                transaction
                    .session([1; 32], now, now.plus_seconds(-900))
                    .await
                    .unwrap()
                    .is_none()
            );
            drop(transaction);
            assert!(test.register.keep_time().await.unwrap() > 3_000);
        }
        // After a restart it is still so: the register remembers.
        test.register.close().await;
        let register = Register::open(
            &test.place,
            KEY,
            test.clock.clone(),
            test.randomness.clone(),
        )
        .await
        .unwrap();
        assert!(register.now() >= now, "{}", test.engine);
        register.close().await;
    }
}

#[tokio::test]
async fn the_lease_of_the_sequencer_passes_on_and_fences_the_late_one() {
    for place in engines() {
        let test = Fixture::new(&place).await;
        let at = FakeClock::BEGINNING;
        let mut transaction = test.write().await;
        let one = transaction
            .lease_sequencer([1; 16], at, at.plus_seconds(5))
            .await
            .unwrap()
            .unwrap();
        assert!(
            transaction
                .lease_sequencer([2; 16], at.plus_seconds(4), at.plus_seconds(9))
                .await
                .unwrap()
                .is_none()
        );
        let again = transaction
            .lease_sequencer([1; 16], at.plus_seconds(4), at.plus_seconds(9))
            .await
            .unwrap()
            .unwrap();
        assert_eq!(again.fence, one.fence);
        let two = transaction
            .lease_sequencer([2; 16], at.plus_seconds(9), at.plus_seconds(14))
            .await
            .unwrap()
            .unwrap();
        assert!(two.fence > one.fence, "{}", test.engine);
        let leaf = test.leaf();
        transaction
            .add_leaf(leaf, LeafKind::Event, [1; 16], 1, [5; 32], at)
            .await
            .unwrap();
        let mut frontier = one.frontier.clone();
        frontier.append([5; 32]);
        let late = transaction
            .sequence(&[(leaf, 0)], &frontier, one.fence, "note", at)
            .await;
        assert!(
            matches!(late, Err(StoreError::Overtaken)),
            "{}",
            test.engine
        );
        drop(transaction);
        let mut transaction = test.write().await;
        assert!(
            transaction.waiting_leaves(9).await.unwrap().is_empty(),
            "nothing of the late round stayed"
        );
        drop(transaction);
        test.close().await;
    }
}

#[tokio::test]
async fn openings_and_answers_are_kept_once() {
    for place in engines() {
        let test = Fixture::new(&place).await;
        let (file, at) = (test.file(A, None).await, FakeClock::BEGINNING);
        let mut transaction = test.write().await;
        assert!(
            !transaction
                .opened_since(USER, file, 1, at.plus_seconds(-60))
                .await
                .unwrap()
        );
        for (number, second) in [(1_u8, 0), (2, 90)] {
            let opening = StoredOpening {
                at: at.plus_seconds(second),
                user: USER,
                file,
                way: 1,
            };
            transaction
                .add_opening([number; 16], &opening, test.leaf())
                .await
                .unwrap();
        }
        assert!(
            transaction
                .opened_since(USER, file, 1, at.plus_seconds(60))
                .await
                .unwrap()
        );
        assert!(
            !transaction
                .opened_since(USER, file, 2, at.plus_seconds(60))
                .await
                .unwrap(),
            "a print after a look is an opening of its own"
        );
        assert!(
            !transaction
                .opened_since(OTHER_USER, file, 1, at)
                .await
                .unwrap()
        );
        let openings = transaction.openings_of_file(file, 9).await.unwrap();
        assert_eq!(openings.len(), 2);
        assert!(openings[0].at > openings[1].at);
        assert_eq!(
            transaction.openings_by(USER, 1).await.unwrap(),
            openings[..1]
        );
        assert_eq!(
            transaction.uncovered().await.unwrap(),
            Vec::<[u8; 16]>::new()
        );
        transaction.commit().await.unwrap();
        let mut transaction = test.write().await;
        transaction
            .keep_answer(USER, "key-1", [1; 32], "{}", at)
            .await
            .unwrap();
        assert_eq!(
            transaction.repeated(USER, "key-1").await.unwrap(),
            Some((vec![1; 32], "{}".to_owned()))
        );
        assert_eq!(
            transaction.repeated(OTHER_USER, "key-1").await.unwrap(),
            None
        );
        let twice = transaction
            .keep_answer(USER, "key-1", [2; 32], "{}", at)
            .await;
        assert!(matches!(twice, Err(StoreError::Conflict)));
        // The effect is kept in its own transaction, the answer comes afterwards, once.
        assert!(
            transaction
                .keep_effect(USER, "key-2", [3; 32], at)
                .await
                .unwrap()
        );
        assert!(
            !transaction
                .keep_effect(USER, "key-2", [3; 32], at)
                .await
                .unwrap()
        );
        let other = transaction
            .keep_answer(USER, "key-2", [4; 32], "wrong", at)
            .await;
        assert!(matches!(other, Err(StoreError::Conflict)));
        for (answer, is_first) in [("right", true), ("late", false)] {
            let kept = transaction
                .keep_answer(USER, "key-2", [3; 32], answer, at)
                .await;
            assert_eq!(kept.is_ok(), is_first);
        }
        assert_eq!(
            transaction.repeated(USER, "key-2").await.unwrap(),
            Some((vec![3; 32], "right".to_owned()))
        );
        drop(transaction);
        let mut transaction = test.write().await;
        for expected in 1..4 {
            transaction
                .fail_attempt([8; 32], at.plus_seconds(expected), at)
                .await
                .unwrap();
            assert_eq!(
                transaction.attempts([8; 32]).await.unwrap(),
                (expected, at.plus_seconds(expected))
            );
        }
        transaction.clear_attempts([8; 32]).await.unwrap();
        assert_eq!(transaction.attempts([8; 32]).await.unwrap().0, 0);
        drop(transaction);
        test.close().await;
    }
}

#[tokio::test]
async fn two_members_restore_a_password_and_never_the_same_one_twice() {
    for place in engines() {
        let test = Fixture::new(&place).await;
        let (at, third) = (FakeClock::BEGINNING, UserId::from_bytes([3; 16]));
        let mut transaction = test.write().await;
        transaction
            .open_restoration([1; 16], USER, OTHER_USER, at.plus_days(3))
            .await
            .unwrap();
        for wrong in [USER, OTHER_USER] {
            assert!(
                !transaction
                    .second_restoration(&[1; 16], wrong, [6; 32], at)
                    .await
                    .unwrap(),
                "{}",
                test.engine
            );
        }
        assert!(
            !transaction
                .second_restoration(&[1; 16], third, [6; 32], at.plus_days(3))
                .await
                .unwrap(),
            "too late"
        );
        assert!(
            transaction
                .second_restoration(&[1; 16], third, [6; 32], at)
                .await
                .unwrap()
        );
        assert!(transaction.restorations(at).await.unwrap().is_empty());
        assert_eq!(
            transaction.use_restoration([7; 32], at).await.unwrap(),
            None
        );
        assert_eq!(
            transaction.use_restoration([6; 32], at).await.unwrap(),
            Some(USER)
        );
        assert_eq!(
            transaction.use_restoration([6; 32], at).await.unwrap(),
            None
        );
        drop(transaction);
        test.close().await;
    }
}

#[tokio::test]
async fn what_is_not_committed_did_not_happen_and_a_reader_keeps_its_picture() {
    for place in engines() {
        let test = Fixture::new(&place).await;
        let file = test.file(A, None).await;
        let mut reader = test.read().await;
        assert_eq!(reader.count_files(MEMBER, "person").await.unwrap(), 1);
        let mut transaction = test.write().await;
        transaction
            .open_file(&new_file(test.file_id(), A, None))
            .await
            .unwrap();
        drop(transaction);
        test.file(A, None).await;
        assert_eq!(
            reader.count_files(MEMBER, "person").await.unwrap(),
            1,
            "{}",
            test.engine
        );
        drop(reader);
        let mut reader = test.read().await;
        assert_eq!(
            reader.count_files(MEMBER, "person").await.unwrap(),
            2,
            "{}",
            test.engine
        );
        assert!(reader.file(MEMBER, file).await.unwrap().is_some());
        drop(reader);
        test.close().await;
    }
}

#[tokio::test]
async fn a_taken_a_missing_and_a_newer_register_are_said_plainly() {
    for place in engines() {
        let test = Fixture::new(&place).await;
        let again = Register::create(
            &test.place,
            KEY,
            [6; 16],
            "x",
            "{}",
            test.clock.clone(),
            test.randomness.clone(),
        )
        .await;
        assert!(
            matches!(again, Err(StoreError::Taken(_))),
            "{}",
            test.engine
        );
        let empty = place.another();
        let missing = Register::open(
            &empty.place,
            KEY,
            test.clock.clone(),
            test.randomness.clone(),
        )
        .await;
        assert!(
            matches!(missing, Err(StoreError::Absent(_))),
            "{}",
            test.engine
        );
        test.register
            .tamper(
                "INSERT INTO formats (version, at) VALUES (99, 0)".to_owned(),
                Vec::new(),
            )
            .await
            .unwrap();
        test.register.close().await;
        let newer = Register::open(
            &test.place,
            KEY,
            test.clock.clone(),
            test.randomness.clone(),
        )
        .await;
        assert!(
            matches!(newer, Err(StoreError::Newer { found: 99, .. })),
            "{}",
            test.engine
        );
        if let Place::Folder(folder) = &test.place {
            let key = KEY.replace('0', "f");
            let wrong = Register::open(
                &test.place,
                &key,
                test.clock.clone(),
                test.randomness.clone(),
            )
            .await;
            assert!(
                matches!(wrong, Err(StoreError::WrongKey)),
                "{:?}",
                wrong.err()
            );
            let bytes = std::fs::read(folder.join(store::REGISTER_FILE)).unwrap();
            assert!(
                !bytes.windows(6).any(|window| window == b"SQLite"),
                "the file is not readable without its key"
            );
        }
    }
}

#[tokio::test]
async fn a_dump_loads_into_the_other_engine_with_the_same_digest() {
    for place in engines() {
        let test = Fixture::new(&place).await;
        for compartment in [A, B, SEALED] {
            let file = test.file(compartment, None).await;
            test.entry(file, compartment, &[i64::MIN, -1, 0, 1, i64::MAX])
                .await;
        }
        let mut blocks = Vec::new();
        let dumped = test
            .register
            .dump(&mut |dump| {
                blocks.push(dump.bytes);
                Ok(())
            })
            .await
            .unwrap();
        let identity = test.register.identity().await.unwrap();
        for target in engines() {
            let other = Register::create_as(
                &target.place,
                KEY,
                &identity,
                test.clock.clone(),
                test.randomness.clone(),
            )
            .await
            .unwrap();
            for block in &blocks {
                other.load(block).await.unwrap();
            }
            assert_eq!(
                other.digest().await.unwrap(),
                dumped,
                "{} to {}",
                place.engine,
                target.engine
            );
            assert_eq!(other.identity().await.unwrap(), identity);
            other.close().await;
        }
        let mut damaged = blocks[0].clone();
        damaged.truncate(damaged.len() - 1);
        assert!(test.register.load(&damaged).await.is_err());
        test.close().await;
    }
}
