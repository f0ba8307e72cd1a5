//! Customers and prospects, as deals and registrations name them.

use super::input::{ApiPath, ApiQuery};
use crate::failure::{ApiFailure, ErrorBody};
use crate::form::JsonBody;
use crate::request::Api;
use axum::Json;
use kernel::id::CompanyId;
use kernel::{Failure, Page, PageRequest};
use operations::App;
use operations::access::policy::Action;
use operations::cosell::company::{
    ChangeIdentity, CompanyIdentity, Merge, Merged, NameAccount, change_identity, identity, merge, merges,
    name_account, release_account, undo_merge,
};
use operations::cosell::conflict::{Double, doubles};
use operations::cosell::deal::{Company, companies, company};
use operations::cosell::protection::{Meeting, meetings};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

pub(crate) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list_companies))
        .routes(routes!(get_company))
        .routes(routes!(get_identity, set_identity))
        .routes(routes!(name_company, release_company))
        .routes(routes!(list_doubles))
        .routes(routes!(list_merges, merge_companies))
        .routes(routes!(list_meetings))
        .routes(routes!(undo_company_merge))
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
    /// Only those that direct sales keeps.
    #[serde(default)]
    named: bool,
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
    let Page { items, next_cursor } = companies(&cx, query.q.as_deref(), query.named, &request).await.map_err(say)?;
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

/// By what a company is found again: other names, numbers, address, and the company it belongs to.
#[utoipa::path(
    get, path = "/api/v1/companies/{id}/identity", operation_id = "get_company_identity", tag = "companies",
    params(("id" = String, Path, description = "The company.")),
    responses(
        (status = 200, body = CompanyIdentity),
        (status = 401, body = ErrorBody), (status = 404, body = ErrorBody), (status = 429, body = ErrorBody),
    )
)]
async fn get_identity(Api(cx): Api, ApiPath(id): ApiPath<CompanyId>) -> Result<Json<CompanyIdentity>, ApiFailure> {
    identity(&cx, id).await.map(Json).map_err(|failure| ApiFailure::new(failure, cx.locale))
}

/// Keeps by what a company is found again. The other names are all that there shall be; of the rest what is left out stays, `null` empties. The
/// conflict check finds it so from the next registration on. 409 `stale_version` when somebody was faster, `not_allowed_now` when it was merged
/// into another.
#[utoipa::path(
    put, path = "/api/v1/companies/{id}/identity", operation_id = "set_company_identity", tag = "companies",
    params(("id" = String, Path, description = "The company.")), request_body = ChangeIdentity,
    responses(
        (status = 200, body = CompanyIdentity),
        (status = 401, body = ErrorBody), (status = 403, body = ErrorBody), (status = 404, body = ErrorBody),
        (status = 409, body = ErrorBody), (status = 422, body = ErrorBody), (status = 429, body = ErrorBody),
    )
)]
async fn set_identity(
    Api(cx): Api,
    ApiPath(id): ApiPath<CompanyId>,
    JsonBody(input): JsonBody<ChangeIdentity>,
) -> Result<Json<CompanyIdentity>, ApiFailure> {
    change_identity(&cx, id, input).await.map(Json).map_err(|failure| ApiFailure::new(failure, cx.locale))
}

/// Keeps a company for direct sales: the conflict check finds it. 409 `not_allowed_now` when it is kept already.
#[utoipa::path(
    post, path = "/api/v1/companies/{id}/named-account", operation_id = "name_company", tag = "companies",
    params(("id" = String, Path, description = "The company.")), request_body = NameAccount,
    responses(
        (status = 200, body = Company),
        (status = 401, body = ErrorBody), (status = 403, body = ErrorBody), (status = 404, body = ErrorBody),
        (status = 409, body = ErrorBody), (status = 422, body = ErrorBody), (status = 429, body = ErrorBody),
    )
)]
async fn name_company(
    Api(cx): Api,
    ApiPath(id): ApiPath<CompanyId>,
    JsonBody(input): JsonBody<NameAccount>,
) -> Result<Json<Company>, ApiFailure> {
    name_account(&cx, id, input).await.map_err(|failure| ApiFailure::new(failure, cx.locale))?;
    company(&cx, id).await.map(Json).map_err(|failure| ApiFailure::new(failure, cx.locale))
}

/// Direct sales keeps a company no longer. 409 `not_allowed_now` when it was not kept.
#[utoipa::path(
    delete, path = "/api/v1/companies/{id}/named-account", operation_id = "release_company", tag = "companies",
    params(("id" = String, Path, description = "The company.")),
    responses(
        (status = 200, body = Company),
        (status = 401, body = ErrorBody), (status = 403, body = ErrorBody), (status = 404, body = ErrorBody),
        (status = 409, body = ErrorBody), (status = 429, body = ErrorBody),
    )
)]
async fn release_company(Api(cx): Api, ApiPath(id): ApiPath<CompanyId>) -> Result<Json<Company>, ApiFailure> {
    release_account(&cx, id).await.map_err(|failure| ApiFailure::new(failure, cx.locale))?;
    company(&cx, id).await.map(Json).map_err(|failure| ApiFailure::new(failure, cx.locale))
}

/// The companies that may be the same as this one, with what agrees; the surest first.
#[utoipa::path(
    get, path = "/api/v1/companies/{id}/doubles", operation_id = "list_company_doubles", tag = "companies",
    params(("id" = String, Path, description = "The company.")),
    responses(
        (status = 200, body = Vec<Double>),
        (status = 401, body = ErrorBody), (status = 403, body = ErrorBody), (status = 404, body = ErrorBody),
        (status = 429, body = ErrorBody),
    )
)]
async fn list_doubles(Api(cx): Api, ApiPath(id): ApiPath<CompanyId>) -> Result<Json<Vec<Double>>, ApiFailure> {
    doubles(&cx, id).await.map(Json).map_err(|failure| ApiFailure::new(failure, cx.locale))
}

/// What was merged into this company, the newest first.
#[utoipa::path(
    get, path = "/api/v1/companies/{id}/merges", operation_id = "list_company_merges", tag = "companies",
    params(("id" = String, Path, description = "The company.")),
    responses(
        (status = 200, body = Vec<Merged>),
        (status = 401, body = ErrorBody), (status = 404, body = ErrorBody), (status = 429, body = ErrorBody),
    )
)]
async fn list_merges(Api(cx): Api, ApiPath(id): ApiPath<CompanyId>) -> Result<Json<Vec<Merged>>, ApiFailure> {
    merges(&cx, id).await.map(Json).map_err(|failure| ApiFailure::new(failure, cx.locale))
}

/// Which other company.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct MeetingQuery {
    /// The company that would go up in this one.
    #[param(value_type = String, required)]
    other: Option<CompanyId>,
}

/// The protections of both that would stand side by side after a merge, for whoever is about to decide that they may.
#[utoipa::path(
    get, path = "/api/v1/companies/{id}/meetings", operation_id = "list_company_meetings", tag = "companies",
    params(("id" = String, Path, description = "The company that would be kept."), MeetingQuery),
    responses(
        (status = 200, body = Vec<Meeting>),
        (status = 401, body = ErrorBody), (status = 403, body = ErrorBody), (status = 404, body = ErrorBody),
        (status = 422, body = ErrorBody), (status = 429, body = ErrorBody),
    )
)]
async fn list_meetings(
    Api(cx): Api,
    ApiPath(id): ApiPath<CompanyId>,
    ApiQuery(query): ApiQuery<MeetingQuery>,
) -> Result<Json<Vec<Meeting>>, ApiFailure> {
    let found = match query.other {
        Some(other) => meetings(&cx, id, other).await,
        None => cx.allow(Action::ManagePrograms).and(Err(Failure::field("other", "required"))),
    };
    found.map(Json).map_err(|failure| ApiFailure::new(failure, cx.locale))
}

/// What a merge became.
#[derive(Serialize, ToSchema)]
struct CompanyMerge {
    /// The merge, for taking it back.
    merge: String,
}

/// Merges another company into this one: deals, registrations and protections move. 409 `not_allowed_now` when either was merged before.
#[utoipa::path(
    post, path = "/api/v1/companies/{id}/merges", operation_id = "merge_companies", tag = "companies",
    params(("id" = String, Path, description = "The company that is kept.")), request_body = Merge,
    responses(
        (status = 200, body = CompanyMerge),
        (status = 401, body = ErrorBody), (status = 403, body = ErrorBody), (status = 404, body = ErrorBody),
        (status = 409, body = ErrorBody), (status = 422, body = ErrorBody), (status = 429, body = ErrorBody),
    )
)]
async fn merge_companies(
    Api(cx): Api,
    ApiPath(id): ApiPath<CompanyId>,
    JsonBody(input): JsonBody<Merge>,
) -> Result<Json<CompanyMerge>, ApiFailure> {
    let merge = merge(&cx, id, input).await.map_err(|failure| ApiFailure::new(failure, cx.locale))?;
    Ok(Json(CompanyMerge { merge: merge.to_string() }))
}

/// Takes a merge back; the company that is kept. 409 `not_allowed_now` when it was taken back, or the kept company went up in a third.
#[utoipa::path(
    post, path = "/api/v1/company-merges/{merge}/undo", operation_id = "undo_company_merge", tag = "companies",
    params(("merge" = String, Path, description = "The merge.")),
    responses(
        (status = 200, body = Company),
        (status = 401, body = ErrorBody), (status = 403, body = ErrorBody), (status = 404, body = ErrorBody),
        (status = 409, body = ErrorBody), (status = 429, body = ErrorBody),
    )
)]
async fn undo_company_merge(Api(cx): Api, ApiPath(id): ApiPath<uuid::Uuid>) -> Result<Json<Company>, ApiFailure> {
    let kept = undo_merge(&cx, id).await.map_err(|failure| ApiFailure::new(failure, cx.locale))?;
    company(&cx, kept).await.map(Json).map_err(|failure| ApiFailure::new(failure, cx.locale))
}
