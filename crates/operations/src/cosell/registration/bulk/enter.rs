//! The rows are checked, and those that are right are entered.

use super::sheet::{MOST_ROWS, day, takes_several};
use crate::Ctx;
use crate::access::policy::Action;
use crate::cosell::conflict;
use crate::cosell::form::{self, AnswerValue, CoreField, FormDefinition};
use crate::cosell::registration::entrance::PersonalLink;
use crate::cosell::registration::submission::Submission;
use crate::cosell::registration::submit::{
    Entry, OnBehalf, claim_of, enter_once, entry_by_contact, entry_on_behalf, once,
};
use crate::cosell::typed_amount::TypedAmount;
use kernel::id::{ContactId, PartnerId, ProgramId, RegistrationId};
use kernel::words::{FindingKind, FindingLevel, RegistrationKind};
use kernel::{Failure, FieldError, FieldErrors, Locale, Outcome};
use std::collections::BTreeMap;

/// For whom the rows are entered.
#[derive(Debug, Clone, Copy)]
pub struct Bulk {
    /// In which program.
    pub program: ProgramId,
    /// Whose registrations they become.
    pub partner: PartnerId,
    /// The person there who is credited and gets the receipts.
    pub contact: Option<ContactId>,
}

/// A row: its line, and its texts by the key of the question.
pub type BulkRow = (usize, BTreeMap<String, String>);

/// What is said of a row.
#[derive(Debug, Clone, Default)]
pub struct RowOutcome {
    /// Its line in the file.
    pub line: usize,
    /// What is wrong with it; it is not entered.
    pub errors: Vec<FieldError>,
    /// What speaks against it, the surest first. Nothing for a partner to see.
    pub findings: Vec<(FindingKind, FindingLevel)>,
    /// The registration it is or became.
    pub registration: Option<(RegistrationId, String)>,
    /// It was there before.
    pub repeated: bool,
}

/// The row as a submission, its numbers written as in `typed_in`.
fn submission(form: &FormDefinition, row: &BTreeMap<String, String>, typed_in: Locale) -> Submission {
    let given = |key: &str| row.get(key).cloned();
    let answers =
        row.iter().filter(|(key, _)| key.parse::<CoreField>().is_err() && *key != "currency").map(|(key, text)| {
            let value = if takes_several(form, key) {
                AnswerValue::Many(text.split(['|', ';']).map(|t| t.trim().to_owned()).collect())
            } else {
                AnswerValue::One(day(text))
            };
            (key.clone(), value)
        });
    Submission {
        kind: None,
        company: given("company").unwrap_or_default(),
        domain: given("domain"),
        country: given("country"),
        city: given("city"),
        customer_phone: given("customer_phone"),
        vat: given("vat"),
        customer_contact: given("customer_contact"),
        need: given("need"),
        product: given("product"),
        amount: row.get("amount").and_then(|text| TypedAmount::typed(text, typed_in)),
        currency: given("currency"),
        expected_close_on: row.get("expected_close_on").map(|text| day(text)).unwrap_or_default(),
        partner_help: given("partner_help"),
        answers: answers.collect(),
        typed_in: Some(typed_in),
    }
}

fn deals(form: &FormDefinition, rows: &[BulkRow], typed_in: Locale) -> Outcome<Vec<(usize, Submission)>> {
    let mut errors = FieldErrors::default();
    if rows.len() > MOST_ROWS {
        errors.add_with("rows", "too_many_rows", [("max", MOST_ROWS.to_string())]);
    }
    errors.into_result(rows.iter().map(|(line, row)| (*line, submission(form, row, typed_in))).collect())
}

/// Says of each row what is wrong with it and what speaks against it. Writes nothing.
///
/// # Errors
/// `Forbidden`; `Invalid` at `program`, `partner`, `contact`.
pub async fn preview(cx: &Ctx, bulk: Bulk, rows: &[BulkRow]) -> Outcome<Vec<RowOutcome>> {
    cx.allow(Action::AnswerRegistrations)?;
    let form = form::in_force(cx.read(), bulk.program).await?.definition.of(RegistrationKind::Deal);
    let mut outcomes = Vec::new();
    for (line, deal) in deals(&form, rows, cx.locale)? {
        let input =
            OnBehalf { program: bulk.program, partner: bulk.partner, contact: bulk.contact, registration: deal };
        outcomes.push(look(cx, line, entry_on_behalf(cx, input).await, true).await?);
    }
    Ok(outcomes)
}

/// Enters the rows that are right, each for itself; says of the others what is wrong.
///
/// # Errors
/// As [`preview`].
pub async fn commit(cx: &Ctx, bulk: Bulk, rows: &[BulkRow]) -> Outcome<Vec<RowOutcome>> {
    cx.allow(Action::AnswerRegistrations)?;
    let form = form::in_force(cx.read(), bulk.program).await?.definition.of(RegistrationKind::Deal);
    let mut outcomes = Vec::new();
    for (line, deal) in deals(&form, rows, cx.locale)? {
        let input =
            OnBehalf { program: bulk.program, partner: bulk.partner, contact: bulk.contact, registration: deal };
        outcomes.push(put_in(cx, line, entry_on_behalf(cx, input).await).await?);
    }
    Ok(outcomes)
}

impl PersonalLink {
    /// As [`preview`], of the contact's own deals; what speaks against a row is not told.
    ///
    /// # Errors
    /// The database's.
    pub async fn preview(&self, rows: &[BulkRow]) -> Outcome<Vec<RowOutcome>> {
        let form = form::in_force(self.cx.read(), self.program.id).await?.definition.of(RegistrationKind::Deal);
        let mut outcomes = Vec::new();
        for (line, deal) in deals(&form, rows, self.cx.locale)? {
            let entry = entry_by_contact(&self.cx, self.program.clone(), &self.contact, &deal).await;
            outcomes.push(look(&self.cx, line, entry, false).await?);
        }
        Ok(outcomes)
    }

    /// As [`commit`], of the contact's own deals.
    ///
    /// # Errors
    /// The database's.
    pub async fn commit(&self, rows: &[BulkRow]) -> Outcome<Vec<RowOutcome>> {
        let form = form::in_force(self.cx.read(), self.program.id).await?.definition.of(RegistrationKind::Deal);
        let mut outcomes = Vec::new();
        for (line, deal) in deals(&form, rows, self.cx.locale)? {
            let entry = entry_by_contact(&self.cx, self.program.clone(), &self.contact, &deal).await;
            outcomes.push(put_in(&self.cx, line, entry).await?);
        }
        Ok(outcomes)
    }
}

/// A row that is wrong, with what is wrong; what is wrong with the whole (program, partner, contact) is a failure of the whole.
fn sorted(line: usize, entry: Outcome<Entry>) -> Outcome<Result<Entry, RowOutcome>> {
    match entry {
        Ok(entry) => Ok(Ok(entry)),
        Err(Failure::Invalid(FieldErrors(errors)))
            if !errors.iter().any(|e| matches!(e.field.as_str(), "program" | "partner" | "contact")) =>
        {
            Ok(Err(RowOutcome { line, errors, ..RowOutcome::default() }))
        }
        Err(other) => Err(other),
    }
}

async fn look(cx: &Ctx, line: usize, entry: Outcome<Entry>, with_findings: bool) -> Outcome<RowOutcome> {
    let entry = match sorted(line, entry)? {
        Ok(entry) => entry,
        Err(wrong) => return Ok(wrong),
    };
    let first = once(cx.read(), &entry).await?;
    let repeated = first.is_some();
    let findings = if with_findings && !repeated {
        let found = conflict::check(cx.read(), &claim_of(&entry)).await?;
        found.into_iter().map(|f| (f.kind, f.level)).collect()
    } else {
        Vec::new()
    };
    Ok(RowOutcome { line, findings, registration: first, repeated, ..RowOutcome::default() })
}

async fn put_in(cx: &Ctx, line: usize, entry: Outcome<Entry>) -> Outcome<RowOutcome> {
    let entry = match sorted(line, entry)? {
        Ok(entry) => entry,
        Err(wrong) => return Ok(wrong),
    };
    let made = match enter_once(cx, entry).await {
        // No room for one more.
        Err(Failure::Invalid(FieldErrors(errors))) => return Ok(RowOutcome { line, errors, ..RowOutcome::default() }),
        other => other?,
    };
    Ok(RowOutcome {
        line,
        registration: Some((made.id, made.number)),
        repeated: made.repeated,
        ..RowOutcome::default()
    })
}
