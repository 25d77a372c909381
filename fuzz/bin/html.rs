#![no_main]

use libfuzzer_sys::fuzz_target;
use lists::ReadOptions;

fuzz_target!(|input: &[u8]| {
    fuzz::as_list(input, &ReadOptions::default());
});
