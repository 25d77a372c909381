//! The plan of the house as data, and the check that the crate graph follows it.
//!
//! Arrows run only downwards: a crate depends on crates of lower floors. Some libraries have one
//! room and are named nowhere else. The rooms without input and output are closed to the libraries
//! and the parts of the standard library that do it.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
    process::Command,
};

use serde_json::Value;

use crate::{
    failure::{Failure, Result},
    source::{file_name, files, read, without_tests},
};

/// One crate of the house.
struct Room {
    name: &'static str,
    floor: u8,
    /// Whether it does no input or output.
    pure: bool,
    /// Whether it is offered under `Apache-2.0 OR MIT`, so that others can use it.
    shared: bool,
}

const fn room(name: &'static str, floor: u8) -> Room {
    Room {
        name,
        floor,
        pure: false,
        shared: false,
    }
}

const fn pure(name: &'static str, floor: u8) -> Room {
    Room {
        name,
        floor,
        pure: true,
        shared: false,
    }
}

const fn shared(name: &'static str, floor: u8) -> Room {
    Room {
        name,
        floor,
        pure: true,
        shared: true,
    }
}

/// The house, from the ground up. Rooms that are planned and not yet built may stand here.
const HOUSE: &[Room] = &[
    shared("kernel", 0),
    shared("names", 1),
    shared("linkage", 2),
    pure("casework", 2),
    pure("gates", 2),
    pure("access", 2),
    pure("sealing", 2),
    pure("ledger", 2),
    pure("bundle", 3),
    room("store", 3),
    room("lists", 3),
    room("desk", 4),
    room("documents", 5),
    room("web", 5),
    room("cli", 6),
    // Beside the house: whoever tests may use it, nobody ships it.
    room(TESTKIT, 6),
];

const TESTKIT: &str = "testkit";

/// Libraries with one room; a name that ends in `*` stands for all that begin so.
const ONLY_IN: &[(&str, &[&str])] = &[
    ("sqlx*", &["store"]),
    ("libsqlite3-sys", &["store"]),
    ("axum*", &["web"]),
    ("hyper*", &["web"]),
    ("askama*", &["web"]),
    ("typst*", &["documents"]),
    // Heavy: whoever does not print does not build it.
    ("documents", &["cli", TESTKIT]),
    // The whole cryptography stands where an auditor looks for it.
    ("chacha20poly1305", &["sealing"]),
    ("argon2", &["sealing"]),
    ("x25519-dalek", &["sealing"]),
    ("hkdf", &["sealing"]),
    ("ed25519-dalek", &["sealing", "ledger"]),
    // The one place for the system's randomness; everybody else is handed some.
    ("getrandom", &["cli", TESTKIT]),
];

/// What a room without input and output may not reach, by whatever way.
const CLOSED_TO_PURE: &[&str] = &[
    "tokio",
    "mio",
    "socket2",
    "sqlx",
    "sqlx-core",
    "libsqlite3-sys",
    "axum",
    "hyper",
    "reqwest",
    "ureq",
];

/// What a room without input and output may not take from the standard library.
const CLOSED_IN_STD: &[&str] = &["fs", "net", "process", "env", "os"];

/// A dependency of a workspace crate, as its manifest names it.
struct Arrow {
    from: String,
    to: String,
    /// `normal`, `dev` or `build`.
    kind: String,
}

/// What the check needs to know of the crate graph.
struct Graph {
    /// Workspace crates with their licence.
    crates: BTreeMap<String, String>,
    arrows: Vec<Arrow>,
    /// For each workspace crate, every package it is built from.
    reach: BTreeMap<String, BTreeSet<String>>,
}

/// Checks the crate graph and the sources.
pub(crate) fn check(root: &Path) -> Result<String> {
    let graph = graph(root)?;
    let mut broken = of_graph(&graph);
    for name in graph.crates.keys() {
        let folder = root.join("crates").join(name);
        if !folder.is_dir() {
            continue;
        }
        let manifest = folder.join("Cargo.toml");
        if !read(&manifest)?.contains("[lints]\nworkspace = true") {
            broken.push(format!("{name} does not take the lints of the workspace"));
        }
        if find(name).is_some_and(|room| room.pure) {
            broken.extend(of_sources(name, &folder.join("src"))?);
        }
    }
    Failure::unless_empty("The crate graph leaves the plan of the house", &broken)?;
    Ok(format!(
        "layers: {} crates, {} arrows, all downwards",
        graph.crates.len(),
        graph.arrows.len()
    ))
}

fn find(name: &str) -> Option<&'static Room> {
    HOUSE.iter().find(|room| room.name == name)
}

/// What is broken in the graph.
fn of_graph(graph: &Graph) -> Vec<String> {
    let mut broken = Vec::new();
    for (name, licence) in &graph.crates {
        if name == "xtask" {
            continue;
        }
        let Some(room) = find(name) else {
            broken.push(format!("{name} has no floor in the plan of the house"));
            continue;
        };
        let expected = if room.shared {
            "Apache-2.0 OR MIT"
        } else {
            "AGPL-3.0-or-later"
        };
        if licence != expected {
            broken.push(format!("{name} is under {licence}, not {expected}"));
        }
        if room.pure
            && let Some(reached) = graph.reach.get(name)
        {
            for closed in CLOSED_TO_PURE {
                if reached.contains(*closed) {
                    broken.push(format!(
                        "{name} does no input or output, yet reaches {closed}"
                    ));
                }
            }
        }
    }
    broken.extend(
        graph
            .arrows
            .iter()
            .filter_map(|arrow| of_arrow(graph, arrow)),
    );
    broken
}

fn of_arrow(graph: &Graph, arrow: &Arrow) -> Option<String> {
    let Arrow { from, to, kind } = arrow;
    for (library, rooms) in ONLY_IN {
        let named = library
            .strip_suffix('*')
            .map_or(to == library, |start| to.starts_with(start));
        if named && !rooms.contains(&from.as_str()) {
            return Some(format!(
                "{from} names {to}, which only {} may",
                rooms.join(", ")
            ));
        }
    }
    if !graph.crates.contains_key(to) {
        return None;
    }
    if to == TESTKIT {
        return (kind != "dev").then(|| format!("{from} ships {TESTKIT}, which is for tests"));
    }
    let (above, below) = (find(from)?, find(to)?);
    if above.shared && !below.shared {
        return Some(format!("{from} is shared under other terms than {to}"));
    }
    (above.floor <= below.floor).then(|| {
        format!(
            "{from} (floor {}) depends on {to} (floor {})",
            above.floor, below.floor
        )
    })
}

/// What a pure crate takes from the standard library although it should not.
fn of_sources(name: &str, folder: &Path) -> Result<Vec<String>> {
    let mut texts = Vec::new();
    let mut tests = BTreeSet::new();
    for path in files(folder, "rs")? {
        let (text, modules) = without_tests(&read(&path)?);
        tests.extend(modules.into_iter().map(|module| format!("{module}.rs")));
        texts.push((file_name(&path), text));
    }
    Ok(texts
        .iter()
        .filter(|(file, _)| !tests.contains(file))
        .flat_map(|(file, text)| {
            taken_from_std(text)
                .into_iter()
                .map(move |module| format!("{name}/src/…/{file} uses std::{module}"))
        })
        .collect())
}

/// The closed modules of the standard library that a text names, also inside `use std::{…}`.
fn taken_from_std(text: &str) -> Vec<&'static str> {
    let together: String = text.split_whitespace().collect();
    let mut named: BTreeSet<&str> = BTreeSet::new();
    for rest in together.split("std::").skip(1) {
        if let Some(list) = rest.strip_prefix('{') {
            named.extend(heads(list));
        } else {
            named.extend(
                rest.split(|c: char| !c.is_alphanumeric() && c != '_')
                    .next(),
            );
        }
    }
    CLOSED_IN_STD
        .iter()
        .copied()
        .filter(|module| named.contains(module))
        .collect()
}

/// The first word of each item of a `use` list, up to the brace that closes it.
fn heads(list: &str) -> Vec<&str> {
    let (mut depth, mut start, mut found) = (0_u32, 0, Vec::new());
    for (position, character) in list.char_indices() {
        match character {
            '{' => depth += 1,
            '}' if depth > 0 => depth -= 1,
            ',' | '}' if depth == 0 => {
                found.extend(list.get(start..position));
                start = position + 1;
                if character == '}' {
                    break;
                }
            }
            _ => {}
        }
    }
    found
        .into_iter()
        .filter_map(|item| item.split("::").next())
        .collect()
}

/// Asks cargo for the graph.
fn graph(root: &Path) -> Result<Graph> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let output = Command::new(cargo)
        .args(["metadata", "--format-version", "1", "--locked"])
        .current_dir(root)
        .output()
        .map_err(Failure::at(root))?;
    if !output.status.success() {
        return Err(Failure::new(format!(
            "cargo metadata failed:\n{}",
            String::from_utf8_lossy(&output.stderr)
        )));
    }
    let metadata: Value = serde_json::from_slice(&output.stdout)
        .map_err(|error| Failure::new(format!("cargo metadata: {error}")))?;
    Ok(read_graph(&metadata))
}

fn text<'a>(value: &'a Value, key: &str) -> &'a str {
    value.get(key).and_then(Value::as_str).unwrap_or_default()
}

fn list<'a>(value: &'a Value, key: &str) -> impl Iterator<Item = &'a Value> + use<'a> {
    value
        .get(key)
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
}

fn read_graph(metadata: &Value) -> Graph {
    let members: BTreeSet<&str> = list(metadata, "workspace_members")
        .filter_map(Value::as_str)
        .collect();
    let names: BTreeMap<&str, &str> = list(metadata, "packages")
        .map(|package| (text(package, "id"), text(package, "name")))
        .collect();
    let mut graph = Graph {
        crates: BTreeMap::new(),
        arrows: Vec::new(),
        reach: BTreeMap::new(),
    };
    for package in list(metadata, "packages") {
        if !members.contains(text(package, "id")) {
            continue;
        }
        let from = text(package, "name").to_owned();
        for dependency in list(package, "dependencies") {
            graph.arrows.push(Arrow {
                from: from.clone(),
                to: text(dependency, "name").to_owned(),
                kind: match text(dependency, "kind") {
                    "" => "normal".to_owned(),
                    other => other.to_owned(),
                },
            });
        }
        graph
            .crates
            .insert(from, text(package, "license").to_owned());
    }
    let below = shipped(metadata);
    for member in members {
        let mut reached = BTreeSet::new();
        let mut waiting = vec![member];
        while let Some(id) = waiting.pop() {
            for next in below.get(id).into_iter().flatten() {
                if reached.insert(*next) {
                    waiting.push(next);
                }
            }
        }
        let reached = reached
            .into_iter()
            .filter_map(|id| names.get(id))
            .map(|name| (*name).to_owned())
            .collect();
        if let Some(name) = names.get(member) {
            graph.reach.insert((*name).to_owned(), reached);
        }
    }
    graph
}

/// For each package the packages that are shipped with it: dependencies of tests and builds not.
fn shipped(metadata: &Value) -> BTreeMap<&str, Vec<&str>> {
    metadata
        .get("resolve")
        .into_iter()
        .flat_map(|resolve| list(resolve, "nodes"))
        .map(|node| {
            let normal = list(node, "deps")
                .filter(|dependency| {
                    list(dependency, "dep_kinds").any(|kind| kind.get("kind") == Some(&Value::Null))
                })
                .map(|dependency| text(dependency, "pkg"))
                .collect();
            (text(node, "id"), normal)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn graph_of(arrows: &[(&str, &str, &str)]) -> Graph {
        let mut crates = BTreeMap::new();
        for room in HOUSE {
            let licence = if room.shared {
                "Apache-2.0 OR MIT"
            } else {
                "AGPL-3.0-or-later"
            };
            crates.insert(room.name.to_owned(), licence.to_owned());
        }
        Graph {
            crates,
            arrows: arrows
                .iter()
                .map(|(from, to, kind)| Arrow {
                    from: (*from).to_owned(),
                    to: (*to).to_owned(),
                    kind: (*kind).to_owned(),
                })
                .collect(),
            reach: BTreeMap::new(),
        }
    }

    fn broken(from: &str, to: &str, kind: &str) -> bool {
        !of_graph(&graph_of(&[(from, to, kind)])).is_empty()
    }

    #[test]
    fn arrows_run_downwards() {
        assert!(!broken("desk", "store", "normal"));
        assert!(!broken("cli", "documents", "normal"));
        assert!(broken("store", "desk", "normal"));
        assert!(broken("casework", "gates", "normal"));
        assert!(broken("web", "documents", "normal"));
        assert!(broken("names", "casework", "dev"));
    }

    #[test]
    fn some_libraries_have_one_room() {
        assert!(!broken("store", "sqlx", "normal"));
        assert!(broken("desk", "sqlx", "dev"));
        assert!(broken("desk", "sqlx-core", "normal"));
        assert!(broken("desk", "axum", "normal"));
        assert!(!broken("documents", "typst-pdf", "normal"));
        assert!(broken("cli", "typst", "normal"));
        assert!(broken("desk", "chacha20poly1305", "normal"));
    }

    #[test]
    fn the_testkit_is_for_tests() {
        assert!(!broken("store", TESTKIT, "dev"));
        assert!(broken("store", TESTKIT, "normal"));
        assert!(!broken(TESTKIT, "desk", "normal"));
    }

    #[test]
    fn strangers_licences_and_reach_are_seen() {
        let mut graph = graph_of(&[]);
        graph.crates.insert("cellar".to_owned(), String::new());
        graph.crates.insert("kernel".to_owned(), "MIT".to_owned());
        graph
            .reach
            .insert("names".to_owned(), BTreeSet::from(["tokio".to_owned()]));
        graph
            .reach
            .insert("desk".to_owned(), BTreeSet::from(["tokio".to_owned()]));
        assert_eq!(of_graph(&graph).len(), 3);
    }

    #[test]
    fn the_standard_library_is_watched_inside_lists() {
        assert_eq!(taken_from_std("use std::fs;"), ["fs"]);
        assert_eq!(
            taken_from_std(
                "use std::{\n    collections::{BTreeMap, fs},\n    env, fmt,\n};\nfn net() {}"
            ),
            ["env"]
        );
        assert!(taken_from_std("use std::{fmt, iter};\nlet x = env!(\"A\");").is_empty());
    }
}
