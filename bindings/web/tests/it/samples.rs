//! Screens by hand, in English and Persian: every block kind once, with words of the length real ones have.

use nabz_app::screen::{
    Action, ActionId, Announce, Block, ChoiceOption, FieldInput, Key, Kind, ListRow, PriceLine, Role, Screen,
    SlotDay, Tone,
};
use nabz_locale::{Direction, Text};

/// Which of the two languages a sample speaks.
#[derive(Clone, Copy)]
pub(crate) enum Language {
    English,
    Persian,
}

impl Language {
    fn direction(self) -> Direction {
        match self {
            Self::English => Direction::Ltr,
            Self::Persian => Direction::Rtl,
        }
    }

    fn tag(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::Persian => "fa",
        }
    }

    pub(crate) fn text(self, english: &str, persian: &str) -> Text {
        let shown = match self {
            Self::English => english,
            Self::Persian => persian,
        };
        let spoken = shown.replace(['\u{2068}', '\u{2069}'], "");
        Text { shown: shown.into(), spoken, language: self.tag().into(), direction: self.direction() }
    }

    fn action(self, id: &str, english: &str, persian: &str) -> Action {
        Action {
            id: ActionId(id.into()),
            label: self.text(english, persian),
            role: Role::Normal,
            enabled: true,
            repeatable: false,
        }
    }

    fn screen(self, id: &str, title: Text, blocks: Vec<Block>) -> Screen {
        Screen {
            revision: 1,
            id: id.into(),
            title,
            direction: self.direction(),
            blocks,
            next: None,
            back: Some(self.action("back", "Back", "بازگشت")),
            emergency: Some(Action {
                role: Role::Emergency,
                ..self.action("emergency", "Emergency help", "کمک اضطراری")
            }),
            announce: Announce::Polite,
            focus: None,
        }
    }
}

/// Every sample in one language.
pub(crate) fn all(language: Language) -> Vec<Screen> {
    vec![home(language), sign_in(language), slots(language), price(language), call(language), after(language)]
}

fn block(key: &str, kind: Kind) -> Block {
    Block { key: Key::new(key), kind }
}

fn home(l: Language) -> Screen {
    let options = [("fa", "فارسی"), ("en", "English")].map(|(tag, name)| ChoiceOption {
        action: Action {
            label: Text { language: tag.into(), ..l.text(name, name) },
            ..l.action(&format!("language-{tag}"), name, name)
        },
        chosen: tag == l.tag(),
    });
    let visit = ListRow {
        key: Key::new("visit-1"),
        title: l.text("Dr Sara Karimi", "دکتر سارا کریمی"),
        detail: Some(l.text("Saturday 21 November 2026, 15:05", "شنبه ۳۰ آبان ۱۴۰۵، ساعت ۱۵:۰۵")),
        action: Some(l.action("open-1", "Open", "باز کردن")),
    };
    let plain = ListRow {
        key: Key::new("visit-0"),
        title: l.text("Blood pressure", "فشار خون"),
        detail: Some(l.text("Last measured on 2 November", "آخرین اندازه‌گیری: ۱۱ آبان")),
        action: None,
    };
    Screen {
        next: Some(l.action("book", "Book a visit with your doctor", "گرفتن نوبت از پزشک خود")),
        back: None,
        ..l.screen(
            "home",
            l.text("Hello, Maryam", "سلام مریم"),
            vec![
                block(
                    "due",
                    Kind::Notice {
                        tone: Tone::Info,
                        text: l.text("Your next check is due this week.", "این هفته وقت معاینهٔ بعدی شماست."),
                    },
                ),
                block("visits", Kind::Heading { text: l.text("Your visits", "ویزیت‌های شما") }),
                block("list", Kind::List { total: 2, first: 0, rows: vec![visit, plain] }),
                block(
                    "language",
                    Kind::Choice { label: l.text("Language", "زبان"), options: options.into() },
                ),
                block(
                    "records",
                    Kind::Action {
                        action: l.action("records", "My health records", "پروندهٔ سلامت من")
                    },
                ),
            ],
        )
    }
}

fn sign_in(l: Language) -> Screen {
    let field = |label, input, value: &str, secret, error| Kind::Field {
        label,
        input,
        value: value.into(),
        value_revision: 1,
        language: l.tag().into(),
        secret,
        limit: 40,
        error,
    };
    let phone = field(
        l.text("Your phone number", "شمارهٔ تلفن شما"),
        FieldInput::Phone,
        "0912 345 67",
        false,
        Some(l.text("Two digits are missing.", "دو رقم کم است.")),
    );
    Screen {
        next: Some(Action { enabled: false, ..l.action("sign-in", "Sign in", "ورود") }),
        focus: Some(Key::new("phone")),
        ..l.screen(
            "sign-in",
            l.text("Sign in", "ورود"),
            vec![
                block(
                    "why",
                    Kind::Paragraph {
                        text: l.text(
                            "Your clinic gave you a code. It is kept on this phone only.",
                            "درمانگاه به شما یک کد داده است. این کد فقط در همین گوشی می‌ماند.",
                        ),
                    },
                ),
                block("name", field(l.text("Your name", "نام شما"), FieldInput::Text, "", false, None)),
                block("phone", phone),
                block("code", field(l.text("Code", "کد"), FieldInput::Digits, "", true, None)),
            ],
        )
    }
}

fn slots(l: Language) -> Screen {
    let times = |day: usize| {
        [("9:00", "۹:۰۰"), ("9:30", "۹:۳۰"), ("11:15", "۱۱:۱۵"), ("15:05", "۱۵:۰۵")]
            .iter()
            .map(|(en, fa)| l.action(&format!("slot-{day}-{en}"), en, fa))
            .collect()
    };
    let days = vec![
        SlotDay { day: l.text("Saturday 21 November", "شنبه ۳۰ آبان"), times: times(0) },
        SlotDay { day: l.text("Sunday 22 November", "یکشنبه ۱ آذر"), times: times(1) },
    ];
    let asked = l.text("Asking the clinic for free times…", "در حال پرسیدن نوبت‌های آزاد از درمانگاه…");
    l.screen(
        "slots",
        l.text("Choose a time", "یک زمان انتخاب کنید"),
        vec![
            block("asking", Kind::Progress { text: asked, permille: Some(400) }),
            block("slots", Kind::Slots { days }),
        ],
    )
}

fn price(l: Language) -> Screen {
    let line = |label, en, fa| PriceLine { label, amount: l.text(en, fa) };
    let visit = line(l.text("Visit by telephone", "ویزیت تلفنی"), "900,000 rials", "۹۰۰٬۰۰۰ ریال");
    let insurer = line(l.text("Paid by your insurer", "سهم بیمه"), "−630,000 rials", "\u{200e}−۶۳۰٬۰۰۰ ریال");
    let own = line(l.text("You pay", "سهم شما"), "270,000 rials", "۲۷۰٬۰۰۰ ریال");
    let refused = l.text(
        "The clinic could not be reached. Nothing was booked and nothing was paid. We try again by ourselves.",
        "به درمانگاه وصل نشدیم. نوبتی گرفته نشد و پولی پرداخت نشد. خودمان دوباره تلاش می‌کنیم.",
    );
    Screen {
        next: Some(l.action("confirm", "Confirm and book", "تأیید و گرفتن نوبت")),
        ..l.screen(
            "confirm",
            l.text("Is this right?", "درست است؟"),
            vec![
                block("refused", Kind::Notice { tone: Tone::Problem, text: refused }),
                block(
                    "doctor",
                    Kind::Row {
                        label: l.text("Doctor", "پزشک"),
                        value: l.text("Dr Sara Karimi", "دکتر سارا کریمی"),
                    },
                ),
                block(
                    "call",
                    Kind::Row {
                        label: l.text("The clinic calls you on", "درمانگاه با این شماره تماس می‌گیرد"),
                        value: l.text("+98 912 345 6789", "\u{2066}+98 912 345 6789\u{2069}"),
                    },
                ),
                block("price", Kind::Price { lines: vec![visit, insurer], own_share: own }),
            ],
        )
    }
}

fn call(l: Language) -> Screen {
    let stage = Kind::CallStage {
        who: l.text("Dr Sara Karimi", "دکتر سارا کریمی"),
        about: l.text("Family doctor, Clinic of the Spring", "پزشک خانواده، درمانگاه بهار"),
        state: l.text(
            "The line is weak. Speak slowly; you are heard.",
            "خط ضعیف است. آرام صحبت کنید؛ صدایتان می‌رسد.",
        ),
        line: Some(2),
    };
    let mute = Action {
        repeatable: true,
        ..l.action("mute", "Turn off my microphone", "خاموش کردن میکروفون")
    };
    let hang_up = Action { role: Role::Destructive, ..l.action("hang-up", "Hang up", "پایان تماس") };
    Screen {
        back: None,
        ..l.screen(
            "call",
            l.text("Your visit", "ویزیت شما"),
            vec![
                block("stage", stage),
                block("clock", Kind::Live { label: l.text("Time", "مدت تماس") }),
                block("mute", Kind::Action { action: mute }),
                block("hang-up", Kind::Action { action: hang_up }),
            ],
        )
    }
}

fn after(l: Language) -> Screen {
    let good =
        Kind::Notice { tone: Tone::Good, text: l.text("The visit is recorded.", "ویزیت ثبت شد.") };
    let patience = Kind::Notice {
        tone: Tone::Warning,
        text: l.text("Your message waits for the network.", "پیام شما منتظر شبکه است."),
    };
    let mut spoken = l.text("Take the tablets 2×/day.", "قرص‌ها را روزی ۲× بخورید.");
    spoken.spoken = l.text("Take the tablets twice a day.", "قرص‌ها را روزی دو بار بخورید.").shown;
    Screen {
        next: Some(l.action("home", "Done", "تمام")),
        ..l.screen(
            "after",
            l.text("After your visit", "پس از ویزیت"),
            vec![
                block("good", good),
                block("patience", patience),
                block("dose", Kind::Paragraph { text: spoken }),
                block(
                    "again",
                    Kind::Row {
                        label: l.text("Next check", "معاینهٔ بعدی"),
                        value: l.text("Monday 21 December 2026", "دوشنبه ۳۰ آذر ۱۴۰۵"),
                    },
                ),
                block(
                    "sending",
                    Kind::Progress {
                        text: l.text("Sending…", "در حال ارسال…"), permille: None
                    },
                ),
            ],
        )
    }
}
