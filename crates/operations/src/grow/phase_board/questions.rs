//! What to ask for the rows behind the numbers of the phase board.

use crate::grow::kpi::Which;
use kernel::Date;
use kernel::id::ProgramId;
use kernel::words::Phase;
use serde::Serialize;

/// The question of a KPI that gives a number of the board, and whose rows open it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct NumberQuestion {
    /// The KPI's key.
    #[schema(example = "phase_entries")]
    pub metric: &'static str,
    /// The first day of its period; absent for what is so now.
    #[schema(value_type = Option<String>, format = Date)]
    pub from: Option<Date>,
    /// As `filter` takes them.
    #[schema(example = json!(["phase=onboard"]))]
    pub filter: Vec<String>,
    /// Which of the rows: `counted` or `part`.
    #[schema(value_type = String)]
    pub which: Which,
}

/// The questions behind the numbers of a phase.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct PhaseQuestions {
    /// Of one program; of all of them there is none, for the KPI counts a partner in each of its programs.
    pub partners: Option<NumberQuestion>,
    pub entered: NumberQuestion,
    pub left: NumberQuestion,
    pub went_on: NumberQuestion,
    /// Median and nine of ten.
    pub days: NumberQuestion,
    pub stuck: NumberQuestion,
}

impl PhaseQuestions {
    pub(super) fn of(phase: Phase, program: Option<ProgramId>, from: Date) -> Self {
        let asked = |metric: &'static str, from: Option<Date>, which: Which| NumberQuestion {
            metric,
            from,
            filter: std::iter::once(format!("phase={phase}"))
                .chain(program.map(|id| format!("program={id}")))
                .collect(),
            which,
        };
        Self {
            partners: program.map(|_| asked("partners_in_phase", None, Which::Counted)),
            entered: asked("phase_entries", Some(from), Which::Counted),
            left: asked("phase_exits", Some(from), Which::Counted),
            went_on: asked("phase_conversion", Some(from), Which::Part),
            days: asked("days_in_phase", Some(from), Which::Counted),
            stuck: asked("stuck_partners", None, Which::Counted),
        }
    }
}
