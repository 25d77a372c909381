//! From a brief as the desk gives it to a brief as it is set: every code becomes words of the
//! reader's language here, and nothing is decided.

mod words;

use access::Visible;
use desk::{
    ShownName,
    bilaterals::{Brief, BriefPerson, FreshFact},
};
use documents::{
    FontFolder, Fonts,
    brief::{
        BriefDocument, Direction, Fact, FactHeading, Freshness, LastRaised, OwnName, Paper,
        PersonNotToday, PersonToRaise, Raising,
    },
};
use gates::Message;
use kernel::{Day, PartialDate};
use web::{
    DocumentRenderer,
    text::{Locale, Texts, Value},
};

use words::Phrases;

/// Where fonts are looked for: what the installation brings, then what Debian keeps.
const FONT_FOLDERS: [&str; 4] = [
    "/usr/share/unforgotten/fonts",
    "/usr/local/share/fonts",
    "/usr/share/fonts",
    "/usr/share/texmf/fonts/opentype",
];

/// Sets briefs with the fonts of this machine.
pub(crate) struct Typesetter {
    fonts: Fonts,
}

impl Typesetter {
    /// With the fonts of this machine, of `UNFORGOTTEN_FONTS` first where it is set. Nothing is read yet.
    pub(crate) fn new() -> Self {
        let own = std::env::var_os("UNFORGOTTEN_FONTS").map(FontFolder::new);
        let folders = own
            .into_iter()
            .chain(FONT_FOLDERS.map(FontFolder::new))
            .collect();
        Self {
            fonts: Fonts::new(folders),
        }
    }
}

impl DocumentRenderer for Typesetter {
    fn brief_pdf(&self, brief: &Visible<Brief>, locale: &str) -> Result<Vec<u8>, String> {
        let locale = Locale::from_code(locale).unwrap_or(Locale::English);
        // Errors of the typesetter name fonts and scripts, nothing of the brief.
        documents::brief::render_pdf(&document(brief, locale), &self.fonts)
            .map_err(|error| error.to_string())
    }
}

/// The brief in words of a locale.
fn document(brief: &Brief, locale: Locale) -> BriefDocument {
    let say = Say {
        texts: Texts::of(locale),
        phrases: Phrases::of(locale),
        today: brief.made.day(),
    };
    let texts = say.texts;
    let meeting = &brief.meeting;
    let date = match &meeting.moment {
        Some(moment) => {
            let time = moment.local.get(11..).unwrap_or_default();
            format!("{}, {time} ({})", texts.day_exact(meeting.day), moment.zone)
        }
        None => texts.day_exact(meeting.day),
    };
    BriefDocument {
        label: brief.label,
        code: safe_code(&meeting.code),
        language: locale.code().to_owned(),
        direction: match locale.direction() {
            kernel::Direction::Rtl => Direction::RightToLeft,
            _ => Direction::LeftToRight,
        },
        paper: Paper::A4,
        copy: None,
        printed: Some(texts.day_exact(say.today)),
        event: match &meeting.place {
            Some(place) => format!("{} · {place}", meeting.title),
            None => meeting.title.clone(),
        },
        date: Some(date),
        principal: meeting.principal.clone(),
        counterpart: filled(&meeting.counterpart),
        spoken_language: meeting.language.clone(),
        ask: meeting.ask.clone(),
        people: brief
            .people
            .iter()
            .map(|person| say.person(person))
            .collect(),
        not_today: brief
            .not_today
            .iter()
            .map(|(names, verdict)| {
                let (own_name, reader_name) = two_names(names);
                let why: Vec<String> = verdict
                    .reasons
                    .iter()
                    .filter(|reason| reason.weight != gates::Outcome::Clear)
                    .map(|reason| say.gate(&reason.says))
                    .collect();
                PersonNotToday {
                    own_name,
                    reader_name,
                    why: why.join(" "),
                }
            })
            .collect(),
        raised: brief
            .annex
            .iter()
            .map(|(person, day, counterpart, code, text)| Raising {
                person: person.clone(),
                date: say.day(*day),
                by: filled(counterpart),
                answer: say.answer(code.as_deref(), text.as_deref()),
            })
            .collect(),
        sources: brief.sources.clone(),
        words: say.phrases.page(),
    }
}

/// The code as the typesetter takes it: it becomes the title of the file.
fn safe_code(code: &str) -> String {
    let safe: String = code
        .trim()
        .chars()
        .map(|letter| {
            if letter.is_ascii_alphanumeric() {
                letter
            } else {
                '-'
            }
        })
        .take(40)
        .collect();
    if safe.is_empty() {
        "brief".to_owned()
    } else {
        safe
    }
}

fn filled(text: &str) -> Option<String> {
    Some(text.trim().to_owned()).filter(|text| !text.is_empty())
}

/// The person's own name, and the first one in Latin letters where their own script is another.
fn two_names(names: &[ShownName]) -> (OwnName, Option<String>) {
    let own = names.first();
    let latin = own
        .filter(|own| own.script.code() != "Latn")
        .and_then(|_| names.iter().find(|name| name.script.code() == "Latn"))
        .map(|name| name.text.clone());
    let own = OwnName {
        text: own.map(|name| name.text.clone()).unwrap_or_default(),
        language: own.and_then(|name| name.language.clone()),
    };
    (own, latin)
}

/// What one language says.
struct Say {
    texts: Texts,
    phrases: Phrases,
    today: Day,
}

impl Say {
    fn day(&self, day: Day) -> String {
        bare(&self.texts.day_short(day, self.today))
    }

    /// A partial date that travelled as EDTF, as people say it.
    fn edtf(&self, text: &str) -> String {
        PartialDate::parse(text)
            .map_or_else(|_| text.to_owned(), |date| bare(&self.texts.partial(&date)))
    }

    /// A sentence of the gates: codes among its arguments are read out, days are said.
    fn gate(&self, message: &Message) -> String {
        let texts = self.texts;
        let has = |id: &str| texts.has(id) || Texts::of(Locale::English).has(id);
        if !has(&message.id) {
            return gates::english(message);
        }
        let said: Vec<(&str, String)> = message
            .args
            .iter()
            .map(|(name, value)| {
                let text = match name.as_str() {
                    "scope" | "carrier" | "relation" => {
                        let id = format!("gate-{name}-{value}");
                        if has(&id) {
                            texts.msg(&id)
                        } else {
                            value.clone()
                        }
                    }
                    "until" | "on" => Day::parse_iso(value)
                        .map_or_else(|| value.clone(), |day| texts.day_exact(day)),
                    _ => value.clone(),
                };
                (name.as_str(), text)
            })
            .collect();
        let values: Vec<(&str, Value<'_>)> = said
            .iter()
            .map(|(name, text)| (*name, Value::Text(text.as_str())))
            .collect();
        bare(&texts.msg_args(&message.id, &values))
    }

    fn answer(&self, code: Option<&str>, text: Option<&str>) -> Option<String> {
        let parts: Vec<String> = code
            .map(|code| self.texts.term("responses", code))
            .into_iter()
            .chain(text.and_then(filled))
            .collect();
        Some(parts.join(": ")).filter(|answer| !answer.is_empty())
    }

    fn fact(&self, fact: &FreshFact) -> Fact {
        let about = match fact.about {
            "status" => FactHeading::Status,
            "charge" => FactHeading::Charge,
            "sentence" => FactHeading::Sentence,
            "place" => FactHeading::Place,
            "health" => FactHeading::Health,
            other => FactHeading::Other(other.replace('_', " ")),
        };
        let text = match &fact.term {
            // Beside the term of a status stands since when, as EDTF.
            Some((vocabulary, code)) => {
                let term = self.texts.term(vocabulary, code);
                match filled(&fact.text) {
                    Some(since)
                        if PartialDate::parse(&since).is_ok_and(|date| date.is_unknown()) =>
                    {
                        term
                    }
                    Some(since) => self.phrases.since(&term, &self.edtf(&since)),
                    None => term,
                }
            }
            None => fact.text.clone(),
        };
        let (day, ago) = (
            self.day(fact.checked),
            bare(&self.texts.ago(fact.checked, self.today)),
        );
        let checked = if fact.verified {
            self.phrases.checked(&day, &ago)
        } else {
            self.phrases.not_verified(&day, &ago)
        };
        Fact {
            about,
            text,
            freshness: Some(Freshness {
                text: checked,
                stale: fact.stale,
            }),
            sources: fact.sources.clone(),
        }
    }

    fn person(&self, person: &BriefPerson) -> PersonToRaise {
        let texts = self.texts;
        let (own_name, reader_name) = two_names(&person.names);
        let raised = &person.raised;
        let asks: Vec<String> = raised
            .asks
            .iter()
            .map(|ask| texts.term("asks", ask))
            .collect();
        let points = |text: &Option<String>| -> Vec<String> {
            text.iter()
                .flat_map(|text| text.lines())
                .filter_map(filled)
                .collect()
        };
        let wishes: Vec<String> = person
            .wishes
            .iter()
            .map(|(relation, words, day)| {
                format!(
                    "{}, {}: {words}",
                    texts.term("giver_relations", relation),
                    self.edtf(day)
                )
            })
            .collect();
        let basis = gates::Basis {
            parts: person.basis.clone(),
            until: None,
        };
        let mut grounds: Vec<String> = Vec::new();
        for says in basis.says().iter().map(|message| self.gate(message)) {
            if !grounds.contains(&says) {
                grounds.push(says);
            }
        }
        let who: Vec<String> = person
            .partners
            .iter()
            .chain(&person.officers)
            .cloned()
            .collect();
        if !who.is_empty() {
            grounds.push(bare(&texts.list(&who)));
        }
        let warnings: Vec<String> = person
            .warnings
            .iter()
            .map(|warning| self.gate(warning))
            .collect();
        PersonToRaise {
            own_name,
            reader_name,
            pronunciation: None,
            who: Some(
                person
                    .who
                    .iter()
                    .take(2)
                    .cloned()
                    .collect::<Vec<_>>()
                    .join("; "),
            )
            .filter(|who| !who.is_empty()),
            facts: person.facts.iter().map(|fact| self.fact(fact)).collect(),
            ask: Some(bare(&texts.list(&asks))).filter(|asks| !asks.is_empty()),
            say: points(&raised.say),
            do_not_say: points(&raised.do_not_say),
            expected_reply: raised.expected_answer.clone(),
            rejoinder: None,
            last_raised: person
                .last_raised
                .as_ref()
                .map(|(day, counterpart, code, text)| LastRaised {
                    date: self.day(*day),
                    by: filled(counterpart),
                    answer: self.answer(code.as_deref(), text.as_deref()),
                }),
            wishes: Some(wishes.join("\n")).filter(|wishes| !wishes.is_empty()),
            basis: Some(grounds.join(" ")).filter(|basis| !basis.is_empty()),
            backfire: Some(warnings.join(" ")).filter(|warnings| !warnings.is_empty()),
            follow_up: raised
                .tell_family_by
                .map(|day| self.phrases.tell_family(&self.day(day))),
        }
    }
}

/// Without the isolation marks of messages: on paper the typesetter keeps directions apart.
fn bare(text: &str) -> String {
    text.chars()
        .filter(|letter| !matches!(letter, '\u{2068}' | '\u{2069}'))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use casework::{
        Body,
        bilaterals::{Meeting, Raised},
    };
    use kernel::{FileId, Label};

    fn name(text: &str) -> ShownName {
        ShownName {
            text: text.to_owned(),
            script: kernel::script_of(text),
            direction: kernel::direction_of(text),
            language: None,
            usage: "official".to_owned(),
        }
    }

    fn brief() -> Brief {
        let today = Day::from_number(20_780);
        Brief {
            meeting: Meeting {
                code: "HERON 7/b".to_owned(),
                ..Meeting::sample()
            },
            label: Label::Amber,
            people: vec![BriefPerson {
                names: vec![name("Алена Каліна"), name("Alena Kalina")],
                who: vec!["schoolteacher".to_owned()],
                facts: vec![FreshFact {
                    about: "status",
                    term: Some(("stages", "serving".to_owned())),
                    text: "2022-12".to_owned(),
                    checked: today.plus(-41),
                    verified: true,
                    stale: false,
                    sources: vec![1],
                }],
                raised: Raised {
                    asks: vec!["release".to_owned(), "medical_care".to_owned()],
                    say: Some("First.\n\nSecond.".to_owned()),
                    ..Raised::planned(
                        FileId::from_bytes([1; 16]),
                        "HERON-7",
                        today,
                        "Deputy Minister",
                    )
                },
                last_raised: Some((
                    today.plus(-90),
                    "Minister".to_owned(),
                    Some("promised_review".to_owned()),
                    None,
                )),
                wishes: vec![(
                    "relative".to_owned(),
                    "Speak quietly.".to_owned(),
                    "2026-09".to_owned(),
                )],
                basis: Vec::new(),
                warnings: vec![
                    Message::new("gate-stale-warning")
                        .with("days", 75)
                        .with("on", "2026-09-01"),
                ],
                officers: Vec::new(),
                partners: vec!["Lantern Circle".to_owned()],
            }],
            not_today: Vec::new(),
            annex: Vec::new(),
            sources: vec!["Lantern Circle, list".to_owned()],
            made: today.start(),
        }
    }

    #[test]
    fn codes_become_words_and_nothing_else_changes() {
        let document = document(&brief(), Locale::English);
        assert_eq!(document.code, "HERON-7-b");
        let person = &document.people[0];
        assert_eq!(person.own_name.text, "Алена Каліна");
        assert_eq!(person.reader_name.as_deref(), Some("Alena Kalina"));
        assert_eq!(person.ask.as_deref(), Some("release and medical care"));
        assert_eq!(person.say, ["First.", "Second."]);
        let fact = &person.facts[0];
        assert!(fact.text.contains("December 2022"), "{}", fact.text);
        assert!(
            fact.freshness
                .as_ref()
                .unwrap()
                .text
                .contains("41 days ago")
        );
        assert!(
            person
                .last_raised
                .as_ref()
                .unwrap()
                .answer
                .as_ref()
                .unwrap()
                .contains("promised a review")
        );
        let all = serde_json::to_string(&document).unwrap();
        assert!(
            !all.contains("medical_care") && !all.contains('⟦') && !all.contains('\u{2068}'),
            "{all}"
        );
    }

    #[test]
    fn every_locale_is_set_without_a_gap() {
        for locale in Locale::ALL {
            let document = document(&brief(), locale);
            let all = serde_json::to_string(&document).unwrap();
            assert!(!all.contains('⟦'), "{all}");
            assert_eq!(
                document.direction == Direction::RightToLeft,
                locale == Locale::Arabic
            );
        }
    }

    #[test]
    fn a_meeting_without_a_usable_code_still_prints() {
        assert_eq!(safe_code("  "), "brief");
        assert_eq!(safe_code("Зустріч"), "-------");
    }
}
