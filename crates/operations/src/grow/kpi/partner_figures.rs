//! The four numbers on a partner's record.

use super::answer::{Figure, answer};
use super::ask::Question;
use super::registry::{Metric, find};
use crate::Ctx;
use kernel::Outcome;
use kernel::id::PartnerId;

/// A metric and its figures for one partner; several when there are several currencies.
#[derive(Debug, Clone)]
pub struct PartnerFigure {
    pub metric: &'static Metric,
    pub figures: Vec<Figure>,
}

/// Bookings, win rate, open pipeline and registrations of a partner, all time.
///
/// # Errors
/// `Forbidden`; the database's. A partner out of the actor's scope has no figures.
pub async fn partner_figures(cx: &Ctx, partner: PartnerId) -> Outcome<Vec<PartnerFigure>> {
    let mut out = Vec::with_capacity(4);
    for metric in ["bookings", "win_rate", "open_pipeline", "registrations"].into_iter().filter_map(find) {
        let question = Question {
            metric: metric.key.to_owned(),
            filters: vec![format!("partner={partner}")],
            ..Question::default()
        };
        out.push(PartnerFigure { metric, figures: answer(cx, &question).await?.figures });
    }
    Ok(out)
}
