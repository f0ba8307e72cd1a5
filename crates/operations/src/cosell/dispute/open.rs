//! A case is opened: by the vendor about any registration that claims its customer, or by a partner who was declined for another one.

use super::{Case, letters};
use crate::Ctx;
use crate::access::policy::Action;
use crate::cosell::conflict::{keys, score::compare};
use crate::cosell::registration::load::{advance, allowed, event, load, meanwhile};
use crate::cosell::registration::promises;
use crate::cosell::registration::state::{Step, after};
use crate::program;
use crate::record::{EventKind, record};
use kernel::id::{DisputeId, RegistrationId};
use kernel::matching::Corpus;
use kernel::words::{ClockKind, DisputeKind, DisputeSide, RegistrationStatus};
use kernel::{Actor, Failure, FieldErrors, Outcome};
use sea_orm::ConnectionTrait;
use serde::Deserialize;
use storage::entity::registration::{ActiveModel, Model};
use storage::{Sql, Tx};

/// A new case.
#[derive(Debug, Clone, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct OpenDispute {
    /// `partners`: two partners on one customer; `direct`: direct sales and a partner; `commission`: about a deal that is closed.
    #[schema(value_type = String)]
    pub kind: DisputeKind,
    /// What is contested, and why. At most 4,000 characters.
    pub statement: String,
    /// The number (`REG-…`) or id of the registration of whoever contests; needed with `partners`.
    #[serde(default)]
    pub claimant: Option<String>,
    /// That both are about one customer, although what they say of it does not agree.
    #[serde(default)]
    pub same_customer: bool,
    /// The version of the registration that was seen; when given and old, somebody was faster.
    #[serde(default)]
    pub version: Option<i64>,
}

/// What is opened, checked.
pub(super) struct Opening {
    pub kind: DisputeKind,
    pub statement: String,
    pub side: DisputeSide,
    pub claimant: Option<Model>,
}

/// Whether this registration is the claimant of a dispute that is not decided.
pub(crate) async fn is_claimant(db: &impl ConnectionTrait, id: RegistrationId) -> Outcome<bool> {
    let sql = Sql::new("SELECT id FROM dispute WHERE status IN ('open', 'appealed') AND claimant_id = ").bind(id);
    Ok(sql.value::<DisputeId>(db).await?.is_some())
}

/// Opens a case about a registration. Its protection stands still until it is decided. Answers with the case's id.
///
/// # Errors
/// `Forbidden`, `NotFound`; `Invalid` at `statement`, `claimant` (`required`, `unknown`, `same`, `dispute_not_same_customer`); conflict
/// `dispute_open`, `dispute_claimed_already`, `stale_version`, `not_allowed_now`.
pub async fn open_dispute(cx: &Ctx, id: RegistrationId, input: OpenDispute) -> Outcome<DisputeId> {
    cx.allow(Action::AnswerRegistrations)?;
    let row = load(cx, id).await?;
    let mut errors = FieldErrors::default();
    let statement = errors.required("statement", &input.statement, 4_000);
    let named = errors.optional("claimant", input.claimant.as_deref(), 100);
    let claimant = match named {
        Some(named) => match named_registration(cx, &named).await {
            Ok(claimant) if claimant.id == row.id => {
                errors.add("claimant", "same");
                None
            }
            Ok(claimant) if claimant.partner_id.is_some() && claimant.partner_id == row.partner_id => {
                errors.add("claimant", "same");
                None
            }
            Ok(claimant) if !input.same_customer && !is_one_customer(&row, &claimant) => {
                errors.add("claimant", "dispute_not_same_customer");
                None
            }
            Ok(claimant) => Some(claimant),
            Err(Failure::NotFound) => {
                errors.add("claimant", "unknown");
                None
            }
            Err(other) => return Err(other),
        },
        None => {
            if input.kind == DisputeKind::Partners {
                errors.add("claimant", "required");
            }
            None
        }
    };
    errors.into_result(())?;
    let opening = Opening { kind: input.kind, statement, side: DisputeSide::Vendor, claimant };
    match opening.kind {
        DisputeKind::Commission if matches!(row.status, RegistrationStatus::Won | RegistrationStatus::Lost) => {}
        DisputeKind::Commission => return Err(meanwhile("not_allowed_now", &row)),
        _ => {
            allowed(&row, Step::OpenDispute, input.version)?;
        }
    }
    let tx = cx.begin().await?;
    let case = write_case(&tx, cx, &row, &opening).await?;
    cx.commit(tx).await?;
    Ok(case.id)
}

/// Whether two registrations may be about one customer: the same company, or anything like it.
fn is_one_customer(one: &Model, other: &Model) -> bool {
    let linked = one.company_id.is_some() && one.company_id == other.company_id;
    linked || compare(&keys::customer(one), &keys::customer(other), &Corpus::default()).is_some()
}

/// A registration by its number or id, within the actor's scope.
async fn named_registration(cx: &Ctx, named: &str) -> Outcome<Model> {
    let id = match named.parse::<RegistrationId>() {
        Ok(id) => id,
        Err(_) => Sql::new("SELECT id FROM registration WHERE number = ")
            .bind(named.trim().to_uppercase())
            .value::<RegistrationId>(cx.read())
            .await?
            .ok_or(Failure::NotFound)?,
    };
    load(cx, id).await
}

/// Writes the case, lets the protection and the clocks stand, and tells both sides.
pub(super) async fn write_case(tx: &Tx, cx: &Ctx, row: &Model, opening: &Opening) -> Outcome<Case> {
    let id = DisputeId::new();
    let now = cx.now();
    let promise = program::definition(tx, row.program_id, row.definition_version).await?.clocks.dispute;
    let calendar = promises::calendar(tx, row.program_id).await?;
    let due = promises::due(&calendar, now, promise);
    let opened_by = match cx.actor {
        Actor::Anonymous => opening.claimant.as_ref().map(|c| c.sender_name.clone()).unwrap_or_default(),
        _ => cx.actor.name().to_owned(),
    };
    let claimant = opening.claimant.as_ref().map(|c| c.id);
    let case = Sql::new("INSERT INTO dispute (id, registration_id, claimant_id, kind, status, statement, opened_by, opened_side, opened_at, was_status, frozen_at, due_at, version) VALUES (")
        .push_with(
            "?, ?, ?, ?, 'open', ?, ?, ?, ?, ?, ?, ?, 1) ON CONFLICT DO NOTHING RETURNING *",
            [
                id.into(),
                row.id.into(),
                claimant.into(),
                opening.kind.into(),
                opening.statement.as_str().into(),
                opened_by.into(),
                opening.side.into(),
                now.into(),
                row.status.into(),
                now.into(),
                due.into(),
            ],
        )
        .one::<Case>(tx)
        .await?;
    let Some(case) = case else {
        let waits =
            Sql::new("SELECT id FROM dispute WHERE status IN ('open', 'appealed') AND registration_id = ").bind(row.id);
        let waits = waits.value::<DisputeId>(tx).await?.is_some();
        return Err(meanwhile(if waits { "dispute_open" } else { "dispute_claimed_already" }, row));
    };
    let row = freeze(tx, cx, row).await?;
    promises::give(tx, &calendar, &row, ClockKind::Dispute, promise, now).await?;
    // With the side that opened it, and without its words: the other side's people read the contested registration's history.
    let side = opening.claimant.as_ref().filter(|_| opening.side == DisputeSide::Claimant).unwrap_or(&row);
    let payload = serde_json::json!({ "dispute": id, "kind": opening.kind });
    record(tx, cx, event(EventKind::DisputeOpened, side, payload.clone())).await?;
    if side.id != row.id {
        // The contested one's history says so too, and not by whom.
        let unnamed = cx.app.system(cx.channel);
        record(tx, &unnamed, event(EventKind::DisputeOpened, &row, payload)).await?;
    }
    letters::opened(tx, cx, &case, &row, opening.claimant.as_ref()).await?;
    Ok(case)
}

/// The contested registration stands still; one about a closed deal stays what it is. Its history does not say by whom: that is the other side.
pub(super) async fn freeze(tx: &Tx, cx: &Ctx, row: &Model) -> Outcome<Model> {
    if after(row.status, Step::OpenDispute).is_none() {
        return Ok(row.clone());
    }
    // What the vendor owes about it waits for the case.
    promises::pause(tx, cx, row, ClockKind::FirstAnswer).await?;
    promises::pause(tx, cx, row, ClockKind::Decision).await?;
    let unnamed = cx.app.system(cx.channel);
    let by = if cx.actor.user().is_some() { cx } else { &unnamed };
    advance(tx, by, row, ActiveModel::default(), Step::OpenDispute, None).await
}
