//! Members, compartments and organisations: who is here, and who may know what.

use access::{INSTALLATION, Manage, MemberStatus, Role};
use kernel::{CompartmentId, FileId, Instant, OrganisationId, UserId};
use sealing::{CompartmentKey, PasswordRecord, ShareText, UserPublicKey};
use store::{StoredCompartment, StoredMembership, StoredOrganisation, StoredUser, Transaction};
use zeroize::Zeroizing;

use crate::{
    Caller, DeskError, Result,
    callers::{Fixed, check_new_password, slowly, status_code, status_from, to_text},
    erasure::Tombstone,
    house::{House, PROGRAM, SERVER, seal_paper},
};

/// A new member.
pub struct NewMember<'a> {
    /// Log-in name: lower-case letters, digits, dot, hyphen.
    pub login: &'a str,
    /// The name that others see.
    pub display_name: &'a str,
    /// The organisation.
    pub organisation: OrganisationId,
    /// The first password, to be changed at the first log-in.
    pub password: &'a str,
    /// Whether it must be changed first.
    pub must_change: bool,
    /// The locale of the pages.
    pub locale: &'a str,
}

/// A member as administrators see them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MemberLine {
    /// The user.
    pub id: UserId,
    /// The log-in name.
    pub login: String,
    /// The name that others see.
    pub display_name: String,
    /// The organisation.
    pub organisation: String,
    /// The status in the installation.
    pub status: MemberStatus,
    /// Whether a second factor is set up.
    pub second_factor: bool,
    /// Roles by compartment: compartment, its title where the reader may know it, role, status.
    pub roles: Vec<(CompartmentId, Option<String>, Role, MemberStatus)>,
}

/// A new member with their first roles.
pub struct Joining<'a> {
    /// Who.
    pub member: NewMember<'a>,
    /// Roles in compartments.
    pub roles: Vec<(CompartmentId, Role)>,
}

/// Why nobody of several was added.
#[derive(Debug)]
pub struct NotAdded {
    /// Which of them could not be, counted from 0; nothing when it was not about one of them.
    pub position: Option<usize>,
    /// Why.
    pub error: DeskError,
}

/// A current member of a compartment, as the others there see them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Colleague {
    /// The user.
    pub user: UserId,
    /// The name.
    pub display_name: String,
    /// The compartment that they share with the reader.
    pub compartment: CompartmentId,
    /// Their role there.
    pub role: Role,
}

impl House {
    pub(crate) async fn first_administrator(&self, login: &str, password: &str) -> Result<UserId> {
        let now = self.now();
        let user = self
            .make_user(&NewMember {
                login,
                display_name: login,
                organisation: self.organisation,
                password,
                must_change: false,
                locale: "en",
            })
            .await?;
        let mut transaction = self.write().await?;
        transaction.add_user(&user, now).await?;
        transaction
            .set_membership(&StoredMembership {
                user: user.id,
                compartment: INSTALLATION,
                role: Role::Administrator.code().to_owned(),
                status: status_code(MemberStatus::Active),
                since: now,
                file: None,
            })
            .await?;
        self.event(
            &mut transaction,
            PROGRAM,
            "first_start",
            *user.id.as_bytes(),
            b"",
        )
        .await?;
        transaction.commit().await?;
        Ok(user.id)
    }

    async fn make_user(&self, member: &NewMember<'_>) -> Result<StoredUser> {
        let login = member.login.trim().to_lowercase();
        let formed = (2..=64).contains(&login.len())
            && login.chars().all(|c| {
                c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '.' | '-' | '_' | '@')
            });
        if !formed {
            return Err(DeskError::refused("refused-login-form"));
        }
        let name = member.display_name.trim();
        if name.is_empty() || name.chars().count() > 200 {
            return Err(DeskError::refused("refused-display-name"));
        }
        let mut user = StoredUser {
            id: UserId::new(self.register.clock(), self.register.randomness()),
            login,
            display_name: name.to_owned(),
            organisation: member.organisation,
            status: status_code(MemberStatus::Active),
            locale: member.locale.to_owned(),
            password: String::new(),
            public_key: Vec::new(),
            second_factor: None,
            last_step: 0,
            recovery: String::new(),
            must_change: member.must_change,
        };
        check_new_password(member.password, &user)?;
        let password = Zeroizing::new(member.password.to_owned());
        let (cost, seed) = (self.cost, Zeroizing::new(self.random_bytes::<64>()));
        let (record, private_key) =
            slowly(move || PasswordRecord::create(&password, cost, &Fixed::new(seed.as_slice())))
                .await??;
        user.password = to_text(&record)?;
        user.public_key = private_key.public().as_bytes().to_vec();
        Ok(user)
    }

    /// Adds a member who logs in with a first password.
    ///
    /// # Errors
    /// When the caller does not manage members, the log-in name is taken, or the password is weak.
    pub async fn add_member(&self, caller: &Caller, member: &NewMember<'_>) -> Result<UserId> {
        let _permit = self.manage(caller, "members")?;
        let user = self.make_user(member).await?;
        let mut transaction = self.write().await?;
        self.add_user_in(caller, &mut transaction, &user).await?;
        transaction.commit().await?;
        Ok(user.id)
    }

    async fn add_user_in(
        &self,
        caller: &Caller,
        transaction: &mut Transaction,
        user: &StoredUser,
    ) -> Result<()> {
        transaction
            .add_user(user, self.now())
            .await
            .map_err(|error| match error {
                store::StoreError::Conflict => DeskError::refused("refused-login-taken"),
                other => other.into(),
            })?;
        self.event(
            transaction,
            caller.actor.user,
            "member_added",
            *user.id.as_bytes(),
            b"",
        )
        .await
    }

    /// Adds members with their roles, all of them or none.
    ///
    /// # Errors
    /// [`NotAdded`] with the first one who cannot be added, and why; nobody is added then.
    pub async fn add_members(
        &self,
        caller: &Caller,
        joining: &[Joining<'_>],
    ) -> std::result::Result<Vec<UserId>, NotAdded> {
        let whole = |error: DeskError| NotAdded {
            position: None,
            error,
        };
        let _permit = self.manage(caller, "members").map_err(whole)?;
        let mut users = Vec::with_capacity(joining.len());
        for (position, one) in joining.iter().enumerate() {
            let at = |error| NotAdded {
                position: Some(position),
                error,
            };
            users.push(self.make_user(&one.member).await.map_err(at)?);
        }
        let mut transaction = self.write().await.map_err(whole)?;
        for (position, (user, one)) in users.iter().zip(joining).enumerate() {
            let at = |error| NotAdded {
                position: Some(position),
                error,
            };
            self.add_user_in(caller, &mut transaction, user)
                .await
                .map_err(at)?;
            for (compartment, role) in &one.roles {
                self.admit_to(caller, &mut transaction, *compartment, user.id, *role, None)
                    .await
                    .map_err(at)?;
            }
        }
        transaction
            .commit()
            .await
            .map_err(|error| whole(error.into()))?;
        Ok(users.into_iter().map(|user| user.id).collect())
    }

    /// The right to manage something of the installation.
    pub(crate) fn manage(&self, caller: &Caller, what: &str) -> Result<access::Permit<Manage>> {
        Ok(access::permit::<Manage>(
            &caller.actor,
            &access::Resource::new(INSTALLATION, what),
        )?)
    }

    /// Sets a second factor for a member directly: for the demonstration and for unattended set-up.
    /// Returns the secret as text and the recovery codes.
    ///
    /// # Errors
    /// When the caller does not manage members.
    pub async fn give_factor(
        &self,
        caller: &Caller,
        user: UserId,
    ) -> Result<(Zeroizing<String>, Vec<Zeroizing<String>>)> {
        let _permit = self.manage(caller, "members")?;
        let secret = sealing::TotpSecret::random(self.register.randomness());
        let mut transaction = self.write().await?;
        let mut stored = transaction.user(user).await?.ok_or(DeskError::Absent)?;
        let codes = self.set_factor(&mut stored, &secret)?;
        transaction.update_user(&stored).await?;
        self.event(
            &mut transaction,
            caller.actor.user,
            "second_factor_given",
            *user.as_bytes(),
            b"",
        )
        .await?;
        transaction.commit().await?;
        Ok((secret.to_text(), codes))
    }

    /// Changes a member's status. Suspended and ended members lose their sessions at once; who has
    /// ended loses the wraps of sealed compartments too.
    ///
    /// # Errors
    /// When the caller does not manage members, or would shut themselves out.
    pub async fn set_member_status(
        &self,
        caller: &Caller,
        user: UserId,
        status: MemberStatus,
    ) -> Result<()> {
        let _permit = self.manage(caller, "members")?;
        if user == caller.actor.user {
            return Err(DeskError::refused("refused-own-status"));
        }
        let mut transaction = self.write().await?;
        let mut stored = transaction.user(user).await?.ok_or(DeskError::Absent)?;
        stored.status = status_code(status);
        transaction.update_user(&stored).await?;
        if status != MemberStatus::Active {
            transaction.end_sessions_of(user).await?;
        }
        if status == MemberStatus::Ended {
            for membership in transaction.memberships_of(user).await? {
                transaction
                    .remove_wraps(membership.compartment, *user.as_bytes())
                    .await?;
            }
        }
        self.event(
            &mut transaction,
            caller.actor.user,
            "member_status",
            *user.as_bytes(),
            status.code().as_bytes(),
        )
        .await?;
        self.remember(&Tombstone::MemberStatus {
            user,
            status: stored.status,
            at: self.now(),
        })?;
        transaction.commit().await?;
        Ok(())
    }

    /// Adds an organisation.
    ///
    /// # Errors
    /// When the caller does not manage members.
    pub async fn add_organisation(
        &self,
        caller: &Caller,
        name: &str,
        kind: &str,
        vetted_until: Option<Instant>,
    ) -> Result<OrganisationId> {
        let _permit = self.manage(caller, "members")?;
        if name.trim().is_empty() || !matches!(kind, "office" | "partner" | "ally") {
            return Err(DeskError::refused("refused-organisation"));
        }
        let id = OrganisationId::new(self.register.clock(), self.register.randomness());
        let mut transaction = self.write().await?;
        transaction
            .add_organisation(
                &StoredOrganisation {
                    id,
                    name: name.trim().to_owned(),
                    kind: kind.to_owned(),
                    vetted_until,
                },
                self.now(),
            )
            .await?;
        self.event(
            &mut transaction,
            caller.actor.user,
            "organisation_added",
            *id.as_bytes(),
            b"",
        )
        .await?;
        transaction.commit().await?;
        Ok(id)
    }

    /// Records until when a partner is vetted; nothing ends the vetting.
    ///
    /// # Errors
    /// When the caller does not manage members.
    pub async fn vet(
        &self,
        caller: &Caller,
        organisation: OrganisationId,
        until: Option<Instant>,
    ) -> Result<()> {
        let _permit = self.manage(caller, "members")?;
        let mut transaction = self.write().await?;
        transaction.set_vetted(organisation, until).await?;
        self.event(
            &mut transaction,
            caller.actor.user,
            "organisation_vetted",
            *organisation.as_bytes(),
            b"",
        )
        .await?;
        transaction.commit().await?;
        Ok(())
    }

    /// The organisations of the installation.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn organisations(&self, _caller: &Caller) -> Result<Vec<StoredOrganisation>> {
        let mut transaction = self.read().await?;
        Ok(transaction.organisations().await?)
    }

    /// Makes a compartment. A sealed one is opened only by its members' keys: its first member must
    /// be named now, because the server keeps no key to give later.
    ///
    /// # Errors
    /// When the caller does not manage compartments.
    pub async fn add_compartment(
        &self,
        caller: &Caller,
        title: &str,
        organisation: OrganisationId,
        sealed: bool,
        members: &[(UserId, Role)],
    ) -> Result<CompartmentId> {
        let _permit = self.manage(caller, "compartments")?;
        if title.trim().is_empty() {
            return Err(DeskError::refused("refused-title-missing"));
        }
        if sealed && members.is_empty() {
            return Err(DeskError::refused("refused-sealed-without-member"));
        }
        let now = self.now();
        let id = CompartmentId::new(self.register.clock(), self.register.randomness());
        let key = CompartmentKey::random(self.register.randomness());
        let mut transaction = self.write().await?;
        transaction
            .add_compartment(
                &StoredCompartment {
                    id,
                    sealed,
                    epoch: 1,
                    organisation,
                    title: seal_paper(
                        &key,
                        id,
                        "compartment title",
                        title.trim().as_bytes(),
                        self.register.randomness(),
                    )?,
                },
                now,
            )
            .await?;
        if !sealed {
            let wrapped = key.wrap_for_installation(
                &self.data_key,
                id.as_bytes(),
                1,
                self.register.randomness(),
            );
            transaction.add_wrap(id, 1, SERVER, wrapped).await?;
        }
        for (user, role) in members {
            self.admit_in(
                &mut transaction,
                id,
                *user,
                *role,
                None,
                sealed.then_some((&key, 1)),
                now,
            )
            .await?;
        }
        self.event(
            &mut transaction,
            caller.actor.user,
            "compartment_added",
            *id.as_bytes(),
            b"",
        )
        .await?;
        transaction.commit().await?;
        self.load_server_keys().await?;
        Ok(id)
    }

    #[expect(
        clippy::too_many_arguments,
        reason = "a membership is who, where, as what, how far, with which key"
    )]
    async fn admit_in(
        &self,
        transaction: &mut Transaction,
        compartment: CompartmentId,
        user: UserId,
        role: Role,
        file: Option<FileId>,
        key: Option<(&CompartmentKey, i64)>,
        now: Instant,
    ) -> Result<()> {
        // Counsel reads the person they defend and nobody else; every other role is of a compartment.
        if (role == Role::Counsel) != file.is_some() {
            return Err(DeskError::refused("refused-counsel-one-file"));
        }
        let stored = transaction.user(user).await?.ok_or(DeskError::Absent)?;
        if let Some((key, epoch)) = key {
            let public = UserPublicKey::from_bytes(
                stored
                    .public_key
                    .as_slice()
                    .try_into()
                    .map_err(|_| DeskError::Inside("a public key has a wrong length"))?,
            );
            let number =
                u32::try_from(epoch).map_err(|_| DeskError::Inside("an epoch is out of range"))?;
            let wrapped = key.wrap_for_member(
                &public,
                compartment.as_bytes(),
                number,
                self.register.randomness(),
            )?;
            transaction
                .add_wrap(compartment, epoch, *user.as_bytes(), wrapped)
                .await?;
        }
        transaction
            .set_membership(&StoredMembership {
                user,
                compartment,
                role: role.code().to_owned(),
                status: status_code(MemberStatus::Active),
                since: now,
                file,
            })
            .await?;
        // Whoever is admitted again must not be shut out by a restore that remembers the leaving.
        self.remember(&Tombstone::MembershipStatus {
            user,
            compartment,
            role: role.code().to_owned(),
            status: status_code(MemberStatus::Active),
            at: now,
        })?;
        Ok(())
    }

    /// Admits a member to a compartment in a role. Into a sealed one only a member with its key can
    /// admit; an administrator without it cannot.
    ///
    /// # Errors
    /// When the caller neither manages compartments nor, for a sealed one, holds its keys.
    pub async fn admit(
        &self,
        caller: &Caller,
        compartment: CompartmentId,
        user: UserId,
        role: Role,
    ) -> Result<()> {
        let mut transaction = self.write().await?;
        self.admit_to(caller, &mut transaction, compartment, user, role, None)
            .await?;
        transaction.commit().await?;
        Ok(())
    }

    /// Admits counsel to one file of an ordinary compartment. They read that file, and nothing else of the
    /// compartment exists for them.
    ///
    /// # Errors
    /// As for [`House::admit`]; and a refusal where the file does not stand in the compartment, or the
    /// compartment is sealed: its key opens every file in it.
    pub async fn admit_to_file(
        &self,
        caller: &Caller,
        compartment: CompartmentId,
        file: FileId,
        user: UserId,
    ) -> Result<()> {
        let mut transaction = self.write().await?;
        let role = Role::Counsel;
        self.admit_to(
            caller,
            &mut transaction,
            compartment,
            user,
            role,
            Some(file),
        )
        .await?;
        transaction.commit().await?;
        Ok(())
    }

    async fn admit_to(
        &self,
        caller: &Caller,
        transaction: &mut Transaction,
        compartment: CompartmentId,
        user: UserId,
        role: Role,
        file: Option<FileId>,
    ) -> Result<()> {
        let now = self.now();
        let stored = transaction.compartment(compartment).await?;
        let sealed = stored.as_ref().is_some_and(|stored| stored.sealed);
        if compartment != INSTALLATION && stored.is_none() {
            return Err(DeskError::Absent);
        }
        if let Some(file) = file {
            if sealed {
                return Err(DeskError::refused("refused-counsel-sealed"));
            }
            let there = transaction.file(store::Viewer::System, file).await?;
            if there.is_none_or(|there| there.compartment != compartment) {
                return Err(DeskError::refused("refused-counsel-one-file"));
            }
        }
        if sealed {
            let keys = self.keys_of(caller, compartment)?.clone();
            // Sealed: a member who may sign there admits the next; the program has no key to give.
            let _permit = access::permit::<access::Sign>(
                &caller.actor,
                &access::Resource::new(compartment, "name"),
            )?;
            for (epoch, key) in &keys.keys {
                self.admit_in(
                    transaction,
                    compartment,
                    user,
                    role,
                    None,
                    Some((key, *epoch)),
                    now,
                )
                .await?;
            }
        } else {
            let _permit = self.manage(caller, "compartments")?;
            self.admit_in(transaction, compartment, user, role, file, None, now)
                .await?;
        }
        self.event(
            transaction,
            caller.actor.user,
            "member_admitted",
            *compartment.as_bytes(),
            user.as_bytes(),
        )
        .await
    }

    /// Ends or suspends a membership. From a sealed compartment the wraps go as well; a new epoch
    /// keeps whoever left from what is written afterwards.
    ///
    /// # Errors
    /// When the caller does not manage compartments.
    pub async fn set_membership_status(
        &self,
        caller: &Caller,
        compartment: CompartmentId,
        user: UserId,
        role: Role,
        status: MemberStatus,
    ) -> Result<()> {
        let _permit = self.manage(caller, "compartments")?;
        if user == caller.actor.user && compartment == INSTALLATION {
            return Err(DeskError::refused("refused-own-status"));
        }
        let mut transaction = self.write().await?;
        let known = transaction.memberships_of(user).await?;
        let Some(before) = known.iter().find(|membership| {
            membership.compartment == compartment && membership.role == role.code()
        }) else {
            return Err(DeskError::Absent);
        };
        transaction
            .set_membership(&StoredMembership {
                user,
                compartment,
                role: role.code().to_owned(),
                status: status_code(status),
                since: self.now(),
                file: before.file,
            })
            .await?;
        if status == MemberStatus::Ended {
            transaction
                .remove_wraps(compartment, *user.as_bytes())
                .await?;
        }
        self.event(
            &mut transaction,
            caller.actor.user,
            "membership_status",
            *compartment.as_bytes(),
            user.as_bytes(),
        )
        .await?;
        self.remember(&Tombstone::MembershipStatus {
            user,
            compartment,
            role: role.code().to_owned(),
            status: status_code(status),
            at: self.now(),
        })?;
        transaction.commit().await?;
        Ok(())
    }

    /// Moves a compartment to a new epoch: a new key, wrapped to its current members only.
    ///
    /// # Errors
    /// When the caller may not, or has no key of a sealed compartment at hand.
    pub async fn new_epoch(&self, caller: &Caller, compartment: CompartmentId) -> Result<i64> {
        let keys = match caller.keyring.get(&compartment) {
            Some(keys) => keys.clone(),
            None => self
                .server_keyring()
                .get(&compartment)
                .cloned()
                .ok_or(DeskError::Absent)?,
        };
        if keys.sealed {
            let _permit = access::permit::<access::Sign>(
                &caller.actor,
                &access::Resource::new(compartment, "name"),
            )?;
        } else {
            let _permit = self.manage(caller, "compartments")?;
        }
        let epoch = keys.epoch + 1;
        let number =
            u32::try_from(epoch).map_err(|_| DeskError::Inside("an epoch is out of range"))?;
        let key = CompartmentKey::random(self.register.randomness());
        let title = seal_paper(
            &key,
            compartment,
            "compartment title",
            keys.title.as_bytes(),
            self.register.randomness(),
        )?;
        let mut transaction = self.write().await?;
        transaction.set_epoch(compartment, epoch, title).await?;
        if keys.sealed {
            for membership in transaction.members_of(compartment).await? {
                let active = status_from(membership.status) == Some(MemberStatus::Active);
                let Some(user) = transaction.user(membership.user).await? else {
                    continue;
                };
                if !active || status_from(user.status) != Some(MemberStatus::Active) {
                    continue;
                }
                let public = UserPublicKey::from_bytes(
                    user.public_key
                        .as_slice()
                        .try_into()
                        .map_err(|_| DeskError::Inside("a public key has a wrong length"))?,
                );
                let wrapped = key.wrap_for_member(
                    &public,
                    compartment.as_bytes(),
                    number,
                    self.register.randomness(),
                )?;
                transaction
                    .add_wrap(compartment, epoch, *user.id.as_bytes(), wrapped)
                    .await?;
            }
        } else {
            let wrapped = key.wrap_for_installation(
                &self.data_key,
                compartment.as_bytes(),
                number,
                self.register.randomness(),
            );
            transaction
                .add_wrap(compartment, epoch, SERVER, wrapped)
                .await?;
        }
        self.event(
            &mut transaction,
            caller.actor.user,
            "compartment_epoch",
            *compartment.as_bytes(),
            b"",
        )
        .await?;
        transaction.commit().await?;
        self.load_server_keys().await?;
        Ok(epoch)
    }

    /// Cuts the key of a sealed compartment into shares, any `threshold` of which bring it back.
    ///
    /// # Errors
    /// When the caller holds no key there.
    pub async fn compartment_shares(
        &self,
        caller: &Caller,
        compartment: CompartmentId,
        threshold: u8,
        total: u8,
    ) -> Result<Vec<ShareText>> {
        let keys = self.keys_of(caller, compartment)?;
        if !keys.sealed {
            return Err(DeskError::Absent);
        }
        let _permit = access::permit::<access::Sign>(
            &caller.actor,
            &access::Resource::new(compartment, "name"),
        )?;
        let number =
            u32::try_from(keys.epoch).map_err(|_| DeskError::Inside("an epoch is out of range"))?;
        let (set, texts) = keys.present()?.share(
            compartment.as_bytes(),
            number,
            threshold,
            total,
            self.register.randomness(),
        )?;
        let mut transaction = self.write().await?;
        let name = share_setting(compartment, keys.epoch);
        transaction
            .set_setting(&name, to_text(&set)?.into_bytes())
            .await?;
        self.event(
            &mut transaction,
            caller.actor.user,
            "compartment_shares",
            *compartment.as_bytes(),
            b"",
        )
        .await?;
        transaction.commit().await?;
        Ok(texts)
    }

    /// Brings the key of a sealed compartment back from its shares and gives it to a member who has
    /// lost it.
    ///
    /// # Errors
    /// When the shares are too few or wrong, or the user is no current member there.
    pub async fn recover_compartment(
        &self,
        caller: &Caller,
        compartment: CompartmentId,
        shares: &[String],
        user: UserId,
    ) -> Result<()> {
        let _permit = self.manage(caller, "compartments")?;
        let mut transaction = self.write().await?;
        let stored = transaction
            .compartment(compartment)
            .await?
            .ok_or(DeskError::Absent)?;
        let memberships = transaction.memberships_of(user).await?;
        let Some(membership) = memberships.iter().find(|membership| {
            membership.compartment == compartment
                && status_from(membership.status) == Some(MemberStatus::Active)
        }) else {
            return Err(DeskError::Absent);
        };
        let role =
            Role::parse(&membership.role).map_err(|_| DeskError::Inside("a role is unknown"))?;
        let set = self
            .register
            .setting(&share_setting(compartment, stored.epoch))
            .await?
            .ok_or(DeskError::refused("refused-no-shares"))?;
        let set = serde_json::from_slice(&set)
            .map_err(|_| DeskError::Inside("a share set cannot be read"))?;
        let number = u32::try_from(stored.epoch)
            .map_err(|_| DeskError::Inside("an epoch is out of range"))?;
        let key = CompartmentKey::from_shares(&set, compartment.as_bytes(), number, shares)?;
        self.admit_in(
            &mut transaction,
            compartment,
            user,
            role,
            None,
            Some((&key, stored.epoch)),
            self.now(),
        )
        .await?;
        self.event(
            &mut transaction,
            caller.actor.user,
            "compartment_recovered",
            *compartment.as_bytes(),
            user.as_bytes(),
        )
        .await?;
        transaction.commit().await?;
        Ok(())
    }

    /// Members with their roles, for those who manage or read members.
    ///
    /// # Errors
    /// [`DeskError::Absent`] for everybody else.
    pub async fn members(&self, caller: &Caller) -> Result<Vec<MemberLine>> {
        let resource = access::Resource::new(INSTALLATION, "members");
        if access::permit::<Manage>(&caller.actor, &resource).is_err() {
            let _permit = access::permit::<access::Read>(&caller.actor, &resource)?;
        }
        let titles = self.server_keyring();
        let mut transaction = self.read().await?;
        let organisations = transaction.organisations().await?;
        let mut lines = Vec::new();
        for user in transaction.users().await? {
            let roles = transaction
                .memberships_of(user.id)
                .await?
                .into_iter()
                .filter_map(|membership| {
                    let title = caller
                        .keyring
                        .get(&membership.compartment)
                        .or_else(|| titles.get(&membership.compartment))
                        .map(|keys| keys.title.clone());
                    Some((
                        membership.compartment,
                        title,
                        Role::parse(&membership.role).ok()?,
                        status_from(membership.status)?,
                    ))
                })
                .collect();
            lines.push(MemberLine {
                id: user.id,
                login: user.login,
                display_name: user.display_name,
                organisation: organisations
                    .iter()
                    .find(|organisation| organisation.id == user.organisation)
                    .map(|organisation| organisation.name.clone())
                    .unwrap_or_default(),
                status: status_from(user.status).ok_or(DeskError::Inside("a status is unknown"))?,
                second_factor: user.second_factor.is_some(),
                roles,
            });
        }
        Ok(lines)
    }

    /// Current members of the compartments that the caller is a current member of: user, name,
    /// compartment, role. Whoever works together knows each other by name; nobody learns here who works
    /// elsewhere, or where else a colleague works.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn colleagues(&self, caller: &Caller) -> Result<Vec<Colleague>> {
        let mut transaction = self.read().await?;
        let users = transaction.users().await?;
        let mut colleagues = Vec::new();
        for (compartment, _, _) in caller.compartments() {
            for membership in transaction.members_of(compartment).await? {
                if status_from(membership.status) != Some(MemberStatus::Active) {
                    continue;
                }
                let Ok(role) = Role::parse(&membership.role) else {
                    continue;
                };
                let Some(user) = users.iter().find(|user| {
                    user.id == membership.user
                        && status_from(user.status) == Some(MemberStatus::Active)
                }) else {
                    continue;
                };
                colleagues.push(Colleague {
                    user: user.id,
                    display_name: user.display_name.clone(),
                    compartment,
                    role,
                });
            }
        }
        Ok(colleagues)
    }

    /// Into how many shares the present key of a sealed compartment is cut, and how many open it;
    /// nothing when it is not. For its members and for those who manage compartments.
    ///
    /// # Errors
    /// [`DeskError::Absent`] for everybody else.
    pub async fn compartment_share_counts(
        &self,
        caller: &Caller,
        compartment: CompartmentId,
    ) -> Result<Option<(u8, u8)>> {
        if !caller.is_member(compartment) {
            let _permit = self.manage(caller, "compartments")?;
        }
        let stored = self
            .read()
            .await?
            .compartment(compartment)
            .await?
            .ok_or(DeskError::Absent)?;
        let Some(set) = self
            .register
            .setting(&share_setting(compartment, stored.epoch))
            .await?
        else {
            return Ok(None);
        };
        let set: sealing::ShareSet = serde_json::from_slice(&set)
            .map_err(|_| DeskError::Inside("a share set cannot be read"))?;
        Ok(Some((set.total, set.threshold)))
    }

    /// All compartments, for those who manage them: id, title where a key is at hand, sealed, epoch.
    ///
    /// # Errors
    /// [`DeskError::Absent`] for everybody else.
    pub async fn all_compartments(
        &self,
        caller: &Caller,
    ) -> Result<Vec<(CompartmentId, Option<String>, bool, i64)>> {
        let _permit = self.manage(caller, "compartments")?;
        let titles = self.server_keyring();
        let mut transaction = self.read().await?;
        Ok(transaction
            .compartments()
            .await?
            .into_iter()
            .map(|compartment| {
                let title = caller
                    .keyring
                    .get(&compartment.id)
                    .or_else(|| titles.get(&compartment.id))
                    .map(|keys| keys.title.clone());
                (compartment.id, title, compartment.sealed, compartment.epoch)
            })
            .collect())
    }

    /// Asks that a member's lost password be restored: the first of two members.
    ///
    /// # Errors
    /// When the caller does not manage members or asks for themselves.
    pub async fn ask_restoration(&self, caller: &Caller, user: UserId) -> Result<()> {
        self.manage_or_sign(caller)?;
        if user == caller.actor.user {
            return Err(DeskError::refused("refused-own-restoration"));
        }
        let mut transaction = self.write().await?;
        transaction.user(user).await?.ok_or(DeskError::Absent)?;
        let id = *kernel::identifier(self.register.clock(), self.register.randomness()).as_bytes();
        transaction
            .open_restoration(id, user, caller.actor.user, self.now().plus_days(3))
            .await?;
        self.event(
            &mut transaction,
            caller.actor.user,
            "restoration_asked",
            *user.as_bytes(),
            b"",
        )
        .await?;
        transaction.commit().await?;
        Ok(())
    }

    /// Who may take part in restoring a password: administrators, and officers who sign.
    fn manage_or_sign(&self, caller: &Caller) -> Result<()> {
        if self.manage(caller, "members").is_ok() || caller.has_role(Role::DeskOfficer) {
            Ok(())
        } else {
            Err(DeskError::Absent)
        }
    }

    /// Open restorations: id, user, who asked.
    ///
    /// # Errors
    /// [`DeskError::Absent`] for those who may not take part.
    pub async fn restorations(&self, caller: &Caller) -> Result<Vec<(Vec<u8>, UserId, UserId)>> {
        self.manage_or_sign(caller)?;
        let mut transaction = self.read().await?;
        Ok(transaction.restorations(self.now()).await?)
    }

    /// The second member agrees; returns the token to hand to the user in person.
    ///
    /// # Errors
    /// When both would be the same, or it is too late.
    pub async fn agree_restoration(&self, caller: &Caller, id: &[u8]) -> Result<Zeroizing<String>> {
        self.manage_or_sign(caller)?;
        let token = Zeroizing::new(
            self.random_bytes::<20>()
                .iter()
                .map(|byte| format!("{byte:02x}"))
                .collect::<String>(),
        );
        let mut transaction = self.write().await?;
        if !transaction
            .second_restoration(id, caller.actor.user, digest(&token), self.now())
            .await?
        {
            return Err(DeskError::refused("refused-restoration"));
        }
        self.event(
            &mut transaction,
            caller.actor.user,
            "restoration_agreed",
            [0; 16],
            id,
        )
        .await?;
        transaction.commit().await?;
        Ok(token)
    }

    /// Sets a new password with a restoration token. The key pair is new: sealed compartments must
    /// be opened to the user again by their members, and the second factor is set up anew.
    ///
    /// # Errors
    /// When the token is wrong, used or late, or the password weak.
    pub async fn restore_password(&self, token: &str, password: &str) -> Result<()> {
        let now = self.now();
        let mut transaction = self.write().await?;
        let user = transaction
            .use_restoration(digest(token.trim()), now)
            .await?
            .ok_or(DeskError::refused("refused-restoration-token"))?;
        let mut stored = transaction.user(user).await?.ok_or(DeskError::Absent)?;
        check_new_password(password, &stored)?;
        let password = Zeroizing::new(password.to_owned());
        let (cost, seed) = (self.cost, Zeroizing::new(self.random_bytes::<64>()));
        let (record, private_key) =
            slowly(move || PasswordRecord::create(&password, cost, &Fixed::new(seed.as_slice())))
                .await??;
        stored.password = to_text(&record)?;
        stored.public_key = private_key.public().as_bytes().to_vec();
        stored.second_factor = None;
        stored.must_change = false;
        transaction.update_user(&stored).await?;
        for membership in transaction.memberships_of(user).await? {
            transaction
                .remove_wraps(membership.compartment, *user.as_bytes())
                .await?;
        }
        transaction.end_sessions_of(user).await?;
        self.event(
            &mut transaction,
            user,
            "password_restored",
            *user.as_bytes(),
            b"",
        )
        .await?;
        transaction.commit().await?;
        Ok(())
    }
}

fn digest(token: &str) -> [u8; 32] {
    use sha2::Digest;
    sha2::Sha256::digest(token.as_bytes()).into()
}

fn share_setting(compartment: CompartmentId, epoch: i64) -> String {
    format!("shares/{compartment}/{epoch}")
}
