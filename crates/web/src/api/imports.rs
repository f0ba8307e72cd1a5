//! Imports as JSON.

use super::input::{ApiPath, ApiQuery, ListQuery};
use crate::failure::{ApiFailure, ErrorBody};
use crate::form::JsonBody;
use crate::request::Api;
use axum::Json;
use axum::extract::DefaultBodyLimit;
use http::StatusCode;
use kernel::id::ImportRunId;
use kernel::{Failure, FieldErrors, Page, PageRequest};
use operations::App;
use operations::connect::import::{self, ImportRun, Inbox, ListedRow, RunError};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// The largest body, bytes: base 64 makes of 24 MB of files 32 MB of text. Larger ones go by the page or the command line.
const BODY_BYTES: usize = 32 * 1024 * 1024;

pub(crate) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list_imports, start_import))
        .routes(routes!(get_import))
        .routes(routes!(list_import_rows))
        .layer(DefaultBodyLimit::max(BODY_BYTES))
}

/// A page of runs.
#[derive(Serialize, ToSchema)]
struct ImportPage {
    /// Newest first.
    items: Vec<ImportRun>,
    /// Where the next page starts; `null` on the last one.
    next_cursor: Option<String>,
}

/// A page of rows that need a look.
#[derive(Serialize, ToSchema)]
struct ImportRowPage {
    /// In the order they came.
    items: Vec<ListedRow>,
    /// Where the next page starts; `null` on the last one.
    next_cursor: Option<String>,
}

/// One file.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct UploadedFile {
    /// Under the name the mapping uses.
    #[schema(example = "partners.csv")]
    name: String,
    /// Its bytes in base 64.
    #[schema(example = "aWQsbmFtZQoxLEFjbWUK")]
    content: String,
}

/// Files to import.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct StartImport {
    /// The mapping (TOML).
    mapping: String,
    /// The files.
    files: Vec<UploadedFile>,
    /// Only report what would happen.
    #[serde(default)]
    dry_run: bool,
}

/// The run that was started.
#[derive(Serialize, ToSchema)]
struct StartedImport {
    /// Its id; `GET /api/v1/imports/{id}` tells how far it is.
    #[schema(value_type = String)]
    id: ImportRunId,
}

/// Lists runs, newest first.
#[utoipa::path(
    get, path = "/api/v1/imports", operation_id = "list_imports", tag = "imports", params(ListQuery),
    responses(
        (status = 200, body = ImportPage),
        (status = 401, body = ErrorBody), (status = 403, body = ErrorBody), (status = 422, body = ErrorBody), (status = 429, body = ErrorBody),
    )
)]
async fn list_imports(Api(cx): Api, ApiQuery(query): ApiQuery<ListQuery>) -> Result<Json<ImportPage>, ApiFailure> {
    let say = |failure| ApiFailure::new(failure, cx.locale);
    let request = query.page().map_err(say)?;
    let Page { items, next_cursor } = import::runs(&cx, &request).await.map_err(say)?;
    Ok(Json(ImportPage { items, next_cursor }))
}

/// Starts an import in the background. A wrong mapping is `mapping_invalid` with line and column at `mapping`.
#[utoipa::path(
    post, path = "/api/v1/imports", operation_id = "start_import", tag = "imports", request_body = StartImport,
    responses(
        (status = 202, body = StartedImport),
        (status = 401, body = ErrorBody), (status = 403, body = ErrorBody), (status = 422, body = ErrorBody), (status = 429, body = ErrorBody),
    )
)]
async fn start_import(
    Api(cx): Api,
    JsonBody(input): JsonBody<StartImport>,
) -> Result<(StatusCode, Json<StartedImport>), ApiFailure> {
    let say = |failure| ApiFailure::new(failure, cx.locale);
    let mut inbox = Inbox::new(&cx).map_err(say)?;
    for (index, file) in input.files.iter().enumerate() {
        inbox.add_base64(index, &file.name, &file.content).map_err(say)?;
    }
    match inbox.start(&cx, input.mapping, input.dry_run).await {
        Ok(id) => Ok((StatusCode::ACCEPTED, Json(StartedImport { id }))),
        Err(RunError::Mapping(problems)) => {
            let mut errors = FieldErrors::default();
            for problem in &problems.0 {
                let args: Vec<(&str, i18n::Arg<'_>)> =
                    problem.params.iter().map(|(k, v)| (k.as_str(), i18n::Arg::Str(v.as_str().into()))).collect();
                let key = format!("import-mapping-{}", problem.code.replace('_', "-"));
                let params = [
                    ("line", problem.line.to_string()),
                    ("column", problem.column.to_string()),
                    ("problem", problem.code.clone()),
                    ("detail", i18n::text_args(cx.locale, &key, &args)),
                ];
                errors.add_with("mapping", "mapping_invalid", params);
            }
            Err(say(Failure::Invalid(errors)))
        }
        Err(RunError::Failure(failure)) => Err(say(failure)),
        Err(RunError::Stopped(_, failure)) => Err(say(Failure::internal(failure.code))),
    }
}

/// One run with its report so far.
#[utoipa::path(
    get, path = "/api/v1/imports/{id}", operation_id = "get_import", tag = "imports",
    params(("id" = String, Path, description = "The run.")),
    responses(
        (status = 200, body = ImportRun),
        (status = 401, body = ErrorBody), (status = 403, body = ErrorBody), (status = 404, body = ErrorBody), (status = 429, body = ErrorBody),
    )
)]
async fn get_import(Api(cx): Api, ApiPath(id): ApiPath<ImportRunId>) -> Result<Json<ImportRun>, ApiFailure> {
    import::run(&cx, id).await.map(Json).map_err(|failure| ApiFailure::new(failure, cx.locale))
}

/// What came of a row that needs a look.
#[derive(Debug, Clone, Copy, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
enum RowOutcome {
    /// Not imported.
    Rejected,
    /// Imported without a reference.
    Unresolved,
}

/// Which rows.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct RowQuery {
    /// Only rows with this outcome.
    #[param(inline)]
    outcome: Option<RowOutcome>,
    /// Rows on a page; 50 when absent.
    #[param(minimum = 1, maximum = 200)]
    limit: Option<u32>,
    /// `next_cursor` of the page before.
    cursor: Option<String>,
}

/// Lists the rows of a run that were not imported, or were imported without a reference.
#[utoipa::path(
    get, path = "/api/v1/imports/{id}/rows", operation_id = "list_import_rows", tag = "imports",
    params(("id" = String, Path, description = "The run."), RowQuery),
    responses(
        (status = 200, body = ImportRowPage),
        (status = 401, body = ErrorBody), (status = 403, body = ErrorBody), (status = 404, body = ErrorBody),
        (status = 422, body = ErrorBody), (status = 429, body = ErrorBody),
    )
)]
async fn list_import_rows(
    Api(cx): Api,
    ApiPath(id): ApiPath<ImportRunId>,
    ApiQuery(query): ApiQuery<RowQuery>,
) -> Result<Json<ImportRowPage>, ApiFailure> {
    let say = |failure| ApiFailure::new(failure, cx.locale);
    let request = PageRequest::parse(query.limit, query.cursor.as_deref()).map_err(say)?;
    let outcome = query.outcome.map(|outcome| match outcome {
        RowOutcome::Rejected => "rejected",
        RowOutcome::Unresolved => "unresolved",
    });
    let Page { items, next_cursor } = import::run_rows(&cx, id, outcome, &request).await.map_err(say)?;
    Ok(Json(ImportRowPage { items, next_cursor }))
}
