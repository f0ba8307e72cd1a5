//! One deal, with everything its page and the API show.

use super::lines::{Line, lines};
use super::list::{DealRow, ROWS, Row, either};
use crate::Ctx;
use crate::access::policy::Action;
use crate::access::scope::deals_in_scope;
use crate::program::{Stage, stages};
use kernel::id::{DealId, DealStageId, StageId};
use kernel::words::{DealOutcome, RegistrationStatus};
use kernel::{Channel, Failure, Instant, Locale, Outcome};
use sea_orm::FromQueryResult;
use storage::Sql;

/// One stay in a stage.
#[derive(Debug, Clone, FromQueryResult, serde::Serialize, utoipa::ToSchema)]
pub struct Stay {
    /// The stay.
    #[schema(value_type = String)]
    pub id: DealStageId,
    /// The stage.
    #[schema(value_type = String)]
    pub stage_id: StageId,
    /// Its name in English.
    pub stage_name_en: String,
    /// Its name in German.
    pub stage_name_de: String,
    /// What a deal in it is.
    #[schema(value_type = String)]
    pub outcome: DealOutcome,
    /// From.
    #[schema(value_type = String, format = DateTime)]
    pub entered_at: Instant,
    /// To; the deal is still there when empty.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub left_at: Option<Instant>,
    /// Who moved it there; empty for the program itself.
    pub actor_name: String,
    /// Through which entrance.
    #[schema(value_type = String)]
    pub channel: Channel,
    /// What was said.
    pub reason: Option<String>,
}

impl Stay {
    /// The stage's name in `locale`, or in the other language where it has only one.
    pub fn stage_name(&self, locale: Locale) -> &str {
        either(locale, &self.stage_name_en, &self.stage_name_de)
    }
    /// How long, in microseconds; until `now` for the stay that goes on.
    pub fn duration(&self, now: Instant) -> i64 {
        self.left_at.unwrap_or(now).since(self.entered_at).max(0)
    }
}

/// A deal with all that belongs to it.
#[derive(Debug, Clone, serde::Serialize, utoipa::ToSchema)]
pub struct DealDetail {
    /// The deal.
    #[serde(flatten)]
    pub deal: DealRow,
    /// The product's name.
    pub product_name: Option<String>,
    /// The number of the registration it came from.
    pub registration_number: Option<String>,
    /// Where that registration stands with the vendor; not the deal's stage.
    #[schema(value_type = Option<String>)]
    pub registration_status: Option<RegistrationStatus>,
    /// What was said when it closed, beside the reason code.
    pub close_text: Option<String>,
    /// Products with quantities and amounts.
    pub lines: Vec<Line>,
    /// Every stay in a stage, oldest first.
    pub stages: Vec<Stay>,
    /// The stages of the program, for the next move.
    #[serde(skip)]
    pub program_stages: Vec<Stage>,
}

impl DealDetail {
    /// The open stage after the present one; the first won stage after the last open one.
    pub fn next_stage(&self) -> Option<&Stage> {
        if self.deal.outcome != DealOutcome::Open {
            return None;
        }
        let here = self.program_stages.iter().find(|s| s.id == self.deal.stage_id)?;
        let usable = || self.program_stages.iter().filter(|s| !s.retired);
        usable()
            .find(|s| s.outcome == DealOutcome::Open && s.position > here.position)
            .or_else(|| usable().find(|s| s.outcome == DealOutcome::Won))
    }
}

/// One deal.
///
/// # Errors
/// `Forbidden`; `NotFound`.
pub async fn get(cx: &Ctx, id: DealId) -> Outcome<DealDetail> {
    cx.allow(Action::Read)?;
    let sql = Sql::new(ROWS).push(" WHERE d.id = ").bind(id);
    let row = deals_in_scope(sql, &cx.actor).one::<Row>(cx.read()).await?.ok_or(Failure::NotFound)?;
    let deal = DealRow::from(row);
    let product_name = match deal.product_id {
        Some(product) => Sql::new("SELECT name FROM product WHERE id = ").bind(product).value(cx.read()).await?,
        None => None,
    };
    #[derive(FromQueryResult)]
    struct Registration {
        number: String,
        status: RegistrationStatus,
    }
    let registration = match deal.registration_id {
        Some(registration) => {
            let sql = Sql::new("SELECT number, status FROM registration WHERE id = ").bind(registration);
            sql.one::<Registration>(cx.read()).await?
        }
        None => None,
    };
    let stays = history(cx, id).await?;
    let close_text = match deal.outcome {
        DealOutcome::Lost => stays.last().and_then(|s| s.reason.clone()),
        DealOutcome::Open | DealOutcome::Won => None,
    };
    Ok(DealDetail {
        product_name,
        registration_status: registration.as_ref().map(|r| r.status),
        registration_number: registration.map(|r| r.number),
        close_text,
        lines: lines(cx.read(), id).await?,
        stages: stays,
        program_stages: stages(cx.read(), deal.program_id).await?,
        deal,
    })
}

/// The lines of one deal, in order.
///
/// # Errors
/// `Forbidden`; `NotFound`.
pub async fn lines_of(cx: &Ctx, id: DealId) -> Outcome<Vec<Line>> {
    cx.allow(Action::Read)?;
    super::load::deal(cx.read(), cx, id).await?;
    lines(cx.read(), id).await
}

/// Every stay of one deal in a stage, oldest first.
///
/// # Errors
/// `Forbidden`; `NotFound`.
pub async fn stages_of(cx: &Ctx, id: DealId) -> Outcome<Vec<Stay>> {
    cx.allow(Action::Read)?;
    super::load::deal(cx.read(), cx, id).await?;
    history(cx, id).await
}

async fn history(cx: &Ctx, id: DealId) -> Outcome<Vec<Stay>> {
    let sql = Sql::new("SELECT ds.id, ds.stage_id, s.name_en AS stage_name_en, s.name_de AS stage_name_de, s.outcome, ds.entered_at, ds.left_at, ds.actor_name, ds.channel, ds.reason FROM deal_stage ds JOIN stage_definition s ON s.id = ds.stage_id WHERE ds.deal_id = ")
        .bind(id)
        // Two stays of the same moment: the one that ended first came first.
        .push(" ORDER BY ds.entered_at, CASE WHEN ds.left_at IS NULL THEN 1 ELSE 0 END, ds.id");
    Ok(sql.all(cx.read()).await?)
}
