//! What changed between two versions of a program's rules.

use super::{Bilingual, ExitCriterion, ProgramDefinition, Promise};
use serde::Serialize;

/// One setting that differs. What it is called is for the reader's language: `program-setting-<setting>` in Fluent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Difference {
    /// The phase it belongs to, if any.
    pub phase: Option<String>,
    /// Which setting: `stages`, `criterion`, `responsible`, `expected_days`, `first_answer`, `decision`, `information`, `dispute`, `protection_days`, `extension_limit`, `extension_days`, `introduction`.
    pub setting: &'static str,
    /// Before; absent when it is new.
    pub before: Option<String>,
    /// After; absent when it was removed.
    pub after: Option<String>,
}

/// Every setting in which `after` differs from `before`.
pub fn differences(before: &ProgramDefinition, after: &ProgramDefinition) -> Vec<Difference> {
    let mut found = Vec::new();
    for new in &after.phases {
        let Some(old) = before.phase(new.phase) else { continue };
        let phase = Some(new.phase.to_string());
        let mut note = |setting, before: Option<String>, after: Option<String>| {
            if before != after {
                found.push(Difference { phase: phase.clone(), setting, before, after });
            }
        };
        note("stages", Some(names(&old.stages)), Some(names(&new.stages)));
        for criterion in &old.exit_criteria {
            let kept = new.exit_criteria.iter().find(|c| c.key == criterion.key);
            note("criterion", Some(criterion_text(criterion)), kept.map(criterion_text));
        }
        for criterion in new.exit_criteria.iter().filter(|c| !old.exit_criteria.iter().any(|o| o.key == c.key)) {
            note("criterion", None, Some(criterion_text(criterion)));
        }
        note("responsible", Some(old.responsible.to_string()), Some(new.responsible.to_string()));
        note("expected_days", old.expected_days.map(|d| d.to_string()), new.expected_days.map(|d| d.to_string()));
    }
    let mut note = |setting, before: String, after: String| {
        if before != after {
            found.push(Difference { phase: None, setting, before: Some(before), after: Some(after) });
        }
    };
    note("first_answer", promise_text(before.clocks.first_answer), promise_text(after.clocks.first_answer));
    note("decision", promise_text(before.clocks.decision), promise_text(after.clocks.decision));
    note("information", promise_text(before.clocks.information), promise_text(after.clocks.information));
    note("dispute", promise_text(before.clocks.dispute), promise_text(after.clocks.dispute));
    note("protection_days", before.protection_days.to_string(), after.protection_days.to_string());
    note("extension_limit", before.extension.limit.to_string(), after.extension.limit.to_string());
    note("extension_days", before.extension.days.to_string(), after.extension.days.to_string());
    note("introduction", both(&before.introduction), both(&after.introduction));
    super::approval::differ(&before.approval, &after.approval, &mut note);
    super::conflict_rules::differ(&before.conflicts, &after.conflicts, &mut note);
    super::protection_rules::differ(&before.protection, &after.protection, &mut note);
    found
}

pub(super) fn both(text: &Bilingual) -> String {
    match (text.en.is_empty(), text.de.is_empty()) {
        (false, false) => format!("{} / {}", text.en, text.de),
        (false, true) => text.en.clone(),
        _ => text.de.clone(),
    }
}

fn names(stages: &[Bilingual]) -> String {
    stages.iter().map(both).collect::<Vec<_>>().join(" · ")
}

fn criterion_text(criterion: &ExitCriterion) -> String {
    let check = serde_json::to_value(criterion.check).ok();
    let check = check.as_ref().and_then(|v| v.as_str()).unwrap_or_default();
    format!("{} ({check})", both(&criterion.label))
}

pub(super) fn promise_text(promise: Promise) -> String {
    match promise {
        Promise::Hours(n) => format!("{n} h"),
        Promise::BusinessDays(n) => format!("{n} d"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::program::{CriterionCheck, template};
    use kernel::words::ProgramKind;

    #[test]
    fn only_what_differs_is_listed_and_a_renamed_criterion_is_one_change() {
        let before = template(ProgramKind::Reseller);
        assert_eq!(differences(&before, &before), []);
        let mut after = before.clone();
        after.protection_days = 60;
        after.phases[0].exit_criteria[0].label.en = "Fits".into();
        after.phases[1].exit_criteria.remove(0);
        after.phases[1].exit_criteria.push(ExitCriterion {
            key: "demo".into(),
            label: Bilingual { en: "Demo held".into(), de: String::new() },
            check: CriterionCheck::Manual,
        });
        let found = differences(&before, &after);
        let seen: Vec<_> =
            found.iter().map(|d| (d.phase.as_deref(), d.setting, d.before.is_some(), d.after.is_some())).collect();
        assert_eq!(
            seen,
            [
                (Some("attract"), "criterion", true, true),
                (Some("onboard"), "criterion", true, false),
                (Some("onboard"), "criterion", false, true),
                (None, "protection_days", true, true),
            ]
        );
        assert_eq!(found[2].after.as_deref(), Some("Demo held (manual)"));
    }
}
