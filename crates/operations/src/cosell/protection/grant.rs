//! Taking one's place in a customer. The turns of a customer are counted without gaps and each can be had once: whoever takes one has seen every
//! protection before it, so that two who looked at the same moment cannot both pass.

use super::letters;
use super::scope::Coverage;
use crate::Ctx;
use crate::cosell::conflict;
use crate::cosell::registration::load::{advance, event, write};
use crate::cosell::registration::second_look::may_be_appealed;
use crate::cosell::registration::state::Step;
use crate::record::{EventKind, record};
use kernel::fold::fold;
use kernel::id::{CompanyId, RegistrationId};
use kernel::words::{Decision, FindingKind, FindingLevel, GrantedRole, RegistrationStatus};
use kernel::{Failure, Outcome};
use sea_orm::{ActiveValue::Set, ConnectionTrait};
use std::collections::BTreeMap;
use storage::dialect::Dialect;
use storage::entity::registration::{ActiveModel, Model};
use storage::{Sql, Tx};

/// What a person decided about protections that stand in the scope already.
#[derive(Debug, Clone)]
pub(crate) enum Grant {
    /// Nothing: the scope must be free.
    Alone,
    /// A reduced role, without protection.
    Reduced { role: GrantedRole, reason: String },
    /// Both are protected. `about` are those it was decided about.
    Beside { reason: String, about: About },
    /// The customer's written choice: what stands is taken back.
    Moved { reason: String, about: About },
}

impl Grant {
    pub(crate) fn role(&self) -> GrantedRole {
        match self {
            Self::Reduced { role, .. } => *role,
            _ => GrantedRole::Protected,
        }
    }
    pub(crate) fn is_protected(&self) -> bool {
        self.role() == GrantedRole::Protected
    }
    fn reason(&self) -> Option<&str> {
        match self {
            Self::Alone => None,
            Self::Reduced { reason, .. } | Self::Beside { reason, .. } | Self::Moved { reason, .. } => Some(reason),
        }
    }
    /// Whether this one may stand or wait beside it: it was decided about.
    pub(super) fn is_about(&self, other: &Model) -> bool {
        match self {
            Self::Alone => false,
            // Takes nothing from anybody.
            Self::Reduced { .. } => true,
            Self::Beside { about, .. } | Self::Moved { about, .. } => about.is(other),
        }
    }
}

/// Whom a decision was about. Who waited then and is protected since, is not decided about.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct About {
    standing: Vec<RegistrationId>,
    waiting: Vec<RegistrationId>,
}

impl About {
    pub(super) fn of(rivals: &[Model]) -> Self {
        let (standing, waiting): (Vec<&Model>, Vec<&Model>) = rivals.iter().partition(|row| stands(row));
        let ids = |rows: Vec<&Model>| rows.iter().map(|row| row.id).collect();
        Self { standing: ids(standing), waiting: ids(waiting) }
    }
    fn is(&self, other: &Model) -> bool {
        self.standing.contains(&other.id) || (!stands(other) && self.waiting.contains(&other.id))
    }
    /// Ids separated by spaces, `?` before those that wait.
    pub(super) fn text(&self) -> String {
        let standing = self.standing.iter().map(ToString::to_string);
        standing.chain(self.waiting.iter().map(|id| format!("?{id}"))).collect::<Vec<_>>().join(" ")
    }
    /// Reads [`text`](Self::text).
    pub(super) fn read(text: &str) -> Self {
        let mut about = Self::default();
        for word in text.split(' ') {
            let (list, id) = match word.strip_prefix('?') {
                Some(id) => (&mut about.waiting, id),
                None => (&mut about.standing, word),
            };
            list.extend(id.parse::<RegistrationId>().ok());
        }
        about
    }
}

/// How often a place is tried for when somebody was faster; each of them took a turn, so it ends.
const TRIES: usize = 5;

/// Registrations in whose scope another one falls, the oldest first.
pub(crate) struct Rivals {
    /// Whose protection stands. Contested ones stand until that is decided, and so do those that are looked at again after a change.
    pub(crate) standing: Vec<Model>,
    /// Other partners' that came earlier and that nobody has decided: the first valid one wins.
    pub(crate) earlier: Vec<Model>,
}

impl Rivals {
    /// All of them.
    pub(crate) fn all(self) -> Vec<Model> {
        self.standing.into_iter().chain(self.earlier).collect()
    }
}

/// Other partners' registrations whose customer is the same or likely the same, however it is written, by what the conflict check finds now. Not
/// those of which a person said that they do not matter here.
async fn alike(db: &impl ConnectionTrait, row: &Model) -> Outcome<Vec<RegistrationId>> {
    let found = conflict::check(db, &conflict::claim_of(row)).await?;
    let found =
        found.into_iter().filter(|f| f.kind == FindingKind::LiveRegistration && f.level != FindingLevel::Possible);
    let found: Vec<RegistrationId> = found.filter_map(|f| f.registration).collect();
    if found.is_empty() {
        return Ok(found);
    }
    // Said of either of the two, it holds for both.
    let aside = Sql::new("SELECT other_registration_id FROM registration_finding WHERE set_aside_at IS NOT NULL AND other_registration_id IS NOT NULL AND registration_id = ")
        .bind(row.id)
        .push(" UNION SELECT registration_id FROM registration_finding WHERE set_aside_at IS NOT NULL AND registration_id IN ")
        .bind_list(found.iter().copied())
        .push(" AND other_registration_id = ")
        .bind(row.id)
        .column::<RegistrationId>(db)
        .await?;
    Ok(found.into_iter().filter(|id| !aside.contains(id)).collect())
}

/// Who stands or waits in the scope of `row`.
pub(crate) async fn rivals(db: &impl ConnectionTrait, row: &Model) -> Outcome<Rivals> {
    let found =
        Sql::new("SELECT r.* FROM registration r WHERE r.id IN (SELECT c.id FROM registration c WHERE c.company_id = ")
            .bind(row.company_id)
            .push(" UNION SELECT k.id FROM registration k WHERE k.id IN ")
            .bind_list(alike(db, row).await?)
            .push(") AND r.id <> ")
            .bind(row.id)
            .push(" ORDER BY r.submitted_at, r.id")
            .all::<Model>(db)
            .await?;
    let (own, mut rivals) = (Coverage::of(row), Rivals { standing: Vec::new(), earlier: Vec::new() });
    for other in found.into_iter().filter(|other| own.meets(&Coverage::of(other))) {
        if other.partner_id == row.partner_id && named_apart(row, &other) {
            continue;
        }
        if stands(&other) {
            rivals.standing.push(other);
        } else if waits(&other) && other.partner_id != row.partner_id && came_before(&other, row) {
            rivals.earlier.push(other);
        }
    }
    Ok(rivals)
}

/// Whether one partner calls the products of two registrations by different names: they lock out nobody but themselves.
fn named_apart(a: &Model, b: &Model) -> bool {
    let name = |row: &Model| match (row.product_id, row.product_text.as_deref().map(fold)) {
        (Some(id), _) => id.to_string(),
        (None, text) => text.unwrap_or_default(),
    };
    let (a, b) = (name(a), name(b));
    !a.is_empty() && !b.is_empty() && a != b
}

/// Whether its protection stands.
pub(super) fn stands(row: &Model) -> bool {
    use RegistrationStatus as S;
    row.protected_until_on.is_some()
        && match row.status {
            S::Approved | S::Expiring | S::Converted | S::Disputed => row.decision == Some(Decision::Approved),
            S::InReview | S::PendingApproval | S::InformationRequested | S::AccountPending => row.deal_id.is_some(),
            _ => false,
        }
}

/// Whether it is a partner's and to be decided for the first time. A stranger is no partner yet: anybody can be one.
fn waits(row: &Model) -> bool {
    row.partner_id.is_some() && row.status.is_open() && row.decision.is_none() && row.deal_id.is_none()
}

fn came_before(a: &Model, b: &Model) -> bool {
    (a.submitted_at, a.id) < (b.submitted_at, b.id)
}

/// The protections that stand in the scope of `row`, the oldest first.
pub(crate) async fn overlapping(db: &impl ConnectionTrait, row: &Model) -> Outcome<Vec<Model>> {
    Ok(rivals(db, row).await?.standing)
}

/// That a person has decided about everybody who came earlier and waits.
///
/// # Errors
/// Conflict `scope_taken` (with `count`) where nobody has.
pub(crate) async fn ensure_first(tx: &Tx, row: &Model, grant: &Grant) -> Outcome<()> {
    undecided_about(grant, &rivals(tx, row).await?.earlier)
}

fn undecided_about(grant: &Grant, rivals: &[Model]) -> Outcome<()> {
    match rivals.iter().filter(|other| !grant.is_about(other)).count() {
        0 => Ok(()),
        count => {
            let params = BTreeMap::from([("count".to_owned(), count.to_string())]);
            Err(Failure::Conflict { code: "scope_taken", params })
        }
    }
}

/// The protections that stand in a customer, the oldest first.
pub(super) async fn protected_in(db: &impl ConnectionTrait, customer: CompanyId) -> Outcome<Vec<Model>> {
    let sql = Sql::new("SELECT r.* FROM registration r WHERE r.protected_until_on IS NOT NULL AND r.company_id = ")
        .bind(customer)
        .push(" ORDER BY r.submitted_at, r.id");
    Ok(sql.all::<Model>(db).await?.into_iter().filter(stands).collect())
}

async fn last_turn(tx: &Tx, customer: CompanyId) -> Outcome<i64> {
    let sql = Sql::new("SELECT MAX(turn) FROM protection WHERE company_id = ").bind(customer);
    Ok(sql.value::<Option<i64>>(tx).await?.flatten().unwrap_or(0))
}

/// Until the end of the transaction nobody else is protected. `SQLite` has one writer at a time anyway.
async fn take_all_turns(tx: &Tx) -> Outcome<()> {
    let lock = Dialect::of_backend(tx.get_database_backend()).for_update();
    if !lock.is_empty() {
        Sql::new("SELECT id FROM protection_turn WHERE id = 1").push(lock).value::<i64>(tx).await?;
    }
    Ok(())
}

/// Takes the turn after `last`; false when somebody else has it.
async fn take_turn(
    tx: &Tx,
    cx: &Ctx,
    row: &Model,
    customer: CompanyId,
    last: i64,
    grant: &Grant,
    beside: Option<RegistrationId>,
) -> Outcome<bool> {
    Sql::new("DELETE FROM protection WHERE registration_id = ").bind(row.id).execute(tx).await?;
    let decided_by = grant.reason().map(|_| cx.actor.name().to_owned());
    let taken = Sql::new(
        "INSERT INTO protection (registration_id, company_id, turn, role, beside_id, decided_by, reason, granted_at) VALUES (",
    )
    .push_with(
        "?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (company_id, turn) DO NOTHING",
        [
            row.id.into(),
            customer.into(),
            (last + 1).into(),
            grant.role().into(),
            beside.into(),
            decided_by.into(),
            grant.reason().map(str::to_owned).into(),
            cx.now().into(),
        ],
    )
    .execute(tx)
    .await?;
    Ok(taken > 0)
}

/// Whether no protection stands in the scope of this registration, and nobody who came earlier waits in it.
///
/// # Errors
/// The database's.
pub(crate) async fn is_free(db: &impl ConnectionTrait, row: &Model) -> Outcome<bool> {
    Ok(rivals(db, row).await?.all().is_empty())
}

/// Gives `row`, which was just approved, its place in the customer.
///
/// # Errors
/// Conflict `scope_taken` (with `count`) where another protection stands in its scope and nobody decided about that; `not_allowed_now` where one
/// that should be taken back is contested.
pub(crate) async fn claim(tx: &Tx, cx: &Ctx, row: &Model, grant: &Grant) -> Outcome<()> {
    let Some(customer) = row.company_id else { return Ok(()) };
    // Two names of one customer are two companies here, each with turns of its own.
    take_all_turns(tx).await?;
    for _ in 0..TRIES {
        // The turn first: what is taken between the two readings is seen by the second.
        let last = last_turn(tx, customer).await?;
        let standing = overlapping(tx, row).await?;
        undecided_about(grant, &standing)?;
        let beside = standing.first().map(|other| other.id);
        if take_turn(tx, cx, row, customer, last, grant, beside).await? {
            return follow(tx, cx, row, grant, standing).await;
        }
    }
    Err(Failure::conflict("stale_version"))
}

/// What a person's decision does to what stood, and the record of it.
async fn follow(tx: &Tx, cx: &Ctx, row: &Model, grant: &Grant, standing: Vec<Model>) -> Outcome<()> {
    let payload = |reason: &str| serde_json::json!({ "reason": reason });
    match grant {
        Grant::Alone => Ok(()),
        Grant::Reduced { role, reason } => {
            let payload = serde_json::json!({ "reason": reason, "role": role });
            record(tx, cx, event(EventKind::RegistrationRoleGranted, row, payload)).await?;
            Ok(())
        }
        Grant::Beside { reason, .. } => {
            record(tx, cx, event(EventKind::RegistrationProtectedBeside, row, payload(reason))).await?;
            Ok(())
        }
        Grant::Moved { reason, .. } => {
            for other in standing {
                let other = match other.decision {
                    Some(_) => {
                        let change = may_be_appealed(tx, cx, &other).await?;
                        advance(tx, cx, &other, change, Step::Cancel, Some(reason)).await?
                    }
                    // Looked at again after a change: that goes on, without protection.
                    None => {
                        write(tx, &other, ActiveModel { protected_until_on: Set(None), ..Default::default() }).await?
                    }
                };
                record(tx, cx, event(EventKind::RegistrationProtectionMoved, &other, payload(reason))).await?;
                letters::moved(tx, cx, &other).await?;
            }
            Ok(())
        }
    }
}

/// A deal that was closed is open again, and with it its registration. Somebody else may be protected by now: then it goes on as a referral.
pub(crate) async fn claim_again(tx: &Tx, cx: &Ctx, row: Model) -> Outcome<Model> {
    if row.protected_until_on.is_none() {
        return Ok(row);
    }
    match claim(tx, cx, &row, &Grant::Alone).await {
        Err(Failure::Conflict { code: "scope_taken", .. }) => {
            let row = write(tx, &row, ActiveModel { protected_until_on: Set(None), ..Default::default() }).await?;
            let reduced = Grant::Reduced { role: GrantedRole::Referral, reason: "sale_reopened".to_owned() };
            claim(tx, cx, &row, &reduced).await?;
            Ok(row)
        }
        other => other.map(|()| row),
    }
}
