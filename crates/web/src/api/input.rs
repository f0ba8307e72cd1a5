//! What an API call says in its address: path ids and query parameters, refused in the API's own error shape.

use crate::failure::ApiFailure;
use axum::extract::{FromRequestParts, Path};
use http::request::Parts;
use kernel::{Failure, FieldErrors, PageRequest};
use serde::Deserialize;
use serde::de::DeserializeOwned;

/// Ids in the path. What is not an id of the right kind names nothing: 404.
pub struct ApiPath<T>(pub T);

impl<T: DeserializeOwned + Send, S: Send + Sync> FromRequestParts<S> for ApiPath<T> {
    type Rejection = ApiFailure;
    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Self::Rejection> {
        match Path::<T>::from_request_parts(parts, state).await {
            Ok(Path(value)) => Ok(Self(value)),
            Err(_) => Err(Failure::NotFound.into()),
        }
    }
}

/// Query parameters. A value that cannot be read is `invalid` at its field, a name nobody knows (with `deny_unknown_fields`) `unknown_field`: 422.
///
/// The struct must not use `#[serde(flatten)]`: numbers inside a flattened struct arrive as text.
pub struct ApiQuery<T>(pub T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequestParts<S> for ApiQuery<T> {
    type Rejection = ApiFailure;
    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Self::Rejection> {
        let query = parts.uri.query().unwrap_or_default();
        Ok(Self(read_query(query)?))
    }
}

fn read_query<T: DeserializeOwned>(query: &str) -> Result<T, Failure> {
    serde_path_to_error::deserialize(serde_html_form::Deserializer::from_bytes(query.as_bytes())).map_err(|error| {
        let path = error.path().to_string();
        let message = error.inner().to_string();
        let named = message.split('`').nth(1).unwrap_or("query");
        let mut errors = FieldErrors::default();
        if message.starts_with("unknown field") {
            errors.add(named, "unknown_field");
        } else if message.starts_with("missing field") {
            errors.add(named, "required");
        } else if message.starts_with("duplicate field") {
            errors.add(named, "repeated");
        } else {
            errors.add(if path == "." { named } else { &path }, "invalid");
        }
        Failure::Invalid(errors)
    })
}

/// Which part of a list: for lists that have no filters.
#[derive(Debug, Default, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct ListQuery {
    /// Rows on a page; 50 when absent.
    #[param(minimum = 1, maximum = 200)]
    pub limit: Option<u32>,
    /// `next_cursor` of the page before.
    pub cursor: Option<String>,
}

impl ListQuery {
    /// The page asked for.
    ///
    /// # Errors
    /// `Invalid` at `limit` or `cursor`.
    pub fn page(&self) -> Result<PageRequest, Failure> {
        PageRequest::parse(self.limit, self.cursor.as_deref())
    }
}

#[cfg(test)]
mod tests {
    use super::{ListQuery, read_query};
    use kernel::Failure;

    fn wrong(query: &str) -> (String, String) {
        match read_query::<ListQuery>(query) {
            Err(Failure::Invalid(errors)) => (errors.0[0].field.clone(), errors.0[0].code.clone()),
            other => panic!("{query}: {other:?}"),
        }
    }

    #[test]
    fn a_wrong_parameter_is_named() {
        assert_eq!(wrong("limit=many"), ("limit".to_owned(), "invalid".to_owned()));
        assert_eq!(wrong("limit=-1"), ("limit".to_owned(), "invalid".to_owned()));
        assert_eq!(wrong("limit=1&limit=2").0, "limit");
        assert_eq!(wrong("limits=1"), ("limits".to_owned(), "unknown_field".to_owned()));
        assert!(read_query::<ListQuery>("").is_ok());
        assert_eq!(read_query::<ListQuery>("cursor=a%20b&limit=7").expect("good").limit, Some(7));
    }
}
