#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| nabz_call::fuzzing::run("speech", bytes));
