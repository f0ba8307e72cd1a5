//! Every number opens: for each KPI and each way to divide it, the parts and what is not known add up to the whole, and the rows behind each part
//! are as many, and worth as much, as it says. On data as awkward as people keep it: blank and dirty categories, days that run backwards, stages
//! left empty, deals of nobody, events at the same moment.

use crate::installation::Installation;
use kernel::PageRequest;
use operations::grow::kpi::registry::{Shape, Unit};
use operations::grow::kpi::{DIMENSIONS, Figure, METRICS, Question, Row, Which, answer, rows};

const DEALS: &str = concat!(
    head!(
        [name = "crm", currency = "USD", dates = ["%Y-%m-%d"], empty = ["N/A"]],
        ["deals"],
        "resellers",
        "reseller",
        ["Applied" = "open", "Screening" = "open", "Offer" = "open", "Hired" = "won", "Rejected" = "lost"]
    ),
    r#"
[[table]]
target = "product"
file = "deals"
key = "product"
[table.field]
name = "product"
[[table]]
target = "company"
file = "deals"
key = "customer"
[table.field]
name = "customer"
[[table]]
target = "partner"
file = "deals"
key = "agency"
[table.field]
program = { constant = "resellers" }
name = "agency"
[[table]]
target = "deal"
file = "deals"
key = "id"
[table.field]
program = { constant = "resellers" }
partner = { column = "agency", on_missing = "report" }
company = { column = "customer", on_missing = "report" }
product = { column = "product", on_missing = "report" }
currency = "currency"
stage = { column = "stage", default = "Applied" }
opened = "opened"
closed = "closed"
amount = "amount"
"#
);

const LOG: &str = concat!(
    head!(
        [name = "log", time_zone = "Europe/Amsterdam", dates = ["%Y-%m-%d %H:%M"]],
        ["log"],
        "permits",
        "services",
        []
    ),
    r#"
[[table]]
target = "registration"
file = "log"
group_by = "case"
[table.field]
program = { constant = "permits" }
company_name = "case"
sender_name = "case"
status = { constant = "expired" }
[table.event]
activity = "activity"
at = "at"
first_answer = "next_event"
decided = "last_event"
[table.event.means]
"Received" = "submitted"
"#
);

/// A number that looks random and is the same every time.
pub(crate) fn pick(n: usize, salt: usize, of: usize) -> usize {
    let mut x = (n as u64).wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ (salt as u64).wrapping_mul(0xD1B5_4A32_D192_ED03);
    x ^= x >> 29;
    x = x.wrapping_mul(0xBF58_476D_1CE4_E5B9);
    x ^= x >> 32;
    usize::try_from(x % of as u64).unwrap_or(0)
}

fn deals() -> String {
    let day = |n: usize| format!("2025-{:02}-{:02}", n % 12 + 1, n / 12 % 28 + 1);
    let mut csv = String::from("id,agency,customer,product,currency,stage,opened,closed,amount\n");
    for n in 0..400 {
        let one = |salt, all: &[&str]| all.get(pick(n, salt, all.len())).copied().unwrap_or_default().to_owned();
        let stage = one(1, &["Applied", "Screening", "Offer", "Hired", "Hired", "Rejected", ""]);
        let over = stage == "Hired" || stage == "Rejected";
        let cells = [
            format!("A{n}"),
            one(2, &["Nord", "Süd GmbH", "", "  "]),
            one(3, &["Kunde A", "Kunde B", "", "N/A"]),
            one(4, &["Basic", "Plus", ""]),
            one(5, &["USD", "EUR", ""]),
            stage,
            if pick(n, 6, 9) == 0 { String::new() } else { day(pick(n, 7, 336)) },
            // Some are closed before they were opened, some have no day.
            if over && pick(n, 8, 8) > 0 { day(pick(n, 9, 336)) } else { String::new() },
            one(10, &["100", "0", "", "12.5", "99999.99"]),
        ];
        csv.push_str(&cells.join(","));
        csv.push('\n');
    }
    csv
}

fn log() -> String {
    let mut csv = String::from("case,activity,at\n");
    for n in 0..120 {
        for event in 0..=pick(n, 1, 4) {
            let activity = if event == 0 { "Received" } else { "Looked at" };
            // The same moment more than once, and out of order.
            let minute = pick(n, 2, 30) + if event == 0 { 20 } else { pick(n, event + 3, 3) * 20 };
            csv.push_str(&format!("D{n},{activity},2025-{:02}-11 09:{:02}\n", pick(n, 9, 12) + 1, minute % 60));
        }
    }
    csv
}

async fn behind(at: &Installation, question: &Question, which: Which) -> Vec<Row> {
    let mut all = Vec::new();
    let mut after = None;
    loop {
        let page = PageRequest { limit: Some(200), after };
        let found = rows(&at.cx, question, which, &page).await.expect("rows").page;
        all.extend(found.items);
        match found.next_cursor {
            Some(cursor) => after = PageRequest::parse(None, Some(&cursor)).expect("a cursor").after,
            None => return all,
        }
    }
}

/// The rows behind a figure say what it says.
pub(crate) async fn opens(at: &Installation, question: &Question, figure: &Figure, unit: Unit, shape: Shape) {
    let mut question = question.clone();
    question.filters = figure.group.iter().map(|g| format!("{}={}", g.dimension, g.key)).collect();
    question.by.clear();
    if let Some(currency) = figure.currency {
        question.filters.push(format!("currency={currency}"));
    }
    let told = format!("{} {:?} {:?}", question.metric, question.filters, figure);
    let counted = behind(at, &question, Which::Counted).await;
    assert_eq!(i64::try_from(counted.len()), Ok(figure.count), "{told}");
    let excluded = behind(at, &question, Which::Excluded).await;
    assert_eq!(i64::try_from(excluded.len()), Ok(figure.excluded), "left out: {told}");
    if let Some(part) = figure.part.filter(|_| shape != Shape::Conversion) {
        let rows = behind(at, &question, Which::Part).await;
        assert_eq!(i64::try_from(rows.len()), Ok(part), "part: {told}");
    }
    if unit == Unit::Money && shape == Shape::Amount {
        let sum: i64 = counted.iter().filter_map(|r| r.money).map(|m| m.amount).sum();
        assert_eq!(Some(sum), figure.value.or(Some(0)), "{told}");
    }
    if let (Some(mean), Shape::Distribution) = (figure.value, shape) {
        let mut all: Vec<i64> = counted.iter().filter_map(|r| r.duration).collect();
        all.sort_unstable();
        let sum: i64 = all.iter().sum();
        assert!((sum / figure.count.max(1) - mean).abs() <= 1, "mean {sum}: {told}");
        // By another way: the place as a fraction, between the two rows beside it.
        let line = |percent: f64| {
            let place = percent / 100.0 * (all.len() - 1) as f64;
            let (low, high) = (all[place.floor() as usize] as f64, all[place.ceil() as usize] as f64);
            low + (high - low) * place.fract()
        };
        let spread = figure.spread.expect("a spread");
        for (percent, told_value) in
            [(25.0, spread.p25), (50.0, figure.median.expect("it")), (75.0, spread.p75), (90.0, spread.p90)]
        {
            // Times are kept to the minute.
            let exact = if unit == Unit::Days { 1.0 } else { 600_000.0 };
            assert!((line(percent) - told_value as f64).abs() <= exact, "{percent} %: {told}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_parts_of_every_kpi_add_up_and_the_rows_behind_each_part_are_what_it_says() {
    let at = Installation::new().await;
    at.file("deals.csv", deals());
    at.import(DEALS).await;
    at.file("log.csv", log());
    at.import(LOG).await;
    assert_eq!(at.number("SELECT COUNT(*) FROM deal").await, 400);
    assert_eq!(at.number("SELECT COUNT(*) FROM registration").await, 120);
    let (mut asked, mut opened, mut unknown) = (0, 0, 0);
    for metric in *METRICS {
        for dimension in DIMENSIONS {
            if !dimension.belongs_to(metric.family.subject()) {
                continue;
            }
            let question =
                Question { metric: metric.key.to_owned(), by: vec![dimension.to_string()], ..Question::default() };
            let Ok(found) = answer(&at.cx, &question).await else { continue };
            asked += 1;
            let sum = |all: &[Figure]| {
                all.iter().fold((0, 0, 0), |(c, p, e), f| (c + f.count, p + f.part.unwrap_or(0), e + f.excluded))
            };
            if metric.shape != Shape::Conversion {
                assert_eq!(sum(&found.figures), sum(&found.totals), "{} by {dimension}", metric.key);
            }
            for figure in &found.figures {
                unknown += usize::from(figure.group.iter().any(|g| g.key.is_empty()));
                opened += 1;
                opens(&at, &question, figure, metric.unit, metric.shape).await;
            }
        }
    }
    assert!(asked > 200 && opened > 600 && unknown > 50, "{asked} asked, {opened} opened, {unknown} not known");
}

const HISTORY: &str = concat!(
    head!(
        [name = "crm", currency = "USD", dates = ["%Y-%m-%d"]],
        ["deals"],
        "resellers",
        "reseller",
        ["Applied" = "open", "Screening" = "open", "Hired" = "won", "Rejected" = "lost"]
    ),
    r#"
[[table]]
target = "deal"
file = "deals"
key = "id"
[table.field]
program = { constant = "resellers" }
stage = "stage"
opened = "opened"
closed = "closed"
amount = "amount"
[[table.stage_entry]]
stage = { constant = "Applied" }
at = "opened"
[[table.stage_entry]]
stage = { constant = "Screening" }
at = "screened"
[[table.stage_entry]]
stage = "stage"
at = "closed"
"#
);

/// A deal as the file tells it: days since the first of January 2025.
struct Told {
    opened: usize,
    screened: Option<usize>,
    closed: Option<usize>,
    won: bool,
    amount: i64,
}

fn told(n: usize) -> Told {
    let opened = pick(n, 1, 300);
    let screened = (pick(n, 2, 3) > 0).then(|| opened + pick(n, 3, 30));
    let closed = (pick(n, 4, 2) == 0).then(|| screened.unwrap_or(opened) + pick(n, 5, 40));
    Told { opened, screened, closed, won: pick(n, 6, 2) == 0, amount: i64::try_from(pick(n, 7, 1_000)).unwrap_or(0) }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_hundred_days_of_the_past_are_what_the_history_up_to_them_says() {
    let at = Installation::new().await;
    let first: kernel::Date = "2025-01-01".parse().expect("a date");
    let day = |n: usize| first.plus_days(i64::try_from(n).unwrap_or(0));
    let all: Vec<Told> = (0..300).map(told).collect();
    let mut csv = String::from("id,stage,opened,screened,closed,amount\n");
    for (n, deal) in all.iter().enumerate() {
        let text = |d: Option<usize>| d.map(|d| day(d).to_string()).unwrap_or_default();
        let stage = match (deal.closed, deal.won, deal.screened) {
            (Some(_), true, _) => "Hired",
            (Some(_), false, _) => "Rejected",
            (None, _, Some(_)) => "Screening",
            (None, _, None) => "Applied",
        };
        let (opened, screened, closed) = (day(deal.opened), text(deal.screened), text(deal.closed));
        csv.push_str(&format!("A{n},{stage},{opened},{screened},{closed},{}\n", deal.amount));
    }
    at.file("deals.csv", csv);
    at.import(HISTORY).await;
    for sample in 0..100 {
        let cut = pick(sample, 11, 380);
        let ask = async |metric: &str, by: &[&str]| {
            let question = Question {
                metric: metric.to_owned(),
                by: by.iter().map(|b| (*b).to_owned()).collect(),
                as_of: Some(day(cut).to_string()),
                ..Question::default()
            };
            answer(&at.cx, &question).await.expect("an answer").figures
        };
        let value = async |metric: &str| ask(metric, &[]).await.first().and_then(|f| f.value).unwrap_or(0) / 10_000;
        let until = |d: &&Told| d.opened <= cut;
        let ended = |d: &Told| d.closed.is_some_and(|closed| closed <= cut);
        let count = |which: &dyn Fn(&Told) -> bool| {
            i64::try_from(all.iter().filter(until).filter(|d| which(d)).count()).unwrap_or(-1)
        };
        let won: i64 = all.iter().filter(until).filter(|d| d.won && ended(d)).map(|d| d.amount).sum();
        assert_eq!(value("won_count").await, count(&|d| d.won && ended(d)), "won by {}", day(cut));
        assert_eq!(value("lost_count").await, count(&|d| !d.won && ended(d)), "lost by {}", day(cut));
        assert_eq!(value("open_count").await, count(&|d| !ended(d)), "open on {}", day(cut));
        assert_eq!(value("bookings").await, won, "bookings by {}", day(cut));
        let screened = |d: &Told| d.screened.is_some_and(|s| s <= cut);
        let stages = ask("open_count", &["stage"]).await;
        let stage = |name: &str| stages.iter().find(|f| f.group[0].label == name).map_or(0, |f| f.count);
        assert_eq!(stage("Screening"), count(&|d| !ended(d) && screened(d)), "screening on {}", day(cut));
        assert_eq!(stage("Applied"), count(&|d| !ended(d) && !screened(d)), "applied on {}", day(cut));
    }
}
