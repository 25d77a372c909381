//! Prosecutions that a list names by the number of their case: each is a matter with a file of its own,
//! and everybody whose row names it is covered by it. Charges stay with the person.

use std::borrow::Cow;

use casework::{
    Body as _,
    matters::{Covered, Matter},
};
use kernel::FileId;
use store::Transaction;

use super::{
    IMPORT, ImportRow, Sound,
    staging::{Staging, fingerprint},
};
use crate::{Draft, Result, files::WORD_CLASS, house::House};

/// Files that carry a word of a case number and are looked into; a word that more carry tells nothing.
const MOST_CANDIDATES: usize = 200;

/// The name of a court as it is compared: its words without signs and capitals.
fn plain(text: &str) -> String {
    let words: Vec<String> = casework::words(text).into_iter().collect();
    words.join(" ")
}

/// A number as it is compared: its letters and digits. Where one list writes blanks another has none.
fn plain_number(text: &str) -> String {
    text.chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}

/// The words under which a number may stand in the index, the longest first, however it was written.
fn words_of(number: &str) -> Vec<String> {
    let spaced = number.replace(['/', '-', '.'], " ");
    let slashes = number.replace('/', " ");
    let close: String = number.chars().filter(|c| !c.is_whitespace()).collect();
    let mut words: Vec<String> = [number, &slashes, &close, &spaced]
        .into_iter()
        .flat_map(casework::words)
        .collect();
    words.sort_by_key(|word| std::cmp::Reverse(word.chars().count()));
    words.dedup();
    words.truncate(8);
    words
}

fn same_case(one: &Matter, other: &Matter) -> bool {
    let number = |matter: &Matter| matter.case_number.as_deref().map(plain_number);
    // Where one of them does not name the court, the number alone must do.
    let agree = |one: &Option<String>, other: &Option<String>| match (one, other) {
        (Some(one), Some(other)) => plain(one) == plain(other),
        _ => true,
    };
    number(one).is_some()
        && number(one) == number(other)
        && agree(&one.court, &other.court)
        && agree(&one.country, &other.country)
}

impl House {
    /// Puts in the place of each matter that a row names the word that its person is covered by it.
    pub(super) async fn cover<'a>(
        &self,
        staging: &mut Staging<'_>,
        transaction: &mut Transaction,
        row: &ImportRow,
        sound: &mut Sound<'a>,
    ) -> Result<()> {
        let (matters, others): (Vec<_>, Vec<_>) = std::mem::take(&mut sound.drafts)
            .into_iter()
            .partition(|draft| draft.kind == Matter::WORD);
        sound.drafts = others;
        for draft in matters {
            let Ok(matter) = serde_json::from_value::<Matter>(draft.body.clone()) else {
                continue;
            };
            let file = self
                .matter(staging, transaction, row, &draft, &matter)
                .await?;
            let mut covered = Draft::new(&Covered {
                matter: file,
                role: None,
            })?;
            covered.on_behalf_of = Some(IMPORT.to_owned());
            covered.confidence = draft.confidence;
            covered.label = draft.label;
            sound.drafts.push(Cow::Owned(covered));
        }
        Ok(())
    }

    /// The file of a matter: one met in this list, one that is here, or a new one.
    async fn matter(
        &self,
        staging: &mut Staging<'_>,
        transaction: &mut Transaction,
        row: &ImportRow,
        draft: &Draft,
        matter: &Matter,
    ) -> Result<FileId> {
        let number = matter
            .case_number
            .as_deref()
            .map(plain_number)
            .unwrap_or_default();
        let court = matter.court.as_deref().map(plain).unwrap_or_default();
        let key = fingerprint([number.as_str(), court.as_str()]);
        if let Some(file) = staging.cases.get(&key) {
            return Ok(*file);
        }
        let file = match self.known_matter(staging, transaction, matter).await? {
            Some(file) => file,
            None => {
                let (file, open) = self.new_file(
                    &staging.keys,
                    staging.into.compartment,
                    "matter",
                    Some(staging.batch),
                    staging.now.day(),
                )?;
                if !staging.into.dry_run {
                    staging.add_file(file);
                    let source = super::matter_source(staging.into, row)?;
                    let source = self.stage_new(staging, &open, &source)?;
                    let mut draft = draft.clone();
                    draft.sources = vec![source];
                    self.stage_new(staging, &open, &draft)?;
                }
                open.id
            }
        };
        staging.cases.insert(key, file);
        Ok(file)
    }

    /// A matter of this compartment with the same number, whoever recorded it.
    async fn known_matter(
        &self,
        staging: &Staging<'_>,
        transaction: &mut Transaction,
        matter: &Matter,
    ) -> Result<Option<FileId>> {
        let number = matter.case_number.clone().unwrap_or_default();
        for word in words_of(&number) {
            let hash = staging.keys.index.hash(WORD_CLASS, &word);
            let candidates = transaction
                .files_by_hash(staging.into.compartment, hash)
                .await?;
            for (file, entry) in candidates.into_iter().take(MOST_CANDIDATES) {
                let Ok((_, open)) = self.open_file(staging.caller, transaction, file).await else {
                    continue;
                };
                let history = self.history(staging.caller, transaction, &open).await?;
                let same = history
                    .bodies::<Matter>()
                    .into_iter()
                    .any(|(stored, known)| stored.outer.id == entry && same_case(&known, matter));
                if same {
                    return Ok(Some(file));
                }
            }
        }
        Ok(None)
    }
}
