//! The media thread: drives one call's [`Engine`] on a UDP socket and an audio port, by the clock of 20 ms.

use std::io::ErrorKind;
use std::net::{Ipv4Addr, SocketAddr, UdpSocket};
use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, TryRecvError, sync_channel};
use std::time::Duration;

use nabz_call::media::codec::Opus;
use nabz_call::media::engine::{Engine, EngineError, Levels, TraceEvent};
use nabz_call::media::transport::TransportConfig;
use nabz_call::media::{MediaCommand, MediaEnd, MediaEvent};
use nabz_call::signal::CallId;
use nabz_time::Mono;

use crate::RuntimeError;
use crate::clock::Clock;
use crate::entropy::SystemEntropy;
use crate::ports::{Audio, FRAME};

/// Commands waiting for the thread; a call has a handful in its life.
const QUEUE: usize = 32;

/// Length of an audio frame.
const TICK: Duration = Duration::from_millis(20);

/// Frames made up at once after the thread was held up; more are skipped, as a sound card would.
const CATCH_UP: u32 = 5;

/// The largest datagram read; what is longer is cut and fails its check.
const DATAGRAM: usize = 2_048;

/// Is told what happened frame by frame. Only the sandbox asks.
pub type Observer = Box<dyn FnMut(Vec<TraceEvent>) + Send>;

/// How a call reaches the network and the ear.
pub struct MediaSetup {
    /// Where the call's socket is bound.
    pub bind: Bind,
    /// The address the peer is told instead, where something stands in between.
    pub advertise: Option<SocketAddr>,
    /// Microphone and loudspeaker.
    pub audio: Box<dyn Audio>,
    /// Who watches, if anybody.
    pub observer: Option<Observer>,
}

/// Where a call's socket is bound.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Bind {
    /// To this address.
    At(SocketAddr),
    /// To whatever address the phone has, when the call begins, on its way to this host and port.
    Towards(String),
}

impl Bind {
    fn socket(&self) -> std::io::Result<UdpSocket> {
        match self {
            Self::At(address) => UdpSocket::bind(address),
            Self::Towards(host) => {
                // Connecting a datagram socket sends nothing: the system only chooses the way there.
                let way = UdpSocket::bind((Ipv4Addr::UNSPECIFIED, 0))?;
                way.connect(host)?;
                UdpSocket::bind((way.local_addr()?.ip(), 0))
            }
        }
    }
}

/// The thread that carries the media of one call at a time.
pub struct MediaThread {
    commands: SyncSender<Wake>,
    levels: Arc<[AtomicU8; 2]>,
}

enum Wake {
    Command(MediaCommand),
    NetworkChanged,
    Close,
}

impl MediaThread {
    /// Starts the thread. `hear` is told what happens in a call.
    pub fn start(
        setup: MediaSetup,
        clock: Arc<Clock>,
        hear: impl FnMut(MediaEvent) + Send + 'static,
    ) -> Result<Self, RuntimeError> {
        let (commands, waiting) = sync_channel(QUEUE);
        let levels = Arc::new([AtomicU8::new(0), AtomicU8::new(0)]);
        let thread = Thread { setup, clock, hear, waiting, levels: levels.clone() };
        std::thread::Builder::new()
            .name("nabz-media".into())
            .spawn(move || thread.run())
            .map_err(|_| RuntimeError::Threads)?;
        Ok(Self { commands, levels })
    }

    /// Hands over a command.
    pub fn command(&self, command: MediaCommand) {
        let _ = self.commands.send(Wake::Command(command));
    }

    /// The phone has another network: the call's socket is bound anew, and the call goes on from there. Never waits: a
    /// queue full of commands belongs to a call that is only beginning, which binds where it is.
    pub fn network_changed(&self) {
        let _ = self.commands.try_send(Wake::NetworkChanged);
    }

    /// How loud the call is at the moment.
    pub fn levels(&self) -> Levels {
        let [microphone, loudspeaker] = &*self.levels;
        Levels {
            microphone: microphone.load(Ordering::Relaxed),
            loudspeaker: loudspeaker.load(Ordering::Relaxed),
        }
    }

    /// Ends the thread and the call it carries.
    pub fn stop(&self) {
        let _ = self.commands.try_send(Wake::Close);
    }
}

struct Thread<H> {
    setup: MediaSetup,
    clock: Arc<Clock>,
    hear: H,
    waiting: Receiver<Wake>,
    levels: Arc<[AtomicU8; 2]>,
}

/// A call under way.
struct Running {
    engine: Engine,
    socket: UdpSocket,
    next_frame: Mono,
}

impl<H: FnMut(MediaEvent) + Send> Thread<H> {
    /// Waits for a call, carries it to its end, and waits again.
    fn run(mut self) {
        while let Ok(wake) = self.waiting.recv() {
            match wake {
                Wake::Command(command) => {
                    let Some(running) = self.begin(command) else { continue };
                    self.setup.audio.begin();
                    let ended = self.carry(running);
                    self.setup.audio.end();
                    if ended.is_none() {
                        return;
                    }
                }
                // The next call binds a socket of its own.
                Wake::NetworkChanged => {}
                Wake::Close => return,
            }
        }
    }

    /// A command that begins a call gives one; all others belong to a call that is over.
    fn begin(&mut self, command: MediaCommand) -> Option<Running> {
        let call = match &command {
            MediaCommand::Offer { call } | MediaCommand::Answer { call, .. } => *call,
            MediaCommand::Accept { .. } | MediaCommand::Mute { .. } | MediaCommand::Stop { .. } => {
                return None;
            }
        };
        let running = self.open(call, &command);
        if running.is_none() {
            (self.hear)(MediaEvent::Ended { call, end: MediaEnd::Unreachable });
        }
        running
    }

    fn open(&self, call: CallId, command: &MediaCommand) -> Option<Running> {
        let socket = self.setup.bind.socket().ok()?;
        let config = TransportConfig {
            local: socket.local_addr().ok()?,
            advertise: self.setup.advertise,
            base: self.clock.began(),
        };
        let now = self.clock.mono();
        let entropy = &mut SystemEntropy::new();
        let engine: Result<Engine, EngineError> = match command {
            MediaCommand::Answer { remote, .. } => {
                Engine::answer(call, remote, &config, &Opus::default(), entropy, now)
            }
            _ => Engine::offer(call, &config, &Opus::default(), entropy, now),
        };
        let mut engine = engine.ok()?;
        if self.setup.observer.is_some() {
            engine.begin_trace();
        }
        Some(Running { engine, socket, next_frame: now })
    }

    /// Carries a call until it is stopped. `None` when the thread is to end.
    fn carry(&mut self, mut running: Running) -> Option<()> {
        loop {
            match self.waiting.try_recv() {
                Ok(Wake::Command(MediaCommand::Stop { call })) if call == running.engine.call() => break,
                Ok(Wake::Command(MediaCommand::Stop { .. })) => {}
                Ok(Wake::Command(MediaCommand::Accept { call, remote })) => {
                    if call == running.engine.call()
                        && running.engine.accept(&remote, self.clock.mono()).is_err()
                    {
                        (self.hear)(MediaEvent::Ended { call, end: MediaEnd::Unreachable });
                    }
                }
                Ok(Wake::Command(MediaCommand::Mute { call, muted })) => {
                    if call == running.engine.call() {
                        running.engine.mute(muted);
                    }
                }
                // A new call replaces the one before: that one's stop was lost or is still on its way.
                Ok(Wake::Command(command)) => match self.begin(command) {
                    Some(next) => running = next,
                    None => break,
                },
                Ok(Wake::NetworkChanged) => self.bind_anew(&mut running),
                Ok(Wake::Close) | Err(TryRecvError::Disconnected) => return None,
                Err(TryRecvError::Empty) => {}
            }
            self.step(&mut running);
        }
        self.observe(&mut running.engine);
        self.show(Levels::default());
        Some(())
    }

    /// Where no new socket is to be had the old one may still do.
    fn bind_anew(&self, running: &mut Running) {
        if let Ok(socket) = self.setup.bind.socket() {
            running.socket = socket;
        }
        running.engine.network_changed(self.clock.mono());
    }

    /// One round: what came in, what is due, what goes out; then a nap until the next of them.
    fn step(&mut self, running: &mut Running) {
        let due = running.engine.poll_timeout();
        if due.is_some_and(|due| due <= self.clock.mono()) {
            running.engine.handle_timeout(self.clock.mono());
        }
        self.frames(running);
        while let Some(packet) = running.engine.poll_transmit() {
            // A datagram the system does not take is lost like any other.
            let _ = running.socket.send_to(&packet.bytes, packet.to);
        }
        while let Some(event) = running.engine.poll_event() {
            (self.hear)(event);
        }
        let next = running.engine.poll_timeout().into_iter().chain([running.next_frame]).min();
        self.receive(running, next.map_or(TICK, |next| self.clock.until(next)));
    }

    /// Frames that are due, each way.
    fn frames(&mut self, running: &mut Running) {
        let mut made = 0;
        while running.next_frame <= self.clock.mono() {
            let at = running.next_frame;
            running.next_frame = at + TICK;
            made += 1;
            if made > CATCH_UP {
                continue;
            }
            let mut frame = [0; FRAME];
            self.setup.audio.capture(at, &mut frame);
            running.engine.capture(&frame, at);
            let heard = running.engine.playout(at);
            self.setup.audio.playback(at, &heard);
            self.show(running.engine.levels());
        }
        self.observe(&mut running.engine);
    }

    /// Waits for a datagram until `nap` has passed, and takes what else has come by then.
    fn receive(&self, running: &mut Running, nap: Duration) {
        let mut buffer = [0; DATAGRAM];
        // Zero would mean for ever.
        let nap = nap.clamp(Duration::from_micros(100), TICK);
        if running.socket.set_read_timeout(Some(nap)).is_err() {
            return;
        }
        match running.socket.recv_from(&mut buffer) {
            Ok((length, from)) => {
                if let Some(datagram) = buffer.get(..length) {
                    running.engine.handle_datagram(from, datagram, self.clock.mono());
                }
            }
            Err(error) if matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut) => {}
            // A port that is closed at the peer comes back as an error of ours; the engine's own time-outs decide.
            Err(_) => {}
        }
    }

    fn observe(&mut self, engine: &mut Engine) {
        if let Some(observer) = &mut self.setup.observer {
            let events = engine.drain_trace();
            if !events.is_empty() {
                observer(events);
            }
        }
    }

    fn show(&self, levels: Levels) {
        let [microphone, loudspeaker] = &*self.levels;
        microphone.store(levels.microphone, Ordering::Relaxed);
        loudspeaker.store(levels.loudspeaker, Ordering::Relaxed);
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Mutex;
    use std::sync::mpsc::{Receiver, channel};

    use nabz_call::media::Description;
    use nabz_call::media::jitter::Source;

    use super::*;

    const CALL: CallId = CallId([7; 16]);
    const PATIENCE: Duration = Duration::from_secs(20);

    /// A microphone that hums.
    struct Hum;

    impl Audio for Hum {
        fn capture(&mut self, _: Mono, frame: &mut [i16; FRAME]) {
            *frame = std::array::from_fn(|n| ((n % 40) as i16 - 20) * 300);
        }

        fn playback(&mut self, _: Mono, _: &[i16; FRAME]) {}
    }

    struct Side {
        thread: MediaThread,
        events: Receiver<MediaEvent>,
        decoded: Arc<Mutex<usize>>,
    }

    impl Side {
        fn new(clock: &Arc<Clock>) -> Self {
            let decoded = Arc::new(Mutex::new(0));
            let counted = decoded.clone();
            let observer: Observer = Box::new(move |events| {
                let heard = |event: &&TraceEvent| {
                    matches!(event, TraceEvent::Played { source: Source::Decoded { .. }, .. })
                };
                *counted.lock().unwrap() += events.iter().filter(heard).count();
            });
            let bind = Bind::At("127.0.0.1:0".parse().unwrap());
            let setup = MediaSetup { bind, advertise: None, audio: Box::new(Hum), observer: Some(observer) };
            let (tell, events) = channel();
            let thread = MediaThread::start(setup, clock.clone(), move |event| {
                let _ = tell.send(event);
            });
            Self { thread: thread.unwrap(), events, decoded }
        }

        fn described(&self) -> Description {
            loop {
                if let MediaEvent::Described { local, .. } = self.events.recv_timeout(PATIENCE).unwrap() {
                    return local;
                }
            }
        }

        fn connected(&self) {
            while !matches!(self.events.recv_timeout(PATIENCE).unwrap(), MediaEvent::Connected { .. }) {}
        }

        /// Waits until so many more frames were heard.
        fn hears(&self, frames: usize) {
            let heard = || *self.decoded.lock().unwrap();
            let (before, mut naps) = (heard(), 0);
            while heard() < before + frames {
                assert!(naps < 1_000, "heard {} of {frames}", heard() - before);
                naps += 1;
                #[expect(clippy::disallowed_methods, reason = "real threads on real sockets")]
                std::thread::sleep(Duration::from_millis(20));
            }
        }
    }

    #[test]
    fn a_call_goes_on_over_a_socket_bound_anew() {
        let clock = Arc::new(Clock::new());
        let [caller, called] = [Side::new(&clock), Side::new(&clock)];
        caller.thread.command(MediaCommand::Offer { call: CALL });
        called.thread.command(MediaCommand::Answer { call: CALL, remote: caller.described() });
        caller.thread.command(MediaCommand::Accept { call: CALL, remote: called.described() });
        for side in [&caller, &called] {
            side.connected();
        }
        for moved in [&caller, &called, &caller] {
            caller.hears(50);
            called.hears(50);
            moved.thread.network_changed();
        }
        caller.hears(100);
        called.hears(100);
        caller.thread.stop();
        called.thread.stop();
    }
}
