//! Partner programs: phases, exit criteria, clocks, deal stages; versioned.

mod definition;

pub use definition::{
    Bilingual, Clocks, CriterionCheck, ExitCriterion, PhaseDefinition, ProgramDefinition, Promise, StageTemplate,
    definition, stage_templates, template,
};
