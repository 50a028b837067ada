//! What a visit costs and who pays it, before anything is confirmed (FHIR R4 ChargeItemDefinition).

use nabz_locale::Currency;
use serde_json::Value;

use crate::{Id, Money, Resource, ViewError, field, redacted};

/// A price with its parts.
#[derive(Clone, PartialEq)]
pub struct Price {
    /// Logical id of the definition it was read from.
    pub id: Id,
    /// What the clinic charges: base, surcharges and tax.
    pub total: Money,
    /// What others pay: deductions and discounts, at most the total.
    pub covered: Money,
    /// What is left for the patient; never negative.
    pub own_share: Money,
    resource: Resource,
}

impl Price {
    /// Reads the price of a definition: its one property group that holds without conditions. Amounts of several
    /// currencies, a missing amount or an unknown component are refused: no price is better than a wrong one.
    pub fn view(resource: Resource) -> Result<Self, ViewError> {
        let value = resource.expect("ChargeItemDefinition")?;
        let unconditional = |group: &&Value| field::list(group, "applicability").next().is_none();
        let group = field::list(value, "propertyGroup").find(unconditional);
        let sums = Sums::of(group.ok_or(ViewError::missing("propertyGroup"))?)?;
        let money = |minor| Money { minor, currency: sums.currency };
        let covered = sums.covered.min(sums.total);
        Ok(Self {
            id: resource.id()?,
            total: money(sums.total),
            covered: money(covered),
            own_share: money(sums.total - covered),
            resource,
        })
    }

    /// As the server sent it.
    pub fn resource(&self) -> &Resource {
        &self.resource
    }
}

redacted!(Price);

struct Sums {
    currency: Currency,
    total: i64,
    covered: i64,
}

impl Sums {
    fn of(group: &Value) -> Result<Self, ViewError> {
        let mut sums: Option<Self> = None;
        for component in field::list(group, "priceComponent") {
            let side = Side::of(field::text(component, "type")?)?;
            let Some(side) = side else { continue };
            let amount = Money::view(component.get("amount").ok_or(ViewError::missing("amount"))?)?;
            let sums = sums.get_or_insert(Self { currency: amount.currency, total: 0, covered: 0 });
            sums.add(side, amount)?;
        }
        sums.ok_or(ViewError::missing("priceComponent"))
    }

    fn add(&mut self, side: Side, amount: Money) -> Result<(), ViewError> {
        if amount.currency != self.currency {
            return Err(ViewError::malformed("currency"));
        }
        if amount.minor < 0 {
            return Err(ViewError::malformed("amount"));
        }
        let sum = match side {
            Side::Charged => &mut self.total,
            Side::Covered => &mut self.covered,
        };
        *sum = sum.checked_add(amount.minor).ok_or(ViewError::malformed("amount"))?;
        Ok(())
    }
}

enum Side {
    Charged,
    Covered,
}

impl Side {
    /// `priceComponent.type` (`valueset-invoice-priceComponentType.html`); informational ones count on neither side.
    fn of(code: &str) -> Result<Option<Self>, ViewError> {
        match code {
            "base" | "surcharge" | "tax" => Ok(Some(Self::Charged)),
            "deduction" | "discount" => Ok(Some(Self::Covered)),
            "informational" => Ok(None),
            _ => Err(ViewError::malformed("type")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn view(components: Value) -> Result<Price, ViewError> {
        let groups = json!([{"applicability": [{"expression": "x"}], "priceComponent": []}, {"priceComponent": components}]);
        let value = json!({"resourceType": "ChargeItemDefinition", "id": "c1", "propertyGroup": groups});
        Price::view(Resource::from_value(value).unwrap())
    }

    fn part(kind: &str, value: f64, currency: &str) -> Value {
        json!({"type": kind, "amount": {"value": value, "currency": currency}})
    }

    #[test]
    fn the_own_share_is_what_is_left() {
        let price = view(
            json!([part("base", 12.5, "EUR"), part("surcharge", 0.5, "EUR"), part("deduction", 9.1, "EUR"),
            {"type": "informational", "code": {"text": "list price"}}]),
        )
        .unwrap();
        assert_eq!((price.total.minor, price.covered.minor, price.own_share.minor), (1_300, 910, 390));
    }

    #[test]
    fn an_insurer_who_pays_more_than_the_price_leaves_nothing_to_pay() {
        let price = view(json!([part("base", 10.0, "EUR"), part("deduction", 25.0, "EUR")])).unwrap();
        assert_eq!((price.covered.minor, price.own_share.minor), (1_000, 0));
    }

    #[test]
    fn no_price_is_better_than_a_wrong_one() {
        let cases = [
            json!([]),
            json!([part("base", 10.0, "EUR"), part("deduction", 9.0, "USD")]),
            json!([part("base", 10.0, "EUR"), part("rebate", 9.0, "EUR")]),
            json!([part("base", -10.0, "EUR")]),
            json!([{"type": "base"}]),
            json!([{"type": "base", "factor": 2}]),
            json!([part("base", 10.0, "EUR"), {"type": "deduction", "amount": {"value": "9", "currency": "EUR"}}]),
            json!([part("base", 9e16, "IRR"), part("base", 9e18, "IRR"), part("base", 9e18, "IRR")]),
        ];
        for components in cases {
            assert!(view(components.clone()).is_err(), "{components}");
        }
    }

    #[test]
    fn a_price_under_conditions_is_not_ours_to_judge() {
        let value = json!({"resourceType": "ChargeItemDefinition", "id": "c1", "propertyGroup": [
            {"applicability": [{"expression": "age > 65"}], "priceComponent": [part("base", 1.0, "EUR")]}]});
        assert!(Price::view(Resource::from_value(value).unwrap()).is_err());
    }
}
