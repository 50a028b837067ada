//! Where the page may be served, and by which name.

use std::fmt;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};

use crate::serve::https::Https;

/// Where to listen.
#[derive(Clone, Debug)]
pub struct Front {
    address: SocketAddr,
    https: Option<Https>,
}

/// A place that a patient's screens are not served at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// Others on the network could read along.
    #[error("{0} can be reached from other machines; use 127.0.0.1, or https with a certificate")]
    NotLoopback(IpAddr),
}

impl Front {
    /// This machine only, in the clear; port 0 takes a free one.
    pub const fn loopback(port: u16) -> Self {
        Self { address: SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), port), https: None }
    }

    /// In the clear at an address of one's own choice.
    ///
    /// # Errors
    ///
    /// [`Refusal::NotLoopback`]: only a loopback address stays on this machine.
    pub fn in_the_clear(address: SocketAddr) -> Result<Self, Refusal> {
        if address.ip().is_loopback() {
            Ok(Self { address, https: None })
        } else {
            Err(Refusal::NotLoopback(address.ip()))
        }
    }

    /// Encrypted, at any address.
    pub const fn encrypted(address: SocketAddr, https: Https) -> Self {
        Self { address, https: Some(https) }
    }

    pub(super) fn address(&self) -> SocketAddr {
        self.address
    }

    pub(super) fn https(&self) -> Option<&Https> {
        self.https.as_ref()
    }

    /// What the server is called once it listens at this port.
    pub(super) fn names(&self, port: u16) -> Names {
        match &self.https {
            Some(https) => Names::encrypted(https.name(), port),
            None => Names::in_the_clear(SocketAddr::new(self.address.ip(), port)),
        }
    }
}

/// What this server is called in `Host` and `Origin`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Names {
    is_encrypted: bool,
    /// The first is the one that links name.
    hosts: Vec<String>,
}

impl Names {
    fn in_the_clear(address: SocketAddr) -> Self {
        Self {
            is_encrypted: false,
            hosts: vec![address.to_string(), format!("localhost:{}", address.port())],
        }
    }

    fn encrypted(name: &str, port: u16) -> Self {
        let host = if name.contains(':') { format!("[{name}]") } else { name.to_owned() };
        // Browsers leave out the port that is usual (RFC 9110 §4.2.2).
        let host = if port == 443 { host } else { format!("{host}:{port}") };
        Self { is_encrypted: true, hosts: vec![host] }
    }

    pub(super) const fn is_encrypted(&self) -> bool {
        self.is_encrypted
    }

    /// Whether a request is meant for this server. A page of another name that resolves here (DNS rebinding) is not.
    pub(super) fn is_host(&self, host: &str) -> bool {
        self.hosts.iter().any(|known| known.eq_ignore_ascii_case(host))
    }

    /// Whether a page of this origin (RFC 6454 §6.2), asked for under `host`, is this server's own.
    pub(super) fn is_own_origin(&self, origin: &str, host: &str) -> bool {
        let named = origin.strip_prefix(self.scheme()).and_then(|rest| rest.strip_prefix("://"));
        named.is_some_and(|named| named.eq_ignore_ascii_case(host) && self.is_host(named))
    }

    /// The addresses of the socket, for a policy.
    pub(super) fn sockets(&self) -> String {
        let scheme = if self.is_encrypted { "wss" } else { "ws" };
        self.hosts.iter().map(|host| format!("{scheme}://{host}")).collect::<Vec<_>>().join(" ")
    }

    fn scheme(&self) -> &'static str {
        if self.is_encrypted { "https" } else { "http" }
    }
}

/// The server's address as links name it, without a slash at its end.
impl fmt::Display for Names {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}://{}", self.scheme(), self.hosts.first().map_or("", String::as_str))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_this_machine_is_served_in_the_clear() {
        for own in ["127.0.0.1:0", "127.9.9.9:1", "[::1]:1"] {
            assert!(Front::in_the_clear(own.parse().unwrap()).is_ok(), "{own}");
        }
        for open in ["0.0.0.0:1", "[::]:1", "192.168.1.2:1", "[::ffff:127.0.0.1]:1"] {
            let refused = Front::in_the_clear(open.parse().unwrap()).unwrap_err();
            assert!(refused.to_string().contains("use 127.0.0.1, or https"), "{open}");
        }
    }

    #[test]
    fn knows_its_own_names_and_no_other() {
        let names = Names::in_the_clear("127.0.0.1:8790".parse().unwrap());
        for host in ["127.0.0.1:8790", "localhost:8790", "LOCALHOST:8790"] {
            assert!(names.is_host(host) && names.is_own_origin(&format!("http://{host}"), host), "{host}");
        }
        for host in ["127.0.0.1", "localhost:8791", "evil.example:8790", "127.0.0.1:8790.evil.example", ""] {
            assert!(!names.is_host(host), "{host}");
        }
        for origin in
            ["null", "", "https://127.0.0.1:8790", "http://localhost:8790", "http://127.0.0.1:8790/"]
        {
            assert!(!names.is_own_origin(origin, "127.0.0.1:8790"), "{origin}");
        }
    }

    #[test]
    fn an_encrypted_server_has_one_name() {
        let usual = Names::encrypted("desk.example", 443);
        assert!(usual.is_own_origin("https://desk.example", "desk.example"));
        assert!(!usual.is_own_origin("http://desk.example", "desk.example"));
        assert_eq!(
            (usual.to_string(), usual.sockets()),
            ("https://desk.example".into(), "wss://desk.example".into())
        );
        let other = Names::encrypted("::1", 8443);
        assert!(other.is_host("[::1]:8443") && !other.is_host("localhost:8443"));
    }
}
