//! What the organisation decides for itself.

use crate::failure::{ApiFailure, ErrorBody};
use crate::form::JsonBody;
use crate::request::Api;
use axum::Json;
use operations::App;
use operations::access::policy::Action;
use operations::grow::kpi::{self, ChangePolicies, Policies};
use operations::settings::{self, ChangeOrganisation, Organisation, PartnerPages};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

pub(crate) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(show, change))
        .routes(routes!(show_partner_pages, change_partner_pages))
        .routes(routes!(show_figure_policies, change_figure_policies))
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

/// How figures are counted: the choices that change what they say.
#[utoipa::path(get, path = "/api/v1/settings/figures", operation_id = "show_figure_policies", tag = "settings", responses(
    (status = 200, body = Policies),
    (status = 401, body = ErrorBody),
))]
async fn show_figure_policies(Api(cx): Api) -> Result<Json<Policies>, ApiFailure> {
    cx.allow(Action::Read)?;
    Ok(Json(kpi::policies(cx.read()).await?))
}

/// Change some; absent fields stay. They hold at once, for past periods as well. For administrators.
#[utoipa::path(patch, path = "/api/v1/settings/figures", operation_id = "change_figure_policies", tag = "settings", request_body = ChangePolicies, responses(
    (status = 200, body = Policies),
    (status = 401, body = ErrorBody),
    (status = 403, body = ErrorBody),
    (status = 422, body = ErrorBody),
))]
async fn change_figure_policies(
    Api(cx): Api,
    JsonBody(input): JsonBody<ChangePolicies>,
) -> Result<Json<Policies>, ApiFailure> {
    Ok(Json(kpi::change_policies(&cx, input).await?))
}

/// What partners may see on their pages without signing in.
#[utoipa::path(get, path = "/api/v1/settings/partner-pages", operation_id = "show_partner_pages", tag = "settings", responses(
    (status = 200, body = PartnerPages),
    (status = 401, body = ErrorBody),
))]
async fn show_partner_pages(Api(cx): Api) -> Result<Json<PartnerPages>, ApiFailure> {
    cx.allow(Action::Read)?;
    Ok(Json(settings::partner_pages(cx.read()).await?))
}

/// Change it. For administrators.
#[utoipa::path(put, path = "/api/v1/settings/partner-pages", operation_id = "change_partner_pages", tag = "settings", request_body = PartnerPages, responses(
    (status = 200, body = PartnerPages),
    (status = 401, body = ErrorBody),
    (status = 403, body = ErrorBody),
    (status = 422, body = ErrorBody),
))]
async fn change_partner_pages(
    Api(cx): Api,
    JsonBody(input): JsonBody<PartnerPages>,
) -> Result<Json<PartnerPages>, ApiFailure> {
    Ok(Json(settings::change_partner_pages(&cx, input).await?))
}
