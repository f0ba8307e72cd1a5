//! The outbox: what was mailed, what waits, what failed, what is kept. For administrators.

use crate::api::input::{ApiPath, ApiQuery};
use crate::failure::{ApiFailure, ErrorBody};
use crate::request::Api;
use axum::Json;
use kernel::PageRequest;
use kernel::id::MailId;
use kernel::words::MailStatus;
use operations::App;
use operations::record::outbox::{self, Entry, Letter, OutboxFilter};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

pub(crate) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(list)).routes(routes!(show)).routes(routes!(retry))
}

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct OutboxQuery {
    /// `queued`, `sent`, `failed` or `kept`.
    #[param(value_type = Option<String>)]
    status: Option<MailStatus>,
    /// Part of the recipient's address.
    q: Option<String>,
    /// At most this many, 1 to 200.
    limit: Option<u32>,
    /// Where the page before ended.
    cursor: Option<String>,
}

/// A page of mails, newest first.
#[derive(Serialize, ToSchema)]
struct Mails {
    items: Vec<Entry>,
    /// Where the next page starts; null on the last one.
    next_cursor: Option<String>,
}

/// Mails sent again.
#[derive(Serialize, ToSchema)]
struct Retried {
    /// How many.
    mails: usize,
}

/// The mails, newest first.
#[utoipa::path(get, path = "/api/v1/outbox", operation_id = "list_mails", tag = "outbox", params(OutboxQuery), responses(
    (status = 200, body = Mails),
    (status = 401, body = ErrorBody),
    (status = 403, body = ErrorBody),
    (status = 422, body = ErrorBody),
))]
async fn list(Api(cx): Api, ApiQuery(query): ApiQuery<OutboxQuery>) -> Result<Json<Mails>, ApiFailure> {
    let request = PageRequest::parse(query.limit, query.cursor.as_deref())?;
    let page = outbox::list(&cx, &OutboxFilter { status: query.status, q: query.q }, &request).await?;
    Ok(Json(Mails { items: page.items, next_cursor: page.next_cursor }))
}

/// One mail. The text of a mail that went out and opens somebody's account stays theirs.
#[utoipa::path(get, path = "/api/v1/outbox/{mail}", operation_id = "get_mail", tag = "outbox", params(("mail" = String, Path)), responses(
    (status = 200, body = Letter),
    (status = 401, body = ErrorBody),
    (status = 403, body = ErrorBody),
    (status = 404, body = ErrorBody),
))]
async fn show(Api(cx): Api, ApiPath(id): ApiPath<MailId>) -> Result<Json<Letter>, ApiFailure> {
    Ok(Json(outbox::get(&cx, id).await?))
}

/// Send every failed mail again, at once.
#[utoipa::path(post, path = "/api/v1/outbox/retry", operation_id = "retry_mails", tag = "outbox", responses(
    (status = 200, body = Retried),
    (status = 401, body = ErrorBody),
    (status = 403, body = ErrorBody),
    (status = 409, body = ErrorBody),
))]
async fn retry(Api(cx): Api) -> Result<Json<Retried>, ApiFailure> {
    Ok(Json(Retried { mails: outbox::retry_failed(&cx).await? }))
}
