//! What is thought of the line, and what is kept when it fails.

use nabz_time::Mono;

use super::{CONVERSATION, LEAST_HELD_BACK, Pipeline};
use crate::media::command::Rung;
use crate::media::engine::line::{Advice, Measured, Signs};
use crate::media::engine::sentence::Sentence;
use crate::media::engine::trace::TraceEvent;
use crate::media::engine::values::PipelineEvent;

impl Pipeline {
    /// What to do about the line.
    pub fn advice(&self) -> Advice {
        self.advice
    }

    /// What is known of the line.
    pub fn measured(&self, now: Mono) -> Measured {
        let [up, down] = self.line.qualities(&self.signs(now), now);
        Measured {
            up,
            down,
            loss_up: self.ladder.loss(),
            capacity_up: self.ladder.measured(),
            capacity_down: self.listener.capacity(now),
            round_trip: self.ladder.round_trip(),
        }
    }

    /// A sentence that the peer did not hear whole, once it is over. The latest, if there were several.
    pub fn take_sentence(&mut self) -> Option<Sentence> {
        self.keeper.take()
    }

    /// The line is given up: the sentence that is being spoken, with all that the peer has not heard of it.
    pub fn hand_over(&mut self) -> Option<Sentence> {
        let heard = self.listener.heard();
        self.keeper.hand_over(heard)
    }

    pub(super) fn note_rung(&mut self, before: Rung, now: Mono) {
        let rung = self.ladder.rung();
        if rung != before {
            self.trace.record(TraceEvent::Rung { at: now, rung });
        }
    }

    pub(super) fn signs(&self, now: Mono) -> Signs {
        let capacity = [self.ladder.measured(), self.listener.capacity(now)].into_iter().flatten().min();
        Signs {
            rungs: (self.rung(), self.peer_rung),
            heard: self.heard(),
            concealed_there: self.concealed_there,
            capacity,
            round_trip: self.ladder.round_trip(),
        }
    }

    pub(super) fn judge_the_line(&mut self, now: Mono) {
        if self.heard().is_none() {
            return;
        }
        let signs = self.signs(now);
        let quality = self.line.quality(&signs, now);
        let line = PipelineEvent::Line { up: signs.rungs.0, down: signs.rungs.1, quality };
        if self.told != Some(line) {
            self.told = Some(line);
            self.events.push_back(line);
        }
        self.advice = self.line.advise(&signs, now);
        if self.advice == Advice::GiveUp && !self.given_up {
            self.given_up = true;
            self.events.push_back(PipelineEvent::TooWeak);
        }
    }

    /// From mouth to ear a packet is filled, is under way, and is held back: in all no longer than [`CONVERSATION`].
    pub(super) fn limit_delay(&mut self) {
        let under_way = self.ladder.round_trip().unwrap_or_default() / 2;
        let spent = self.peer_rung.packet() + under_way;
        self.jitter.set_limit(CONVERSATION.saturating_sub(spent).max(LEAST_HELD_BACK));
    }

    pub(super) fn follow_the_way_in(&mut self, now: Mono) {
        if let Some(fall) = self.listener.fall() {
            let before = self.ladder.rung();
            self.ladder.handle_fall(fall, now);
            self.note_rung(before, now);
        }
    }
}
