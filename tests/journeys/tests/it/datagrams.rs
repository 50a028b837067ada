//! A stranger throws random datagrams at everyone who takes part in a call.

use std::net::UdpSocket;
use std::time::Duration;

use nabz_app::screen::Tone;
use nabz_clinic::relay::Side;
use nabz_clinic::seed::Seeded;
use nabz_journeys::clinic::Clinic;
use nabz_journeys::ear::Ear;
use nabz_journeys::nap;
use nabz_journeys::player::{Doing, Player};
use nabz_journeys::words::{talking, told};
use nabz_time::Entropy as _;
use nabz_vault::Place;

/// To each of the four sockets.
const DATAGRAMS: u32 = 1_000;

/// Between two throws.
const PAUSE: Duration = Duration::from_millis(6);

const PATIENCE: Duration = Duration::from_secs(40);

#[test]
fn a_thousand_random_datagrams_into_a_call_nothing() {
    let clinic = Clinic::open(43);
    let (seat, ear) = (clinic.seat("en"), Ear::default());
    let phone = seat.phone(Place::Memory, clinic.clock.clone(), Some(ear.observer()));
    let mut player = Player::new(&phone, &clinic.clock, seat.person(), Duration::from_secs(2));
    player.until(PATIENCE, |doing| matches!(doing, Doing::WaitsForVisit));
    clinic.skip_to_visit_with(&phone, Duration::from_secs(1));
    player.until_screen(PATIENCE, talking);
    // Both jitter buffers find their depth.
    nap(Duration::from_secs(3));

    let before = (ear.heard(), clinic.ear.heard());
    throw(&clinic);
    let heard = (ear.heard().since(before.0), clinic.ear.heard().since(before.1));
    assert!(talking(&phone.screen()), "{:?}", phone.screen());

    player.until_screen(PATIENCE, |screen| screen.id == "after" && told(screen, Tone::Good));
    assert!(
        player.seen.iter().all(|screen| screen.id != "waiting" || screen.next.is_none()),
        "{}",
        player.story()
    );
    assert_eq!(clinic.records("Encounter").len(), 1);
    let strangers = clinic.sandbox.relay().report().unwrap().strangers;
    assert_eq!(strangers, u64::from(2 * DATAGRAMS), "the relay dropped what was no call's");
    for (who, heard) in [("patient", heard.0), ("doctor", heard.1)] {
        println!("{who}: {heard:?}, {:.2} % concealed", heard.concealment() * 100.0);
        assert!(heard.decoded > 200, "{who} heard {heard:?}");
        assert!(heard.concealment() <= 0.01, "{who} heard {heard:?}");
    }
}

/// Throws at the sockets of phone and doctor, and at both of the relay's.
fn throw(clinic: &Clinic) {
    let stranger = UdpSocket::bind("127.0.0.1:0").unwrap();
    let relay = clinic.sandbox.relay();
    let parties = [Side::Patient, Side::Doctor].map(|side| relay.address_of(side).unwrap());
    let targets = [parties[0], parties[1], relay.for_patient(), relay.for_doctor()];
    let mut dice = Seeded::new(43);
    for _ in 0..DATAGRAMS {
        for target in targets {
            let mut datagram = vec![0; usize::try_from(dice.up_to(1_500)).unwrap()];
            dice.fill(&mut datagram);
            stranger.send_to(&datagram, target).unwrap();
        }
        nap(PAUSE);
    }
}
