//! Opening, the first presses, the background.

use std::sync::Arc;

use nabz_ffi::{Direction, ErrorCode, KeyStoreError, Network};

use crate::shell::{Keys, Phone, code_of, config, open, opened, press, until, wait};

#[test]
fn a_persian_sentence_crosses_in_one_call_and_the_language_switches_live() {
    let nabz = opened();
    let screen = nabz.screen().unwrap();
    assert_eq!((screen.direction, screen.title.language.as_str()), (Direction::Rtl, "fa"));
    press(&nabz, "language:fa");
    assert_eq!(until(&nabz, "consent").title.language, "fa");
    let persian = nabz.catalogue().microphone_reason;
    press(&nabz, "agree");
    until(&nabz, "sign-in");
    press(&nabz, "change-language");
    until(&nabz, "language");
    press(&nabz, "language:en");
    let english = until(&nabz, "sign-in");
    assert_eq!((english.direction, english.title.language.as_str()), (Direction::Ltr, "en"));
    assert_ne!(nabz.catalogue().microphone_reason, persian);
}

#[test]
fn an_act_of_an_old_revision_does_nothing() {
    let nabz = opened();
    let before = nabz.screen().unwrap().revision;
    press(&nabz, "language:en");
    let now = until(&nabz, "consent");
    nabz.act(before, "agree".into(), Vec::new()).unwrap();
    press(&nabz, "emergency");
    until(&nabz, "emergency");
    press(&nabz, "back");
    assert_eq!(until(&nabz, "consent").title, now.title, "the old press did not agree");
}

#[test]
fn a_configuration_that_cannot_work_is_refused_with_a_sentence() {
    let refused = |change: fn(&mut nabz_ffi::Config)| {
        let mut config = config();
        change(&mut config);
        code_of(open(config, Keys::default(), Arc::default()))
    };
    assert_eq!(refused(|config| config.zone = "Mars/Olympus".into()), ErrorCode::Configuration);
    assert_eq!(refused(|config| config.servers.records = "ftp://x/".into()), ErrorCode::Configuration);
    assert_eq!(
        refused(|config| config.servers.calls_behind = Some("there".into())),
        ErrorCode::Configuration
    );
    assert_eq!(refused(|config| config.enrolment.mailbox = "a/b#".into()), ErrorCode::Configuration);
    assert_eq!(refused(|config| config.vault = Some("a\0b".into())), ErrorCode::Configuration);
    assert_eq!(refused(|config| config.vault = Some("/nowhere/at/all".into())), ErrorCode::Storage);
    // Only a sandbox may keep nothing.
    assert_eq!(refused(|config| config.sandbox = false), ErrorCode::Configuration);
}

#[test]
fn a_key_store_that_refuses_is_told_on_the_screen_and_asked_again() {
    let first = std::sync::atomic::AtomicBool::new(true);
    let wrap = move |bytes: &[u8]| {
        if first.swap(false, std::sync::atomic::Ordering::SeqCst) {
            return Err(KeyStoreError::AuthRequired);
        }
        Ok(bytes.to_vec())
    };
    let nabz = open(config(), Keys(Box::new(wrap)), Arc::default()).unwrap();
    let shut = until(&nabz, "opening");
    let locked = wait(async {
        let mut screen = shut;
        while screen.next.is_none() {
            screen = nabz.next_screen(screen.revision).await.unwrap();
        }
        screen
    });
    assert_eq!(locked.unwrap().next.unwrap().id, "try-again");
    press(&nabz, "try-again");
    until(&nabz, "language");
}

#[test]
fn suspended_no_file_is_open_and_a_press_or_resume_opens_them_again() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().canonicalize().unwrap().join("vault");
    let config = nabz_ffi::Config { vault: Some(file.to_str().unwrap().into()), ..config() };
    let nabz = open(config, Keys::default(), Arc::default()).unwrap();
    until(&nabz, "language");
    let held = || {
        let links = std::fs::read_dir("/proc/self/fd").unwrap();
        links
            .filter_map(|fd| std::fs::read_link(fd.unwrap().path()).ok())
            .filter(|to| to.starts_with(folder.path()))
            .count()
    };
    assert!(held() > 0);
    wait(nabz.suspend(5_000)).unwrap().unwrap();
    assert_eq!(held(), 0);
    wait(nabz.resume()).unwrap().unwrap();
    assert!(held() > 0);
    wait(nabz.suspend(5_000)).unwrap().unwrap();
    press(&nabz, "language:en");
    until(&nabz, "consent");
    assert!(held() > 0);
}

#[test]
fn a_host_that_throws_has_failed_and_its_reply_has_nobody_waiting() {
    let host = Arc::new(Phone { throws: true, ..Phone::default() });
    let config = nabz_ffi::Config {
        sandbox: false,
        vault: Some(tempfile::tempdir().unwrap().keep().join("vault").to_str().unwrap().into()),
        ..config()
    };
    let nabz = open(config, Keys::default(), host.clone()).unwrap();
    until(&nabz, "language");
    press(&nabz, "emergency");
    let before = until(&nabz, "emergency");
    press(&nabz, "dial:0");
    let after = wait(nabz.next_screen(before.revision)).unwrap().unwrap();
    assert_ne!(before.blocks, after.blocks, "the screen says that nobody was dialled");
    let id = host.asked.lock().unwrap()[0].0;
    assert_eq!(code_of(nabz.host_reply(id, nabz_ffi::HostReply::Done)), ErrorCode::Unknown);
}

#[test]
fn only_a_sandbox_sets_the_clock() {
    let folder = tempfile::tempdir().unwrap();
    let vault = Some(folder.path().join("vault").to_str().unwrap().into());
    let nabz = open(nabz_ffi::Config { sandbox: false, vault, ..config() }, Keys::default(), Arc::default())
        .unwrap();
    assert_eq!(code_of(nabz.set_clock_ahead(i64::MAX)), ErrorCode::SandboxOnly);
    opened().set_clock_ahead(4_102_444_800_000).unwrap();
    nabz.network_changed(Network::Mobile).unwrap();
}
