#![no_main]

use libfuzzer_sys::fuzz_target;
use lists::ReadOptions;

fuzz_target!(|input: &[u8]| {
    const NAMES: [Option<&str>; 12] = [
        None,
        Some("utf-8"),
        Some("utf-16le"),
        Some("utf-16be"),
        Some("windows-1251"),
        Some("windows-1256"),
        Some("koi8-r"),
        Some("gb18030"),
        Some("big5"),
        Some("shift_jis"),
        Some("euc-kr"),
        Some("iso-2022-jp"),
    ];
    let Some((first, rest)) = input.split_first() else {
        return;
    };
    let encoding = NAMES[usize::from(*first) % NAMES.len()];
    fuzz::as_list(
        rest,
        &ReadOptions {
            encoding: encoding.map(str::to_owned),
            ..ReadOptions::default()
        },
    );
});
