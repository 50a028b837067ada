//! A shell in a test: lends what it is told to lend, and remembers what it was asked.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use nabz_ffi::{
    Audio, AudioError, AudioPort, Authorities, Clinic, ClinicName, Config, CounterName, Enrolment, Entered,
    ErrorCode, Guard, Host, HostError, HostRequest, KeyName, KeyStore, KeyStoreError, LogLevel, Nabz,
    NabzError, Screen, Servers, SigningKey, Value,
};

/// The configuration of a sandbox whose servers nobody serves: port 9 of this machine discards.
pub(crate) fn config() -> Config {
    Config {
        languages: vec!["fa".into()],
        zone: "Asia/Tehran".into(),
        vault: None,
        clinic: Clinic {
            names: vec![ClinicName { language: "en".into(), name: "Sample Clinic".into() }],
            phone: "+98 21 5555 0100".into(),
            call_after_minutes: None,
        },
        servers: Servers {
            records: "https://127.0.0.1:9/fhir/".into(),
            sign_in: "https://127.0.0.1:9/auth/".into(),
            broker: "127.0.0.1:9".into(),
            calls_behind: None,
            authorities: Authorities::default(),
            proxy: None,
            relay: None,
            practice_behind: None,
        },
        emergency: Vec::new(),
        enrolment: Enrolment { mailbox: "patient-1".into(), roots: Vec::new(), chain: Vec::new() },
        require_clinical_review: None,
        corrections: None,
        sandbox: true,
        open_without_lock: false,
        keeps_records_years: None,
    }
}

/// What the key store does.
pub(crate) type Wrap = dyn Fn(&[u8]) -> Result<Vec<u8>, KeyStoreError> + Send + Sync;

/// A key store that masks instead of wrapping, unless it is told otherwise.
pub(crate) struct Keys(pub(crate) Box<Wrap>);

impl Default for Keys {
    fn default() -> Self {
        Self(Box::new(|bytes| Ok(bytes.iter().map(|byte| byte ^ 0x5a).collect())))
    }
}

impl KeyStore for Keys {
    fn wrap(&self, _: KeyName, plain: Vec<u8>) -> Result<Vec<u8>, KeyStoreError> {
        (self.0)(&plain)
    }

    fn unwrap(&self, _: KeyName, wrapped: Vec<u8>) -> Result<Vec<u8>, KeyStoreError> {
        (self.0)(&wrapped)
    }

    fn sign(&self, _: SigningKey, _: bool, _: Vec<u8>) -> Result<Vec<u8>, KeyStoreError> {
        Err(KeyStoreError::Transient)
    }

    fn delete(&self, _: KeyName) -> Result<(), KeyStoreError> {
        Ok(())
    }

    fn read_counter(&self, _: CounterName) -> Result<u64, KeyStoreError> {
        Ok(0)
    }

    fn bump_counter(&self, _: CounterName, to: u64) -> Result<u64, KeyStoreError> {
        Ok(to)
    }

    fn protection(&self) -> Result<Guard, KeyStoreError> {
        Ok(Guard::Person)
    }
}

/// A host that remembers.
#[derive(Default)]
pub(crate) struct Phone {
    pub(crate) asked: Mutex<Vec<(u64, HostRequest)>>,
    pub(crate) lines: Mutex<Vec<String>>,
    /// Whether it throws instead of doing.
    pub(crate) throws: bool,
}

impl Host for Phone {
    fn perform(&self, id: u64, request: HostRequest) -> Result<(), HostError> {
        self.asked.lock().unwrap().push((id, request));
        if self.throws { Err(HostError::Failed) } else { Ok(()) }
    }

    fn log(&self, _: LogLevel, line: String) -> Result<(), HostError> {
        self.lines.lock().unwrap().push(line);
        Ok(())
    }
}

/// No sound at all.
pub(crate) struct Silence;

impl Audio for Silence {
    fn begin(&self, _: Arc<AudioPort>) -> Result<(), AudioError> {
        Ok(())
    }

    fn end(&self) -> Result<(), AudioError> {
        Ok(())
    }
}

pub(crate) fn open(config: Config, keys: Keys, host: Arc<Phone>) -> Result<Arc<Nabz>, NabzError> {
    Nabz::open(config, host, Arc::new(keys), Arc::new(Silence))
}

pub(crate) fn opened() -> Arc<Nabz> {
    let nabz = open(config(), Keys::default(), Arc::default()).unwrap();
    until(&nabz, "language");
    nabz
}

/// The screen of this id, once it stands there.
pub(crate) fn until(nabz: &Nabz, id: &str) -> Screen {
    let seen = async {
        let mut screen = nabz.screen().unwrap();
        while screen.id != id {
            screen = nabz.next_screen(screen.revision).await.unwrap();
        }
        screen
    };
    wait(seen).unwrap_or_else(|| panic!("no {id}, but {}", nabz.screen().unwrap().id))
}

/// What a future comes to, within ten seconds.
pub(crate) fn wait<T>(future: impl Future<Output = T>) -> Option<T> {
    let timer = tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap();
    timer.block_on(async { tokio::time::timeout(Duration::from_secs(10), future).await.ok() })
}

pub(crate) fn press(nabz: &Nabz, action: &str) {
    nabz.act(nabz.screen().unwrap().revision, action.into(), Vec::new()).unwrap();
}

pub(crate) fn secret(key: &str, value: &[u8]) -> Entered {
    Entered { key: key.into(), value: Value::Secret { utf8: value.into() } }
}

pub(crate) fn code_of<T>(refused: Result<T, NabzError>) -> ErrorCode {
    let NabzError::Failed { code, sentence, .. } = refused.err().unwrap();
    assert!(!sentence.shown.is_empty(), "{code:?} has a sentence");
    code
}
