//! Money in ten-thousandths of a currency unit: price lists and CRM fields have up to four decimals and must add up exactly.

use crate::column::column;
use std::fmt;
use std::str::FromStr;

/// Ten-thousandths in one unit.
pub const SCALE: i64 = 10_000;

/// The currencies of ISO 4217 that people pay with: without funds, metals, units of account and codes that have ended.
const IN_USE: &str = "\
    AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CLP CNY \
    COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD HNL HTG HUF IDR ILS \
    INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT MOP \
    MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SBD SCR \
    SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX USD UYU UZS VES VND VUV \
    WST XAF XCD XCG XOF XPF YER ZAR ZMW ZWG";

/// An ISO 4217 currency code: three capital letters.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Currency([u8; 3]);

impl Currency {
    /// Euro.
    pub const EUR: Self = Self(*b"EUR");
    /// US dollar.
    pub const USD: Self = Self(*b"USD");
    /// The code.
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or("XXX")
    }
    /// Whether people pay with it. Old codes and others stay readable, since files of earlier years carry them; they are not taken for new deals.
    pub fn is_in_use(&self) -> bool {
        IN_USE.split(' ').any(|known| known == self.as_str())
    }
    /// Whether people pay with it, or once did.
    pub fn is_known(&self) -> bool {
        self.is_in_use() || crate::written_amount::ENDED.split(' ').any(|ended| ended == self.as_str())
    }
    /// How many decimals amounts of this currency are shown and paid out with (ISO 4217).
    pub fn decimals(&self) -> u32 {
        match &self.0 {
            b"BIF" | b"CLP" | b"DJF" | b"GNF" | b"ISK" | b"JPY" | b"KMF" | b"KRW" | b"PYG" | b"RWF" | b"UGX"
            | b"VND" | b"VUV" | b"XAF" | b"XOF" | b"XPF" => 0,
            b"BHD" | b"IQD" | b"JOD" | b"KWD" | b"LYD" | b"OMR" | b"TND" => 3,
            _ => 2,
        }
    }
}
impl FromStr for Currency {
    type Err = String;
    fn from_str(s: &str) -> Result<Self, String> {
        let upper = s.trim().to_ascii_uppercase();
        match <[u8; 3]>::try_from(upper.as_bytes()) {
            Ok(code) if code.iter().all(u8::is_ascii_uppercase) => Ok(Self(code)),
            _ => Err(format!("{s:?} is not a currency code like EUR")),
        }
    }
}
impl fmt::Display for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
impl fmt::Debug for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
impl serde::Serialize for Currency {
    fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.serialize_str(self.as_str())
    }
}
impl<'de> serde::Deserialize<'de> for Currency {
    fn deserialize<D: serde::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        let text = <std::borrow::Cow<'de, str> as serde::Deserialize>::deserialize(d)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}
column!(Currency, String, |v| v.to_string(), |raw: String| raw.parse());

/// An amount and its currency. `amount` is in ten-thousandths of the unit. On the wire: `{"amount": "2024.9940", "currency": "USD"}`.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Money {
    /// Ten-thousandths of the currency unit.
    pub amount: i64,
    /// ISO 4217 code.
    pub currency: Currency,
}

/// Why a text is not an amount.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BadAmount {
    /// No digits, or something that is not part of a number.
    #[error("not a number")]
    NotANumber,
    /// More than four decimals other than zeros: refused, never rounded.
    #[error("more than four decimals")]
    TooPrecise,
    /// More than [`LARGEST_UNITS`].
    #[error("too large")]
    TooLarge,
}

/// A million millions. Larger amounts are a slip (an identifier in the wrong column), and sums of nine hundred of them are still exact in 64 bits.
pub const LARGEST_UNITS: i64 = 1_000_000_000_000;

/// How numbers are written in a source.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NumberFormat {
    /// Between units and decimals.
    pub decimal: char,
    /// Between thousands, if any.
    pub thousands: Option<char>,
}
impl NumberFormat {
    /// `1234.56`
    pub const PLAIN: Self = Self { decimal: '.', thousands: None };
    /// `1,234.56`
    pub const ENGLISH: Self = Self { decimal: '.', thousands: Some(',') };
    /// `1.234,56`
    pub const GERMAN: Self = Self { decimal: ',', thousands: Some('.') };
}

/// Reads an amount into ten-thousandths.
pub fn parse_amount(text: &str, format: NumberFormat) -> Result<i64, BadAmount> {
    let text = text.trim();
    let (negative, digits) = match text.strip_prefix(['-', '\u{2212}']) {
        Some(rest) => (true, rest),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    };
    let (whole, fraction) = digits.split_once(format.decimal).unwrap_or((digits, ""));
    let mut units: i64 = 0;
    let mut seen = false;
    let mut since_separator: Option<u32> = None;
    for c in whole.chars() {
        if let Some(d) = c.to_digit(10) {
            seen = true;
            since_separator = since_separator.map(|n| n + 1);
            units = units.checked_mul(10).and_then(|u| u.checked_add(i64::from(d))).ok_or(BadAmount::TooLarge)?;
        } else if format.thousands == Some(c)
            || (format.thousands.is_some() && matches!(c, '\u{a0}' | '\u{202f}' | '\u{2009}' | '\'' | '\u{2019}'))
        {
            // A separator stands before a group of exactly three: "1,5" is a misread decimal, not fifteen.
            if !seen || since_separator.is_some_and(|n| n != 3) {
                return Err(BadAmount::NotANumber);
            }
            since_separator = Some(0);
        } else {
            return Err(BadAmount::NotANumber);
        }
    }
    if since_separator.is_some_and(|n| n != 3) {
        return Err(BadAmount::NotANumber);
    }
    let mut decimals: i64 = 0;
    for (place, c) in fraction.chars().enumerate() {
        let d = c.to_digit(10).ok_or(BadAmount::NotANumber)?;
        seen = true;
        if place < 4 {
            decimals = decimals * 10 + i64::from(d);
        } else if d != 0 {
            return Err(BadAmount::TooPrecise);
        }
    }
    if !seen {
        return Err(BadAmount::NotANumber);
    }
    for _ in fraction.chars().count()..4 {
        decimals *= 10;
    }
    if units > LARGEST_UNITS || (units == LARGEST_UNITS && decimals > 0) {
        return Err(BadAmount::TooLarge);
    }
    let total = units.checked_mul(SCALE).and_then(|u| u.checked_add(decimals)).ok_or(BadAmount::TooLarge)?;
    Ok(if negative { -total } else { total })
}

/// Whether a number with three decimals (`1.234`) is another one where people part thousands that way. A sheet says how it writes numbers;
/// somebody who types may be used to the other way.
pub fn may_be_thousands(text: &str, format: NumberFormat) -> bool {
    let digits = text.trim().trim_start_matches(['-', '\u{2212}', '+']);
    let Some((whole, fraction)) = digits.split_once(format.decimal) else { return false };
    let all_digits = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
    // `0.123` begins no group of thousands, nor does `1234.567`.
    let begins = (1..=3).contains(&whole.len()) && all_digits(whole) && !whole.starts_with('0');
    format.thousands.is_some() && begins && fraction.len() == 3 && all_digits(fraction)
}

/// Writes ten-thousandths as a plain decimal with all four places: `2024.9940`.
pub fn plain_amount(amount: i64) -> String {
    let sign = if amount < 0 { "-" } else { "" };
    let magnitude = amount.unsigned_abs();
    let scale = SCALE.unsigned_abs();
    format!("{sign}{}.{:04}", magnitude / scale, magnitude % scale)
}

impl Money {
    /// `amount` in ten-thousandths.
    pub const fn new(amount: i64, currency: Currency) -> Self {
        Self { amount, currency }
    }
    /// Whole units of the currency.
    pub const fn units(units: i64, currency: Currency) -> Self {
        Self { amount: units * SCALE, currency }
    }
    /// The amount rounded half away from zero to the currency's own decimals, still in ten-thousandths.
    pub fn rounded(&self) -> i64 {
        let step = 10_i64.pow(4 - self.currency.decimals().min(4));
        let half = step / 2;
        let shifted =
            if self.amount >= 0 { self.amount.saturating_add(half) } else { self.amount.saturating_sub(half) };
        (shifted / step) * step
    }
    /// The sum, when the currencies agree and it fits.
    pub fn checked_add(self, other: Self) -> Option<Self> {
        if self.currency != other.currency {
            return None;
        }
        self.amount.checked_add(other.amount).map(|amount| Self { amount, currency: self.currency })
    }
    /// Splits into `parts` that differ by at most one ten-thousandth and add up to the whole.
    pub fn split(self, parts: u32) -> Vec<Self> {
        let n = i64::from(parts.max(1));
        let (each, rest) = (self.amount.div_euclid(n), self.amount.rem_euclid(n));
        (0..n).map(|i| Self { amount: each + i64::from(i < rest), currency: self.currency }).collect()
    }
}
impl fmt::Display for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", plain_amount(self.amount), self.currency)
    }
}
impl serde::Serialize for Money {
    fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        use serde::ser::SerializeStruct;
        let mut out = s.serialize_struct("Money", 2)?;
        out.serialize_field("amount", &plain_amount(self.amount))?;
        out.serialize_field("currency", &self.currency)?;
        out.end()
    }
}
impl<'de> serde::Deserialize<'de> for Money {
    fn deserialize<D: serde::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        #[derive(serde::Deserialize)]
        #[serde(deny_unknown_fields)]
        struct Wire<'a> {
            #[serde(borrow)]
            amount: std::borrow::Cow<'a, str>,
            currency: Currency,
        }
        let wire = Wire::deserialize(d)?;
        let amount = parse_amount(&wire.amount, NumberFormat::PLAIN).map_err(serde::de::Error::custom)?;
        Ok(Self { amount, currency: wire.currency })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn currencies_in_use_are_told_from_other_codes() {
        let codes: Vec<&str> = IN_USE.split(' ').collect();
        assert!(codes.iter().all(|code| code.len() == 3) && codes.windows(2).all(|pair| pair[0] < pair[1]));
        let in_use = |code: &str| code.parse::<Currency>().is_ok_and(|currency| currency.is_in_use());
        assert!(["EUR", "CHF", "JPY", "XOF"].into_iter().all(in_use));
        assert!(!["BTC", "XXX", "XAU", "DEM", "ABC"].into_iter().any(in_use));
    }

    #[test]
    fn amounts_are_read_as_they_are_written_in_each_country() {
        assert_eq!(parse_amount("2024.9940", NumberFormat::PLAIN), Ok(20_249_940));
        assert_eq!(parse_amount("1.234,5", NumberFormat::GERMAN), Ok(12_345_000));
        assert_eq!(parse_amount("-1,234.5", NumberFormat::ENGLISH), Ok(-12_345_000));
        assert_eq!(parse_amount("1,5", NumberFormat::ENGLISH), Err(BadAmount::NotANumber));
        assert_eq!(parse_amount("1.00001", NumberFormat::PLAIN), Err(BadAmount::TooPrecise));
        assert_eq!(parse_amount("1.00000", NumberFormat::PLAIN), Ok(10_000));
        assert_eq!(parse_amount("", NumberFormat::PLAIN), Err(BadAmount::NotANumber));
        assert_eq!(parse_amount("12 EUR", NumberFormat::PLAIN), Err(BadAmount::NotANumber));
        assert_eq!(parse_amount("99999999999999999999", NumberFormat::PLAIN), Err(BadAmount::TooLarge));
        assert_eq!(parse_amount("1000000000000", NumberFormat::PLAIN), Ok(10_000_000_000_000_000));
        assert_eq!(parse_amount("-1000000000000.0001", NumberFormat::PLAIN), Err(BadAmount::TooLarge));
    }

    #[test]
    fn three_decimals_may_be_thousands_written_the_other_way() {
        for (text, format) in
            [("1.234", NumberFormat::ENGLISH), ("-12,345", NumberFormat::GERMAN), (" 999.000 ", NumberFormat::ENGLISH)]
        {
            assert!(may_be_thousands(text, format), "{text}");
        }
        for (text, format) in [
            ("1,234", NumberFormat::ENGLISH),
            ("1.234", NumberFormat::GERMAN),
            ("1.234", NumberFormat::PLAIN),
            ("1.2340", NumberFormat::ENGLISH),
            ("1.23", NumberFormat::ENGLISH),
            ("0.123", NumberFormat::ENGLISH),
            (".123", NumberFormat::ENGLISH),
            ("1234.567", NumberFormat::ENGLISH),
            ("1,234.567", NumberFormat::ENGLISH),
            ("1.23a", NumberFormat::ENGLISH),
        ] {
            assert!(!may_be_thousands(text, format), "{text}");
        }
    }

    #[test]
    fn rounding_is_half_away_from_zero_at_the_currencys_decimals() {
        let usd = Currency::USD;
        assert_eq!(Money::new(10_050, usd).rounded(), 10_100);
        assert_eq!(Money::new(-10_050, usd).rounded(), -10_100);
        assert_eq!(Money::new(15_000, "JPY".parse().expect("code")).rounded(), 20_000);
    }

    proptest! {
        #[test]
        fn every_amount_survives_its_plain_text(amount in -9_000_000_000_000_000_i64..9_000_000_000_000_000) {
            prop_assert_eq!(parse_amount(&plain_amount(amount), NumberFormat::PLAIN), Ok(amount));
        }

        #[test]
        fn parts_of_a_split_add_up_and_differ_by_at_most_one(amount in any::<i32>(), parts in 1_u32..50) {
            let whole = Money::new(i64::from(amount), Currency::EUR);
            let split = whole.split(parts);
            prop_assert_eq!(split.iter().map(|m| m.amount).sum::<i64>(), whole.amount);
            let (min, max) = (split.iter().map(|m| m.amount).min(), split.iter().map(|m| m.amount).max());
            prop_assert!(max.zip(min).is_some_and(|(a, b)| a - b <= 1));
        }
    }
}
