//! A decision about a second partner holds for the protections it was about, and for no other that stands since.

use super::approval::{code, step, who, with_chain};
use super::house::{House, make_partner};
use kernel::Role;
use kernel::id::RegistrationId;
use kernel::words::RegistrationStatus as Status;
use operations::Ctx;
use operations::cosell::protection::approve_beside;
use operations::cosell::registration::*;
use serde_json::json;

/// One whose customer shall move here is with finance; two are protected there, the second since that was decided.
struct Three {
    finance: Ctx,
    protected: [RegistrationId; 2],
    asked: RegistrationId,
}

async fn decide(house: &House, id: RegistrationId, choice: &str) {
    let said = json!({ "choice": choice, "reason": "As they wish", "evidence": "A letter of May" });
    approve_beside(&house.head, id, serde_json::from_value(said).expect("an input")).await.expect("decided");
}

async fn three(house: &House) -> Three {
    let finance = house.app.user("Fina Nance", Role::PartnerManager).await;
    let third = make_partner(&house.app, house.program, "Drittwerk", "Tom Tal", "tom@drittwerk.example").await;
    let first = house.register(house.voltwerk, house.kruger()).await.id;
    let late = house.register(third, house.kruger()).await.id;
    with_chain(house, vec![step("Finance", vec![who(&finance)])]).await;
    let asked = house.register(house.nordlicht, house.kruger()).await.id;
    approve(&house.head, first, Approve::default()).await.expect("approved");
    decide(house, asked, "customer_choice").await;
    assert_eq!(house.status(asked).await, Status::PendingApproval);
    decide(house, late, "beside").await;
    let protected = [first, late];
    assert_eq!(code(approve_step(&finance, asked, ApproveStep::default()).await), "scope_taken");
    for standing in protected {
        assert_eq!(house.status(standing).await, Status::Approved, "nobody decided about both");
    }
    Three { finance, protected, asked }
}

#[tokio::test]
async fn a_referral_takes_nothing_from_anybody_whoever_is_protected() {
    let house = House::new().await;
    let three = three(&house).await;
    decide(&house, three.asked, "referral").await;
    approve_step(&three.finance, three.asked, ApproveStep::default()).await.expect("yes to a referral");
    let row = house.row(three.asked).await;
    assert_eq!((row.status, row.protected_until_on), (Status::Approved, None));
    for standing in three.protected {
        assert_eq!(house.status(standing).await, Status::Approved);
    }
}

#[tokio::test]
async fn a_decision_about_all_that_stands_is_carried_out() {
    let house = House::new().await;
    let three = three(&house).await;
    decide(&house, three.asked, "customer_choice").await;
    approve_step(&three.finance, three.asked, ApproveStep::default()).await.expect("yes");
    assert_eq!(house.status(three.asked).await, Status::Approved);
    for moved in three.protected {
        assert_eq!(house.status(moved).await, Status::Cancelled);
    }
}
