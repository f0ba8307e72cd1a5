//! The list of deals as a file.

use super::filter::DealFilter;
use super::list::{DealRow, Order, list};
use crate::Ctx;
use crate::access::policy::Action;
use crate::connect::export::{Cell, Row, Rows};
use futures::StreamExt;
use kernel::page::MAX_LIMIT;
use kernel::words::DealOutcome;
use kernel::{Cursor, Locale, Outcome, PageRequest};

/// The columns of the file, in order; what they are called is `deal-export-<column>` in Fluent.
pub const COLUMNS: &[&str] = &[
    "id",
    "number",
    "name",
    "company",
    "partner",
    "program",
    "stage",
    "outcome",
    "amount",
    "currency",
    "owner",
    "source",
    "opened-on",
    "expected-close-on",
    "closed-on",
    "close-reason",
    "created-at",
    "changed-at",
];

/// The filtered list in batches of rows, read as the file is written.
///
/// # Errors
/// `Forbidden`. Batches fail with the database.
pub fn export(cx: &Ctx, filter: DealFilter, order: Order) -> Outcome<Rows> {
    cx.allow(Action::Export)?;
    let first = PageRequest { limit: Some(MAX_LIMIT), after: None };
    let batches =
        futures::stream::try_unfold((cx.clone(), filter, Some(first)), move |(cx, filter, next)| async move {
            let Some(request) = next else { return Ok(None) };
            let page = list(&cx, &filter, order, &request).await?;
            let after = page.next_cursor.as_deref().and_then(Cursor::decode);
            let next = after.map(|after| PageRequest { limit: Some(MAX_LIMIT), after: Some(after) });
            let rows = page.items.iter().map(|deal| row(cx.locale, deal)).collect();
            Ok(Some((rows, (cx, filter, next))))
        });
    Ok(batches.boxed())
}

fn row(locale: Locale, deal: &DealRow) -> Row {
    let word = |family: &str, word: &str| Cell::Text(i18n::text(locale, &format!("{family}-{word}")));
    vec![
        Cell::Text(deal.id.to_string()),
        Cell::Text(deal.number.clone()),
        Cell::Text(deal.name.clone()),
        Cell::text(deal.company_name.as_deref()),
        Cell::text(deal.partner_name.as_deref()),
        Cell::Text(deal.program_name.clone()),
        Cell::Text(deal.stage_name(locale).to_owned()),
        word("outcome", deal.outcome.as_str()),
        deal.amount.map_or(Cell::Empty, |money| Cell::Decimal(money.amount)),
        Cell::Text(deal.currency.to_string()),
        Cell::text(deal.owner_name.as_deref()),
        word("source", deal.source.as_str()),
        deal.opened_on.map_or(Cell::Empty, Cell::Date),
        deal.expected_close_on.map_or(Cell::Empty, Cell::Date),
        deal.closed_on.map_or(Cell::Empty, Cell::Date),
        match deal.outcome {
            DealOutcome::Lost => {
                deal.close_reason.as_deref().map_or(Cell::Empty, |code| Cell::Text(super::loss_text(locale, code)))
            }
            DealOutcome::Open | DealOutcome::Won => Cell::text(deal.close_reason.as_deref()),
        },
        Cell::Instant(deal.created_at),
        Cell::Instant(deal.changed_at),
    ]
}
