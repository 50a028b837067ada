//! The first start: language, consent, sign-in.

use nabz_care::Id;
use nabz_locale::{Critical, Gender, parse_digits};
use nabz_sync::{Consent, HttpReply, HttpRequest, Intent, Method, NetError, REQUEST_TIMEOUT, SyncError};
use nabz_time::Wall;
use nabz_vault::VaultError;
use serde::Deserialize;

use crate::desk::{Desk, Turning, Waiting};
use crate::effect::{Door, Effect, Typed};
use crate::paint::CODE;
use crate::records::{self, ConsentGiven, PROFILE, Session};
use crate::screen::Key;
use crate::state::{Place, SignIn, Trouble};

/// The version of the consent text: changes whenever its meaning does, and asks everybody again.
const CONSENT_VERSION: &str = "2026-11";

/// Digits of a clinic's one-time code.
const CODE_DIGITS: std::ops::RangeInclusive<usize> = 4..=12;

/// Longest token taken from a server.
const TOKEN_LIMIT: usize = 4_096;

/// What sign-in answers (RFC 6749 §5.1, with SMART's `patient`).
#[derive(Deserialize)]
struct Granted {
    access_token: String,
    patient: Id,
}

impl Desk {
    pub(crate) fn choose_language(
        &mut self,
        tag: String,
        turning: &mut Turning<'_, '_>,
    ) -> Result<(), VaultError> {
        self.state.profile.language = Some(tag);
        self.speak();
        // A reminder that was planned speaks the new language too.
        self.remind = true;
        if self.state.place == Place::Language {
            self.state.place = Place::Home;
        }
        records::store(turning.vault, PROFILE, &self.state.profile)
    }

    /// Speaks to the person this way from now on.
    pub(crate) fn address(
        &mut self,
        gender: Gender,
        turning: &mut Turning<'_, '_>,
    ) -> Result<(), VaultError> {
        self.state.profile.addressee = gender;
        self.speak();
        records::store(turning.vault, PROFILE, &self.state.profile)
    }

    pub(crate) fn agree(&mut self, turning: &mut Turning<'_, '_>) -> Result<(), VaultError> {
        self.state.consent_declined = false;
        self.state.profile.consent = Some(ConsentGiven {
            id: turning.entropy.uuid(),
            language: self.formatter.language().to_owned(),
            text: self.formatter.consent_text().to_owned(),
            review: self.formatter.review_of_all(Critical::Consent).keyword().to_owned(),
            at: turning.now.wall.millis(),
        });
        records::store(turning.vault, PROFILE, &self.state.profile)
    }

    /// Sends the code that was typed, in digits of any script.
    pub(crate) fn sign_in(&mut self, values: &[(Key, Typed)], turning: &mut Turning<'_, '_>) {
        let typed = values.iter().find(|(key, _)| key.0 == CODE).map(|(_, value)| value.expose().trim());
        self.state.sign_in = match typed {
            None | Some("") => SignIn::Empty,
            Some(typed) => match parse_digits(typed).filter(|code| CODE_DIGITS.contains(&code.len())) {
                None => SignIn::Shape,
                Some(code) => {
                    self.ask_for_session(&code, turning);
                    SignIn::UnderWay
                }
            },
        };
    }

    fn ask_for_session(&mut self, code: &str, turning: &mut Turning<'_, '_>) {
        let id = self.next_effect();
        // An earlier attempt that is still out counts no more.
        self.waiting.retain(|_, waiting| !matches!(waiting, Waiting::SignIn));
        self.waiting.insert(id, Waiting::SignIn);
        let request = HttpRequest {
            method: Method::Post,
            path: "token".to_owned(),
            headers: Vec::new(),
            body: Some(serde_json::json!({ "code": code }).to_string().into_bytes()),
            timeout: REQUEST_TIMEOUT,
        };
        turning.effects.push(Effect::Http { id, door: Door::SignIn, request, bearer: None });
    }

    pub(crate) fn signed_in(
        &mut self,
        reply: HttpReply,
        turning: &mut Turning<'_, '_>,
    ) -> Result<(), VaultError> {
        match read(reply) {
            Ok(granted) => self.begin_session(granted, turning),
            Err(outcome) => {
                self.state.sign_in = outcome;
                Ok(())
            }
        }
    }

    fn begin_session(&mut self, granted: Granted, turning: &mut Turning<'_, '_>) -> Result<(), VaultError> {
        let patient = granted.patient.to_string();
        if self.state.profile.patient.as_ref().is_some_and(|whose| *whose != patient) {
            // What lies here is one person's: their unsent work is not sent in another's name.
            self.state.sign_in = SignIn::Other;
            return Ok(());
        }
        self.state.profile.patient = Some(patient);
        self.state.sign_in = SignIn::Waiting;
        self.state.place = Place::Home;
        self.state.clinic.trouble = None;
        self.state.profile.session =
            Some(Session { token: granted.access_token, patient: granted.patient.to_string() });
        records::store(turning.vault, PROFILE, &self.state.profile)?;
        self.outbox.signed_in(turning.vault).map_err(vault_error)?;
        self.submit_consent(granted.patient, turning)?;
        self.resume_visit(turning.now);
        Ok(())
    }

    /// The consent was given before anybody knew who gives it; now it can be recorded.
    fn submit_consent(&mut self, patient: Id, turning: &mut Turning<'_, '_>) -> Result<(), VaultError> {
        let Some(given) = &self.state.profile.consent else {
            return Ok(());
        };
        let Ok(uuid) = given.id.parse() else {
            return Ok(());
        };
        let consent = Consent {
            uuid,
            patient,
            given: true,
            version: version(given),
            language: given.language.clone(),
            at: Wall::from_millis(given.at),
        };
        self.outbox
            .submit(turning.vault, Intent::Consent(consent), turning.now)
            .map(|_| ())
            .map_err(vault_error)
    }
}

/// Which words were agreed to: their version, how far they were reviewed, and their hash.
fn version(given: &ConsentGiven) -> String {
    let words = [CONSENT_VERSION, &given.review, &given.text];
    words.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(":")
}

fn read(reply: HttpReply) -> Result<Granted, SignIn> {
    let response = match reply {
        HttpReply::Response(response) => response,
        HttpReply::Failed(NetError::Unreachable) => return Err(SignIn::Failed(Trouble::Unreachable)),
        HttpReply::Failed(NetError::NoAnswer) => return Err(SignIn::Failed(Trouble::NoAnswer)),
        HttpReply::Failed(NetError::TooLarge) => return Err(SignIn::Failed(Trouble::TooLarge)),
        HttpReply::Failed(NetError::NotTrusted) => return Err(SignIn::Failed(Trouble::NotTrusted)),
    };
    match response.status {
        200 => serde_json::from_slice(&response.body)
            .ok()
            .filter(|granted: &Granted| (1..=TOKEN_LIMIT).contains(&granted.access_token.len()))
            .ok_or(SignIn::Failed(Trouble::NotUnderstood)),
        400 | 401 | 403 => Err(SignIn::Refused),
        500.. => Err(SignIn::Failed(Trouble::Clinic)),
        _ => Err(SignIn::Failed(Trouble::NotUnderstood)),
    }
}

/// The base address was checked when the app opened and resources when they were made: only the vault can refuse here.
pub(crate) fn vault_error(error: SyncError) -> VaultError {
    match error {
        SyncError::Vault(error) => error,
        SyncError::Base | SyncError::Resource => {
            VaultError::Misuse("neither an address nor a resource was checked")
        }
    }
}
