//! A seeded defect for each gate, so that each can fail.

use super::*;

const EN: &str = "# $doctor (Person)\nhello = Hello { $doctor }\n\
                  # $n (Number)\nfree =\n    { $n ->\n        [one] One time\n       *[other] { $n } times\n    }\n";
const FA: &str = "hello = سلام { $doctor }\n\
                  free =\n    { $n ->\n        [one] یک نوبت\n       *[other] { $n } نوبت\n    }\n";

const EN_GLOSSARY: &str = "[terms.time]\nwords = [\"time\", \"times\"]\n";
const FA_GLOSSARY: &str = "[register]\nnote = \"polite\"\navoid = [\"تو\"]\n\
                           [gender]\nnote = \"none\"\nmarked = [\"خانم\"]\n\
                           [terms.time]\nuse = [\"نوبت\"]\navoid = [\"رزرو\"]\n";

fn number_words() -> String {
    // Words without digits or Latin letters: so many strokes.
    let words = |from: u32, count: u32| -> String {
        (from..from + count)
            .filter_map(|n| char::from_u32(0x4E00 + n))
            .map(|c| format!("\"{c}\", "))
            .collect()
    };
    format!(
        "units = [{}]\nhundreds = [{}]\nthousands = [{}]\njoin = \" \"\npoint = \".\"\nminus = \"-\"\n",
        words(0, 100),
        words(100, 9),
        words(109, 9)
    )
}

fn catalogue(tag: &str, ftl: &str) -> Catalogue {
    let mut catalogue = Catalogue::parse(tag, &[("a.ftl".to_owned(), ftl.to_owned())]);
    catalogue.numbers = number_words();
    catalogue.glossary = if tag == "en" { EN_GLOSSARY } else { FA_GLOSSARY }.to_owned();
    catalogue
}

/// What the gates say of these two, without the places.
fn defects(en: &str, fa: &str) -> Vec<String> {
    of_two(&catalogue("en", en), &catalogue("fa", fa))
}

/// The same, of two catalogues as they are.
fn of_two(en: &Catalogue, fa: &Catalogue) -> Vec<String> {
    let mut findings = english(std::slice::from_ref(en));
    findings.extend(beside(en, fa));
    findings.iter().map(|finding| finding.defect.to_string()).collect()
}

#[test]
fn sound_words_pass() {
    assert_eq!(defects(EN, FA), [""; 0]);
}

#[test]
fn a_finding_names_language_file_and_message() {
    let findings = beside(&catalogue("en", EN), &catalogue("fa", ""));
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
    let findings = beside(&catalogue("en", EN), &catalogue("ar", FA));
    assert_eq!(
        findings[0].defect.to_string(),
        "variants are *other, one, CLDR's categories are *other, few, many, one, two, zero"
    );
}

#[test]
fn a_choice_by_text_is_found() {
    let fa =
        FA.replace("سلام { $doctor }", "{ $doctor ->\n        [one] یکی\n       *[other] { $doctor }\n    }");
    assert_eq!(defects(EN, &fa), ["chooses by $doctor, which is neither a Number nor a gender"]);
}

#[test]
fn an_undeclared_argument_is_found() {
    let en = EN.replace("# $doctor (Person)\n", "");
    assert_eq!(defects(&en, FA), ["$doctor is used but its comment line `# $doctor (Type)` is missing"]);
}

#[test]
fn a_declared_but_unused_argument_is_found() {
    let en = EN.replace("# $doctor (Person)\n", "# $doctor (Person)\n# $when (When day)\n");
    assert_eq!(defects(&en, FA), ["$when is declared but not used"]);
}

#[test]
fn a_malformed_declaration_is_found() {
    let en = EN.replace("# $doctor (Person)\n", "# $doctor (Person)\n# $when (Whenever)\n");
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
    let findings = beside(&catalogue("en", EN), &catalogue("not a tag", ""));
    assert_eq!(findings[0].to_string(), "locales/not a tag: no language has this tag");
}

#[test]
fn a_stale_generated_file_is_found() {
    assert_eq!(current("msg.rs", "fn a() {}", "fn a() {}"), None);
    let finding = current("msg.rs", "fn a() {}", "fn b() {}").unwrap();
    assert_eq!(finding.to_string(), "msg.rs: not current: run `cargo xtask l10n generate`");
}

const GENDERS: &str =
    "{ $addressee ->\n        [female] خانم\n        [male] الف\n       *[unspecified] ب\n    }";

#[test]
fn a_choice_by_who_reads_or_is_spoken_of_needs_no_declaration() {
    let fa = FA.replace("سلام", GENDERS);
    assert_eq!(defects(EN, &fa), [""; 0]);
    assert_eq!(defects(EN, &fa.replace("$addressee", "$doctor-gender")), [""; 0]);
}

#[test]
fn a_gender_of_nobody_is_found() {
    let fa = FA.replace("سلام", &GENDERS.replace("$addressee", "$nurse-gender"));
    assert_eq!(
        defects(EN, &fa),
        [
            "uses $nurse-gender, which `en` does not",
            "chooses by $nurse-gender, which is neither a Number nor a gender"
        ]
    );
}

#[test]
fn a_gender_without_its_three_variants_is_found() {
    let without = GENDERS.replace("        [male] الف\n", "");
    let defect = "variants are *unspecified, female, a gender's are *unspecified, female, male";
    assert_eq!(defects(EN, &FA.replace("سلام", &without)), [defect]);
    let other = GENDERS.replace("       *[unspecified] ب", "        [unspecified] ب\n       *[other] پ");
    assert_eq!(defects(EN, &FA.replace("سلام", &other)).len(), 1);
}

#[test]
fn a_gender_written_out_is_found() {
    assert_eq!(
        defects(EN, &FA.replace("سلام", "سلام { $addressee }")),
        ["writes out $addressee, which only chooses"]
    );
}

#[test]
fn a_lost_selector_is_found() {
    let fa = "hello = سلام { $doctor }\nfree = { $n } نوبت\n";
    assert_eq!(defects(EN, fa), ["does not choose by $n, as `en` does"]);
}

#[test]
fn what_the_formatter_does_not_know_is_found() {
    let with = |part: &str| defects(EN, &FA.replace("سلام", &format!("سلام {{ {part} }}")));
    assert_eq!(with("5"), ["has something the formatter does not know: a number written out"]);
    assert_eq!(
        with("free.speech"),
        ["has something the formatter does not know: an attribute of another message"]
    );
}

#[test]
fn a_direction_mark_is_found() {
    assert_eq!(
        defects(EN, &FA.replace("سلام", "سلام\u{200F}")),
        ["'\\u{200f}' is a direction mark; the formatter sets them"]
    );
}

/// The text of `hello`, reviewed.
fn review(hash: &str) -> String {
    format!(
        "[[review]]\nmessage = \"hello\"\nstatus = \"clinical\"\nreviewer = \"R\"\nqualification = \"nurse\"\n\
         date = \"2026-11-25\"\nhash = \"{hash}\"\n"
    )
}

/// The reviews that count, as they are generated.
fn counted(hash: &str, ftl: &str) -> String {
    let mut fa = catalogue("fa", ftl);
    fa.reviews = review(hash);
    reviews::generated(&[catalogue("en", EN), fa], &catalogue("en", EN))
}

#[test]
fn a_review_counts_for_the_text_it_is_of_and_for_no_other() {
    let fa = catalogue("fa", FA);
    let hash = reviews::hash([fa.message("hello").unwrap()]);
    assert!(counted(&hash, FA).contains("(\"fa\", \"hello\", Review::Clinical)"));
    for changed in [FA.replace("سلام", "درود"), FA.replace("free =", "    .speech = سلام\nfree =")]
    {
        assert!(!counted(&hash, &changed).contains("Review::Clinical"));
    }
    assert!(counted(&hash, &FA.replace("یک نوبت", "تنها یک نوبت")).contains("Review::Clinical"));
}

#[test]
fn a_review_by_nobody_or_of_nothing_is_found() {
    let with = |reviews: String| {
        let mut fa = catalogue("fa", FA);
        fa.reviews = reviews;
        of_two(&catalogue("en", EN), &fa)
    };
    let sound = review(&"0".repeat(64));
    assert_eq!(with(sound.clone()), [""; 0]);
    assert_eq!(with(sound.replace("\"R\"", "\" \"")), ["a review names no reviewer"]);
    assert_eq!(with(sound.replace("nurse", "")), ["a review names no qualification"]);
    assert_eq!(with(sound.replace("2026-11-25", "yesterday")), ["a review has no date such as 2026-11-25"]);
    assert_eq!(with(sound.replace("000", "")), ["a review has no SHA-256 of the text"]);
    assert_eq!(with(sound.replace("hello", "bye")), ["a review is of a message that is not here"]);
    for unread in [sound.replace("clinical", "mt"), sound.replace("date", "day"), "review = 1".into()] {
        assert!(with(unread)[0].starts_with("reviews.toml cannot be read: "));
    }
}

#[test]
fn a_gendered_word_outside_a_choice_is_found() {
    assert_eq!(
        defects(EN, &FA.replace("سلام", "سلام خانم")),
        ["\"خانم\" is bent for a man or a woman outside a choice by gender"]
    );
}

#[test]
fn a_broken_register_is_found() {
    assert_eq!(defects(EN, &FA.replace("سلام", "سلام تو")), ["\"تو\" breaks the register"]);
}

#[test]
fn another_word_for_a_term_is_found() {
    assert_eq!(
        defects(EN, &FA.replace("نوبت", "رزرو")),
        ["speaks of `time` without its word (نوبت)", "says \"رزرو\" for `time`"]
    );
}

#[test]
fn a_message_that_says_a_word_in_another_sense_is_excepted() {
    let mut en = catalogue("en", EN);
    en.glossary.push_str("except = [\"free\"]\n");
    assert_eq!(of_two(&en, &catalogue("fa", &FA.replace("نوبت", "رزرو"))), [""; 0]);
}

#[test]
fn a_glossary_with_holes_is_found() {
    let with = |glossary: &str| {
        let mut fa = catalogue("fa", FA);
        fa.glossary = glossary.to_owned();
        of_two(&catalogue("en", EN), &fa)
    };
    assert_eq!(with(""), ["missing"]);
    assert_eq!(
        with(&FA_GLOSSARY.replace("terms.time", "terms.hour")),
        ["the glossary lacks the term `time`", "`en` has no term `hour`"]
    );
    assert!(with("[register]")[0].starts_with("the glossary cannot be read: missing field"));
}

#[test]
fn a_language_without_a_folder_is_found() {
    let findings = all(&[catalogue("en", EN), catalogue("fa", FA)]);
    let named: Vec<String> = findings.iter().map(ToString::to_string).collect();
    assert_eq!(
        named,
        ["locales/ar: missing", "locales/am: missing", "locales/hi: missing", "locales/ckb: missing"]
    );
    assert!(!findings.iter().any(Finding::is_pending), "no language is being brought now");
}

#[test]
fn missing_repeated_and_foreign_number_words_are_found() {
    let with = |numbers: String| {
        let mut fa = catalogue("fa", FA);
        fa.numbers = numbers;
        of_two(&catalogue("en", EN), &fa)
    };
    let sound = number_words();
    assert_eq!(with(sound.replacen("\"一\", ", "", 1)), ["units has 99 words, not 100"]);
    assert_eq!(with(sound.replacen("\"一\"", "\"丁\"", 1)), ["\"丁\" stands twice"]);
    assert_eq!(
        with(sound.replacen("\"一\"", "\"one\"", 1)),
        ["'o' of \"one\" is of another script or spelling"]
    );
    assert_eq!(with(sound.replacen("\"一\"", "\"۱\"", 1)), ["\"۱\" is no word"]);
    assert!(with(String::new())[0].starts_with("missing field"));
}

#[test]
fn a_defect_in_an_overlay_of_dates_is_found() {
    let found = dates(&[catalogue("ps", "solar-hijri-8 = AP\nday = { $x\n")]);
    let found: Vec<String> = found.iter().map(ToString::to_string).collect();
    assert_eq!(found.len(), 2);
    assert!(
        found.iter().any(|finding| finding.ends_with("'A' is a letter of another script or spelling")),
        "{found:?}"
    );
}

/// A message that shows outside the unlocked app.
fn outside_defects(ftl: &str) -> Vec<String> {
    let en = format!("{EN}{ftl}");
    english(&[catalogue("en", &en)]).iter().map(|finding| finding.defect.to_string()).collect()
}

#[test]
fn what_shows_outside_the_unlocked_app_tells_a_time_and_a_neutral_name_alone() {
    let sound = "# @outside\n# $clinic (Text)\n# $time (When time)\nbell = { $time }, { $clinic }\n";
    assert_eq!(outside_defects(sound), [""; 0]);
    assert_eq!(
        outside_defects(&sound.replace("$clinic", "$name")),
        ["shows outside the unlocked app and tells $name"]
    );
    assert_eq!(
        outside_defects(&sound.replace("$clinic (Text)", "$clinic (Person)")),
        ["shows outside the unlocked app and tells $clinic"]
    );
    assert_eq!(
        outside_defects(&sound.replace("{ $time },", "{ $time }, blood test,")),
        [
            "shows outside the unlocked app and says \"test\"",
            "shows outside the unlocked app and says \"blood\""
        ]
    );
    assert_eq!(
        outside_defects(&sound.replace("{ $time },", "https://x { $time }")),
        ["shows outside the unlocked app and has a link"]
    );
}

#[test]
fn an_sms_that_is_too_long_is_found() {
    let long = format!("# @sms\n# $clinic (Text)\nsms = {} {{ $clinic }}\n", "word ".repeat(70));
    assert!(outside_defects(&long).contains(&"is an SMS of 3 segments".to_owned()));
}

#[test]
fn a_text_shown_outside_that_is_not_on_the_list_is_found() {
    let listed = format!("{EN}# @outside\nbell = Bell\n");
    let source = [catalogue("en", &listed)];
    let code = |name: &str| {
        vec![("a.rs".to_owned(), format!("msg::{name}(); Effect::Host(id, HostRequest::Notify {{ text }})"))]
    };
    assert_eq!(super::code(&source, &code("bell"), Vec::new()), []);
    assert_eq!(
        super::code(&source, &code("hello"), Vec::new())[0].to_string(),
        "a.rs: hello shows outside the unlocked app and is not on the closed list (`# @outside`)"
    );
}

#[test]
fn english_above_the_sixth_grade_and_endless_sentences_are_found() {
    let hard = "hard = Notification of appointment confirmation necessitates authentication of participating individuals. \
                Administrative organisations communicate additional documentation regarding eligibility. ";
    let en = format!(
        "{EN}{}\n",
        hard.to_owned() + &"Comprehensive telecommunication interoperability considerations. ".repeat(15)
    );
    let found = outside_defects(&en[EN.len()..]);
    assert!(found.iter().any(|defect| defect.starts_with("reads at grade ")), "{found:?}");
    let long = format!("long = {}.\n", "a word ".repeat(12));
    assert_eq!(outside_defects(&long), ["a sentence has 24 words; 20 are enough"]);
}
