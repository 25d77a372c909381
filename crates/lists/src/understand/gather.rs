//! One row: its cells gathered by what they say, then made into entries.

use kernel::{Confidence, Day, Label, PartialDate};
use serde_json::{Map, Value, json};

use super::names::{self, CleanName};
use super::status::{self, Standing};
use super::trial::{self, Charge, Sentence};
use super::{Doubt, Draft, Outcome, UnderstoodRow, Weight};
use crate::{
    CellNote, DateDoubt, Mapping, RawRow, RawTable, RowNote, Target, birth_from_age, read_age,
    read_date, words,
};

/// A mapping bound to the columns of a table.
pub(super) struct Bound {
    headers: Vec<String>,
    targets: Vec<Vec<Target>>,
    row_key: Vec<usize>,
    person_key: Vec<usize>,
}

impl Bound {
    pub(super) fn new(mapping: &Mapping, table: &RawTable) -> Self {
        let headers: Vec<String> = table.headers.iter().map(|h| h.trim().to_owned()).collect();
        let targets = headers
            .iter()
            .map(|header| {
                mapping
                    .column(header)
                    .map(|c| c.targets.clone())
                    .unwrap_or_default()
            })
            .collect();
        let places = |names: &[String]| {
            names
                .iter()
                .filter_map(|name| headers.iter().position(|h| h == name.trim()))
                .collect()
        };
        let (row_key, person_key) = (places(&mapping.row_key), places(&mapping.person_key));
        Self {
            headers,
            targets,
            row_key,
            person_key,
        }
    }

    pub(super) fn reads_anything(&self) -> bool {
        self.targets.iter().any(|targets| !targets.is_empty())
    }

    fn key(row: &RawRow, columns: &[usize]) -> Option<String> {
        let parts: Vec<&str> = columns
            .iter()
            .filter_map(|c| row.cells.get(*c))
            .map(|cell| cell.text.trim())
            .collect();
        (!parts.is_empty() && parts.iter().all(|p| !p.is_empty())).then(|| {
            let text: String = parts
                .join("|")
                .chars()
                .filter(|c| !c.is_control())
                .take(500)
                .collect();
            text
        })
    }

    /// Understands one row by itself.
    pub(super) fn understand(&self, row: &RawRow, mapping: &Mapping, today: Day) -> UnderstoodRow {
        let ignored = |column: usize| {
            self.targets
                .get(column)
                .is_some_and(|targets| targets.contains(&Target::Ignore))
        };
        let record_key = Self::key(row, &self.row_key);
        // A key of a row stands for a person only where no column counts people.
        let person_key = if self.person_key.is_empty() {
            record_key.clone()
        } else {
            Self::key(row, &self.person_key)
        };
        let cells = row
            .cells
            .iter()
            .enumerate()
            .filter(|(column, cell)| !ignored(*column) && !cell.text.is_empty())
            .map(|(column, cell)| (self.header(column), cell.text.clone()))
            .collect();
        let mut understood = UnderstoodRow {
            row_key: row.row_key.clone(),
            line: row.line,
            record_key,
            person_key,
            outcome: Outcome::Accept,
            doubts: Vec::new(),
            drafts: Vec::new(),
            cells,
            raw: row.raw.clone(),
        };
        if let Some(doubt) = refusal(row) {
            understood.outcome = Outcome::Reject;
            understood.doubts.push(doubt);
            return understood;
        }
        if let Some(code) = names_nobody(row) {
            understood.outcome = Outcome::Skip;
            understood.doubts.push(notice(None, code, ""));
            return understood;
        }
        let mut gathered = Gathered::new(mapping, today);
        gathered.notes_of_row(row);
        if understood.person_key.is_none() && !self.person_key.is_empty() {
            gathered.doubts.push(notice(None, "no_person_key", ""));
        }
        for (column, cell) in row.cells.iter().enumerate() {
            let header = self.headers.get(column).map_or("", String::as_str);
            let targets = self.targets.get(column).map_or(&[][..], Vec::as_slice);
            if targets.contains(&Target::Ignore) {
                continue;
            }
            gathered.oddities(header, &cell.text, cell.note.as_ref());
            if cell.text.trim().is_empty() {
                continue;
            }
            for target in targets {
                gathered.cell(header, cell.text.trim(), target);
            }
        }
        gathered.finish(&mut understood);
        understood
            .doubts
            .sort_by_key(|doubt| std::cmp::Reverse(doubt.weight));
        if understood
            .doubts
            .iter()
            .any(|doubt| doubt.weight == Weight::Review)
        {
            understood.outcome = Outcome::Review;
        }
        understood
    }

    fn header(&self, column: usize) -> String {
        match self.headers.get(column).filter(|header| !header.is_empty()) {
            Some(header) => header.clone(),
            None => format!("column {}", column + 1),
        }
    }
}

fn cut(text: &str) -> String {
    text.chars().take(500).collect()
}

fn doubt(column: Option<&str>, code: &str, raw: &str, weight: Weight) -> Doubt {
    Doubt {
        column: column.map(str::to_owned),
        code: code.to_owned(),
        detail: String::new(),
        raw: cut(raw),
        weight,
    }
}

fn notice(column: Option<&str>, code: &str, raw: &str) -> Doubt {
    doubt(column, code, raw, Weight::Notice)
}

/// Why nothing may be taken from the row.
fn refusal(row: &RawRow) -> Option<Doubt> {
    let (code, detail) = row.notes.iter().find_map(|note| match note {
        RowNote::TooFewCells { expected, found } => {
            Some(("too_few_columns", format!("{found} < {expected}")))
        }
        RowNote::TooManyCells { expected, found } => {
            Some(("too_many_columns", format!("{found} > {expected}")))
        }
        RowNote::UnclosedQuote => Some(("unclosed_quote", String::new())),
        RowNote::MisplacedQuote => Some(("misplaced_quote", String::new())),
        RowNote::TooLongCell {
            characters, limit, ..
        } => Some(("overlong_cell", format!("{characters} > {limit}"))),
        RowNote::TooLongLine { bytes, limit } => {
            Some(("overlong_line", format!("{bytes} > {limit}")))
        }
        _ => None,
    })?;
    Some(Doubt {
        detail,
        ..doubt(None, code, "", Weight::Refusal)
    })
}

/// Rows that hold no person.
fn names_nobody(row: &RawRow) -> Option<&'static str> {
    if row.notes.contains(&RowNote::Blank) {
        return Some("blank_line");
    }
    if row.notes.contains(&RowNote::RepeatedHeader) {
        return Some("repeated_header");
    }
    if row.notes.contains(&RowNote::NotARecord) {
        return Some("not_a_record");
    }
    let filled: Vec<&str> = row
        .cells
        .iter()
        .map(|cell| cell.text.trim())
        .filter(|text| !text.is_empty())
        .collect();
    let has_number = filled
        .iter()
        .any(|text| text.chars().any(|c| words::digit_value(c).is_some()));
    if filled.len() > 3 || filled.len() * 2 > row.cells.len() || !has_number {
        return None;
    }
    let first = filled.first()?;
    if words::begins_total(first) {
        Some("total_line")
    } else if words::begins_page(first) {
        Some("page_line")
    } else {
        None
    }
}

/// What the cells of a row say, sorted by meaning.
struct Gathered<'a> {
    mapping: &'a Mapping,
    today: Day,
    doubts: Vec<Doubt>,
    names: Vec<(CleanName, String, bool)>,
    name_column: Option<String>,
    facts: Vec<(&'static str, String, Option<PartialDate>, Option<String>)>,
    other_facts: Vec<(String, String)>,
    birth: Option<PartialDate>,
    age: Option<(String, String)>,
    country: Option<String>,
    arrest: Option<PartialDate>,
    formal_arrest: Option<PartialDate>,
    status: Option<String>,
    standing: Option<Standing>,
    believed: bool,
    place: Option<String>,
    place_address: Option<String>,
    town: Option<String>,
    charges: Vec<Charge>,
    verdict: Option<String>,
    verdict_date: Option<PartialDate>,
    sentence: Sentence,
    penalty: Option<String>,
    expected_release: Option<PartialDate>,
    release: Option<PartialDate>,
    died: bool,
    death: Option<PartialDate>,
    url: Option<String>,
    narrative: Vec<String>,
    silence: Option<String>,
}

impl<'a> Gathered<'a> {
    fn new(mapping: &'a Mapping, today: Day) -> Self {
        Self {
            mapping,
            today,
            doubts: Vec::new(),
            names: Vec::new(),
            name_column: None,
            facts: Vec::new(),
            other_facts: Vec::new(),
            birth: None,
            age: None,
            country: None,
            arrest: None,
            formal_arrest: None,
            status: None,
            standing: None,
            believed: false,
            place: None,
            place_address: None,
            town: None,
            charges: Vec::new(),
            verdict: None,
            verdict_date: None,
            sentence: Sentence::default(),
            penalty: None,
            expected_release: None,
            release: None,
            died: false,
            death: None,
            url: None,
            narrative: Vec::new(),
            silence: None,
        }
    }

    fn doubt(&mut self, column: &str, code: &str, raw: &str, weight: Weight) {
        self.doubts.push(doubt(Some(column), code, raw, weight));
    }

    fn notes_of_row(&mut self, row: &RawRow) {
        for note in &row.notes {
            match note {
                RowNote::Hidden => self
                    .doubts
                    .push(doubt(None, "hidden_row", "", Weight::Review)),
                RowNote::Rejoined { .. } => self.doubts.push(notice(None, "rejoined_cell", "")),
                RowNote::Coloured { colour } => self.doubts.push(Doubt {
                    detail: colour.clone(),
                    ..notice(None, "coloured_row", "")
                }),
                _ => {}
            }
        }
    }

    /// What is odd about a cell whatever it means.
    fn oddities(&mut self, header: &str, text: &str, note: Option<&CellNote>) {
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

    fn date(&mut self, header: &str, text: &str, future: bool) -> PartialDate {
        let read = read_date(
            text,
            self.mapping.date_order,
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
        if let Some(name) = names::read(text) {
            let known = self
                .names
                .iter()
                .any(|(other, ..)| other.text.to_lowercase() == name.text.to_lowercase());
            if !known {
                self.names.push((name, usage.to_owned(), preferred));
            }
        }
    }

    fn code_of(&self, vocabulary: &str, text: &str) -> Option<String> {
        self.mapping.code(vocabulary, text).map(str::to_owned)
    }

    fn status_word(&mut self, text: &str) {
        let (standing, believed) = match self.code_of("standing", text) {
            Some(code) => (standing_of_code(&code), text.trim_end().ends_with('?')),
            None => status::standing(text),
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
            self.place = Some(names::clean(place));
            if !address.is_empty() {
                self.place_address = Some(address.to_owned());
            }
        }
    }

    #[expect(
        clippy::too_many_lines,
        reason = "one arm for each meaning of a column, each of them short"
    )]
    fn cell(&mut self, header: &str, text: &str, target: &Target) {
        match target {
            Target::Name {
                usage, preferred, ..
            } => {
                self.name_column.get_or_insert_with(|| header.to_owned());
                self.name(header, text, usage, *preferred);
            }
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
                    Some(code) => self.facts.push(("sex", text.to_owned(), None, Some(code))),
                    None if words::says_unknown(text) => {}
                    None => self.doubt(header, "unknown_word", text, Weight::Notice),
                }
            }
            Target::Country => {
                let code = self.code_of("country", text).or_else(|| country_code(text));
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
            Target::IdentityNumber => self.doubt(header, "identity_number", "", Weight::Notice),
            Target::Arrest => {
                let date = self.date(header, text, false);
                if !date.is_unknown() {
                    self.arrest = Some(date);
                }
            }
            Target::FormalArrest => {
                let date = self.date(header, text, false);
                if !date.is_unknown() {
                    self.formal_arrest = Some(date);
                }
            }
            Target::Status => {
                self.status = Some(text.to_owned());
                self.status_word(text);
            }
            Target::Place => self.place(text),
            Target::Town => {
                if !words::says_unknown(text) {
                    self.town = Some(names::clean(text));
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
                for piece in trial::split(text, divider.as_deref()) {
                    if let Some(charge) = trial::charge(piece)
                        && !self.charges.contains(&charge)
                    {
                        self.charges.push(charge);
                    }
                }
            }
            Target::Verdict => {
                if !words::says_unknown(text) {
                    self.verdict = Some(cut(text));
                }
            }
            Target::VerdictDate => {
                let date = self.date(header, text, false);
                if !date.is_unknown() {
                    self.verdict_date = Some(date);
                }
            }
            Target::Sentence => {
                if !words::says_unknown(text) {
                    self.sentence = trial::sentence(text);
                    self.sentence.text = self.sentence.text.as_deref().map(cut);
                }
            }
            Target::SentenceYears | Target::SentenceMonths | Target::SentenceDays => {
                self.sentence_part(header, text, target);
            }
            Target::Penalty => {
                if !words::says_unknown(text) {
                    self.penalty = Some(cut(text));
                }
            }
            Target::ExpectedRelease => {
                let date = self.date(header, text, true);
                if !date.is_unknown() {
                    self.expected_release = Some(date);
                }
            }
            Target::Release => {
                let date = self.date(header, text, false);
                if !date.is_unknown() {
                    self.release = Some(date);
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
            Target::Keep | Target::Ignore => {}
        }
    }

    fn sentence_part(&mut self, header: &str, text: &str, target: &Target) {
        if trial::is_life(text) {
            self.sentence.life = true;
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
                Target::SentenceYears => self.sentence.years = Some(number),
                Target::SentenceMonths => self.sentence.months = Some(number),
                _ => self.sentence.days = Some(number),
            },
            None if words::says_unknown(text) => {}
            None => {
                self.sentence.text = Some(cut(text));
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

    fn finish(mut self, understood: &mut UnderstoodRow) {
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
        }
        let drafts = self.drafts(understood);
        understood.drafts = drafts;
        understood.doubts.append(&mut self.doubts);
    }

    /// What dates say together: births after arrests, releases before them, minors.
    fn relate_dates(&mut self) {
        if let (Some((header, text)), None) = (self.age.clone(), &self.birth) {
            match read_age(&text) {
                Some(age) => {
                    let event = self.arrest.clone().unwrap_or_else(PartialDate::unknown);
                    let birth = birth_from_age(age, &event);
                    if !birth.is_unknown() {
                        self.birth = Some(birth.with_source_text(&format!("age {}", cut(&text))));
                    }
                }
                None if words::says_unknown(&text) => {}
                None => self.doubt(&header, "unreadable_age", &text, Weight::Notice),
            }
        }
        let after = |first: &Option<PartialDate>, second: &Option<PartialDate>| {
            first
                .as_ref()
                .and_then(PartialDate::earliest)
                .zip(second.as_ref().and_then(PartialDate::latest))
                .is_some_and(|(first, second)| first > second)
        };
        if after(&self.birth, &self.arrest) {
            self.doubts
                .push(doubt(None, "birth_after_arrest", "", Weight::Review));
        }
        if after(&self.arrest, &self.release) {
            self.doubts
                .push(doubt(None, "release_before_arrest", "", Weight::Review));
            self.release = None;
        }
        let adult_since = eighteen_years_before(self.today);
        if self
            .birth
            .as_ref()
            .and_then(PartialDate::latest)
            .is_some_and(|latest| latest > adult_since)
        {
            self.doubts.push(doubt(None, "minor", "", Weight::Review));
        }
    }

    fn draft(&self, kind: &str, body: Value) -> Draft {
        Draft {
            kind: kind.to_owned(),
            body,
            happened: None,
            confidence: self.mapping.confidence,
            label: None,
        }
    }

    fn drafts(&self, understood: &UnderstoodRow) -> Vec<Draft> {
        let mut out = Vec::new();
        let preferred = self
            .names
            .iter()
            .position(|(_, _, preferred)| *preferred)
            .unwrap_or(0);
        for (place, (name, usage, _)) in self.names.iter().enumerate() {
            out.push(self.draft("name", names::body(name, usage, place == preferred)));
        }
        self.fact_drafts(&mut out);
        if let Some(detention) = self.detention() {
            out.push(detention);
        }
        self.charge_drafts(&mut out);
        if let Some(status) = &self.status {
            out.push(self.claim(status));
        }
        if let Some(words) = &self.silence {
            out.push(self.wish(words));
        }
        out.push(self.source(understood));
        if self.silence.is_some() {
            for draft in &mut out {
                draft.label = Some(Label::Red);
            }
        }
        out
    }

    fn fact_drafts(&self, out: &mut Vec<Draft>) {
        if let Some(birth) = &self.birth {
            let value = birth.source_text.clone().unwrap_or_else(|| birth.edtf());
            let mut draft = self.draft(
                "fact",
                json!({"field": "birth", "value": value, "date": birth}),
            );
            draft.happened = Some(birth.clone());
            out.push(draft);
        }
        for (field, value, _, code) in &self.facts {
            out.push(self.draft(
                "fact",
                json!({"field": field, "value": value, "code": code}),
            ));
        }
        for (field, value) in &self.other_facts {
            let mut body = json!({"field": field, "value": value});
            if matches!(field.as_str(), "nationality" | "citizenship")
                && let Some(code) = self
                    .code_of("country", value)
                    .or_else(|| country_code(value))
                && let Some(map) = body.as_object_mut()
            {
                map.insert("code".to_owned(), Value::from(code));
            }
            let mut draft = self.draft("fact", body);
            if field == "health_note" || field == "identity_number" {
                draft.label = Some(Label::Red);
            }
            out.push(draft);
        }
        for text in &self.narrative {
            out.push(self.draft(
                "fact",
                json!({"field": "portrait_text", "value": printable(text)}),
            ));
        }
        if self.died || self.death.is_some() {
            let date = self.death.clone().unwrap_or_else(PartialDate::unknown);
            let value = self.status.clone().unwrap_or_else(|| "died".to_owned());
            let mut draft = self.draft(
                "fact",
                json!({"field": "death", "value": printable(&value), "date": date}),
            );
            draft.confidence = Confidence::Alleged;
            draft.happened = (!date.is_unknown()).then_some(date);
            out.push(draft);
        }
    }

    fn detention(&self) -> Option<Draft> {
        let from = self.arrest.clone().or_else(|| self.formal_arrest.clone());
        let sentenced = !self.sentence.is_empty() || self.verdict_date.is_some();
        let standing = self.standing;
        if from.is_none() && standing.is_none() && self.place.is_none() && self.release.is_none() {
            return None;
        }
        let stage = match standing {
            Some(Standing::Held | Standing::HouseArrest) if sentenced => "serving",
            Some(Standing::Held | Standing::HouseArrest) => "arrested",
            Some(Standing::Pretrial) => "pretrial_detention",
            Some(Standing::Released) => "released_unconditional",
            Some(Standing::Bail) => "released_conditional",
            Some(Standing::Wanted) => "wanted",
            Some(Standing::Exile) => "exile",
            Some(Standing::Missing) => "arrested_unacknowledged",
            Some(Standing::AtLiberty | Standing::Dead | Standing::Unknown) => "unknown",
            // A place to be held at and no word of an end: held, as the source has it.
            None if self.release.is_some() => "released_unconditional",
            None if self.place.is_some() && sentenced => "serving",
            None if self.place.is_some() => "arrested",
            None => "unknown",
        };
        let custody = match standing {
            Some(Standing::HouseArrest) => "house_arrest",
            Some(Standing::AtLiberty) => "none",
            _ => self.place.as_deref().map_or("unknown", status::custody_of),
        };
        let ended = matches!(
            standing,
            Some(Standing::Released | Standing::Bail | Standing::Exile)
        ) || self.release.is_some();
        let mut body = Map::new();
        let mut put = |name: &str, value: Value| {
            body.insert(name.to_owned(), value);
        };
        put("country", Value::from(self.country()));
        put("stage", Value::from(stage));
        put("custody", Value::from(custody));
        put(
            "place_text",
            Value::from(
                self.place
                    .as_deref()
                    .or(self.town.as_deref())
                    .unwrap_or_default(),
            ),
        );
        if let Some(address) = self
            .place_address
            .clone()
            .or_else(|| self.place.as_ref().and(self.town.clone()))
        {
            put("address", Value::from(address));
        }
        put(
            "from",
            json!(from.clone().unwrap_or_else(PartialDate::unknown)),
        );
        if let Some(until) = &self.release {
            put("until", json!(until));
        }
        if ended {
            put(
                "release_type",
                Value::from(if standing == Some(Standing::Bail) {
                    "bail"
                } else {
                    "unknown"
                }),
            );
        }
        if let Some(status) = &self.status {
            put("source_status", Value::from(line(status)));
        }
        let mut draft = self.draft("detention", Value::Object(body));
        if self.believed {
            draft.confidence = Confidence::Alleged;
        }
        draft.happened = from.filter(|from| !from.is_unknown());
        Some(draft)
    }

    /// The country that holds the person; `ZZ`, which ISO 3166 leaves to its users and means an
    /// unknown territory in common use, where the list does not say and nobody has answered.
    fn country(&self) -> String {
        self.country
            .clone()
            .or_else(|| self.mapping.country.clone())
            .unwrap_or_else(|| "ZZ".to_owned())
    }

    fn charge_drafts(&self, out: &mut Vec<Draft>) {
        let judged = self.verdict.is_some()
            || self.verdict_date.is_some()
            || !self.sentence.is_empty()
            || self.penalty.is_some()
            || self.expected_release.is_some();
        let mut charges = self.charges.clone();
        if charges.is_empty() && judged {
            let text = self
                .penalty
                .clone()
                .or_else(|| self.verdict.clone())
                .or_else(|| self.sentence.text.clone())
                .unwrap_or_else(|| "—".to_owned());
            charges.push(Charge {
                text,
                article: None,
                law: None,
            });
        }
        for (place, charge) in charges.iter().enumerate() {
            let mut body = Map::new();
            let mut put = |name: &str, value: Value| {
                body.insert(name.to_owned(), value);
            };
            put("original_text", Value::from(printable(&charge.text)));
            if let Some(law) = &charge.law {
                put("law", Value::from(law.clone()));
            }
            if let Some(article) = &charge.article {
                match self.code_of("articles", article) {
                    Some(now) => {
                        put("article", Value::from(now));
                        put("old_article", Value::from(article.clone()));
                    }
                    None => put("article", Value::from(article.clone())),
                }
            }
            // One verdict and one sentence for all charges of a row stand with the first of them;
            // repeated with each they would add up.
            if place == 0 {
                if let Some(verdict) = &self.verdict {
                    put("verdict", Value::from(line(verdict)));
                }
                if let Some(date) = &self.verdict_date {
                    put("verdict_on", json!(date));
                }
                if !self.sentence.is_empty() {
                    put("sentence", self.sentence.value());
                }
                if let Some(penalty) = &self.penalty {
                    put("penalty_text", Value::from(line(penalty)));
                }
                if let Some(date) = &self.expected_release {
                    put("expected_release", json!(date));
                }
            }
            let mut draft = self.draft("charge", Value::Object(body));
            draft.happened = self.verdict_date.clone();
            out.push(draft);
        }
    }

    fn claim(&self, status: &str) -> Draft {
        let mut body = json!({
            "organisation": if self.mapping.source.is_empty() { "?" } else { &self.mapping.source },
            "status_text": line(status),
        });
        if let Some(map) = body.as_object_mut() {
            if let Some(code) = self.code_of("claim_statuses", status) {
                map.insert("status_code".to_owned(), Value::from(code));
            }
            if let Some(as_of) = &self.mapping.as_of {
                map.insert("as_of".to_owned(), json!(as_of));
            }
            if let Some(url) = &self.url {
                map.insert("reference".to_owned(), Value::from(url.clone()));
            }
        }
        let mut draft = self.draft("claim", body);
        if self.believed {
            draft.confidence = Confidence::Alleged;
        }
        draft
    }

    /// The family's request as the list passes it on: no publicity of any kind.
    fn wish(&self, words: &str) -> Draft {
        const PUBLIC: [&str; 7] = ["c08", "c10", "c11", "c13", "c14", "c15", "c16"];
        let scopes: Vec<Value> = PUBLIC
            .iter()
            .map(|scope| json!({"scope": scope, "state": "refused"}))
            .collect();
        let given = self
            .mapping
            .as_of
            .clone()
            .unwrap_or_else(PartialDate::unknown);
        self.draft(
            "wish",
            json!({
                "giver": {"relation": "relative"},
                "words": printable(words),
                "how_known": "relayed",
                "scopes": scopes,
                "given_on": given,
                "until_they_say_stop": true,
            }),
        )
    }

    fn source(&self, understood: &UnderstoodRow) -> Draft {
        let cells: Vec<Value> = understood
            .cells
            .iter()
            .map(|(column, cell)| json!([column, cell]))
            .collect();
        let mut body = json!({
            "medium": "list",
            "title": if self.mapping.source.is_empty() { "?" } else { &self.mapping.source },
            "reference": understood.row_key,
            "cells": cells,
        });
        if let Some(map) = body.as_object_mut() {
            let key = understood
                .record_key
                .as_ref()
                .unwrap_or(&understood.row_key);
            map.insert("row_key".to_owned(), Value::from(key.clone()));
            if let Some(url) = &self.url {
                map.insert("url".to_owned(), Value::from(url.clone()));
            }
        }
        self.draft("source", body)
    }
}

/// Without control characters, which entries do not take; the raw cells keep them.
fn printable(text: &str) -> String {
    text.chars()
        .filter(|c| !c.is_control() || matches!(c, '\n' | '\t'))
        .collect()
}

/// A single line of at most 1,000 characters.
fn line(text: &str) -> String {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    text.chars()
        .filter(|c| !c.is_control())
        .take(1000)
        .collect()
}

fn country_code(text: &str) -> Option<String> {
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

/// The day eighteen years before: who was born later may be a minor.
fn eighteen_years_before(today: Day) -> Day {
    let civil = today.civil();
    // Nobody is made older by the twenty-ninth of February.
    Day::new(
        civil.year().saturating_sub(18),
        civil.month(),
        civil.day().min(28),
    )
    .unwrap_or_default()
}
