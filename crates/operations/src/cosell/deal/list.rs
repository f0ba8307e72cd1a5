//! The list of deals.

use super::filter::{DealFilter, DealQuery, matching};
use crate::Ctx;
use crate::access::policy::Action;
use crate::cosell::typed_amount::MoneyText;
use kernel::id::{CompanyId, DealId, PartnerId, ProductId, ProgramId, RegistrationId, StageId, UserId};
use kernel::words::{DealOutcome, DealSource};
use kernel::{Currency, Cursor, Date, Failure, Instant, Locale, Money, Outcome, Page, PageRequest, text_enum};
use sea_orm::FromQueryResult;
use storage::Sql;

text_enum! {
    /// What a list of deals can be sorted by.
    pub enum DealSort {
        Created = "created",
        Opened = "opened",
        Closed = "closed",
        Expected = "expected",
        Amount = "amount",
        Name = "name",
        /// How long in the present stage: descending is the longest first.
        Age = "age",
    }
}

/// A sort column and its direction.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Order {
    /// By what.
    pub by: DealSort,
    /// Largest first.
    pub descending: bool,
}

impl Default for Order {
    fn default() -> Self {
        Self { by: DealSort::Created, descending: true }
    }
}

/// One deal in a list.
#[derive(Debug, Clone, serde::Serialize, utoipa::ToSchema)]
pub struct DealRow {
    /// The deal.
    #[schema(value_type = String)]
    pub id: DealId,
    /// `D-…`, as people say it.
    pub number: String,
    /// What it is called.
    pub name: String,
    /// The program.
    #[schema(value_type = String)]
    pub program_id: ProgramId,
    /// Its name.
    pub program_name: String,
    /// The partner; none for the vendor's own sales.
    #[schema(value_type = Option<String>)]
    pub partner_id: Option<PartnerId>,
    /// Its name.
    pub partner_name: Option<String>,
    /// The customer.
    #[schema(value_type = Option<String>)]
    pub company_id: Option<CompanyId>,
    /// Its name.
    pub company_name: Option<String>,
    /// The registration it came from.
    #[schema(value_type = Option<String>)]
    pub registration_id: Option<RegistrationId>,
    /// Who sells it.
    #[schema(value_type = Option<String>)]
    pub owner_id: Option<UserId>,
    /// Their name.
    pub owner_name: Option<String>,
    /// `registered`, `imported` or `direct`.
    #[schema(value_type = String)]
    pub source: DealSource,
    /// The stage it is in.
    #[schema(value_type = String)]
    pub stage_id: StageId,
    /// The stage's name in English.
    pub stage_name_en: String,
    /// The stage's name in German.
    pub stage_name_de: String,
    /// `open`, `won` or `lost`.
    #[schema(value_type = String)]
    pub outcome: DealOutcome,
    /// What it is worth, where known.
    #[schema(value_type = Option<MoneyText>)]
    pub amount: Option<Money>,
    /// The currency, also of a deal whose amount is not known yet.
    #[schema(value_type = String)]
    pub currency: Currency,
    /// The product.
    #[schema(value_type = Option<String>)]
    pub product_id: Option<ProductId>,
    /// When it began.
    #[schema(value_type = Option<String>, format = Date)]
    pub opened_on: Option<Date>,
    /// When it should close.
    #[schema(value_type = Option<String>, format = Date)]
    pub expected_close_on: Option<Date>,
    /// When it closed.
    #[schema(value_type = Option<String>, format = Date)]
    pub closed_on: Option<Date>,
    /// For a lost deal a reason code, for a won one what was said.
    pub close_reason: Option<String>,
    /// Since when it is in this stage.
    #[schema(value_type = String, format = DateTime)]
    pub stage_entered_at: Instant,
    /// When it was made.
    #[schema(value_type = String, format = DateTime)]
    pub created_at: Instant,
    /// When it was last changed.
    #[schema(value_type = String, format = DateTime)]
    pub changed_at: Instant,
    /// For changes that must not overtake each other.
    pub version: i64,
    #[serde(skip)]
    pub(super) name_folded: String,
}

impl DealRow {
    /// The stage's name in `locale`, or in the other language where it has only one.
    pub fn stage_name(&self, locale: Locale) -> &str {
        either(locale, &self.stage_name_en, &self.stage_name_de)
    }
}

/// The text in `locale`; the other when it is empty.
pub fn either<'t>(locale: Locale, en: &'t str, de: &'t str) -> &'t str {
    let (first, second) = match locale {
        Locale::En => (en, de),
        Locale::De => (de, en),
    };
    if first.is_empty() { second } else { first }
}

#[derive(FromQueryResult)]
pub(super) struct Row {
    id: DealId,
    number: String,
    name: String,
    name_folded: String,
    program_id: ProgramId,
    program_name: String,
    partner_id: Option<PartnerId>,
    partner_name: Option<String>,
    company_id: Option<CompanyId>,
    company_name: Option<String>,
    registration_id: Option<RegistrationId>,
    owner_id: Option<UserId>,
    owner_name: Option<String>,
    source: DealSource,
    stage_id: StageId,
    stage_name_en: String,
    stage_name_de: String,
    outcome: DealOutcome,
    amount: Option<i64>,
    currency: Currency,
    product_id: Option<ProductId>,
    opened_on: Option<Date>,
    expected_close_on: Option<Date>,
    closed_on: Option<Date>,
    close_reason: Option<String>,
    stage_entered_at: Instant,
    created_at: Instant,
    changed_at: Instant,
    version: i64,
}

impl From<Row> for DealRow {
    fn from(r: Row) -> Self {
        Self {
            id: r.id,
            number: r.number,
            name: r.name,
            program_id: r.program_id,
            program_name: r.program_name,
            partner_id: r.partner_id,
            partner_name: r.partner_name,
            company_id: r.company_id,
            company_name: r.company_name,
            registration_id: r.registration_id,
            owner_id: r.owner_id,
            owner_name: r.owner_name,
            source: r.source,
            stage_id: r.stage_id,
            stage_name_en: r.stage_name_en,
            stage_name_de: r.stage_name_de,
            outcome: r.outcome,
            amount: r.amount.map(|amount| Money::new(amount, r.currency)),
            currency: r.currency,
            product_id: r.product_id,
            opened_on: r.opened_on,
            expected_close_on: r.expected_close_on,
            closed_on: r.closed_on,
            close_reason: r.close_reason,
            stage_entered_at: r.stage_entered_at,
            created_at: r.created_at,
            changed_at: r.changed_at,
            version: r.version,
            name_folded: r.name_folded,
        }
    }
}

/// Every row of `deal` with the names it points to. LEFT JOINs throughout: SQLite then walks the index of the sort column
/// of `deal` and looks the rest up, whatever its statistics say.
pub(super) const ROWS: &str = "SELECT d.id, d.number, d.name, d.name_folded, d.program_id, pr.name AS program_name, d.partner_id, p.name AS partner_name, d.company_id, c.name AS company_name, d.registration_id, d.owner_id, u.name AS owner_name, d.source, d.stage_id, s.name_en AS stage_name_en, s.name_de AS stage_name_de, d.outcome, d.amount, d.currency, d.product_id, d.opened_on, d.expected_close_on, d.closed_on, d.close_reason, d.stage_entered_at, d.created_at, d.changed_at, d.version FROM deal d LEFT JOIN program pr ON pr.id = d.program_id LEFT JOIN partner p ON p.id = d.partner_id LEFT JOIN company c ON c.id = d.company_id LEFT JOIN app_user u ON u.id = d.owner_id LEFT JOIN stage_definition s ON s.id = d.stage_id";

impl DealQuery {
    /// The order asked for; newest first when absent.
    ///
    /// # Errors
    /// `Invalid` at `sort`.
    pub fn order(&self) -> Outcome<Order> {
        let Some(text) = self.sort.as_deref().map(str::trim).filter(|s| !s.is_empty()) else {
            return Ok(Order::default());
        };
        let (descending, name) = text.strip_prefix('-').map_or((false, text), |rest| (true, rest));
        let by = name.parse().map_err(|_| Failure::field("sort", "unknown"))?;
        Ok(Order { by, descending })
    }
    /// The part of the list asked for.
    ///
    /// # Errors
    /// `Invalid` at `limit` or `cursor`.
    pub fn page(&self) -> Outcome<PageRequest> {
        let limit = match self.limit.as_deref().map(str::trim).filter(|l| !l.is_empty()) {
            Some(text) => Some(text.parse::<u32>().map_err(|_| Failure::field("limit", "invalid"))?),
            None => None,
        };
        PageRequest::parse(limit, self.cursor.as_deref())
    }
}

impl Order {
    fn column(self) -> &'static str {
        match self.by {
            DealSort::Created => "d.created_at",
            DealSort::Opened => "d.opened_on",
            DealSort::Closed => "d.closed_on",
            DealSort::Expected => "d.expected_close_on",
            DealSort::Amount => "d.amount",
            DealSort::Name => "d.name_folded",
            DealSort::Age => "d.stage_entered_at",
        }
    }
    fn nullable(self) -> bool {
        matches!(self.by, DealSort::Opened | DealSort::Closed | DealSort::Expected | DealSort::Amount)
    }
    /// A long age is an early entry.
    fn backwards(self) -> bool {
        self.descending != (self.by == DealSort::Age)
    }
    fn key(self, row: &DealRow) -> String {
        let of_date = |date: Option<Date>| date.map(|d| d.to_string()).unwrap_or_default();
        match self.by {
            DealSort::Created => row.created_at.0.to_string(),
            DealSort::Opened => of_date(row.opened_on),
            DealSort::Closed => of_date(row.closed_on),
            DealSort::Expected => of_date(row.expected_close_on),
            DealSort::Amount => row.amount.map(|m| m.amount.to_string()).unwrap_or_default(),
            DealSort::Name => row.name_folded.clone(),
            DealSort::Age => row.stage_entered_at.0.to_string(),
        }
    }
    /// The key as the column holds it.
    fn value(self, key: &str) -> Outcome<sea_orm::sea_query::Value> {
        let bad = || Failure::field("cursor", "cursor_invalid");
        Ok(match self.by {
            DealSort::Created | DealSort::Age | DealSort::Amount => key.parse::<i64>().map_err(|_| bad())?.into(),
            DealSort::Opened | DealSort::Closed | DealSort::Expected => key.parse::<Date>().map_err(|_| bad())?.into(),
            DealSort::Name => key.to_owned().into(),
        })
    }
}

/// The deals that match, a page of them. Rows without a value in the sort column come last, whichever the direction.
///
/// # Errors
/// `Forbidden`; `Invalid` for a cursor of another order.
pub async fn list(cx: &Ctx, filter: &DealFilter, order: Order, page: &PageRequest) -> Outcome<Page<DealRow>> {
    cx.allow(Action::Read)?;
    let mut rows = Vec::new();
    // A cursor without a key stands among the rows without a value.
    let among_empty = order.nullable() && page.after.as_ref().is_some_and(|c| c.key.is_empty());
    if !among_empty {
        rows = part(cx, filter, order, page.after.as_ref(), false, page.fetch()).await?;
    }
    let missing = page.fetch().saturating_sub(u32::try_from(rows.len()).unwrap_or(u32::MAX));
    if order.nullable() && missing > 0 {
        let after = page.after.as_ref().filter(|_| among_empty);
        rows.extend(part(cx, filter, order, after, true, missing).await?);
    }
    Ok(Page::from_rows(rows, page, |row| Cursor { key: order.key(row), id: row.id.to_string() }))
}

async fn part(
    cx: &Ctx,
    filter: &DealFilter,
    order: Order,
    after: Option<&Cursor>,
    empty: bool,
    limit: u32,
) -> Outcome<Vec<DealRow>> {
    let column = order.column();
    let backwards = order.backwards();
    let (than, direction) = if backwards { (" < ", " DESC") } else { (" > ", "") };
    let mut sql = matching(Sql::new(ROWS).push(" WHERE 1 = 1"), cx, filter);
    if order.nullable() {
        sql = sql.push(" AND ").push(column).push(if empty { " IS NULL" } else { " IS NOT NULL" });
    }
    if let Some(cursor) = after {
        let id: DealId = cursor.id.parse().map_err(|_| Failure::field("cursor", "cursor_invalid"))?;
        if empty {
            sql = sql.push(" AND d.id").push(than).bind(id);
        } else {
            let value = order.value(&cursor.key)?;
            sql = sql
                .push(" AND (")
                .push(column)
                .push(", d.id)")
                .push(than)
                .push("(")
                .bind(value)
                .push(", ")
                .bind(id)
                .push(")");
        }
    }
    sql = sql.push(" ORDER BY ");
    if !empty {
        sql = sql.push(column).push(direction).push(", ");
    }
    let sql = sql.push("d.id").push(direction).push(" LIMIT ").bind(i64::from(limit));
    Ok(sql.all::<Row>(cx.read()).await?.into_iter().map(DealRow::from).collect())
}

/// The sums of what is shown, one per currency, in the order of the first deal with it.
pub fn sums(amounts: impl IntoIterator<Item = Money>) -> Vec<Money> {
    let mut sums: Vec<Money> = Vec::new();
    for amount in amounts {
        match sums.iter_mut().find(|s| s.currency == amount.currency) {
            Some(sum) => sum.amount = sum.amount.saturating_add(amount.amount),
            None => sums.push(amount),
        }
    }
    sums
}
