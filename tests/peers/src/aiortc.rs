//! PyPI's aiortc as a peer: a second WebRTC stack, of other people than Chromium's, with OpenSSL's DTLS.

use std::path::Path;
use std::process::{Child, Command, Stdio};

use crate::browser::Page;

/// A running caller; it ends when it is dropped.
pub struct Aiortc(Child);

impl Aiortc {
    /// Calls whoever serves `page`, and speaks out of a WAV file. `AIORTC` names a Python that has it.
    pub fn call(page: &Page, speech: &Path) -> Self {
        let python = std::env::var_os("AIORTC").unwrap_or_else(|| "python3".into());
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("pages/aiortc_call.py");
        let child = Command::new(python)
            .arg(script)
            .arg(page.url())
            .arg(speech)
            .stdin(Stdio::null())
            .spawn()
            .unwrap_or_else(|error| panic!("no Python with aiortc (name one in AIORTC): {error}"));
        Self(child)
    }
}

impl Drop for Aiortc {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}
