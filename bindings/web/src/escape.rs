//! Data set into HTML: nothing in it can end its element or begin another.

use serde_json::error::Error;

/// Text for an element or a double-quoted attribute.
pub fn html(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&#39;"),
            other => safe.push(other),
        }
    }
    safe
}

/// JSON for a `<script>` element. `<` is the only way out of one (HTML, 4.12.1.3); U+2028 and U+2029 end a line in
/// JavaScript before ES2019. All three stand only inside strings, where an escape means the same.
pub fn json(value: &impl serde::Serialize) -> Result<String, Error> {
    let plain = serde_json::to_string(value)?;
    Ok(plain.replace('<', "\\u003c").replace('\u{2028}', "\\u2028").replace('\u{2029}', "\\u2029"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_cannot_open_an_element_or_leave_an_attribute() {
        assert_eq!(html(r#"<b a="1" b='2'>&amp;"#), "&lt;b a=&quot;1&quot; b=&#39;2&#39;&gt;&amp;amp;");
    }

    #[test]
    fn json_cannot_end_its_script_and_means_the_same() {
        let hostile = "</script><!--<script>\u{2028}\u{2029}";
        let safe = json(&hostile).unwrap();
        assert!(!safe.contains(['<', '\u{2028}', '\u{2029}']), "{safe}");
        assert_eq!(serde_json::from_str::<String>(&safe).unwrap(), hostile);
    }
}
