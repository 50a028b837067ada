//! Every message in every language with arguments nobody should ever send.

use nabz_locale::{
    Arg, ArgKind, Currency, DateStyle, DigitChoice, Formatter, Gender, Message, Person, Text, msg,
};
use nabz_time::Wall;
use proptest::prelude::*;

use crate::reader;

const NUMBERS: [i64; 9] = [0, 1, 2, 11, 103, -1, (1 << 53) + 1, i64::MIN, i64::MAX];

/// Names that try to turn the sentence round, to end its isolate, to look like markup, or to fill the screen.
fn texts() -> Vec<String> {
    let mut texts: Vec<String> = [
        "",
        " ",
        "Dr Sara Karimi",
        "دکتر سارا کریمی",
        "\u{2069}\u{2069}\u{202E}evil",
        "\u{2068}open",
        "\u{2067}\u{2066}\u{202A}",
        "\u{200F}\u{200E}\u{061C}",
        "a\nb\r\nc\u{2028}d\u{2029}e\u{0}f\u{7}",
        "Robert'); DROP TABLE",
        "<b>&amp;%s%n",
        "e\u{301}\u{301}\u{301}👩🏽‍⚕️",
    ]
    .map(str::to_owned)
    .to_vec();
    texts.push("ق".repeat(5_000));
    texts.push("\u{2069}".repeat(3_000));
    texts
}

fn readers() -> Vec<Formatter> {
    let tags = Formatter::languages().iter().map(|choice| choice.tag);
    tags.flat_map(|tag| [reader(tag, DigitChoice::Native), reader(tag, DigitChoice::Latin)]).collect()
}

/// The arguments of one round: the same text, number and instant wherever one is wanted.
fn argument(kind: ArgKind, text: &str, number: i64) -> Arg {
    match kind {
        ArgKind::Text => Arg::Text(text.to_owned()),
        ArgKind::Person => Arg::Person(Person { name: text.to_owned(), gender: gender(number) }),
        ArgKind::Code => Arg::Code(text.to_owned()),
        ArgKind::Number => Arg::Number(number),
        ArgKind::Decimal => Arg::Decimal { mantissa: number, scale: number.unsigned_abs() as u8 },
        ArgKind::Money => Arg::Money { minor: number, currency: Currency(*b"IRR") },
        ArgKind::When(style) => Arg::When(Wall::from_millis(number), style),
        ArgKind::Message => Arg::Message(Box::new(msg::after_with(text))),
    }
}

fn gender(number: i64) -> Gender {
    Gender::ALL[usize::from(number.unsigned_abs() as u8) % Gender::ALL.len()]
}

#[expect(clippy::unwrap_used, reason = "a helper of tests")]
fn messages(text: &str, number: i64) -> impl Iterator<Item = Message> {
    msg::ALL.iter().map(move |signature| signature.fill(|_, kind| argument(kind, text, number)).unwrap())
}

fn assert_sound(formatter: &Formatter, message: &Message) {
    let Text { shown, spoken, language, direction } = formatter.text(message);
    let id = message.id();
    assert_eq!(language, formatter.language(), "{id} fell back");
    assert_eq!(direction, formatter.direction(), "{id}");
    for text in [&shown, &spoken] {
        assert!(!text.contains("{$") && !text.contains("{ $"), "{id}: {text}");
        assert!(!text.contains(id), "{id}: {text}");
        assert!(!text.contains(['\n', '\0', '\u{2028}', '\u{2029}']), "{id}: {text}");
    }
    assert_eq!(depth_at_end(&shown), Some(0), "{id}: {shown}");
    assert!(!spoken.contains(|c| matches!(c, '\u{2066}'..='\u{2069}' | '\u{202A}'..='\u{202E}')), "{id}");
}

/// How many isolates stay open at the end; `None` if one is closed that was not open.
fn depth_at_end(text: &str) -> Option<u32> {
    text.chars().try_fold(0_u32, |depth, c| match c {
        '\u{2066}'..='\u{2068}' => Some(depth + 1),
        '\u{2069}' => depth.checked_sub(1),
        _ => Some(depth),
    })
}

#[test]
fn no_argument_breaks_a_message() {
    let texts = texts();
    for formatter in readers() {
        for (text, number) in texts.iter().zip(NUMBERS.iter().cycle()) {
            messages(text, *number).for_each(|message| assert_sound(&formatter, &message));
        }
        for number in NUMBERS {
            messages("", number).for_each(|message| assert_sound(&formatter, &message));
        }
    }
}

#[test]
fn an_argument_of_another_kind_makes_no_message() {
    let signature = msg::ALL.iter().find(|signature| signature.id() == "after-length").unwrap();
    assert_eq!(signature.fill(|_, _| Arg::Text("5".to_owned())), None);
    let wrong_style = Arg::When(Wall::default(), DateStyle::Day);
    let signature = msg::ALL.iter().find(|signature| signature.id() == "value-time").unwrap();
    assert_eq!(signature.fill(|_, _| wrong_style.clone()), None);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_random_argument_breaks_a_message(
        text in "[^{}]{0,40}",
        number in any::<i64>(),
        currency in "[A-Z]{3}",
        latin in any::<bool>(),
    ) {
        let digits = if latin { DigitChoice::Latin } else { DigitChoice::Native };
        let currency = Currency(currency.into_bytes().try_into().unwrap());
        for choice in Formatter::languages() {
            let formatter = reader(choice.tag, digits);
            messages(&text, number).for_each(|message| assert_sound(&formatter, &message));
            assert_sound(&formatter, &msg::value_money((number, currency)));
        }
    }
}
