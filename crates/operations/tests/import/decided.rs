//! Registrations that were decided twice, sent again or taken back: on every past day they stand as they stood then.

use crate::installation::Installation;

const MAPPING: &str = r#"
[source]
name = "desk"
currency = "EUR"
[[file]]
id = "log"
path = "log.csv"
[[program]]
key = "p"
name = "P"
template = "reseller"
[[table]]
target = "registration"
file = "log"
group_by = "case"
[table.field]
program = { constant = "p" }
company_name = "case"
first_answer_due = "due"
[table.event]
activity = "act"
at = "at"
[table.event.means]
Receive = "submitted"
Approve = "approved"
Decline = "declined"
Withdraw = "withdrawn"
"#;

const LOG: &str = "case,act,at,due\n\
    K5,Receive,2024-05-01T10:00:00Z,\nK5,Approve,2024-05-02T10:00:00Z,\nK5,Decline,2024-05-04T10:00:00Z,\n\
    K6,Receive,2024-05-01T10:00:00Z,\nK6,Approve,2024-05-02T10:00:00Z,\nK6,Receive,2024-05-04T10:00:00Z,\n\
    K7,Receive,2024-05-01T10:00:00Z,\nK7,Decline,2024-05-02T10:00:00Z,\nK7,Approve,2024-05-04T10:00:00Z,\n\
    K8,Receive,2024-05-01T10:00:00Z,\nK8,Approve,2024-05-02T10:00:00Z,\n\
    K9,Receive,2024-05-01T10:00:00Z,2024-05-02T12:00:00Z\nK9,Withdraw,2024-05-04T10:00:00Z,2024-05-02T12:00:00Z\n";

/// Ten-thousandths of a second in a day.
const DAY: i64 = 86_400 * 10_000;

#[tokio::test(flavor = "multi_thread")]
async fn a_past_day_is_what_the_log_cut_there_says() {
    let at = Installation::new().await;
    at.file("log.csv", LOG);
    at.import(MAPPING).await;
    // Accepted, decided; sum of days to the decision; answers that are late, and those still owed.
    for (day, accepted, decided, days, late, overdue) in [
        ("2024-05-01", 0, 0, 0, 0, 0),
        ("2024-05-02", 3, 4, 4, 1, 1),
        ("2024-05-03", 3, 4, 4, 1, 1),
        ("2024-05-04", 2, 3, 7, 0, 0),
        ("2024-05-05", 2, 3, 7, 0, 0),
    ] {
        let whole = at.figure_as_of("acceptance_rate", day).await;
        assert_eq!((whole.part, whole.count), (Some(accepted), decided), "{day}");
        let took = at.figure_as_of("decision_time", day).await;
        let mean = (decided > 0).then(|| (days * DAY + decided / 2) / decided.max(1));
        assert_eq!((took.count, took.value), (decided, mean), "{day}");
        let answers = at.figure_as_of("first_answer_time", day).await;
        assert_eq!(answers.count, if decided > 0 { 4 } else { 0 }, "{day}");
        assert_eq!(at.figure_as_of("registrations", day).await.count, 5, "{day}");
        assert_eq!(at.figure_as_of("open_breaches", day).await.count, overdue, "{day}");
        assert_eq!(at.figure_as_of("answered_within_target", day).await.count, late, "{day}");
        // The same log, as far as it went then.
        let cut = Installation::new().await;
        let then: Vec<&str> = LOG
            .lines()
            .filter(|l| l.starts_with("case") || l.split(',').nth(2).is_some_and(|at| &at[..10] <= day))
            .collect();
        cut.file("log.csv", then.join("\n") + "\n");
        cut.import(MAPPING).await;
        assert_eq!(cut.ask("acceptance_rate", &[], None).await.figures[0].part, Some(accepted), "{day}");
        let again = &cut.ask("decision_time", &[], None).await.figures[0];
        assert_eq!((again.count, again.value, again.median), (took.count, took.value, took.median), "{day}");
    }
    assert_eq!(at.ask("acceptance_rate", &[], None).await.figures[0].count, 3, "today is what it was");
}
