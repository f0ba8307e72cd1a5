//! The fields of a registration, as the public forms send and show them.

use super::countries;
use crate::questions::{Core, Filled, NOW_ASKED, Question, answers_otherwise, question_label, questions};
use crate::ui::Ui;
use kernel::id::ProgramId;
use kernel::words::RegistrationKind;
use kernel::{Currency, Failure, FieldErrors, Instant, Locale, Outcome};
use operations::Ctx;
use operations::cosell::form::{Answers, FieldKind, FormDefinition, in_force};
use operations::cosell::registration::draft::{RegistrationDraft, Typed};
use operations::cosell::registration::{Edit, Editable, Sender, product_names};
use operations::cosell::typed_amount::TypedAmount;
use operations::program::ProgramRow;
use serde::Deserialize;
use std::collections::BTreeMap;

/// What a form sent. Missing fields are empty: the operation says which it needs.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Fields {
    pub sender_name: String,
    pub sender_email: String,
    pub sender_company: String,
    /// `lead`; a deal when empty.
    pub kind: String,
    pub company: String,
    pub domain: String,
    pub country: String,
    pub city: String,
    pub customer_phone: String,
    pub vat: String,
    pub customer_contact: String,
    pub need: String,
    pub product: String,
    pub amount: String,
    pub currency: String,
    pub expected_close_on: String,
    pub partner_help: String,
    /// The draft it was begun in, its version, and when it was last kept (microseconds).
    pub draft: String,
    pub draft_version: String,
    pub draft_at: String,
    /// The button: empty sends, `save` keeps, `discard` throws a draft away, `refresh` shows what is asked now.
    #[serde(rename = "do")]
    pub press: String,
    /// A field people never see.
    pub trap: String,
    /// When the form was opened, signed.
    pub opened: String,
}

impl Fields {
    /// What a registration says now, as its reader would type it.
    pub(crate) fn of(ui: &Ui, stands: &Editable) -> Self {
        let text = |text: &Option<String>| text.clone().unwrap_or_default();
        Self {
            company: stands.company.clone(),
            domain: text(&stands.domain),
            country: text(&stands.country),
            city: text(&stands.city),
            customer_phone: text(&stands.customer_phone),
            vat: text(&stands.vat),
            customer_contact: text(&stands.customer_contact),
            need: text(&stands.need),
            product: text(&stands.product),
            amount: stands.amount.map(|amount| ui.typed_amount(amount)).unwrap_or_default(),
            currency: stands.currency.to_string(),
            expected_close_on: stands.expected_close_on.map(|on| on.to_string()).unwrap_or_default(),
            partner_help: text(&stands.partner_help),
            ..Self::default()
        }
    }
    /// What was begun, as its reader types it.
    pub(crate) fn of_draft(ui: &Ui, kept: &RegistrationDraft) -> Self {
        let typed = kept.registration.clone();
        // Written the other language's way: said again in the reader's own, where it says an amount at all.
        let said = typed.submission().amount.filter(|_| typed.typed_in != Some(ui.locale()));
        let amount = match (said, said.and_then(TypedAmount::read)) {
            // What may be either number stays so, and is asked about.
            (Some(said), Some(_)) if said.is_ambiguous() => {
                let other = |c| {
                    if c == '.' {
                        ','
                    } else if c == ',' {
                        '.'
                    } else {
                        c
                    }
                };
                typed.amount.chars().map(other).collect()
            }
            (_, Some(amount)) => ui.typed_amount(amount),
            _ => typed.amount,
        };
        Self {
            company: typed.company,
            domain: typed.domain,
            country: typed.country,
            city: typed.city,
            customer_phone: typed.customer_phone,
            vat: typed.vat,
            customer_contact: typed.customer_contact,
            need: typed.need,
            product: typed.product,
            amount,
            currency: typed.currency,
            expected_close_on: typed.expected_close_on,
            partner_help: typed.partner_help,
            kind: typed.kind,
            draft: kept.id.to_string(),
            draft_version: kept.version.to_string(),
            draft_at: kept.saved_at.0.to_string(),
            ..Self::default()
        }
    }
    /// Whether the questions that hang on the answers are to be shown, and nothing else is to happen.
    pub(crate) fn goes_on(&self) -> bool {
        self.press == "refresh"
    }
    /// What is registered.
    pub(crate) fn kind(&self) -> RegistrationKind {
        self.kind.parse().unwrap_or_default()
    }
    /// When the draft was last kept, in words; empty for what never was.
    pub(crate) fn kept(&self, ui: &Ui) -> String {
        let at = self.draft_at.parse().ok().filter(|_| !self.draft.is_empty());
        at.map(|at| ui.t1("draft-kept", "at", ui.instant(&Instant(at)))).unwrap_or_default()
    }
    /// The text of each question of the deal, by its name; empty where nothing stands.
    fn texts(&self, ui: &Ui) -> [(&'static str, String); 12] {
        let amount =
            if self.amount.trim().is_empty() { String::new() } else { format!("{} {}", self.amount, self.currency) };
        [
            ("company", self.company.clone()),
            ("domain", self.domain.clone()),
            ("customer_contact", self.customer_contact.clone()),
            ("amount", amount),
            ("expected_close_on", self.expected_close_on.clone()),
            ("partner_help", self.partner_help.clone()),
            ("need", self.need.clone()),
            ("product", self.product.clone()),
            ("country", countries::name(ui, &self.country)),
            ("city", self.city.clone()),
            ("customer_phone", self.customer_phone.clone()),
            ("vat", self.vat.clone()),
        ]
    }
    /// What was typed, label and text, in the words of `voice` ([`PARTNER`] or [`VENDOR`]); what is empty is left out.
    pub(crate) fn lines(&self, ui: &Ui, voice: &str) -> Vec<(String, String)> {
        let said = self.texts(ui).into_iter().filter(|(_, text)| !text.trim().is_empty());
        said.map(|(name, text)| (ui.t(&format!("{voice}-{}", name.replace('_', "-"))), text)).collect()
    }
    /// The same with its amount as its reader would write it, and lines ended as they are kept: only what says something else differs.
    fn comparable(&self, ui: &Ui) -> [(&'static str, String); 12] {
        let amount = TypedAmount::typed(&self.amount, ui.locale()).and_then(TypedAmount::read);
        let amount = amount.map_or_else(|| self.amount.clone(), |amount| ui.typed_amount(amount));
        let same = Self { amount, ..self.clone() };
        same.texts(ui).map(|(name, text)| (name, text.replace("\r\n", "\n").trim().to_owned()))
    }
    /// As it was typed.
    pub(crate) fn typed(&self, locale: Locale, answers: &Answers) -> Typed {
        Typed {
            kind: self.kind.clone(),
            company: self.company.clone(),
            domain: self.domain.clone(),
            country: self.country.clone(),
            city: self.city.clone(),
            customer_phone: self.customer_phone.clone(),
            vat: self.vat.clone(),
            customer_contact: self.customer_contact.clone(),
            need: self.need.clone(),
            product: self.product.clone(),
            amount: self.amount.clone(),
            currency: self.currency.clone(),
            expected_close_on: self.expected_close_on.clone(),
            partner_help: self.partner_help.clone(),
            answers: answers.clone(),
            typed_in: Some(locale),
        }
    }
    pub(crate) fn sender(&self) -> Sender {
        Sender {
            name: self.sender_name.clone(),
            email: self.sender_email.clone(),
            company: self.sender_company.clone(),
        }
    }
}

/// A change of what a registration says, as either side's page sends it.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct EditForm {
    #[serde(flatten)]
    pub fields: Fields,
    pub reason: String,
    pub version: Option<i64>,
    /// When the page was made, microseconds.
    pub seen_at: String,
}

impl EditForm {
    pub(crate) fn of(ui: &Ui, stands: &Editable) -> Self {
        Self { fields: Fields::of(ui, stands), ..Self::default() }
    }
    /// When the page that was sent was made.
    pub(crate) fn seen_at(&self) -> Option<Instant> {
        self.seen_at.parse().ok().map(Instant)
    }
    pub(crate) fn edit(&self, locale: Locale, answers: &Answers) -> Edit {
        Edit {
            registration: self.fields.typed(locale, answers).submission(),
            reason: Some(self.reason.clone()),
            version: self.version,
        }
    }
}

/// What a registration says now, to be held against what somebody typed meanwhile.
pub(crate) struct Stands {
    fields: Fields,
    answers: Answers,
}

impl Stands {
    pub(crate) fn of(ui: &Ui, stands: &Editable) -> Self {
        Self { fields: Fields::of(ui, stands), answers: stands.answers.clone() }
    }
}

/// One choice of a select.
#[derive(Debug, Clone)]
pub(crate) struct Choice {
    pub value: String,
    pub label: String,
    pub selected: bool,
}

/// One line of the error summary.
#[derive(Debug, Clone)]
pub(crate) struct Wrong {
    pub field: String,
    pub label: String,
    pub text: String,
}

/// Currencies proposed beside the program's own.
const CURRENCIES: &[&str] = &["EUR", "USD", "GBP", "CHF", "SEK", "DKK", "NOK", "PLN", "CZK", "JPY"];

/// What a form asks, and what files that answered it before are called, by the key of their reference.
struct Asked {
    form: FormDefinition,
    files: BTreeMap<String, String>,
}

impl From<FormDefinition> for Asked {
    fn from(form: FormDefinition) -> Self {
        Self { form, files: BTreeMap::new() }
    }
}

/// The part of a form that is about the deal, with what was wrong.
pub(crate) struct DealForm {
    pub fields: Fields,
    pub errors: FieldErrors,
    pub currencies: Vec<Choice>,
    pub countries: Vec<Choice>,
    pub products: Vec<String>,
    /// Whether the part with what need not be said stands open.
    pub more_open: bool,
    /// What the program set about the core questions.
    pub core: Core,
    /// The program's own questions.
    pub questions: Vec<Question>,
    /// Those that have come up since the page was made.
    pub come_up: Vec<Wrong>,
    asked: FormDefinition,
    /// Whether the program takes leads as well.
    pub leads: bool,
    /// Whose words the labels are: [`PARTNER`] or [`VENDOR`].
    voice: &'static str,
}

/// What need not be said at first sight.
const IN_MORE: [&str; 6] = ["need", "product", "country", "city", "customer_phone", "vat"];

/// Labels that speak to the partner.
pub(crate) const PARTNER: &str = "public-field";
/// Labels that speak of the partner.
pub(crate) const VENDOR: &str = "review-field";

impl DealForm {
    /// The form of a program with these values; `currency` is the one proposed.
    pub(crate) async fn new(
        cx: &Ctx,
        ui: &Ui,
        fields: Fields,
        answers: &Answers,
        errors: FieldErrors,
        program: &ProgramRow,
        currency: Currency,
    ) -> Outcome<Self> {
        let form = in_force(cx.read(), program.id).await?.definition;
        let (leads, asked) = (form.leads, form.of(fields.kind()));
        let form = Self::asking(cx, ui, fields, answers, errors, asked.into(), currency).await?;
        Ok(Self { leads, ..form })
    }

    /// The form in which somebody of the vendor enters a deal for a partner; without a program it asks what every program asks.
    pub(crate) async fn on_behalf(
        cx: &Ctx,
        ui: &Ui,
        fields: Fields,
        answers: &Answers,
        errors: FieldErrors,
        program: Option<ProgramId>,
        currency: Option<Currency>,
    ) -> Outcome<Self> {
        let form = match program {
            Some(program) => in_force(cx.read(), program).await?.definition,
            None => FormDefinition::default(),
        };
        let (leads, asked) = (form.leads, form.of(fields.kind()));
        let currency = currency.unwrap_or(Currency::EUR);
        let form = Self::asking(cx, ui, fields, answers, errors, asked.into(), currency).await?;
        Ok(Self { leads, voice: VENDOR, more_open: true, ..form })
    }

    /// What stands now otherwise than it was typed: label and what stands, empty where nothing does.
    pub(crate) fn stands_otherwise(&self, ui: &Ui, typed: &Answers, stands: &Stands) -> Vec<(String, String)> {
        let now = stands.fields.comparable(ui).into_iter().zip(self.fields.comparable(ui));
        let differs = now.filter(|((name, now), (_, typed))| now != typed && self.asked(name));
        let mut lines: Vec<_> = differs.map(|((name, now), _)| (self.label(ui, name), now)).collect();
        lines.extend(answers_otherwise(ui, &self.asked, typed, &stands.answers));
        lines
    }

    /// Whether it asks for a file.
    pub(crate) fn takes_files(&self) -> bool {
        self.asked.fields.iter().any(|field| field.kind == FieldKind::File)
    }

    /// Whether further answers could open further questions.
    pub(crate) fn may_ask_more(&self) -> bool {
        self.questions.iter().any(|question| !question.asked)
    }

    /// Whether it asks of a lead.
    pub(crate) fn is_lead(&self) -> bool {
        self.fields.kind() == RegistrationKind::Lead
    }

    /// The form that changes what a registration says.
    pub(crate) async fn changing(
        cx: &Ctx,
        ui: &Ui,
        fields: Fields,
        answers: &Answers,
        errors: FieldErrors,
        stands: Editable,
        voice: &'static str,
    ) -> Outcome<Self> {
        let asked = Asked { form: stands.form, files: stands.files };
        let form = Self::asking(cx, ui, fields, answers, errors, asked, stands.currency).await?;
        Ok(Self { voice, more_open: true, ..form })
    }

    async fn asking(
        cx: &Ctx,
        ui: &Ui,
        fields: Fields,
        answers: &Answers,
        errors: FieldErrors,
        asked: Asked,
        currency: Currency,
    ) -> Outcome<Self> {
        let Asked { form: asked, files } = asked;
        // Nothing is wrong with a question that has only just come up.
        let (new, wrong): (Vec<_>, Vec<_>) = errors.0.into_iter().partition(|e| e.code == NOW_ASKED);
        let errors = FieldErrors(wrong);
        let come_up = new.into_iter().map(|e| Wrong {
            label: question_label(ui, &asked, &e.field).unwrap_or_default(),
            text: String::new(),
            field: e.field,
        });
        let come_up = come_up.collect();
        let filled =
            Filled { form: &asked, answers, files: &files, country: &fields.country, currency, errors: &errors };
        let questions = questions(cx, ui, filled).await?;
        let core = Core::of(&asked);
        let chosen = if fields.currency.is_empty() { currency.to_string() } else { fields.currency.clone() };
        let mut codes = vec![currency.to_string()];
        codes.extend(CURRENCIES.iter().map(|c| (*c).to_owned()).filter(|c| *c != currency.as_str()));
        let choice = |value: String, label: String, chosen: &str| Choice { selected: value == chosen, value, label };
        let currencies = codes.into_iter().map(|c| choice(c.clone(), c, &chosen)).collect();
        let mut countries: Vec<Choice> = countries::named(ui)
            .into_iter()
            .map(|(code, name)| choice(code.to_owned(), name, &fields.country))
            .collect();
        // What stands there already is never lost, whatever it is.
        if !fields.country.is_empty() && countries.iter().all(|known| !known.selected) {
            countries.push(choice(fields.country.clone(), fields.country.clone(), &fields.country));
        }
        let more_open =
            errors.0.iter().any(|e| IN_MORE.contains(&e.field.as_str())) || IN_MORE.iter().any(|name| core.must(name));
        let products = product_names(cx).await?;
        Ok(Self {
            leads: false,
            voice: PARTNER,
            products,
            fields,
            errors,
            currencies,
            countries,
            more_open,
            core,
            questions,
            come_up,
            asked,
        })
    }

    /// What a core question is called.
    pub(crate) fn label(&self, ui: &Ui, name: &str) -> String {
        self.core.label(ui, name, ui.t(&format!("{}-{}", self.voice, name.replace('_', "-"))))
    }

    /// The line of help below a core question.
    pub(crate) fn help(&self, ui: &Ui, name: &str) -> String {
        let usual = format!("{}-{}-hint", self.voice, name.replace('_', "-"));
        let usual = if i18n::has(ui.locale(), &usual) { ui.t(&usual) } else { String::new() };
        self.core.help(ui, name, usual)
    }

    /// What could be written there; said to the partner only.
    pub(crate) fn example(&self, ui: &Ui, name: &str) -> String {
        let key = format!("{}-{}-placeholder", self.voice, name.replace('_', "-"));
        if i18n::has(ui.locale(), &key) { ui.t(&key) } else { String::new() }
    }

    /// Whether anything is asked that need not be said at first sight.
    pub(crate) fn asks_more(&self) -> bool {
        IN_MORE.iter().any(|name| self.asked(name))
    }

    /// What was written of the customer beside name and country.
    pub(crate) fn more(&self, name: &str) -> &str {
        match name {
            "city" => &self.fields.city,
            "customer_phone" => &self.fields.customer_phone,
            "vat" => &self.fields.vat,
            _ => "",
        }
    }

    /// Whether a core question is asked.
    pub(crate) fn asked(&self, name: &str) -> bool {
        self.core.asked(name)
    }

    /// Whether a core question must be answered.
    pub(crate) fn must(&self, name: &str) -> bool {
        self.core.must(name)
    }

    /// What is wrong with a field, empty for nothing.
    pub(crate) fn wrong(&self, ui: &Ui, field: &str) -> String {
        ui.field_error(&self.errors, field).unwrap_or_default()
    }

    /// The lines of the error summary.
    pub(crate) fn summary(&self, ui: &Ui) -> Vec<Wrong> {
        let label = |field: &str| {
            if let Some(own) = question_label(ui, &self.asked, field) {
                return own;
            }
            let key = format!("{}-{}", self.voice, field.replace('_', "-"));
            let usual = if i18n::has(ui.locale(), &key) { ui.t(&key) } else { String::new() };
            self.core.label(ui, field, usual)
        };
        let line = |e: &kernel::FieldError| Wrong {
            field: e.field.clone(),
            label: label(&e.field),
            text: i18n::field_error_text(ui.locale(), e),
        };
        self.errors.0.iter().map(line).collect()
    }
}

/// The field errors of a failure; any other failure stays one.
pub(crate) fn field_errors(failure: Failure) -> Result<FieldErrors, Failure> {
    match failure {
        Failure::Invalid(errors) => Ok(errors),
        other => Err(other),
    }
}
