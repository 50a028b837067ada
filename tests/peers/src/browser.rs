//! Chromium with a page of ours and a microphone that speaks out of a file.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::Duration;

use serde::Deserialize;
use tempfile::TempDir;

/// Nothing but the page and its calls: no updates, no look-ups, no other host, and a page that is not looked at runs on
/// like one that is.
const FLAGS: [&str; 22] = [
    "--headless=new",
    "--no-sandbox",
    "--use-fake-device-for-media-stream",
    "--use-fake-ui-for-media-stream",
    "--disable-features=WebRtcHideLocalIpsWithMdns,Translate,OptimizationHints,MediaRouter",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-default-apps",
    "--disable-domain-reliability",
    "--no-first-run",
    "--no-pings",
    "--disable-extensions",
    "--disable-background-timer-throttling",
    "--disable-renderer-backgrounding",
    "--disable-backgrounding-occluded-windows",
    "--autoplay-policy=no-user-gesture-required",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--mute-audio",
    "--disable-breakpad",
    "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1",
];
/// Largest body a page posts.
const LARGEST: usize = 1 << 20;

/// A running Chromium; it ends when it is dropped.
pub struct Browser {
    child: Child,
    _profile: TempDir,
}

impl Browser {
    /// Opens `page`. What the microphone hears is `speech`, 16 kHz mono, again and again.
    pub fn open(page: &Page, speech: &[i16]) -> Self {
        let profile = TempDir::new().unwrap();
        let file = profile.path().join("speech.wav");
        std::fs::write(&file, wav(speech)).unwrap();
        let program = std::env::var_os("CHROMIUM").unwrap_or_else(|| "chromium".into());
        let child = Command::new(program)
            .args(FLAGS)
            .arg(format!("--user-data-dir={}", profile.path().join("profile").display()))
            .arg(format!("--use-file-for-fake-audio-capture={}", file.display()))
            .arg(format!("http://{}/", page.address))
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap_or_else(|error| panic!("no Chromium (install it, or name it in CHROMIUM): {error}"));
        Self { child, _profile: profile }
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// What the page says.
#[derive(Debug)]
pub enum Said {
    /// It offers a call, and waits for the answer.
    Offer(String, Sender<String>),
    /// Figures of its connections, twice a second.
    Figures(Vec<Figures>),
    /// It could not go on.
    Failed(String),
}

/// What a connection in the browser counted so far (webrtc-stats).
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Figures {
    /// `connectionState`.
    pub state: String,
    /// Samples played, concealed ones among them, at 48 kHz.
    pub received: f64,
    /// Samples made up.
    pub concealed: f64,
    /// Energy of what was heard.
    pub energy: f64,
    /// Energy of what was spoken.
    pub spoken: f64,
    /// Seconds, summed over all samples, that they waited in the jitter buffer.
    pub buffered: f64,
    /// So many samples.
    pub emitted: f64,
    /// Packets sent.
    pub sent: f64,
}

/// The page, served on loopback.
pub struct Page {
    address: SocketAddr,
    said: Receiver<Said>,
}

impl Page {
    /// A page that calls us.
    pub fn calls_us() -> Self {
        Self::serve("{}".to_owned())
    }

    /// A page that calls itself, its two connections reached through these.
    pub fn calls_itself(ends: [SocketAddr; 2]) -> Self {
        Self::serve(serde_json::json!({ "pair": ends.map(|end| end.to_string()) }).to_string())
    }

    /// Where it is.
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// What it says next, within `patience`.
    pub fn said(&self, patience: Duration) -> Option<Said> {
        self.said.recv_timeout(patience).ok()
    }

    fn serve(plan: String) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let (tell, said) = channel();
        // It ends with the process: nobody connects any more when the browser is gone.
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let (plan, tell) = (plan.clone(), tell.clone());
                std::thread::spawn(move || answer(stream, &plan, &tell));
            }
        });
        Self { address, said }
    }
}

/// One request, one answer (RFC 9112), of a browser that we started ourselves.
fn answer(mut stream: TcpStream, plan: &str, tell: &Sender<Said>) -> Option<()> {
    let mut reader = BufReader::new(stream.try_clone().ok()?);
    let mut first = String::new();
    reader.read_line(&mut first).ok()?;
    let mut length = 0;
    loop {
        let mut line = String::new();
        reader.read_line(&mut line).ok()?;
        let line = line.trim().to_ascii_lowercase();
        if line.is_empty() {
            break;
        }
        if let Some(told) = line.strip_prefix("content-length:") {
            length = told.trim().parse().unwrap_or(0);
        }
    }
    let mut body = vec![0; length.min(LARGEST)];
    reader.read_exact(&mut body).ok()?;
    let body = String::from_utf8_lossy(&body).into_owned();
    let path = first.split(' ').nth(1).unwrap_or_default();
    let (kind, content) = match path {
        "/" => ("text/html", include_str!("../pages/call.html").to_owned()),
        "/call.js" => ("text/javascript", include_str!("../pages/call.js").to_owned()),
        "/plan" => ("application/json", plan.to_owned()),
        "/offer" => {
            let (reply, answered) = channel();
            tell.send(Said::Offer(body, reply)).ok()?;
            ("application/sdp", answered.recv().ok()?)
        }
        "/figures" => {
            tell.send(Said::Figures(serde_json::from_str(&body).ok()?)).ok()?;
            ("text/plain", String::new())
        }
        "/failed" => {
            tell.send(Said::Failed(body)).ok()?;
            ("text/plain", String::new())
        }
        _ => ("text/plain", String::new()),
    };
    let head = format!(
        "HTTP/1.1 200 OK\r\ncontent-type: {kind}\r\ncontent-length: {}\r\nconnection: close\r\n\r\n",
        content.len()
    );
    stream.write_all(head.as_bytes()).ok()?;
    stream.write_all(content.as_bytes()).ok()
}

/// 16 kHz mono as a WAV file of 48 kHz, as the fake microphone wants it.
fn wav(speech: &[i16]) -> Vec<u8> {
    let next = speech.iter().skip(1).chain(speech.last());
    let up: Vec<i16> = speech
        .iter()
        .zip(next)
        .flat_map(|(&one, &other)| {
            let between =
                |share: i32| (i32::from(one) + (i32::from(other) - i32::from(one)) * share / 3) as i16;
            [one, between(1), between(2)]
        })
        .collect();
    let bytes = up.len() as u32 * 2;
    let mut file = Vec::with_capacity(bytes as usize + 44);
    file.extend(b"RIFF");
    file.extend((bytes + 36).to_le_bytes());
    file.extend(b"WAVEfmt ");
    file.extend(16_u32.to_le_bytes());
    file.extend([1, 0, 1, 0]);
    file.extend(48_000_u32.to_le_bytes());
    file.extend(96_000_u32.to_le_bytes());
    file.extend([2, 0, 16, 0]);
    file.extend(b"data");
    file.extend(bytes.to_le_bytes());
    file.extend(up.iter().flat_map(|sample| sample.to_le_bytes()));
    file
}

/// The samples of a WAV file of ours: 16 kHz mono after a header of 44 bytes.
pub fn speech(file: &Path) -> Vec<i16> {
    let bytes = std::fs::read(file).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
    let samples = bytes.get(44..).unwrap_or_default();
    samples.as_chunks::<2>().0.iter().map(|pair| i16::from_le_bytes(*pair)).collect()
}
