//! The links a visit can be played on, as flags of a command line.

use std::time::Duration;

use clap::builder::{PossibleValuesParser, TypedValueParser};
use nabz_clinic::link_name::LinkName;
use nabz_link::Shape;

/// What the link is like for how long, counted from the first packet of the call.
pub type Stretches = Vec<(Duration, Shape)>;

/// Reads the name of a link.
pub fn parser() -> impl TypedValueParser<Value = LinkName> {
    PossibleValuesParser::new(LinkName::ALL.map(LinkName::name)).try_map(|name| name.parse::<LinkName>())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_what_is_typed() {
        for link in LinkName::ALL {
            assert_eq!(link.name().parse(), Ok(link));
        }
    }
}
