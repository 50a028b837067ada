//! What the phone's voice says, line by line: `tests/golden/spoken.tsv`, which the Kotlin tests compare with CLDR's own
//! spell-out where CLDR says what people say.
//!
//! After a change that is meant: `BLESS=1 cargo test -p nabz-locale golden`, and read the difference.

use std::fmt::Write;
use std::path::Path;

use nabz_locale::{DigitChoice, Formatter, Settings, msg};
use nabz_time::Wall;

const LANGUAGES: [(&str, &str); 6] = [
    ("en", "Europe/London"),
    ("fa", "Asia/Tehran"),
    ("ar-IQ", "Asia/Baghdad"),
    ("am-ET", "Africa/Addis_Ababa"),
    ("hi-IN", "Asia/Kolkata"),
    ("ckb-IQ", "Asia/Baghdad"),
];

#[expect(clippy::unwrap_used, reason = "a helper of tests")]
fn spoken() -> String {
    let mut table = String::new();
    for (language, zone) in LANGUAGES {
        let settings = Settings {
            languages: vec![language.to_owned()],
            zone: zone.to_owned(),
            digits: DigitChoice::Native,
            ..Settings::default()
        };
        let formatter = Formatter::new(&settings).unwrap();
        let tag = formatter.language();
        let numbers =
            (0..=199).chain((200..=9_999).step_by(37)).chain((1..=9).map(|n| n * 1_000)).chain([-7]);
        for number in numbers {
            let said = formatter.text(&msg::value_number((number, 0))).spoken;
            writeln!(table, "{tag}\tnumber\t{number}\t{said}").unwrap();
        }
        for tenths in [5, 10, 365, 372, 375, 400, 999] {
            let said = formatter.text(&msg::value_number((tenths, 1))).spoken;
            writeln!(table, "{tag}\tdecimal\t{}.{}\t{said}", tenths / 10, tenths % 10).unwrap();
        }
        // Every hour of a day, at some minutes, in November and in July.
        for minutes in (0..24 * 60).step_by(60).chain([1, 5, 125, 610, 611, 815, 1_175]) {
            let at = Wall::from_millis(1_795_219_200_000 + minutes * 60_000);
            writeln!(table, "{tag}\ttime\t+{minutes}\t{}", formatter.text(&msg::value_time(at)).spoken)
                .unwrap();
        }
        for days in (0..366).step_by(31) {
            let at = Wall::from_millis(1_795_219_200_000 + 35_100_000 + days * 86_400_000);
            let said = formatter.text(&msg::value_appointment(at)).spoken;
            writeln!(table, "{tag}\tappointment\t+{days}\t{said}").unwrap();
            writeln!(table, "{tag}\tday\t+{days}\t{}", formatter.text(&msg::value_day(at)).spoken).unwrap();
        }
        for (name, message) in units() {
            writeln!(table, "{tag}\tunit\t{name}\t{}", formatter.text(&message).spoken).unwrap();
        }
    }
    table
}

fn units() -> Vec<(&'static str, nabz_locale::Message)> {
    vec![
        ("blood-pressure", msg::unit_blood_pressure(135, 85)),
        ("mg-dl", msg::unit_mg_dl((126, 0))),
        ("mmol-l", msg::unit_mmol_l((70, 1))),
        ("celsius", msg::unit_celsius((385, 1))),
        ("kilograms", msg::unit_kilograms((725, 1))),
        ("centimetres", msg::unit_centimetres((168, 0))),
        ("pulse", msg::unit_pulse(72)),
        ("percent", msg::unit_percent((97, 0))),
        ("milligrams", msg::unit_milligrams((500, 0))),
        ("millilitres", msg::unit_millilitres((25, 1))),
        ("tablets-1", msg::unit_tablets(1)),
        ("tablets-2", msg::unit_tablets(2)),
        ("tablets-3", msg::unit_tablets(3)),
        ("tablets-11", msg::unit_tablets(11)),
        ("drops", msg::unit_drops(5)),
    ]
}

#[test]
fn golden_speech() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden/spoken.tsv");
    let now = spoken();
    if std::env::var_os("BLESS").is_some() {
        std::fs::write(&file, &now).unwrap();
    }
    let before = std::fs::read_to_string(&file).unwrap();
    let changed = before.lines().zip(now.lines()).find(|(before, now)| before != now);
    assert!(before == now, "otherwise than {}: {changed:?}", file.display());
}

/// What is said has no digit left that a voice of the language might not know, and no sign.
#[test]
fn no_digit_and_no_sign_is_left_to_the_voice() {
    for line in spoken().lines() {
        let said = line.rsplit('\t').next().unwrap();
        assert!(!said.contains(|c: char| c.is_numeric() || "/%°".contains(c)), "{line}");
        let latin = said.contains(|c: char| c.is_ascii_alphabetic());
        assert_eq!(latin, line.starts_with("en"), "{line}");
    }
}
