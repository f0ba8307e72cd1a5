//! Files on their way in and out: a form that carries one, a list of them, one handed over.

use crate::ui::Ui;
use axum::body::Body;
use axum::extract::multipart::{Field, Multipart, MultipartError, MultipartRejection};
use axum::response::{IntoResponse, Response};
use http::{HeaderValue, header};
use kernel::{Failure, FieldErrors};
use operations::App;
use operations::cosell::form::MOST_FILES;
use operations::cosell::registration::files::{FileContent, FileShown, NewFile};
use std::collections::BTreeMap;

/// Bytes of everything in the form that is not the file.
const WORDS: usize = 16 * 1024;
const MOST_FIELDS: usize = 40;
/// Bytes of all the words of a form with files.
const MOST_WORDS: usize = 256 * 1024;
/// So much beyond the limit is read and thrown away, so that the browser gets to see what was wrong.
const READ_ON: usize = 4;

/// One line of a list of files.
#[derive(Debug, Clone)]
pub(crate) struct FileLine {
    pub(crate) id: String,
    pub(crate) name: String,
    /// How large, from whom, when.
    pub(crate) note: String,
    /// Kept from the partner.
    pub(crate) internal: bool,
}

/// The lines of a list.
pub(crate) fn lines(ui: &Ui, files: &[FileShown]) -> Vec<FileLine> {
    let line = |file: &FileShown| {
        let size = if file.bytes < 1_000_000 {
            ui.t1("files-kilobytes", "size", ui.number((file.bytes + 999) / 1000))
        } else {
            ui.t1("files-megabytes", "size", ui.number((file.bytes + 999_999) / 1_000_000))
        };
        FileLine {
            id: file.id.to_string(),
            name: file.name.clone(),
            note: [size, file.added_by.clone(), ui.ago(&file.added_at)].join(" · "),
            internal: !file.shared,
        }
    };
    files.iter().map(line).collect()
}

/// What is said beside the file chooser.
pub(crate) fn hint(ui: &Ui, app: &App) -> String {
    let megabytes = app.options().file_limits.bytes / 1024 / 1024;
    ui.t1("files-hint", "max", megabytes)
}

fn unreadable(_: MultipartError) -> Failure {
    Failure::field("file", "file_unreadable")
}

/// Takes the form apart: a file in `file`, and whether `shared` is ticked. Never holds more than the limit allows.
///
/// # Errors
/// `Invalid` at `file`: `required`, `file_too_large`, `file_unreadable`.
pub(crate) async fn receive(app: &App, form: Result<Multipart, MultipartRejection>) -> Result<NewFile, Failure> {
    let (mut file, fields) = receive_form(form, app.options().file_limits.bytes).await?;
    file.shared = fields.contains_key("shared");
    Ok(file)
}

/// The same with every other field of the form, by name; `limit` is for the file, bytes.
pub(crate) async fn receive_form(
    form: Result<Multipart, MultipartRejection>,
    limit: usize,
) -> Result<(NewFile, BTreeMap<String, String>), Failure> {
    let Ok(mut form) = form else { return Err(Failure::field("file", "required")) };
    let mut file = NewFile::default();
    let mut fields = BTreeMap::new();
    while let Some(field) = form.next_field().await.map_err(unreadable)? {
        let name = field.name().unwrap_or_default().to_owned();
        if name == "file" && file.name.is_empty() {
            file.name = field.file_name().unwrap_or_default().to_owned();
            file.content = read(field, limit).await?.into();
        } else {
            let text = read(field, WORDS).await?;
            if fields.len() < MOST_FIELDS && !text.is_empty() {
                fields.insert(name, String::from_utf8_lossy(&text).into_owned());
            }
        }
    }
    Ok((file, fields))
}

/// A form in parts: its words as they came, and the files that answer questions (`files.<key>`).
#[derive(Default)]
pub(crate) struct Parts {
    pub(crate) words: Vec<(String, String)>,
    pub(crate) files: BTreeMap<String, NewFile>,
    /// Files that were too large, at `answers.<key>`.
    pub(crate) refused: FieldErrors,
}

/// Takes such a form apart; `limit` is for each file, bytes. A chooser left empty sends a file without a name: none.
///
/// # Errors
/// `Invalid` at `form`: `invalid`; `TooLarge`.
pub(crate) async fn receive_parts(mut form: Multipart, limit: usize) -> Result<Parts, Failure> {
    let unreadable = |_| Failure::field("form", "invalid");
    let mut parts = Parts::default();
    let mut room = MOST_WORDS;
    while let Some(field) = form.next_field().await.map_err(unreadable)? {
        let name = field.name().unwrap_or_default().to_owned();
        if let Some(key) = name.strip_prefix("files.") {
            let file = field.file_name().unwrap_or_default().to_owned();
            if parts.files.len() + parts.refused.0.len() >= MOST_FILES || key.len() > 40 {
                return Err(Failure::field("form", "invalid"));
            }
            match read(field, limit).await {
                Ok(content) if file.is_empty() && content.is_empty() => {}
                Ok(content) => {
                    let content = content.into();
                    parts.files.insert(key.to_owned(), NewFile { name: file, content, ..NewFile::default() });
                }
                Err(Failure::Invalid(wrong)) => {
                    let at = format!("answers.{key}");
                    parts.refused.0.extend(wrong.0.into_iter().map(|e| kernel::FieldError { field: at.clone(), ..e }));
                }
                Err(other) => return Err(other),
            }
        } else {
            let text = read(field, room).await.map_err(|_| Failure::TooLarge)?;
            room = room.saturating_sub(text.len() + name.len());
            parts.words.push((name, String::from_utf8_lossy(&text).into_owned()));
        }
    }
    Ok(parts)
}

async fn read(mut field: Field<'_>, limit: usize) -> Result<Vec<u8>, Failure> {
    let mut bytes = Vec::new();
    let mut over = 0_usize;
    while let Some(piece) = field.chunk().await.map_err(unreadable)? {
        if over > 0 || bytes.len() + piece.len() > limit {
            over += piece.len();
            bytes = Vec::new();
            if over > limit * READ_ON {
                break;
            }
        } else {
            bytes.extend_from_slice(&piece);
        }
    }
    if over == 0 {
        return Ok(bytes);
    }
    let mut errors = FieldErrors::default();
    errors.add_with("file", "file_too_large", [("max", (limit / 1024 / 1024).to_string())]);
    Err(Failure::Invalid(errors))
}

/// The file as a download: never shown inside our pages, never taken for anything but what we say it is.
pub(crate) fn download(file: FileContent) -> Response {
    let plain: String = file
        .name
        .chars()
        .map(|c| if c.is_ascii_graphic() && !matches!(c, '"' | '\\' | '%') || c == ' ' { c } else { '_' })
        .collect();
    let encoded: String = file
        .name
        .bytes()
        .map(|b| {
            if b.is_ascii_alphanumeric() || b"-._".contains(&b) {
                char::from(b).to_string()
            } else {
                format!("%{b:02X}")
            }
        })
        .collect();
    let mut response = Body::from(file.content).into_response();
    let headers = response.headers_mut();
    let served = HeaderValue::from_str(&file.media_type);
    headers.insert(header::CONTENT_TYPE, served.unwrap_or(HeaderValue::from_static("application/octet-stream")));
    let disposition = format!("attachment; filename=\"{plain}\"; filename*=UTF-8''{encoded}");
    headers.insert(
        header::CONTENT_DISPOSITION,
        HeaderValue::from_str(&disposition).unwrap_or(HeaderValue::from_static("attachment")),
    );
    response
}
