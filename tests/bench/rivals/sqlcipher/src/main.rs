//! SQLCipher as the vault bench's child: reads `work <tab> records <tab> folder` a line, answers CPU nanoseconds a line.

#[path = "../../../vault/src/plain.rs"]
mod plain;
#[path = "../../../vault/src/work.rs"]
mod work;

use std::io::{BufRead, Write};
use std::path::Path;

use work::Work;

/// 32 bytes in hexadecimal: a raw key, so that no passphrase is stretched.
const KEY: &str = "0101010101010101020202020202020203030303030303030404040404040404";

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut out = std::io::stdout();
    for line in std::io::stdin().lock().lines() {
        let line = line?;
        let mut parts = line.split('\t');
        let work = parts.next().and_then(named).ok_or("no such work")?;
        let records = parts.next().ok_or("no number of records")?.parse()?;
        let folder = Path::new(parts.next().ok_or("no folder")?);
        let nanoseconds = plain::measure(work, folder, records, "sqlcipher", Some(KEY))?;
        writeln!(out, "{nanoseconds}")?;
        out.flush()?;
    }
    Ok(())
}

fn named(name: &str) -> Option<Work> {
    [Work::Single, Work::Batch, Work::Point, Work::Scan, Work::Open, Work::Whole]
        .into_iter()
        .find(|work| work.name() == name)
}
