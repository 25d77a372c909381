//! Invented people in invented countries, and drafts of what is recorded about them.

use casework::{
    coordination::Note,
    matters::Detention,
    people::Name,
    register::Link,
    wellbeing::Contact,
    wishes::{Giver, ScopeWish, Wish},
};
use desk::Draft;
use kernel::{DateValue, Day, FileId, PartialDate};

/// Somebody who never lived.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct InventedPerson {
    /// The name in its own script.
    pub name: &'static str,
    /// The same in Latin letters, where that is another.
    pub latin: Option<&'static str>,
    /// The country, none of this world.
    pub country: &'static str,
    /// The place of detention.
    pub place: &'static str,
    /// The year and month in which it began.
    pub since: (i16, i8),
}

/// Eight people in four scripts.
pub const PEOPLE: [InventedPerson; 8] = [
    InventedPerson {
        name: "Алена Каліна",
        latin: Some("Alena Kalina"),
        country: "XV",
        place: "Colony No. 33, Tumzha",
        since: (2022, 12),
    },
    InventedPerson {
        name: "Мікола Зарэцкі",
        latin: Some("Mikola Zaretski"),
        country: "XV",
        place: "Prison No. 4, Sviatna",
        since: (2021, 5),
    },
    InventedPerson {
        name: "نسرین پرتوی",
        latin: Some("Nasrin Partovi"),
        country: "XP",
        place: "Kuhbad prison",
        since: (2023, 9),
    },
    InventedPerson {
        name: "سامر الحلواني",
        latin: Some("Samer al-Halwani"),
        country: "XS",
        place: "Branch 900",
        since: (2013, 2),
    },
    InventedPerson {
        name: "林若溪",
        latin: Some("Lin Ruoxi"),
        country: "XC",
        place: "Qingtan detention centre",
        since: (2024, 7),
    },
    InventedPerson {
        name: "周明远",
        latin: Some("Zhou Mingyuan"),
        country: "XC",
        place: "Heping prison",
        since: (2019, 11),
    },
    InventedPerson {
        name: "Rosalía Quintero Paz",
        latin: None,
        country: "XN",
        place: "La Loma",
        since: (2021, 6),
    },
    InventedPerson {
        name: "Tomás Urrieta",
        latin: None,
        country: "XN",
        place: "La Loma",
        since: (2024, 1),
    },
];

impl InventedPerson {
    /// What opens a file about the person: names and detention.
    #[must_use]
    pub fn drafts(&self) -> Vec<Draft> {
        let mut drafts = vec![name(self.name, "official")];
        drafts.extend(self.latin.map(|latin| name(latin, "known_as")));
        drafts.push(detention(self.country, self.place, self.since));
        drafts
    }
}

/// A name.
///
/// # Panics
/// When the body cannot be written.
#[must_use]
pub fn name(text: &str, usage: &str) -> Draft {
    Draft::new(&Name {
        text: text.to_owned(),
        usage: usage.to_owned(),
        ..Name::default()
    })
    .expect("a name is JSON")
}

/// A detention that goes on.
///
/// # Panics
/// When the body cannot be written.
#[must_use]
pub fn detention(country: &str, place: &str, (year, month): (i16, i8)) -> Draft {
    Draft::new(&Detention {
        country: country.to_owned(),
        stage: "serving".to_owned(),
        custody: "prison".to_owned(),
        place_text: place.to_owned(),
        from: PartialDate::of(DateValue::Month(year, month)),
        ..Detention::default()
    })
    .expect("a detention is JSON")
}

/// A visit by a consul: something that was done for the person.
///
/// # Panics
/// When the body cannot be written.
#[must_use]
pub fn contact(on: Day) -> Draft {
    Draft::new(&Contact {
        with: "consular".to_owned(),
        on: PartialDate::of(DateValue::Day(on)),
        ..Contact::default()
    })
    .expect("a contact is JSON")
}

/// A note.
///
/// # Panics
/// When the body cannot be written.
#[must_use]
pub fn note(text: &str) -> Draft {
    Draft::new(&Note {
        text: text.to_owned(),
    })
    .expect("a note is JSON")
}

/// A relative refuses that the person is named in public.
///
/// # Panics
/// When the body cannot be written.
#[must_use]
pub fn refusal(words: &str) -> Draft {
    let scope = ScopeWish {
        scope: "c10".to_owned(),
        state: "refused".to_owned(),
        ..ScopeWish::default()
    };
    Draft::new(&Wish {
        giver: Giver {
            relation: "relative".to_owned(),
            kinship: Some("mother".to_owned()),
            ..Giver::default()
        },
        words: words.to_owned(),
        how_known: "spoken".to_owned(),
        scopes: vec![scope],
        ..Wish::default()
    })
    .expect("a wish is JSON")
}

/// The other file is the same person.
///
/// # Panics
/// When the body cannot be written.
#[must_use]
pub fn link(other: FileId) -> Draft {
    Draft::new(&Link {
        other,
        decision: "same".to_owned(),
        reasons: "same birthday and same cell".to_owned(),
    })
    .expect("a link is JSON")
}
