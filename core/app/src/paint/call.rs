//! The waiting room, the call, and what comes after it.

use std::time::Duration;

use nabz_call::media::LineQuality;
use nabz_call::media::engine::Advice;
use nabz_call::media::watch::LineTrouble;
use nabz_locale::{Message, msg};
use nabz_time::Wall;

use super::{View, block};
use crate::press::Press;
use crate::records::{Phase, Visit};
use crate::screen::{Action, Announce, Block, Kind, Role, Screen, Tone};
use crate::state::{Call, CallStage, Stopped, Telephone};

/// The doctor counts as late after this long.
const LATE: Duration = Duration::from_secs(5 * 60);
/// And as very late after this long: then the clinic's number is shown.
const VERY_LATE: Duration = Duration::from_secs(20 * 60);
/// How long "the line is back" stays before the state of the line stands there again.
pub(crate) const RESTORED: Duration = Duration::from_secs(4);

pub(super) fn waiting(view: &View<'_>) -> Screen {
    let mut screen = view.blank("waiting", &msg::waiting_title());
    screen.back = Some(view.back());
    let Some(visit) = &view.state.visit else {
        return screen;
    };
    if let Some(stopped) = view.state.stopped {
        let said = stopped_message(view, stopped, visit);
        screen.blocks.push(view.notice("stopped", Tone::Warning, &said));
        screen.announce = Announce::Assertive;
        if stopped == Stopped::TooWeak || stopped == Stopped::Lost {
            what_was_kept(view, &mut screen, visit);
            telephone(view, &mut screen);
        }
    }
    if view.state.clinic.mailbox.is_missed(view.now.mono) {
        screen.blocks.push(view.notice("no-line", Tone::Warning, &msg::waiting_no_line()));
    }
    if visit.talk.is_some() {
        screen.blocks.push(view.paragraph("again", &msg::waiting_again(view.doctor_of(visit))));
        screen.next = Some(view.action(&Press::Done, &msg::waiting_finish()));
        return screen;
    }
    screen.blocks.push(view.paragraph("here", &msg::waiting_here(view.doctor_of(visit))));
    let late = view.now.wall.millis_since(visit.starts());
    if late > millis(VERY_LATE) {
        screen.blocks.push(view.paragraph("late", &msg::waiting_very_late(view.clinic_phone())));
    } else if late > millis(LATE) {
        screen.blocks.push(view.paragraph("late", &msg::waiting_late(view.doctor_of(visit))));
    } else {
        screen.blocks.push(view.paragraph("at", &msg::waiting_at(visit.starts())));
    }
    screen.blocks.push(view.paragraph("stay", &msg::waiting_stay()));
    screen.blocks.push(view.paragraph("quiet", &msg::waiting_quiet()));
    screen
}

/// The sentence that was cut, with what is true of it now.
fn what_was_kept(view: &View<'_>, screen: &mut Screen, visit: &Visit) {
    let kept = &view.state.kept;
    if kept.visit == visit.id && !kept.blobs.is_empty() {
        screen.blocks.push(view.paragraph("kept", &msg::call_kept()));
    }
}

/// The way on where no call gets through: the clinic's telephone.
fn telephone(view: &View<'_>, screen: &mut Screen) {
    let said = match view.state.telephone {
        Some(Telephone::Practised) => Some(msg::call_clinic_practice(view.clinic_phone())),
        Some(Telephone::Cannot) => Some(msg::call_clinic_cannot(view.clinic_phone())),
        None => None,
    };
    screen.blocks.extend(said.map(|said| view.notice("telephone-said", Tone::Info, &said)));
    screen.blocks.push(view.button("telephone", &Press::CallClinic, &msg::call_clinic()));
}

fn millis(duration: Duration) -> i64 {
    i64::try_from(duration.as_millis()).unwrap_or(i64::MAX)
}

/// Why the last call did not go on.
fn stopped_message(view: &View<'_>, stopped: Stopped, visit: &Visit) -> Message {
    let doctor = || view.doctor_of(visit);
    match stopped {
        Stopped::ByUs => msg::call_ended_you(),
        Stopped::ByDoctor => msg::call_ended_doctor(doctor()),
        Stopped::Declined => msg::ring_declined(doctor()),
        Stopped::Missed => msg::ring_missed(doctor()),
        Stopped::Unreachable => msg::call_could_not_connect(),
        Stopped::TooWeak => msg::call_too_weak_call(view.clinic_phone()),
        Stopped::Lost => msg::call_ended_lost(),
        Stopped::WrongPeer => msg::untrusted_wrong_peer(),
        Stopped::OtherClinic => msg::untrusted_other_clinic(),
        Stopped::NotInOrder => msg::untrusted_message(),
    }
}

pub(super) fn call(view: &View<'_>) -> Screen {
    match (&view.state.call, &view.state.visit) {
        (Some(call), Some(visit)) if call.stage == CallStage::Ringing => ringing(view, visit),
        (Some(call), Some(visit)) => in_call(view, call, visit),
        (Some(_), None) | (None, _) => super::home::home(view),
    }
}

fn ringing(view: &View<'_>, visit: &Visit) -> Screen {
    let mut screen = view.blank("ringing", &msg::ring_title(view.doctor_of(visit)));
    screen.blocks = vec![
        view.paragraph("from", &msg::ring_from(view.clinic())),
        view.paragraph("known", &msg::ring_known()),
        view.button("decline", &Press::Decline, &msg::ring_not_now()),
    ];
    screen.next = Some(view.action(&Press::Answer, &msg::ring_answer()));
    screen.announce = Announce::Assertive;
    screen
}

fn in_call(view: &View<'_>, call: &Call, visit: &Visit) -> Screen {
    let mut screen = view.blank("call", &msg::call_with(view.doctor_of(visit)));
    let quality = call.line.map(|line| line.quality);
    screen.blocks.push(block(
        "stage",
        Kind::CallStage {
            who: view.text(&msg::value_text(view.doctor_of(visit).name)),
            about: view.text(&msg::ring_known()),
            state: view.text(&stage_message(call, quality)),
            line: (call.stage != CallStage::Connecting).then(|| bars(call, quality)),
        },
    ));
    if call.stage != CallStage::Connecting {
        screen.blocks.push(live(view, crate::live::LENGTH, &msg::call_length_label()));
    }
    line_in_words(view, call, visit, &mut screen);
    if call.muted {
        screen.blocks.push(view.notice("muted", Tone::Warning, &msg::call_muted()));
        screen.blocks.push(microphone(view, &Press::Unmute, &msg::call_unmute()));
    } else {
        screen.blocks.push(live(view, crate::live::VOICE, &msg::call_voice_label()));
        screen.blocks.push(microphone(view, &Press::Mute, &msg::call_mute()));
    }
    if call.loudspeaker {
        screen.blocks.push(view.paragraph("ear", &msg::call_one_at_a_time()));
        screen.blocks.push(switch(view, "loudspeaker", &Press::Earpiece, &msg::call_earpiece()));
    } else {
        screen.blocks.push(view.paragraph("ear", &msg::call_keep_sound()));
        screen.blocks.push(switch(view, "loudspeaker", &Press::Loudspeaker, &msg::call_loudspeaker()));
    }
    let hang_up = view.action(&Press::HangUp, &msg::call_hang_up());
    screen.next = Some(Action { role: Role::Destructive, repeatable: true, ..hang_up });
    screen.announce = Announce::Polite;
    screen
}

/// A value that changes between screens; what it shows comes by [`LiveView`](crate::LiveView).
fn live(view: &View<'_>, key: &str, label: &Message) -> Block {
    block(key, Kind::Live { label: view.text(label) })
}

fn microphone(view: &View<'_>, press: &Press, label: &Message) -> Block {
    switch(view, "mute", press, label)
}

/// Counts on an older screen too: the meter repaints a call every other second, and off can only turn off.
fn switch(view: &View<'_>, key: &str, press: &Press, label: &Message) -> Block {
    let action = Action { repeatable: true, ..view.action(press, label) };
    block(key, Kind::Action { action })
}

/// Why the line is weak, as measured, and the way on when it is hard to talk on it.
fn line_in_words(view: &View<'_>, call: &Call, visit: &Visit, screen: &mut Screen) {
    if call.stage != CallStage::Talking {
        return;
    }
    if call.advice != Advice::Speak {
        let said = msg::call_advice_record(view.clinic_phone());
        screen.blocks.push(view.notice("advice", Tone::Warning, &said));
    }
    if let Some(trouble) = call.trouble {
        let why = match trouble {
            LineTrouble::LostThere => msg::call_trouble_lost_there(),
            LineTrouble::LostHere => msg::call_trouble_lost_here(view.doctor_of(visit)),
            LineTrouble::Narrow => msg::call_trouble_narrow(),
            LineTrouble::Slow => msg::call_trouble_slow(),
        };
        screen.blocks.push(view.paragraph("trouble", &why));
    }
}

fn stage_message(call: &Call, quality: Option<LineQuality>) -> Message {
    match (call.stage, quality) {
        (CallStage::Ringing | CallStage::Connecting, _) => msg::call_connecting(),
        (CallStage::Interrupted, _) => msg::call_interrupted(),
        (CallStage::Talking, _) if call.restored.is_some() => msg::call_restored(),
        (CallStage::Talking, None) => msg::call_connected(),
        (CallStage::Talking, Some(LineQuality::Good)) => msg::call_line_good(),
        (CallStage::Talking, Some(LineQuality::Fair)) => msg::call_line_fair(),
        (CallStage::Talking, Some(LineQuality::Weak)) => msg::call_line_weak(),
        (CallStage::Talking, Some(LineQuality::Poor | LineQuality::None)) => msg::call_line_very_weak(),
    }
}

/// Bars of the meter, 0 to 4.
fn bars(call: &Call, quality: Option<LineQuality>) -> u8 {
    match (call.stage, quality) {
        (CallStage::Interrupted, _) | (_, Some(LineQuality::None)) => 0,
        (_, Some(LineQuality::Poor)) => 1,
        (_, Some(LineQuality::Weak)) => 2,
        (_, Some(LineQuality::Fair) | None) => 3,
        (_, Some(LineQuality::Good)) => 4,
    }
}

pub(super) fn after(view: &View<'_>) -> Screen {
    let mut screen = view.blank("after", &msg::after_title());
    screen.next = Some(view.action(&Press::Done, &msg::common_done()));
    let Some(visit) = &view.state.visit else {
        return screen;
    };
    screen.blocks.push(view.paragraph("with", &msg::after_with(view.doctor_of(visit))));
    // That somebody hung up needs no word: it is how a visit ends.
    let unusual = |stopped: &Stopped| !matches!(stopped, Stopped::ByUs | Stopped::ByDoctor);
    if let Some(stopped) = view.state.stopped.filter(unusual) {
        let said = stopped_message(view, stopped, visit);
        screen.blocks.push(view.notice("stopped", Tone::Info, &said));
    }
    if let Some(minutes) = minutes(visit) {
        screen.blocks.push(view.paragraph("length", &msg::after_length(minutes)));
    }
    screen.blocks.push(match visit.phase {
        Phase::Saved => view.notice("saved", Tone::Good, &msg::after_saved()),
        _ if view.state.clinic.trouble.is_some() => {
            view.notice("saved", Tone::Warning, &msg::after_not_sent())
        }
        _ => view.progress("saved", &msg::after_saving()),
    });
    screen.blocks.push(view.heading("next", &msg::after_next()));
    let talk = visit.talk.as_ref();
    match talk.and_then(|talk| talk.follow_up) {
        Some(at) => {
            let day = Wall::from_millis(at);
            screen.blocks.push(view.paragraph("follow-up", &msg::after_follow_up(day)));
            let at = crate::reminders::follow_up_reminder_at(day);
            if at > view.now.wall {
                screen.blocks.push(view.paragraph("reminder", &msg::after_reminder(at)));
            }
        }
        None if talk.is_some_and(|talk| talk.no_follow_up) => {
            screen.blocks.push(view.paragraph("follow-up", &msg::after_no_follow_up()));
        }
        None => screen.blocks.push(view.paragraph("follow-up", &msg::after_follow_up_unknown())),
    }
    screen.blocks.push(view.paragraph("worse", &msg::after_worse_call(view.clinic_phone())));
    screen.announce = Announce::Polite;
    screen
}

/// Length of the talk in whole minutes, at least one.
fn minutes(visit: &Visit) -> Option<i64> {
    let talk = visit.talk.as_ref()?;
    Some(((talk.ended? - talk.began + 30_000) / 60_000).max(1))
}
