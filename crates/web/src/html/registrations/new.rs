//! A registration entered for a partner: first the partner, then the deal. It can be kept and sent later.

use super::Choice;
use crate::html::{PageResult, redirect_with, render, render_invalid};
use crate::public::fields::{DealForm, Fields, Wrong};
use crate::questions::{FormWithAnswers, Sending, Unread, settle};
use crate::request::Page;
use crate::ui::Ui;
use askama::Template;
use axum::Router;
use axum::extract::{DefaultBodyLimit, Query};
use axum::routing::get;
use kernel::id::{ContactId, PartnerId, ProgramId, RegistrationId};
use kernel::{Failure, FieldErrors};
use operations::access::policy::Action;
use operations::cosell::form::{Answers, in_force};
use operations::cosell::registration::draft::{self, DraftListed, SaveDraft};
use operations::cosell::registration::{self, OnBehalf, partner_name, program_choices};
use operations::partner::{PartnerListed, contacts};
use operations::{App, Ctx};
use serde::Deserialize;

/// The partner, once chosen, or what was begun.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Start {
    partner: String,
    program: String,
    kind: String,
    q: String,
    draft: String,
}

/// What the form sends.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct NewForm {
    partner: String,
    program: String,
    contact: String,
    #[serde(flatten)]
    fields: Fields,
}

#[derive(Template)]
#[template(path = "registrations/choose_partner.html")]
struct ChoosePartner {
    ui: Ui,
    q: String,
    drafts: Vec<DraftListed>,
    matches: Vec<PartnerListed>,
}

#[derive(Template)]
#[template(path = "registrations/new.html")]
struct NewPage {
    ui: Ui,
    partner_name: String,
    partner: String,
    programs: Vec<Choice>,
    contacts: Vec<Choice>,
    form: DealForm,
    /// Where the other kind is entered; empty where the program takes one only.
    other: String,
    /// When it was last kept; empty for what never was.
    kept: String,
}

impl NewPage {
    fn error(&self, field: &str) -> String {
        self.form.wrong(&self.ui, field)
    }
    fn summary(&self) -> Vec<Wrong> {
        self.form.summary(&self.ui)
    }
}

/// The form may carry files.
pub(super) fn upload_routes() -> Router<App> {
    Router::new().route("/registrations/new", get(form).post(submit)).layer(DefaultBodyLimit::disable())
}

async fn form(Page { cx, ui }: Page, Query(start): Query<Start>) -> PageResult {
    cx.allow(Action::AnswerRegistrations)?;
    if !start.draft.is_empty() {
        let kept = draft::draft(&cx, super::id_of(&start.draft)?).await?;
        let text = |id: Option<String>| id.unwrap_or_default();
        let form = NewForm {
            partner: text(kept.partner.map(|id| id.to_string())),
            program: kept.program.to_string(),
            contact: text(kept.contact.map(|id| id.to_string())),
            fields: Fields::of_draft(&ui, &kept),
        };
        return render(&page(&cx, ui, form, &kept.registration.answers, FieldErrors::default()).await?);
    }
    if start.partner.is_empty() {
        let matches = super::assign::matching(&cx, &start.q, None).await?;
        let drafts = if start.q.is_empty() { draft::drafts(&cx).await? } else { Vec::new() };
        return render(&ChoosePartner { ui, q: start.q, drafts, matches });
    }
    let fields = Fields { kind: start.kind, ..Fields::default() };
    let form = NewForm { partner: start.partner, program: start.program, fields, ..NewForm::default() };
    render(&page(&cx, ui, form, &Answers::new(), FieldErrors::default()).await?)
}

async fn page(cx: &Ctx, ui: Ui, mut form: NewForm, answers: &Answers, errors: FieldErrors) -> Result<NewPage, Failure> {
    let partner: PartnerId = super::id_of(&form.partner)?;
    let partner_name = partner_name(cx, partner).await?.ok_or(Failure::NotFound)?;
    let joined = operations::cosell::registration::programs_of(cx, partner).await?;
    let programs: Vec<_> = program_choices(cx).await?.into_iter().filter(|p| p.active).collect();
    // The partner's own programs; all of them for a partner that is in none yet.
    let own: Vec<_> = programs.iter().filter(|p| joined.contains(&p.id)).cloned().collect();
    let programs = if own.is_empty() { programs } else { own };
    if form.program.is_empty()
        && let [only] = programs.as_slice()
    {
        form.program = only.id.to_string();
    }
    let contacts: Vec<_> = contacts(cx, partner).await?.into_iter().filter(|c| c.active).collect();
    // A fresh form proposes the only contact there is.
    if form.fields.company.is_empty()
        && form.fields.draft.is_empty()
        && errors.is_empty()
        && let [only] = contacts.as_slice()
    {
        form.contact = only.id.to_string();
    }
    let chosen = programs.iter().find(|p| p.id.to_string() == form.program);
    let currency = chosen.or(programs.first()).map(|p| p.currency);
    let kept = form.fields.kept(&ui);
    let deal = DealForm::on_behalf(cx, &ui, form.fields, answers, errors, chosen.map(|p| p.id), currency).await?;
    let other = match (deal.leads, deal.is_lead()) {
        (false, _) => String::new(),
        (true, lead) => {
            let kind = if lead { "deal" } else { "lead" };
            format!("/registrations/new?partner={}&program={}&kind={kind}", form.partner, form.program)
        }
    };
    Ok(NewPage {
        other,
        programs: programs.iter().map(|p| Choice::new(p.id, &p.name, &form.program)).collect(),
        contacts: contacts.iter().map(|c| Choice::new(c.id, &c.name, &form.contact)).collect(),
        partner: form.partner,
        partner_name,
        form: deal,
        kept,
        ui,
    })
}

async fn submit(Page { cx, ui }: Page, sent: Unread) -> PageResult {
    cx.allow(Action::AnswerRegistrations)?;
    let mut read = sent.read::<NewForm>(&cx.app).await?;
    let mut refused = FieldErrors::default();
    if let Ok(program) = read.form.program.parse::<ProgramId>() {
        let asked = in_force(cx.read(), program).await?.definition.of(read.form.fields.kind());
        let country = read.form.fields.country.clone();
        refused = read.take_files(&asked, &country, Sending::Vendor(&cx)).await?;
    }
    let FormWithAnswers { form, mut answers, shown, .. } = read;
    let kept: Option<RegistrationId> = match form.fields.draft.as_str() {
        "" => None,
        id => Some(super::id_of(id)?),
    };
    if let ("discard", Some(id)) = (form.fields.press.as_str(), kept) {
        draft::discard_draft(&cx, id).await?;
        return Ok(redirect_with("/registrations/new", "good", "draft-discarded"));
    }
    if form.fields.goes_on() {
        return render(&page(&cx, ui, form, &answers, refused).await?);
    }
    let mut errors = FieldErrors::default();
    let partner: PartnerId = super::id_of(&form.partner)?;
    let program: Option<ProgramId> = form.program.parse().ok();
    if program.is_none() {
        errors.add("program", if form.program.is_empty() { "required" } else { "unknown" });
    }
    let contact: Option<ContactId> = form.contact.parse().ok();
    if contact.is_none() && !form.contact.is_empty() {
        errors.add("contact", "unknown");
    }
    errors.0.extend(refused.0);
    let outcome = match program {
        Some(program) if errors.is_empty() && form.fields.press == "save" => {
            let registration = form.fields.typed(ui.locale(), &answers);
            let version = form.fields.draft_version.parse().ok();
            let input = SaveDraft { program, partner, contact, registration, version };
            draft::save_draft(&cx, kept, input)
                .await
                .map(|saved| redirect_with(&format!("/registrations/new?draft={}", saved.id), "good", "draft-saved"))
        }
        Some(program) if errors.is_empty() => {
            let asked = in_force(cx.read(), program).await?.definition.of(form.fields.kind());
            let now_asked = settle(&asked, &mut answers, &form.fields.country, &shown);
            let registration = form.fields.typed(ui.locale(), &answers).submission();
            let input = OnBehalf { program, partner, contact, registration };
            let made = match (now_asked.is_empty(), kept) {
                (false, _) => Err(Failure::Invalid(now_asked)),
                (true, Some(id)) => draft::send_as(&cx, id, input).await,
                (true, None) => registration::on_behalf(&cx, input).await,
            };
            made.map(|made| {
                let key = match (made.repeated, made.files_added) {
                    (false, _) => "review-new-done",
                    (true, 0) => "review-new-repeated",
                    (true, _) => "review-new-repeated-files",
                };
                let kind = if made.repeated { "warn" } else { "good" };
                redirect_with(&format!("/registrations/{}", made.id), kind, key)
            })
        }
        _ => Err(Failure::Invalid(errors)),
    };
    match outcome {
        Ok(response) => Ok(response),
        Err(Failure::Invalid(errors)) => render_invalid(&page(&cx, ui, form, &answers, errors).await?),
        Err(other) => Err(other.into()),
    }
}
