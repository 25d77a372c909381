//! What needs no register: names, linking, estimates.

use std::os::unix::fs::PermissionsExt;

use super::{Desk, Run, program};

/// Runs a command that needs neither a register nor a key.
fn run(arguments: &[&str]) -> Run {
    Run::of(program().args(arguments).output().unwrap())
}

#[test]
fn pairs_of_names_are_scored_for_their_owner_only() {
    let desk = Desk::empty();
    desk.write(
        "pairs.csv",
        "\u{feff}name_a,name_b,note\nАлена Калина,Alena Kalina,one\n=cmd(),Tamara,two\n",
    );
    let (pairs, scores) = (desk.text("pairs.csv"), desk.text("scores.csv"));
    let told = run(&["names", "score", &pairs, "--out", &scores, "--json"])
        .done()
        .object();
    assert_eq!((&told["pairs"], &told["same"]), (&2.into(), &1.into()));
    let text = std::fs::read_to_string(&scores).unwrap();
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(lines[0], "name_a,name_b,note,score,same,why");
    assert!(lines[1].contains(",true,"), "{}", lines[1]);
    assert!(lines[2].starts_with("'=cmd(),"), "{}", lines[2]);
    let mode = std::fs::metadata(&scores).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
}

#[test]
fn the_same_person_is_found_on_two_lists() {
    let desk = Desk::empty();
    let mut one = "id,full_name,birth_date\n".to_owned();
    let mut other = one.clone();
    let names = [
        "Alena Kalina",
        "Tamara Vershina",
        "Ilya Ostrov",
        "Vera Polyn",
    ];
    for (number, name) in names.iter().enumerate() {
        one.push_str(&format!(
            "a{number},{name},19{}0-03-1{number}\n",
            5 + number
        ));
        other.push_str(&format!(
            "b{number},{name},19{}0-03-1{number}\n",
            5 + number
        ));
    }
    desk.write("one.csv", &one);
    desk.write("other.csv", &other);
    let (one, other) = (desk.text("one.csv"), desk.text("other.csv"));
    let (clusters, pairs) = (desk.text("clusters.csv"), desk.text("pairs.csv"));
    let told = run(&[
        "link", &one, &other, "--out", &clusters, "--pairs", &pairs, "--json",
    ])
    .done()
    .object();
    assert_eq!((&told["rows"], &told["clusters"]), (&8.into(), &4.into()));
    let text = std::fs::read_to_string(&clusters).unwrap();
    assert_eq!(text.lines().count(), 9, "{text}");
    assert!(std::fs::read_to_string(&pairs).unwrap().lines().count() >= 5);
}

#[test]
fn what_cannot_be_used_is_named() {
    let desk = Desk::empty();
    desk.write("nameless.csv", "colour,size\nred,3\n");
    desk.write("table.csv", "dataset,pattern,count\nx,10,many\n");
    std::fs::write(desk.path("other.csv"), b"name_a,name_b\n\xcf\xf0,x\n").unwrap();
    let (nameless, table, other, out) = (
        desk.text("nameless.csv"),
        desk.text("table.csv"),
        desk.text("other.csv"),
        desk.text("out.csv"),
    );
    run(&["link", &nameless, "--out", &out]).refused(1, "no column of the list holds a name");
    run(&["link", &nameless, "--out", &out, "--column", "shoe=size"])
        .refused(2, "knows no field \"shoe\"");
    run(&[
        "link",
        &nameless,
        "--out",
        &out,
        "--column",
        "full_name=who",
    ])
    .refused(2, "which no list has");
    run(&["names", "score", &nameless, "--out", &out]).refused(1, "has no column name_a");
    run(&["names", "score", &other, "--out", &out]).refused(1, "is not in UTF-8: line 2");
    run(&["estimate", &table]).refused(1, "is not a number");
    run(&["estimate", &desk.text("absent.csv")]).refused(1, "there is no such file");
    assert!(!desk.path("out.csv").exists());
}

#[test]
fn an_estimate_that_lists_cannot_carry_is_refused_with_the_reason() {
    let desk = Desk::empty();
    desk.write(
        "table.csv",
        "dataset,pattern,count\nx,10,40\nx,01,30\nx,11,12\n",
    );
    let table = desk.text("table.csv");
    let told = run(&["estimate", &table, "--json"]).done().object();
    assert!(told["refused"].as_str().unwrap().contains("two lists"));
    let told = run(&["estimate", &table, "--assume-independent", "--json"])
        .done()
        .objects();
    assert!(
        told.iter()
            .all(|line| line["low"].as_f64() <= line["high"].as_f64())
    );
    assert!(!told.is_empty());
}
