//! A call's media as one machine: transport, codec, jitter buffer and ladder.
//!
//! ```text
//! microphone ─ capture ─►┌────────┐─ poll_transmit ──► socket
//! loudspeaker ◄ playout ─┤ Engine │◄ handle_datagram ─ socket
//! app ◄──── poll_event ──└────────┘◄ handle_timeout ─ clock
//! ```
//!
//! After every call that takes `now`, send what [`Engine::poll_transmit`] gives, hand on what [`Engine::poll_event`]
//! gives, and come back with [`Engine::handle_timeout`] at [`Engine::poll_timeout`]. `capture` and `playout` are
//! called every 20 ms, each by the clock of its device, from the first moment to the last.
//!
//! [`Pipeline`] is the part without a transport, for tests and for carriers of another kind.

mod browser;
mod clock;
mod level;
mod line;
mod manners;
mod packer;
mod pipeline;
mod sentence;
mod trace;
mod values;

use std::collections::VecDeque;
use std::net::SocketAddr;

use nabz_time::{Entropy, Mono};

use super::codec::{Codec, CodecError, Frame, SILENCE};
use super::transport::{
    Relay, RtpPacket, Transmit, Transport, TransportConfig, TransportError, TransportEvent,
};
use super::{Description, MediaEnd, MediaEvent, Stack};
use crate::signal::CallId;
pub use level::Levels;
use level::level;
pub use line::{Advice, Measured};
pub use pipeline::Pipeline;
pub use sentence::Sentence;
pub use trace::{Fate, TraceEvent};
pub use values::{Begin, MediaPacket, Packet, PipelineEvent};
use values::{OPUS, RED};

/// Why an engine could not be made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EngineError {
    /// The transport refused.
    #[error(transparent)]
    Transport(#[from] TransportError),
    /// The codec refused.
    #[error(transparent)]
    Codec(#[from] CodecError),
}

/// Media of one call.
pub struct Engine {
    call: CallId,
    transport: Transport,
    pipeline: Pipeline,
    began: Mono,
    levels: Levels,
    connected: bool,
    ended: bool,
    events: VecDeque<MediaEvent>,
}

impl Engine {
    /// Prepares to call. [`MediaEvent::Described`] brings the offer.
    pub fn offer(
        call: CallId,
        config: &TransportConfig,
        codec: &dyn Codec,
        entropy: &mut dyn Entropy,
        now: Mono,
    ) -> Result<Self, EngineError> {
        let (transport, local) = Transport::offer(config, entropy, now)?;
        Self::new(call, transport, local, codec, entropy, now)
    }

    /// Answers `remote`'s offer. [`MediaEvent::Described`] brings the answer.
    pub fn answer(
        call: CallId,
        remote: &Description,
        config: &TransportConfig,
        codec: &dyn Codec,
        entropy: &mut dyn Entropy,
        now: Mono,
    ) -> Result<Self, EngineError> {
        let (transport, local) = Transport::answer(config, remote, entropy, now)?;
        let mut engine = Self::new(call, transport, local, codec, entropy, now)?;
        if remote.stack == Stack::Browser {
            engine.pipeline.talk_to_a_browser();
        }
        Ok(engine)
    }

    /// Takes the answer to our offer.
    pub fn accept(&mut self, remote: &Description, now: Mono) -> Result<(), EngineError> {
        self.transport.accept(remote, now)?;
        Ok(())
    }

    /// A datagram arrived at the socket.
    pub fn handle_datagram(&mut self, from: SocketAddr, datagram: &[u8], now: Mono) {
        self.transport.handle_datagram(from, datagram, now);
        self.advance(now);
    }

    /// Sends and takes nothing but through `relay` from now on. Its address is what the configuration advertises.
    pub fn relay_through(&mut self, relay: Relay) {
        self.transport.relay_through(relay);
    }

    /// The phone has another network, and the call's socket was bound anew. The call goes on from there; what was under
    /// way is lost.
    pub fn network_changed(&mut self, now: Mono) {
        self.transport.network_changed(now);
        self.advance(now);
    }

    /// When [`Self::handle_timeout`] has something to do.
    pub fn poll_timeout(&mut self) -> Option<Mono> {
        if self.ended {
            return None;
        }
        [self.transport.poll_timeout(), self.pipeline.poll_timeout()].into_iter().flatten().min()
    }

    /// Does what is due.
    pub fn handle_timeout(&mut self, now: Mono) {
        if self.ended {
            return;
        }
        self.transport.handle_timeout(now);
        self.pipeline.handle_timeout(now);
        self.advance(now);
    }

    /// The next datagram to send.
    pub fn poll_transmit(&mut self) -> Option<Transmit> {
        self.transport.poll_transmit()
    }

    /// The next event.
    pub fn poll_event(&mut self) -> Option<MediaEvent> {
        self.events.pop_front()
    }

    /// 20 ms were spoken, complete at `now`.
    pub fn capture(&mut self, frame: &Frame, now: Mono) {
        self.levels.microphone = level(frame);
        if !self.ended {
            self.pipeline.capture(frame, now);
            self.advance(now);
        }
    }

    /// The 20 ms to play at `now`.
    pub fn playout(&mut self, now: Mono) -> Frame {
        let frame = if self.ended { SILENCE } else { self.pipeline.playout(now) };
        self.levels.loudspeaker = level(&frame);
        frame
    }

    /// Whether silence is sent instead of speech.
    pub fn mute(&mut self, muted: bool) {
        self.pipeline.mute(muted);
    }

    /// Whether nothing is said at all, not even silence, and the peer is told so: half of a practice call.
    pub(super) fn hush(&mut self, hushed: bool, now: Mono) {
        self.pipeline.hush(hushed, now);
        self.advance(now);
    }

    /// Whether the call is on a loudspeaker whose sound the phone does not keep from its microphone: then one side is
    /// heard at a time, and no echo comes back a second later.
    pub fn half_duplex(&mut self, on: bool) {
        self.pipeline.half_duplex(on);
    }

    /// What to do about the line: speak, send a voice note, or give up.
    pub fn advice(&self) -> Advice {
        self.pipeline.advice()
    }

    /// A sentence that the peer did not hear whole: after each that was cut, and once more when the call has ended.
    pub fn take_sentence(&mut self) -> Option<Sentence> {
        if self.ended { self.pipeline.hand_over() } else { self.pipeline.take_sentence() }
    }

    /// Somebody hung up: nothing is sent or played any more, and [`Self::take_sentence`] hands over what is being said.
    pub fn stop(&mut self) {
        self.ended = true;
    }

    /// How loud it is.
    pub fn levels(&self) -> Levels {
        self.levels
    }

    /// The call this is the media of.
    pub fn call(&self) -> CallId {
        self.call
    }

    /// What is heard and said: counters, rung, and what happened frame by frame.
    pub fn pipeline(&self) -> &Pipeline {
        &self.pipeline
    }

    /// Begins to record what happens; read with [`Self::drain_trace`] at least once a minute.
    pub fn begin_trace(&mut self) {
        self.pipeline.begin_trace();
    }

    /// What happened since the last call.
    pub fn drain_trace(&mut self) -> Vec<TraceEvent> {
        self.pipeline.drain_trace()
    }

    fn new(
        call: CallId,
        transport: Transport,
        local: Description,
        codec: &dyn Codec,
        entropy: &mut dyn Entropy,
        now: Mono,
    ) -> Result<Self, EngineError> {
        let mut random = [0; 6];
        entropy.fill(&mut random);
        let [s0, s1, t0, t1, t2, t3] = random;
        let begin =
            Begin { sequence: u16::from_be_bytes([s0, s1]), timestamp: u32::from_be_bytes([t0, t1, t2, t3]) };
        Ok(Self {
            call,
            transport,
            pipeline: Pipeline::new(codec, begin, now)?,
            began: now,
            levels: Levels::default(),
            connected: false,
            ended: false,
            events: [MediaEvent::Described { call, local }].into(),
        })
    }

    /// Hands on what the transport and the pipeline have for each other and for the app.
    fn advance(&mut self, now: Mono) {
        while let Some(event) = self.transport.poll_event() {
            self.handle_transport(event, now);
        }
        while let Some(packet) = self.pipeline.poll_transmit() {
            // Refused only while there is no connection; what is lost then would be stale later.
            let _ = match packet {
                Packet::Media(MediaPacket { sequence, timestamp, marker, red, payload }) => {
                    let payload_type = if red { RED } else { OPUS };
                    self.transport.send_rtp(&RtpPacket { payload_type, marker, sequence, timestamp, payload })
                }
                Packet::Report(report) => self.transport.send_feedback(&report),
            };
        }
        if !self.connected && self.pipeline.heard().is_some() {
            self.connected = true;
            let after = now.since(self.began);
            self.events.push_back(MediaEvent::Connected { call: self.call, after });
        }
        while let Some(event) = self.pipeline.poll_event() {
            let call = self.call;
            match event {
                PipelineEvent::Line { up, down, quality } => {
                    self.events.push_back(MediaEvent::Line { call, up, down, quality });
                }
                PipelineEvent::TooWeak => self.end(MediaEnd::TooWeak),
            }
        }
    }

    fn handle_transport(&mut self, event: TransportEvent, now: Mono) {
        let call = self.call;
        match event {
            TransportEvent::Connected { .. } => self.pipeline.open(now),
            TransportEvent::Rtp(RtpPacket { payload_type, marker, sequence, timestamp, payload }) => {
                let red = payload_type == RED;
                if red || payload_type == OPUS {
                    let packet = MediaPacket { sequence, timestamp, marker, red, payload };
                    self.pipeline.handle_media(&packet, now);
                }
            }
            TransportEvent::Feedback(report) => self.pipeline.handle_report(&report, now),
            TransportEvent::Lost { share } => {
                let round_trip = self.transport.round_trip();
                self.pipeline.browser_loses(share, round_trip, now);
            }
            TransportEvent::PathChanged => self.pipeline.line_changed(now),
            TransportEvent::Disconnected => self.events.push_back(MediaEvent::Interrupted { call }),
            TransportEvent::Restored => self.events.push_back(MediaEvent::Restored { call }),
            TransportEvent::Failed(end) => self.end(end),
        }
    }

    fn end(&mut self, end: MediaEnd) {
        if !self.ended {
            self.ended = true;
            self.events.push_back(MediaEvent::Ended { call: self.call, end });
        }
    }
}
