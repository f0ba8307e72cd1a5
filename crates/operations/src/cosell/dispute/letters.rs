//! What the sides and whoever decides are written. No letter names the other side.

use super::{Case, registration};
use crate::Ctx;
use crate::cosell::registration::letters::{to_partner, to_reviewer};
use crate::settings::Organisation;
use kernel::id::{EvidenceId, UserId};
use kernel::words::{DisputeOutcome, DisputeRule, DisputeSide, EvidenceKind};
use kernel::{Locale, Outcome};
use storage::entity::registration::Model;
use storage::{Sql, Tx};

fn word(locale: Locale, family: &str, word: impl ToString) -> String {
    i18n::text(locale, &format!("{family}-{}", word.to_string().replace('_', "-")))
}

/// Writes to whoever is to decide: the reviewer where there is one side only, else a head of partnerships, who sees both; on an appeal somebody who
/// did not decide first, where there is somebody.
async fn to_decider(
    tx: &Tx,
    cx: &Ctx,
    case: &Case,
    contested: &Model,
    template: &'static str,
    occasion: &str,
    values: impl FnOnce(Locale, &Organisation) -> Vec<(&'static str, String)>,
) -> Outcome<()> {
    let mut row = contested.clone();
    if case.claimant_id.is_some() || case.appealed_at.is_some() {
        let decider = Sql::new("SELECT u.id FROM app_user u WHERE u.active AND u.role IN ('head_of_partnerships', 'administrator') ORDER BY CASE WHEN u.id IN (SELECT decided_by_id FROM dispute_decision WHERE dispute_id = ")
            .bind(case.id)
            .push(") THEN 1 ELSE 0 END, CASE u.role WHEN 'head_of_partnerships' THEN 0 ELSE 1 END, u.created_at, u.id LIMIT 1");
        row.reviewer_id = decider.value::<UserId>(tx).await?.or(row.reviewer_id);
    }
    to_reviewer(tx, cx, &row, template, occasion, values).await
}

/// A case was opened: to whoever is contested, to whoever contests where the vendor opened it, and to whoever decides.
pub(super) async fn opened(tx: &Tx, cx: &Ctx, case: &Case, row: &Model, claimant: Option<&Model>) -> Outcome<()> {
    let due = case.due_at;
    to_partner(tx, cx, row, "dispute_opened", &case.id.to_string(), |locale, organisation| {
        vec![("due", i18n::instant(locale, due, &organisation.zone()))]
    })
    .await?;
    if let Some(claimant) = claimant.filter(|_| case.opened_side != DisputeSide::Claimant) {
        to_partner(tx, cx, claimant, "dispute_claimed", &case.id.to_string(), |locale, organisation| {
            vec![("due", i18n::instant(locale, due, &organisation.zone()))]
        })
        .await?;
    }
    let statement = case.statement.clone();
    to_decider(tx, cx, case, row, "dispute_to_decide", &case.id.to_string(), |locale, organisation| {
        vec![("due", i18n::instant(locale, due, &organisation.zone())), ("statement", statement)]
    })
    .await
}

/// A side has shown something: to whoever decides.
pub(super) async fn evidence(
    tx: &Tx,
    cx: &Ctx,
    case: &Case,
    id: EvidenceId,
    kind: EvidenceKind,
    text: &str,
) -> Outcome<()> {
    let row = registration(tx, case.registration_id).await?;
    to_decider(tx, cx, case, &row, "dispute_evidence", &id.to_string(), |locale, _| {
        vec![("kind", word(locale, "dispute-evidence", kind)), ("text", text.to_owned())]
    })
    .await
}

/// A decision, for its letters.
pub(super) struct Decided<'a> {
    pub position: i32,
    pub outcome: DisputeOutcome,
    pub rule: DisputeRule,
    pub text: &'a str,
}

/// The decision, to both sides: the same rule and text, each with what it means for them.
pub(super) async fn decided(
    tx: &Tx,
    cx: &Ctx,
    case: &Case,
    contested: &Model,
    claimant: Option<&Model>,
    decision: &Decided<'_>,
) -> Outcome<()> {
    let sides = [(DisputeSide::Holder, Some(contested)), (DisputeSide::Claimant, claimant)];
    for (side, row) in sides {
        let Some(row) = row else { continue };
        let occasion = format!("{}:{side}:{}", case.id, decision.position);
        let until = case.appeal_until_on.filter(|_| super::appeal::lost(decision.outcome) == side);
        to_partner(tx, cx, row, "dispute_decided", &occasion, |locale, _| {
            vec![
                ("outcome", i18n::text(locale, &format!("public-dispute-{side}-{}", decision.outcome))),
                ("rule", word(locale, "dispute-rule", decision.rule)),
                ("text", decision.text.to_owned()),
                ("may_appeal", if until.is_some() { "yes" } else { "no" }.to_owned()),
                ("until", until.map(|date| i18n::date_long(locale, date)).unwrap_or_default()),
            ]
        })
        .await?;
    }
    Ok(())
}

/// An appeal: to the other side, and to whoever decides.
pub(super) async fn appealed(
    tx: &Tx,
    cx: &Ctx,
    case: &Case,
    contested: &Model,
    claimant: Option<&Model>,
    reason: &str,
) -> Outcome<()> {
    let other = match case.appealed_side {
        Some(DisputeSide::Holder) => claimant,
        _ => Some(contested),
    };
    let due = case.due_at;
    if let Some(other) = other {
        to_partner(tx, cx, other, "dispute_appealed", &case.id.to_string(), |locale, organisation| {
            vec![("due", i18n::instant(locale, due, &organisation.zone()))]
        })
        .await?;
    }
    to_decider(tx, cx, case, contested, "dispute_appeal_to_decide", &case.id.to_string(), |locale, organisation| {
        vec![("due", i18n::instant(locale, due, &organisation.zone())), ("reason", reason.to_owned())]
    })
    .await
}
