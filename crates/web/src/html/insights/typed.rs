//! Figures as people type them.

use kernel::Locale;
use kernel::money::plain_amount;
use operations::cosell::typed_amount::TypedAmount;
use operations::grow::kpi::registry::Unit;

/// What was typed in the reader's way of writing numbers, in the plain form operations take; times are typed in hours. What is no number stays
/// as it is and is refused there.
pub(super) fn plain_number(text: &str, locale: Locale, unit: Option<Unit>) -> String {
    let Some(number) = TypedAmount::typed(text, locale).and_then(TypedAmount::read) else { return text.to_owned() };
    let scale = if unit == Some(Unit::Time) { 3600 } else { 1 };
    number.checked_mul(scale).map_or_else(|| text.to_owned(), plain_amount)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_typed_in_hours_and_numbers_as_the_reader_writes_them() {
        assert_eq!(plain_number("1.250,5", Locale::De, Some(Unit::Money)), "1250.5000");
        assert_eq!(plain_number("1,250.5", Locale::En, Some(Unit::Money)), "1250.5000");
        assert_eq!(plain_number("1.5", Locale::En, Some(Unit::Time)), "5400.0000");
        assert_eq!(plain_number("soon", Locale::En, None), "soon");
    }
}
