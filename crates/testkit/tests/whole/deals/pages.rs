//! The pages of deals and customers, as a browser gets them.

use super::house::*;
use http::StatusCode;
use kernel::id::{CompanyId, DealId};
use kernel::words::DealOutcome;
use kernel::{Locale, Role};
use operations::cosell::deal::{self, *};
use storage::Sql;

fn id_in(location: &str) -> DealId {
    location.trim_start_matches("/deals/").parse().expect("the address of a deal")
}

#[tokio::test]
async fn a_deal_is_made_moved_and_won_with_forms_alone() {
    let house = House::new().await;
    let cookie = house.app.cookie(&house.head).await;
    let partner = house.partner("Nordlicht", None).await.to_string();
    let program = house.program.to_string();
    let form = [
        ("name", "Fleet suite"),
        ("program", &program),
        ("partner", &partner),
        ("company_name", "Krüger & Söhne"),
        ("amount", "1,234.5678"),
        ("currency", "EUR"),
    ];
    let made = house.app.post("/deals/new", &cookie, &form).await;
    assert_eq!(made.status, StatusCode::SEE_OTHER, "{}", made.body);
    let path = made.location().to_owned();
    let page = house.app.get(&path, &cookie).await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.body.contains("Move to Evaluation") && page.body.contains("1234.5678 EUR"), "{}", page.body);
    assert!(page.body.contains("Krüger &#38; Söhne") && page.body.contains("made the deal"));

    let evaluation = house.stage("evaluation").to_string();
    let moved = house.app.post(&format!("{path}/stage"), &cookie, &[("stage", &evaluation), ("version", "1")]).await;
    assert_eq!((moved.status, moved.location()), (StatusCode::SEE_OTHER, path.as_str()));
    let stale = house
        .app
        .post(&format!("{path}/stage"), &cookie, &[("stage", &house.stage("proposal").to_string()), ("version", "1")])
        .await;
    assert_eq!(stale.status, StatusCode::CONFLICT);
    let line = [("version", "2"), ("product_name", "Seats"), ("amount", "0.0001"), ("quantity", "2.5")];
    assert_eq!(house.app.post(&format!("{path}/lines"), &cookie, &line).await.status, StatusCode::SEE_OTHER);
    let note = house.app.post(&format!("{path}/notes"), &cookie, &[("text", "<script>alert(1)</script>")]).await;
    assert_eq!(note.status, StatusCode::SEE_OTHER);
    let won = house.app.post(&format!("{path}/win"), &cookie, &[("closed_on", "2026-11-24"), ("reason", "Fast")]).await;
    assert_eq!(won.status, StatusCode::SEE_OTHER, "{}", won.body);
    let page = house.app.get(&path, &cookie).await;
    assert!(
        page.body.contains("marked the deal Fleet suite as won") && page.body.contains("0.0001 EUR"),
        "{}",
        page.body
    );
    assert!(!page.body.contains("<script>alert"), "what people write is text");
    for sub in ["/edit", "/lines", "/reopen"] {
        assert_eq!(house.app.get(&format!("{path}{sub}"), &cookie).await.status, StatusCode::OK, "{sub}");
    }
    assert_eq!(house.app.get(&format!("{path}/win"), &cookie).await.status, StatusCode::CONFLICT);
    assert_eq!(
        house.app.post(&format!("{path}/reopen"), &cookie, &[("reason", "")]).await.status,
        StatusCode::SEE_OTHER
    );
    let found = deal::get(&house.head, id_in(&path)).await.expect("the deal");
    assert_eq!((found.deal.stage_id, found.deal.outcome), (house.stage("evaluation"), DealOutcome::Open));
}

#[tokio::test]
async fn a_form_with_mistakes_comes_back_with_what_was_typed() {
    let house = House::new().await;
    let cookie = house.app.cookie(&house.head).await;
    let program = house.program.to_string();
    let form = [("name", "Typed <b>name"), ("program", &program), ("amount", "a lot"), ("expected_close_on", "soon")];
    let answer = house.app.post("/deals/new", &cookie, &form).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(answer.body.contains("Typed &#60;b&#62;name") && answer.body.contains("a lot"), "{}", answer.body);
    assert!(answer.body.contains("Please enter a number.") && answer.body.contains("Please enter a date"));
    let id = house.deal("Fleet suite", None).await;
    let path = format!("/deals/{id}");
    let cases: [(&str, Vec<(&str, &str)>); 8] = [
        ("/lose", vec![("reason", ""), ("closed_on", "2026-11-24")]),
        ("/lose", vec![("reason", "other"), ("closed_on", "2026-11-24")]),
        ("/win", vec![("closed_on", "2027-01-01")]),
        ("/win", vec![("closed_on", "")]),
        ("/lose", vec![("reason", "price"), ("closed_on", "")]),
        ("/lines", vec![("product_name", ""), ("amount", "")]),
        ("/notes", vec![("text", " ")]),
        ("/edit", vec![("name", ""), ("amount", "-1")]),
    ];
    for (sub, form) in cases {
        let answer = house.app.post(&format!("{path}{sub}"), &cookie, &form).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{sub} {form:?}");
        assert!(answer.body.contains("aria-invalid"), "{sub} marks the field");
    }
    assert_eq!(house.events(id).await, ["deal.created"]);
    let line = add_line(&house.head, id, None, line("Seats", 10_000)).await.expect("a line");
    let answer = house
        .app
        .post(&format!("{path}/lines/{line}"), &cookie, &[("product_name", "Seats"), ("amount", "many")])
        .await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(answer.body.contains(&format!("href=\"#f-amount-{line}\"")), "{}", answer.body);
    assert_eq!(answer.body.matches("aria-invalid").count(), 1, "only the field that is wrong is marked");
}

#[tokio::test]
async fn the_list_keeps_filters_views_and_selections_without_scripts() {
    let house = House::new().await;
    let cookie = house.app.cookie(&house.head).await;
    let (a, b) = (house.deal("Alpha", None).await, house.deal("Beta", None).await);
    win(&house.head, b, Win::default()).await.expect("won");
    let page = house.app.get("/deals?outcome=won&closed_from=2026-11-01&unknown=1", &cookie).await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.body.contains("Beta") && !page.body.contains("Alpha"), "{}", page.body);
    assert!(page.body.contains("Outcome: Won"));
    assert_eq!(house.app.get("/deals?outcome=sideways", &cookie).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    let saved = house.app.post("/deals/views", &cookie, &[("name", "Wins"), ("query", "outcome=won&evil=1")]).await;
    assert_eq!(saved.location(), "/deals?outcome=won");
    assert!(house.app.get("/deals", &cookie).await.body.contains("Wins"));
    let view = Sql::new("SELECT id FROM saved_view").value::<kernel::id::SavedViewId>(house.app.app.db().read()).await;
    let view = view.expect("a row").expect("a view");
    let removed = house.app.post(&format!("/deals/views/{view}/remove"), &cookie, &[]).await;
    assert_eq!(removed.status, StatusCode::SEE_OTHER);
    let ines = house.app.user("Ines Hoffmann", Role::PartnerManager).await;
    let owner = ines.actor.user().expect("a user").id.to_string();
    let (first, second) = (a.to_string(), b.to_string());
    let form = [("id", first.as_str()), ("id", &second), ("owner", &owner), ("back", "outcome=open")];
    let assigned = house.app.post("/deals/bulk", &cookie, &form).await;
    assert_eq!((assigned.status, assigned.location()), (StatusCode::SEE_OTHER, "/deals?outcome=open"));
    for id in [a, b] {
        let found = deal::get(&house.head, id).await.expect("the deal").deal.owner_name;
        assert_eq!(found.as_deref(), Some("Ines Hoffmann"));
    }
    let csv = house.app.get("/deals/export?format=csv&outcome=won", &cookie).await;
    assert_eq!(csv.status, StatusCode::OK);
    assert!(
        csv.body.contains("Number,Name,Customer") && csv.body.contains("Beta") && !csv.body.contains("Alpha"),
        "{}",
        csv.body
    );
    let excel = house.app.get("/deals/export?format=xlsx", &cookie).await;
    assert!(excel.body.starts_with("PK"));
    assert_eq!(house.app.get("/deals/export?format=pdf", &cookie).await.status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn the_board_moves_wins_and_asks_why_a_deal_was_lost() {
    let house = House::new().await;
    let cookie = house.app.cookie(&house.head).await;
    let id = house.deal("Fleet suite", None).await;
    let board = format!("/deals/board?program={}", house.program);
    let page = house.app.get("/deals/board", &cookie).await;
    assert!(page.body.contains("Fleet suite") && page.body.contains("Negotiation") && page.body.contains("data-move"));
    let send = async |stage: &str| {
        let stage = house.stage(stage).to_string();
        house.app.post(&format!("/deals/{id}/stage"), &cookie, &[("stage", &stage), ("back", "board")]).await
    };
    assert_eq!(send("negotiation").await.location(), board);
    let lost = house.stage("lost");
    assert_eq!(send("lost").await.location(), format!("/deals/{id}/lose?stage={lost}"));
    let question = house.app.get(&format!("/deals/{id}/lose?stage={lost}"), &cookie).await;
    assert!(question.body.contains("Lost to a competitor"));
    assert_eq!(send("won").await.location(), board);
    assert_eq!(send("negotiation").await.status, StatusCode::CONFLICT, "a closed deal is reopened first");
    let nowhere = house.app.get(&format!("/deals/board?program={}", kernel::id::ProgramId::new()), &cookie).await;
    assert_eq!(nowhere.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn nobody_opens_a_page_of_a_deal_or_customer_that_is_not_theirs() {
    let house = House::new().await;
    let ines = house.app.user("Ines Hoffmann", Role::PartnerManager).await;
    let viewer = house.app.user("Vera Viewer", Role::Viewer).await;
    let foreign = house.partner("Voltwerk", None).await;
    let input =
        CreateDeal { company_name: Some("Secret customer".to_owned()), ..house.wish("Not hers", Some(foreign)) };
    let id = create_direct(&house.head, input).await.expect("a deal");
    let company = deal::get(&house.head, id).await.expect("the deal").deal.company_id.expect("a company");
    let (hers, seen) = (house.app.cookie(&ines).await, house.app.cookie(&viewer).await);
    let path = format!("/deals/{id}");
    for page in [
        path.clone(),
        format!("{path}/edit"),
        format!("{path}/lines"),
        format!("{path}/win"),
        format!("/companies/{company}"),
    ] {
        let answer = house.app.get(&page, &hers).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{page}");
        assert!(!answer.body.contains("Secret customer"), "{page}");
    }
    for list in ["/deals", "/deals/board", "/deals/export"] {
        let answer = house.app.get(list, &hers).await;
        assert_eq!(answer.status, StatusCode::OK, "{list}");
        assert!(!answer.body.contains("Not hers"), "{list}");
    }
    let stage = house.stage("proposal").to_string();
    for (sub, form) in
        [("/stage", [("stage", stage.as_str())]), ("/notes", [("text", "x")]), ("/win", [("reason", "x")])]
    {
        assert_eq!(house.app.post(&format!("{path}{sub}"), &hers, &form).await.status, StatusCode::NOT_FOUND, "{sub}");
        assert_eq!(house.app.post(&format!("{path}{sub}"), &seen, &form).await.status, StatusCode::FORBIDDEN, "{sub}");
    }
    let read = house.app.get(&path, &seen).await;
    assert_eq!(read.status, StatusCode::OK);
    assert!(
        !read.body.contains("/edit") && !read.body.contains("<form class=\"composer\""),
        "no control that does nothing"
    );
    let customer = house.app.get(&format!("/companies/{company}"), &seen).await;
    assert!(customer.body.contains("Secret customer") && customer.body.contains("Not hers"));
    assert_eq!(house.app.get(&format!("/companies/{}", CompanyId::new()), &seen).await.status, StatusCode::NOT_FOUND);
    assert!(house.app.get(&path, "").await.location().starts_with("/sign-in?next="));
}

#[tokio::test]
async fn every_page_speaks_german_and_has_no_missing_text() {
    let house = House::new().await;
    Sql::new("UPDATE app_user SET locale = ").bind(Locale::De).execute(house.app.app.db().writer()).await.expect("set");
    let cookie = house.app.cookie(&house.head).await;
    let partner = house.partner("Nordlicht", None).await;
    let input = CreateDeal {
        company_name: Some("Krüger".to_owned()),
        amount: None,
        lines: vec![line("Sitze", 12_345_678)],
        ..house.wish("Flotte", Some(partner))
    };
    let id = create_direct(&house.head, input).await.expect("a deal");
    let found = deal::get(&house.head, id).await.expect("the deal");
    lose(&house.head, id, lost(LossReason::Price)).await.expect("lost");
    reopen(&house.head, id, Reopen::default()).await.expect("reopened");
    let company = found.deal.company_id.expect("a company");
    let path = format!("/deals/{id}");
    let pages = ["/deals", "/deals?outcome=open&q=flotte", "/deals/new", "/deals/board"].map(str::to_owned);
    let subs = ["", "/edit", "/lines", "/win", "/lose"].map(|sub| format!("{path}{sub}"));
    for page in pages.into_iter().chain(subs).chain([format!("/companies/{company}")]) {
        let answer = house.app.get(&page, &cookie).await;
        assert_eq!(answer.status, StatusCode::OK, "{page}");
        for gap in ["[deal-", "[field-", "[event-", "[shell-", "[company-", "[outcome-", "[source-", "{$"] {
            assert!(!answer.body.contains(gap), "{page} has {gap}: {}", answer.body);
        }
        assert!(answer.body.contains("lang=\"de\""), "{page}");
    }
    let record = house.app.get(&path, &cookie).await.body;
    assert!(record.contains("1.234,57\u{a0}€") && record.contains("1234.5678 EUR"), "{record}");
    assert!(record.contains("als verloren markiert: Preis"), "{record}");
}
