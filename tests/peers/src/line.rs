//! A bad line on real sockets between two parties on loopback, with every packet of speech that entered it and when it
//! came out.

use std::net::{SocketAddr, UdpSocket};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use nabz_link::{HEADERS, Link, Schedule, Shape};
use nabz_time::Mono;

/// A packet of speech that entered the line.
#[derive(Clone, Copy, Debug)]
pub struct Carried {
    /// RTP sequence number.
    pub sequence: u16,
    /// RTP timestamp.
    pub timestamp: u32,
    /// Whether it takes the packet before along (payload type 63).
    pub copies: bool,
    /// When it entered, since the line was made.
    pub entered: Duration,
    /// When it came out; never, if it was lost.
    pub left: Option<Duration>,
}

/// What one side sent.
#[derive(Clone, Debug, Default)]
pub struct Sent {
    /// Speech.
    pub speech: Vec<Carried>,
    /// All bytes, IPv4 and UDP headers included.
    pub bytes: u64,
    /// When the first and the last of them entered.
    pub span: Option<(Duration, Duration)>,
}

impl Sent {
    /// Kilobits a second, all of it.
    pub fn kbps(&self) -> f64 {
        let seconds = self.span.map_or(0.0, |(first, last)| (last - first).as_secs_f64());
        if seconds > 0.0 { self.bytes as f64 * 8.0 / 1_000.0 / seconds } else { 0.0 }
    }
}

/// The line; dropped, it ends.
pub struct Line {
    ends: [SocketAddr; 2],
    began: Instant,
    sent: Arc<Mutex<[Sent; 2]>>,
    over: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
}

/// What is under way: the datagram, and its place among the speech, if it is speech.
type Under = (Vec<u8>, Option<usize>);

impl Line {
    /// A line alike in both directions. One seed loses the same packets of the same traffic.
    pub fn start(shape: Shape, seed: u64) -> Self {
        let sockets = [socket(), socket()];
        let ends = sockets.each_ref().map(|socket| socket.local_addr().unwrap());
        let (sent, over) = (Arc::<Mutex<[Sent; 2]>>::default(), Arc::<AtomicBool>::default());
        let began = Instant::now();
        let (told, ended) = (sent.clone(), over.clone());
        let carry = move || carry(&sockets, shape, seed, began, &told, &ended);
        let thread = std::thread::Builder::new().name("line".to_owned()).spawn(carry).unwrap();
        Self { ends, began, sent, over, thread: Some(thread) }
    }

    /// Where side 0 and side 1 send; what they send comes out at the other.
    pub fn ends(&self) -> [SocketAddr; 2] {
        self.ends
    }

    /// The instant of [`Carried`]'s zero.
    pub fn began(&self) -> Instant {
        self.began
    }

    /// What each side sent so far.
    pub fn sent(&self) -> [Sent; 2] {
        self.sent.lock().unwrap().clone()
    }
}

impl Drop for Line {
    fn drop(&mut self) {
        self.over.store(true, Ordering::Relaxed);
        let _ = self.thread.take().map(JoinHandle::join);
    }
}

fn socket() -> UdpSocket {
    let socket = UdpSocket::bind("127.0.0.1:0").unwrap();
    socket.set_nonblocking(true).unwrap();
    socket
}

fn carry(
    sockets: &[UdpSocket; 2],
    shape: Shape,
    seed: u64,
    began: Instant,
    told: &Mutex<[Sent; 2]>,
    over: &AtomicBool,
) {
    let link = |n: u64| Link::<Under>::new(Schedule::steady(shape), seed * 2 + n, Mono::ZERO);
    let (mut links, mut known) = ([link(0), link(1)], [None::<SocketAddr>; 2]);
    let mut buffer = [0; 2_048];
    while !over.load(Ordering::Relaxed) {
        let mut idle = true;
        for side in 0..2 {
            while let Ok((length, from)) = sockets[side].recv_from(&mut buffer) {
                idle = false;
                // A party is where its last connectivity check came from: each call has a socket of its own.
                let check = buffer[0] < 4;
                if known[side].is_none() || check {
                    known[side] = Some(from);
                }
                let entered = began.elapsed();
                let sent = &mut told.lock().unwrap()[side];
                sent.bytes += (length + HEADERS) as u64;
                sent.span = Some((sent.span.map_or(entered, |(first, _)| first), entered));
                let place = speech(&buffer[..length], entered).map(|speech| {
                    sent.speech.push(speech);
                    sent.speech.len() - 1
                });
                links[side].send((buffer[..length].to_vec(), place), length, at(entered));
            }
            while let Some((bytes, place)) = links[side].receive(at(began.elapsed())) {
                idle = false;
                if let Some(place) = place {
                    told.lock().unwrap()[side].speech[place].left = Some(began.elapsed());
                }
                if let Some(to) = known[1 - side] {
                    let _ = sockets[1 - side].send_to(&bytes, to);
                }
            }
        }
        if idle {
            std::thread::sleep(Duration::from_millis(1));
        }
    }
}

fn at(elapsed: Duration) -> Mono {
    Mono::ZERO + elapsed
}

/// An RTP packet by its header (RFC 3550 §5.1); RTCP has 64 to 95 where it has its payload type (RFC 5761 §4).
fn speech(datagram: &[u8], entered: Duration) -> Option<Carried> {
    let header: &[u8; 12] = datagram.first_chunk()?;
    let kind = header[1] & 0x7f;
    (header[0] >> 6 == 2 && !(64..96).contains(&kind)).then(|| Carried {
        sequence: u16::from_be_bytes([header[2], header[3]]),
        timestamp: u32::from_be_bytes([header[4], header[5], header[6], header[7]]),
        copies: kind == 63,
        entered,
        left: None,
    })
}
