#![no_main]

use libfuzzer_sys::fuzz_target;
use lists::ReadOptions;

fuzz_target!(|input: &[u8]| {
    // With a delimiter it is a table of text whatever it looks like; without one it is found out.
    let delimiter = match input.first() {
        Some(b',') => Some(','),
        Some(b';') => Some(';'),
        Some(b'\t') => Some('\t'),
        _ => None,
    };
    fuzz::as_list(
        input,
        &ReadOptions {
            delimiter,
            ..ReadOptions::default()
        },
    );
});
