//! `new-kind`: follows the recipe that stands in `crates/casework/src/kinds.rs`.
//!
//! It writes a body that keeps every law from the first minute, its row in the kinds table, its
//! words for the grants and for the languages, and says what is left for a person to decide.

use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
    process::Command,
};

use crate::{
    failure::{Failure, Result},
    source::{entries, files, read, write},
    tables::kinds,
};

/// Words that Rust keeps for itself and that could come to somebody's mind as a kind.
const RESERVED: &[&str] = &[
    "as", "box", "break", "const", "crate", "dyn", "else", "enum", "extern", "false", "fn", "for",
    "gen", "if", "impl", "in", "let", "loop", "match", "mod", "move", "mut", "pub", "ref",
    "return", "self", "static", "struct", "super", "trait", "true", "try", "type", "unsafe", "use",
    "where", "while", "yield",
];

/// A kind to be added.
#[derive(Debug)]
pub(crate) struct NewKind {
    word: String,
    capability: String,
    /// Its name in English.
    name: String,
    subjects: Vec<String>,
    /// Role and actions.
    grants: Vec<(String, String)>,
}

impl NewKind {
    /// Reads the arguments.
    pub(crate) fn parse(arguments: &[String]) -> Result<Self> {
        let mut arguments = arguments.iter();
        let word = arguments
            .next()
            .filter(|word| is_word(word))
            .ok_or_else(|| Failure::new("new-kind: give a word of small letters and underlines"))?
            .clone();
        let mut kind = Self {
            name: sentence(&word),
            word,
            capability: String::new(),
            subjects: vec!["person".to_owned()],
            grants: Vec::new(),
        };
        while let Some(option) = arguments.next() {
            let value = arguments
                .next()
                .ok_or_else(|| Failure::new(format!("new-kind: {option} needs a value")))?;
            match option.as_str() {
                "--capability" if is_word(value) => kind.capability.clone_from(value),
                "--name" if !value.trim().is_empty() && !value.contains(['{', '}', '\n']) => {
                    kind.name.clone_from(value);
                }
                "--subjects" => kind.subjects = value.split(',').map(str::to_owned).collect(),
                "--grant" => {
                    let (role, actions) = value
                        .split_once('=')
                        .ok_or_else(|| Failure::new("new-kind: --grant ROLE=read,write"))?;
                    kind.grants.push((role.to_owned(), actions.to_owned()));
                }
                _ => return Err(Failure::new(format!("new-kind: {option} {value}?"))),
            }
        }
        if kind.capability.is_empty() {
            return Err(Failure::new("new-kind: --capability MODULE is missing"));
        }
        Ok(kind)
    }

    /// Writes everything and says what is left to do.
    pub(crate) fn write(&self, root: &Path) -> Result<String> {
        if kinds(root)?.contains(&self.word) {
            return Err(Failure::new(format!(
                "the kind {} is there already",
                self.word
            )));
        }
        let subjects = self.subjects_expression(root)?;
        let casework = root.join("crates/casework/src");
        let body = self.body(&casework)?;
        let table = self.row(&casework, &subjects)?;
        self.grants(root)?;
        let languages = self.messages(root)?;
        format(&[body.clone(), table])?;
        Ok(format!(
            "{word} stands in {body}, in the kinds table, in resources.tsv and in the words of {languages}.\n\
             Left to you:\n\
             - the fields, their meaning, the check, what is projected, and an invented sample that reads like the field;\n\
             - the words in every language (lines marked `{word}`), in that language;\n\
             - grants.tsv: the desk officer and the analyst have every kind by `*`, nobody else has it unless you said so;\n\
               give the second hand in crates/access/tests/truth_table.rs the same rule, then\n\
               BLESS=1 cargo test -p access --test truth_table the_committed_truth_table_is_true, and read the difference;\n\
             - if the gates read it: Gates::Read in its row, the list in the test beside the table, and its lines in gates;\n\
             - a use case and a page, where the generic ones do not serve.",
            word = self.word,
            body = body.strip_prefix(root).unwrap_or(&body).display(),
        ))
    }

    /// The name of the struct.
    fn type_name(&self) -> String {
        self.word.split('_').map(sentence).collect()
    }

    fn subjects_expression(&self, root: &Path) -> Result<String> {
        let table = read(&root.join("crates/casework/src/kinds.rs"))?;
        let mut variants = BTreeSet::new();
        for subject in &self.subjects {
            let variant = sentence(subject);
            if !table.contains(&format!("Self::{variant} => \"{subject}\"")) {
                return Err(Failure::new(format!(
                    "new-kind: no file is about {subject:?}"
                )));
            }
            variants.insert(format!("Subject::{variant}"));
        }
        Ok(match self.subjects.as_slice() {
            [one] if table.contains(&format!("const {}: ", one.to_uppercase())) => {
                one.to_uppercase()
            }
            _ => format!("&[{}]", variants.into_iter().collect::<Vec<_>>().join(", ")),
        })
    }

    /// Writes the body into a module of its own below the capability.
    fn body(&self, casework: &Path) -> Result<PathBuf> {
        let word = &self.word;
        let capability = casework.join(format!("{}.rs", self.capability));
        let declaration = format!("mod {word};\n\npub use {word}::{};\n", self.type_name());
        if capability.is_file() {
            // Behind the documentation of the module, before everything else.
            let text = read(&capability)?;
            let header: String = text
                .lines()
                .take_while(|line| line.starts_with("//!"))
                .map(|line| format!("{line}\n"))
                .collect();
            let rest = text.get(header.len()..).unwrap_or_default();
            write(&capability, &format!("{header}\n{declaration}{rest}"))?;
        } else {
            let header = format!("//! {}.\n\n", sentence(&self.capability));
            write(&capability, &format!("{header}{declaration}"))?;
            let path = casework.join("lib.rs");
            let new = format!("pub mod {};", self.capability);
            let text = with_line(&read(&path)?, &new, |line| {
                line.starts_with("pub mod ")
                    && !["pub mod form;", "pub mod kinds;", "pub mod laws;"].contains(&line)
            })
            .ok_or_else(|| Failure::new("lib.rs: no place for the module"))?;
            write(&path, &text)?;
        }
        let path = casework.join(&self.capability).join(format!("{word}.rs"));
        let text = BODY
            .replace("WORD_HERE", word)
            .replace("TypeHere", &self.type_name())
            .replace("NAME_HERE", &self.name);
        write(&path, &text)?;
        Ok(path)
    }

    /// Adds the row to the kinds table, behind the last one of the capability.
    fn row(&self, casework: &Path, subjects: &str) -> Result<PathBuf> {
        let path = casework.join("kinds.rs");
        let mut text = read(&path)?;
        let capability = &self.capability;
        let row = format!(
            "    row::<{capability}::{}>(\"{capability}\", {subjects}, Gates::Ignore),\n",
            self.type_name()
        );
        let start = text
            .find("pub const KINDS: &[Kind] = &[\n")
            .ok_or_else(|| Failure::new("kinds.rs: no kinds table"))?;
        let end = text
            .get(start..)
            .and_then(|table| table.find("];"))
            .map(|length| start + length)
            .ok_or_else(|| Failure::new("kinds.rs: the kinds table has no end"))?;
        let own = format!("row::<{capability}::");
        let known = text.get(start..end).and_then(|table| table.rfind(&own));
        let position = known
            .and_then(|at| {
                let behind = text.get(start + at..)?;
                Some(start + at + behind.find("),\n")? + 3)
            })
            .unwrap_or(end);
        text.insert_str(position, &row);
        if known.is_none() && !text.contains(&format!("    {capability},\n")) {
            let uses = "use crate::{\n";
            let at = text
                .find(uses)
                .ok_or_else(|| Failure::new("kinds.rs: no place for the module"))?;
            text.insert_str(at + uses.len(), &format!("    {capability},\n"));
        }
        write(&path, &text)?;
        Ok(path)
    }

    /// Adds the word to what grants can name, and the grants that were asked for.
    fn grants(&self, root: &Path) -> Result<()> {
        let access = root.join("crates/access");
        let path = access.join("data/resources.tsv");
        let text = behind_last(&read(&path)?, &format!("{}\tentry", self.word), |line| {
            line.ends_with("\tentry")
        })
        .ok_or_else(|| Failure::new("resources.tsv has no entries"))?;
        write(&path, &text)?;
        let path = access.join("data/grants.tsv");
        let mut text = read(&path)?;
        for (role, actions) in &self.grants {
            let new = format!("{role}\t{}\t{actions}", self.word);
            text = behind_last(&text, &new, |line| line.starts_with(&format!("{role}\t")))
                .ok_or_else(|| Failure::new(format!("grants.tsv has no role {role}")))?;
        }
        write(&path, &text)?;
        // How many words there are is written twice on purpose: a word that slips in is noticed.
        let path = access.join("tests/truth_table.rs");
        let text = read(&path)?;
        let marker = "assert_eq!(kinds.len(), ";
        if let Some(count) = text
            .split_once(marker)
            .and_then(|(_, rest)| rest.split_once(')'))
            .and_then(|(count, _)| count.parse::<u32>().ok())
        {
            let text = text
                .replace(
                    &format!("{marker}{count})"),
                    &format!("{marker}{})", count + 1),
                )
                .replace(&format!("* {count});"), &format!("* {});", count + 1))
                .replace(
                    "const NEW: &[&str] = &[",
                    &format!("const NEW: &[&str] = &[\"{}\", ", self.word),
                );
            write(&path, &text)?;
        }
        Ok(())
    }

    /// Adds the words of every language, in English for the time being; returns the languages.
    fn messages(&self, root: &Path) -> Result<String> {
        let word = &self.word;
        let lines = format!(
            "\n# {word}\nkind-{word} = {}\nfield-{word}-words = What it says\nfield-{word}-on = When\n",
            self.name
        );
        let mut languages = Vec::new();
        for folder in entries(&root.join("crates/web/locales"))? {
            // Beside the kinds that are there; in the file of the terms where there is none.
            let mut place = folder.join("terms.ftl");
            for path in files(&folder, "ftl")? {
                if read(&path)?.lines().any(|line| line.starts_with("kind-")) {
                    place = path;
                    break;
                }
            }
            write(&place, &format!("{}{lines}", read(&place)?))?;
            languages.push(crate::source::file_name(&folder));
        }
        Ok(languages.join(", "))
    }
}

/// Whether a word can name a kind, a module and a file.
fn is_word(word: &str) -> bool {
    word.chars().all(|c| c.is_ascii_lowercase() || c == '_')
        && word.starts_with(|c: char| c.is_ascii_lowercase())
        && !word.ends_with('_')
        && !word.contains("__")
        && !RESERVED.contains(&word)
}

/// A word with a capital letter, and spaces for underlines.
fn sentence(word: &str) -> String {
    let mut letters = word.chars();
    let first: String = letters
        .next()
        .into_iter()
        .flat_map(char::to_uppercase)
        .collect();
    first + &letters.as_str().replace('_', " ")
}

/// Puts a line behind the last one that is like it.
fn behind_last(text: &str, new: &str, like: impl Fn(&str) -> bool) -> Option<String> {
    let lines: Vec<&str> = text.lines().collect();
    let last = lines.iter().rposition(|line| like(line))?;
    let (before, after) = lines.split_at_checked(last + 1)?;
    let all: Vec<&str> = before.iter().chain([&new]).chain(after).copied().collect();
    Some(all.join("\n") + "\n")
}

/// Puts a line into its alphabetical place among those that are like it.
fn with_line(text: &str, new: &str, like: impl Fn(&str) -> bool) -> Option<String> {
    let lines: Vec<&str> = text.lines().collect();
    let at = lines
        .iter()
        .position(|line| like(line) && *line > new)
        .or_else(|| {
            lines
                .iter()
                .rposition(|line| like(line))
                .map(|last| last + 1)
        })?;
    let (before, after) = lines.split_at_checked(at)?;
    let all: Vec<&str> = before.iter().chain([&new]).chain(after).copied().collect();
    Some(all.join("\n") + "\n")
}

/// Formats single files.
fn format(paths: &[PathBuf]) -> Result<()> {
    for path in paths {
        let status = Command::new("rustfmt")
            .args(["--edition", "2024"])
            .arg(path)
            .status()
            .map_err(Failure::at(path))?;
        if !status.success() {
            return Err(Failure::new(format!("rustfmt refuses {}", path.display())));
        }
    }
    Ok(())
}

/// A body with one required text and a date as exact as it is known: the least that most kinds need.
const BODY: &str = r#"//! NAME_HERE.

use kernel::{DateValue, PartialDate};
use serde::{Deserialize, Serialize};

use crate::{
    body::Body,
    faults::{Checker, Faults},
    form::{Field, Input},
};

/// NAME_HERE, in somebody's words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TypeHere {
    /// What it says.
    pub words: String,
    /// When, as exactly as it is known.
    #[serde(default = "PartialDate::unknown")]
    pub on: PartialDate,
}

impl Body for TypeHere {
    const WORD: &'static str = "WORD_HERE";
    const SCHEMA: u16 = 1;
    const FORM: &'static [Field] = &[
        Field::new("words", Input::Text).required(),
        Field::new("on", Input::PartialDate),
    ];

    fn check(&self) -> Result<(), Faults> {
        let mut checker = Checker::default();
        checker.required_text("words", &self.words);
        checker.date("on", &self.on);
        checker.finish()
    }

    fn sample() -> Self {
        Self {
            words: "NAME_HERE: an invented example.".to_owned(),
            on: PartialDate::of(DateValue::Month(2026, 9)),
        }
    }
}
"#;

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(arguments: &str) -> Result<NewKind> {
        let arguments: Vec<String> = arguments.split(' ').map(str::to_owned).collect();
        NewKind::parse(&arguments)
    }

    #[test]
    fn arguments_are_read() {
        let kind =
            parse("dental_visit --capability wellbeing --grant documenter=read,write").unwrap();
        assert_eq!(kind.type_name(), "DentalVisit");
        assert_eq!(kind.name, "Dental visit");
        assert_eq!(
            kind.grants,
            [("documenter".to_owned(), "read,write".to_owned())]
        );
        for wrong in [
            "",
            "Visit --capability wellbeing",
            "visit",
            "visit --capability",
            "match --capability wellbeing",
            "visit --capability ../x",
            "visit --colour red",
        ] {
            assert!(parse(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn lines_find_their_place() {
        let like = |line: &str| line.starts_with("pub mod ");
        let text = "mod z;\npub mod a;\npub mod c;\n\nfn f() {}\n";
        assert_eq!(
            with_line(text, "pub mod b;", like).unwrap(),
            "mod z;\npub mod a;\npub mod b;\npub mod c;\n\nfn f() {}\n"
        );
        assert_eq!(
            with_line(text, "pub mod d;", like).unwrap(),
            "mod z;\npub mod a;\npub mod c;\npub mod d;\n\nfn f() {}\n"
        );
        assert_eq!(
            behind_last("a\tentry\nb\tentry\nc\tother\n", "d\tentry", |line| line
                .ends_with("\tentry")),
            Some("a\tentry\nb\tentry\nd\tentry\nc\tother\n".to_owned())
        );
        assert_eq!(behind_last("a\n", "b", |_| false), None);
    }
}
