//! The vault against a plain list, through any course of turns.

use nabz_vault::{Cipher, Kind, Place, Vault};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};

use crate::support::{KINDS, Kept, ROOM, Seeded, contents, keys, new_vault};

#[derive(Clone, Debug)]
enum Write {
    Put(usize, u8, Vec<u8>),
    Delete(usize, u8),
}

/// What happens after a turn.
#[derive(Clone, Copy, Debug)]
enum Then {
    Nothing,
    Lock,
    Suspend,
    Drop,
    OtherCipher,
}

#[derive(Clone, Debug)]
struct Course {
    writes: Vec<Write>,
    commit: bool,
    then: Then,
}

/// Records of each kind in order of first insertion.
type Model = [Vec<(String, Vec<u8>)>; 3];

fn courses() -> impl Strategy<Value = Vec<Course>> {
    // Lengths around a bucket's edge; few ids, so that they meet often.
    let bytes = prop_oneof![vec(any::<u8>(), 0..4), vec(any::<u8>(), 230..260)];
    let write = prop_oneof![
        3 => (0..3usize, 0..6u8, bytes).prop_map(|(kind, id, bytes)| Write::Put(kind, id, bytes)),
        1 => (0..3usize, 0..6u8).prop_map(|(kind, id)| Write::Delete(kind, id)),
    ];
    let then = prop_oneof![
        4 => Just(Then::Nothing),
        1 => Just(Then::Lock),
        1 => Just(Then::Suspend),
        1 => Just(Then::Drop),
        1 => Just(Then::OtherCipher),
    ];
    let course = (vec(write, 0..8), prop::bool::weighted(0.7), then);
    vec(course.prop_map(|(writes, commit, then)| Course { writes, commit, then }), 1..12)
}

fn runner(cases: u32) -> TestRunner {
    let config = Config { cases, failure_persistence: None, ..Config::default() };
    TestRunner::new_with_rng(config, TestRng::deterministic_rng(RngAlgorithm::ChaCha))
}

/// Applies a write to the model and says whether it changed it.
fn apply(model: &mut Model, write: &Write) -> bool {
    match write {
        Write::Put(kind, id, bytes) => {
            match model[*kind].iter_mut().find(|record| record.0 == id.to_string()) {
                Some(record) if record.1 == *bytes => false,
                Some(record) => {
                    record.1.clone_from(bytes);
                    true
                }
                None => {
                    model[*kind].push((id.to_string(), bytes.clone()));
                    true
                }
            }
        }
        Write::Delete(kind, id) => {
            let before = model[*kind].len();
            model[*kind].retain(|record| record.0 != id.to_string());
            model[*kind].len() != before
        }
    }
}

fn flat(model: &Model) -> Vec<Kept> {
    let of_kind = |(kind, records): (&Kind, &Vec<(String, Vec<u8>)>)| {
        records.iter().map(|(id, bytes)| (kind.name, id.clone(), bytes.clone())).collect::<Vec<_>>()
    };
    KINDS.iter().zip(model).flat_map(of_kind).collect()
}

fn follow(place: &Place, courses: &[Course]) -> Result<(), TestCaseError> {
    let mut vault = new_vault(place);
    let mut entropy = Seeded::new(9);
    let mut model = Model::default();
    for course in courses {
        let generation = vault.generation().unwrap();
        let mut draft = model.clone();
        let mut changed = false;
        let mut turn = vault.turn(&mut entropy).unwrap();
        for write in &course.writes {
            let expected = apply(&mut draft, write);
            changed |= expected;
            let done = match write {
                Write::Put(kind, id, bytes) => turn.put(KINDS[*kind], &id.to_string(), bytes),
                Write::Delete(kind, id) => turn.delete(KINDS[*kind], &id.to_string()),
            };
            prop_assert_eq!(done, Ok(expected));
        }
        if course.commit {
            prop_assert_eq!(turn.commit(), Ok(changed));
            model = draft;
        } else {
            drop(turn);
        }
        let committed = course.commit && changed;
        prop_assert_eq!(vault.generation(), Ok(generation + u64::from(committed)));
        prop_assert_eq!(contents(&vault), Ok(flat(&model)));
        match course.then {
            Then::Nothing => {}
            Then::Lock => {
                vault.lock();
                vault.unlock(&keys()).unwrap();
            }
            Then::Suspend => {
                let _ = vault.suspend(ROOM).unwrap();
                vault.resume().unwrap();
            }
            Then::Drop => {
                if let Place::File(_) = place {
                    drop(vault);
                    vault = Vault::open(place).unwrap();
                    vault.unlock(&keys()).unwrap();
                }
            }
            Then::OtherCipher => vault.set_cipher(Cipher::ChaCha20Poly1305),
        }
        prop_assert_eq!(contents(&vault), Ok(flat(&model)));
    }
    Ok(())
}

#[test]
fn in_memory_it_behaves_like_a_list() {
    runner(200).run(&courses(), |courses| follow(&Place::Memory, &courses)).unwrap();
}

#[test]
fn on_a_file_it_behaves_like_a_list() {
    runner(25)
        .run(&courses(), |courses| {
            let folder = tempfile::tempdir().unwrap();
            follow(&Place::File(folder.path().join("vault")), &courses)
        })
        .unwrap();
}
