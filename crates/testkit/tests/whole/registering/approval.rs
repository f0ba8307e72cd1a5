//! Chains of approvers, through the pages: sent, asked, agreed, declined, raced; and the waits beside them.

use super::house::House;
use http::{Method, StatusCode};
use kernel::id::{RegistrationId, UserId};
use kernel::words::RegistrationStatus as Status;
use kernel::{Failure, Role};
use operations::Ctx;
use operations::access::absence::{SetAbsence, set_absence};
use operations::cosell::protection::approve_beside;
use operations::cosell::registration::*;
use operations::program::{self, ApprovalStep, Approver, Bilingual, When};
use serde_json::json;
use storage::Sql;

pub(super) fn who(cx: &Ctx) -> UserId {
    cx.actor.user().expect("a person").id
}

pub(super) fn step(name: &str, approvers: Vec<UserId>) -> ApprovalStep {
    ApprovalStep {
        name: Bilingual { en: name.to_owned(), de: name.to_owned() },
        when: When::default(),
        approvers: approvers.into_iter().map(Approver::Person).collect(),
        everyone: false,
        beside: false,
    }
}

pub(super) async fn with_chain(house: &House, steps: Vec<ApprovalStep>) {
    let (_, mut rules) = program::current(house.app.app.db().read(), house.program).await.expect("rules");
    rules.approval.steps = steps;
    program::publish(&house.head, house.program, rules, None).await.expect("published");
}

async fn version(house: &House, id: RegistrationId) -> String {
    house.row(id).await.version.to_string()
}

pub(super) fn code<T: std::fmt::Debug>(said: Result<T, Failure>) -> &'static str {
    said.expect_err("refused").code()
}

#[tokio::test]
async fn a_registration_goes_from_its_record_through_the_chain_to_a_deal() {
    let house = House::new().await;
    // Neither of the two sees Nordlicht's rows otherwise.
    let finance = house.app.user("Fina Nance", Role::PartnerManager).await;
    let sales = house.app.user("Sal Esmann", Role::PartnerManager).await;
    with_chain(&house, vec![step("Finance", vec![who(&finance)]), step("Sales", vec![who(&sales)])]).await;
    let id = house.register(house.nordlicht, house.kruger()).await.id;
    let (ines, fina, sal) =
        (house.app.cookie(&house.ines).await, house.app.cookie(&finance).await, house.app.cookie(&sales).await);
    let record = format!("/registrations/{id}");

    // A press on "approve" leads to where it is sent on; nothing is decided.
    let pressed = house.app.post(&format!("{record}/approve"), &ines, &[("version", &version(&house, id).await)]).await;
    assert!(pressed.location().starts_with(&format!("{record}/send")), "{}", pressed.location());
    let page = house.app.get(&record, &ines).await.body;
    assert!(page.contains(&format!("{record}/send")) && page.contains("Fina Nance"), "{page}");
    assert_eq!(house.app.get(&record, &fina).await.status, StatusCode::NOT_FOUND, "not asked yet");
    let send = house.app.get(&format!("{record}/send"), &ines).await.body;
    assert!(send.contains("Finance") && send.contains("Sal Esmann"), "{send}");
    let old = house.app.post(&format!("{record}/send"), &ines, &[("version", "0"), ("text", "Please")]).await;
    assert_eq!(old.status, StatusCode::CONFLICT);
    let sent = [("version", version(&house, id).await), ("text", "Please look at the margin".to_owned())];
    let sent: Vec<(&str, &str)> = sent.iter().map(|(k, v)| (*k, v.as_str())).collect();
    assert_eq!(house.app.post(&format!("{record}/send"), &ines, &sent).await.status, StatusCode::SEE_OTHER);
    assert_eq!(house.status(id).await, Status::PendingApproval);

    // Whoever is asked may read exactly this one; the next is not asked yet.
    assert_eq!(house.app.get(&record, &sal).await.status, StatusCode::NOT_FOUND);
    let asked = house.app.get(&record, &fina).await;
    assert_eq!(asked.status, StatusCode::OK);
    assert!(asked.body.contains(&format!("{record}/step")), "{}", asked.body);
    assert_eq!(house.app.get(&format!("/partners/{}", house.nordlicht.id), &fina).await.status, StatusCode::NOT_FOUND);
    assert_eq!(code(approve_step(&house.ines, id, ApproveStep::default()).await), "not_an_approver");
    let yes = house.app.post(&format!("{record}/step"), &fina, &[("text", "Margin is fine")]).await;
    assert_eq!(yes.status, StatusCode::SEE_OTHER, "{}", yes.body);
    assert_eq!(house.status(id).await, Status::PendingApproval);
    assert_eq!(house.app.get(&record, &fina).await.status, StatusCode::NOT_FOUND, "answered: not theirs any more");

    assert_eq!(house.app.post(&format!("{record}/step"), &sal, &[("text", "")]).await.status, StatusCode::SEE_OTHER);
    assert_eq!(house.status(id).await, Status::Approved);
    assert!(house.row(id).await.deal_id.is_some());
    let page = house.app.get(&record, &ines).await.body;
    assert!(page.contains("Margin is fine") && page.contains("agreed"), "{page}");
    // The partner reads nothing of the house's people.
    let public = house.app.get(&house.status_link(id).await, "").await.body;
    assert!(!public.contains("Fina") && !public.contains("margin"), "{public}");
}

#[tokio::test]
async fn a_no_in_the_second_step_ends_it_and_nobody_answers_after_that() {
    let house = House::new().await;
    let finance = house.app.user("Fina Nance", Role::HeadOfPartnerships).await;
    let sales = house.app.user("Sal Esmann", Role::HeadOfPartnerships).await;
    with_chain(&house, vec![step("Finance", vec![who(&finance)]), step("Sales", vec![who(&sales)])]).await;
    let id = house.register(house.nordlicht, house.kruger()).await.id;
    send_for_approval(&house.ines, id, SendForApproval::default()).await.expect("sent");
    approve_step(&finance, id, ApproveStep::default()).await.expect("yes");
    let no = Decline { reason: "not_a_fit".to_owned(), text: None, version: None };
    decline(&sales, id, no).await.expect("no");
    assert_eq!(house.status(id).await, Status::Declined);
    assert_eq!(code(approve_step(&sales, id, ApproveStep::default()).await), "already_decided");
    let chain = approvals(&house.head, id).await.expect("the chain");
    let states: Vec<_> = chain.iter().flat_map(|s| &s.people).filter_map(|p| p.state).map(|s| s.to_string()).collect();
    assert_eq!(states, ["approved", "declined"]);
}

#[tokio::test]
async fn of_two_who_are_asked_together_one_is_enough_and_the_other_is_told_so() {
    let house = House::new().await;
    let one = house.app.user("One Quick", Role::HeadOfPartnerships).await;
    let two = house.app.user("Two Slow", Role::HeadOfPartnerships).await;
    with_chain(&house, vec![step("Either", vec![who(&one), who(&two)])]).await;
    let id = house.register(house.nordlicht, house.kruger()).await.id;
    send_for_approval(&house.ines, id, SendForApproval::default()).await.expect("sent");
    assert_eq!(house.mails_of("approval_request").await.len(), 2);
    approve_step(&one, id, ApproveStep::default()).await.expect("yes");
    assert_eq!(house.status(id).await, Status::Approved);
    let cookie = house.app.cookie(&two).await;
    let late = house.app.post(&format!("/registrations/{id}/step"), &cookie, &[("text", "")]).await;
    assert_eq!(late.status, StatusCode::CONFLICT);
    assert!(late.body.contains("One Quick"), "what happened meanwhile: {}", late.body);
}

#[tokio::test]
async fn all_must_agree_where_the_step_says_so_and_a_parallel_step_waits_for_nobody() {
    let house = House::new().await;
    let [a, b, c] = [
        house.app.user("Ana One", Role::HeadOfPartnerships).await,
        house.app.user("Bob Two", Role::HeadOfPartnerships).await,
        house.app.user("Cem Three", Role::HeadOfPartnerships).await,
    ];
    let all = ApprovalStep { everyone: true, ..step("All", vec![who(&a), who(&b)]) };
    let beside = ApprovalStep { beside: true, ..step("Beside", vec![who(&c)]) };
    with_chain(&house, vec![all, beside]).await;
    let id = house.register(house.nordlicht, house.kruger()).await.id;
    send_for_approval(&house.ines, id, SendForApproval::default()).await.expect("sent");
    for person in [&c, &a] {
        approve_step(person, id, ApproveStep::default()).await.expect("yes");
        assert_eq!(house.status(id).await, Status::PendingApproval);
    }
    approve_step(&b, id, ApproveStep::default()).await.expect("yes");
    assert_eq!(house.status(id).await, Status::Approved);
}

#[tokio::test]
async fn a_stand_in_is_asked_for_whoever_is_away() {
    let house = House::new().await;
    let away = house.app.user("Abby Sent", Role::HeadOfPartnerships).await;
    let stand_in = house.app.user("Stan Din", Role::HeadOfPartnerships).await;
    let today = house.app.now().date_in(&jiff::tz::TimeZone::UTC);
    let absence = SetAbsence { from_on: today, until_on: today.plus_days(10), stand_in: who(&stand_in) };
    set_absence(&away, who(&away), absence).await.expect("noted");
    with_chain(&house, vec![step("Head", vec![who(&away)])]).await;
    let id = house.register(house.nordlicht, house.kruger()).await.id;
    send_for_approval(&house.ines, id, SendForApproval::default()).await.expect("sent");
    let mail = &house.mails_of("approval_request").await[0];
    assert!(mail.to_email.starts_with("stan") && mail.body_text.contains("Abby Sent"), "{mail:?}");
    approve_step(&stand_in, id, ApproveStep::default()).await.expect("yes");
    assert_eq!(house.status(id).await, Status::Approved);
}

#[tokio::test]
async fn a_change_after_the_yes_is_looked_at_again() {
    let house = House::new().await;
    let id = house.register(house.nordlicht, house.kruger()).await.id;
    approve(&house.ines, id, Approve::default()).await.expect("approved");
    let cookie = house.app.cookie(&house.head).await;
    let body = json!({ "registration": { "company": "Krüger & Söhne Logistik GmbH", "amount": "96000", "expected_close_on": "2027-06-30" }, "reason": "It became two sites" });
    let edited = house.app.api(Method::POST, &format!("/api/v1/registrations/{id}/edit"), &cookie, Some(body)).await;
    assert_eq!(edited.status, StatusCode::OK, "{}", edited.body);
    assert_eq!(house.status(id).await, Status::InReview);
    let clock = "SELECT CAST(COUNT(*) AS BIGINT) FROM clock WHERE kind = 'decision' AND stopped_at IS NULL";
    assert_eq!(house.count(clock).await, 1, "the decision's clock runs again");
}

#[tokio::test]
async fn a_yes_is_taken_back_with_a_reason_and_an_account_is_waited_for() {
    let house = House::new().await;
    let id = house.register(house.nordlicht, house.kruger()).await.id;
    let cookie = house.app.cookie(&house.ines).await;
    let record = format!("/registrations/{id}");
    let now = version(&house, id).await;
    let wait =
        house.app.post(&format!("{record}/account"), &cookie, &[("version", &now), ("text", "Credit check")]).await;
    assert_eq!(wait.status, StatusCode::SEE_OTHER, "{}", wait.body);
    assert_eq!(house.status(id).await, Status::AccountPending);
    let page = house.app.get(&record, &cookie).await.body;
    assert!(page.contains("The account is there") && !page.contains(&format!("{record}/step")), "{page}");
    let now = version(&house, id).await;
    house.app.post(&format!("{record}/account-ready"), &cookie, &[("version", &now)]).await;
    assert_eq!(house.status(id).await, Status::InReview);
    approve(&house.ines, id, Approve::default()).await.expect("approved");
    let now = version(&house, id).await;
    let mute = house.app.post(&format!("{record}/cancel"), &cookie, &[("version", &now), ("text", " ")]).await;
    assert_eq!(mute.status, StatusCode::UNPROCESSABLE_ENTITY);
    let said = [("version", now.as_str()), ("text", "They bought elsewhere.")];
    assert_eq!(house.app.post(&format!("{record}/cancel"), &cookie, &said).await.status, StatusCode::SEE_OTHER);
    assert_eq!(house.status(id).await, Status::Cancelled);
    assert!(house.mails_of("registration_cancelled").await[0].body_text.contains("They bought elsewhere."));
}

#[tokio::test]
async fn a_no_is_appealed_once_and_in_time_and_sent_again_only_so_often() {
    let house = House::new().await;
    let no = || Decline { reason: "not_a_fit".to_owned(), text: None, version: None };
    let id = house.register(house.nordlicht, house.kruger()).await.id;
    decline(&house.ines, id, no()).await.expect("declined");
    let again = || Appeal { reason: "The customer wrote to us.".to_owned(), version: None };
    appeal(&house.head, id, again()).await.expect("appealed");
    assert_eq!(house.status(id).await, Status::InReview);
    decline(&house.ines, id, no()).await.expect("declined again");
    assert!(
        ["appealed_already", "appeal_over", "not_allowed_now"].contains(&code(appeal(&house.head, id, again()).await))
    );

    let late =
        house.register(house.voltwerk, Submission { company: "Halle AG".to_owned(), domain: None, ..house.kruger() });
    let late = late.await.id;
    decline(&house.head, late, no()).await.expect("declined");
    house.app.clock.advance(15 * kernel::time::DAY);
    assert_eq!(code(appeal(&house.head, late, again()).await), "appeal_over");

    let cookie = house.app.cookie(&house.head).await;
    let path = format!("/api/v1/registrations/{late}/edit");
    let mut amount = 1_000;
    let mut answers = Vec::new();
    for _ in 0..3 {
        amount += 1_000;
        let body = json!({ "registration": { "company": "Halle AG", "amount": amount.to_string(), "expected_close_on": "2027-06-30" } });
        let sent = house.app.api(Method::POST, &path, &cookie, Some(body)).await;
        answers.push(sent.status);
        if sent.status == StatusCode::OK {
            decline(&house.head, late, no()).await.expect("declined");
        }
    }
    assert_eq!(answers, [StatusCode::OK, StatusCode::OK, StatusCode::CONFLICT]);
}

async fn away(house: &House, person: &Ctx, stand_in: &Ctx) {
    let today = house.app.now().date_in(&jiff::tz::TimeZone::UTC);
    let absence = SetAbsence { from_on: today, until_on: today.plus_days(10), stand_in: who(stand_in) };
    set_absence(person, who(person), absence).await.expect("noted");
}

fn asked(chain: &[ChainStep]) -> Vec<String> {
    let name = |p: &ChainPerson| match &p.stands_in_for {
        Some(absent) => format!("{} for {absent}", p.name),
        None => p.name.clone(),
    };
    chain.iter().flat_map(|step| &step.people).map(name).collect()
}

#[tokio::test]
async fn one_yes_never_counts_for_two_who_must_both_agree() {
    let house = House::new().await;
    let abby = house.app.user("Abby Sent", Role::PartnerManager).await;
    let ben = house.app.user("Ben Other", Role::PartnerManager).await;
    away(&house, &abby, &ben).await;
    let both = ApprovalStep { everyone: true, ..step("Both", vec![who(&abby), who(&ben)]) };
    with_chain(&house, vec![both, step("Again", vec![who(&abby)])]).await;
    let id = house.register(house.nordlicht, house.kruger()).await.id;
    send_for_approval(&house.ines, id, SendForApproval::default()).await.expect("sent");
    // Ben stands in for Abby, and is asked for himself: so somebody else answers in her place, the same person in both steps.
    let chain = approvals(&house.ines, id).await.expect("a chain");
    assert_eq!(asked(&chain), ["Maria Kowalski for Abby Sent", "Ben Other", "Maria Kowalski for Abby Sent"]);
    approve_step(&ben, id, ApproveStep::default()).await.expect("yes");
    assert_eq!(house.status(id).await, Status::PendingApproval);
    approve_step(&house.head, id, ApproveStep::default()).await.expect("yes");
    approve_step(&house.head, id, ApproveStep::default()).await.expect("the second step");
    assert_eq!(house.status(id).await, Status::Approved);
    // Where one of them is enough, nobody is asked in her place.
    with_chain(&house, vec![step("Either", vec![who(&abby), who(&ben)])]).await;
    let other = Submission { company: "Other AG".to_owned(), domain: None, ..house.kruger() };
    let other = house.register(house.nordlicht, other).await.id;
    send_for_approval(&house.ines, other, SendForApproval::default()).await.expect("sent");
    assert_eq!(asked(&approvals(&house.ines, other).await.expect("a chain")), ["Ben Other"]);
}

#[tokio::test]
async fn who_goes_away_after_being_asked_is_not_waited_for() {
    let house = House::new().await;
    let abby = house.app.user("Abby Sent", Role::PartnerManager).await;
    let ben = house.app.user("Ben Other", Role::PartnerManager).await;
    let stan = house.app.user("Stan Din", Role::PartnerManager).await;
    let both = ApprovalStep { everyone: true, ..step("Both", vec![who(&abby), who(&ben)]) };
    with_chain(&house, vec![both]).await;
    let id = house.register(house.nordlicht, house.kruger()).await.id;
    send_for_approval(&house.ines, id, SendForApproval::default()).await.expect("sent");
    assert_eq!(remind_approvers(&house.app.app).await.expect("looked"), 0);
    away(&house, &abby, &stan).await;
    assert_eq!(remind_approvers(&house.app.app).await.expect("looked"), 1, "at once, not when a reminder is due");
    assert_eq!(remind_approvers(&house.app.app).await.expect("looked"), 0);
    assert_eq!(code(approve_step(&abby, id, ApproveStep::default()).await), "not_found");
    approve_step(&stan, id, ApproveStep::default()).await.expect("yes");
    assert_eq!(house.status(id).await, Status::PendingApproval, "Ben has not answered");
    // Ben goes as well, and the one who stands in has said yes already: a head of partnerships answers.
    away(&house, &ben, &stan).await;
    assert_eq!(remind_approvers(&house.app.app).await.expect("looked"), 1);
    approve_step(&house.head, id, ApproveStep::default()).await.expect("yes");
    assert_eq!(house.status(id).await, Status::Approved);
}

#[tokio::test]
async fn two_who_are_away_do_not_stand_in_for_each_other() {
    let house = House::new().await;
    let abby = house.app.user("Abby Sent", Role::PartnerManager).await;
    let ben = house.app.user("Ben Other", Role::PartnerManager).await;
    away(&house, &abby, &ben).await;
    let today = house.app.now().date_in(&jiff::tz::TimeZone::UTC);
    let noted = |from: i64| SetAbsence {
        from_on: today.plus_days(from),
        until_on: today.plus_days(from + 5),
        stand_in: who(&abby),
    };
    let Err(Failure::Invalid(errors)) = set_absence(&ben, who(&ben), noted(8)).await else { panic!("a circle") };
    assert_eq!((errors.0[0].field.as_str(), errors.0[0].code.as_str()), ("stand_in", "away_too"));
    set_absence(&ben, who(&ben), noted(11)).await.expect("she is back by then");
}

#[tokio::test]
async fn only_people_who_can_approve_are_named_anew() {
    let house = House::new().await;
    let reader = house.app.user("Vie Wer", Role::Viewer).await;
    let (_, mut rules) = program::current(house.app.app.db().read(), house.program).await.expect("rules");
    rules.approval.steps = vec![step("Head", vec![who(&house.head)]), step("Reader", vec![who(&reader)])];
    let Err(Failure::Invalid(errors)) = program::publish(&house.head, house.program, rules, None).await else {
        panic!("published")
    };
    assert_eq!(errors.0[0].field, "approval.steps.1.approvers");
}

/// Voltwerk's registration, not approved yet, and Nordlicht's with one approver.
async fn two_with_finance(house: &House) -> (Ctx, RegistrationId, RegistrationId) {
    let finance = house.app.user("Fina Nance", Role::PartnerManager).await;
    let first = house.register(house.voltwerk, house.kruger()).await.id;
    with_chain(house, vec![step("Finance", vec![who(&finance)])]).await;
    let id = house.register(house.nordlicht, house.kruger()).await.id;
    (finance, first, id)
}

/// From now on this one came an hour after all others.
async fn came_later(house: &House, id: RegistrationId) {
    let hour = Sql::new("UPDATE registration SET submitted_at = submitted_at + 3600000000 WHERE id = ").bind(id);
    hour.execute(house.app.app.db().writer()).await.expect("later");
}

/// A person protects one that came later than another that waits.
async fn protected_meanwhile(house: &House, id: RegistrationId) {
    let both = json!({ "choice": "beside", "reason": "Two plants" });
    approve_beside(&house.head, id, serde_json::from_value(both).expect("an input")).await.expect("protected");
}

fn link_in(text: &str) -> String {
    let start = text.find("/a/").expect("a link");
    text[start..].split_whitespace().next().expect("a link").to_owned()
}

#[tokio::test]
async fn nothing_is_sent_for_approval_while_another_protection_stands_undecided() {
    let house = House::new().await;
    let (_, first, id) = two_with_finance(&house).await;
    approve(&house.head, first, Approve::default()).await.expect("approved");
    assert_eq!(code(send_for_approval(&house.ines, id, SendForApproval::default()).await), "scope_taken");
    let head = house.app.cookie(&house.head).await;
    let record = format!("/registrations/{id}");
    let seen = version(&house, id).await;
    for led in [
        house.app.get(&format!("{record}/send"), &head).await,
        house.app.post(&format!("{record}/send"), &head, &[("version", &seen)]).await,
    ] {
        assert_eq!(led.location(), format!("{record}/beside"), "{}", led.body);
    }
    let api = house.app.api(Method::POST, &format!("/api/v1{record}/send-for-approval"), &head, Some(json!({}))).await;
    assert_eq!((api.status, &api.json()["error"]["code"]), (StatusCode::CONFLICT, &json!("scope_taken")));
    // The reviewer's mail says it as well, with the way to the decision, and offers no yes.
    let number = house.row(id).await.number;
    let letters = house.mails_of("registration_review").await;
    let link = link_in(&letters.iter().find(|m| m.body_text.contains(&number)).expect("a letter").body_text);
    let shown = house.app.get(&link, "").await.body;
    assert!(shown.contains(&format!("{record}/beside")) && !shown.contains(&format!("{link}/approve")), "{shown}");
    assert_eq!(house.status(id).await, Status::Submitted);
}

#[tokio::test]
async fn a_protection_given_meanwhile_leads_the_approver_to_the_decision() {
    let house = House::new().await;
    let (finance, first, id) = two_with_finance(&house).await;
    came_later(&house, first).await;
    send_for_approval(&house.ines, id, SendForApproval::default()).await.expect("sent");
    let link = link_in(&house.mails_of("approval_request").await[0].body_text);
    let record = format!("/registrations/{id}");
    protected_meanwhile(&house, first).await;
    let fina = house.app.cookie(&finance).await;
    for led in [
        house.app.get(&format!("{record}/step"), &fina).await,
        house.app.post(&format!("{record}/step"), &fina, &[("text", "")]).await,
    ] {
        assert_eq!(led.location(), format!("{record}/beside"), "{}", led.body);
    }
    let pressed = house.app.post(&format!("{link}/approve"), "", &[("note", "")]).await;
    assert_eq!(pressed.status, StatusCode::CONFLICT);
    assert!(pressed.body.contains(&format!("{record}/beside")) && pressed.body.contains("sign in"), "{}", pressed.body);
    // Whoever is asked may decide, without learning whose protection it is.
    let page = house.app.get(&format!("{record}/beside"), &fina).await;
    assert!(page.status == StatusCode::OK && !page.body.contains("Voltwerk"), "{}", page.body);
    let form = [("choice", "referral"), ("reason", "First come"), ("version", &version(&house, id).await)];
    let decided = house.app.post(&format!("{record}/beside"), &fina, &form).await;
    assert_eq!(decided.status, StatusCode::SEE_OTHER, "{}", decided.body);
    assert_eq!(house.status(id).await, Status::Approved, "her own yes was the only one asked for");
    assert_eq!(house.row(id).await.protected_until_on, None);
}

#[tokio::test]
async fn approvers_read_what_their_yes_does_to_the_other_partner_in_both_languages() {
    let house = House::new().await;
    let (finance, first, id) = two_with_finance(&house).await;
    approve(&house.head, first, Approve::default()).await.expect("approved");
    let head = house.app.cookie(&house.head).await;
    let body = json!({ "choice": "customer_choice", "reason": "Ms Krüger wrote", "evidence": "Mail of 20 Nov" });
    let path = format!("/api/v1/registrations/{id}/approve-beside");
    assert_eq!(house.app.api(Method::POST, &path, &head, Some(body)).await.status, StatusCode::OK);
    let letter = &house.mails_of("approval_request").await[0].body_text;
    let effect = "The approval of the other partner is taken back";
    assert!(letter.contains(effect) && letter.contains("Mail of 20 Nov"), "{letter}");
    let link = link_in(letter);
    let answer = house.app.get(&link, "").await.body;
    assert!(answer.contains(effect) && answer.contains("Ms Krüger wrote"), "{answer}");
    let german = house.app.get(&link, "language=de").await.body;
    assert!(german.contains("Die Zusage an den anderen Partner wird zurückgenommen"), "{german}");
    let fina = house.app.cookie(&finance).await;
    let step = house.app.get(&format!("/registrations/{id}/step"), &fina).await.body;
    assert!(step.contains(effect) && !step.contains("Voltwerk"), "{step}");
}

#[tokio::test]
async fn a_decision_while_approvers_are_asked_asks_them_all_anew() {
    let house = House::new().await;
    let sales = house.app.user("Sal Esmann", Role::HeadOfPartnerships).await;
    let finance = house.app.user("Fina Nance", Role::HeadOfPartnerships).await;
    let first = house.register(house.voltwerk, house.kruger()).await.id;
    with_chain(&house, vec![step("Finance", vec![who(&finance)]), step("Sales", vec![who(&sales)])]).await;
    let id = house.register(house.nordlicht, house.kruger()).await.id;
    came_later(&house, first).await;
    send_for_approval(&house.ines, id, SendForApproval::default()).await.expect("sent");
    approve_step(&finance, id, ApproveStep::default()).await.expect("yes");
    let old = link_in(&house.mails_of("approval_request").await[1].body_text);
    protected_meanwhile(&house, first).await;
    let (head, seen) = (house.app.cookie(&house.head).await, house.row(id).await);
    let decide = |choice: &str| json!({ "choice": choice, "reason": "Both sell there" });
    let path = format!("/api/v1/registrations/{id}/approve-beside");
    for (choice, mails) in [("referral", 3), ("beside", 4)] {
        let decided = house.app.api(Method::POST, &path, &head, Some(decide(choice))).await;
        assert_eq!(decided.status, StatusCode::OK, "{}", decided.body);
        assert_eq!(house.mails_of("approval_request").await.len(), mails, "finance is asked anew");
    }
    let now = house.row(id).await;
    assert_eq!((now.approval_round, now.approval_step), (seen.approval_round + 2, 1));
    assert!(now.version > seen.version);
    // The mail of the round before answers nothing, and a page of it neither.
    assert_eq!(house.app.post(&format!("{old}/approve"), "", &[("round", "1")]).await.status, StatusCode::GONE);
    let stale = ApproveStep { note: None, round: Some(seen.approval_round) };
    assert_eq!(code(approve_step(&finance, id, stale).await), "stale_version");
    approve_step(&finance, id, ApproveStep::default()).await.expect("yes to what was decided");
    assert_eq!(house.status(id).await, Status::PendingApproval, "sales has not said yes to it");
    approve_step(&sales, id, ApproveStep::default()).await.expect("yes");
    assert_eq!(house.status(id).await, Status::Approved);
}

#[tokio::test]
async fn where_nothing_stands_there_is_nothing_to_decide() {
    let house = House::new().await;
    let (_, first, id) = two_with_finance(&house).await;
    came_later(&house, first).await;
    let head = house.app.cookie(&house.head).await;
    let body = json!({ "choice": "referral", "reason": "Just so" });
    let path = format!("/api/v1/registrations/{id}/approve-beside");
    let refused = house.app.api(Method::POST, &path, &head, Some(body)).await;
    assert_eq!((refused.status, &refused.json()["error"]["code"]), (StatusCode::CONFLICT, &json!("nothing_stands")));
    assert_eq!(house.status(id).await, Status::Submitted);
}

#[tokio::test]
async fn what_was_decided_about_another_protection_is_carried_out_by_the_last_yes() {
    let house = House::new().await;
    let (finance, first, id) = two_with_finance(&house).await;
    came_later(&house, first).await;
    send_for_approval(&house.ines, id, SendForApproval::default()).await.expect("sent");
    protected_meanwhile(&house, first).await;
    assert_eq!(code(approve_step(&finance, id, ApproveStep::default()).await), "scope_taken", "nobody decided");
    assert_eq!(house.status(id).await, Status::PendingApproval);

    let head = house.app.cookie(&house.head).await;
    let seen = version(&house, id).await;
    let form = [("choice", "referral"), ("reason", "Voltwerk was first"), ("note", "Thank you"), ("version", &seen)];
    let decided = house.app.post(&format!("/registrations/{id}/beside"), &head, &form).await;
    assert_eq!(decided.status, StatusCode::SEE_OTHER, "{}", decided.body);
    let record = house.app.get(&format!("/registrations/{id}"), &head).await.body;
    assert!(record.contains("Approve as a referral") && record.contains("Voltwerk was first"), "{record}");
    let shown = house.app.api(Method::GET, &format!("/api/v1/registrations/{id}"), &head, None).await.json();
    assert_eq!(shown["beside"]["choice"], json!("referral"), "{shown}");
    approve_step(&finance, id, ApproveStep::default()).await.expect("the last yes");
    let row = house.row(id).await;
    assert_eq!((row.status, row.protected_until_on), (Status::Approved, None), "a referral has no protection");
    assert!(house.mails_of("registration_role").await[0].body_text.contains("Thank you"));
    assert_eq!(house.count("SELECT CAST(COUNT(*) AS BIGINT) FROM beside_decision").await, 0);
}

#[tokio::test]
async fn a_decision_beside_another_protection_sends_it_to_the_approvers() {
    let house = House::new().await;
    with_chain(&house, vec![step("Head", vec![who(&house.head)]), step("Ines", vec![who(&house.ines)])]).await;
    let first = house.register(house.voltwerk, house.kruger()).await.id;
    send_for_approval(&house.head, first, SendForApproval::default()).await.expect("sent, with the head's own yes");
    approve_step(&house.ines, first, ApproveStep::default()).await.expect("yes");
    let id = house.register(house.nordlicht, house.kruger()).await.id;
    let head = house.app.cookie(&house.head).await;
    let path = format!("/api/v1/registrations/{id}/approve-beside");
    let body = json!({ "choice": "beside", "reason": "Both sell there" });
    let sent = house.app.api(Method::POST, &path, &head, Some(body)).await;
    assert_eq!((sent.status, &sent.json()["status"]), (StatusCode::OK, &json!("pending_approval")), "{}", sent.body);
    assert_eq!(sent.json()["deal"], json!(null));
    // The protection that stood ends meanwhile: this one is then simply protected.
    cancel(&house.head, first, Cancel { reason: "A mistake".to_owned(), version: None }).await.expect("cancelled");
    approve_step(&house.ines, id, ApproveStep::default()).await.expect("the last yes");
    assert!(house.row(id).await.protected_until_on.is_some());
    assert_eq!(house.count("SELECT CAST(COUNT(*) AS BIGINT) FROM protection WHERE decided_by IS NOT NULL").await, 0);
}
