//! Customers and prospects, as deals and registrations name them.

use super::input::{ApiPath, ApiQuery};
use crate::failure::{ApiFailure, ErrorBody};
use crate::request::Api;
use axum::Json;
use kernel::id::CompanyId;
use kernel::{Page, PageRequest};
use operations::App;
use operations::cosell::deal::{Company, companies, company};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

pub(crate) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(list_companies)).routes(routes!(get_company))
}

/// A page of companies.
#[derive(Serialize, ToSchema)]
struct CompanyPage {
    /// By name.
    items: Vec<Company>,
    /// Where the next page starts; `null` on the last one.
    next_cursor: Option<String>,
}

/// Which companies.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct CompanyQuery {
    /// Searched in name and domain.
    q: Option<String>,
    /// Rows on a page; 50 when absent.
    #[param(minimum = 1, maximum = 200)]
    limit: Option<u32>,
    /// `next_cursor` of the page before.
    cursor: Option<String>,
}

/// Lists companies by name.
#[utoipa::path(
    get, path = "/api/v1/companies", operation_id = "list_companies", tag = "companies", params(CompanyQuery),
    responses(
        (status = 200, body = CompanyPage),
        (status = 401, body = ErrorBody), (status = 422, body = ErrorBody), (status = 429, body = ErrorBody),
    )
)]
async fn list_companies(
    Api(cx): Api,
    ApiQuery(query): ApiQuery<CompanyQuery>,
) -> Result<Json<CompanyPage>, ApiFailure> {
    let say = |failure| ApiFailure::new(failure, cx.locale);
    let request = PageRequest::parse(query.limit, query.cursor.as_deref()).map_err(say)?;
    let Page { items, next_cursor } = companies(&cx, query.q.as_deref(), &request).await.map_err(say)?;
    Ok(Json(CompanyPage { items, next_cursor }))
}

/// One company.
#[utoipa::path(
    get, path = "/api/v1/companies/{id}", operation_id = "get_company", tag = "companies",
    params(("id" = String, Path, description = "The company.")),
    responses(
        (status = 200, body = Company),
        (status = 401, body = ErrorBody), (status = 404, body = ErrorBody), (status = 429, body = ErrorBody),
    )
)]
async fn get_company(Api(cx): Api, ApiPath(id): ApiPath<CompanyId>) -> Result<Json<Company>, ApiFailure> {
    company(&cx, id).await.map(Json).map_err(|failure| ApiFailure::new(failure, cx.locale))
}
