//! The phase board: who is where, who came and went, how long it took, who is stuck; within the reader's scope.

use crate::registering::house::House;
use http::{Method, StatusCode};
use kernel::Role;
use kernel::time::DAY;
use kernel::words::Phase;
use operations::grow::kpi::policy::ReenteredPhases;
use operations::grow::kpi::{ChangePolicies, Preset, change_policies};
use operations::grow::phase_board::{PhaseQuestion, phase_board};
use operations::partner::{self, MovePhase};

async fn to(house: &House, who: kernel::id::PartnerId, phase: Phase) {
    let input = MovePhase { program: house.program, phase, from: None, reason: Some("as planned".to_owned()) };
    partner::move_phase(&house.head, who, input).await.expect("moved");
}

fn of(board: &serde_json::Value, phase: &str, what: &str) -> serde_json::Value {
    let phases = board["phases"].as_array().expect("phases");
    phases.iter().find(|p| p["phase"] == phase).expect("the phase")[what].clone()
}

#[tokio::test]
async fn the_board_counts_stays_times_and_who_is_stuck() {
    let house = House::new().await;
    // Both begin in the first phase; one goes on after ten days, the other after thirty, and one comes back.
    let (a, b) = (house.nordlicht.id, house.voltwerk.id);
    for who in [a, b] {
        to(&house, who, Phase::Onboard).await;
    }
    house.app.clock.advance(10 * DAY);
    to(&house, a, Phase::Cosell).await;
    house.app.clock.advance(20 * DAY);
    to(&house, b, Phase::Cosell).await;
    house.app.clock.advance(DAY);
    to(&house, b, Phase::Onboard).await;
    house.app.clock.advance(50 * DAY);
    let cookie = house.app.cookie(&house.head).await;
    let board = house.app.api(Method::GET, "/api/v1/phase-board?days=365", &cookie, None).await;
    assert_eq!(board.status, StatusCode::OK, "{}", board.body);
    let board = board.json();
    assert_eq!(of(&board, "onboard", "partners"), 1);
    assert_eq!(of(&board, "cosell", "partners"), 1);
    assert_eq!((of(&board, "onboard", "entered"), of(&board, "onboard", "left")), (3.into(), 2.into()));
    assert_eq!(of(&board, "onboard", "went_on"), 2, "who came back has not gone on again");
    assert_eq!((of(&board, "onboard", "median_days"), of(&board, "onboard", "p90_days")), (20.0.into(), 28.0.into()));
    assert_eq!(of(&board, "grow", "median_days"), serde_json::Value::Null);
    // Forty-five days are expected of a reseller's onboarding; fifty have gone by.
    assert_eq!(of(&board, "onboard", "stuck"), 1);
    let stuck = of(&board, "onboard", "stuck_partners");
    assert_eq!((stuck[0]["name"].as_str(), stuck[0]["days"].as_i64()), (Some("Voltwerk Partner"), Some(50)), "{stuck}");
    // The number opens to its rows.
    let page = house.app.get("/insights/phases", &cookie).await.body;
    assert!(page.contains("Voltwerk") && page.contains("50 days, 45 expected"), "{page}");
    let rows = house.app.get("/partners?phase=onboard&status=active", &cookie).await.body;
    assert!(rows.contains("Voltwerk") && !rows.contains("Nordlicht"));
    // Stays that are over before the period are not in it.
    house.app.clock.advance(60 * DAY);
    let short = phase_board(&house.head, PhaseQuestion { program: Some(house.program), days: Some(90) })
        .await
        .expect("a board");
    let onboard = short.phases.iter().find(|c| c.phase == Phase::Onboard).expect("the phase");
    assert_eq!((onboard.entered, onboard.left, onboard.partners), (0, 0, 1));
    let cookie = house.app.cookie(&house.head).await;
    for wrong in ["days=7", "program=nonsense"] {
        let refused = house.app.api(Method::GET, &format!("/api/v1/phase-board?{wrong}"), &cookie, None).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{wrong}");
    }
}

#[tokio::test]
async fn twelve_months_begin_on_the_same_day_on_the_board_and_on_dashboards() {
    let house = House::new().await;
    house.app.clock.set("2026-11-30T11:00:00Z".parse().expect("a moment"));
    let today = "2026-11-30".parse().expect("a date");
    let dashboards = Preset::TwelveMonths.period(today, 1).expect("a period").from;
    for (days, first) in [(90, "2026-09-01"), (365, "2025-12-01"), (1_095, "2023-12-01")] {
        let asked = PhaseQuestion { days: Some(days), ..PhaseQuestion::default() };
        let board = phase_board(&house.head, asked).await.expect("a board");
        assert_eq!(board.from.to_string(), first);
        assert!(days != 365 || board.from == dashboards);
    }
}

#[tokio::test]
async fn a_partner_who_came_back_counts_as_the_settings_say() {
    let house = House::new().await;
    let (a, b) = (house.nordlicht.id, house.voltwerk.id);
    for who in [a, b] {
        to(&house, who, Phase::Onboard).await;
    }
    // One was there for ten days; the other for thirty and, a day later, for seventy more.
    for (days, who, phase) in
        [(10, a, Phase::Cosell), (20, b, Phase::Cosell), (1, b, Phase::Onboard), (70, b, Phase::Cosell)]
    {
        house.app.clock.advance(days * DAY);
        to(&house, who, phase).await;
    }
    let admin = house.app.user("Rosa Lang", Role::Administrator).await;
    let mut seen = Vec::new();
    for &reentered in ReenteredPhases::ALL {
        let change = ChangePolicies { reentered_phases: Some(reentered), ..ChangePolicies::default() };
        change_policies(&admin, change).await.expect("chosen");
        let board = phase_board(&house.head, PhaseQuestion::default()).await.expect("a board");
        assert_eq!(board.reentered_phases, reentered);
        let onboard = board.phases.iter().find(|c| c.phase == Phase::Onboard).expect("the phase");
        assert_eq!((onboard.entered, onboard.left), (3, 3), "came and went is not a duration");
        seen.push((reentered, onboard.median_days));
    }
    let wanted = [
        (ReenteredPhases::Each, Some(30.0)),
        (ReenteredPhases::First, Some(20.0)),
        (ReenteredPhases::Last, Some(40.0)),
        (ReenteredPhases::Sum, Some(55.0)),
    ];
    assert_eq!(seen, wanted);
    let page = house.app.get("/insights/phases", &house.app.cookie(&house.head).await).await.body;
    assert!(page.contains("Phases a partner came back to: all stays added up"), "{page}");
    // A sum is not told before the last of its stays has ended.
    house.app.clock.advance(DAY);
    to(&house, b, Phase::Onboard).await;
    let board = phase_board(&house.head, PhaseQuestion::default()).await.expect("a board");
    let onboard = board.phases.iter().find(|c| c.phase == Phase::Onboard).expect("the phase");
    assert_eq!(onboard.median_days, Some(10.0));
}

#[tokio::test]
async fn a_manager_sees_the_partners_they_own_and_no_other() {
    let house = House::new().await;
    let nobody = house.app.user("Otto Reuter", Role::PartnerManager).await;
    let board = phase_board(&nobody, PhaseQuestion::default()).await.expect("a board");
    assert!(board.phases.iter().all(|c| c.partners + c.entered + c.left + c.stuck == 0), "{board:?}");
    let page = house.app.get("/insights/phases", &house.app.cookie(&nobody).await).await.body;
    assert!(page.contains("No partners in any phase"), "{page}");
    let all = phase_board(&house.head, PhaseQuestion::default()).await.expect("a board");
    assert_eq!(all.phases.iter().map(|c| c.partners).sum::<i64>(), 2);
}
