//! What an import would do, how far it is, what it did, and undoing it.

use std::{
    collections::HashMap,
    sync::{Arc, atomic::Ordering},
};

use desk::imports::{ImportReport, ListRows, ReportLine, RowOutcome, write_feedback};
use kernel::{BatchId, FileId};
use lists::Limits;
use store::BatchState;

use super::{
    columns::overview,
    jobs::{Job, Phase, UNUSABLE, job, job_of_import, run},
    may_import,
};
use crate::{
    handlers::{exports, house as files, said, shown},
    pages::{
        ConfirmPage, ImportResult, ImportRow, Link, Pager, PersonLine, Place, ProgressPage,
        RehearsalPage, RowCounts, RowEnd, Written,
    },
    paths,
    text::Texts,
    visit::{Answer, Fail, Visit, go_to, page, page_with},
};

/// Rows of a report on one page.
const ROWS: usize = 40;
/// The page of a running import asks for itself again after so many seconds.
const REFRESH_SECONDS: u32 = 3;

pub(super) fn counts(report: &ImportReport) -> RowCounts {
    RowCounts {
        rows: report.rows,
        created: report.created,
        updated: report.updated,
        unchanged: report.unchanged,
        review: report.review,
        skipped: report.skipped,
        rejected: report.rejected,
    }
}

const fn end(outcome: RowOutcome) -> RowEnd {
    match outcome {
        RowOutcome::Created => RowEnd::Created,
        RowOutcome::Updated => RowEnd::Updated,
        RowOutcome::Unchanged => RowEnd::Unchanged,
        RowOutcome::Review => RowEnd::Review,
        RowOutcome::Skipped => RowEnd::Skipped,
        RowOutcome::Rejected => RowEnd::Rejected,
        RowOutcome::Missing => RowEnd::Missing,
    }
}

fn reasons(t: Texts, line: &ReportLine) -> String {
    let doubts = line.doubts.iter().map(|doubt| {
        let says = said::doubt(t, &doubt.code);
        match (&doubt.column, doubt.detail.is_empty()) {
            (Some(column), true) => format!("{column}: {says}"),
            (Some(column), false) => format!("{column}: {says}: {}", doubt.detail),
            (None, true) => says,
            (None, false) => format!("{says}: {}", doubt.detail),
        }
    });
    let changes = line
        .changes
        .iter()
        .map(|change| format!("{}: {} → {}", change.column, change.before, change.after));
    doubts
        .chain(changes)
        .map(|text| text.chars().take(300).collect::<String>())
        .take(6)
        .collect::<Vec<_>>()
        .join(" · ")
}

fn row(t: Texts, line: &ReportLine, people: &HashMap<FileId, PersonLine>) -> ImportRow {
    let column = line.doubts.iter().find_map(|doubt| doubt.column.as_deref());
    let cell = column.and_then(|column| {
        let cell = line.cells.iter().find(|cell| cell.0 == column)?;
        Some((
            Written::unknown(&cell.0),
            Written::unknown(&cell.1.chars().take(120).collect::<String>()),
        ))
    });
    ImportRow {
        number: line.line,
        place: line.place.chars().take(60).collect(),
        end: end(line.outcome),
        person: line.file.and_then(|file| people.get(&file).cloned()),
        cell,
        reason: reasons(t, line),
        href: matches!(line.outcome, RowOutcome::Review | RowOutcome::Missing)
            .then(paths::review_rows),
    }
}

/// Some rows of a report, the most urgent first, each with its person where the reader may know them.
async fn rows(
    visit: &Visit,
    report: &ImportReport,
    wanted: Option<&str>,
    here: &str,
) -> Result<(Vec<ImportRow>, Pager), Fail> {
    let t = visit.texts;
    let urgency = |outcome: RowOutcome| match outcome {
        RowOutcome::Rejected => 0,
        RowOutcome::Review | RowOutcome::Missing => 1,
        RowOutcome::Updated => 2,
        RowOutcome::Skipped => 3,
        RowOutcome::Created | RowOutcome::Unchanged => 4,
    };
    let mut lines: Vec<&ReportLine> = report
        .lines
        .iter()
        .filter(|line| wanted.is_none_or(|wanted| end(line.outcome).word() == wanted))
        .collect();
    lines.sort_by_key(|line| (urgency(line.outcome), line.line));
    let from: usize = visit
        .query("from")
        .and_then(|from| from.parse().ok())
        .unwrap_or(0);
    let all = lines.len();
    let lines: Vec<&ReportLine> = lines.into_iter().skip(from).take(ROWS).collect();
    let mut met: Vec<FileId> = lines.iter().filter_map(|line| line.file).collect();
    met.sort_unstable();
    met.dedup();
    let people = visit.house()?.people_at(visit.caller()?, &met).await?;
    let people: HashMap<FileId, PersonLine> = people
        .iter()
        .map(|person| (person.file, shown::line(t, person)))
        .collect();
    let next = from + lines.len();
    let query = wanted.map_or_else(String::new, |wanted| format!("rows={wanted}&"));
    let pager = Pager {
        shown: u32::try_from(lines.len()).unwrap_or(u32::MAX),
        total: u64::try_from(all).ok(),
        first_href: (from > 0).then(|| format!("{here}?{query}from=0")),
        next_href: (next < all).then(|| format!("{here}?{query}from={next}")),
    };
    Ok((
        lines.iter().map(|line| row(t, line, &people)).collect(),
        pager,
    ))
}

/// What a report says beside its sums.
fn notes(t: Texts, report: &ImportReport) -> Vec<String> {
    let mut notes = vec![t.count("import-persons", report.persons)];
    if report.missing > 0 {
        notes.push(t.count("import-missing", report.missing));
    }
    if report.unmarked > 0 {
        notes.push(t.count("import-unmarked", report.unmarked));
    }
    if report.untold > 0 {
        notes.push(t.count("import-untold", report.untold));
    }
    notes
}

pub(super) fn state_word(t: Texts, state: BatchState) -> String {
    t.msg(match state {
        BatchState::Staging => "import-staging",
        BatchState::Published => "import-published",
        BatchState::Discarded => "import-discarded",
        BatchState::Undone => "import-undone",
        BatchState::Kept => "import-kept",
    })
}

fn progress_page(visit: &Visit, id: &str, job: &Job, rehearsal: bool) -> ProgressPage {
    let t = visit.texts;
    let mut layout = visit.layout("title-import", Some(Place::Imports));
    layout.refresh = Some(REFRESH_SECONDS);
    let progress = Arc::clone(&job.inside().progress);
    ProgressPage {
        layout,
        source: job.source.clone(),
        done: progress.rows.load(Ordering::Relaxed),
        rows: None,
        began: job.began,
        step: t.msg(if rehearsal {
            "import-step-rehearsal"
        } else {
            "import-step-import"
        }),
        action: paths::import(id),
    }
}

enum Now {
    Running(bool),
    Report(Arc<ImportReport>),
    Elsewhere(String),
    Failed(String),
}

/// What the import would do.
pub(crate) async fn rehearsal(visit: Arc<Visit>) -> Answer {
    let job = job(&visit)?;
    let id = visit.param("import");
    let now = match &job.inside().phase {
        Phase::Mapping => Now::Elsewhere(paths::import_mapping(id)),
        Phase::Running { rehearsal } => Now::Running(*rehearsal),
        Phase::Rehearsed(report) => Now::Report(Arc::clone(report)),
        Phase::Done(batch) => Now::Elsewhere(paths::import(batch)),
        Phase::Failed(why) => Now::Failed(why.clone()),
    };
    match now {
        Now::Elsewhere(path) => Ok(go_to(&path)),
        Now::Running(rehearsal) => page(&progress_page(&visit, id, &job, rehearsal)),
        Now::Failed(why) => page_with(UNUSABLE, &overview(&visit, id, &job, Some(why))),
        Now::Report(report) => {
            let here = paths::import_rehearsal(id);
            let (rows, pager) = rows(&visit, &report, None, &here).await?;
            page(&RehearsalPage {
                layout: visit.layout("title-import", Some(Place::Imports)),
                source: job.source.clone(),
                counts: counts(&report),
                notes: notes(visit.texts, &report),
                pager,
                rows,
                reports: Vec::new(),
                action: paths::import(id),
                mapping_href: paths::import_mapping(id),
            })
        }
    }
}

/// Imports in earnest, or stops what is under way.
pub(crate) async fn carry_out(visit: Arc<Visit>) -> Answer {
    let job = job(&visit)?;
    let id = visit.param("import");
    if visit.field("do") == "cancel" {
        job.inside().progress.stop.store(true, Ordering::Relaxed);
        return Ok(go_to(&paths::import_rehearsal(id)));
    }
    let ready = matches!(job.inside().phase, Phase::Rehearsed(_));
    if !ready {
        return Ok(go_to(&paths::import_rehearsal(id)));
    }
    run(&visit, &job, false)?;
    Ok(go_to(&paths::import(id)))
}

async fn stored(visit: &Visit) -> Result<desk::imports::ImportLine, Fail> {
    may_import(visit)?;
    let batch: BatchId = visit.id("import")?;
    let line = visit.house()?.import_of(visit.caller()?, batch).await?;
    Ok(line.into_inner())
}

/// How far an import is; then what it did.
pub(crate) async fn progress(visit: Arc<Visit>) -> Answer {
    let t = visit.texts;
    if job(&visit).is_ok() {
        return rehearsal(visit).await;
    }
    let line = stored(&visit).await?;
    let wanted = visit.query("rows");
    let here = paths::import(line.batch);
    let (rows, pager) = rows(&visit, &line.report, wanted, &here).await?;
    let published = line.state == BatchState::Published;
    let mut reports: Vec<Link> = ["csv", "json"]
        .into_iter()
        .map(|extension| Link {
            href: paths::import_report(line.batch, extension),
            text: extension.to_uppercase(),
        })
        .collect();
    let sheet = visit
        .house()?
        .partner_sheet(visit.caller()?, line.batch)
        .await?;
    if published && (sheet.is_some() || job_of_import(&visit, line.batch)?.is_some()) {
        reports.push(Link {
            href: paths::import_feedback(line.batch),
            text: t.msg("feedback-link"),
        });
    }
    page(&ImportResult {
        layout: visit.layout("title-import", Some(Place::Imports)),
        source: line.report.source.clone(),
        published: published.then_some(line.created),
        failed: (!published).then(|| match line.state {
            BatchState::Undone | BatchState::Kept => t.msg("result-undone"),
            state => format!("{} {}", t.msg("result-failed"), state_word(t, state)),
        }),
        counts: counts(&line.report),
        notes: if published {
            notes(t, &line.report)
        } else {
            Vec::new()
        },
        shown: RowEnd::ALL
            .into_iter()
            .map(|end| Link {
                href: if wanted == Some(end.word()) {
                    String::new()
                } else {
                    format!("{here}?rows={}", end.word())
                },
                text: t.msg(end.message()),
            })
            .collect(),
        pager,
        rows,
        reports,
        undo_href: published.then(|| paths::undo_import(line.batch)),
    })
}

/// The report as CSV.
pub(crate) async fn report_csv(visit: Arc<Visit>) -> Answer {
    let line = stored(&visit).await?;
    let t = visit.texts;
    let mut text = String::from("\u{feff}");
    text.push_str(&exports::row(
        ["row", "place", "key", "end", "reason", "file"].map(str::to_owned),
    ));
    for known in &line.report.lines {
        text.push_str(&exports::row([
            known.line.to_string(),
            known.place.clone(),
            known.row_key.clone(),
            end(known.outcome).word().to_owned(),
            reasons(t, known),
            known.file.map(|file| file.to_string()).unwrap_or_default(),
        ]));
    }
    files::download("text/csv; charset=utf-8", "import.csv", text.into_bytes())
}

/// The report as JSON.
pub(crate) async fn report_json(visit: Arc<Visit>) -> Answer {
    let line = stored(&visit).await?;
    let bytes = serde_json::to_vec(&line.report).map_err(|_| Fail::Inside)?;
    files::download("application/json", "import.json", bytes)
}

/// The sheet for the partner: made of their rows alone. As long as their file is here with keys and what
/// was read, later from what was kept of it.
pub(crate) async fn feedback(visit: Arc<Visit>) -> Answer {
    let line = stored(&visit).await?;
    let t = visit.texts;
    let banner = t.with("feedback-banner", "source", line.report.source.as_str());
    let Some(job) = job_of_import(&visit, line.batch)? else {
        let sheet = visit
            .house()?
            .partner_sheet(visit.caller()?, line.batch)
            .await?
            .ok_or(Fail::Absent)?;
        let bytes = sheet
            .csv(&banner, |code| said::doubt(t, code))
            .map_err(|_| Fail::Inside)?;
        return files::download("text/csv; charset=utf-8", "feedback.csv", bytes);
    };
    let (program, today) = (visit.site.parser.clone(), visit.today());
    let sheet = tokio::task::spawn_blocking(move || {
        let mapping = job.inside().mapping.clone();
        let parts = lists::read_in_child(
            &program,
            job.file.path(),
            &mapping.reading,
            &Limits::default(),
        )?;
        let mut rows = ListRows::new(parts, mapping, today);
        let mut sheet = Vec::new();
        write_feedback(&mut rows, &mut sheet, &banner, |doubt| {
            said::doubt(t, &doubt.code)
        })?;
        Ok::<_, lists::ListError>(sheet)
    })
    .await
    .map_err(|_| Fail::Inside)?
    .map_err(|error| Fail::Desk(Box::new(desk::DeskError::Unreadable(error))))?;
    files::download("text/csv; charset=utf-8", "feedback.csv", sheet)
}

/// Asks before an import is undone.
pub(crate) async fn undo_page(visit: Arc<Visit>) -> Answer {
    let line = stored(&visit).await?;
    if line.state != BatchState::Published {
        return Err(Fail::Absent);
    }
    page(&ConfirmPage::undo_import(
        visit.layout("title-import", Some(Place::Imports)),
        paths::undo_import(line.batch),
        paths::import(line.batch),
        line.report.created + line.report.updated + line.report.review,
        Vec::new(),
    ))
}

/// Undoes an import: what nobody has touched since goes.
pub(crate) async fn undo(visit: Arc<Visit>) -> Answer {
    let line = stored(&visit).await?;
    visit
        .house()?
        .undo_import(visit.caller()?, line.batch)
        .await?;
    Ok(go_to(&paths::import(line.batch)))
}
