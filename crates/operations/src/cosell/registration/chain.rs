//! The chain of approvers a registration goes through: who is asked, in which order, and what their answers make of it.

mod plan;
mod remind;
mod seat;

pub(super) use plan::is_needed;
pub use plan::{TryApproval, approval_preview, try_approval};
pub use remind::remind_approvers;
pub(super) use seat::seat;

use self::plan::plan;
use super::approve::grant;
use super::load::{Changed, advance, allowed, event, load, meanwhile};
use super::state::Step;
use super::{letters, promises};
use crate::Ctx;
use crate::access::policy::Action;
use crate::cosell::protection;
use crate::program::{self, Bilingual};
use crate::record::{EventKind, record};
use crate::settings::organisation;
use kernel::id::{ApprovalId, RegistrationId, UserId};
use kernel::words::{ApprovalState, ClockKind, RegistrationStatus as Status};
use kernel::{Failure, FieldErrors, Instant, Outcome};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ConnectionTrait, FromQueryResult};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use storage::entity::registration::{ActiveModel, Model};
use storage::entity::registration_approval;
use storage::{Sql, Tx};

/// Hands a registration to its approvers.
#[derive(Debug, Clone, Default, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SendForApproval {
    /// A word to the approvers; the partner never sees it.
    #[serde(default)]
    pub note: Option<String>,
    /// The version seen; when given and old, somebody was faster.
    #[serde(default)]
    pub version: Option<i64>,
}

/// An approver's yes.
#[derive(Debug, Clone, Default, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ApproveStep {
    /// A word for the record.
    #[serde(default)]
    pub note: Option<String>,
    /// The round of approval that was seen, as the page that asked names it; refused where another one runs by now.
    #[serde(default)]
    pub round: Option<i32>,
}

/// One step of a chain, as it will be or as it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct ChainStep {
    /// Steps with the same place are asked together; from 1 on.
    pub place: i32,
    /// What it is called.
    pub name: Bilingual,
    /// Whether all must say yes; otherwise one is enough.
    pub everyone: bool,
    /// Who is asked.
    pub people: Vec<ChainPerson>,
}

/// A person of a step.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct ChainPerson {
    /// Who.
    #[schema(value_type = String)]
    pub id: UserId,
    /// Their name.
    pub name: String,
    /// Whom they stand in for.
    pub stands_in_for: Option<String>,
    /// `later`, `asked`, `approved`, `declined`, `passed` (no longer needed); absent in a preview.
    #[schema(value_type = Option<String>)]
    pub state: Option<ApprovalState>,
    /// When they answered.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub answered_at: Option<Instant>,
    /// What they wrote.
    pub note: Option<String>,
}

async fn names(db: &impl ConnectionTrait, ids: BTreeSet<UserId>) -> Outcome<BTreeMap<UserId, String>> {
    #[derive(FromQueryResult)]
    struct Named {
        id: UserId,
        name: String,
    }
    if ids.is_empty() {
        return Ok(BTreeMap::new());
    }
    let rows: Vec<Named> = Sql::new("SELECT id, name FROM app_user WHERE id IN ").bind_list(ids).all(db).await?;
    Ok(rows.into_iter().map(|row| (row.id, row.name)).collect())
}

/// The chain a registration goes through or went through last. Empty when there was none.
///
/// # Errors
/// `Forbidden`, `NotFound`.
pub async fn approvals(cx: &Ctx, id: RegistrationId) -> Outcome<Vec<ChainStep>> {
    cx.allow(Action::Read)?;
    let row = load_to_answer(cx, id).await?;
    let rows = of_round(cx.read(), &row).await?;
    let ids = rows.iter().flat_map(|r| [Some(r.user_id), r.for_user_id]).flatten().collect();
    let names = names(cx.read(), ids).await?;
    let name = |id: &UserId| names.get(id).cloned().unwrap_or_default();
    let mut steps: BTreeMap<i32, ChainStep> = BTreeMap::new();
    for r in rows {
        let step = steps.entry(r.step).or_insert_with(|| ChainStep {
            place: r.place,
            name: Bilingual { en: r.name_en.clone(), de: r.name_de.clone() },
            everyone: r.everyone,
            people: Vec::new(),
        });
        step.people.push(ChainPerson {
            id: r.user_id,
            name: name(&r.user_id),
            stands_in_for: r.for_user_id.as_ref().map(name),
            state: Some(r.state),
            answered_at: r.answered_at,
            note: r.note,
        });
    }
    Ok(steps.into_values().collect())
}

async fn of_round(db: &impl ConnectionTrait, row: &Model) -> Outcome<Vec<registration_approval::Model>> {
    let sql = Sql::new("SELECT * FROM registration_approval WHERE registration_id = ")
        .bind(row.id)
        .push(" AND round = ")
        .bind(row.approval_round)
        .push(" ORDER BY step, id");
    Ok(sql.all(db).await?)
}

/// What the actor is asked about this registration, if anything.
pub(super) async fn asked_of(
    db: &impl ConnectionTrait,
    row: &Model,
    user: UserId,
) -> Outcome<Option<registration_approval::Model>> {
    let sql = Sql::new("SELECT * FROM registration_approval WHERE state = 'asked' AND registration_id = ")
        .bind(row.id)
        .push(" AND round = ")
        .bind(row.approval_round)
        .push(" AND user_id = ")
        .bind(user)
        .push(" ORDER BY step LIMIT 1");
    Ok(sql.one(db).await?)
}

/// Whether the actor is asked to approve this registration.
///
/// # Errors
/// The database's.
pub async fn is_asked(cx: &Ctx, id: RegistrationId) -> Outcome<bool> {
    Ok(asked_round(cx, id).await?.is_some())
}

/// The round of approval in which the actor is asked, if they are.
///
/// # Errors
/// The database's.
pub async fn asked_round(cx: &Ctx, id: RegistrationId) -> Outcome<Option<i32>> {
    let Some(user) = cx.actor.user() else { return Ok(None) };
    let sql = Sql::new("SELECT a.round FROM registration_approval a JOIN registration r ON r.id = a.registration_id AND r.approval_round = a.round WHERE a.state = 'asked' AND r.status = 'pending_approval' AND a.registration_id = ")
        .bind(id)
        .push(" AND a.user_id = ")
        .bind(user.id);
    Ok(sql.value::<i32>(cx.read()).await?)
}

/// Sends it to the approvers of its chain. The sender's own yes, where they are one of those asked first, is counted at once.
///
/// # Errors
/// `Forbidden`, `NotFound`; `Invalid` at `note`; conflict `partner_missing`, `approval_not_needed`, `already_decided`, `stale_version`,
/// `not_allowed_now`; `scope_taken` where another protection stands: then a person decides first, by
/// [`crate::cosell::protection::approve_beside`], which sends it on.
pub async fn send_for_approval(cx: &Ctx, id: RegistrationId, input: SendForApproval) -> Outcome<Changed> {
    cx.allow(Action::AnswerRegistrations)?;
    let row = load(cx, id).await?;
    send(cx, row, input).await
}

pub(super) async fn send(cx: &Ctx, row: Model, input: SendForApproval) -> Outcome<Changed> {
    let mut errors = FieldErrors::default();
    let note = errors.optional("note", input.note.as_deref(), 2000);
    errors.into_result(())?;
    let tx = cx.begin().await?;
    let row = hand_over(&tx, cx, row, input.version, note).await?;
    let row = own_yes(&tx, cx, row).await?;
    cx.commit(tx).await?;
    Ok(Changed::of(&row))
}

/// Hands it to its approvers with what was decided. Those who have it already are asked anew: their yes was not to this.
pub(crate) async fn send_on(tx: &Tx, cx: &Ctx, row: Model, version: Option<i64>) -> Outcome<Model> {
    if row.status != Status::PendingApproval {
        return hand_over(tx, cx, row, version, None).await;
    }
    allowed(&row, Step::Reopen, version)?;
    pass(tx, &row, None).await?;
    let change = ActiveModel { approval_step: Set(0), approval_steps: Set(0), ..unchanged() };
    let row = advance(tx, cx, &row, change, Step::Reopen, None).await?;
    hand_over(tx, cx, row, None, None).await
}

async fn hand_over(tx: &Tx, cx: &Ctx, row: Model, version: Option<i64>, note: Option<String>) -> Outcome<Model> {
    allowed(&row, Step::SendForApproval, version)?;
    if row.partner_id.is_none() {
        return Err(Failure::conflict("partner_missing"));
    }
    super::approve::partner_takes_part(tx, &row).await?;
    let today = cx.now().date_in(&organisation(tx).await?.zone());
    let planned = plan(tx, &row, today).await?;
    let Some(places) = planned.iter().map(|p| p.place).max() else {
        return Err(Failure::conflict("approval_not_needed"));
    };
    // Before anybody is asked, and not by the last of them.
    protection::ensure_decided(tx, &row).await?;
    let change = ActiveModel {
        approval_round: Set(row.approval_round + 1),
        approval_step: Set(1),
        approval_steps: Set(places),
        reviewer_id: Set(cx.actor.user().map(|user| user.id).or(row.reviewer_id)),
        ..Default::default()
    };
    let row = advance(tx, cx, &row, change, Step::SendForApproval, note.as_deref()).await?;
    for (step, planned) in (1..).zip(&planned) {
        for (user, stands_in) in &planned.people {
            registration_approval::ActiveModel {
                id: Set(ApprovalId::new()),
                registration_id: Set(row.id),
                round: Set(row.approval_round),
                place: Set(planned.place),
                step: Set(step),
                name_en: Set(planned.name.en.clone()),
                name_de: Set(planned.name.de.clone()),
                everyone: Set(planned.everyone),
                user_id: Set(*user),
                for_user_id: Set(*stands_in),
                state: Set(ApprovalState::Later),
                asked_at: Set(None),
                remind_at: Set(None),
                reminders: Set(0),
                answered_at: Set(None),
                note: Set(None),
            }
            .insert(tx)
            .await?;
        }
    }
    let payload = serde_json::json!({ "steps": places, "note": note });
    record(tx, cx, event(EventKind::RegistrationSentForApproval, &row, payload)).await?;
    ask(tx, cx, &row, 1).await?;
    Ok(row)
}

/// The actor's own yes, where they are among those asked first.
pub(crate) async fn own_yes(tx: &Tx, cx: &Ctx, row: Model) -> Outcome<Model> {
    let own = match cx.actor.user() {
        Some(user) => asked_of(tx, &row, user.id).await?,
        None => None,
    };
    match own {
        Some(own) => say_yes(tx, cx, row, own, None).await,
        None => Ok(row),
    }
}

/// Asks everybody of a place: by mail, with the time after which they are reminded.
async fn ask(tx: &Tx, cx: &Ctx, row: &Model, place: i32) -> Outcome<()> {
    let now = cx.now();
    let definition = program::definition(tx, row.program_id, row.definition_version).await?;
    let calendar = promises::calendar(tx, row.program_id).await?;
    let due = promises::due(&calendar, now, definition.approval.remind_after);
    Sql::new("UPDATE registration_approval SET state = 'asked', asked_at = ")
        .bind(now)
        .push(", remind_at = ")
        .bind(due)
        .push(" WHERE state = 'later' AND registration_id = ")
        .bind(row.id)
        .push(" AND round = ")
        .bind(row.approval_round)
        .push(" AND place = ")
        .bind(place)
        .execute(tx)
        .await?;
    promises::stop(tx, cx, row, ClockKind::Approval).await?;
    promises::give(tx, &calendar, row, ClockKind::Approval, definition.approval.remind_after, now).await?;
    let sender = cx.actor.user().map(|user| user.id);
    for asked in of_round(tx, row).await?.into_iter().filter(|a| a.state == ApprovalState::Asked) {
        // Nobody is asked by mail for what they are just doing.
        if Some(asked.user_id) != sender {
            letters::please_approve(tx, cx, row, &asked, "asked").await?;
        }
    }
    Ok(())
}

/// An approver says yes. The last yes approves the registration.
///
/// # Errors
/// `Forbidden`, `NotFound`; `Invalid` at `note`; conflict `not_an_approver` when nobody waits for the actor, `already_decided`, `stale_version`
/// (also where another round of approval runs than the one seen), `scope_taken` where another protection stands by now and nobody decided about
/// that.
pub async fn approve_step(cx: &Ctx, id: RegistrationId, input: ApproveStep) -> Outcome<Changed> {
    cx.allow(Action::AnswerRegistrations)?;
    let row = load_to_answer(cx, id).await?;
    step_yes(cx, row, input).await
}

pub(super) async fn step_yes(cx: &Ctx, row: Model, input: ApproveStep) -> Outcome<Changed> {
    let mut errors = FieldErrors::default();
    let note = errors.optional("note", input.note.as_deref(), 2000);
    errors.into_result(())?;
    allowed(&row, Step::ApproveStep, None)?;
    let user = cx.actor.user().ok_or(Failure::Forbidden)?.id;
    let tx = cx.begin().await?;
    let Some(own) = asked_of(&tx, &row, user).await? else { return Err(Failure::conflict("not_an_approver")) };
    if input.round.is_some_and(|seen| seen != row.approval_round) {
        return Err(meanwhile("stale_version", &row));
    }
    protection::ensure_decided(&tx, &row).await?;
    let row = say_yes(&tx, cx, row, own, note).await?;
    cx.commit(tx).await?;
    Ok(Changed::of(&row))
}

async fn say_yes(
    tx: &Tx,
    cx: &Ctx,
    row: Model,
    own: registration_approval::Model,
    note: Option<String>,
) -> Outcome<Model> {
    let now = cx.now();
    // Whoever is asked in several steps of this place answers for all of them.
    let answered = Sql::new("UPDATE registration_approval SET state = 'approved', answered_at = ")
        .bind(now)
        .push(", note = ")
        .bind(note.as_deref())
        .push(" WHERE state = 'asked' AND registration_id = ")
        .bind(row.id)
        .push(" AND round = ")
        .bind(row.approval_round)
        .push(" AND user_id = ")
        .bind(own.user_id)
        .execute(tx)
        .await?;
    if answered == 0 {
        return Err(Failure::conflict("not_an_approver"));
    }
    let all = of_round(tx, &row).await?;
    let place = row.approval_step;
    let mut by_step: BTreeMap<i32, Vec<&registration_approval::Model>> = BTreeMap::new();
    for asked in all.iter().filter(|a| a.place == place) {
        by_step.entry(asked.step).or_default().push(asked);
    }
    let done = |people: &[&registration_approval::Model]| {
        let yes = |a: &&registration_approval::Model| a.state == ApprovalState::Approved;
        let everyone = people.iter().any(|a| a.everyone);
        if everyone {
            people.iter().all(|a| yes(a) || a.state == ApprovalState::Passed)
        } else {
            people.iter().any(yes)
        }
    };
    for (step, people) in &by_step {
        if done(people) {
            pass(tx, &row, Some(*step)).await?;
        }
    }
    let name = own.name_en.clone();
    if !by_step.values().all(|people| done(people)) {
        let row = advance(tx, cx, &row, unchanged(), Step::ApproveStep, note.as_deref()).await?;
        return told(tx, cx, row, &name, note.as_deref()).await;
    }
    let next = all.iter().map(|a| a.place).filter(|p| *p > place).min();
    match next {
        Some(next) => {
            let change = ActiveModel { approval_step: Set(next), ..Default::default() };
            let row = advance(tx, cx, &row, change, Step::ApproveStep, note.as_deref()).await?;
            let row = told(tx, cx, row, &name, note.as_deref()).await?;
            ask(tx, cx, &row, next).await?;
            Ok(row)
        }
        None => {
            let (beside, word) = protection::decided_grant(tx, &row).await?;
            grant(tx, cx, row, word.as_deref(), note.as_deref(), &beside).await
        }
    }
}

fn unchanged() -> ActiveModel {
    <ActiveModel as std::default::Default>::default()
}

async fn told(tx: &Tx, cx: &Ctx, row: Model, step: &str, note: Option<&str>) -> Outcome<Model> {
    let payload = serde_json::json!({
        "step": step, "at": row.approval_step, "steps": row.approval_steps, "note": note,
    });
    record(tx, cx, event(EventKind::RegistrationStepApproved, &row, payload)).await?;
    Ok(row)
}

async fn pass(tx: &Tx, row: &Model, step: Option<i32>) -> Outcome<()> {
    let sql = Sql::new(
        "UPDATE registration_approval SET state = 'passed' WHERE state IN ('asked', 'later') AND registration_id = ",
    )
    .bind(row.id);
    let sql = match step {
        Some(step) => sql.push(" AND round = ").bind(row.approval_round).push(" AND step = ").bind(step),
        None => sql,
    };
    sql.execute(tx).await?;
    Ok(())
}

/// Nobody need to answer any more: it was decided, taken back, or has changed. What the actor themselves was asked counts as their no where
/// `no` says so.
pub(super) async fn end(tx: &Tx, cx: &Ctx, row: &Model, no: Option<&str>) -> Outcome<()> {
    if row.approval_round == 0 {
        return Ok(());
    }
    if let (Some(no), Some(user)) = (no, cx.actor.user()) {
        Sql::new("UPDATE registration_approval SET state = 'declined', answered_at = ")
            .bind(cx.now())
            .push(", note = ")
            .bind(no)
            .push(" WHERE state = 'asked' AND registration_id = ")
            .bind(row.id)
            .push(" AND user_id = ")
            .bind(user.id)
            .execute(tx)
            .await?;
    }
    pass(tx, row, None).await?;
    protection::forget_decision(tx, row.id).await?;
    promises::stop(tx, cx, row, ClockKind::Approval).await
}

/// The question of an approver was answered: those who were asked are asked again, by mail.
pub(super) async fn go_on(tx: &Tx, cx: &Ctx, row: &Model) -> Outcome<()> {
    ask_again(tx, cx, row, &format!("answered:{}", row.version)).await
}

async fn ask_again(tx: &Tx, cx: &Ctx, row: &Model, occasion: &str) -> Outcome<()> {
    for asked in of_round(tx, row).await?.into_iter().filter(|a| a.state == ApprovalState::Asked) {
        letters::please_approve(tx, cx, row, &asked, occasion).await?;
    }
    Ok(())
}

/// A registration the actor may answer: one of their scope, or one they are asked to approve.
pub(crate) async fn load_to_answer(cx: &Ctx, id: RegistrationId) -> Outcome<Model> {
    match load(cx, id).await {
        Err(Failure::NotFound) if is_asked(cx, id).await? => {
            use sea_orm::EntityTrait;
            let row = storage::entity::registration::Entity::find_by_id(id).one(cx.read()).await?;
            row.filter(|row| row.status == Status::PendingApproval).ok_or(Failure::NotFound)
        }
        other => other,
    }
}
