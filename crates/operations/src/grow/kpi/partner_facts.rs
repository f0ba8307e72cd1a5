//! What each partner adds to the totals of the lifecycle and of the phases. Kept beside the partner, so that what it added before can be taken away.

use super::cells::{Cell, CellKey, Deltas, GroupingSet, Measure, NO_MONTH};
use super::fact::{day_of, month_of_day};
use super::{partners, stay_facts};
use kernel::id::{PartnerId, ProgramId, SegmentId, UserId};
use kernel::time::DAY;
use kernel::words::{PartnerStatus, Phase};
use kernel::{Date, Failure, Instant, Outcome};
use sea_orm::{ConnectionTrait, FromQueryResult};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::LazyLock;
use storage::{Sql, Tx};

/// The bucket of those that never did it.
pub(super) const NEVER: i64 = -1;

/// A partner's contribution. Days since 1970-01-01.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct PartnerFact {
    status: PartnerStatus,
    segment: Option<SegmentId>,
    owner: Option<UserId>,
    region: String,
    signed: Option<i64>,
    days: Days,
    stays: Vec<Stay>,
    /// Program, phase and day it was entered, of now.
    at: Vec<(ProgramId, Phase, i64)>,
}

/// What its registrations and deals say.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, FromQueryResult)]
struct Days {
    first_registration: Option<i64>,
    first_win: Option<i64>,
    last_win: Option<i64>,
    /// First win from the day of signing on.
    won_since: Option<i64>,
    /// 1 when there are deals.
    dealt: i64,
    /// First registration or deal from the day of signing on.
    began: Option<i64>,
    /// Last registration or deal.
    last: Option<i64>,
}

/// One stay in a phase.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Stay {
    program: ProgramId,
    phase: Phase,
    entered: i64,
    left: Option<i64>,
    /// Whole days of twenty-four hours, of a stay that is over.
    lasted: i64,
    /// Whether the partner came into a later phase since.
    went_on: bool,
}

/// The totals of a partner's phases in one program.
pub(crate) fn in_program(program: ProgramId, phase: Phase) -> String {
    format!("{program} {phase}")
}

/// The cells of a partner.
fn cells(fact: &PartnerFact) -> Vec<(CellKey, Cell)> {
    use Measure as M;
    let mut out = Vec::new();
    let mut add = |set: GroupingSet, value: String, measure: Measure, month: i64, bucket: i64| {
        let key = CellKey { set, measure, value, month, currency: String::new(), bucket };
        out.push((key, Cell { cases: 1, amount: 0 }));
    };
    if let Some(signed) = fact.signed {
        let month = month_of_day(signed);
        let first = |day: Option<i64>, took: Measure, undated: Measure, open: Measure| match day {
            Some(day) if day >= signed => (took, month, day - signed),
            Some(_) => (undated, month, 0),
            None => (open, month, 0),
        };
        let days = &fact.days;
        let mut measures = vec![
            // Whether that was soon, and whether it may still happen, is a question of the choices and the day asked about.
            match days.began {
                Some(day) => (M::Activated, month, day - signed),
                None => (M::NotActivated, month, signed),
            },
            first(days.first_registration, M::FirstRegistration, M::FirstRegistrationUndated, M::FirstRegistrationOpen),
            first(days.first_win, M::FirstRevenue, M::FirstRevenueUndated, M::FirstRevenueOpen),
        ];
        let months_after = |day: Option<i64>| day.map_or(NEVER, |day| month_of_day(day) - month);
        add(GroupingSet::All, String::new(), M::CohortBusiness, month, months_after(days.began));
        add(GroupingSet::All, String::new(), M::CohortWin, month, months_after(days.won_since));
        if fact.status != PartnerStatus::Exited {
            measures.push((M::Active, NO_MONTH, days.last.unwrap_or(NEVER)));
            measures.push((M::Producing, NO_MONTH, days.last_win.unwrap_or(NEVER)));
        }
        for (measure, month, bucket) in measures {
            add(GroupingSet::All, String::new(), measure, month, bucket);
            add(GroupingSet::Segment, text(fact.segment), measure, month, bucket);
            add(GroupingSet::Owner, text(fact.owner), measure, month, bucket);
            add(GroupingSet::Region, fact.region.clone(), measure, month, bucket);
        }
    }
    if fact.days.dealt > 0 {
        add(GroupingSet::All, String::new(), Measure::WithDeals, NO_MONTH, 0);
    }
    for stay in &fact.stays {
        for (set, value) in [
            (GroupingSet::Phase, stay.phase.to_string()),
            (GroupingSet::ProgramPhase, in_program(stay.program, stay.phase)),
        ] {
            let month = month_of_day(stay.entered);
            add(set, value.clone(), Measure::PhaseEntered, month, 0);
            if stay.went_on {
                add(set, value.clone(), Measure::PhaseWentOn, month, 0);
            }
            if let Some(left) = stay.left {
                add(set, value, Measure::PhaseLeft, month_of_day(left), stay.lasted);
            }
        }
    }
    if fact.status == PartnerStatus::Active {
        let phases: BTreeSet<Phase> = fact.at.iter().map(|(_, phase, _)| *phase).collect();
        for phase in phases {
            add(GroupingSet::Phase, phase.to_string(), Measure::InPhase, NO_MONTH, 0);
        }
        for (program, phase, entered) in &fact.at {
            add(GroupingSet::ProgramPhase, in_program(*program, *phase), Measure::InPhase, NO_MONTH, *entered);
        }
    }
    out
}

fn text(id: Option<impl std::fmt::Display>) -> String {
    id.map(|id| id.to_string()).unwrap_or_default()
}

impl PartnerFact {
    /// The last day it speaks of: on no earlier day the totals say what was so.
    fn latest(&self) -> i64 {
        let days = &self.days;
        [self.signed, days.last, days.last_win].into_iter().flatten().max().unwrap_or(0)
    }
}

/// Columns of [`Days`] for the partner `{id}`, signed on the day `{signed}`; each is the end of an index.
fn days(id: &str, signed: &str) -> String {
    let of = |what: &str, table: &str, column: &str, further: &str| {
        format!("(SELECT {what}(x.{column}) FROM {table} x WHERE x.partner_id = {id}{further})")
    };
    let least = |a: &str, b: &str| format!("CASE WHEN {a} IS NULL OR {b} < {a} THEN {b} ELSE {a} END");
    let most = |a: &str, b: &str| format!("CASE WHEN {a} IS NULL OR {b} > {a} THEN {b} ELSE {a} END");
    let (registered, opened) = (("registration_fact", "submitted_day"), ("deal_fact", "opened_day"));
    let since = |column: &str| format!(" AND x.{column} >= {signed}");
    let won = " AND x.outcome = 'won'";
    format!(
        "{} AS first_registration, {} AS first_win, {} AS last_win, {} AS won_since, \
         CASE WHEN EXISTS (SELECT 1 FROM deal_fact x WHERE x.partner_id = {id}) THEN CAST(1 AS BIGINT) ELSE CAST(0 AS BIGINT) END AS dealt, {} AS began, {} AS last",
        of("MIN", registered.0, registered.1, ""),
        of("MIN", "deal_fact", "closed_day", won),
        of("MAX", "deal_fact", "closed_day", won),
        of("MIN", "deal_fact", "closed_day", &format!("{won}{}", since("closed_day"))),
        least(
            &of("MIN", registered.0, registered.1, &since(registered.1)),
            &of("MIN", opened.0, opened.1, &since(opened.1)),
        ),
        most(&of("MAX", registered.0, registered.1, ""), &of("MAX", opened.0, opened.1, "")),
    )
}

static READ: LazyLock<String> = LazyLock::new(|| {
    format!(
        "SELECT p.id, p.status, p.segment_id, COALESCE(p.region, '') AS region, p.signed_on, \
         (SELECT po.user_id FROM partner_owner po WHERE po.partner_id = p.id AND po.role = 'partner_manager' AND po.side = 'vendor') AS owner_id, {} \
         FROM partner p WHERE p.id IN ",
        days("p.id", &partners::day("p.signed_on"))
    )
});
static READ_DAYS: LazyLock<String> = LazyLock::new(|| {
    format!(
        "SELECT k.partner_id AS id, k.fact, {} FROM partner_fact k WHERE k.partner_id IN ",
        days("k.partner_id", "k.signed_day")
    )
});

#[derive(FromQueryResult)]
struct Source {
    id: PartnerId,
    status: PartnerStatus,
    segment_id: Option<SegmentId>,
    owner_id: Option<UserId>,
    region: String,
    signed_on: Option<Date>,
    #[sea_orm(nested)]
    days: Days,
}

#[derive(FromQueryResult)]
struct Member {
    partner_id: PartnerId,
    program_id: ProgramId,
    phase: Phase,
    entered_at: Instant,
    left_at: Option<Instant>,
}

#[derive(FromQueryResult)]
struct StoredDays {
    id: PartnerId,
    fact: String,
    #[sea_orm(nested)]
    days: Days,
}

/// Reads these partners anew and notes in `deltas` what that changes in the totals.
pub(super) async fn refresh(tx: &Tx, ids: &[PartnerId], zone: &jiff::tz::TimeZone, deltas: &mut Deltas) -> Outcome<()> {
    stay_facts::refresh(tx, ids, zone).await?;
    let mut stored = stored(tx, ids).await?;
    let fresh = load(tx, ids, zone).await?;
    let mut changed = Vec::new();
    for (id, fact) in fresh {
        let before = stored.remove(&id);
        if before.as_ref() == Some(&fact) {
            continue;
        }
        if let Some(before) = before {
            deltas.add(cells(&before), -1);
        }
        deltas.add(cells(&fact), 1);
        changed.push((id, fact));
    }
    for gone in stored.values() {
        deltas.add(cells(gone), -1);
    }
    if !stored.is_empty() {
        Sql::new("DELETE FROM partner_fact WHERE partner_id IN ").bind_list(stored.keys().copied()).execute(tx).await?;
    }
    store(tx, &changed).await
}

/// Adds what the kept facts of these partners say.
pub(super) async fn add(db: &impl ConnectionTrait, ids: &[PartnerId], deltas: &mut Deltas) -> Outcome<()> {
    for fact in stored(db, ids).await?.values() {
        deltas.add(cells(fact), 1);
    }
    Ok(())
}

/// As [`refresh`], when nothing but registrations and deals has changed: one statement, and mostly nothing to write.
pub(super) async fn refresh_days(
    tx: &Tx,
    ids: &[PartnerId],
    zone: &jiff::tz::TimeZone,
    deltas: &mut Deltas,
) -> Outcome<()> {
    let rows = Sql::new(READ_DAYS.as_str()).bind_list(ids.iter().copied()).all::<StoredDays>(tx).await?;
    let known: BTreeSet<PartnerId> = rows.iter().map(|row| row.id).collect();
    let mut changed = Vec::new();
    for row in rows {
        let before: PartnerFact = serde_json::from_str(&row.fact).map_err(Failure::internal)?;
        if before.days != row.days {
            deltas.add(cells(&before), -1);
            let fact = PartnerFact { days: row.days, ..before };
            deltas.add(cells(&fact), 1);
            changed.push((row.id, fact));
        }
    }
    store(tx, &changed).await?;
    // Those of before there were such facts.
    let unknown: Vec<PartnerId> = ids.iter().copied().filter(|id| !known.contains(id)).collect();
    if unknown.is_empty() { Ok(()) } else { refresh(tx, &unknown, zone, deltas).await }
}

async fn stored(db: &impl ConnectionTrait, ids: &[PartnerId]) -> Outcome<HashMap<PartnerId, PartnerFact>> {
    let sql = Sql::new("SELECT partner_id, fact FROM partner_fact WHERE partner_id IN ").bind_list(ids.iter().copied());
    let mut stored = HashMap::new();
    for row in sql.rows(db).await? {
        let fact: String = row.try_get("", "fact")?;
        stored.insert(row.try_get("", "partner_id")?, serde_json::from_str(&fact).map_err(Failure::internal)?);
    }
    Ok(stored)
}

async fn load(tx: &Tx, ids: &[PartnerId], zone: &jiff::tz::TimeZone) -> Outcome<Vec<(PartnerId, PartnerFact)>> {
    let sources = Sql::new(READ.as_str()).bind_list(ids.iter().copied()).all::<Source>(tx).await?;
    let of = |text: &str| Sql::new(text).bind_list(ids.iter().copied());
    let now = of(
        "SELECT m.partner_id, m.program_id, m.phase, m.phase_entered_at AS entered_at, CAST(NULL AS BIGINT) AS left_at FROM partner_program m WHERE m.partner_id IN ",
    );
    let mut members: BTreeMap<PartnerId, Vec<Member>> = BTreeMap::new();
    for member in now.push(" ORDER BY m.program_id").all::<Member>(tx).await? {
        members.entry(member.partner_id).or_default().push(member);
    }
    let then = of(
        "SELECT s.partner_id, s.program_id, s.phase, s.entered_at, s.left_at FROM partner_phase s WHERE s.partner_id IN ",
    );
    let mut stays: BTreeMap<PartnerId, Vec<Member>> = BTreeMap::new();
    for stay in then.push(" ORDER BY s.entered_at, s.id").all::<Member>(tx).await? {
        stays.entry(stay.partner_id).or_default().push(stay);
    }
    let day = |at: Instant| day_of(at.date_in(zone));
    let fact = |source: Source| {
        let all = stays.remove(&source.id).unwrap_or_default();
        let stay = |stay: &Member| Stay {
            program: stay.program_id,
            phase: stay.phase,
            entered: day(stay.entered_at),
            left: stay.left_at.map(day),
            lasted: stay.left_at.map_or(0, |left| left.since(stay.entered_at) / DAY),
            went_on: all.iter().any(|next| {
                next.program_id == stay.program_id && next.entered_at >= stay.entered_at && next.phase > stay.phase
            }),
        };
        let at = members.remove(&source.id).unwrap_or_default();
        let fact = PartnerFact {
            status: source.status,
            segment: source.segment_id,
            owner: source.owner_id,
            region: source.region,
            signed: source.signed_on.map(day_of),
            days: source.days,
            stays: all.iter().map(stay).collect(),
            at: at.into_iter().map(|m| (m.program_id, m.phase, day(m.entered_at))).collect(),
        };
        (source.id, fact)
    };
    Ok(sources.into_iter().map(fact).collect())
}

async fn store(tx: &Tx, facts: &[(PartnerId, PartnerFact)]) -> Outcome<()> {
    for batch in facts.chunks(400) {
        let mut sql = Sql::new("INSERT INTO partner_fact (partner_id, signed_day, latest_day, fact) VALUES ");
        for (index, (id, fact)) in batch.iter().enumerate() {
            let text = serde_json::to_string(fact).map_err(Failure::internal)?;
            let values: [sea_orm::Value; 4] = [(*id).into(), fact.signed.into(), fact.latest().into(), text.into()];
            sql = sql.push(if index == 0 { "" } else { ", " }).bind_list(values);
        }
        let renewed = " ON CONFLICT (partner_id) DO UPDATE SET signed_day = excluded.signed_day, latest_day = excluded.latest_day, fact = excluded.fact";
        sql.push(renewed).execute(tx).await?;
    }
    Ok(())
}
