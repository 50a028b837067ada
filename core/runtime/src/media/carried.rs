//! What goes over a way: a call with its engine, or a practice call with its two.

use std::net::SocketAddr;

use nabz_call::media::codec::{Frame, Opus};
use nabz_call::media::engine::{Engine, EngineError, Levels, TraceEvent};
use nabz_call::media::practice::{Half, Practice};
use nabz_call::media::watch::Watch;
use nabz_call::media::{MediaCommand, MediaEvent};
use nabz_call::signal::CallId;
use nabz_time::Mono;

use super::way::Way;
use crate::clock::Clock;
use crate::entropy::SystemEntropy;

/// A call, or a practice call.
pub(super) enum Carried {
    Call { engine: Box<Engine>, watch: Box<Watch> },
    Practice(Box<Practice>),
}

impl Carried {
    /// How many ways a command's call needs.
    pub(super) fn ways(command: &MediaCommand) -> usize {
        if matches!(command, MediaCommand::Practise { .. }) { 2 } else { 1 }
    }

    /// Begins what `command` asks for, over ways that are ready.
    pub(super) fn begin(
        command: &MediaCommand,
        ways: &mut [Way],
        advertise: Option<SocketAddr>,
        clock: &Clock,
    ) -> Option<Self> {
        let now = clock.mono();
        let entropy = &mut SystemEntropy::new();
        let codec = &Opus::default();
        match (command, ways) {
            (MediaCommand::Practise { call, mirror }, [near, far]) => {
                let (near, far) = (near.settle(advertise, clock)?, far.settle(*mirror, clock)?);
                let relays = near.1.zip(far.1).map(<[_; 2]>::from);
                let configs = [&near.0, &far.0];
                let practice = Practice::new(*call, configs, relays, codec, entropy, now);
                Some(Self::Practice(Box::new(practice.ok()?)))
            }
            (command, [way]) => {
                let (config, relay) = way.settle(advertise, clock)?;
                let engine: Result<Engine, EngineError> = match command {
                    MediaCommand::Offer { call } => Engine::offer(*call, &config, codec, entropy, now),
                    MediaCommand::Answer { call, remote } => {
                        Engine::answer(*call, remote, &config, codec, entropy, now)
                    }
                    _ => return None,
                };
                let mut engine = engine.ok()?;
                if let Some(relay) = relay {
                    engine.relay_through(relay);
                }
                Some(Self::Call { engine: Box::new(engine), watch: Box::default() })
            }
            _ => None,
        }
    }

    pub(super) fn call(&self) -> CallId {
        match self {
            Self::Call { engine, .. } => engine.call(),
            Self::Practice(practice) => practice.call(),
        }
    }

    /// What is asked of a call under way. `Err` if it cannot go on.
    pub(super) fn command(&mut self, command: &MediaCommand, now: Mono) -> Result<(), EngineError> {
        if let Self::Call { engine, .. } = self {
            match command {
                MediaCommand::Accept { remote, .. } => engine.accept(remote, now)?,
                MediaCommand::Mute { muted, .. } => engine.mute(*muted),
                MediaCommand::Loudspeaker { on, .. } => engine.half_duplex(*on),
                _ => {}
            }
        }
        Ok(())
    }

    /// It is ended from here. What is handed over last.
    pub(super) fn stop(&mut self, now: Mono) -> Option<MediaEvent> {
        match self {
            Self::Call { engine, watch } => watch.stop(engine, now),
            Self::Practice(_) => None,
        }
    }

    pub(super) fn handle_datagram(&mut self, way: usize, from: SocketAddr, datagram: &[u8], now: Mono) {
        match self {
            Self::Call { engine, .. } => engine.handle_datagram(from, datagram, now),
            Self::Practice(practice) => {
                let half = if way == 0 { Half::Near } else { Half::Far };
                practice.handle_datagram(half, from, datagram, now);
            }
        }
    }

    pub(super) fn poll_timeout(&mut self) -> Option<Mono> {
        match self {
            Self::Call { engine, .. } => engine.poll_timeout(),
            Self::Practice(practice) => practice.poll_timeout(),
        }
    }

    pub(super) fn handle_timeout(&mut self, now: Mono) {
        match self {
            Self::Call { engine, .. } => engine.handle_timeout(now),
            Self::Practice(practice) => practice.handle_timeout(now),
        }
    }

    /// The next datagram, and over which way it goes.
    pub(super) fn poll_transmit(&mut self) -> Option<(usize, SocketAddr, Vec<u8>)> {
        match self {
            Self::Call { engine, .. } => engine.poll_transmit().map(|sent| (0, sent.to, sent.bytes)),
            Self::Practice(practice) => {
                practice.poll_transmit().map(|(half, sent)| (half as usize, sent.to, sent.bytes))
            }
        }
    }

    /// Everything that is to be told, in order.
    pub(super) fn events(&mut self, now: Mono) -> Vec<MediaEvent> {
        match self {
            Self::Call { engine, watch } => {
                let mut events = Vec::new();
                while let Some(event) = engine.poll_event() {
                    events.extend(watch.pass(&event, engine, now));
                    events.push(event);
                }
                events
            }
            Self::Practice(practice) => std::iter::from_fn(|| practice.poll_event()).collect(),
        }
    }

    /// A frame each way.
    pub(super) fn frame(&mut self, spoken: &Frame, at: Mono) -> (Frame, Option<MediaEvent>) {
        match self {
            Self::Call { engine, watch } => {
                engine.capture(spoken, at);
                (engine.playout(at), watch.look(engine, at))
            }
            Self::Practice(practice) => {
                practice.capture(spoken, at);
                (practice.playout(at), None)
            }
        }
    }

    pub(super) fn network_changed(&mut self, now: Mono) {
        match self {
            Self::Call { engine, .. } => engine.network_changed(now),
            Self::Practice(practice) => practice.network_changed(now),
        }
    }

    pub(super) fn levels(&self) -> Levels {
        match self {
            Self::Call { engine, .. } => engine.levels(),
            Self::Practice(practice) => practice.levels(),
        }
    }

    /// Whether it has come to its end by itself and needs nobody to stop it.
    pub(super) fn is_over(&self) -> bool {
        matches!(self, Self::Practice(practice) if practice.is_over())
    }

    pub(super) fn begin_trace(&mut self) {
        if let Self::Call { engine, .. } = self {
            engine.begin_trace();
        }
    }

    pub(super) fn drain_trace(&mut self) -> Vec<TraceEvent> {
        match self {
            Self::Call { engine, .. } => engine.drain_trace(),
            Self::Practice(_) => Vec::new(),
        }
    }
}
