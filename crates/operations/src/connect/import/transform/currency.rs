//! Which currency the sign or code beside an amount stands for. It is never guessed: a sign that several countries use only confirms what is known.

use super::value::problem;
use crate::connect::import::mapping::Mapping;
use kernel::written_amount::CurrencyMark;
use kernel::{Currency, FieldError};

/// What a mark tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Taken {
    /// What is known already.
    Confirms(Currency),
    /// The currency of a row that says none otherwise.
    Says(Currency),
}

/// Currencies named in a sentence.
const NAMED: usize = 8;

/// The currency `mark` beside the amount `text` stands for, in a row of which `known` is known (a column says it, or another amount).
///
/// # Errors
/// `currency_differs`, `currency_ambiguous`.
pub(super) fn taken_for(
    field: &str,
    text: &str,
    mark: &CurrencyMark,
    known: Option<Currency>,
    mapping: &Mapping,
) -> Result<Taken, FieldError> {
    match (known, mark.only()) {
        (Some(known), _) if mark.may_be.contains(&known) => Ok(Taken::Confirms(known)),
        (Some(known), _) => Err(problem(field, "currency_differs", [("value", text), ("currency", known.as_str())])),
        (None, Some(only)) => Ok(Taken::Says(only)),
        (None, None) => {
            let home = mapping.source.currency.as_ref().and_then(|code| code.as_ref().parse::<Currency>().ok());
            match home.filter(|home| mark.may_be.contains(home)) {
                Some(home) => Ok(Taken::Confirms(home)),
                None => {
                    let mut names: Vec<&str> = mark.may_be.iter().take(NAMED).map(Currency::as_str).collect();
                    if mark.may_be.len() > NAMED {
                        names.push("…");
                    }
                    Err(problem(field, "currency_ambiguous", [("value", text), ("known", &names.join(", "))]))
                }
            }
        }
    }
}
