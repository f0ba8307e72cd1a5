//! Partners as they join and move.

use super::fill::{Filling, Partner};
use super::plan::PartnerPlan;
use anyhow::{Context, Result};
use kernel::id::{ContactId, PartnerId, ProgramId};
use kernel::words::{OwnerRole, PartnerStatus, Phase, Side};
use kernel::{Date, Locale};
use operations::Ctx;
use operations::partner::{
    self, ChangePartner, CheckCriterion, CreatePartner, MovePhase, NewContact, NextStep, SetOwner, SetStatus,
};
use operations::program::CriterionCheck;
use std::collections::BTreeMap;
use storage::Sql;

impl Filling<'_> {
    pub(super) async fn join(&mut self, index: usize) -> Result<()> {
        let plan = self.plan.partners.get(index).context("a partner of the plan")?;
        let program = self.program(plan.program)?.id;
        // The head of partnerships makes them and names the manager.
        let cx = self.person(1)?;
        let attract = plan.begins == Phase::Attract;
        let place = &plan.organisation;
        let input = CreatePartner {
            name: place.name.clone(),
            domain: Some(place.domain.clone()),
            country: Some(place.country.to_owned()),
            region: Some(place.region.to_owned()),
            city: Some(place.city.to_owned()),
            business_type: Some(plan.business_type.to_owned()),
            size: Some(plan.size.to_owned()),
            signed_on: (!attract).then(|| today(&cx)),
            segment: None,
            program: attract.then_some(program),
            manager: self.people.get(plan.manager).map(|p| p.id),
            attributes: BTreeMap::from([("vertical".to_owned(), plan.vertical.to_owned())]),
        };
        let id = partner::create(&cx, input).await?;
        let cx = self.manager(index)?;
        if !attract {
            partner::join_program(&cx, id, program, plan.begins).await?;
        }
        let contacts = self.contacts(&cx, id, plan).await?;
        let mut links = Vec::new();
        for (contact, number) in contacts.iter().zip(0..) {
            // The two who sell get a personal link.
            let link = match number {
                0 | 1 => Some(partner::make_link(&cx, id, *contact, program).await?.url),
                _ => None,
            };
            links.push(link.and_then(|url| url.rsplit('/').next().map(str::to_owned)));
        }
        let made = Partner { id, contacts, links };
        if plan.begins != Phase::Attract {
            self.name_owners(&cx, plan, &made).await?;
        }
        if let Some(place) = self.partners.get_mut(index) {
            *place = Some(made);
        }
        Ok(())
    }

    async fn contacts(&self, cx: &Ctx, partner: PartnerId, plan: &PartnerPlan) -> Result<Vec<ContactId>> {
        let mut contacts = Vec::new();
        for contact in &plan.contacts {
            let input = NewContact {
                name: contact.name.clone(),
                email: Some(contact.email.clone()),
                phone: None,
                role: contact.role,
                locale: Some(if plan.organisation.german { Locale::De } else { Locale::En }),
            };
            contacts.push(partner::add_contact(cx, partner, input).await?);
        }
        Ok(contacts)
    }

    async fn name_owners(&self, cx: &Ctx, plan: &PartnerPlan, made: &Partner) -> Result<()> {
        let vendor = [(OwnerRole::SalesLead, plan.sales_lead), (OwnerRole::MarketingLead, plan.marketing_lead)];
        for (role, person) in vendor {
            if let Some(user) = person.and_then(|p| self.people.get(p)) {
                let owner = SetOwner { role, side: Side::Vendor, user: Some(user.id), contact: None };
                partner::set_owner(cx, made.id, owner).await?;
            }
        }
        let partners = [(OwnerRole::PartnerManager, 1), (OwnerRole::SalesLead, 0), (OwnerRole::MarketingLead, 3)];
        for (role, contact) in partners {
            if let Some(contact) = made.contacts.get(contact) {
                let owner = SetOwner { role, side: Side::Partner, user: None, contact: Some(*contact) };
                partner::set_owner(cx, made.id, owner).await?;
            }
        }
        Ok(())
    }

    pub(super) async fn move_phase(&mut self, index: usize, second: bool, to: Phase, ready: bool) -> Result<()> {
        let plan = self.plan.partners.get(index).context("a partner of the plan")?;
        let cx = self.manager(index)?;
        let made = self.partner(index)?;
        if second {
            let program = self.program(plan.second_program.unwrap_or(plan.program))?.id;
            return Ok(partner::join_program(&cx, made.id, program, to).await?);
        }
        let program = self.program(plan.program)?.id;
        if to == Phase::Onboard {
            let signed_on = kernel::Patch::Set(today(&cx));
            partner::change(&cx, made.id, ChangePartner { signed_on, ..ChangePartner::default() }).await?;
            self.name_owners(&cx, plan, made).await?;
        }
        let unmet = tick(&cx, made.id, program, ready).await?;
        let reason = unmet.then_some({
            if plan.organisation.german {
                "Wir ziehen den Schritt vor: Der erste gemeinsame Termin steht."
            } else {
                "Moved early: the first joint meeting is agreed."
            }
        });
        let wish = MovePhase { program, phase: to, from: None, reason: reason.map(str::to_owned) };
        Ok(partner::move_phase(&cx, made.id, wish).await?)
    }

    pub(super) async fn set_status(&mut self, index: usize, to: PartnerStatus, reason: &str) -> Result<()> {
        let input = SetStatus { status: to, reason: Some(reason.to_owned()), version: None };
        Ok(partner::set_status(&self.person(1)?, self.partner(index)?.id, input).await?)
    }

    pub(super) async fn set_next_step(&mut self, index: usize, text: &str, in_days: i64) -> Result<()> {
        let cx = self.manager(index)?;
        let on = self.plan.days.date(0).plus_days(in_days);
        let input = NextStep { text: Some(text.to_owned()), on: Some(on) };
        Ok(partner::set_next_step(&cx, self.partner(index)?.id, input).await?)
    }

    pub(super) async fn note_partner(&mut self, index: usize, text: &str) -> Result<()> {
        partner::note(&self.manager(index)?, self.partner(index)?.id, text).await?;
        Ok(())
    }
}

fn today(cx: &Ctx) -> Date {
    cx.now().date_in(&operations::settings::Organisation::default().zone())
}

/// Ticks what a person can tick, all of it or only the first; whether something remains unmet.
async fn tick(cx: &Ctx, partner: PartnerId, program: ProgramId, all: bool) -> Result<bool> {
    let phase = Sql::new("SELECT phase FROM partner_program WHERE partner_id = ")
        .bind(partner)
        .push(" AND program_id = ")
        .bind(program)
        .value::<Phase>(cx.read())
        .await?;
    let Some(phase) = phase else { return Ok(false) };
    let (_, rules) = operations::program::current(cx.read(), program).await?;
    let Some(definition) = rules.phase(phase) else { return Ok(false) };
    let manual = definition.exit_criteria.iter().filter(|c| c.check == CriterionCheck::Manual);
    for criterion in manual.take(if all { usize::MAX } else { 0 }) {
        let input = CheckCriterion { program, phase, criterion: criterion.key.clone(), met: true };
        partner::check_criterion(cx, partner, input).await?;
    }
    let states = partner::criteria(cx.read(), &[partner]).await?.of(partner, program, definition);
    Ok(states.iter().any(|state| !state.met))
}
