//! Who must say yes to the registrations of a program: edited, tried on a registration, published with the rest of its rules as a version.

use super::approval_form::{ApprovalForm, ROLES, StepRow};
use super::program_id;
use crate::form::Form;
use crate::html::field::{Choice, Problem};
use crate::html::registrations::chain::{StepView, chain_view};
use crate::html::{PageResult, redirect_with, render, render_invalid};
use crate::request::Page;
use crate::ui::Ui;
use askama::Template;
use axum::extract::Path;
use kernel::id::ProgramId;
use kernel::words::{FindingLevel, OwnerRole};
use kernel::{Failure, FieldErrors, Outcome};
use operations::Ctx;
use operations::access::absence::{Colleague, colleagues};
use operations::access::policy::Action;
use operations::cosell::product;
use operations::cosell::registration::{ChainStep, TryApproval, try_approval};
use operations::partner;
use operations::program::{self, segment};

/// A step with what can be chosen in it.
struct StepFields {
    path: String,
    title: String,
    row: StepRow,
    who: Vec<Choice>,
    /// One select for each person asked, and one more.
    people: Vec<Vec<Choice>>,
    findings: Vec<Choice>,
    regions: Vec<Choice>,
    segments: Vec<Choice>,
    products: Vec<Choice>,
    error: String,
}

impl StepFields {
    /// What the field is called in which regions are typed: beside those that can be chosen it is for the others.
    fn regions_label(&self) -> &'static str {
        if self.regions.is_empty() { "approval-regions" } else { "approval-regions-other" }
    }
}

#[derive(Template)]
#[template(path = "programs/approval.html")]
struct ApprovalPage {
    ui: Ui,
    id: ProgramId,
    name: String,
    currency: String,
    form: ApprovalForm,
    steps: Vec<StepFields>,
    /// Who would be asked, where it was tried.
    tried: Option<Vec<StepView>>,
    errors: FieldErrors,
    problems: Vec<Problem>,
}

impl ApprovalPage {
    fn wrong(&self, field: &str) -> String {
        self.ui.field_error(&self.errors, field).unwrap_or_default()
    }
}

/// What a step can be about and who can be asked, in this installation.
struct Offered {
    people: Vec<Colleague>,
    regions: Vec<String>,
    segments: Vec<(String, String)>,
    products: Vec<(String, String)>,
}

async fn offered(cx: &Ctx) -> Outcome<Offered> {
    let segments = segment::all(cx.read()).await?;
    let products = product::list(cx, false).await?;
    Ok(Offered {
        people: colleagues(cx).await?,
        regions: partner::regions(cx).await?,
        segments: segments.into_iter().map(|s| (s.id.to_string(), s.name)).collect(),
        products: products.into_iter().map(|p| (p.product.id.to_string(), p.product.name)).collect(),
    })
}

fn several(offered: &[(String, String)], chosen: &[String]) -> Vec<Choice> {
    let choice = |(value, label): &(String, String)| Choice {
        selected: chosen.contains(value),
        value: value.clone(),
        label: label.clone(),
    };
    offered.iter().map(choice).collect()
}

fn step_fields(ui: &Ui, n: usize, row: StepRow, is_new: bool, offered: &Offered, errors: &FieldErrors) -> StepFields {
    let path = format!("steps.{n}");
    let below = format!("approval.steps.{n}.");
    let error = errors.0.iter().find(|e| e.field.starts_with(&below));
    let asked = |value: String, label: String| Choice { selected: row.who.contains(&value), value, label };
    let roles = ROLES.iter().map(|role| asked(format!("role:{role}"), ui.word("approval-role", role)));
    let owners = OwnerRole::ALL.iter().map(|o| asked(format!("owner:{o}"), ui.word("approval-owner", o)));
    let blank = String::new();
    let people = row
        .people
        .iter()
        .chain(std::iter::once(&blank))
        .map(|chosen| offered.people.iter().map(|p| Choice::new(p.id, p.name.clone(), chosen)).collect());
    StepFields {
        title: if is_new { ui.t("approval-step-new") } else { ui.t1("approval-step-n", "n", n + 1) },
        who: owners.chain(roles).collect(),
        people: people.collect(),
        findings: FindingLevel::ALL
            .iter()
            .map(|level| Choice::new(level, ui.word("level", *level), &row.finding))
            .collect(),
        regions: {
            // One that no partner has any more is still there to be taken away.
            let others = row.region.iter().filter(|region| !offered.regions.contains(region));
            let all = offered.regions.iter().chain(others);
            all.map(|r| Choice { value: r.clone(), label: r.clone(), selected: row.region.contains(r) }).collect()
        },
        segments: several(&offered.segments, &row.segments),
        products: several(&offered.products, &row.products),
        error: error.map(|e| i18n::field_error_text(ui.locale(), e)).unwrap_or_default(),
        path,
        row,
    }
}

/// `approval.steps.0.approvers` as "Step 1".
fn label_of(ui: &Ui, field: &str) -> String {
    let pieces: Vec<&str> = field.split('.').collect();
    match pieces.as_slice() {
        ["approval", "steps", n, ..] => ui.t1("approval-step-n", "n", n.parse::<usize>().map_or(0, |n| n + 1)),
        ["approval", setting] => ui.word("program-setting", setting),
        ["registration"] => ui.t("approval-registration"),
        _ => String::new(),
    }
}

/// The field of the page that a wrong value stands in.
fn place_of(field: &str) -> String {
    let pieces: Vec<&str> = field.split('.').collect();
    match pieces.as_slice() {
        ["approval", "steps", n, ..] => format!("steps.{n}.en"),
        ["approval", setting @ ("resubmissions" | "appeal_days")] => (*setting).to_owned(),
        _ => field.to_owned(),
    }
}

async fn approval_page(
    cx: &Ctx,
    ui: Ui,
    id: ProgramId,
    form: ApprovalForm,
    tried: Option<Vec<ChainStep>>,
    errors: FieldErrors,
) -> Result<ApprovalPage, Failure> {
    let row = program::row(cx.read(), id).await?;
    let offered = offered(cx).await?;
    let last = form.steps.len();
    let new = StepRow { position: (last + 1).to_string(), ..StepRow::default() };
    let rows = form.steps.iter().cloned().chain(std::iter::once(new)).enumerate();
    let steps = rows.map(|(n, row)| step_fields(&ui, n, row, n == last, &offered, &errors)).collect();
    let problem = |e: &kernel::FieldError| Problem {
        field: place_of(&e.field),
        label: label_of(&ui, &e.field),
        text: i18n::field_error_text(ui.locale(), e),
    };
    Ok(ApprovalPage {
        id,
        name: row.name,
        currency: row.currency.to_string(),
        steps,
        tried: tried.map(|steps| chain_view(&ui, steps)),
        problems: errors.0.iter().map(problem).collect(),
        form,
        errors,
        ui,
    })
}

pub(super) async fn page(Page { cx, ui }: Page, Path(program): Path<String>) -> PageResult {
    cx.allow(Action::ManagePrograms)?;
    let id = program_id(&program)?;
    let (row, definition) = program::current(cx.read(), id).await?;
    let form = ApprovalForm::of(&definition.approval, row.definition_version);
    render(&approval_page(&cx, ui, id, form, None, FieldErrors::default()).await?)
}

pub(super) async fn act(
    Page { cx, ui }: Page,
    Path(program): Path<String>,
    Form(pairs): Form<Vec<(String, String)>>,
) -> PageResult {
    cx.allow(Action::ManagePrograms)?;
    let id = program_id(&program)?;
    let form = ApprovalForm::read(&pairs);
    let (_, mut definition) = program::current(cx.read(), id).await?;
    let done = match form.rules() {
        Ok(rules) if form.action == "try" => {
            let input = TryApproval { registration: form.registration.clone(), rules };
            match try_approval(&cx, id, input).await {
                Ok(steps) => {
                    return render(&approval_page(&cx, ui, id, form, Some(steps), FieldErrors::default()).await?);
                }
                Err(failure) => Err(failure),
            }
        }
        Ok(rules) => {
            definition.approval = rules;
            program::publish_on(&cx, id, form.base.parse().ok(), definition, Some(&form.note)).await.map(|_| ())
        }
        Err(failure) => Err(failure),
    };
    match done {
        Ok(()) => Ok(redirect_with(&format!("/settings/programs/{id}"), "good", "program-published")),
        Err(Failure::Invalid(errors)) => render_invalid(&approval_page(&cx, ui, id, form, None, errors).await?),
        Err(other) => Err(other.into()),
    }
}
