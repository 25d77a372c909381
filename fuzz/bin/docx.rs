#![no_main]

use libfuzzer_sys::fuzz_target;
use lists::ReadOptions;

fuzz_target!(|input: &[u8]| {
    let archive = fuzz::archive(
        input,
        &["word/document.xml", "docProps/core.xml", "[Content_Types].xml"],
        &[],
    );
    fuzz::as_list(&archive, &ReadOptions::default());
    fuzz::as_evidence(&archive);
});
