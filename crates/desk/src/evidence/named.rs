//! Who is named in a paper, among the people that the reader may read: for papers that come without
//! saying whom they are about. A suggestion and no more; a person decides.

use std::collections::BTreeSet;

use access::Visible;
use store::Carrier;

use super::Paper;
use crate::{Caller, Found, Result, house::House, search::weight};

/// Runs of words that are looked up.
const MOST_RUNS: usize = 150;
/// Characters of each text that are looked at.
const LOOKED_AT: usize = 20_000;
/// Files that are compared.
const CANDIDATES: i64 = 40;
/// Index rows that are looked at.
const CARRIERS: i64 = 2_000;
/// How alike a name in the paper and one in a file must be.
const ALIKE: f32 = 0.8;

/// Two to four words in a row that could be a name: begun with a capital, or of a script without any.
pub(super) fn runs(text: &str) -> Vec<String> {
    let could_be = |word: &str| {
        word.chars().count() >= 2
            && word
                .chars()
                .next()
                .is_some_and(|c| c.is_alphabetic() && !c.is_lowercase())
            && word
                .chars()
                .all(|c| c.is_alphabetic() || matches!(c, '\'' | '’' | '-' | 'ʼ'))
    };
    let mut found = Vec::new();
    let mut seen = BTreeSet::new();
    let room = text
        .char_indices()
        .nth(LOOKED_AT)
        .map_or(text, |(at, _)| text.split_at(at).0);
    for line in room.lines() {
        let mut run: Vec<&str> = Vec::new();
        for word in line.split_whitespace().chain(std::iter::once(".")) {
            let bare = word.trim_matches(|c: char| !c.is_alphabetic());
            let begins = word.starts_with(|c: char| {
                c.is_alphabetic() || matches!(c, '"' | '«' | '(' | '<' | '“')
            });
            if could_be(bare) && begins {
                run.push(bare);
                let ends = word.ends_with([',', ';', ':', '.', ')', '،', '؛']);
                if !ends {
                    continue;
                }
            }
            for width in (2..=4).rev() {
                for window in run.windows(width) {
                    let name = window.join(" ");
                    if seen.insert(name.clone()) {
                        found.push(name);
                    }
                }
            }
            run.clear();
        }
        if found.len() > MOST_RUNS {
            found.truncate(MOST_RUNS);
            break;
        }
    }
    found
}

impl House {
    /// People whom the caller may read and who are named in a paper or in what is attached to it, the
    /// most alike first.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn named_in(
        &self,
        caller: &Caller,
        paper: &Paper,
        limit: usize,
    ) -> Result<Visible<Vec<Found>>> {
        let permit = self.list_right(caller)?;
        let mut names: Vec<String> = Vec::new();
        for text in paper.texts() {
            for name in runs(text) {
                if names.len() < MOST_RUNS && !names.contains(&name) {
                    names.push(name);
                }
            }
        }
        let mut hashes = BTreeSet::new();
        for name in &names {
            for key in names::query_keys(name) {
                for compartment in caller.keyring.values() {
                    hashes.insert(compartment.index.hash(key.class.code(), &key.text));
                }
            }
        }
        let hashes: Vec<i64> = hashes.into_iter().take(8_000).collect();
        let mut transaction = self.read().await?;
        let mut counts = transaction
            .carried(caller.viewer(), &hashes, Carrier::Names, CARRIERS)
            .await?;
        counts.sort_by_key(|(hash, carriers)| (*carriers, *hash));
        let mut asked = Vec::new();
        let mut rows = 0;
        for (hash, carriers) in counts {
            rows += carriers;
            if rows > CARRIERS && !asked.is_empty() {
                break;
            }
            asked.push((hash, weight(carriers)));
        }
        let candidates = transaction
            .candidates(
                caller.viewer(),
                &asked,
                Carrier::Names,
                CARRIERS,
                CANDIDATES,
            )
            .await?;
        let mut files = Vec::new();
        for (file, _) in candidates {
            files.extend(transaction.file(caller.viewer(), file).await?);
        }
        let mut found: Vec<Found> = self
            .lines(caller, &mut transaction, &files)
            .await?
            .into_iter()
            .map(|person| {
                let best = person
                    .names
                    .iter()
                    .map(|known| {
                        let score = names
                            .iter()
                            .map(|name| names::compare(name, &known.text).probability)
                            .fold(0.0_f32, f32::max);
                        (score, known.clone())
                    })
                    .reduce(|best, next| if next.0 > best.0 { next } else { best });
                let (score, matched) =
                    best.map_or((0.0, None), |(score, name)| (score, Some(name)));
                Found {
                    person,
                    score,
                    matched,
                }
            })
            .filter(|found| found.score >= ALIKE)
            .collect();
        found.sort_by(|a, b| {
            b.score
                .total_cmp(&a.score)
                .then(a.person.file.cmp(&b.person.file))
        });
        found.truncate(limit);
        Ok(Visible::new(&permit, found))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn runs_of_words_that_could_be_names() {
        let found = runs(
            "From: Sister\nyesterday Zoya Maria Ardent, of Tumzha, was moved with Iosif Brand.",
        );
        for name in [
            "Zoya Maria Ardent",
            "Zoya Maria",
            "Maria Ardent",
            "Iosif Brand",
        ] {
            assert!(found.iter().any(|run| run == name), "{name}: {found:?}");
        }
        assert!(!found.iter().any(|run| run.contains("Tumzha")), "{found:?}");
        assert!(runs("аб вг").is_empty());
        assert_eq!(runs("نُقلت زويا أردنت").len(), 3);
        assert!(runs(&"Ann Bell Cole Dunn ".repeat(20_000)).len() <= MOST_RUNS);
    }
}
