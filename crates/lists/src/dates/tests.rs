use proptest::prelude::*;

use super::*;

fn read(text: &str) -> (String, Option<DateDoubt>) {
    let read = read_date(text, DateOrder::DayFirst, Day::new(2026, 11, 1));
    (read.date.edtf(), read.doubt)
}

#[test]
fn dates_in_many_tongues_and_shapes() {
    for (text, wanted) in [
        ("1979", "1979"),
        ("1979-05", "1979-05"),
        ("1979-05-12", "1979-05-12"),
        ("1979/05/12", "1979-05-12"),
        ("2014/03", "2014-03"),
        ("12/05/1979", "1979-05-12"),
        ("24/12/1978", "1978-12-24"),
        ("12/24/1978", "1978-12-24"),
        ("7 September 2020", "2020-09-07"),
        ("September 7, 2020", "2020-09-07"),
        ("Apr 2025", "2025-04"),
        ("March 1976", "1976-03"),
        ("5 марта 2002 г.", "2002-03-05"),
        ("Род. в 1961", "1961"),
        ("12 de mayo de 1979", "1979-05-12"),
        ("١١/٦/٢٠١٦", "2016-06-11"),
        ("۱۳/۸/۱۹۹۸", "1998-08-13"),
        ("٢٠١٥", "2015"),
        ("2014年3月12日", "2014-03-12"),
        ("approx. 1979", "1979~"),
        ("c. 1979", "1979~"),
        ("около 1979", "1979~"),
        ("1979?", "1979?"),
        ("1975-1979", "1975-01-01/1979-12-31"),
        ("99-05-1979", "1979-05"),
        ("00/05/1979", "1979-05"),
        ("99-99-1979", "1979"),
        ("99-99-9999", "unknown"),
        ("s/d", "unknown"),
        ("unknown", "unknown"),
        ("", "unknown"),
        ("spring 2019", "2019-21"),
        ("2022-03-04 00:00:00", "2022-03-04"),
        ("2022-03-04T10:20:00Z", "2022-03-04"),
        ("19790512", "1979-05-12"),
        ("١٤٠٥ هـ", "1984-01-01/1985-12-31"),
    ] {
        assert_eq!(read(text), (wanted.to_owned(), None), "{text}");
    }
}

#[test]
fn other_calendars_are_read_and_the_original_is_kept() {
    for (text, wanted, calendar) in [
        ("۲۵ شهریور ۱۴۰۱", "2022-09-16", Calendar::Persian),
        ("1401/06/25 هـ.ش", "2022-09-16", Calendar::Persian),
        ("١ محرم ١٤٤٥", "2023-07-18/2023-07-20", Calendar::Islamic),
        (
            "15 ربيع الأول 1443 هـ",
            "2021-10-21/2021-10-23",
            Calendar::Islamic,
        ),
        ("1 Meskerem 2016", "2023-09-12", Calendar::Ethiopic),
        ("2013 E.C.", "2020-09-11/2021-09-10", Calendar::Ethiopic),
        ("22 พฤษภาคม พ.ศ. 2557", "2014-05-22", Calendar::Buddhist),
        ("พ.ศ. 2522", "1979", Calendar::Buddhist),
        ("民國68年12月10日", "1979-12-10", Calendar::Minguo),
        ("民國68年", "1979", Calendar::Minguo),
    ] {
        let read = read_date(text, DateOrder::DayFirst, Day::new(2026, 11, 1));
        assert_eq!(
            (read.date.edtf().as_str(), read.doubt, read.date.calendar),
            (wanted, None, calendar),
            "{text}"
        );
        assert_eq!(read.date.source_text.as_deref(), Some(text));
    }
    let persian = |text: &str| {
        let read = read_date_in(text, DateOrder::DayFirst, Some(Calendar::Persian), None);
        (read.date.edtf(), read.doubt)
    };
    assert_eq!(persian("1358/01/15"), ("1979-04-04".to_owned(), None));
    assert_eq!(persian("1358"), ("1979-03-21/1980-03-20".to_owned(), None));
    assert_eq!(
        persian("1979-04-04"),
        ("1979-04-04".to_owned(), None),
        "a year of ours"
    );
    assert_eq!(
        persian("1358/13/01"),
        ("unknown".to_owned(), Some(DateDoubt::OtherCalendar))
    );
    let ethiopic = read_date_in(
        "2013-01-01",
        DateOrder::DayFirst,
        Some(Calendar::Ethiopic),
        None,
    );
    assert_eq!(ethiopic.date.edtf(), "2020-09-11");
    assert_eq!(
        read("25/06/2565").1,
        Some(DateDoubt::OtherCalendar),
        "nobody has said which"
    );
}

#[test]
fn what_is_no_day_is_a_doubt_and_not_a_guess() {
    for text in [
        "2021-02-30",
        "31/04/2019",
        "0000-00-00",
        "1979-13-45",
        "2023-00-17",
        "29/02/2022",
        "1979-13",
    ] {
        assert_eq!(
            read(text),
            ("unknown".to_owned(), Some(DateDoubt::Impossible)),
            "{text}"
        );
    }
    for text in ["2031-05-01", "2029-03-03", "2045"] {
        assert_eq!(
            read(text),
            ("unknown".to_owned(), Some(DateDoubt::Future)),
            "{text}"
        );
    }
    assert_eq!(read("some time ago").1, Some(DateDoubt::Unreadable));
    assert_eq!(
        read("12.05.79"),
        ("1979-05-12?".to_owned(), Some(DateDoubt::TwoDigitYear))
    );
    assert_eq!(read("1358").1, Some(DateDoubt::OtherCalendar));
    assert_eq!(
        read("29087"),
        ("1979-08-20".to_owned(), Some(DateDoubt::DayNumber))
    );
    assert_eq!(
        read_date("2031-05-01", DateOrder::DayFirst, None)
            .date
            .edtf(),
        "2031-05-01",
        "an expected release lies in the future"
    );
}

#[test]
fn an_unsure_order_keeps_the_year_only() {
    let read = read_date("05/06/1990", DateOrder::Unsure, None);
    assert_eq!(
        (read.date.edtf().as_str(), read.doubt),
        ("1990", Some(DateDoubt::DayOrMonth))
    );
    assert_eq!(read_date("25/06/1990", DateOrder::Unsure, None).doubt, None);
    assert_eq!(
        read_date("05.06.1990", DateOrder::Unsure, None).date.edtf(),
        "1990-06-05"
    );
    assert_eq!(
        read_date("05/06/1990", DateOrder::MonthFirst, None)
            .date
            .edtf(),
        "1990-05-06"
    );
}

#[test]
fn the_source_text_stays_beside_the_date() {
    let read = read_date("7 September 2020", DateOrder::DayFirst, None);
    assert_eq!(read.date.source_text.as_deref(), Some("7 September 2020"));
    assert_eq!(
        read_date("2020-09-07", DateOrder::DayFirst, None)
            .date
            .source_text,
        None
    );
}

#[test]
fn ages_leave_a_range_of_births() {
    let at = PartialDate::parse("2022-05-10").unwrap();
    let age = |text: &str| read_age(text).map(|a| birth_from_age(a, &at).edtf());
    assert_eq!(age("43").unwrap(), "1978-05-11/1979-05-13");
    assert_eq!(age("40-45").unwrap(), "1976-05-11/1982-05-13");
    assert_eq!(age("٤٣").unwrap(), age("43").unwrap());
    assert!(age("About 40").unwrap().ends_with('~'));
    assert!(age("37?").unwrap().ends_with('~'));
    assert_eq!(age("Less than a day").unwrap(), "2022-05-10");
    assert_eq!(read_age("unknown"), None);
    assert_eq!(read_age("450"), None);
}

proptest! {
    #[test]
    fn any_text_gives_an_answer(text in "\\PC{0,40}") {
        let _ = read_date(&text, DateOrder::Unsure, Day::new(2026, 11, 1));
        let _ = read_age(&text);
    }

    #[test]
    fn no_day_after_today_is_ever_used(year in 1900_i16..2200, month in 1_i8..=12, day in 1_i8..=28, shape in 0..4) {
        let today = Day::new(2026, 11, 1).unwrap();
        let text = match shape {
            0 => format!("{year}-{month:02}-{day:02}"),
            1 => format!("{day:02}/{month:02}/{year}"),
            2 => format!("{day}.{month}.{year}"),
            _ => format!("{year}/{month}/{day}"),
        };
        let read = read_date(&text, DateOrder::DayFirst, Some(today));
        let wanted = Day::new(year, month, day).unwrap();
        if wanted > today {
            prop_assert_eq!(read.doubt, Some(DateDoubt::Future));
            prop_assert!(read.date.is_unknown());
        } else {
            prop_assert_eq!(read.date.exact_day(), Some(wanted));
        }
    }
}
