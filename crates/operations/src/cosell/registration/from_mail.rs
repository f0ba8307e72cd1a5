//! A person of the vendor answers from the mail itself. The link is theirs and this registration's, works once, and is dead as soon as there
//! is nothing left to answer. Opening it decides nothing: mail scanners open links too.

use super::approve::{Approve, give};
use super::chain::{self, ApproveStep, SendForApproval};
use super::decline::{Decline, refuse};
use super::load::Changed;
use super::request_information::{RequestInformation, ask};
use super::submit::credited_name_of;
use crate::access::link;
use crate::access::policy::Action;
use crate::cosell::form::{AnswerShown, answers_of};
use crate::cosell::protection::{self, Decision, Grant};
use crate::{Ctx, program};
use kernel::actor::UserActor;
use kernel::id::RegistrationId;
use kernel::words::{FindingKind, FindingLevel, LinkPurpose, RegistrationStatus as Status};
use kernel::{Actor, Channel, Date, Failure, Instant, Money, Outcome};
use sea_orm::{EntityTrait, FromQueryResult};
use storage::entity::registration::{Entity, Model};
use storage::{Sql, entity};

/// What an opened link may do now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Answer {
    /// Approve the registration.
    Approve,
    /// Approve one step of a chain.
    ApproveStep,
    /// Hand it to the chain's approvers.
    Send,
    /// Nothing: the partner was asked, and has not answered.
    Wait,
}

/// What somebody needs to know to decide, on a phone.
#[derive(Debug, Clone)]
pub struct ToAnswer {
    /// Who answers.
    pub person: String,
    /// `REG-…`
    pub number: String,
    /// The customer.
    pub company: String,
    /// Its domain.
    pub domain: Option<String>,
    /// The partner, or what a stranger calls their company.
    pub partner: String,
    /// Who sent it.
    pub sender: String,
    /// What it is worth.
    pub amount: Option<Money>,
    /// What it is about.
    pub product: Option<String>,
    /// When it should close.
    pub expected_close_on: Option<Date>,
    /// What the customer needs.
    pub need: Option<String>,
    /// What the partner does.
    pub partner_help: Option<String>,
    /// The customer's place.
    pub city: Option<String>,
    /// The customer's country, ISO 3166-1.
    pub country: Option<String>,
    /// Whom the partner talks to there.
    pub customer_contact: Option<String>,
    /// Answers to the program's own questions.
    pub answers: Vec<AnswerShown>,
    /// What the conflict check found, the kinds only.
    pub findings: Vec<(FindingKind, FindingLevel)>,
    /// Where it stands.
    pub status: Status,
    /// By when it must be decided.
    pub decision_due_at: Option<Instant>,
    /// Step n of m of a chain; 0 of 0 without one.
    pub step: (i32, i32),
    /// The round of approval, which a yes to a step names.
    pub round: i32,
    /// Its version: what is answered is what was read.
    pub version: i64,
    /// The registration, for its pages.
    pub id: RegistrationId,
    /// What was decided beside another protection, where one stands.
    pub beside: Option<Decision>,
    /// Another protection stands, and nobody has decided about that: nobody can say yes before.
    pub undecided: bool,
    /// What can be done.
    pub answer: Answer,
}

/// An opened link.
pub struct AnswerLink {
    cx: Ctx,
    row: Model,
    answer: Answer,
    name: String,
}

#[derive(FromQueryResult)]
struct LinkAge {
    created_at: Instant,
}

/// Opens a link from a mail.
///
/// # Errors
/// `NotFound` when it is not ours, was revoked, or its person may not answer any more; conflict `link_expired`; `already_decided` when the link
/// was used or there is nothing left to answer for this person, with what there is to say of it (`company`, `number`, `status`, `by`, `at`).
pub async fn open_answer(cx: &Ctx, token: &str) -> Outcome<AnswerLink> {
    let link = match link::open(&cx.app, LinkPurpose::Answer, token).await {
        Err(Failure::Conflict { code: "link_used", .. }) => return Err(answered(cx, token).await?),
        opened => opened?,
    };
    let (Some(user), Some(id)) = (link.user, link.registration) else { return Err(Failure::NotFound) };
    let user = entity::app_user::Entity::find_by_id(user).one(cx.read()).await?.filter(|user| user.active);
    let user = user.ok_or(Failure::NotFound)?;
    let locale = user.locale;
    let name = user.name.clone();
    let actor =
        UserActor { id: user.id, name: user.name, role: user.role, all_partners: user.all_partners, token: None };
    let mut cx = cx.as_actor(Actor::User(actor.clone()), Channel::Mail);
    cx.locale = locale.unwrap_or(cx.locale);
    cx.spends = Some(link.id);
    // The right was there when the link was made; it must be there still.
    if cx.allow(Action::AnswerRegistrations).is_err() {
        return Err(Failure::NotFound);
    }
    let row = Entity::find_by_id(id).one(cx.read()).await?.ok_or(Failure::NotFound)?;
    let made =
        Sql::new("SELECT created_at FROM signed_link WHERE id = ").bind(link.id).one::<LinkAge>(cx.read()).await?;
    let before_this_look = row.reopened_at.zip(made).is_some_and(|(again, made)| made.created_at < again);
    if !row.status.is_open() || before_this_look {
        return Err(nothing_left(&row));
    }
    let asked = chain::asked_of(cx.read(), &row, actor.id).await?.is_some();
    let answer = match row.status {
        Status::PendingApproval if asked => Answer::ApproveStep,
        // Somebody else is asked now; this person has answered.
        Status::PendingApproval => return Err(nothing_left(&row)),
        _ if row.reviewer_id != Some(actor.id) && !asked => return Err(nothing_left(&row)),
        Status::InformationRequested => Answer::Wait,
        _ => {
            let definition = program::definition(cx.read(), row.program_id, row.definition_version).await?;
            if chain::is_needed(cx.read(), &row, &definition).await? { Answer::Send } else { Answer::Approve }
        }
    };
    Ok(AnswerLink { cx, row, answer, name })
}

/// What became of the registration whose link was used; only for a person who may still answer.
async fn answered(cx: &Ctx, token: &str) -> Outcome<Failure> {
    let Some(link) = link::spent(&cx.app, LinkPurpose::Answer, token).await? else {
        return Ok(Failure::conflict("link_expired"));
    };
    let (Some(user), Some(id)) = (link.user, link.registration) else { return Ok(Failure::NotFound) };
    let user = entity::app_user::Entity::find_by_id(user).one(cx.read()).await?.filter(|user| user.active);
    let row = Entity::find_by_id(id).one(cx.read()).await?;
    Ok(user.and(row).map_or(Failure::NotFound, |row| nothing_left(&row)))
}

fn nothing_left(row: &Model) -> Failure {
    let failure = super::load::meanwhile("already_decided", row);
    let Failure::Conflict { code, mut params } = failure else { return failure };
    params.extend([("company".to_owned(), row.company_name.clone()), ("number".to_owned(), row.number.clone())]);
    Failure::Conflict { code, params }
}

impl AnswerLink {
    /// What there is to know.
    ///
    /// # Errors
    /// The database's.
    pub async fn to_answer(&self) -> Outcome<ToAnswer> {
        #[derive(FromQueryResult)]
        struct Found {
            kind: FindingKind,
            level: FindingLevel,
        }
        let (db, row) = (self.cx.read(), &self.row);
        let found: Vec<Found> =
            Sql::new("SELECT DISTINCT kind, level FROM registration_finding WHERE registration_id = ")
                .bind(row.id)
                .all(db)
                .await?;
        let product = match row.product_id {
            Some(id) => entity::product::Entity::find_by_id(id).one(db).await?.map(|p| p.name),
            None => row.product_text.clone(),
        };
        Ok(ToAnswer {
            person: self.name.clone(),
            number: row.number.clone(),
            company: row.company_name.clone(),
            domain: row.company_domain.clone(),
            partner: credited_name_of(db, row).await?,
            sender: row.sender_name.clone(),
            amount: row.amount.map(|amount| Money::new(amount, row.currency)),
            product,
            expected_close_on: row.expected_close_on,
            need: row.need.clone(),
            partner_help: row.partner_help.clone(),
            city: row.company_city.clone(),
            country: row.company_country.clone(),
            customer_contact: row.customer_contact.clone(),
            answers: answers_of(db, row.id).await?,
            findings: found.into_iter().map(|f| (f.kind, f.level)).collect(),
            status: row.status,
            decision_due_at: row.decision_due_at,
            step: (row.approval_step, row.approval_steps),
            round: row.approval_round,
            version: row.version,
            id: row.id,
            beside: protection::kept_decision(db, row).await?,
            undecided: protection::undecided(db, row).await? > 0,
            answer: self.answer,
        })
    }

    /// Says yes: to the registration, to a step of its chain (in the round that was seen), or to handing it to the chain.
    ///
    /// # Errors
    /// `Invalid` at `note`; conflict `partner_missing`, `link_used`, and those of the operation.
    pub async fn approve(&self, note: Option<String>, round: Option<i32>) -> Outcome<Changed> {
        match self.answer {
            Answer::ApproveStep => chain::step_yes(&self.cx, self.row.clone(), ApproveStep { note, round }).await,
            Answer::Send => {
                let input = SendForApproval { note, version: None };
                chain::send(&self.cx, self.row.clone(), input).await
            }
            Answer::Approve | Answer::Wait => {
                let input = Approve { note, version: None };
                let note = super::approve::note_of(&input)?;
                Ok(give(&self.cx, self.row.clone(), note, None, &Grant::Alone).await?.registration)
            }
        }
    }

    /// Says no.
    ///
    /// # Errors
    /// `Invalid` at `reason`, `text`; conflict `link_used`, and those of declining.
    pub async fn decline(&self, reason: String, text: Option<String>) -> Outcome<Changed> {
        refuse(&self.cx, self.row.clone(), Decline { reason, text, version: None }).await
    }

    /// Asks the partner.
    ///
    /// # Errors
    /// `Invalid` at `question`; conflict `link_used`, `not_allowed_now`.
    pub async fn ask(&self, question: String) -> Outcome<Changed> {
        ask(&self.cx, self.row.clone(), RequestInformation { question, version: None }).await
    }

    /// Whose protections stand beside it, as far as this person may see them.
    ///
    /// # Errors
    /// The database's.
    pub async fn standing(&self) -> Outcome<Vec<protection::Standing>> {
        protection::standing_in(&self.cx, self.row.id).await
    }

    /// Its version.
    pub fn version(&self) -> i64 {
        self.row.version
    }

    /// The round of approval it is in.
    pub fn round(&self) -> i32 {
        self.row.approval_round
    }

    /// The language the person reads, if they chose one.
    pub fn locale(&self) -> kernel::Locale {
        self.cx.locale
    }
}
