//! Values no good shell hands over.

use std::sync::Arc;

use nabz_ffi::{Entered, ErrorCode, HostReply, KeyStoreError, NabzError, Value};

use crate::shell::{Keys, code_of, config, open, opened, press, secret, until};

#[test]
fn what_is_too_large_or_no_text_is_refused() {
    let nabz = opened();
    let act = |entered| code_of(nabz.act(1, "agree".into(), entered));
    let plain = |text: String| Entered { key: "code".into(), value: Value::Plain { text } };
    assert_eq!(act(vec![plain("x".repeat(16_385))]), ErrorCode::TooLarge);
    assert_eq!(act(vec![plain(String::new()); 65]), ErrorCode::TooLarge);
    assert_eq!(act(vec![secret("code", &[0xff, 0xfe])]), ErrorCode::Unknown);
    assert_eq!(code_of(nabz.wake(vec![0; 4_097])), ErrorCode::TooLarge);
    nabz.wake(vec![0; 4_096]).unwrap();
    for id in [0, 1, u64::MAX] {
        assert_eq!(code_of(nabz.host_reply(id, HostReply::Done)), ErrorCode::Unknown);
    }
    nabz.act(u64::MAX, "\0".repeat(100_000), Vec::new()).unwrap();
    nabz.set_clock_ahead(i64::MIN).unwrap();
    press(&nabz, "language:en");
    until(&nabz, "consent");
}

#[test]
fn a_wrapped_key_of_a_megabyte_shuts_the_app_and_nothing_else() {
    let huge = |_: &[u8]| -> Result<Vec<u8>, KeyStoreError> { Ok(vec![7; 1 << 20]) };
    let nabz = open(config(), Keys(Box::new(huge)), Arc::default()).unwrap();
    let screen = until(&nabz, "opening");
    assert!(screen.emergency.is_some(), "help is in reach");
}

#[test]
fn presses_without_end_are_refused_and_never_wait() {
    let nabz = opened();
    let revision = nabz.screen().unwrap().revision;
    let mut refused = 0;
    for _ in 0..20_000 {
        match nabz.act(revision, "emergency".into(), Vec::new()) {
            Ok(()) => {}
            Err(NabzError::Failed { code, retryable, .. }) => {
                assert_eq!((code, retryable), (ErrorCode::Busy, true));
                refused += 1;
            }
        }
    }
    assert!(refused > 0, "a queue has an end");
    until(&nabz, "emergency");
}
