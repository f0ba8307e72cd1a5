//! Registrations in a list: for the page, the API, Today and files.

use super::filter::{DUE, RegistrationFilter, Sort, narrow};
use crate::Ctx;
use crate::access::policy::Action;
use crate::cosell::typed_amount::MoneyText;
use kernel::id::{CompanyId, DealId, PartnerId, ProgramId, RegistrationId, UserId};
use kernel::words::{FindingKind, FindingLevel, Phase, RegistrationKind, RegistrationStatus};
use kernel::{Currency, Cursor, Date, Failure, Instant, Money, Outcome, Page, PageRequest};
use sea_orm::FromQueryResult;
use serde::Serialize;
use std::collections::BTreeMap;
use storage::Sql;

/// A registration as lists show it.
#[derive(Debug, Clone, FromQueryResult, Serialize, utoipa::ToSchema)]
pub struct RegistrationListed {
    /// The registration.
    #[schema(value_type = String)]
    pub id: RegistrationId,
    /// `REG-…`
    #[schema(example = "REG-4F7KQ2")]
    pub number: String,
    /// `deal` or `lead`.
    #[schema(value_type = String)]
    pub kind: RegistrationKind,
    /// Where it stands.
    #[schema(value_type = String, example = "in_review")]
    pub status: RegistrationStatus,
    /// Its program.
    #[schema(value_type = String)]
    pub program_id: ProgramId,
    /// The program's name.
    pub program_name: String,
    /// Whose it is; absent until somebody says which partner a stranger belongs to.
    #[schema(value_type = Option<String>)]
    pub partner_id: Option<PartnerId>,
    /// The partner's name.
    pub partner_name: Option<String>,
    /// The partner's phase in this program.
    #[schema(value_type = Option<String>)]
    pub phase: Option<Phase>,
    /// Who sent it.
    pub sender_name: String,
    /// What a stranger calls their company.
    pub sender_company: Option<String>,
    /// The customer, where it is one we know.
    #[schema(value_type = Option<String>)]
    pub company_id: Option<CompanyId>,
    /// The customer's name as registered.
    pub company_name: String,
    /// The customer's domain as registered.
    pub company_domain: Option<String>,
    /// The customer's country, ISO 3166-1.
    pub company_country: Option<String>,
    /// The product's name, or what the partner wrote.
    pub product: Option<String>,
    /// What the partner expects it to be worth.
    #[schema(value_type = Option<MoneyText>)]
    #[sea_orm(skip)]
    pub amount: Option<Money>,
    #[serde(skip)]
    stored_amount: Option<i64>,
    /// ISO 4217, also where no amount was given.
    #[schema(value_type = String, example = "EUR")]
    pub currency: Currency,
    /// When the partner expects the order.
    #[schema(value_type = Option<String>, format = Date)]
    pub expected_close_on: Option<Date>,
    /// When it was received.
    #[schema(value_type = String, format = DateTime)]
    pub submitted_at: Instant,
    /// By when the first answer was promised.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub first_answer_due_at: Option<Instant>,
    /// When it was first answered.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub first_answered_at: Option<Instant>,
    /// By when the decision is promised; moves while the partner is asked.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub decision_due_at: Option<Instant>,
    /// When it was decided.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub decided_at: Option<Instant>,
    /// Who has it.
    #[schema(value_type = Option<String>)]
    pub reviewer_id: Option<UserId>,
    /// Their name.
    pub reviewer_name: Option<String>,
    /// How sure the surest finding is; absent when nothing was found.
    #[schema(value_type = Option<String>)]
    pub finding_level: Option<FindingLevel>,
    /// How many findings there are.
    pub finding_count: i32,
    /// The last day of protection.
    #[schema(value_type = Option<String>, format = Date)]
    pub protected_until_on: Option<Date>,
    /// The deal it became.
    #[schema(value_type = Option<String>)]
    pub deal_id: Option<DealId>,
    /// Step of the chain of approvers it is in; 0 without one.
    pub approval_step: i32,
    /// Of how many.
    pub approval_steps: i32,
    /// Counts changes; send it back with a decision.
    pub version: i64,
}

impl RegistrationListed {
    /// As read, with amount and currency put together.
    pub(super) fn priced(mut self) -> Self {
        self.amount = self.stored_amount.map(|amount| Money::new(amount, self.currency));
        self
    }
    /// The vendor's next promise that is still to keep: when it is due. Nothing while the partner is asked, and after the decision.
    pub fn due_at(&self) -> Option<Instant> {
        if !super::filter::OWED.contains(&self.status) {
            return None;
        }
        let first = self.first_answer_due_at.filter(|_| self.first_answered_at.is_none());
        first.or(self.decision_due_at)
    }
    /// The partner's name, or what a stranger says of themselves.
    pub fn credited(&self) -> &str {
        self.partner_name.as_deref().or(self.sender_company.as_deref()).unwrap_or(&self.sender_name)
    }
}

pub(super) const SELECT: &str = "SELECT r.id, r.number, r.kind, r.status, r.program_id, pr.name AS program_name, r.partner_id, p.name AS partner_name, pp.phase, r.sender_name, r.sender_company, r.company_id, r.company_name, r.company_domain, r.company_country, COALESCE(pd.name, r.product_text) AS product, r.amount AS stored_amount, r.currency, r.expected_close_on, r.submitted_at, r.first_answer_due_at, r.first_answered_at, r.decision_due_at, r.decided_at, r.reviewer_id, u.name AS reviewer_name, r.finding_level, r.finding_count, CASE WHEN r.status = 'cancelled' THEN NULL ELSE r.protected_until_on END AS protected_until_on, r.deal_id, r.approval_step, r.approval_steps, r.version FROM registration r JOIN program pr ON pr.id = r.program_id LEFT JOIN partner p ON p.id = r.partner_id LEFT JOIN partner_program pp ON pp.partner_id = r.partner_id AND pp.program_id = r.program_id LEFT JOIN product pd ON pd.id = r.product_id LEFT JOIN app_user u ON u.id = r.reviewer_id WHERE 1 = 1";

/// One page of the registrations within the actor's scope.
///
/// # Errors
/// `Forbidden`; `Invalid` at `status`, `q`, `to` or `cursor`.
pub async fn list(cx: &Ctx, filter: &RegistrationFilter, page: &PageRequest) -> Outcome<Page<RegistrationListed>> {
    cx.allow(Action::Read)?;
    let sort = filter.sort.unwrap_or(Sort::Newest);
    let mut sql = narrow(Sql::new(SELECT), cx, filter).await?;
    let (column, comparison, order) = match sort {
        Sort::Newest => ("r.submitted_at", " < (", " DESC, r.id DESC"),
        Sort::Oldest => ("r.submitted_at", " > (", ", r.id"),
        Sort::Due => (DUE, " > (", ", r.id"),
    };
    if let Some(after) = &page.after {
        let bad = || Failure::field("cursor", "cursor_invalid");
        let key: i64 = after.key.parse().map_err(|_| bad())?;
        let id: RegistrationId = after.id.parse().map_err(|_| bad())?;
        sql = sql.push(" AND (").push(column).push(", r.id)").push(comparison).bind(key).push(", ").bind(id).push(")");
    }
    let sql = sql.push(" ORDER BY ").push(column).push(order).push(" LIMIT ").bind(i64::from(page.fetch()));
    let rows = sql.all::<RegistrationListed>(cx.read()).await?;
    Ok(Page::from_rows(rows, page, |row| Cursor { key: key_of(row, sort).to_string(), id: row.id.to_string() })
        .map(RegistrationListed::priced))
}

fn key_of(row: &RegistrationListed, sort: Sort) -> i64 {
    match sort {
        Sort::Newest | Sort::Oldest => row.submitted_at.0,
        Sort::Due => row.due_at().map_or(i64::MAX, |at| at.0),
    }
}

/// The most telling finding of each of these registrations: the surest, and among equals an open deal before a mere likeness.
///
/// # Errors
/// The database's.
pub async fn telling_findings(cx: &Ctx, rows: &[RegistrationListed]) -> Outcome<BTreeMap<RegistrationId, FindingKind>> {
    let with: Vec<RegistrationId> = rows.iter().filter(|r| r.finding_count > 0).map(|r| r.id).collect();
    if with.is_empty() {
        return Ok(BTreeMap::new());
    }
    #[derive(FromQueryResult)]
    struct Row {
        registration_id: RegistrationId,
        kind: FindingKind,
        level: FindingLevel,
    }
    let found =
        Sql::new("SELECT f.registration_id, f.kind, f.level FROM registration_finding f WHERE f.registration_id IN ")
            .bind_list(with)
            .all::<Row>(cx.read())
            .await?;
    let mut telling: BTreeMap<RegistrationId, (u8, u8, FindingKind)> = BTreeMap::new();
    for row in found {
        let this = (certainty(row.level), weight(row.kind), row.kind);
        telling.entry(row.registration_id).and_modify(|best| *best = (*best).min(this)).or_insert(this);
    }
    Ok(telling.into_iter().map(|(id, (_, _, kind))| (id, kind)).collect())
}

/// 0 for the surest.
pub(super) fn certainty(level: FindingLevel) -> u8 {
    match level {
        FindingLevel::Same => 0,
        FindingLevel::Likely => 1,
        FindingLevel::Possible => 2,
    }
}

/// 0 for what weighs most: somebody works with this customer; a company of that name is only known.
pub(super) fn weight(kind: FindingKind) -> u8 {
    match kind {
        FindingKind::OpenDirectDeal => 0,
        FindingKind::NamedAccount => 1,
        FindingKind::OtherPartnerDeal => 2,
        FindingKind::LiveRegistration => 3,
        FindingKind::OwnRegistration => 4,
        FindingKind::OtherScope => 5,
        FindingKind::SameDomain | FindingKind::SameName | FindingKind::KnownAlias => 6,
        FindingKind::SimilarCompany => 7,
    }
}
