//! Checkpoints: the signed size and root of the ledger (C2SP tlog-checkpoint).
//!
//! ```text
//! example.org/unforgotten/installation
//! 42
//! <root in base64>
//! time 1764000000
//!
//! — example.org/unforgotten/installation <key id and signature in base64>
//! ```

use base64ct::{Base64, Encoding};

use crate::note::{LogSigner, SignatureLine, VerifierKey, WitnessCosignature};
use crate::proofs::{ProofError, verify_consistency};
use crate::tree::Hash;

/// Why a checkpoint is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CheckpointError {
    /// The text is not a checkpoint; which part is not.
    #[error("malformed {0}")]
    Malformed(&'static str),
    /// No line by the expected key.
    #[error("not signed by the expected key")]
    NotSigned,
    /// The line by the expected key does not fit the text.
    #[error("the signature does not fit: the checkpoint was changed")]
    BadSignature,
    /// Another log's checkpoint.
    #[error("a checkpoint of another log")]
    OtherOrigin,
    /// The newer checkpoint does not continue the older one.
    #[error("history was changed: {0}")]
    Inconsistent(#[from] ProofError),
}

/// The size and root of a ledger at a time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checkpoint {
    /// Which ledger; one line that never changes for an installation.
    pub origin: String,
    /// Leaves.
    pub size: u64,
    /// Root of the tree of these leaves.
    pub root: Hash,
    /// When it was signed, in seconds since 1970. Informative: order is by size, not by clock.
    pub seconds: u64,
}

impl Checkpoint {
    /// The signed text, ending with a line end.
    #[must_use]
    pub fn to_text(&self) -> String {
        let root = Base64::encode_string(&self.root);
        format!(
            "{}\n{}\n{root}\ntime {}\n",
            self.origin, self.size, self.seconds
        )
    }

    /// Signs. The origin should be the signer's name; an origin with a line end is refused.
    ///
    /// # Errors
    /// [`CheckpointError::Malformed`], [`CheckpointError::OtherOrigin`] if the signer's name is not
    /// the origin.
    pub fn sign(self, signer: &LogSigner) -> Result<SignedCheckpoint, CheckpointError> {
        if self.origin != signer.name() {
            return Err(CheckpointError::OtherOrigin);
        }
        let text = self.to_text();
        let signatures = vec![signer.sign(&text)];
        Ok(SignedCheckpoint {
            checkpoint: self,
            text,
            signatures,
        })
    }

    /// Reads the signed text. Unknown extension lines are accepted, as the specification asks.
    fn parse(text: &str) -> Result<Self, CheckpointError> {
        let body = text
            .strip_suffix('\n')
            .ok_or(CheckpointError::Malformed("checkpoint"))?;
        let mut lines = body.split('\n');
        let mut next = |what| {
            lines
                .next()
                .filter(|line| !line.is_empty())
                .ok_or(CheckpointError::Malformed(what))
        };
        let origin = next("origin")?;
        let size = next("size").and_then(number)?;
        let root = next("root")?;
        let mut hash = [0; 32];
        // One text for one root: decode must fill it and encode back to the same.
        let decoded = Base64::decode(root, &mut hash).map(<[u8]>::len);
        if decoded != Ok(32) {
            return Err(CheckpointError::Malformed("root"));
        }
        let mut seconds = 0;
        for extension in lines {
            if extension.is_empty() {
                return Err(CheckpointError::Malformed("extension"));
            }
            if let Some(time) = extension.strip_prefix("time ") {
                seconds = number(time)?;
            }
        }
        Ok(Self {
            origin: origin.to_owned(),
            size,
            root: hash,
            seconds,
        })
    }
}

/// Decimal digits without sign or leading zero.
fn number(text: &str) -> Result<u64, CheckpointError> {
    text.parse()
        .ok()
        .filter(|number: &u64| number.to_string() == text)
        .ok_or(CheckpointError::Malformed("number"))
}

/// A checkpoint with its signature lines. Reading one verifies nothing: see
/// [`SignedCheckpoint::verify`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignedCheckpoint {
    checkpoint: Checkpoint,
    /// As signed, byte for byte: extension lines unknown to us are covered too.
    text: String,
    /// The log's signature, then what witnesses added.
    pub signatures: Vec<SignatureLine>,
}

impl SignedCheckpoint {
    /// The whole note.
    #[must_use]
    pub fn to_text(&self) -> String {
        let mut text = format!("{}\n", self.text);
        for line in &self.signatures {
            text.push_str(&line.to_text());
        }
        text
    }

    /// Reads a note.
    ///
    /// # Errors
    /// [`CheckpointError::Malformed`].
    pub fn parse(note: &str) -> Result<Self, CheckpointError> {
        const MALFORMED: CheckpointError = CheckpointError::Malformed("note");
        let blank = note.rfind("\n\n").ok_or(MALFORMED)?;
        let (text, rest) = note.split_at_checked(blank + 1).ok_or(MALFORMED)?;
        let lines = rest
            .strip_prefix('\n')
            .and_then(|lines| lines.strip_suffix('\n'))
            .ok_or(MALFORMED)?;
        let signatures = lines
            .split('\n')
            .map(SignatureLine::parse)
            .collect::<Result<Vec<_>, _>>()?;
        Ok(Self {
            checkpoint: Checkpoint::parse(text)?,
            text: text.to_owned(),
            signatures,
        })
    }

    /// The checkpoint, if the log's key signed it and it is that log's.
    ///
    /// # Errors
    /// [`CheckpointError::OtherOrigin`], [`CheckpointError::NotSigned`],
    /// [`CheckpointError::BadSignature`].
    pub fn verify(&self, log: &VerifierKey) -> Result<&Checkpoint, CheckpointError> {
        if self.checkpoint.origin != log.name() {
            return Err(CheckpointError::OtherOrigin);
        }
        log.verify(&self.text, &self.signatures)?;
        Ok(&self.checkpoint)
    }

    /// The text that a witness cosigns: the note without its signatures.
    #[must_use]
    pub fn signed_text(&self) -> &str {
        &self.text
    }

    /// Which of these witnesses cosigned.
    ///
    /// # Errors
    /// [`CheckpointError::BadSignature`] if a line claims to be a known witness's and is not.
    pub fn cosignatures(
        &self,
        witnesses: &[VerifierKey],
    ) -> Result<Vec<WitnessCosignature>, CheckpointError> {
        witnesses
            .iter()
            .filter_map(|witness| {
                witness
                    .cosignature(&self.text, &self.signatures)
                    .transpose()
            })
            .collect()
    }

    /// Checks that `newer` continues this checkpoint; both must be signed by the log.
    ///
    /// # Errors
    /// Those of [`SignedCheckpoint::verify`], and [`CheckpointError::Inconsistent`]: same size and
    /// another root, a shorter log, or a proof that does not fit.
    pub fn verify_continued_by(
        &self,
        newer: &Self,
        proof: &[Hash],
        log: &VerifierKey,
    ) -> Result<(), CheckpointError> {
        let (old, new) = (self.verify(log)?, newer.verify(log)?);
        verify_consistency(old.size, &old.root, new.size, &new.root, proof)?;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::proofs::{consistency_proof, read_proof};
    use crate::tree::{leaf_hash, root_of};

    const ORIGIN: &str = "example.org/unforgotten/xa";

    fn signer() -> LogSigner {
        LogSigner::new(ORIGIN, &[7; 32]).unwrap()
    }

    fn leaves(count: u8) -> Vec<Hash> {
        (0..count).map(|number| leaf_hash(&[number])).collect()
    }

    fn signed(leaves: &[Hash]) -> SignedCheckpoint {
        Checkpoint {
            origin: ORIGIN.to_owned(),
            size: leaves.len() as u64,
            root: root_of(leaves),
            seconds: 1_764_000_000,
        }
        .sign(&signer())
        .unwrap()
    }

    #[test]
    fn a_note_survives_and_every_changed_byte_is_noticed() {
        let note = signed(&leaves(9)).to_text();
        let log = VerifierKey::parse(&signer().verifier().to_text()).unwrap();
        let parsed = SignedCheckpoint::parse(&note).unwrap();
        assert_eq!(parsed.to_text(), note);
        assert_eq!(parsed.verify(&log).unwrap().size, 9);
        for place in 0..note.len() {
            let mut bytes = note.clone().into_bytes();
            bytes[place] ^= 1;
            let refused = String::from_utf8(bytes)
                .ok()
                .and_then(|note| SignedCheckpoint::parse(&note).ok())
                .is_none_or(|parsed| parsed.verify(&log).is_err());
            assert!(refused, "byte {place}");
        }
    }

    #[test]
    fn another_key_or_log_is_refused() {
        let note = signed(&leaves(3));
        let other_key = LogSigner::new(ORIGIN, &[8; 32]).unwrap().verifier();
        assert_eq!(note.verify(&other_key), Err(CheckpointError::NotSigned));
        let other_log = LogSigner::new("example.org/other", &[7; 32])
            .unwrap()
            .verifier();
        assert_eq!(note.verify(&other_log), Err(CheckpointError::OtherOrigin));
        assert!(LogSigner::new("two words", &[7; 32]).is_err());
    }

    #[test]
    fn a_forked_or_cut_log_is_refused() {
        let (old, new) = (leaves(5), leaves(9));
        let log = signer().verifier();
        let proof = consistency_proof(5, 9, read_proof(&new)).unwrap();
        assert_eq!(
            signed(&old).verify_continued_by(&signed(&new), &proof, &log),
            Ok(())
        );
        let mut forked = new.clone();
        forked[1] = leaf_hash(b"rewritten");
        let forked_proof = consistency_proof(5, 9, read_proof(&forked)).unwrap();
        for proof in [&proof, &forked_proof] {
            assert_eq!(
                signed(&old).verify_continued_by(&signed(&forked), proof, &log),
                Err(CheckpointError::Inconsistent(ProofError::RootDiffers))
            );
        }
        assert_eq!(
            signed(&new).verify_continued_by(&signed(&old), &proof, &log),
            Err(CheckpointError::Inconsistent(ProofError::OutOfRange))
        );
    }

    #[test]
    fn witnesses_cosign() {
        let witness = LogSigner::new("witness.example.org", &[9; 32]).unwrap();
        let key = VerifierKey::parse(&witness.witness_verifier().to_text()).unwrap();
        let mut note = signed(&leaves(4));
        assert_eq!(
            note.cosignatures(std::slice::from_ref(&key)),
            Ok(Vec::new())
        );
        let line = witness.cosign(note.signed_text(), 1_764_000_100);
        note.signatures.push(line);
        let note = SignedCheckpoint::parse(&note.to_text()).unwrap();
        assert!(note.verify(&signer().verifier()).is_ok());
        assert_eq!(
            note.cosignatures(std::slice::from_ref(&key)).unwrap(),
            [WitnessCosignature {
                witness: "witness.example.org".to_owned(),
                seconds: 1_764_000_100
            }]
        );
        let mut forged = note;
        if let Some(line) = forged.signatures.last_mut() {
            line.signature[7] ^= 1;
        }
        assert_eq!(
            forged.cosignatures(&[key]),
            Err(CheckpointError::BadSignature)
        );
    }

    /// The example key of the Go package `golang.org/x/mod/sumdb/note`, which defined the format.
    #[test]
    fn keys_of_other_programs_are_read() {
        let text = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";
        let key = VerifierKey::parse(text).unwrap();
        assert_eq!(key.to_text(), text);
        let message = "If you think cryptography is the answer to your problem,\n\
                       then you don't know what your problem is.\n";
        let line = SignatureLine::parse(
            "\u{2014} PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=",
        )
        .unwrap();
        assert_eq!(key.verify(message, std::slice::from_ref(&line)), Ok(()));
        assert_eq!(
            key.verify("Something else\n", &[line]),
            Err(CheckpointError::BadSignature)
        );
        for wrong in [
            "",
            "a+b+c",
            "PeterNeumann+c74f20a4+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
        ] {
            assert!(VerifierKey::parse(wrong).is_err());
        }
    }
}
