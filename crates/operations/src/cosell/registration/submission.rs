//! What a partner tells us, and what must be true of it. The same input for every entrance.

use super::draft::Typed;
use crate::Ctx;
use crate::cosell::form::{
    Answers, CoreField, FormDefinition, FormInForce, Given, Presence, file_answers, product_answers, read_answers,
};
use crate::cosell::typed_amount::TypedAmount;
use kernel::fold::fold;
use kernel::id::ProductId;
use kernel::words::RegistrationKind;
use kernel::{Currency, Date, FieldErrors, Outcome};
use sea_orm::ConnectionTrait;
use serde::Deserialize;
use storage::Sql;

/// What a partner tells us about a deal. Texts as they were written; every mistake is told at its field.
#[derive(Debug, Clone, Default, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Submission {
    /// `deal` (also when absent) or, where the program takes them, `lead`.
    #[serde(default)]
    #[schema(example = "deal")]
    pub kind: Option<String>,
    /// The customer's legal or usual name.
    #[schema(example = "Krüger & Söhne Logistik GmbH")]
    pub company: String,
    /// Website, host or domain.
    #[serde(default)]
    #[schema(example = "krueger-logistik.example")]
    pub domain: Option<String>,
    /// ISO 3166-1, two letters.
    #[serde(default)]
    #[schema(example = "DE")]
    pub country: Option<String>,
    /// The customer's place; tells namesakes apart.
    #[serde(default)]
    #[schema(example = "Kiel")]
    pub city: Option<String>,
    /// The customer's phone number.
    #[serde(default)]
    pub customer_phone: Option<String>,
    /// The customer's VAT number.
    #[serde(default)]
    #[schema(example = "DE123456789")]
    pub vat: Option<String>,
    /// Whom the partner talks to there.
    #[serde(default)]
    pub customer_contact: Option<String>,
    /// What the customer needs.
    #[serde(default)]
    pub need: Option<String>,
    /// A product's id, its name, or free text.
    #[serde(default)]
    pub product: Option<String>,
    /// Expected amount, at most four decimals. Needed of a deal.
    #[serde(default)]
    #[schema(value_type = String, example = "48000.00")]
    pub amount: Option<TypedAmount>,
    /// ISO 4217; the program's when absent.
    #[serde(default)]
    #[schema(example = "EUR")]
    pub currency: Option<String>,
    /// `YYYY-MM-DD`, not in the past. Needed of a deal.
    #[serde(default)]
    #[schema(example = "2027-03-31")]
    pub expected_close_on: String,
    /// What the partner has done and will do.
    #[serde(default)]
    pub partner_help: Option<String>,
    /// Answers to the program's own questions, by their keys. In a change, a question that is not named keeps its answer, and an empty answer
    /// takes it away.
    #[serde(default)]
    #[schema(value_type = Object)]
    pub answers: Answers,
    /// How numbers in the answers were written, when they were typed on a page.
    #[serde(skip)]
    #[schema(ignore)]
    pub typed_in: Option<kernel::Locale>,
}

/// A submission in which everything is as it must be.
#[derive(Debug, Clone)]
pub(crate) struct Checked {
    pub kind: RegistrationKind,
    pub company: String,
    pub domain: Option<String>,
    pub country: Option<String>,
    pub city: Option<String>,
    pub customer_phone: Option<String>,
    pub vat: Option<String>,
    pub customer_contact: Option<String>,
    pub need: Option<String>,
    pub product: Option<ProductId>,
    pub product_text: Option<String>,
    pub amount: Option<i64>,
    pub currency: Currency,
    pub expected_close_on: Option<Date>,
    pub partner_help: Option<String>,
    pub form_version: i64,
    pub answers: Vec<Given>,
}

impl Checked {
    /// What was begun: only the customer's name is looked at, so that a list can say it.
    pub(super) fn begun(typed: &Typed, currency: Currency) -> Self {
        Self {
            kind: typed.kind.parse().unwrap_or_default(),
            company: typed.company.trim().chars().take(200).collect(),
            domain: None,
            country: None,
            city: None,
            customer_phone: None,
            vat: None,
            customer_contact: None,
            need: None,
            product: None,
            product_text: None,
            amount: None,
            currency,
            expected_close_on: None,
            partner_help: None,
            form_version: 0,
            answers: Vec::new(),
        }
    }
}

/// What is registered, and the form that asks for it; a kind the program does not take is noted at `kind`.
pub(crate) fn asking(
    form: FormInForce,
    kind: Option<&str>,
    errors: &mut FieldErrors,
) -> (RegistrationKind, FormInForce) {
    let kind = match kind.map(str::trim).unwrap_or_default() {
        "" => RegistrationKind::Deal,
        text => match text.parse() {
            Ok(kind) if kind == RegistrationKind::Deal || form.definition.leads => kind,
            _ => {
                errors.add("kind", "unknown");
                RegistrationKind::Deal
            }
        },
    };
    (kind, FormInForce { definition: form.definition.of(kind), ..form })
}

/// Of what a submission is checked.
pub(crate) struct Asked<'a> {
    pub kind: RegistrationKind,
    /// As it asks of this kind.
    pub form: &'a FormInForce,
    /// What is answered already; nothing for a new registration.
    pub stands: &'a [Given],
}

/// Checks everything at once, so that a person mends it in one go.
pub(crate) async fn check(
    cx: &Ctx,
    currency: Currency,
    today: Date,
    Asked { kind, form, stands }: Asked<'_>,
    input: &Submission,
    errors: &mut FieldErrors,
) -> Outcome<Option<Checked>> {
    check_presence(&form.definition, input, errors);
    let company = errors.required("company", &input.company, 200);
    if !company.is_empty() && kernel::company_name::name_key(&company).is_empty() {
        errors.add("company", "invalid");
    }
    let domain = errors.optional("domain", input.domain.as_deref(), 300);
    let registered = domain.as_deref().and_then(kernel::domain::registrable_domain);
    if domain.is_some() && registered.is_none() {
        errors.add("domain", "domain_invalid");
    }
    let country = errors.optional("country", input.country.as_deref(), 2).map(|c| c.to_ascii_uppercase());
    if country.as_ref().is_some_and(|c| !kernel::country::is_country(c)) {
        errors.add("country", "unknown");
    }
    let city = errors.optional("city", input.city.as_deref(), 100);
    let customer_phone = errors.optional("customer_phone", input.customer_phone.as_deref(), 50);
    let vat = errors.optional("vat", input.vat.as_deref(), 30);
    if vat.as_deref().is_some_and(|vat| kernel::matching::vat_key(vat).is_none()) {
        errors.add("vat", "invalid");
    }
    let customer_contact = errors.optional("customer_contact", input.customer_contact.as_deref(), 300);
    let need = errors.optional("need", input.need.as_deref(), 4000);
    let partner_help = errors.optional("partner_help", input.partner_help.as_deref(), 4000);
    let currency = match errors.optional("currency", input.currency.as_deref(), 3) {
        None => Some(currency),
        Some(text) => {
            let known = text.parse::<Currency>().ok().filter(Currency::is_in_use);
            if known.is_none() {
                errors.add("currency", "currency_invalid");
            }
            known
        }
    };
    let amount = match (input.amount, form.definition.core(CoreField::Amount).presence) {
        (Some(_), Presence::Hidden) => {
            errors.add("amount", "not_asked");
            None
        }
        (Some(typed), _) => typed.check(errors, "amount"),
        (None, Presence::Required) => {
            errors.add("amount", "required");
            None
        }
        (None, _) => None,
    };
    let presence = form.definition.core(CoreField::ExpectedCloseOn).presence;
    let expected_close_on = match (input.expected_close_on.trim().is_empty(), presence) {
        (true, Presence::Optional | Presence::Hidden) => None,
        (false, Presence::Hidden) => {
            errors.add("expected_close_on", "not_asked");
            None
        }
        _ => check_close(&input.expected_close_on, today, errors),
    };
    let product = errors.optional("product", input.product.as_deref(), 200);
    let (product, product_text) = match product {
        None => (None, None),
        Some(text) => match find_product(cx.read(), &text).await? {
            Some(id) => (Some(id), None),
            None if text.starts_with("prod_") => {
                errors.add("product", "unknown");
                (None, None)
            }
            None => (None, Some(text)),
        },
    };
    let (asked, code) = (&form.definition, currency.unwrap_or(Currency::EUR));
    let mut answers = read_answers(asked, &input.answers, country.as_deref(), code, input.typed_in, errors);
    product_answers(cx.read(), asked, &mut answers, stands, errors).await?;
    file_answers(cx.read(), &mut answers, stands, errors).await?;
    if !errors.is_empty() {
        return Ok(None);
    }
    Ok((|| {
        Some(Checked {
            kind,
            company,
            domain: registered,
            country,
            city,
            customer_phone,
            vat,
            customer_contact,
            need,
            product,
            product_text,
            amount,
            currency: currency?,
            expected_close_on,
            partner_help,
            form_version: form.form_version,
            answers,
        })
    })())
}

/// What the program requires of the core questions, or leaves out.
fn check_presence(form: &FormDefinition, input: &Submission, errors: &mut FieldErrors) {
    for field in CoreField::ALL.iter().filter(|f| !f.always()) {
        let text = match field {
            CoreField::Domain => &input.domain,
            CoreField::Country => &input.country,
            CoreField::City => &input.city,
            CoreField::CustomerPhone => &input.customer_phone,
            CoreField::Vat => &input.vat,
            CoreField::CustomerContact => &input.customer_contact,
            CoreField::Need => &input.need,
            CoreField::Product => &input.product,
            CoreField::PartnerHelp => &input.partner_help,
            CoreField::Company | CoreField::Amount | CoreField::ExpectedCloseOn => continue,
        };
        let empty = text.as_deref().is_none_or(|t| t.trim().is_empty());
        match form.core(*field).presence {
            Presence::Required if empty => errors.add(field.as_str(), "required"),
            Presence::Hidden if !empty => errors.add(field.as_str(), "not_asked"),
            _ => {}
        }
    }
}

fn check_close(text: &str, today: Date, errors: &mut FieldErrors) -> Option<Date> {
    let text = errors.required("expected_close_on", text, 10);
    if text.is_empty() {
        return None;
    }
    match text.parse::<Date>() {
        Ok(date) if date < today => errors.add("expected_close_on", "date_in_past"),
        // A slip of the keyboard in the year.
        Ok(date) if date > today.plus_days(20 * 366) => errors.add("expected_close_on", "date_invalid"),
        Ok(date) => return Some(date),
        Err(_) => errors.add("expected_close_on", "date_invalid"),
    }
    None
}

/// The active product meant by an id, a name or an alias.
async fn find_product(db: &impl ConnectionTrait, text: &str) -> Outcome<Option<ProductId>> {
    if let Ok(id) = text.parse::<ProductId>() {
        let sql = Sql::new("SELECT id FROM product WHERE active AND id = ").bind(id);
        return Ok(sql.value::<ProductId>(db).await?);
    }
    let folded = fold(text);
    let sql = Sql::new("SELECT p.id FROM product p WHERE p.active AND (p.name_folded = ")
        .bind(folded.as_str())
        .push(" OR p.id IN (SELECT a.product_id FROM product_alias a WHERE a.alias_folded = ")
        .bind(folded.as_str())
        .push(")) ORDER BY p.id LIMIT 1");
    Ok(sql.value::<ProductId>(db).await?)
}

/// The names of active products, for a form that proposes them.
///
/// # Errors
/// The database's.
pub async fn product_names(cx: &Ctx) -> Outcome<Vec<String>> {
    let sql = Sql::new("SELECT name FROM product WHERE active ORDER BY name_folded, id LIMIT 200");
    Ok(sql.column::<String>(cx.read()).await?)
}
