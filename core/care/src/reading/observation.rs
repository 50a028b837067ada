//! A reading as the clinic keeps it: a FHIR R4 Observation of the vital-signs profile
//! (<https://hl7.org/fhir/R4/observation-vitalsigns.html>).

use nabz_time::Wall;
use serde_json::{Value, json};

use super::decimal::Decimal;
use super::kind::Kind;
use super::quantity::Quantity;
use super::unit::Unit;
use crate::field::{self, write_instant};
use crate::{Id, Reference, Resource, ViewError, redacted};

const LOINC: &str = "http://loinc.org";
const UCUM: &str = "http://unitsofmeasure.org";
const CATEGORY: &str = "http://terminology.hl7.org/CodeSystem/observation-category";

/// The panel of the two blood pressures.
const PRESSURE: &str = "85354-9";

/// What was measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Values {
    /// The two blood pressures, in the order they were given: they are not exchanged because one is larger.
    Pressure {
        /// The upper one.
        systolic: Quantity,
        /// The lower one.
        diastolic: Quantity,
    },
    /// One quantity.
    One(Kind, Quantity),
}

/// Where a reading comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Origin {
    /// A person read it off and typed it.
    Typed,
    /// A device sent it.
    Device(Reference),
}

/// A reading of one patient.
#[derive(Clone, PartialEq)]
pub struct Reading {
    /// The phone's own UUID, so that sending it twice stores it once.
    pub id: Id,
    /// Whose it is.
    pub patient: Id,
    /// When it was taken.
    pub at: Wall,
    /// What was measured.
    pub values: Values,
    /// Where it comes from.
    pub origin: Origin,
}

redacted!(Reading);

impl Reading {
    /// The Observation to be stored at the clinic.
    pub fn to_resource(&self) -> Resource {
        let coded_and_valued = match self.values {
            Values::One(kind, quantity) => {
                json!({"code": coded(kind.loinc(quantity.unit())), "valueQuantity": written(quantity)})
            }
            Values::Pressure { systolic, diastolic } => {
                let component = |kind: Kind, quantity: Quantity| json!({"code": coded(kind.loinc(quantity.unit())), "valueQuantity": written(quantity)});
                let pair = [component(Kind::Systolic, systolic), component(Kind::Diastolic, diastolic)];
                json!({"code": coded(PRESSURE), "component": pair})
            }
        };
        let device = match &self.origin {
            Origin::Typed => json!({}),
            Origin::Device(device) => json!({"device": {"reference": device.to_string()}}),
        };
        let base = json!({
            "resourceType": "Observation",
            "id": self.id.as_str(),
            "status": "final",
            "category": [{"coding": [{"system": CATEGORY, "code": "vital-signs"}]}],
            "subject": {"reference": format!("Patient/{}", self.patient)},
            "performer": [{"reference": format!("Patient/{}", self.patient)}],
            "effectiveDateTime": write_instant(self.at),
        });
        Resource::merged([base, coded_and_valued, device])
    }

    /// Reads an Observation of the kinds known here, wherever it was made.
    pub fn view(resource: &Resource) -> Result<Self, ViewError> {
        let value = resource.expect("Observation")?;
        let subject = value.get("subject").and_then(field::reference).ok_or(ViewError::missing("subject"))?;
        Ok(Self {
            id: resource.id()?,
            patient: subject.id_of("Patient").cloned().ok_or(ViewError::malformed("subject"))?,
            at: field::instant(value, "effectiveDateTime")?,
            values: Values::read(value)?,
            origin: value.get("device").and_then(field::reference).map_or(Origin::Typed, Origin::Device),
        })
    }
}

impl Values {
    fn read(value: &Value) -> Result<Self, ViewError> {
        if let Some(kind) = kind(value) {
            return Ok(Self::One(kind, quantity(value, kind)?));
        }
        if !codes(value).any(|code| code == PRESSURE) {
            return Err(ViewError::malformed("code"));
        }
        let part = |wanted: Kind| {
            field::list(value, "component")
                .find(|component| kind(component) == Some(wanted))
                .ok_or(ViewError::missing("component"))
                .and_then(|component| quantity(component, wanted))
        };
        Ok(Self::Pressure { systolic: part(Kind::Systolic)?, diastolic: part(Kind::Diastolic)? })
    }
}

fn coded(code: &str) -> Value {
    json!({"coding": [{"system": LOINC, "code": code}]})
}

fn written(quantity: Quantity) -> Value {
    let code = quantity.unit().ucum();
    // JSON has no other number here; fifteen digits survive it, a quantity has at most ten.
    let number = quantity.value().to_string().parse::<f64>().unwrap_or_default();
    let number =
        if quantity.value().scale() == 0 { json!(quantity.value().mantissa()) } else { json!(number) };
    json!({"value": number, "unit": code, "system": UCUM, "code": code})
}

fn codes(value: &Value) -> impl Iterator<Item = &str> {
    let codings = value.get("code").map(|code| field::list(code, "coding")).into_iter().flatten();
    codings
        .filter(|coding| coding.get("system").and_then(Value::as_str) == Some(LOINC))
        .filter_map(|coding| coding.get("code")?.as_str())
}

fn kind(value: &Value) -> Option<Kind> {
    codes(value).find_map(Kind::of_loinc)
}

fn quantity(value: &Value, kind: Kind) -> Result<Quantity, ViewError> {
    let bad = ViewError::malformed("valueQuantity");
    let stated = value.get("valueQuantity").ok_or(ViewError::missing("valueQuantity"))?;
    if field::optional_text(stated, "system")? != Some(UCUM) {
        return Err(bad);
    }
    let unit = Unit::of_ucum(field::text(stated, "code")?).ok_or(bad)?;
    let number = stated.get("value").and_then(Value::as_number).ok_or(bad)?;
    let value = Decimal::parse(&number.to_string()).ok_or(bad)?;
    Quantity::new(value, unit).filter(|_| kind.units().contains(&unit)).ok_or(bad)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn quantity(value: &str, unit: Unit) -> Quantity {
        Quantity::new(Decimal::parse(value).unwrap(), unit).unwrap()
    }

    fn reading(values: Values, origin: Origin) -> Reading {
        Reading {
            id: Id::try_from("6f0b5a40-6d9a-4a3e-9f2c-0d5a3f8f1c11").unwrap(),
            patient: Id::try_from("p1").unwrap(),
            at: Wall::from_millis(1_795_000_000_000),
            values,
            origin,
        }
    }

    #[test]
    fn a_reading_comes_back_as_it_went() {
        let device = Origin::Device(Reference::parse("Device/d1").unwrap());
        let pressure = Values::Pressure {
            systolic: quantity("18.5", Unit::KPa),
            diastolic: quantity("11.2", Unit::KPa),
        };
        let mut sent = vec![reading(pressure, device)];
        for kind in Kind::ALL {
            for unit in kind.units() {
                sent.push(reading(Values::One(kind, quantity("5.6", *unit)), Origin::Typed));
            }
        }
        for reading in sent {
            let again = Resource::parse(&reading.to_resource().to_bytes()).unwrap();
            assert!(Reading::view(&again).unwrap() == reading);
        }
    }

    #[test]
    fn it_is_a_vital_sign_of_the_profile() {
        let pressure =
            Values::Pressure { systolic: quantity("120", Unit::MmHg), diastolic: quantity("80", Unit::MmHg) };
        let sent = reading(pressure, Origin::Typed).to_resource();
        let value = sent.value();
        assert_eq!(value["category"][0]["coding"][0]["code"], "vital-signs");
        assert_eq!(value["code"]["coding"][0]["code"], "85354-9");
        assert_eq!(
            value["component"][1]["valueQuantity"],
            json!(
            {"value": 80, "unit": "mm[Hg]", "system": UCUM, "code": "mm[Hg]"})
        );
        assert!(value.get("device").is_none());
    }

    #[test]
    fn another_unit_or_an_unknown_code_is_no_reading() {
        let good = reading(Values::One(Kind::Glucose, quantity("5.6", Unit::MmolPerL)), Origin::Typed);
        for (pointer, value) in [
            ("/valueQuantity/code", json!("kg")),
            ("/valueQuantity/code", json!("mmol")),
            ("/valueQuantity/system", json!("http://example.org")),
            ("/valueQuantity/value", json!("5.6")),
            ("/valueQuantity/value", json!(1e300)),
            ("/code/coding/0/code", json!("718-7")),
            ("/code/coding/0/system", json!("urn:x")),
            ("/subject/reference", json!("Group/1")),
            ("/effectiveDateTime", json!("2026-11-21")),
        ] {
            let mut changed = good.to_resource().value().clone();
            *changed.pointer_mut(pointer).unwrap() = value;
            assert!(Reading::view(&Resource::from_value(changed).unwrap()).is_err(), "{pointer}");
        }
    }
}
