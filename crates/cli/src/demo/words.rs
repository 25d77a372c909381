//! Names, places, charges and trades of invented countries, put together by a generator that gives
//! the same people every time.
//!
//! The words are ordinary or made up; the towns, prisons, courts and articles do not exist. Family
//! names are rare or invented ones, so that no combination is somebody who is known.

use std::collections::HashSet;

use desk::{DeskError, Result};
use serde::Deserialize;

const FILES: [&str; 4] = [
    include_str!("data/words/veldoria.toml"),
    include_str!("data/words/qasran.toml"),
    include_str!("data/words/maubin.toml"),
    include_str!("data/words/hanlu.toml"),
];

/// A word in the country's own writing and in Latin letters.
pub(super) type Pair = [String; 2];

/// How the parts of a name follow each other.
#[derive(Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Order {
    /// Given name, the father's name, family name.
    GivenPatronymicFamily,
    /// Given name, the father's given name, family name.
    GivenFatherFamily,
    /// Family name and given name; written together in the own script.
    FamilyGiven,
    /// Three or four syllables, none of them a family's; written together in the own script.
    Syllables,
}

/// A charge: article, original text, translation, code.
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Article {
    pub(super) article: String,
    pub(super) text: String,
    pub(super) translation: String,
    pub(super) code: String,
}

/// The words of one country.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Country {
    pub(super) code: String,
    pub(super) language: String,
    pub(super) law: String,
    order: Order,
    women: Vec<Pair>,
    men: Vec<Pair>,
    /// Family names; four words where women's differ from men's.
    #[serde(default)]
    families: Vec<Vec<String>>,
    #[serde(default)]
    patronymics: Vec<[String; 4]>,
    pub(super) towns: Vec<Pair>,
    pub(super) courts: Vec<String>,
    /// Places of custody: vocabulary code and name.
    pub(super) remand: Vec<[String; 2]>,
    pub(super) prisons: Vec<[String; 2]>,
    pub(super) articles: Vec<Article>,
    pub(super) occupations: Vec<String>,
    pub(super) authorities: Vec<String>,
}

/// The countries of the lists.
pub(super) fn countries() -> Result<Vec<Country>> {
    FILES
        .iter()
        .map(|text| {
            toml::from_str(text)
                .map_err(|error| DeskError::List(format!("words of a country: {error}")))
        })
        .collect()
}

/// A generator of numbers (SplitMix64): small, even enough, and the same on every machine.
pub(super) struct Dice(u64);

impl Dice {
    pub(super) const fn new(seed: u64) -> Self {
        Self(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// What would come next, without coming.
    pub(super) fn peek(&self) -> u64 {
        Self(self.0).next()
    }

    /// A number from 0 up to, but not, `below`.
    pub(super) fn below(&mut self, below: u64) -> u64 {
        self.next() % below.max(1)
    }

    /// A number from `low` to `high`, both included.
    pub(super) fn between(&mut self, low: i32, high: i32) -> i32 {
        let span = u64::try_from(i64::from(high) - i64::from(low) + 1).unwrap_or(1);
        low.saturating_add(i32::try_from(self.below(span)).unwrap_or(0))
    }

    /// Whether something that happens in so many of a hundred happens now.
    pub(super) fn chance(&mut self, percent: u64) -> bool {
        self.below(100) < percent
    }

    pub(super) fn pick<'a, T>(&mut self, from: &'a [T]) -> Result<&'a T> {
        let count = u64::try_from(from.len()).unwrap_or(1);
        let position = usize::try_from(self.below(count)).unwrap_or(0);
        from.get(position)
            .ok_or(DeskError::Inside("a list of words is empty"))
    }
}

/// Somebody's name, told apart into parts.
pub(super) struct Named {
    pub(super) own: String,
    pub(super) latin: String,
    /// Role, own writing, Latin.
    pub(super) parts: Vec<(&'static str, String, String)>,
}

impl Country {
    /// A name that nobody in the register bears yet, in either script.
    pub(super) fn name(
        &self,
        dice: &mut Dice,
        woman: bool,
        taken: &mut HashSet<String>,
    ) -> Result<Named> {
        for _ in 0..500 {
            let named = self.compose(dice, woman)?;
            if !taken.contains(&named.own) && !taken.contains(&named.latin) {
                taken.insert(named.own.clone());
                taken.insert(named.latin.clone());
                return Ok(named);
            }
        }
        Err(DeskError::Inside(
            "the words of a country make too few names",
        ))
    }

    fn compose(&self, dice: &mut Dice, woman: bool) -> Result<Named> {
        let given = if woman { &self.women } else { &self.men };
        let mut parts: Vec<(&'static str, String, String)> = Vec::new();
        let mut push = |role, [own, latin]: &Pair| parts.push((role, own.clone(), latin.clone()));
        match self.order {
            Order::GivenPatronymicFamily => {
                push("given", dice.pick(given)?);
                let [own_m, latin_m, own_f, latin_f] = dice.pick(&self.patronymics)?.clone();
                push(
                    "patronymic",
                    &if woman {
                        [own_f, latin_f]
                    } else {
                        [own_m, latin_m]
                    },
                );
                push("family", &family(dice.pick(&self.families)?, woman)?);
            }
            Order::GivenFatherFamily => {
                push("given", dice.pick(given)?);
                push("patronymic", dice.pick(&self.men)?);
                push("family", &family(dice.pick(&self.families)?, woman)?);
            }
            Order::FamilyGiven => {
                push("family", &family(dice.pick(&self.families)?, woman)?);
                push("given", dice.pick(given)?);
            }
            Order::Syllables => {
                for _ in 0..(if woman { 3 } else { 4 }) {
                    push("given", dice.pick(given)?);
                }
            }
        }
        let repeated = parts
            .windows(2)
            .any(|pair| matches!(pair, [one, other] if one.1 == other.1));
        if repeated {
            return self.compose(dice, woman);
        }
        let together = matches!(self.order, Order::FamilyGiven | Order::Syllables);
        let own: Vec<&str> = parts.iter().map(|(_, own, _)| own.as_str()).collect();
        let latin: Vec<&str> = parts.iter().map(|(_, _, latin)| latin.as_str()).collect();
        Ok(Named {
            own: own.join(if together { "" } else { " " }),
            latin: latin.join(" "),
            parts,
        })
    }
}

fn family(words: &[String], woman: bool) -> Result<Pair> {
    let pair = match words {
        [_, _, own, latin] if woman => [own, latin],
        [own, latin, ..] => [own, latin],
        _ => return Err(DeskError::Inside("a family name has no Latin form")),
    };
    Ok(pair.map(Clone::clone))
}
