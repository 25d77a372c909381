//! Two files that are the same person, and two that are not.

use access::Visible;
use casework::register::Link;
use kernel::{EntryId, FileId};

use crate::{Caller, DeskError, Draft, Result, house::House, people::Person};

impl House {
    /// Says that another file is the same person, or is not. Every source value stays where it is;
    /// withdrawing the entry takes the link back.
    ///
    /// # Errors
    /// [`DeskError::Absent`] when the caller may not read both files, a refusal for a file and itself
    /// or for a link that stands already.
    pub async fn link_files(&self, caller: &Caller, file: FileId, link: &Link) -> Result<EntryId> {
        if file == link.other {
            return Err(DeskError::refused("refused-link-itself"));
        }
        let mut transaction = self.read().await?;
        self.open_file(caller, &mut transaction, link.other).await?;
        let (_, open) = self.open_file(caller, &mut transaction, file).await?;
        let history = self.history(caller, &mut transaction, &open).await?;
        let stands = history
            .bodies::<Link>()
            .iter()
            .any(|(_, stored)| stored.other == link.other && stored.decision == link.decision);
        drop(transaction);
        if stands {
            return Err(DeskError::refused("refused-linked-already"));
        }
        self.record(caller, file, &Draft::new(link)?).await
    }

    /// Two people side by side, before somebody says whether they are one.
    ///
    /// # Errors
    /// [`DeskError::Absent`] when the caller may not read both.
    pub async fn side_by_side(
        &self,
        caller: &Caller,
        one: FileId,
        other: FileId,
    ) -> Result<(Visible<Person>, Visible<Person>)> {
        Ok((
            self.person(caller, one).await?,
            self.person(caller, other).await?,
        ))
    }
}
