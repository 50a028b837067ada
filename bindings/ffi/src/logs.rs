//! One sink for logs: the host that was opened last.
//!
//! Only the core's own lines reach it. Libraries log addresses and payloads; theirs go nowhere.

use std::sync::{Arc, Mutex, PoisonError, Weak};

use log::{Level, LevelFilter, Log, Metadata, Record};

use crate::host::{Host, LogLevel};

/// Longest line handed over, in bytes.
const LINE: usize = 512;

static SINK: Sink = Sink(Mutex::new(None));

struct Sink(Mutex<Option<Weak<dyn Host>>>);

/// From now on lines go to this host, until it is gone or another one listens.
pub(crate) fn listen(host: &Arc<dyn Host>) {
    *SINK.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(Arc::downgrade(host));
    // An app that logs through the same crate has its own logger already, and keeps it.
    if log::set_logger(&SINK).is_ok() {
        log::set_max_level(LevelFilter::Info);
    }
}

impl Log for Sink {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        metadata.level() <= Level::Info && metadata.target().starts_with("nabz")
    }

    fn log(&self, record: &Record<'_>) {
        if !self.enabled(record.metadata()) {
            return;
        }
        let host = self.0.lock().unwrap_or_else(PoisonError::into_inner).as_ref().and_then(Weak::upgrade);
        if let Some(host) = host {
            let mut line = format!("{}: {}", record.target(), record.args());
            line.truncate(line.floor_char_boundary(LINE));
            // A sink that fails has nowhere to say so.
            let _ = host.log(level(record.level()), line);
        }
    }

    fn flush(&self) {}
}

fn level(level: Level) -> LogLevel {
    match level {
        Level::Error => LogLevel::Error,
        Level::Warn => LogLevel::Warn,
        Level::Info | Level::Debug | Level::Trace => LogLevel::Info,
    }
}
