//! Everything that a withdrawal or a stop touches, each thing tracked until somebody says how it ended.

use std::sync::Arc;

use access::Write;
use casework::wishes::{Done, FollowUp, Stop, Wish};
use desk::{DeskError, Person};
use kernel::{Entry, EntryId, FileId};

use super::said::giver_of;
use crate::{
    handlers::{
        fields::{self, Envelope},
        may, people, record, shown,
    },
    pages::{FollowUpGroup, FollowUpLine, FollowUpsPage},
    paths,
    text::Texts,
    visit::{Answer, Fail, Visit, go_to, page},
};

fn cause_words(visit: &Visit, person: &Person, cause: EntryId) -> Result<String, Fail> {
    let t = visit.texts;
    let entry = person.history.all().find(|entry| entry.outer.id == cause);
    Ok(match entry {
        Some(entry) if entry.kind() == "wish" => {
            let who = giver_of(visit, entry)?;
            t.with("follow-ups-from-wish", "who", who.as_str())
        }
        Some(entry) if entry.kind() == "stop" => t.msg("follow-ups-from-stop"),
        _ => t.msg("follow-ups-from-elsewhere"),
    })
}

fn line(
    t: Texts,
    person: &Person,
    entry: &Entry,
    follow_up: &FollowUp,
    owner: &str,
    may_finish: bool,
) -> FollowUpLine {
    let day = t.day_exact(follow_up.due);
    FollowUpLine {
        what: t.term("follow_ups", &follow_up.what),
        text: follow_up.text.clone(),
        href: follow_up
            .touched
            .map(|touched| paths::history(person.file, touched)),
        owner: t.msg_args(
            "follow-ups-owner",
            &[
                ("who", crate::text::Value::Text(owner)),
                ("day", crate::text::Value::Text(&day)),
            ],
        ),
        done: follow_up.done.as_ref().map(|done| {
            let mut words = vec![
                t.term("follow_up_results", &done.result),
                t.day_exact(done.on),
            ];
            words.extend(done.words.clone());
            words.join(" · ")
        }),
        action: (may_finish && follow_up.done.is_none())
            .then(|| paths::follow_up(person.file, entry.outer.id)),
        version: entry.outer.version,
    }
}

/// The page of everything that is touched, what is open first.
pub(crate) async fn follow_ups(visit: Arc<Visit>) -> Answer {
    let t = visit.texts;
    let file: FileId = visit.id("file")?;
    let caller = visit.caller()?;
    let person = visit.house()?.person(caller, file).await?.into_inner();
    let names = record::member_names(&visit).await?;
    // A word that touches nothing that we know is shown too: that is an answer.
    let mut causes: Vec<EntryId> = person
        .history
        .current()
        .filter(|entry| match entry.kind() {
            "stop" => casework::body::<Stop>(entry).is_ok_and(|stop| stop.is_in_force()),
            "wish" => casework::body::<Wish>(entry).is_ok_and(|wish| {
                wish.scopes
                    .iter()
                    .any(|line| matches!(line.state.as_str(), "refused" | "withdrawn"))
            }),
            _ => false,
        })
        .map(|entry| entry.outer.id)
        .collect();
    let all = person.history.bodies::<FollowUp>();
    for (_, follow_up) in &all {
        if !causes.contains(&follow_up.cause) {
            causes.push(follow_up.cause);
        }
    }
    let mut groups = Vec::new();
    // The newest word first: ids grow with time.
    causes.sort_by_key(|cause| std::cmp::Reverse(*cause));
    for cause in causes {
        let mut lines: Vec<(bool, kernel::Day, FollowUpLine)> = all
            .iter()
            .filter(|(_, follow_up)| follow_up.cause == cause)
            .map(|(entry, follow_up)| {
                let may_finish = may::<Write>(caller, entry.outer.compartment, "follow_up");
                let owner = names.of(&visit, follow_up.owner);
                let shown = line(t, &person, entry, follow_up, &owner, may_finish);
                (follow_up.done.is_some(), follow_up.due, shown)
            })
            .collect();
        lines.sort_by_key(|(done, due, _)| (*done, *due));
        groups.push(FollowUpGroup {
            title: cause_words(&visit, &person, cause)?,
            lines: lines.into_iter().map(|(_, _, line)| line).collect(),
        });
    }
    page(&FollowUpsPage {
        layout: people::room(&visit, "title-follow-ups", &person.history),
        person: shown::line(t, &person.line),
        groups,
        results: fields::vocabulary_choices(t, "follow_up_results", &[]),
    })
}

/// Says how one thing ended.
pub(crate) async fn follow_up_done(visit: Arc<Visit>) -> Answer {
    let file: FileId = visit.id("file")?;
    let id: EntryId = visit.id("entry")?;
    let house = visit.house()?;
    let caller = visit.caller()?;
    let person = house.person(caller, file).await?;
    let (entry, mut follow_up) = person
        .history
        .bodies::<FollowUp>()
        .into_iter()
        .find(|(entry, _)| entry.outer.id == id)
        .ok_or(Fail::Absent)?;
    let words = visit.field("words").trim();
    follow_up.done = Some(Done {
        by: caller.actor.user,
        on: visit.today(),
        result: visit.field("result").to_owned(),
        words: (!words.is_empty()).then(|| words.to_owned()),
    });
    let kind = casework::kind("follow_up").ok_or(Fail::Inside)?;
    let body = casework::value(&follow_up).map_err(DeskError::from)?;
    let draft = record::draft(kind, body, Envelope::of(entry));
    let version: u32 = visit
        .field("version")
        .parse()
        .map_err(|_| Fail::Malformed("no version"))?;
    match house.revise(caller, id, version, &draft).await {
        // Whoever sends no answer is shown the list again: nothing was lost.
        Ok(()) | Err(DeskError::Faults(_)) => Ok(go_to(&paths::follow_ups(file))),
        Err(error) => Err(error.into()),
    }
}
