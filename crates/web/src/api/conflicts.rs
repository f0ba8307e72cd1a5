//! The conflict check: findings set aside, and rules for findings tried.

use super::input::ApiPath;
use crate::failure::{ApiFailure, ErrorBody};
use crate::form::JsonBody;
use crate::request::Api;
use axum::Json;
use kernel::id::{FindingId, ProgramId, RegistrationId};
use operations::App;
use operations::cosell::conflict::{self, SetAside, Tried};
use operations::cosell::registration::Changed;
use operations::program::ConflictRules;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

pub(crate) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(set_aside)).routes(routes!(try_rules))
}

/// Sets a finding aside with a reason, or takes that back. 409 `not_allowed_now` when the registration is decided or the finding stands so
/// already. One that blocks only whoever manages programs sets aside.
#[utoipa::path(
    post, path = "/api/v1/registrations/{id}/findings/{finding}", operation_id = "set_finding_aside", tag = "registrations",
    params(("id" = String, Path, description = "The registration."), ("finding" = String, Path, description = "The finding.")),
    request_body = SetAside,
    responses(
        (status = 200, body = Changed),
        (status = 401, body = ErrorBody), (status = 403, body = ErrorBody), (status = 404, body = ErrorBody),
        (status = 409, body = ErrorBody), (status = 422, body = ErrorBody), (status = 429, body = ErrorBody),
    )
)]
async fn set_aside(
    Api(cx): Api,
    ApiPath((id, finding)): ApiPath<(RegistrationId, FindingId)>,
    JsonBody(input): JsonBody<SetAside>,
) -> Result<Json<Changed>, ApiFailure> {
    conflict::set_aside(&cx, id, finding, input).await.map(Json).map_err(|failure| ApiFailure::new(failure, cx.locale))
}

/// What rules for findings would have done to the program's registrations of the past year. Nothing is published.
#[utoipa::path(
    post, path = "/api/v1/programs/{program}/conflict-preview", operation_id = "try_conflict_rules", tag = "programs",
    params(("program" = String, Path, description = "The program.")), request_body = ConflictRules,
    responses(
        (status = 200, body = Tried),
        (status = 401, body = ErrorBody), (status = 403, body = ErrorBody), (status = 404, body = ErrorBody),
        (status = 422, body = ErrorBody), (status = 429, body = ErrorBody),
    )
)]
async fn try_rules(
    Api(cx): Api,
    ApiPath(id): ApiPath<ProgramId>,
    JsonBody(rules): JsonBody<ConflictRules>,
) -> Result<Json<Tried>, ApiFailure> {
    conflict::try_rules(&cx, id, rules).await.map(Json).map_err(|failure| ApiFailure::new(failure, cx.locale))
}
