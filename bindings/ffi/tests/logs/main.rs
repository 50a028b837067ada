//! What reaches the one sink of logs. A process of its own: the sink belongs to the process.

#![allow(clippy::unwrap_used, clippy::panic, dead_code, reason = "a test may fail; the shell is shared")]

#[path = "../it/shell.rs"]
mod shell;

use std::sync::Arc;

use nabz_ffi::HostReply;

use crate::shell::{Keys, Phone, code_of, config, open, press, secret, until};

#[test]
fn lines_are_the_cores_own_and_hold_nothing_that_was_typed() {
    const TYPED: &str = "730184";
    let host = Arc::new(Phone::default());
    let nabz = open(config(), Keys::default(), host.clone()).unwrap();
    until(&nabz, "language");
    press(&nabz, "language:en");
    until(&nabz, "consent");
    press(&nabz, "agree");
    let screen = until(&nabz, "sign-in");
    nabz.act(screen.revision, "sign-in".into(), vec![secret("code", TYPED.as_bytes())]).unwrap();
    until(&nabz, "sign-in");
    code_of(nabz.host_reply(9, HostReply::Done));
    let lines = host.lines.lock().unwrap();
    assert!(!lines.is_empty(), "the refused reply was logged");
    for line in lines.iter() {
        assert!(line.starts_with("nabz") && !line.contains(TYPED) && !line.contains("127.0.0.1"), "{line}");
    }
}
