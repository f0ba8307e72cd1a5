//! The program's own questions on a page: what a form sent, and what is shown of it.

use crate::failure::PageFailure;
use crate::html::field::Choice;
use crate::public::countries;
use crate::ui::Ui;
use axum::body::Bytes;
use axum::extract::{FromRequest, Request};
use kernel::{Currency, Failure, FieldErrors, Outcome};
use operations::Ctx;
use operations::cosell::form::{
    AnswerShown, AnswerValue, Answers, CoreField, CoreSetting, FieldKind, FormDefinition, Presence, visible,
};
use operations::cosell::registration::product_names;
use serde::de::DeserializeOwned;
use std::collections::{BTreeMap, BTreeSet};

/// A form with answers (`answers.<key>`) beside its own fields `T`.
pub(crate) struct FormWithAnswers<T> {
    /// Its own fields.
    pub(crate) form: T,
    /// The answers.
    pub(crate) answers: Answers,
    /// The questions that stood on the page.
    pub(crate) shown: BTreeSet<String>,
}

impl<T: DeserializeOwned, S: Send + Sync> FromRequest<S> for FormWithAnswers<T> {
    type Rejection = PageFailure;
    async fn from_request(request: Request, state: &S) -> Result<Self, Self::Rejection> {
        let bytes = Bytes::from_request(request, state).await.map_err(|_| Failure::field("form", "too_large"))?;
        let read = |_| PageFailure(Failure::field("form", "invalid"));
        let form = serde_html_form::from_bytes(&bytes).map_err(read)?;
        let pairs: Vec<(String, String)> = serde_html_form::from_bytes(&bytes).map_err(read)?;
        let mut shown = BTreeSet::new();
        let mut texts: BTreeMap<String, Vec<String>> = BTreeMap::new();
        let mut currencies = BTreeMap::new();
        for (name, value) in pairs {
            match name.strip_prefix("answers.") {
                Some(name) => match name.strip_suffix(".currency") {
                    Some(name) => {
                        currencies.insert(name.to_owned(), value);
                    }
                    None => texts.entry(name.to_owned()).or_default().push(value),
                },
                None if name == "shown" => {
                    shown.insert(value);
                }
                None => {}
            }
        }
        let answers = texts.into_iter().map(|(key, mut all)| {
            if let (Some(currency), [amount]) = (currencies.get(&key), all.as_mut_slice())
                && !amount.trim().is_empty()
            {
                *amount = format!("{} {currency}", amount.trim());
            }
            let value = match <[String; 1]>::try_from(all) {
                Ok([one]) => AnswerValue::One(one),
                Err(all) => AnswerValue::Many(all),
            };
            (key, value)
        });
        Ok(Self { answers: answers.collect(), form, shown })
    }
}

/// Answers to what is no longer asked are dropped; a question that has come up since the page was made is noted as `now_asked`, so that
/// nobody's registration goes off without it having been seen.
pub(crate) fn settle(
    form: &FormDefinition,
    answers: &mut Answers,
    country: &str,
    shown: &BTreeSet<String>,
) -> FieldErrors {
    let asked = visible(form, answers, Some(country));
    answers.retain(|key, _| form.field(key).is_none() || asked.contains(key));
    let mut errors = FieldErrors::default();
    for field in form.fields.iter().filter(|f| asked.contains(&f.key) && !shown.contains(&f.key)) {
        errors.add(&format!("answers.{}", field.key), "now_asked");
    }
    errors
}

/// One question on a page.
#[derive(Debug, Clone)]
pub(crate) struct Question {
    pub(crate) key: String,
    pub(crate) name: String,
    pub(crate) currency_name: String,
    pub(crate) kind: &'static str,
    pub(crate) section: String,
    pub(crate) label: String,
    pub(crate) help: String,
    pub(crate) required: bool,
    pub(crate) value: String,
    pub(crate) options: Vec<Choice>,
    pub(crate) error: String,
}

/// The questions that are asked, given these answers.
pub(crate) async fn questions(
    cx: &Ctx,
    ui: &Ui,
    form: &FormDefinition,
    answers: &Answers,
    country: &str,
    currency: Currency,
    errors: &FieldErrors,
) -> Outcome<Vec<Question>> {
    let asked = visible(form, answers, Some(country));
    let products =
        if form.fields.iter().any(|f| f.kind == FieldKind::Product) { product_names(cx).await? } else { Vec::new() };
    let locale = ui.locale();
    let all = form.fields.iter().filter(|f| asked.contains(&f.key)).map(|field| {
        let said: Vec<&str> = answers.get(&field.key).map(AnswerValue::texts).unwrap_or_default();
        let first = said.first().copied().unwrap_or_default();
        let (value, code) = match first.rsplit_once(' ') {
            Some((amount, code)) if field.kind == FieldKind::Money => (amount, code.to_owned()),
            _ => (first, currency.to_string()),
        };
        let choice =
            |value: &str, label: String| Choice { selected: said.contains(&value), value: value.to_owned(), label };
        let options = match field.kind {
            FieldKind::Choice | FieldKind::Several => {
                field.options.iter().map(|o| choice(&o.key, o.label.text(locale).to_owned())).collect()
            }
            FieldKind::Country => countries::named(ui).into_iter().map(|(code, name)| choice(code, name)).collect(),
            FieldKind::Product => products.iter().map(|name| choice(name, name.clone())).collect(),
            FieldKind::Consent => vec![choice("yes", field.label.text(locale).to_owned())],
            FieldKind::Money => {
                let mut codes = vec![currency.to_string()];
                codes.extend(["EUR", "USD", "GBP", "CHF"].map(str::to_owned));
                let mut seen = BTreeSet::new();
                codes.retain(|c| seen.insert(c.clone()));
                codes.into_iter().map(|c| Choice::new(&c, c.clone(), &code)).collect()
            }
            FieldKind::Text | FieldKind::LongText | FieldKind::Number | FieldKind::Date => Vec::new(),
        };
        let name = format!("answers.{}", field.key);
        Question {
            currency_name: format!("{name}.currency"),
            error: ui.field_error(errors, &name).unwrap_or_default(),
            kind: field.kind.as_str(),
            section: field.section.text(locale).to_owned(),
            label: field.label.text(locale).to_owned(),
            help: field.help.text(locale).to_owned(),
            required: field.required,
            value: value.to_owned(),
            key: field.key.clone(),
            options,
            name,
        }
    });
    Ok(all.collect())
}

/// The question an error is about, as the form calls it.
pub(crate) fn question_label(ui: &Ui, form: &FormDefinition, field: &str) -> Option<String> {
    let asked = form.field(field.strip_prefix("answers.")?)?;
    Some(asked.label.text(ui.locale()).to_owned())
}

/// What a program set about the core questions.
#[derive(Debug, Clone, Default)]
pub(crate) struct Core(BTreeMap<&'static str, CoreSetting>);

impl Core {
    /// As the form has it.
    pub(crate) fn of(form: &FormDefinition) -> Self {
        Self(CoreField::ALL.iter().map(|field| (field.as_str(), form.core(*field))).collect())
    }
    /// Whether it is asked.
    pub(crate) fn asked(&self, name: &str) -> bool {
        self.0.get(name).is_none_or(|s| s.presence != Presence::Hidden)
    }
    /// Whether it must be answered.
    pub(crate) fn must(&self, name: &str) -> bool {
        self.0.get(name).is_some_and(|s| s.presence == Presence::Required)
    }
    /// What the program calls it; `usual` when it has no words of its own.
    pub(crate) fn label(&self, ui: &Ui, name: &str, usual: String) -> String {
        let own = self.0.get(name).map(|s| s.label.text(ui.locale())).unwrap_or_default();
        if own.is_empty() { usual } else { own.to_owned() }
    }
    /// The line of help; `usual` when the program has none.
    pub(crate) fn help(&self, ui: &Ui, name: &str, usual: String) -> String {
        let own = self.0.get(name).map(|s| s.help.text(ui.locale())).unwrap_or_default();
        if own.is_empty() { usual } else { own.to_owned() }
    }
}

/// An answer as a reader reads it.
pub(crate) fn answer_text(ui: &Ui, answer: &AnswerShown) -> String {
    let locale = ui.locale();
    match answer.kind {
        FieldKind::Choice | FieldKind::Several => {
            answer.options.iter().map(|o| o.text(locale)).collect::<Vec<_>>().join(", ")
        }
        FieldKind::Money => answer.amount.as_ref().map(|m| ui.money(m)).unwrap_or_default(),
        FieldKind::Consent => ui.t1("form-agreed", "version", answer.values.join(", ")),
        FieldKind::Date => {
            let date = answer.values.first().and_then(|v| v.parse().ok());
            date.map(|d| ui.date(&d)).unwrap_or_default()
        }
        FieldKind::Country => {
            let code = answer.values.join(", ");
            let key = format!("country-{code}");
            if i18n::has(locale, &key) { ui.t(&key) } else { code }
        }
        FieldKind::Number => {
            let plain = answer.values.join(", ");
            match locale {
                kernel::Locale::En => plain,
                kernel::Locale::De => plain.replace('.', ","),
            }
        }
        FieldKind::Text | FieldKind::LongText | FieldKind::Product => answer.values.join(", "),
    }
}

/// Label and text of each answer.
pub(crate) fn answer_lines(ui: &Ui, answers: &[AnswerShown]) -> Vec<(String, String)> {
    answers.iter().map(|a| (a.label.text(ui.locale()).to_owned(), answer_text(ui, a))).collect()
}
