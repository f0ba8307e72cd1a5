//! Customers: the list, which ones direct sales keeps, and two that turn out to be one.

use super::id_of;
use crate::form::Form;
use crate::html::field::{Problem, problems};
use crate::html::{PageResult, redirect_with, render, render_invalid};
use crate::request::Page;
use crate::ui::Ui;
use askama::Template;
use axum::extract::{Path, Query};
use kernel::id::CompanyId;
use kernel::{Failure, FieldErrors, PageRequest};
use operations::Ctx;
use operations::access::policy::Action;
use operations::cosell::company::{Merge, NameAccount, merge, name_account, release_account, undo_merge};
use operations::cosell::conflict::doubles;
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

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct MergeForm {
    other: String,
    reason: String,
}

/// One that may be the same.
struct DoubleChoice {
    id: String,
    name: String,
    note: String,
    chosen: bool,
}

#[derive(Template)]
#[template(path = "deals/merge.html")]
struct MergePage {
    ui: Ui,
    company: Company,
    doubles: Vec<DoubleChoice>,
    form: MergeForm,
    errors: FieldErrors,
    problems: Vec<Problem>,
}

async fn merge_page(
    cx: &Ctx,
    ui: Ui,
    id: CompanyId,
    form: MergeForm,
    errors: FieldErrors,
) -> Result<MergePage, Failure> {
    cx.allow(Action::ManagePrograms)?;
    let company = deal::company(cx, id).await?;
    let doubles = doubles(cx, id).await?.into_iter().map(|double| {
        let grounds = double.agreed.iter().map(|a| {
            let key = format!("finding-{}-{}", a.verdict.as_str(), a.field);
            ui.t2(&key, "ours", a.ours.clone(), "theirs", a.theirs.clone())
        });
        let note: Vec<String> = std::iter::once(ui.word("level", double.level)).chain(grounds).collect();
        let id = double.id.to_string();
        DoubleChoice { chosen: id == form.other, id, name: double.name, note: note.join(" · ") }
    });
    Ok(MergePage { doubles: doubles.collect(), problems: problems(&ui, &errors), company, form, errors, ui })
}

pub(super) async fn merge_form(
    Page { cx, ui }: Page,
    Path(id): Path<String>,
    Query(form): Query<MergeForm>,
) -> PageResult {
    render(&merge_page(&cx, ui, id_of(&id)?, form, FieldErrors::default()).await?)
}

pub(super) async fn merge_them(
    Page { cx, ui }: Page,
    Path(id): Path<String>,
    Form(form): Form<MergeForm>,
) -> PageResult {
    cx.allow(Action::ManagePrograms)?;
    let id: CompanyId = id_of(&id)?;
    // An id may be pasted, or the address of its page.
    let other = form.other.trim().rsplit('/').next().unwrap_or_default();
    let done = match other.parse::<CompanyId>() {
        Ok(other) => merge(&cx, id, Merge { other, reason: form.reason.clone() }).await.map(|_| ()),
        Err(_) if other.is_empty() => Err(Failure::field("other", "required")),
        Err(_) => Err(Failure::field("other", "unknown")),
    };
    match done {
        Ok(()) => Ok(redirect_with(&format!("/companies/{id}"), "good", "company-merged")),
        Err(Failure::Invalid(errors)) => render_invalid(&merge_page(&cx, ui, id, form, errors).await?),
        Err(other) => Err(other.into()),
    }
}

pub(super) async fn undo(Page { cx, ui: _ }: Page, Path(merge): Path<String>) -> PageResult {
    cx.allow(Action::ManagePrograms)?;
    let kept = undo_merge(&cx, merge.parse().map_err(|_| Failure::NotFound)?).await?;
    Ok(redirect_with(&format!("/companies/{kept}"), "good", "company-unmerged"))
}
