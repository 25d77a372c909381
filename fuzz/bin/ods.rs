#![no_main]

use libfuzzer_sys::fuzz_target;
use lists::ReadOptions;

fuzz_target!(|input: &[u8]| {
    let archive = fuzz::archive(
        input,
        &["content.xml", "meta.xml", "styles.xml"],
        &[(
            "mimetype",
            b"application/vnd.oasis.opendocument.spreadsheet",
        )],
    );
    fuzz::as_list(&archive, &ReadOptions::default());
    fuzz::as_evidence(&archive);
});
