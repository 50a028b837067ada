//! How a clinic books: one trait, and an adapter for each dialect that a CapabilityStatement can name.
//!
//! | | plain R4 | IHE Scheduling | Medplum |
//! |---|---|---|---|
//! | free times | `GET Slot` | `POST Appointment/$find` | `GET Appointment/$find` |
//! | hold | – | `$hold` while a proposal is kept | – |
//! | book | transaction of Slot and Appointment | `$book` with a pending Appointment | `$book` with a proposed one |
//! | refused by | 409, 412 | an Appointment `cancelled`, or an OperationOutcome, under 200 | 409, 400 |
//! | found again by | our identifier | our identifier, or patient, doctor and time | the same |
//! | a late copy is stopped by | the slot's version | the slot being busy | the slot being busy |

mod ihe;
mod medplum;
mod plain;

use nabz_care::{
    Appointment, BookingDialect, Cancellation, EntryResponse, Id, Resource, Slot, ViewError,
    transaction_response, write_instant,
};
use nabz_time::Wall;

use crate::intent::Book;
use crate::{HttpRequest, request};

/// What the answer to a booking says. Nothing of it is believed before the Appointment was read back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Written {
    /// Carried out.
    Done,
    /// Carried out in part, against all promises.
    Partly,
    /// Somebody was first, or the clinic does not want it: see whether the time is still free.
    Refused,
    /// No answer to what was asked.
    Unclear,
}

/// What the server says of the time a patient confirmed.
#[derive(Debug)]
pub(crate) enum Time {
    /// Still free, as it stands now.
    Free(Box<Slot>),
    /// Somebody has it.
    Taken,
    /// The clinic does not offer it any more, or not at the place or hour that was confirmed.
    Withdrawn,
}

/// A way to book.
pub(crate) trait Dialect: Sync {
    /// Asks the server to keep the time while the booking is on its way, where it can.
    fn hold(&self, _: &Book) -> Option<HttpRequest> {
        None
    }

    /// The request that books.
    fn write(&self, book: &Book) -> HttpRequest;

    /// What its answer says.
    fn written(&self, answer: &Resource) -> Written;

    /// Whether a status that rejects the request (400, 404, 422) may only mean that the time has gone.
    fn rejection_may_mean_taken(&self) -> bool {
        true
    }

    /// Looks for our Appointment.
    fn look(&self, book: &Book) -> HttpRequest {
        let (patient, at) = (format!("Patient/{}", book.patient), write_instant(book.slot.start));
        request::search("Appointment", &[("patient", &patient), ("date", &at), ("_count", "50")])
    }

    /// Whether that also brings the patient's other appointments of the day.
    fn finds_others(&self) -> bool {
        true
    }

    /// Whether an Appointment is the one of this booking. A server that draws up the Appointment itself need not keep
    /// our identifier: then the patient, the doctor and the time make it ours.
    fn is_ours(&self, book: &Book, found: &Appointment) -> bool {
        let by_name = found.booking == Some(book.uuid);
        let by_time = found.booking.is_none()
            && !found.status.is_off()
            && found.patient() == Some(&book.patient)
            && found.practitioner() == Some(&book.practitioner)
            && found.start == book.slot.start;
        by_name || by_time
    }

    /// Whether it is what the patient confirmed.
    fn is_same(&self, book: &Book, found: &Appointment) -> bool {
        (found.start, found.end) == (book.slot.start, book.slot.end)
            && found.practitioner() == Some(&book.practitioner)
    }

    /// Whether an Appointment that is off may be how the server refuses, rather than what became of a booking.
    fn refuses_by_cancelling(&self) -> bool {
        false
    }

    /// Asks whether the time is still free.
    fn ask_time(&self, book: &Book) -> HttpRequest;

    /// What the answer says.
    fn time(&self, book: &Book, answer: Resource) -> Result<Time, ViewError>;

    /// Whether calling off has to free the slots too, or the server does that by itself.
    fn frees_slots(&self) -> bool {
        true
    }

    /// The request that calls an appointment off.
    fn cancel(&self, cancellation: &Cancellation<'_>) -> HttpRequest {
        request::transaction(&cancellation.transaction())
    }

    /// Whether the answer says that it is called off.
    fn is_cancelled(&self, cancellation: &Cancellation<'_>, answer: &Resource) -> bool {
        transaction_response(answer, cancellation.entries())
            .is_ok_and(|entries| entries.iter().all(EntryResponse::is_done))
    }

    /// Asks for free times of a doctor with these schedules by `$find`; `None` where free times are Slots to search for.
    fn find(&self, _: &Id, _: &[Resource], _: Wall, _: Wall) -> Option<Vec<HttpRequest>> {
        None
    }
}

/// The adapter of a dialect.
pub(crate) fn of(dialect: BookingDialect) -> &'static dyn Dialect {
    match dialect {
        BookingDialect::Plain => &plain::Plain,
        BookingDialect::Ihe => &ihe::Ihe,
        BookingDialect::Medplum => &medplum::Medplum,
    }
}

/// The time among the proposals of `$find`: still offered, moved to another place, or gone.
fn offered(book: &Book, answer: &Resource) -> Result<Time, ViewError> {
    let wanted = &book.slot;
    let same = |slot: &Slot| (slot.start, slot.end) == (wanted.start, wanted.end);
    let found: Vec<Slot> = nabz_care::proposals(answer)?.into_iter().filter(same).collect();
    let none = found.is_empty();
    let here = |slot: &Slot| {
        let place = wanted.schedule.is_none() || slot.schedule.is_none() || slot.schedule == wanted.schedule;
        let theirs = slot.proposal().and_then(practitioner_of);
        place && theirs.is_none_or(|doctor| doctor == book.practitioner)
    };
    Ok(match found.into_iter().find(here) {
        Some(slot) => Time::Free(Box::new(slot)),
        None if none => Time::Taken,
        None => Time::Withdrawn,
    })
}

fn practitioner_of(proposal: &serde_json::Value) -> Option<Id> {
    let participants = proposal.get("participant")?.as_array()?;
    let references = participants.iter().filter_map(|one| one.pointer("/actor/reference")?.as_str());
    references
        .filter_map(|text| nabz_care::Reference::parse(text).ok())
        .find_map(|who| who.id_of("Practitioner").cloned())
}
