//! What is said of partners, and dashboards as files: the command line beside the API.

use crate::figures::{Installed, call};
use serde_json::Value;

const MAPPING: &str = r#"
[source]
name = "crm"
currency = "EUR"
[[file]]
id = "partners"
path = "partners.csv"
[[file]]
id = "deals"
path = "deals.csv"
[[program]]
key = "resale"
name = "Resale"
template = "reseller"
[[program.stage]]
name = "Won"
outcome = "won"
[[program.stage]]
name = "Lost"
outcome = "lost"
[[table]]
target = "partner"
file = "partners"
key = "name"
[table.field]
program = { constant = "resale" }
name = "name"
joined = "joined"
signed = "joined"
[[table]]
target = "deal"
file = "deals"
key = "id"
[table.field]
program = { constant = "resale" }
partner = "partner"
stage = "stage"
opened = { constant = "2026-03-01" }
closed = { constant = "2026-05-01" }
amount = { constant = "100" }
"#;

/// Seven partners that joined on one day and closed five deals each: the first won them all, the others one.
async fn installed() -> Installed {
    let data = tempfile::tempdir().expect("a folder");
    let names = ["Alpha", "Beta", "Gamma", "Delta", "Epsilon", "Zeta", "Eta, \"Söhne\""];
    let quoted = |name: &str| format!("\"{}\"", name.replace('"', "\"\""));
    let mut partners = "name,joined\n".to_owned();
    let mut deals = "id,partner,stage\n".to_owned();
    for (at, name) in names.iter().enumerate() {
        partners += &format!("{},2026-01-15\n", quoted(name));
        for n in 0..5 {
            let stage = if at == 0 || n == 0 { "Won" } else { "Lost" };
            deals += &format!("D{at}{n},{},{stage}\n", quoted(name));
        }
    }
    for (name, content) in
        [("partners.csv", partners.as_str()), ("deals.csv", deals.as_str()), ("mapping.toml", MAPPING)]
    {
        std::fs::write(data.path().join(name), content).expect("a file");
    }
    Installed::with(&data.path().join("mapping.toml"), data.path()).await.0
}

#[tokio::test(flavor = "multi_thread")]
async fn coaching_and_health_are_said_by_the_command_line_as_by_the_api() {
    let at = installed().await;
    let run = |arguments: &[&str]| call(&at.database.url, at.folder.path(), arguments);
    let json = |arguments: &[&str]| serde_json::from_str::<Value>(&run(arguments)).expect("JSON");
    // On a day in the past nothing is kept, and the rules are asked then and there.
    let past = ["kpi", "coaching", "--as-of", "2026-06-30", "--rule", "wins_much"];
    let said = json(&[&past[..], &["--format", "json"]].concat());
    assert_eq!(said, at.get("/api/v1/coaching?as_of=2026-06-30&rule=wins_much&limit=200").await);
    let items = said["items"].as_array().expect("findings");
    assert_eq!(items.len(), 1, "{said}");
    assert_eq!(items[0]["text"], "5 of 5 closed deals won; peers win 1.");
    assert_eq!((items[0]["partner"].as_str(), said["on"].as_str()), (Some("Alpha"), Some("2026-06-30")));
    let lines = run(&[&past[..], &["--format", "csv"]].concat());
    let lines: Vec<&str> = lines.lines().collect();
    assert!(lines[0].starts_with(
        "partner,partner_id,program,program_id,rule,title,finding,next_step,from,to,since,peers,measure,part,of"
    ));
    assert!(lines[1].starts_with("Alpha,par_") && lines[1].ends_with(",6,won_of_closed,5,5"), "{lines:?}");
    let german = run(&[&past[..], &["--program", "resale", "--language", "de"]].concat());
    assert!(german.contains("Alpha · Resale") && german.contains("5 von 5 abgeschlossenen Deals gewonnen"), "{german}");
    let wrong = at.fails(&["kpi", "coaching", "--program", "nowhere"]);
    assert!(wrong.contains("There is no program \"nowhere\". There are: resale"), "{wrong}");
    assert!(at.fails(&["kpi", "coaching", "--as-of", "2126-06-30"]).contains("--as-of"));

    // Scores are counted by a job of the running program.
    let mut listed = Value::Null;
    for _ in 0..240 {
        listed = at.get("/api/v1/health-scores?limit=200").await;
        if listed["items"].as_array().is_some_and(|items| items.len() == 7) {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(250)).await;
    }
    assert_eq!(json(&["kpi", "health", "--format", "json"]), listed);
    if listed["items"].as_array().is_some_and(|items| items.len() == 7) {
        let lines = run(&["kpi", "health", "--format", "csv"]);
        assert_eq!(lines.lines().count(), 8, "{lines}");
        assert!(lines.contains("\"Eta, \"\"Söhne\"\"\",par_"), "{lines}");
        let table = run(&["kpi", "health", "--language", "de"]);
        assert!(table.contains("Alpha") && table.contains("Stufe"), "{table}");
    }
    assert!(at.fails(&["kpi", "health", "--band", "splendid"]).contains("--band must be strong, steady or weak"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_dashboard_is_written_as_a_file_or_as_the_api_answers() {
    let at = installed().await;
    let run = |arguments: &[&str]| call(&at.database.url, at.folder.path(), arguments);
    run(&["kpi", "--dashboard", "head_of_partnerships", "--format", "pdf", "--out", "figures.pdf", "--language", "de"]);
    let file = std::fs::read(at.folder.path().join("figures.pdf")).expect("a file");
    assert!(file.starts_with(b"%PDF-1.7") && file.trim_ascii_end().ends_with(b"%%EOF"));
    let said: Value = serde_json::from_str(&run(&["kpi", "--dashboard", "seller", "--format", "json"])).expect("JSON");
    assert_eq!(said, at.get("/api/v1/dashboards/seller").await);
    for (arguments, why) in [
        (&["kpi", "--dashboard", "seller", "--format", "pdf"][..], "--out FILE"),
        (&["kpi", "--dashboard", "seller"][..], "--format json"),
        (&["kpi", "--dashboard", "no_such", "--format", "json"][..], "There is no dashboard \"no_such\"."),
        (&["kpi", "--metric", "bookings", "--format", "pdf", "--out", "x.pdf"][..], "--dashboard ID"),
    ] {
        let said = at.fails(arguments);
        assert!(said.contains(why), "{arguments:?}: {said}");
    }
}
