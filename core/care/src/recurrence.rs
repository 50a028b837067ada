//! Follow-ups that come again: which days an order names, in the patient's own calendar days.

use jiff::civil::Date;
use jiff::{Span, ToSpan as _};
use serde_json::Value;

use crate::field;

/// Most visits a series has: every week for a year.
const MOST: usize = 52;

/// How often somebody comes again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Recurrence {
    every: i32,
    unit: Unit,
    count: usize,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Unit {
    Days,
    Weeks,
    Months,
}

impl Recurrence {
    /// Reads `occurrenceTiming.repeat`: one visit each so many days, weeks or months, a number of times
    /// (`datatypes.html#Timing`). Anything else is not ours to plan.
    pub(crate) fn view(repeat: &Value) -> Option<Self> {
        let whole = |name: &str| repeat.get(name).and_then(Value::as_u64);
        if !matches!(whole("frequency"), None | Some(1)) {
            return None;
        }
        let unit = match field::text(repeat, "periodUnit").ok()? {
            "d" => Unit::Days,
            "wk" => Unit::Weeks,
            "mo" => Unit::Months,
            _ => return None,
        };
        let every = i32::try_from(whole("period")?).ok().filter(|every| (1..=365).contains(every))?;
        let count = usize::try_from(whole("count")?).ok()?.min(MOST);
        (count > 0).then_some(Self { every, unit, count })
    }

    /// The days, the first of them given. A month that is too short takes its last day; none is skipped.
    pub fn days(self, first: Date) -> Vec<Date> {
        let step = |n: i32| -> Span {
            let amount = self.every.saturating_mul(n);
            match self.unit {
                Unit::Days => amount.days(),
                Unit::Weeks => amount.weeks(),
                Unit::Months => amount.months(),
            }
        };
        let count = i32::try_from(self.count).unwrap_or(0);
        (0..count).map_while(|n| first.checked_add(step(n)).ok()).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use serde_json::json;

    fn read(repeat: Value) -> Option<Recurrence> {
        Recurrence::view(&repeat)
    }

    #[test]
    fn a_series_keeps_its_weekday_and_its_day_of_the_month() {
        let weekly = read(json!({"frequency": 1, "period": 2, "periodUnit": "wk", "count": 3})).unwrap();
        assert_eq!(
            weekly.days(date(2026, 12, 30)),
            [date(2026, 12, 30), date(2027, 1, 13), date(2027, 1, 27)]
        );
        let monthly = read(json!({"period": 1, "periodUnit": "mo", "count": 3})).unwrap();
        assert_eq!(
            monthly.days(date(2027, 1, 31)),
            [date(2027, 1, 31), date(2027, 2, 28), date(2027, 3, 31)]
        );
        assert_eq!(monthly.days(date(9999, 12, 1)), [date(9999, 12, 1)]);
    }

    #[test]
    fn what_is_no_plain_series_is_not_planned() {
        for repeat in [
            json!({}),
            json!({"period": 1, "periodUnit": "wk"}),
            json!({"period": 0, "periodUnit": "wk", "count": 2}),
            json!({"frequency": 3, "period": 1, "periodUnit": "d", "count": 2}),
            json!({"period": 1, "periodUnit": "a", "count": 2}),
            json!({"period": 1.5, "periodUnit": "wk", "count": 2}),
            json!({"period": -1, "periodUnit": "wk", "count": 2}),
            json!({"period": 1, "periodUnit": "wk", "count": 0}),
            json!("weekly"),
        ] {
            assert_eq!(read(repeat.clone()), None, "{repeat}");
        }
        let endless = read(json!({"period": 1, "periodUnit": "d", "count": 1_000_000})).unwrap();
        assert_eq!(endless.days(date(2026, 1, 1)).len(), MOST);
    }
}
