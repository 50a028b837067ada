//! CI's share of every proof, and the table's own gate.

use std::path::Path;

use nabz_vault_proofs::table::{Proof, Row};
use nabz_vault_proofs::{Size, prove};

#[test]
fn every_promise_of_the_vault_holds() {
    let program = Path::new(env!("CARGO_BIN_EXE_vault-proofs"));
    let rows = prove(program, Size::SHARE, 1, |_| ());
    let proof = Proof { proof: "vault", commit: String::new(), seed: 1, full: false, rows };
    assert!(proof.holds(), "{}", proof.shown());
}

#[test]
fn a_failure_or_a_case_that_never_ran_fails_the_proof() {
    let proof = |rows| Proof { proof: "vault", commit: String::new(), seed: 1, full: false, rows };
    let good = || Row::over_seeds("good", 7, 3, |_| Ok(()));
    assert!(proof(vec![good()]).holds());
    assert!(!proof(vec![good(), Row::new("never ran")]).holds());
    let bad = Row::over_seeds("bad", 7, 3, |seed| if seed == 8 { Err("why".into()) } else { Ok(()) });
    assert_eq!((bad.runs, bad.failures, bad.first_failing_seed), (3, 1, Some(8)));
    // A check passes because its proof failed, and fails where that saw nothing.
    assert_eq!(Row::caught("check", 7, &bad).failures, 0);
    assert_eq!(Row::caught("check", 7, &good()).failures, 1);
    let shown = proof(vec![good(), bad]);
    assert!(!shown.holds() && shown.shown().contains("seed 8: why"));
    let json = serde_json::to_value(&shown).unwrap();
    assert_eq!(json["rows"][1]["first_failing_seed"], 8);
    assert_eq!(json["rows"][0]["first_failing_seed"], serde_json::Value::Null);
}
