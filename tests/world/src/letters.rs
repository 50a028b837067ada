//! The letters that left either side, opened under the clinic's root: no two under one number, none answered twice.

use std::collections::BTreeMap;

use nabz_call::signal::{Body, CallId, KeyId, MailboxName, Roots, open};
use nabz_time::Wall;

/// Every letter that was given to a mailbox.
#[derive(Default)]
pub struct Letters {
    /// By the key that signed, the mailbox it goes to, and its number.
    written: BTreeMap<(KeyId, MailboxName, u64), Vec<u8>>,
    heard: BTreeMap<CallId, Said>,
    flaws: Vec<String>,
}

/// What was said in one call.
#[derive(Default)]
struct Said {
    offers: u32,
    rings: u32,
    answers: u32,
}

impl Letters {
    /// A letter on its way; the same one may leave as often as it has to.
    pub fn note(&mut self, bytes: &[u8], to: &MailboxName, roots: &Roots, now: Wall) {
        let opened = match open(bytes, roots, to, now) {
            Ok(opened) => opened,
            Err(error) => return self.flaws.push(format!("a letter that cannot be opened left: {error}")),
        };
        let message = opened.message;
        let number = (opened.identity.key, to.clone(), message.counter);
        match self.written.get(&number) {
            Some(known) if known == bytes => return,
            Some(_) => self.flaws.push(format!("two letters under the number {}", message.counter)),
            None => {}
        }
        self.written.insert(number, bytes.to_vec());
        let said = self.heard.entry(message.call).or_default();
        match message.body {
            Body::Offer(_) => said.offers += 1,
            Body::Ringing => said.rings += 1,
            Body::Answer(_) => said.answers += 1,
            Body::Decline | Body::Busy | Body::Hangup { .. } => {}
        }
    }

    /// What is wrong with them.
    pub fn flaws(&self) -> Vec<String> {
        let taken_twice = |said: &&Said| said.rings > said.offers || said.answers > said.offers;
        let twice = self.heard.values().filter(taken_twice).map(|said| {
            format!("{} offers, rung {} times, answered {} times", said.offers, said.rings, said.answers)
        });
        self.flaws.iter().cloned().chain(twice).collect()
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use nabz_call::signal::{Draft, Message, VERSION};
    use nabz_clinic::pki::{Authority, Device};
    use ring::rand::SystemRandom;
    use ring::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair};

    use super::*;

    const NOW: Wall = Wall::from_millis(1_795_588_200_000);

    struct Desk {
        roots: Roots,
        device: Device,
    }

    impl Desk {
        fn new() -> Self {
            let year = Duration::from_secs(365 * 24 * 3_600);
            let root = Authority::root("root", NOW - year, year * 2).unwrap();
            let device = root.issue(&"phone".parse().unwrap(), NOW - year, year * 2).unwrap();
            Self { roots: Roots::from_der(&[root.certificate().to_vec()]).unwrap(), device }
        }

        fn write(&self, counter: u64, body: Body) -> Vec<u8> {
            let message = Message {
                version: VERSION,
                call: CallId([1; 16]),
                from: "phone".parse().unwrap(),
                to: "desk".parse().unwrap(),
                counter,
                sent: NOW,
                expires: NOW + Duration::from_secs(45),
                body,
            };
            let draft = Draft::new(&message, &self.device.chain).unwrap();
            let random = SystemRandom::new();
            let key = EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &self.device.key, &random);
            let signature = key.unwrap().sign(&random, &draft.to_be_signed()).unwrap();
            draft.finish(signature.as_ref().try_into().unwrap()).unwrap()
        }

        fn flaws(&self, letters: &[Vec<u8>]) -> Vec<String> {
            let mut noted = Letters::default();
            for letter in letters {
                noted.note(letter, &"desk".parse().unwrap(), &self.roots, NOW);
            }
            noted.flaws()
        }
    }

    #[test]
    fn one_number_for_two_letters_is_seen_and_a_repeated_letter_is_not() {
        let desk = Desk::new();
        let (one, other) = (desk.write(1, Body::Busy), desk.write(1, Body::Decline));
        assert_eq!(desk.flaws(&[one.clone(), one.clone()]), [""; 0]);
        assert_eq!(desk.flaws(&[one, other]), ["two letters under the number 1"]);
        assert_eq!(desk.flaws(&[vec![1, 2, 3]]).len(), 1);
    }

    #[test]
    fn an_offer_that_rings_twice_is_seen() {
        let desk = Desk::new();
        let rings = [desk.write(1, Body::Ringing), desk.write(2, Body::Ringing)];
        assert_eq!(desk.flaws(&rings), ["0 offers, rung 2 times, answered 0 times"]);
    }
}
