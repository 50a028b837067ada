//! The binary as a person starts it: help, wrong flags, an occupied port, and the app by hand up to a booked visit.

use std::io::{BufReader, Read, Write};
use std::net::TcpListener;
use std::process::{Child, Command, Output, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::Duration;

const NABZ: &str = env!("CARGO_BIN_EXE_nabz");

/// Longer than a screen takes on a busy machine.
const PATIENCE: Duration = Duration::from_secs(30);

fn nabz(line: &[&str]) -> Output {
    Command::new(NABZ).args(line).stdin(Stdio::null()).output().unwrap()
}

/// What it refuses with: exit code 2, nothing on stdout, one line on stderr.
fn refusal(line: &[&str]) -> String {
    let Output { status, stdout, stderr } = nabz(line);
    let said = String::from_utf8(stderr).unwrap();
    assert_eq!((status.code(), stdout.len()), (Some(2), 0), "{line:?}: {said}");
    assert_eq!(said.lines().count(), 1, "{line:?}: {said}");
    said
}

#[test]
fn help_stands_everywhere_and_names_every_flag() {
    let flags: [(&[&str], &[&str]); 4] = [
        (&["--help"], &["visit", "app", "clinic", "--help"]),
        (
            &["visit", "--help"],
            &["--lang", "--link", "--seed", "--out", "--speech-patient", "--speech-doctor"],
        ),
        (
            &["app", "--help"],
            &["--lang", "--visits", "--web", "--port", "--bind", "--certificate", "--key", "--name"],
        ),
        (&["clinic", "--help"], &["--port", "--mailbox-port"]),
    ];
    for (line, flags) in flags {
        let Output { status, stdout, stderr } = nabz(line);
        let said = String::from_utf8(stdout).unwrap();
        assert!(status.success() && stderr.is_empty(), "{line:?}: {said}");
        for flag in flags {
            assert!(said.contains(flag), "{line:?} does not name {flag}: {said}");
        }
    }
}

#[test]
fn what_it_cannot_do_gets_one_line_and_2() {
    let wrong: [(&[&str], &str); 9] = [
        (&["visit", "--lnk", "good"], "--lnk"),
        (&["visit", "--lang", "xx"], "xx"),
        (&["app", "--lang", "xx"], "xx"),
        (&["app", "--port", "8790"], "--web"),
        (&["app", "--web", "--bind", "0.0.0.0"], "https"),
        (&["app", "--web", "--certificate", env!("CARGO_MANIFEST_PATH")], "--key"),
        (&["visit", "--link", "3g"], "3g"),
        (&["visit", "--speech-patient", "/nowhere/me.wav"], "/nowhere/me.wav"),
        (&["dance"], "dance"),
    ];
    for (line, named) in wrong {
        let said = refusal(line);
        assert!(said.contains(named), "{line:?}: {said}");
    }
}

#[test]
fn an_occupied_port_gets_one_line_and_2() {
    let occupied = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = occupied.local_addr().unwrap().port().to_string();
    for (port_flag, free_flag) in [("--port", "--mailbox-port"), ("--mailbox-port", "--port")] {
        let said = refusal(&["clinic", port_flag, &port, free_flag, "0"]);
        assert!(said.contains(&port), "{said}");
    }
    let said = refusal(&["app", "--web", "--port", &port]);
    assert!(said.contains(&port), "{said}");
}

/// The app in a terminal, and who sits there.
struct ByHand {
    app: Child,
    out: Receiver<String>,
    /// What was painted since something was typed.
    painted: String,
}

impl ByHand {
    fn sit_down(line: &[&str]) -> Self {
        let mut app = Command::new(NABZ)
            .args(line)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::inherit())
            .spawn()
            .unwrap();
        let mut painted = BufReader::new(app.stdout.take().unwrap());
        let (tell, out) = channel();
        std::thread::spawn(move || {
            let (mut buffer, mut kept) = ([0; 4_096], Vec::new());
            while let Ok(count @ 1..) = painted.read(&mut buffer) {
                kept.extend_from_slice(&buffer[..count]);
                // A letter may be cut by the end of a read.
                let whole = kept.utf8_chunks().next().map_or(0, |chunk| chunk.valid().len());
                let text = String::from_utf8(kept.drain(..whole).collect()).unwrap();
                if tell.send(text).is_err() {
                    return;
                }
            }
        });
        Self { app, out, painted: String::new() }
    }

    /// Reads until the app asks for a line.
    fn reads(&mut self) -> &str {
        while !self.painted.ends_with("> ") {
            match self.out.recv_timeout(PATIENCE) {
                Ok(more) => self.painted.push_str(&more),
                Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => {
                    panic!("the app does not ask for a line: {}", self.painted)
                }
            }
        }
        &self.painted
    }

    /// Types a line.
    fn types(&mut self, line: &str) {
        self.painted.clear();
        writeln!(self.app.stdin.as_mut().unwrap(), "{line}").unwrap();
    }

    /// Looks at the screen until these words stand there.
    fn finds(&mut self, words: &str) {
        for _ in 0..60 {
            if self.reads().contains(words) {
                return;
            }
            self.types("");
        }
        panic!("{words} never came: {}", self.painted);
    }

    /// Presses what stands beside these words.
    fn presses(&mut self, words: &str) {
        self.finds(words);
        let number = number_of(&self.painted, words);
        self.types(&number);
    }

    /// The first number under a heading.
    fn presses_first_after(&mut self, words: &str) {
        self.finds(words);
        let (_, below) = self.painted.split_once(words).unwrap();
        let number = below.split_once('[').and_then(|(_, rest)| rest.split_once(']')).unwrap().0.to_owned();
        self.types(&number);
    }
}

impl Drop for ByHand {
    fn drop(&mut self) {
        let _ = self.app.kill();
        let _ = self.app.wait();
    }
}

/// The number painted before these words in their line.
fn number_of(painted: &str, words: &str) -> String {
    let line = painted.lines().find(|line| line.contains(words) && line.contains('[')).unwrap();
    line.split_once('[').and_then(|(_, rest)| rest.split_once(']')).unwrap().0.to_owned()
}

#[test]
fn a_visit_is_booked_in_persian_by_typing_numbers() {
    let mut person = ByHand::sit_down(&["app", "--lang", "fa"]);
    let greeting = person.reads().to_owned();
    let code = greeting.split("code is ").nth(1).and_then(|rest| rest.split('.').next()).unwrap().to_owned();
    person.presses("فارسی");
    person.presses("موافقم");
    person.finds("کد");
    person.types(&in_persian_digits(&code));
    person.presses("ورود");
    person.presses("» ");
    person.presses("دیدن وقت");
    person.presses_first_after("انتخاب کنید");
    person.presses("بله");
    person.finds("نوبت گرفته شد");
    person.types("q");
    assert!(person.app.wait().unwrap().success());
}

fn in_persian_digits(code: &str) -> String {
    let persian = |c: char| c.to_digit(10).and_then(|digit| char::from_u32('۰' as u32 + digit)).unwrap_or(c);
    code.chars().map(persian).collect()
}
