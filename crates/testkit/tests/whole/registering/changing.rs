//! Whoever sent a registration changes it, sends a declined one again, and asks for a second look: by signed link, and the vendor by page.

use super::house::{House, value_of};
use http::StatusCode;
use kernel::id::RegistrationId;
use kernel::time::{DAY, MINUTE};
use kernel::words::RegistrationStatus as Status;
use operations::cosell::registration::*;
use storage::Sql;

fn not_a_fit() -> Decline {
    Decline { reason: "not_enough_information".to_owned(), ..Decline::default() }
}

/// The form of the page with these changes.
fn form<'a>(version: &'a str, changes: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let mut form = vec![
        ("company", "Krüger & Söhne Logistik GmbH"),
        ("domain", "krueger-logistik.de"),
        ("country", "DE"),
        ("customer_contact", "Paul Krüger"),
        ("product", "Fleet suite"),
        ("amount", "48,000.00"),
        ("currency", "EUR"),
        ("expected_close_on", "2027-03-31"),
        ("version", version),
    ];
    for (name, value) in changes {
        form.retain(|(n, _)| n != name);
        form.push((name, value));
    }
    form
}

/// The language Ines reads.
pub(super) async fn speaks(house: &House, locale: &str) {
    let tx = house.app.app.db().begin().await.expect("a transaction");
    let sql = Sql::new("UPDATE app_user SET locale = ").bind(locale).push(" WHERE name = 'Ines Hoffmann'");
    assert_eq!(sql.execute(&tx).await.expect("changed"), 1);
    tx.commit().await.expect("kept");
}

async fn registered(house: &House) -> (RegistrationId, String) {
    let id = house.register(house.nordlicht, house.kruger()).await.id;
    let link = house.status_link(id).await;
    (id, link)
}

#[tokio::test]
async fn a_partner_changes_what_was_sent_before_anybody_decided() {
    let house = House::new().await;
    let (id, link) = registered(&house).await;
    let page = house.app.get(&format!("{link}/edit"), "").await;
    assert_eq!(page.status, StatusCode::OK);
    assert_eq!(value_of(&page.body, "amount"), "48,000.00");
    let version = value_of(&page.body, "version");
    let wrong = form(&version, &[("amount", "a lot"), ("company", "")]);
    let wrong = house.app.post(&format!("{link}/edit"), "", &wrong).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.body.contains("a lot") && wrong.body.contains("aria-invalid"), "{}", wrong.body);
    let sent = form(&version, &[("amount", "52,500.50"), ("need", "<script>alert(1)</script>")]);
    let saved = house.app.post(&format!("{link}/edit"), "", &sent).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.body);
    let row = house.row(id).await;
    assert_eq!((row.amount, row.status), (Some(525_005_000), Status::Submitted));
    let status_page = house.app.get(&link, "").await.body;
    assert!(status_page.contains("52,500.50") && !status_page.contains("<script>alert"), "{status_page}");
    let told = &house.mails_of("registration_edited").await[0];
    assert!(told.body_text.contains("Expected amount"), "{}", told.body_text);
    // The page that was opened before is old now.
    let late = house.app.post(&format!("{link}/edit"), "", &form(&version, &[("amount", "1")])).await;
    assert_eq!(late.status, StatusCode::CONFLICT);
    assert!(late.body.contains("while you were writing") && late.body.contains("value=\"1\""), "{}", late.body);
    assert_eq!(house.row(id).await.amount, Some(525_005_000));
}

#[tokio::test]
async fn a_declined_registration_is_mended_and_sent_again_until_the_limit() {
    let house = House::new().await;
    let (id, link) = registered(&house).await;
    decline(&house.ines, id, not_a_fit()).await.expect("declined");
    assert!(house.app.get(&link, "").await.body.contains("Send again"));
    let version = house.row(id).await.version.to_string();
    let same = house.app.post(&format!("{link}/edit"), "", &form(&version, &[])).await;
    assert_eq!(same.status, StatusCode::UNPROCESSABLE_ENTITY, "nothing is different and nobody said why");
    let sent = form(&version, &[("need", "Forty trucks")]);
    let sent = house.app.post(&format!("{link}/edit"), "", &sent).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.body);
    assert_eq!((house.status(id).await, house.row(id).await.resubmissions), (Status::Submitted, 1));
    let limit = operations::program::current(house.head.read(), house.program).await.expect("a program");
    let limit = limit.1.approval.resubmissions;
    for n in 1..limit {
        decline(&house.ines, id, not_a_fit()).await.expect("declined");
        let version = house.row(id).await.version.to_string();
        let need = format!("{n} more trucks");
        house.app.post(&format!("{link}/edit"), "", &form(&version, &[("need", &need)])).await;
        assert_eq!(house.status(id).await, Status::Submitted);
    }
    decline(&house.ines, id, not_a_fit()).await.expect("declined");
    assert!(!house.app.get(&link, "").await.body.contains("Send again"), "the limit is told beforehand");
    let version = house.row(id).await.version.to_string();
    house.app.post(&format!("{link}/edit"), "", &form(&version, &[("need", "All trucks")])).await;
    assert_eq!(house.status(id).await, Status::Declined);
}

#[tokio::test]
async fn a_no_is_looked_at_once_more_by_signed_link_while_there_is_time() {
    let house = House::new().await;
    let (id, link) = registered(&house).await;
    assert!(!house.app.get(&link, "").await.body.contains("name=\"appeal\""));
    decline(&house.ines, id, not_a_fit()).await.expect("declined");
    let page = house.app.get(&link, "").await.body;
    assert!(page.contains("name=\"appeal\""), "{page}");
    let empty = house.app.post(&format!("{link}/appeal"), "", &[("appeal", "  ")]).await;
    assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(empty.body.contains("f-appeal-error"), "{}", empty.body);
    let asked = house.app.post(&format!("{link}/appeal"), "", &[("appeal", "You mixed us up.")]).await;
    assert_eq!(asked.status, StatusCode::SEE_OTHER);
    assert_eq!(house.status(id).await, Status::InReview);
    assert!(house.mails_of("registration_appealed").await[0].body_text.contains("mixed us up"));
    let due = house.row(id).await.decision_due_at.expect("a promise");
    let page = house.app.get(&link, "").await.body;
    let berlin = i18n::instant(kernel::Locale::En, due, &jiff::tz::TimeZone::get("Europe/Berlin").expect("a zone"));
    assert!(page.contains(&berlin), "the new promise is shown, not the first: {berlin} in {page}");
    decline(&house.head, id, not_a_fit()).await.expect("declined again");
    assert!(!house.app.get(&link, "").await.body.contains("name=\"appeal\""), "once");
    house.app.post(&format!("{link}/appeal"), "", &[("appeal", "Once more")]).await;
    assert_eq!(house.status(id).await, Status::Declined);

    let yard = Submission { product: Some("Yard".to_owned()), ..house.kruger() };
    let late = house.register(house.nordlicht, yard).await.id;
    let link = house.status_link(late).await;
    decline(&house.ines, late, not_a_fit()).await.expect("declined");
    house.app.clock.advance(60 * DAY);
    assert!(!house.app.get(&link, "").await.body.contains("name=\"appeal\""), "the time is over");
    house.app.post(&format!("{link}/appeal"), "", &[("appeal", "Late")]).await;
    assert_eq!(house.status(late).await, Status::Declined);
}

#[tokio::test]
async fn a_change_after_the_yes_opens_the_review_again_and_the_vendor_changes_on_a_page() {
    let house = House::new().await;
    let (id, link) = registered(&house).await;
    approve(&house.ines, id, Approve::default()).await.expect("approved");
    let cookie = house.app.cookie(&house.ines).await;
    let page = format!("/registrations/{id}/edit");
    assert!(house.app.get(&page, &cookie).await.body.contains("must be looked at again"));
    let version = house.row(id).await.version.to_string();
    let wrong = house.app.post(&page, &cookie, &form(&version, &[("expected_close_on", "someday")])).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    let saved = house.app.post(&page, &cookie, &form(&version, &[("company", "Krüger Spedition GmbH")])).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.body);
    assert_eq!(house.status(id).await, Status::InReview);
    assert!(house.app.get(&link, "").await.body.contains("Krüger Spedition GmbH"));
    let lost = house.app.post(&page, &cookie, &form(&version, &[("company", "Other GmbH")])).await;
    assert_eq!(lost.status, StatusCode::CONFLICT);
    let outside = house.register(house.voltwerk, house.kruger()).await.id;
    let hidden = house.app.get(&format!("/registrations/{outside}/edit"), &cookie).await;
    assert_eq!(hidden.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_flood_through_one_link_is_held_back_and_leaves_other_links_alone() {
    let house = House::new().await;
    let (_, link) = registered(&house).await;
    let edit = format!("{link}/edit");
    let mut held = false;
    for _ in 0..30 {
        let answer = house.app.post(&edit, "", &form("1", &[("company", "")])).await;
        held |= answer.status == StatusCode::TOO_MANY_REQUESTS;
    }
    assert!(held, "thirty in a moment are too many");
    let other = Submission { product: Some("Yard".to_owned()), ..house.kruger() };
    let other = house.register(house.voltwerk, other).await.id;
    let other = format!("{}/edit", house.status_link(other).await);
    let answer = house.app.post(&other, "", &form("1", &[("company", "")])).await;
    assert_ne!(answer.status, StatusCode::TOO_MANY_REQUESTS, "another link is another's");
}

#[tokio::test]
async fn what_the_vendor_typed_is_not_lost_when_the_partner_was_faster() {
    let house = House::new().await;
    let (id, link) = registered(&house).await;
    let cookie = house.app.cookie(&house.ines).await;
    let path = format!("/registrations/{id}/edit");
    let opened = house.app.get(&path, &cookie).await.body;
    let (version, seen_at) = (value_of(&opened, "version"), value_of(&opened, "seen_at"));
    house.app.clock.advance(MINUTE);
    let partner = form(&version, &[("amount", "52,500.50"), ("reason", "More trucks")]);
    assert_eq!(house.app.post(&format!("{link}/edit"), "", &partner).await.status, StatusCode::SEE_OTHER);

    let need = "Forty trucks\r\nand a yard";
    let typed = |amount| {
        let reason = ("reason", "Said on the phone");
        form(&version, &[("amount", amount), ("need", need), reason, ("seen_at", &seen_at)])
    };
    for (locale, amount, now) in [("de", "48.000,00", "52.500,50 EUR"), ("en", "48,000.00", "52,500.50 EUR")] {
        speaks(&house, locale).await;
        let late = house.app.post(&path, &cookie, &typed(amount)).await;
        assert_eq!(late.status, StatusCode::CONFLICT);
        // All that was typed is in the form again, and what stands otherwise is told: the amount and the need, and nothing else.
        for typed in ["Forty trucks", "Said on the phone", &format!("value=\"{amount}\"")] {
            assert!(late.body.contains(typed), "{typed} in {}", late.body);
        }
        assert_eq!(late.body.matches("<dt>").count(), 2, "{}", late.body);
        assert!(late.body.contains(&format!("<dd>{now}</dd>")), "{}", late.body);
        assert!(late.body.contains("Jana Brandt") && late.body.contains("role=\"alert\""), "{}", late.body);
        assert_eq!(house.row(id).await.amount, Some(525_005_000), "nothing was saved");
        assert_eq!(value_of(&late.body, "version"), house.row(id).await.version.to_string());
    }
    let mine = typed("48,000.00");
    let late = house.app.post(&path, &cookie, &mine).await.body;
    let now = value_of(&late, "version");
    let again = form(&now, &[("need", need), ("reason", "Said on the phone")]);
    assert_eq!(house.app.post(&path, &cookie, &again).await.status, StatusCode::SEE_OTHER);
    let row = house.row(id).await;
    assert_eq!((row.amount, row.need.as_deref()), (Some(480_000_000), Some("Forty trucks\r\nand a yard")));

    // It cannot be changed any more: what was typed is there to be taken along.
    withdraw(&house.head, id, Withdraw { reason: Some("Gone".to_owned()), version: None }).await.expect("withdrawn");
    let lost = house.app.post(&path, &cookie, &mine).await;
    assert_eq!(lost.status, StatusCode::CONFLICT);
    for typed in ["What you wrote", "Forty trucks", "Said on the phone", "Withdrawn"] {
        assert!(lost.body.contains(typed), "{typed} in {}", lost.body);
    }
    assert!(!lost.body.contains("<textarea"), "{}", lost.body);
}

#[tokio::test]
async fn a_late_answer_of_the_vendor_keeps_its_words() {
    let house = House::new().await;
    let (id, _) = registered(&house).await;
    let cookie = house.app.cookie(&house.ines).await;
    decline(&house.head, id, not_a_fit()).await.expect("declined");
    let words = [("version", "1"), ("text", "Who decides at Krüger?")];
    let late = house.app.post(&format!("/registrations/{id}/ask"), &cookie, &words).await;
    assert_eq!(late.status, StatusCode::CONFLICT);
    assert!(late.body.contains("Who decides at Krüger?") && late.body.contains("Your question"), "{}", late.body);
}

#[tokio::test]
async fn an_amount_that_may_be_thousands_of_the_other_language_is_asked_about_and_not_read() {
    let house = House::new().await;
    let (id, link) = registered(&house).await;
    let edit = format!("{link}/edit");
    let version = value_of(&house.app.get(&edit, "").await.body, "version");
    for (language, typed, said) in [
        ("en", "1.234", "This would be read as 1.2340. If 1,234 is meant, please write 1,234"),
        ("de", "1,234", "Das würde als 1,2340 gelesen. Wenn 1.234 gemeint ist, bitte 1.234 schreiben"),
    ] {
        let cookie = format!("language={language}");
        let refused = house.app.post(&edit, &cookie, &form(&version, &[("amount", typed)])).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(refused.body.contains(said) && refused.body.contains("f-amount-error"), "{}", refused.body);
        assert_eq!(value_of(&refused.body, "amount"), typed);
    }
    assert_eq!(house.row(id).await.amount, Some(480_000_000));
    let three = house.app.post(&edit, "", &form(&version, &[("amount", "1.2340")])).await;
    assert_eq!(three.status, StatusCode::SEE_OTHER, "{}", three.body);
    assert_eq!(house.row(id).await.amount, Some(12_340));
    // What stands there is written so that it can be sent as it is.
    assert_eq!(value_of(&house.app.get(&edit, "").await.body, "amount"), "1.2340");
    assert_eq!(value_of(&house.app.get(&edit, "language=de").await.body, "amount"), "1,2340");
}
