//! One partner, as its record shows it.

use super::criteria::{CriterionState, criteria};
use super::list::{Pipeline, open_pipelines};
use super::owner::{Owner, owners};
use crate::Ctx;
use crate::access::policy::Action;
use crate::access::scope::in_scope;
use crate::program::{ProgramDefinition, current};
use kernel::id::{PartnerId, ProgramId, SegmentId};
use kernel::words::{PartnerStatus, Phase};
use kernel::{Date, Failure, Instant, Outcome};
use sea_orm::{ConnectionTrait, FromQueryResult};
use serde::Serialize;
use std::collections::BTreeMap;
use storage::Sql;

/// The facts about a partner.
#[derive(Debug, Clone, FromQueryResult, Serialize, utoipa::ToSchema)]
pub struct PartnerFacts {
    /// The partner.
    #[schema(value_type = String)]
    pub id: PartnerId,
    /// Its name.
    pub name: String,
    /// Its web domain.
    pub domain: Option<String>,
    /// Country.
    pub country: Option<String>,
    /// Region.
    pub region: Option<String>,
    /// City.
    pub city: Option<String>,
    /// What kind of business it is.
    pub business_type: Option<String>,
    /// How large it is.
    pub size: Option<String>,
    /// Whether the relation is alive.
    #[schema(value_type = String)]
    pub status: PartnerStatus,
    /// Its segment.
    #[schema(value_type = Option<String>)]
    pub segment_id: Option<SegmentId>,
    /// The segment's name.
    pub segment: Option<String>,
    /// What is to happen next.
    pub next_step: Option<String>,
    /// By when.
    #[schema(value_type = Option<String>, format = Date)]
    pub next_step_on: Option<Date>,
    /// When the agreement was signed.
    #[schema(value_type = Option<String>, format = Date)]
    pub signed_on: Option<Date>,
    /// When it was added.
    #[schema(value_type = String, format = DateTime)]
    pub created_at: Instant,
    /// When it was last changed.
    #[schema(value_type = String, format = DateTime)]
    pub changed_at: Instant,
    /// Counts changes; send it back with a change.
    pub version: i64,
}

/// A stay in a phase.
#[derive(Debug, Clone, FromQueryResult, Serialize, utoipa::ToSchema)]
pub struct PhaseStay {
    /// The program.
    #[schema(value_type = String)]
    pub program_id: ProgramId,
    /// The program's name.
    pub program: String,
    /// The phase.
    #[schema(value_type = String)]
    pub phase: Phase,
    /// When it began.
    #[schema(value_type = String, format = DateTime)]
    pub entered_at: Instant,
    /// When it ended; absent for the present one.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub left_at: Option<Instant>,
    /// Who moved the partner there; empty for the system.
    pub entered_by: String,
    /// Why, where a reason was given.
    pub reason: Option<String>,
}

/// A partner in a program.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
pub struct Membership {
    /// The program.
    #[schema(value_type = String)]
    pub program_id: ProgramId,
    /// Its name.
    pub program: String,
    /// The phase the partner is in.
    #[schema(value_type = String)]
    pub phase: Phase,
    /// Since when.
    #[schema(value_type = String, format = DateTime)]
    pub phase_entered_at: Instant,
    /// Since when it is in the program.
    #[schema(value_type = String, format = DateTime)]
    pub joined_at: Instant,
    /// What must be true before it leaves the phase, by the rules in force.
    pub criteria: Vec<CriterionState>,
    /// The rules in force.
    #[serde(skip)]
    pub rules: ProgramDefinition,
}

/// One partner.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
pub struct PartnerDetail {
    /// The facts.
    #[serde(flatten)]
    pub facts: PartnerFacts,
    /// Attributes beyond the facts.
    pub attributes: BTreeMap<String, String>,
    /// Its programs, with phase and criteria.
    pub programs: Vec<Membership>,
    /// Every stay in a phase, oldest first.
    pub phases: Vec<PhaseStay>,
    /// Owners on both sides; a role without one is missing.
    pub owners: Vec<Owner>,
    /// The sum of its open deals, one amount per currency.
    pub open_pipeline: Vec<Pipeline>,
}

#[derive(FromQueryResult)]
struct AttributeRow {
    key: String,
    value: String,
}

#[derive(FromQueryResult)]
struct MembershipRow {
    program_id: ProgramId,
    phase: Phase,
    phase_entered_at: Instant,
    joined_at: Instant,
}

/// The attributes of a partner beyond its facts, whoever asks.
///
/// # Errors
/// The database's.
pub async fn attributes(db: &impl ConnectionTrait, id: PartnerId) -> Outcome<BTreeMap<String, String>> {
    let rows: Vec<AttributeRow> =
        Sql::new("SELECT key, value FROM partner_attribute WHERE partner_id = ").bind(id).all(db).await?;
    Ok(rows.into_iter().map(|row| (row.key, row.value)).collect())
}

/// One partner within the actor's scope.
///
/// # Errors
/// `Forbidden`, `NotFound`.
pub async fn detail(cx: &Ctx, id: PartnerId) -> Outcome<PartnerDetail> {
    cx.allow(Action::Read)?;
    let sql = Sql::new(
        "SELECT p.id, p.name, p.domain, p.country, p.region, p.city, p.business_type, p.size, p.status, p.segment_id, s.name AS segment,
           p.next_step, p.next_step_on, p.signed_on, p.created_at, p.changed_at, p.version
         FROM partner p LEFT JOIN segment s ON s.id = p.segment_id WHERE p.id = ",
    )
    .bind(id);
    let facts: PartnerFacts = in_scope(sql, &cx.actor, "p.id").one(cx.read()).await?.ok_or(Failure::NotFound)?;
    let rows: Vec<MembershipRow> =
        Sql::new("SELECT program_id, phase, phase_entered_at, joined_at FROM partner_program WHERE partner_id = ")
            .bind(id)
            .push(" ORDER BY joined_at, program_id")
            .all(cx.read())
            .await?;
    let found = criteria(cx.read(), &[id]).await?;
    let mut programs = Vec::with_capacity(rows.len());
    for row in rows {
        let (program, rules) = current(cx.read(), row.program_id).await?;
        let states = rules.phase(row.phase).map(|phase| found.of(id, row.program_id, phase)).unwrap_or_default();
        programs.push(Membership {
            program_id: row.program_id,
            program: program.name,
            phase: row.phase,
            phase_entered_at: row.phase_entered_at,
            joined_at: row.joined_at,
            criteria: states,
            rules,
        });
    }
    let phases = Sql::new("SELECT ph.program_id, pr.name AS program, ph.phase, ph.entered_at, ph.left_at, ph.entered_by, ph.reason FROM partner_phase ph JOIN program pr ON pr.id = ph.program_id WHERE ph.partner_id = ")
        .bind(id)
        .push(" ORDER BY ph.entered_at, ph.id")
        .all(cx.read())
        .await?;
    Ok(PartnerDetail {
        attributes: attributes(cx.read(), id).await?,
        programs,
        phases,
        owners: owners(cx, id).await?,
        open_pipeline: open_pipelines(cx, &[id]).await?.remove(&id).unwrap_or_default(),
        facts,
    })
}
