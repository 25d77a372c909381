//! Who works in the house: organisations, compartments, members with their log-ins.

use std::collections::HashMap;

use access::Role;
use desk::{Caller, DeskError, House, Result, members::NewMember};
use kernel::{CompartmentId, Instant, OrganisationId, UserId};
use zeroize::Zeroizing;

use super::DemoOptions;

/// One log-in, as it is shown once.
pub(crate) struct Account {
    /// The log-in name.
    pub(crate) login: String,
    /// The name that others see.
    pub(crate) name: String,
    /// What they are here, in words.
    pub(crate) role: &'static str,
    /// Their password.
    pub(crate) password: Zeroizing<String>,
    /// The secret of the one-time codes.
    pub(crate) secret: Zeroizing<String>,
}

/// Everybody and every place that stories may name.
pub(super) struct Cast {
    pub(super) users: HashMap<String, UserId>,
    pub(super) organisations: HashMap<String, OrganisationId>,
    pub(super) compartments: HashMap<&'static str, CompartmentId>,
    callers: HashMap<&'static str, Caller>,
    pub(super) accounts: Vec<Account>,
}

struct Part {
    word: &'static str,
    login: &'static str,
    name: &'static str,
    organisation: &'static str,
    role: &'static str,
}

const PARTS: [Part; 4] = [
    Part {
        word: "irina",
        login: "irina.vale",
        name: "Irina Vale",
        organisation: "own",
        role: "desk officer, leads the casework",
    },
    Part {
        word: "tomas",
        login: "tomas.berg",
        name: "Tomas Berg",
        organisation: "own",
        role: "desk officer",
    },
    Part {
        word: "lin",
        login: "partner.lin",
        name: "Lin Tarasova",
        organisation: "lantern",
        role: "documenter at a partner, sees the partner's compartment only",
    },
    Part {
        word: "ada",
        login: "ada.noor",
        name: "Ada Noor",
        organisation: "own",
        role: "analyst, reads and counts",
    },
];

impl Cast {
    /// Makes everybody. The register stands on its first day.
    pub(super) async fn gather(
        house: &House,
        administrator: &Caller,
        options: &DemoOptions,
        present: Instant,
    ) -> Result<Self> {
        let mut organisations = HashMap::from([("own".to_owned(), house.organisation())]);
        for (word, name, kind, vetted) in [
            ("embassy", "Embassy office", "office", None),
            (
                "lantern",
                "Lantern Circle",
                "partner",
                Some(present.plus_days(240)),
            ),
            ("plainpaper", "Plain Paper Bureau", "partner", None),
            ("ally", "Foreign Ministry of Ostermark", "ally", None),
        ] {
            let id = house
                .add_organisation(administrator, name, kind, vetted)
                .await?;
            organisations.insert(word.to_owned(), id);
        }
        let organisation = |word: &str| {
            organisations.get(word).copied().ok_or(DeskError::Inside(
                "an organisation of the demonstration is missing",
            ))
        };
        let mut users = HashMap::new();
        let mut accounts = Vec::new();
        for part in &PARTS {
            let password = password(house);
            let user = house
                .add_member(
                    administrator,
                    &NewMember {
                        login: part.login,
                        display_name: part.name,
                        organisation: organisation(part.organisation)?,
                        password: &password,
                        must_change: false,
                        locale: "en",
                    },
                )
                .await?;
            let (secret, _) = house.give_factor(administrator, user).await?;
            users.insert(part.word.to_owned(), user);
            accounts.push(Account {
                login: part.login.to_owned(),
                name: part.name.to_owned(),
                role: part.role,
                password,
                secret,
            });
        }
        let (secret, _) = house
            .give_factor(administrator, administrator.actor.user)
            .await?;
        accounts.push(Account {
            login: options.administrator_login.clone(),
            name: administrator.display_name.clone(),
            role: "administrator, runs the house and reads nobody's file",
            password: options.administrator_password.clone(),
            secret,
        });
        let user = |word: &str| {
            users.get(word).copied().ok_or(DeskError::Inside(
                "a member of the demonstration is missing",
            ))
        };
        let (irina, tomas) = (user("irina")?, user("tomas")?);
        let officers = [
            (irina, Role::DeskOfficer),
            (tomas, Role::DeskOfficer),
            (user("ada")?, Role::Analyst),
        ];
        let own = organisation("own")?;
        let desk = house
            .add_compartment(administrator, "Human-rights desk", own, false, &officers)
            .await?;
        let partner = house
            .add_compartment(
                administrator,
                "Lantern Circle",
                organisation("lantern")?,
                false,
                &[(user("lin")?, Role::Documenter), (irina, Role::DeskOfficer)],
            )
            .await?;
        let sealed = house
            .add_compartment(
                administrator,
                "Quiet channel",
                own,
                true,
                &[(irina, Role::DeskOfficer)],
            )
            .await?;
        let mut callers = HashMap::new();
        for (part, account) in PARTS.iter().zip(&accounts) {
            // With the password, because the sealed compartment opens by its members' keys only.
            let caller = house
                .caller_with_password(user(part.word)?, &account.password)
                .await?;
            callers.insert(part.word, caller);
        }
        Ok(Self {
            users,
            organisations,
            compartments: HashMap::from([("desk", desk), ("partner", partner), ("sealed", sealed)]),
            callers,
            accounts,
        })
    }

    pub(super) fn caller(&self, word: &str) -> Result<&Caller> {
        self.callers.get(word).ok_or(DeskError::Inside(
            "a caller of the demonstration is missing",
        ))
    }

    pub(super) fn compartment(&self, word: &str) -> Result<CompartmentId> {
        self.compartments
            .get(word)
            .copied()
            .ok_or(DeskError::Inside(
                "a compartment of the demonstration is missing",
            ))
    }
}

/// A password that can be read out: six groups of two syllables, 72 bits.
fn password(house: &House) -> Zeroizing<String> {
    const CONSONANTS: &[u8; 16] = b"bdfghjklmnprstvz";
    const VOWELS: &[u8; 4] = b"aeio";
    let mut random = Zeroizing::new([0_u8; 12]);
    house.register().randomness().fill(random.as_mut_slice());
    let mut text = Zeroizing::new(String::with_capacity(32));
    for (position, byte) in random.iter().enumerate() {
        if position > 0 && position % 2 == 0 {
            text.push('-');
        }
        let consonant = CONSONANTS.get(usize::from(byte & 15)).copied();
        let vowel = VOWELS.get(usize::from(byte >> 4 & 3)).copied();
        for letter in [consonant, vowel].into_iter().flatten() {
            text.push(char::from(letter));
        }
    }
    text
}
