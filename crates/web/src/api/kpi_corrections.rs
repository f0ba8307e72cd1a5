//! What was corrected since a past day.

use super::input::{ApiPath, ApiQuery};
use crate::failure::{ApiFailure, ErrorBody};
use crate::request::Api;
use axum::Json;
use kernel::{Currency, Date, PageRequest};
use operations::App;
use operations::grow::kpi::{self, Correction, Question, Said};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

pub(crate) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(list))
}

/// Of which question.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct Query {
    /// The day the figure is asked as of, `YYYY-MM-DD`.
    as_of: Option<String>,
    /// First day, `YYYY-MM-DD`.
    from: Option<String>,
    /// Last day, `YYYY-MM-DD`.
    to: Option<String>,
    /// As for the figure.
    #[serde(default)]
    filter: Vec<String>,
    /// Deals on a page; 50 when absent.
    #[param(minimum = 1, maximum = 200)]
    limit: Option<u32>,
    /// `next_cursor` of the page before.
    cursor: Option<String>,
}

/// How a deal counted.
#[derive(Serialize, ToSchema)]
struct KpiSaid {
    #[schema(example = "won")]
    counted_as: &'static str,
    /// The date that puts it into a period.
    #[schema(value_type = Option<String>, format = Date)]
    date: Option<Date>,
    /// What it adds to an amount.
    amount: Option<String>,
    #[schema(value_type = Option<String>)]
    currency: Option<Currency>,
}

/// A deal that counts differently by now.
#[derive(Serialize, ToSchema)]
struct KpiCorrection {
    deal_id: String,
    number: String,
    name: String,
    partner_id: Option<String>,
    partner_name: Option<String>,
    /// By what was known on the day asked about; `null` when it did not count.
    then: Option<KpiSaid>,
    /// By what is known of that day now.
    now: Option<KpiSaid>,
}

/// A page of corrections.
#[derive(Serialize, ToSchema)]
struct KpiCorrections {
    items: Vec<KpiCorrection>,
    /// Where the next page starts; `null` on the last one.
    next_cursor: Option<String>,
}

/// The deals that count differently by what is known now than by what was known on the day the figure is asked as of.
#[utoipa::path(get, path = "/api/v1/kpis/{metric}/corrections", operation_id = "list_kpi_corrections", tag = "kpis",
    params(("metric" = String, Path, description = "Key of a metric of deals", example = "bookings"), Query),
    responses((status = 200, body = KpiCorrections), (status = 401, body = ErrorBody), (status = 404, body = ErrorBody),
        (status = 409, body = ErrorBody), (status = 422, body = ErrorBody)))]
async fn list(
    Api(cx): Api,
    ApiPath(metric): ApiPath<String>,
    ApiQuery(query): ApiQuery<Query>,
) -> Result<Json<KpiCorrections>, ApiFailure> {
    let page = PageRequest::parse(query.limit, query.cursor.as_deref())?;
    let Query { as_of, from, to, filter, .. } = query;
    let question = Question { metric, from, to, as_of, filters: filter, ..Question::default() };
    let found = kpi::corrections(&cx, &question, &page).await?;
    Ok(Json(KpiCorrections {
        items: found.page.items.into_iter().map(body).collect(),
        next_cursor: found.page.next_cursor,
    }))
}

fn body(row: Correction) -> KpiCorrection {
    let said = |said: Said| KpiSaid {
        counted_as: said.measure.as_str(),
        date: said.date,
        amount: said.money.map(|m| kernel::money::plain_amount(m.amount)),
        currency: said.money.map(|m| m.currency),
    };
    KpiCorrection {
        deal_id: row.deal.to_string(),
        number: row.number,
        name: row.name,
        partner_id: row.partner.map(|id| id.to_string()),
        partner_name: row.partner_name,
        then: row.then.map(said),
        now: row.now.map(said),
    }
}
