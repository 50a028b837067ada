//! Whatever comes in, an answer goes out.

use nabz_clinic::fhir::BODY_LIMIT;
use proptest::prelude::*;
use serde_json::json;

use super::*;

#[test]
fn too_large_and_too_deep_bodies_are_refused() {
    let mut clinic = Clinic::open();
    let mut large = post("Appointment");
    large.body = vec![b' '; BODY_LIMIT + 1];
    assert_eq!(clinic.send(large).status, 413);
    let mut deep = post("Appointment");
    deep.body = [b"[".repeat(100_000), b"]".repeat(100_000)].concat();
    assert_eq!(clinic.send(deep).status, 400);
}

/// Any JSON of a few levels, with names and strings that mean something to the server among them.
fn any_json() -> impl Strategy<Value = Value> {
    let word = prop_oneof![
        Just("Appointment".to_owned()),
        Just("resourceType".to_owned()),
        Just("reference".to_owned()),
        Just("status".to_owned()),
        Just("start".to_owned()),
        Just("meta".to_owned()),
        Just("identifier".to_owned()),
        Just("request".to_owned()),
        Just("urn:uuid:1".to_owned()),
        ".{0,8}",
    ];
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        word.clone().prop_map(Value::from),
    ];
    leaf.prop_recursive(4, 24, 4, move |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::btree_map(word.clone(), inner, 0..4).prop_map(|members| json!(members)),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn random_bytes_are_answered(body in prop::collection::vec(any::<u8>(), 0..64), path in ".{0,24}") {
        let mut clinic = Clinic::open();
        for path in [path.as_str(), "Appointment", "", "auth/token"] {
            for method in [Method::Get, Method::Post, Method::Put, Method::Delete] {
                let mut request = Request::new(method, path);
                request.body = body.clone();
                let answer = clinic.send(request);
                prop_assert!((200..500).contains(&answer.status));
            }
        }
    }

    #[test]
    fn random_resources_are_answered_without_a_trace_if_refused(json in any_json(), tag in ".{0,6}") {
        let mut clinic = Clinic::open();
        let mut body = clinic.appointment("a");
        body["id"] = "x".into();
        body["slot"] = json.clone();
        body["meta"] = json.clone();
        let entry = json!({ "resource": body, "request": json, "fullUrl": json });
        let entries = [entry, json!({ "resource": body, "request": { "method": "POST", "url": "Appointment" } }), json.clone()];
        let bundle = json!({ "resourceType": "Bundle", "type": "transaction", "entry": entries });
        let request = post("").json(&bundle);
        let refused = clinic.send(request).status >= 400;
        prop_assert!(!refused || clinic.appointments() == 0);
        let answer = clinic.send(put("Appointment/x").with("if-match", tag).json(&body));
        prop_assert!((200..500).contains(&answer.status));
        let answer = clinic.send(post("Appointment").json(&json));
        prop_assert!((200..500).contains(&answer.status));
    }
}
