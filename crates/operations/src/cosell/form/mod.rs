//! The form a deal is registered with: each program's own, built without code, published in versions.
//!
//! The questions everybody asks (company, amount, …) are [`CoreField`]s: they keep their columns and can be renamed, required or left out.
//! The program's own questions are [`FormField`]s; their answers are rows. [`answers`] decides purely, [`keep`] reads and writes.

mod answers;
mod build;
mod columns;
mod definition;
mod file;
mod keep;
mod versions;
mod wording;

pub use answers::{AnswerValue, Answers, Given, read_answers, visible};
pub use build::{Draft, change_draft, discard_draft, draft};
pub(crate) use columns::AnswerColumns;
pub use definition::{
    Condition, CoreField, CoreSetting, FieldKind, FormDefinition, FormField, FormOption, MOST_FIELDS, MOST_FILES,
    Presence, checked,
};
pub(crate) use file::{attach_files, drop_file_answer, file_answers, keep_files, reference, references};
pub use file::{file_names, store_key};
pub use keep::{AnswerShown, answers_of};
pub(crate) use keep::{as_typed, differing, given_before, keep_answers, product_answers, replace_answers};
pub(crate) use versions::of_registration;
pub use versions::{FormInForce, FormVersionListed, PublishedForm, in_force, publish, restore, version, versions};
pub use wording::condition_in_words;
