//! Which exit criteria are met: looked up for many partners at once, in two queries.

use super::{known, touch};
use crate::Ctx;
use crate::access::policy::Action;
use crate::program::{Bilingual, CriterionCheck, PhaseDefinition};
use crate::record::{Event, EventKind, record};
use kernel::id::{PartnerId, ProgramId};
use kernel::words::Phase;
use kernel::{Failure, Instant, Outcome};
use sea_orm::{ConnectionTrait, FromQueryResult};
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use storage::Sql;

/// An exit criterion and whether it is met.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct CriterionState {
    /// Stable within the phase.
    pub key: String,
    /// What it says.
    pub label: Bilingual,
    /// How it is found to be met.
    pub check: CriterionCheck,
    /// Whether it is.
    pub met: bool,
    /// When a person ticked it.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub checked_at: Option<Instant>,
    /// Who ticked it.
    pub checked_by: Option<String>,
}

#[derive(FromQueryResult)]
struct Facts {
    partner_id: PartnerId,
    program_id: ProgramId,
    has_contact: i64,
    has_owners: i64,
    signed: i64,
    registered: i64,
    approved: i64,
    won: i64,
}

#[derive(FromQueryResult)]
struct Tick {
    partner_id: PartnerId,
    program_id: ProgramId,
    phase: Phase,
    criterion: String,
    checked_at: Instant,
    checked_by: String,
}

/// What is known about the criteria of some partners.
pub struct Criteria {
    facts: HashMap<(PartnerId, ProgramId), Facts>,
    ticks: HashMap<(PartnerId, ProgramId, Phase, String), Tick>,
}

impl Criteria {
    /// The criteria of `phase` for a partner in a program.
    pub fn of(&self, partner: PartnerId, program: ProgramId, phase: &PhaseDefinition) -> Vec<CriterionState> {
        let facts = self.facts.get(&(partner, program));
        let fact = |pick: fn(&Facts) -> i64| facts.is_some_and(|f| pick(f) > 0);
        phase
            .exit_criteria
            .iter()
            .map(|criterion| {
                let tick = self.ticks.get(&(partner, program, phase.phase, criterion.key.clone()));
                let met = match criterion.check {
                    CriterionCheck::Manual => tick.is_some(),
                    CriterionCheck::HasContact => fact(|f| f.has_contact),
                    CriterionCheck::HasOwners => fact(|f| f.has_owners),
                    CriterionCheck::Signed => fact(|f| f.signed),
                    CriterionCheck::RegisteredDeal => fact(|f| f.registered),
                    CriterionCheck::ApprovedRegistration => fact(|f| f.approved),
                    CriterionCheck::WonDeal => fact(|f| f.won),
                };
                let tick = tick.filter(|_| criterion.check == CriterionCheck::Manual);
                CriterionState {
                    key: criterion.key.clone(),
                    label: criterion.label.clone(),
                    check: criterion.check,
                    met,
                    checked_at: tick.map(|t| t.checked_at),
                    checked_by: tick.map(|t| t.checked_by.clone()),
                }
            })
            .collect()
    }
}

/// Looks up what the criteria of these partners depend on. Registrations and deals count in the program they belong to.
///
/// # Errors
/// The database's.
pub async fn criteria(db: &impl ConnectionTrait, partners: &[PartnerId]) -> Outcome<Criteria> {
    let facts: Vec<Facts> = Sql::new(
        "SELECT pp.partner_id, pp.program_id,
           CAST(CASE WHEN EXISTS (SELECT 1 FROM partner_contact c WHERE c.partner_id = pp.partner_id AND c.active AND c.email IS NOT NULL) THEN 1 ELSE 0 END AS BIGINT) AS has_contact,
           CAST(CASE WHEN EXISTS (SELECT 1 FROM partner_owner o WHERE o.partner_id = pp.partner_id AND o.side = 'vendor' AND o.role = 'partner_manager')
             AND EXISTS (SELECT 1 FROM partner_owner o WHERE o.partner_id = pp.partner_id AND o.side = 'partner') THEN 1 ELSE 0 END AS BIGINT) AS has_owners,
           CAST(CASE WHEN p.signed_on IS NOT NULL THEN 1 ELSE 0 END AS BIGINT) AS signed,
           CAST(CASE WHEN EXISTS (SELECT 1 FROM registration r WHERE r.partner_id = pp.partner_id AND r.program_id = pp.program_id AND r.status NOT IN ('draft', 'unconfirmed')) THEN 1 ELSE 0 END AS BIGINT) AS registered,
           CAST(CASE WHEN EXISTS (SELECT 1 FROM registration r WHERE r.partner_id = pp.partner_id AND r.program_id = pp.program_id AND r.decision = 'approved') THEN 1 ELSE 0 END AS BIGINT) AS approved,
           CAST(CASE WHEN EXISTS (SELECT 1 FROM deal d WHERE d.partner_id = pp.partner_id AND d.outcome = 'won' AND d.program_id = pp.program_id) THEN 1 ELSE 0 END AS BIGINT) AS won
         FROM partner_program pp JOIN partner p ON p.id = pp.partner_id WHERE pp.partner_id IN ",
    )
    .bind_list(partners.iter().copied())
    .all(db)
    .await?;
    let ticks: Vec<Tick> =
        Sql::new("SELECT partner_id, program_id, phase, criterion, checked_at, checked_by FROM criterion_check WHERE partner_id IN ")
            .bind_list(partners.iter().copied())
            .all(db)
            .await?;
    Ok(Criteria {
        facts: facts.into_iter().map(|f| ((f.partner_id, f.program_id), f)).collect(),
        ticks: ticks.into_iter().map(|t| ((t.partner_id, t.program_id, t.phase, t.criterion.clone()), t)).collect(),
    })
}

/// Ticks or unticks a criterion that a person judges.
#[derive(Debug, Clone, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CheckCriterion {
    /// The program.
    #[schema(value_type = String)]
    pub program: ProgramId,
    /// The phase whose exit it belongs to.
    #[schema(value_type = String)]
    pub phase: Phase,
    /// Its key.
    pub criterion: String,
    /// Whether it is met.
    pub met: bool,
}

/// Notes that a criterion is met, or no longer. Ticking twice changes nothing.
///
/// # Errors
/// `Forbidden`, `NotFound` (also when the partner is not in the program); `Invalid` at `criterion` (`unknown`, or `not_manual`: it is found by itself).
pub async fn check_criterion(cx: &Ctx, partner: PartnerId, input: CheckCriterion) -> Outcome<()> {
    cx.allow(Action::WorkWithPartners)?;
    let tx = cx.begin().await?;
    known(&tx, cx, partner).await?;
    let member = Sql::new("SELECT phase FROM partner_program WHERE partner_id = ")
        .push_with("? AND program_id = ?", [partner.into(), input.program.into()]);
    if member.value::<Phase>(&tx).await?.is_none() {
        return Err(Failure::NotFound);
    }
    let (program, rules) = crate::program::current(&tx, input.program).await?;
    let criterion = rules
        .phase(input.phase)
        .and_then(|phase| phase.exit_criteria.iter().find(|c| c.key == input.criterion))
        .ok_or_else(|| Failure::field("criterion", "unknown"))?;
    if criterion.check != CriterionCheck::Manual {
        return Err(Failure::field("criterion", "not_manual"));
    }
    let changed = if input.met {
        Sql::new(
            "INSERT INTO criterion_check (partner_id, program_id, phase, criterion, checked_at, checked_by) VALUES (",
        )
        .push_with(
            "?, ?, ?, ?, ?, ?) ON CONFLICT (partner_id, program_id, phase, criterion) DO NOTHING",
            [
                partner.into(),
                input.program.into(),
                input.phase.into(),
                input.criterion.into(),
                cx.now().into(),
                cx.actor.name().to_owned().into(),
            ],
        )
        .execute(&tx)
        .await?
    } else {
        Sql::new("DELETE FROM criterion_check WHERE partner_id = ")
            .push_with(
                "? AND program_id = ? AND phase = ? AND criterion = ?",
                [partner.into(), input.program.into(), input.phase.into(), input.criterion.into()],
            )
            .execute(&tx)
            .await?
    };
    if changed > 0 {
        touch(&tx, cx, partner).await?;
        let payload = serde_json::json!({
            "program": program.name, "phase": input.phase, "criterion": criterion.label, "met": input.met,
        });
        let event = Event::new(EventKind::PartnerCriterionChecked).partner(partner).program(input.program);
        record(&tx, cx, event.with(payload)).await?;
    }
    cx.commit(tx).await
}
