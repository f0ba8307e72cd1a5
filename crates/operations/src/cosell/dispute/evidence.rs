//! What a side shows.

use super::{Case, case, letters};
use crate::Ctx;
use crate::access::policy::Action;
use crate::cosell::registration::load::{event, load};
use crate::record::{EventKind, record};
use kernel::id::{DisputeId, EvidenceId};
use kernel::words::{DisputeSide, EvidenceKind};
use kernel::{Actor, Date, Failure, FieldErrors, Outcome};
use serde::Deserialize;
use storage::Sql;
use storage::entity::registration::Model;

/// The most that one side can show in one case.
const MOST: i64 = 50;

/// How long ago the oldest of it can be, days: twenty years.
const OLDEST: i64 = 20 * 366;

/// Something that is shown.
#[derive(Debug, Clone, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AddEvidence {
    /// `customer_statement`, `customer_meeting`, `mail_thread`, `proposal` or `other`, the weightiest first.
    #[schema(value_type = String)]
    pub kind: EvidenceKind,
    /// What it says. At most 4,000 characters.
    pub text: String,
    /// The day of the meeting, the mail, the offer; needed with `customer_meeting`.
    #[serde(default)]
    #[schema(value_type = Option<String>, format = Date)]
    pub dated_on: Option<Date>,
    /// For whom the vendor writes it down: `holder`, `claimant` or `vendor`, which is meant when left out.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub side: Option<DisputeSide>,
}

/// Writes down what a side shows.
///
/// # Errors
/// `Forbidden`, `NotFound`; `Invalid` at `text`, `dated_on` (`required`, `in_the_future`, `date_too_early`), `side`; conflict
/// `dispute_over`, `dispute_enough_evidence`.
pub async fn add_evidence(cx: &Ctx, id: DisputeId, input: AddEvidence) -> Outcome<EvidenceId> {
    cx.allow(Action::AnswerRegistrations)?;
    let case = case(cx.read(), id).await?;
    let claimant = match case.claimant_id {
        Some(claimant) => found(load(cx, claimant).await)?,
        None => None,
    };
    let holder = found(load(cx, case.registration_id).await)?;
    if holder.is_none() && claimant.is_none() {
        return Err(Failure::NotFound);
    }
    let side = input.side.unwrap_or(DisputeSide::Vendor);
    // Only for a side one sees.
    let row = if side == DisputeSide::Claimant { claimant } else { holder };
    let row = row.ok_or_else(|| Failure::field("side", "unknown"))?;
    add(cx, &case, &row, side, input).await
}

/// What is not there, or not theirs to see, is none.
fn found(row: Outcome<Model>) -> Outcome<Option<Model>> {
    match row {
        Err(Failure::NotFound) => Ok(None),
        row => row.map(Some),
    }
}

/// Writes it down as the actor of `cx`, whose right to `row`, one of the sides, is known.
pub(super) async fn add(
    cx: &Ctx,
    case: &Case,
    row: &Model,
    side: DisputeSide,
    input: AddEvidence,
) -> Outcome<EvidenceId> {
    let mut errors = FieldErrors::default();
    let text = errors.required("text", &input.text, 4_000);
    let today = cx.now().date_in(&crate::settings::organisation(cx.read()).await?.zone());
    match input.dated_on {
        Some(on) if on > today => errors.add("dated_on", "in_the_future"),
        Some(on) if on < today.plus_days(-OLDEST) => {
            errors.add_with("dated_on", "date_too_early", [("min", today.plus_days(-OLDEST).to_string())]);
        }
        None if input.kind == EvidenceKind::CustomerMeeting => errors.add("dated_on", "required"),
        _ => {}
    }
    errors.into_result(())?;
    if !case.waits() {
        return Err(Failure::conflict("dispute_over"));
    }
    let given_by = match cx.actor {
        Actor::Anonymous => row.sender_name.as_str(),
        _ => cx.actor.name(),
    };
    let id = EvidenceId::new();
    let tx = cx.begin().await?;
    let so_far = Sql::new("SELECT CAST(COUNT(*) AS BIGINT) FROM dispute_evidence WHERE dispute_id = ")
        .bind(case.id)
        .push(" AND side = ")
        .bind(side);
    if so_far.value::<i64>(&tx).await?.unwrap_or(0) >= MOST {
        return Err(Failure::conflict("dispute_enough_evidence"));
    }
    Sql::new("INSERT INTO dispute_evidence (id, dispute_id, side, kind, body, dated_on, given_by, given_at) VALUES (")
        .push_with(
            "?, ?, ?, ?, ?, ?, ?, ?)",
            [
                id.into(),
                case.id.into(),
                side.into(),
                input.kind.into(),
                text.as_str().into(),
                input.dated_on.into(),
                given_by.into(),
                cx.now().into(),
            ],
        )
        .execute(&tx)
        .await?;
    let payload = serde_json::json!({ "dispute": case.id, "side": side, "kind": input.kind });
    record(&tx, cx, event(EventKind::DisputeEvidenceAdded, row, payload)).await?;
    letters::evidence(&tx, cx, case, id, input.kind, &text).await?;
    cx.commit(tx).await?;
    Ok(id)
}
