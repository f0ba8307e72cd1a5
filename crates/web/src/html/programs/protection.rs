//! Protection in a program: windows of single products, how many registrations can be open, what keeps protection alive.

use super::program_id;
use super::rules_form::number;
use crate::form::Form;
use crate::html::field::Problem;
use crate::html::{PageResult, redirect_with, render, render_invalid};
use crate::request::Page;
use crate::ui::Ui;
use askama::Template;
use axum::extract::Path;
use kernel::id::ProgramId;
use kernel::{Failure, FieldErrors};
use operations::Ctx;
use operations::access::policy::Action;
use operations::cosell::product;
use operations::program::{self, ProtectionRules};
use std::collections::BTreeMap;

/// A product with its own window, empty for the usual one.
struct ProductLine {
    field: String,
    name: String,
    days: String,
    error: String,
}

#[derive(Template)]
#[template(path = "programs/protection.html")]
struct ProtectionPage {
    ui: Ui,
    id: ProgramId,
    name: String,
    usual: String,
    sent: BTreeMap<String, String>,
    products: Vec<ProductLine>,
    errors: FieldErrors,
    problems: Vec<Problem>,
}

impl ProtectionPage {
    fn get(&self, name: &str) -> &str {
        self.sent.get(name).map(String::as_str).unwrap_or_default()
    }
    fn wrong(&self, field: &str) -> String {
        self.ui.field_error(&self.errors, field).unwrap_or_default()
    }
}

const DAYS: &str = "protection.product_days.";

fn of(rules: &ProtectionRules, base: i64) -> BTreeMap<String, String> {
    let text = |n: Option<u32>| n.map(|n| n.to_string()).unwrap_or_default();
    let own = rules.product_days.iter().map(|(id, days)| (format!("{DAYS}{id}"), days.to_string()));
    own.chain([
        ("protection.most_open".to_owned(), text(rules.most_open)),
        ("protection.activity_days".to_owned(), text(rules.activity_days)),
        ("base".to_owned(), base.to_string()),
    ])
    .collect()
}

fn read(sent: &BTreeMap<String, String>) -> Result<ProtectionRules, Failure> {
    let mut errors = FieldErrors::default();
    let mut typed = |name: &str| {
        let text = sent.get(name).map(|t| t.trim()).unwrap_or_default();
        (!text.is_empty()).then(|| number(&mut errors, name, text))
    };
    let (most_open, activity_days) = (typed("protection.most_open"), typed("protection.activity_days"));
    let own = sent.keys().filter_map(|name| Some((name.strip_prefix(DAYS)?.to_owned(), typed(name)?)));
    let product_days = own.collect();
    errors.into_result(ProtectionRules { product_days, most_open, activity_days })
}

async fn protection_page(
    cx: &Ctx,
    ui: Ui,
    id: ProgramId,
    sent: BTreeMap<String, String>,
    errors: FieldErrors,
) -> Result<ProtectionPage, Failure> {
    let (row, definition) = program::current(cx.read(), id).await?;
    let wrong = |field: &str| ui.field_error(&errors, field).unwrap_or_default();
    let products = product::list(cx, true).await?.into_iter().map(|p| {
        let field = format!("{DAYS}{}", p.product.id);
        ProductLine {
            days: sent.get(&field).cloned().unwrap_or_default(),
            error: wrong(&field),
            name: p.product.name,
            field,
        }
    });
    let products: Vec<ProductLine> = products.collect();
    let problem = |e: &kernel::FieldError| Problem {
        label: match products.iter().find(|p| p.field == e.field) {
            Some(product) => product.name.clone(),
            None => ui.word("program-setting", e.field.rsplit('.').next().unwrap_or_default()),
        },
        text: i18n::field_error_text(ui.locale(), e),
        field: e.field.clone(),
    };
    Ok(ProtectionPage {
        id,
        name: row.name,
        usual: ui.tn("partner-days", "count", i64::from(definition.protection_days)),
        problems: errors.0.iter().map(problem).collect(),
        products,
        sent,
        errors,
        ui,
    })
}

pub(super) async fn page(Page { cx, ui }: Page, Path(program): Path<String>) -> PageResult {
    cx.allow(Action::ManagePrograms)?;
    let id = program_id(&program)?;
    let (row, definition) = program::current(cx.read(), id).await?;
    let sent = of(&definition.protection, row.definition_version);
    render(&protection_page(&cx, ui, id, sent, FieldErrors::default()).await?)
}

pub(super) async fn publish(
    Page { cx, ui }: Page,
    Path(program): Path<String>,
    Form(sent): Form<BTreeMap<String, String>>,
) -> PageResult {
    cx.allow(Action::ManagePrograms)?;
    let id = program_id(&program)?;
    let (_, mut definition) = program::current(cx.read(), id).await?;
    let text = |name: &str| sent.get(name).map(String::as_str).unwrap_or_default();
    let done = match read(&sent) {
        Ok(rules) => {
            definition.protection = rules;
            program::publish_on(&cx, id, text("base").parse().ok(), definition, Some(text("note"))).await.map(|_| ())
        }
        Err(failure) => Err(failure),
    };
    match done {
        Ok(()) => Ok(redirect_with(&format!("/settings/programs/{id}"), "good", "program-published")),
        Err(Failure::Invalid(errors)) => render_invalid(&protection_page(&cx, ui, id, sent, errors).await?),
        Err(other) => Err(other.into()),
    }
}
