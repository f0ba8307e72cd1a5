//! Targets: what a figure shall be in a month, quarter or year, of everything or of a program, segment, owner or partner.
//!
//! A target is kept once for kind, figure, period, scope and currency; setting it again replaces it. What describes a moment and not a period (open
//! pipeline, active partners) has none.

mod file;
mod list;
mod save;

use kernel::text_enum;

pub use file::{Imported, Refused, TargetLine, import, set_named};
pub(crate) use list::kept;
pub use list::{Target, list};
pub use save::{SetTarget, remove, set};

/// Targets in one file.
const MOST: usize = 10_000;

text_enum! {
    /// Who said what a figure shall be.
    pub enum TargetKind {
        /// It was agreed.
        Target = "target",
        /// The thesis of the portfolio expected it.
        Thesis = "thesis",
    }
}
