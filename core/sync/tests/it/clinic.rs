//! A FHIR server in a map, with HAPI's manners (`409` for every lost race, bare etags in transaction answers, identical
//! updates that change nothing).

use std::collections::BTreeMap;

use nabz_sync::{HttpRequest, HttpResponse, Method};
use serde_json::{Value, json};
use url::form_urlencoded;

#[derive(Clone, Default)]
pub(crate) struct Clinic {
    /// By type and id; `meta.versionId` counts from 1.
    resources: BTreeMap<(String, String), Value>,
    created: u64,
    /// Batches are answered 400.
    pub(crate) refuses_batches: bool,
    /// Requests answered, for tests that count them.
    pub(crate) answered: Vec<(Method, String)>,
}

type Answer = Result<(u16, Value), u16>;

impl Clinic {
    /// A clinic with one doctor and free slots `s0`, `s1`…, a quarter of an hour each from 2026-11-21T11:00Z.
    pub(crate) fn with_slots(count: usize) -> Self {
        let mut clinic = Self::default();
        clinic.put(
            json!({"resourceType": "Schedule", "id": "c1", "actor": [{"reference": "Practitioner/d1"}]}),
        );
        for index in 0..count {
            let (hour, minute) = (11 + index / 4, 15 * (index % 4));
            clinic.put(json!({"resourceType": "Slot", "id": format!("s{index}"), "status": "free",
                "schedule": {"reference": "Schedule/c1"}, "comment": "ground floor",
                "start": format!("2026-11-21T{hour:02}:{minute:02}:00Z"),
                "end": format!("2026-11-21T{hour:02}:{:02}:00Z", minute + 14)}));
        }
        clinic
    }

    /// Stores a resource under its own id.
    pub(crate) fn put(&mut self, mut resource: Value) -> bool {
        let kind = resource["resourceType"].as_str().unwrap().to_owned();
        let id = resource["id"].as_str().unwrap().to_owned();
        let before = self.resources.get(&(kind.clone(), id.clone())).cloned();
        let version = before.as_ref().map_or(0, version);
        resource["meta"] = json!({"versionId": version.to_string()});
        if before.as_ref() == Some(&resource) {
            return false;
        }
        resource["meta"]["versionId"] = json!((version + 1).to_string());
        self.resources.insert((kind, id), resource);
        before.is_none()
    }

    pub(crate) fn get(&self, kind: &str, id: &str) -> Option<&Value> {
        self.resources.get(&(kind.to_owned(), id.to_owned()))
    }

    pub(crate) fn all(&self, kind: &str) -> Vec<&Value> {
        self.resources.iter().filter(|((known, _), _)| known == kind).map(|(_, resource)| resource).collect()
    }

    pub(crate) fn answer(&mut self, request: &HttpRequest) -> HttpResponse {
        self.answered.push((request.method, request.path.clone()));
        let body = request.body.as_deref().map(|body| serde_json::from_slice::<Value>(body).unwrap());
        let (path, query) = request.path.split_once('?').unwrap_or((&request.path, ""));
        let answer = match (request.method, path.split_once('/'), body) {
            (Method::Post, None, Some(bundle)) if bundle["type"] == "batch" => self.batch(&bundle),
            (Method::Post, None, Some(bundle)) if path.is_empty() => self.transaction(&bundle),
            (Method::Get, None, None) => Ok((200, self.search(path, query))),
            (Method::Get, Some((kind, id)), None) => {
                self.get(kind, id).cloned().map(|found| (200, found)).ok_or(404)
            }
            (Method::Put, Some((kind, id)), Some(body)) => {
                assert_eq!((&body["resourceType"], &body["id"]), (&json!(kind), &json!(id)));
                let if_match = header(request, "if-match");
                match self.get(kind, id).map(version) {
                    Some(current) if if_match.is_some_and(|tag| tag != format!("W/\"{current}\"")) => {
                        Err(409)
                    }
                    _ if is_refused(&body) => Err(400),
                    _ => {
                        let created = self.put(body);
                        Ok((if created { 201 } else { 200 }, self.get(kind, id).cloned().unwrap()))
                    }
                }
            }
            _ => Err(400),
        };
        let (status, body) =
            answer.unwrap_or_else(|status| (status, json!({"resourceType": "OperationOutcome"})));
        let tag =
            body["meta"]["versionId"].as_str().map(|version| ("etag".to_owned(), format!("W/\"{version}\"")));
        let minimal = tag.is_some() && header(request, "prefer").is_some();
        let body = if minimal { Vec::new() } else { body.to_string().into_bytes() };
        HttpResponse { status, headers: tag.into_iter().collect(), body }
    }

    /// Each entry by itself.
    fn batch(&mut self, bundle: &Value) -> Answer {
        if self.refuses_batches {
            return Err(400);
        }
        let mut entries = Vec::new();
        for entry in bundle["entry"].as_array().unwrap() {
            let done = if is_refused(&entry["resource"]) { Err(400) } else { self.entry(entry) };
            entries.push(done.map_or_else(
                |status| json!({"response": {"status": format!("{status}")}}),
                |response| json!({"response": response}),
            ));
        }
        Ok((200, json!({"resourceType": "Bundle", "type": "batch-response", "entry": entries})))
    }

    fn transaction(&mut self, bundle: &Value) -> Answer {
        let mut next = self.clone();
        let mut entries = Vec::new();
        for entry in bundle["entry"].as_array().unwrap() {
            entries.push(json!({"response": next.entry(entry)?}));
        }
        *self = next;
        Ok((200, json!({"resourceType": "Bundle", "type": "transaction-response", "entry": entries})))
    }

    fn entry(&mut self, entry: &Value) -> Result<Value, u16> {
        let request = &entry["request"];
        let (kind, id) = match request["url"].as_str().unwrap().split_once('/') {
            Some((kind, id)) => (kind, id.to_owned()),
            None => return self.create(request, &entry["resource"]),
        };
        let current = self.get(kind, &id).map(version);
        if let Some(wanted) = request["ifMatch"].as_str()
            && current.is_some_and(|current| wanted != format!("W/\"{current}\""))
        {
            return Err(409);
        }
        let mut resource = entry["resource"].clone();
        resource["id"] = json!(id);
        let created = self.put(resource);
        Ok(self.response(if created { "201 Created" } else { "200 OK" }, kind, &id))
    }

    fn create(&mut self, request: &Value, resource: &Value) -> Result<Value, u16> {
        let kind = request["url"].as_str().unwrap();
        let token = request["ifNoneExist"].as_str().unwrap().strip_prefix("identifier=").unwrap();
        let same: Vec<String> = self
            .all(kind)
            .into_iter()
            .filter(|found| has_identifier(found, token))
            .map(|found| found["id"].as_str().unwrap().to_owned())
            .collect();
        match same.as_slice() {
            [] => {
                self.created += 1;
                let id = format!("n{}", self.created);
                let mut resource = resource.clone();
                resource["id"] = json!(id);
                self.put(resource);
                Ok(self.response("201 Created", kind, &id))
            }
            [one] => Ok(self.response("200 OK", kind, one)),
            _ => Err(412),
        }
    }

    fn response(&self, status: &str, kind: &str, id: &str) -> Value {
        let version = self.get(kind, id).map(version).unwrap();
        json!({"status": status, "etag": version.to_string(), "location": format!("{kind}/{id}/_history/{version}")})
    }

    fn search(&self, kind: &str, query: &str) -> Value {
        let parameters: Vec<(String, String)> =
            form_urlencoded::parse(query.as_bytes()).into_owned().collect();
        let fits = |found: &&Value| parameters.iter().all(|(name, value)| fits(found, name, value));
        let entries: Vec<Value> =
            self.all(kind).into_iter().filter(fits).map(|found| json!({"resource": found})).collect();
        json!({"resourceType": "Bundle", "type": "searchset", "total": entries.len(), "entry": entries})
    }
}

fn header<'a>(request: &'a HttpRequest, name: &str) -> Option<&'a str> {
    request.headers.iter().find(|(known, _)| *known == name).map(|(_, value)| value.as_str())
}

/// What this clinic does not accept, so that a test can be refused.
fn is_refused(resource: &Value) -> bool {
    resource["code"]["coding"][0]["code"] == "reject-me"
}

/// The bytes of a base64 text.
pub(crate) fn unbase64(text: &str) -> Vec<u8> {
    let alphabet = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut bytes = Vec::new();
    for four in text.as_bytes().chunks(4) {
        let sixes = four.iter().filter(|byte| **byte != b'=');
        let sixes: Vec<u32> =
            sixes.map(|byte| alphabet.iter().position(|one| one == byte).unwrap() as u32).collect();
        let joined = sixes.iter().fold(0, |joined, six| joined << 6 | six) << (6 * (4 - sixes.len()));
        bytes.extend(joined.to_be_bytes()[1..sixes.len()].iter());
    }
    bytes
}

pub(crate) fn version(resource: &Value) -> u64 {
    resource["meta"]["versionId"].as_str().unwrap().parse().unwrap()
}

fn fits(resource: &Value, name: &str, value: &str) -> bool {
    let refers = |element: &Value| value.split(',').any(|one| element["reference"] == json!(one));
    let any = |list: &Value, test: &dyn Fn(&Value) -> bool| {
        list.as_array().is_some_and(|list| list.iter().any(test))
    };
    match name {
        "identifier" => has_identifier(resource, value),
        "status" => resource["status"] == json!(value),
        "schedule" => refers(&resource["schedule"]),
        "actor" => any(&resource["actor"], &refers),
        "appointment" => any(&resource["appointment"], &refers),
        "patient" if resource["resourceType"] == "ServiceRequest" => refers(&resource["subject"]),
        "patient" => any(&resource["participant"], &|participant| refers(&participant["actor"])),
        "start" | "date" => {
            let start = resource["start"].as_str().unwrap();
            let (prefix, bound) = value.split_at(2);
            if prefix == "ge" { start >= bound } else { start < bound }
        }
        "_count" => true,
        _ => panic!("nobody searches by {name}"),
    }
}

fn has_identifier(resource: &Value, token: &str) -> bool {
    let (system, value) = token.split_once('|').unwrap();
    let identifiers = resource["identifier"].as_array().cloned().unwrap_or_default();
    identifiers.iter().any(|identifier| identifier["system"] == system && identifier["value"] == value)
}
