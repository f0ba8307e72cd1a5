//! Several deals out of a spreadsheet: looked through first, entered once, whoever they are credited to.

use super::house::House;
use http::{Method, Request, header};
use kernel::time::DAY;
use operations::cosell::form::{self, Condition, FieldKind, FormDefinition, FormField, FormOption};
use operations::program::Bilingual;
use testkit::Answer;

const SHEET: &str = "company;domain;amount;currency;expected_close_on;partner_help\r\n\
    Krüger & Söhne Logistik;krueger-logistik.de;48,000;EUR;31.3.2027;Two workshops\r\n\
    Hafenbau Nord;;12,500.50;;2027-04-30;=HYPERLINK(\"http://evil.example\";\"x\")\r\n\
    <script>alert(1)</script> GmbH;;lots;EUR;2020-01-01;\r\n";

async fn send(house: &House, path: &str, cookie: &str, name: &str, content: &[u8], fields: &[(&str, &str)]) -> Answer {
    let mut body = Vec::new();
    for (field, value) in fields {
        let part = format!("--limit\r\nContent-Disposition: form-data; name=\"{field}\"\r\n\r\n{value}\r\n");
        body.extend_from_slice(part.as_bytes());
    }
    let head = format!("--limit\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\r\n");
    body.extend_from_slice(head.as_bytes());
    body.extend_from_slice(content);
    body.extend_from_slice(b"\r\n--limit--\r\n");
    let request = Request::builder()
        .method(Method::POST)
        .uri(path)
        .header(header::HOST, "compagnon.test")
        .header("sec-fetch-site", "same-origin")
        .header(header::ACCEPT, "text/html")
        .header(header::COOKIE, cookie)
        .header(header::CONTENT_TYPE, "multipart/form-data; boundary=limit")
        .body(body.into())
        .expect("a request");
    house.app.send(request).await
}

/// The rows a page carries to the next step, as a browser reads them.
fn carried(page: &str) -> String {
    let text = super::house::value_of(page, "rows");
    text.replace("&#34;", "\"").replace("&#38;", "&").replace("&#60;", "<").replace("&#62;", ">").replace("&#39;", "'")
}

#[tokio::test]
async fn a_colleague_looks_through_the_rows_and_enters_those_that_are_right() {
    let house = House::new().await;
    // Somebody else has Krüger already.
    house.register(house.voltwerk, house.kruger()).await;
    let ines = house.app.cookie(&house.ines).await;
    let (partner, program) = (house.nordlicht.id.to_string(), house.program.to_string());
    let contact = house.nordlicht.contact.to_string();
    let whose = [("partner", partner.as_str()), ("program", &program), ("contact", &contact)];
    let page = send(&house, "/registrations/bulk", &ines, "deals.csv", SHEET.as_bytes(), &whose).await;
    assert_eq!(page.status.as_u16(), 200, "{}", page.body);
    for said in ["Register 2 deals", "Ready, with findings", "Needs mending", "This date has passed"] {
        assert!(page.body.contains(said), "{said}: {}", page.body);
    }
    assert!(!page.body.contains("<script>alert"), "{}", page.body);
    assert_eq!(house.registrations().await, 1, "looking enters nothing");

    let rows = carried(&page.body);
    let mut form = whose.to_vec();
    form.push(("rows", &rows));
    let done = house.app.post("/registrations/bulk/enter", &ines, &form).await;
    assert_eq!(done.status.as_u16(), 200, "{}", done.body);
    assert_eq!(house.registrations().await, 3);
    // Entered by Ines, credited to Jana, who gets the receipts.
    let steps = "SELECT CAST(COUNT(*) AS BIGINT) FROM registration_step WHERE activity = 'submitted' AND actor_name = 'Ines Hoffmann'";
    assert_eq!(house.count(steps).await, 2);
    let credited =
        "SELECT CAST(COUNT(*) AS BIGINT) FROM registration WHERE sender_name = 'Jana Brandt' AND intake = 'on_behalf'";
    assert_eq!(house.count(credited).await, 2);
    assert_eq!(house.count("SELECT CAST(COUNT(*) AS BIGINT) FROM registration WHERE amount = 125005000").await, 1);

    // The same file again, at once and a month later, makes nothing new.
    house.app.post("/registrations/bulk/enter", &ines, &form).await;
    house.app.clock.advance(30 * DAY);
    let ines = house.app.cookie(&house.ines).await;
    let again = send(&house, "/registrations/bulk", &ines, "deals.csv", SHEET.as_bytes(), &whose).await;
    assert!(again.body.contains("Registered already") && !again.body.contains("Register 2"), "{}", again.body);
    house.app.post("/registrations/bulk/enter", &ines, &form).await;
    assert_eq!(house.registrations().await, 3);

    // What a cell says is text in every export.
    let csv = house.app.get("/registrations/export?format=csv", &ines).await;
    assert!(!csv.body.contains(",=HYPERLINK") && !csv.body.contains(";=HYPERLINK"), "{}", csv.body);
}

#[tokio::test]
async fn a_contact_enters_several_by_link_and_learns_nothing_of_others() {
    let house = House::new().await;
    house.register(house.voltwerk, house.kruger()).await;
    let link = house.personal_link(house.nordlicht).await;
    assert!(house.app.get(&link, "").await.body.contains(&format!("{link}/bulk")));
    let template = house.app.get(&format!("{link}/bulk/template"), "").await;
    assert!(
        template.body.starts_with('\u{feff}') && template.body.contains("\"Expected amount\""),
        "{}",
        template.body
    );
    let page = send(&house, &format!("{link}/bulk"), "", "deals.csv", SHEET.as_bytes(), &[]).await;
    assert!(page.body.contains("Register 2 deals"), "{}", page.body);
    for hidden in ["findings", "Voltwerk", "Okoro", "REG-"] {
        assert!(!page.body.contains(hidden), "{hidden}: {}", page.body);
    }
    let rows = carried(&page.body);
    for _ in 0..2 {
        let done = house.app.post(&format!("{link}/bulk/enter"), "", &[("rows", &rows)]).await;
        assert_eq!(done.status.as_u16(), 200, "{}", done.body);
    }
    assert_eq!(house.registrations().await, 3);
    let theirs = "SELECT CAST(COUNT(*) AS BIGINT) FROM registration WHERE intake = 'personal_link' AND sender_name = 'Jana Brandt'";
    assert_eq!(house.count(theirs).await, 2);
    // Rows that nobody looked through are checked all the same, and a broken one is none.
    for rows in ["", "{}", "[[1,{}]]", "[[1,{\"company\":\"X\",\"amount\":\"-1\"}]]", "[[1"] {
        house.app.post(&format!("{link}/bulk/enter"), "", &[("rows", rows)]).await;
    }
    assert_eq!(house.registrations().await, 3);
    let closed = send(&house, "/r/no-such-token/bulk", "", "deals.csv", SHEET.as_bytes(), &[]).await;
    assert_eq!(closed.status.as_u16(), 404);
}

#[tokio::test]
async fn a_spreadsheet_that_swells_or_is_none_is_refused_before_it_hurts() {
    let house = House::new().await;
    let link = house.personal_link(house.nordlicht).await;
    let path = format!("{link}/bulk");
    let many = format!("company\n{}", "Acme\n".repeat(5_000));
    let large = vec![b'a'; 3 * 1024 * 1024];
    let tries: &[(&str, &[u8], &str)] = &[
        ("a.xlsx", b"PK\x03\x04 not a zip", "read this file"),
        ("a.csv", b"\x1f\x8b\x08\0\0\0\0\0", "read this file"),
        ("a.csv", b"\x7fELF\0\0\0", "read this file"),
        ("a.csv", many.as_bytes(), "at most 200 rows"),
        ("a.csv", &large, "larger than 2 MB"),
        ("a.csv", b"company,colour\nAcme,<b>red</b>\n", "know the column"),
        ("a.csv", b"", "required"),
    ];
    for (name, content, reason) in tries {
        house.app.clock.advance(kernel::time::MINUTE);
        let answer = send(&house, &path, "", name, content, &[]).await;
        assert_eq!(answer.status.as_u16(), 422, "{name} {reason}: {}", answer.body);
        assert!(answer.body.contains(reason) || *reason == "required", "{reason}: {}", answer.body);
        assert!(!answer.body.contains("<b>red"), "{}", answer.body);
    }
    let flood = house.app.post(&format!("{path}/enter"), "", &[("rows", &"x".repeat(5 * 1024 * 1024))]).await;
    assert!(flood.status.is_client_error(), "{}", flood.status);
    assert_eq!(house.registrations().await, 0);
}

#[tokio::test]
async fn nobody_enters_for_a_partner_out_of_reach_or_a_contact_of_another() {
    let house = House::new().await;
    let ines = house.app.cookie(&house.ines).await;
    let (voltwerk, program) = (house.voltwerk.id.to_string(), house.program.to_string());
    let (nordlicht, foreign) = (house.nordlicht.id.to_string(), house.voltwerk.contact.to_string());
    let rows = "[[2,{\"company\":\"Acme\",\"amount\":\"1000\",\"expected_close_on\":\"2027-03-31\"}]]";
    let theirs = [("partner", voltwerk.as_str()), ("program", &program), ("rows", rows)];
    assert_eq!(house.app.post("/registrations/bulk/enter", &ines, &theirs).await.status.as_u16(), 404);
    let mixed = [("partner", nordlicht.as_str()), ("program", &program), ("contact", &foreign), ("rows", rows)];
    assert_eq!(house.app.post("/registrations/bulk/enter", &ines, &mixed).await.status.as_u16(), 422);
    assert_eq!(house.registrations().await, 0);
}

#[tokio::test]
async fn a_program_enters_several_and_is_told_of_each() {
    let house = House::new().await;
    let ines = house.app.cookie(&house.ines).await;
    let body = |preview: bool| {
        serde_json::json!({
            "program": house.program, "partner": house.nordlicht.id, "preview": preview,
            "rows": [
                { "company": "Acme Ltd", "amount": "48,000", "expected_close_on": "2027-03-31" },
                { "company": "Acme Ltd", "amount": "48,000", "expected_close_on": "2027-03-31" },
                { "company": "", "amount": "1", "expected_close_on": "2027-03-31", "colour": "red" },
            ],
        })
    };
    let path = "/api/v1/registrations/bulk";
    let seen = house.app.api(Method::POST, path, &ines, Some(body(true))).await;
    assert_eq!((seen.status.as_u16(), house.registrations().await), (200, 0), "{}", seen.body);
    let made = house.app.api(Method::POST, path, &ines, Some(body(false))).await.json();
    assert_eq!(house.registrations().await, 1);
    // Two rows that say the same are one registration.
    assert_eq!(made["rows"][0]["registration"], made["rows"][1]["registration"]);
    assert_eq!((&made["rows"][0]["repeated"], &made["rows"][1]["repeated"]), (&false.into(), &true.into()));
    let wrong: Vec<&str> =
        made["rows"][2]["errors"].as_array().into_iter().flatten().filter_map(|e| e["field"].as_str()).collect();
    assert_eq!(wrong, ["company", "answers.colour"]);
    let many = serde_json::json!({ "program": house.program, "partner": house.nordlicht.id, "rows": vec![serde_json::json!({}); 201] });
    assert_eq!(house.app.api(Method::POST, path, &ines, Some(many)).await.status.as_u16(), 422);
}

fn words(en: &str, de: &str) -> Bilingual {
    Bilingual { en: en.to_owned(), de: de.to_owned() }
}

/// Asks where it runs, what for, for a consent and for a file.
async fn asks_its_own(house: &House) {
    let option = |key: &str, en: &str, de: &str| FormOption { key: key.to_owned(), label: words(en, de) };
    let fields = vec![
        FormField {
            label: words("Where does it run?", "Wo läuft es?"),
            required: true,
            options: vec![option("cloud", "Cloud", "Wolke"), option("own", "Own house", "Eigenes Gebäude")],
            ..FormField::new("place", FieldKind::Choice)
        },
        FormField {
            label: words("What for?", "Wofür?"),
            options: vec![option("a", "Planning", "Planung"), option("b", "Billing", "Abrechnung")],
            ..FormField::new("uses", FieldKind::Several)
        },
        FormField {
            label: words("Allowed", "Erlaubt"),
            help: words("May we call?", "Dürfen wir anrufen?"),
            text_version: Some("1".to_owned()),
            ..FormField::new("call", FieldKind::Consent)
        },
        FormField {
            label: words("The order", "Die Bestellung"),
            required: true,
            shown_when: Some(Condition { field: "place".to_owned(), one_of: vec!["own".to_owned()] }),
            ..FormField::new("order", FieldKind::File)
        },
    ];
    let definition = FormDefinition { fields, ..FormDefinition::default() };
    form::publish(&house.head, house.program, None, definition, None).await.expect("published");
}

const GERMAN: &str = "Kunde;Land;Erwarteter Betrag;Erwarteter Abschluss;Wo läuft es?;Wofür?;Erlaubt\r\n\
    Hafenbau Nord;Deutschland;12.500,50;30.4.2027;Wolke;\"Planung; Billing\";ja\r\n\
    \r\n\
    Werft Süd;Oesterreich;1.000;30.4.2027;eigenes gebäude;;nein\r\n\
    Mond AG;Lunaria;1.000;30.4.2027;Mond;;vielleicht\r\n";

#[tokio::test]
async fn a_sheet_takes_the_words_of_the_page_and_keeps_a_row_that_lacks_its_file_as_a_draft() {
    let house = House::new().await;
    asks_its_own(&house).await;
    let link = house.personal_link(house.nordlicht).await;
    let german = |path: &str| {
        Request::builder()
            .uri(path)
            .header(header::HOST, "compagnon.test")
            .header(header::ACCEPT_LANGUAGE, "de")
            .header(header::ACCEPT, "text/html")
            .body(Vec::new().into())
            .expect("a request")
    };
    let chooser = house.app.send(german(&format!("{link}/bulk"))).await.body;
    for said in ["Die Bestellung", "Eines von: Wolke, Eigenes Gebäude", "mit Semikolon dazwischen", "ja oder nein"] {
        assert!(chooser.contains(said), "{said}: {chooser}");
    }
    let workbook = house.app.get(&format!("{link}/bulk/template?format=xlsx"), "").await;
    assert_eq!(workbook.status.as_u16(), 200);

    let language = "language=de";
    let page = send(&house, &format!("{link}/bulk"), language, "deals.csv", GERMAN.as_bytes(), &[]).await;
    assert_eq!(page.status.as_u16(), 200, "{}", page.body);
    for said in [
        "Einen Deal registrieren und eine Zeile als Entwurf sichern",
        "Datei fehlt: Die Bestellung",
        "Wo läuft es?: Bitte eines davon schreiben: Wolke, Eigenes Gebäude",
        "Land: Dieses Land kennen wir nicht",
        "Erlaubt: Bitte ja oder nein schreiben",
    ] {
        assert!(page.body.contains(said), "{said}: {}", page.body);
    }
    // The numbers a spreadsheet shows: an empty row is one.
    for line in [2, 4, 5] {
        assert!(page.body.contains(&format!("data-label=\"Zeile\">{line}</td>")), "{line}: {}", page.body);
    }
    let rows = carried(&page.body);
    let done = house.app.post(&format!("{link}/bulk/enter"), language, &[("rows", &rows)]).await;
    assert!(done.body.contains("Als Entwurf gesichert") && done.body.contains("?draft=reg_"), "{}", done.body);
    assert_eq!(house.registrations().await, 2);
    let kept =
        "SELECT CAST(COUNT(*) AS BIGINT) FROM registration WHERE status = 'draft' AND company_name = 'Werft Süd'";
    assert_eq!(house.count(kept).await, 1);
    let answers =
        "SELECT CAST(COUNT(*) AS BIGINT) FROM registration_answer WHERE value_text IN ('cloud', 'a', 'b', '1')";
    assert_eq!(house.count(answers).await, 4, "place, both uses, the consent");
    let country =
        "SELECT CAST(COUNT(*) AS BIGINT) FROM registration WHERE company_country = 'DE' AND amount = 125005000";
    assert_eq!(house.count(country).await, 1);

    // The same file again makes nothing new.
    let again = send(&house, &format!("{link}/bulk"), language, "deals.csv", GERMAN.as_bytes(), &[]).await;
    assert!(again.body.contains("Schon ein Entwurf") && again.body.contains("Schon registriert"), "{}", again.body);
    house.app.post(&format!("{link}/bulk/enter"), language, &[("rows", &rows)]).await;
    assert_eq!(house.registrations().await, 2);

    // The draft asks for the file, and is then sent.
    let at =
        done.body.split("href=\"").find(|rest| rest.contains("?draft=reg_")).and_then(|rest| rest.split('"').next());
    let at = at.expect("where it goes on").replace("&#38;", "&");
    let draft = house.app.get(&at, "").await.body;
    assert!(draft.contains("Werft Süd") && draft.contains("name=\"files.order\""), "{draft}");
    let id = super::house::value_of(&draft, "draft");
    let sent = [
        ("company", "Werft Süd"),
        ("country", "AT"),
        ("amount", "1000"),
        ("currency", "EUR"),
        ("expected_close_on", "2027-04-30"),
        ("answers.place", "own"),
        ("shown", "place"),
        ("shown", "uses"),
        ("shown", "call"),
        ("shown", "order"),
        ("draft", &id),
    ];
    let pdf = b"%PDF-1.7\n1 0 obj << >> endobj\n%%EOF\n";
    let sent = house.send_parts(&link, "", &sent, &[("files.order", "order.pdf", pdf)]).await;
    assert_eq!(sent.status, 303, "{}", sent.body);
    assert_eq!(house.count("SELECT CAST(COUNT(*) AS BIGINT) FROM registration WHERE status = 'draft'").await, 0);
    let after = send(&house, &format!("{link}/bulk"), language, "deals.csv", GERMAN.as_bytes(), &[]).await;
    assert!(!after.body.contains("Schon ein Entwurf") && !after.body.contains("Als Entwurf"), "{}", after.body);
}

#[tokio::test]
async fn a_program_is_told_which_rows_wait_for_files_and_no_more_drafts_are_kept_than_there_is_room_for() {
    let house = House::new().await;
    asks_its_own(&house).await;
    let ines = house.app.cookie(&house.ines).await;
    let row = |n: usize| {
        serde_json::json!({
            "company": format!("Werft {n} GmbH"), "country": "Germany", "amount": "1000",
            "expected_close_on": "2027-03-31", "place": "Eigenes Gebäude",
        })
    };
    let body = |count: usize, preview: bool| {
        let rows: Vec<_> = (0..count).map(row).collect();
        serde_json::json!({ "program": house.program, "partner": house.nordlicht.id, "preview": preview, "rows": rows })
    };
    let path = "/api/v1/registrations/bulk";
    let made = house.app.api(Method::POST, path, &ines, Some(body(2, false))).await.json();
    assert_eq!(made["rows"][1]["files"], serde_json::json!(["order"]));
    let id = made["rows"][1]["registration"].as_str().expect("a draft").to_owned();
    let draft = house.app.api(Method::GET, &format!("/api/v1/registration-drafts/{id}"), &ines, None).await;
    assert_eq!(draft.json()["registration"]["answers"]["place"], "own", "{}", draft.body);
    for preview in [true, false] {
        let full = house.app.api(Method::POST, path, &ines, Some(body(52, preview))).await.json();
        let codes: Vec<_> =
            full["rows"].as_array().into_iter().flatten().map(|r| r["errors"][0]["code"].as_str()).collect();
        assert_eq!(codes.iter().filter(|code| code.is_none()).count(), 50, "{codes:?}");
        assert_eq!(codes[50..], [Some("too_many_drafts"), Some("too_many_drafts")]);
        assert_eq!((&full["rows"][0]["repeated"], &full["rows"][2]["repeated"]), (&true.into(), &false.into()));
    }
    assert_eq!(house.registrations().await, 50);
}

#[tokio::test]
async fn a_row_that_stands_twice_takes_one_place_among_the_drafts_in_the_preview_too() {
    let house = House::new().await;
    asks_its_own(&house).await;
    let ines = house.app.cookie(&house.ines).await;
    let row = |n: usize| {
        serde_json::json!({
            "company": format!("Werft {n} GmbH"), "country": "Germany", "amount": "1000",
            "expected_close_on": "2027-03-31", "place": "Eigenes Gebäude",
        })
    };
    // Fifty drafts may be kept: the first row three times, and forty-nine others.
    let rows: Vec<_> = [0, 0, 0].into_iter().chain(1..50).map(row).collect();
    for preview in [true, false] {
        let body = serde_json::json!({
            "program": house.program, "partner": house.nordlicht.id, "preview": preview, "rows": rows,
        });
        let said = house.app.api(Method::POST, "/api/v1/registrations/bulk", &ines, Some(body)).await.json();
        let said = said["rows"].as_array().expect("rows");
        assert!(said.iter().all(|row| row["errors"] == serde_json::json!([])), "{said:?}");
        let repeated: Vec<usize> = (0..said.len()).filter(|at| said[*at]["repeated"] == true).collect();
        assert_eq!(repeated, [1, 2], "preview: {preview}");
    }
    assert_eq!(house.registrations().await, 50);
}
