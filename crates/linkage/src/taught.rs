//! What reviewers' decisions make of the weights of [`weigh`](crate::weigh).
//!
//! The weights there are fixed. Each decision *same* or *apart* says whether they were right for one
//! pair; many say, field by field, how far they are off where these people live: that towns are
//! written carelessly, that years of birth are guessed. What is learned is added to the weights, and
//! is logistic regression over what was there before, held back (ridge): with few decisions nothing
//! moves, and no field moves by more than [`MOST_BITS`].

use serde::{Deserialize, Serialize};

use crate::fields::Field;
use crate::model::probability;
use crate::weigh::{Accord, Population, Portrait, Weighed, weigh};

/// Fewer decisions than these of either kind teach nothing.
pub const LEAST_DECISIONS: usize = 10;
/// No field and accord is changed by more bits.
pub const MOST_BITS: f32 = 3.0;
/// A field and accord seen in fewer decisions stays as it is.
const LEAST_SEEN: usize = 6;
/// How far a weight, and the sum of all, is likely to be off before anything is learned: in bits.
const LIKELY: f64 = 0.8;
const LIKELY_SHIFT: f64 = 1.5;
/// Pairs surer than this teach as if they were this sure.
const SUREST: f64 = 12.0;
const ROUNDS: usize = 200;

/// A decision, without anything that was compared: how each field agreed, and what came of it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Example {
    /// How each field that both have agreed.
    pub accords: Vec<(Field, Accord)>,
    /// The binary logarithm of the odds by the fixed weights.
    pub log_odds: f32,
    /// Whether they are one person.
    pub same: bool,
}

impl Example {
    /// A decision about a pair as the fixed weights see it.
    #[must_use]
    pub fn of(weighed: &Weighed, same: bool) -> Self {
        Self {
            accords: weighed
                .weights
                .iter()
                .map(|weight| (weight.field, weight.accord))
                .collect(),
            log_odds: weighed.log_odds,
            same,
        }
    }
}

/// What decisions taught.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Taught {
    /// Decisions *same* it was learned from.
    pub same: usize,
    /// Decisions *apart*.
    pub apart: usize,
    /// Bits for every pair.
    pub shift: f32,
    /// Bits for a field that agrees so.
    pub fields: Vec<(Field, Accord, f32)>,
}

impl Taught {
    /// Learns from decisions; nothing from fewer than [`LEAST_DECISIONS`] of either kind.
    #[must_use]
    pub fn learn(examples: &[Example]) -> Self {
        let same = examples.iter().filter(|example| example.same).count();
        let mut taught = Self {
            same,
            apart: examples.len() - same,
            ..Self::default()
        };
        if taught.same.min(taught.apart) < LEAST_DECISIONS {
            return taught;
        }
        let mut columns: Vec<(Field, Accord)> = Vec::new();
        for accord in examples.iter().flat_map(|example| &example.accords) {
            let seen = examples
                .iter()
                .filter(|example| example.accords.contains(accord))
                .count();
            if seen >= LEAST_SEEN && !columns.contains(accord) {
                columns.push(*accord);
            }
        }
        columns.sort_by_key(|(field, accord)| (field.word(), *accord));
        let mut found = vec![0.0_f64; columns.len() + 1];
        let holds = |example: &Example, column: usize| {
            column == 0
                || columns
                    .get(column - 1)
                    .is_some_and(|accord| example.accords.contains(accord))
        };
        for _ in 0..ROUNDS {
            let mut moved = 0.0_f64;
            for column in 0..found.len() {
                let likely = if column == 0 { LIKELY_SHIFT } else { LIKELY };
                let present = found.get(column).copied().unwrap_or_default();
                let mut gradient = -present / (likely * likely);
                let mut curve = 1.0 / (likely * likely);
                for example in examples.iter().filter(|example| holds(example, column)) {
                    let learned: f64 = found
                        .iter()
                        .enumerate()
                        .filter(|(other, _)| holds(example, *other))
                        .map(|(_, bits)| bits)
                        .sum();
                    let odds = f64::from(example.log_odds).clamp(-SUREST, SUREST) + learned;
                    let belief = 1.0 / (1.0 + (-odds).exp2());
                    let truth = f64::from(u8::from(example.same));
                    gradient += std::f64::consts::LN_2 * (truth - belief);
                    curve += std::f64::consts::LN_2.powi(2) * belief * (1.0 - belief);
                }
                let most = f64::from(MOST_BITS);
                let next = (present + (gradient / curve).clamp(-1.0, 1.0)).clamp(-most, most);
                moved = moved.max((next - present).abs());
                if let Some(slot) = found.get_mut(column) {
                    *slot = next;
                }
            }
            if moved < 1e-6 {
                break;
            }
        }
        taught.shift = found.first().copied().unwrap_or_default() as f32;
        taught.fields = columns
            .iter()
            .zip(found.iter().skip(1))
            .map(|((field, accord), bits)| (*field, *accord, *bits as f32))
            .collect();
        taught
    }

    /// Whether anything was learned.
    #[must_use]
    pub fn says_something(&self) -> bool {
        self.shift != 0.0 || !self.fields.is_empty()
    }

    /// The bits learned for a field that agrees so.
    #[must_use]
    pub fn bits(&self, field: Field, accord: Accord) -> f32 {
        self.fields
            .iter()
            .find(|(known, so, _)| *known == field && *so == accord)
            .map_or(0.0, |(_, _, bits)| *bits)
    }
}

/// Weighs two people with what decisions taught. Whether they are rather kin is not learned: brothers
/// and sisters are few among decisions, and a wrong word about them joins two people.
#[must_use]
pub fn weigh_taught(
    one: &Portrait,
    other: &Portrait,
    population: Population,
    taught: &Taught,
) -> Weighed {
    let mut weighed = weigh(one, other, population);
    if !taught.says_something() {
        return weighed;
    }
    let mut sum = taught.shift;
    for weight in &mut weighed.weights {
        weight.learned = taught.bits(weight.field, weight.accord);
        sum += weight.learned;
    }
    weighed.log_odds += sum;
    weighed.probability = probability(weighed.log_odds);
    weighed
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn example(accords: &[(Field, Accord)], log_odds: f32, same: bool) -> Example {
        Example {
            accords: accords.to_vec(),
            log_odds,
            same,
        }
    }

    /// Reviewers who join people of different towns and part people of one year.
    fn decisions(times: usize) -> Vec<Example> {
        let town = [
            (Field::FullName, Accord::Same),
            (Field::Place, Accord::Different),
        ];
        let year = [
            (Field::FullName, Accord::Same),
            (Field::BirthDate, Accord::Similar),
        ];
        (0..times)
            .flat_map(|_| [example(&town, -0.7, true), example(&year, 0.7, false)])
            .collect()
    }

    #[test]
    fn few_decisions_teach_nothing() {
        let few = Taught::learn(&decisions(LEAST_DECISIONS - 1));
        assert!(!few.says_something(), "{few:?}");
        assert_eq!((few.same, few.apart), (9, 9));
        let one_sided: Vec<Example> = decisions(50)
            .into_iter()
            .filter(|example| example.same)
            .collect();
        assert!(!Taught::learn(&one_sided).says_something());
    }

    #[test]
    fn decisions_move_what_they_are_about_and_less_when_they_are_fewer() {
        let many = Taught::learn(&decisions(60));
        let town = many.bits(Field::Place, Accord::Different);
        let year = many.bits(Field::BirthDate, Accord::Similar);
        assert!(town > 1.0 && year < -1.0, "{many:?}");
        assert!(
            many.bits(Field::FullName, Accord::Same).abs() < 0.5,
            "{many:?}"
        );
        assert_eq!(many.bits(Field::MotherName, Accord::Same), 0.0);
        let fewer = Taught::learn(&decisions(12));
        assert!(fewer.bits(Field::Place, Accord::Different) < town);
        // Taken back, it is as if it had never been said.
        let mut more = decisions(12);
        more.push(example(&[(Field::Sex, Accord::Different)], 2.0, false));
        more.pop();
        assert_eq!(Taught::learn(&more), fewer);
    }

    #[test]
    fn weights_that_are_right_stay() {
        // Of pairs with even odds, half are same.
        let even: Vec<Example> = (0..200)
            .map(|number| example(&[(Field::FullName, Accord::Same)], 0.0, number % 2 == 0))
            .collect();
        let taught = Taught::learn(&even);
        assert!(
            taught.shift.abs() < 0.01 && taught.bits(Field::FullName, Accord::Same).abs() < 0.01
        );
    }

    proptest! {
        /// Whatever is decided, nothing moves far, and the order of decisions does not matter.
        #[test]
        fn nothing_moves_far(told in proptest::collection::vec((0_usize..10, 0_usize..5, -40.0_f32..40.0, any::<bool>()), 0..80)) {
            let accords = [Accord::Same, Accord::Similar, Accord::Near, Accord::Different, Accord::Generation];
            let fields = [Field::FullName, Field::FatherName, Field::MotherName, Field::BirthDate, Field::BirthPlace,
                Field::Place, Field::Sex, Field::ArrestDate, Field::Country, Field::Identity];
            let mut examples: Vec<Example> = told.iter()
                .map(|(field, accord, odds, same)| example(&[(fields[*field], accords[*accord])], *odds, *same))
                .collect();
            let taught = Taught::learn(&examples);
            prop_assert!(taught.shift.abs() <= MOST_BITS);
            prop_assert!(taught.fields.iter().all(|(_, _, bits)| bits.abs() <= MOST_BITS));
            examples.reverse();
            let again = Taught::learn(&examples);
            prop_assert_eq!(taught.fields.len(), again.fields.len());
            for ((_, _, a), (_, _, b)) in taught.fields.iter().zip(&again.fields) {
                prop_assert!((a - b).abs() < 0.01);
            }
        }
    }
}
