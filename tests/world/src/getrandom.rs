//! Randomness and time nobody hands in: `rtc`, ring and `HashMap` ask the system, so the world answers for it.
//!
//! This module defines `getrandom`, `syscall` and `clock_gettime` for the whole binary. Randomness twice, because
//! libraries ask in two ways: std and getrandom 0.3 and later call `getrandom`, getrandom 0.2 (under ring) makes the
//! system call by number. The calendar, because a DTLS hello carries the second it was made in (RFC 5246 §7.4.1.2).
//! On a thread that was seeded the bytes come from its stream and the calendar stands still; on any other, and for
//! any other call, libc answers as ever. std keys the `HashMap`s of a thread once, so a seed is played on a fresh
//! thread of its own.

use std::cell::RefCell;
use std::ffi::{CStr, c_void};

use nabz_clinic::seed::Seeded;
use nabz_time::Entropy as _;

thread_local! {
    static STREAM: RefCell<Option<Seeded>> = const { RefCell::new(None) };
}

/// From now on the system's randomness on this thread is the stream of `seed`.
pub fn seed_this_thread(seed: u64) {
    STREAM.set(Some(Seeded::new(seed)));
}

/// Whether the bytes came from the thread's stream.
fn fill(out: *mut u8, length: usize) -> bool {
    let drawn = STREAM.try_with(|stream| {
        let Ok(mut stream) = stream.try_borrow_mut() else { return false };
        let Some(stream) = stream.as_mut() else { return false };
        if length > 0 {
            // SAFETY: whoever asks for random bytes owns `length` bytes from `out` on, as getrandom(2) demands.
            stream.fill(unsafe { std::slice::from_raw_parts_mut(out, length) });
        }
        true
    });
    drawn.unwrap_or(false)
}

/// The calendar of a seeded thread, in seconds since 1970.
const STANDS_STILL: libc::time_t = 1_795_588_200;

fn is_seeded() -> bool {
    STREAM.try_with(|stream| stream.try_borrow().is_ok_and(|stream| stream.is_some())).unwrap_or(false)
}

/// What libc itself has under a name.
fn of_libc(name: &CStr) -> *mut c_void {
    // SAFETY: the name ends in a zero byte.
    unsafe { libc::dlsym(libc::RTLD_NEXT, name.as_ptr()) }
}

/// getrandom(2).
///
/// # Safety
///
/// `out` points to `length` bytes that may be written.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn getrandom(out: *mut u8, length: usize, flags: libc::c_uint) -> isize {
    if fill(out, length) {
        return isize::try_from(length).unwrap_or(isize::MAX);
    }
    type GetRandom = unsafe extern "C" fn(*mut u8, usize, libc::c_uint) -> isize;
    // SAFETY: libc has a function of this name and type.
    unsafe { std::mem::transmute::<*mut c_void, GetRandom>(of_libc(c"getrandom"))(out, length, flags) }
}

/// syscall(2). Callers see it as variadic; on Linux up to six integers travel in the same registers either way.
///
/// # Safety
///
/// As the system call demands.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn syscall(
    number: libc::c_long,
    a: usize,
    b: usize,
    c: usize,
    d: usize,
    e: usize,
    f: usize,
) -> libc::c_long {
    if number == libc::SYS_getrandom && fill(a as *mut u8, b) {
        return libc::c_long::try_from(b).unwrap_or(libc::c_long::MAX);
    }
    type Syscall = unsafe extern "C" fn(libc::c_long, ...) -> libc::c_long;
    // SAFETY: libc has a function of this name and type.
    unsafe { std::mem::transmute::<*mut c_void, Syscall>(of_libc(c"syscall"))(number, a, b, c, d, e, f) }
}

/// clock_gettime(2).
///
/// # Safety
///
/// `out` points to a `timespec` that may be written.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn clock_gettime(clock: libc::clockid_t, out: *mut libc::timespec) -> libc::c_int {
    if clock == libc::CLOCK_REALTIME && is_seeded() {
        // SAFETY: the caller lends a timespec.
        unsafe { out.write(libc::timespec { tv_sec: STANDS_STILL, tv_nsec: 0 }) };
        return 0;
    }
    type ClockGetTime = unsafe extern "C" fn(libc::clockid_t, *mut libc::timespec) -> libc::c_int;
    // SAFETY: libc has a function of this name and type.
    unsafe { std::mem::transmute::<*mut c_void, ClockGetTime>(of_libc(c"clock_gettime"))(clock, out) }
}
