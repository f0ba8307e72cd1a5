//! Registrations that were begun and not sent: each person's own.

use super::input::ApiPath;
use crate::failure::{ApiFailure, ErrorBody};
use crate::form::JsonBody;
use crate::request::Api;
use axum::Json;
use http::StatusCode;
use kernel::id::RegistrationId;
use operations::App;
use operations::cosell::registration::draft::{self, DraftListed, RegistrationDraft, SaveDraft};
use operations::cosell::registration::{Changed, Submitted};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

pub(crate) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(list, begin)).routes(routes!(show, keep, discard)).routes(routes!(send))
}

/// The caller's drafts, the last kept first.
#[utoipa::path(get, path = "/api/v1/registration-drafts", operation_id = "list_registration_drafts", tag = "registrations", responses(
    (status = 200, body = Vec<DraftListed>),
    (status = 401, body = ErrorBody),
    (status = 403, body = ErrorBody),
))]
async fn list(Api(cx): Api) -> Result<Json<Vec<DraftListed>>, ApiFailure> {
    Ok(Json(draft::drafts(&cx).await?))
}

/// Keep a registration for later. Nothing in it is checked, no clock begins.
#[utoipa::path(post, path = "/api/v1/registration-drafts", operation_id = "begin_registration_draft", tag = "registrations", request_body = SaveDraft, responses(
    (status = 201, body = Changed),
    (status = 401, body = ErrorBody),
    (status = 403, body = ErrorBody),
    (status = 422, body = ErrorBody),
))]
async fn begin(Api(cx): Api, JsonBody(input): JsonBody<SaveDraft>) -> Result<(StatusCode, Json<Changed>), ApiFailure> {
    Ok((StatusCode::CREATED, Json(draft::save_draft(&cx, None, input).await?)))
}

/// One of the caller's drafts.
#[utoipa::path(get, path = "/api/v1/registration-drafts/{id}", operation_id = "show_registration_draft", tag = "registrations", params(("id" = String, Path)), responses(
    (status = 200, body = RegistrationDraft),
    (status = 401, body = ErrorBody),
    (status = 403, body = ErrorBody),
    (status = 404, body = ErrorBody),
))]
async fn show(Api(cx): Api, ApiPath(id): ApiPath<RegistrationId>) -> Result<Json<RegistrationDraft>, ApiFailure> {
    Ok(Json(draft::draft(&cx, id).await?))
}

/// Keep it as it is now.
#[utoipa::path(put, path = "/api/v1/registration-drafts/{id}", operation_id = "keep_registration_draft", tag = "registrations", params(("id" = String, Path)), request_body = SaveDraft, responses(
    (status = 200, body = Changed),
    (status = 401, body = ErrorBody),
    (status = 403, body = ErrorBody),
    (status = 404, body = ErrorBody),
    (status = 409, body = ErrorBody),
    (status = 422, body = ErrorBody),
))]
async fn keep(
    Api(cx): Api,
    ApiPath(id): ApiPath<RegistrationId>,
    JsonBody(input): JsonBody<SaveDraft>,
) -> Result<Json<Changed>, ApiFailure> {
    Ok(Json(draft::save_draft(&cx, Some(id), input).await?))
}

/// Throw it away.
#[utoipa::path(delete, path = "/api/v1/registration-drafts/{id}", operation_id = "discard_registration_draft", tag = "registrations", params(("id" = String, Path)), responses(
    (status = 204),
    (status = 401, body = ErrorBody),
    (status = 403, body = ErrorBody),
    (status = 404, body = ErrorBody),
))]
async fn discard(Api(cx): Api, ApiPath(id): ApiPath<RegistrationId>) -> Result<StatusCode, ApiFailure> {
    draft::discard_draft(&cx, id).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Send it as it was kept: from here on it is a registration, and the promises begin.
#[utoipa::path(post, path = "/api/v1/registration-drafts/{id}/send", operation_id = "send_registration_draft", tag = "registrations", params(("id" = String, Path)), responses(
    (status = 201, body = Submitted),
    (status = 200, body = Submitted, description = "This very registration was here before."),
    (status = 401, body = ErrorBody),
    (status = 403, body = ErrorBody),
    (status = 404, body = ErrorBody),
    (status = 409, body = ErrorBody),
    (status = 422, body = ErrorBody),
))]
async fn send(Api(cx): Api, ApiPath(id): ApiPath<RegistrationId>) -> Result<(StatusCode, Json<Submitted>), ApiFailure> {
    let made = draft::send_draft(&cx, id).await?;
    let status = if made.repeated { StatusCode::OK } else { StatusCode::CREATED };
    Ok((status, Json(made)))
}
