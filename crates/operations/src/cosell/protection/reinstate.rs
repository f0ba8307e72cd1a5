//! Protected again: an expired or cancelled registration gets its protection back, with a reason, where nobody else has the customer by now.

use super::grant::{Grant, claim};
use super::letters;
use crate::Ctx;
use crate::access::policy::Action;
use crate::cosell::registration::load::{Changed, advance, allowed, event, load};
use crate::cosell::registration::state::Step;
use crate::program;
use crate::record::{EventKind, record};
use crate::settings::organisation;
use kernel::id::RegistrationId;
use kernel::{FieldErrors, Outcome};
use sea_orm::ActiveValue::Set;
use serde::Deserialize;
use storage::Sql;
use storage::entity::registration::ActiveModel;

/// A second life.
#[derive(Debug, Clone, Default, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Reinstate {
    /// Why; the partner reads it as it is.
    pub reason: String,
    /// Protected for this many days from today, 1 to 1,000; the program's window when left out.
    #[serde(default)]
    pub days: Option<u32>,
    /// The version seen; when given and old, somebody was faster.
    #[serde(default)]
    pub version: Option<i64>,
}

/// Protects an expired or cancelled registration again.
///
/// # Errors
/// `Forbidden`, `NotFound`; `Invalid` at `reason`, `days`; conflict `scope_taken` where another protection stands by now, `stale_version`,
/// `not_allowed_now`.
pub async fn reinstate(cx: &Ctx, id: RegistrationId, input: Reinstate) -> Outcome<Changed> {
    cx.allow(Action::AnswerRegistrations)?;
    let row = load(cx, id).await?;
    let mut errors = FieldErrors::default();
    let reason = errors.required("reason", &input.reason, 2_000);
    if input.days.is_some_and(|days| !(1..=1_000).contains(&days)) {
        errors.add_with("days", "out_of_range", [("min", "1".to_owned()), ("max", "1000".to_owned())]);
    }
    errors.into_result(())?;
    allowed(&row, Step::Reinstate, input.version)?;
    let tx = cx.begin().await?;
    let definition = program::definition(&tx, row.program_id, row.definition_version).await?;
    let window = definition.protection.days_of(row.product_id, definition.protection_days);
    let today = cx.now().date_in(&organisation(&tx).await?.zone());
    let until = today.plus_days(i64::from(input.days.unwrap_or(window)));
    // What ended it is in the history; the partner reads why it goes on.
    let change = ActiveModel {
        protected_until_on: Set(Some(until)),
        reason_text: Set(Some(reason.clone())),
        ..Default::default()
    };
    let row = advance(&tx, cx, &row, change, Step::Reinstate, Some(&reason)).await?;
    claim(&tx, cx, &row, &Grant::Alone).await?;
    // What was lost is given back: there is nothing to appeal any more.
    Sql::new("UPDATE dispute SET appeal_until_on = NULL, version = version + 1 WHERE status = 'decided' AND appeal_until_on IS NOT NULL AND registration_id = ")
        .bind(row.id)
        .execute(&tx)
        .await?;
    letters::reinstated(&tx, cx, &row, &reason).await?;
    let payload = serde_json::json!({ "reason": reason, "protected_until_on": until });
    record(&tx, cx, event(EventKind::RegistrationReinstated, &row, payload)).await?;
    cx.commit(tx).await?;
    Ok(Changed::of(&row))
}
