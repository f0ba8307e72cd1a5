//! Registrations and applications with their times and outcomes.

use super::bulk::{Bulk, set};
use super::{Apply, Resolved, Work, Written, mapped, text};
use crate::connect::import::mapping::{Decided, EventMeaning, FirstAnswer, Table};
use crate::connect::import::transform::{Fields, LogEvent, Record};
use crate::cosell::conflict::keys::keep_live;
use crate::record::EventKind;
use kernel::id::{ClockId, CompanyId, ContactId, PartnerId, ProductId, QuestionId, RegistrationId, StepId, UserId};
use kernel::words::{ClockKind, Decision, RegistrationStatus};
use kernel::{Channel, Instant, Locale, Outcome};
use sea_orm::sea_query::Value;
use storage::{Sql, Tx};

const COLUMNS: &[&str] = &[
    "id",
    "number",
    "program_id",
    "definition_version",
    "status",
    "partner_id",
    "contact_id",
    "sender_name",
    "sender_email",
    "sender_company",
    "company_id",
    "company_name",
    "company_name_folded",
    "company_name_key",
    "company_domain",
    "company_country",
    "customer_contact",
    "need",
    "product_id",
    "product_text",
    "amount",
    "currency",
    "expected_close_on",
    "partner_help",
    "channel",
    "intake",
    "locale",
    "reviewer_id",
    "submitted_at",
    "first_answer_due_at",
    "first_answered_at",
    "decision_due_at",
    "decided_at",
    "decision",
    "reason_text",
    "decided_by",
    "protected_until_on",
    "finding_count",
    "fingerprint",
    "search_text",
    "created_at",
    "version",
];
const MAPPED: &[(&str, &str)] = &[
    ("partner", "partner_id"),
    ("contact", "contact_id"),
    ("sender_name", "sender_name"),
    ("sender_email", "sender_email"),
    ("sender_company", "sender_company"),
    ("company", "company_id"),
    ("company_name", "company_name"),
    ("company_name", "company_name_folded"),
    ("company_name", "company_name_key"),
    ("company_name", "search_text"),
    ("company_domain", "company_domain"),
    ("company_country", "company_country"),
    ("customer_contact", "customer_contact"),
    ("need", "need"),
    ("product", "product_id"),
    ("product", "product_text"),
    ("amount", "amount"),
    ("currency", "currency"),
    ("expected_close", "expected_close_on"),
    ("partner_help", "partner_help"),
    ("intake", "intake"),
    ("language", "locale"),
    ("reviewer", "reviewer_id"),
    ("first_answer_due", "first_answer_due_at"),
    ("decision_due", "decision_due_at"),
    ("reason", "reason_text"),
    ("protected_until", "protected_until_on"),
];
/// What follows from the status and the log.
const HISTORY: &[&str] = &["status", "submitted_at", "first_answered_at", "decided_at", "decision", "decided_by"];

/// A registration's times, as the file tells them.
struct Times {
    submitted: Instant,
    answered: Option<Instant>,
    decided: Option<Instant>,
    decided_by: Option<String>,
    status: RegistrationStatus,
    steps: Vec<Step>,
}

struct Step {
    status: Option<RegistrationStatus>,
    activity: String,
    at: Instant,
    by: String,
}

impl Apply<'_> {
    /// Writes registrations with their steps, and clocks for those that still wait for us.
    pub(super) async fn write_registrations(&mut self, tx: &Tx, table: &Table, work: &Work) -> Outcome<Written> {
        let mut written = Written::default();
        let taken = self.taken_numbers(tx, "registration", &work.created).await?;
        let mut columns = mapped(table, MAPPED);
        if table.field("currency").is_none() && self.mapping.source.currency.is_some() {
            columns.push("currency");
        }
        let version = || "version = registration.version + 1".to_owned();
        let update: Vec<String> = set(&columns).into_iter().chain([version()]).collect();
        let with_history: Vec<String> = set(&[&columns, HISTORY].concat()).into_iter().chain([version()]).collect();
        let mut rows = Bulk::upsert("registration", COLUMNS, "id", &update);
        let mut rows_with_history = Bulk::upsert("registration", COLUMNS, "id", &with_history);
        let mut steps = Bulk::insert(
            "registration_step",
            &["id", "registration_id", "position", "status", "activity", "at", "actor_kind", "actor_name", "channel"],
        );
        let mut questions = Bulk::insert(
            "registration_question",
            &["id", "registration_id", "question", "asked_by", "asked_at", "answer", "answered_by", "answered_at"],
        );
        let mut clocks = Bulk::insert("clock", &["id", "kind", "registration_id", "started_at", "due_at"]);
        let mut again = Vec::new();
        for (new, resolved) in work.all() {
            let fields = &resolved.record.fields;
            let Some(program) = fields.text("program").and_then(|key| self.programs.get(key)) else { continue };
            let times = self.times(table, resolved);
            let id = RegistrationId(resolved.id);
            let key = &resolved.record.key;
            let number = if taken.contains(key) { format!("{key} ({})", self.source) } else { key.clone() };
            let company = fields.text("company_name").unwrap_or_default();
            let sender = fields.text("sender_name").unwrap_or_default();
            let decision = match times.status {
                status if was_approved(status, fields) => Some(Decision::Approved),
                RegistrationStatus::Declined => Some(Decision::Declined),
                _ => None,
            };
            let row: [Value; 42] = [
                id.into(),
                number.as_str().into(),
                program.id.into(),
                program.definition_version.into(),
                times.status.into(),
                resolved.reference("partner", PartnerId).into(),
                resolved.reference("contact", ContactId).into(),
                sender.into(),
                text(fields, "sender_email"),
                text(fields, "sender_company"),
                resolved.reference("company", CompanyId).into(),
                company.into(),
                kernel::fold::fold(company).into(),
                kernel::company_name::name_key(company).into(),
                text(fields, "company_domain"),
                text(fields, "company_country"),
                text(fields, "customer_contact"),
                text(fields, "need"),
                resolved.reference("product", ProductId).into(),
                fields.reference("product").map(str::to_owned).into(),
                fields.number("amount").into(),
                fields.currency("currency").unwrap_or(self.default_currency(program)).into(),
                fields.date("expected_close").into(),
                text(fields, "partner_help"),
                Channel::Import.into(),
                text(fields, "intake"),
                fields.language("language").unwrap_or(Locale::En).into(),
                resolved.reference("reviewer", UserId).into(),
                times.submitted.into(),
                fields.moment("first_answer_due").into(),
                times.answered.into(),
                fields.moment("decision_due").into(),
                times.decided.into(),
                decision.into(),
                text(fields, "reason"),
                times.decided_by.clone().into(),
                fields.date("protected_until").into(),
                0_i32.into(),
                format!("import:{}:{key}", self.source).into(),
                kernel::fold::search_text(&[company, &number, sender]).into(),
                self.now.into(),
                1_i64.into(),
            ];
            let history_differs = resolved.history_differs();
            if history_differs {
                rows_with_history.push(row);
                if !new {
                    again.push(id);
                }
                for (step, position) in times.steps.iter().zip(1_i32..) {
                    steps.push([
                        StepId::new().into(),
                        id.into(),
                        position.into(),
                        step.status.into(),
                        step.activity.as_str().into(),
                        step.at.into(),
                        "system".into(),
                        step.by.as_str().into(),
                        Channel::Import.into(),
                    ]);
                }
                for asked in self.questions(table, resolved) {
                    let given = asked.answer;
                    questions.push([
                        QuestionId::new().into(),
                        id.into(),
                        asked.question.activity.as_str().into(),
                        self.who(asked.question).into(),
                        asked.question.at.into(),
                        given.map(|e| e.activity.clone()).into(),
                        given.map(|e| self.who(e)).into(),
                        given.map(|e| e.at).into(),
                    ]);
                }
            } else {
                rows.push(row);
            }
            if (new || again.last() == Some(&id)) && times.status.is_open() {
                let promises = [
                    (ClockKind::FirstAnswer, fields.moment("first_answer_due").filter(|_| times.answered.is_none())),
                    (ClockKind::Decision, fields.moment("decision_due").filter(|_| times.decided.is_none())),
                ];
                for (kind, due) in promises {
                    if let Some(due) = due {
                        clocks.push([
                            ClockId::new().into(),
                            kind.into(),
                            id.into(),
                            times.submitted.into(),
                            due.into(),
                        ]);
                    }
                }
            }
            let partner = resolved.reference("partner", PartnerId);
            let event = self.event(EventKind::RegistrationImported, resolved);
            written.happened.push(event.registration(id).partner(partner).program(program.id));
        }
        rows.write(tx).await?;
        rows_with_history.write(tx).await?;
        if !again.is_empty() {
            // What was promised, and broken, is told anew.
            Sql::new("DELETE FROM clock WHERE kind IN ")
                .bind_list([ClockKind::FirstAnswer, ClockKind::Decision])
                .push(" AND registration_id IN ")
                .bind_list(again.iter().copied())
                .execute(tx)
                .await?;
            Sql::new("DELETE FROM registration_step WHERE registration_id IN ")
                .bind_list(again.iter().copied())
                .execute(tx)
                .await?;
            let asked = table.event.iter().flat_map(|log| &log.means);
            let asked = asked.filter(|(_, meaning)| **meaning == EventMeaning::InfoRequested);
            let asked: Vec<String> = asked.map(|(activity, _)| activity.clone()).collect();
            if !asked.is_empty() {
                // What people asked here since has words of its own.
                Sql::new("DELETE FROM registration_question WHERE registration_id IN ")
                    .bind_list(again)
                    .push(" AND question IN ")
                    .bind_list(asked)
                    .execute(tx)
                    .await?;
            }
        }
        steps.write(tx).await?;
        questions.write(tx).await?;
        clocks.write(tx).await?;
        let ids: Vec<RegistrationId> = work.all().map(|(_, resolved)| RegistrationId(resolved.id)).collect();
        keep_live(tx, &ids).await?;
        Ok(written)
    }

    /// When it came, was answered and decided, by columns first and by the log where no column says it.
    fn times(&self, table: &Table, resolved: &Resolved) -> Times {
        let record = &resolved.record;
        let fields = &record.fields;
        let log = table.event.as_ref();
        let meaning = |activity: &str| log.and_then(|log| log.means.get(activity)).copied();
        let events = &record.events;
        let submitted_at =
            events.iter().position(|e| meaning(&e.activity) == Some(EventMeaning::Submitted)).unwrap_or(0);
        let submitted = fields.moment("submitted").or(events.get(submitted_at).map(|e| e.at)).unwrap_or(self.now);
        let first =
            |wanted: &[EventMeaning]| events.iter().find(|e| meaning(&e.activity).is_some_and(|m| wanted.contains(&m)));
        use EventMeaning as M;
        let answer = match log.map(|log| log.first_answer) {
            Some(FirstAnswer::NextEvent) => events.get(submitted_at + 1),
            _ => first(&[M::Answered, M::InfoRequested, M::Approved, M::Declined]),
        };
        let told: Option<RegistrationStatus> = fields.text("status").and_then(|status| status.parse().ok());
        // The decision in force is the last one, of the kind the row tells where it tells one. A call or a question afterwards takes nothing
        // back; a new submission does.
        let is_decision = |e: &LogEvent| match (meaning(&e.activity), told) {
            (Some(M::Approved | M::Declined | M::Withdrawn), Some(status)) if is_ending(status) => {
                meaning(&e.activity).map(status_of) == Some(status)
            }
            (Some(M::Approved | M::Declined | M::Withdrawn), _) => true,
            _ => false,
        };
        // Of one moment, in the order of the file.
        let again = |after: usize| {
            let mut later = events.iter().enumerate().skip(after + 1);
            later.any(|(at, e)| at != submitted_at && meaning(&e.activity) == Some(M::Submitted))
        };
        let in_force = events.iter().enumerate().rev().find(|(_, e)| is_decision(e));
        let in_force = in_force.filter(|(at, _)| !again(*at)).map(|(_, e)| e);
        let decision = match log.map(|log| log.decided) {
            Some(Decided::LastEvent) => events.last(),
            _ => in_force,
        };
        let last_meaning = events.iter().rev().find_map(|e| meaning(&e.activity)).map(status_of);
        let ended = in_force.and_then(|e| meaning(&e.activity)).map(status_of);
        let decided = fields.moment("decided").or(decision.map(|e| e.at));
        // Yes and no are answers too.
        let decided_at_once =
            decided.filter(|_| told.is_some_and(|s| was_approved(s, fields) || s == RegistrationStatus::Declined));
        let answered = fields.moment("first_answered").or(answer.map(|e| e.at)).or(decided_at_once);
        let status = told.or(ended).or(last_meaning).unwrap_or(if answered.is_some() {
            RegistrationStatus::InReview
        } else {
            RegistrationStatus::Submitted
        });
        // Whose last day has passed is protected no longer.
        let over = fields.date("protected_until").filter(|day| *day < self.now.date_in(&self.zone));
        let status =
            if over.is_some() && status == RegistrationStatus::Approved { RegistrationStatus::Expired } else { status };
        let importer = self.cx.actor.name().to_owned();
        let step = |status: RegistrationStatus, activity: &str, at: Instant| Step {
            status: Some(status),
            activity: activity.to_owned(),
            at,
            by: importer.clone(),
        };
        let mut steps: Vec<Step> = events
            .iter()
            .map(|e| Step {
                status: meaning(&e.activity).map(status_of),
                activity: e.activity.clone(),
                at: e.at,
                by: e.by.clone().unwrap_or_else(|| importer.clone()),
            })
            .collect();
        if steps.is_empty() {
            steps.push(step(RegistrationStatus::Submitted, "submitted", submitted));
            if let Some(at) = answered.filter(|at| Some(*at) != decided) {
                steps.push(step(RegistrationStatus::InReview, "answered", at));
            }
            if let Some(at) = decided {
                let decided = if was_approved(status, fields) { RegistrationStatus::Approved } else { status };
                steps.push(step(decided, decided.as_str(), at));
            }
        }
        // What became of an approval that the log does not tell.
        let last = steps.iter().rev().find_map(|step| step.status);
        if was_approved(status, fields) && last == Some(RegistrationStatus::Approved) {
            let ended = over.filter(|_| status == RegistrationStatus::Expired).map(|day| self.day(day.plus_days(1)));
            if let Some(at) = ended.or(decided).filter(|_| status != RegistrationStatus::Approved) {
                steps.push(step(status, status.as_str(), at));
            }
        }
        let decided_by = decision.and_then(|e| e.by.clone()).filter(|_| decided.is_some());
        Times { submitted, answered, decided, decided_by, status, steps }
    }
}

/// A question to the partner in a log, and what answered it.
struct Asked<'a> {
    question: &'a LogEvent,
    answer: Option<&'a LogEvent>,
}

impl Apply<'_> {
    /// When the log says that the partner was asked, and when they answered: the decision's clock stands in between.
    fn questions<'a>(&self, table: &Table, resolved: &'a Resolved) -> Vec<Asked<'a>> {
        let Some(log) = table.event.as_ref() else { return Vec::new() };
        let events = &resolved.record.events;
        let means = |e: &LogEvent, wanted: EventMeaning| log.means.get(&e.activity) == Some(&wanted);
        let asked = events.iter().enumerate().filter(|(_, e)| means(e, EventMeaning::InfoRequested));
        let answer = |at: usize| events.iter().skip(at + 1).find(|e| means(e, EventMeaning::InfoGiven));
        asked.map(|(at, question)| Asked { question, answer: answer(at) }).collect()
    }

    fn who(&self, event: &LogEvent) -> String {
        event.by.clone().unwrap_or_else(|| self.cx.actor.name().to_owned())
    }
}

/// Whether anything tells when the registration came in: a column, or the log's own word for it where it has one.
pub(super) fn says_when_it_came(table: &Table, record: &Record) -> bool {
    let has_word = table.event.iter().flat_map(|log| log.means.values()).any(|m| *m == EventMeaning::Submitted);
    let means = |e: &LogEvent| table.event.as_ref().and_then(|log| log.means.get(&e.activity)).copied();
    let in_log = match has_word {
        true => record.events.iter().any(|e| means(e) == Some(EventMeaning::Submitted)),
        false => !record.events.is_empty(),
    };
    in_log || record.fields.moment("submitted").is_some()
}

/// Whether a registration that stands so has been approved before. One that has ended tells it by the day up to which it was protected.
fn was_approved(status: RegistrationStatus, fields: &Fields) -> bool {
    use RegistrationStatus as S;
    match status {
        S::Approved | S::Expiring | S::Converted | S::Won | S::Lost => true,
        S::Expired | S::Cancelled => fields.date("protected_until").is_some(),
        _ => false,
    }
}

fn is_ending(status: RegistrationStatus) -> bool {
    matches!(status, RegistrationStatus::Approved | RegistrationStatus::Declined | RegistrationStatus::Withdrawn)
}

fn status_of(meaning: EventMeaning) -> RegistrationStatus {
    match meaning {
        EventMeaning::Submitted => RegistrationStatus::Submitted,
        EventMeaning::Answered | EventMeaning::InfoGiven => RegistrationStatus::InReview,
        EventMeaning::InfoRequested => RegistrationStatus::InformationRequested,
        EventMeaning::Approved => RegistrationStatus::Approved,
        EventMeaning::Declined => RegistrationStatus::Declined,
        EventMeaning::Withdrawn => RegistrationStatus::Withdrawn,
    }
}
