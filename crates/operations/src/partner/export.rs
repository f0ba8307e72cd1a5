//! The partner list as a file.

use super::filter::PartnerFilter;
use super::list::{PartnerListed, list};
use crate::Ctx;
use crate::access::policy::Action;
use crate::connect::export::{Cell, Row, Rows};
use futures::StreamExt;
use kernel::page::MAX_LIMIT;
use kernel::{Cursor, Outcome, PageRequest};

/// The columns of the file, in order; what they are called is `partner-export-<column>` in Fluent.
pub const COLUMNS: &[&str] = &[
    "id",
    "name",
    "domain",
    "status",
    "programs",
    "phases",
    "segment",
    "region",
    "country",
    "city",
    "business-type",
    "size",
    "manager",
    "next-step",
    "next-step-on",
    "signed-on",
    "open-deals",
    "open-pipeline",
    "currency",
    "created-at",
    "last-activity-at",
];

/// The filtered list in batches of rows, read as the file is written.
///
/// # Errors
/// `Forbidden`. Batches fail with the database.
pub fn export(cx: &Ctx, filter: PartnerFilter) -> Outcome<Rows> {
    cx.allow(Action::Export)?;
    let start = (cx.clone(), filter, Some(PageRequest { limit: Some(MAX_LIMIT), after: None }));
    let batches = futures::stream::try_unfold(start, |(cx, filter, next)| async move {
        let Some(request) = next else { return Ok(None) };
        let page = list(&cx, &filter, &request).await?;
        let after = page.next_cursor.as_deref().and_then(Cursor::decode);
        let next = after.map(|after| PageRequest { limit: Some(MAX_LIMIT), after: Some(after) });
        let rows = page.items.iter().map(|partner| row(&cx, partner)).collect();
        Ok(Some((rows, (cx, filter, next))))
    });
    Ok(batches.boxed())
}

fn row(cx: &Ctx, p: &PartnerListed) -> Row {
    let words = |list: Vec<String>| Cell::Text(list.join("; "));
    let phase = |phase: kernel::words::Phase| i18n::text(cx.locale, &format!("phase-{phase}"));
    // Two currencies in one cell cannot be added up, and shall not be: they stand beside each other as text.
    let (pipeline, currency) = match p.open_pipeline.as_slice() {
        [] => (Cell::Empty, Cell::Empty),
        [one] => (Cell::Decimal(one.sum.amount), Cell::Text(one.sum.currency.to_string())),
        several => (words(several.iter().map(|one| one.sum.to_string()).collect()), Cell::Empty),
    };
    vec![
        Cell::Text(p.id.to_string()),
        Cell::Text(p.name.clone()),
        Cell::text(p.domain.as_deref()),
        Cell::Text(i18n::text(cx.locale, &format!("partner-status-{}", p.status))),
        words(p.programs.iter().map(|m| m.program.clone()).collect()),
        words(p.programs.iter().map(|m| phase(m.phase)).collect()),
        Cell::text(p.segment.as_deref()),
        Cell::text(p.region.as_deref()),
        Cell::text(p.country.as_deref()),
        Cell::text(p.city.as_deref()),
        Cell::text(p.business_type.as_deref()),
        Cell::text(p.size.as_deref()),
        Cell::text(p.manager.as_deref()),
        Cell::text(p.next_step.as_deref()),
        p.next_step_on.map_or(Cell::Empty, Cell::Date),
        p.signed_on.map_or(Cell::Empty, Cell::Date),
        Cell::Number(p.open_pipeline.iter().map(|one| one.deals).sum()),
        pipeline,
        currency,
        Cell::Instant(p.created_at),
        p.last_activity_at.map_or(Cell::Empty, Cell::Instant),
    ]
}
