use super::*;

const STYLES: [DateStyle; 5] =
    [DateStyle::Appointment, DateStyle::Day, DateStyle::Date, DateStyle::Time, DateStyle::Weekday];

fn golden(tag: &str, zone: &str, instant: &str) -> [String; 5] {
    let zone = TimeZone::get(zone).unwrap();
    let dates = Dates::new(&tag.parse().unwrap(), zone, CalendarChoice::Usual, ClockChoice::Usual).unwrap();
    let instant: Timestamp = instant.parse().unwrap();
    STYLES.map(|style| dates.write(Wall::from_millis(instant.as_millisecond()), style).unwrap())
}

/// 15:05 in Tehran, in autumn.
const AUTUMN: &str = "2026-11-21T11:35:00Z";
/// 15:05 in Tehran, in the first half of the year: Iran gave up summer time in 2022.
const SUMMER: &str = "2026-07-15T11:35:00Z";

#[test]
fn persian_dates_are_solar_hijri() {
    assert_eq!(
        golden("fa-Arab-IR", "Asia/Tehran", AUTUMN),
        ["شنبه ۳۰ آبان ۱۴۰۵ ساعت ۱۵:۰۵", "شنبه ۳۰ آبان", "۳۰ آبان ۱۴۰۵", "۱۵:۰۵", "شنبه"]
    );
    assert_eq!(
        golden("fa-Arab-AF", "Asia/Kabul", AUTUMN),
        ["شنبه ۳۰ عقرب ۱۴۰۵ ساعت ۱۶:۰۵", "شنبه ۳۰ عقرب", "۳۰ عقرب ۱۴۰۵", "۱۶:۰۵", "شنبه"]
    );
}

#[test]
fn english_dates_are_the_regions() {
    assert_eq!(
        golden("en-Latn-US", "Asia/Tehran", AUTUMN),
        [
            "Saturday, November 21, 2026 at 3:05\u{202f}PM",
            "Saturday, November 21",
            "November 21, 2026",
            "3:05\u{202f}PM",
            "Saturday"
        ]
    );
    assert_eq!(
        golden("en-Latn-KE", "Africa/Nairobi", AUTUMN),
        [
            "Saturday, 21 November 2026 at 14:35",
            "Saturday 21 November",
            "21 November 2026",
            "14:35",
            "Saturday"
        ]
    );
}

#[test]
fn tehran_has_no_summer_time() {
    assert_eq!(golden("fa-Arab-IR", "Asia/Tehran", SUMMER)[0], "چهارشنبه ۲۴ تیر ۱۴۰۵ ساعت ۱۵:۰۵");
    let last_with_it = "2022-07-15T11:35:00Z";
    assert_eq!(golden("fa-Arab-IR", "Asia/Tehran", last_with_it)[3], "۱۶:۰۵");
}

#[test]
fn a_leap_year_ends_on_its_thirtieth_day_of_esfand() {
    let day = |instant| golden("fa-Arab-IR", "Asia/Tehran", instant)[2].clone();
    // 1403 and 1408 are leap years, 1404 is none.
    assert_eq!(day("2025-03-20T12:00:00Z"), "۳۰ اسفند ۱۴۰۳");
    assert_eq!(day("2025-03-20T20:30:00Z"), "۱ فروردین ۱۴۰۴");
    assert_eq!(day("2026-03-20T12:00:00Z"), "۲۹ اسفند ۱۴۰۴");
    assert_eq!(day("2030-03-20T12:00:00Z"), "۳۰ اسفند ۱۴۰۸");
}

#[test]
fn calendar_clock_and_digits_can_be_wished_for() {
    let golden = |tag| golden(tag, "Asia/Tehran", AUTUMN)[0].clone();
    assert_eq!(golden("fa-IR-u-ca-gregory-hc-h12"), "شنبه ۲۱ نوامبر ۲۰۲۶ ساعت ۳:۰۵ ب.ظ.");
    assert_eq!(golden("fa-IR-u-nu-latn"), "شنبه 30 آبان 1405 ساعت 15:05");
}

#[test]
fn no_persian_day_of_eight_years_borrows_a_latin_letter_or_digit() {
    let dates = Dates::new(
        &"fa-Arab-IR".parse().unwrap(),
        TimeZone::get("Asia/Tehran").unwrap(),
        CalendarChoice::Usual,
        ClockChoice::Usual,
    )
    .unwrap();
    let start: Timestamp = "2024-03-20T08:00:00Z".parse().unwrap();
    for day in 0..8 * 366 {
        let instant = Wall::from_millis(start.as_millisecond() + day * 86_400_000);
        for style in STYLES {
            let text = dates.write(instant, style).unwrap();
            assert!(!text.contains(|c: char| c.is_ascii_alphanumeric()), "{text}");
        }
    }
}

/// The languages that will come, each where most of its readers live, and neighbours whose calendar differs.
const EVERYWHERE: [(&str, &str); 24] = [
    ("fa-IR", "Asia/Tehran"),
    ("prs-AF", "Asia/Kabul"),
    ("ps-AF", "Asia/Kabul"),
    ("ps-PK", "Asia/Karachi"),
    ("ckb-IQ", "Asia/Baghdad"),
    ("ckb-IR", "Asia/Tehran"),
    ("az-Arab-IR", "Asia/Tehran"),
    ("ar-IQ", "Asia/Baghdad"),
    ("ar-SA", "Asia/Riyadh"),
    ("ar-MA", "Africa/Casablanca"),
    ("ur-PK", "Asia/Karachi"),
    ("tr-TR", "Europe/Istanbul"),
    ("hi-IN", "Asia/Kolkata"),
    ("bn-BD", "Asia/Dhaka"),
    ("es-MX", "America/Mexico_City"),
    ("fr-CI", "Africa/Abidjan"),
    ("pt-BR", "America/Sao_Paulo"),
    ("am-ET", "Africa/Addis_Ababa"),
    ("sw-KE", "Africa/Nairobi"),
    ("id-ID", "Asia/Jakarta"),
    ("zh-Hans-CN", "Asia/Shanghai"),
    ("en-US", "America/New_York"),
    ("en-IN", "Asia/Kolkata"),
    ("en-KE", "Africa/Nairobi"),
];

/// The golden table: `BLESS=1 cargo test -p nabz-locale golden`, and read the difference.
fn against_golden(file: &str, now: &str) {
    let file = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden").join(file);
    if std::env::var_os("BLESS").is_some() {
        std::fs::create_dir_all(file.parent().unwrap()).unwrap();
        std::fs::write(&file, now).unwrap();
    }
    let before = std::fs::read_to_string(&file).unwrap();
    assert!(before == now, "otherwise than {}:\n{now}", file.display());
}

fn dates_of(tag: &str, zone: &str, calendar: CalendarChoice, clock: ClockChoice) -> Dates {
    let tags: Vec<&'static str> = vec![
        "fa", "ps", "ckb", "az-Arab", "ar", "ur", "tr", "hi", "bn", "es", "fr", "pt-BR", "am", "sw", "id",
        "zh-Hans", "en",
    ];
    let choice = crate::negotiation::Negotiation::new(tags).answer(tag).unwrap();
    let locale = crate::numbers::with_digits(choice.locale, crate::DigitChoice::Native);
    Dates::new(&locale, TimeZone::get(zone).unwrap(), calendar, clock).unwrap()
}

#[test]
fn golden_dates_of_every_language() {
    let mut table = String::new();
    let instant: Timestamp = AUTUMN.parse().unwrap();
    let instant = Wall::from_millis(instant.as_millisecond());
    for (tag, zone) in EVERYWHERE {
        let dates = dates_of(tag, zone, CalendarChoice::Usual, ClockChoice::Usual);
        let week = dates.week();
        table.push_str(&format!("{tag}\tweek\tfrom {}, free {:?}\n", week.first, week.weekend));
        for style in STYLES {
            table.push_str(&format!("{tag}\t{style:?}\t{}\n", dates.write(instant, style).unwrap()));
        }
    }
    against_golden("dates.txt", &table);
}

#[test]
fn golden_dates_in_every_calendar_and_clock() {
    let mut table = String::new();
    let instant: Timestamp = AUTUMN.parse().unwrap();
    let instant = Wall::from_millis(instant.as_millisecond());
    let calendars = [
        CalendarChoice::Gregorian,
        CalendarChoice::SolarHijri,
        CalendarChoice::UmmAlQura,
        CalendarChoice::Ethiopic,
    ];
    let clocks = [ClockChoice::TwelveHours, ClockChoice::TwentyFourHours, ClockChoice::FromSunrise];
    for (tag, zone) in EVERYWHERE {
        for calendar in calendars {
            let dates = dates_of(tag, zone, calendar, ClockChoice::Usual);
            table.push_str(&format!(
                "{tag}\t{calendar:?}\t{}\n",
                dates.write(instant, DateStyle::Date).unwrap()
            ));
        }
        for clock in clocks {
            let dates = dates_of(tag, zone, CalendarChoice::Usual, clock);
            table
                .push_str(&format!("{tag}\t{clock:?}\t{}\n", dates.write(instant, DateStyle::Time).unwrap()));
        }
    }
    against_golden("choices.txt", &table);
}

#[test]
fn no_day_of_two_years_borrows_a_latin_letter_where_another_script_is_read() {
    let latin = ["tr", "es", "fr", "pt", "sw", "id", "en"];
    let calendars = [
        CalendarChoice::Gregorian,
        CalendarChoice::SolarHijri,
        CalendarChoice::UmmAlQura,
        CalendarChoice::Ethiopic,
    ];
    let start: Timestamp = "2026-03-20T03:00:00Z".parse().unwrap();
    for (tag, zone) in EVERYWHERE.iter().filter(|(tag, _)| !latin.contains(&&tag[..2])) {
        let dates = dates_of(tag, zone, CalendarChoice::Usual, ClockChoice::Usual);
        for calendar in calendars {
            let dates = dates_of(tag, zone, calendar, ClockChoice::Usual);
            for days in (0..366).step_by(7) {
                let instant = Wall::from_millis(start.as_millisecond() + days * 86_400_000);
                let text = dates.write(instant, DateStyle::Appointment).unwrap();
                assert!(!text.contains(|c: char| c.is_ascii_alphabetic()), "{tag} {calendar:?}: {text}");
            }
        }
        for hours in (0..2 * 366 * 24).step_by(13) {
            let instant = Wall::from_millis(start.as_millisecond() + hours * 3_600_000);
            for style in STYLES {
                let text = dates.write(instant, style).unwrap();
                assert!(!text.contains(|c: char| c.is_ascii_alphabetic()), "{tag}: {text}");
            }
        }
    }
}

#[test]
fn ethiopias_hours_and_days_are_counted_there() {
    let at = |instant: &str, style| {
        let dates = dates_of("am-ET", "Africa/Addis_Ababa", CalendarChoice::Usual, ClockChoice::Usual);
        let instant: Timestamp = instant.parse().unwrap();
        dates.write(Wall::from_millis(instant.as_millisecond()), style).unwrap()
    };
    // 07:00, one hour after sunrise; 18:05; 02:35 at night.
    assert_eq!(at("2026-11-21T04:00:00Z", DateStyle::Time), "ከጠዋቱ 1:00 (07:00)");
    assert_eq!(at("2026-11-21T15:05:00Z", DateStyle::Time), "ከምሽቱ 12:05 (18:05)");
    assert_eq!(at("2026-11-20T23:35:00Z", DateStyle::Time), "ከሌሊቱ 8:35 (02:35)");
    // Pagume, the thirteenth month, has five days, and six before a leap year.
    assert_eq!(at("2026-09-10T12:00:00Z", DateStyle::Date), "ጳጉሜን 5፣ 2018");
    assert_eq!(at("2027-09-11T12:00:00Z", DateStyle::Date), "ጳጉሜን 6፣ 2019");
    assert_eq!(at("2027-09-12T12:00:00Z", DateStyle::Date), "መስከረም 1፣ 2020");
}

#[test]
fn a_time_elsewhere_is_worth_a_word_only_where_the_clocks_differ() {
    let dates = dates_of("fa-IR", "Asia/Tehran", CalendarChoice::Usual, ClockChoice::Usual);
    let instant: Timestamp = AUTUMN.parse().unwrap();
    let instant = Wall::from_millis(instant.as_millisecond());
    let there = dates.elsewhere(instant, "Asia/Kabul").unwrap();
    assert_eq!(dates.write(there, DateStyle::Time).unwrap(), "۱۶:۰۵");
    assert_eq!(dates.elsewhere(instant, "Asia/Tehran"), None);
    assert_eq!(dates.elsewhere(instant, "Mars/Olympus"), None);
}

#[test]
fn an_instant_no_calendar_reaches_is_written_or_refused_and_never_panics() {
    for (tag, zone) in EVERYWHERE {
        for calendar in [CalendarChoice::Usual, CalendarChoice::UmmAlQura, CalendarChoice::Ethiopic] {
            let dates = dates_of(tag, zone, calendar, ClockChoice::Usual);
            for millis in [i64::MIN, i64::MAX, 0, -1, -62_135_596_800_000, 253_402_300_799_999] {
                for style in STYLES {
                    let _ = dates.write(Wall::from_millis(millis), style);
                }
            }
        }
    }
}
