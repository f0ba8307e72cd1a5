//! Exchange rates of the European Central Bank.

use crate::failure::{ApiFailure, ErrorBody};
use crate::form::JsonBody;
use crate::request::Api;
use axum::Json;
use axum::extract::DefaultBodyLimit;
use kernel::Date;
use operations::App;
use operations::grow::exchange_rate::{self, RateSpan, Taken};
use serde::{Deserialize, Serialize};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// The bank's history since 1999 has two million bytes.
const BODY: usize = 16 * 1024 * 1024;

pub(crate) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(list_rates, import_rates)).layer(DefaultBodyLimit::max(BODY))
}

/// The rates that are kept.
#[derive(Serialize, utoipa::ToSchema)]
struct ExchangeRates {
    /// The last day with rates; an amount of a later day is exchanged at these.
    #[schema(value_type = Option<String>, format = Date)]
    last: Option<Date>,
    /// By currency.
    items: Vec<RateSpan>,
    /// Always null.
    next_cursor: Option<String>,
}

/// A file of rates.
#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
struct ImportRates {
    /// The bank's history (`eurofxref-hist.csv`): a heading `Date,USD,JPY,…`, a line for each day, `N/A` where there is no rate.
    #[schema(example = "Date,USD,JPY\n2026-10-30,1.1172,175.68\n")]
    csv: String,
}

/// Which currencies have rates, and for which days.
#[utoipa::path(get, path = "/api/v1/exchange-rates", operation_id = "list_exchange_rates", tag = "kpis", responses(
    (status = 200, body = ExchangeRates),
    (status = 401, body = ErrorBody),
    (status = 403, body = ErrorBody),
))]
async fn list_rates(Api(cx): Api) -> Result<Json<ExchangeRates>, ApiFailure> {
    let kept = exchange_rate::list(&cx).await?;
    Ok(Json(ExchangeRates { last: kept.last, items: kept.currencies, next_cursor: None }))
}

/// Take the rates of a file: new ones are added, different ones replaced, none removed. All of it or none. For administrators.
#[utoipa::path(post, path = "/api/v1/exchange-rates", operation_id = "import_exchange_rates", tag = "kpis", request_body = ImportRates, responses(
    (status = 200, body = Taken),
    (status = 401, body = ErrorBody),
    (status = 403, body = ErrorBody),
    (status = 422, body = ErrorBody),
))]
async fn import_rates(Api(cx): Api, JsonBody(input): JsonBody<ImportRates>) -> Result<Json<Taken>, ApiFailure> {
    Ok(Json(exchange_rate::import(&cx, input.csv.as_bytes()).await?))
}
