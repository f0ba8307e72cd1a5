//! Business calendars.

use crate::api::input::{ApiPath, ApiQuery};
use crate::failure::{ApiFailure, ErrorBody};
use crate::form::{JsonBody, unread};
use crate::request::Api;
use axum::Json;
use axum::body::Bytes;
use axum::extract::rejection::BytesRejection;
use http::StatusCode;
use kernel::id::{CalendarId, ClosureId};
use kernel::{Failure, Instant};
use operations::App;
use operations::calendar::{self, Calendar, ImportedClosures, NewClosure, Preview, SaveCalendar};
use serde::{Deserialize, Serialize};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

pub(crate) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list, create))
        .routes(routes!(show, change, remove))
        .routes(routes!(preview))
        .routes(routes!(add_closure))
        .routes(routes!(remove_closure))
        .routes(routes!(import))
}

/// All calendars.
#[derive(Serialize, utoipa::ToSchema)]
struct Calendars {
    /// The default one first.
    items: Vec<Calendar>,
    /// Always null: there are few calendars.
    next_cursor: Option<String>,
}

/// All business calendars.
#[utoipa::path(get, path = "/api/v1/calendars", operation_id = "list_calendars", tag = "calendars", responses(
    (status = 200, body = Calendars),
    (status = 401, body = ErrorBody),
    (status = 403, body = ErrorBody),
))]
async fn list(Api(cx): Api) -> Result<Json<Calendars>, ApiFailure> {
    Ok(Json(Calendars { items: calendar::list(&cx).await?, next_cursor: None }))
}

/// Make a calendar. The first one is the default, unless it is made for programs of its own.
#[utoipa::path(post, path = "/api/v1/calendars", operation_id = "create_calendar", tag = "calendars", request_body = SaveCalendar, responses(
    (status = 201, body = Calendar),
    (status = 401, body = ErrorBody),
    (status = 403, body = ErrorBody),
    (status = 422, body = ErrorBody),
))]
async fn create(
    Api(cx): Api,
    JsonBody(input): JsonBody<SaveCalendar>,
) -> Result<(StatusCode, Json<Calendar>), ApiFailure> {
    Ok((StatusCode::CREATED, Json(calendar::create(&cx, input).await?)))
}

/// One calendar.
#[utoipa::path(get, path = "/api/v1/calendars/{calendar}", operation_id = "get_calendar", tag = "calendars", params(("calendar" = String, Path)), responses(
    (status = 200, body = Calendar),
    (status = 401, body = ErrorBody),
    (status = 403, body = ErrorBody),
    (status = 404, body = ErrorBody),
))]
async fn show(Api(cx): Api, ApiPath(id): ApiPath<CalendarId>) -> Result<Json<Calendar>, ApiFailure> {
    Ok(Json(calendar::get(&cx, id).await?))
}

/// Change a calendar. Promises that run keep their due times.
#[utoipa::path(put, path = "/api/v1/calendars/{calendar}", operation_id = "change_calendar", tag = "calendars", params(("calendar" = String, Path)), request_body = SaveCalendar, responses(
    (status = 200, body = Calendar),
    (status = 401, body = ErrorBody),
    (status = 403, body = ErrorBody),
    (status = 404, body = ErrorBody),
    (status = 409, body = ErrorBody),
    (status = 422, body = ErrorBody),
))]
async fn change(
    Api(cx): Api,
    ApiPath(id): ApiPath<CalendarId>,
    JsonBody(input): JsonBody<SaveCalendar>,
) -> Result<Json<Calendar>, ApiFailure> {
    Ok(Json(calendar::change(&cx, id, input).await?))
}

/// Remove a calendar no program uses.
#[utoipa::path(delete, path = "/api/v1/calendars/{calendar}", operation_id = "remove_calendar", tag = "calendars", params(("calendar" = String, Path)), responses(
    (status = 204),
    (status = 401, body = ErrorBody),
    (status = 403, body = ErrorBody),
    (status = 404, body = ErrorBody),
    (status = 409, body = ErrorBody),
))]
async fn remove(Api(cx): Api, ApiPath(id): ApiPath<CalendarId>) -> Result<StatusCode, ApiFailure> {
    calendar::remove(&cx, id).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// When a registration would be sent.
#[derive(Debug, Default, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
struct At {
    /// The moment; the next Friday at 16:00 when absent.
    #[param(value_type = Option<String>, format = DateTime)]
    at: Option<Instant>,
}

/// When a registration sent at some moment would be due.
#[utoipa::path(get, path = "/api/v1/calendars/{calendar}/preview", operation_id = "preview_calendar", tag = "calendars", params(("calendar" = String, Path), At), responses(
    (status = 200, body = Preview),
    (status = 401, body = ErrorBody),
    (status = 403, body = ErrorBody),
    (status = 404, body = ErrorBody),
    (status = 422, body = ErrorBody),
))]
async fn preview(
    Api(cx): Api,
    ApiPath(id): ApiPath<CalendarId>,
    ApiQuery(query): ApiQuery<At>,
) -> Result<Json<Preview>, ApiFailure> {
    Ok(Json(calendar::preview(&cx, id, query.at).await?))
}

/// Add a closure: a day or several on which nobody works.
#[utoipa::path(post, path = "/api/v1/calendars/{calendar}/closures", operation_id = "add_calendar_closure", tag = "calendars", params(("calendar" = String, Path)), request_body = NewClosure, responses(
    (status = 200, body = Calendar),
    (status = 401, body = ErrorBody),
    (status = 403, body = ErrorBody),
    (status = 404, body = ErrorBody),
    (status = 422, body = ErrorBody),
))]
async fn add_closure(
    Api(cx): Api,
    ApiPath(id): ApiPath<CalendarId>,
    JsonBody(input): JsonBody<NewClosure>,
) -> Result<Json<Calendar>, ApiFailure> {
    calendar::add_closure(&cx, id, input).await?;
    Ok(Json(calendar::get(&cx, id).await?))
}

/// Remove a closure.
#[utoipa::path(delete, path = "/api/v1/calendars/{calendar}/closures/{closure}", operation_id = "remove_calendar_closure", tag = "calendars", params(("calendar" = String, Path), ("closure" = String, Path)), responses(
    (status = 204),
    (status = 401, body = ErrorBody),
    (status = 403, body = ErrorBody),
    (status = 404, body = ErrorBody),
))]
async fn remove_closure(
    Api(cx): Api,
    ApiPath((id, closure)): ApiPath<(CalendarId, ClosureId)>,
) -> Result<StatusCode, ApiFailure> {
    calendar::remove_closure(&cx, id, closure).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Add the whole-day entries of a calendar file (iCalendar, at most 512 KB) as closures. The same file twice adds nothing twice.
#[utoipa::path(post, path = "/api/v1/calendars/{calendar}/import", operation_id = "import_calendar_closures", tag = "calendars", params(("calendar" = String, Path)), request_body(content = String, content_type = "text/calendar"), responses(
    (status = 200, body = ImportedClosures),
    (status = 401, body = ErrorBody),
    (status = 403, body = ErrorBody),
    (status = 404, body = ErrorBody),
    (status = 422, body = ErrorBody),
))]
async fn import(
    Api(cx): Api,
    ApiPath(id): ApiPath<CalendarId>,
    headers: http::HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Result<Json<ImportedClosures>, ApiFailure> {
    let body = body.map_err(|refused| unread("body", &refused))?;
    let kind = headers.get(http::header::CONTENT_TYPE).and_then(|v| v.to_str().ok()).unwrap_or_default();
    if !kind.starts_with("text/calendar") {
        return Err(Failure::field("file", "not_a_calendar").into());
    }
    Ok(Json(calendar::import_closures(&cx, id, &body).await?))
}
