//! Closing, dropping, and waiting for what will not come.

use std::sync::Arc;
use std::time::Duration;

use nabz_ffi::{ErrorCode, Host, HostError, HostReply, HostRequest, KeyStoreError, LogLevel, Nabz, Network};

use crate::shell::{Keys, Silence, code_of, config, open, opened, press, until, wait};

#[test]
fn every_call_after_close_says_closed_and_who_waits_is_told() {
    let nabz = opened();
    let waiting = nabz.clone();
    let told = std::thread::spawn(move || wait(waiting.next_screen(u64::MAX)));
    std::thread::sleep(Duration::from_millis(50));
    nabz.close();
    nabz.close();
    assert_eq!(told.join().unwrap(), Some(None));
    assert_eq!(code_of(nabz.screen()), ErrorCode::Closed);
    assert_eq!(code_of(nabz.act(1, "back".into(), Vec::new())), ErrorCode::Closed);
    assert_eq!(code_of(nabz.live()), ErrorCode::Closed);
    assert_eq!(code_of(nabz.network_changed(Network::None)), ErrorCode::Closed);
    assert_eq!(code_of(nabz.wake(Vec::new())), ErrorCode::Closed);
    assert_eq!(code_of(nabz.host_reply(1, HostReply::Done)), ErrorCode::Closed);
    assert_eq!(code_of(nabz.set_clock_ahead(0)), ErrorCode::Closed);
    assert_eq!(code_of(wait(nabz.suspend(10)).unwrap()), ErrorCode::Closed);
    assert_eq!(code_of(wait(nabz.resume()).unwrap()), ErrorCode::Closed);
    assert_eq!(code_of(wait(nabz.window("visits".into(), 0, 1)).unwrap()), ErrorCode::Closed);
    assert!(!nabz.catalogue().app_name.shown.is_empty());
}

#[test]
fn a_cancelled_wait_holds_nothing_back() {
    let nabz = opened();
    for _ in 0..1_000 {
        let waiting = nabz.next_screen(u64::MAX);
        let mut waiting = std::pin::pin!(waiting);
        assert!(
            waiting.as_mut().poll(&mut std::task::Context::from_waker(std::task::Waker::noop())).is_pending()
        );
    }
    press(&nabz, "language:en");
    until(&nabz, "consent");
}

#[test]
fn a_core_may_be_dropped_on_any_thread() {
    drop(opened());
    let nabz = opened();
    std::thread::spawn(move || drop(nabz)).join().unwrap();
    let nabz = opened();
    let foreign = tokio::runtime::Builder::new_multi_thread().worker_threads(1).build().unwrap();
    foreign.block_on(async move { drop(nabz) });
}

/// A host that lets go of the core from inside a call of the core.
struct LetsGo(std::sync::Mutex<Option<Arc<Nabz>>>);

impl Host for LetsGo {
    fn perform(&self, _: u64, _: HostRequest) -> Result<(), HostError> {
        drop(self.0.lock().unwrap().take());
        Ok(())
    }

    fn log(&self, _: LogLevel, _: String) -> Result<(), HostError> {
        Ok(())
    }
}

#[test]
fn a_core_may_be_dropped_from_inside_a_call_of_its_own() {
    let folder = tempfile::tempdir().unwrap();
    let vault = Some(folder.path().join("vault").to_str().unwrap().into());
    let host = Arc::new(LetsGo(std::sync::Mutex::new(None)));
    let config = nabz_ffi::Config { sandbox: false, vault, ..config() };
    let nabz = Nabz::open(config, host.clone(), Arc::new(Keys::default()), Arc::new(Silence)).unwrap();
    until(&nabz, "language");
    press(&nabz, "emergency");
    until(&nabz, "emergency");
    press(&nabz, "dial:0");
    *host.0.lock().unwrap() = Some(nabz);
    let gone = (0..200).any(|_| {
        std::thread::sleep(Duration::from_millis(25));
        host.0.lock().unwrap().is_none()
    });
    assert!(gone, "the host was called and let go");
}

#[test]
fn a_key_store_that_never_answers_does_not_hold_the_end_up() {
    let nabz = open(
        config(),
        Keys(Box::new(|_| {
            std::thread::sleep(Duration::from_secs(30));
            Err(KeyStoreError::Transient)
        })),
        Arc::default(),
    )
    .unwrap();
    let began = std::time::Instant::now();
    nabz.close();
    drop(nabz);
    assert!(began.elapsed() < Duration::from_secs(10));
}
