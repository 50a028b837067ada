//! coturn on loopback, with one account.

use std::net::{SocketAddr, UdpSocket};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use tempfile::TempDir;

/// Who may use it.
pub const USER: (&str, &str) = ("1764030000:call", "a short-lived password");
const PATIENCE: Duration = Duration::from_secs(10);

/// A running server; it ends when it is dropped.
pub struct Coturn {
    child: Child,
    address: SocketAddr,
    _folder: TempDir,
}

impl Coturn {
    /// Starts one and waits until it answers.
    pub fn start() -> Self {
        let folder = TempDir::new().unwrap();
        let port = UdpSocket::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let program = std::env::var_os("COTURN").unwrap_or_else(|| "turnserver".into());
        let at = |name: &str| folder.path().join(name).to_string_lossy().into_owned();
        let child = Command::new(program)
            .args(["-n", "--no-cli", "--no-tls", "--no-dtls", "--no-tcp", "--no-tcp-relay", "--lt-cred-mech"])
            .args(["--listening-ip=127.0.0.1", "--relay-ip=127.0.0.1", "--allow-loopback-peers"])
            .args(["--realm=clinic.example", "--min-port=49152", "--max-port=49999", "--simple-log"])
            .arg(format!("--listening-port={port}"))
            .arg(format!("--user={}:{}", USER.0.replace(':', "-"), USER.1))
            .arg(format!("--userdb={}", at("users")))
            .arg(format!("--pidfile={}", at("pid")))
            .arg(format!("--log-file={}", at("log")))
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap_or_else(|error| panic!("no coturn (install it, or name it in COTURN): {error}"));
        let server = Self { child, address: SocketAddr::from(([127, 0, 0, 1], port)), _folder: folder };
        server.wait();
        server
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// The account's name as the server knows it: a colon ends a name on its command line.
    pub fn user() -> String {
        USER.0.replace(':', "-")
    }

    fn wait(&self) {
        let socket = UdpSocket::bind("127.0.0.1:0").unwrap();
        socket.set_read_timeout(Some(Duration::from_millis(200))).unwrap();
        let binding = [&[0, 1, 0, 0, 0x21, 0x12, 0xa4, 0x42][..], &[7; 12]].concat();
        let began = Instant::now();
        while began.elapsed() < PATIENCE {
            socket.send_to(&binding, self.address).unwrap();
            if socket.recv_from(&mut [0; 256]).is_ok() {
                return;
            }
        }
        panic!("coturn did not answer within {PATIENCE:?}");
    }
}

impl Drop for Coturn {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
