//! Whether two records mean the same company (or person): evidence, weighed.
//!
//! Every field that both records have says something: agreement counts for as much as the value is rare, contradiction counts
//! against, a missing value is neutral (Fellegi and Sunter, 1969). Weights are bits. Records are compared only when they share a
//! [`keys`] value, so the work does not grow with the square of the number of records. No I/O, no learning from labelled rows.

mod address;
mod compare;
mod corpus;
mod doubts;
mod group;
mod han;
mod keys;
mod name;
mod name_words;
mod numbers;
mod opposites;
mod other_names;
mod phone;
mod phonetic;
mod place;
mod post_box;
mod record;
mod romanised;
mod scripts;
mod short_forms;
mod slips;
mod tokens;
mod towns;
mod trades;
mod unit;

pub use address::Address;
pub use compare::{Comparison, Level, Piece, Verdict, compare};
pub use corpus::Corpus;
pub use group::{Quality, candidate_pairs, connect, quality, quality_between};
pub use keys::{Key, KeyKind, kept_keys, keys};
pub use phone::{phone_key, vat_key};
pub use phonetic::{cologne, soundex};
pub use record::{Field, Record};
