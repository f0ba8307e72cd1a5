//! A registration entered for a partner: first the partner, then the deal.

use super::{Choice, Mistake, mistakes};
use crate::html::{PageResult, redirect_with, render, render_invalid};
use crate::questions::{Core, FormWithAnswers, Question, question_label, questions, settle};
use crate::request::Page;
use crate::ui::Ui;
use askama::Template;
use axum::extract::Query;
use kernel::id::{ContactId, PartnerId, ProgramId};
use kernel::{Failure, FieldErrors};
use operations::Ctx;
use operations::access::policy::Action;
use operations::cosell::form::{Answers, FormDefinition, in_force};
use operations::cosell::registration::{self, OnBehalf, Submission, partner_name, product_names, program_choices};
use operations::cosell::typed_amount::TypedAmount;
use operations::partner::{PartnerListed, contacts};
use serde::Deserialize;

/// Currencies most people need; the program's own comes first.
const CURRENCIES: [&str; 4] = ["EUR", "USD", "GBP", "CHF"];

/// The partner, once chosen.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Start {
    #[serde(default)]
    partner: String,
    #[serde(default)]
    q: String,
}

/// What the form sends.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct NewForm {
    partner: String,
    program: String,
    contact: String,
    company: String,
    domain: String,
    country: String,
    city: String,
    customer_phone: String,
    vat: String,
    customer_contact: String,
    need: String,
    product: String,
    amount: String,
    currency: String,
    expected_close_on: String,
    partner_help: String,
}

#[derive(Template)]
#[template(path = "registrations/choose_partner.html")]
struct ChoosePartner {
    ui: Ui,
    q: String,
    matches: Vec<PartnerListed>,
}

#[derive(Template)]
#[template(path = "registrations/new.html")]
struct NewPage {
    ui: Ui,
    partner_name: String,
    form: NewForm,
    programs: Vec<Choice>,
    contacts: Vec<Choice>,
    currencies: Vec<Choice>,
    products: Vec<String>,
    errors: FieldErrors,
    mistakes: Vec<Mistake>,
    core: Core,
    questions: Vec<Question>,
}

impl NewPage {
    fn error(&self, field: &str) -> String {
        self.ui.field_error(&self.errors, field).unwrap_or_default()
    }
}

pub(super) async fn form(Page { cx, ui }: Page, Query(start): Query<Start>) -> PageResult {
    cx.allow(Action::AnswerRegistrations)?;
    if start.partner.is_empty() {
        let matches = super::assign::matching(&cx, &start.q).await?;
        return render(&ChoosePartner { ui, q: start.q, matches });
    }
    let form = NewForm { partner: start.partner, ..NewForm::default() };
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
    let preferred = programs.first().map(|p| p.currency.to_string()).unwrap_or_else(|| CURRENCIES[0].to_owned());
    if form.currency.is_empty() {
        form.currency.clone_from(&preferred);
    }
    let mut currencies = vec![preferred, form.currency.clone()];
    currencies.extend(CURRENCIES.map(str::to_owned));
    let mut seen = std::collections::BTreeSet::new();
    currencies.retain(|c| seen.insert(c.clone()));
    let contacts: Vec<_> = contacts(cx, partner).await?.into_iter().filter(|c| c.active).collect();
    // A fresh form proposes the only contact there is.
    if form.company.is_empty()
        && errors.is_empty()
        && let [only] = contacts.as_slice()
    {
        form.contact = only.id.to_string();
    }
    let chosen = programs.iter().find(|p| p.id.to_string() == form.program);
    let (asked, currency) = match chosen {
        Some(program) => (in_force(cx.read(), program.id).await?.definition, program.currency),
        None => (FormDefinition::default(), kernel::Currency::EUR),
    };
    let questions = questions(cx, &ui, &asked, answers, &form.country, currency, &errors).await?;
    let mut mistakes = mistakes(&ui, &errors);
    for (mistake, error) in mistakes.iter_mut().zip(&errors.0) {
        if let Some(own) = question_label(&ui, &asked, &error.field) {
            mistake.label = own;
        }
    }
    Ok(NewPage {
        core: Core::of(&asked),
        questions,
        programs: programs.iter().map(|p| Choice::new(p.id, &p.name, &form.program)).collect(),
        contacts: contacts.iter().map(|c| Choice::new(c.id, &c.name, &form.contact)).collect(),
        currencies: currencies.iter().map(|c| Choice::new(c, c, &form.currency)).collect(),
        products: product_names(cx).await?,
        mistakes,
        partner_name,
        form,
        errors,
        ui,
    })
}

pub(super) async fn submit(Page { cx, ui }: Page, sent: FormWithAnswers<NewForm>) -> PageResult {
    let FormWithAnswers { form, mut answers, shown } = sent;
    cx.allow(Action::AnswerRegistrations)?;
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
    if let Some(program) = program {
        let asked = in_force(cx.read(), program).await?.definition;
        errors.0.extend(settle(&asked, &mut answers, &form.country, &shown).0);
    }
    let given = |text: &str| Some(text.to_owned()).filter(|t| !t.trim().is_empty());
    let outcome = match program {
        Some(program) if errors.is_empty() => {
            let deal = Submission {
                company: form.company.clone(),
                domain: given(&form.domain),
                country: given(&form.country),
                city: given(&form.city),
                customer_phone: given(&form.customer_phone),
                vat: given(&form.vat),
                customer_contact: given(&form.customer_contact),
                need: given(&form.need),
                product: given(&form.product),
                amount: TypedAmount::typed(&form.amount, ui.locale()),
                currency: given(&form.currency),
                expected_close_on: form.expected_close_on.clone(),
                partner_help: given(&form.partner_help),
                answers: answers.clone(),
                typed_in: Some(ui.locale()),
            };
            registration::on_behalf(&cx, OnBehalf { program, partner, contact, registration: deal }).await
        }
        _ => Err(Failure::Invalid(errors)),
    };
    match outcome {
        Ok(made) => {
            let key = if made.repeated { "review-new-repeated" } else { "review-new-done" };
            let kind = if made.repeated { "warn" } else { "good" };
            Ok(redirect_with(&format!("/registrations/{}", made.id), kind, key))
        }
        Err(Failure::Invalid(errors)) => render_invalid(&page(&cx, ui, form, &answers, errors).await?),
        Err(other) => Err(other.into()),
    }
}
