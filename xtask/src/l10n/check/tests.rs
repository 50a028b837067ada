//! A seeded defect for each gate, so that each can fail.

use super::*;

const EN: &str = "# $doctor (Text)\nhello = Hello { $doctor }\n\
                  # $n (Number)\nfree =\n    { $n ->\n        [one] One time\n       *[other] { $n } times\n    }\n";
const FA: &str = "hello = سلام { $doctor }\n\
                  free =\n    { $n ->\n        [one] یک نوبت\n       *[other] { $n } نوبت\n    }\n";

fn catalogue(tag: &str, ftl: &str) -> Catalogue {
    Catalogue::parse(tag, &[("a.ftl".to_owned(), ftl.to_owned())])
}

/// What the gates say of these two, without the places.
fn defects(en: &str, fa: &str) -> Vec<String> {
    let findings = all(&[catalogue("en", en), catalogue("fa", fa)]);
    findings.iter().map(|finding| finding.defect.to_string()).collect()
}

#[test]
fn sound_words_pass() {
    assert_eq!(defects(EN, FA), [""; 0]);
}

#[test]
fn a_finding_names_language_file_and_message() {
    let findings = all(&[catalogue("en", EN), catalogue("fa", "")]);
    assert_eq!(findings[0].to_string(), "locales/fa/a.ftl: hello: missing");
}

#[test]
fn a_missing_message_is_found() {
    assert_eq!(defects(EN, "hello = سلام { $doctor }\n"), ["missing"]);
}

#[test]
fn an_obsolete_message_is_found() {
    assert_eq!(defects(EN, &format!("{FA}bye = خدانگهدار\n")), ["obsolete: `en` has no such message"]);
}

#[test]
fn a_misspelt_variable_is_found_as_extra_and_lost() {
    assert_eq!(
        defects(EN, &FA.replace("$doctor", "$docter")),
        ["uses $docter, which `en` does not", "does not use $doctor, which `en` does"]
    );
}

#[test]
fn a_dropped_variable_is_found() {
    assert_eq!(defects(EN, &FA.replace("{ $doctor }", "")), ["does not use $doctor, which `en` does"]);
}

#[test]
fn a_foreign_variable_in_the_spoken_form_is_found() {
    let fa = FA.replace("free =", "    .speech = { $x }\nfree =");
    assert_eq!(defects(EN, &fa), ["uses $x, which `en` does not"]);
}

#[test]
fn an_unknown_function_is_found() {
    let fa = FA.replace("{ $doctor }", "{ DATETIME($doctor) }");
    assert_eq!(defects(EN, &fa), ["unknown function DATETIME()"]);
}

#[test]
fn an_unknown_term_or_message_is_found() {
    let fa = FA.replace("سلام", "{ -brand } { greeting }");
    assert_eq!(
        defects(EN, &fa),
        ["refers to -brand, which does not exist", "refers to greeting, which does not exist"]
    );
}

#[test]
fn a_superfluous_plural_category_is_found() {
    let fa = FA.replace("*[other]", "[few] چند نوبت\n       *[other]");
    assert_eq!(defects(EN, &fa), ["variants are *other, few, one, CLDR's categories are *other, one"]);
}

#[test]
fn a_lost_plural_category_is_found() {
    let fa = FA.replace("        [one] یک نوبت\n", "");
    assert_eq!(defects(EN, &fa), ["variants are *other, CLDR's categories are *other, one"]);
}

#[test]
fn a_wrong_default_is_found() {
    let fa = FA.replace("        [one]", "       *[one]").replace("       *[other]", "        [other]");
    assert_eq!(defects(EN, &fa), ["variants are *one, other, CLDR's categories are *other, one"]);
}

#[test]
fn arabic_needs_its_six_categories() {
    let findings = all(&[catalogue("en", EN), catalogue("ar", FA)]);
    assert_eq!(
        findings[0].defect.to_string(),
        "variants are *other, one, CLDR's categories are *other, few, many, one, two, zero"
    );
}

#[test]
fn a_choice_by_text_is_found() {
    let fa =
        FA.replace("سلام { $doctor }", "{ $doctor ->\n        [one] خانم\n       *[other] { $doctor }\n    }");
    assert_eq!(defects(EN, &fa), ["chooses by $doctor, which is no Number"]);
}

#[test]
fn an_undeclared_argument_is_found() {
    let en = EN.replace("# $doctor (Text)\n", "");
    assert_eq!(defects(&en, FA), ["$doctor is used but its comment line `# $doctor (Type)` is missing"]);
}

#[test]
fn a_declared_but_unused_argument_is_found() {
    let en = EN.replace("# $doctor (Text)\n", "# $doctor (Text)\n# $when (When day)\n");
    assert_eq!(defects(&en, FA), ["$when is declared but not used"]);
}

#[test]
fn a_malformed_declaration_is_found() {
    let en = EN.replace("# $doctor (Text)\n", "# $doctor (Text)\n# $when (Whenever)\n");
    assert_eq!(defects(&en, FA), ["this comment declares no argument: $when (Whenever)"]);
}

#[test]
fn a_parse_error_is_found_with_its_line() {
    let found = defects(EN, &format!("{FA}bad = {{ $\n"));
    assert_eq!(found.len(), 1);
    assert!(found[0].starts_with("line 7: "), "{found:?}");
}

#[test]
fn a_duplicate_is_found() {
    assert_eq!(defects(EN, &format!("{FA}hello = درود {{ $doctor }}\n")), ["defined twice"]);
}

#[test]
fn an_unknown_attribute_and_a_lost_text_are_found() {
    let fa = FA.replace("hello = سلام { $doctor }", "hello =\n    .spech = سلام { $doctor }");
    assert_eq!(defects(EN, &fa), ["has no text of its own", "unknown attribute .spech: only .speech exists"]);
}

#[test]
fn latin_and_arabic_letters_in_persian_are_found() {
    assert_eq!(
        defects(EN, &FA.replace("سلام", "Hello سلام")),
        ["'H' is a letter of another script or spelling"]
    );
    assert_eq!(defects(EN, &FA.replace("یک", "يك")), ["'ي' is a letter of another script or spelling"]);
}

#[test]
fn a_folder_that_is_no_language_is_found() {
    let findings = all(&[catalogue("en", EN), catalogue("not a tag", "")]);
    assert_eq!(findings[0].to_string(), "locales/not a tag: no language has this tag");
}

#[test]
fn a_stale_generated_file_is_found() {
    assert_eq!(current("msg.rs", "fn a() {}", "fn a() {}"), None);
    let finding = current("msg.rs", "fn a() {}", "fn b() {}").unwrap();
    assert_eq!(finding.to_string(), "msg.rs: not current: run `cargo xtask l10n generate`");
}
