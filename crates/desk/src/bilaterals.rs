//! Bilateral meetings: who could be raised and who not, the brief, the outcome (V1).

use std::collections::BTreeMap;

use access::Visible;
use casework::{
    bilaterals::{Meeting, Raised},
    matters::{Charge, Detention},
    people::Fact,
    requests::{Answer, Request},
    sources::{Claim, Source},
};
use gates::{BasisPart, Outcome, Verdict};
use kernel::{CompartmentId, Day, Entry, EntryId, FileId, Instant, Label};
use store::{FileCursor, FileOrder};

use crate::{
    Caller, DeskError, Draft, Judged, Result,
    files::{FACET_CLASS, History},
    house::House,
    people::{PersonLine, ShownName, is_held, line, newest_detention, raised_counts, shown_names},
};

/// Facts not looked at for more days than this keep a person out of a brief (a product default,
/// from the acts table).
fn stale_exclude_days() -> i32 {
    gates::acts().stale_exclude_days
}

/// A meeting as it stands in lists.
#[derive(Clone, Debug, PartialEq)]
pub struct MeetingLine {
    /// The file.
    pub file: FileId,
    /// The compartment.
    pub compartment: CompartmentId,
    /// The entry with the details.
    pub entry: EntryId,
    /// Its version.
    pub version: u32,
    /// The details.
    pub meeting: Meeting,
    /// How many people are on its list.
    pub people: usize,
}

/// A reason for or against raising somebody: a message id with arguments.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Consideration {
    /// The message.
    pub id: &'static str,
    /// Its arguments.
    pub arguments: Vec<(&'static str, String)>,
}

impl Consideration {
    fn new(id: &'static str, arguments: Vec<(&'static str, String)>) -> Self {
        Self { id, arguments }
    }
}

/// Somebody who could be raised.
#[derive(Clone, Debug)]
pub struct Candidate {
    /// The person.
    pub person: PersonLine,
    /// The verdict on raising them in private.
    pub judged: Judged,
    /// What speaks for it.
    pub reasons_for: Vec<Consideration>,
    /// What speaks against it.
    pub reasons_against: Vec<Consideration>,
    /// Whether they may be chosen now.
    pub eligible: bool,
    /// Their line on the list of this meeting, if they are on it.
    pub raised: Option<(EntryId, u32, Raised)>,
    /// The day of the newest fact that was verified, if one was.
    pub verified: Option<Day>,
    /// Whether what is known is older than the warning.
    pub stale: bool,
}

/// A meeting with everybody who could be raised.
#[derive(Clone, Debug)]
pub struct MeetingView {
    /// The meeting.
    pub line: MeetingLine,
    /// People of its country, those on the list first, then the longest forgotten.
    pub candidates: Vec<Candidate>,
}

/// A fact with its freshness.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FreshFact {
    /// `status`, `charge`, `sentence`, `place` or `health`.
    pub about: &'static str,
    /// A vocabulary and code to be translated, if it is one.
    pub term: Option<(&'static str, String)>,
    /// Free text beside or instead of the term.
    pub text: String,
    /// The day it was recorded or last confirmed.
    pub checked: Day,
    /// Whether it was verified at all: what somebody merely says was written down that day.
    pub verified: bool,
    /// Whether it is older than the warning.
    pub stale: bool,
    /// Numbers of its sources in the list of the brief, from 1.
    pub sources: Vec<u32>,
}

/// A person in a brief.
#[derive(Clone, Debug)]
pub struct BriefPerson {
    /// Names, own script first.
    pub names: Vec<ShownName>,
    /// Occupation, activity: who they are, in the words of the file.
    pub who: Vec<String>,
    /// What is known, with freshness.
    pub facts: Vec<FreshFact>,
    /// The line on the list.
    pub raised: Raised,
    /// The last time before: day, counterpart, answer code, answer text.
    pub last_raised: Option<(Day, String, Option<String>, Option<String>)>,
    /// Wishes in the givers' words: relation, words, day.
    pub wishes: Vec<(String, String, String)>,
    /// On what the act rests.
    pub basis: Vec<BasisPart>,
    /// Warnings of the verdict that the principal should know.
    pub warnings: Vec<gates::Message>,
    /// Names of the officers of a best-interest decision, printed on the brief.
    pub officers: Vec<String>,
    /// Names of the partners whose relay it rests on.
    pub partners: Vec<String>,
}

/// A brief, ready to be set.
#[derive(Clone, Debug)]
pub struct Brief {
    /// The meeting.
    pub meeting: Meeting,
    /// The narrowest label of what went into it.
    pub label: Label,
    /// The people to be raised, in speaking order.
    pub people: Vec<BriefPerson>,
    /// People on the list who may not be raised today, with the verdict.
    pub not_today: Vec<(Vec<ShownName>, Verdict)>,
    /// What was raised in the last twelve months: name, day, counterpart, answer code, answer text.
    pub annex: Vec<AnnexLine>,
    /// Sources, numbered from 1.
    pub sources: Vec<String>,
    /// When it was made.
    pub made: Instant,
}

/// What came of one person in a meeting.
#[derive(Clone, Debug, PartialEq)]
pub struct MeetingOutcome {
    /// The entry of the list.
    pub entry: EntryId,
    /// The version it was read in.
    pub version: u32,
    /// The line as it is to stand.
    pub raised: Raised,
}

impl House {
    /// Plans a meeting.
    ///
    /// # Errors
    /// When the caller may not, or a field breaks a rule.
    pub async fn plan_meeting(
        &self,
        caller: &Caller,
        compartment: CompartmentId,
        meeting: &Meeting,
    ) -> Result<FileId> {
        let mut draft = Draft::new(meeting)?;
        draft.label = Label::AmberStrict;
        self.open_new(caller, compartment, "meeting", &[draft])
            .await
    }

    /// The meetings the caller may see, the newest first.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn meetings(&self, caller: &Caller) -> Result<Visible<Vec<MeetingLine>>> {
        let (compartment, _) = access::readable(&caller.actor)
            .into_iter()
            .find(|(_, kinds)| kinds.contains("meeting"))
            .ok_or(DeskError::Absent)?;
        let permit = self.read_right(caller, compartment, "meeting")?;
        let mut transaction = self.read().await?;
        let files = transaction
            .files(
                caller.viewer(),
                "meeting",
                FileOrder::Newest,
                None::<FileCursor>,
                500,
            )
            .await?;
        let mut lines = Vec::new();
        for stored in files {
            let Ok(open) = self.open_stored(caller, &mut transaction, &stored).await else {
                continue;
            };
            let history = self.history(caller, &mut transaction, &open).await?;
            let Some((entry, meeting)) = history.bodies::<Meeting>().into_iter().next_back() else {
                continue;
            };
            let people = self
                .raised_files(caller, &mut transaction, stored.id)
                .await?
                .len();
            lines.push(MeetingLine {
                file: stored.id,
                compartment: stored.compartment,
                entry: entry.outer.id,
                version: entry.outer.version,
                meeting,
                people,
            });
        }
        lines.sort_by_key(|line| std::cmp::Reverse((line.meeting.day, line.file)));
        Ok(Visible::new(&permit, lines))
    }

    async fn raised_files(
        &self,
        caller: &Caller,
        transaction: &mut store::Transaction,
        meeting: FileId,
    ) -> Result<Vec<FileId>> {
        let hashes: Vec<i64> = caller
            .keyring
            .values()
            .map(|keys| keys.index.hash(FACET_CLASS, &format!("meeting={meeting}")))
            .collect();
        Ok(transaction
            .files_with(
                caller.viewer(),
                &[hashes],
                FileOrder::Forgotten,
                None,
                1_000,
            )
            .await?
            .into_iter()
            .map(|file| file.id)
            .collect())
    }

    async fn meeting_line(
        &self,
        caller: &Caller,
        transaction: &mut store::Transaction,
        file: FileId,
    ) -> Result<(access::Permit<access::Read>, MeetingLine)> {
        let (stored, open) = self.open_file(caller, transaction, file).await?;
        let permit = self.read_right(caller, stored.compartment, "meeting")?;
        let history = self.history(caller, transaction, &open).await?;
        let (entry, meeting) = history
            .bodies::<Meeting>()
            .into_iter()
            .next_back()
            .map(|(entry, meeting)| (entry.clone(), meeting))
            .ok_or(DeskError::Absent)?;
        let people = self.raised_files(caller, transaction, file).await?.len();
        Ok((
            permit,
            MeetingLine {
                file,
                compartment: stored.compartment,
                entry: entry.outer.id,
                version: entry.outer.version,
                meeting,
                people,
            },
        ))
    }

    /// The details of a meeting alone.
    ///
    /// # Errors
    /// [`DeskError::Absent`].
    pub async fn meeting_details(
        &self,
        caller: &Caller,
        file: FileId,
    ) -> Result<Visible<MeetingLine>> {
        let mut transaction = self.read().await?;
        let (permit, line) = self.meeting_line(caller, &mut transaction, file).await?;
        Ok(Visible::new(&permit, line))
    }

    /// A meeting with everybody who could be raised, and why, and why not.
    ///
    /// # Errors
    /// [`DeskError::Absent`].
    pub async fn meeting(&self, caller: &Caller, file: FileId) -> Result<Visible<MeetingView>> {
        let mut transaction = self.read().await?;
        let (permit, meeting_line) = self.meeting_line(caller, &mut transaction, file).await?;
        let on_list = self.raised_files(caller, &mut transaction, file).await?;
        let hashes: Vec<i64> = caller
            .keyring
            .values()
            .map(|keys| {
                keys.index.hash(
                    FACET_CLASS,
                    &format!("country={}", meeting_line.meeting.country),
                )
            })
            .collect();
        let mut files: Vec<FileId> = on_list.clone();
        for stored in transaction
            .files_with(caller.viewer(), &[hashes], FileOrder::Forgotten, None, 200)
            .await?
        {
            if stored.subject.as_deref() != Some("meeting") && !files.contains(&stored.id) {
                files.push(stored.id);
            }
        }
        let today = self.now().day();
        let mut candidates = Vec::new();
        let mut seen: Vec<FileId> = Vec::new();
        for person in files {
            if seen.contains(&person) {
                continue;
            }
            let Ok((history, facts, stamps)) =
                self.facts_for(caller, &mut transaction, person).await
            else {
                continue;
            };
            seen.extend(transaction.visible_cluster(caller.viewer(), person).await?);
            let Some(stored) = transaction.file(caller.viewer(), person).await? else {
                continue;
            };
            if history.of_kind("name").next().is_none() {
                continue;
            }
            let shown = line(person, stored.created, &history);
            let raised = raised_in(&history, file);
            // Freed people are not raised for release; who is already on the list stays visible.
            if raised.is_none() && shown.stage.as_deref().is_some_and(|stage| !is_held(stage)) {
                continue;
            }
            let act = gates::acts()
                .get("raise_privately")
                .ok_or(DeskError::Inside("no act to raise privately"))?;
            let judged = self.judged(act, &facts, stamps)?;
            let (reasons_for, reasons_against) =
                considerations(&history, &shown, &judged.verdict, file, today);
            let facts_for_brief = fresh_facts(&history, today, &mut Vec::new());
            let stale = facts
                .verified
                .is_none_or(|day| today.since(day) > stale_exclude_days());
            candidates.push(Candidate {
                person: shown,
                eligible: judged.verdict.outcome == Outcome::Clear && !stale,
                judged,
                reasons_for,
                reasons_against,
                raised,
                verified: facts_for_brief
                    .iter()
                    .filter(|fact| fact.verified)
                    .map(|fact| fact.checked)
                    .max(),
                stale: facts_for_brief.iter().any(|fact| fact.stale),
            });
        }
        candidates.sort_by_key(|candidate| {
            (
                candidate
                    .raised
                    .as_ref()
                    .map_or((1, u32::MAX), |(_, _, raised)| {
                        (0, raised.order.unwrap_or(u32::MAX))
                    }),
                !candidate.eligible,
                candidate.person.last_done,
                candidate.person.since,
                candidate.person.file,
            )
        });
        Ok(Visible::new(
            &permit,
            MeetingView {
                line: meeting_line,
                candidates,
            },
        ))
    }

    /// Puts somebody on the list of a meeting, bound to the verdict of this moment.
    ///
    /// # Errors
    /// [`DeskError::Gated`] when raising them is not clear.
    pub async fn put_on_list(
        &self,
        caller: &Caller,
        meeting: FileId,
        person: FileId,
        change: impl FnOnce(&mut Raised) + Send,
    ) -> Result<EntryId> {
        let mut transaction = self.read().await?;
        let (_, line) = self.meeting_line(caller, &mut transaction, meeting).await?;
        let (history, _) = self
            .person_history(caller, &mut transaction, person)
            .await?;
        if raised_in(&history, meeting).is_some() {
            return Err(DeskError::refused("refused-already-on-list"));
        }
        drop(transaction);
        let judged = self.judge(caller, person, "raise_privately").await?;
        let mut raised = Raised::planned(
            meeting,
            &line.meeting.code,
            line.meeting.day,
            &line.meeting.counterpart,
        );
        raised.verdict = Some(judged.verdict.outcome.code().to_owned());
        raised.basis = judged.verdict.basis.as_ref().map(basis_text);
        change(&mut raised);
        let draft = Draft::new(&raised)?;
        self.act(caller, person, &judged, &draft).await
    }

    /// Takes somebody off the list, with the reason.
    ///
    /// # Errors
    /// As for a revision.
    pub async fn take_off_list(
        &self,
        caller: &Caller,
        entry: EntryId,
        version: u32,
        why_not: &str,
    ) -> Result<()> {
        let stored = self.entry(caller, entry).await?;
        let mut raised = casework::body::<Raised>(&stored)?;
        raised.state = "dropped".to_owned();
        raised.why_not = Some(why_not.trim().to_owned()).filter(|text| !text.is_empty());
        self.revise(caller, entry, version, &redraft(&stored, &raised)?)
            .await
    }

    /// Records what came of people in a meeting; a promise becomes a clock. Each line stands alone:
    /// a conflict in one leaves the others.
    ///
    /// # Errors
    /// The first failure, with what came before it written.
    pub async fn record_outcomes(
        &self,
        caller: &Caller,
        outcomes: &[MeetingOutcome],
    ) -> Result<()> {
        let today = self.now().day();
        for outcome in outcomes {
            let stored = self.entry(caller, outcome.entry).await?;
            if casework::body::<Raised>(&stored)? == outcome.raised {
                continue;
            }
            if outcome.raised.was_raised() && outcome.raised.meeting_on > today {
                return Err(DeskError::refused("refused-outcome-before-meeting"));
            }
            self.revise(
                caller,
                outcome.entry,
                outcome.version,
                &redraft(&stored, &outcome.raised)?,
            )
            .await?;
        }
        Ok(())
    }

    /// The brief for a meeting: whoever is on its list and clear at this moment; the others are
    /// named as not to be raised today.
    ///
    /// # Errors
    /// [`DeskError::Absent`].
    pub async fn brief(&self, caller: &Caller, file: FileId) -> Result<Visible<Brief>> {
        let mut transaction = self.read().await?;
        let (permit, meeting_line) = self.meeting_line(caller, &mut transaction, file).await?;
        let mut on_list = Vec::new();
        let mut seen: Vec<FileId> = Vec::new();
        for person in self.raised_files(caller, &mut transaction, file).await? {
            if seen.contains(&person) {
                continue;
            }
            let Ok((history, facts, stamps)) =
                self.facts_for(caller, &mut transaction, person).await
            else {
                continue;
            };
            seen.extend(transaction.visible_cluster(caller.viewer(), person).await?);
            if let Some((_, _, raised)) =
                raised_in(&history, file).filter(|(_, _, raised)| raised.state != "dropped")
            {
                on_list.push((person, history, facts, stamps, raised));
            }
        }
        on_list
            .sort_by_key(|(person, _, _, _, raised)| (raised.order.unwrap_or(u32::MAX), *person));
        let act = gates::acts()
            .get("raise_privately")
            .ok_or(DeskError::Inside("no act to raise privately"))?;
        let now = self.now();
        let organisations = transaction.organisations().await?;
        let mut brief = Brief {
            meeting: meeting_line.meeting,
            label: Label::AmberStrict,
            people: Vec::new(),
            not_today: Vec::new(),
            annex: Vec::new(),
            sources: Vec::new(),
            made: now,
        };
        let mut opened = Vec::new();
        for (person, history, facts, stamps, raised) in on_list {
            let judged = self.judged(act, &facts, stamps)?;
            let names = shown_names(&history);
            opened.push(person);
            annex(&history, &names, now.day(), &mut brief.annex);
            if judged.verdict.outcome != Outcome::Clear {
                brief.not_today.push((names, judged.verdict));
                continue;
            }
            let basis = judged
                .verdict
                .basis
                .as_ref()
                .map(|basis| basis.parts.clone())
                .unwrap_or_default();
            let mut officers = Vec::new();
            let mut partners = Vec::new();
            for part in &basis {
                for officer in part.officers.into_iter().flatten() {
                    if let Some(user) = transaction.user(officer).await? {
                        officers.push(user.display_name);
                    }
                }
                if let Some(partner) = part.partner {
                    partners.extend(
                        organisations
                            .iter()
                            .filter(|organisation| organisation.id == partner)
                            .map(|organisation| organisation.name.clone()),
                    );
                }
            }
            officers.sort();
            officers.dedup();
            partners.sort();
            partners.dedup();
            let warnings = judged
                .verdict
                .reasons
                .iter()
                .filter(|reason| reason.weight == Outcome::Clear)
                .map(|reason| reason.says.clone())
                .collect();
            let facts = fresh_facts(&history, now.day(), &mut brief.sources);
            brief.label = history
                .current()
                .filter(|entry| {
                    matches!(
                        entry.kind(),
                        "name" | "fact" | "detention" | "charge" | "wish" | "raised"
                    )
                })
                .map(|entry| entry.inner.label)
                .fold(brief.label, Label::max);
            brief.people.push(BriefPerson {
                who: who(&history),
                facts,
                last_raised: last_raised(&history, file),
                wishes: wishes(&history),
                names,
                raised,
                basis,
                warnings,
                officers,
                partners,
            });
        }
        brief
            .annex
            .sort_by(|one, other| other.1.cmp(&one.1).then_with(|| one.0.cmp(&other.0)));
        drop(transaction);
        self.log_openings_as(caller, &opened, crate::files::DOCUMENT)
            .await?;
        Ok(Visible::new(&permit, brief))
    }
}

/// The basis of an act in one line of codes, kept beside what was done.
fn basis_text(basis: &gates::Basis) -> String {
    basis
        .says()
        .iter()
        .map(gates::english)
        .collect::<Vec<_>>()
        .join("; ")
}

/// A draft that keeps the envelope of an entry and changes its body, unknown fields included.
pub(crate) fn redraft<B: casework::Body>(stored: &Entry, body: &B) -> Result<Draft> {
    let mut value = stored.inner.body.clone();
    if let (Some(target), serde_json::Value::Object(source)) =
        (value.as_object_mut(), casework::value(body)?)
    {
        let known = casework::value(&B::sample())?;
        // What the body leaves out is gone; what this program does not know stays.
        if let Some(known) = known.as_object() {
            target.retain(|name, _| !known.contains_key(name));
        }
        target.extend(source);
    }
    Ok(Draft {
        kind: B::WORD.to_owned(),
        body: value,
        label: stored.inner.label,
        confidence: stored.inner.confidence,
        happened: stored.inner.happened.clone(),
        valid_until: stored.inner.valid_until,
        sources: stored.inner.sources.clone(),
        on_behalf_of: stored.inner.on_behalf_of.clone(),
        same_origin_as: stored.inner.same_origin_as,
    })
}

fn raised_in(history: &History, meeting: FileId) -> Option<(EntryId, u32, Raised)> {
    history
        .bodies::<Raised>()
        .into_iter()
        .filter(|(_, raised)| raised.meeting == meeting)
        .map(|(entry, raised)| (entry.outer.id, entry.outer.version, raised))
        .next_back()
}

fn considerations(
    history: &History,
    shown: &PersonLine,
    verdict: &Verdict,
    meeting: FileId,
    today: Day,
) -> (Vec<Consideration>, Vec<Consideration>) {
    let mut reasons_for = Vec::new();
    let mut against = Vec::new();
    let raised: Vec<Raised> = history
        .bodies::<Raised>()
        .into_iter()
        .map(|(_, raised)| raised)
        .filter(|raised| raised.meeting != meeting)
        .collect();
    let (times, _) = raised_counts(history);
    match raised
        .iter()
        .filter(|raised| raised.was_raised())
        .map(|raised| raised.meeting_on)
        .max()
    {
        None if times == 0 => {
            reasons_for.push(Consideration::new("consider-never-raised", Vec::new()))
        }
        Some(last) => {
            reasons_for.push(Consideration::new(
                "consider-raised-before",
                vec![("day", last.iso())],
            ));
            if let Some(dropped) = raised
                .iter()
                .filter(|raised| {
                    raised.state == "dropped"
                        && raised.meeting_on > last
                        && raised.why_not.is_none()
                })
                .map(|raised| raised.meeting_on)
                .max()
            {
                reasons_for.push(Consideration::new(
                    "consider-dropped-without-reason",
                    vec![("day", dropped.iso())],
                ));
            }
        }
        None => {}
    }
    match shown.last_done {
        None => reasons_for.push(Consideration::new(
            "consider-nothing-done",
            vec![("days", today.since(shown.since).max(0).to_string())],
        )),
        Some(day) if today.since(day) > 90 => {
            reasons_for.push(Consideration::new(
                "consider-forgotten",
                vec![("days", today.since(day).to_string())],
            ));
        }
        Some(_) => {}
    }
    if history
        .bodies::<Fact>()
        .iter()
        .any(|(_, fact)| fact.field == "health_note")
    {
        reasons_for.push(Consideration::new("consider-health", Vec::new()));
    }
    let promise = raised
        .iter()
        .filter(|raised| raised.promise.is_some())
        .filter_map(|raised| raised.promise_due)
        .filter(|due| *due <= today)
        .max();
    if let Some(due) = promise {
        reasons_for.push(Consideration::new(
            "consider-promise-overdue",
            vec![("day", due.iso())],
        ));
    }
    let unanswered = history.bodies::<Request>().iter().any(|(entry, request)| {
        request.due_on < today
            && !history
                .bodies::<Answer>()
                .iter()
                .any(|(_, answer)| answer.request == Some(entry.outer.id))
    });
    if unanswered {
        reasons_for.push(Consideration::new(
            "consider-request-unanswered",
            Vec::new(),
        ));
    }
    if verdict.outcome != Outcome::Clear {
        for reason in verdict
            .reasons
            .iter()
            .filter(|reason| reason.weight != Outcome::Clear)
        {
            against.push(Consideration::new(
                "consider-gate",
                vec![("says", gates::english(&reason.says))],
            ));
        }
    }
    let verified = history
        .current()
        .filter(|entry| {
            matches!(
                entry.kind(),
                "fact" | "detention" | "charge" | "claim" | "contact" | "hearing" | "source"
            )
        })
        .map(|entry| entry.outer.recorded)
        .max();
    if let Some(day) = verified.filter(|day| today.since(*day) > gates::acts().stale_warn_days) {
        against.push(Consideration::new(
            "consider-stale",
            vec![("days", today.since(day).to_string())],
        ));
    }
    if raised.iter().any(|raised| {
        matches!(
            raised.impact.as_deref(),
            Some("negative" | "strong_negative")
        )
    }) {
        against.push(Consideration::new("consider-went-badly", Vec::new()));
    }
    (reasons_for, against)
}

fn who(history: &History) -> Vec<String> {
    let mut lines = Vec::new();
    for field in ["occupation", "activity", "affiliation", "portrait_text"] {
        lines.extend(
            history
                .bodies::<Fact>()
                .into_iter()
                .filter(|(_, fact)| fact.field == field)
                .map(|(_, fact)| fact.value)
                .filter(|value| !value.is_empty())
                .take(2),
        );
    }
    lines
}

fn wishes(history: &History) -> Vec<(String, String, String)> {
    history
        .bodies::<casework::wishes::Wish>()
        .into_iter()
        .map(|(_, wish)| (wish.giver.relation, wish.words, wish.given_on.edtf()))
        .collect()
}

fn last_raised(
    history: &History,
    meeting: FileId,
) -> Option<(Day, String, Option<String>, Option<String>)> {
    history
        .bodies::<Raised>()
        .into_iter()
        .filter(|(_, raised)| raised.meeting != meeting && raised.was_raised())
        .max_by_key(|(_, raised)| raised.meeting_on)
        .map(|(_, raised)| {
            (
                raised.meeting_on,
                raised.counterpart,
                raised.answer_code,
                raised.answer_text,
            )
        })
}

/// A line of the annex: name, day, whom it was said to, answer code, answer text.
pub type AnnexLine = (String, Day, String, Option<String>, Option<String>);

fn annex(history: &History, names: &[ShownName], today: Day, lines: &mut Vec<AnnexLine>) {
    let name = names
        .first()
        .map(|name| name.text.clone())
        .unwrap_or_default();
    for (_, raised) in history.bodies::<Raised>() {
        if raised.was_raised() && today.since(raised.meeting_on) <= 366 {
            lines.push((
                name.clone(),
                raised.meeting_on,
                raised.counterpart,
                raised.answer_code,
                raised.answer_text,
            ));
        }
    }
    let answers: BTreeMap<EntryId, Answer> = history
        .bodies::<Answer>()
        .into_iter()
        .filter_map(|(_, answer)| answer.request.map(|request| (request, answer)))
        .collect();
    for (entry, request) in history.bodies::<Request>() {
        if today.since(request.sent_on) <= 366 {
            let answer = answers.get(&entry.outer.id);
            lines.push((
                name.clone(),
                request.sent_on,
                request.to,
                answer.map(|answer| answer.code.clone()),
                answer.and_then(|answer| answer.text.clone()),
            ));
        }
    }
}

fn fresh_facts(history: &History, today: Day, sources: &mut Vec<String>) -> Vec<FreshFact> {
    let titles: BTreeMap<EntryId, String> = history
        .bodies::<Source>()
        .into_iter()
        .map(|(entry, source)| {
            let mut text = source.title;
            if let Some(reference) = source.reference {
                text.push_str(", ");
                text.push_str(&reference);
            }
            (entry.outer.id, text)
        })
        .collect();
    let mut number = |entry: &Entry| -> Vec<u32> {
        entry
            .inner
            .sources
            .iter()
            .filter_map(|source| titles.get(source))
            .filter_map(|title| {
                let position = sources
                    .iter()
                    .position(|known| known == title)
                    .unwrap_or_else(|| {
                        sources.push(title.clone());
                        sources.len() - 1
                    });
                u32::try_from(position + 1).ok()
            })
            .collect()
    };
    let mut facts = Vec::new();
    let mut push = |entry: &Entry,
                    about: &'static str,
                    term: Option<(&'static str, String)>,
                    text: String,
                    numbers: Vec<u32>| {
        facts.push(FreshFact {
            about,
            term,
            text,
            checked: entry.outer.recorded,
            verified: entry.inner.confidence.is_verified(),
            stale: today.since(entry.outer.recorded) > gates::acts().stale_warn_days,
            sources: numbers,
        });
    };
    if let Some((entry, detention)) = newest_detention(history) {
        let numbers = number(&entry);
        let since = detention.from.edtf();
        push(
            &entry,
            "status",
            Some(("stages", detention.stage.clone())),
            since,
            numbers.clone(),
        );
        if !detention.place_text.is_empty() {
            push(&entry, "place", None, detention.place_text.clone(), numbers);
        }
    }
    for (entry, charge) in history.bodies::<Charge>() {
        let numbers = number(entry);
        let text = charge
            .translation
            .clone()
            .unwrap_or_else(|| charge.original_text.clone());
        push(entry, "charge", None, text, numbers.clone());
        if let Some(sentence) = &charge.sentence {
            push(entry, "sentence", None, sentence_text(sentence), numbers);
        } else if let Some(penalty) = &charge.penalty_text {
            push(entry, "sentence", None, penalty.clone(), numbers);
        }
    }
    for (entry, fact) in history.bodies::<Fact>() {
        if fact.field == "health_note" {
            let numbers = number(entry);
            push(entry, "health", None, fact.value, numbers);
        }
    }
    for (entry, claim) in history.bodies::<Claim>() {
        if claim.status_code.as_deref() == Some("political_prisoner") {
            let numbers = number(entry);
            push(
                entry,
                "status",
                None,
                format!("{}: {}", claim.organisation, claim.status_text),
                numbers,
            );
        }
    }
    facts
}

/// A sentence in figures, as the source gave it where it did.
#[must_use]
pub fn sentence_text(sentence: &casework::matters::Sentence) -> String {
    if let Some(text) = &sentence.text {
        return text.clone();
    }
    let mut parts = Vec::new();
    if sentence.life {
        parts.push("life".to_owned());
    }
    for (number, unit) in [
        (sentence.years, "y"),
        (sentence.months, "m"),
        (sentence.days, "d"),
    ] {
        if let Some(number) = number.filter(|number| *number > 0) {
            parts.push(format!("{number} {unit}"));
        }
    }
    parts.join(" ")
}

/// The newest detention as typed body only.
#[must_use]
pub fn present_detention(history: &History) -> Option<Detention> {
    newest_detention(history).map(|(_, detention)| detention)
}
