//! The list as a file.

use super::list::pairs;
use crate::failure::PageFailure;
use crate::html::PageResult;
use crate::request::Page;
use axum::body::Body;
use axum::extract::RawQuery;
use axum::response::{IntoResponse, Response};
use futures::TryStreamExt;
use http::header;
use kernel::Failure;
use operations::Ctx;
use operations::connect::export::{Format, file};
use operations::partner::{self, EXPORT_COLUMNS, PartnerFilter};

pub(super) async fn filtered(Page { cx, .. }: Page, RawQuery(query): RawQuery) -> PageResult {
    let given = pairs(query.as_deref());
    let format = given.iter().find(|(key, _)| key == "format").map_or(Ok(Format::Csv), |(_, value)| value.parse());
    let format = format.map_err(|_| PageFailure(Failure::field("format", "invalid")))?;
    Ok(answer(&cx, format, PartnerFilter::from_pairs(&given)?).await?)
}

/// The file as an answer, sent while it is written.
pub(crate) async fn answer(cx: &Ctx, format: Format, filter: PartnerFilter) -> Result<Response, Failure> {
    let headings = EXPORT_COLUMNS.iter().map(|c| i18n::text(cx.locale, &format!("partner-export-{c}"))).collect();
    let pieces = file(format, headings, partner::export(cx, filter)?).await?;
    let day = cx.now().date_in(&jiff::tz::TimeZone::UTC);
    let name = format!("attachment; filename=\"partners-{day}.{format}\"");
    let headers = [(header::CONTENT_TYPE, format.media_type().to_owned()), (header::CONTENT_DISPOSITION, name)];
    let body = Body::from_stream(pieces.map_err(|failure| std::io::Error::other(failure.to_string())));
    Ok((headers, body).into_response())
}
