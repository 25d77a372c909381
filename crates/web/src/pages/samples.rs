//! Every page filled with invented people of invented countries, for tests and for looking at.

mod care;
mod entrance;
mod matches;
mod office;
mod people;
mod rooms;
mod today;

use askama::Template;
use kernel::{Day, Instant, Label, Language};

use super::{Layout, PersonLine, Place, Written};
use crate::{
    paths,
    text::{Locale, Texts},
};

/// One page to look at.
pub struct Sample {
    /// A short name, for the file it is written to.
    pub name: &'static str,
    /// The page.
    pub page: Box<dyn askama::DynTemplate>,
}

impl Sample {
    fn new(name: &'static str, page: impl Template + 'static) -> Self {
        Self {
            name,
            page: Box::new(page),
        }
    }
}

/// Every page in a locale.
#[must_use]
pub fn all(locale: Locale) -> Vec<Sample> {
    let texts = Texts::of(locale);
    let mut samples = entrance::samples(texts);
    samples.extend(today::samples(texts));
    samples.extend(people::samples(texts));
    samples.extend(care::samples(texts));
    samples.extend(rooms::samples(texts));
    samples.extend(matches::samples(texts));
    samples.extend(office::samples(texts));
    samples
}

/// The present day of the samples.
fn today() -> Day {
    day(2026, 11, 24)
}

fn day(year: i16, month: i8, day: i8) -> Day {
    Day::new(year, month, day).unwrap_or_default()
}

/// A time of the samples' present day.
fn at(day: Day, hour: i64, minute: i64) -> Instant {
    day.start().plus_seconds(hour * 3600 + minute * 60)
}

fn written(text: &str, language: &str) -> Written {
    Written::new(
        text,
        language.parse().unwrap_or_else(|_| Language::unknown()),
    )
}

/// An id as addresses carry it.
fn id(number: u8) -> String {
    format!("01930f6e-7c00-7000-8000-0000000000{number:02x}")
}

fn layout(texts: Texts, title_id: &'static str, place: Option<Place>) -> Layout {
    Layout {
        user_label: Some("Ines Okonkwo-Vale".to_owned()),
        places: vec![
            Place::Today,
            Place::People,
            Place::Meetings,
            Place::Requests,
            Place::Imports,
            Place::Review,
            Place::Members,
            Place::Compartments,
            Place::Ledger,
        ],
        place,
        waiting: Some(3),
        reviews: 2,
        label_banner: Some(Label::AmberStrict),
        csrf: "kM3v9Qx1sample".to_owned(),
        once: "01930f6e-sample".to_owned(),
        practice: true,
        ..Layout::outside(texts, title_id, today(), paths::today())
    }
}

fn person(number: u8, name: &str, language: &str, reading: &str) -> PersonLine {
    PersonLine {
        name: written(name, language),
        reading: (!reading.is_empty()).then(|| written(reading, "und-Latn")),
        href: paths::person(id(number)),
    }
}

/// Invented people. Any likeness is chance.
fn everybody() -> Vec<PersonLine> {
    vec![
        person(1, "Алена Вярбіцкая", "be", "Alena Viarbickaja"),
        person(2, "ხათუნა ბერიძე", "ka", "Khatuna Beridze"),
        person(3, "ဒေါ်ခင်မာဦး", "my", "Daw Khin Mar Oo"),
        person(4, "علی رضایی", "fa", "Ali Rezaei"),
        person(5, "ሰላም ተስፋዬ", "am", "Selam Tesfaye"),
        person(6, "林望舒", "zh-Hans", "Lin Wangshu"),
        person(7, "Ñawi Quispe Arroyal", "es", ""),
        person(8, "سلمى الحدّاد", "ar", "Salma al-Haddad"),
        person(9, "Тимур Ормонов", "ky", "Timur Ormonov"),
    ]
}

/// The person with this number, counted from 1; the first when there is none.
fn somebody(number: usize) -> PersonLine {
    everybody()
        .into_iter()
        .nth(number.saturating_sub(1))
        .unwrap_or_else(|| person(1, "Алена Вярбіцкая", "be", "Alena Viarbickaja"))
}

/// Some people as lists show them.
fn listed_people() -> Vec<super::ListedPerson> {
    people::some_listed()
}
