//! A server with a source of the test's own, and clients that say exactly what a test wants said.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use nabz_app::effect::Typed;
use nabz_app::screen::{ActionId, Key, ListRow, Live, Screen, Window};
use nabz_locale::{Formatter, Settings, Text};
use nabz_web::serve::{Front, Served, Source, serve};
use serde_json::Value;
use tokio::runtime::Runtime;
use tokio::sync::watch;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use tokio_tungstenite::tungstenite::http::header::{COOKIE, ORIGIN};
use tokio_tungstenite::tungstenite::protocol::CloseFrame;
use tokio_tungstenite::tungstenite::{Error, Message, WebSocket, client};

use crate::samples::{self, Language};

/// A press as it was heard: revision, action, fields.
pub(crate) type Press = (u64, ActionId, Vec<(Key, Typed)>);

/// What a test shows, and what it heard.
pub(crate) struct Shown {
    screens: watch::Sender<Arc<Screen>>,
    words: Mutex<Arc<Formatter>>,
    pub(crate) live: Mutex<Vec<Live>>,
    pub(crate) presses: Mutex<Vec<Press>>,
    /// Whether presses are taken.
    pub(crate) takes: Mutex<bool>,
}

/// How many rows the list `visits` has.
pub(crate) const ROWS: u32 = 5_000;

impl Shown {
    pub(crate) fn new() -> Self {
        let first = samples::all(Language::English).remove(0);
        Self {
            screens: watch::channel(Arc::new(first)).0,
            words: Mutex::new(words("en")),
            live: Mutex::default(),
            presses: Mutex::default(),
            takes: Mutex::new(true),
        }
    }

    /// Shows another screen.
    pub(crate) fn show(&self, screen: Screen) {
        self.screens.send_replace(Arc::new(screen));
    }

    pub(crate) fn speak(&self, language: &str) {
        *self.words.lock().unwrap() = words(language);
    }
}

fn words(language: &str) -> Arc<Formatter> {
    let settings = Settings { languages: vec![language.to_owned()], ..Settings::default() };
    Arc::new(Formatter::new(&settings).unwrap())
}

impl Source for Shown {
    fn screen(&self) -> Arc<Screen> {
        self.screens.borrow().clone()
    }

    async fn next_screen(&self, after: u64) -> Option<Arc<Screen>> {
        let mut screens = self.screens.subscribe();
        screens.wait_for(|screen| screen.revision > after).await.ok().map(|screen| screen.clone())
    }

    fn act(&self, revision: u64, action: ActionId, values: Vec<(Key, Typed)>) -> bool {
        self.presses.lock().unwrap().push((revision, action, values));
        *self.takes.lock().unwrap()
    }

    async fn window(&self, key: Key, first: u32, count: u32) -> Option<Window> {
        let row = |index: u32| ListRow {
            key: Key::new(format!("visit-{index}")),
            title: Text::default(),
            detail: None,
            action: None,
        };
        let end = first.saturating_add(count).min(ROWS);
        let revision = self.screen().revision;
        (key.0 == "visits").then(|| Window {
            revision,
            total: ROWS,
            first,
            rows: (first..end).map(row).collect(),
        })
    }

    fn live(&self) -> Vec<Live> {
        self.live.lock().unwrap().clone()
    }

    fn words(&self) -> Arc<Formatter> {
        self.words.lock().unwrap().clone()
    }
}

/// A server.
pub(crate) struct House {
    pub(crate) shown: Arc<Shown>,
    pub(crate) served: Served,
    pub(crate) runtime: Runtime,
}

impl House {
    pub(crate) fn new() -> Self {
        let runtime =
            tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
        let shown = Arc::new(Shown::new());
        let served = runtime.block_on(serve(shown.clone(), &Front::loopback(0))).unwrap();
        Self { shown, served, runtime }
    }

    /// `127.0.0.1:…`
    pub(crate) fn host(&self) -> String {
        self.served.address().to_string()
    }

    /// Asks for a page by its own host.
    pub(crate) fn get(&self, path: &str, headers: &[(&str, &str)]) -> Answer {
        let host = self.host();
        self.ask(path, &[&[("Host", host.as_str())], headers].concat())
    }

    /// Asks with exactly these headers.
    pub(crate) fn ask(&self, path: &str, headers: &[(&str, &str)]) -> Answer {
        let mut stream = TcpStream::connect(self.served.address()).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(10))).unwrap();
        let headers: String = headers.iter().map(|(name, value)| format!("{name}: {value}\r\n")).collect();
        write!(stream, "GET {path} HTTP/1.1\r\n{headers}Connection: close\r\n\r\n").unwrap();
        let mut text = String::new();
        stream.read_to_string(&mut text).unwrap();
        Answer(text)
    }

    /// The path a fresh link leads to.
    pub(crate) fn ticket(&self) -> String {
        let link = self.served.link().unwrap();
        link.strip_prefix(&format!("http://{}", self.host())).unwrap().to_owned()
    }

    /// Opens the page by a fresh link: the cookie it set.
    pub(crate) fn open(&self) -> String {
        let answer = self.get(&self.ticket(), &[]);
        assert_eq!(answer.status(), 200);
        answer.header("set-cookie").unwrap().split(';').next().unwrap().to_owned()
    }

    /// Opens a socket as the page does.
    pub(crate) fn socket(&self, cookie: &str, page: &str) -> Result<Client, u16> {
        let origin = format!("http://{}", self.host());
        self.socket_with(page, &[("cookie", cookie), ("origin", &origin)])
    }

    /// Opens a socket with these headers; the status where it is refused.
    pub(crate) fn socket_with(&self, page: &str, headers: &[(&str, &str)]) -> Result<Client, u16> {
        let stream = TcpStream::connect(self.served.address()).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(10))).unwrap();
        let address = format!("ws://{}/socket?page={page}", self.host());
        let mut request = address.into_client_request().unwrap();
        for (name, value) in headers {
            let name = match *name {
                "cookie" => COOKIE,
                "origin" => ORIGIN,
                other => panic!("{other}"),
            };
            request.headers_mut().insert(name, value.parse().unwrap());
        }
        match client(request, stream) {
            Ok((socket, _)) => Ok(Client(socket)),
            Err(error) => match error {
                tokio_tungstenite::tungstenite::HandshakeError::Failure(Error::Http(answer)) => {
                    Err(answer.status().as_u16())
                }
                other => panic!("{other}"),
            },
        }
    }

    /// A page with its socket, its first screen already read.
    pub(crate) fn page(&self) -> Client {
        let mut client = self.socket(&self.open(), PAGE).unwrap();
        assert_eq!(client.next()["kind"], "words");
        assert_eq!(client.next()["kind"], "screen");
        client
    }
}

/// The name of a page.
pub(crate) const PAGE: &str = "00112233445566778899aabbccddeeff";

/// The name of another.
pub(crate) const OTHER: &str = "ffeeddccbbaa99887766554433221100";

/// An HTTP answer as it came.
pub(crate) struct Answer(String);

impl Answer {
    pub(crate) fn status(&self) -> u16 {
        self.0.split(' ').nth(1).unwrap().parse().unwrap()
    }

    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        let head = self.0.split("\r\n\r\n").next().unwrap();
        let mut lines = head.lines().skip(1).filter_map(|line| line.split_once(": "));
        lines.find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, value)| value)
    }

    pub(crate) fn body(&self) -> &str {
        self.0.split_once("\r\n\r\n").unwrap().1
    }
}

/// The page's end of a socket.
pub(crate) struct Client(pub(crate) WebSocket<TcpStream>);

impl Client {
    pub(crate) fn say(&mut self, text: &str) {
        self.0.send(Message::text(text)).unwrap();
    }

    /// The next message that is not a sign of life.
    pub(crate) fn next(&mut self) -> Value {
        loop {
            match self.0.read().unwrap() {
                Message::Text(text) => {
                    let value: Value = serde_json::from_str(&text).unwrap();
                    if value["kind"] != "alive" {
                        return value;
                    }
                }
                Message::Ping(_) => {}
                other => panic!("{other:?}"),
            }
        }
    }

    /// Reads on until the server closes: the code and the reason.
    pub(crate) fn closed(&mut self) -> (u16, String) {
        loop {
            match self.0.read().unwrap() {
                Message::Close(Some(CloseFrame { code, reason })) => {
                    return (code.into(), reason.to_string());
                }
                Message::Close(None) => panic!("closed without a reason"),
                _ => {}
            }
        }
    }
}
