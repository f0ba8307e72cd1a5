//! What figures shall be.

use crate::api::input::{ApiPath, ApiQuery};
use crate::failure::{ApiFailure, ErrorBody};
use crate::form::JsonBody;
use crate::request::Api;
use axum::Json;
use http::StatusCode;
use kernel::PageRequest;
use kernel::id::KpiTargetId;
use operations::App;
use operations::grow::target::{self, Imported, SetTarget, Target};
use serde::{Deserialize, Serialize};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

pub(crate) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(list, set)).routes(routes!(remove)).routes(routes!(import))
}

/// Which page.
#[derive(Debug, Default, Deserialize, utoipa::IntoParams)]
#[serde(default, deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct Query {
    /// Targets on a page; 50 when absent.
    #[param(minimum = 1, maximum = 200)]
    limit: Option<u32>,
    /// `next_cursor` of the page before.
    cursor: Option<String>,
}

/// A page of targets.
#[derive(Serialize, utoipa::ToSchema)]
struct Targets {
    /// The newest period first.
    items: Vec<Target>,
    /// Where the next page starts; `null` on the last one.
    next_cursor: Option<String>,
}

/// A target that was set.
#[derive(Serialize, utoipa::ToSchema)]
struct TargetSet {
    #[schema(value_type = String)]
    id: KpiTargetId,
}

/// A file of targets.
#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
struct ImportTargets {
    /// Headings `metric,period,value` and, where needed, `currency,program,segment,owner,partner` (name, key, address or id).
    #[schema(example = "metric,period,value,currency\nbookings,2026-Q1,250000,EUR\n")]
    csv: String,
}

/// The targets, as far as one may see what they are for.
#[utoipa::path(get, path = "/api/v1/kpi-targets", operation_id = "list_kpi_targets", tag = "kpis", params(Query), responses(
    (status = 200, body = Targets),
    (status = 401, body = ErrorBody),
    (status = 403, body = ErrorBody),
    (status = 422, body = ErrorBody),
))]
async fn list(Api(cx): Api, ApiQuery(query): ApiQuery<Query>) -> Result<Json<Targets>, ApiFailure> {
    let page = PageRequest::parse(query.limit, query.cursor.as_deref())?;
    let found = target::list(&cx, &page).await?;
    Ok(Json(Targets { items: found.items, next_cursor: found.next_cursor }))
}

/// Set a target; one for the same figure, period, scope and currency is replaced.
#[utoipa::path(put, path = "/api/v1/kpi-targets", operation_id = "set_kpi_target", tag = "kpis", request_body = SetTarget, responses(
    (status = 200, body = TargetSet),
    (status = 401, body = ErrorBody),
    (status = 403, body = ErrorBody),
    (status = 422, body = ErrorBody),
))]
async fn set(Api(cx): Api, JsonBody(input): JsonBody<SetTarget>) -> Result<Json<TargetSet>, ApiFailure> {
    Ok(Json(TargetSet { id: target::set(&cx, input).await? }))
}

/// Set the targets of a file. A line that cannot be taken is told and leaves the others alone.
#[utoipa::path(post, path = "/api/v1/kpi-targets/import", operation_id = "import_kpi_targets", tag = "kpis", request_body = ImportTargets, responses(
    (status = 200, body = Imported),
    (status = 401, body = ErrorBody),
    (status = 403, body = ErrorBody),
    (status = 422, body = ErrorBody),
))]
async fn import(Api(cx): Api, JsonBody(input): JsonBody<ImportTargets>) -> Result<Json<Imported>, ApiFailure> {
    Ok(Json(target::import(&cx, input.csv.as_bytes()).await?))
}

/// Remove a target.
#[utoipa::path(delete, path = "/api/v1/kpi-targets/{target}", operation_id = "remove_kpi_target", tag = "kpis", params(("target" = String, Path)), responses(
    (status = 204),
    (status = 401, body = ErrorBody),
    (status = 403, body = ErrorBody),
    (status = 404, body = ErrorBody),
))]
async fn remove(Api(cx): Api, ApiPath(id): ApiPath<KpiTargetId>) -> Result<StatusCode, ApiFailure> {
    target::remove(&cx, id).await?;
    Ok(StatusCode::NO_CONTENT)
}
