//! What a person keeps for themselves: signed-in browsers and saved views.

use crate::api::input::{ApiPath, ApiQuery};
use crate::failure::{ApiFailure, ErrorBody};
use crate::form::JsonBody;
use crate::request::Api;
use axum::Json;
use http::StatusCode;
use kernel::id::{SavedViewId, SessionId};
use kernel::words::ViewPage;
use operations::App;
use operations::access::saved_view::{self, SaveView, SavedView};
use operations::access::session::{self, Session};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

pub(crate) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list_sessions))
        .routes(routes!(revoke_session))
        .routes(routes!(list_views, save_view))
        .routes(routes!(remove_view))
}

/// Living sessions.
#[derive(Serialize, ToSchema)]
struct Sessions {
    /// Last used first.
    items: Vec<Session>,
    /// Always null: nobody has many.
    next_cursor: Option<String>,
}

/// Saved views of one list.
#[derive(Serialize, ToSchema)]
struct SavedViews {
    /// By name.
    items: Vec<SavedView>,
    /// Always null: nobody has many.
    next_cursor: Option<String>,
}

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct ViewsQuery {
    /// `partners` or `deals`.
    #[param(value_type = String)]
    page: ViewPage,
}

/// Where one is signed in. In a browser; tokens see no sessions.
#[utoipa::path(get, path = "/api/v1/me/sessions", operation_id = "list_my_sessions", tag = "account", responses(
    (status = 200, body = Sessions),
    (status = 401, body = ErrorBody),
    (status = 403, body = ErrorBody),
))]
async fn list_sessions(Api(cx): Api) -> Result<Json<Sessions>, ApiFailure> {
    Ok(Json(Sessions { items: session::list(&cx).await?, next_cursor: None }))
}

/// Sign out somewhere else. In a browser; tokens end no sessions.
#[utoipa::path(delete, path = "/api/v1/me/sessions/{session}", operation_id = "revoke_my_session", tag = "account", params(("session" = String, Path)), responses(
    (status = 204),
    (status = 401, body = ErrorBody),
    (status = 403, body = ErrorBody),
    (status = 404, body = ErrorBody),
))]
async fn revoke_session(Api(cx): Api, ApiPath(id): ApiPath<SessionId>) -> Result<StatusCode, ApiFailure> {
    session::revoke(&cx, id).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// One's own saved views of a list.
#[utoipa::path(get, path = "/api/v1/me/views", operation_id = "list_my_views", tag = "account", params(ViewsQuery), responses(
    (status = 200, body = SavedViews),
    (status = 401, body = ErrorBody),
    (status = 422, body = ErrorBody),
))]
async fn list_views(Api(cx): Api, ApiQuery(query): ApiQuery<ViewsQuery>) -> Result<Json<SavedViews>, ApiFailure> {
    Ok(Json(SavedViews { items: saved_view::list(&cx, query.page).await?, next_cursor: None }))
}

/// Keep a filter under a name; a view of that name is replaced. In a browser; tokens change no account.
#[utoipa::path(post, path = "/api/v1/me/views", operation_id = "save_my_view", tag = "account", request_body = SaveView, responses(
    (status = 201, body = SavedView),
    (status = 401, body = ErrorBody),
    (status = 403, body = ErrorBody),
    (status = 422, body = ErrorBody),
))]
async fn save_view(
    Api(cx): Api,
    JsonBody(mut input): JsonBody<SaveView>,
) -> Result<(StatusCode, Json<SavedView>), ApiFailure> {
    input.query = match input.page {
        ViewPage::Partners => crate::html::partners_view(&input.query)?,
        ViewPage::Deals => crate::html::deals_view(&cx, &input.query)?,
    };
    Ok((StatusCode::CREATED, Json(saved_view::save(&cx, input).await?)))
}

/// Forget a view.
#[utoipa::path(delete, path = "/api/v1/me/views/{view}", operation_id = "remove_my_view", tag = "account", params(("view" = String, Path)), responses(
    (status = 204),
    (status = 401, body = ErrorBody),
    (status = 403, body = ErrorBody),
    (status = 404, body = ErrorBody),
))]
async fn remove_view(Api(cx): Api, ApiPath(id): ApiPath<SavedViewId>) -> Result<StatusCode, ApiFailure> {
    saved_view::remove(&cx, id).await?;
    Ok(StatusCode::NO_CONTENT)
}
