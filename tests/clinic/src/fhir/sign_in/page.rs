//! The page a person signs in on: one field, in the language the app asked for.

use nabz_locale::{Direction, Formatter, Settings, msg};
use url::form_urlencoded;

use super::super::wire::Response;

/// The field of the code.
pub const CODE: &str = "code_of_the_clinic";

/// The page with the request it is about in hidden fields. `refused`: a code was tried and is not known.
pub(super) fn page(asked: &[(String, String)], language: &str, refused: bool) -> Response {
    let settings = Settings { languages: vec![language.to_owned()], ..Settings::default() };
    let Ok(words) = Formatter::new(&settings) else { return Response::empty(500) };
    let say = |message| escape(&words.text(&message).shown);
    let hidden: String = asked
        .iter()
        .filter(|(name, _)| name != CODE)
        .map(|(name, value)| {
            format!(r#"<input type="hidden" name="{}" value="{}">"#, escape(name), escape(value))
        })
        .collect();
    let problem = if refused {
        format!(r#"<p role="alert">{}</p>"#, say(msg::signin_refused()))
    } else {
        String::new()
    };
    let direction = if words.direction() == Direction::Rtl { "rtl" } else { "ltr" };
    let html = format!(
        r#"<!doctype html><html lang="{}" dir="{direction}"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>{title}</title><h1>{title}</h1>{problem}<form method="post" action="authorize">{hidden}<p><label>{label} <input name="{CODE}" inputmode="numeric" autocomplete="one-time-code" required autofocus></label></p><p><button>{title}</button></p></form></html>"#,
        escape(words.language()),
        title = say(msg::signin_title()),
        label = say(msg::signin_code()),
    );
    let mut response = Response::empty(200)
        .with("content-type", "text/html;charset=UTF-8")
        .with("cache-control", "no-store")
        .with("content-security-policy", "default-src 'none'; frame-ancestors 'none'")
        .with("referrer-policy", "no-referrer");
    response.body = html.into_bytes();
    response
}

/// The fields of a form or query, in order.
pub(super) fn fields(bytes: &[u8]) -> Vec<(String, String)> {
    form_urlencoded::parse(bytes).map(|(name, value)| (name.into_owned(), value.into_owned())).collect()
}

fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            other => escaped.push(other),
        }
    }
    escaped
}
