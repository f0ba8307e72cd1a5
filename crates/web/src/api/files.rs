//! Files of registrations, as JSON.

use super::input::ApiPath;
use crate::failure::{ApiFailure, ErrorBody};
use crate::form::JsonBody;
use crate::request::Api;
use axum::Json;
use axum::extract::DefaultBodyLimit;
use data_encoding::BASE64;
use http::StatusCode;
use kernel::Failure;
use kernel::id::{AttachmentId, RegistrationId};
use operations::App;
use operations::cosell::registration::files::{self, FileAdded, FileShown, NewFile, Uploaded};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

pub(crate) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list_registration_files, add_registration_file))
        .routes(routes!(upload_answer_file))
        .routes(routes!(get_registration_file, remove_registration_file))
        // The largest file that can be configured, in base 64, and a few words.
        .layer(DefaultBodyLimit::max(140 * 1024 * 1024))
}

/// The files of a registration.
#[derive(Serialize, ToSchema)]
struct RegistrationFiles {
    /// Oldest first.
    items: Vec<FileShown>,
}

/// A file to add.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct AddFile {
    /// What it is called.
    #[schema(example = "order.txt")]
    name: String,
    /// Its bytes in base 64. What it is, is told by them; the name must agree.
    #[schema(example = "VHdvIHdvcmtzaG9wcyBzbyBmYXIuCg==")]
    content: String,
    /// Whether the partner sees it.
    #[serde(default)]
    shared: bool,
}

/// A file that answers a question of a form.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct UploadFile {
    /// What it is called.
    #[schema(example = "order.txt")]
    name: String,
    /// Its bytes in base 64. What it is, is told by them; the name must agree.
    #[schema(example = "VHdvIHdvcmtzaG9wcyBzbyBmYXIuCg==")]
    content: String,
}

/// Takes a file that is to answer a question: its `reference` is the answer. What no registration or draft refers to is forgotten after an hour.
#[utoipa::path(
    post, path = "/api/v1/registration-files", operation_id = "upload_answer_file", tag = "registrations",
    request_body = UploadFile,
    responses(
        (status = 201, body = Uploaded),
        (status = 401, body = ErrorBody), (status = 403, body = ErrorBody), (status = 409, body = ErrorBody),
        (status = 422, body = ErrorBody), (status = 429, body = ErrorBody),
    )
)]
async fn upload_answer_file(
    Api(cx): Api,
    JsonBody(input): JsonBody<UploadFile>,
) -> Result<(StatusCode, Json<Uploaded>), ApiFailure> {
    let say = |failure| ApiFailure::new(failure, cx.locale);
    let content = decoded(&input.content).map_err(say)?;
    let file = NewFile { name: input.name, content, shared: true };
    Ok((StatusCode::CREATED, Json(files::upload_file(&cx, file).await.map_err(say)?)))
}

fn decoded(content: &str) -> Result<bytes::Bytes, Failure> {
    let content = BASE64.decode(content.trim().as_bytes()).map_err(|_| Failure::field("content", "invalid"))?;
    Ok(content.into())
}

/// A file with its content.
#[derive(Serialize, ToSchema)]
struct FileWithContent {
    /// What it is called.
    name: String,
    /// What it is.
    media_type: String,
    /// Its bytes in base 64.
    content: String,
}

/// Lists the files of a registration.
#[utoipa::path(
    get, path = "/api/v1/registrations/{id}/files", operation_id = "list_registration_files", tag = "registrations",
    params(("id" = String, Path, description = "The registration.")),
    responses(
        (status = 200, body = RegistrationFiles),
        (status = 401, body = ErrorBody), (status = 404, body = ErrorBody), (status = 422, body = ErrorBody),
        (status = 429, body = ErrorBody),
    )
)]
async fn list_registration_files(
    Api(cx): Api,
    ApiPath(id): ApiPath<RegistrationId>,
) -> Result<Json<RegistrationFiles>, ApiFailure> {
    let items = files::files(&cx, id).await.map_err(|failure| ApiFailure::new(failure, cx.locale))?;
    Ok(Json(RegistrationFiles { items }))
}

/// Adds a file to a registration. The same file again is one: the first is answered (200).
#[utoipa::path(
    post, path = "/api/v1/registrations/{id}/files", operation_id = "add_registration_file", tag = "registrations",
    params(("id" = String, Path, description = "The registration.")), request_body = AddFile,
    responses(
        (status = 201, body = FileAdded), (status = 200, body = FileAdded),
        (status = 401, body = ErrorBody), (status = 403, body = ErrorBody), (status = 404, body = ErrorBody),
        (status = 409, body = ErrorBody), (status = 422, body = ErrorBody), (status = 429, body = ErrorBody),
    )
)]
async fn add_registration_file(
    Api(cx): Api,
    ApiPath(id): ApiPath<RegistrationId>,
    JsonBody(input): JsonBody<AddFile>,
) -> Result<(StatusCode, Json<FileAdded>), ApiFailure> {
    let say = |failure| ApiFailure::new(failure, cx.locale);
    let content = decoded(&input.content).map_err(say)?;
    let file = NewFile { name: input.name, content, shared: input.shared };
    let added = files::add_file(&cx, id, file).await.map_err(say)?;
    let status = if added.repeated { StatusCode::OK } else { StatusCode::CREATED };
    Ok((status, Json(added)))
}

/// One file with its content.
#[utoipa::path(
    get, path = "/api/v1/registrations/{id}/files/{file}", operation_id = "get_registration_file", tag = "registrations",
    params(
        ("id" = String, Path, description = "The registration."), ("file" = String, Path, description = "The file."),
    ),
    responses(
        (status = 200, body = FileWithContent),
        (status = 401, body = ErrorBody), (status = 404, body = ErrorBody), (status = 422, body = ErrorBody),
        (status = 429, body = ErrorBody),
    )
)]
async fn get_registration_file(
    Api(cx): Api,
    ApiPath((id, file)): ApiPath<(RegistrationId, AttachmentId)>,
) -> Result<Json<FileWithContent>, ApiFailure> {
    let found = files::file_content(&cx, id, file).await.map_err(|failure| ApiFailure::new(failure, cx.locale))?;
    let content = BASE64.encode(&found.content);
    Ok(Json(FileWithContent { name: found.name, media_type: found.media_type, content }))
}

/// Takes a file away, for good.
#[utoipa::path(
    delete, path = "/api/v1/registrations/{id}/files/{file}", operation_id = "remove_registration_file", tag = "registrations",
    params(
        ("id" = String, Path, description = "The registration."), ("file" = String, Path, description = "The file."),
    ),
    responses(
        (status = 204),
        (status = 401, body = ErrorBody), (status = 403, body = ErrorBody), (status = 404, body = ErrorBody),
        (status = 409, body = ErrorBody), (status = 422, body = ErrorBody), (status = 429, body = ErrorBody),
    )
)]
async fn remove_registration_file(
    Api(cx): Api,
    ApiPath((id, file)): ApiPath<(RegistrationId, AttachmentId)>,
) -> Result<StatusCode, ApiFailure> {
    files::remove_file(&cx, id, file).await.map_err(|failure| ApiFailure::new(failure, cx.locale))?;
    Ok(StatusCode::NO_CONTENT)
}
