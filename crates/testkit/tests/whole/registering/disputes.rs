//! Two partners on one customer: who contests, what each side shows, the decision, the appeal, and what stands still meanwhile.

use super::house::House;
use http::{Method, StatusCode};
use kernel::Failure;
use kernel::id::{DisputeId, RegistrationId};
use kernel::time::DAY;
use kernel::words::{DisputeOutcome, DisputeRule, RegistrationStatus as Status};
use operations::cosell::dispute::*;
use operations::cosell::registration::*;
use serde_json::json;

fn code<T: std::fmt::Debug>(said: Result<T, Failure>) -> &'static str {
    said.expect_err("refused").code()
}

/// Nordlicht is protected; Voltwerk was declined for it. Their ids and status pages.
struct Two {
    held: RegistrationId,
    declined: RegistrationId,
    held_page: String,
    declined_page: String,
}

async fn two(house: &House) -> Two {
    let held = house.register(house.nordlicht, house.kruger()).await.id;
    approve(&house.ines, held, Approve::default()).await.expect("approved");
    let declined = house.register(house.voltwerk, house.kruger()).await.id;
    let no = Decline { reason: "already_registered".to_owned(), ..Decline::default() };
    decline(&house.head, declined, no).await.expect("declined");
    Two { held, declined, held_page: house.status_link(held).await, declined_page: house.status_link(declined).await }
}

async fn case_of(house: &House, id: RegistrationId) -> DisputeId {
    disputes_of(&house.head, id).await.expect("cases").first().expect("a case").id
}

fn decision(outcome: DisputeOutcome, text: &str) -> DecideDispute {
    DecideDispute {
        outcome,
        rule: DisputeRule::FirstValid,
        text: text.to_owned(),
        take_back: Vec::new(),
        version: None,
    }
}

async fn contest(house: &House, two: &Two) -> DisputeId {
    let sent = house.app.post(&format!("{}/contest", two.declined_page), "", &[("statement", "We were first.")]).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.body);
    case_of(house, two.held).await
}

#[tokio::test]
async fn a_declined_partner_contests_shows_evidence_and_neither_side_learns_of_the_other() {
    let house = House::new().await;
    let two = two(&house).await;
    assert!(house.app.get(&two.declined_page, "").await.body.contains("Contest this"));
    assert!(!house.app.get(&two.held_page, "").await.body.contains("Contest this"));
    let empty = house.app.post(&format!("{}/contest", two.declined_page), "", &[("statement", " ")]).await;
    assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
    let case = contest(&house, &two).await;
    assert_eq!((house.status(two.held).await, house.status(two.declined).await), (Status::Disputed, Status::Declined));

    let opened = "SELECT CAST(COUNT(*) AS BIGINT) FROM event WHERE kind = 'dispute.opened' AND registration_id";
    let contested = format!("{opened} IN (SELECT registration_id FROM dispute) AND actor_kind = 'system'");
    assert_eq!(house.count(&contested).await, 1, "the contested one's history says so, and not by whom");
    assert_eq!(house.count(&format!("{opened} IN (SELECT claimant_id FROM dispute)")).await, 1);
    let held = house.app.get(&two.held_page, "").await.body;
    assert!(held.contains("Somebody has contested your registration"), "{held}");
    let show = [("kind", "customer_meeting"), ("text", "We met Paul <b>Krüger</b>."), ("dated_on", "")];
    let undated = house.app.post(&format!("{}/evidence", two.held_page), "", &show).await;
    assert_eq!(undated.status, StatusCode::UNPROCESSABLE_ENTITY, "a meeting has a day");
    let show = [("kind", "customer_meeting"), ("text", "We met Paul <b>Krüger</b>."), ("dated_on", "2026-11-02")];
    let shown = house.app.post(&format!("{}/evidence", two.held_page), "", &show).await;
    assert_eq!(shown.status, StatusCode::SEE_OTHER, "{}", shown.body);
    let letter = [("kind", "customer_statement"), ("text", "Krüger wants us, in writing.")];
    house.app.post(&format!("{}/evidence", two.declined_page), "", &letter).await;

    let held = house.app.get(&two.held_page, "").await.body;
    let declined = house.app.get(&two.declined_page, "").await.body;
    assert!(held.contains("We met Paul") && !held.contains("in writing."), "only what they showed themselves: {held}");
    assert!(!held.contains("<b>Krüger</b>"));
    assert!(declined.contains("in writing.") && !declined.contains("We met Paul"));
    for page in [&held, &declined] {
        assert!(!page.contains("We were first.") || std::ptr::eq(page, &declined));
    }
    assert!(!held.contains("Voltwerk") && !held.contains("Okoro") && !declined.contains("Nordlicht"));
    for mail in house.mails().await.iter().filter(|m| m.to_email.contains("nordlicht")) {
        assert!(!mail.body_text.contains("Voltwerk") && !mail.body_text.contains("Okoro"), "{mail:?}");
    }

    let seen = dispute(&house.head, case).await.expect("the case");
    let kinds: Vec<_> = seen.evidence.iter().map(|e| e.kind.as_str()).collect();
    assert_eq!(kinds, ["customer_statement", "customer_meeting"], "the weightiest first");
    // Ines looks after Nordlicht only: she sees one side, and it is not hers to decide.
    let half = dispute(&house.ines, case).await.expect("the case");
    assert!(half.one_sided && half.claimant.is_none() && half.statement.is_empty() && half.evidence.len() == 1);
    assert_eq!(code(decide_dispute(&house.ines, case, decision(DisputeOutcome::Upheld, "Mine")).await), "forbidden");
    assert!(house.mails_of("dispute_opened").await[0].to_email.starts_with("jana"));
    assert!(house.mails_of("dispute_to_decide").await[0].to_email.starts_with("maria"), "to somebody who sees both");
    // Whoever looks after one side learns nothing of the other: not by mail, record, history, events or the case itself.
    let ines = house.app.cookie(&house.ines).await;
    let mut read = Vec::new();
    for path in [
        format!("/registrations/{}", two.held),
        format!("/disputes/{case}"),
        "/disputes".to_owned(),
        "/today".to_owned(),
        format!("/api/v1/disputes/{case}"),
        format!("/partners/{}", house.nordlicht.id),
    ] {
        let answer = house.app.get(&path, &ines).await;
        assert_eq!(answer.status, StatusCode::OK, "{path}: {}", answer.body);
        read.push((path, answer.body));
    }
    let to_ines = house.mails().await.into_iter().filter(|m| m.to_email.starts_with("ines"));
    read.extend(to_ines.map(|m| (format!("mail {}", m.template), m.body_text)));
    for (place, text) in read {
        for theirs in ["Voltwerk", "Okoro", "We were first.", "in writing."] {
            assert!(!text.contains(theirs), "{theirs} stands in {place}: {text}");
        }
    }
    let for_other = AddEvidence {
        kind: kernel::words::EvidenceKind::Other,
        text: "x".to_owned(),
        dated_on: None,
        side: Some(kernel::words::DisputeSide::Claimant),
    };
    assert_eq!(code(add_evidence(&house.ines, case, for_other).await), "invalid_input");
    let cookie = house.app.cookie(&house.head).await;
    assert!(house.app.get("/today", &cookie).await.body.contains("Disputes to decide"));
    assert!(house.app.get("/disputes", &cookie).await.body.contains(&case.to_string()));
}

#[tokio::test]
async fn protection_stands_still_during_a_dispute_and_gets_its_days_back() {
    let house = House::new().await;
    let two = two(&house).await;
    let until = house.row(two.held).await.protected_until_on.expect("protected");
    let case = contest(&house, &two).await;
    // Long past its last day: what is contested does not run out.
    house.app.clock.advance(100 * DAY);
    assert_eq!(watch::expire_protections(&house.app.app).await.expect("looked"), 0);
    assert_eq!(house.status(two.held).await, Status::Disputed);
    watch::note_breaches(&house.app.app).await.expect("looked");
    let board = breach_board(&house.head, &BreachFilter::default()).await.expect("a board");
    assert!(board.items.iter().any(|b| b.id == two.held), "a late dispute is on the board");

    let status = decide_dispute(&house.head, case, decision(DisputeOutcome::Upheld, "Nordlicht came first.")).await;
    assert_eq!(status.expect("decided").as_str(), "decided");
    let row = house.row(two.held).await;
    assert_eq!((row.status, row.protected_until_on), (Status::Approved, Some(until.plus_days(100))));
    assert_eq!(house.status(two.declined).await, Status::Declined);
    let told = house.mails_of("dispute_decided").await;
    assert_eq!(told.len(), 2);
    assert!(
        told.iter().all(|m| m.body_text.contains("First valid registration") && m.body_text.contains("came first"))
    );
    let may: Vec<_> =
        told.iter().map(|m| (m.to_email.starts_with("ben"), m.body_text.contains("appeal once"))).collect();
    assert!(may.iter().all(|(lost, appeal)| lost == appeal), "who lost can appeal: {may:?}");
    assert_eq!(
        code(decide_dispute(&house.head, case, decision(DisputeOutcome::Upheld, "Again")).await),
        "dispute_over"
    );
    let open = "SELECT CAST(COUNT(*) AS BIGINT) FROM clock WHERE kind = 'dispute' AND stopped_at IS NULL";
    assert_eq!(house.count(open).await, 0, "no clock is left running");
}

#[tokio::test]
async fn who_was_right_is_looked_at_again_and_can_be_approved() {
    let house = House::new().await;
    let two = two(&house).await;
    let case = contest(&house, &two).await;
    decide_dispute(&house.head, case, decision(DisputeOutcome::Overturned, "The customer chose."))
        .await
        .expect("decided");
    assert_eq!((house.status(two.held).await, house.status(two.declined).await), (Status::Cancelled, Status::InReview));
    let page = house.app.get(&two.declined_page, "").await.body;
    assert!(page.contains("You were right"), "{page}");
    assert!(house.row(two.declined).await.decision_due_at.is_some_and(|due| due > house.app.now()), "a new promise");
    approve(&house.head, two.declined, Approve::default()).await.expect("the scope is free");

    let other = house.app.user("Nora Haupt", kernel::Role::HeadOfPartnerships).await;
    // The appeal was right as well, but somebody else has the customer now: nothing is given twice.
    let sent = [("dispute_reason", "We have the order.")];
    let appealed = house.app.post(&format!("{}/dispute-appeal", two.held_page), "", &sent).await;
    assert_eq!(appealed.status, StatusCode::SEE_OTHER, "{}", appealed.body);
    assert_eq!(
        code(decide_dispute(&house.head, case, decision(DisputeOutcome::Upheld, "x")).await),
        "dispute_same_person"
    );
    assert_eq!(code(decide_dispute(&other, case, decision(DisputeOutcome::Upheld, "Sorry.")).await), "scope_taken");
    assert_eq!(house.status(two.held).await, Status::Cancelled, "nothing is half-written");
    // The page says so beforehand, and offers to take back what stands there; what does not stand there changes nothing.
    let seen = dispute(&other, case).await.expect("a case");
    assert_eq!(seen.in_the_way.iter().map(|party| party.id).collect::<Vec<_>>(), [two.declined]);
    let elsewhere = DecideDispute { take_back: vec![two.held], ..decision(DisputeOutcome::Upheld, "Sorry.") };
    assert_eq!(code(decide_dispute(&other, case, elsewhere).await), "scope_taken");
    assert_eq!(house.status(two.declined).await, Status::Approved, "nothing is half-written");
    let cookie = house.app.cookie(&other).await;
    let path = format!("/disputes/{case}");
    let page = house.app.get(&path, &cookie).await.body;
    assert!(page.contains("Take back the protection of REG-") && page.contains("(Voltwerk Partner)"), "{page}");
    let (id, version) = (two.declined.to_string(), seen.version.to_string());
    let sent = [("outcome", "upheld"), ("rule", "first_valid"), ("decision", "The order."), ("version", &version)];
    let without = house.app.post(&format!("{path}/decide"), &cookie, &sent).await;
    assert_eq!(without.status, StatusCode::CONFLICT, "{}", without.body);
    let sent: Vec<_> = sent.into_iter().chain([("take_back", id.as_str())]).collect();
    let closed = house.app.post(&format!("{path}/decide"), &cookie, &sent).await;
    assert_eq!(closed.status, StatusCode::SEE_OTHER, "{}", closed.body);
    assert_eq!((house.status(two.held).await, house.status(two.declined).await), (Status::Approved, Status::Cancelled));
    let told = house.mails_of("registration_cancelled").await.pop().expect("a letter");
    assert!(told.to_email.starts_with("ben") && told.body_text.contains("The order."), "{told:?}");
    assert_eq!(house.mails_of("dispute_decided").await.len(), 4, "both sides, twice");
    let noted = "SELECT CAST(COUNT(*) AS BIGINT) FROM event WHERE kind = 'registration.cancelled'";
    assert_eq!(house.count(noted).await, 1);
    let year = dispute_statistics(&house.head).await.expect("statistics");
    assert_eq!((year.opened, year.decided, year.appealed, year.reversed, year.waiting), (1, 1, 1, 1, 0));
}

#[tokio::test]
async fn the_side_that_lost_appeals_once_in_time_and_only_that_side() {
    let house = House::new().await;
    let other = house.app.user("Nora Haupt", kernel::Role::HeadOfPartnerships).await;
    let two = two(&house).await;
    let case = contest(&house, &two).await;
    let early = AppealDispute { reason: "Too early".to_owned(), version: None };
    assert_eq!(code(appeal_dispute(&house.head, case, early).await), "dispute_no_appeal");
    decide_dispute(&house.head, case, decision(DisputeOutcome::Upheld, "First.")).await.expect("decided");
    assert!(!house.app.get(&two.held_page, "").await.body.contains("dispute_reason"), "who won has nothing to appeal");
    house.app.post(&format!("{}/dispute-appeal", two.held_page), "", &[("dispute_reason", "x")]).await;
    assert_eq!(house.status(two.held).await, Status::Approved);
    assert!(house.app.get(&two.declined_page, "").await.body.contains("dispute_reason"));
    let empty = house.app.post(&format!("{}/dispute-appeal", two.declined_page), "", &[("dispute_reason", "")]).await;
    assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
    house.app.post(&format!("{}/dispute-appeal", two.declined_page), "", &[("dispute_reason", "Look again")]).await;
    assert_eq!(house.status(two.held).await, Status::Disputed, "it stands still again");
    let closed = decide_dispute(&other, case, decision(DisputeOutcome::Upheld, "Still.")).await.expect("decided");
    assert_eq!(closed.as_str(), "closed");
    let again = AppealDispute { reason: "Once more".to_owned(), version: None };
    assert_eq!(code(appeal_dispute(&house.head, case, again).await), "dispute_no_appeal");

    // Late: the days are over.
    let held =
        house.register(house.nordlicht, Submission { product: Some("Yard".to_owned()), ..house.kruger() }).await.id;
    let third =
        house.register(house.voltwerk, Submission { product: Some("Yard".to_owned()), ..house.kruger() }).await.id;
    approve(&house.ines, held, Approve::default()).await.expect("approved");
    let no = Decline { reason: "already_registered".to_owned(), ..Decline::default() };
    decline(&house.head, third, no).await.expect("declined");
    house.app.clock.advance(15 * DAY);
    let page = house.status_link(third).await;
    assert!(!house.app.get(&page, "").await.body.contains("Contest this"), "fourteen days are over");
    house.app.post(&format!("{page}/contest"), "", &[("statement", "Late")]).await;
    assert_eq!(house.status(held).await, Status::Approved);
}

#[tokio::test]
async fn the_vendor_opens_a_case_by_page_and_api_and_bad_input_leaves_nothing_behind() {
    let house = House::new().await;
    let two = two(&house).await;
    let cookie = house.app.cookie(&house.head).await;
    let page = format!("/registrations/{}/dispute", two.held);
    assert!(house.app.get(&page, &cookie).await.body.contains("Open a dispute"));
    let number = house.row(two.declined).await.number;
    for (kind, claimant, statement) in [
        ("", number.as_str(), "x"),
        ("feud", number.as_str(), "x"),
        ("partners", "", "x"),
        ("partners", "REG-1999-00001", "x"),
        ("partners", &house.row(two.held).await.number, "x"),
        ("partners", number.as_str(), " "),
    ] {
        let version = house.row(two.held).await.version.to_string();
        let form = [("kind", kind), ("claimant", claimant), ("statement", statement), ("version", version.as_str())];
        let wrong = house.app.post(&page, &cookie, &form).await;
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY, "{kind} {claimant} {statement}");
    }
    assert_eq!(house.count("SELECT CAST(COUNT(*) AS BIGINT) FROM dispute").await, 0);
    let api = format!("/api/v1/registrations/{}/disputes", two.held);
    let other = Submission { company: "Ganz anders AG".to_owned(), domain: None, ..house.kruger() };
    let other = house.register(house.voltwerk, other).await;
    let far = json!({ "kind": "partners", "claimant": other.number, "statement": "Both say they were first." });
    let refused = house.app.api(Method::POST, &api, &cookie, Some(far)).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.body.contains("dispute_not_same_customer"), "{}", refused.body);
    let version = house.row(two.held).await.version.to_string();
    let form = [("kind", "partners"), ("claimant", &other.number), ("statement", "x"), ("version", &version)];
    let asked = house.app.post(&page, &cookie, &form).await;
    assert!(asked.body.contains("same_customer"), "the page asks whether it is the same all the same");
    let early = json!({ "kind": "commission", "statement": "Who earns?" });
    let early = house.app.api(Method::POST, &api, &cookie, Some(early)).await;
    assert_eq!(early.status, StatusCode::CONFLICT, "a commission is about a closed deal: {}", early.body);
    let body = json!({ "kind": "partners", "claimant": number, "statement": "Both say they were first." });
    let opened = house.app.api(Method::POST, &api, &cookie, Some(body.clone())).await;
    assert_eq!(opened.status, StatusCode::CREATED, "{}", opened.body);
    let id = opened.json()["id"].as_str().expect("an id").to_owned();
    let twice = house.app.api(Method::POST, &api, &cookie, Some(body)).await;
    assert_eq!(twice.status, StatusCode::CONFLICT);
    assert_eq!(house.mails_of("dispute_claimed").await.len(), 1);

    let list = house.app.api(Method::GET, "/api/v1/disputes?waiting=true", &cookie, None).await.json();
    assert_eq!(list["items"][0]["id"], json!(id));
    let bad = house.app.api(Method::GET, "/api/v1/disputes?cursor=x", &cookie, None).await;
    assert_eq!(bad.status, StatusCode::UNPROCESSABLE_ENTITY);
    let show = json!({ "kind": "customer_meeting", "text": "x", "dated_on": "2999-01-01" });
    let future = house.app.api(Method::POST, &format!("/api/v1/disputes/{id}/evidence"), &cookie, Some(show)).await;
    assert_eq!(
        (future.status, &future.json()["error"]["fields"][0]["code"]),
        (StatusCode::UNPROCESSABLE_ENTITY, &json!("in_the_future"))
    );
    let show = json!({ "kind": "customer_meeting", "text": "x", "dated_on": "0001-01-01" });
    let ancient = house.app.api(Method::POST, &format!("/api/v1/disputes/{id}/evidence"), &cookie, Some(show)).await;
    assert_eq!(ancient.json()["error"]["fields"][0]["code"], json!("date_too_early"), "{}", ancient.body);
    let form =
        [("side", "claimant"), ("evidence_kind", "proposal"), ("evidence_text", "An offer of May"), ("dated_on", "")];
    let added = house.app.post(&format!("/disputes/{id}/evidence"), &cookie, &form).await;
    assert_eq!(added.status, StatusCode::SEE_OTHER, "{}", added.body);
    let record = house.app.get(&format!("/disputes/{id}"), &cookie).await.body;
    assert!(record.contains("An offer of May") && record.contains("Voltwerk") && record.contains("Nordlicht"));
    let half = [("outcome", ""), ("rule", ""), ("decision", "Because"), ("version", "1")];
    let half = house.app.post(&format!("/disputes/{id}/decide"), &cookie, &half).await;
    assert!(half.status == StatusCode::UNPROCESSABLE_ENTITY && half.body.contains("Because"), "nothing typed is lost");
    let old = [("outcome", "upheld"), ("rule", "agreement"), ("decision", "Because"), ("version", "0")];
    assert_eq!(house.app.post(&format!("/disputes/{id}/decide"), &cookie, &old).await.status, StatusCode::CONFLICT);
    let decide = json!({ "outcome": "overturned", "rule": "customer_choice", "text": "In writing." });
    let done = house.app.api(Method::POST, &format!("/api/v1/disputes/{id}/decide"), &cookie, Some(decide)).await;
    assert_eq!((done.status, &done.json()["status"]), (StatusCode::OK, &json!("decided")), "{}", done.body);
    let year = house.app.api(Method::GET, "/api/v1/disputes/statistics", &cookie, None).await.json();
    assert_eq!((&year["decided"], &year["by_rule"][0]["key"]), (&json!(1), &json!("customer_choice")));
    assert!(house.app.get("/disputes?show=over", &cookie).await.body.contains("Written choice of the customer"));
}

#[tokio::test]
async fn a_dispute_about_a_sale_that_goes_on_gives_back_what_was() {
    let house = House::new().await;
    let two = two(&house).await;
    let deal = house.row(two.held).await.deal_id.expect("a deal");
    let asked = |kind: &str, statement: &str| {
        serde_json::from_value::<OpenDispute>(json!({ "kind": kind, "statement": statement })).expect("an input")
    };
    let open = asked("direct", "Our account");
    let case = open_dispute(&house.head, two.held, open).await.expect("opened");
    let won = serde_json::from_value(json!({})).expect("an input");
    operations::cosell::deal::win(&house.head, deal, won).await.expect("won meanwhile");
    assert_eq!(house.status(two.held).await, Status::Disputed, "the sale waits for the decision");
    decide_dispute(&house.head, case, decision(DisputeOutcome::Upheld, "Theirs.")).await.expect("decided");
    assert_eq!(house.status(two.held).await, Status::Won);
    let case = open_dispute(&house.head, two.held, asked("commission", "Who earns?")).await.expect("opened");
    assert_eq!(house.status(two.held).await, Status::Won, "a closed deal stays what it is");
    decide_dispute(&house.head, case, decision(DisputeOutcome::Overturned, "Half each.")).await.expect("decided");
    assert_eq!(house.status(two.held).await, Status::Won);
}

#[tokio::test]
async fn a_partner_whose_approval_was_taken_back_asks_for_a_second_look_or_contests_by_their_link() {
    use operations::cosell::protection::{ApproveBeside, approve_beside};
    let house = House::new().await;
    let first = house.register(house.voltwerk, house.kruger()).await.id;
    approve(&house.head, first, Approve::default()).await.expect("approved");
    let second = house.register(house.nordlicht, house.kruger()).await.id;
    let moved = ApproveBeside {
        choice: "customer_choice".to_owned(),
        reason: "Ms Krüger chose".to_owned(),
        evidence: Some("Mail of 20 Nov".to_owned()),
        ..Default::default()
    };
    approve_beside(&house.head, second, moved).await.expect("moved");
    assert_eq!(house.status(first).await, Status::Cancelled);
    let page = house.status_link(first).await;
    let shown = house.app.get(&page, "").await.body;
    assert!(shown.contains("Ask for a second look") && shown.contains("Contest this"), "{shown}");
    let sent = house.app.post(&format!("{page}/contest"), "", &[("statement", "They never wrote that.")]).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.body);
    let case = case_of(&house, second).await;
    assert_eq!(house.status(second).await, Status::Disputed);
    let shown = house.app.get(&page, "").await.body;
    assert!(!shown.contains("Contest this") && shown.contains("They never wrote that."), "{shown}");
    decide_dispute(&house.head, case, decision(DisputeOutcome::Overturned, "The letter was not theirs."))
        .await
        .expect("decided");
    assert_eq!((house.status(second).await, house.status(first).await), (Status::Cancelled, Status::InReview));
    approve(&house.head, first, Approve::default()).await.expect("approved again");
    assert!(house.row(first).await.protected_until_on.is_some());

    // Taken back by the vendor, with nobody else in its place: there is a second look, once and in time, and nobody to contest.
    let cancelled = Cancel { reason: "Out of business".to_owned(), version: None };
    cancel(&house.head, first, cancelled).await.expect("cancelled");
    let shown = house.app.get(&page, "").await.body;
    assert!(shown.contains("Ask for a second look") && !shown.contains("Contest this"), "{shown}");
    assert!(house.mails_of("registration_cancelled").await[0].body_text.contains("ask there for a second look"));
    let asked = house.app.post(&format!("{page}/appeal"), "", &[("appeal", "They are not.")]).await;
    assert_eq!(asked.status, StatusCode::SEE_OTHER, "{}", asked.body);
    assert_eq!(house.status(first).await, Status::InReview);
    assert_eq!(house.row(first).await.protected_until_on, None, "what was taken back does not stand before a yes");
    approve(&house.head, first, Approve::default()).await.expect("a second time");
    cancel(&house.head, first, Cancel { reason: "Really".to_owned(), version: None }).await.expect("cancelled");
    house.app.clock.advance(15 * DAY);
    assert!(!house.app.get(&page, "").await.body.contains("Ask for a second look"), "its days are over");
}

#[tokio::test]
async fn two_disputes_of_one_registration_are_landmarks_with_names_of_their_own() {
    let house = House::new().await;
    let two = two(&house).await;
    let case = contest(&house, &two).await;
    decide_dispute(&house.head, case, decision(DisputeOutcome::Upheld, "Nordlicht came first."))
        .await
        .expect("decided");
    let open = serde_json::from_value(json!({ "kind": "direct", "statement": "Our account" })).expect("an input");
    open_dispute(&house.head, two.held, open).await.expect("opened");
    let cookie = house.app.cookie(&house.head).await;
    let page = house.app.get(&format!("/registrations/{}", two.held), &cookie).await.body;
    let mut names: Vec<_> = page
        .split("<section ")
        .filter_map(|section| section.split('>').next()?.split("aria-label=\"").nth(1)?.split('"').next())
        .collect();
    let all = names.len();
    assert_eq!(names.iter().filter(|name| name.starts_with("Disputes")).count(), 2, "{names:?}");
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), all, "{names:?}");
}
