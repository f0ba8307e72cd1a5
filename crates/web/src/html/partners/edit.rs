//! Forms for a partner's facts, owners and status.

use super::record::partner_id;
use crate::form::Form;
use crate::html::field::{Choice, Problem, date, filled, id, problems, words};
use crate::html::{PageResult, redirect_with, render, render_invalid};
use crate::request::Page;
use crate::ui::Ui;
use askama::Template;
use axum::extract::Path;
use kernel::id::PartnerId;
use kernel::words::{OwnerRole, PartnerStatus, Side};
use kernel::{Failure, FieldErrors, Patch};
use operations::Ctx;
use operations::access::policy::Action;
use operations::partner::{self, ChangePartner, CreatePartner, PartnerDetail, SetOwner, SetStatus};
use operations::program::{self, segment};
use serde::Deserialize;
use std::collections::BTreeMap;

/// The inline form for what is to happen next.
#[derive(Deserialize)]
pub(super) struct NextStepForm {
    #[serde(default, rename = "next_step")]
    pub(super) text: String,
    #[serde(default, rename = "next_step_on")]
    pub(super) on: String,
}

/// A partner's facts as typed.
#[derive(Default, Deserialize)]
pub(super) struct FactsForm {
    #[serde(default)]
    name: String,
    #[serde(default)]
    domain: String,
    #[serde(default)]
    country: String,
    #[serde(default)]
    region: String,
    #[serde(default)]
    city: String,
    #[serde(default)]
    business_type: String,
    #[serde(default)]
    size: String,
    #[serde(default)]
    signed_on: String,
    #[serde(default)]
    segment: String,
    #[serde(default)]
    program: String,
    #[serde(default)]
    manager: String,
    /// One `name: value` a line.
    #[serde(default)]
    attributes: String,
    #[serde(default)]
    version: String,
}

#[derive(Template)]
#[template(path = "partners/form.html")]
struct Facts {
    ui: Ui,
    /// The partner that is changed; none for a new one.
    partner: Option<(PartnerId, String)>,
    form: FactsForm,
    segments: Vec<Choice>,
    programs: Vec<Choice>,
    managers: Vec<Choice>,
    errors: FieldErrors,
    problems: Vec<Problem>,
}

async fn facts_page(
    cx: &Ctx,
    ui: Ui,
    partner: Option<(PartnerId, String)>,
    form: FactsForm,
    errors: FieldErrors,
) -> Result<Facts, Failure> {
    let segments = segment::all(cx.read()).await?;
    let programs = program::all(cx).await?;
    let managers = partner::possible_owners(cx).await?;
    Ok(Facts {
        segments: segments.iter().map(|s| Choice::new(s.id, s.name.clone(), &form.segment)).collect(),
        programs: programs
            .iter()
            .filter(|p| p.active)
            .map(|p| Choice::new(p.id, p.name.clone(), &form.program))
            .collect(),
        managers: managers.iter().map(|m| Choice::new(m.id, m.name.clone(), &form.manager)).collect(),
        problems: problems(&ui, &errors),
        partner,
        form,
        errors,
        ui,
    })
}

pub(super) async fn new(Page { cx, ui }: Page) -> PageResult {
    cx.allow(Action::WorkWithPartners)?;
    let me = cx.actor.user().map(|u| u.id.to_string()).unwrap_or_default();
    let form = FactsForm { manager: me, ..FactsForm::default() };
    render(&facts_page(&cx, ui, None, form, FieldErrors::default()).await?)
}

/// `name: value` lines as attributes; a line without a colon is noted.
fn attribute_lines(errors: &mut FieldErrors, text: &str) -> BTreeMap<String, String> {
    let mut attributes = BTreeMap::new();
    for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
        match line.split_once(':') {
            Some((key, value)) => {
                attributes.insert(key.trim().to_owned(), value.trim().to_owned());
            }
            None => errors.add("attributes", "attribute_line"),
        }
    }
    attributes
}

pub(super) async fn create(Page { cx, ui }: Page, Form(form): Form<FactsForm>) -> PageResult {
    let mut errors = FieldErrors::default();
    let input = CreatePartner {
        name: form.name.clone(),
        domain: filled(&form.domain),
        country: filled(&form.country),
        region: filled(&form.region),
        city: filled(&form.city),
        business_type: filled(&form.business_type),
        size: filled(&form.size),
        signed_on: date(&mut errors, "signed_on", &form.signed_on),
        segment: id(&mut errors, "segment", &form.segment),
        program: id(&mut errors, "program", &form.program),
        manager: id(&mut errors, "manager", &form.manager),
        attributes: attribute_lines(&mut errors, &form.attributes),
    };
    let outcome = match errors.into_result(()) {
        Ok(()) => partner::create(&cx, input).await,
        Err(failure) => Err(failure),
    };
    match outcome {
        Ok(id) => Ok(redirect_with(&format!("/partners/{id}"), "good", "partner-created")),
        Err(Failure::Invalid(errors)) => render_invalid(&facts_page(&cx, ui, None, form, errors).await?),
        Err(other) => Err(other.into()),
    }
}

fn form_of(partner: &PartnerDetail) -> FactsForm {
    let facts = &partner.facts;
    let text = |value: &Option<String>| value.clone().unwrap_or_default();
    let attributes: Vec<String> = partner.attributes.iter().map(|(key, value)| format!("{key}: {value}")).collect();
    FactsForm {
        name: facts.name.clone(),
        domain: text(&facts.domain),
        country: text(&facts.country),
        region: text(&facts.region),
        city: text(&facts.city),
        business_type: text(&facts.business_type),
        size: text(&facts.size),
        signed_on: facts.signed_on.map(|d| d.to_string()).unwrap_or_default(),
        segment: facts.segment_id.map(|s| s.to_string()).unwrap_or_default(),
        program: String::new(),
        manager: String::new(),
        attributes: attributes.join("\n"),
        version: facts.version.to_string(),
    }
}

pub(super) async fn edit(Page { cx, ui }: Page, Path(partner): Path<String>) -> PageResult {
    cx.allow(Action::WorkWithPartners)?;
    let partner = partner::detail(&cx, partner_id(&partner)?).await?;
    let named = (partner.facts.id, partner.facts.name.clone());
    render(&facts_page(&cx, ui, Some(named), form_of(&partner), FieldErrors::default()).await?)
}

fn wish(text: &str) -> Patch<String> {
    filled(text).map_or(Patch::Clear, Patch::Set)
}

pub(super) async fn change(
    Page { cx, ui }: Page,
    Path(partner): Path<String>,
    Form(form): Form<FactsForm>,
) -> PageResult {
    let id_ = partner_id(&partner)?;
    let before = partner::detail(&cx, id_).await?;
    let mut errors = FieldErrors::default();
    let mut attributes = attribute_lines(&mut errors, &form.attributes);
    // A line that is gone is an attribute to be removed.
    for key in before.attributes.keys() {
        attributes.entry(key.clone()).or_default();
    }
    let input = ChangePartner {
        name: Some(form.name.clone()),
        domain: wish(&form.domain),
        country: wish(&form.country),
        region: wish(&form.region),
        city: wish(&form.city),
        business_type: wish(&form.business_type),
        size: wish(&form.size),
        signed_on: date(&mut errors, "signed_on", &form.signed_on).map_or(Patch::Clear, Patch::Set),
        segment: match id(&mut errors, "segment", &form.segment) {
            found if found == before.facts.segment_id => Patch::Keep,
            Some(segment) => Patch::Set(segment),
            None => Patch::Clear,
        },
        attributes,
        version: form.version.parse().ok(),
    };
    let outcome = match errors.into_result(()) {
        Ok(()) => partner::change(&cx, id_, input).await,
        Err(failure) => Err(failure),
    };
    match outcome {
        Ok(()) => Ok(redirect_with(&format!("/partners/{id_}"), "good", "partner-changed")),
        Err(Failure::Invalid(errors)) => {
            let named = (id_, before.facts.name.clone());
            render_invalid(&facts_page(&cx, ui, Some(named), form, errors).await?)
        }
        Err(other) => Err(other.into()),
    }
}

struct OwnerField {
    name: String,
    label: String,
    choices: Vec<Choice>,
}

#[derive(Template)]
#[template(path = "partners/owners.html")]
struct Owners {
    ui: Ui,
    id: PartnerId,
    name: String,
    ours: Vec<OwnerField>,
    theirs: Vec<OwnerField>,
    has_contacts: bool,
}

pub(super) async fn owners(Page { cx, ui }: Page, Path(partner): Path<String>) -> PageResult {
    cx.allow(Action::WorkWithPartners)?;
    let partner = partner::detail(&cx, partner_id(&partner)?).await?;
    let people = partner::possible_owners(&cx).await?;
    let contacts = partner::contacts(&cx, partner.facts.id).await?;
    let field = |role: OwnerRole, side: Side| {
        let owner = partner.owners.iter().find(|o| o.role == role && o.side == side);
        let choices = match side {
            Side::Vendor => {
                let chosen = owner.and_then(|o| o.user_id).map(|u| u.to_string()).unwrap_or_default();
                people.iter().map(|p| Choice::new(p.id, p.name.clone(), &chosen)).collect()
            }
            Side::Partner => {
                let chosen = owner.and_then(|o| o.contact_id).map(|c| c.to_string()).unwrap_or_default();
                contacts.iter().filter(|c| c.active).map(|c| Choice::new(c.id, c.name.clone(), &chosen)).collect()
            }
        };
        OwnerField { name: format!("{side}.{role}"), label: ui.word("owner", role), choices }
    };
    let template = Owners {
        id: partner.facts.id,
        name: partner.facts.name.clone(),
        ours: OwnerRole::ALL.iter().map(|role| field(*role, Side::Vendor)).collect(),
        theirs: OwnerRole::ALL.iter().map(|role| field(*role, Side::Partner)).collect(),
        has_contacts: contacts.iter().any(|c| c.active),
        ui,
    };
    render(&template)
}

pub(super) async fn save_owners(
    Page { cx, .. }: Page,
    Path(partner): Path<String>,
    Form(form): Form<Vec<(String, String)>>,
) -> PageResult {
    let partner_id = partner_id(&partner)?;
    let mut errors = FieldErrors::default();
    let mut wanted = Vec::new();
    for (name, value) in &form {
        let Some((side, role)) = name.split_once('.') else { continue };
        let (Ok(side), Ok(role)) = (side.parse(), role.parse()) else { continue };
        let owner = match side {
            Side::Vendor => SetOwner { role, side, user: id(&mut errors, name, value), contact: None },
            Side::Partner => SetOwner { role, side, user: None, contact: id(&mut errors, name, value) },
        };
        wanted.push(owner);
    }
    errors.into_result(())?;
    partner::set_owners(&cx, partner_id, wanted).await?;
    match partner::detail(&cx, partner_id).await {
        Ok(_) => Ok(redirect_with(&format!("/partners/{partner_id}"), "good", "partner-owners-saved")),
        Err(Failure::NotFound) => Ok(redirect_with("/partners", "good", "partner-given-away")),
        Err(other) => Err(other.into()),
    }
}

#[derive(Template)]
#[template(path = "partners/status.html")]
struct Status {
    ui: Ui,
    id: PartnerId,
    name: String,
    statuses: Vec<Choice>,
    version: i64,
    reason: String,
    errors: FieldErrors,
    problems: Vec<Problem>,
}

#[derive(Default, Deserialize)]
pub(super) struct StatusForm {
    #[serde(default)]
    status: String,
    #[serde(default)]
    reason: String,
    #[serde(default)]
    version: String,
}

async fn status_page(
    cx: &Ctx,
    ui: Ui,
    id: PartnerId,
    form: &StatusForm,
    errors: FieldErrors,
) -> Result<Status, Failure> {
    let partner = partner::detail(cx, id).await?;
    let others: Vec<PartnerStatus> =
        PartnerStatus::ALL.iter().copied().filter(|s| *s != partner.facts.status).collect();
    Ok(Status {
        id,
        name: partner.facts.name.clone(),
        statuses: words(&ui, "partner-status-to", &others, &form.status),
        version: partner.facts.version,
        reason: form.reason.clone(),
        problems: problems(&ui, &errors),
        errors,
        ui,
    })
}

pub(super) async fn status(Page { cx, ui }: Page, Path(partner): Path<String>) -> PageResult {
    cx.allow(Action::WorkWithPartners)?;
    render(&status_page(&cx, ui, partner_id(&partner)?, &StatusForm::default(), FieldErrors::default()).await?)
}

pub(super) async fn save_status(
    Page { cx, ui }: Page,
    Path(partner): Path<String>,
    Form(form): Form<StatusForm>,
) -> PageResult {
    let id = partner_id(&partner)?;
    let outcome = match form.status.parse() {
        Ok(status) => {
            let input = SetStatus { status, reason: filled(&form.reason), version: form.version.parse().ok() };
            partner::set_status(&cx, id, input).await
        }
        Err(_) => Err(Failure::field("status", "required")),
    };
    match outcome {
        Ok(()) => Ok(redirect_with(&format!("/partners/{id}"), "good", "partner-status-saved")),
        Err(Failure::Invalid(errors)) => render_invalid(&status_page(&cx, ui, id, &form, errors).await?),
        Err(other) => Err(other.into()),
    }
}
