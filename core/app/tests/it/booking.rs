//! From free times to a visit, and everything the clinic may answer instead.

use std::time::Duration;

use nabz_locale::msg;
use nabz_time::Wall;

use crate::clinic::Line;
use crate::phone::{CLINIC_PHONE, MORNING, Phone};
use crate::words::times;

const HOUR: Duration = Duration::from_secs(3_600);
const DOCTOR: &str = "Dr Sara Karimi";

fn start() -> Wall {
    MORNING + HOUR * 4
}

#[test]
fn doctor_time_and_price_stand_on_the_screen_before_anything_is_booked() {
    let phone = Phone::confirming("en");
    assert!(phone.says(&msg::value_text(DOCTOR)));
    assert!(phone.says(&msg::value_appointment(start())));
    let rials = |amount| msg::value_money((amount, nabz_locale::Currency(*b"IRR")));
    assert!(phone.says(&rials(1_200_000)) && phone.says(&rials(840_000)) && phone.says(&rials(360_000)));
    assert_eq!(phone.clinic.booked, 0);
}

#[test]
fn nothing_is_called_a_visit_before_the_clinic_confirmed_it() {
    let mut phone = Phone::confirming("en");
    phone.line(Line::Held).press("confirm");
    assert!(phone.says(&msg::booking_sending()) && phone.says(&msg::booking_close_safe()));
    phone.press("back").wait(HOUR * 4);
    assert!(phone.says(&msg::home_unsure()) && !phone.says(&msg::home_visit()), "{}", phone.words());
    assert!(phone.action("enter-waiting-room").is_none());
    assert!(phone.reminders().is_empty());
}

#[test]
fn a_booked_visit_has_a_reminder_an_hour_before_that_names_no_doctor() {
    let phone = Phone::booked("en");
    assert!(phone.says(&msg::booking_done(DOCTOR)), "{}", phone.words());
    let reminders = phone.reminders();
    let [(at, words)] = reminders.as_slice() else { panic!("{reminders:?}") };
    assert_eq!(*at, start() - HOUR);
    assert!(words.contains("Sample Clinic") && !words.contains("Karimi"), "{words}");
    assert!(phone.says(&msg::booking_reminder(*at)));
}

#[test]
fn nobody_is_reminded_of_what_is_less_than_an_hour_away() {
    let mut phone = Phone::at_home("en");
    phone.wait(HOUR * 4 - Duration::from_secs(1_800));
    phone.press("book").press("see-times").press("slot").press("confirm");
    assert!(phone.says(&msg::booking_done(DOCTOR)));
    assert!(!phone.says(&msg::booking_reminder(start() - HOUR)));
    assert!(phone.reminders().is_empty(), "{:?}", phone.reminders());
}

#[test]
fn reminders_are_planned_again_after_a_restart_and_in_the_language_now_spoken() {
    let mut phone = Phone::booked("en");
    phone.restart();
    let [(at, _)] = phone.reminders()[..] else { panic!("{:?}", phone.reminders()) };
    assert_eq!(at, start() - HOUR);
    phone.press("change-language").press("language:fa");
    assert!(phone.reminders().last().is_some_and(|(_, words)| words.contains("درمانگاه نمونه")));
}

#[test]
fn who_lost_the_race_for_a_time_is_told_and_shown_the_next_ones() {
    let mut phone = Phone::confirming("en");
    phone.clinic.rival = true;
    phone.press("confirm");
    assert!(phone.says(&msg::slots_taken(start())), "{}", phone.words());
    phone.press("see-times");
    assert_eq!(times(&phone.screen()), 4);
    phone.press("slot").press("confirm");
    assert_eq!((phone.clinic.booked, phone.at().as_str()), (1, "booking"));
    assert!(phone.says(&msg::booking_done(DOCTOR)));
    assert!(phone.says(&msg::value_appointment(start() + HOUR)));
}

#[test]
fn a_clinic_that_refuses_leaves_the_number_and_other_times() {
    let mut phone = Phone::confirming("en");
    phone.clinic.refuses = true;
    phone.press("confirm");
    assert!(phone.says(&msg::booking_refused()), "{}", phone.words());
    assert!(phone.says(&msg::booking_refused_call(CLINIC_PHONE)));
    phone.press("see-times");
    assert_eq!(times(&phone.screen()), 5);
}

#[test]
fn a_clinic_that_names_no_price_says_so_and_can_still_be_booked() {
    let mut phone = Phone::at_home("en");
    phone.clinic.price = None;
    phone.press("book").press("see-times").press("slot");
    assert!(phone.says(&msg::price_unknown()) && phone.says(&msg::error_call_clinic(CLINIC_PHONE)));
    phone.press("confirm");
    assert_eq!(phone.clinic.booked, 1);
}

#[test]
fn a_price_that_could_not_be_asked_for_is_asked_for_again() {
    let mut phone = Phone::at_home("en");
    phone.press("book").press("see-times");
    phone.line(Line::Down).press("slot").wait(Duration::from_secs(60));
    assert!(phone.says(&msg::error_unreachable()) && phone.action("confirm").is_none());
    phone.line(Line::Good).press("try-again");
    assert!(phone.action("confirm").is_some(), "{}", phone.words());
}

#[test]
fn without_a_way_to_the_clinic_the_booking_waits_on_the_phone() {
    let mut phone = Phone::confirming("en");
    phone.line(Line::Down).press("confirm").wait(Duration::from_secs(5));
    assert!(phone.says(&msg::booking_not_sent()), "{}", phone.words());
    phone.press("back");
    assert!(phone.says(&msg::home_not_sent()));
    phone.restart();
    phone.line(Line::Good).wait(Duration::from_secs(600));
    assert!(phone.says(&msg::home_booked(DOCTOR, start())), "{}", phone.words());
    assert_eq!(phone.clinic.booked, 1);
}

#[test]
fn an_answer_that_was_lost_is_asked_for_and_never_booked_again() {
    let mut phone = Phone::confirming("en");
    phone.line(Line::Mute).press("confirm").wait(Duration::from_secs(5));
    assert!(phone.says(&msg::booking_unsure()), "{}", phone.words());
    phone.line(Line::Good).wait(Duration::from_secs(600));
    assert!(phone.says(&msg::booking_done(DOCTOR)), "{}", phone.words());
    assert_eq!(phone.clinic.booked, 1);
}

#[test]
fn who_has_no_family_doctor_is_told_whom_to_ask() {
    let mut phone = Phone::new("en");
    phone.clinic.doctor = false;
    phone.press("language:en").press("agree").type_code(crate::clinic::CODE).press("book");
    assert!(phone.says(&msg::doctor_none()) && phone.says(&msg::error_call_clinic(CLINIC_PHONE)));
    phone.clinic.doctor = true;
    phone.press("try-again");
    assert!(phone.says(&msg::value_text(DOCTOR)));
}

#[test]
fn a_doctor_without_free_times_leaves_tomorrow_and_the_telephone() {
    let mut phone = Phone::at_home("en");
    phone.clinic.slots.clear();
    phone.press("book").press("see-times");
    assert!(phone.says(&msg::slots_empty()) && phone.says(&msg::slots_empty_call(CLINIC_PHONE)));
    phone.clinic.slots.push(start());
    phone.press("try-again");
    assert_eq!(times(&phone.screen()), 1);
}

#[test]
fn times_asked_for_before_the_doctor_is_known_come_once_the_clinic_answers() {
    let mut phone = Phone::confirming("en");
    phone.clinic.rival = true;
    phone.press("confirm");
    phone.clinic.line = Line::Down;
    phone.restart().wait(Duration::from_secs(60));
    phone.press("book").press("back");
    phone.line(Line::Good).press("book").wait(Duration::from_secs(60));
    phone.press("see-times");
    assert_eq!(times(&phone.screen()), 4, "{}", phone.words());
}

#[test]
fn the_waiting_room_opens_a_quarter_of_an_hour_before_by_itself() {
    let mut phone = Phone::booked("en");
    phone.press("done").wait(HOUR * 4 - Duration::from_secs(15 * 60 + 1));
    assert!(phone.says(&msg::home_room_opens(start() - Duration::from_secs(15 * 60))));
    assert!(phone.action("enter-waiting-room").is_none());
    phone.wait(Duration::from_secs(1));
    assert!(phone.says(&msg::home_soon(DOCTOR, start())), "{}", phone.words());
    phone.press("enter-waiting-room");
    assert_eq!(phone.at(), "waiting");
}

#[test]
fn a_visit_that_never_was_does_not_bar_the_way_to_the_next() {
    let mut phone = Phone::booked("en");
    phone.press("done").wait(HOUR * 11);
    assert!(phone.says(&msg::home_past(start())), "{}", phone.words());
    phone.press("book").press("see-times").press("slot:s2").press("confirm");
    assert_eq!(phone.clinic.booked, 2);
}
