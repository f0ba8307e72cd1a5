//! Money as each language writes it.

use crate::number::{NO_BREAK_SPACE, scaled, write};
use kernel::{Locale, Money};

/// An amount rounded to its currency's own decimals, which are left out when the amount is whole: `€48,000` / `48.000 €`
/// (with a no-break space).
pub fn money(locale: Locale, money: &Money) -> String {
    let mut decimal = scaled(money.amount, 4, decimals(money));
    decimal.absolute.trim_end_if_integer();
    with_currency(locale, &decimal, money)
}

/// An amount rounded to its currency's own decimals, which are always shown: `€48,000.00` / `48.000,00 €`.
pub fn money_exact(locale: Locale, money: &Money) -> String {
    with_currency(locale, &scaled(money.amount, 4, decimals(money)), money)
}

fn decimals(money: &Money) -> i16 {
    money.currency.decimals().min(4) as i16
}

fn with_currency(locale: Locale, decimal: &fixed_decimal::Decimal, money: &Money) -> String {
    let number = write(locale, decimal);
    let code = money.currency.as_str();
    let sign = symbol(code);
    match locale {
        Locale::De => format!("{number}{NO_BREAK_SPACE}{}", sign.unwrap_or(code)),
        Locale::En => {
            let (minus, magnitude) = number.strip_prefix('-').map_or(("", number.as_str()), |rest| ("-", rest));
            match sign {
                Some(sign) => format!("{minus}{sign}{magnitude}"),
                None => format!("{minus}{code}{NO_BREAK_SPACE}{magnitude}"),
            }
        }
    }
}

/// Signs that name one currency to readers of both languages; all others are written with their code, which is never
/// ambiguous (a dollar sign alone is the US dollar).
fn symbol(code: &str) -> Option<&'static str> {
    match code {
        "EUR" => Some("€"),
        "USD" => Some("$"),
        "GBP" => Some("£"),
        "JPY" => Some("¥"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use Locale::{De, En};
    use kernel::Currency;

    fn of(amount: i64, code: &str) -> Money {
        Money::new(amount, code.parse::<Currency>().expect("a code"))
    }

    #[test]
    fn whole_amounts_drop_their_decimals() {
        assert_eq!(money(En, &Money::units(48_000, Currency::EUR)), "€48,000");
        assert_eq!(money(De, &Money::units(48_000, Currency::EUR)), "48.000\u{a0}€");
        assert_eq!(money_exact(En, &Money::units(48_000, Currency::EUR)), "€48,000.00");
        assert_eq!(money_exact(De, &Money::units(48_000, Currency::EUR)), "48.000,00\u{a0}€");
    }

    #[test]
    fn each_currency_has_its_own_decimals() {
        assert_eq!(money(En, &of(20_249_940, "USD")), "$2,024.99");
        assert_eq!(money(De, &of(20_249_940, "USD")), "2.024,99\u{a0}$");
        assert_eq!(money_exact(En, &of(15_000_000, "JPY")), "¥1,500");
        assert_eq!(money_exact(De, &of(15_005, "KWD")), "1,501\u{a0}KWD");
        assert_eq!(money(En, &of(-125_000, "CHF")), "-CHF\u{a0}12.50");
        assert_eq!(money(En, &of(-125_000, "EUR")), "-€12.50");
    }
}
