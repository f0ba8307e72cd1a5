//! One text of one cell becomes a typed value, or an error with a code.

use crate::connect::import::mapping::{FieldKind, NumberStyle, Target};
use crate::connect::import::source::CellKind;
use jiff::fmt::strtime;
use jiff::fmt::temporal::Pieces;
use jiff::tz::TimeZone;
use kernel::money::{BadAmount, NumberFormat, parse_amount};
use kernel::written_amount::{BadWritten, CurrencyMark, read_written};
use kernel::{Currency, Date, FieldError, Instant, Locale};
use std::collections::BTreeMap;

/// A typed value of a field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// Text, a choice, an e-mail address, a domain, a program key, a stage name.
    Text(String),
    /// A day.
    Date(Date),
    /// A moment.
    Moment(Instant),
    /// Ten-thousandths of a currency unit or of a piece.
    Number(i64),
    /// ISO 4217.
    Currency(Currency),
    /// `en` or `de`.
    Language(Locale),
    /// The external id of another record, after aliases.
    Reference(Target, String),
}

/// How a source writes dates and numbers.
#[derive(Debug, Clone)]
pub(crate) struct Notation {
    pub(crate) dates: Vec<String>,
    /// In which a time without an offset stands.
    pub(crate) zone: TimeZone,
    /// The organisation's: a day that names no time is one of its days.
    pub(crate) home: TimeZone,
    pub(crate) number: NumberFormat,
}

pub(crate) fn number_format(style: Option<NumberStyle>) -> NumberFormat {
    style.map_or(NumberFormat::PLAIN, |s| NumberFormat { decimal: s.decimal, thousands: s.thousands })
}

/// An error at a field with values for its sentence.
pub(crate) fn problem<const N: usize>(field: &str, code: &str, params: [(&str, &str); N]) -> FieldError {
    let params: BTreeMap<String, String> = params.into_iter().map(|(k, v)| (k.to_owned(), v.to_owned())).collect();
    FieldError { field: field.to_owned(), code: code.to_owned(), params }
}

/// Reads `text` (trimmed, not empty) as a field of `kind`.
pub(crate) fn read(
    field: &str,
    kind: FieldKind,
    text: &str,
    cell: CellKind,
    notation: &Notation,
) -> Result<Value, FieldError> {
    if text.chars().any(|c| c.is_control() && !matches!(c, '\n' | '\r' | '\t')) {
        return Err(problem(field, "invalid", [("value", &text.escape_debug().to_string())]));
    }
    match kind {
        FieldKind::Text(max) => bounded(field, text, max).map(Value::Text),
        FieldKind::Program | FieldKind::Stage => bounded(field, text, 200).map(Value::Text),
        FieldKind::Choice(words) => {
            let word = text.to_ascii_lowercase();
            if words.contains(&word.as_str()) {
                Ok(Value::Text(word))
            } else {
                Err(problem(field, "word_unknown", [("value", text), ("known", &words.join(", "))]))
            }
        }
        FieldKind::Email => match kernel::domain::email(text) {
            Ok(email) => Ok(Value::Text(email.to_string())),
            Err(_) => Err(problem(field, "email_invalid", [("value", text)])),
        },
        FieldKind::Domain => match kernel::domain::registrable_domain(text) {
            Some(domain) => Ok(Value::Text(domain)),
            None => Err(problem(field, "domain_invalid", [("value", text)])),
        },
        FieldKind::Language => match text.to_ascii_lowercase().get(..2).and_then(|code| code.parse().ok()) {
            Some(locale) => Ok(Value::Language(locale)),
            None => Err(problem(field, "language_unknown", [("value", text)])),
        },
        FieldKind::Currency => match text.parse().ok().or_else(|| CurrencyMark::read(text).ok()??.only()) {
            Some(currency) => Ok(Value::Currency(currency)),
            None => Err(problem(field, "currency_invalid", [("value", text)])),
        },
        FieldKind::Amount => amount(field, text, cell, notation).map(|(amount, _)| Value::Number(amount)),
        FieldKind::Quantity => {
            let quantity = parse_amount(text, number_of(cell, notation));
            quantity.map(Value::Number).map_err(|error| bad_number(field, text, error))
        }
        FieldKind::Date => moment(text, cell, notation)
            .map(|(date, _)| Value::Date(date))
            .ok_or_else(|| date_problem(field, text, notation)),
        FieldKind::Moment => moment(text, cell, notation)
            .map(|(_, at)| Value::Moment(at))
            .ok_or_else(|| date_problem(field, text, notation)),
        FieldKind::Reference(target) => bounded(field, text, 300).map(|id| Value::Reference(target, id)),
    }
}

/// A cell of a workbook that is a number is written in no country's way.
fn number_of(cell: CellKind, notation: &Notation) -> NumberFormat {
    if cell == CellKind::Number { NumberFormat::PLAIN } else { notation.number }
}

fn bad_number(field: &str, text: &str, error: BadAmount) -> FieldError {
    let code = match error {
        BadAmount::NotANumber => "not_a_number",
        BadAmount::TooPrecise => "too_precise",
        BadAmount::TooLarge => "too_large",
    };
    problem(field, code, [("value", text)])
}

/// Reads `text` as an amount, with the currency's sign or code that may stand beside it.
pub(crate) fn amount(
    field: &str,
    text: &str,
    cell: CellKind,
    notation: &Notation,
) -> Result<(i64, Option<CurrencyMark>), FieldError> {
    read_written(text, number_of(cell, notation)).map_err(|error| match error {
        BadWritten::Number(error) => bad_number(field, text, error),
        BadWritten::UnknownMark(mark) => problem(field, "currency_mark_unknown", [("value", text), ("mark", &mark)]),
        BadWritten::Contradiction => problem(field, "currency_twice", [("value", text)]),
    })
}

fn bounded(field: &str, text: &str, max: usize) -> Result<String, FieldError> {
    if text.len() > max && text.chars().count() > max {
        return Err(problem(field, "too_long", [("max", &max.to_string())]));
    }
    Ok(text.to_owned())
}

fn date_problem(field: &str, text: &str, notation: &Notation) -> FieldError {
    let known = if notation.dates.is_empty() { "%Y-%m-%d".to_owned() } else { notation.dates.join(", ") };
    problem(field, "date_format", [("value", text), ("known", &known)])
}

/// The day and the moment a text means, by the first format it fits. Years outside 1900–2199 are slips of the pen, not dates: "23.06.23" is not of
/// the year 23, so the next format is tried.
fn moment(text: &str, cell: CellKind, notation: &Notation) -> Option<(Date, Instant)> {
    let sane = |(date, _): &(Date, Instant)| (1900..2200).contains(&date.0.year());
    if cell == CellKind::Date || notation.dates.is_empty() {
        return iso(text, notation).filter(sane);
    }
    let read = |format: &String| match format.as_str() {
        SERIAL => serial(text, notation),
        format => formatted(text, format, notation),
    };
    notation.dates.iter().find_map(|format| read(format).filter(sane))
}

/// The word among the formats for days as spreadsheets count them.
pub(crate) const SERIAL: &str = "serial";
/// What they count from: 1 is the first of January 1900, and they count a 29th of February that there was not.
const DAY_ZERO: jiff::civil::Date = jiff::civil::date(1899, 12, 30);

/// `46351` or, at noon, `46351.5`. Five digits only, from 1927 to 2173: `46,351` is a number written with a separator, and no day of 1900.
fn serial(text: &str, notation: &Notation) -> Option<(Date, Instant)> {
    let (days, part) = text.split_once(['.', ',']).unwrap_or((text, ""));
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if days.len() != 5 || days.starts_with('0') || !digits(days) || !digits(part) || part.len() > 15 || text.len() == 6
    {
        return None;
    }
    let date = DAY_ZERO.checked_add(jiff::Span::new().days(days.parse::<i64>().ok()?)).ok()?;
    if text.len() == days.len() {
        return whole_day(date, notation);
    }
    let seconds = (format!("0.{part}").parse::<f64>().ok()? * 86_400.0).round();
    let at = date.to_datetime(jiff::civil::Time::midnight());
    civil(at.checked_add(jiff::SignedDuration::try_from_secs_f64(seconds).ok()?).ok()?, &notation.zone)
}

fn formatted(text: &str, format: &str, notation: &Notation) -> Option<(Date, Instant)> {
    let parts = strtime::parse(format, text).ok()?;
    if parts.offset().is_some() {
        return Some(with_offset(parts.to_timestamp().ok()?, notation));
    }
    let date = parts.to_date().ok()?;
    if parts.hour().is_some() {
        civil(date.to_datetime(parts.to_time().ok()?), &notation.zone)
    } else {
        whole_day(date, notation)
    }
}

fn iso(text: &str, notation: &Notation) -> Option<(Date, Instant)> {
    if let Ok(at) = text.parse::<jiff::Timestamp>() {
        return Some(with_offset(at, notation));
    }
    let at = text.parse::<jiff::civil::DateTime>().ok()?;
    let timed = Pieces::parse(text).is_ok_and(|pieces| pieces.time().is_some());
    if timed { civil(at, &notation.zone) } else { whole_day(at.date(), notation) }
}

fn with_offset(at: jiff::Timestamp, notation: &Notation) -> (Date, Instant) {
    (Date(at.to_zoned_datetime(notation.zone.clone()).date()), Instant::from_timestamp(at))
}

fn whole_day(date: jiff::civil::Date, notation: &Notation) -> Option<(Date, Instant)> {
    civil(date.to_datetime(jiff::civil::Time::midnight()), &notation.home)
}

fn civil(at: jiff::civil::DateTime, zone: &TimeZone) -> Option<(Date, Instant)> {
    let zoned = at.to_zoned_datetime(zone.clone()).ok()?;
    Some((Date(at.date()), Instant::from_timestamp(zoned.timestamp())))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn notation(dates: &[&str], zone: &str) -> Notation {
        Notation {
            dates: dates.iter().map(|d| (*d).to_owned()).collect(),
            zone: TimeZone::get(zone).expect("known zone"),
            home: TimeZone::get("Europe/Berlin").expect("known zone"),
            number: NumberFormat::GERMAN,
        }
    }
    fn date(text: &str, dates: &[&str]) -> Option<String> {
        moment(text, CellKind::Written, &notation(dates, "UTC")).map(|(date, _)| date.to_string())
    }

    #[test]
    fn a_day_is_read_as_spreadsheets_count_them() {
        let serial = |text: &str| date(text, &["serial", "%d.%m.%Y"]);
        assert_eq!(serial("46351").as_deref(), Some("2026-11-25"));
        assert_eq!(serial("36526").as_deref(), Some("2000-01-01"));
        assert_eq!(serial("01.02.2026").as_deref(), Some("2026-02-01"));
        for text in ["46,351", "1.5", "9999", "100000", "46351.", "04635", "46351.5.5", "-46351", "46351.x"] {
            assert_eq!(serial(text), None, "{text}");
        }
        let at =
            |text: &str| moment(text, CellKind::Written, &notation(&["serial"], "UTC")).map(|(_, at)| at.to_string());
        assert_eq!(at("46351.75").as_deref(), Some("2026-11-25T18:00:00Z"));
        assert_eq!(at("46351,604166667").as_deref(), Some("2026-11-25T14:30:00Z"));
        // Without a time it is a day of the organisation.
        assert_eq!(at("46351").as_deref(), Some("2026-11-24T23:00:00Z"));
        assert_eq!(date("46351", &["%d.%m.%Y"]), None);
    }
    #[test]
    fn a_date_is_read_by_the_formats_given_and_no_other() {
        assert_eq!(date("3/1/2017", &["%m/%d/%Y"]).as_deref(), Some("2017-03-01"));
        assert_eq!(date("2017-03-01", &["%m/%d/%Y"]), None);
        assert_eq!(date("1.3.2017", &["%Y-%m-%d", "%d.%m.%Y"]).as_deref(), Some("2017-03-01"));
        assert_eq!(date("23.06.23", &["%d.%m.%Y", "%d.%m.%y"]).as_deref(), Some("2023-06-23"));
        assert_eq!(date("2017-03-01", &[]).as_deref(), Some("2017-03-01"));
        assert_eq!(date("2017-02-30", &[]), None);
        assert_eq!(date("0017-02-03", &[]), None);
    }

    #[test]
    fn an_offset_in_the_text_wins_over_the_zone_of_the_mapping() {
        let zone = notation(&["%Y-%m-%d %H:%M:%S%.f%:z"], "Europe/Amsterdam");
        let (day, at) = moment("2011-10-11 13:45:40.276000+02:00", CellKind::Written, &zone).expect("format fits");
        assert_eq!(at.to_string(), "2011-10-11T11:45:40.276Z");
        assert_eq!(day.to_string(), "2011-10-11");
        let (_, whole) = moment("2011-12-06 01:06:40+01:00", CellKind::Written, &zone).expect("fraction is optional");
        assert_eq!(whole.to_string(), "2011-12-06T00:06:40Z");
    }

    #[test]
    fn a_time_without_offset_stands_in_the_zone_of_the_mapping() {
        let berlin = notation(&["%d.%m.%Y %H:%M"], "Europe/Berlin");
        let (_, at) = moment("24.11.2026 09:30", CellKind::Written, &berlin).expect("format fits");
        assert_eq!(at.to_string(), "2026-11-24T08:30:00Z");
    }

    #[test]
    fn a_day_without_a_time_is_one_of_the_organisations() {
        let new_york = notation(&[], "America/New_York");
        let at = |text| moment(text, CellKind::Written, &new_york).map(|(day, at)| format!("{day} {at}"));
        assert_eq!(at("2026-01-31").as_deref(), Some("2026-01-31 2026-01-30T23:00:00Z"));
        assert_eq!(at("2026-01-31T22:30").as_deref(), Some("2026-01-31 2026-02-01T03:30:00Z"));
        let named = notation(&["%d.%m.%Y"], "America/New_York");
        let (_, at) = moment("31.01.2026", CellKind::Written, &named).expect("format fits");
        assert_eq!(at.to_string(), "2026-01-30T23:00:00Z");
    }

    #[test]
    fn a_number_cell_of_a_workbook_is_not_read_with_the_number_style_of_texts() {
        let german = notation(&[], "UTC");
        let amount = |text, cell| read("amount", FieldKind::Amount, text, cell, &german);
        assert_eq!(amount("1.234", CellKind::Written), Ok(Value::Number(12_340_000)));
        assert_eq!(amount("1.234", CellKind::Number), Ok(Value::Number(12_340)));
    }
}
