//! Weighing an act before it is done, and looking at what followed.

use std::sync::Arc;

use axum::http::StatusCode;
use casework::{
    Body as _, Fault,
    assessments::{ASSESSMENT_DAYS, Assessment, SEVEN_QUESTIONS},
};
use desk::{DeskError, Person, assessments::AssessmentView};
use kernel::{EntryId, FileId};

use super::{
    fields::{self, Envelope},
    may_record, people, record, said, shown, strategy,
};
use crate::{
    pages::{Block, Control, Field, Form, Link, RoomPage, WeighPage},
    paths,
    visit::{Answer, Fail, Visit, go_to, page, page_with},
};

fn state(visit: &Visit, view: &AssessmentView) -> &'static str {
    let public = gates::acts()
        .get(&view.assessment.act)
        .is_some_and(|act| act.public);
    if view.until < visit.today() {
        "assessments-state-ended"
    } else if !view.overtaken.is_empty() {
        "assessments-state-overtaken"
    } else if public && view.signed.is_empty() {
        "assessments-state-waits"
    } else {
        "assessments-state-holds"
    }
}

fn version_field(version: u32) -> Field {
    Field::new("version", "", Control::Hidden).value(&version.to_string())
}

fn weighed(visit: &Visit, file: FileId, view: &AssessmentView, may_write: bool) -> Vec<Block> {
    let t = visit.texts;
    let today = visit.today();
    let assessment = &view.assessment;
    let name = |field: &str| t.msg(&format!("field-assessment-{field}"));
    let mut blocks = vec![Block::Heading(people::act_name(t, &assessment.act))];
    let state = state(visit, view);
    let mut facts = vec![
        (
            name("outcome"),
            format!(
                "{} · {}",
                t.term("assessment_outcomes", &assessment.outcome),
                t.msg(state)
            ),
        ),
        (t.msg("assessments-until"), t.day_words(view.until, today)),
        (name("actor"), assessment.actor.clone()),
        (name("reasons"), assessment.reasons.clone()),
    ];
    if let Some(day) = assessment.private_until {
        facts.push((name("private_until"), t.day_words(day, today)));
    }
    for (field, words) in [
        ("conditions", &assessment.conditions),
        ("dissent", &assessment.dissent),
    ] {
        if let Some(words) = words {
            facts.push((name(field), words.clone()));
        }
    }
    for answer in &assessment.factors {
        let mut said = t.term("pulls", &answer.pull);
        if let Some(certainty) = &answer.certainty {
            said = format!("{said} ({})", t.term("certainties", certainty));
        }
        if let Some(words) = &answer.words {
            said = format!("{said}: {words}");
        }
        facts.push((t.term("factors", &answer.factor), said));
    }
    blocks.push(Block::Facts(facts));
    blocks.extend(
        view.overtaken
            .iter()
            .take(4)
            .map(|happened| Block::Aside(strategy::trigger(t, happened, today))),
    );
    blocks.push(Block::Aside(strategy::signed(
        t,
        "strategy-put-forward",
        &view.decided_by,
        assessment.decided_on,
        today,
    )));
    for signature in &view.signed {
        blocks.push(Block::Aside(strategy::signed(
            t,
            "strategy-signed",
            &signature.name,
            signature.on,
            today,
        )));
        blocks.extend(signature.words.clone().map(Block::Words));
    }
    if view.may_sign && state != "assessments-state-ended" {
        blocks.push(Block::Form(strategy::sign_form(
            t,
            file,
            view.entry,
            view.version,
            "assessments",
        )));
    }
    if may_write {
        blocks.push(Block::Form(Form::new(
            paths::reaffirm(file, view.entry),
            vec![version_field(view.version)],
            &t.msg("assessments-reaffirm"),
        )));
    }
    blocks
}

fn followed(
    visit: &Visit,
    person: &Person,
    acts: &[desk::assessments::ActView],
    may_look: bool,
) -> Vec<Block> {
    let t = visit.texts;
    let today = visit.today();
    let file = person.file;
    let country = person.line.country.clone().unwrap_or_default();
    let mut blocks = vec![
        Block::Heading(t.msg("acts-heading")),
        Block::Aside(t.msg("what-followed-caution")),
    ];
    if acts.is_empty() {
        blocks.push(Block::Empty(t.msg("acts-none")));
    }
    for view in acts {
        let mut facts = vec![(
            people::act_name(t, &view.act.act),
            format!("{} · {}", t.day_short(view.act.on, today), view.act.by),
        )];
        for (_, _, effect) in &view.effects {
            let mut said = t.term("effects", &effect.effect);
            for words in [&effect.retaliation, &effect.lesson].into_iter().flatten() {
                said = format!("{said} · {words}");
            }
            if let Some(reviewed) = &effect.reviewed {
                said = format!("{said} · {}", reviewed.words);
            }
            facts.push((t.day_short(effect.on, today), said));
        }
        if let Some(day) = view.next_look {
            facts.push((t.msg("acts-next-look"), t.day_words(day, today)));
        }
        blocks.push(Block::Facts(facts));
        if may_look {
            blocks.push(Block::Links(vec![Link {
                href: format!(
                    "{}?of={}&act={}&country={country}",
                    paths::record(file, "effect"),
                    view.entry,
                    view.act.act
                ),
                text: t.msg("acts-look"),
            }]));
        }
        for (entry, version, effect) in &view.effects {
            if effect.pauses() {
                blocks.push(Block::Attention(t.msg("effect-pauses")));
                if may_look {
                    blocks.push(Block::Form(Form::new(
                        paths::review_effect(file, entry),
                        vec![
                            version_field(*version),
                            Field::new("words", &t.msg("effect-review-words"), Control::Text(3))
                                .required(),
                        ],
                        &t.msg("effect-review-submit"),
                    )));
                }
            }
        }
    }
    blocks
}

/// What was weighed for a person, and what followed acts.
pub(crate) async fn list(visit: Arc<Visit>) -> Answer {
    let t = visit.texts;
    let file: FileId = visit.id("file")?;
    let (house, caller) = (visit.house()?, visit.caller()?);
    let seen = house.assessments(caller, file).await?;
    let person = house.person(caller, file).await?;
    let may_write = may_record(caller, person.compartment, Assessment::WORD);
    let mut blocks = Vec::new();
    let (views, acts) = &*seen;
    if views.is_empty() {
        blocks.push(Block::Empty(t.msg("assessments-none")));
    }
    for view in views {
        blocks.extend(weighed(&visit, file, view, may_write));
    }
    if may_write {
        blocks.push(Block::Heading(t.msg("assessments-weigh")));
        blocks.push(Block::Links(
            gates::acts()
                .all()
                .map(|act| Link {
                    href: paths::assess(file, &act.code),
                    text: people::act_name(t, &act.code),
                })
                .collect(),
        ));
    }
    let may_look = may_record(caller, person.compartment, "effect");
    blocks.extend(followed(&visit, &person, acts, may_look));
    page(&RoomPage {
        layout: people::room(&visit, "title-assessments", &person.history),
        person: Some(shown::line(t, &person.line)),
        heading: t.msg("assessments-heading"),
        blocks,
    })
}

async fn weighed_page(
    visit: &Visit,
    person: &Person,
    act: &gates::Act,
    entered: &[(String, String)],
    faults: &[Fault],
) -> Result<WeighPage, Fail> {
    let t = visit.texts;
    let kind = casework::kind(Assessment::WORD).ok_or(Fail::Inside)?;
    let offered = record::offered(visit, Some(person)).await?;
    let envelope = Envelope::default();
    let mut list = fields::shown(t, kind, entered, faults, &offered);
    // The act stands in the address, and who is here decides today.
    list.retain(|field| !matches!(field.name.as_str(), "act" | "decided_by" | "decided_on"));
    list.extend(envelope.fields(t, entered, faults, &offered));
    let whole = record::whole_fault(visit, faults, &list);
    let mut form = Form::new(
        paths::assess(person.file, &act.code),
        list,
        &t.msg("assess-submit"),
    )
    .cancel(paths::assessments(person.file));
    form.error = whole;
    let judged = visit
        .house()?
        .judge(visit.caller()?, person.file, &act.code)
        .await?;
    Ok(WeighPage {
        layout: people::room(visit, "title-assessments", &person.history),
        person: shown::line(t, &person.line),
        act: people::act_name(t, &act.code),
        gates: judged
            .verdict
            .reasons
            .iter()
            .filter(|reason| reason.gate != 8 && reason.weight > gates::Outcome::Clear)
            .map(|reason| said::gate(t, &reason.says))
            .collect(),
        form,
        first: casework::vocabulary("factors")
            .map(|factors| {
                factors
                    .offered()
                    .take(SEVEN_QUESTIONS)
                    .map(|term| term.code.clone())
                    .collect()
            })
            .unwrap_or_default(),
    })
}

async fn asked(visit: &Visit) -> Result<(Person, &'static gates::Act), Fail> {
    let file: FileId = visit.id("file")?;
    let act = gates::acts().get(visit.param("act")).ok_or(Fail::Absent)?;
    let person = visit
        .house()?
        .person(visit.caller()?, file)
        .await?
        .into_inner();
    if !may_record(visit.caller()?, person.compartment, Assessment::WORD) {
        return Err(Fail::Absent);
    }
    Ok((person, act))
}

/// The form for weighing an act.
pub(crate) async fn weigh_page(visit: Arc<Visit>) -> Answer {
    let (person, act) = asked(&visit).await?;
    page(&weighed_page(&visit, &person, act, &[], &[]).await?)
}

/// Records a weighing: decided by whoever is here, today, for thirty days.
pub(crate) async fn weigh(visit: Arc<Visit>) -> Answer {
    let (person, act) = asked(&visit).await?;
    let kind = casework::kind(Assessment::WORD).ok_or(Fail::Inside)?;
    let (caller, today) = (visit.caller()?, visit.today());
    let mut pairs: Vec<(String, String)> = visit
        .pairs()
        .iter()
        .filter(|(name, _)| !matches!(name.as_str(), "act" | "decided_by" | "decided_on"))
        .cloned()
        .collect();
    pairs.push(("act".to_owned(), act.code.clone()));
    pairs.push(("decided_by".to_owned(), caller.actor.user.to_string()));
    pairs.push(("decided_on".to_owned(), today.iso()));
    let faults = match record::drafted(kind, &pairs, None) {
        Ok(mut draft) => {
            let latest = today.plus(ASSESSMENT_DAYS);
            draft.valid_until = Some(draft.valid_until.map_or(latest, |day| day.min(latest)));
            match visit.house()?.record(caller, person.file, &draft).await {
                Ok(_) => return Ok(go_to(&paths::assessments(person.file))),
                Err(DeskError::Faults(faults)) => faults.0,
                Err(error) => return Err(error.into()),
            }
        }
        Err(faults) => faults,
    };
    page_with(
        StatusCode::UNPROCESSABLE_ENTITY,
        &weighed_page(&visit, &person, act, visit.pairs(), &faults).await?,
    )
}

fn version(visit: &Visit) -> Result<u32, Fail> {
    visit
        .field("version")
        .parse()
        .map_err(|_| Fail::Malformed("no version"))
}

/// Says that a weighing still holds.
pub(crate) async fn reaffirm(visit: Arc<Visit>) -> Answer {
    let file: FileId = visit.id("file")?;
    let entry: EntryId = visit.id("entry")?;
    visit
        .house()?
        .reaffirm(visit.caller()?, entry, version(&visit)?)
        .await?;
    Ok(go_to(&paths::assessments(file)))
}

/// Says what follows from a bad effect for like acts.
pub(crate) async fn review_effect(visit: Arc<Visit>) -> Answer {
    let file: FileId = visit.id("file")?;
    let entry: EntryId = visit.id("entry")?;
    visit
        .house()?
        .review_effect(
            visit.caller()?,
            entry,
            version(&visit)?,
            visit.field("words"),
        )
        .await?;
    Ok(go_to(&paths::assessments(file)))
}
