//! Rules for findings, tried on the registrations of the past year before anybody publishes them.

use crate::Ctx;
use crate::access::policy::Action;
use crate::program::{self, ConflictRules};
use crate::settings::organisation;
use kernel::id::{ProgramId, RegistrationId};
use kernel::words::{FindingEffect, FindingKind, FindingLevel, RegistrationStatus};
use kernel::{Date, Instant, Outcome};
use sea_orm::FromQueryResult;
use serde::Serialize;
use storage::Sql;

/// How many registrations would be treated so.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Moves {
    /// The strongest effect by the rules in force; absent where no finding was there.
    #[schema(value_type = Option<String>)]
    pub before: Option<FindingEffect>,
    /// By the rules that are tried.
    #[schema(value_type = Option<String>)]
    pub after: Option<FindingEffect>,
    /// Registrations.
    pub count: i64,
    /// Of them, those that were approved.
    pub approved: i64,
}

/// A registration that would be treated differently.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct RuleTrial {
    /// The registration.
    #[schema(value_type = String)]
    pub id: RegistrationId,
    /// `REG-…`
    pub number: String,
    /// The customer.
    pub company_name: String,
    /// Where it stands.
    #[schema(value_type = String)]
    pub status: RegistrationStatus,
    /// When it came.
    #[schema(value_type = String, format = DateTime)]
    pub submitted_at: Instant,
    /// By the rules in force.
    #[schema(value_type = Option<String>)]
    pub before: Option<FindingEffect>,
    /// By the rules that are tried.
    #[schema(value_type = Option<String>)]
    pub after: Option<FindingEffect>,
}

/// What rules would have done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Tried {
    /// The first day that was looked at; a year back.
    #[schema(value_type = String, format = Date)]
    pub since: Date,
    /// Registrations looked at.
    pub registrations: i64,
    /// By what they did and would do.
    pub moves: Vec<Moves>,
    /// The newest of those that would be treated differently, up to twenty.
    pub different: Vec<RuleTrial>,
}

/// Tries rules on the findings of the program's registrations of the past year; what people set aside counts, for they were asked.
///
/// # Errors
/// `Forbidden`, `NotFound`; `Invalid` at `conflicts.effects`.
pub async fn try_rules(cx: &Ctx, id: ProgramId, rules: ConflictRules) -> Outcome<Tried> {
    cx.allow(Action::ManagePrograms)?;
    let mut errors = kernel::FieldErrors::default();
    let rules = program::conflict_rules::checked(&mut errors, rules);
    errors.into_result(())?;
    let (_, in_force) = program::current(cx.read(), id).await?;
    let zone = organisation(cx.read()).await?.zone();
    let since = cx.now().date_in(&zone).plus_days(-365);
    let each = |sql: Sql| {
        sql.push("SELECT r.id, r.number, r.company_name, r.status, r.submitted_at, COALESCE(MAX(")
            .push(&worth(&in_force.conflicts))
            .push("), 0) AS before, COALESCE(MAX(")
            .push(&worth(&rules))
            .push("), 0) AS after FROM registration r LEFT JOIN registration_finding f ON f.registration_id = r.id WHERE r.status NOT IN ('draft', 'unconfirmed') AND r.program_id = ")
            .bind(id)
            .push(" AND r.submitted_at >= ")
            .bind(since.start_in(&zone))
            .push(" GROUP BY r.id, r.number, r.company_name, r.status, r.submitted_at")
    };
    let sql = each(Sql::new(
        "SELECT x.before, x.after, CAST(COUNT(*) AS BIGINT) AS count, CAST(SUM(CASE WHEN x.status IN ('approved', 'expiring', 'converted', 'won', 'lost', 'expired') THEN 1 ELSE 0 END) AS BIGINT) AS approved FROM (",
    ));
    let groups: Vec<Group> =
        sql.push(") AS x GROUP BY x.before, x.after ORDER BY x.before, x.after").all(cx.read()).await?;
    let sql = each(Sql::new("SELECT x.* FROM ("));
    let sql = sql.push(") AS x WHERE x.before <> x.after ORDER BY x.submitted_at DESC, x.id DESC LIMIT 20");
    let rows: Vec<Row> = sql.all(cx.read()).await?;
    Ok(Tried {
        since,
        registrations: groups.iter().map(|g| g.count).sum(),
        moves: groups
            .into_iter()
            .map(|g| Moves { before: effect(g.before), after: effect(g.after), count: g.count, approved: g.approved })
            .collect(),
        different: rows
            .into_iter()
            .map(|row| RuleTrial {
                id: row.id,
                number: row.number,
                company_name: row.company_name,
                status: row.status,
                submitted_at: row.submitted_at,
                before: effect(row.before),
                after: effect(row.after),
            })
            .collect(),
    })
}

#[derive(FromQueryResult)]
struct Group {
    before: i32,
    after: i32,
    count: i64,
    approved: i64,
}

#[derive(FromQueryResult)]
struct Row {
    id: RegistrationId,
    number: String,
    company_name: String,
    status: RegistrationStatus,
    submitted_at: Instant,
    before: i32,
    after: i32,
}

/// The effect of a finding as a number, the stronger the larger, by rules. Our own words only, nothing from outside.
fn worth(rules: &ConflictRules) -> String {
    let mut text = "CASE WHEN f.id IS NULL THEN 0".to_owned();
    for kind in FindingKind::ALL {
        for level in FindingLevel::ALL {
            let worth = number(rules.effect(*kind, *level));
            text.push_str(&format!(" WHEN f.kind = '{kind}' AND f.level = '{level}' THEN {worth}"));
        }
    }
    text.push_str(" ELSE 2 END");
    text
}

fn number(effect: FindingEffect) -> i32 {
    match effect {
        FindingEffect::Inform => 1,
        FindingEffect::Ask => 2,
        FindingEffect::Block => 3,
    }
}

fn effect(worth: i32) -> Option<FindingEffect> {
    FindingEffect::ALL.iter().copied().find(|effect| number(*effect) == worth)
}
