//! The first page: what must be done now, what is due this week, and who is being forgotten (E1).

use access::Visible;
use casework::{
    assessments::{Assessment, Effect},
    bilaterals::Meeting,
    requests::{Answer, Request},
    wishes::{FollowUp, Stop, Wish},
};
use kernel::{Day, EntryId, FileId, Instant, UserId};
use store::FileOrder;

use crate::{
    Caller, Result,
    files::History,
    house::House,
    people::{PersonLine, line},
};

/// A clock that rings.
#[derive(Clone, Debug, PartialEq)]
pub struct Ringing {
    /// The entry with the clock.
    pub entry: EntryId,
    /// The file it stands in.
    pub file: FileId,
    /// The clock: `request_unanswered`, `promise`, `hearing` … ; empty where the compartment lifts nothing and
    /// the entry has since changed.
    pub clock: String,
    /// When it rings.
    pub due: Instant,
    /// The person, if the file is a person's.
    pub person: Option<PersonLine>,
    /// What it is about, in the words of the entry.
    pub text: String,
    /// Who answers for it, where somebody does by name.
    pub owner: Option<UserId>,
    /// When and how the giver of a wish can be reached without danger; nothing where no safe contact is
    /// known, so that nobody calls.
    pub safe_contact: Option<(Day, Option<String>)>,
}

/// The first page.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Today {
    /// What rings now or has been ringing.
    pub now: Vec<Ringing>,
    /// What rings within seven days.
    pub week: Vec<Ringing>,
    /// Meetings from today on: file, meeting.
    pub meetings: Vec<(FileId, Meeting)>,
    /// For whom nothing was done for longest.
    pub forgotten: Vec<PersonLine>,
    /// How many rows of lists wait for a decision.
    pub reviews: usize,
    /// How many people there are to read in all.
    pub people: i64,
}

/// How many forgotten people the first page names.
const FORGOTTEN: i64 = 8;
/// What happens within the hour stands under *Now*: whoever reads it tomorrow reads it too late.
const NOW_SECONDS: i64 = 3_600;

impl House {
    /// The first page of a caller.
    ///
    /// # Errors
    /// When the store fails, or the caller reads no people anywhere.
    pub async fn today(&self, caller: &Caller) -> Result<Visible<Today>> {
        let permit = self.list_right(caller)?;
        let now = self.now();
        let mut today = Today::default();
        let mut transaction = self.read().await?;
        today.people = transaction.count_files(caller.viewer(), "person").await?;
        let rows = transaction
            .agenda(caller.viewer(), now.plus_days(-366), now.plus_days(7), 300)
            .await?;
        for (entry, file, clock, due) in rows {
            let Some(stored) = transaction.file(caller.viewer(), file).await? else {
                continue;
            };
            let Ok(open) = self.open_stored(caller, &mut transaction, &stored).await else {
                continue;
            };
            let history = self.history(caller, &mut transaction, &open).await?;
            let Some(present) = history.current().find(|present| present.outer.id == entry) else {
                continue;
            };
            let clock = if clock.is_empty() {
                clock_of(present, due)
            } else {
                clock
            };
            if silenced(&history, entry, &clock, due)
                || crate::wellbeing::silenced(&history, entry, &clock, due)
                || outshone(&history, entry, &clock, now)
            {
                continue;
            }
            // A hearing that is over is history, not an alarm.
            if clock == "hearing" && due.day() < now.day() {
                continue;
            }
            let person = history
                .of_kind("name")
                .next()
                .is_some()
                .then(|| line(file, stored.created, &history));
            let ringing = Ringing {
                entry,
                file,
                text: about(present),
                owner: casework::body::<FollowUp>(present)
                    .ok()
                    .map(|follow_up| follow_up.owner),
                safe_contact: casework::body::<Wish>(present)
                    .ok()
                    .filter(|_| present.kind() == "wish")
                    .and_then(|wish| wish.next_contact)
                    .map(|contact| (contact.on, contact.how)),
                clock,
                due,
                person,
            };
            if due <= now.plus_seconds(NOW_SECONDS) || ringing.clock == "stop_unconfirmed" {
                today.now.push(ringing);
            } else {
                today.week.push(ringing);
            }
        }
        today
            .now
            .sort_by_key(|ringing| (urgency(&ringing.clock), ringing.due, ringing.entry));
        let forgotten = transaction
            .files(
                caller.viewer(),
                "person",
                FileOrder::Forgotten,
                None,
                FORGOTTEN * 4,
            )
            .await?;
        let mut people = Vec::new();
        for stored in forgotten {
            let Ok((history, _)) = self
                .person_history(caller, &mut transaction, stored.id)
                .await
            else {
                continue;
            };
            if history.of_kind("name").next().is_none() {
                continue;
            }
            let shown = line(stored.id, stored.created, &history);
            // Whoever is free is not forgotten in prison; whoever has died is remembered elsewhere.
            if shown.stage.as_deref().is_none_or(crate::people::is_held) {
                people.push(shown);
            }
            if people.len() >= usize::try_from(FORGOTTEN).unwrap_or(0) {
                break;
            }
        }
        people.sort_by_key(|line| (line.last_done, line.since, line.file));
        today.forgotten = people;
        drop(transaction);
        if let Ok(meetings) = self.meetings(caller).await {
            today.meetings = meetings
                .into_inner()
                .into_iter()
                .filter(|line| line.meeting.day >= now.day())
                .map(|line| (line.file, line.meeting))
                .collect();
            today.meetings.sort_by_key(|(_, meeting)| meeting.day);
        }
        if let Ok(reviews) = self.reviews_waiting(caller).await {
            today.reviews = reviews;
        }
        Ok(Visible::new(&permit, today))
    }

    /// Requests the caller may see, the overdue first: entry, person, request, answer.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn requests(&self, caller: &Caller) -> Result<Visible<Vec<RequestLine>>> {
        let permit = self.list_right(caller)?;
        let mut transaction = self.read().await?;
        let hashes: Vec<i64> = caller
            .keyring
            .values()
            .map(|keys| keys.index.hash(crate::files::FACET_CLASS, "request=sent"))
            .collect();
        let mut lines = Vec::new();
        for stored in transaction
            .files_with(
                caller.viewer(),
                &[hashes],
                FileOrder::Forgotten,
                None,
                1_000,
            )
            .await?
        {
            let Ok(open) = self.open_stored(caller, &mut transaction, &stored).await else {
                continue;
            };
            let history = self.history(caller, &mut transaction, &open).await?;
            let answers = history.bodies::<Answer>();
            for (entry, request) in history.bodies::<Request>() {
                lines.push(RequestLine {
                    entry: entry.outer.id,
                    person: line(stored.id, stored.created, &history),
                    answers: answers
                        .iter()
                        .filter(|(_, answer)| answer.request == Some(entry.outer.id))
                        .map(|(_, answer)| answer.clone())
                        .collect(),
                    request,
                });
            }
        }
        lines.sort_by_key(|line| (!line.answers.is_empty(), line.request.due_on, line.entry));
        Ok(Visible::new(&permit, lines))
    }
}

/// One request with its answers.
#[derive(Clone, Debug, PartialEq)]
pub struct RequestLine {
    /// The request.
    pub entry: EntryId,
    /// Whom it is for.
    pub person: PersonLine,
    /// What was asked.
    pub request: Request,
    /// What was answered, more than once if two ministries answered differently.
    pub answers: Vec<Answer>,
}

fn urgency(clock: &str) -> u8 {
    match clock {
        "stop_unconfirmed" | "disappearance" => 0,
        "hearing" | "worse_unreviewed" | "counsel_access" | "judicial_review"
        | "solitary_day_16" => 1,
        "request_unanswered" | "promise" | "follow_up" | "since_contact_red" => 2,
        _ => 3,
    }
}

/// Whether something that came later has silenced a clock.
fn silenced(history: &History, entry: EntryId, clock: &str, due: Instant) -> bool {
    match clock {
        "request_unanswered" => history
            .bodies::<Answer>()
            .iter()
            .any(|(_, answer)| answer.request == Some(entry)),
        "promise" => history
            .bodies::<Answer>()
            .iter()
            .any(|(_, answer)| answer.raised == Some(entry)),
        // A later word of the same giver is the renewal, or the end.
        "consent_ends" => {
            let wishes = history.bodies::<Wish>();
            let ending = wishes.iter().find(|(wish, _)| wish.outer.id == entry);
            ending.is_some_and(|(ending, body)| {
                wishes.iter().any(|(later, other)| {
                    let given = |wish: &Wish, entry: &kernel::Entry| {
                        (
                            wish.given_on.earliest().unwrap_or(entry.outer.recorded),
                            entry.inner.recorded_at,
                        )
                    };
                    later.outer.id != entry
                        && other.same_giver(body)
                        && given(other, later) > given(body, ending)
                        && body.scopes.iter().all(|line| {
                            !line.state.starts_with("granted")
                                || other.scopes.iter().any(|newer| {
                                    newer.scope == line.scope && newer.state != "not_asked"
                                })
                        })
                })
            })
        }
        "effect_review" => history
            .bodies::<Effect>()
            .iter()
            .any(|(_, effect)| effect.of == entry && effect.on >= due.day()),
        // A later weighing of the same act stands in its place.
        "assessment_ends" => {
            let weighed = history.bodies::<Assessment>();
            let this = weighed.iter().find(|(one, _)| one.outer.id == entry);
            this.is_none_or(|(_, this)| {
                weighed
                    .iter()
                    .any(|(_, other)| other.act == this.act && other.decided_on > this.decided_on)
            })
        }
        "stop_unconfirmed" => history.bodies::<Stop>().iter().any(|(stop, body)| {
            stop.outer.id == entry && (body.confirmed.is_some() || body.lifted.is_some())
        }),
        _ => false,
    }
}

/// Whether a louder clock of the same person speaks for this one.
fn outshone(history: &History, entry: EntryId, clock: &str, now: Instant) -> bool {
    (clock == "since_contact_amber" || clock.starts_with("solitary_"))
        && !crate::wellbeing::running(history, now)
            .iter()
            .any(|running| running.clock.word == clock && running.entry == entry)
}

fn clock_of(entry: &kernel::Entry, due: Instant) -> String {
    casework::kinds::project(entry)
        .into_iter()
        .find_map(|row| match row {
            casework::Row::Due { at, clock } if at == due => Some(clock.to_owned()),
            _ => None,
        })
        .unwrap_or_default()
}

fn about(entry: &kernel::Entry) -> String {
    // What is said of somebody's body stays on their page.
    if casework::kind(entry.kind()).is_some_and(|kind| kind.capability == "wellbeing") {
        return String::new();
    }
    let field = |name: &str| {
        entry
            .inner
            .body
            .get(name)
            .and_then(serde_json::Value::as_str)
            .map(str::to_owned)
    };
    [
        "court",
        "title",
        "to",
        "promise",
        "reported_by",
        "counterpart",
        "text",
        "place_text",
        "words",
        "original_text",
    ]
    .into_iter()
    .find_map(field)
    .unwrap_or_default()
}
