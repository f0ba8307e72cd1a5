//! The program's own questions on a page: what a form sent, and what is shown of it.

use crate::failure::PageFailure;
use crate::files::receive_parts;
use crate::html::field::Choice;
use crate::public::countries;
use crate::ui::Ui;
use axum::extract::multipart::Multipart;
use axum::extract::{FromRequest, Request};
use kernel::{Currency, Failure, FieldErrors, Outcome};
use operations::cosell::form::{
    AnswerShown, AnswerValue, Answers, CoreField, CoreSetting, FieldKind, FormDefinition, FormField, Presence,
    file_names, store_key, visible,
};
use operations::cosell::registration::entrance::{PersonalLink, upload_by_stranger};
use operations::cosell::registration::files::{ACCEPTED, NewFile, Uploaded, upload_file};
use operations::cosell::registration::partner_side::StatusLink;
use operations::cosell::registration::product_names;
use operations::{App, Ctx};
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
    /// Files by the question they answer, not taken yet.
    files: BTreeMap<String, NewFile>,
    /// What was wrong with files that could not even be read.
    refused: FieldErrors,
    /// It carried files, and they were let go of.
    pub(crate) had_files: bool,
}

/// A form nobody has read yet: whether its sender may send anything is asked before a byte of a file is taken.
pub(crate) struct Unread(Request);

impl<S: Send + Sync> FromRequest<S> for Unread {
    type Rejection = PageFailure;
    async fn from_request(request: Request, _: &S) -> Result<Self, Self::Rejection> {
        Ok(Self(request))
    }
}

/// Who sends files with a form.
#[derive(Clone, Copy)]
pub(crate) enum Sending<'a> {
    /// Anybody, on the public page of the program with this key.
    Stranger(&'a Ctx, &'a str),
    /// A contact by their personal link.
    Contact(&'a PersonalLink),
    /// Whoever sent a registration, by its status link.
    Sender(&'a StatusLink),
    /// A person of the vendor.
    Vendor(&'a Ctx),
}

impl Sending<'_> {
    async fn upload(self, file: NewFile) -> Outcome<Uploaded> {
        match self {
            Self::Stranger(cx, program) => upload_by_stranger(cx, program, file).await,
            Self::Contact(link) => link.upload(file).await,
            Self::Sender(link) => link.upload(file).await,
            Self::Vendor(cx) => upload_file(cx, file).await,
        }
    }
}

/// Bytes of a form without files.
const MOST_WORDS: usize = 1024 * 1024;

impl Unread {
    /// Reads it: plain, or in parts where it carries files. A file that cannot be taken is noted at its question.
    ///
    /// # Errors
    /// `Invalid` at `form`.
    pub(crate) async fn read<T: DeserializeOwned>(self, app: &App) -> Result<FormWithAnswers<T>, Failure> {
        self.read_within(app.options().file_limits.bytes).await
    }

    /// Reads its words and lets go of the files, for a form that is only shown again.
    ///
    /// # Errors
    /// `Invalid` at `form`.
    pub(crate) async fn read_words<T: DeserializeOwned>(self) -> Result<FormWithAnswers<T>, Failure> {
        let read = self.read_within(0).await?;
        Ok(FormWithAnswers { files: BTreeMap::new(), had_files: !read.refused.is_empty(), ..read })
    }

    async fn read_within<T: DeserializeOwned>(self, limit: usize) -> Result<FormWithAnswers<T>, Failure> {
        let kind = self.0.headers().get(http::header::CONTENT_TYPE).and_then(|v| v.to_str().ok()).unwrap_or_default();
        if !kind.starts_with("multipart/form-data") {
            let bytes = axum::body::to_bytes(self.0.into_body(), MOST_WORDS).await;
            return FormWithAnswers::of(&bytes.map_err(|_| Failure::TooLarge)?);
        }
        let parts = Multipart::from_request(self.0, &()).await.map_err(|_| Failure::field("form", "invalid"))?;
        let parts = receive_parts(parts, limit).await?;
        let words = serde_urlencoded::to_string(&parts.words).map_err(|_| Failure::field("form", "invalid"))?;
        Ok(FormWithAnswers { files: parts.files, refused: parts.refused, ..FormWithAnswers::of(words.as_bytes())? })
    }
}

impl<T: DeserializeOwned> FormWithAnswers<T> {
    fn of(bytes: &[u8]) -> Result<Self, Failure> {
        let read = |_| Failure::field("form", "invalid");
        let form = serde_html_form::from_bytes(bytes).map_err(read)?;
        let pairs: Vec<(String, String)> = serde_html_form::from_bytes(bytes).map_err(read)?;
        let mut shown = BTreeSet::new();
        let mut left_out = BTreeSet::new();
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
                None if name == "left_out" => {
                    left_out.insert(value);
                }
                None => {}
            }
        }
        texts.retain(|key, _| !left_out.contains(key));
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
        let (files, refused) = (BTreeMap::new(), FieldErrors::default());
        Ok(Self { answers: answers.collect(), form, shown, files, refused, had_files: false })
    }

    /// What stood on the page and says nothing is an empty answer: a box that is not ticked, a file that is left out.
    pub(crate) fn emptied(&self) -> Answers {
        let mut answers = self.answers.clone();
        for key in &self.shown {
            answers.entry(key.clone()).or_insert_with(|| AnswerValue::Many(Vec::new()));
        }
        answers
    }

    /// Takes the files that answer a question of `asked` and puts their references among the answers; what is wrong with one is answered at its
    /// question.
    ///
    /// # Errors
    /// Whatever taking one fails with, beside `Invalid`.
    pub(crate) async fn take_files(
        &mut self,
        asked: &FormDefinition,
        country: &str,
        sender: Sending<'_>,
    ) -> Outcome<FieldErrors> {
        let visible = visible(asked, &self.answers, Some(country));
        let wanted =
            |key: &String| visible.contains(key) && asked.field(key).is_some_and(|field| field.kind == FieldKind::File);
        let mut errors = FieldErrors::default();
        let at = |key: &str| format!("answers.{key}");
        errors.0.extend(
            std::mem::take(&mut self.refused)
                .0
                .into_iter()
                .filter(|e| e.field.strip_prefix("answers.").is_some_and(|key| wanted(&key.to_owned()))),
        );
        for (key, file) in std::mem::take(&mut self.files).into_iter().filter(|(key, _)| wanted(key)) {
            match sender.upload(file).await {
                Ok(uploaded) => {
                    self.answers.insert(key, AnswerValue::One(uploaded.reference));
                }
                Err(Failure::Invalid(wrong)) => {
                    errors.0.extend(wrong.0.into_iter().map(|e| kernel::FieldError { field: at(&key), ..e }));
                }
                Err(Failure::Conflict { .. }) => errors.add(&at(&key), "files_off"),
                Err(other) => return Err(other),
            }
        }
        Ok(errors)
    }
}

/// Noted at a question that has come up since the page was made.
pub(crate) const NOW_ASKED: &str = "now_asked";

/// Answers to what is no longer asked are dropped. Where a question that must be answered has come up since the page was made, all that have are
/// noted as [`NOW_ASKED`]: without scripts they are seen on the next page. One that may stay empty holds nobody up.
pub(crate) fn settle(
    form: &FormDefinition,
    answers: &mut Answers,
    country: &str,
    shown: &BTreeSet<String>,
) -> FieldErrors {
    let asked = visible(form, answers, Some(country));
    answers.retain(|key, _| form.field(key).is_none() || asked.contains(key));
    let new: Vec<_> = form.fields.iter().filter(|f| asked.contains(&f.key) && !shown.contains(&f.key)).collect();
    let mut errors = FieldErrors::default();
    for field in new.iter().filter(|_| new.iter().any(|field| field.required)) {
        errors.add(&format!("answers.{}", field.key), NOW_ASKED);
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
    /// Whether it is asked, as far as answers go; the others wait for theirs.
    pub(crate) asked: bool,
    /// The question it hangs on, or `country`; empty for what is always asked.
    pub(crate) when: String,
    /// The answers that open it, as JSON.
    pub(crate) one_of: String,
}

impl Question {
    /// What a file chooser is told to offer.
    pub(crate) fn accepted(&self) -> &'static str {
        ACCEPTED
    }
}

/// A form with what is said in it so far.
#[derive(Clone, Copy)]
pub(crate) struct Filled<'a> {
    pub(crate) form: &'a FormDefinition,
    pub(crate) answers: &'a Answers,
    /// What files that are attached already are called, by the key of their reference.
    pub(crate) files: &'a BTreeMap<String, String>,
    /// The customer's country, which opens questions as answers do.
    pub(crate) country: &'a str,
    pub(crate) currency: Currency,
    pub(crate) errors: &'a FieldErrors,
}

/// All questions, with those that are not asked given these answers among them.
pub(crate) async fn questions(cx: &Ctx, ui: &Ui, filled: Filled<'_>) -> Outcome<Vec<Question>> {
    let Filled { form, answers, country, currency, errors, .. } = filled;
    let asked = visible(form, answers, Some(country));
    let products =
        if form.fields.iter().any(|f| f.kind == FieldKind::Product) { product_names(cx).await? } else { Vec::new() };
    let locale = ui.locale();
    let key_of = |key: &str| answers.get(key).and_then(|v| v.texts().first().and_then(|text| store_key(text)));
    let keys: Vec<String> =
        form.fields.iter().filter(|f| f.kind == FieldKind::File).filter_map(|f| key_of(&f.key)).collect();
    let mut files = file_names(cx.read(), &keys).await?;
    files.extend(filled.files.clone());
    let all = form.fields.iter().map(|field| {
        let when = field.shown_when.as_ref();
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
            // What was sent already, while the rest is mended.
            FieldKind::File => {
                let name = key_of(&field.key).and_then(|key| files.get(&key).cloned());
                name.map(|name| choice(first, name)).into_iter().collect()
            }
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
            help: match (field.kind, field.help.text(locale)) {
                (FieldKind::File, "") => crate::files::hint(ui, &cx.app),
                // What the program says of it beside what can be sent at all.
                (FieldKind::File, help) => format!("{help} {}", crate::files::hint(ui, &cx.app)),
                (_, help) => help.to_owned(),
            },
            required: field.required,
            asked: asked.contains(&field.key),
            when: when.map(|condition| condition.field.clone()).unwrap_or_default(),
            one_of: when.and_then(|c| serde_json::to_string(&c.one_of).ok()).unwrap_or_default(),
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
        FieldKind::Text | FieldKind::LongText | FieldKind::Product | FieldKind::File => answer.values.join(", "),
    }
}

/// Label and text of each answer.
pub(crate) fn answer_lines(ui: &Ui, answers: &[AnswerShown]) -> Vec<(String, String)> {
    answers.iter().map(|a| (a.label.text(ui.locale()).to_owned(), answer_text(ui, a))).collect()
}

/// Label and text of what was typed, not checked yet; a file is named by its question only.
pub(crate) fn answer_lines_typed(ui: &Ui, form: &FormDefinition, answers: &Answers) -> Vec<(String, String)> {
    let line = |field: &FormField| {
        let text = answer_typed(ui, field, answers);
        (!text.is_empty()).then(|| (field.label.text(ui.locale()).to_owned(), text))
    };
    form.fields.iter().filter_map(line).collect()
}

/// Label and text of the answers that stand otherwise than they were typed; what was not asked is left out.
pub(crate) fn answers_otherwise(
    ui: &Ui,
    form: &FormDefinition,
    typed: &Answers,
    stands: &Answers,
) -> Vec<(String, String)> {
    let said = |answers: &Answers, key: &str| -> Vec<String> {
        let texts = answers.get(key).map(AnswerValue::texts).unwrap_or_default();
        texts.iter().map(|text| text.replace("\r\n", "\n").trim().to_owned()).filter(|text| !text.is_empty()).collect()
    };
    let differs =
        |field: &&FormField| typed.contains_key(&field.key) && said(typed, &field.key) != said(stands, &field.key);
    let line = |field: &FormField| (field.label.text(ui.locale()).to_owned(), answer_typed(ui, field, stands));
    form.fields.iter().filter(differs).map(line).collect()
}

/// What was typed in answer to a question, in words; empty for nothing.
fn answer_typed(ui: &Ui, field: &FormField, answers: &Answers) -> String {
    let said = answers.get(&field.key).map(AnswerValue::texts).unwrap_or_default();
    let text = |one: &&str| match field.kind {
        FieldKind::Choice | FieldKind::Several => {
            field.option(one).map_or_else(|| (*one).to_owned(), |o| o.label.text(ui.locale()).to_owned())
        }
        FieldKind::Country => countries::name(ui, one),
        FieldKind::Consent => ui.t("form-yes"),
        FieldKind::File => ui.t("form-kind-file"),
        _ => (*one).to_owned(),
    };
    said.iter().map(text).collect::<Vec<_>>().join(", ")
}
