//! Random schedules: whatever is lost, doubled, late, mangled or killed, everything happens exactly once.

use nabz_care::Refusal;
use nabz_sync::{APPOINTMENT, IntentId, Status, Visited};
use nabz_time::Entropy as _;
use serde_json::{Value, json};

use crate::clinic::Clinic;
use crate::phone::{Phone, at};
use crate::world::{FAULTS, Fault, World};

const SEEDS: u64 = 500;

/// Faults stop after this long.
const STORM: u64 = 20 * 60_000;

/// And within this long everything is settled: two of the longest pauses, and the requests between them.
const CALM: u64 = 40 * 60_000;

struct Plans {
    /// Bookings of slot 0, one by each phone, with the visit that follows.
    contested: Vec<(IntentId, IntentId)>,
    /// Bookings nobody else wants, with their visits.
    own: Vec<(IntentId, IntentId)>,
    consents: Vec<IntentId>,
}

#[test]
fn whatever_happens_everything_happens_once() {
    for seed in 0..SEEDS {
        let (mut world, plans) = begin(seed);
        let rate = 100 + (seed % 8) * 100;
        world.kills = u32::try_from(seed % 9).unwrap() * 2;
        world.run(STORM, &mut |entropy, _| {
            let fault = FAULTS[usize::try_from(entropy.up_to(FAULTS.len() as u64 - 1)).unwrap()];
            if entropy.chance(rate) { fault } else { Fault::None }
        });
        for phone in &mut world.phones {
            phone.retry_parked();
        }
        world.kills = 0;
        world.run(STORM + CALM, &mut |_, _| Fault::None);
        assert!(world.settled(), "seed {seed}: something is still open");
        check(&world, &plans, seed);
    }
}

fn begin(seed: u64) -> (World, Plans) {
    let clinic = Clinic::with_slots(3);
    let mut phones = vec![Phone::new("p0", seed * 2), Phone::new("p1", seed * 2 + 1)];
    let mut plans = Plans { contested: Vec::new(), own: Vec::new(), consents: Vec::new() };
    for (index, phone) in phones.iter_mut().enumerate() {
        let consent = phone.consent();
        plans.consents.push(phone.submit(consent, at(0)));
        for (slot, list) in
            [("s0".to_owned(), &mut plans.contested), (format!("s{}", index + 1), &mut plans.own)]
        {
            let booking = phone.book(clinic.get("Slot", &slot).unwrap());
            let booking = phone.submit(booking, at(0));
            let visit = phone.visit(Visited::Booking(booking));
            list.push((booking, phone.submit(visit, at(0))));
        }
    }
    (World::new(clinic, phones, seed), plans)
}

fn check(world: &World, plans: &Plans, seed: u64) {
    let won = |phone: usize, (booking, visit): (IntentId, IntentId)| {
        let phone = &world.phones[phone];
        let appointments = of_booking(&world.clinic, booking);
        match (phone.status(booking), phone.status(visit)) {
            (Status::Confirmed { appointment: Some(id) }, Status::Confirmed { .. }) => {
                assert_eq!(appointments.len(), 1, "seed {seed}: one booking, one appointment");
                assert_eq!(appointments[0]["id"], id.as_str());
                assert_eq!(appointments[0]["status"], "fulfilled", "seed {seed}");
                assert_eq!(
                    encounters(&world.clinic, id.as_str()),
                    1,
                    "seed {seed}: one visit, one encounter"
                );
                assert!(phone.vault.get(APPOINTMENT, id.as_str()).unwrap().is_some(), "seed {seed}");
                true
            }
            (Status::Refused(Refusal::SlotTaken), Status::Refused(Refusal::NeverBooked)) => {
                assert!(appointments.is_empty(), "seed {seed}: refused, and yet there is an appointment");
                false
            }
            other => panic!("seed {seed}: {other:?}"),
        }
    };
    let winners = plans.contested.iter().enumerate().filter(|(phone, pair)| won(*phone, **pair)).count();
    assert_eq!(winners, 1, "seed {seed}: two phones, one slot");
    for (phone, pair) in plans.own.iter().enumerate() {
        assert!(won(phone, *pair), "seed {seed}: nobody else wanted this slot");
    }
    for (phone, consent) in plans.consents.iter().enumerate() {
        assert!(matches!(world.phones[phone].status(*consent), Status::Confirmed { .. }), "seed {seed}");
    }
    let count = |kind| world.clinic.all(kind).len();
    assert_eq!((count("Appointment"), count("Encounter"), count("Consent")), (3, 3, 2), "seed {seed}");
    assert!(
        world.clinic.all("Slot").iter().all(|slot| slot["comment"] == "ground floor"),
        "seed {seed}: unknown fields"
    );
}

fn of_booking(clinic: &Clinic, booking: IntentId) -> Vec<&Value> {
    let value = json!(format!("urn:uuid:{}", booking.0));
    clinic.all("Appointment").into_iter().filter(|found| found["identifier"][0]["value"] == value).collect()
}

fn encounters(clinic: &Clinic, appointment: &str) -> usize {
    let reference = json!(format!("Appointment/{appointment}"));
    clinic
        .all("Encounter")
        .into_iter()
        .filter(|found| found["appointment"][0]["reference"] == reference)
        .count()
}
