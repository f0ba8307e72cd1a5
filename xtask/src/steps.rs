//! What was done, how long it took, and how it ended.

use std::time::{Duration, Instant};

use anyhow::Result;

/// Results of one test run.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    pub passed: u64,
    pub failed: u64,
    pub skipped: u64,
}

/// How a step ended.
pub enum Outcome {
    Passed,
    /// Ran its tests; failed when one of them did or when `complete` is false.
    Tested {
        counts: Counts,
        complete: bool,
    },
    Failed(String),
    Skipped(String),
}

struct Step {
    name: &'static str,
    took: Duration,
    outcome: Outcome,
}

/// The steps of one run, in order.
#[derive(Default)]
pub struct Steps {
    done: Vec<Step>,
    notes: Vec<String>,
}

impl Steps {
    /// Runs one step. An error inside is a failed step; the steps after it still run.
    pub fn run(&mut self, name: &'static str, work: impl FnOnce() -> Result<Outcome>) -> bool {
        println!("\n== {name}");
        let start = Instant::now();
        let outcome = work().unwrap_or_else(|error| Outcome::Failed(format!("{error:#}")));
        if let Outcome::Failed(reason) = &outcome
            && !reason.is_empty()
        {
            println!("{reason}");
        }
        let good = !failed(&outcome);
        self.done.push(Step { name, took: start.elapsed(), outcome });
        good
    }

    /// A step that cannot run after one before it failed.
    pub fn leave_out(&mut self, name: &'static str, reason: &str) {
        self.done.push(Step { name, took: Duration::ZERO, outcome: Outcome::Skipped(reason.to_owned()) });
    }

    /// A line to print under the table.
    pub fn note(&mut self, line: impl Into<String>) {
        self.notes.push(line.into());
    }

    pub fn all_passed(&self) -> bool {
        self.done.iter().all(|it| !failed(&it.outcome))
    }

    /// Sum over the test runs. A step that failed without a failing test counts as one failure, so that the
    /// last line never reads "0 failed" for a run that did.
    pub fn total(&self) -> Counts {
        let mut total = Counts::default();
        for step in &self.done {
            if let Outcome::Tested { counts, .. } = &step.outcome {
                total.passed += counts.passed;
                total.failed += counts.failed;
                total.skipped += counts.skipped;
            }
            let counted = matches!(&step.outcome, Outcome::Tested { counts, .. } if counts.failed > 0);
            if failed(&step.outcome) && !counted {
                total.failed += 1;
            }
        }
        total
    }

    /// The table, the notes, and `N passed, N failed` as the last line.
    pub fn report(&self) -> String {
        let mut out = String::from("\n");
        for step in &self.done {
            let how = match &step.outcome {
                Outcome::Passed => "ok".to_owned(),
                Outcome::Failed(_) => "FAILED".to_owned(),
                Outcome::Skipped(reason) => format!("left out: {reason}"),
                Outcome::Tested { counts, complete } => {
                    let mut text = format!("{} passed, {} failed", counts.passed, counts.failed);
                    if counts.skipped > 0 {
                        text.push_str(&format!(", {} skipped", counts.skipped));
                    }
                    if !complete {
                        text.push_str("  FAILED, not every test ran");
                    } else if counts.failed > 0 {
                        text.push_str("  FAILED");
                    }
                    text
                }
            };
            let seconds = step.took.as_secs_f64();
            out.push_str(&format!("{:<26} {seconds:>8.1} s   {how}\n", step.name));
        }
        for note in &self.notes {
            out.push_str(note);
            out.push('\n');
        }
        let total = self.total();
        out.push_str(&format!("{} passed, {} failed", total.passed, total.failed));
        out
    }
}

fn failed(outcome: &Outcome) -> bool {
    match outcome {
        Outcome::Passed | Outcome::Skipped(_) => false,
        Outcome::Failed(_) => true,
        Outcome::Tested { counts, complete } => counts.failed > 0 || !complete,
    }
}

#[cfg(test)]
mod tests {
    use anyhow::bail;

    use super::*;

    fn tested(passed: u64, failed: u64) -> Outcome {
        Outcome::Tested { counts: Counts { passed, failed, skipped: 0 }, complete: true }
    }

    #[test]
    fn the_last_line_sums_the_test_runs() {
        let mut steps = Steps::default();
        assert!(steps.run("format", || Ok(Outcome::Passed)));
        assert!(steps.run("SQLite", || Ok(tested(5, 0))));
        assert!(!steps.run("PostgreSQL", || Ok(tested(4, 1))));
        assert!(!steps.all_passed());
        assert!(steps.report().ends_with("\n9 passed, 1 failed"));
    }

    #[test]
    fn a_step_that_fails_without_a_test_counts_as_one_failure() {
        let mut steps = Steps::default();
        assert!(!steps.run("lints", || bail!("no")));
        assert!(steps.run("SQLite", || Ok(tested(2, 0))));
        assert!(!steps.all_passed());
        assert!(steps.report().ends_with("\n2 passed, 1 failed"));
    }

    #[test]
    fn a_run_that_broke_off_has_failed() {
        let mut steps = Steps::default();
        let counts = Counts { passed: 2, ..Counts::default() };
        let complete = false;
        assert!(!steps.run("SQLite", || Ok(Outcome::Tested { counts, complete })));
        assert!(steps.report().ends_with("\n2 passed, 1 failed"));
    }
}
