//! Figures, and the rows behind them, as files.

use super::compared::answered;
use super::query::InsightsQuery;
use crate::html::PageResult;
use crate::request::Page;
use axum::body::Body;
use axum::extract::RawQuery;
use axum::response::{IntoResponse, Response};
use futures::TryStreamExt;
use http::header;
use kernel::{Failure, Outcome};
use operations::Ctx;
use operations::connect::export::{Format, file};
use operations::grow::kpi::registry::Shape;
use operations::grow::kpi::{METRICS, Table, Which, figures_table, rows_table};

fn format(query: &InsightsQuery) -> Result<Format, Failure> {
    query.format.parse().map_err(|_| Failure::field("format", "invalid"))
}

/// Every number of the page, divided as the page divides.
pub(super) async fn figures(Page { cx, ui }: Page, RawQuery(raw): RawQuery) -> PageResult {
    let query = InsightsQuery::read(raw.as_deref());
    let format = format(&query)?;
    let by = query.division()?;
    let mut answers = Vec::new();
    // Conversions are divided by stages of their own, and have a table of their own.
    for metric in METRICS.iter().filter(|m| m.shape != Shape::Conversion) {
        let Some(question) = query.fitting(&ui, metric, &[&by.to_string()]) else { continue };
        let (_, answer, _) = answered(&cx, &ui, query.compared(metric, question)).await?;
        answers.push(answer);
    }
    Ok(answer(&cx, format, &[ui.t("insights-file")], figures_table(&cx, &answers).await?).await?)
}

/// The rows behind a number.
pub(super) async fn rows(Page { cx, ui }: Page, RawQuery(raw): RawQuery) -> PageResult {
    let query = InsightsQuery::read(raw.as_deref());
    let format = format(&query)?;
    let which = query.which.parse().unwrap_or(Which::Counted);
    let table = rows_table(&cx, &query.question(&ui, &query.metric, &[]), which).await?;
    Ok(answer(&cx, format, &[query.metric.clone(), which.to_string()], table).await?)
}

/// The file as an answer. `name` in words of letters, digits and `_`.
pub(crate) async fn answer(cx: &Ctx, format: Format, name: &[String], table: Table) -> Outcome<Response> {
    let pieces = file(format, table.headings, table.lines).await?;
    let day = cx.now().date_in(&jiff::tz::TimeZone::UTC);
    let name = format!("attachment; filename=\"{}-{day}.{format}\"", name.join("-"));
    let headers = [(header::CONTENT_TYPE, format.media_type().to_owned()), (header::CONTENT_DISPOSITION, name)];
    let body = Body::from_stream(pieces.map_err(|failure| std::io::Error::other(failure.to_string())));
    Ok((headers, body).into_response())
}
