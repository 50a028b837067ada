//! Writes `core/locale/src/msg.rs` (one typed function per message) and `embedded.rs` (the files themselves), laid
//! out as rustfmt lays them out.

use std::fmt::Write;

use fluent_syntax::ast::{Entry, Message, Resource};
use fluent_syntax::serializer;

use super::signature::{Kind, Signature};
use super::source::Catalogue;
use super::{EMBEDDED_RS, MSG_RS, NUMBERS_RS, REVIEWS_RS, numbers, phone_words, reviews};

/// `max_width` of rustfmt.toml.
const WIDTH: usize = 110;

/// The language that defines ids and arguments.
pub(crate) const SOURCE_TAG: &str = "en";

/// Every generated file: its path below the root, and its text.
pub(crate) fn all(catalogues: &[Catalogue], dates: &[Catalogue]) -> Vec<(String, String)> {
    let english = catalogues.iter().find(|catalogue| catalogue.tag == SOURCE_TAG);
    let rust = [
        (MSG_RS, english.map(functions).unwrap_or_default()),
        (EMBEDDED_RS, embedded(catalogues, dates)),
        (NUMBERS_RS, numbers::generated(catalogues)),
        (REVIEWS_RS, english.map(|english| reviews::generated(catalogues, english)).unwrap_or_default()),
    ];
    let named = rust.into_iter().map(|(path, text)| (path.to_owned(), text));
    named.chain(phone_words::android(catalogues)).collect()
}

fn functions(english: &Catalogue) -> String {
    let mut code = String::from(
        "//! One function for each message of `locales/en`.\n\
         //!\n\
         //! Written by `cargo xtask l10n generate`; change the `.ftl` files, not this one.\n\n\
         use nabz_time::Wall;\n\n\
         use crate::message::{ArgKind, Currency, DateStyle, Message, Signature};\n\
         use crate::person::Person;\n",
    );
    for (_, message) in english.messages() {
        function(&mut code, message);
    }
    list(&mut code, english);
    code
}

fn function(code: &mut String, message: &Message<String>) {
    let signature = Signature::of(message);
    code.push('\n');
    for line in doc(message, &signature) {
        line_of(code, &format!("/// {line}"));
    }

    let name = message.id.name.replace('-', "_");
    let parameters: Vec<String> = signature
        .args
        .iter()
        .map(|(arg, kind)| format!("{}: {}", arg.replace('-', "_"), kind.parameter()))
        .collect();
    let head = format!("pub fn {name}({}) -> Message {{", parameters.join(", "));
    if head.len() <= WIDTH {
        line_of(code, &head);
    } else {
        line_of(code, &format!("pub fn {name}("));
        for parameter in parameters {
            line_of(code, &format!("    {parameter},"));
        }
        line_of(code, ") -> Message {");
    }

    let first = format!("    Message::plain({:?})", message.id.name);
    let links: Vec<String> = signature.args.iter().map(|(arg, kind)| link(arg, *kind)).collect();
    let body = format!("{first}{}", links.concat());
    if body.len() <= WIDTH {
        line_of(code, &body);
    } else {
        line_of(code, &first);
        for link in links {
            line_of(code, &format!("        {link}"));
        }
    }
    line_of(code, "}");
}

/// The call that adds one argument.
fn link(arg: &str, kind: Kind) -> String {
    let name = arg.replace('-', "_");
    match kind {
        Kind::Text => format!(".text({arg:?}, {name})"),
        Kind::Person => format!(".person({arg:?}, {name})"),
        Kind::Number => format!(".number({arg:?}, {name})"),
        Kind::Decimal => format!(".decimal({arg:?}, {name})"),
        Kind::Money => format!(".money({arg:?}, {name})"),
        Kind::When(style) => format!(".when({arg:?}, {name}, DateStyle::{style:?})"),
        Kind::Code => format!(".code({arg:?}, {name})"),
        Kind::Message => format!(".message({arg:?}, {name})"),
    }
}

/// The notes to translators, then the English itself.
fn doc(message: &Message<String>, signature: &Signature) -> Vec<String> {
    let english = english(message);
    let mut lines = signature.notes.clone();
    if !lines.is_empty() {
        lines.push(String::new());
    }
    match english.as_slice() {
        [one] => lines.push(format!("`{one}`")),
        many => {
            lines.push("```text".to_owned());
            lines.extend(many.iter().cloned());
            lines.push("```".to_owned());
        }
    }
    lines
}

/// The message's value as it stands in the file, line by line.
fn english(message: &Message<String>) -> Vec<String> {
    let bare = Message { comment: None, attributes: Vec::new(), ..message.clone() };
    let ftl = serializer::serialize(&Resource { body: vec![Entry::Message(bare)] });
    let value = ftl.split_once('=').map_or("", |(_, value)| value);
    value.trim().lines().map(|line| line.strip_prefix("    ").unwrap_or(line).to_owned()).collect()
}

fn list(code: &mut String, english: &Catalogue) {
    code.push_str("\n/// Every message there is, with its arguments.\npub const ALL: &[Signature] = &[\n");
    for (_, message) in english.messages() {
        let args: Vec<String> = Signature::of(message)
            .args
            .iter()
            .map(|(name, kind)| format!("({name:?}, ArgKind::{kind})"))
            .collect();
        let id = &message.id.name;
        let entry = format!("    Signature {{ id: {id:?}, args: &[{}] }},", args.join(", "));
        if entry.len() <= WIDTH {
            line_of(code, &entry);
            continue;
        }
        line_of(code, "    Signature {");
        line_of(code, &format!("        id: {id:?},"));
        let row = format!("        args: &[{}],", args.join(", "));
        if row.len() <= WIDTH {
            line_of(code, &row);
        } else {
            line_of(code, "        args: &[");
            for arg in args {
                line_of(code, &format!("            {arg},"));
            }
            line_of(code, "        ],");
        }
        line_of(code, "    },");
    }
    code.push_str("];\n");
}

fn embedded(catalogues: &[Catalogue], dates: &[Catalogue]) -> String {
    let mut code = String::from(
        "//! The files of `locales`, as they are.\n\
         //!\n\
         //! Written by `cargo xtask l10n generate`.\n\n\
         /// A language's tag with its files.\n\
         pub(crate) struct Embedded {\n    \
             pub(crate) tag: &'static str,\n    \
             pub(crate) files: &'static [&'static str],\n\
         }\n",
    );
    code.push_str("\n/// Every language.\npub(crate) const CATALOGUES: &[Embedded] = &[\n");
    for catalogue in catalogues {
        embed(&mut code, catalogue, &catalogue.tag);
    }
    code.push_str("];\n\n/// Dates where CLDR's are thin.\npub(crate) const DATES: &[Embedded] = &[\n");
    for overlay in dates {
        embed(&mut code, overlay, super::DATES);
    }
    code.push_str("];\n");
    code
}

fn embed(code: &mut String, catalogue: &Catalogue, folder: &str) {
    let path = |name: &str| format!("include_str!(\"../../../locales/{folder}/{name}\")");
    if let [only] = catalogue.files.as_slice() {
        let line = format!("    Embedded {{ tag: {:?}, files: &[{}] }},", catalogue.tag, path(&only.name));
        if line.len() <= WIDTH {
            return line_of(code, &line);
        }
    }
    line_of(code, "    Embedded {");
    line_of(code, &format!("        tag: {:?},", catalogue.tag));
    line_of(code, "        files: &[");
    for file in &catalogue.files {
        line_of(code, &format!("            {},", path(&file.name)));
    }
    line_of(code, "        ],");
    line_of(code, "    },");
}

fn line_of(code: &mut String, line: &str) {
    // Writing to a String cannot fail.
    let _ = writeln!(code, "{}", line.trim_end());
}

#[cfg(test)]
mod tests {
    use super::*;

    fn generated(ftl: &str) -> String {
        functions(&Catalogue::parse("en", &[("a.ftl".into(), ftl.into())]))
    }

    #[test]
    fn a_message_becomes_a_function_with_typed_arguments() {
        let code = generated(
            "# $doctor (Text)\n# $when (When appointment)\nhome-booked = { $doctor }: { $when }\n    .speech = x\n",
        );
        assert!(code.contains(
            "\n/// `{ $doctor }: { $when }`\n\
             pub fn home_booked(doctor: impl Into<String>, when: Wall) -> Message {\n    \
             Message::plain(\"home-booked\").text(\"doctor\", doctor).when(\"when\", when, DateStyle::Appointment)\n\
             }\n"
        ));
        assert!(code.contains(
            "    Signature {\n        id: \"home-booked\",\n        \
             args: &[(\"doctor\", ArgKind::Text), (\"when\", ArgKind::When(DateStyle::Appointment))],\n    },\n"
        ));
    }

    #[test]
    fn a_choice_is_shown_as_a_block_and_notes_come_first() {
        let code = generated(
            "# A count.\n# $n (Number)\nn =\n    { $n ->\n        [one] one\n       *[other] { $n }\n    }\n",
        );
        assert!(code.contains("\n/// A count.\n///\n/// ```text\n/// { $n ->\n///     [one] one\n///    *[other] { $n }\n/// }\n/// ```\npub fn n(n: i64)"), "{code}");
    }
}
