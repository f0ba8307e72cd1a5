//! The board: a program's deals by stage.

use super::filter::{DealFilter, Wanted, matching};
use super::list::{DealRow, ROWS, Row};
use crate::Ctx;
use crate::access::policy::Action;
use crate::program::{Stage, stages};
use crate::settings::organisation;
use kernel::id::{ProgramId, StageId, UserId};
use kernel::words::DealOutcome;
use kernel::{Currency, Date, Money, Outcome};
use sea_orm::FromQueryResult;
use storage::Sql;

/// The most cards of a column; the list has the rest.
pub const MOST_CARDS: i64 = 50;
/// For how long a closed deal stays on the board, days.
pub const CLOSED_DAYS: i64 = 30;
/// A deal longer than this in one stage is marked, days.
pub const STALE_DAYS: i64 = 30;

/// One stage and its deals.
#[derive(Debug, Clone)]
pub struct Column {
    /// The stage.
    pub stage: Stage,
    /// The deals that came last into the stage, up to [`MOST_CARDS`].
    pub cards: Vec<DealRow>,
    /// All deals of the stage.
    pub count: i64,
    /// What they are worth, one sum per currency.
    pub sums: Vec<Money>,
}

/// A program's deals: those open, and those closed in the last [`CLOSED_DAYS`] days.
#[derive(Debug, Clone)]
pub struct Board {
    /// The program's stages in order, and retired ones that still hold deals.
    pub columns: Vec<Column>,
    /// Closed deals are shown from this day on.
    pub closed_from: Date,
}

#[derive(FromQueryResult)]
struct Total {
    stage_id: StageId,
    currency: Currency,
    deals: i64,
    amount: Option<i64>,
}

/// The board of a program, for one owner or all.
///
/// # Errors
/// `Forbidden`.
pub async fn board(cx: &Ctx, program: ProgramId, owner: Option<UserId>) -> Outcome<Board> {
    cx.allow(Action::Read)?;
    let today = cx.now().date_in(&organisation(cx.read()).await?.zone());
    let closed_from = today.plus_days(-CLOSED_DAYS);
    let filter = |outcomes: Vec<DealOutcome>, from: Option<Date>| DealFilter {
        program: Some(program),
        owner: owner.map(Wanted::Value),
        outcomes,
        closed: (from, None),
        ..DealFilter::default()
    };
    let open = filter(vec![DealOutcome::Open], None);
    let closed = filter(vec![DealOutcome::Won, DealOutcome::Lost], Some(closed_from));
    let mut totals = Vec::new();
    for filter in [&open, &closed] {
        let sql = Sql::new(
            "SELECT d.stage_id, d.currency, CAST(COUNT(*) AS BIGINT) AS deals, CAST(SUM(d.amount) AS BIGINT) AS amount FROM deal d WHERE 1 = 1",
        );
        let sql = matching(sql, cx, filter).push(" GROUP BY d.stage_id, d.currency ORDER BY d.currency");
        totals.extend(sql.all::<Total>(cx.read()).await?);
    }
    let mut columns = Vec::new();
    for stage in stages(cx.read(), program).await? {
        let of_stage = || totals.iter().filter(|t| t.stage_id == stage.id);
        let count = of_stage().map(|t| t.deals).sum();
        if stage.retired && count == 0 {
            continue;
        }
        let base = if stage.outcome == DealOutcome::Open { &open } else { &closed };
        let filter = DealFilter { stage: Some(stage.id), ..base.clone() };
        let sql = matching(Sql::new(ROWS).push(" WHERE 1 = 1"), cx, &filter)
            .push(" ORDER BY d.stage_entered_at DESC, d.id DESC LIMIT ")
            .bind(MOST_CARDS);
        let cards = sql.all::<Row>(cx.read()).await?.into_iter().map(DealRow::from).collect();
        let sums = of_stage().filter_map(|t| t.amount.map(|amount| Money::new(amount, t.currency))).collect();
        columns.push(Column { stage, cards, count, sums });
    }
    Ok(Board { columns, closed_from })
}
