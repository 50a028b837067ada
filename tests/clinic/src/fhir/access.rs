//! Who may see and change what: a patient what is theirs, a practitioner what is theirs and their patients'.

use nabz_time::Now;
use rusqlite::types::Value as Sql;
use rusqlite::{Connection, params};
use serde_json::Value;

use super::index::leaves;
use super::kinds::{Kind, Owner};
use super::outcome::Refusal;
use super::sign_in::owner_of_token;
use super::sign_in::proof::{Fault, Wanted, thumbprint};
use super::store::Stored;
use super::wire::Request;

/// A person who can sign in, by the id of their resource.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Identity {
    /// A patient.
    Patient(String),
    /// A doctor or nurse.
    Practitioner(String),
}

impl Identity {
    /// As a reference: `Patient/7`.
    pub fn reference(&self) -> String {
        match self {
            Self::Patient(id) => format!("Patient/{id}"),
            Self::Practitioner(id) => format!("Practitioner/{id}"),
        }
    }

    /// From such a reference.
    pub(super) fn parse(reference: &str) -> Option<Self> {
        match reference.split_once('/')? {
            ("Patient", id) => Some(Self::Patient(id.to_owned())),
            ("Practitioner", id) => Some(Self::Practitioner(id.to_owned())),
            _ => None,
        }
    }
}

impl std::fmt::Debug for Identity {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Patient(_) => "Patient/…",
            Self::Practitioner(_) => "Practitioner/…",
        })
    }
}

/// On whose behalf something is done.
#[derive(Clone, Debug)]
pub(super) enum Who {
    /// The clinic itself, which sets up its population.
    Clinic,
    /// A signed-in person.
    Person(Identity),
}

/// The patients and practitioners a resource belongs to, as references.
pub(super) fn owners(kind: &Kind, id: &str, resource: &Value) -> Vec<String> {
    let paths = match kind.owner {
        Owner::Clinic => return Vec::new(),
        Owner::Practitioner(paths) | Owner::Both(paths) => paths,
    };
    let mut owners: Vec<String> = paths
        .iter()
        .flat_map(|path| leaves(resource, path))
        .filter_map(|leaf| leaf.get("reference").and_then(Value::as_str))
        .filter(|reference| Identity::parse(reference).is_some())
        .map(str::to_owned)
        .collect();
    if kind.name == "Patient" {
        owners.push(format!("Patient/{id}"));
    }
    owners
}

/// The part of a search's condition that leaves out what `who` may not see.
pub(super) fn condition(who: &Who, kind: &Kind) -> (String, Vec<Sql>) {
    let own = "EXISTS (SELECT 1 FROM key o WHERE o.seq = r.seq AND o.param = '_owner' AND o.value = ?)";
    let of_my_patients = "EXISTS (SELECT 1 FROM key o
        JOIN key t ON t.param = '_owner' AND t.value = o.value
        JOIN key m ON m.seq = t.seq AND m.param = '_owner' AND m.value = ?
        WHERE o.seq = r.seq AND o.param = '_owner' AND o.value GLOB 'Patient/*')";
    match who {
        Who::Person(person) if kind.owner != Owner::Clinic => {
            let me = Sql::Text(person.reference());
            match person {
                Identity::Patient(_) => (format!(" AND {own}"), vec![me]),
                Identity::Practitioner(_) => {
                    (format!(" AND ({own} OR {of_my_patients})"), vec![me.clone(), me])
                }
            }
        }
        _ => (String::new(), Vec::new()),
    }
}

/// Refuses to show a resource to someone it does not belong to.
pub(super) fn may_read(at: &Connection, who: &Who, kind: &Kind, stored: &Stored) -> Result<(), Refusal> {
    may_see(at, who, kind, &stored.id, &stored.body)
}

/// The same for what some version of a resource says.
pub(super) fn may_see(
    at: &Connection,
    who: &Who,
    kind: &Kind,
    id: &str,
    body: &Value,
) -> Result<(), Refusal> {
    match who {
        Who::Clinic => Ok(()),
        Who::Person(_) if kind.owner == Owner::Clinic => Ok(()),
        Who::Person(person) => belongs(at, person, &owners(kind, id, body)),
    }
}

/// Refuses to write what does not belong to the writer, before or after. `after` is absent for a deletion.
pub(super) fn may_write(
    at: &Connection,
    who: &Who,
    kind: &Kind,
    id: &str,
    before: Option<&Stored>,
    after: Option<&Value>,
) -> Result<(), Refusal> {
    let Who::Person(person) = who else { return Ok(()) };
    match (kind.owner, person) {
        (Owner::Clinic, _) if kind.name == "Slot" => return may_take_slot(at, person, before, after),
        (Owner::Clinic, _) | (Owner::Practitioner(_), Identity::Patient(_)) => {
            return Err(Refusal::NotAllowed);
        }
        (Owner::Practitioner(_) | Owner::Both(_), _) => {}
    }
    if let Some(before) = before.filter(|stored| !stored.deleted) {
        belongs(at, person, &owners(kind, id, &before.body))?;
    }
    match after {
        Some(after) => belongs(at, person, &owners(kind, id, after)),
        None => Ok(()),
    }
}

/// A booking turns a free slot busy and a cancellation turns it free: nobody but the clinic changes more of a slot,
/// and a patient frees only one that an appointment of theirs names.
fn may_take_slot(
    at: &Connection,
    person: &Identity,
    before: Option<&Stored>,
    after: Option<&Value>,
) -> Result<(), Refusal> {
    let (Some(before), Some(after)) = (before, after) else { return Err(Refusal::NotAllowed) };
    let mut only_status = before.body.clone();
    let status = |body: &Value| body.get("status").cloned().unwrap_or_default();
    if let Some(slot) = only_status.get_mut("status") {
        *slot = status(after);
    }
    if !super::body::same(&only_status, after) {
        return Err(Refusal::NotAllowed);
    }
    let frees = status(after) == "free" && status(&before.body) != "free";
    match person {
        Identity::Patient(_) if frees && !booked_by(at, person, &before.id)? => Err(Refusal::NotAllowed),
        _ => Ok(()),
    }
}

fn booked_by(at: &Connection, person: &Identity, slot: &str) -> Result<bool, Refusal> {
    let sql = "SELECT EXISTS (SELECT 1 FROM key s JOIN key o ON o.seq = s.seq
        WHERE s.param = 'slot' AND s.value = ?1 AND o.param = '_owner' AND o.value = ?2)";
    let slot = format!("Slot/{slot}");
    Ok(at.prepare_cached(sql)?.query_row(params![slot, person.reference()], |row| row.get(0))?)
}

/// A patient's own names no other patient; a practitioner's own names them or a patient of theirs.
fn belongs(at: &Connection, person: &Identity, owners: &[String]) -> Result<(), Refusal> {
    let me = person.reference();
    let mine = owners.contains(&me);
    let allowed = match person {
        Identity::Patient(_) => mine && !owners.iter().any(|o| *o != me && o.starts_with("Patient/")),
        Identity::Practitioner(_) => {
            let patients = owners.iter().filter(|owner| owner.starts_with("Patient/"));
            let mut treated = false;
            for patient in patients {
                treated |= treats(at, &me, patient)?;
            }
            mine || treated
        }
    };
    if allowed { Ok(()) } else { Err(Refusal::NotAllowed) }
}

/// Whether some resource belongs to both, as a patient's record names their doctor and an appointment names both.
fn treats(at: &Connection, practitioner: &str, patient: &str) -> Result<bool, Refusal> {
    let sql = "SELECT EXISTS (SELECT 1 FROM key t JOIN key m ON m.seq = t.seq
        WHERE t.param = '_owner' AND t.value = ?1 AND m.param = '_owner' AND m.value = ?2)";
    Ok(at.prepare_cached(sql)?.query_row(params![patient, practitioner], |row| row.get(0))?)
}

/// The person a token was issued to. A token that is bound to a key needs a proof of it (RFC 9449 §7.1).
pub(super) fn signed_in(
    at: &Connection,
    request: &Request,
    nonce: Option<&str>,
    now: Now,
) -> Result<Identity, Refusal> {
    let token = request.bearer.as_deref().ok_or(Refusal::NotSignedIn)?;
    let (person, key) = owner_of_token(at, token, now)?.ok_or(Refusal::NotSignedIn)?;
    let Some(key) = key else { return Ok(person) };
    match thumbprint(at, request, &Wanted { nonce, token: Some(token), now: now.wall })? {
        Some(Ok(proven)) if proven == key => Ok(person),
        Some(Err(Fault::Nonce)) => Err(Refusal::NonceNeeded(nonce.unwrap_or_default().to_owned())),
        Some(_) | None => Err(Refusal::NotSignedIn),
    }
}
