//! The register of levers: what can be offered or applied, and to whom it is promised (O1f).
//!
//! A lever is promised by writing its next version. Two who promise it at once meet at the version of
//! the entry, so it is never spent twice.

use access::Visible;
use casework::{Body as _, levers::Lever};
use kernel::{CompartmentId, Entry, EntryId, FileId, Label};
use store::FileOrder;

use crate::{
    Caller, DeskError, Draft, Result,
    house::House,
    people::{PersonLine, line},
};

/// A lever as it stands.
#[derive(Clone, Debug)]
pub struct LeverView {
    /// Its file.
    pub file: FileId,
    /// The compartment.
    pub compartment: CompartmentId,
    /// The entry.
    pub entry: EntryId,
    /// Its version.
    pub version: u32,
    /// The lever.
    pub lever: Lever,
    /// The person it is held for, where the caller may read of them.
    pub holder: Option<PersonLine>,
}

/// Whether a status promises or spends the lever.
fn takes(status: &str) -> bool {
    matches!(status, "offered" | "accepted" | "used")
}

/// Whether a lever may go from one status to another, for whom it was and for whom it is to be.
fn may_move(before: &Lever, status: &str, holder: Option<FileId>) -> Result<()> {
    let refused = |message| Err(DeskError::refused(message));
    if takes(status) != holder.is_some() {
        return refused("refused-lever-holder");
    }
    match (before.status.as_str(), status) {
        // What was used is gone; what can be taken back is withdrawn first.
        ("used", "withdrawn") if before.reversible == Some(true) => Ok(()),
        ("used", _) => refused("refused-lever-spent"),
        ("offered" | "accepted", next) if takes(next) && holder != before.held_for => {
            refused("refused-lever-held")
        }
        ("withdrawn" | "expired", next) if takes(next) => refused("refused-lever-not-available"),
        _ => Ok(()),
    }
}

/// A promised lever is given back before its entry is withdrawn: nobody would know of the promise.
pub(crate) fn check_withdrawal(before: &Entry) -> Result<()> {
    if casework::body::<Lever>(before).is_ok_and(|lever| lever.is_taken()) {
        return Err(DeskError::refused("refused-lever-held"));
    }
    Ok(())
}

impl House {
    /// A new lever is free, and a changed one stays where it stands unless it is moved by its rule.
    pub(crate) fn check_lever(&self, draft: &Draft, before: Option<&Entry>) -> Result<()> {
        if draft.kind != Lever::WORD {
            return Ok(());
        }
        let lever: Lever =
            serde_json::from_value(draft.body.clone()).map_err(|_| DeskError::Absent)?;
        let Some(before) = before else {
            return if lever.is_taken() {
                Err(DeskError::refused("refused-lever-new"))
            } else {
                Ok(())
            };
        };
        let known = casework::body::<Lever>(before)?;
        if (&lever.status, lever.held_for) == (&known.status, known.held_for) {
            return Ok(());
        }
        may_move(&known, &lever.status, lever.held_for)?;
        let today = self.now().day();
        if takes(&lever.status) && !takes(&known.status) && !lever.is_open_on(today) {
            return Err(DeskError::refused("refused-lever-window"));
        }
        Ok(())
    }

    /// Opens a lever. Its label is RED unless somebody says otherwise later.
    ///
    /// # Errors
    /// When the caller may not, or a field breaks a rule.
    pub async fn open_lever(
        &self,
        caller: &Caller,
        compartment: CompartmentId,
        mut draft: Draft,
    ) -> Result<FileId> {
        draft.label = Label::Red;
        self.open_new(caller, compartment, "lever", &[draft]).await
    }

    /// The levers the caller may see: what is free first, then by title.
    ///
    /// # Errors
    /// [`DeskError::Absent`] when they read levers nowhere.
    pub async fn levers(&self, caller: &Caller) -> Result<Visible<Vec<LeverView>>> {
        let (compartment, _) = access::readable(&caller.actor)
            .into_iter()
            .find(|(_, kinds)| kinds.contains(Lever::WORD))
            .ok_or(DeskError::Absent)?;
        let permit = self.read_right(caller, compartment, Lever::WORD)?;
        let mut transaction = self.read().await?;
        let mut views = Vec::new();
        for stored in transaction
            .files(caller.viewer(), "lever", FileOrder::Newest, None, 1_000)
            .await?
        {
            if self
                .read_right(caller, stored.compartment, Lever::WORD)
                .is_err()
            {
                continue;
            }
            let Ok(open) = self.open_stored(caller, &mut transaction, &stored).await else {
                continue;
            };
            let history = self.history(caller, &mut transaction, &open).await?;
            let Some((entry, lever)) = history.bodies::<Lever>().into_iter().next_back() else {
                continue;
            };
            let (entry, version) = (entry.outer.id, entry.outer.version);
            let holder = match lever.held_for {
                Some(person) => self
                    .person_history(caller, &mut transaction, person)
                    .await
                    .ok()
                    .map(|(history, _)| line(person, stored.created, &history)),
                None => None,
            };
            views.push(LeverView {
                file: stored.id,
                compartment: stored.compartment,
                entry,
                version,
                lever,
                holder,
            });
        }
        views.sort_by(|a, b| {
            (a.lever.status != "available", &a.lever.title, a.file).cmp(&(
                b.lever.status != "available",
                &b.lever.title,
                b.file,
            ))
        });
        Ok(Visible::new(&permit, views))
    }

    /// One lever.
    ///
    /// # Errors
    /// [`DeskError::Absent`].
    pub async fn lever(&self, caller: &Caller, file: FileId) -> Result<Visible<LeverView>> {
        self.levers(caller)
            .await?
            .each()
            .find(|view| view.file == file)
            .ok_or(DeskError::Absent)
    }

    /// Offers, accepts, uses, takes back or frees a lever, for a person or for nobody.
    ///
    /// # Errors
    /// [`DeskError::Refused`] when it is promised to somebody else, spent, or outside its window;
    /// [`DeskError::Conflict`] when somebody moved it meanwhile.
    pub async fn move_lever(
        &self,
        caller: &Caller,
        entry: EntryId,
        version: u32,
        status: &str,
        holder: Option<FileId>,
        words: Option<String>,
    ) -> Result<()> {
        let before = self.entry(caller, entry).await?;
        let mut lever = casework::body::<Lever>(&before)?;
        may_move(&lever, status, holder)?;
        status.clone_into(&mut lever.status);
        lever.held_for = holder;
        lever.moved_words = words.filter(|words| !words.trim().is_empty());
        let mut draft = Draft::of(&before);
        draft.body = casework::value(&lever)?;
        self.revise(caller, entry, version, &draft).await
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn o1f_a_lever_is_not_spent_twice() {
        let (one, other) = (FileId::from_bytes([1; 16]), FileId::from_bytes([2; 16]));
        let lever = |status: &str, holder| Lever {
            status: status.to_owned(),
            held_for: holder,
            reversible: Some(false),
            ..Lever::default()
        };
        assert!(may_move(&lever("available", None), "offered", Some(one)).is_ok());
        assert!(may_move(&lever("available", None), "offered", None).is_err());
        assert!(may_move(&lever("offered", Some(one)), "accepted", Some(one)).is_ok());
        assert!(may_move(&lever("offered", Some(one)), "offered", Some(other)).is_err());
        assert!(may_move(&lever("offered", Some(one)), "used", Some(other)).is_err());
        assert!(may_move(&lever("offered", Some(one)), "available", None).is_ok());
        assert!(may_move(&lever("used", Some(one)), "available", None).is_err());
        assert!(may_move(&lever("used", Some(one)), "withdrawn", None).is_err());
        let reversible = Lever {
            reversible: Some(true),
            ..lever("used", Some(one))
        };
        assert!(may_move(&reversible, "withdrawn", None).is_ok());
        assert!(may_move(&lever("withdrawn", None), "offered", Some(one)).is_err());
        assert!(may_move(&lever("withdrawn", None), "available", None).is_ok());
    }
}
