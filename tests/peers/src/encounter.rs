//! A call between Chromium and the core's media thread over a bad line in real time, and what each side heard of the
//! other.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, channel};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use nabz_call::media::engine::{Fate, TraceEvent};
use nabz_call::media::jitter::Source;
use nabz_call::media::{MediaCommand, MediaEvent, Rung};
use nabz_call::signal::CallId;
use nabz_link::Shape;
use nabz_runtime::{Audio, Bind, Clock, FRAME, MediaSetup, MediaThread};
use nabz_time::Mono;

use crate::aiortc::Aiortc;
use crate::browser::{Browser, Figures, Page, Said, speech};
use crate::line::{Carried, Line, Sent};
use crate::sdp::{self, Shaping};

/// Who is at which end of the line.
const BROWSER: usize = 0;
const CORE: usize = 1;
const CALL: CallId = CallId([11; 16]);
/// A call that does not stand by then never will.
const CONNECT: Duration = Duration::from_secs(75);
/// Set-up and its backlog are judged by set-up; this much of a call is left out.
pub const FIRST: Duration = Duration::from_secs(10);
/// Speech is heard if it is heard within this.
const WITHIN: Duration = Duration::from_secs(1);
/// The last of it may still be under way.
const LAST: Duration = Duration::from_secs(3);
const FRAME_TIME: Duration = Duration::from_millis(20);
/// RTP ticks of a frame, at 48 kHz.
const FRAME_TICKS: u32 = 960;

/// How one direction was heard.
#[derive(Clone, Copy, Debug)]
pub struct Heard {
    /// Share of what was said that was heard within a second.
    pub under_1s: f64,
    /// Share of what was played that had to be made up.
    pub concealed: f64,
}

/// What came of a call.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// Seconds until both sides had the call, if they did.
    pub connected: Option<f64>,
    /// In the browser, of the core.
    pub in_browser: Heard,
    /// In the core, of the browser.
    pub in_core: Heard,
    /// Whether anything louder than silence was heard, there and here.
    pub loud: [bool; 2],
    /// What the core sent on last.
    pub rung: Option<Rung>,
    /// Kilobits a second on the wire, from the browser and from the core.
    pub kbps: [f64; 2],
}

/// A microphone that speaks out of a file, and an ear that notices loudness.
struct Speaker {
    speech: Vec<i16>,
    at: usize,
    loudest: Arc<Mutex<u16>>,
}

impl Audio for Speaker {
    fn capture(&mut self, _: Mono, frame: &mut [i16; FRAME]) {
        for sample in frame {
            *sample = self.speech.get(self.at).copied().unwrap_or_default();
            self.at = (self.at + 1) % self.speech.len().max(1);
        }
    }

    fn playback(&mut self, _: Mono, frame: &[i16; FRAME]) {
        let loudest = frame.iter().map(|sample| sample.unsigned_abs()).max().unwrap_or(0);
        let mut known = self.loudest.lock().unwrap();
        *known = known.max(loudest);
    }
}

/// The core's side.
struct Core {
    thread: MediaThread,
    events: Receiver<MediaEvent>,
    clock: Arc<Clock>,
    trace: Arc<Mutex<Vec<TraceEvent>>>,
    loudest: Arc<Mutex<u16>>,
}

impl Core {
    fn new(speech: Vec<i16>) -> Self {
        let (clock, loudest) = (Arc::new(Clock::new()), Arc::<Mutex<u16>>::default());
        let trace = Arc::<Mutex<Vec<TraceEvent>>>::default();
        let seen = trace.clone();
        let speaker = Speaker { speech, at: 0, loudest: loudest.clone() };
        let setup = MediaSetup {
            bind: Bind::At("127.0.0.1:0".parse().unwrap()),
            advertise: None,
            audio: Box::new(speaker),
            observer: Some(Box::new(move |events| seen.lock().unwrap().extend(events))),
        };
        let (tell, events) = channel();
        let hear = move |event| {
            let _ = tell.send(event);
        };
        let thread = MediaThread::start(setup, clock.clone(), hear).unwrap();
        Self { thread, events, clock, trace, loudest }
    }

    /// Answers the browser's offer.
    fn answer(&self, offer: &str, line: &Line, shaping: Shaping) -> String {
        let remote = sdp::read(offer, line.ends()[CORE]).unwrap();
        self.thread.command(MediaCommand::Answer { call: CALL, remote });
        loop {
            match self.events.recv_timeout(Duration::from_secs(10)).unwrap() {
                MediaEvent::Described { local, .. } => {
                    return sdp::write(&local, offer, line.ends()[BROWSER], shaping);
                }
                MediaEvent::Ended { end, .. } => panic!("the core refused the offer: {end:?}"),
                _ => {}
            }
        }
    }
}

/// Chromium calls the core over a line, and both talk for so long.
pub fn with_core(shape: Shape, seed: u64, shaping: Shaping, talk: Duration) -> Outcome {
    encounter(shape, seed, shaping, talk, |page| Browser::open(page, &voice("en-doctor")))
}

/// aiortc calls the core over a line. Its own concealment is not counted.
pub fn with_aiortc(shape: Shape, seed: u64, talk: Duration) -> Outcome {
    encounter(shape, seed, Shaping::FLOOR, talk, |page| Aiortc::call(page, &voice_file("en-doctor")))
}

fn encounter<P>(
    shape: Shape,
    seed: u64,
    shaping: Shaping,
    talk: Duration,
    open: impl FnOnce(&Page) -> P,
) -> Outcome {
    let line = Line::start(shape, seed);
    let core = Core::new(voice("en-patient"));
    let page = Page::calls_us();
    let browser = open(&page);
    let mut began = None;
    let (mut stands_there, mut stands_here, mut rung) = (None, None, None);
    let mut figures: Vec<(Duration, Figures)> = Vec::new();
    loop {
        let now = Instant::now();
        for event in core.events.try_iter() {
            match event {
                MediaEvent::Connected { .. } => stands_here = stands_here.or(Some(now)),
                MediaEvent::Line { up, .. } => rung = Some(up),
                _ => {}
            }
        }
        match page.said(Duration::from_millis(100)) {
            Some(Said::Offer(offer, reply)) => {
                began = Some(now);
                reply.send(core.answer(&offer, &line, shaping)).unwrap();
            }
            Some(Said::Figures(told)) => {
                let told = told.into_iter().next().unwrap_or_default();
                if told.state == "connected" {
                    stands_there = stands_there.or(Some(now));
                }
                figures.push((line.began().elapsed(), told));
            }
            Some(Said::Failed(error)) => panic!("the page failed: {error}"),
            None => {}
        }
        let stands = stands_here.zip(stands_there).map(|(here, there)| here.max(there));
        let over = match (stands, began) {
            (Some(stands), _) => stands.elapsed() >= talk,
            (None, Some(began)) => began.elapsed() >= CONNECT,
            (None, None) => line.began().elapsed() >= CONNECT,
        };
        if over {
            let connected = stands.zip(began).map(|(at, began)| (at - began).as_secs_f64());
            core.thread.stop();
            drop(browser);
            let from = stands.map_or(Duration::MAX, |at| at - line.began() + FIRST);
            return judge(&core, &line, &figures, from, connected, rung);
        }
    }
}

fn judge(
    core: &Core,
    line: &Line,
    figures: &[(Duration, Figures)],
    from: Duration,
    connected: Option<f64>,
    rung: Option<Rung>,
) -> Outcome {
    let until = line.began().elapsed().saturating_sub(LAST);
    let trace = core.trace.lock().unwrap();
    let sent = line.sent();
    // The core's clock as the line's.
    let shift = core.clock.began();
    let on_line =
        |at: Mono| (shift + Duration::from_micros(at.micros())).saturating_duration_since(line.began());
    let window = |at: &Duration| *at >= from && *at < until;
    let later = figures.iter().filter(|(at, _)| *at >= from);
    let (first, last) = (later.clone().next(), later.clone().next_back());
    let buffered =
        first.zip(last).map_or(0.0, |((_, a), (_, b))| per(b.buffered - a.buffered, b.emitted - a.emitted));
    let in_browser = Heard {
        under_1s: core_under_1s(&trace, &sent[CORE], Duration::from_secs_f64(buffered), &on_line, &window),
        concealed: first
            .zip(last)
            .map_or(1.0, |((_, a), (_, b))| per(b.concealed - a.concealed, b.received - a.received)),
    };
    let in_core = Heard {
        under_1s: browser_under_1s(&trace, &sent[BROWSER], &on_line, &window),
        concealed: concealed(&trace, &on_line, &window),
    };
    let there = last.is_some_and(|(_, figures)| figures.energy > 1e-4);
    let here = *core.loudest.lock().unwrap() > 1_000;
    let kbps = [sent[BROWSER].kbps(), sent[CORE].kbps()];
    Outcome { connected, in_browser, in_core, loud: [there, here], rung, kbps }
}

fn per(part: f64, whole: f64) -> f64 {
    if whole > 0.0 { part / whole } else { 0.0 }
}

/// Of what the browser said: each frame of each packet that entered the line, and when the core played it.
fn browser_under_1s(
    trace: &[TraceEvent],
    sent: &Sent,
    on_line: &dyn Fn(Mono) -> Duration,
    window: &dyn Fn(&Duration) -> bool,
) -> f64 {
    let mut played = BTreeMap::new();
    for event in trace {
        if let TraceEvent::Played {
            at,
            source: Source::Decoded { timestamp } | Source::Repaired { timestamp },
            ..
        } = event
        {
            played.entry(*timestamp).or_insert(on_line(*at));
        }
    }
    let (mut said, mut heard) = (0, 0);
    for two in sent.speech.windows(2) {
        let [packet, next] = two else { continue };
        if !window(&packet.entered) {
            continue;
        }
        let frames = (next.timestamp.wrapping_sub(packet.timestamp) / FRAME_TICKS).clamp(1, 6);
        for n in 0..frames {
            let spoken = packet.entered.saturating_sub(FRAME_TIME * (frames - n));
            let at = played.get(&packet.timestamp.wrapping_add(n * FRAME_TICKS));
            said += 1;
            heard += u32::from(at.is_some_and(|at| *at < spoken + WITHIN));
        }
    }
    per(heard.into(), said.into())
}

/// Of what the core said: each frame it spoke, and when its packet, or the next that took it along, left the line, and
/// left the browser's jitter buffer after its mean wait.
fn core_under_1s(
    trace: &[TraceEvent],
    sent: &Sent,
    buffered: Duration,
    on_line: &dyn Fn(Mono) -> Duration,
    window: &dyn Fn(&Duration) -> bool,
) -> f64 {
    let mut left: Vec<(u32, Option<Duration>)> = Vec::new();
    for (index, packet) in sent.speech.iter().enumerate() {
        let next = sent.speech.get(index + 1).filter(|next| next.copies);
        left.push((packet.timestamp, packet.left.or(next.and_then(|next| next.left))));
    }
    let (mut said, mut heard) = (0, 0);
    for event in trace {
        let TraceEvent::Spoken { timestamp, at, fate } = event else { continue };
        let spoken = on_line(*at).saturating_sub(FRAME_TIME);
        if !window(&spoken) {
            continue;
        }
        said += 1;
        if matches!(fate, Fate::Dropped) {
            continue;
        }
        // The last packet that began no later.
        let place = left.partition_point(|(began, _)| (timestamp.wrapping_sub(*began) as i32) >= 0);
        let out = place.checked_sub(1).and_then(|place| left[place].1);
        heard += u32::from(out.is_some_and(|out| out + buffered < spoken + WITHIN));
    }
    per(heard.into(), said.into())
}

fn concealed(
    trace: &[TraceEvent],
    on_line: &dyn Fn(Mono) -> Duration,
    window: &dyn Fn(&Duration) -> bool,
) -> f64 {
    let (mut all, mut made_up) = (0, 0);
    for event in trace {
        if let TraceEvent::Played { at, source, .. } = event
            && window(&on_line(*at))
        {
            all += 1;
            made_up += u32::from(matches!(source, Source::Concealed | Source::Comfort));
        }
    }
    if all == 0 { 1.0 } else { per(made_up.into(), all.into()) }
}

/// Two connections of Chromium as it comes, over the same line: the rival. Share concealed after the first ten seconds,
/// and of packets that left the line within a second, the worse side of both; none where no call came to stand.
pub fn stock_pair(shape: Shape, seed: u64, talk: Duration) -> Option<Heard> {
    let line = Line::start(shape, seed);
    let page = Page::calls_itself(line.ends());
    let _browser = Browser::open(&page, &voice("en-doctor"));
    let mut stands: Option<Instant> = None;
    let mut kept: Vec<(Duration, Vec<Figures>)> = Vec::new();
    while stands.map_or(line.began().elapsed() < CONNECT, |at| at.elapsed() < talk) {
        match page.said(Duration::from_millis(200)) {
            Some(Said::Figures(told)) => {
                if told.iter().all(|one| one.received > 0.0) {
                    stands = stands.or(Some(Instant::now()));
                }
                kept.push((line.began().elapsed(), told));
            }
            Some(Said::Failed(error)) => panic!("the page failed: {error}"),
            Some(Said::Offer(..)) | None => {}
        }
    }
    let from = stands? - line.began() + FIRST;
    let until = line.began().elapsed().saturating_sub(LAST);
    let mut later = kept.iter().filter(|(at, _)| *at >= from);
    let (first, last) = (later.clone().next()?, later.next_back()?);
    let concealed =
        first.1.iter().zip(&last.1).map(|(a, b)| per(b.concealed - a.concealed, b.received - a.received));
    let timely = |sent: &Sent| {
        let said: Vec<&Carried> =
            sent.speech.iter().filter(|one| one.entered >= from && one.entered < until).collect();
        let heard =
            said.iter().filter(|one| one.left.is_some_and(|left| left < one.entered + WITHIN)).count();
        per(heard as f64, said.len() as f64)
    };
    let under_1s = line.sent().iter().map(timely).fold(1.0, f64::min);
    Some(Heard { under_1s, concealed: concealed.fold(0.0, f64::max) })
}

/// One of the sandbox's voices.
fn voice(name: &str) -> Vec<i16> {
    speech(&voice_file(name))
}

fn voice_file(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../clinic/speech").join(name).with_extension("wav")
}
