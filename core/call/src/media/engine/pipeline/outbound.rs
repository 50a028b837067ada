//! What leaves: packets of speech, and reports about what arrives.

use nabz_time::Mono;

use super::{HELLO, Pipeline, STALE};
use crate::media::codec::Frame;
use crate::media::engine::trace::{Fate, TraceEvent};
use crate::media::engine::values::Packet;
use crate::media::ladder::{Mode, OVERHEAD, REPORT_ON_WIRE, Report};

impl Pipeline {
    pub(super) fn finish_packet(&mut self, now: Mono) {
        let frames = std::mem::take(&mut self.filling);
        let mode = self.filling_mode;
        let before = self.ladder.rung();
        let was_silent = self.ladder.silent();
        let admitted = self.open && self.listener.heard().is_some() && self.admits(now);
        self.note_rung(before, now);
        let sent = admitted && self.send_media(&frames, mode, now);
        if !sent {
            self.packer.fall_silent();
            self.keeper.lost(frames.len());
        }
        let fate = if sent { Fate::Sent(mode.rung) } else { Fate::Dropped };
        for (timestamp, at, _) in frames {
            self.trace.record(TraceEvent::Spoken { timestamp, at, fate });
        }
        let falls_silent = self.ladder.silent() && !was_silent;
        if falls_silent || (sent && self.report_due(now)) {
            self.send_report(now);
        }
    }

    pub(super) fn drop_filling(&mut self) {
        self.packer.fall_silent();
        self.keeper.lost(self.filling.len());
        for (timestamp, at, _) in self.filling.drain(..) {
            self.trace.record(TraceEvent::Spoken { timestamp, at, fate: Fate::Dropped });
        }
    }

    pub(super) fn send_media(&mut self, frames: &[(u32, Mono, Frame)], mode: Mode, now: Mono) -> bool {
        let Some(&(timestamp, ..)) = frames.first() else { return false };
        let speech: Vec<Frame> = frames.iter().map(|&(_, _, frame)| frame).collect();
        let copies = if self.browser.is_some() { mode.copies } else { self.ladder.copies(mode) };
        let Ok(packet) = self.packer.pack(timestamp, &speech, mode, copies) else { return false };
        let (sequence, bytes) = (packet.sequence, packet.payload.len() + OVERHEAD);
        self.put(Packet::Media(packet), Some(sequence), bytes, now);
        self.media_sent = Some(now);
        true
    }

    /// A browser's silence says nothing of the way out: it sends no report by which a stall could end.
    fn admits(&mut self, now: Mono) -> bool {
        self.browser.is_some() || self.ladder.admits(now)
    }

    pub(super) fn report_due(&self, now: Mono) -> bool {
        if self.browser.is_some() {
            return false;
        }
        if self.listener.heard().is_none() {
            return self.open && self.hello.is_none_or(|at| now.since(at) >= HELLO);
        }
        let begins_to_probe = self.ladder.is_probing() && !self.told_of_probe;
        begins_to_probe || self.listener.report_due(self.ladder.stalled(), now)
    }

    pub(super) fn send_report(&mut self, now: Mono) {
        self.hello = Some(now);
        let stamp = self.clock.stamp(now);
        let report =
            self.listener.report(stamp, self.ladder.silent() || self.hushed, self.line.concealed(), now);
        let probing = self.ladder.is_probing();
        self.told_of_probe = probing;
        let report = Report { repairs: self.jitter.repairs(), probing, ..report };
        self.put(Packet::Report(report.write()), None, REPORT_ON_WIRE, now);
    }

    pub(super) fn put(&mut self, packet: Packet, sequence: Option<u16>, bytes: usize, now: Mono) {
        self.out.retain(|(made, _)| now.since(*made) < STALE);
        let queue = self.ladder.queue(now);
        self.ladder.sent(sequence, bytes, now);
        self.trace.record(TraceEvent::Sent { at: now, bytes, queue });
        self.out.push_back((now, packet));
    }
}
