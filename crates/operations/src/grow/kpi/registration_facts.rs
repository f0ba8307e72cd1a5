//! Facts of registrations: made from the registration, its questions and its partner.

use super::cells::{Deltas, Sets, registration_cells};
use super::decisions;
use super::fact::{RegistrationFact, day_of, month_of_day};
use super::phases::Phases;
use kernel::actor::Channel;
use kernel::id::{PartnerId, ProductId, ProgramId, RegistrationId, SegmentId, UserId};
use kernel::words::{Decision, RegistrationStatus};
use kernel::{Instant, Outcome};
use sea_orm::{ConnectionTrait, FromQueryResult};
use std::collections::{BTreeSet, HashMap};
use storage::{Sql, Tx};

#[derive(FromQueryResult)]
struct Source {
    registration_id: RegistrationId,
    program_id: ProgramId,
    partner_id: Option<PartnerId>,
    segment_id: Option<SegmentId>,
    reviewer_id: Option<UserId>,
    manager_id: Option<UserId>,
    product_id: Option<ProductId>,
    category: Option<String>,
    region: Option<String>,
    country: Option<String>,
    channel: String,
    intake: Option<String>,
    status: RegistrationStatus,
    submitted_at: Instant,
    reopened_at: Option<Instant>,
    first_answered_at: Option<Instant>,
    first_answer_due_at: Option<Instant>,
    decided_at: Option<Instant>,
    decision: Option<Decision>,
    deal_outcome: Option<String>,
    /// 1 when the clock of the first answer ran out.
    breached: i64,
}

#[derive(FromQueryResult)]
pub(super) struct Question {
    pub(super) registration_id: RegistrationId,
    pub(super) asked_at: Instant,
    pub(super) answered_at: Option<Instant>,
}

/// Brings the facts of these registrations up to date and notes in `deltas` what that changes in the totals. Returns the partners of those that
/// changed.
pub(super) async fn refresh(
    tx: &Tx,
    ids: &[RegistrationId],
    zone: &jiff::tz::TimeZone,
    deltas: &mut Deltas,
) -> Outcome<BTreeSet<PartnerId>> {
    let mut partners = BTreeSet::new();
    decisions::keep(tx, ids, zone).await?;
    let fresh = load(tx, ids, zone).await?;
    let mut stored = stored(tx, ids).await?;
    let mut write = Vec::new();
    for fact in fresh {
        let before = stored.remove(&fact.registration_id);
        if before.as_ref() == Some(&fact) {
            continue;
        }
        if let Some(before) = before {
            deltas.add(registration_cells(&before, Sets::All), -1);
            partners.extend(before.partner_id);
        }
        deltas.add(registration_cells(&fact, Sets::All), 1);
        partners.extend(fact.partner_id);
        write.push(fact);
    }
    if !stored.is_empty() {
        for before in stored.values() {
            deltas.add(registration_cells(before, Sets::All), -1);
            partners.extend(before.partner_id);
        }
        Sql::new("DELETE FROM registration_fact WHERE registration_id IN ")
            .bind_list(stored.keys().copied())
            .execute(tx)
            .await?;
    }
    store(tx, &write).await?;
    Ok(partners)
}

/// The facts as they are kept.
pub(super) async fn stored(
    db: &impl ConnectionTrait,
    ids: &[RegistrationId],
) -> Outcome<HashMap<RegistrationId, RegistrationFact>> {
    let stored = Sql::new(
        "SELECT registration_id, program_id, partner_id, segment_id, owner_id, product_id, category, phase, region, country, source, \
         submitted_at, submitted_day, submitted_month, answer_micros, answer_due_at, in_time, decision, decided_at, decided_day, \
         decided_month, decision_micros, deal_outcome FROM registration_fact WHERE registration_id IN ",
    )
    .bind_list(ids.iter().copied())
    .all::<RegistrationFact>(db).await?;
    Ok(stored.into_iter().map(|f| (f.registration_id, f)).collect())
}

async fn load(tx: &Tx, ids: &[RegistrationId], zone: &jiff::tz::TimeZone) -> Outcome<Vec<RegistrationFact>> {
    let sources = Sql::new(
        "SELECT r.id AS registration_id, r.program_id, r.partner_id, p.segment_id, r.reviewer_id, po.user_id AS manager_id, r.product_id, \
         pr.category, p.region, p.country, r.channel, r.intake, r.status, r.submitted_at, r.reopened_at, r.first_answered_at, r.first_answer_due_at, \
         r.decided_at, r.decision, d.outcome AS deal_outcome, \
         (SELECT CAST(COUNT(*) AS BIGINT) FROM clock c WHERE c.registration_id = r.id AND c.kind = 'first_answer' \
          AND c.breached_at IS NOT NULL) AS breached \
         FROM registration r LEFT JOIN partner p ON p.id = r.partner_id LEFT JOIN deal d ON d.id = r.deal_id \
         LEFT JOIN partner_owner po ON po.partner_id = r.partner_id AND po.role = 'partner_manager' AND po.side = 'vendor' \
         LEFT JOIN product pr ON pr.id = r.product_id WHERE r.status NOT IN ('draft', 'unconfirmed') AND r.id IN ",
    )
    .bind_list(ids.iter().copied())
    .all::<Source>(tx)
    .await?;
    let decided: Vec<RegistrationId> =
        sources.iter().filter(|s| s.decided_at.is_some()).map(|s| s.registration_id).collect();
    let mut questions: HashMap<RegistrationId, Vec<Question>> = HashMap::new();
    if !decided.is_empty() {
        let rows = Sql::new(
            "SELECT registration_id, asked_at, answered_at FROM registration_question WHERE registration_id IN ",
        )
        .bind_list(decided)
        .push(" ORDER BY asked_at")
        .all::<Question>(tx)
        .await?;
        for row in rows {
            questions.entry(row.registration_id).or_default().push(row);
        }
    }
    let partners: BTreeSet<PartnerId> = sources.iter().filter_map(|s| s.partner_id).collect();
    let phases = Phases::load(tx, partners).await?;
    let facts = sources.into_iter().map(|source| {
        let questions = questions.remove(&source.registration_id).unwrap_or_default();
        fact(source, &questions, &phases, zone)
    });
    Ok(facts.collect())
}

fn fact(source: Source, questions: &[Question], phases: &Phases, zone: &jiff::tz::TimeZone) -> RegistrationFact {
    let day = |at: Instant| day_of(at.date_in(zone));
    let in_time = match (source.first_answered_at, source.first_answer_due_at) {
        // Before it came in, says the history: no figure reads it.
        (Some(answered), Some(_)) if answered < source.submitted_at => -1,
        (Some(answered), Some(due)) => i64::from(answered <= due),
        (None, Some(_)) if source.breached > 0 => 0,
        _ => -1,
    };
    let submitted_day = day(source.submitted_at);
    let decided_day = source.decided_at.map(day);
    let phase = source
        .partner_id
        .map(|partner| phases.at(partner, source.program_id, source.submitted_at.plus(1)))
        .unwrap_or_default();
    RegistrationFact {
        registration_id: source.registration_id,
        program_id: source.program_id,
        partner_id: source.partner_id,
        segment_id: source.segment_id,
        owner_id: source.reviewer_id.or(source.manager_id),
        product_id: source.product_id,
        category: source.category.unwrap_or_default(),
        phase,
        region: source.region.unwrap_or_default(),
        country: source.country.unwrap_or_default(),
        // Where those came from that were imported, only their file knows.
        source: source
            .intake
            .filter(|i| !i.is_empty())
            .or_else(|| Some(source.channel).filter(|c| c != Channel::Import.as_str()))
            .unwrap_or_default(),
        submitted_at: source.submitted_at,
        submitted_day,
        submitted_month: month_of_day(submitted_day),
        answer_micros: source.first_answered_at.map(|at| at.since(source.submitted_at)),
        // Withdrawn or decided without a word of when: nothing is owed any more, and nothing was late.
        answer_due_at: source
            .first_answer_due_at
            .filter(|_| source.first_answered_at.is_some() || source.breached > 0 || source.status.is_open()),
        in_time,
        decision: source.decision.map(|d| d.to_string()).unwrap_or_default(),
        decided_at: source.decided_at,
        decided_day,
        decided_month: decided_day.map(month_of_day),
        decision_micros: source
            .decided_at
            .filter(|_| source.decision.is_some())
            // A second look is measured from where it began.
            .map(|at| {
                let begun = source.reopened_at.unwrap_or(source.submitted_at);
                at.since(begun) - waited(questions, begun, at)
            }),
        deal_outcome: source.deal_outcome.unwrap_or_default(),
    }
}

/// How long the decision clock stood from `begin` to `end`: while the partner had an open question. Questions may overlap; ordered by `asked_at`.
pub(super) fn waited(questions: &[Question], begin: Instant, end: Instant) -> i64 {
    let mut total = 0;
    let mut counted_to = begin;
    for question in questions {
        let from = question.asked_at.max(counted_to);
        let to = question.answered_at.unwrap_or(end).min(end);
        if to > from {
            total += to.since(from);
            counted_to = to;
        }
    }
    total
}

async fn store(tx: &Tx, facts: &[RegistrationFact]) -> Outcome<()> {
    for batch in facts.chunks(400) {
        let mut sql = Sql::new(
            "INSERT INTO registration_fact (registration_id, program_id, partner_id, segment_id, owner_id, product_id, category, phase, region, \
             country, source, submitted_at, submitted_day, submitted_month, answer_micros, answer_due_at, in_time, decision, decided_at, \
             decided_day, decided_month, decision_micros, deal_outcome) VALUES ",
        );
        for (index, f) in batch.iter().enumerate() {
            sql = sql.push(if index == 0 { "" } else { ", " }).bind_list::<sea_orm::Value>([
                f.registration_id.into(),
                f.program_id.into(),
                f.partner_id.into(),
                f.segment_id.into(),
                f.owner_id.into(),
                f.product_id.into(),
                f.category.as_str().into(),
                f.phase.as_str().into(),
                f.region.as_str().into(),
                f.country.as_str().into(),
                f.source.as_str().into(),
                f.submitted_at.into(),
                f.submitted_day.into(),
                f.submitted_month.into(),
                f.answer_micros.into(),
                f.answer_due_at.into(),
                f.in_time.into(),
                f.decision.as_str().into(),
                f.decided_at.into(),
                f.decided_day.into(),
                f.decided_month.into(),
                f.decision_micros.into(),
                f.deal_outcome.as_str().into(),
            ]);
        }
        sql.push(
            " ON CONFLICT (registration_id) DO UPDATE SET program_id = excluded.program_id, partner_id = excluded.partner_id, \
             segment_id = excluded.segment_id, owner_id = excluded.owner_id, product_id = excluded.product_id, category = excluded.category, \
             phase = excluded.phase, region = excluded.region, country = excluded.country, source = excluded.source, \
             submitted_at = excluded.submitted_at, submitted_day = excluded.submitted_day, submitted_month = excluded.submitted_month, \
             answer_micros = excluded.answer_micros, answer_due_at = excluded.answer_due_at, in_time = excluded.in_time, \
             decision = excluded.decision, decided_at = excluded.decided_at, decided_day = excluded.decided_day, \
             decided_month = excluded.decided_month, decision_micros = excluded.decision_micros, \
             deal_outcome = excluded.deal_outcome",
        )
        .execute(tx)
        .await?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn question(asked: i64, answered: Option<i64>) -> Question {
        Question {
            registration_id: RegistrationId::new(),
            asked_at: Instant(asked),
            answered_at: answered.map(Instant),
        }
    }

    #[test]
    fn the_clock_stands_once_however_many_questions_are_open() {
        assert_eq!(waited(&[question(10, Some(20)), question(15, Some(30))], Instant(0), Instant(100)), 20);
        assert_eq!(waited(&[question(10, Some(50)), question(15, Some(30))], Instant(0), Instant(100)), 40);
        assert_eq!(waited(&[question(10, None)], Instant(0), Instant(100)), 90);
        assert_eq!(waited(&[question(110, None)], Instant(0), Instant(100)), 0);
        assert_eq!(waited(&[], Instant(0), Instant(100)), 0);
    }
}
