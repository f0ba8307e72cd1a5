//! People of the vendor.

use crate::api::input::{ApiPath, ApiQuery};
use crate::failure::{ApiFailure, ErrorBody};
use crate::form::JsonBody;
use crate::request::Api;
use axum::Json;
use http::StatusCode;
use kernel::id::UserId;
use kernel::{Page, PageRequest, Role};
use operations::App;
use operations::access::line_manager::{self, Manager};
use operations::access::user::{self, ChangeUser, CreateUser, User, UserFilter};
use serde::{Deserialize, Serialize};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

pub(crate) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list, create))
        .routes(routes!(show, change))
        .routes(routes!(invite))
        .routes(routes!(show_manager, set_manager))
}

/// Which people to list.
#[derive(Debug, Default, Deserialize, utoipa::IntoParams)]
#[serde(default, deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct Query {
    /// Part of the name or address.
    q: Option<String>,
    /// With this role.
    #[param(value_type = Option<String>)]
    role: Option<Role>,
    /// Who may come in, or who may not.
    active: Option<bool>,
    /// Rows on a page; 50 when absent.
    #[param(minimum = 1, maximum = 200)]
    limit: Option<u32>,
    /// `next_cursor` of the page before.
    cursor: Option<String>,
}

/// One page of people.
#[derive(Serialize, utoipa::ToSchema)]
struct Users {
    /// The people, by name.
    items: Vec<User>,
    /// Where the next page starts; null on the last page.
    next_cursor: Option<String>,
}

impl From<Page<User>> for Users {
    fn from(page: Page<User>) -> Self {
        Self { items: page.items, next_cursor: page.next_cursor }
    }
}

/// The people, by name. For administrators.
#[utoipa::path(get, path = "/api/v1/users", operation_id = "list_users", tag = "people", params(Query), responses(
    (status = 200, body = Users),
    (status = 401, body = ErrorBody),
    (status = 403, body = ErrorBody),
    (status = 422, body = ErrorBody),
))]
async fn list(Api(cx): Api, ApiQuery(query): ApiQuery<Query>) -> Result<Json<Users>, ApiFailure> {
    let page = PageRequest::parse(query.limit, query.cursor.as_deref())?;
    let filter = UserFilter { q: query.q, role: query.role, active: query.active };
    Ok(Json(user::list(&cx, &filter, &page).await?.into()))
}

/// Add a person. For administrators in a browser; tokens never change people.
#[utoipa::path(post, path = "/api/v1/users", operation_id = "create_user", tag = "people", request_body = CreateUser, responses(
    (status = 201, body = User),
    (status = 401, body = ErrorBody),
    (status = 403, body = ErrorBody),
    (status = 409, body = ErrorBody),
    (status = 422, body = ErrorBody),
))]
async fn create(Api(cx): Api, JsonBody(input): JsonBody<CreateUser>) -> Result<(StatusCode, Json<User>), ApiFailure> {
    Ok((StatusCode::CREATED, Json(user::create(&cx, input).await?)))
}

/// One person. For administrators, and for oneself.
#[utoipa::path(get, path = "/api/v1/users/{id}", operation_id = "show_user", tag = "people", params(("id" = String, Path)), responses(
    (status = 200, body = User),
    (status = 401, body = ErrorBody),
    (status = 403, body = ErrorBody),
    (status = 404, body = ErrorBody),
))]
async fn show(Api(cx): Api, ApiPath(id): ApiPath<UserId>) -> Result<Json<User>, ApiFailure> {
    Ok(Json(user::get(&cx, id).await?))
}

/// Change a person; `active: false` ends their sessions, tokens and links at once. For administrators in a browser.
#[utoipa::path(patch, path = "/api/v1/users/{id}", operation_id = "change_user", tag = "people", params(("id" = String, Path)), request_body = ChangeUser, responses(
    (status = 200, body = User),
    (status = 401, body = ErrorBody),
    (status = 403, body = ErrorBody),
    (status = 404, body = ErrorBody),
    (status = 409, body = ErrorBody),
    (status = 422, body = ErrorBody),
))]
async fn change(
    Api(cx): Api,
    ApiPath(id): ApiPath<UserId>,
    JsonBody(input): JsonBody<ChangeUser>,
) -> Result<Json<User>, ApiFailure> {
    Ok(Json(user::change(&cx, id, input).await?))
}

/// Mail a person a fresh link with which they come in. For administrators in a browser.
#[utoipa::path(post, path = "/api/v1/users/{id}/invitation", operation_id = "invite_user", tag = "people", params(("id" = String, Path)), responses(
    (status = 204),
    (status = 401, body = ErrorBody),
    (status = 403, body = ErrorBody),
    (status = 404, body = ErrorBody),
    (status = 409, body = ErrorBody),
))]
async fn invite(Api(cx): Api, ApiPath(id): ApiPath<UserId>) -> Result<StatusCode, ApiFailure> {
    user::invite(&cx, id).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Whom a person's broken promises are told to. For administrators, and for oneself.
#[utoipa::path(get, path = "/api/v1/users/{id}/manager", operation_id = "show_user_manager", tag = "people", params(("id" = String, Path)), responses(
    (status = 200, body = Manager),
    (status = 401, body = ErrorBody),
    (status = 403, body = ErrorBody),
    (status = 404, body = ErrorBody),
))]
async fn show_manager(Api(cx): Api, ApiPath(id): ApiPath<UserId>) -> Result<Json<Manager>, ApiFailure> {
    Ok(Json(line_manager::manager(&cx, id).await?))
}

/// Name a person's manager; null for the heads of partnerships. For administrators in a browser.
#[utoipa::path(put, path = "/api/v1/users/{id}/manager", operation_id = "set_user_manager", tag = "people", params(("id" = String, Path)), request_body = Manager, responses(
    (status = 200, body = Manager),
    (status = 401, body = ErrorBody),
    (status = 403, body = ErrorBody),
    (status = 404, body = ErrorBody),
    (status = 422, body = ErrorBody),
))]
async fn set_manager(
    Api(cx): Api,
    ApiPath(id): ApiPath<UserId>,
    JsonBody(input): JsonBody<Manager>,
) -> Result<Json<Manager>, ApiFailure> {
    Ok(Json(line_manager::set_manager(&cx, id, input).await?))
}
