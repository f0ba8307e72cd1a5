//! The partner answers: by the status page, or a person of the vendor writes down what they heard. The decision's clock goes on.

use super::load::{Changed, advance, allowed, event, load};
use super::request_information::TEXT_LENGTH;
use super::state::Step;
use super::{letters, promises};
use crate::access::policy::Action;
use crate::record::{EventKind, record};
use crate::{Ctx, program};
use kernel::id::{QuestionId, RegistrationId};
use kernel::words::ClockKind;
use kernel::{Actor, FieldErrors, Outcome};
use sea_orm::ActiveValue::Set;
use serde::Deserialize;
use storage::Sql;
use storage::entity::registration::{ActiveModel, Model};

/// The partner's answer.
#[derive(Debug, Clone, Default, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct GiveInformation {
    /// To the open question.
    pub answer: String,
    /// The version seen; when given and old, somebody was faster.
    #[serde(default)]
    pub version: Option<i64>,
}

/// Writes down a partner's answer on their behalf.
///
/// # Errors
/// `Forbidden`, `NotFound`; `Invalid` at `answer`; conflict `already_decided`, `stale_version`, `not_allowed_now`.
pub async fn give_information(cx: &Ctx, id: RegistrationId, input: GiveInformation) -> Outcome<Changed> {
    cx.allow(Action::AnswerRegistrations)?;
    let row = load(cx, id).await?;
    give(cx, row, input).await
}

/// Answers as the actor of `cx`, whose right to this row is known.
pub(super) async fn give(cx: &Ctx, row: Model, input: GiveInformation) -> Outcome<Changed> {
    let mut errors = FieldErrors::default();
    let answer = errors.required("answer", &input.answer, TEXT_LENGTH);
    errors.into_result(())?;
    // A question of an approver: the chain goes on where it stood.
    let step = if row.approval_step > 0 { Step::AnswerApprover } else { Step::GiveInformation };
    allowed(&row, step, input.version)?;
    let tx = cx.begin().await?;
    let definition = program::definition(&tx, row.program_id, row.definition_version).await?;
    let calendar = promises::calendar(&tx, row.program_id).await?;
    let promise = definition.clocks.decision;
    promises::stop(&tx, cx, &row, ClockKind::Information).await?;
    let due = promises::resume(&tx, cx, &row, ClockKind::Decision, &calendar, promise).await?;
    let remind_after = definition.approval.remind_after;
    promises::resume(&tx, cx, &row, ClockKind::Approval, &calendar, remind_after).await?;
    let change = ActiveModel { decision_due_at: Set(due.or(row.decision_due_at)), ..Default::default() };
    let row = advance(&tx, cx, &row, change, step, Some(&answer)).await?;
    let open = Sql::new("SELECT id FROM registration_question WHERE answered_at IS NULL AND registration_id = ")
        .bind(row.id)
        .push(" ORDER BY asked_at DESC, id DESC LIMIT 1")
        .value::<QuestionId>(&tx)
        .await?;
    let answered_by = match cx.actor {
        Actor::Anonymous => row.sender_name.as_str(),
        _ => cx.actor.name(),
    };
    if let Some(question) = open {
        Sql::new("UPDATE registration_question SET answer = ")
            .push_with(
                "?, answered_by = ?, answered_at = ? WHERE id = ?",
                [answer.as_str().into(), answered_by.into(), cx.now().into(), question.into()],
            )
            .execute(&tx)
            .await?;
        letters::answered(&tx, cx, &row, question, &answer).await?;
    }
    if step == Step::AnswerApprover {
        super::chain::go_on(&tx, cx, &row).await?;
    }
    let payload = serde_json::json!({ "answer": answer });
    record(&tx, cx, event(EventKind::RegistrationInformationGiven, &row, payload)).await?;
    cx.commit(tx).await?;
    Ok(Changed::of(&row))
}
