//! Plain FHIR R4: the slot and the appointment in one transaction, guarded by the slot's version.

use nabz_care::{
    Appointment, BOOKING_ENTRIES, EntryResponse, Resource, Slot, SlotStatus, ViewError, booking_token,
    transaction_response,
};

use super::{Dialect, Time, Written};
use crate::intent::Book;
use crate::{HttpRequest, request};

pub(super) struct Plain;

impl Dialect for Plain {
    fn write(&self, book: &Book) -> HttpRequest {
        request::transaction(&book.booking().transaction())
    }

    fn written(&self, answer: &Resource) -> Written {
        match transaction_response(answer, BOOKING_ENTRIES) {
            Ok(entries) if entries.iter().all(EntryResponse::is_done) => Written::Done,
            Ok(entries) if entries.iter().any(EntryResponse::is_done) => Written::Partly,
            Ok(entries) if entries.iter().any(EntryResponse::is_conflict) => Written::Refused,
            Ok(_) | Err(_) => Written::Unclear,
        }
    }

    fn rejection_may_mean_taken(&self) -> bool {
        false
    }

    fn look(&self, book: &Book) -> HttpRequest {
        request::search("Appointment", &[("identifier", &booking_token(book.uuid))])
    }

    fn finds_others(&self) -> bool {
        false
    }

    fn is_ours(&self, book: &Book, found: &Appointment) -> bool {
        found.booking == Some(book.uuid)
    }

    fn is_same(&self, book: &Book, found: &Appointment) -> bool {
        found.slots.contains(&book.slot.id)
            && (found.start, found.end) == (book.slot.start, book.slot.end)
            && found.practitioner() == Some(&book.practitioner)
    }

    fn ask_time(&self, book: &Book) -> HttpRequest {
        request::read(format!("Slot/{}", book.slot.id))
    }

    fn time(&self, book: &Book, answer: Resource) -> Result<Time, ViewError> {
        let slot = Slot::view(answer)?;
        let seen = &book.slot;
        if slot.id != seen.id {
            return Err(ViewError::other("id"));
        }
        Ok(match slot.status {
            SlotStatus::Free
                if (slot.start, slot.end, &slot.schedule) == (seen.start, seen.end, &seen.schedule) =>
            {
                Time::Free(Box::new(slot))
            }
            SlotStatus::Free => Time::Withdrawn,
            _ => Time::Taken,
        })
    }
}
