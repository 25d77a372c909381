//! Compartments, their epochs, and the files within them.
//!
//! A compartment has one key per *epoch*; a new epoch begins when a member leaves, so that what is
//! written from then on is closed to them. Ordinary compartments wrap the key to the installation,
//! sealed ones to each member's public key. Each file has its own key, wrapped to the compartment:
//! destroying that wrap erases the file.

use kernel::Randomness;

use crate::aead::{context, open, seal};
use crate::sealed_box::{open_sealed, seal_to};
use crate::{
    DataKey, IndexKey, SealingError, SecretKey, ShareSet, ShareText, UserPrivateKey, UserPublicKey,
};

/// The key of one compartment in one epoch.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CompartmentKey(SecretKey);

impl CompartmentKey {
    /// A fresh key, for a new compartment or epoch.
    #[must_use]
    pub fn random(randomness: &dyn Randomness) -> Self {
        Self(SecretKey::random(randomness))
    }

    /// The prepared key that wraps file keys; keep it for a batch, deriving it costs more than a
    /// wrap.
    #[must_use]
    pub fn file_wrap_key(&self) -> FileWrapKey {
        FileWrapKey(self.0.derive("unforgotten/1/file-wrap"))
    }

    /// The key of the blind index. A new epoch has another one, so moving to it re-indexes; use
    /// the first epoch's if the index should survive.
    #[must_use]
    pub fn index_key(&self) -> IndexKey {
        IndexKey::new(&self.0.derive("unforgotten/1/index"))
    }

    /// The key pair to whose public half non-members seal what they drop in.
    #[must_use]
    pub fn drop_box(&self) -> UserPrivateKey {
        UserPrivateKey::from_secret(self.0.derive("unforgotten/1/drop-box"))
    }

    /// Wraps the key of an ordinary compartment under [`DataKey::wrap_key`]. `compartment` is its
    /// id in bytes.
    #[must_use]
    pub fn wrap_for_installation(
        &self,
        data_key: &DataKey,
        compartment: &[u8],
        epoch: u32,
        randomness: &dyn Randomness,
    ) -> Vec<u8> {
        seal(
            &data_key.wrap_key(),
            &key_place(compartment, epoch),
            self.0.expose(),
            randomness,
        )
    }

    /// Opens an ordinary compartment's key.
    ///
    /// # Errors
    /// Those of [`crate::open`].
    pub fn unwrap_for_installation(
        data_key: &DataKey,
        compartment: &[u8],
        epoch: u32,
        wrapped: &[u8],
    ) -> Result<Self, SealingError> {
        let bytes = open(
            &data_key.wrap_key(),
            &key_place(compartment, epoch),
            wrapped,
        )?;
        Self::from_slice(&bytes)
    }

    /// Wraps the key of a sealed compartment to one member.
    ///
    /// # Errors
    /// [`SealingError::LowOrderPoint`].
    pub fn wrap_for_member(
        &self,
        member: &UserPublicKey,
        compartment: &[u8],
        epoch: u32,
        randomness: &dyn Randomness,
    ) -> Result<Vec<u8>, SealingError> {
        let place = key_place(compartment, epoch);
        seal_to(member, &place, self.0.expose(), randomness)
    }

    /// Opens a sealed compartment's key as a member.
    ///
    /// # Errors
    /// Those of [`crate::open_sealed`].
    pub fn unwrap_for_member(
        member: &UserPrivateKey,
        compartment: &[u8],
        epoch: u32,
        wrapped: &[u8],
    ) -> Result<Self, SealingError> {
        let bytes = open_sealed(member, &key_place(compartment, epoch), wrapped)?;
        Self::from_slice(&bytes)
    }

    /// Cuts k-of-n recovery shares of a sealed compartment's key.
    ///
    /// # Errors
    /// [`SealingError::BadThreshold`].
    pub fn share(
        &self,
        compartment: &[u8],
        epoch: u32,
        threshold: u8,
        total: u8,
        randomness: &dyn Randomness,
    ) -> Result<(ShareSet, Vec<ShareText>), SealingError> {
        let owner = key_place(compartment, epoch);
        ShareSet::create(&self.0, &owner, threshold, total, randomness)
    }

    /// Restores the key from shares.
    ///
    /// # Errors
    /// Those of [`ShareSet::open`].
    pub fn from_shares<T: AsRef<str>>(
        set: &ShareSet,
        compartment: &[u8],
        epoch: u32,
        shares: &[T],
    ) -> Result<Self, SealingError> {
        set.open(&key_place(compartment, epoch), shares).map(Self)
    }

    fn from_slice(bytes: &[u8]) -> Result<Self, SealingError> {
        SecretKey::from_slice(bytes)
            .map(Self)
            .ok_or(SealingError::Malformed("compartment key of another length"))
    }
}

fn key_place(compartment: &[u8], epoch: u32) -> Vec<u8> {
    context(
        "unforgotten/1/compartment-key",
        &[compartment, &epoch.to_be_bytes()],
    )
}

/// The key of one file: its entries are sealed under it with [`crate::seal`], the canonical outer
/// envelope as associated data.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileKey(SecretKey);

impl FileKey {
    /// A fresh key, for a new file.
    #[must_use]
    pub fn random(randomness: &dyn Randomness) -> Self {
        Self(SecretKey::random(randomness))
    }

    /// The key as [`crate::seal`] and [`crate::open`] take it.
    #[must_use]
    pub const fn secret(&self) -> &SecretKey {
        &self.0
    }
}

/// Wraps the keys of a compartment's files; from [`CompartmentKey::file_wrap_key`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileWrapKey(SecretKey);

impl FileWrapKey {
    /// Wraps a file's key. `file` is its id in bytes, `epoch` that of the compartment key.
    #[must_use]
    pub fn wrap_file_key(
        &self,
        file: &[u8],
        epoch: u32,
        file_key: &FileKey,
        randomness: &dyn Randomness,
    ) -> Vec<u8> {
        seal(
            &self.0,
            &file_place(file, epoch),
            file_key.0.expose(),
            randomness,
        )
    }

    /// Opens a file's key.
    ///
    /// # Errors
    /// Those of [`crate::open`].
    pub fn unwrap_file_key(
        &self,
        file: &[u8],
        epoch: u32,
        wrapped: &[u8],
    ) -> Result<FileKey, SealingError> {
        let bytes = open(&self.0, &file_place(file, epoch), wrapped)?;
        SecretKey::from_slice(&bytes)
            .map(FileKey)
            .ok_or(SealingError::Malformed("file key of another length"))
    }
}

fn file_place(file: &[u8], epoch: u32) -> Vec<u8> {
    context("unforgotten/1/file-key", &[file, &epoch.to_be_bytes()])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::secret::testing::Counted;

    #[test]
    fn an_ordinary_compartment_opens_with_the_data_key_only_at_its_place() {
        let randomness = Counted::default();
        let (data_key, key) = (
            DataKey::random(&randomness),
            CompartmentKey::random(&randomness),
        );
        let wrapped = key.wrap_for_installation(&data_key, b"c1", 1, &randomness);
        let unwrap = |data_key: &DataKey, compartment: &[u8], epoch| {
            CompartmentKey::unwrap_for_installation(data_key, compartment, epoch, &wrapped)
        };
        assert_eq!(unwrap(&data_key, b"c1", 1), Ok(key));
        assert!(unwrap(&data_key, b"c2", 1).is_err());
        assert!(unwrap(&data_key, b"c1", 2).is_err());
        assert!(unwrap(&DataKey::random(&randomness), b"c1", 1).is_err());
    }

    #[test]
    fn a_sealed_compartment_opens_for_members_and_by_shares() {
        let randomness = Counted::default();
        let (member, stranger) = (
            UserPrivateKey::random(&randomness),
            UserPrivateKey::random(&randomness),
        );
        let key = CompartmentKey::random(&randomness);
        let wrapped = key
            .wrap_for_member(&member.public(), b"c1", 3, &randomness)
            .unwrap();
        assert_eq!(
            CompartmentKey::unwrap_for_member(&member, b"c1", 3, &wrapped).as_ref(),
            Ok(&key)
        );
        assert!(CompartmentKey::unwrap_for_member(&stranger, b"c1", 3, &wrapped).is_err());
        assert!(CompartmentKey::unwrap_for_member(&member, b"c1", 4, &wrapped).is_err());
        let (set, shares) = key.share(b"c1", 3, 2, 3, &randomness).unwrap();
        let texts: Vec<_> = shares.iter().map(ShareText::as_str).collect();
        assert_eq!(
            CompartmentKey::from_shares(&set, b"c1", 3, &texts[1..]).as_ref(),
            Ok(&key)
        );
        assert_eq!(
            CompartmentKey::from_shares(&set, b"c2", 3, &texts),
            Err(SealingError::ShareOfAnother { position: 1 })
        );
    }

    #[test]
    fn file_keys_open_only_at_their_place() {
        let randomness = Counted::default();
        let wrap = CompartmentKey::random(&randomness).file_wrap_key();
        let file_key = FileKey::random(&randomness);
        let wrapped = wrap.wrap_file_key(b"f1", 1, &file_key, &randomness);
        assert_eq!(wrap.unwrap_file_key(b"f1", 1, &wrapped), Ok(file_key));
        assert!(wrap.unwrap_file_key(b"f2", 1, &wrapped).is_err());
        assert!(wrap.unwrap_file_key(b"f1", 2, &wrapped).is_err());
    }

    #[test]
    fn outsiders_drop_things_in() {
        let randomness = Counted::default();
        let key = CompartmentKey::random(&randomness);
        let sealed = seal_to(&key.drop_box().public(), b"", b"a tip", &randomness).unwrap();
        assert_eq!(
            *open_sealed(&key.drop_box(), b"", &sealed).unwrap(),
            b"a tip"
        );
    }
}
