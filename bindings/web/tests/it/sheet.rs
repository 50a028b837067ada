//! The contact sheet as a file.

use std::path::Path;
use std::sync::Arc;

use nabz_web::{SeenScreen, contact_sheet, page};

use crate::samples::{self, Language};

#[test]
fn holds_every_screen_as_data_and_asks_for_nothing_outside() {
    for language in [Language::English, Language::Persian] {
        let seen: Vec<_> = samples::all(language)
            .into_iter()
            .map(|screen| SeenScreen { caption: screen.title.clone(), screen: Arc::new(screen) })
            .collect();
        let sheet = contact_sheet(&language.text("Screens", "صفحه‌ها"), &seen).unwrap();
        assert_eq!(sheet.matches("type=\"application/json\"").count(), seen.len());
        for address in ["http://", "https://", "src=", "href=", "@import", "url("] {
            assert!(!sheet.contains(address), "{address}");
        }
    }
}

#[test]
fn a_hostile_name_stays_data() {
    let mut screen = samples::all(Language::English).remove(0);
    screen.title.shown = "</script><script>alert(1)</script>".into();
    let page = page(&screen).unwrap();
    assert_eq!(page.matches("<script").count(), 2, "the data and the module");
    assert!(page.contains("<title>&lt;/script&gt;"));
}

/// Leaves the samples where a person can look at them: `target/tmp/painter/<language>-<screen>.html`.
#[test]
fn samples_to_look_at() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("painter");
    std::fs::create_dir_all(&folder).unwrap();
    for (tag, language) in [("en", Language::English), ("fa", Language::Persian)] {
        for screen in samples::all(language) {
            std::fs::write(folder.join(format!("{tag}-{}.html", screen.id)), page(&screen).unwrap()).unwrap();
        }
    }
}
