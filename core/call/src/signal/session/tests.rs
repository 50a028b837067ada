//! One test a race. Two telephones hand each other their messages by hand, so that each test chooses what overtakes
//! what.

use super::*;
use crate::media::MediaEnd;
use crate::signal::message::VERSION;
use crate::signal::testing::{MORNING, description};

const CALL: CallId = CallId([5; 16]);
const OTHER: CallId = CallId([6; 16]);

fn at(seconds: u64) -> Now {
    Now { mono: Mono::ZERO, wall: MORNING } + Duration::from_secs(seconds)
}

/// A telephone, the messages it sent and the commands it gave its media.
struct Phone {
    session: CallSession,
    counter: u64,
    outbox: Vec<Message>,
    media: Vec<MediaCommand>,
    rings: usize,
    ended: Vec<(EndReason, bool)>,
}

impl Phone {
    fn new(name: &str) -> Self {
        let session = CallSession::new(name.parse().unwrap());
        Self { session, counter: 0, outbox: Vec::new(), media: Vec::new(), rings: 0, ended: Vec::new() }
    }

    /// Takes the outputs; returns what it sends.
    fn sent(&mut self) -> Vec<Message> {
        self.drain();
        std::mem::take(&mut self.outbox)
    }

    fn drain(&mut self) {
        while let Some(output) = self.session.poll_output() {
            match output {
                SessionOutput::Send { call, to, body } => {
                    self.counter += 1;
                    let expires = MORNING + body.lifetime();
                    let (from, counter) = (self.session.me.clone(), self.counter);
                    self.outbox.push(Message {
                        version: VERSION,
                        call,
                        from,
                        to,
                        counter,
                        sent: MORNING,
                        expires,
                        body,
                    });
                }
                SessionOutput::Media(command) => self.media.push(command),
                SessionOutput::Ring { .. } => self.rings += 1,
                SessionOutput::Talking { .. } => {}
                SessionOutput::Ended { reason, talked, .. } => self.ended.push((reason, talked)),
            }
        }
    }

    fn one(&mut self) -> Message {
        let mut sent = self.sent();
        assert_eq!(sent.len(), 1, "{sent:?}");
        sent.remove(0)
    }

    fn hears(&mut self, message: &Message, now: Now) {
        self.session.handle_message(message, now);
        self.drain();
    }

    fn described(&mut self, call: CallId, setup: Setup, now: Now) {
        let local = description(setup, 1);
        self.session.handle_media(&MediaEvent::Described { call, local }, now.mono);
    }

    fn connected(&mut self, call: CallId, now: Now) {
        let event = MediaEvent::Connected { call, after: Duration::from_secs(2) };
        self.session.handle_media(&event, now.mono);
        self.drain();
    }

    /// Calls, up to the offer.
    fn calls(&mut self, call: CallId, peer: &str, now: Now) -> Message {
        self.session.call(call, peer.parse().unwrap(), now.mono);
        self.described(call, Setup::ActPass, now);
        self.one()
    }

    /// The app is killed and starts again.
    fn killed(&mut self, now: Now) {
        let kept = serde_round(&self.session.snapshot());
        self.session = CallSession::restore(kept, now);
        self.media.clear();
    }
}

fn serde_round(snapshot: &SessionSnapshot) -> SessionSnapshot {
    let mut bytes = Vec::new();
    ciborium::into_writer(snapshot, &mut bytes).unwrap();
    ciborium::from_reader(&bytes[..]).unwrap()
}

fn pair() -> (Phone, Phone) {
    (Phone::new("d-doctor"), Phone::new("p-patient"))
}

/// Both in the call, neither connected yet.
fn answered(doctor: &mut Phone, patient: &mut Phone) {
    let offer = doctor.calls(CALL, "p-patient", at(0));
    patient.hears(&offer, at(1));
    doctor.hears(&patient.one(), at(1));
    patient.session.accept(at(5).mono);
    patient.described(CALL, Setup::Active, at(5));
    let answer = patient.one();
    doctor.hears(&answer, at(6));
    assert!(doctor.sent().is_empty());
}

fn talking() -> (Phone, Phone) {
    let (mut doctor, mut patient) = pair();
    answered(&mut doctor, &mut patient);
    doctor.connected(CALL, at(8));
    patient.connected(CALL, at(8));
    (doctor, patient)
}

#[test]
fn a_call_that_goes_well() {
    let (mut doctor, mut patient) = talking();
    assert_eq!(doctor.session.phase(), Phase::Talking { interrupted: false });
    assert_eq!(patient.session.phase(), Phase::Talking { interrupted: false });
    assert_eq!(patient.rings, 1);
    doctor.session.hang_up();
    patient.hears(&doctor.one(), at(600));
    assert!(patient.sent().is_empty(), "an end is not answered");
    assert_eq!(doctor.ended, [(EndReason::HungUp, true)]);
    assert_eq!(patient.ended, [(EndReason::PeerHungUp, true)]);
    assert_eq!(doctor.media.last(), Some(&MediaCommand::Stop { call: CALL }));
    assert_eq!(patient.media.last(), Some(&MediaCommand::Stop { call: CALL }));
}

#[test]
fn every_message_delivered_twice_changes_nothing() {
    let (mut doctor, mut patient) = pair();
    let offer = doctor.calls(CALL, "p-patient", at(0));
    patient.hears(&offer, at(1));
    patient.hears(&offer, at(1));
    let ringing = patient.one();
    doctor.hears(&ringing, at(1));
    patient.session.accept(at(2).mono);
    patient.session.accept(at(2).mono);
    patient.hears(&offer, at(2));
    patient.described(CALL, Setup::Active, at(2));
    let answer = patient.one();
    doctor.hears(&answer, at(3));
    doctor.hears(&answer, at(3));
    doctor.hears(&ringing, at(3));
    assert!(doctor.sent().is_empty());
    assert_eq!(doctor.session.phase(), Phase::Connecting);
    assert_eq!(patient.rings, 1);
    assert_eq!(patient.media.len(), 1);
    assert_eq!(doctor.media.len(), 2);
}

#[test]
fn offer_overtaken_by_its_hang_up_never_rings() {
    let (mut doctor, mut patient) = pair();
    let offer = doctor.calls(CALL, "p-patient", at(0));
    doctor.session.hang_up();
    let hang_up = doctor.one();
    patient.hears(&hang_up, at(1));
    patient.hears(&offer, at(2));
    assert_eq!(patient.session.phase(), Phase::Idle);
    assert!(patient.sent().is_empty());
}

#[test]
fn hang_up_before_answer_is_a_missed_call() {
    let (mut doctor, mut patient) = pair();
    patient.hears(&doctor.calls(CALL, "p-patient", at(0)), at(1));
    patient.one();
    doctor.session.hang_up();
    patient.hears(&doctor.one(), at(9));
    patient.session.accept(at(9).mono);
    assert!(patient.sent().is_empty());
    assert_eq!(patient.ended, [(EndReason::Missed, false)]);
    assert_eq!(patient.media, [], "while it rings no media is begun");
}

#[test]
fn answer_crossing_the_hang_up_is_told_again_that_it_is_over() {
    let (mut doctor, mut patient) = pair();
    patient.hears(&doctor.calls(CALL, "p-patient", at(0)), at(1));
    patient.one();
    patient.session.accept(at(5).mono);
    patient.described(CALL, Setup::Active, at(5));
    let answer = patient.one();
    doctor.session.hang_up();
    let _lost = doctor.one();
    doctor.hears(&answer, at(6));
    assert_eq!(doctor.session.phase(), Phase::Ended(EndReason::HungUp));
    patient.hears(&doctor.one(), at(7));
    assert_eq!(patient.ended, [(EndReason::PeerHungUp, false)]);
}

#[test]
fn hang_up_before_the_own_offer_is_ready_is_told_to_nobody() {
    let (mut doctor, _) = pair();
    doctor.session.call(CALL, "p-patient".parse().unwrap(), at(0).mono);
    doctor.session.hang_up();
    doctor.described(CALL, Setup::ActPass, at(1));
    assert!(doctor.sent().is_empty());
    assert_eq!(doctor.media.last(), Some(&MediaCommand::Stop { call: CALL }));
}

#[test]
fn hang_up_between_accept_and_own_answer_sends_no_answer() {
    let (mut doctor, mut patient) = pair();
    patient.hears(&doctor.calls(CALL, "p-patient", at(0)), at(1));
    patient.one();
    patient.session.accept(at(5).mono);
    patient.session.hang_up();
    patient.described(CALL, Setup::Active, at(6));
    doctor.hears(&patient.one(), at(7));
    assert_eq!(doctor.ended, [(EndReason::PeerHungUp, false)]);
}

#[test]
fn declined_and_busy_are_told_apart() {
    let (mut doctor, mut patient) = pair();
    patient.hears(&doctor.calls(CALL, "p-patient", at(0)), at(1));
    patient.one();
    let mut nurse = Phone::new("n-nurse");
    patient.hears(&nurse.calls(OTHER, "p-patient", at(2)), at(2));
    let busy = patient.one();
    assert_eq!((busy.call, busy.to.as_str()), (OTHER, "n-nurse"));
    nurse.hears(&busy, at(3));
    assert_eq!(patient.session.phase(), Phase::Ringing, "the first call rings on");
    patient.session.decline();
    doctor.hears(&patient.one(), at(4));
    assert!(nurse.sent().is_empty() && doctor.sent().is_empty());
    assert_eq!(nurse.ended, [(EndReason::PeerBusy, false)]);
    assert_eq!(doctor.ended, [(EndReason::PeerDeclined, false)]);
    assert_eq!(patient.session.phase(), Phase::Ended(EndReason::Declined));
}

/// A desk that died and keeps nothing calls anew under another name. Found by the world: it was told `Busy` on behalf of
/// the call it had lost, until it gave up.
#[test]
fn a_peer_that_forgot_its_call_is_not_busy_with_it() {
    let (mut doctor, mut patient) = pair();
    patient.hears(&doctor.calls(CALL, "p-patient", at(0)), at(1));
    patient.one();
    let anew = || {
        let mut doctor = Phone::new("d-doctor");
        doctor.counter = 10;
        doctor
    };

    let mut doctor = anew();
    patient.hears(&doctor.calls(OTHER, "p-patient", at(3)), at(3));
    assert_eq!(patient.one().body, Body::Ringing);
    assert_eq!(patient.session.current().unwrap().0, OTHER, "what rings is the newer call");

    patient.session.accept(at(5).mono);
    patient.described(OTHER, Setup::Active, at(5));
    patient.one();
    let mut doctor = anew();
    let third = CallId([7; 16]);
    patient.hears(&doctor.calls(third, "p-patient", at(9)), at(9));
    patient.described(third, Setup::Active, at(9));
    let answer = patient.one();
    assert_eq!((answer.call, patient.rings), (third, 2), "who has taken the call is not asked again");
    doctor.hears(&answer, at(10));
    assert_eq!(doctor.session.phase(), Phase::Connecting);
}

#[test]
fn stale_messages_of_an_earlier_call_leave_this_one_alone() {
    let (mut doctor, mut patient) = talking();
    doctor.session.hang_up();
    let mut stale = doctor.one();
    stale.call = OTHER;
    patient.hears(&stale, at(9));
    assert_eq!(patient.session.phase(), Phase::Talking { interrupted: false });
}

#[test]
fn nobody_else_can_end_a_call_by_naming_it() {
    let (_, mut patient) = talking();
    let mut stranger = Phone::new("x-stranger");
    let mut forged = stranger.calls(CALL, "p-patient", at(9));
    patient.hears(&forged, at(9));
    assert_eq!(patient.one().body, Body::Busy);
    forged.counter += 1;
    forged.body = Body::Hangup { reason: HangupReason::Finished };
    patient.hears(&forged, at(9));
    assert_eq!(patient.session.phase(), Phase::Talking { interrupted: false });
}

#[test]
fn glare_ends_in_one_call_whoever_hears_first() {
    for (doctors, patients) in [(CALL, OTHER), (OTHER, CALL), (CALL, CALL)] {
        let (mut doctor, mut patient) = pair();
        let from_doctor = doctor.calls(doctors, "p-patient", at(0));
        let from_patient = patient.calls(patients, "d-doctor", at(0));
        doctor.hears(&from_patient, at(1));
        patient.hears(&from_doctor, at(1));
        let doctor_yields = patients < doctors;
        let (yields, goes_on) =
            if doctor_yields { (&mut doctor, &mut patient) } else { (&mut patient, &mut doctor) };
        let call = doctors.min(patients);
        assert!(goes_on.sent().is_empty());
        assert!(yields.sent().is_empty());
        assert_eq!(yields.rings, 0, "both wish to talk");
        yields.described(call, Setup::Active, at(2));
        goes_on.hears(&yields.one(), at(3));
        assert!(goes_on.sent().is_empty());
        assert_eq!(doctor.session.current().unwrap().0, call);
        assert_eq!(patient.session.current().unwrap().0, call);
        assert_eq!(doctor.session.phase(), Phase::Connecting);
        assert_eq!(patient.session.phase(), Phase::Connecting);
    }
}

#[test]
fn glare_before_the_own_offer_is_out_takes_the_peers_call() {
    let (mut doctor, mut patient) = pair();
    patient.session.call(CALL, "d-doctor".parse().unwrap(), at(0).mono);
    let offer = doctor.calls(OTHER, "p-patient", at(0));
    patient.hears(&offer, at(1));
    patient.described(CALL, Setup::ActPass, at(1)); // of the call given up
    patient.described(OTHER, Setup::Active, at(2));
    doctor.hears(&patient.one(), at(3));
    assert_eq!(doctor.session.phase(), Phase::Connecting);
}

#[test]
fn nobody_answers() {
    let (mut doctor, mut patient) = pair();
    let offer = doctor.calls(CALL, "p-patient", at(0));
    patient.hears(&offer, at(10));
    doctor.hears(&patient.one(), at(11));
    assert_eq!(doctor.session.phase(), Phase::Calling { rung: true });
    doctor.session.handle_timeout(at(46).mono);
    assert_eq!(doctor.session.phase(), Phase::Calling { rung: true }, "it rings there for as long as here");
    patient.session.handle_timeout(at(55).mono);
    doctor.hears(&patient.one(), at(56));
    assert!(doctor.sent().is_empty());
    assert_eq!(patient.ended, [(EndReason::Missed, false)]);
    assert_eq!(doctor.ended, [(EndReason::NoAnswer, false)]);
}

#[test]
fn a_phone_that_is_off_never_rings() {
    let (mut doctor, _) = pair();
    doctor.calls(CALL, "p-patient", at(0));
    assert_eq!(doctor.session.poll_timeout(), Some(at(45).mono));
    doctor.session.handle_timeout(at(45).mono);
    assert_eq!(doctor.one().body, Body::Hangup { reason: HangupReason::NoAnswer });
    assert_eq!(doctor.session.phase(), Phase::Ended(EndReason::NoAnswer));
}

#[test]
fn a_call_that_finds_no_path_ends_on_both_sides() {
    let (mut doctor, mut patient) = pair();
    answered(&mut doctor, &mut patient);
    patient.session.handle_timeout(at(65).mono);
    doctor.hears(&patient.one(), at(66));
    assert!(doctor.sent().is_empty());
    assert_eq!(patient.ended, [(EndReason::Unreachable, false)]);
    assert_eq!(doctor.ended, [(EndReason::Unreachable, false)]);
}

#[test]
fn a_line_that_comes_back_in_time_goes_on() {
    let (mut doctor, _) = talking();
    doctor.session.handle_media(&MediaEvent::Interrupted { call: CALL }, at(20).mono);
    assert_eq!(doctor.session.phase(), Phase::Talking { interrupted: true });
    doctor.session.handle_media(&MediaEvent::Restored { call: CALL }, at(80).mono);
    assert_eq!(doctor.session.poll_timeout(), None);
    doctor.session.handle_media(&MediaEvent::Interrupted { call: CALL }, at(90).mono);
    doctor.session.handle_timeout(at(210).mono);
    assert_eq!(doctor.one().body, Body::Hangup { reason: HangupReason::Lost });
    assert_eq!(doctor.ended, [(EndReason::Lost, true)]);
}

#[test]
fn media_that_ends_by_itself_is_told_to_the_peer() {
    let (mut doctor, mut patient) = talking();
    let ended = MediaEvent::Ended { call: CALL, end: MediaEnd::WrongPeer };
    doctor.session.handle_media(&ended, at(20).mono);
    patient.hears(&doctor.one(), at(21));
    assert!(patient.sent().is_empty());
    assert_eq!(patient.ended, [(EndReason::WrongPeer, true)]);
    doctor.session.handle_media(&ended, at(22).mono);
    assert!(doctor.sent().is_empty(), "once");
}

#[test]
fn killed_while_ringing_rings_on() {
    let (mut doctor, mut patient) = pair();
    patient.hears(&doctor.calls(CALL, "p-patient", at(0)), at(1));
    doctor.hears(&patient.one(), at(2));
    // A new process counts from its own beginning.
    let later = Now { mono: Mono::from_millis(3), wall: at(10).wall };
    patient.killed(later);
    assert!(patient.sent().is_empty());
    assert_eq!(patient.rings, 2);
    assert_eq!(patient.session.poll_timeout(), Some(later.mono + Duration::from_secs(36)));
    patient.session.accept(later.mono);
    patient.described(CALL, Setup::Active, later);
    doctor.hears(&patient.one(), at(12));
    assert_eq!(doctor.session.phase(), Phase::Connecting);
}

#[test]
fn killed_while_ringing_and_started_too_late_is_a_missed_call() {
    let (mut doctor, mut patient) = pair();
    patient.hears(&doctor.calls(CALL, "p-patient", at(0)), at(1));
    patient.one();
    patient.killed(at(3_600));
    patient.session.handle_timeout(at(3_600).mono);
    patient.sent();
    assert_eq!(patient.ended, [(EndReason::Missed, false)]);
}

#[test]
fn killed_in_the_call_asks_to_be_called_again_and_is_not_asked_twice_to_ring_off() {
    let (mut doctor, mut patient) = talking();
    patient.killed(at(60));
    doctor.hears(&patient.one(), at(61));
    assert!(doctor.sent().is_empty());
    assert_eq!(doctor.ended, [(EndReason::PeerInterrupted, true)]);
    assert_eq!(patient.ended, [(EndReason::Interrupted, true)]);
    patient.killed(at(62));
    assert!(patient.sent().is_empty(), "said once");
    // The same consultation goes on under the same call id.
    let again = doctor.calls(CALL, "p-patient", at(63));
    patient.hears(&again, at(64));
    assert_eq!(patient.session.phase(), Phase::Ringing);
    assert_eq!(patient.rings, 2);
}

#[test]
fn called_again_before_the_line_was_given_up_is_taken_at_once() {
    let (_, mut patient) = talking();
    // The doctor's app was killed and forgot nothing but the media; the patient's still waits for the line.
    patient.session.handle_media(&MediaEvent::Interrupted { call: CALL }, at(20).mono);
    let mut doctor = Phone::new("d-doctor");
    doctor.counter = 10;
    let again = doctor.calls(CALL, "p-patient", at(25));
    patient.hears(&again, at(26));
    assert!(patient.sent().is_empty());
    assert_eq!(patient.rings, 1);
    assert_eq!(patient.session.phase(), Phase::Connecting);
    patient.described(CALL, Setup::Active, at(27));
    doctor.hears(&patient.one(), at(28));
    patient.connected(CALL, at(30));
    patient.session.hang_up();
    patient.sent();
    assert_eq!(patient.ended, [(EndReason::HungUp, true)]);
}
