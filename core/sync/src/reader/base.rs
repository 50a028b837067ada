//! The one server that is read: links are followed only below its configured address.

use url::Url;

use crate::SyncError;

/// The configured FHIR base.
pub(crate) struct Base(Url);

impl Base {
    pub(crate) fn parse(address: &str) -> Result<Self, SyncError> {
        let with_slash = format!("{}/", address.trim_end_matches('/'));
        let url = Url::parse(&with_slash).map_err(|_| SyncError::Base)?;
        let usable = matches!(url.scheme(), "http" | "https")
            && url.has_host()
            && url.query().is_none()
            && url.fragment().is_none()
            && url.username().is_empty();
        if usable { Ok(Self(url)) } else { Err(SyncError::Base) }
    }

    /// The path of a link relative to the base, if it lies there: `?_getpages=…`, `Slot?page=2`.
    pub(crate) fn relative(&self, link: &str) -> Option<String> {
        let url = self.0.join(link).ok()?;
        if url.origin() != self.0.origin() || !url.username().is_empty() {
            return None;
        }
        // HAPI's pages lie at the base itself, without its slash.
        let base = self.0.path();
        let path = if format!("{}/", url.path()) == base { "" } else { url.path().strip_prefix(base)? };
        Some(match url.query() {
            Some(query) => format!("{path}?{query}"),
            None => path.to_owned(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_links_below_the_base_are_followed() {
        let base = Base::parse("https://clinic.example:8443/fhir").unwrap();
        for (link, expected) in [
            ("https://clinic.example:8443/fhir?_getpages=1&x=%7C", Some("?_getpages=1&x=%7C")),
            ("https://clinic.example:8443/fhir/?_getpages=1", Some("?_getpages=1")),
            ("https://clinic.example:8443/fhir/Slot?page=2", Some("Slot?page=2")),
            ("Slot?page=2", Some("Slot?page=2")),
            ("?page=2", Some("?page=2")),
            ("http://clinic.example:8443/fhir/Slot", None),
            ("https://clinic.example/fhir/Slot", None),
            ("https://other.example:8443/fhir/Slot", None),
            ("//other.example:8443/fhir/Slot", None),
            ("https://me@clinic.example:8443/fhir/Slot", None),
            ("https://clinic.example:8443/fhirx/Slot", None),
            ("https://clinic.example:8443/fhir/../admin", None),
            ("/admin", None),
            ("file:///etc/passwd", None),
            ("https://[", None),
        ] {
            assert_eq!(base.relative(link).as_deref(), expected, "{link}");
        }
    }

    #[test]
    fn a_base_is_an_http_address() {
        for address in [
            "",
            "clinic",
            "ftp://clinic/fhir",
            "https://clinic/fhir?x=1",
            "https://a:b@clinic/fhir",
            "file:///x",
        ] {
            assert!(Base::parse(address).is_err(), "{address}");
        }
        assert!(Base::parse("http://127.0.0.1:8080/fhir/").is_ok());
    }
}
