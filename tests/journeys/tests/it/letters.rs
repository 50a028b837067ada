//! Nonsense in the phone's mailbox while its owner waits for the doctor, from somebody with the doctor's token.

use std::time::Duration;

use nabz_app::screen::Tone;
use nabz_call::media::{Description, Setup, Stack};
use nabz_call::signal::{Body, CallId, Draft, MailboxName, Message, VERSION};
use nabz_clinic::pki::{Authority, Device};
use nabz_clinic::sandbox::mailbox_of;
use nabz_clinic::seed::Seeded;
use nabz_journeys::clinic::Clinic;
use nabz_journeys::player::{Doing, Player};
use nabz_journeys::stranger::publish;
use nabz_journeys::words::{said, says, talking, told};
use nabz_locale::msg;
use nabz_time::{Entropy as _, Wall};
use nabz_vault::Place;
use ring::rand::SystemRandom;
use ring::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair};

const PATIENCE: Duration = Duration::from_secs(40);
const HOUR: Duration = Duration::from_secs(3_600);

/// What an offer of the stranger says, beside its signature.
struct Offer<'a> {
    from: &'a MailboxName,
    to: &'a MailboxName,
    now: Wall,
    counter: u64,
}

impl Offer<'_> {
    fn signed_by(&self, device: &Device) -> Vec<u8> {
        let message = Message {
            version: VERSION,
            call: CallId([7; 16]),
            from: self.from.clone(),
            to: self.to.clone(),
            counter: self.counter,
            sent: self.now,
            expires: self.now + Duration::from_secs(45),
            body: Body::Offer(Description {
                ufrag: "abcd".into(),
                pwd: "abcdefghijklmnopqrstuv".into(),
                fingerprint: [7; 32],
                setup: Setup::ActPass,
                stack: Stack::Core,
                candidates: vec!["127.0.0.1:9".parse().unwrap()],
            }),
        };
        let random = SystemRandom::new();
        let key = EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &device.key, &random).unwrap();
        let draft = Draft::new(&message, &device.chain).unwrap();
        let signature = key.sign(&random, &draft.to_be_signed()).unwrap();
        draft.finish(signature.as_ref().try_into().unwrap()).unwrap()
    }
}

/// What the stranger sends. The forgeries under another root stand between the others, so that every letter changes
/// what the screen says.
fn letters(clinic: &Clinic, doctor: &MailboxName, patient: &MailboxName) -> Vec<(&'static str, Vec<u8>)> {
    let (now, clinics) = (clinic.clock.now().wall, clinic.sandbox.authority());
    let offer = |to| Offer { from: doctor, to, now, counter: 1 };
    let ours = clinics.issue(doctor, now - HOUR, 2 * HOUR).unwrap();
    let expired = clinics.issue(doctor, now - 3 * HOUR, HOUR).unwrap();
    let elsewhere = Authority::root("Nabz sandbox", now - HOUR, 2 * HOUR).unwrap();
    let other_root = offer(patient).signed_by(&elsewhere.issue(doctor, now - HOUR, 2 * HOUR).unwrap());
    let valid = offer(patient).signed_by(&ours);
    let mut random = vec![0; 600];
    Seeded::new(44).fill(&mut random);
    let mut forged = valid.clone();
    *forged.last_mut().unwrap() ^= 1;
    let wrong = [
        ("random bytes", random),
        ("half an offer", valid[..valid.len() / 2].to_vec()),
        ("an expired certificate", offer(patient).signed_by(&expired)),
        ("an offer to somebody else", offer(doctor).signed_by(&ours)),
        ("a forged signature", forged),
        ("nothing", Vec::new()),
    ];
    wrong.into_iter().flat_map(|letter| [letter, ("another root", other_root.clone())]).collect()
}

fn never_rings_and_the_doctor_still_gets_through(language: &str, seed: u64) {
    let clinic = Clinic::open(seed);
    let seat = clinic.seat(language);
    let phone = seat.phone(Place::Memory, clinic.clock.clone(), None);
    let mut player = Player::new(&phone, &clinic.clock, seat.person(), Duration::from_secs(1));
    player.until(PATIENCE, |doing| matches!(doing, Doing::WaitsForVisit));
    clinic.skip_to_visit_with(&phone, Duration::from_secs(600));
    let no_line = says(language, &msg::waiting_no_line());
    player.until_screen(PATIENCE, |screen| screen.id == "waiting" && !said(screen).contains(&no_line));

    let (broker, token) = (clinic.sandbox.addresses().broker, clinic.doctors_token());
    let doctor = mailbox_of(&clinic.population.doctor.identity).unwrap();
    let patient = seat.mailbox.parse().unwrap();
    for (what, letter) in letters(&clinic, &doctor, &patient) {
        let sentence = match what {
            "another root" => says(language, &msg::untrusted_other_clinic()),
            _ => says(language, &msg::untrusted_message()),
        };
        assert!(!said(&phone.screen()).contains(&sentence), "{what}: said before");
        assert!(publish(&broker, &doctor, &token, &patient, letter, &clinic.clock), "{what}");
        player.until_screen(PATIENCE, |screen| screen.id == "waiting" && said(screen).contains(&sentence));
        println!("{what}: {sentence}");
    }
    assert!(player.seen.iter().all(|screen| screen.id != "ringing"), "{}", player.story());

    clinic.skip_to_visit_with(&phone, Duration::from_secs(1));
    player.until_screen(PATIENCE, |screen| screen.id == "ringing");
    player.until_screen(PATIENCE, talking);
    player.until_screen(PATIENCE, |screen| screen.id == "after" && told(screen, Tone::Good));
}

#[test]
fn nonsense_never_rings_and_a_patient_is_told_so_in_english() {
    never_rings_and_the_doctor_still_gets_through("en", 44);
}

#[test]
fn nonsense_never_rings_and_a_patient_is_told_so_in_persian() {
    never_rings_and_the_doctor_still_gets_through("fa", 45);
}
