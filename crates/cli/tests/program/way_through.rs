//! From an empty folder to a brief, a backup and back.

use std::{process::Command, sync::Arc};

use casework::{
    Body,
    bilaterals::Meeting,
    wishes::{Giver, ScopeWish, Wish},
};
use desk::{Draft, House, KeySource};
use kernel::{FileId, Instant};
use sealing::{Argon2Cost, TotpSecret};
use store::Place;
use testkit::{FakeClock, SeededRandomness};

use crate::{Desk, LIST, PASSPHRASE};

/// Seconds of the real clock: the program checks codes against it.
fn seconds() -> u64 {
    let output = Command::new("date").arg("+%s").output().unwrap();
    String::from_utf8(output.stdout)
        .unwrap()
        .trim()
        .parse()
        .unwrap()
}

/// Records what no command records: a person's yes and a meeting with them on its list.
fn plan(desk: &Desk, person: &str) -> FileId {
    let person: FileId = person.parse().unwrap();
    let now = Instant::from_milliseconds(i64::try_from(seconds()).unwrap() * 1000);
    tokio::runtime::Runtime::new().unwrap().block_on(async {
        let house = House::open(
            &Place::Folder(desk.register()),
            &KeySource::Passphrase(PASSPHRASE),
            Argon2Cost::cheapest(),
            Arc::new(FakeClock::moving(now, 1)),
            Arc::new(SeededRandomness::new(11)),
        )
        .await
        .unwrap();
        let operator = house.operator("test").await.unwrap();
        let yes = Wish {
            giver: Giver {
                relation: "person".to_owned(),
                ..Giver::default()
            },
            words: "Speak to them, quietly.".to_owned(),
            how_known: "spoken".to_owned(),
            scopes: vec![ScopeWish {
                scope: "c05".to_owned(),
                state: "granted".to_owned(),
                ..ScopeWish::default()
            }],
            ..Wish::default()
        };
        let mut draft = Draft::new(&yes).unwrap();
        draft.valid_until = Some(now.day().plus(90));
        house.record(&operator, person, &draft).await.unwrap();
        let (compartment, _, _) = operator.compartments().remove(0);
        let meeting = Meeting {
            moment: None,
            day: now.day().plus(2),
            ..Meeting::sample()
        };
        let file = house
            .plan_meeting(&operator, compartment, &meeting)
            .await
            .unwrap();
        house
            .put_on_list(&operator, file, person, |raised| {
                raised.asks.push("release".to_owned())
            })
            .await
            .unwrap();
        house.close().await;
        file
    })
}

#[test]
fn a_list_becomes_a_brief_a_backup_and_a_register_again() {
    let desk = Desk::begun();
    let list = desk.write("list.csv", LIST).display().to_string();
    let import = ["import", list.as_str(), "--source", "Lantern Circle"];

    // Dry: counted, nothing written.
    let mapping = desk.text("mapping.toml");
    let report = desk.text("report.json");
    let mut dry = import.to_vec();
    dry.extend(["--dry-run", "--save-mapping", &mapping, "--report", &report]);
    let sums = desk.json(&dry).objects().pop().unwrap();
    assert_eq!(
        (&sums["rows"], &sums["created"]),
        (&4.into(), &3.into()),
        "{sums}"
    );
    assert_eq!(desk.entries(), 0);
    let lines: serde_json::Value =
        serde_json::from_slice(&std::fs::read(&report).unwrap()).unwrap();
    assert!(!lines["lines"].as_array().unwrap().is_empty());

    // In, with the mapping that was looked at; then again, by the list's own keys.
    let mut first = import.to_vec();
    first.extend(["--mapping", &mapping]);
    let run = desk.json(&first);
    let sums = run.objects().pop().unwrap();
    let names: Vec<&str> = sums
        .as_object()
        .unwrap()
        .keys()
        .map(String::as_str)
        .collect();
    assert_eq!(
        names,
        [
            "rows",
            "created",
            "updated",
            "unchanged",
            "review",
            "skipped",
            "rejected",
            "persons",
            "missing",
            "unmarked"
        ]
    );
    assert_eq!(sums["persons"], 3);
    let total: u64 = names
        .iter()
        .skip(1)
        .take(6)
        .map(|name| sums[name].as_u64().unwrap())
        .sum();
    assert_eq!(sums["rows"], total);
    assert_eq!(sums["created"], 3);
    let again = desk.json(&import).objects().pop().unwrap();
    assert_eq!(
        (&again["created"], &again["updated"]),
        (&0.into(), &0.into()),
        "{again}"
    );

    // Found in both scripts, and by a word.
    let found = desk.json(&["find", "Каліна Алена"]).objects();
    let kalina = found[0]["id"].as_str().unwrap().to_owned();
    assert!(
        found[0]["names"]
            .as_array()
            .unwrap()
            .contains(&"Алена Каліна".into())
    );
    assert!(found[0]["score"].as_f64().unwrap() > 0.9);
    assert_eq!(
        desk.json(&["find", "alena kalina"]).objects()[0]["id"],
        kalina.as_str()
    );
    assert_eq!(
        desk.json(&["find", "Tumzha"]).objects()[0]["id"],
        kalina.as_str()
    );
    assert_eq!(desk.json(&["find", "Nobody Whatsoever"]).out, "");

    // Nobody was asked: nothing is clear, and a public act is blocked with its reason.
    let verdict = desk
        .json(&["gate", "--person", &kalina, "--act", "raise_publicly"])
        .object();
    assert_eq!(verdict["verdict"], "block");
    let reason = &verdict["reasons"][0];
    for field in ["rule", "entry", "says", "who_can_lift"] {
        assert!(reason.get(field).is_some(), "{reason}");
    }
    assert_ne!(
        desk.json(&["gate", "--person", &kalina, "--act", "raise_privately"])
            .object()["verdict"],
        "clear"
    );

    // Their own word opens the private way; the brief names them.
    let meeting = plan(&desk, &kalina).to_string();
    assert_eq!(
        desk.json(&["gate", "--person", &kalina, "--act", "raise_privately"])
            .object()["verdict"],
        "clear"
    );
    assert_eq!(desk.json(&["meetings"]).object()["id"], meeting.as_str());
    let brief = desk.text("brief.pdf");
    desk.plain(&[
        "brief",
        "--meeting",
        &meeting,
        "--format",
        "pdf",
        "--out",
        &brief,
    ])
    .done();
    assert!(std::fs::read(&brief).unwrap().starts_with(b"%PDF-"));
    let printed = desk
        .plain(&[
            "brief",
            "--meeting",
            &meeting,
            "--out",
            "-",
            "--locale",
            "ar",
        ])
        .done();
    assert!(printed.bytes.starts_with(b"%PDF-"));

    // The ledger agrees, an entry is proved, and who opened the file is known.
    let audit = desk.json(&["audit", "verify"]).object();
    assert_eq!(audit["clean"], true);
    assert!(audit["entries"].as_u64().unwrap() >= 12);
    assert!(
        !desk
            .json(&["audit", "openings", &kalina])
            .objects()
            .is_empty()
    );
    assert!(
        desk.json(&["audit", "checkpoint"]).object()["checkpoint"]
            .as_str()
            .unwrap()
            .contains("unforgotten/")
    );
    assert_eq!(desk.json(&["check"]).object()["clean"], true);
    assert_eq!(desk.json(&["rebuild"]).object()["repaired"], 0);

    // Out in open formats.
    let table = desk
        .plain(&["export", "--people", "--format", "csv"])
        .done();
    assert!(table.out.contains("Алена Каліна"));
    assert!(table.out.starts_with("\u{feff}TLP:"), "{}", table.out);
    let list = desk
        .plain(&["export", "--people", "--format", "json"])
        .done();
    let list: serde_json::Value = serde_json::from_str(&list.out).unwrap();
    assert_eq!(list["people"][0]["detentions"][0]["country"], "XV");
    let entities = desk
        .plain(&["export", "--people", "--format", "ftm"])
        .done();
    assert!(entities.out.contains("\"schema\":\"Person\""));
    let all = desk.text("everything");
    desk.plain(&["export", "--all", &all]).done();
    assert!(
        std::fs::read_to_string(desk.path("everything").join("files.jsonl"))
            .unwrap()
            .contains("Tumzha")
    );
    desk.plain(&["export", "--all", &all])
        .refused(1, "is there already");

    // Away and back: the same digest, the same answers.
    let backups = desk.text("backups");
    let saved = desk.json(&["backup", &backups]).object();
    let verified = desk.json(&["verify-backup", &backups]).object();
    assert_eq!(saved["digest"], verified["digest"]);
    let answers = desk.json(&["find", "Rashid"]).out;
    std::fs::remove_dir_all(desk.register()).unwrap();
    let restored = desk.json(&["restore", &backups]).object();
    assert_eq!(restored["digest"], saved["digest"]);
    assert_eq!(desk.json(&["find", "Rashid"]).out, answers);
    assert_eq!(desk.json(&["audit", "verify"]).object()["clean"], true);
    desk.plain(&["restore", &backups])
        .refused(1, "already holds a register");
}

#[test]
fn a_member_acts_with_their_own_rights_only() {
    let desk = Desk::begun();
    desk.write("first", "Copper-Kettle-Window-31");
    let file = desk.text("first");
    desk.json(&["compartments", "add", "Partner"]);
    let added = desk
        .json(&[
            "users",
            "add",
            "lin",
            "--name",
            "Lin Tarasova",
            "--role",
            "documenter",
            "--compartment",
            "Partner",
            "--new-password-file",
            &file,
            "--keep-password",
            "--second-factor",
        ])
        .object();
    let secret = TotpSecret::parse(added["second_factor"].as_str().unwrap()).unwrap();
    let list = desk.write("list.csv", LIST).display().to_string();
    desk.json(&[
        "import",
        &list,
        "--source",
        "Lantern Circle",
        "--compartment",
        "Desk",
    ]);
    assert_eq!(desk.json(&["find", "kalina"]).objects().len(), 1);
    let code = secret.code_at(seconds()).to_string();
    // Not a member of the desk's compartment: for her nobody is there.
    let found = desk.json(&[
        "find",
        "kalina",
        "--as",
        "lin",
        "--password-file",
        &file,
        "--code",
        &code,
    ]);
    assert_eq!(found.out, "");
    // A code opens once.
    desk.plain(&[
        "find",
        "kalina",
        "--as",
        "lin",
        "--password-file",
        &file,
        "--code",
        &code,
    ])
    .refused(1, "the code is wrong or was used");
    let wrong = desk.text("password");
    desk.plain(&[
        "find",
        "kalina",
        "--as",
        "lin",
        "--password-file",
        &wrong,
        "--code",
        "123456",
    ])
    .refused(1, "the name or the password is wrong");

    let members = desk.json(&["users", "list"]).objects();
    assert_eq!(members.len(), 2);
    desk.plain(&["users", "suspend", "lin"]).done();
    let lin = desk
        .json(&["users", "list"])
        .objects()
        .into_iter()
        .find(|member| member["login"] == "lin")
        .unwrap();
    assert_eq!(lin["status"], "suspended");
    assert_eq!(lin["roles"][0]["role"], "documenter");
    assert!(
        desk.json(&["audit", "exposure", "lin"]).object()["could_open"]
            .as_array()
            .unwrap()
            .is_empty()
    );
}

#[test]
fn members_come_from_a_spreadsheet_whole_or_not_at_all() {
    let desk = Desk::begun();
    let passwords = desk.text("passwords.csv");
    let good = "login,name,office,kind,role,compartment,locale\n\
        irina,Irina Vale,Embassy office,office,desk officer,Desk,en\n\
        lin,Lin Tarasova,Lantern Circle,partner,documenter,Desk,ar\n";
    let faulty = desk
        .write(
            "faulty.csv",
            &format!("{good}ada,Ada Noor,,,king,Desk,en\n"),
        )
        .display()
        .to_string();
    desk.plain(&["users", "import", &faulty, "--first-passwords", &passwords])
        .refused(1, "row 4");
    assert_eq!(desk.json(&["users", "list"]).objects().len(), 1);
    assert!(!desk.path("passwords.csv").exists());
    let sheet = desk.write("members.csv", good).display().to_string();
    let sums = desk
        .json(&["users", "import", &sheet, "--first-passwords", &passwords])
        .object();
    assert_eq!(
        (
            &sums["members_added"],
            &sums["offices_added"],
            &sums["roles"]
        ),
        (&2.into(), &2.into(), &2.into())
    );
    assert_eq!(desk.json(&["users", "list"]).objects().len(), 3);
    assert_eq!(
        std::fs::read_to_string(&passwords).unwrap().lines().count(),
        3
    );
    let offices = desk.json(&["organisations", "list"]).objects();
    assert!(
        offices
            .iter()
            .any(|office| office["name"] == "Lantern Circle" && office["kind"] == "partner")
    );
}

#[test]
fn key_files_and_shares_open_the_register_too() {
    let desk = Desk::begun();
    let key = desk.text("key");
    desk.plain(&["key", "add-file", &key, "--make"]).done();
    let shares = desk
        .json(&["shares", "new", "--threshold", "2", "--total", "3"])
        .objects();
    assert_eq!(shares.len(), 3);
    let two: Vec<&str> = shares
        .iter()
        .take(2)
        .map(|share| share["share"].as_str().unwrap())
        .collect();
    desk.write("shares", &two.join("\n"));
    let open = |option: &str, value: &str| {
        let output = crate::program()
            .args(["users", "list", "--json", option, value, "--data"])
            .arg(desk.register())
            .output()
            .unwrap();
        crate::Run::of(output)
    };
    open("--key-file", &key).done();
    open("--key-command", &format!("cat '{key}'")).done();
    open("--shares-file", &desk.text("shares")).done();
    desk.write("shares", two[0]);
    open("--shares-file", &desk.text("shares")).refused(1, "1 of the 2 shares");
    open("--key-command", "exit 3").refused(1, "the key command failed");
    open(
        "--key-file",
        &desk.write("other", &"0".repeat(64)).display().to_string(),
    )
    .refused(1, "does not belong");
}

#[test]
fn seeded_people_are_the_same_for_the_same_seed() {
    let desk = Desk::begun();
    let seeded = desk
        .json(&["seed", "--people", "300", "--random-seed", "5"])
        .object();
    assert_eq!(seeded["people"], 300);
    assert!(seeded["entries"].as_u64().unwrap() >= 1_200);
    let list = desk.text("seed.csv");
    desk.plain(&[
        "seed",
        "--people",
        "300",
        "--random-seed",
        "5",
        "--as-list",
        &list,
    ])
    .done();
    let text = std::fs::read_to_string(&list).unwrap();
    assert_eq!(text.lines().count(), 301);
    let name = text.lines().nth(1).unwrap().split(',').nth(1).unwrap();
    assert!(!desk.json(&["find", name]).objects().is_empty());
    let sums = desk
        .json(&["import", &list, "--source", "As a list"])
        .objects()
        .pop()
        .unwrap();
    assert_eq!(sums["rows"], 300);
    assert_eq!(sums["created"], 300, "{sums}");
}
