//! A reviewer asks the partner something. That is a first answer; the decision's clock stands until the partner has answered.

use super::load::{Changed, advance, allowed, event};
use super::state::Step;
use super::{letters, promises};
use crate::access::policy::Action;
use crate::record::{EventKind, record};
use crate::{Ctx, program};
use kernel::id::{QuestionId, RegistrationId};
use kernel::words::ClockKind;
use kernel::{FieldErrors, Outcome};
use sea_orm::{ActiveModelTrait, ActiveValue::Set};
use serde::Deserialize;
use storage::entity::registration::{ActiveModel, Model};
use storage::entity::registration_question;

/// The longest question and the longest answer, characters.
pub const TEXT_LENGTH: usize = 4000;

/// A question to the partner.
#[derive(Debug, Clone, Default, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RequestInformation {
    /// What we need to know; the partner reads it as it is.
    pub question: String,
    /// The version seen; when given and old, somebody was faster.
    #[serde(default)]
    pub version: Option<i64>,
}

/// Asks.
///
/// # Errors
/// `Forbidden`, `NotFound`; `Invalid` at `question`; conflict `already_decided`, `stale_version`, `not_allowed_now`.
pub async fn request_information(cx: &Ctx, id: RegistrationId, input: RequestInformation) -> Outcome<Changed> {
    cx.allow(Action::AnswerRegistrations)?;
    let row = super::chain::load_to_answer(cx, id).await?;
    ask(cx, row, input).await
}

/// Asks as the actor of `cx`, whose right to this row is known.
pub(super) async fn ask(cx: &Ctx, row: Model, input: RequestInformation) -> Outcome<Changed> {
    let mut errors = FieldErrors::default();
    let question = errors.required("question", &input.question, TEXT_LENGTH);
    errors.into_result(())?;
    allowed(&row, Step::RequestInformation, input.version)?;
    let tx = cx.begin().await?;
    let change = ActiveModel {
        first_answered_at: Set(row.first_answered_at.or(Some(cx.now()))),
        reviewer_id: Set(super::load::reviewer_after(cx, &row)),
        ..Default::default()
    };
    let row = advance(&tx, cx, &row, change, Step::RequestInformation, Some(&question)).await?;
    promises::stop(&tx, cx, &row, ClockKind::FirstAnswer).await?;
    promises::pause(&tx, cx, &row, ClockKind::Decision).await?;
    let definition = program::definition(&tx, row.program_id, row.definition_version).await?;
    let calendar = promises::calendar(&tx, row.program_id).await?;
    promises::give(&tx, &calendar, &row, ClockKind::Information, definition.clocks.information, cx.now()).await?;
    promises::pause(&tx, cx, &row, ClockKind::Approval).await?;
    let question_id = QuestionId::new();
    registration_question::ActiveModel {
        id: Set(question_id),
        registration_id: Set(row.id),
        question: Set(question.clone()),
        asked_by: Set(cx.actor.name().to_owned()),
        asked_at: Set(cx.now()),
        answer: Set(None),
        answered_by: Set(None),
        answered_at: Set(None),
    }
    .insert(&tx)
    .await?;
    let payload = serde_json::json!({ "question": question });
    record(&tx, cx, event(EventKind::RegistrationInformationRequested, &row, payload)).await?;
    letters::question(&tx, cx, &row, question_id, &question).await?;
    cx.commit(tx).await?;
    Ok(Changed::of(&row))
}
