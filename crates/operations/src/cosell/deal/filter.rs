//! Which deals a list shows. One filter for the page, the API, the export and every number that opens to its deals.

use crate::Ctx;
use crate::access::scope::in_scope;
use kernel::fold::{like_pattern, search_query};
use kernel::id::{CompanyId, PartnerId, ProductId, ProgramId, SegmentId, StageId, UserId};
use kernel::money::{NumberFormat, parse_amount};
use kernel::words::{DealOutcome, DealSource, Phase};
use kernel::{Currency, Date, FieldErrors, Outcome};
use serde::{Deserialize, Serialize};
use std::str::FromStr;
use storage::Sql;

/// The parameters of a list of deals, as they stand in an address. Empty ones are as good as absent.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, Serialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
pub struct DealQuery {
    /// Searched in number, name, customer and partner.
    #[serde(skip_serializing_if = "blank")]
    pub q: Option<String>,
    /// `open`, `won`, `lost` or `closed` (won or lost).
    #[serde(skip_serializing_if = "blank")]
    pub outcome: Option<String>,
    /// A stage.
    #[serde(skip_serializing_if = "blank")]
    pub stage: Option<String>,
    /// A program.
    #[serde(skip_serializing_if = "blank")]
    pub program: Option<String>,
    /// A partner, or `none` for the vendor's own sales.
    #[serde(skip_serializing_if = "blank")]
    pub partner: Option<String>,
    /// A customer.
    #[serde(skip_serializing_if = "blank")]
    pub company: Option<String>,
    /// A person of the vendor, `me`, or `none`.
    #[serde(skip_serializing_if = "blank")]
    pub owner: Option<String>,
    /// A product, or `none`: that of the lines where there are lines, else the deal's own.
    #[serde(skip_serializing_if = "blank")]
    pub product: Option<String>,
    /// A category, counted as products are.
    #[serde(skip_serializing_if = "blank")]
    pub category: Option<String>,
    /// `registered`, `imported` or `direct`.
    #[serde(skip_serializing_if = "blank")]
    pub source: Option<String>,
    /// A segment of the partner, or `none`.
    #[serde(skip_serializing_if = "blank")]
    pub segment: Option<String>,
    /// The partner's region, or `none`.
    #[serde(skip_serializing_if = "blank")]
    pub region: Option<String>,
    /// The partner's country, or `none`.
    #[serde(skip_serializing_if = "blank")]
    pub country: Option<String>,
    /// The phase the partner is in now, in the deal's program.
    #[serde(skip_serializing_if = "blank")]
    pub phase: Option<String>,
    /// Opened on this day or later.
    #[serde(skip_serializing_if = "blank")]
    pub opened_from: Option<String>,
    /// Opened on this day or earlier.
    #[serde(skip_serializing_if = "blank")]
    pub opened_to: Option<String>,
    /// Closed on this day or later.
    #[serde(skip_serializing_if = "blank")]
    pub closed_from: Option<String>,
    /// Closed on this day or earlier.
    #[serde(skip_serializing_if = "blank")]
    pub closed_to: Option<String>,
    /// Expected to close on this day or later.
    #[serde(skip_serializing_if = "blank")]
    pub expected_from: Option<String>,
    /// Expected to close on this day or earlier.
    #[serde(skip_serializing_if = "blank")]
    pub expected_to: Option<String>,
    /// Worth this much or more, such as `1000.50`.
    #[serde(skip_serializing_if = "blank")]
    pub amount_from: Option<String>,
    /// Worth this much or less.
    #[serde(skip_serializing_if = "blank")]
    pub amount_to: Option<String>,
    /// A currency.
    #[serde(skip_serializing_if = "blank")]
    pub currency: Option<String>,
    /// `created`, `opened`, `closed`, `expected`, `amount`, `name` or `age` (in the present stage); `-` before it for descending. `-created` when absent.
    #[serde(skip_serializing_if = "blank")]
    pub sort: Option<String>,
    /// Rows on a page, 1 to 200; 50 when absent.
    #[serde(skip_serializing_if = "blank")]
    pub limit: Option<String>,
    /// `next_cursor` of the page before.
    #[serde(skip_serializing_if = "blank")]
    pub cursor: Option<String>,
}

fn blank(value: &Option<String>) -> bool {
    value.as_ref().is_none_or(String::is_empty)
}

/// A value to look for, or its absence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Wanted<T> {
    /// The field is empty.
    Nothing,
    /// The field has this value.
    Value(T),
}

/// A checked filter.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DealFilter {
    /// Folded search text.
    pub q: Option<String>,
    /// Any of these; empty for all.
    pub outcomes: Vec<DealOutcome>,
    /// See [`DealQuery`] for this and the following.
    pub stage: Option<StageId>,
    pub program: Option<ProgramId>,
    pub partner: Option<Wanted<PartnerId>>,
    pub company: Option<CompanyId>,
    pub owner: Option<Wanted<UserId>>,
    pub product: Option<Wanted<ProductId>>,
    pub category: Option<Wanted<String>>,
    pub source: Option<DealSource>,
    pub segment: Option<Wanted<SegmentId>>,
    pub region: Option<Wanted<String>>,
    pub country: Option<Wanted<String>>,
    pub phase: Option<Phase>,
    pub opened: (Option<Date>, Option<Date>),
    pub closed: (Option<Date>, Option<Date>),
    pub expected: (Option<Date>, Option<Date>),
    /// Ten-thousandths of the unit.
    pub amount: (Option<i64>, Option<i64>),
    pub currency: Option<Currency>,
}

fn given(value: &Option<String>) -> Option<&str> {
    value.as_deref().map(str::trim).filter(|v| !v.is_empty())
}

struct Reader(FieldErrors);

impl Reader {
    fn text(&mut self, field: &str, value: &Option<String>) -> Option<String> {
        self.0.optional(field, given(value), 200)
    }
    fn parsed<T: FromStr>(&mut self, field: &str, value: &Option<String>, code: &str) -> Option<T> {
        let text = given(value)?;
        text.parse().map_err(|_| self.0.add(field, code)).ok()
    }
    fn wanted<T: FromStr>(&mut self, field: &str, value: &Option<String>) -> Option<Wanted<T>> {
        match given(value)? {
            "none" => Some(Wanted::Nothing),
            _ => self.parsed(field, value, "unknown").map(Wanted::Value),
        }
    }
    fn words(&mut self, field: &str, value: &Option<String>) -> Option<Wanted<String>> {
        match given(value)? {
            "none" => Some(Wanted::Nothing),
            _ => self.text(field, value).map(Wanted::Value),
        }
    }
    fn dates(&mut self, field: &str, from: &Option<String>, to: &Option<String>) -> (Option<Date>, Option<Date>) {
        let from = self.parsed(&format!("{field}_from"), from, "date_invalid");
        (from, self.parsed(&format!("{field}_to"), to, "date_invalid"))
    }
    fn amount(&mut self, field: &str, value: &Option<String>) -> Option<i64> {
        let text = given(value)?;
        parse_amount(text, NumberFormat::PLAIN).map_err(|_| self.0.add(field, "not_a_number")).ok()
    }
}

impl DealQuery {
    /// Reads the filter; `me` is the person who asks.
    ///
    /// # Errors
    /// `Invalid` at every parameter that cannot be read.
    pub fn filter(&self, cx: &Ctx) -> Outcome<DealFilter> {
        let mut read = Reader(FieldErrors::default());
        let outcomes = match given(&self.outcome) {
            Some("closed") => vec![DealOutcome::Won, DealOutcome::Lost],
            _ => read.parsed("outcome", &self.outcome, "unknown").into_iter().collect(),
        };
        let owner = match (given(&self.owner), cx.actor.user()) {
            (Some("me"), Some(user)) => Some(Wanted::Value(user.id)),
            _ => read.wanted("owner", &self.owner),
        };
        let filter = DealFilter {
            q: read.text("q", &self.q).map(|q| search_query(&q)),
            outcomes,
            stage: read.parsed("stage", &self.stage, "unknown"),
            program: read.parsed("program", &self.program, "unknown"),
            partner: read.wanted("partner", &self.partner),
            company: read.parsed("company", &self.company, "unknown"),
            owner,
            product: read.wanted("product", &self.product),
            category: read.words("category", &self.category),
            source: read.parsed("source", &self.source, "unknown"),
            segment: read.wanted("segment", &self.segment),
            region: read.words("region", &self.region),
            country: read.words("country", &self.country),
            phase: read.parsed("phase", &self.phase, "unknown"),
            opened: read.dates("opened", &self.opened_from, &self.opened_to),
            closed: read.dates("closed", &self.closed_from, &self.closed_to),
            expected: read.dates("expected", &self.expected_from, &self.expected_to),
            amount: (read.amount("amount_from", &self.amount_from), read.amount("amount_to", &self.amount_to)),
            currency: read.parsed("currency", &self.currency, "currency_invalid"),
        };
        read.0.into_result(filter)
    }
}

fn same_id<T: Into<sea_orm::sea_query::Value>>(sql: Sql, column: &str, wanted: Option<Wanted<T>>) -> Sql {
    match wanted {
        None => sql,
        Some(Wanted::Nothing) => sql.push(" AND ").push(column).push(" IS NULL"),
        Some(Wanted::Value(value)) => sql.push(" AND ").push(column).push(" = ").bind(value),
    }
}

/// Deals whose partner has `column` so; a deal without a partner has none of it.
fn of_partner<T: Into<sea_orm::sea_query::Value>>(sql: Sql, column: &str, wanted: Option<Wanted<T>>) -> Sql {
    match wanted {
        None => sql,
        Some(Wanted::Nothing) => sql
            .push(" AND (d.partner_id IS NULL OR d.partner_id IN (SELECT fp.id FROM partner fp WHERE fp.")
            .push(column)
            .push(" IS NULL))"),
        Some(Wanted::Value(value)) => sql
            .push(" AND d.partner_id IN (SELECT fp.id FROM partner fp WHERE fp.")
            .push(column)
            .push(" = ")
            .bind(value)
            .push(")"),
    }
}

const NO_LINES: &str = "NOT EXISTS (SELECT 1 FROM deal_line nl WHERE nl.deal_id = d.id)";

fn between<T: Into<sea_orm::sea_query::Value>>(sql: Sql, column: &str, range: (Option<T>, Option<T>)) -> Sql {
    let sql = match range.0 {
        Some(from) => sql.push(" AND ").push(column).push(" >= ").bind(from),
        None => sql,
    };
    match range.1 {
        Some(to) => sql.push(" AND ").push(column).push(" <= ").bind(to),
        None => sql,
    }
}

/// Appends ` AND …` to a query on `deal d`: the filter, within the actor's scope.
pub(super) fn matching(sql: Sql, cx: &Ctx, filter: &DealFilter) -> Sql {
    let filter = filter.clone();
    let mut sql = in_scope(sql, &cx.actor, "d.partner_id");
    if let Some(q) = &filter.q {
        // Every word, wherever it stands.
        for word in q.split(' ') {
            sql = sql.push(" AND d.search_text LIKE ").bind(like_pattern(word)).push(" ESCAPE '\\'");
        }
    }
    if !filter.outcomes.is_empty() {
        sql = sql.push(" AND d.outcome IN ").bind_list(filter.outcomes.iter().copied());
    }
    if let Some(stage) = filter.stage {
        sql = sql.push(" AND d.stage_id = ").bind(stage);
    }
    if let Some(program) = filter.program {
        sql = sql.push(" AND d.program_id = ").bind(program);
    }
    if let Some(company) = filter.company {
        sql = sql.push(" AND d.company_id = ").bind(company);
    }
    if let Some(source) = filter.source {
        sql = sql.push(" AND d.source = ").bind(source);
    }
    if let Some(currency) = filter.currency {
        sql = sql.push(" AND d.currency = ").bind(currency);
    }
    if let Some(phase) = filter.phase {
        sql = sql
            .push(" AND EXISTS (SELECT 1 FROM partner_program pp WHERE pp.partner_id = d.partner_id AND pp.program_id = d.program_id AND pp.phase = ")
            .bind(phase)
            .push(")");
    }
    sql = same_id(sql, "d.partner_id", filter.partner);
    sql = same_id(sql, "d.owner_id", filter.owner);
    sql = match filter.product {
        None => sql,
        Some(Wanted::Nothing) => sql
            .push(" AND ((d.product_id IS NULL AND ")
            .push(NO_LINES)
            .push(") OR EXISTS (SELECT 1 FROM deal_line fl WHERE fl.deal_id = d.id AND fl.product_id IS NULL))"),
        Some(Wanted::Value(product)) => sql
            .push(" AND (d.id IN (SELECT fl.deal_id FROM deal_line fl WHERE fl.product_id = ")
            .bind(product)
            .push(") OR (d.product_id = ")
            .bind(product)
            .push(" AND ")
            .push(NO_LINES)
            .push("))"),
    };
    sql = match filter.category {
        None => sql,
        Some(Wanted::Nothing) => sql
            .push(" AND ((")
            .push(NO_LINES)
            .push(" AND d.category IS NULL AND NOT EXISTS (SELECT 1 FROM product fpr WHERE fpr.id = d.product_id AND fpr.category IS NOT NULL)) OR EXISTS (SELECT 1 FROM deal_line fl WHERE fl.deal_id = d.id AND fl.category IS NULL))"),
        Some(Wanted::Value(category)) => sql
            .push(" AND (d.id IN (SELECT fl.deal_id FROM deal_line fl WHERE fl.category = ")
            .bind(category.clone())
            .push(") OR (COALESCE(d.category, (SELECT fpr.category FROM product fpr WHERE fpr.id = d.product_id)) = ")
            .bind(category)
            .push(" AND ")
            .push(NO_LINES)
            .push("))"),
    };
    sql = of_partner(sql, "segment_id", filter.segment);
    sql = of_partner(sql, "region", filter.region);
    sql = of_partner(sql, "country", filter.country);
    sql = between(sql, "d.opened_on", filter.opened);
    sql = between(sql, "d.closed_on", filter.closed);
    sql = between(sql, "d.expected_close_on", filter.expected);
    between(sql, "d.amount", filter.amount)
}
