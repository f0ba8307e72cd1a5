//! Too much was sent through one link in a short time: what somebody writes after that is held back, and not lost.

use super::house::House;
use http::{StatusCode, header};
use operations::cosell::registration::*;
use testkit::Answer;

/// Sends empty forms until no more are taken.
async fn flooded(house: &House, form: &str) {
    for _ in 0..40 {
        if house.app.post(form, "", &[]).await.status == StatusCode::TOO_MANY_REQUESTS {
            return;
        }
    }
    panic!("forty in a moment are too many");
}

fn held_back(answer: &Answer, typed: &str) {
    assert_eq!(answer.status, StatusCode::TOO_MANY_REQUESTS);
    assert!(answer.headers.contains_key(header::RETRY_AFTER));
    assert!(answer.body.contains(typed), "{typed} in {}", answer.body);
}

/// The form that holds the text stands open and says when to send it.
fn to_be_sent_again(answer: &Answer, field: &str, typed: &str) {
    held_back(answer, typed);
    assert!(answer.body.contains("Not sent yet") && !answer.body.contains("id=\"unsent\""), "{}", answer.body);
    let at = answer.body.find(&format!("name=\"{field}\"")).expect("the field");
    let before = &answer.body[..at];
    let closed = before.rfind("<details").filter(|from| !before[*from..].contains("</details>"));
    assert!(closed.is_none_or(|from| before[from..].starts_with("<details class=\"more\" open>")), "{field} is hidden");
}

#[tokio::test]
async fn what_is_written_on_the_status_page_is_kept_until_it_can_be_sent() {
    let house = House::new().await;
    let id = house.register(house.nordlicht, house.kruger()).await.id;
    let link = house.status_link(id).await;
    let ask = RequestInformation { question: "Who decides?".to_owned(), version: None };
    request_information(&house.ines, id, ask).await.expect("asked");
    flooded(&house, &format!("{link}/answer")).await;
    let send =
        async |act: &str, field: &str, text: &str| house.app.post(&format!("{link}/{act}"), "", &[(field, text)]).await;
    to_be_sent_again(&send("answer", "answer", "Paul <himself>").await, "answer", "Paul &#60;himself&#62;");
    to_be_sent_again(&send("withdraw", "reason", "They bought elsewhere").await, "reason", "They bought elsewhere");
    // What there is no form for any more is there to be taken along.
    for (act, field) in [
        ("extension", "evidence"),
        ("appeal", "appeal"),
        ("progress", "progress"),
        ("contest", "statement"),
        ("evidence", "text"),
        ("dispute-appeal", "dispute_reason"),
    ] {
        let answer = send(act, field, "Words of an hour").await;
        held_back(&answer, "Words of an hour");
        assert!(
            answer.body.contains("id=\"unsent\"") && !answer.body.contains("Not sent yet"),
            "{act}: {}",
            answer.body
        );
    }
    let german = house.app.post(&format!("{link}/answer"), "language=de", &[("answer", "Paul selbst")]).await;
    held_back(&german, "Paul selbst");
    assert!(german.body.contains("Noch nicht gesendet"), "{}", german.body);
    // Of a file nothing is read; it is to be chosen again.
    let file = house.send_parts(&format!("{link}/files"), "", &[], &[("file", "offer.png", b"\x89PNG")]).await;
    held_back(&file, "choose the file again");
    assert_eq!(house.status(id).await, kernel::words::RegistrationStatus::InformationRequested);

    // A no, with another registration and its own link.
    let yard = Submission { product: Some("Yard".to_owned()), ..house.kruger() };
    let id = house.register(house.nordlicht, yard).await.id;
    let link = house.status_link(id).await;
    let no = Decline { reason: "not_enough_information".to_owned(), ..Decline::default() };
    decline(&house.ines, id, no).await.expect("declined");
    flooded(&house, &format!("{link}/appeal")).await;
    let appeal = house.app.post(&format!("{link}/appeal"), "", &[("appeal", "You mixed us up")]).await;
    to_be_sent_again(&appeal, "appeal", "You mixed us up");
}

#[tokio::test]
async fn what_a_reviewer_writes_behind_the_link_in_the_mail_is_kept_until_it_can_be_sent() {
    let house = House::new().await;
    house.register(house.nordlicht, house.kruger()).await;
    let mail = &house.mails_of("registration_review").await[0].body_text;
    let from = mail.find("/a/").expect("a link");
    let link = mail[from..].split_whitespace().next().expect("a link").to_owned();
    flooded(&house, &format!("{link}/ask")).await;
    let ask = house.app.post(&format!("{link}/ask"), "", &[("question", "Who decides there?")]).await;
    to_be_sent_again(&ask, "question", "Who decides there?");
    let no = [("reason", "not_enough_information"), ("text", "Not in this region")];
    to_be_sent_again(&house.app.post(&format!("{link}/decline"), "", &no).await, "text", "Not in this region");
}
