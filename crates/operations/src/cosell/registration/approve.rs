//! The vendor says yes: the deal is made, and the partner is protected.

use super::load::{Changed, advance, allowed, event, load};
use super::look::company_of;
use super::state::Step;
use super::{letters, promises, sale};
use crate::access::policy::Action;
use crate::cosell::deal::{self, NewDeal};
use crate::cosell::protection::{self, Grant};
use crate::cosell::{company, conflict};
use crate::record::{EventKind, record};
use crate::settings::organisation;
use crate::{Ctx, program};
use kernel::id::{DealId, ProgramId, RegistrationId, UserId};
use kernel::words::{ClockKind, DealSource, Decision, PartnerStatus};
use kernel::{Date, Failure, FieldErrors, Outcome};
use sea_orm::ActiveValue::Set;
use sea_orm::FromQueryResult;
use serde::Deserialize;
use storage::entity::registration::{ActiveModel, Model};
use storage::{Sql, Tx};

/// The longest name a deal can have, characters.
const DEAL_NAME_LENGTH: usize = 200;

/// A yes.
#[derive(Debug, Clone, Default, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Approve {
    /// A word to the partner.
    #[serde(default)]
    pub note: Option<String>,
    /// The version seen; when given and old, somebody was faster.
    #[serde(default)]
    pub version: Option<i64>,
}

/// What a yes answers.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, utoipa::ToSchema)]
pub struct Approved {
    /// The registration now.
    #[serde(flatten)]
    pub registration: Changed,
    /// The deal it became.
    #[schema(value_type = String)]
    pub deal: DealId,
    /// The last day of protection; absent where a reduced role was given.
    #[schema(value_type = Option<String>, format = Date)]
    pub protected_until_on: Option<Date>,
}

/// Approves: the company is found or made, the deal created in the first stage, protection starts today, the clocks stop.
///
/// # Errors
/// `Forbidden`, `NotFound`; `Invalid` at `note`; conflict `partner_missing` while a stranger belongs to no partner, `already_decided`,
/// `approval_needed` where a chain asks others, `stale_version`, `not_allowed_now`; `scope_taken` where another protection stands for this
/// customer, product and region: then a person decides by [`crate::cosell::protection::approve_beside`]; `finding_blocks` while a finding
/// blocks that nobody has set aside.
pub async fn approve(cx: &Ctx, id: RegistrationId, input: Approve) -> Outcome<Approved> {
    cx.allow(Action::AnswerRegistrations)?;
    let row = load(cx, id).await?;
    let note = note_of(&input)?;
    give(cx, row, note, input.version, &Grant::Alone).await
}

/// The word to the partner.
pub(super) fn note_of(input: &Approve) -> Outcome<Option<String>> {
    let mut errors = FieldErrors::default();
    let note = errors.optional("note", input.note.as_deref(), 2000);
    errors.into_result(note)
}

/// Approves as the actor of `cx`, whose right to this row is known.
pub(crate) async fn give(
    cx: &Ctx,
    row: Model,
    note: Option<String>,
    version: Option<i64>,
    beside: &Grant,
) -> Outcome<Approved> {
    allowed(&row, Step::Approve, version)?;
    if row.partner_id.is_none() {
        return Err(Failure::conflict("partner_missing"));
    }
    let tx = cx.begin().await?;
    let definition = program::definition(&tx, row.program_id, row.definition_version).await?;
    if super::chain::is_needed(&tx, &row, &definition).await? {
        return Err(Failure::conflict("approval_needed"));
    }
    let row = grant(&tx, cx, row, note.as_deref(), note.as_deref(), beside).await?;
    cx.commit(tx).await?;
    let deal = row.deal_id.ok_or(Failure::NotFound)?;
    Ok(Approved { registration: Changed::of(&row), deal, protected_until_on: row.protected_until_on })
}

#[derive(FromQueryResult)]
struct Membership {
    status: PartnerStatus,
    program_id: Option<ProgramId>,
}

/// Whether the partner can be protected: it is still one, and in the program. A stranger's form may have come for it all the same, and it may have
/// left since.
///
/// # Errors
/// Conflict `partner_exited`, `partner_not_in_program`.
pub(super) async fn partner_takes_part(tx: &Tx, row: &Model) -> Outcome<()> {
    let found = Sql::new("SELECT p.status, s.program_id FROM partner p LEFT JOIN partner_program s ON s.partner_id = p.id AND s.program_id = ")
        .bind(row.program_id)
        .push(" WHERE p.id = ")
        .bind(row.partner_id)
        .one::<Membership>(tx)
        .await?;
    match found {
        Some(Membership { status: PartnerStatus::Exited, .. }) => Err(Failure::conflict("partner_exited")),
        Some(Membership { program_id: None, .. }) => Err(Failure::conflict("partner_not_in_program")),
        _ => Ok(()),
    }
}

/// The yes itself: the row first, which two cannot both have; then what follows from it. `note` is for the partner, `reason` for the
/// history, `beside` what a person decided about protections that stand in the scope already.
pub(super) async fn grant(
    tx: &Tx,
    cx: &Ctx,
    row: Model,
    note: Option<&str>,
    reason: Option<&str>,
    beside: &Grant,
) -> Outcome<Model> {
    let now = cx.now();
    partner_takes_part(tx, &row).await?;
    if conflict::blocks(tx, &row, !matches!(beside, Grant::Alone)).await? {
        return Err(Failure::conflict("finding_blocks"));
    }
    let definition = program::definition(tx, row.program_id, row.definition_version).await?;
    let today = now.date_in(&organisation(tx).await?.zone());
    // A change after the yes makes no protection longer.
    let window = definition.protection.days_of(row.product_id, definition.protection_days);
    let until =
        beside.is_protected().then(|| row.protected_until_on.unwrap_or_else(|| today.plus_days(i64::from(window))));
    let decided = ActiveModel {
        first_answered_at: Set(row.first_answered_at.or(Some(now))),
        decided_at: Set(Some(now)),
        decision: Set(Some(Decision::Approved)),
        reason_text: Set(note.map(str::to_owned)),
        decided_by: Set(Some(cx.actor.name().to_owned())),
        protected_until_on: Set(until),
        reviewer_id: Set(super::load::reviewer_after(cx, &row)),
        ..Default::default()
    };
    let row = advance(tx, cx, &row, decided, Step::Approve, reason).await?;
    promises::stop(tx, cx, &row, ClockKind::FirstAnswer).await?;
    promises::stop(tx, cx, &row, ClockKind::Decision).await?;
    promises::stop(tx, cx, &row, ClockKind::Information).await?;
    super::chain::end(tx, cx, &row, None).await?;
    let row = match row.deal_id {
        // It was approved before and looked at again: the deal is there.
        Some(deal) => follow(tx, cx, row, deal).await?,
        None => open_deal(tx, cx, row, today).await?,
    };
    protection::ensure_first(tx, &row, beside).await?;
    protection::claim(tx, cx, &row, beside).await?;
    let payload =
        serde_json::json!({ "protected_until_on": until, "note": note, "rule": reason.filter(|_| note.is_none()) });
    record(tx, cx, event(EventKind::RegistrationApproved, &row, payload)).await?;
    match until {
        Some(_) => letters::approved(tx, cx, &row, note).await?,
        None => protection::letters::role(tx, cx, &row, beside.role(), note).await?,
    }
    sale::settle(tx, cx, row).await
}

/// The deal follows its registration to another customer; what it is worth, and when it closes, is the sale's.
async fn follow(tx: &Tx, cx: &Ctx, row: Model, deal: DealId) -> Outcome<Model> {
    let company = match row.company_id {
        Some(known) => known,
        None => company::find_or_create(tx, cx, &company_of(&row)).await?,
    };
    deal::move_to(tx, cx, deal, company, deal_name(tx, &row).await?).await?;
    super::load::write(tx, &row, ActiveModel { company_id: Set(Some(company)), ..Default::default() }).await
}

/// Finds or makes the company and opens the deal in the first stage.
async fn open_deal(tx: &Tx, cx: &Ctx, row: Model, today: Date) -> Outcome<Model> {
    let company = match row.company_id {
        Some(known) => known,
        None => company::find_or_create(tx, cx, &company_of(&row)).await?,
    };
    let deal = NewDeal {
        program: row.program_id,
        partner: row.partner_id,
        company: Some(company),
        registration: Some(row.id),
        owner: owner(tx, cx, &row).await?,
        name: deal_name(tx, &row).await?,
        source: DealSource::Registered,
        amount: row.amount,
        currency: row.currency,
        product: row.product_id,
        expected_close_on: row.expected_close_on,
        opened_on: Some(today),
    };
    let deal = deal::create(tx, cx, deal).await?;
    let linked = ActiveModel { company_id: Set(Some(company)), deal_id: Set(Some(deal)), ..Default::default() };
    super::load::write(tx, &row, linked).await
}

/// Who sells it: the partner's sales lead on our side, else who approved.
async fn owner(tx: &Tx, cx: &Ctx, row: &Model) -> Outcome<Option<UserId>> {
    let lead = Sql::new("SELECT o.user_id FROM partner_owner o JOIN app_user u ON u.id = o.user_id WHERE o.role = 'sales_lead' AND o.side = 'vendor' AND u.active AND o.partner_id = ")
        .bind(row.partner_id)
        .value::<UserId>(tx)
        .await?;
    Ok(lead.or(cx.actor.user().map(|user| user.id)).or(row.reviewer_id))
}

/// The customer and what it is about.
async fn deal_name(tx: &Tx, row: &Model) -> Outcome<String> {
    let product = match row.product_id {
        Some(id) => Sql::new("SELECT name FROM product WHERE id = ").bind(id).value::<String>(tx).await?,
        None => row.product_text.clone(),
    };
    let name = match product {
        Some(product) => format!("{} – {product}", row.company_name),
        None => row.company_name.clone(),
    };
    Ok(name.chars().take(DEAL_NAME_LENGTH).collect())
}
