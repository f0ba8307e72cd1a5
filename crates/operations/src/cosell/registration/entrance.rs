//! Where a partner comes in to register: a program's public page, and a contact's personal link with what they began before.

use super::draft::{self, DraftListed, RegistrationDraft, Typed};
use super::files::{NewFile, Uploaded, upload};
use super::partner_side::as_contact;
use super::submission::Submission;
use super::submit::{ContactRow, Submitted, by_contact, contact_of, intake_by_contact};
use super::{letters, mine, promises, reviewer};
use crate::Ctx;
use crate::access::link;
use crate::cosell::protection;
use crate::program::{self, ProgramDefinition, ProgramRow};
use crate::record::preference::PreferencesLink;
use crate::settings::organisation;
use kernel::id::{PartnerId, ProgramId, RegistrationId};
use kernel::words::LinkPurpose;
use kernel::{Currency, Failure, Instant, Outcome};
use sea_orm::{EntityTrait, FromQueryResult};
use storage::Sql;
use storage::entity::registration::Entity;

/// What we promise before anybody has pressed the button.
#[derive(Debug, Clone)]
pub struct Promised {
    /// Who will answer; nobody while there is no one at all.
    pub reviewer: Option<String>,
    /// By when, if it were sent now.
    pub first_answer_due_at: Instant,
    /// How long an approved registration is protected, days.
    pub protection_days: u32,
}

/// A program whose public page anybody may open.
#[derive(Debug, Clone)]
pub struct PublicProgram {
    /// The program.
    pub program: ProgramRow,
    /// What it says of itself, in the reader's language.
    pub introduction: String,
    /// Who answers, and by when.
    pub promised: Promised,
}

/// A program by the key in the address of its public page.
///
/// # Errors
/// `NotFound` when there is none, when it is not active or has no public page.
pub async fn public_program(cx: &Ctx, key: &str) -> Outcome<PublicProgram> {
    let program = program::by_key(cx.read(), key).await?;
    if !(program.active && program.public_form) {
        return Err(Failure::NotFound);
    }
    let definition = program::definition(cx.read(), program.id, program.definition_version).await?;
    let introduction = definition.introduction.text(cx.locale).to_owned();
    let promised = promised(cx, program.id, &definition, None).await?;
    Ok(PublicProgram { program, introduction, promised })
}

async fn promised(
    cx: &Ctx,
    program: ProgramId,
    definition: &ProgramDefinition,
    partner: Option<PartnerId>,
) -> Outcome<Promised> {
    let calendar = promises::calendar(cx.read(), program).await?;
    let today = cx.now().date_in(&organisation(cx.read()).await?.zone());
    let chosen = reviewer::choose(cx.read(), partner, today).await?;
    Ok(Promised {
        reviewer: chosen.map(|c| c.reviewer.name),
        first_answer_due_at: promises::due(&calendar, cx.now(), definition.clocks.first_answer),
        protection_days: definition.protection_days,
    })
}

/// An opened personal registration link.
pub struct PersonalLink {
    pub(super) cx: Ctx,
    pub(super) contact: ContactRow,
    /// The program deals are registered in.
    pub program: ProgramRow,
    /// The contact's name.
    pub contact_name: String,
    /// Whom they work for.
    pub partner_name: String,
    /// What the program says of itself, in the reader's language.
    pub introduction: String,
    /// Who answers, and by when.
    pub promised: Promised,
}

/// What a contact has sent.
#[derive(Debug, Clone)]
pub struct Sent {
    /// The path of its status page.
    pub status_page: String,
    /// The registration it is.
    pub submitted: Submitted,
}

/// What a returning contact need not write again.
#[derive(Debug, Clone, Default, FromQueryResult)]
pub struct Remembered {
    /// The country of their last customer.
    pub company_country: Option<String>,
    /// The currency of their last amount.
    pub currency: Option<Currency>,
}

/// Opens a contact's personal link.
///
/// # Errors
/// `NotFound` when the link was revoked or the contact is no longer active; conflict `link_expired`.
pub async fn open_personal(cx: &Ctx, token: &str) -> Outcome<PersonalLink> {
    let link = link::open(&cx.app, LinkPurpose::Register, token).await?;
    let contact = contact_of(cx, link.contact.ok_or(Failure::NotFound)?).await?.ok_or(Failure::NotFound)?;
    let program = match link.program {
        Some(program) => program,
        None => first_program(cx, contact.partner_id).await?.ok_or(Failure::NotFound)?,
    };
    let program = program::row(cx.read(), program).await?;
    if !program.active {
        return Err(Failure::NotFound);
    }
    let partner_name = Sql::new("SELECT name FROM partner WHERE id = ")
        .bind(contact.partner_id)
        .value::<String>(cx.read())
        .await?
        .ok_or(Failure::NotFound)?;
    let definition = program::definition(cx.read(), program.id, program.definition_version).await?;
    let introduction = definition.introduction.text(cx.locale).to_owned();
    let promised = promised(cx, program.id, &definition, Some(contact.partner_id)).await?;
    let cx = as_contact(cx, &contact, link.id);
    let contact_name = contact.name.clone();
    Ok(PersonalLink { cx, contact, program, contact_name, partner_name, introduction, promised })
}

async fn first_program(cx: &Ctx, partner: PartnerId) -> Outcome<Option<ProgramId>> {
    let sql = Sql::new(
        "SELECT m.program_id FROM partner_program m JOIN program p ON p.id = m.program_id WHERE p.active AND m.partner_id = ",
    );
    Ok(sql.bind(partner).push(" ORDER BY m.joined_at, m.program_id LIMIT 1").value::<ProgramId>(cx.read()).await?)
}

/// Takes a file that is to answer a question on a program's public page.
///
/// # Errors
/// `NotFound` when the program has no public page; `Invalid` at `file`; conflict `files_off`.
pub async fn upload_by_stranger(cx: &Ctx, program_key: &str, file: NewFile) -> Outcome<Uploaded> {
    let program = program::by_key(cx.read(), program_key).await?;
    if !(program.active && program.public_form) {
        return Err(Failure::NotFound);
    }
    upload(&cx.as_actor(kernel::Actor::Anonymous, kernel::Channel::Web), file, true).await
}

impl PersonalLink {
    /// Takes a file that is to answer a question.
    ///
    /// # Errors
    /// `Invalid` at `file`; conflict `files_off`.
    pub async fn upload(&self, file: NewFile) -> Outcome<Uploaded> {
        upload(&self.cx, file, true).await
    }

    /// What they said last time.
    ///
    /// # Errors
    /// The database's.
    pub async fn remembered(&self) -> Outcome<Remembered> {
        let sql =
            Sql::new("SELECT company_country, currency FROM registration WHERE status <> 'draft' AND contact_id = ")
                .bind(self.contact.id)
                .push(" ORDER BY submitted_at DESC, id DESC LIMIT 1");
        Ok(sql.one::<Remembered>(self.cx.read()).await?.unwrap_or_default())
    }

    /// How many registrations they can have open; nothing where the program sets no limit.
    ///
    /// # Errors
    /// The database's.
    pub async fn cap(&self) -> Outcome<Option<protection::Cap>> {
        protection::cap(self.cx.read(), self.program.id, self.contact.partner_id, self.cx.now()).await
    }

    /// Registers a deal, begun in `from` when that is given. Answers with the path of its status page; the same submission twice leads to the same page.
    ///
    /// # Errors
    /// `Invalid` at the fields of [`Submission`], and at `form` (`registered_already`, `registered_by_colleague`, with `number`) when the deal is here
    /// and is not theirs to see or other things were said of it; `NotFound` when the draft is not theirs or was sent.
    pub async fn submit(&self, input: &Submission, from: Option<RegistrationId>) -> Outcome<Sent> {
        let from = match from {
            Some(id) => Some(draft::to_send(&self.cx, self.owner(), id).await?),
            None => None,
        };
        let submitted = by_contact(&self.cx, self.program.clone(), &self.contact, input, from).await?;
        let tx = self.cx.begin().await?;
        let row = Entity::find_by_id(submitted.id).one(&tx).await?.ok_or(Failure::NotFound)?;
        let status = match row.contact_id == Some(self.contact.id) {
            true => letters::status_link(&tx, self.cx.now(), &row).await?,
            // A colleague's, sent once more: what they do there is theirs.
            false => mine::own_status_link(&tx, self.cx.now(), row.id, self.contact.id).await?,
        };
        self.cx.commit(tx).await?;
        Ok(Sent { status_page: link::path(&self.cx.app, LinkPurpose::RegistrationStatus, status), submitted })
    }

    /// Which mails they want.
    pub fn mails(&self) -> Option<PreferencesLink> {
        PreferencesLink::of_contact(&self.cx)
    }

    pub(super) fn owner(&self) -> draft::Owner {
        draft::Owner::Contact(self.contact.id)
    }

    /// What they began and have not sent, the last kept first.
    ///
    /// # Errors
    /// The database's.
    pub async fn drafts(&self) -> Outcome<Vec<DraftListed>> {
        draft::listed(&self.cx, self.owner(), Some(self.program.id)).await
    }

    /// One of them.
    ///
    /// # Errors
    /// `NotFound` when it is not theirs or was sent.
    pub async fn draft(&self, id: RegistrationId) -> Outcome<RegistrationDraft> {
        draft::found(&self.cx, self.owner(), id).await
    }

    /// Keeps what was typed so far; `id` is that of a draft kept before.
    ///
    /// # Errors
    /// `NotFound`; `Invalid` at `form`; conflict `stale_version`, `not_allowed_now` when it was sent meanwhile.
    pub async fn save_draft(
        &self,
        id: Option<RegistrationId>,
        typed: &Typed,
        version: Option<i64>,
    ) -> Outcome<RegistrationId> {
        let intake = intake_by_contact(&self.cx, self.program.clone(), &self.contact);
        Ok(draft::keep(&self.cx, self.owner(), id, intake, typed, version).await?.id)
    }

    /// Forgets one.
    ///
    /// # Errors
    /// `NotFound`.
    pub async fn discard_draft(&self, id: RegistrationId) -> Outcome<()> {
        draft::discard(&self.cx, self.owner(), id).await
    }
}
