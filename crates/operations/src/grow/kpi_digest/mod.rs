//! The figures of the week in one mail: those of one dashboard, each beside last week and the week before, and beside its target where there is
//! one. To whoever has a dashboard chosen or by their role, counted from the rows they may see; written once, when the first working day of the
//! week begins, to those who want it and have something to read.

mod choose;
mod read;
mod write;

pub use choose::{ChooseDashboard, choose, chosen};
pub use read::{DigestFigure, KpiDigest, my_digest};
pub use write::{DIGESTS, job, write_digests};
