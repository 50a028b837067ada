//! The compact form of a peer's [`Description`], with the bounds of ICE.

use std::net::{IpAddr, SocketAddr};

use ciborium::Value;

use super::cbor::{self, Fields};
use super::message::MessageError;
use crate::media::{Description, Setup, Stack};

/// The most candidates a description may name. Two interfaces with IPv4 and IPv6, a reflexive and a relayed one make
/// six.
const MAX_CANDIDATES: usize = 8;

const UFRAG: u64 = 1;
const PWD: u64 = 2;
const FINGERPRINT: u64 = 3;
const SETUP: u64 = 4;
const CANDIDATES: u64 = 5;
/// Not there: a core. There is no reason to spend bytes on the rule.
const STACK: u64 = 6;
const BROWSER: u64 = 1;

/// The CBOR map of a description within its bounds.
pub(super) fn encode(description: &Description) -> Result<Value, MessageError> {
    check(description)?;
    let candidates = description.candidates.iter().map(|at| cbor::bytes(&address(at))).collect();
    let mut fields = vec![
        (UFRAG, description.ufrag.as_str().into()),
        (PWD, description.pwd.as_str().into()),
        (FINGERPRINT, cbor::bytes(&description.fingerprint)),
        (SETUP, setup_code(description.setup).into()),
        (CANDIDATES, Value::Array(candidates)),
    ];
    if description.stack == Stack::Browser {
        fields.push((STACK, BROWSER.into()));
    }
    Ok(cbor::map(fields))
}

/// Reads what [`encode`] wrote.
pub(super) fn decode(value: Value) -> Result<Description, MessageError> {
    let mut fields = Fields::from_value(value)?;
    let Value::Array(candidates) = fields.take(CANDIDATES)? else {
        return Err(MessageError::Malformed);
    };
    let description = Description {
        ufrag: fields.text(UFRAG)?,
        pwd: fields.text(PWD)?,
        fingerprint: fields.array(FINGERPRINT)?,
        setup: setup(fields.uint(SETUP)?)?,
        stack: stack(&mut fields)?,
        candidates: candidates.iter().map(socket_address).collect::<Result<_, _>>()?,
    };
    check(&description)?;
    Ok(description)
}

/// RFC 8839 §5.4: a user fragment has at most 256 characters and a password at least 22 (at most 256); a peer of ours
/// uses far fewer.
fn check(description: &Description) -> Result<(), MessageError> {
    let ice_chars =
        |text: &str| text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"+/".contains(&byte));
    let in_bounds = (4..=32).contains(&description.ufrag.len())
        && (22..=64).contains(&description.pwd.len())
        && ice_chars(&description.ufrag)
        && ice_chars(&description.pwd)
        && description.candidates.len() <= MAX_CANDIDATES;
    if in_bounds { Ok(()) } else { Err(MessageError::Description) }
}

fn setup_code(setup: Setup) -> u64 {
    match setup {
        Setup::ActPass => 0,
        Setup::Active => 1,
    }
}

fn setup(code: u64) -> Result<Setup, MessageError> {
    match code {
        0 => Ok(Setup::ActPass),
        1 => Ok(Setup::Active),
        _ => Err(MessageError::Description),
    }
}

fn stack(fields: &mut Fields) -> Result<Stack, MessageError> {
    match fields.optional_uint(STACK)? {
        None => Ok(Stack::Core),
        Some(BROWSER) => Ok(Stack::Browser),
        Some(_) => Err(MessageError::Description),
    }
}

fn address(at: &SocketAddr) -> Vec<u8> {
    let mut bytes = match at.ip() {
        IpAddr::V4(ip) => ip.octets().to_vec(),
        IpAddr::V6(ip) => ip.octets().to_vec(),
    };
    bytes.extend(at.port().to_be_bytes());
    bytes
}

fn socket_address(value: &Value) -> Result<SocketAddr, MessageError> {
    let bytes = value.as_bytes().ok_or(MessageError::Malformed)?;
    let (ip, port) = bytes.split_last_chunk::<2>().ok_or(MessageError::Malformed)?;
    let ip: IpAddr = match (<[u8; 4]>::try_from(ip), <[u8; 16]>::try_from(ip)) {
        (Ok(v4), _) => v4.into(),
        (_, Ok(v6)) => v6.into(),
        _ => return Err(MessageError::Malformed),
    };
    Ok(SocketAddr::new(ip, u16::from_be_bytes(*port)))
}
