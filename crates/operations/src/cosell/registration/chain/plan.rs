//! Who would be asked: the steps that are for a registration, the people they name, and who answers for those who are away. Nothing is written.

use super::seat::Seats;
use super::{ChainPerson, ChainStep, names};
use crate::Ctx;
use crate::access::absence::answers_for;
use crate::access::policy::Action;
use crate::access::scope::in_scope;
use crate::cosell::registration::load::load;
use crate::cosell::registration::reviewer;
use crate::program::approval::About;
use crate::program::{self, ApprovalRules, Approver, Bilingual, ProgramDefinition};
use crate::settings::organisation;
use kernel::id::{ProgramId, RegistrationId, UserId};
use kernel::{Currency, Date, Failure, FieldErrors, Outcome};
use sea_orm::{ConnectionTrait, FromQueryResult};
use serde::Deserialize;
use storage::Sql;
use storage::entity::registration::Model;

/// A step as it would be asked.
pub(super) struct Planned {
    pub(super) place: i32,
    pub(super) name: Bilingual,
    pub(super) everyone: bool,
    /// Who is asked, and for whom.
    pub(super) people: Vec<(UserId, Option<UserId>)>,
}

#[derive(FromQueryResult)]
struct PartnerFacts {
    region: Option<String>,
    segment_id: Option<kernel::id::SegmentId>,
    currency: Currency,
}

async fn about(db: &impl ConnectionTrait, row: &Model) -> Outcome<About> {
    let facts = Sql::new("SELECT p.region, p.segment_id, g.currency FROM program g LEFT JOIN partner p ON p.id = ")
        .bind(row.partner_id)
        .push(" WHERE g.id = ")
        .bind(row.program_id)
        .one::<PartnerFacts>(db)
        .await?
        .ok_or(Failure::NotFound)?;
    let foreign = facts.currency != row.currency;
    Ok(About {
        amount: row.amount.filter(|_| !foreign),
        foreign: foreign && row.amount.is_some(),
        region: facts.region,
        segment: facts.segment_id,
        product: row.product_id,
        finding: row.finding_level,
    })
}

/// Whether the program, as it was when this was registered, asks anybody about it.
pub(in crate::cosell::registration) async fn is_needed(
    db: &impl ConnectionTrait,
    row: &Model,
    definition: &ProgramDefinition,
) -> Outcome<bool> {
    if definition.approval.steps.is_empty() {
        return Ok(false);
    }
    Ok(!definition.approval.chain(&about(db, row).await?).is_empty())
}

/// Whom the program asks about this registration, as it was when this came in.
pub(super) async fn plan(db: &impl ConnectionTrait, row: &Model, day: Date) -> Outcome<Vec<Planned>> {
    let definition = program::definition(db, row.program_id, row.definition_version).await?;
    plan_by(db, row, &definition.approval, day).await
}

async fn plan_by(db: &impl ConnectionTrait, row: &Model, rules: &ApprovalRules, day: Date) -> Outcome<Vec<Planned>> {
    if rules.steps.is_empty() {
        return Ok(Vec::new());
    }
    let about = about(db, row).await?;
    let mut steps = Vec::new();
    for (place, step) in rules.chain(&about) {
        let mut named = Vec::new();
        for approver in &step.approvers {
            named.extend(people(db, row, approver).await?);
        }
        steps.push((place, step, named));
    }
    let everybody: Vec<UserId> = steps.iter().flat_map(|(_, _, named)| named).copied().collect();
    let mut seats = Seats::of(db, &everybody, day).await?;
    let mut planned = Vec::new();
    for (place, step, named) in steps {
        let mut people: Vec<(UserId, Option<UserId>)> = Vec::new();
        for person in &named {
            // Where one yes is enough, somebody asked for themselves need not be asked for a colleague as well.
            if !step.everyone && answers_for(db, *person, day).await?.is_none_or(|a| a != *person && named.contains(&a))
            {
                continue;
            }
            let Some(answers) = seats.give(db, *person).await? else { continue };
            let stands_in = (answers != *person).then_some(*person);
            match people.iter_mut().find(|(asked, _)| *asked == answers) {
                // Asked for themselves weighs more than for somebody else.
                Some(known) if stands_in.is_none() => known.1 = None,
                Some(_) => {}
                None => people.push((answers, stands_in)),
            }
        }
        // A step that names nobody who is there is not left out: a head of partnerships answers.
        if people.is_empty() {
            people.extend(reviewer::choose(db, None, day).await?.map(|c| (c.reviewer.id, None)));
        }
        planned.push(Planned {
            place: i32::try_from(place).unwrap_or(i32::MAX),
            name: step.name.clone(),
            everyone: step.everyone,
            people,
        });
    }
    Ok(planned)
}

async fn people(db: &impl ConnectionTrait, row: &Model, approver: &Approver) -> Outcome<Vec<UserId>> {
    let sql = match approver {
        Approver::Person(id) => return Ok(vec![*id]),
        Approver::Role(role) => {
            Sql::new("SELECT id FROM app_user WHERE active AND role = ").bind(*role).push(" ORDER BY name_folded, id")
        }
        Approver::Owner(role) => {
            Sql::new("SELECT user_id FROM partner_owner WHERE side = 'vendor' AND user_id IS NOT NULL AND role = ")
                .bind(*role)
                .push(" AND partner_id = ")
                .bind(row.partner_id)
        }
    };
    Ok(sql.column(db).await?)
}

/// Who would be asked about this registration if it were sent for approval now. Empty when the reviewer's yes is enough.
///
/// # Errors
/// `Forbidden`, `NotFound`.
pub async fn approval_preview(cx: &Ctx, id: RegistrationId) -> Outcome<Vec<ChainStep>> {
    cx.allow(Action::Read)?;
    let row = load(cx, id).await?;
    let today = cx.now().date_in(&organisation(cx.read()).await?.zone());
    named_steps(cx, plan(cx.read(), &row, today).await?).await
}

/// A registration to try rules of approval on.
#[derive(Debug, Clone, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TryApproval {
    /// Its number (`REG-…`) or id.
    pub registration: String,
    /// The rules, published or not.
    pub rules: ApprovalRules,
}

/// Who would be asked about a registration of this program by these rules, before they are published.
///
/// # Errors
/// `Forbidden`, `NotFound`; `Invalid` at `registration` (`required`, `unknown`) and at the rules as `approval.…`.
pub async fn try_approval(cx: &Ctx, program: ProgramId, input: TryApproval) -> Outcome<Vec<ChainStep>> {
    cx.allow(Action::ManagePrograms)?;
    program::row(cx.read(), program).await?;
    let mut errors = FieldErrors::default();
    let named = errors.required("registration", &input.registration, 100);
    let rules = program::checked_approval(&mut errors, input.rules);
    let mut sql = Sql::new("SELECT r.id FROM registration r WHERE r.program_id = ").bind(program);
    sql = match named.parse::<RegistrationId>() {
        Ok(id) => sql.push(" AND r.id = ").bind(id),
        Err(_) => sql.push(" AND r.number = ").bind(named.to_uppercase()),
    };
    let found = in_scope(sql, &cx.actor, "r.partner_id").value::<RegistrationId>(cx.read()).await?;
    if found.is_none() && !named.is_empty() {
        errors.add("registration", "unknown");
    }
    let Some(id) = errors.into_result(found)? else { return Err(Failure::NotFound) };
    let row = load(cx, id).await?;
    let today = cx.now().date_in(&organisation(cx.read()).await?.zone());
    named_steps(cx, plan_by(cx.read(), &row, &rules, today).await?).await
}

async fn named_steps(cx: &Ctx, planned: Vec<Planned>) -> Outcome<Vec<ChainStep>> {
    let db = cx.read();
    let ids = planned.iter().flat_map(|p| p.people.iter().flat_map(|(a, b)| [Some(*a), *b])).flatten().collect();
    let names = names(db, ids).await?;
    let name = |id: &UserId| names.get(id).cloned().unwrap_or_default();
    let steps = planned.into_iter().map(|p| ChainStep {
        place: p.place,
        name: p.name,
        everyone: p.everyone,
        people: p
            .people
            .iter()
            .map(|(id, stands_in)| ChainPerson {
                id: *id,
                name: name(id),
                stands_in_for: stands_in.as_ref().map(name),
                state: None,
                answered_at: None,
                note: None,
            })
            .collect(),
    });
    Ok(steps.collect())
}
