//! What is shown, and what an answer must be. Pure: the form, the answers, nothing else.

use super::definition::{FieldKind, FormDefinition, FormField, compile, same};
use super::file;
use crate::cosell::typed_amount::{TypedAmount, both_readings, number_format};
use kernel::fold::fold;
use kernel::money::{NumberFormat, SCALE, may_be_thousands, parse_amount};
use kernel::{Currency, Date, FieldErrors, Locale};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// One answer or several.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(untagged)]
pub enum AnswerValue {
    /// A text; a number as `1200.50`, a date as `2027-03-31`, consent as `yes`, money as `1200.50 EUR`, a file as the reference it was given.
    One(String),
    /// The keys of several choices.
    Many(Vec<String>),
}

impl AnswerValue {
    /// Those that say something.
    pub fn texts(&self) -> Vec<&str> {
        let all: Vec<&str> = match self {
            Self::One(text) => vec![text],
            Self::Many(texts) => texts.iter().map(String::as_str).collect(),
        };
        all.into_iter().map(str::trim).filter(|t| !t.is_empty()).collect()
    }
}

/// Answers by the key of the question.
pub type Answers = BTreeMap<String, AnswerValue>;

/// An answer that is as it must be, one row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Given {
    /// The question.
    pub field: String,
    /// From 0 on, where there are several.
    pub position: i32,
    /// Canonical: a key, a code, a date, a plain number, the text.
    pub text: String,
    /// A number or an amount in ten-thousandths.
    pub number: Option<i64>,
    /// Of an amount.
    pub currency: Option<Currency>,
    /// A date.
    pub on: Option<Date>,
    /// Where the bytes of a file lie; its name is `text`.
    pub store_key: Option<String>,
}

/// How the reader of a form writes numbers; the plain form when nobody says.
fn format(typed_in: Option<Locale>) -> NumberFormat {
    typed_in.map_or(NumberFormat::PLAIN, number_format)
}

fn said<'a>(answers: &'a Answers, key: &str) -> Vec<&'a str> {
    answers.get(key).map(AnswerValue::texts).unwrap_or_default()
}

/// The keys of the questions that are asked, given these answers and the customer's country. An answer to a question that is not asked
/// shows nothing either.
pub fn visible(form: &FormDefinition, answers: &Answers, country: Option<&str>) -> BTreeSet<String> {
    let mut shown = BTreeSet::new();
    for field in &form.fields {
        let asked = field.shown_when.as_ref().is_none_or(|condition| {
            let source = if condition.field == "country" {
                country.map(str::trim).into_iter().collect()
            } else if shown.contains(&condition.field) {
                said(answers, &condition.field)
            } else {
                Vec::new()
            };
            source.iter().any(|answer| condition.one_of.iter().any(|value| same(answer, value)))
        });
        if asked {
            shown.insert(field.key.clone());
        }
    }
    shown
}

/// The answers as they are stored; everything wrong is noted at `answers.<key>`: an answer to an unknown question, an answer to a question
/// that is not asked, a missing or wrong one.
pub fn read_answers(
    form: &FormDefinition,
    answers: &Answers,
    country: Option<&str>,
    currency: Currency,
    typed_in: Option<Locale>,
    errors: &mut FieldErrors,
) -> Vec<Given> {
    let shown = visible(form, answers, country);
    for (key, value) in answers {
        let at = format!("answers.{key}");
        match form.field(key) {
            None => errors.add(&at, "unknown_field"),
            Some(_) if !shown.contains(key) && !value.texts().is_empty() => errors.add(&at, "not_asked"),
            Some(_) => {}
        }
    }
    let mut given = Vec::new();
    for field in form.fields.iter().filter(|f| shown.contains(&f.key)) {
        let texts = said(answers, &field.key);
        let at = format!("answers.{}", field.key);
        if texts.is_empty() {
            if field.required {
                errors.add(&at, "required");
            }
            continue;
        }
        if texts.len() > 1 && field.kind != FieldKind::Several {
            errors.add(&at, "repeated");
            continue;
        }
        let mut seen = BTreeSet::new();
        for text in texts.iter().filter(|t| seen.insert(**t)) {
            if let Some(mut one) = read(field, text, &at, currency, format(typed_in), errors) {
                one.position =
                    i32::try_from(given.iter().filter(|g: &&Given| g.field == field.key).count()).unwrap_or(0);
                given.push(one);
            }
        }
        if field.kind == FieldKind::Several {
            count_in_range(field, seen.len(), &at, errors);
        }
    }
    let mut files = BTreeSet::new();
    for one in &given {
        if one.store_key.as_ref().is_some_and(|key| !files.insert(key)) {
            errors.add(&format!("answers.{}", one.field), "file_twice");
        }
    }
    given
}

fn count_in_range(field: &FormField, count: usize, at: &str, errors: &mut FieldErrors) {
    let count = i64::try_from(count).unwrap_or(i64::MAX);
    if field.min.is_some_and(|min| count < min) {
        errors.add_with(at, "too_few", [("min", field.min.unwrap_or_default().to_string())]);
    } else if field.max.is_some_and(|max| count > max) {
        errors.add_with(at, "too_many", [("max", field.max.unwrap_or_default().to_string())]);
    }
}

fn read(
    field: &FormField,
    text: &str,
    at: &str,
    currency: Currency,
    format: NumberFormat,
    errors: &mut FieldErrors,
) -> Option<Given> {
    let given = |text: &str| Given {
        field: field.key.clone(),
        position: 0,
        text: text.to_owned(),
        number: None,
        currency: None,
        on: None,
        store_key: None,
    };
    match field.kind {
        FieldKind::Text | FieldKind::LongText => read_text(field, text, at, errors).map(|text| given(&text)),
        FieldKind::Number | FieldKind::Money => {
            let (text, currency) = match text.rsplit_once(' ') {
                Some((amount, code)) if field.kind == FieldKind::Money && code.len() == 3 => {
                    match code.parse::<Currency>() {
                        Ok(currency) if currency.is_in_use() => (amount, currency),
                        _ => {
                            errors.add(at, "currency_invalid");
                            return None;
                        }
                    }
                }
                _ => (text, currency),
            };
            let number = read_number(field, text, at, format, errors)?;
            let mut one = given(&plain(number));
            one.number = Some(number);
            one.currency = (field.kind == FieldKind::Money).then_some(currency);
            Some(one)
        }
        FieldKind::Date => {
            let Ok(date) = text.parse::<Date>() else {
                errors.add(at, "date_invalid");
                return None;
            };
            if field.earliest_on.is_some_and(|first| date < first) {
                errors.add_with(at, "date_too_early", [("min", field.earliest_on?.to_string())]);
                return None;
            }
            if field.latest_on.is_some_and(|last| date > last) {
                errors.add_with(at, "date_too_late", [("max", field.latest_on?.to_string())]);
                return None;
            }
            let mut one = given(&date.to_string());
            one.on = Some(date);
            Some(one)
        }
        FieldKind::Choice | FieldKind::Several => match field.option(text) {
            Some(option) => Some(given(&option.key)),
            None => {
                errors.add(at, "unknown");
                None
            }
        },
        FieldKind::Country => {
            let code = text.to_ascii_uppercase();
            if kernel::country::is_country(&code) {
                return Some(given(&code));
            }
            errors.add(at, "unknown");
            None
        }
        // Which product it is, only the database knows: see `product_answers`.
        FieldKind::Product => errors.optional(at, Some(text), 200).map(|text| given(&text)),
        // What it is called, only the database knows: see `file_answers`.
        FieldKind::File => match file::store_key(text) {
            Some(key) => Some(Given { store_key: Some(key), ..given(text) }),
            None => {
                errors.add(at, "file_gone");
                None
            }
        },
        FieldKind::Consent => {
            if text == "yes" {
                return Some(given(field.text_version.as_deref().unwrap_or_default()));
            }
            errors.add(at, "unknown");
            None
        }
    }
}

fn read_text(field: &FormField, text: &str, at: &str, errors: &mut FieldErrors) -> Option<String> {
    let longest = if field.kind == FieldKind::Text { 300 } else { 4_000 };
    let max = field.max.and_then(|max| usize::try_from(max).ok()).unwrap_or(longest).min(4_000);
    let text = errors.optional(at, Some(text), max)?;
    let count = i64::try_from(text.chars().count()).unwrap_or(i64::MAX);
    if let Some(min) = field.min.filter(|min| count < *min) {
        errors.add_with(at, "too_short", [("min", min.to_string())]);
        return None;
    }
    if field.kind == FieldKind::Text && text.contains(['\n', '\r']) {
        errors.add(at, "invalid");
        return None;
    }
    if let Some(pattern) = &field.pattern
        && !compile(pattern).is_some_and(|p| p.is_match(&text))
    {
        errors.add(at, "pattern_mismatch");
        return None;
    }
    if !field.domains.is_empty() {
        let host = text.rsplit('@').next().unwrap_or(&text);
        let domain = kernel::domain::registrable_domain(host);
        if !domain.is_some_and(|d| field.domains.contains(&d)) {
            errors.add_with(at, "domain_not_allowed", [("domains", field.domains.join(", "))]);
            return None;
        }
    }
    Some(text)
}

fn read_number(field: &FormField, text: &str, at: &str, format: NumberFormat, errors: &mut FieldErrors) -> Option<i64> {
    use kernel::money::BadAmount;
    let number = match parse_amount(text, format) {
        Ok(number) => number,
        Err(bad) => {
            errors.add(
                at,
                match bad {
                    BadAmount::NotANumber => "not_a_number",
                    BadAmount::TooPrecise => "too_precise",
                    BadAmount::TooLarge => "too_large",
                },
            );
            return None;
        }
    };
    if may_be_thousands(text, format) {
        errors.add_with(at, "number_ambiguous", both_readings(number, format.decimal));
        return None;
    }
    // An amount of money is checked as everywhere else.
    if field.kind == FieldKind::Money {
        TypedAmount::of(number).check(errors, at)?;
    }
    let lower = field.min.map(|min| min.saturating_mul(SCALE)).is_some_and(|min| number < min);
    let higher = field.max.map(|max| max.saturating_mul(SCALE)).is_some_and(|max| number > max);
    if lower || higher {
        let (code, name, limit) =
            if lower { ("too_small", "min", field.min?) } else { ("over_limit", "max", field.max?) };
        errors.add_with(at, code, [(name, limit.to_string())]);
        return None;
    }
    Some(number)
}

/// Ten-thousandths as a plain number without needless zeros.
pub(super) fn plain(number: i64) -> String {
    let sign = if number < 0 { "-" } else { "" };
    let (whole, rest) = (number.unsigned_abs() / SCALE.unsigned_abs(), number.unsigned_abs() % SCALE.unsigned_abs());
    if rest == 0 {
        return format!("{sign}{whole}");
    }
    let decimals = format!("{rest:04}");
    format!("{sign}{whole}.{}", decimals.trim_end_matches('0'))
}

/// The short folded form filters use.
pub(super) fn filter_key(text: &str) -> String {
    fold(text).chars().take(120).collect()
}

#[cfg(test)]
mod tests {
    use super::super::definition::{Condition, FormOption, checked};
    use super::*;
    use crate::program::Bilingual;
    use kernel::words::RegistrationKind;
    use proptest::prelude::*;

    fn words(text: &str) -> Bilingual {
        Bilingual { en: text.to_owned(), de: text.to_owned() }
    }

    fn question(key: &str, kind: FieldKind) -> FormField {
        let option = |key: &str| FormOption { key: key.to_owned(), label: words(key) };
        FormField {
            label: words(key),
            help: words(key),
            options: match kind {
                FieldKind::Choice | FieldKind::Several => vec![option("a"), option("b")],
                _ => Vec::new(),
            },
            text_version: (kind == FieldKind::Consent).then(|| "1".to_owned()),
            ..FormField::new(key, kind)
        }
    }

    fn codes(form: &FormDefinition, answers: &[(&str, &str)]) -> Vec<(String, String)> {
        let answers = answers.iter().map(|(k, v)| ((*k).to_owned(), AnswerValue::One((*v).to_owned()))).collect();
        let mut errors = FieldErrors::default();
        let _ = read_answers(form, &answers, None, Currency::EUR, None, &mut errors);
        errors.0.into_iter().map(|e| (e.field, e.code)).collect()
    }

    fn one(field: FormField) -> FormDefinition {
        FormDefinition { fields: vec![field], ..FormDefinition::default() }
    }

    #[test]
    fn three_decimals_are_asked_about_where_a_person_typed_them() {
        let read = |kind, text: &str, typed_in| {
            let answers = Answers::from([("q".to_owned(), AnswerValue::One(text.to_owned()))]);
            let mut errors = FieldErrors::default();
            let given = read_answers(&one(question("q", kind)), &answers, None, Currency::EUR, typed_in, &mut errors);
            match errors.0.first() {
                Some(error) => Err(format!("{} {} {}", error.code, error.params["read"], error.params["other"])),
                None => Ok(given[0].number),
            }
        };
        for kind in [FieldKind::Number, FieldKind::Money] {
            let ambiguous = |read: &str| Err(format!("number_ambiguous {read} 1500"));
            assert_eq!(read(kind, "1.500", Some(Locale::En)), ambiguous("1.5000"));
            assert_eq!(read(kind, "1,500", Some(Locale::De)), ambiguous("1,5000"));
            assert_eq!(read(kind, "1.500", Some(Locale::De)), Ok(Some(15_000_000)));
            assert_eq!(read(kind, "1.500", None), Ok(Some(15_000)));
        }
        assert_eq!(
            read(FieldKind::Money, "1.500 USD", Some(Locale::En)),
            Err("number_ambiguous 1.5000 1500".to_owned())
        );
    }

    #[test]
    fn each_rule_says_what_is_wrong() {
        let text = |change: fn(&mut FormField)| {
            let mut field = question("q", FieldKind::Text);
            change(&mut field);
            one(field)
        };
        let wrong = |form: &FormDefinition, answer: &str| {
            codes(form, &[("q", answer)]).into_iter().map(|(_, code)| code).collect::<Vec<_>>().join(" ")
        };
        let pattern = text(|f| f.pattern = Some("[A-Z]{2}|[0-9]{2}".to_owned()));
        assert_eq!(wrong(&pattern, "AB"), "");
        assert_eq!(wrong(&pattern, "ABx"), "pattern_mismatch", "the whole text, each branch");
        let domains = text(|f| f.domains = vec!["example.com".to_owned()]);
        assert_eq!(wrong(&domains, "ada@mail.example.com"), "");
        assert_eq!(wrong(&domains, "ada@example.com.elsewhere.de"), "domain_not_allowed");
        assert_eq!(wrong(&text(|f| f.min = Some(3)), "äö"), "too_short");
        assert_eq!(wrong(&text(|f| f.max = Some(3)), "äöüß"), "too_long");
        assert_eq!(wrong(&one(FormField { max: Some(5), ..question("q", FieldKind::Number) }), "5.1"), "over_limit");
        assert_eq!(wrong(&one(question("q", FieldKind::Money)), "-1"), "negative");
        assert_eq!(wrong(&one(question("q", FieldKind::Money)), "1 eur1"), "not_a_number");
        assert_eq!(wrong(&one(question("q", FieldKind::Date)), "31.3.2027"), "date_invalid");
        assert_eq!(wrong(&one(question("q", FieldKind::Choice)), "c"), "unknown");
        assert_eq!(wrong(&one(question("q", FieldKind::Consent)), "no"), "unknown");
        assert_eq!(
            codes(&one(question("q", FieldKind::Text)), &[("p", "x")])[0],
            ("answers.p".into(), "unknown_field".into())
        );
    }

    #[test]
    fn one_file_answers_one_question() {
        let fields = vec![question("order", FieldKind::File), question("plan", FieldKind::File)];
        let form = FormDefinition { fields, ..FormDefinition::default() };
        let (one, other) = ("file_0123456789abcdefghjk", "file_0123456789abcdefghjm");
        assert_eq!(codes(&form, &[("order", one), ("plan", other)]), []);
        let twice = codes(&form, &[("order", one), ("plan", one)]);
        assert_eq!(twice, [("answers.plan".to_owned(), "file_twice".to_owned())]);
    }

    #[test]
    fn a_form_that_cannot_work_is_refused_where_it_is_wrong() {
        let wrong = |fields: Vec<FormField>| {
            let mut errors = FieldErrors::default();
            let _ = checked(&mut errors, FormDefinition { fields, ..FormDefinition::default() });
            errors.0.into_iter().map(|e| format!("{} {}", e.field, e.code)).collect::<Vec<_>>()
        };
        let text = || question("q", FieldKind::Text);
        let when = |field: &str| Some(Condition { field: field.to_owned(), one_of: vec!["a".to_owned()] });
        assert!(wrong(vec![text(), question("c", FieldKind::Choice)]).is_empty());
        assert_eq!(wrong(vec![text(), text()]), ["fields.1.key taken"]);
        assert_eq!(wrong(vec![question("company", FieldKind::Text)]), ["fields.0.key taken"]);
        assert_eq!(
            wrong(vec![FormField { pattern: Some("(".into()), ..text() }]),
            ["fields.0.pattern pattern_invalid"]
        );
        let huge = Some("(a{900}){900}".to_owned());
        assert_eq!(wrong(vec![FormField { pattern: huge, ..text() }]), ["fields.0.pattern pattern_invalid"]);
        assert_eq!(
            wrong(vec![FormField { shown_when: when("later"), ..text() }, question("later", FieldKind::Choice)]),
            ["fields.0.shown_when condition_unknown"]
        );
        assert_eq!(
            wrong(vec![FormField { shown_when: when("q"), ..text() }]),
            ["fields.0.shown_when condition_unknown"]
        );
        assert_eq!(
            wrong(vec![FormField { options: vec![], ..question("c", FieldKind::Choice) }]),
            ["fields.0.options required"]
        );
        // More choices than there are; two nobody can tell apart; a question of deals that hangs on one only leads are asked.
        let several = FormField { min: Some(9), ..question("s", FieldKind::Several) };
        assert_eq!(wrong(vec![several]), ["fields.0.min out_of_range"]);
        let mut alike = question("c", FieldKind::Choice);
        let label = alike.options[0].label.clone();
        alike.options[1].label = label;
        assert_eq!(wrong(vec![alike]), ["fields.0.options.1.label taken"]);
        let of = |kind, field: FormField| FormField { asked_of: Some(kind), ..field };
        let lead = of(RegistrationKind::Lead, question("c", FieldKind::Choice));
        let hangs = FormField { shown_when: when("c"), ..text() };
        assert_eq!(wrong(vec![lead.clone(), hangs.clone()]), ["fields.1.shown_when condition_unknown"]);
        assert_eq!(wrong(vec![lead, of(RegistrationKind::Lead, hangs)]), Vec::<String>::new());
    }

    fn any_form() -> impl Strategy<Value = FormDefinition> {
        let field = (0..FieldKind::ALL.len(), any::<bool>(), proptest::option::of(0..6_usize), any::<bool>());
        proptest::collection::vec(field, 1..8).prop_map(|fields| {
            let fields = fields.into_iter().enumerate().map(|(n, (kind, required, source, b))| FormField {
                required,
                // Only earlier ones, as a published form has it.
                shown_when: source
                    .filter(|s| *s < n)
                    .map(|s| Condition { field: format!("q{s}"), one_of: vec![if b { "b" } else { "a" }.to_owned()] }),
                ..question(&format!("q{n}"), FieldKind::ALL[kind])
            });
            FormDefinition { fields: fields.collect(), ..FormDefinition::default() }
        })
    }

    fn any_answers() -> impl Strategy<Value = Answers> {
        let value = prop_oneof![
            Just(String::new()),
            Just("a".to_owned()),
            Just("b".to_owned()),
            Just("yes".to_owned()),
            Just("12".to_owned()),
            Just("2027-01-01".to_owned()),
            ".{0,6}"
        ];
        let value = prop_oneof![
            value.clone().prop_map(AnswerValue::One),
            proptest::collection::vec(value, 0..3).prop_map(AnswerValue::Many)
        ];
        proptest::collection::btree_map("q[0-9]|x", value, 0..9)
    }

    proptest! {
        #[test]
        fn a_hidden_question_is_never_required_and_nothing_unasked_is_stored(form in any_form(), answers in any_answers()) {
            let mut errors = FieldErrors::default();
            let shown = visible(&form, &answers, None);
            let given = read_answers(&form, &answers, None, Currency::EUR, None, &mut errors);
            for error in &errors.0 {
                let key = error.field.trim_start_matches("answers.");
                if error.code == "required" {
                    prop_assert!(shown.contains(key), "{key} is hidden");
                }
                if error.code == "unknown_field" {
                    prop_assert!(form.field(key).is_none());
                }
            }
            for one in &given {
                prop_assert!(shown.contains(&one.field), "{} was not asked", one.field);
            }
            for key in answers.keys() {
                if form.field(key).is_none() {
                    prop_assert!(!errors.is_empty(), "an answer to an unknown question was taken");
                }
            }
            if errors.is_empty() {
                for field in form.fields.iter().filter(|f| f.required && shown.contains(&f.key)) {
                    prop_assert!(given.iter().any(|g| g.field == field.key));
                }
            }
        }

        #[test]
        fn numbers_are_written_as_they_are_read(number in any::<i32>()) {
            let number = i64::from(number);
            prop_assert_eq!(parse_amount(&plain(number), NumberFormat::PLAIN), Ok(number));
        }
    }
}
