//! What coaching rules say of partners, the rows behind it, and the rules.

use super::input::{ApiPath, ApiQuery};
use crate::failure::{ApiFailure, ErrorBody};
use crate::form::JsonBody;
use crate::request::Api;
use axum::Json;
use http::StatusCode;
use kernel::id::{PartnerId, ProgramId};
use kernel::{Date, PageRequest};
use operations::App;
use operations::grow::coaching::{
    self, CoachingRow, CoachingRule, Finding, FindingsQuery, Measure, RowsQuery, SaveRule, Tried, TryRule,
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

pub(crate) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list_findings))
        .routes(routes!(list_partner_findings))
        .routes(routes!(list_finding_rows))
        .routes(routes!(list_rules, add_rule))
        .routes(routes!(get_rule, save_rule))
        .routes(routes!(try_rule))
}

#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default, deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct FindingsParams {
    /// In this program.
    #[param(value_type = Option<String>)]
    program: Option<ProgramId>,
    /// By the rule of this key.
    rule: Option<String>,
    /// What today's rules would have said on a past day, by what was known then.
    #[param(value_type = Option<String>, format = Date)]
    as_of: Option<Date>,
    /// Rows on a page; 50 when absent.
    #[param(minimum = 1, maximum = 200)]
    limit: Option<u32>,
    /// `next_cursor` of the page before.
    cursor: Option<String>,
}

/// A page of findings.
#[derive(Serialize, ToSchema)]
struct CoachingFindingPage {
    /// The day they are of; `null` before they were found for the first time.
    #[schema(value_type = Option<String>, format = Date)]
    on: Option<Date>,
    /// The findings: newest first; of a past day by partner.
    items: Vec<Finding>,
    /// Where the next page starts; `null` on the last page.
    next_cursor: Option<String>,
}

async fn page(
    cx: &operations::Ctx,
    partner: Option<PartnerId>,
    params: FindingsParams,
) -> Result<Json<CoachingFindingPage>, ApiFailure> {
    let request = PageRequest::parse(params.limit, params.cursor.as_deref())?;
    let query = FindingsQuery { partner, program: params.program, rule: params.rule, as_of: params.as_of };
    let found = coaching::findings(cx, &query, &request).await?;
    Ok(Json(CoachingFindingPage { on: found.on, items: found.page.items, next_cursor: found.page.next_cursor }))
}

/// What coaching rules say of the partners in reach.
#[utoipa::path(get, path = "/api/v1/coaching", operation_id = "list_coaching_findings", tag = "coaching", params(FindingsParams), responses(
    (status = 200, body = CoachingFindingPage), (status = 401, body = ErrorBody), (status = 403, body = ErrorBody), (status = 422, body = ErrorBody),
))]
async fn list_findings(
    Api(cx): Api,
    ApiQuery(params): ApiQuery<FindingsParams>,
) -> Result<Json<CoachingFindingPage>, ApiFailure> {
    page(&cx, None, params).await
}

/// What coaching rules say of a partner.
#[utoipa::path(get, path = "/api/v1/partners/{partner}/coaching", operation_id = "list_partner_coaching_findings", tag = "coaching",
    params(("partner" = String, Path, description = "The partner."), FindingsParams), responses(
    (status = 200, body = CoachingFindingPage), (status = 401, body = ErrorBody), (status = 403, body = ErrorBody), (status = 404, body = ErrorBody),
    (status = 422, body = ErrorBody),
))]
async fn list_partner_findings(
    Api(cx): Api,
    ApiPath(partner): ApiPath<PartnerId>,
    ApiQuery(params): ApiQuery<FindingsParams>,
) -> Result<Json<CoachingFindingPage>, ApiFailure> {
    page(&cx, Some(partner), params).await
}

#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default, deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct RowsParams {
    /// In this program; the first the partner joined when absent.
    #[param(value_type = Option<String>)]
    program: Option<ProgramId>,
    /// Behind this measure of the rule; its last when absent.
    #[param(value_type = Option<String>)]
    measure: Option<Measure>,
    /// As of a past day.
    #[param(value_type = Option<String>, format = Date)]
    as_of: Option<Date>,
    /// Rows on a page; 50 when absent.
    #[param(minimum = 1, maximum = 200)]
    limit: Option<u32>,
    /// `next_cursor` of the page before.
    cursor: Option<String>,
}

/// A page of the rows a rule counted.
#[derive(Serialize, ToSchema)]
struct CoachingRowPage {
    /// In which program.
    #[schema(value_type = String)]
    program_id: ProgramId,
    /// Behind which measure.
    #[schema(value_type = String)]
    measure: Measure,
    /// The first day that is looked at.
    #[schema(value_type = String, format = Date)]
    from: Date,
    /// The last.
    #[schema(value_type = String, format = Date)]
    to: Date,
    /// Rows in the numerator.
    part: i64,
    /// All rows.
    of: i64,
    /// The rows, newest first.
    items: Vec<CoachingRow>,
    /// Where the next page starts; `null` on the last page.
    next_cursor: Option<String>,
}

/// The rows a rule counts of a partner, whether it speaks of them or not.
#[utoipa::path(get, path = "/api/v1/partners/{partner}/coaching/{coaching_rule}/rows", operation_id = "list_coaching_rows", tag = "coaching",
    params(("partner" = String, Path, description = "The partner."), ("coaching_rule" = String, Path, description = "The rule's key.", example = "weak_in_validation"), RowsParams), responses(
    (status = 200, body = CoachingRowPage), (status = 401, body = ErrorBody), (status = 403, body = ErrorBody), (status = 404, body = ErrorBody),
    (status = 422, body = ErrorBody),
))]
async fn list_finding_rows(
    Api(cx): Api,
    ApiPath((partner, rule)): ApiPath<(PartnerId, String)>,
    ApiQuery(params): ApiQuery<RowsParams>,
) -> Result<Json<CoachingRowPage>, ApiFailure> {
    let request = PageRequest::parse(params.limit, params.cursor.as_deref())?;
    let query = RowsQuery { program: params.program, measure: params.measure, as_of: params.as_of };
    let found = coaching::rows(&cx, partner, &rule, &query, &request).await?;
    Ok(Json(CoachingRowPage {
        program_id: found.program_id,
        measure: found.measure,
        from: found.from,
        to: found.to,
        part: found.part,
        of: found.of,
        items: found.page.items,
        next_cursor: found.page.next_cursor,
    }))
}

/// Coaching rules.
#[derive(Serialize, ToSchema)]
struct CoachingRules {
    /// Those the program came with first, then those added here.
    items: Vec<CoachingRule>,
    /// Always `null`: the list is whole.
    next_cursor: Option<String>,
}

/// Every coaching rule, whether it speaks or not.
#[utoipa::path(get, path = "/api/v1/coaching/rules", operation_id = "list_coaching_rules", tag = "coaching", responses(
    (status = 200, body = CoachingRules), (status = 401, body = ErrorBody), (status = 403, body = ErrorBody),
))]
async fn list_rules(Api(cx): Api) -> Result<Json<CoachingRules>, ApiFailure> {
    Ok(Json(CoachingRules { items: coaching::list_rules(&cx).await?, next_cursor: None }))
}

/// Add a coaching rule.
#[utoipa::path(post, path = "/api/v1/coaching/rules", operation_id = "add_coaching_rule", tag = "coaching", request_body = SaveRule, responses(
    (status = 201, body = CoachingRule), (status = 401, body = ErrorBody), (status = 403, body = ErrorBody), (status = 422, body = ErrorBody),
))]
async fn add_rule(
    Api(cx): Api,
    JsonBody(input): JsonBody<SaveRule>,
) -> Result<(StatusCode, Json<CoachingRule>), ApiFailure> {
    Ok((StatusCode::CREATED, Json(coaching::add_rule(&cx, input).await?)))
}

/// A coaching rule with its changes.
#[utoipa::path(get, path = "/api/v1/coaching/rules/{coaching_rule}", operation_id = "get_coaching_rule", tag = "coaching",
    params(("coaching_rule" = String, Path, description = "The rule's key.", example = "weak_in_validation")), responses(
    (status = 200, body = CoachingRule), (status = 401, body = ErrorBody), (status = 403, body = ErrorBody), (status = 404, body = ErrorBody),
))]
async fn get_rule(Api(cx): Api, ApiPath(key): ApiPath<String>) -> Result<Json<CoachingRule>, ApiFailure> {
    Ok(Json(coaching::rule(&cx, &key).await?))
}

/// Change a coaching rule, or switch it off or on. 409 `stale_version` when somebody else has changed it since.
#[utoipa::path(put, path = "/api/v1/coaching/rules/{coaching_rule}", operation_id = "save_coaching_rule", tag = "coaching",
    params(("coaching_rule" = String, Path, description = "The rule's key.")), request_body = SaveRule, responses(
    (status = 200, body = CoachingRule), (status = 401, body = ErrorBody), (status = 403, body = ErrorBody), (status = 404, body = ErrorBody),
    (status = 409, body = ErrorBody), (status = 422, body = ErrorBody),
))]
async fn save_rule(
    Api(cx): Api,
    ApiPath(key): ApiPath<String>,
    JsonBody(input): JsonBody<SaveRule>,
) -> Result<Json<CoachingRule>, ApiFailure> {
    Ok(Json(coaching::save_rule(&cx, &key, input).await?))
}

/// Of whom a rule would have spoken in the past year, beside the one in force. Nothing is published.
#[utoipa::path(post, path = "/api/v1/coaching/rule-preview", operation_id = "try_coaching_rule", tag = "coaching", request_body = TryRule, responses(
    (status = 200, body = Tried), (status = 401, body = ErrorBody), (status = 403, body = ErrorBody), (status = 404, body = ErrorBody),
    (status = 422, body = ErrorBody),
))]
async fn try_rule(Api(cx): Api, JsonBody(input): JsonBody<TryRule>) -> Result<Json<Tried>, ApiFailure> {
    Ok(Json(coaching::try_rule(&cx, input).await?))
}
