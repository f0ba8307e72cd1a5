//! Registrations that were decided twice, sent again or taken back: on every past day they stand as they stood then.

use crate::installation::Installation;

const MAPPING: &str = concat!(
    head!([name = "desk", currency = "EUR"], ["log"], "p", "reseller", []),
    r#"
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
"#
);

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

impl Installation {
    /// The figure as of a day, and that of the same log as far as it went then.
    async fn then_and_cut(&self, log: &str, metric: &str, day: &str) -> [(i64, i64, Option<i64>); 2] {
        let cut = Installation::new().await;
        let by_then =
            |line: &&str| line.starts_with("case") || line.split(',').nth(2).is_some_and(|at| &at[..10] <= day);
        cut.file("log.csv", log.lines().filter(by_then).collect::<Vec<_>>().join("\n") + "\n");
        cut.import(MAPPING).await;
        let figures = [self.figure_as_of(metric, day).await, cut.figure_as_of(metric, day).await];
        figures.map(|figure| (figure.count, figure.excluded, figure.part))
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_had_not_come_in_yet_is_not_left_out_either_and_what_was_taken_back_is_owed_nothing_until_it_is_answered()
{
    // A: answered before it came, says the log. B: taken back, and answered a month later. C: in time.
    let log = "case,act,at,due\n\
        A,Approve,2024-02-09T10:00:00Z,2024-02-20T10:00:00Z\nA,Receive,2024-02-11T10:00:00Z,2024-02-20T10:00:00Z\n\
        B,Receive,2024-02-01T10:00:00Z,2024-02-05T10:00:00Z\nB,Withdraw,2024-02-10T10:00:00Z,2024-02-05T10:00:00Z\n\
        B,Decline,2024-03-10T10:00:00Z,2024-02-05T10:00:00Z\n\
        C,Receive,2024-02-01T10:00:00Z,2024-02-05T10:00:00Z\nC,Approve,2024-02-02T10:00:00Z,2024-02-05T10:00:00Z\n";
    let at = Installation::new().await;
    at.file("log.csv", log);
    at.import(MAPPING).await;
    for (day, first_answer, in_time) in [
        ("2024-02-08", (1, 0, None), (2, 0, Some(1))),
        ("2024-02-10", (1, 0, None), (1, 0, Some(1))),
        ("2024-02-11", (1, 1, None), (1, 1, Some(1))),
        ("2024-03-11", (2, 1, None), (2, 1, Some(1))),
    ] {
        let asked = async |metric| at.then_and_cut(log, metric, day).await;
        // Before the tenth nobody knows of A: the cut log has its answer and not that it came.
        if day != "2024-02-10" {
            assert_eq!(asked("first_answer_time").await, [first_answer; 2], "{day}");
            assert_eq!(asked("answered_within_target").await, [in_time; 2], "{day}");
        }
        let figure = at.figure_as_of("answered_within_target", day).await;
        assert_eq!((figure.count, figure.excluded, figure.part), in_time, "{day}");
        assert_eq!(at.figure_as_of("first_answer_time", day).await.excluded, first_answer.1, "{day}");
    }
    let now = &at.ask("answered_within_target", &["partner"], None).await.figures[0];
    assert_eq!((now.count, now.excluded), (2, 1));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_sent_again_in_the_moment_of_its_decision_is_open_again() {
    let log = "case,act,at,due\n\
        A,Receive,2024-05-01T10:00:00Z,\nA,Approve,2024-05-01T10:00:00Z,\nA,Receive,2024-05-01T10:00:00Z,\n\
        B,Receive,2024-05-01T10:00:00Z,\nB,Approve,2024-05-01T10:00:00Z,\n";
    let at = Installation::new().await;
    at.file("log.csv", log);
    at.import(MAPPING).await;
    assert_eq!(at.ask("acceptance_rate", &[], None).await.figures[0].count, 1);
    assert_eq!(at.figure_as_of("acceptance_rate", "2024-05-01").await.count, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_import_says_at_once_what_is_overdue_and_where_customers_are() {
    let log = "case,act,at,due\nA,Receive,2024-05-01T10:00:00Z,2024-05-02T10:00:00Z\nB,Receive,2024-05-01T10:00:00Z,2024-05-02T10:00:00Z\n\
        B,Approve,2024-05-01T11:00:00Z,2024-05-02T10:00:00Z\n";
    let at = Installation::new().await;
    at.file("log.csv", log);
    at.import(
        &MAPPING
            .replace("company_name = \"case\"\n", "company_name = \"case\"\ncompany_country = { constant = \"AT\" }\n"),
    )
    .await;
    let promise = &at.ask("answered_within_target", &[], None).await.figures[0];
    assert_eq!((promise.count, promise.part), (2, Some(1)));
    assert_eq!(at.by("registrations", &["customer_country"]).await.get("AT"), Some(&2_0000));
}

#[tokio::test(flavor = "multi_thread")]
async fn days_of_a_log_are_the_organisations_whatever_zone_its_times_stand_in() {
    let mapping = concat!(
        head!(
            [name = "crm", currency = "USD", time_zone = "America/New_York"],
            ["log"],
            "p",
            "reseller",
            ["Open" = "open", "Won" = "won"]
        ),
        r#"
[[table]]
target = "deal"
file = "log"
group_by = "id"
[table.field]
program = { constant = "p" }
amount = { constant = "10" }
[table.event]
activity = "stage"
at = "at"
"#
    );
    // The evening of the last of January in New York is the first of February in Berlin. Days without a time are the same everywhere.
    let log = "id,stage,at\n1,Open,2024-01-10T10:00\n1,Won,2024-01-31T22:30\n1,Open,2024-03-05T10:00\n2,Open,2024-01-10\n2,Won,2024-01-31\n2,Open,2024-03-05\n";
    let at = Installation::new().await;
    at.file("log.csv", log);
    at.import(mapping).await;
    let cut = Installation::new().await;
    cut.file("log.csv", log.lines().filter(|l| !l.contains("2024-03")).collect::<Vec<_>>().join("\n") + "\n");
    cut.import(mapping).await;
    for (day, won) in [("2024-01-30", 0), ("2024-01-31", 1), ("2024-02-01", 2), ("2024-03-04", 2)] {
        assert_eq!(at.figure_as_of("won_count", day).await.count, won, "{day}");
        assert_eq!(cut.figure_as_of("won_count", day).await.count, won, "{day}");
        let months = [&at, &cut].map(|at| at.by_as_of("won_count", &["month"], day));
        let [then, known] = futures::future::join_all(months).await.try_into().expect("two");
        assert_eq!(then, known, "{day}");
    }
    assert_eq!(at.figure_as_of("won_count", "2024-03-05").await.count, 0);
    assert_eq!(
        cut.by("won_count", &["month"]).await,
        [("2024-01".to_owned(), 1_0000), ("2024-02".to_owned(), 1_0000)].into()
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_row_that_tells_its_protection_tells_that_it_was_approved_and_when_that_ran_out() {
    let mapping = concat!(
        head!([name = "list"], ["list"], "p", "reseller", []),
        r#"
[[table]]
target = "registration"
file = "list"
key = "id"
[table.field]
program = { constant = "p" }
company_name = "id"
submitted = "came"
decided = "decided"
status = "status"
protected_until = "until"
"#
    );
    let at = Installation::new().await;
    at.file(
        "list.csv",
        "id,came,decided,status,until\nA,2024-01-01,2024-01-05,approved,2024-04-05\nB,2024-01-01,2024-01-05,expired,2024-04-05\n\
         C,2024-01-01,2024-01-05,approved,2027-04-05\nD,2024-01-01,2024-01-05,expired,\n",
    );
    at.import(mapping).await;
    let share = async |metric| {
        let figure = at.ask(metric, &[], None).await.figures.swap_remove(0);
        (figure.part, figure.count)
    };
    // What became of D before it ended nobody tells.
    assert_eq!(share("acceptance_rate").await, (Some(3), 3));
    assert_eq!(
        at.texts("SELECT status FROM registration ORDER BY number").await,
        ["expired", "expired", "approved", "expired"]
    );
    for (day, expired) in [("2024-04-05", 0), ("2024-04-06", 2)] {
        assert_eq!(at.figure_as_of("expiry_rate", day).await.part, Some(expired), "{day}");
    }
}
