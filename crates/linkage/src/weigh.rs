//! Two people known well enough to be compared one by one: evidence field by field, without a list
//! to learn from.
//!
//! [`link`](crate::link) learns its weights from millions of pairs. Whoever enters one person, or
//! looks at one pair, has no such pairs at hand: here the weights are fixed, the rarity of the name
//! is told by the caller, and kin are weighed against one person as in the rest of this crate:
//! brothers share everything but the given name and the day of birth, and stay apart.

use kernel::PartialDate;
use names::{Prepared, compare_prepared, prepare};
use serde::{Deserialize, Serialize};

use crate::date::{Compact, agreement, level};
use crate::fields::Field;
use crate::model::probability;
use crate::whole::share_one_word;

/// What is known of one person, as far as it tells people apart. Every field may have several
/// values: what agrees best counts.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Portrait {
    /// Whole names, in any script.
    pub names: Vec<String>,
    /// Names of the father, patronymics too.
    pub fathers: Vec<String>,
    /// Names of the mother.
    pub mothers: Vec<String>,
    /// Dates of birth.
    pub births: Vec<PartialDate>,
    /// Places of birth or origin.
    pub birth_places: Vec<String>,
    /// Places of residence and detention.
    pub places: Vec<String>,
    /// Sex, as a code.
    pub sexes: Vec<String>,
    /// Dates of arrest.
    pub arrests: Vec<PartialDate>,
    /// Countries of the case, as codes.
    pub countries: Vec<String>,
    /// Numbers that an authority gave.
    pub identities: Vec<String>,
}

/// How two values agree.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Accord {
    /// They say the same.
    Same,
    /// They may say the same: another spelling, another precision, exchanged figures.
    Similar,
    /// Close to each other, not the same.
    Near,
    /// They differ.
    Different,
    /// They differ by a generation.
    Generation,
}

/// What one field brings to a pair.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Weight {
    /// What was compared.
    pub field: Field,
    /// How the two agree.
    pub accord: Accord,
    /// The value of the first that agrees best.
    pub left: String,
    /// The value of the second that agrees best.
    pub right: String,
    /// Binary logarithm of how much likelier this is for one person than for two.
    pub bits: f32,
    /// What reviewers' decisions add to that ([`crate::Taught`]).
    #[serde(default)]
    pub learned: f32,
}

/// A pair, weighed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Weighed {
    /// Field by field, what is known of both.
    pub weights: Vec<Weight>,
    /// The probability that the two are one person.
    pub probability: f32,
    /// The binary logarithm of the odds for it.
    pub log_odds: f32,
    /// Whether kin explain the pair better than one person.
    pub rather_kin: bool,
}

/// What has to be known of all people to weigh two of them.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Population {
    /// How many people the two were taken from.
    pub people: f64,
    /// Binary logarithm of how rare the name is among them: 10 for one in a thousand.
    pub name_rarity: f32,
}

/// Of the people of a register, one in so many has a second file.
const SECOND_FILES: f64 = 0.2;
/// A name never says more, and never less, than this.
const MOST_NAME_BITS: f32 = 22.0;
const LEAST_NAME_BITS: f32 = -10.0;
/// From this likelihood on two words are taken for one.
const ALIKE: f32 = 0.6;
/// Kin among pairs that share a key, for each pair of one person.
const KIN_PRIOR: f32 = -1.5;
/// What one shared word of a name is worth for kin.
const KIN_NAME: f32 = 7.0;
/// Few are named as their father or mother: so much less than for one person.
const CALLED_AFTER: f32 = 4.0;
/// Twins are rare.
const TWINS: f32 = -6.5;

/// Weighs two people.
#[must_use]
pub fn weigh(one: &Portrait, other: &Portrait, population: Population) -> Weighed {
    let mut weights = Vec::new();
    let name = names(one, other, population.name_rarity);
    weights.extend(name.clone());
    weights.extend(words(
        Field::FatherName,
        &one.fathers,
        &other.fathers,
        [5.0, -5.0],
    ));
    weights.extend(words(
        Field::MotherName,
        &one.mothers,
        &other.mothers,
        [5.0, -5.0],
    ));
    weights.extend(dates(Field::BirthDate, &one.births, &other.births));
    weights.extend(words(
        Field::BirthPlace,
        &one.birth_places,
        &other.birth_places,
        [3.5, -1.5],
    ));
    weights.extend(words(Field::Place, &one.places, &other.places, [2.5, -0.7]));
    weights.extend(codes(Field::Sex, &one.sexes, &other.sexes, [0.8, -6.0]));
    weights.extend(dates(Field::ArrestDate, &one.arrests, &other.arrests));
    weights.extend(codes(
        Field::Country,
        &one.countries,
        &other.countries,
        [1.0, -3.0],
    ));
    weights.extend(codes(
        Field::Identity,
        &one.identities,
        &other.identities,
        [14.0, -6.0],
    ));
    let bits: f32 = weights.iter().map(|weight| weight.bits).sum();
    let prior = (SECOND_FILES / population.people.max(20.0)).log2() as f32;
    let kin = kin_bits(name.as_ref(), &weights);
    let against = kin.map_or(0.0, |kin| {
        (1.0 + (prior + KIN_PRIOR + kin).min(100.0).exp2()).log2()
    });
    let log_odds = prior + bits - against;
    Weighed {
        probability: probability(log_odds),
        log_odds,
        rather_kin: kin.is_some_and(|kin| KIN_PRIOR + kin > bits),
        weights,
    }
}

/// How much likelier it is for kin than for strangers, if the two look like kin at all.
fn kin_bits(name: Option<&Weight>, weights: &[Weight]) -> Option<f32> {
    let name = name?;
    let generation = weights
        .iter()
        .any(|weight| weight.field == Field::BirthDate && weight.accord == Accord::Generation);
    let called_alike = name.bits > 0.0;
    let shares_a_word = share_one_word(&name.left, &name.right);
    if !(shares_a_word || called_alike && generation) {
        return None;
    }
    let mut bits = 0.0;
    for weight in weights {
        bits += match weight.field {
            Field::FullName if shares_a_word => KIN_NAME,
            Field::FullName => weight.bits - CALLED_AFTER,
            // A son has another father than his father has.
            Field::FatherName | Field::MotherName if generation => 0.0,
            Field::FatherName
            | Field::MotherName
            | Field::BirthPlace
            | Field::Place
            | Field::ArrestDate
            | Field::Country => weight.bits,
            Field::BirthDate => match weight.accord {
                Accord::Same | Accord::Similar => weight.bits + TWINS,
                Accord::Near => -0.5,
                Accord::Different | Accord::Generation => 0.5,
            },
            Field::Identity => weight.bits.min(0.0),
            _ => 0.0,
        };
    }
    Some(bits)
}

/// A name, ready to be compared, with the script of its original where it is a reading in Latin letters
/// of another name of the same person.
struct Ready<'a> {
    text: &'a String,
    name: Prepared,
    script: kernel::Script,
    original: Option<kernel::Script>,
}

/// From this likelihood on a name in Latin letters reads one in another script.
const READS: f32 = 0.5;

fn ready(texts: &[String]) -> Vec<Ready<'_>> {
    let mut all: Vec<Ready<'_>> = texts
        .iter()
        .filter(|text| !text.trim().is_empty())
        .map(|text| Ready {
            text,
            name: prepare(text),
            script: kernel::script_of(text),
            original: None,
        })
        .collect();
    let is_latin = |ready: &Ready<'_>| ready.script.code() == "Latn";
    let originals: Vec<Option<kernel::Script>> = all
        .iter()
        .map(|reading| {
            is_latin(reading)
                .then(|| {
                    all.iter().find(|other| {
                        !is_latin(other)
                            && compare_prepared(&reading.name, &other.name).probability >= READS
                    })
                })
                .flatten()
                .map(|other| other.script.clone())
        })
        .collect();
    for (reading, original) in all.iter_mut().zip(originals) {
        reading.original = original;
    }
    all
}

/// Whether two names are worth comparing: readings in Latin letters lose what the letters of their
/// originals tell apart, so a reading is not compared with what is written in the script of its original:
/// the original is.
fn comparable(one: &Ready<'_>, other: &Ready<'_>) -> bool {
    let of = |ready: &Ready<'_>| {
        ready
            .original
            .clone()
            .unwrap_or_else(|| ready.script.clone())
    };
    let a_reading = one.original.is_some() || other.original.is_some();
    !(one.name.is_nameless() || other.name.is_nameless() || a_reading && of(one) == of(other))
}

fn names(one: &Portrait, other: &Portrait, rarity: f32) -> Option<Weight> {
    let (first, second) = (ready(&one.names), ready(&other.names));
    let mut best: Option<(f32, f32, &String, &String)> = None;
    for left in &first {
        for right in &second {
            if !comparable(left, right) {
                continue;
            }
            let (text, other_text) = (left.text, right.text);
            let likelihood = compare_prepared(&left.name, &right.name);
            if best.is_none_or(|(known, ..)| likelihood.evidence > known) {
                best = Some((
                    likelihood.evidence,
                    likelihood.probability,
                    text,
                    other_text,
                ));
            }
        }
    }
    let (evidence, probability, left, right) = best?;
    let mut bits = (evidence * std::f32::consts::LOG2_E).clamp(LEAST_NAME_BITS, MOST_NAME_BITS);
    let accord = if probability >= 0.98 {
        Accord::Same
    } else if probability >= ALIKE {
        Accord::Similar
    } else if probability >= 0.2 {
        Accord::Near
    } else {
        Accord::Different
    };
    if probability >= ALIKE {
        // The comparison knows nothing of how many bear the name. Where it is sure of the spelling,
        // the name says what its rarity says; where it is not, less.
        let sure = ((probability - ALIKE) / (1.0 - ALIKE)).clamp(0.0, 1.0);
        bits = (rarity.min(MOST_NAME_BITS) * (0.6 + 0.4 * sure)).max(1.0);
    }
    Some(Weight {
        field: Field::FullName,
        accord,
        left: left.clone(),
        right: right.clone(),
        bits,
        learned: 0.0,
    })
}

/// Words and short names: two weights, for the same and for different ones.
fn words(
    field: Field,
    one: &[String],
    other: &[String],
    [same, different]: [f32; 2],
) -> Option<Weight> {
    let mut best: Option<(f32, &String, &String)> = None;
    for one in &ready(one) {
        for other in &ready(other) {
            let (left, right) = (one.text, other.text);
            let same = left.trim().to_lowercase() == right.trim().to_lowercase();
            if !same && !comparable(one, other) {
                continue;
            }
            let alike = if same {
                1.0
            } else {
                compare_prepared(&one.name, &other.name)
                    .probability
                    .min(0.97)
            };
            if best.is_none_or(|(known, ..)| alike > known) {
                best = Some((alike, left, right));
            }
        }
    }
    let (alike, left, right) = best?;
    let (accord, bits) = if alike >= 0.98 {
        (Accord::Same, same)
    } else if alike >= ALIKE {
        (Accord::Similar, same * 0.8)
    } else if alike >= 0.2 {
        (Accord::Near, 0.0)
    } else {
        (Accord::Different, different)
    };
    Some(Weight {
        field,
        accord,
        left: left.clone(),
        right: right.clone(),
        bits,
        learned: 0.0,
    })
}

fn codes(
    field: Field,
    one: &[String],
    other: &[String],
    [same, different]: [f32; 2],
) -> Option<Weight> {
    let (first, second) = (one.first()?, other.first()?);
    let shared = one.iter().find(|code| other.contains(code));
    Some(match shared {
        Some(code) => Weight {
            field,
            accord: Accord::Same,
            left: code.clone(),
            right: code.clone(),
            bits: same,
            learned: 0.0,
        },
        None => Weight {
            field,
            accord: Accord::Different,
            left: first.clone(),
            right: second.clone(),
            bits: different,
            learned: 0.0,
        },
    })
}

fn dates(field: Field, one: &[PartialDate], other: &[PartialDate]) -> Option<Weight> {
    let birth = field == Field::BirthDate;
    let mut best: Option<Weight> = None;
    for left in one {
        for right in other {
            let (accord, born, arrested) = match agreement(&Compact::of(left), &Compact::of(right))
            {
                level::SAME => (Accord::Same, 9.0, 6.0),
                level::SAME_COARSE => (Accord::Same, 4.0, 2.0),
                level::WITHIN => (Accord::Similar, 3.5, 1.5),
                level::SWAPPED => (Accord::Similar, 6.0, 4.0),
                level::ONE_PART => (Accord::Similar, 3.0, 1.5),
                level::NEAR => (Accord::Near, 1.0, 0.3),
                // People are arrested more than once; they are born once.
                level::DIFFERENT => (Accord::Different, -6.0, -0.8),
                level::GENERATION => (Accord::Generation, -9.0, -1.0),
                _ => continue,
            };
            let bits = if birth { born } else { arrested };
            if best.as_ref().is_none_or(|known| bits > known.bits) {
                best = Some(Weight {
                    field,
                    accord,
                    left: left.edtf(),
                    right: right.edtf(),
                    bits,
                    learned: 0.0,
                });
            }
        }
    }
    best
}

/// What reviewers' decisions say about log odds of [`weigh`]: how much is added to them, and by how
/// much they are multiplied. Near (0, 1) until there are many decisions.
#[must_use]
pub fn correction(decisions: &[(f32, bool)]) -> (f32, f32) {
    let (shift, slope) = crate::learn::correction(decisions);
    (shift as f32, slope as f32)
}

#[cfg(test)]
mod tests {
    use super::*;

    const TOWN: Population = Population {
        people: 10_000.0,
        name_rarity: 13.0,
    };

    fn person(name: &str, birth: &str) -> Portrait {
        Portrait {
            names: vec![name.to_owned()],
            births: (!birth.is_empty())
                .then(|| PartialDate::parse(birth).unwrap())
                .into_iter()
                .collect(),
            ..Portrait::default()
        }
    }

    fn family(name: &str, birth: &str, father: &str) -> Portrait {
        Portrait {
            fathers: vec![father.to_owned()],
            mothers: vec!["Larysa Karimova".to_owned()],
            birth_places: vec!["Talin".to_owned()],
            places: vec!["Northgate".to_owned()],
            sexes: vec!["male".to_owned()],
            arrests: vec![PartialDate::parse("2024-05-12").unwrap()],
            countries: vec!["XA".to_owned()],
            ..person(name, birth)
        }
    }

    fn likely(one: &Portrait, other: &Portrait) -> f32 {
        weigh(one, other, TOWN).probability
    }

    #[test]
    fn one_person_in_two_scripts_is_found() {
        let pair = (
            person("Yusuf Karimov", "1979-05-12"),
            person("Юсуф Каримов", "1979"),
        );
        let weighed = weigh(&pair.0, &pair.1, TOWN);
        assert!(weighed.probability > 0.5, "{weighed:?}");
        assert!(!weighed.rather_kin);
        assert_eq!(weighed.weights.len(), 2);
        assert_eq!(weighed.weights[1].accord, Accord::Similar);
    }

    /// In Latin letters these two are hard to tell apart; in their own they are not.
    #[test]
    fn readings_count_less_than_the_names_that_they_read() {
        let both = |own: &str, reading: &str, birth: &str| {
            let mut person = person(own, birth);
            person.names.push(reading.to_owned());
            person
        };
        let one = both(
            "Алёна Вадимовна Лозневич",
            "Alyona Vadimovna Loznevich",
            "1996-02-22",
        );
        let other = both(
            "Элина Богдановна Лозневич",
            "Elina Bogdanovna Loznevich",
            "1982-01",
        );
        let weighed = weigh(&one, &other, TOWN);
        assert_eq!(weighed.weights[0].accord, Accord::Different, "{weighed:?}");
        assert!(weighed.probability < 0.01, "{weighed:?}");
        // A name in Latin letters that reads nothing else is compared as any other.
        let reading = person("Alyona Vadimovna Loznevich", "1996-02-22");
        assert!(likely(&one, &reading) > 0.9);
        let married = both("Алёна Вадимовна Тарин", "Alyona Tarin", "1996-02-22");
        let mut known = one.clone();
        known.names.push("Alyona Tarin".to_owned());
        assert!(likely(&known, &married) > 0.5);
    }

    #[test]
    fn siblings_arrested_together_stay_apart() {
        let one = family("Yusuf Karimov", "1979-05-12", "Rashid Karimov");
        let brother = family("Orkhan Karimov", "1983-02-01", "Rashid Karimov");
        let weighed = weigh(&one, &brother, TOWN);
        assert!(weighed.probability < 0.02, "{weighed:?}");
        assert!(weighed.rather_kin, "{weighed:?}");
        let unknown = family("Orkhan Karimov", "", "Rashid Karimov");
        assert!(likely(&one, &unknown) < 0.05);
    }

    #[test]
    fn a_father_and_the_son_who_bears_his_name_stay_apart() {
        let son = family("Rashid Karimov", "1979-05-12", "Rashid Karimov");
        let father = Portrait {
            fathers: vec!["Hassan Karimov".to_owned()],
            mothers: Vec::new(),
            ..family("Rashid Karimov", "1950", "")
        };
        let weighed = weigh(&son, &father, TOWN);
        assert!(weighed.probability < 0.05, "{weighed:?}");
    }

    #[test]
    fn namesakes_need_more_than_the_name() {
        let common = Population {
            people: 100_000.0,
            name_rarity: 8.0,
        };
        let one = person("Rashid Karimov", "");
        assert!(weigh(&one, &one, common).probability < 0.05);
        let born = |year: &str| person("Rashid Karimov", year);
        assert!(weigh(&born("1979"), &born("1960"), common).probability < 0.001);
        let full = family("Rashid Karimov", "1979-05-12", "Hassan Karimov");
        assert!(weigh(&full, &full, common).probability > 0.99);
    }

    #[test]
    fn weighing_is_symmetric_and_defined_for_anything() {
        let odd = Portrait {
            names: vec![String::new(), "?".to_owned(), "a".repeat(3_000)],
            births: vec![PartialDate::unknown()],
            places: vec![" ".to_owned()],
            ..Portrait::default()
        };
        let others = [
            Portrait::default(),
            odd,
            family("Yusuf Karimov", "1979", "Rashid"),
            person("刘望", "1979-05"),
        ];
        for one in &others {
            for other in &others {
                let (there, back) = (weigh(one, other, TOWN), weigh(other, one, TOWN));
                assert!((there.probability - back.probability).abs() < 1e-4);
                assert!((0.0..=1.0).contains(&there.probability));
            }
        }
    }

    #[test]
    fn decisions_correct_what_is_too_bold() {
        let (shift, slope) = correction(&[]);
        assert!(shift.abs() < 1e-6 && (slope - 1.0).abs() < 1e-6);
        let bold: Vec<(f32, bool)> = (0..60).map(|number| (3.0, number % 3 == 0)).collect();
        let (shift, slope) = correction(&bold);
        assert!(shift + 3.0 * slope < 1.5, "{shift} {slope}");
    }
}
