//! "Search or do": one field that finds partners, companies, deals and registrations.
//!
//! It answers while somebody types, so its cost must not grow with the data: names that begin with the words come from an index; names that
//! contain them are looked for among the newest records only. The lists search everything.

use crate::Ctx;
use crate::access::policy::Action;
use crate::access::scope::in_scope;
use kernel::fold::{like_pattern, search_query};
use kernel::id::{CompanyId, DealId, PartnerId, RegistrationId};
use kernel::{Outcome, Scope};
use sea_orm::FromQueryResult;
use storage::Sql;

/// The most answers.
pub const MOST: usize = 10;
/// How many of the newest records are looked through for words in the middle of a name.
const NEWEST: i64 = 50_000;

/// What was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Target {
    /// A partner.
    Partner(PartnerId),
    /// A company.
    Company(CompanyId),
    /// A deal.
    Deal(DealId),
    /// A registration.
    Registration(RegistrationId),
}

/// One answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hit {
    /// What it is.
    pub target: Target,
    /// Its name.
    pub label: String,
    /// What tells it from others of the same name: a domain, a number, a city. May be empty.
    pub detail: String,
}

#[derive(FromQueryResult)]
struct Named<I: sea_orm::TryGetable> {
    id: I,
    label: String,
    detail: Option<String>,
}

/// The records within the actor's scope whose name, number or domain contains `text`: at most [`MOST`], those that begin with it first. Fewer than
/// two letters find nothing.
///
/// # Errors
/// `Forbidden`.
pub async fn search(cx: &Ctx, text: &str) -> Outcome<Vec<Hit>> {
    cx.allow(Action::Read)?;
    let query: String = search_query(text).chars().filter(|c| !c.is_control()).take(100).collect();
    if query.chars().count() < 2 {
        return Ok(Vec::new());
    }
    let mut found: Vec<Vec<Hit>> = vec![
        partners(cx, &query).await?,
        deals(cx, &query).await?,
        registrations(cx, &query).await?,
        companies(cx, &query).await?,
    ];
    for hits in &mut found {
        hits.sort_by_key(|hit| !search_query(&hit.label).starts_with(&query));
    }
    Ok(mixed(found))
}

/// The best of each kind first, so that many partners do not hide the one deal.
fn mixed(found: Vec<Vec<Hit>>) -> Vec<Hit> {
    let mut hits = Vec::new();
    let mut kinds: Vec<_> = found.into_iter().map(Vec::into_iter).collect();
    while hits.len() < MOST {
        let before = hits.len();
        hits.extend(kinds.iter_mut().filter_map(Iterator::next));
        if hits.len() == before {
            break;
        }
    }
    hits.truncate(MOST);
    hits
}

/// Appends ` AND column begins with query`, as a range an index can answer.
fn begins(sql: Sql, column: &str, query: &str) -> Sql {
    sql.push(" AND ")
        .push(column)
        .push(" >= ")
        .bind(query)
        .push(" AND ")
        .push(column)
        .push(" < ")
        .bind(format!("{query}\u{10ffff}"))
}

fn contains(sql: Sql, column: &str, query: &str) -> Sql {
    sql.push(column).push(" LIKE ").bind(like_pattern(query)).push(r" ESCAPE '\'")
}

fn limit(sql: Sql) -> Sql {
    sql.push(" LIMIT ").bind(MOST as i64)
}

async fn hits<I>(cx: &Ctx, sql: Sql, target: impl Fn(I) -> Target, found: &mut Vec<Hit>) -> Outcome<()>
where
    I: sea_orm::TryGetable,
{
    for row in sql.all::<Named<I>>(cx.read()).await? {
        let target = target(row.id);
        if found.len() < MOST && !found.iter().any(|hit| hit.target == target) {
            found.push(Hit { target, label: row.label, detail: row.detail.unwrap_or_default() });
        }
    }
    Ok(())
}

async fn partners(cx: &Ctx, query: &str) -> Outcome<Vec<Hit>> {
    let mut found = Vec::new();
    let first = Sql::new("SELECT p.id, p.name AS label, p.domain AS detail FROM partner p WHERE 1 = 1");
    let first = in_scope(begins(first, "p.name_folded", query), &cx.actor, "p.id");
    hits(cx, limit(first.push(" ORDER BY p.name_folded, p.id")), Target::Partner, &mut found).await?;
    if found.len() < MOST {
        let newest = Sql::new(
            "SELECT n.id, n.name AS label, n.domain AS detail FROM (SELECT p.id, p.name, p.domain, p.search_text FROM partner p WHERE 1 = 1",
        );
        let newest = in_scope(newest, &cx.actor, "p.id").push(" ORDER BY p.id DESC LIMIT ").bind(NEWEST);
        hits(cx, limit(contains(newest.push(") n WHERE "), "n.search_text", query)), Target::Partner, &mut found)
            .await?;
    }
    Ok(found)
}

async fn deals(cx: &Ctx, query: &str) -> Outcome<Vec<Hit>> {
    let mut found = Vec::new();
    let number = Sql::new("SELECT d.id, d.name AS label, d.number AS detail FROM deal d WHERE d.number = ")
        .bind(query.to_uppercase());
    hits(cx, limit(in_scope(number, &cx.actor, "d.partner_id")), Target::Deal, &mut found).await?;
    let newest = Sql::new(
        "SELECT n.id, n.name AS label, n.number AS detail FROM (SELECT d.id, d.name, d.number, d.search_text FROM deal d WHERE 1 = 1",
    );
    let newest = in_scope(newest, &cx.actor, "d.partner_id").push(" ORDER BY d.id DESC LIMIT ").bind(NEWEST);
    hits(cx, limit(contains(newest.push(") n WHERE "), "n.search_text", query)), Target::Deal, &mut found).await?;
    Ok(found)
}

async fn registrations(cx: &Ctx, query: &str) -> Outcome<Vec<Hit>> {
    let mut found = Vec::new();
    let number =
        Sql::new("SELECT r.id, r.company_name AS label, r.number AS detail FROM registration r WHERE r.status NOT IN ('draft', 'unconfirmed') AND r.number = ")
            .bind(query.to_uppercase());
    hits(cx, limit(in_scope(number, &cx.actor, "r.partner_id")), Target::Registration, &mut found).await?;
    let newest = Sql::new(
        "SELECT n.id, n.company_name AS label, n.number AS detail FROM (SELECT r.id, r.company_name, r.number, r.search_text FROM registration r WHERE r.status NOT IN ('draft', 'unconfirmed')",
    );
    let newest = in_scope(newest, &cx.actor, "r.partner_id").push(" ORDER BY r.id DESC LIMIT ").bind(NEWEST);
    hits(cx, limit(contains(newest.push(") n WHERE "), "n.search_text", query)), Target::Registration, &mut found)
        .await?;
    Ok(found)
}

/// A company belongs to nobody: whoever sees a deal or a registration of it may know of it.
fn known(sql: Sql, cx: &Ctx) -> Sql {
    if cx.actor.scope() == Scope::All {
        return sql;
    }
    let sql = sql.push(" AND (EXISTS (SELECT 1 FROM deal d WHERE d.company_id = c.id");
    let sql = in_scope(sql, &cx.actor, "d.partner_id")
        .push(") OR EXISTS (SELECT 1 FROM registration r WHERE r.company_id = c.id");
    in_scope(sql, &cx.actor, "r.partner_id").push("))")
}

async fn companies(cx: &Ctx, query: &str) -> Outcome<Vec<Hit>> {
    let mut found = Vec::new();
    let first = Sql::new(
        "SELECT c.id, c.name AS label, COALESCE(c.domain, c.city) AS detail FROM company c WHERE c.merged_into IS NULL",
    );
    let first = known(begins(first, "c.name_folded", query), cx);
    hits(cx, limit(first.push(" ORDER BY c.name_folded, c.id")), Target::Company, &mut found).await?;
    if found.len() < MOST {
        let newest = Sql::new("SELECT c.id, c.name AS label, COALESCE(c.domain, c.city) AS detail FROM (SELECT id, name, domain, city, search_text FROM company WHERE merged_into IS NULL ORDER BY id DESC LIMIT ")
            .bind(NEWEST)
            .push(") c WHERE ");
        hits(cx, limit(known(contains(newest, "c.search_text", query), cx)), Target::Company, &mut found).await?;
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_best_of_each_kind_comes_first() {
        let hit = |label: &str, target| Hit { target, label: label.to_owned(), detail: String::new() };
        let partners = (0..12).map(|n| hit(&format!("p{n}"), Target::Partner(PartnerId::new()))).collect();
        let deals = vec![hit("d0", Target::Deal(DealId::new()))];
        let labels: Vec<_> = mixed(vec![partners, deals]).into_iter().map(|hit| hit.label).collect();
        assert_eq!(labels.len(), MOST);
        assert_eq!(labels[..3], ["p0", "d0", "p1"]);
    }
}
