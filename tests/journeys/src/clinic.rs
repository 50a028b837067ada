//! The sandbox clinic, the weather over its requests, and a look at its records.

use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use nabz_clinic::fhir::{Method, Request};
use nabz_clinic::http::Fault;
use nabz_clinic::link_name::LinkName;
use nabz_clinic::population::Population;
use nabz_clinic::sandbox::{Sandbox, SandboxSetup};
use nabz_clinic::speech::{Role, Speech};
use nabz_runtime::{Clock, Core};
use nabz_terminal::recording::Side;
use serde_json::{Value, json};

use crate::ear::Ear;
use crate::seat::Seat;
use crate::step::Step;

/// What goes wrong with a request of this step.
pub type Weather = Box<dyn FnMut(Step) -> Option<Fault> + Send>;

/// A clinic with its doctor, and everything a test may ask of it.
pub struct Clinic {
    /// The sandbox itself.
    pub sandbox: Sandbox,
    /// The clock that phone and clinic share.
    pub clock: Arc<Clock>,
    /// What the doctor hears.
    pub ear: Ear,
    /// Who lives and works there.
    pub population: Population,
    weather: Arc<Mutex<Weather>>,
    requests: Receiver<Step>,
    _network: tokio::runtime::Runtime,
}

impl Clinic {
    /// Opens the clinic of a seed, its calls over the `good` link, in fair weather.
    pub fn open(seed: u64) -> Self {
        let network =
            tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
        let clock = Arc::new(Clock::new());
        let (ear, weather) = (Ear::default(), Arc::new(Mutex::new(fair())));
        let (told, requests) = channel();
        let population = Population::new(seed, clock.now().wall).unwrap();
        let entered = network.enter();
        let sandbox = Sandbox::start(SandboxSetup {
            past_visits: 0,
            seed,
            link: LinkName::Good.schedule(),
            port: 0,
            mailbox_port: 0,
            clock: clock.clone(),
            faults: faults(weather.clone(), told),
            doctor_audio: Side::new(Speech::bundled("en", Role::Doctor).unwrap()).audio(),
            doctor_observer: Some(ear.observer()),
        })
        .unwrap();
        drop(entered);
        Self { sandbox, clock, ear, population, weather, requests, _network: network }
    }

    /// The patient's seat.
    pub fn seat(&self, language: &str) -> Seat {
        Seat::of(&self.sandbox, language)
    }

    /// From now on this goes wrong with requests.
    pub fn weather(&self, weather: impl FnMut(Step) -> Option<Fault> + Send + 'static) {
        *self.weather.lock().unwrap_or_else(PoisonError::into_inner) = Box::new(weather);
    }

    /// From now on nothing goes wrong.
    pub fn fair(&self) {
        self.weather(|_| None);
    }

    /// Forgets the requests seen so far, so that [`Self::sees`] waits for new ones.
    pub fn forget_requests(&self) {
        while self.requests.try_recv().is_ok() {}
    }

    /// Waits until a request of one of these steps comes in; false if none does in time.
    pub fn sees(&self, wanted: &[Step], patience: Duration) -> bool {
        let until = self.clock.mono() + patience;
        while let Ok(step) = self.requests.recv_timeout(until.since(self.clock.mono())) {
            if wanted.contains(&step) {
                return true;
            }
        }
        false
    }

    /// The clock of phone and clinic goes on until the visit is `before` away.
    pub fn skip_to_visit(&self, before: Duration) {
        if let Some(start) = self.sandbox.next_visit() {
            self.clock.jump_to(start - before);
        }
    }

    /// The same, for a phone in this process.
    pub fn skip_to_visit_with(&self, phone: &Core, before: Duration) {
        self.skip_to_visit(before);
        phone.tick();
    }

    /// All resources of a kind that the patient may see.
    pub fn records(&self, kind: &str) -> Vec<Value> {
        let token = self.token(&self.population.patient.code);
        let page = self.ask(Method::Get, &format!("{kind}?_count=200"), Some(token), Vec::new());
        let entries = page["entry"].as_array().cloned().unwrap_or_default();
        entries.into_iter().map(|entry| entry["resource"].clone()).collect()
    }

    /// A fresh token of the doctor, as somebody who looked over their shoulder would have it.
    pub fn doctors_token(&self) -> String {
        self.token(&self.population.doctor.code)
    }

    fn token(&self, code: &str) -> String {
        let code = json!({ "code": code }).to_string().into_bytes();
        self.ask(Method::Post, "auth/token", None, code)["access_token"].as_str().unwrap().to_owned()
    }

    fn ask(&self, method: Method, path: &str, bearer: Option<String>, body: Vec<u8>) -> Value {
        let request = Request { bearer, body, ..Request::new(method, path) };
        let fhir = self.sandbox.fhir();
        let answer = fhir.lock().unwrap_or_else(PoisonError::into_inner).handle(&request, self.clock.now());
        serde_json::from_slice(&answer.body).unwrap()
    }
}

fn fair() -> Weather {
    Box::new(|_| None)
}

/// Tells of each request, then asks the weather. The doctor's own requests always get through.
fn faults(weather: Arc<Mutex<Weather>>, told: Sender<Step>) -> nabz_clinic::http::Faults {
    let told = Mutex::new(told);
    Arc::new(move |request| {
        let step = Step::of(request);
        let fault = weather.lock().unwrap_or_else(PoisonError::into_inner)(step);
        let _ = told.lock().unwrap_or_else(PoisonError::into_inner).send(step);
        fault
    })
}
