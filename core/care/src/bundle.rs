//! What a server answers with: pages of a search, and the entries of a transaction (FHIR R4 Bundle).

use serde_json::Value;

use crate::{Outcome, Reference, Resource, Version, ViewError, field};

/// A page of a search.
#[derive(Clone, Debug, PartialEq)]
pub struct SearchPage {
    /// The matches; included resources and outcomes are left out.
    pub matches: Vec<Resource>,
    /// Where the next page is, as the server wrote it. Not to be followed unchecked.
    pub next: Option<String>,
}

impl SearchPage {
    /// Reads a Bundle of type `searchset`. Entries that are no resource are skipped: the others are still good.
    pub fn view(resource: &Resource) -> Result<Self, ViewError> {
        let value = bundle(resource, "searchset")?;
        let is_match = |entry: &&Value| {
            let mode = entry.get("search").and_then(|search| search.get("mode")).and_then(Value::as_str);
            matches!(mode, None | Some("match"))
        };
        let matches = field::list(value, "entry")
            .filter(is_match)
            .filter_map(|entry| Resource::from_value(entry.get("resource")?.clone()).ok())
            .filter(|found| found.kind() != "OperationOutcome")
            .collect();
        let next = field::list(value, "link")
            .find(|link| link.get("relation").and_then(Value::as_str) == Some("next"))
            .and_then(|link| link.get("url")?.as_str())
            .map(str::to_owned);
        Ok(Self { matches, next })
    }
}

/// What became of one entry of a transaction.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EntryResponse {
    /// HTTP status of this entry.
    pub status: u16,
    /// The version it has now.
    pub version: Option<Version>,
    /// What was written.
    pub location: Option<Reference>,
    /// Whether its outcome reports an error, whatever the status says.
    pub failed: bool,
}

impl EntryResponse {
    /// Whether the entry was carried out.
    pub fn is_done(&self) -> bool {
        (200..300).contains(&self.status) && !self.failed
    }

    /// Whether somebody was first: servers answer 409 and 412 alike.
    pub fn is_conflict(&self) -> bool {
        matches!(self.status, 409 | 412)
    }

    fn view(entry: &Value) -> Result<Self, ViewError> {
        let response = entry.get("response").ok_or(ViewError::missing("response"))?;
        // "201 Created": the code, then words.
        let code = field::text(response, "status")?.split(' ').next().unwrap_or_default();
        let status = code.parse().map_err(|_| ViewError::malformed("status"))?;
        let version = field::optional_text(response, "etag")?.map(Version::from_etag).transpose()?;
        let location = field::optional_text(response, "location")?.and_then(locate);
        let outcome = response.get("outcome").and_then(|outcome| Resource::from_value(outcome.clone()).ok());
        let failed =
            outcome.and_then(|outcome| Outcome::view(&outcome).ok()).is_some_and(|outcome| outcome.failed);
        Ok(Self { status, version, location, failed })
    }
}

/// Reads the answer to a transaction of `sent` entries: exactly as many entries, in their order, each with a status.
pub fn transaction_response(resource: &Resource, sent: usize) -> Result<Vec<EntryResponse>, ViewError> {
    entries(bundle(resource, "transaction-response")?, sent)
}

/// Reads the answer to a batch of `sent` entries, likewise.
pub fn batch_response(resource: &Resource, sent: usize) -> Result<Vec<EntryResponse>, ViewError> {
    entries(bundle(resource, "batch-response")?, sent)
}

fn entries(value: &Value, sent: usize) -> Result<Vec<EntryResponse>, ViewError> {
    let entries: Vec<EntryResponse> =
        field::list(value, "entry").map(EntryResponse::view).collect::<Result<_, _>>()?;
    if entries.len() == sent { Ok(entries) } else { Err(ViewError::malformed("entry")) }
}

fn bundle<'a>(resource: &'a Resource, kind: &'static str) -> Result<&'a Value, ViewError> {
    let value = resource.expect("Bundle")?;
    if field::text(value, "type")? == kind { Ok(value) } else { Err(ViewError::wrong_type(kind)) }
}

/// What a `location` names, be it relative or absolute: `http://clinic/fhir/Slot/7/_history/2`.
fn locate(location: &str) -> Option<Reference> {
    let unversioned = location.split("/_history/").next()?;
    let kind = unversioned.rsplit('/').nth(1)?;
    let id = unversioned.rsplit('/').next()?;
    Reference::parse(&format!("{kind}/{id}")).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn resource(value: Value) -> Resource {
        Resource::from_value(value).unwrap()
    }

    fn answer(entries: Value) -> Resource {
        resource(json!({"resourceType": "Bundle", "type": "transaction-response", "entry": entries}))
    }

    #[test]
    fn a_page_keeps_its_matches_and_names_the_next() {
        let page = SearchPage::view(&resource(json!({"resourceType": "Bundle", "type": "searchset",
            "link": [{"relation": "self", "url": "x"}, 5, {"relation": "next", "url": "http://c/fhir?page=2"}],
            "entry": [
                {"resource": {"resourceType": "Slot", "id": "1"}},
                {"resource": {"resourceType": "Slot", "id": "2"}, "search": {"mode": "match"}},
                {"resource": {"resourceType": "Schedule", "id": "3"}, "search": {"mode": "include"}},
                {"resource": {"resourceType": "OperationOutcome"}},
                {"resource": null}, {}, "entry"]})))
        .unwrap();
        assert_eq!(page.matches.len(), 2);
        assert_eq!(page.next.as_deref(), Some("http://c/fhir?page=2"));
    }

    #[test]
    fn an_empty_page_is_a_page_and_another_bundle_is_none() {
        assert!(SearchPage::view(&resource(json!({"resourceType": "Bundle", "type": "searchset"}))).is_ok());
        assert!(SearchPage::view(&resource(json!({"resourceType": "Bundle", "type": "history"}))).is_err());
        assert!(SearchPage::view(&resource(json!({"resourceType": "Bundle"}))).is_err());
        assert!(SearchPage::view(&resource(json!({"resourceType": "OperationOutcome"}))).is_err());
    }

    #[test]
    fn entries_are_read_as_hapi_and_as_the_specification_write_them() {
        let entries = transaction_response(
            &answer(json!([
                {"response": {"status": "200 OK", "etag": "2", "location": "Slot/s1/_history/2"}},
                {"response": {"status": "201 Created", "etag": "W/\"1\"", "location": "http://c/fhir/Appointment/9/_history/1"}}])),
            2,
        )
        .unwrap();
        assert!(entries.iter().all(EntryResponse::is_done));
        assert_eq!(entries[0].version, Version::parse("2").ok());
        assert_eq!(entries[1].location, Reference::parse("Appointment/9").ok());
    }

    #[test]
    fn a_success_outside_with_a_failure_inside_is_seen() {
        let error =
            json!({"resourceType": "OperationOutcome", "issue": [{"severity": "error", "code": "conflict"}]});
        let entries = transaction_response(
            &answer(
                json!([{"response": {"status": "412"}}, {"response": {"status": "200", "outcome": error}}]),
            ),
            2,
        )
        .unwrap();
        assert!(entries[0].is_conflict() && !entries[0].is_done());
        assert!(!entries[1].is_done());
    }

    #[test]
    fn an_answer_that_does_not_account_for_every_entry_is_none() {
        for entries in [
            json!([]),
            json!([{"response": {"status": "200"}}]),
            json!([{"response": {"status": "200"}}, {}]),
            json!([{"response": {"status": "200"}}, {"response": {"status": 201}}]),
            json!([{"response": {"status": "200"}}, {"response": {"status": "fine"}}]),
            json!([{"response": {"status": "200"}}, {"response": {"status": "201", "etag": "a b"}}]),
            json!([{"response": {"status": "200"}}, {"response": {"status": "201"}}, {"response": {"status": "201"}}]),
        ] {
            assert!(transaction_response(&answer(entries.clone()), 2).is_err(), "{entries}");
        }
    }

    #[test]
    fn a_location_names_a_resource_or_nothing() {
        for (location, expected) in [
            ("Slot/7", Some("Slot/7")),
            ("/fhir/Slot/7", Some("Slot/7")),
            ("http://c/fhir/Slot/7/_history/1", Some("Slot/7")),
            ("Slot", None),
            ("", None),
            ("http://c/fhir/Slot/", None),
            ("//", None),
        ] {
            assert_eq!(locate(location).map(|found| found.to_string()).as_deref(), expected, "{location}");
        }
    }
}
