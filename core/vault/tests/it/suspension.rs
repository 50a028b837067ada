//! Letting go of the file in time.

use std::fs;
use std::time::Duration;

use nabz_vault::{Place, Suspended, Vault};

use crate::support::{INTENT, OBSERVATION, ROOM, Seeded, contents, new_vault, open_vault, put, wal_of};

/// Names of this process's open files below a folder.
#[cfg(target_os = "linux")]
fn open_below(folder: &std::path::Path) -> Vec<std::path::PathBuf> {
    let links = fs::read_dir("/proc/self/fd").unwrap().filter_map(|fd| fs::read_link(fd.ok()?.path()).ok());
    links.filter(|link| link.starts_with(folder)).collect()
}

/// A vault with about 3 MB in its log.
fn with_a_long_log(place: &Place) -> Vault {
    let mut vault = new_vault(place);
    let mut turn = vault.turn(&mut Seeded::new(4)).unwrap();
    for n in 0..3_000 {
        turn.put(OBSERVATION, &n.to_string(), &[7; 900]).unwrap();
    }
    turn.commit().unwrap();
    vault
}

#[test]
#[cfg(target_os = "linux")]
fn suspended_holds_no_descriptor() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("vault");
    let mut vault = new_vault(&Place::File(path.clone()));
    put(&mut vault, INTENT, "1", b"kept");
    for room in [ROOM, Duration::ZERO, Duration::from_nanos(1)] {
        assert!(!open_below(folder.path()).is_empty());
        vault.suspend(room).unwrap();
        assert_eq!(open_below(folder.path()), [""; 0].map(std::path::PathBuf::from));
        vault.resume().unwrap();
    }
}

#[test]
fn with_room_the_log_is_emptied_and_without_it_is_left_and_nothing_is_lost() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("vault");
    let mut vault = with_a_long_log(&Place::File(path.clone()));
    let expected = contents(&vault).unwrap();
    let log = || fs::metadata(wal_of(&path)).unwrap().len();

    // Asked twice, it says the same.
    assert_eq!(vault.suspend(Duration::ZERO), Ok(Suspended::LogLeft));
    assert_eq!(vault.suspend(ROOM), Ok(Suspended::LogLeft));
    assert!(log() > 2_000_000);
    vault.resume().unwrap();
    assert_eq!(contents(&vault).unwrap(), expected);

    assert_eq!(vault.suspend(ROOM), Ok(Suspended::Whole));
    assert_eq!(log(), 0);
    assert_eq!(vault.suspend(ROOM), Ok(Suspended::Whole));
    drop(vault);
    assert_eq!(contents(&open_vault(&path).unwrap()).unwrap(), expected);
}

/// Whatever the room, what is said is what holds, and all is there afterwards.
#[test]
fn an_interrupted_suspension_says_so() {
    let folder = tempfile::tempdir().unwrap();
    let mut left = 0;
    for micros in [1, 20, 200, 1_000, 5_000, 1_000_000] {
        let path = folder.path().join(micros.to_string());
        let mut vault = with_a_long_log(&Place::File(path.clone()));
        let suspended = vault.suspend(Duration::from_micros(micros)).unwrap();
        let emptied = fs::metadata(wal_of(&path)).unwrap().len() == 0;
        assert_eq!(suspended == Suspended::Whole, emptied, "{micros} µs");
        left += usize::from(!emptied);
        vault.resume().unwrap();
        assert_eq!(vault.ids(OBSERVATION).unwrap().len(), 3_000, "{micros} µs");
        drop(vault);
        assert_eq!(open_vault(&path).unwrap().ids(OBSERVATION).unwrap().len(), 3_000, "{micros} µs");
    }
    assert!(left > 0, "no room was too small: the interruption was not seen");
}
