//! The painter in a real browser: presses, typing and repaints of `behaviour.js`, under the policy of a document.

use std::path::Path;
use std::process::Command;

use nabz_locale::Text;
use nabz_web::{Document, PAINTER_CSS, PAINTER_JS};

#[test]
#[ignore = "needs Chromium: runs in the suite `ui`"]
fn keeps_what_a_person_is_doing_over_repaints() {
    let document = Document {
        title: Text { shown: "not run".into(), language: "en".into(), ..Text::default() },
        style: PAINTER_CSS.into(),
        body: String::new(),
        script: [PAINTER_JS, include_str!("behaviour.js")].join("\n"),
    };
    let file = Path::new(env!("CARGO_TARGET_TMPDIR")).join("behaviour.html");
    std::fs::write(&file, document.render()).unwrap();

    let browser = std::env::var("CHROMIUM").unwrap_or_else(|_| "chromium".into());
    let run = Command::new(browser)
        .args(["--headless", "--no-sandbox", "--disable-gpu", "--virtual-time-budget=5000", "--dump-dom"])
        .arg(format!("file://{}", file.display()))
        .output()
        .unwrap();
    let page = String::from_utf8_lossy(&run.stdout);
    let title = page.split_once("<title>").and_then(|(_, rest)| rest.split_once("</title>"));
    assert_eq!(title.map(|(title, _)| title), Some("all 15 hold"));
}
