//! The document that stands beside the database and lets those who may open it.
//!
//! It holds the data key only wrapped, once per *way*. Losing it loses the installation, so it
//! belongs in every backup; alone it opens nothing.

use kernel::Randomness;
use serde::{Deserialize, Serialize};
use subtle::ConstantTimeEq;

use crate::aead::{context, open, seal};
use crate::encoding::Bytes;
use crate::passphrase::stretch;
use crate::secret::expand;
use crate::{Argon2Cost, DataKey, SealingError, Secret, SecretKey, ShareSet, ShareText};

/// The newest format of the unlock document that this program reads and the one that it writes.
pub const UNLOCK_FORMAT: u32 = 1;

/// Fewest bytes of a key file: 256 bits if they are random.
const LEAST_KEY_FILE: usize = 32;
const CHECK: usize = 8;

/// The ways to an installation's data key.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unlock {
    /// Format number, see [`UNLOCK_FORMAT`].
    pub format: u32,
    /// The installation's id; part of what is authenticated.
    pub installation: String,
    /// Each way opens by itself.
    pub ways: Vec<Way>,
}

/// One way to the data key.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "way", rename_all = "snake_case")]
pub enum Way {
    /// Words that a person remembers.
    Passphrase {
        /// Salt of the derivation, random.
        salt: Bytes,
        /// What a guess costs.
        #[serde(flatten)]
        cost: Argon2Cost,
        /// The data key, sealed.
        sealed: Bytes,
    },
    /// A key file, a service manager's credential or the output of a command, for unattended start.
    KeyFile {
        /// Tells whether a key file is the right one before anything is opened.
        check: Bytes,
        /// The data key, sealed.
        sealed: Bytes,
    },
    /// k-of-n recovery shares on paper.
    Shares(ShareSet),
}

#[derive(Deserialize)]
struct FormatOnly {
    format: u32,
}

impl Unlock {
    /// A document without any way yet.
    #[must_use]
    pub fn new(installation: &str) -> Self {
        Self {
            format: UNLOCK_FORMAT,
            installation: installation.to_owned(),
            ways: Vec::new(),
        }
    }

    /// Reads the document.
    ///
    /// # Errors
    /// [`SealingError::NewerFormat`] if a newer program wrote it, [`SealingError::Malformed`].
    pub fn parse(text: &str) -> Result<Self, SealingError> {
        const MALFORMED: SealingError = SealingError::Malformed("unlock document");
        // The format first: what follows may have a shape that this program does not know.
        let FormatOnly { format } = serde_json::from_str(text).map_err(|_| MALFORMED)?;
        if format > UNLOCK_FORMAT {
            return Err(SealingError::NewerFormat {
                found: format,
                known: UNLOCK_FORMAT,
            });
        }
        serde_json::from_str(text).map_err(|_| MALFORMED)
    }

    /// The document as indented JSON.
    ///
    /// # Errors
    /// [`SealingError::Malformed`] if it cannot be written, which no value of it brings about.
    pub fn to_text(&self) -> Result<String, SealingError> {
        serde_json::to_string_pretty(self).map_err(|_| SealingError::Malformed("unlock document"))
    }

    /// Adds a passphrase.
    ///
    /// # Errors
    /// [`SealingError::BadCost`].
    pub fn add_passphrase(
        &mut self,
        data_key: &DataKey,
        passphrase: &str,
        cost: Argon2Cost,
        randomness: &dyn Randomness,
    ) -> Result<(), SealingError> {
        let salt: Secret<16> = Secret::random(randomness);
        let key: SecretKey = stretch(passphrase, salt.expose(), cost)?;
        let sealed = seal(
            &key,
            &self.associated("passphrase"),
            data_key.secret().expose(),
            randomness,
        );
        self.ways.push(Way::Passphrase {
            salt: salt.expose().to_vec().into(),
            cost,
            sealed: sealed.into(),
        });
        Ok(())
    }

    /// Replaces the passphrase that `old` opens by `new`; other ways stay. The data key stays the
    /// same: whoever copied the old document and learns the old passphrase still opens the copy.
    ///
    /// # Errors
    /// [`SealingError::WrongPassphrase`], [`SealingError::NoSuchWay`], [`SealingError::BadCost`].
    pub fn change_passphrase(
        &mut self,
        old: &str,
        new: &str,
        cost: Argon2Cost,
        randomness: &dyn Randomness,
    ) -> Result<(), SealingError> {
        let (position, data_key) = self.find_passphrase(old)?;
        self.add_passphrase(&data_key, new, cost, randomness)?;
        self.ways.swap_remove(position);
        Ok(())
    }

    /// Adds a key file (or the output of a command). Give its bytes exactly as they will be read.
    ///
    /// # Errors
    /// [`SealingError::KeyFileTooShort`] under 32 bytes.
    pub fn add_key_file(
        &mut self,
        data_key: &DataKey,
        content: &[u8],
        randomness: &dyn Randomness,
    ) -> Result<(), SealingError> {
        let (key, check) = key_file_keys(content)?;
        let sealed = seal(
            &key,
            &self.associated("key-file"),
            data_key.secret().expose(),
            randomness,
        );
        self.ways.push(Way::KeyFile {
            check: check.to_vec().into(),
            sealed: sealed.into(),
        });
        Ok(())
    }

    /// Cuts recovery shares, `threshold` of `total`. Earlier sets stay valid until removed from
    /// [`Unlock::ways`].
    ///
    /// # Errors
    /// [`SealingError::BadThreshold`].
    pub fn add_shares(
        &mut self,
        data_key: &DataKey,
        threshold: u8,
        total: u8,
        randomness: &dyn Randomness,
    ) -> Result<Vec<ShareText>, SealingError> {
        let (set, shares) = ShareSet::create(
            data_key.secret(),
            &self.associated("shares"),
            threshold,
            total,
            randomness,
        )?;
        self.ways.push(Way::Shares(set));
        Ok(shares)
    }

    /// Opens with a passphrase: one Argon2 run per passphrase way.
    ///
    /// # Errors
    /// [`SealingError::NoSuchWay`], [`SealingError::WrongPassphrase`], [`SealingError::BadCost`].
    pub fn open_with_passphrase(&self, passphrase: &str) -> Result<DataKey, SealingError> {
        self.find_passphrase(passphrase)
            .map(|(_, data_key)| data_key)
    }

    fn find_passphrase(&self, passphrase: &str) -> Result<(usize, DataKey), SealingError> {
        let mut failure = SealingError::NoSuchWay;
        for (position, way) in self.ways.iter().enumerate() {
            let Way::Passphrase { salt, cost, sealed } = way else {
                continue;
            };
            let key: SecretKey = stretch(passphrase, &salt.0, *cost)?;
            match open(&key, &self.associated("passphrase"), &sealed.0) {
                Ok(bytes) => return Ok((position, DataKey::from_slice(&bytes)?)),
                Err(SealingError::NotAuthentic) => failure = SealingError::WrongPassphrase,
                Err(other) => return Err(other),
            }
        }
        Err(failure)
    }

    /// Opens with a key file or the output of a command.
    ///
    /// # Errors
    /// [`SealingError::NoSuchWay`], [`SealingError::WrongKeyFile`],
    /// [`SealingError::KeyFileTooShort`], [`SealingError::NotAuthentic`] if the key file is right
    /// but the document was damaged.
    pub fn open_with_key_file(&self, content: &[u8]) -> Result<DataKey, SealingError> {
        let (key, expected) = key_file_keys(content)?;
        let mut failure = SealingError::NoSuchWay;
        for way in &self.ways {
            let Way::KeyFile { check, sealed } = way else {
                continue;
            };
            if bool::from(check.0.as_slice().ct_eq(&expected)) {
                let bytes = open(&key, &self.associated("key-file"), &sealed.0)?;
                return DataKey::from_slice(&bytes);
            }
            failure = SealingError::WrongKeyFile;
        }
        Err(failure)
    }

    /// Opens with recovery shares. If several sets exist, the shares may be of any one of them.
    ///
    /// # Errors
    /// [`SealingError::NoSuchWay`], and those of [`ShareSet::open`].
    pub fn open_with_shares<T: AsRef<str>>(&self, shares: &[T]) -> Result<DataKey, SealingError> {
        let owner = self.associated("shares");
        let mut failure = SealingError::NoSuchWay;
        for way in &self.ways {
            let Way::Shares(set) = way else { continue };
            match set.open(&owner, shares) {
                Ok(secret) => return Ok(DataKey::from_secret(secret)),
                // Of another set at the first share: the next set may be the one.
                Err(error @ SealingError::ShareOfAnotherSet { position: 1 }) => {
                    if failure == SealingError::NoSuchWay {
                        failure = error;
                    }
                }
                Err(error) => return Err(error),
            }
        }
        Err(failure)
    }

    fn associated(&self, way: &str) -> Vec<u8> {
        context(
            "unforgotten/1/unlock",
            &[self.installation.as_bytes(), way.as_bytes()],
        )
    }
}

fn key_file_keys(content: &[u8]) -> Result<(SecretKey, [u8; CHECK]), SealingError> {
    if content.len() < LEAST_KEY_FILE {
        return Err(SealingError::KeyFileTooShort {
            found: content.len(),
            least: LEAST_KEY_FILE,
        });
    }
    let key = expand(None, content, &[b"unforgotten/1/key-file"]);
    let check: Secret<CHECK> = expand(None, content, &[b"unforgotten/1/key-file-check"]);
    Ok((key, *check.expose()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::secret::testing::Counted;

    const COST: Argon2Cost = Argon2Cost::cheapest();

    fn made() -> (Unlock, DataKey, Counted) {
        let randomness = Counted::default();
        let data_key = DataKey::random(&randomness);
        (Unlock::new("installation-1"), data_key, randomness)
    }

    #[test]
    fn each_way_opens_and_survives_the_document() {
        let (mut unlock, data_key, randomness) = made();
        let key_file = [5_u8; 40];
        unlock
            .add_passphrase(&data_key, "old words", COST, &randomness)
            .unwrap();
        unlock
            .add_key_file(&data_key, &key_file, &randomness)
            .unwrap();
        let first = unlock.add_shares(&data_key, 2, 3, &randomness).unwrap();
        let second = unlock.add_shares(&data_key, 3, 4, &randomness).unwrap();
        let unlock = Unlock::parse(&unlock.to_text().unwrap()).unwrap();
        assert_eq!(unlock.open_with_passphrase("old words").unwrap(), data_key);
        assert_eq!(unlock.open_with_key_file(&key_file).unwrap(), data_key);
        for shares in [&first[1..], &second[1..]] {
            let texts: Vec<_> = shares.iter().map(ShareText::as_str).collect();
            assert_eq!(unlock.open_with_shares(&texts).unwrap(), data_key);
        }
        assert_eq!(
            unlock.open_with_shares(&[first[0].as_str(), second[0].as_str()]),
            Err(SealingError::ShareOfAnotherSet { position: 2 })
        );
    }

    #[test]
    fn errors_are_told_apart() {
        let (mut unlock, data_key, randomness) = made();
        assert_eq!(
            unlock.open_with_passphrase("x"),
            Err(SealingError::NoSuchWay)
        );
        assert_eq!(
            unlock.open_with_key_file(&[1; 32]),
            Err(SealingError::NoSuchWay)
        );
        assert_eq!(
            unlock.open_with_shares(&["x"]),
            Err(SealingError::NoSuchWay)
        );
        unlock
            .add_passphrase(&data_key, "words", COST, &randomness)
            .unwrap();
        unlock
            .add_key_file(&data_key, &[5; 40], &randomness)
            .unwrap();
        assert_eq!(
            unlock.open_with_passphrase("other"),
            Err(SealingError::WrongPassphrase)
        );
        assert_eq!(
            unlock.open_with_key_file(&[6; 40]),
            Err(SealingError::WrongKeyFile)
        );
        assert_eq!(
            unlock.open_with_key_file(&[6; 31]),
            Err(SealingError::KeyFileTooShort {
                found: 31,
                least: 32
            })
        );
        let moved = Unlock {
            installation: "installation-2".to_owned(),
            ..unlock.clone()
        };
        assert!(moved.open_with_passphrase("words").is_err());
        let text = unlock.to_text().unwrap();
        assert_eq!(
            Unlock::parse(&text.replace("\"format\": 1", "\"format\": 2, \"new\": []")),
            Err(SealingError::NewerFormat { found: 2, known: 1 })
        );
        assert!(matches!(
            Unlock::parse("{"),
            Err(SealingError::Malformed(_))
        ));
    }

    #[test]
    fn a_changed_passphrase_replaces_the_old_one() {
        let (mut unlock, data_key, randomness) = made();
        for words in ["first", "second"] {
            unlock
                .add_passphrase(&data_key, words, COST, &randomness)
                .unwrap();
        }
        unlock
            .change_passphrase("first", "third", COST, &randomness)
            .unwrap();
        assert_eq!(unlock.ways.len(), 2);
        assert_eq!(
            unlock.open_with_passphrase("first"),
            Err(SealingError::WrongPassphrase)
        );
        for words in ["second", "third"] {
            assert_eq!(unlock.open_with_passphrase(words).unwrap(), data_key);
        }
        assert_eq!(
            unlock.change_passphrase("first", "x", COST, &randomness),
            Err(SealingError::WrongPassphrase)
        );
    }
}
