//! What a message looks like when it is finished: isolates, digits, money, speech.

use nabz_locale::{Currency, DigitChoice, Direction, Formatter, Settings, msg};
use nabz_time::Wall;

use crate::reader;

const IRR: Currency = Currency(*b"IRR");
const USD: Currency = Currency(*b"USD");

/// 2026-11-21 15:05 in Tehran.
const VISIT: Wall = Wall::from_millis(1_795_260_900_000);

fn english() -> Formatter {
    reader("en", DigitChoice::Native)
}

fn persian() -> Formatter {
    reader("fa-IR", DigitChoice::Native)
}

#[test]
fn a_name_is_isolated_and_a_date_is_in_the_readers_calendar() {
    let message = msg::home_booked("Dr Sara Karimi", VISIT);
    assert_eq!(
        persian().text(&message).shown,
        "نوبت شما با \u{2068}Dr Sara Karimi\u{2069}: \u{2068}شنبه ۳۰ آبان ۱۴۰۵ ساعت ۱۵:۰۵\u{2069}"
    );
    assert_eq!(
        english().text(&message).spoken,
        "Your visit with Dr Sara Karimi: Saturday, November twenty-one, two thousand twenty-six, \
         at three oh five in the afternoon"
    );
}

#[test]
fn a_telephone_number_stays_left_to_right_and_keeps_its_digits() {
    for (formatter, words) in [(persian(), "زنگ به "), (english(), "Call ")] {
        let text = formatter.text(&msg::emergency_call("021-115"));
        assert_eq!(text.shown, format!("{words}\u{2068}\u{2066}021-115\u{2069}\u{2069}"));
        assert_eq!(text.spoken, format!("{words}021-115"));
    }
}

#[test]
fn money_stands_in_the_words_of_its_currency() {
    let spoken =
        |formatter: Formatter, minor, currency| formatter.text(&msg::value_money((minor, currency))).spoken;
    assert_eq!(spoken(persian(), 1_500_000, IRR), "۱٬۵۰۰٬۰۰۰ ریال");
    assert_eq!(spoken(persian(), 150_000, Currency(*b"IRT")), "۱۵۰٬۰۰۰ تومان");
    assert_eq!(spoken(persian(), 1_050, USD), "ده ممیز پنج دلار");
    assert_eq!(spoken(english(), 1_500_000, IRR), "1,500,000 rials");
    assert_eq!(spoken(english(), 1_050, USD), "ten point five dollars");
    assert_eq!(spoken(english(), 5_000, Currency(*b"CHF")), "fifty CHF");
    assert_eq!(
        reader("fa", DigitChoice::Latin).text(&msg::value_money((1_500_000, IRR))).spoken,
        "1,500,000 ریال"
    );
    assert_eq!(english().text(&msg::value_money((1_050, USD))).shown, "$\u{2068}10.50\u{2069}");
}

#[test]
fn numbers_choose_the_plural_and_wear_the_readers_digits() {
    let said = |formatter: &Formatter, n| formatter.text(&msg::after_length(n)).spoken;
    assert_eq!(
        [0, 1, 2].map(|n| said(&english(), n)),
        ["You talked for zero minutes.", "You talked for one minute.", "You talked for two minutes."]
    );
    let shown = |formatter: &Formatter| formatter.text(&msg::after_length(12)).shown;
    assert_eq!(shown(&persian()), "\u{2068}۱۲\u{2069} دقیقه صحبت کردید.");
    assert_eq!(shown(&reader("fa", DigitChoice::Latin)), "\u{2068}12\u{2069} دقیقه صحبت کردید.");
    assert_eq!(
        shown(&reader("fa-IR-u-nu-latn", DigitChoice::Native)),
        "\u{2068}12\u{2069} دقیقه صحبت کردید."
    );
    assert_eq!(said(&persian(), 12), "دوازده دقیقه صحبت کردید.");
}

/// Beyond 2^53 Fluent's own numbers lose digits.
#[test]
fn a_large_number_keeps_every_digit() {
    let said = |n| english().text(&msg::after_length(n)).spoken;
    assert_eq!(said(9_007_199_254_740_993), "You talked for 9,007,199,254,740,993 minutes.");
    assert_eq!(said(i64::MIN), "You talked for -9,223,372,036,854,775,808 minutes.");
}

#[test]
fn nothing_spoken_is_a_symbol() {
    for formatter in [english(), persian()] {
        for signature in msg::ALL.iter().filter(|signature| signature.args().is_empty()) {
            let message = signature.fill(|_, _| unreachable!()).unwrap();
            let spoken = formatter.text(&message).spoken;
            assert!(!spoken.contains(['…', '$', '€', '/', '*', '_', '|']), "{}: {spoken}", message.id());
        }
    }
}

#[test]
fn each_language_names_itself_in_its_own_direction() {
    let names: Vec<_> = Formatter::languages()
        .iter()
        .map(|choice| {
            let name = &choice.own_name;
            assert_eq!(name.language, choice.tag);
            (choice.tag, name.shown.as_str(), name.direction)
        })
        .collect();
    assert_eq!(
        names,
        [
            ("am", "አማርኛ", Direction::Ltr),
            ("ar", "العربية", Direction::Rtl),
            ("ckb", "کوردیی سۆرانی", Direction::Rtl),
            ("en", "English", Direction::Ltr),
            ("fa", "فارسی", Direction::Rtl),
            ("hi", "हिन्दी", Direction::Ltr),
        ]
    );
}

#[test]
fn the_first_wish_that_can_be_met_is_the_screens_language() {
    let wishes = ["azb-IR", "not a tag", "prs-AF", "en"].map(str::to_owned).to_vec();
    let settings = Settings { languages: wishes, zone: "Asia/Kabul".to_owned(), ..Settings::default() };
    let formatter = Formatter::new(&settings).unwrap();
    assert_eq!((formatter.language(), formatter.direction()), ("fa", Direction::Rtl));
    assert_eq!(formatter.text(&msg::value_day(VISIT)).shown, "شنبه ۳۰ عقرب");
}

#[test]
fn a_reminder_on_a_locked_phone_says_time_and_clinic_only() {
    assert_eq!(
        english().text(&msg::reminder_text(VISIT, "Noor")).spoken,
        "three oh five in the afternoon, Noor"
    );
    assert_eq!(persian().text(&msg::reminder_text(VISIT, "نور")).spoken, "پانزده و پنج دقیقه، نور");
}
