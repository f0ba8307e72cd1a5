//! `Idempotency-Key` on POST: the same key is the same request, however often it is sent.

use crate::failure::ApiFailure;
use crate::request::Api;
use axum::body::{Body, Bytes};
use axum::extract::{FromRequestParts, Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use http::{HeaderName, HeaderValue, Method, StatusCode, header};
use kernel::secret::content_hash;
use kernel::{Actor, Failure};
use operations::App;
use operations::access::idempotency::{self, Turn};

const KEY: HeaderName = HeaderName::from_static("idempotency-key");
/// Says that an answer is a repetition.
const REPLAYED: HeaderName = HeaderName::from_static("idempotency-replayed");
/// The longest key.
const MAX_KEY: usize = 200;
/// Answers beyond this size are not kept (nothing that is created answers with that much).
const MAX_ANSWER: usize = 1024 * 1024;
/// What answers here with success is a secret, shown once: a repetition is told that it was carried out, not what came of it.
const SECRET: &str = "/api/v1/tokens";

pub(crate) async fn repeat(State(app): State<App>, request: Request, next: Next) -> Response {
    let Some(key) = request.headers().get(KEY).filter(|_| request.method() == Method::POST).cloned() else {
        return next.run(request).await;
    };
    match carry_out(&app, &key, request, next).await {
        Ok(response) => response,
        Err(failure) => failure.into_response(),
    }
}

async fn carry_out(app: &App, key: &HeaderValue, request: Request, next: Next) -> Result<Response, ApiFailure> {
    let (mut parts, body) = request.into_parts();
    let Api(cx) = Api::from_request_parts(&mut parts, app).await?;
    let key = key
        .to_str()
        .ok()
        .filter(|key| (1..=MAX_KEY).contains(&key.len()))
        .ok_or_else(|| Failure::field("idempotency_key", "invalid"))?;
    let Actor::User(user) = &cx.actor else { return Err(Failure::Unauthenticated.into()) };
    // Two programs of one person do not know of each other's keys.
    let owner = user.token.as_ref().map_or_else(|| user.id.to_string(), |token| token.id.to_string());
    let body = axum::body::to_bytes(body, crate::middleware::MAX_BODY).await.map_err(|_| Failure::TooLarge)?;
    let mut identity = format!("{} {}\n", parts.method, parts.uri).into_bytes();
    identity.extend_from_slice(&body);
    match idempotency::claim(app, &owner, key, &content_hash(&identity)).await? {
        Turn::Repeat { status, body } => Ok(repetition(status, body)),
        Turn::Fresh(claim) => {
            let secret = parts.uri.path() == SECRET;
            parts.extensions.insert(claim.clone());
            let response = next.run(Request::from_parts(parts, Body::from(body))).await;
            let (parts, body) = response.into_parts();
            let bytes = axum::body::to_bytes(body, MAX_ANSWER).await.map_err(Failure::internal)?;
            if !(secret && parts.status.is_success()) {
                let text = String::from_utf8_lossy(&bytes);
                idempotency::answer(app, &claim, parts.status.as_u16(), &text).await?;
            }
            Ok(Response::from_parts(parts, Body::from(bytes)))
        }
    }
}

fn repetition(status: u16, body: String) -> Response {
    let status = StatusCode::from_u16(status).unwrap_or(StatusCode::OK);
    let empty = body.is_empty();
    let mut response = (status, Bytes::from(body)).into_response();
    response.headers_mut().insert(REPLAYED, HeaderValue::from_static("true"));
    if empty {
        response.headers_mut().remove(header::CONTENT_TYPE);
    } else {
        response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
    }
    response
}
