//! One's own API tokens. For browsers: a token that could make tokens could make itself permanent.

use crate::api::input::ApiPath;
use crate::failure::{ApiFailure, ErrorBody};
use crate::form::JsonBody;
use crate::request::Api;
use axum::Json;
use http::StatusCode;
use kernel::id::TokenId;
use operations::App;
use operations::access::token::{self, CreateToken, CreatedToken, Token};
use serde::Serialize;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

pub(crate) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(list, create)).routes(routes!(revoke))
}

/// One's own tokens.
#[derive(Serialize, utoipa::ToSchema)]
struct Tokens {
    /// The tokens, newest first; at most 200.
    items: Vec<Token>,
    /// Always null: there is one page.
    next_cursor: Option<String>,
}

/// One's own tokens, without their secrets. Not for tokens.
#[utoipa::path(get, path = "/api/v1/tokens", operation_id = "list_tokens", tag = "account", responses(
    (status = 200, body = Tokens),
    (status = 401, body = ErrorBody),
    (status = 403, body = ErrorBody),
))]
async fn list(Api(cx): Api) -> Result<Json<Tokens>, ApiFailure> {
    Ok(Json(Tokens { items: token::list(&cx).await?, next_cursor: None }))
}

/// Make a token; its secret is in this answer only. Not for tokens.
#[utoipa::path(post, path = "/api/v1/tokens", operation_id = "create_token", tag = "account", request_body = CreateToken, responses(
    (status = 201, body = CreatedToken),
    (status = 401, body = ErrorBody),
    (status = 403, body = ErrorBody),
    (status = 409, body = ErrorBody),
    (status = 422, body = ErrorBody),
))]
async fn create(
    Api(cx): Api,
    JsonBody(input): JsonBody<CreateToken>,
) -> Result<(StatusCode, Json<CreatedToken>), ApiFailure> {
    Ok((StatusCode::CREATED, Json(token::create(&cx, None, input).await?)))
}

/// Revoke a token. Not for tokens.
#[utoipa::path(delete, path = "/api/v1/tokens/{id}", operation_id = "revoke_token", tag = "account", params(("id" = String, Path)), responses(
    (status = 204),
    (status = 401, body = ErrorBody),
    (status = 403, body = ErrorBody),
    (status = 404, body = ErrorBody),
))]
async fn revoke(Api(cx): Api, ApiPath(id): ApiPath<TokenId>) -> Result<StatusCode, ApiFailure> {
    token::revoke(&cx, id).await?;
    Ok(StatusCode::NO_CONTENT)
}
