//! What the rules say: of one partner, or of all the actor may see.

use super::counts::Window;
use super::find::{Found, Named};
use super::keep::{found_on, kept_on, today};
use super::rule::{Measure, Rule};
use super::rules::Kept;
use crate::Ctx;
use crate::access::policy::Action;
use crate::access::scope::in_scope;
use crate::grow::kpi::fact::date_of;
use kernel::id::{PartnerId, ProgramId, RecordId};
use kernel::{Cursor, Date, Failure, Locale, Outcome, Page, PageRequest};
use sea_orm::FromQueryResult;
use serde::Serialize;
use std::collections::{BTreeMap, HashMap};
use storage::Sql;

/// Which findings are asked for.
#[derive(Debug, Clone, Default)]
pub struct FindingsQuery {
    /// Of one partner.
    pub partner: Option<PartnerId>,
    /// In one program.
    pub program: Option<ProgramId>,
    /// By the rule of this key.
    pub rule: Option<String>,
    /// What the rules of today would have said on a past day, by what was known then.
    pub as_of: Option<Date>,
}

/// A share that a finding counted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct MeasureCount {
    /// Which.
    #[schema(value_type = String, example = "reached_of_approved")]
    pub measure: Measure,
    /// The numerator; with days, the days.
    pub part: i64,
    /// The denominator; 1 with days.
    pub of: i64,
}

/// What a rule says of a partner.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[schema(as = CoachingFinding)]
pub struct Finding {
    /// Of whom.
    #[schema(value_type = String)]
    pub partner_id: PartnerId,
    /// Their name.
    pub partner: String,
    /// In which program.
    #[schema(value_type = String)]
    pub program_id: ProgramId,
    /// Its name.
    pub program: String,
    /// The rule's key.
    #[schema(example = "weak_in_validation")]
    pub rule: String,
    /// What it is called.
    pub title: String,
    /// What it says, with the counts.
    pub text: String,
    /// What to do about it.
    pub next_step: String,
    /// The first day it looks at.
    #[schema(value_type = String, format = Date)]
    pub from: Date,
    /// The last.
    #[schema(value_type = String, format = Date)]
    pub to: Date,
    /// Since when it is so without a break; absent for a past day.
    #[schema(value_type = Option<String>, format = Date)]
    pub since: Option<Date>,
    /// What it counted; the rows behind each are a link away.
    pub measures: Vec<MeasureCount>,
    /// With how many peers it compared.
    pub peers: Option<i64>,
}

/// A page of findings.
#[derive(Debug, Clone)]
pub struct Findings {
    /// The day they are of; nothing before they were found for the first time.
    pub on: Option<Date>,
    /// The findings.
    pub page: Page<Finding>,
}

#[derive(FromQueryResult)]
struct Row {
    id: RecordId,
    partner_id: PartnerId,
    partner: String,
    program_id: ProgramId,
    program: String,
    rule_key: String,
    rule_version: i64,
    since_day: i64,
    named: String,
}

/// A finding in words.
pub(super) fn in_words(locale: Locale, rule: &Rule, named: &Named) -> String {
    rule.say(locale, |name| match name {
        "stage" => named.stage.as_ref().map(|stage| stage.text(locale).to_owned()),
        name => named.numbers.get(name).map(|number| i18n::number(locale, *number)),
    })
}

fn measures(rule: &Rule, named: &Named) -> Vec<MeasureCount> {
    let number = |name: &str| named.numbers.get(name).copied().unwrap_or(0);
    let mut counted: Vec<MeasureCount> = Vec::new();
    for condition in &rule.when {
        let measure = condition.measure;
        if counted.iter().any(|c| c.measure == measure) {
            continue;
        }
        let (part, of) = match measure.cases() {
            Some((part, of)) => (number(part.as_str()), number(of.as_str())),
            None => (number("days"), 1),
        };
        counted.push(MeasureCount { measure, part, of });
    }
    counted
}

/// Whom and where a finding is about: ids and names.
struct About {
    partner: (PartnerId, String),
    program: (ProgramId, String),
}

fn finding(cx: &Ctx, about: About, key: &str, rule: &Rule, named: &Named, on: Date, since: Option<Date>) -> Finding {
    Finding {
        partner_id: about.partner.0,
        partner: about.partner.1,
        program_id: about.program.0,
        program: about.program.1,
        rule: key.to_owned(),
        title: rule.title.text(cx.locale).to_owned(),
        text: in_words(cx.locale, rule, named),
        next_step: rule.next.text(cx.locale).to_owned(),
        from: on.plus_days(1 - rule.window_days),
        to: on,
        since,
        measures: measures(rule, named),
        peers: named.numbers.get("peer_count").copied(),
    }
}

/// What the rules say of the partners the actor may see, the newest first.
///
/// # Errors
/// `Forbidden`; `NotFound` for a partner the actor may not see; `Invalid` at `cursor`, `as_of` (`date_in_future`).
pub async fn findings(cx: &Ctx, query: &FindingsQuery, page: &PageRequest) -> Outcome<Findings> {
    cx.allow(Action::Read)?;
    if let Some(partner) = query.partner {
        let sql = Sql::new("SELECT p.id FROM partner p WHERE p.id = ").bind(partner);
        in_scope(sql, &cx.actor, "p.id").value::<PartnerId>(cx.read()).await?.ok_or(Failure::NotFound)?;
    }
    match query.as_of {
        Some(as_of) => past(cx, query, as_of, page).await,
        None => kept(cx, query, page).await,
    }
}

async fn kept(cx: &Ctx, query: &FindingsQuery, page: &PageRequest) -> Outcome<Findings> {
    let Some(on) = kept_on(cx.read()).await? else {
        return Ok(Findings { on: None, page: Page { items: Vec::new(), next_cursor: None } });
    };
    let mut sql = Sql::new(
        "SELECT f.id, f.partner_id, p.name AS partner, f.program_id, pr.name AS program, f.rule_key, f.rule_version, f.since_day, f.named \
         FROM coaching_finding f JOIN partner p ON p.id = f.partner_id JOIN program pr ON pr.id = f.program_id WHERE 1 = 1",
    );
    if let Some(partner) = query.partner {
        sql = sql.push(" AND f.partner_id = ").bind(partner);
    }
    if let Some(program) = query.program {
        sql = sql.push(" AND f.program_id = ").bind(program);
    }
    if let Some(rule) = &query.rule {
        sql = sql.push(" AND f.rule_key = ").bind(rule.as_str());
    }
    sql = in_scope(sql, &cx.actor, "f.partner_id");
    if let Some(after) = &page.after {
        let bad = || Failure::field("cursor", "invalid");
        let day = after.key.parse::<i64>().map_err(|_| bad())?;
        let id = after.id.parse::<RecordId>().map_err(|_| bad())?;
        sql = sql.push(" AND (f.since_day, f.id) < (").bind(day).push(", ").bind(id).push(")");
    }
    let sql = sql.push(" ORDER BY f.since_day DESC, f.id DESC LIMIT ").bind(i64::from(page.fetch()));
    let rows = sql.all::<Row>(cx.read()).await?;
    let page = Page::from_rows(rows, page, |row| Cursor { key: row.since_day.to_string(), id: row.id.to_string() });
    let rules = Kept::load(cx.read()).await?;
    let mut items = Vec::with_capacity(page.items.len());
    for row in page.items {
        let Some(rule) = rules.at(&row.rule_key, row.rule_version) else { continue };
        let named: Named = serde_json::from_str(&row.named).map_err(Failure::internal)?;
        let about = About { partner: (row.partner_id, row.partner), program: (row.program_id, row.program) };
        items.push(finding(cx, about, &row.rule_key, rule, &named, on, Some(date_of(row.since_day))));
    }
    Ok(Findings { on: Some(on), page: Page { items, next_cursor: page.next_cursor } })
}

#[derive(FromQueryResult)]
struct Name<T: sea_orm::TryGetable> {
    id: T,
    name: String,
}

/// The names of what is seen.
pub(super) struct Names {
    partners: HashMap<PartnerId, String>,
    programs: HashMap<ProgramId, String>,
}

impl Names {
    /// Of the partners the actor may see (or one of them), and of all programs.
    pub(super) async fn load(cx: &Ctx, only: Option<PartnerId>) -> Outcome<Self> {
        let mut sql = Sql::new("SELECT p.id, p.name FROM partner p WHERE p.status = 'active'");
        if let Some(partner) = only {
            sql = sql.push(" AND p.id = ").bind(partner);
        }
        let partners = in_scope(sql, &cx.actor, "p.id").all::<Name<PartnerId>>(cx.read()).await?;
        let programs = Sql::new("SELECT id, name FROM program").all::<Name<ProgramId>>(cx.read()).await?;
        Ok(Self {
            partners: partners.into_iter().map(|n| (n.id, n.name)).collect(),
            programs: programs.into_iter().map(|n| (n.id, n.name)).collect(),
        })
    }
    /// Nothing of a partner the actor may not see.
    pub(super) fn of(&self, found: &Found) -> Option<(String, String)> {
        let program = self.programs.get(&found.program).cloned().unwrap_or_default();
        Some((self.partners.get(&found.partner)?.clone(), program))
    }
}

async fn past(cx: &Ctx, query: &FindingsQuery, as_of: Date, page: &PageRequest) -> Outcome<Findings> {
    if as_of > today(cx).await? {
        return Err(Failure::field("as_of", "date_in_future"));
    }
    let rules: Vec<_> = Kept::load(cx.read()).await?.all();
    let rules: Vec<_> =
        rules.iter().filter(|rule| rule.active && query.rule.as_ref().is_none_or(|key| *key == rule.key)).collect();
    let of: Vec<&Rule> = rules.iter().map(|rule| &rule.rule).collect();
    let found = found_on(cx.read(), &of, as_of).await?;
    let names = Names::load(cx, query.partner).await?;
    // By what names each of them; the order of the pages.
    let mut items: BTreeMap<(String, String), Finding> = BTreeMap::new();
    for (rule, found) in rules.iter().zip(found) {
        for found in found {
            if query.program.is_some_and(|program| program != found.program) {
                continue;
            }
            let Some((partner, program)) = names.of(&found) else { continue };
            let about = About { partner: (found.partner, partner), program: (found.program, program) };
            let key = (found.partner.to_string(), format!("{} {}", found.program, rule.key));
            items.insert(key, finding(cx, about, &rule.key, &rule.rule, &found.named, as_of, None));
        }
    }
    let after = page.after.as_ref().map(|after| (after.id.clone(), after.key.clone()));
    let rest = items.into_iter().filter(|(key, _)| after.as_ref().is_none_or(|after| key > after));
    let rows: Vec<_> = rest.take(page.fetch() as usize).collect();
    let page = Page::from_rows(rows, page, |((id, key), _)| Cursor { key: key.clone(), id: id.clone() });
    Ok(Findings { on: Some(as_of), page: page.map(|(_, finding)| finding) })
}

/// The window of a rule that ends with `on`.
pub(super) async fn window(cx: &Ctx, rule: &Rule, on: Date) -> Outcome<Window> {
    let zone = crate::settings::organisation(cx.read()).await?.zone();
    Ok(Window::new(on, rule.window_days, &zone))
}
