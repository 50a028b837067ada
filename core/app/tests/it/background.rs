//! In the background and back, a network that changes, a push that wakes: nothing is lost, and nothing waits longer
//! than it must.

use std::fs;
use std::path::Path;
use std::time::Duration;

use nabz_app::effect::{Effect, Input, MailboxCommand, Network};
use nabz_locale::msg;

use crate::clinic::Line;
use crate::phone::Phone;

fn open_files_below(folder: &Path) -> usize {
    let links =
        fs::read_dir("/proc/self/fd").unwrap().filter_map(|fd| fs::read_link(fd.unwrap().path()).ok());
    links.filter(|target| target.starts_with(folder)).count()
}

#[test]
fn suspended_no_file_is_open_and_after_it_everything_goes_on() {
    let mut phone = Phone::confirming("en");
    let folder = phone.folder.path().canonicalize().unwrap();
    assert!(open_files_below(&folder) > 0);
    phone.suspend().unwrap();
    assert_eq!(open_files_below(&folder), 0);
    phone.resume().unwrap();
    phone.press("confirm");
    assert!(phone.clinic.booked == 1 && phone.at() == "booking", "{}", phone.words());
}

#[test]
fn a_vault_that_is_gone_when_the_app_returns_shuts_it_with_a_sentence() {
    let mut phone = Phone::at_home("en");
    phone.suspend().unwrap();
    let aside = phone.folder.path().with_extension("moved");
    fs::rename(phone.folder.path(), &aside).unwrap();
    assert!(phone.resume().is_err());
    assert_eq!(phone.at(), "opening");
    fs::rename(&aside, phone.folder.path()).unwrap();
    phone.press("try-again");
    assert_eq!(phone.at(), "home", "{}", phone.words());
}

#[test]
fn a_line_that_is_back_is_used_at_once() {
    let mut phone = Phone::confirming("en");
    phone.line(Line::Down).press("confirm").wait(Duration::from_secs(600));
    assert!(phone.says(&msg::booking_not_sent()), "{}", phone.words());
    phone.line(Line::Good).turn(vec![Input::Network(Network::Mobile)]);
    assert_eq!(phone.clinic.booked, 1, "{}", phone.words());
}

#[test]
fn a_new_network_has_the_mailbox_dial_anew_and_none_does_not() {
    let mut phone = Phone::waiting("en");
    let dialled = |phone: &Phone| {
        let anew = |effect: &&Effect| matches!(effect, Effect::Mailbox(MailboxCommand::NetworkChanged));
        phone.wanted.iter().filter(anew).count()
    };
    phone.turn(vec![Input::Network(Network::None)]);
    assert_eq!(dialled(&phone), 0);
    phone.turn(vec![Input::Network(Network::Fixed)]);
    assert_eq!(dialled(&phone), 1);
}

#[test]
fn a_push_opens_the_mailbox_for_a_minute() {
    let mut phone = Phone::booked("en");
    let held = |phone: &Phone| {
        let last = phone.wanted.iter().rev().find_map(|effect| match effect {
            Effect::Mailbox(MailboxCommand::Connect { .. }) => Some(true),
            Effect::Mailbox(MailboxCommand::Disconnect) => Some(false),
            _ => None,
        });
        last.unwrap_or(false)
    };
    assert!(!held(&phone), "the visit is hours away");
    phone.turn(vec![Input::Wake]);
    assert!(held(&phone));
    phone.wait(Duration::from_secs(61));
    assert!(!held(&phone));
}
