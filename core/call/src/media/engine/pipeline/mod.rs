//! Speech of one call between microphone, packets and loudspeaker, whatever carries the packets.
//!
//! ```text
//! capture ─► packet of the rung ─► brake ─► encode ─► poll_transmit
//! playout ◄─ jitter buffer ◄─ handle_media        reports ◄─► ladder
//! ```

mod outbound;
mod verdict;

use std::collections::VecDeque;
use std::time::Duration;

use nabz_time::Mono;

use super::browser::Browser;
use super::clock::MediaClock;
use super::line::{Advice, Line};
use super::manners::{ComfortTone, HalfDuplex};
use super::packer::Packer;
use super::sentence::SentenceKeeper;
use super::trace::{Trace, TraceEvent};
use super::values::{Begin, MediaPacket, OPUS, Packet, PipelineEvent};
use crate::media::codec::{Codec, CodecError, FRAME_TICKS, Frame, SILENCE};
use crate::media::command::Rung;
use crate::media::jitter::{JitterBuffer, JitterCounters};
use crate::media::ladder::{Ladder, Listener, Mode, Report};
use crate::media::red::{self, Red};

/// Chores are done this often.
const TICK: Duration = Duration::from_millis(100);
/// Until the peer is heard a report is sent this often: it opens the way and measures it.
const HELLO: Duration = Duration::from_millis(500);
/// A report waits this long for a media packet to follow.
const REPORT_WAITS: Duration = Duration::from_millis(150);
/// Speech that could not be handed over for this long is not sent any more.
const STALE: Duration = Duration::from_millis(300);

/// What is said should be heard within a second; a tenth of it is kept for what cannot be measured.
const CONVERSATION: Duration = Duration::from_millis(900);
/// On a line that is slower by itself, still this much is held back against jitter.
const LEAST_HELD_BACK: Duration = Duration::from_millis(100);

/// Speech of one call, both directions.
pub struct Pipeline {
    packer: Packer,
    jitter: JitterBuffer,
    listener: Listener,
    ladder: Ladder,
    line: Line,
    duplex: HalfDuplex,
    tone: ComfortTone,
    keeper: SentenceKeeper,
    advice: Advice,
    trace: Trace,
    clock: MediaClock,
    /// The packet being filled: its frames, each with its timestamp and when it was complete; and how it is made.
    filling: Vec<(u32, Mono, Frame)>,
    filling_mode: Mode,
    open: bool,
    muted: bool,
    hushed: bool,
    /// Who is at the other end, if it is no core.
    browser: Option<Browser>,
    out: VecDeque<(Mono, Packet)>,
    media_sent: Option<Mono>,
    hello: Option<Mono>,
    next_tick: Mono,
    peer_rung: Rung,
    concealed_there: u8,
    told_of_probe: bool,
    told: Option<PipelineEvent>,
    given_up: bool,
    events: VecDeque<PipelineEvent>,
}

impl Pipeline {
    /// A pipeline that holds its speech back until [`Self::open`] and until the peer is heard.
    pub fn new(codec: &dyn Codec, begin: Begin, now: Mono) -> Result<Self, CodecError> {
        let mut ladder = Ladder::new(now);
        let encoder = codec.encoder()?;
        if encoder.repairs() {
            ladder.enable_repair();
        }
        Ok(Self {
            packer: Packer::new(encoder, begin.sequence),
            jitter: JitterBuffer::new(codec.decoder()?),
            listener: Listener::default(),
            filling_mode: ladder.mode(),
            peer_rung: ladder.rung(),
            ladder,
            line: Line::default(),
            duplex: HalfDuplex::default(),
            tone: ComfortTone::default(),
            keeper: SentenceKeeper::default(),
            advice: Advice::default(),
            trace: Trace::default(),
            clock: MediaClock::new(begin.timestamp),
            filling: Vec::new(),
            open: false,
            muted: false,
            hushed: false,
            browser: None,
            out: VecDeque::new(),
            media_sent: None,
            hello: None,
            next_tick: now,
            concealed_there: 0,
            told_of_probe: false,
            told: None,
            given_up: false,
            events: VecDeque::new(),
        })
    }

    /// A browser is at the other end.
    pub fn talk_to_a_browser(&mut self) {
        self.browser = Some(Browser::default());
        self.filling_mode = self.mode();
    }

    /// The browser says how much of what we sent was lost of late, in 256ths; `round_trip` is of the last check.
    pub fn browser_loses(&mut self, share: u8, round_trip: Option<Duration>, now: Mono) {
        if let Some(browser) = &mut self.browser {
            browser.loses(share, round_trip, now);
        }
    }

    fn mode(&self) -> Mode {
        self.browser.as_ref().map_or_else(|| self.ladder.mode(), Browser::mode)
    }

    /// The transport carries packets from now on.
    pub fn open(&mut self, now: Mono) {
        self.open = true;
        self.next_tick = now;
    }

    /// When the peer was last heard; speech is held back until it is.
    pub fn heard(&self) -> Option<Mono> {
        self.listener.heard()
    }

    /// Whether what is said and what is heard come through a loudspeaker that is not cancelled from the microphone: then
    /// one of both is let through at a time.
    pub fn half_duplex(&mut self, on: bool) {
        self.duplex.set(on);
    }

    /// Whether nothing is said at all, not even silence, and the peer is told so: half of a practice call.
    pub fn hush(&mut self, hushed: bool, now: Mono) {
        self.hushed = hushed;
        if hushed {
            self.drop_filling();
            // Untold, the peer would take it for a stall and fall silent itself; one of several arrives.
            (0..3).for_each(|_| self.send_report(now));
        }
    }

    /// Whether silence is sent instead of speech.
    pub fn mute(&mut self, muted: bool) {
        self.muted = muted;
    }

    /// 20 ms were spoken, complete at `now`.
    pub fn capture(&mut self, frame: &Frame, now: Mono) {
        let timestamp = self.clock.capture(now);
        if self.hushed {
            return;
        }
        let frame = if self.muted { SILENCE } else { self.duplex.capture(frame) };
        self.keeper.hear(&frame, now);
        if self.filling.last().is_some_and(|&(last, ..)| timestamp != last.wrapping_add(FRAME_TICKS)) {
            // The microphone was away: what it heard before and after does not go into one packet.
            self.drop_filling();
        }
        if self.filling.is_empty() {
            self.filling_mode = self.mode();
        }
        self.filling.push((timestamp, now, frame));
        if self.filling.len() >= self.filling_mode.setting.frames {
            self.finish_packet(now);
        }
    }

    /// The 20 ms to play at `now`.
    pub fn playout(&mut self, now: Mono) -> Frame {
        let (frame, source) = self.jitter.playout(now);
        if self.listener.heard().is_some() {
            self.line.played(source);
        }
        self.trace.record(TraceEvent::Played { at: now, source, position: self.jitter.position() });
        let frame = self.tone.playout(frame, self.listener.heard(), now);
        self.duplex.playout(&frame)
    }

    /// A packet of speech arrived.
    pub fn handle_media(&mut self, packet: &MediaPacket, now: Mono) {
        let whole = Red { copies: Vec::new(), primary: &packet.payload };
        let red = if packet.red { red::read(&packet.payload, OPUS) } else { Ok(whole) };
        let Ok(Red { copies, primary }) = red else { return };
        let Some(frames) = self.jitter.insert(packet.timestamp, primary, now) else { return };
        for copy in copies {
            self.jitter.insert_copy(packet.timestamp.wrapping_sub(copy.earlier), copy.payload, now);
        }
        if let Some(browser) = &mut self.browser {
            browser.hear(packet.sequence);
        }
        self.ladder.handle_arrival(now);
        self.peer_rung = Rung::of_packet(primary.len(), frames);
        self.listener.handle_media(packet.sequence, packet.timestamp, frames, packet.payload.len(), now);
        self.follow_the_way_in(now);
    }

    /// A report arrived; anything else is ignored.
    pub fn handle_report(&mut self, bytes: &[u8], now: Mono) {
        let Some(report) = Report::read(bytes) else { return };
        self.ladder.handle_arrival(now);
        self.concealed_there = report.concealed;
        let round_trip = self.listener.handle_report(&report, self.clock.stamp(now), now);
        let before = self.ladder.rung();
        self.ladder.handle_report(&report, round_trip, now);
        if let Some(capacity) = self.listener.capacity(now) {
            self.ladder.presume(capacity);
        }
        self.note_rung(before, now);
        self.limit_delay();
        self.follow_the_way_in(now);
    }

    /// Packets go another way than before. A report leaves at once: it opens the way and has the line measured.
    pub fn line_changed(&mut self, now: Mono) {
        self.ladder.line_changed();
        if self.open {
            self.send_report(now);
        }
    }

    /// When [`Self::handle_timeout`] wants to be called.
    pub fn poll_timeout(&self) -> Option<Mono> {
        self.open.then_some(self.next_tick)
    }

    /// Time passed.
    pub fn handle_timeout(&mut self, now: Mono) {
        if !self.open || now < self.next_tick {
            return;
        }
        self.next_tick = now + TICK;
        let before = self.ladder.rung();
        self.ladder.handle_timeout(self.listener.expecting(), now);
        self.note_rung(before, now);
        let alone = self.media_sent.is_none_or(|at| now.since(at) >= REPORT_WAITS);
        if alone && self.report_due(now) {
            self.send_report(now);
            if self.heard().is_none() {
                // Two together: the peer's first measurement of the line.
                self.send_report(now);
            }
        }
        self.judge_the_line(now);
    }

    /// The next packet to send.
    pub fn poll_transmit(&mut self) -> Option<Packet> {
        self.out.pop_front().map(|(_, packet)| packet)
    }

    /// The next event.
    pub fn poll_event(&mut self) -> Option<PipelineEvent> {
        self.events.pop_front()
    }

    /// Begins to record what happens; read with [`Self::drain_trace`] at least once a minute.
    pub fn begin_trace(&mut self) {
        self.trace.begin();
    }

    /// What happened since the last call.
    pub fn drain_trace(&mut self) -> Vec<TraceEvent> {
        self.trace.drain()
    }

    /// What the jitter buffer counted.
    pub fn counters(&self) -> JitterCounters {
        self.jitter.counters()
    }

    /// What is sent on.
    pub fn rung(&self) -> Rung {
        self.browser.as_ref().map_or_else(|| self.ladder.rung(), |browser| browser.mode().rung)
    }
}
