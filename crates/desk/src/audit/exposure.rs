//! Who could open what, and who did: the questions after a device is lost or a colleague arrested.

use std::collections::{BTreeMap, BTreeSet, btree_map::Entry};

use access::{INSTALLATION, MemberStatus, Resource, Role, Visible};
use kernel::{CompartmentId, FileId, Instant, UserId};
use serde::Serialize;

use crate::{Caller, DeskError, Result, callers::status_from, house::House, people::shown_names};

/// How many openings are listed at most.
const LISTED: i64 = 1_000;

/// A compartment that somebody can open.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ExposedCompartment {
    /// The compartment.
    pub compartment: CompartmentId,
    /// Its name, for those who are members there themselves.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// Whether it is sealed.
    pub sealed: bool,
    /// Current roles there.
    pub roles: Vec<Role>,
    /// How many files it holds.
    pub files: i64,
}

/// A file that somebody has opened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct OpenedFile {
    /// When.
    pub at: Instant,
    /// The file.
    pub file: FileId,
    /// A name of the person, for those who may read the file themselves.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The way: `page`, `interface`, `command`, `document` or `export`.
    pub way: &'static str,
}

/// What a user could open and did open, as far as the reader may know it. Administrators get ids and
/// numbers, never a name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Exposure {
    /// The user.
    pub user: UserId,
    /// What they could open now.
    pub could_open: Vec<ExposedCompartment>,
    /// How many files that is.
    pub files: i64,
    /// What they did open, newest first, at most a thousand.
    pub opened: Vec<OpenedFile>,
}

/// One opening of a file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Opening {
    /// When.
    pub at: Instant,
    /// Who.
    pub user: UserId,
    /// The name that others see.
    pub display_name: String,
    /// The way: `page`, `interface`, `command`, `document` or `export`.
    pub way: &'static str,
}

const fn way(code: i64) -> &'static str {
    match code {
        1 => "page",
        2 => "interface",
        3 => "command",
        4 => "document",
        5 => "export",
        _ => "unknown",
    }
}

impl House {
    /// What a user could open and did open. Everybody may ask about themselves; who reads the audit
    /// of the installation, about all with ids and numbers; who reads that of a compartment, about
    /// its members there, with names.
    ///
    /// # Errors
    /// [`DeskError::Absent`] for everybody else, and when there is no such user.
    pub async fn exposure(&self, caller: &Caller, user: UserId) -> Result<Visible<Exposure>> {
        let audit = |compartment| {
            access::permit::<access::Read>(&caller.actor, &Resource::new(compartment, "audit"))
        };
        let overall = audit(INSTALLATION).ok();
        let own = user == caller.actor.user;
        let mut transaction = self.read().await?;
        let known = transaction.user(user).await?.ok_or(DeskError::Absent)?;
        let active = status_from(known.status) == Some(MemberStatus::Active);
        let mut roles: BTreeMap<CompartmentId, Vec<Role>> = BTreeMap::new();
        // Whoever reaches one file only could open that one.
        let mut single: BTreeMap<CompartmentId, i64> = BTreeMap::new();
        let mut whole: Vec<(CompartmentId, Role)> = Vec::new();
        let mut permit = overall;
        for membership in transaction.memberships_of(user).await? {
            if membership.compartment == INSTALLATION {
                continue;
            }
            let there = audit(membership.compartment).ok();
            // The audit of the installation or of the compartment, or oneself: else it does not exist.
            if permit.is_none()
                && there.is_none()
                && !(own && caller.is_member(membership.compartment))
            {
                continue;
            }
            let entry = roles.entry(membership.compartment).or_default();
            if active
                && status_from(membership.status) == Some(MemberStatus::Active)
                && let Ok(role) = Role::parse(&membership.role)
            {
                entry.push(role);
                if membership.file.is_some() {
                    *single.entry(membership.compartment).or_default() += 1;
                } else {
                    whole.push((membership.compartment, role));
                }
            }
        }
        if permit.is_none() {
            permit = roles
                .keys()
                .find_map(|compartment| audit(*compartment).ok());
        }
        let permit = match permit {
            Some(permit) => permit,
            None if own => self.list_right(caller)?,
            None => return Err(DeskError::Absent),
        };
        let everywhere = audit(INSTALLATION).is_ok();
        let allowed = |compartment: &CompartmentId| {
            everywhere || audit(*compartment).is_ok() || (own && caller.is_member(*compartment))
        };
        let mut could_open = Vec::new();
        for (compartment, roles) in roles
            .into_iter()
            .filter(|(id, roles)| allowed(id) && !roles.is_empty())
        {
            let reads = whole.iter().any(|(there, role)| {
                *there == compartment
                    && access::grants().allows(*role, "name", access::Action::Read)
            });
            let sealed = transaction
                .compartment(compartment)
                .await?
                .is_some_and(|stored| stored.sealed);
            could_open.push(ExposedCompartment {
                compartment,
                title: caller
                    .keyring
                    .get(&compartment)
                    .filter(|_| caller.is_member(compartment))
                    .map(|keys| keys.title.clone()),
                sealed,
                roles,
                files: if reads {
                    transaction.count_files_in(compartment).await?
                } else {
                    single.get(&compartment).copied().unwrap_or(0)
                },
            });
        }
        let files = could_open.iter().map(|compartment| compartment.files).sum();
        let mut names: BTreeMap<FileId, Option<String>> = BTreeMap::new();
        let mut hidden: BTreeSet<FileId> = BTreeSet::new();
        let mut opened = Vec::new();
        for opening in transaction.openings_by(user, LISTED).await? {
            if hidden.contains(&opening.file) {
                continue;
            }
            if let Entry::Vacant(place) = names.entry(opening.file) {
                let compartment = transaction.compartment_of(opening.file).await?;
                if !compartment.is_some_and(|compartment| allowed(&compartment)) {
                    hidden.insert(opening.file);
                    continue;
                }
                let name = self.name_for(caller, &mut transaction, opening.file).await;
                place.insert(name);
            }
            opened.push(OpenedFile {
                at: opening.at,
                file: opening.file,
                name: names.get(&opening.file).cloned().flatten(),
                way: way(opening.way),
            });
        }
        Ok(Visible::new(
            &permit,
            Exposure {
                user,
                could_open,
                files,
                opened,
            },
        ))
    }

    /// A name of the person of a file, if the caller may read it.
    async fn name_for(
        &self,
        caller: &Caller,
        transaction: &mut store::Transaction,
        file: FileId,
    ) -> Option<String> {
        let (stored, open) = self.open_file(caller, transaction, file).await.ok()?;
        let _permit = self
            .read_right_in(caller, stored.compartment, stored.id, "name")
            .ok()?;
        let history = self.history(caller, transaction, &open).await.ok()?;
        shown_names(&history)
            .into_iter()
            .next()
            .map(|name| name.text)
    }

    /// Who opened a file and when, newest first, for those who may read it.
    ///
    /// # Errors
    /// [`DeskError::Absent`].
    pub async fn openings_of(
        &self,
        caller: &Caller,
        file: FileId,
    ) -> Result<Visible<Vec<Opening>>> {
        let mut transaction = self.read().await?;
        let (stored, _) = self.open_file(caller, &mut transaction, file).await?;
        let permit = self.read_right_in(caller, stored.compartment, stored.id, "name")?;
        let mut people: BTreeMap<UserId, String> = BTreeMap::new();
        let mut openings = Vec::new();
        for opening in transaction.openings_of_file(file, LISTED).await? {
            let display_name = match people.get(&opening.user) {
                Some(name) => name.clone(),
                None => {
                    let name = transaction
                        .user(opening.user)
                        .await?
                        .map_or_else(|| "operator".to_owned(), |user| user.display_name);
                    people.insert(opening.user, name.clone());
                    name
                }
            };
            openings.push(Opening {
                at: opening.at,
                user: opening.user,
                display_name,
                way: way(opening.way),
            });
        }
        Ok(Visible::new(&permit, openings))
    }
}
