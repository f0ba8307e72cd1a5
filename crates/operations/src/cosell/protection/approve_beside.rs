//! A person decides about a registration in whose scope another protection stands already.

use super::grant::{Grant, overlapping};
use crate::Ctx;
use crate::access::policy::Action;
use crate::access::scope::in_scope;
use crate::cosell::registration::approve::approve_with;
use crate::cosell::registration::load::load;
use crate::cosell::registration::{Approve, Approved};
use kernel::id::{PartnerId, RegistrationId};
use kernel::words::{BesideChoice, GrantedRole};
use kernel::{Date, Failure, FieldErrors, Outcome};
use serde::{Deserialize, Serialize};
use storage::Sql;

/// A yes to the second one.
#[derive(Debug, Clone, Default, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ApproveBeside {
    /// `referral` or `services`: approved without protection; `beside`: both are protected; `customer_choice`: the customer's written choice
    /// moves the protection here, and what stood is taken back.
    #[schema(example = "referral")]
    pub choice: String,
    /// Why, for colleagues.
    pub reason: String,
    /// What the customer wrote, from whom and when; needed with `customer_choice`.
    #[serde(default)]
    pub evidence: Option<String>,
    /// A word to the partner.
    #[serde(default)]
    pub note: Option<String>,
    /// The version seen; when given and old, somebody was faster.
    #[serde(default)]
    pub version: Option<i64>,
}

/// A protection in whose scope a registration falls.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Standing {
    /// Whose; absent where the reader may not see it.
    #[schema(value_type = Option<String>)]
    pub registration: Option<RegistrationId>,
    /// Its number, likewise.
    pub number: Option<String>,
    /// The partner, likewise.
    pub partner: Option<String>,
    /// The last day.
    #[schema(value_type = Option<String>, format = Date)]
    pub protected_until_on: Option<Date>,
}

async fn visible(cx: &Ctx, partner: Option<PartnerId>) -> Outcome<Option<String>> {
    let Some(partner) = partner else { return Ok(None) };
    let sql = Sql::new("SELECT p.name FROM partner p WHERE p.id = ").bind(partner);
    Ok(in_scope(sql, &cx.actor, "p.id").value::<String>(cx.read()).await?)
}

/// The protections in whose scope the registration falls, the oldest first.
///
/// # Errors
/// `Forbidden`, `NotFound`.
pub async fn standing_in(cx: &Ctx, id: RegistrationId) -> Outcome<Vec<Standing>> {
    cx.allow(Action::Read)?;
    let row = with_company(cx, load(cx, id).await?).await?;
    let mut seen = Vec::new();
    for other in overlapping(cx.read(), &row).await? {
        let partner = visible(cx, other.partner_id).await?;
        let shown = partner.is_some();
        seen.push(Standing {
            registration: shown.then_some(other.id),
            number: shown.then(|| other.number.clone()),
            partner,
            protected_until_on: other.protected_until_on,
        });
    }
    Ok(seen)
}

/// The row with the customer it certainly is, where that is not written yet.
async fn with_company(
    cx: &Ctx,
    row: storage::entity::registration::Model,
) -> Outcome<storage::entity::registration::Model> {
    if row.company_id.is_some() {
        return Ok(row);
    }
    let named = crate::cosell::registration::company_of(&row);
    let company_id = crate::cosell::company::find(cx.read(), &named).await?;
    Ok(storage::entity::registration::Model { company_id, ..row })
}

/// Approves a registration in whose scope another protection stands, as a person decides.
///
/// # Errors
/// `Forbidden` also where `customer_choice` would take back what the actor may not see; `NotFound`; `Invalid` at `choice` (`required`,
/// `unknown`), `reason`, `evidence`, `note`; conflicts as [`crate::cosell::registration::approve`] has them.
pub async fn approve_beside(cx: &Ctx, id: RegistrationId, input: ApproveBeside) -> Outcome<Approved> {
    cx.allow(Action::AnswerRegistrations)?;
    let row = with_company(cx, load(cx, id).await?).await?;
    let mut errors = FieldErrors::default();
    let choice = errors.required("choice", &input.choice, 40);
    let choice = match choice.parse::<BesideChoice>() {
        Ok(choice) => Some(choice),
        Err(_) if choice.is_empty() => None,
        Err(_) => {
            errors.add("choice", "unknown");
            None
        }
    };
    let reason = errors.required("reason", &input.reason, 2000);
    let mut evidence = errors.optional("evidence", input.evidence.as_deref(), 2000);
    if choice == Some(BesideChoice::CustomerChoice) {
        evidence = Some(errors.required("evidence", input.evidence.as_deref().unwrap_or_default(), 2000));
    }
    errors.optional("note", input.note.as_deref(), 2000);
    let Some(choice) = choice else { return Err(Failure::Invalid(errors)) };
    errors.into_result(())?;
    let grant = match choice {
        BesideChoice::Referral => Grant::Reduced { role: GrantedRole::Referral, reason },
        BesideChoice::Services => Grant::Reduced { role: GrantedRole::Services, reason },
        BesideChoice::Beside => Grant::Beside { reason },
        BesideChoice::CustomerChoice => {
            for other in overlapping(cx.read(), &row).await? {
                if visible(cx, other.partner_id).await?.is_none() {
                    return Err(Failure::Forbidden);
                }
            }
            Grant::Moved { reason: format!("{reason}\n\n{}", evidence.unwrap_or_default()) }
        }
    };
    approve_with(cx, id, Approve { note: input.note, version: input.version }, &grant).await
}
