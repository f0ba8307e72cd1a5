//! Alerts on the figures of kept questions.

use super::input::ApiPath;
use crate::failure::{ApiFailure, ErrorBody};
use crate::form::JsonBody;
use crate::request::Api;
use axum::Json;
use http::StatusCode;
use kernel::id::KpiAlertId;
use operations::App;
use operations::grow::alert::{self, Alert, ChangeAlert, SetAlert};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

pub(crate) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(list, set)).routes(routes!(change, remove))
}

/// Your alerts.
#[derive(Serialize, ToSchema)]
struct Alerts {
    /// By the name of the question.
    items: Vec<Alert>,
    /// Always `null`: nobody has many.
    next_cursor: Option<String>,
}

/// Your alerts, each with its last crossing.
#[utoipa::path(get, path = "/api/v1/kpi-alerts", operation_id = "list_kpi_alerts", tag = "dashboards", responses(
    (status = 200, body = Alerts), (status = 401, body = ErrorBody),
))]
async fn list(Api(cx): Api) -> Result<Json<Alerts>, ApiFailure> {
    Ok(Json(Alerts { items: alert::list(&cx).await?, next_cursor: None }))
}

/// Be told by mail when the figure of a kept question crosses a value, or has risen or dropped. Looked at every morning; told once for a crossing.
#[utoipa::path(post, path = "/api/v1/kpi-alerts", operation_id = "set_kpi_alert", tag = "dashboards", request_body = SetAlert, responses(
    (status = 201, body = Alert), (status = 401, body = ErrorBody), (status = 403, body = ErrorBody),
    (status = 404, body = ErrorBody), (status = 422, body = ErrorBody),
))]
async fn set(Api(cx): Api, JsonBody(input): JsonBody<SetAlert>) -> Result<(StatusCode, Json<Alert>), ApiFailure> {
    Ok((StatusCode::CREATED, Json(alert::set(&cx, input).await?)))
}

/// Pause one of your alerts, or look at it again.
#[utoipa::path(patch, path = "/api/v1/kpi-alerts/{alert}", operation_id = "change_kpi_alert", tag = "dashboards",
    params(("alert" = String, Path)), request_body = ChangeAlert, responses(
    (status = 200, body = Alert), (status = 401, body = ErrorBody), (status = 403, body = ErrorBody),
    (status = 404, body = ErrorBody), (status = 422, body = ErrorBody),
))]
async fn change(
    Api(cx): Api,
    ApiPath(id): ApiPath<KpiAlertId>,
    JsonBody(input): JsonBody<ChangeAlert>,
) -> Result<Json<Alert>, ApiFailure> {
    Ok(Json(alert::change(&cx, id, input).await?))
}

/// Remove one of your alerts.
#[utoipa::path(delete, path = "/api/v1/kpi-alerts/{alert}", operation_id = "remove_kpi_alert", tag = "dashboards",
    params(("alert" = String, Path)), responses(
    (status = 204), (status = 401, body = ErrorBody), (status = 403, body = ErrorBody), (status = 404, body = ErrorBody),
))]
async fn remove(Api(cx): Api, ApiPath(id): ApiPath<KpiAlertId>) -> Result<StatusCode, ApiFailure> {
    alert::remove(&cx, id).await?;
    Ok(StatusCode::NO_CONTENT)
}
