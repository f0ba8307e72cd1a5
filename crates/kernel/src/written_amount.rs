//! Amounts as files have them: with a currency's sign or code before or behind the number, or a loss in parentheses.
//!
//! A sign that several countries use (`$`, `£`, `¥`, `kr`) names no currency by itself: it says which ones it may be.

use crate::money::{BadAmount, Currency, NumberFormat, parse_amount};

/// Signs and the currencies they stand for. Sources: Unicode CLDR's symbols of currencies in use, and the signs central banks publish for theirs.
const SIGNS: &[(&str, &str)] = &[
    ("€", "EUR"),
    ("US$", "USD"),
    ("A$", "AUD"),
    ("AU$", "AUD"),
    ("C$", "CAD NIO"),
    ("CA$", "CAD"),
    ("NZ$", "NZD"),
    ("HK$", "HKD"),
    ("S$", "SGD"),
    ("NT$", "TWD"),
    ("R$", "BRL"),
    ("MX$", "MXN"),
    (
        "$",
        "USD ARS AUD BBD BMD BND BSD BZD CAD CLP COP CVE DOP FJD GYD HKD JMD KYD LRD MXN NAD NIO NZD SBD SGD SRD TTD TWD UYU XCD",
    ),
    ("£", "GBP EGP FKP GIP SDG SHP SSP SYP"),
    ("¥", "JPY CNY"),
    ("円", "JPY"),
    ("元", "CNY"),
    ("kr", "SEK NOK DKK ISK"),
    ("kr.", "SEK NOK DKK ISK"),
    ("Fr", "CHF DJF GNF KMF RWF XAF XOF XPF"),
    ("Fr.", "CHF DJF GNF KMF RWF XAF XOF XPF"),
    ("SFr", "CHF"),
    ("SFr.", "CHF"),
    ("zł", "PLN"),
    ("Kč", "CZK"),
    ("Ft", "HUF"),
    ("lei", "RON MDL"),
    ("лв", "BGN"),
    ("лв.", "BGN"),
    ("₹", "INR"),
    ("Rs", "INR LKR MUR NPR PKR SCR"),
    ("Rs.", "INR LKR MUR NPR PKR SCR"),
    ("₽", "RUB"),
    ("₴", "UAH"),
    ("₺", "TRY"),
    ("₩", "KRW KPW"),
    ("₪", "ILS"),
    ("₫", "VND"),
    ("฿", "THB"),
    ("₱", "PHP"),
    ("₦", "NGN"),
    ("₡", "CRC"),
    ("₲", "PYG"),
    ("₵", "GHS"),
    ("₸", "KZT"),
    ("₾", "GEL"),
    ("₼", "AZN"),
    ("R", "ZAR"),
    ("RM", "MYR"),
    ("Rp", "IDR"),
];

/// Codes that have ended and stand in files of earlier years.
pub(crate) const ENDED: &str = "ATS BEF CYP DEM EEK ESP FIM FRF GRD HRK IEP ITL LTL LUF LVL MTL NLG PTE SIT SKK";

/// What a number is marked with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CurrencyMark {
    /// As it is written: `$`, `kr`, `USD`.
    pub text: String,
    /// The currencies it may stand for; one where it is plain.
    pub may_be: Vec<Currency>,
}

impl CurrencyMark {
    /// The currency, where the mark can mean only one.
    pub fn only(&self) -> Option<Currency> {
        match self.may_be.as_slice() {
            [only] => Some(*only),
            _ => None,
        }
    }

    /// Reads a sign or code that stands alone; none when there is nothing.
    ///
    /// # Errors
    /// [`BadWritten::UnknownMark`].
    pub fn read(text: &str) -> Result<Option<Self>, BadWritten> {
        let text = text.trim();
        if text.is_empty() {
            return Ok(None);
        }
        let codes = |codes: &str| codes.split(' ').filter_map(|code| code.parse().ok()).collect();
        let mark = |may_be| Ok(Some(Self { text: text.to_owned(), may_be }));
        let folded = |a: &str| a.to_lowercase() == text.to_lowercase();
        let exact = SIGNS.iter().find(|(sign, _)| *sign == text);
        // Letters are the same whichever case they stand in; a sign wins over the letters of another.
        if let Some((_, currencies)) = exact.or_else(|| SIGNS.iter().find(|(sign, _)| folded(sign))) {
            return mark(codes(currencies));
        }
        let code = text.to_uppercase();
        let known = Currency::is_known;
        match code.parse::<Currency>() {
            Ok(currency) if text.len() == 3 && known(&currency) => mark(vec![currency]),
            _ => Err(BadWritten::UnknownMark(text.to_owned())),
        }
    }
}

/// Why a text is not an amount with or without a mark.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BadWritten {
    /// The number itself is wrong.
    Number(BadAmount),
    /// What stands beside the number is no currency's sign or code.
    UnknownMark(String),
    /// One mark stands before and another behind, and they cannot mean the same.
    Contradiction,
}

/// Reads an amount in ten-thousandths and what it is marked with. The number itself is written as `format` says, and in no other way; in
/// parentheses it is negative.
///
/// # Errors
/// See [`BadWritten`].
pub fn read_written(text: &str, format: NumberFormat) -> Result<(i64, Option<CurrencyMark>), BadWritten> {
    let text = text.trim();
    match parse_amount(text, format) {
        Ok(amount) => return Ok((amount, None)),
        Err(error @ (BadAmount::TooLarge | BadAmount::TooPrecise)) => return Err(BadWritten::Number(error)),
        Err(BadAmount::NotANumber) => {}
    }
    let not_a_number = BadWritten::Number(BadAmount::NotANumber);
    // The mark of a loss may stand inside or outside of its parentheses.
    let (open, close) = (text.find('('), text.rfind(')'));
    let loss = match (open, close) {
        (None, None) => false,
        (Some(open), Some(close)) if open < close && text.matches(['(', ')']).count() == 2 => {
            let digit = |part: Option<&str>| part.is_none_or(|part| part.contains(|c: char| c.is_ascii_digit()));
            // No digit outside, and one within.
            if digit(text.get(..open)) || digit(text.get(close..)) || !digit(text.get(open..close)) {
                return Err(not_a_number);
            }
            true
        }
        _ => return Err(not_a_number),
    };
    let bare: String = if loss { text.replace(['(', ')'], " ") } else { text.to_owned() };
    let bare = bare.trim();
    let first = bare.find(|c: char| c.is_ascii_digit()).ok_or(not_a_number.clone())?;
    let last = bare.rfind(|c: char| c.is_ascii_digit()).map_or(0, |at| at + 1);
    let (before, number, behind) = (
        bare.get(..first).unwrap_or_default(),
        bare.get(first..last).unwrap_or_default(),
        bare.get(last..).unwrap_or_default(),
    );
    let (negative, before) = unsigned(before);
    if loss && negative {
        return Err(not_a_number);
    }
    let before = CurrencyMark::read(&before)?;
    let behind = CurrencyMark::read(behind)?;
    let mark = match (before, behind) {
        (Some(before), Some(behind)) => {
            let may_be: Vec<Currency> = before.may_be.iter().copied().filter(|c| behind.may_be.contains(c)).collect();
            if may_be.is_empty() {
                return Err(BadWritten::Contradiction);
            }
            Some(CurrencyMark { text: format!("{} {}", before.text, behind.text), may_be })
        }
        (mark, None) | (None, mark) => mark,
    };
    let amount = parse_amount(number, format).map_err(BadWritten::Number)?;
    Ok((if loss || negative { -amount } else { amount }, mark))
}

/// Takes one sign of a negative or positive number off what stands before it: `-$`, `$-`.
fn unsigned(before: &str) -> (bool, String) {
    let trimmed = before.trim();
    for (sign, negative) in [('-', true), ('\u{2212}', true), ('+', false)] {
        if let Some(rest) = trimmed.strip_prefix(sign).or_else(|| trimmed.strip_suffix(sign)) {
            return (negative, rest.trim().to_owned());
        }
    }
    (false, trimmed.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const SPACED: NumberFormat = NumberFormat { decimal: ',', thousands: Some(' ') };

    fn read(text: &str, format: NumberFormat) -> Result<(i64, String), BadWritten> {
        read_written(text, format).map(|(amount, mark)| {
            let codes = mark.map(|m| m.may_be.iter().map(ToString::to_string).collect::<Vec<_>>().join(" "));
            (amount, codes.unwrap_or_default())
        })
    }
    fn is(text: &str, format: NumberFormat, amount: i64, currencies: &str) {
        assert_eq!(read(text, format), Ok((amount, currencies.to_owned())), "{text}");
    }

    #[test]
    fn a_sign_or_code_before_or_behind_the_number_is_read() {
        is("€1,234.50", NumberFormat::ENGLISH, 12_345_000, "EUR");
        is("1.234,50 EUR", NumberFormat::GERMAN, 12_345_000, "EUR");
        is("1.234,50\u{a0}€", NumberFormat::GERMAN, 12_345_000, "EUR");
        is("USD 12,000", NumberFormat::ENGLISH, 120_000_000, "USD");
        is("usd12,000", NumberFormat::ENGLISH, 120_000_000, "USD");
        is("1'234.50 CHF", NumberFormat::ENGLISH, 12_345_000, "CHF");
        is("1’234.50", NumberFormat::ENGLISH, 12_345_000, "");
        is("12 000,00 kr", SPACED, 120_000_000, "SEK NOK DKK ISK");
        is("12\u{a0}000,00\u{a0}kr.", SPACED, 120_000_000, "SEK NOK DKK ISK");
        is("12\u{2009}000,5 zł", SPACED, 120_005_000, "PLN");
        is("100 DEM", NumberFormat::PLAIN, 1_000_000, "DEM");
        is("Fr. 5", NumberFormat::PLAIN, 50_000, "CHF DJF GNF KMF RWF XAF XOF XPF");
        is("US$ 5 USD", NumberFormat::PLAIN, 50_000, "USD");
        is("$5 USD", NumberFormat::PLAIN, 50_000, "USD");
        assert_eq!(read_written("$5", NumberFormat::PLAIN).ok().and_then(|r| r.1?.only()), None);
        assert_eq!(read_written("R$5", NumberFormat::PLAIN).ok().and_then(|r| r.1?.only()), "BRL".parse().ok());
    }

    #[test]
    fn a_loss_is_negative_with_a_minus_or_in_parentheses_and_not_twice() {
        is("(1,200)", NumberFormat::ENGLISH, -12_000_000, "");
        is(
            "($1,200.50)",
            NumberFormat::ENGLISH,
            -12_005_000,
            read("$1", NumberFormat::PLAIN).expect("a mark").1.as_str(),
        );
        is("€ (5)", NumberFormat::PLAIN, -50_000, "EUR");
        is("-€5", NumberFormat::PLAIN, -50_000, "EUR");
        is("€ -5", NumberFormat::PLAIN, -50_000, "EUR");
        is("\u{2212}5 EUR", NumberFormat::PLAIN, -50_000, "EUR");
        is("+5 EUR", NumberFormat::PLAIN, 50_000, "EUR");
        for text in ["(-5)", "((5))", "(5", "5)", "(5) 6", "1(5)", ")5(", "--5", "()"] {
            let bad = read(text, NumberFormat::PLAIN);
            assert!(
                matches!(bad, Err(BadWritten::Number(BadAmount::NotANumber) | BadWritten::UnknownMark(_))),
                "{text}: {bad:?}"
            );
        }
    }

    #[test]
    fn what_is_no_currency_is_named_and_what_contradicts_itself_is_refused() {
        let unknown = |mark: &str| Err(BadWritten::UnknownMark(mark.to_owned()));
        assert_eq!(read("12 %", NumberFormat::PLAIN), unknown("%"));
        assert_eq!(read("5 DM", NumberFormat::PLAIN), unknown("DM"));
        assert_eq!(read("5 pieces", NumberFormat::PLAIN), unknown("pieces"));
        assert_eq!(read("TBD 5", NumberFormat::PLAIN), unknown("TBD"));
        assert_eq!(read("€5 USD", NumberFormat::PLAIN), Err(BadWritten::Contradiction));
        assert_eq!(read("kr 5 EUR", NumberFormat::PLAIN), Err(BadWritten::Contradiction));
        // The number is read as the format says, whatever stands beside it.
        for text in ["€1,234.50", "€1.234.50", "€1 234", "€", "EUR", "€1,5"] {
            assert_eq!(read(text, NumberFormat::PLAIN), Err(BadWritten::Number(BadAmount::NotANumber)), "{text}");
        }
        assert_eq!(read("€1.00001", NumberFormat::PLAIN), Err(BadWritten::Number(BadAmount::TooPrecise)));
    }

    #[test]
    fn every_sign_stands_for_currencies_in_use() {
        for (sign, codes) in SIGNS {
            assert!(!sign.contains(|c: char| c.is_ascii_digit() || "()+-".contains(c)), "{sign}");
            for code in codes.split(' ') {
                assert!(code.parse::<Currency>().is_ok_and(|currency| currency.is_in_use()), "{sign}: {code}");
            }
        }
    }

    proptest! {
        #[test]
        fn nothing_makes_it_fall_over(text in "\\PC{0,12}") {
            let _ = read_written(&text, NumberFormat::GERMAN);
        }

        #[test]
        fn a_mark_never_changes_the_number(amount in -9_000_000_000_000_i64..9_000_000_000_000, sign in 0..SIGNS.len(), behind: bool) {
            let number = crate::money::plain_amount(amount);
            let sign = SIGNS[sign].0;
            let text = if behind { format!("{number} {sign}") } else { format!("{sign} {number}") };
            let read = read_written(&text, NumberFormat::PLAIN);
            prop_assert_eq!(read.map(|r| r.0), Ok(amount));
        }
    }
}
