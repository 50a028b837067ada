//! Who may look: a ticket is spent for a session, a session has one socket.

use std::fmt;
use std::io;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ring::digest::{SHA256, SHA256_OUTPUT_LEN, digest};
use ring::rand::{SecureRandom, SystemRandom};
use tokio::sync::watch;

/// A secret of 256 bits, as text for a link or a cookie. Never in a log: it has no `Display` and no useful `Debug`.
pub(super) struct Secret(String);

impl Secret {
    fn fresh() -> io::Result<Self> {
        let mut bytes = [0; 32];
        SystemRandom::new().fill(&mut bytes).map_err(|_| io::Error::other("no random bytes"))?;
        Ok(Self(URL_SAFE_NO_PAD.encode(bytes)))
    }

    /// For the header that carries it.
    pub(super) fn reveal(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(…)")
    }
}

/// What is kept of a secret: comparing hashes takes no time that tells anything of the secret.
type Kept = [u8; SHA256_OUTPUT_LEN];

/// The page a browser opened, by the name it gave itself: 32 hexadecimal digits. A page whose socket broke takes its
/// own seat again; another page waits until the seat is free.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct PageId(String);

impl PageId {
    pub(super) fn parse(text: &str) -> Option<Self> {
        let is_name = text.len() == 32 && text.bytes().all(|byte| byte.is_ascii_hexdigit());
        is_name.then(|| Self(text.to_owned()))
    }
}

/// Why a socket is to be closed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Leave {
    /// The same page came with a new socket.
    Replaced,
    /// A later ticket was spent: another browser has the session.
    Ended,
    /// The server ends.
    Closed,
}

/// Why a socket is not let in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shut {
    /// No session, or one that ended.
    Unknown,
    /// Another page of this session holds the socket.
    Occupied,
}

/// Lets in who has a ticket or a session.
#[derive(Debug, Default)]
pub(super) struct Door(Mutex<Inside>);

#[derive(Debug, Default)]
struct Inside {
    ticket: Option<Kept>,
    session: Option<Kept>,
    seat: Option<Taken>,
    seats_given: u64,
    closed: bool,
}

#[derive(Debug)]
struct Taken {
    number: u64,
    page: PageId,
    leave: watch::Sender<Option<Leave>>,
}

impl Door {
    /// A ticket that is good once, until the next one is made.
    pub(super) fn new_ticket(&self) -> io::Result<String> {
        let ticket = Secret::fresh()?;
        self.inside().ticket = Some(kept(&ticket.0));
        Ok(ticket.0)
    }

    /// Spends a ticket for a new session; the one before ends. `None` if the ticket is not good.
    pub(super) fn spend(&self, ticket: &str) -> io::Result<Option<Secret>> {
        let mut inside = self.inside();
        if inside.closed || inside.ticket != Some(kept(ticket)) {
            return Ok(None);
        }
        let session = Secret::fresh()?;
        inside.ticket = None;
        inside.session = Some(kept(&session.0));
        inside.evict(Leave::Ended);
        Ok(Some(session))
    }

    /// Whether this is the session.
    pub(super) fn knows(&self, session: &str) -> bool {
        self.inside().knows(session)
    }

    /// Whether a socket of this page would be let in.
    pub(super) fn look(&self, session: Option<&str>, page: &PageId) -> Result<(), Shut> {
        self.inside().look(session, page)
    }

    /// Takes the one seat of a session.
    pub(super) fn take_seat(self: &Arc<Self>, session: Option<&str>, page: &PageId) -> Result<Seat, Shut> {
        let mut inside = self.inside();
        inside.look(session, page)?;
        inside.evict(Leave::Replaced);
        inside.seats_given += 1;
        let (leave, told) = watch::channel(None);
        let number = inside.seats_given;
        inside.seat = Some(Taken { number, page: page.clone(), leave });
        Ok(Seat { door: self.clone(), number, told })
    }

    /// Ends the session; nobody is let in any more.
    pub(super) fn close(&self) {
        let mut inside = self.inside();
        inside.closed = true;
        inside.ticket = None;
        inside.session = None;
        inside.evict(Leave::Closed);
    }

    fn inside(&self) -> MutexGuard<'_, Inside> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Inside {
    fn knows(&self, session: &str) -> bool {
        self.session == Some(kept(session))
    }

    fn look(&self, session: Option<&str>, page: &PageId) -> Result<(), Shut> {
        if !session.is_some_and(|session| self.knows(session)) {
            return Err(Shut::Unknown);
        }
        match &self.seat {
            Some(taken) if taken.page != *page => Err(Shut::Occupied),
            _ => Ok(()),
        }
    }

    fn evict(&mut self, why: Leave) {
        if let Some(taken) = self.seat.take() {
            taken.leave.send_replace(Some(why));
        }
    }
}

/// The one seat of a session; free again when dropped.
#[derive(Debug)]
pub(super) struct Seat {
    door: Arc<Door>,
    number: u64,
    told: watch::Receiver<Option<Leave>>,
}

impl Seat {
    /// Waits until the seat is to be left, and says why.
    pub(super) async fn leave(&mut self) -> Leave {
        match self.told.wait_for(Option::is_some).await {
            Ok(told) => told.unwrap_or(Leave::Closed),
            Err(_) => Leave::Closed,
        }
    }
}

impl Drop for Seat {
    fn drop(&mut self) {
        let mut inside = self.door.inside();
        if inside.seat.as_ref().is_some_and(|taken| taken.number == self.number) {
            inside.seat = None;
        }
    }
}

fn kept(secret: &str) -> Kept {
    let mut kept = [0; SHA256_OUTPUT_LEN];
    kept.copy_from_slice(digest(&SHA256, secret.as_bytes()).as_ref());
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(digit: &str) -> PageId {
        PageId::parse(&digit.repeat(32)).unwrap()
    }

    fn opened(door: &Door) -> Secret {
        let ticket = door.new_ticket().unwrap();
        door.spend(&ticket).unwrap().unwrap()
    }

    #[test]
    fn a_ticket_is_good_once_and_only_the_latest() {
        let door = Door::default();
        let (old, new) = (door.new_ticket().unwrap(), door.new_ticket().unwrap());
        assert_ne!(old, new);
        for bad in ["", "x", old.as_str()] {
            assert!(door.spend(bad).unwrap().is_none());
        }
        let session = door.spend(&new).unwrap().unwrap();
        assert!(door.knows(session.reveal()) && !door.knows(&new));
        assert!(door.spend(&new).unwrap().is_none());
        assert_eq!(format!("{session:?}"), "Secret(…)");
    }

    #[test]
    fn one_page_holds_the_seat_until_it_leaves() {
        let door = Arc::new(Door::default());
        let session = opened(&door);
        let known = Some(session.reveal());
        let seat = door.take_seat(known, &page("a")).unwrap();
        assert_eq!(door.take_seat(known, &page("b")).unwrap_err(), Shut::Occupied);
        assert_eq!(door.take_seat(None, &page("a")).unwrap_err(), Shut::Unknown);
        assert_eq!(door.take_seat(Some("guess"), &page("a")).unwrap_err(), Shut::Unknown);
        drop(seat);
        assert!(door.take_seat(known, &page("b")).is_ok());
    }

    #[tokio::test]
    async fn a_page_takes_its_own_seat_again_and_the_old_socket_does_not_free_it() {
        let door = Arc::new(Door::default());
        let session = opened(&door);
        let known = Some(session.reveal());
        let mut broken = door.take_seat(known, &page("a")).unwrap();
        let _again = door.take_seat(known, &page("a")).unwrap();
        assert_eq!(broken.leave().await, Leave::Replaced);
        drop(broken);
        assert_eq!(door.look(known, &page("b")), Err(Shut::Occupied));
    }

    #[tokio::test]
    async fn a_later_ticket_ends_the_session_before() {
        let door = Arc::new(Door::default());
        let first = opened(&door);
        let mut seat = door.take_seat(Some(first.reveal()), &page("a")).unwrap();
        let second = opened(&door);
        assert_eq!(seat.leave().await, Leave::Ended);
        assert!(!door.knows(first.reveal()) && door.knows(second.reveal()));
        door.close();
        assert!(!door.knows(second.reveal()));
    }

    #[test]
    fn a_page_names_itself_in_hexadecimal_digits() {
        for bad in ["", "abc", &"g".repeat(32), &"a".repeat(33), &"é".repeat(16)] {
            assert_eq!(PageId::parse(bad), None, "{bad}");
        }
    }
}
