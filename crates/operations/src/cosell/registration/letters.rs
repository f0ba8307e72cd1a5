//! What is written to whom. The partner reads their own language; the reviewer theirs. A mail is written once per occasion.

use super::reviewer::{self, Chosen, Reviewer};
use super::state::is_with_reviewer;
use crate::Ctx;
use crate::access::link::{self, NewLink};
use crate::program::Bilingual;
use crate::record::mail::{self, Mail};
use crate::record::preference::{self, Reader};
use crate::settings::{Organisation, organisation};
use kernel::id::{ClockId, LinkId, QuestionId};
use kernel::words::{ClockKind, LinkPurpose, MailKind};
use kernel::{Actor, Instant, Locale, Outcome};
use sea_orm::{EntityTrait, FromQueryResult};
use std::collections::BTreeMap;
use storage::entity::registration::Model;
use storage::{Sql, Tx, entity};

/// How long a stranger has to confirm their address.
pub(super) const CONFIRM_WITHIN: i64 = 7 * kernel::time::DAY;

struct Recipient {
    name: String,
    email: String,
    locale: Locale,
}

/// Who hears of the registration on the partner's side: the contact, else the sender. Nobody when no address is known.
async fn partner_side(tx: &Tx, row: &Model) -> Outcome<Option<Recipient>> {
    if let Some(contact) = row.contact_id {
        let contact = entity::partner_contact::Entity::find_by_id(contact).one(tx).await?;
        if let Some((contact, email)) = contact.filter(|c| c.active).and_then(|c| Some((c.clone(), c.email?))) {
            let locale = contact.locale.unwrap_or(row.locale);
            return Ok(Some(Recipient { name: contact.name, email, locale }));
        }
        return Ok(None);
    }
    let email = row.sender_email.clone();
    Ok(email.map(|email| Recipient { name: row.sender_name.clone(), email, locale: row.locale }))
}

#[derive(FromQueryResult)]
struct LinkRow {
    id: LinkId,
}

/// The address of the status page. The same link in every mail; made with the first.
pub(super) async fn status_link(tx: &Tx, now: Instant, row: &Model) -> Outcome<LinkId> {
    let known = Sql::new("SELECT id FROM signed_link WHERE revoked_at IS NULL AND purpose = 'registration_status' AND registration_id = ")
        .bind(row.id)
        // A colleague's link is not this contact's.
        .push(" AND (contact_id IS NULL OR contact_id = ")
        .bind(row.contact_id)
        .push(") ORDER BY id DESC LIMIT 1")
        .one::<LinkRow>(tx)
        .await?;
    if let Some(known) = known {
        return Ok(known.id);
    }
    let new = NewLink {
        contact: row.contact_id,
        program: Some(row.program_id),
        registration: Some(row.id),
        ..NewLink::new(LinkPurpose::RegistrationStatus)
    };
    link::create(tx, now, new).await
}

/// The kind of a letter to a partner that can be switched off. All others are an answer somebody waits for, give or take something, or ask for what
/// something hangs on: without a word to `registration_quiet` protection ends early.
fn kind_of(template: &str) -> Option<MailKind> {
    (template == "registration_expiring").then_some(MailKind::Expiry)
}

pub(crate) async fn to_partner(
    tx: &Tx,
    cx: &Ctx,
    row: &Model,
    template: &'static str,
    occasion: &str,
    values: impl FnOnce(Locale, &Organisation) -> Vec<(&'static str, String)>,
) -> Outcome<()> {
    // A stranger has no preferences: there is no contact they could be kept with.
    let stops = kind_of(template).zip(row.contact_id.map(Reader::Contact));
    if let Some((kind, reader)) = stops
        && !preference::wants(tx, reader, kind).await?
    {
        return Ok(());
    }
    let Some(to) = partner_side(tx, row).await? else { return Ok(()) };
    let organisation = organisation(tx).await?;
    let status = status_link(tx, cx.now(), row).await?;
    let off = match stops {
        Some((_, reader)) => preference::url(tx, cx, reader).await?,
        None => String::new(),
    };
    let mut all = values(to.locale, &organisation);
    all.extend([
        ("has_off", if stops.is_some() { "yes" } else { "no" }.to_owned()),
        ("off", off.clone()),
        ("name", to.name.clone()),
        ("company", row.company_name.clone()),
        ("number", row.number.clone()),
        ("organisation", organisation.name.clone()),
        ("url", link::url(&cx.app, LinkPurpose::RegistrationStatus, status)),
    ]);
    let letter = Mail {
        template,
        dedupe_key: format!("{template}:{occasion}"),
        to_email: &to.email,
        to_name: &to.name,
        locale: to.locale,
        values: all,
        partner: row.partner_id,
        registration: Some(row.id),
    };
    mail::write_with(tx, cx, letter, stops.map(|(kind, _)| preference::one_click(&off, kind))).await
}

/// The letters to a reviewer that leave something to decide: they carry the link that answers, and their text is nobody else's to read.
pub(crate) const ASKS_FOR_ANSWER: [&str; 4] =
    ["registration_review", "registration_answered", "registration_appealed", "registration_edited"];

pub(crate) async fn to_reviewer(
    tx: &Tx,
    cx: &Ctx,
    row: &Model,
    template: &'static str,
    occasion: &str,
    values: impl FnOnce(Locale, &Organisation) -> Vec<(&'static str, String)>,
) -> Outcome<()> {
    let Some(id) = row.reviewer_id else { return Ok(()) };
    // Nobody is told of what they just did themselves.
    if cx.actor.user().is_some_and(|user| user.id == id) {
        return Ok(());
    }
    let Some(reviewer) = reviewer::by_id(tx, id).await? else { return Ok(()) };
    let organisation = organisation(tx).await?;
    let locale = reviewer.locale.unwrap_or(organisation.locale);
    let mut all = values(locale, &organisation);
    if ASKS_FOR_ANSWER.contains(&template) {
        let answer = if is_with_reviewer(row.status) { answer_url(tx, cx, row, id).await? } else { String::new() };
        all.extend([("can_answer", if answer.is_empty() { "no" } else { "yes" }.to_owned()), ("answer_url", answer)]);
    }
    all.extend([
        ("name", reviewer.name.clone()),
        ("company", row.company_name.clone()),
        ("number", row.number.clone()),
        ("sender", row.sender_name.clone()),
        ("organisation", organisation.name.clone()),
        ("url", cx.app.url(&format!("/registrations/{}", row.id))),
    ]);
    let letter = Mail {
        template,
        dedupe_key: format!("{template}:{occasion}"),
        to_email: &reviewer.email,
        to_name: &reviewer.name,
        locale,
        values: all,
        partner: row.partner_id,
        registration: Some(row.id),
    };
    mail::write(tx, cx, letter).await
}

/// A promise that has come to a level of its time.
pub(super) struct Escalation<'a> {
    pub clock: ClockId,
    pub kind: ClockKind,
    pub due_at: Instant,
    /// 50, 100 or 150.
    pub level: i32,
    /// The partner's name.
    pub partner: &'a str,
    /// Who has it.
    pub owner: Option<&'a str>,
}

/// To a person of the vendor: a promise is half over, over, or over for long. Once for a clock, a level and a person. Returns whether they
/// are written to: what is only half over is a reminder, and can be switched off.
pub(super) async fn escalated(tx: &Tx, cx: &Ctx, row: &Model, to: &Reviewer, letter: &Escalation<'_>) -> Outcome<bool> {
    let is_reminder = letter.level < 100;
    if is_reminder && !preference::wants(tx, Reader::User(to.id), MailKind::Reminder).await? {
        return Ok(false);
    }
    let organisation = organisation(tx).await?;
    let locale = to.locale.unwrap_or(organisation.locale);
    let template = match (letter.kind, letter.level) {
        (ClockKind::Information, _) => "clock_no_answer",
        (_, 50) => "clock_half",
        (_, 100) => "clock_broken",
        _ => "clock_broken_long",
    };
    let nobody = || i18n::text(locale, "mail-clock-nobody");
    let off = if is_reminder { preference::url(tx, cx, Reader::User(to.id)).await? } else { String::new() };
    let promise = i18n::text(locale, &format!("mail-clock-kind-{}", letter.kind.as_str().replace('_', "-")));
    let written = Mail {
        template,
        dedupe_key: format!("clock:{}:{}:{}", letter.clock, letter.level, to.id),
        to_email: &to.email,
        to_name: &to.name,
        locale,
        values: vec![
            ("name", to.name.clone()),
            ("company", row.company_name.clone()),
            ("number", row.number.clone()),
            ("partner", letter.partner.to_owned()),
            ("promise", promise),
            ("due", moment(locale, &organisation, letter.due_at)),
            ("owner", letter.owner.map_or_else(nobody, str::to_owned)),
            ("url", cx.app.url(&format!("/registrations/{}", row.id))),
            ("off", off.clone()),
        ],
        partner: row.partner_id,
        registration: Some(row.id),
    };
    mail::write_with(tx, cx, written, is_reminder.then(|| preference::one_click(&off, MailKind::Reminder))).await?;
    Ok(true)
}

/// To the partner: we still wait for the answer to our question. Once. Returns their name when they are written to.
pub(super) async fn still_waiting(tx: &Tx, cx: &Ctx, row: &Model, clock: ClockId) -> Outcome<Option<String>> {
    let reader = row.contact_id.map(Reader::Contact);
    if let Some(reader) = reader
        && !preference::wants(tx, reader, MailKind::Reminder).await?
    {
        return Ok(None);
    }
    let Some(to) = partner_side(tx, row).await? else { return Ok(None) };
    let question =
        Sql::new("SELECT question FROM registration_question WHERE answered_at IS NULL AND registration_id = ")
            .bind(row.id)
            .push(" ORDER BY asked_at DESC, id DESC LIMIT 1")
            .value::<String>(tx)
            .await?;
    let Some(question) = question else { return Ok(None) };
    let organisation = organisation(tx).await?;
    let status = status_link(tx, cx.now(), row).await?;
    // A stranger has no preferences: there is no contact they could be kept with.
    let off = match reader {
        Some(reader) => Some(preference::url(tx, cx, reader).await?),
        None => None,
    };
    let letter = Mail {
        template: "registration_still_waiting",
        dedupe_key: format!("clock:{clock}:100"),
        to_email: &to.email,
        to_name: &to.name,
        locale: to.locale,
        values: vec![
            ("name", to.name.clone()),
            ("company", row.company_name.clone()),
            ("number", row.number.clone()),
            ("question", question),
            ("organisation", organisation.name.clone()),
            ("url", link::url(&cx.app, LinkPurpose::RegistrationStatus, status)),
            ("has_off", if off.is_some() { "yes" } else { "no" }.to_owned()),
            ("off", off.clone().unwrap_or_default()),
        ],
        partner: row.partner_id,
        registration: Some(row.id),
    };
    let off = off.map(|url| preference::one_click(&url, MailKind::Reminder));
    mail::write_with(tx, cx, letter, off).await?;
    Ok(Some(to.name))
}

fn moment(locale: Locale, organisation: &Organisation, at: Instant) -> String {
    i18n::instant(locale, at, &organisation.zone())
}

/// To a stranger: please confirm that this address is yours.
pub(super) async fn please_confirm(tx: &Tx, cx: &Ctx, row: &Model, link: LinkId) -> Outcome<()> {
    let Some(email) = row.sender_email.clone() else { return Ok(()) };
    let organisation = organisation(tx).await?;
    let letter = Mail {
        template: "registration_confirm",
        dedupe_key: format!("registration_confirm:{}", row.id),
        to_email: &email,
        to_name: &row.sender_name,
        locale: row.locale,
        values: vec![
            // Nothing a stranger wrote: the address may be somebody else's.
            ("organisation", organisation.name.clone()),
            ("url", link::url(&cx.app, LinkPurpose::ConfirmRegistration, link)),
        ],
        partner: None,
        registration: Some(row.id),
    };
    mail::write(tx, cx, letter).await
}

/// The receipt: who reviews it, and by when.
pub(super) async fn receipt(tx: &Tx, cx: &Ctx, row: &Model, reviewer: Option<&Reviewer>) -> Outcome<()> {
    let due = row.first_answer_due_at;
    to_partner(tx, cx, row, "registration_received", &row.id.to_string(), |locale, organisation| {
        vec![
            ("reviewer", reviewer.map_or_else(|| organisation.name.clone(), |r| r.name.clone())),
            ("due", due.map(|at| moment(locale, organisation, at)).unwrap_or_default()),
        ]
    })
    .await
}

/// How long a link answers from a mail.
const ANSWER_WITHIN: i64 = 30 * kernel::time::DAY;

/// A link with which this person answers this registration, once.
async fn answer_url(tx: &Tx, cx: &Ctx, row: &Model, user: kernel::id::UserId) -> Outcome<String> {
    let new = NewLink {
        user: Some(user),
        program: Some(row.program_id),
        registration: Some(row.id),
        expires_at: Some(cx.now().plus(ANSWER_WITHIN)),
        one_time: true,
        ..NewLink::new(LinkPurpose::Answer)
    };
    let id = link::create(tx, cx.now(), new).await?;
    Ok(link::url(&cx.app, LinkPurpose::Answer, id))
}

/// To an approver: it is their turn. `occasion` tells a first mail from a reminder.
pub(super) async fn please_approve(
    tx: &Tx,
    cx: &Ctx,
    row: &Model,
    asked: &entity::registration_approval::Model,
    occasion: &str,
) -> Outcome<()> {
    let Some(approver) = reviewer::by_id(tx, asked.user_id).await? else { return Ok(()) };
    let organisation = organisation(tx).await?;
    let locale = approver.locale.unwrap_or(organisation.locale);
    let step = crate::program::Bilingual { en: asked.name_en.clone(), de: asked.name_de.clone() };
    let stands_in = match asked.for_user_id {
        Some(user) => reviewer::by_id(tx, user).await?.map(|r| r.name),
        None => None,
    };
    let money = row.amount.map(|amount| kernel::Money::new(amount, row.currency));
    let beside = crate::cosell::protection::kept_decision(tx, row).await?.map(|decision| {
        let choice = decision.choice.to_string().replace('_', "-");
        let text = |family: &str| i18n::text(locale, &format!("{family}-{choice}"));
        let values = [
            ("by", decision.decided_by.into()),
            ("choice", text("beside-choice").into()),
            ("effect", text("beside-effect").into()),
            ("reason", decision.reason.into()),
        ];
        i18n::text_args(locale, "mail-approval-beside", &values)
    });
    let letter = Mail {
        template: if occasion.starts_with("reminder") { "approval_reminder" } else { "approval_request" },
        dedupe_key: format!("approval:{}:{occasion}", asked.id),
        to_email: &approver.email,
        to_name: &approver.name,
        locale,
        values: vec![
            ("name", approver.name.clone()),
            ("company", row.company_name.clone()),
            ("number", row.number.clone()),
            ("partner", super::submit::credited_name(tx, row).await?),
            ("amount", money.map_or_else(|| i18n::text(locale, "mail-no-amount"), |m| i18n::money(locale, &m))),
            ("step", step.text(locale).to_owned()),
            ("stands_in", if stands_in.is_some() { "yes" } else { "no" }.to_owned()),
            ("absent", stands_in.unwrap_or_default()),
            ("beside", beside.unwrap_or_default()),
            ("organisation", organisation.name.clone()),
            ("url", answer_url(tx, cx, row, asked.user_id).await?),
        ],
        partner: row.partner_id,
        registration: Some(row.id),
    };
    mail::write(tx, cx, letter).await
}

/// To the reviewer: something needs an answer, and by when.
pub(super) async fn please_review(
    tx: &Tx,
    cx: &Ctx,
    row: &Model,
    partner_name: &str,
    chosen: Option<&Chosen>,
) -> Outcome<()> {
    let absent = chosen.and_then(|c| c.stands_in_for.clone());
    let due = row.first_answer_due_at;
    let money = row.amount.map(|amount| kernel::Money::new(amount, row.currency));
    // Who has it now may be another than at first: each is told once.
    let occasion = format!("{}:{}", row.id, row.reviewer_id.map(|r| r.to_string()).unwrap_or_default());
    to_reviewer(tx, cx, row, "registration_review", &occasion, |locale, organisation| {
        vec![
            ("partner", partner_name.to_owned()),
            ("amount", money.map_or_else(|| i18n::text(locale, "mail-no-amount"), |m| i18n::money(locale, &m))),
            ("due", due.map(|at| moment(locale, organisation, at)).unwrap_or_default()),
            ("stands_in", if absent.is_some() { "yes" } else { "no" }.to_owned()),
            ("absent", absent.unwrap_or_default()),
        ]
    })
    .await
}

/// To the partner: a question.
pub(super) async fn question(tx: &Tx, cx: &Ctx, row: &Model, question: QuestionId, text: &str) -> Outcome<()> {
    let asked_by = match &cx.actor {
        Actor::User(user) => Some(user.name.clone()),
        _ => None,
    };
    to_partner(tx, cx, row, "registration_question", &question.to_string(), |_, organisation| {
        vec![("reviewer", asked_by.unwrap_or_else(|| organisation.name.clone())), ("question", text.to_owned())]
    })
    .await
}

/// To the reviewer: the partner has answered.
pub(super) async fn answered(tx: &Tx, cx: &Ctx, row: &Model, question: QuestionId, answer: &str) -> Outcome<()> {
    let due = row.decision_due_at;
    to_reviewer(tx, cx, row, "registration_answered", &question.to_string(), |locale, organisation| {
        vec![("answer", answer.to_owned()), ("due", due.map(|at| moment(locale, organisation, at)).unwrap_or_default())]
    })
    .await
}

/// Once for each time it was looked at.
fn once_a_look(row: &Model) -> String {
    match row.reopened_at {
        None => row.id.to_string(),
        Some(at) => format!("{}:{}", row.id, at.0),
    }
}

/// To the partner: yes, and protected until when.
pub(super) async fn approved(tx: &Tx, cx: &Ctx, row: &Model, note: Option<&str>) -> Outcome<()> {
    let until = row.protected_until_on;
    to_partner(tx, cx, row, "registration_approved", &once_a_look(row), |locale, _| {
        vec![
            ("until", until.map(|date| i18n::date_long(locale, date)).unwrap_or_default()),
            ("note", note.unwrap_or_default().to_owned()),
            ("has_note", if note.is_some() { "yes" } else { "no" }.to_owned()),
        ]
    })
    .await
}

/// To the partner: no, and why.
pub(super) async fn declined(tx: &Tx, cx: &Ctx, row: &Model) -> Outcome<()> {
    let (code, text) = (row.reason_code.clone().unwrap_or_default(), row.reason_text.clone());
    let today = cx.now().date_in(&organisation(tx).await?.zone());
    let until = row.appeal_until_on.filter(|_| super::second_look::may_appeal(row, today));
    to_partner(tx, cx, row, "registration_declined", &once_a_look(row), |locale, _| {
        vec![
            ("until", until.map_or_else(|| "none".to_owned(), |until| i18n::date(locale, until))),
            ("reason", i18n::text(locale, &format!("decline-reason-{}", code.replace('_', "-")))),
            ("has_text", if text.is_some() { "yes" } else { "no" }.to_owned()),
            ("text", text.unwrap_or_default()),
        ]
    })
    .await
}

/// To the partner: their withdrawal was noted. To the reviewer: nothing to decide any more.
pub(super) async fn withdrawn(tx: &Tx, cx: &Ctx, row: &Model) -> Outcome<()> {
    to_partner(tx, cx, row, "registration_withdrawn", &row.id.to_string(), |_, _| Vec::new()).await?;
    to_reviewer(tx, cx, row, "registration_taken_back", &row.id.to_string(), |_, _| Vec::new()).await
}

/// To the reviewer: the partner says that the no was wrong.
pub(super) async fn appealed(tx: &Tx, cx: &Ctx, row: &Model, reason: &str) -> Outcome<()> {
    let due = row.decision_due_at;
    to_reviewer(tx, cx, row, "registration_appealed", &row.id.to_string(), |locale, organisation| {
        vec![("reason", reason.to_owned()), ("due", due.map(|at| moment(locale, organisation, at)).unwrap_or_default())]
    })
    .await
}

/// To the reviewer: something in it is different now.
pub(super) async fn edited(
    tx: &Tx,
    cx: &Ctx,
    row: &Model,
    changed: &[String],
    labels: &BTreeMap<&str, &Bilingual>,
    reason: Option<&str>,
) -> Outcome<()> {
    let occasion = format!("{}:{}", row.id, row.version);
    to_reviewer(tx, cx, row, "registration_edited", &occasion, |locale, _| {
        let name = |field: &String| match field.strip_prefix("answers.").and_then(|key| labels.get(key)) {
            Some(label) => label.text(locale).to_owned(),
            None => i18n::text(locale, &format!("review-field-{}", field.replace('_', "-"))),
        };
        let names: Vec<_> = changed.iter().map(name).collect();
        vec![
            (
                "changed",
                if names.is_empty() { i18n::text(locale, "registration-nothing-changed") } else { names.join(", ") },
            ),
            ("status", i18n::text(locale, &format!("status-{}", row.status.as_str().replace('_', "-")))),
            ("has_reason", if reason.is_some() { "yes" } else { "no" }.to_owned()),
            ("reason", reason.unwrap_or_default().to_owned()),
        ]
    })
    .await
}

/// To the partner: we took our yes back, and why.
pub(crate) async fn cancelled(tx: &Tx, cx: &Ctx, row: &Model, reason: &str) -> Outcome<()> {
    let occasion = format!("{}:{}", row.id, row.version);
    to_partner(tx, cx, row, "registration_cancelled", &occasion, |_, _| vec![("reason", reason.to_owned())]).await
}

/// To the partner: protection is over.
pub(crate) async fn expired(tx: &Tx, cx: &Ctx, row: &Model) -> Outcome<()> {
    let until = row.protected_until_on;
    to_partner(tx, cx, row, "registration_expired", &row.id.to_string(), |locale, _| {
        vec![("until", until.map(|date| i18n::date_long(locale, date)).unwrap_or_default())]
    })
    .await
}
