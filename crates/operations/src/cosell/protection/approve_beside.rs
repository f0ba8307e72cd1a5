//! A person decides about a registration in whose scope another protection stands already.

use super::grant::{About, Grant, rivals, stands};
use crate::Ctx;
use crate::access::policy::Action;
use crate::access::scope::in_scope;
use crate::cosell::registration::approve::give;
use crate::cosell::registration::chain::{self, load_to_answer};
use crate::cosell::registration::load::{allowed, event};
use crate::cosell::registration::state::Step;
use crate::cosell::registration::{Changed, company_of};
use crate::cosell::{company, conflict};
use crate::record::{EventKind, record};
use kernel::id::{DealId, PartnerId, RegistrationId};
use kernel::words::{BesideChoice, GrantedRole};
use kernel::{Date, Failure, FieldErrors, Outcome};
use sea_orm::{ConnectionTrait, FromQueryResult};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use storage::entity::registration::Model;
use storage::{Sql, Tx};

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

/// Another registration in whose scope one falls: a protection, or one that came earlier and waits for an answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Standing {
    /// Whose; absent where the reader may not see it.
    #[schema(value_type = Option<String>)]
    pub registration: Option<RegistrationId>,
    /// Its number, likewise.
    pub number: Option<String>,
    /// The partner, likewise.
    pub partner: Option<String>,
    /// The last day; absent where it came earlier and nobody has decided it.
    #[schema(value_type = Option<String>, format = Date)]
    pub protected_until_on: Option<Date>,
    /// Whether only a finding of this registration names it: set aside, it is not in the way.
    #[serde(skip)]
    pub by_finding: bool,
}

async fn visible(cx: &Ctx, partner: Option<PartnerId>) -> Outcome<Option<String>> {
    let Some(partner) = partner else { return Ok(None) };
    let sql = Sql::new("SELECT p.name FROM partner p WHERE p.id = ").bind(partner);
    Ok(in_scope(sql, &cx.actor, "p.id").value::<String>(cx.read()).await?)
}

/// A protection, as far as the reader may see whose it is.
pub(super) async fn standing(cx: &Ctx, row: &Model) -> Outcome<Standing> {
    let partner = visible(cx, row.partner_id).await?;
    let shown = partner.is_some();
    Ok(Standing {
        registration: shown.then_some(row.id),
        number: shown.then(|| row.number.clone()),
        partner,
        protected_until_on: row.protected_until_on,
        by_finding: false,
    })
}

/// The protections in whose scope the registration falls, the oldest first, then other partners' registrations that came earlier and wait.
///
/// # Errors
/// `Forbidden`, `NotFound`.
pub async fn standing_in(cx: &Ctx, id: RegistrationId) -> Outcome<Vec<Standing>> {
    cx.allow(Action::Read)?;
    let row = with_company(cx.read(), load_to_answer(cx, id).await?).await?;
    let mut seen = Vec::new();
    let told = Sql::new(
        "SELECT other_registration_id FROM registration_finding WHERE other_registration_id IS NOT NULL AND registration_id = ",
    );
    let told = told.bind(id).column::<RegistrationId>(cx.read()).await?;
    for other in rivals(cx.read(), &row).await?.all() {
        let by_finding = other.company_id != row.company_id && told.contains(&other.id);
        seen.push(Standing { by_finding, ..standing(cx, &other).await? });
    }
    Ok(seen)
}

/// The row with the customer it certainly is, where that is not written yet.
async fn with_company(db: &impl ConnectionTrait, row: Model) -> Outcome<Model> {
    if row.company_id.is_some() {
        return Ok(row);
    }
    let company_id = company::find(db, &company_of(&row)).await?;
    Ok(Model { company_id, ..row })
}

/// Whose protections stand in the scope of this row, and who came earlier and waits in it.
async fn rivals_of(db: &impl ConnectionTrait, row: &Model) -> Outcome<Vec<Model>> {
    Ok(rivals(db, &with_company(db, row.clone()).await?).await?.all())
}

/// What a decision about a second one answers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct ApprovedBeside {
    /// The registration now: approved, or waiting for its approvers, whose last yes carries out what was decided.
    #[serde(flatten)]
    pub registration: Changed,
    /// The deal it became; absent while approvers are waited for.
    #[schema(value_type = Option<String>)]
    pub deal: Option<DealId>,
    /// The last day of protection; absent where a reduced role was given or approvers are waited for.
    #[schema(value_type = Option<String>, format = Date)]
    pub protected_until_on: Option<Date>,
}

/// Approves a registration in whose scope another protection stands, as a person decides. Where others must approve it, the decision is kept
/// and it goes to them; those who have it already are asked anew. The last yes carries it out. Who is asked to approve may decide it too.
///
/// # Errors
/// `Forbidden` also where `customer_choice` would take back what the actor may not see; `NotFound`; `Invalid` at `choice` (`required`,
/// `unknown`), `reason`, `evidence`, `note`; conflict `nothing_stands` where there is nothing to decide, `finding_blocks` where
/// both would be protected though a rule blocks that and the actor does not manage programs, and those of
/// [`crate::cosell::registration::approve`], but `approval_needed`.
pub async fn approve_beside(cx: &Ctx, id: RegistrationId, input: ApproveBeside) -> Outcome<ApprovedBeside> {
    cx.allow(Action::AnswerRegistrations)?;
    let row = load_to_answer(cx, id).await?;
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
    let note = errors.optional("note", input.note.as_deref(), 2000);
    let Some(choice) = choice else { return Err(Failure::Invalid(errors)) };
    errors.into_result(())?;
    allowed(&row, Step::Approve, input.version)?;
    let standing = rivals_of(cx.read(), &row).await?;
    if standing.is_empty() {
        return Err(Failure::conflict("nothing_stands"));
    }
    // What blocks, only who manages programs sets aside; protecting both would be just that.
    if choice == BesideChoice::Beside
        && cx.allow(Action::ManagePrograms).is_err()
        && conflict::blocks(cx.read(), &row, false).await?
    {
        return Err(Failure::conflict("finding_blocks"));
    }
    let about = About::of(&standing).text();
    let mut reason = reason;
    if choice == BesideChoice::CustomerChoice {
        // From those who wait nothing is taken.
        for other in standing.iter().filter(|other| stands(other)) {
            if visible(cx, other.partner_id).await?.is_none() {
                return Err(Failure::Forbidden);
            }
        }
        reason = format!("{reason}\n\n{}", evidence.unwrap_or_default());
    }
    let decision = Decision { choice, reason, note, decided_by: cx.actor.name().to_owned(), about };
    match give(cx, row.clone(), decision.note.clone(), input.version, &decision.grant()).await {
        Ok(approved) => Ok(ApprovedBeside {
            registration: approved.registration,
            deal: Some(approved.deal),
            protected_until_on: approved.protected_until_on,
        }),
        Err(Failure::Conflict { code: "approval_needed", .. }) => {
            let registration = decide_with_approvers(cx, row, input.version, decision).await?;
            Ok(ApprovedBeside { registration, deal: None, protected_until_on: None })
        }
        Err(other) => Err(other),
    }
}

/// What was decided about a protection that stands already, for the last yes of the approvers.
#[derive(Debug, Clone, PartialEq, Eq, FromQueryResult, Serialize, utoipa::ToSchema)]
pub struct Decision {
    /// How it goes on.
    #[schema(value_type = String)]
    pub choice: BesideChoice,
    /// Why, with what the customer wrote.
    pub reason: String,
    /// A word to the partner, once it is approved.
    pub note: Option<String>,
    /// Who decided.
    pub decided_by: String,
    /// Whom it was about.
    #[serde(skip)]
    about: String,
}

impl Decision {
    fn grant(&self) -> Grant {
        let reason = self.reason.clone();
        match self.choice {
            BesideChoice::Referral => Grant::Reduced { role: GrantedRole::Referral, reason },
            BesideChoice::Services => Grant::Reduced { role: GrantedRole::Services, reason },
            BesideChoice::Beside => Grant::Beside { reason, about: About::read(&self.about) },
            BesideChoice::CustomerChoice => Grant::Moved { reason, about: About::read(&self.about) },
        }
    }
}

/// What was decided for a registration that is with its approvers.
///
/// # Errors
/// The database's.
pub async fn decision_beside(db: &impl ConnectionTrait, id: RegistrationId) -> Outcome<Option<Decision>> {
    let sql = Sql::new("SELECT choice, reason, note, decided_by, about FROM beside_decision WHERE registration_id = ");
    Ok(sql.bind(id).one(db).await?)
}

/// What the last yes of the approvers gives, with the word to the partner.
pub(crate) async fn decided_grant(tx: &Tx, row: &Model) -> Outcome<(Grant, Option<String>)> {
    let Some(decision) = decision_beside(tx, row.id).await? else { return Ok((Grant::Alone, None)) };
    let stands = !rivals_of(tx, row).await?.is_empty();
    // What stood may have ended meanwhile: then nothing is in the way of protection.
    Ok((if stands { decision.grant() } else { Grant::Alone }, decision.note))
}

/// What the last yes will carry out beside another protection; nothing where none stands any more.
pub(crate) async fn kept_decision(db: &impl ConnectionTrait, row: &Model) -> Outcome<Option<Decision>> {
    let Some(decision) = decision_beside(db, row.id).await? else { return Ok(None) };
    let stands = !rivals_of(db, row).await?.is_empty();
    Ok(Some(decision).filter(|_| stands))
}

/// Whether another protection stands, or another partner came earlier, and nobody has decided about that.
///
/// # Errors
/// `Forbidden`, `NotFound`.
pub async fn is_undecided(cx: &Ctx, id: RegistrationId) -> Outcome<bool> {
    cx.allow(Action::Read)?;
    let row = load_to_answer(cx, id).await?;
    Ok(undecided(cx.read(), &row).await? > 0)
}

/// How many protections stand in the scope, and earlier ones wait in it, about which nobody has decided.
pub(crate) async fn undecided(db: &impl ConnectionTrait, row: &Model) -> Outcome<usize> {
    let grant = decision_beside(db, row.id).await?.map_or(Grant::Alone, |decision| decision.grant());
    let standing = rivals_of(db, row).await?;
    Ok(standing.iter().filter(|other| !grant.is_about(other)).count())
}

/// That a person has decided about every protection that stands in the scope.
///
/// # Errors
/// Conflict `scope_taken` with `count` where nobody has.
pub(crate) async fn ensure_decided(db: &impl ConnectionTrait, row: &Model) -> Outcome<()> {
    match undecided(db, row).await? {
        0 => Ok(()),
        count => Err(Failure::Conflict {
            code: "scope_taken",
            params: BTreeMap::from([("count".to_owned(), count.to_string())]),
        }),
    }
}

/// It is decided, taken back or has changed: what was decided beside is not for what comes next.
pub(crate) async fn forget_decision(tx: &Tx, id: RegistrationId) -> Outcome<()> {
    Sql::new("DELETE FROM beside_decision WHERE registration_id = ").bind(id).execute(tx).await?;
    Ok(())
}

/// Keeps the decision for the approvers' last yes.
async fn decide_with_approvers(cx: &Ctx, row: Model, version: Option<i64>, decision: Decision) -> Outcome<Changed> {
    let tx = cx.begin().await?;
    // First, so that those who are asked read it.
    Sql::new("INSERT INTO beside_decision (registration_id, choice, reason, note, decided_by, decided_at, about) VALUES (")
        .push_with(
            "?, ?, ?, ?, ?, ?, ?) ON CONFLICT (registration_id) DO UPDATE SET choice = excluded.choice, reason = excluded.reason, note = excluded.note, decided_by = excluded.decided_by, decided_at = excluded.decided_at, about = excluded.about",
            [
                row.id.into(),
                decision.choice.into(),
                decision.reason.clone().into(),
                decision.note.clone().into(),
                decision.decided_by.clone().into(),
                cx.now().into(),
                decision.about.clone().into(),
            ],
        )
        .execute(&tx)
        .await?;
    let row = chain::send_on(&tx, cx, row, version).await?;
    let payload = serde_json::json!({ "choice": decision.choice, "reason": decision.reason });
    record(&tx, cx, event(EventKind::RegistrationBesideDecided, &row, payload)).await?;
    let row = chain::own_yes(&tx, cx, row).await?;
    cx.commit(tx).await?;
    Ok(Changed::of(&row))
}
