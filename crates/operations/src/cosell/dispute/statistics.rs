//! What becomes of disputes: how many, how they end, how long they take.

use crate::Ctx;
use crate::access::policy::Action;
use crate::access::scope::in_scope;
use kernel::time::DAY;
use kernel::{Instant, Outcome};
use sea_orm::FromQueryResult;
use serde::Serialize;
use storage::Sql;

/// How many cases share a word.
#[derive(Debug, Clone, PartialEq, Eq, FromQueryResult, Serialize, utoipa::ToSchema)]
pub struct DisputeCount {
    /// The word: a kind, a rule, an outcome.
    pub key: String,
    /// How many.
    pub count: i64,
}

/// What became of the disputes of the last twelve months.
#[derive(Debug, Clone, PartialEq, Serialize, utoipa::ToSchema)]
pub struct DisputeStatistics {
    /// Opened since.
    #[schema(value_type = String, format = DateTime)]
    pub since: Instant,
    /// All cases.
    pub opened: i64,
    /// Those that wait for a decision.
    pub waiting: i64,
    /// Of these, those whose promise is broken.
    pub overdue: i64,
    /// Decided at least once.
    pub decided: i64,
    /// Those in which there was an appeal.
    pub appealed: i64,
    /// Appeals that were decided another way than the first time.
    pub reversed: i64,
    /// Median time from opening to the first decision, microseconds; the lower of the two middle ones for an even count. Absent while there is
    /// none.
    pub median_time: Option<i64>,
    /// By kind.
    pub by_kind: Vec<DisputeCount>,
    /// First decisions by outcome.
    pub by_outcome: Vec<DisputeCount>,
    /// First decisions by rule.
    pub by_rule: Vec<DisputeCount>,
}

#[derive(FromQueryResult)]
struct Totals {
    opened: i64,
    waiting: i64,
    overdue: i64,
    appealed: i64,
}

/// The statistics within the actor's scope.
///
/// # Errors
/// `Forbidden`.
pub async fn dispute_statistics(cx: &Ctx) -> Outcome<DisputeStatistics> {
    cx.allow(Action::Read)?;
    let (db, since) = (cx.read(), cx.now().plus(-365 * DAY));
    let from = |what: &str| {
        Sql::new("SELECT ")
            .push(what)
            .push(" FROM dispute d JOIN registration r ON r.id = d.registration_id LEFT JOIN dispute_decision f ON f.dispute_id = d.id AND f.position = 1 LEFT JOIN dispute_decision s ON s.dispute_id = d.id AND s.position = 2 WHERE d.opened_at >= ")
            .bind(since)
    };
    let scoped = |sql: Sql| in_scope(sql, &cx.actor, "r.partner_id");
    let totals = Sql::new("SELECT CAST(COUNT(*) AS BIGINT) AS opened, CAST(COALESCE(SUM(CASE WHEN d.status IN ('open', 'appealed') THEN 1 ELSE 0 END), 0) AS BIGINT) AS waiting, CAST(COALESCE(SUM(CASE WHEN d.status IN ('open', 'appealed') AND d.due_at < ")
        .bind(cx.now())
        .push(" THEN 1 ELSE 0 END), 0) AS BIGINT) AS overdue, CAST(COALESCE(SUM(CASE WHEN d.appealed_at IS NOT NULL THEN 1 ELSE 0 END), 0) AS BIGINT) AS appealed FROM dispute d JOIN registration r ON r.id = d.registration_id WHERE d.opened_at >= ")
        .bind(since);
    let totals = scoped(totals).one::<Totals>(db).await?;
    let totals = totals.unwrap_or(Totals { opened: 0, waiting: 0, overdue: 0, appealed: 0 });
    let grouped = async |column: &str, more: &str| {
        let sql = from(&format!("{column} AS key, CAST(COUNT(*) AS BIGINT) AS count")).push(more);
        let sql = scoped(sql).push(&format!(" GROUP BY {column} ORDER BY 2 DESC, 1"));
        sql.all::<DisputeCount>(db).await
    };
    let decided = " AND f.position = 1";
    let times = scoped(from("f.decided_at - d.opened_at AS t").push(decided)).push(" ORDER BY 1");
    let times = times.column::<i64>(db).await?;
    let reversed = from("CAST(COUNT(*) AS BIGINT)").push(" AND s.outcome <> f.outcome");
    Ok(DisputeStatistics {
        since,
        opened: totals.opened,
        waiting: totals.waiting,
        overdue: totals.overdue,
        decided: i64::try_from(times.len()).unwrap_or(i64::MAX),
        appealed: totals.appealed,
        reversed: scoped(reversed).value::<i64>(db).await?.unwrap_or(0),
        median_time: times.len().checked_sub(1).and_then(|last| times.get(last / 2).copied()),
        by_kind: grouped("d.kind", "").await?,
        by_outcome: grouped("f.outcome", decided).await?,
        by_rule: grouped("f.rule", decided).await?,
    })
}
