//! People at a partner and their personal registration links.

use super::record::{Head, head, partner_id};
use crate::failure::PageFailure;
use crate::form::Form;
use crate::html::field::{Choice, Problem, filled, problems, words};
use crate::html::{PageResult, redirect_with, render, render_invalid};
use crate::public::mails::{KindBox, MailForm, boxes};
use crate::request::Page;
use crate::ui::Ui;
use askama::Template;
use axum::extract::Path;
use kernel::id::{ContactId, LinkId, PartnerId, ProgramId};
use kernel::words::ContactRole;
use kernel::{Failure, FieldErrors, Locale, Patch};
use operations::Ctx;
use operations::access::policy::Action;
use operations::partner::{self, ChangeContact, Contact, NewContact};
use operations::record::preference;
use serde::Deserialize;

struct LinkLine {
    program: ProgramId,
    program_name: String,
    /// The living link and its address.
    link: Option<(LinkId, String)>,
}

struct Line {
    contact: Contact,
    links: Vec<LinkLine>,
}

#[derive(Template)]
#[template(path = "partners/contacts.html")]
struct Contacts {
    ui: Ui,
    head: Head,
    lines: Vec<Line>,
}

pub(super) async fn page(Page { cx, ui }: Page, Path(partner): Path<String>) -> PageResult {
    let id = partner_id(&partner)?;
    let partner = partner::detail(&cx, id).await?;
    let contacts = partner::contacts(&cx, id).await?;
    let links = if ui.may(Action::WorkWithPartners) { partner::links(&cx, id).await? } else { Vec::new() };
    let lines = contacts
        .into_iter()
        .map(|contact| {
            let links = partner.programs.iter().map(|m| {
                let link = links.iter().find(|l| l.contact_id == contact.id && l.program_id == m.program_id);
                LinkLine {
                    program: m.program_id,
                    program_name: m.program.clone(),
                    link: link.map(|l| (l.id, l.url.clone())),
                }
            });
            Line { links: links.collect(), contact }
        })
        .collect();
    render(&Contacts { head: head(&cx, &ui, &partner, "contacts").await?, lines, ui })
}

#[derive(Default, Deserialize)]
pub(super) struct ContactForm {
    #[serde(default)]
    name: String,
    #[serde(default)]
    email: String,
    #[serde(default)]
    phone: String,
    #[serde(default)]
    role: String,
    #[serde(default)]
    locale: String,
    #[serde(default)]
    active: String,
    #[serde(default)]
    version: String,
}

#[derive(Template)]
#[template(path = "partners/contact.html")]
struct ContactPage {
    ui: Ui,
    partner: PartnerId,
    partner_name: String,
    contact: Option<ContactId>,
    form: ContactForm,
    roles: Vec<Choice>,
    locales: Vec<Choice>,
    errors: FieldErrors,
    problems: Vec<Problem>,
    /// Which mails they get.
    mails: Vec<KindBox>,
}

async fn contact_page(
    cx: &Ctx,
    ui: Ui,
    id: PartnerId,
    contact: Option<ContactId>,
    form: ContactForm,
    errors: FieldErrors,
) -> Result<ContactPage, Failure> {
    let partner = partner::detail(cx, id).await?;
    let mails = match contact {
        Some(contact) => boxes(&ui, &preference::of_contact(cx, id, contact).await?),
        None => Vec::new(),
    };
    Ok(ContactPage {
        mails,
        partner: id,
        partner_name: partner.facts.name,
        contact,
        roles: words(&ui, "contact-role", ContactRole::ALL, &form.role),
        locales: words(&ui, "shell-in", &["english", "german"], "")
            .into_iter()
            .zip(["en", "de"])
            .map(|(choice, value)| Choice::new(value, choice.label, &form.locale))
            .collect(),
        problems: problems(&ui, &errors),
        form,
        errors,
        ui,
    })
}

pub(super) async fn new(Page { cx, ui }: Page, Path(partner): Path<String>) -> PageResult {
    cx.allow(Action::WorkWithPartners)?;
    let form = ContactForm { role: "seller".to_owned(), active: "yes".to_owned(), ..ContactForm::default() };
    render(&contact_page(&cx, ui, partner_id(&partner)?, None, form, FieldErrors::default()).await?)
}

pub(super) async fn add(
    Page { cx, ui }: Page,
    Path(partner): Path<String>,
    Form(form): Form<ContactForm>,
) -> PageResult {
    let id = partner_id(&partner)?;
    let outcome = match form.role.parse() {
        Ok(role) => {
            let input = NewContact {
                name: form.name.clone(),
                email: filled(&form.email),
                phone: filled(&form.phone),
                role,
                locale: form.locale.parse().ok(),
            };
            partner::add_contact(&cx, id, input).await
        }
        Err(_) => Err(Failure::field("role", "required")),
    };
    match outcome {
        Ok(_) => Ok(redirect_with(&format!("/partners/{id}/contacts"), "good", "partner-contact-added")),
        Err(Failure::Invalid(errors)) => render_invalid(&contact_page(&cx, ui, id, None, form, errors).await?),
        Err(other) => Err(other.into()),
    }
}

fn contact_id(text: &str) -> Result<ContactId, PageFailure> {
    text.parse().map_err(|_| PageFailure(Failure::NotFound))
}

pub(super) async fn edit(Page { cx, ui }: Page, Path((partner, contact)): Path<(String, String)>) -> PageResult {
    cx.allow(Action::WorkWithPartners)?;
    let (id, contact) = (partner_id(&partner)?, contact_id(&contact)?);
    let found = partner::contacts(&cx, id).await?.into_iter().find(|c| c.id == contact).ok_or(Failure::NotFound)?;
    let form = ContactForm {
        name: found.name,
        email: found.email.unwrap_or_default(),
        phone: found.phone.unwrap_or_default(),
        role: found.role.to_string(),
        locale: found.locale.map(|l| l.to_string()).unwrap_or_default(),
        active: if found.active { "yes".to_owned() } else { String::new() },
        version: found.version.to_string(),
    };
    render(&contact_page(&cx, ui, id, Some(contact), form, FieldErrors::default()).await?)
}

pub(super) async fn change(
    Page { cx, ui }: Page,
    Path((partner, contact)): Path<(String, String)>,
    Form(form): Form<ContactForm>,
) -> PageResult {
    let (id, contact) = (partner_id(&partner)?, contact_id(&contact)?);
    let wish = |text: &str| filled(text).map_or(Patch::Clear, Patch::Set);
    let input = ChangeContact {
        name: Some(form.name.clone()),
        email: wish(&form.email),
        phone: wish(&form.phone),
        role: form.role.parse().ok(),
        locale: form.locale.parse::<Locale>().map_or(Patch::Clear, Patch::Set),
        active: Some(form.active == "yes"),
        version: form.version.parse().ok(),
    };
    match partner::change_contact(&cx, id, contact, input).await {
        Ok(_) => Ok(redirect_with(&format!("/partners/{id}/contacts"), "good", "partner-contact-saved")),
        Err(Failure::Invalid(errors)) => render_invalid(&contact_page(&cx, ui, id, Some(contact), form, errors).await?),
        Err(other) => Err(other.into()),
    }
}

/// Which mails they get, as they asked for.
pub(super) async fn mails(
    Page { cx, .. }: Page,
    Path((partner, contact)): Path<(String, String)>,
    Form(form): Form<MailForm>,
) -> PageResult {
    let (id, contact) = (partner_id(&partner)?, contact_id(&contact)?);
    let offered = preference::of_contact(&cx, id, contact).await?;
    let wanted = form.changes().into_iter().filter(|change| offered.iter().any(|one| one.kind == change.kind));
    preference::change_of_contact(&cx, id, contact, &wanted.collect::<Vec<_>>()).await?;
    Ok(redirect_with(&format!("/partners/{id}/contacts/{contact}"), "good", "partner-contact-mails-saved"))
}

#[derive(Deserialize)]
pub(super) struct LinkForm {
    #[serde(default)]
    program: String,
}

pub(super) async fn make_link(
    Page { cx, .. }: Page,
    Path((partner, contact)): Path<(String, String)>,
    Form(form): Form<LinkForm>,
) -> PageResult {
    let (id, contact) = (partner_id(&partner)?, contact_id(&contact)?);
    let program = form.program.parse().map_err(|_| PageFailure(Failure::field("program", "unknown")))?;
    partner::make_link(&cx, id, contact, program).await?;
    Ok(redirect_with(&format!("/partners/{id}/contacts"), "good", "partner-link-made"))
}

fn link_id(text: &str) -> Result<LinkId, PageFailure> {
    text.parse().map_err(|_| PageFailure(Failure::NotFound))
}

pub(super) async fn revoke_link(Page { cx, .. }: Page, Path((partner, link)): Path<(String, String)>) -> PageResult {
    let id = partner_id(&partner)?;
    partner::revoke_link(&cx, id, link_id(&link)?).await?;
    Ok(redirect_with(&format!("/partners/{id}/contacts"), "good", "partner-link-revoked"))
}

pub(super) async fn mail_link(Page { cx, .. }: Page, Path((partner, link)): Path<(String, String)>) -> PageResult {
    let id = partner_id(&partner)?;
    let path = format!("/partners/{id}/contacts");
    match partner::mail_link(&cx, id, link_id(&link)?).await {
        Ok(()) => Ok(redirect_with(&path, "good", "partner-link-mailed")),
        Err(Failure::Invalid(_)) => Ok(redirect_with(&path, "bad", "partner-link-no-address")),
        Err(other) => Err(other.into()),
    }
}
