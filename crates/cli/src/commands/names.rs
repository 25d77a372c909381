//! `names`: how a name is read.

use clap::Subcommand;
use serde::Serialize;

use crate::{
    arguments::CommandLine,
    failure::{Ending, Result},
    output::Output,
};

/// What `names` takes.
#[derive(Debug, Subcommand)]
pub(crate) enum Arguments {
    /// Show the words of a name, how they sound, and the keys by which it is found.
    Show {
        /// The name, in any script.
        name: String,
    },
    /// Say how likely two names are spellings of one.
    Compare {
        /// One name.
        one: String,
        /// The other.
        other: String,
    },
}

#[derive(Serialize)]
struct Word {
    text: String,
    script: String,
    role: String,
    sounds: Vec<String>,
    skeletons: Vec<String>,
}

#[derive(Serialize)]
struct Key {
    class: u8,
    text: String,
}

#[derive(Serialize)]
struct Shown {
    name: String,
    words: Vec<Word>,
    keys: Vec<Key>,
    query_keys: Vec<Key>,
}

fn keys(keys: Vec<names::SearchKey>) -> Vec<Key> {
    keys.into_iter()
        .map(|key| Key {
            class: key.class.code(),
            text: key.text,
        })
        .collect()
}

/// Shows or compares.
pub(crate) fn run(line: &CommandLine, arguments: &Arguments) -> Result<Ending> {
    let mut out = Output::new(line.json);
    match arguments {
        Arguments::Show { name } => show(name, &mut out)?,
        Arguments::Compare { one, other } => {
            let score = names::compare(one, other);
            let object =
                serde_json::json!({ "one": one, "other": other, "score": score.probability });
            out.either(&object, &format!("{:.3}", score.probability))?;
        }
    }
    out.finish()?;
    Ok(Ending::Done)
}

fn show(name: &str, out: &mut Output) -> Result<()> {
    let normal = names::normalise(name);
    let shown = Shown {
        name: name.to_owned(),
        words: normal
            .tokens()
            .iter()
            .map(|token| Word {
                text: token.text().to_owned(),
                script: token.script().code().to_owned(),
                role: format!("{:?}", token.role()).to_lowercase(),
                sounds: token.sounds().to_vec(),
                skeletons: token.skeletons().to_vec(),
            })
            .collect(),
        keys: keys(names::search_keys_of(&normal)),
        query_keys: keys(names::query_keys(name)),
    };
    if out.is_json() {
        return out.object(&shown);
    }
    for word in &shown.words {
        out.line(&format!(
            "{}  {}  {}  sounds {}  skeleton {}",
            word.text,
            word.script,
            word.role,
            word.sounds.join(" or "),
            word.skeletons.join(" or ")
        ))?;
    }
    out.line(&format!("found by {} keys", shown.keys.len()))
}
