//! The words of the interface: Fluent messages in English and Arabic, and a pseudo-locale that is
//! made from English at run time and shows which layouts break when words grow.
//!
//! A message is asked for by its id. Values put into a message are isolated (Unicode FSI and PDI),
//! so that a name in one direction cannot disturb a sentence in the other. Labels of the Traffic
//! Light Protocol are never translated.

mod dates;
mod pseudo;
mod sources;

use std::{borrow::Cow, fmt, sync::LazyLock};

use fluent_bundle::{FluentArgs, FluentResource, FluentValue, concurrent::FluentBundle};
use kernel::{Day, Direction, Language};

pub(crate) use dates::escaped;
pub use dates::{Count, Exactness, Plain};

/// The languages that the interface speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Locale {
    /// English, the language that the messages are first written in.
    English,
    /// Arabic.
    Arabic,
    /// English with accents, about a third longer and in brackets: for looking at layouts.
    Pseudo,
}

impl Locale {
    /// Every locale.
    pub const ALL: [Self; 3] = [Self::English, Self::Arabic, Self::Pseudo];

    /// The locales that a person may choose; the pseudo-locale is for those who build pages.
    pub const OFFERED: [Self; 2] = [Self::English, Self::Arabic];

    /// The language tag: `en`, `ar`, `en-XA`.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::Arabic => "ar",
            Self::Pseudo => "en-XA",
        }
    }

    /// The locale with this code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|locale| locale.code() == code)
    }

    /// The name of the language in the language itself.
    #[must_use]
    pub const fn own_name(self) -> &'static str {
        match self {
            Self::English => "English",
            Self::Arabic => "العربية",
            Self::Pseudo => "Ƥşḗŭḓǿ",
        }
    }

    /// The direction of the page.
    #[must_use]
    pub const fn direction(self) -> Direction {
        match self {
            Self::English | Self::Pseudo => Direction::Ltr,
            Self::Arabic => Direction::Rtl,
        }
    }

    /// The best locale for an `Accept-Language` header: the offered language with the highest
    /// weight, English when none fits.
    #[must_use]
    pub fn negotiate(header: &str) -> Self {
        let mut best: Option<(Self, f32)> = None;
        for item in header.split(',') {
            let mut parts = item.split(';');
            let tag = parts.next().unwrap_or_default().trim();
            let weight = parts
                .find_map(|part| part.trim().strip_prefix("q=")?.parse().ok())
                .unwrap_or(1.0_f32);
            let Some(primary) = tag
                .parse::<Language>()
                .ok()
                .and_then(|language| language.tag().split('-').next().map(str::to_owned))
            else {
                continue;
            };
            let Some(locale) = Self::OFFERED
                .into_iter()
                .find(|locale| locale.code() == primary)
            else {
                continue;
            };
            if weight > 0.0 && best.is_none_or(|(_, most)| weight > most) {
                best = Some((locale, weight));
            }
        }
        best.map_or(Self::English, |(locale, _)| locale)
    }
}

/// A value to put into a message.
#[derive(Clone, Copy, Debug)]
pub enum Value<'a> {
    /// A text, isolated in the sentence.
    Text(&'a str),
    /// A number, by which a message may choose its plural form.
    Number(i64),
}

impl<'a> From<&'a str> for Value<'a> {
    fn from(text: &'a str) -> Self {
        Self::Text(text)
    }
}

impl<'a> From<&'a String> for Value<'a> {
    fn from(text: &'a String) -> Self {
        Self::Text(text)
    }
}

impl<'a> From<&&'a String> for Value<'a> {
    fn from(text: &&'a String) -> Self {
        Self::Text(text)
    }
}

macro_rules! number_values {
    ($($kind:ty),*) => {$(
        impl From<$kind> for Value<'_> {
            fn from(number: $kind) -> Self {
                Self::Number(i64::from(number))
            }
        }
        impl From<&$kind> for Value<'_> {
            fn from(number: &$kind) -> Self {
                Self::Number(i64::from(*number))
            }
        }
        impl From<&&$kind> for Value<'_> {
            fn from(number: &&$kind) -> Self {
                Self::Number(i64::from(**number))
            }
        }
    )*};
}
number_values!(i64, i32, u32, u8, u16);

impl From<usize> for Value<'_> {
    fn from(number: usize) -> Self {
        Self::Number(i64::try_from(number).unwrap_or(i64::MAX))
    }
}

impl From<&usize> for Value<'_> {
    fn from(number: &usize) -> Self {
        Self::from(*number)
    }
}

impl From<u64> for Value<'_> {
    fn from(number: u64) -> Self {
        Self::Number(i64::try_from(number).unwrap_or(i64::MAX))
    }
}

impl From<&u64> for Value<'_> {
    fn from(number: &u64) -> Self {
        Self::from(*number)
    }
}

impl From<&&u64> for Value<'_> {
    fn from(number: &&u64) -> Self {
        Self::from(**number)
    }
}

struct Book {
    locale: Locale,
    bundle: FluentBundle<FluentResource>,
    /// Faults found while the messages were read; the tests demand that there are none.
    faults: Vec<String>,
}

static BOOKS: LazyLock<[Book; 3]> = LazyLock::new(|| {
    [
        book(Locale::English),
        book(Locale::Arabic),
        book(Locale::Pseudo),
    ]
});

fn book(locale: Locale) -> Book {
    let mut faults = Vec::new();
    let tag = match locale {
        Locale::Arabic => "ar",
        // The pseudo-locale chooses plural forms as English does.
        Locale::English | Locale::Pseudo => "en",
    };
    let languages = tag.parse().into_iter().collect();
    let mut bundle = FluentBundle::new_concurrent(languages);
    if locale == Locale::Pseudo {
        bundle.set_transform(Some(pseudo::transform));
    }
    for (name, source) in sources::of(locale) {
        let resource = match FluentResource::try_new(source.to_owned()) {
            Ok(resource) => resource,
            Err((resource, errors)) => {
                faults.extend(errors.iter().map(|error| format!("{name}: {error}")));
                resource
            }
        };
        if let Err(errors) = bundle.add_resource(resource) {
            faults.extend(errors.iter().map(|error| format!("{name}: {error}")));
        }
    }
    Book {
        locale,
        bundle,
        faults,
    }
}

/// The messages of one locale. Cheap to copy.
#[derive(Clone, Copy)]
pub struct Texts(&'static Book);

impl fmt::Debug for Texts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Texts({})", self.0.locale.code())
    }
}

impl Texts {
    /// The messages of this locale.
    #[must_use]
    pub fn of(locale: Locale) -> Self {
        let [english, arabic, pseudo] = &*BOOKS;
        Self(match locale {
            Locale::English => english,
            Locale::Arabic => arabic,
            Locale::Pseudo => pseudo,
        })
    }

    /// The locale.
    #[must_use]
    pub const fn locale(&self) -> Locale {
        self.0.locale
    }

    /// Faults found in the message files; empty unless a file is broken.
    #[must_use]
    pub fn faults(&self) -> &'static [String] {
        &self.0.faults
    }

    /// Whether this locale itself, not its fallback, has the message.
    #[must_use]
    pub fn has(&self, id: &str) -> bool {
        self.0.bundle.has_message(id)
    }

    /// The message with this id. A missing message shows as `⟦id⟧` and fails the tests.
    #[must_use]
    pub fn msg(&self, id: &str) -> String {
        self.msg_args(id, &[])
    }

    /// The message with this id, its `n` being a number by which it may choose a plural form.
    #[must_use]
    pub fn count<'a>(&self, id: &str, number: impl Into<Value<'a>>) -> String {
        self.msg_args(id, &[("n", number.into())])
    }

    /// The message with this id and one value.
    #[must_use]
    pub fn with<'a>(&self, id: &str, name: &str, value: impl Into<Value<'a>>) -> String {
        self.msg_args(id, &[(name, value.into())])
    }

    /// The message with this id and these values. Falls back to English where this locale has
    /// none yet.
    #[must_use]
    pub fn msg_args(&self, id: &str, values: &[(&str, Value<'_>)]) -> String {
        let mut arguments = FluentArgs::new();
        for (name, value) in values {
            match value {
                Value::Text(text) => {
                    arguments.set(Cow::from((*name).to_owned()), FluentValue::from(*text));
                }
                Value::Number(number) => {
                    arguments.set(Cow::from((*name).to_owned()), FluentValue::from(*number));
                }
            }
        }
        self.format(id, &arguments)
            .or_else(|| Self::of(Locale::English).format(id, &arguments))
            .unwrap_or_else(|| format!("⟦{id}⟧"))
    }

    fn format(self, id: &str, arguments: &FluentArgs<'_>) -> Option<String> {
        let pattern = self.0.bundle.get_message(id)?.value()?;
        let mut errors = Vec::new();
        let text = self
            .0
            .bundle
            .format_pattern(pattern, Some(arguments), &mut errors);
        // A value that the caller forgot is a fault of the page, shown as plainly as a missing message.
        if let Some(error) = errors.first() {
            return Some(format!("⟦{id}: {error}⟧"));
        }
        Some(match self.0.locale {
            Locale::Pseudo => format!("[{text}]"),
            Locale::English | Locale::Arabic => text.into_owned(),
        })
    }

    /// The words for a code of a vocabulary; the bare code where nobody has written words for it
    /// yet, so that what an older or newer program stored can still be read.
    #[must_use]
    pub fn term(&self, vocabulary: &str, code: &str) -> String {
        let id = format!("term-{vocabulary}-{code}");
        if self.has(&id) || Self::of(Locale::English).has(&id) {
            self.msg(&id)
        } else {
            code.replace('_', " ")
        }
    }

    /// What a gate, a rule or a use case says: a message with its values by name. Values named
    /// `scope`, `carrier` or `relation` are codes with messages of their own, and days in ISO 8601
    /// are said as days.
    #[must_use]
    pub fn said<'a>(
        &self,
        id: &str,
        values: impl IntoIterator<Item = (&'a str, &'a str)>,
    ) -> String {
        let values: Vec<(&str, String)> = values
            .into_iter()
            .map(|(name, value)| {
                let code = format!("gate-{name}-{value}");
                let text = if matches!(name, "scope" | "carrier" | "relation" | "event")
                    && Self::of(Locale::English).has(&code)
                {
                    self.msg(&code)
                } else if let Some(day) = Day::parse_iso(value) {
                    self.day_exact(day)
                } else {
                    value.to_owned()
                };
                (name, text)
            })
            .collect();
        let values: Vec<(&str, Value<'_>)> = values
            .iter()
            .map(|(name, text)| {
                let value = match text.parse::<i64>() {
                    Ok(number) => Value::Number(number),
                    Err(_) => Value::Text(text.as_str()),
                };
                (*name, value)
            })
            .collect();
        self.msg_args(id, &values)
    }

    /// Items as a person would list them: `a, b and c`.
    #[must_use]
    pub fn list(&self, items: &[String]) -> String {
        match items {
            [] => String::new(),
            [only] => only.clone(),
            [first @ .., last] => self.msg_args(
                "list-last",
                &[
                    ("first", first.join(&self.msg("list-comma")).as_str().into()),
                    ("last", last.into()),
                ],
            ),
        }
    }

    /// A number with its thousands apart, in the digits of the page.
    #[must_use]
    pub fn number<'a>(&self, number: impl Into<Value<'a>>) -> String {
        let digits = match number.into() {
            Value::Number(number) => number.to_string(),
            Value::Text(text) => text.to_owned(),
        };
        let length = digits.len();
        let mut grouped = String::with_capacity(length + length / 3);
        for (position, digit) in digits.chars().enumerate() {
            if position > 0 && (length - position).is_multiple_of(3) && digit.is_ascii_digit() {
                // A thin space that does not break: neither comma nor point, which differ by country.
                grouped.push('\u{202f}');
            }
            grouped.push(digit);
        }
        grouped
    }
}

/// The ids of all messages of a locale, as they stand in its files.
#[must_use]
pub fn message_ids(locale: Locale) -> Vec<&'static str> {
    let mut ids = Vec::new();
    for (_, source) in sources::of(locale) {
        for line in source.lines() {
            let first = line.chars().next();
            if first.is_some_and(|c| c.is_ascii_lowercase())
                && let Some((id, _)) = line.split_once('=')
            {
                ids.push(id.trim());
            }
        }
    }
    ids
}

#[cfg(test)]
mod tests;
