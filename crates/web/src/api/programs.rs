//! Programs, their rules with versions, their deal stages.

use crate::api::input::ApiPath;
use crate::failure::{ApiFailure, ErrorBody};
use crate::form::JsonBody;
use crate::request::Api;
use axum::Json;
use http::StatusCode;
use kernel::id::ProgramId;
use operations::program::{
    self, ChangeProgram, CreateProgram, Difference, ProgramDefinition, ProgramListed, ProgramRow, Published, SaveStage,
    Stage, VersionListed,
};
use operations::{App, Ctx};
use serde::{Deserialize, Serialize};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

pub(crate) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list, create))
        .routes(routes!(show, change))
        .routes(routes!(versions, publish))
        .routes(routes!(version))
        .routes(routes!(save_stages))
}

/// All programs.
#[derive(Serialize, utoipa::ToSchema)]
struct Programs {
    /// By name, active ones first.
    items: Vec<ProgramListed>,
    /// Always null: there are few programs.
    next_cursor: Option<String>,
}

/// A program with the rules in force and its deal stages.
#[derive(Serialize, utoipa::ToSchema)]
struct ProgramDetail {
    /// The program.
    #[serde(flatten)]
    program: ProgramRow,
    /// The rules in force.
    definition: ProgramDefinition,
    /// All deal stages in order, retired ones included.
    stages: Vec<Stage>,
}

async fn detail(cx: &Ctx, id: ProgramId) -> Result<ProgramDetail, ApiFailure> {
    cx.allow(operations::access::policy::Action::Read)?;
    let (program, definition) = program::current(cx.read(), id).await?;
    let stages = program::stages(cx.read(), id).await?;
    Ok(ProgramDetail { program, definition, stages })
}

/// All programs, with how many partners each has.
#[utoipa::path(get, path = "/api/v1/programs", operation_id = "list_programs", tag = "programs", responses(
    (status = 200, body = Programs),
    (status = 401, body = ErrorBody),
    (status = 403, body = ErrorBody),
))]
async fn list(Api(cx): Api) -> Result<Json<Programs>, ApiFailure> {
    Ok(Json(Programs { items: program::list(&cx).await?, next_cursor: None }))
}

/// Make a program from the template of its kind.
#[utoipa::path(post, path = "/api/v1/programs", operation_id = "create_program", tag = "programs", request_body = CreateProgram, responses(
    (status = 201, body = ProgramDetail),
    (status = 401, body = ErrorBody),
    (status = 403, body = ErrorBody),
    (status = 409, body = ErrorBody),
    (status = 422, body = ErrorBody),
))]
async fn create(
    Api(cx): Api,
    JsonBody(input): JsonBody<CreateProgram>,
) -> Result<(StatusCode, Json<ProgramDetail>), ApiFailure> {
    let id = program::create(&cx, input).await?;
    Ok((StatusCode::CREATED, Json(detail(&cx, id).await?)))
}

/// One program with its rules and stages.
#[utoipa::path(get, path = "/api/v1/programs/{program}", operation_id = "get_program", tag = "programs", params(("program" = String, Path)), responses(
    (status = 200, body = ProgramDetail),
    (status = 401, body = ErrorBody),
    (status = 403, body = ErrorBody),
    (status = 404, body = ErrorBody),
))]
async fn show(Api(cx): Api, ApiPath(id): ApiPath<ProgramId>) -> Result<Json<ProgramDetail>, ApiFailure> {
    Ok(Json(detail(&cx, id).await?))
}

/// Change what a program is called and whether it takes registrations.
#[utoipa::path(patch, path = "/api/v1/programs/{program}", operation_id = "change_program", tag = "programs", params(("program" = String, Path)), request_body = ChangeProgram, responses(
    (status = 200, body = ProgramDetail),
    (status = 401, body = ErrorBody),
    (status = 403, body = ErrorBody),
    (status = 404, body = ErrorBody),
    (status = 409, body = ErrorBody),
    (status = 422, body = ErrorBody),
))]
async fn change(
    Api(cx): Api,
    ApiPath(id): ApiPath<ProgramId>,
    JsonBody(input): JsonBody<ChangeProgram>,
) -> Result<Json<ProgramDetail>, ApiFailure> {
    program::change(&cx, id, input).await?;
    Ok(Json(detail(&cx, id).await?))
}

/// All versions of a program's rules.
#[derive(Serialize, utoipa::ToSchema)]
struct ProgramVersions {
    /// Newest first.
    items: Vec<VersionListed>,
    /// Always null.
    next_cursor: Option<String>,
}

/// The versions of a program's rules.
#[utoipa::path(get, path = "/api/v1/programs/{program}/versions", operation_id = "list_program_versions", tag = "programs", params(("program" = String, Path)), responses(
    (status = 200, body = ProgramVersions),
    (status = 401, body = ErrorBody),
    (status = 403, body = ErrorBody),
    (status = 404, body = ErrorBody),
))]
async fn versions(Api(cx): Api, ApiPath(id): ApiPath<ProgramId>) -> Result<Json<ProgramVersions>, ApiFailure> {
    Ok(Json(ProgramVersions { items: program::versions(&cx, id).await?, next_cursor: None }))
}

/// Rules to be published.
#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
struct PublishProgram {
    /// All rules.
    definition: ProgramDefinition,
    /// Why.
    note: Option<String>,
    /// The version the change was made on; when another is in force by now, the publication is refused.
    base: Option<i64>,
}

/// Publishes the rules of a program as a new version.
#[utoipa::path(post, path = "/api/v1/programs/{program}/versions", operation_id = "publish_program", tag = "programs", params(("program" = String, Path)), request_body = PublishProgram, responses(
    (status = 201, body = Published),
    (status = 401, body = ErrorBody),
    (status = 403, body = ErrorBody),
    (status = 404, body = ErrorBody),
    (status = 409, body = ErrorBody),
    (status = 422, body = ErrorBody),
))]
async fn publish(
    Api(cx): Api,
    ApiPath(id): ApiPath<ProgramId>,
    JsonBody(input): JsonBody<PublishProgram>,
) -> Result<(StatusCode, Json<Published>), ApiFailure> {
    let published = program::publish_on(&cx, id, input.base, input.definition, input.note.as_deref()).await?;
    Ok((StatusCode::CREATED, Json(published)))
}

/// A version of a program's rules.
#[derive(Serialize, utoipa::ToSchema)]
struct ProgramVersionDetail {
    /// Which.
    definition_version: i64,
    /// The rules.
    definition: ProgramDefinition,
    /// What differs from the version before; empty for the first.
    differences: Vec<Difference>,
}

/// One version of a program's rules, and what differs from the one before.
#[utoipa::path(get, path = "/api/v1/programs/{program}/versions/{version}", operation_id = "get_program_version", tag = "programs", params(("program" = String, Path), ("version" = i64, Path)), responses(
    (status = 200, body = ProgramVersionDetail),
    (status = 401, body = ErrorBody),
    (status = 403, body = ErrorBody),
    (status = 404, body = ErrorBody),
))]
async fn version(
    Api(cx): Api,
    ApiPath((id, number)): ApiPath<(ProgramId, i64)>,
) -> Result<Json<ProgramVersionDetail>, ApiFailure> {
    cx.allow(operations::access::policy::Action::Read)?;
    let definition = program::definition(cx.read(), id, number).await?;
    let differences = if number > 1 {
        program::differences(&program::definition(cx.read(), id, number - 1).await?, &definition)
    } else {
        Vec::new()
    };
    Ok(Json(ProgramVersionDetail { definition_version: number, definition, differences }))
}

/// All deal stages as they shall be.
#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
struct SaveProgramStages {
    /// In order; every existing stage must be among them.
    stages: Vec<SaveStage>,
}

/// All deal stages.
#[derive(Serialize, utoipa::ToSchema)]
struct ProgramStages {
    /// In order.
    items: Vec<Stage>,
}

/// Rename, reorder, add and retire the deal stages of a program.
#[utoipa::path(put, path = "/api/v1/programs/{program}/stages", operation_id = "save_program_stages", tag = "programs", params(("program" = String, Path)), request_body = SaveProgramStages, responses(
    (status = 200, body = ProgramStages),
    (status = 401, body = ErrorBody),
    (status = 403, body = ErrorBody),
    (status = 404, body = ErrorBody),
    (status = 422, body = ErrorBody),
))]
async fn save_stages(
    Api(cx): Api,
    ApiPath(id): ApiPath<ProgramId>,
    JsonBody(input): JsonBody<SaveProgramStages>,
) -> Result<Json<ProgramStages>, ApiFailure> {
    Ok(Json(ProgramStages { items: program::save_stages(&cx, id, input.stages).await? }))
}
