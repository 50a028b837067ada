//! What keeps a call alive when an address changes: the phone leaves the Wi-Fi, or a NAT maps it anew.
//!
//! ICE would restart with new passwords and candidates in a new offer (RFC 8445 §9), through a broker that the phone
//! may not reach yet. Here whoever moved sends a check, under the passwords of the call, from where it is now; the peer
//! answers it, checks the new address itself, and sends there as soon as that check is answered. So a call moves
//! within two round trips, and nobody is sent anything who cannot answer for the peer (RFC 8445 §12.1, RFC 7675).
//! rtc's agent is not told: it goes on with the addresses it selected, which stand for the new ones.
//!
//! - A check that announces a move carries a counter, so that a recorded one has no effect later.
//! - A NAT's new mapping nobody notices; there any authentic packet from a stranger's address has it checked.

use std::collections::VecDeque;
use std::net::SocketAddr;
use std::time::Duration;

use nabz_time::Mono;

use super::Transmit;
use super::path::IceRole;
use super::stun::{Credentials, TransactionId};

/// Between two checks of one address; the agent's pace.
const PACE: Duration = Duration::from_millis(500);
/// How long an address the peer may have moved to is checked: beyond a full queue and a long round trip.
const VERIFIED_WITHIN: Duration = Duration::from_secs(10);
/// How long a move of ours is announced: as long as a call waits for its peer.
const ANNOUNCED_WITHIN: Duration = Duration::from_secs(60);
/// Addresses checked at a time.
const MAX_CHECKS: usize = 8;

/// Address changes of both ends.
#[derive(Default)]
pub(super) struct Roaming {
    /// How often we moved.
    moves: u32,
    /// The most moves the peer has told of.
    peer_moves: u32,
    /// Where the peer is now, if not where ICE found it.
    peer: Option<SocketAddr>,
    checks: Vec<Check>,
    out: VecDeque<Transmit>,
}

struct Check {
    to: SocketAddr,
    /// Of our move; otherwise of the peer's.
    announces: bool,
    id: TransactionId,
    next: Mono,
    until: Mono,
}

impl Roaming {
    /// Where the peer is, if not where ICE found it.
    pub(super) fn peer(&self) -> Option<SocketAddr> {
        self.peer
    }

    /// We have a new address: says so at every address the peer may have.
    pub(super) fn announce(&mut self, to: impl Iterator<Item = SocketAddr>, now: Mono) {
        self.moves = self.moves.saturating_add(1);
        self.checks.clear();
        to.for_each(|to| self.check(to, true, now));
    }

    /// Whether a check with so many moves told of, from another address than the peer's, is news.
    pub(super) fn is_news(&mut self, moves: u32) -> bool {
        let news = moves > 0 && moves >= self.peer_moves;
        self.peer_moves = self.peer_moves.max(moves);
        news
    }

    /// The peer may be at `address` now: checks it.
    pub(super) fn verify(&mut self, address: SocketAddr, now: Mono) {
        self.check(address, false, now);
    }

    /// An answer came `from` an address that was checked: the peer is there. Says whether anything is new by that,
    /// our address or the peer's; `None` if no check of ours is answered by it.
    pub(super) fn answered(
        &mut self,
        id: TransactionId,
        from: SocketAddr,
        current: Option<SocketAddr>,
    ) -> Option<bool> {
        let at = self.checks.iter().position(|check| check.id == id && check.to == from)?;
        let ours = self.checks.remove(at).announces;
        if ours {
            self.checks.retain(|check| !check.announces);
        }
        let theirs = current != Some(from);
        if theirs {
            self.peer = Some(from);
        }
        Some(ours || theirs)
    }

    pub(super) fn poll_transmit(&mut self) -> Option<Transmit> {
        self.out.pop_front()
    }

    pub(super) fn poll_timeout(&self) -> Option<Mono> {
        self.checks.iter().map(|check| check.next).min()
    }

    /// Sends the checks that are due.
    pub(super) fn handle_timeout(&mut self, credentials: &Credentials, role: IceRole, now: Mono) {
        self.checks.retain(|check| check.until > now);
        for check in self.checks.iter_mut().filter(|check| check.next <= now) {
            check.next = now + PACE;
            let request = credentials.request(check.id, role, self.moves);
            self.out.extend(request.map(|bytes| Transmit { to: check.to, bytes }));
        }
    }

    /// Answers the peer's check.
    pub(super) fn answer(&mut self, credentials: &Credentials, id: TransactionId, from: SocketAddr) {
        let answer = credentials.answer(id, from);
        self.out.extend(answer.map(|bytes| Transmit { to: from, bytes }));
    }

    fn check(&mut self, to: SocketAddr, announces: bool, now: Mono) {
        if self.checks.len() < MAX_CHECKS && self.checks.iter().all(|check| check.to != to) {
            let id = rtc::stun::message::TransactionId::new().0;
            let until = now + if announces { ANNOUNCED_WITHIN } else { VERIFIED_WITHIN };
            self.checks.push(Check { to, announces, id, next: now, until });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ms(millis: u64) -> Mono {
        Mono::from_millis(millis)
    }

    fn address(host: u8) -> SocketAddr {
        SocketAddr::from(([192, 0, 2, host], 4_000))
    }

    fn credentials() -> Credentials {
        let provider = rtc::crypto::default_provider().unwrap();
        Credentials::new(("evtj", "VOkJxbRl1RmTxUk/WvJxBt"), ("h6vY", "asd88fgpdd777uzjYhagZg"), provider)
    }

    /// Checks sent until nothing is due before `until`, and the id of the last.
    fn run(roaming: &mut Roaming, until: Mono) -> (usize, TransactionId) {
        let (mut sent, mut id) = (0, [0; 12]);
        while let Some(due) = roaming.poll_timeout().filter(|due| *due < until) {
            roaming.handle_timeout(&credentials(), IceRole::Controlled, due);
            while let Some(check) = roaming.poll_transmit() {
                id.copy_from_slice(&check.bytes[8..20]);
                sent += 1;
            }
        }
        (sent, id)
    }

    #[test]
    fn a_stranger_is_checked_for_ten_seconds_and_followed_only_if_it_answers() {
        let mut roaming = Roaming::default();
        roaming.verify(address(7), ms(1_000));
        let (sent, id) = run(&mut roaming, ms(90_000));
        assert_eq!((sent, roaming.peer(), roaming.poll_timeout()), (20, None, None));
        assert_eq!(roaming.answered(id, address(7), Some(address(1))), None, "too late");
        roaming.verify(address(7), ms(100_000));
        let (_, id) = run(&mut roaming, ms(100_001));
        assert_eq!(roaming.answered(id, address(8), Some(address(1))), None, "from elsewhere");
        assert_eq!(roaming.answered(id, address(7), Some(address(1))), Some(true));
        assert_eq!((roaming.peer(), roaming.poll_timeout()), (Some(address(7)), None));
    }

    #[test]
    fn a_recorded_announcement_is_no_news() {
        let mut roaming = Roaming::default();
        assert!(!roaming.is_news(0));
        assert!(roaming.is_news(1) && roaming.is_news(1));
        assert!(roaming.is_news(3) && !roaming.is_news(1) && !roaming.is_news(2));
    }

    #[test]
    fn a_flood_of_strangers_is_bounded() {
        let mut roaming = Roaming::default();
        (0..=255).for_each(|host| roaming.verify(address(host), ms(0)));
        let (sent, _) = run(&mut roaming, ms(90_000));
        assert_eq!(sent, MAX_CHECKS * 20);
    }

    #[test]
    fn an_announcement_ends_with_the_first_answer() {
        let mut roaming = Roaming::default();
        roaming.announce([address(1), address(2)].into_iter(), ms(0));
        let (sent, id) = run(&mut roaming, ms(1));
        assert_eq!(sent, 2);
        assert_eq!(roaming.answered(id, address(2), Some(address(2))), Some(true));
        assert_eq!((roaming.peer(), roaming.poll_timeout()), (None, None));
    }
}
