//! What a definition must fulfil before it can be published.

use super::{Bilingual, ExitCriterion, PhaseDefinition, ProgramDefinition, Promise};
use kernel::FieldErrors;
use kernel::words::Phase;
use std::collections::BTreeSet;

const MOST_STAGES: usize = 20;
const MOST_CRITERIA: usize = 20;

/// The definition with its texts trimmed; everything wrong is noted with its path (`phases.0.exit_criteria.1.label`).
pub(super) fn checked(errors: &mut FieldErrors, mut definition: ProgramDefinition) -> ProgramDefinition {
    if !definition.phases.iter().map(|p| p.phase).eq(Phase::ALL.iter().copied()) {
        errors.add("phases", "five_phases");
    }
    for (index, phase) in definition.phases.iter_mut().enumerate() {
        check_phase(errors, &format!("phases.{index}"), phase);
    }
    promise(errors, "clocks.first_answer", definition.clocks.first_answer);
    promise(errors, "clocks.decision", definition.clocks.decision);
    promise(errors, "clocks.information", definition.clocks.information);
    promise(errors, "clocks.dispute", definition.clocks.dispute);
    range(errors, "protection_days", definition.protection_days, 1, 1_000);
    range(errors, "extension.limit", definition.extension.limit, 0, 20);
    range(errors, "extension.days", definition.extension.days, 1, 366);
    definition.introduction = Bilingual {
        en: errors.optional("introduction.en", Some(&definition.introduction.en), 2_000).unwrap_or_default(),
        de: errors.optional("introduction.de", Some(&definition.introduction.de), 2_000).unwrap_or_default(),
    };
    definition.approval = super::approval::checked(errors, definition.approval);
    definition.conflicts = super::conflict_rules::checked(errors, definition.conflicts);
    definition.protection = super::protection_rules::checked(errors, definition.protection);
    definition
}

fn check_phase(errors: &mut FieldErrors, path: &str, phase: &mut PhaseDefinition) {
    if let Some(days) = phase.expected_days {
        range(errors, &format!("{path}.expected_days"), days, 1, 3_650);
    }
    if phase.stages.len() > MOST_STAGES {
        errors.add_with(&format!("{path}.stages"), "too_many", [("max", MOST_STAGES.to_string())]);
    }
    for (index, stage) in phase.stages.iter_mut().enumerate() {
        *stage = label(errors, &format!("{path}.stages.{index}"), stage);
    }
    if phase.exit_criteria.len() > MOST_CRITERIA {
        errors.add_with(&format!("{path}.exit_criteria"), "too_many", [("max", MOST_CRITERIA.to_string())]);
    }
    let mut keys = BTreeSet::new();
    for (index, criterion) in phase.exit_criteria.iter_mut().enumerate() {
        let path = format!("{path}.exit_criteria.{index}");
        check_criterion(errors, &path, criterion);
        if !keys.insert(criterion.key.clone()) {
            errors.add(&format!("{path}.key"), "taken");
        }
    }
}

fn check_criterion(errors: &mut FieldErrors, path: &str, criterion: &mut ExitCriterion) {
    let field = format!("{path}.key");
    criterion.key = errors.required(&field, &criterion.key, 60);
    if !criterion.key.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_') {
        errors.add(&field, "key_invalid");
    }
    criterion.label = label(errors, &format!("{path}.label"), &criterion.label);
}

/// One language is enough; the other reader gets it too.
pub(super) fn label(errors: &mut FieldErrors, path: &str, label: &Bilingual) -> Bilingual {
    let en = errors.optional(&format!("{path}.en"), Some(&label.en), 160);
    let de = errors.optional(&format!("{path}.de"), Some(&label.de), 160);
    if label.en.trim().is_empty() && label.de.trim().is_empty() {
        errors.add(path, "required");
    }
    Bilingual { en: en.unwrap_or_default(), de: de.unwrap_or_default() }
}

pub(super) fn promise(errors: &mut FieldErrors, path: &str, promise: Promise) {
    match promise {
        Promise::Hours(hours) => range(errors, path, hours, 1, 2_000),
        Promise::BusinessDays(days) => range(errors, path, days, 1, 90),
    }
}

pub(super) fn range(errors: &mut FieldErrors, path: &str, value: u32, min: u32, max: u32) {
    if !(min..=max).contains(&value) {
        errors.add_with(path, "out_of_range", [("min", min.to_string()), ("max", max.to_string())]);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::program::template;
    use kernel::words::ProgramKind;

    fn codes(change: impl FnOnce(&mut ProgramDefinition)) -> Vec<(String, String)> {
        let mut definition = template(ProgramKind::Reseller);
        change(&mut definition);
        let mut errors = FieldErrors::default();
        let _ = checked(&mut errors, definition);
        errors.0.into_iter().map(|e| (e.field, e.code)).collect()
    }

    #[test]
    fn every_template_can_be_published() {
        for kind in ProgramKind::ALL {
            let mut errors = FieldErrors::default();
            assert_eq!(checked(&mut errors, template(*kind)), template(*kind));
            assert!(errors.is_empty(), "{errors:?}");
        }
    }

    #[test]
    fn each_wrong_value_is_named_with_its_path() {
        assert_eq!(codes(|d| d.phases.swap(0, 1)), [("phases".to_owned(), "five_phases".to_owned())]);
        let found = codes(|d| {
            d.protection_days = 0;
            d.clocks.decision = Promise::BusinessDays(91);
            d.phases[1].expected_days = Some(0);
            d.phases[1].stages[0] = Bilingual { en: " ".into(), de: String::new() };
            let first = d.phases[2].exit_criteria[0].clone();
            d.phases[2].exit_criteria.push(first);
        });
        let fields: Vec<_> = found.iter().map(|(field, _)| field.as_str()).collect();
        assert_eq!(
            fields,
            [
                "phases.1.expected_days",
                "phases.1.stages.0",
                "phases.2.exit_criteria.2.key",
                "clocks.decision",
                "protection_days"
            ]
        );
    }
}
