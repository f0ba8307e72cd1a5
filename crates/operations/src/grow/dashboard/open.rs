//! Dashboards as they are read: which there are, what is on one, and each tile's answer within the reader's scope.

use super::RANKED;
use super::kept::{KeptQuestion, today};
use super::offered;
use crate::Ctx;
use crate::access::policy::Action;
use crate::grow::cohort::{self, Cohorts};
use crate::grow::funnel::{self, Funnel};
use crate::grow::kpi::{self, Answer};
use crate::grow::portfolio::{self, Portfolio};
use kernel::id::{DashboardId, SavedQuestionId, UserId};
use kernel::words::{Sharing, ShownAs};
use kernel::{Actor, Failure, Outcome, Role};
use sea_orm::{ConnectionTrait, FromQueryResult};
use serde::Serialize;
use storage::Sql;

/// A dashboard in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Listed {
    /// The id (`dash_…`), or the key of an offered one.
    pub id: String,
    /// Its name; of an offered one in the reader's language.
    pub name: String,
    /// What it tells.
    pub description: String,
    /// `private`, `team` or `partners`.
    #[schema(value_type = String)]
    pub sharing: Sharing,
    /// Whether the program offers it: it can be copied, not changed.
    pub offered: bool,
    /// Whose it is; absent when offered.
    pub owner: Option<String>,
    /// Whether the reader is its owner.
    pub own: bool,
}

/// A tile: a kept question on a dashboard.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Tile {
    /// The id (`qst_…`); of an offered dashboard a word.
    pub id: String,
    /// Empty: called after its metric.
    pub name: String,
    /// How it is shown.
    #[schema(value_type = String)]
    pub shown: ShownAs,
    /// Thirds of the page, 1 to 3.
    pub width: i64,
    /// What it asks.
    pub question: KeptQuestion,
}

/// A dashboard with its tiles in order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Dashboard {
    /// Itself.
    #[serde(flatten)]
    pub listed: Listed,
    /// Whether the reader may change it.
    pub may_change: bool,
    /// For changing it: a stale one is refused.
    pub version: i64,
    /// In order.
    pub tiles: Vec<Tile>,
}

/// What a tile answers.
#[derive(Debug, Clone)]
pub enum TileAnswer {
    /// Figures of a metric.
    Figures(Box<Answer>),
    /// Registrations from received to won.
    Funnel(Funnel),
    /// Partners by pipeline and win rate.
    Portfolio(Portfolio),
    /// Partners by the time of signing and since.
    Cohorts(Cohorts),
}

#[derive(Debug, Clone, FromQueryResult)]
pub(super) struct Row {
    pub id: DashboardId,
    pub owner_id: UserId,
    pub owner: String,
    pub name: String,
    pub description: String,
    pub sharing: Sharing,
    pub version: i64,
}

#[derive(FromQueryResult)]
pub(super) struct TileRow {
    id: SavedQuestionId,
    name: String,
    shown: ShownAs,
    width: i64,
    question: String,
}

const SELECT: &str = "SELECT d.id, d.owner_id, u.name AS owner, d.name, d.description, d.sharing, d.version FROM dashboard d JOIN app_user u ON u.id = d.owner_id WHERE ";

/// Appends which dashboards (or kept questions) of this table the actor may open.
pub(super) fn openable(sql: Sql, actor: &Actor, table: &str) -> Sql {
    match actor {
        Actor::User(user) => {
            sql.push(&format!("({table}.sharing <> 'private' OR {table}.owner_id = ")).bind(user.id).push(")")
        }
        Actor::Contact(_) => sql.push(&format!("{table}.sharing = 'partners'")),
        Actor::System => sql.push("1 = 1"),
        Actor::Anonymous => sql.push("1 = 0"),
    }
}

impl Row {
    fn listed(self, actor: &Actor) -> Listed {
        let own = actor.user().is_some_and(|u| u.id == self.owner_id);
        Listed {
            id: self.id.to_string(),
            name: self.name,
            description: self.description,
            sharing: self.sharing,
            offered: false,
            // A contact is told no name of the vendor's people.
            owner: actor.user().map(|_| self.owner),
            own,
        }
    }
    /// Its owner may change it; what is shared, an administrator as well.
    pub(super) fn may_be_changed_by(&self, actor: &Actor) -> bool {
        actor.user().is_some_and(|user| {
            user.id == self.owner_id || user.role == Role::Administrator && self.sharing != Sharing::Private
        })
    }
}

fn listed_offer(offered: &offered::Offered, cx: &Ctx) -> Listed {
    Listed {
        id: offered.key.clone(),
        name: offered.name(cx.locale),
        description: offered.description(cx.locale, cx.actor.scope()),
        sharing: offered.sharing(),
        offered: true,
        owner: None,
        own: false,
    }
}

/// The dashboards the actor may open: what is offered first, then their own and what is shared, by name.
///
/// # Errors
/// `Forbidden`.
pub async fn list(cx: &Ctx) -> Outcome<Vec<Listed>> {
    cx.allow(Action::Read)?;
    let rows = openable(Sql::new(SELECT), &cx.actor, "d").push(" ORDER BY d.name, d.id LIMIT 500");
    let rows: Vec<Row> = rows.all(cx.read()).await?;
    let mut listed: Vec<Listed> = offered::all().iter().map(|o| listed_offer(o, cx)).collect();
    listed.extend(rows.into_iter().map(|row| row.listed(&cx.actor)));
    Ok(listed)
}

/// The dashboards a contact may open.
///
/// # Errors
/// The database's.
pub async fn list_for_partners(cx: &Ctx) -> Outcome<Vec<Listed>> {
    let rows =
        openable(Sql::new(SELECT), &cx.actor, "d").push(" AND d.sharing = 'partners' ORDER BY d.name, d.id LIMIT 50");
    let rows: Vec<Row> = rows.all(cx.read()).await?;
    let mut listed: Vec<Listed> = offered::all().iter().filter(|o| o.partners).map(|o| listed_offer(o, cx)).collect();
    listed.extend(rows.into_iter().map(|row| row.listed(&cx.actor)));
    Ok(listed)
}

fn may_open(cx: &Ctx) -> Outcome<()> {
    if matches!(cx.actor, Actor::Contact(_)) { Ok(()) } else { cx.allow(Action::Read) }
}

/// The dashboard of this id, or the offered one of this key, for whoever may open it.
///
/// # Errors
/// `Forbidden`; `NotFound` for what is not there or not theirs to open.
pub async fn open(cx: &Ctx, id: &str) -> Outcome<Dashboard> {
    may_open(cx)?;
    let contact = matches!(cx.actor, Actor::Contact(_));
    if let Some(offered) = offered::find(id) {
        if contact && !offered.partners {
            return Err(Failure::NotFound);
        }
        let listed = listed_offer(offered, cx);
        return Ok(Dashboard { listed, may_change: false, version: 1, tiles: offered.tiles() });
    }
    let row = load(cx, cx.read(), id).await?;
    let tiles = tiles_of(cx.read(), row.id).await?;
    let (may_change, version) = (row.may_be_changed_by(&cx.actor), row.version);
    Ok(Dashboard { listed: row.listed(&cx.actor), may_change, version, tiles })
}

pub(super) async fn load(cx: &Ctx, db: &impl ConnectionTrait, id: &str) -> Outcome<Row> {
    let id: DashboardId = id.parse().map_err(|_| Failure::NotFound)?;
    let sql = openable(Sql::new(SELECT), &cx.actor, "d").push(" AND d.id = ").bind(id);
    sql.one(db).await?.ok_or(Failure::NotFound)
}

pub(super) async fn tiles_of(db: &impl ConnectionTrait, id: DashboardId) -> Outcome<Vec<Tile>> {
    let sql =
        Sql::new("SELECT q.id, q.name, q.shown, q.width, q.question FROM saved_question q WHERE q.dashboard_id = ")
            .bind(id)
            .push(" ORDER BY q.position, q.id");
    sql.all::<TileRow>(db).await?.into_iter().map(TileRow::tile).collect()
}

impl TileRow {
    pub(super) fn tile(self) -> Outcome<Tile> {
        Ok(Tile {
            id: self.id.to_string(),
            name: self.name,
            shown: self.shown,
            width: self.width,
            question: serde_json::from_str(&self.question).map_err(Failure::internal)?,
        })
    }
}

/// A tile's answer, counted from the rows this reader may see.
///
/// # Errors
/// `NotFound` when it is not for this reader (a contact is shown no portfolio) or asks for what is no longer there; `Invalid` when a filter names
/// what this reader cannot see.
pub async fn answer_tile(cx: &Ctx, shown: ShownAs, question: &KeptQuestion) -> Outcome<TileAnswer> {
    may_open(cx)?;
    let (today, fiscal_start) = today(cx).await?;
    match shown {
        ShownAs::Funnel => {
            let (from, to) = question.days(today, fiscal_start);
            Ok(TileAnswer::Funnel(funnel::funnel(cx, from.as_deref(), to.as_deref()).await?))
        }
        ShownAs::PortfolioMap => Ok(TileAnswer::Portfolio(portfolio::portfolio(cx, None).await?)),
        ShownAs::Cohorts => Ok(TileAnswer::Cohorts(cohort::cohorts(cx, cohort::CohortQuestion::default()).await?)),
        _ => {
            let mut asked = question.question(today, fiscal_start);
            let answered = match shown {
                ShownAs::Ranking => kpi::leaders(cx, &asked, RANKED).await,
                _ => kpi::answer(cx, &asked).await,
            };
            match answered {
                // What cannot be compared on this day is answered without.
                Err(Failure::Invalid(errors)) if errors.0.iter().all(|e| e.field == "compare") => {
                    asked.compare = None;
                    Ok(TileAnswer::Figures(Box::new(kpi::answer(cx, &asked).await?)))
                }
                answer => Ok(TileAnswer::Figures(Box::new(answer?))),
            }
        }
    }
}
