//! A seeded thread draws the same from every source and its calendar stands still; another thread's do not.

use std::collections::hash_map::RandomState;
use std::hash::BuildHasher as _;

use nabz_world::getrandom::seed_this_thread;
use ring::rand::{SecureRandom as _, SystemRandom};

/// What ring and a `HashMap` draw on a fresh thread.
fn drawn(seed: Option<u64>) -> ([u8; 32], u64) {
    let draw = move || {
        if let Some(seed) = seed {
            seed_this_thread(seed);
        }
        let mut bytes = [0; 32];
        SystemRandom::new().fill(&mut bytes).unwrap();
        (bytes, RandomState::new().hash_one(7))
    };
    std::thread::spawn(draw).join().unwrap()
}

#[test]
fn the_systems_randomness_follows_the_seed() {
    let (ring, map) = drawn(Some(7));
    assert_eq!((ring, map), drawn(Some(7)));
    let (other_ring, other_map) = drawn(Some(8));
    assert!(ring != other_ring && map != other_map);
    assert_ne!(drawn(None), drawn(None));
}

#[test]
fn the_calendar_of_a_seeded_thread_stands_still() {
    // The system's clock is what is tested here.
    #[allow(clippy::disallowed_methods)]
    let seconds = || std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap();
    let seeded = std::thread::spawn(move || {
        seed_this_thread(1);
        seconds()
    });
    assert_eq!(seeded.join().unwrap().as_millis(), 1_795_588_200_000);
    assert!(seconds().subsec_nanos() > 0 || seconds().subsec_nanos() > 0);
}
