//! The list of registrations as a file.

use super::filter::RegistrationFilter;
use super::list::{RegistrationListed, list};
use crate::Ctx;
use crate::access::policy::Action;
use crate::connect::export::{Cell, Row, Rows};
use crate::cosell::form::AnswerColumns;
use futures::StreamExt;
use kernel::id::RegistrationId;
use kernel::page::MAX_LIMIT;
use kernel::{Cursor, Outcome, PageRequest};
use sea_orm::FromQueryResult;
use std::collections::BTreeMap;
use storage::Sql;

/// The first columns of the file, in order; what they are called is `review-export-<column>` in Fluent. The programs' own questions follow.
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
    "city",
    "phone",
    "vat",
    "contact",
    "product",
    "amount",
    "currency",
    "expected-close",
    "need",
    "help",
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
];

/// The list as a file.
pub struct Exported {
    /// The programs' own questions, in the language of who asks: a column each, behind [`EXPORT_COLUMNS`].
    pub questions: Vec<String>,
    /// The rows, read as the file is written.
    pub rows: Rows,
}

/// What the list has no room for.
#[derive(FromQueryResult)]
struct More {
    id: RegistrationId,
    company_city: Option<String>,
    company_phone: Option<String>,
    company_vat: Option<String>,
    customer_contact: Option<String>,
    need: Option<String>,
    partner_help: Option<String>,
}

async fn more(cx: &Ctx, ids: &[RegistrationId]) -> Outcome<BTreeMap<RegistrationId, More>> {
    let sql = Sql::new(
        "SELECT id, company_city, company_phone, company_vat, customer_contact, need, partner_help FROM registration WHERE id IN ",
    );
    let found = sql.bind_list(ids.iter().copied()).all::<More>(cx.read()).await?;
    Ok(found.into_iter().map(|one| (one.id, one)).collect())
}

/// The filtered list in batches of rows.
///
/// # Errors
/// `Forbidden`. Batches fail with the database.
pub async fn export(cx: &Ctx, filter: RegistrationFilter) -> Outcome<Exported> {
    cx.allow(Action::Export)?;
    let columns = AnswerColumns::of(cx, filter.program).await?;
    let questions = columns.headings.clone();
    let start = (cx.clone(), filter, columns, Some(PageRequest { limit: Some(MAX_LIMIT), after: None }));
    let batches = futures::stream::try_unfold(start, |(cx, filter, columns, next)| async move {
        let Some(request) = next else { return Ok(None) };
        let page = list(&cx, &filter, &request).await?;
        let after = page.next_cursor.as_deref().and_then(Cursor::decode);
        let next = after.map(|after| PageRequest { limit: Some(MAX_LIMIT), after: Some(after) });
        let ids: Vec<_> = page.items.iter().map(|registration| registration.id).collect();
        let (more, mut answers) = match ids.is_empty() {
            true => (BTreeMap::new(), BTreeMap::new()),
            false => (more(&cx, &ids).await?, columns.cells(&cx, &ids).await?),
        };
        let of = |registration: &RegistrationListed| {
            let own = answers.remove(&registration.id).unwrap_or_else(|| columns.nothing());
            row(&cx, registration, more.get(&registration.id)).into_iter().chain(own).collect::<Row>()
        };
        let rows: Vec<Row> = page.items.iter().map(of).collect();
        Ok(Some((rows, (cx, filter, columns, next))))
    });
    Ok(Exported { questions, rows: batches.boxed() })
}

fn row(cx: &Ctx, r: &RegistrationListed, more: Option<&More>) -> Row {
    let said = |of: fn(&More) -> &Option<String>| Cell::text(more.and_then(|more| of(more).as_deref()));
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
        said(|more| &more.company_city),
        said(|more| &more.company_phone),
        said(|more| &more.company_vat),
        said(|more| &more.customer_contact),
        Cell::text(r.product.as_deref()),
        r.amount.map_or(Cell::Empty, |money| Cell::Decimal(money.amount)),
        Cell::Text(r.currency.to_string()),
        r.expected_close_on.map_or(Cell::Empty, Cell::Date),
        said(|more| &more.need),
        said(|more| &more.partner_help),
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
    ]
}
