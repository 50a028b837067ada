//! The waiting room, a call, and what comes after it.

use std::time::Duration;

use nabz_app::effect::{Effect, MailboxCommand};
use nabz_call::media::{LineQuality, MediaCommand, MediaEnd, MediaEvent, Rung};
use nabz_call::signal::{Body, HangupReason, MailboxEvent};
use nabz_locale::msg;
use nabz_time::Wall;

use crate::clinic::Line;
use crate::doctor::offer_of_a_stranger;
use crate::phone::{CLINIC_PHONE, MORNING, Phone};

const DOCTOR: &str = "Dr Sara Karimi";

fn start() -> Wall {
    MORNING + Duration::from_secs(4 * 3_600)
}

fn media(phone: &Phone) -> Vec<MediaCommand> {
    let media = phone.wanted.iter().filter_map(|effect| match effect {
        Effect::Media(command) => Some(command.clone()),
        _ => None,
    });
    media.collect()
}

fn line(quality: LineQuality) -> impl FnOnce(nabz_call::signal::CallId) -> MediaEvent {
    move |call| MediaEvent::Line { call, up: Rung::R3, down: Rung::R3, quality }
}

#[test]
fn the_mailbox_is_held_only_around_a_visit() {
    let holds = |phone: &Phone| {
        phone.wanted.iter().any(|effect| matches!(effect, Effect::Mailbox(MailboxCommand::Connect { .. })))
    };
    let mut phone = Phone::booked("en");
    assert!(!holds(&phone));
    phone.wait(Duration::from_secs(4 * 3_600 - 900));
    assert!(holds(&phone));
}

#[test]
fn a_missing_line_is_told_in_the_waiting_room_but_not_a_short_one() {
    let mut phone = Phone::waiting("en");
    assert!(phone.says(&msg::waiting_here(DOCTOR)) && phone.says(&msg::waiting_at(start())));
    phone.mailbox(MailboxEvent::Disconnected).wait(Duration::from_secs(9));
    assert!(!phone.says(&msg::waiting_no_line()));
    phone.wait(Duration::from_secs(1));
    assert!(phone.says(&msg::waiting_no_line()));
    phone.mailbox(MailboxEvent::Connected { resumed: true });
    assert!(!phone.says(&msg::waiting_no_line()));
}

#[test]
fn a_late_doctor_is_told_and_a_very_late_one_leaves_the_telephone() {
    let mut phone = Phone::waiting("en");
    phone.wait(Duration::from_secs(60 * 11));
    assert!(phone.says(&msg::waiting_late(DOCTOR)), "{}", phone.words());
    phone.wait(Duration::from_secs(60 * 15));
    assert!(phone.says(&msg::waiting_very_late(CLINIC_PHONE)), "{}", phone.words());
}

#[test]
fn a_ringing_doctor_takes_the_screen_from_wherever_one_is() {
    let places: [&[&str]; 4] = [&[], &["back"], &["back", "change-language"], &["emergency", "back"]];
    for place in places {
        let mut phone = Phone::waiting("en");
        for press in place {
            phone.press(press);
        }
        phone.doctor_calls();
        assert!(phone.says(&msg::ring_title(DOCTOR)), "{place:?}: {}", phone.words());
        assert_eq!(phone.sent(), [Body::Ringing]);
    }
}

#[test]
fn an_answer_becomes_a_media_command_and_then_a_signed_letter() {
    let mut phone = Phone::ringing("en");
    assert!(media(&phone).is_empty());
    phone.press("answer");
    assert!(matches!(media(&phone).as_slice(), [MediaCommand::Answer { .. }]));
    assert!(matches!(phone.sent(), [Body::Ringing, Body::Answer(_)]));
    assert!(phone.says(&msg::call_connecting()));
}

#[test]
fn who_does_not_answer_now_waits_on_and_can_be_called_again() {
    let mut phone = Phone::ringing("en");
    phone.press("decline");
    assert!(phone.says(&msg::ring_declined(DOCTOR)), "{}", phone.words());
    assert_eq!(phone.sent().last(), Some(&Body::Decline));
    phone.doctor.begins_another_call();
    phone.doctor_calls();
    assert_eq!(phone.at(), "ringing");
}

#[test]
fn a_call_nobody_answers_is_told_as_missed() {
    let mut phone = Phone::ringing("en");
    phone.wait(Duration::from_secs(60));
    assert!(phone.says(&msg::ring_missed(DOCTOR)), "{}", phone.words());
}

#[test]
fn the_line_is_told_in_words() {
    let mut phone = Phone::talking("en");
    assert!(phone.says(&msg::call_connected()));
    for (quality, said) in [
        (LineQuality::Good, msg::call_line_good()),
        (LineQuality::Fair, msg::call_line_fair()),
        (LineQuality::Weak, msg::call_line_weak()),
        (LineQuality::Poor, msg::call_line_very_weak()),
    ] {
        phone.media(line(quality));
        assert!(phone.says(&said), "{}", phone.words());
    }
    phone.media(|call| MediaEvent::Interrupted { call });
    assert!(phone.says(&msg::call_interrupted()));
    phone.media(|call| MediaEvent::Restored { call });
    assert!(phone.says(&msg::call_restored()));
    phone.wait(Duration::from_secs(5));
    assert!(!phone.says(&msg::call_restored()));
}

#[test]
fn muting_and_hanging_up_count_though_the_meter_has_repainted_the_screen() {
    let mut phone = Phone::talking("en");
    let mute = phone.tap("mute", Vec::new());
    phone.media(line(LineQuality::Weak)).turn(vec![mute]);
    assert!(phone.says(&msg::call_muted()));
    let muted = |command: &MediaCommand| matches!(command, MediaCommand::Mute { muted: true, .. });
    assert!(media(&phone).iter().any(muted));

    let hang_up = phone.tap("hang-up", Vec::new());
    phone.media(line(LineQuality::Good)).turn(vec![hang_up]);
    assert_eq!(phone.at(), "after");
    assert!(matches!(media(&phone).last(), Some(MediaCommand::Stop { .. })));
}

#[test]
fn a_hang_up_of_either_side_leads_to_the_screen_after_and_one_encounter() {
    for by_doctor in [true, false] {
        let mut phone = Phone::talking("en");
        phone.wait(Duration::from_secs(360));
        if by_doctor {
            let bytes = phone.doctor.says(Body::Hangup { reason: HangupReason::Finished }, phone.now.wall);
            phone.letter(bytes);
        } else {
            phone.press("hang-up");
            assert_eq!(phone.sent().last(), Some(&Body::Hangup { reason: HangupReason::Finished }));
        }
        assert!(
            phone.says(&msg::after_with(DOCTOR)) && phone.says(&msg::after_length(6)),
            "{}",
            phone.words()
        );
        assert!(phone.says(&msg::after_saved()), "{}", phone.words());
        let encounter = phone.clinic.encounter.clone().unwrap();
        assert_eq!(encounter["status"], "finished");
        assert_eq!(phone.clinic.appointment.clone().unwrap()["status"], "fulfilled");
    }
}

#[test]
fn the_follow_up_is_shown_and_its_reminder_planned_for_the_day_before() {
    let phone = Phone::after("en");
    // Noon in Tehran of the day the doctor wrote down.
    let due = Wall::from_millis("2026-12-09T08:30:00Z".parse::<jiff::Timestamp>().unwrap().as_millisecond());
    assert!(phone.says(&msg::after_follow_up(due)), "{}", phone.words());
    let day_before = due - Duration::from_secs(24 * 3_600);
    assert!(phone.says(&msg::after_reminder(day_before)));
    assert!(phone.reminders().iter().any(|(at, _)| *at == day_before), "{:?}", phone.reminders());
}

#[test]
fn a_doctor_who_orders_nothing_is_asked_for_a_while_and_then_believed() {
    let mut phone = Phone::talking("en");
    phone.clinic.order = None;
    phone.press("hang-up");
    assert!(phone.says(&msg::after_follow_up_unknown()));
    phone.wait(Duration::from_secs(60));
    assert!(phone.says(&msg::after_no_follow_up()), "{}", phone.words());
}

#[test]
fn a_visit_that_ended_without_a_line_is_kept_and_recorded_later() {
    let mut phone = Phone::talking("en");
    phone.clinic.line = Line::Down;
    phone.press("hang-up").wait(Duration::from_secs(5));
    assert!(phone.says(&msg::after_not_sent()), "{}", phone.words());
    phone.press("done").restart();
    assert!(phone.clinic.encounter.is_none());
    phone.line(Line::Good).wait(Duration::from_secs(600));
    assert!(phone.clinic.encounter.is_some());
}

#[test]
fn a_line_that_was_lost_leaves_the_consultation_open_until_the_person_ends_it() {
    let mut phone = Phone::talking("en");
    phone.media(|call| MediaEvent::Ended { call, end: MediaEnd::Lost });
    assert!(phone.says(&msg::call_ended_lost()) && phone.says(&msg::waiting_again(DOCTOR)));
    phone.doctor.begins_another_call();
    phone.doctor_calls().press("answer");
    phone.media(|call| MediaEvent::Connected { call, after: Duration::from_secs(1) });
    phone.media(|call| MediaEvent::Ended { call, end: MediaEnd::TooWeak });
    assert!(phone.says(&msg::call_too_weak_call(CLINIC_PHONE)), "{}", phone.words());
    phone.press("done");
    assert_eq!(phone.at(), "after");
    assert!(phone.says(&msg::after_saved()), "{}", phone.words());
}

#[test]
fn a_call_that_was_open_when_the_process_died_is_ended_and_can_be_taken_up_again() {
    let mut phone = Phone::talking("en");
    phone.restart();
    assert_eq!(phone.sent(), [Body::Hangup { reason: HangupReason::Interrupted }]);
    assert_eq!(phone.at(), "waiting", "{}", phone.words());
    phone.doctor.begins_another_call();
    phone.doctor_calls();
    assert_eq!(phone.at(), "ringing");
}

#[test]
fn somebody_of_another_clinic_does_not_ring() {
    let mut phone = Phone::waiting("en");
    let offer = offer_of_a_stranger(phone.now.wall);
    phone.letter(offer);
    assert!(phone.says(&msg::untrusted_other_clinic()), "{}", phone.words());
    phone.letter(b"nonsense".to_vec());
    assert!(phone.says(&msg::untrusted_message()));
    assert!(phone.sent().is_empty());
    phone.doctor_calls();
    assert_eq!(phone.at(), "ringing");
}

#[test]
fn somebody_else_of_the_clinic_does_not_ring_as_the_doctor() {
    let mut phone = Phone::waiting("en");
    let offer = phone.doctor.offer_of_a_neighbour(phone.now.wall);
    phone.letter(offer);
    assert!(phone.says(&msg::untrusted_message()), "{}", phone.words());
    assert!(phone.sent().is_empty());
    phone.doctor_calls();
    assert_eq!(phone.at(), "ringing");
}

#[test]
fn a_peer_that_is_not_who_signed_ends_the_call() {
    let mut phone = Phone::ringing("en");
    phone.press("answer").media(|call| MediaEvent::Ended { call, end: MediaEnd::WrongPeer });
    assert!(phone.says(&msg::untrusted_wrong_peer()), "{}", phone.words());
}

#[test]
fn a_session_that_runs_out_in_a_call_leaves_the_call_alone() {
    let mut phone = Phone::talking("en");
    phone.clinic.expired = true;
    phone.restart();
    assert_eq!(phone.at(), "sign-in");
    phone.doctor.begins_another_call();
    phone.doctor_calls();
    assert_eq!(phone.at(), "ringing");
}
