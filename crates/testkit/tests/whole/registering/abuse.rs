//! Attempted abuse beyond what `strangers`, `attached` and `mine` try: learning whom we know, acting as somebody else, and formulas and markup in
//! every field.

use super::house::House;
use http::{Method, StatusCode};
use kernel::id::RegistrationId;
use operations::cosell::registration::*;

/// A page or mail without what must differ: names, numbers, links, and hidden values.
fn bare(text: &str, company: &str, domain: &str) -> String {
    let lower = text.replace(company, "COMPANY").replace(domain, "DOMAIN");
    let mut out = String::new();
    for word in lower.split_inclusive(|c: char| c.is_whitespace() || c == '"' || c == '<' || c == '>') {
        let is_link = ["/s/", "/c/", "/my", "REG-", "value="].iter().any(|mark| word.contains(mark));
        out.push_str(if is_link { "LINK " } else { word });
    }
    out
}

/// What a stranger sees and is sent after registering this customer.
async fn what_a_stranger_learns(company: &str, domain: &str, known: bool) -> Vec<String> {
    let house = House::new().await;
    if known {
        let id = house
            .register(
                house.nordlicht,
                Submission { company: company.to_owned(), domain: Some(domain.to_owned()), ..house.kruger() },
            )
            .await
            .id;
        approve(&house.ines, id, Approve::default()).await.expect("approved");
    }
    let before = house.mails().await.len();
    let sent = house.send_public_form(&[("company", company), ("domain", domain)]).await;
    let link = house.link_in_mail("registration_confirm").await;
    let confirm = house.app.get(&link, "").await;
    let confirmed = house.app.post(&link, "", &[]).await;
    let status = house.app.get(confirmed.location(), "").await;
    let own = |m: &&super::house::Written| m.to_email.contains("lindqvist");
    let mails = house.mails().await;
    let mut seen = vec![
        format!("{} {}", sent.status, sent.location()),
        format!("{} {}", confirm.status, bare(&confirm.body, company, domain)),
        format!("{}", confirmed.status),
        format!("{} {}", status.status, bare(&status.body, company, domain)),
    ];
    seen.extend(mails[before..].iter().filter(own).map(|m| bare(&m.body_text, company, domain)));
    seen
}

#[tokio::test]
async fn the_conflict_check_tells_a_stranger_nothing_about_whom_we_know() {
    let fresh = what_a_stranger_learns("Aldinger Werke AG", "aldinger.de", false).await;
    let known = what_a_stranger_learns("Aldinger Werke AG", "aldinger.de", true).await;
    assert!(fresh.len() >= 6, "pages and mails are compared: {}", fresh.len());
    assert_eq!(fresh, known);
}

#[tokio::test]
async fn a_personal_link_registers_for_its_contact_whatever_else_is_sent() {
    let house = House::new().await;
    let link = house.personal_link(house.nordlicht).await;
    let other = house.voltwerk;
    let (partner, contact) = (other.id.to_string(), other.contact.to_string());
    let form = [
        ("company", "Aldinger Werke AG"),
        ("amount", "1,000"),
        ("currency", "EUR"),
        ("expected_close_on", "2027-03-31"),
        ("partner", partner.as_str()),
        ("partner_id", partner.as_str()),
        ("contact", contact.as_str()),
        ("contact_id", contact.as_str()),
        ("sender_name", "Ben Okoro"),
        ("sender_email", "ben@voltwerk.example"),
        ("sender_company", "Voltwerk Partner"),
    ];
    let sent = house.app.post(&link, "", &form).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.body);
    let of_other = "SELECT CAST(COUNT(*) AS BIGINT) FROM registration WHERE sender_name = 'Ben Okoro'";
    assert_eq!((house.registrations().await, house.count(of_other).await), (1, 0));
    let told = house.mails().await;
    assert!(told.iter().all(|m| !m.to_email.contains("voltwerk")), "the other contact hears nothing");
    // And the status link of one registration opens no other.
    let own = sent.location().to_owned();
    let theirs = house.register(other, house.kruger()).await.id;
    let page = house.app.get(&own, "").await.body;
    assert!(!page.contains("Krüger") && !page.contains(&theirs.to_string()));
}

#[tokio::test]
async fn markup_and_formulas_in_every_field_stay_text_on_every_page_and_in_every_file() {
    let house = House::new().await;
    let evil = |n: &str| format!("=HYPERLINK(\"http://evil.example\",\"{n}\")<img src=x onerror=alert('{n}')>");
    let what = Submission {
        company: format!("{} AG", evil("company")),
        customer_contact: Some(evil("contact")),
        need: Some(evil("need")),
        product: Some(evil("product")),
        partner_help: Some(evil("help")),
        ..house.kruger()
    };
    let id: RegistrationId = house.register(house.nordlicht, what).await.id;
    let ask = RequestInformation { question: evil("question"), version: None };
    request_information(&house.ines, id, ask).await.expect("asked");
    let status = house.status_link(id).await;
    let answered = house.app.post(&format!("{status}/answer"), "", &[("answer", &evil("answer"))]).await;
    assert_eq!(answered.status, StatusCode::SEE_OTHER);
    let cookie = house.app.cookie(&house.ines).await;
    let note = serde_json::json!({ "text": evil("note") });
    house.app.api(Method::POST, &format!("/api/v1/registrations/{id}/notes"), &cookie, Some(note)).await;
    approve(&house.ines, id, Approve { note: Some(evil("yes")), version: None }).await.expect("approved");
    let deal = house.row(id).await.deal_id.expect("a deal");
    let company = house.row(id).await.company_id.expect("a company");
    for page in [
        status.clone(),
        format!("{status}/edit"),
        format!("/registrations/{id}"),
        format!("/registrations/{id}/edit"),
        format!("/registrations/{id}/dispute"),
        "/registrations".to_owned(),
        "/today".to_owned(),
        format!("/deals/{deal}"),
        "/deals".to_owned(),
        "/deals/board".to_owned(),
        format!("/companies/{company}"),
        format!("/partners/{}", house.nordlicht.id),
    ] {
        let answer = house.app.get(&page, &cookie).await;
        assert!(!answer.body.contains("<img src=x"), "{page}: {}", answer.status);
        assert!(!answer.status.is_server_error(), "{page}");
    }
    for file in ["/registrations/export?format=csv", "/deals/export?format=csv"] {
        let answer = house.app.get(file, &cookie).await;
        assert_eq!(answer.status, StatusCode::OK, "{file}");
        assert!(answer.body.contains("'=HYPERLINK"), "{file} holds it, defused: {}", answer.body);
        for (at, _) in answer.body.match_indices("=HYPERLINK") {
            // In the middle of a text it is text; at the beginning of a cell it would run.
            let begins = answer.body[..at].ends_with([',', '"', '\n']);
            assert!(!begins, "{file}: a formula would run at {at}");
        }
    }
    let mails: Vec<String> =
        storage::Sql::new("SELECT body_html FROM mail").column(house.app.app.db().read()).await.expect("mails");
    assert!(!mails.is_empty() && mails.iter().all(|html| !html.contains("<img src=x")));
}
