//! The suites of tests: what each runs, its share in CI, and its ceiling. One file, so that the sum can be read.
//!
//! A clean clone on two cores builds and passes all of them in about 25 minutes; the ceilings add up to 60 or less, so
//! that nothing that lands comes near the wall of 90.

/// One suite.
pub(crate) struct Suite {
    /// As it is asked for: `cargo xtask test NAME`.
    pub(crate) name: &'static str,
    /// What it shows, in a line.
    pub(crate) shows: &'static str,
    /// Minutes it may take in CI, building included; one that takes longer fails.
    pub(crate) ceiling_min: u64,
    /// What it runs, in order.
    pub(crate) steps: &'static [Step],
}

/// One command of a suite.
pub(crate) enum Step {
    /// `cargo` with these arguments.
    Cargo(&'static [&'static str]),
    /// `cargo deny`, installed first where it is missing.
    Deny(&'static [&'static str]),
    /// A seeded run of the simulated world.
    World {
        /// Seeds in CI and by default.
        seeds: u64,
        /// Seeds with `--full`.
        full: u64,
    },
    /// `cargo` with these arguments, and a Chromium, installed first where it is missing.
    Browser(&'static [&'static str]),
    /// The npm tests of a folder, with a Chromium.
    Npm {
        /// Below the root.
        folder: &'static str,
    },
    /// What a folder takes from npm.
    Fetch {
        /// Below the root.
        folder: &'static str,
    },
    /// A Maven goal over the generated bindings.
    Maven {
        /// The project, below the root.
        pom: &'static str,
        /// What Maven is to do.
        goal: &'static str,
    },
    /// A script over the generated bindings, below the root.
    Script(&'static str),
    /// The type check for phones.
    Phones,
    /// The tests against real servers of others, installed first where they are missing.
    Peers,
    /// One visit in real time over a link, its report checked.
    Visit {
        /// The link's name.
        link: &'static str,
    },
}

/// Every suite, in the order in which `cargo xtask test` runs them.
pub(crate) const SUITES: &[Suite] = &[
    Suite {
        name: "rust",
        shows: "every crate's unit, property and integration tests",
        ceiling_min: 14,
        steps: &[Step::Cargo(&["test", "--workspace", "--exclude", "nabz-world"])],
    },
    Suite {
        name: "world",
        shows: "whole visits in virtual time, by seed, with faults; a walker that presses anything",
        ceiling_min: 5,
        steps: &[Step::World { seeds: 200, full: 10_000 }],
    },
    Suite {
        name: "visit",
        shows: "one visit in real time over the default link, and what was heard",
        ceiling_min: 6,
        steps: &[Step::Visit { link: "default" }],
    },
    Suite {
        name: "ui",
        shows: "the web shell in a real browser: pressed, typed, read aloud, and looked at",
        ceiling_min: 5,
        steps: &[
            Step::Browser(&["test", "--package", "nabz-web", "--test", "browser"]),
            Step::Cargo(&["build", "--package", "nabz"]),
            Step::Cargo(&["test", "--package", "nabz-app", "--test", "it", "gallery"]),
            Step::Npm { folder: "bindings/web/tests/browser" },
        ],
    },
    Suite {
        name: "kotlin",
        shows: "the core through generated Kotlin on the JVM, the Compose painter, Android's adapters",
        ceiling_min: 9,
        steps: &[
            Step::Cargo(&["test", "--package", "nabz-app", "--test", "it", "gallery"]),
            Step::Fetch { folder: "android/painter" },
            Step::Maven { pom: "bindings/kotlin/pom.xml", goal: "test" },
        ],
    },
    Suite {
        name: "swift",
        shows: "the core through generated Swift, and what of the iOS shell needs no Apple SDK",
        ceiling_min: 7,
        steps: &[Step::Script("bindings/swift/test.sh")],
    },
    Suite {
        name: "phones",
        shows: "the core's types for Android; with --full for iOS, too, and its C code",
        ceiling_min: 3,
        steps: &[Step::Phones],
    },
    Suite {
        name: "peers",
        shows: "calls through coturn only, with Chromium over 12 kbit/s, and with aiortc",
        ceiling_min: 5,
        steps: &[Step::Peers],
    },
    Suite {
        name: "gates",
        shows: "format, lints, licences and sources of dependencies, words of every language",
        ceiling_min: 6,
        steps: &[
            Step::Cargo(&["fmt", "--all", "--check"]),
            Step::Cargo(&["clippy", "--workspace", "--all-targets", "--", "-D", "warnings"]),
            Step::Cargo(&["xtask", "l10n", "check"]),
            Step::Deny(&["check", "bans", "licenses", "sources"]),
        ],
    },
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ceilings_stay_below_an_hour() {
        let sum: u64 = SUITES.iter().map(|suite| suite.ceiling_min).sum();
        assert!(sum <= 60, "{sum} minutes");
    }

    #[test]
    fn names_are_distinct() {
        for (index, suite) in SUITES.iter().enumerate() {
            assert!(SUITES[index + 1..].iter().all(|other| other.name != suite.name), "{}", suite.name);
        }
    }
}
