//! A registration comes in: from a stranger, by a contact's personal link, or entered by a person of the vendor on a partner's behalf.

use super::load::{event, history, write};
use super::look::look;
use super::reviewer;
use super::sent_again;
use super::submission::{Asked, Checked, Submission, asking, check};
use super::{letters, promises};
use crate::Ctx;
use crate::access::link::{self, NewLink};
use crate::access::policy::Action;
use crate::access::scope::in_scope;
use crate::cosell::conflict::{Claim, score};
use crate::cosell::form;
use crate::cosell::number::{NumberOf, fresh};
use crate::cosell::protection;
use crate::program::{self, ProgramRow};
use crate::record::{EventKind, record};
use crate::settings::organisation;
use kernel::fold::{fold, search_text};
use kernel::id::{ContactId, PartnerId, ProgramId, RegistrationId};
use kernel::time::DAY;
use kernel::words::{ClockKind, LinkPurpose, PartnerStatus, RegistrationStatus};
use kernel::{Failure, FieldErrors, Instant, Outcome};
use sea_orm::{ActiveValue::Set, EntityTrait, FromQueryResult, TryInsertResult};
use serde::Deserialize;
use storage::entity::registration::{ActiveModel, Column, Entity, Model};
use storage::{Sql, Tx};

/// A registration entered by a person of the vendor. Entered by them, credited to the partner (and the contact).
#[derive(Debug, Clone, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct OnBehalf {
    /// The program it belongs to.
    #[schema(value_type = String)]
    pub program: ProgramId,
    /// Whose registration it is.
    #[schema(value_type = String)]
    pub partner: PartnerId,
    /// The person at the partner, if known: they get the receipt.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub contact: Option<ContactId>,
    /// The deal.
    pub registration: Submission,
}

/// Who a stranger says they are.
#[derive(Debug, Clone, Default)]
pub struct Sender {
    /// Their name.
    pub name: String,
    /// Where the confirmation goes.
    pub email: String,
    /// Whom they work for.
    pub company: String,
}

/// What a submission answers.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, utoipa::ToSchema)]
pub struct Submitted {
    /// The registration.
    #[schema(value_type = String)]
    pub id: RegistrationId,
    /// For the phone: `REG-7K2M9Q`.
    pub number: String,
    /// Where it stands.
    #[schema(value_type = String)]
    pub status: RegistrationStatus,
    /// When the first answer is due; absent until a stranger has confirmed.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub first_answer_due_at: Option<Instant>,
    /// Whether this very submission was here before: then this is the first one, and nothing was written but files it had not.
    pub repeated: bool,
    /// How many files that came with the repetition were added to the first one.
    pub files_added: u32,
    /// Send it back with the next change.
    pub version: i64,
}

/// From whom it comes, once that is known.
pub(super) struct Intake {
    pub program: ProgramRow,
    pub partner: Option<PartnerId>,
    pub contact: Option<ContactId>,
    pub sender_name: String,
    pub sender_email: Option<String>,
    pub sender_company: Option<String>,
    pub locale: kernel::Locale,
    pub intake: &'static str,
    pub status: RegistrationStatus,
}

/// Enters a registration on a partner's behalf.
///
/// # Errors
/// `Forbidden`; `Invalid` at `program`, `partner`, `contact` (`unknown`, `not_in_program`), at the fields of `registration`, and at `form`
/// (`registered_already` with its `number`, when the same deal was sent within a day and other things were said of it).
pub async fn on_behalf(cx: &Ctx, input: OnBehalf) -> Outcome<Submitted> {
    let Entry { intake, checked } = entry_on_behalf(cx, input, Files::Now).await?;
    receive(cx, intake, checked, None).await
}

/// A registration that is as it must be, and not entered yet.
pub(super) struct Entry {
    pub intake: Intake,
    pub checked: Checked,
}

/// Whether the files a form needs must be there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Files {
    /// With everything else.
    Now,
    /// They follow, where they cannot come along.
    Later,
}

impl Files {
    fn of(self, mut form: form::FormInForce) -> form::FormInForce {
        if self == Self::Later {
            let files = form.definition.fields.iter_mut().filter(|field| field.kind == form::FieldKind::File);
            files.for_each(|field| field.required = false);
        }
        form
    }
}

/// Checks what [`on_behalf`] would enter.
pub(super) async fn entry_on_behalf(cx: &Ctx, input: OnBehalf, files: Files) -> Outcome<Entry> {
    cx.allow(Action::AnswerRegistrations)?;
    let mut errors = FieldErrors::default();
    let intake = intake_on_behalf(cx, input.program, input.partner, input.contact, &mut errors).await?;
    let currency = intake.as_ref().map_or(kernel::Currency::EUR, |intake| intake.program.currency);
    let form = form::in_force(cx.read(), input.program).await?;
    let (kind, form) = asking(form, input.registration.kind.as_deref(), &mut errors);
    let form = files.of(form);
    let today = cx.now().date_in(&organisation(cx.read()).await?.zone());
    let checked =
        check(cx, currency, today, Asked { kind, form: &form, stands: &[] }, &input.registration, &mut errors).await?;
    let (Some(intake), Some(checked)) = (intake, checked) else { return Err(Failure::Invalid(errors)) };
    errors.into_result(())?;
    Ok(Entry { intake, checked })
}

/// Whose registration a person of the vendor enters; what is not known is noted at `program`, `partner`, `contact`.
pub(super) async fn intake_on_behalf(
    cx: &Ctx,
    program: ProgramId,
    partner_id: PartnerId,
    contact: Option<ContactId>,
    errors: &mut FieldErrors,
) -> Outcome<Option<Intake>> {
    let program = match program::row(cx.read(), program).await {
        Err(Failure::NotFound) => None,
        other => Some(other?),
    };
    let program = program.filter(|p| p.active);
    if program.is_none() {
        errors.add("program", "unknown");
    }
    let partner = partner_in(cx, partner_id, program.as_ref().map(|p| p.id), errors).await?;
    let contact = match contact {
        None => None,
        Some(id) => {
            // With a partner out of reach every contact is unknown: the answer must not tell which ones there are.
            let contact = contact_of(cx, id).await?.filter(|c| partner.is_some() && c.partner_id == partner_id);
            if contact.is_none() {
                errors.add("contact", "unknown");
            }
            contact
        }
    };
    let (Some(program), Some(partner)) = (program, partner) else { return Ok(None) };
    Ok(Some(Intake {
        program,
        partner: Some(partner_id),
        contact: contact.as_ref().map(|c| c.id),
        sender_name: contact.as_ref().map_or(partner, |c| c.name.clone()),
        sender_email: contact.as_ref().and_then(|c| c.email.clone()),
        sender_company: None,
        locale: contact.as_ref().and_then(|c| c.locale).unwrap_or(cx.locale),
        intake: "on_behalf",
        status: RegistrationStatus::Submitted,
    }))
}

#[derive(FromQueryResult)]
struct PartnerNamed {
    name: String,
    status: PartnerStatus,
}

/// The name of a partner within the actor's scope; it is noted at `partner` when there is none, when it has left, or when it is not in the program.
pub(super) async fn partner_in(
    cx: &Ctx,
    id: PartnerId,
    program: Option<ProgramId>,
    errors: &mut FieldErrors,
) -> Outcome<Option<String>> {
    let found = in_scope(Sql::new("SELECT p.name, p.status FROM partner p WHERE p.id = ").bind(id), &cx.actor, "p.id")
        .one::<PartnerNamed>(cx.read())
        .await?;
    if found.as_ref().is_some_and(|partner| partner.status == PartnerStatus::Exited) {
        errors.add("partner", "partner_exited");
    }
    let name = found.map(|partner| partner.name);
    let Some(program) = program.filter(|_| name.is_some()) else {
        if name.is_none() {
            errors.add("partner", "unknown");
        }
        return Ok(name);
    };
    let member = Sql::new("SELECT partner_id FROM partner_program WHERE partner_id = ")
        .bind(id)
        .push(" AND program_id = ")
        .bind(program)
        .value::<PartnerId>(cx.read())
        .await?;
    if member.is_none() {
        errors.add("partner", "not_in_program");
    }
    Ok(name)
}

/// A contact registers by their personal link; `cx` acts as the contact. `from` is the draft it was begun in.
pub(super) async fn by_contact(
    cx: &Ctx,
    program: ProgramRow,
    contact: &ContactRow,
    input: &Submission,
    from: Option<Model>,
) -> Outcome<Submitted> {
    let Entry { intake, checked } = entry_by_contact(cx, program, contact, input, Files::Now).await?;
    receive(cx, intake, checked, from).await
}

/// Checks what [`by_contact`] would enter.
pub(super) async fn entry_by_contact(
    cx: &Ctx,
    program: ProgramRow,
    contact: &ContactRow,
    input: &Submission,
    files: Files,
) -> Outcome<Entry> {
    let mut errors = FieldErrors::default();
    let today = cx.now().date_in(&organisation(cx.read()).await?.zone());
    let form = form::in_force(cx.read(), program.id).await?;
    let (kind, form) = asking(form, input.kind.as_deref(), &mut errors);
    let form = files.of(form);
    let checked =
        check(cx, program.currency, today, Asked { kind, form: &form, stands: &[] }, input, &mut errors).await?;
    let Some(checked) = checked else { return Err(Failure::Invalid(errors)) };
    Ok(Entry { intake: intake_by_contact(cx, program, contact), checked })
}

/// A contact's own, by their personal link.
pub(super) fn intake_by_contact(cx: &Ctx, program: ProgramRow, contact: &ContactRow) -> Intake {
    Intake {
        program,
        partner: Some(contact.partner_id),
        contact: Some(contact.id),
        sender_name: contact.name.clone(),
        sender_email: contact.email.clone(),
        sender_company: None,
        locale: cx.locale,
        intake: "personal_link",
        status: RegistrationStatus::Submitted,
    }
}

impl Entry {
    /// What makes two entries the same.
    pub(super) fn fingerprint(&self) -> String {
        fingerprint(&self.intake, &self.checked)
    }
}

/// The registration this very entry became, however long ago.
pub(super) async fn once(
    db: &impl sea_orm::ConnectionTrait,
    entry: &Entry,
) -> Outcome<Option<(RegistrationId, String)>> {
    Ok(ever(db, &entry.fingerprint()).await?.map(|row| (row.id, row.number)))
}

/// Stored fingerprints carry the day behind a colon; a semicolon is the next sign after it.
async fn ever(db: &impl sea_orm::ConnectionTrait, base: &str) -> Outcome<Option<Model>> {
    let sql = Sql::new("SELECT * FROM registration WHERE fingerprint > ")
        .bind(format!("{base}:"))
        .push(" AND fingerprint < ")
        .bind(format!("{base};"))
        .push(" ORDER BY fingerprint LIMIT 1");
    Ok(sql.one::<Model>(db).await?)
}

/// Enters it unless it was entered before.
pub(super) async fn enter_once(cx: &Ctx, entry: Entry) -> Outcome<Submitted> {
    if let Some(first) = ever(cx.read(), &entry.fingerprint()).await? {
        return Ok(answer(&first, true));
    }
    receive(cx, entry.intake, entry.checked, None).await
}

/// What the entry claims, for a look at what speaks against it.
pub(super) fn claim_of(entry: &Entry) -> Claim {
    let checked = &entry.checked;
    Claim {
        registration: None,
        partner: entry.intake.partner,
        company: score::Identity {
            name: checked.company.clone(),
            domain: checked.domain.clone(),
            country: checked.country.clone(),
            city: checked.city.clone(),
            phone: checked.customer_phone.clone(),
            vat: checked.vat.clone(),
            alias: None,
        },
        product: checked.product,
    }
}

/// A stranger registers on a program's public page. Nothing starts before they have confirmed their address, and the answer is the same
/// whether we know the address or not.
///
/// # Errors
/// `NotFound` when the program has no public page; `Invalid` at `sender_name`, `sender_email`, `sender_company` and the fields of
/// [`Submission`]; `Throttled`.
pub async fn by_stranger(cx: &Ctx, program_key: &str, sender: &Sender, input: &Submission) -> Outcome<Submitted> {
    let program = program::by_key(cx.read(), program_key).await?;
    if !(program.active && program.public_form) {
        return Err(Failure::NotFound);
    }
    let mut errors = FieldErrors::default();
    let sender_name = errors.required("sender_name", &sender.name, 120);
    let sender_company = errors.required("sender_company", &sender.company, 200);
    let email = errors.required("sender_email", &sender.email, 254);
    let email = match kernel::domain::email(&email) {
        Ok(email) => Some(email),
        Err(_) if email.is_empty() => None,
        Err(_) => {
            errors.add("sender_email", "email_invalid");
            None
        }
    };
    let today = cx.now().date_in(&organisation(cx.read()).await?.zone());
    let form = form::in_force(cx.read(), program.id).await?;
    let (kind, form) = asking(form, input.kind.as_deref(), &mut errors);
    let checked =
        check(cx, program.currency, today, Asked { kind, form: &form, stands: &[] }, input, &mut errors).await?;
    let (Some(email), Some(checked)) = (email, checked) else { return Err(Failure::Invalid(errors)) };
    errors.into_result(())?;
    // Nobody is written to again and again by somebody who types their address.
    cx.app.limits().to_stranger(email.folded())?;
    let intake = Intake {
        program,
        partner: None,
        contact: None,
        sender_name,
        sender_email: Some(email.as_str().to_owned()),
        sender_company: Some(sender_company),
        locale: cx.locale,
        intake: "public_form",
        status: RegistrationStatus::Unconfirmed,
    };
    let stranger = cx.as_actor(kernel::Actor::Anonymous, kernel::Channel::Web);
    receive(&stranger, intake, checked, None).await
}

/// A contact as these operations need it.
#[derive(Debug, Clone, FromQueryResult)]
pub(super) struct ContactRow {
    pub id: ContactId,
    pub partner_id: PartnerId,
    pub name: String,
    pub email: Option<String>,
    pub locale: Option<kernel::Locale>,
}

/// An active contact of a partner that was not exited.
pub(super) async fn contact_of(cx: &Ctx, id: ContactId) -> Outcome<Option<ContactRow>> {
    let sql = Sql::new(
        "SELECT c.id, c.partner_id, c.name, c.email, c.locale FROM partner_contact c JOIN partner p ON p.id = c.partner_id WHERE c.active AND p.status <> 'exited' AND c.id = ",
    );
    Ok(sql.bind(id).one::<ContactRow>(cx.read()).await?)
}

/// What makes two submissions the same: who, which customer, what, how much, until when.
fn fingerprint(intake: &Intake, checked: &Checked) -> String {
    let who = match intake.partner {
        Some(partner) => partner.to_string(),
        None => intake.sender_email.as_deref().map(str::to_ascii_lowercase).unwrap_or_default(),
    };
    // All that is said of the customer: of two that differ in anything, the conflict check says whether they are one.
    let said = [&checked.domain, &checked.country, &checked.city, &checked.vat, &checked.customer_phone];
    let said = said.map(|text| fold(text.as_deref().unwrap_or_default())).join("\u{1e}");
    let company = format!("{}\u{1e}{said}", fold(&checked.company));
    let product = match (&checked.product, &checked.product_text) {
        (Some(id), _) => id.to_string(),
        (None, Some(text)) => fold(text),
        (None, None) => String::new(),
    };
    let all = format!(
        "{}\u{1f}{who}\u{1f}{company}\u{1f}{product}\u{1f}{}\u{1f}{}\u{1f}{}",
        intake.program.id,
        checked.amount.map(|amount| amount.to_string()).unwrap_or_default(),
        checked.currency,
        checked.expected_close_on.map(|on| on.to_string()).unwrap_or_default()
    );
    kernel::secret::content_hash(all.as_bytes())
}

/// The same submission within this time is one registration.
const SAME_WITHIN: i64 = DAY;

/// The first registration of this very submission. The window has no edges: the stored fingerprint carries the day, so both the running and the
/// one before are asked for, and the time decides.
async fn first_of(tx: &Tx, base: &str, now: Instant) -> Outcome<Option<Model>> {
    let day = now.0.div_euclid(SAME_WITHIN);
    let sql = Sql::new("SELECT * FROM registration WHERE fingerprint IN ")
        .bind_list([format!("{base}:{day}"), format!("{base}:{}", day - 1)])
        .push(" AND created_at > ")
        .bind(now.plus(-SAME_WITHIN))
        .push(" ORDER BY created_at LIMIT 1");
    Ok(sql.one::<Model>(tx).await?)
}

pub(super) fn answer(row: &Model, repeated: bool) -> Submitted {
    Submitted {
        id: row.id,
        number: row.number.clone(),
        status: row.status,
        first_answer_due_at: row.first_answer_due_at,
        repeated,
        files_added: 0,
        version: row.version,
    }
}

/// Enters it; `from` is the draft it was begun in.
pub(super) async fn receive(cx: &Ctx, intake: Intake, checked: Checked, from: Option<Model>) -> Outcome<Submitted> {
    let now = cx.now();
    let tx = cx.begin().await?;
    let mut base = fingerprint(&intake, &checked);
    if intake.partner.is_none() {
        base = sent_again::of_stranger(&tx, &base, &checked).await?;
    }
    if let Some(first) = first_of(&tx, &base, now).await? {
        return sent_again::recognised(cx, tx, &intake, &checked, first, from).await;
    }
    // What a person of the vendor enters, they decide.
    if let (Some(partner), true) = (intake.partner, intake.intake == "personal_link") {
        protection::room(&tx, intake.program.id, partner, now).await?;
    }
    let fingerprint = format!("{base}:{}", now.0.div_euclid(SAME_WITHIN));
    let row = match from {
        Some(draft) => super::draft::sent(&tx, cx, &draft, fingerprint, &intake, &checked).await?,
        None => {
            let id = RegistrationId::new();
            let number = fresh(&tx, NumberOf::Registration).await?;
            let row = new_row(cx, id, number, fingerprint.clone(), &intake, &checked);
            let inserted = Entity::insert(row)
                .on_conflict_do_nothing_on([Column::Fingerprint])
                .exec_without_returning(&tx)
                .await?;
            if !matches!(inserted, TryInsertResult::Inserted(1)) {
                // The same submission came twice at the same moment; the other one was first.
                let sql = Sql::new("SELECT * FROM registration WHERE fingerprint = ").bind(fingerprint);
                let first = sql.one::<Model>(&tx).await?.ok_or(Failure::NotFound)?;
                return sent_again::recognised(cx, tx, &intake, &checked, first, None).await;
            }
            Entity::find_by_id(id).one(&tx).await?.ok_or(Failure::NotFound)?
        }
    };
    form::keep_answers(&tx, row.id, intake.program.id, checked.form_version, &checked.answers).await?;
    form::keep_files(&tx, now, row.id, &row.sender_name, &checked.answers).await?;
    let row = if intake.status == RegistrationStatus::Unconfirmed {
        history(&tx, cx, &row, "received", Some(row.status), None).await?;
        let confirm = NewLink {
            program: Some(row.program_id),
            registration: Some(row.id),
            expires_at: Some(now.plus(letters::CONFIRM_WITHIN)),
            one_time: true,
            ..NewLink::new(LinkPurpose::ConfirmRegistration)
        };
        let confirm = link::create(&tx, now, confirm).await?;
        letters::please_confirm(&tx, cx, &row, confirm).await?;
        row
    } else {
        history(&tx, cx, &row, "submitted", Some(row.status), None).await?;
        accept(&tx, cx, row).await?
    };
    cx.commit(tx).await?;
    Ok(answer(&row, false))
}

pub(super) fn new_row(
    cx: &Ctx,
    id: RegistrationId,
    number: String,
    fingerprint: String,
    intake: &Intake,
    checked: &Checked,
) -> ActiveModel {
    let searched = [
        number.as_str(),
        checked.company.as_str(),
        checked.domain.as_deref().unwrap_or_default(),
        intake.sender_name.as_str(),
        intake.sender_company.as_deref().unwrap_or_default(),
    ];
    ActiveModel {
        id: Set(id),
        search_text: Set(search_text(&searched)),
        number: Set(number),
        program_id: Set(intake.program.id),
        definition_version: Set(intake.program.definition_version),
        status: Set(intake.status),
        kind: Set(checked.kind),
        partner_id: Set(intake.partner),
        contact_id: Set(intake.contact),
        sender_name: Set(intake.sender_name.clone()),
        sender_email: Set(intake.sender_email.clone()),
        sender_company: Set(intake.sender_company.clone()),
        company_id: Set(None),
        company_name: Set(checked.company.clone()),
        company_name_folded: Set(fold(&checked.company)),
        company_name_key: Set(kernel::company_name::name_key(&checked.company)),
        company_domain: Set(checked.domain.clone()),
        company_country: Set(checked.country.clone()),
        company_city: Set(checked.city.clone()),
        company_phone: Set(checked.customer_phone.clone()),
        company_vat: Set(checked.vat.clone()),
        customer_contact: Set(checked.customer_contact.clone()),
        need: Set(checked.need.clone()),
        product_id: Set(checked.product),
        product_text: Set(checked.product_text.clone()),
        amount: Set(checked.amount),
        currency: Set(checked.currency),
        expected_close_on: Set(checked.expected_close_on),
        partner_help: Set(checked.partner_help.clone()),
        channel: Set(cx.channel),
        intake: Set(Some(intake.intake.to_owned())),
        locale: Set(intake.locale),
        reviewer_id: Set(None),
        submitted_at: Set(cx.now()),
        first_answer_due_at: Set(None),
        first_answered_at: Set(None),
        decision_due_at: Set(None),
        decided_at: Set(None),
        decision: Set(None),
        reason_code: Set(None),
        reason_text: Set(None),
        decided_by: Set(None),
        protected_until_on: Set(None),
        deal_id: Set(None),
        finding_level: Set(None),
        finding_count: Set(0),
        fingerprint: Set(fingerprint),
        created_at: Set(cx.now()),
        version: Set(1),
        // What later moves bring is as the database begins it.
        ..Default::default()
    }
}

/// From here on it counts: the check runs, the promises begin, both sides are written to. The row is `submitted` and written in this transaction.
pub(super) async fn accept(tx: &Tx, cx: &Ctx, row: Model) -> Outcome<Model> {
    let now = cx.now();
    let definition = program::definition(tx, row.program_id, row.definition_version).await?;
    let calendar = promises::calendar(tx, row.program_id).await?;
    let clocks = definition.clocks;
    let first_answer = promises::give(tx, &calendar, &row, ClockKind::FirstAnswer, clocks.first_answer, now).await?;
    let decision = promises::give(tx, &calendar, &row, ClockKind::Decision, clocks.decision, now).await?;
    let today = now.date_in(&organisation(tx).await?.zone());
    let chosen = reviewer::choose(tx, row.partner_id, today).await?;
    let found = look(tx, cx, &row).await?;
    let change = ActiveModel {
        reviewer_id: Set(chosen.as_ref().map(|c| c.reviewer.id)),
        submitted_at: Set(now),
        first_answer_due_at: Set(Some(first_answer)),
        decision_due_at: Set(Some(decision)),
        ..found
    };
    let row = write(tx, &row, change).await?;
    let payload = serde_json::json!({
        "intake": row.intake, "findings": row.finding_count, "first_answer_due_at": first_answer,
    });
    // The letters before the event: keeping the totals takes turns, and whoever has the turn should have nothing left to do but commit.
    letters::receipt(tx, cx, &row, chosen.as_ref().map(|c| &c.reviewer)).await?;
    let at_once = super::automatic::is_at_once(tx, &row, &definition).await?;
    if !at_once {
        letters::please_review(tx, cx, &row, &credited_name(tx, &row).await?, chosen.as_ref()).await?;
    }
    record(tx, cx, event(EventKind::RegistrationSubmitted, &row, payload)).await?;
    reviewer::tell_stand_in(tx, cx, &row, chosen.as_ref()).await?;
    if at_once {
        return super::automatic::approve_at_once(tx, cx, row).await;
    }
    Ok(row)
}

/// The partner's name, or what a stranger calls their company.
pub(super) async fn credited_name(tx: &Tx, row: &Model) -> Outcome<String> {
    credited_name_of(tx, row).await
}

/// The same, wherever it is read.
pub(super) async fn credited_name_of(db: &impl sea_orm::ConnectionTrait, row: &Model) -> Outcome<String> {
    let known = match row.partner_id {
        Some(partner) => Sql::new("SELECT name FROM partner WHERE id = ").bind(partner).value::<String>(db).await?,
        None => None,
    };
    Ok(known.or_else(|| row.sender_company.clone()).unwrap_or_else(|| row.sender_name.clone()))
}
