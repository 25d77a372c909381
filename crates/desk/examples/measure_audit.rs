//! How long the ledger, backup, restore and rebuild take: `measure_audit PEOPLE [FOLDER]`.
//!
//! Prints one line of JSON for each step. The people are made up by number.

use std::{io::Write, path::PathBuf, sync::Arc, time::Instant as Stopwatch};

use access::Role;
use desk::{
    Beginning, Draft, House, KeySource,
    backup::{restore, verify_backup},
    imports::{Extent, ImportInto, ImportRow, Progress, Reading, RowKey},
};
use kernel::{Clock, Randomness};
use sealing::Argon2Cost;
use store::Place;
use testkit::{FakeClock, PEOPLE, SeededRandomness};

type Failure = Box<dyn std::error::Error>;

const PASSPHRASE: &str = "a passphrase for measuring only";

fn row(number: usize) -> ImportRow {
    let mut drafts: Vec<Draft> = PEOPLE
        .iter()
        .cycle()
        .nth(number % PEOPLE.len())
        .map(testkit::InventedPerson::drafts)
        .unwrap_or_default();
    drafts.push(testkit::name(
        &format!("Person Number {number}"),
        "known_as",
    ));
    ImportRow {
        row_key: RowKey::Own(number.to_string()),
        place: String::new(),
        notices: Vec::new(),
        line: number as u64,
        person_key: None,
        reading: Reading::Accept,
        doubts: Vec::new(),
        cells: Vec::new(),
        drafts,
    }
}

fn say(what: &str, watch: Stopwatch, more: serde_json::Value) -> Result<(), Failure> {
    let line = serde_json::json!({ "step": what, "seconds": watch.elapsed().as_secs_f64(), "found": more });
    writeln!(std::io::stdout(), "{line}")?;
    Ok(())
}

#[tokio::main(worker_threads = 2)]
async fn main() -> Result<(), Failure> {
    let mut arguments = std::env::args().skip(1);
    let people: usize = arguments.next().ok_or("how many people?")?.parse()?;
    let temporary = testkit::TempFolder::new();
    let folder = arguments
        .next()
        .map_or_else(|| temporary.path().to_path_buf(), PathBuf::from);
    let clock: Arc<dyn Clock> = Arc::new(FakeClock::moving(FakeClock::BEGINNING, 1));
    let randomness: Arc<dyn Randomness> = Arc::new(SeededRandomness::new(11));
    let beginning = Beginning {
        installation_name: "Measured",
        organisation: "Office",
        passphrase: PASSPHRASE,
        administrator: "admin",
        password: "a password for measuring only",
        cost: Argon2Cost::cheapest(),
    };
    let place = Place::Folder(folder.join("register"));
    let (house, administrator) = House::begin(
        &place,
        &beginning,
        Arc::clone(&clock),
        Arc::clone(&randomness),
    )
    .await?;
    let admin = house.ordinary_caller(administrator).await?;
    let members = [(administrator, Role::DeskOfficer)];
    let compartment = house
        .add_compartment(&admin, "Desk", house.organisation(), false, &members)
        .await?;
    let caller = house.ordinary_caller(administrator).await?;

    let watch = Stopwatch::now();
    let into = ImportInto {
        compartment,
        source: "measured".to_owned(),
        organisation: None,
        extent: Extent::Unsaid,
        dry_run: false,
    };
    let mut rows = (0..people).map(|number| Ok(row(number)));
    house
        .import(&caller, &into, || rows.next(), None, &Progress::default())
        .await?;
    say("import", watch, serde_json::json!({ "people": people }))?;

    // Leaves one by one, as people write them.
    let watch = Stopwatch::now();
    let singly = (people / 10).clamp(1, 5_000);
    for number in 0..singly {
        let drafts = [testkit::name(&format!("Single {number}"), "official")];
        house.open_person(&caller, compartment, &drafts).await?;
    }
    let each = watch.elapsed().as_secs_f64() / singly as f64;
    say(
        "write singly",
        watch,
        serde_json::json!({ "writes": singly, "a_second": 1.0 / each }),
    )?;
    let watch = Stopwatch::now();
    let placed = house.sequence_all().await?;
    say("sequence", watch, serde_json::json!({ "leaves": placed }))?;
    let watch = Stopwatch::now();
    let audit = house.verify().await?;
    say(
        "verify",
        watch,
        serde_json::json!({ "entries": audit.entries, "leaves": audit.leaves, "faults": audit.faults.len() }),
    )?;
    let watch = Stopwatch::now();
    let check = house.check().await?;
    say(
        "check",
        watch,
        serde_json::json!({ "files": check.files, "faults": check.faults.len() }),
    )?;
    let watch = Stopwatch::now();
    let rebuilt = house.rebuild().await?;
    say(
        "rebuild",
        watch,
        serde_json::json!({ "files": rebuilt.files, "repaired": rebuilt.repaired }),
    )?;
    let watch = Stopwatch::now();
    let backup = house.backup(&folder.join("measured")).await?;
    say(
        "backup",
        watch,
        serde_json::json!({ "bytes": backup.bytes, "rows": backup.rows.values().sum::<u64>() }),
    )?;
    let key = KeySource::Passphrase(PASSPHRASE);
    let watch = Stopwatch::now();
    verify_backup(&backup.register, &key)?;
    say("verify backup", watch, serde_json::Value::Null)?;
    let watch = Stopwatch::now();
    let target = Place::Folder(folder.join("restored"));
    let done = restore(
        &backup.register,
        &target,
        &key,
        None,
        clock,
        randomness,
        Argon2Cost::cheapest(),
    )
    .await?;
    say(
        "restore",
        watch,
        serde_json::json!({ "same_digest": done.digest == backup.digest }),
    )?;
    house.close().await;
    Ok(())
}
