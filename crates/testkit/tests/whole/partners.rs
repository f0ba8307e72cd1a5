//! Partners through the whole stack: pages, operations, database.

use http::{Method, StatusCode};
use kernel::id::{PartnerId, ProgramId};
use kernel::time::DAY;
use kernel::words::{ContactRole, OwnerRole, PartnerStatus, Phase, ProgramKind, Side};
use kernel::{Currency, Failure, FieldErrors, PageRequest, Role};
use operations::Ctx;
use operations::partner::{
    self, Bulk, ChangePartner, CheckCriterion, CreatePartner, MovePhase, NewContact, NextStep, PartnerFilter, SetOwner,
    SetStatus,
};
use operations::program::segment::{self, SaveSegment};
use operations::program::{self, CreateProgram};
use operations::record::{self, TimelineOf};
use testkit::TestApp;

async fn program_of(cx: &Ctx, key: &str) -> ProgramId {
    let input = CreateProgram {
        key: key.to_owned(),
        name: format!("Program {key}"),
        kind: ProgramKind::Reseller,
        currency: Currency::EUR,
    };
    program::create(cx, input).await.expect("a program")
}

async fn partner_in(cx: &Ctx, name: &str, program: Option<ProgramId>) -> PartnerId {
    let input = CreatePartner { name: name.to_owned(), program, ..CreatePartner::default() };
    partner::create(cx, input).await.expect("a partner")
}

fn code<T: std::fmt::Debug>(result: Result<T, Failure>) -> String {
    match result {
        Err(Failure::Invalid(FieldErrors(errors))) => {
            errors.iter().map(|e| format!("{}:{}", e.field, e.code)).collect::<Vec<_>>().join(" ")
        }
        Err(other) => other.code().to_owned(),
        Ok(value) => panic!("expected a refusal, got {value:?}"),
    }
}

async fn names(cx: &Ctx, pairs: &[(&str, &str)]) -> Vec<String> {
    let pairs: Vec<_> = pairs.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())).collect();
    let filter = PartnerFilter::from_pairs(&pairs).expect("a filter");
    let page = partner::list(cx, &filter, &PageRequest::default()).await.expect("a list");
    page.items.into_iter().map(|p| p.name).collect()
}

#[tokio::test]
async fn a_name_with_an_umlaut_is_found_however_it_is_typed_and_percent_signs_find_nothing() {
    let app = TestApp::new().await;
    let cx = app.user("Ines Hoffmann", Role::HeadOfPartnerships).await;
    partner_in(&cx, "Müller & Söhne GmbH", None).await;
    partner_in(&cx, "Brightwell IT", None).await;
    for typed in ["müller", "mueller", "MULLER", "soehne mul", "sohne"] {
        assert_eq!(names(&cx, &[("q", typed)]).await, ["Müller & Söhne GmbH"], "{typed}");
    }
    assert_eq!(names(&cx, &[("q", "%")]).await, Vec::<String>::new());
    assert_eq!(names(&cx, &[]).await, ["Brightwell IT", "Müller & Söhne GmbH"]);
    assert_eq!(names(&cx, &[("sort", "-name")]).await, ["Müller & Söhne GmbH", "Brightwell IT"]);
}

#[tokio::test]
async fn pages_of_the_list_show_every_partner_once_in_every_order() {
    let app = TestApp::new().await;
    let cx = app.user("Ines Hoffmann", Role::HeadOfPartnerships).await;
    let mut all = Vec::new();
    for n in 0..7 {
        // Two share a name: the id decides between them.
        let name = format!("Partner {}", n / 2);
        partner_in(&cx, &name, None).await;
        all.push(name);
        app.clock.advance(DAY);
    }
    for sort in ["name", "-name", "created", "-created"] {
        let filter = PartnerFilter::from_pairs(&[("sort".to_owned(), sort.to_owned())]).expect("a filter");
        let mut request = PageRequest { limit: Some(2), after: None };
        let mut seen = Vec::new();
        loop {
            let page = partner::list(&cx, &filter, &request).await.expect("a page");
            seen.extend(page.items.into_iter().map(|p| p.id));
            let Some(next) = page.next_cursor else { break };
            request = PageRequest::parse(Some(2), Some(&next)).expect("our own cursor");
        }
        let mut unique = seen.clone();
        unique.sort();
        unique.dedup();
        assert_eq!((seen.len(), unique.len()), (7, 7), "{sort}");
    }
    let foreign = PageRequest { limit: None, after: Some(kernel::Cursor { key: "x".into(), id: "y".into() }) };
    assert_eq!(code(partner::list(&cx, &PartnerFilter::default(), &foreign).await), "cursor:invalid");
}

#[tokio::test]
async fn the_list_narrows_by_phase_program_owner_region_status_and_attribute() {
    let app = TestApp::new().await;
    let cx = app.user("Ines Hoffmann", Role::HeadOfPartnerships).await;
    let (dach, nordics) = (program_of(&cx, "dach").await, program_of(&cx, "nordics").await);
    let input = CreatePartner {
        name: "Alpha".into(),
        program: Some(dach),
        region: Some("North".into()),
        attributes: [("Tier".to_owned(), "Gold".to_owned())].into(),
        manager: cx.actor.user().map(|u| u.id),
        ..CreatePartner::default()
    };
    let alpha = partner::create(&cx, input).await.expect("a partner");
    let beta = partner_in(&cx, "Beta", Some(nordics)).await;
    partner::join_program(&cx, alpha, nordics, Phase::Grow).await.expect("joined");
    let pause = SetStatus { status: PartnerStatus::Paused, reason: Some("Budget frozen".into()), version: None };
    partner::set_status(&cx, beta, pause).await.expect("paused");

    let me = cx.actor.user().expect("a user").id.to_string();
    assert_eq!(names(&cx, &[("phase", "grow")]).await, ["Alpha"]);
    assert_eq!(names(&cx, &[("phase", "attract")]).await, ["Alpha", "Beta"]);
    assert_eq!(names(&cx, &[("phase", "grow"), ("program", &dach.to_string())]).await, Vec::<String>::new());
    assert_eq!(names(&cx, &[("program", &nordics.to_string())]).await, ["Alpha", "Beta"]);
    assert_eq!(names(&cx, &[("owner", &me)]).await, ["Alpha"]);
    assert_eq!(names(&cx, &[("owner", "none")]).await, ["Beta"]);
    assert_eq!(names(&cx, &[("region", "North")]).await, ["Alpha"]);
    assert_eq!(names(&cx, &[("status", "paused")]).await, ["Beta"]);
    assert_eq!(names(&cx, &[("attribute.Tier", "Gold")]).await, ["Alpha"]);
    assert_eq!(names(&cx, &[("attribute.Tier", "Silver")]).await, Vec::<String>::new());
}

#[tokio::test]
async fn wrong_facts_are_named_at_their_fields_and_nothing_is_written() {
    let app = TestApp::new().await;
    let cx = app.user("Ines Hoffmann", Role::HeadOfPartnerships).await;
    let bad = CreatePartner {
        name: " ".into(),
        domain: Some("gmail.com".into()),
        region: Some("x".repeat(81)),
        city: Some("a\0b".into()),
        program: Some(ProgramId::new()),
        segment: Some(kernel::id::SegmentId::new()),
        manager: Some(kernel::id::UserId::new()),
        ..CreatePartner::default()
    };
    assert_eq!(
        code(partner::create(&cx, bad).await),
        "name:required domain:domain_shared region:too_long city:invalid segment:unknown program:unknown manager:unknown"
    );
    let with_domain = |name: &str| CreatePartner {
        name: name.into(),
        domain: Some("https://www.nordlicht.example/about".into()),
        ..CreatePartner::default()
    };
    let first = partner::create(&cx, with_domain("Nordlicht")).await.expect("a partner");
    assert_eq!(code(partner::create(&cx, with_domain("Nordlicht 2")).await), "domain:taken");
    let detail = partner::detail(&cx, first).await.expect("readable");
    assert_eq!(detail.facts.domain.as_deref(), Some("nordlicht.example"));
    assert_eq!(names(&cx, &[]).await, ["Nordlicht"]);
}

#[tokio::test]
async fn deals_of_a_renamed_partner_are_found_by_the_new_name() {
    let app = TestApp::new().await;
    let cx = app.user("Ines Hoffmann", Role::HeadOfPartnerships).await;
    let program = program_of(&cx, "reseller").await;
    let id = partner_in(&cx, "Alpha", Some(program)).await;
    let deal = serde_json::json!({ "program": program, "partner": id, "name": "Cold store", "amount": "100" });
    let cookie = app.cookie(&cx).await;
    assert_eq!(app.api(Method::POST, "/api/v1/deals", &cookie, Some(deal)).await.status, StatusCode::CREATED);
    let rename = ChangePartner { name: Some("Björn & Söhne".into()), ..ChangePartner::default() };
    partner::change(&cx, id, rename).await.expect("changed");
    for (q, found) in [("bjorn", 1), ("alpha", 0), ("cold", 1)] {
        let listed = app.api(Method::GET, &format!("/api/v1/deals?q={q}"), &cookie, None).await.json();
        assert_eq!(listed["items"].as_array().map(Vec::len), Some(found), "{q}");
    }
}

#[tokio::test]
async fn a_change_made_on_an_old_version_is_refused() {
    let app = TestApp::new().await;
    let cx = app.user("Ines Hoffmann", Role::HeadOfPartnerships).await;
    let id = partner_in(&cx, "Alpha", None).await;
    let rename = |name: &str| ChangePartner { name: Some(name.into()), version: Some(1), ..ChangePartner::default() };
    partner::change(&cx, id, rename("Alpha GmbH")).await.expect("changed");
    assert_eq!(code(partner::change(&cx, id, rename("Alpha AG")).await), "stale_version");
    let timeline = record::timeline(&cx, TimelineOf::Partner(id), &PageRequest::default()).await.expect("a timeline");
    let changed: Vec<_> = timeline.items.iter().filter(|e| e.kind.as_str() == "partner.changed").collect();
    assert_eq!(changed.len(), 1);
    assert_eq!(
        changed[0].payload["changes"],
        serde_json::json!([{ "field": "name", "before": "Alpha", "after": "Alpha GmbH" }])
    );
    assert_eq!((changed[0].actor_name.as_str(), changed[0].channel.as_str()), ("Ines Hoffmann", "web"));
}

#[tokio::test]
async fn a_partner_leaves_a_phase_with_open_criteria_only_for_a_reason() {
    let app = TestApp::new().await;
    let cx = app.user("Ines Hoffmann", Role::HeadOfPartnerships).await;
    let program = program_of(&cx, "dach").await;
    let id = partner_in(&cx, "Alpha", Some(program)).await;
    let to = |phase, reason: Option<&str>| MovePhase { program, phase, from: None, reason: reason.map(Into::into) };
    assert_eq!(code(partner::move_phase(&cx, id, to(Phase::Onboard, None)).await), "reason:reason_required");
    assert_eq!(code(partner::move_phase(&cx, id, to(Phase::Attract, None)).await), "already_in_phase");

    // Meet all three: a contact, the signature, and the judged one.
    let contact = NewContact {
        name: "Jana Brandt".into(),
        email: Some("jana@alpha.example".into()),
        phone: None,
        role: ContactRole::Seller,
        locale: None,
    };
    partner::add_contact(&cx, id, contact).await.expect("a contact");
    let signed = ChangePartner {
        signed_on: kernel::Patch::Set("2026-11-20".parse().expect("a day")),
        ..ChangePartner::default()
    };
    partner::change(&cx, id, signed).await.expect("signed");
    let tick =
        |criterion: &str| CheckCriterion { program, phase: Phase::Attract, criterion: criterion.into(), met: true };
    assert_eq!(code(partner::check_criterion(&cx, id, tick("signed")).await), "criterion:not_manual");
    assert_eq!(code(partner::check_criterion(&cx, id, tick("luck")).await), "criterion:unknown");
    partner::check_criterion(&cx, id, tick("profile_fits")).await.expect("ticked");
    partner::check_criterion(&cx, id, tick("profile_fits")).await.expect("ticked again");
    let detail = partner::detail(&cx, id).await.expect("readable");
    assert!(detail.programs[0].criteria.iter().all(|c| c.met), "{:?}", detail.programs[0].criteria);

    app.clock.advance(41 * DAY);
    partner::move_phase(&cx, id, to(Phase::Onboard, None)).await.expect("moved without a reason");
    // Skipping ahead is possible, with a reason.
    partner::move_phase(&cx, id, to(Phase::Grow, Some("Came with a running business"))).await.expect("moved");
    let detail = partner::detail(&cx, id).await.expect("readable");
    let stays: Vec<_> = detail.phases.iter().map(|s| (s.phase, s.left_at.is_some(), s.reason.as_deref())).collect();
    assert_eq!(
        stays,
        [
            (Phase::Attract, true, None),
            (Phase::Onboard, true, None),
            (Phase::Grow, false, Some("Came with a running business"))
        ]
    );
    assert_eq!(detail.phases[0].left_at.expect("left").since(detail.phases[0].entered_at), 41 * DAY);
    let timeline = record::timeline(&cx, TimelineOf::Partner(id), &PageRequest::default()).await.expect("a timeline");
    let moves = timeline.items.iter().filter(|e| e.kind.as_str() == "partner.phase_moved").count();
    assert_eq!(moves, 2);
    assert_eq!(timeline.items.iter().filter(|e| e.kind.as_str() == "partner.criterion_checked").count(), 1);
}

#[tokio::test]
async fn of_two_who_move_a_partner_at_once_one_is_told() {
    let app = TestApp::new().await;
    let cx = app.user("Ines Hoffmann", Role::HeadOfPartnerships).await;
    let program = program_of(&cx, "dach").await;
    let id = partner_in(&cx, "Alpha", Some(program)).await;
    let step = |phase| MovePhase { program, phase, from: Some(Phase::Attract), reason: Some("Now".into()) };
    let (one, two) = tokio::join!(
        partner::move_phase(&cx, id, step(Phase::Onboard)),
        partner::move_phase(&cx, id, step(Phase::Cosell))
    );
    let refused: Vec<_> = [one, two].into_iter().filter_map(Result::err).map(|f| f.code()).collect();
    assert_eq!(refused, ["stale_version"]);
    let detail = partner::detail(&cx, id).await.expect("readable");
    assert_eq!(detail.phases.iter().filter(|s| s.left_at.is_none()).count(), 1);
    assert_eq!(detail.phases.last().map(|s| s.phase), Some(detail.programs[0].phase));
}

#[tokio::test]
async fn after_any_sequence_each_membership_has_exactly_one_open_stay_in_its_phase() {
    let app = TestApp::new().await;
    let cx = app.user("Ines Hoffmann", Role::HeadOfPartnerships).await;
    let programs = [program_of(&cx, "one").await, program_of(&cx, "two").await];
    let partners = [partner_in(&cx, "Alpha", None).await, partner_in(&cx, "Beta", Some(programs[0])).await];
    // The same walk every time: a failure can be looked at again.
    let mut state: u64 = 0x9E37_79B9_7F4A_7C15;
    let mut pick = |n: u64| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        usize::try_from(state % n).expect("small")
    };
    let mut done = 0;
    for _ in 0..120 {
        let (partner, program) = (partners[pick(2)], programs[pick(2)]);
        let phase = Phase::ALL[pick(5)];
        app.clock.advance(i64::try_from(pick(3)).expect("small") * DAY);
        let outcome = match pick(4) {
            0 => partner::join_program(&cx, partner, program, phase).await,
            1 => partner::leave_program(&cx, partner, program, "Not now").await,
            _ => {
                let step = MovePhase { program, phase, from: None, reason: Some("Walk".into()) };
                partner::move_phase(&cx, partner, step).await
            }
        };
        done += usize::from(outcome.is_ok());
        for partner in partners {
            let detail = partner::detail(&cx, partner).await.expect("readable");
            let open: Vec<_> = detail.phases.iter().filter(|s| s.left_at.is_none()).collect();
            assert_eq!(open.len(), detail.programs.len());
            for membership in &detail.programs {
                let stay: Vec<_> = open.iter().filter(|s| s.program_id == membership.program_id).collect();
                assert_eq!(stay.len(), 1);
                assert_eq!((stay[0].phase, stay[0].entered_at), (membership.phase, membership.phase_entered_at));
            }
        }
    }
    assert!(done > 40, "only {done} steps were possible: the walk proves little");
}

#[tokio::test]
async fn a_segment_takes_partners_in_by_rule_and_leaves_those_put_there_by_hand() {
    let app = TestApp::new().await;
    let cx = app.user("Ines Hoffmann", Role::HeadOfPartnerships).await;
    let make = |name: &str, region: Option<&str>, tier: Option<&str>| CreatePartner {
        name: name.into(),
        region: region.map(Into::into),
        attributes: tier.map(|t| ("Tier".to_owned(), t.to_owned())).into_iter().collect(),
        ..CreatePartner::default()
    };
    let north = partner::create(&cx, make("North Ltd", Some("North"), None)).await.expect("a partner");
    let gold = partner::create(&cx, make("Gold Ltd", Some("South"), Some("Gold"))).await.expect("a partner");
    let rule = |name: &str, rule: Option<(&str, &str)>| SaveSegment {
        name: name.into(),
        attribute: rule.map(|r| r.0.into()),
        attribute_value: rule.map(|r| r.1.into()),
        position: None,
    };
    let in_north = segment::create(&cx, rule("Northern", Some(("region", "North")))).await.expect("a segment");
    let in_gold = segment::create(&cx, rule("Gold", Some(("Tier", "Gold")))).await.expect("a segment");
    let by_hand = segment::create(&cx, rule("Key accounts", None)).await.expect("a segment");
    let of = async |id| partner::detail(&cx, id).await.expect("readable").facts.segment_id;
    assert_eq!((of(north).await, of(gold).await), (Some(in_north), Some(in_gold)));

    // The attribute changes, and with it the segment; a partner put somewhere by hand stays there.
    let south = ChangePartner { region: kernel::Patch::Set("South".into()), ..ChangePartner::default() };
    partner::change(&cx, north, south).await.expect("changed");
    assert_eq!(of(north).await, None);
    partner::set_segment(&cx, gold, Some(by_hand)).await.expect("by hand");
    segment::change(&cx, in_north, rule("Southern", Some(("region", "South")))).await.expect("changed");
    assert_eq!((of(north).await, of(gold).await), (Some(in_north), Some(by_hand)));
    partner::set_segment(&cx, gold, None).await.expect("by rule again");
    assert_eq!(of(gold).await, Some(in_north), "the lowest position wins");

    let counts: Vec<_> =
        segment::list(&cx).await.expect("segments").into_iter().map(|s| (s.segment.name, s.members)).collect();
    assert_eq!(counts, [("Southern".to_owned(), 2), ("Gold".to_owned(), 0), ("Key accounts".to_owned(), 0)]);
    assert_eq!(code(segment::remove(&cx, in_north).await), "in_use");
    segment::remove(&cx, in_gold).await.expect("removed");
    assert_eq!(code(segment::create(&cx, rule("Key accounts", None)).await), "name:taken");
    assert_eq!(code(segment::create(&cx, rule("X", Some(("region", " ")))).await), "attribute_value:required");
}

#[tokio::test]
async fn a_manager_with_own_partners_finds_the_others_nowhere() {
    let app = TestApp::new().await;
    let head = app.user("Ines Hoffmann", Role::HeadOfPartnerships).await;
    let own = app.user("Maria Kowalski", Role::PartnerManager).await;
    let program = program_of(&head, "dach").await;
    let theirs = partner_in(&head, "Theirs", Some(program)).await;
    let mine = partner_in(&own, "Mine", Some(program)).await;
    let contact =
        NewContact { name: "Jana Brandt".into(), email: None, phone: None, role: ContactRole::Seller, locale: None };
    let contact = partner::add_contact(&head, theirs, contact).await.expect("a contact");

    assert_eq!(names(&own, &[]).await, ["Mine"]);
    assert_eq!(partner::contacts(&own, theirs).await.expect("nothing to see").len(), 0);
    let cookie = app.cookie(&own).await;
    for tab in [
        "",
        "/deals",
        "/registrations",
        "/contacts",
        "/contacts/new",
        "/history",
        "/edit",
        "/owners",
        "/status",
        "/move",
        "/programs",
    ] {
        let foreign = app.get(&format!("/partners/{theirs}{tab}"), &cookie).await;
        assert_eq!(foreign.status, StatusCode::NOT_FOUND, "{tab}");
        assert!(!foreign.body.contains("Theirs"), "{tab}");
        let owned = app.get(&format!("/partners/{mine}{tab}"), &cookie).await;
        assert_eq!(owned.status, StatusCode::OK, "{tab}: {}", owned.body);
    }
    let contact_page = app.get(&format!("/partners/{theirs}/contacts/{contact}"), &cookie).await;
    assert_eq!(contact_page.status, StatusCode::NOT_FOUND);
    let program_text = program.to_string();
    let posts: [(&str, &[(&str, &str)]); 8] = [
        ("/notes", &[("text", "hello")]),
        ("/next-step", &[("next_step", "call")]),
        ("/edit", &[("name", "Stolen")]),
        ("/status", &[("status", "paused"), ("reason", "x")]),
        ("/move", &[("program", &program_text), ("phase", "grow"), ("reason", "x")]),
        ("/programs", &[("program", &program_text)]),
        ("/contacts/new", &[("name", "X"), ("role", "seller")]),
        ("/owners", &[("vendor.partner_manager", "")]),
    ];
    for (path, form) in posts {
        let answer = app.post(&format!("/partners/{theirs}{path}"), &cookie, form).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{path}");
    }
    let export = app.get("/partners/export?format=csv", &cookie).await;
    assert!(export.body.contains("Mine") && !export.body.contains("Theirs"));
    let result = partner::bulk(&own, &[mine, theirs], &Bulk::SetSegment { segment: None }).await.expect("a result");
    assert_eq!((result.changed, result.refused[0].code.as_str()), (1, "not_found"));
    let before = partner::detail(&head, theirs).await.expect("untouched");
    assert_eq!((before.facts.name.as_str(), before.facts.status), ("Theirs", PartnerStatus::Active));
}

#[tokio::test]
async fn a_viewer_reads_everything_and_changes_nothing() {
    let app = TestApp::new().await;
    let head = app.user("Ines Hoffmann", Role::HeadOfPartnerships).await;
    let id = partner_in(&head, "Alpha", None).await;
    let viewer = app.user("Vera Viewer", Role::Viewer).await;
    let cookie = app.cookie(&viewer).await;
    assert_eq!(app.get("/partners", &cookie).await.status, StatusCode::OK);
    let record = app.get(&format!("/partners/{id}"), &cookie).await;
    assert_eq!(record.status, StatusCode::OK);
    assert!(!record.body.contains("/notes\"") && !record.body.contains("/edit\""), "no control that does nothing");
    for path in ["notes", "edit", "status", "move", "owners", "next-step", "programs", "contacts/new"] {
        let form = [("text", "x"), ("name", "x"), ("status", "active"), ("role", "seller"), ("vendor.sales_lead", "")];
        let answer = app.post(&format!("/partners/{id}/{path}"), &cookie, &form).await;
        assert!(
            matches!(answer.status, StatusCode::FORBIDDEN | StatusCode::NOT_FOUND | StatusCode::UNPROCESSABLE_ENTITY),
            "{path}: {}",
            answer.status
        );
    }
    assert_eq!(app.post("/partners/new", &cookie, &[("name", "Beta")]).await.status, StatusCode::FORBIDDEN);
    assert_eq!(code(partner::note(&viewer, id, "x").await), "forbidden");
    assert_eq!(code(partner::set_next_step(&viewer, id, NextStep::default()).await), "forbidden");
    assert_eq!(code(partner::links(&viewer, id).await), "forbidden");
    assert_eq!(names(&head, &[]).await, ["Alpha"]);
}

#[tokio::test]
async fn a_personal_link_is_made_once_mailed_and_closed_with_the_partner() {
    let app = TestApp::new().await;
    let cx = app.user("Ines Hoffmann", Role::HeadOfPartnerships).await;
    let program = program_of(&cx, "dach").await;
    let id = partner_in(&cx, "Alpha", Some(program)).await;
    let contact = NewContact {
        name: "Jana Brandt".into(),
        email: Some("Jana@Alpha.example".into()),
        phone: None,
        role: ContactRole::Seller,
        locale: Some(kernel::Locale::De),
    };
    let person = partner::add_contact(&cx, id, contact.clone()).await.expect("a contact");
    let again = NewContact { email: Some("jana@alpha.EXAMPLE".into()), ..contact };
    assert_eq!(code(partner::add_contact(&cx, id, again).await), "email:taken");
    let link = partner::make_link(&cx, id, person, program).await.expect("a link");
    assert_eq!(partner::make_link(&cx, id, person, program).await.expect("the same").id, link.id);
    assert!(link.url.starts_with("http://compagnon.test/r/"), "{}", link.url);
    partner::mail_link(&cx, id, link.id).await.expect("mailed");
    partner::mail_link(&cx, id, link.id).await.expect("a double click");
    let mails: Vec<String> =
        storage::Sql::new("SELECT body_text FROM mail").column(app.app.db().read()).await.expect("mails");
    assert_eq!(mails.len(), 1);
    assert!(mails[0].contains(&link.url) && mails[0].contains("Guten Tag Jana Brandt"), "{}", mails[0]);

    let token = link.url.rsplit('/').next().expect("a token");
    let open = async || operations::access::link::open(&app.app, kernel::words::LinkPurpose::Register, token).await;
    assert_eq!(open().await.expect("alive").contact, Some(person));
    let end = SetStatus { status: PartnerStatus::Exited, reason: Some("Moved on".into()), version: None };
    partner::set_status(&cx, id, end).await.expect("ended");
    assert_eq!(code(open().await), "not_found");
    assert_eq!(code(partner::make_link(&cx, id, person, program).await), "not_allowed_now");
    assert_eq!(app.waiting_jobs().await, Vec::<String>::new(), "no mail server is configured: nothing to send");
}

#[tokio::test]
async fn a_contact_that_leaves_takes_their_role_and_link_along() {
    let app = TestApp::new().await;
    let cx = app.user("Ines Hoffmann", Role::HeadOfPartnerships).await;
    let program = program_of(&cx, "dach").await;
    let id = partner_in(&cx, "Alpha", Some(program)).await;
    let other = partner_in(&cx, "Beta", None).await;
    let contact =
        NewContact { name: "Jana Brandt".into(), email: None, phone: None, role: ContactRole::Seller, locale: None };
    let person = partner::add_contact(&cx, id, contact).await.expect("a contact");
    let own = |partner| {
        let owner = SetOwner { role: OwnerRole::SalesLead, side: Side::Partner, user: None, contact: Some(person) };
        partner::set_owner(&cx, partner, owner)
    };
    assert_eq!(code(own(other).await), "contact:unknown");
    own(id).await.expect("named");
    partner::make_link(&cx, id, person, program).await.expect("a link");
    let gone = partner::ChangeContact { active: Some(false), ..partner::ChangeContact::default() };
    partner::change_contact(&cx, id, person, gone).await.expect("changed");
    assert_eq!(partner::owners(&cx, id).await.expect("owners").len(), 0);
    assert_eq!(partner::links(&cx, id).await.expect("links").len(), 0);
    assert_eq!(code(own(id).await), "contact:unknown");
}

#[tokio::test]
async fn the_pages_of_a_partner_work_as_a_person_uses_them() {
    let app = TestApp::new().await;
    let cx = app.user("Ines Hoffmann", Role::HeadOfPartnerships).await;
    let program = program_of(&cx, "dach").await;
    let cookie = app.cookie(&cx).await;
    let refused =
        app.post("/partners/new", &cookie, &[("name", ""), ("domain", "not a domain"), ("signed_on", "soon")]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.body.contains("not a domain") && refused.body.contains("Please enter a date"), "{}", refused.body);
    let program_text = program.to_string();
    let form = [
        ("name", "<b>Nordlicht</b>"),
        ("domain", "nordlicht.example"),
        ("program", program_text.as_str()),
        ("attributes", "Tier: Gold"),
    ];
    let made = app.post("/partners/new", &cookie, &form).await;
    assert_eq!(made.status, StatusCode::SEE_OTHER, "{}", made.body);
    let path = made.location().to_owned();
    let record = app.get(&path, &cookie).await.body;
    assert!(
        record.contains("&#60;b&#62;Nordlicht&#60;/b&#62;") && !record.contains("<b>Nordlicht"),
        "names are escaped"
    );
    assert!(record.contains("Move to Onboard") && record.contains("still open") && record.contains("Gold"));
    assert!(!record.contains('[') || !record.contains("[partner-"), "a text is missing");

    assert_eq!(
        app.post(&format!("{path}/notes"), &cookie, &[("text", "")]).await.status,
        StatusCode::UNPROCESSABLE_ENTITY
    );
    assert_eq!(
        app.post(&format!("{path}/notes"), &cookie, &[("text", "Met <i>Jana</i>")]).await.status,
        StatusCode::SEE_OTHER
    );
    let bad_date = [("next_step", "Call"), ("next_step_on", "tomorrow")];
    assert_eq!(
        app.post(&format!("{path}/next-step"), &cookie, &bad_date).await.status,
        StatusCode::UNPROCESSABLE_ENTITY
    );
    let good = [("next_step", "Call"), ("next_step_on", "2026-12-01")];
    assert_eq!(app.post(&format!("{path}/next-step"), &cookie, &good).await.status, StatusCode::SEE_OTHER);
    let record = app.get(&path, &cookie).await.body;
    assert!(
        record.contains("Met &#60;i&#62;Jana&#60;/i&#62;") && record.contains("set the next step: Call, by 1 Dec 2026"),
        "{record}"
    );

    let step = [("program", program_text.as_str()), ("from", "attract"), ("phase", "onboard"), ("reason", "")];
    let refused = app.post(&format!("{path}/move"), &cookie, &step).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.body.contains("Not all exit criteria are met"), "{}", refused.body);
    let step =
        [("program", program_text.as_str()), ("from", "attract"), ("phase", "onboard"), ("reason", "Board decision")];
    assert_eq!(app.post(&format!("{path}/move"), &cookie, &step).await.status, StatusCode::SEE_OTHER);
    assert_eq!(
        app.post(&format!("{path}/move"), &cookie, &step).await.status,
        StatusCode::CONFLICT,
        "the form was opened before the move"
    );

    let id = path.rsplit('/').next().expect("an id");
    let bulk = app
        .post(
            "/partners/bulk",
            &cookie,
            &[("action", "move"), ("id", id), ("in_program", &program_text), ("to_phase", "grow")],
        )
        .await;
    assert_eq!(bulk.status, StatusCode::OK);
    assert!(bulk.body.contains("1 partner was not changed") && bulk.body.contains("give a reason"), "{}", bulk.body);
    let bulk =
        app.post("/partners/bulk", &cookie, &[("action", "segment"), ("id", id), ("back", "q=nord&evil=1")]).await;
    assert_eq!(bulk.location(), "/partners?q=nord&changed=1");
    let file = app.post("/partners/bulk", &cookie, &[("action", "csv"), ("id", id)]).await;
    assert!(file.body.contains("nordlicht.example"), "{}", file.body);
    let sheet = app.get("/partners/export?format=xlsx&q=nord", &cookie).await;
    assert!(sheet.body.starts_with("PK"));
    assert_eq!(app.get("/partners/export?format=pdf", &cookie).await.status, StatusCode::UNPROCESSABLE_ENTITY);

    let view = app.post("/partners/views", &cookie, &[("name", "My view"), ("query", "phase=onboard&x=1")]).await;
    assert_eq!(view.location(), "/partners?phase=onboard");
    let list = app.get("/partners?phase=onboard", &cookie).await.body;
    assert!(list.contains("My view") && list.contains("&#60;b&#62;Nordlicht"), "{list}");
    assert_eq!(app.get("/partners?phase=nonsense", &cookie).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(app.get("/partners/par_nonsense", &cookie).await.status, StatusCode::NOT_FOUND);
    assert_eq!(app.get("/partners", "").await.status, StatusCode::SEE_OTHER, "strangers are sent to sign in");
    assert_eq!(app.api(Method::GET, "/partners/x/y/z", &cookie, None).await.status, StatusCode::NOT_FOUND);
}
