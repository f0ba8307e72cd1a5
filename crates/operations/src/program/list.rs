//! Reading programs.

use super::{ProgramDefinition, definition};
use crate::Ctx;
use crate::access::policy::Action;
use crate::access::scope::in_scope;
use kernel::id::ProgramId;
use kernel::words::ProgramKind;
use kernel::{Currency, Failure, Instant, Outcome};
use sea_orm::{ConnectionTrait, FromQueryResult};
use serde::Serialize;
use storage::Sql;

/// A program without its rules.
#[derive(Debug, Clone, PartialEq, Eq, FromQueryResult, Serialize, utoipa::ToSchema)]
pub struct ProgramRow {
    /// The program.
    #[schema(value_type = String)]
    pub id: ProgramId,
    /// Part of the public address.
    pub key: String,
    /// Shown to everybody.
    pub name: String,
    /// What it is for.
    #[schema(value_type = String)]
    pub kind: ProgramKind,
    /// Of its registrations and deals.
    #[schema(value_type = String)]
    pub currency: Currency,
    /// Takes new partners and registrations.
    pub active: bool,
    /// Strangers may register a deal on the public page.
    pub public_form: bool,
    /// The version of its rules in force.
    pub definition_version: i64,
    /// When it was made.
    #[schema(value_type = String, format = DateTime)]
    pub created_at: Instant,
    /// Counts changes; send it back with a change.
    pub version: i64,
}

const COLUMNS: &str = "pr.id, pr.key, pr.name, pr.kind, pr.currency, pr.active, pr.public_form, pr.definition_version, pr.created_at, pr.version";

/// A program, whoever asks.
///
/// # Errors
/// `NotFound`.
pub async fn row(db: &impl ConnectionTrait, id: ProgramId) -> Outcome<ProgramRow> {
    let sql = Sql::new("SELECT ").push(COLUMNS).push(" FROM program pr WHERE pr.id = ").bind(id);
    sql.one(db).await?.ok_or(Failure::NotFound)
}

/// A program by the key in its public address.
///
/// # Errors
/// `NotFound`.
pub async fn by_key(db: &impl ConnectionTrait, key: &str) -> Outcome<ProgramRow> {
    let sql = Sql::new("SELECT ").push(COLUMNS).push(" FROM program pr WHERE pr.key = ").bind(key);
    sql.one(db).await?.ok_or(Failure::NotFound)
}

/// A program and the rules in force.
///
/// # Errors
/// `NotFound`.
pub async fn current(db: &impl ConnectionTrait, id: ProgramId) -> Outcome<(ProgramRow, ProgramDefinition)> {
    let program = row(db, id).await?;
    let rules = definition(db, id, program.definition_version).await?;
    Ok((program, rules))
}

/// A program in the list.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
pub struct ProgramListed {
    /// The program.
    #[serde(flatten)]
    pub program: ProgramRow,
    /// Partners in it, within the reader's scope.
    pub partners: i64,
}

#[derive(FromQueryResult)]
struct Count {
    program_id: ProgramId,
    partners: i64,
}

/// All programs by name, those in use first.
///
/// # Errors
/// `Forbidden`.
pub async fn all(cx: &Ctx) -> Outcome<Vec<ProgramRow>> {
    cx.allow(Action::Read)?;
    let sql = Sql::new("SELECT ").push(COLUMNS).push(" FROM program pr ORDER BY pr.active DESC, pr.name, pr.id");
    Ok(sql.all(cx.read()).await?)
}

/// The same, with how many partners each has. Counts them: for where the numbers are shown.
///
/// # Errors
/// `Forbidden`.
pub async fn list(cx: &Ctx) -> Outcome<Vec<ProgramListed>> {
    let rows = all(cx).await?;
    let counts =
        Sql::new("SELECT pp.program_id, CAST(COUNT(*) AS BIGINT) AS partners FROM partner_program pp WHERE 1 = 1");
    let counts: Vec<Count> =
        in_scope(counts, &cx.actor, "pp.partner_id").push(" GROUP BY pp.program_id").all(cx.read()).await?;
    Ok(rows
        .into_iter()
        .map(|program| ProgramListed {
            partners: counts.iter().find(|c| c.program_id == program.id).map_or(0, |c| c.partners),
            program,
        })
        .collect())
}

/// A published version of a program's rules.
#[derive(Debug, Clone, FromQueryResult, Serialize, utoipa::ToSchema)]
pub struct VersionListed {
    /// Which.
    pub definition_version: i64,
    /// Why it was published.
    pub note: Option<String>,
    /// When.
    #[schema(value_type = String, format = DateTime)]
    pub created_at: Instant,
    /// By whom; empty for the system.
    pub created_by: String,
}

/// All versions of a program's rules, newest first.
///
/// # Errors
/// `Forbidden`, `NotFound`.
pub async fn versions(cx: &Ctx, id: ProgramId) -> Outcome<Vec<VersionListed>> {
    cx.allow(Action::Read)?;
    let versions: Vec<VersionListed> =
        Sql::new("SELECT definition_version, note, created_at, created_by FROM program_version WHERE program_id = ")
            .bind(id)
            .push(" ORDER BY definition_version DESC")
            .all(cx.read())
            .await?;
    // A program is made together with its first version.
    if versions.is_empty() { Err(Failure::NotFound) } else { Ok(versions) }
}
