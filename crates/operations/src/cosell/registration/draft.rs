//! What was begun and is not sent yet: kept as it was typed, for whoever began it and nobody else. No clock runs, nothing is checked, nobody is
//! written to, and no event tells colleagues of it; sending it is where a registration begins.

pub(super) mod from_sheet;

use super::load::{Changed, allowed, history, write};
use super::state::Step;
use super::submission::{Checked, Submission};
use super::submit::{Files, Intake, Submitted, entry_on_behalf, intake_on_behalf, new_row, receive};
use super::{OnBehalf, letters};
use crate::access::policy::Action;
use crate::cosell::form::{Answers, attach_files, references};
use crate::cosell::number::{NumberOf, fresh};
use crate::cosell::typed_amount::TypedAmount;
use crate::{App, Ctx};
use jobs::{Claimed, JobError};
use kernel::id::{ContactId, PartnerId, ProgramId, RegistrationId, UserId};
use kernel::time::DAY;
use kernel::words::RegistrationStatus;
use kernel::{Failure, FieldErrors, Instant, Locale, Outcome};
use sea_orm::{ActiveValue::NotSet, ActiveValue::Set, EntityTrait, FromQueryResult, TryInsertResult};
use serde::{Deserialize, Serialize};
use storage::entity::registration::{ActiveModel, Column, Entity, Model};
use storage::{Sql, Tx};

/// More than anybody has in work.
pub const MOST_DRAFTS: i64 = 50;
/// A draft nobody has touched for so long is forgotten.
pub const KEPT: i64 = 90 * DAY;
/// Bytes of a draft.
const MOST_BYTES: usize = 64 * 1024;

/// A deal as it was typed in a form.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Typed {
    /// `deal` (also when empty) or `lead`.
    pub kind: String,
    /// The customer's name.
    pub company: String,
    /// Website, host or domain.
    pub domain: String,
    /// Two letters.
    pub country: String,
    /// The customer's place.
    pub city: String,
    /// The customer's phone number.
    pub customer_phone: String,
    /// The customer's VAT number.
    pub vat: String,
    /// Whom the partner talks to there.
    pub customer_contact: String,
    /// What the customer needs.
    pub need: String,
    /// A product's name or free text.
    pub product: String,
    /// Expected amount.
    pub amount: String,
    /// ISO 4217.
    pub currency: String,
    /// `YYYY-MM-DD`
    pub expected_close_on: String,
    /// What the partner has done and will do.
    pub partner_help: String,
    /// Answers to the program's own questions, by their keys.
    #[schema(value_type = Object)]
    pub answers: Answers,
    /// In which language's way numbers were typed; the plain way (`48000.00`) when absent.
    #[schema(value_type = Option<String>)]
    pub typed_in: Option<Locale>,
}

impl Typed {
    /// What it says, to be checked and sent.
    pub fn submission(&self) -> Submission {
        let some = |text: &str| (!text.trim().is_empty()).then(|| text.to_owned());
        Submission {
            kind: some(&self.kind),
            company: self.company.clone(),
            domain: some(&self.domain),
            country: some(&self.country),
            city: some(&self.city),
            customer_phone: some(&self.customer_phone),
            vat: some(&self.vat),
            customer_contact: some(&self.customer_contact),
            need: some(&self.need),
            product: some(&self.product),
            amount: match self.typed_in {
                Some(locale) => TypedAmount::typed(&self.amount, locale),
                None => TypedAmount::plain(&self.amount),
            },
            currency: some(&self.currency),
            expected_close_on: self.expected_close_on.clone(),
            partner_help: some(&self.partner_help),
            answers: self.answers.clone(),
            typed_in: self.typed_in,
        }
    }
}

/// What a person of the vendor keeps for later.
#[derive(Debug, Clone, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SaveDraft {
    /// The program it belongs to.
    #[schema(value_type = String)]
    pub program: ProgramId,
    /// Whose registration it will be.
    #[schema(value_type = String)]
    pub partner: PartnerId,
    /// The person at the partner.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub contact: Option<ContactId>,
    /// The deal so far.
    pub registration: Typed,
    /// The version seen; when given and old, it was changed elsewhere.
    #[serde(default)]
    pub version: Option<i64>,
}

/// A draft, in the list of whoever began it.
#[derive(Debug, Clone, PartialEq, Eq, FromQueryResult, Serialize, utoipa::ToSchema)]
pub struct DraftListed {
    /// The registration it will be.
    #[schema(value_type = String)]
    pub id: RegistrationId,
    /// The customer so far; may be empty.
    pub company: String,
    /// The partner it will be credited to.
    #[schema(value_type = String)]
    pub partner_id: PartnerId,
    /// Their name.
    pub partner: String,
    /// When it was last kept.
    #[schema(value_type = String, format = DateTime)]
    pub saved_at: Instant,
}

/// A draft with everything in it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct RegistrationDraft {
    /// The registration it will be.
    #[schema(value_type = String)]
    pub id: RegistrationId,
    /// The program.
    #[schema(value_type = String)]
    pub program: ProgramId,
    /// The partner.
    #[schema(value_type = Option<String>)]
    pub partner: Option<PartnerId>,
    /// The person at the partner.
    #[schema(value_type = Option<String>)]
    pub contact: Option<ContactId>,
    /// The deal so far.
    pub registration: Typed,
    /// When it was last kept.
    #[schema(value_type = String, format = DateTime)]
    pub saved_at: Instant,
    /// Send it back with the next change.
    pub version: i64,
}

/// Keeps what was begun for a partner; `id` is that of a draft kept before.
///
/// # Errors
/// `Forbidden`; `NotFound` when the draft is not the actor's; `Invalid` at `program`, `partner`, `contact`, `form` (`too_large`, `too_many`);
/// conflict `stale_version`, `not_allowed_now` when it was sent meanwhile.
pub async fn save_draft(cx: &Ctx, id: Option<RegistrationId>, input: SaveDraft) -> Outcome<Changed> {
    cx.allow(Action::AnswerRegistrations)?;
    let user = user(cx)?;
    let mut errors = FieldErrors::default();
    let intake = intake_on_behalf(cx, input.program, input.partner, input.contact, &mut errors).await?;
    let Some(intake) = intake.filter(|_| errors.is_empty()) else { return Err(Failure::Invalid(errors)) };
    keep(cx, Owner::User(user), id, intake, &input.registration, input.version).await
}

/// The actor's drafts, the last kept first; no more than [`MOST_DRAFTS`].
///
/// # Errors
/// `Forbidden`.
pub async fn drafts(cx: &Ctx) -> Outcome<Vec<DraftListed>> {
    cx.allow(Action::AnswerRegistrations)?;
    listed(cx, Owner::User(user(cx)?), None).await
}

/// A draft of the actor's.
///
/// # Errors
/// `Forbidden`, `NotFound`.
pub async fn draft(cx: &Ctx, id: RegistrationId) -> Outcome<RegistrationDraft> {
    cx.allow(Action::AnswerRegistrations)?;
    found(cx, Owner::User(user(cx)?), id).await
}

/// Forgets a draft of the actor's.
///
/// # Errors
/// `Forbidden`, `NotFound`.
pub async fn discard_draft(cx: &Ctx, id: RegistrationId) -> Outcome<()> {
    cx.allow(Action::AnswerRegistrations)?;
    discard(cx, Owner::User(user(cx)?), id).await
}

/// Sends a draft of the actor's as it was kept.
///
/// # Errors
/// `Forbidden`, `NotFound`; `Invalid` at the fields of a registration; conflict `stale_version`, `not_allowed_now`.
pub async fn send_draft(cx: &Ctx, id: RegistrationId) -> Outcome<Submitted> {
    let kept = draft(cx, id).await?;
    let partner = kept.partner.ok_or(Failure::NotFound)?;
    let registration = kept.registration.submission();
    send_as(cx, id, OnBehalf { program: kept.program, partner, contact: kept.contact, registration }).await
}

/// Sends a draft of the actor's with what its form says now.
///
/// # Errors
/// As [`send_draft`].
pub async fn send_as(cx: &Ctx, id: RegistrationId, input: OnBehalf) -> Outcome<Submitted> {
    let entry = entry_on_behalf(cx, input, Files::Now).await?;
    let before = to_send(cx, Owner::User(user(cx)?), id).await?;
    receive(cx, entry.intake, entry.checked, Some(before)).await
}

pub(super) fn user(cx: &Ctx) -> Outcome<UserId> {
    cx.actor.user().map(|user| user.id).ok_or(Failure::Forbidden)
}

/// Whose draft it is.
#[derive(Debug, Clone, Copy)]
pub(super) enum Owner {
    /// A person of the vendor.
    User(UserId),
    /// A contact, by their personal link.
    Contact(ContactId),
}

impl Owner {
    fn only(self, sql: Sql) -> Sql {
        match self {
            Self::User(user) => sql.push(" AND d.user_id = ").bind(user),
            Self::Contact(contact) => sql.push(" AND d.user_id IS NULL AND r.contact_id = ").bind(contact),
        }
    }
}

pub(super) async fn listed(cx: &Ctx, owner: Owner, program: Option<ProgramId>) -> Outcome<Vec<DraftListed>> {
    let sql = "SELECT r.id, r.company_name AS company, r.partner_id, p.name AS partner, d.saved_at FROM registration_draft d JOIN registration r ON r.id = d.registration_id JOIN partner p ON p.id = r.partner_id WHERE r.status = 'draft'";
    let sql = owner.only(Sql::new(sql));
    let sql = match program {
        Some(program) => sql.push(" AND r.program_id = ").bind(program),
        None => sql,
    };
    Ok(sql.push(" ORDER BY d.saved_at DESC, r.id DESC LIMIT ").bind(MOST_DRAFTS).all(cx.read()).await?)
}

#[derive(FromQueryResult)]
struct Content {
    content: String,
    saved_at: Instant,
}

/// A draft of this owner's, and what is in it.
async fn own(cx: &Ctx, owner: Owner, id: RegistrationId) -> Outcome<(Model, Content)> {
    let sql = Sql::new("SELECT d.content, d.saved_at FROM registration_draft d JOIN registration r ON r.id = d.registration_id WHERE r.status = 'draft' AND r.id = ").bind(id);
    let content = owner.only(sql).one::<Content>(cx.read()).await?.ok_or(Failure::NotFound)?;
    let row = Entity::find_by_id(id).one(cx.read()).await?.ok_or(Failure::NotFound)?;
    Ok((row, content))
}

pub(super) async fn found(cx: &Ctx, owner: Owner, id: RegistrationId) -> Outcome<RegistrationDraft> {
    let (row, Content { content, saved_at }) = own(cx, owner, id).await?;
    Ok(RegistrationDraft {
        id,
        program: row.program_id,
        partner: row.partner_id,
        contact: row.contact_id,
        registration: serde_json::from_str(&content).map_err(Failure::internal)?,
        saved_at,
        version: row.version,
    })
}

/// The draft to be sent by this owner.
pub(super) async fn to_send(cx: &Ctx, owner: Owner, id: RegistrationId) -> Outcome<Model> {
    Ok(own(cx, owner, id).await?.0)
}

pub(super) async fn discard(cx: &Ctx, owner: Owner, id: RegistrationId) -> Outcome<()> {
    own(cx, owner, id).await?;
    let tx = cx.begin().await?;
    forget(&tx, cx.now(), &[id]).await?;
    cx.commit(tx).await
}

pub(super) async fn keep(
    cx: &Ctx,
    owner: Owner,
    id: Option<RegistrationId>,
    intake: Intake,
    typed: &Typed,
    version: Option<i64>,
) -> Outcome<Changed> {
    let content = content(typed)?;
    let before = match id {
        Some(id) => Some(own(cx, owner, id).await?.0),
        None => None,
    };
    let tx = cx.begin().await?;
    let row = match before {
        Some(before) => {
            allowed(&before, Step::SaveDraft, version)?;
            let intake = Intake { status: RegistrationStatus::Draft, ..intake };
            let checked = Checked::begun(typed, intake.program.currency);
            let change = ActiveModel { fingerprint: NotSet, ..rewritten(cx, &before, &intake, &checked) };
            write(&tx, &before, change).await?
        }
        None => begin(&tx, cx, owner, &intake, typed, None).await?.ok_or(Failure::NotFound)?,
    };
    keep_content(&tx, cx, owner, &row, content, typed).await?;
    cx.commit(tx).await?;
    Ok(Changed::of(&row))
}

/// What was typed, as it is stored.
fn content(typed: &Typed) -> Outcome<String> {
    let content = serde_json::to_string(typed).map_err(Failure::internal)?;
    // SQLite and PostgreSQL both refuse it in a text.
    if content.len() > MOST_BYTES || content.contains("\\u0000") {
        return Err(Failure::field("form", "too_large"));
    }
    Ok(content)
}

/// How many drafts somebody has.
async fn count(db: &impl sea_orm::ConnectionTrait, owner: Owner) -> Outcome<i64> {
    let count = "SELECT CAST(COUNT(*) AS BIGINT) FROM registration_draft d JOIN registration r ON r.id = d.registration_id WHERE r.status = 'draft'";
    Ok(owner.only(Sql::new(count)).value::<i64>(db).await?.unwrap_or(0))
}

/// A new draft's row; nothing where another one has this `fingerprint` already.
async fn begin(
    tx: &Tx,
    cx: &Ctx,
    owner: Owner,
    intake: &Intake,
    typed: &Typed,
    fingerprint: Option<String>,
) -> Outcome<Option<Model>> {
    if count(tx, owner).await? >= MOST_DRAFTS {
        return Err(Failure::field("form", "too_many_drafts"));
    }
    let checked = Checked::begun(typed, intake.program.currency);
    let id = RegistrationId::new();
    let number = fresh(tx, NumberOf::Registration).await?;
    let fingerprint = fingerprint.unwrap_or_else(|| format!("draft:{id}"));
    let row = new_row(cx, id, number, fingerprint, intake, &checked);
    let row = ActiveModel { status: Set(RegistrationStatus::Draft), ..row };
    let inserted =
        Entity::insert(row).on_conflict_do_nothing_on([Column::Fingerprint]).exec_without_returning(tx).await?;
    if !matches!(inserted, TryInsertResult::Inserted(1)) {
        return Ok(None);
    }
    let row = Entity::find_by_id(id).one(tx).await?.ok_or(Failure::NotFound)?;
    history(tx, cx, &row, Step::SaveDraft.activity(), Some(row.status), None).await?;
    Ok(Some(row))
}

async fn keep_content(tx: &Tx, cx: &Ctx, owner: Owner, row: &Model, content: String, typed: &Typed) -> Outcome<()> {
    let user = match owner {
        Owner::User(user) => Some(user),
        Owner::Contact(_) => None,
    };
    Sql::new("INSERT INTO registration_draft (registration_id, user_id, content, saved_at) VALUES ")
        .bind_list::<sea_orm::Value>([row.id.into(), user.into(), content.into(), cx.now().into()])
        .push(" ON CONFLICT (registration_id) DO UPDATE SET content = excluded.content, saved_at = excluded.saved_at")
        .execute(tx)
        .await?;
    // A file that is gone is asked for when the draft is sent.
    attach_files(tx, cx.now(), row.id, &row.sender_name, &references(&typed.answers)).await?;
    Ok(())
}

/// What a draft's row becomes, beside what stays with it.
fn rewritten(cx: &Ctx, before: &Model, intake: &Intake, checked: &Checked) -> ActiveModel {
    let (id, number, fingerprint) = (before.id, before.number.clone(), before.fingerprint.clone());
    let row = new_row(cx, id, number, fingerprint, intake, checked);
    ActiveModel { id: NotSet, number: NotSet, created_at: NotSet, version: NotSet, ..row }
}

/// A draft becomes the registration it was meant to be: same row, same number.
pub(super) async fn sent(
    tx: &Tx,
    cx: &Ctx,
    before: &Model,
    fingerprint: String,
    intake: &Intake,
    checked: &Checked,
) -> Outcome<Model> {
    allowed(before, Step::Submit, None)?;
    let change = ActiveModel { fingerprint: Set(fingerprint), ..rewritten(cx, before, intake, checked) };
    let row = write(tx, before, change).await?;
    Sql::new("DELETE FROM registration_draft WHERE registration_id = ").bind(row.id).execute(tx).await?;
    Ok(row)
}

/// Takes registrations that never began out of the database.
pub(super) async fn forget(tx: &Tx, now: Instant, ids: &[RegistrationId]) -> Outcome<()> {
    let of = |table: &str| format!("DELETE FROM {table} WHERE registration_id IN ");
    Sql::new("UPDATE mail SET registration_id = NULL WHERE registration_id IN ")
        .bind_list(ids.iter().copied())
        .execute(tx)
        .await?;
    // Their bytes go like those of any upload that never arrived.
    let files = Sql::new("UPDATE attachment SET registration_id = NULL WHERE registration_id IN ")
        .bind_list(ids.iter().copied())
        .execute(tx)
        .await?;
    if files > 0 {
        super::files::clean_soon(tx, now).await?;
    }
    for table in ["registration_draft", "registration_step", "registration_answer", "registration_form", "signed_link"]
    {
        Sql::new(of(table)).bind_list(ids.iter().copied()).execute(tx).await?;
    }
    // Whoever sent it at this very moment keeps it.
    let gone = Sql::new("DELETE FROM registration WHERE status IN ('draft', 'unconfirmed') AND id IN ")
        .bind_list(ids.iter().copied())
        .execute(tx)
        .await?;
    if gone == ids.len() as u64 { Ok(()) } else { Err(Failure::conflict("stale_version")) }
}

/// The job that forgets what never began.
pub const CLEAN: &str = "registration.drafts";
/// As many in one transaction.
const BATCH: i64 = 200;

/// Forgets what never began. Handler of [`CLEAN`].
///
/// # Errors
/// The database's; the queue tries again later.
pub async fn clean(app: App, _job: Claimed) -> Result<(), JobError> {
    Ok(forget_old(&app).await?)
}

/// Forgets drafts nobody has touched for [`KEPT`], and what strangers sent and did not confirm within a month after they could.
///
/// # Errors
/// The database's.
pub async fn forget_old(app: &App) -> Outcome<()> {
    let (touched, sent) = (app.now().plus(-KEPT), app.now().plus(-letters::CONFIRM_WITHIN - 30 * DAY));
    loop {
        let tx = app.db().begin().await?;
        let ids = Sql::new("SELECT * FROM (SELECT d.registration_id AS id FROM registration_draft d WHERE d.saved_at < ")
            .bind(touched)
            .push(" LIMIT ")
            .bind(BATCH)
            .push(") drafts UNION ALL SELECT * FROM (SELECT r.id FROM registration r WHERE r.status = 'unconfirmed' AND r.submitted_at < ")
            .bind(sent)
            .push(" LIMIT ")
            .bind(BATCH)
            .push(") strangers")
            .column::<RegistrationId>(&tx)
            .await?;
        if ids.is_empty() {
            return Ok(());
        }
        match forget(&tx, app.now(), &ids).await {
            Ok(()) => tx.commit().await?,
            // Somebody sent one of them meanwhile; the next look does not find it.
            Err(Failure::Conflict { .. }) => drop(tx),
            Err(failure) => return Err(failure),
        }
    }
}
