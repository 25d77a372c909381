//! Organisations, users, memberships, compartments and the wraps of their keys.

use kernel::{CompartmentId, FileId, Instant, OrganisationId, UserId};

use crate::{StoreError, Transaction, database::Row, values};

/// An organisation: a ministry, an embassy, a partner.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredOrganisation {
    /// The organisation.
    pub id: OrganisationId,
    /// Its name.
    pub name: String,
    /// `own`, `office`, `partner` or `ally`.
    pub kind: String,
    /// Until when a partner is vetted, if it is.
    pub vetted_until: Option<Instant>,
}

/// A user as stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredUser {
    /// The user.
    pub id: UserId,
    /// The log-in name.
    pub login: String,
    /// The name that others see.
    pub display_name: String,
    /// The organisation.
    pub organisation: OrganisationId,
    /// 0 invited, 1 active, 2 suspended, 3 ended.
    pub status: i64,
    /// The locale of the pages.
    pub locale: String,
    /// The password record, as text.
    pub password: String,
    /// The public key.
    pub public_key: Vec<u8>,
    /// The second factor, sealed under the server's key.
    pub second_factor: Option<Vec<u8>>,
    /// The last time step used with the second factor.
    pub last_step: i64,
    /// The recovery codes, hashed, as text.
    pub recovery: String,
    /// Whether a new password must be chosen first.
    pub must_change: bool,
}

/// A membership as stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredMembership {
    /// The user.
    pub user: UserId,
    /// The compartment.
    pub compartment: CompartmentId,
    /// The role there.
    pub role: String,
    /// 0 invited, 1 active, 2 suspended, 3 ended.
    pub status: i64,
    /// Since when.
    pub since: Instant,
    /// The one file that it reaches, where it does not reach the whole compartment.
    pub file: Option<FileId>,
}

/// A compartment as stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredCompartment {
    /// The compartment.
    pub id: CompartmentId,
    /// Whether only members hold its key.
    pub sealed: bool,
    /// The epoch of its present key.
    pub epoch: i64,
    /// The organisation that owns it.
    pub organisation: OrganisationId,
    /// Its name, sealed under its own key.
    pub title: Vec<u8>,
}

fn user(row: &Row) -> Result<StoredUser, StoreError> {
    Ok(StoredUser {
        id: row.id(0, UserId::from_slice)?,
        login: row.text(1)?,
        display_name: row.text(2)?,
        organisation: row.id(3, OrganisationId::from_slice)?,
        status: row.int(4)?,
        locale: row.text(5)?,
        password: row.text(6)?,
        public_key: row.bytes(7)?,
        second_factor: row.optional_bytes(8)?,
        last_step: row.int(9)?,
        recovery: row.text(10)?,
        must_change: row.flag(11)?,
    })
}

macro_rules! user_columns {
    () => {
        "id, login, display_name, organisation, status, locale, password, public_key, second_factor, last_step, recovery, must_change"
    };
}

fn compartment(row: &Row) -> Result<StoredCompartment, StoreError> {
    Ok(StoredCompartment {
        id: row.id(0, CompartmentId::from_slice)?,
        sealed: row.flag(1)?,
        epoch: row.int(2)?,
        organisation: row.id(3, OrganisationId::from_slice)?,
        title: row.bytes(4)?,
    })
}

impl Transaction {
    /// Adds an organisation.
    ///
    /// # Errors
    /// When the engine fails.
    pub async fn add_organisation(
        &mut self,
        organisation: &StoredOrganisation,
        at: Instant,
    ) -> Result<(), StoreError> {
        self.execute(
            "INSERT INTO organisations (id, name, kind, vetted_until, created) VALUES ($1, $2, $3, $4, $5)",
            values![
                organisation.id,
                organisation.name.as_str(),
                organisation.kind.as_str(),
                organisation.vetted_until,
                at
            ],
        )
        .await?;
        Ok(())
    }

    /// Changes until when a partner is vetted.
    ///
    /// # Errors
    /// When the engine fails.
    pub async fn set_vetted(
        &mut self,
        organisation: OrganisationId,
        until: Option<Instant>,
    ) -> Result<(), StoreError> {
        self.execute(
            "UPDATE organisations SET vetted_until = $2 WHERE id = $1",
            values![organisation, until],
        )
        .await?;
        Ok(())
    }

    /// All organisations, by name.
    ///
    /// # Errors
    /// When the engine fails.
    pub async fn organisations(&mut self) -> Result<Vec<StoredOrganisation>, StoreError> {
        self.rows(
            "SELECT id, name, kind, vetted_until FROM organisations ORDER BY name, id",
            values![],
        )
        .await?
        .iter()
        .map(|row| {
            Ok(StoredOrganisation {
                id: row.id(0, OrganisationId::from_slice)?,
                name: row.text(1)?,
                kind: row.text(2)?,
                vetted_until: row.optional_int(3)?.map(Instant::from_milliseconds),
            })
        })
        .collect()
    }

    /// Adds a user.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] when the log-in name is taken.
    pub async fn add_user(&mut self, user: &StoredUser, at: Instant) -> Result<(), StoreError> {
        self.execute(
            concat!(
                "INSERT INTO users (id, login, display_name, organisation, status, locale, password, public_key, ",
                "second_factor, last_step, recovery, must_change, created) ",
                "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)"
            ),
            values![
                user.id,
                user.login.as_str(),
                user.display_name.as_str(),
                user.organisation,
                user.status,
                user.locale.as_str(),
                user.password.as_str(),
                user.public_key.as_slice(),
                user.second_factor.clone(),
                user.last_step,
                user.recovery.as_str(),
                user.must_change,
                at
            ],
        )
        .await?;
        Ok(())
    }

    /// Keeps the language of a user's pages.
    ///
    /// # Errors
    /// When the engine fails.
    pub async fn set_locale(&mut self, user: UserId, locale: &str) -> Result<(), StoreError> {
        self.execute(
            "UPDATE users SET locale = $2 WHERE id = $1",
            values![user, locale],
        )
        .await?;
        Ok(())
    }

    /// Puts other recovery codes, hashed, in place of a user's.
    ///
    /// # Errors
    /// When the engine fails.
    pub async fn set_recovery(&mut self, user: UserId, recovery: &str) -> Result<(), StoreError> {
        self.execute(
            "UPDATE users SET recovery = $2 WHERE id = $1",
            values![user, recovery],
        )
        .await?;
        Ok(())
    }

    /// Writes back what may change of a user: name, status, locale, password, keys, factors.
    ///
    /// # Errors
    /// When the engine fails.
    pub async fn update_user(&mut self, user: &StoredUser) -> Result<(), StoreError> {
        self.execute(
            concat!(
                "UPDATE users SET display_name = $2, status = $3, locale = $4, password = $5, public_key = $6, ",
                "second_factor = $7, last_step = $8, recovery = $9, must_change = $10, organisation = $11 WHERE id = $1"
            ),
            values![
                user.id,
                user.display_name.as_str(),
                user.status,
                user.locale.as_str(),
                user.password.as_str(),
                user.public_key.as_slice(),
                user.second_factor.clone(),
                user.last_step,
                user.recovery.as_str(),
                user.must_change,
                user.organisation
            ],
        )
        .await?;
        Ok(())
    }

    /// Marks a time step of the second factor as used; false when it was used before.
    ///
    /// # Errors
    /// When the engine fails.
    pub async fn use_step(&mut self, user: UserId, step: i64) -> Result<bool, StoreError> {
        Ok(self
            .execute(
                "UPDATE users SET last_step = $2 WHERE id = $1 AND last_step < $2",
                values![user, step],
            )
            .await?
            == 1)
    }

    /// The user with this log-in name.
    ///
    /// # Errors
    /// When the engine fails.
    pub async fn user_by_login(&mut self, login: &str) -> Result<Option<StoredUser>, StoreError> {
        self.row(
            concat!("SELECT ", user_columns!(), " FROM users WHERE login = $1"),
            values![login],
        )
        .await?
        .as_ref()
        .map(user)
        .transpose()
    }

    /// The user with this id.
    ///
    /// # Errors
    /// When the engine fails.
    pub async fn user(&mut self, id: UserId) -> Result<Option<StoredUser>, StoreError> {
        self.row(
            concat!("SELECT ", user_columns!(), " FROM users WHERE id = $1"),
            values![id],
        )
        .await?
        .as_ref()
        .map(user)
        .transpose()
    }

    /// All users, by log-in name.
    ///
    /// # Errors
    /// When the engine fails.
    pub async fn users(&mut self) -> Result<Vec<StoredUser>, StoreError> {
        self.rows(
            concat!("SELECT ", user_columns!(), " FROM users ORDER BY login"),
            values![],
        )
        .await?
        .iter()
        .map(user)
        .collect()
    }

    /// Adds a compartment.
    ///
    /// # Errors
    /// When the engine fails.
    pub async fn add_compartment(
        &mut self,
        compartment: &StoredCompartment,
        at: Instant,
    ) -> Result<(), StoreError> {
        self.execute(
            "INSERT INTO compartments (id, sealed, epoch, organisation, title, created) VALUES ($1, $2, $3, $4, $5, $6)",
            values![
                compartment.id,
                compartment.sealed,
                compartment.epoch,
                compartment.organisation,
                compartment.title.as_slice(),
                at
            ],
        )
        .await?;
        Ok(())
    }

    /// Moves a compartment to a new epoch.
    ///
    /// # Errors
    /// When the engine fails.
    pub async fn set_epoch(
        &mut self,
        id: CompartmentId,
        epoch: i64,
        title: Vec<u8>,
    ) -> Result<(), StoreError> {
        self.execute(
            "UPDATE compartments SET epoch = $2, title = $3 WHERE id = $1",
            values![id, epoch, title],
        )
        .await?;
        Ok(())
    }

    /// All compartments: for the program and for administrators.
    ///
    /// # Errors
    /// When the engine fails.
    pub async fn compartments(&mut self) -> Result<Vec<StoredCompartment>, StoreError> {
        self.rows(
            "SELECT id, sealed, epoch, organisation, title FROM compartments ORDER BY created, id",
            values![],
        )
        .await?
        .iter()
        .map(compartment)
        .collect()
    }

    /// One compartment.
    ///
    /// # Errors
    /// When the engine fails.
    pub async fn compartment(
        &mut self,
        id: CompartmentId,
    ) -> Result<Option<StoredCompartment>, StoreError> {
        self.row(
            "SELECT id, sealed, epoch, organisation, title FROM compartments WHERE id = $1",
            values![id],
        )
        .await?
        .as_ref()
        .map(compartment)
        .transpose()
    }

    /// Wraps a compartment key for a holder: sixteen zero bytes for the server, else a user.
    ///
    /// # Errors
    /// When the engine fails.
    pub async fn add_wrap(
        &mut self,
        compartment: CompartmentId,
        epoch: i64,
        holder: [u8; 16],
        wrapped: Vec<u8>,
    ) -> Result<(), StoreError> {
        self.execute(
            "DELETE FROM compartment_wraps WHERE compartment = $1 AND epoch = $2 AND holder = $3",
            values![compartment, epoch, &holder[..]],
        )
        .await?;
        self.execute(
            "INSERT INTO compartment_wraps (compartment, epoch, holder, wrapped) VALUES ($1, $2, $3, $4)",
            values![compartment, epoch, &holder[..], wrapped],
        )
        .await?;
        Ok(())
    }

    /// The wraps that a holder has: compartment, epoch, wrapped key.
    ///
    /// # Errors
    /// When the engine fails.
    pub async fn wraps_of(
        &mut self,
        holder: [u8; 16],
    ) -> Result<Vec<(CompartmentId, i64, Vec<u8>)>, StoreError> {
        self.rows(
            "SELECT compartment, epoch, wrapped FROM compartment_wraps WHERE holder = $1 ORDER BY compartment, epoch",
            values![&holder[..]],
        )
        .await?
        .iter()
        .map(|row| Ok((row.id(0, CompartmentId::from_slice)?, row.int(1)?, row.bytes(2)?)))
        .collect()
    }

    /// Takes a holder's wraps of a compartment away.
    ///
    /// # Errors
    /// When the engine fails.
    pub async fn remove_wraps(
        &mut self,
        compartment: CompartmentId,
        holder: [u8; 16],
    ) -> Result<u64, StoreError> {
        self.execute(
            "DELETE FROM compartment_wraps WHERE compartment = $1 AND holder = $2",
            values![compartment, &holder[..]],
        )
        .await
    }

    /// Writes a membership: adds it, or changes its status.
    ///
    /// # Errors
    /// When the engine fails.
    pub async fn set_membership(
        &mut self,
        membership: &StoredMembership,
    ) -> Result<(), StoreError> {
        self.execute(
            concat!(
                "INSERT INTO memberships (user_id, compartment, role, status, since, file) VALUES ($1, $2, $3, $4, $5, $6) ",
                "ON CONFLICT (user_id, compartment, role) DO UPDATE SET status = excluded.status, file = excluded.file"
            ),
            values![
                membership.user,
                membership.compartment,
                membership.role.as_str(),
                membership.status,
                membership.since,
                membership.file
            ],
        )
        .await?;
        Ok(())
    }

    /// The memberships of a user, ended ones too.
    ///
    /// # Errors
    /// When the engine fails.
    pub async fn memberships_of(
        &mut self,
        user: UserId,
    ) -> Result<Vec<StoredMembership>, StoreError> {
        self.rows(
            "SELECT user_id, compartment, role, status, since, file FROM memberships WHERE user_id = $1 ORDER BY compartment, role",
            values![user],
        )
        .await?
        .iter()
        .map(membership)
        .collect()
    }

    /// The memberships of a compartment, ended ones too.
    ///
    /// # Errors
    /// When the engine fails.
    pub async fn members_of(
        &mut self,
        compartment: CompartmentId,
    ) -> Result<Vec<StoredMembership>, StoreError> {
        self.rows(
            "SELECT user_id, compartment, role, status, since, file FROM memberships WHERE compartment = $1 ORDER BY user_id, role",
            values![compartment],
        )
        .await?
        .iter()
        .map(membership)
        .collect()
    }

    /// Replaces the grants by those of the program's own table.
    ///
    /// # Errors
    /// When the engine fails.
    pub async fn set_grants(
        &mut self,
        grants: &[(String, String, String)],
    ) -> Result<(), StoreError> {
        self.execute("DELETE FROM grants", values![]).await?;
        let rows = grants
            .iter()
            .flat_map(|(role, kind, action)| values![role.as_str(), kind.as_str(), action.as_str()])
            .collect();
        self.insert_many(
            "INSERT INTO grants (role, kind, action)",
            3,
            rows,
            "ON CONFLICT DO NOTHING",
        )
        .await
    }

    /// Opens the restoration of a lost password: the first of two members.
    ///
    /// # Errors
    /// When the engine fails.
    pub async fn open_restoration(
        &mut self,
        id: [u8; 16],
        user: UserId,
        by: UserId,
        expires: Instant,
    ) -> Result<(), StoreError> {
        self.execute(
            "INSERT INTO restorations (id, user_id, first_by, expires, used) VALUES ($1, $2, $3, $4, 0)",
            values![&id[..], user, by, expires],
        )
        .await?;
        Ok(())
    }

    /// Open restorations: id, user, who asked first.
    ///
    /// # Errors
    /// When the engine fails.
    pub async fn restorations(
        &mut self,
        now: Instant,
    ) -> Result<Vec<(Vec<u8>, UserId, UserId)>, StoreError> {
        self.rows(
            "SELECT id, user_id, first_by FROM restorations WHERE used = 0 AND second_by IS NULL AND expires > $1 ORDER BY id",
            values![now],
        )
        .await?
        .iter()
        .map(|row| Ok((row.bytes(0)?, row.id(1, UserId::from_slice)?, row.id(2, UserId::from_slice)?)))
        .collect()
    }

    /// The second of two members agrees: the user may choose a new password with the token. False
    /// when there is no such restoration, or both would be the same member or the user.
    ///
    /// # Errors
    /// When the engine fails.
    pub async fn second_restoration(
        &mut self,
        id: &[u8],
        by: UserId,
        token_hash: [u8; 32],
        now: Instant,
    ) -> Result<bool, StoreError> {
        Ok(self
            .execute(
                concat!(
                    "UPDATE restorations SET second_by = $2, token_hash = $3 WHERE id = $1 AND second_by IS NULL ",
                    "AND used = 0 AND expires > $4 AND first_by <> $2 AND user_id <> $2"
                ),
                values![id, by, token_hash, now],
            )
            .await?
            == 1)
    }

    /// Uses a restoration token once: the user whose password may be set.
    ///
    /// # Errors
    /// When the engine fails.
    pub async fn use_restoration(
        &mut self,
        token_hash: [u8; 32],
        now: Instant,
    ) -> Result<Option<UserId>, StoreError> {
        let Some(row) = self
            .row(
                "SELECT id, user_id FROM restorations WHERE token_hash = $1 AND used = 0 AND expires > $2",
                values![token_hash, now],
            )
            .await?
        else {
            return Ok(None);
        };
        self.execute(
            "UPDATE restorations SET used = 1 WHERE id = $1",
            values![row.bytes(0)?],
        )
        .await?;
        row.id(1, UserId::from_slice).map(Some)
    }
}

fn membership(row: &Row) -> Result<StoredMembership, StoreError> {
    Ok(StoredMembership {
        user: row.id(0, UserId::from_slice)?,
        compartment: row.id(1, CompartmentId::from_slice)?,
        role: row.text(2)?,
        status: row.int(3)?,
        since: row.instant(4)?,
        file: row.optional_id(5, FileId::from_slice)?,
    })
}
