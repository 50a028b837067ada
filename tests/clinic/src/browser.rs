//! A person at a sign-in page, without a browser: reads the form, fills in its fields, presses its button.
//!
//! Enough for pages of one plain form without script, such as the sandbox's own.

use url::form_urlencoded::Serializer;

/// A form, filled in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Filled {
    /// Where it goes, as it stands on the page: relative or absolute.
    pub action: String,
    /// The body, `application/x-www-form-urlencoded`.
    pub body: String,
}

/// Fills in the first form of a page: its hidden fields as they are, the others from `typed`, by name. `None` if there is
/// no form or nothing was typed into one of its fields.
pub fn fill(page: &[u8], typed: &[(&str, &str)]) -> Option<Filled> {
    let page = std::str::from_utf8(page).ok()?;
    let form = page.split_once("<form")?.1.split("</form>").next()?;
    let (head, rest) = form.split_once('>')?;
    let action = attribute(head, "action")?;
    let mut body = Serializer::new(String::new());
    for input in rest.split("<input").skip(1) {
        let tag = input.split('>').next()?;
        let Some(name) = attribute(tag, "name") else { continue };
        let value = match typed.iter().find(|(field, _)| *field == name) {
            Some((_, value)) => (*value).to_owned(),
            None if attribute(tag, "type").as_deref() == Some("hidden") => attribute(tag, "value")?,
            None => return None,
        };
        body.append_pair(&name, &value);
    }
    Some(Filled { action, body: body.finish() })
}

/// The value of an attribute in double quotes, unescaped.
fn attribute(tag: &str, name: &str) -> Option<String> {
    let value = tag.split_once(&format!(" {name}=\""))?.1.split('"').next()?;
    let named =
        [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&#x3D;", "="), ("&amp;", "&")];
    Some(named.iter().fold(value.to_owned(), |value, (entity, letter)| value.replace(entity, letter)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hidden_fields_travel_and_typed_ones_are_filled_in() {
        let page = br#"<form method="post" action="authorize"><input type="hidden" name="state" value="a&amp;b&quot;">
            <input name="code" required></form><form action="x"><input name="y"></form>"#;
        let filled = fill(page, &[("code", "12 34")]).unwrap();
        assert_eq!(
            (filled.action.as_str(), filled.body.as_str()),
            ("authorize", "state=a%26b%22&code=12+34")
        );
        assert_eq!(fill(page, &[]), None);
        assert_eq!(fill(b"<p>Welcome to the hotel", &[("code", "1")]), None);
    }
}
