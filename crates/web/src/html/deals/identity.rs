//! By what a customer is found again: other names, numbers, address, and the company it belongs to.

use super::id_of;
use super::merge::place;
use crate::form::Form;
use crate::html::field::{Choice, Problem, problems};
use crate::html::{PageResult, redirect_with, render, render_as, render_invalid};
use crate::public::countries;
use crate::request::Page;
use crate::ui::Ui;
use askama::Template;
use axum::extract::Path;
use http::StatusCode;
use kernel::id::CompanyId;
use kernel::{Failure, FieldError, FieldErrors, PageRequest, Patch};
use operations::Ctx;
use operations::access::policy::Action;
use operations::cosell::company::{ChangeIdentity, CompanyIdentity, change_identity, identity};
use operations::cosell::deal;
use serde::Deserialize;

/// Companies shown for a search; more say nothing.
const MATCHES: u32 = 12;

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct IdentityForm {
    version: String,
    /// One on a line.
    other_names: String,
    vat: String,
    domain: String,
    country: String,
    city: String,
    phone: String,
    /// An id, or nothing.
    parent: String,
    /// Searched among all companies.
    q: String,
    /// `search`, or nothing to save.
    action: String,
}

impl IdentityForm {
    fn of(known: &CompanyIdentity) -> Self {
        let text = |value: &Option<String>| value.clone().unwrap_or_default();
        Self {
            version: known.version.to_string(),
            other_names: known.aliases.join("\n"),
            vat: text(&known.vat),
            domain: text(&known.domain),
            country: text(&known.country),
            city: text(&known.city),
            phone: text(&known.phone),
            parent: known.parent_id.map(|id| id.to_string()).unwrap_or_default(),
            ..Self::default()
        }
    }

    /// The other names, without empty lines.
    fn aliases(&self) -> Vec<String> {
        self.other_names.lines().map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned).collect()
    }

    fn wish(&self) -> Result<ChangeIdentity, Failure> {
        let said = |text: &str| {
            let text = text.trim();
            if text.is_empty() { Patch::Clear } else { Patch::Set(text.to_owned()) }
        };
        let parent = match self.parent.trim() {
            "" => Patch::Clear,
            text => Patch::Set(text.parse().map_err(|_| Failure::field("parent", "unknown"))?),
        };
        Ok(ChangeIdentity {
            aliases: self.aliases(),
            vat: said(&self.vat),
            domain: said(&self.domain),
            country: said(&self.country),
            city: said(&self.city),
            phone: said(&self.phone),
            parent,
            version: self.version.parse().ok(),
        })
    }
}

/// A company it may belong to.
struct Parent {
    id: String,
    name: String,
    note: String,
    chosen: bool,
}

#[derive(Template)]
#[template(path = "deals/identity.html")]
struct IdentityPage {
    ui: Ui,
    company: CompanyIdentity,
    form: IdentityForm,
    countries: Vec<Choice>,
    parents: Vec<Parent>,
    /// Something was searched for and nothing found.
    none_found: bool,
    /// Somebody was faster: what stands now otherwise than it was typed.
    meanwhile: Option<Vec<(String, String)>>,
    errors: FieldErrors,
    problems: Vec<Problem>,
}

impl IdentityPage {
    fn wrong(&self, field: &str) -> String {
        self.ui.field_error(&self.errors, field).unwrap_or_default()
    }

    /// What is wrong with the other names, each told with the name.
    fn wrong_names(&self) -> String {
        let names = self.form.aliases();
        let told = self.errors.0.iter().filter_map(|error| name_error(&self.ui, &names, error));
        told.collect::<Vec<_>>().join(" ")
    }
}

/// What is wrong with one of the other names, or with all of them.
fn name_error(ui: &Ui, names: &[String], error: &FieldError) -> Option<String> {
    let text = i18n::field_error_text(ui.locale(), error);
    if error.field == "aliases" {
        return Some(text);
    }
    let at: usize = error.field.strip_prefix("aliases.")?.parse().ok()?;
    let name: String = names.get(at)?.chars().take(40).collect();
    Some(ui.t2("identity-wrong-name", "name", name, "wrong", text))
}

async fn page(
    cx: &Ctx,
    ui: Ui,
    id: CompanyId,
    form: Option<IdentityForm>,
    errors: FieldErrors,
) -> Result<IdentityPage, Failure> {
    cx.allow(Action::ManagePrograms)?;
    let company = identity(cx, id).await?;
    let form = form.unwrap_or_else(|| IdentityForm::of(&company));
    let (parents, none_found) = parents(cx, &ui, &company, &form).await?;
    let mut countries: Vec<Choice> =
        countries::named(&ui).into_iter().map(|(code, name)| Choice::new(code, name, &form.country)).collect();
    if !form.country.is_empty() && !countries.iter().any(|c| c.selected) {
        // An import may have brought what is no code.
        countries.insert(0, Choice::new(&form.country, form.country.clone(), &form.country));
    }
    let names = form.aliases();
    // The form has one field for all other names.
    let mut summary = errors.clone();
    summary.0.retain(|e| e.field != "aliases" && !e.field.starts_with("aliases."));
    let mut problems = problems(&ui, &summary);
    let of_names = errors.0.iter().filter_map(|error| name_error(&ui, &names, error));
    let label = ui.t("field-other-names");
    problems.extend(of_names.map(|text| Problem { field: "other_names".to_owned(), label: label.clone(), text }));
    Ok(IdentityPage { company, form, countries, parents, none_found, meanwhile: None, errors, problems, ui })
}

/// The one that is chosen, the one that stands, then those that were searched for.
async fn parents(
    cx: &Ctx,
    ui: &Ui,
    company: &CompanyIdentity,
    form: &IdentityForm,
) -> Result<(Vec<Parent>, bool), Failure> {
    let chosen = form.parent.trim();
    let mut found: Vec<Parent> = Vec::new();
    let mut add = |id: CompanyId, name: String, note: String| {
        let id = id.to_string();
        if !found.iter().any(|known| known.id == id) {
            found.push(Parent { chosen: id == chosen, id, name, note });
        }
    };
    for id in chosen.parse().into_iter().chain(company.parent_id) {
        match deal::company(cx, id).await {
            Ok(known) => {
                let note = place(ui, &known);
                add(id, known.name, note);
            }
            Err(Failure::NotFound) => {}
            Err(failure) => return Err(failure),
        }
    }
    let mut none_found = false;
    if !form.q.trim().is_empty() {
        let request = PageRequest { limit: Some(MATCHES), after: None };
        let hits = deal::companies(cx, Some(&form.q), false, &request).await?.items;
        none_found = hits.iter().all(|hit| hit.id == company.id);
        for hit in hits.into_iter().filter(|hit| hit.id != company.id) {
            let note = place(ui, &hit);
            add(hit.id, hit.name, note);
        }
    }
    Ok((found, none_found))
}

pub(super) async fn form(Page { cx, ui }: Page, Path(id): Path<String>) -> PageResult {
    render(&page(&cx, ui, id_of(&id)?, None, FieldErrors::default()).await?)
}

pub(super) async fn change(
    Page { cx, ui }: Page,
    Path(id): Path<String>,
    Form(form): Form<IdentityForm>,
) -> PageResult {
    cx.allow(Action::ManagePrograms)?;
    let id: CompanyId = id_of(&id)?;
    if form.action == "search" {
        return match page(&cx, ui.clone(), id, Some(form.clone()), FieldErrors::default()).await {
            Ok(page) => render(&page),
            Err(Failure::Invalid(errors)) => {
                let form = IdentityForm { q: String::new(), ..form };
                render_invalid(&page(&cx, ui, id, Some(form), errors).await?)
            }
            Err(other) => Err(other.into()),
        };
    }
    let done = match form.wish() {
        Ok(wish) => change_identity(&cx, id, wish).await,
        Err(wrong) => Err(wrong),
    };
    // What was searched for is no part of what is saved.
    let form = IdentityForm { q: String::new(), ..form };
    match done {
        Ok(_) => Ok(redirect_with(&format!("/companies/{id}"), "good", "identity-saved")),
        Err(Failure::Invalid(errors)) => render_invalid(&page(&cx, ui, id, Some(form), errors).await?),
        Err(Failure::Conflict { code: "stale_version", .. }) => late(&cx, ui, id, form).await,
        Err(other) => Err(other.into()),
    }
}

/// Somebody was faster: what was typed is still there, to be saved over what stands now, which is told.
async fn late(cx: &Ctx, ui: Ui, id: CompanyId, typed: IdentityForm) -> PageResult {
    let mut page = page(cx, ui, id, Some(typed), FieldErrors::default()).await?;
    let (typed, now) = (&page.form, IdentityForm::of(&page.company));
    let lines = [
        ("field-other-names", typed.aliases().join(", "), page.company.aliases.join(", ")),
        ("company-vat", typed.vat.clone(), now.vat.clone()),
        ("company-domain", typed.domain.clone(), now.domain.clone()),
        ("company-country", typed.country.clone(), now.country.clone()),
        ("company-city", typed.city.clone(), now.city.clone()),
        ("company-phone", typed.phone.clone(), now.phone.clone()),
    ];
    let mut otherwise: Vec<(String, String)> = lines
        .into_iter()
        .filter(|(_, typed, now)| typed.trim() != now.as_str())
        .map(|(label, _, now)| (page.ui.t(label), now))
        .collect();
    if typed.parent != now.parent {
        otherwise.push((page.ui.t("company-parent"), page.company.parent_name.clone().unwrap_or_default()));
    }
    page.meanwhile = Some(otherwise);
    page.form.version = now.version;
    render_as(StatusCode::CONFLICT, &page)
}
