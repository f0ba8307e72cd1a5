//! A deal goes on: to another stage, won, lost, reopened. Each move closes one stay in a stage and begins the next.

use super::change::{about, check_version, write};
use super::load::deal;
use super::stage::{Wish, decide};
use crate::Ctx;
use crate::access::policy::Action;
use crate::cosell::registration::follow_sale;
use crate::program::{Stage, stages};
use crate::record::{EventKind, record};
use crate::settings::organisation;
use kernel::id::{DealId, DealStageId, StageId};
use kernel::words::DealOutcome;
use kernel::{Date, Failure, FieldErrors, Instant, Locale, Outcome, text_enum};
use sea_orm::{ActiveModelTrait, ActiveValue::Set};
use serde::Deserialize;
use serde_json::{Value, json};
use storage::entity::deal::Model;
use storage::{Sql, Tx, entity};

text_enum! {
    /// Why a deal was lost. The text is `loss-…` in Fluent.
    pub enum LossReason {
        Price = "price",
        Competitor = "competitor",
        NoDecision = "no_decision",
        NoBudget = "no_budget",
        Timing = "timing",
        ProductGap = "product_gap",
        /// Said in words.
        Other = "other",
    }
}

/// The words for a stored reason: our codes are translated, what an import brought is shown as it is.
pub fn loss_text(locale: Locale, stored: &str) -> String {
    match stored.parse::<LossReason>() {
        Ok(code) => i18n::text(locale, &format!("loss-{}", code.as_str().replace('_', "-"))),
        Err(_) => stored.to_owned(),
    }
}

/// The longest reason, characters.
const REASON_LENGTH: usize = 500;

/// To another open stage.
#[derive(Debug, Clone, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MoveStage {
    /// An open stage of the deal's program.
    #[schema(value_type = String)]
    pub stage: StageId,
    /// Why, if there is something to say.
    #[serde(default)]
    pub reason: Option<String>,
    /// The version the move is based on; when it is no longer the deal's, nothing happens (409).
    #[serde(default)]
    pub version: Option<i64>,
}

/// It is won.
#[derive(Debug, Clone, Default, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Win {
    /// A won stage of the deal's program; the first one when left out.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub stage: Option<StageId>,
    /// When; today when left out.
    #[serde(default)]
    #[schema(value_type = Option<String>, format = Date)]
    pub closed_on: Option<Date>,
    /// What decided it.
    #[serde(default)]
    pub reason: Option<String>,
    /// The version the move is based on.
    #[serde(default)]
    pub version: Option<i64>,
}

/// It is lost.
#[derive(Debug, Clone, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Lose {
    /// Why: `price`, `competitor`, `no_decision`, `no_budget`, `timing`, `product_gap`, `other`.
    #[schema(value_type = String, example = "price")]
    pub reason: LossReason,
    /// In words; required for `other`.
    #[serde(default)]
    pub text: Option<String>,
    /// A lost stage of the deal's program; the first one when left out.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub stage: Option<StageId>,
    /// When; today when left out.
    #[serde(default)]
    #[schema(value_type = Option<String>, format = Date)]
    pub closed_on: Option<Date>,
    /// The version the move is based on.
    #[serde(default)]
    pub version: Option<i64>,
}

/// It was closed too early.
#[derive(Debug, Clone, Default, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Reopen {
    /// An open stage; the one it was in last when left out.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub stage: Option<StageId>,
    /// Why.
    #[serde(default)]
    pub reason: Option<String>,
    /// The version the move is based on.
    #[serde(default)]
    pub version: Option<i64>,
}

/// Moves an open deal to another open stage.
///
/// # Errors
/// `Forbidden`; `NotFound`; `Invalid` at `stage`, `reason`; `deal_closed`, `already_in_stage`, `stale_version`.
pub async fn move_stage(cx: &Ctx, id: DealId, input: MoveStage) -> Outcome<()> {
    let (before, stages) = begin(cx, id, input.version).await?;
    let target = named(&stages, input.stage)?;
    let outcome = decide(before.outcome, before.stage_id, Wish::Move, target)?;
    let mut errors = FieldErrors::default();
    let reason = errors.optional("reason", input.reason.as_deref(), REASON_LENGTH);
    errors.into_result(())?;
    let after = Model { outcome, ..before.clone() };
    enter(cx, &before, after, &stages, target, EventKind::DealStageMoved, reason).await
}

/// Closes an open deal as won.
///
/// # Errors
/// `Forbidden`; `NotFound`; `Invalid` at `stage`, `closed_on`, `reason`; `deal_closed`, `stale_version`, `no_such_stage`.
pub async fn win(cx: &Ctx, id: DealId, input: Win) -> Outcome<()> {
    let (before, stages) = begin(cx, id, input.version).await?;
    let target = target_of(&before, &stages, input.stage, DealOutcome::Won)?;
    let outcome = decide(before.outcome, before.stage_id, Wish::Win, target)?;
    let mut errors = FieldErrors::default();
    let closed_on = closing_date(cx, &mut errors, &before, input.closed_on).await?;
    let reason = errors.optional("reason", input.reason.as_deref(), REASON_LENGTH);
    errors.into_result(())?;
    let after = Model { outcome, closed_on: Some(closed_on), close_reason: reason.clone(), ..before.clone() };
    enter(cx, &before, after, &stages, target, EventKind::DealWon, reason).await
}

/// Closes an open deal as lost.
///
/// # Errors
/// `Forbidden`; `NotFound`; `Invalid` at `stage`, `closed_on`, `text`; `deal_closed`, `stale_version`, `no_such_stage`.
pub async fn lose(cx: &Ctx, id: DealId, input: Lose) -> Outcome<()> {
    let (before, stages) = begin(cx, id, input.version).await?;
    let target = target_of(&before, &stages, input.stage, DealOutcome::Lost)?;
    let outcome = decide(before.outcome, before.stage_id, Wish::Lose, target)?;
    let mut errors = FieldErrors::default();
    let closed_on = closing_date(cx, &mut errors, &before, input.closed_on).await?;
    let text = match input.reason {
        LossReason::Other => Some(errors.required("text", input.text.as_deref().unwrap_or_default(), REASON_LENGTH)),
        _ => errors.optional("text", input.text.as_deref(), REASON_LENGTH),
    };
    errors.into_result(())?;
    let close_reason = Some(input.reason.to_string());
    let after = Model { outcome, closed_on: Some(closed_on), close_reason, ..before.clone() };
    enter(cx, &before, after, &stages, target, EventKind::DealLost, text).await
}

/// Takes a closed deal up again.
///
/// # Errors
/// `Forbidden`; `NotFound`; `Invalid` at `stage`, `reason`; `deal_open`, `stale_version`, `no_open_stage`.
pub async fn reopen(cx: &Ctx, id: DealId, input: Reopen) -> Outcome<()> {
    let (before, stages) = begin(cx, id, input.version).await?;
    let target = match input.stage {
        Some(stage) => named(&stages, stage)?,
        None => {
            let last = last_open_stage(cx, id).await?;
            let stages_open = || stages.iter().filter(|s| !s.retired && s.outcome == DealOutcome::Open);
            let again = stages_open().find(|s| Some(s.id) == last).or_else(|| stages_open().next());
            again.ok_or_else(|| Failure::conflict("no_open_stage"))?
        }
    };
    let outcome = decide(before.outcome, before.stage_id, Wish::Reopen, target)?;
    let mut errors = FieldErrors::default();
    let reason = errors.optional("reason", input.reason.as_deref(), REASON_LENGTH);
    errors.into_result(())?;
    let after = Model { outcome, closed_on: None, close_reason: None, ..before.clone() };
    enter(cx, &before, after, &stages, target, EventKind::DealReopened, reason).await
}

async fn begin(cx: &Ctx, id: DealId, version: Option<i64>) -> Outcome<(Model, Vec<Stage>)> {
    cx.allow(Action::WorkWithDeals)?;
    let before = deal(cx.read(), cx, id).await?;
    check_version(&before, version)?;
    let stages = stages(cx.read(), before.program_id).await?;
    Ok((before, stages))
}

fn named(stages: &[Stage], id: StageId) -> Outcome<&Stage> {
    stages.iter().find(|s| s.id == id).ok_or_else(|| Failure::field("stage", "unknown"))
}

fn target_of<'s>(
    before: &Model,
    stages: &'s [Stage],
    wanted: Option<StageId>,
    outcome: DealOutcome,
) -> Outcome<&'s Stage> {
    if before.outcome != DealOutcome::Open {
        return Err(Failure::conflict("deal_closed"));
    }
    match wanted {
        Some(id) => named(stages, id),
        None => {
            stages.iter().find(|s| !s.retired && s.outcome == outcome).ok_or_else(|| Failure::conflict("no_such_stage"))
        }
    }
}

async fn last_open_stage(cx: &Ctx, id: DealId) -> Outcome<Option<StageId>> {
    let sql = Sql::new(
        "SELECT ds.stage_id FROM deal_stage ds JOIN stage_definition s ON s.id = ds.stage_id WHERE s.outcome = 'open' AND ds.deal_id = ",
    );
    Ok(sql.bind(id).push(" ORDER BY ds.entered_at DESC, ds.id DESC LIMIT 1").value(cx.read()).await?)
}

async fn closing_date(cx: &Ctx, errors: &mut FieldErrors, deal: &Model, wanted: Option<Date>) -> Outcome<Date> {
    let today = cx.now().date_in(&organisation(cx.read()).await?.zone());
    let on = wanted.unwrap_or(today);
    if on > today {
        errors.add("closed_on", "date_in_future");
    } else if deal.opened_on.is_some_and(|opened| on < opened) {
        errors.add("closed_on", "before_opened");
    }
    Ok(on)
}

async fn enter(
    cx: &Ctx,
    before: &Model,
    after: Model,
    stages: &[Stage],
    target: &Stage,
    kind: EventKind,
    reason: Option<String>,
) -> Outcome<()> {
    // A clock that was set back must not give a stay that ends before it began.
    let at = cx.now().max(before.stage_entered_at);
    let after = Model { stage_id: target.id, stage_entered_at: at, ..after };
    let tx = cx.begin().await?;
    write(&tx, cx, before, &after).await?;
    next_stay(&tx, cx, before.id, target.id, at, reason.as_deref()).await?;
    let from = stages.iter().find(|s| s.id == before.stage_id);
    let payload = json!({
        "number": after.number,
        "name": after.name,
        "from": from.map(named_in_both),
        "to": named_in_both(target),
        "before": before.outcome,
        "after": after.outcome,
        "closed_on": after.closed_on,
        "close_reason": after.close_reason,
        "reason": reason,
    });
    record(&tx, cx, about(kind, &after).with(payload)).await?;
    let forward = from.is_some_and(|from| target.position > from.position);
    follow_sale(&tx, cx, &after, before.outcome, forward, reason.as_deref()).await?;
    cx.commit(tx).await
}

/// The stage's name in both languages, for the timeline.
pub(super) fn named_in_both(stage: &Stage) -> Value {
    json!({ "en": stage.name(Locale::En), "de": stage.name(Locale::De) })
}

async fn next_stay(tx: &Tx, cx: &Ctx, deal: DealId, stage: StageId, at: Instant, reason: Option<&str>) -> Outcome<()> {
    Sql::new("UPDATE deal_stage SET left_at = ")
        .bind(at)
        .push(" WHERE left_at IS NULL AND deal_id = ")
        .bind(deal)
        .execute(tx)
        .await?;
    entity::deal_stage::ActiveModel {
        id: Set(DealStageId::new()),
        deal_id: Set(deal),
        stage_id: Set(stage),
        entered_at: Set(at),
        left_at: Set(None),
        actor_name: Set(cx.actor.name().to_owned()),
        channel: Set(cx.channel),
        reason: Set(reason.map(str::to_owned)),
    }
    .insert(tx)
    .await?;
    Ok(())
}
