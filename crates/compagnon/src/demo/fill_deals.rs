//! Deals as they open, move and close.

use super::fill::Filling;
use super::plan::{DealPlan, Origin, PRODUCTS};
use anyhow::{Context, Result};
use kernel::id::DealId;
use kernel::money::SCALE;
use kernel::words::DealSource;
use kernel::{Channel, Date};
use operations::Ctx;
use operations::cosell::company::{NewCompany, add_alias, find_or_create};
use operations::cosell::deal::{self, CreateDeal, Lose, LossReason, MoveStage, NewDeal, NewLine, Note, Win};
use operations::cosell::typed_amount::TypedAmount;

impl Filling<'_> {
    /// Who works on a deal: the manager of its partner, or its owner.
    fn worker(&self, plan: &DealPlan) -> Result<Ctx> {
        match plan.partner {
            Some(partner) => self.manager(partner),
            None => self.person(plan.owner),
        }
    }

    pub(super) async fn open_deal(&mut self, index: usize) -> Result<()> {
        let plan = self.plan.deals.get(index).context("a deal of the plan")?;
        let id = match plan.origin {
            Origin::Taken => self.take_over(plan).await?,
            _ => self.make_by_hand(plan).await?,
        };
        self.keep_deal(index, id);
        Ok(())
    }

    pub(super) fn keep_deal(&mut self, index: usize, id: DealId) {
        if let Some(place) = self.deals.get_mut(index) {
            *place = Some(id);
        }
    }

    /// From the CRM that was there before: the deal with its main product.
    async fn take_over(&self, plan: &DealPlan) -> Result<DealId> {
        let cx = self.app.system(Channel::Import);
        let tx = cx.begin().await?;
        let company = find_or_create(&tx, &cx, &self.company(plan.customer)?).await?;
        let opened = day(&cx);
        let product = plan.lines.first().map(|(product, _, _)| self.product(*product)).transpose()?;
        let new = NewDeal {
            program: self.program(plan.program)?.id,
            partner: plan.partner.map(|p| self.partner(p)).transpose()?.map(|p| p.id),
            company: Some(company),
            registration: None,
            owner: self.people.get(plan.owner).map(|p| p.id),
            name: plan.name.clone(),
            source: DealSource::Imported,
            amount: Some(plan.amount() * SCALE),
            currency: plan.currency,
            product,
            expected_close_on: Some(opened.plus_days(plan.closes_in)),
            opened_on: Some(opened),
        };
        let id = deal::create(&tx, &cx, new).await?;
        cx.commit(tx).await?;
        Ok(id)
    }

    async fn make_by_hand(&self, plan: &DealPlan) -> Result<DealId> {
        let cx = self.worker(plan)?;
        let company = self.company(plan.customer)?;
        if self.plan.aliased(plan.customer) {
            self.add_alias(&cx, plan.customer).await?;
        }
        let opened = day(&cx);
        let input = CreateDeal {
            program: self.program(plan.program)?.id,
            name: plan.name.clone(),
            partner: plan.partner.map(|p| self.partner(p)).transpose()?.map(|p| p.id),
            company: None,
            company_name: Some(company.name),
            company_domain: company.domain,
            company_country: company.country,
            owner: self.people.get(plan.owner).map(|p| p.id),
            amount: None,
            currency: Some(plan.currency.as_str().to_owned()),
            product: plan.lines.first().map(|(product, _, _)| self.product(*product)).transpose()?,
            stage: None,
            expected_close_on: Some(opened.plus_days(plan.closes_in)),
            opened_on: None,
            lines: self.lines(plan)?,
        };
        Ok(deal::create_direct(&cx, input).await?)
    }

    fn lines(&self, plan: &DealPlan) -> Result<Vec<NewLine>> {
        plan.lines
            .iter()
            .map(|(product, pieces, amount)| {
                Ok(NewLine {
                    product: Some(self.product(*product)?),
                    product_name: None,
                    category: PRODUCTS.get(*product).map(|p| p.category.to_owned()),
                    quantity: Some(TypedAmount::of(pieces * SCALE)),
                    amount: TypedAmount::of(amount * SCALE),
                })
            })
            .collect()
    }

    /// The lines of a deal that began as a registration are known once it is a deal.
    pub(super) async fn add_lines(&self, index: usize) -> Result<()> {
        let plan = self.plan.deals.get(index).context("a deal of the plan")?;
        let (cx, id) = (self.worker(plan)?, self.deal(index)?);
        for line in self.lines(plan)? {
            deal::add_line(&cx, id, None, line).await?;
        }
        Ok(())
    }

    fn company(&self, customer: usize) -> Result<NewCompany> {
        let found = self.plan.customers.get(customer).context("a customer of the plan")?;
        Ok(NewCompany {
            name: found.name.clone(),
            domain: Some(found.domain.clone()),
            country: Some(found.country.to_owned()),
            ..NewCompany::default()
        })
    }

    /// Notes what people call the customer among themselves.
    async fn add_alias(&self, cx: &Ctx, customer: usize) -> Result<()> {
        let short = self.plan.customers.get(customer).map_or("", |c| c.short.as_str());
        let tx = cx.begin().await?;
        let id = find_or_create(&tx, cx, &self.company(customer)?).await?;
        add_alias(&tx, id, &super::registrations::alias_of(short)).await?;
        Ok(cx.commit(tx).await?)
    }

    pub(super) async fn move_deal(&mut self, index: usize, stage: usize) -> Result<()> {
        let plan = self.plan.deals.get(index).context("a deal of the plan")?;
        let stage = *self.program(plan.program)?.stages.get(stage).context("an open stage")?;
        let input = MoveStage { stage, reason: None, version: None };
        Ok(deal::move_stage(&self.worker(plan)?, self.deal(index)?, input).await?)
    }

    pub(super) async fn win(&mut self, index: usize) -> Result<()> {
        let plan = self.plan.deals.get(index).context("a deal of the plan")?;
        Ok(deal::win(&self.worker(plan)?, self.deal(index)?, Win::default()).await?)
    }

    pub(super) async fn lose(&mut self, index: usize, reason: LossReason) -> Result<()> {
        let plan = self.plan.deals.get(index).context("a deal of the plan")?;
        let input = Lose { reason, text: None, stage: None, closed_on: None, version: None };
        Ok(deal::lose(&self.worker(plan)?, self.deal(index)?, input).await?)
    }

    pub(super) async fn note_deal(&mut self, index: usize, text: &str) -> Result<()> {
        let plan = self.plan.deals.get(index).context("a deal of the plan")?;
        deal::note(&self.worker(plan)?, self.deal(index)?, Note { text: text.to_owned() }).await?;
        Ok(())
    }
}

fn day(cx: &Ctx) -> Date {
    cx.now().date_in(&operations::settings::Organisation::default().zone())
}
