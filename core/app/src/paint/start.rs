//! The first start: language, consent, sign-in.

use nabz_locale::{Critical, Formatter, Gender, Message, Review, msg};

use super::{View, block};
use crate::press::Press;
use crate::screen::{Action, Announce, Block, ChoiceOption, FieldInput, Key, Kind, Screen, Tone};
use crate::state::{Place, SignIn};

/// The key of the field that takes the sign-in code.
pub(crate) const CODE: &str = "code";

/// Longest code a clinic gives out.
pub(crate) const CODE_LIMIT: usize = 32;

pub(super) fn language(view: &View<'_>) -> Screen {
    let mut screen = view.blank("language", &msg::start_language_title());
    let options = Formatter::languages()
        .iter()
        .map(|language| ChoiceOption {
            chosen: language.tag == view.formatter.language(),
            action: crate::screen::Action {
                label: language.own_name.clone(),
                ..view.action(&Press::Language(language.tag.to_owned()), &msg::common_continue())
            },
        })
        .collect();
    screen.blocks = vec![
        block("languages", Kind::Choice { label: view.text(&msg::start_language_choose()), options }),
        view.paragraph("later", &msg::start_language_later()),
    ];
    if view.formatter.addresses() {
        screen.blocks.push(address(view));
    }
    let spoken_now = Press::Language(view.formatter.language().to_owned());
    screen.next = Some(view.action(&spoken_now, &msg::common_continue()));
    if view.state.place == Place::Language {
        screen.back = Some(view.back());
    }
    screen
}

/// How the person wishes to be spoken to, where the language bends its words for it.
fn address(view: &View<'_>) -> Block {
    let option = |gender| {
        let label = match gender {
            Gender::Female => msg::start_address_woman(),
            Gender::Male => msg::start_address_man(),
            Gender::Unspecified => msg::start_address_open(),
        };
        ChoiceOption {
            action: view.action(&Press::Address(gender), &label),
            chosen: view.state.profile.addressee == gender,
        }
    };
    let options = Gender::ALL.map(option).to_vec();
    block("address", Kind::Choice { label: view.text(&msg::start_address_choose()), options })
}

pub(super) fn consent(view: &View<'_>) -> Screen {
    let mut screen = view.blank("consent", &msg::consent_title());
    if view.config.require_clinical_review
        && view.formatter.review_of_all(Critical::Consent) != Review::Clinical
    {
        // Nobody may agree to words that could be wrong; the clinic reads them with the person.
        screen.blocks = vec![
            view.paragraph("unreviewed", &msg::consent_unreviewed()),
            view.paragraph("call", &msg::consent_unreviewed_call(view.clinic_phone())),
        ];
        screen.back = Some(view.action(&Press::ChangeLanguage, &msg::home_language()));
        return screen;
    }
    if view.state.consent_declined {
        screen.blocks = vec![
            view.paragraph("declined", &msg::consent_declined()),
            view.paragraph("call", &msg::consent_declined_call(view.clinic_phone())),
        ];
        screen.next = Some(view.action(&Press::Back, &msg::common_back()));
        return screen;
    }
    let words = [
        ("intro", msg::consent_intro(view.clinic())),
        ("kept", msg::consent_kept()),
        ("seen", msg::consent_seen(view.clinic())),
        ("recorded", msg::consent_call()),
        ("withdraw", msg::consent_withdraw()),
    ];
    let messages: Vec<&Message> = words.iter().map(|(_, message)| message).collect();
    screen.blocks.extend(view.mark(&messages));
    screen.blocks.extend(words.iter().flat_map(|(key, message)| view.critical(key, message)));
    screen.blocks.push(view.button("not-now", &Press::NotNow, &msg::common_not_now()));
    screen.next = Some(view.action(&Press::Agree, &msg::consent_agree()));
    screen.back = Some(view.action(&Press::ChangeLanguage, &msg::home_language()));
    screen
}

pub(super) fn sign_in(view: &View<'_>) -> Screen {
    let mut screen = view.blank("sign-in", &msg::signin_title());
    let state = view.state.sign_in;
    match state {
        SignIn::Expired => screen.blocks.push(view.notice("expired", Tone::Info, &msg::signin_expired())),
        SignIn::Failed(trouble) => screen.blocks.push(view.trouble(trouble)),
        SignIn::Waiting
        | SignIn::UnderWay
        | SignIn::Empty
        | SignIn::Shape
        | SignIn::Refused
        | SignIn::Other => {}
    }
    let error = code_error(state).map(|message| view.text(&message));
    if error.is_some() {
        screen.announce = Announce::Assertive;
    }
    screen.blocks.push(view.paragraph("hint", &msg::signin_hint()));
    screen.blocks.push(block(
        CODE,
        Kind::Field {
            label: view.text(&msg::signin_code()),
            input: FieldInput::Digits,
            value: String::new(),
            value_revision: 0,
            language: "en".to_owned(),
            secret: true,
            limit: CODE_LIMIT as u32,
            error,
        },
    ));
    screen.blocks.push(view.paragraph("no-code", &msg::signin_no_code_call(view.clinic_phone())));
    let sign_in = view.action(&Press::SignIn, &msg::signin_action());
    if state == SignIn::UnderWay {
        // The field stays, and what was typed with it: nobody types a code twice because of a bad line.
        screen.blocks.push(view.progress("under-way", &msg::signin_under_way()));
        screen.next = Some(Action { enabled: false, ..sign_in });
        screen.back = Some(view.back());
        return screen;
    }
    screen.next = Some(sign_in);
    screen.back = Some(view.action(&Press::ChangeLanguage, &msg::home_language()));
    screen.focus = Some(Key::new(CODE));
    screen
}

fn code_error(state: SignIn) -> Option<Message> {
    match state {
        SignIn::Empty => Some(msg::signin_code_empty()),
        SignIn::Shape => Some(msg::signin_code_shape()),
        SignIn::Refused => Some(msg::signin_refused()),
        SignIn::Other => Some(msg::signin_other_person()),
        SignIn::Waiting | SignIn::UnderWay | SignIn::Expired | SignIn::Failed(_) => None,
    }
}
