//! The painter in a real browser: presses, typing and repaints of `behaviour.js`, under the policy of a document.
//!
//! Runs only when it is asked for, in the suite `ui`. `CHROMIUM` names another browser than the usual ones.

#![allow(clippy::unwrap_used, reason = "a test may fail")]

use std::io::ErrorKind;
use std::path::Path;
use std::process::{Command, Output};

use nabz_locale::Text;
use nabz_web::{Document, PAINTER_CSS, PAINTER_JS};

/// What Debian, Fedora, macOS and Google call it.
const BROWSERS: [&str; 5] = [
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
];

#[test]
fn keeps_what_a_person_is_doing_over_repaints() {
    let document = Document {
        title: Text { shown: "not run".into(), language: "en".into(), ..Text::default() },
        style: PAINTER_CSS.into(),
        body: String::new(),
        script: [PAINTER_JS, include_str!("behaviour.js")].join("\n"),
    };
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR"));
    let file = folder.join("behaviour.html");
    std::fs::write(&file, document.render()).unwrap();

    let run = browse(&file, &folder.join("chromium"));
    let page = String::from_utf8_lossy(&run.stdout);
    let title = page.split_once("<title>").and_then(|(_, rest)| rest.split_once("</title>"));
    let complaints = String::from_utf8_lossy(&run.stderr);
    assert_eq!(title.map(|(title, _)| title), Some("all 19 hold"), "{complaints}");
}

/// Opens a page in the first browser there is and returns it as it stands after five seconds of its own time. The
/// profile is one of its own: a browser that is open already is left alone.
fn browse(page: &Path, profile: &Path) -> Output {
    let named = std::env::var("CHROMIUM").ok();
    let known = named.as_deref().into_iter().chain(BROWSERS.into_iter().filter(|_| named.is_none()));
    for browser in known {
        let run = Command::new(browser)
            .args([
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--no-first-run",
            ])
            .args(["--virtual-time-budget=5000", "--dump-dom"])
            .arg(format!("--user-data-dir={}", profile.display()))
            .arg(format!("file://{}", page.display()))
            .output();
        match run {
            Err(error) if error.kind() == ErrorKind::NotFound => {}
            run => return run.unwrap(),
        }
    }
    panic!("no Chromium here; CHROMIUM may name one");
}
