//! Somebody was faster: what a partner or a colleague wrote is not taken any more, and not lost.

use super::house::{House, value_of};
use http::StatusCode;
use kernel::id::RegistrationId;
use kernel::time::{DAY, MINUTE};
use kernel::words::RegistrationStatus as Status;
use operations::cosell::dispute::{DecideDispute, decide_dispute, disputes_of};
use operations::cosell::protection::{AnswerExtension, answer_extension};
use operations::cosell::registration::*;
use testkit::Answer;

fn no(reason: &str) -> Decline {
    Decline { reason: reason.to_owned(), text: Some("Ask us again in spring".to_owned()), version: None }
}

/// What was typed is there to be taken along, with what happened; no form would send it again.
fn taken_along(answer: &Answer, typed: &str) {
    assert_eq!(answer.status, StatusCode::CONFLICT, "{}", answer.body);
    let at = answer.body.find("id=\"unsent\"").unwrap_or_else(|| panic!("{}", answer.body));
    assert!(answer.body[at..].contains(&format!("<dd class=\"own-words\">{typed}</dd>")), "{typed} in {}", answer.body);
    assert!(answer.body.contains("role=\"alert\"") && !answer.body.contains("is not sent yet"), "{}", answer.body);
}

#[tokio::test]
async fn what_a_partner_writes_on_the_status_page_is_kept_when_somebody_was_faster() {
    let house = House::new().await;
    let id = house.register(house.nordlicht, house.kruger()).await.id;
    let link = house.status_link(id).await;
    // A reviewer takes it up while the partner explains why it is taken back: that can still be sent.
    let opened = house.app.get(&link, "").await.body;
    let (version, seen_at) = (value_of(&opened, "version"), value_of(&opened, "seen_at"));
    house.app.clock.advance(MINUTE);
    start_review(&house.ines, id, StartReview { version: None }).await.expect("taken up");
    let back =
        |version| [("reason", "They <b>bought</b> elsewhere"), ("version", version), ("seen_at", &seen_at)].to_vec();
    for (language, happened, kept) in
        [("en", "Somebody took it up.", "is not sent yet"), ("de", "Jemand hat sie übernommen.", "noch nicht gesendet")]
    {
        let late = house.app.post(&format!("{link}/withdraw"), &format!("language={language}"), &back(&version)).await;
        assert_eq!(late.status, StatusCode::CONFLICT);
        let at = late.body.find("name=\"reason\"").expect("the form");
        assert!(late.body[at..].contains("They &#60;b&#62;bought&#60;/b&#62; elsewhere"), "{}", late.body);
        assert!(!late.body.contains("id=\"unsent\""), "{}", late.body);
        let alert = &late.body[late.body.find("role=\"alert\"").expect("an alert")..];
        let alert = &alert[..alert.find("</div>").expect("its end")];
        assert!(alert.contains(happened) && alert.contains(kept) && alert.contains("href=\"#f-reason\""), "{alert}");
        // Only what has happened since the page was made.
        assert_eq!(alert.matches("<li>").count(), 1, "{alert}");
        assert_eq!(house.status(id).await, Status::InReview, "nothing was sent");
        assert_eq!(value_of(&late.body, "version"), house.row(id).await.version.to_string());
    }

    request_information(&house.ines, id, RequestInformation { question: "Who decides?".to_owned(), version: None })
        .await
        .expect("asked");
    let version = house.row(id).await.version.to_string();
    house.app.clock.advance(MINUTE);
    decline(&house.ines, id, no("not_enough_information")).await.expect("declined");
    let late = house.app.post(&format!("{link}/answer"), "", &[("answer", "Paul"), ("version", &version)]).await;
    taken_along(&late, "Paul");
    assert!(late.body.contains("We declined it."), "{}", late.body);
    let german = house.app.post(&format!("{link}/answer"), "language=de", &[("answer", "Paul selbst")]).await;
    taken_along(&german, "Paul selbst");
    assert!(german.body.contains("Nicht gesendet"), "{}", german.body);

    // A second look is asked for twice, and more progress told than there is anything to tell about.
    house.app.post(&format!("{link}/appeal"), "", &[("appeal", "You mixed us up")]).await;
    assert_eq!(house.status(id).await, Status::InReview);
    let twice = house.app.post(&format!("{link}/appeal"), "", &[("appeal", "And once more")]).await;
    taken_along(&twice, "And once more");
    let told = house.app.post(&format!("{link}/progress"), "", &[("progress", "We met them")]).await;
    taken_along(&told, "We met them");
}

#[tokio::test]
async fn more_time_asked_for_twice_and_evidence_after_the_decision_are_there_to_be_taken_along() {
    let house = House::new().await;
    let held = house.register(house.nordlicht, house.kruger()).await.id;
    approve(&house.ines, held, Approve::default()).await.expect("approved");
    let declined = house.register(house.voltwerk, house.kruger()).await.id;
    decline(&house.head, declined, no("already_registered")).await.expect("declined");
    let (held_page, declined_page) = (house.status_link(held).await, house.status_link(declined).await);

    let ask = |text| [("evidence", text)];
    house.app.post(&format!("{held_page}/extension"), "", &ask("An offer is out")).await;
    let twice = house.app.post(&format!("{held_page}/extension"), "", &ask("And a meeting")).await;
    taken_along(&twice, "And a meeting");
    assert!(twice.body.contains("More time has been asked for already"), "{}", twice.body);

    let contest = [("statement", "We were first.")];
    assert_eq!(house.app.post(&format!("{declined_page}/contest"), "", &contest).await.status, StatusCode::SEE_OTHER);
    let twice = house.app.post(&format!("{declined_page}/contest"), "", &[("statement", "We still were.")]).await;
    taken_along(&twice, "We still were.");
    // What cannot be changed says why.
    let edit = house.app.get(&format!("{held_page}/edit"), "").await;
    assert_eq!((edit.status, edit.location()), (StatusCode::SEE_OTHER, held_page.as_str()));
    let cookie = edit.headers.get("set-cookie").and_then(|v| v.to_str().ok()).expect("a message").to_owned();
    for (language, said) in [("en", "while the dispute is open"), ("de", "Solange der Streitfall läuft")] {
        let flash = cookie.split(';').next().expect("a cookie");
        let page = house.app.get(&held_page, &format!("{flash}; language={language}")).await.body;
        assert!(page.contains(said) && !page.contains("changed in the meantime"), "{page}");
    }

    let case = disputes_of(&house.head, held).await.expect("cases").first().expect("a case").id;
    let decision = || {
        serde_json::from_value::<DecideDispute>(
            serde_json::json!({ "outcome": "upheld", "rule": "first_valid", "text": "Nordlicht was first." }),
        )
    };
    let cookie = house.app.cookie(&house.head).await;
    decide_dispute(&house.head, case, decision().expect("a decision")).await.expect("decided");
    let show = [("kind", "proposal"), ("text", "Our offer of May"), ("dated_on", "2026-05-04")];
    let late = house.app.post(&format!("{declined_page}/evidence"), "", &show).await;
    taken_along(&late, "Our offer of May");
    taken_along(&late, "2026-05-04");
    // A colleague who decides the same case, and one who shows something for a side.
    let decide = [("outcome", "overturned"), ("rule", "agreement"), ("decision", "They <i>met</i>"), ("version", "1")];
    let late = house.app.post(&format!("/disputes/{case}/decide"), &cookie, &decide).await;
    kept_for_a_colleague(&late, &["They &#60;i&#62;met&#60;/i&#62;", "The registration falls"]);
    let show = [("side", "holder"), ("evidence_kind", "proposal"), ("evidence_text", "A plan"), ("dated_on", "")];
    let late = house.app.post(&format!("/disputes/{case}/evidence"), &cookie, &show).await;
    kept_for_a_colleague(&late, &["A plan"]);
}

/// What was typed stands on the page in a list of what was not saved.
fn kept_for_a_colleague(answer: &Answer, typed: &[&str]) {
    assert_eq!(answer.status, StatusCode::CONFLICT, "{}", answer.body);
    let at = answer.body.find("id=\"typed\"").unwrap_or_else(|| panic!("{}", answer.body));
    for text in typed {
        assert!(answer.body[at..].contains(&format!("<dd class=\"prose\">{text}</dd>")), "{text} in {}", answer.body);
    }
}

#[tokio::test]
async fn what_a_colleague_writes_about_a_registration_is_kept_when_somebody_was_faster() {
    let house = House::new().await;
    let cookie = house.app.cookie(&house.head).await;
    let post = async |id: RegistrationId, act: &str, form: &[(&str, &str)]| {
        house.app.post(&format!("/registrations/{id}/{act}"), &cookie, form).await
    };
    let held = house.register(house.nordlicht, house.kruger()).await.id;
    approve(&house.ines, held, Approve::default()).await.expect("approved");
    let second = house.register(house.voltwerk, house.kruger()).await.id;
    let finding = detail(&house.head, second).await.expect("read").findings.first().expect("a finding").id;
    start_review(&house.head, second, StartReview { version: None }).await.expect("taken up");

    let aside = [("reason", "Another Krüger"), ("version", "1")];
    kept_for_a_colleague(&post(second, &format!("findings/{finding}"), &aside).await, &["Another Krüger"]);
    let stale = [("reason", "not_a_fit"), ("text", "Not in this region"), ("version", "1")];
    let late = post(second, "decline", &stale).await;
    kept_for_a_colleague(&late, &["Not in this region", "This need is not one we can meet well."]);
    let beside = [
        ("choice", "beside"),
        ("reason", "Two sites"),
        ("evidence", "A mail of May"),
        ("note", "Good luck"),
        ("version", "1"),
    ];
    kept_for_a_colleague(
        &post(second, "beside", &beside).await,
        &["Protect both", "Two sites", "A mail of May", "Good luck"],
    );
    // Where something stands in the way of a yes, the note to it is not lost on the way to what is to be done first.
    let version = house.row(second).await.version.to_string();
    let yes = [("text", "Welcome aboard"), ("version", version.as_str())];
    kept_for_a_colleague(&post(second, "approve", &yes).await, &["Welcome aboard"]);
    let plain = post(second, "approve", &[("version", &version)]).await;
    assert_eq!(plain.location(), format!("/registrations/{second}/beside"));
    let partner = house.voltwerk.id.to_string();
    let assign = [("partner", partner.as_str()), ("add_contact", "yes"), ("version", "1")];
    kept_for_a_colleague(&post(second, "assign", &assign).await, &["Voltwerk Partner"]);

    let page = house.status_link(held).await;
    house.app.post(&format!("{page}/extension"), "", &[("evidence", "An offer is out")]).await;
    let granted = AnswerExtension { grant: true, until_on: None, note: None };
    answer_extension(&house.ines, held, granted).await.expect("answered");
    let refuse = [("choice", "refuse"), ("until_on", "2027-05-04"), ("note", "Not this time")];
    kept_for_a_colleague(&post(held, "extension", &refuse).await, &["Not this time", "4 May 2027"]);
    let again = [("reason", "Their budget came late"), ("days", "30"), ("version", "1")];
    kept_for_a_colleague(&post(held, "reinstate", &again).await, &["Their budget came late", "30"]);

    house.app.clock.advance(DAY);
    decline(&house.head, second, no("already_registered")).await.expect("declined");
    let dispute = [("kind", "direct"), ("statement", "Our own account"), ("claimant", ""), ("version", "1")];
    kept_for_a_colleague(&post(second, "dispute", &dispute).await, &["Our own account"]);
    // In the reader's own language.
    super::changing::speaks(&house, "de").await;
    let ines = house.app.cookie(&house.ines).await;
    let late = house.app.post(&format!("/registrations/{held}/reinstate"), &ines, &again).await;
    kept_for_a_colleague(&late, &["Their budget came late"]);
    assert!(late.body.contains("Jemand war schneller") && late.body.contains("Die eigene Eingabe"), "{}", late.body);
}

#[tokio::test]
async fn after_a_second_look_the_dispute_room_is_still_open_to_whoever_was_told_of_another() {
    let house = House::new().await;
    let held = house.register(house.nordlicht, house.kruger()).await.id;
    approve(&house.ines, held, Approve::default()).await.expect("approved");
    let declined = house.register(house.voltwerk, house.kruger()).await.id;
    decline(&house.head, declined, no("already_registered")).await.expect("declined");
    let page = house.status_link(declined).await;
    house.app.post(&format!("{page}/appeal"), "", &[("appeal", "You mixed us up")]).await;
    assert_eq!(house.status(declined).await, Status::InReview);
    assert!(!house.app.get(&page, "").await.body.contains("name=\"statement\""), "it is being looked at");
    // The second no has another reason, and says nothing of anybody: the first one did.
    decline(&house.head, declined, no("not_enough_information")).await.expect("declined again");
    for (language, twice, contest) in [
        ("en", "there is no third look", "both sides are heard"),
        ("de", "ein drittes Mal gibt es nicht", "beide Seiten gehört"),
    ] {
        let shown = house.app.get(&page, &format!("language={language}")).await.body;
        assert!(shown.contains(twice) && shown.contains(contest), "{shown}");
        assert!(shown.contains("name=\"statement\"") && !shown.contains("name=\"appeal\""), "{shown}");
    }
    let sent = house.app.post(&format!("{page}/contest"), "", &[("statement", "We were first.")]).await;
    assert_eq!((sent.status, house.status(held).await), (StatusCode::SEE_OTHER, Status::Disputed), "{}", sent.body);
    // Once: the room was held.
    let case = disputes_of(&house.head, held).await.expect("cases").first().expect("a case").id;
    let upheld = serde_json::json!({ "outcome": "upheld", "rule": "first_valid", "text": "Nordlicht was first." });
    let upheld = serde_json::from_value::<DecideDispute>(upheld).expect("a decision");
    decide_dispute(&house.head, case, upheld).await.expect("decided");
    let shown = house.app.get(&page, "").await.body;
    assert!(!shown.contains("name=\"statement\"") && shown.contains("name=\"dispute_reason\""), "{shown}");

    // Whoever was never told of anybody else learns nothing by a second look.
    let other = Submission { product: Some("Yard".to_owned()), ..house.kruger() };
    let alone = house.register(house.voltwerk, other).await.id;
    decline(&house.head, alone, no("not_a_fit")).await.expect("declined");
    let page = house.status_link(alone).await;
    house.app.post(&format!("{page}/appeal"), "", &[("appeal", "It does fit")]).await;
    decline(&house.head, alone, no("not_a_fit")).await.expect("declined again");
    let shown = house.app.get(&page, "").await.body;
    assert!(shown.contains("there is no third look") && !shown.contains("name=\"statement\""), "{shown}");
    // After the days of the program nobody can.
    house.app.clock.advance(60 * DAY);
    let sent = house.app.post(&format!("{page}/contest"), "", &[("statement", "Late")]).await;
    taken_along(&sent, "Late");
}

#[tokio::test]
async fn what_a_reviewer_writes_behind_the_link_in_the_mail_is_kept_when_somebody_was_faster() {
    let house = House::new().await;
    let id = house.register(house.nordlicht, house.kruger()).await.id;
    let mail = &house.mails_of("registration_review").await[0].body_text;
    let link = mail[mail.find("/a/").expect("a link")..].split_whitespace().next().expect("a link").to_owned();
    withdraw(&house.head, id, Withdraw { reason: Some("Bought elsewhere".to_owned()), version: None })
        .await
        .expect("withdrawn");
    for (act, form, typed) in [
        ("ask", [("question", "Who <b>decides</b>?"), ("reason", "")], vec!["Who &#60;b&#62;decides&#60;/b&#62;?"]),
        (
            "decline",
            [("text", "Not in this region"), ("reason", "not_a_fit")],
            vec!["Not in this region", "This need is not one we can meet well."],
        ),
    ] {
        let late = house.app.post(&format!("{link}/{act}"), "", &form).await;
        assert_eq!(late.status, StatusCode::GONE, "{}", late.body);
        for text in typed {
            assert!(late.body.contains(&format!("<dd class=\"own-words\">{text}</dd>")), "{text} in {}", late.body);
        }
    }
}
