//! One walk over every route: what is somebody else's is not shown, not counted, and not told apart from what was never there.
//!
//! The routes are read from the product: the API's from its document, the pages' from the source of `web`. A route with a parameter the
//! walk has no value for fails the test, so no new route stays outside.

mod dashboard;
mod routes;
mod world;

use http::{Method, StatusCode};
use routes::{Route, api_routes, page_routes};
use world::{MARKS, World, without_ids};

/// Ways to ask a list for more than it shows by itself.
const QUESTIONS: &[&str] = &["?q=geheim", "?q=Voltwerk", "?limit=200", "?format=csv", "?by=partner"];

fn body_of(answer: &testkit::Answer) -> String {
    // What is different in every answer and says nothing.
    answer
        .body
        .lines()
        .filter(|line| !line.contains("name=\"opened\"") && !line.contains("request_id"))
        .collect::<Vec<_>>()
        .join("\n")
}

fn assert_unmarked(who: &str, route: &str, text: &str) {
    let lower = text.to_lowercase();
    for mark in MARKS {
        if let Some(at) = lower.find(mark) {
            let around: String =
                lower.chars().skip(lower[..at].chars().count().saturating_sub(200)).take(400).collect();
            panic!("{who} reads {mark:?} at {route}: …{around}…");
        }
    }
}

/// A list says the same however much of it belongs to somebody else.
#[tokio::test]
async fn nothing_another_manager_does_changes_what_a_manager_sees() {
    let world = World::new().await;
    let cookie = world.app().cookie(&world.house.ines).await;
    let mut before = Vec::new();
    let own = world.own.clone();
    let routes: Vec<Route> =
        page_routes().into_iter().chain(api_routes()).filter(|r| r.method == Method::GET).collect();
    assert!(routes.len() > 80, "the source names {} routes to read", routes.len());
    for route in &routes {
        let path = own.fill(route);
        let more = QUESTIONS.iter().filter(|_| !route.path.contains('{'));
        for question in std::iter::once(&"").chain(more) {
            let path = format!("{path}{question}");
            let answer = world.app().get(&path, &cookie).await;
            assert!(!answer.status.is_server_error(), "{path}: {} {}", answer.status, answer.body);
            before.push((path, answer.status, body_of(&answer)));
        }
    }
    let read = before
        .iter()
        .filter(|(_, status, body)| *status == StatusCode::OK && body.to_lowercase().contains("nordlicht"));
    assert!(read.count() > 60, "the walk sees too little of its own side to prove anything");

    world.fill_foreign().await;
    for (path, status, body) in before {
        let answer = world.app().get(&path, &cookie).await;
        assert_eq!(answer.status, status, "{path}");
        let (now, mut differs) = (body_of(&answer), None);
        if now != body {
            differs = now.lines().zip(body.lines()).find(|(a, b)| a != b).map(|(a, b)| (a.to_owned(), b.to_owned()));
        }
        assert!(now == body, "{path} has changed: {differs:?}");
        // The question itself is repeated in the search field.
        if !path.contains("?q=") {
            assert_unmarked("Ines", &path, &answer.body);
        }
    }
}

/// What is another's answers as what never was: with every method, by path and by the ids in a body.
#[tokio::test]
async fn what_belongs_to_others_is_not_told_apart_from_what_does_not_exist() {
    let world = World::new().await;
    let foreign = world.fill_foreign().await;
    let missing = foreign.of_nothing();
    let cookie = world.app().cookie(&world.house.ines).await;
    let before = world.foreign_state().await;
    for route in page_routes().into_iter().chain(api_routes()) {
        if !route.path.contains('{') && route.method == Method::GET || route.is_a_door() || route.is_own_account() {
            continue;
        }
        let theirs = world.ask(&route, &foreign, &cookie).await;
        let nothing = world.ask(&route, &missing, &cookie).await;
        let told =
            |answer: &testkit::Answer| (answer.status, without_ids(&body_of(answer)), without_ids(answer.location()));
        assert_eq!(told(&theirs), told(&nothing), "{} {}", route.method, route.path);
        assert_unmarked("Ines", &route.path, &theirs.body);
    }
    assert_eq!(world.foreign_state().await, before, "a manager changed what is not theirs");
}

/// A viewer reads everything and changes nothing but their own account.
#[tokio::test]
async fn a_viewer_changes_nothing() {
    let world = World::new().await;
    let foreign = world.fill_foreign().await;
    let viewer = world.app().user("Vera Blick", kernel::Role::Viewer).await;
    let cookie = world.app().cookie(&viewer).await;
    let before = (world.foreign_state().await, world.own_state().await);
    for route in page_routes().into_iter().chain(api_routes()) {
        if route.method == Method::GET || route.is_public() || route.is_own_account() || route.makes_own() {
            continue;
        }
        for ids in [&foreign, &world.own] {
            let answer = world.ask(&route, ids, &cookie).await;
            let refused = answer.status.is_client_error();
            assert!(
                refused,
                "{} {} answered a viewer with {}: {}",
                route.method, route.path, answer.status, answer.body
            );
        }
    }
    assert_eq!((world.foreign_state().await, world.own_state().await), before);
}

/// Without a session nothing of the vendor's is readable; signed links open their own side only.
#[tokio::test]
async fn strangers_and_contacts_see_nothing_of_others() {
    let world = World::new().await;
    let foreign = world.fill_foreign().await;
    for route in page_routes().into_iter().chain(api_routes()) {
        // Seconds apart, so that no rate limit answers instead.
        world.app().clock.advance(kernel::time::MINUTE);
        for ids in [&foreign, &world.own] {
            if route.is_a_door() {
                continue;
            }
            let answer = world.ask(&route, ids, "").await;
            let shut = answer.status.is_client_error() || answer.location().starts_with("/sign-in");
            assert!(
                shut || route.is_public(),
                "{} {} answered a stranger with {}",
                route.method,
                route.path,
                answer.status
            );
            assert_unmarked("a stranger", &route.path, &answer.body);
            if !route.is_public() {
                assert!(!answer.body.to_lowercase().contains("nordlicht"), "{} {}", route.method, route.path);
            }
        }
    }
    // Nordlicht's contact, by their links: their own side is there, the other's is not.
    for link in world.contact_links().await {
        let answer = world.app().get(&link, "").await;
        assert_eq!(answer.status, StatusCode::OK, "{link}");
        assert!(answer.body.contains("Krüger") || answer.body.contains("Nordlicht"), "{link}: {}", answer.body);
        assert_unmarked("Nordlicht's contact", &link, &answer.body);
        // A session of the vendor is no part of a link, and a link is no session.
        let (path, token) = link.rsplit_once('/').expect("a path");
        let swap = |(at, c): (usize, char)| if at == 20 { if c == 'a' { 'b' } else { 'a' } } else { c };
        let guess: String = token.chars().enumerate().map(swap).collect();
        assert_eq!(world.app().get(&format!("{path}/{guess}"), "").await.status, StatusCode::NOT_FOUND);
        for other in ["/r", "/c", "/sign-in/link"] {
            if other != path {
                let answer = world.app().get(&format!("{other}/{token}"), "").await;
                assert!(!answer.body.contains("Krüger"), "{other} opened a link of {path}");
            }
        }
    }
}
