//! Amounts and quantities as somebody typed them.

use kernel::money::{BadAmount, NumberFormat, SCALE, may_be_thousands, parse_amount};
use kernel::{FieldErrors, Locale};

/// The largest amount of one deal or line, in ten-thousandths: sums of hundreds still fit their column.
pub const LARGEST: i64 = kernel::money::LARGEST_UNITS * SCALE;

/// A number that came as text: from JSON in the plain form (`48000.00`), from a page as its reader writes numbers.
///
/// Reading does not fail; [`TypedAmount::check`] notes what is wrong beside the other wrong fields.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TypedAmount {
    read: Result<i64, BadAmount>,
    /// What stands between units and decimals, where it may stand between thousands as well.
    ambiguous: Option<char>,
}

/// How numbers are written in a language.
pub(crate) fn number_format(locale: Locale) -> NumberFormat {
    match locale {
        Locale::En => NumberFormat::ENGLISH,
        Locale::De => NumberFormat::GERMAN,
    }
}

/// What a number with three decimals is read as, and what it would be if they were thousands: both written so that only one can be meant.
pub(crate) fn both_readings(amount: i64, decimal: char) -> [(&'static str, String); 2] {
    let sign = if amount < 0 { "-" } else { "" };
    let thousandths = amount.unsigned_abs() / 10;
    let read = format!("{sign}{}{decimal}{:03}0", thousandths / 1000, thousandths % 1000);
    [("read", read), ("other", format!("{sign}{thousandths}"))]
}

impl TypedAmount {
    fn plainly(read: Result<i64, BadAmount>) -> Self {
        Self { read, ambiguous: None }
    }
    /// From a form, in the way numbers are written in `locale`; nothing when left empty.
    pub fn typed(text: &str, locale: Locale) -> Option<Self> {
        let format = number_format(locale);
        let text = text.trim();
        let ambiguous = may_be_thousands(text, format).then_some(format.decimal);
        (!text.is_empty()).then(|| Self { read: parse_amount(text, format), ambiguous })
    }
    /// From the plain form, as in JSON; nothing when left empty.
    pub fn plain(text: &str) -> Option<Self> {
        let text = text.trim();
        (!text.is_empty()).then(|| Self::plainly(parse_amount(text, NumberFormat::PLAIN)))
    }
    /// From a known number, in ten-thousandths.
    pub fn of(amount: i64) -> Self {
        Self::plainly(Ok(amount))
    }
    /// Whether another number may be meant than is read: [`TypedAmount::check`] refuses it.
    pub fn is_ambiguous(self) -> bool {
        self.ambiguous.is_some()
    }
    /// The number in ten-thousandths, if it is one at all.
    pub fn read(self) -> Option<i64> {
        self.read.ok()
    }
    /// The number in ten-thousandths, noting at `field` what is wrong: `not_a_number`, `too_precise`, `too_large`, `negative`,
    /// `number_ambiguous` (`read`, `other`: the two numbers it may be).
    pub fn check(self, errors: &mut FieldErrors, field: &str) -> Option<i64> {
        let code = match (self.read, self.ambiguous) {
            (Ok(amount), _) if amount < 0 => "negative",
            (Ok(amount), _) if amount > LARGEST => "too_large",
            (Ok(amount), Some(decimal)) => {
                errors.add_with(field, "number_ambiguous", both_readings(amount, decimal));
                return None;
            }
            (Ok(amount), None) => return Some(amount),
            (Err(BadAmount::NotANumber), _) => "not_a_number",
            (Err(BadAmount::TooPrecise), _) => "too_precise",
            (Err(BadAmount::TooLarge), _) => "too_large",
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
        Ok(Self::plainly(parse_amount(&text, NumberFormat::PLAIN)))
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
    fn what_may_be_thousands_of_the_other_language_is_refused_and_both_readings_are_named() {
        for (text, locale, read, other) in
            [("1.234", Locale::En, "1.2340", "1234"), ("12,050", Locale::De, "12,0500", "12050")]
        {
            let mut errors = FieldErrors::default();
            assert_eq!(TypedAmount::typed(text, locale).expect("typed").check(&mut errors, "amount"), None);
            let error = &errors.0[0];
            assert_eq!((error.field.as_str(), error.code.as_str()), ("amount", "number_ambiguous"));
            assert_eq!((error.params["read"].as_str(), error.params["other"].as_str()), (read, other));
            // Both are taken as they are named.
            let taken = |text| code(TypedAmount::typed(text, locale)).expect("a number");
            assert_eq!(taken(other), taken(read) * 1000);
        }
        assert_eq!(code(TypedAmount::typed("1.234", Locale::De)), Ok(12_340_000));
        assert_eq!(code(TypedAmount::typed("1,234", Locale::En)), Ok(12_340_000));
        assert_eq!(code(TypedAmount::plain("1.234")), Ok(12_340), "JSON has one way of writing numbers");
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
