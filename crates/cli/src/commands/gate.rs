//! `gate`: what may be done for a person, with every reason.

use clap::Args;
use serde::Serialize;

use crate::{
    arguments::CommandLine,
    commands::parsed,
    failure::{Ending, Failure, Result},
    opening::Opened,
    output::Output,
};

/// What `gate` takes.
#[derive(Debug, Args)]
#[command(
    long_about = "Ask what may be done for a person: clear, hold or block, with every reason, the entry it rests on \
    and who can lift it.\n\n\
    With --json: {\"verdict\": \"clear|hold|block\", \"reasons\": [{\"rule\", \"entry\", \"says\", \"who_can_lift\"}]}. A \
    reason beside a clear verdict is a warning. A verdict of any kind is an answer: the command ends with 0."
)]
pub(crate) struct Arguments {
    /// The person's file.
    #[arg(long, value_name = "ID")]
    person: String,
    /// The act, as raise_privately; every act where none is named.
    #[arg(long, value_name = "KIND")]
    act: Option<String>,
}

#[derive(Serialize)]
struct Answer {
    #[serde(skip_serializing_if = "Option::is_none")]
    act: Option<String>,
    verdict: &'static str,
    reasons: Vec<Reason>,
}

#[derive(Serialize)]
struct Reason {
    rule: &'static str,
    entry: Option<String>,
    says: String,
    who_can_lift: String,
}

fn answer(judged: &desk::Judged, name_act: bool) -> Answer {
    Answer {
        act: name_act.then(|| judged.verdict.act.clone()),
        verdict: judged.verdict.outcome.code(),
        reasons: judged
            .verdict
            .reasons
            .iter()
            .map(|reason| Reason {
                rule: reason.rule.code(),
                entry: reason.entry.map(|entry| entry.to_string()),
                says: gates::english(&reason.says),
                who_can_lift: gates::english(&reason.who_can_lift.message()),
            })
            .collect(),
    }
}

/// Asks the gates.
pub(crate) async fn run(
    line: &CommandLine,
    arguments: &Arguments,
    out: &mut Output,
) -> Result<Ending> {
    let person = parsed("--person", &arguments.person)?;
    if let Some(act) = arguments
        .act
        .as_deref()
        .filter(|act| gates::acts().get(act).is_none())
    {
        let known: Vec<&str> = gates::acts().all().map(|act| act.code.as_str()).collect();
        return Err(Failure::Usage(format!(
            "there is no act {act:?}: the acts are {}",
            known.join(", ")
        )));
    }
    let opened = Opened::new(line, "gate").await?;
    let judged = match &arguments.act {
        Some(act) => vec![opened.house.judge(&opened.caller, person, act).await?],
        None => opened.house.judge_all(&opened.caller, person).await?,
    };
    for judged in &judged {
        let answer = answer(judged, arguments.act.is_none());
        if out.is_json() {
            out.object(&answer)?;
            continue;
        }
        out.line(&format!("{}: {}", judged.verdict.act, answer.verdict))?;
        for reason in &answer.reasons {
            out.line(&format!("  {} ({})", reason.says, reason.who_can_lift))?;
        }
    }
    opened.close().await?;
    Ok(Ending::Done)
}
