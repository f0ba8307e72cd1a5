//! Making a deal by hand, and changing one.

use super::{id_of, path_of};
use crate::form::Form;
use crate::html::field::{Choice, Problem, date, filled, id, problems};
use crate::html::{PageResult, redirect_with, render, render_invalid};
use crate::request::Page;
use crate::ui::Ui;
use askama::Template;
use axum::extract::{Path, Query};
use kernel::id::{DealId, ProgramId};
use kernel::{Failure, FieldErrors, Patch, Scope};
use operations::Ctx;
use operations::access::policy::Action;
use operations::cosell::deal::{self, ChangeDeal, CreateDeal};
use operations::cosell::product;
use operations::cosell::typed_amount::TypedAmount;
use operations::{partner, program};
use serde::Deserialize;

#[derive(Deserialize, Default, Clone)]
#[serde(default)]
pub(super) struct DealForm {
    version: String,
    name: String,
    program: String,
    partner: String,
    company: String,
    company_name: String,
    company_domain: String,
    company_country: String,
    amount: String,
    currency: String,
    product: String,
    owner: String,
    opened_on: String,
    expected_close_on: String,
}

#[derive(Template)]
#[template(path = "deals/form.html")]
struct FormPage {
    ui: Ui,
    /// Empty for a new deal.
    path: String,
    name: String,
    has_lines: bool,
    form: DealForm,
    partner_needed: bool,
    company: String,
    programs: Vec<Choice>,
    partners: Vec<Choice>,
    products: Vec<Choice>,
    owners: Vec<Choice>,
    currencies: Vec<Choice>,
    errors: FieldErrors,
    problems: Vec<Problem>,
}

impl FormPage {
    fn error(&self, field: &str) -> String {
        self.ui.field_error(&self.errors, field).unwrap_or_default()
    }
    fn is_new(&self) -> bool {
        self.path.is_empty()
    }
}

/// The most partners offered in the select; beyond, a deal is begun from the partner's own page.
const MOST_PARTNERS: u32 = 200;

/// What a form for a deal offers.
async fn form_page(cx: &Ctx, ui: Ui, form: DealForm, errors: FieldErrors) -> Result<FormPage, Failure> {
    let programs = program::all(cx).await?;
    let filter = partner::PartnerFilter::default();
    let request = kernel::PageRequest { limit: Some(MOST_PARTNERS), after: None };
    let partners = partner::list(cx, &filter, &request).await?.items;
    let mut partner_choices: Vec<Choice> =
        partners.iter().map(|p| Choice::new(p.id, p.name.clone(), &form.partner)).collect();
    // The chosen one may be beyond those offered.
    if let Ok(chosen) = form.partner.parse()
        && !partner_choices.iter().any(|c| c.selected)
        && let Ok(found) = partner::detail(cx, chosen).await
    {
        partner_choices.insert(0, Choice::new(chosen, found.facts.name, &form.partner));
    }
    let company = match form.company.parse() {
        Ok(company) => deal::company(cx, company).await.map(|c| c.name).unwrap_or_default(),
        Err(_) => String::new(),
    };
    let products = product::list(cx, true).await?;
    let owners = partner::possible_owners(cx).await?;
    let mut codes: Vec<String> = programs.iter().map(|p| p.currency.to_string()).collect();
    codes.extend(["EUR", "USD", "GBP", "CHF", &form.currency].into_iter().filter(|c| !c.is_empty()).map(str::to_owned));
    codes.sort();
    codes.dedup();
    Ok(FormPage {
        path: String::new(),
        name: String::new(),
        has_lines: false,
        partner_needed: cx.actor.scope() != Scope::All,
        company,
        programs: programs
            .iter()
            .filter(|p| p.active)
            .map(|p| Choice::new(p.id, p.name.clone(), &form.program))
            .collect(),
        partners: partner_choices,
        products: products
            .iter()
            .filter(|p| p.product.active || p.product.id.to_string() == form.product)
            .map(|p| Choice::new(p.product.id, p.product.name.clone(), &form.product))
            .collect(),
        owners: owners.iter().map(|o| Choice::new(o.id, o.name.clone(), &form.owner)).collect(),
        currencies: codes.iter().map(|c| Choice::new(c, c.clone(), &form.currency)).collect(),
        problems: problems(&ui, &errors),
        form,
        errors,
        ui,
    })
}

pub(super) async fn new(Page { cx, ui }: Page, Query(given): Query<DealForm>) -> PageResult {
    cx.allow(Action::WorkWithDeals)?;
    let programs = program::all(&cx).await?;
    let program = given.program.parse::<ProgramId>().ok();
    let chosen = programs.iter().find(|p| Some(p.id) == program).or_else(|| programs.first());
    let currency = chosen.map(|p| p.currency.to_string()).unwrap_or_default();
    let opened_on = ui.today().to_string();
    render(&form_page(&cx, ui, DealForm { currency, opened_on, ..given }, FieldErrors::default()).await?)
}

pub(super) async fn create(Page { cx, ui }: Page, Form(form): Form<DealForm>) -> PageResult {
    match create_from(&cx, &form).await {
        Ok(id) => Ok(redirect_with(&path_of(id), "good", "deal-created")),
        Err(Failure::Invalid(errors)) => render_invalid(&form_page(&cx, ui, form, errors).await?),
        Err(other) => Err(other.into()),
    }
}

async fn create_from(cx: &Ctx, form: &DealForm) -> Result<DealId, Failure> {
    cx.allow(Action::WorkWithDeals)?;
    let mut errors = FieldErrors::default();
    let program = id(&mut errors, "program", &form.program);
    if program.is_none() && errors.is_empty() {
        errors.add("program", "required");
    }
    let partner = id(&mut errors, "partner", &form.partner);
    let company = id(&mut errors, "company", &form.company);
    let product = id(&mut errors, "product", &form.product);
    let owner = id(&mut errors, "owner", &form.owner);
    let opened_on = date(&mut errors, "opened_on", &form.opened_on);
    let expected_close_on = date(&mut errors, "expected_close_on", &form.expected_close_on);
    let amount = TypedAmount::typed(&form.amount, cx.locale);
    let Some(program) = program.filter(|_| errors.is_empty()) else {
        // What the operation would have found is said in the same breath.
        errors.required("name", &form.name, 200);
        if let Some(amount) = amount {
            amount.check(&mut errors, "amount");
        }
        return Err(Failure::Invalid(errors));
    };
    let input = CreateDeal {
        program,
        name: form.name.clone(),
        partner,
        company,
        company_name: filled(&form.company_name),
        company_domain: filled(&form.company_domain),
        company_country: filled(&form.company_country),
        owner,
        amount,
        currency: filled(&form.currency),
        product,
        stage: None,
        expected_close_on,
        opened_on,
        lines: Vec::new(),
    };
    deal::create_direct(cx, input).await
}

pub(super) async fn edit(Page { cx, ui }: Page, Path(path): Path<String>) -> PageResult {
    cx.allow(Action::WorkWithDeals)?;
    let id: DealId = id_of(&path)?;
    let detail = deal::get(&cx, id).await?;
    let deal = &detail.deal;
    let text = |value: Option<String>| value.unwrap_or_default();
    let form = DealForm {
        version: deal.version.to_string(),
        name: deal.name.clone(),
        program: deal.program_id.to_string(),
        partner: text(deal.partner_id.map(|p| p.to_string())),
        company: text(deal.company_id.map(|c| c.to_string())),
        amount: text(deal.amount.map(|m| ui.typed_amount(m.amount))),
        currency: deal.currency.to_string(),
        product: text(deal.product_id.map(|p| p.to_string())),
        owner: text(deal.owner_id.map(|o| o.to_string())),
        opened_on: text(deal.opened_on.map(|d| d.to_string())),
        expected_close_on: text(deal.expected_close_on.map(|d| d.to_string())),
        ..DealForm::default()
    };
    render(&edit_page(&cx, ui, id, form, FieldErrors::default()).await?)
}

async fn edit_page(cx: &Ctx, ui: Ui, id: DealId, form: DealForm, errors: FieldErrors) -> Result<FormPage, Failure> {
    let detail = deal::get(cx, id).await?;
    let page = form_page(cx, ui, form, errors).await?;
    Ok(FormPage { path: path_of(id), name: detail.deal.name, has_lines: !detail.lines.is_empty(), ..page })
}

pub(super) async fn change(Page { cx, ui }: Page, Path(path): Path<String>, Form(form): Form<DealForm>) -> PageResult {
    let id: DealId = id_of(&path)?;
    match change_from(&cx, id, &form).await {
        Ok(()) => Ok(redirect_with(&path_of(id), "good", "deal-changed")),
        Err(Failure::Invalid(errors)) => render_invalid(&edit_page(&cx, ui, id, form, errors).await?),
        Err(other) => Err(other.into()),
    }
}

fn wish<T>(value: Option<T>) -> Patch<T> {
    value.map_or(Patch::Clear, Patch::Set)
}

async fn change_from(cx: &Ctx, deal_id: DealId, form: &DealForm) -> Result<(), Failure> {
    cx.allow(Action::WorkWithDeals)?;
    let has_lines = !deal::lines_of(cx, deal_id).await?.is_empty();
    let mut errors = FieldErrors::default();
    let product = id(&mut errors, "product", &form.product);
    let owner = id(&mut errors, "owner", &form.owner);
    let opened_on = date(&mut errors, "opened_on", &form.opened_on);
    let expected_close_on = date(&mut errors, "expected_close_on", &form.expected_close_on);
    if !errors.is_empty() {
        errors.required("name", &form.name, 200);
        return Err(Failure::Invalid(errors));
    }
    let input = ChangeDeal {
        version: form.version.parse().ok(),
        name: Some(form.name.clone()),
        // A deal with lines shows no field for its amount.
        amount: if has_lines { Patch::Keep } else { wish(TypedAmount::typed(&form.amount, cx.locale)) },
        currency: filled(&form.currency),
        expected_close_on: wish(expected_close_on),
        opened_on: wish(opened_on),
        owner: wish(owner),
        product: wish(product),
        company: Patch::Keep,
    };
    deal::change(cx, deal_id, input).await
}
