//! What the KPIs say of other people's data, against the figures their publishers' rows add up to.

#![expect(
    clippy::inconsistent_digit_grouping,
    reason = "amounts in ten-thousandths and hundredths are grouped as units and decimals"
)]

use crate::installation::Installation;
use crate::real::{mapping, shared};
use operations::grow::kpi::{Answer, Figure, Path, Question, answer, answer_ask};
use operations::settings::{ChangeOrganisation, patch_organisation};
use std::collections::BTreeMap;

impl Installation {
    pub(crate) async fn ask(&self, metric: &str, by: &[&str], range: Option<(&str, &str)>) -> Answer {
        let question = Question {
            metric: metric.to_owned(),
            by: by.iter().map(|b| (*b).to_owned()).collect(),
            from: range.map(|(from, _)| from.to_owned()),
            to: range.map(|(_, to)| to.to_owned()),
            ..Question::default()
        };
        let found = answer(&self.cx, &question).await.expect("an answer");
        // Whatever way the planner chose, the facts say the same.
        let facts = answer_ask(&self.cx, found.ask.clone(), Some(Path::Facts)).await.expect("an answer");
        assert_eq!(facts.figures, found.figures, "{metric} by {by:?}");
        found
    }
    /// The figure for all, in ten-thousandths of the unit.
    pub(crate) async fn one(&self, metric: &str) -> i64 {
        let found = self.ask(metric, &[], None).await;
        assert_eq!(found.figures.len(), 1, "{metric}");
        found.figures[0].value.expect("a value")
    }
    /// Figures by one or two dimensions: labels joined by `/` → ten-thousandths.
    pub(crate) async fn by(&self, metric: &str, by: &[&str]) -> BTreeMap<String, i64> {
        by_label(&self.ask(metric, by, None).await)
    }
    async fn as_of(&self, metric: &str, by: &[&str], day: &str) -> Answer {
        let by = by.iter().map(|b| (*b).to_owned()).collect();
        let as_of = Some(day.to_owned());
        let question = Question { metric: metric.to_owned(), by, as_of, ..Question::default() };
        answer(&self.cx, &question).await.expect("an answer")
    }
    /// Figures by a dimension as they stood at the end of a day.
    pub(crate) async fn by_as_of(&self, metric: &str, by: &[&str], day: &str) -> BTreeMap<String, i64> {
        by_label(&self.as_of(metric, by, day).await)
    }
    /// The figure for all as it stood at the end of a day.
    pub(crate) async fn figure_as_of(&self, metric: &str, day: &str) -> Figure {
        self.as_of(metric, &[], day).await.figures.swap_remove(0)
    }
}

pub(crate) fn by_label(found: &Answer) -> BTreeMap<String, i64> {
    let labels = |f: &Figure| f.group.iter().map(|g| g.label.clone()).collect::<Vec<_>>().join("/");
    found.figures.iter().filter_map(|f| Some((labels(f), f.value?))).collect()
}

/// Ten-thousandths to hundredths, half away from zero.
fn cents(value: i64) -> i64 {
    (value + 50) / 100
}

#[tokio::test(flavor = "multi_thread")]
async fn the_crm_exports_figures_come_out_exactly_also_from_the_excel_copies() {
    let Some(folder) = shared("maven-crm") else { return };
    for (folder, name) in [(folder.clone(), "maven-crm.toml"), (folder.join("excel-resaved"), "maven-crm-excel.toml")] {
        let at = Installation::new().await;
        at.run(&mapping(name), &folder, false).await.expect("the import comes to its end");
        assert_eq!(at.one("bookings").await, 10_005_534_0000);
        assert_eq!(at.one("won_count").await, 4_238_0000);
        assert_eq!(at.one("lost_count").await, 2_473_0000);
        assert_eq!(at.one("open_count").await, 2_089_0000);
        assert_eq!(cents(at.one("average_deal").await), 236091);
        assert_eq!(cents(at.one("win_rate").await), 6315);
        assert_eq!(cents(at.one("win_rate_all").await), 4816);
        let stages = at.by("open_count", &["stage"]).await;
        assert_eq!((stages["Engaging"], stages["Prospecting"]), (1_589_0000, 500_0000));
        let won = &at.ask("cycle_time_won", &[], None).await.figures[0];
        assert_eq!((cents(won.value.expect("mean")), won.median), (5178, Some(57_0000)));
        let closed = &at.ask("cycle_time_closed", &[], None).await.figures[0];
        assert_eq!(((closed.value.expect("mean") + 5) / 10, closed.median), (47_985, Some(45_0000)));

        let segments = at.by("bookings", &["segment"]).await;
        let rates = at.by("win_rate", &["segment"]).await;
        for (segment, amount, rate) in
            [("West", 3_568_647, 6394), ("Central", 3_346_293, 6256), ("East", 3_090_594, 6302)]
        {
            assert_eq!((segments[segment], cents(rates[segment])), (amount * 10_000, rate), "{segment}");
        }
        let quarters = at.ask("bookings", &["quarter"], Some(("2017-01-01", "2017-12-31"))).await;
        let amounts: Vec<_> = quarters.figures.iter().map(|f| f.value.unwrap_or_default() / 10_000).collect();
        assert_eq!(amounts, [1_134_672, 3_086_111, 2_982_255, 2_802_496]);
        let quarters = at.ask("win_rate", &["quarter"], Some(("2017-01-01", "2017-12-31"))).await;
        let rates: Vec<_> = quarters.figures.iter().map(|f| cents(f.value.unwrap_or_default())).collect();
        assert_eq!(rates, [8207, 6171, 6141, 6025]);

        let managers = at.ask("win_rate", &["owner"], None).await;
        let found: BTreeMap<_, _> = managers
            .figures
            .iter()
            .map(|f| {
                (f.group[0].label.clone(), (f.count, f.part.unwrap_or_default(), cents(f.value.unwrap_or_default())))
            })
            .collect();
        for (name, closed, won, rate) in [
            ("Cara Losch", 745, 480, 6443),
            ("Summer Sewald", 1_287, 828, 6434),
            ("Celia Rouche", 962, 610, 6341),
            ("Dustin Brinkmann", 1_186, 747, 6298),
            ("Melvin Marxen", 1_418, 882, 6220),
            ("Rocco Neubert", 1_113, 691, 6208),
        ] {
            assert_eq!(found[name], (closed, won, rate), "{name}");
        }
        let agents = at.by("bookings", &["partner"]).await;
        assert_eq!((agents["Darcel Schlecht"], agents["Vicki Laflamme"]), (1_153_214_0000, 478_396_0000));
        let agents = at.by("win_rate", &["partner"]).await;
        assert_eq!((cents(agents["Hayden Neloms"]), cents(agents["Lajuana Vencill"])), (7039, 5498));
        let days = at.by("cycle_time_won", &["product"]).await;
        for (product, mean) in [
            ("GTK 500", 6407),
            ("GTX Basic", 5477),
            ("GTX Plus Basic", 5176),
            ("GTX Plus Pro", 5173),
            ("GTX Pro", 4833),
            ("MG Advanced", 5178),
            ("MG Special", 5134),
        ] {
            assert_eq!(cents(days[product]), mean, "{product}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_crm_exports_weeks_and_fiscal_quarters_come_out_exactly() {
    let Some(folder) = shared("maven-crm") else { return };
    let at = Installation::new().await;
    at.run(&mapping("maven-crm.toml"), &folder, false).await.expect("the import comes to its end");
    // Worked out from the rows of the file with another program.
    let weeks = at.by("bookings", &["week"]).await;
    assert_eq!(weeks.len(), 44);
    for (week, amount, won) in [
        ("2017-W09", 165_663, 82),
        ("2017-W10", 262_986, 118),
        ("2017-W26", 375_115, 116),
        ("2017-W51", 239_394, 119),
        ("2017-W52", 299_803, 131),
    ] {
        assert_eq!(weeks[week], amount * 10_000, "{week}");
        assert_eq!(at.by("won_count", &["week"]).await[week], won * 10_000, "{week}");
    }
    assert_eq!(at.by("lost_count", &["week"]).await["2017-W26"], 40_0000);
    let days = at.by("bookings", &["day"]).await;
    assert_eq!((days.len(), days["2017-06-30"]), (306, 65_388_0000));
    for (start, quarters, year) in [
        (4, [("FY2017-Q4", 1_134_672, 531, 116), ("FY2018-Q1", 3_086_111, 1_254, 778)], ("FY2018", 8_870_862)),
        (2, [("FY2018-Q1", 1_856_604, 816, 417), ("FY2018-Q4", 2_070_516, 917, 502)], ("FY2018", 10_005_534)),
    ] {
        let month = Some(start);
        let change = ChangeOrganisation { fiscal_year_start_month: month, ..ChangeOrganisation::default() };
        patch_organisation(&at.cx, change).await.expect("changed");
        let bookings = at.ask("bookings", &["fiscal_quarter"], None).await;
        assert_eq!((bookings.figures.len(), bookings.path), (4, Path::Totals));
        let (bookings, won, lost) = (
            by_label(&bookings),
            at.by("won_count", &["fiscal_quarter"]).await,
            at.by("lost_count", &["fiscal_quarter"]).await,
        );
        for (quarter, amount, won_deals, lost_deals) in quarters {
            let wanted = (amount * 10_000, won_deals * 10_000, lost_deals * 10_000);
            assert_eq!((bookings[quarter], won[quarter], lost[quarter]), wanted, "{quarter} from month {start}");
        }
        assert_eq!(at.by("bookings", &["fiscal_year"]).await[year.0], year.1 * 10_000);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_reseller_channels_bookings_come_out_exactly_by_business_type_category_and_country() {
    let Some(folder) = shared("adventureworks") else { return };
    let at = Installation::new().await;
    at.run(&mapping("adventureworks.toml"), &folder, false).await.expect("the import comes to its end");
    assert_eq!(at.one("bookings").await, 80_450_596_9823);
    assert_eq!(at.one("won_count").await, 3_796_0000);
    let categories = at.by("bookings", &["category"]).await;
    for (category, amount) in
        [("Accessories", 57129793), ("Bikes", 6630238156), ("Clothing", 177784084), ("Components", 1179907666)]
    {
        assert_eq!(cents(categories[category]), amount, "{category}");
    }
    let types = at.by("bookings", &["segment"]).await;
    let both = at.by("bookings", &["segment", "category"]).await;
    for (kind, all, each) in [
        ("Specialty Bike Shop", 675616618, [6512548, 608011773, 25293391, 35798907]),
        ("Value Added Reseller", 3496751733, [17500281, 3089235433, 59238571, 330777448]),
        ("Warehouse", 3872691348, [33116964, 2932990950, 93252123, 813331311]),
    ] {
        assert_eq!(cents(types[kind]), all, "{kind}");
        for (category, amount) in ["Accessories", "Bikes", "Clothing", "Components"].iter().zip(each) {
            assert_eq!(cents(both[&format!("{kind}/{category}")]), amount, "{kind} {category}");
        }
    }
    let countries = at.by("bookings", &["country"]).await;
    for (country, amount) in [
        ("Australia", 159433538),
        ("Canada", 1437792560),
        ("France", 460753794),
        ("Germany", 198398804),
        ("United Kingdom", 427900883),
        ("United States", 5360780121),
    ] {
        assert_eq!(cents(countries[country]), amount, "{country}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_permit_desks_first_answer_takes_what_its_log_says() {
    let Some(folder) = shared("receipt-log") else { return };
    let at = Installation::new().await;
    at.run(&mapping("receipt-log.toml"), &folder, false).await.expect("the import comes to its end");
    assert_eq!(at.one("registrations").await, 1_434_0000);
    let answers = &at.ask("first_answer_time", &[], None).await.figures[0];
    assert_eq!((answers.count, cents(answers.value.expect("mean"))), (1_318, 7601405));
}
