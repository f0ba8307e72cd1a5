//! Numbers and percentages as each language writes them.

use fixed_decimal::{Decimal, SignedRoundingMode, UnsignedRoundingMode};
use icu_decimal::DecimalFormatter;
use icu_decimal::options::{DecimalFormatterOptions, GroupingStrategy};
use kernel::Locale;
use std::sync::LazyLock;

/// Between a number and its unit, where the two must not be torn apart.
pub(crate) const NO_BREAK_SPACE: char = '\u{a0}';

static EN: LazyLock<DecimalFormatter> = LazyLock::new(|| formatter(icu_locale_core::locale!("en-GB")));
static DE: LazyLock<DecimalFormatter> = LazyLock::new(|| formatter(icu_locale_core::locale!("de")));

fn formatter(locale: icu_locale_core::Locale) -> DecimalFormatter {
    let mut options = DecimalFormatterOptions::default();
    options.grouping_strategy = Some(GroupingStrategy::Auto);
    DecimalFormatter::try_new(locale.into(), options).expect("the data for both languages is compiled in")
}

pub(crate) fn write(locale: Locale, decimal: &Decimal) -> String {
    match locale {
        Locale::En => EN.format(decimal).to_string(),
        Locale::De => DE.format(decimal).to_string(),
    }
}

/// `value` × 10^-`scale`, rounded half away from zero to `decimals` places and filled up with zeros.
pub(crate) fn scaled(value: i64, scale: i16, decimals: i16) -> Decimal {
    let mut decimal = Decimal::from(value);
    decimal.multiply_pow10(-scale);
    decimal.round_with_mode(-decimals, SignedRoundingMode::Unsigned(UnsignedRoundingMode::HalfExpand));
    decimal.absolute.trim_end();
    decimal.absolute.pad_end(-decimals);
    if decimal.absolute.is_zero() {
        // What rounds to nothing has no sign: "0", not "-0".
        decimal.sign = fixed_decimal::Sign::None;
    }
    decimal
}

/// A whole number: `48,000` / `48.000`.
pub fn number(locale: Locale, value: i64) -> String {
    write(locale, &Decimal::from(value))
}

/// `amount` ten-thousandths with exactly `decimals` (at most 4) places, rounded half away from zero: `2,024.99` / `2.024,99`.
pub fn decimal(locale: Locale, amount: i64, decimals: u32) -> String {
    write(locale, &scaled(amount, 4, decimals.min(4) as i16))
}

/// `basis_points` as a percentage with one place, none when whole: `63.2%` / `63,2 %` (with a no-break space).
pub fn percent(locale: Locale, basis_points: i64) -> String {
    let mut decimal = scaled(basis_points, 2, 1);
    decimal.absolute.trim_end_if_integer();
    percent_sign(locale, write(locale, &decimal))
}

/// `basis_points` as a percentage with both places: `63.15%` / `63,15 %` (with a no-break space).
pub fn percent_exact(locale: Locale, basis_points: i64) -> String {
    percent_sign(locale, write(locale, &scaled(basis_points, 2, 2)))
}

fn percent_sign(locale: Locale, mut number: String) -> String {
    if locale == Locale::De {
        number.push(NO_BREAK_SPACE);
    }
    number.push('%');
    number
}

#[cfg(test)]
mod tests {
    use super::*;
    use Locale::{De, En};

    #[test]
    fn thousands_are_grouped_as_the_language_does() {
        assert_eq!(number(En, 1_234_567), "1,234,567");
        assert_eq!(number(De, 1_234_567), "1.234.567");
        assert_eq!(number(De, -4_800), "-4.800");
        assert_eq!(number(En, 0), "0");
        assert_eq!(number(En, i64::MIN), "-9,223,372,036,854,775,808");
    }

    #[test]
    fn decimals_are_rounded_half_away_from_zero() {
        assert_eq!(decimal(En, 20_249_940, 2), "2,024.99");
        assert_eq!(decimal(De, 20_249_950, 2), "2.025,00");
        assert_eq!(decimal(De, -20_249_950, 2), "-2.025,00");
        assert_eq!(decimal(En, 10_000, 4), "1.0000");
        assert_eq!(decimal(En, -4, 2), "0.00");
    }

    #[test]
    fn percentages_show_one_place_or_both() {
        assert_eq!(percent(En, 6_315), "63.2%");
        assert_eq!(percent(De, 6_315), "63,2\u{a0}%");
        assert_eq!(percent(En, 2_400), "24%");
        assert_eq!(percent(De, -50), "-0,5\u{a0}%");
        assert_eq!(percent_exact(En, 6_315), "63.15%");
        assert_eq!(percent_exact(De, 10_000), "100,00\u{a0}%");
    }
}
