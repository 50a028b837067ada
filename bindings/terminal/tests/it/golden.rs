//! Every sample screen as it stands in a terminal: `tests/it/golden/<language>.txt`.
//!
//! After a change that is meant: `BLESS=1 cargo test -p nabz golden`, and read the difference.

use std::path::Path;

use nabz_terminal::ask::Fields;
use nabz_terminal::paint::{Target, WIDTH, paint};

use crate::samples::{self, Language};

fn painted(language: Language) -> String {
    let screens = samples::all(language).into_iter().map(|screen| {
        let mut fields = Fields::default();
        fields.follow(&screen);
        let painted = paint(&screen, &fields, WIDTH);
        format!("──── {}\n{}", screen.id, painted.render(false))
    });
    screens.collect::<Vec<_>>().join("\n")
}

fn compare(tag: &str, language: Language) {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/it/golden/{tag}.txt"));
    let now = painted(language);
    if std::env::var_os("BLESS").is_some() {
        std::fs::write(&file, &now).unwrap();
    }
    let before = std::fs::read_to_string(&file).unwrap();
    assert!(now == before, "painted otherwise than {}:\n{now}", file.display());
}

#[test]
fn english() {
    compare("en", Language::English);
}

#[test]
fn persian() {
    compare("fa", Language::Persian);
}

#[test]
fn help_is_always_number_nought_and_no_number_stands_twice() {
    for screen in samples::all(Language::Persian) {
        let mut numbered = paint(&screen, &Fields::default(), WIDTH).numbered;
        let help = screen.emergency.unwrap().id;
        assert!(numbered.contains(&(0, Target::Press(help))));
        let all = numbered.len();
        numbered.sort_by_key(|(number, _)| *number);
        numbered.dedup_by_key(|(number, _)| *number);
        assert_eq!(numbered.len(), all);
    }
}

#[test]
fn a_narrow_terminal_loses_no_word() {
    for screen in samples::all(Language::English) {
        let words = |width| {
            let text = paint(&screen, &Fields::default(), width).render(false);
            text.split_whitespace().map(str::to_owned).collect::<Vec<_>>()
        };
        let (mut narrow, mut wide) = (words(24), words(WIDTH));
        narrow.sort();
        wide.sort();
        assert_eq!(narrow, wide);
    }
}
