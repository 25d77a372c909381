//! The strategy for a person: as it stands, what made it stale, its calendar, who stands behind it.

use std::sync::Arc;

use casework::Body as _;
use casework::strategy::Strategy;
use desk::strategy::{StrategyView, Trigger};
use kernel::{EntryId, FileId};

use super::{entries, may_record, people, shown};
use crate::{
    pages::{Block, Calendar, Cell, Control, Field, Form, Link, RoomPage, Span, Table},
    paths,
    text::{Texts, Value},
    visit::{Answer, Fail, Visit, go_to, page},
};

/// What has happened since, in one line.
pub(crate) fn trigger(t: Texts, trigger: &Trigger, today: kernel::Day) -> String {
    let what = if trigger.kind == "review" {
        t.msg("strategy-review-passed")
    } else {
        entries::kind_name(t, &trigger.kind)
    };
    let on = t.day_short(trigger.on, today);
    t.msg_args(
        "strategy-since",
        &[
            ("what", Value::from(what.as_str())),
            ("on", Value::from(on.as_str())),
        ],
    )
}

/// `by WHOM, WHEN`, by the message with this id.
pub(crate) fn signed(t: Texts, id: &str, who: &str, on: kernel::Day, today: kernel::Day) -> String {
    let on = t.day_short(on, today);
    t.msg_args(
        id,
        &[("who", Value::from(who)), ("on", Value::from(on.as_str()))],
    )
}

/// The form by which somebody puts their name under a version.
pub(crate) fn sign_form(t: Texts, file: FileId, entry: EntryId, version: u32, back: &str) -> Form {
    Form::new(
        paths::sign(file, entry),
        vec![
            Field::new("version", "", Control::Hidden).value(&version.to_string()),
            Field::new("back", "", Control::Hidden).value(back),
            Field::new("words", &t.msg("sign-words"), Control::Line),
        ],
        &t.msg("sign-submit"),
    )
}

fn days(
    t: Texts,
    from: Option<kernel::Day>,
    until: Option<kernel::Day>,
    today: kernel::Day,
) -> String {
    match (from, until) {
        (Some(from), Some(until)) if from != until => {
            format!(
                "{} – {}",
                t.day_short(from, today),
                t.day_short(until, today)
            )
        }
        (Some(day), _) | (None, Some(day)) => t.day_short(day, today),
        (None, None) => String::new(),
    }
}

fn blocks(visit: &Visit, file: FileId, view: &StrategyView, may_edit: bool) -> Vec<Block> {
    let t = visit.texts;
    let today = visit.today();
    let strategy = &view.strategy;
    let mut blocks = Vec::new();
    if !view.stale.is_empty() {
        blocks.push(Block::Attention(t.msg("strategy-stale")));
        blocks.extend(
            view.stale
                .iter()
                .take(6)
                .map(|stale| Block::Aside(trigger(t, stale, today))),
        );
    }
    let kind = Strategy::WORD;
    let name = |field: &str| t.msg(&format!("field-{kind}-{field}"));
    let mut facts = vec![
        (name("aims"), strategy.aims.clone()),
        (name("stance"), t.term("stances", &strategy.stance)),
    ];
    if let Some(day) = strategy.quiet_until {
        facts.push((name("quiet_until"), t.day_words(day, today)));
    }
    facts.push((name("review_on"), t.day_words(strategy.review_on, today)));
    blocks.push(Block::Facts(facts));

    blocks.push(Block::Heading(t.msg("strategy-calendar")));
    let tactics = strategy
        .tactics
        .iter()
        .filter(|tactic| tactic.state != "dropped")
        .filter_map(|tactic| {
            let from = tactic.from.or(tactic.until)?;
            Some(Span {
                from,
                until: tactic.until.unwrap_or(from),
                text: tactic.what.clone(),
            })
        })
        .collect();
    let windows = view
        .windows
        .iter()
        .map(|(from, until, window)| Span {
            from: *from,
            until: *until,
            text: window.title.clone(),
        })
        .collect();
    blocks.push(Block::Calendar(Calendar::new(
        t,
        view.span(today),
        today,
        tactics,
        windows,
    )));
    blocks.push(Block::Heading(t.msg("strategy-tactics")));
    blocks.push(Block::Table(tactics_table(t, view, today)));
    blocks.push(Block::Heading(t.msg("strategy-windows")));
    if view.windows.is_empty() {
        blocks.push(Block::Aside(t.msg("strategy-no-windows")));
    } else {
        blocks.push(Block::Table(Table {
            heads: vec![t.msg("col-days"), t.msg("col-what")],
            rows: view
                .windows
                .iter()
                .map(|(from, until, window)| {
                    vec![
                        Cell::new(days(t, Some(*from), Some(*until), today)),
                        Cell::new(window.title.clone()).aside(t.term("window_kinds", &window.kind)),
                    ]
                })
                .collect(),
        }));
    }
    if !strategy.arguments.is_empty() || strategy.dissent.is_some() {
        blocks.push(Block::Heading(t.msg("strategy-arguments")));
        blocks.push(Block::Facts(
            strategy
                .arguments
                .iter()
                .map(|argument| {
                    (
                        t.term("argument_sides", &argument.side),
                        argument.words.clone(),
                    )
                })
                .chain(
                    strategy
                        .dissent
                        .iter()
                        .map(|words| (name("dissent"), words.clone())),
                )
                .collect(),
        ));
    }
    blocks.push(Block::Sentence(t.msg(if view.is_agreed() {
        "strategy-agreed"
    } else {
        "strategy-not-agreed"
    })));
    blocks.push(Block::Aside(signed(
        t,
        "strategy-put-forward",
        &view.put_forward.name,
        view.put_forward.on,
        today,
    )));
    for signature in &view.signed {
        blocks.push(Block::Aside(signed(
            t,
            "strategy-signed",
            &signature.name,
            signature.on,
            today,
        )));
        blocks.extend(signature.words.clone().map(Block::Words));
    }
    if view.may_sign {
        blocks.push(Block::Form(sign_form(
            t,
            file,
            view.entry,
            view.version,
            "strategy",
        )));
    }
    let mut links = Vec::new();
    if may_edit {
        links.push(Link {
            href: paths::edit(file, view.entry),
            text: t.msg("strategy-change"),
        });
    }
    links.push(Link {
        href: paths::history(file, view.entry),
        text: t.msg("strategy-versions"),
    });
    links.push(Link {
        href: paths::assessments(file),
        text: t.msg("page-assessments"),
    });
    blocks.push(Block::Links(links));
    blocks
}

fn tactics_table(t: Texts, view: &StrategyView, today: kernel::Day) -> Table {
    let rows = (1..)
        .zip(&view.strategy.tactics)
        .map(|(number, tactic): (u32, _)| {
            let owner = tactic.owner.and_then(|owner| {
                view.owners
                    .iter()
                    .find(|(known, _)| *known == owner)
                    .map(|(_, name)| name.clone())
            });
            let lever = tactic.lever.and_then(|lever| {
                view.levers
                    .iter()
                    .find(|(known, _)| *known == lever)
                    .map(|(_, title)| title.clone())
            });
            let name = |field: &str| t.msg(&format!("field-strategy-tactics-{field}"));
            let mut more = Vec::new();
            if let Some(act) = &tactic.act {
                more.push(people::act_name(t, act));
            }
            if let Some(after) = tactic.after {
                more.push(format!("{} {after}", name("after")));
            }
            if let Some(fallback) = &tactic.fallback {
                more.push(format!("{}: {fallback}", name("fallback")));
            }
            if let Some(lever) = lever {
                more.push(format!("{}: {lever}", name("lever")));
            }
            vec![
                Cell::new(number.to_string()),
                Cell::new(tactic.what.clone()).aside(more.join(" · ")),
                Cell::new(days(t, tactic.from, tactic.until, today)),
                Cell::new(owner.unwrap_or_default()),
                Cell::new(t.term("tactic_states", &tactic.state)),
            ]
        })
        .collect();
    Table {
        heads: [
            "col-number",
            "col-what",
            "col-days",
            "col-owner",
            "col-state",
        ]
        .into_iter()
        .map(|id| t.msg(id))
        .collect(),
        rows,
    }
}

/// The strategy of a person.
pub(crate) async fn strategy(visit: Arc<Visit>) -> Answer {
    let t = visit.texts;
    let file: FileId = visit.id("file")?;
    let (house, caller) = (visit.house()?, visit.caller()?);
    let view = house.strategy(caller, file).await?;
    let person = house.person(caller, file).await?;
    let may_edit = may_record(caller, person.compartment, Strategy::WORD);
    let blocks = match &*view {
        Some(view) => blocks(&visit, file, view, may_edit),
        None => {
            let mut blocks = vec![Block::Empty(t.msg("strategy-none"))];
            if may_edit {
                blocks.push(Block::Links(vec![Link {
                    href: paths::record(file, Strategy::WORD),
                    text: t.msg("strategy-write"),
                }]));
            }
            blocks
        }
    };
    page(&RoomPage {
        layout: people::room(&visit, "title-strategy", &person.history),
        person: Some(shown::line(t, &person.line)),
        heading: t.msg("strategy-heading"),
        blocks,
    })
}

/// Puts the own name under the version that was read.
pub(crate) async fn sign(visit: Arc<Visit>) -> Answer {
    let file: FileId = visit.id("file")?;
    let entry: EntryId = visit.id("entry")?;
    let version: u32 = visit
        .field("version")
        .parse()
        .map_err(|_| Fail::Malformed("no version"))?;
    let words = visit.field("words").trim();
    let words = (!words.is_empty()).then(|| words.to_owned());
    visit
        .house()?
        .sign(visit.caller()?, entry, version, words)
        .await?;
    Ok(go_to(&if visit.field("back") == "strategy" {
        paths::strategy(file)
    } else {
        paths::assessments(file)
    }))
}
