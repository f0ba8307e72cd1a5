//! The decision, and the second one after an appeal. Both sides read the same rule and the same text.

use super::{Case, letters, refuse_stale, registration, to_work_on, write};
use crate::Ctx;
use crate::access::policy::Action;
use crate::cosell::protection::{Grant, claim, overlapping};
use crate::cosell::registration::letters::cancelled;
use crate::cosell::registration::load::{advance, event, load, write as write_row};
use crate::cosell::registration::promises;
use crate::cosell::registration::sale;
use crate::cosell::registration::second_look::open_again;
use crate::cosell::registration::state::{Step, after};
use crate::program;
use crate::record::{EventKind, record};
use crate::settings::organisation;
use kernel::id::{DisputeId, RegistrationId, UserId};
use kernel::words::{
    ClockKind, Decision, DisputeKind, DisputeOutcome, DisputeRule, DisputeStatus, RegistrationStatus as Status,
};
use kernel::{Date, Failure, FieldErrors, Instant, Outcome};
use sea_orm::{ActiveValue::Set, ConnectionTrait};
use serde::Deserialize;
use storage::entity::registration::{ActiveModel, Model};
use storage::{Sql, Tx};

/// A decision.
#[derive(Debug, Clone, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DecideDispute {
    /// `upheld`: the contested registration stands; `overturned`: it does not.
    #[schema(value_type = String)]
    pub outcome: DisputeOutcome,
    /// By which rule: `first_valid`, `customer_choice`, `no_activity`, `named_account`, `agreement` or `other`.
    #[schema(value_type = String)]
    pub rule: DisputeRule,
    /// The reason, in words both sides read. At most 4,000 characters.
    pub text: String,
    /// With an appeal that gives a protection back: the registrations that stand in its place by now (`in_the_way`) and are taken back with it.
    #[serde(default)]
    #[schema(value_type = Vec<String>)]
    pub take_back: Vec<RegistrationId>,
    /// The version of the case that was seen; when given and old, somebody was faster.
    #[serde(default)]
    pub version: Option<i64>,
}

/// Decides a case, or the appeal in it. Whoever decided first does not decide the appeal while somebody else can.
///
/// # Errors
/// `Forbidden` (also for who sees one side only), `NotFound`; `Invalid` at `text`; conflict `dispute_over`, `dispute_same_person`,
/// `scope_taken` where an appeal gives back a protection in whose place another stands by now and is not taken back, `stale_version`.
pub async fn decide_dispute(cx: &Ctx, id: DisputeId, input: DecideDispute) -> Outcome<DisputeStatus> {
    cx.allow(Action::AnswerRegistrations)?;
    let (case, contested, claimant) = to_work_on(cx, id).await?;
    let mut errors = FieldErrors::default();
    let text = errors.required("text", &input.text, 4_000);
    errors.into_result(())?;
    if !case.waits() {
        return Err(Failure::conflict("dispute_over"));
    }
    refuse_stale(&case, input.version)?;
    let second = case.status == DisputeStatus::Appealed;
    let tx = cx.begin().await?;
    if second {
        refuse_same_person(&tx, cx, &case).await?;
    }
    let today = cx.now().date_in(&organisation(&tx).await?.zone());
    let days = program::definition(&tx, contested.program_id, contested.definition_version).await?.approval.appeal_days;
    let (status, until) = match second {
        true => (DisputeStatus::Closed, None),
        false => (DisputeStatus::Decided, Some(today.plus_days(i64::from(days)))),
    };
    let case = write(&tx, &case, "status = ?, appeal_until_on = ?", [status.into(), until.into()]).await?;
    let position = if second { 2 } else { 1 };
    Sql::new(
        "INSERT INTO dispute_decision (dispute_id, position, outcome, rule, body, decided_by, decided_by_id, decided_at) VALUES (",
    )
    .push_with(
        "?, ?, ?, ?, ?, ?, ?, ?)",
        [
            case.id.into(),
            position.into(),
            input.outcome.into(),
            input.rule.into(),
            text.as_str().into(),
            cx.actor.name().into(),
            cx.actor.user().map(|u| u.id).into(),
            cx.now().into(),
        ],
    )
    .execute(&tx)
    .await?;
    promises::stop(&tx, cx, &contested, ClockKind::Dispute).await?;
    if gives_back(&case, &contested, input.outcome) {
        take_back(&tx, cx, &contested, &input.take_back, &text).await?;
    }
    let contested = follow(&tx, cx, &case, contested, input.outcome, &text).await?;
    let claimant = match claimant {
        Some(row) if input.outcome == DisputeOutcome::Overturned => Some(look_again(&tx, cx, row, &text).await?),
        other => other,
    };
    let payload = serde_json::json!({
        "dispute": case.id, "outcome": input.outcome, "rule": input.rule, "text": text, "position": position,
    });
    record(&tx, cx, event(EventKind::DisputeDecided, &contested, payload)).await?;
    let letter = letters::Decided { position, outcome: input.outcome, rule: input.rule, text: &text };
    letters::decided(&tx, cx, &case, &contested, claimant.as_ref(), &letter).await?;
    cx.commit(tx).await?;
    Ok(status)
}

/// An appeal goes to somebody else, where there is somebody.
async fn refuse_same_person(tx: &Tx, cx: &Ctx, case: &Case) -> Outcome<()> {
    let first =
        Sql::new("SELECT decided_by_id FROM dispute_decision WHERE position = 1 AND dispute_id = ").bind(case.id);
    let first = first.value::<Option<UserId>>(tx).await?.flatten();
    let Some(own) = cx.actor.user().map(|user| user.id).filter(|own| Some(*own) == first) else { return Ok(()) };
    let other = Sql::new(
        "SELECT id FROM app_user WHERE active AND role IN ('head_of_partnerships', 'administrator') AND id <> ",
    )
    .bind(own)
    .push(" LIMIT 1");
    match other.value::<UserId>(tx).await? {
        Some(_) => Err(Failure::conflict("dispute_same_person")),
        None => Ok(()),
    }
}

/// Whether the decision gives back what the first one took.
fn gives_back(case: &Case, row: &Model, outcome: DisputeOutcome) -> bool {
    case.kind != DisputeKind::Commission
        && (row.status, row.decision, outcome) == (Status::Cancelled, Some(Decision::Approved), DisputeOutcome::Upheld)
}

/// What stands by now where an appeal would give a protection back.
pub(super) async fn in_the_way(db: &impl ConnectionTrait, case: &Case) -> Outcome<Vec<Model>> {
    let row = registration(db, case.registration_id).await?;
    if case.status != DisputeStatus::Appealed || !gives_back(case, &row, DisputeOutcome::Upheld) {
        return Ok(Vec::new());
    }
    overlapping(db, &row).await
}

/// Takes back what stands in the place of `row`, as far as whoever decides said so: each within their scope, with the decision's words as the reason.
async fn take_back(tx: &Tx, cx: &Ctx, row: &Model, named: &[RegistrationId], reason: &str) -> Outcome<()> {
    for other in overlapping(tx, row).await?.into_iter().filter(|other| named.contains(&other.id)) {
        let other = load(cx, other.id).await?;
        let change = match other.decision {
            Some(_) => ActiveModel {
                reason_text: Set(Some(reason.to_owned())),
                fingerprint: Set(format!("cancelled:{}", other.id)),
                // Both sides were heard twice: there is no third look.
                appeal_until_on: Set(None),
                ..Default::default()
            },
            // Looked at again after a change: that goes on, without protection.
            None => {
                let change = ActiveModel { protected_until_on: Set(None), ..Default::default() };
                write_row(tx, &other, change).await?;
                continue;
            }
        };
        let other = advance(tx, cx, &other, change, Step::Cancel, Some(reason)).await?;
        record(tx, cx, event(EventKind::RegistrationCancelled, &other, serde_json::json!({ "reason": reason })))
            .await?;
        cancelled(tx, cx, &other, reason).await?;
    }
    Ok(())
}

/// What the decision does to the contested registration.
async fn follow(tx: &Tx, cx: &Ctx, case: &Case, row: Model, outcome: DisputeOutcome, reason: &str) -> Outcome<Model> {
    if case.kind == DisputeKind::Commission {
        return Ok(row);
    }
    let reason = Some(reason);
    match (row.status, row.decision, outcome) {
        (Status::Disputed, Some(Decision::Approved), DisputeOutcome::Upheld) => {
            let until = given_back(tx, cx, case.frozen_at, &row).await?;
            let change = ActiveModel { protected_until_on: Set(until), ..Default::default() };
            let row = advance(tx, cx, &row, change, Step::UpholdDispute, reason).await?;
            let row = match case.was_status {
                Status::Converted => sale::take(tx, cx, row, Step::Convert, None).await?,
                _ => row,
            };
            sale::settle(tx, cx, row).await
        }
        (Status::Disputed, Some(Decision::Approved), DisputeOutcome::Overturned) => {
            let change = ActiveModel {
                reason_text: Set(reason.map(str::to_owned)),
                // The same deal may be registered again.
                fingerprint: Set(format!("overturned:{}", row.id)),
                // The way on is the appeal in the case.
                appeal_until_on: Set(None),
                ..Default::default()
            };
            advance(tx, cx, &row, change, Step::OverturnDispute, reason).await
        }
        (Status::Disputed, _, _) => {
            let calendar = promises::calendar(tx, row.program_id).await?;
            let clocks = program::definition(tx, row.program_id, row.definition_version).await?.clocks;
            let first = promises::resume(tx, cx, &row, ClockKind::FirstAnswer, &calendar, clocks.first_answer).await?;
            let due = promises::resume(tx, cx, &row, ClockKind::Decision, &calendar, clocks.decision).await?;
            let change = ActiveModel {
                first_answer_due_at: Set(first.or(row.first_answer_due_at)),
                decision_due_at: Set(due.or(row.decision_due_at)),
                ..Default::default()
            };
            advance(tx, cx, &row, change, Step::ReturnToReview, reason).await
        }
        // The appeal was right: what the first decision took is given back, where nobody else has it by now.
        (Status::Cancelled, Some(Decision::Approved), DisputeOutcome::Upheld) => {
            let until = given_back(tx, cx, case.opened_at, &row).await?;
            let change = ActiveModel { protected_until_on: Set(until), ..Default::default() };
            let row = advance(tx, cx, &row, change, Step::Reinstate, reason).await?;
            claim(tx, cx, &row, &Grant::Alone).await?;
            Ok(row)
        }
        _ => Ok(row),
    }
}

/// The last day of protection, moved on by the days it stood still.
async fn given_back(tx: &Tx, cx: &Ctx, since: Instant, row: &Model) -> Outcome<Option<Date>> {
    let zone = organisation(tx).await?.zone();
    let stood = cx.now().date_in(&zone).days_since(since.date_in(&zone)).max(0);
    Ok(row.protected_until_on.map(|until| until.plus_days(stood)))
}

/// The side that contested was right: its registration, declined or taken back, is looked at again, with a new promise.
async fn look_again(tx: &Tx, cx: &Ctx, row: Model, reason: &str) -> Outcome<Model> {
    if !matches!(row.status, Status::Declined | Status::Cancelled) || after(row.status, Step::ReturnToReview).is_none()
    {
        return Ok(row);
    }
    open_again(tx, cx, &row, ActiveModel::default(), Step::ReturnToReview, Some(reason)).await
}
