//! The bank's file of rates: a line for each day, the newest first, a column for each currency, `N/A` where there is none.

use super::SCALE;
use crate::grow::kpi::fact::day_of;
use kernel::{Currency, Date, Failure, FieldErrors};
use std::io::Read;

/// One rate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Rate {
    pub currency: Currency,
    /// Days since 1970-01-01.
    pub day: i64,
    /// Millionths of the currency's unit for one euro.
    pub units: i64,
}

/// The rates of a file, line by line.
pub(super) struct Lines<R: Read> {
    lines: csv::StringRecordsIntoIter<R>,
    /// Of each column after the date; nothing for the empty one at the end.
    currencies: Vec<Option<Currency>>,
}

impl<R: Read> Lines<R> {
    /// Reads the headings.
    ///
    /// # Errors
    /// `Invalid` at `file`: `rates_headings` when they are not `Date` and currencies; `rates_line`.
    pub(super) fn new(file: R) -> Result<Self, Failure> {
        let mut reader = csv::ReaderBuilder::new().trim(csv::Trim::All).from_reader(file);
        let headings = reader.headers().map_err(|error| unreadable(&error, 1))?.clone();
        let wrong = || Failure::field("file", "rates_headings");
        let mut names = headings.iter();
        if names.next().is_none_or(|name| name.trim_start_matches('\u{feff}') != "Date") {
            return Err(wrong());
        }
        let currencies: Result<Vec<Option<Currency>>, Failure> = names
            .map(|name| if name.is_empty() { Ok(None) } else { name.parse().map(Some).map_err(|_| wrong()) })
            .collect();
        let currencies = currencies?;
        if currencies.iter().all(Option::is_none) {
            return Err(wrong());
        }
        Ok(Self { lines: reader.into_records(), currencies })
    }
}

/// Of one line: the rates, and how many currencies had none.
pub(super) type Line = (Vec<Rate>, u64);

impl<R: Read> Iterator for Lines<R> {
    type Item = Result<Line, Failure>;
    fn next(&mut self) -> Option<Self::Item> {
        let line = match self.lines.next()? {
            Ok(line) => line,
            Err(error) => return Some(Err(unreadable(&error, 0))),
        };
        let at = line.position().map_or(0, csv::Position::line);
        Some(self.rates(&line).ok_or_else(|| wrong_line(at)))
    }
}

impl<R: Read> Lines<R> {
    fn rates(&self, line: &csv::StringRecord) -> Option<Line> {
        let date: Date = line.get(0)?.parse().ok()?;
        let (mut rates, mut without) = (Vec::with_capacity(self.currencies.len()), 0);
        for (currency, text) in self.currencies.iter().zip(line.iter().skip(1)) {
            match (currency, text) {
                (None, "") => {}
                (Some(_), "" | "N/A") => without += 1,
                // The euro is the measure itself.
                (Some(currency), _) if *currency == Currency::EUR => return None,
                (Some(currency), text) => {
                    rates.push(Rate { currency: *currency, day: day_of(date), units: millionths(text)? });
                }
                (None, _) => return None,
            }
        }
        Some((rates, without))
    }
}

/// A rate above nought with at most six decimals; anything else is nothing, never rounded.
fn millionths(text: &str) -> Option<i64> {
    let (whole, decimals) = text.split_once('.').unwrap_or((text, ""));
    let digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
    if whole.is_empty() || decimals.len() > 6 || !digits(whole) || !digits(decimals) {
        return None;
    }
    let decimals: i64 = format!("{decimals:0<6}").parse().ok()?;
    let units = whole.parse::<i64>().ok()?.checked_mul(SCALE)?.checked_add(decimals)?;
    // More than a thousand million for a euro is a slip.
    (units > 0 && units <= 1_000_000_000 * SCALE).then_some(units)
}

fn unreadable(error: &csv::Error, line: u64) -> Failure {
    wrong_line(error.position().map_or(line, csv::Position::line))
}

fn wrong_line(line: u64) -> Failure {
    let mut errors = FieldErrors::default();
    errors.add_with("file", "rates_line", [("line", line.to_string())]);
    Failure::Invalid(errors)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Vec<Line>, String> {
        let told = |failure: Failure| match failure {
            Failure::Invalid(errors) => format!("{:?}", errors.0),
            other => other.to_string(),
        };
        Lines::new(text.as_bytes()).map_err(told)?.collect::<Result<_, _>>().map_err(told)
    }

    #[test]
    fn a_day_has_a_rate_for_each_currency_that_is_quoted() {
        let lines = read("Date,USD,ROL,\n2005-06-30,1.2092,N/A,\n1999-01-04,1.1789,13111,\n").expect("readable");
        let usd = Currency::USD;
        let rol: Currency = "ROL".parse().expect("a currency");
        let first = day_of("2005-06-30".parse().expect("a date"));
        let second = day_of("1999-01-04".parse().expect("a date"));
        assert_eq!(lines[0], (vec![Rate { currency: usd, day: first, units: 1_209_200 }], 1));
        let both = vec![
            Rate { currency: usd, day: second, units: 1_178_900 },
            Rate { currency: rol, day: second, units: 13_111_000_000 },
        ];
        assert_eq!(lines[1], (both, 0));
    }

    #[test]
    fn what_is_no_rate_is_refused_with_its_line() {
        assert!(read("Day,USD\n").unwrap_err().contains("rates_headings"));
        assert!(read("Date\n").unwrap_err().contains("rates_headings"));
        assert!(read("Date,Dollar\n").unwrap_err().contains("rates_headings"));
        assert!(read("").unwrap_err().contains("rates_headings"));
        for wrong in ["0", "-1", "1,5", "1.1234567", "abc", ".5", "1e3", "99999999999999"] {
            let text = format!("Date,USD\n2020-01-02,1.1\n2020-01-01,\"{wrong}\"\n");
            let told = read(&text).unwrap_err();
            assert!(told.contains("rates_line") && told.contains("\"3\""), "{wrong}: {told}");
        }
        assert!(read("Date,USD\n01.01.2020,1.1\n").unwrap_err().contains("rates_line"));
        assert!(read("Date,USD\n2020-01-01,1.1,5\n").unwrap_err().contains("rates_line"));
    }
}
