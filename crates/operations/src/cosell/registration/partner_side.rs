//! What a partner sees and does without signing in. A signed link is the right to it: whoever holds one acts as its contact (or as the stranger
//! who sent the registration), on this registration and nothing else.
//!
//! What is read here leaves the house. No finding, no other partner, no internal name but the reviewer's is in these types.

use super::edit::{Edit, Editable, Effect, as_it_stands, change, effect};
use super::files::{NewFile, Uploaded, upload};
use super::give_information::{GiveInformation, give};
use super::load::Changed;
use super::reviewer;
use super::second_look::{Appeal, contest, may_appeal};
use super::state::{Step, after};
use super::submit::{ContactRow, contact_of};
use super::withdraw::{Withdraw, take_back};
use crate::Ctx;
use crate::access::link;
use crate::cosell::dispute::{self, AddEvidence, AppealDispute, DisputeSeen};
use crate::cosell::form::{AnswerShown, FormDefinition, answers_of, of_registration};
use crate::cosell::protection::{self, AskExtension, Extension, MayAsk};
use crate::program;
use crate::record::preference::PreferencesLink;
use crate::settings::organisation;
use kernel::actor::ContactActor;
use kernel::id::{LinkId, RegistrationId};
use kernel::words::{ClockKind, GrantedRole, LinkPurpose, RegistrationStatus};
use kernel::{Actor, Channel, Date, Failure, Instant, Money, Outcome};
use sea_orm::{ConnectionTrait, EntityTrait, FromQueryResult};
use storage::entity::registration::{Entity, Model};
use storage::{Sql, entity};

pub(super) fn as_contact(cx: &Ctx, contact: &ContactRow, link: LinkId) -> Ctx {
    let actor = ContactActor { id: contact.id, partner: contact.partner_id, name: contact.name.clone(), link };
    cx.as_actor(Actor::Contact(actor), Channel::Link)
}

/// An opened status link.
pub struct StatusLink {
    pub(super) cx: Ctx,
    pub(super) row: Model,
}

/// A promise, as the partner sees it.
#[derive(Debug, Clone, PartialEq, Eq, FromQueryResult)]
pub struct PromiseSeen {
    /// Which.
    pub kind: ClockKind,
    /// When it was given.
    pub started_at: Instant,
    /// When it is due.
    pub due_at: Instant,
    /// Since when it stands.
    pub paused_at: Option<Instant>,
    /// When it ended.
    pub stopped_at: Option<Instant>,
}

/// A question and its answer.
#[derive(Debug, Clone, PartialEq, Eq, FromQueryResult)]
pub struct Question {
    /// What was asked.
    pub question: String,
    /// Who asked.
    pub asked_by: String,
    /// When.
    pub asked_at: Instant,
    /// What the partner answered.
    pub answer: Option<String>,
    /// When.
    pub answered_at: Option<Instant>,
}

/// One line of the history.
#[derive(Debug, Clone, PartialEq, Eq, FromQueryResult)]
pub struct Happened {
    /// What: a word of [`Step::activity`], or `submitted`, `received`, `assigned`.
    pub activity: String,
    /// When.
    pub at: Instant,
}

/// Everything the status page says.
#[derive(Debug, Clone)]
pub struct Standing {
    /// For the phone.
    pub number: String,
    /// The program's name.
    pub program: String,
    /// The customer.
    pub company: String,
    /// What the partner wrote.
    pub sent: Sent,
    /// Where it stands.
    pub status: RegistrationStatus,
    /// When it was received.
    pub submitted_at: Instant,
    /// Who has it.
    pub reviewer: Option<String>,
    /// The promises, first answer first.
    pub promises: Vec<PromiseSeen>,
    /// Questions, oldest first.
    pub questions: Vec<Question>,
    /// What happened, oldest first.
    pub history: Vec<Happened>,
    /// The last day of protection.
    pub protected_until_on: Option<Date>,
    /// The role it was given without protection, beside another one that is protected.
    pub reduced_role: Option<GrantedRole>,
    /// How long an approval protects, days.
    pub protection_days: u32,
    /// Why it was declined: a code of [`super::DECLINE_REASONS`].
    pub reason: Option<String>,
    /// What the vendor wrote with the decision.
    pub word: Option<String>,
    /// Whether it can be taken back.
    pub may_withdraw: bool,
    /// Whether the partner can say how it goes.
    pub may_tell: bool,
    /// Whether an answer is awaited.
    pub may_answer: bool,
    /// Whether it can be changed: before the decision, after a yes (then it is looked at again), and after a no while it can be sent again.
    pub may_edit: bool,
    /// Until when a no can be appealed, while it can.
    pub appeal_until_on: Option<Date>,
    /// Whether more time can be asked for.
    pub extension: MayAsk,
    /// The latest dispute it is one of the sides of.
    pub dispute: Option<DisputeSeen>,
    /// Until when the partner can contest whoever was protected instead, while it can.
    pub contest_until_on: Option<Date>,
    /// Whether the no was looked at a second time: there is no third look.
    pub looked_at_twice: bool,
    /// Step n of m of the approval; 0 of 0 without one.
    pub approval: (i32, i32),
    /// By when the program wants to hear of it, and every how many days.
    pub wanted_by: Option<(u32, Date)>,
    /// The yes was taken back because the customer chose, in writing, whom to work with.
    pub moved: bool,
    /// Counts changes.
    pub version: i64,
}

/// What the partner wrote, for them to see again.
#[derive(Debug, Clone)]
pub struct Sent {
    /// The customer's domain.
    pub domain: Option<String>,
    /// The customer's country, ISO 3166-1.
    pub country: Option<String>,
    /// Whom they talk to there.
    pub customer_contact: Option<String>,
    /// The product, by name.
    pub product: Option<String>,
    /// How much.
    pub amount: Option<Money>,
    /// When it should close.
    pub expected_close_on: Option<Date>,
    /// What the customer needs.
    pub need: Option<String>,
    /// The customer's place.
    pub city: Option<String>,
    /// The customer's phone number.
    pub customer_phone: Option<String>,
    /// The customer's VAT number.
    pub vat: Option<String>,
    /// What the partner does.
    pub partner_help: Option<String>,
    /// Answers to the program's own questions.
    pub answers: Vec<AnswerShown>,
}

/// Opens a status link.
///
/// # Errors
/// `NotFound` when the link was revoked or its contact is no longer active; conflict `link_expired`.
pub async fn open_status(cx: &Ctx, token: &str) -> Outcome<StatusLink> {
    let link = link::open(&cx.app, LinkPurpose::RegistrationStatus, token).await?;
    let id = link.registration.ok_or(Failure::NotFound)?;
    let row = Entity::find_by_id(id).one(cx.read()).await?.ok_or(Failure::NotFound)?;
    // Whom the link was made for, where it says so: a principal answers a colleague's registration in their own name.
    let cx = match link.contact.or(row.contact_id) {
        Some(contact) => {
            let contact = contact_of(cx, contact).await?.filter(|c| Some(c.partner_id) == row.partner_id);
            as_contact(cx, &contact.ok_or(Failure::NotFound)?, link.id)
        }
        None => cx.as_actor(Actor::Anonymous, Channel::Link),
    };
    Ok(StatusLink { cx, row })
}

/// Whether the last time its yes was taken back it was for the customer's choice.
async fn was_moved(db: &impl ConnectionTrait, id: RegistrationId) -> Outcome<bool> {
    let sql = Sql::new("SELECT 1 FROM event e WHERE e.kind = 'registration.protection_moved' AND e.registration_id = ")
        .bind(id)
        .push(" AND e.at >= (SELECT MAX(s.at) FROM registration_step s WHERE s.activity = 'cancelled' AND s.registration_id = ")
        .bind(id);
    Ok(sql.push(") LIMIT 1").value::<i32>(db).await?.is_some())
}

impl StatusLink {
    /// Which mails the contact wants; nothing for a stranger.
    pub fn mails(&self) -> Option<PreferencesLink> {
        PreferencesLink::of_contact(&self.cx)
    }

    /// Where the registration stands.
    ///
    /// # Errors
    /// The database's.
    pub async fn standing(&self) -> Outcome<Standing> {
        let (db, row) = (self.cx.read(), &self.row);
        let program = program::row(db, row.program_id).await?;
        let today = self.cx.now().date_in(&organisation(db).await?.zone());
        let definition = program::definition(db, row.program_id, row.definition_version).await?;
        let reviewer = match row.reviewer_id {
            Some(id) => reviewer::by_id(db, id).await?.map(|r| r.name),
            None => None,
        };
        let promises =
            Sql::new("SELECT kind, started_at, due_at, paused_at, stopped_at FROM clock WHERE registration_id = ")
                .bind(row.id)
                .push(" AND kind IN ('first_answer', 'decision') ORDER BY kind DESC, started_at")
                .all::<PromiseSeen>(db)
                .await?;
        let questions = Sql::new(
            "SELECT question, asked_by, asked_at, answer, answered_at FROM registration_question WHERE registration_id = ",
        )
        .bind(row.id)
        .push(" ORDER BY asked_at, id")
        .all::<Question>(db)
        .await?;
        let history = Sql::new("SELECT activity, at FROM registration_step WHERE registration_id = ")
            .bind(row.id)
            .push(" ORDER BY position")
            .all::<Happened>(db)
            .await?;
        let product = match row.product_id {
            Some(id) => entity::product::Entity::find_by_id(id).one(db).await?.map(|p| p.name),
            None => row.product_text.clone(),
        };
        let role = Sql::new("SELECT role FROM protection WHERE registration_id = ").bind(row.id);
        let role = role.value::<GrantedRole>(db).await?.filter(|role| *role != GrantedRole::Protected);
        let (dispute, contest_until_on) = dispute::seen(&self.cx, row).await?;
        let moved = row.status == RegistrationStatus::Cancelled && was_moved(db, row.id).await?;
        Ok(Standing {
            dispute,
            contest_until_on,
            looked_at_twice: row.status == RegistrationStatus::Declined && row.appealed_at.is_some(),
            number: row.number.clone(),
            program: program.name,
            company: row.company_name.clone(),
            sent: Sent {
                domain: row.company_domain.clone(),
                country: row.company_country.clone(),
                customer_contact: row.customer_contact.clone(),
                product,
                amount: row.amount.map(|amount| Money::new(amount, row.currency)),
                expected_close_on: row.expected_close_on,
                need: row.need.clone(),
                city: row.company_city.clone(),
                customer_phone: row.company_phone.clone(),
                vat: row.company_vat.clone(),
                partner_help: row.partner_help.clone(),
                answers: answers_of(db, row.id).await?,
            },
            status: row.status,
            submitted_at: row.submitted_at,
            reviewer,
            promises,
            questions,
            history,
            // What a yes that was taken back had given stands in the row for the appeal only.
            protected_until_on: row.protected_until_on.filter(|_| row.status != RegistrationStatus::Cancelled),
            reduced_role: role,
            protection_days: definition.protection.days_of(row.product_id, definition.protection_days),
            may_tell: super::progress::may_tell(row.status),
            reason: row.reason_code.clone().filter(|_| row.status == RegistrationStatus::Declined),
            // What was said with the yes is no word for taking it back.
            word: row.reason_text.clone().filter(|_| row.decision.is_some() && !moved),
            moved,
            wanted_by: protection::wanted_by(&self.cx, row, &definition.protection).await?,
            may_withdraw: after(row.status, Step::Withdraw).is_some(),
            may_answer: after(row.status, Step::GiveInformation).is_some(),
            may_edit: match effect(row.status) {
                Some(Effect::SendAgain) => {
                    u32::try_from(row.resubmissions).unwrap_or(u32::MAX) < definition.approval.resubmissions
                        && !dispute::is_claimant(db, row.id).await?
                }
                other => other.is_some(),
            },
            appeal_until_on: row.appeal_until_on.filter(|_| may_appeal(row, today)),
            extension: protection::may_ask(&self.cx, row).await?,
            approval: (row.approval_step, row.approval_steps),
            version: row.version,
        })
    }

    /// Answers the open question.
    ///
    /// # Errors
    /// `Invalid` at `answer`; conflict `already_decided`, `stale_version`, `not_allowed_now`.
    pub async fn answer(&self, input: GiveInformation) -> Outcome<Changed> {
        give(&self.cx, self.row.clone(), input).await
    }

    /// The registration as it stands, for the form that changes it.
    ///
    /// # Errors
    /// Conflict `not_allowed_now` when it cannot be changed.
    pub async fn editable(&self) -> Outcome<Editable> {
        as_it_stands(&self.cx, self.row.clone()).await
    }

    /// The form it was made with, whatever has become of it.
    ///
    /// # Errors
    /// The database's.
    pub async fn form(&self) -> Outcome<FormDefinition> {
        let form = of_registration(self.cx.read(), self.row.program_id, self.row.id).await?;
        Ok(form.definition.of(self.row.kind))
    }

    /// Takes a file that is to answer a question.
    ///
    /// # Errors
    /// `Invalid` at `file`; conflict `files_off`.
    pub async fn upload(&self, file: NewFile) -> Outcome<Uploaded> {
        upload(&self.cx, file, true).await
    }

    /// Changes what the registration says; a declined one is sent again.
    ///
    /// # Errors
    /// `Invalid` at the fields of the registration and at `reason`; conflict `stale_version`, `not_allowed_now`, `resubmission_limit`.
    pub async fn edit(&self, input: Edit) -> Outcome<Changed> {
        change(&self.cx, self.row.clone(), input).await
    }

    /// Asks for more time before protection ends.
    ///
    /// # Errors
    /// `Invalid` at `evidence`; conflict `extension_pending`, `extension_limit`, `stale_version`, `not_allowed_now`.
    pub async fn ask_extension(&self, input: AskExtension) -> Outcome<Extension> {
        protection::ask(&self.cx, self.row.clone(), input).await
    }

    /// Asks for a second look at a no.
    ///
    /// # Errors
    /// `Invalid` at `reason`; conflict `appeal_over`, `appealed_already`, `stale_version`, `not_allowed_now`.
    pub async fn appeal(&self, input: Appeal) -> Outcome<Changed> {
        contest(&self.cx, self.row.clone(), input).await
    }

    /// Contests whoever was protected instead of this declined registration.
    ///
    /// # Errors
    /// `Invalid` at `statement`; conflict `dispute_open`, `dispute_claimed_already`, `not_allowed_now`.
    pub async fn contest(&self, statement: &str) -> Outcome<()> {
        dispute::contest(&self.cx, &self.row, statement).await
    }

    /// Shows something in the dispute.
    ///
    /// # Errors
    /// `Invalid` at `text`, `dated_on`; conflict `dispute_over`, `dispute_enough_evidence`.
    pub async fn show(&self, input: AddEvidence) -> Outcome<()> {
        dispute::show(&self.cx, &self.row, input).await
    }

    /// Asks for a second decision in the dispute.
    ///
    /// # Errors
    /// `Invalid` at `reason`; conflict `dispute_no_appeal`, `dispute_open`, `stale_version`.
    pub async fn appeal_dispute(&self, input: AppealDispute) -> Outcome<()> {
        dispute::appeal_as(&self.cx, &self.row, input).await
    }

    /// Takes the registration back.
    ///
    /// # Errors
    /// `Invalid` at `reason`; conflict `already_decided`, `stale_version`, `not_allowed_now`.
    pub async fn withdraw(&self, input: Withdraw) -> Outcome<Changed> {
        take_back(&self.cx, self.row.clone(), input).await
    }
}
