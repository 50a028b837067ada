//! What is understood over 80 s at 12 kbit/s after a fall from a good line, both ways: everything real, in virtual time.

use std::fs;
use std::path::Path;
use std::time::Duration;

use nabz_call::media::codec::Opus;
use nabz_clinic::speech::{Role, Speech};
use nabz_terminal::wav;
use nabz_time::Mono;

use super::super::meeting::{Meeting, Road};
use super::super::{plot, shape};
use crate::Plan;
use crate::outcome::BenchError;

/// From when to when the line is weak, seconds.
pub(super) const WEAK: (u64, u64) = (25, 105);
/// The call goes on for a while.
const ENDS: u64 = 110;

/// Leaves in `folder` what `nabz visit` leaves of its call: what each side said, what each heard, and where that lies.
pub(super) fn leave(plan: &Plan, folder: &Path, language: &str, seed: u64) -> Result<(), BenchError> {
    let good = shape(60, 200, 0.0);
    let seconds = Duration::from_secs;
    let parts = vec![
        (seconds(WEAK.0), good),
        (seconds(WEAK.1 - WEAK.0), shape(12, 600, 0.0)),
        (seconds(3_600), good),
    ];
    let road = Road { parts, ..Road::default() };
    let voice = |role| Speech::bundled(language, role).map_err(|_| BenchError::Nothing("no speech"));
    let voices = [voice(Role::Patient)?, voice(Role::Doctor)?];
    let mut meeting = Meeting::speaking(&road, seed, &Opus::default(), voices)?;
    meeting.run(Mono::from_millis(ENDS * 1_000));
    fs::create_dir_all(folder)?;
    for (name, [spoken, heard]) in ["patient", "doctor"].into_iter().zip(meeting.sounds()) {
        for (verb, sound) in [("spoken", spoken), ("heard", heard)] {
            let written = wav::write(&folder.join(format!("{verb}-by-{name}.wav")), sound);
            written.map_err(std::io::Error::other)?;
        }
    }
    let [up, down] = meeting.places();
    fs::write(folder.join("heard.json"), serde_json::json!({ "up": up, "down": down }).to_string())?;
    if seed == 0 {
        plot::leave(plan, &format!("call-quality-fall-{language}"), &meeting.trace(), &road)?;
    }
    Ok(())
}
