//! What the deal does to the registration it came from.

use super::house::House;
use kernel::id::{DealId, RegistrationId};
use kernel::time::DAY;
use kernel::words::RegistrationStatus as Status;
use operations::cosell::deal::{self, Lose, LossReason, MoveStage, Reopen, Win};
use operations::cosell::registration::*;
use operations::program::stages;
use storage::{Sql, entity};

async fn approved(house: &House) -> (RegistrationId, DealId) {
    let id = house.register(house.nordlicht, house.kruger()).await.id;
    let deal = approve(&house.ines, id, Approve::default()).await.expect("approved").deal;
    (id, deal)
}

async fn move_to(house: &House, deal: DealId, key: &str) {
    let stages = stages(house.ines.read(), house.program).await.expect("stages");
    let stage = stages.iter().find(|s| s.key == key).expect("a stage").id;
    deal::move_stage(&house.ines, deal, MoveStage { stage, reason: Some("Demo went well".to_owned()), version: None })
        .await
        .expect("moved");
}

#[tokio::test]
async fn a_deal_that_leaves_its_first_stage_converts_and_its_end_is_the_registration_s() {
    let house = House::new().await;
    let (id, deal) = approved(&house).await;
    move_to(&house, deal, "proposal").await;
    assert_eq!(house.status(id).await, Status::Converted);
    move_to(&house, deal, "evaluation").await;
    assert_eq!(house.status(id).await, Status::Converted, "a step back changes nothing");
    deal::win(&house.ines, deal, Win::default()).await.expect("won");
    assert_eq!(house.status(id).await, Status::Won);
    deal::reopen(&house.ines, deal, Reopen::default()).await.expect("reopened");
    assert_eq!(house.status(id).await, Status::Converted);
    let lose = Lose { reason: LossReason::Price, text: None, stage: None, closed_on: None, version: None };
    deal::lose(&house.ines, deal, lose).await.expect("lost");
    assert_eq!(house.status(id).await, Status::Lost);
    let steps: Vec<entity::registration_step::Model> =
        Sql::new("SELECT * FROM registration_step WHERE registration_id = ")
            .bind(id)
            .push(" ORDER BY position")
            .all(house.app.app.db().read())
            .await
            .expect("steps");
    let words: Vec<_> = steps.iter().map(|s| s.activity.as_str()).collect();
    assert_eq!(words, ["submitted", "approved", "converted", "won", "sale_reopened", "lost"]);
    assert_eq!(steps[2].reason.as_deref(), Some("Demo went well"));
    assert!(steps[2..].iter().all(|s| s.actor_name == "Ines Hoffmann" && s.actor_kind == "user"));
    for path in [house.status_link(id).await, format!("{}?lang=de", house.status_link(id).await)] {
        let page = house.app.get(&path, "").await;
        assert_eq!(page.status, 200, "{path}");
        assert!(
            page.body.contains("The deal is lost.") || page.body.contains("Der Deal ist verloren."),
            "{}",
            page.body
        );
    }
}

#[tokio::test]
async fn a_converted_registration_is_protected_until_its_last_day_and_a_sale_won_later_is_still_its_own() {
    let house = House::new().await;
    let (id, deal) = approved(&house).await;
    move_to(&house, deal, "evaluation").await;
    house.app.clock.advance(89 * DAY);
    assert_eq!(watch::expire_protections(&house.app.app).await.expect("looked"), 0);
    house.app.clock.advance(3 * DAY);
    assert_eq!(watch::expire_protections(&house.app.app).await.expect("looked"), 1);
    assert_eq!(house.status(id).await, Status::Expired);
    deal::win(&house.ines, deal, Win::default()).await.expect("won");
    assert_eq!(house.status(id).await, Status::Won);
}
