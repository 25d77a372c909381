//! What was done for people whom we know from lists: sheets signed by two officers, names handed
//! over in writing, contacts, requests, wishes, hearings to come.

use std::collections::HashMap;

use access::Visible;
use casework::Body;
use desk::{Draft, House, PeoplePage, PeopleQuery, Result};
use kernel::FileId;
use serde_json::{Value, json};

use super::{
    cast::Cast,
    relative::Words,
    stories::happened,
    words::{Country, Dice},
};

/// Every person whom an officer reads, by every name.
pub(super) async fn by_name(house: &House, cast: &Cast) -> Result<HashMap<String, FileId>> {
    let caller = cast.caller("irina")?;
    let mut query = PeopleQuery {
        newest: true,
        ..PeopleQuery::default()
    };
    let mut files = HashMap::new();
    loop {
        let page = house
            .people(caller, &query)
            .await
            .map(Visible::<PeoplePage>::into_inner)?;
        for person in page.people {
            files.extend(
                person
                    .names
                    .into_iter()
                    .map(|name| (name.text, person.file)),
            );
        }
        match page.next {
            Some(next) => query.after = Some(next),
            None => return Ok(files),
        }
    }
}

const CONTACTS: [(&str, bool, &str); 6] = [
    (
        "counsel",
        false,
        "Counsel saw them for twenty minutes through glass.",
    ),
    (
        "letter",
        false,
        "A censored letter arrived: they are reading and ask for warm socks.",
    ),
    (
        "family_visit",
        true,
        "The family travelled nine hours and was turned away at the gate.",
    ),
    (
        "doctor",
        false,
        "Seen by the prison doctor; no copy of the findings was given.",
    ),
    (
        "private_counsel",
        true,
        "A talk without a guard was refused for the second time.",
    ),
    (
        "family_visit",
        false,
        "The sister was let in for half an hour. They looked tired and joked.",
    ),
];

const WORDS: [(&str, &str, &str, &str, &str); 5] = [
    (
        "relative",
        "sister",
        "Say it in the meetings, please, but keep the newspapers away.",
        "c05 c12",
        "c10",
    ),
    (
        "relative",
        "father",
        "I do not want anything done. It only gets worse for him.",
        "",
        "c05 c10 c16",
    ),
    (
        "person",
        "",
        "I want my name to be read aloud. I did nothing to hide.",
        "c05 c10 c12 c16",
        "",
    ),
    (
        "relative",
        "wife",
        "You may speak of him where it helps. Ask me before you print anything.",
        "c05 c04 c12",
        "",
    ),
    (
        "counsel",
        "",
        "Until the appeal is decided nothing in public.",
        "",
        "c10 c16",
    ),
];

/// Tells what was done for the people of one list.
pub(super) struct Afterwards<'a> {
    pub(super) house: &'a House,
    pub(super) cast: &'a Cast,
    pub(super) words: &'a Words,
    pub(super) country: &'a Country,
    /// How many days ago all this was recorded.
    pub(super) ago: i32,
    /// The list was old when it came: its names were handed over as a whole.
    pub(super) handed_over: bool,
    pub(super) dice: Dice,
}

impl Afterwards<'_> {
    pub(super) async fn tell(mut self, people: &[FileId]) -> Result<()> {
        for (position, file) in people.iter().copied().enumerate() {
            if self.handed_over {
                self.sheet(file, "Sheet 1, Maubin").await?;
                self.handover(file).await?;
            } else if position.is_multiple_of(3) {
                self.sheet(
                    file,
                    &format!(
                        "Sheet of {} names, {}",
                        people.len().div_ceil(3),
                        self.country.code
                    ),
                )
                .await?;
            }
            match position % 11 {
                1 | 6 => self.contact(file).await?,
                3 => self.request(file, position).await?,
                8 => self.wish(file).await?,
                10 if position.is_multiple_of(2) => self.hearing(file).await?,
                _ => {}
            }
        }
        Ok(())
    }

    /// Records a body, completed and with words in place of dates and ids, as one officer or the other.
    async fn record<B: Body>(&mut self, file: FileId, mut body: Value) -> Result<kernel::EntryId> {
        self.words.resolve(&mut body)?;
        let by = if self.dice.chance(70) {
            "irina"
        } else {
            "tomas"
        };
        let draft = Draft {
            kind: B::WORD.to_owned(),
            happened: happened(&body),
            body,
            ..Draft::new(&B::sample())?
        };
        self.house.record(self.cast.caller(by)?, file, &draft).await
    }

    fn day(&self, later: i32) -> String {
        self.words.day(-self.ago + later).iso()
    }

    async fn sheet(&mut self, file: FileId, sheet: &str) -> Result<()> {
        let body = json!({
            "officers": ["@user:irina", "@user:tomas"],
            "reason": "Known from a list only. Nobody could be asked: the person is cut off, and no relative can be reached safely. To be named in private serves them and exposes nobody.",
            "scopes": ["c04", "c05", "c25"],
            "sheet": sheet,
            "decided_on": self.day(0),
        });
        self.record::<casework::wishes::BestInterest>(file, body)
            .await?;
        Ok(())
    }

    async fn handover(&mut self, file: FileId) -> Result<()> {
        let on = self.day(0);
        let body = json!({
            "act": "raise_privately",
            "on": on,
            "text": "Named in an annex of forty-two names handed to the ambassador.",
            "by": "head of section",
            "audience": self.dice.pick(&self.country.authorities)?,
            "basis": "best-interest decision of two officers for a named sheet",
            "verdict": "clear",
        });
        self.record::<casework::coordination::Act>(file, body)
            .await?;
        Ok(())
    }

    async fn contact(&mut self, file: FileId) -> Result<()> {
        let (with, denied, words) = *self.dice.pick(&CONTACTS)?;
        let days_ago = self.dice.between(1, 12);
        let body =
            json!({"with": with, "denied": denied, "words": words, "on": self.day(-days_ago)});
        self.record::<casework::wellbeing::Contact>(file, body)
            .await?;
        Ok(())
    }

    async fn request(&mut self, file: FileId, position: usize) -> Result<()> {
        let what = *self.dice.pick(&[
            "medical_care",
            "family_visit",
            "update_on_condition",
            "counsel_access",
        ])?;
        let to = self.dice.pick(&self.country.authorities)?.clone();
        let body = json!({
            "to": to,
            "what": what,
            "text": "We ask for an answer in writing.",
            "channel": "note_verbale",
            "sent_on": self.day(0),
            "due_on": self.day(21),
        });
        let request = self
            .record::<casework::requests::Request>(file, body)
            .await?;
        // Every other one was answered, and not always kindly; the rest is overdue or still running.
        if !position.is_multiple_of(2) || self.ago > 60 {
            let (code, text) = *self.dice.pick(&[
                ("noted", "The ministry takes note."),
                ("rejected", "An interference in internal affairs."),
                (
                    "promised_information",
                    "Information will follow in due course.",
                ),
                ("granted_in_part", "One parcel a month will be handed over."),
            ])?;
            let body = json!({"request": request.to_string(), "code": code, "text": text, "answered_by": to, "on": self.day(0)});
            self.record::<casework::requests::Answer>(file, body)
                .await?;
        }
        Ok(())
    }

    async fn wish(&mut self, file: FileId) -> Result<()> {
        let (relation, kinship, words, yes, no) = *self.dice.pick(&WORDS)?;
        let mut scopes: Vec<Value> = Vec::new();
        for (listed, state) in [(yes, "granted"), (no, "refused")] {
            scopes.extend(
                listed
                    .split_whitespace()
                    .map(|scope| json!({"scope": scope, "state": state})),
            );
        }
        let mut giver = json!({"relation": relation});
        if let Some(fields) = giver.as_object_mut().filter(|_| !kinship.is_empty()) {
            fields.insert("kinship".to_owned(), json!(kinship));
        }
        // Relatives may speak because the person cannot be asked.
        if relation == "relative" {
            let unable: Vec<Value> = yes
                .split_whitespace()
                .map(|scope| json!({"scope": scope, "state": "unable_to_ask"}))
                .collect();
            if !unable.is_empty() {
                let body = json!({"giver": {"relation": "person"}, "how_known": "unknown", "scopes": unable, "given_on": self.day(0)});
                self.record::<casework::wishes::Wish>(file, body).await?;
            }
        }
        let body = json!({
            "giver": giver, "words": words, "how_known": "spoken", "scopes": scopes,
            "given_on": self.day(0), "read_back": true,
        });
        self.record::<casework::wishes::Wish>(file, body).await?;
        Ok(())
    }

    async fn hearing(&mut self, file: FileId) -> Result<()> {
        let court = self.dice.pick(&self.country.courts)?.clone();
        let purpose = *self.dice.pick(&[
            "extension of custody",
            "first session",
            "appeal",
            "request for release on bail",
        ])?;
        let body = json!({"court": court, "purpose": purpose, "day": format!("@{:+}", self.dice.between(2, 50))});
        self.record::<casework::matters::Hearing>(file, body)
            .await?;
        Ok(())
    }
}
