//! What the organisation decides for itself.

use crate::failure::{ApiFailure, ErrorBody};
use crate::form::JsonBody;
use crate::request::Api;
use axum::Json;
use operations::App;
use operations::access::policy::Action;
use operations::settings::{self, ChangeOrganisation, Organisation};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

pub(crate) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(show, change))
}

/// Name, currency, time zone and language of the organisation.
#[utoipa::path(get, path = "/api/v1/settings", operation_id = "show_settings", tag = "settings", responses(
    (status = 200, body = Organisation),
    (status = 401, body = ErrorBody),
))]
async fn show(Api(cx): Api) -> Result<Json<Organisation>, ApiFailure> {
    cx.allow(Action::Read)?;
    Ok(Json(settings::organisation(cx.read()).await?))
}

/// Change them; absent fields stay. For administrators.
#[utoipa::path(patch, path = "/api/v1/settings", operation_id = "change_settings", tag = "settings", request_body = ChangeOrganisation, responses(
    (status = 200, body = Organisation),
    (status = 401, body = ErrorBody),
    (status = 403, body = ErrorBody),
    (status = 422, body = ErrorBody),
))]
async fn change(Api(cx): Api, JsonBody(input): JsonBody<ChangeOrganisation>) -> Result<Json<Organisation>, ApiFailure> {
    Ok(Json(settings::patch_organisation(&cx, input).await?))
}
