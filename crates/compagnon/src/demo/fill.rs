//! Living through the plan: each step by the operation a person would have used.

use super::plan::{Plan, Step};
use anyhow::{Context, Result};
use kernel::actor::UserActor;
use kernel::id::{ContactId, DealId, PartnerId, ProductId, ProgramId, RegistrationId, StageId};
use kernel::{Actor, Channel, FixedClock};
use operations::cosell::registration::watch;
use operations::{App, Ctx};
use std::io::Write;

/// A partner that was made.
pub(super) struct Partner {
    pub(super) id: PartnerId,
    pub(super) contacts: Vec<ContactId>,
    /// Token of the personal link of each contact that has one.
    pub(super) links: Vec<Option<String>>,
}

/// A registration that was made.
pub(super) struct Registration {
    pub(super) id: RegistrationId,
    /// Token of its status page, where the partner acts.
    pub(super) status: Option<String>,
}

/// A program that was made, with its open stages in order.
pub(super) struct Program {
    pub(super) id: ProgramId,
    pub(super) stages: Vec<StageId>,
}

/// What has been made so far; positions are those of the plan.
pub(super) struct Filling<'a> {
    pub(super) app: &'a App,
    pub(super) plan: &'a Plan,
    pub(super) people: Vec<UserActor>,
    pub(super) programs: Vec<Program>,
    pub(super) products: Vec<ProductId>,
    pub(super) partners: Vec<Option<Partner>>,
    pub(super) registrations: Vec<Option<Registration>>,
    pub(super) deals: Vec<Option<DealId>>,
}

impl Filling<'_> {
    /// A context in which that person acts.
    pub(super) fn person(&self, index: usize) -> Result<Ctx> {
        let user = self.people.get(index).context("a person of the plan")?;
        Ok(self.app.system(Channel::System).as_actor(Actor::User(user.clone()), Channel::Web))
    }
    /// A context in which the manager of that partner acts.
    pub(super) fn manager(&self, partner: usize) -> Result<Ctx> {
        self.person(self.plan.partners.get(partner).context("a partner of the plan")?.manager)
    }
    pub(super) fn partner(&self, index: usize) -> Result<&Partner> {
        self.partners.get(index).and_then(Option::as_ref).context("a partner that was made")
    }
    pub(super) fn deal(&self, index: usize) -> Result<DealId> {
        self.deals.get(index).copied().flatten().context("a deal that was made")
    }
    pub(super) fn registration(&self, index: usize) -> Result<&Registration> {
        self.registrations.get(index).and_then(Option::as_ref).context("a registration that was made")
    }
    pub(super) fn program(&self, index: usize) -> Result<&Program> {
        self.programs.get(index).context("a program that was made")
    }
    pub(super) fn product(&self, index: usize) -> Result<ProductId> {
        self.products.get(index).copied().context("a product that was made")
    }

    async fn perform(&mut self, step: &Step) -> Result<()> {
        match step {
            Step::Join(partner) => self.join(*partner).await,
            Step::Phase { partner, second, to, ready } => self.move_phase(*partner, *second, *to, *ready).await,
            Step::Status { partner, to, reason } => self.set_status(*partner, *to, reason).await,
            Step::Plan { partner, text, in_days } => self.set_next_step(*partner, text, *in_days).await,
            Step::PartnerNote { partner, text } => self.note_partner(*partner, text).await,
            Step::Register(registration) => self.register(*registration).await,
            Step::StartReview(registration) => self.start_review(*registration).await,
            Step::Ask { registration, question } => self.ask(*registration, question).await,
            Step::Answer { registration, answer } => self.answer(*registration, answer).await,
            Step::Approve(registration) => self.approve(*registration).await,
            Step::Decline { registration, reason, text } => self.decline(*registration, reason, text).await,
            Step::Withdraw { registration, reason } => self.withdraw(*registration, reason).await,
            Step::OpenDeal(deal) => self.open_deal(*deal).await,
            Step::MoveDeal { deal, stage } => self.move_deal(*deal, *stage).await,
            Step::Win(deal) => self.win(*deal).await,
            Step::Lose { deal, reason } => self.lose(*deal, *reason).await,
            Step::DealNote { deal, text } => self.note_deal(*deal, text).await,
            Step::Housekeeping => {
                watch::note_breaches(self.app).await?;
                watch::expire_protections(self.app).await?;
                Ok(())
            }
        }
    }
}

/// Lives through the whole plan.
pub(super) async fn fill(app: &App, clock: &FixedClock, plan: &Plan) -> Result<()> {
    println!(
        "Filling an empty database with sample data: {} partners, {} deals over two years.",
        plan.partners.len(),
        plan.deals.len()
    );
    let mut filling = Filling {
        app,
        plan,
        people: Vec::new(),
        programs: Vec::new(),
        products: Vec::new(),
        partners: plan.partners.iter().map(|_| None).collect(),
        registrations: plan.registrations.iter().map(|_| None).collect(),
        deals: vec![None; plan.deals.len()],
    };
    filling.lay_foundation().await.context("people, programs and products")?;
    let all = plan.steps.len();
    let mut told = 0;
    for (done, (at, step)) in plan.steps.iter().enumerate() {
        clock.set(*at);
        filling.perform(step).await.with_context(|| format!("step {done} of the sample data, at {at}"))?;
        let percent = (done + 1) * 100 / all.max(1);
        if percent >= told + 10 {
            told = percent / 10 * 10;
            println!("  {told} %");
            std::io::stdout().flush()?;
        }
    }
    filling.dispute().await.context("a dispute")?;
    Ok(())
}
