//! Reviewers' decisions improve the weights, compartment by compartment.
//!
//! What is learned is made from decisions that the caller may read, in one compartment, and from how the
//! fields of those pairs agree; nothing of it is stored. It is kept in memory as long as the same
//! decisions stand: one that is taken back is out of it at the next look. A pair is weighed by what was
//! decided where its second file stands.

use std::{
    collections::{BTreeMap, HashMap},
    sync::{Arc, RwLock},
};

use casework::{Body as _, register::Link};
use kernel::{CompartmentId, EntryId, UserId};
use linkage::{Example, Taught, weigh};
use store::Transaction;

use super::portrait;
use crate::{Caller, Result, files::FACET_CLASS, house::House};

/// So many decisions teach; the oldest ids first, so that one more changes nothing else.
const MOST: i64 = 1_000;
/// What was learned is kept for so many callers and compartments.
const KEPT: usize = 64;

/// What was learned from one compartment, for one caller.
#[derive(Clone, Default)]
struct Lesson {
    /// The decisions by entry and version; nothing for one that teaches nothing.
    examples: BTreeMap<(EntryId, i64), Option<Example>>,
    /// What the caller read then: whoever reads less starts anew.
    reads: Vec<CompartmentId>,
    taught: Arc<Taught>,
}

/// What was learned, in memory only.
#[derive(Default)]
pub(crate) struct Lessons(RwLock<HashMap<(UserId, CompartmentId), Lesson>>);

impl Lessons {
    fn get(&self, key: (UserId, CompartmentId)) -> Lesson {
        self.0
            .read()
            .ok()
            .and_then(|known| known.get(&key).cloned())
            .unwrap_or_default()
    }

    fn set(&self, key: (UserId, CompartmentId), lesson: Lesson) {
        if let Ok(mut known) = self.0.write() {
            if known.len() >= KEPT && !known.contains_key(&key) {
                known.clear();
            }
            known.insert(key, lesson);
        }
    }
}

impl House {
    /// What decisions taught in each compartment that the caller reads.
    pub(super) async fn taught_everywhere(
        &self,
        caller: &Caller,
        transaction: &mut Transaction,
    ) -> Result<BTreeMap<CompartmentId, Arc<Taught>>> {
        let mut taught = BTreeMap::new();
        for (compartment, kinds) in access::readable(&caller.actor) {
            if kinds.contains(Link::WORD) && caller.keyring.contains_key(&compartment) {
                let lesson = self.taught(caller, transaction, compartment).await?;
                taught.insert(compartment, lesson);
            }
        }
        Ok(taught)
    }

    /// What decisions taught in one compartment: nothing where the caller may not read them.
    pub(super) async fn taught(
        &self,
        caller: &Caller,
        transaction: &mut Transaction,
        compartment: CompartmentId,
    ) -> Result<Arc<Taught>> {
        let (Ok(_reads), Some(keys)) = (
            self.read_right(caller, compartment, Link::WORD),
            caller.keyring.get(&compartment),
        ) else {
            return Ok(Arc::default());
        };
        let hashes: Vec<(i64, i64)> = ["link=same", "link=apart"]
            .iter()
            .map(|facet| (keys.index.hash(FACET_CLASS, facet), 1))
            .collect();
        let carried = transaction.carriers(&hashes, MOST, MOST).await?;
        let key = (caller.actor.user, compartment);
        let reads: Vec<CompartmentId> = access::readable(&caller.actor)
            .into_iter()
            .map(|(place, _)| place)
            .collect();
        let mut before = self.lessons.get(key);
        if before.reads != reads {
            before = Lesson::default();
        }
        let mut examples = BTreeMap::new();
        for one in &carried {
            let place = (one.entry, one.version);
            let example = match before.examples.get(&place) {
                Some(known) => known.clone(),
                None => {
                    self.example(caller, transaction, one.file, one.entry)
                        .await?
                }
            };
            examples.insert(place, example);
        }
        if examples == before.examples {
            return Ok(before.taught);
        }
        let told: Vec<Example> = examples.values().flatten().cloned().collect();
        let taught = Arc::new(Taught::learn(&told));
        self.lessons.set(
            key,
            Lesson {
                examples,
                reads,
                taught: Arc::clone(&taught),
            },
        );
        Ok(taught)
    }

    /// What one decision teaches: nothing when it was taken back, or one of the two cannot be read.
    async fn example(
        &self,
        caller: &Caller,
        transaction: &mut Transaction,
        file: kernel::FileId,
        entry: EntryId,
    ) -> Result<Option<Example>> {
        // Each file by itself: what is linked would be compared with itself.
        let Some((first, _)) = self.alone(caller, transaction, file).await? else {
            return Ok(None);
        };
        let Some(link) = first
            .bodies::<Link>()
            .into_iter()
            .find(|(stored, _)| stored.outer.id == entry)
            .map(|(_, link)| link)
            .filter(|link| link.decision != "unsure")
        else {
            return Ok(None);
        };
        let Some((second, _)) = self.alone(caller, transaction, link.other).await? else {
            return Ok(None);
        };
        let (first, second) = (portrait(&first), portrait(&second));
        let population = self.population(caller, transaction, &first.names).await?;
        Ok(Some(Example::of(
            &weigh(&first, &second, population),
            link.decision == "same",
        )))
    }
}
