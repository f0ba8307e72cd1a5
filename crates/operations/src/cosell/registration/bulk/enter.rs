//! The rows are checked, and those that are right are entered.

use super::reading::{explained, files_missing, typed};
use super::sheet::MOST_ROWS;
use crate::Ctx;
use crate::access::policy::Action;
use crate::cosell::conflict;
use crate::cosell::form::{self, FormDefinition};
use crate::cosell::registration::draft::{Owner, Typed, from_sheet, user};
use crate::cosell::registration::entrance::PersonalLink;
use crate::cosell::registration::submission::Submission;
use crate::cosell::registration::submit::{
    Entry, Files, OnBehalf, claim_of, enter_once, entry_by_contact, entry_on_behalf, once,
};
use kernel::id::{ContactId, PartnerId, ProgramId, RegistrationId};
use kernel::words::{FindingKind, FindingLevel, RegistrationKind};
use kernel::{Failure, FieldError, FieldErrors, Locale, Outcome};
use std::collections::{BTreeMap, BTreeSet};

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
    /// The registration it is or became; a draft while `files` are missing.
    pub registration: Option<(RegistrationId, String)>,
    /// The questions that need a file, by key: the row is kept as a draft until the files are there, and sent by whoever adds them.
    pub files: Vec<String>,
    /// It was there before, or stands further up in the file.
    pub repeated: bool,
}

/// A row as it is understood.
struct Row {
    line: usize,
    typed: Typed,
    /// The questions whose file no cell can hold.
    files: Vec<String>,
}

impl Row {
    fn deal(&self) -> Submission {
        self.typed.submission()
    }
}

/// The rows against the form they answer.
struct Rows {
    form: FormDefinition,
    locale: Locale,
    rows: Vec<Row>,
}

impl Rows {
    async fn understood(cx: &Ctx, program: ProgramId, rows: &[BulkRow]) -> Outcome<Self> {
        let mut errors = FieldErrors::default();
        if rows.len() > MOST_ROWS {
            errors.add_with("rows", "too_many_rows", [("max", MOST_ROWS.to_string())]);
        }
        errors.into_result(())?;
        let form = form::in_force(cx.read(), program).await?.definition.of(RegistrationKind::Deal);
        let understood = rows.iter().map(|(line, row)| {
            let typed = typed(&form, row, cx.locale);
            Row { line: *line, files: files_missing(&form, &typed.answers, &typed.country), typed }
        });
        Ok(Self { rows: understood.collect(), locale: cx.locale, form })
    }

    /// What is wrong with a row, as whoever wrote it can mend it.
    fn wrong(&self, line: usize, errors: Vec<FieldError>) -> RowOutcome {
        RowOutcome { line, errors: explained(&self.form, errors, self.locale), ..RowOutcome::default() }
    }

    /// An entry, or what is wrong with the row; what is wrong with the whole (program, partner, contact) is a failure of the whole.
    fn sorted(&self, line: usize, entry: Outcome<Entry>) -> Outcome<Result<Entry, RowOutcome>> {
        match entry {
            Ok(entry) => Ok(Ok(entry)),
            Err(Failure::Invalid(FieldErrors(errors)))
                if !errors.iter().any(|e| matches!(e.field.as_str(), "program" | "partner" | "contact")) =>
            {
                Ok(Err(self.wrong(line, errors)))
            }
            Err(other) => Err(other),
        }
    }
}

fn on_behalf(bulk: Bulk, row: &Row) -> OnBehalf {
    OnBehalf { program: bulk.program, partner: bulk.partner, contact: bulk.contact, registration: row.deal() }
}

/// Says of each row what is wrong with it and what speaks against it. Writes nothing.
///
/// # Errors
/// `Forbidden`; `Invalid` at `program`, `partner`, `contact`.
pub async fn preview(cx: &Ctx, bulk: Bulk, rows: &[BulkRow]) -> Outcome<Vec<RowOutcome>> {
    cx.allow(Action::AnswerRegistrations)?;
    let rows = Rows::understood(cx, bulk.program, rows).await?;
    let mut drafts = Drafts::of(cx, Owner::User(user(cx)?)).await?;
    let mut outcomes = Vec::new();
    for row in &rows.rows {
        let entry = entry_on_behalf(cx, on_behalf(bulk, row), Files::Later).await;
        outcomes.push(look(cx, &rows, row, entry, &mut drafts, true).await?);
    }
    Ok(outcomes)
}

/// Enters the rows that are right, each for itself; says of the others what is wrong.
///
/// # Errors
/// As [`preview`].
pub async fn commit(cx: &Ctx, bulk: Bulk, rows: &[BulkRow]) -> Outcome<Vec<RowOutcome>> {
    cx.allow(Action::AnswerRegistrations)?;
    let rows = Rows::understood(cx, bulk.program, rows).await?;
    let owner = Owner::User(user(cx)?);
    let mut outcomes = Vec::new();
    for row in &rows.rows {
        let entry = entry_on_behalf(cx, on_behalf(bulk, row), Files::Later).await;
        outcomes.push(put_in(cx, &rows, row, entry, owner).await?);
    }
    Ok(outcomes)
}

impl PersonalLink {
    /// As [`preview`], of the contact's own deals; what speaks against a row is not told.
    ///
    /// # Errors
    /// The database's.
    pub async fn preview(&self, rows: &[BulkRow]) -> Outcome<Vec<RowOutcome>> {
        let (cx, rows) = (&self.cx, Rows::understood(&self.cx, self.program.id, rows).await?);
        let mut drafts = Drafts::of(cx, self.owner()).await?;
        let mut outcomes = Vec::new();
        for row in &rows.rows {
            let entry = entry_by_contact(cx, self.program.clone(), &self.contact, &row.deal(), Files::Later).await;
            outcomes.push(look(cx, &rows, row, entry, &mut drafts, false).await?);
        }
        // As many as can be open are registered, in the order of the file; of the others it is said beforehand.
        if let Some(cap) = self.cap().await? {
            let news = outcomes.iter_mut().filter(|o| o.errors.is_empty() && !o.repeated && o.files.is_empty());
            for outcome in news.skip(usize::try_from(cap.left()).unwrap_or(0)) {
                *outcome = rows.wrong(outcome.line, cap.reached().0);
            }
        }
        Ok(outcomes)
    }

    /// As [`commit`], of the contact's own deals.
    ///
    /// # Errors
    /// The database's.
    pub async fn commit(&self, rows: &[BulkRow]) -> Outcome<Vec<RowOutcome>> {
        let (cx, rows) = (&self.cx, Rows::understood(&self.cx, self.program.id, rows).await?);
        let mut outcomes = Vec::new();
        for row in &rows.rows {
            let entry = entry_by_contact(cx, self.program.clone(), &self.contact, &row.deal(), Files::Later).await;
            outcomes.push(put_in(cx, &rows, row, entry, self.owner()).await?);
        }
        Ok(outcomes)
    }
}

/// Whose drafts the rows would become, and how many more there may be.
struct Drafts {
    owner: Owner,
    room: i64,
    /// What makes the rows looked at so far: the same row once more is what it became the first time.
    seen: BTreeSet<String>,
}

impl Drafts {
    async fn of(cx: &Ctx, owner: Owner) -> Outcome<Self> {
        Ok(Self { owner, room: from_sheet::room(cx.read(), owner).await?, seen: BTreeSet::new() })
    }
}

async fn look(
    cx: &Ctx,
    rows: &Rows,
    row: &Row,
    entry: Outcome<Entry>,
    drafts: &mut Drafts,
    with_findings: bool,
) -> Outcome<RowOutcome> {
    let entry = match rows.sorted(row.line, entry)? {
        Ok(entry) => entry,
        Err(wrong) => return Ok(wrong),
    };
    let same = entry.fingerprint();
    let twice = drafts.seen.contains(&same);
    let mut outcome =
        RowOutcome { line: row.line, registration: once(cx.read(), &entry).await?, ..RowOutcome::default() };
    if outcome.registration.is_none() && !row.files.is_empty() {
        let first = from_sheet::of_row(cx.read(), drafts.owner, &same).await?;
        if first.is_none() && !twice {
            if drafts.room < 1 {
                return Ok(rows.wrong(row.line, vec![no_room()]));
            }
            drafts.room -= 1;
        }
        outcome.files.clone_from(&row.files);
        outcome.registration = first.map(|draft| (draft.id, draft.number));
    }
    drafts.seen.insert(same);
    outcome.repeated = twice || outcome.registration.is_some();
    if with_findings && !outcome.repeated {
        let found = conflict::check(cx.read(), &claim_of(&entry)).await?;
        outcome.findings = found.iter().map(|f| (f.kind, f.level)).collect();
    }
    Ok(outcome)
}

async fn put_in(cx: &Ctx, rows: &Rows, row: &Row, entry: Outcome<Entry>, owner: Owner) -> Outcome<RowOutcome> {
    let entry = match rows.sorted(row.line, entry)? {
        Ok(entry) => entry,
        Err(wrong) => return Ok(wrong),
    };
    let waits = !row.files.is_empty() && once(cx.read(), &entry).await?.is_none();
    let made = if waits {
        from_sheet::begin_once(cx, owner, &entry.intake, &row.typed, &entry.fingerprint())
            .await
            .map(|(draft, repeated)| (draft.id, draft.number, repeated))
    } else {
        enter_once(cx, entry).await.map(|made| (made.id, made.number, made.repeated))
    };
    match made {
        Ok((id, number, repeated)) => Ok(RowOutcome {
            line: row.line,
            registration: Some((id, number)),
            repeated,
            files: if waits { row.files.clone() } else { Vec::new() },
            ..RowOutcome::default()
        }),
        // No room for one more.
        Err(Failure::Invalid(FieldErrors(errors))) => Ok(rows.wrong(row.line, errors)),
        Err(other) => Err(other),
    }
}

fn no_room() -> FieldError {
    FieldError { field: "form".to_owned(), code: "too_many_drafts".to_owned(), params: BTreeMap::new() }
}
