//! A UDP relay on loopback between the two parties of a call, over a bad link.
//!
//! Each party sends to the socket that faces it and hears the other from there. The link's stretches begin with the
//! first packet that reaches the relay from either side: ICE and DTLS already run on the first stretch, as they would
//! on a phone, and nothing has to be told when the call began. [`Exchange`] is the same without sockets.

mod exchange;
mod timeline;

use std::io;
use std::net::{Ipv4Addr, SocketAddr, UdpSocket};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;
use std::time::Duration;

use nabz_link::Schedule;
use nabz_time::Mono;
use tokio::sync::watch;

pub use exchange::{Exchange, Outgoing, Side};
pub use timeline::{Flow, RelayReport, SAMPLE, Sample};

use crate::http::Clock;

/// A running relay, on a thread of its own so that nothing else delays a packet. Dropping it ends it.
#[derive(Debug)]
pub struct Relay {
    for_patient: SocketAddr,
    for_doctor: SocketAddr,
    exchange: Arc<Mutex<Exchange>>,
    closing: watch::Sender<bool>,
    thread: Option<JoinHandle<()>>,
}

impl Relay {
    /// A relay over a link that is alike in both directions. One seed loses the same packets of the same traffic.
    pub fn start(schedule: &Schedule, seed: u64, clock: Clock) -> io::Result<Self> {
        let sockets = Sockets { patient: loopback()?, doctor: loopback()? };
        let (for_patient, for_doctor) = (sockets.patient.local_addr()?, sockets.doctor.local_addr()?);
        let exchange = Arc::new(Mutex::new(Exchange::new(schedule, seed)));
        let (closing, closed) = watch::channel(false);
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        let shared = Arc::clone(&exchange);
        let forward = move || {
            // The loop ends when it is told to; a socket that fails later ends the relay as a cut cable would.
            let _ = runtime.block_on(run(sockets, &shared, &clock, closed));
        };
        let thread = std::thread::Builder::new().name("relay".to_owned()).spawn(forward)?;
        Ok(Self { for_patient, for_doctor, exchange, closing, thread: Some(thread) })
    }

    /// Where the patient sends.
    pub fn for_patient(&self) -> SocketAddr {
        self.for_patient
    }

    /// Where the doctor sends.
    pub fn for_doctor(&self) -> SocketAddr {
        self.for_doctor
    }

    /// Where a party is, once it was heard.
    pub fn address_of(&self, side: Side) -> Option<SocketAddr> {
        lock(&self.exchange).address_of(side)
    }

    /// What happened so far; `None` before the first packet.
    pub fn report(&self) -> Option<RelayReport> {
        lock(&self.exchange).report()
    }
}

impl Drop for Relay {
    fn drop(&mut self) {
        self.closing.send_replace(true);
        if let Some(thread) = self.thread.take() {
            // A panic of the relay's thread was already reported by it.
            let _ = thread.join();
        }
    }
}

struct Sockets<S> {
    patient: S,
    doctor: S,
}

fn loopback() -> io::Result<UdpSocket> {
    let socket = UdpSocket::bind((Ipv4Addr::LOCALHOST, 0))?;
    socket.set_nonblocking(true)?;
    Ok(socket)
}

fn lock(exchange: &Mutex<Exchange>) -> MutexGuard<'_, Exchange> {
    exchange.lock().unwrap_or_else(PoisonError::into_inner)
}

/// How long the loop sleeps when nothing is under way.
const IDLE: Duration = Duration::from_secs(1);

async fn run(
    sockets: Sockets<UdpSocket>,
    exchange: &Mutex<Exchange>,
    clock: &Clock,
    mut closed: watch::Receiver<bool>,
) -> io::Result<()> {
    let patient = tokio::net::UdpSocket::from_std(sockets.patient)?;
    let doctor = tokio::net::UdpSocket::from_std(sockets.doctor)?;
    let now = || clock().mono;
    // The largest UDP payload over IPv4.
    let (mut up, mut down) = (vec![0; 65_507], vec![0; 65_507]);
    loop {
        while let Some(out) = next(exchange, now()) {
            let socket = if out.to == Side::Patient { &patient } else { &doctor };
            // A party that is gone refuses; its packets are lost, as on any network.
            let _ = socket.send_to(&out.payload, out.address).await;
        }
        let wait = lock(exchange).poll_timeout().map_or(IDLE, |at| at.since(now()));
        tokio::select! {
            heard = patient.recv_from(&mut up) => take(exchange, Side::Patient, heard, &up, now()),
            heard = doctor.recv_from(&mut down) => take(exchange, Side::Doctor, heard, &down, now()),
            () = tokio::time::sleep(wait) => lock(exchange).handle_timeout(now()),
            _ = closed.changed() => return Ok(()),
        }
    }
}

fn next(exchange: &Mutex<Exchange>, now: Mono) -> Option<Outgoing> {
    lock(exchange).poll_transmit(now)
}

fn take(
    exchange: &Mutex<Exchange>,
    from: Side,
    heard: io::Result<(usize, SocketAddr)>,
    buffer: &[u8],
    now: Mono,
) {
    if let Ok((length, address)) = heard
        && let Some(payload) = buffer.get(..length)
    {
        lock(exchange).handle_packet(from, address, payload, now);
    }
}
