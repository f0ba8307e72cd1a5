//! A program with its stages, a head of partnerships, partners and deals.

use kernel::id::{DealId, PartnerId, ProgramId, StageId};
use kernel::money::SCALE;
use kernel::words::{OwnerRole, PartnerStatus, Phase, ProgramKind, Side};
use kernel::{Currency, Failure, Outcome, Role};
use operations::Ctx;
use operations::cosell::deal::*;
use operations::cosell::typed_amount::TypedAmount;
use operations::program::{self, CreateProgram, Stage};
use sea_orm::{ActiveModelTrait, ActiveValue::Set};
use storage::{Sql, entity};
use testkit::TestApp;

pub struct House {
    pub app: TestApp,
    pub head: Ctx,
    pub program: ProgramId,
    pub stages: Vec<Stage>,
}

impl House {
    pub async fn new() -> Self {
        let app = TestApp::new().await;
        let head = app.user("Maria Kowalski", Role::HeadOfPartnerships).await;
        let input = CreateProgram {
            key: "reseller-dach".to_owned(),
            name: "Reseller DACH".to_owned(),
            kind: ProgramKind::Reseller,
            currency: Currency::EUR,
        };
        let program = program::create(&head, input).await.expect("a program");
        let stages = program::stages(app.app.db().read(), program).await.expect("stages");
        Self { app, head, program, stages }
    }
    pub fn stage(&self, key: &str) -> StageId {
        self.stages.iter().find(|s| s.key == key).expect("a stage").id
    }
    pub async fn partner(&self, name: &str, manager: Option<&Ctx>) -> PartnerId {
        let db = self.app.app.db().writer();
        let id = PartnerId::new();
        let now = self.app.now();
        entity::partner::ActiveModel {
            id: Set(id),
            name: Set(name.to_owned()),
            name_folded: Set(name.to_lowercase()),
            name_key: Set(name.to_lowercase()),
            domain: Set(None),
            country: Set(Some("DE".to_owned())),
            region: Set(Some("North".to_owned())),
            city: Set(None),
            business_type: Set(None),
            size: Set(None),
            status: Set(PartnerStatus::Active),
            segment_id: Set(None),
            next_step: Set(None),
            next_step_on: Set(None),
            signed_on: Set(None),
            search_text: Set(name.to_lowercase()),
            created_at: Set(now),
            changed_at: Set(now),
            version: Set(1),
        }
        .insert(db)
        .await
        .expect("a partner");
        entity::partner_program::ActiveModel {
            partner_id: Set(id),
            program_id: Set(self.program),
            phase: Set(Phase::Cosell),
            phase_entered_at: Set(now),
            joined_at: Set(now),
        }
        .insert(db)
        .await
        .expect("a membership");
        if let Some(cx) = manager {
            entity::partner_owner::ActiveModel {
                partner_id: Set(id),
                role: Set(OwnerRole::PartnerManager),
                user_id: Set(cx.actor.user().map(|u| u.id)),
                contact_id: Set(None),
                side: Set(Side::Vendor),
                since_at: Set(now),
            }
            .insert(db)
            .await
            .expect("an owner");
        }
        id
    }
    pub fn wish(&self, name: &str, partner: Option<PartnerId>) -> CreateDeal {
        CreateDeal {
            program: self.program,
            name: name.to_owned(),
            partner,
            company: None,
            company_name: None,
            company_domain: None,
            company_country: None,
            owner: None,
            amount: Some(TypedAmount::of(48_000 * SCALE)),
            currency: None,
            product: None,
            stage: None,
            expected_close_on: None,
            opened_on: None,
            lines: Vec::new(),
        }
    }
    pub async fn deal(&self, name: &str, partner: Option<PartnerId>) -> DealId {
        create_direct(&self.head, self.wish(name, partner)).await.expect("a deal")
    }
    pub async fn events(&self, id: DealId) -> Vec<String> {
        Sql::new("SELECT kind FROM event WHERE deal_id = ")
            .bind(id)
            .push(" ORDER BY at, id")
            .column(self.app.app.db().read())
            .await
            .expect("events")
    }
}

pub fn line(name: &str, amount: i64) -> NewLine {
    NewLine {
        product: None,
        product_name: Some(name.to_owned()),
        category: None,
        quantity: None,
        amount: TypedAmount::of(amount),
    }
}

pub fn codes<T: std::fmt::Debug>(outcome: Outcome<T>) -> Vec<(String, String)> {
    match outcome {
        Err(Failure::Invalid(errors)) => errors.0.into_iter().map(|e| (e.field, e.code)).collect(),
        other => panic!("expected wrong fields, got {other:?}"),
    }
}

pub fn code<T: std::fmt::Debug>(outcome: Outcome<T>) -> &'static str {
    outcome.expect_err("a refusal").code()
}

pub fn to(stage: StageId) -> MoveStage {
    MoveStage { stage, reason: None, version: None }
}

pub fn lost(reason: LossReason) -> Lose {
    Lose { reason, text: None, stage: None, closed_on: None, version: None }
}
