//! A patient's phone and the robot that uses it, in a process that a test may kill at any moment.
//!
//! `journeys-phone ERRAND`; tells what happens on stdout, is told the time on stdin, and ends when stdin does.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "what fails here fails a test")]

use std::io::{BufRead, Write, stdin, stdout};
use std::sync::Arc;
use std::time::Duration;

use nabz_app::screen::Tone;
use nabz_journeys::child::{Errand, JumpTo, Told};
use nabz_journeys::player::{Doing, Player};
use nabz_journeys::words::{said, told};
use nabz_runtime::Clock;
use nabz_time::Wall;
use nabz_vault::Place;

/// Longer than any test.
const FOR_EVER: Duration = Duration::from_secs(24 * 3_600);

fn main() {
    let errand: Errand = serde_json::from_str(&std::env::args().nth(1).expect("an errand")).unwrap();
    let clock = Arc::new(Clock::new());
    clock.jump_to(Wall::from_millis(errand.wall_ms));
    let phone = Arc::new(errand.seat.phone(Place::File(errand.vault), clock.clone(), None));

    let (time, awake) = (clock.clone(), phone.clone());
    std::thread::spawn(move || {
        for line in stdin().lock().lines().map_while(Result::ok) {
            let JumpTo(wall) = serde_json::from_str(&line).unwrap();
            time.jump_to(Wall::from_millis(wall));
            awake.tick();
        }
        // Nobody is there any more.
        std::process::exit(0);
    });
    Player::new(&phone, &clock, errand.seat.person(), errand.talks).until(FOR_EVER, |doing| {
        let line = serde_json::to_string(&line(doing)).unwrap();
        writeln!(stdout(), "{line}").is_err()
    });
}

fn line(doing: &Doing) -> Told {
    match doing {
        Doing::Sees(screen) => {
            Told::Screen { id: screen.id.clone(), good: told(screen, Tone::Good), said: said(screen) }
        }
        Doing::Pressed(action) => Told::Pressed(action.0.clone()),
        Doing::WaitsForVisit => Told::WaitsForVisit,
    }
}
