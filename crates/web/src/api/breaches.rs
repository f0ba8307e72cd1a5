//! The board of broken promises.

use crate::api::input::ApiQuery;
use crate::failure::{ApiFailure, ErrorBody};
use crate::request::Api;
use axum::Json;
use operations::App;
use operations::cosell::registration::{BreachBoard, BreachFilter, breach_board};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

pub(crate) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(board))
}

/// Every open registration of which a promise has run out, the oldest first, until somebody answers.
#[utoipa::path(get, path = "/api/v1/breaches", operation_id = "show_breach_board", tag = "registrations", params(BreachFilter), responses(
    (status = 200, body = BreachBoard),
    (status = 401, body = ErrorBody),
    (status = 403, body = ErrorBody),
    (status = 422, body = ErrorBody),
))]
async fn board(Api(cx): Api, ApiQuery(filter): ApiQuery<BreachFilter>) -> Result<Json<BreachBoard>, ApiFailure> {
    Ok(Json(breach_board(&cx, &filter).await?))
}
