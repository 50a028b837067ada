//! A FHIR R4 server of what a patient's app uses, sans-IO: one [`Request`] in, one [`Response`] out.
//!
//! It behaves like HAPI FHIR 8.8 where that was measured, down to its surprises: a stale `If-Match` is 409 and not
//! 412, an `If-Match` on a missing id creates, entry etags of a transaction are bare, unknown elements are dropped,
//! a search is paged by ten unless asked otherwise. Where it is stricter (unknown search parameters, codes,
//! references), so is HAPI; where it is more lenient, the module that is says so.
//!
//! ```
//! use nabz_clinic::fhir::{Fhir, Method, Place, Request};
//! # struct Zeros;
//! # impl nabz_time::Entropy for Zeros { fn fill(&mut self, out: &mut [u8]) { out.fill(0) } }
//! let mut fhir = Fhir::open(&Place::Memory, Box::new(Zeros))?;
//! let answer = fhir.handle(&Request::new(Method::Get, "metadata"), nabz_time::Now::default());
//! assert_eq!(answer.status, 200);
//! # Ok::<(), nabz_clinic::fhir::FhirError>(())
//! ```

mod access;
mod body;
mod booking;
mod capability;
mod dates;
mod generations;
mod history;
mod index;
mod kinds;
mod outcome;
mod search;
mod sign_in;
mod store;
mod transaction;
mod unit;
mod wire;

use nabz_care::BookingDialect;
use nabz_time::{Entropy, Mono, Now};
use rusqlite::Connection;
use serde_json::Value;

pub use access::Identity;
pub use body::BODY_LIMIT;
pub use outcome::Refusal;
pub use sign_in::{ACCESS_S, CLIENT, CODE_FIELD, DESK_CODE, Demands, REDIRECT};
pub use store::Place;
pub use wire::{Method, Request, Response};

use access::Who;
use kinds::Kind;
use search::{Matches, Open, Page, Query};
use store::Stored;
use unit::{Condition, RACE, Unit, Written};

/// Longest path read, query included.
const PATH_LIMIT: usize = 8 * 1024;

/// The server.
pub struct Fhir {
    connection: Connection,
    entropy: Box<dyn Entropy>,
    open: Open,
    young: Vec<(i64, Mono)>,
    demands: Demands,
    /// What proofs carry where nonces are demanded.
    nonce: String,
    dialect: BookingDialect,
    holds: Vec<booking::Hold>,
    /// When a slot was taken last, by an operation.
    taken: Option<Mono>,
    generations: generations::Generations,
}

/// Why the server did not open or a population was not taken in.
#[derive(Debug, thiserror::Error)]
pub enum FhirError {
    /// The file cannot be opened or written.
    #[error("the clinic's store cannot be used: {0}")]
    Store(#[from] rusqlite::Error),
    /// A resource of the population is not FHIR as the server takes it.
    #[error("the population was refused: {0}")]
    Population(#[from] Refusal),
}

impl Fhir {
    /// Opens the server on a fresh or existing store. Ids and tokens are drawn from `entropy`.
    pub fn open(place: &Place, entropy: Box<dyn Entropy>) -> Result<Self, FhirError> {
        let connection = store::open(place)?;
        Ok(Self {
            connection,
            entropy,
            open: Open::default(),
            young: Vec::new(),
            demands: Demands::default(),
            nonce: String::new(),
            dialect: BookingDialect::default(),
            holds: Vec::new(),
            taken: None,
            generations: Default::default(),
        })
    }

    /// From now on this is demanded of whoever signs in. Nonces change with every call.
    pub fn demand(&mut self, demands: Demands) {
        self.demands = demands;
        self.nonce = self.entropy.uuid();
    }

    /// From now on the clinic books like this. Plain transactions are carried out in every dialect.
    pub fn speak(&mut self, dialect: BookingDialect) {
        self.dialect = dialect;
    }

    /// Puts resources in on the clinic's own behalf, each under the id it carries, all or none.
    pub fn load(&mut self, resources: &[Value], now: Now) -> Result<(), FhirError> {
        self.work(Who::Clinic, "", now, |unit| {
            for resource in resources {
                let name = body::type_of(resource).unwrap_or_default();
                let kind = Kind::of(name).ok_or_else(|| Refusal::malformed("not a type known here"))?;
                let id = resource.get("id").and_then(Value::as_str).unwrap_or_default();
                let body = body::resource(resource.clone(), kind, "")?;
                unit.update(kind, id, body, None)?;
            }
            unit.check_references()
        })?;
        Ok(())
    }

    /// Lets whoever presents `code` at `auth/token` sign in as `identity`.
    pub fn enrol(&mut self, code: &str, identity: &Identity) -> Result<(), FhirError> {
        Ok(sign_in::enrol(&self.connection, code, identity)?)
    }

    /// A token of a machine of the clinic's own: it does not expire.
    pub fn admit(&mut self, identity: &Identity) -> Result<String, FhirError> {
        Ok(sign_in::admit(&self.connection, identity, self.entropy.as_mut())?)
    }

    /// Whose an access token is; the broker asks with the passwords of mailboxes.
    pub fn identity(&self, token: &str, now: Now) -> Option<Identity> {
        let known = sign_in::owner_of_token(&self.connection, token, now).ok().flatten();
        known.map(|(identity, _)| identity)
    }

    /// How many requests came from a phone whose file is older than it was before: set back, or copied.
    pub fn set_back(&self) -> u64 {
        self.generations.set_back()
    }

    /// Answers one request. Never panics and never fails: what is wrong is said in the response.
    pub fn handle(&mut self, request: &Request, now: Now) -> Response {
        self.young.retain(|(_, made)| now.mono.since(*made) < RACE);
        self.answer(request, now).unwrap_or_else(Response::from)
    }

    fn answer(&mut self, request: &Request, now: Now) -> Result<Response, Refusal> {
        if request.body.len() > BODY_LIMIT {
            return Err(Refusal::TooLarge(BODY_LIMIT));
        }
        if request.path.len() > PATH_LIMIT {
            return Err(Refusal::malformed(format!("a path has at most {PATH_LIMIT} bytes")));
        }
        let (path, query) = request.path.split_once('?').unwrap_or((&request.path, ""));
        let parts: Vec<&str> = path.trim_matches('/').split('/').collect();
        match (request.method, parts.as_slice()) {
            (Method::Get, ["metadata"]) => {
                return Ok(Response::resource(
                    200,
                    &capability::statement(&request.base(), self.dialect, now.wall),
                ));
            }
            (Method::Get, [".well-known", "smart-configuration"]) => {
                return Ok(sign_in::configuration(&request.base()));
            }
            (_, ["auth", path]) => return self.sign_in(request, path, now),
            _ => {}
        }
        let nonce = self.demands.nonces.then_some(self.nonce.as_str());
        let person = access::signed_in(&self.connection, request, nonce, now)?;
        if let Some(number) = request.header("nabz-generation").and_then(|number| number.parse().ok()) {
            self.generations.heard(&person, number, now.mono);
        }
        match (request.method, parts.as_slice()) {
            (_, ["Appointment", operation]) if operation.starts_with('$') => {
                self.operate(request, operation, query, person, now)
            }
            (Method::Get, [name, "_history"]) => {
                self.history(request, (kind(name)?, None), query, person, now)
            }
            (Method::Get, [name, id, "_history"]) => {
                self.history(request, (kind(name)?, Some(id)), query, person, now)
            }
            (Method::Get, [""]) => self.next_page(request, query, &person, now),
            (Method::Post, [""]) => self.transaction(request, person, now),
            (Method::Get, [name]) => self.search(request, kind(name)?, query, person, now),
            (Method::Post, [name]) => self.create(request, kind(name)?, person, now),
            (Method::Get, [name, id]) => self.read(request, kind(name)?, id, person, now),
            (Method::Get, [name, id, "_history", version]) => {
                let body = self.work(Who::Person(person), &request.base(), now, |unit| {
                    unit.read_version(kind(name)?, id, version)
                })?;
                Ok(Response::resource(200, &body).with("etag", format!("W/\"{version}\"")))
            }
            (Method::Put, [name, id]) => self.update(request, kind(name)?, id, person, now),
            (Method::Delete, [name, id]) => {
                self.work(Who::Person(person), &request.base(), now, |unit| unit.delete(kind(name)?, id))?;
                Ok(Response::resource(200, &outcome::outcome("information", "informational", "deleted")))
            }
            _ => Err(Refusal::WrongMethod),
        }
    }

    fn sign_in(&mut self, request: &Request, path: &str, now: Now) -> Result<Response, Refusal> {
        let transaction = self.connection.transaction()?;
        let mut door = sign_in::Door {
            at: &transaction,
            entropy: self.entropy.as_mut(),
            now,
            demands: self.demands,
            nonce: &self.nonce,
        };
        let answer = door.answer(request, path)?;
        transaction.commit()?;
        Ok(answer)
    }

    fn read(
        &mut self,
        request: &Request,
        kind: &Kind,
        id: &str,
        person: Identity,
        now: Now,
    ) -> Result<Response, Refusal> {
        let stored = self.work(Who::Person(person), &request.base(), now, |unit| unit.read(kind, id))?;
        let tag = format!("W/\"{}\"", stored.version);
        if request.header("if-none-match") == Some(tag.as_str()) {
            return Ok(Response::empty(304).with("etag", tag));
        }
        Ok(versioned(Response::resource(200, &stored.body), &stored))
    }

    fn create(
        &mut self,
        request: &Request,
        kind: &'static Kind,
        person: Identity,
        now: Now,
    ) -> Result<Response, Refusal> {
        let base = request.base();
        let body = body::resource(body::json(&request.body)?, kind, &base)?;
        let condition = request.header("if-none-exist");
        let written = self.work(Who::Person(person), &base, now, |unit| {
            if let Some(condition) = condition
                && let Condition::Exists(stored) = unit.condition(kind, condition)?
            {
                return Ok(Written { created: false, stored });
            }
            let id = unit.new_id();
            let written = unit.create(kind, &id, body)?;
            unit.check_references()?;
            Ok(written)
        })?;
        Ok(written_response(request, kind, &written))
    }

    fn update(
        &mut self,
        request: &Request,
        kind: &'static Kind,
        id: &str,
        person: Identity,
        now: Now,
    ) -> Result<Response, Refusal> {
        let base = request.base();
        let body = body::resource(body::json(&request.body)?, kind, &base)?;
        let written = self.work(Who::Person(person), &base, now, |unit| {
            let written = unit.update(kind, id, body, request.header("if-match"))?;
            unit.check_references()?;
            Ok(written)
        })?;
        Ok(written_response(request, kind, &written))
    }

    fn transaction(&mut self, request: &Request, person: Identity, now: Now) -> Result<Response, Refusal> {
        let bundle = body::json(&request.body)?;
        if let Some(entries) = transaction::of_batch(&bundle) {
            let mut done = Vec::with_capacity(entries.len());
            for entry in entries {
                let who = Who::Person(person.clone());
                done.push(self.work(who, &request.base(), now, |unit| transaction::perform(unit, entry)));
            }
            return Ok(Response::resource(200, &transaction::batch_response(self.entropy.uuid(), done)));
        }
        let answer =
            self.work(Who::Person(person), &request.base(), now, |unit| transaction::perform(unit, bundle))?;
        Ok(Response::resource(200, &answer))
    }

    fn history(
        &self,
        request: &Request,
        of: (&Kind, Option<&str>),
        query: &str,
        person: Identity,
        now: Now,
    ) -> Result<Response, Refusal> {
        let who = Who::Person(person);
        let bundle = history::bundle(&self.connection, &request.base(), &who, of, query, now.wall)?;
        Ok(Response::resource(200, &bundle))
    }

    /// An operation on Appointment, where the clinic speaks a dialect that has it.
    fn operate(
        &mut self,
        request: &Request,
        operation: &str,
        query: &str,
        person: Identity,
        now: Now,
    ) -> Result<Response, Refusal> {
        self.release_holds(now)?;
        let (who, base) = (Who::Person(person), request.base());
        let parameters = match request.method {
            Method::Post => body::json(&request.body)?,
            _ => Value::Null,
        };
        match (self.dialect, request.method, operation) {
            (BookingDialect::Ihe, Method::Post, "$find") => {
                let found = self.work(who, &base, now, |unit| booking::find_ihe(unit, &parameters))?;
                Ok(Response::resource(200, &found))
            }
            (BookingDialect::Medplum, Method::Get, "$find") => {
                let found = self.work(who, &base, now, |unit| booking::find_medplum(unit, query))?;
                Ok(Response::resource(200, &found))
            }
            (BookingDialect::Ihe, Method::Post, "$hold") => {
                let (answer, hold) = self.work(who, &base, now, |unit| booking::hold(unit, &parameters))?;
                self.holds.extend(hold);
                Ok(Response::resource(200, &answer))
            }
            (BookingDialect::Ihe, Method::Post, "$book") => {
                let holds = self.holds.clone();
                let (answer, used) =
                    self.work(who, &base, now, |unit| booking::book_ihe(unit, &parameters, &holds))?;
                self.holds.retain(|hold| used.as_ref() != Some(&hold.slot));
                Ok(Response::resource(200, &answer))
            }
            (BookingDialect::Medplum, Method::Post, "$book") => {
                let raced = booking::is_race(self.taken, now.mono);
                let answer =
                    self.work(who, &base, now, |unit| booking::book_medplum(unit, &parameters, raced))?;
                self.taken = Some(now.mono);
                Ok(Response::resource(201, &answer))
            }
            _ => Err(Refusal::WrongMethod),
        }
    }

    fn release_holds(&mut self, now: Now) -> Result<(), Refusal> {
        let (over, kept): (Vec<_>, Vec<_>) = self.holds.drain(..).partition(|hold| hold.until <= now.mono);
        self.holds = kept;
        if over.is_empty() {
            return Ok(());
        }
        self.work(Who::Clinic, "", now, |unit| booking::release(unit, &over))
    }

    fn search(
        &mut self,
        request: &Request,
        kind: &Kind,
        query: &str,
        person: Identity,
        now: Now,
    ) -> Result<Response, Refusal> {
        let who = Who::Person(person.clone());
        let parsed = Query::parse(kind, query)?;
        search::check_names(&who, kind, query)?;
        let found = parsed.run(&self.connection, &who, kind)?;
        let base = request.base();
        let link = format!("{base}/{}", request.path);
        let matches = Matches { id: self.entropy.uuid(), who: person, link, found };
        let page = Page { offset: 0, count: parsed.page() };
        let bundle = search::bundle(&self.connection, &base, &matches, page, now.wall)?;
        if matches.found.len() > page.count {
            self.open.keep(matches);
        }
        Ok(Response::resource(200, &bundle))
    }

    fn next_page(
        &self,
        request: &Request,
        query: &str,
        person: &Identity,
        now: Now,
    ) -> Result<Response, Refusal> {
        let (matches, page) = self.open.find(person, query)?;
        let bundle = search::bundle(&self.connection, &request.base(), matches, page, now.wall)?;
        Ok(Response::resource(200, &bundle))
    }

    /// Runs one unit of work in one database transaction; what it refuses leaves no trace.
    fn work<T>(
        &mut self,
        who: Who,
        base: &str,
        now: Now,
        work: impl FnOnce(&mut Unit<'_>) -> Result<T, Refusal>,
    ) -> Result<T, Refusal> {
        let transaction = self.connection.transaction()?;
        let mut unit = Unit {
            at: &transaction,
            who,
            now,
            base: base.to_owned(),
            entropy: self.entropy.as_mut(),
            young: &self.young,
            written: Vec::new(),
        };
        let done = work(&mut unit)?;
        let written = unit.written;
        transaction.commit()?;
        self.young.extend(written.into_iter().filter(|w| w.version == 1).map(|w| (w.seq, now.mono)));
        Ok(done)
    }
}

impl std::fmt::Debug for Fhir {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Fhir(…)")
    }
}

fn kind(name: &str) -> Result<&'static Kind, Refusal> {
    Kind::of(name).ok_or_else(|| Refusal::NotFound("this resource type".to_owned()))
}

/// The answer to a create or update, in the form the client prefers.
fn written_response(request: &Request, kind: &Kind, written: &Written) -> Response {
    let status = if written.created { 201 } else { 200 };
    let stored = &written.stored;
    let response = match request.wants_minimal() {
        true => Response::empty(status),
        false => Response::resource(status, &stored.body),
    };
    let place = format!("{}/{}/{}/_history/{}", request.base(), kind.name, stored.id, stored.version);
    versioned(response, stored).with("location", place)
}

fn versioned(response: Response, stored: &Stored) -> Response {
    response
        .with("etag", format!("W/\"{}\"", stored.version))
        .with("last-modified", dates::http_date(stored.updated))
}
