//! What an erasure leaves so that the next list does not bring the person back as somebody new: keyed
//! hashes of the keys under which lists knew them, the day, and the number of the erased file, which stands
//! among the erasures anyway. No name, no list.
//!
//! They stand among the settings, as the file of a source does: one for each key, named by compartment
//! and hash. The key of the hash is the index key of the compartment, so that outside of it nobody can ask.

use std::collections::{BTreeSet, HashMap};

use casework::{
    people::{Fact, Name},
    sources::Source,
};
use kernel::{CompartmentId, Day, Entry, FileId};
use serde::{Deserialize, Serialize};
use store::Transaction;

use crate::{
    Draft, Result,
    files::ERASED_CLASS,
    house::CompartmentKeys,
    imports::{ImportRow, RowKey},
};

const UNDER: &str = "erased key/";
/// How a row key begins that only stands in for one.
const BY_NAME: &str = "name:";

fn under(compartment: CompartmentId) -> String {
    format!("{UNDER}{compartment}/")
}

/// The name of the setting.
pub(crate) fn setting(compartment: CompartmentId, hash: i64) -> String {
    format!("{}{hash:016x}", under(compartment))
}

/// The hash that a row in review names, as it is written there.
pub(crate) fn hash_of(row_key: &str) -> Option<i64> {
    let digits = row_key.strip_prefix(ROW_KEY)?;
    Some(i64::from_be_bytes(
        u64::from_str_radix(digits, 16).ok()?.to_be_bytes(),
    ))
}

/// How the key of a row in review begins that is about somebody who was erased: it says nothing else.
pub(crate) const ROW_KEY: &str = "erased:";

/// What stands under a key.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Mark {
    /// The day of the erasure.
    pub(crate) on: String,
    /// The file that was erased: its keys are let in together.
    pub(crate) file: FileId,
    /// Whether an officer let them in again.
    #[serde(default)]
    pub(crate) let_in: bool,
}

impl Mark {
    /// One that is left by an erasure.
    pub(crate) fn new(file: FileId, on: Day) -> Self {
        Self {
            on: on.iso(),
            file,
            let_in: false,
        }
    }
}

/// Leaves one.
pub(crate) async fn set(
    transaction: &mut Transaction,
    name: &str,
    mark: &Mark,
) -> std::result::Result<(), store::StoreError> {
    let value = serde_json::to_vec(mark).unwrap_or_default();
    transaction.set_setting(name, value).await
}

/// All of them, for the journal.
pub(crate) async fn all(transaction: &mut Transaction) -> Result<Vec<(String, Mark)>> {
    under_name(transaction, UNDER).await
}

async fn under_name(transaction: &mut Transaction, name: &str) -> Result<Vec<(String, Mark)>> {
    Ok(transaction
        .settings_under(name)
        .await?
        .into_iter()
        .filter_map(|(name, value)| Some((name, serde_json::from_slice(&value).ok()?)))
        .collect())
}

/// Lets somebody in again by whose key a row is known, with all their keys, or keeps them out again.
pub(crate) async fn let_in(
    transaction: &mut Transaction,
    compartment: CompartmentId,
    hash: i64,
    in_again: bool,
) -> Result<()> {
    let name = setting(compartment, hash);
    let marks = under_name(transaction, &under(compartment)).await?;
    let file = marks
        .iter()
        .find(|(known, _)| *known == name)
        .map(|(_, mark)| mark.file);
    for (name, mark) in marks {
        if Some(mark.file) == file {
            let mark = Mark {
                let_in: in_again,
                ..mark
            };
            set(transaction, &name, &mark).await?;
        }
    }
    Ok(())
}

/// Those of one compartment, by their hash.
pub(crate) async fn of_compartment(
    transaction: &mut Transaction,
    compartment: CompartmentId,
) -> Result<HashMap<i64, Day>> {
    let under = under(compartment);
    Ok(under_name(transaction, &under)
        .await?
        .into_iter()
        .filter(|(_, mark)| !mark.let_in)
        .filter_map(|(name, mark)| {
            let digits = name.strip_prefix(&under)?;
            let hash = i64::from_be_bytes(u64::from_str_radix(digits, 16).ok()?.to_be_bytes());
            Some((hash, Day::parse_iso(&mark.on)?))
        })
        .collect())
}

fn row(list: &str, key: &str) -> String {
    format!("row:{}:{}", list.trim(), key.trim())
}

fn person(list: &str, key: &str) -> String {
    format!("person:{}:{}", list.trim(), key.trim())
}

/// A name without its order, its signs and its capitals, and the birth as far as the list says it.
fn by_name(list: &str, name: &str, birth: &str) -> String {
    let words: Vec<String> = casework::words(name).into_iter().collect();
    format!("name:{}:{}:{birth}", list.trim(), words.join(" "))
}

/// The keys of a row of this list, as they would have been left.
pub(crate) fn of_row(keys: &CompartmentKeys, list: &str, row_of_list: &ImportRow) -> Vec<i64> {
    let mut texts = Vec::new();
    match &row_of_list.row_key {
        RowKey::Own(_) | RowKey::Repeated(_) => texts.push(row(list, &row_of_list.row_key.base())),
        RowKey::StandIn(_) => {
            let births: Vec<String> = typed::<Fact>(&row_of_list.drafts)
                .filter_map(birth)
                .collect();
            let births = if births.is_empty() {
                vec![String::new()]
            } else {
                births
            };
            for name in typed::<Name>(&row_of_list.drafts) {
                texts.extend(births.iter().map(|birth| by_name(list, &name.text, birth)));
            }
        }
    }
    if let Some(key) = row_of_list.kept_person_key() {
        texts.push(person(list, &key));
    }
    texts
        .iter()
        .map(|text| keys.index.hash(ERASED_CLASS, text))
        .collect()
}

fn typed<B: casework::Body>(drafts: &[Draft]) -> impl Iterator<Item = B> {
    drafts
        .iter()
        .filter(|draft| draft.kind == B::WORD)
        .filter_map(|draft| serde_json::from_value(draft.body.clone()).ok())
}

fn birth(fact: Fact) -> Option<String> {
    (fact.field == "birth").then(|| fact.date.map_or(fact.value, |date| date.edtf()))
}

/// The settings to be left for a file that is erased: one for each key by which a list could bring the
/// person back. All versions count, withdrawn ones too.
pub(crate) fn of_file(
    keys: &CompartmentKeys,
    compartment: CompartmentId,
    entries: &[Entry],
) -> Vec<String> {
    let mut texts: BTreeSet<String> = BTreeSet::new();
    for entry in entries {
        let Ok(source) = casework::body::<Source>(entry) else {
            continue;
        };
        if let (Some(key), true) = (&source.row_key, source.medium == "list") {
            let of_row = |other: &&Entry| other.inner.sources.contains(&entry.outer.id);
            texts.extend(of_key(&source.title, key, entries.iter().filter(of_row)));
        }
        if let Some(key) = &source.person_key {
            texts.insert(person(&source.title, key));
        }
    }
    texts
        .iter()
        .map(|text| setting(compartment, keys.index.hash(ERASED_CLASS, text)))
        .collect()
}

fn of_key<'a>(list: &str, key: &str, said: impl Iterator<Item = &'a Entry>) -> BTreeSet<String> {
    // The second row under one key is numbered; the next list may have it as the first.
    let numbered = key
        .rsplit_once('#')
        .filter(|(_, number)| number.bytes().all(|digit| digit.is_ascii_digit()));
    let plain = numbered.map_or(key, |(plain, _)| plain);
    let Some(name) = plain.strip_prefix(BY_NAME) else {
        return BTreeSet::from([row(list, key), row(list, plain)]);
    };
    let mut names = BTreeSet::from([name.to_owned()]);
    let mut births = BTreeSet::new();
    for entry in said {
        if let Ok(name) = casework::body::<Name>(entry) {
            names.insert(name.text);
        }
        if let Ok(fact) = casework::body::<Fact>(entry) {
            births.extend(birth(fact));
        }
    }
    if births.is_empty() {
        births.insert(String::new());
    }
    names
        .iter()
        .flat_map(|name| births.iter().map(move |birth| by_name(list, name, birth)))
        .collect()
}
