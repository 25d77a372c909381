//! Invented people of invented countries, the same for the same seed. Names are made of syllables,
//! so that nobody's real name is meant; they are written in Latin, Cyrillic, Arabic and Ethiopic letters.

use casework::{
    Body,
    matters::{Charge, Detention, Sentence},
    people::{Fact, Name},
    sources::{Cell, Claim, Source},
};
use desk::{
    Draft,
    imports::{ImportRow, Reading, RowKey},
};
use kernel::{Day, PartialDate};

/// The header of the list that `--as-list` writes.
pub(super) const LIST_HEADER: &str = "id,name,name in own script,sex,date of birth,occupation,country,date of arrest,place,charge,sentence years,status";

/// A syllable in Latin, Cyrillic, Arabic and Ethiopic letters.
const SYLLABLES: [[&str; 4]; 32] = [
    ["ba", "ба", "با", "ባ"],
    ["be", "бе", "بي", "ቤ"],
    ["da", "да", "دا", "ዳ"],
    ["di", "ди", "دي", "ዲ"],
    ["fe", "фе", "في", "ፌ"],
    ["ga", "га", "غا", "ጋ"],
    ["go", "го", "غو", "ጎ"],
    ["ka", "ка", "كا", "ካ"],
    ["ki", "ки", "كي", "ኪ"],
    ["ko", "ко", "كو", "ኮ"],
    ["la", "ла", "لا", "ላ"],
    ["le", "ле", "لي", "ሌ"],
    ["li", "ли", "لي", "ሊ"],
    ["ma", "ма", "ما", "ማ"],
    ["mi", "ми", "مي", "ሚ"],
    ["mo", "мо", "مو", "ሞ"],
    ["na", "на", "نا", "ና"],
    ["ne", "не", "ني", "ኔ"],
    ["no", "но", "نو", "ኖ"],
    ["ra", "ра", "را", "ራ"],
    ["ri", "ри", "ري", "ሪ"],
    ["ro", "ро", "رو", "ሮ"],
    ["sa", "са", "سا", "ሳ"],
    ["se", "се", "سي", "ሴ"],
    ["so", "со", "سو", "ሶ"],
    ["ta", "та", "تا", "ታ"],
    ["te", "те", "تي", "ቴ"],
    ["ti", "ти", "تي", "ቲ"],
    ["va", "ва", "وا", "ቫ"],
    ["vi", "ви", "وي", "ቪ"],
    ["ya", "я", "يا", "ያ"],
    ["za", "за", "زا", "ዛ"],
];

const COUNTRIES: [(&str, usize); 5] = [("XA", 1), ("XB", 2), ("XC", 3), ("XD", 0), ("XE", 1)];
const OCCUPATIONS: [&str; 10] = [
    "schoolteacher",
    "nurse",
    "printer",
    "student of law",
    "poet",
    "miner and union member",
    "bus driver",
    "editor of a village paper",
    "software developer",
    "farmer",
];
const PLACES: [&str; 8] = [
    "Northgate remand prison",
    "Colony No. 4, Sarmet",
    "Colony No. 33, Tumzha",
    "Women's colony, Orlev",
    "Old Harbour prison",
    "Kalte Brook labour camp",
    "District lock-up, Venn",
    "Military prison, Sorro",
];
const CHARGES: [(&str, &str); 6] = [
    ("incitement", "Art. 130, incitement by leaflets"),
    ("false_news", "Art. 207, spreading knowingly false news"),
    (
        "insulting_head_of_state",
        "Art. 368, insult of the head of state",
    ),
    ("mass_disorder", "Art. 293, taking part in mass disorder"),
    ("extremism", "Art. 361, membership of an extremist group"),
    ("treason", "Art. 356, treason"),
];
const STAGES: [(&str, &str, &str); 5] = [
    ("serving", "penal_colony", "serving a sentence"),
    ("pretrial_detention", "remand", "in custody before trial"),
    ("on_trial", "remand", "on trial"),
    ("released_conditional", "none", "released on conditions"),
    ("investigation", "police_lockup", "under investigation"),
];

/// SplitMix64: small, and the same on every machine. Not for secrets.
struct Dice(u64);

impl Dice {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    fn below(&mut self, end: usize) -> usize {
        let end = u64::try_from(end).unwrap_or(1).max(1);
        usize::try_from(self.next() % end).unwrap_or(0)
    }

    fn of<T: Copy>(&mut self, items: &[T], otherwise: T) -> T {
        items
            .get(self.below(items.len()))
            .copied()
            .unwrap_or(otherwise)
    }
}

/// One invented person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Invented {
    number: u64,
    latin: String,
    own: String,
    sex: &'static str,
    birth: Day,
    occupation: &'static str,
    country: &'static str,
    arrest: Day,
    place: &'static str,
    charge: (&'static str, &'static str),
    years: u32,
    stage: (&'static str, &'static str, &'static str),
}

/// Invented people without end.
pub(super) struct People {
    dice: Dice,
    number: u64,
}

impl People {
    /// The people of a seed.
    pub(super) const fn new(seed: u64) -> Self {
        Self {
            dice: Dice(seed),
            number: 0,
        }
    }

    fn word(&mut self, script: usize, syllables: usize) -> (String, String) {
        let (mut latin, mut own) = (String::new(), String::new());
        for _ in 0..syllables {
            let [plain, ..] = &SYLLABLES[0];
            let syllable = SYLLABLES.get(self.dice.below(SYLLABLES.len()));
            let in_script =
                |script: usize| syllable.and_then(|syllable| syllable.get(script)).copied();
            latin.push_str(in_script(0).unwrap_or(plain));
            own.push_str(in_script(script).unwrap_or(plain));
        }
        (capital(&latin), capital(&own))
    }
}

fn capital(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(letters).collect()
    })
}

impl Iterator for People {
    type Item = Invented;

    fn next(&mut self) -> Option<Invented> {
        self.number += 1;
        let (country, script) = self.dice.of(&COUNTRIES, ("XA", 0));
        let lengths = (2 + self.dice.below(2), 2 + self.dice.below(3));
        let given = self.word(script, lengths.0);
        let family = self.word(script, lengths.1);
        let stage = self.dice.of(&STAGES, ("unknown", "unknown", "unknown"));
        // Everybody is of age and was arrested between 2019 and 2025.
        let days = |dice: &mut Dice, span: usize| i32::try_from(dice.below(span)).unwrap_or(0);
        let birth = Day::from_number(-7_300).plus(days(&mut self.dice, 18_000));
        let arrest = Day::from_number(17_900).plus(days(&mut self.dice, 2_400));
        Some(Invented {
            number: self.number,
            latin: format!("{} {}", given.0, family.0),
            own: format!("{} {}", given.1, family.1),
            sex: self.dice.of(&["female", "male", "male"], "male"),
            birth,
            occupation: self.dice.of(&OCCUPATIONS, "farmer"),
            country,
            arrest,
            place: self.dice.of(&PLACES, "Old Harbour prison"),
            charge: self.dice.of(&CHARGES, ("other", "Art. 1")),
            years: u32::try_from(1 + self.dice.below(14)).unwrap_or(1),
            stage,
        })
    }
}

fn draft<B: Body>(body: &B) -> desk::Result<Draft> {
    let mut draft = Draft::new(body)?;
    draft.on_behalf_of = Some("import".to_owned());
    Ok(draft)
}

impl Invented {
    /// The person as a row that a list would give.
    pub(super) fn row(&self) -> desk::Result<ImportRow> {
        let sentenced = self.stage.0 == "serving" || self.stage.0.starts_with("released");
        let released = self.stage.0.starts_with("released");
        let mut drafts = vec![draft(&Name {
            text: self.own.clone(),
            usage: "official".to_owned(),
            preferred: true,
            ..Name::default()
        })?];
        if self.own != self.latin {
            drafts.push(draft(&Name {
                text: self.latin.clone(),
                usage: "transliteration".to_owned(),
                ..Name::default()
            })?);
        }
        drafts.push(draft(&Fact {
            field: "birth".to_owned(),
            date: Some(PartialDate::day(self.birth)),
            ..Fact::default()
        })?);
        drafts.push(draft(&Fact {
            field: "sex".to_owned(),
            code: Some(self.sex.to_owned()),
            ..Fact::default()
        })?);
        drafts.push(draft(&Fact {
            field: "occupation".to_owned(),
            value: self.occupation.to_owned(),
            ..Fact::default()
        })?);
        drafts.push(draft(&Detention {
            country: self.country.to_owned(),
            stage: self.stage.0.to_owned(),
            custody: self.stage.1.to_owned(),
            place_text: self.place.to_owned(),
            from: PartialDate::day(self.arrest),
            until: released.then(|| PartialDate::day(self.arrest.plus(400))),
            source_status: Some(self.stage.2.to_owned()),
            ..Detention::default()
        })?);
        drafts.push(draft(&Charge {
            original_text: self.charge.1.to_owned(),
            codes: vec![self.charge.0.to_owned()],
            sentence: sentenced.then(|| Sentence {
                years: Some(self.years),
                ..Sentence::default()
            }),
            ..Charge::default()
        })?);
        drafts.push(draft(&Claim {
            organisation: "Lantern Circle".to_owned(),
            status_text: "recognised as a political prisoner".to_owned(),
            status_code: Some("political_prisoner".to_owned()),
            ..Claim::default()
        })?);
        drafts.push(draft(&Source {
            medium: "list".to_owned(),
            title: "Invented people".to_owned(),
            row_key: Some(self.number.to_string()),
            cells: vec![Cell("name".to_owned(), self.latin.clone())],
            ..Source::default()
        })?);
        Ok(ImportRow {
            row_key: RowKey::Own(self.number.to_string()),
            place: String::new(),
            notices: Vec::new(),
            line: self.number + 1,
            person_key: None,
            reading: Reading::Accept,
            doubts: Vec::new(),
            cells: vec![Cell("name".to_owned(), self.latin.clone())],
            drafts,
        })
    }

    /// The person as a line of a CSV list.
    pub(super) fn list_line(&self) -> String {
        let own = if self.own == self.latin {
            ""
        } else {
            &self.own
        };
        format!(
            "{},{},{own},{},{},{},{},{},\"{}\",\"{}\",{},{}",
            self.number,
            self.latin,
            self.sex,
            self.birth.iso(),
            self.occupation,
            self.country,
            self.arrest.iso(),
            self.place,
            self.charge.1,
            self.years,
            self.stage.2
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_seed_gives_the_same_people() {
        let some: Vec<Invented> = People::new(7).take(50).collect();
        assert_eq!(some, People::new(7).take(50).collect::<Vec<_>>());
        assert_ne!(some, People::new(8).take(50).collect::<Vec<_>>());
    }

    #[test]
    fn every_entry_keeps_the_rules_and_everybody_has_at_least_four() {
        let mut scripts = std::collections::BTreeSet::new();
        for person in People::new(3).take(500) {
            let row = person.row().unwrap();
            assert!(row.drafts.len() >= 8);
            for draft in &row.drafts {
                let kind = casework::kind(&draft.kind).unwrap();
                assert!(kind.check(&draft.body).is_ok(), "{draft:?}");
            }
            scripts.insert(kernel::script_of(&person.own).code().to_owned());
            assert_eq!(person.list_line().matches('\n').count(), 0);
        }
        assert_eq!(scripts.len(), 4, "{scripts:?}");
    }
}
