//! Health scores, and how they are made.

use super::input::{ApiPath, ApiQuery};
use crate::failure::{ApiFailure, ErrorBody};
use crate::form::JsonBody;
use crate::request::Api;
use axum::Json;
use kernel::id::{PartnerId, ProgramId};
use kernel::{Date, PageRequest};
use operations::App;
use operations::access::policy::Action;
use operations::grow::health::{
    self, Band, ChangeHealthPolicies, HealthPolicies, HealthQuery, HealthTrial, PartnerHealth, ScoreListed,
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

pub(crate) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list_scores))
        .routes(routes!(get_partner_health))
        .routes(routes!(show_policies, change_policies))
        .routes(routes!(try_policies))
}

#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default, deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct ScoreParams {
    /// In this program.
    #[param(value_type = Option<String>)]
    program: Option<ProgramId>,
    /// `strong`, `steady` or `weak`.
    #[param(value_type = Option<String>)]
    band: Option<Band>,
    /// Rows on a page; 50 when absent.
    #[param(minimum = 1, maximum = 200)]
    limit: Option<u32>,
    /// `next_cursor` of the page before.
    cursor: Option<String>,
}

/// A page of scores.
#[derive(Serialize, ToSchema)]
struct ScorePage {
    /// The largest drop since the week before first.
    items: Vec<ScoreListed>,
    /// Where the next page starts; `null` on the last page.
    next_cursor: Option<String>,
}

/// The health scores of the partners in reach, this week.
#[utoipa::path(get, path = "/api/v1/health-scores", operation_id = "list_health_scores", tag = "health", params(ScoreParams), responses(
    (status = 200, body = ScorePage), (status = 401, body = ErrorBody), (status = 403, body = ErrorBody), (status = 422, body = ErrorBody),
))]
async fn list_scores(Api(cx): Api, ApiQuery(params): ApiQuery<ScoreParams>) -> Result<Json<ScorePage>, ApiFailure> {
    let request = PageRequest::parse(params.limit, params.cursor.as_deref())?;
    let page = health::list(&cx, HealthQuery { program: params.program, band: params.band }, &request).await?;
    Ok(Json(ScorePage { items: page.items, next_cursor: page.next_cursor }))
}

#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default, deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct HealthParams {
    /// On a past day.
    #[param(value_type = Option<String>, format = Date)]
    as_of: Option<Date>,
}

/// A partner's health: the score in each program, what it is made of, what changed since the week before, and the weeks before.
#[utoipa::path(get, path = "/api/v1/partners/{partner}/health", operation_id = "get_partner_health", tag = "health",
    params(("partner" = String, Path, description = "The partner."), HealthParams), responses(
    (status = 200, body = PartnerHealth), (status = 401, body = ErrorBody), (status = 403, body = ErrorBody), (status = 404, body = ErrorBody),
    (status = 422, body = ErrorBody),
))]
async fn get_partner_health(
    Api(cx): Api,
    ApiPath(partner): ApiPath<PartnerId>,
    ApiQuery(params): ApiQuery<HealthParams>,
) -> Result<Json<PartnerHealth>, ApiFailure> {
    Ok(Json(health::of_partner(&cx, partner, params.as_of).await?))
}

/// How health is scored.
#[utoipa::path(get, path = "/api/v1/settings/health", operation_id = "show_health_policies", tag = "settings", responses(
    (status = 200, body = HealthPolicies), (status = 401, body = ErrorBody), (status = 403, body = ErrorBody),
))]
async fn show_policies(Api(cx): Api) -> Result<Json<HealthPolicies>, ApiFailure> {
    cx.allow(Action::Read)?;
    Ok(Json(health::health_policies(cx.read()).await?))
}

/// Change how health is scored. For administrators. The past thirteen weeks are scored anew. 409 `stale_version` when somebody else has changed
/// it since.
#[utoipa::path(put, path = "/api/v1/settings/health", operation_id = "change_health_policies", tag = "settings", request_body = ChangeHealthPolicies, responses(
    (status = 200, body = HealthPolicies), (status = 401, body = ErrorBody), (status = 403, body = ErrorBody), (status = 409, body = ErrorBody),
    (status = 422, body = ErrorBody),
))]
async fn change_policies(
    Api(cx): Api,
    JsonBody(input): JsonBody<ChangeHealthPolicies>,
) -> Result<Json<HealthPolicies>, ApiFailure> {
    Ok(Json(health::change_health_policies(&cx, input).await?))
}

/// Who would stand in another band, today and on three days of the past year. Nothing is saved.
#[utoipa::path(post, path = "/api/v1/settings/health-preview", operation_id = "try_health_policies", tag = "settings", request_body = ChangeHealthPolicies, responses(
    (status = 200, body = HealthTrial), (status = 401, body = ErrorBody), (status = 403, body = ErrorBody), (status = 422, body = ErrorBody),
))]
async fn try_policies(
    Api(cx): Api,
    JsonBody(input): JsonBody<ChangeHealthPolicies>,
) -> Result<Json<HealthTrial>, ApiFailure> {
    Ok(Json(health::try_policies(&cx, input).await?))
}
