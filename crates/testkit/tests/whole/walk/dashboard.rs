//! One link to a dashboard, opened by everybody: each sees exactly the rows they may.

use super::world::{Ids, World};
use crate::dashboard_pdf::{pdf, words};
use crate::registering::house::{Partner, make_partner};
use http::{Method, StatusCode};
use kernel::Role;
use kernel::words::{ContactRole, LinkPurpose, OwnerRole, Side};
use operations::Ctx;
use operations::access::link::NewLink;
use operations::cosell::registration::Submission;
use operations::cosell::typed_amount::TypedAmount;
use operations::grow::{alert, dashboard};
use serde_json::{Value, json};
use storage::Sql;

/// A dashboard of this manager's own with a tile, and a kept question.
pub async fn keep(manager: &Ctx, who: Partner, plan: &str, ids: &mut Ids) {
    let question = json!({ "metric": "bookings", "filters": [format!("partner={}", who.id)] });
    let made = dashboard::create(manager, input(json!({ "name": format!("{plan} figures") }))).await;
    let made = made.expect("a dashboard").listed.id;
    let tile = json!({ "name": format!("{plan} tile"), "shown": "number", "question": question });
    let made = dashboard::add_tile(manager, &made, input(tile)).await.expect("a tile");
    let kept = json!({ "name": format!("{plan} question"), "shown": "number", "question": question });
    let kept = dashboard::save_question(manager, input(kept)).await.expect("a question");
    ids.put("dashboard", &made.listed.id);
    ids.put("tile", &made.tiles.first().expect("a tile").id);
    let watched = json!({ "question": kept.id, "condition": "above", "value": "1" });
    let watched = alert::set(manager, input(watched)).await.expect("an alert");
    ids.put("alert", watched.id);
    ids.put("question", kept.id);
}

fn input<T: serde::de::DeserializeOwned>(value: Value) -> T {
    serde_json::from_value(value.clone()).unwrap_or_else(|e| panic!("{value}: {e}"))
}

/// The figures of the tiles with one figure, in order, as the page shows them.
fn figures(html: &str) -> Vec<String> {
    html.split("class=\"kpi-value\"")
        .skip(1)
        .filter_map(|rest| rest.split_once('>')?.1.split('<').next().map(str::to_owned))
        .collect()
}

/// The counts of the funnel's steps, as the page shows them.
fn funnel(html: &str) -> Vec<String> {
    html.split("class=\"funnel-count\">")
        .skip(1)
        .filter_map(|rest| rest.split_once('>')?.1.split('<').next().map(str::to_owned))
        .collect()
}

/// The rows' address and the text of each number that leads to its rows, as the page shows them.
fn drilled(html: &str) -> Vec<(String, String)> {
    html.split("href=\"")
        .skip(1)
        .filter_map(|rest| {
            let (address, rest) = rest.split_once('"')?;
            let text = rest.split_once('>')?.1.split('<').next()?;
            address.contains("rows?").then(|| (address.replace("&amp;", "&").replace("&#38;", "&"), text.to_owned()))
        })
        .collect()
}

async fn owns(world: &World, who: &Ctx, partner: Partner, role: OwnerRole) {
    let user = who.actor.user().expect("a person").id;
    Sql::new("INSERT INTO partner_owner (partner_id, role, user_id, side, since_at) VALUES (")
        .push_with("?, ?, ?, ?, 1)", [partner.id.into(), role.into(), user.into(), Side::Vendor.into()])
        .execute(world.app().app.db().writer())
        .await
        .expect("an owner");
}

async fn register(world: &World, who: Partner, company: &str) {
    let submission = Submission {
        company: format!("{company} GmbH"),
        domain: Some(format!("{}.example", company.to_lowercase())),
        country: Some("DE".to_owned()),
        product: Some("Fleet suite".to_owned()),
        amount: Some(TypedAmount::of(10_000)),
        expected_close_on: "2027-03-31".to_owned(),
        ..Submission::default()
    };
    world.house.register(who, submission).await;
}

/// Who opens the link, and what they may see: registrations, open deals, the funnel.
struct Reader {
    name: &'static str,
    cookie: String,
    registrations: i64,
    open: i64,
    received_approved: [i64; 2],
    /// Partners named in the ranking.
    names: &'static [&'static str],
}

#[tokio::test]
async fn one_dashboard_link_shows_each_reader_exactly_what_they_may_see() {
    let world = World::new().await;
    world.fill_foreign().await;
    let app = world.app();
    let house = &world.house;
    // Nordlicht has three registrations and two open deals, and so has Voltwerk. Two more for Voltwerk, and one for a partner nobody manages.
    let brightwell = make_partner(app, house.program, "Brightwell IT", "Ada Bell", "ada@brightwell.example").await;
    for company in ["Okoro Eins", "Okoro Zwei"] {
        register(&world, house.voltwerk, &company.replace(' ', "")).await;
    }
    register(&world, brightwell, "Delacroix").await;
    // A seller works with the customers of Voltwerk and Brightwell, and manages neither.
    let seller = app.user("Sina Vogt", Role::PartnerManager).await;
    owns(&world, &seller, house.voltwerk, OwnerRole::SalesLead).await;
    owns(&world, &seller, brightwell, OwnerRole::SalesLead).await;

    let ines = app.cookie(&house.ines).await;
    let made = app
        .api(Method::POST, "/api/v1/dashboards", &ines, Some(json!({ "name": "Joint figures", "sharing": "partners" })))
        .await;
    assert_eq!(made.status, StatusCode::CREATED, "{}", made.body);
    let id = made.json()["id"].as_str().expect("an id").to_owned();
    for tile in [
        json!({ "shown": "number", "question": { "metric": "registrations" } }),
        json!({ "shown": "number", "question": { "metric": "open_count" } }),
        json!({ "shown": "ranking", "question": { "metric": "registrations", "by": ["partner"] } }),
        json!({ "shown": "ranking", "question": { "metric": "open_count", "by": ["owner"] } }),
        json!({ "shown": "number", "question": { "metric": "conflict_rate" } }),
        json!({ "shown": "funnel", "question": {} }),
        json!({ "shown": "portfolio_map", "question": {} }),
        json!({ "shown": "cohorts", "question": {} }),
    ] {
        let added = app.api(Method::POST, &format!("/api/v1/dashboards/{id}/tiles"), &ines, Some(tile)).await;
        assert_eq!(added.status, StatusCode::CREATED, "{}", added.body);
    }

    let link = format!("/dashboards/{id}");
    let all: &[&str] = &["Nordlicht Systems", "Voltwerk Partner", "Brightwell IT"];
    let readers = [
        Reader {
            name: "Ines, manager of Nordlicht",
            cookie: ines.clone(),
            registrations: 3,
            open: 2,
            received_approved: [3, 1],
            names: &["Nordlicht Systems"],
        },
        Reader {
            name: "Otto, manager of Voltwerk",
            cookie: app.cookie(&world.otto).await,
            registrations: 5,
            open: 2,
            received_approved: [5, 1],
            names: &["Voltwerk Partner"],
        },
        Reader {
            name: "Sina, seller with Voltwerk and Brightwell",
            cookie: app.cookie(&seller).await,
            registrations: 6,
            open: 2,
            received_approved: [6, 1],
            names: &["Voltwerk Partner", "Brightwell IT"],
        },
        Reader {
            name: "Maria, head of partnerships",
            cookie: app.cookie(&house.head).await,
            registrations: 9,
            open: 4,
            received_approved: [9, 2],
            names: all,
        },
    ];
    for reader in &readers {
        let page = app.get(&link, &reader.cookie).await;
        assert_eq!(page.status, StatusCode::OK, "{}: {}", reader.name, page.body);
        let shown = figures(&page.body);
        assert_eq!(shown[..2], [reader.registrations.to_string(), reader.open.to_string()], "{}", reader.name);
        let steps = funnel(&page.body);
        assert_eq!(steps[..2], reader.received_approved.map(|n| n.to_string()), "{}", reader.name);
        for name in all {
            assert_eq!(page.body.contains(name), reader.names.contains(name), "{} and {name}", reader.name);
        }
        // The file says the same.
        let file = words(&pdf(app, &format!("{link}/pdf"), &reader.cookie).await);
        for name in all {
            assert_eq!(
                file.contains(name),
                reader.names.contains(name),
                "{} and {name} in the file: {file}",
                reader.name
            );
        }
        // The API says the same.
        let answer = app.get(&format!("/api/v1/dashboards/{id}"), &reader.cookie).await.json();
        let value = |tile: usize| answer["tiles"][tile]["figures"]["totals"][0]["value"].clone();
        assert_eq!(value(0), reader.registrations.to_string(), "{}", reader.name);
        assert_eq!(value(1), reader.open.to_string(), "{}", reader.name);
        let named: Vec<&Value> = answer["tiles"][2]["figures"]["figures"]
            .as_array()
            .expect("figures")
            .iter()
            .map(|f| &f["group"][0]["label"])
            .collect();
        assert_eq!(named.len(), reader.names.len(), "{}: {named:?}", reader.name);
        let mapped = answer["tiles"][6]["portfolio"]["partners"].as_array().expect("partners");
        let with_deals = reader.names.iter().filter(|n| **n != "Brightwell IT").count();
        assert_eq!(mapped.len(), with_deals, "{}: {mapped:?}", reader.name);
    }

    // A contact of Nordlicht opens it by their own link.
    let contact = NewLink { contact: Some(house.nordlicht.contact), ..NewLink::new(LinkPurpose::MyRegistrations) };
    let mine = house.link(contact).await;
    let theirs = format!("{mine}/dashboards/{id}");
    // Jana sees her own registrations only, so there are no sums of her company for her.
    for address in [theirs.clone(), format!("{theirs}/pdf")] {
        let refused = app.get(&address, "").await;
        assert_eq!(refused.status, StatusCode::FORBIDDEN, "{address}");
        assert!(refused.body.contains(&format!("href=\"{mine}\"")), "there is a way on: {}", refused.body);
        assert!(!refused.body.contains("Joint figures"), "{}", refused.body);
    }
    Sql::new("UPDATE partner_contact SET role = ")
        .bind(ContactRole::Principal)
        .push(" WHERE id = ")
        .bind(house.nordlicht.contact)
        .execute(app.app.db().writer())
        .await
        .expect("a principal");
    let list = app.get(&mine, "").await;
    assert!(list.body.contains(&theirs), "their list names the dashboard: {}", list.body);
    let page = app.get(&theirs, "").await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.body);
    // Of the tiles those about the company: two figures and the funnel; no partners, no people of the vendor, no findings, no portfolio.
    assert_eq!(figures(&page.body), ["3", "2"]);
    assert_eq!(funnel(&page.body)[..2], ["3".to_owned(), "1".to_owned()]);
    for hidden in
        ["Voltwerk", "Brightwell", "Ines", "Otto", "Sina", "Maria", "Okoro", "onflict", "/insights", "/partners"]
    {
        assert!(!page.body.contains(hidden), "the contact reads {hidden}");
    }
    // Each of their numbers opens to its rows, and to nobody else's.
    let opened = drilled(&page.body);
    assert!(opened.len() >= 4, "{opened:?}");
    for (address, number) in &opened {
        let rows = app.get(address, "").await;
        assert_eq!(rows.status, StatusCode::OK, "{address}: {}", rows.body);
        assert!(address.starts_with(&theirs), "{address}");
        let lines = rows.body.split("<tbody>").nth(1).unwrap_or_default().matches("<tr>").count();
        assert_eq!(&lines.to_string(), number, "{address}: {}", rows.body);
        for hidden in ["Voltwerk", "Brightwell", "Ines", "Otto", "Sina", "Maria", "Okoro", "/insights", "/partners/"] {
            assert!(!rows.body.contains(hidden), "behind {address} the contact reads {hidden}");
        }
    }
    // A registration among them leads to its status page.
    let rows = app.get(&format!("{theirs}/rows?metric=registrations"), "").await;
    let below = format!("href=\"{mine}/");
    let ids = rows.body.split(&below).skip(1).filter_map(|rest| rest.split_once('"').map(|(id, _)| id));
    let ids = ids.filter(|id| !id.contains("dashboards")).collect::<Vec<_>>();
    assert_eq!(ids.len(), 3, "{}", rows.body);
    let status = app.get(&format!("{mine}/{}", ids[0]), "").await;
    assert!(status.location().starts_with("/s/"), "{}", status.location());
    // What is not for contacts is not there, and of another company there is nothing.
    let others = format!("metric=registrations&filter=partner%3D{}", house.voltwerk.id);
    for asked in ["metric=conflict_rate", "metric=registrations&filter=owner%3Dx", others.as_str(), "metric=nothing"] {
        let refused = app.get(&format!("{theirs}/rows?{asked}"), "").await;
        assert!(matches!(refused.status.as_u16(), 404 | 422), "{asked}: {}", refused.status);
    }
    let closed = app.get(&format!("{mine}/dashboards/partner_manager/rows?metric=registrations"), "").await;
    assert_eq!(closed.status, StatusCode::NOT_FOUND);
    let file = words(&pdf(app, &format!("{theirs}/pdf"), "").await);
    assert!(page.body.contains(&format!("{theirs}/pdf")), "{}", page.body);
    for hidden in ["Voltwerk", "Brightwell", "Ines", "Otto", "Sina", "Maria", "Okoro", "onflict"] {
        assert!(!file.contains(hidden), "the contact reads {hidden} in {file}");
    }
    assert!(file.contains("Joint figures") && file.contains("Nordlicht"), "{file}");
    let other = app.get(&format!("{mine}/dashboards/partner_manager/pdf"), "").await;
    assert_eq!(other.status, StatusCode::NOT_FOUND);
    // The offered dashboard for partners is theirs as well, those for the vendor are not.
    assert_eq!(app.get(&format!("{mine}/dashboards/partner"), "").await.status, StatusCode::OK);
    assert_eq!(app.get(&format!("{mine}/dashboards/partner_manager"), "").await.status, StatusCode::NOT_FOUND);

    // The same address, opened by somebody of the vendor, leads to their own figures; and the dashboard's own, by a stranger, to the door.
    let otto = app.get(&theirs, &readers[1].cookie).await;
    assert_eq!((otto.status, otto.location()), (StatusCode::SEE_OTHER, link.as_str()));
    let stranger = app.get(&link, "").await;
    assert!(stranger.location().starts_with("/sign-in"), "{}", stranger.location());
    let door = app.get(stranger.location(), "").await;
    assert!(door.body.contains("href=\"/my\""), "who comes from a partner is shown the way: {}", door.body);

    // What is shared with colleagues only is not there for the contact, and what is private for nobody else.
    for (sharing, colleague) in [("team", StatusCode::OK), ("private", StatusCode::NOT_FOUND)] {
        let changed = app
            .api(Method::PATCH, &format!("/api/v1/dashboards/{id}"), &ines, Some(json!({ "sharing": sharing })))
            .await;
        assert_eq!(changed.status, StatusCode::OK, "{}", changed.body);
        assert_eq!(app.get(&theirs, "").await.status, StatusCode::NOT_FOUND, "{sharing}");
        assert_eq!(app.get(&link, &readers[1].cookie).await.status, colleague, "{sharing}");
        assert_eq!(app.get(&link, &ines).await.status, StatusCode::OK, "{sharing}");
    }
}
