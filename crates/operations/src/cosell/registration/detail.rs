//! One registration with everything a reviewer needs to decide.

use super::list::{RegistrationListed, SELECT, certainty, weight};
use crate::Ctx;
use crate::access::policy::Action;
use crate::access::scope::{deals_in_scope, in_scope, registrations_in_scope};
use crate::cosell::conflict::{Agreement, Evidence, Verdict};
use crate::cosell::form::{AnswerShown, answers_of};
use crate::cosell::protection;
use crate::cosell::typed_amount::MoneyText;
use kernel::id::{CompanyId, ContactId, DealId, FindingId, QuestionId, RegistrationId};
use kernel::words::{ClockKind, DealOutcome, Decision, FindingEffect, FindingKind, FindingLevel, RegistrationStatus};
use kernel::{Channel, Currency, Date, Failure, Instant, Locale, Money, Outcome};
use sea_orm::FromQueryResult;
use serde::Serialize;
use storage::Sql;

/// One registration.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
pub struct RegistrationDetail {
    /// What lists show.
    #[serde(flatten)]
    pub registration: RegistrationListed,
    /// What else the partner told us, and how it was answered.
    #[serde(flatten)]
    pub facts: RegistrationFacts,
    /// What the conflict check found, the most telling first.
    pub findings: Vec<Finding>,
    /// Questions to the partner, the latest first.
    pub questions: Vec<Question>,
    /// The promises.
    pub clocks: Vec<Promised>,
    /// Where it has been, in order.
    pub history: Vec<HistoryStep>,
    /// The deal it became.
    pub deal: Option<RelatedDeal>,
    /// Answers to the program's own questions, in the form's order.
    pub answers: Vec<AnswerShown>,
    /// What was decided about a protection that stands already, for when all approvers have said yes.
    pub beside: Option<protection::Decision>,
}

/// What a list has no room for.
#[derive(Debug, Clone, FromQueryResult, Serialize, utoipa::ToSchema)]
pub struct RegistrationFacts {
    /// The partner's person, where known.
    #[schema(value_type = Option<String>)]
    pub contact_id: Option<ContactId>,
    /// Their name.
    pub contact_name: Option<String>,
    /// Where mails go.
    pub sender_email: Option<String>,
    /// The customer's place.
    pub company_city: Option<String>,
    /// The customer's phone number.
    pub company_phone: Option<String>,
    /// The customer's VAT number.
    pub company_vat: Option<String>,
    /// Whom the partner talks to at the customer.
    pub customer_contact: Option<String>,
    /// What the customer needs.
    pub need: Option<String>,
    /// What the partner has done and will do.
    pub partner_help: Option<String>,
    /// Through which entrance it came.
    #[schema(value_type = String)]
    pub channel: Channel,
    /// `public_form`, `personal_link`, `on_behalf`, or what an import says.
    pub intake: Option<String>,
    /// The partner's language.
    #[schema(value_type = String)]
    pub locale: Locale,
    /// The answer.
    #[schema(value_type = Option<String>)]
    pub decision: Option<Decision>,
    /// Why it was declined.
    pub reason_code: Option<String>,
    /// What the partner was told with it.
    pub reason_text: Option<String>,
    /// Who decided.
    pub decided_by: Option<String>,
    /// The relation with the partner has ended.
    pub partner_exited: bool,
    /// The partner is not in the program.
    pub partner_not_in_program: bool,
}

/// Something the conflict check found. What lies behind it is shown as far as the reader may see it.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
pub struct Finding {
    /// The finding.
    #[schema(value_type = String)]
    pub id: FindingId,
    /// What it is.
    #[schema(value_type = String)]
    pub kind: FindingKind,
    /// How sure.
    #[schema(value_type = String)]
    pub level: FindingLevel,
    /// What agreed, and what did not.
    pub agreed: Vec<Agreement>,
    /// What it does by the program's rules.
    #[schema(value_type = String)]
    pub effect: FindingEffect,
    /// Who set it aside, when, and why.
    pub set_aside: Option<AsideNote>,
    /// When it was found.
    #[schema(value_type = String, format = DateTime)]
    pub found_at: Instant,
    /// The company we know.
    pub company: Option<FoundCompany>,
    /// The deal behind it.
    pub deal: Option<RelatedDeal>,
    /// The registration behind it.
    pub registration: Option<FoundRegistration>,
    /// There is a record behind it that the reader may not open.
    pub hidden: bool,
    /// Who of the vendor can say more about the hidden record.
    pub ask: Option<String>,
}

/// A finding that somebody set aside.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
pub struct AsideNote {
    /// Who.
    pub by: String,
    /// When.
    #[schema(value_type = String, format = DateTime)]
    pub at: Instant,
    /// Why.
    pub reason: String,
}

/// A company a finding leads to.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
pub struct FoundCompany {
    /// The company.
    #[schema(value_type = String)]
    pub id: CompanyId,
    /// Its name.
    pub name: String,
}

/// A deal a finding or a registration leads to.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
pub struct RelatedDeal {
    /// The deal.
    #[schema(value_type = String)]
    pub id: DealId,
    /// `D-…`
    pub number: String,
    /// Its name.
    pub name: String,
    /// Open, won or lost.
    #[schema(value_type = String)]
    pub outcome: DealOutcome,
    /// Its stage, in English.
    pub stage_en: String,
    /// Its stage, in German.
    pub stage_de: String,
    /// What it is worth, where known.
    #[schema(value_type = Option<MoneyText>)]
    pub amount: Option<Money>,
    /// Its partner; absent for the vendor's own sales.
    pub partner_name: Option<String>,
    /// Who owns it on the vendor's side.
    pub owner_name: Option<String>,
}

impl RelatedDeal {
    /// The stage in the reader's language.
    pub fn stage(&self, locale: Locale) -> &str {
        match locale {
            Locale::En => &self.stage_en,
            Locale::De => &self.stage_de,
        }
    }
}

/// A registration a finding leads to.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
pub struct FoundRegistration {
    /// The registration.
    #[schema(value_type = String)]
    pub id: RegistrationId,
    /// `REG-…`
    pub number: String,
    /// Where it stands.
    #[schema(value_type = String)]
    pub status: RegistrationStatus,
    /// The customer's name as registered there.
    pub company_name: String,
    /// Whose it is.
    pub partner_name: Option<String>,
    /// When it was received.
    #[schema(value_type = String, format = DateTime)]
    pub submitted_at: Instant,
    /// The last day of its protection.
    #[schema(value_type = Option<String>, format = Date)]
    pub protected_until_on: Option<Date>,
}

/// A question to the partner.
#[derive(Debug, Clone, FromQueryResult, Serialize, utoipa::ToSchema)]
pub struct Question {
    /// The question.
    #[schema(value_type = String)]
    pub id: QuestionId,
    /// What was asked.
    pub question: String,
    /// By whom.
    pub asked_by: String,
    /// When.
    #[schema(value_type = String, format = DateTime)]
    pub asked_at: Instant,
    /// The answer.
    pub answer: Option<String>,
    /// By whom.
    pub answered_by: Option<String>,
    /// When.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub answered_at: Option<Instant>,
}

/// A promise with its due time.
#[derive(Debug, Clone, FromQueryResult, Serialize, utoipa::ToSchema)]
pub struct Promised {
    /// What was promised.
    #[schema(value_type = String)]
    pub kind: ClockKind,
    /// Since when.
    #[schema(value_type = String, format = DateTime)]
    pub started_at: Instant,
    /// By when.
    #[schema(value_type = String, format = DateTime)]
    pub due_at: Instant,
    /// Stands since.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub paused_at: Option<Instant>,
    /// Stopped by the answer.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub stopped_at: Option<Instant>,
    /// Broken since.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub breached_at: Option<Instant>,
}

/// One step of a registration's history.
#[derive(Debug, Clone, FromQueryResult, Serialize, utoipa::ToSchema)]
pub struct HistoryStep {
    /// From 1 on.
    pub position: i32,
    /// The status it led to, if it changed.
    #[schema(value_type = Option<String>)]
    pub status: Option<RegistrationStatus>,
    /// What was done.
    pub activity: String,
    /// When.
    #[schema(value_type = String, format = DateTime)]
    pub at: Instant,
    /// By whom; empty for the system.
    pub actor_name: String,
    /// Through which entrance.
    #[schema(value_type = String)]
    pub channel: Channel,
    /// Why.
    pub reason: Option<String>,
}

/// One registration of the actor's scope.
///
/// # Errors
/// `Forbidden`; `NotFound`.
pub async fn detail(cx: &Ctx, id: RegistrationId) -> Outcome<RegistrationDetail> {
    cx.allow(Action::Read)?;
    let sql = Sql::new(SELECT).push(" AND r.status NOT IN ('draft', 'unconfirmed') AND r.id = ").bind(id);
    // Whoever is asked to approve it may read exactly this one.
    let sql = if super::chain::is_asked(cx, id).await? { sql } else { registrations_in_scope(sql, &cx.actor) };
    let registration = sql.one::<RegistrationListed>(cx.read()).await?.ok_or(Failure::NotFound)?.priced();
    let facts = Sql::new("SELECT r.contact_id, c.name AS contact_name, r.sender_email, r.company_city, r.company_phone, r.company_vat, r.customer_contact, r.need, r.partner_help, r.channel, r.intake, r.locale, r.decision, r.reason_code, r.reason_text, r.decided_by, COALESCE(p.status, '') = 'exited' AS partner_exited, (p.id IS NOT NULL AND pp.partner_id IS NULL) AS partner_not_in_program FROM registration r LEFT JOIN partner_contact c ON c.id = r.contact_id LEFT JOIN partner p ON p.id = r.partner_id LEFT JOIN partner_program pp ON pp.partner_id = r.partner_id AND pp.program_id = r.program_id WHERE r.id = ")
        .bind(id)
        .one::<RegistrationFacts>(cx.read())
        .await?
        .ok_or(Failure::NotFound)?;
    let questions = Sql::new("SELECT id, question, asked_by, asked_at, answer, answered_by, answered_at FROM registration_question WHERE registration_id = ")
        .bind(id)
        .push(" ORDER BY asked_at DESC, id DESC")
        .all::<Question>(cx.read())
        .await?;
    let clocks = Sql::new(
        "SELECT kind, started_at, due_at, paused_at, stopped_at, breached_at FROM clock WHERE registration_id = ",
    )
    .bind(id)
    .push(" ORDER BY started_at, kind DESC, id")
    .all::<Promised>(cx.read())
    .await?;
    let history = Sql::new("SELECT position, status, activity, at, actor_name, channel, reason FROM registration_step WHERE registration_id = ")
        .bind(id)
        .push(" ORDER BY position")
        .all::<HistoryStep>(cx.read())
        .await?;
    let deal = match registration.deal_id {
        Some(deal) => {
            let sql = Sql::new("SELECT d.id, d.number, d.name, d.outcome, s.name_en, s.name_de, d.amount, d.currency, p.name AS partner_name, u.name AS owner_name FROM deal d JOIN stage_definition s ON s.id = d.stage_id LEFT JOIN partner p ON p.id = d.partner_id LEFT JOIN app_user u ON u.id = d.owner_id WHERE d.id = ").bind(deal);
            deals_in_scope(sql, &cx.actor).one::<DealRow>(cx.read()).await?.map(RelatedDeal::from)
        }
        None => None,
    };
    let findings = findings(cx, id).await?;
    let answers = answers_of(cx.read(), id).await?;
    let beside = protection::decision_beside(cx.read(), id).await?;
    Ok(RegistrationDetail { registration, facts, findings, questions, clocks, history, deal, answers, beside })
}

/// The number of a registration of the actor's scope.
///
/// # Errors
/// `Forbidden`; `NotFound`.
pub async fn number(cx: &Ctx, id: RegistrationId) -> Outcome<String> {
    cx.allow(Action::Read)?;
    let sql =
        Sql::new("SELECT r.number FROM registration r WHERE r.status NOT IN ('draft', 'unconfirmed') AND r.id = ");
    registrations_in_scope(sql.bind(id), &cx.actor).value(cx.read()).await?.ok_or(Failure::NotFound)
}

#[derive(FromQueryResult)]
struct DealRow {
    id: DealId,
    number: String,
    name: String,
    outcome: DealOutcome,
    name_en: String,
    name_de: String,
    amount: Option<i64>,
    currency: Currency,
    partner_name: Option<String>,
    owner_name: Option<String>,
}

impl From<DealRow> for RelatedDeal {
    fn from(row: DealRow) -> Self {
        Self {
            id: row.id,
            number: row.number,
            name: row.name,
            outcome: row.outcome,
            stage_en: row.name_en,
            stage_de: row.name_de,
            amount: row.amount.map(|amount| Money::new(amount, row.currency)),
            partner_name: row.partner_name,
            owner_name: row.owner_name,
        }
    }
}

#[derive(FromQueryResult)]
struct FindingRow {
    id: FindingId,
    kind: FindingKind,
    level: FindingLevel,
    evidence: String,
    effect: FindingEffect,
    set_aside_by: Option<String>,
    set_aside_at: Option<Instant>,
    set_aside_reason: Option<String>,
    found_at: Instant,
    company_id: Option<CompanyId>,
    company_name: Option<String>,
    company_visible: bool,
    deal_id: Option<DealId>,
    deal_number: Option<String>,
    deal_name: Option<String>,
    deal_outcome: Option<DealOutcome>,
    stage_en: Option<String>,
    stage_de: Option<String>,
    deal_amount: Option<i64>,
    deal_currency: Option<Currency>,
    deal_partner: Option<String>,
    deal_owner: Option<String>,
    deal_visible: bool,
    other_id: Option<RegistrationId>,
    other_number: Option<String>,
    other_status: Option<RegistrationStatus>,
    other_company: Option<String>,
    other_partner: Option<String>,
    other_sender: Option<String>,
    other_submitted_at: Option<Instant>,
    other_protected: Option<Date>,
    other_reviewer: Option<String>,
    other_visible: bool,
}

/// The findings, with the records behind them as far as the actor's scope reaches: somebody else's partner is never named.
async fn findings(cx: &Ctx, id: RegistrationId) -> Outcome<Vec<Finding>> {
    let sql = Sql::new(
        "SELECT f.id, f.kind, f.level, f.evidence, f.effect, f.set_aside_by, f.set_aside_at, f.set_aside_reason, f.found_at, f.company_id, c.name AS company_name, d.id AS deal_id, d.number AS deal_number, d.name AS deal_name, d.outcome AS deal_outcome, s.name_en AS stage_en, s.name_de AS stage_de, d.amount AS deal_amount, d.currency AS deal_currency, dp.name AS deal_partner, du.name AS deal_owner, o.id AS other_id, o.number AS other_number, o.status AS other_status, o.company_name AS other_company, op.name AS other_partner, COALESCE(o.sender_company, o.sender_name) AS other_sender, o.submitted_at AS other_submitted_at, CASE WHEN o.status = 'cancelled' THEN NULL ELSE o.protected_until_on END AS other_protected, ou.name AS other_reviewer, EXISTS (SELECT 1 FROM company c WHERE c.id = f.company_id",
    );
    let sql = crate::cosell::deal::visible_companies(sql, cx)
        .push(") AS company_visible, EXISTS (SELECT 1 FROM deal x WHERE x.id = f.deal_id");
    let sql = in_scope(sql, &cx.actor, "x.partner_id")
        .push(") AS deal_visible, EXISTS (SELECT 1 FROM registration y WHERE y.id = f.other_registration_id");
    let rows = in_scope(sql, &cx.actor, "y.partner_id")
        .push(") AS other_visible FROM registration_finding f LEFT JOIN company c ON c.id = f.company_id LEFT JOIN deal d ON d.id = f.deal_id LEFT JOIN stage_definition s ON s.id = d.stage_id LEFT JOIN partner dp ON dp.id = d.partner_id LEFT JOIN app_user du ON du.id = d.owner_id LEFT JOIN registration o ON o.id = f.other_registration_id LEFT JOIN partner op ON op.id = o.partner_id LEFT JOIN app_user ou ON ou.id = o.reviewer_id WHERE f.registration_id = ")
        .bind(id)
        .all::<FindingRow>(cx.read())
        .await?;
    let mut findings = rows.into_iter().map(finding).collect::<Vec<_>>();
    findings.sort_by_key(|f| (certainty(f.level), weight(f.kind), f.id));
    Ok(findings)
}

fn finding(row: FindingRow) -> Finding {
    let deal = |row: &FindingRow| {
        Some(RelatedDeal {
            id: row.deal_id?,
            number: row.deal_number.clone()?,
            name: row.deal_name.clone()?,
            outcome: row.deal_outcome?,
            stage_en: row.stage_en.clone()?,
            stage_de: row.stage_de.clone()?,
            amount: row.deal_amount.zip(row.deal_currency).map(|(amount, currency)| Money::new(amount, currency)),
            partner_name: row.deal_partner.clone(),
            owner_name: row.deal_owner.clone(),
        })
    };
    let registration = |row: &FindingRow| {
        Some(FoundRegistration {
            id: row.other_id?,
            number: row.other_number.clone()?,
            status: row.other_status?,
            company_name: row.other_company.clone()?,
            partner_name: row.other_partner.clone().or_else(|| row.other_sender.clone()),
            submitted_at: row.other_submitted_at?,
            protected_until_on: row.other_protected,
        })
    };
    let company = |row: &FindingRow| Some(FoundCompany { id: row.company_id?, name: row.company_name.clone()? });
    let hidden = (row.deal_id.is_some() && !row.deal_visible) || (row.other_id.is_some() && !row.other_visible);
    let ask = if !hidden {
        None
    } else if row.deal_id.is_some() && !row.deal_visible {
        row.deal_owner.clone()
    } else {
        row.other_reviewer.clone()
    };
    Finding {
        company: company(&row).filter(|_| row.company_visible),
        deal: deal(&row).filter(|_| row.deal_visible),
        registration: registration(&row).filter(|_| row.other_visible),
        hidden,
        ask,
        // An evidence of another age or an import reads as nothing agreed, rather than as no finding. Of a record the reader may not open, only
        // what the registration says as well.
        agreed: serde_json::from_str::<Evidence>(&row.evidence)
            .map(|e| e.agreed.into_iter().filter(|a| !hidden || a.verdict == Verdict::Equal).collect())
            .unwrap_or_default(),
        effect: row.effect,
        set_aside: row.set_aside_at.map(|at| AsideNote {
            by: row.set_aside_by.clone().unwrap_or_default(),
            at,
            reason: row.set_aside_reason.clone().unwrap_or_default(),
        }),
        id: row.id,
        kind: row.kind,
        level: row.level,
        found_at: row.found_at,
    }
}
