//! The same person in files of other offices (O2b): what leads are asked and answer, and what the
//! matching officer asks without seeing anything.

use std::sync::Arc;

use axum::http::StatusCode;
use desk::{
    DeskError,
    crossings::{LedPlace, MOST_TOLD, Question, Reply, Standing},
};
use kernel::{CompartmentId, CrossingId, FileId};

use super::{said, shown};
use crate::{
    pages::{AskPage, ElsewherePage, LedRow, MetRow, Place, QuestionRow, UnaskedRow},
    paths,
    visit::{Answer, Fail, Visit, go_to, page, page_with},
};

/// An answer that could not be kept: to which question and file, the words, and why not.
struct Refused {
    question: CrossingId,
    file: FileId,
    told: String,
    why: String,
}

fn standing(visit: &Visit, standing: &Standing) -> String {
    let t = visit.texts;
    let day = |id: &str, day| t.with(id, "day", t.day_words(day, visit.today()).as_str());
    match standing {
        Standing::Open { until, reveals } => day(
            match reveals {
                None => "elsewhere-open",
                Some(true) => "elsewhere-open-reveals",
                Some(false) => "elsewhere-open-declines",
            },
            *until,
        ),
        Standing::UnderWay { ends } => day("elsewhere-under-way", *ends),
        Standing::Nothing => t.msg("elsewhere-nothing"),
        Standing::Met { .. } => t.msg("elsewhere-met"),
    }
}

const fn rank(standing: &Standing) -> u8 {
    match standing {
        Standing::Open { reveals: None, .. } => 0,
        Standing::Met { linked: false, .. } => 1,
        Standing::Open { .. } => 2,
        Standing::UnderWay { .. } => 3,
        Standing::Met { .. } => 4,
        Standing::Nothing => 5,
    }
}

fn question_row(visit: &Visit, question: &Question, refused: Option<&Refused>) -> QuestionRow {
    let t = visit.texts;
    let refused = refused
        .filter(|refused| refused.question == question.id && refused.file == question.person.file);
    QuestionRow {
        person: shown::line(t, &question.person),
        place: question.place.clone(),
        id: question.id.to_string(),
        file: question.person.file.to_string(),
        says: standing(visit, &question.standing),
        open: matches!(question.standing, Standing::Open { .. }),
        told: refused
            .map(|refused| refused.told.clone())
            .unwrap_or_default(),
        error: refused.map(|refused| refused.why.clone()),
        met: match &question.standing {
            Standing::Met {
                office,
                by,
                told,
                linked,
                ..
            } => Some(MetRow {
                who: t.msg_args(
                    "elsewhere-met-who",
                    &[
                        ("by", by.as_str().into()),
                        ("office", office.as_str().into()),
                    ],
                ),
                told: told.clone(),
                linked: *linked,
            }),
            _ => None,
        },
    }
}

fn place_row(visit: &Visit, place: &LedPlace) -> LedRow {
    let t = visit.texts;
    LedRow {
        title: place.title.clone(),
        id: place.compartment.to_string(),
        says: match place.taking_part {
            Some((since, files)) => t.msg_args(
                "elsewhere-takes-part",
                &[
                    ("files", files.into()),
                    ("day", t.day_words(since, visit.today()).as_str().into()),
                ],
            ),
            None => t.msg("elsewhere-stays-out"),
        },
        takes_part: place.taking_part.is_some(),
        sealed: place.sealed,
    }
}

async fn lead_page(visit: &Visit, refused: Option<&Refused>) -> Result<ElsewherePage, Fail> {
    let (caller, house) = (visit.caller()?, visit.house()?);
    let (_, asks) = house.may_see_crossings(caller);
    let mut questions = house.crossing_questions(caller).await?.into_inner();
    questions.sort_by_key(|question| (rank(&question.standing), question.id));
    let places = house.led_places(caller).await?;
    Ok(ElsewherePage {
        layout: visit.layout("title-elsewhere", Some(Place::Elsewhere)),
        questions: questions
            .iter()
            .map(|question| question_row(visit, question, refused))
            .collect(),
        places: places.iter().map(|place| place_row(visit, place)).collect(),
        asks,
        most: MOST_TOLD,
    })
}

/// The room of a lead; whoever only asks goes on to the questions of the day.
pub(crate) async fn lead(visit: Arc<Visit>) -> Answer {
    match visit.house()?.may_see_crossings(visit.caller()?) {
        (false, true) => Ok(go_to(&paths::elsewhere_ask())),
        _ => page(&lead_page(&visit, None).await?),
    }
}

/// Lets a compartment take part, or ends its part.
pub(crate) async fn take_part(visit: Arc<Visit>) -> Answer {
    let (caller, house) = (visit.caller()?, visit.house()?);
    let compartment: CompartmentId = visit
        .field("compartment")
        .parse()
        .map_err(|_| Fail::Absent)?;
    match visit.field("do") {
        "join" => {
            house.offer_for_crossing(caller, compartment).await?;
        }
        "leave" => house.leave_crossing(caller, compartment).await?,
        _ => return Err(Fail::Malformed("nothing to do")),
    }
    Ok(go_to(&paths::elsewhere()))
}

fn asked_about(visit: &Visit) -> Result<(CrossingId, FileId), Fail> {
    let file = visit.field("file").parse().map_err(|_| Fail::Absent)?;
    Ok((visit.id("question")?, file))
}

/// Reveals or declines.
pub(crate) async fn answer(visit: Arc<Visit>) -> Answer {
    let (question, file) = asked_about(&visit)?;
    let told = visit.field("told").to_owned();
    let reply = match visit.field("answer") {
        "reveal" => Reply::Reveal(told.clone()),
        "decline" => Reply::Decline,
        _ => return Err(Fail::Malformed("neither revealed nor declined")),
    };
    match visit
        .house()?
        .answer_crossing(visit.caller()?, question, file, &reply)
        .await
    {
        Ok(()) => Ok(go_to(&paths::elsewhere())),
        Err(DeskError::Refused(id, arguments)) => {
            let refused = Refused {
                question,
                file,
                told,
                why: said::refusal(visit.texts, id, &arguments),
            };
            page_with(
                StatusCode::UNPROCESSABLE_ENTITY,
                &lead_page(&visit, Some(&refused)).await?,
            )
        }
        Err(error) => Err(error.into()),
    }
}

/// Links the own file with the one that the other lead revealed.
pub(crate) async fn link(visit: Arc<Visit>) -> Answer {
    let (question, file) = asked_about(&visit)?;
    visit
        .house()?
        .link_crossing(
            visit.caller()?,
            question,
            file,
            &visit.texts.msg("elsewhere-link-reasons"),
        )
        .await?;
    Ok(go_to(&paths::elsewhere()))
}

/// The questions that can be asked today.
pub(crate) async fn officer(visit: Arc<Visit>) -> Answer {
    let t = visit.texts;
    let questions = visit.house()?.crossings_of_today(visit.caller()?).await?;
    page(&AskPage {
        layout: visit.layout("title-elsewhere", Some(Place::Elsewhere)),
        questions: questions
            .iter()
            .enumerate()
            .map(|(place, question)| UnaskedRow {
                number: t.with(
                    "elsewhere-ask-number",
                    "number",
                    t.number(place + 1).as_str(),
                ),
                id: question.id.to_string(),
                asked: question.asked,
            })
            .collect(),
    })
}

/// Asks one of them.
pub(crate) async fn ask(visit: Arc<Visit>) -> Answer {
    let question: CrossingId = visit.field("question").parse().map_err(|_| Fail::Absent)?;
    visit
        .house()?
        .ask_crossing(visit.caller()?, question)
        .await?;
    Ok(go_to(&paths::elsewhere_ask()))
}
