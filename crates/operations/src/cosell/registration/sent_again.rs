//! The same deal, sent once more: it is the one that is there. Files that came along are added to it; where other things are said of it than the
//! first time, the sender is told which one it is, and keeps what they typed.

use super::files::add_sent;
use super::mine::is_company_wide;
use super::submission::Checked;
use super::submit::{Intake, Submitted, answer};
use crate::Ctx;
use crate::cosell::form::{self, FieldKind, differing, given_before};
use kernel::{Failure, FieldErrors, Outcome};
use sea_orm::FromQueryResult;
use storage::entity::registration::Model;
use storage::{Sql, Tx};

/// What makes two submissions of a stranger the same: everything in them. Nobody has proven yet whose address it is, so that nothing that came
/// later is laid to what came first.
pub(super) async fn of_stranger(tx: &Tx, base: &str, checked: &Checked) -> Outcome<String> {
    #[derive(FromQueryResult)]
    struct Content {
        store_key: String,
        content_hash: String,
    }
    let keys: Vec<String> = checked.answers.iter().filter_map(|one| one.store_key.clone()).collect();
    let contents = match keys.is_empty() {
        true => Vec::new(),
        false => {
            let sql = Sql::new("SELECT store_key, content_hash FROM attachment WHERE store_key IN ").bind_list(keys);
            sql.all::<Content>(tx).await?
        }
    };
    let words = [&checked.customer_contact, &checked.need, &checked.partner_help];
    let mut said = vec![checked.kind.to_string()];
    said.extend(words.map(|text| text.clone().unwrap_or_default()));
    for one in &checked.answers {
        let file = contents.iter().find(|content| one.store_key.as_ref() == Some(&content.store_key));
        let text = file.map_or(one.text.as_str(), |content| content.content_hash.as_str());
        let currency = one.currency.map(|currency| currency.to_string()).unwrap_or_default();
        said.push(format!("{}\u{1e}{text}\u{1e}{currency}", one.field));
    }
    Ok(kernel::secret::content_hash(format!("{base}\u{1f}{}", said.join("\u{1f}")).as_bytes()))
}

/// Answers with the registration that this submission repeats. Consumes the transaction.
///
/// # Errors
/// `Invalid` at `form` (`registered_already`, `registered_by_colleague`, both with `number`), and at the answer whose file cannot be added.
pub(super) async fn recognised(
    cx: &Ctx,
    tx: Tx,
    intake: &Intake,
    checked: &Checked,
    first: Model,
    draft: Option<Model>,
) -> Outcome<Submitted> {
    if intake.intake == "personal_link" && !may_see(&tx, intake, &first).await? {
        return Err(refused("registered_by_colleague", &first));
    }
    if intake.partner.is_some() && says_otherwise(&tx, intake, checked, &first).await? {
        return Err(refused("registered_already", &first));
    }
    let files_added = match intake.partner {
        // What a stranger sends the same once more has the same files.
        None => 0,
        Some(_) => add_sent(&tx, cx, &first, &checked.answers).await?,
    };
    // Sent in another way already: nothing is left to send.
    if let Some(draft) = &draft {
        super::draft::forget(&tx, cx.now(), &[draft.id]).await?;
    }
    if draft.is_some() || files_added > 0 {
        cx.commit(tx).await?;
    }
    Ok(Submitted { files_added, ..answer(&first, true) })
}

fn refused(code: &str, first: &Model) -> Failure {
    let mut errors = FieldErrors::default();
    errors.add_with("form", code, [("number", first.number.clone())]);
    Failure::Invalid(errors)
}

/// Whether the contact who sends it may see and add to the one that is there: their own, or any of their company's where their role allows.
async fn may_see(tx: &Tx, intake: &Intake, first: &Model) -> Outcome<bool> {
    let Some(contact) = intake.contact else { return Ok(true) };
    Ok(first.contact_id == Some(contact) || is_company_wide(tx, contact).await?)
}

/// Whether anything is said that the first one does not say. Who, which customer, what, how much and until when are the same.
async fn says_otherwise(tx: &Tx, intake: &Intake, checked: &Checked, first: &Model) -> Outcome<bool> {
    let words = [
        (&checked.customer_contact, &first.customer_contact),
        (&checked.need, &first.need),
        (&checked.partner_help, &first.partner_help),
    ];
    if checked.kind != first.kind || words.iter().any(|(now, then)| now.is_some() && now != then) {
        return Ok(true);
    }
    let asked = form::version(tx, intake.program.id, checked.form_version).await?.definition;
    let before = given_before(tx, &asked, first.id).await?;
    let said = |key: &str| checked.answers.iter().any(|one| one.field == key);
    let differs = differing(&asked, &before, &checked.answers);
    Ok(differs.iter().any(|field| field.kind != FieldKind::File && said(&field.key)))
}
