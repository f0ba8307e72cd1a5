//! Figures as people type them.

use kernel::money::plain_amount;
use kernel::{Failure, FieldErrors, Locale, Outcome};
use operations::cosell::typed_amount::TypedAmount;
use operations::grow::kpi::registry::Unit;

/// What was typed in the reader's way of writing numbers, in the plain form operations take; times are typed in hours. What is no number stays
/// as it is and is refused there.
///
/// # Errors
/// `Invalid` at `value` (`number_ambiguous`): it may be thousands of another language.
pub(super) fn plain_number(text: &str, locale: Locale, unit: Option<Unit>) -> Outcome<String> {
    let Some(typed) = TypedAmount::typed(text, locale) else { return Ok(text.to_owned()) };
    if typed.is_ambiguous() {
        let mut errors = FieldErrors::default();
        typed.check(&mut errors, "value");
        return Err(Failure::Invalid(errors));
    }
    let scale = if unit == Some(Unit::Time) { 3600 } else { 1 };
    let number = typed.read().and_then(|number| number.checked_mul(scale));
    Ok(number.map_or_else(|| text.to_owned(), plain_amount))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_typed_in_hours_and_numbers_as_the_reader_writes_them() {
        let plain = |text, locale, unit| plain_number(text, locale, unit).expect("a number, or a text");
        assert_eq!(plain("1.250,5", Locale::De, Some(Unit::Money)), "1250.5000");
        assert_eq!(plain("1,250.5", Locale::En, Some(Unit::Money)), "1250.5000");
        assert_eq!(plain("1.5", Locale::En, Some(Unit::Time)), "5400.0000");
        assert_eq!(plain("soon", Locale::En, None), "soon");
        assert!(
            plain_number("500.000", Locale::En, Some(Unit::Money)).is_err(),
            "five hundred thousand, or five hundred?"
        );
    }
}
