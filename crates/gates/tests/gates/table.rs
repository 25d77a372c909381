//! The committed table of verdicts, and rules written by hand for every row of it.

use std::{fmt::Write as _, path::PathBuf};

use gates::*;

use crate::common::*;

const PERSON: [&str; 10] = [
    "silent",
    "granted",
    "conditions",
    "day_to_come",
    "event_to_come",
    "event_over",
    "expired",
    "pressed",
    "refused",
    "unable",
];
const RELATIVE: [&str; 3] = ["silent", "granted", "refused"];
const COUNSEL: [&str; 3] = ["silent", "approved", "objected"];
const CARRIED: [&str; 4] = ["none", "relay", "best_interest", "relay_unvetted"];
const AROUND: [&str; 4] = ["none", "stop", "foreign_stop", "lock"];

#[derive(Clone, Copy, Debug)]
struct Row {
    act: &'static str,
    person: &'static str,
    relative: &'static str,
    counsel: &'static str,
    carried: &'static str,
    around: &'static str,
}

fn rows() -> Vec<Row> {
    let mut rows = Vec::new();
    for act in acts().all() {
        for person in PERSON {
            for relative in RELATIVE {
                for counsel in COUNSEL {
                    for carried in CARRIED {
                        for around in AROUND {
                            rows.push(Row {
                                act: &act.code,
                                person,
                                relative,
                                counsel,
                                carried,
                                around,
                            });
                        }
                    }
                }
            }
        }
    }
    rows
}

fn scopes(act: &str) -> &'static [&'static str] {
    match act {
        "raise_privately" => &["c05"],
        "ask_medical" | "ask_proof_of_life" => &["c12"],
        "share_with_ally" => &["c04", "c25"],
        "attend_hearing" => &["c17"],
        "visit" => &["c18"],
        "write_letters" => &["c16"],
        _ => &["c10"],
    }
}

fn facts(row: &Row) -> GateFacts {
    let mut facts = fresh();
    let codes = scopes(row.act);
    for (number, code) in (1_u8..).zip(codes) {
        let state = match row.person {
            "granted" | "expired" | "pressed" | "day_to_come" | "event_to_come" | "event_over" => {
                Some(WishState::Granted)
            }
            "conditions" => Some(WishState::GrantedWithConditions),
            "refused" => Some(WishState::Refused),
            "unable" => Some(WishState::UnableToAsk),
            _ => None,
        };
        if let Some(state) = state {
            let mut said = wish(number, Relation::Person, code, state);
            said.under_pressure = row.person == "pressed";
            match row.person {
                "expired" => said.given_on = today().plus(-200),
                "day_to_come" => said.not_before = Some(today().plus(1)),
                "event_to_come" => said.after_event = Some("verdict".into()),
                "event_over" => {
                    said.after_event = Some("verdict".into());
                    said.condition_met = true;
                    said.not_before = Some(today());
                }
                _ => {}
            }
            facts.wishes.push(said);
        }
        let state = match row.relative {
            "granted" => Some(WishState::Granted),
            "refused" => Some(WishState::Refused),
            _ => None,
        };
        if let Some(state) = state {
            facts
                .wishes
                .push(wish(number + 10, Relation::Relative, code, state));
        }
    }
    if row.counsel != "silent" {
        facts.counsel.push(CounselFact {
            entry: cited(20),
            counsel: "counsel".into(),
            scopes: codes.iter().map(|code| scope(code)).collect(),
            answer: if row.counsel == "approved" {
                Answer::Approved
            } else {
                Answer::Objected
            },
            given_on: today().plus(-3),
            withdrawn: false,
        });
    }
    match row.carried {
        "relay" => facts.relays.push(relay(21, codes)),
        "relay_unvetted" => {
            facts.relays.push(RelayFact {
                vetted_until: None,
                ..relay(21, codes)
            });
        }
        "best_interest" => facts.best_interests.push(decision(22, codes)),
        _ => {}
    }
    match row.around {
        "stop" => facts.stops.push(stop(23, &[row.act])),
        "foreign_stop" => facts.stops.push(StopFact {
            origin: None,
            ..stop(23, &[row.act])
        }),
        "lock" => facts.locks.push(lock(24, &[row.act])),
        _ => {}
    }
    facts
}

/// The rules as a person would say them.
fn oracle(row: &Row) -> &'static str {
    let public = ["write_letters", "raise_publicly", "publish_profile"].contains(&row.act);
    let with_counsel = ["attend_hearing", "visit"].contains(&row.act);
    // No.
    if row.person == "refused" || row.around == "stop" {
        return "block";
    }
    if with_counsel && row.counsel != "approved" {
        return "block";
    }
    let waits = ["day_to_come", "event_to_come"].contains(&row.person);
    let person_agrees = waits || ["granted", "conditions", "event_over"].contains(&row.person);
    if public && row.relative == "refused" && !person_agrees {
        return "block";
    }
    // Who carries it?
    let relative_speaks = row.relative == "granted" && row.person == "unable";
    let another = match row.carried {
        "relay" => !public,
        "best_interest" => !public && !with_counsel,
        _ => false,
    };
    let carried = person_agrees || relative_speaks || another;
    if !carried {
        // What ran out waits for the next safe contact, in private; and so does asking the person
        // where a relative agrees already.
        let waits = row.person == "expired" || row.relative == "granted";
        return if waits && !public { "hold" } else { "block" };
    }
    // Not now.
    let not_now = row.relative == "refused"
        || row.counsel == "objected"
        || row.around != "none"
        || waits
        || (public && row.person == "conditions");
    if not_now { "hold" } else { "clear" }
}

#[test]
fn every_row_is_what_the_rules_say() {
    let rows = rows();
    assert_eq!(rows.len(), 9 * 10 * 3 * 3 * 4 * 4);
    for row in &rows {
        let facts = facts(row);
        let verdict = verdict(act(row.act), &facts, now());
        assert_eq!(verdict.outcome.code(), oracle(row), "{row:?} {verdict:#?}");
        assert_eq!(check(&verdict, &facts, now()), Ok(()), "{row:?}");
    }
}

/// What the last weighing says, whether a second person signed, and whether like acts pause.
const WEIGHED: [&str; 11] = [
    "none",
    "public",
    "conditions",
    "private_first_still",
    "private_first_over",
    "private_only",
    "do_not_act",
    "expired",
    "overtaken",
    "withdrawn",
    "against_before",
];

fn weighed(act: &str, what: &str, seconded: bool, paused: bool) -> GateFacts {
    let mut facts = fresh();
    for (number, code) in (1_u8..).zip(scopes(act)) {
        facts
            .wishes
            .push(wish(number, Relation::Person, code, WishState::Granted));
    }
    facts.counsel.push(CounselFact {
        entry: cited(20),
        counsel: "counsel".into(),
        scopes: scopes(act).iter().map(|code| scope(code)).collect(),
        answer: Answer::Approved,
        given_on: today().plus(-3),
        withdrawn: false,
    });
    let outcome = match what {
        "conditions" => Assessed::WithConditions,
        "private_first_still" | "private_first_over" => Assessed::PrivateFirst,
        "private_only" => Assessed::PrivateOnly,
        "do_not_act" => Assessed::DoNotAct,
        _ => Assessed::Public,
    };
    facts.assessments = vec![AssessmentFact {
        private_until: match what {
            "private_first_still" => Some(today()),
            "private_first_over" => Some(today().plus(-1)),
            _ => None,
        },
        until: today().plus(if what == "expired" { -1 } else { 0 }),
        overtaken: what == "overtaken",
        withdrawn: what == "withdrawn",
        seconded,
        ..assessment(30, act, outcome)
    }];
    match what {
        "none" => facts.assessments.clear(),
        "against_before" => facts.assessments.push(AssessmentFact {
            decided_on: today().plus(-9),
            ..assessment(31, act, Assessed::DoNotAct)
        }),
        _ => {}
    }
    if paused {
        facts.pauses.push(PauseFact {
            entry: cited(32),
            act: act.to_owned(),
        });
    }
    facts
}

#[test]
fn the_weighing_is_what_the_rules_say() {
    let mut table = String::from(
        "# act\tweighed\tsigned by a second person\tlike acts pause\tverdict\trules, the strictest first\n",
    );
    for code in acts().all().map(|act| act.code.as_str()) {
        let public = ["write_letters", "raise_publicly", "publish_profile"].contains(&code);
        for what in WEIGHED {
            for (seconded, paused) in [(true, false), (true, true), (false, false), (false, true)] {
                let facts = weighed(code, what, seconded, paused);
                let verdict = verdict(act(code), &facts, now());
                assert_eq!(check(&verdict, &facts, now()), Ok(()), "{code} {what}");
                let none = ["none", "expired", "overtaken", "withdrawn"].contains(&what);
                let expected = if public && none {
                    "block"
                } else if paused
                    || what == "do_not_act"
                    || (public && ["private_only", "private_first_still"].contains(&what))
                    || (public && !seconded)
                {
                    "hold"
                } else {
                    "clear"
                };
                assert_eq!(
                    verdict.outcome.code(),
                    expected,
                    "{code} {what} {seconded} {paused}"
                );
                let rules: Vec<&str> = verdict
                    .reasons
                    .iter()
                    .map(|reason| reason.rule.code())
                    .collect();
                writeln!(
                    table,
                    "{code}\t{what}\t{}\t{}\t{}\t{}",
                    if seconded { "yes" } else { "no" },
                    if paused { "yes" } else { "no" },
                    verdict.outcome.code(),
                    if rules.is_empty() {
                        "-".to_owned()
                    } else {
                        rules.join(",")
                    },
                )
                .unwrap();
            }
        }
    }
    committed("testdata/weighings.tsv", &table);
}

#[test]
fn the_committed_table_is_true() {
    let mut table = String::from(
        "# act\tperson\trelative\tcounsel\tcarried by\tstop or lock\tverdict\trules, the strictest first\n",
    );
    for row in rows() {
        let verdict = verdict(act(row.act), &facts(&row), now());
        let rules: Vec<&str> = verdict
            .reasons
            .iter()
            .map(|reason| reason.rule.code())
            .collect();
        writeln!(
            table,
            "{}\t{}\t{}\t{}\t{}\t{}\t{}\t{}",
            row.act,
            row.person,
            row.relative,
            row.counsel,
            row.carried,
            row.around,
            verdict.outcome.code(),
            if rules.is_empty() {
                "-".to_owned()
            } else {
                rules.join(",")
            },
        )
        .unwrap();
    }
    committed("testdata/verdicts.tsv", &table);
}

/// Holds a table against the committed one, or commits it.
fn committed(path: &str, table: &str) {
    let path = PathBuf::from(path);
    if std::env::var_os("BLESS").is_some_and(|value| value == "1") {
        std::fs::write(&path, table).unwrap();
    }
    let committed = std::fs::read_to_string(&path).unwrap();
    assert!(
        committed == table,
        "verdicts have changed: look at the difference after BLESS=1, and commit it if it is meant"
    );
}

#[test]
fn every_rule_scope_and_act_has_english_words() {
    let has = |id: String| {
        ENGLISH_FLUENT
            .lines()
            .any(|line| line.starts_with(&format!("{id} = ")))
    };
    for rule in Rule::ALL {
        assert!(
            has(format!("gate-{}", rule.code().replace('_', "-"))),
            "{}",
            rule.code()
        );
    }
    for scope in Scope::all() {
        assert!(has(format!("gate-scope-{scope}")), "{scope}");
    }
    for act in acts().all() {
        assert!(has(format!("gate-act-{}", act.code)), "{}", act.code);
    }
}
