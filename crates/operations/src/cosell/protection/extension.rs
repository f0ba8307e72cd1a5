//! Protection made longer: the partner asks before it ends and says what has moved, a person of the vendor answers. What was asked in time keeps its
//! protection until it is answered: nobody loses a customer because we were slow.

use super::letters;
use crate::Ctx;
use crate::access::policy::Action;
use crate::access::scope::in_scope;
use crate::cosell::registration::load::{Changed, advance, allowed, event, history, load, meanwhile};
use crate::cosell::registration::state::{Step, after};
use crate::program::{self, ExtensionRules};
use crate::record::{EventKind, record};
use crate::settings::organisation;
use kernel::id::{ExtensionId, RegistrationId};
use kernel::words::ExtensionStatus;
use kernel::{Cursor, Date, Failure, FieldErrors, Instant, Outcome, Page, PageRequest};
use sea_orm::{ActiveValue::Set, ConnectionTrait, FromQueryResult};
use serde::{Deserialize, Serialize};
use storage::entity::registration::{ActiveModel, Model};
use storage::{Sql, Tx};

/// How far one extension reaches at most, days from the last day so far.
const LONGEST: i64 = 366;

/// A wish for more time.
#[derive(Debug, Clone, Default, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AskExtension {
    /// What has moved: meetings, offers, what the customer said. At most 2,000 characters.
    pub evidence: String,
    /// The version seen; when given and old, somebody was faster.
    #[serde(default)]
    pub version: Option<i64>,
}

/// The answer to it.
#[derive(Debug, Clone, Default, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AnswerExtension {
    /// Yes or no.
    pub grant: bool,
    /// The new last day; the program's extension when left out.
    #[serde(default)]
    #[schema(value_type = Option<String>, format = Date)]
    pub until_on: Option<Date>,
    /// A word to the partner; needed with a no.
    #[serde(default)]
    pub note: Option<String>,
}

/// A wish, as it is kept.
#[derive(Debug, Clone, PartialEq, Eq, FromQueryResult, Serialize, utoipa::ToSchema)]
pub struct Extension {
    /// The request.
    #[schema(value_type = String)]
    pub id: ExtensionId,
    /// `pending`, `granted` or `refused`.
    #[schema(value_type = String)]
    pub status: ExtensionStatus,
    /// What has moved, in the partner's words.
    pub evidence: String,
    /// Who asked.
    pub asked_by: String,
    /// When.
    #[schema(value_type = String, format = DateTime)]
    pub asked_at: Instant,
    /// The last day when it was asked.
    #[schema(value_type = String, format = Date)]
    pub until_before_on: Date,
    /// The last day after a yes.
    #[schema(value_type = Option<String>, format = Date)]
    pub until_after_on: Option<Date>,
    /// Who answered.
    pub answered_by: Option<String>,
    /// When.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub answered_at: Option<Instant>,
    /// What the partner was told.
    pub note: Option<String>,
}

/// A wish that waits, with what it is about.
#[derive(Debug, Clone, PartialEq, Eq, FromQueryResult, Serialize, utoipa::ToSchema)]
pub struct WaitingExtension {
    /// The request.
    #[schema(value_type = String)]
    pub id: ExtensionId,
    /// What it is about.
    #[schema(value_type = String)]
    pub registration_id: RegistrationId,
    /// Its number.
    pub number: String,
    /// The customer.
    pub company_name: String,
    /// The partner.
    pub credited: String,
    /// When it was asked.
    #[schema(value_type = String, format = DateTime)]
    pub asked_at: Instant,
    /// The last day of protection as it stands.
    #[schema(value_type = String, format = Date)]
    pub until_before_on: Date,
}

/// What a partner may ask for now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MayAsk {
    /// More time; so many extensions are left.
    Yes(u32),
    /// A request waits for its answer.
    Waits,
    /// Nothing: not protected, over, or the limit is reached.
    No,
}

const FIELDS: &str =
    "id, status, evidence, asked_by, asked_at, until_before_on, until_after_on, answered_by, answered_at, note";

async fn requests(db: &impl ConnectionTrait, id: RegistrationId) -> Outcome<Vec<Extension>> {
    let sql = Sql::new("SELECT ").push(FIELDS).push(" FROM extension_request WHERE registration_id = ").bind(id);
    Ok(sql.push(" ORDER BY asked_at, id").all(db).await?)
}

async fn rules(db: &impl ConnectionTrait, row: &Model) -> Outcome<ExtensionRules> {
    Ok(program::definition(db, row.program_id, row.definition_version).await?.extension)
}

/// Whether more time can be asked for. Pure.
fn may_ask_now(row: &Model, rules: ExtensionRules, so_far: &[Extension], today: Date) -> MayAsk {
    if so_far.iter().any(|e| e.status == ExtensionStatus::Pending) {
        return MayAsk::Waits;
    }
    let granted = so_far.iter().filter(|e| e.status == ExtensionStatus::Granted).count();
    let left = rules.limit.saturating_sub(u32::try_from(granted).unwrap_or(u32::MAX));
    let runs = after(row.status, Step::Extend).is_some() && row.protected_until_on.is_some_and(|until| until >= today);
    if runs && left > 0 { MayAsk::Yes(left) } else { MayAsk::No }
}

/// Whether the partner of this registration can ask for more time now.
///
/// # Errors
/// The database's.
pub(crate) async fn may_ask(cx: &Ctx, row: &Model) -> Outcome<MayAsk> {
    let today = cx.now().date_in(&organisation(cx.read()).await?.zone());
    Ok(may_ask_now(row, rules(cx.read(), row).await?, &requests(cx.read(), row.id).await?, today))
}

/// Asks as the actor of `cx`, whose right to this row is known.
///
/// # Errors
/// `Invalid` at `evidence`; conflict `extension_pending`, `extension_limit`, `stale_version`, `not_allowed_now`.
pub(crate) async fn ask(cx: &Ctx, row: Model, input: AskExtension) -> Outcome<Extension> {
    let mut errors = FieldErrors::default();
    let evidence = errors.required("evidence", &input.evidence, 2_000);
    errors.into_result(())?;
    allowed(&row, Step::Extend, input.version)?;
    let until = row.protected_until_on.ok_or_else(|| meanwhile("not_allowed_now", &row))?;
    let tx = cx.begin().await?;
    let today = cx.now().date_in(&organisation(&tx).await?.zone());
    match may_ask_now(&row, rules(&tx, &row).await?, &requests(&tx, row.id).await?, today) {
        MayAsk::Yes(_) => {}
        MayAsk::Waits => return Err(meanwhile("extension_pending", &row)),
        MayAsk::No if until < today => return Err(meanwhile("not_allowed_now", &row)),
        MayAsk::No => return Err(meanwhile("extension_limit", &row)),
    }
    let asked_by = match cx.actor {
        kernel::Actor::Anonymous => row.sender_name.as_str(),
        _ => cx.actor.name(),
    };
    let asked = Sql::new(
        "INSERT INTO extension_request (id, registration_id, status, evidence, asked_by, asked_at, until_before_on) VALUES (",
    )
    .push_with(
        "?, ?, 'pending', ?, ?, ?, ?) ON CONFLICT DO NOTHING RETURNING ",
        [
            ExtensionId::new().into(),
            row.id.into(),
            evidence.into(),
            asked_by.into(),
            cx.now().into(),
            until.into(),
        ],
    )
    .push(FIELDS)
    .one::<Extension>(&tx)
    .await?
    // Asked twice at the same moment.
    .ok_or_else(|| meanwhile("extension_pending", &row))?;
    let payload = serde_json::json!({ "protected_until_on": until });
    keep_step(&tx, cx, &row, "extension_asked", None).await?;
    letters::extension_asked(&tx, cx, &row, &asked).await?;
    record(&tx, cx, event(EventKind::RegistrationExtensionAsked, &row, payload)).await?;
    cx.commit(tx).await?;
    Ok(asked)
}

/// Writes into the history what changes nothing in the row.
async fn keep_step(tx: &Tx, cx: &Ctx, row: &Model, activity: &str, reason: Option<&str>) -> Outcome<()> {
    // The history is counted: whoever adds to it at this moment waits here.
    Sql::new("UPDATE registration SET number = number WHERE id = ").bind(row.id).execute(tx).await?;
    history(tx, cx, row, activity, None, reason).await
}

/// Asks for more time on a partner's behalf.
///
/// # Errors
/// `Forbidden`, `NotFound`; `Invalid` at `evidence`; conflict `extension_pending`, `extension_limit`, `stale_version`, `not_allowed_now`.
pub async fn ask_extension(cx: &Ctx, id: RegistrationId, input: AskExtension) -> Outcome<Extension> {
    cx.allow(Action::AnswerRegistrations)?;
    let row = load(cx, id).await?;
    ask(cx, row, input).await
}

/// What was asked for a registration, oldest first.
///
/// # Errors
/// `Forbidden`, `NotFound`.
pub async fn extensions(cx: &Ctx, id: RegistrationId) -> Outcome<Vec<Extension>> {
    cx.allow(Action::Read)?;
    let row = load(cx, id).await?;
    requests(cx.read(), row.id).await
}

/// The new last day that a yes brings unless the answer names another.
///
/// # Errors
/// `Forbidden`, `NotFound`.
pub async fn proposed_until(cx: &Ctx, id: RegistrationId) -> Outcome<Option<Date>> {
    cx.allow(Action::Read)?;
    let row = load(cx, id).await?;
    let days = rules(cx.read(), &row).await?.days;
    Ok(row.protected_until_on.map(|until| until.plus_days(i64::from(days))))
}

/// Answers the request that waits.
///
/// # Errors
/// `Forbidden`; `NotFound`, also when nothing was ever asked; `Invalid` at `until_on` (`not_later`, `date_too_late`), `note`; conflict `already_decided`
/// with who was faster, `not_allowed_now`, `stale_version`.
pub async fn answer_extension(cx: &Ctx, id: RegistrationId, input: AnswerExtension) -> Outcome<Changed> {
    cx.allow(Action::AnswerRegistrations)?;
    let row = load(cx, id).await?;
    let until = row.protected_until_on.ok_or_else(|| meanwhile("not_allowed_now", &row))?;
    let mut errors = FieldErrors::default();
    let note = match input.grant {
        true => errors.optional("note", input.note.as_deref(), 2_000),
        false => Some(errors.required("note", input.note.as_deref().unwrap_or_default(), 2_000)),
    };
    let days = i64::from(rules(cx.read(), &row).await?.days);
    let later = input.until_on.unwrap_or_else(|| until.plus_days(days));
    if input.grant && later <= until {
        errors.add("until_on", "not_later");
    } else if input.grant && later > until.plus_days(LONGEST) {
        errors.add_with("until_on", "date_too_late", [("max", until.plus_days(LONGEST).to_string())]);
    }
    errors.into_result(())?;
    let tx = cx.begin().await?;
    let (status, new) = match input.grant {
        true => (ExtensionStatus::Granted, Some(later)),
        false => (ExtensionStatus::Refused, None),
    };
    let answered = Sql::new("UPDATE extension_request SET status = ")
        .push_with(
            "?, until_after_on = ?, answered_by = ?, answered_at = ?, note = ? WHERE status = 'pending' AND registration_id = ? RETURNING ",
            [
                status.into(),
                new.into(),
                cx.actor.name().into(),
                cx.now().into(),
                note.clone().into(),
                row.id.into(),
            ],
        )
        .push(FIELDS)
        .one::<Extension>(&tx)
        .await?;
    let Some(answered) = answered else { return Err(nothing_waits(&tx, &row).await?) };
    let row = if input.grant {
        let change = ActiveModel { protected_until_on: Set(Some(later)), ..Default::default() };
        let row = advance(&tx, cx, &row, change, Step::Extend, note.as_deref()).await?;
        letters::extension_granted(&tx, cx, &row, &answered).await?;
        let payload = serde_json::json!({ "protected_until_on": later, "note": note });
        record(&tx, cx, event(EventKind::RegistrationExtended, &row, payload)).await?;
        row
    } else {
        keep_step(&tx, cx, &row, "extension_refused", note.as_deref()).await?;
        letters::extension_refused(&tx, cx, &row, &answered).await?;
        let payload = serde_json::json!({ "protected_until_on": until, "note": note });
        record(&tx, cx, event(EventKind::RegistrationExtensionRefused, &row, payload)).await?;
        row
    };
    cx.commit(tx).await?;
    Ok(Changed::of(&row))
}

/// Somebody was faster, or nothing was ever asked.
async fn nothing_waits(tx: &Tx, row: &Model) -> Outcome<Failure> {
    let last = requests(tx, row.id).await?.pop();
    Ok(match last {
        None => Failure::NotFound,
        Some(last) => {
            let said = [("by", last.answered_by), ("at", last.answered_at.map(|at| at.to_string()))];
            let params = said.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value?))).collect();
            Failure::Conflict { code: "already_decided", params }
        }
    })
}

/// Requests that wait, the longest first, within the actor's scope.
///
/// # Errors
/// `Forbidden`; `Invalid` at `cursor`.
pub async fn waiting_extensions(cx: &Ctx, page: &PageRequest) -> Outcome<Page<WaitingExtension>> {
    cx.allow(Action::Read)?;
    let mut sql = Sql::new(
        "SELECT x.id, x.registration_id, r.number, r.company_name, COALESCE(p.name, r.sender_company, r.sender_name) AS credited, x.asked_at, x.until_before_on FROM extension_request x JOIN registration r ON r.id = x.registration_id LEFT JOIN partner p ON p.id = r.partner_id WHERE x.status = 'pending'",
    );
    if let Some(after) = &page.after {
        let bad = || Failure::field("cursor", "invalid");
        let at: i64 = after.key.parse().map_err(|_| bad())?;
        let id: ExtensionId = after.id.parse().map_err(|_| bad())?;
        sql = sql.push(" AND (x.asked_at, x.id) > (").bind(at).push(", ").bind(id).push(")");
    }
    let rows = in_scope(sql, &cx.actor, "r.partner_id")
        .push(" ORDER BY x.asked_at, x.id LIMIT ")
        .bind(i64::from(page.fetch()))
        .all::<WaitingExtension>(cx.read())
        .await?;
    Ok(Page::from_rows(rows, page, |x| Cursor { key: x.asked_at.0.to_string(), id: x.id.to_string() }))
}

/// When the registration came to its end another way, nothing waits any more.
///
/// # Errors
/// The database's.
pub(crate) async fn drop_pending(tx: &Tx, cx: &Ctx, row: &Model) -> Outcome<()> {
    Sql::new("UPDATE extension_request SET status = 'refused', answered_at = ")
        .bind(cx.now())
        .push(" WHERE status = 'pending' AND registration_id = ")
        .bind(row.id)
        .execute(tx)
        .await?;
    Ok(())
}
