//! Calls: what the session wants is done, what it says is shown and written down.

use nabz_call::media::{MediaCommand, MediaEvent};
use nabz_call::signal::{
    CallId, CallSession, EndReason, Message, Phase as CallPhase, SessionOutput, SessionSnapshot,
};
use nabz_vault::{KeyClass, Kind, Vault, VaultError};

use crate::desk::{Desk, Turning};
use crate::effect::{Effect, HostRequest};
use crate::paint::RESTORED;
use crate::press::Press;
use crate::records::{self, Phase, Talk, VISIT};
use crate::state::{Call, CallStage, Line, Place, Stopped};

/// The call, so that a killed app ends what it left open.
const CALL: Kind = Kind { name: "call", class: KeyClass::Outbox };

/// The session as it was left, or a new one. `None` if the configured mailbox has no usable name.
pub(crate) fn load_session(
    vault: &Vault,
    mailbox: &str,
    now: nabz_time::Now,
) -> Result<Option<CallSession>, VaultError> {
    let Ok(me) = mailbox.parse() else {
        return Ok(None);
    };
    let kept: Option<SessionSnapshot> = records::read(vault, CALL)?;
    Ok(Some(match kept {
        Some(snapshot) => CallSession::restore(snapshot, now),
        None => CallSession::new(me),
    }))
}

impl Desk {
    /// A message that was opened and not seen before. Calls come only where a visit is booked, and from its doctor:
    /// that somebody is enrolled at the clinic is not enough to ring under a doctor's name.
    pub(crate) fn peer_said(
        &mut self,
        message: &Message,
        turning: &mut Turning<'_, '_>,
    ) -> Result<(), VaultError> {
        let booked = self.state.visit.as_ref().filter(|visit| visit.phase == Phase::Booked);
        let expected = booked.is_some_and(|visit| message.from.as_str() == mailbox_of(&visit.practitioner));
        match self.session.as_mut().filter(|_| expected) {
            Some(session) => session.handle_message(message, turning.now),
            None if booked.is_some() && self.state.call.is_none() => {
                self.state.stopped = Some(Stopped::NotInOrder);
            }
            None => {}
        }
        self.settle_call(turning)
    }

    pub(crate) fn media_said(
        &mut self,
        event: &MediaEvent,
        turning: &mut Turning<'_, '_>,
    ) -> Result<(), VaultError> {
        match (event, &mut self.state.call) {
            (MediaEvent::Line { up, down, quality, .. }, Some(call)) => {
                call.line = Some(Line { up: *up, down: *down, quality: *quality });
            }
            (MediaEvent::Restored { .. }, Some(call)) => call.restored = Some(turning.now.mono + RESTORED),
            (MediaEvent::Judged { call: id, advice, trouble }, Some(call)) if call.id == *id => {
                (call.advice, call.trouble) = (*advice, *trouble);
            }
            (MediaEvent::Kept { call, sentences }, _) => self.keep_sentences(*call, sentences, turning)?,
            (MediaEvent::Practice { call, stage }, _) => self.practice_said(*call, *stage),
            _ => {}
        }
        if let Some(session) = &mut self.session {
            session.handle_media(event, turning.now.mono);
        }
        self.settle_call(turning)
    }

    pub(crate) fn press_call(
        &mut self,
        press: &Press,
        turning: &mut Turning<'_, '_>,
    ) -> Result<(), VaultError> {
        let Some(session) = &mut self.session else {
            return Ok(());
        };
        match press {
            Press::Answer => session.accept(turning.now.mono),
            Press::Decline => session.decline(),
            Press::HangUp => session.hang_up(),
            Press::Mute | Press::Unmute => {
                let muted = *press == Press::Mute;
                if let Some(call) = &mut self.state.call {
                    call.muted = muted;
                    let command = MediaCommand::Mute { call: call.id, muted };
                    turning.effects.push(Effect::Media(command));
                }
            }
            Press::Loudspeaker | Press::Earpiece => self.play_through(*press == Press::Loudspeaker, turning),
            _ => {}
        }
        self.settle_call(turning)
    }

    /// A phone that plays a call aloud hears itself: then one side is let through at a time.
    fn play_through(&mut self, loudspeaker: bool, turning: &mut Turning<'_, '_>) {
        let id = self.next_effect();
        let Some(call) = &mut self.state.call else { return };
        call.loudspeaker = loudspeaker;
        let command = MediaCommand::Loudspeaker { call: call.id, on: loudspeaker };
        turning.effects.push(Effect::Media(command));
        // Whether the phone can switch is heard, not told: some have nothing but a loudspeaker.
        turning.effects.push(Effect::Host(id, HostRequest::Loudspeaker { on: loudspeaker }));
    }

    /// Time passes for the call too.
    pub(crate) fn proceed_call(&mut self, turning: &mut Turning<'_, '_>) -> Result<(), VaultError> {
        if let Some(session) = &mut self.session {
            session.handle_timeout(turning.now.mono);
        }
        if let Some(call) = &mut self.state.call {
            call.restored = call.restored.filter(|until| *until > turning.now.mono);
        }
        self.settle_call(turning)
    }

    /// Does what the session wants, keeps it, and shows it.
    fn settle_call(&mut self, turning: &mut Turning<'_, '_>) -> Result<(), VaultError> {
        while let Some(output) = self.session.as_mut().and_then(CallSession::poll_output) {
            match output {
                SessionOutput::Send { call, to, body } => self.send(call, &to, body, turning)?,
                SessionOutput::Media(command) => {
                    if matches!(command, MediaCommand::Offer { .. } | MediaCommand::Answer { .. }) {
                        self.route(turning);
                    }
                    turning.effects.push(Effect::Media(command));
                }
                SessionOutput::Ring { .. } => self.state.stopped = None,
                SessionOutput::Talking { call } => self.talk_began(call, turning)?,
                SessionOutput::Ended { reason, talked, .. } => self.call_ended(reason, talked, turning)?,
            }
        }
        if let Some(session) = &self.session {
            records::store(turning.vault, CALL, &session.snapshot())?;
        }
        self.show_call();
        Ok(())
    }

    fn show_call(&mut self) {
        let phase = self.session.as_ref().map_or(CallPhase::Idle, CallSession::phase);
        let stage = match phase {
            CallPhase::Idle | CallPhase::Ended(_) => {
                self.state.call = None;
                return;
            }
            CallPhase::Ringing => CallStage::Ringing,
            CallPhase::Calling { .. } | CallPhase::Connecting => CallStage::Connecting,
            CallPhase::Talking { interrupted: true } => CallStage::Interrupted,
            CallPhase::Talking { interrupted: false } => CallStage::Talking,
        };
        let Some((id, _)) = self.session.as_ref().and_then(CallSession::current) else {
            return;
        };
        match &mut self.state.call {
            Some(call) if call.id == id => call.stage = stage,
            other => *other = Some(Call::begun(id, stage)),
        }
    }

    /// Both heard each other for the first time in this consultation.
    fn talk_began(&mut self, call: CallId, turning: &mut Turning<'_, '_>) -> Result<(), VaultError> {
        let Some(visit) = &mut self.state.visit else {
            return Ok(());
        };
        // Called again after an interruption: the consultation goes on.
        if visit.talk.is_none() {
            visit.talk = Some(Talk {
                call: call.0.iter().map(|byte| format!("{byte:02x}")).collect(),
                encounter: turning.entropy.uuid(),
                began: turning.now.wall.millis(),
                ended: None,
                follow_up: None,
                no_follow_up: false,
            });
            records::store(turning.vault, VISIT, visit)?;
        }
        Ok(())
    }

    fn call_ended(
        &mut self,
        reason: EndReason,
        talked: bool,
        turning: &mut Turning<'_, '_>,
    ) -> Result<(), VaultError> {
        let stopped = stopped(reason);
        self.state.stopped = Some(stopped);
        if talked && matches!(stopped, Stopped::ByUs | Stopped::ByDoctor) {
            self.finish_visit(turning)
        } else {
            self.state.place = Place::Waiting;
            Ok(())
        }
    }
}

/// The mailbox of a practitioner as a clinic names it in their certificate.
fn mailbox_of(practitioner: &str) -> String {
    format!("doctor-{practitioner}")
}

fn stopped(reason: EndReason) -> Stopped {
    match reason {
        EndReason::HungUp => Stopped::ByUs,
        EndReason::PeerHungUp => Stopped::ByDoctor,
        EndReason::Declined => Stopped::Declined,
        EndReason::Missed | EndReason::NoAnswer | EndReason::PeerDeclined | EndReason::PeerBusy => {
            Stopped::Missed
        }
        EndReason::Unreachable => Stopped::Unreachable,
        EndReason::WrongPeer => Stopped::WrongPeer,
        EndReason::TooWeak => Stopped::TooWeak,
        EndReason::Lost | EndReason::Interrupted | EndReason::PeerInterrupted => Stopped::Lost,
    }
}
