//! The formats as they stand in registers: committed outputs under known randomness. A difference
//! means that registers of earlier releases would no longer open or search alike; a format may be
//! added beside an old one, but these lines stay.
//!
//! `cargo test -p sealing -- --ignored write_vectors` writes the file for a format that is new.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "helpers of tests: a failure is the test's failure"
)]

use kernel::Randomness;
use sealing::*;
use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256};
use std::sync::atomic::{AtomicU64, Ordering};

const PATH: &str = "testdata/vectors.json";

/// SHA-256 of a counter.
#[derive(Default)]
struct Counted(AtomicU64);

impl Randomness for Counted {
    fn fill(&self, bytes: &mut [u8]) {
        for chunk in bytes.chunks_mut(32) {
            let count = self.0.fetch_add(1, Ordering::Relaxed);
            chunk.copy_from_slice(&Sha256::digest(count.to_be_bytes())[..chunk.len()]);
        }
    }
}

fn hexadecimal(bytes: &[u8]) -> Value {
    Value::from(
        bytes
            .iter()
            .map(|byte| format!("{byte:02x}"))
            .collect::<String>(),
    )
}

fn bytes(value: &Value) -> Vec<u8> {
    let text = value.as_str().unwrap().as_bytes();
    text.chunks(2)
        .map(|pair| u8::from_str_radix(std::str::from_utf8(pair).unwrap(), 16).unwrap())
        .collect()
}

const COST: Argon2Cost = Argon2Cost {
    memory_kib: 64,
    passes: 2,
    lanes: 1,
};
const KEY_FILE: &[u8] = b"thirty-two bytes of a key file..";

const PIECE: PiecePlace<'static> = PiecePlace {
    blob: b"a blob of 16 by.",
    number: 0,
    last: true,
};

/// Everything that ends up in a register or on paper. The data key is what the recovery shares of
/// the first line open, so the order is part of the vectors.
fn made() -> Map<String, Value> {
    let randomness = Counted::default();
    let data_key = DataKey::random(&randomness);
    let mut unlock = Unlock::new("installation-1");
    unlock
        .add_passphrase(&data_key, "Zoé sings", COST, &randomness)
        .unwrap();
    unlock
        .add_key_file(&data_key, KEY_FILE, &randomness)
        .unwrap();
    let shares = unlock.add_shares(&data_key, 2, 3, &randomness).unwrap();
    let key = SecretKey::new([1; 32]);
    let (record, private_key) = PasswordRecord::create("words", COST, &randomness).unwrap();
    let compartment = CompartmentKey::random(&randomness);
    let file_key = FileKey::random(&randomness);
    let token = SessionToken::random(&randomness);
    let (codes, code_texts) = StoredRecoveryCodes::generate(&randomness);
    let totp = TotpSecret::random(&randomness);
    let shares: Vec<&str> = shares.iter().map(ShareText::as_str).collect();
    let code_texts: Vec<&str> = code_texts.iter().map(|text| text.as_str()).collect();
    let index = compartment.index_key();
    let file_wrap = compartment.file_wrap_key();
    let to_installation =
        compartment.wrap_for_installation(&data_key, b"compartment", 1, &randomness);
    let to_member = compartment
        .wrap_for_member(&private_key.public(), b"compartment", 1, &randomness)
        .unwrap();
    let entries = json!({
        "derive": hexadecimal(key.derive("purpose").expose()),
        "context": hexadecimal(&context("purpose", &[b"one", b""])),
        "seal": hexadecimal(&seal(&key, b"associated", b"plaintext", &randomness)),
        "unlock": serde_json::to_value(&unlock).unwrap(),
        "unlock_shares": shares,
        "database_key": data_key.database_key().as_str(),
        "wrap_key": hexadecimal(data_key.wrap_key().expose()),
        "server_secret": hexadecimal(data_key.server_secret("purpose").expose()),
        "ledger_signing_key": hexadecimal(data_key.ledger_signing_key().expose()),
        "cursor": sign_cursor(&data_key.cursor_key(), b"cursor"),
        "password_record": serde_json::to_value(&record).unwrap(),
        "private_key": hexadecimal(private_key.secret().expose()),
        "sealed_box": hexadecimal(&seal_to(&private_key.public(), b"associated", b"plaintext", &randomness).unwrap()),
        "compartment_for_installation": hexadecimal(&to_installation),
        "compartment_for_member": hexadecimal(&to_member),
        "drop_box": hexadecimal(compartment.drop_box().public().as_bytes()),
        "file_key": hexadecimal(file_key.secret().expose()),
        "file_key_wrapped": hexadecimal(&file_wrap.wrap_file_key(b"file", 1, &file_key, &randomness)),
        "index_name": index.hash(1, "amina"),
        "index_word": index.hash(2, "Амина"),
        "session_cookie": token.to_text().as_str(),
        "session_handle_hash": hexadecimal(&token.handle_hash()),
        "session_private_key": hexadecimal(&token.wrap_private_key(&private_key, &randomness)),
        "csrf_token": token.csrf_key().token("/people"),
        "recovery_stored": serde_json::to_value(&codes).unwrap(),
        "recovery_codes": code_texts,
        "totp_secret": totp.to_text().as_str(),
        "totp_code": totp.code_at(1_764_000_000).as_str(),
        // A piece is filled up to sixteen kilobytes; its hash stands for it.
        "blob_key": hexadecimal(file_key.blob_key().expose()),
        "blob_piece": hexadecimal(&Sha256::digest(
            seal_piece(&file_key.blob_key(), PIECE, b"a page", &randomness).unwrap()
        )),
    });
    entries.as_object().unwrap().clone()
}

fn committed() -> Map<String, Value> {
    serde_json::from_str(&std::fs::read_to_string(PATH).unwrap()).unwrap()
}

#[test]
fn formats_are_unchanged() {
    let (made, committed) = (made(), committed());
    for (name, expected) in &committed {
        assert_eq!(made.get(name), Some(expected), "{name}");
    }
    assert_eq!(made.len(), committed.len());
}

/// What an earlier release stored opens, whatever this release would write.
#[test]
fn what_was_stored_opens() {
    let vectors = committed();
    let key = SecretKey::new([1; 32]);
    assert_eq!(
        *open(&key, b"associated", &bytes(&vectors["seal"])).unwrap(),
        b"plaintext"
    );
    let unlock = Unlock::parse(&vectors["unlock"].to_string()).unwrap();
    let data_key = unlock.open_with_passphrase("Zoé sings").unwrap();
    assert_eq!(unlock.open_with_key_file(KEY_FILE).unwrap(), data_key);
    let shares: Vec<&str> = vectors["unlock_shares"]
        .as_array()
        .unwrap()
        .iter()
        .skip(1)
        .map(|share| share.as_str().unwrap())
        .collect();
    assert_eq!(unlock.open_with_shares(&shares).unwrap(), data_key);
    assert_eq!(data_key.database_key().as_str(), vectors["database_key"]);
    let cursor = vectors["cursor"].as_str().unwrap();
    assert_eq!(
        open_cursor(&data_key.cursor_key(), cursor).unwrap(),
        b"cursor"
    );
    let record: PasswordRecord =
        serde_json::from_value(vectors["password_record"].clone()).unwrap();
    let private_key = record.open("words").unwrap();
    assert_eq!(
        hexadecimal(private_key.secret().expose()),
        vectors["private_key"]
    );
    assert_eq!(
        *open_sealed(&private_key, b"associated", &bytes(&vectors["sealed_box"])).unwrap(),
        b"plaintext"
    );
    let compartment = CompartmentKey::unwrap_for_installation(
        &data_key,
        b"compartment",
        1,
        &bytes(&vectors["compartment_for_installation"]),
    )
    .unwrap();
    let for_member = bytes(&vectors["compartment_for_member"]);
    assert_eq!(
        CompartmentKey::unwrap_for_member(&private_key, b"compartment", 1, &for_member).unwrap(),
        compartment
    );
    let file_key = compartment
        .file_wrap_key()
        .unwrap_file_key(b"file", 1, &bytes(&vectors["file_key_wrapped"]))
        .unwrap();
    assert_eq!(hexadecimal(file_key.secret().expose()), vectors["file_key"]);
    let token = SessionToken::parse(vectors["session_cookie"].as_str().unwrap()).unwrap();
    assert_eq!(
        token
            .unwrap_private_key(&bytes(&vectors["session_private_key"]))
            .unwrap(),
        private_key
    );
    assert!(
        token
            .csrf_key()
            .check("/people", vectors["csrf_token"].as_str().unwrap())
    );
    let mut codes: StoredRecoveryCodes =
        serde_json::from_value(vectors["recovery_stored"].clone()).unwrap();
    for (used, code) in vectors["recovery_codes"]
        .as_array()
        .unwrap()
        .iter()
        .enumerate()
    {
        assert_eq!(codes.consume(code.as_str().unwrap()), Ok(9 - used));
    }
    let totp = TotpSecret::parse(vectors["totp_secret"].as_str().unwrap()).unwrap();
    assert_eq!(totp.code_at(1_764_000_000).as_str(), vectors["totp_code"]);
}

#[test]
#[ignore = "writes the committed file; only for a format that is new"]
fn write_vectors() {
    std::fs::write(PATH, serde_json::to_string_pretty(&made()).unwrap() + "\n").unwrap();
}

/// Prints, does not assert: figures depend on the machine.
#[test]
#[ignore = "a measurement"]
fn speeds() {
    let randomness = Counted::default();
    let per_second = |name: &str, count: u32, work: &mut dyn FnMut(u32)| {
        let start = std::time::Instant::now();
        (0..count).for_each(work);
        println!(
            "{name}: {:.0} a second",
            f64::from(count) / start.elapsed().as_secs_f64()
        );
    };
    let key = FileKey::random(&randomness);
    let compartment = CompartmentKey::random(&randomness);
    let (index, wrap) = (compartment.index_key(), compartment.file_wrap_key());
    let mut buffer = Vec::new();
    let text = [7; 600];
    per_second("index hashes", 1_000_000, &mut |number| {
        std::hint::black_box(index.hash((number & 3) as u8, "amina diallo"));
    });
    per_second("sealed bodies of 600 bytes", 200_000, &mut |_| {
        buffer.clear();
        seal_into(
            key.secret(),
            b"outer envelope",
            &text,
            &randomness,
            &mut buffer,
        );
    });
    per_second("wrapped file keys", 200_000, &mut |_| {
        std::hint::black_box(wrap.wrap_file_key(&[1; 16], 1, &key, &randomness));
    });
}
