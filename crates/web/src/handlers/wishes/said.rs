//! Who said what about which scope, what follows, and what would resolve it.

use std::{collections::BTreeSet, sync::Arc};

use casework::wishes::Wish;
use desk::Person;
use gates::{Lifter, Outcome as Given, Rule};
use kernel::{Entry, FileId};

use crate::{
    handlers::{entries, may_record, people, said, shown},
    pages::{Link, SaidLine, SaidPage, SaidScope},
    paths,
    visit::{Answer, Fail, Visit, page},
};

/// Recording that a condition of a wish is met, or that a disagreement was talked through, for whoever may.
pub(crate) fn clear_up(visit: &Visit, person: &Person, reason: &gates::Reason) -> Option<Link> {
    let t = visit.texts;
    let (what, message) = match reason.rule {
        Rule::ConditionOpen => ("condition_met", "said-met"),
        Rule::ConditionWaits if reason.who_can_lift == Lifter::Officer => {
            ("condition_met", "said-met")
        }
        Rule::ConflictWithPerson => ("settled", "said-settle"),
        _ => return None,
    };
    let entry = person
        .history
        .current()
        .find(|entry| Some(entry.outer.id) == reason.entry)?;
    let scope = reason.says.args.get("scope").cloned().or_else(|| {
        // The sentence of a condition does not name its scope; the wish does.
        let wish = casework::body::<Wish>(entry).ok()?;
        wish.scopes
            .iter()
            .find(|line| line.state.starts_with("granted"))
            .map(|line| line.scope.clone())
    })?;
    let caller = visit.caller().ok()?;
    may_record(caller, entry.outer.compartment, "clarification").then(|| Link {
        href: format!(
            "{}?wish={}&wish_version={}&scope={scope}&what={what}",
            paths::record(person.file, "clarification"),
            entry.outer.id,
            entry.outer.version
        ),
        text: t.msg(message),
    })
}

fn line(
    visit: &Visit,
    person: &Person,
    entry: &Entry,
    wish: &Wish,
    scope: &str,
) -> Option<SaidLine> {
    let t = visit.texts;
    let line = wish.scopes.iter().find(|line| line.scope == scope)?;
    let mut details = vec![t.term("how_known", &wish.how_known)];
    if let Some(condition) = &line.condition {
        details.push(condition.clone());
    }
    if let Some(audience) = &line.audience {
        details.push(audience.clone());
    }
    let (not_before, after_event) = wish.begins(line);
    if let Some(day) = not_before {
        details.push(t.with("said-waits-day", "day", t.day_exact(day).as_str()));
    }
    if let Some(event) = after_event {
        let event = t.term("wish_events", event);
        details.push(t.with("said-waits-event", "event", event.as_str()));
    }
    if wish.under_pressure {
        details.push(t.msg("said-pressure"));
    }
    match &wish.proxy {
        Some(ground) => details.push(t.term("proxy_grounds", ground)),
        None if wish.giver.relation != "person" => details.push(t.msg("said-proxy-missing")),
        None => {}
    }
    let ends = wish
        .ends(entry)
        .filter(|_| line.state.starts_with("granted"));
    let ended = ends.is_some_and(|day| day < visit.today());
    let mut until = match ends {
        _ if ended => t.msg("said-ended"),
        Some(day) => t.day_exact(day),
        None if wish.until_they_say_stop && line.state.starts_with("granted") => {
            t.msg("said-until-stop")
        }
        None => String::new(),
    };
    if ends.is_some() {
        let ask = wish.next_contact.as_ref().map_or_else(
            || t.msg("said-no-contact"),
            |contact| t.with("said-ask-again-on", "day", t.day_exact(contact.on).as_str()),
        );
        until = format!("{until} · {ask}");
    }
    let mut who = vec![t.term("giver_relations", &wish.giver.relation)];
    who.extend(wish.giver.kinship.clone());
    who.extend(wish.giver.name.clone());
    Some(SaidLine {
        who: who.join(", "),
        answer: t.term("scope_states", &line.state),
        on: wish.given_on.clone(),
        details,
        until,
        href: paths::history(person.file, entry.outer.id),
        script: Link {
            href: paths::script(person.file, entry.outer.id),
            text: t.msg("said-script"),
        },
    })
}

/// The page of everything that was said.
pub(crate) async fn said_page(visit: Arc<Visit>) -> Answer {
    let t = visit.texts;
    let file: FileId = visit.id("file")?;
    let person = visit
        .house()?
        .person(visit.caller()?, file)
        .await?
        .into_inner();
    let mut wishes = person.history.bodies::<Wish>();
    wishes.sort_by_key(|(entry, wish)| {
        std::cmp::Reverse((
            wish.given_on.earliest().unwrap_or(entry.outer.recorded),
            entry.outer.id,
        ))
    });
    let mut scopes: Vec<SaidScope> = Vec::new();
    for scope in gates::Scope::all() {
        let code = scope.code();
        let lines: Vec<SaidLine> = wishes
            .iter()
            .filter_map(|(entry, wish)| line(&visit, &person, entry, wish, &code))
            .collect();
        if lines.is_empty() {
            continue;
        }
        let mut follows = Vec::new();
        let mut resolves: Vec<(String, Option<Link>)> = Vec::new();
        let mut conflict = false;
        let mut known: BTreeSet<String> = BTreeSet::new();
        for judged in &person.verdicts {
            let verdict = &judged.verdict;
            let Some(act) = gates::acts().get(&verdict.act) else {
                continue;
            };
            if !act.concerns().contains(&scope) {
                continue;
            }
            follows.push(Link {
                href: paths::verdict(file, &verdict.act),
                text: format!(
                    "{}: {}",
                    people::act_name(t, &verdict.act),
                    t.msg(people::outcome(verdict.outcome, people::asks_lead(verdict)).message())
                ),
            });
            for reason in &verdict.reasons {
                let about = reason
                    .says
                    .args
                    .get("scope")
                    .is_none_or(|named| *named == code);
                let of_words = matches!(reason.gate, 1..=3) && about;
                if !of_words || reason.weight == Given::Clear {
                    continue;
                }
                conflict |= matches!(reason.rule, Rule::ConflictWithPerson | Rule::OthersDisagree);
                let words = said::lifter(t, &reason.who_can_lift);
                if known.insert(words.clone()) {
                    resolves.push((words, clear_up(&visit, &person, reason)));
                }
            }
        }
        scopes.push(SaidScope {
            scope: entries::scope_words(t, "scopes", &code),
            conflict,
            lines,
            follows,
            resolves,
        });
    }
    // What they do not agree about comes first.
    scopes.sort_by_key(|scope| !scope.conflict);
    page(&SaidPage {
        layout: people::room(&visit, "title-said", &person.history),
        person: shown::line(t, &person.line),
        scopes,
        record_href: may_record(visit.caller()?, person.compartment, "wish")
            .then(|| paths::record_wish(file)),
    })
}

/// What a wish of this person is called where only its id is known.
pub(crate) fn giver_of(visit: &Visit, entry: &Entry) -> Result<String, Fail> {
    let t = visit.texts;
    let wish = casework::body::<Wish>(entry).map_err(|_| Fail::Inside)?;
    Ok(wish
        .giver
        .name
        .or(wish.giver.kinship)
        .unwrap_or_else(|| t.term("giver_relations", &wish.giver.relation)))
}
