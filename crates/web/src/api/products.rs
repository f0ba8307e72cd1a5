//! Products.

use crate::api::input::{ApiPath, ApiQuery};
use crate::failure::{ApiFailure, ErrorBody};
use crate::form::JsonBody;
use crate::request::Api;
use axum::Json;
use http::StatusCode;
use kernel::id::ProductId;
use operations::App;
use operations::cosell::product::{self, ChangeProduct, CreateProduct, ProductListed};
use serde::{Deserialize, Serialize};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

pub(crate) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(list, create)).routes(routes!(show, change))
}

/// Which products to list.
#[derive(Debug, Default, Deserialize, utoipa::IntoParams)]
#[serde(default, deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct Query {
    /// Those no longer offered, too.
    all: bool,
}

/// Products.
#[derive(Serialize, utoipa::ToSchema)]
struct Products {
    /// By name.
    items: Vec<ProductListed>,
    /// Always null.
    next_cursor: Option<String>,
}

/// The products with their other spellings.
#[utoipa::path(get, path = "/api/v1/products", operation_id = "list_products", tag = "products", params(Query), responses(
    (status = 200, body = Products),
    (status = 401, body = ErrorBody),
    (status = 403, body = ErrorBody),
    (status = 422, body = ErrorBody),
))]
async fn list(Api(cx): Api, ApiQuery(query): ApiQuery<Query>) -> Result<Json<Products>, ApiFailure> {
    Ok(Json(Products { items: product::list(&cx, query.all).await?, next_cursor: None }))
}

/// Make a product.
#[utoipa::path(post, path = "/api/v1/products", operation_id = "create_product", tag = "products", request_body = CreateProduct, responses(
    (status = 201, body = ProductListed),
    (status = 401, body = ErrorBody),
    (status = 403, body = ErrorBody),
    (status = 409, body = ErrorBody),
    (status = 422, body = ErrorBody),
))]
async fn create(
    Api(cx): Api,
    JsonBody(input): JsonBody<CreateProduct>,
) -> Result<(StatusCode, Json<ProductListed>), ApiFailure> {
    let id = product::create(&cx, input).await?;
    Ok((StatusCode::CREATED, Json(product::get(&cx, id).await?)))
}

/// One product.
#[utoipa::path(get, path = "/api/v1/products/{product}", operation_id = "get_product", tag = "products", params(("product" = String, Path)), responses(
    (status = 200, body = ProductListed),
    (status = 401, body = ErrorBody),
    (status = 403, body = ErrorBody),
    (status = 404, body = ErrorBody),
))]
async fn show(Api(cx): Api, ApiPath(id): ApiPath<ProductId>) -> Result<Json<ProductListed>, ApiFailure> {
    Ok(Json(product::get(&cx, id).await?))
}

/// Change a product, or stop offering it.
#[utoipa::path(patch, path = "/api/v1/products/{product}", operation_id = "change_product", tag = "products", params(("product" = String, Path)), request_body = ChangeProduct, responses(
    (status = 200, body = ProductListed),
    (status = 401, body = ErrorBody),
    (status = 403, body = ErrorBody),
    (status = 404, body = ErrorBody),
    (status = 409, body = ErrorBody),
    (status = 422, body = ErrorBody),
))]
async fn change(
    Api(cx): Api,
    ApiPath(id): ApiPath<ProductId>,
    JsonBody(input): JsonBody<ChangeProduct>,
) -> Result<Json<ProductListed>, ApiFailure> {
    Ok(Json(product::change(&cx, id, input).await?))
}
