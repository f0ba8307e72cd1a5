//! Other people's data through the program alone: `compagnon import`, then every figure asked of `compagnon kpi` and of the API.
//! Where the data does not lie beside the checkout, these tests do nothing.

use crate::load::exchange;
use crate::running::Program;
use calamine::Reader;
use serde_json::Value;
use std::path::{Path, PathBuf};
use std::process::Command;
use storage::test_database::TestDatabase;

const SECRET: &str = "only for this test, only for this test";

/// The program on a database of its own, with a data set in it.
pub(crate) struct Installed {
    pub(crate) database: TestDatabase,
    pub(crate) folder: tempfile::TempDir,
    program: Program,
    token: String,
}

fn shared(folder: &str) -> Option<PathBuf> {
    let place = PathBuf::from(std::env::var_os("COMPAGNON_SHARED_DATA")?).join(folder);
    place.is_dir().then_some(place)
}

fn mapping(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/mappings").join(name)
}

pub(crate) fn call(database: &str, folder: &Path, arguments: &[&str]) -> String {
    let output = command(database, folder, arguments).output().expect("the program runs");
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(output.status.success(), "{arguments:?}: {said}{}", String::from_utf8_lossy(&output.stderr));
    said
}

fn command(database: &str, folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_compagnon"));
    command
        .args(arguments)
        .current_dir(folder)
        // Speaks to the test beside this one; the program knows no such key.
        .env_remove("COMPAGNON_KILLS")
        .env("COMPAGNON_DATA_DIR", folder)
        .env("COMPAGNON_DATABASE_URL", database)
        .env("COMPAGNON_SECRET", SECRET)
        .env("COMPAGNON_LOG__LEVEL", "warn");
    command
}

impl Installed {
    /// Imports `data` by `mapping`; also what the import printed.
    pub(crate) async fn with(mapping: &Path, data: &Path) -> (Self, String) {
        let database = TestDatabase::create().await.expect("a database");
        let folder = tempfile::tempdir().expect("a folder");
        let run = |arguments: &[&str]| call(&database.url, folder.path(), arguments);
        let printed =
            run(&["import", "--mapping", &mapping.display().to_string(), "--dir", &data.display().to_string()]);
        run(&["user", "add", "--email", "ines@halden.example", "--name", "Ines Hoffmann", "--role", "administrator"]);
        let token = run(&["token", "add", "--user", "ines@halden.example", "--name", "figures"]);
        let token = token.split_whitespace().find(|it| it.starts_with("cmpg_")).expect("a token").to_owned();
        let program = Program::start(&database.url, folder.path(), SECRET, 9);
        (Self { database, folder, program, token }, printed)
    }

    /// The answer of the API, after comparing it with the command line's.
    async fn ask(&self, metric: &str, by: &[&str], range: Option<(&str, &str)>) -> Value {
        self.ask_beside(metric, by, range, None).await
    }

    /// The same beside an earlier period.
    async fn ask_beside(&self, metric: &str, by: &[&str], range: Option<(&str, &str)>, compare: Option<&str>) -> Value {
        let mut arguments = vec!["kpi", "--format", "json", "--metric", metric];
        let mut query = String::new();
        for dimension in by {
            arguments.extend(["--by", dimension]);
            query.push_str(&format!("&by={dimension}"));
        }
        if let Some((from, to)) = range {
            arguments.extend(["--from", from, "--to", to]);
            query.push_str(&format!("&from={from}&to={to}"));
        }
        if let Some(compare) = compare {
            arguments.extend(["--compare", compare]);
            query.push_str(&format!("&compare={compare}"));
        }
        let printed = call(&self.database.url, self.folder.path(), &arguments);
        let printed: Value = serde_json::from_str(&printed).expect("JSON");
        let request = format!(
            "GET /api/v1/kpis/{metric}?{} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\nAuthorization: Bearer {}\r\n\r\n",
            query.trim_start_matches('&'),
            self.token
        );
        let answer = exchange(self.program.port(), request.as_bytes()).await.expect("an answer");
        let (head, body) = answer.split_once("\r\n\r\n").expect("a body");
        assert!(head.starts_with("HTTP/1.1 200"), "{head}\n{body}");
        let answered: Value = serde_json::from_str(body).expect("JSON");
        assert_eq!(answered, printed, "{metric} by {by:?}");
        answered
    }

    /// What the API answers.
    pub(crate) async fn get(&self, path: &str) -> Value {
        let request = format!(
            "GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\nAuthorization: Bearer {}\r\n\r\n",
            self.token
        );
        let answer = exchange(self.program.port(), request.as_bytes()).await.expect("an answer");
        let (head, body) = answer.split_once("\r\n\r\n").expect("a body");
        assert!(head.starts_with("HTTP/1.1 200"), "{head}\n{body}");
        serde_json::from_str(body).expect("JSON")
    }

    /// What the command line says to something it does not do.
    pub(crate) fn fails(&self, arguments: &[&str]) -> String {
        let output = command(&self.database.url, self.folder.path(), arguments).output().expect("the program runs");
        assert!(!output.status.success(), "{arguments:?}");
        String::from_utf8_lossy(&output.stderr).into_owned()
    }

    async fn one(&self, metric: &str) -> Value {
        let mut answer = self.ask(metric, &[], None).await;
        assert_eq!(answer["figures"].as_array().expect("figures").len(), 1, "{metric}");
        answer["figures"][0].take()
    }

    /// One field of the figures of one group, in hundredths, by label: `West`, or `West/Bikes`.
    async fn expect(&self, metric: &str, by: &[&str], range: Option<(&str, &str)>, wanted: &[(&str, &str)]) {
        let answer = self.ask(metric, by, range).await;
        let figures = answer["figures"].as_array().expect("figures");
        for (label, value) in wanted {
            let found = figures.iter().find(|f| named(f) == *label).unwrap_or_else(|| panic!("no {label} in {metric}"));
            assert_eq!(rounded(&found["value"], 2), *value, "{metric} of {label}");
        }
    }
}

fn named(figure: &Value) -> String {
    let groups = figure["group"].as_array().expect("groups");
    groups.iter().map(|g| g["label"].as_str().expect("a label")).collect::<Vec<_>>().join("/")
}

/// A decimal of four places, rounded half away from zero to fewer.
fn rounded(value: &Value, places: u32) -> String {
    let text = value.as_str().unwrap_or_else(|| panic!("a value, not {value}"));
    let Some((whole, decimals)) = text.split_once('.') else { return text.to_owned() };
    let number: i128 = format!("{whole}{decimals:0<4}").parse().expect("a number");
    let step = 10_i128.pow(4 - places);
    let number = (number + step / 2) / step;
    let unit = 10_i128.pow(places);
    format!("{}.{:0width$}", number / unit, number % unit, width = places as usize)
}

#[tokio::test(flavor = "multi_thread")]
async fn the_crm_exports_figures_are_said_by_the_command_line_and_the_api() {
    let Some(data) = shared("maven-crm") else { return };
    let copies = data.join("excel-resaved");
    for (data, name) in [(data, "maven-crm.toml"), (copies, "maven-crm-excel.toml")] {
        let (at, _) = Installed::with(&mapping(name), &data).await;
        let all = [
            ("bookings", "10005534.00"),
            ("won_count", "4238"),
            ("lost_count", "2473"),
            ("average_deal", "2360.91"),
            ("win_rate", "63.15"),
            ("win_rate_all", "48.16"),
        ];
        for (metric, value) in all {
            assert_eq!(rounded(&at.one(metric).await["value"], 2), value, "{metric}");
        }
        at.expect("open_count", &["stage"], None, &[("Engaging", "1589"), ("Prospecting", "500")]).await;
        let won = at.one("cycle_time_won").await;
        assert_eq!((rounded(&won["value"], 2).as_str(), rounded(&won["median"], 0).as_str()), ("51.78", "57.0"));
        let closed = at.one("cycle_time_closed").await;
        assert_eq!((rounded(&closed["value"], 3).as_str(), rounded(&closed["median"], 0).as_str()), ("47.985", "45.0"));
        let regions = [("West", "3568647.00"), ("Central", "3346293.00"), ("East", "3090594.00")];
        at.expect("bookings", &["segment"], None, &regions).await;
        at.expect("win_rate", &["segment"], None, &[("West", "63.94"), ("Central", "62.56"), ("East", "63.02")]).await;

        let year = Some(("2017-01-01", "2017-12-31"));
        let quarters = at.ask("bookings", &["quarter"], year).await;
        let values = |answer: &Value| -> Vec<String> {
            answer["figures"].as_array().expect("figures").iter().map(|f| rounded(&f["value"], 2)).collect()
        };
        assert_eq!(values(&quarters), ["1134672.00", "3086111.00", "2982255.00", "2802496.00"]);
        assert_eq!(values(&at.ask("win_rate", &["quarter"], year).await), ["82.07", "61.71", "61.41", "60.25"]);

        // The second quarter of 2017 beside the first, and beside the second of 2016.
        let second = Some(("2017-04-01", "2017-06-30"));
        let beside = at.ask_beside("bookings", &[], second, Some("previous")).await;
        let (now, then) = (&beside["figures"][0], &beside["figures"][0]["earlier"]);
        assert_eq!((rounded(&now["value"], 2), rounded(&then["value"], 2)), ("3086111.00".into(), "1134672.00".into()));
        assert_eq!((&then["difference"], &then["change_percent"]), (&"1951439.0000".into(), &"171.9827".into()));
        assert_eq!(
            (&beside["earlier"]["from"], &beside["earlier"]["to"]),
            (&"2017-01-01".into(), &"2017-03-31".into())
        );
        let rates = at.ask_beside("win_rate", &[], second, Some("previous")).await;
        let then = &rates["figures"][0]["earlier"];
        assert_eq!(rounded(&then["value"], 2), "82.07");
        assert!(
            then["change_percent"].is_null() && then["difference"].as_str().is_some_and(|d| d.starts_with("-20.3"))
        );
        let parts = at.ask_beside("bookings", &["segment"], second, Some("previous")).await;
        let cents =
            |value: &Value| value.as_str().expect("an amount").replace('.', "").parse::<i64>().expect("a number");
        let sum: i64 =
            parts["figures"].as_array().expect("figures").iter().map(|f| cents(&f["earlier"]["value"])).sum();
        assert_eq!(sum, 1_134_672 * 10_000);
        let year = at.ask_beside("bookings", &[], second, Some("year_before")).await;
        let then = &year["figures"][0]["earlier"];
        assert_eq!((&then["value"], &then["change_percent"]), (&"0.0000".into(), &Value::Null));

        // The same figures in a spreadsheet, with a last line for all of it.
        let out = at.folder.path().join("segments.xlsx").display().to_string();
        let arguments = ["kpi", "--metric", "bookings", "--by", "segment", "--format", "xlsx", "--out", &out];
        assert_eq!(call(&at.database.url, at.folder.path(), &arguments), "");
        let mut book = calamine::open_workbook_auto(&out).expect("a workbook");
        let range = book.worksheet_range_at(0).expect("a sheet").expect("readable");
        let amounts: Vec<(String, String)> = range.rows().map(|row| (row[1].to_string(), row[4].to_string())).collect();
        let wanted = [
            ("Segment", "Value"),
            ("West", "3568647"),
            ("Central", "3346293"),
            ("East", "3090594"),
            ("All", "10005534"),
        ];
        assert_eq!(amounts, wanted.map(|(a, b)| (a.to_owned(), b.to_owned())));

        let managers = at.ask("win_rate", &["owner"], None).await;
        for (name, closed, won, rate) in [
            ("Cara Losch", 745, 480, "64.43"),
            ("Summer Sewald", 1_287, 828, "64.34"),
            ("Celia Rouche", 962, 610, "63.41"),
            ("Dustin Brinkmann", 1_186, 747, "62.98"),
            ("Melvin Marxen", 1_418, 882, "62.20"),
            ("Rocco Neubert", 1_113, 691, "62.08"),
        ] {
            let found = managers["figures"].as_array().expect("figures").iter().find(|f| named(f) == name);
            let found = found.unwrap_or_else(|| panic!("no {name}"));
            assert_eq!((found["count"].as_i64(), found["part"].as_i64()), (Some(closed), Some(won)), "{name}");
            assert_eq!(rounded(&found["value"], 2), rate, "{name}");
        }
        let agents = [("Darcel Schlecht", "1153214.00"), ("Vicki Laflamme", "478396.00")];
        at.expect("bookings", &["partner"], None, &agents).await;
        at.expect("win_rate", &["partner"], None, &[("Hayden Neloms", "70.39"), ("Lajuana Vencill", "54.98")]).await;
        let products = [
            ("GTK 500", "64.07"),
            ("GTX Basic", "54.77"),
            ("GTX Plus Basic", "51.76"),
            ("GTX Plus Pro", "51.73"),
            ("GTX Pro", "48.33"),
            ("MG Advanced", "51.78"),
            ("MG Special", "51.34"),
        ];
        at.expect("cycle_time_won", &["product"], None, &products).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn without_its_alias_the_crm_export_says_how_many_rows_have_an_unknown_product() {
    let Some(data) = shared("maven-crm") else { return };
    let folder = tempfile::tempdir().expect("a folder");
    let without = folder.path().join("without-alias.toml");
    let text = std::fs::read_to_string(mapping("maven-crm.toml")).expect("the mapping");
    assert!(text.contains("\"GTXPro\" = \"GTX Pro\""), "the mapping has the alias");
    std::fs::write(&without, text.replace("\"GTXPro\" = \"GTX Pro\"", "")).expect("a file");
    let (at, printed) = Installed::with(&without, &data).await;
    assert!(printed.contains("1,480") || printed.contains("1480"), "{printed}");
    // The amounts of those deals are still there, under "not known".
    assert_eq!(rounded(&at.one("bookings").await["value"], 2), "10005534.00");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_reseller_channels_figures_are_said_by_the_command_line_and_the_api() {
    let Some(data) = shared("adventureworks") else { return };
    let (at, _) = Installed::with(&mapping("adventureworks.toml"), &data).await;
    assert_eq!(at.one("bookings").await["value"], "80450596.9823");
    assert_eq!(at.one("won_count").await["value"], "3796");
    let categories = [
        ("Accessories", "571297.93"),
        ("Bikes", "66302381.56"),
        ("Clothing", "1777840.84"),
        ("Components", "11799076.66"),
    ];
    at.expect("bookings", &["category"], None, &categories).await;
    let types =
        [("Specialty Bike Shop", "6756166.18"), ("Value Added Reseller", "34967517.33"), ("Warehouse", "38726913.48")];
    at.expect("bookings", &["segment"], None, &types).await;
    let both = [
        ("Specialty Bike Shop/Accessories", "65125.48"),
        ("Specialty Bike Shop/Bikes", "6080117.73"),
        ("Specialty Bike Shop/Clothing", "252933.91"),
        ("Specialty Bike Shop/Components", "357989.07"),
        ("Value Added Reseller/Accessories", "175002.81"),
        ("Value Added Reseller/Bikes", "30892354.33"),
        ("Value Added Reseller/Clothing", "592385.71"),
        ("Value Added Reseller/Components", "3307774.48"),
        ("Warehouse/Accessories", "331169.64"),
        ("Warehouse/Bikes", "29329909.50"),
        ("Warehouse/Clothing", "932521.23"),
        ("Warehouse/Components", "8133313.11"),
    ];
    at.expect("bookings", &["segment", "category"], None, &both).await;
    let countries = [
        ("Australia", "1594335.38"),
        ("Canada", "14377925.60"),
        ("France", "4607537.94"),
        ("Germany", "1983988.04"),
        ("United Kingdom", "4279008.83"),
        ("United States", "53607801.21"),
    ];
    at.expect("bookings", &["country"], None, &countries).await;
    // 635 bought, 66 of the 701 never did.
    let partners = at.ask("won_count", &["partner"], None).await;
    let bought = partners["figures"].as_array().expect("figures").iter().filter(|f| f["value"] != "0").count();
    assert_eq!(bought, 635);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_permit_logs_figures_are_said_by_the_command_line_and_the_api() {
    let Some(data) = shared("receipt-log") else { return };
    let (at, _) = Installed::with(&mapping("receipt-log.toml"), &data).await;
    assert_eq!(at.one("registrations").await["value"], "1434");
    let first = at.one("first_answer_time").await;
    assert_eq!((rounded(&first["value"], 2).as_str(), first["count"].as_i64()), ("76014.05", Some(1_318)));
    let intake = [("Internet", "1250"), ("Desk", "109"), ("Post", "53"), ("e-mail", "21"), ("Intern", "1")];
    at.expect("registrations", &["source"], None, &intake).await;
}
