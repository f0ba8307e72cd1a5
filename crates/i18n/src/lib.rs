//! Every sentence the product says, in English and German, and how numbers, money, dates and durations are written.
//!
//! Operations answer with codes and parameters; this crate is where they become sentences. The sentences lie in
//! `locales/<language>/<concept>.ftl` (Fluent) and are part of the binary.

mod catalogue;
mod money_text;
mod number;
mod time_text;

pub use catalogue::{Arg, error_text, field_error_text, has, keys, text, text_args};
pub use money_text::{money, money_exact};
pub use number::{decimal, number, percent, percent_exact};
pub use time_text::{date, date_long, days, duration_short, instant, month, month_alone, relative, time_of_day};
