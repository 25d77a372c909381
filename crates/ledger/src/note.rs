//! Signed notes (C2SP signed-note): a text, a blank line, and signature lines by named keys.
//!
//! Ed25519 signatures of logs (type 1) and timestamped cosignatures of witnesses (type 4, C2SP
//! tlog-cosignature) are understood; lines by unknown keys are kept and ignored, as the
//! specification asks.

use base64ct::{Base64, Encoding};
use ed25519_dalek::{Signature, Signer, SigningKey, VerifyingKey};
use sha2::{Digest, Sha256};

use crate::CheckpointError;

const LOG: u8 = 1;
const WITNESS: u8 = 4;

/// Names in signature lines hold no space and no plus.
pub(crate) fn name_is_valid(name: &str) -> bool {
    !name.is_empty()
        && !name
            .chars()
            .any(|symbol| symbol.is_whitespace() || symbol.is_control() || symbol == '+')
}

fn key_id(name: &str, kind: u8, public: &[u8; 32]) -> [u8; 4] {
    let digest = Sha256::new()
        .chain_update(name)
        .chain_update([b'\n', kind])
        .chain_update(public)
        .finalize();
    digest.first_chunk().copied().unwrap_or_default()
}

/// One signature line: `— name base64(key id · signature)`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignatureLine {
    /// The signer's name.
    pub name: String,
    /// First four bytes of the hash of name, type and public key.
    pub key_id: [u8; 4],
    /// What follows the key id: 64 bytes for a log, 8 + 64 for a witness.
    pub signature: Vec<u8>,
}

impl SignatureLine {
    /// The line with its line end.
    #[must_use]
    pub fn to_text(&self) -> String {
        let bytes = [self.key_id.as_slice(), &self.signature].concat();
        format!("\u{2014} {} {}\n", self.name, Base64::encode_string(&bytes))
    }

    /// Reads a line without its line end.
    ///
    /// # Errors
    /// [`CheckpointError::Malformed`].
    pub fn parse(line: &str) -> Result<Self, CheckpointError> {
        const MALFORMED: CheckpointError = CheckpointError::Malformed("signature line");
        let (name, bytes) = line
            .strip_prefix("\u{2014} ")
            .and_then(|rest| rest.split_once(' '))
            .ok_or(MALFORMED)?;
        let bytes = Base64::decode_vec(bytes).map_err(|_| MALFORMED)?;
        let (key_id, signature) = bytes.split_first_chunk().ok_or(MALFORMED)?;
        if !name_is_valid(name) || signature.is_empty() {
            return Err(MALFORMED);
        }
        Ok(Self {
            name: name.to_owned(),
            key_id: *key_id,
            signature: signature.to_vec(),
        })
    }
}

/// Signs notes as a log.
pub struct LogSigner {
    name: String,
    key: SigningKey,
}

impl std::fmt::Debug for LogSigner {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "LogSigner({})", self.name)
    }
}

impl LogSigner {
    /// A signer of this name, from an Ed25519 seed.
    ///
    /// # Errors
    /// [`CheckpointError::Malformed`] if the name is empty or holds a space, plus or line end.
    pub fn new(name: &str, seed: &[u8; 32]) -> Result<Self, CheckpointError> {
        if !name_is_valid(name) {
            return Err(CheckpointError::Malformed("name of the signer"));
        }
        Ok(Self {
            name: name.to_owned(),
            key: SigningKey::from_bytes(seed),
        })
    }

    /// The key with which others verify.
    #[must_use]
    pub fn verifier(&self) -> VerifierKey {
        VerifierKey {
            name: self.name.clone(),
            kind: LOG,
            key: self.key.verifying_key(),
        }
    }

    pub(crate) fn name(&self) -> &str {
        &self.name
    }

    /// Signs a note's text, which ends with a line end.
    #[must_use]
    pub fn sign(&self, text: &str) -> SignatureLine {
        SignatureLine {
            name: self.name.clone(),
            key_id: self.verifier().key_id(),
            signature: self.key.sign(text.as_bytes()).to_bytes().to_vec(),
        }
    }

    /// Cosigns another installation's note as a witness at a time in seconds since 1970. Only do so
    /// after its consistency with the last note cosigned was verified.
    #[must_use]
    pub fn cosign(&self, text: &str, seconds: u64) -> SignatureLine {
        let signature = self.key.sign(cosigned(text, seconds).as_bytes()).to_bytes();
        SignatureLine {
            name: self.name.clone(),
            key_id: self.witness_verifier().key_id(),
            signature: [seconds.to_be_bytes().as_slice(), &signature].concat(),
        }
    }

    /// The key with which others verify this signer's cosignatures.
    #[must_use]
    pub fn witness_verifier(&self) -> VerifierKey {
        VerifierKey {
            kind: WITNESS,
            ..self.verifier()
        }
    }
}

fn cosigned(text: &str, seconds: u64) -> String {
    format!("cosignature/v1\ntime {seconds}\n{text}")
}

/// A public key with its name and type, as people exchange it: `name+keyid+base64`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VerifierKey {
    name: String,
    kind: u8,
    key: VerifyingKey,
}

/// A witness's statement that it saw this checkpoint as the latest, consistent one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WitnessCosignature {
    /// The witness's name.
    pub witness: String,
    /// When, in seconds since 1970 by the witness's clock.
    pub seconds: u64,
}

impl VerifierKey {
    /// The signer's name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// First four bytes of the hash of name, type and public key.
    #[must_use]
    pub fn key_id(&self) -> [u8; 4] {
        key_id(&self.name, self.kind, self.key.as_bytes())
    }

    /// `name+keyid+base64(type · public key)`.
    #[must_use]
    pub fn to_text(&self) -> String {
        let bytes = [[self.kind].as_slice(), self.key.as_bytes()].concat();
        let id = u32::from_be_bytes(self.key_id());
        format!("{}+{id:08x}+{}", self.name, Base64::encode_string(&bytes))
    }

    /// Reads [`VerifierKey::to_text`], of a log or a witness.
    ///
    /// # Errors
    /// [`CheckpointError::Malformed`], also if the key id does not fit or the key is weak.
    pub fn parse(text: &str) -> Result<Self, CheckpointError> {
        const MALFORMED: CheckpointError = CheckpointError::Malformed("verifier key");
        let mut parts = text.trim().splitn(3, '+');
        let (Some(name), Some(id), Some(bytes)) = (parts.next(), parts.next(), parts.next()) else {
            return Err(MALFORMED);
        };
        let bytes = Base64::decode_vec(bytes).map_err(|_| MALFORMED)?;
        let (kind, public) = bytes.split_first().ok_or(MALFORMED)?;
        let public: &[u8; 32] = public.try_into().map_err(|_| MALFORMED)?;
        let key = VerifyingKey::from_bytes(public).map_err(|_| MALFORMED)?;
        let verifier = Self {
            name: name.to_owned(),
            kind: *kind,
            key,
        };
        let id = u32::from_str_radix(id, 16).map_err(|_| MALFORMED)?;
        if !matches!(*kind, LOG | WITNESS)
            || id.to_be_bytes() != verifier.key_id()
            || !name_is_valid(name)
            || key.is_weak()
        {
            return Err(MALFORMED);
        }
        Ok(verifier)
    }

    fn owns(&self, line: &SignatureLine) -> bool {
        line.name == self.name && line.key_id == self.key_id()
    }

    fn is_signed(&self, message: &str, signature: &[u8]) -> bool {
        Signature::from_slice(signature).is_ok_and(|signature| {
            self.key
                .verify_strict(message.as_bytes(), &signature)
                .is_ok()
        })
    }

    /// Requires a valid log signature by this key over the text.
    pub(crate) fn verify(
        &self,
        text: &str,
        lines: &[SignatureLine],
    ) -> Result<(), CheckpointError> {
        let line = lines
            .iter()
            .find(|line| self.kind == LOG && self.owns(line))
            .ok_or(CheckpointError::NotSigned)?;
        if self.is_signed(text, &line.signature) {
            Ok(())
        } else {
            Err(CheckpointError::BadSignature)
        }
    }

    /// This witness's cosignature, `None` if it did not cosign.
    pub(crate) fn cosignature(
        &self,
        text: &str,
        lines: &[SignatureLine],
    ) -> Result<Option<WitnessCosignature>, CheckpointError> {
        let Some(line) = lines
            .iter()
            .find(|line| self.kind == WITNESS && self.owns(line))
        else {
            return Ok(None);
        };
        let (seconds, signature) = line
            .signature
            .split_first_chunk()
            .ok_or(CheckpointError::BadSignature)?;
        let seconds = u64::from_be_bytes(*seconds);
        if self.is_signed(&cosigned(text, seconds), signature) {
            Ok(Some(WitnessCosignature {
                witness: self.name.clone(),
                seconds,
            }))
        } else {
            Err(CheckpointError::BadSignature)
        }
    }
}
