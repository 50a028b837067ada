//! What enrolment at the sandbox gives a phone, for shells that run as processes of their own.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use nabz_app::config::{CALL_AFTER, Clinic, EmergencyKind, EmergencyNumber};
use nabz_clinic::population::ZONE;
use nabz_clinic::sandbox::Sandbox;
use serde_json::{Value, json};

/// The telephone of the sandbox clinic: a number reserved for fiction, never dialled.
const CLINIC_PHONE: &str = "+98 21 5555 0100";

/// The sandbox clinic as people know it.
pub(crate) fn clinic() -> Clinic {
    Clinic {
        names: vec![("fa".into(), "درمانگاه نمونه".into()), ("en".into(), "Sample Clinic".into())],
        phone: CLINIC_PHONE.into(),
        call_after: CALL_AFTER,
    }
}

/// Iran's ambulance service, 115, and the counselling line of its welfare organisation, 1480.
pub(crate) fn emergency() -> Vec<EmergencyNumber> {
    vec![
        EmergencyNumber { kind: EmergencyKind::Ambulance, number: "115".into() },
        EmergencyNumber { kind: EmergencyKind::CrisisLine, number: "1480".into() },
    ]
}

/// Everything a phone is configured with, and what its patient types to sign in. The device key is the sandbox's own:
/// a real one never leaves the phone's hardware.
pub(crate) fn json(sandbox: &Sandbox) -> String {
    let (seat, addresses, clinic) = (sandbox.seat(), sandbox.addresses(), clinic());
    let der =
        |certificates: &[Vec<u8>]| certificates.iter().map(|der| STANDARD.encode(der)).collect::<Vec<_>>();
    let named = |(language, name): &(String, String)| json!({ "language": language, "name": name });
    let number = |entry: &EmergencyNumber| {
        let kind = match entry.kind {
            EmergencyKind::Ambulance => "ambulance",
            EmergencyKind::CrisisLine => "crisis-line",
        };
        json!({ "kind": kind, "number": entry.number })
    };
    let seat: Value = json!({
        "records": addresses.records,
        "sign_in": addresses.sign_in,
        "broker": addresses.broker,
        "calls_behind": sandbox.phone_behind().to_string(),
        "practice_behind": sandbox.practice_behind().to_string(),
        "code": seat.code,
        "mailbox": seat.mailbox.as_str(),
        "roots": der(&seat.trust.roots),
        "chain": der(&seat.trust.chain),
        "authorities": der(&seat.trust.servers.roots),
        "device_key": STANDARD.encode(&seat.key),
        "zone": ZONE,
        "clinic": {
            "names": clinic.names.iter().map(named).collect::<Vec<_>>(),
            "phone": clinic.phone,
        },
        "emergency": emergency().iter().map(number).collect::<Vec<_>>(),
    });
    seat.to_string()
}
