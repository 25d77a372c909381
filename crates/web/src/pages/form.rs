//! Forms from a list of fields.

use kernel::{DateValue, Day, PartialDate, PartialDateError};

use super::Choice;

/// How a field is filled in.
#[derive(Clone, Debug)]
pub enum Control {
    /// One line.
    Line,
    /// Several lines; how many to show.
    Text(u8),
    /// A password. Its value is never sent back.
    Password {
        /// Whether this is a new one, for the browser's memory.
        new: bool,
    },
    /// A code of digits or letters for one use.
    Code,
    /// One of several: buttons when few, a list when many.
    Choice(Vec<Choice>),
    /// Any of several.
    Choices(Vec<Choice>),
    /// Yes or not; the value is `yes` when set.
    Flag,
    /// A date as exact as it is known: sends `NAME-year`, `NAME-month` (1 to 12, 21 to 24 for the
    /// seasons), `NAME-day`, `NAME-about`, `NAME-doubtful` and `NAME-other` (see [`PartialDateInput`]).
    PartialDate(PartialDateInput),
    /// A whole day, as `2026-11-22`.
    Day,
    /// A day and time at a place: sends `NAME-day`, `NAME-time` and `NAME-zone`.
    Moment {
        /// `09:30`.
        time: String,
        /// IANA zones to choose from.
        zones: Vec<Choice>,
    },
    /// A whole number between the two, both included.
    Number {
        /// Smallest.
        least: i64,
        /// Largest.
        most: i64,
    },
    /// A file; the types to offer, as `.csv,.xlsx`.
    File(String),
    /// Several files; the types to offer.
    Files(String),
    /// Every file of a folder.
    Folder,
    /// Not shown.
    Hidden,
}

impl Control {
    /// Whether a choice is short enough for buttons.
    #[must_use]
    pub const fn is_short(choices: &[Choice]) -> bool {
        choices.len() <= 7
    }
}

/// One field of a form, with what was entered and what is wrong with it.
#[derive(Clone, Debug)]
pub struct Field {
    /// What the form sends it as.
    pub name: String,
    /// What the person reads.
    pub label: String,
    /// A sentence that helps.
    pub help: Option<String>,
    /// How it is filled in.
    pub control: Control,
    /// What was entered (not for choices, which carry it themselves).
    pub value: String,
    /// Whether it must be filled in. Only "what happened" ever is.
    pub required: bool,
    /// Health and the like: folded until somebody opens it.
    pub folded: bool,
    /// What is wrong with what was entered.
    pub error: Option<String>,
}

impl Field {
    /// A field without help, value or fault.
    #[must_use]
    pub fn new(name: &str, label: &str, control: Control) -> Self {
        Self {
            name: name.to_owned(),
            label: label.to_owned(),
            help: None,
            control,
            value: String::new(),
            required: false,
            folded: false,
            error: None,
        }
    }

    /// With a sentence that helps.
    #[must_use]
    pub fn help(mut self, help: &str) -> Self {
        self.help = Some(help.to_owned());
        self
    }

    /// With what was entered.
    #[must_use]
    pub fn value(mut self, value: &str) -> Self {
        value.clone_into(&mut self.value);
        self
    }

    /// Must be filled in.
    #[must_use]
    pub const fn required(mut self) -> Self {
        self.required = true;
        self
    }

    /// Folded until somebody opens it.
    #[must_use]
    pub const fn folded(mut self) -> Self {
        self.folded = true;
        self
    }

    /// With what is wrong.
    #[must_use]
    pub fn error(mut self, error: &str) -> Self {
        self.error = Some(error.to_owned());
        self
    }

    /// The ids that describe the field, for `aria-describedby`.
    #[must_use]
    pub fn described_by(&self) -> String {
        let mut ids = Vec::new();
        if self.help.is_some() {
            ids.push(format!("{}-help", self.name));
        }
        if self.error.is_some() {
            ids.push(format!("{}-error", self.name));
        }
        ids.join(" ")
    }
}

/// A partial date as the form has it: what was entered, even if it cannot be read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PartialDateInput {
    /// The year.
    pub year: String,
    /// 1 to 12, or 21 to 24 for spring, summer, autumn, winter.
    pub month: String,
    /// Day of the month.
    pub day: String,
    /// "About".
    pub about: bool,
    /// "In doubt".
    pub doubtful: bool,
    /// Another form, such as `1975/1979`; wins over the other fields.
    pub other: String,
}

impl PartialDateInput {
    /// The fields for a date that is stored.
    #[must_use]
    pub fn from_date(date: &PartialDate) -> Self {
        let mut input = Self {
            about: date.about,
            doubtful: date.doubtful,
            ..Self::default()
        };
        match date.value {
            DateValue::Unknown => {}
            DateValue::Year(year) => input.year = year.to_string(),
            DateValue::Season(year, season) => {
                input.year = year.to_string();
                input.month = season.to_string();
            }
            DateValue::Month(year, month) => {
                input.year = year.to_string();
                input.month = month.to_string();
            }
            DateValue::Day(day) => {
                let civil = day.civil();
                input.year = civil.year().to_string();
                input.month = civil.month().to_string();
                input.day = civil.day().to_string();
            }
            DateValue::Range(..) => input.other = date.edtf(),
        }
        input
    }

    /// Reads the fields.
    ///
    /// # Errors
    /// When they do not make a date.
    pub fn read(&self) -> Result<PartialDate, PartialDateError> {
        let other = self.other.trim();
        if !other.is_empty() {
            return PartialDate::parse(other);
        }
        let (year, month, day) = (self.year.trim(), self.month.trim(), self.day.trim());
        if year.is_empty() && month.is_empty() && day.is_empty() {
            return Ok(PartialDate::unknown());
        }
        let mut text = format!("{year:0>4}");
        if !month.is_empty() || !day.is_empty() {
            text.push_str(&format!("-{month:0>2}"));
        }
        if !day.is_empty() {
            text.push_str(&format!("-{day:0>2}"));
        }
        let mut date = PartialDate::parse(&text)?;
        date.about = self.about;
        date.doubtful = self.doubtful;
        Ok(date)
    }

    /// The months and seasons to choose from: what the form sends, and the message with its words.
    #[must_use]
    pub fn months() -> Vec<(String, String)> {
        (1..=12)
            .map(|month| (month.to_string(), format!("month-{month}")))
            .chain((21..=24).map(|season| (season.to_string(), format!("season-{season}"))))
            .collect()
    }
}

/// A form.
#[derive(Clone, Debug)]
pub struct Form {
    /// Where it is sent.
    pub action: String,
    /// Its fields.
    pub fields: Vec<Field>,
    /// The words on the button.
    pub submit: String,
    /// The way back.
    pub cancel_href: Option<String>,
    /// What is wrong with the whole.
    pub error: Option<String>,
    /// Whether a file is sent along.
    pub has_file: bool,
}

impl Form {
    /// A form without faults.
    #[must_use]
    pub fn new(action: String, fields: Vec<Field>, submit: &str) -> Self {
        let has_file = fields.iter().any(|field| {
            matches!(
                field.control,
                Control::File(_) | Control::Files(_) | Control::Folder
            )
        });
        Self {
            action,
            fields,
            submit: submit.to_owned(),
            cancel_href: None,
            error: None,
            has_file,
        }
    }

    /// With a way back.
    #[must_use]
    pub fn cancel(mut self, href: String) -> Self {
        self.cancel_href = Some(href);
        self
    }

    /// The fields that are wrong, for the list at the head of the form.
    #[must_use]
    pub fn faults(&self) -> Vec<&Field> {
        self.fields
            .iter()
            .filter(|field| field.error.is_some())
            .collect()
    }
}

/// A day as the browser's date field wants it.
#[must_use]
pub fn day_value(day: Day) -> String {
    day.iso()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn partial_dates_survive_the_form() {
        for text in [
            "unknown",
            "1979",
            "1979~",
            "1979-05",
            "1979-21?",
            "1979-05-12%",
            "1975-01-01/1979-12-31",
        ] {
            let date = PartialDate::parse(text).unwrap();
            assert_eq!(
                PartialDateInput::from_date(&date).read().unwrap(),
                date,
                "{text}"
            );
        }
    }

    #[test]
    fn a_day_without_its_month_is_refused() {
        let input = PartialDateInput {
            year: "1979".to_owned(),
            day: "3".to_owned(),
            ..PartialDateInput::default()
        };
        assert!(input.read().is_err());
    }
}
