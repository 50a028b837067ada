//! P-quality: what is left of real speech, by figures that stand for ears.
//!
//! - [`line`]: speech over lines that lose packets in bursts
//! - [`fall`]: the stretch at 12 kbit/s of a visit
//! - [`rival`]: settings of others
//! - [`score`]: STOI, PESQ, PLCMOS and ViSQOL by their own authors' code
//!
//! The speakers are people (LibriVox, card players of pocketsphinx, codec2's sample); other languages are synthetic.
//! Speech and scorers are brought by `cargo xtask bench call-quality`.

mod fall;
pub mod line;
pub mod rival;
mod score;

use std::fs;
use std::path::{Path, PathBuf};

use nabz_call::media::Rung;
use nabz_call::media::codec::Frame;
use nabz_clinic::speech::Speech;
use nabz_terminal::wav;

use crate::Plan;
use crate::outcome::{BenchError, Goal, Row};
use line::{Case, Packets};
use score::{BothWays, Scores, Table};

/// What scoring takes.
#[derive(Clone, Debug)]
pub struct Tools {
    /// A Python that has `tests/quality/requirements.txt`.
    pub python: PathBuf,
    /// Recordings: `people`, `languages` and `words`, each a folder of WAVs.
    pub speech: PathBuf,
}

/// Each loses other packets.
const SEEDS: (u64, u64) = (2, 10);
/// The promised loss.
const LOSS: f64 = 0.2;

const OURS: Case = Case::rung("R2", Rung::R2);
const RIVAL: Case = Case::low_bitrate_redundancy("24k + in-band FEC");
const CLEAN: Case = Case::rung("R3", Rung::R3);
const FLOOR: Case = Case::rung("floor", Rung::R4Floor);
const COPIED: Case = Case::copied("floor + copy", 6_000);

/// Means over all speakers and seeds.
pub fn run(plan: &Plan) -> Result<Vec<Row>, BenchError> {
    let tools = plan.tools.as_ref();
    let tools = tools.ok_or(BenchError::Nothing("no speech and no scorers: run it by cargo xtask bench"))?;
    let seeds = if plan.full { SEEDS.1 } else { SEEDS.0 };
    let folder = plan.target.join("bench").join("call-quality");
    let _ = fs::remove_dir_all(&folder);
    let mut rows = people(tools, &folder.join("people"), seeds)?;
    rows.extend(languages(tools, &folder.join("languages"), seeds)?);
    rows.extend(words(tools, &folder.join("words"), seeds)?);
    rows.extend(understood_after_a_fall(plan, tools, &folder.join("fall"), seeds.min(3))?);
    Ok(rows)
}

/// The promise.
fn people(tools: &Tools, folder: &Path, seeds: u64) -> Result<Vec<Row>, BenchError> {
    let speakers = recordings(&tools.speech.join("people"))?;
    let mut kbps = [0.0f64; 2];
    for (case, lossy) in [(OURS, true), (RIVAL, true), (CLEAN, false), (FLOOR, false), (COPIED, true)] {
        for (name, speech) in &speakers {
            let packets = Packets::of(case, speech)?;
            for (most, wanted) in kbps.iter_mut().zip([OURS, RIVAL]) {
                if wanted.name == case.name {
                    *most = most.max(packets.kbps());
                }
            }
            let loss = if lossy { LOSS } else { 0.0 };
            for seed in 0..if lossy { seeds } else { 1 } {
                leave(folder, case, loss, (name, seed), &packets)?;
            }
            write(&folder.join("spoken").join(name), speech)?;
        }
    }
    let table: Table = score::run(tools, "call_quality.py", &[folder])?;
    let of = |case: Case, loss: &str| {
        let scores = table.get(case.name).and_then(|losses| losses.get(loss)).copied();
        scores.ok_or(BenchError::Nothing("a case was not scored"))
    };
    let (ours, rival) = (of(OURS, "20")?, of(RIVAL, "20")?);
    let at = |case: Case| format!("20 % lost in bursts, {}", case.name);
    let mut rows = vec![Row::new(
        format!("{}: RTP over IPv4", at(OURS)),
        "kbit/s",
        kbps[0],
        &[(RIVAL.name, kbps[1])],
        Goal::AtMost(25.0),
    )];
    rows.extend(four(&at(OURS), ours, Some(rival), [0.91, 2.8, 3.9].map(Goal::AtLeast)));
    rows.extend(four("no loss, R3 (10 kbit/s)", of(CLEAN, "0")?, None, [0.95, 3.9, 4.2].map(Goal::AtLeast)));
    rows.extend(four("no loss, floor (6 kbit/s)", of(FLOOR, "0")?, None, [Goal::Told; 3]));
    rows.extend(four(&at(COPIED), of(COPIED, "20")?, Some(rival), [Goal::Told; 3]));
    Ok(rows)
}

/// STOI, PESQ and PLCMOS with their goals; ViSQOL is told.
fn four(name: &str, ours: Scores, rival: Option<Scores>, goals: [Goal; 3]) -> Vec<Row> {
    let [stoi, pesq, plcmos] = goals;
    let row = |what: &str, unit, of: fn(Scores) -> f64, goal| {
        let rivals: Vec<_> = rival.map(|rival| (RIVAL.name, of(rival))).into_iter().collect();
        Row::new(format!("{name}: {what}"), unit, of(ours), &rivals, goal)
    };
    vec![
        row("STOI", "0–1", |scores| scores.stoi, stoi),
        row("PESQ-NB", "MOS", |scores| scores.pesq_nb, pesq),
        row("PLCMOS", "MOS", |scores| scores.plcmos, plcmos),
        row("ViSQOL", "MOS", |scores| scores.visqol, Goal::Told),
    ]
}

/// Other languages, spoken by a synthesiser: figures to compare, no promise.
fn languages(tools: &Tools, folder: &Path, seeds: u64) -> Result<Vec<Row>, BenchError> {
    let mut rows = Vec::new();
    for (name, speech) in recordings(&tools.speech.join("languages"))? {
        let folder = folder.join(&name);
        for case in [OURS, RIVAL] {
            let packets = Packets::of(case, &speech)?;
            for seed in 0..seeds.min(2) {
                leave(&folder, case, LOSS, (&name, seed), &packets)?;
            }
        }
        write(&folder.join("spoken").join(&name), &speech)?;
        let args = [folder.into_os_string(), "intrusive".into()];
        let table: Table = score::run(tools, "call_quality.py", &args)?;
        let stoi = |case: Case| Some(table.get(case.name)?.get("20")?.stoi);
        let (Some(ours), Some(rival)) = (stoi(OURS), stoi(RIVAL)) else {
            return Err(BenchError::Nothing("a language was not scored"));
        };
        let case = format!("the same, synthetic {name}: STOI");
        rows.push(Row::new(case, "0–1", ours, &[(RIVAL.name, rival)], Goal::Told));
    }
    Ok(rows)
}

/// "Fifteen" or "fifty": the share of such words that a recogniser takes for what was said.
fn words(tools: &Tools, folder: &Path, seeds: u64) -> Result<Vec<Row>, BenchError> {
    let said = recordings(&tools.speech.join("words"))?;
    let cases = [(CLEAN, 0.0), (FLOOR, 0.0), (OURS, LOSS), (COPIED, LOSS), (RIVAL, LOSS)];
    for (name, speech) in &said {
        for (case, loss) in cases {
            let packets = Packets::of(case, speech)?;
            for seed in 0..if loss > 0.0 { seeds.min(3) } else { 1 } {
                leave(folder, case, loss, (name, seed), &packets)?;
            }
        }
        write(&folder.join("spoken").join(name), speech)?;
    }
    let right: std::collections::BTreeMap<String, f64> = score::run(tools, "words.py", &[folder])?;
    let of = |name: &str| right.get(name).copied().ok_or(BenchError::Nothing("words were not recognised"));
    let spoken = of("spoken")?;
    let rows = cases.map(|(case, loss)| {
        let name =
            format!("fifteen or fifty, {}, {:.0} % lost: taken for what was said", case.name, loss * 100.0);
        Ok(Row::new(name, "share", of(case.name)?, &[("as spoken", spoken)], Goal::Told))
    });
    rows.into_iter().collect()
}

/// What the visit plays, in virtual time.
fn understood_after_a_fall(
    plan: &Plan,
    tools: &Tools,
    folder: &Path,
    seeds: u64,
) -> Result<Vec<Row>, BenchError> {
    let mut rows = Vec::new();
    for (language, name) in [("en", "English"), ("fa", "Persian")] {
        let mut worst: f64 = 1.0;
        for seed in 0..seeds {
            let folder = folder.join(format!("{language}-{seed}"));
            fall::leave(plan, &folder, language, seed)?;
            let (from, to) = fall::WEAK;
            let args = [folder.into_os_string(), from.to_string().into(), to.to_string().into()];
            let BothWays { up, down } = score::run(tools, "stoi.py", &args)?;
            worst = worst.min(up).min(down);
        }
        let case = format!("80 s at 12 kbit/s after a fall, {name}, worse way: STOI");
        rows.push(Row::new(case, "0–1", worst, &[], Goal::AtLeast(0.85)));
    }
    Ok(rows)
}

/// Every WAV of a folder, by name, in whole packets of any length.
fn recordings(folder: &Path) -> Result<Vec<(String, Vec<Frame>)>, BenchError> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let Some(name) = path.file_stem().and_then(|name| name.to_str()) else { continue };
        let speech = Speech::load(&path).map_err(|_| BenchError::Nothing("a recording cannot be read"))?;
        let frames = (0..(speech.length() / 6 * 6) as u64).map(|n| speech.frame(n)).collect();
        found.push((name.to_owned(), frames));
    }
    found.sort_by(|(one, _), (other, _)| one.cmp(other));
    if found.is_empty() { Err(BenchError::Nothing("no recordings")) } else { Ok(found) }
}

/// What is heard of these packets: `CASE/PERCENT/NAME-SEED.wav` where it was spoken, below `played` as it was played.
fn leave(
    folder: &Path,
    case: Case,
    loss: f64,
    (name, seed): (&str, u64),
    packets: &Packets,
) -> Result<(), BenchError> {
    let heard = packets.hear(loss, seed)?;
    let folder = folder.join(case.name).join(format!("{:.0}", loss * 100.0));
    let name = format!("{name}-{seed}");
    write(&folder.join(&name), &heard.laid)?;
    write(&folder.join("played").join(&name), &heard.played)
}

fn write(path: &Path, frames: &[Frame]) -> Result<(), BenchError> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    let written = wav::write(&path.with_extension("wav"), frames.as_flattened());
    Ok(written.map_err(std::io::Error::other)?)
}
