//! What the cells of a row say together: ages and arrests, births and releases, two scripts of a name.

use kernel::{Day, PartialDate};

use super::gather::{Gathered, cut, doubt, notice};
use super::{Weight, names};
use crate::{birth_from_age, read_age, words};

impl Gathered<'_> {
    /// Burmese forms of address stand before names in both scripts. Two of them are never part of a
    /// name; the others can be, and nobody is renamed by a guess.
    pub(super) fn settle_honorifics(&mut self) {
        let burmese = |text: &str| kernel::script_of(text).code() == "Mymr";
        if !self.names.iter().any(|(name, ..)| burmese(&name.text)) {
            return;
        }
        let mut doubtful = None;
        let mut certain = None;
        for (name, ..) in &mut self.names {
            if !burmese(&name.text) {
                match names::address_of(&name.text) {
                    Some((address, rest, true)) => {
                        name.parts = vec![
                            ("honorific".to_owned(), address.to_owned()),
                            ("other".to_owned(), rest.to_owned()),
                        ];
                        certain = Some(address.to_owned());
                        name.text = rest.to_owned();
                    }
                    Some((_, _, false)) => doubtful = Some(name.text.clone()),
                    None => {}
                }
            }
        }
        if let Some(native) = certain.as_deref().and_then(names::native_address) {
            for (name, ..) in &mut self.names {
                if let Some(rest) = name.text.strip_prefix(native).filter(|r| !r.is_empty()) {
                    let rest = rest.trim().to_owned();
                    name.parts = vec![
                        ("honorific".to_owned(), native.to_owned()),
                        ("other".to_owned(), rest.clone()),
                    ];
                    name.text = rest;
                }
            }
        }
        if let Some(text) = doubtful {
            self.doubts.push(notice(None, "possible_honorific", &text));
        }
    }

    /// What dates say together: births after arrests, releases before them, minors.
    pub(super) fn relate_dates(&mut self) {
        if let (Some((header, text)), None) = (self.age.clone(), &self.birth) {
            match read_age(&text) {
                Some(age) => {
                    let event = self
                        .episode
                        .arrest
                        .clone()
                        .unwrap_or_else(PartialDate::unknown);
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
        if after(&self.birth, &self.episode.arrest) {
            self.doubts
                .push(doubt(None, "birth_after_arrest", "", Weight::Review));
        }
        if after(&self.episode.arrest, &self.episode.release) {
            self.doubts
                .push(doubt(None, "release_before_arrest", "", Weight::Review));
            self.episode.release = None;
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
