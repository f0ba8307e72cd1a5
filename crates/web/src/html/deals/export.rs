//! The list as a file.

use super::list::query_from;
use crate::failure::PageFailure;
use crate::html::PageResult;
use crate::request::Page;
use axum::body::Body;
use axum::extract::RawQuery;
use axum::response::IntoResponse;
use futures::TryStreamExt;
use http::header;
use kernel::Failure;
use operations::connect::export;
use operations::cosell::deal::{self, EXPORT_COLUMNS};

pub(super) async fn file(Page { cx, ui }: Page, RawQuery(raw): RawQuery) -> PageResult {
    let pairs: Vec<(String, String)> =
        serde_html_form::from_str(raw.as_deref().unwrap_or_default()).unwrap_or_default();
    let format = match pairs.iter().find(|(name, _)| name == "format") {
        Some((_, text)) => text.parse().map_err(|_| PageFailure(Failure::field("format", "invalid")))?,
        None => export::Format::Csv,
    };
    let query = query_from(raw.as_deref());
    let rows = deal::export(&cx, query.filter(&cx)?, query.order()?)?;
    let headings = EXPORT_COLUMNS.iter().map(|column| ui.t(&format!("deal-export-{column}"))).collect();
    let pieces = export::file(format, headings, rows).await?;
    let name = format!("attachment; filename=\"deals-{}.{format}\"", ui.today());
    let headers = [(header::CONTENT_TYPE, format.media_type().to_owned()), (header::CONTENT_DISPOSITION, name)];
    let body = Body::from_stream(pieces.map_err(|failure| std::io::Error::other(failure.to_string())));
    Ok((headers, body).into_response())
}
