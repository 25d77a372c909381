//! The pairs of names that the programs here learn from and measure on.
//!
//! Pairs are kept back by whole words. Words that stand for each other in a pair of the same name
//! belong together, and so do all words connected that way, in all languages at once: such a family
//! of words is learned from or kept back as a whole, so that nothing judged was seen before. A pair
//! whose words fall on both sides is dropped. Burmese names are phrases, and one common word would
//! connect most of them; there each Latin word decides for itself.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::error::Error;

/// The language whose names are not cut into words.
pub(crate) const RUN_TOGETHER: &str = "burmese";

/// One labelled pair as the files have it.
pub(crate) struct Pair {
    pub(crate) latin: String,
    pub(crate) other: String,
    pub(crate) language: String,
    pub(crate) same: bool,
}

/// The pairs of files with the columns `name_a,name_b,script_language,same,kind`.
pub(crate) fn read(files: &[String]) -> Result<Vec<Pair>, Box<dyn Error>> {
    let mut out = Vec::new();
    for file in files {
        let mut reader = csv::Reader::from_path(file)?;
        for row in reader.deserialize() {
            let (latin, other, language, same, _): (String, String, String, u8, String) = row?;
            out.push(Pair {
                latin,
                other,
                language,
                same: same == 1,
            });
        }
    }
    Ok(out)
}

/// The words of a name.
pub(crate) fn words(name: &str) -> Vec<String> {
    name.to_lowercase()
        .split(|c: char| c.is_whitespace() || matches!(c, '·' | '・' | '•'))
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect()
}

/// A word or phrase in Latin letters and in another script.
pub(crate) type Twin = (String, String);

/// What is learned from and what is kept back, by language.
pub(crate) struct Parted {
    pub(crate) learned: BTreeMap<String, Vec<Twin>>,
    pub(crate) kept: BTreeMap<String, Vec<Twin>>,
    pub(crate) families: HashMap<String, String>,
}

/// Of ten families of words three are kept back.
fn is_kept(family: &str) -> bool {
    let mix = family
        .bytes()
        .fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
        });
    (mix >> 20) % 10 < 3
}

fn latin_key(word: &str) -> String {
    format!("latin {word}")
}

fn root(parents: &mut HashMap<String, String>, word: &str) -> String {
    let mut at = word.to_owned();
    while let Some(parent) = parents.get(&at) {
        if *parent == at {
            break;
        }
        at.clone_from(parent);
    }
    parents.insert(word.to_owned(), at.clone());
    at
}

/// Parts the pairs of the same name into words learned from and words kept back.
pub(crate) fn part(pairs: &[Pair]) -> Parted {
    let mut parents: HashMap<String, String> = HashMap::new();
    let mut twins: BTreeMap<String, BTreeSet<Twin>> = BTreeMap::new();
    for pair in pairs.iter().filter(|pair| pair.same) {
        let entry = twins.entry(pair.language.clone()).or_default();
        if pair.language == RUN_TOGETHER {
            entry.insert((pair.latin.to_lowercase(), pair.other.clone()));
            continue;
        }
        let (ones, others) = (words(&pair.latin), words(&pair.other));
        if ones.len() != others.len() {
            continue;
        }
        for (one, other) in ones.iter().zip(&others) {
            let (a, b) = (
                root(&mut parents, &latin_key(one)),
                root(&mut parents, &format!("{} {other}", pair.language)),
            );
            let (low, high) = if a <= b { (a, b) } else { (b, a) };
            parents.insert(high, low);
            entry.insert((one.clone(), other.clone()));
        }
    }
    let mut out = Parted {
        learned: BTreeMap::new(),
        kept: BTreeMap::new(),
        families: HashMap::new(),
    };
    for (language, twins) in twins {
        for (latin, other) in twins {
            let sides: BTreeSet<bool> = words(&latin)
                .iter()
                .map(|word| is_kept(&root(&mut parents, &latin_key(word))))
                .collect();
            let side = match (sides.contains(&true), sides.contains(&false)) {
                (true, false) => &mut out.kept,
                (false, true) => &mut out.learned,
                _ => continue,
            };
            if language != RUN_TOGETHER {
                out.families
                    .insert(latin.clone(), root(&mut parents, &latin_key(&latin)));
            }
            side.entry(language.clone())
                .or_default()
                .push((latin, other));
        }
    }
    out
}

impl Parted {
    /// Whether two Latin words belong to different families: neither is a spelling of the other.
    pub(crate) fn apart(&self, one: &str, other: &str) -> bool {
        one != other
            && match (self.families.get(one), self.families.get(other)) {
                (Some(one), Some(other)) => one != other,
                _ => true,
            }
    }
}

/// Numbers that look random and are the same at every run.
pub(crate) struct Dice(pub(crate) u64);

impl Dice {
    /// A number below the limit.
    pub(crate) fn roll(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mix = self.0;
        mix = (mix ^ (mix >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mix = (mix ^ (mix >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mix ^= mix >> 31;
        usize::try_from(mix % u64::try_from(limit.max(1)).unwrap_or(1)).unwrap_or(0)
    }

    /// One of the items.
    pub(crate) fn pick<'a, T>(&mut self, items: &'a [T]) -> Option<&'a T> {
        items.get(self.roll(items.len()))
    }
}

/// A pair of names put together from words.
pub(crate) struct Composed {
    pub(crate) latin: String,
    pub(crate) other: String,
    pub(crate) same: bool,
}

/// Pairs of names of two words, equally many of the same name, of names that share no word and of
/// names that share one. Phrases are not put together: there the hard pairs begin alike.
pub(crate) fn compose(
    parted: &Parted,
    language: &str,
    twins: &[Twin],
    each: usize,
) -> Vec<Composed> {
    let mut dice = Dice(1);
    let mut out = Vec::with_capacity(3 * each);
    let mut push = |latin: String, other: String, same: bool| {
        out.push(Composed { latin, other, same });
    };
    if language == RUN_TOGETHER {
        for (place, (latin, other)) in twins.iter().enumerate() {
            push(latin.clone(), other.clone(), true);
            if let Some((stranger, wrong)) = dice.pick(twins)
                && stranger != latin
            {
                push(latin.clone(), wrong.clone(), false);
            }
            let beginning: String = latin.chars().take(3).collect();
            let alike: Vec<&Twin> = twins
                .iter()
                .enumerate()
                .filter(|(at, (latin, _))| *at != place && latin.starts_with(&beginning))
                .map(|(_, twin)| twin)
                .filter(|(stranger, wrong)| stranger != latin && wrong != other)
                .collect();
            if let Some((_, wrong)) = dice.pick(&alike) {
                push(latin.clone(), wrong.clone(), false);
            }
        }
        return out;
    }
    for _ in 0..each {
        let (Some(a), Some(b), Some(c), Some(d)) = (
            dice.pick(twins),
            dice.pick(twins),
            dice.pick(twins),
            dice.pick(twins),
        ) else {
            break;
        };
        let apart = [(a, b), (a, c), (a, d), (b, c), (b, d), (c, d)]
            .iter()
            .all(|(one, other)| parted.apart(&one.0, &other.0));
        if !apart {
            continue;
        }
        let latin = format!("{} {}", a.0, b.0);
        push(latin.clone(), format!("{} {}", a.1, b.1), true);
        push(latin.clone(), format!("{} {}", c.1, d.1), false);
        if dice.roll(2) == 0 {
            push(latin, format!("{} {}", a.1, d.1), false);
        } else {
            push(latin, format!("{} {}", c.1, b.1), false);
        }
    }
    out
}
