#![no_main]

use libfuzzer_sys::fuzz_target;
use kernel::{Calendar, Day};
use lists::{DateOrder, birth_from_age, read_age, read_date_in};

fuzz_target!(|input: &[u8]| {
    let Some((first, rest)) = input.split_first() else {
        return;
    };
    let Ok(text) = std::str::from_utf8(rest) else {
        return;
    };
    let today = Day::new(2026, 11, 1).expect("a day");
    let calendar = [
        None,
        Some(Calendar::Persian),
        Some(Calendar::Islamic),
        Some(Calendar::Ethiopic),
        Some(Calendar::Minguo),
        Some(Calendar::Buddhist),
    ][usize::from(first / 3) % 6];
    let order = [
        DateOrder::DayFirst,
        DateOrder::MonthFirst,
        DateOrder::Unsure,
    ][usize::from(first % 3)];
    let read = read_date_in(text, order, calendar, Some(today));
    if let Some(earliest) = read.date.earliest() {
        assert!(earliest <= today, "the future is never used");
    }
    if let Some(age) = read_age(text) {
        let _years = birth_from_age(age, &read.date);
    }
});
