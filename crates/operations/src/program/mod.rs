//! Partner programs: phases, exit criteria, clocks, deal stages; versioned. And the segments partners are sorted into.

pub mod approval;
mod change;
pub mod conflict_rules;
mod create;
mod definition;
mod differences;
mod embed;
mod list;
mod protection_rules;
mod publish;
pub mod segment;
mod stage;
mod validate;

pub(crate) use approval::checked as checked_approval;
pub use approval::{ApprovalRules, ApprovalStep, Approver, Automatic, When};
pub use change::{ChangeProgram, change};
pub use conflict_rules::{ConflictRules, Effects};
pub use create::{CreateProgram, create};
pub use definition::{
    Bilingual, Clocks, CriterionCheck, ExitCriterion, ExtensionRules, PhaseDefinition, ProgramDefinition, Promise,
    StageTemplate, definition, stage_templates, template,
};
pub use differences::{Difference, differences};
pub use embed::{EmbedOrigins, allowed_origins, embed_origins, set_embed_origins};
pub use list::{ProgramListed, ProgramRow, VersionListed, all, by_key, current, list, row, versions};
pub use protection_rules::ProtectionRules;
pub use publish::{Published, publish, publish_on};
pub use stage::{SaveStage, Stage, save_stages, stages};
