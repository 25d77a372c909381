//! Countries and regions: who decides, which days can move something, what stands there.

use std::sync::Arc;

use axum::http::StatusCode;
use casework::{Body as _, Fault, Kind, countries::Country};
use desk::{
    DeskError,
    countries::{CountryView, LEAST_COUNT},
};
use kernel::{CompartmentId, Day, EntryId, FileId};

use super::{
    entries,
    fields::{self, Envelope, Offered},
    levers::compartment_field,
    may_record, may_somewhere, record, said,
};
use crate::{
    pages::{
        Block, Calendar, Cell, Control, Field, Form, Link, Place, RecordPage, RoomPage, Span, Table,
    },
    paths,
    text::{Texts, Value},
    visit::{Answer, Fail, Visit, go_to, page, page_with},
};

/// What is added to the file of a country.
const PARTS: [&str; 4] = ["window", "authority", "post", "note"];

/// Days of the calendar.
const AHEAD: i32 = 365;

fn days(t: Texts, from: Day, until: Day, today: Day) -> String {
    if from == until {
        t.day_short(from, today)
    } else {
        format!(
            "{} – {}",
            t.day_short(from, today),
            t.day_short(until, today)
        )
    }
}

/// Every country and region the member may see.
pub(crate) async fn list(visit: Arc<Visit>) -> Answer {
    let t = visit.texts;
    let caller = visit.caller()?;
    let countries = visit.house()?.countries(caller).await?;
    let mut blocks = Vec::new();
    if may_somewhere::<access::Write>(caller, Country::WORD) {
        blocks.push(Block::Links(vec![Link {
            href: paths::new_country(),
            text: t.msg("countries-add"),
        }]));
    }
    if countries.is_empty() {
        blocks.push(Block::Empty(t.msg("countries-empty")));
    } else {
        blocks.push(Block::Table(Table {
            heads: vec![
                t.msg("field-country-title"),
                t.msg("field-country-who_decides"),
                t.msg("countries-next"),
            ],
            rows: countries
                .iter()
                .map(|line| {
                    let next = line.next.as_ref().map(|(from, until, window)| {
                        Cell::new(window.title.clone()).aside(days(t, *from, *until, visit.today()))
                    });
                    vec![
                        Cell::new(line.country.title.clone())
                            .href(paths::country(line.file))
                            .aside(line.country.codes.join(", ")),
                        Cell::new(line.country.who_decides.clone().unwrap_or_default()),
                        next.unwrap_or_default(),
                    ]
                })
                .collect(),
        }));
    }
    page(&RoomPage {
        layout: visit.layout("title-countries", Some(Place::Countries)),
        person: None,
        heading: t.msg("countries-heading"),
        blocks,
    })
}

fn calendar(visit: &Visit, view: &CountryView) -> Vec<Block> {
    let t = visit.texts;
    let today = visit.today();
    let mut blocks = vec![Block::Heading(t.msg("country-calendar"))];
    if view.calendar.is_empty() {
        blocks.push(Block::Aside(t.msg("country-no-windows")));
        return blocks;
    }
    let spans = view
        .calendar
        .iter()
        .map(|(from, until, window)| Span {
            from: *from,
            until: *until,
            text: window.title.clone(),
        })
        .collect();
    blocks.push(Block::Calendar(Calendar::new(
        t,
        (today, today.plus(AHEAD)),
        today,
        spans,
        Vec::new(),
    )));
    blocks.push(Block::Table(Table {
        heads: vec![
            t.msg("col-days"),
            t.msg("col-what"),
            t.msg("field-window-chance"),
            t.msg("field-window-risk"),
        ],
        rows: view
            .calendar
            .iter()
            .map(|(from, until, window)| {
                let entry = view
                    .windows
                    .iter()
                    .find(|(_, known)| known == window)
                    .map(|(entry, _)| paths::edit_of_country(view.line.file, entry));
                let mut what =
                    Cell::new(window.title.clone()).aside(t.term("window_kinds", &window.kind));
                what.href = entry;
                vec![
                    Cell::new(days(t, *from, *until, today)),
                    what,
                    Cell::new(window.chance.clone().unwrap_or_default()),
                    Cell::new(window.risk.clone().unwrap_or_default()),
                ]
            })
            .collect(),
    }));
    blocks
}

fn authorities(visit: &Visit, view: &CountryView) -> Vec<Block> {
    let t = visit.texts;
    if view.authorities.is_empty() {
        return Vec::new();
    }
    let rows = view
        .authorities
        .iter()
        .map(|(entry, sources, authority)| {
            let powers: Vec<String> = authority
                .powers
                .iter()
                .map(|power| t.term("detention_powers", power))
                .collect();
            let careful = authority.responsible_for.as_ref().map(|words| {
                let usable = *sources >= 2 && authority.legal_review.is_some();
                let how = t.msg(if usable {
                    "country-usable"
                } else {
                    "country-not-usable"
                });
                let counted = t.with("country-sources", "n", *sources);
                Cell::new(words.clone()).aside(format!("{how} · {counted}"))
            });
            vec![
                Cell::new(authority.name.clone())
                    .href(paths::edit_of_country(view.line.file, entry))
                    .aside(
                        [&authority.office, &authority.place]
                            .into_iter()
                            .flatten()
                            .cloned()
                            .collect::<Vec<_>>()
                            .join(" · "),
                    ),
                Cell::new(t.term("authority_kinds", &authority.kind)),
                Cell::new(powers.join(", ")),
                careful.unwrap_or_default(),
            ]
        })
        .collect();
    vec![
        Block::Heading(t.msg("country-authorities")),
        Block::Table(Table {
            heads: vec![
                t.msg("field-authority-name"),
                t.msg("field-authority-kind"),
                t.msg("field-authority-powers"),
                t.msg("field-authority-responsible_for"),
            ],
            rows,
        }),
    ]
}

fn posts(visit: &Visit, view: &CountryView) -> Vec<Block> {
    let t = visit.texts;
    if view.posts.is_empty() {
        return Vec::new();
    }
    let yes = |known: Option<bool>| match known {
        Some(true) => t.msg("choice-yes"),
        Some(false) => t.msg("choice-no"),
        None => String::new(),
    };
    vec![
        Block::Heading(t.msg("country-posts")),
        Block::Table(Table {
            heads: vec![
                t.msg("field-post-whose"),
                t.msg("field-post-reach"),
                t.msg("field-post-attends_trials"),
                t.msg("field-post-visits_prisons"),
            ],
            rows: view
                .posts
                .iter()
                .map(|(entry, post)| {
                    vec![
                        Cell::new(post.whose.clone())
                            .href(paths::edit_of_country(view.line.file, entry))
                            .aside(format!(
                                "{} {}",
                                t.term("post_kinds", &post.kind),
                                post.place.clone().unwrap_or_default()
                            )),
                        Cell::new(post.reach.clone().unwrap_or_default()),
                        Cell::new(yes(post.attends_trials)),
                        Cell::new(yes(post.visits_prisons)),
                    ]
                })
                .collect(),
        }),
    ]
}

fn answers(visit: &Visit, view: &CountryView) -> Vec<Block> {
    let t = visit.texts;
    if view.answers.is_empty() {
        return Vec::new();
    }
    let rows = view
        .answers
        .iter()
        .map(|(channel, count)| {
            let few = count.sent < LEAST_COUNT;
            let said = if few {
                t.with("country-answers-few", "least", LEAST_COUNT)
            } else {
                count
                    .codes
                    .iter()
                    .map(|(code, number)| format!("{}: {number}", t.term("responses", code)))
                    .collect::<Vec<_>>()
                    .join(" · ")
            };
            let counted = t.msg_args(
                "country-answered",
                &[
                    ("answered", Value::from(count.answered)),
                    ("sent", Value::from(count.sent)),
                ],
            );
            vec![
                Cell::new(t.term("channels", channel)),
                Cell::new(if few { String::new() } else { counted }),
                Cell::new(said),
            ]
        })
        .collect();
    vec![
        Block::Heading(t.msg("country-answers")),
        Block::Table(Table {
            heads: vec![
                t.msg("col-channel"),
                t.msg("col-answer"),
                t.msg("field-country-how_it_answered"),
            ],
            rows,
        }),
        Block::Aside(t.msg("what-followed-caution")),
    ]
}

/// One country or region.
pub(crate) async fn country(visit: Arc<Visit>) -> Answer {
    let t = visit.texts;
    let file: FileId = visit.id("file")?;
    let caller = visit.caller()?;
    let view = visit.house()?.country(caller, file).await?;
    let country = &view.line.country;
    let name = |field: &str| t.msg(&format!("field-country-{field}"));
    let mut facts = Vec::new();
    for (field, words) in [
        ("who_decides", &country.who_decides),
        ("how_it_answered", &country.how_it_answered),
        ("spill_over", &country.spill_over),
    ] {
        if let Some(words) = words {
            facts.push((name(field), words.clone()));
        }
    }
    for influence in &country.influence {
        let over = influence
            .over
            .as_ref()
            .map(|over| format!(": {over}"))
            .unwrap_or_default();
        facts.push((name("influence"), format!("{}{over}", influence.who)));
    }
    facts.push((t.msg("country-people"), t.number(view.people)));
    let mut blocks = vec![Block::Facts(facts)];
    blocks.extend(calendar(&visit, &view));
    blocks.extend(authorities(&visit, &view));
    blocks.extend(posts(&visit, &view));
    blocks.extend(answers(&visit, &view));
    if !view.related.is_empty() {
        blocks.push(Block::Heading(t.msg("country-related")));
        blocks.push(Block::Links(
            view.related
                .iter()
                .map(|(file, title)| Link {
                    href: paths::country(file),
                    text: title.clone(),
                })
                .collect(),
        ));
    }
    let mut links: Vec<Link> = PARTS
        .into_iter()
        .filter(|kind| may_record(caller, view.line.compartment, kind))
        .map(|kind| Link {
            href: paths::record_of_country(file, kind),
            text: t.with("file-add", "kind", entries::kind_name(t, kind).as_str()),
        })
        .collect();
    if may_record(caller, view.line.compartment, Country::WORD) {
        links.push(Link {
            href: paths::edit_of_country(file, view.entry.0),
            text: t.msg("country-change"),
        });
    }
    blocks.push(Block::Links(links));
    page(&RoomPage {
        layout: visit.layout("title-countries", Some(Place::Countries)),
        person: None,
        heading: country.title.clone(),
        blocks,
    })
}

#[expect(
    clippy::too_many_arguments,
    reason = "a page is made of what was asked, entered and offered"
)]
async fn form_page(
    visit: &Visit,
    kind: &'static Kind,
    action: String,
    back: String,
    entered: &[(String, String)],
    faults: &[Fault],
    envelope: &Envelope,
    extra: Vec<Field>,
) -> Result<RecordPage, Fail> {
    let t = visit.texts;
    let offered = Offered::of(visit).await?;
    let mut list = extra;
    list.extend(fields::shown(t, kind, entered, faults, &offered));
    list.extend(envelope.fields(t, entered, faults, &offered));
    let whole = record::whole_fault(visit, faults, &list);
    let mut form = Form::new(action, list, &t.msg("record-submit")).cancel(back);
    form.error = whole;
    let intro = said::message_or(t, &format!("kind-{}-intro", kind.word), String::new);
    Ok(RecordPage {
        layout: visit.layout("title-countries", Some(Place::Countries)),
        person: None,
        heading: entries::kind_name(t, kind.word),
        intro: (!intro.is_empty()).then_some(intro),
        form,
    })
}

/// The form for a new country or region.
pub(crate) async fn new(visit: Arc<Visit>) -> Answer {
    let kind = casework::kind(Country::WORD).ok_or(Fail::Inside)?;
    let compartment = compartment_field(&visit, Country::WORD)?;
    page(
        &form_page(
            &visit,
            kind,
            paths::new_country(),
            paths::countries(),
            &[],
            &[],
            &Envelope::default(),
            vec![compartment],
        )
        .await?,
    )
}

/// Opens the file of a country or region.
pub(crate) async fn open(visit: Arc<Visit>) -> Answer {
    let kind = casework::kind(Country::WORD).ok_or(Fail::Inside)?;
    let compartment: CompartmentId = visit
        .field("compartment")
        .parse()
        .map_err(|_| Fail::Absent)?;
    let faults = match record::drafted(kind, visit.pairs(), None) {
        Ok(draft) => match visit
            .house()?
            .open_country(visit.caller()?, compartment, &draft)
            .await
        {
            Ok(file) => return Ok(go_to(&paths::country(file))),
            Err(DeskError::Faults(faults)) => faults.0,
            Err(error) => return Err(error.into()),
        },
        Err(faults) => faults,
    };
    let field = compartment_field(&visit, Country::WORD)?;
    page_with(
        StatusCode::UNPROCESSABLE_ENTITY,
        &form_page(
            &visit,
            kind,
            paths::new_country(),
            paths::countries(),
            visit.pairs(),
            &faults,
            &Envelope::default(),
            vec![field],
        )
        .await?,
    )
}

async fn asked(visit: &Visit) -> Result<(FileId, &'static Kind), Fail> {
    let file: FileId = visit.id("file")?;
    let kind = casework::kind(visit.param("kind")).ok_or(Fail::Absent)?;
    if !PARTS.contains(&kind.word) {
        return Err(Fail::Absent);
    }
    let view = visit.house()?.country(visit.caller()?, file).await?;
    if !may_record(visit.caller()?, view.line.compartment, kind.word) {
        return Err(Fail::Absent);
    }
    Ok((file, kind))
}

/// The form for something more about a country.
pub(crate) async fn form(visit: Arc<Visit>) -> Answer {
    let (file, kind) = asked(&visit).await?;
    page(
        &form_page(
            &visit,
            kind,
            paths::record_of_country(file, kind.word),
            paths::country(file),
            &[],
            &[],
            &Envelope::default(),
            Vec::new(),
        )
        .await?,
    )
}

/// Records it.
pub(crate) async fn record(visit: Arc<Visit>) -> Answer {
    let (file, kind) = asked(&visit).await?;
    let faults = match record::drafted(kind, visit.pairs(), None) {
        Ok(draft) => match visit.house()?.record(visit.caller()?, file, &draft).await {
            Ok(_) => return Ok(go_to(&paths::country(file))),
            Err(DeskError::Faults(faults)) => faults.0,
            Err(error) => return Err(error.into()),
        },
        Err(faults) => faults,
    };
    page_with(
        StatusCode::UNPROCESSABLE_ENTITY,
        &form_page(
            &visit,
            kind,
            paths::record_of_country(file, kind.word),
            paths::country(file),
            visit.pairs(),
            &faults,
            &Envelope::default(),
            Vec::new(),
        )
        .await?,
    )
}

/// An entry of the file of a country, with its kind, that the member may correct.
async fn editable(visit: &Visit) -> Result<(FileId, kernel::Entry, &'static Kind), Fail> {
    let file: FileId = visit.id("file")?;
    let entry: EntryId = visit.id("entry")?;
    let (house, caller) = (visit.house()?, visit.caller()?);
    let _country = house.country(caller, file).await?;
    let entry = house.entry(caller, entry).await?.into_inner();
    let kind = casework::kind(entry.kind()).ok_or(Fail::Absent)?;
    if entry.outer.file != file
        || entry.is_withdrawn()
        || !may_record(caller, entry.outer.compartment, kind.word)
    {
        return Err(Fail::Absent);
    }
    Ok((file, entry, kind))
}

/// The form for a correction.
pub(crate) async fn edit_page(visit: Arc<Visit>) -> Answer {
    let (file, entry, kind) = editable(&visit).await?;
    let version = entry.outer.version.to_string();
    page(
        &form_page(
            &visit,
            kind,
            paths::edit_of_country(file, entry.outer.id),
            paths::country(file),
            &record::stored_pairs(kind, &entry)?,
            &[],
            &Envelope::of(&entry),
            vec![Field::new("version", "", Control::Hidden).value(&version)],
        )
        .await?,
    )
}

/// Corrects.
pub(crate) async fn edit(visit: Arc<Visit>) -> Answer {
    let (file, entry, kind) = editable(&visit).await?;
    let version: u32 = visit
        .field("version")
        .parse()
        .map_err(|_| Fail::Malformed("no version"))?;
    let faults = match record::drafted(kind, visit.pairs(), Some(&entry)) {
        Ok(draft) => match visit
            .house()?
            .revise(visit.caller()?, entry.outer.id, version, &draft)
            .await
        {
            Ok(()) => return Ok(go_to(&paths::country(file))),
            Err(DeskError::Faults(faults)) => faults.0,
            Err(error) => return Err(error.into()),
        },
        Err(faults) => faults,
    };
    page_with(
        StatusCode::UNPROCESSABLE_ENTITY,
        &form_page(
            &visit,
            kind,
            paths::edit_of_country(file, entry.outer.id),
            paths::country(file),
            visit.pairs(),
            &faults,
            &Envelope::of(&entry),
            vec![Field::new("version", "", Control::Hidden).value(&version.to_string())],
        )
        .await?,
    )
}
