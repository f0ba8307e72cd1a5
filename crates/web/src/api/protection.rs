//! Protection: what stands in a registration's scope, and what a person decides about it.

use super::input::ApiPath;
use crate::failure::{ApiFailure, ErrorBody};
use crate::form::JsonBody;
use crate::request::Api;
use axum::Json;
use kernel::id::RegistrationId;
use operations::App;
use operations::cosell::protection::{self, ApproveBeside, Standing};
use operations::cosell::registration::Approved;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

pub(crate) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(list_standing)).routes(routes!(approve_beside))
}

/// The protections in whose scope (customer, product, region) the registration falls.
#[utoipa::path(
    get, path = "/api/v1/registrations/{id}/standing-protections", operation_id = "list_standing_protections", tag = "registrations",
    params(("id" = String, Path, description = "The registration.")),
    responses(
        (status = 200, body = Vec<Standing>),
        (status = 401, body = ErrorBody), (status = 404, body = ErrorBody), (status = 429, body = ErrorBody),
    )
)]
async fn list_standing(Api(cx): Api, ApiPath(id): ApiPath<RegistrationId>) -> Result<Json<Vec<Standing>>, ApiFailure> {
    protection::standing_in(&cx, id).await.map(Json).map_err(|failure| ApiFailure::new(failure, cx.locale))
}

/// Approves a registration in whose scope another protection stands, as a person decides.
#[utoipa::path(
    post, path = "/api/v1/registrations/{id}/approve-beside", operation_id = "approve_registration_beside", tag = "registrations",
    params(("id" = String, Path, description = "The registration.")), request_body = ApproveBeside,
    responses(
        (status = 200, body = Approved),
        (status = 401, body = ErrorBody), (status = 403, body = ErrorBody), (status = 404, body = ErrorBody),
        (status = 409, body = ErrorBody), (status = 422, body = ErrorBody), (status = 429, body = ErrorBody),
    )
)]
async fn approve_beside(
    Api(cx): Api,
    ApiPath(id): ApiPath<RegistrationId>,
    JsonBody(input): JsonBody<ApproveBeside>,
) -> Result<Json<Approved>, ApiFailure> {
    protection::approve_beside(&cx, id, input).await.map(Json).map_err(|failure| ApiFailure::new(failure, cx.locale))
}
