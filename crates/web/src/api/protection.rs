//! Protection: what stands in a registration's scope, and what a person decides about it.

use super::input::{ApiPath, ApiQuery, ListQuery};
use crate::failure::{ApiFailure, ErrorBody};
use crate::form::JsonBody;
use crate::request::Api;
use axum::Json;
use http::StatusCode;
use kernel::id::{PartnerId, ProgramId, RegistrationId};
use operations::App;
use operations::cosell::protection::{
    self, AnswerExtension, ApproveBeside, ApprovedBeside, AskExtension, Cap, Extension, Reinstate, Standing,
    WaitingExtension,
};
use operations::cosell::registration::Changed;
use serde::Serialize;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

pub(crate) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list_standing))
        .routes(routes!(approve_beside))
        .routes(routes!(list_waiting))
        .routes(routes!(list_extensions, ask))
        .routes(routes!(answer))
        .routes(routes!(reinstate))
        .routes(routes!(open_limit))
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

/// Approves a registration in whose scope another protection stands, as a person decides. Where others must approve it, it goes to them with that
/// decision, and `deal` is absent until the last yes; approvers who have it already are asked anew. 409 `nothing_stands` where nothing stands.
#[utoipa::path(
    post, path = "/api/v1/registrations/{id}/approve-beside", operation_id = "approve_registration_beside", tag = "registrations",
    params(("id" = String, Path, description = "The registration.")), request_body = ApproveBeside,
    responses(
        (status = 200, body = ApprovedBeside),
        (status = 401, body = ErrorBody), (status = 403, body = ErrorBody), (status = 404, body = ErrorBody),
        (status = 409, body = ErrorBody), (status = 422, body = ErrorBody), (status = 429, body = ErrorBody),
    )
)]
async fn approve_beside(
    Api(cx): Api,
    ApiPath(id): ApiPath<RegistrationId>,
    JsonBody(input): JsonBody<ApproveBeside>,
) -> Result<Json<ApprovedBeside>, ApiFailure> {
    protection::approve_beside(&cx, id, input).await.map(Json).map_err(|failure| ApiFailure::new(failure, cx.locale))
}

/// Wishes for more time that wait for an answer.
#[derive(Serialize, utoipa::ToSchema)]
struct WaitingExtensions {
    /// The longest waiting first.
    items: Vec<WaitingExtension>,
    /// Where the next page starts; null on the last one.
    next_cursor: Option<String>,
}

/// Partners who ask for more time, the longest waiting first.
#[utoipa::path(
    get, path = "/api/v1/extension-requests", operation_id = "list_extension_requests", tag = "registrations", params(ListQuery),
    responses(
        (status = 200, body = WaitingExtensions),
        (status = 401, body = ErrorBody), (status = 403, body = ErrorBody), (status = 422, body = ErrorBody), (status = 429, body = ErrorBody),
    )
)]
async fn list_waiting(
    Api(cx): Api,
    ApiQuery(query): ApiQuery<ListQuery>,
) -> Result<Json<WaitingExtensions>, ApiFailure> {
    let page = protection::waiting_extensions(&cx, &query.page()?).await?;
    Ok(Json(WaitingExtensions { items: page.items, next_cursor: page.next_cursor }))
}

/// What was asked for a registration, oldest first.
#[utoipa::path(
    get, path = "/api/v1/registrations/{id}/extension-requests", operation_id = "list_registration_extensions", tag = "registrations",
    params(("id" = String, Path, description = "The registration.")),
    responses(
        (status = 200, body = Vec<Extension>),
        (status = 401, body = ErrorBody), (status = 403, body = ErrorBody), (status = 404, body = ErrorBody), (status = 429, body = ErrorBody),
    )
)]
async fn list_extensions(
    Api(cx): Api,
    ApiPath(id): ApiPath<RegistrationId>,
) -> Result<Json<Vec<Extension>>, ApiFailure> {
    protection::extensions(&cx, id).await.map(Json).map_err(|failure| ApiFailure::new(failure, cx.locale))
}

/// Ask for more time on a partner's behalf.
#[utoipa::path(
    post, path = "/api/v1/registrations/{id}/extension-requests", operation_id = "ask_registration_extension", tag = "registrations",
    params(("id" = String, Path, description = "The registration.")), request_body = AskExtension,
    responses(
        (status = 201, body = Extension),
        (status = 401, body = ErrorBody), (status = 403, body = ErrorBody), (status = 404, body = ErrorBody),
        (status = 409, body = ErrorBody), (status = 422, body = ErrorBody), (status = 429, body = ErrorBody),
    )
)]
async fn ask(
    Api(cx): Api,
    ApiPath(id): ApiPath<RegistrationId>,
    JsonBody(input): JsonBody<AskExtension>,
) -> Result<(StatusCode, Json<Extension>), ApiFailure> {
    let asked = protection::ask_extension(&cx, id, input).await;
    asked.map(|e| (StatusCode::CREATED, Json(e))).map_err(|failure| ApiFailure::new(failure, cx.locale))
}

/// Answer the request that waits: a new last day, or no with a word to the partner.
#[utoipa::path(
    post, path = "/api/v1/registrations/{id}/extension-answer", operation_id = "answer_registration_extension", tag = "registrations",
    params(("id" = String, Path, description = "The registration.")), request_body = AnswerExtension,
    responses(
        (status = 200, body = Changed),
        (status = 401, body = ErrorBody), (status = 403, body = ErrorBody), (status = 404, body = ErrorBody),
        (status = 409, body = ErrorBody), (status = 422, body = ErrorBody), (status = 429, body = ErrorBody),
    )
)]
async fn answer(
    Api(cx): Api,
    ApiPath(id): ApiPath<RegistrationId>,
    JsonBody(input): JsonBody<AnswerExtension>,
) -> Result<Json<Changed>, ApiFailure> {
    protection::answer_extension(&cx, id, input).await.map(Json).map_err(|failure| ApiFailure::new(failure, cx.locale))
}

/// Protect an expired or cancelled registration again.
#[utoipa::path(
    post, path = "/api/v1/registrations/{id}/reinstate", operation_id = "reinstate_registration", tag = "registrations",
    params(("id" = String, Path, description = "The registration.")), request_body = Reinstate,
    responses(
        (status = 200, body = Changed),
        (status = 401, body = ErrorBody), (status = 403, body = ErrorBody), (status = 404, body = ErrorBody),
        (status = 409, body = ErrorBody), (status = 422, body = ErrorBody), (status = 429, body = ErrorBody),
    )
)]
async fn reinstate(
    Api(cx): Api,
    ApiPath(id): ApiPath<RegistrationId>,
    JsonBody(input): JsonBody<Reinstate>,
) -> Result<Json<Changed>, ApiFailure> {
    protection::reinstate(&cx, id, input).await.map(Json).map_err(|failure| ApiFailure::new(failure, cx.locale))
}

/// How many registrations a partner has open in a program, and can have; `null` where the program sets no limit.
#[utoipa::path(
    get, path = "/api/v1/partners/{partner}/programs/{program}/open-limit", operation_id = "get_open_limit", tag = "partners",
    params(("partner" = String, Path, description = "The partner."), ("program" = String, Path, description = "The program.")),
    responses(
        (status = 200, body = Option<Cap>),
        (status = 401, body = ErrorBody), (status = 403, body = ErrorBody), (status = 404, body = ErrorBody),
        (status = 429, body = ErrorBody),
    )
)]
async fn open_limit(
    Api(cx): Api,
    ApiPath((partner, program)): ApiPath<(PartnerId, ProgramId)>,
) -> Result<Json<Option<Cap>>, ApiFailure> {
    protection::open_limit(&cx, program, partner).await.map(Json).map_err(|failure| ApiFailure::new(failure, cx.locale))
}
