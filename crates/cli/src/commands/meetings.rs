//! `meetings`: the meetings, with the ids that `brief` takes.

use serde::Serialize;

use crate::{
    arguments::CommandLine,
    failure::{Ending, Result},
    opening::Opened,
    output::Output,
};

#[derive(Serialize)]
struct Line {
    id: String,
    code: String,
    title: String,
    day: String,
    people: usize,
}

/// Lists the meetings, the newest first.
pub(crate) async fn run(line: &CommandLine, out: &mut Output) -> Result<Ending> {
    let opened = Opened::new(line, "meetings").await?;
    for meeting in opened.house.meetings(&opened.caller).await?.into_inner() {
        let text = format!(
            "{}  {}  {}  {} ({} people)",
            meeting.file,
            meeting.meeting.day.iso(),
            meeting.meeting.code,
            meeting.meeting.title,
            meeting.people
        );
        let object = Line {
            id: meeting.file.to_string(),
            code: meeting.meeting.code,
            title: meeting.meeting.title,
            day: meeting.meeting.day.iso(),
            people: meeting.people,
        };
        out.either(&object, &text)?;
    }
    opened.close().await?;
    Ok(Ending::Done)
}
