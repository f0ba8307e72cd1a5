//! Deals: list, record, moves, lines, notes.

use super::input::{ApiPath, ApiQuery, ListQuery};
use crate::failure::{ApiFailure, ErrorBody};
use crate::form::JsonBody;
use crate::request::Api;
use axum::Json;
use http::StatusCode;
use kernel::Page;
use kernel::id::{DealId, DealLineId};
use operations::App;
use operations::cosell::deal::{
    self, AssignOwner, ChangeDeal, CreateDeal, DealDetail, DealQuery, DealRow, Line, Lose, MoveStage, NewLine, Note,
    Reopen, Stay, Win,
};
use operations::record::{TimelineEntry, TimelineOf, timeline};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

pub(crate) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list_deals, create_deal))
        .routes(routes!(get_deal, change_deal))
        .routes(routes!(move_deal))
        .routes(routes!(win_deal))
        .routes(routes!(lose_deal))
        .routes(routes!(reopen_deal))
        .routes(routes!(list_lines, add_line))
        .routes(routes!(change_line, remove_line))
        .routes(routes!(list_stages))
        .routes(routes!(list_timeline))
        .routes(routes!(add_note))
        .routes(routes!(assign_owner))
}

/// A page of deals.
#[derive(Serialize, ToSchema)]
struct DealPage {
    /// The deals.
    items: Vec<DealRow>,
    /// Where the next page starts; `null` on the last one.
    next_cursor: Option<String>,
}

/// A page of a deal's timeline.
#[derive(Serialize, ToSchema)]
struct DealTimeline {
    /// What happened, newest first.
    items: Vec<TimelineEntry>,
    /// Where the next page starts; `null` on the last one.
    next_cursor: Option<String>,
}

/// The lines of a deal.
#[derive(Serialize, ToSchema)]
struct Lines {
    /// In their order.
    items: Vec<Line>,
    /// Always `null`: the list is whole.
    next_cursor: Option<String>,
}

/// The stage history of a deal.
#[derive(Serialize, ToSchema)]
struct Stays {
    /// Oldest first.
    items: Vec<Stay>,
    /// Always `null`: the list is whole.
    next_cursor: Option<String>,
}

/// What a note became.
#[derive(Serialize, ToSchema)]
struct Noted {
    /// The entry of the timeline.
    event_id: String,
}

/// What became of an assignment.
#[derive(Serialize, ToSchema)]
struct Assigned {
    /// How many deals had another owner before.
    changed: u64,
}

/// The version a change is based on.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct BasedOn {
    /// When it is no longer the deal's version, nothing is changed (409).
    version: Option<i64>,
}

/// Lists deals.
#[utoipa::path(
    get, path = "/api/v1/deals", operation_id = "list_deals", tag = "deals", params(DealQuery),
    responses(
        (status = 200, body = DealPage),
        (status = 401, body = ErrorBody), (status = 422, body = ErrorBody), (status = 429, body = ErrorBody),
    )
)]
async fn list_deals(Api(cx): Api, ApiQuery(query): ApiQuery<DealQuery>) -> Result<Json<DealPage>, ApiFailure> {
    let say = |failure| ApiFailure::new(failure, cx.locale);
    let filter = query.filter(&cx).map_err(say)?;
    let order = query.order().map_err(say)?;
    let page = query.page().map_err(say)?;
    let Page { items, next_cursor } = deal::list(&cx, &filter, order, &page).await.map_err(say)?;
    Ok(Json(DealPage { items, next_cursor }))
}

/// Makes a deal: for a partner, or of the vendor's own sales.
#[utoipa::path(
    post, path = "/api/v1/deals", operation_id = "create_deal", tag = "deals", request_body = CreateDeal,
    responses(
        (status = 201, body = DealDetail),
        (status = 401, body = ErrorBody), (status = 403, body = ErrorBody), (status = 409, body = ErrorBody),
        (status = 422, body = ErrorBody), (status = 429, body = ErrorBody),
    )
)]
async fn create_deal(
    Api(cx): Api,
    JsonBody(input): JsonBody<CreateDeal>,
) -> Result<(StatusCode, Json<DealDetail>), ApiFailure> {
    let say = |failure| ApiFailure::new(failure, cx.locale);
    let id = deal::create_direct(&cx, input).await.map_err(say)?;
    Ok((StatusCode::CREATED, Json(deal::get(&cx, id).await.map_err(say)?)))
}

/// One deal with its lines and stage history.
#[utoipa::path(
    get, path = "/api/v1/deals/{id}", operation_id = "get_deal", tag = "deals", params(("id" = String, Path, description = "The deal.")),
    responses(
        (status = 200, body = DealDetail),
        (status = 401, body = ErrorBody), (status = 404, body = ErrorBody), (status = 429, body = ErrorBody),
    )
)]
async fn get_deal(Api(cx): Api, ApiPath(id): ApiPath<DealId>) -> Result<Json<DealDetail>, ApiFailure> {
    deal::get(&cx, id).await.map(Json).map_err(|failure| ApiFailure::new(failure, cx.locale))
}

/// Changes a deal. What is left out stays; `null` empties.
#[utoipa::path(
    patch, path = "/api/v1/deals/{id}", operation_id = "change_deal", tag = "deals", params(("id" = String, Path, description = "The deal.")),
    request_body = ChangeDeal,
    responses(
        (status = 200, body = DealDetail),
        (status = 401, body = ErrorBody), (status = 403, body = ErrorBody), (status = 404, body = ErrorBody),
        (status = 409, body = ErrorBody), (status = 422, body = ErrorBody), (status = 429, body = ErrorBody),
    )
)]
async fn change_deal(
    Api(cx): Api,
    ApiPath(id): ApiPath<DealId>,
    JsonBody(input): JsonBody<ChangeDeal>,
) -> Result<Json<DealDetail>, ApiFailure> {
    let say = |failure| ApiFailure::new(failure, cx.locale);
    deal::change(&cx, id, input).await.map_err(say)?;
    deal::get(&cx, id).await.map(Json).map_err(say)
}

/// Moves an open deal to another open stage.
#[utoipa::path(
    post, path = "/api/v1/deals/{id}/stage", operation_id = "move_deal", tag = "deals", params(("id" = String, Path, description = "The deal.")),
    request_body = MoveStage,
    responses(
        (status = 200, body = DealDetail),
        (status = 401, body = ErrorBody), (status = 403, body = ErrorBody), (status = 404, body = ErrorBody),
        (status = 409, body = ErrorBody), (status = 422, body = ErrorBody), (status = 429, body = ErrorBody),
    )
)]
async fn move_deal(
    Api(cx): Api,
    ApiPath(id): ApiPath<DealId>,
    JsonBody(input): JsonBody<MoveStage>,
) -> Result<Json<DealDetail>, ApiFailure> {
    let say = |failure| ApiFailure::new(failure, cx.locale);
    deal::move_stage(&cx, id, input).await.map_err(say)?;
    deal::get(&cx, id).await.map(Json).map_err(say)
}

/// Closes an open deal as won.
#[utoipa::path(
    post, path = "/api/v1/deals/{id}/win", operation_id = "win_deal", tag = "deals", params(("id" = String, Path, description = "The deal.")),
    request_body = Win,
    responses(
        (status = 200, body = DealDetail),
        (status = 401, body = ErrorBody), (status = 403, body = ErrorBody), (status = 404, body = ErrorBody),
        (status = 409, body = ErrorBody), (status = 422, body = ErrorBody), (status = 429, body = ErrorBody),
    )
)]
async fn win_deal(
    Api(cx): Api,
    ApiPath(id): ApiPath<DealId>,
    JsonBody(input): JsonBody<Win>,
) -> Result<Json<DealDetail>, ApiFailure> {
    let say = |failure| ApiFailure::new(failure, cx.locale);
    deal::win(&cx, id, input).await.map_err(say)?;
    deal::get(&cx, id).await.map(Json).map_err(say)
}

/// Closes an open deal as lost.
#[utoipa::path(
    post, path = "/api/v1/deals/{id}/lose", operation_id = "lose_deal", tag = "deals", params(("id" = String, Path, description = "The deal.")),
    request_body = Lose,
    responses(
        (status = 200, body = DealDetail),
        (status = 401, body = ErrorBody), (status = 403, body = ErrorBody), (status = 404, body = ErrorBody),
        (status = 409, body = ErrorBody), (status = 422, body = ErrorBody), (status = 429, body = ErrorBody),
    )
)]
async fn lose_deal(
    Api(cx): Api,
    ApiPath(id): ApiPath<DealId>,
    JsonBody(input): JsonBody<Lose>,
) -> Result<Json<DealDetail>, ApiFailure> {
    let say = |failure| ApiFailure::new(failure, cx.locale);
    deal::lose(&cx, id, input).await.map_err(say)?;
    deal::get(&cx, id).await.map(Json).map_err(say)
}

/// Takes a closed deal up again.
#[utoipa::path(
    post, path = "/api/v1/deals/{id}/reopen", operation_id = "reopen_deal", tag = "deals", params(("id" = String, Path, description = "The deal.")),
    request_body = Reopen,
    responses(
        (status = 200, body = DealDetail),
        (status = 401, body = ErrorBody), (status = 403, body = ErrorBody), (status = 404, body = ErrorBody),
        (status = 409, body = ErrorBody), (status = 422, body = ErrorBody), (status = 429, body = ErrorBody),
    )
)]
async fn reopen_deal(
    Api(cx): Api,
    ApiPath(id): ApiPath<DealId>,
    JsonBody(input): JsonBody<Reopen>,
) -> Result<Json<DealDetail>, ApiFailure> {
    let say = |failure| ApiFailure::new(failure, cx.locale);
    deal::reopen(&cx, id, input).await.map_err(say)?;
    deal::get(&cx, id).await.map(Json).map_err(say)
}

/// The lines of a deal.
#[utoipa::path(
    get, path = "/api/v1/deals/{id}/lines", operation_id = "list_deal_lines", tag = "deals", params(("id" = String, Path, description = "The deal.")),
    responses(
        (status = 200, body = Lines),
        (status = 401, body = ErrorBody), (status = 404, body = ErrorBody), (status = 429, body = ErrorBody),
    )
)]
async fn list_lines(Api(cx): Api, ApiPath(id): ApiPath<DealId>) -> Result<Json<Lines>, ApiFailure> {
    let items = deal::lines_of(&cx, id).await.map_err(|failure| ApiFailure::new(failure, cx.locale))?;
    Ok(Json(Lines { items, next_cursor: None }))
}

/// Adds a line; the deal is then worth the sum of its lines. Answers all lines.
#[utoipa::path(
    post, path = "/api/v1/deals/{id}/lines", operation_id = "add_deal_line", tag = "deals",
    params(("id" = String, Path, description = "The deal."), BasedOn), request_body = NewLine,
    responses(
        (status = 201, body = Lines),
        (status = 401, body = ErrorBody), (status = 403, body = ErrorBody), (status = 404, body = ErrorBody),
        (status = 409, body = ErrorBody), (status = 422, body = ErrorBody), (status = 429, body = ErrorBody),
    )
)]
async fn add_line(
    Api(cx): Api,
    ApiPath(id): ApiPath<DealId>,
    ApiQuery(based_on): ApiQuery<BasedOn>,
    JsonBody(input): JsonBody<NewLine>,
) -> Result<(StatusCode, Json<Lines>), ApiFailure> {
    let say = |failure| ApiFailure::new(failure, cx.locale);
    deal::add_line(&cx, id, based_on.version, input).await.map_err(say)?;
    let items = deal::lines_of(&cx, id).await.map_err(say)?;
    Ok((StatusCode::CREATED, Json(Lines { items, next_cursor: None })))
}

/// Replaces a line. Answers all lines.
#[utoipa::path(
    put, path = "/api/v1/deals/{id}/lines/{line}", operation_id = "change_deal_line", tag = "deals",
    params(("id" = String, Path, description = "The deal."), ("line" = String, Path, description = "The line."), BasedOn),
    request_body = NewLine,
    responses(
        (status = 200, body = Lines),
        (status = 401, body = ErrorBody), (status = 403, body = ErrorBody), (status = 404, body = ErrorBody),
        (status = 409, body = ErrorBody), (status = 422, body = ErrorBody), (status = 429, body = ErrorBody),
    )
)]
async fn change_line(
    Api(cx): Api,
    ApiPath((id, line)): ApiPath<(DealId, DealLineId)>,
    ApiQuery(based_on): ApiQuery<BasedOn>,
    JsonBody(input): JsonBody<NewLine>,
) -> Result<Json<Lines>, ApiFailure> {
    let say = |failure| ApiFailure::new(failure, cx.locale);
    deal::change_line(&cx, id, line, based_on.version, input).await.map_err(say)?;
    let items = deal::lines_of(&cx, id).await.map_err(say)?;
    Ok(Json(Lines { items, next_cursor: None }))
}

/// Removes a line.
#[utoipa::path(
    delete, path = "/api/v1/deals/{id}/lines/{line}", operation_id = "remove_deal_line", tag = "deals",
    params(("id" = String, Path, description = "The deal."), ("line" = String, Path, description = "The line."), BasedOn),
    responses(
        (status = 204),
        (status = 401, body = ErrorBody), (status = 403, body = ErrorBody), (status = 404, body = ErrorBody),
        (status = 409, body = ErrorBody), (status = 422, body = ErrorBody), (status = 429, body = ErrorBody),
    )
)]
async fn remove_line(
    Api(cx): Api,
    ApiPath((id, line)): ApiPath<(DealId, DealLineId)>,
    ApiQuery(based_on): ApiQuery<BasedOn>,
) -> Result<StatusCode, ApiFailure> {
    let removed = deal::remove_line(&cx, id, line, based_on.version).await;
    removed.map(|()| StatusCode::NO_CONTENT).map_err(|failure| ApiFailure::new(failure, cx.locale))
}

/// Every stay of a deal in a stage; `left_at - entered_at` is how long.
#[utoipa::path(
    get, path = "/api/v1/deals/{id}/stages", operation_id = "list_deal_stages", tag = "deals", params(("id" = String, Path, description = "The deal.")),
    responses(
        (status = 200, body = Stays),
        (status = 401, body = ErrorBody), (status = 404, body = ErrorBody), (status = 429, body = ErrorBody),
    )
)]
async fn list_stages(Api(cx): Api, ApiPath(id): ApiPath<DealId>) -> Result<Json<Stays>, ApiFailure> {
    let items = deal::stages_of(&cx, id).await.map_err(|failure| ApiFailure::new(failure, cx.locale))?;
    Ok(Json(Stays { items, next_cursor: None }))
}

/// What happened to a deal.
#[utoipa::path(
    get, path = "/api/v1/deals/{id}/timeline", operation_id = "list_deal_timeline", tag = "deals",
    params(("id" = String, Path, description = "The deal."), ListQuery),
    responses(
        (status = 200, body = DealTimeline),
        (status = 401, body = ErrorBody), (status = 404, body = ErrorBody), (status = 422, body = ErrorBody),
        (status = 429, body = ErrorBody),
    )
)]
async fn list_timeline(
    Api(cx): Api,
    ApiPath(id): ApiPath<DealId>,
    ApiQuery(query): ApiQuery<ListQuery>,
) -> Result<Json<DealTimeline>, ApiFailure> {
    let say = |failure| ApiFailure::new(failure, cx.locale);
    let request = query.page().map_err(say)?;
    // A deal out of sight is not found; an empty timeline would say that it is there.
    deal::stages_of(&cx, id).await.map_err(say)?;
    let Page { items, next_cursor } = timeline(&cx, TimelineOf::Deal(id), &request).await.map_err(say)?;
    Ok(Json(DealTimeline { items, next_cursor }))
}

/// Adds a note to the timeline.
#[utoipa::path(
    post, path = "/api/v1/deals/{id}/notes", operation_id = "add_deal_note", tag = "deals", params(("id" = String, Path, description = "The deal.")),
    request_body = Note,
    responses(
        (status = 201, body = Noted),
        (status = 401, body = ErrorBody), (status = 403, body = ErrorBody), (status = 404, body = ErrorBody),
        (status = 422, body = ErrorBody), (status = 429, body = ErrorBody),
    )
)]
async fn add_note(
    Api(cx): Api,
    ApiPath(id): ApiPath<DealId>,
    JsonBody(input): JsonBody<Note>,
) -> Result<(StatusCode, Json<Noted>), ApiFailure> {
    let event = deal::note(&cx, id, input).await.map_err(|failure| ApiFailure::new(failure, cx.locale))?;
    Ok((StatusCode::CREATED, Json(Noted { event_id: event.to_string() })))
}

/// Gives up to 200 deals to an owner: all or none.
#[utoipa::path(
    post, path = "/api/v1/deals/assign", operation_id = "assign_deals", tag = "deals", request_body = AssignOwner,
    responses(
        (status = 200, body = Assigned),
        (status = 401, body = ErrorBody), (status = 403, body = ErrorBody), (status = 404, body = ErrorBody),
        (status = 409, body = ErrorBody), (status = 422, body = ErrorBody), (status = 429, body = ErrorBody),
    )
)]
async fn assign_owner(Api(cx): Api, JsonBody(input): JsonBody<AssignOwner>) -> Result<Json<Assigned>, ApiFailure> {
    let changed = deal::assign_owner(&cx, input).await.map_err(|failure| ApiFailure::new(failure, cx.locale))?;
    Ok(Json(Assigned { changed }))
}
