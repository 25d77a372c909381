//! Days in bodies are written as `2026-11-22`, so that an export is readable without us.
//! Numbers (days since 1970) are read too.

use kernel::Day;
use serde::{Deserialize, Deserializer, Serializer, de::Error as _};

#[derive(Deserialize)]
#[serde(untagged)]
enum Written {
    Number(i32),
    Text(String),
}

impl Written {
    fn day<E: serde::de::Error>(self) -> Result<Day, E> {
        match self {
            Self::Number(number) => Ok(Day::from_number(number)),
            Self::Text(text) => Day::parse_iso(&text).ok_or_else(|| {
                E::custom(format_args!(
                    "{text:?} is not a day, which is written 2026-11-22"
                ))
            }),
        }
    }
}

pub(crate) fn serialize<S: Serializer>(day: &Day, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&day.iso())
}

pub(crate) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Day, D::Error> {
    Written::deserialize(deserializer)
        .map_err(|_| D::Error::custom("a day is written 2026-11-22"))?
        .day()
}

/// The same for days that may be missing; needs `#[serde(default)]` beside it.
pub(crate) mod option {
    use super::{Day, Deserialize as _, Deserializer, Serializer, Written};

    pub(crate) fn serialize<S: Serializer>(
        day: &Option<Day>,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        match day {
            Some(day) => serializer.serialize_str(&day.iso()),
            None => serializer.serialize_none(),
        }
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Option<Day>, D::Error> {
        Option::<Written>::deserialize(deserializer)?
            .map(Written::day)
            .transpose()
    }
}
