//! How a registration stood before it was decided otherwise, opened again or taken back. Facts say how it stands; what it was on a past day is
//! told by its spells.

use super::fact::{day_of, month_of_day};
use super::registration_facts::{Question, waited};
use kernel::id::RegistrationId;
use kernel::words::{Decision, RegistrationStatus};
use kernel::{Channel, Instant, Outcome};
use sea_orm::FromQueryResult;
use std::collections::HashMap;
use storage::{Sql, Tx};

#[derive(FromQueryResult)]
struct Head {
    registration_id: RegistrationId,
    submitted_at: Instant,
    first_answer_due_at: Option<Instant>,
    first_answered_at: Option<Instant>,
    /// 1 when the clock of the first answer ran out.
    breached: i64,
}

#[derive(FromQueryResult)]
struct Step {
    registration_id: RegistrationId,
    status: RegistrationStatus,
    at: Instant,
    channel: Channel,
}

/// From the first moment in which it stood like this.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct State {
    from: i64,
    decision: Option<Decision>,
    decided_at: Option<Instant>,
    /// From when the decision is measured.
    begun: Instant,
    /// Nobody has decided it, and nobody has taken it back.
    waits: bool,
}

/// Every state it was in, by what was done. In a log questions and answers after a decision take nothing back; here they mean a second look.
fn states(submitted: Instant, steps: &[Step]) -> Vec<State> {
    use RegistrationStatus as S;
    let begun = State { from: i64::MIN, decision: None, decided_at: None, begun: submitted, waits: true };
    let (mut states, mut last) = (vec![begun], begun);
    let mut came = false;
    for step in steps {
        let imported = step.channel == Channel::Import;
        let ended =
            |decision| State { from: step.at.0, decision, decided_at: Some(step.at), begun: last.begun, waits: false };
        let next = match step.status {
            S::Approved => ended(Some(Decision::Approved)),
            S::Declined => ended(Some(Decision::Declined)),
            S::Withdrawn => ended(None),
            // The first of a log is how it came; one after a decision, in the order of the file, sends it again.
            S::Submitted if imported && !std::mem::replace(&mut came, true) => continue,
            S::Submitted if imported && !last.waits => State { from: step.at.0, begun: last.begun, ..begun },
            status if !imported && !last.waits && status.is_open() => {
                State { from: step.at.0, begun: step.at, ..begun }
            }
            _ => continue,
        };
        // What is approved stays so while its protection goes on or comes back.
        if !imported && next.decision.is_some() && next.decision == last.decision {
            continue;
        }
        states.push(next);
        last = next;
    }
    states
}

impl Head {
    /// When it was first answered; at the end of time when it never was.
    fn answered(&self) -> i64 {
        self.first_answered_at.map_or(i64::MAX, |at| at.0)
    }
}

/// The past stretches of a state that goes on until the next, from and until when, and whether an answer was owed. What has ended is owed none, until
/// one came all the same.
fn stretches(head: &Head, state: &State, until: Option<i64>) -> Vec<(i64, i64, bool)> {
    let end = until.unwrap_or(i64::MAX);
    let all = if state.waits || head.breached > 0 {
        vec![(state.from, end, true)]
    } else {
        let answered = head.answered().clamp(state.from, end);
        vec![(state.from, answered, false), (answered, end, true)]
    };
    // The last one is what the facts say.
    all.into_iter().filter(|(from, until, _)| from < until && *until < i64::MAX).collect()
}

/// Keeps the spells of these registrations: all but the present one, where facts alone would not tell the past.
pub(super) async fn keep(tx: &Tx, ids: &[RegistrationId], zone: &jiff::tz::TimeZone) -> Outcome<()> {
    Sql::new("DELETE FROM registration_spell WHERE registration_id IN ")
        .bind_list(ids.iter().copied())
        .execute(tx)
        .await?;
    let heads = Sql::new(
        "SELECT r.id AS registration_id, r.submitted_at, r.first_answer_due_at, r.first_answered_at, \
         (SELECT CAST(COUNT(*) AS BIGINT) FROM clock c WHERE c.registration_id = r.id AND c.kind = 'first_answer' \
          AND c.breached_at IS NOT NULL) AS breached FROM registration r WHERE r.status NOT IN ('draft', 'unconfirmed') \
         AND EXISTS (SELECT 1 FROM registration_step e WHERE e.registration_id = r.id AND e.status IN ('approved', 'declined', 'withdrawn')) \
         AND r.id IN ",
    )
    .bind_list(ids.iter().copied())
    .all::<Head>(tx)
    .await?;
    if heads.is_empty() {
        return Ok(());
    }
    let rows =
        Sql::new("SELECT registration_id, status, at, channel FROM registration_step WHERE status IS NOT NULL AND registration_id IN ")
            .bind_list(heads.iter().map(|h| h.registration_id))
            .push(" ORDER BY registration_id, at, position")
            .all::<Step>(tx)
            .await?;
    let mut steps: HashMap<RegistrationId, Vec<Step>> = HashMap::new();
    for step in rows {
        steps.entry(step.registration_id).or_default().push(step);
    }
    let past: Vec<(Head, Vec<State>)> = heads
        .into_iter()
        .filter_map(|head| {
            let states = states(head.submitted_at, steps.get(&head.registration_id)?);
            // It was owed an answer until it ended without one, or until one came all the same.
            let owed = head.first_answer_due_at.is_some() && head.breached == 0;
            let owed = owed && states.iter().any(|state| !state.waits && head.answered() > state.from);
            (states.len() > 2 || owed).then_some((head, states))
        })
        .collect();
    if past.is_empty() {
        return Ok(());
    }
    let mut questions: HashMap<RegistrationId, Vec<Question>> = HashMap::new();
    let asked =
        Sql::new("SELECT registration_id, asked_at, answered_at FROM registration_question WHERE registration_id IN ")
            .bind_list(past.iter().map(|(head, _)| head.registration_id))
            .push(" ORDER BY asked_at")
            .all::<Question>(tx)
            .await?;
    for question in asked {
        questions.entry(question.registration_id).or_default().push(question);
    }
    let mut rows: Vec<[sea_orm::Value; 9]> = Vec::new();
    for (head, states) in &past {
        let questions = questions.get(&head.registration_id).map_or(&[][..], Vec::as_slice);
        for (index, state) in states.iter().enumerate() {
            let until = states.get(index + 1).map(|next| next.from);
            let day = state.decided_at.map(|at| day_of(at.date_in(zone)));
            let took = |at: Instant| at.since(state.begun) - waited(questions, state.begun, at);
            for (from, until, is_owed) in stretches(head, state, until) {
                rows.push([
                    head.registration_id.into(),
                    from.into(),
                    until.into(),
                    state.decision.map(|d| d.to_string()).unwrap_or_default().into(),
                    state.decided_at.into(),
                    day.into(),
                    day.map(month_of_day).into(),
                    state.decided_at.filter(|_| state.decision.is_some()).map(took).into(),
                    head.first_answer_due_at.filter(|_| is_owed).into(),
                ]);
            }
        }
    }
    for batch in rows.chunks(400) {
        let mut sql = Sql::new(
            "INSERT INTO registration_spell (registration_id, from_at, until_at, decision, decided_at, decided_day, decided_month, \
             decision_micros, answer_due_at) VALUES ",
        );
        for (index, row) in batch.iter().enumerate() {
            sql = sql.push(if index == 0 { "" } else { ", " }).bind_list::<sea_orm::Value>(row.clone());
        }
        sql.execute(tx).await?;
    }
    Ok(())
}

/// Facts of registrations as they stood when `{end}` was over, in the place of `registration_fact`.
pub(super) const THEN: &str = "(SELECT x.registration_id, x.program_id, x.partner_id, x.segment_id, x.owner_id, x.product_id, x.category, \
     x.phase, x.region, x.country, x.source, x.submitted_at, x.submitted_day, x.submitted_month, x.answer_micros, x.in_time, x.deal_outcome, \
     CASE WHEN t.registration_id IS NULL THEN x.answer_due_at ELSE t.answer_due_at END AS answer_due_at, \
     CASE WHEN t.registration_id IS NULL THEN x.decision ELSE t.decision END AS decision, \
     CASE WHEN t.registration_id IS NULL THEN x.decided_at ELSE t.decided_at END AS decided_at, \
     CASE WHEN t.registration_id IS NULL THEN x.decided_day ELSE t.decided_day END AS decided_day, \
     CASE WHEN t.registration_id IS NULL THEN x.decided_month ELSE t.decided_month END AS decided_month, \
     CASE WHEN t.registration_id IS NULL THEN x.decision_micros ELSE t.decision_micros END AS decision_micros \
     FROM registration_fact x LEFT JOIN registration_spell t ON t.registration_id = x.registration_id AND t.from_at < {end} \
     AND t.until_at >= {end})";

#[cfg(test)]
mod tests {
    use super::*;
    use RegistrationStatus as S;

    fn told(channel: Channel, steps: &[(S, i64)]) -> Vec<(i64, Option<Decision>, i64)> {
        let id = RegistrationId::new();
        let step = |(status, at): &(S, i64)| Step { registration_id: id, status: *status, at: Instant(*at), channel };
        let steps: Vec<Step> = steps.iter().map(step).collect();
        states(Instant(1), &steps).iter().skip(1).map(|s| (s.from, s.decision, s.begun.0)).collect()
    }

    #[test]
    fn a_second_look_begins_anew_and_a_protection_that_comes_back_decides_nothing() {
        let steps = [(S::Submitted, 1), (S::Declined, 10), (S::InReview, 20), (S::Approved, 30), (S::Approved, 40)];
        let wanted = [(10, Some(Decision::Declined), 1), (20, None, 20), (30, Some(Decision::Approved), 20)];
        assert_eq!(told(Channel::Web, &steps), wanted);
    }

    #[test]
    fn in_a_log_only_a_new_submission_takes_a_decision_back() {
        let steps = [(S::Submitted, 1), (S::Approved, 10), (S::InReview, 20), (S::Submitted, 30), (S::Withdrawn, 40)];
        let wanted = [(10, Some(Decision::Approved), 1), (30, None, 1), (40, None, 1)];
        assert_eq!(told(Channel::Import, &steps), wanted);
    }
}
