//! What a form may ask, and what must be true of it before it is published.

use crate::program::Bilingual;
use kernel::fold::fold;
use kernel::words::RegistrationKind;
use kernel::{Date, FieldErrors, text_enum};
use regex::{Regex, RegexBuilder};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// More questions than anybody answers.
pub const MOST_FIELDS: usize = 40;
/// Files a form may ask for.
pub const MOST_FILES: usize = 5;
const MOST_OPTIONS: usize = 60;

text_enum! {
    /// The questions every registration has a place for. The company, the amount and the expected close are always asked of a deal; of a lead,
    /// the company.
    pub enum CoreField {
        Company = "company",
        Domain = "domain",
        Country = "country",
        /// Tells namesakes apart.
        City = "city",
        CustomerPhone = "customer_phone",
        Vat = "vat",
        CustomerContact = "customer_contact",
        Need = "need",
        Product = "product",
        Amount = "amount",
        ExpectedCloseOn = "expected_close_on",
        PartnerHelp = "partner_help",
    }
}

impl CoreField {
    /// Whether matching, sums or clocks need it: then it can be renamed, and nothing else.
    pub fn always(self) -> bool {
        matches!(self, Self::Company | Self::Amount | Self::ExpectedCloseOn)
    }

    /// How it stands in a form that says nothing of it.
    pub fn usual(self) -> Presence {
        match self {
            Self::CustomerPhone | Self::Vat => Presence::Hidden,
            _ => Presence::Optional,
        }
    }
}

/// Whether a core question is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Presence {
    /// Asked, may stay empty.
    #[default]
    Optional,
    /// Asked, must be answered.
    Required,
    /// Not asked; an answer is refused.
    Hidden,
}

impl Presence {
    /// As in JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Optional => "optional",
            Self::Required => "required",
            Self::Hidden => "hidden",
        }
    }
}

/// What a program changes about a core question.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct CoreSetting {
    /// Whether it is asked.
    pub presence: Presence,
    /// Whether it is asked of a lead; as of a deal when absent, amount and expected close not at all.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lead: Option<Presence>,
    /// What it is called; our own words when empty.
    pub label: Bilingual,
    /// A line of help below it.
    pub help: Bilingual,
}

text_enum! {
    /// What kind of answer a question takes.
    pub enum FieldKind {
        Text = "text",
        LongText = "long_text",
        Number = "number",
        Money = "money",
        Date = "date",
        Choice = "choice",
        Several = "several",
        Country = "country",
        Product = "product",
        Consent = "consent",
        /// An attachment: the answer is the reference of a file sent before.
        File = "file",
    }
}

/// One choice.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct FormOption {
    /// Stored and sent: small letters, digits and `_`.
    pub key: String,
    /// What it says.
    pub label: Bilingual,
}

/// When a question is asked: an earlier answer is one of these.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Condition {
    /// The key of an earlier question, or `country`.
    pub field: String,
    /// Keys of choices, country codes, `yes` for consent; texts are compared folded.
    pub one_of: Vec<String>,
}

/// A question of the program's own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct FormField {
    /// Stable within the program: small letters, digits and `_`.
    pub key: String,
    /// What it takes.
    #[schema(value_type = String)]
    pub kind: FieldKind,
    /// The question.
    pub label: Bilingual,
    /// A line of help; of a consent, the text agreed to.
    #[serde(default)]
    pub help: Bilingual,
    /// Whether it must be answered when it is shown.
    #[serde(default)]
    pub required: bool,
    /// Asked of deals only (`deal`) or of leads only (`lead`); of both when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    pub asked_of: Option<RegistrationKind>,
    /// A section that begins with this question.
    #[serde(default)]
    pub section: Bilingual,
    /// The choices of `choice` and `several`.
    #[serde(default)]
    pub options: Vec<FormOption>,
    /// Shown always when absent.
    #[serde(default)]
    pub shown_when: Option<Condition>,
    /// At least: characters, or the number itself (whole), or how many choices.
    #[serde(default)]
    pub min: Option<i64>,
    /// At most: as `min`.
    #[serde(default)]
    pub max: Option<i64>,
    /// Not before, of a date.
    #[serde(default)]
    #[schema(value_type = Option<String>, format = Date)]
    pub earliest_on: Option<Date>,
    /// Not after, of a date.
    #[serde(default)]
    #[schema(value_type = Option<String>, format = Date)]
    pub latest_on: Option<Date>,
    /// The whole text must match this regular expression.
    #[serde(default)]
    pub pattern: Option<String>,
    /// The text must be a web or mail address at one of these domains.
    #[serde(default)]
    pub domains: Vec<String>,
    /// Which version of the text is agreed to; consent only.
    #[serde(default)]
    pub text_version: Option<String>,
}

impl FormField {
    /// An empty question of a kind.
    pub fn new(key: &str, kind: FieldKind) -> Self {
        let empty = Bilingual::default;
        Self {
            key: key.to_owned(),
            kind,
            label: empty(),
            help: empty(),
            required: false,
            asked_of: None,
            section: empty(),
            options: Vec::new(),
            shown_when: None,
            min: None,
            max: None,
            earliest_on: None,
            latest_on: None,
            pattern: None,
            domains: Vec::new(),
            text_version: None,
        }
    }
    /// The choice with this key.
    pub fn option(&self, key: &str) -> Option<&FormOption> {
        self.options.iter().find(|o| o.key == key)
    }
}

/// A whole form. The empty one is what every program starts with.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct FormDefinition {
    /// What is changed about the core questions, by name.
    pub core: BTreeMap<String, CoreSetting>,
    /// The program's own questions, in order.
    pub fields: Vec<FormField>,
    /// Whether the program takes leads as well: somebody may buy, and nobody knows yet how much and when.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub leads: bool,
    /// Of which kind this form asks; not kept, see [`FormDefinition::of`].
    #[serde(skip)]
    pub asks: RegistrationKind,
}

impl FormDefinition {
    /// What is set about a core question; nothing changed when it is not named.
    pub fn core(&self, field: CoreField) -> CoreSetting {
        let usual = || CoreSetting { presence: field.usual(), ..CoreSetting::default() };
        let mut setting = self.core.get(field.as_str()).cloned().unwrap_or_else(usual);
        setting.presence = match (self.asks, field) {
            (_, CoreField::Company) => Presence::Required,
            (RegistrationKind::Deal, field) if field.always() => Presence::Required,
            (RegistrationKind::Deal, _) => setting.presence,
            (RegistrationKind::Lead, field) => {
                let usual = if field.always() { Presence::Hidden } else { setting.presence };
                setting.lead.unwrap_or(usual)
            }
        };
        setting
    }
    /// The form as it asks of a deal, or of a lead.
    #[must_use]
    pub fn of(&self, kind: RegistrationKind) -> Self {
        let mut form = self.clone();
        form.fields.retain(|field| field.asked_of.is_none_or(|only| only == kind));
        form.asks = kind;
        form
    }
    /// The question with this key.
    pub fn field(&self, key: &str) -> Option<&FormField> {
        self.fields.iter().find(|f| f.key == key)
    }
}

/// An expression that takes linear time and little memory, and must match from end to end.
pub(super) fn compile(pattern: &str) -> Option<Regex> {
    let limited = |text: &str| RegexBuilder::new(text).size_limit(64 * 1024).nest_limit(20).build().ok();
    // On its own first: one that closes the group around it would no longer be held at both ends.
    limited(pattern)?;
    limited(&format!("^(?:{pattern})$"))
}

/// The definition with its texts trimmed; everything wrong is noted with its path (`fields.0.label`).
pub fn checked(errors: &mut FieldErrors, mut definition: FormDefinition) -> FormDefinition {
    for (name, setting) in &mut definition.core {
        let path = format!("core.{name}");
        match name.parse::<CoreField>() {
            Err(_) => errors.add(&path, "unknown"),
            Ok(CoreField::Company) if setting.lead == Some(Presence::Hidden) => {
                errors.add(&format!("{path}.lead"), "always_asked");
            }
            Ok(field) if field.always() && setting.presence == Presence::Hidden => {
                errors.add(&format!("{path}.presence"), "always_asked");
            }
            Ok(_) => {}
        }
        setting.label = texts(errors, &format!("{path}.label"), &setting.label, 160);
        setting.help = texts(errors, &format!("{path}.help"), &setting.help, 500);
    }
    if definition.fields.len() > MOST_FIELDS {
        errors.add_with("fields", "too_many", [("max", MOST_FIELDS.to_string())]);
    }
    if definition.fields.iter().filter(|f| f.kind == FieldKind::File).count() > MOST_FILES {
        errors.add_with("fields", "form_too_many_files", [("max", MOST_FILES.to_string())]);
    }
    let mut earlier: BTreeMap<String, FormField> = BTreeMap::new();
    for (index, field) in definition.fields.iter_mut().enumerate() {
        let path = format!("fields.{index}");
        check_field(errors, &path, field);
        if let Some(condition) = &field.shown_when {
            check_condition(errors, &format!("{path}.shown_when"), condition, field.asked_of, &earlier);
        }
        if earlier.contains_key(&field.key) || field.key.parse::<CoreField>().is_ok() {
            errors.add(&format!("{path}.key"), "taken");
        }
        earlier.insert(field.key.clone(), field.clone());
    }
    let hidden = definition.core(CoreField::Country).presence == Presence::Hidden;
    for (index, field) in definition.fields.iter().enumerate() {
        if hidden && field.shown_when.as_ref().is_some_and(|c| c.field == "country") {
            errors.add(&format!("fields.{index}.shown_when"), "condition_unknown");
        }
    }
    definition
}

fn is_key(key: &str) -> bool {
    !key.is_empty() && key.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_')
}

fn texts(errors: &mut FieldErrors, path: &str, text: &Bilingual, max: usize) -> Bilingual {
    Bilingual {
        en: errors.optional(&format!("{path}.en"), Some(&text.en), max).unwrap_or_default(),
        de: errors.optional(&format!("{path}.de"), Some(&text.de), max).unwrap_or_default(),
    }
}

fn needed(errors: &mut FieldErrors, path: &str, text: &Bilingual, max: usize) -> Bilingual {
    if text.en.trim().is_empty() && text.de.trim().is_empty() {
        errors.add(path, "required");
    }
    texts(errors, path, text, max)
}

fn check_field(errors: &mut FieldErrors, path: &str, field: &mut FormField) {
    field.key = errors.required(&format!("{path}.key"), &field.key, 40);
    if !field.key.is_empty() && !is_key(&field.key) {
        errors.add(&format!("{path}.key"), "form_key_invalid");
    }
    field.label = needed(errors, &format!("{path}.label"), &field.label, 160);
    field.section = texts(errors, &format!("{path}.section"), &field.section, 160);
    let consent = field.kind == FieldKind::Consent;
    let most = if consent { 4_000 } else { 500 };
    field.help = if consent {
        needed(errors, &format!("{path}.help"), &field.help, most)
    } else {
        texts(errors, &format!("{path}.help"), &field.help, most)
    };
    check_options(errors, path, field);
    if consent {
        let version = errors.required(&format!("{path}.text_version"), field.text_version.as_deref().unwrap_or(""), 20);
        field.text_version = Some(version);
    } else if field.text_version.is_some() {
        errors.add(&format!("{path}.text_version"), "not_of_this_kind");
    }
    let textual = matches!(field.kind, FieldKind::Text | FieldKind::LongText);
    let ranged = textual || matches!(field.kind, FieldKind::Number | FieldKind::Money | FieldKind::Several);
    for (name, value) in [("min", field.min), ("max", field.max)] {
        let Some(value) = value else { continue };
        let (lowest, highest) = if textual { (0, 4_000) } else { (-1_000_000_000_000, 1_000_000_000_000) };
        if !ranged {
            errors.add(&format!("{path}.{name}"), "not_of_this_kind");
        } else if !(lowest..=highest).contains(&value) {
            let params = [("min", lowest.to_string()), ("max", highest.to_string())];
            errors.add_with(&format!("{path}.{name}"), "out_of_range", params);
        }
    }
    let choices = i64::try_from(field.options.len()).unwrap_or(i64::MAX);
    if field.kind == FieldKind::Several && field.min.is_some_and(|min| min > choices) {
        let params = [("min", "0".to_owned()), ("max", choices.to_string())];
        errors.add_with(&format!("{path}.min"), "out_of_range", params);
    }
    if field.min.zip(field.max).is_some_and(|(min, max)| min > max) {
        errors.add(&format!("{path}.max"), "range_reversed");
    }
    if field.kind != FieldKind::Date && (field.earliest_on.is_some() || field.latest_on.is_some()) {
        errors.add(&format!("{path}.earliest_on"), "not_of_this_kind");
    }
    if field.earliest_on.zip(field.latest_on).is_some_and(|(first, last)| first > last) {
        errors.add(&format!("{path}.latest_on"), "range_reversed");
    }
    field.pattern = errors.optional(&format!("{path}.pattern"), field.pattern.as_deref(), 200);
    if let Some(pattern) = &field.pattern {
        if field.kind != FieldKind::Text {
            errors.add(&format!("{path}.pattern"), "not_of_this_kind");
        } else if compile(pattern).is_none() {
            errors.add(&format!("{path}.pattern"), "pattern_invalid");
        }
    }
    if !field.domains.is_empty() && field.kind != FieldKind::Text {
        errors.add(&format!("{path}.domains"), "not_of_this_kind");
    }
    for domain in &mut field.domains {
        match kernel::domain::registrable_domain(domain) {
            Some(known) => *domain = known,
            None => errors.add(&format!("{path}.domains"), "domain_invalid"),
        }
    }
}

fn check_options(errors: &mut FieldErrors, path: &str, field: &mut FormField) {
    let path = format!("{path}.options");
    if !matches!(field.kind, FieldKind::Choice | FieldKind::Several) {
        if !field.options.is_empty() {
            errors.add(&path, "not_of_this_kind");
        }
        return;
    }
    if field.options.is_empty() {
        errors.add(&path, "required");
    }
    if field.options.len() > MOST_OPTIONS {
        errors.add_with(&path, "too_many", [("max", MOST_OPTIONS.to_string())]);
    }
    let (mut keys, mut labels) = (BTreeSet::new(), BTreeSet::new());
    for (index, option) in field.options.iter_mut().enumerate() {
        let path = format!("{path}.{index}");
        option.key = errors.required(&format!("{path}.key"), &option.key, 40);
        if !option.key.is_empty() && !is_key(&option.key) {
            errors.add(&format!("{path}.key"), "form_key_invalid");
        }
        if !keys.insert(option.key.clone()) {
            errors.add(&format!("{path}.key"), "taken");
        }
        option.label = needed(errors, &format!("{path}.label"), &option.label, 160);
        // Nobody could tell them apart.
        let said =
            [("en", &option.label.en), ("de", &option.label.de)].into_iter().filter(|(_, text)| !text.is_empty());
        if said.map(|(language, text)| labels.insert((language, fold(text)))).any(|new| !new) {
            errors.add(&format!("{path}.label"), "taken");
        }
    }
}

/// A condition looks back, never forward: so there is no circle, and one pass decides what is shown.
fn check_condition(
    errors: &mut FieldErrors,
    path: &str,
    condition: &Condition,
    asked_of: Option<RegistrationKind>,
    earlier: &BTreeMap<String, FormField>,
) {
    if condition.one_of.is_empty() || condition.one_of.iter().any(|v| v.trim().is_empty() || v.len() > 200) {
        errors.add(&format!("{path}.one_of"), "required");
    }
    if condition.field == CoreField::Country.as_str() {
        return;
    }
    // What is only asked of leads says nothing of deals.
    let asked = |source: &&FormField| source.asked_of.is_none() || source.asked_of == asked_of;
    let source = earlier.get(&condition.field).filter(|source| source.kind != FieldKind::File).filter(asked);
    let Some(source) = source else {
        errors.add(path, "condition_unknown");
        return;
    };
    if matches!(source.kind, FieldKind::Choice | FieldKind::Several)
        && condition.one_of.iter().any(|value| source.option(value).is_none())
    {
        errors.add(&format!("{path}.one_of"), "unknown");
    }
}

/// Whether an answer satisfies a condition's value.
pub(super) fn same(answer: &str, value: &str) -> bool {
    fold(answer) == fold(value)
}
