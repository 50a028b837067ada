//! A follow-up the doctor ordered (FHIR R4 ServiceRequest) and a visit that took place (Encounter).

use jiff::civil::{Date, time};
use jiff::tz::TimeZone;
use nabz_time::Wall;
use serde_json::Value;

use crate::{Id, Recurrence, Reference, Resource, ViewError, field, redacted};

/// An order to come back.
#[derive(Clone, PartialEq)]
pub struct FollowUp {
    /// Logical id.
    pub id: Id,
    /// When it is due, the first time.
    pub due: Due,
    /// How often it comes again.
    pub again: Option<Recurrence>,
    /// Whether it still stands.
    pub active: bool,
    /// The visit it was ordered in.
    pub encounter: Option<Reference>,
    /// What it builds on, the appointment of that visit among it (`supportingInfo`).
    pub supporting: Vec<Reference>,
    resource: Resource,
}

/// When an order is due.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Due {
    /// At an instant.
    At(Wall),
    /// On a day of the patient's calendar, wherever they are.
    On(Date),
}

impl Due {
    /// An instant that lies on the right day in `zone`: noon for a day, which every day of every zone has.
    pub fn wall(self, zone: &TimeZone) -> Wall {
        match self {
            Self::At(at) => at,
            Self::On(day) => {
                let noon = day.to_datetime(time(12, 0, 0, 0));
                // Only the last days of year 9999 have no instant in some zones.
                let at = zone.to_timestamp(noon).unwrap_or(jiff::Timestamp::MAX);
                Wall::from_millis(at.as_millisecond())
            }
        }
    }

    fn read(text: &str) -> Result<Self, ViewError> {
        // Checked first: jiff also reads the date of a date with a time.
        if text.len() == "2026-11-21".len()
            && let Ok(day) = text.parse()
        {
            return Ok(Self::On(day));
        }
        field::read_instant(text).map(Self::At).ok_or(ViewError::malformed("occurrenceDateTime"))
    }
}

impl FollowUp {
    /// Reads a ServiceRequest with an `occurrenceDateTime` of a day or better, or an `occurrenceTiming` whose bounds
    /// begin on one.
    pub fn view(resource: Resource) -> Result<Self, ViewError> {
        let value = resource.expect("ServiceRequest")?;
        let repeat = value.pointer("/occurrenceTiming/repeat");
        let due =
            match repeat.and_then(|repeat| repeat.pointer("/boundsPeriod/start")).and_then(Value::as_str) {
                Some(start) => Due::read(start)?,
                None => Due::read(field::text(value, "occurrenceDateTime")?)?,
            };
        Ok(Self {
            id: resource.id()?,
            due,
            again: repeat.and_then(Recurrence::view),
            active: field::text(value, "status")? == "active",
            encounter: value.get("encounter").and_then(field::reference),
            supporting: field::references(value, "supportingInfo"),
            resource,
        })
    }

    /// As the server sent it.
    pub fn resource(&self) -> &Resource {
        &self.resource
    }
}

/// A visit that took place.
#[derive(Clone, PartialEq)]
pub struct Encounter {
    /// Logical id; the phone's own UUID where the phone recorded it.
    pub id: Id,
    /// Whether it is over.
    pub finished: bool,
    /// The appointment it fulfils.
    pub appointment: Option<Reference>,
    resource: Resource,
}

impl Encounter {
    /// Reads an Encounter.
    pub fn view(resource: Resource) -> Result<Self, ViewError> {
        let value = resource.expect("Encounter")?;
        Ok(Self {
            id: resource.id()?,
            finished: field::text(value, "status")? == "finished",
            appointment: field::references(value, "appointment").into_iter().next(),
            resource,
        })
    }

    /// As the server sent it.
    pub fn resource(&self) -> &Resource {
        &self.resource
    }
}

redacted!(FollowUp, Encounter);

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use serde_json::json;

    fn follow_up(when: serde_json::Value) -> Result<FollowUp, ViewError> {
        let value = json!({"resourceType": "ServiceRequest", "id": "o1", "status": "active", "occurrenceDateTime": when,
            "encounter": {"reference": "Encounter/e1"}, "supportingInfo": [{"reference": "Appointment/a1"}, {"x": 1}]});
        FollowUp::view(Resource::from_value(value).unwrap())
    }

    #[test]
    fn a_day_stays_that_day_in_every_zone() {
        let due = follow_up(json!("2026-12-05")).unwrap().due;
        assert_eq!(due, Due::On(date(2026, 12, 5)));
        for zone in ["Asia/Tehran", "Pacific/Kiritimati", "Pacific/Pago_Pago"] {
            let zone = TimeZone::get(zone).unwrap();
            let at = jiff::Timestamp::from_millisecond(due.wall(&zone).millis()).unwrap();
            assert_eq!(at.to_zoned(zone).date(), date(2026, 12, 5));
        }
    }

    #[test]
    fn a_series_of_visits_is_read_with_its_first_day() {
        let value = serde_json::json!({"resourceType": "ServiceRequest", "id": "o1", "status": "active", "occurrenceTiming": {
            "repeat": {"boundsPeriod": {"start": "2026-12-05"}, "frequency": 1, "period": 1, "periodUnit": "mo", "count": 3}}});
        let order = FollowUp::view(Resource::from_value(value).unwrap()).unwrap();
        let Due::On(first) = order.due else { panic!("a day") };
        assert_eq!(order.again.unwrap().days(first)[2], date(2027, 2, 5));
    }

    #[test]
    fn an_instant_stays_that_instant() {
        let due = follow_up(json!("2026-12-05T10:00:00+03:30")).unwrap().due;
        assert_eq!(due.wall(&TimeZone::UTC), Wall::from_millis(1_796_452_200_000));
    }

    #[test]
    fn a_date_nobody_could_keep_is_refused() {
        for when in [
            json!("2026"),
            json!("2026-12"),
            json!("2026-02-30"),
            json!("0000-00-00"),
            json!(""),
            json!(2026),
            json!(null),
            json!("2026-12-05T10:00:00"),
        ] {
            assert!(follow_up(when.clone()).is_err(), "{when}");
        }
        assert!(follow_up(json!("9999-12-31")).unwrap().due.wall(&TimeZone::UTC).millis() > 0);
    }

    #[test]
    fn an_encounter_names_its_appointment() {
        let value = json!({"resourceType": "Encounter", "id": "e1", "status": "finished",
            "appointment": [{"reference": "Appointment/a1"}]});
        let seen = Encounter::view(Resource::from_value(value).unwrap()).unwrap();
        assert!(seen.finished);
        assert_eq!(seen.appointment, Some(Reference::parse("Appointment/a1").unwrap()));
    }
}
