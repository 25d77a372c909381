//! Large content in pieces, each sealed by itself under the key of its file.
//!
//! A piece knows its blob, its number and whether it is the last: pieces cannot be moved, swapped,
//! left out or cut off unnoticed, and any number of them is read with the memory of one. The last
//! piece is filled up to a multiple of [`PADDING`], so that the stored size is no fingerprint of a
//! document that somebody else knows too.

use kernel::Randomness;
use zeroize::Zeroizing;

use crate::{
    FileKey, SealingError, SecretKey,
    aead::{context, open, seal},
};

/// Most bytes of content in one piece; every piece but the last has as many.
pub const PIECE_BYTES: usize = 256 << 10;
/// The content of a piece is filled up to a multiple of so many bytes.
pub const PADDING: usize = 16 << 10;

/// Bytes of the length that stands before the content.
const LENGTH: usize = 4;

/// Where a piece stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PiecePlace<'a> {
    /// The blob's id in bytes.
    pub blob: &'a [u8],
    /// The number of the piece, from 0.
    pub number: u64,
    /// Whether it is the last one.
    pub last: bool,
}

impl PiecePlace<'_> {
    fn context(&self) -> Vec<u8> {
        context(
            "unforgotten/1/blob",
            &[
                self.blob,
                &self.number.to_be_bytes(),
                &[u8::from(self.last)],
            ],
        )
    }
}

/// Seals one piece of at most [`PIECE_BYTES`] under any key: that of a file, or one that lives only
/// as long as a temporary file does.
///
/// # Errors
/// [`SealingError::Malformed`] when the piece is longer.
pub fn seal_piece(
    key: &SecretKey,
    place: PiecePlace<'_>,
    content: &[u8],
    randomness: &dyn Randomness,
) -> Result<Vec<u8>, SealingError> {
    let length = u32::try_from(content.len())
        .ok()
        .filter(|_| content.len() <= PIECE_BYTES)
        .ok_or(SealingError::Malformed("a piece that is too long"))?;
    let room = content.len().div_ceil(PADDING).max(1) * PADDING;
    let mut plain = Zeroizing::new(Vec::with_capacity(LENGTH + room));
    plain.extend_from_slice(&length.to_be_bytes());
    plain.extend_from_slice(content);
    plain.resize(LENGTH + room, 0);
    Ok(seal(key, &place.context(), &plain, randomness))
}

/// Opens one piece: its content without what it was filled up with.
///
/// # Errors
/// Those of [`crate::open`]; [`SealingError::Malformed`] when the length within cannot be.
pub fn open_piece(
    key: &SecretKey,
    place: PiecePlace<'_>,
    sealed: &[u8],
) -> Result<Zeroizing<Vec<u8>>, SealingError> {
    const MALFORMED: SealingError = SealingError::Malformed("a piece of another length");
    let mut plain = open(key, &place.context(), sealed)?;
    let length = plain.first_chunk::<LENGTH>().ok_or(MALFORMED)?;
    let length = usize::try_from(u32::from_be_bytes(*length)).map_err(|_| MALFORMED)?;
    if length > plain.len() - LENGTH {
        return Err(MALFORMED);
    }
    plain.drain(..LENGTH);
    plain.truncate(length);
    Ok(plain)
}

impl FileKey {
    /// The key of the file's blobs: not the one of its entries, so that no piece passes for one.
    #[must_use]
    pub fn blob_key(&self) -> SecretKey {
        self.secret().derive("unforgotten/1/blob-key")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::secret::testing::Counted;
    use proptest::prelude::*;

    fn place(number: u64, last: bool) -> PiecePlace<'static> {
        PiecePlace {
            blob: b"a blob of 16 by.",
            number,
            last,
        }
    }

    #[test]
    fn sizes_are_rounded_up() {
        let (key, randomness) = (SecretKey::new([1; 32]), Counted::default());
        let size = |bytes: usize| {
            seal_piece(&key, place(0, true), &vec![7; bytes], &randomness)
                .unwrap()
                .len()
        };
        assert_eq!(size(0), size(PADDING));
        assert_eq!(size(PADDING) + PADDING, size(PADDING + 1));
        assert!(seal_piece(&key, place(0, true), &vec![0; PIECE_BYTES + 1], &randomness).is_err());
    }

    proptest! {
        #[test]
        fn a_piece_opens_only_in_its_place(
            content in proptest::collection::vec(any::<u8>(), 0..40_000),
            number in 0_u64..4,
            last: bool,
        ) {
            let file = FileKey::random(&Counted::default());
            let key = file.blob_key();
            let sealed = seal_piece(&key, place(number, last), &content, &Counted::default()).unwrap();
            prop_assert_eq!(&*open_piece(&key, place(number, last), &sealed).unwrap(), &content);
            prop_assert!(open_piece(&key, place(number + 1, last), &sealed).is_err());
            prop_assert!(open_piece(&key, place(number, !last), &sealed).is_err());
            let elsewhere = PiecePlace { blob: b"another", ..place(number, last) };
            prop_assert!(open_piece(&key, elsewhere, &sealed).is_err());
            prop_assert!(open_piece(file.secret(), place(number, last), &sealed).is_err());
        }
    }
}
