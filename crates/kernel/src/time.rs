//! Instants, days and moments with their place, and the clock that is passed in.

use std::fmt;

use jiff::{Timestamp, civil, tz::TimeZone};
use serde::{Deserialize, Serialize};

/// Where the time comes from. The program passes the real one, tests a fixed or moving one.
pub trait Clock: Send + Sync {
    /// The present instant.
    fn now(&self) -> Instant;

    /// The present day in Coordinated Universal Time.
    fn today(&self) -> Day {
        self.now().day()
    }
}

/// An instant: milliseconds since 1970-01-01T00:00:00Z, leap seconds not counted.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, Default,
)]
#[serde(transparent)]
pub struct Instant(i64);

impl Instant {
    /// The instant this many milliseconds after 1970.
    #[must_use]
    pub const fn from_milliseconds(milliseconds: i64) -> Self {
        Self(milliseconds)
    }

    /// Milliseconds since 1970.
    #[must_use]
    pub const fn milliseconds(self) -> i64 {
        self.0
    }

    /// Whole seconds since 1970, rounded down.
    #[must_use]
    pub const fn seconds(self) -> i64 {
        self.0.div_euclid(1000)
    }

    /// The day in Coordinated Universal Time.
    #[must_use]
    pub fn day(self) -> Day {
        Day(i32::try_from(self.0.div_euclid(86_400_000)).unwrap_or(i32::MAX))
    }

    /// The instant this many seconds later (earlier if negative); saturates.
    #[must_use]
    pub const fn plus_seconds(self, seconds: i64) -> Self {
        Self(self.0.saturating_add(seconds.saturating_mul(1000)))
    }

    /// The instant this many days of 24 hours later; saturates.
    #[must_use]
    pub const fn plus_days(self, days: i64) -> Self {
        self.plus_seconds(days.saturating_mul(86_400))
    }

    /// RFC 3339 in Coordinated Universal Time.
    #[must_use]
    pub fn rfc3339(self) -> String {
        Timestamp::from_millisecond(self.0).map_or_else(|_| self.0.to_string(), |t| t.to_string())
    }
}

impl fmt::Display for Instant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.rfc3339())
    }
}

/// A day of the proleptic Gregorian calendar, counted from 1970-01-01.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, Default,
)]
#[serde(transparent)]
pub struct Day(i32);

impl Day {
    /// The day this many days after 1970-01-01.
    #[must_use]
    pub const fn from_number(days: i32) -> Self {
        Self(days)
    }

    /// Days since 1970-01-01.
    #[must_use]
    pub const fn number(self) -> i32 {
        self.0
    }

    /// The day with this year, month and day of the month, if there is one.
    #[must_use]
    pub fn new(year: i16, month: i8, day: i8) -> Option<Self> {
        civil::Date::new(year, month, day)
            .ok()
            .map(Self::from_civil)
    }

    /// From a civil date of `jiff`.
    #[must_use]
    pub fn from_civil(date: civil::Date) -> Self {
        let epoch = civil::date(1970, 1, 1);
        Self(date.since(epoch).map_or(0, |span| span.get_days()))
    }

    /// As a civil date of `jiff`; days outside the years -9999 to 9999 are clamped.
    #[must_use]
    pub fn civil(self) -> civil::Date {
        let epoch = civil::date(1970, 1, 1);
        epoch.saturating_add(jiff::Span::new().days(self.0.clamp(-4_371_587, 2_932_896)))
    }

    /// ISO 8601, as `2026-11-22`.
    #[must_use]
    pub fn iso(self) -> String {
        self.civil().to_string()
    }

    /// Reads `2026-11-22`.
    #[must_use]
    pub fn parse_iso(text: &str) -> Option<Self> {
        let date: civil::Date = text.parse().ok()?;
        (text.len() == 10).then(|| Self::from_civil(date))
    }

    /// The day this many days later; saturates.
    #[must_use]
    pub const fn plus(self, days: i32) -> Self {
        Self(self.0.saturating_add(days))
    }

    /// How many days after `earlier` this day is.
    #[must_use]
    pub const fn since(self, earlier: Self) -> i32 {
        self.0.saturating_sub(earlier.0)
    }

    /// Midnight in Coordinated Universal Time at which the day begins.
    #[must_use]
    pub fn start(self) -> Instant {
        Instant(i64::from(self.0).saturating_mul(86_400_000))
    }

    /// The year.
    #[must_use]
    pub fn year(self) -> i16 {
        self.civil().year()
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.iso())
    }
}

/// A time and place cannot be read as a moment.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum MomentError {
    /// The time zone is not in the IANA database.
    #[error("unknown time zone {0:?}: use an IANA name such as Asia/Tbilisi")]
    Zone(String),
    /// The local time cannot be read.
    #[error("cannot read the local time {0:?}: write it as 2026-11-24 09:30")]
    Local(String),
}

/// A moment at a place: the instant, its IANA zone, and the local time as it was written.
///
/// The local text stays even when a government moves its clocks afterwards: a hearing at half past
/// nine is at half past nine there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Moment {
    /// The instant, as computed with the zone rules known when it was written.
    pub instant: Instant,
    /// IANA name of the zone, such as `Asia/Tbilisi`.
    pub zone: String,
    /// Local date and time as written, `2026-11-24 09:30`.
    pub local: String,
}

impl Moment {
    /// Reads a local time at a zone.
    ///
    /// # Errors
    /// When the zone or the local time is not known.
    pub fn new(local: &str, zone: &str) -> Result<Self, MomentError> {
        let time_zone = TimeZone::get(zone).map_err(|_| MomentError::Zone(zone.to_owned()))?;
        let text = local.trim().replace(' ', "T");
        let civil: civil::DateTime = text
            .parse()
            .map_err(|_| MomentError::Local(local.to_owned()))?;
        let instant = time_zone
            .to_ambiguous_timestamp(civil)
            .compatible()
            .map_err(|_| MomentError::Local(local.to_owned()))?;
        Ok(Self {
            instant: Instant::from_milliseconds(instant.as_millisecond()),
            zone: zone.to_owned(),
            local: civil.strftime("%Y-%m-%d %H:%M").to_string(),
        })
    }

    /// The local day.
    #[must_use]
    pub fn day(&self) -> Day {
        self.local
            .get(..10)
            .and_then(Day::parse_iso)
            .unwrap_or_else(|| self.instant.day())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_and_instants_agree() {
        let day = Day::new(2024, 2, 29).unwrap();
        assert_eq!(day.iso(), "2024-02-29");
        assert_eq!(day.start().day(), day);
        assert_eq!(Day::new(1969, 12, 31).unwrap().number(), -1);
        assert_eq!(Instant::from_milliseconds(-1).day().number(), -1);
        assert_eq!(Day::new(2023, 2, 29), None);
        assert_eq!(Day::parse_iso("2024-2-29"), None);
        for (year, month, day) in [(9999, 12, 31), (-9999, 1, 1), (9910, 1, 31)] {
            let edge = Day::new(year, month, day).unwrap();
            assert_eq!(edge.civil().year(), year);
            assert_eq!(Day::from_civil(edge.civil()), edge);
        }
    }

    #[test]
    fn a_moment_keeps_its_local_text() {
        let moment = Moment::new("2026-11-24 09:30", "Asia/Tbilisi").unwrap();
        assert_eq!(moment.local, "2026-11-24 09:30");
        assert_eq!(moment.instant.rfc3339(), "2026-11-24T05:30:00Z");
        assert_eq!(moment.day().iso(), "2026-11-24");
        assert!(matches!(
            Moment::new("2026-11-24 09:30", "Nowhere/Else"),
            Err(MomentError::Zone(_))
        ));
        assert!(matches!(
            Moment::new("half past nine", "Asia/Tbilisi"),
            Err(MomentError::Local(_))
        ));
    }
}
