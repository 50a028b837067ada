//! The requests a query takes, one after the other.

use std::collections::{BTreeSet, VecDeque};

use nabz_care::{
    Appointment, BookingDialect, Capability, Encounter, FollowUp, Id, Patient, Practitioner,
    PractitionerRole, Price, Reference, Resource, SearchPage, Slot, SlotStatus, ViewError, proposals,
    write_instant,
};
use nabz_time::{Now, Wall};
use serde_json::Value;

use super::files::Files;
use super::{Answer, Base, Doctor, Listed, Query};
use crate::reply::{Delay, Trouble};
use crate::{HttpReply, HttpRequest, dialect, request};

/// Pages read of one search. With 50 resources in each that is more than any screen shows.
const PAGES: usize = 10;

/// Pages read of the patient's own appointments: a list that is read to its end holds 5,000.
const OWN_PAGES: usize = 100;

/// Resources asked for in a page.
const PAGE: &str = "50";

/// Schedules of one practitioner that are searched.
const SCHEDULES: usize = 20;

/// Where a query stands.
pub(super) enum Plan {
    Patient(Id),
    Role(Id),
    Practitioner { id: Id, role: Option<PractitionerRole> },
    Schedules { practitioner: Id, from: Wall, to: Wall, dialect: BookingDialect },
    Find { queue: VecDeque<HttpRequest>, found: Vec<Slot>, from: Wall, to: Wall },
    Capability,
    Doctors { pages: Pages },
    Files(Files),
    Slots { from: Wall, to: Wall, pages: Pages },
    Prices { practitioner: Id, pages: Pages },
    Appointments { pages: Pages },
    Orders { appointment: Id, pages: Pages },
    Encounters { orders: Vec<FollowUp>, appointment: Id },
}

/// What a resource makes of a query.
pub(super) enum Reading {
    /// There is more to ask.
    Ask,
    /// It was not what was asked for.
    Trouble(Trouble),
    /// The query is answered.
    Answered(Box<Answer>),
}

/// A search that is read page by page.
pub(super) struct Pages {
    next: HttpRequest,
    read: usize,
    limit: usize,
    found: Vec<Resource>,
}

impl Plan {
    pub(super) fn of(query: Query, dialect: BookingDialect) -> Self {
        match query {
            Query::Capability => Self::Capability,
            Query::Doctors => Self::Doctors { pages: Pages::new("Practitioner", &[("_count", PAGE)]) },
            Query::Published { manifest } => Self::Files(Files::new(manifest)),
            // Where the doctor is enough to find times, the schedules need not be known.
            Query::FreeSlots { practitioner, from, to } if dialect == BookingDialect::Ihe => {
                let queue = dialect::of(dialect).find(&practitioner, &[], from, to).unwrap_or_default();
                Self::Find { queue: queue.into(), found: Vec::new(), from, to }
            }
            Query::FamilyDoctor { patient } => Self::Patient(patient),
            Query::FreeSlots { practitioner, from, to } => {
                Self::Schedules { practitioner, from, to, dialect }
            }
            Query::Price { practitioner } => {
                let pages = Pages::new("ChargeItemDefinition", &[("status", "active"), ("_count", PAGE)]);
                Self::Prices { practitioner, pages }
            }
            Query::Appointments { patient, from } => {
                let (patient, from) = (format!("Patient/{patient}"), format!("ge{}", write_instant(from)));
                let parameters = [("patient", patient.as_str()), ("date", &from), ("_count", PAGE)];
                Self::Appointments { pages: Pages::new("Appointment", &parameters).up_to(OWN_PAGES) }
            }
            Query::FollowUp { patient, appointment } => {
                let patient = format!("Patient/{patient}");
                let parameters = [("patient", patient.as_str()), ("status", "active"), ("_count", PAGE)];
                Self::Orders { appointment, pages: Pages::new("ServiceRequest", &parameters) }
            }
        }
    }

    pub(super) fn request(&self) -> HttpRequest {
        match self {
            Self::Patient(id) => request::read(format!("Patient/{id}")),
            Self::Role(id) => request::read(format!("PractitionerRole/{id}")),
            Self::Practitioner { id, .. } => request::read(format!("Practitioner/{id}")),
            Self::Schedules { practitioner, .. } => request::search(
                "Schedule",
                &[("actor", &format!("Practitioner/{practitioner}")), ("_count", PAGE)],
            ),
            Self::Find { queue, .. } => match queue.front() {
                Some(request) => request.clone(),
                None => request::read("metadata".to_owned()),
            },
            Self::Capability => request::read("metadata".to_owned()),
            Self::Files(files) => files.request(),
            Self::Slots { pages, .. }
            | Self::Doctors { pages }
            | Self::Prices { pages, .. }
            | Self::Appointments { pages }
            | Self::Orders { pages, .. } => pages.next.clone(),
            Self::Encounters { appointment, .. } => {
                request::search("Encounter", &[("appointment", &format!("Appointment/{appointment}"))])
            }
        }
    }

    /// Takes a reply that is a file and no resource; `None` where a resource is asked for.
    pub(super) fn file(&mut self, reply: &HttpReply, now: Now, base: &Base) -> Option<Reading> {
        let (Self::Files(files), HttpReply::Response(response)) = (self, reply) else { return None };
        if !(200..300).contains(&response.status) {
            return None;
        }
        Some(match files.take(&response.body, now.wall, base) {
            Ok(Some(published)) => answered(Answer::Published(published)),
            Ok(None) => Reading::Ask,
            Err(_) => Reading::Trouble(Delay::NotUnderstood.into()),
        })
    }

    /// Takes what the request brought. A resource that is not what was asked for leaves the plan as it is.
    pub(super) fn read(&mut self, resource: Resource, base: &Base) -> Reading {
        match self.take(resource, base) {
            Ok(reading) => reading,
            Err(_) => Reading::Trouble(Delay::NotUnderstood.into()),
        }
    }

    fn take(&mut self, resource: Resource, base: &Base) -> Result<Reading, ViewError> {
        let next = match self {
            Self::Patient(_) => match first_doctor(&Patient::view(resource)?) {
                Some(plan) => plan,
                None => return Ok(answered(Answer::FamilyDoctor(None))),
            },
            Self::Role(_) => {
                let role = PractitionerRole::view(resource)?;
                match role.practitioner.as_ref().and_then(|who| who.id_of("Practitioner")) {
                    Some(id) => Self::Practitioner { id: id.clone(), role: Some(role) },
                    None => return Ok(answered(Answer::FamilyDoctor(None))),
                }
            }
            Self::Practitioner { role, .. } => {
                let doctor = Doctor { practitioner: Practitioner::view(resource)?, role: role.take() };
                return Ok(answered(Answer::FamilyDoctor(Some(doctor))));
            }
            Self::Capability => {
                return Ok(answered(Answer::Capability(Capability::view(&resource)?)));
            }
            Self::Files(_) => return Err(ViewError::other("resourceType")),
            Self::Doctors { pages } => {
                let Some(complete) = pages.take(&resource, base)? else { return Ok(Reading::Ask) };
                let items = views(pages, Practitioner::view);
                return Ok(answered(Answer::Doctors(Listed { items, complete })));
            }
            Self::Schedules { practitioner, from, to, dialect } => {
                let mut schedules = SearchPage::view(&resource)?.matches;
                schedules.retain(|found| found.kind() == "Schedule" && found.id().is_ok());
                schedules.truncate(SCHEDULES);
                let queue = dialect::of(*dialect).find(practitioner, &schedules, *from, *to);
                if schedules.is_empty() || queue.as_ref().is_some_and(Vec::is_empty) {
                    return Ok(answered(Answer::FreeSlots(Listed { items: Vec::new(), complete: true })));
                }
                match queue {
                    Some(queue) => {
                        Self::Find { queue: queue.into(), found: Vec::new(), from: *from, to: *to }
                    }
                    None => slots(&schedules, *from, *to),
                }
            }
            Self::Find { queue, found, from, to } => {
                found.extend(proposals(&resource)?);
                queue.pop_front();
                if !queue.is_empty() {
                    return Ok(Reading::Ask);
                }
                let mut items = std::mem::take(found);
                items.retain(|slot| slot.start >= *from && slot.start < *to);
                items.sort_by(|a, b| (a.start, &a.id).cmp(&(b.start, &b.id)));
                items.dedup_by(|a, b| a.id == b.id);
                return Ok(answered(Answer::FreeSlots(Listed { items, complete: true })));
            }
            Self::Slots { from, to, pages } => {
                let Some(complete) = pages.take(&resource, base)? else { return Ok(Reading::Ask) };
                let bookable =
                    |slot: &Slot| slot.status == SlotStatus::Free && slot.start >= *from && slot.start < *to;
                let mut items = views(pages, Slot::view);
                items.retain(bookable);
                items.sort_by(|a, b| (a.start, &a.id).cmp(&(b.start, &b.id)));
                return Ok(answered(Answer::FreeSlots(Listed { items, complete })));
            }
            Self::Prices { practitioner, pages } => {
                let Some(complete) = pages.take(&resource, base)? else { return Ok(Reading::Ask) };
                let price = if complete { price_of(practitioner, pages) } else { None };
                return Ok(answered(Answer::Price(price)));
            }
            Self::Appointments { pages } => {
                let Some(complete) = pages.take(&resource, base)? else { return Ok(Reading::Ask) };
                let mut items = views(pages, Appointment::view);
                items.sort_by(|a, b| (a.start, &a.id).cmp(&(b.start, &b.id)));
                return Ok(answered(Answer::Appointments(Listed { items, complete })));
            }
            Self::Orders { appointment, pages } => {
                if pages.take(&resource, base)?.is_none() {
                    return Ok(Reading::Ask);
                }
                let mut orders = views(pages, FollowUp::view);
                orders.retain(|order| order.active);
                orders.sort_by_key(|order| order.due.wall(&jiff::tz::TimeZone::UTC));
                let visit = Reference::new("Appointment", appointment.clone());
                if let Some(order) = orders.iter().find(|order| order.supporting.contains(&visit)) {
                    return Ok(answered(Answer::FollowUp(Some(order.clone()))));
                }
                if orders.iter().all(|order| order.encounter.is_none()) {
                    return Ok(answered(Answer::FollowUp(None)));
                }
                Self::Encounters { orders, appointment: appointment.clone() }
            }
            Self::Encounters { orders, appointment } => {
                let visits = encounters_of(appointment, &resource)?;
                let led_to =
                    |order: &FollowUp| order.encounter.as_ref().is_some_and(|visit| visits.contains(visit));
                let order = orders.iter().find(|order| led_to(order)).cloned();
                return Ok(answered(Answer::FollowUp(order)));
            }
        };
        *self = next;
        Ok(Reading::Ask)
    }
}

impl Pages {
    fn new(kind: &str, parameters: &[(&str, &str)]) -> Self {
        Self { next: request::search(kind, parameters), read: 0, limit: PAGES, found: Vec::new() }
    }

    fn up_to(self, limit: usize) -> Self {
        Self { limit, ..self }
    }

    /// Takes a page. `None` while there are more to read, then whether that was all.
    fn take(&mut self, resource: &Resource, base: &Base) -> Result<Option<bool>, ViewError> {
        let page = SearchPage::view(resource)?;
        self.found.extend(page.matches);
        self.read += 1;
        let Some(link) = page.next else { return Ok(Some(true)) };
        match base.relative(&link) {
            Some(path) if self.read < self.limit => {
                self.next = request::read(path);
                Ok(None)
            }
            _ => Ok(Some(false)),
        }
    }
}

fn answered(answer: Answer) -> Reading {
    Reading::Answered(Box::new(answer))
}

fn slots(schedules: &[Resource], from: Wall, to: Wall) -> Plan {
    let ids = schedules.iter().filter_map(|schedule| schedule.id().ok());
    let schedules: Vec<String> = ids.map(|id| format!("Schedule/{id}")).collect();
    let (after, before) = (format!("ge{}", write_instant(from)), format!("lt{}", write_instant(to)));
    let schedules = schedules.join(",");
    let parameters = [
        ("schedule", schedules.as_str()),
        ("status", "free"),
        ("start", &after),
        ("start", &before),
        ("_count", PAGE),
    ];
    Plan::Slots { from, to, pages: Pages::new("Slot", &parameters) }
}

fn first_doctor(patient: &Patient) -> Option<Plan> {
    patient.general_practitioners.iter().find_map(|who| match who.kind() {
        "Practitioner" => Some(Plan::Practitioner { id: who.id().clone(), role: None }),
        "PractitionerRole" => Some(Plan::Role(who.id().clone())),
        _ => None,
    })
}

/// What can be read of what was found; each resource once, although pages may overlap.
fn views<T>(pages: &mut Pages, view: impl Fn(Resource) -> Result<T, ViewError>) -> Vec<T> {
    let mut seen = BTreeSet::new();
    let new = |found: &Resource| found.id().is_ok_and(|id| seen.insert(id));
    pages.found.drain(..).filter(new).filter_map(|found| view(found).ok()).collect()
}

/// The price the clinic states for this practitioner, or else for everybody. Several that differ are none.
fn price_of(practitioner: &Id, pages: &mut Pages) -> Option<Price> {
    let who = format!("Practitioner/{practitioner}");
    let contexts = |price: &Price| match price.resource().value().get("useContext").and_then(Value::as_array)
    {
        Some(contexts) => contexts.clone(),
        None => Vec::new(),
    };
    let names =
        |context: &Value| context.pointer("/valueReference/reference").and_then(Value::as_str) == Some(&who);
    let (stated, others): (Vec<Price>, Vec<Price>) =
        views(pages, Price::view).into_iter().partition(|price| contexts(price).iter().any(names));
    let general: Vec<Price> = others.into_iter().filter(|price| contexts(price).is_empty()).collect();
    let mut prices = if stated.is_empty() { general } else { stated }.into_iter();
    let first = prices.next()?;
    prices.all(|price| (price.total, price.covered) == (first.total, first.covered)).then_some(first)
}

fn encounters_of(appointment: &Id, resource: &Resource) -> Result<Vec<Reference>, ViewError> {
    let appointment = Reference::new("Appointment", appointment.clone());
    let encounters =
        SearchPage::view(resource)?.matches.into_iter().filter_map(|found| Encounter::view(found).ok());
    let of_it = encounters.filter(|encounter| encounter.appointment.as_ref() == Some(&appointment));
    Ok(of_it.map(|encounter| Reference::new("Encounter", encounter.id)).collect())
}
