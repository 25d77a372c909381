//! Lists on their way in: kept while somebody says what the columns mean, and while they are read.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError, atomic::Ordering},
};

use axum::http::StatusCode;
use desk::{
    Caller, DeskError, House,
    imports::{Extent, ImportInto, ImportReport, ListRows, Look, Progress, look},
};
use kernel::{BatchId, CompartmentId, Instant, UserId};
use lists::{Limits, ListError, Mapping, ReadOptions};

use crate::{
    handlers::said,
    security::uploads::Spooled,
    visit::{Fail, Visit},
};

/// Lists that wait at once, for everybody together.
const MOST_JOBS: usize = 16;
/// A list that nobody went on with is forgotten after this long.
const WAITS_SECONDS: i64 = 6 * 3600;
/// Bytes of rows of a list that are kept for its pages.
const KEPT_BYTES: usize = 4 << 20;

/// Where a list stands.
pub(super) enum Phase {
    /// Somebody says what the columns mean.
    Mapping,
    /// It is read without writing, or imported.
    Running {
        /// Whether nothing is written.
        rehearsal: bool,
    },
    /// Read without writing.
    Rehearsed(Arc<ImportReport>),
    /// Imported: the address of the result.
    Done(BatchId),
    /// It failed: why.
    Failed(String),
}

/// What changes about a list on its way.
pub(super) struct Inside {
    pub(super) phase: Phase,
    pub(super) mapping: Mapping,
    pub(super) look: Arc<Look>,
    pub(super) extent: Extent,
    pub(super) progress: Arc<Progress>,
}

/// A list on its way in.
pub(crate) struct Job {
    owner: UserId,
    pub(super) file: Spooled,
    pub(super) source: String,
    pub(super) compartment: CompartmentId,
    /// Whether a mapping was kept from an earlier list of the source.
    pub(super) known: bool,
    pub(super) began: Instant,
    inside: Mutex<Inside>,
}

impl Job {
    pub(super) fn inside(&self) -> std::sync::MutexGuard<'_, Inside> {
        self.inside.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn new(
        caller: &Caller,
        file: Spooled,
        (source, compartment): (String, CompartmentId),
        (look, kept): (Look, Option<Mapping>),
        began: Instant,
    ) -> Self {
        let known = kept.is_some();
        let mapping = kept.unwrap_or_else(|| look.suggestion.mapping.clone());
        Self {
            owner: caller.actor.user,
            file,
            source,
            compartment,
            known,
            began,
            inside: Mutex::new(Inside {
                phase: Phase::Mapping,
                mapping,
                look: Arc::new(look),
                extent: Extent::Unsaid,
                progress: Arc::new(Progress::default()),
            }),
        }
    }

    /// Changes the mapping; a rehearsal of another one is worth nothing any more. False while the list
    /// is being read, or once it is in.
    pub(super) fn change(&self, change: impl FnOnce(&mut Inside)) -> bool {
        let mut inside = self.inside();
        if matches!(inside.phase, Phase::Running { .. } | Phase::Done(_)) {
            return false;
        }
        change(&mut inside);
        inside.phase = Phase::Mapping;
        true
    }
}

/// The lists on their way, by a random number in their address.
#[derive(Default)]
pub(crate) struct Jobs(Mutex<HashMap<String, Arc<Job>>>);

impl Jobs {
    fn all(&self) -> std::sync::MutexGuard<'_, HashMap<String, Arc<Job>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn of(&self, id: &str, caller: &Caller) -> Option<Arc<Job>> {
        self.all()
            .get(id)
            .filter(|job| job.owner == caller.actor.user)
            .cloned()
    }

    /// The caller's own list that became this import, as long as its file is here.
    fn of_import(&self, batch: BatchId, caller: &Caller) -> Option<Arc<Job>> {
        self.all()
            .values()
            .filter(|job| job.owner == caller.actor.user)
            .find(|job| matches!(job.inside().phase, Phase::Done(done) if done == batch))
            .cloned()
    }

    pub(super) fn keep(&self, id: String, job: Arc<Job>, now: Instant) -> Result<(), Fail> {
        let mut all = self.all();
        all.retain(|_, job| {
            let running = matches!(job.inside().phase, Phase::Running { .. });
            running || job.began.plus_seconds(WAITS_SECONDS) > now
        });
        if all.len() >= MOST_JOBS {
            // Lists that are in already only wait for somebody to fetch the partner's sheet.
            let done = all
                .iter()
                .filter(|(_, job)| matches!(job.inside().phase, Phase::Done(_)))
                .min_by_key(|(_, job)| job.began)
                .map(|(id, _)| id.clone());
            match done {
                Some(id) => all.remove(&id),
                None => {
                    return Err(Fail::Desk(Box::new(DeskError::refused(
                        "refused-too-many-lists",
                    ))));
                }
            };
        }
        all.insert(id, job);
        Ok(())
    }
}

/// The list at this address.
pub(super) fn job(visit: &Visit) -> Result<Arc<Job>, Fail> {
    visit
        .site
        .imports
        .of(visit.param("import"), visit.caller()?)
        .ok_or(Fail::Absent)
}

/// The list behind a finished import, as long as its file is here.
pub(super) fn job_of_import(visit: &Visit, batch: BatchId) -> Result<Option<Arc<Job>>, Fail> {
    Ok(visit.site.imports.of_import(batch, visit.caller()?))
}

/// Looks at the head of a file, in the child process.
pub(super) async fn look_at(
    visit: &Visit,
    path: &std::path::Path,
    source: &str,
    options: ReadOptions,
) -> Result<Result<Look, ListError>, Fail> {
    let (program, path, source, today) = (
        visit.site.parser.clone(),
        path.to_path_buf(),
        source.to_owned(),
        visit.today(),
    );
    tokio::task::spawn_blocking(move || {
        let parts = lists::read_in_child(&program, &path, &options, &Limits::default())?;
        look(parts, &source, today).map(shortened)
    })
    .await
    .map_err(|_| Fail::Inside)
}

/// A look without more rows than its pages need.
fn shortened(mut look: Look) -> Look {
    let mut bytes = 0;
    for (_, rows) in &mut look.tables {
        rows.retain(|row| {
            bytes += row
                .cells
                .iter()
                .map(|cell| 40 + cell.text.len())
                .sum::<usize>();
            bytes <= KEPT_BYTES
        });
    }
    look.suggestion.samples.clear();
    look
}

/// Reads a list to its end, for a rehearsal or in earnest, beside the requests.
pub(super) fn run(visit: &Visit, job: &Arc<Job>, rehearsal: bool) -> Result<(), Fail> {
    let (mapping, extent, progress) = {
        let mut inside = job.inside();
        if matches!(inside.phase, Phase::Running { .. } | Phase::Done(_)) {
            return Ok(());
        }
        inside.phase = Phase::Running { rehearsal };
        inside.progress = Arc::new(Progress::default());
        (
            inside.mapping.clone(),
            inside.extent,
            Arc::clone(&inside.progress),
        )
    };
    let house = visit.shared_house()?;
    let caller = visit.caller()?.beyond_the_request();
    let t = visit.texts;
    let (program, today, job) = (visit.site.parser.clone(), visit.today(), Arc::clone(job));
    let into = ImportInto {
        compartment: job.compartment,
        source: job.source.clone(),
        organisation: None,
        extent,
        dry_run: rehearsal,
    };
    let runtime = tokio::runtime::Handle::current();
    // Reading waits for the child: on a thread of its own, not among the async workers.
    tokio::task::spawn_blocking(move || {
        let outcome = runtime.block_on(read_all(
            &house, &caller, &program, &job, &into, mapping, today, &progress,
        ));
        job.inside().phase = match outcome {
            Ok((Some(batch), _)) => Phase::Done(batch),
            Ok((None, report)) => Phase::Rehearsed(Arc::new(report)),
            Err(_) if progress.stop.load(Ordering::Relaxed) => {
                Phase::Failed(t.msg("refused-import-stopped"))
            }
            Err(DeskError::Unreadable(why)) => Phase::Failed(said::list_error(t, &why)),
            Err(DeskError::Refused(id, arguments)) => {
                Phase::Failed(said::refusal(t, id, &arguments))
            }
            Err(DeskError::Full) => Phase::Failed(t.msg("import-disk-full")),
            Err(error) => {
                tracing::error!(kind = ?std::mem::discriminant(&error), "an import failed");
                Phase::Failed(t.msg("import-failed"))
            }
        };
    });
    Ok(())
}

#[expect(
    clippy::too_many_arguments,
    reason = "everything a thread of its own takes along"
)]
async fn read_all(
    house: &House,
    caller: &Caller,
    program: &lists::ChildProgram,
    job: &Job,
    into: &ImportInto,
    mapping: Mapping,
    today: kernel::Day,
    progress: &Progress,
) -> desk::Result<(Option<BatchId>, ImportReport)> {
    let kept = serde_json::to_value(&mapping).ok();
    let parts = lists::read_in_child(
        program,
        job.file.path(),
        &mapping.reading,
        &Limits::default(),
    )
    .map_err(DeskError::Unreadable)?;
    let mut rows = ListRows::new(parts, mapping, today);
    house
        .import(caller, into, || rows.next(), kept, progress)
        .await
}

/// The status of a page that shows what went wrong.
pub(super) const UNUSABLE: StatusCode = StatusCode::UNPROCESSABLE_ENTITY;
