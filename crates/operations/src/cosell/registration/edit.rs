//! What a registration says is changed, by the partner or by the vendor. Before the decision it is simply another text. After a yes the review
//! opens again and the reviewer is told. A declined one that is mended is sent again, which is counted and limited.

use super::letters;
use super::load::{Changed, advance, allowed, event, history, load, write};
use super::look::look;
use super::second_look::open_again;
use super::state::{Step, after};
use super::submission::{Asked, Checked, Submission, check};
use crate::access::policy::Action;
use crate::cosell::conflict::keys;
use crate::cosell::conflict::score::{Identity, compare};
use crate::cosell::dispute;
use crate::cosell::form::{self, Answers, FormDefinition, Given};
use crate::program::Bilingual;
use crate::record::{EventKind, record};
use crate::settings::organisation;
use crate::{Ctx, program};
use kernel::fold::{fold, search_text};
use kernel::id::RegistrationId;
use kernel::matching::Corpus;
use kernel::words::{FindingLevel, RegistrationStatus as Status};
use kernel::{Currency, Date, Failure, FieldErrors, Outcome};
use sea_orm::{ActiveValue::Set, EntityTrait};
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};
use storage::entity::registration::{ActiveModel, Model};
use storage::{Tx, entity};

/// A change. The whole registration as it should be: what is left out is emptied, but for answers
/// to the program's own questions, which stay.
#[derive(Debug, Clone, Default, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Edit {
    /// The deal, as it should stand.
    pub registration: Submission,
    /// Why; needed when a declined registration is sent again as it was.
    #[serde(default)]
    pub reason: Option<String>,
    /// The version seen; when given and old, somebody was faster.
    #[serde(default)]
    pub version: Option<i64>,
}

/// What a change does to a registration in this state; nothing when it cannot be changed.
pub(super) fn effect(status: Status) -> Option<Effect> {
    match status {
        Status::Declined => Some(Effect::SendAgain),
        // Approvers must not say yes to what has changed under their hands.
        Status::PendingApproval => Some(Effect::OpenAgain),
        status if status.is_open() => Some(Effect::Note),
        status if after(status, Step::Reopen).is_some() => Some(Effect::OpenAgain),
        _ => None,
    }
}

/// Whether what a registration in this state says can be changed.
pub fn may_edit(status: Status) -> bool {
    effect(status).is_some()
}

/// What a change does beside changing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Effect {
    /// Nothing: the vendor has not decided yet.
    Note,
    /// The review opens again.
    OpenAgain,
    /// The declined registration is sent again, which is counted.
    SendAgain,
}

/// A registration as it stands, for the form that changes it.
#[derive(Debug, Clone)]
pub struct Editable {
    /// The customer.
    pub company: String,
    /// The customer's domain.
    pub domain: Option<String>,
    /// ISO 3166-1.
    pub country: Option<String>,
    /// The customer's place.
    pub city: Option<String>,
    /// The customer's phone number.
    pub customer_phone: Option<String>,
    /// The customer's VAT number.
    pub vat: Option<String>,
    /// Whom the partner talks to there.
    pub customer_contact: Option<String>,
    /// What the customer needs.
    pub need: Option<String>,
    /// The product's name, or what was written instead.
    pub product: Option<String>,
    /// How much, in ten-thousandths.
    pub amount: Option<i64>,
    /// ISO 4217.
    pub currency: Currency,
    /// When it should close.
    pub expected_close_on: Option<Date>,
    /// What the partner does.
    pub partner_help: Option<String>,
    /// The form it was made with.
    pub form: FormDefinition,
    /// Its answers to the program's own questions, numbers written as its reader writes them; a file as its reference.
    pub answers: Answers,
    /// What the files among them are called, by [`form::store_key`] of the reference.
    pub files: BTreeMap<String, String>,
    /// What the change does.
    pub becomes: Effect,
    /// Counts changes; send it back with the change.
    pub version: i64,
}

/// A registration as it stands, for the form that changes it.
///
/// # Errors
/// `Forbidden`, `NotFound`; conflict `not_allowed_now` when it cannot be changed.
pub async fn editable(cx: &Ctx, id: RegistrationId) -> Outcome<Editable> {
    cx.allow(Action::AnswerRegistrations)?;
    as_it_stands(cx, load(cx, id).await?).await
}

/// The form a registration was made with, whether it can still be changed or not.
///
/// # Errors
/// `Forbidden`, `NotFound`.
pub async fn asked_form(cx: &Ctx, id: RegistrationId) -> Outcome<FormDefinition> {
    cx.allow(Action::AnswerRegistrations)?;
    let row = load(cx, id).await?;
    Ok(form::of_registration(cx.read(), row.program_id, row.id).await?.definition.of(row.kind))
}

/// [`editable`] for an actor whose right to this row is known.
pub(super) async fn as_it_stands(cx: &Ctx, row: Model) -> Outcome<Editable> {
    let becomes = effect(row.status).ok_or_else(|| super::load::meanwhile("not_allowed_now", &row))?;
    let form = form::of_registration(cx.read(), row.program_id, row.id).await?.definition.of(row.kind);
    let given = form::given_before(cx.read(), &form, row.id).await?;
    let files = given.iter().filter_map(|one| Some((one.store_key.clone()?, one.text.clone())));
    let product = match row.product_id {
        Some(id) => entity::product::Entity::find_by_id(id).one(cx.read()).await?.map(|p| p.name),
        None => row.product_text,
    };
    Ok(Editable {
        company: row.company_name,
        domain: row.company_domain,
        country: row.company_country,
        city: row.company_city,
        customer_phone: row.company_phone,
        vat: row.company_vat,
        customer_contact: row.customer_contact,
        need: row.need,
        product,
        amount: row.amount,
        currency: row.currency,
        expected_close_on: row.expected_close_on,
        partner_help: row.partner_help,
        files: files.collect(),
        answers: form::as_typed(&form, &given, Some(cx.locale)),
        form,
        becomes,
        version: row.version,
    })
}

/// Changes a registration.
///
/// # Errors
/// `Forbidden`, `NotFound`; `Invalid` at the fields of `registration` and at `reason`; conflict `stale_version`, `not_allowed_now`,
/// `resubmission_limit`, `dispute_open` while it is a side of a dispute.
pub async fn edit(cx: &Ctx, id: RegistrationId, input: Edit) -> Outcome<Changed> {
    cx.allow(Action::AnswerRegistrations)?;
    let row = load(cx, id).await?;
    change(cx, row, input).await
}

/// Changes it as the actor of `cx`, whose right to this row is known.
pub(super) async fn change(cx: &Ctx, row: Model, input: Edit) -> Outcome<Changed> {
    let effect = effect(row.status);
    let step = match effect {
        Some(Effect::SendAgain) => Some(Step::Resubmit),
        Some(Effect::OpenAgain) => Some(Step::Reopen),
        Some(Effect::Note) => None,
        // Says what it has become.
        None => Some(Step::Reopen),
    };
    match step {
        Some(step) => {
            allowed(&row, step, input.version)?;
        }
        None if input.version.is_some_and(|seen| seen != row.version) => {
            return Err(super::load::meanwhile("stale_version", &row));
        }
        None => {}
    }
    let mut errors = FieldErrors::default();
    let reason = errors.optional("reason", input.reason.as_deref(), 2000);
    let today = cx.now().date_in(&organisation(cx.read()).await?.zone());
    // A date that has passed since may stay as it is.
    let unchanged_date = row.expected_close_on.is_some_and(|on| on.to_string() == input.registration.expected_close_on);
    let from = row.expected_close_on.filter(|on| unchanged_date && *on < today).unwrap_or(today);
    let mut form = form::of_registration(cx.read(), row.program_id, row.id).await?;
    form.definition = form.definition.of(row.kind);
    let stands = form::given_before(cx.read(), &form.definition, row.id).await?;
    let input = with_kept_answers(&row, &mut form.definition, &stands, input);
    let asked = Asked { kind: row.kind, form: &form, stands: &stands };
    let checked = check(cx, row.currency, from, asked, &input.registration, &mut errors).await?;
    let Some(checked) = checked else { return Err(Failure::Invalid(errors)) };
    let answers = form::differing(&form.definition, &stands, &checked.answers);
    let mut changed: Vec<String> = changed_fields(&row, &checked).into_iter().map(str::to_owned).collect();
    changed.extend(answers.iter().map(|field| format!("answers.{}", field.key)));
    if changed.is_empty() && effect == Some(Effect::SendAgain) && reason.is_none() {
        errors.add("reason", "required");
    }
    errors.into_result(())?;
    if changed.is_empty() && effect != Some(Effect::SendAgain) {
        return Ok(Changed::of(&row));
    }
    let told = super::edited::changes(cx.read(), &row, &checked).await?;
    let tx = cx.begin().await?;
    let values = values(&row, &checked);
    let was = keys::customer(&row);
    let row = match effect {
        Some(Effect::SendAgain) => {
            if dispute::is_claimant(&tx, row.id).await? {
                return Err(super::load::meanwhile("dispute_open", &row));
            }
            let definition = program::definition(&tx, row.program_id, row.definition_version).await?;
            if u32::try_from(row.resubmissions).unwrap_or(u32::MAX) >= definition.approval.resubmissions {
                return Err(Failure::conflict("resubmission_limit"));
            }
            let values = ActiveModel { resubmissions: Set(row.resubmissions + 1), ..values };
            open_again(&tx, cx, &row, values, Step::Resubmit, reason.as_deref()).await?
        }
        Some(Effect::OpenAgain) => {
            super::chain::end(&tx, cx, &row, None).await?;
            if row.status == Status::PendingApproval {
                // Nothing was decided yet: the decision's promise stands as it was.
                let values = ActiveModel { approval_step: Set(0), approval_steps: Set(0), ..values };
                advance(&tx, cx, &row, values, Step::Reopen, reason.as_deref()).await?
            } else {
                open_again(&tx, cx, &row, values, Step::Reopen, reason.as_deref()).await?
            }
        }
        _ => {
            let now = write(&tx, &row, values).await?;
            history(&tx, cx, &now, "edited", None, reason.as_deref()).await?;
            now
        }
    };
    if !answers.is_empty() {
        form::replace_answers(&tx, row.id, row.program_id, &checked.answers).await?;
        form::keep_files(&tx, cx.now(), row.id, &row.sender_name, &checked.answers).await?;
        history(&tx, cx, &row, "answers_changed", None, None).await?;
    }
    let row = look_again(&tx, cx, row, &was).await?;
    let kind = match effect {
        Some(Effect::SendAgain) => EventKind::RegistrationResubmitted,
        Some(Effect::OpenAgain) => EventKind::RegistrationReopened,
        _ => EventKind::RegistrationEdited,
    };
    // What a question was called when it was answered is told with it: the form may change.
    let labels: BTreeMap<&str, &Bilingual> = answers.iter().map(|field| (field.key.as_str(), &field.label)).collect();
    let payload = serde_json::json!({ "changed": changed, "changes": told, "labels": labels, "reason": reason });
    record(&tx, cx, event(kind, &row, payload)).await?;
    letters::edited(&tx, cx, &row, &changed, &labels, reason.as_deref()).await?;
    cx.commit(tx).await?;
    Ok(Changed::of(&row))
}

/// The change with the answers that stay: what is not named is kept while it is still asked. What was open before and is not named stays open, also
/// where an answer is needed: whoever changes an amount need not know an order's number.
fn with_kept_answers(row: &Model, asked: &mut FormDefinition, stands: &[Given], mut input: Edit) -> Edit {
    let said = &mut input.registration;
    let before = form::as_typed(asked, stands, said.typed_in);
    let shown = form::visible(asked, &before, row.company_country.as_deref());
    for field in &mut asked.fields {
        let open = shown.contains(&field.key) && !before.contains_key(&field.key);
        field.required &= !open || said.answers.contains_key(&field.key);
    }
    let named: BTreeSet<String> = said.answers.keys().cloned().collect();
    for (key, answer) in before {
        said.answers.entry(key).or_insert(answer);
    }
    let shown = form::visible(asked, &said.answers, said.country.as_deref());
    said.answers.retain(|key, _| named.contains(key) || shown.contains(key));
    input
}

/// The conflict check on what it says now. A customer whose deal is open stays who it is while what is said is likely to be the same one as before;
/// another one is found, or made when it is approved again.
async fn look_again(tx: &Tx, cx: &Ctx, row: Model, was: &Identity) -> Outcome<Model> {
    let found = look(tx, cx, &row).await?;
    let company = found.company_id.clone().take().flatten();
    let likeness = compare(&keys::customer(&row), was, &Corpus::default());
    let same = likeness.is_some_and(|l| matches!(l.level, FindingLevel::Same | FindingLevel::Likely));
    let company_id = Set(company.or(row.company_id.filter(|_| same && row.deal_id.is_some())));
    write(tx, &row, ActiveModel { company_id, ..found }).await
}

/// The names of the fields that differ, as [`Submission`] calls them.
fn changed_fields(row: &Model, checked: &Checked) -> Vec<&'static str> {
    [
        ("company", row.company_name != checked.company),
        ("domain", row.company_domain != checked.domain),
        ("country", row.company_country != checked.country),
        ("city", row.company_city != checked.city),
        ("customer_phone", row.company_phone != checked.customer_phone),
        ("vat", row.company_vat != checked.vat),
        ("customer_contact", row.customer_contact != checked.customer_contact),
        ("need", row.need != checked.need),
        ("product", row.product_id != checked.product || row.product_text != checked.product_text),
        ("amount", row.amount != checked.amount || row.currency != checked.currency),
        ("expected_close_on", row.expected_close_on != checked.expected_close_on),
        ("partner_help", row.partner_help != checked.partner_help),
    ]
    .into_iter()
    .filter_map(|(name, differs)| differs.then_some(name))
    .collect()
}

fn values(row: &Model, checked: &Checked) -> ActiveModel {
    let searched = [
        row.number.as_str(),
        checked.company.as_str(),
        checked.domain.as_deref().unwrap_or_default(),
        row.sender_name.as_str(),
        row.sender_company.as_deref().unwrap_or_default(),
    ];
    ActiveModel {
        search_text: Set(search_text(&searched)),
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
        ..Default::default()
    }
}
