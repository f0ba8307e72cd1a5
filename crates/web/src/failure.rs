//! How a `Failure` leaves through HTTP.

use axum::Json;
use axum::response::{IntoResponse, Response};
use http::{HeaderValue, StatusCode, header};
use kernel::{Failure, Locale};
use serde::Serialize;
use std::collections::BTreeMap;

/// The status of a failure.
pub fn status(failure: &Failure) -> StatusCode {
    match failure {
        Failure::Invalid(_) => StatusCode::UNPROCESSABLE_ENTITY,
        Failure::NotFound => StatusCode::NOT_FOUND,
        Failure::Unauthenticated => StatusCode::UNAUTHORIZED,
        Failure::Forbidden | Failure::Token(_) => StatusCode::FORBIDDEN,
        Failure::Conflict { .. } => StatusCode::CONFLICT,
        Failure::Throttled { .. } => StatusCode::TOO_MANY_REQUESTS,
        Failure::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
        Failure::Internal(_) => StatusCode::INTERNAL_SERVER_ERROR,
    }
}

/// A failure on its way to a page. The error page itself is made by the middleware, which knows reader and language.
#[derive(Debug)]
pub struct PageFailure(pub Failure);

/// What the error page says; travels in the response's extensions.
#[derive(Debug, Clone)]
pub(crate) struct FailureNotice {
    pub code: &'static str,
    pub params: BTreeMap<String, String>,
}

impl From<Failure> for PageFailure {
    fn from(failure: Failure) -> Self {
        Self(failure)
    }
}

impl From<askama::Error> for PageFailure {
    fn from(error: askama::Error) -> Self {
        Self(Failure::internal(error))
    }
}

impl IntoResponse for PageFailure {
    fn into_response(self) -> Response {
        let failure = self.0;
        log(&failure);
        let mut response = status(&failure).into_response();
        retry_after(&failure, &mut response);
        let code = failure.code();
        let params = match failure {
            Failure::Conflict { params, .. } => params,
            _ => BTreeMap::new(),
        };
        response.extensions_mut().insert(FailureNotice { code, params });
        response
    }
}

/// A failure on its way to a program. One shape for all.
#[derive(Debug)]
pub struct ApiFailure {
    failure: Failure,
    locale: Locale,
}

/// The body of every answer that is not a success.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct ErrorBody {
    /// What went wrong.
    pub error: ErrorDetail,
}

/// What went wrong.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct ErrorDetail {
    /// Stable; programs branch on it.
    #[schema(example = "invalid_input")]
    pub code: String,
    /// For a person, in the language of the request.
    pub message: String,
    /// What is wrong with which field, when the input is at fault.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub fields: Vec<FieldDetail>,
    /// Values belonging to the code.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub params: BTreeMap<String, String>,
}

/// What is wrong with one field.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct FieldDetail {
    /// Name of the field, dots between levels.
    #[schema(example = "amount")]
    pub field: String,
    /// Stable.
    #[schema(example = "required")]
    pub code: String,
    /// For a person.
    pub message: String,
    /// Values belonging to the code.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub params: BTreeMap<String, String>,
}

impl ApiFailure {
    /// `failure`, to be told in `locale`.
    pub fn new(failure: Failure, locale: Locale) -> Self {
        Self { failure, locale }
    }
}

impl From<Failure> for ApiFailure {
    fn from(failure: Failure) -> Self {
        Self { failure, locale: Locale::En }
    }
}

impl IntoResponse for ApiFailure {
    fn into_response(self) -> Response {
        let Self { failure, locale } = self;
        log(&failure);
        let code = failure.code();
        let (fields, params) = match &failure {
            Failure::Invalid(errors) => {
                let fields = errors
                    .0
                    .iter()
                    .map(|e| FieldDetail {
                        field: e.field.clone(),
                        code: e.code.clone(),
                        message: i18n::field_error_text(locale, e),
                        params: e.params.clone(),
                    })
                    .collect();
                (fields, BTreeMap::new())
            }
            Failure::Conflict { params, .. } => (Vec::new(), params.clone()),
            _ => (Vec::new(), BTreeMap::new()),
        };
        let message = i18n::error_text(locale, code, &params);
        let body = ErrorBody { error: ErrorDetail { code: code.to_owned(), message, fields, params } };
        let mut response = (status(&failure), Json(body)).into_response();
        retry_after(&failure, &mut response);
        if matches!(failure, Failure::Unauthenticated) {
            response.headers_mut().insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        }
        response
    }
}

fn log(failure: &Failure) {
    match failure {
        Failure::Internal(error) => tracing::error!(%error, "a request failed"),
        other => tracing::debug!(code = other.code(), "a request was refused"),
    }
}

fn retry_after(failure: &Failure, response: &mut Response) {
    if let Failure::Throttled { retry_after_seconds } = failure {
        response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(*retry_after_seconds));
    }
}
