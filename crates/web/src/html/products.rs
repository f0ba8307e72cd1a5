//! Products, under the settings.

use crate::failure::PageFailure;
use crate::form::Form;
use crate::html::field::{Problem, filled, problems};
use crate::html::{PageResult, redirect_with, render, render_invalid};
use crate::request::Page;
use crate::ui::Ui;
use askama::Template;
use axum::Router;
use axum::extract::Path;
use axum::routing::get;
use kernel::id::ProductId;
use kernel::{Failure, FieldErrors, Patch};
use operations::App;
use operations::access::policy::Action;
use operations::cosell::product::{self, ChangeProduct, CreateProduct};
use serde::Deserialize;

pub(crate) fn routes() -> Router<App> {
    Router::new()
        .route("/settings/products", get(list))
        .route("/settings/products/new", get(new).post(create))
        .route("/settings/products/{product}", get(edit).post(change))
}

struct Line {
    id: ProductId,
    key: String,
    name: String,
    category: String,
    aliases: String,
    active: bool,
}

#[derive(Template)]
#[template(path = "products/list.html")]
struct List {
    ui: Ui,
    may_change: bool,
    lines: Vec<Line>,
}

async fn list(Page { cx, ui }: Page) -> PageResult {
    let lines = product::list(&cx, true)
        .await?
        .into_iter()
        .map(|p| Line {
            id: p.product.id,
            key: p.product.key,
            name: p.product.name,
            category: p.product.category.unwrap_or_default(),
            aliases: p.aliases.join(", "),
            active: p.product.active,
        })
        .collect();
    render(&List { may_change: ui.may(Action::ManagePrograms), lines, ui })
}

#[derive(Default, Deserialize)]
struct ProductForm {
    #[serde(default)]
    name: String,
    #[serde(default)]
    category: String,
    /// One a line.
    #[serde(default)]
    aliases: String,
    #[serde(default)]
    active: String,
    #[serde(default)]
    version: String,
}

impl ProductForm {
    fn aliases(&self) -> Vec<String> {
        self.aliases.lines().filter_map(filled).collect()
    }
}

#[derive(Template)]
#[template(path = "products/form.html")]
struct ProductPage {
    ui: Ui,
    id: Option<ProductId>,
    form: ProductForm,
    errors: FieldErrors,
    problems: Vec<Problem>,
}

fn form_page(ui: Ui, id: Option<ProductId>, form: ProductForm, errors: FieldErrors) -> ProductPage {
    ProductPage { id, problems: problems(&ui, &errors), form, errors, ui }
}

async fn new(Page { cx, ui }: Page) -> PageResult {
    cx.allow(Action::ManagePrograms)?;
    render(&form_page(ui, None, ProductForm::default(), FieldErrors::default()))
}

async fn create(Page { cx, ui }: Page, Form(form): Form<ProductForm>) -> PageResult {
    let input =
        CreateProduct { key: None, name: form.name.clone(), category: filled(&form.category), aliases: form.aliases() };
    match product::create(&cx, input).await {
        Ok(_) => Ok(redirect_with("/settings/products", "good", "product-saved")),
        Err(Failure::Invalid(errors)) => render_invalid(&form_page(ui, None, form, errors)),
        Err(other) => Err(other.into()),
    }
}

fn product_id(text: &str) -> Result<ProductId, PageFailure> {
    text.parse().map_err(|_| PageFailure(Failure::NotFound))
}

async fn edit(Page { cx, ui }: Page, Path(product): Path<String>) -> PageResult {
    cx.allow(Action::ManagePrograms)?;
    let found = product::get(&cx, product_id(&product)?).await?;
    let form = ProductForm {
        name: found.product.name,
        category: found.product.category.unwrap_or_default(),
        aliases: found.aliases.join("\n"),
        active: if found.product.active { "yes".to_owned() } else { String::new() },
        version: found.product.version.to_string(),
    };
    render(&form_page(ui, Some(found.product.id), form, FieldErrors::default()))
}

async fn change(Page { cx, ui }: Page, Path(product): Path<String>, Form(form): Form<ProductForm>) -> PageResult {
    let id = product_id(&product)?;
    let input = ChangeProduct {
        name: Some(form.name.clone()),
        category: filled(&form.category).map_or(Patch::Clear, Patch::Set),
        active: Some(form.active == "yes"),
        aliases: Some(form.aliases()),
        version: form.version.parse().ok(),
    };
    match product::change(&cx, id, input).await {
        Ok(_) => Ok(redirect_with("/settings/products", "good", "product-saved")),
        Err(Failure::Invalid(errors)) => render_invalid(&form_page(ui, Some(id), form, errors)),
        Err(other) => Err(other.into()),
    }
}
