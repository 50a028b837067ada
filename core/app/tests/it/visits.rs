//! The list of past visits, and how a shell reads it window by window.

use std::time::Duration;

use nabz_app::screen::{Kind, ListRow, ROWS};
use nabz_locale::msg;
use nabz_time::Wall;

use crate::clinic::Line;
use crate::phone::{MORNING, Phone};

fn with_visits(count: u32) -> Phone {
    let mut phone = Phone::at_home("en");
    let before = |n: u32| MORNING - Duration::from_secs(86_400) * n;
    phone.clinic.past = (1..=count).map(|n| (before(n), "fulfilled")).collect::<Vec<(Wall, &str)>>();
    phone.press("visits");
    phone
}

fn rows(phone: &Phone) -> (u32, Vec<ListRow>) {
    let screen = phone.screen();
    let list = screen.blocks.iter().find_map(|block| match &block.kind {
        Kind::List { total, rows, .. } => Some((*total, rows.clone())),
        _ => None,
    });
    list.unwrap()
}

#[test]
fn a_screen_holds_the_newest_and_windows_hold_the_rest_each_row_once() {
    let phone = with_visits(305);
    let (total, first) = rows(&phone);
    assert_eq!((total, first.len()), (305, ROWS));
    let mut read = Vec::new();
    while (read.len() as u32) < total {
        let window = phone.window("visits", read.len() as u32, 60).unwrap();
        assert_eq!((window.total, window.revision), (305, phone.screen().revision));
        assert_eq!(window.first as usize, read.len());
        read.extend(window.rows);
    }
    assert_eq!(read[..ROWS], first);
    let keys: Vec<&str> = read.iter().map(|row| row.key.0.as_str()).collect();
    let expected: Vec<String> = (0..305).map(|n| format!("past-{n}")).collect();
    assert_eq!(keys, expected, "newest first, none twice");
}

#[test]
fn a_window_outside_the_list_or_of_no_list_is_empty_or_none() {
    let mut phone = with_visits(3);
    let beyond = phone.window("visits", u32::MAX, u32::MAX).unwrap();
    assert_eq!((beyond.first, beyond.rows.len()), (3, 0));
    assert_eq!(phone.window("visits", 1, 1).unwrap().rows.len(), 1);
    assert_eq!(phone.window("as-of", 0, 60), None);
    phone.press("back");
    assert_eq!(phone.window("visits", 0, 60), None, "the list stands on another screen");
}

#[test]
fn what_was_read_once_stays_without_a_line_and_says_of_when_it_is() {
    let mut phone = with_visits(2);
    let read = phone.now.wall;
    phone.press("back").line(Line::Down).wait(Duration::from_secs(3_600)).press("visits");
    phone.wait(Duration::from_secs(60));
    assert_eq!(rows(&phone).0, 2);
    assert!(phone.says(&msg::common_as_of(read)), "{}", phone.words());
}

#[test]
fn a_list_the_clinic_cuts_says_so() {
    let phone = with_visits(5_001);
    assert_eq!(rows(&phone).0, 5_000);
    assert!(phone.says(&msg::visits_more()));
}

/// A clinic's answer repaints home between a finger's way and the glass.
#[test]
fn a_press_for_the_visits_while_home_says_more_counts() {
    let mut phone = Phone::at_home("en");
    let press = phone.tap("visits", Vec::new());
    let before = phone.screen().revision;
    phone.press("safety").press("back");
    assert!(phone.screen().revision > before);
    phone.turn(vec![press]);
    assert_eq!(phone.at(), "visits");
}
