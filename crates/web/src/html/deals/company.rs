//! One customer: facts, deals, registrations.

use super::{Row, id_of, rows};
use crate::html::{PageResult, redirect_with, render};
use crate::request::Page;
use crate::ui::Ui;
use askama::Template;
use axum::extract::Path;
use kernel::PageRequest;
use kernel::id::CompanyId;
use operations::access::policy::Action;
use operations::cosell::company::{CompanyIdentity, Merged, NamedAccount, identity, merges, named_account};
use operations::cosell::deal::{self, Company, CompanyRegistration, DealFilter, Order};

struct RegistrationRow {
    registration: CompanyRegistration,
    when: String,
}

#[derive(Template)]
#[template(path = "deals/company.html")]
struct CompanyPage {
    ui: Ui,
    may_change: bool,
    may_manage: bool,
    named: Option<NamedAccount>,
    merges: Vec<Merged>,
    identity: CompanyIdentity,
    company: Company,
    since: String,
    more: Vec<(String, String)>,
    rows: Vec<Row>,
    whole: bool,
    registrations: Vec<RegistrationRow>,
}

pub(super) async fn page(Page { cx, ui }: Page, Path(id): Path<String>) -> PageResult {
    let id: CompanyId = id_of(&id)?;
    let company = deal::company(&cx, id).await?;
    if let Some(kept) = company.merged_into {
        return Ok(redirect_with(&format!("/companies/{kept}"), "", "company-was-merged"));
    }
    let filter = DealFilter { company: Some(id), ..DealFilter::default() };
    let page = deal::list(&cx, &filter, Order::default(), &PageRequest::default()).await?;
    let whole = page.next_cursor.is_none();
    let rows = rows(&ui, page.items);
    let registrations = deal::company_registrations(&cx, id).await?;
    let template = CompanyPage {
        may_change: ui.may(Action::WorkWithDeals),
        may_manage: ui.may(Action::ManagePrograms),
        named: named_account(&cx, id).await?,
        merges: merges(&cx, id).await?,
        identity: identity(&cx, id).await?,
        since: ui.instant(&company.created_at),
        more: company.more(),
        whole,
        rows,
        registrations: registrations
            .into_iter()
            .map(|registration| RegistrationRow { when: ui.instant(&registration.submitted_at), registration })
            .collect(),
        company,
        ui,
    };
    render(&template)
}
