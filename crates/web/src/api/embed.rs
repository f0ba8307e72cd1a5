//! Whose pages may show a program's form.

use crate::api::input::ApiPath;
use crate::failure::{ApiFailure, ErrorBody};
use crate::form::JsonBody;
use crate::request::Api;
use axum::Json;
use kernel::id::ProgramId;
use operations::App;
use operations::program::{self, EmbedOrigins};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

pub(crate) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(get_embed_origins, set_embed_origins))
}

/// Whose pages may show the program's registration form inside their own.
#[utoipa::path(get, path = "/api/v1/programs/{program}/embed", operation_id = "get_embed_origins", tag = "programs", params(("program" = String, Path)), responses(
    (status = 200, body = EmbedOrigins),
    (status = 401, body = ErrorBody),
    (status = 403, body = ErrorBody),
    (status = 404, body = ErrorBody),
    (status = 422, body = ErrorBody),
    (status = 429, body = ErrorBody),
))]
async fn get_embed_origins(Api(cx): Api, ApiPath(id): ApiPath<ProgramId>) -> Result<Json<EmbedOrigins>, ApiFailure> {
    program::embed_origins(&cx, id).await.map(Json).map_err(|failure| ApiFailure::new(failure, cx.locale))
}

/// Allows these pages and no others.
#[utoipa::path(put, path = "/api/v1/programs/{program}/embed", operation_id = "set_embed_origins", tag = "programs", params(("program" = String, Path)), request_body = EmbedOrigins, responses(
    (status = 200, body = EmbedOrigins),
    (status = 401, body = ErrorBody),
    (status = 403, body = ErrorBody),
    (status = 404, body = ErrorBody),
    (status = 409, body = ErrorBody),
    (status = 422, body = ErrorBody),
    (status = 429, body = ErrorBody),
))]
async fn set_embed_origins(
    Api(cx): Api,
    ApiPath(id): ApiPath<ProgramId>,
    JsonBody(input): JsonBody<EmbedOrigins>,
) -> Result<Json<EmbedOrigins>, ApiFailure> {
    program::set_embed_origins(&cx, id, input).await.map(Json).map_err(|failure| ApiFailure::new(failure, cx.locale))
}
