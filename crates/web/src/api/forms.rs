//! The registration form of a program: in force, its versions, its draft.

use crate::api::input::ApiPath;
use crate::failure::{ApiFailure, ErrorBody};
use crate::form::JsonBody;
use crate::request::Api;
use axum::Json;
use http::StatusCode;
use kernel::id::ProgramId;
use operations::App;
use operations::access::policy::Action;
use operations::cosell::form::{self, Draft, FormDefinition, FormInForce, FormVersionListed, PublishedForm};
use serde::{Deserialize, Serialize};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

pub(crate) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(show))
        .routes(routes!(versions, publish))
        .routes(routes!(version))
        .routes(routes!(restore))
        .routes(routes!(draft, change_draft, discard_draft))
}

/// The form deals are registered with.
#[utoipa::path(get, path = "/api/v1/programs/{program}/form", operation_id = "get_program_form", tag = "programs", params(("program" = String, Path)), responses(
    (status = 200, body = FormInForce),
    (status = 401, body = ErrorBody),
    (status = 403, body = ErrorBody),
    (status = 404, body = ErrorBody),
))]
async fn show(Api(cx): Api, ApiPath(id): ApiPath<ProgramId>) -> Result<Json<FormInForce>, ApiFailure> {
    cx.allow(Action::Read)?;
    operations::program::row(cx.read(), id).await?;
    Ok(Json(form::in_force(cx.read(), id).await?))
}

/// All published versions of a form.
#[derive(Serialize, utoipa::ToSchema)]
struct FormVersions {
    /// Newest first.
    items: Vec<FormVersionListed>,
    /// Always null.
    next_cursor: Option<String>,
}

/// The versions of a program's form.
#[utoipa::path(get, path = "/api/v1/programs/{program}/form/versions", operation_id = "list_form_versions", tag = "programs", params(("program" = String, Path)), responses(
    (status = 200, body = FormVersions),
    (status = 401, body = ErrorBody),
    (status = 403, body = ErrorBody),
    (status = 404, body = ErrorBody),
))]
async fn versions(Api(cx): Api, ApiPath(id): ApiPath<ProgramId>) -> Result<Json<FormVersions>, ApiFailure> {
    Ok(Json(FormVersions { items: form::versions(&cx, id).await?, next_cursor: None }))
}

/// A form to be published.
#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
struct PublishForm {
    /// The whole form.
    definition: FormDefinition,
    /// Why.
    note: Option<String>,
    /// The version it was made from; when another is in force by now, it is refused.
    base: Option<i64>,
}

/// Publish a form as a new version; the draft is gone with it.
#[utoipa::path(post, path = "/api/v1/programs/{program}/form/versions", operation_id = "publish_form", tag = "programs", params(("program" = String, Path)), request_body = PublishForm, responses(
    (status = 201, body = PublishedForm),
    (status = 401, body = ErrorBody),
    (status = 403, body = ErrorBody),
    (status = 404, body = ErrorBody),
    (status = 409, body = ErrorBody),
    (status = 422, body = ErrorBody),
))]
async fn publish(
    Api(cx): Api,
    ApiPath(id): ApiPath<ProgramId>,
    JsonBody(input): JsonBody<PublishForm>,
) -> Result<(StatusCode, Json<PublishedForm>), ApiFailure> {
    let published = form::publish(&cx, id, input.base, input.definition, input.note.as_deref()).await?;
    Ok((StatusCode::CREATED, Json(published)))
}

/// One version of a program's form; 0 is the one every program starts with.
#[utoipa::path(get, path = "/api/v1/programs/{program}/form/versions/{version}", operation_id = "get_form_version", tag = "programs", params(("program" = String, Path), ("version" = i64, Path)), responses(
    (status = 200, body = FormInForce),
    (status = 401, body = ErrorBody),
    (status = 403, body = ErrorBody),
    (status = 404, body = ErrorBody),
))]
async fn version(
    Api(cx): Api,
    ApiPath((id, number)): ApiPath<(ProgramId, i64)>,
) -> Result<Json<FormInForce>, ApiFailure> {
    cx.allow(Action::Read)?;
    Ok(Json(form::version(cx.read(), id, number).await?))
}

/// Publish an earlier version again.
#[utoipa::path(post, path = "/api/v1/programs/{program}/form/versions/{version}/restore", operation_id = "restore_form_version", tag = "programs", params(("program" = String, Path), ("version" = i64, Path)), responses(
    (status = 201, body = PublishedForm),
    (status = 401, body = ErrorBody),
    (status = 403, body = ErrorBody),
    (status = 404, body = ErrorBody),
    (status = 409, body = ErrorBody),
))]
async fn restore(
    Api(cx): Api,
    ApiPath((id, number)): ApiPath<(ProgramId, i64)>,
) -> Result<(StatusCode, Json<PublishedForm>), ApiFailure> {
    Ok((StatusCode::CREATED, Json(form::restore(&cx, id, number).await?)))
}

/// What is being built and not published yet.
#[utoipa::path(get, path = "/api/v1/programs/{program}/form/draft", operation_id = "get_form_draft", tag = "programs", params(("program" = String, Path)), responses(
    (status = 200, body = Draft),
    (status = 401, body = ErrorBody),
    (status = 403, body = ErrorBody),
    (status = 404, body = ErrorBody),
))]
async fn draft(Api(cx): Api, ApiPath(id): ApiPath<ProgramId>) -> Result<Json<Draft>, ApiFailure> {
    Ok(Json(form::draft(&cx, id).await?))
}

/// A draft to be kept.
#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
struct ChangeFormDraft {
    /// The whole form; it need not be publishable yet.
    definition: FormDefinition,
    /// The draft's version it was made from, 0 for none.
    version: i64,
}

/// Keep a form as the draft.
#[utoipa::path(put, path = "/api/v1/programs/{program}/form/draft", operation_id = "change_form_draft", tag = "programs", params(("program" = String, Path)), request_body = ChangeFormDraft, responses(
    (status = 200, body = Draft),
    (status = 401, body = ErrorBody),
    (status = 403, body = ErrorBody),
    (status = 404, body = ErrorBody),
    (status = 409, body = ErrorBody),
    (status = 422, body = ErrorBody),
))]
async fn change_draft(
    Api(cx): Api,
    ApiPath(id): ApiPath<ProgramId>,
    JsonBody(input): JsonBody<ChangeFormDraft>,
) -> Result<Json<Draft>, ApiFailure> {
    form::change_draft(&cx, id, input.version, &input.definition).await?;
    Ok(Json(form::draft(&cx, id).await?))
}

/// Forget the draft.
#[utoipa::path(delete, path = "/api/v1/programs/{program}/form/draft", operation_id = "discard_form_draft", tag = "programs", params(("program" = String, Path)), responses(
    (status = 204),
    (status = 401, body = ErrorBody),
    (status = 403, body = ErrorBody),
    (status = 404, body = ErrorBody),
))]
async fn discard_draft(Api(cx): Api, ApiPath(id): ApiPath<ProgramId>) -> Result<StatusCode, ApiFailure> {
    form::discard_draft(&cx, id).await?;
    Ok(StatusCode::NO_CONTENT)
}
