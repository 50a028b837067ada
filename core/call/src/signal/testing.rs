//! Values the tests of this module share.

use std::net::SocketAddr;
use std::time::Duration;

use nabz_time::Wall;

use super::{Body, CallId, Message, VERSION};
use crate::media::{Description, Setup, Stack};

/// 2026-11-14T08:00:00Z.
pub(crate) const MORNING: Wall = Wall::from_millis(1_794_643_200_000);

pub(crate) fn description(setup: Setup, candidates: u16) -> Description {
    Description {
        ufrag: "q7Xs".into(),
        pwd: "0123456789abcdefghijkl".into(),
        fingerprint: [7; 32],
        setup,
        stack: Stack::Core,
        candidates: (0..candidates).map(|at| SocketAddr::from(([192, 0, 2, 1], 40_000 + at))).collect(),
    }
}

pub(crate) fn message(body: Body) -> Message {
    Message {
        version: VERSION,
        call: CallId([9; 16]),
        from: "d-clinic".parse().unwrap(),
        to: "p-7f3a".parse().unwrap(),
        counter: 1,
        sent: MORNING,
        expires: MORNING + Duration::from_secs(45),
        body,
    }
}
