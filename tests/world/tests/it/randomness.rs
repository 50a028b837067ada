//! A seeded thread draws the same from every source, another thread does not.

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
