//! Answers as rows, and back as a person reads them.

use super::answers::{AnswerValue, Answers, Given, filter_key, plain};
use super::definition::{FieldKind, FormDefinition, FormField};
use super::file::{answering, reference};
use super::versions::version;
use crate::program::Bilingual;
use kernel::id::{ProductId, ProgramId, RecordId, RegistrationId};
use kernel::{Currency, Date, FieldErrors, Locale, Money, Outcome};
use sea_orm::{ActiveValue::Set, ConnectionTrait, EntityTrait, FromQueryResult};
use serde::Serialize;
use storage::{Sql, Tx, entity};

/// Puts the name of each product that was meant into its answer; what is none is noted as `unknown`. What `stands` already may stay, also when
/// the product is not offered any more.
pub(crate) async fn product_answers(
    db: &impl ConnectionTrait,
    form: &FormDefinition,
    given: &mut [Given],
    stands: &[Given],
    errors: &mut FieldErrors,
) -> Outcome<()> {
    for one in given {
        let stays = stands.iter().any(|was| was.field == one.field && was.text == one.text);
        if stays || form.field(&one.field).is_none_or(|f| f.kind != FieldKind::Product) {
            continue;
        }
        let found = match one.text.parse::<ProductId>() {
            Ok(id) => Sql::new("SELECT name FROM product WHERE active AND id = ").bind(id),
            Err(_) => {
                let folded = kernel::fold::fold(&one.text);
                Sql::new("SELECT p.name FROM product p WHERE p.active AND (p.name_folded = ")
                    .bind(folded.as_str())
                    .push(" OR p.id IN (SELECT a.product_id FROM product_alias a WHERE a.alias_folded = ")
                    .bind(folded.as_str())
                    .push(")) ORDER BY p.id LIMIT 1")
            }
        };
        match found.value::<String>(db).await? {
            Some(name) => one.text = name,
            None => errors.add(&format!("answers.{}", one.field), "unknown"),
        }
    }
    Ok(())
}

/// Writes the answers of a new registration, and the version of the form they were given to.
pub(crate) async fn keep_answers(
    tx: &Tx,
    registration: RegistrationId,
    program: ProgramId,
    form_version: i64,
    given: &[Given],
) -> Outcome<()> {
    if form_version > 0 {
        let row = entity::registration_form::ActiveModel {
            registration_id: Set(registration),
            program_id: Set(program),
            form_version: Set(form_version),
        };
        entity::registration_form::Entity::insert(row).exec_without_returning(tx).await?;
    }
    write_answers(tx, registration, program, given).await
}

/// Puts these answers in the place of what a registration answered so far.
pub(crate) async fn replace_answers(
    tx: &Tx,
    registration: RegistrationId,
    program: ProgramId,
    given: &[Given],
) -> Outcome<()> {
    Sql::new("DELETE FROM registration_answer WHERE registration_id = ").bind(registration).execute(tx).await?;
    write_answers(tx, registration, program, given).await
}

async fn write_answers(tx: &Tx, registration: RegistrationId, program: ProgramId, given: &[Given]) -> Outcome<()> {
    if given.is_empty() {
        return Ok(());
    }
    let rows = given.iter().map(|one| entity::registration_answer::ActiveModel {
        id: Set(RecordId::new()),
        registration_id: Set(registration),
        program_id: Set(program),
        field: Set(one.field.clone()),
        position: Set(one.position),
        value_text: Set(one.text.clone()),
        value_key: Set(filter_key(&one.text)),
        value_number: Set(one.number),
        value_currency: Set(one.currency),
        value_on: Set(one.on),
    });
    entity::registration_answer::Entity::insert_many(rows).exec_without_returning(tx).await?;
    Ok(())
}

/// A question with its answer, as it was asked when it was answered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct AnswerShown {
    /// The question's key.
    pub field: String,
    /// What kind of answer it takes.
    #[schema(value_type = String)]
    pub kind: FieldKind,
    /// The question.
    pub label: Bilingual,
    /// The answers as stored: keys of choices, codes, plain numbers, dates, texts; of a consent, the version of its text.
    pub values: Vec<String>,
    /// What the chosen options say; as many as `values`, for choices.
    pub options: Vec<Bilingual>,
    /// Of an amount.
    #[schema(value_type = Option<crate::cosell::typed_amount::MoneyText>)]
    pub amount: Option<Money>,
}

#[derive(FromQueryResult)]
struct Row {
    field: String,
    position: i32,
    value_text: String,
    value_number: Option<i64>,
    value_currency: Option<Currency>,
    value_on: Option<Date>,
}

/// The answers of a registration, in the order of the form it was made with. Who may see the registration is the caller's question.
///
/// # Errors
/// The database's.
pub async fn answers_of(db: &impl ConnectionTrait, registration: RegistrationId) -> Outcome<Vec<AnswerShown>> {
    #[derive(FromQueryResult)]
    struct Made {
        program_id: ProgramId,
        form_version: i64,
    }
    let sql = Sql::new("SELECT program_id, form_version FROM registration_form WHERE registration_id = ");
    let Some(made) = sql.bind(registration).one::<Made>(db).await? else { return Ok(Vec::new()) };
    let form = version(db, made.program_id, made.form_version).await?.definition;
    let rows = rows(db, &form, registration).await?;
    let shown = form.fields.iter().filter_map(|field| {
        let mine: Vec<&Row> = rows.iter().filter(|r| r.field == field.key).collect();
        let first = mine.first()?;
        let amount = match (field.kind, first.value_number, first.value_currency) {
            (FieldKind::Money, Some(number), Some(currency)) => Some(Money::new(number, currency)),
            _ => None,
        };
        let value = |row: &&Row| row.value_on.map_or_else(|| row.value_text.clone(), |on| on.to_string());
        Some(AnswerShown {
            field: field.key.clone(),
            kind: field.kind,
            label: field.label.clone(),
            options: mine.iter().filter_map(|r| field.option(&r.value_text)).map(|o| o.label.clone()).collect(),
            values: mine.iter().map(value).collect(),
            amount,
        })
    });
    Ok(shown.collect())
}

/// The stored answers of a registration; one whose file is not here any more is none.
async fn rows(db: &impl ConnectionTrait, form: &FormDefinition, registration: RegistrationId) -> Outcome<Vec<Row>> {
    let sql = Sql::new(
        "SELECT field, position, value_text, value_number, value_currency, value_on FROM registration_answer WHERE registration_id = ",
    );
    let mut rows = sql.bind(registration).push(" ORDER BY field, position").all::<Row>(db).await?;
    let is_file = |row: &Row| form.field(&row.field).is_some_and(|field| field.kind == FieldKind::File);
    if rows.iter().any(is_file) {
        let files = answering(db, registration).await?;
        rows.retain(|row| !is_file(row) || files.iter().any(|file| file.field == row.field));
    }
    Ok(rows)
}

/// The answers of a registration to questions of `form`, as they are stored.
pub(crate) async fn given_before(
    db: &impl ConnectionTrait,
    form: &FormDefinition,
    registration: RegistrationId,
) -> Outcome<Vec<Given>> {
    let files = answering(db, registration).await?;
    let given = |row: Row| {
        let asked = form.field(&row.field)?;
        let file = files.iter().find(|file| asked.kind == FieldKind::File && file.field == row.field);
        Some(Given {
            text: file.map_or(row.value_text, |file| file.name.clone()),
            store_key: file.map(|file| file.store_key.clone()),
            field: row.field,
            position: row.position,
            number: row.value_number,
            currency: row.value_currency,
            on: row.value_on,
        })
    };
    Ok(rows(db, form, registration).await?.into_iter().filter_map(given).collect())
}

/// Stored answers as somebody would type them who writes numbers as in `typed_in`.
pub(crate) fn as_typed(form: &FormDefinition, given: &[Given], typed_in: Option<Locale>) -> Answers {
    let number = |number: i64, kind: FieldKind| match typed_in {
        None => plain(number),
        // Amounts with two decimals at least, as everywhere; other numbers with those they have. Three may be thousands.
        Some(locale) => {
            let least = if kind == FieldKind::Money { 2 } else { 0 };
            let decimals = (least..3).find(|d| number % 10_i64.pow(4 - d) == 0).unwrap_or(4);
            i18n::decimal(locale, number, decimals)
        }
    };
    let text = |kind: FieldKind, one: &Given| match (kind, one.number, one.currency) {
        (FieldKind::Money, Some(amount), Some(currency)) => format!("{} {currency}", number(amount, kind)),
        (FieldKind::Number, Some(n), _) => number(n, kind),
        (FieldKind::Date, ..) => one.on.map_or_else(|| one.text.clone(), |on| on.to_string()),
        (FieldKind::Consent, ..) => "yes".to_owned(),
        (FieldKind::File, ..) => one.store_key.as_deref().map(reference).unwrap_or_default(),
        _ => one.text.clone(),
    };
    let mut answers = Answers::new();
    for field in &form.fields {
        let mut texts: Vec<String> =
            given.iter().filter(|one| one.field == field.key).map(|one| text(field.kind, one)).collect();
        if field.kind == FieldKind::Several && !texts.is_empty() {
            answers.insert(field.key.clone(), AnswerValue::Many(texts));
        } else if let Some(one) = texts.pop() {
            answers.insert(field.key.clone(), AnswerValue::One(one));
        }
    }
    answers
}

/// The questions whose answers differ, in the order of the form.
pub(crate) fn differing<'a>(form: &'a FormDefinition, before: &[Given], after: &[Given]) -> Vec<&'a FormField> {
    let of = |given: &[Given], key: &str| {
        let mine = given.iter().filter(|one| one.field == key);
        let mut said: Vec<_> =
            mine.map(|one| (one.text.clone(), one.number, one.currency, one.store_key.clone())).collect();
        // The order in which several are chosen says nothing.
        said.sort();
        said
    };
    form.fields.iter().filter(|field| of(before, &field.key) != of(after, &field.key)).collect()
}
