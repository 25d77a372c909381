//! Lists in: upload, what the columns mean, a rehearsal, the import itself, its result, and undoing it.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError, atomic::Ordering},
};

use access::Import;
use axum::http::StatusCode;
use desk::{
    Caller, DeskError, House,
    imports::{Extent, ImportInto, ImportReport, ListRows, Progress, ReportLine, RowOutcome},
};
use kernel::{BatchId, CompartmentId, Confidence, Instant, UserId};
use lists::{DateOrder, Limits, ListError, Mapping, Part, RawRow, RawTable, Suggestion, Target};
use store::BatchState;

use super::{compartments_for, exports, house as files, may, said, shown};
use crate::{
    pages::{
        Choice, ConfirmPage, Control, Field, Form, ImportLine, ImportResult, ImportRow, Imports,
        Link, MappedColumn, MappingPage, Pager, Place, ProgressPage, RehearsalPage, RowCounts,
        RowEnd, UploadPage, Written,
    },
    paths,
    security::uploads::Spooled,
    text::Texts,
    visit::{Answer, Fail, Visit, go_to, page, page_with},
};

/// Rows of a report that a page shows.
const ROWS: usize = 100;
/// Lists that wait at once, for everybody together.
const MOST_JOBS: usize = 16;
/// A list that nobody went on with is forgotten after this long.
const WAITS_SECONDS: i64 = 6 * 3600;
/// The page of a running import asks for itself again after so many seconds.
const REFRESH_SECONDS: u32 = 3;

/// Where a list stands.
enum Phase {
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

struct Inside {
    phase: Phase,
    mapping: Mapping,
}

/// A list on its way in.
pub(crate) struct Job {
    owner: UserId,
    file: Spooled,
    source: String,
    compartment: CompartmentId,
    table: RawTable,
    suggestion: Suggestion,
    began: Instant,
    progress: Progress,
    inside: Mutex<Inside>,
}

impl Job {
    fn inside(&self) -> std::sync::MutexGuard<'_, Inside> {
        self.inside.lock().unwrap_or_else(PoisonError::into_inner)
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

    fn keep(&self, id: String, job: Arc<Job>, now: Instant) -> Result<(), Fail> {
        let mut all = self.all();
        all.retain(|_, job| {
            let running = matches!(job.inside().phase, Phase::Running { .. });
            running || job.began.plus_seconds(WAITS_SECONDS) > now
        });
        if all.len() >= MOST_JOBS {
            return Err(Fail::Desk(Box::new(DeskError::refused(
                "refused-too-many-lists",
            ))));
        }
        all.insert(id, job);
        Ok(())
    }
}

fn counts(report: &ImportReport) -> RowCounts {
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
    line.doubts
        .iter()
        .map(|doubt| {
            let says = said::doubt(t, &doubt.code);
            if doubt.detail.is_empty() {
                says
            } else {
                format!("{says}: {}", doubt.detail)
            }
        })
        .collect::<Vec<_>>()
        .join(" · ")
}

fn row(t: Texts, line: &ReportLine) -> ImportRow {
    let column = line.doubts.iter().find_map(|doubt| doubt.column.as_deref());
    let cell = column.and_then(|column| {
        let cell = line.cells.iter().find(|cell| cell.0 == column)?;
        Some((Written::unknown(&cell.0), Written::unknown(&cell.1)))
    });
    ImportRow {
        number: line.line,
        end: end(line.outcome),
        person: line.file.map(|file| shown::of_names(t, file, &[])),
        cell,
        reason: reasons(t, line),
        href: (line.outcome == RowOutcome::Review).then(paths::review),
    }
}

fn rows(t: Texts, report: &ImportReport, wanted: Option<&str>) -> Vec<ImportRow> {
    let urgency = |outcome: RowOutcome| match outcome {
        RowOutcome::Rejected => 0,
        RowOutcome::Review | RowOutcome::Missing => 1,
        RowOutcome::Skipped => 2,
        RowOutcome::Updated => 3,
        RowOutcome::Created | RowOutcome::Unchanged => 4,
    };
    let mut lines: Vec<&ReportLine> = report
        .lines
        .iter()
        .filter(|line| {
            wanted.is_none_or(|wanted| end(line.outcome).message() == format!("row-{wanted}"))
        })
        .collect();
    lines.sort_by_key(|line| (urgency(line.outcome), line.line));
    lines
        .into_iter()
        .take(ROWS)
        .map(|line| row(t, line))
        .collect()
}

fn may_import(visit: &Visit) -> Result<Vec<(CompartmentId, String)>, Fail> {
    let caller = visit.caller()?;
    let places: Vec<_> = compartments_for(caller, "source")
        .into_iter()
        .filter(|(id, _)| may::<Import>(caller, *id, "source"))
        .collect();
    if places.is_empty() {
        Err(Fail::Absent)
    } else {
        Ok(places)
    }
}

fn state_word(t: Texts, state: BatchState) -> String {
    t.msg(match state {
        BatchState::Staging => "import-staging",
        BatchState::Published => "import-published",
        BatchState::Discarded => "import-discarded",
        BatchState::Undone => "import-undone",
        BatchState::Kept => "import-kept",
    })
}

/// All imports.
pub(crate) async fn list(visit: Arc<Visit>) -> Answer {
    may_import(&visit)?;
    let t = visit.texts;
    let imports = visit.house()?.imports(visit.caller()?).await?;
    page(&Imports {
        layout: visit.layout("title-imports", Some(Place::Imports)),
        imports: imports
            .iter()
            .map(|line| ImportLine {
                source: line.report.source.clone(),
                day: line.created.day(),
                by: line.by.clone(),
                state: state_word(t, line.state),
                counts: counts(&line.report),
                href: paths::import(line.batch),
            })
            .collect(),
        may_add: true,
    })
}

async fn upload_form(visit: &Visit, error: Option<String>) -> Result<UploadPage, Fail> {
    let t = visit.texts;
    let places = may_import(visit)?;
    let known = visit.house()?.imports(visit.caller()?).await?;
    let mut sources: Vec<String> = known
        .iter()
        .map(|line| line.report.source.clone())
        .filter(|name| !name.is_empty())
        .collect();
    sources.sort();
    sources.dedup();
    let mut fields = vec![
        Field::new(
            "file",
            &t.msg("field-import-file"),
            Control::File(".csv,.tsv,.txt,.xlsx".to_owned()),
        )
        .required(),
    ];
    if !sources.is_empty() {
        let mut choices = vec![Choice::new("", &t.msg("choice-nothing")).chosen()];
        choices.extend(sources.iter().map(|name| Choice::new(name, name)));
        fields.push(Field::new(
            "source",
            &t.msg("field-import-source"),
            Control::Choice(choices),
        ));
    }
    fields.push(Field::new(
        "new_source",
        &t.msg("field-import-new-source"),
        Control::Line,
    ));
    let choices = places
        .iter()
        .enumerate()
        .map(|(position, (id, title))| Choice {
            value: id.to_string(),
            text: title.clone(),
            chosen: position == 0,
        })
        .collect();
    fields.push(
        Field::new(
            "compartment",
            &t.msg("field-compartment"),
            Control::Choice(choices),
        )
        .required(),
    );
    let mut form =
        Form::new(paths::new_import(), fields, &t.msg("import-upload")).cancel(paths::imports());
    form.error = error;
    Ok(UploadPage {
        layout: visit.layout("title-import", Some(Place::Imports)),
        form,
    })
}

/// The form for a list.
pub(crate) async fn new(visit: Arc<Visit>) -> Answer {
    page(&upload_form(&visit, None).await?)
}

/// What the first rows of a list look like; reading runs in a child, which this waits for.
fn look(
    program: &lists::ChildProgram,
    path: &std::path::Path,
    source: &str,
    today: kernel::Day,
) -> Result<(RawTable, Suggestion), ListError> {
    let limits = Limits::default();
    let reader = lists::read_in_child(program, path, &lists::ReadOptions::default(), &limits)?;
    let mut table: Option<RawTable> = None;
    let mut rows: Vec<RawRow> = Vec::new();
    for part in reader {
        match part? {
            Part::Table(next) if table.is_none() => table = Some(next),
            Part::Table(_) => break,
            Part::Row(row) => {
                rows.push(row);
                if rows.len() >= lists::SAMPLE_ROWS {
                    break;
                }
            }
        }
    }
    let table = table.ok_or_else(|| ListError::NotAList("an empty file".to_owned()))?;
    let suggestion = lists::suggest(&table, &rows, source, today);
    Ok((table, suggestion))
}

/// Takes a list and looks at it; a mapping that was used for its source before is used again.
pub(crate) async fn upload(visit: Arc<Visit>) -> Answer {
    let t = visit.texts;
    let places = may_import(&visit)?;
    let sent = visit.upload().await?;
    let field = |name: &str| {
        sent.pairs
            .iter()
            .find(|(known, _)| known == name)
            .map_or("", |(_, value)| value.trim())
    };
    let compartment: CompartmentId = field("compartment").parse().map_err(|_| Fail::Absent)?;
    if !places.iter().any(|(id, _)| *id == compartment) {
        return Err(Fail::Absent);
    }
    let source = match (field("new_source"), field("source")) {
        ("", "") => None,
        ("", known) => Some(known.to_owned()),
        (new, _) => Some(new.chars().take(200).collect()),
    };
    let (Some((file, _)), Some(source)) = (sent.file, source) else {
        let says = t.msg("refused-import-incomplete");
        return page_with(
            StatusCode::UNPROCESSABLE_ENTITY,
            &upload_form(&visit, Some(says)).await?,
        );
    };
    let (program, path, name, today) = (
        visit.site.parser.clone(),
        file.path().to_path_buf(),
        source.clone(),
        visit.today(),
    );
    let looked = tokio::task::spawn_blocking(move || look(&program, &path, &name, today))
        .await
        .map_err(|_| Fail::Inside)?;
    let (table, suggestion) = match looked {
        Ok(looked) => looked,
        Err(error) => {
            return page_with(
                StatusCode::UNPROCESSABLE_ENTITY,
                &upload_form(&visit, Some(error.to_string())).await?,
            );
        }
    };
    let caller = visit.caller()?;
    let saved = visit
        .house()?
        .profile(caller, compartment, &source)
        .await?
        .and_then(|saved| serde_json::from_value::<Mapping>(saved).ok());
    let mut bytes = [0_u8; 16];
    visit.site.randomness.fill(&mut bytes);
    let id: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
    let job = Job {
        owner: caller.actor.user,
        file,
        source,
        compartment,
        table,
        inside: Mutex::new(Inside {
            phase: Phase::Mapping,
            mapping: saved.unwrap_or_else(|| suggestion.mapping.clone()),
        }),
        suggestion,
        began: visit.site.now(),
        progress: Progress::default(),
    };
    visit
        .site
        .imports
        .keep(id.clone(), Arc::new(job), visit.site.now())?;
    Ok(go_to(&paths::import_mapping(id)))
}

fn job(visit: &Visit) -> Result<Arc<Job>, Fail> {
    visit
        .site
        .imports
        .of(visit.param("import"), visit.caller()?)
        .ok_or(Fail::Absent)
}

/// What a column may be taken for: the code that is sent and the message.
fn targets() -> Vec<(Vec<Target>, &'static str)> {
    let fact = |field: &str| {
        vec![Target::Fact {
            field: field.to_owned(),
        }]
    };
    vec![
        (
            vec![Target::Name {
                usage: "known_as".to_owned(),
                order: lists::NameOrder::Unknown,
                preferred: true,
            }],
            "name",
        ),
        (
            vec![Target::Name {
                usage: "transliteration".to_owned(),
                order: lists::NameOrder::Unknown,
                preferred: false,
            }],
            "transliteration",
        ),
        (
            vec![Target::Aliases {
                usage: "alias".to_owned(),
            }],
            "aliases",
        ),
        (vec![Target::Birth], "birth"),
        (vec![Target::AgeAtArrest], "age"),
        (vec![Target::Sex], "sex"),
        (vec![Target::Country], "country"),
        (fact("occupation"), "occupation"),
        (fact("activity"), "activity"),
        (fact("affiliation"), "affiliation"),
        (fact("nationality"), "nationality"),
        (fact("ethnicity"), "ethnicity"),
        (fact("religion"), "religion"),
        (fact("residence"), "residence"),
        (vec![Target::IdentityNumber], "identity"),
        (vec![Target::Arrest], "arrest"),
        (vec![Target::FormalArrest], "formal-arrest"),
        (vec![Target::Status], "status"),
        (vec![Target::Place], "place"),
        (vec![Target::Town], "town"),
        (vec![Target::PlaceOrStatus], "place-or-status"),
        (vec![Target::Charge { divider: None }], "charge"),
        (vec![Target::Verdict], "verdict"),
        (vec![Target::VerdictDate], "verdict-date"),
        (vec![Target::Sentence], "sentence"),
        (vec![Target::Penalty], "penalty"),
        (vec![Target::ExpectedRelease], "expected-release"),
        (vec![Target::Release], "release"),
        (vec![Target::Death], "death"),
        (vec![Target::Address], "address"),
        (vec![Target::Narrative], "narrative"),
        (vec![Target::Note], "note"),
        (vec![Target::Withheld], "withheld"),
        (vec![Target::Keep], "keep"),
        (vec![Target::Ignore], "ignore"),
    ]
}

fn mapping_form(visit: &Visit, id: &str, job: &Job, error: Option<String>) -> MappingPage {
    let t = visit.texts;
    let inside = job.inside();
    let mapping = &inside.mapping;
    let columns = job
        .table
        .headers
        .iter()
        .enumerate()
        .map(|(place, header)| {
            let present = mapping
                .columns
                .iter()
                .find(|column| column.header.trim() == header.trim());
            let present: Vec<Target> = present
                .map(|column| column.targets.clone())
                .unwrap_or_default();
            let known = targets();
            let position = known.iter().position(|(targets, _)| *targets == present);
            let mut choices: Vec<Choice> = known
                .iter()
                .enumerate()
                .map(|(number, (_, word))| Choice {
                    value: number.to_string(),
                    text: t.msg(&format!("target-{word}")),
                    chosen: position == Some(number),
                })
                .collect();
            if position.is_none() {
                // Several meanings, or finer ones than the list above: kept as they are.
                choices.insert(
                    0,
                    Choice::new(
                        "kept",
                        &t.msg(if present.is_empty() {
                            "target-keep"
                        } else {
                            "target-as-saved"
                        }),
                    )
                    .chosen(),
                );
            }
            let why = job
                .suggestion
                .columns
                .iter()
                .find(|column| column.header.trim() == header.trim());
            MappedColumn {
                place: u32::try_from(place).unwrap_or(u32::MAX),
                header: Written::unknown(header),
                samples: why
                    .map(|why| {
                        why.examples
                            .iter()
                            .take(3)
                            .map(|text| Written::unknown(text))
                            .collect()
                    })
                    .unwrap_or_default(),
                targets: choices,
                reason: why
                    .map(|why| {
                        why.reasons
                            .iter()
                            .map(|id| {
                                said::message_or(t, id, || {
                                    id.trim_start_matches("lists-reason-").replace('-', " ")
                                })
                            })
                            .collect::<Vec<_>>()
                            .join(" · ")
                    })
                    .unwrap_or_default(),
                unsure: why.is_none_or(|why| why.confidence < 0.5),
            }
        })
        .collect();
    let mut findings = Vec::new();
    if let Some(encoding) = &job.table.encoding {
        findings.push(t.with("import-encoding", "name", encoding.name.as_str()));
    }
    if let Some(sheet) = &job.table.sheet {
        findings.push(t.with("import-sheet", "name", sheet.as_str()));
    }
    findings.extend(job.suggestion.questions.iter().map(|code| {
        said::message_or(
            t,
            &format!("import-question-{}", code.replace('_', "-")),
            || code.replace('_', " "),
        )
    }));
    let order = |known: DateOrder| mapping.date_order == known;
    let country = mapping.country.clone().unwrap_or_default();
    let mut countries = vec![Choice {
        value: String::new(),
        text: t.msg("choice-nothing"),
        chosen: country.is_empty(),
    }];
    countries.extend(super::fields::vocabulary_choices(
        t,
        "countries",
        &[country.as_str()],
    ));
    let fields = vec![
        Field::new(
            "country",
            &t.msg("field-import-country"),
            Control::Choice(countries),
        ),
        Field::new(
            "date_order",
            &t.msg("field-import-date-order"),
            Control::Choice(vec![
                Choice {
                    value: "day_first".to_owned(),
                    text: t.msg("date-order-day-first"),
                    chosen: order(DateOrder::DayFirst),
                },
                Choice {
                    value: "month_first".to_owned(),
                    text: t.msg("date-order-month-first"),
                    chosen: order(DateOrder::MonthFirst),
                },
                Choice {
                    value: "unsure".to_owned(),
                    text: t.msg("date-order-unsure"),
                    chosen: order(DateOrder::Unsure),
                },
            ]),
        ),
        Field::new(
            "confidence",
            &t.msg("field-import-confidence"),
            Control::Choice(
                Confidence::ALL
                    .into_iter()
                    .map(|known| Choice {
                        value: known.code().to_owned(),
                        text: t.msg(&format!("confidence-{}", known.code())),
                        chosen: known == mapping.confidence,
                    })
                    .collect(),
            ),
        ),
        Field::new(
            "row_key",
            &t.msg("field-import-row-key"),
            Control::Choices(
                job.table
                    .headers
                    .iter()
                    .map(|header| Choice {
                        value: header.clone(),
                        text: header.clone(),
                        chosen: mapping.row_key.contains(header),
                    })
                    .collect(),
            ),
        ),
    ];
    MappingPage {
        layout: visit.layout("title-import", Some(Place::Imports)),
        source: job.source.clone(),
        findings,
        columns,
        form: Form::new(paths::import_mapping(id), fields, &t.msg("import-rehearse"))
            .cancel(paths::imports()),
        error,
    }
}

/// What each column means.
pub(crate) async fn mapping_page(visit: Arc<Visit>) -> Answer {
    let job = job(&visit)?;
    page(&mapping_form(&visit, visit.param("import"), &job, None))
}

/// Takes the mapping and begins the rehearsal.
pub(crate) async fn mapping(visit: Arc<Visit>) -> Answer {
    let job = job(&visit)?;
    let known = targets();
    {
        let mut inside = job.inside();
        if matches!(inside.phase, Phase::Running { .. } | Phase::Done(_)) {
            return Ok(go_to(&paths::import(visit.param("import"))));
        }
        let before = inside.mapping.columns.clone();
        let columns = job
            .table
            .headers
            .iter()
            .enumerate()
            .map(|(place, header)| {
                let chosen = visit
                    .field(&format!("column.{place}"))
                    .parse::<usize>()
                    .ok()
                    .and_then(|number| known.get(number));
                let targets = match chosen {
                    Some((targets, _)) => targets.clone(),
                    None => before
                        .iter()
                        .find(|column| column.header.trim() == header.trim())
                        .map(|column| column.targets.clone())
                        .unwrap_or_default(),
                };
                lists::Column {
                    header: header.trim().to_owned(),
                    targets,
                }
            })
            .collect();
        inside.mapping.columns = columns;
        inside.mapping.source.clone_from(&job.source);
        inside.mapping.country =
            Some(visit.field("country").to_owned()).filter(|code| !code.is_empty());
        inside.mapping.date_order = match visit.field("date_order") {
            "month_first" => DateOrder::MonthFirst,
            "unsure" => DateOrder::Unsure,
            _ => DateOrder::DayFirst,
        };
        if let Some(confidence) = Confidence::parse(visit.field("confidence")) {
            inside.mapping.confidence = confidence;
        }
        inside.mapping.row_key = visit
            .fields("row_key")
            .filter(|header| job.table.headers.iter().any(|known| known == header))
            .map(str::to_owned)
            .collect();
    }
    run(&visit, &job, true)?;
    Ok(go_to(&paths::import_rehearsal(visit.param("import"))))
}

/// Reads a list to its end, for a rehearsal or in earnest, beside the requests.
fn run(visit: &Visit, job: &Arc<Job>, rehearsal: bool) -> Result<(), Fail> {
    let mapping = {
        let mut inside = job.inside();
        if matches!(inside.phase, Phase::Running { .. } | Phase::Done(_)) {
            return Ok(());
        }
        inside.phase = Phase::Running { rehearsal };
        inside.mapping.clone()
    };
    job.progress.rows.store(0, Ordering::Relaxed);
    let house = visit.shared_house()?;
    let caller = visit.caller()?.clone();
    let (program, today, job) = (visit.site.parser.clone(), visit.today(), Arc::clone(job));
    let runtime = tokio::runtime::Handle::current();
    // Reading waits for the child: on a thread of its own, not among the async workers.
    tokio::task::spawn_blocking(move || {
        let outcome = runtime.block_on(read_all(
            &house, &caller, &program, &job, mapping, today, rehearsal,
        ));
        job.inside().phase = match outcome {
            Ok((Some(batch), _)) => Phase::Done(batch),
            Ok((None, report)) => Phase::Rehearsed(Arc::new(report)),
            Err(DeskError::Unreadable(why)) => Phase::Failed(why.to_string()),
            Err(DeskError::Full) => Phase::Failed(DeskError::Full.to_string()),
            Err(error) => {
                tracing::error!(kind = ?std::mem::discriminant(&error), "an import failed");
                Phase::Failed(String::new())
            }
        };
    });
    Ok(())
}

async fn read_all(
    house: &House,
    caller: &Caller,
    program: &lists::ChildProgram,
    job: &Job,
    mapping: Mapping,
    today: kernel::Day,
    rehearsal: bool,
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
    let into = ImportInto {
        compartment: job.compartment,
        source: job.source.clone(),
        organisation: None,
        extent: Extent::Unsaid,
        dry_run: rehearsal,
    };
    house
        .import(caller, &into, || rows.next(), kept, &job.progress)
        .await
}

fn progress_page(visit: &Visit, id: &str, job: &Job, rehearsal: bool) -> ProgressPage {
    let t = visit.texts;
    let mut layout = visit.layout("title-import", Some(Place::Imports));
    layout.refresh = Some(REFRESH_SECONDS);
    ProgressPage {
        layout,
        source: job.source.clone(),
        done: job.progress.rows.load(Ordering::Relaxed),
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

fn failed(visit: &Visit, id: &str, job: &Job, why: &str) -> MappingPage {
    let says = if why.is_empty() {
        visit.texts.msg("import-failed")
    } else {
        why.to_owned()
    };
    mapping_form(visit, id, job, Some(says))
}

/// What the import would do.
pub(crate) async fn rehearsal(visit: Arc<Visit>) -> Answer {
    let t = visit.texts;
    let job = job(&visit)?;
    let id = visit.param("import");
    enum Now {
        Running(bool),
        Report(Arc<ImportReport>),
        Elsewhere(String),
        Failed(String),
    }
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
        Now::Failed(why) => page_with(
            StatusCode::UNPROCESSABLE_ENTITY,
            &failed(&visit, id, &job, &why),
        ),
        Now::Report(report) => {
            let rows = rows(t, &report, None);
            page(&RehearsalPage {
                layout: visit.layout("title-import", Some(Place::Imports)),
                source: job.source.clone(),
                counts: counts(&report),
                pager: Pager {
                    shown: u32::try_from(rows.len()).unwrap_or(0),
                    ..Pager::default()
                },
                rows,
                reports: Vec::new(),
                action: paths::import(id),
                mapping_href: paths::import_mapping(id),
            })
        }
    }
}

/// Imports in earnest.
pub(crate) async fn carry_out(visit: Arc<Visit>) -> Answer {
    let job = job(&visit)?;
    let id = visit.param("import");
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
    let lines = visit.house()?.imports(visit.caller()?).await?.into_inner();
    lines
        .into_iter()
        .find(|line| line.batch == batch)
        .ok_or(Fail::Absent)
}

/// How far an import is; then what it did.
pub(crate) async fn progress(visit: Arc<Visit>) -> Answer {
    let t = visit.texts;
    if job(&visit).is_ok() {
        return rehearsal(visit).await;
    }
    let line = stored(&visit).await?;
    let wanted = visit.query("rows");
    let rows = rows(t, &line.report, wanted);
    let shown = RowCounts::default()
        .all()
        .into_iter()
        .filter_map(|(message, _)| Some((message, message.strip_prefix("row-")?)))
        .map(|(message, word)| Link {
            href: if wanted == Some(word) {
                String::new()
            } else {
                format!("{}?rows={word}", paths::import(line.batch))
            },
            text: t.msg(message),
        })
        .collect();
    page(&ImportResult {
        layout: visit.layout("title-import", Some(Place::Imports)),
        source: line.report.source.clone(),
        published: (line.state == BatchState::Published).then_some(line.created),
        failed: (line.state != BatchState::Published).then(|| state_word(t, line.state)),
        counts: counts(&line.report),
        shown,
        pager: Pager {
            shown: u32::try_from(rows.len()).unwrap_or(0),
            ..Pager::default()
        },
        rows,
        reports: ["csv", "json"]
            .into_iter()
            .map(|extension| Link {
                href: paths::import_report(line.batch, extension),
                text: extension.to_uppercase(),
            })
            .collect(),
        undo_href: (line.state == BatchState::Published).then(|| paths::undo_import(line.batch)),
    })
}

/// The report as CSV.
pub(crate) async fn report_csv(visit: Arc<Visit>) -> Answer {
    let line = stored(&visit).await?;
    let t = visit.texts;
    let mut text = String::from("\u{feff}");
    text.push_str(&exports::row(
        ["row", "key", "end", "reason"].map(str::to_owned),
    ));
    for known in &line.report.lines {
        text.push_str(&exports::row([
            known.line.to_string(),
            known.row_key.clone(),
            end(known.outcome)
                .message()
                .trim_start_matches("row-")
                .to_owned(),
            reasons(t, known),
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
        line.report.created + line.report.updated,
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
