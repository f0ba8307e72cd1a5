//! Customers: the list, and which ones direct sales keeps.

use super::id_of;
use crate::form::Form;
use crate::html::{PageResult, redirect_with, render};
use crate::request::Page;
use crate::ui::Ui;
use askama::Template;
use axum::extract::{Path, Query};
use kernel::PageRequest;
use kernel::id::CompanyId;
use operations::cosell::company::{NameAccount, name_account, release_account};
use operations::cosell::deal::{self, Company};
use serde::Deserialize;

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Filter {
    q: String,
    named: String,
    cursor: String,
}

#[derive(Template)]
#[template(path = "deals/customers.html")]
struct CustomersPage {
    ui: Ui,
    filter: Filter,
    companies: Vec<Company>,
    first: String,
    next: String,
}

pub(super) async fn list(Page { cx, ui }: Page, Query(filter): Query<Filter>) -> PageResult {
    let request = PageRequest::parse(None, Some(&filter.cursor))?;
    let q = Some(filter.q.as_str()).filter(|q| !q.trim().is_empty());
    let found = deal::companies(&cx, q, !filter.named.is_empty(), &request).await?;
    let address = |cursor: &str| {
        let pairs = [("q", filter.q.as_str()), ("named", filter.named.as_str()), ("cursor", cursor)];
        let pairs: Vec<_> = pairs.into_iter().filter(|(_, value)| !value.is_empty()).collect();
        format!("/companies?{}", serde_urlencoded::to_string(pairs).unwrap_or_default())
    };
    let template = CustomersPage {
        first: if filter.cursor.is_empty() { String::new() } else { address("") },
        next: found.next_cursor.as_deref().map(address).unwrap_or_default(),
        companies: found.items,
        filter,
        ui,
    };
    render(&template)
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct NameForm {
    note: String,
}

pub(super) async fn name(Page { cx, ui: _ }: Page, Path(id): Path<String>, Form(form): Form<NameForm>) -> PageResult {
    let id: CompanyId = id_of(&id)?;
    name_account(&cx, id, NameAccount { note: Some(form.note) }).await?;
    Ok(redirect_with(&format!("/companies/{id}"), "good", "company-named"))
}

pub(super) async fn release(Page { cx, ui: _ }: Page, Path(id): Path<String>) -> PageResult {
    let id: CompanyId = id_of(&id)?;
    release_account(&cx, id).await?;
    Ok(redirect_with(&format!("/companies/{id}"), "good", "company-released"))
}
