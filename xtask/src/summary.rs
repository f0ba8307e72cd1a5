//! Reads what the test runners say at their end.

use serde_json::Value;

use crate::steps::Counts;

/// The line without terminal colours.
fn plain(line: &str) -> String {
    let mut out = String::with_capacity(line.len());
    let mut characters = line.chars();
    while let Some(character) = characters.next() {
        if character == '\u{1b}' {
            // A colour is "escape [ digits m".
            for inside in characters.by_ref() {
                if inside.is_ascii_alphabetic() {
                    break;
                }
            }
        } else {
            out.push(character);
        }
    }
    out
}

/// nextest: `Summary [ 1.2s] 7 tests run: 5 passed (1 slow), 1 failed, 1 timed out, 2 skipped`.
pub fn nextest(line: &str) -> Option<Counts> {
    let line = plain(line);
    let rest = line.trim_start().strip_prefix("Summary [")?;
    let (_, results) = rest.split_once("run: ")?;
    let mut counts = Counts::default();
    for part in outside_brackets(results).split(',') {
        let part = part.trim();
        let Some((number, word)) = part.split_once(' ') else {
            continue;
        };
        let Ok(number) = number.parse::<u64>() else {
            continue;
        };
        match word.trim() {
            "passed" => counts.passed += number,
            "skipped" => counts.skipped += number,
            _ => counts.failed += number,
        }
    }
    Some(counts)
}

fn outside_brackets(text: &str) -> String {
    let mut depth = 0_u32;
    let mut out = String::new();
    for character in text.chars() {
        match character {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            _ if depth == 0 => out.push(character),
            _ => {}
        }
    }
    out
}

/// cargo's own runner, once per program: `test result: ok. 5 passed; 0 failed; 1 ignored; …`.
pub fn cargo_test(line: &str) -> Option<Counts> {
    let line = plain(line);
    let rest = line.trim_start().strip_prefix("test result: ")?;
    let (_, results) = rest.split_once(". ")?;
    let mut counts = Counts::default();
    for part in results.split(';') {
        let Some((number, word)) = part.trim().split_once(' ') else {
            continue;
        };
        let Ok(number) = number.parse::<u64>() else {
            continue;
        };
        match word {
            "passed" => counts.passed += number,
            "failed" => counts.failed += number,
            "ignored" => counts.skipped += number,
            _ => {}
        }
    }
    Some(counts)
}

/// Playwright's JSON report. A flaky test passed only on a second try and counts as failed.
pub fn playwright(report: &str) -> Option<Counts> {
    let report: Value = serde_json::from_str(report).ok()?;
    let number = |key: &str| report["stats"][key].as_u64();
    Some(Counts {
        passed: number("expected")?,
        failed: number("unexpected")? + number("flaky")?,
        skipped: number("skipped")?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn counts(passed: u64, failed: u64, skipped: u64) -> Option<Counts> {
        Some(Counts { passed, failed, skipped })
    }

    #[test]
    fn nextest_results_are_summed_with_every_kind_of_failure() {
        let line = "     Summary [   1.203s] 9 tests run: 5 passed (1 slow, 1 leaky), 2 failed (1 due to being leaky), 1 exec failed, 1 timed out, 3 skipped";
        assert_eq!(nextest(line), counts(5, 4, 3));
    }

    #[test]
    fn nextest_results_are_read_in_colour_and_when_broken_off() {
        let line = "\u{1b}[32;1m     Summary\u{1b}[0m [   0.1s] \u{1b}[1m1/5\u{1b}[0m tests run: \u{1b}[1m1\u{1b}[0m \u{1b}[32;1mpassed\u{1b}[0m, \u{1b}[1m0\u{1b}[0m skipped";
        assert_eq!(nextest(line), counts(1, 0, 0));
        assert_eq!(nextest("        PASS [   0.003s] kernel a_test"), None);
    }

    #[test]
    fn cargo_results_are_read() {
        let line = "test result: FAILED. 5 passed; 2 failed; 1 ignored; 0 measured; 3 filtered out; finished in 0.00s";
        assert_eq!(cargo_test(line), counts(5, 2, 1));
        assert_eq!(cargo_test("running 5 tests"), None);
    }

    #[test]
    fn a_flaky_browser_test_has_failed() {
        let report = r#"{"stats":{"expected":4,"skipped":1,"unexpected":1,"flaky":1}}"#;
        assert_eq!(playwright(report), counts(4, 2, 1));
        assert_eq!(playwright("{}"), None);
    }
}
