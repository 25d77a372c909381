//! Between the kinds table and the pages: the fields of a kind as a form, and what a form sent as the
//! kinds table reads it.

use casework::{Fault, Field as Asked, Input, Kind};
use kernel::{Confidence, Day, EntryId, Label, OrganisationId, PartialDate, UserId};

use super::said;
use crate::{
    pages::{Choice, Control, Field, PartialDateInput},
    text::Texts,
    visit::{Fail, Visit},
};

/// Zones offered for local times; a stored one that is not here is offered too.
const ZONES: &[&str] = &[
    "UTC",
    "Africa/Addis_Ababa",
    "Africa/Algiers",
    "Africa/Cairo",
    "Africa/Johannesburg",
    "Africa/Kinshasa",
    "Africa/Lagos",
    "Africa/Nairobi",
    "America/Bogota",
    "America/Caracas",
    "America/Havana",
    "America/Managua",
    "America/Mexico_City",
    "America/New_York",
    "America/Sao_Paulo",
    "Asia/Ashgabat",
    "Asia/Baghdad",
    "Asia/Baku",
    "Asia/Bangkok",
    "Asia/Dhaka",
    "Asia/Dubai",
    "Asia/Ho_Chi_Minh",
    "Asia/Hong_Kong",
    "Asia/Kabul",
    "Asia/Karachi",
    "Asia/Kolkata",
    "Asia/Pyongyang",
    "Asia/Riyadh",
    "Asia/Shanghai",
    "Asia/Tashkent",
    "Asia/Tbilisi",
    "Asia/Tehran",
    "Asia/Tokyo",
    "Asia/Yangon",
    "Asia/Yerevan",
    "Europe/Brussels",
    "Europe/Istanbul",
    "Europe/Kyiv",
    "Europe/London",
    "Europe/Minsk",
    "Europe/Moscow",
    "Europe/Vilnius",
    "Europe/Warsaw",
];

/// How many empty rows a list of items shows beyond what it holds.
const EMPTY_ROWS: usize = 2;

/// Whom and what the choices of a form offer.
#[derive(Default)]
pub(crate) struct Offered {
    pub(crate) users: Vec<(UserId, String)>,
    pub(crate) organisations: Vec<(OrganisationId, String)>,
    /// Entries of the file by kind: id, kind, words.
    pub(crate) entries: Vec<(EntryId, String, String)>,
}

impl Offered {
    /// Members and organisations, as far as the caller may know them.
    pub(crate) async fn of(visit: &Visit) -> Result<Self, Fail> {
        let house = visit.house()?;
        let caller = visit.caller()?;
        let users = match house.members(caller).await {
            Ok(lines) => lines
                .into_iter()
                .filter(|line| line.status == access::MemberStatus::Active)
                .map(|line| (line.id, line.display_name))
                .collect(),
            Err(desk::DeskError::Absent) => vec![(caller.actor.user, caller.display_name.clone())],
            Err(error) => return Err(error.into()),
        };
        let organisations = house
            .organisations(caller)
            .await?
            .into_iter()
            .map(|organisation| (organisation.id, organisation.name))
            .collect();
        Ok(Self {
            users,
            organisations,
            entries: Vec::new(),
        })
    }
}

fn pieces<'a>(
    pairs: &'a [(String, String)],
    name: &'a str,
) -> impl Iterator<Item = (&'a str, &'a str)> {
    pairs.iter().filter_map(move |(key, value)| {
        key.strip_prefix(name)
            .and_then(|rest| rest.strip_prefix('-'))
            .map(|piece| (piece, value.as_str()))
    })
}

fn one<'a>(pairs: &'a [(String, String)], name: &str) -> &'a str {
    pairs
        .iter()
        .find(|(key, _)| key == name)
        .map_or("", |(_, value)| value.as_str())
}

fn date_input(pairs: &[(String, String)], name: &str) -> PartialDateInput {
    let mut input = PartialDateInput::default();
    let mut sent = false;
    for (piece, value) in pieces(pairs, name) {
        sent = true;
        match piece {
            "year" => value.clone_into(&mut input.year),
            "month" => value.clone_into(&mut input.month),
            "day" => value.clone_into(&mut input.day),
            "about" => input.about = value == "yes",
            "doubtful" => input.doubtful = value == "yes",
            "other" => value.clone_into(&mut input.other),
            _ => {}
        }
    }
    if sent {
        return input;
    }
    match one(pairs, name) {
        "" => input,
        text => PartialDate::parse(text).map_or_else(
            |_| PartialDateInput {
                other: text.to_owned(),
                ..input
            },
            |date| PartialDateInput::from_date(&date),
        ),
    }
}

/// What a page sent, as the kinds table reads it: dates and moments put together again.
pub(crate) fn read(pairs: &[(String, String)]) -> (Vec<(String, String)>, Vec<Fault>) {
    let mut put_together = Vec::with_capacity(pairs.len());
    let mut faults = Vec::new();
    let is_piece = |key: &str, piece: &str| {
        pairs
            .iter()
            .any(|(known, _)| known.strip_suffix(piece) == Some(key))
    };
    for (key, value) in pairs {
        if let Some(name) = key.strip_suffix("-year") {
            let input = date_input(pairs, name);
            let blank = [&input.year, &input.month, &input.day, &input.other]
                .iter()
                .all(|piece| piece.trim().is_empty());
            match input.read() {
                Ok(_) if blank => {}
                Ok(date) => put_together.push((name.to_owned(), date.edtf())),
                Err(_) => faults.push(Fault {
                    field: name.to_owned(),
                    message_id: "fault-date",
                    arguments: Vec::new(),
                }),
            }
        } else if let Some(name) = key.strip_suffix("-time") {
            let day = one(pairs, &format!("{name}-day")).trim();
            if !day.is_empty() {
                let time = if value.trim().is_empty() {
                    "00:00"
                } else {
                    value.trim()
                };
                put_together.push((format!("{name}.local"), format!("{day} {time}")));
                put_together.push((
                    format!("{name}.zone"),
                    one(pairs, &format!("{name}-zone")).to_owned(),
                ));
            }
        } else {
            let belongs = ["-month", "-day", "-about", "-doubtful", "-other", "-zone"]
                .iter()
                .any(|piece| {
                    key.strip_suffix(piece)
                        .is_some_and(|name| is_piece(name, "-year") || is_piece(name, "-time"))
                });
            if !belongs {
                put_together.push((key.clone(), value.clone()));
            }
        }
    }
    (put_together, faults)
}

/// The fields of a kind, filled with what was entered or stored, with faults where they belong.
pub(crate) fn shown(
    t: Texts,
    kind: &Kind,
    entered: &[(String, String)],
    faults: &[Fault],
    offered: &Offered,
) -> Vec<Field> {
    let mut fields = Vec::new();
    for asked in kind.form {
        put(
            t,
            kind,
            asked,
            asked.name,
            "",
            entered,
            faults,
            offered,
            &mut fields,
        );
    }
    fields
}

/// The message of a field: `field-<kind>-<field>` with dots as hyphens.
pub(crate) fn label(t: Texts, kind: &Kind, name: &str) -> String {
    let id = format!("field-{}-{}", kind.word, name.replace('.', "-"));
    said::message_or(t, &id, || {
        name.rsplit('.').next().unwrap_or(name).replace('_', " ")
    })
}

fn fault_of(t: Texts, faults: &[Fault], full: &str) -> Option<String> {
    faults
        .iter()
        .find(|fault| {
            fault.field == full
                || fault
                    .field
                    .strip_prefix(full)
                    .is_some_and(|rest| rest.starts_with('.'))
        })
        .map(|fault| said::fault(t, fault.message_id, &fault.arguments))
}

/// The choices of a vocabulary, with what is chosen; a retired code that is stored stays on offer.
pub(crate) fn vocabulary_choices(t: Texts, word: &str, chosen: &[&str]) -> Vec<Choice> {
    let Some(vocabulary) = casework::vocabulary(word) else {
        return Vec::new();
    };
    let mut choices: Vec<Choice> = vocabulary
        .terms
        .iter()
        .filter(|term| term.retired_in.is_none() || chosen.contains(&term.code.as_str()))
        .map(|term| Choice {
            value: term.code.clone(),
            text: t.term(word, &term.code),
            chosen: chosen.contains(&term.code.as_str()),
        })
        .collect();
    for code in chosen.iter().filter(|code| !code.is_empty()) {
        if !choices.iter().any(|choice| choice.value == **code) {
            choices.push(Choice::new(code, &t.term(word, code)).chosen());
        }
    }
    choices
}

fn with_nothing(t: Texts, mut choices: Vec<Choice>, required: bool) -> Vec<Choice> {
    if !required || choices.len() > 7 {
        let chosen = !choices.iter().any(|choice| choice.chosen);
        choices.insert(
            0,
            Choice {
                value: String::new(),
                text: t.msg("choice-nothing"),
                chosen,
            },
        );
    }
    choices
}

fn ids<T: ToString>(t: Texts, known: &[(T, String)], chosen: &str, required: bool) -> Vec<Choice> {
    let choices = known
        .iter()
        .map(|(id, name)| {
            let value = id.to_string();
            Choice {
                chosen: value == chosen,
                value,
                text: name.clone(),
            }
        })
        .collect();
    with_nothing(t, choices, required)
}

#[expect(
    clippy::too_many_arguments,
    reason = "one recursive walk over the form of a kind"
)]
fn put(
    t: Texts,
    kind: &Kind,
    asked: &Asked,
    inner: &str,
    prefix: &str,
    entered: &[(String, String)],
    faults: &[Fault],
    offered: &Offered,
    fields: &mut Vec<Field>,
) {
    let full = format!("{prefix}{}", asked.name);
    let value = one(entered, &full);
    let many: Vec<&str> = entered
        .iter()
        .filter(|(key, _)| *key == full)
        .map(|(_, value)| value.as_str())
        .collect();
    let control = match asked.input {
        Input::Line | Input::Name | Input::Address | Input::Language | Input::File => Control::Line,
        Input::Text => Control::Text(4),
        Input::Lines => Control::Text(3),
        Input::Country => {
            let choices = vocabulary_choices(t, "countries", &[value]);
            if choices.is_empty() {
                Control::Line
            } else {
                Control::Choice(with_nothing(t, choices, asked.required))
            }
        }
        Input::PartialDate => Control::PartialDate(date_input(entered, &full)),
        Input::Day => Control::Day,
        Input::Moment => {
            let (local_day, local_time) = one(entered, &format!("{full}.local"))
                .split_once(' ')
                .unwrap_or(("", ""));
            let day = first(one(entered, &format!("{full}-day")), local_day);
            let time = first(one(entered, &format!("{full}-time")), local_time);
            let zone = first(
                one(entered, &format!("{full}-zone")),
                one(entered, &format!("{full}.zone")),
            );
            let mut zones: Vec<Choice> = ZONES
                .iter()
                .map(|name| Choice {
                    value: (*name).to_owned(),
                    text: name.replace('_', " "),
                    chosen: *name == zone,
                })
                .collect();
            if !zone.is_empty() && !ZONES.contains(&zone) {
                zones.push(Choice::new(zone, zone).chosen());
            }
            let mut field = Field::new(
                &full,
                &label(t, kind, inner),
                Control::Moment {
                    time: time.to_owned(),
                    zones,
                },
            )
            .value(day);
            field.required = asked.required;
            field.error = fault_of(t, faults, &full);
            fields.push(field);
            return;
        }
        Input::Choice => Control::Choice(with_nothing(
            t,
            vocabulary_choices(t, asked.vocabulary.unwrap_or_default(), &[value]),
            asked.required,
        )),
        Input::Choices => Control::Choices(vocabulary_choices(
            t,
            asked.vocabulary.unwrap_or_default(),
            &many,
        )),
        Input::Flag => Control::Flag,
        Input::YesNo => Control::Choice(with_nothing(
            t,
            vec![
                Choice {
                    value: "yes".to_owned(),
                    text: t.msg("choice-yes"),
                    chosen: matches!(value, "yes" | "true"),
                },
                Choice {
                    value: "no".to_owned(),
                    text: t.msg("choice-no"),
                    chosen: matches!(value, "no" | "false"),
                },
            ],
            false,
        )),
        Input::Number => Control::Number {
            least: 0,
            most: i64::from(u32::MAX),
        },
        Input::Entry => {
            let known: Vec<(EntryId, String)> = offered
                .entries
                .iter()
                .map(|(id, _, words)| (*id, words.clone()))
                .collect();
            Control::Choice(ids(t, &known, value, asked.required))
        }
        Input::User => Control::Choice(ids(t, &offered.users, value, asked.required)),
        Input::Organisation => {
            Control::Choice(ids(t, &offered.organisations, value, asked.required))
        }
        Input::TwoUsers => Control::Choices(
            offered
                .users
                .iter()
                .map(|(id, name)| {
                    let text = id.to_string();
                    Choice {
                        chosen: many.contains(&text.as_str()),
                        value: text,
                        text: name.clone(),
                    }
                })
                .collect(),
        ),
        // What a list delivered is kept as it came.
        // What the program found itself stays as it is while nothing of it is sent.
        Input::Json => return,
        Input::Cells => {
            for (key, value) in entered {
                if *key == full
                    || key
                        .strip_prefix(&full)
                        .is_some_and(|rest| rest.starts_with('.'))
                {
                    fields.push(Field::new(key, "", Control::Hidden).value(value));
                }
            }
            return;
        }
        Input::Items(parts) => {
            let rows = entered
                .iter()
                .filter_map(|(key, _)| {
                    key.strip_prefix(&full)?
                        .strip_prefix('.')?
                        .split('.')
                        .next()?
                        .parse::<usize>()
                        .ok()
                })
                .max()
                .map_or(0, |last| last + 1);
            for row in 0..(rows + EMPTY_ROWS).min(200) {
                for part in parts {
                    let name = format!("{full}.{row}.");
                    let path = format!("{}.{}", asked.name, part.name);
                    put(
                        t, kind, part, &path, &name, entered, faults, offered, fields,
                    );
                }
            }
            return;
        }
        Input::Keyed {
            main_vocabulary,
            fields: more,
            ..
        } => {
            for term in vocabulary_choices(t, asked.vocabulary.unwrap_or_default(), &[]) {
                let name = format!("{full}.{}", term.value);
                let chosen = one(entered, &name);
                let choices =
                    with_nothing(t, vocabulary_choices(t, main_vocabulary, &[chosen]), false);
                let mut field = Field::new(&name, &term.text, Control::Choice(choices));
                field.error = fault_of(t, faults, &name);
                fields.push(field);
                for part in more {
                    let path = format!("{}.{}", asked.name, part.name);
                    put(
                        t,
                        kind,
                        part,
                        &path,
                        &format!("{name}."),
                        entered,
                        faults,
                        offered,
                        fields,
                    );
                }
            }
            return;
        }
    };
    let mut field = Field::new(&full, &label(t, kind, inner), control);
    field.value = match asked.input {
        Input::Flag => {
            if matches!(value, "yes" | "true" | "on" | "1") {
                "yes".to_owned()
            } else {
                String::new()
            }
        }
        Input::Lines => many.join("\n"),
        _ => value.to_owned(),
    };
    field.required = asked.required;
    field.error = fault_of(t, faults, &full);
    field.folded = asked.sensitive && !asked.required && field.value.is_empty();
    fields.push(field);
}

fn first<'a>(one: &'a str, other: &'a str) -> &'a str {
    if one.is_empty() { other } else { one }
}

/// What stands in the envelope of an entry.
pub(crate) struct Envelope {
    pub(crate) label: Label,
    pub(crate) confidence: Confidence,
    pub(crate) happened: Option<PartialDate>,
    pub(crate) valid_until: Option<Day>,
    pub(crate) sources: Vec<EntryId>,
    pub(crate) on_behalf_of: Option<String>,
}

impl Default for Envelope {
    fn default() -> Self {
        Self {
            label: Label::default(),
            confidence: Confidence::Credible,
            happened: None,
            valid_until: None,
            sources: Vec::new(),
            on_behalf_of: None,
        }
    }
}

impl Envelope {
    /// That of a stored entry.
    pub(crate) fn of(entry: &kernel::Entry) -> Self {
        Self {
            label: entry.inner.label,
            confidence: entry.inner.confidence,
            happened: entry.inner.happened.clone(),
            valid_until: entry.inner.valid_until,
            sources: entry.inner.sources.clone(),
            on_behalf_of: entry.inner.on_behalf_of.clone(),
        }
    }

    /// Reads what a form sent (see [`read`], which goes before), with what is stored where it asks nothing.
    pub(crate) fn read(pairs: &[(String, String)], before: Self) -> Result<Self, Vec<Fault>> {
        let mut faults = Vec::new();
        let sent = |name: &str| pairs.iter().any(|(key, _)| key == name);
        let mut envelope = before;
        let label = one(pairs, "envelope.label");
        if let Some(known) = Label::ALL.into_iter().find(|known| known.code() == label) {
            envelope.label = known;
        }
        if let Some(known) = Confidence::parse(one(pairs, "envelope.confidence")) {
            envelope.confidence = known;
        }
        if sent("envelope.valid_until") {
            let text = one(pairs, "envelope.valid_until").trim();
            envelope.valid_until = Day::parse_iso(text);
            if !text.is_empty() && envelope.valid_until.is_none() {
                faults.push(Fault {
                    field: "envelope.valid_until".to_owned(),
                    message_id: "fault-day",
                    arguments: Vec::new(),
                });
            }
        }
        if sent("envelope.form") {
            envelope.happened = match one(pairs, "envelope.happened").trim() {
                "" => None,
                text => PartialDate::parse(text).ok(),
            };
            envelope.sources = pairs
                .iter()
                .filter(|(key, _)| key == "envelope.sources")
                .filter_map(|(_, value)| value.parse().ok())
                .collect();
            let whom = one(pairs, "envelope.on_behalf_of").trim();
            envelope.on_behalf_of = (!whom.is_empty()).then(|| whom.to_owned());
        }
        if faults.is_empty() {
            Ok(envelope)
        } else {
            Err(faults)
        }
    }

    /// Its fields at the end of a form.
    pub(crate) fn fields(
        &self,
        t: Texts,
        entered: &[(String, String)],
        faults: &[Fault],
        offered: &Offered,
    ) -> Vec<Field> {
        let sent = entered.iter().any(|(key, _)| key == "envelope.form");
        let value = |name: &str, stored: String| {
            if sent {
                one(entered, name).to_owned()
            } else {
                stored
            }
        };
        let label = value("envelope.label", self.label.code().to_owned());
        let confidence = value("envelope.confidence", self.confidence.code().to_owned());
        let happened = if sent {
            date_input(entered, "envelope.happened")
        } else {
            self.happened
                .as_ref()
                .map(PartialDateInput::from_date)
                .unwrap_or_default()
        };
        let chosen: Vec<String> = if sent {
            entered
                .iter()
                .filter(|(key, _)| key == "envelope.sources")
                .map(|(_, value)| value.clone())
                .collect()
        } else {
            self.sources.iter().map(ToString::to_string).collect()
        };
        let mut fields = vec![
            Field::new(
                "envelope.confidence",
                &t.msg("field-envelope-confidence"),
                Control::Choice(
                    Confidence::ALL
                        .into_iter()
                        .map(|known| Choice {
                            value: known.code().to_owned(),
                            text: t.msg(&format!("confidence-{}", known.code())),
                            chosen: known.code() == confidence,
                        })
                        .collect(),
                ),
            ),
            Field::new(
                "envelope.label",
                &t.msg("field-envelope-label"),
                Control::Choice(
                    Label::ALL
                        .into_iter()
                        .map(|known| Choice {
                            value: known.code().to_owned(),
                            text: known.text().to_owned(),
                            chosen: known.code() == label,
                        })
                        .collect(),
                ),
            ),
            Field::new(
                "envelope.happened",
                &t.msg("field-envelope-happened"),
                Control::PartialDate(happened),
            ),
            Field::new(
                "envelope.valid_until",
                &t.msg("field-envelope-valid-until"),
                Control::Day,
            )
            .value(&value(
                "envelope.valid_until",
                self.valid_until.map(Day::iso).unwrap_or_default(),
            )),
        ];
        let sources: Vec<Choice> = offered
            .entries
            .iter()
            .filter(|(_, kind, _)| kind == "source")
            .map(|(id, _, words)| {
                let value = id.to_string();
                Choice {
                    chosen: chosen.contains(&value),
                    value,
                    text: words.clone(),
                }
            })
            .collect();
        if !sources.is_empty() {
            fields.push(Field::new(
                "envelope.sources",
                &t.msg("field-envelope-sources"),
                Control::Choices(sources),
            ));
        }
        fields.push(
            Field::new(
                "envelope.on_behalf_of",
                &t.msg("field-envelope-on-behalf-of"),
                Control::Line,
            )
            .value(&value(
                "envelope.on_behalf_of",
                self.on_behalf_of.clone().unwrap_or_default(),
            ))
            .folded(),
        );
        for field in &mut fields {
            field.error = fault_of(t, faults, &field.name);
        }
        fields.push(Field::new("envelope.form", "", Control::Hidden).value("yes"));
        fields
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Locale;

    fn pairs(list: &[(&str, &str)]) -> Vec<(String, String)> {
        list.iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
            .collect()
    }

    #[test]
    fn dates_and_moments_come_together_again() {
        let sent = pairs(&[
            ("given_on-year", "1979"),
            ("given_on-month", "5"),
            ("given_on-day", ""),
            ("given_on-about", "yes"),
            ("given_on-other", ""),
            ("empty-year", ""),
            ("empty-month", ""),
            ("empty-day", ""),
            ("empty-other", ""),
            ("moment-day", "2026-11-24"),
            ("moment-time", "09:30"),
            ("moment-zone", "Europe/Minsk"),
            ("until", "2026-12-01"),
            ("a-day", "kept"),
        ]);
        let (read, faults) = read(&sent);
        assert!(faults.is_empty());
        assert_eq!(
            read,
            pairs(&[
                ("given_on", "1979-05~"),
                ("moment.local", "2026-11-24 09:30"),
                ("moment.zone", "Europe/Minsk"),
                ("until", "2026-12-01"),
                ("a-day", "kept"),
            ])
        );
        let (_, faults) = super::read(&pairs(&[
            ("on-year", "1979"),
            ("on-month", ""),
            ("on-day", "3"),
        ]));
        assert_eq!(faults[0].field, "on");
    }

    /// Every kind's sample, shown as a form and sent back, is the same body.
    #[test]
    fn every_kind_survives_its_page() {
        let t = Texts::of(Locale::English);
        let users: Vec<(UserId, String)> = (1..9)
            .map(|n| (UserId::from_bytes([n; 16]), n.to_string()))
            .collect();
        let organisations = (1..9)
            .map(|n| (OrganisationId::from_bytes([n; 16]), n.to_string()))
            .collect();
        for kind in casework::KINDS {
            let body = kind.sample().unwrap();
            let stored = casework::form_from_body(kind, &body).unwrap();
            let entries = stored
                .iter()
                .filter_map(|(_, value)| value.parse().ok())
                .map(|id| (id, "source".to_owned(), "an entry".to_owned()))
                .collect();
            let offered = Offered {
                users: users.clone(),
                organisations: Clone::clone(&organisations),
                entries,
            };
            let mut sent = Vec::new();
            for field in shown(t, kind, &stored, &[], &offered) {
                send(&field, &mut sent);
            }
            let (read, faults) = read(&sent);
            assert!(faults.is_empty(), "{}: {faults:?}", kind.word);
            let again = casework::edit_from_form(kind, &body, &read);
            assert_eq!(again.as_ref(), Ok(&body), "{}: {sent:?}", kind.word);
        }
    }

    /// What a browser sends for a field.
    fn send(field: &Field, sent: &mut Vec<(String, String)>) {
        let name = field.name.clone();
        match &field.control {
            Control::Choice(choices) | Control::Choices(choices) => {
                sent.extend(
                    choices
                        .iter()
                        .filter(|choice| choice.chosen)
                        .map(|choice| (name.clone(), choice.value.clone())),
                );
            }
            Control::Flag => {
                if field.value == "yes" {
                    sent.push((name, field.value.clone()));
                }
            }
            Control::PartialDate(input) => {
                for (piece, value) in [
                    ("year", &input.year),
                    ("month", &input.month),
                    ("day", &input.day),
                    ("other", &input.other),
                ] {
                    sent.push((format!("{name}-{piece}"), value.clone()));
                }
                if input.about {
                    sent.push((format!("{name}-about"), "yes".to_owned()));
                }
                if input.doubtful {
                    sent.push((format!("{name}-doubtful"), "yes".to_owned()));
                }
            }
            Control::Moment { time, zones } => {
                sent.push((format!("{name}-day"), field.value.clone()));
                sent.push((format!("{name}-time"), time.clone()));
                sent.extend(
                    zones
                        .iter()
                        .filter(|zone| zone.chosen)
                        .map(|zone| (format!("{name}-zone"), zone.value.clone())),
                );
            }
            _ => sent.push((name, field.value.clone())),
        }
    }
}
