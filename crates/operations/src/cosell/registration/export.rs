//! The list of registrations as a file.

use super::filter::RegistrationFilter;
use super::list::{RegistrationListed, list};
use crate::Ctx;
use crate::access::policy::Action;
use crate::connect::export::{Cell, Row, Rows};
use crate::cosell::form::answers_in_words;
use futures::StreamExt;
use kernel::page::MAX_LIMIT;
use kernel::{Cursor, Outcome, PageRequest};

/// The columns of the file, in order; what they are called is `review-column-<column>` in Fluent.
pub const EXPORT_COLUMNS: &[&str] = &[
    "id",
    "number",
    "status",
    "kind",
    "program",
    "partner",
    "sender",
    "company",
    "domain",
    "country",
    "product",
    "amount",
    "currency",
    "expected-close",
    "submitted",
    "answer-due",
    "answered",
    "decision-due",
    "decided",
    "reviewer",
    "findings",
    "level",
    "protected-until",
    "deal",
    "answers",
];

/// The filtered list in batches of rows, read as the file is written.
///
/// # Errors
/// `Forbidden`. Batches fail with the database.
pub fn export(cx: &Ctx, filter: RegistrationFilter) -> Outcome<Rows> {
    cx.allow(Action::Export)?;
    let start = (cx.clone(), filter, Some(PageRequest { limit: Some(MAX_LIMIT), after: None }));
    let batches = futures::stream::try_unfold(start, |(cx, filter, next)| async move {
        let Some(request) = next else { return Ok(None) };
        let page = list(&cx, &filter, &request).await?;
        let after = page.next_cursor.as_deref().and_then(Cursor::decode);
        let next = after.map(|after| PageRequest { limit: Some(MAX_LIMIT), after: Some(after) });
        let ids: Vec<_> = page.items.iter().map(|registration| registration.id).collect();
        let answers = answers_in_words(cx.read(), &ids).await?;
        let rows =
            page.items.iter().map(|registration| row(&cx, registration, answers.get(&registration.id))).collect();
        Ok(Some((rows, (cx, filter, next))))
    });
    Ok(batches.boxed())
}

fn row(cx: &Ctx, r: &RegistrationListed, answers: Option<&String>) -> Row {
    let word = |family: &str, word: &str| i18n::text(cx.locale, &format!("{family}-{}", word.replace('_', "-")));
    let moment = |at: Option<kernel::Instant>| at.map_or(Cell::Empty, Cell::Instant);
    vec![
        Cell::Text(r.id.to_string()),
        Cell::Text(r.number.clone()),
        Cell::Text(word("status", r.status.as_str())),
        Cell::Text(word("review-filter-kind", r.kind.as_str())),
        Cell::Text(r.program_name.clone()),
        Cell::text(r.partner_name.as_deref()),
        Cell::Text(r.sender_name.clone()),
        Cell::Text(r.company_name.clone()),
        Cell::text(r.company_domain.as_deref()),
        Cell::text(r.company_country.as_deref()),
        Cell::text(r.product.as_deref()),
        r.amount.map_or(Cell::Empty, |money| Cell::Decimal(money.amount)),
        Cell::Text(r.currency.to_string()),
        r.expected_close_on.map_or(Cell::Empty, Cell::Date),
        Cell::Instant(r.submitted_at),
        moment(r.first_answer_due_at),
        moment(r.first_answered_at),
        moment(r.decision_due_at),
        moment(r.decided_at),
        Cell::text(r.reviewer_name.as_deref()),
        Cell::Number(i64::from(r.finding_count)),
        r.finding_level.map_or(Cell::Empty, |level| Cell::Text(word("level", level.as_str()))),
        r.protected_until_on.map_or(Cell::Empty, Cell::Date),
        r.deal_id.map_or(Cell::Empty, |deal| Cell::Text(deal.to_string())),
        Cell::text(answers.map(String::as_str)),
    ]
}
