//! Registrations: list, record, and every answer.

use super::input::{ApiPath, ApiQuery, ListQuery};
use crate::failure::{ApiFailure, ErrorBody};
use crate::form::JsonBody;
use crate::request::Api;
use axum::Json;
use http::StatusCode;
use kernel::Page;
use kernel::id::RegistrationId;
use operations::App;
use operations::cosell::registration::{
    self, Approve, Approved, Assign, Changed, Decline, GiveInformation, Note, OnBehalf, RegistrationDetail,
    RegistrationFilter, RegistrationListed, RequestInformation, StartReview, Submitted, Today, Withdraw,
};
use operations::record::{TimelineEntry, TimelineOf, timeline};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

pub(crate) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(get_today))
        .routes(routes!(list_registrations, create_registration))
        .routes(routes!(get_registration))
        .routes(routes!(start_review))
        .routes(routes!(request_information))
        .routes(routes!(give_information))
        .routes(routes!(approve))
        .routes(routes!(decline))
        .routes(routes!(withdraw))
        .routes(routes!(assign))
        .routes(routes!(list_registration_timeline))
        .routes(routes!(add_registration_note))
}

/// A page of registrations.
#[derive(Serialize, ToSchema)]
struct RegistrationPage {
    /// The registrations.
    items: Vec<RegistrationListed>,
    /// Where the next page starts; `null` on the last one.
    next_cursor: Option<String>,
}

/// A page of a registration's timeline.
#[derive(Serialize, ToSchema)]
struct RegistrationTimeline {
    /// What happened, newest first.
    items: Vec<TimelineEntry>,
    /// Where the next page starts; `null` on the last one.
    next_cursor: Option<String>,
}

/// What a note became.
#[derive(Serialize, ToSchema)]
struct RegistrationNoted {
    /// The entry of the timeline.
    event_id: String,
}

/// What needs an answer, what waits for partners, kept promises, stuck partners.
#[utoipa::path(
    get, path = "/api/v1/today", operation_id = "get_today", tag = "registrations",
    responses((status = 200, body = Today), (status = 401, body = ErrorBody), (status = 429, body = ErrorBody))
)]
async fn get_today(Api(cx): Api) -> Result<Json<Today>, ApiFailure> {
    registration::today(&cx).await.map(Json).map_err(|failure| ApiFailure::new(failure, cx.locale))
}

/// Lists registrations.
#[utoipa::path(
    get, path = "/api/v1/registrations", operation_id = "list_registrations", tag = "registrations", params(RegistrationFilter),
    responses(
        (status = 200, body = RegistrationPage),
        (status = 401, body = ErrorBody), (status = 422, body = ErrorBody), (status = 429, body = ErrorBody),
    )
)]
async fn list_registrations(
    Api(cx): Api,
    ApiQuery(filter): ApiQuery<RegistrationFilter>,
) -> Result<Json<RegistrationPage>, ApiFailure> {
    let say = |failure| ApiFailure::new(failure, cx.locale);
    let page = filter.page().map_err(say)?;
    let Page { items, next_cursor } = registration::list(&cx, &filter, &page).await.map_err(say)?;
    Ok(Json(RegistrationPage { items, next_cursor }))
}

/// Registers a deal on a partner's behalf. The same registration within a day is one: the first is answered (200).
#[utoipa::path(
    post, path = "/api/v1/registrations", operation_id = "create_registration", tag = "registrations", request_body = OnBehalf,
    responses(
        (status = 201, body = Submitted), (status = 200, body = Submitted),
        (status = 401, body = ErrorBody), (status = 403, body = ErrorBody), (status = 409, body = ErrorBody),
        (status = 422, body = ErrorBody), (status = 429, body = ErrorBody),
    )
)]
async fn create_registration(
    Api(cx): Api,
    JsonBody(input): JsonBody<OnBehalf>,
) -> Result<(StatusCode, Json<Submitted>), ApiFailure> {
    let made = registration::on_behalf(&cx, input).await.map_err(|failure| ApiFailure::new(failure, cx.locale))?;
    let status = if made.repeated { StatusCode::OK } else { StatusCode::CREATED };
    Ok((status, Json(made)))
}

/// One registration with findings, questions, clocks, history and the deal it became.
#[utoipa::path(
    get, path = "/api/v1/registrations/{id}", operation_id = "get_registration", tag = "registrations",
    params(("id" = String, Path, description = "The registration.")),
    responses(
        (status = 200, body = RegistrationDetail),
        (status = 401, body = ErrorBody), (status = 404, body = ErrorBody), (status = 429, body = ErrorBody),
    )
)]
async fn get_registration(
    Api(cx): Api,
    ApiPath(id): ApiPath<RegistrationId>,
) -> Result<Json<RegistrationDetail>, ApiFailure> {
    registration::detail(&cx, id).await.map(Json).map_err(|failure| ApiFailure::new(failure, cx.locale))
}

/// Takes a registration up: the caller becomes the reviewer. No clock stops.
#[utoipa::path(
    post, path = "/api/v1/registrations/{id}/review", operation_id = "start_review", tag = "registrations",
    params(("id" = String, Path, description = "The registration.")), request_body = StartReview,
    responses(
        (status = 200, body = Changed),
        (status = 401, body = ErrorBody), (status = 403, body = ErrorBody), (status = 404, body = ErrorBody),
        (status = 409, body = ErrorBody), (status = 422, body = ErrorBody), (status = 429, body = ErrorBody),
    )
)]
async fn start_review(
    Api(cx): Api,
    ApiPath(id): ApiPath<RegistrationId>,
    JsonBody(input): JsonBody<StartReview>,
) -> Result<Json<Changed>, ApiFailure> {
    registration::start_review(&cx, id, input).await.map(Json).map_err(|failure| ApiFailure::new(failure, cx.locale))
}

/// Asks the partner something. That is a first answer; the decision's clock stands until the partner has answered.
#[utoipa::path(
    post, path = "/api/v1/registrations/{id}/request-information", operation_id = "request_information", tag = "registrations",
    params(("id" = String, Path, description = "The registration.")), request_body = RequestInformation,
    responses(
        (status = 200, body = Changed),
        (status = 401, body = ErrorBody), (status = 403, body = ErrorBody), (status = 404, body = ErrorBody),
        (status = 409, body = ErrorBody), (status = 422, body = ErrorBody), (status = 429, body = ErrorBody),
    )
)]
async fn request_information(
    Api(cx): Api,
    ApiPath(id): ApiPath<RegistrationId>,
    JsonBody(input): JsonBody<RequestInformation>,
) -> Result<Json<Changed>, ApiFailure> {
    registration::request_information(&cx, id, input)
        .await
        .map(Json)
        .map_err(|failure| ApiFailure::new(failure, cx.locale))
}

/// Writes down the partner's answer to the open question. The decision's clock goes on.
#[utoipa::path(
    post, path = "/api/v1/registrations/{id}/give-information", operation_id = "give_information", tag = "registrations",
    params(("id" = String, Path, description = "The registration.")), request_body = GiveInformation,
    responses(
        (status = 200, body = Changed),
        (status = 401, body = ErrorBody), (status = 403, body = ErrorBody), (status = 404, body = ErrorBody),
        (status = 409, body = ErrorBody), (status = 422, body = ErrorBody), (status = 429, body = ErrorBody),
    )
)]
async fn give_information(
    Api(cx): Api,
    ApiPath(id): ApiPath<RegistrationId>,
    JsonBody(input): JsonBody<GiveInformation>,
) -> Result<Json<Changed>, ApiFailure> {
    registration::give_information(&cx, id, input)
        .await
        .map(Json)
        .map_err(|failure| ApiFailure::new(failure, cx.locale))
}

/// Approves: the deal is made, protection starts, the partner is told.
#[utoipa::path(
    post, path = "/api/v1/registrations/{id}/approve", operation_id = "approve_registration", tag = "registrations",
    params(("id" = String, Path, description = "The registration.")), request_body = Approve,
    responses(
        (status = 200, body = Approved),
        (status = 401, body = ErrorBody), (status = 403, body = ErrorBody), (status = 404, body = ErrorBody),
        (status = 409, body = ErrorBody), (status = 422, body = ErrorBody), (status = 429, body = ErrorBody),
    )
)]
async fn approve(
    Api(cx): Api,
    ApiPath(id): ApiPath<RegistrationId>,
    JsonBody(input): JsonBody<Approve>,
) -> Result<Json<Approved>, ApiFailure> {
    registration::approve(&cx, id, input).await.map(Json).map_err(|failure| ApiFailure::new(failure, cx.locale))
}

/// Declines with a reason. The partner is told.
#[utoipa::path(
    post, path = "/api/v1/registrations/{id}/decline", operation_id = "decline_registration", tag = "registrations",
    params(("id" = String, Path, description = "The registration.")), request_body = Decline,
    responses(
        (status = 200, body = Changed),
        (status = 401, body = ErrorBody), (status = 403, body = ErrorBody), (status = 404, body = ErrorBody),
        (status = 409, body = ErrorBody), (status = 422, body = ErrorBody), (status = 429, body = ErrorBody),
    )
)]
async fn decline(
    Api(cx): Api,
    ApiPath(id): ApiPath<RegistrationId>,
    JsonBody(input): JsonBody<Decline>,
) -> Result<Json<Changed>, ApiFailure> {
    registration::decline(&cx, id, input).await.map(Json).map_err(|failure| ApiFailure::new(failure, cx.locale))
}

/// Takes a registration back on the partner's behalf.
#[utoipa::path(
    post, path = "/api/v1/registrations/{id}/withdraw", operation_id = "withdraw_registration", tag = "registrations",
    params(("id" = String, Path, description = "The registration.")), request_body = Withdraw,
    responses(
        (status = 200, body = Changed),
        (status = 401, body = ErrorBody), (status = 403, body = ErrorBody), (status = 404, body = ErrorBody),
        (status = 409, body = ErrorBody), (status = 422, body = ErrorBody), (status = 429, body = ErrorBody),
    )
)]
async fn withdraw(
    Api(cx): Api,
    ApiPath(id): ApiPath<RegistrationId>,
    JsonBody(input): JsonBody<Withdraw>,
) -> Result<Json<Changed>, ApiFailure> {
    registration::withdraw(&cx, id, input).await.map(Json).map_err(|failure| ApiFailure::new(failure, cx.locale))
}

/// Says which partner a stranger's registration belongs to. The conflict check runs again.
#[utoipa::path(
    post, path = "/api/v1/registrations/{id}/assign", operation_id = "assign_registration", tag = "registrations",
    params(("id" = String, Path, description = "The registration.")), request_body = Assign,
    responses(
        (status = 200, body = Changed),
        (status = 401, body = ErrorBody), (status = 403, body = ErrorBody), (status = 404, body = ErrorBody),
        (status = 409, body = ErrorBody), (status = 422, body = ErrorBody), (status = 429, body = ErrorBody),
    )
)]
async fn assign(
    Api(cx): Api,
    ApiPath(id): ApiPath<RegistrationId>,
    JsonBody(input): JsonBody<Assign>,
) -> Result<Json<Changed>, ApiFailure> {
    registration::assign(&cx, id, input).await.map(Json).map_err(|failure| ApiFailure::new(failure, cx.locale))
}

/// The timeline of a registration.
#[utoipa::path(
    get, path = "/api/v1/registrations/{id}/timeline", operation_id = "list_registration_timeline", tag = "registrations",
    params(("id" = String, Path, description = "The registration."), ListQuery),
    responses(
        (status = 200, body = RegistrationTimeline),
        (status = 401, body = ErrorBody), (status = 404, body = ErrorBody), (status = 422, body = ErrorBody),
        (status = 429, body = ErrorBody),
    )
)]
async fn list_registration_timeline(
    Api(cx): Api,
    ApiPath(id): ApiPath<RegistrationId>,
    ApiQuery(query): ApiQuery<ListQuery>,
) -> Result<Json<RegistrationTimeline>, ApiFailure> {
    let say = |failure| ApiFailure::new(failure, cx.locale);
    let request = query.page().map_err(say)?;
    // A registration out of sight is not found; an empty timeline would say that it is there.
    registration::number(&cx, id).await.map_err(say)?;
    let Page { items, next_cursor } = timeline(&cx, TimelineOf::Registration(id), &request).await.map_err(say)?;
    Ok(Json(RegistrationTimeline { items, next_cursor }))
}

/// Adds a note for colleagues to the timeline. The partner never sees it.
#[utoipa::path(
    post, path = "/api/v1/registrations/{id}/notes", operation_id = "add_registration_note", tag = "registrations",
    params(("id" = String, Path, description = "The registration.")), request_body = Note,
    responses(
        (status = 201, body = RegistrationNoted),
        (status = 401, body = ErrorBody), (status = 403, body = ErrorBody), (status = 404, body = ErrorBody),
        (status = 422, body = ErrorBody), (status = 429, body = ErrorBody),
    )
)]
async fn add_registration_note(
    Api(cx): Api,
    ApiPath(id): ApiPath<RegistrationId>,
    JsonBody(input): JsonBody<Note>,
) -> Result<(StatusCode, Json<RegistrationNoted>), ApiFailure> {
    let event = registration::note(&cx, id, input).await.map_err(|failure| ApiFailure::new(failure, cx.locale))?;
    Ok((StatusCode::CREATED, Json(RegistrationNoted { event_id: event.to_string() })))
}
