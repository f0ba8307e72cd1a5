//! Approval without a person: where the program says so, nothing was found that asks or blocks, the partner is known and no chain asks anybody. Off by default.
//! Recorded as the system's, with the rule's name as the reason.

use super::approve::grant;
use super::chain;
use crate::cosell::protection::{self, Grant};
use crate::program::{self, ProgramDefinition};
use crate::{App, Ctx};
use kernel::id::{ProgramId, RegistrationId};
use kernel::words::FindingEffect;
use kernel::{Actor, Channel, Failure, Outcome};
use sea_orm::{EntityTrait, FromQueryResult};
use storage::entity::registration::{Entity, Model};
use storage::{Sql, Tx};

/// The rule that approves at once; `approval-rule-<rule>` in Fluent.
pub const WHEN_CLEAR: &str = "no_finding";
/// The rule that approves when the decision's clock has run out.
pub const WHEN_OVERDUE: &str = "time_is_up";

/// Rows looked at in one go.
const BATCH: i64 = 200;

async fn is_clear(tx: &Tx, row: &Model, definition: &ProgramDefinition) -> Outcome<bool> {
    Ok(!matches!(row.finding_effect, Some(FindingEffect::Ask | FindingEffect::Block))
        && row.partner_id.is_some()
        && !chain::is_needed(tx, row, definition).await?
        // Beside a standing protection only a person decides.
        && protection::is_free(tx, row).await?)
}

/// Whether the program approves this registration, which has just come in, without asking anybody.
pub(super) async fn is_at_once(tx: &Tx, row: &Model, definition: &ProgramDefinition) -> Outcome<bool> {
    Ok(definition.approval.automatic.when_clear && is_clear(tx, row, definition).await?)
}

/// Approves it, in the transaction in which it came.
pub(super) async fn approve_at_once(tx: &Tx, cx: &Ctx, row: Model) -> Outcome<Model> {
    let system = cx.as_actor(Actor::System, Channel::System);
    grant(tx, &system, row, None, Some(WHEN_CLEAR), &Grant::Alone).await
}

/// Approves what nobody decided in time, where the program says so. Returns how many.
///
/// # Errors
/// The database's.
pub async fn approve_overdue(app: &App) -> Outcome<u64> {
    #[derive(FromQueryResult)]
    struct Rules {
        program_id: ProgramId,
        definition_version: i64,
    }
    let cx = app.system(Channel::System);
    // The versions that say so; there are few, and none in most houses.
    let rules: Vec<Rules> = Sql::new(
        "SELECT program_id, definition_version FROM program_version WHERE definition LIKE '%\"when_overdue\":true%'",
    )
    .all(cx.read())
    .await?;
    let mut approved = 0;
    for rule in rules {
        let definition = program::definition(cx.read(), rule.program_id, rule.definition_version).await?;
        if !definition.approval.automatic.when_overdue {
            continue;
        }
        let mut after: Option<RegistrationId> = None;
        loop {
            let mut sql = Sql::new("SELECT id FROM registration WHERE status IN ('submitted', 'checking', 'in_review') AND (finding_effect IS NULL OR finding_effect = 'inform') AND partner_id IS NOT NULL AND decision_due_at < ")
                .bind(cx.now())
                .push(" AND program_id = ")
                .bind(rule.program_id)
                .push(" AND definition_version = ")
                .bind(rule.definition_version);
            if let Some(after) = after {
                sql = sql.push(" AND id > ").bind(after);
            }
            let due = sql.push(" ORDER BY id LIMIT ").bind(BATCH).column::<RegistrationId>(cx.read()).await?;
            let Some(last) = due.last().copied() else { break };
            for id in due {
                if approve_one(&cx, id, &definition).await? {
                    approved += 1;
                }
            }
            after = Some(last);
        }
    }
    Ok(approved)
}

async fn approve_one(cx: &Ctx, id: RegistrationId, definition: &ProgramDefinition) -> Outcome<bool> {
    let tx = cx.begin().await?;
    let Some(row) = Entity::find_by_id(id).one(&tx).await? else { return Ok(false) };
    if !is_clear(&tx, &row, definition).await? {
        return Ok(false);
    }
    match grant(&tx, cx, row, None, Some(WHEN_OVERDUE), &Grant::Alone).await {
        Ok(_) => {
            cx.commit(tx).await?;
            Ok(true)
        }
        // Somebody answered at this moment.
        Err(Failure::Conflict { .. }) => Ok(false),
        Err(other) => Err(other),
    }
}
