//! A registration in a list, as Today and the list of registrations show it.

use crate::signature::ClockFace;
use crate::ui::Ui;
use kernel::Locale;
use kernel::id::RegistrationId;
use kernel::words::{FindingKind, FindingLevel, RegistrationStatus};
use operations::cosell::registration::RegistrationListed;
use std::collections::BTreeMap;

/// A chip: its colour, its icon (none when empty), its words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Chip {
    pub(crate) kind: &'static str,
    pub(crate) icon: &'static str,
    pub(crate) text: String,
}

/// One line.
#[derive(Debug, Clone)]
pub(crate) struct RegistrationLine {
    pub(crate) href: String,
    pub(crate) company: String,
    /// Product, country, number: what fits below the name.
    pub(crate) note: String,
    pub(crate) clock: Option<ClockFace>,
    pub(crate) credited: String,
    /// Empty for a stranger.
    pub(crate) partner_href: String,
    /// 1 to 5; 0 for none.
    pub(crate) phase: u8,
    pub(crate) amount: Option<String>,
    pub(crate) check: Chip,
    pub(crate) status: Chip,
    pub(crate) reviewer: Option<String>,
    pub(crate) submitted: String,
    pub(crate) submitted_iso: String,
}

/// Lines for rows; `findings` holds the most telling finding of each row that has any.
pub(crate) fn line(
    ui: &Ui,
    row: &RegistrationListed,
    findings: &BTreeMap<RegistrationId, FindingKind>,
) -> RegistrationLine {
    let note = [row.product.as_deref(), row.company_country.as_deref(), Some(row.number.as_str())];
    RegistrationLine {
        href: format!("/registrations/{}", row.id),
        company: row.company_name.clone(),
        note: note.into_iter().flatten().collect::<Vec<_>>().join(" · "),
        clock: clock(ui, row),
        credited: row.credited().to_owned(),
        partner_href: row.partner_id.map(|id| format!("/partners/{id}")).unwrap_or_default(),
        phase: row.phase.and_then(|p| u8::try_from(p.index() + 1).ok()).unwrap_or(0),
        amount: row.amount.as_ref().map(|money| ui.money(money)),
        check: check(ui, row.finding_level, row.finding_count, findings.get(&row.id).copied()),
        status: status(ui, row.status),
        reviewer: row.reviewer_name.clone(),
        submitted: ui.ago(&row.submitted_at),
        submitted_iso: row.submitted_at.to_string(),
    }
}

/// What the clock of a registration shows: the promise that runs, stands, or was kept or broken. Nothing where nothing was promised.
pub(crate) fn clock(ui: &Ui, row: &RegistrationListed) -> Option<ClockFace> {
    let locale: Locale = ui.locale();
    if let Some(due) = row.due_at() {
        return Some(ClockFace::running(locale, ui.now(), row.submitted_at, due));
    }
    if row.status == RegistrationStatus::InformationRequested {
        return Some(ClockFace::paused(locale, 0, 1));
    }
    let late = row.first_answered_at?.since(row.first_answer_due_at?);
    Some(ClockFace::stopped(locale, late))
}

/// What the conflict check says, in two words.
pub(crate) fn check(ui: &Ui, level: Option<FindingLevel>, count: i32, telling: Option<FindingKind>) -> Chip {
    let (Some(level), Some(kind)) = (level, telling) else {
        return Chip { kind: "good", icon: "check", text: ui.t("review-check-clear") };
    };
    let word = ui.word("review-check", kind);
    let text = if count > 1 { format!("{word} · {count}") } else { word };
    match (kind, level) {
        // A company we merely know is no conflict.
        (FindingKind::SameDomain | FindingKind::KnownAlias, _) => Chip { kind: "", icon: "building-2", text },
        (FindingKind::OpenDirectDeal | FindingKind::OtherPartnerDeal | FindingKind::LiveRegistration, level)
            if level != FindingLevel::Possible =>
        {
            Chip { kind: "bad", icon: "circle-alert", text }
        }
        _ => Chip { kind: "warn", icon: "triangle-alert", text },
    }
}

/// The status as a chip.
pub(crate) fn status(ui: &Ui, status: RegistrationStatus) -> Chip {
    use RegistrationStatus as S;
    let (kind, icon) = match status {
        S::Approved | S::Converted | S::Won => ("good", "check"),
        S::Declined | S::Lost => ("bad", "x"),
        S::InformationRequested | S::PendingApproval | S::AccountPending | S::Disputed | S::Expiring => {
            ("warn", "hourglass")
        }
        S::Submitted | S::Checking | S::InReview => ("accent", "inbox"),
        S::Draft | S::Unconfirmed | S::Withdrawn | S::Cancelled | S::Expired => ("", "minus"),
    };
    Chip { kind, icon, text: ui.word("status", status) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_of_finding_is_named_in_both_languages() {
        for kind in FindingKind::ALL {
            let key = format!("review-check-{}", kind.as_str().replace('_', "-"));
            for &locale in Locale::ALL {
                assert!(i18n::has(locale, &key), "{key} in {locale}");
            }
        }
    }
}
