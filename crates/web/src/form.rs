//! Forms and JSON bodies: read strictly, answered with field codes.

use crate::failure::{ApiFailure, PageFailure};
use axum::body::Bytes;
use axum::extract::rejection::{BytesRejection, FailedToBufferBody};
use axum::extract::{FromRequest, Request};
use http::header;
use kernel::{Failure, FieldErrors};
use serde::de::DeserializeOwned;

/// An HTML form (urlencoded). Unknown fields are ignored, missing ones are empty.
pub struct Form<T>(pub T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequest<S> for Form<T> {
    type Rejection = PageFailure;
    async fn from_request(request: Request, state: &S) -> Result<Self, Self::Rejection> {
        let bytes = Bytes::from_request(request, state).await.map_err(|refused| unread("form", &refused))?;
        // Repeated names (checkboxes) become lists.
        serde_html(&bytes).map(Self).map_err(PageFailure)
    }
}

/// A body that was not read: more was sent than is taken, or it broke off.
pub(crate) fn unread(field: &str, refused: &BytesRejection) -> Failure {
    match refused {
        BytesRejection::FailedToBufferBody(FailedToBufferBody::LengthLimitError(_)) => Failure::TooLarge,
        _ => Failure::field(field, "invalid"),
    }
}

fn serde_html<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Failure> {
    serde_html_form::from_bytes(bytes).map_err(|_| Failure::field("form", "invalid"))
}

/// The JSON body of an API call. A wrong shape is `invalid` (or `required`, `unknown`) at the very field.
pub struct JsonBody<T>(pub T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequest<S> for JsonBody<T> {
    type Rejection = ApiFailure;
    async fn from_request(request: Request, state: &S) -> Result<Self, Self::Rejection> {
        let json = request
            .headers()
            .get(header::CONTENT_TYPE)
            .and_then(|v| v.to_str().ok())
            .is_some_and(|v| v.starts_with("application/json"));
        if !json {
            return Err(Failure::field("body", "not_json").into());
        }
        let bytes = Bytes::from_request(request, state).await.map_err(|refused| unread("body", &refused))?;
        let mut reader = serde_json::Deserializer::from_slice(&bytes);
        match serde_path_to_error::deserialize(&mut reader) {
            Ok(value) => Ok(Self(value)),
            Err(error) => Err(Failure::Invalid(json_error(&error)).into()),
        }
    }
}

fn json_error(error: &serde_path_to_error::Error<serde_json::Error>) -> FieldErrors {
    let path = error.path().to_string();
    let message = error.inner().to_string();
    let named = message.split('`').nth(1).unwrap_or_default();
    let join = |name: &str| if path == "." { name.to_owned() } else { format!("{path}.{name}") };
    let mut errors = FieldErrors::default();
    if message.starts_with("missing field") {
        errors.add(&join(named), "required");
    } else if message.starts_with("unknown field") {
        errors.add(if path == "." { named } else { &path }, "unknown_field");
    } else {
        errors.add(if path == "." { "body" } else { &path }, "invalid");
    }
    errors
}
