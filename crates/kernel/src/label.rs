//! The Traffic Light Protocol 2.0 (FIRST, August 2022): four labels and one variant.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

/// How far something may travel. Ordered from the widest to the narrowest, so that the label of a
/// derived document is the `max` of its inputs. The written form is never translated.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, Default,
)]
pub enum Label {
    /// `TLP:CLEAR`: the world, still subject to consent.
    #[serde(rename = "TLP:CLEAR")]
    Clear,
    /// `TLP:GREEN`: the community, not public channels.
    #[serde(rename = "TLP:GREEN")]
    Green,
    /// `TLP:AMBER`: the recipients' organisation and its clients.
    #[serde(rename = "TLP:AMBER")]
    Amber,
    /// `TLP:AMBER+STRICT`: the recipients' organisation only. The default for everything new.
    #[serde(rename = "TLP:AMBER+STRICT")]
    #[default]
    AmberStrict,
    /// `TLP:RED`: the named recipients only.
    #[serde(rename = "TLP:RED")]
    Red,
}

/// A text is not a label of the Traffic Light Protocol.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is not a label: use TLP:RED, TLP:AMBER+STRICT, TLP:AMBER, TLP:GREEN or TLP:CLEAR")]
pub struct LabelError(pub String);

impl Label {
    /// Every label, widest first.
    pub const ALL: [Self; 5] = [
        Self::Clear,
        Self::Green,
        Self::Amber,
        Self::AmberStrict,
        Self::Red,
    ];

    /// The label as it is written on every page.
    #[must_use]
    pub const fn text(self) -> &'static str {
        match self {
            Self::Clear => "TLP:CLEAR",
            Self::Green => "TLP:GREEN",
            Self::Amber => "TLP:AMBER",
            Self::AmberStrict => "TLP:AMBER+STRICT",
            Self::Red => "TLP:RED",
        }
    }

    /// A short code for class names and tables: `clear`, `green`, `amber`, `amber-strict`, `red`.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Clear => "clear",
            Self::Green => "green",
            Self::Amber => "amber",
            Self::AmberStrict => "amber-strict",
            Self::Red => "red",
        }
    }
}

impl fmt::Display for Label {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.text())
    }
}

impl FromStr for Label {
    type Err = LabelError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let upper = text.trim().to_ascii_uppercase();
        match upper.strip_prefix("TLP:").unwrap_or(&upper) {
            // WHITE is the name that CLEAR had until 2022; old lists still carry it.
            "CLEAR" | "WHITE" => Ok(Self::Clear),
            "GREEN" => Ok(Self::Green),
            "AMBER" => Ok(Self::Amber),
            "AMBER+STRICT" | "AMBER-STRICT" => Ok(Self::AmberStrict),
            "RED" => Ok(Self::Red),
            _ => Err(LabelError(text.to_owned())),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_label_reads_back() {
        for label in Label::ALL {
            assert_eq!(label.text().parse(), Ok(label));
            assert_eq!(label.code().parse(), Ok(label));
        }
        assert_eq!("tlp:white".parse(), Ok(Label::Clear));
        assert!("TLP:PURPLE".parse::<Label>().is_err());
        assert!(Label::Clear < Label::Red && Label::Amber < Label::AmberStrict);
    }
}
