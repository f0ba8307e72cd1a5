//! The palette finds what its reader may see, and nothing else.

use http::StatusCode;
use kernel::id::{PartnerId, ProgramId};
use kernel::words::{OwnerRole, ProgramKind, Side};
use kernel::{Currency, Role};
use operations::Ctx;
use operations::cosell::deal::{self, CreateDeal};
use operations::program::{self, CreateProgram};
use sea_orm::{ActiveModelTrait, ActiveValue::Set};
use storage::entity;
use testkit::TestApp;

async fn partner(app: &TestApp, head: &Ctx, program: ProgramId, name: &str, owner: Option<&Ctx>) -> PartnerId {
    let input = serde_json::from_value(serde_json::json!({ "name": name, "program": program })).expect("an input");
    let id = operations::partner::create(head, input).await.expect("a partner");
    if let Some(cx) = owner {
        entity::partner_owner::ActiveModel {
            partner_id: Set(id),
            role: Set(OwnerRole::PartnerManager),
            user_id: Set(cx.actor.user().map(|u| u.id)),
            contact_id: Set(None),
            side: Set(Side::Vendor),
            since_at: Set(app.now()),
        }
        .insert(app.app.db().writer())
        .await
        .expect("an owner");
    }
    id
}

async fn labels(app: &TestApp, cookie: &str, typed: &str) -> Vec<String> {
    let answer = app.get(&format!("/search?q={typed}"), cookie).await;
    assert_eq!(answer.status, StatusCode::OK, "{typed}: {}", answer.body);
    answer
        .json()
        .as_array()
        .expect("a list")
        .iter()
        .map(|hit| hit["label"].as_str().expect("a label").to_owned())
        .collect()
}

#[tokio::test]
async fn names_are_found_however_they_are_typed_and_only_by_those_who_may_see_them() {
    let app = TestApp::new().await;
    let head = app.user("Maria", Role::HeadOfPartnerships).await;
    let ines = app.user("Ines", Role::PartnerManager).await;
    let input = CreateProgram {
        key: "reseller".to_owned(),
        name: "Reseller".to_owned(),
        kind: ProgramKind::Reseller,
        currency: Currency::EUR,
    };
    let program = program::create(&head, input).await.expect("a program");
    let his = partner(&app, &head, program, "Müller Systemhaus GmbH", Some(&ines)).await;
    let foreign = partner(&app, &head, program, "Mullerthal 100% Networks", None).await;
    for (name, partner) in [("Rollout Brauerei Krüger", his), ("Rollout Werft", foreign)] {
        let wish = serde_json::json!({ "program": program, "name": name, "partner": partner, "company_name": format!("{name} AG") });
        let wish: CreateDeal = serde_json::from_value(wish).expect("an input");
        deal::create_direct(&head, wish).await.expect("a deal");
    }
    let (all, own) = (app.cookie(&head).await, app.cookie(&ines).await);

    for typed in ["muller", "mueller", "M%C3%9CLLER"] {
        assert!(labels(&app, &all, typed).await.contains(&"Müller Systemhaus GmbH".to_owned()), "{typed}");
        // The partner first, then its deal.
        let own = labels(&app, &own, typed).await;
        assert_eq!(own, ["Müller Systemhaus GmbH", "Rollout Brauerei Krüger"], "{typed}");
    }
    let percent = labels(&app, &all, "100%25").await;
    assert_eq!(percent, ["Mullerthal 100% Networks", "Rollout Werft"], "% means itself");
    let rollouts = labels(&app, &own, "rollout").await;
    assert!(rollouts.contains(&"Rollout Brauerei Krüger".to_owned()));
    assert!(!rollouts.iter().any(|label| label.contains("Werft")), "neither the deal nor its company: {rollouts:?}");
    assert_eq!(labels(&app, &all, "rollout").await.len(), 4, "two deals and two companies");

    let number = app.get("/search?q=brauerei", &all).await.json()[0]["detail"].as_str().expect("a number").to_owned();
    let number = number.rsplit(' ').next().expect("a number").to_lowercase();
    assert_eq!(labels(&app, &all, &number).await[0], "Rollout Brauerei Krüger");
    for nothing in ["", "m", "%20%20", "%00%00%00", "zzzz"] {
        assert!(labels(&app, &all, nothing).await.is_empty(), "{nothing:?}");
    }
    let stranger = app.get("/search?q=muller", "").await;
    assert!(stranger.location().starts_with("/sign-in"));
}
