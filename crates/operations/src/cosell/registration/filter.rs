//! Which registrations a list shows. The same words in a page's address and in the API.

use crate::access::scope::registrations_in_scope;
use crate::{Ctx, settings};
use kernel::fold::{like_pattern, search_query};
use kernel::id::{PartnerId, ProgramId, UserId};
use kernel::words::{FindingLevel, RegistrationKind, RegistrationStatus};
use kernel::{Date, FieldErrors, Outcome, PageRequest, text_enum};
use serde::Deserialize;
use storage::Sql;

text_enum! {
    /// Which registrations, by where they stand.
    pub enum Standing {
        /// The vendor owes an answer.
        Open = "open",
        /// The partner was asked something.
        Asked = "asked",
        /// Approved, declined, withdrawn, expired.
        Closed = "closed",
    }
}

text_enum! {
    /// What the conflict check says.
    pub enum Check {
        /// Nothing was found.
        Clear = "clear",
        /// Something was found.
        Found = "found",
        Same = "same",
        Likely = "likely",
        Possible = "possible",
    }
}

text_enum! {
    /// Whether the first answer came in time.
    pub enum Promise {
        /// Answered within the promise.
        Kept = "kept",
        /// Answered too late, or not yet though it was due.
        Late = "late",
    }
}

text_enum! {
    /// The order of the list.
    pub enum Sort {
        /// Newest first.
        Newest = "newest",
        /// Oldest first.
        Oldest = "oldest",
        /// What is due first; shows only those that wait for the vendor.
        Due = "due",
    }
}

/// What to show. Everything may be absent.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
pub struct RegistrationFilter {
    /// `open` (the vendor owes an answer), `asked`, `closed`, or one status.
    #[param(value_type = Option<String>, example = "open")]
    pub status: Option<String>,
    /// `deal` or `lead`.
    #[param(value_type = Option<String>, example = "lead")]
    pub kind: Option<RegistrationKind>,
    /// A program.
    #[param(value_type = Option<String>)]
    pub program: Option<ProgramId>,
    /// A partner.
    #[param(value_type = Option<String>)]
    pub partner: Option<PartnerId>,
    /// Whoever has it.
    #[param(value_type = Option<String>)]
    pub reviewer: Option<UserId>,
    /// Words from number, customer, domain or sender.
    pub q: Option<String>,
    /// First day of submission, in the organisation's time zone.
    #[param(value_type = Option<String>, format = Date)]
    pub from: Option<Date>,
    /// Last day of submission.
    #[param(value_type = Option<String>, format = Date)]
    pub to: Option<Date>,
    /// `clear`, `found`, `same`, `likely` or `possible`.
    #[param(value_type = Option<String>, example = "found")]
    pub check: Option<Check>,
    /// `kept` or `late`: the first answer against the promise.
    #[param(value_type = Option<String>, example = "late")]
    pub promise: Option<Promise>,
    /// `newest` (default), `oldest` or `due`.
    #[param(value_type = Option<String>, example = "due")]
    pub sort: Option<Sort>,
    /// Rows on a page; 50 when absent.
    #[param(minimum = 1, maximum = 200)]
    pub limit: Option<u32>,
    /// `next_cursor` of the page before.
    pub cursor: Option<String>,
}

impl RegistrationFilter {
    /// Which part of the list.
    ///
    /// # Errors
    /// `Invalid` at `limit` or `cursor`.
    pub fn page(&self) -> Outcome<PageRequest> {
        PageRequest::parse(self.limit, self.cursor.as_deref())
    }
}

/// The states in which the vendor owes an answer.
pub(super) const OWED: [RegistrationStatus; 5] = [
    RegistrationStatus::Submitted,
    RegistrationStatus::Checking,
    RegistrationStatus::InReview,
    RegistrationStatus::PendingApproval,
    RegistrationStatus::AccountPending,
];

/// When the vendor's next promise is due: the first answer until it was given, then the decision.
pub(super) const DUE: &str = "COALESCE(CASE WHEN r.first_answered_at IS NULL THEN r.first_answer_due_at END, r.decision_due_at, 9223372036854775807)";

/// Appends the conditions of `filter` and of the actor's scope to a query on `registration r` that has a WHERE already.
pub(super) async fn narrow(sql: Sql, cx: &Ctx, filter: &RegistrationFilter) -> Outcome<Sql> {
    let mut errors = FieldErrors::default();
    let statuses = statuses(filter, &mut errors);
    let q = errors.optional("q", filter.q.as_deref(), 200).map(|q| search_query(&q));
    if let (Some(from), Some(to)) = (filter.from, filter.to)
        && to < from
    {
        errors.add("to", "invalid");
    }
    errors.into_result(())?;
    let mut sql = registrations_in_scope(sql, &cx.actor);
    sql = match statuses {
        Some(statuses) => sql.push(" AND r.status IN ").bind_list(statuses),
        // Nobody of the vendor sees what is not confirmed or not sent.
        None => sql.push(" AND r.status NOT IN ('draft', 'unconfirmed')"),
    };
    if let Some(kind) = filter.kind {
        sql = sql.push(" AND r.kind = ").bind(kind);
    }
    if let Some(program) = filter.program {
        sql = sql.push(" AND r.program_id = ").bind(program);
    }
    if let Some(partner) = filter.partner {
        sql = sql.push(" AND r.partner_id = ").bind(partner);
    }
    if let Some(reviewer) = filter.reviewer {
        sql = sql.push(" AND r.reviewer_id = ").bind(reviewer);
    }
    for word in q.iter().flat_map(|q| q.split(' ')) {
        sql = sql.push(" AND r.search_text LIKE ").bind(like_pattern(word)).push(" ESCAPE '\\'");
    }
    if filter.from.is_some() || filter.to.is_some() {
        let zone = settings::organisation(cx.read()).await?.zone();
        if let Some(from) = filter.from {
            sql = sql.push(" AND r.submitted_at >= ").bind(from.start_in(&zone));
        }
        if let Some(to) = filter.to {
            sql = sql.push(" AND r.submitted_at < ").bind(to.plus_days(1).start_in(&zone));
        }
    }
    sql = match filter.check {
        None => sql,
        Some(Check::Clear) => sql.push(" AND r.finding_count = 0"),
        Some(Check::Found) => sql.push(" AND r.finding_count > 0"),
        Some(Check::Same) => sql.push(" AND r.finding_level = ").bind(FindingLevel::Same),
        Some(Check::Likely) => sql.push(" AND r.finding_level = ").bind(FindingLevel::Likely),
        Some(Check::Possible) => sql.push(" AND r.finding_level = ").bind(FindingLevel::Possible),
    };
    Ok(match filter.promise {
        None => sql,
        Some(Promise::Kept) => sql.push(" AND r.first_answered_at <= r.first_answer_due_at"),
        Some(Promise::Late) => sql.push(" AND ").push(LATE.0).bind(cx.now()).push(LATE.1),
    })
}

/// Answered too late, or unanswered past the due time (bound between the two parts). A registration that was withdrawn before
/// anybody had to answer broke no promise.
pub(super) const LATE: (&str, &str) = (
    "(r.first_answered_at > r.first_answer_due_at OR (r.first_answered_at IS NULL AND r.status NOT IN ('withdrawn', 'cancelled') AND r.first_answer_due_at < ",
    "))",
);

fn statuses(filter: &RegistrationFilter, errors: &mut FieldErrors) -> Option<Vec<RegistrationStatus>> {
    let asked: Option<Vec<RegistrationStatus>> = match filter.status.as_deref().filter(|s| !s.is_empty()) {
        None => None,
        Some(text) => match (text.parse::<Standing>(), text.parse::<RegistrationStatus>()) {
            (Ok(Standing::Open), _) => Some(OWED.to_vec()),
            (Ok(Standing::Asked), _) => Some(vec![RegistrationStatus::InformationRequested]),
            (Ok(Standing::Closed), _) => {
                Some(RegistrationStatus::ALL.iter().copied().filter(|s| is_closed(*s)).collect())
            }
            (_, Ok(RegistrationStatus::Draft | RegistrationStatus::Unconfirmed)) => Some(Vec::new()),
            (_, Ok(status)) => Some(vec![status]),
            _ => {
                errors.add("status", "unknown");
                None
            }
        },
    };
    if filter.sort == Some(Sort::Due) {
        return Some(match asked {
            None => OWED.to_vec(),
            Some(statuses) => statuses.into_iter().filter(|s| OWED.contains(s)).collect(),
        });
    }
    asked
}

fn is_closed(status: RegistrationStatus) -> bool {
    !status.is_open() && !matches!(status, RegistrationStatus::Draft | RegistrationStatus::Unconfirmed)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(status: &str, sort: Option<Sort>) -> Option<Vec<RegistrationStatus>> {
        let filter = RegistrationFilter { status: Some(status.to_owned()), sort, ..RegistrationFilter::default() };
        statuses(&filter, &mut FieldErrors::default())
    }

    #[test]
    fn what_nobody_may_see_yet_is_in_no_group() {
        for group in ["open", "asked", "closed", "unconfirmed", "draft"] {
            let statuses = of(group, None).expect("a group");
            assert!(!statuses.contains(&RegistrationStatus::Unconfirmed), "{group}");
            assert!(!statuses.contains(&RegistrationStatus::Draft), "{group}");
        }
    }

    #[test]
    fn the_order_by_due_time_shows_only_what_has_one() {
        assert_eq!(of("approved", Some(Sort::Due)), Some(Vec::new()));
        assert_eq!(of("", Some(Sort::Due)), Some(OWED.to_vec()));
        assert_eq!(of("in_review", Some(Sort::Due)), Some(vec![RegistrationStatus::InReview]));
    }
}
