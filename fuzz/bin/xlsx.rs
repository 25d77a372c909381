#![no_main]

use libfuzzer_sys::fuzz_target;
use lists::ReadOptions;

fuzz_target!(|input: &[u8]| {
    let archive = fuzz::archive(
        input,
        &[
            "xl/worksheets/sheet1.xml",
            "xl/sharedStrings.xml",
            "xl/styles.xml",
            "xl/workbook.xml",
            "xl/_rels/workbook.xml.rels",
        ],
        &[],
    );
    fuzz::as_list(&archive, &ReadOptions::default());
    fuzz::as_evidence(&archive);
});
