//! Two companies turn out to be one: a person says so, everything moves to the one that is kept, and can move back.

use super::identity::leads_to;
use crate::Ctx;
use crate::access::policy::Action;
use crate::cosell::conflict::keys::keep_companies;
use crate::cosell::deal::company as visible_company;
use crate::record::{Event, EventKind, record};
use kernel::company_name::name_key;
use kernel::id::{CompanyId, DealId, RegistrationId};
use kernel::{Failure, FieldErrors, Instant, Outcome};
use sea_orm::FromQueryResult;
use serde::{Deserialize, Serialize};
use storage::{Sql, Tx};
use uuid::Uuid;

/// Merges another company into one.
#[derive(Debug, Clone, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Merge {
    /// The company that goes up in this one.
    #[schema(value_type = String)]
    pub other: CompanyId,
    /// Why they are one.
    pub reason: String,
}

/// A merge that was done.
#[derive(Debug, Clone, PartialEq, Eq, FromQueryResult, Serialize, utoipa::ToSchema)]
pub struct Merged {
    /// The merge.
    #[schema(value_type = String)]
    pub id: Uuid,
    /// The company that went up in the other.
    #[schema(value_type = String)]
    pub merged_id: CompanyId,
    /// Its name.
    pub merged_name: String,
    /// Why.
    pub reason: String,
    /// Who did it.
    pub merged_by: String,
    /// When.
    #[schema(value_type = String, format = DateTime)]
    pub merged_at: Instant,
    /// Who took it back.
    pub undone_by: Option<String>,
    /// When.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub undone_at: Option<Instant>,
}

/// What moved.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
struct Moved {
    deals: Vec<DealId>,
    registrations: Vec<RegistrationId>,
    daughters: Vec<CompanyId>,
    /// The company the kept one belonged to, where that led up to the merged one: it belongs to none since.
    #[serde(default)]
    parent: Option<CompanyId>,
    /// Companies that had gone up in the merged one before.
    earlier: Vec<CompanyId>,
    /// The merged one's name became another name of the kept one.
    alias: bool,
    /// The kept one became a named account by it.
    named: bool,
}

/// Merges `other` into `kept`: deals, registrations, protections and daughters move, and the check finds the one by the names, domains and
/// numbers of both. Where two protections meet by it, this is the person's decision that they may.
///
/// # Errors
/// `Forbidden`; `NotFound`; `Invalid` at `other` (`unknown`, `same`) and `reason`; conflict `not_allowed_now` when either was merged before.
pub async fn merge(cx: &Ctx, kept: CompanyId, input: Merge) -> Outcome<Uuid> {
    cx.allow(Action::ManagePrograms)?;
    let company = visible_company(cx, kept).await?;
    let mut errors = FieldErrors::default();
    let reason = errors.required("reason", &input.reason, 1000);
    let other = match visible_company(cx, input.other).await {
        Err(Failure::NotFound) => {
            errors.add("other", "unknown");
            None
        }
        found => Some(found?),
    };
    if input.other == kept {
        errors.add("other", "same");
    }
    errors.into_result(())?;
    let other = other.ok_or(Failure::NotFound)?;
    let tx = cx.begin().await?;
    // Whoever is first marks it; the second finds it marked.
    let marked = Sql::new("UPDATE company SET version = version + 1, merged_into = ")
        .bind(kept)
        .push(" WHERE merged_into IS NULL AND id = ")
        .bind(other.id)
        .push(" AND EXISTS (SELECT 1 FROM company k WHERE k.merged_into IS NULL AND k.id = ")
        .bind(kept)
        .push(")")
        .execute(&tx)
        .await?;
    if marked == 0 {
        return Err(Failure::conflict("not_allowed_now"));
    }
    let moved = move_all(&tx, cx, other.id, kept, &other.name, &company.name, &reason).await?;
    keep_companies(&tx, &[kept, other.id]).await?;
    let id = Uuid::now_v7();
    Sql::new("INSERT INTO company_merge (id, kept_id, merged_id, reason, moved, merged_by, merged_at) VALUES (")
        .push_with(
            "?, ?, ?, ?, ?, ?, ?)",
            [
                id.into(),
                kept.into(),
                other.id.into(),
                reason.clone().into(),
                serde_json::to_string(&moved).map_err(Failure::internal)?.into(),
                cx.actor.name().into(),
                cx.now().into(),
            ],
        )
        .execute(&tx)
        .await?;
    let payload = serde_json::json!({ "company": company.name, "id": kept, "other": other.name, "other_id": other.id, "reason": reason });
    record(&tx, cx, Event::new(EventKind::CompanyMerged).with(payload)).await?;
    cx.commit(tx).await?;
    Ok(id)
}

async fn move_all(
    tx: &Tx,
    cx: &Ctx,
    from: CompanyId,
    to: CompanyId,
    name: &str,
    kept_name: &str,
    reason: &str,
) -> Outcome<Moved> {
    let of = |table: &str, column: &str| Sql::new(format!("SELECT id FROM {table} WHERE {column} = ")).bind(from);
    let deals = of("deal", "company_id").column::<DealId>(tx).await?;
    let registrations = of("registration", "company_id").column::<RegistrationId>(tx).await?;
    // Who goes up in one below it is not above itself.
    let parent = Sql::new("SELECT parent_id FROM company WHERE parent_id IS NOT NULL AND id = ").bind(to);
    let mut parent = parent.value::<CompanyId>(tx).await?;
    if leads_to(tx, parent, from).await? {
        Sql::new("UPDATE company SET parent_id = NULL WHERE id = ").bind(to).execute(tx).await?;
    } else {
        parent = None;
    }
    let daughters = of("company", "parent_id").column::<CompanyId>(tx).await?;
    let earlier = of("company", "merged_into").column::<CompanyId>(tx).await?;
    for (table, column) in
        [("deal", "company_id"), ("registration", "company_id"), ("company", "parent_id"), ("company", "merged_into")]
    {
        Sql::new(format!("UPDATE {table} SET version = version + 1, {column} = "))
            .bind(to)
            .push(&format!(" WHERE {column} = "))
            .bind(from)
            .execute(tx)
            .await?;
    }
    move_protections(tx, &registrations, to, Some((cx.actor.name(), reason))).await?;
    let key = name_key(name);
    let alias = !key.is_empty() && key != name_key(kept_name) && add_alias(tx, to, name).await?;
    let named = Sql::new("INSERT INTO named_account (company_id, note, named_by, named_at) SELECT ")
        .bind(to)
        .push(", note, named_by, named_at FROM named_account WHERE company_id = ")
        .bind(from)
        .push(" ON CONFLICT (company_id) DO NOTHING")
        .execute(tx)
        .await?;
    Ok(Moved { deals, registrations, daughters, parent, earlier, alias, named: named > 0 })
}

/// True when it was not known by this name before.
async fn add_alias(tx: &Tx, company: CompanyId, name: &str) -> Outcome<bool> {
    let known = Sql::new("SELECT 1 FROM match_key WHERE kind = 'alias' AND value = ")
        .bind(name_key(name))
        .push(" AND company_id = ")
        .bind(company)
        .value::<i32>(tx)
        .await?;
    super::add_alias(tx, company, name).await?;
    Ok(known.is_none())
}

/// The protections of these registrations take the next turns of their customer.
async fn move_protections(
    tx: &Tx,
    registrations: &[RegistrationId],
    to: CompanyId,
    decided: Option<(&str, &str)>,
) -> Outcome<()> {
    let ids = Sql::new("SELECT registration_id FROM protection WHERE registration_id IN ")
        .bind_list(registrations.iter().copied())
        .push(" ORDER BY turn")
        .column::<RegistrationId>(tx)
        .await?;
    for id in ids {
        let mut sql = Sql::new("UPDATE protection SET company_id = ")
            .bind(to)
            .push(", turn = (SELECT COALESCE(MAX(p.turn), 0) + 1 FROM protection p WHERE p.company_id = ")
            .bind(to)
            .push(")");
        if let Some((by, reason)) = decided {
            sql = sql.push(", decided_by = COALESCE(decided_by, ").bind(by);
            sql = sql.push("), reason = COALESCE(reason, ").bind(reason).push(")");
        }
        sql.push(" WHERE registration_id = ").bind(id).execute(tx).await?;
    }
    Ok(())
}

#[derive(FromQueryResult)]
struct Stored {
    kept_id: CompanyId,
    merged_id: CompanyId,
    moved: String,
    undone_at: Option<Instant>,
}

/// Takes a merge back: what moved and still is where it went moves back.
///
/// # Errors
/// `Forbidden`; `NotFound`; conflict `not_allowed_now` when it was taken back already, or the kept company has gone up in a third since.
pub async fn undo_merge(cx: &Ctx, id: Uuid) -> Outcome<CompanyId> {
    cx.allow(Action::ManagePrograms)?;
    let sql = Sql::new("SELECT kept_id, merged_id, moved, undone_at FROM company_merge WHERE id = ").bind(id);
    let stored = sql.one::<Stored>(cx.read()).await?.ok_or(Failure::NotFound)?;
    let kept = visible_company(cx, stored.kept_id).await?;
    if stored.undone_at.is_some() || kept.merged_into.is_some() {
        return Err(Failure::conflict("not_allowed_now"));
    }
    let moved: Moved = serde_json::from_str(&stored.moved).map_err(Failure::internal)?;
    let tx = cx.begin().await?;
    let freed = Sql::new("UPDATE company SET version = version + 1, merged_into = NULL WHERE id = ")
        .bind(stored.merged_id)
        .push(" AND merged_into = ")
        .bind(stored.kept_id)
        .execute(&tx)
        .await?;
    if freed == 0 {
        return Err(Failure::conflict("not_allowed_now"));
    }
    let name = Sql::new("SELECT name FROM company WHERE id = ").bind(stored.merged_id).value::<String>(&tx).await?;
    move_back(&tx, &stored, &moved, name.as_deref().unwrap_or_default()).await?;
    keep_companies(&tx, &[stored.kept_id, stored.merged_id]).await?;
    Sql::new("UPDATE company_merge SET undone_by = ")
        .bind(cx.actor.name())
        .push(", undone_at = ")
        .bind(cx.now())
        .push(" WHERE id = ")
        .bind(id)
        .execute(&tx)
        .await?;
    let payload =
        serde_json::json!({ "company": kept.name, "id": stored.kept_id, "other": name, "other_id": stored.merged_id });
    record(&tx, cx, Event::new(EventKind::CompanyUnmerged).with(payload)).await?;
    cx.commit(tx).await?;
    Ok(stored.kept_id)
}

async fn move_back(tx: &Tx, stored: &Stored, moved: &Moved, name: &str) -> Outcome<()> {
    let uuids = |ids: &[CompanyId]| ids.iter().map(|id| id.0).collect::<Vec<_>>();
    let rows = [
        ("deal", "company_id", moved.deals.iter().map(|id| id.0).collect::<Vec<_>>()),
        ("registration", "company_id", moved.registrations.iter().map(|id| id.0).collect()),
        ("company", "parent_id", uuids(&moved.daughters)),
        ("company", "merged_into", uuids(&moved.earlier)),
    ];
    for (table, column, ids) in rows {
        // As many as one statement takes.
        for ids in ids.chunks(10_000) {
            Sql::new(format!("UPDATE {table} SET version = version + 1, {column} = "))
                .bind(stored.merged_id)
                .push(&format!(" WHERE {column} = "))
                .bind(stored.kept_id)
                .push(" AND id IN ")
                .bind_list(ids.iter().copied())
                .execute(tx)
                .await?;
        }
    }
    move_protections(tx, &moved.registrations, stored.merged_id, None).await?;
    if let Some(parent) = moved.parent {
        Sql::new("UPDATE company SET parent_id = ")
            .bind(parent)
            .push(" WHERE parent_id IS NULL AND id = ")
            .bind(stored.kept_id)
            .execute(tx)
            .await?;
    }
    if moved.alias {
        Sql::new("DELETE FROM match_key WHERE kind = 'alias' AND value = ")
            .bind(name_key(name))
            .push(" AND company_id = ")
            .bind(stored.kept_id)
            .execute(tx)
            .await?;
    }
    if moved.named {
        Sql::new("DELETE FROM named_account WHERE company_id = ").bind(stored.kept_id).execute(tx).await?;
    }
    Ok(())
}

/// What went up in this company, the newest first, up to 50.
///
/// # Errors
/// `Forbidden`, `NotFound`.
pub async fn merges(cx: &Ctx, id: CompanyId) -> Outcome<Vec<Merged>> {
    cx.allow(Action::Read)?;
    visible_company(cx, id).await?;
    let sql = Sql::new("SELECT m.id, m.merged_id, c.name AS merged_name, m.reason, m.merged_by, m.merged_at, m.undone_by, m.undone_at FROM company_merge m JOIN company c ON c.id = m.merged_id WHERE m.kept_id = ").bind(id);
    Ok(sql.push(" ORDER BY m.merged_at DESC, m.id DESC LIMIT 50").all(cx.read()).await?)
}
