//! The cells of one row, gathered by what they say.

use std::collections::BTreeMap;

use kernel::{Day, PartialDate};

use super::episode::Episode;
use super::history::History;
use super::name_parts::NameInParts;
use super::names::{self, CleanName};
use super::status::{self, Standing};
use super::{Doubt, UnderstoodRow, Weight, prose, trial};
use crate::{
    CellNote, DateDoubt, IdentityRule, Mapping, RawRow, RowNote, Target, read_date_in, words,
};

pub(super) fn cut(text: &str) -> String {
    text.chars().take(500).collect()
}

pub(super) fn doubt(column: Option<&str>, code: &str, raw: &str, weight: Weight) -> Doubt {
    Doubt {
        column: column.map(str::to_owned),
        code: code.to_owned(),
        detail: String::new(),
        raw: cut(raw),
        weight,
    }
}

pub(super) fn notice(column: Option<&str>, code: &str, raw: &str) -> Doubt {
    doubt(column, code, raw, Weight::Notice)
}

/// What the cells of a row say, sorted by meaning.
pub(super) struct Gathered<'a> {
    pub(super) mapping: &'a Mapping,
    pub(super) today: Day,
    pub(super) doubts: Vec<Doubt>,
    /// Name, usage, and whether it is the one that pages use.
    pub(super) names: Vec<(CleanName, String, bool)>,
    pub(super) name_column: Option<String>,
    /// Names whose parts stand in several columns, by the name of their group.
    pub(super) names_in_parts: BTreeMap<String, NameInParts>,
    /// Field, text and code.
    pub(super) facts: Vec<(&'static str, String, String)>,
    pub(super) other_facts: Vec<(String, String)>,
    pub(super) birth: Option<PartialDate>,
    pub(super) age: Option<(String, String)>,
    pub(super) country: Option<String>,
    pub(super) status: Option<String>,
    pub(super) standing: Option<Standing>,
    pub(super) believed: bool,
    /// The detention or prosecution that the row is about.
    pub(super) episode: Episode,
    /// Further ones of the same row, by the name of their group.
    pub(super) episodes: BTreeMap<String, Episode>,
    pub(super) histories: BTreeMap<String, History>,
    /// The group of the cell that is being read; empty for the row itself.
    group: String,
    pub(super) died: bool,
    pub(super) death: Option<PartialDate>,
    pub(super) url: Option<String>,
    pub(super) narrative: Vec<String>,
    pub(super) silence: Option<String>,
    /// The row travels as narrowly as one with a request for silence.
    pub(super) withheld: bool,
}

impl<'a> Gathered<'a> {
    pub(super) fn new(mapping: &'a Mapping, today: Day) -> Self {
        Self {
            mapping,
            today,
            doubts: Vec::new(),
            names: Vec::new(),
            name_column: None,
            names_in_parts: BTreeMap::new(),
            facts: Vec::new(),
            other_facts: Vec::new(),
            birth: None,
            age: None,
            country: None,
            status: None,
            standing: None,
            believed: false,
            episode: Episode::default(),
            episodes: BTreeMap::new(),
            histories: BTreeMap::new(),
            group: String::new(),
            died: false,
            death: None,
            url: None,
            narrative: Vec::new(),
            silence: None,
            withheld: false,
        }
    }

    pub(super) fn doubt(&mut self, column: &str, code: &str, raw: &str, weight: Weight) {
        self.doubts.push(doubt(Some(column), code, raw, weight));
    }

    pub(super) fn notes_of_row(&mut self, row: &RawRow) {
        for note in &row.notes {
            match note {
                // Who hid a row had a reason: until somebody has asked, it is not shown around.
                RowNote::Hidden
                    if self.code_of("rows", "hidden").as_deref() != Some("ordinary") =>
                {
                    self.withheld = true;
                    self.doubts
                        .push(doubt(None, "hidden_row", "", Weight::Review));
                }
                RowNote::Rejoined { .. } => self.doubts.push(notice(None, "rejoined_cell", "")),
                RowNote::Coloured { colour } => {
                    let code = self.code_of("colours", colour);
                    self.doubts.push(Doubt {
                        detail: code
                            .as_ref()
                            .map_or_else(|| colour.clone(), |code| format!("{colour}: {code}")),
                        ..notice(None, "coloured_row", "")
                    });
                    if let Some(code) = code {
                        self.colour(colour, &code);
                    }
                }
                _ => {}
            }
        }
    }

    /// A colour that the source or somebody here has given a meaning.
    fn colour(&mut self, colour: &str, code: &str) {
        if code == "withheld" {
            self.silence = Some(format!("colour {colour}"));
        } else if let Some(standing) = standing_of_code(code) {
            self.standing = Some(standing);
            self.died |= standing == Standing::Dead;
            self.status = Some(format!("colour {colour}"));
        }
    }

    /// The group of the cell that is being read; empty for the row itself.
    pub(super) fn group(&self) -> &str {
        &self.group
    }

    /// What is odd about a cell whatever it means.
    pub(super) fn oddities(&mut self, header: &str, text: &str, note: Option<&CellNote>) {
        match note {
            Some(CellNote::Nul) => self.doubt(header, "nul_byte", text, Weight::Review),
            Some(CellNote::WrongEncoding { assumed }) => {
                let mut found = doubt(Some(header), "wrong_encoding", text, Weight::Review);
                found.detail.clone_from(assumed);
                self.doubts.push(found);
            }
            Some(CellNote::Replacement) => {
                self.doubt(header, "lost_characters", text, Weight::Review)
            }
            Some(CellNote::ErrorValue) => self.doubt(header, "error_value", text, Weight::Notice),
            Some(CellNote::Formula) => self.doubt(header, "formula_cell", text, Weight::Notice),
            Some(CellNote::DateNumber { .. } | CellNote::Number | CellNote::Cut) => {}
            None => {
                let bytes = text.as_bytes();
                // Almost every cell is plain; the first byte tells most of the rest.
                if matches!(bytes.first(), Some(b'=' | b'+' | b'-' | b'@' | b'\t'))
                    && bytes.len() > 1
                {
                    self.doubt(header, "formula_cell", text, Weight::Notice);
                }
            }
        }
        if text.contains('<') && text.contains('>') {
            self.doubt(header, "markup", text, Weight::Notice);
        }
    }

    pub(super) fn date(&mut self, header: &str, text: &str, future: bool) -> PartialDate {
        let read = read_date_in(
            text,
            self.mapping.date_order,
            self.mapping.calendar,
            (!future).then_some(self.today),
        );
        if let Some(problem) = read.doubt {
            let weight = match problem {
                DateDoubt::DayNumber | DateDoubt::TwoDigitYear => Weight::Notice,
                _ => Weight::Review,
            };
            self.doubt(header, problem.code(), text, weight);
        }
        read.date
    }

    fn name(&mut self, header: &str, text: &str, usage: &str, preferred: bool) {
        if text.chars().any(words::is_deceptive_mark) {
            self.doubt(header, "bidi_control", text, Weight::Review);
        }
        for name in names::read_all(text) {
            let known = self
                .names
                .iter()
                .any(|(other, ..)| other.text.to_lowercase() == name.text.to_lowercase());
            if !known {
                self.names.push((name, usage.to_owned(), preferred));
            }
        }
    }

    pub(super) fn code_of(&self, vocabulary: &str, text: &str) -> Option<String> {
        self.mapping.code(vocabulary, text).map(str::to_owned)
    }

    /// The country that a word of theirs was aligned with: vocabularies write codes in small letters,
    /// entries in capitals.
    pub(super) fn aligned_country(&self, text: &str) -> Option<String> {
        let code = self.mapping.code("country", text)?;
        Some(code.to_ascii_uppercase())
    }

    fn status_word(&mut self, text: &str) {
        let (standing, believed) = match self.code_of("standing", text) {
            Some(code) => (standing_of_code(&code), text.trim_end().ends_with('?')),
            None => status::phrase(text),
        };
        self.believed |= believed;
        if standing == Some(Standing::Dead) {
            self.died = true;
        }
        // The word that says most wins: a cell "unknown" does not undo a status.
        if standing.is_some()
            && (self.standing.is_none() || self.standing == Some(Standing::Unknown))
        {
            self.standing = standing;
        }
    }

    fn place(&mut self, text: &str) {
        let (place, address) = match text.split_once([';', '\n']) {
            Some((place, address)) => (place.trim(), address.trim()),
            None => (text, ""),
        };
        if !words::says_unknown(place) {
            self.episode.place = Some(names::clean(place));
            if !address.is_empty() {
                self.episode.place_address = Some(address.to_owned());
            }
        }
    }

    #[expect(
        clippy::too_many_lines,
        reason = "one arm for each meaning of a column, each of them short"
    )]
    pub(super) fn cell(&mut self, header: &str, text: &str, target: &Target) {
        match target {
            Target::Name {
                usage, preferred, ..
            } => {
                self.name_column.get_or_insert_with(|| header.to_owned());
                self.name(header, text, usage, *preferred);
            }
            Target::NamePart { .. } => self.name_part(header, text, target),
            Target::Aliases { usage } => {
                for piece in names::split(text) {
                    self.name(header, piece, usage, false);
                }
            }
            Target::Birth => {
                let date = self.date(header, text, false);
                if !date.is_unknown() {
                    self.birth = Some(date);
                }
            }
            Target::AgeAtArrest => self.age = Some((header.to_owned(), text.to_owned())),
            Target::Sex => {
                let code = self
                    .code_of("sexes", text)
                    .or_else(|| status::sex(text).map(str::to_owned));
                match code {
                    Some(code) => self.facts.push(("sex", text.to_owned(), code)),
                    None if words::says_unknown(text) => {}
                    None => self.doubt(header, "unknown_word", text, Weight::Notice),
                }
            }
            Target::Country => {
                let code = self.aligned_country(text).or_else(|| country_code(text));
                match code {
                    Some(code) => self.country = Some(code),
                    None if words::says_unknown(text) => {}
                    None => self.doubt(header, "unknown_country", text, Weight::Notice),
                }
            }
            Target::Fact { field } => {
                if !words::says_unknown(text) {
                    self.other_facts.push((field.clone(), text.to_owned()));
                }
            }
            Target::IdentityNumber => self.identity_number(header, text),
            Target::Arrest => {
                let date = self.date(header, text, false);
                if !date.is_unknown() {
                    self.episode.arrest = Some(date);
                }
            }
            Target::FormalArrest => {
                let date = self.date(header, text, false);
                if !date.is_unknown() {
                    self.episode.formal_arrest = Some(date);
                }
            }
            Target::Status => {
                self.status = Some(text.to_owned());
                self.status_word(text);
            }
            Target::Place => self.place(text),
            Target::Town => {
                if !words::says_unknown(text) {
                    self.episode.town = Some(names::clean(text));
                }
            }
            Target::PlaceOrStatus => {
                let aligned = self.code_of("standing", text).is_some();
                if aligned || status::standing(text).0.is_some() || words::says_unknown(text) {
                    if self.status.is_none() {
                        self.status = Some(text.to_owned());
                    }
                    self.status_word(text);
                    if status::standing(text).0 == Some(Standing::HouseArrest) {
                        self.standing = Some(Standing::HouseArrest);
                    }
                } else {
                    self.place(text);
                }
            }
            Target::Charge { divider } => {
                let listed = trial::listed(text);
                if !listed.is_empty() {
                    self.episode.charges.extend(listed);
                    return;
                }
                for piece in trial::split(text, divider.as_deref()) {
                    if let Some(charge) = trial::charge(piece)
                        && !self.episode.charges.contains(&charge)
                    {
                        self.episode.charges.push(charge);
                    }
                }
            }
            Target::CaseNumber => {
                if !words::says_unknown(text) {
                    self.episode.case_number = Some(line(text));
                }
            }
            Target::Court => {
                if !words::says_unknown(text) {
                    self.episode.court = Some(line(text));
                }
            }
            Target::Verdict => {
                if !words::says_unknown(text) {
                    self.episode.verdict = Some(cut(text));
                }
            }
            Target::VerdictDate => {
                let date = self.date(header, text, false);
                if !date.is_unknown() {
                    self.episode.verdict_date = Some(date);
                }
            }
            Target::Sentence => {
                if !words::says_unknown(text) {
                    self.episode.sentence = trial::sentence(text);
                    self.episode.sentence.text = self.episode.sentence.text.as_deref().map(cut);
                }
            }
            Target::SentenceYears | Target::SentenceMonths | Target::SentenceDays => {
                self.sentence_part(header, text, target);
            }
            Target::Penalty => {
                if !words::says_unknown(text) {
                    self.episode.penalty = Some(cut(text));
                }
            }
            Target::ExpectedRelease => {
                let date = self.date(header, text, true);
                if !date.is_unknown() {
                    self.episode.expected_release = Some(date);
                }
            }
            Target::Release => {
                let date = self.date(header, text, false);
                if !date.is_unknown() {
                    self.episode.release = Some(date);
                }
            }
            Target::Death => self.death_cell(header, text),
            Target::Address => {
                let lower = text.to_ascii_lowercase();
                if (lower.starts_with("https://") || lower.starts_with("http://"))
                    && !text.chars().any(char::is_whitespace)
                    && text.chars().count() <= 1000
                {
                    self.url = Some(text.to_owned());
                }
            }
            Target::Narrative => self.narrative.push(text.to_owned()),
            Target::Note => self.note(header, text),
            Target::Withheld => {
                if !matches!(
                    status::plain(text).as_str(),
                    "no" | "false" | "0" | "нет" | "لا"
                ) {
                    self.silence = Some(text.to_owned());
                }
            }
            Target::Prose => self.prose(header, text),
            Target::Of { group, meaning } => self.in_group(header, text, group, meaning),
            Target::History { kind, part } => {
                let mut history = self
                    .histories
                    .remove(&format!("{kind} {}", self.group))
                    .unwrap_or_default();
                history.take(self, kind, part, header, text);
                self.histories
                    .insert(format!("{kind} {}", self.group), history);
            }
            Target::Keep | Target::Ignore => {}
        }
    }

    /// A cell of a further detention, contact or hearing of the same row.
    fn in_group(&mut self, header: &str, text: &str, group: &str, meaning: &Target) {
        // Groups in groups are one group; the first name stands.
        if !self.group.is_empty() {
            return self.cell(header, text, meaning);
        }
        let other = self.episodes.remove(group).unwrap_or_default();
        let own = std::mem::replace(&mut self.episode, other);
        group.clone_into(&mut self.group);
        self.cell(header, text, meaning);
        self.group.clear();
        let other = std::mem::replace(&mut self.episode, own);
        self.episodes.insert(group.to_owned(), other);
    }

    /// Numbers of papers are never taken over without somebody's decision: about the row, or once
    /// about the column.
    fn identity_number(&mut self, header: &str, text: &str) {
        if words::says_unknown(text) {
            return;
        }
        let weight = match self.mapping.identity_numbers {
            IdentityRule::Review => Weight::Review,
            IdentityRule::Keep => Weight::Notice,
        };
        self.doubt(header, "identity_number", "", weight);
    }

    /// Prose of a fixed form: what its own words name goes where a column of that name would.
    fn prose(&mut self, header: &str, text: &str) {
        self.narrative.push(text.to_owned());
        for found in prose::read(text) {
            self.cell(header, &found.text, &found.target);
        }
    }

    /// What a story says besides the columns is offered, not taken.
    fn suggest_from_stories(&mut self) {
        let mut offered = Vec::new();
        for story in &self.narrative {
            for found in prose::read(story) {
                let known = match found.target {
                    Target::Birth => self.birth.is_some(),
                    Target::Arrest => self.episode.arrest.is_some(),
                    Target::Release => self.episode.release.is_some(),
                    Target::VerdictDate => self.episode.verdict_date.is_some(),
                    Target::Sentence => !self.episode.sentence.is_empty(),
                    Target::Charge { .. } => !self.episode.charges.is_empty(),
                    Target::Death => self.died,
                    _ => true,
                };
                if !known {
                    offered.push(format!("{}: {}", prose::word_of(&found.target), found.text));
                }
            }
        }
        if !offered.is_empty() {
            self.doubts.push(Doubt {
                detail: cut(&offered.join("; ")),
                ..notice(None, "prose_suggests", "")
            });
        }
    }

    fn sentence_part(&mut self, header: &str, text: &str, target: &Target) {
        if trial::is_life(text) {
            self.episode.sentence.life = true;
            return;
        }
        let digits: String = text
            .chars()
            .map(|c| {
                words::digit_value(c)
                    .and_then(|d| char::from_digit(d, 10))
                    .unwrap_or(c)
            })
            .collect();
        match digits.trim().parse::<u32>().ok().filter(|n| *n < 100_000) {
            Some(number) => match target {
                Target::SentenceYears => self.episode.sentence.years = Some(number),
                Target::SentenceMonths => self.episode.sentence.months = Some(number),
                _ => self.episode.sentence.days = Some(number),
            },
            None if words::says_unknown(text) => {}
            None => {
                self.episode.sentence.text = Some(cut(text));
                self.doubt(header, "unreadable_number", text, Weight::Notice);
            }
        }
    }

    fn death_cell(&mut self, header: &str, text: &str) {
        let plain = status::plain(text);
        if matches!(plain.as_str(), "no" | "false" | "0" | "alive" | "нет" | "لا")
            || words::says_unknown(text)
        {
            return;
        }
        self.died = true;
        if plain.chars().any(|c| words::digit_value(c).is_some()) && plain != "1" {
            let date = self.date(header, text, false);
            if !date.is_unknown() {
                self.death = Some(date);
            }
        }
    }

    fn note(&mut self, header: &str, text: &str) {
        if status::asks_for_silence(text) {
            self.silence = Some(text.to_owned());
            return;
        }
        let digits = text
            .chars()
            .filter(|c| words::digit_value(*c).is_some())
            .count();
        let lower = text.to_lowercase();
        if digits >= 7
            && [
                "passport",
                "id no",
                "id number",
                "identity",
                "national id",
                "паспорт",
                "удостоверени",
                "هوية",
                "身份证",
                "cédula",
                "dni",
            ]
            .iter()
            .any(|word| lower.contains(word))
        {
            self.doubt(header, "identity_number", "", Weight::Review);
        }
        if [
            "health",
            "medical",
            "illness",
            "здоровье",
            "болез",
            "salud",
            "صحة",
            "مرض",
        ]
        .iter()
        .any(|word| lower.starts_with(word))
        {
            self.other_facts
                .push(("health_note".to_owned(), text.to_owned()));
        }
    }

    pub(super) fn finish(mut self, understood: &mut UnderstoodRow) {
        self.put_names_together();
        self.relate_dates();
        if self.names.is_empty() {
            let column = self.name_column.clone();
            self.doubts
                .push(doubt(column.as_deref(), "empty_name", "", Weight::Review));
        }
        if self.died || self.death.is_some() {
            let raw = self.status.clone().unwrap_or_default();
            self.doubts
                .push(doubt(None, "death_claim", &raw, Weight::Review));
        }
        if let Some(words) = &self.silence {
            self.doubts
                .push(doubt(None, "withheld", words, Weight::Review));
            self.withheld = true;
        }
        self.suggest_from_stories();
        self.review_wishes();
        self.settle_honorifics();
        let drafts = self.drafts(understood);
        understood.drafts = drafts;
        understood.doubts.append(&mut self.doubts);
    }
}

/// Without control characters, which entries do not take; the raw cells keep them.
pub(super) fn printable(text: &str) -> String {
    text.chars()
        .filter(|c| !c.is_control() || matches!(c, '\n' | '\t'))
        .collect()
}

/// A single line of at most 1,000 characters.
pub(super) fn line(text: &str) -> String {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    text.chars()
        .filter(|c| !c.is_control())
        .take(1000)
        .collect()
}

pub(super) fn country_code(text: &str) -> Option<String> {
    let text = text.trim();
    (text.len() == 2 && text.bytes().all(|b| b.is_ascii_uppercase())).then(|| text.to_owned())
}

/// The standing for a code that a mapping writes: a stage of ours, or one of a few plain words.
fn standing_of_code(code: &str) -> Option<Standing> {
    Some(match code {
        "held" | "serving" | "arrested" | "police_custody" => Standing::Held,
        "pretrial_detention" | "investigation" | "on_trial" => Standing::Pretrial,
        "house_arrest" => Standing::HouseArrest,
        "released" | "released_unconditional" => Standing::Released,
        "released_conditional" | "bail" => Standing::Bail,
        "at_liberty" => Standing::AtLiberty,
        "wanted" => Standing::Wanted,
        "exile" => Standing::Exile,
        "missing" | "arrested_unacknowledged" => Standing::Missing,
        "died" | "died_in_custody" => Standing::Dead,
        "unknown" => Standing::Unknown,
        _ => return None,
    })
}
