//! Where the page may be served.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};

/// Where to listen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Front {
    /// The address; only a loopback one is accepted, because the page comes without encryption.
    pub address: IpAddr,
    /// The port; 0 takes a free one.
    pub port: u16,
}

/// A place that a patient's screens are not served at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// Others on the network could read along.
    #[error("{0} can be reached from other machines, and the page is not encrypted; use 127.0.0.1")]
    NotLoopback(IpAddr),
}

impl Front {
    /// This machine only, at this port.
    pub const fn loopback(port: u16) -> Self {
        Self { address: IpAddr::V4(Ipv4Addr::LOCALHOST), port }
    }

    pub(super) fn address(self) -> Result<SocketAddr, Refusal> {
        if self.address.is_loopback() {
            Ok(SocketAddr::new(self.address, self.port))
        } else {
            Err(Refusal::NotLoopback(self.address))
        }
    }
}

/// What this server is called in `Host` and `Origin`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Names {
    hosts: Vec<String>,
}

impl Names {
    pub(super) fn of(address: SocketAddr) -> Self {
        let port = address.port();
        Self { hosts: vec![address.to_string(), format!("localhost:{port}")] }
    }

    /// Whether a request is meant for this server. A page of another name that resolves here (DNS rebinding) is not.
    pub(super) fn is_host(&self, host: &str) -> bool {
        self.hosts.iter().any(|known| known.eq_ignore_ascii_case(host))
    }

    /// Whether a page of this origin (RFC 6454 §6.2), asked for under `host`, is this server's own.
    pub(super) fn is_own_origin(&self, origin: &str, host: &str) -> bool {
        let named = origin.strip_prefix("http://");
        named.is_some_and(|named| named.eq_ignore_ascii_case(host) && self.is_host(named))
    }

    /// The addresses of the socket, for a policy.
    pub(super) fn sockets(&self) -> String {
        self.hosts.iter().map(|host| format!("ws://{host}")).collect::<Vec<_>>().join(" ")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_this_machine_is_served_in_the_clear() {
        assert!(Front::loopback(0).address().is_ok());
        assert!(Front { address: "::1".parse().unwrap(), port: 1 }.address().is_ok());
        for open in ["0.0.0.0", "::", "192.168.1.2", "::ffff:127.0.0.1"] {
            let refused = Front { address: open.parse().unwrap(), port: 1 }.address().unwrap_err();
            assert!(refused.to_string().contains("use 127.0.0.1"), "{open}");
        }
    }

    #[test]
    fn knows_its_own_names_and_no_other() {
        let names = Names::of("127.0.0.1:8790".parse().unwrap());
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
}
