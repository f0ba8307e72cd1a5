//! Everything that happened: the audit log, and what a program follows to keep in step.

use crate::api::input::ApiQuery;
use crate::failure::{ApiFailure, ErrorBody};
use crate::request::Api;
use axum::Json;
use kernel::id::UserId;
use kernel::{Date, PageRequest};
use operations::App;
use operations::record::{AuditFilter, EventKind, TimelineEntry, audit};
use serde::{Deserialize, Serialize};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

pub(crate) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(list))
}

/// Which events to list.
#[derive(Debug, Default, Deserialize, utoipa::IntoParams)]
#[serde(default, deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct Query {
    /// Of this kind.
    #[param(value_type = Option<String>, example = "registration.approved")]
    kind: Option<EventKind>,
    /// Done by this person.
    #[param(value_type = Option<String>)]
    user: Option<UserId>,
    /// From this day on, in the organisation's time zone.
    #[param(value_type = Option<String>, format = Date)]
    from: Option<Date>,
    /// Until the end of this day.
    #[param(value_type = Option<String>, format = Date)]
    to: Option<Date>,
    /// Rows on a page; 50 when absent.
    #[param(minimum = 1, maximum = 200)]
    limit: Option<u32>,
    /// `next_cursor` of the page before.
    cursor: Option<String>,
}

/// One page of events.
#[derive(Serialize, utoipa::ToSchema)]
struct Events {
    /// The events, newest first.
    items: Vec<TimelineEntry>,
    /// Where the next page starts; null on the last page.
    next_cursor: Option<String>,
}

/// Everything that happened, newest first. For administrators.
#[utoipa::path(get, path = "/api/v1/events", operation_id = "list_events", tag = "settings", params(Query), responses(
    (status = 200, body = Events),
    (status = 401, body = ErrorBody),
    (status = 403, body = ErrorBody),
    (status = 422, body = ErrorBody),
))]
async fn list(Api(cx): Api, ApiQuery(query): ApiQuery<Query>) -> Result<Json<Events>, ApiFailure> {
    let page = PageRequest::parse(query.limit, query.cursor.as_deref())?;
    let filter =
        AuditFilter { kinds: query.kind.into_iter().collect(), user: query.user, from: query.from, to: query.to };
    let found = audit(&cx, &filter, &page).await?;
    Ok(Json(Events { items: found.items, next_cursor: found.next_cursor }))
}
