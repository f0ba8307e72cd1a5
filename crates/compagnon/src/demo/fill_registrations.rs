//! Registrations as they come in and are answered.

use super::fill::{Filling, Registration};
use super::plan::{Entrance, RegistrationPlan};
use anyhow::{Context, Result};
use kernel::id::{ContactId, LinkId, RegistrationId};
use kernel::money::SCALE;
use kernel::words::LinkPurpose;
use kernel::{Actor, Channel, Locale};
use operations::Ctx;
use operations::access::link;
use operations::cosell::protection::{ApproveBeside, approve_beside};
use operations::cosell::registration::{
    self, Approve, Decline, GiveInformation, OnBehalf, RequestInformation, Sender, StartReview, Submission, Withdraw,
    entrance, partner_side,
};
use operations::cosell::typed_amount::TypedAmount;
use storage::Sql;

impl Filling<'_> {
    pub(super) async fn register(&mut self, index: usize) -> Result<()> {
        let plan = self.plan.registrations.get(index).context("a registration of the plan")?;
        let partner = self.plan.partners.get(plan.partner).context("a partner of the plan")?;
        let made = self.partner(plan.partner)?;
        let program = self.program(partner.program)?.id;
        let locale = if partner.organisation.german { Locale::De } else { Locale::En };
        let submission = self.submission(plan, partner.currency.as_str())?;
        let public = Ctx { locale, ..self.app.system(Channel::Web).as_actor(Actor::Anonymous, Channel::Link) };
        let personal = made.links.get(plan.contact).cloned().flatten();
        let registration = match (&plan.entrance, personal) {
            (Entrance::Stranger { name, email, company, confirms }, _) => {
                let sender = Sender { name: name.clone(), email: email.clone(), company: company.clone() };
                let key = super::plan::PROGRAMS.get(partner.program).map_or("", |p| p.key);
                let id = registration::by_stranger(&public, key, &sender, &submission).await?.id;
                let status = if *confirms { Some(self.confirm(&public, id).await?) } else { None };
                Registration { id, status }
            }
            (Entrance::PersonalLink, Some(token)) => {
                let path = entrance::open_personal(&public, &token).await?.submit(&submission, None).await?.status_page;
                let contact = *made.contacts.get(plan.contact).context("a contact that was made")?;
                Registration { id: self.latest_of(contact).await?, status: last_part(&path) }
            }
            _ => {
                let input = OnBehalf {
                    program,
                    partner: made.id,
                    contact: made.contacts.get(plan.contact).copied(),
                    registration: submission,
                };
                let id = registration::on_behalf(&self.manager(plan.partner)?, input).await?.id;
                Registration { id, status: None }
            }
        };
        if let Some(place) = self.registrations.get_mut(index) {
            *place = Some(registration);
        }
        Ok(())
    }

    fn submission(&self, plan: &RegistrationPlan, currency: &str) -> Result<Submission> {
        let customer = self.plan.customers.get(plan.customer).context("a customer of the plan")?;
        let product = self.product(plan.product)?;
        let today = self.app.now().date_in(&operations::settings::Organisation::default().zone());
        Ok(Submission {
            company: plan.written.clone(),
            domain: plan.with_domain.then(|| format!("https://www.{}", customer.domain)),
            country: Some(customer.country.to_owned()),
            customer_contact: None,
            need: Some(plan.need.to_owned()),
            product: Some(product.to_string()),
            amount: Some(TypedAmount::of(plan.amount * SCALE)),
            currency: Some(currency.to_owned()),
            expected_close_on: today.plus_days(plan.closes_in).to_string(),
            partner_help: Some(plan.help.to_owned()),
            ..Submission::default()
        })
    }

    /// Presses the button of the confirmation mail.
    async fn confirm(&self, cx: &Ctx, id: RegistrationId) -> Result<String> {
        let confirmation = Sql::new("SELECT id FROM signed_link WHERE purpose = ")
            .bind(LinkPurpose::ConfirmRegistration)
            .push(" AND registration_id = ")
            .bind(id)
            .value::<LinkId>(cx.read())
            .await?
            .context("a link in the confirmation mail")?;
        let path = link::path(&cx.app, LinkPurpose::ConfirmRegistration, confirmation);
        let token = last_part(&path).context("a token in the link")?;
        last_part(&registration::confirm(cx, &token).await?).context("a token in the status link")
    }

    async fn latest_of(&self, contact: ContactId) -> Result<RegistrationId> {
        Sql::new("SELECT id FROM registration WHERE contact_id = ")
            .bind(contact)
            .push(" ORDER BY created_at DESC, id DESC LIMIT 1")
            .value::<RegistrationId>(self.app.db().read())
            .await?
            .context("the registration just made")
    }

    /// Who answers: the partner's manager; for strangers the head of partnerships.
    fn reviewer(&self, index: usize) -> Result<Ctx> {
        let plan = self.plan.registrations.get(index).context("a registration of the plan")?;
        match plan.entrance {
            Entrance::Stranger { .. } => self.person(1),
            _ => self.manager(plan.partner),
        }
    }

    pub(super) async fn start_review(&mut self, index: usize) -> Result<()> {
        registration::start_review(&self.reviewer(index)?, self.registration(index)?.id, StartReview::default())
            .await?;
        Ok(())
    }

    pub(super) async fn ask(&mut self, index: usize, question: &str) -> Result<()> {
        let input = RequestInformation { question: question.to_owned(), version: None };
        registration::request_information(&self.reviewer(index)?, self.registration(index)?.id, input).await?;
        Ok(())
    }

    pub(super) async fn answer(&mut self, index: usize, answer: &str) -> Result<()> {
        let input = GiveInformation { answer: answer.to_owned(), version: None };
        let made = self.registration(index)?;
        match &made.status {
            // By the status page, as partners do …
            Some(token) => {
                let public = self.app.system(Channel::Web).as_actor(Actor::Anonymous, Channel::Link);
                partner_side::open_status(&public, token).await?.answer(input).await?;
            }
            // … or on the telephone, and the manager writes it down.
            None => {
                registration::give_information(&self.reviewer(index)?, made.id, input).await?;
            }
        }
        Ok(())
    }

    pub(super) async fn approve(&mut self, index: usize) -> Result<()> {
        let cx = self.reviewer(index)?;
        let id = self.registration(index)?.id;
        let became = match registration::approve(&cx, id, Approve::default()).await.map(|yes| yes.deal) {
            // Somebody is protected there already: their manager lets both sell to this customer.
            Err(kernel::Failure::Conflict { code: "scope_taken", .. }) => {
                let both = ApproveBeside {
                    choice: "beside".to_owned(),
                    reason: "Both sell together to this customer.".to_owned(),
                    ..ApproveBeside::default()
                };
                approve_beside(&cx, id, both).await?.deal.context("a deal at once, since no chain is asked")?
            }
            other => other?,
        };
        let deal = self.plan.registrations.get(index).and_then(|r| r.deal);
        if let Some(deal) = deal {
            self.keep_deal(deal, became);
            self.add_lines(deal).await?;
        }
        Ok(())
    }

    pub(super) async fn decline(&mut self, index: usize, reason: &str, text: &str) -> Result<()> {
        let input = Decline { reason: reason.to_owned(), text: Some(text.to_owned()), version: None };
        registration::decline(&self.reviewer(index)?, self.registration(index)?.id, input).await?;
        Ok(())
    }

    pub(super) async fn withdraw(&mut self, index: usize, reason: &str) -> Result<()> {
        let input = Withdraw { reason: Some(reason.to_owned()), version: None };
        registration::withdraw(&self.reviewer(index)?, self.registration(index)?.id, input).await?;
        Ok(())
    }
}

fn last_part(path: &str) -> Option<String> {
    path.rsplit('/').next().map(str::to_owned)
}
