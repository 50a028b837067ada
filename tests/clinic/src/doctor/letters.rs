//! The doctor's signed letters: written with a key in memory, opened under the clinic's root.

use std::collections::BTreeMap;

use nabz_app::effect::MailboxCommand;
use nabz_call::signal::{Body, CallId, Draft, Inbox, MailboxName, Message, Roots, VERSION, open};
use nabz_time::Wall;
use ring::rand::SystemRandom;
use ring::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair};

use super::{DoctorOutput, UnusableDevice};
use crate::pki::Device;

pub(super) struct Letters {
    me: MailboxName,
    key: EcdsaKeyPair,
    chain: Vec<Vec<u8>>,
    roots: Roots,
    inbox: Inbox,
    counters: BTreeMap<MailboxName, u64>,
    named: u64,
}

impl Letters {
    pub(super) fn new(me: MailboxName, device: &Device, roots: &[Vec<u8>]) -> Result<Self, UnusableDevice> {
        let key =
            EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &device.key, &SystemRandom::new());
        Ok(Self {
            me,
            key: key.map_err(|_| UnusableDevice)?,
            chain: device.chain.clone(),
            roots: Roots::from_der(roots).map_err(|_| UnusableDevice)?,
            inbox: Inbox::default(),
            counters: BTreeMap::new(),
            named: 0,
        })
    }

    /// A message that is trusted and new.
    pub(super) fn open(&mut self, bytes: &[u8], now: Wall) -> Option<Message> {
        let verified = open(bytes, &self.roots, &self.me, now).ok()?;
        self.inbox.take(&verified.identity, verified.message.counter, now).ok()?;
        Some(verified.message)
    }

    /// A signed message on its way.
    pub(super) fn write(
        &mut self,
        call: CallId,
        to: MailboxName,
        body: Body,
        now: Wall,
    ) -> Option<DoctorOutput> {
        let counter = self.counters.entry(to.clone()).or_insert(0);
        *counter += 1;
        let lifetime = body.lifetime();
        let message = Message {
            version: VERSION,
            call,
            from: self.me.clone(),
            to: to.clone(),
            counter: *counter,
            sent: now,
            expires: now + lifetime,
            body,
        };
        let draft = Draft::new(&message, &self.chain).ok()?;
        let signature = self.key.sign(&SystemRandom::new(), &draft.to_be_signed()).ok()?;
        let bytes = draft.finish(signature.as_ref().try_into().ok()?).ok()?;
        self.named += 1;
        let expiry_s = u32::try_from(lifetime.as_secs()).ok()?;
        Some(DoctorOutput::Mailbox(MailboxCommand::Publish {
            id: self.named,
            to: to.to_string(),
            bytes,
            expiry_s,
        }))
    }
}
