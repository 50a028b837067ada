//! The asset of speech repair is the weights that a normal build links in, byte for byte.
//!
//! `NABZ_WEIGHTS=FILE cargo test -p nabz-call --test weights` writes it. A build with `CFLAGS=-DUSE_WEIGHTS_FILE` has
//! none of these symbols, so there this test does not link.

#![allow(clippy::unwrap_used, reason = "a helper that fails fails its test")]

use std::ffi::{CStr, c_char, c_int, c_void};

use nabz_call::media::codec::Weights;

// Links libopus.
use opusic_sys as _;

/// One array of weights as libopus lists it (`dnn/nnet.h`).
#[repr(C)]
struct WeightArray {
    name: *const c_char,
    kind: c_int,
    size: c_int,
    data: *const c_void,
}

unsafe extern "C" {
    static pitchdnn_arrays: WeightArray;
    static fargan_arrays: WeightArray;
    static plcmodel_arrays: WeightArray;
    static rdovaeenc_arrays: WeightArray;
    static rdovaedec_arrays: WeightArray;
    static lacelayers_arrays: WeightArray;
    static nolacelayers_arrays: WeightArray;
    static bbwenetlayers_arrays: WeightArray;
}

/// Header and padding of a record are multiples of this.
const BLOCK: usize = 64;
const NAME: usize = 44;

/// The lists one after another in the container that libopus reads: per array a header (magic, version 0, kind, size,
/// padded size, name) and the data, both padded.
fn linked() -> Vec<u8> {
    let lists = [
        &raw const pitchdnn_arrays,
        &raw const fargan_arrays,
        &raw const plcmodel_arrays,
        &raw const rdovaeenc_arrays,
        &raw const rdovaedec_arrays,
        &raw const lacelayers_arrays,
        &raw const nolacelayers_arrays,
        &raw const bbwenetlayers_arrays,
    ];
    let mut file = Vec::new();
    for list in lists {
        // SAFETY: libopus' lists end with a null name; name and data of the others are live for ever.
        let arrays = (0..).map(|n| unsafe { &*list.add(n) }).take_while(|array| !array.name.is_null());
        for array in arrays {
            let size = usize::try_from(array.size).unwrap();
            // SAFETY: as above; `data` has `size` bytes.
            let (name, data) = unsafe {
                (
                    CStr::from_ptr(array.name).to_bytes(),
                    std::slice::from_raw_parts(array.data.cast::<u8>(), size),
                )
            };
            let padded = size.next_multiple_of(BLOCK);
            file.extend(b"DNNw");
            for number in [0, array.kind, array.size, c_int::try_from(padded).unwrap()] {
                file.extend(number.to_le_bytes());
            }
            let mut field = [0; NAME];
            field[..name.len()].copy_from_slice(name);
            file.extend(field);
            file.extend(data);
            file.resize(file.len() + padded - size, 0);
        }
    }
    file
}

#[test]
fn the_digest_is_that_of_the_weights_linked_in() {
    let mut file = linked();
    println!("{} bytes", file.len());
    if let Some(path) = std::env::var_os("NABZ_WEIGHTS") {
        std::fs::write(path, &file).unwrap();
    }
    assert!(file.len() <= 4_718_592, "4.5 MiB");
    assert!(Weights::new(&file).is_ok());
    let last = file.len() / 2;
    file[last] ^= 1;
    assert!(Weights::new(&file).is_err());
}
