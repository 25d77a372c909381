//! What is wrong with a body, as message ids for the page, and the checks that find it.

use std::fmt;

use kernel::{Day, Language, Moment, PartialDate};

use crate::vocabularies::vocabulary;

/// Longest text of a body, in characters.
pub const LONGEST_TEXT: usize = 20_000;
/// Longest name or other single line, in characters.
pub const LONGEST_NAME: usize = 1_000;
/// Most items in one list of a body: enough for a mass trial, too few to exhaust memory.
pub const MOST_ITEMS: usize = 2_000;
/// Earliest and latest year we take for a real date.
const YEARS: std::ops::RangeInclusive<i16> = 1800..=2200;

/// One thing that is wrong with one field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// The field as the form names it: `giver.relation`, `scopes.c10.condition`, `parts.0.text`.
    pub field: String,
    /// Id of the message that says it, beginning with `fault-`.
    pub message_id: &'static str,
    /// Arguments of the message: name and value.
    pub arguments: Vec<(&'static str, String)>,
}

/// Everything that is wrong with a body, never empty.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Faults(pub Vec<Fault>);

impl Faults {
    /// A single fault without arguments.
    #[must_use]
    pub fn one(field: &str, message_id: &'static str) -> Self {
        Self(vec![Fault {
            field: field.to_owned(),
            message_id,
            arguments: Vec::new(),
        }])
    }

    /// Whether a field is among them.
    #[must_use]
    pub fn names(&self, field: &str) -> bool {
        self.0.iter().any(|fault| fault.field == field)
    }
}

impl fmt::Display for Faults {
    /// Fields and message ids only: what somebody typed does not belong into a log.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (position, fault) in self.0.iter().enumerate() {
            let separator = if position == 0 { "" } else { ", " };
            write!(f, "{separator}{}: {}", fault.field, fault.message_id)?;
        }
        Ok(())
    }
}

impl std::error::Error for Faults {}

/// Collects the faults of one body.
#[derive(Default)]
pub(crate) struct Checker {
    faults: Vec<Fault>,
}

impl Checker {
    pub(crate) fn finish(self) -> Result<(), Faults> {
        if self.faults.is_empty() {
            Ok(())
        } else {
            Err(Faults(self.faults))
        }
    }

    pub(crate) fn fault(
        &mut self,
        field: &str,
        message_id: &'static str,
        arguments: Vec<(&'static str, String)>,
    ) {
        self.faults.push(Fault {
            field: field.to_owned(),
            message_id,
            arguments,
        });
    }

    fn limited(&mut self, field: &str, text: &str, longest: usize) {
        if text.len() > longest && text.chars().nth(longest).is_some() {
            self.fault(
                field,
                "fault-too-long",
                vec![("longest", longest.to_string())],
            );
        }
        if text
            .chars()
            .any(|c| c.is_control() && c != '\n' && c != '\t')
        {
            self.fault(field, "fault-control-character", Vec::new());
        }
    }

    /// Something has to stand here.
    pub(crate) fn present(&mut self, field: &str, text: &str) {
        if text.trim().is_empty() {
            self.fault(field, "fault-missing", Vec::new());
        }
    }

    /// A text of several lines, which may be empty.
    pub(crate) fn text(&mut self, field: &str, text: &str) {
        self.limited(field, text, LONGEST_TEXT);
    }

    /// A name or another single line, which may be empty.
    pub(crate) fn line(&mut self, field: &str, text: &str) {
        self.limited(field, text, LONGEST_NAME);
    }

    pub(crate) fn required_text(&mut self, field: &str, text: &str) {
        self.present(field, text);
        self.text(field, text);
    }

    pub(crate) fn required_line(&mut self, field: &str, text: &str) {
        self.present(field, text);
        self.line(field, text);
    }

    pub(crate) fn optional_text(&mut self, field: &str, text: Option<&String>) {
        if let Some(text) = text {
            self.text(field, text);
        }
    }

    pub(crate) fn optional_line(&mut self, field: &str, text: Option<&String>) {
        if let Some(text) = text {
            self.line(field, text);
        }
    }

    /// A code that the vocabulary offers to new entries.
    pub(crate) fn code(&mut self, field: &str, word: &'static str, code: &str) {
        if code.is_empty() {
            self.fault(field, "fault-missing", Vec::new());
        } else if !vocabulary(word).is_some_and(|vocabulary| vocabulary.offers(code)) {
            // The code may be anything somebody sent; the message needs no more of it than this.
            let start: String = code.chars().take(60).collect();
            self.fault(
                field,
                "fault-code-not-offered",
                vec![("vocabulary", word.to_owned()), ("code", start)],
            );
        }
    }

    pub(crate) fn optional_code(&mut self, field: &str, word: &'static str, code: Option<&String>) {
        if let Some(code) = code {
            self.code(field, word, code);
        }
    }

    /// A list of codes, each at most once.
    pub(crate) fn codes(&mut self, field: &str, word: &'static str, codes: &[String]) {
        self.count(field, codes.len());
        for (position, code) in codes.iter().enumerate() {
            self.code(field, word, code);
            if codes.iter().take(position).any(|earlier| earlier == code) {
                self.fault(field, "fault-twice", vec![("code", code.clone())]);
            }
        }
    }

    /// A list of codes with at least one.
    pub(crate) fn some_codes(&mut self, field: &str, word: &'static str, codes: &[String]) {
        if codes.is_empty() {
            self.fault(field, "fault-missing", Vec::new());
        }
        self.codes(field, word, codes);
    }

    /// Not more items than a page can show.
    pub(crate) fn count(&mut self, field: &str, count: usize) {
        if count > MOST_ITEMS {
            self.fault(
                field,
                "fault-too-many",
                vec![("most", MOST_ITEMS.to_string())],
            );
        }
    }

    /// An ISO 3166-1 alpha-2 code; the user-assigned range XA to XZ stands for invented countries.
    pub(crate) fn country(&mut self, field: &str, code: &str) {
        if code.is_empty() {
            self.fault(field, "fault-missing", Vec::new());
        } else if code.len() != 2 || !code.bytes().all(|b| b.is_ascii_uppercase()) {
            self.fault(field, "fault-country", Vec::new());
        }
    }

    pub(crate) fn optional_country(&mut self, field: &str, code: Option<&String>) {
        if let Some(code) = code {
            self.country(field, code);
        }
    }

    pub(crate) fn language(&mut self, field: &str, tag: Option<&String>) {
        if tag.is_some_and(|tag| tag.parse::<Language>().is_err()) {
            self.fault(field, "fault-language", Vec::new());
        }
    }

    /// A web address that can be shown as a link without running anything.
    pub(crate) fn address(&mut self, field: &str, address: Option<&String>) {
        let Some(address) = address else { return };
        self.line(field, address);
        let lower = address.to_ascii_lowercase();
        if !(lower.starts_with("https://") || lower.starts_with("http://"))
            || address.chars().any(char::is_whitespace)
        {
            self.fault(field, "fault-address", Vec::new());
        }
    }

    pub(crate) fn day(&mut self, field: &str, day: Day) {
        if !YEARS.contains(&day.year()) {
            self.fault(field, "fault-date-far", Vec::new());
        }
    }

    pub(crate) fn optional_day(&mut self, field: &str, day: Option<Day>) {
        if let Some(day) = day {
            self.day(field, day);
        }
    }

    /// A moment whose zone and local time can be read; the instant is kept as it was reckoned then.
    pub(crate) fn moment(&mut self, field: &str, moment: &Moment) {
        if Moment::new(&moment.local, &moment.zone).is_err() {
            self.fault(field, "fault-moment", Vec::new());
        }
        self.day(field, moment.day());
    }

    pub(crate) fn date(&mut self, field: &str, date: &PartialDate) {
        for day in [date.earliest(), date.latest()].into_iter().flatten() {
            if !YEARS.contains(&day.year()) {
                self.fault(field, "fault-date-far", Vec::new());
                break;
            }
        }
        self.optional_line(field, date.source_text.as_ref());
    }

    pub(crate) fn optional_date(&mut self, field: &str, date: Option<&PartialDate>) {
        if let Some(date) = date {
            self.date(field, date);
        }
    }

    /// The second date may not lie before the first, however both are read.
    pub(crate) fn order(&mut self, field: &str, first: &PartialDate, second: Option<&PartialDate>) {
        let backwards = first
            .earliest()
            .zip(second.and_then(PartialDate::latest))
            .is_some_and(|(first, second)| second < first);
        if backwards {
            self.fault(field, "fault-date-order", Vec::new());
        }
    }

    pub(crate) fn day_order(&mut self, field: &str, first: Day, second: Option<Day>) {
        if second.is_some_and(|second| second < first) {
            self.fault(field, "fault-date-order", Vec::new());
        }
    }
}
