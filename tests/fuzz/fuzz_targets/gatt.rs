//! Values of Bluetooth characteristics: the first byte chooses which.

#![no_main]

use libfuzzer_sys::fuzz_target;
use nabz_care::gatt::{Characteristic, parse};

fuzz_target!(|bytes: &[u8]| {
    let Some((which, value)) = bytes.split_first() else { return };
    let characteristic = Characteristic::ALL[usize::from(*which) % Characteristic::ALL.len()];
    if let Ok(sent) = parse(characteristic, value) {
        assert!(!sent.values.is_empty());
    }
});
