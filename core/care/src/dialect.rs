//! How a server books, and what a phone asks of its CapabilityStatement (FHIR R4).

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::{Resource, ViewError, field};

/// Canonical URLs of the operations of IHE ITI Scheduling begin with this.
const IHE: &str = "https://profiles.ihe.net/ITI/Scheduling/";

/// Canonical URLs of Medplum's operations begin with this.
const MEDPLUM: &str = "https://medplum.com/fhir/";

/// How a server books.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum BookingDialect {
    /// A transaction of Slot and Appointment, as any FHIR R4 server carries it out.
    #[default]
    Plain,
    /// `Appointment/$find`, `$hold` and `$book` of IHE ITI Scheduling (ITI-115 to ITI-117).
    Ihe,
    /// `Appointment/$find` and `$book` as Medplum has them.
    Medplum,
}

/// What a server can do, as far as a phone asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Capability {
    /// Speaks FHIR R4 (4.0.x).
    pub r4: bool,
    /// Carries out transactions, all or nothing.
    pub transactions: bool,
    /// Carries out batches, each entry by itself.
    pub batches: bool,
    /// How it books.
    pub booking: BookingDialect,
}

impl Capability {
    /// Reads a CapabilityStatement. Operations whose definition is not known here are not used: another one of the
    /// same name takes other parameters.
    pub fn view(resource: &Resource) -> Result<Self, ViewError> {
        let value = resource.expect("CapabilityStatement")?;
        let r4 = field::text(value, "fhirVersion")?.starts_with("4.0.");
        let server = |rest: &&Value| rest.get("mode").and_then(Value::as_str) == Some("server");
        let interacts = |code: &str| {
            field::list(value, "rest")
                .filter(server)
                .flat_map(|rest| field::list(rest, "interaction"))
                .any(|interaction| interaction.get("code").and_then(Value::as_str) == Some(code))
        };
        let books = |definer: &str| {
            field::list(value, "rest")
                .filter(server)
                .flat_map(|rest| field::list(rest, "resource"))
                .filter(|kind| kind.get("type").and_then(Value::as_str) == Some("Appointment"))
                .flat_map(|kind| field::list(kind, "operation"))
                .any(|operation| is_book(operation, definer))
        };
        let booking = match (books(IHE), books(MEDPLUM)) {
            (true, _) => BookingDialect::Ihe,
            (false, true) => BookingDialect::Medplum,
            (false, false) => BookingDialect::Plain,
        };
        Ok(Self { r4, transactions: interacts("transaction"), batches: interacts("batch"), booking })
    }
}

fn is_book(operation: &Value, definer: &str) -> bool {
    let text = |name| operation.get(name).and_then(Value::as_str).unwrap_or_default();
    text("name").trim_start_matches('$') == "book" && text("definition").starts_with(definer)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn server(rest: Value) -> Capability {
        let value = json!({"resourceType": "CapabilityStatement", "fhirVersion": "4.0.1", "rest": rest});
        Capability::view(&Resource::from_value(value).unwrap()).unwrap()
    }

    #[test]
    fn a_server_says_whether_it_takes_transactions() {
        let able =
            server(json!([{"mode": "server", "interaction": [{"code": "batch"}, {"code": "transaction"}]}]));
        assert!(able.r4 && able.transactions && able.batches);
        assert!(!server(json!([{"mode": "client", "interaction": [{"code": "transaction"}]}])).transactions);
        assert!(!server(json!({"mode": "server"})).transactions);
        let value = json!({"resourceType": "CapabilityStatement", "fhirVersion": 4});
        assert!(Capability::view(&Resource::from_value(value).unwrap()).is_err());
    }

    #[test]
    fn the_dialect_is_the_one_whose_operation_is_defined() {
        let with = |name: &str, definition: &str, kind: &str| {
            let operation = json!([{"name": name, "definition": definition}]);
            server(json!([{"mode": "server", "resource": [{"type": kind, "operation": operation}]}])).booking
        };
        let ihe = format!("{IHE}OperationDefinition/appointment-book");
        let medplum = format!("{MEDPLUM}OperationDefinition/Appointment-book");
        assert_eq!(with("book", &ihe, "Appointment"), BookingDialect::Ihe);
        assert_eq!(with("$book", &medplum, "Appointment"), BookingDialect::Medplum);
        for (name, definition, kind) in [
            ("book", "http://elsewhere/OperationDefinition/book", "Appointment"),
            ("find", ihe.as_str(), "Appointment"),
            ("book", ihe.as_str(), "Slot"),
            ("book", "", "Appointment"),
        ] {
            assert_eq!(with(name, definition, kind), BookingDialect::Plain, "{name} {definition} {kind}");
        }
    }
}
