//! Calling an appointment off: the Appointment and its slots are read, then changed together if nobody changed them
//! meanwhile. Done when the Appointment is off, whoever did it.

use nabz_care::{Appointment, AppointmentStatus, Cancellation, Id, ParkReason, Refusal, Slot};

use super::{Cancel, Done, Move};
use crate::reply::{Delay, Reply};
use crate::{HttpRequest, dialect, request};

/// Most slots of one appointment that are freed with it.
const SLOTS: usize = 4;

#[derive(Clone, Debug)]
pub(crate) enum Step {
    /// Read the Appointment.
    Appointment,
    /// Read its slots, one after the other.
    Slots { appointment: Box<Appointment>, read: Vec<Slot>, left: Vec<Id> },
    /// Call it off.
    Write { appointment: Box<Appointment>, slots: Vec<Slot> },
}

impl Step {
    pub(crate) fn is_write(&self) -> bool {
        matches!(self, Self::Write { .. })
    }

    pub(crate) fn request(&self, cancel: &Cancel, id: &Id) -> HttpRequest {
        match self {
            Self::Slots { left, .. } if !left.is_empty() => request::read(format!("Slot/{}", left[0])),
            Self::Write { appointment, slots } => {
                dialect::of(cancel.dialect).cancel(&Cancellation { appointment, slots })
            }
            Self::Appointment | Self::Slots { .. } => request::read(format!("Appointment/{id}")),
        }
    }

    /// `worn` says that writes failed often enough.
    pub(crate) fn reply(self, cancel: &Cancel, id: &Id, reply: Reply, worn: bool) -> Move {
        match (self, reply) {
            (_, Reply::SignIn) => Move::Parked(ParkReason::SignIn),
            (Self::Write { .. }, Reply::Trouble(trouble)) => Move::later(Self::Appointment, trouble),
            // Only what is read afterwards counts; what looks undone is read after a pause.
            (Self::Write { appointment, slots }, Reply::Resource(answer)) => {
                let cancellation = Cancellation { appointment: &appointment, slots: &slots };
                if dialect::of(cancel.dialect).is_cancelled(&cancellation, &answer) {
                    Move::now(Self::Appointment)
                } else {
                    Move::later(Self::Appointment, Delay::Clinic)
                }
            }
            (Self::Write { .. }, Reply::Conflict | Reply::Written(_)) => {
                Move::later(Self::Appointment, Delay::Clinic)
            }
            (Self::Slots { appointment, read, mut left }, Reply::Missing) => {
                left.remove(0);
                next(appointment, read, left)
            }
            (_, Reply::Rejected | Reply::Missing | Reply::Conflict) => Move::Parked(ParkReason::NotAccepted),
            (step, Reply::Written(_)) => Move::not_understood(step),
            (step, Reply::Trouble(trouble)) => Move::later(step, trouble),
            (Self::Appointment, Reply::Resource(resource)) => match Appointment::view(resource) {
                Ok(appointment) if &appointment.id == id => begin(cancel, Box::new(appointment), worn),
                Ok(_) | Err(_) => Move::not_understood(Self::Appointment),
            },
            (Self::Slots { appointment, mut read, mut left }, Reply::Resource(resource)) => {
                match Slot::view(resource) {
                    Ok(slot) if left.first() == Some(&slot.id) => {
                        left.remove(0);
                        read.push(slot);
                        next(appointment, read, left)
                    }
                    Ok(_) | Err(_) => Move::not_understood(Self::Slots { appointment, read, left }),
                }
            }
        }
    }
}

fn begin(cancel: &Cancel, appointment: Box<Appointment>, worn: bool) -> Move {
    if appointment.status.is_off() {
        return Move::Done(Done::Cancelled(appointment));
    }
    if appointment.status == AppointmentStatus::Fulfilled {
        return Move::Refused(Refusal::TooLate);
    }
    if worn {
        return Move::Parked(ParkReason::ServerFault);
    }
    let frees = dialect::of(cancel.dialect).frees_slots();
    let left = appointment.slots.iter().filter(|_| frees).take(SLOTS).cloned().collect();
    next(appointment, Vec::new(), left)
}

fn next(appointment: Box<Appointment>, read: Vec<Slot>, left: Vec<Id>) -> Move {
    if left.is_empty() {
        Move::now(Step::Write { appointment, slots: read })
    } else {
        Move::now(Step::Slots { appointment, read, left })
    }
}
