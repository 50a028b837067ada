//! Everything that crossed a link, with its virtual time: what two runs of one seed are compared by.

use nabz_time::Mono;

/// One crossing of one link.
#[derive(Clone, PartialEq, Eq)]
pub struct Crossing {
    /// When it was sent.
    pub at: Mono,
    /// Which link, in which direction.
    pub link: &'static str,
    /// The bytes.
    pub bytes: Vec<u8>,
}

impl std::fmt::Debug for Crossing {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let head: String = String::from_utf8_lossy(&self.bytes).chars().take(80).collect();
        write!(f, "{:.6} s, {}: {} bytes {head:?}", self.at.seconds(), self.link, self.bytes.len())
    }
}

/// All crossings of one run, in order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Trace(Vec<Crossing>);

impl Trace {
    /// Writes a crossing down.
    pub fn record(&mut self, at: Mono, link: &'static str, bytes: &[u8]) {
        self.0.push(Crossing { at, link, bytes: bytes.to_vec() });
    }

    /// The first place at which two runs differ; `None` for the end of a run.
    pub fn first_difference<'a>(
        &'a self,
        other: &'a Self,
    ) -> Option<(usize, Option<&'a Crossing>, Option<&'a Crossing>)> {
        let longest = self.0.len().max(other.0.len());
        (0..longest).map(|at| (at, self.0.get(at), other.0.get(at))).find(|(_, one, another)| one != another)
    }

    /// One line for each crossing, for people: screens by their ids, bytes by their beginning.
    pub fn tell(&self, mut say: impl FnMut(String)) {
        for crossing in &self.0 {
            let screen: Option<serde_json::Value> =
                (crossing.link == "screen").then(|| serde_json::from_slice(&crossing.bytes).ok()).flatten();
            say(match screen {
                Some(screen) => {
                    format!("{:.3} s  [{}] {}", crossing.at.seconds(), screen["id"], screen["revision"])
                }
                None => format!("{crossing:?}"),
            });
        }
    }

    /// Crossings in all.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether nothing crossed any link.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Bytes in all.
    pub fn bytes(&self) -> usize {
        self.0.iter().map(|crossing| crossing.bytes.len()).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_byte_or_one_microsecond_is_a_difference() {
        let trace = |micros, bytes: &[u8]| {
            let mut trace = Trace::default();
            trace.record(Mono::ZERO, "a", b"same");
            trace.record(Mono::from_micros(micros), "b", bytes);
            trace
        };
        let one = trace(5, b"xy");
        assert!(one.first_difference(&trace(5, b"xy")).is_none());
        assert_eq!(one.first_difference(&trace(5, b"xz")).unwrap().0, 1);
        assert_eq!(one.first_difference(&trace(6, b"xy")).unwrap().0, 1);
        assert_eq!(one.first_difference(&Trace::default()).unwrap().0, 0);
    }
}
