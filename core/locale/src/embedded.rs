//! The files of `locales`, as they are.
//!
//! Written by `cargo xtask l10n generate`.

/// A language's tag with its files.
pub(crate) struct Embedded {
    pub(crate) tag: &'static str,
    pub(crate) files: &'static [&'static str],
}

/// Every language.
pub(crate) const CATALOGUES: &[Embedded] = &[
    Embedded {
        tag: "en",
        files: &[
            include_str!("../../../locales/en/after.ftl"),
            include_str!("../../../locales/en/booking.ftl"),
            include_str!("../../../locales/en/call.ftl"),
            include_str!("../../../locales/en/common.ftl"),
            include_str!("../../../locales/en/emergency.ftl"),
            include_str!("../../../locales/en/errors.ftl"),
            include_str!("../../../locales/en/home.ftl"),
            include_str!("../../../locales/en/practice.ftl"),
            include_str!("../../../locales/en/report.ftl"),
            include_str!("../../../locales/en/shell.ftl"),
            include_str!("../../../locales/en/start.ftl"),
            include_str!("../../../locales/en/visits.ftl"),
            include_str!("../../../locales/en/web.ftl"),
        ],
    },
    Embedded {
        tag: "fa",
        files: &[
            include_str!("../../../locales/fa/after.ftl"),
            include_str!("../../../locales/fa/booking.ftl"),
            include_str!("../../../locales/fa/call.ftl"),
            include_str!("../../../locales/fa/common.ftl"),
            include_str!("../../../locales/fa/emergency.ftl"),
            include_str!("../../../locales/fa/errors.ftl"),
            include_str!("../../../locales/fa/home.ftl"),
            include_str!("../../../locales/fa/practice.ftl"),
            include_str!("../../../locales/fa/report.ftl"),
            include_str!("../../../locales/fa/shell.ftl"),
            include_str!("../../../locales/fa/start.ftl"),
            include_str!("../../../locales/fa/visits.ftl"),
            include_str!("../../../locales/fa/web.ftl"),
        ],
    },
];
