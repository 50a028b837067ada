//! Envelopes: what is opened, what is refused, and for which reason.

mod pki;

use std::net::SocketAddr;
use std::time::Duration;

use coset::iana::EnumI64;
use coset::{CborSerializable, CoseSign1, CoseSign1Builder, HeaderBuilder, iana};
use nabz_call::media::{Description, Setup, Stack};
use nabz_call::signal::{
    Body, CLOCK_SKEW_MS, CallId, CertificateError, Draft, EnvelopeError, MAX_ENVELOPE, MailboxName, Message,
    MessageError, Roots, VERSION, Verified, open,
};
use nabz_time::Wall;
use proptest::prelude::*;
use rcgen::{ExtendedKeyUsagePurpose, IsCa, KeyUsagePurpose};

use pki::{Authority, Device, YEAR};

/// 2026-11-14T08:00:00Z.
const MORNING: Wall = Wall::from_millis(1_794_643_200_000);

fn mailbox(name: &str) -> MailboxName {
    name.parse().unwrap()
}

fn message(body: Body) -> Message {
    Message {
        version: VERSION,
        call: CallId([9; 16]),
        from: mailbox("d-clinic"),
        to: mailbox("p-7f3a"),
        counter: 1,
        sent: MORNING,
        expires: MORNING + Duration::from_secs(45),
        body,
    }
}

/// As an offer is in the field: ufrag and password of the length rtc draws, a host and a relayed candidate.
fn offer() -> Body {
    Body::Offer(Description {
        ufrag: "q7XsPw2LkMnB4dZc".into(),
        pwd: "0123456789abcdefghijklmnopqrstuv".into(),
        fingerprint: *b"0123456789abcdef0123456789abcdef",
        setup: Setup::ActPass,
        stack: Stack::Core,
        candidates: vec![
            SocketAddr::from(([10, 0, 0, 7], 40_000)),
            SocketAddr::from(([203, 0, 113, 5], 49_152)),
        ],
    })
}

struct Clinic {
    root: Authority,
    doctor: Device,
}

impl Clinic {
    fn new() -> Self {
        let root = Authority::root(MORNING - YEAR);
        let doctor = root.device("d-clinic", MORNING - YEAR);
        Self { root, doctor }
    }

    fn roots(&self) -> Roots {
        Roots::from_der(&[self.root.certificate()]).unwrap()
    }

    fn open(&self, bytes: &[u8]) -> Result<Verified, EnvelopeError> {
        self.open_at(bytes, MORNING)
    }

    fn open_at(&self, bytes: &[u8], now: Wall) -> Result<Verified, EnvelopeError> {
        open(bytes, &self.roots(), &mailbox("p-7f3a"), now)
    }

    /// What the doctor's envelope would be, were it signed by `device`.
    fn refused(&self, device: &Device) -> EnvelopeError {
        self.open(&seal(&message(offer()), device)).unwrap_err()
    }
}

fn seal(message: &Message, device: &Device) -> Vec<u8> {
    let draft = Draft::new(message, &device.chain).unwrap();
    let signature = device.sign(&draft.to_be_signed());
    draft.finish(signature).unwrap()
}

/// An envelope built by hand and signed with the doctor's real key.
fn forge(device: &Device, protected: HeaderBuilder, unprotected: HeaderBuilder) -> Vec<u8> {
    let draft = CoseSign1Builder::new()
        .protected(protected.build())
        .unprotected(unprotected.build())
        .payload(message(offer()).encode().unwrap())
        .create_signature(b"nabz-signal-1", |signed| device.sign(signed).to_vec());
    draft.build().to_vec().unwrap()
}

fn x5chain(header: HeaderBuilder, device: &Device) -> HeaderBuilder {
    let chain = ciborium::Value::Bytes(device.chain[0].clone());
    header.value(iana::HeaderParameter::X5Chain.to_i64(), chain)
}

fn es256() -> HeaderBuilder {
    HeaderBuilder::new().algorithm(iana::Algorithm::ES256)
}

#[test]
fn an_envelope_opens_and_names_its_sender() {
    let clinic = Clinic::new();
    let bytes = seal(&message(offer()), &clinic.doctor);
    let opened = clinic.open(&bytes).unwrap();
    assert_eq!(opened.message, message(offer()));
    assert_eq!(opened.identity.mailbox, mailbox("d-clinic"));
    let again = clinic.open(&seal(&message(Body::Ringing), &clinic.doctor)).unwrap();
    assert_eq!(again.identity, opened.identity, "the key is remembered by its name");
    let renewed = clinic.root.device("d-clinic", MORNING - YEAR);
    let renewed = clinic.open(&seal(&message(Body::Ringing), &renewed)).unwrap();
    assert_ne!(renewed.identity, opened.identity, "another key is another identity");
}

#[test]
fn an_offer_with_its_certificate_stays_under_a_kilobyte() {
    let clinic = Clinic::new();
    let message = message(offer());
    let (plain, sealed) = (message.encode().unwrap().len(), seal(&message, &clinic.doctor).len());
    let chain: usize = clinic.doctor.chain.iter().map(Vec::len).sum();
    println!("offer: {plain} B of CBOR, {chain} B of certificate, {sealed} B as an envelope");
    assert!(sealed < 1_000, "{sealed}");
    assert!(sealed - chain - plain < 100, "{sealed}");
}

#[test]
fn a_byte_changed_anywhere_is_refused() {
    let clinic = Clinic::new();
    let bytes = seal(&message(offer()), &clinic.doctor);
    for at in 0..bytes.len() {
        for flip in [0x01, 0x20, 0x80, 0xff] {
            let mut changed = bytes.clone();
            changed[at] ^= flip;
            assert!(clinic.open(&changed).is_err(), "byte {at} ^ {flip:#04x}");
        }
    }
}

#[test]
fn an_envelope_cut_or_continued_anywhere_is_refused() {
    let clinic = Clinic::new();
    let bytes = seal(&message(offer()), &clinic.doctor);
    for end in 0..bytes.len() {
        assert_eq!(clinic.open(&bytes[..end]), Err(EnvelopeError::Malformed));
    }
    let mut longer = bytes.clone();
    longer.push(0);
    assert_eq!(clinic.open(&longer), Err(EnvelopeError::Malformed));
    assert_eq!(clinic.open(&vec![0; MAX_ENVELOPE + 1]), Err(EnvelopeError::TooLarge));
}

#[test]
fn the_same_words_spelled_otherwise_are_refused() {
    let clinic = Clinic::new();
    let bytes = seal(&message(offer()), &clinic.doctor);
    // The array of four with its length in a byte of its own, and the envelope under its tag.
    let spelled = [&[0x98, 0x04], &bytes[1..]].concat();
    assert_eq!(clinic.open(&spelled), Err(EnvelopeError::Malformed));
    let tagged = [&[0xd2], &bytes[..]].concat();
    assert_eq!(clinic.open(&tagged), Err(EnvelopeError::Malformed));
}

#[test]
fn certificates_that_do_not_hold_are_refused_each_with_its_reason() {
    let clinic = Clinic::new();
    let from = MORNING - YEAR;
    let certificate = EnvelopeError::Certificate;
    let refused = |device: &Device| clinic.refused(device);

    let elsewhere = Authority::root(from).device("d-clinic", from);
    assert_eq!(refused(&elsewhere), certificate(CertificateError::OtherRoot));
    let expired = clinic.root.device("d-clinic", MORNING - YEAR * 3);
    assert_eq!(refused(&expired), certificate(CertificateError::Expired));
    let early = clinic.root.device("d-clinic", MORNING + YEAR);
    assert_eq!(refused(&early), certificate(CertificateError::NotYetValid));
    let self_signed = Device::self_signed("d-clinic", from);
    assert_eq!(refused(&self_signed), certificate(CertificateError::OtherRoot));

    let server = clinic.root.device_with("d-clinic", from, |params| {
        params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
    });
    assert_eq!(refused(&server), certificate(CertificateError::WrongUsage));
    let any_usage = clinic.root.device_with("d-clinic", from, |params| params.extended_key_usages.clear());
    assert_eq!(refused(&any_usage), certificate(CertificateError::WrongUsage));
    let agreement = clinic.root.device_with("d-clinic", from, |params| {
        params.key_usages = vec![KeyUsagePurpose::KeyAgreement];
    });
    assert_eq!(refused(&agreement), certificate(CertificateError::WrongUsage));
    let authority = clinic.root.device_with("d-clinic", from, |params| {
        params.is_ca = IsCa::Ca(rcgen::BasicConstraints::Unconstrained);
    });
    assert_eq!(refused(&authority), certificate(CertificateError::WrongUsage));

    let person = clinic.root.device("Dr. Example", from);
    assert_eq!(refused(&person), certificate(CertificateError::NoMailbox));
    let unnamed = clinic.root.device_with("", from, |params| {
        params.distinguished_name = rcgen::DistinguishedName::new();
    });
    assert_eq!(refused(&unnamed), certificate(CertificateError::NoMailbox));
    let impostor = clinic.root.device("p-other", from);
    assert_eq!(refused(&impostor), EnvelopeError::WrongSender);
}

#[test]
fn another_kind_of_key_is_refused() {
    let clinic = Clinic::new();
    let from = MORNING - YEAR;
    for algorithm in [&rcgen::PKCS_ECDSA_P384_SHA384, &rcgen::PKCS_ED25519] {
        let other = clinic.root.device_of("d-clinic", from, algorithm);
        // The certificate is good; the signature is anything.
        let draft = Draft::new(&message(offer()), &other.chain).unwrap();
        let refused = clinic.open(&draft.finish([1; 64]).unwrap()).unwrap_err();
        assert_eq!(refused, EnvelopeError::Certificate(CertificateError::WrongUsage));
    }
}

#[test]
fn authorities_between_device_and_root_are_followed_but_not_for_ever() {
    let clinic = Clinic::new();
    let from = MORNING - YEAR;
    let country = clinic.root.authority("country", from);
    let region = country.authority("region", from);
    let town = region.authority("town", from);
    for (authority, opens) in [(&country, true), (&region, true), (&town, false)] {
        let device = authority.device("d-clinic", from);
        let draft = Draft::new(&message(offer()), &device.chain);
        assert_eq!(draft.is_ok(), opens, "{} certificates", device.chain.len());
        if opens {
            assert!(clinic.open(&seal(&message(offer()), &device)).is_ok());
        }
    }
    let long = town.device("d-clinic", from);
    let chain = long.chain.iter().cloned().map(ciborium::Value::Bytes).collect();
    let header = es256().value(iana::HeaderParameter::X5Chain.to_i64(), ciborium::Value::Array(chain));
    let forged = forge(&long, header, HeaderBuilder::new());
    assert_eq!(clinic.open(&forged), Err(EnvelopeError::ChainTooLong));

    // A device is no authority: what it signed for another leads nowhere.
    let device = clinic.root.device_with("d-clinic", from, |_| {});
    let below = device.as_authority().device("d-clinic", from);
    assert_eq!(clinic.refused(&below), EnvelopeError::Certificate(CertificateError::OtherRoot));
}

#[test]
fn the_algorithm_is_not_for_the_sender_to_choose() {
    let clinic = Clinic::new();
    let doctor = &clinic.doctor;
    assert!(clinic.open(&forge(doctor, x5chain(es256(), doctor), HeaderBuilder::new())).is_ok());
    for algorithm in [iana::Algorithm::ES384, iana::Algorithm::EdDSA, iana::Algorithm::HMAC_256_256] {
        let header = x5chain(HeaderBuilder::new().algorithm(algorithm), doctor);
        let forged = forge(doctor, header, HeaderBuilder::new());
        assert_eq!(clinic.open(&forged), Err(EnvelopeError::WrongAlgorithm), "{algorithm:?}");
    }
    let none = forge(doctor, x5chain(HeaderBuilder::new(), doctor), es256());
    assert_eq!(clinic.open(&none), Err(EnvelopeError::WrongAlgorithm));
}

#[test]
fn headers_that_are_not_signed_or_not_known_are_refused() {
    let clinic = Clinic::new();
    let doctor = &clinic.doctor;
    let outside = forge(doctor, es256(), x5chain(HeaderBuilder::new(), doctor));
    let extra = forge(doctor, x5chain(es256(), doctor).key_id(vec![1]), HeaderBuilder::new());
    let critical = x5chain(es256(), doctor).add_critical(iana::HeaderParameter::Kid);
    let critical = forge(doctor, critical, HeaderBuilder::new());
    for forged in [outside, extra, critical] {
        assert_eq!(clinic.open(&forged), Err(EnvelopeError::Malformed));
    }
    let mut detached = CoseSign1::from_slice(&seal(&message(offer()), doctor)).unwrap();
    detached.payload = None;
    assert!(clinic.open(&detached.to_vec().unwrap()).is_err());
}

#[test]
fn a_signature_of_another_purpose_does_not_count() {
    let clinic = Clinic::new();
    let doctor = &clinic.doctor;
    let elsewhere = CoseSign1Builder::new()
        .protected(x5chain(es256(), doctor).build())
        .payload(message(offer()).encode().unwrap())
        .create_signature(b"", |signed| doctor.sign(signed).to_vec());
    let bytes = elsewhere.build().to_vec().unwrap();
    assert_eq!(clinic.open(&bytes), Err(EnvelopeError::BadSignature));
}

#[test]
fn a_signed_message_is_still_read_with_care() {
    let clinic = Clinic::new();
    let nonsense = CoseSign1Builder::new()
        .protected(x5chain(es256(), &clinic.doctor).build())
        .payload(b"nonsense".to_vec())
        .create_signature(b"nabz-signal-1", |signed| clinic.doctor.sign(signed).to_vec());
    let refused = clinic.open(&nonsense.build().to_vec().unwrap());
    assert_eq!(refused, Err(EnvelopeError::Message(MessageError::Malformed)));
}

#[test]
fn the_wrong_recipient_and_the_wrong_time_are_refused() {
    let clinic = Clinic::new();
    let bytes = seal(&message(offer()), &clinic.doctor);
    let other = open(&bytes, &clinic.roots(), &mailbox("p-other"), MORNING);
    assert_eq!(other, Err(EnvelopeError::WrongRecipient));
    let skew = Duration::from_millis(CLOCK_SKEW_MS.unsigned_abs());
    let late = MORNING + Duration::from_secs(45) + skew;
    assert!(clinic.open_at(&bytes, late).is_ok());
    let later = late + Duration::from_millis(1);
    assert_eq!(clinic.open_at(&bytes, later), Err(EnvelopeError::Expired));
    assert!(clinic.open_at(&bytes, MORNING - skew).is_ok());
    let earlier = MORNING - skew - Duration::from_millis(1);
    assert_eq!(clinic.open_at(&bytes, earlier), Err(EnvelopeError::FromFuture));
}

proptest! {
    #[test]
    fn any_bytes_are_refused(bytes in proptest::collection::vec(any::<u8>(), 0..600)) {
        let roots = Roots::from_der::<Vec<u8>>(&[]).unwrap();
        prop_assert!(open(&bytes, &roots, &mailbox("p-7f3a"), MORNING).is_err());
    }
}
