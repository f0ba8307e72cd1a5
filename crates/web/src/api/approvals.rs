//! Chains of approvers, second looks, and what else the life of a registration knows.

use super::input::ApiPath;
use crate::failure::{ApiFailure, ErrorBody};
use crate::form::JsonBody;
use crate::request::Api;
use axum::Json;
use http::StatusCode;
use kernel::id::{ProgramId, RegistrationId, UserId};
use operations::App;
use operations::access::absence::{self, Absence, Colleague, SetAbsence};
use operations::cosell::registration::{
    self, AccountWait, Appeal, ApproveStep, Cancel, ChainStep, Changed, Edit, SendForApproval, TryApproval,
};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

pub(crate) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(preview))
        .routes(routes!(chain))
        .routes(routes!(send))
        .routes(routes!(yes))
        .routes(routes!(edit))
        .routes(routes!(appeal))
        .routes(routes!(cancel))
        .routes(routes!(await_account))
        .routes(routes!(account_ready))
        .routes(routes!(try_rules))
        .routes(routes!(colleagues))
        .routes(routes!(show_absence, set_absence, end_absence))
}

macro_rules! change {
    ($(#[$doc:meta])* $name:ident, $path:literal, $operation:literal, $input:ty, $call:path) => {
        $(#[$doc])*
        #[utoipa::path(
            post, path = $path, operation_id = $operation, tag = "registrations",
            params(("id" = String, Path, description = "The registration.")), request_body = $input,
            responses(
                (status = 200, body = Changed),
                (status = 401, body = ErrorBody), (status = 403, body = ErrorBody), (status = 404, body = ErrorBody),
                (status = 409, body = ErrorBody), (status = 422, body = ErrorBody), (status = 429, body = ErrorBody),
            )
        )]
        async fn $name(
            Api(cx): Api,
            ApiPath(id): ApiPath<RegistrationId>,
            JsonBody(input): JsonBody<$input>,
        ) -> Result<Json<Changed>, ApiFailure> {
            $call(&cx, id, input).await.map(Json).map_err(|failure| ApiFailure::new(failure, cx.locale))
        }
    };
}

change!(
    /// Sends a registration to the approvers of its program's chain. 409 `approval_not_needed` when no step is for it; `scope_taken` where another
    /// protection stands: `approve-beside` decides about that and sends it on.
    send, "/api/v1/registrations/{id}/send-for-approval", "send_for_approval", SendForApproval, registration::send_for_approval
);
change!(
    /// An approver's yes to the step they are asked in. 409 `not_an_approver` for anybody else. The last yes approves.
    /// `scope_taken` where another protection stands by now and nobody decided (`approve-beside`), `stale_version` in another round than `round`.
    yes, "/api/v1/registrations/{id}/approve-step", "approve_step", ApproveStep, registration::approve_step
);
change!(
    /// Changes what a registration says. After a yes the review opens again; a declined one is sent again, which is limited.
    edit, "/api/v1/registrations/{id}/edit", "edit_registration", Edit, registration::edit
);
change!(
    /// Appeals a no, or that a yes was taken back, on the partner's behalf: once, within the program's days.
    appeal, "/api/v1/registrations/{id}/appeal", "appeal_registration", Appeal, registration::appeal
);
change!(
    /// Takes a yes back, with a reason the partner reads.
    cancel, "/api/v1/registrations/{id}/cancel", "cancel_registration", Cancel, registration::cancel
);
change!(
    /// The customer account must be approved first.
    await_account, "/api/v1/registrations/{id}/await-account", "await_account", AccountWait, registration::await_account
);
change!(
    /// The customer account is there: the review goes on.
    account_ready, "/api/v1/registrations/{id}/account-ready", "account_ready", AccountWait, registration::account_ready
);

/// Who would be asked about a registration if it were sent for approval now. Empty when the reviewer's yes is enough.
#[utoipa::path(
    get, path = "/api/v1/registrations/{id}/approval-preview", operation_id = "preview_approval", tag = "registrations",
    params(("id" = String, Path, description = "The registration.")),
    responses(
        (status = 200, body = Vec<ChainStep>),
        (status = 401, body = ErrorBody), (status = 404, body = ErrorBody), (status = 429, body = ErrorBody),
    )
)]
async fn preview(Api(cx): Api, ApiPath(id): ApiPath<RegistrationId>) -> Result<Json<Vec<ChainStep>>, ApiFailure> {
    registration::approval_preview(&cx, id).await.map(Json).map_err(|failure| ApiFailure::new(failure, cx.locale))
}

/// The chain a registration goes through or went through last, with every answer.
#[utoipa::path(
    get, path = "/api/v1/registrations/{id}/approvals", operation_id = "list_approvals", tag = "registrations",
    params(("id" = String, Path, description = "The registration.")),
    responses(
        (status = 200, body = Vec<ChainStep>),
        (status = 401, body = ErrorBody), (status = 404, body = ErrorBody), (status = 429, body = ErrorBody),
    )
)]
async fn chain(Api(cx): Api, ApiPath(id): ApiPath<RegistrationId>) -> Result<Json<Vec<ChainStep>>, ApiFailure> {
    registration::approvals(&cx, id).await.map(Json).map_err(|failure| ApiFailure::new(failure, cx.locale))
}

/// Who would be asked about a registration by rules of approval that need not be published.
#[utoipa::path(
    post, path = "/api/v1/programs/{program}/approval-preview", operation_id = "try_approval", tag = "programs",
    params(("program" = String, Path, description = "The program.")), request_body = TryApproval,
    responses(
        (status = 200, body = Vec<ChainStep>),
        (status = 401, body = ErrorBody), (status = 403, body = ErrorBody), (status = 404, body = ErrorBody),
        (status = 422, body = ErrorBody), (status = 429, body = ErrorBody),
    )
)]
async fn try_rules(
    Api(cx): Api,
    ApiPath(id): ApiPath<ProgramId>,
    JsonBody(input): JsonBody<TryApproval>,
) -> Result<Json<Vec<ChainStep>>, ApiFailure> {
    registration::try_approval(&cx, id, input).await.map(Json).map_err(|failure| ApiFailure::new(failure, cx.locale))
}

/// Everybody who can stand in for somebody or be asked for an approval.
#[utoipa::path(
    get, path = "/api/v1/me/colleagues", operation_id = "list_colleagues", tag = "me",
    responses((status = 200, body = Vec<Colleague>), (status = 401, body = ErrorBody), (status = 403, body = ErrorBody), (status = 429, body = ErrorBody))
)]
async fn colleagues(Api(cx): Api) -> Result<Json<Vec<Colleague>>, ApiFailure> {
    absence::colleagues(&cx).await.map(Json).map_err(|failure| ApiFailure::new(failure, cx.locale))
}

/// When a person is away and who answers for them; `null` when nothing is noted.
#[utoipa::path(
    get, path = "/api/v1/users/{id}/absence", operation_id = "show_absence", tag = "users",
    params(("id" = String, Path, description = "The person.")),
    responses(
        (status = 200, body = Option<Absence>),
        (status = 401, body = ErrorBody), (status = 403, body = ErrorBody), (status = 404, body = ErrorBody),
        (status = 429, body = ErrorBody),
    )
)]
async fn show_absence(Api(cx): Api, ApiPath(id): ApiPath<UserId>) -> Result<Json<Option<Absence>>, ApiFailure> {
    absence::absence(&cx, id).await.map(Json).map_err(|failure| ApiFailure::new(failure, cx.locale))
}

/// Notes an absence in place of the one before. One's own, or anybody's for who manages people. Not for tokens.
#[utoipa::path(
    put, path = "/api/v1/users/{id}/absence", operation_id = "set_absence", tag = "users",
    params(("id" = String, Path, description = "The person.")), request_body = SetAbsence,
    responses(
        (status = 204), (status = 401, body = ErrorBody), (status = 403, body = ErrorBody), (status = 404, body = ErrorBody),
        (status = 422, body = ErrorBody), (status = 429, body = ErrorBody),
    )
)]
async fn set_absence(
    Api(cx): Api,
    ApiPath(id): ApiPath<UserId>,
    JsonBody(input): JsonBody<SetAbsence>,
) -> Result<StatusCode, ApiFailure> {
    absence::set_absence(&cx, id, input).await.map_err(|failure| ApiFailure::new(failure, cx.locale))?;
    Ok(StatusCode::NO_CONTENT)
}

/// The person is there again.
#[utoipa::path(
    delete, path = "/api/v1/users/{id}/absence", operation_id = "end_absence", tag = "users",
    params(("id" = String, Path, description = "The person.")),
    responses(
        (status = 204), (status = 401, body = ErrorBody), (status = 403, body = ErrorBody), (status = 404, body = ErrorBody),
        (status = 429, body = ErrorBody),
    )
)]
async fn end_absence(Api(cx): Api, ApiPath(id): ApiPath<UserId>) -> Result<StatusCode, ApiFailure> {
    absence::end_absence(&cx, id).await.map_err(|failure| ApiFailure::new(failure, cx.locale))?;
    Ok(StatusCode::NO_CONTENT)
}
