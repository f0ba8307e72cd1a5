//! Two customers turn out to be one: the other one is found, what would meet is shown, and a person decides.

use super::id_of;
use crate::form::Form;
use crate::html::field::{Problem, problems};
use crate::html::registrations::record::grounds;
use crate::html::{PageResult, redirect_with, render, render_invalid};
use crate::request::Page;
use crate::ui::Ui;
use askama::Template;
use axum::extract::{Path, Query};
use kernel::id::CompanyId;
use kernel::{Failure, FieldErrors, PageRequest};
use operations::Ctx;
use operations::access::policy::Action;
use operations::cosell::company::{Merge, merge, undo_merge};
use operations::cosell::conflict::doubles;
use operations::cosell::deal::{self, Company};
use operations::cosell::protection::{Standing, meetings};
use serde::Deserialize;

/// Companies shown for a search; more say nothing.
const MATCHES: u32 = 12;

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct MergeForm {
    other: String,
    reason: String,
    /// Searched among all companies.
    q: String,
    /// The company of which it was seen what would meet.
    seen: String,
}

/// One that may be the same.
struct OtherChoice {
    id: String,
    name: String,
    note: String,
    chosen: bool,
}

/// A protection, as far as the reader may see whose it is.
struct Line {
    href: String,
    name: String,
    note: String,
}

#[derive(Template)]
#[template(path = "deals/merge.html")]
struct MergePage {
    ui: Ui,
    company: Company,
    others: Vec<OtherChoice>,
    /// Protections of both that would stand side by side: of the one kept, of the other.
    meetings: Vec<(Line, Line)>,
    form: MergeForm,
    errors: FieldErrors,
    problems: Vec<Problem>,
}

/// An id may be pasted, or the address of its page.
fn other_of(text: &str) -> &str {
    text.trim().rsplit('/').next().unwrap_or_default()
}

pub(super) fn place(ui: &Ui, company: &Company) -> String {
    let country = company.country.as_deref().map(|code| crate::public::countries::name(ui, code));
    let parts = [company.domain.clone(), company.city.clone(), country];
    parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

/// Those much like it, then those that were searched for, then the one that was chosen otherwise.
async fn others(cx: &Ctx, ui: &Ui, id: CompanyId, form: &MergeForm) -> Result<Vec<OtherChoice>, Failure> {
    let chosen = other_of(&form.other);
    let mut found: Vec<OtherChoice> = Vec::new();
    let mut add = |id: CompanyId, name: String, note: String| {
        let id = id.to_string();
        if !found.iter().any(|known| known.id == id) {
            found.push(OtherChoice { chosen: id == chosen, id, name, note });
        }
    };
    for double in doubles(cx, id).await? {
        let grounds = double.agreed.iter().map(|a| grounds(ui, a));
        let note: Vec<String> = std::iter::once(ui.word("level", double.level)).chain(grounds).collect();
        add(double.id, double.name, note.join(" · "));
    }
    if !form.q.trim().is_empty() {
        let request = PageRequest { limit: Some(MATCHES), after: None };
        for company in deal::companies(cx, Some(&form.q), false, &request).await?.items {
            if company.id != id {
                let note = place(ui, &company);
                add(company.id, company.name, note);
            }
        }
    }
    if let Some(other) = chosen.parse::<CompanyId>().ok().filter(|other| *other != id) {
        match deal::company(cx, other).await {
            Ok(company) => {
                let note = place(ui, &company);
                add(other, company.name, note);
            }
            Err(Failure::NotFound) => {}
            Err(failure) => return Err(failure),
        }
    }
    Ok(found)
}

fn line(ui: &Ui, standing: Standing) -> Line {
    let until = standing.protected_until_on.map(|on| ui.t1("beside-until", "until", ui.date(&on)));
    Line {
        href: standing.registration.map(|id| format!("/registrations/{id}")).unwrap_or_default(),
        name: standing.partner.unwrap_or_else(|| ui.t("beside-hidden")),
        note: [standing.number, until].into_iter().flatten().collect::<Vec<_>>().join(" · "),
    }
}

async fn merge_page(
    cx: &Ctx,
    ui: Ui,
    id: CompanyId,
    mut form: MergeForm,
    errors: FieldErrors,
) -> Result<MergePage, Failure> {
    cx.allow(Action::ManagePrograms)?;
    let company = deal::company(cx, id).await?;
    let others = others(cx, &ui, id, &form).await?;
    let chosen = others.iter().find(|other| other.chosen).and_then(|other| other.id.parse::<CompanyId>().ok());
    let met = match chosen {
        Some(other) => meetings(cx, id, other).await?,
        None => Vec::new(),
    };
    form.seen = chosen.map(|other| other.to_string()).unwrap_or_default();
    let meetings = met.into_iter().map(|m| (line(&ui, m.kept), line(&ui, m.other))).collect();
    Ok(MergePage { others, meetings, problems: problems(&ui, &errors), company, form, errors, ui })
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
    let other = other_of(&form.other);
    let done = match other.parse::<CompanyId>() {
        Ok(other) => {
            // What would meet is seen before it is decided.
            if form.seen != other.to_string() && !form.reason.trim().is_empty() && other != id {
                let page = merge_page(&cx, ui.clone(), id, form.clone(), FieldErrors::default()).await?;
                if !page.meetings.is_empty() {
                    return render(&page);
                }
            }
            merge(&cx, id, Merge { other, reason: form.reason.clone() }).await.map(|_| ())
        }
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
