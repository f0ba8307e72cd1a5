//! A dispute as one of its sides sees it by signed link, and what that side does.

use super::appeal::{appeal, lost};
use super::evidence::add;
use super::open::{Opening, write_case};
use super::{AddEvidence, AppealDispute, Case, latest_of, registration};
use crate::Ctx;
use crate::cosell::protection::overlapping;
use crate::cosell::registration::load::meanwhile;
use crate::settings::organisation;
use kernel::words::{
    DisputeKind, DisputeOutcome, DisputeRule, DisputeSide, DisputeStatus, EvidenceKind, RegistrationStatus,
};
use kernel::{Date, FieldErrors, Instant, Outcome};
use sea_orm::{ConnectionTrait, FromQueryResult};
use storage::Sql;
use storage::entity::registration::Model;

/// What a side has shown itself.
#[derive(Debug, Clone, PartialEq, Eq, FromQueryResult)]
pub struct OwnEvidence {
    /// What it is.
    pub kind: EvidenceKind,
    /// What it says.
    pub body: String,
    /// Its day.
    pub dated_on: Option<Date>,
    /// When it was given.
    pub given_at: Instant,
}

/// A decision as the sides read it.
#[derive(Debug, Clone, PartialEq, Eq, FromQueryResult)]
pub struct DecisionSeen {
    /// How it went for the contested registration.
    pub outcome: DisputeOutcome,
    /// By which rule.
    pub rule: DisputeRule,
    /// Why.
    pub body: String,
    /// When.
    pub decided_at: Instant,
}

/// A dispute as one of its sides sees it.
#[derive(Debug, Clone)]
pub struct DisputeSeen {
    /// Which side.
    pub side: DisputeSide,
    /// Where it stands.
    pub status: DisputeStatus,
    /// Since when.
    pub opened_at: Instant,
    /// When a decision is due.
    pub due_at: Instant,
    /// What this side wrote when it opened the case; absent where the other side or the vendor did.
    pub statement: Option<String>,
    /// What this side has shown, the oldest first.
    pub evidence: Vec<OwnEvidence>,
    /// The decision, and the answer to an appeal.
    pub decisions: Vec<DecisionSeen>,
    /// Whether something can be shown.
    pub may_show: bool,
    /// Until when this side can appeal, while it can.
    pub appeal_until_on: Option<Date>,
}

/// The reason of a no that says that somebody else has the customer.
const TAKEN: &str = "already_registered";

/// Until when the partner of this registration can contest whoever was protected instead: once, when it was declined because of another or taken
/// back. A second look takes nothing of that away, whatever its reason: it asks the same vendor once more, a dispute hears both sides. Whoever was
/// never told of another learns nothing here: only a no that said so counts, the last one or one before it.
///
/// # Errors
/// The database's.
async fn contest_until(
    db: &impl ConnectionTrait,
    row: &Model,
    case: Option<&Case>,
    today: Date,
) -> Outcome<Option<Date>> {
    let Some(until) = row.appeal_until_on.filter(|until| case.is_none() && *until >= today) else { return Ok(None) };
    let may = match row.status {
        RegistrationStatus::Declined if row.reason_code.as_deref() == Some(TAKEN) => true,
        // What was said in between does not name anybody: somebody must be there.
        RegistrationStatus::Declined => {
            row.appealed_at.is_some() && was_taken(db, row).await? && !overlapping(db, row).await?.is_empty()
        }
        RegistrationStatus::Cancelled => row.appealed_at.is_none() && !overlapping(db, row).await?.is_empty(),
        _ => false,
    };
    Ok(may.then_some(until))
}

/// Whether a no before the last one said that somebody else has the customer.
async fn was_taken(db: &impl ConnectionTrait, row: &Model) -> Outcome<bool> {
    let said = Sql::new("SELECT 1 FROM registration_step WHERE activity = 'declined' AND reason = ")
        .bind(TAKEN)
        .push(" AND registration_id = ")
        .bind(row.id)
        .push(" LIMIT 1");
    Ok(said.value::<i32>(db).await?.is_some())
}

/// What the side of this registration sees of its latest dispute, and until when it can contest.
///
/// # Errors
/// The database's.
pub(crate) async fn seen(cx: &Ctx, row: &Model) -> Outcome<(Option<DisputeSeen>, Option<Date>)> {
    let db = cx.read();
    let today = cx.now().date_in(&organisation(db).await?.zone());
    let case = latest_of(db, row.id).await?;
    let contest_until = contest_until(db, row, case.as_ref(), today).await?;
    let Some(case) = case else { return Ok((None, contest_until)) };
    let Some(side) = case.side_of(row.id) else { return Ok((None, contest_until)) };
    let evidence = Sql::new("SELECT kind, body, dated_on, given_at FROM dispute_evidence WHERE dispute_id = ")
        .bind(case.id)
        .push(" AND side = ")
        .bind(side)
        .push(" ORDER BY given_at, id")
        .all::<OwnEvidence>(db)
        .await?;
    let decisions = Sql::new("SELECT outcome, rule, body, decided_at FROM dispute_decision WHERE dispute_id = ")
        .bind(case.id)
        .push(" ORDER BY position")
        .all::<DecisionSeen>(db)
        .await?;
    let lost = decisions.first().map(|d| lost(d.outcome));
    let may_appeal = case.status == DisputeStatus::Decided && lost == Some(side);
    let seen = DisputeSeen {
        side,
        status: case.status,
        opened_at: case.appealed_at.unwrap_or(case.opened_at),
        due_at: case.due_at,
        statement: (case.opened_side == side).then(|| case.statement.clone()),
        evidence,
        may_show: case.waits(),
        appeal_until_on: case.appeal_until_on.filter(|until| may_appeal && *until >= today),
        decisions,
    };
    Ok((Some(seen), contest_until))
}

/// Contests whoever was protected instead, as the actor of `cx`, whose right to this row is known.
///
/// # Errors
/// `Invalid` at `statement`; conflict `dispute_open`, `dispute_claimed_already`, `not_allowed_now` (also when nothing stands in the way any
/// more: then it can be sent again).
pub(crate) async fn contest(cx: &Ctx, row: &Model, statement: &str) -> Outcome<()> {
    let mut errors = FieldErrors::default();
    let statement = errors.required("statement", statement, 4_000);
    errors.into_result(())?;
    let today = cx.now().date_in(&organisation(cx.read()).await?.zone());
    let case = latest_of(cx.read(), row.id).await?;
    if contest_until(cx.read(), row, case.as_ref(), today).await?.is_none() {
        return Err(meanwhile("not_allowed_now", row));
    }
    let tx = cx.begin().await?;
    let standing = overlapping(&tx, row).await?;
    let contested = standing.first().ok_or_else(|| meanwhile("not_allowed_now", row))?;
    let opening =
        Opening { kind: DisputeKind::Partners, statement, side: DisputeSide::Claimant, claimant: Some(row.clone()) };
    write_case(&tx, cx, contested, &opening).await?;
    cx.commit(tx).await
}

/// Shows something, as the actor of `cx`, whose right to this row is known.
///
/// # Errors
/// `Invalid` at `text`, `dated_on`; conflict `dispute_over`, `dispute_enough_evidence`.
pub(crate) async fn show(cx: &Ctx, row: &Model, input: AddEvidence) -> Outcome<()> {
    let Some(case) = latest_of(cx.read(), row.id).await? else { return Err(meanwhile("dispute_over", row)) };
    let Some(side) = case.side_of(row.id) else { return Err(meanwhile("dispute_over", row)) };
    add(cx, &case, row, side, input).await?;
    Ok(())
}

/// Appeals, as the actor of `cx`, whose right to this row is known.
///
/// # Errors
/// `Invalid` at `reason`; conflict `dispute_no_appeal`, `dispute_open`, `stale_version`.
pub(crate) async fn appeal_as(cx: &Ctx, row: &Model, input: AppealDispute) -> Outcome<()> {
    let Some(case) = latest_of(cx.read(), row.id).await? else { return Err(meanwhile("dispute_no_appeal", row)) };
    let contested = registration(cx.read(), case.registration_id).await?;
    appeal(cx, &case, contested, case.side_of(row.id), input).await?;
    Ok(())
}
