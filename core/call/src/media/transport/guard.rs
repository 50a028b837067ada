//! Keeps a DTLS handshake alive on a lossy line.
//!
//! rtc-dtls 0.21.1 dead-locks under loss: any handshake datagram, a mere duplicate too, stops its retransmission
//! timer, so that both sides can end up waiting for ever; and what it repeats, it repeats each second, seven times a
//! flight, whatever the round trip. Of 200 set-ups at 20 kbit/s, 0.6 s and 20 % loss 40 hung. The guard stands between
//! the socket and rtc and takes the repeating over:
//!
//! - **in**: a datagram whose fragments were all handed over before is dropped, so a duplicate stops no timer;
//! - **in, afterwards**: a peer that repeats its last flight has lost ours, and gets it at once;
//! - **out**: our last flight is sent again, byte for byte, until the peer moves on. The peer's replay window (RFC 6347
//!   §4.1.2.6) discards the copies it does not need, so a copy costs bytes and nothing else; therefore a small flight
//!   is repeated early;
//! - **out, seldom**: rtc's own timer is let run, so that the flight goes out under fresh record numbers. A peer that
//!   is through already (a browser) repeats its last flight only for such a one. Each interval is twice the one
//!   before: within a call's 60 s rtc's budget of seven is never spent.
//!
//! Figures: `docs/decisions/0003-dtls-guard.md`.

use std::time::Duration;

use nabz_time::Mono;

use super::record::{Datagram, Fragment};

/// Fragments remembered. A full handshake has eight messages a side; a peer with more is no peer.
const MAX_SEEN: usize = 64;
/// Datagrams under the new keys handed over before the handshake is through: rtc queues them without a bound.
const MAX_SEALED: u32 = 64;
/// Datagrams of a flight.
const MAX_FLIGHT: usize = 8;
/// A flight of at most so many bytes is repeated early: a hello, a cookie, the server's last word, not certificates.
const SMALL: usize = 300;
/// When a small flight is repeated first.
const EARLY: Duration = Duration::from_millis(250);
/// What a large flight takes longer than a check, there and back, before its answer is overdue: 0.9 s at 12 kbit/s,
/// 0.5 s at 20 kbit/s. A copy sent too early is a backlog that the first words wait behind.
const LARGE: Duration = Duration::from_millis(600);
/// Bounds of the interval at which a flight is repeated.
const REPEAT: (Duration, Duration) = (Duration::from_millis(1_000), Duration::from_millis(3_000));
/// When rtc's own timer is let run first after a flight; then at twice this, four times …
const FRESH: Duration = Duration::from_secs(3);

/// What to send again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Repeat {
    /// The last flight as it was.
    Exact,
    /// The last flight as rtc makes it anew.
    Fresh,
}

/// One handshake's filter and timers.
pub(super) struct Guard {
    seen: Vec<Fragment>,
    sealed: u32,
    flight: Vec<Vec<u8>>,
    sent: Mono,
    next: Option<Mono>,
    /// The next repeat is the early one.
    early: bool,
    fresh: Mono,
    interval: Duration,
    /// When a peer that asked was last answered.
    answered: Mono,
    /// rtc is through and is given nothing more.
    through: bool,
}

impl Guard {
    /// A guard for a handshake that begins.
    pub(super) fn new() -> Self {
        Self {
            seen: Vec::new(),
            sealed: 0,
            flight: Vec::new(),
            sent: Mono::ZERO,
            next: None,
            early: false,
            fresh: Mono::ZERO,
            interval: REPEAT.0,
            answered: Mono::ZERO,
            through: false,
        }
    }

    /// A round trip was measured: a flight is repeated when its answer is overdue, not sooner.
    pub(super) fn set_round_trip(&mut self, round_trip: Duration) {
        self.interval = round_trip.clamp(REPEAT.0, REPEAT.1);
    }

    /// Whether rtc may see this datagram.
    pub(super) fn admits(&mut self, bytes: &[u8]) -> bool {
        let Some(datagram) = Datagram::parse(bytes).filter(|_| !self.through) else { return false };
        if datagram.sealed {
            self.sealed += 1;
        }
        let new: Vec<_> = datagram.fragments.iter().filter(|f| !self.seen.contains(f)).copied().collect();
        let repeated = new.is_empty() && !datagram.fragments.is_empty() && !datagram.sealed;
        let flooded = self.seen.len() + new.len() > MAX_SEEN || self.sealed > MAX_SEALED;
        if flooded || (repeated && !self.asks_for_the_cookie_again(&datagram)) {
            return false;
        }
        self.seen.extend(new);
        true
    }

    /// A client that did not get our HelloVerifyRequest repeats its first hello; rtc has no timer in that state.
    fn asks_for_the_cookie_again(&self, datagram: &Datagram) -> bool {
        datagram.fragments.iter().all(|f| f.is_first_hello()) && self.seen.iter().all(|f| f.is_first_hello())
    }

    /// rtc moved on and made these datagrams.
    pub(super) fn flight(&mut self, datagrams: Vec<Vec<u8>>, now: Mono) {
        self.early = datagrams.iter().map(Vec::len).sum::<usize>() <= SMALL;
        self.refreshed(datagrams);
        self.sent = now;
        self.fresh = now + FRESH;
        self.next = Some(now + if self.early { EARLY } else { self.interval + LARGE });
    }

    /// rtc made the same flight anew.
    pub(super) fn refreshed(&mut self, mut datagrams: Vec<Vec<u8>>) {
        datagrams.truncate(MAX_FLIGHT);
        self.flight = datagrams;
    }

    /// The datagrams of the last flight.
    pub(super) fn last_flight(&self) -> &[Vec<u8>] {
        &self.flight
    }

    /// rtc is through; whoever spoke last keeps repeating until [`Self::fall_silent`].
    pub(super) fn through(&mut self) {
        self.through = true;
    }

    /// Whether rtc is through and this datagram shows that the peer is not: it repeats its own last flight, so ours was
    /// lost. That it is byte for byte the same, which rtc would discard, says nothing else.
    pub(super) fn asks_again(&mut self, bytes: &[u8], now: Mono) -> bool {
        let repeated = Datagram::parse(bytes).is_some_and(|datagram| !datagram.fragments.is_empty());
        let asks = self.through && repeated && now >= self.answered + EARLY;
        if asks {
            self.answered = now;
        }
        asks
    }

    /// Nothing is repeated any more unless the peer asks.
    pub(super) fn fall_silent(&mut self) {
        self.next = None;
    }

    /// Nothing needs repeating any more.
    pub(super) fn rest(&mut self) {
        self.next = None;
        self.flight.clear();
    }

    /// When [`Self::handle_timeout`] has something to do.
    pub(super) fn poll_timeout(&self) -> Option<Mono> {
        self.next
    }

    /// What is to be repeated at `now`, if anything.
    pub(super) fn handle_timeout(&mut self, now: Mono) -> Option<Repeat> {
        self.next.filter(|next| *next <= now)?;
        // The early copy does not count: the regular ones follow at the interval from the flight itself.
        let from = if std::mem::take(&mut self.early) { self.sent } else { now };
        self.next = Some((from + self.interval).max(now + EARLY));
        if self.through || now < self.fresh {
            return Some(Repeat::Exact);
        }
        self.fresh = now + now.since(self.sent);
        Some(Repeat::Fresh)
    }
}

#[cfg(test)]
mod tests {
    use super::super::record::testing::{message, record};
    use super::*;

    const SERVER_HELLO: u8 = 2;
    const CERTIFICATE: u8 = 11;

    fn ms(millis: u64) -> Mono {
        Mono::from_millis(millis)
    }

    #[test]
    fn a_duplicate_under_a_fresh_record_number_is_dropped() {
        let mut guard = Guard::new();
        assert!(guard.admits(&message(SERVER_HELLO, 1, 60, 0)));
        assert!(!guard.admits(&message(SERVER_HELLO, 1, 60, 7)));
        assert!(guard.admits(&message(CERTIFICATE, 2, 60, 1)));
    }

    #[test]
    fn a_datagram_with_one_new_fragment_passes() {
        let mut guard = Guard::new();
        assert!(guard.admits(&message(SERVER_HELLO, 1, 60, 0)));
        let both = [message(SERVER_HELLO, 1, 60, 2), message(CERTIFICATE, 2, 60, 3)].concat();
        assert!(guard.admits(&both));
        assert!(!guard.admits(&both));
    }

    #[test]
    fn the_first_hello_passes_again_until_the_second() {
        let mut guard = Guard::new();
        assert!(guard.admits(&message(1, 0, 60, 0)));
        assert!(guard.admits(&message(1, 0, 60, 1)));
        assert!(guard.admits(&message(1, 1, 80, 2)));
        assert!(!guard.admits(&message(1, 0, 60, 3)));
    }

    #[test]
    fn what_is_sealed_passes_again_but_not_without_end() {
        let mut guard = Guard::new();
        let sealed = record(22, 1, 0, &[0; 40]);
        let admitted = (0..1_000).filter(|_| guard.admits(&sealed)).count();
        assert_eq!(admitted, MAX_SEALED as usize);
    }

    #[test]
    fn memory_is_bounded() {
        let mut guard = Guard::new();
        for length in 0..=255 {
            for sequence in 0..32 {
                guard.admits(&message(CERTIFICATE, sequence, length, 0));
            }
        }
        assert_eq!(guard.seen.len(), MAX_SEEN);
        guard.flight(vec![vec![0; 1_200]; 100], ms(0));
        assert_eq!(guard.last_flight().len(), MAX_FLIGHT);
    }

    #[test]
    fn a_small_flight_is_repeated_early_then_at_the_round_trip() {
        let mut guard = Guard::new();
        guard.set_round_trip(Duration::from_millis(1_400));
        guard.flight(vec![vec![0; 100]], ms(1_000));
        let mut sent = Vec::new();
        while let Some(next) = guard.poll_timeout().filter(|next| *next < ms(16_000)) {
            sent.push((next.millis(), guard.handle_timeout(next).unwrap()));
        }
        let exact: Vec<_> = sent.iter().filter(|(_, r)| *r == Repeat::Exact).map(|(at, _)| *at).collect();
        let fresh: Vec<_> = sent.iter().filter(|(_, r)| *r == Repeat::Fresh).map(|(at, _)| *at).collect();
        assert_eq!(exact[..3], [1_250, 2_400, 3_800]);
        assert_eq!(fresh, [5_200, 9_400]);
    }

    #[test]
    fn a_round_trip_that_grows_makes_no_second_early_copy() {
        let mut guard = Guard::new();
        guard.flight(vec![vec![0; 660]], ms(0));
        guard.set_round_trip(Duration::from_millis(1_700));
        assert_eq!(guard.handle_timeout(ms(1_600)), Some(Repeat::Exact));
        assert_eq!(guard.poll_timeout(), Some(ms(3_300)));
    }

    #[test]
    fn certificates_wait_for_their_answer() {
        let mut guard = Guard::new();
        guard.flight(vec![vec![0; 660]], ms(0));
        assert_eq!(guard.poll_timeout(), Some(ms(1_600)));
        assert_eq!(guard.handle_timeout(ms(1_599)), None);
        assert_eq!(guard.handle_timeout(ms(1_600)), Some(Repeat::Exact));
        assert_eq!(guard.poll_timeout(), Some(ms(2_600)));
    }

    #[test]
    fn rtc_is_never_asked_more_often_than_its_budget_in_a_minute() {
        for round_trip in [0, 500, 1_000, 2_000, 5_000] {
            let mut guard = Guard::new();
            guard.set_round_trip(Duration::from_millis(round_trip));
            guard.flight(vec![vec![0; 660]], ms(0));
            let mut fresh = 0;
            while let Some(next) = guard.poll_timeout().filter(|next| *next < ms(60_000)) {
                fresh += usize::from(guard.handle_timeout(next) == Some(Repeat::Fresh));
            }
            assert!((3..=6).contains(&fresh), "{fresh} at {round_trip} ms");
        }
    }

    #[test]
    fn the_last_word_is_repeated_as_it_was_and_then_when_asked_for() {
        let mut guard = Guard::new();
        let last_flight_of_the_peer = message(CERTIFICATE, 2, 60, 1);
        guard.flight(vec![vec![0; 75]], ms(0));
        assert!(!guard.asks_again(&last_flight_of_the_peer, ms(10)));
        guard.through();
        for _ in 0..10 {
            let next = guard.poll_timeout().unwrap();
            assert_eq!(guard.handle_timeout(next), Some(Repeat::Exact));
        }
        guard.fall_silent();
        assert_eq!(guard.poll_timeout(), None);
        let asked =
            (0..1_000).filter(|at| guard.asks_again(&last_flight_of_the_peer, ms(60_000 + at))).count();
        assert_eq!((asked, guard.last_flight().len()), (4, 1));
        assert!(
            !guard.asks_again(&record(22, 1, 0, &[0; 40]), ms(90_000))
                && !guard.admits(&last_flight_of_the_peer)
        );
        guard.rest();
        assert_eq!(guard.poll_timeout(), None);
    }
}
