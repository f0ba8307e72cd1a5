//! Amounts and quantities as somebody typed them.

use kernel::money::{BadAmount, NumberFormat, SCALE, parse_amount};
use kernel::{FieldErrors, Locale};

/// The largest amount of one deal or line, in ten-thousandths: sums of hundreds still fit their column.
pub const LARGEST: i64 = kernel::money::LARGEST_UNITS * SCALE;

/// A number that came as text: from JSON in the plain form (`48000.00`), from a page as its reader writes numbers.
///
/// Reading does not fail; [`TypedAmount::check`] notes what is wrong beside the other wrong fields.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TypedAmount(Result<i64, BadAmount>);

impl TypedAmount {
    /// From a form, in the way numbers are written in `locale`; nothing when left empty.
    pub fn typed(text: &str, locale: Locale) -> Option<Self> {
        let format = match locale {
            Locale::En => NumberFormat::ENGLISH,
            Locale::De => NumberFormat::GERMAN,
        };
        let text = text.trim();
        (!text.is_empty()).then(|| Self(parse_amount(text, format)))
    }
    /// From the plain form, as in JSON; nothing when left empty.
    pub fn plain(text: &str) -> Option<Self> {
        let text = text.trim();
        (!text.is_empty()).then(|| Self(parse_amount(text, NumberFormat::PLAIN)))
    }
    /// From a known number, in ten-thousandths.
    pub fn of(amount: i64) -> Self {
        Self(Ok(amount))
    }
    /// The number in ten-thousandths, if it is one at all.
    pub fn read(self) -> Option<i64> {
        self.0.ok()
    }
    /// The number in ten-thousandths, noting at `field` what is wrong: `not_a_number`, `too_precise`, `too_large`, `negative`.
    pub fn check(self, errors: &mut FieldErrors, field: &str) -> Option<i64> {
        let code = match self.0 {
            Ok(amount) if amount < 0 => "negative",
            Ok(amount) if amount > LARGEST => "too_large",
            Ok(amount) => return Some(amount),
            Err(BadAmount::NotANumber) => "not_a_number",
            Err(BadAmount::TooPrecise) => "too_precise",
            Err(BadAmount::TooLarge) => "too_large",
        };
        errors.add(field, code);
        None
    }
}

/// How money looks in JSON.
#[derive(utoipa::ToSchema)]
pub struct MoneyText {
    /// With four decimals, never rounded.
    #[schema(example = "48000.0000")]
    pub amount: String,
    /// ISO 4217.
    #[schema(example = "EUR")]
    pub currency: String,
}

impl<'de> serde::Deserialize<'de> for TypedAmount {
    fn deserialize<D: serde::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        let text = <std::borrow::Cow<'de, str> as serde::Deserialize>::deserialize(d)?;
        Ok(Self(parse_amount(&text, NumberFormat::PLAIN)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(amount: Option<TypedAmount>) -> Result<i64, String> {
        let mut errors = FieldErrors::default();
        let value = amount.expect("typed").check(&mut errors, "amount");
        value.ok_or_else(|| errors.0[0].code.clone())
    }

    #[test]
    fn the_reader_s_own_way_of_writing_numbers_decides() {
        assert_eq!(code(TypedAmount::typed("1.234,50", Locale::De)), Ok(12_345_000));
        assert_eq!(code(TypedAmount::typed("1,234.50", Locale::En)), Ok(12_345_000));
        assert_eq!(code(TypedAmount::typed("1.5", Locale::De)), Err("not_a_number".to_owned()));
        assert_eq!(TypedAmount::typed("  ", Locale::De), None);
        assert_eq!(serde_json::from_str::<TypedAmount>("\"1234.5\"").expect("text"), TypedAmount::of(12_345_000));
    }

    #[test]
    fn what_is_wrong_has_a_code() {
        assert_eq!(code(TypedAmount::typed("-1", Locale::En)), Err("negative".to_owned()));
        assert_eq!(code(TypedAmount::typed("0.00001", Locale::En)), Err("too_precise".to_owned()));
        assert_eq!(code(TypedAmount::typed("1000000000001", Locale::En)), Err("too_large".to_owned()));
        assert_eq!(code(TypedAmount::typed("99999999999999999999", Locale::En)), Err("too_large".to_owned()));
        assert_eq!(code(TypedAmount::typed("a lot", Locale::En)), Err("not_a_number".to_owned()));
    }
}
