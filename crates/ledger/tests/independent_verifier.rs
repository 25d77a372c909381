//! `verify_log.py`, written from the specifications alone, agrees with this crate, and notices what
//! an attacker would do to a log.

#![expect(
    clippy::unwrap_used,
    reason = "helpers of tests: a failure is the test's failure"
)]

use base64ct::{Base64, Encoding};
use ledger::{
    Checkpoint, Frontier, Hash, LogSigner, batch_leaf, batch_root, consistency_proof, entry_leaf,
    inclusion_proof, leaf_hash, read_proof,
};
use serde_json::{Value, json};
use std::io::Write as _;
use std::process::Command;

const ORIGIN: &str = "example.org/unforgotten/xa";

fn hexadecimal(hash: &Hash) -> String {
    hash.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn checkpoint(signer: &LogSigner, leaves: &[Hash]) -> Value {
    let mut frontier = Frontier::new();
    leaves.iter().for_each(|leaf| frontier.append(*leaf));
    let note = Checkpoint {
        origin: ORIGIN.to_owned(),
        size: frontier.size(),
        root: frontier.root(),
        seconds: 1_764_000_000,
    }
    .sign(signer)
    .unwrap();
    json!({ "checkpoint": note.to_text() })
}

/// A log of 40 leaves with two checkpoints, and proofs for many pairs.
fn export() -> Vec<Value> {
    let signer = LogSigner::new(ORIGIN, &[7; 32]).unwrap();
    let mut lines = vec![json!({ "key": signer.verifier().to_text() })];
    let mut leaves = Vec::new();
    for number in 0..40_u8 {
        if number % 3 == 0 {
            leaves.push(leaf_hash(&[number]));
            lines.push(json!({ "leaf": Base64::encode_string(&[number]) }));
        } else {
            let leaf = if number % 3 == 1 {
                entry_leaf(&[number], b"ciphertext")
            } else {
                batch_leaf(&batch_root(&leaves), leaves.len() as u64)
            };
            leaves.push(leaf);
            lines.push(json!({ "leaf_hash": hexadecimal(&leaf) }));
        }
        if number == 12 {
            lines.push(checkpoint(&signer, &leaves));
        }
    }
    lines.push(checkpoint(&signer, &leaves));
    let texts = |proof: Vec<Hash>| proof.iter().map(hexadecimal).collect::<Vec<_>>();
    for size in [1, 2, 7, 8, 13, 32, 39, 40] {
        for index in 0..size {
            let proof = texts(inclusion_proof(index, size, read_proof(&leaves)).unwrap());
            lines.push(json!({ "inclusion": { "index": index, "size": size, "proof": proof } }));
        }
        for old in 0..=size {
            let proof = texts(consistency_proof(old, size, read_proof(&leaves)).unwrap());
            lines.push(json!({ "consistency": { "old": old, "new": size, "proof": proof } }));
        }
    }
    lines
}

/// Exit code and message of the verifier.
fn verify(name: &str, lines: &[Value]) -> (i32, String) {
    let path = std::env::temp_dir().join(format!("verify-log-{}-{name}.jsonl", std::process::id()));
    let mut file = std::fs::File::create(&path).unwrap();
    for line in lines {
        writeln!(file, "{line}").unwrap();
    }
    let script = "verify_log.py";
    let output = Command::new("python3")
        .arg(script)
        .arg(&path)
        .output()
        .unwrap();
    std::fs::remove_file(&path).unwrap();
    let message = String::from_utf8(output.stdout).unwrap();
    (output.status.code().unwrap(), message)
}

fn changed(lines: &[Value], change: impl FnOnce(&mut Vec<Value>)) -> Vec<Value> {
    let mut lines = lines.to_vec();
    change(&mut lines);
    lines
}

#[test]
fn the_python_verifier_agrees() {
    assert_eq!(
        verify("whole", &export()),
        (0, "everything holds\n".to_owned())
    );
}

#[test]
fn the_python_verifier_notices_attacks() {
    let lines = export();
    let attacks = [
        (
            "edited",
            changed(&lines, |lines| lines[2] = json!({ "leaf": "AAAA" })),
            "line 15:",
        ),
        (
            "dropped",
            changed(&lines, |lines| drop(lines.remove(20))),
            "line 42:",
        ),
        (
            "swapped",
            changed(&lines, |lines| lines.swap(2, 3)),
            "line 15:",
        ),
        (
            "doubled",
            changed(&lines, |lines| lines.insert(2, lines[2].clone())),
            "line 16:",
        ),
        (
            "appended",
            changed(&lines, |lines| lines.push(json!({ "leaf": "" }))),
            "41 leaves",
        ),
        (
            "resigned by another key",
            changed(&lines, |lines| {
                let other = LogSigner::new(ORIGIN, &[8; 32]).unwrap();
                lines[14] = checkpoint(&other, &[leaf_hash(&[0])]);
            }),
            "line 15: not signed",
        ),
        (
            "signature",
            changed(&lines, |lines| {
                let text = lines[14]["checkpoint"].as_str().unwrap();
                lines[14] = json!({ "checkpoint": text.replace("time 1764", "time 1765") });
            }),
            "line 15: signature",
        ),
        (
            "proof",
            changed(&lines, |lines| {
                let line = lines
                    .iter_mut()
                    .rfind(|line| line["inclusion"]["index"] == 38)
                    .unwrap();
                line["inclusion"]["index"] = json!(37);
            }),
            "leaf is not in the tree",
        ),
    ];
    for (name, lines, expected) in attacks {
        let (code, message) = verify(&name.replace(' ', "-"), &lines);
        assert_eq!(code, 1, "{name}: {message}");
        assert!(message.contains(expected), "{name}: {message}");
    }
}
