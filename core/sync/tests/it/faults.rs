//! One fault at a time, at every request of every intent.

use nabz_care::ParkReason;
use nabz_sync::{IntentId, Status, Visited};

use crate::clinic::Clinic;
use crate::phone::{Phone, at};
use crate::world::{FAULTS, Fault, World};

const HOUR: u64 = 3_600_000;

fn world() -> World {
    World::new(Clinic::with_slots(2), vec![Phone::new("p1", 7)], 7)
}

/// Runs for an hour in which only the request at `position` meets `fault`.
fn run_with(world: &mut World, position: usize, fault: Fault) {
    let mut sent = 0;
    let until = world.millis + HOUR;
    world.run(until, &mut |_, _| {
        sent += 1;
        if sent == position + 1 { fault } else { Fault::None }
    });
}

fn book(world: &mut World) -> IntentId {
    let slot = world.clinic.get("Slot", "s0").unwrap().clone();
    let intent = world.phones[0].book(&slot);
    world.phones[0].submit(intent, at(world.millis))
}

#[test]
fn a_booking_meets_each_fault_once() {
    let confirmed = |attempts| (None, attempts);
    let parked = |reason| (Some(reason), 1);
    let table = [
        (Fault::None, confirmed(1)),
        (Fault::Unreachable, confirmed(1)),
        (Fault::LostRequest, confirmed(2)),
        (Fault::LostReply, confirmed(1)),
        (Fault::Doubled, confirmed(1)),
        (Fault::DoubledLate, confirmed(1)),
        (Fault::Late, confirmed(2)),
        (Fault::Refused(400), parked(ParkReason::NotAccepted)),
        (Fault::Refused(401), parked(ParkReason::SignIn)),
        (Fault::Refused(403), parked(ParkReason::SignIn)),
        (Fault::Refused(404), parked(ParkReason::NotAccepted)),
        (Fault::Refused(422), parked(ParkReason::NotAccepted)),
        (Fault::Refused(409), confirmed(2)),
        (Fault::Refused(412), confirmed(2)),
        (Fault::Refused(429), confirmed(2)),
        (Fault::Refused(500), confirmed(2)),
        (Fault::Refused(503), confirmed(2)),
        (Fault::Refused(302), confirmed(2)),
        (Fault::Lied(400), confirmed(1)),
        (Fault::Lied(401), parked(ParkReason::SignIn)),
        (Fault::Lied(409), confirmed(1)),
        (Fault::Lied(412), confirmed(1)),
        (Fault::Lied(500), confirmed(1)),
        (Fault::Portal, confirmed(2)),
        (Fault::Garbage, confirmed(1)),
        (Fault::HalfBody, confirmed(1)),
        (Fault::TooLarge, confirmed(1)),
        (Fault::Silence, confirmed(1)),
    ];
    for (fault, (parked, attempts)) in table {
        let mut world = world();
        let booking = book(&mut world);
        run_with(&mut world, 0, fault);
        match (world.phones[0].status(booking), parked) {
            (Status::Confirmed { .. }, None) => {}
            (Status::Parked(reason), Some(expected)) if reason == expected => world.phones[0].retry_parked(),
            other => panic!("{fault:?}: {other:?}"),
        }
        let made = world.phones[0].outbox.progress().next().unwrap().attempts;
        assert_eq!(made, attempts, "{fault:?}");

        // Whatever it was: once the patient tried again, there is one appointment.
        run_with(&mut world, 0, Fault::None);
        assert!(matches!(world.phones[0].status(booking), Status::Confirmed { .. }), "{fault:?}");
        assert_eq!(world.clinic.all("Appointment").len(), 1, "{fault:?}");
    }
}

#[test]
fn any_fault_at_any_request_of_a_whole_visit_changes_nothing_in_the_end() {
    for fault in FAULTS {
        for position in 0..9 {
            let mut world = world();
            let booking = book(&mut world);
            let visit = world.phones[0].visit(Visited::Booking(booking));
            let visit = world.phones[0].submit(visit, at(0));
            let consent = world.phones[0].consent();
            let consent = world.phones[0].submit(consent, at(0));
            run_with(&mut world, position, fault);
            world.phones[0].retry_parked();
            run_with(&mut world, 0, Fault::None);
            for intent in [booking, visit, consent] {
                let status = world.phones[0].status(intent);
                assert!(matches!(status, Status::Confirmed { .. }), "{fault:?} at {position}: {status:?}");
            }
            let count = |kind| world.clinic.all(kind).len();
            let counts = (count("Appointment"), count("Encounter"), count("Consent"));
            assert_eq!(counts, (1, 1, 1), "{fault:?} at {position}");
            assert_eq!(world.clinic.all("Appointment")[0]["status"], "fulfilled");
        }
    }
}
