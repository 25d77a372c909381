//! The grants table: role × kind × action, read from a reviewed file.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::LazyLock,
};

use kernel::{CompartmentId, FileId};

use crate::{Action, Actor, Role, WordError};

/// The grants as they are reviewed: role, kind or `*`, actions, separated by tabulators.
pub const GRANTS_FILE: &str = include_str!("../data/grants.tsv");

/// Every word a grant can name, with its class: `entry` or `administration`.
pub const RESOURCES_FILE: &str = include_str!("../data/resources.tsv");

/// A file of grants cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum GrantsError {
    /// A line has not the right number of columns.
    #[error("line {0} has not the right number of columns")]
    Columns(usize),
    /// A role or an action is not known.
    #[error(transparent)]
    Word(#[from] WordError),
    /// A kind or a class is not in the list of resources.
    #[error("{0:?} is not in the list of resources")]
    Resource(String),
}

/// Words of kinds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct KindSet(BTreeSet<&'static str>);

impl KindSet {
    /// Whether the kind is in the set.
    #[must_use]
    pub fn contains(&self, kind: &str) -> bool {
        self.0.contains(kind)
    }

    /// The kinds, in alphabetical order.
    pub fn iter(&self) -> impl Iterator<Item = &'static str> {
        self.0.iter().copied()
    }

    /// Whether nothing is in it.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// The grants table. Organisations may tighten it; nothing loosens it but the reviewed file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Grants {
    entries: BTreeSet<&'static str>,
    administration: BTreeSet<&'static str>,
    cells: BTreeSet<(Role, &'static str, Action)>,
}

impl Grants {
    /// Reads the list of resources and the table of grants.
    ///
    /// # Errors
    /// When a line has the wrong shape or a word that is not known.
    pub fn parse(resources: &'static str, table: &'static str) -> Result<Self, GrantsError> {
        let mut grants = Self::default();
        for (number, columns) in lines(resources) {
            match columns.as_slice() {
                [word, "entry"] => grants.entries.insert(word),
                [word, "administration"] => grants.administration.insert(word),
                [_, class] => return Err(GrantsError::Resource((*class).to_owned())),
                _ => return Err(GrantsError::Columns(number)),
            };
        }
        for (number, columns) in lines(table) {
            let [role, kind, actions] = columns.as_slice() else {
                return Err(GrantsError::Columns(number));
            };
            let role = Role::parse(role)?;
            let kinds: Vec<&'static str> = if *kind == "*" {
                grants.entries.iter().copied().collect()
            } else if grants.entries.contains(kind) || grants.administration.contains(kind) {
                vec![*kind]
            } else {
                return Err(GrantsError::Resource((*kind).to_owned()));
            };
            for action in actions.split(',') {
                let action = Action::parse(action.trim())?;
                grants
                    .cells
                    .extend(kinds.iter().map(|kind| (role, *kind, action)));
            }
        }
        Ok(grants)
    }

    /// Whether the role may do this with the kind, in a compartment of which the actor is a member.
    #[must_use]
    pub fn allows(&self, role: Role, kind: &str, action: Action) -> bool {
        self.word(kind)
            .is_some_and(|kind| self.cells.contains(&(role, kind, action)))
    }

    /// Kinds of entries, in alphabetical order.
    pub fn entry_kinds(&self) -> impl Iterator<Item = &'static str> {
        self.entries.iter().copied()
    }

    /// Resources of administration, in alphabetical order.
    pub fn administration(&self) -> impl Iterator<Item = &'static str> {
        self.administration.iter().copied()
    }

    /// Every granted cell, sorted.
    pub fn cells(&self) -> impl Iterator<Item = (Role, &'static str, Action)> {
        self.cells.iter().copied()
    }

    fn word(&self, kind: &str) -> Option<&'static str> {
        self.entries
            .get(kind)
            .or_else(|| self.administration.get(kind))
            .copied()
    }
}

fn lines(text: &'static str) -> impl Iterator<Item = (usize, Vec<&'static str>)> {
    text.lines()
        .enumerate()
        .filter(|(_, line)| !line.trim().is_empty() && !line.starts_with('#'))
        .map(|(number, line)| {
            (
                number.saturating_add(1),
                line.split('\t').map(str::trim).collect(),
            )
        })
}

/// The grants of this release. A file that could not be read would grant nothing.
#[must_use]
pub fn grants() -> &'static Grants {
    static GRANTS: LazyLock<Grants> =
        LazyLock::new(|| Grants::parse(RESOURCES_FILE, GRANTS_FILE).unwrap_or_default());
    &GRANTS
}

/// Every granted cell, for the store to load beside its memberships: lists then *join* the same
/// table that decides single cases.
#[must_use]
pub fn grants_rows() -> Vec<(Role, &'static str, Action)> {
    grants().cells().collect()
}

/// What this actor may read: the compartments and the kinds in each. Compartments in which nothing
/// may be read are left out, and so are those of which they read one file ([`readable_files`]).
#[must_use]
pub fn readable(actor: &Actor) -> Vec<(CompartmentId, KindSet)> {
    let mut places: BTreeMap<CompartmentId, BTreeSet<&'static str>> = BTreeMap::new();
    for membership in actor.current().filter(|there| there.file.is_none()) {
        places
            .entry(membership.compartment)
            .or_default()
            .extend(read_by(membership.role));
    }
    places
        .into_iter()
        .filter(|(_, kinds)| !kinds.is_empty())
        .map(|(compartment, kinds)| (compartment, KindSet(kinds)))
        .collect()
}

fn read_by(role: Role) -> impl Iterator<Item = &'static str> {
    grants()
        .cells()
        .filter(move |(known, _, action)| *known == role && *action == Action::Read)
        .map(|(_, kind, _)| kind)
}

/// What this actor may read by memberships that reach one file only: compartment, file, kinds.
#[must_use]
pub fn readable_files(actor: &Actor) -> Vec<(CompartmentId, FileId, KindSet)> {
    let mut files: BTreeMap<(CompartmentId, FileId), BTreeSet<&'static str>> = BTreeMap::new();
    for membership in actor.current() {
        if let Some(file) = membership.file {
            files
                .entry((membership.compartment, file))
                .or_default()
                .extend(read_by(membership.role));
        }
    }
    files
        .into_iter()
        .filter(|(_, kinds)| !kinds.is_empty())
        .map(|((compartment, file), kinds)| (compartment, file, KindSet(kinds)))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_reviewed_files_read() {
        let parsed = Grants::parse(RESOURCES_FILE, GRANTS_FILE).unwrap();
        assert_eq!(&parsed, grants());
        assert!(parsed.cells().count() > 300);
    }

    #[test]
    fn a_mistake_in_a_file_is_named() {
        let resources = "wish\tentry\nbackup\tadministration\n";
        assert_eq!(
            Grants::parse(resources, "analyst\twish\n"),
            Err(GrantsError::Columns(1))
        );
        assert_eq!(
            Grants::parse(resources, "analyst\twihs\tread\n"),
            Err(GrantsError::Resource("wihs".into()))
        );
        assert!(matches!(
            Grants::parse(resources, "analyst\twish\tred\n"),
            Err(GrantsError::Word(WordError { what: "action", .. }))
        ));
        assert!(Grants::parse("wish\tkind\n", "").is_err());
        let starred = Grants::parse(resources, "analyst\t*\tread\n").unwrap();
        assert!(starred.allows(Role::Analyst, "wish", Action::Read));
        assert!(
            !starred.allows(Role::Analyst, "backup", Action::Read),
            "* is entries only"
        );
        assert!(!starred.allows(Role::Analyst, "nothing", Action::Read));
    }
}
