//! One socket: screens, live values and windows out, presses in.

use std::sync::Arc;
use std::time::Duration;

use axum::extract::ws::{CloseFrame, Message, WebSocket, close_code};
use nabz_app::screen::{Kind, Live, Screen};
use tokio::time::{Instant, Interval, MissedTickBehavior, interval, sleep, timeout};

use crate::serve::door::{Leave, Seat};
use crate::serve::messages::{Incoming, Outgoing};
use crate::serve::pace::Pace;
use crate::serve::source::Source;
use crate::serve::words::PageWords;

/// How often live values are looked at.
const LIVE: Duration = Duration::from_millis(100);

/// How often the page is told that the line stands, and asked for a sign of life.
const ALIVE: Duration = Duration::from_secs(5);

/// Without a sign of life for so long the page is gone.
const SILENCE: Duration = Duration::from_secs(20);

/// How long a message may take to leave. A slower reader comes back and gets the latest screen.
const PATIENCE: Duration = Duration::from_secs(20);

/// How long the page has to hear why the socket closes, and to answer (RFC 6455 §7.1.1). A connection that ends before
/// loses the reason on its way.
const GOODBYE: Duration = Duration::from_secs(2);

/// Close codes for private use (RFC 6455 §7.4.2) that the page understands.
mod private {
    pub(super) const SESSION_ENDED: u16 = 4403;
    pub(super) const REPLACED: u16 = 4409;
}

/// Carries a socket to its end. Nothing queues up here: a message that cannot leave holds the loop, and when it has
/// left, the then latest screen follows.
pub(super) async fn carry<S: Source>(socket: WebSocket, source: Arc<S>, mut seat: Seat) {
    let now = Instant::now();
    let mut line = Line { socket, source, shown: Shown::default(), pace: Pace::new(now), heard: now };
    let (mut live, mut alive) = (every(LIVE), every(ALIVE));
    let first = line.source.screen();
    let mut ending = line.show(&first).await;
    while ending.is_none() {
        let (revision, source) = (line.shown.revision, line.source.clone());
        ending = tokio::select! {
            message = line.socket.recv() => match message {
                Some(Ok(message)) => line.hear(message).await,
                Some(Err(error)) => Some(of_error(&error)),
                None => Some(Ending::Silent),
            },
            screen = source.next_screen(revision) => match screen {
                Some(screen) => line.show(&screen).await,
                None => Some(Ending::Close(close_code::AWAY, "closed")),
            },
            _ = live.tick(), if line.shown.has_live => line.show_live().await,
            _ = alive.tick() => line.give_sign_of_life().await,
            why = seat.leave() => Some(of_leave(why)),
        };
    }
    // The page may come back while this one still says goodbye.
    drop(seat);
    match ending {
        Some(Ending::Close(code, reason)) => line.say_goodbye(code, reason, false).await,
        Some(Ending::Unread(code, reason)) => line.say_goodbye(code, reason, true).await,
        Some(Ending::Silent) | None => {}
    }
}

/// How a socket ends.
enum Ending {
    /// With a reason.
    Close(u16, &'static str),
    /// With a reason, the rest of what came unread.
    Unread(u16, &'static str),
    /// Nobody is there to hear one.
    Silent,
}

struct Line<S> {
    socket: WebSocket,
    source: Arc<S>,
    shown: Shown,
    pace: Pace,
    heard: Instant,
}

/// What the page has.
#[derive(Default)]
struct Shown {
    revision: u64,
    language: Option<&'static str>,
    has_live: bool,
    live: Vec<Live>,
}

impl<S: Source> Line<S> {
    async fn show(&mut self, screen: &Screen) -> Option<Ending> {
        let words = self.source.words();
        if self.shown.language != Some(words.language()) {
            self.shown.language = Some(words.language());
            let words = PageWords::of(&words);
            if let Some(ending) = self.send(&Outgoing::Words { words: &words }).await {
                return Some(ending);
            }
        }
        self.shown.revision = screen.revision;
        self.shown.has_live = screen.blocks.iter().any(|block| matches!(block.kind, Kind::Live { .. }));
        self.shown.live.clear();
        self.send(&Outgoing::Screen { screen }).await
    }

    async fn show_live(&mut self) -> Option<Ending> {
        let values = self.source.live();
        let changed: Vec<_> =
            values.iter().filter(|value| !self.shown.live.contains(value)).cloned().collect();
        self.shown.live = values;
        if changed.is_empty() { None } else { self.send(&Outgoing::Live { values: &changed }).await }
    }

    async fn give_sign_of_life(&mut self) -> Option<Ending> {
        if self.heard.elapsed() > SILENCE {
            return Some(Ending::Silent);
        }
        // The page cannot see a ping, and answers it without knowing; so it gets both.
        match self.put(Message::Ping(Vec::new().into())).await {
            None => self.send(&Outgoing::Alive).await,
            ending => ending,
        }
    }

    async fn hear(&mut self, message: Message) -> Option<Ending> {
        self.heard = Instant::now();
        if !self.pace.allows(self.heard) {
            return Some(Ending::Close(close_code::POLICY, "too many messages"));
        }
        match message {
            Message::Text(text) => match Incoming::parse(&text) {
                Ok(message) => self.obey(message).await,
                Err(_) => Some(Ending::Close(close_code::POLICY, "not a message")),
            },
            Message::Binary(_) => Some(Ending::Close(close_code::UNSUPPORTED, "only text")),
            Message::Ping(_) | Message::Pong(_) => None,
            Message::Close(_) => Some(Ending::Silent),
        }
    }

    async fn obey(&mut self, message: Incoming) -> Option<Ending> {
        match message {
            Incoming::Press { revision, action, values } => {
                let taken = self.source.act(revision, action, values);
                if taken { None } else { self.send(&Outgoing::Busy).await }
            }
            Incoming::Window { key, first, count } => {
                let window = timeout(PATIENCE, self.source.window(key.clone(), first, count)).await;
                let window = window.ok().flatten();
                self.send(&Outgoing::Window { key: &key, window: window.as_ref() }).await
            }
        }
    }

    async fn say_goodbye(&mut self, code: u16, reason: &'static str, unread: bool) {
        let goodbye = Message::Close(Some(CloseFrame { code, reason: reason.into() }));
        let heard = async {
            if self.socket.send(goodbye).await.is_err() {
                return;
            }
            while let Some(Ok(_)) = self.socket.recv().await {}
            if unread {
                // Ending now would reset the connection (RFC 1122 §4.2.2.13), and the reason would be lost with it.
                sleep(GOODBYE).await;
            }
        };
        // The other side may be gone; then nobody reads the reason.
        let _ = timeout(GOODBYE, heard).await;
    }

    async fn send(&mut self, message: &Outgoing<'_>) -> Option<Ending> {
        match serde_json::to_string(message) {
            Ok(text) => self.put(Message::Text(text.into())).await,
            Err(_) => Some(Ending::Close(close_code::ERROR, "could not be written")),
        }
    }

    async fn put(&mut self, message: Message) -> Option<Ending> {
        match timeout(PATIENCE, self.socket.send(message)).await {
            Ok(Ok(())) => None,
            Ok(Err(_)) | Err(_) => Some(Ending::Silent),
        }
    }
}

fn of_leave(why: Leave) -> Ending {
    match why {
        Leave::Replaced => Ending::Close(private::REPLACED, "replaced"),
        Leave::Ended => Ending::Close(private::SESSION_ENDED, "session ended"),
        Leave::Closed => Ending::Close(close_code::AWAY, "closed"),
    }
}

/// A frame the protocol does not allow, or one that is too big. tungstenite's error sits inside axum's.
fn of_error(error: &axum::Error) -> Ending {
    use std::error::Error;
    match error.source().and_then(|inner| inner.downcast_ref()) {
        Some(tokio_tungstenite::tungstenite::Error::Capacity(_)) => {
            Ending::Unread(close_code::SIZE, "too big")
        }
        Some(tokio_tungstenite::tungstenite::Error::Utf8(_)) => {
            Ending::Unread(close_code::INVALID, "no text")
        }
        _ => Ending::Silent,
    }
}

fn every(period: Duration) -> Interval {
    let mut interval = interval(period);
    interval.set_missed_tick_behavior(MissedTickBehavior::Delay);
    interval
}
