//! Measures the desk on an embedded register or on PostgreSQL: acknowledged writes, a large import,
//! pages among many people, search. Prints one line a figure.
//!
//! `cargo run --release -p desk --example measure_desk -- FOLDER [PEOPLE] [POSTGRES-URL]`
//!
//! A folder that holds a register from an earlier run is opened again, without the import.

use std::{
    io::{Read, Write},
    path::PathBuf,
    sync::{Arc, Mutex},
    time::Instant as Stopwatch,
};

use access::Role;
use casework::{
    matters::{Charge, Detention},
    people::{Fact, Name},
    sources::{Cell, Claim},
};
use desk::{
    Beginning, Draft, House, KeySource, PeopleQuery,
    imports::{Extent, ImportInto, ImportRow, Progress, Reading, RowKey},
};
use kernel::{Clock, Instant, PartialDate, Randomness};
use sealing::Argon2Cost;
use store::Place;

/// What opens the register.
const PASSPHRASE: &str = "a passphrase for measuring only";

/// A clock that starts on a fixed day and runs with the machine.
struct RunningClock(Stopwatch);

impl Clock for RunningClock {
    fn now(&self) -> Instant {
        let millis = i64::try_from(self.0.elapsed().as_millis()).unwrap_or(0);
        Instant::from_milliseconds(1_795_305_600_000 + millis)
    }
}

/// The operating system's randomness.
struct Urandom(Mutex<std::io::BufReader<std::fs::File>>);

impl Randomness for Urandom {
    fn fill(&self, bytes: &mut [u8]) {
        if let Ok(mut file) = self.0.lock() {
            file.read_exact(bytes).unwrap_or_default();
        }
    }
}

const GIVEN: [&str; 24] = [
    "Alena", "Bahram", "Cemile", "Darya", "Emil", "Farida", "Gulnar", "Hassan", "Ilya", "Jamila",
    "Karim", "Larysa", "Mikola", "Nadia", "Orkhan", "Pavel", "Rashid", "Sevinj", "Tamara", "Uladz",
    "Vera", "Yusuf", "Zahra", "Ksenia",
];
const SYLLABLES: [&str; 20] = [
    "ver", "ba", "shko", "ly", "mar", "du", "nov", "ri", "kal", "en", "to", "ghar", "is", "pol",
    "ak", "zu", "han", "ber", "ti", "sa",
];

fn family(number: usize) -> String {
    let pick = |n: usize| {
        SYLLABLES
            .get(n % SYLLABLES.len())
            .copied()
            .unwrap_or_default()
    };
    let mut text = format!(
        "{}{}{}",
        pick(number),
        pick(number / 20),
        pick(number / 400)
    );
    if let Some(first) = text.get_mut(..1) {
        first.make_ascii_uppercase();
    }
    text
}

fn row(number: usize) -> ImportRow {
    let given = GIVEN.get(number % GIVEN.len()).copied().unwrap_or_default();
    let name = format!("{given} {}", family(number / 3));
    let year = i16::try_from(1950 + number % 55).unwrap_or(1980);
    let draft = |kind: Result<Draft, desk::DeskError>| kind.ok();
    let drafts = [
        draft(Draft::new(&Name {
            text: name.clone(),
            usage: "official".to_owned(),
            preferred: true,
            ..Name::default()
        })),
        draft(Draft::new(&Fact {
            field: "birth".to_owned(),
            value: year.to_string(),
            date: Some(PartialDate::year(year)),
            ..Fact::default()
        })),
        draft(Draft::new(&Detention {
            country: ["XV", "XQ", "XM", "XH", "XZ"]
                .get(number % 5)
                .copied()
                .unwrap_or("XV")
                .to_owned(),
            stage: "serving".to_owned(),
            custody: "prison".to_owned(),
            place_text: format!("Penal colony No. {}", number % 40),
            address: None,
            from: PartialDate::year(2022),
            until: None,
            release_type: None,
            source_status: Some("active".to_owned()),
            acknowledged: None,
            distance_home_km: None,
        })),
        draft(Draft::new(&Charge {
            original_text: format!("Art. {}", 700 + number % 60),
            article: Some((700 + number % 60).to_string()),
            ..Charge::default()
        })),
        draft(Draft::new(&Claim {
            organisation: "Lantern Circle".to_owned(),
            scheme: None,
            status_text: "active".to_owned(),
            status_code: None,
            as_of: None,
            reference: None,
        })),
    ];
    ImportRow {
        row_key: RowKey::Own(number.to_string()),
        place: String::new(),
        notices: Vec::new(),
        line: u64::try_from(number).unwrap_or(0) + 2,
        person_key: None,
        reading: Reading::Accept,
        doubts: Vec::new(),
        cells: vec![
            Cell("id".to_owned(), number.to_string()),
            Cell("name".to_owned(), name),
        ],
        drafts: drafts.into_iter().flatten().collect(),
    }
}

fn percentile(mut millis: Vec<f64>, share: f64) -> f64 {
    millis.sort_by(f64::total_cmp);
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        clippy::cast_precision_loss,
        reason = "an index into a short list"
    )]
    let index = ((millis.len() as f64 - 1.0) * share).round() as usize;
    millis.get(index).copied().unwrap_or(f64::NAN)
}

fn memory() -> String {
    std::fs::read_to_string("/proc/self/status")
        .unwrap_or_default()
        .lines()
        .find(|line| line.starts_with("VmHWM"))
        .unwrap_or_default()
        .to_owned()
}

/// Milliseconds of processor that all threads of this process have used. What the clock says on a
/// machine with other work to do is noise; this is not.
fn processor() -> f64 {
    let mut nanoseconds = 0_u64;
    for task in std::fs::read_dir("/proc/self/task")
        .into_iter()
        .flatten()
        .flatten()
    {
        let text = std::fs::read_to_string(task.path().join("schedstat")).unwrap_or_default();
        let used = text
            .split(' ')
            .next()
            .and_then(|used| used.parse::<u64>().ok());
        nanoseconds += used.unwrap_or(0);
    }
    #[expect(clippy::cast_precision_loss, reason = "milliseconds with a few digits")]
    let milliseconds = nanoseconds as f64 / 1e6;
    milliseconds
}

/// A new register with so many people in it.
async fn fill(
    place: &Place,
    people: usize,
    clock: Arc<RunningClock>,
    randomness: Arc<Urandom>,
    out: &mut impl Write,
) -> Result<House, Box<dyn std::error::Error>> {
    let beginning = Beginning {
        installation_name: "measure",
        organisation: "Ministry of Measure",
        passphrase: PASSPHRASE,
        administrator: "admin",
        password: "a password for measuring only",
        cost: Argon2Cost::cheapest(),
    };
    let (house, administrator) = House::begin(place, &beginning, clock, randomness).await?;
    let administrator = house.ordinary_caller(administrator).await?;
    let compartment = house
        .add_compartment(&administrator, "desk", house.organisation(), false, &[])
        .await?;
    house
        .admit(
            &administrator,
            compartment,
            administrator.actor.user,
            Role::DeskOfficer,
        )
        .await?;
    let caller = house.ordinary_caller(administrator.actor.user).await?;

    let into = ImportInto {
        compartment,
        source: "measured".to_owned(),
        organisation: None,
        extent: Extent::Unsaid,
        dry_run: false,
    };
    let mut number = 0;
    let watch = Stopwatch::now();
    let rows = || {
        (number < people).then(|| {
            number += 1;
            Ok(row(number))
        })
    };
    let (_, report) = house
        .import(&caller, &into, rows, None, &Progress::default())
        .await?;
    writeln!(
        out,
        "import: {} rows in {:.1} s, {}",
        report.rows,
        watch.elapsed().as_secs_f64(),
        memory()
    )?;
    Ok(house)
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let folder = PathBuf::from(
        arguments
            .next()
            .ok_or("usage: measure_desk FOLDER [PEOPLE] [POSTGRES-URL]")?,
    );
    let people: usize = arguments.next().map_or(Ok(100_000), |text| text.parse())?;
    let place = arguments
        .next()
        .map_or_else(|| Place::Folder(folder.clone()), Place::Url);
    let mut out = std::io::stdout();
    let clock = Arc::new(RunningClock(Stopwatch::now()));
    let randomness = Arc::new(Urandom(Mutex::new(std::io::BufReader::with_capacity(
        65_536,
        std::fs::File::open("/dev/urandom")?,
    ))));
    let house = if std::fs::exists(folder.join("unlock.json"))? {
        let watch = Stopwatch::now();
        let house = House::open(
            &place,
            &KeySource::Passphrase(PASSPHRASE),
            Argon2Cost::cheapest(),
            clock,
            randomness,
        )
        .await?;
        writeln!(out, "opened in {:.3} s", watch.elapsed().as_secs_f64())?;
        house
    } else {
        fill(&place, people, clock, randomness, &mut out).await?
    };
    let user = house
        .register()
        .read()
        .await?
        .user_by_login("admin")
        .await?
        .ok_or("the register has no administrator")?
        .id;
    let caller = house.ordinary_caller(user).await?;

    let page = house.people(&caller, &PeopleQuery::default()).await?;
    let mut lists = Vec::new();
    let used = processor();
    for _ in 0..50 {
        let watch = Stopwatch::now();
        house.people(&caller, &PeopleQuery::default()).await?;
        lists.push(watch.elapsed().as_secs_f64() * 1000.0);
    }
    writeln!(
        out,
        "people list: p50 {:.1} ms, p99 {:.1} ms, processor {:.1} ms each",
        percentile(lists.clone(), 0.5),
        percentile(lists, 0.99),
        (processor() - used) / 50.0
    )?;

    let mut pages = Vec::new();
    let mut after = None;
    let mut files = Vec::new();
    for _ in 0..20 {
        let page = house
            .people(
                &caller,
                &PeopleQuery {
                    after: after.clone(),
                    ..PeopleQuery::default()
                },
            )
            .await?;
        files.extend(page.people.iter().map(|person| person.file));
        after.clone_from(&page.next);
    }
    for file in &files {
        let watch = Stopwatch::now();
        house.person(&caller, *file).await?;
        pages.push(watch.elapsed().as_secs_f64() * 1000.0);
    }
    writeln!(
        out,
        "person page (with its opening in the ledger): {} pages, p50 {:.1} ms, p99 {:.1} ms",
        pages.len(),
        percentile(pages.clone(), 0.5),
        percentile(pages, 0.99)
    )?;

    let mut searches = Vec::new();
    let used = processor();
    for person in page.people.iter().take(50) {
        let text = person
            .names
            .first()
            .map(|name| name.text.clone())
            .unwrap_or_default();
        let watch = Stopwatch::now();
        let found = house.find(&caller, &text, 20).await?;
        searches.push(watch.elapsed().as_secs_f64() * 1000.0);
        if found.is_empty() {
            writeln!(out, "not found: {text}")?;
        }
    }
    writeln!(
        out,
        "search: p50 {:.1} ms, p99 {:.1} ms, processor {:.1} ms each",
        percentile(searches.clone(), 0.5),
        percentile(searches.clone(), 0.99),
        (processor() - used) / f64::from(u32::try_from(searches.len()).unwrap_or(1))
    )?;

    // Into files that the first page of the list does not show: it is measured again on the next run.
    files.reverse();
    let file = files.first().copied().ok_or("nobody there")?;
    let note = Draft::new(&casework::coordination::Note {
        text: "measured".to_owned(),
    })?;
    let watch = Stopwatch::now();
    let writes = 2_000;
    for _ in 0..writes {
        house.record(&caller, file, &note).await?;
    }
    writeln!(
        out,
        "acknowledged writes with leaf, one after the other: {:.0}/s",
        f64::from(writes) / watch.elapsed().as_secs_f64()
    )?;
    let house = Arc::new(house);
    let watch = Stopwatch::now();
    let mut tasks = Vec::new();
    for task in 0..8_usize {
        let (house, caller, note) = (Arc::clone(&house), caller.clone(), note.clone());
        let file = files.get(task + 1).copied().unwrap_or(file);
        tasks.push(tokio::spawn(async move {
            for _ in 0..250 {
                house.record(&caller, file, &note).await?;
            }
            Ok::<(), desk::DeskError>(())
        }));
    }
    for task in tasks {
        task.await??;
    }
    writeln!(
        out,
        "acknowledged writes with leaf, eight at once: {:.0}/s",
        2_000.0 / watch.elapsed().as_secs_f64()
    )?;
    Ok(())
}
