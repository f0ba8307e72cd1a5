//! How fast partners get going: what the lifecycle KPIs say on any day, against the same reckoned slowly from the file.

use crate::installation::Installation;
use crate::walk::{opens, pick};
use operations::grow::kpi::registry::Subject;
use operations::grow::kpi::{DIMENSIONS, METRICS, Question, answer};

const MAPPING: &str = concat!(
    head!([name = "crm", currency = "EUR"], ["partners", "deals", "registrations"], "resellers", "reseller", []),
    r#"
[[table]]
target = "partner"
file = "partners"
key = "id"
[table.field]
program = { constant = "resellers" }
name = "id"
signed = "signed"
region = "region"
[[table]]
target = "deal"
file = "deals"
key = "id"
[table.field]
program = { constant = "resellers" }
partner = "partner"
stage = "stage"
opened = "opened"
closed = "closed"
[[table]]
target = "registration"
file = "registrations"
key = "id"
[table.field]
program = { constant = "resellers" }
partner = "partner"
company_name = "id"
submitted = "came"
"#
);

/// Days since the first of January 2024.
struct Told {
    signed: Option<i64>,
    registered: Vec<i64>,
    opened: Vec<i64>,
    won: Vec<i64>,
}

fn told(n: usize) -> Told {
    let number = |salt, of| i64::try_from(pick(n, salt, of)).unwrap_or(0);
    // Some sign late or never; some do business before they sign.
    let signed = (pick(n, 1, 8) > 0).then(|| number(2, 400));
    let from = signed.unwrap_or(100);
    let some = |salt: usize| -> Vec<i64> {
        (0..pick(n, salt, 3)).map(|i| (from - 20 + number(salt + 10 + i, 260)).max(0)).collect()
    };
    let opened = some(20);
    let won = opened.iter().filter(|day| **day % 2 == 0).map(|day| day + 15).collect();
    Told { signed, registered: some(40), opened, won }
}

async fn filled() -> (Installation, Vec<Told>) {
    let at = Installation::new().await;
    let all: Vec<Told> = (0..90).map(told).collect();
    let first: kernel::Date = "2024-01-01".parse().expect("a date");
    let day = |n: i64| first.plus_days(n).to_string();
    let (mut partners, mut deals, mut registrations) = (
        "id,signed,region\n".to_owned(),
        "id,partner,stage,opened,closed\n".to_owned(),
        "id,partner,came\n".to_owned(),
    );
    for (n, partner) in all.iter().enumerate() {
        let signed = partner.signed.map(day).unwrap_or_default();
        partners += &format!("P{n},{signed},{}\n", ["North", "South", ""][n % 3]);
        for (i, opened) in partner.opened.iter().enumerate() {
            let won = opened % 2 == 0;
            let (stage, closed) = if won { ("Won", day(opened + 15)) } else { ("Qualified", String::new()) };
            deals += &format!("D{n}-{i},P{n},{stage},{},{closed}\n", day(*opened));
        }
        for (i, came) in partner.registered.iter().enumerate() {
            registrations += &format!("R{n}-{i},P{n},{}\n", day(*came));
        }
    }
    at.file("partners.csv", partners);
    at.file("deals.csv", deals);
    at.file("registrations.csv", registrations);
    at.import(MAPPING).await;
    (at, all)
}

#[tokio::test(flavor = "multi_thread")]
async fn on_any_day_the_lifecycle_is_what_the_history_up_to_it_says() {
    let (at, all) = filled().await;
    let first: kernel::Date = "2024-01-01".parse().expect("a date");
    let earliest = |days: &[i64], cut: i64| days.iter().copied().filter(|day| *day <= cut).min();
    for sample in 0..60 {
        let cut = i64::try_from(pick(sample, 3, 760)).unwrap_or(0);
        let figure = async |metric: &str| at.figure_as_of(metric, &first.plus_days(cut).to_string()).await;
        let signed = || all.iter().filter_map(|p| Some((p, p.signed.filter(|day| *day <= cut)?)));

        let soon = |p: &Told, signed: i64| {
            let days: Vec<i64> = p.registered.iter().chain(&p.opened).copied().collect();
            days.iter().any(|day| *day >= signed && *day <= signed + 90 && *day <= cut)
        };
        let activated = signed().filter(|(p, s)| soon(p, *s)).count() as i64;
        let missed = signed().filter(|(p, s)| !soon(p, *s) && s + 90 <= cut).count() as i64;
        let found = figure("activation_rate").await;
        assert_eq!((found.part, found.count), (Some(activated), activated + missed), "activation on day {cut}");
        assert_eq!(found.excluded, signed().count() as i64 - activated - missed);

        for (metric, days) in [
            ("time_to_first_registration", (|p: &Told| p.registered.clone()) as fn(&Told) -> Vec<i64>),
            ("time_to_first_revenue", |p: &Told| p.won.clone()),
        ] {
            let times: Vec<i64> =
                signed().filter_map(|(p, s)| Some(earliest(&days(p), cut)? - s)).filter(|t| *t >= 0).collect();
            let found = figure(metric).await;
            assert_eq!(found.count, times.len() as i64, "{metric} on day {cut}");
            assert_eq!(found.excluded, signed().count() as i64 - found.count, "{metric} on day {cut}");
            let mean = (!times.is_empty()).then(|| times.iter().sum::<i64>() as f64 / times.len() as f64);
            let said = found.value.map(|value| value as f64 / 10_000.0);
            assert!(
                mean.zip(said).is_none_or(|(a, b)| (a - b).abs() < 0.000_1) && mean.is_some() == said.is_some(),
                "{mean:?} {said:?}"
            );
        }

        let within = |days: &[i64], lately: i64| days.iter().any(|day| *day <= cut && *day > cut - lately);
        let active = signed().filter(|(p, _)| within(&p.registered, 90) || within(&p.opened, 90)).count() as i64;
        let found = figure("active_partner_rate").await;
        assert_eq!((found.part, found.count), (Some(active), signed().count() as i64), "active on day {cut}");
        let producing = signed().filter(|(p, _)| within(&p.won, 365)).count() as i64;
        assert_eq!(figure("producing_partner_rate").await.part, Some(producing), "producing on day {cut}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_lifecycle_figure_opens_to_its_partners() {
    let (at, all) = filled().await;
    let mut opened = 0;
    for metric in METRICS.iter().filter(|m| m.family.subject() == Subject::Partners) {
        for dimension in DIMENSIONS.iter().filter(|d| d.belongs_to(Subject::Partners)) {
            let question =
                Question { metric: metric.key.to_owned(), by: vec![dimension.to_string()], ..Question::default() };
            let found = answer(&at.cx, &question).await.expect("an answer");
            let sum = |of: &dyn Fn(&operations::grow::kpi::Figure) -> i64| found.figures.iter().map(of).sum::<i64>();
            assert_eq!(sum(&|f| f.count), found.totals[0].count, "{} by {dimension}", metric.key);
            assert_eq!(sum(&|f| f.excluded), found.totals[0].excluded);
            for figure in &found.figures {
                opened += 1;
                opens(&at, &question, figure, metric.unit, metric.shape).await;
            }
        }
        let program = Question { metric: metric.key.to_owned(), by: vec!["program".to_owned()], ..Question::default() };
        assert!(answer(&at.cx, &program).await.is_err(), "a partner is in several programs");
    }
    assert!(opened > 300 && all.len() == 90, "{opened}");
}
