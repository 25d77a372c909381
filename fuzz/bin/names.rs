//! Two names of anything: bounded, the same both ways round, and with few keys.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let text = String::from_utf8_lossy(bytes);
    let (one, other) = text.split_once('\n').unwrap_or((&text, ""));
    let (there, back) = (names::compare(one, other), names::compare(other, one));
    assert!((0.0..=1.0).contains(&there.probability));
    assert!((there.probability - back.probability).abs() < 1e-4);
    for name in [one, other] {
        assert!(names::search_keys(name).len() <= 96);
        let _keys = names::query_keys(name);
        let _shown = names::show(name);
        let _read = names::to_unicode(name);
    }
});
