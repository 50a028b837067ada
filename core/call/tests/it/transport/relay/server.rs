//! A TURN server for tests (RFC 8656, UDP): as much of it as a call needs, as a value.

use std::collections::BTreeMap;
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;

use rtc::crypto::RTCCryptoProvider;
use rtc::stun::attributes::*;
use rtc::stun::error_code::{CODE_UNAUTHORIZED, ErrorCode, ErrorCodeAttribute};
use rtc::stun::fingerprint::FINGERPRINT;
use rtc::stun::integrity::MessageIntegrity;
use rtc::stun::message::*;
use rtc::stun::textattrs::{Nonce, Realm};
use rtc::stun::xoraddr::XorMappedAddress;

const REALM: &str = "clinic.example";
const NONCE: &str = "a nonce of one clinic's relay";
const LIFETIME: u32 = 600;

/// Who may use it.
pub(super) const USER: (&str, &str) = ("1764030000:call", "a short-lived password");

/// A datagram to carry on: from, to, bytes.
pub(super) type Carried = (SocketAddr, SocketAddr, Vec<u8>);

pub(super) struct Server {
    address: SocketAddr,
    provider: Arc<dyn RTCCryptoProvider>,
    allocations: BTreeMap<SocketAddr, Allocation>,
    ports: u16,
    /// How often somebody was sent away.
    pub(super) refused: usize,
    /// Datagrams of peers that nobody had permitted.
    pub(super) unpermitted: usize,
}

struct Allocation {
    relayed: SocketAddr,
    permitted: Vec<IpAddr>,
    channels: Vec<(u16, SocketAddr)>,
}

impl Server {
    pub(super) fn new(address: SocketAddr) -> Self {
        Self {
            address,
            provider: rtc::crypto::default_provider().unwrap(),
            allocations: BTreeMap::new(),
            ports: 50_000,
            refused: 0,
            unpermitted: 0,
        }
    }

    /// What becomes of a datagram that arrives at one of the server's addresses.
    pub(super) fn handle(&mut self, from: SocketAddr, to: SocketAddr, bytes: &[u8]) -> Vec<Carried> {
        if to != self.address {
            return self.take_from_peer(from, to, bytes);
        }
        match bytes.first() {
            Some(0..=3) => self.take_from_client(from, bytes),
            Some(0x40..=0x7f) => self.take_from_channel(from, bytes),
            _ => Vec::new(),
        }
    }

    fn take_from_peer(&mut self, peer: SocketAddr, relayed: SocketAddr, bytes: &[u8]) -> Vec<Carried> {
        let found = self.allocations.iter().find(|(_, allocation)| allocation.relayed == relayed);
        let Some((client, allocation)) = found.filter(|(_, a)| a.permitted.contains(&peer.ip())) else {
            self.unpermitted += 1;
            return Vec::new();
        };
        let channel = allocation.channels.iter().find(|(_, bound)| *bound == peer);
        let data = match channel {
            Some((number, _)) => {
                [&number.to_be_bytes(), &(bytes.len() as u16).to_be_bytes()[..], bytes].concat()
            }
            None => {
                let mut message = Message::new();
                message.set_type(MessageType::new(METHOD_DATA, CLASS_INDICATION));
                message.write_header();
                peer_address(peer).add_to_as(&mut message, ATTR_XOR_PEER_ADDRESS).unwrap();
                message.add(ATTR_DATA, bytes);
                message.raw
            }
        };
        vec![(self.address, *client, data)]
    }

    fn take_from_channel(&self, client: SocketAddr, bytes: &[u8]) -> Vec<Carried> {
        let number = u16::from_be_bytes([bytes[0], bytes[1]]);
        let length = usize::from(u16::from_be_bytes([bytes[2], bytes[3]]));
        let Some(allocation) = self.allocations.get(&client) else { return Vec::new() };
        let bound = allocation.channels.iter().filter(|(channel, _)| *channel == number);
        bound.map(|(_, peer)| (allocation.relayed, *peer, bytes[4..4 + length].to_vec())).collect()
    }

    fn take_from_client(&mut self, client: SocketAddr, bytes: &[u8]) -> Vec<Carried> {
        let mut request = Message { raw: bytes.to_vec(), ..Message::new() };
        request.decode().unwrap();
        if request.typ == MessageType::new(METHOD_SEND, CLASS_INDICATION) {
            let (peer, data) = (peer_of(&request), request.get(ATTR_DATA).unwrap());
            let allocation = self.allocations.get(&client);
            let permitted = allocation.filter(|allocation| allocation.permitted.contains(&peer.ip()));
            return permitted.map(|allocation| (allocation.relayed, peer, data)).into_iter().collect();
        }
        let answer =
            if self.authentic(&mut request) { self.grant(client, &request) } else { self.refuse(&request) };
        vec![(self.address, client, answer)]
    }

    fn key(&self) -> Vec<u8> {
        let [user, realm, password] = [USER.0, REALM, USER.1].map(str::to_owned);
        MessageIntegrity::long_term_integrity_key(user, realm, password, self.provider.crypto()).unwrap()
    }

    fn authentic(&self, request: &mut Message) -> bool {
        let named = request.get(ATTR_USERNAME).is_ok_and(|name| name == USER.0.as_bytes());
        named && MessageIntegrity::check(request, &self.key(), self.provider.crypto()).is_ok()
    }

    fn refuse(&mut self, request: &Message) -> Vec<u8> {
        self.refused += 1;
        let mut answer = Message::new();
        let code = ErrorCodeAttribute { code: ErrorCode(CODE_UNAUTHORIZED.0), reason: Vec::new() };
        answer
            .build(&[
                Box::new(TransactionId(request.transaction_id.0)),
                Box::new(MessageType::new(request.typ.method, CLASS_ERROR_RESPONSE)),
                Box::new(code),
                Box::new(Realm::new(ATTR_REALM, REALM.to_owned())),
                Box::new(Nonce::new(ATTR_NONCE, NONCE.to_owned())),
                Box::new(FINGERPRINT),
            ])
            .unwrap();
        answer.raw
    }

    fn grant(&mut self, client: SocketAddr, request: &Message) -> Vec<u8> {
        let mut answer = Message::new();
        answer.set_type(MessageType::new(request.typ.method, CLASS_SUCCESS_RESPONSE));
        answer.transaction_id = TransactionId(request.transaction_id.0);
        answer.write_header();
        match request.typ.method {
            METHOD_ALLOCATE => {
                self.ports += 1;
                let relayed = SocketAddr::new(self.address.ip(), self.ports);
                let allocation = Allocation { relayed, permitted: Vec::new(), channels: Vec::new() };
                // The same request again is answered with what it was given.
                let relayed = self.allocations.entry(client).or_insert(allocation).relayed;
                peer_address(relayed).add_to_as(&mut answer, ATTR_XOR_RELAYED_ADDRESS).unwrap();
                peer_address(client).add_to_as(&mut answer, ATTR_XORMAPPED_ADDRESS).unwrap();
                answer.add(ATTR_LIFETIME, &LIFETIME.to_be_bytes());
            }
            METHOD_REFRESH => answer.add(ATTR_LIFETIME, &LIFETIME.to_be_bytes()),
            METHOD_CREATE_PERMISSION | METHOD_CHANNEL_BIND => {
                let peer = peer_of(request);
                let allocation = self.allocations.get_mut(&client).unwrap();
                allocation.permitted.push(peer.ip());
                if let Ok(number) = request.get(ATTR_CHANNEL_NUMBER) {
                    allocation.channels.push((u16::from_be_bytes([number[0], number[1]]), peer));
                }
            }
            other => panic!("{other:?}"),
        }
        let parts: [Box<dyn Setter + '_>; 2] = [
            Box::new(MessageIntegrity::new_raw_integrity_with_provider(self.key(), self.provider.crypto())),
            Box::new(FINGERPRINT),
        ];
        parts.iter().for_each(|part| part.add_to(&mut answer).unwrap());
        answer.raw
    }
}

fn peer_of(message: &Message) -> SocketAddr {
    let mut address = XorMappedAddress::default();
    address.get_from_as(message, ATTR_XOR_PEER_ADDRESS).unwrap();
    SocketAddr::new(address.ip, address.port)
}

fn peer_address(address: SocketAddr) -> XorMappedAddress {
    XorMappedAddress { ip: address.ip(), port: address.port() }
}
