//! Lists of partners, as they come in: most people are known from a row only. One list comes twice,
//! with changes; some rows wait for a person, some are refused, some are no people at all.

use std::collections::HashSet;

use casework::{
    matters::{Charge, Detention, Sentence},
    people::{Fact, Name, NamePart},
    sources::{Cell, Claim, Doubt},
};
use desk::{
    Draft, House, Result,
    imports::{Extent, ImportInto, ImportRow, Progress, Reading, RowKey},
};
use kernel::{Confidence, Day, PartialDate};

use super::{
    cast::Cast,
    words::{Country, Dice, Named},
};

/// Who imports what, and when.
pub(super) struct List {
    /// The name of the source; the same name finds the same rows again.
    pub(super) source: &'static str,
    organisation: &'static str,
    pub(super) country: &'static str,
    pub(super) compartment: &'static str,
    by: &'static str,
    prefix: &'static str,
    /// Days ago.
    pub(super) ago: i32,
    rows: usize,
    seed: u64,
    /// The same list again: what has changed since, and what was wrong in it.
    pub(super) second_edition: bool,
}

impl List {
    const fn first(
        source: &'static str,
        organisation: &'static str,
        country: &'static str,
        prefix: &'static str,
        ago: i32,
        rows: usize,
        seed: u64,
    ) -> Self {
        Self {
            source,
            organisation,
            country,
            compartment: "desk",
            by: "irina",
            prefix,
            ago,
            rows,
            seed,
            second_edition: false,
        }
    }
}

const VELDORIA: List = List::first(
    "Open Window list, Veldoria",
    "Open Window",
    "XV",
    "OW",
    188,
    88,
    11,
);

/// The lists, the oldest first.
pub(super) const LISTS: [List; 7] = [
    List::first(
        "Silver Thread register of Maubin",
        "Silver Thread",
        "XM",
        "ST",
        398,
        42,
        12,
    ),
    VELDORIA,
    List::first(
        "Families of Qasran, names we hold",
        "Families of Qasran",
        "XQ",
        "FQ",
        141,
        82,
        13,
    ),
    List {
        compartment: "partner",
        by: "lin",
        ..List::first(
            "Lantern Circle intake sheet",
            "Lantern Circle",
            "XV",
            "LC",
            83,
            9,
            14,
        )
    },
    List::first(
        "Paper Crane database of Hanlu",
        "Paper Crane",
        "XH",
        "PC",
        66,
        58,
        15,
    ),
    List {
        by: "tomas",
        ..List::first(
            "Silver Thread supplement, delta towns",
            "Silver Thread",
            "XM",
            "SD",
            31,
            26,
            16,
        )
    },
    List {
        ago: 9,
        second_edition: true,
        ..VELDORIA
    },
];

/// What a row says of somebody, before it is written as drafts and as cells.
struct Known {
    number: usize,
    named: Named,
    woman: bool,
    birth: PartialDate,
    from: PartialDate,
    occupation: String,
    town: String,
    stage: &'static str,
    custody: String,
    place: String,
    charge: Charge,
    until: Option<PartialDate>,
    release: Option<&'static str>,
    health: Option<&'static str>,
    status: &'static str,
    source_status: &'static str,
}

const HEALTH: [&str; 6] = [
    "needs insulin; relatives say it is handed over irregularly",
    "high blood pressure, no examination since the arrest",
    "lost eleven kilograms in the first three months",
    "an untreated injury of the left hand",
    "asthma; the inhaler was taken away at admission",
    "failing sight in one eye",
];

impl List {
    /// Brings the list into the house. Returns the names of its people in order of the rows.
    pub(super) async fn bring(
        &self,
        house: &House,
        cast: &Cast,
        country: &Country,
        today: Day,
        taken: &mut HashSet<String>,
    ) -> Result<Vec<String>> {
        let caller = cast.caller(self.by)?;
        let into = ImportInto {
            compartment: cast.compartment(self.compartment)?,
            source: self.source.to_owned(),
            organisation: Some(self.organisation.to_owned()),
            extent: Extent::Unsaid,
            dry_run: false,
        };
        let (rows, names) = self.rows(country, today, taken)?;
        let mut rows = rows.into_iter();
        house
            .import(
                caller,
                &into,
                move || rows.next().map(Ok),
                None,
                &Progress::default(),
            )
            .await?;
        Ok(names)
    }

    fn rows(
        &self,
        country: &Country,
        today: Day,
        taken: &mut HashSet<String>,
    ) -> Result<(Vec<ImportRow>, Vec<String>)> {
        let mut dice = Dice::new(self.seed);
        // What the first edition said is said again, and its names are free for that.
        let mut apart = HashSet::new();
        let taken = if self.second_edition {
            &mut apart
        } else {
            taken
        };
        let mut rows = Vec::new();
        let mut names = Vec::new();
        let first_edition = if self.second_edition {
            VELDORIA.ago
        } else {
            self.ago
        };
        let as_of = today.plus(-first_edition);
        let count = if self.second_edition {
            self.rows + 3
        } else {
            self.rows
        };
        for number in 1..=count {
            let mut known = Known::of(country, &mut dice, number, as_of, taken)?;
            if self.second_edition {
                known.what_changed(country, &mut dice, today.plus(-self.ago))?;
            }
            names.push(known.named.own.clone());
            let mut row = self.row(&known, country, as_of)?;
            self.doubt(&mut row, number);
            rows.push(row);
        }
        if self.second_edition {
            self.faulty(&mut rows);
        }
        Ok((rows, names))
    }

    fn row(&self, known: &Known, country: &Country, as_of: Day) -> Result<ImportRow> {
        let key = format!("{}-{:03}", self.prefix, known.number);
        let line = u64::try_from(known.number).unwrap_or(0) + 1;
        Ok(ImportRow {
            row_key: RowKey::Own(key.clone()),
            place: String::new(),
            notices: Vec::new(),
            line,
            person_key: Some(key.clone()),
            reading: Reading::Accept,
            doubts: Vec::new(),
            cells: known.cells(&key),
            drafts: known.drafts(country, self.organisation, as_of)?,
        })
    }

    /// Some rows need eyes: what is sound comes in, the rest waits.
    fn doubt(&self, row: &mut ImportRow, number: usize) {
        let (column, code, detail) = match number % 29 {
            7 => (
                "Born",
                "birth_after_arrest",
                "born later than arrested: one of the dates is wrong",
            ),
            18 => (
                "Remarks",
                "death_claim",
                "the remark says that the person died; the status says held",
            ),
            25 if self.seed == 13 => (
                "Name",
                "duplicate_row",
                "the same name and father's name as in another row",
            ),
            _ => return,
        };
        if self.second_edition {
            return;
        }
        row.reading = Reading::Review;
        row.doubts.push(Doubt {
            column: Some(column.to_owned()),
            code: code.to_owned(),
            detail: detail.to_owned(),
        });
    }

    /// Lines of the second edition that are no sound rows.
    fn faulty(&self, rows: &mut Vec<ImportRow>) {
        let first = u64::try_from(rows.len()).unwrap_or(0) + 2;
        let faulty = [
            (
                Reading::Reject,
                "empty_name",
                ["", "born in spring, taken with two others"],
            ),
            (
                Reading::Review,
                "unreadable_date",
                ["—", "taken 31.02., a student, name withheld by the family"],
            ),
            (Reading::Skip, "total_line", ["Total", "91"]),
        ];
        for (line, (reading, code, cells)) in (first..).zip(faulty) {
            rows.push(ImportRow {
                row_key: RowKey::StandIn(format!("line:{line}")),
                place: format!("line:{line}"),
                notices: Vec::new(),
                line,
                person_key: None,
                reading,
                doubts: vec![Doubt {
                    column: Some("Name".to_owned()),
                    code: code.to_owned(),
                    detail: String::new(),
                }],
                cells: vec![
                    Cell("Name".to_owned(), cells[0].to_owned()),
                    Cell("Remarks".to_owned(), cells[1].to_owned()),
                ],
                drafts: Vec::new(),
            });
        }
    }
}

/// A date as exactly as sources usually know it.
fn dated(dice: &mut Dice, day: Day) -> PartialDate {
    let iso = day.iso();
    let text = match dice.below(10) {
        0 => iso.get(..4).map(|year| format!("{year}~")),
        1 | 2 => iso.get(..7).map(str::to_owned),
        _ => Some(iso),
    };
    text.and_then(|text| PartialDate::parse(&text).ok())
        .unwrap_or_else(PartialDate::unknown)
}

impl Known {
    fn of(
        country: &Country,
        dice: &mut Dice,
        number: usize,
        as_of: Day,
        taken: &mut HashSet<String>,
    ) -> Result<Self> {
        let woman = dice.chance(38);
        let named = country.name(dice, woman, taken)?;
        let birth_day = as_of.plus(-dice.between(19 * 366, 68 * 365));
        let birth = match dice.below(5) {
            0 => dated(dice, birth_day),
            1 | 2 => PartialDate::day(birth_day),
            _ => PartialDate::year(birth_day.year()),
        };
        let (stage, source_status) = match dice.below(20) {
            0..=6 => ("serving", "serving"),
            7..=10 => ("pretrial_detention", "under investigation"),
            11 | 12 => ("on_trial", "on trial"),
            13 => ("convicted_appeal", "sentenced, appeal pending"),
            14 => ("arrested_unacknowledged", "taken, not acknowledged"),
            15 => ("investigation", "charged"),
            16 => ("pretrial_detention", "house arrest"),
            17 => ("released_conditional", "released under conditions"),
            18 => ("released_unconditional", "released"),
            _ => ("convicted_final", "sentenced"),
        };
        let sentenced = matches!(stage, "serving" | "convicted_final" | "convicted_appeal")
            || stage.starts_with("released");
        let held_for = match stage {
            "arrested_unacknowledged" | "investigation" => dice.between(9, 70),
            "pretrial_detention" => dice.between(20, 290),
            "on_trial" | "convicted_appeal" => dice.between(140, 420),
            _ => dice.between(300, 1_100),
        };
        let from_day = as_of.plus(-held_for);
        let place = if sentenced {
            dice.pick(&country.prisons)?
        } else {
            dice.pick(&country.remand)?
        };
        let [custody, place] = match source_status {
            "house arrest" => ["house_arrest".to_owned(), String::new()],
            "taken, not acknowledged" => ["unknown".to_owned(), String::new()],
            _ => place.clone(),
        };
        let charge = charge(country, dice, from_day, sentenced)?;
        let until_day = from_day.plus(dice.between(120, 290));
        let (until, release) = match stage {
            "released_conditional" => (Some(until_day), Some("conditional_release")),
            "released_unconditional" => (Some(until_day), Some("amnesty")),
            _ => (None, None),
        };
        Ok(Self {
            number,
            birth,
            from: if stage.starts_with("released") {
                PartialDate::day(from_day)
            } else {
                dated(dice, from_day)
            },
            occupation: dice.pick(&country.occupations)?.clone(),
            town: dice.pick(&country.towns)?[1].clone(),
            health: dice
                .chance(14)
                .then(|| dice.pick(&HEALTH).copied())
                .transpose()?,
            status: if dice.chance(70) {
                "political_prisoner"
            } else {
                "arbitrary_detention"
            },
            until: until.map(PartialDate::day),
            release,
            named,
            woman,
            stage,
            custody,
            place,
            charge,
            source_status,
        })
    }

    /// What the second edition of a list says that the first did not.
    fn what_changed(&mut self, country: &Country, dice: &mut Dice, as_of: Day) -> Result<()> {
        // Dice of their own, so that the people after this one stay who they were.
        let mut dice = Dice::new(dice.peek() ^ 77);
        if self.stage == "pretrial_detention" && self.number.is_multiple_of(3) {
            self.stage = "on_trial";
            self.source_status = "on trial";
        } else if self.stage == "serving" && self.number.is_multiple_of(4) {
            let [custody, place] = dice.pick(&country.prisons)?.clone();
            (self.custody, self.place) = (custody, place);
        } else if self.stage == "serving" && self.number.is_multiple_of(11) {
            self.stage = "released_unconditional";
            self.source_status = "released";
            self.release = Some("pardon");
            self.until = Some(PartialDate::day(as_of.plus(-6)));
        }
        Ok(())
    }

    fn cells(&self, key: &str) -> Vec<Cell> {
        let place = if self.place.is_empty() {
            "not known"
        } else {
            &self.place
        };
        [
            ("No", key.to_owned()),
            ("Name", self.named.own.clone()),
            ("Name (Latin)", self.named.latin.clone()),
            ("Sex", if self.woman { "f" } else { "m" }.to_owned()),
            ("Born", self.birth.edtf()),
            ("Arrested", self.from.edtf()),
            ("Town", self.town.clone()),
            ("Held at", place.to_owned()),
            ("Charge", self.charge.original_text.clone()),
            ("Status", self.source_status.to_owned()),
            ("Remarks", self.health.unwrap_or_default().to_owned()),
        ]
        .map(|(column, cell)| Cell(column.to_owned(), cell))
        .to_vec()
    }

    fn drafts(&self, country: &Country, organisation: &str, as_of: Day) -> Result<Vec<Draft>> {
        let part = |own: bool| {
            self.named
                .parts
                .iter()
                .map(|(role, native, latin)| NamePart {
                    role: (*role).to_owned(),
                    text: if own { native.clone() } else { latin.clone() },
                })
                .collect()
        };
        let name = Name {
            text: self.named.own.clone(),
            language: Some(country.language.clone()),
            usage: "official".to_owned(),
            parts: part(true),
            preferred: true,
            ..Name::default()
        };
        let latin = Name {
            text: self.named.latin.clone(),
            usage: "transliteration".to_owned(),
            parts: part(false),
            ..Name::default()
        };
        let mut drafts = vec![Draft::new(&name)?, Draft::new(&latin)?];
        let mut facts = vec![
            Fact {
                field: "sex".to_owned(),
                code: Some(if self.woman { "female" } else { "male" }.to_owned()),
                ..Fact::default()
            },
            Fact {
                field: "birth".to_owned(),
                date: Some(self.birth.clone()),
                ..Fact::default()
            },
        ];
        let texts = [
            ("occupation", Some(self.occupation.as_str())),
            ("residence", Some(self.town.as_str())),
            ("health_note", self.health),
        ];
        facts.extend(texts.into_iter().filter_map(|(field, text)| {
            Some(Fact {
                field: field.to_owned(),
                value: text?.to_owned(),
                ..Fact::default()
            })
        }));
        for fact in &facts {
            drafts.push(Draft::new(fact)?);
        }
        drafts.push(Draft {
            happened: Some(self.from.clone()),
            ..Draft::new(&Detention {
                country: country.code.clone(),
                stage: self.stage.to_owned(),
                custody: if self.release.is_some() {
                    "none".to_owned()
                } else {
                    self.custody.clone()
                },
                place_text: self.place.clone(),
                from: self.from.clone(),
                until: self.until.clone(),
                release_type: self.release.map(str::to_owned),
                source_status: Some(self.source_status.to_owned()),
                acknowledged: (self.stage == "arrested_unacknowledged").then_some(false),
                ..Detention::default()
            })?
        });
        drafts.push(Draft::new(&self.charge)?);
        drafts.push(Draft::new(&Claim {
            organisation: organisation.to_owned(),
            status_text: "on our list".to_owned(),
            status_code: Some(self.status.to_owned()),
            as_of: Some(PartialDate::day(as_of)),
            ..Claim::default()
        })?);
        for draft in &mut drafts {
            // Recorded on behalf of the list, as every import does.
            draft.on_behalf_of = Some("list".to_owned());
            draft.confidence = Confidence::Credible;
        }
        Ok(drafts)
    }
}

fn charge(country: &Country, dice: &mut Dice, from: Day, sentenced: bool) -> Result<Charge> {
    let article = dice.pick(&country.articles)?;
    let mut charge = Charge {
        original_text: article.text.clone(),
        language: Some(country.language.clone()),
        translation: Some(article.translation.clone()),
        law: Some(country.law.clone()),
        article: Some(article.article.clone()),
        codes: vec![article.code.clone()],
        laid: Some(PartialDate::day(from.plus(3))),
        ..Charge::default()
    };
    if sentenced {
        let years = dice.between(5, 14);
        let verdict_on = from.plus(dice.between(110, 280));
        charge.verdict = Some("guilty".to_owned());
        charge.verdict_on = Some(PartialDate::day(verdict_on));
        charge.sentence = Some(Sentence {
            years: u32::try_from(years).ok(),
            months: dice.chance(40).then_some(6),
            ..Sentence::default()
        });
        charge.expected_release =
            PartialDate::parse(from.plus(years * 365).iso().get(..7).unwrap_or_default()).ok();
    }
    Ok(charge)
}
