//! The lines of a deal, each a small form.

use super::record::quantity;
use super::{Shown, id_of};
use crate::form::Form;
use crate::html::field::{Choice, Problem, filled, id, problems};
use crate::html::{PageResult, redirect_with, render, render_invalid};
use crate::request::Page;
use crate::ui::Ui;
use askama::Template;
use axum::extract::Path;
use kernel::id::{DealId, DealLineId};
use kernel::{Failure, FieldErrors, Money};
use operations::Ctx;
use operations::access::policy::Action;
use operations::cosell::deal::{self, NewLine};
use operations::cosell::product;
use operations::cosell::typed_amount::TypedAmount;
use serde::Deserialize;

#[derive(Deserialize, Default, Clone)]
#[serde(default)]
pub(super) struct LineForm {
    version: String,
    product: String,
    product_name: String,
    category: String,
    quantity: String,
    amount: String,
}

struct LineShown {
    id: String,
    form: LineForm,
    products: Vec<Choice>,
    /// Whether what is wrong is wrong with this one.
    failed: bool,
}

#[derive(Template)]
#[template(path = "deals/lines.html")]
struct Lines {
    ui: Ui,
    path: String,
    name: String,
    version: String,
    currency: String,
    lines: Vec<LineShown>,
    sum: Option<Shown>,
    /// The line just sent; empty id for the new one.
    new: LineShown,
    errors: FieldErrors,
    problems: Vec<Problem>,
}

impl Lines {
    fn amount_label(&self) -> String {
        format!("{} ({})", self.ui.t("field-amount"), self.currency)
    }
    fn error(&self, line: &LineShown, field: &str) -> String {
        if line.failed { self.ui.field_error(&self.errors, field).unwrap_or_default() } else { String::new() }
    }
}

async fn lines(
    cx: &Ctx,
    ui: Ui,
    deal_id: DealId,
    sent: Option<(Option<DealLineId>, LineForm, FieldErrors)>,
) -> Result<Lines, Failure> {
    cx.allow(Action::WorkWithDeals)?;
    let detail = deal::get(cx, deal_id).await?;
    let products = product::list(cx, true).await?;
    let choices = |chosen: &str| {
        let offered = products.iter().filter(|p| p.product.active || p.product.id.to_string() == chosen);
        offered.map(|p| Choice::new(p.product.id, p.product.name.clone(), chosen)).collect::<Vec<_>>()
    };
    let sum = detail.lines.iter().map(|l| l.amount).reduce(i64::saturating_add).map(|amount| {
        let sum = Money::new(amount, detail.deal.currency);
        Shown { text: i18n::money_exact(cx.locale, &sum), exact: sum.to_string() }
    });
    let (which, form, errors) = sent.unwrap_or_default();
    let shown = detail.lines.iter().map(|line| {
        let chosen = line.product_id.map(|p| p.to_string()).unwrap_or_default();
        // A line that was just sent shows what was typed.
        let form = if which == Some(line.id) {
            form.clone()
        } else {
            LineForm {
                version: String::new(),
                product_name: line.product_name.clone(),
                category: line.category.clone().unwrap_or_default(),
                quantity: quantity(&ui, line.quantity),
                amount: ui.typed_amount(line.amount),
                product: chosen,
            }
        };
        LineShown { id: line.id.to_string(), products: choices(&form.product), form, failed: which == Some(line.id) }
    });
    let lines = shown.collect();
    let mut problems = problems(&ui, &errors);
    if let Some(line) = which {
        // The summary leads to the fields of that line.
        problems.iter_mut().for_each(|problem| problem.field = format!("{}-{line}", problem.field));
    }
    let blank = if which.is_none() { form } else { LineForm::default() };
    Ok(Lines {
        path: super::path_of(deal_id),
        name: detail.deal.name.clone(),
        version: detail.deal.version.to_string(),
        currency: detail.deal.currency.to_string(),
        lines,
        sum,
        new: LineShown { id: String::new(), products: choices(&blank.product), form: blank, failed: which.is_none() },
        problems,
        errors,
        ui,
    })
}

fn read(cx: &Ctx, form: &LineForm) -> Result<NewLine, Failure> {
    let mut errors = FieldErrors::default();
    let product = id(&mut errors, "product", &form.product);
    let amount = TypedAmount::typed(&form.amount, cx.locale);
    let Some(amount) = amount.filter(|_| errors.is_empty()) else {
        if form.amount.trim().is_empty() {
            errors.add("amount", "required");
        }
        if product.is_none() && form.product_name.trim().is_empty() {
            errors.add("product_name", "required");
        }
        return Err(Failure::Invalid(errors));
    };
    Ok(NewLine {
        product,
        product_name: filled(&form.product_name),
        category: filled(&form.category),
        quantity: TypedAmount::typed(&form.quantity, cx.locale),
        amount,
    })
}

pub(super) async fn page(Page { cx, ui }: Page, Path(id): Path<String>) -> PageResult {
    render(&lines(&cx, ui, id_of(&id)?, None).await?)
}

pub(super) async fn add(Page { cx, ui }: Page, Path(id): Path<String>, Form(form): Form<LineForm>) -> PageResult {
    let id = id_of(&id)?;
    let done = match read(&cx, &form) {
        Ok(line) => deal::add_line(&cx, id, form.version.parse().ok(), line).await.map(|_| ()),
        Err(failure) => Err(failure),
    };
    answer(&cx, ui, id, None, form, done).await
}

pub(super) async fn change(
    Page { cx, ui }: Page,
    Path((id, line)): Path<(String, String)>,
    Form(form): Form<LineForm>,
) -> PageResult {
    let (id, line) = (id_of(&id)?, id_of(&line)?);
    let done = match read(&cx, &form) {
        Ok(new) => deal::change_line(&cx, id, line, form.version.parse().ok(), new).await,
        Err(failure) => Err(failure),
    };
    answer(&cx, ui, id, Some(line), form, done).await
}

async fn answer(
    cx: &Ctx,
    ui: Ui,
    id: DealId,
    line: Option<DealLineId>,
    form: LineForm,
    done: Result<(), Failure>,
) -> PageResult {
    match done {
        Ok(()) => Ok(redirect_with(&format!("{}/lines", super::path_of(id)), "good", "deal-line-saved")),
        Err(Failure::Invalid(errors)) => render_invalid(&lines(cx, ui, id, Some((line, form, errors))).await?),
        Err(other) => Err(other.into()),
    }
}

pub(super) async fn remove(
    Page { cx, .. }: Page,
    Path((id, line)): Path<(String, String)>,
    Form(form): Form<LineForm>,
) -> PageResult {
    let id = id_of(&id)?;
    deal::remove_line(&cx, id, id_of(&line)?, form.version.parse().ok()).await?;
    Ok(redirect_with(&format!("{}/lines", super::path_of(id)), "good", "deal-line-removed"))
}
