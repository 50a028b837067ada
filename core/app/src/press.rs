//! What a person can press, inside the core. Shells see only an opaque id.

use nabz_locale::Gender;

use crate::screen::ActionId;

/// Everything that can be pressed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Press {
    /// Speak this language from now on.
    Language(String),
    /// Speak to the person this way from now on.
    Address(Gender),
    /// Agree to what is kept and who sees it.
    Agree,
    /// Do not agree now.
    NotNow,
    /// Sign in with the code that was typed.
    SignIn,
    /// One step back.
    Back,
    /// Begin to book with the family doctor.
    Book,
    /// See free times.
    SeeTimes,
    /// Take this slot.
    PickSlot(String),
    /// Confirm the booking at the price shown.
    Confirm,
    /// Go to the waiting room.
    EnterWaitingRoom,
    /// Answer the ringing doctor.
    Answer,
    /// Do not answer now.
    Decline,
    /// End the call.
    HangUp,
    /// Hold the microphone back.
    Mute,
    /// Let the microphone through.
    Unmute,
    /// Hear the call through the loudspeaker.
    Loudspeaker,
    /// Hold the phone to the ear.
    Earpiece,
    /// Call the clinic's telephone instead.
    CallClinic,
    /// Go to the practice call.
    Practise,
    /// Begin it.
    BeginPractice,
    /// Leave what is finished.
    Done,
    /// Try what failed once more.
    TryAgain,
    /// See all visits.
    Visits,
    /// Choose the language again.
    ChangeLanguage,
    /// Give up the copy of clinical records whose key is lost, and fetch them again.
    Renew,
    /// Begin anew, with what does not open moved aside.
    StartAnew,
    /// Yes, begin anew.
    StartAnewSure,
    /// Lock and safety.
    Safety,
    /// Set a PIN.
    SetPin,
    /// Change it.
    ChangePin,
    /// Remove it.
    RemovePin,
    /// A key of the screen's own keypad.
    Digit(u8),
    /// Empty what was pressed on it.
    Erase,
    /// Take the PIN that was typed or pressed.
    EnterPin,
    /// The PIN is forgotten.
    ForgotPin,
    /// Go on without any lock.
    WithoutLock,
    /// Read what goes and what stays when the account is deleted.
    DeleteAccount,
    /// Send first what was not sent.
    SendFirst,
    /// Delete the account.
    DeleteSure,
    /// Delete it though the clinic could not be told.
    DeleteAnyway,
    /// Show who helps in an emergency.
    Emergency,
    /// Dial the emergency number at this place of the list.
    Dial(usize),
}

impl Press {
    /// The id a shell hands back.
    pub(crate) fn id(&self) -> ActionId {
        ActionId(match self {
            Self::Language(tag) => format!("language:{tag}"),
            Self::Address(gender) => format!("address:{}", gender.keyword()),
            Self::PickSlot(slot) => format!("slot:{slot}"),
            Self::Dial(index) => format!("dial:{index}"),
            Self::Digit(digit) => format!("digit:{digit}"),
            plain => plain.name().to_owned(),
        })
    }

    /// What an id means; `None` for one the core never gave.
    pub(crate) fn parse(id: &ActionId) -> Option<Self> {
        match id.0.split_once(':') {
            Some(("language", tag)) => Some(Self::Language(tag.to_owned())),
            Some(("address", way)) => {
                Gender::ALL.into_iter().find(|gender| gender.keyword() == way).map(Self::Address)
            }
            Some(("slot", slot)) => Some(Self::PickSlot(slot.to_owned())),
            Some(("dial", index)) => index.parse().ok().map(Self::Dial),
            Some(("digit", digit)) => digit.parse().ok().filter(|digit| *digit < 10).map(Self::Digit),
            Some(_) => None,
            None => Self::PLAIN.iter().find(|press| press.name() == id.0).cloned(),
        }
    }

    const PLAIN: &[Self] = &[
        Self::Agree,
        Self::NotNow,
        Self::SignIn,
        Self::Back,
        Self::Book,
        Self::SeeTimes,
        Self::Confirm,
        Self::EnterWaitingRoom,
        Self::Answer,
        Self::Decline,
        Self::HangUp,
        Self::Mute,
        Self::Unmute,
        Self::Loudspeaker,
        Self::Earpiece,
        Self::CallClinic,
        Self::Practise,
        Self::BeginPractice,
        Self::Done,
        Self::TryAgain,
        Self::Visits,
        Self::ChangeLanguage,
        Self::Renew,
        Self::StartAnew,
        Self::StartAnewSure,
        Self::Safety,
        Self::SetPin,
        Self::ChangePin,
        Self::RemovePin,
        Self::Erase,
        Self::EnterPin,
        Self::ForgotPin,
        Self::WithoutLock,
        Self::DeleteAccount,
        Self::SendFirst,
        Self::DeleteSure,
        Self::DeleteAnyway,
        Self::Emergency,
    ];

    fn name(&self) -> &'static str {
        match self {
            Self::Language(_) => "language",
            Self::Address(_) => "address",
            Self::Agree => "agree",
            Self::NotNow => "not-now",
            Self::SignIn => "sign-in",
            Self::Back => "back",
            Self::Book => "book",
            Self::SeeTimes => "see-times",
            Self::PickSlot(_) => "slot",
            Self::Confirm => "confirm",
            Self::EnterWaitingRoom => "enter-waiting-room",
            Self::Answer => "answer",
            Self::Decline => "decline",
            Self::HangUp => "hang-up",
            Self::Visits => "visits",
            Self::Mute => "mute",
            Self::Unmute => "unmute",
            Self::Loudspeaker => "loudspeaker",
            Self::Earpiece => "earpiece",
            Self::CallClinic => "call-clinic",
            Self::Practise => "practise",
            Self::BeginPractice => "begin-practice",
            Self::Done => "done",
            Self::TryAgain => "try-again",
            Self::ChangeLanguage => "change-language",
            Self::Renew => "renew",
            Self::StartAnew => "start-anew",
            Self::StartAnewSure => "start-anew-sure",
            Self::Safety => "safety",
            Self::SetPin => "set-pin",
            Self::ChangePin => "change-pin",
            Self::RemovePin => "remove-pin",
            Self::Digit(_) => "digit",
            Self::Erase => "erase",
            Self::EnterPin => "enter-pin",
            Self::ForgotPin => "forgot-pin",
            Self::WithoutLock => "without-lock",
            Self::DeleteAccount => "delete-account",
            Self::SendFirst => "send-first",
            Self::DeleteSure => "delete-sure",
            Self::DeleteAnyway => "delete-anyway",
            Self::Emergency => "emergency",
            Self::Dial(_) => "dial",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_press_comes_back_as_it_went() {
        let with_values = [
            Press::Language("fa".into()),
            Press::Address(Gender::Female),
            Press::PickSlot("slot-7".into()),
            Press::Dial(1),
            Press::Digit(0),
        ];
        for press in Press::PLAIN.iter().chain(&with_values) {
            assert_eq!(Press::parse(&press.id()).as_ref(), Some(press));
        }
        for foreign in ["", "language", "slot", "dial:x", "address:x", "digit:10", "digit", "wipe", "a:b:c"] {
            assert_eq!(Press::parse(&ActionId(foreign.into())), None, "{foreign}");
        }
    }
}
