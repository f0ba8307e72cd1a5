//! The words everything else is written in: ids, money, time, people, pages, errors, text and name matching.
//!
//! No I/O and no async. With the `storage` behaviour built in, each newtype here is also a database column
//! (the orphan rule wants those impls beside the type), see [`column`].

pub mod actor;
pub mod calendar;
pub mod clock;
pub mod column;
pub mod company_name;
pub mod country;
pub mod domain;
pub mod failure;
pub mod fold;
pub mod id;
pub mod locale;
pub mod matching;
pub mod money;
pub mod page;
pub mod patch;
pub mod secret;
pub mod time;
pub mod words;
pub mod written_amount;

pub use actor::{Actor, Channel, Role, Scope};
pub use clock::{Clock, FixedClock, SystemClock};
pub use failure::{Failure, FieldError, FieldErrors, Outcome, unturned};
pub use locale::Locale;
pub use money::{Currency, Money};
pub use page::{Cursor, Page, PageRequest};
pub use patch::Patch;
pub use time::{Date, Instant};
