//! A house with organisations, compartments and members, ready to be used.

use std::sync::Arc;

use access::Role;
use desk::{Beginning, Caller, Draft, House, KeySource, members::NewMember};
use kernel::{Clock, CompartmentId, FileId, OrganisationId, Randomness, UserId};
use sealing::Argon2Cost;
use store::Place;

use crate::{EnginePlace, FakeClock, PEOPLE, SeededRandomness};

/// The passphrase of every test house.
pub const PASSPHRASE: &str = "nine grey herons over still water";
/// The password of everybody in it.
pub const PASSWORD: &str = "copper kettle on the windowsill";

/// A house in which everybody has a part.
pub struct TestHouse {
    /// The house.
    pub house: House,
    /// Its clock: it moves by a millisecond whenever it is asked.
    pub clock: Arc<FakeClock>,
    /// Its randomness.
    pub randomness: Arc<SeededRandomness>,
    /// Where it stands.
    pub place: Place,
    /// Runs the house, reads nobody's file.
    pub administrator: UserId,
    /// Desk officer in `a` and `sealed`.
    pub officer: UserId,
    /// Desk officer in `a` and `sealed` as well: two sign.
    pub second_officer: UserId,
    /// Documenter in `b`.
    pub documenter: UserId,
    /// Analyst in `a`.
    pub analyst: UserId,
    /// An ordinary compartment of our own organisation.
    pub a: CompartmentId,
    /// An ordinary compartment of a partner.
    pub b: CompartmentId,
    /// A sealed compartment.
    pub sealed: CompartmentId,
    /// The partner.
    pub partner: OrganisationId,
}

impl TestHouse {
    /// Makes the house in an empty place.
    ///
    /// # Panics
    /// When something of it cannot be made.
    pub async fn begin(at: &EnginePlace) -> Self {
        Self::begin_at(&at.place).await
    }

    /// As [`TestHouse::begin`].
    ///
    /// # Panics
    /// When something of it cannot be made.
    pub async fn begin_at(place: &Place) -> Self {
        let clock = Arc::new(FakeClock::moving(FakeClock::BEGINNING, 1));
        let randomness = Arc::new(SeededRandomness::new(7));
        let beginning = Beginning {
            installation_name: "Test house",
            organisation: "Office for Human Rights, XA",
            passphrase: PASSPHRASE,
            administrator: "admin",
            password: PASSWORD,
            cost: Argon2Cost::cheapest(),
        };
        let (house, administrator) = House::begin(
            place,
            &beginning,
            as_clock(&clock),
            as_randomness(&randomness),
        )
        .await
        .expect("a house begins");
        let admin = house
            .caller_with_password(administrator, PASSWORD)
            .await
            .expect("the administrator comes");
        let partner = house
            .add_organisation(&admin, "Documentation Circle, XB", "partner", None)
            .await
            .expect("a partner");
        let mut members = Vec::new();
        for (login, display_name, organisation) in [
            ("vera", "Vera Aldane", house.organisation()),
            ("iosif", "Iosif Brand", house.organisation()),
            ("dunya", "Dunya Karim", partner),
            ("anselm", "Anselm Roth", house.organisation()),
        ] {
            let member = NewMember {
                login,
                display_name,
                organisation,
                password: PASSWORD,
                must_change: false,
                locale: "en",
            };
            members.push(house.add_member(&admin, &member).await.expect("a member"));
        }
        let [officer, second_officer, documenter, analyst] =
            <[UserId; 4]>::try_from(members).expect("four members were made");
        let own = house.organisation();
        let desk = [
            (officer, Role::DeskOfficer),
            (second_officer, Role::DeskOfficer),
            (analyst, Role::Analyst),
        ];
        let a = house
            .add_compartment(&admin, "Desk", own, false, &desk)
            .await
            .expect("compartment a");
        let b = house
            .add_compartment(
                &admin,
                "Circle",
                partner,
                false,
                &[(documenter, Role::Documenter)],
            )
            .await
            .expect("compartment b");
        let sealed = house
            .add_compartment(
                &admin,
                "Sealed",
                own,
                true,
                &desk.into_iter().take(2).collect::<Vec<_>>(),
            )
            .await
            .expect("the sealed compartment");
        Self {
            house,
            clock,
            randomness,
            place: place.clone(),
            administrator,
            officer,
            second_officer,
            documenter,
            analyst,
            a,
            b,
            sealed,
            partner,
        }
    }

    /// A member with the keys that come with their password.
    ///
    /// # Panics
    /// When the member is not there.
    pub async fn caller(&self, user: UserId) -> Caller {
        self.house
            .caller_with_password(user, PASSWORD)
            .await
            .expect("a member comes")
    }

    /// Opens a file with these drafts.
    ///
    /// # Panics
    /// When the caller may not.
    pub async fn open(
        &self,
        caller: &Caller,
        compartment: CompartmentId,
        drafts: &[Draft],
    ) -> FileId {
        self.house
            .open_new(caller, compartment, "person", drafts)
            .await
            .expect("a file is opened")
    }

    /// Opens a file for each of the invented people.
    ///
    /// # Panics
    /// When the caller may not.
    pub async fn people(&self, caller: &Caller, compartment: CompartmentId) -> Vec<FileId> {
        let mut files = Vec::new();
        for person in &PEOPLE {
            files.push(self.open(caller, compartment, &person.drafts()).await);
        }
        files
    }

    /// Closes the house and opens it again, as after a restart, with the same clock.
    ///
    /// # Panics
    /// When it does not open.
    pub async fn restart(self) -> Self {
        self.house.close().await;
        let house = open(&self.place, &self.clock, &self.randomness)
            .await
            .expect("the house opens again");
        Self { house, ..self }
    }

    /// The house in another place, with this one's clock and randomness: after a restore.
    ///
    /// # Errors
    /// Whatever the house says.
    pub async fn open_elsewhere(&self, place: &Place) -> desk::Result<House> {
        open(place, &self.clock, &self.randomness).await
    }

    /// The clock as a parameter.
    #[must_use]
    pub fn as_clock(&self) -> Arc<dyn Clock> {
        as_clock(&self.clock)
    }

    /// The randomness as a parameter.
    #[must_use]
    pub fn as_randomness(&self) -> Arc<dyn Randomness> {
        as_randomness(&self.randomness)
    }
}

async fn open(
    place: &Place,
    clock: &Arc<FakeClock>,
    randomness: &Arc<SeededRandomness>,
) -> desk::Result<House> {
    House::open(
        place,
        &KeySource::Passphrase(PASSPHRASE),
        Argon2Cost::cheapest(),
        as_clock(clock),
        as_randomness(randomness),
    )
    .await
}

fn as_clock(clock: &Arc<FakeClock>) -> Arc<dyn Clock> {
    Arc::clone(clock) as Arc<dyn Clock>
}

fn as_randomness(randomness: &Arc<SeededRandomness>) -> Arc<dyn Randomness> {
    Arc::clone(randomness) as Arc<dyn Randomness>
}
