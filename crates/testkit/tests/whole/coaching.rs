//! Coaching: what rules say of partners, with figures worked out by hand; who sees it; and rules edited, tried and published.

use crate::kpis::House;
use http::{Method, StatusCode};
use kernel::id::{DealId, PartnerId, RegistrationId, StageId};
use kernel::time::DAY;
use kernel::{Date, Failure, PageRequest};
use operations::cosell::{deal, registration};
use operations::grow::coaching::{self, FindingsQuery, Measure, RowsQuery};
use operations::partner;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use storage::Sql;

fn input<T: DeserializeOwned>(value: Value) -> T {
    serde_json::from_value(value.clone()).unwrap_or_else(|e| panic!("{value}: {e}"))
}

/// One partner whose six registrations are approved but one, which is declined, and one of five reaches the proposal; and five others of whom three of five do.
pub struct Firm {
    pub house: House,
    pub partners: Vec<PartnerId>,
    proposal: StageId,
}

impl Firm {
    pub async fn new() -> Self {
        let house = House::new().await;
        let mut partners = Vec::new();
        for (at, name) in ["Albrecht", "Brix", "Claasen", "Dorn", "Ehlers", "Fink"].into_iter().enumerate() {
            let manager = (at == 0).then(|| house.manager.actor.user().expect("a person").id);
            let create = input(json!({ "name": name, "program": house.programs[0], "manager": manager }));
            partners.push(partner::create(&house.head, create).await.expect("a partner"));
        }
        let proposal = Sql::new("SELECT id FROM stage_definition WHERE key = 'proposal' AND program_id = ")
            .bind(house.programs[0])
            .value::<StageId>(house.app.app.db().read())
            .await
            .expect("a query")
            .expect("a stage");
        Self { house, partners, proposal }
    }
    pub async fn register(&self, partner: usize, company: &str) -> RegistrationId {
        let wish = json!({ "program": self.house.programs[0], "partner": self.partners[partner],
            "registration": { "company": company, "domain": format!("{}.example", company.to_lowercase().replace(' ', "-")),
                "amount": "1000", "expected_close_on": "2028-01-31", "product": self.house.product(0).to_string() } });
        registration::on_behalf(&self.house.head, input(wish)).await.expect("a registration").id
    }
    pub async fn approve(&self, id: RegistrationId) -> DealId {
        registration::approve(&self.house.head, id, input(json!({}))).await.expect("approved").deal
    }
    pub async fn propose(&self, deal: DealId) {
        deal::move_stage(&self.house.head, deal, input(json!({ "stage": self.proposal }))).await.expect("moved");
    }
    /// So many registrations, the first of them approved, the first of those at the proposal.
    pub async fn work(&self, partner: usize, registered: usize, approved: usize, proposed: usize) {
        for at in 0..registered {
            let id = self.register(partner, &format!("Firma {partner} {at}")).await;
            if at < approved {
                let deal = self.approve(id).await;
                if at < proposed {
                    self.propose(deal).await;
                }
            }
        }
    }
    pub async fn filled() -> Self {
        let firm = Self::new().await;
        firm.work(0, 5, 5, 1).await;
        let last = firm.register(0, "Firma 0 5").await;
        let decline = input(json!({ "reason": "not_a_fit" }));
        registration::decline(&firm.house.head, last, decline).await.expect("declined");
        for partner in 1..6 {
            firm.work(partner, 5, 5, 3).await;
        }
        firm
    }
    async fn keep(&self) -> Option<usize> {
        coaching::keep_findings(&self.house.app.app).await.expect("found")
    }
    async fn said(&self, query: FindingsQuery) -> Vec<coaching::Finding> {
        let page = PageRequest::default();
        coaching::findings(&self.house.head, &query, &page).await.expect("findings").page.items
    }
    fn today(&self) -> Date {
        self.house.app.now().date_in(&jiff::tz::TimeZone::UTC)
    }
}

#[tokio::test]
async fn a_rule_says_in_plain_words_what_it_counted_and_what_peers_would_have_reached() {
    let firm = Firm::filled().await;
    assert!(firm.said(FindingsQuery::default()).await.is_empty(), "nothing is said before it was looked for");
    assert_eq!(firm.keep().await, Some(1));
    assert_eq!(firm.keep().await, None, "the same day is looked at once");
    let said = firm.said(FindingsQuery::default()).await;
    assert_eq!(said.len(), 1);
    let finding = &said[0];
    assert_eq!((finding.partner.as_str(), finding.rule.as_str()), ("Albrecht", "weak_in_validation"));
    // Each of five peers: 3 of 5, which of five is three.
    assert_eq!(
        finding.text,
        "5 of 6 decided registrations approved, 1 of 5 reached the stage Proposal; peers reach 3."
    );
    assert_eq!(finding.peers, Some(5));
    assert_eq!(finding.since, Some(firm.today()));
    let counted: Vec<(Measure, i64, i64)> = finding.measures.iter().map(|m| (m.measure, m.part, m.of)).collect();
    assert_eq!(counted, [(Measure::ApprovedOfRegistered, 5, 6), (Measure::ReachedOfApproved, 1, 5)]);

    // The rows behind each are as many, and say which counted.
    for (measure, part, of) in counted {
        let query = RowsQuery { measure: Some(measure), ..RowsQuery::default() };
        let page = PageRequest { limit: Some(4), after: None };
        let rows = coaching::rows(&firm.house.head, firm.partners[0], "weak_in_validation", &query, &page).await;
        let rows = rows.expect("rows");
        assert_eq!((rows.part, rows.of), (part, of), "{measure}");
        let cursor = rows.page.next_cursor.clone().expect("a second page");
        let next = PageRequest::parse(Some(4), Some(&cursor)).expect("a page");
        let rest = coaching::rows(&firm.house.head, firm.partners[0], "weak_in_validation", &query, &next).await;
        let all: Vec<_> = rows.page.items.into_iter().chain(rest.expect("rows").page.items).collect();
        assert_eq!(i64::try_from(all.len()), Ok(of), "{measure}");
        assert_eq!(i64::try_from(all.iter().filter(|row| row.counts).count()), Ok(part), "{measure}");
        let mut names: Vec<&str> = all.iter().map(|row| row.name.as_str()).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(i64::try_from(names.len()), Ok(of), "each row once");
    }
}

#[tokio::test]
async fn nobody_is_blamed_for_registrations_we_have_not_answered() {
    let firm = Firm::filled().await;
    // Two that wait for us, and one that the partner took back.
    for company in ["Wartend 1", "Wartend 2"] {
        firm.register(0, company).await;
    }
    let taken_back = firm.register(0, "Wartend 3").await;
    registration::withdraw(&firm.house.head, taken_back, input(json!({ "reason": "Another project" })))
        .await
        .expect("withdrawn");
    assert_eq!(firm.keep().await, Some(1));
    let said = firm.said(FindingsQuery::default()).await;
    assert!(said[0].text.starts_with("5 of 6 decided registrations approved"), "{}", said[0].text);
    let query = RowsQuery { measure: Some(Measure::ApprovedOfRegistered), ..RowsQuery::default() };
    let page = PageRequest::default();
    let rows = coaching::rows(&firm.house.head, firm.partners[0], "weak_in_validation", &query, &page).await;
    let rows = rows.expect("rows");
    assert_eq!((rows.part, rows.of), (5, 6));
    assert!(rows.page.items.iter().all(|row| row.name.starts_with("Firma")), "those not decided are no rows of it");
}

#[tokio::test]
async fn what_is_said_lasts_while_it_is_so_and_a_past_day_is_told_by_what_was_known_then() {
    let firm = Firm::filled().await;
    firm.keep().await;
    let first = firm.today();
    firm.house.app.clock.advance(3 * DAY);
    assert_eq!(firm.keep().await, Some(1), "the next day is looked at anew");
    assert_eq!(firm.said(FindingsQuery::default()).await[0].since, Some(first), "since it began without a break");
    // Two more deals reach the proposal: three of five, as the peers.
    let deals = Sql::new("SELECT d.id FROM deal d JOIN stage_definition s ON s.id = d.stage_id WHERE s.key <> 'proposal' AND d.partner_id = ")
        .bind(firm.partners[0])
        .push(" ORDER BY d.id");
    for deal in deals.column::<DealId>(firm.house.app.app.db().read()).await.expect("deals").into_iter().take(2) {
        firm.propose(deal).await;
    }
    firm.house.app.clock.advance(DAY);
    assert_eq!(firm.keep().await, Some(0));
    assert!(firm.said(FindingsQuery::default()).await.is_empty());
    let then = firm.said(FindingsQuery { as_of: Some(first.plus_days(3)), ..FindingsQuery::default() }).await;
    // On the fourth day all had happened already.
    assert!(then.is_empty(), "{then:?}");
    let then = firm.said(FindingsQuery { as_of: Some(first.plus_days(2)), ..FindingsQuery::default() }).await;
    assert_eq!(then.len(), 1);
    assert!(then[0].text.contains("1 of 5 reached") && then[0].since.is_none(), "{then:?}");
    let before = firm.said(FindingsQuery { as_of: Some(first.plus_days(-1)), ..FindingsQuery::default() }).await;
    assert!(before.is_empty(), "the day before there were no registrations");
    let ahead = FindingsQuery { as_of: Some(first.plus_days(30)), ..FindingsQuery::default() };
    let refused = coaching::findings(&firm.house.head, &ahead, &PageRequest::default()).await;
    assert!(matches!(refused, Err(Failure::Invalid(_))));
}

#[tokio::test]
async fn a_manager_reads_what_is_said_of_their_own_partners_and_of_no_others() {
    let firm = Firm::filled().await;
    firm.keep().await;
    let app = &firm.house.app;
    let manager = app.cookie(&firm.house.manager).await;
    let stranger = app.user("Otto Reuter", kernel::Role::PartnerManager).await;
    let stranger = app.cookie(&stranger).await;
    let page = app.get("/insights/coaching", &manager).await;
    assert!(page.body.contains("Albrecht") && page.body.contains("peers reach 3"), "{}", page.body);
    let none = app.get("/insights/coaching", &stranger).await;
    assert!(!none.body.contains("Albrecht") && none.body.contains("Nothing stands out"), "{}", none.body);
    for as_of in ["", "?as_of=2026-11-24"] {
        let told = app.get(&format!("/api/v1/coaching{as_of}"), &stranger).await.json();
        assert_eq!(told["items"], json!([]), "{as_of}");
        let told = app.get(&format!("/api/v1/coaching{as_of}"), &manager).await.json();
        assert_eq!(told["items"].as_array().map(Vec::len), Some(1), "{as_of}");
    }
    let record = format!("/partners/{}", firm.partners[0]);
    let page = app.get(&record, &manager).await;
    assert!(page.body.contains("What stands out") && page.body.contains("Next step: Go through"), "{}", page.body);
    let rows = app.get(&format!("{record}/coaching/weak_in_validation"), &manager).await;
    assert_eq!(rows.status, StatusCode::OK);
    assert!(rows.body.contains("Firma 0 4") && rows.body.contains("reached it") && rows.body.contains("not yet"));
    assert!(!rows.body.contains("Brix") && !rows.body.contains("Firma 1"), "no peer is named");
    for path in [format!("{record}/coaching/weak_in_validation"), format!("/api/v1{record}/coaching")] {
        assert_eq!(app.get(&path, &stranger).await.status, StatusCode::NOT_FOUND, "{path}");
    }
    let german = app.api(Method::GET, "/api/v1/coaching?rule=weak_in_validation&limit=1", &manager, None).await.json();
    assert_eq!(german["items"][0]["measures"][1], json!({ "measure": "reached_of_approved", "part": 1, "of": 5 }));
    let wrong = app.get("/api/v1/coaching?as_of=2030-01-01", &manager).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn a_changed_rule_is_tried_on_the_past_year_before_it_is_published() {
    let firm = Firm::filled().await;
    firm.keep().await;
    let app = &firm.house.app;
    let head = app.cookie(&firm.house.head).await;
    let manager = app.cookie(&firm.house.manager).await;
    let path = "/api/v1/coaching/rules/weak_in_validation";
    let now = app.get(path, &manager).await.json();
    assert_eq!((&now["version"], &now["offered"], &now["active"]), (&json!(0), &json!(true), &json!(true)));
    // Forty points below the peers' median of sixty percent is twenty: still so. Forty-one is not.
    let mut rule = now["rule"].clone();
    rule["when"][1]["value"] = json!(40);
    let body = |rule: &Value| json!({ "key": "weak_in_validation", "rule": rule, "active": true });
    let preview = "/api/v1/coaching/rule-preview";
    let tried = app.api(Method::POST, preview, &head, Some(body(&rule))).await.json();
    assert_eq!((&tried["gained"], &tried["lost"]), (&json!([]), &json!([])));
    rule["when"][1]["value"] = json!(41);
    let tried = app.api(Method::POST, preview, &head, Some(body(&rule))).await.json();
    assert_eq!(tried["days"][0], json!({ "on": "2026-11-24", "before": 1, "after": 0, "gained": 0, "lost": 1 }));
    assert_eq!(tried["days"][1]["before"], 0, "a quarter of a year ago there was nothing");
    assert_eq!(tried["lost"][0]["partner"], "Albrecht");
    let refused = app.api(Method::POST, preview, &manager, Some(body(&rule))).await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
    // A rule of one's own: approved at most ninety percent, without peers; it speaks of the one with five of six.
    let mut own = rule.clone();
    own["when"] = json!([{ "measure": "approved_of_registered", "is": "at_most", "value": 90 }]);
    own["finding"] = json!({ "en": "{approved} of {registered}", "de": "{approved} von {registered}" });
    let tried = app.api(Method::POST, preview, &head, Some(json!({ "rule": own, "active": true }))).await.json();
    assert_eq!(tried["gained"].as_array().map(Vec::len), Some(1));
    assert_eq!(tried["gained"][0]["text"], "5 of 6");

    // Publishing: a stale copy is refused, a wrong sentence told at its field, and what is said follows.
    let save = |rule: &Value, version: i64| json!({ "rule": rule, "active": true, "version": version });
    let refused = app.api(Method::PUT, path, &manager, Some(save(&rule, 0))).await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
    let saved = app.api(Method::PUT, path, &head, Some(save(&rule, 0))).await;
    assert_eq!(saved.json()["version"], 1, "{}", saved.body);
    assert_eq!(app.waiting_jobs().await, ["coaching.findings"]);
    assert_eq!(firm.keep().await, Some(0), "the change is looked at on the same day");
    let stale = app.api(Method::PUT, path, &head, Some(save(&now["rule"], 0))).await;
    assert_eq!(stale.status, StatusCode::CONFLICT);
    let mut wrong = rule.clone();
    wrong["finding"]["de"] = json!("{won} gewonnen");
    let wrong = app.api(Method::PUT, path, &head, Some(save(&wrong, 1))).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(wrong.json()["error"]["fields"][0]["field"], "rule.finding.de");
    assert_eq!(wrong.json()["error"]["fields"][0]["code"], "placeholder_unknown");
    let added =
        app.api(Method::POST, "/api/v1/coaching/rules", &head, Some(json!({ "rule": own, "active": true }))).await;
    assert_eq!(added.status, StatusCode::CREATED, "{}", added.body);
    assert_eq!(firm.keep().await, Some(1));
    let said = firm.said(FindingsQuery::default()).await;
    assert_eq!(
        (said[0].rule.as_str(), said[0].text.as_str()),
        (added.json()["key"].as_str().expect("a key"), "5 of 6")
    );
    // Switched off it says nothing, and its changes are told.
    let off = json!({ "rule": own, "active": false });
    let off = app.api(Method::PUT, &format!("/api/v1/coaching/rules/{}", said[0].rule), &head, Some(off)).await.json();
    assert_eq!((&off["version"], off["versions"].as_array().map(Vec::len)), (&json!(2), Some(2)));
    assert_eq!(firm.keep().await, Some(0));
}

#[tokio::test]
async fn rules_are_edited_and_tried_by_page() {
    let firm = Firm::filled().await;
    firm.keep().await;
    let app = &firm.house.app;
    let head = app.cookie(&firm.house.head).await;
    let manager = app.cookie(&firm.house.manager).await;
    let list = app.get("/insights/coaching/rules", &manager).await;
    assert!(list.body.contains("Strong in sourcing, weak in validation") && !list.body.contains("rules/new"));
    assert!(
        list.body.contains("Reached a stage, of approved (proposal): below peers by at least 15 percentage points")
    );
    let path = "/insights/coaching/rules/weak_in_validation";
    let shown = app.get(path, &manager).await;
    assert!(
        shown.body.contains("{reached} of {approved}") && !shown.body.contains("<form class=\"form"),
        "{}",
        shown.body
    );
    assert_eq!(app.get("/insights/coaching/rules/new", &manager).await.status, StatusCode::FORBIDDEN);
    let form = |value: &'static str, action: &'static str| {
        vec![
            ("version", "0"),
            ("c0.measure", "approved_of_registered"),
            ("c0.is", "at_least"),
            ("c0.value", "70"),
            ("c1.measure", ""),
            ("c2.measure", "reached_of_approved"),
            ("c2.stage", "proposal"),
            ("c2.is", "below_peers"),
            ("c2.value", value),
            ("rule.window_days", "365"),
            ("rule.own_cases", "5"),
            ("rule.peers", "5"),
            ("rule.title.en", "Weak"),
            ("rule.title.de", "Schwach"),
            ("rule.finding.en", "{reached} of {approved}"),
            ("rule.finding.de", "{reached} von {approved}"),
            ("rule.next.en", "Help"),
            ("rule.next.de", "Helfen"),
            ("active", "1"),
            ("action", action),
        ]
    };
    let tried = app.post(path, &head, &form("41", "try")).await;
    assert_eq!(tried.status, StatusCode::OK);
    assert!(tried.body.contains("Would no more be said today") && tried.body.contains("Albrecht"), "{}", tried.body);
    let wrong = app.post(path, &head, &form("many", "publish")).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.body.contains("f-c1.value-error") && wrong.body.contains("value=\"many\""), "{}", wrong.body);
    let saved = app.post(path, &head, &form("30", "publish")).await;
    assert_eq!((saved.status, saved.location()), (StatusCode::SEE_OTHER, "/insights/coaching/rules"));
    firm.keep().await;
    assert_eq!(firm.said(FindingsQuery::default()).await[0].text, "1 of 5");
    let shown = app.get(path, &head).await;
    assert!(shown.body.contains("Version 1") && shown.body.contains("value=\"30\""), "{}", shown.body);
    assert_eq!(app.post(path, &manager, &form("30", "publish")).await.status, StatusCode::FORBIDDEN);
}
