//! Being written.

use access::Visible;
use kernel::FileId;

use crate::{Caller, Result, house::House};

impl House {
    /// Rows that wait for a decision.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn reviews(&self, caller: &Caller, _limit: i64) -> Result<Visible<Vec<FileId>>> {
        let permit = self.list_right(caller)?;
        Ok(Visible::new(&permit, Vec::new()))
    }
}
