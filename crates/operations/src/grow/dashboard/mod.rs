//! Dashboards: kept questions side by side. Whoever opens one sees their own rows in it, never its owner's.
//!
//! A *kept question* is a question with a name and a way to be shown. It stands by itself, with a link; or it is a *tile* of a dashboard. Some
//! dashboards are offered by the program ([`offered`]): everybody opens them, copies and changes the copy.

mod kept;
mod manage;
pub mod offered;
mod open;
mod saved;
mod tile;

pub use kept::KeptQuestion;
pub(crate) use kept::today;
pub use manage::{ChangeDashboard, CreateDashboard, change, copy, create, remove};
pub use open::{Dashboard, Listed, Tile, TileAnswer, answer_tile, list, list_for_partners, open};
pub use saved::{SaveQuestion, SavedQuestion, remove_question, save_question, saved_question, saved_questions};
pub use tile::{AddTile, ChangeTile, add_tile, change_tile, remove_tile};

/// Lines of a ranking. Where the largest are kept in order, its answer has no more; a longer list is a question of its own.
pub const RANKED: usize = 10;
/// Thirds of the page a tile can take.
pub const WIDTHS: std::ops::RangeInclusive<i64> = 1..=3;
/// Tiles of one dashboard.
pub const MOST_TILES: i64 = 24;
/// Dashboards, and kept questions, of one person.
pub const MOST_KEPT: i64 = 200;
