//! SQLite's calls to the system on this thread, recorded or made to fail.
//!
//! `pwrite` and `ftruncate` are replaced in SQLite's own table of system calls, `fsync` and `fdatasync` when this binary
//! is linked, since SQLite does not list them there. Outside [`record`] and [`fail`] all go to the system unchanged.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::ffi::{CStr, c_int, c_void};
use std::path::PathBuf;
use std::sync::Once;

use rusqlite::ffi;

/// What happened to the files, in order.
#[derive(Clone, Debug)]
pub enum Event {
    /// Bytes were written.
    Write {
        /// Which file.
        file: PathBuf,
        /// From where on.
        at: u64,
        /// What.
        bytes: Vec<u8>,
    },
    /// The file was cut or extended.
    Truncate {
        /// Which file.
        file: PathBuf,
        /// To how many bytes.
        length: u64,
    },
    /// Everything written to the file before is on the disk now.
    Sync {
        /// Which file.
        file: PathBuf,
    },
    /// A turn was acknowledged: the vault's generation after it.
    Acknowledged(u64),
}

/// A fault of the disk.
#[derive(Clone, Copy, Debug)]
pub struct Fault {
    /// Which call fails: 1 is the next.
    pub at: u64,
    /// With which error.
    pub errno: c_int,
    /// From then on all calls fail, or that one alone.
    pub lasting: bool,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Call {
    Write,
    Other,
}

#[derive(Default)]
struct Disk {
    events: Option<Vec<Event>>,
    fault: Option<(Fault, u64)>,
    /// Connections run with `synchronous=NORMAL`.
    normal: bool,
}

thread_local! {
    static DISK: RefCell<Disk> = RefCell::default();
}

/// Starts recording on this thread.
pub fn record() {
    hook();
    DISK.with_borrow_mut(|disk| disk.events = Some(Vec::new()));
}

/// Notes an acknowledged turn.
pub fn acknowledge(generation: u64) {
    DISK.with_borrow_mut(|disk| disk.events.iter_mut().for_each(|e| e.push(Event::Acknowledged(generation))));
}

/// Ends recording and gives what was recorded.
pub fn recorded() -> Vec<Event> {
    DISK.with_borrow_mut(|disk| disk.events.take().unwrap_or_default())
}

/// Makes a call on this thread fail.
pub fn fail(fault: Fault) {
    hook();
    DISK.with_borrow_mut(|disk| disk.fault = Some((fault, 0)));
}

/// Ends the fault and says whether it came into force.
pub fn heal() -> bool {
    DISK.with_borrow_mut(|disk| disk.fault.take()).is_some_and(|(fault, calls)| calls >= fault.at)
}

/// From now on connections of this thread run with `synchronous=NORMAL`, whatever they ask for: the seeded defect.
pub fn weaken(normal: bool) {
    hook();
    DISK.with_borrow_mut(|disk| disk.normal = normal);
}

/// Whether this call fails, and with what.
fn refused(call: Call) -> bool {
    DISK.with_borrow_mut(|disk| {
        let Some((fault, calls)) = &mut disk.fault else { return false };
        // A disk is full for what is written; cutting and syncing have other troubles.
        if call == Call::Other && fault.errno == libc::ENOSPC {
            return false;
        }
        *calls += 1;
        let fails = *calls == fault.at || (fault.lasting && *calls > fault.at);
        if fails {
            // SAFETY: errno is this thread's own.
            unsafe { *libc::__errno_location() = fault.errno };
        }
        fails
    })
}

/// Records an event of an open file.
fn note(descriptor: c_int, event: impl FnOnce(PathBuf) -> Event) {
    DISK.with_borrow_mut(|disk| {
        if let Some(events) = &mut disk.events
            && let Ok(file) = std::fs::read_link(format!("/proc/self/fd/{descriptor}"))
        {
            events.push(event(file));
        }
    });
}

fn hook() {
    static HOOKED: Once = Once::new();
    HOOKED.call_once(|| {
        // SAFETY: the signatures are those that SQLite's table of system calls has for these names (os_unix.c), and
        // the table is changed before this process opens a database through it.
        unsafe {
            let vfs = ffi::sqlite3_vfs_find(std::ptr::null());
            let set = |name: &CStr, call: *const c_void| {
                if let Some(set) = (*vfs).xSetSystemCall {
                    set(
                        vfs,
                        name.as_ptr(),
                        std::mem::transmute::<*const c_void, ffi::sqlite3_syscall_ptr>(call),
                    );
                }
            };
            // Which of the two SQLite was built to use depends on the system.
            set(c"pwrite", write as *const c_void);
            set(c"pwrite64", write as *const c_void);
            set(c"ftruncate", truncate as *const c_void);
            ffi::sqlite3_auto_extension(Some(on_open));
        }
    });
}

unsafe extern "C" fn write(descriptor: c_int, bytes: *const c_void, length: usize, at: libc::off_t) -> isize {
    if refused(Call::Write) {
        return -1;
    }
    // SAFETY: SQLite gives a buffer of this length.
    let slice = unsafe { std::slice::from_raw_parts(bytes.cast::<u8>(), length) };
    note(descriptor, |file| Event::Write { file, at: at as u64, bytes: slice.to_vec() });
    // SAFETY: as above.
    unsafe { libc::pwrite(descriptor, bytes, length, at) }
}

unsafe extern "C" fn truncate(descriptor: c_int, length: libc::off_t) -> c_int {
    if refused(Call::Other) {
        return -1;
    }
    note(descriptor, |file| Event::Truncate { file, length: length as u64 });
    // SAFETY: a plain call.
    unsafe { libc::ftruncate(descriptor, length) }
}

/// Stands in for libc's, for SQLite and for Rust's `File::sync_all` alike.
///
/// # Safety
///
/// As libc's.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn fsync(descriptor: c_int) -> c_int {
    if refused(Call::Other) {
        return -1;
    }
    note(descriptor, |file| Event::Sync { file });
    // SAFETY: the system call itself.
    unsafe { libc::syscall(libc::SYS_fsync, descriptor) as c_int }
}

/// Stands in for libc's.
///
/// # Safety
///
/// As libc's.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn fdatasync(descriptor: c_int) -> c_int {
    // SAFETY: handed on.
    unsafe { fsync(descriptor) }
}

/// Runs for each new connection: the seeded defect is set here and every later `PRAGMA synchronous` ignored.
unsafe extern "C" fn on_open(
    connection: *mut ffi::sqlite3,
    _error: *mut *mut std::ffi::c_char,
    _api: *const ffi::sqlite3_api_routines,
) -> c_int {
    if DISK.with_borrow(|disk| disk.normal) {
        // SAFETY: SQLite hands over an open connection; the statement is constant.
        unsafe {
            let normal = c"PRAGMA synchronous = NORMAL".as_ptr();
            ffi::sqlite3_exec(connection, normal, None, std::ptr::null_mut(), std::ptr::null_mut());
            ffi::sqlite3_set_authorizer(connection, Some(keep_normal), std::ptr::null_mut());
        }
    }
    ffi::SQLITE_OK
}

unsafe extern "C" fn keep_normal(
    _: *mut c_void,
    action: c_int,
    name: *const std::ffi::c_char,
    _: *const std::ffi::c_char,
    _: *const std::ffi::c_char,
    _: *const std::ffi::c_char,
) -> c_int {
    // SAFETY: for a pragma the first argument is its name.
    let is_synchronous = action == ffi::SQLITE_PRAGMA
        && !name.is_null()
        && unsafe { CStr::from_ptr(name) }.to_bytes().eq_ignore_ascii_case(b"synchronous");
    if is_synchronous { ffi::SQLITE_IGNORE } else { ffi::SQLITE_OK }
}

/// The files of one recording, from which any moment's power cut can be drawn.
pub(crate) type Files = BTreeMap<PathBuf, Vec<u8>>;

/// Applies a write or a cut.
pub(crate) fn apply(files: &mut Files, event: &Event) {
    match event {
        Event::Write { file, at, bytes } => {
            let content = files.entry(file.clone()).or_default();
            let (at, end) = (*at as usize, *at as usize + bytes.len());
            content.resize(content.len().max(end), 0);
            content[at..end].copy_from_slice(bytes);
        }
        Event::Truncate { file, length } => {
            files.entry(file.clone()).or_default().resize(*length as usize, 0);
        }
        Event::Sync { .. } | Event::Acknowledged(_) => {}
    }
}
