//! One detention or prosecution of a row, and the entries it makes.

use kernel::PartialDate;
use serde_json::{Map, Value, json};

use super::Draft;
use super::gather::{Gathered, line, printable};
use super::status::{self, Standing};
use super::trial::{Charge, Sentence};

/// What a row says about one detention.
#[derive(Clone, Debug, Default)]
pub(super) struct Episode {
    pub(super) arrest: Option<PartialDate>,
    pub(super) formal_arrest: Option<PartialDate>,
    pub(super) place: Option<String>,
    pub(super) place_address: Option<String>,
    pub(super) town: Option<String>,
    pub(super) charges: Vec<Charge>,
    pub(super) case_number: Option<String>,
    pub(super) court: Option<String>,
    pub(super) verdict: Option<String>,
    pub(super) verdict_date: Option<PartialDate>,
    pub(super) sentence: Sentence,
    pub(super) penalty: Option<String>,
    pub(super) expected_release: Option<PartialDate>,
    pub(super) release: Option<PartialDate>,
}

impl Episode {
    fn from(&self) -> Option<PartialDate> {
        self.arrest.clone().or_else(|| self.formal_arrest.clone())
    }

    /// The charges; one without words where only a verdict or a sentence is known.
    fn charges(&self) -> Vec<Charge> {
        let judged = self.verdict.is_some()
            || self.verdict_date.is_some()
            || !self.sentence.is_empty()
            || self.penalty.is_some()
            || self.expected_release.is_some();
        if !self.charges.is_empty() || !judged {
            return self.charges.clone();
        }
        let text = self
            .penalty
            .clone()
            .or_else(|| self.verdict.clone())
            .or_else(|| self.sentence.text.clone())
            .unwrap_or_else(|| "—".to_owned());
        vec![Charge {
            text,
            article: None,
            law: None,
        }]
    }
}

impl Gathered<'_> {
    /// Detentions and charges of all episodes. How the person stands belongs to the latest one: an
    /// earlier arrest is over somehow, and the list does not say how.
    pub(super) fn episode_drafts(&self, out: &mut Vec<Draft>) {
        let all: Vec<&Episode> = std::iter::once(&self.episode)
            .chain(self.episodes.values())
            .collect();
        let latest = all
            .iter()
            .enumerate()
            .max_by_key(|(place, episode)| {
                let day = episode.from().and_then(|from| from.earliest());
                // Of several without a day the first one is what the row is about.
                (day, std::cmp::Reverse(*place))
            })
            .map_or(0, |(place, _)| place);
        for (place, episode) in all.iter().enumerate() {
            out.extend(self.detention(episode, place == latest));
        }
        for episode in all {
            out.extend(self.matter_draft(episode));
            self.charge_drafts(episode, out);
        }
    }

    fn detention(&self, episode: &Episode, latest: bool) -> Option<Draft> {
        let from = episode.from();
        let sentenced = !episode.sentence.is_empty() || episode.verdict_date.is_some();
        let standing = self.standing.filter(|_| latest);
        if from.is_none()
            && standing.is_none()
            && episode.place.is_none()
            && episode.release.is_none()
        {
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
            None if episode.release.is_some() => "released_unconditional",
            None if latest && episode.place.is_some() && sentenced => "serving",
            None if latest && episode.place.is_some() => "arrested",
            None => "unknown",
        };
        let custody = match standing {
            Some(Standing::HouseArrest) => "house_arrest",
            Some(Standing::AtLiberty) => "none",
            _ => episode
                .place
                .as_deref()
                .map_or("unknown", status::custody_of),
        };
        let ended = matches!(
            standing,
            Some(Standing::Released | Standing::Bail | Standing::Exile)
        ) || episode.release.is_some();
        let mut body = Map::new();
        let mut put = |name: &str, value: Value| {
            body.insert(name.to_owned(), value);
        };
        put("country", Value::from(self.country()));
        put("stage", Value::from(stage));
        put("custody", Value::from(custody));
        let place = episode.place.as_deref().or(episode.town.as_deref());
        put("place_text", Value::from(place.unwrap_or_default()));
        if let Some(address) = episode
            .place_address
            .clone()
            .or_else(|| episode.place.as_ref().and(episode.town.clone()))
        {
            put("address", Value::from(address));
        }
        put(
            "from",
            json!(from.clone().unwrap_or_else(PartialDate::unknown)),
        );
        if let Some(until) = &episode.release {
            put("until", json!(until));
        }
        if ended {
            let kind = if standing == Some(Standing::Bail) {
                "bail"
            } else {
                "unknown"
            };
            put("release_type", Value::from(kind));
        }
        if let Some(status) = self.status.as_ref().filter(|_| latest) {
            put("source_status", Value::from(line(status)));
        }
        let mut draft = self.draft("detention", Value::Object(body));
        if self.believed && latest {
            draft.confidence = kernel::Confidence::Alleged;
        }
        draft.happened = from.filter(|from| !from.is_unknown());
        Some(draft)
    }

    /// The country that holds the person; `ZZ`, which ISO 3166 leaves to its users and means an
    /// unknown territory in common use, where the list does not say and nobody has answered.
    fn country(&self) -> String {
        self.country
            .clone()
            .or_else(|| {
                let country = self.mapping.country.as_deref()?;
                Some(country.to_ascii_uppercase())
            })
            .unwrap_or_else(|| "ZZ".to_owned())
    }

    /// The prosecution, where the list says under which number a court keeps it.
    fn matter_draft(&self, episode: &Episode) -> Option<Draft> {
        let number = episode.case_number.as_ref()?;
        let mut body = json!({
            "title": match &episode.court {
                Some(court) => line(&format!("{number}, {court}")),
                None => line(number),
            },
            "case_number": line(number),
        });
        if let Some(map) = body.as_object_mut() {
            if let Some(court) = &episode.court {
                map.insert("court".to_owned(), Value::from(line(court)));
            }
            let country = self.country();
            // The country that stands for none would part cases that are one.
            if country != "ZZ" {
                map.insert("country".to_owned(), Value::from(country));
            }
        }
        Some(self.draft("matter", body))
    }

    fn charge_drafts(&self, episode: &Episode, out: &mut Vec<Draft>) {
        for (place, charge) in episode.charges().iter().enumerate() {
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
                if let Some(verdict) = &episode.verdict {
                    put("verdict", Value::from(line(verdict)));
                }
                if let Some(date) = &episode.verdict_date {
                    put("verdict_on", json!(date));
                }
                if !episode.sentence.is_empty() {
                    put("sentence", episode.sentence.value());
                }
                if let Some(penalty) = &episode.penalty {
                    put("penalty_text", Value::from(line(penalty)));
                }
                if let Some(date) = &episode.expected_release {
                    put("expected_release", json!(date));
                }
            }
            let mut draft = self.draft("charge", Value::Object(body));
            draft.happened.clone_from(&episode.verdict_date);
            out.push(draft);
        }
    }
}
