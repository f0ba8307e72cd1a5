//! A deal begins: by an approved registration, or by hand.

use super::load::{first_open_stage, person, product};
use super::moves::named_in_both;
use super::new_line::{CheckedLine, NewLine, check_lines, insert_line};
use crate::Ctx;
use crate::access::policy::Action;
use crate::access::scope::in_scope;
use crate::cosell::company::{NewCompany, find_or_create};
use crate::cosell::number::{NumberOf, fresh};
use crate::cosell::typed_amount::TypedAmount;
use crate::program::{Stage, stages};
use crate::record::{Event, EventKind, record};
use crate::settings::organisation;
use kernel::fold::{fold, search_text};
use kernel::id::{CompanyId, DealId, DealStageId, PartnerId, ProductId, ProgramId, RegistrationId, StageId, UserId};
use kernel::words::{DealOutcome, DealSource};
use kernel::{Currency, Date, Failure, FieldErrors, Money, Outcome, Scope};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, FromQueryResult};
use serde::Deserialize;
use storage::{Sql, Tx, entity};

/// The longest name of a deal, characters.
pub const NAME_LENGTH: usize = 200;

/// A deal as another operation makes it; everything in it was checked by that operation.
#[derive(Debug, Clone)]
pub struct NewDeal {
    /// The program whose stages it goes through.
    pub program: ProgramId,
    /// The partner; none for the vendor's own sales.
    pub partner: Option<PartnerId>,
    /// The customer.
    pub company: Option<CompanyId>,
    /// The registration it came from.
    pub registration: Option<RegistrationId>,
    /// Who on the vendor's side sells it.
    pub owner: Option<UserId>,
    /// What it is called.
    pub name: String,
    /// Where it came from.
    pub source: DealSource,
    /// Ten-thousandths of the unit.
    pub amount: Option<i64>,
    /// Of the amount.
    pub currency: Currency,
    /// The product, when there is one.
    pub product: Option<ProductId>,
    /// When it should close.
    pub expected_close_on: Option<Date>,
    /// When it began; unknown when empty.
    pub opened_on: Option<Date>,
}

/// A deal made by hand: for a partner, or of the vendor's own sales.
#[derive(Debug, Clone, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CreateDeal {
    /// The program whose stages it goes through.
    #[schema(value_type = String)]
    pub program: ProgramId,
    /// What it is called.
    pub name: String,
    /// The partner; left out for the vendor's own sales.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub partner: Option<PartnerId>,
    /// The customer.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub company: Option<CompanyId>,
    /// … or its name: a company we know by its domain, or by name and country, is found again.
    #[serde(default)]
    pub company_name: Option<String>,
    /// Its web domain.
    #[serde(default)]
    pub company_domain: Option<String>,
    /// Its country, two letters.
    #[serde(default)]
    pub company_country: Option<String>,
    /// Who sells it; the person who makes it when left out.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub owner: Option<UserId>,
    /// Left out, it is the sum of the lines.
    #[serde(default)]
    #[schema(value_type = Option<String>, example = "48000.00")]
    pub amount: Option<TypedAmount>,
    /// The program's when left out.
    #[serde(default)]
    #[schema(example = "EUR")]
    pub currency: Option<String>,
    /// The product, when there is one.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub product: Option<ProductId>,
    /// An open stage of the program; the first one when left out.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub stage: Option<StageId>,
    /// When it should close.
    #[serde(default)]
    #[schema(value_type = Option<String>, format = Date)]
    pub expected_close_on: Option<Date>,
    /// When it began; today when left out.
    #[serde(default)]
    #[schema(value_type = Option<String>, format = Date)]
    pub opened_on: Option<Date>,
    /// Products with quantities and amounts.
    #[serde(default)]
    pub lines: Vec<NewLine>,
}

/// Makes a deal in the program's first open stage, inside another operation's transaction.
///
/// # Errors
/// `no_open_stage` when the program has none; the database's.
pub async fn create(tx: &Tx, cx: &Ctx, input: NewDeal) -> Outcome<DealId> {
    let stage = first_open_stage(&stages(tx, input.program).await?)?;
    insert(tx, cx, input, &stage, &[]).await
}

/// Makes a deal by hand.
///
/// # Errors
/// `Forbidden`; `Invalid` at `program`, `name`, `partner`, `company`, `owner`, `amount`, `currency`, `product`, `stage`,
/// `expected_close_on`, `opened_on`, `lines.N.…`; `no_open_stage`.
pub async fn create_direct(cx: &Ctx, input: CreateDeal) -> Outcome<DealId> {
    cx.allow(Action::WorkWithDeals)?;
    let mut errors = FieldErrors::default();
    let name = errors.required("name", &input.name, NAME_LENGTH);
    let program = Sql::new("SELECT currency FROM program WHERE active AND id = ")
        .bind(input.program)
        .value::<Currency>(cx.read())
        .await?;
    if program.is_none() {
        errors.add("program", "unknown");
    }
    check_partner(cx, &mut errors, input.partner, input.program).await?;
    if let Some(company) = input.company {
        super::load::company_in_scope(cx, &mut errors, company).await?;
    }
    let named = check_company(&mut errors, &input);
    person(cx.read(), &mut errors, input.owner).await?;
    product(cx.read(), &mut errors, "product", input.product).await?;
    let currency = match input.currency.as_deref().map(str::trim).filter(|c| !c.is_empty()) {
        None => program,
        Some(text) => text.parse().map_err(|_| errors.add("currency", "currency_invalid")).ok(),
    };
    let lines = check_lines(cx, &mut errors, &input.lines).await?;
    let amount = input.amount.and_then(|a| a.check(&mut errors, "amount"));
    let sum = lines.iter().try_fold(0_i64, |sum, line| sum.checked_add(line.amount));
    if !lines.is_empty() && amount.is_some() && amount != sum {
        errors.add("amount", "lines_differ");
    }
    let program_stages = stages(cx.read(), input.program).await?;
    let stage = match input.stage {
        None => None,
        Some(id) => {
            let found = program_stages.iter().find(|s| s.id == id && !s.retired && s.outcome == DealOutcome::Open);
            if found.is_none() {
                errors.add("stage", "wrong_stage");
            }
            found.cloned()
        }
    };
    let today = cx.now().date_in(&organisation(cx.read()).await?.zone());
    if input.opened_on.is_some_and(|on| on > today) {
        errors.add("opened_on", "date_in_future");
    }
    errors.into_result(())?;
    let stage = match stage {
        Some(stage) => stage,
        None => first_open_stage(&program_stages)?,
    };
    let deal = NewDeal {
        program: input.program,
        partner: input.partner,
        company: input.company,
        registration: None,
        owner: input.owner.or_else(|| cx.actor.user().map(|u| u.id)),
        name,
        source: DealSource::Direct,
        amount: if lines.is_empty() { amount } else { sum },
        currency: currency.ok_or_else(|| Failure::field("currency", "currency_invalid"))?,
        product: input.product,
        expected_close_on: input.expected_close_on,
        opened_on: Some(input.opened_on.unwrap_or(today)),
    };
    let tx = cx.begin().await?;
    let company = match (deal.company, named) {
        (None, Some(named)) => Some(find_or_create(&tx, cx, &named).await?),
        (known, _) => known,
    };
    let deal = NewDeal { company, ..deal };
    let id = insert(&tx, cx, deal, &stage, &lines).await?;
    cx.commit(tx).await?;
    Ok(id)
}

/// A partner of one's own who is in the program. Who sees only their own partners' rows must name one, or they would not
/// see the deal they have made.
async fn check_partner(
    cx: &Ctx,
    errors: &mut FieldErrors,
    partner: Option<PartnerId>,
    program: ProgramId,
) -> Outcome<()> {
    let Some(partner) = partner else {
        if cx.actor.scope() != Scope::All {
            errors.add("partner", "required");
        }
        return Ok(());
    };
    #[derive(FromQueryResult)]
    struct Row {
        member: bool,
    }
    let sql =
        Sql::new("SELECT EXISTS (SELECT 1 FROM partner_program pp WHERE pp.partner_id = p.id AND pp.program_id = ")
            .bind(program)
            .push(") AS member FROM partner p WHERE p.id = ")
            .bind(partner);
    match in_scope(sql, &cx.actor, "p.id").one::<Row>(cx.read()).await? {
        None => errors.add("partner", "unknown"),
        Some(row) if !row.member => errors.add("partner", "not_in_program"),
        Some(_) => {}
    }
    Ok(())
}

fn check_company(errors: &mut FieldErrors, input: &CreateDeal) -> Option<NewCompany> {
    let name = errors.optional("company_name", input.company_name.as_deref(), NAME_LENGTH);
    let domain = errors.optional("company_domain", input.company_domain.as_deref(), 253);
    if domain.as_deref().is_some_and(|d| kernel::domain::registrable_domain(d).is_none()) {
        errors.add("company_domain", "domain_invalid");
    }
    let country = errors.optional("company_country", input.company_country.as_deref(), 2);
    if country.as_deref().is_some_and(|c| c.len() != 2 || !c.chars().all(|l| l.is_ascii_alphabetic())) {
        errors.add("company_country", "invalid");
    }
    let country = country.map(|c| c.to_ascii_uppercase());
    name.map(|name| NewCompany { name, domain, country, ..NewCompany::default() })
}

async fn insert(tx: &Tx, cx: &Ctx, new: NewDeal, stage: &Stage, lines: &[CheckedLine]) -> Outcome<DealId> {
    let id = DealId::new();
    let now = cx.now();
    let number = fresh(tx, NumberOf::Deal).await?;
    let search = search_of(tx, &number, &new.name, new.partner, new.company).await?;
    entity::deal::ActiveModel {
        id: Set(id),
        number: Set(number.clone()),
        name_folded: Set(fold(&new.name)),
        name: Set(new.name.clone()),
        program_id: Set(new.program),
        partner_id: Set(new.partner),
        company_id: Set(new.company),
        registration_id: Set(new.registration),
        owner_id: Set(new.owner),
        source: Set(new.source),
        stage_id: Set(stage.id),
        outcome: Set(stage.outcome),
        amount: Set(new.amount),
        currency: Set(new.currency),
        product_id: Set(new.product),
        opened_on: Set(new.opened_on),
        expected_close_on: Set(new.expected_close_on),
        closed_on: Set(None),
        close_reason: Set(None),
        stage_entered_at: Set(now),
        search_text: Set(search),
        created_at: Set(now),
        changed_at: Set(now),
        version: Set(1),
    }
    .insert(tx)
    .await?;
    entity::deal_stage::ActiveModel {
        id: Set(DealStageId::new()),
        deal_id: Set(id),
        stage_id: Set(stage.id),
        entered_at: Set(now),
        left_at: Set(None),
        actor_name: Set(cx.actor.name().to_owned()),
        channel: Set(cx.channel),
        reason: Set(None),
    }
    .insert(tx)
    .await?;
    for (line, position) in lines.iter().zip(1..) {
        insert_line(tx, id, position, line).await?;
    }
    let payload = serde_json::json!({
        "number": number,
        "name": new.name,
        "worth": new.amount.map(|amount| Money::new(amount, new.currency)),
        "stage": named_in_both(stage),
        "source": new.source,
    });
    let event = Event::new(EventKind::DealCreated).program(new.program).partner(new.partner);
    record(tx, cx, event.registration(new.registration).deal(id).with(payload)).await?;
    Ok(id)
}

/// Deals of a partner who was renamed are found by the new name.
///
/// # Errors
/// The database's.
pub async fn refresh_search_of(tx: &Tx, partner: PartnerId) -> Outcome<()> {
    #[derive(FromQueryResult)]
    struct Found {
        id: DealId,
        number: String,
        name: String,
        company_id: Option<CompanyId>,
    }
    let deals: Vec<Found> =
        Sql::new("SELECT id, number, name, company_id FROM deal WHERE partner_id = ").bind(partner).all(tx).await?;
    for deal in deals {
        let search = search_of(tx, &deal.number, &deal.name, Some(partner), deal.company_id).await?;
        Sql::new("UPDATE deal SET search_text = ").bind(search).push(" WHERE id = ").bind(deal.id).execute(tx).await?;
    }
    Ok(())
}

/// What a search for a deal looks into: its number, name, customer and partner.
pub(super) async fn search_of(
    tx: &Tx,
    number: &str,
    name: &str,
    partner: Option<PartnerId>,
    company: Option<CompanyId>,
) -> Outcome<String> {
    let partner = match partner {
        Some(id) => Sql::new("SELECT name FROM partner WHERE id = ").bind(id).value::<String>(tx).await?,
        None => None,
    };
    let company = match company {
        Some(id) => Sql::new("SELECT name FROM company WHERE id = ").bind(id).value::<String>(tx).await?,
        None => None,
    };
    let parts = [number, name, company.as_deref().unwrap_or_default(), partner.as_deref().unwrap_or_default()];
    Ok(search_text(&parts))
}
