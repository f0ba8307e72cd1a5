//! Weights, half-lives and bands tried on the past year before they are saved: who would stand elsewhere.

use super::keep::History;
use super::policy::{ChangeHealthPolicies, health_policies};
use super::score::Band;
use crate::Ctx;
use crate::access::policy::Action;
use crate::access::scope::in_scope;
use crate::grow::kpi::fact::{date_of, day_of};
use crate::settings::organisation;
use kernel::id::{PartnerId, ProgramId};
use kernel::{Date, Outcome};
use sea_orm::FromQueryResult;
use serde::Serialize;
use std::collections::HashMap;
use storage::Sql;

/// As many partners are named.
pub const MOST_NAMED: usize = 50;

/// A day of the past year.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct TriedWeek {
    /// The day.
    #[schema(value_type = String, format = Date)]
    pub on: Date,
    /// Partners with a score.
    pub scored: i64,
    /// Of them, those that would be in a higher band.
    pub up: i64,
    /// And in a lower one.
    pub down: i64,
}

/// A partner that would be in another band.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct BandMove {
    /// The partner.
    #[schema(value_type = String)]
    pub partner_id: PartnerId,
    /// Their name.
    pub partner: String,
    /// In which program.
    #[schema(value_type = String)]
    pub program_id: ProgramId,
    /// The score now.
    pub score: i64,
    /// The band now.
    #[schema(value_type = String)]
    pub band: Band,
    /// The score as tried.
    pub tried_score: i64,
    /// The band as tried.
    #[schema(value_type = String)]
    pub tried_band: Band,
}

/// What a change would do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct HealthTrial {
    /// Today and three days thirteen weeks apart before it, newest first.
    pub days: Vec<TriedWeek>,
    /// Who would be in another band today; the largest differences first, up to fifty.
    pub moves: Vec<BandMove>,
}

#[derive(FromQueryResult)]
struct Name {
    id: PartnerId,
    name: String,
}

/// Tries policies beside those in force. Nothing is kept.
///
/// # Errors
/// `Forbidden`; `Invalid` as [`super::change_health_policies`].
pub async fn try_policies(cx: &Ctx, input: ChangeHealthPolicies) -> Outcome<HealthTrial> {
    cx.allow(Action::Administer)?;
    let now = health_policies(cx.read()).await?;
    let tried = input.checked(now.version)?;
    let today = day_of(cx.now().date_in(&organisation(cx.read()).await?.zone()));
    let history = History::load(cx.read(), today - 273, today).await?;
    let mut trial = HealthTrial { days: Vec::new(), moves: Vec::new() };
    for quarter in 0..4 {
        let day = today - 91 * quarter;
        let (was, would) = (history.scores(cx.read(), &now, day).await?, history.scores(cx.read(), &tried, day).await?);
        let mut told = TriedWeek { on: date_of(day), scored: 0, up: 0, down: 0 };
        for ((member, was), (_, would)) in was.into_iter().zip(would) {
            let (Some(score), Some(tried_score)) = (was.score, would.score) else { continue };
            let (band, tried_band) = (Band::of(score, &now), Band::of(tried_score, &tried));
            told.scored += 1;
            // The order of the bands: strong, steady, weak.
            told.up += i64::from(tried_band < band);
            told.down += i64::from(tried_band > band);
            if quarter == 0 && band != tried_band {
                trial.moves.push(BandMove {
                    partner_id: member.partner,
                    partner: String::new(),
                    program_id: member.program,
                    score,
                    band,
                    tried_score,
                    tried_band,
                });
            }
        }
        trial.days.push(told);
    }
    trial.moves.sort_by_key(|m| -(m.tried_score - m.score).abs());
    trial.moves.truncate(MOST_NAMED);
    let sql = Sql::new("SELECT p.id, p.name FROM partner p WHERE p.id IN ");
    let sql = in_scope(sql.bind_list(trial.moves.iter().map(|m| m.partner_id)), &cx.actor, "p.id");
    let names = sql.all::<Name>(cx.read()).await?;
    let names: HashMap<PartnerId, String> = names.into_iter().map(|n| (n.id, n.name)).collect();
    trial.moves.retain_mut(|m| match names.get(&m.partner_id) {
        Some(name) => {
            m.partner.clone_from(name);
            true
        }
        None => false,
    });
    Ok(trial)
}
