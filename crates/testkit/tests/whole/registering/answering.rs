//! Ask, answer, approve, decline, withdraw, assign; and two who do so at once.

use super::house::House;
use kernel::Failure;
use kernel::time::HOUR;
use kernel::words::{DealSource, RegistrationStatus as Status};
use operations::cosell::registration::*;
use storage::{Sql, entity};

pub(super) fn conflict_code<T: std::fmt::Debug>(result: Result<T, Failure>) -> &'static str {
    match result {
        Err(failure @ Failure::Conflict { .. }) => failure.code(),
        other => panic!("expected a conflict, got {other:?}"),
    }
}

#[tokio::test]
async fn an_approval_makes_the_deal_protects_the_partner_and_stops_the_clocks() {
    let house = House::new().await;
    let id = house.register(house.nordlicht, house.kruger()).await.id;
    house.app.clock.advance(2 * HOUR);
    let note = Some("Welcome on board.".to_owned());
    let approved = approve(&house.ines, id, Approve { note, version: None }).await.expect("approved");
    assert_eq!(approved.protected_until_on.map(|on| on.to_string()).as_deref(), Some("2027-02-22"));
    let row = house.row(id).await;
    assert_eq!(row.status, Status::Approved);
    assert_eq!(row.deal_id, Some(approved.deal));
    assert_eq!(row.first_answered_at, Some(house.app.now()));
    assert_eq!(row.decided_by.as_deref(), Some("Ines Hoffmann"));
    let deal: entity::deal::Model = Sql::new("SELECT * FROM deal WHERE id = ")
        .bind(approved.deal)
        .one(house.app.app.db().read())
        .await
        .expect("a query")
        .expect("the deal");
    assert_eq!(deal.partner_id, Some(house.nordlicht.id));
    assert_eq!(deal.registration_id, Some(id));
    assert_eq!(deal.amount, row.amount);
    assert_eq!(deal.source, DealSource::Registered);
    assert_eq!(deal.name, "Krüger & Söhne Logistik GmbH – Fleet suite");
    assert_eq!(deal.company_id, row.company_id);
    let running = "SELECT CAST(COUNT(*) AS BIGINT) FROM clock WHERE stopped_at IS NULL";
    assert_eq!(house.count(running).await, 0);
    let mail = house.mails_of("registration_approved").await;
    assert_eq!(mail.len(), 1);
    assert_eq!(mail[0].to_email, "jana@nordlicht.example");
    assert!(mail[0].body_text.contains("22 February 2027") && mail[0].body_text.contains("Welcome on board."));
}

#[tokio::test]
async fn a_question_lets_the_decision_clock_stand_and_the_answer_lets_it_go_on() {
    let house = House::new().await;
    let id = house.register(house.nordlicht, house.kruger()).await.id;
    let before = house.row(id).await.decision_due_at.expect("a promise");
    house.app.clock.advance(6 * HOUR);
    let ask = RequestInformation { question: "Who decides there?".to_owned(), version: None };
    request_information(&house.ines, id, ask).await.expect("asked");
    let asked = house.row(id).await;
    assert_eq!(asked.status, Status::InformationRequested);
    assert_eq!(asked.first_answered_at, Some(house.app.now()));
    let standing = "SELECT CAST(COUNT(*) AS BIGINT) FROM clock WHERE kind = 'decision' AND paused_at IS NOT NULL";
    assert_eq!(house.count(standing).await, 1);
    // Six days later: nothing was broken in the meantime.
    house.app.clock.advance(6 * 24 * HOUR);
    assert_eq!(watch::note_breaches(&house.app.app).await.expect("looked"), 0);
    let page = house.status_link(id).await;
    let shown = house.app.get(&page, "").await;
    assert!(shown.body.contains("Who decides there?"), "{}", shown.body);
    let answered = house.app.post(&format!("{page}/answer"), "", &[("answer", "Paul <b>himself</b>.")]).await;
    assert_eq!((answered.status.as_u16(), answered.location()), (303, page.as_str()));
    let row = house.row(id).await;
    assert_eq!(row.status, Status::InReview);
    // Asked on Tuesday at 16:00 in Berlin with 17 business hours left, answered on Monday at 16:00.
    assert!(row.decision_due_at.expect("a promise") > before);
    assert_eq!(row.decision_due_at, Some("2026-12-02T16:00:00Z".parse().expect("a moment")));
    let mail = house.mails_of("registration_answered").await;
    assert_eq!(mail.len(), 1);
    assert_eq!(mail[0].to_email, "ines.hoffmann@vendor.example");
    assert!(mail[0].body_text.contains("Paul <b>himself</b>."));
    let shown = house.app.get(&page, "").await.body;
    assert!(shown.contains("Paul &#60;b&#62;himself") || shown.contains("Paul &lt;b&gt;himself"), "{shown}");
    assert!(!shown.contains("<b>himself"));
}

#[tokio::test]
async fn a_refusal_needs_a_reason_of_the_list_and_tells_the_partner_why() {
    let house = House::new().await;
    let id = house.register(house.nordlicht, house.kruger()).await.id;
    for (reason, text, field, code) in [
        ("", None, "reason", "required"),
        ("because", None, "reason", "unknown"),
        ("other", None, "text", "required"),
        ("other", Some("\u{0}"), "text", "invalid"),
    ] {
        let input = Decline { reason: reason.to_owned(), text: text.map(str::to_owned), version: None };
        let Err(Failure::Invalid(errors)) = decline(&house.ines, id, input).await else { panic!("{reason} was taken") };
        assert_eq!((errors.0[0].field.as_str(), errors.0[0].code.as_str()), (field, code));
    }
    let input = Decline { reason: "existing_customer".to_owned(), text: Some("Since 2019.".to_owned()), version: None };
    decline(&house.ines, id, input).await.expect("declined");
    assert_eq!(house.status(id).await, Status::Declined);
    let mail = house.mails_of("registration_declined").await;
    assert!(mail[0].body_text.contains("already our customer") && mail[0].body_text.contains("Since 2019."));
    let page = house.app.get(&house.status_link(id).await, "").await.body;
    assert!(page.contains("already our customer") && page.contains("Since 2019."));
}

#[tokio::test]
async fn of_two_reviewers_one_decides_and_the_other_hears_what_happened() {
    let house = House::new().await;
    let submitted = house.register(house.nordlicht, house.kruger()).await;
    let seen = Some(submitted.version);
    let question = RequestInformation { question: "Who decides?".to_owned(), version: seen };
    request_information(&house.ines, submitted.id, question).await.expect("asked");
    let late = approve(&house.head, submitted.id, Approve { note: None, version: seen }).await;
    assert_eq!(conflict_code(late), "stale_version");
    approve(&house.head, submitted.id, Approve::default()).await.expect("approved");
    let no = Decline { reason: "not_a_fit".to_owned(), text: None, version: seen };
    match decline(&house.ines, submitted.id, no).await {
        Err(Failure::Conflict { code: "already_decided", params }) => {
            assert_eq!(params["status"], "approved");
            assert_eq!(params["by"], "Maria Kowalski");
        }
        other => panic!("expected a conflict, got {other:?}"),
    }
    assert_eq!(house.count("SELECT CAST(COUNT(*) AS BIGINT) FROM deal").await, 1);
    assert!(house.mails_of("registration_declined").await.is_empty());
}

#[tokio::test]
async fn two_deals_with_the_same_new_customer_at_the_same_moment_make_one_company() {
    let house = House::new().await;
    for turn in 0..4 {
        let customer = |product: &str| Submission {
            company: format!("Neukunde {turn} Logistik GmbH"),
            domain: None,
            product: Some(product.to_owned()),
            ..house.kruger()
        };
        let (a, b) = (customer("Fleet suite"), customer("Route planner"));
        let (a, b) = (house.register(house.nordlicht, a).await.id, house.register(house.nordlicht, b).await.id);
        let (one, other) =
            tokio::join!(approve(&house.ines, a, Approve::default()), approve(&house.head, b, Approve::default()));
        one.expect("approved");
        other.expect("approved");
        assert_eq!(house.row(a).await.company_id, house.row(b).await.company_id);
    }
    assert_eq!(house.count("SELECT CAST(COUNT(*) AS BIGINT) FROM company").await, 4);
}

#[tokio::test]
async fn two_approvals_at_the_same_moment_make_one_deal() {
    let house = House::new().await;
    let id = house.register(house.nordlicht, house.kruger()).await.id;
    let (a, b) =
        tokio::join!(approve(&house.ines, id, Approve::default()), approve(&house.head, id, Approve::default()));
    assert!(a.is_ok() != b.is_ok(), "{a:?} {b:?}");
    assert_eq!(house.count("SELECT CAST(COUNT(*) AS BIGINT) FROM deal").await, 1);
    assert_eq!(house.mails_of("registration_approved").await.len(), 1);
}

#[tokio::test]
async fn a_viewer_may_not_answer_and_another_manager_finds_nothing() {
    let house = House::new().await;
    let id = house.register(house.voltwerk, house.kruger()).await.id;
    let viewer = house.app.user("Vera Viewer", kernel::Role::Viewer).await;
    let no = || Decline { reason: "not_a_fit".to_owned(), text: None, version: None };
    assert!(matches!(approve(&viewer, id, Approve::default()).await, Err(Failure::Forbidden)));
    assert!(matches!(decline(&viewer, id, no()).await, Err(Failure::Forbidden)));
    assert!(matches!(start_review(&viewer, id, StartReview::default()).await, Err(Failure::Forbidden)));
    assert!(matches!(withdraw(&viewer, id, Withdraw::default()).await, Err(Failure::Forbidden)));
    // Ines manages Nordlicht; this one is Voltwerk's.
    assert!(matches!(approve(&house.ines, id, Approve::default()).await, Err(Failure::NotFound)));
    assert!(matches!(decline(&house.ines, id, no()).await, Err(Failure::NotFound)));
    assert!(matches!(note(&house.ines, id, Note { text: "x".to_owned() }).await, Err(Failure::NotFound)));
    let ask = RequestInformation { question: "?".to_owned(), version: None };
    assert!(matches!(request_information(&house.ines, id, ask).await, Err(Failure::NotFound)));
    assert_eq!(house.status(id).await, Status::Submitted);
}

#[tokio::test]
async fn a_withdrawal_by_the_partner_ends_it_and_the_same_deal_can_come_again() {
    let house = House::new().await;
    let first = house.register(house.nordlicht, house.kruger()).await;
    let page = house.status_link(first.id).await;
    let silent = house.app.post(&format!("{page}/withdraw"), "", &[("reason", " ")]).await;
    assert_eq!(silent.status.as_u16(), 422, "a withdrawal has a reason");
    let answer = house.app.post(&format!("{page}/withdraw"), "", &[("reason", "Lost interest")]).await;
    assert_eq!(answer.status.as_u16(), 303);
    assert_eq!(house.status(first.id).await, Status::Withdrawn);
    assert_eq!(house.mails_of("registration_withdrawn").await.len(), 1);
    assert_eq!(house.mails_of("registration_taken_back").await.len(), 1);
    assert!(house.app.get(&page, "").await.body.contains("You took this registration back"));
    assert_eq!(conflict_code(approve(&house.ines, first.id, Approve::default()).await), "not_allowed_now");
    let again = house.register(house.nordlicht, house.kruger()).await;
    assert!(!again.repeated && again.id != first.id);
}

#[tokio::test]
async fn taking_a_registration_up_is_seen_by_the_partner_and_stops_no_clock() {
    let house = House::new().await;
    let id = house.register(house.nordlicht, house.kruger()).await.id;
    start_review(&house.ines, id, StartReview::default()).await.expect("taken up");
    assert_eq!(house.row(id).await.first_answered_at, None);
    let page = house.app.get(&house.status_link(id).await, "").await.body;
    assert!(page.contains("In review") && page.contains("Somebody took it up."));
    assert_eq!(conflict_code(start_review(&house.ines, id, StartReview::default()).await), "not_allowed_now");
}
