//! A practice call: what it is, how it goes, and what came of it.

use nabz_call::media::practice::{PracticeStage, Verdict};
use nabz_locale::{Message, msg};

use super::{View, block};
use crate::press::Press;
use crate::screen::{Announce, Kind, Screen, Tone};

pub(super) fn practice(view: &View<'_>) -> Screen {
    let mut screen = view.blank("practice", &msg::practice_title());
    screen.back = Some(view.back());
    let Some(practice) = &view.state.practice else {
        screen.blocks = vec![
            view.paragraph("what", &msg::practice_what()),
            view.paragraph("private", &msg::practice_private()),
            view.paragraph("quiet", &msg::waiting_quiet()),
        ];
        screen.next = Some(view.action(&Press::BeginPractice, &msg::practice_begin()));
        return screen;
    };
    screen.announce = Announce::Assertive;
    match practice.stage {
        PracticeStage::Connecting => {
            screen.blocks.push(view.progress("stage", &msg::practice_connecting()));
        }
        PracticeStage::Speak => {
            screen.blocks.push(view.notice("stage", Tone::Info, &msg::practice_speak()));
            screen
                .blocks
                .push(block(crate::live::VOICE, Kind::Live { label: view.text(&msg::call_voice_label()) }));
        }
        PracticeStage::Listen => {
            screen.blocks.push(view.notice("stage", Tone::Info, &msg::practice_listen()));
        }
        PracticeStage::Done(verdict) => done(view, verdict, &mut screen),
    }
    screen
}

fn done(view: &View<'_>, verdict: Verdict, screen: &mut Screen) {
    let (tone, said, advice) = words(view, verdict);
    screen.blocks.push(view.notice("verdict", tone, &said));
    screen.blocks.push(view.paragraph("advice", &advice));
    if matches!(verdict, Verdict::Good | Verdict::Weak | Verdict::TooWeak) {
        screen.blocks.push(view.paragraph("heard", &msg::practice_not_heard()));
    }
    screen.next = Some(view.action(&Press::BeginPractice, &msg::practice_again()));
}

fn words(view: &View<'_>, verdict: Verdict) -> (Tone, Message, Message) {
    match verdict {
        Verdict::Good => (Tone::Good, msg::practice_good(), msg::practice_good_advice()),
        Verdict::Weak => (Tone::Warning, msg::practice_weak(), msg::practice_weak_advice()),
        Verdict::TooWeak => {
            (Tone::Problem, msg::practice_too_weak(), msg::practice_too_weak_advice(view.clinic_phone()))
        }
        Verdict::NoRelay => {
            (Tone::Problem, msg::practice_no_relay(), msg::practice_no_relay_advice(view.clinic_phone()))
        }
        Verdict::SilentMicrophone => (Tone::Problem, msg::practice_silent(), msg::practice_silent_advice()),
    }
}
