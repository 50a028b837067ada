//! A person signs in by typing lines.

use nabz_app::effect::Typed;
use nabz_app::screen::{ActionId, Key, Screen};
use nabz_terminal::paint::WIDTH;
use nabz_terminal::session::{Session, Step};

use crate::samples::{self, Language};

fn sign_in() -> Screen {
    let mut screen =
        samples::all(Language::Persian).into_iter().find(|screen| screen.id == "sign-in").unwrap();
    screen.revision = 9;
    screen.next.as_mut().unwrap().enabled = true;
    screen
}

#[test]
fn fields_are_filled_and_travel_with_the_press() {
    let (mut session, screen) = (Session::default(), sign_in());
    session.paint(&screen, WIDTH);
    assert_eq!(session.typed("1 مریم"), Step::Paint);
    assert_eq!(session.typed("۳"), Step::Ask);
    assert_eq!(session.typed("۴۷۱۱"), Step::Paint, "this line goes into field 3");
    let painted = session.paint(&screen, WIDTH).render(false);
    assert!(painted.contains("[1] نام شما: مریم") && painted.contains("[3] کد: ••••"), "{painted}");

    let values = [("code", "4711"), ("name", "مریم"), ("phone", "0912 345 67")];
    let values = values.map(|(key, text)| (Key::new(key), Typed::new(text))).into();
    assert_eq!(session.typed("4"), Step::Act { revision: 9, action: ActionId("sign-in".into()), values });
}

#[test]
fn help_is_pressed_with_nought_and_wrong_numbers_do_nothing() {
    let (mut session, screen) = (Session::default(), sign_in());
    session.paint(&screen, WIDTH);
    assert!(matches!(session.typed("0"), Step::Act { action, .. } if action.0 == "emergency"));
    assert_eq!(session.typed("77"), Step::Unknown);
    assert_eq!(session.typed(""), Step::Paint);
    assert_eq!(session.typed("q"), Step::Leave);
}

#[test]
fn nothing_typed_is_shown_in_debug() {
    let (mut session, screen) = (Session::default(), sign_in());
    session.paint(&screen, WIDTH);
    session.typed("3 4711");
    let step = session.typed("4");
    assert!(!format!("{session:?}{step:?}").contains("4711"));
}
