//! The loop of the media thread.

use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering};
use std::sync::mpsc::{Receiver, TryRecvError};
use std::time::Duration;

use nabz_call::media::engine::Levels;
use nabz_call::media::practice::{PracticeStage, Verdict};
use nabz_call::media::{MediaCommand, MediaEnd, MediaEvent, RelayAccount};
use nabz_call::signal::CallId;
use nabz_time::Mono;

use super::MediaSetup;
use super::carried::Carried;
use super::way::Way;
use crate::clock::Clock;
use crate::ports::FRAME;

/// Length of an audio frame.
const TICK: Duration = Duration::from_millis(20);

/// Frames made up at once after the thread was held up; more are skipped, as a sound card would.
const CATCH_UP: u32 = 5;

pub(super) enum Wake {
    Command(MediaCommand),
    NetworkChanged,
    Close,
}

pub(super) struct Thread<H> {
    pub(super) setup: MediaSetup,
    pub(super) clock: Arc<Clock>,
    pub(super) hear: H,
    pub(super) waiting: Receiver<Wake>,
    pub(super) levels: Arc<[AtomicU8; 2]>,
    /// Through which calls go.
    pub(super) relay: Option<RelayAccount>,
}

/// A call under way, or on its way to a relay.
struct Running {
    /// What began it.
    command: MediaCommand,
    ways: Vec<Way>,
    /// None while a relay is waited for.
    carried: Option<Carried>,
    next_frame: Mono,
}

impl<H: FnMut(MediaEvent) + Send> Thread<H> {
    /// Waits for a call, carries it to its end, and waits again.
    pub(super) fn run(mut self) {
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
        match command {
            MediaCommand::Route { relay } => {
                self.relay = relay;
                return None;
            }
            MediaCommand::Offer { .. } | MediaCommand::Answer { .. } | MediaCommand::Practise { .. } => {}
            MediaCommand::Accept { .. }
            | MediaCommand::Mute { .. }
            | MediaCommand::Loudspeaker { .. }
            | MediaCommand::Stop { .. } => return None,
        }
        let running = self.open(&command);
        if running.is_none() {
            self.unreachable(&command);
        }
        running
    }

    fn open(&mut self, command: &MediaCommand) -> Option<Running> {
        let way = |_| Way::open(&self.setup.bind, self.relay.as_ref(), &self.clock);
        let ways: Option<Vec<Way>> = (0..Carried::ways(command)).map(way).collect();
        let mut running =
            Running { command: command.clone(), ways: ways?, carried: None, next_frame: self.clock.mono() };
        self.set_out(&mut running).then_some(running)
    }

    /// Begins the call itself as soon as its ways are ready. False if it cannot be.
    fn set_out(&mut self, running: &mut Running) -> bool {
        if running.carried.is_some() || !running.ways.iter().all(Way::is_ready) {
            return !running.ways.iter().any(Way::has_failed);
        }
        let carried = Carried::begin(&running.command, &mut running.ways, self.setup.advertise, &self.clock);
        let Some(mut carried) = carried else { return false };
        if self.setup.observer.is_some() {
            carried.begin_trace();
        }
        running.carried = Some(carried);
        true
    }

    fn unreachable(&mut self, command: &MediaCommand) {
        (self.hear)(match command {
            MediaCommand::Practise { call, .. } => {
                MediaEvent::Practice { call: *call, stage: PracticeStage::Done(Verdict::NoRelay) }
            }
            other => MediaEvent::Ended { call: call_of(other), end: MediaEnd::Unreachable },
        });
    }

    /// Carries a call until it is stopped. `None` when the thread is to end.
    fn carry(&mut self, mut running: Running) -> Option<()> {
        loop {
            match self.waiting.try_recv() {
                Ok(Wake::Command(MediaCommand::Stop { call })) => {
                    if call == call_of(&running.command) {
                        let now = self.clock.mono();
                        let last = running.carried.as_mut().and_then(|carried| carried.stop(now));
                        last.into_iter().for_each(&mut self.hear);
                        break;
                    }
                }
                Ok(Wake::Command(MediaCommand::Route { relay })) => self.relay = relay,
                Ok(Wake::Command(
                    command @ (MediaCommand::Accept { .. }
                    | MediaCommand::Mute { .. }
                    | MediaCommand::Loudspeaker { .. }),
                )) => self.tell(&mut running, &command),
                // A new call replaces the one before: that one's stop was lost or is still on its way.
                Ok(Wake::Command(command)) => match self.begin(command) {
                    Some(next) => running = next,
                    None => break,
                },
                Ok(Wake::NetworkChanged) => self.bind_anew(&mut running),
                Ok(Wake::Close) | Err(TryRecvError::Disconnected) => return None,
                Err(TryRecvError::Empty) => {}
            }
            if !self.step(&mut running) {
                break;
            }
        }
        if let Some(carried) = &mut running.carried {
            self.observe(carried);
        }
        self.show(Levels::default());
        Some(())
    }

    fn tell(&mut self, running: &mut Running, command: &MediaCommand) {
        let call = call_of(command);
        let Some(carried) = running.carried.as_mut().filter(|carried| carried.call() == call) else { return };
        if carried.command(command, self.clock.mono()).is_err() {
            (self.hear)(MediaEvent::Ended { call, end: MediaEnd::Unreachable });
        }
    }

    fn bind_anew(&mut self, running: &mut Running) {
        match &mut running.carried {
            Some(carried) => {
                running.ways.iter_mut().for_each(|way| way.bind_anew(&self.setup.bind));
                carried.network_changed(self.clock.mono());
            }
            // The relay knew us by the old address: it is asked anew.
            None => {
                if let Some(anew) = self.open(&running.command.clone()) {
                    *running = anew;
                }
            }
        }
    }

    /// One round: what came in, what is due, what goes out; then a nap until the next of them. False when the call has
    /// come to its end.
    fn step(&mut self, running: &mut Running) -> bool {
        if !self.set_out(running) {
            self.unreachable(&running.command);
            return false;
        }
        let now = self.clock.mono();
        let mut due = running.next_frame;
        match &mut running.carried {
            None => {
                running.ways.iter_mut().for_each(|way| way.ask_on(now));
                running.next_frame = now + TICK;
                due = running.next_frame;
            }
            Some(carried) => {
                if carried.poll_timeout().is_some_and(|due| due <= now) {
                    carried.handle_timeout(now);
                }
                self.frames(carried, &mut running.next_frame);
                while let Some((way, to, bytes)) = carried.poll_transmit() {
                    running.ways.get(way).into_iter().for_each(|way| way.send(to, &bytes));
                }
                carried.events(self.clock.mono()).into_iter().for_each(&mut self.hear);
                if carried.is_over() {
                    return false;
                }
                due = carried.poll_timeout().into_iter().chain([running.next_frame]).min().unwrap_or(due);
            }
        }
        self.receive(running, self.clock.until(due));
        true
    }

    /// Frames that are due, each way.
    fn frames(&mut self, carried: &mut Carried, next: &mut Mono) {
        let mut made = 0;
        while *next <= self.clock.mono() {
            let at = *next;
            *next = at + TICK;
            made += 1;
            if made > CATCH_UP {
                continue;
            }
            let mut frame = [0; FRAME];
            self.setup.audio.capture(at, &mut frame);
            let (heard, event) = carried.frame(&frame, at);
            self.setup.audio.playback(at, &heard);
            self.show(carried.levels());
            event.into_iter().for_each(&mut self.hear);
        }
        self.observe(carried);
    }

    /// Waits on the ways by turns until `nap` has passed.
    fn receive(&self, running: &mut Running, nap: Duration) {
        let share = nap.min(TICK) / u32::try_from(running.ways.len()).unwrap_or(1).max(1);
        for (index, way) in running.ways.iter_mut().enumerate() {
            for (from, datagram) in way.receive(share) {
                let now = self.clock.mono();
                match &mut running.carried {
                    Some(carried) => carried.handle_datagram(index, from, &datagram, now),
                    None => way.hear_relay(from, &datagram, now),
                }
            }
        }
    }

    fn observe(&mut self, carried: &mut Carried) {
        if let Some(observer) = &mut self.setup.observer {
            let events = carried.drain_trace();
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

/// The call of a command; a route has none.
fn call_of(command: &MediaCommand) -> CallId {
    match command {
        MediaCommand::Route { .. } => CallId([0; 16]),
        MediaCommand::Offer { call }
        | MediaCommand::Answer { call, .. }
        | MediaCommand::Accept { call, .. }
        | MediaCommand::Mute { call, .. }
        | MediaCommand::Loudspeaker { call, .. }
        | MediaCommand::Practise { call, .. }
        | MediaCommand::Stop { call } => *call,
    }
}
