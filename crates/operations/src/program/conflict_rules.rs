//! What a finding of the conflict check does in a program.

use kernel::FieldErrors;
use kernel::words::{FindingEffect, FindingKind, FindingLevel};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What one kind of finding does, by how sure it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Effects {
    /// When it certainly is the same company.
    #[schema(value_type = String)]
    pub same: FindingEffect,
    /// When it likely is.
    #[schema(value_type = String)]
    pub likely: FindingEffect,
    /// When it may be.
    #[schema(value_type = String)]
    pub possible: FindingEffect,
}

impl Effects {
    /// What it does at this level.
    pub fn at(&self, level: FindingLevel) -> FindingEffect {
        match level {
            FindingLevel::Same => self.same,
            FindingLevel::Likely => self.likely,
            FindingLevel::Possible => self.possible,
        }
    }
}

/// What findings do, by kind. A kind that is not named asks, with two exceptions: a registration of another product or country informs, and so
/// does a company that is only possibly alike.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct ConflictRules {
    /// By the kind of finding.
    pub effects: BTreeMap<String, Effects>,
}

impl ConflictRules {
    /// What findings of this kind do.
    pub fn of(&self, kind: FindingKind) -> Effects {
        use FindingEffect::{Ask, Inform};
        let usual = match kind {
            FindingKind::OtherScope => Effects { same: Inform, likely: Inform, possible: Inform },
            FindingKind::SimilarCompany => Effects { same: Ask, likely: Ask, possible: Inform },
            _ => Effects { same: Ask, likely: Ask, possible: Ask },
        };
        self.effects.get(kind.as_str()).copied().unwrap_or(usual)
    }

    /// What this finding does.
    pub fn effect(&self, kind: FindingKind, level: FindingLevel) -> FindingEffect {
        self.of(kind).at(level)
    }
}

/// The rules, with kinds nobody knows noted.
pub(crate) fn checked(errors: &mut FieldErrors, rules: ConflictRules) -> ConflictRules {
    for kind in rules.effects.keys().filter(|kind| kind.parse::<FindingKind>().is_err()) {
        errors.add(&format!("conflicts.effects.{kind}"), "unknown");
    }
    rules
}

/// Notes each kind of finding that does something else.
pub(super) fn differ(
    before: &ConflictRules,
    after: &ConflictRules,
    note: &mut impl FnMut(&'static str, String, String),
) {
    for kind in FindingKind::ALL {
        let words = |rules: &ConflictRules| {
            let does = rules.of(*kind);
            format!("{kind}: {} / {} / {}", does.same, does.likely, does.possible)
        };
        note("conflicts", words(before), words(after));
    }
}
