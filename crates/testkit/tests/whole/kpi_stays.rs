//! Stays in phases as figures: the board's numbers are theirs, each opens to its rows, and a past day is what the history up to it says.

use crate::kpis::{House, UNIT, input, question};
use http::{Method, StatusCode};
use kernel::id::{PartnerId, ProgramId};
use kernel::time::{DAY, HOUR};
use kernel::words::{PartnerStatus, Phase};
use kernel::{Date, Instant, PageRequest, Role};
use operations::grow::kpi::policy::ReenteredPhases;
use operations::grow::kpi::{self, ChangePolicies, Figure, Question, Row, Which, change_policies};
use operations::grow::phase_board::{NumberQuestion, PhaseQuestion, phase_board};
use operations::{partner, program, settings};
use sea_orm::FromQueryResult;
use serde_json::json;
use std::collections::BTreeMap;
use storage::Sql;

async fn to(house: &House, partner: usize, program: usize, phase: Phase) {
    let wish = json!({ "program": house.programs[program], "phase": phase, "reason": "as planned" });
    partner::move_phase(&house.head, house.partners[partner], input(wish)).await.expect("moved");
}

async fn choose(house: &House, reentered: ReenteredPhases) {
    let change = ChangePolicies { reentered_phases: Some(reentered), ..ChangePolicies::default() };
    change_policies(&house.head, change).await.expect("chosen");
}

async fn figure(house: &House, question: &Question) -> Figure {
    kpi::answer(&house.head, question).await.expect("an answer").figures.remove(0)
}

async fn rows(house: &House, question: &Question, which: Which) -> Vec<Row> {
    let page = PageRequest { limit: Some(200), after: None };
    kpi::rows(&house.head, question, which, &page).await.expect("rows").page.items
}

fn asked(of: &NumberQuestion) -> Question {
    Question {
        metric: of.metric.to_owned(),
        from: of.from.map(|from| from.to_string()),
        filters: of.filter.clone(),
        ..Question::default()
    }
}

/// Every number of the board is the figure of its question, and the rows behind it are as many.
pub(crate) async fn board_opens(house: &House, program: Option<ProgramId>, days: i64) {
    let board = phase_board(&house.head, PhaseQuestion { program, days: Some(days) }).await.expect("a board");
    for column in &board.phases {
        let told = format!("{} of {program:?} since {}", column.phase, board.from);
        let of = &column.questions;
        let mut counted = vec![(&of.entered, column.entered), (&of.left, column.left), (&of.stuck, column.stuck)];
        counted.extend(of.partners.iter().map(|question| (question, column.partners)));
        for (question, number) in counted {
            let question = asked(question);
            let figure = figure(house, &question).await;
            assert_eq!((figure.value, figure.count), (Some(number * UNIT), number), "{}: {told}", question.metric);
            assert_eq!(
                rows(house, &question, Which::Counted).await.len() as i64,
                number,
                "{}: {told}",
                question.metric
            );
        }
        let path = asked(&of.went_on);
        let went_on = figure(house, &path).await;
        assert_eq!((went_on.part, went_on.count), (Some(column.went_on), column.entered), "{told}");
        assert_eq!(of.went_on.which, Which::Part);
        assert_eq!(rows(house, &path, Which::Part).await.len() as i64, column.went_on, "{told}");
        let time = asked(&of.days);
        let days = figure(house, &time).await;
        let exact = |days: Option<f64>| days.map(|days| (days * UNIT as f64).round() as i64);
        assert_eq!(days.median, exact(column.median_days), "{told}");
        assert_eq!(days.spread.map(|s| s.p90), exact(column.p90_days), "{told}");
        let behind = rows(house, &time, Which::Counted).await;
        assert_eq!(behind.len() as i64, days.count, "{told}");
        let sum: i64 = behind.iter().filter_map(|r| r.stay.as_ref()).map(|s| s.days).sum();
        let mean = (days.count > 0).then(|| (sum as f64 * UNIT as f64 / days.count as f64).round() as i64);
        assert_eq!(days.value, mean, "{told}");
    }
}

#[tokio::test]
async fn a_phase_partners_came_back_to_counts_as_chosen_and_the_board_says_the_same() {
    let house = House::new().await;
    for partner in [0, 1] {
        to(&house, partner, 0, Phase::Onboard).await;
    }
    // One was there for ten days and a half; the other for thirty and a half and, a day later, for seventy and a half more.
    for (days, partner, phase) in
        [(10, 0, Phase::Cosell), (20, 1, Phase::Cosell), (1, 1, Phase::Onboard), (70, 1, Phase::Cosell)]
    {
        house.app.clock.advance(days * DAY + if days == 1 { 0 } else { DAY / 2 });
        to(&house, partner, 0, phase).await;
    }
    // 10.5 → 10; 10.5 + 20.5 = 31; 70.5 → 70; the sum of the second is 101.5 → 101.
    let wanted = [
        (ReenteredPhases::Each, 3, 37, 31, [10, 31, 70].as_slice()),
        (ReenteredPhases::First, 2, 20, 20, &[10, 31]),
        (ReenteredPhases::Last, 2, 40, 40, &[10, 70]),
        (ReenteredPhases::Sum, 2, 55, 55, &[10, 101]),
    ];
    for (reentered, count, mean, median, each) in wanted {
        choose(&house, reentered).await;
        let asked = question("days_in_phase", &[], &["phase=onboard"]);
        let found = figure(&house, &asked).await;
        assert_eq!(found.count, count, "{reentered}");
        assert_eq!(found.value.map(|v| v / UNIT), Some(mean), "{reentered}");
        assert_eq!(found.median.map(|v| (v + UNIT / 2 - 1) / UNIT), Some(median), "{reentered}");
        let mut days: Vec<i64> =
            rows(&house, &asked, Which::Counted).await.iter().filter_map(|r| r.stay.as_ref()).map(|s| s.days).collect();
        days.sort_unstable();
        assert_eq!(days, each, "{reentered}");
        let answer = kpi::answer(&house.head, &asked).await.expect("an answer");
        assert_eq!(answer.ask.policies_text(), format!("reentered_phases={reentered}"));
        for program in [None, Some(house.programs[0]), Some(house.programs[1])] {
            board_opens(&house, program, 365).await;
        }
        // Who came back and is still there: its sum is not told, and its latest stay is not over.
        let whole = figure(&house, &question("phase_exits", &[], &["phase=onboard"])).await;
        assert_eq!(whole.count, 3, "came and went is not a duration");
    }
}

#[derive(Debug, FromQueryResult)]
struct Stay {
    partner_id: PartnerId,
    program_id: ProgramId,
    phase: Phase,
    entered_at: Instant,
    left_at: Option<Instant>,
}

/// What happened to partners beside their stays, noted as it happened.
#[derive(Default)]
struct Told {
    statuses: BTreeMap<PartnerId, Vec<(Instant, PartnerStatus)>>,
}

impl Told {
    fn is_active(&self, partner: PartnerId, end: Instant) -> bool {
        let changes = self.statuses.get(&partner).map(Vec::as_slice).unwrap_or_default();
        changes.iter().rev().find(|(at, _)| *at < end).is_none_or(|(_, status)| *status == PartnerStatus::Active)
    }
}

/// A number that looks random and is the same every time.
fn pick(n: usize, salt: usize, of: usize) -> usize {
    let mut x = (n as u64).wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ (salt as u64).wrapping_mul(0xD1B5_4A32_D192_ED03);
    x ^= x >> 29;
    x = x.wrapping_mul(0xBF58_476D_1CE4_E5B9);
    x ^= x >> 32;
    usize::try_from(x % of as u64).unwrap_or(0)
}

async fn story(house: &House) -> Told {
    let mut told = Told::default();
    for n in 0..140 {
        house.app.clock.advance(pick(n, 1, 400) as i64 * HOUR);
        let (partner, program) = (house.partners[pick(n, 2, 3)], house.programs[pick(n, 3, 2)]);
        let phase = Phase::ALL[pick(n, 4, 5)];
        // What is not possible at the moment is refused and changes nothing.
        match pick(n, 5, 12) {
            0 => drop(partner::leave_program(&house.head, partner, program, "Not now").await),
            1 | 2 => drop(partner::join_program(&house.head, partner, program, phase).await),
            3 | 4 => {
                let status = PartnerStatus::ALL[pick(n, 6, 3)];
                let wish = json!({ "status": status, "reason": "it was time" });
                if partner::set_status(&house.head, partner, input(wish)).await.is_ok() {
                    told.statuses.entry(partner).or_default().push((house.app.now(), status));
                }
            }
            _ => {
                let wish = json!({ "program": program, "phase": phase, "reason": "it was time" });
                drop(partner::move_phase(&house.head, partner, input(wish)).await);
            }
        }
    }
    told
}

/// Whole days of the stays that count, by the history of stays up to a moment.
fn days(stays: &[Stay], reentered: ReenteredPhases, phase: Phase) -> Vec<i64> {
    let mut of: BTreeMap<(PartnerId, ProgramId), Vec<Option<i64>>> = BTreeMap::new();
    for stay in stays.iter().filter(|s| s.phase == phase) {
        of.entry((stay.partner_id, stay.program_id))
            .or_default()
            .push(stay.left_at.map(|left| left.0 - stay.entered_at.0));
    }
    let mut days: Vec<i64> = Vec::new();
    for spans in of.values() {
        let chosen: Vec<Option<i64>> = match reentered {
            ReenteredPhases::Each => spans.clone(),
            ReenteredPhases::First => spans.first().copied().into_iter().collect(),
            ReenteredPhases::Last => spans.last().copied().into_iter().collect(),
            ReenteredPhases::Sum => vec![spans.iter().copied().sum::<Option<i64>>()],
        };
        days.extend(chosen.into_iter().flatten().map(|span| span / DAY));
    }
    days.sort_unstable();
    days
}

#[tokio::test]
async fn a_hundred_days_of_the_past_are_what_the_stays_up_to_them_say() {
    let house = House::new().await;
    let organisation = settings::organisation(house.app.app.db().read()).await.expect("settings");
    let zone = organisation.zone();
    let first = house.app.now().date_in(&zone);
    let told = story(&house).await;
    let last = house.app.now().date_in(&zone);
    let mut expected: BTreeMap<(ProgramId, Phase), i64> = BTreeMap::new();
    for id in &house.programs {
        let (_, rules) = program::current(house.app.app.db().read(), *id).await.expect("a program");
        for phase in rules.phases {
            expected.extend(phase.expected_days.map(|days| ((*id, phase.phase), i64::from(days))));
        }
    }
    let all = Sql::new(
        "SELECT partner_id, program_id, phase, entered_at, left_at FROM partner_phase ORDER BY entered_at, id",
    )
    .all::<Stay>(house.app.app.db().read())
    .await
    .expect("stays");
    assert!(all.len() > 60 && told.statuses.values().flatten().count() > 10, "{} stays", all.len());
    let (mut stuck_ever, mut sums) = (0, 0);
    for sample in 0..100 {
        let cut: Date =
            first.plus_days(pick(sample, 11, usize::try_from(last.days_since(first)).expect("days") + 1) as i64);
        let end = cut.plus_days(1).start_in(&zone);
        let known: Vec<Stay> = all
            .iter()
            .filter(|s| s.entered_at < end)
            .map(|s| Stay { left_at: s.left_at.filter(|left| *left < end), ..*s })
            .collect();
        let reentered = ReenteredPhases::ALL[sample % 4];
        choose(&house, reentered).await;
        let ask = async |metric: &str| {
            let asked = Question { as_of: Some(cut.to_string()), ..question(metric, &["phase"], &[]) };
            let answer = kpi::answer(&house.head, &asked).await.expect("an answer");
            let sum: i64 = answer.figures.iter().map(|f| f.count).sum();
            assert_eq!(sum, answer.totals[0].count, "{metric} on {cut}");
            answer.figures
        };
        let of = |figures: &[Figure], phase: Phase| figures.iter().find(|f| f.group[0].key == phase.as_str()).cloned();
        let count = |figures: &[Figure], phase: Phase| of(figures, phase).map_or(0, |f| f.count);
        let (entries, exits, path) =
            (ask("phase_entries").await, ask("phase_exits").await, ask("phase_conversion").await);
        let (there, stuck, time) =
            (ask("partners_in_phase").await, ask("stuck_partners").await, ask("days_in_phase").await);
        for &phase in Phase::ALL {
            let here = || known.iter().filter(|s| s.phase == phase);
            let many = |n: usize| n as i64;
            assert_eq!(count(&entries, phase), many(here().count()), "into {phase} by {cut}");
            assert_eq!(
                count(&exits, phase),
                many(here().filter(|s| s.left_at.is_some()).count()),
                "out of {phase} by {cut}"
            );
            let later = |s: &&Stay| {
                known.iter().any(|n| {
                    (n.partner_id, n.program_id) == (s.partner_id, s.program_id)
                        && n.entered_at >= s.entered_at
                        && n.phase > s.phase
                })
            };
            let part = of(&path, phase).and_then(|f| f.part).unwrap_or(0);
            assert_eq!(
                (part, count(&path, phase)),
                (many(here().filter(later).count()), many(here().count())),
                "on from {phase} by {cut}"
            );
            let lasts = || here().filter(|s| s.left_at.is_none() && told.is_active(s.partner_id, end));
            assert_eq!(count(&there, phase), many(lasts().count()), "in {phase} on {cut}");
            let beyond = lasts().filter(|s| {
                expected.get(&(s.program_id, s.phase)).is_some_and(|days| end.since(s.entered_at) > (days + 1) * DAY)
            });
            let beyond = many(beyond.count());
            stuck_ever += beyond;
            assert_eq!(count(&stuck, phase), beyond, "stuck in {phase} on {cut}");
            let lasted = days(&known, reentered, phase);
            sums += lasted.len();
            assert_eq!(count(&time, phase), many(lasted.len()), "days in {phase} by {cut}, {reentered}");
            let median =
                (!lasted.is_empty()).then(|| (lasted[(lasted.len() - 1) / 2] + lasted[lasted.len() / 2]) * UNIT / 2);
            assert_eq!(of(&time, phase).and_then(|f| f.median), median, "days in {phase} by {cut}, {reentered}");
        }
    }
    assert!(stuck_ever > 20 && sums > 500, "{stuck_ever} stuck, {sums} durations");
    // And what is so now is what the board says, whatever is chosen.
    for &reentered in ReenteredPhases::ALL {
        choose(&house, reentered).await;
        for program in [None, Some(house.programs[0]), Some(house.programs[1])] {
            for days in [90, 365, 1_095] {
                board_opens(&house, program, days).await;
            }
        }
    }
}

#[tokio::test]
async fn rows_of_stays_are_read_by_page_api_and_file_and_only_by_those_who_may() {
    let house = House::new().await;
    for partner in [0, 1, 2] {
        to(&house, partner, 0, Phase::Onboard).await;
    }
    house.app.clock.advance(12 * DAY);
    to(&house, 0, 0, Phase::Cosell).await;
    house.app.clock.advance(48 * DAY);
    let cookie = house.app.cookie(&house.head).await;
    let get = async |path: &str| house.app.api(Method::GET, path, &cookie, None).await;
    let left = get("/api/v1/kpis/days_in_phase/rows?filter=phase=onboard").await.json();
    let row = &left["items"][0];
    assert_eq!((row["name"].as_str(), row["duration"].as_str()), (Some("Nordlicht"), Some("12.0000")), "{left}");
    let stay = &row["stay"];
    assert_eq!((stay["phase"].as_str(), stay["program"].as_str()), (Some("onboard"), Some("reseller")), "{left}");
    assert_eq!((stay["days"].as_i64(), stay["expected_days"].as_i64()), (Some(12), None));
    let (came, went) = (stay["entered"].as_str().expect("a day"), stay["left"].as_str().expect("a day"));
    let apart = went.parse::<Date>().expect("a date").days_since(came.parse().expect("a date"));
    assert_eq!(apart, 12);
    // Forty-five days are expected of a reseller's onboarding; sixty have gone by.
    let stuck = get("/api/v1/kpis/stuck_partners/rows?filter=phase=onboard&limit=1").await.json();
    let stay = &stuck["items"][0]["stay"];
    assert_eq!(
        (stay["days"].as_i64(), stay["expected_days"].as_i64(), stay["left"].is_null()),
        (Some(60), Some(45), true)
    );
    let cursor = stuck["next_cursor"].as_str().expect("another page");
    let rest =
        get(&format!("/api/v1/kpis/stuck_partners/rows?filter=phase=onboard&limit=1&cursor={cursor}")).await.json();
    assert_ne!(rest["items"][0]["stay"]["id"], stay["id"]);
    assert!(rest["next_cursor"].is_null());
    // Thirty days ago nobody was stuck there yet, and the day of the move is what it was.
    let ago = house.app.now().date_in(&jiff::tz::TimeZone::UTC).plus_days(-30);
    let then = get(&format!("/api/v1/kpis/stuck_partners?as_of={ago}&filter=phase=onboard")).await.json();
    assert_eq!(then["figures"][0]["count"], 0, "{then}");

    let page = house.app.get("/insights/rows?metric=stuck_partners&filter=phase%3Donboard", &cookie).await;
    assert_eq!(page.status, StatusCode::OK);
    for text in ["Südwind", "Brightwell", "60 days, 45 expected", "still there", "Longer than expected"] {
        assert!(page.body.contains(text), "{text}: {}", page.body);
    }
    assert!(!page.body.contains("Nordlicht"));
    let file = get("/api/v1/kpis/stuck_partners/rows?format=csv&filter=phase=onboard").await.body;
    let mut lines = file.lines();
    let head =
        "\u{feff}Partner,Program,Phase,Came in,Left,Days,Expected days,Counted as,Stay: id,Partner: id,Program: id";
    assert_eq!(lines.next(), Some(head));
    assert!(
        lines.clone().count() == 2
            && lines.all(|line| line.contains(",reseller,Onboard,") && line.contains(",,60,45,Longer than expected,")),
        "{file}"
    );

    // The board leads there.
    let board = get("/api/v1/phase-board").await.json();
    let onboard = board["phases"].as_array().expect("phases").iter().find(|p| p["phase"] == "onboard").expect("it");
    let asked = &onboard["questions"]["entered"];
    assert_eq!(
        (asked["metric"].as_str(), asked["from"].as_str()),
        (Some("phase_entries"), board["from"].as_str()),
        "{asked}"
    );
    assert_eq!(asked["filter"], json!(["phase=onboard"]));
    let page = house.app.get("/insights/phases", &cookie).await.body;
    let links: Vec<String> = page
        .split("href=\"")
        .skip(1)
        .filter_map(|rest| rest.split('"').next())
        .filter(|href| href.starts_with("/insights/rows?metric=") && href.contains("phase%3Donboard"))
        .map(|href| href.replace("&amp;", "&").replace("&#38;", "&"))
        .collect();
    assert_eq!(links.len(), 6, "{links:?}");
    for (link, rows) in links.iter().zip([3, 1, 1, 1, 1, 2]) {
        let opened = house.app.get(link, &cookie).await;
        assert_eq!(opened.status, StatusCode::OK, "{link}");
        assert!(opened.body.contains(&format!("{rows} row")), "{link}: {}", opened.body);
    }

    // A manager sees their own partner's stays and no others.
    let own = kpi::answer(&house.manager, &question("phase_entries", &["partner"], &[])).await.expect("an answer");
    assert!(own.figures.iter().all(|f| f.group[0].label == "Südwind") && own.totals[0].count == 2, "{:?}", own.figures);
    let nobody = house.app.user("Otto Reuter", Role::PartnerManager).await;
    let none = kpi::answer(&nobody, &question("partners_in_phase", &[], &[])).await.expect("an answer");
    assert_eq!(none.totals[0].count, 0);
}

#[tokio::test]
async fn until_stays_are_counted_after_an_update_no_figure_is_made_up() {
    let house = House::new().await;
    let tx = house.app.app.db().begin().await.expect("a transaction");
    Sql::new("DELETE FROM stay_fact").execute(&tx).await.expect("gone");
    Sql::new("INSERT INTO setting (key, value, changed_at) VALUES ('kpi_recount', '1', 0)")
        .execute(&tx)
        .await
        .expect("asked");
    tx.commit().await.expect("committed");
    let asked = question("phase_entries", &[], &[]);
    let refused = kpi::answer(&house.head, &asked).await.expect_err("a refusal");
    assert_eq!(refused.code(), "kpi_counting");
    kpi::recount::now(&house.app.app).await.expect("made again");
    assert_eq!(figure(&house, &asked).await.count, 3);
}
